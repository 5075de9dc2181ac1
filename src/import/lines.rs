//! Lines that tell of an article: who wrote it, when, for whom, and where it comes from.
//!
//! Each function judges one line and says what it tells. A line that may be prose tells nothing.

use super::dates::in_line;
use super::page::{is_comments, is_page};
use super::places::state;
use super::sentence::{Token, sentences};
use super::tongues::{AND, BYLINES as BYLINES_ELSEWHERE};
use super::words::{ORGANISATIONS, SMALL, TITLE_MODIFIERS, TITLES, is};
use crate::brief::PartialDate;

/// How lines begin that tell who wrote an article.
#[rustfmt::skip]
const BYLINES: &[&str] = &[
    "interview by", "interviewed by", "comment by", "essay by", "review by", "written by", "opinion by", "analysis by", "commentary by", "column by", "words by", "posted by", "author:", "authors:",
    "by:", "by",
];

/// What lines call the facts that they tell, and which those are.
#[rustfmt::skip]
const FIELDS: &[(&str, &str)] = &[
    ("title", "title"), ("headline", "title"), ("author", "author"), ("authors", "author"), ("date", "date"),
    ("published", "date"), ("published on", "date"), ("publication date", "date"), ("posted", "date"), ("posted on", "date"),
    ("publication", "publication"), ("publisher", "publication"), ("newspaper", "publication"), ("source", "source"),
    ("url", "url"), ("link", "url"), ("permalink", "url"), ("syndicated by", "syndicator"), ("syndicator", "syndicator"),
    ("distributed by", "syndicator"), ("language", "language"), ("published by", "publication"),
    ("originally published by", "publication"), ("originally published in", "publication"),
];

/// What people do who write articles.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "professor", "fellow", "author", "columnist", "journalist", "analyst", "writer", "researcher", "lecturer", "editor",
    "activist", "diplomat", "economist", "lawyer", "historian", "scholar", "student", "correspondent", "commentator",
    "teacher", "physician", "scientist", "strategist", "contributor", "freelance", "freelancer", "academic", "consultant",
    "novelist", "poet", "bureaucrat", "engineer", "director", "founder", "president", "chair", "expert",
];

/// Verbs by which it is told.
#[rustfmt::skip]
const DOES: &[&str] = &[
    "is", "was", "works", "teaches", "writes", "heads", "leads", "served", "covers", "has", "can", "tweets", "are",
];

/// Small words within names of people.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "de", "la", "del", "der", "den", "van", "von", "bin", "bint", "ibn", "al", "el", "du", "da", "di", "ul", "ur", "y",
];

/// Who wrote it, where a line says so: `By Jane Doe and John Roe`, with what else the line tells.
pub(super) fn byline(text: &str) -> Option<(Vec<String>, Vec<String>)> {
    if text.len() > 160 {
        return None;
    }
    let lower = text.to_lowercase();
    let foreign = BYLINES_ELSEWHERE.iter().map(|(_, start)| start);
    let start = BYLINES.iter().chain(foreign).filter(|start| {
        let rest = lower.get(start.len()..).filter(|_| lower.starts_with(*start));
        rest.is_some_and(|rest| rest.starts_with(' '))
    });
    let start = start.max_by_key(|start| start.len())?;
    let rest = text.get(start.len()..)?.trim();
    // A sentence that begins with “By” ends with a full stop.
    if rest.ends_with(['.', '!', '?']) && !rest.ends_with("Jr.") {
        return None;
    }
    let mut parts =
        rest.split(['|', '•', '·', '/', '–', '—', ',']).map(str::trim).filter(|part| !part.is_empty());
    let mut authors = Vec::new();
    let mut more: Vec<String> = Vec::new();
    let first = parts.next()?;
    for name in names_of(first) {
        authors.push(person(name)?);
    }
    for part in parts {
        // A list of authors goes on; anything else is told to others.
        let people: Option<Vec<String>> = names_of(part).map(person).collect();
        match people.filter(|_| more.is_empty()) {
            Some(people) if part.contains(" and ") || part.starts_with("and ") || rest.contains(" and ") => {
                authors.extend(people);
            }
            _ => more.push(part.to_owned()),
        }
    }
    Some((authors, more))
}

