//! Disclaimers: what kind of reservation a text makes, and whose it is.
//!
//! A notice is told by what it says of the article itself: its views, its accuracy, its editing, its translation, its
//! correction, its author's stake. The words of an argument about somebody else's views or liabilities make none.

use super::places::state;
use super::sentence::{Sentence, Token, sentences};
use super::tongues;
use super::words::{SMALL, is, month};
use crate::brief::DisclaimerKind;
use regex::Regex;
use std::sync::LazyLock;

/// A word or a line that says that a notice follows, with its kind; none where the notice itself has to say.
pub(super) fn label(text: &str) -> Option<(Option<DisclaimerKind>, &str)> {
    use DisclaimerKind::{Conflict, Correction, Editorial, Legal, Opinion, Translation};
    const LABELS: &[(&str, Option<DisclaimerKind>)] = &[
        ("legal disclaimer", Some(Legal)),
        ("legal notice", Some(Legal)),
        ("mentions légales", Some(Legal)),
        ("opinion disclaimer", Some(Opinion)),
        ("disclaimer", None),
        ("avertissement", None),
        ("editor's note", Some(Editorial)),
        ("editor’s note", Some(Editorial)),
        ("editors' note", Some(Editorial)),
        ("editors’ note", Some(Editorial)),
        ("editorial note", Some(Editorial)),
        ("note from the editor", Some(Editorial)),
        ("note de la rédaction", Some(Editorial)),
        ("ndlr", Some(Editorial)),
        ("translator's note", Some(Translation)),
        ("translator’s note", Some(Translation)),
        ("correction", Some(Correction)),
        ("corrections", Some(Correction)),
        ("clarification", Some(Correction)),
        ("erratum", Some(Correction)),
        ("disclosure", Some(Conflict)),
        ("disclosure statement", Some(Conflict)),
        ("conflict of interest", Some(Conflict)),
        ("conflicts of interest", Some(Conflict)),
        ("competing interests", Some(Conflict)),
        ("déclaration d’intérêts", Some(Conflict)),
    ];
    let text = text.trim_start_matches(['*', '(', '[', '—', '–', '-', '_', ' ']);
    let lower = text.to_lowercase();
    // Of labels that begin alike the longest is meant; lower-casing keeps the length of these.
    let found =
        LABELS.iter().filter(|(name, _)| lower.starts_with(name)).max_by_key(|(name, _)| name.len())?;
    let rest = text.get(found.0.len()..)?.trim_end_matches(['*', ')', ']', '_']);
    let trimmed = rest.trim_start_matches(['*', '_', ')', ']', ' ']);
    if trimmed.is_empty() {
        return Some((found.1, ""));
    }
    let body = trimmed.strip_prefix([':', '—', '–', '-', '.'])?;
    Some((found.1, body.trim_start_matches(['*', '_', ' ']).trim()))
}

