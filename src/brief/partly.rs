//! What the rules say of a brief that cannot be read: of all of it but for what keeps it from being read.
//!
//! What is wrong is blanked out in the text, so that all else keeps its place, and the rest is read and judged. What the rules
//! would only say because something was blanked is left out.
//! Invariant: every finding points into the text as it was; where the rest cannot be read either, there is none.

use super::examine::check;
use super::fields::BRIEF;
use super::read::{Reading, read};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Source;
use crate::text::nearest;
use crate::yaml::{self, Asked, Node, NodeKind, Record, Shape, Step, Way};
use std::ops::Range;

/// The most errors of a source whose rest is looked at, and how often it is tried: a field goes, then the item that needed it.
const MAX_ERRORS: usize = 64;
const MAX_ROUNDS: usize = 8;

/// Of a text of more bytes nothing is tried: it is read again in each round.
const MAX_BYTES: usize = 4 << 20;

/// A title for what has none.
const TITLE: &str = "\ntitle: Untitled brief\n";

/// What was blanked out: the document, the way to it, and where it stands.
struct Blank {
    document: usize,
    way: Vec<Way>,
    range: Range<usize>,
}

impl Blank {
    /// The field of the brief that it is, or is in; of one that nobody knows, that which was meant.
    fn field(&self) -> Option<&'static str> {
        match self.way.first() {
            Some(Way::Key(key)) => meant(key, &BRIEF),
            _ => None,
        }
    }

    /// Whether somebody may have been called by it.
    fn names_actors(&self) -> bool {
        let inner = match self.way.get(2) {
            Some(Way::Key(key)) => actor().and_then(|actor| meant(key, actor)),
            _ => return self.field() == Some("actors"),
        };
        self.field() == Some("actors") && matches!(inner, Some("name" | "aliases" | "id"))
    }
}

/// The table of an actor's fields.
fn actor() -> Option<&'static Record> {
    match &BRIEF.field("actors")?.shape {
        Shape::List(Shape::One(record)) => Some(record),
        _ => None,
    }
}

