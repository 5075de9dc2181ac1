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
use crate::yaml::{self, Asked, Node, Step, Way};
use std::ops::Range;

/// The most errors of a source whose rest is looked at, and how often it is tried: a field goes, then the item that needed it.
const MAX_ERRORS: usize = 64;
const MAX_ROUNDS: usize = 8;

/// Of a text of more bytes nothing is tried: it is read again in each round.
const MAX_BYTES: usize = 4 << 20;

/// A title for what has none.
const TITLE: &str = "\ntitle: Untitled brief\n";

/// What was blanked out: the document, and the way to it.
struct Blank {
    document: usize,
    way: Vec<Way>,
}

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
                    blanks.push(Blank { document: asked.document, way });
                    ranges.push(range);
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
        found.retain(|finding| {
            finding.offset().is_none_or(|at| at < source.text().len())
                && !follows(finding, reading.document, &blanks, original.get(reading.document))
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
fn follows(finding: &Diagnostic, document: usize, blanks: &[Blank], root: Option<&Node>) -> bool {
    let here = || blanks.iter().filter(|blank| blank.document == document);
    let of = |field: &str| {
        here().any(|blank| match blank.way.first() {
            // What nobody knows may have been meant as this.
            Some(Way::Key(key)) => **key == *field || BRIEF.field(key).is_none(),
            _ => true,
        })
    };
    match finding.code {
        Code::NoSections | Code::UnmentionedActor => true,
        Code::NoDisclaimer => of("disclaimers"),
        Code::UnknownParagraph => of("text"),
        Code::DoubtfulReference => of("actors"),
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
            ("titel: T\nsummary: s\n", vec![("unknown-field", 0)]),
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