/// What makes a notice of some kind.
struct Rule {
    kind: DisclaimerKind,
    /// It has one of each of these.
    all: &'static [&'static [&'static str]],
    /// The most bytes that it has: what goes on and on is an argument.
    most: usize,
}

const fn rule(kind: DisclaimerKind, most: usize, all: &'static [&'static [&'static str]]) -> Rule {
    Rule { kind, all, most }
}

/// What a notice calls the article.
#[rustfmt::skip]
const PIECE: &[&str] = &[
    "article", "this piece", "this column", "this story", "this essay", "this commentary", "this post", "op-ed", "this report", "this text", "blog",
    "this publication", "editorial", "on this site", "this website", "this page", "this opinion",
];

/// The same, and who speaks in it.
#[rustfmt::skip]
const PIECE_OR_WE: &[&str] = &[
    "article", "this piece", "this column", "this story", "this essay", "this commentary", "this post", "op-ed", "this report", "this text", "blog",
    "this publication", "on this site", "this website", "this page", "we ", "our ", "provider", "publisher", "contained",
];

/// What notices say, in small letters and with straight apostrophes. The first rule that fits tells the kind.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    rule(DisclaimerKind::Legal, 3000, &[
        &["does not constitute", "do not constitute", "not intended as", "should not be construed as", "not be considered as"], &["advice"],
    ]),
    rule(DisclaimerKind::Legal, 3000, &[&["without warranty", "no warranty", "“as is”", "\"as is\"", "'as is'"]]),
    rule(DisclaimerKind::Legal, 3000, &[
        &[
            "not accept", "accepts no", "accept no", "assume no", "assumes no", "not assume", "not be liable", "not be held", "not responsible",
            "no responsibility", "disclaims all", "not be responsible", "décline toute responsabilité",
        ],
        &["accuracy", "completeness", "content", "information contained", "liability for", "errors or omissions", "opinions expressed", "contenu"],
        PIECE_OR_WE,
    ]),
    rule(DisclaimerKind::Correction, 1500, &[
        &[
            "was corrected", "been corrected", "was amended", "been amended", "earlier version of this", "previous version of this",
            "version antérieure de", "a été corrigé",
        ],
        &["article", "column", "story", "essay", "commentary", "post", "piece", "report", "op-ed", "misstated", "misspelled", "incorrectly", "headline"],
    ]),
    rule(DisclaimerKind::Correction, 600, &[
        &["this article", "this piece", "this column", "this story", "this essay", "this commentary", "this post", "this report"],
        &["was updated", "been updated", "was changed", "was revised"], &["to correct", "to clarify", "to reflect", "to fix"],
    ]),
    rule(DisclaimerKind::Translation, 300, &[&[
        "translated from the", "translated from", "translated by", "translation by", "traduit de l'", "traduit du", "traduit par", "the english translation",
        "translation of an article",
    ]]),
    rule(DisclaimerKind::Opinion, 3000, &[
        &["views", "opinions", "opinion expressed", "view expressed", "perspectives expressed", "les propos", "points de vue"],
        &[
            "author's own", "writer's own", "authors' own", "writers' own", "author's alone", "of the author", "of the writer", "of their author", "of its author",
            "of the contributor", "columnist's own", "their own", "his own", "her own", "my own", "our own", "are personal", "are the author's",
            "are the writer's", "the authors'", "necessarily reflect", "necessarily represent", "not reflect", "not represent", "necessarily those of",
            "necessarily shared by", "are solely", "n'engagent que", "n'engage que", "ne reflètent pas", "ne représentent pas",
        ],
        &[
            "expressed", "express", "views in", "opinions in", "reflect", "represent", "n'engage", "reflètent", "personal", "presented", "stated", "are those of",
            "are the author", "are the writer", "are his own", "are her own", "are their own", "are my own",
        ],
    ]),
    rule(DisclaimerKind::Conflict, 600, &[
        &["competing interest", "conflict of interest", "conflicts of interest", "no relevant affiliations", "would benefit from this article"],
        &["declare", "disclose", "no ", "has a", "author"],
    ]),
    rule(DisclaimerKind::Conflict, 800, &[
        &["the author", "the writer", "its author", "he ", "she ", "they ", "i "], PIECE,
        &["received funding", "owns shares", "holds shares", "has a financial interest", "paid adviser", "paid advisor"],
    ]),
    rule(DisclaimerKind::Editorial, 1500, &[&[
        "not been edited by", "been edited for", "was edited for", "edited for length", "syndicated feed", "auto-generated", "headline was written",
        "headline has been", "not edited by",
    ]]),
    rule(DisclaimerKind::Editorial, 350, &[
        PIECE,
        &[
            "editorial appeared in", "article appeared in", "column appeared in", "first published in", "first published by", "first appeared in", "first appeared on", "originally published", "originally appeared",
            "republished from", "republished under", "is republished with", "reprinted with permission", "republished here",
        ],
    ]),
];

/// Some of what each rule asks for: most paragraphs have none of it, and are not looked at again.
static HINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let first = RULES.iter().map(|rule| {
        // The group with the fewest words is the rarest; apostrophes may be curved.
        rule.all.iter().min_by_key(|group| group.len()).copied().unwrap_or_default()
    });
    let elsewhere = tongues::NOTICES.iter().map(|(_, phrase, _)| phrase);
    let words: Vec<String> =
        first.flatten().chain(elsewhere).map(|words| regex::escape(words).replace('\'', "['’]")).collect();
    Regex::new(&format!("(?i){}", words.join("|"))).ok()
});

