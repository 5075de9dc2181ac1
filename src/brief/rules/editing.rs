//! What an editor would ask about: repetitions, dates, lengths, slips.

use super::super::date::PartialDate;
use super::super::model::Brief;
use super::super::paragraphs;
use super::super::texts::{Sort, each_text};
use super::letters::mixed;
use super::placeholder::placeholder;
use super::{Mend, Violation};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::cells;
use crate::yaml::Step::{self, Item, Key};
use std::collections::HashMap;

/// Where a line has so many characters, nobody has wrapped the text by hand: the end of a line is meant.
const UNWRAPPED: usize = 160;
/// And so many words.
const WORDS: usize = 20;

/// The rows and columns of a screen, and how many of them a summary may fill.
const ROWS: usize = 40;
const COLUMNS: usize = 76;
const SCREENS: usize = 2;

pub(super) fn editing(brief: &Brief, out: &mut Vec<Violation>) {
    aliases(brief, out);
    repeated(brief, out);
    quotes(brief, out);
    dates(brief, out);
    summary(brief, out);
    slips(brief, out);
}

fn one(code: Code, message: String, help: impl Into<String>, way: &[Step]) -> Violation {
    Violation {
        finding: Diagnostic::new(code, message).help(help),
        ways: vec![(way.to_vec(), String::new())],
        mend: None,
    }
}

fn aliases(brief: &Brief, out: &mut Vec<Violation>) {
    for (index, actor) in brief.actors.iter().enumerate().filter(|(_, actor)| !actor.aliases.is_empty()) {
        let mut seen = vec![actor.name.as_str().to_lowercase()];
        for (n, alias) in actor.aliases.iter().enumerate() {
            let folded = alias.as_str().to_lowercase();
            if seen.contains(&folded) {
                let way = [Key("actors"), Item(index), Key("aliases"), Item(n)];
                let message = format!("`{}` is a name of this actor already", alias.as_str());
                let mut violation =
                    one(Code::DuplicateAlias, message, "delete it, or write the name that was meant", &way);
                violation.mend = Some(Mend::Drop);
                out.push(violation);
            }
            // A list of thousands is no list of names.
            if seen.len() < 1_000 {
                seen.push(folded);
            }
        }
    }
}

fn repeated(brief: &Brief, out: &mut Vec<Violation>) {
    let mut list = |way: &[Step], items: &mut dyn Iterator<Item = (String, &str)>| {
        let mut seen: HashMap<(String, &str), usize> = HashMap::new();
        for (n, item) in items.enumerate() {
            let first = *seen.entry(item).or_insert(n);
            if first != n {
                let at = |n: usize| [way, &[Item(n)]].concat();
                out.push(Violation {
                    finding: Diagnostic::new(Code::DuplicateItem, "an item that stands in this list already")
                        .help("write what was meant, or delete it"),
                    ways: vec![(at(n), "again here".to_owned()), (at(first), "first here".to_owned())],
                    mend: None,
                });
            }
        }
    };
    let plain = |text| (String::new(), text);
    if brief.recommendations.len() > 1 {
        let items = brief.recommendations.iter().map(|item| plain(item.text.as_str()));
        list(&[Key("recommendations")], &mut items.into_iter());
    }
    if brief.disclaimers.len() > 1 {
        let by = |by: Option<&str>| by.unwrap_or_default().to_owned();
        let items = brief.disclaimers.iter();
        list(
            &[Key("disclaimers")],
            &mut items.map(|item| (by(item.by.as_ref().map(AsRef::as_ref)), item.text.as_str())),
        );
    }
    if brief.timeline.len() > 1 {
        let date = |date: Option<PartialDate>| date.map_or(String::new(), |date| date.to_string());
        let items = brief.timeline.iter().map(|item| (date(item.date), item.event.as_str()));
        list(&[Key("timeline")], &mut items.into_iter());
    }
    if brief.quotes.len() > 1 {
        let items = brief.quotes.iter().map(|item| plain(item.text.as_str()));
        list(&[Key("quotes")], &mut items.into_iter());
    }
    for (s, section) in brief.sections.iter().enumerate().filter(|(_, section)| section.items.len() > 1) {
        let items = section.items.iter().map(|item| plain(item.text.as_str()));
        list(&[Key("sections"), Item(s), Key("items")], &mut items.into_iter());
    }
}

fn quotes(brief: &Brief, out: &mut Vec<Violation>) {
    for (index, _) in brief.quotes.iter().enumerate().filter(|(_, quote)| quote.by.is_none()) {
        out.push(one(
            Code::NoSpeaker,
            "a quote by nobody".to_owned(),
            "add `by:` with an actor, or the speaker in words",
            &[Key("quotes"), Item(index)],
        ));
    }
}