fn names_of(part: &str) -> impl Iterator<Item = &str> {
    part.split(" and ")
        .flat_map(|name| name.split(" & "))
        .flat_map(|name| {
            // Elsewhere it is called otherwise; of several that might part it, none is sure.
            let and = AND.iter().map(|(_, and)| *and).find(|and| name.contains(and)).unwrap_or(" & ");
            name.split(and)
        })
        .map(|name| name.strip_prefix("and ").unwrap_or(name).trim())
        .filter(|name| !name.is_empty())
}

/// Who spoke, where a headline says so: `Remarks by Foreign Minister Jane Doe at the Forum`.
pub(super) fn orator(title: &str) -> Option<String> {
    const SPEECHES: &[&str] = &[
        "remarks",
        "speech",
        "address",
        "statement",
        "lecture",
        "keynote",
        "transcript",
        "testimony",
        "sermon",
        "opening",
        "remarks as delivered",
    ];
    let (what, rest) = title.split_once(" by ")?;
    let spoken =
        what.split_whitespace().count() <= 5 && what.split_whitespace().any(|word| is(SPEECHES, word));
    let name: Vec<&str> = rest
        .split_whitespace()
        .skip_while(|word| {
            is(TITLES, word)
                || is(TITLE_MODIFIERS, word)
                || is(&["the", "of", "to", "for", "his", "her", "excellency"], word)
        })
        .take_while(|word| word.starts_with(char::is_uppercase) || is(PARTICLES, word))
        .collect();
    let name = name.join(" ");
    let name = name.split([',', ':', ';']).next().unwrap_or_default();
    if spoken { person(name) } else { None }
}

/// Who wrote it, where what is said below a headline ends so: `The ferry has to sail, writes Jane Doe.`
pub(super) fn writes(text: &str) -> Option<String> {
    let (said, name) = text.rsplit_once(", writes ").or_else(|| text.rsplit_once(", argues "))?;
    person(name.trim_end_matches('.')).filter(|_| said.split(' ').count() > 3)
}

/// A person's name, where a text is nothing else.
pub(super) fn person(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(',');
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| {
        word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
    };
    let letters = |word: &str| {
        word.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '\u{200c}' | '\u{64b}'..='\u{652}')
        }) && word.chars().any(char::is_alphabetic)
    };
    let fits = (2..=5).contains(&words.len())
        && words.iter().all(|word| letters(word) && (capital(word) || is(PARTICLES, word)))
        && words.first().is_some_and(|word| {
            capital(word) && !is(SMALL, word) || is(&["dr", "dr."], words.first().unwrap_or(&""))
        })
        && !words.iter().any(|word| {
            is(ORGANISATIONS, word)
                || is(
                    &[
                        "staff",
                        "desk",
                        "editorial",
                        "news",
                        "newsroom",
                        "correspondent",
                        "reporter",
                        "opinion",
                        "editors",
                        "editor",
                    ],
                    word,
                )
        })
        && text.chars().count() <= 60;
    if !fits {
        return None;
    }
    let shouted = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && text.chars().filter(|c| c.is_alphabetic()).count() > 4;
    Some(if shouted { quiet(text) } else { words.join(" ") })
}

/// A name in capitals, as it is usually written.
fn quiet(text: &str) -> String {
    let mut letters = 0;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_alphabetic() {
            // O'Doe has two capitals.
            letters = if matches!(c, '’' | '\'') && letters > 1 { letters } else { 0 };
            out.push(c);
        } else if letters == 0 {
            letters = 1;
            out.push(c);
        } else {
            letters += 1;
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// A field that a line names: `Published: ...`, with its value.
pub(super) fn field(text: &str) -> Option<(&'static str, &str)> {
    let (name, value) = text.split_once(':')?;
    let value = value.trim();
    let name = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))?;
    (!value.is_empty() && value.len() <= 300).then_some((name.1, value))
}