/// The field that a name is, or may have been meant as.
fn meant(name: &str, record: &'static Record) -> Option<&'static str> {
    let known = record.field(name).map(|field| field.name);
    known.or_else(|| nearest(name, record.fields.iter().map(|field| field.name)))
}

/// The fields that make a brief worth reading; without any of them it has no sections.
const SECTIONS: &[&str] =
    &["summary", "actors", "recommendations", "disclaimers", "timeline", "quotes", "sections", "text"];

/// What the rules say of the rest of the briefs of a source, of which `readings` say why they cannot be read.
pub(super) fn judged(source: &Source, readings: &[Reading]) -> Vec<(usize, Vec<Diagnostic>)> {
    if source.text().len() > MAX_BYTES {
        return Vec::new();
    }
    let unread: Vec<usize> =
        readings.iter().filter(|reading| reading.brief.is_err()).map(|reading| reading.document).collect();
    let original = yaml::read_tree(source.text());
    let mut text = source.text().to_owned();
    let mut blanks: Vec<Blank> = Vec::new();
    let mut now: Vec<Reading> = readings.to_vec();
    for _ in 0..MAX_ROUNDS {
        let errors: Vec<(usize, Diagnostic)> = now
            .iter()
            .filter_map(|reading| Some((reading.document, reading.brief.as_ref().err()?)))
            .flat_map(|(document, findings)| findings.iter().map(move |finding| (document, finding.clone())))
            .filter(|(_, finding)| finding.severity == Severity::Error)
            .collect();
        if errors.is_empty() {
            break;
        }
        if errors.len() > MAX_ERRORS {
            return Vec::new();
        }
        let asked = errors.iter().map(|(document, finding)| {
            let holder = finding.code == Code::MissingField;
            finding.offset().map(|at| Asked { document: *document, at, holder })
        });
        let Some(asked) = asked.collect::<Option<Vec<Asked>>>() else { return Vec::new() };
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut titled = false;
        for (asked, held) in asked.iter().zip(yaml::holding(&text, &asked)) {
            let last = asked.document + 1 == original.len();
            match held {
                Some((way, range)) => {
                    ranges.push(range.clone());
                    blanks.push(Blank { document: asked.document, way, range });
                }
                // The brief itself needs a title.
                None if asked.holder && last && !text.ends_with(TITLE) => titled = true,
                None => return Vec::new(),
            }
        }
        text = without(&text, &ranges);
        if titled {
            text.push_str(TITLE);
        }
        now = read(&Source::new(source.name(), text.clone()));
        if now.len() != readings.len() {
            return Vec::new();
        }
    }
    let rest = Source::new(source.name(), text);
    let of = |reading: &Reading| {
        let brief = reading.brief.as_ref().ok().filter(|_| unread.contains(&reading.document))?;
        let mut found = check(&rest, reading.document, brief);
        // What is said at a title that we have added is said where the brief begins.
        let first = original.get(reading.document).and_then(|root| match &root.kind {
            NodeKind::Map(fields) => fields.first().map(|(key, _)| key.range.clone()),
            _ => None,
        });
        let whole = |finding: &&mut Diagnostic| matches!(finding.code, Code::NoSections | Code::NoDisclaimer);
        for label in found.iter_mut().filter(whole).flat_map(|finding| &mut finding.labels) {
            if label.range.start >= source.text().len()
                && let Some(first) = &first
            {
                label.range.clone_from(first);
            }
        }
        found.retain(|finding| {
            finding.offset().is_none_or(|at| at < source.text().len())
                && !follows(finding, reading.document, &blanks, source.text(), original.get(reading.document))
        });
        // Mending waits until the brief can be read.
        for finding in &mut found {
            finding.fix = None;
        }
        Some((reading.document, found))
    };
    now.iter().filter_map(of).collect()
}

/// Whether a rule may say something only because of what was blanked out.
fn follows(finding: &Diagnostic, document: usize, blanks: &[Blank], text: &str, root: Option<&Node>) -> bool {
    let here = || blanks.iter().filter(|blank| blank.document == document);
    let of = |fields: &[&str]| here().any(|blank| blank.field().is_some_and(|field| fields.contains(&field)));
    match finding.code {
        Code::NoSections => of(SECTIONS),
        Code::NoDisclaimer => of(&["disclaimers"]),
        Code::UnknownParagraph => of(&["text"]),
        Code::DoubtfulReference => here().any(Blank::names_actors),
        // What was blanked may have spoken of it.
        Code::UnmentionedActor => {
            let Some((root, at)) = root.zip(finding.offset()) else { return true };
            let names = names(root, at);
            here().any(|blank| {
                let said = text.get(blank.range.clone()).unwrap_or_default().to_lowercase();
                names.is_empty() || names.iter().any(|name| said.contains(name))
            })
        }
        // The addressee was among what was blanked in the same item.
        Code::NoAddressee | Code::NoSpeaker | Code::EmptySection => {
            let Some((root, at)) = root.zip(finding.offset()) else { return true };
            here().any(|blank| {
                let length = if matches!(blank.way.get(1), Some(Way::Item(_))) { 2 } else { 1 };
                let own = blank.way.get(..length).and_then(|way| node(root, way));
                own.is_some_and(|own| own.range.start <= at && at <= own.range.end)
            })
        }
        _ => false,
    }
}

/// What the actor at a place is called, in small letters.
fn names(root: &Node, at: usize) -> Vec<String> {
    let Some(NodeKind::List(actors)) = root.at(&[Step::Key("actors")]).map(|node| &node.kind) else {
        return Vec::new();
    };
    let own = actors.iter().find(|actor| actor.range.start <= at && at <= actor.range.end);
    let mut names = Vec::new();
    for node in own.into_iter().flat_map(|own| {
        [Some(own), own.at(&[Step::Key("name")]), own.at(&[Step::Key("id")]), own.at(&[Step::Key("aliases")])]
    }) {
        match node.map(|node| &node.kind) {
            Some(NodeKind::Scalar(name)) => names.push(name.trim().to_lowercase()),
            Some(NodeKind::List(all)) => {
                names.extend(all.iter().filter_map(Node::text).map(|name| name.trim().to_lowercase()));
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn node<'n>(root: &'n Node, way: &[Way]) -> Option<&'n Node> {
    let steps: Vec<Step> = way
        .iter()
        .map(|step| match step {
            Way::Key(key) => BRIEF.field(key).map(|field| Step::Key(field.name)),
            Way::Item(item) => Some(Step::Item(*item)),
        })
        .collect::<Option<_>>()?;
    root.at(&steps)
}

/// A text with blanks in some places, line ends kept.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        for byte in bytes.get_mut(range.clone()).into_iter().flatten() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::brief::examine;
    use crate::source::Source;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&'static str, usize)> {
        let findings = examine(&Source::new("x", text.to_owned()));
        findings.iter().map(|finding| (finding.code.info().name, finding.offset().unwrap_or(0))).collect()
    }

    #[test]
    fn the_rules_judge_what_can_be_read() {
        for (text, want) in [
            // One slip hides no other.
            (
                "title: T\nsource: {published: 2025-13-01}\nrecommendations:\n  - Do it.\ndisclaimers: [d]\n",
                vec![("bad-date", 29), ("no-addressee", 62)],
            ),
            ("titel: T\nsummary: s\n", vec![("unknown-field", 0), ("no-disclaimer", 0)]),
            // What was misspelt is taken for what was meant.
            (
                "title: T\nsumary: of A\nactors:\n  - {name: Pakistan, kynd: x}\n  - name: B\n  - name: A\nrecommendations:\n  - {text: x, to: Pakistann, from: 4}\n",
                vec![
                    ("unknown-field", 9),
                    ("unknown-field", 51),
                    ("doubtful-reference", 119),
                    ("unmentioned-actor", 70),
                    ("unknown-paragraph", 136),
                    ("no-disclaimer", 7),
                ],
            ),
            ("title: T\nsource: {published: 2025-13}\n", vec![("bad-date", 29), ("no-sections", 7)]),
            ("summary: s\ndisclaimers: [d, d]\n", vec![("missing-field", 0), ("duplicate-item", 28)]),
            (
                "title: T\nactors:\n  - kind: x\n    from: [9]\n  - name: A\n    from: [9]\ntext: One.\ndisclaimers: [d]\n",
                vec![("missing-field", 21), ("unknown-paragraph", 66)],
            ),
            // What was said wrongly is not missing as well.
            ("title: T\nsummary: s\ndisclaimers: {a: b}\n", vec![("wrong-type", 33)]),
            ("title: T\nsummary: s\ndisclaimrs: [a]\n", vec![("unknown-field", 20)]),
            (
                "title: T\nrecommendations:\n  - text: x\n    to: {a: b}\ndisclaimers: [d]\n",
                vec![("wrong-type", 46)],
            ),
            (
                "title: T\nsummary: s\ntext: [a]\nsummary_from: 3\ndisclaimers: [d]\n",
                vec![("wrong-type", 26)],
            ),
            ("title: [\n", vec![("syntax", 7)]),
        ] {
            assert_eq!(found(text), want, "{text}");
        }
    }

    /// Pieces that briefs, and slips in them, are made of.
    const PIECES: &str = "(title: T\n|titel: T\n|summary: s\n|actors:\n|  - name: Aé\n|    aliases: \\[A, B, \\{c: d\\}\\]\n|  - \\{name: B, kind: \\[x\\]\\}\n|    from: \\[1, 9, x\\]\n|recommendations: \\[\\{text: x, to: \\{a: b\\}\\}, y\\]\n|disclaimers: \\[d\\]\n|disclaimrs: d\n|text: |\\|\n  One\n|---\n|\\.\\.\\.\n|&x |\\*x |# no\n|source: \\{published: 2025-99\\}\n|quotes: \\[\\{text: q\\}\\]\n|    draft: maybe\n)";

    proptest! {
        #[test]
        fn whatever_is_wrong_is_told_within_the_text(parts in proptest::collection::vec(PIECES, 0..14)) {
            let text = parts.concat();
            for finding in examine(&Source::new("x", text.clone())) {
                for label in &finding.labels {
                    prop_assert!(text.get(label.range.clone()).is_some(), "{finding:?} in {text:?}");
                }
            }
        }
    }
}