fn dates(brief: &Brief, out: &mut Vec<Violation>) {
    let Some(made) = brief.briefed.as_ref().and_then(|briefed| briefed.on) else { return };
    let mut ask = |date: Option<PartialDate>, what: &str, way: &[Step]| {
        if let Some(date) = date.filter(|date| date.first_day() > made.last_day()) {
            out.push(Violation {
                finding: Diagnostic::new(
                    Code::LateDate,
                    format!("{date}: {what} after the brief was made, {made}"),
                )
                .help("correct one of the two dates"),
                ways: vec![
                    (way.to_vec(), String::new()),
                    (vec![Key("briefed"), Key("on")], "the brief was made then".to_owned()),
                ],
                mend: None,
            });
        }
    };
    let published = brief.source.as_ref().and_then(|source| source.published);
    ask(published, "published", &[Key("source"), Key("published")]);
    for (index, entry) in brief.timeline.iter().enumerate() {
        ask(entry.date, "it happened", &[Key("timeline"), Item(index), Key("date")]);
    }
}

fn summary(brief: &Brief, out: &mut Vec<Violation>) {
    let Some(summary) = brief.summary.as_ref().map(AsRef::as_ref) else { return };
    let most = SCREENS * ROWS;
    // No character has more cells than bytes: what is short enough by its bytes needs no measuring.
    let lines = memchr::memchr_iter(b'\n', summary.as_bytes()).count();
    if lines + summary.len() / COLUMNS < most {
        return;
    }
    let mut rows = 0;
    for paragraph in paragraphs(summary) {
        let text = summary.get(paragraph).unwrap_or_default();
        // A giant paragraph is measured no further than it matters.
        let end = text.char_indices().nth((most + 1) * COLUMNS);
        let text = end.map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
        rows += 1 + if text.len() <= COLUMNS { 1 } else { cells(text).div_ceil(COLUMNS) };
        if rows > most + 1 {
            let message = format!("the summary is longer than {SCREENS} screens of {ROWS} rows");
            let help = "cut it to what is read at one look, and put the rest into sections";
            out.push(one(Code::LongSummary, message, help, &[Key("summary")]));
            return;
        }
    }
}

fn slips(brief: &Brief, out: &mut Vec<Violation>) {
    each_text(brief, &mut |sort, text, way| {
        if sort == Sort::Name
            && let Some((word, script)) = mixed(text)
        {
            let message = format!("`{word}` mixes Latin with {script} letters that look alike");
            out.push(one(Code::MixedScript, message, "type the word anew, all in one script", way));
        }
        if sort != Sort::Repeated
            && let Some(placeholder) = placeholder(text)
        {
            let message = format!("the placeholder `{placeholder}` was left in");
            out.push(one(Code::Placeholder, message, "write the text, or delete the field", way));
        }
        if sort != Sort::Name
            && let Some(line) = joined(text)
        {
            let begins: String = line.chars().take(40).collect();
            let message = format!("a new line, and no new paragraph, begins with “{begins}…”");
            let help =
                "write the text under `|`, with an empty line between paragraphs; under `>` it takes two";
            out.push(one(Code::LostParagraph, message, help, way));
        }
    });
}

/// The first line that goes on with a paragraph though lines are not wrapped.
fn joined(text: &str) -> Option<&str> {
    if text.len() < UNWRAPPED || !text.contains('\n') {
        return None;
    }
    paragraphs(text).find_map(|paragraph| {
        let paragraph = text.get(paragraph)?;
        // A word that is longer than any line says nothing.
        let is_long = |line: &str| {
            line.len() >= UNWRAPPED
                && line.chars().nth(UNWRAPPED - 1).is_some()
                && line.split_whitespace().nth(WORDS - 1).is_some()
        };
        if !paragraph.contains('\n') || !paragraph.lines().any(is_long) {
            return None;
        }
        let next = paragraph.lines().skip(1);
        let is_lost = |(line, next): &(&str, &str)| {
            !is_marked(line) && !is_marked(next) && !line.ends_with("  ") && !line.ends_with('\\')
        };
        paragraph.lines().zip(next).find(is_lost).map(|(_, next)| next)
    })
}

/// Whether a line means something by itself in Markdown: an item, a heading, a quotation, a table, or what belongs to one.
fn is_marked(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(|c: char| c.is_whitespace() || "-*+>#|`~•".contains(c))
        || digits.len() < line.len() && digits.starts_with(['.', ')'])
}