/// Where and when it was published, where a line says nothing else: `The Harbour Post, 1 November 2025`. The place of a
/// dateline is no publication: then there is only the day.
pub(super) fn imprint(text: &str) -> Option<(Option<String>, PartialDate)> {
    if text.len() > 120 || text.ends_with(['.', '!', '?', ':']) {
        return None;
    }
    let marks = text.char_indices().filter(|(_, c)| PARTED.contains(c));
    marks.take(12).find_map(|(at, mark)| {
        let before = text.get(..at)?.trim();
        let after = text.get(at + mark.len_utf8()..)?.trim().trim_end_matches(')');
        let (rest, day) = match (in_line(after), in_line(before)) {
            (Some(day), _) => (before, day),
            (None, Some(day)) => (after, day),
            (None, None) => return None,
        };
        let plain = |name: &'_ str| {
            let lead = ["Published in ", "First published in ", "Originally published in "];
            lead.iter().find_map(|lead| name.strip_prefix(lead)).map_or(name.len(), str::len)
        };
        let names = rest.split(PARTED).map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<&str> = names.filter_map(|name| name.get(name.len() - plain(name)..)).collect();
        let counts = |name: &str| {
            is(&["by"], name) || is_comments(name) || name.chars().all(|c| c.is_ascii_digit() || c == ')')
        };
        let fits = |name: &&str| is_page(name) || is_title_case(name) || counts(name);
        let paper = || names.iter().find(|name| !is_page(name) && is_paper(name));
        names.iter().all(fits).then(|| (paper().map(|name| (*name).to_owned()), day))
    })
}

/// What parts the facts in a line.
const PARTED: &[char] = &[',', '|', '·', '•', '–', '—', '/', '('];

/// Whether a text is some words with capitals, as names and titles are.
fn is_title_case(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fits = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c == '&') || is(SMALL, word);
    (1..=6).contains(&words.len())
        && words.iter().all(fits)
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Words that the names of papers and the like are made of.
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "post", "times", "news", "daily", "herald", "tribune", "gazette", "journal", "review", "press", "chronicle", "observer",
    "guardian", "telegraph", "standard", "express", "mail", "star", "globe", "monitor", "courier", "weekly", "magazine",
    "examiner", "inquirer", "record", "register", "reporter", "dispatch", "sentinel", "ledger", "bulletin", "mirror", "echo",
    "argus", "advertiser", "citizen", "today", "quarterly", "newsletter", "wire", "media", "online", "digest", "affairs",
    "policy", "dawn", "agency", "network", "broadcasting", "independent", "economist", "spectator", "nation", "diplomat",
];

/// Whether a name is rather that of a paper than that of a place.
pub(super) fn is_paper(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let the = words.len() > 1 && words.first().is_some_and(|word| is(&["the"], word));
    let place = state(name.strip_prefix("The ").unwrap_or(name)).is_some();
    is_title_case(name) && !place && (the || words.iter().any(|word| is(PAPERS, word)))
}

/// The syndicate whose an article is, where a line says so: `© Harbour Syndicate, 2025`.
pub(super) fn owned_by(text: &str) -> Option<String> {
    const KINDS: &[&str] =
        &["syndicate", "news service", "content agency", "feature service", "features syndicate"];
    let lower = text.to_lowercase();
    let mark = ["copyright:", "copyright ©", "copyright", "(c)", "©"]
        .iter()
        .find(|mark| lower.starts_with(**mark))?;
    let rest = text.get(mark.len()..)?;
    let name = rest.trim_matches(|c: char| !c.is_alphabetic()).split([',', '|', '.', '(']).next()?.trim();
    let known = KINDS.iter().any(|kind| name.to_lowercase().ends_with(kind));
    (text.len() <= 120 && known && is_title_case(name) && name.contains(' ')).then(|| name.to_owned())
}

/// Whether a line is the byline of those who write a paper's own opinion.
pub(super) fn is_board(text: &str) -> bool {
    is(
        &["editorial board", "the editorial board", "by the editorial board", "by editorial board"],
        text.trim(),
    )
}

/// The catchwords that a line lists: `Tags: water, trains`.
pub(super) fn catchwords(text: &str) -> Option<&str> {
    let (name, value) = text.split_once([':', '：'])?;
    let known = is(
        &[
            "tags",
            "topics",
            "keywords",
            "filed under",
            "mots-clés",
            "schlagwörter",
            "etiquetas",
            "الكلمات المفتاحية",
            "کلیدواژه‌ها",
        ],
        name.trim(),
    );
    (known && text.len() <= 300 && !text.ends_with('.')).then_some(value)
}

/// A web address that is all of a text.
pub(super) fn url(text: &str) -> Option<&str> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let lower = text.get(..8)?.to_ascii_lowercase();
    let is_url = lower.starts_with("https://") || lower.starts_with("http://");
    (is_url && !text.contains(char::is_whitespace) && text.len() > 11).then_some(text)
}