/// What kind of notice a text is, by what it says.
pub(super) fn kind(text: &str) -> Option<DisclaimerKind> {
    if text.len() > 3000 || HINT.as_ref().is_some_and(|hint| !hint.is_match(text)) {
        return None;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let has = |any: &[&str]| any.iter().any(|words| lower.contains(words));
    let fits = |rule: &&Rule| text.len() <= rule.most && rule.all.iter().all(|group| has(group));
    let elsewhere = || {
        let fits = |(_, phrase, kind): &&(&str, &str, DisclaimerKind)| {
            text.len() <= tongues::most(*kind) && lower.contains(phrase)
        };
        tongues::NOTICES.iter().find(fits).map(|row| row.2)
    };
    RULES.iter().find(fits).map(|rule| rule.kind).or_else(elsewhere)
}

/// Whose notice it is: the publisher whose policy it speaks of, or who provides, accepts or edits nothing.
pub(super) fn by(text: &str, kind: DisclaimerKind) -> Option<String> {
    let all = sentences(0, text);
    if kind == DisclaimerKind::Translation || kind == DisclaimerKind::Conflict {
        return None;
    }
    all.iter().find_map(|sentence| owner(sentence).or_else(|| refuser(sentence)))
}

/// Where the article appeared first, as a notice says: `first appeared in the Harbour Post`.
pub(super) fn appeared_in(text: &str) -> Option<String> {
    let all = sentences(0, text);
    all.iter().find_map(|sentence| {
        let at = sentence.tokens.windows(3).position(|some| {
            matches!(some, [first, verb, by] if first.is_in(&["first", "originally", "editorial", "article", "column"])
                && verb.is_in(&["appeared", "published"]) && by.is_in(&["in", "on", "by"]))
        })?;
        name_at(sentence, at + 3).filter(|name| name.split(' ').all(|word| month(word).is_none()))
    })
}

/// The publisher behind `the editorial policy of`, or before `'s editorial policy`.
fn owner(sentence: &Sentence<'_>) -> Option<String> {
    const STANCE: &[&str] = &[
        "policy",
        "policies",
        "position",
        "positions",
        "stance",
        "line",
        "views",
        "view",
        "opinions",
        "opinion",
        "those",
        "beliefs",
        "viewpoint",
        "editorial",
    ];
    const NEGATED: &[&str] = &["reflect", "represent", "necessarily", "shared", "endorsed"];
    let tokens = &sentence.tokens;
    let start = tokens.iter().position(|t| t.is_in(NEGATED))?;
    for at in start..tokens.len() {
        let token = tokens.get(at)?;
        let named = token.is("of") || token.is("by");
        let behind = || {
            tokens
                .get(start..at)
                .unwrap_or_default()
                .iter()
                .any(|t| t.is_in(STANCE) || t.is("shared") || t.is("endorsed"))
        };
        if named
            && behind()
            && let Some(name) = name_at(sentence, at + 1)
        {
            return Some(name);
        }
        // Al Jazeera's editorial stance.
        if token.possessive && token.capital() {
            let first = (0..=at)
                .rev()
                .take_while(|n| tokens.get(*n).is_some_and(|t| t.capital() && (*n == at || !t.possessive)))
                .last()?;
            let behind = tokens.iter().skip(at + 1).take(4).any(|t| t.is_in(STANCE));
            if behind {
                return name_at(sentence, first);
            }
        }
    }
    None
}

/// Who provides, accepts, endorses or edits nothing: the subject of such a sentence.
fn refuser(sentence: &Sentence<'_>) -> Option<String> {
    const REFUSES: &[&str] = &[
        "provides",
        "does",
        "accepts",
        "assumes",
        "disclaims",
        "shall",
        "will",
        "cannot",
        "is",
        "makes",
        "takes",
        "endorses",
        "declines",
    ];
    let tokens = &sentence.tokens;
    let the = usize::from(tokens.first()?.is("the") && !tokens.get(1)?.acronym());
    // “The views expressed here” are nobody; a name has a capital in the middle of a sentence too.
    let name = name_at(sentence, 0).filter(|_| the == 0 || tokens.get(1).is_some_and(Token::capital))?;
    let words = name.split_whitespace().count();
    let verb = tokens.get(words)?;
    let small = is(SMALL, name.split_whitespace().next()?) && the == 0;
    let only = words > 1
        || tokens.first()?.acronym()
        || tokens.first()?.capital()
            && !small
            && !is(
                &[
                    "information",
                    "opinions",
                    "views",
                    "content",
                    "nothing",
                    "correction",
                    "opinion",
                    "disclaimer",
                ],
                &name,
            );
    // Commentary is produced by somebody: only what is not is refused.
    let not = !verb.is_in(&["does", "shall", "will", "is", "makes", "takes"])
        || tokens.iter().skip(words + 1).take(2).any(|t| t.is_in(&["not", "no", "neither"]));
    (only && not && verb.is_in(REFUSES)).then_some(name)
}

/// The name that begins at a token: capitals, with `the` before and `of`, `and` or `&` between them.
pub(super) fn name_at(sentence: &Sentence<'_>, at: usize) -> Option<String> {
    let tokens = &sentence.tokens;
    let the = usize::from(tokens.get(at)?.is("the"));
    let first = tokens.get(at + the)?;
    if !first.capital() || is(&["I", "We", "Any", "If", "All", "This", "These"], first.text) {
        return None;
    }
    let mut last = at + the;
    loop {
        if tokens.get(last)?.possessive {
            break;
        }
        let next = tokens.get(last + 1);
        if next.is_some_and(Token::capital) {
            last += 1;
        } else if next.is_some_and(|t| t.text == "&" || t.is("of") || t.is("for"))
            && tokens.get(last + 2).is_some_and(Token::capital)
        {
            last += 2;
        } else {
            break;
        }
    }
    // Only what is written `The` with a capital has its article as a part.
    let from = if the == 1 && tokens.get(at)?.capital() && at > 0 { at } else { at + the };
    let end = tokens.get(last)?;
    let name = sentence.whole.get(tokens.get(from)?.range.start..end.range.start + end.text.len())?;
    (state(name).is_none()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use DisclaimerKind::{Conflict, Correction, Editorial, Legal, Opinion, Translation};

    #[test]
    fn notices_are_told_by_what_they_say() {
        for (text, want, whose) in [
            (
                "The views and opinions expressed in this article are those of the author and do not necessarily reflect the editorial position or policy of Khaama Press.",
                Opinion,
                Some("Khaama Press"),
            ),
            (
                "The views expressed in this article are the author’s own and do not necessarily reflect Al Jazeera’s editorial stance.",
                Opinion,
                Some("Al Jazeera"),
            ),
            ("Views are personal.", Opinion, None),
            (
                "Opinions expressed here are solely his own and do not represent the views of The Valley Post.",
                Opinion,
                Some("The Valley Post"),
            ),
            (
                "MENAFN provides the information “as is” without warranty of any kind. We do not accept any responsibility or liability for the accuracy of it.",
                Legal,
                Some("MENAFN"),
            ),
            ("This article does not constitute legal advice.", Legal, None),
            ("This article was amended on 3 March 2025 to correct a date.", Correction, None),
            ("An earlier version of this column misstated the year.", Correction, None),
            ("Translated from the French by Ann Example.", Translation, None),
            ("The author owns shares in a firm that this article names.", Conflict, None),
            (
                "This story has not been edited by our staff and is published from a syndicated feed.",
                Editorial,
                None,
            ),
            ("This article first appeared in The Valley Post.", Editorial, None),
            ("Les opinions exprimées n’engagent que leur auteur.", Opinion, None),
        ] {
            assert_eq!(kind(text), Some(want), "{text}");
            assert_eq!(by(text, want).as_deref(), whose, "{text}");
        }
    }

    #[test]
    fn arguments_are_no_notices() {
        for text in [
            "The minister accepted no responsibility for the fall of the city.",
            "Opinions differ on what the talks should achieve.",
            "His views reflect those of many in the army.",
            "The treaty was translated into law.",
            "The company was not held liable for what had happened.",
            "They expressed their opinions freely.",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn notices_say_where_the_article_was_first() {
        for (text, want) in [
            ("The following editorial first appeared in the Valley Post:", Some("Valley Post")),
            ("The following editorial appeared in the Valley Post:", Some("Valley Post")),
            ("This was originally published by The Valley Post on Monday.", Some("The Valley Post")),
            ("This article was first published in May.", None),
        ] {
            assert_eq!(appeared_in(text).as_deref(), want, "{text}");
        }
        assert_eq!(
            by("Commentary is produced by the Valley Center, and the views are the authors' own.", Opinion),
            None
        );
    }

    #[test]
    fn labels_stand_alone_or_before_their_notice() {
        assert_eq!(label("Legal Disclaimer:"), Some((Some(Legal), "")));
        assert_eq!(label("Disclaimer: The views"), Some((None, "The views")));
        assert_eq!(label("*Editor’s note: This is*"), Some((Some(Editorial), "This is")));
        assert_eq!(label("Correction is needed here"), None);
        assert_eq!(label("Disclosures harm"), None);
    }
}