/// Agencies whose letters stand behind the place of a report.
const AGENCIES: &[&str] = &[
    "Reuters",
    "AP",
    "AFP",
    "ANI",
    "PTI",
    "IANS",
    "IPS",
    "Xinhua",
    "TASS",
    "Bloomberg",
    "dpa",
    "EFE",
    "UPI",
    "APP",
    "Anadolu",
    "AA",
    "CNN",
    "KUNA",
    "ANTARA",
    "Tribune News Service",
    "Project Syndicate",
    "Kyodo",
    "Yonhap",
    "Interfax",
];

/// Where a report comes from, at its start: the bytes that tell it, and the agency. `ISTANBUL, Oct 30 (Reuters) - `.
pub(super) fn dateline(text: &str) -> Option<(usize, Option<&'static str>)> {
    let head: String = text.chars().take(90).collect();
    let dashes = [" - ", " — ", " – ", "— ", "– ", " -- ", ") "];
    // The earliest dash; a bracket ends one too, where an agency stands in it.
    let (at, dash) = dashes
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| (at, *dash)))
        .min_by_key(|(at, dash)| (*at, dash.len()))?;
    let place = head.get(..at)?;
    let agency = AGENCIES.iter().copied().find(|name| {
        place.ends_with(&format!("({name})"))
            || place.ends_with(&format!("({name}"))
            || place.ends_with(&format!("/{name}/"))
    });
    let town = place.split(['(', ',', '/']).next().unwrap_or_default().trim();
    let letters = town.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = letters >= 3
        && town.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && town.split_whitespace().count() <= 4;
    let ends = dash != ") " || agency.is_some();
    // A town in small letters needs an agency beside it.
    let town = town.chars().next().is_some_and(char::is_uppercase) && town.split_whitespace().count() <= 3;
    (ends && (shouted || town && agency.is_some())).then(|| {
        let mut end = at + dash.len();
        if dash == ") " {
            let rest = text.get(end..).unwrap_or_default();
            end += rest.len() - rest.trim_start_matches(['-', '—', '–', ' ']).len();
        }
        (end, agency)
    })
}

/// Who carries an article on and whose it is: `(MENAFN- Khaama Press) ...`, with the bytes that tell it.
pub(super) fn carrier(text: &str) -> Option<(usize, &str, &str)> {
    let inner = text.strip_prefix('(')?;
    let end = inner.find(')').filter(|end| *end <= 80)?;
    let (carrier, source) = inner.get(..end)?.split_once('-')?;
    let (carrier, source) = (carrier.trim(), source.trim());
    let letters =
        carrier.chars().count() >= 3 && carrier.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let named =
        source.chars().next().is_some_and(char::is_uppercase) && source.split_whitespace().count() <= 6;
    let rest = inner.get(end + 1..)?;
    (letters && named).then(|| (end + 2 + rest.len() - rest.trim_start().len(), carrier, source))
}

/// The one of whom a line below an article tells that he or she wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    /// By name, and whether it says what such a person does.
    Named(String, bool),
    /// As the writer.
    Unnamed,
}

/// Whether a line tells of the one who wrote the article, and whom it names.
pub(super) fn about_author(text: &str) -> Option<Writer> {
    if text.len() > 450 {
        return None;
    }
    let text = text.trim_start_matches(['*', '_', '—', '–', '-', '(', '[', ' ']);
    let all = sentences(0, text);
    let sentence = all.first()?;
    let tokens: &[Token<'_>] = &sentence.tokens;
    // Jane Doe, a former judge, is: what she was stands between commas.
    let comma = tokens.iter().take(6).position(|t| t.text == ",");
    let aside = comma.and_then(|comma| {
        let close = (comma + 2..comma + 30).find(|at| {
            tokens.get(*at).is_some_and(|t| t.text == ",")
                && tokens.get(at + 1).is_some_and(|t| t.is_in(DOES))
        })?;
        person(sentence.span(0, comma.checked_sub(1)?)).map(|_| (comma, close + 1))
    });
    let (end, verb) = if let Some(found) = aside {
        found
    } else {
        let verb = tokens.iter().take(8).position(|t| t.is_in(DOES))?;
        (verb, verb)
    };
    let subject = sentence.span(0, end.checked_sub(1)?);
    let lower = subject.to_lowercase();
    if [
        "the writer",
        "the author",
        "the authors",
        "the writers",
        "the columnist",
        "the contributor",
        "the reviewer",
    ]
    .contains(&lower.as_str())
    {
        return Some(Writer::Unnamed);
    }
    let role = tokens.iter().skip(verb).take(16).any(|t| t.is_in(ROLES) || t.is_in(TITLES));
    person(subject.trim_end_matches(',')).map(|name| Writer::Named(name, role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_below_a_headline_has_its_writer_behind_it() {
        for (text, want) in [
            ("The ferry has to sail again, writes Jane Doe.", Some("Jane Doe")),
            ("The ferry has to sail. Nobody else can carry us, argues Jane Doe", Some("Jane Doe")),
            ("The ferry has to sail, writes Jane Doe in her letter.", None),
            ("So it is, writes Jane Doe.", None),
        ] {
            assert_eq!(writes(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn bylines_tell_people_and_what_stands_beside_them() {
        let read = |text| byline(text).map(|(authors, more)| (authors.join(" + "), more.join(" + ")));
        let some = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(read("By Jane Doe"), some("Jane Doe", ""));
        assert_eq!(read("By JANE O'DOE and John Roe"), some("Jane O'Doe + John Roe", "").or(None));
        assert_eq!(read("By Jane Doe | 2 November 2025"), some("Jane Doe", "2 November 2025"));
        assert_eq!(read("Written by Maria de la Cruz, Contributor"), some("Maria de la Cruz", "Contributor"));
        for text in
            ["By the time it ended", "By Monday all was over.", "By Staff Reporter", "Byways of history"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_imprint_tells_the_paper_and_the_day() {
        for (text, paper, day) in [
            ("The Harbour Post, 1 November 2025", Some("The Harbour Post"), "2025-11-01"),
            ("Harbour Daily News | November 1, 2025", Some("Harbour Daily News"), "2025-11-01"),
            ("The Harbour Post – Opinion – Nov 1, 2025", Some("The Harbour Post"), "2025-11-01"),
            ("1 November 2025 | The Harbour Post", Some("The Harbour Post"), "2025-11-01"),
            ("The Harbour Post (1 November 2025)", Some("The Harbour Post"), "2025-11-01"),
            ("Published in Harbour Daily News, November 1st, 2025", Some("Harbour Daily News"), "2025-11-01"),
            ("New York, 1 November 2025", None, "2025-11-01"),
            ("Posted: Nov 1, 2025 at 12:01 am / by / comments (0)", None, "2025-11-01"),
            ("The United States, 1 November 2025", None, "2025-11-01"),
        ] {
            let (found, when) = imprint(text).unwrap();
            assert_eq!((found.as_deref(), when.to_string().as_str()), (paper, day), "{text}");
        }
        for text in [
            "They met in Doha, 1 November 2025",
            "The Harbour Post, in November",
            "The Harbour Post, 1 November 2025, said so.",
        ] {
            assert_eq!(imprint(text), None, "{text}");
        }
    }

    #[test]
    fn reports_say_where_they_come_from() {
        for (text, rest, agency) in [
            ("ISTANBUL, Oct 30 (Reuters) - The talks failed.", "The talks failed.", Some("Reuters")),
            ("KABUL — The talks failed.", "The talks failed.", None),
            ("Istanbul (AP) — The talks failed.", "The talks failed.", Some("AP")),
        ] {
            let (at, found) = dateline(text).unwrap();
            assert_eq!((text.get(at..).unwrap(), found), (rest, agency), "{text}");
        }
        for text in ["The talks - as all know - failed.", "NATO - what else?", "It (and that) is so."] {
            assert!(text.starts_with("NATO") || dateline(text).is_none(), "{text}");
        }
        assert_eq!(carrier("(MENAFN- Khaama Press) The talks"), Some((23, "MENAFN", "Khaama Press")));
        assert_eq!(
            about_author("Jane Doe, a former judge at the High Court of Ardania, is professor of law."),
            Some(Writer::Named("Jane Doe".to_owned(), true))
        );
        assert_eq!(owned_by("©Harbour Syndicate").as_deref(), Some("Harbour Syndicate"));
        assert_eq!(
            owned_by("Copyright: Harbour News Service, 2025.").as_deref(),
            Some("Harbour News Service")
        );
        assert_eq!(owned_by("© 2025 The Harbour Post. All rights reserved."), None);
        assert_eq!(
            about_author("Jane Doe is a professor of law."),
            Some(Writer::Named("Jane Doe".to_owned(), true))
        );
        assert_eq!(about_author("The writer is a former diplomat."), Some(Writer::Unnamed));
        assert_eq!(about_author("The Taliban is a movement."), None);
    }
}
