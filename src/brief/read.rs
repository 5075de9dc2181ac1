//! From a file's bytes to briefs.
//!
//! Reading and checking are two steps: a reader wants the brief on the screen before it hears of a doubtful addressee.
//! Invariant: reading never fails silently and never panics: each document of a source gives a brief, or findings that
//! say why there is none.

use super::fields::BRIEF;
use super::model::Brief;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{MAX_BYTES, NotUtf8, Source};
use crate::yaml::{self, Node, Places};
use serde::Deserialize;
use std::convert::Infallible;

/// What became of one document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Which document of the source, counted from 0.
    pub document: usize,
    /// The brief, or the findings that keep it from being read, of which there is at least one.
    pub brief: Result<Brief, Vec<Diagnostic>>,
}

/// A source from a file's bytes, or a source that can be shown with what is wrong with it.
///
/// # Errors
/// When the bytes are no UTF-8 or too many.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Source, (Source, Box<Diagnostic>)> {
    if bytes.len() > MAX_BYTES {
        return Err((Source::new(name, String::new()), Box::new(too_large())));
    }
    if let Some(order) = utf16(&bytes) {
        let units = bytes.chunks_exact(2).take(UTF16_SHOWN);
        let units: Vec<u16> = units.filter_map(|pair| pair.try_into().ok()).map(order).collect();
        let source = Source::new(name, String::from_utf16_lossy(&units));
        let finding = Diagnostic::new(Code::NotUtf8, "UTF-16 text, not UTF-8")
            .at(0..0, "")
            .help("save the file as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8");
        return Err((source, Box::new(finding)));
    }
    Source::decode(name, bytes).map_err(|bad| {
        let NotUtf8 { source, at } = *bad;
        let len = source.text().get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let finding = Diagnostic::new(Code::NotUtf8, "not UTF-8 text")
            .at(at..at + len, "the first byte that is none")
            .help("save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8");
        (source, Box::new(finding))
    })
}

/// So much of a text in UTF-16 is decoded, for showing its first line.
const UTF16_SHOWN: usize = 400;

/// The order of bytes of a text in UTF-16: told by its mark, or by the zeros beside a first and second ASCII letter.
fn utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        [1..=255, 0, 1..=255, 0, ..] => Some(u16::from_le_bytes),
        [0, 1..=255, 0, 1..=255, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// The finding for what is larger than a brief can be.
#[must_use]
pub fn too_large() -> Diagnostic {
    Diagnostic::new(Code::TooLarge, "larger than a brief can be")
        .help(format!("up to {} MB can be read: split it", MAX_BYTES >> 20))
}

/// Reads every brief of a source.
#[must_use]
pub fn read(source: &Source) -> Vec<Reading> {
    read_with_progress(source, &mut |_| {})
}

/// Reads every brief of a source. `progress` is told the byte offset that the first of two passes has come to.
pub fn read_with_progress(source: &Source, progress: &mut dyn FnMut(usize)) -> Vec<Reading> {
    read_noting(source, progress, None)
}

/// The same; `places` takes note of where everything stands.
pub(super) fn read_noting(
    source: &Source,
    progress: &mut dyn FnMut(usize),
    places: Option<&mut Places>,
) -> Vec<Reading> {
    let mut readings = Vec::new();
    let all = each(source, progress, places, &mut |reading| {
        readings.push(reading);
        Ok::<_, Infallible>(())
    });
    match all {
        Ok(()) => readings,
    }
}

/// Reads the briefs of a source one after another, and gives each away as it is read: a file of many costs no more than one of
/// them.
///
/// # Errors
/// The first that `take` gives; then no more are read.
pub fn read_each<E>(source: &Source, take: &mut dyn FnMut(Reading) -> Result<(), E>) -> Result<(), E> {
    each(source, &mut |_| {}, None, take)
}

fn each<E>(
    source: &Source,
    progress: &mut dyn FnMut(usize),
    places: Option<&mut Places>,
    take: &mut dyn FnMut(Reading) -> Result<(), E>,
) -> Result<(), E> {
    let text = source.text();
    let vetted = match yaml::vet_noting(text, progress, places) {
        Ok(vetted) => vetted,
        Err(finding) => return take(Reading { document: 0, brief: Err(vec![*finding]) }),
    };
    if !vetted.documents.contains(&true) {
        let finding = Diagnostic::new(Code::Empty, "no brief in this file")
            .help("the shortest brief is `title: ...` and `summary: ...`; see the format in the README");
        return take(Reading { document: 0, brief: Err(vec![finding]) });
    }
    // The tree is made at most once for a source, and only for findings.
    let mut tree: Option<Vec<Node>> = None;
    // Counted by the first pass: after an error of its own this iterator goes on for ever.
    let documents = serde_yaml::Deserializer::from_str(&vetted.text).take(vetted.documents.len());
    for (document, deserializer) in documents.enumerate() {
        if vetted.documents.get(document) == Some(&false) {
            continue;
        }
        let brief = Brief::deserialize(deserializer).map_err(|error| {
            let roots = tree.get_or_insert_with(|| yaml::read_tree(text));
            let mut findings =
                roots.get(document).map(|root| yaml::inspect(root, &BRIEF)).unwrap_or_default();
            if findings.iter().all(|finding| finding.severity < Severity::Error) {
                findings.push(unexplained(&error, source));
            }
            findings
        });
        take(Reading { document, brief })?;
    }
    Ok(())
}

/// The root of one document of a source, counted from 0; none where the source is no YAML.
#[must_use]
pub fn tree_of(source: &Source, document: usize) -> Option<Node> {
    yaml::vet(source.text(), &mut |_| {}).ok()?;
    yaml::read_tree(source.text()).into_iter().nth(document)
}

/// What the typed parser says of a text that it cannot take apart.
const SCANNED: &[&str] =
    &["while parsing", "while scanning", "not allowed in this context", "did not find expected"];

/// An error of the typed parser that no finding of our own explains: its own words, at its own place.
fn unexplained(error: &serde_yaml::Error, source: &Source) -> Diagnostic {
    let message = error.to_string();
    if message.contains("directive") {
        let text = source.text();
        let at = text.find("\n%").map_or(0, |at| at + 1);
        let at = if text.starts_with('%') { 0 } else { at };
        return Diagnostic::new(Code::Syntax, "a directive (`%NAME`) that brief does not know")
            .at(at..at + text.get(at..).map_or(0, |rest| rest.lines().next().map_or(0, str::len)), "")
            .help("delete the line: a brief needs none");
    }
    // The typed parser takes a few liberties less than the first pass: it says so with the place in its words.
    let finding = match message.split_once(" at line ") {
        Some(_) if message.contains("tab character") => {
            Diagnostic::new(Code::Syntax, "a tab in the indentation")
                .help("indent with blanks: YAML allows no tab there")
        }
        Some((said, _)) if SCANNED.iter().any(|words| message.contains(words)) => {
            Diagnostic::new(Code::Syntax, said).help("put the text in quotes, or write it under `|`")
        }
        _ => Diagnostic::new(Code::WrongType, message),
    };
    match error.location() {
        Some(location) => {
            let line = source.line(location.line());
            let text = source.text().get(line.clone()).unwrap_or_default();
            let column = location.column().saturating_sub(1);
            let at = line.start + text.char_indices().nth(column).map_or(text.len(), |(i, _)| i);
            finding.at(at..at, "")
        }
        None => finding,
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use crate::brief::{Prose, check};
    use crate::yaml::{Record, Shape};
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn source(text: &str) -> Source {
        Source::new("x.yaml", text.to_owned())
    }

    fn one(text: &str) -> Reading {
        let mut readings = read(&source(text));
        assert_eq!(readings.len(), 1, "{text}");
        readings.remove(0)
    }

    fn good(text: &str) -> Brief {
        one(text).brief.unwrap_or_else(|findings| panic!("{text}: {findings:?}"))
    }

    /// What keeps a brief from being read, or what its check finds.
    fn findings(text: &str) -> Vec<Diagnostic> {
        one(text).brief.map_or_else(|findings| findings, |brief| check(&source(text), 0, &brief))
    }

    fn codes(text: &str) -> Vec<Code> {
        let mut findings = findings(text);
        findings.sort_by_key(|f| f.offset().unwrap_or(0));
        findings.iter().map(|f| f.code).collect()
    }

    #[test]
    fn shorthand_and_long_form_say_the_same() {
        let short = good(
            "title: T\nsource: The headline\nbriefed: Me\nactors: [Qatar]\nrecommendations: [Do it]\n\
             disclaimers: [Mine]\ntimeline: [It happened]\nquotes: [Never]\ntopics: one\n\
             sections: [{title: S, items: [i]}]\n",
        );
        let long = good(
            "title: T\nsource: {title: The headline}\nbriefed: {by: Me}\nactors: [{name: Qatar}]\n\
             recommendations: [{text: Do it}]\ndisclaimers: [{text: Mine}]\ntimeline: [{event: It happened}]\n\
             quotes: [{text: Never}]\ntopics: [one]\nsections: [{title: S, items: [{text: i}]}]\n",
        );
        assert_eq!(short, long);
    }

    #[test]
    fn scalars_are_the_text_that_was_written() {
        let brief = good(
            "title: 1984\nactors: [no, 1.20, 007, True, 0x1F, 1e3, 12, {name: on}]\nsource: 1.50\n\
             topics: [yes, 3.10]\nsummary: 2025-11-02\nrecommendations: [{text: off, to: 1.0, from: 1}]\ntext: ok\n",
        );
        assert_eq!(brief.title.as_str(), "1984");
        let names: Vec<&str> = brief.actors.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["no", "1.20", "007", "True", "0x1F", "1e3", "12", "on"]);
        assert_eq!(brief.source.unwrap().title.unwrap().as_str(), "1.50");
        assert_eq!(brief.topics[1].as_str(), "3.10");
        assert_eq!(brief.summary.unwrap().as_str(), "2025-11-02");
        assert_eq!(brief.recommendations[0].to[0].as_str(), "1.0");
        assert_eq!(brief.recommendations[0].from[0].get(), 1);
    }

    #[test]
    fn every_style_of_yaml_is_read() {
        let block = good("title: T\nsummary: |\n  One.\n\n  Two.\nactors:\n  - name: Q\n    role: R\n");
        for text in [
            "{title: T, summary: \"One.\\n\\nTwo.\", actors: [{name: Q, role: R}]}",
            "\u{feff}title: T\r\nsummary: |\r\n  One.\r\n\r\n  Two.\r\nactors:\r\n- name: Q\r\n  role: R\r\n",
            "%YAML 1.2\n---\ntitle: &t T\nsummary: |\n  One.\n\n  Two.\nactors: [&a {name: Q, role: R}]\n...\n",
            "# comment\ntitle: 'T'\nsummary: >\n  One.\n\n\n  Two.\nactors:\n-\n  ? name\n  : Q\n  role: &r R\n",
        ] {
            assert_eq!(good(text), block, "{text}");
        }
        assert_eq!(good("title: &t T\nsummary: *t\n").summary.unwrap().as_str(), "T");
    }

    #[test]
    fn utf_16_is_told_from_other_encodings() {
        let le = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let be = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        for bytes in [le("\u{feff}title: x\n"), be("\u{feff}title: x\n"), le("title: x\n"), be("title: x\n")]
        {
            let (source, finding) = decode("x", bytes).unwrap_err();
            assert!(finding.help.unwrap().contains("iconv -f UTF-16"));
            assert_eq!(source.text(), "title: x\n");
        }
        assert!(decode("x", "tïtle: x".into()).is_ok());
    }

    #[test]
    fn a_directive_that_nobody_knows_is_named_at_its_line() {
        let found = findings("# c\n%FOO bar\n---\ntitle: x\nsummary: y\n");
        assert_eq!(found[0].labels[0].range, 4..12, "{found:?}");
    }

    #[test]
    fn only_yamls_own_line_breaks_break_lines() {
        for c in ['\u{2028}', '\u{2029}', '\u{85}'] {
            let comment = good(&format!("title: real # note{c}text: injected\nsummary: real\n"));
            assert_eq!((comment.title.as_str(), comment.text), ("real", None));
            for text in [
                format!("title: T\nsummary: |\n  One{c}two.\n\n  \"Three\" \\n.\nactors: [A]\n"),
                format!("title: T\nsummary: |-\n  One{c}two.\n\n  \"Three\" \\n.\n# {c}\nactors:\n- A\n"),
                format!("title: T\nsummary: 'One{c}two.\n\n\n  \"Three\" \\n.'\nactors: [A]\n"),
                format!("summary: One{c}two.\n\n\n  \"Three\" \\n.\nactors: [A]\ntitle: T\n"),
                format!("{{title: T, summary: \"One{c}two.\\n\\n\\\"Three\\\" \\\\n.\", actors: [A]}}"),
            ] {
                let brief = good(&text);
                assert_eq!(
                    brief.summary.unwrap().as_str(),
                    format!("One{c}two.\n\n\"Three\" \\n."),
                    "{text:?}"
                );
                assert_eq!((brief.title.as_str(), brief.actors[0].name.as_str()), ("T", "A"));
            }
            let two = format!("title: A{c}B\nsummary: a\n---\ntitle: C # {c}---\nsummary: 1.20\n");
            let readings = read(&source(&two));
            let titles: Vec<&str> =
                readings.iter().map(|r| r.brief.as_ref().unwrap().title.as_str()).collect();
            assert_eq!(titles, [format!("A{c}B").as_str(), "C"]);
            let wrong = format!("title: x{c}y\nsumary: z\n");
            assert_eq!(findings(&wrong)[0].offset(), Some(wrong.find("sumary").unwrap()));
        }
    }

    #[test]
    fn several_documents_are_several_briefs() {
        let readings =
            read(&source("---\n---\ntitle: A\nsummary: a\n---\ntitel: B\n---\ntitle: C\nsummary: c\n"));
        let titles: Vec<Option<&str>> =
            readings.iter().map(|r| r.brief.as_ref().ok().map(|b| b.title.as_str())).collect();
        assert_eq!(titles, [Some("A"), None, Some("C")]);
        let wrong = readings[1].brief.as_ref().unwrap_err();
        assert_eq!(wrong[0].help.as_deref(), Some("did you mean `title`?"));
        assert_eq!(readings[1].document, 2);
    }

    #[test]
    fn what_is_wrong_is_all_listed_with_its_place() {
        let text =
            "titel: x\nsummary: [a]\nsource: {published: 2025-02-30, url: nope}\nactors:\n  - nam: x\n";
        assert_eq!(
            codes(text),
            [Code::UnknownField, Code::WrongType, Code::BadDate, Code::BadUrl, Code::UnknownField]
        );
        for (text, code) in [
            ("", Code::Empty),
            ("# nothing\n", Code::Empty),
            ("~\n", Code::Empty),
            ("just words\n", Code::WrongType),
            ("- a\n", Code::WrongType),
            ("title: x\ntitle: y\nsummary: z\n", Code::DuplicateKey),
            ("title: x\ntext: |\n  \ty\n", Code::Syntax),
            ("title: &é x\nsummary: y\n", Code::Syntax),
            ("title:\nsummary: z\n", Code::EmptyField),
            ("title: \"\\u200b\\u2060\"\nsummary: z\n", Code::EmptyField),
            ("title: #1 party\nsummary: z\n", Code::EmptyField),
            ("title: x\nactors: [~]\n", Code::EmptyField),
            ("title: ~\nsummary: z\n", Code::EmptyField),
            ("title: x\nactors: [{name: null}]\n", Code::EmptyField),
            ("title: x\ntopics: [~]\nsummary: z\n", Code::EmptyField),
            ("title: x\nactors: Qatar\n", Code::WrongType),
            ("title: x\nformat: 2\nsummary: y\n", Code::UnsupportedFormat),
            ("title: x\nlanguage: English, please\nsummary: y\n", Code::BadLanguage),
            ("title: x\nsections: [{title: y, key: oo, text: z}]\n", Code::BadKey),
            ("title: x\nsections: [y]\n", Code::WrongType),
            ("title: x\n<<: {summary: y}\n", Code::UnknownField),
            ("title: x\nsummary: !loud aGk=\n", Code::WrongType),
            ("title: x\n? [a]\n: b\n", Code::UnknownField),
        ] {
            assert_eq!(codes(text).first(), Some(&code), "{text}: {:?}", findings(text));
        }
    }

    #[test]
    fn rules_beyond_the_shape_point_at_their_places() {
        let text = "title: x\nactors: [{name: Pakistan}, {name: Islamabad, aliases: [PAKISTAN]}]\n\
                    recommendations: [{text: a}, {text: b, to: Pakistn, from: 3}]\n\
                    sections: [{title: s, key: o}, {title: t, key: o, text: u}]\ntext: one paragraph\n";
        let all = check(&source(text), 0, &good(text));
        let found: Vec<(Code, &str)> =
            all.iter().map(|f| (f.code, f.labels.first().map_or("", |l| &text[l.range.clone()]))).collect();
        assert!(found.contains(&(Code::UnknownParagraph, "3")), "{found:?}");
        assert!(found.contains(&(Code::DoubtfulReference, "Pakistn")), "{found:?}");
        assert!(found.contains(&(Code::NoDisclaimer, "x")), "{found:?}");
        for code in [Code::DuplicateId, Code::NoAddressee, Code::EmptySection, Code::DuplicateSectionKey] {
            assert!(found.iter().any(|f| f.0 == code), "{code:?}");
        }
        assert_eq!(codes("title: x\n"), [Code::NoSections]);
    }

    #[test]
    fn what_can_be_mended_without_asking_is_mended_by_its_fix() {
        for (wrong, right) in [
            ("title: x\n disclamers: [a]\n", None),
            ("titel: x\nsummary: s\ndisclaimers: [d]\n", Some("title: x\nsummary: s\ndisclaimers: [d]\n")),
            ("'titel': x\nsummary: s\n", Some("title: x\nsummary: s\n")),
            ("title: x\nsumary: s\nsummary: t\n", None),
            ("title: x\nzebra: s\n", None),
            (
                "title: x # c\nsummary: s\nsource: {published: 2.11.2025} # d\n",
                Some("title: x # c\nsummary: s\nsource: {published: 2025-11-02} # d\n"),
            ),
            ("title: x\nsummary: s\nsource: {published: 2/11/2025}\n", None),
            (
                "title: x\ndisclaimers: [d]\nrecommendations: [{text: t, to: u, priority: 'hihg'}]\n",
                Some("title: x\ndisclaimers: [d]\nrecommendations: [{text: t, to: u, priority: high}]\n"),
            ),
            (
                "title: x\nsummary: Qatar\ndisclaimers: [d]\nactors:\n  - name: Qatar\n    aliases:\n      - Doha # c\n      - Emir\n      - doha\n    role: Host.\n",
                Some(
                    "title: x\nsummary: Qatar\ndisclaimers: [d]\nactors:\n  - name: Qatar\n    aliases:\n      - Doha # c\n      - Emir\n    role: Host.\n",
                ),
            ),
            (
                "title: x\nsource:\n\ttitle: y\nsummary: s\n",
                Some("title: x\nsource:\n  title: y\nsummary: s\n"),
            ),
        ] {
            let fix = findings(wrong).into_iter().find_map(|finding| finding.fix);
            let mended = fix.map(|fix| {
                let mut text = wrong.to_owned();
                fix.edits.into_iter().rev().for_each(|(range, with)| text.replace_range(range, &with));
                text
            });
            assert_eq!(mended.as_deref(), right, "{wrong}");
        }
    }

    #[test]
    fn a_word_that_the_format_does_not_know_is_kept_and_asked_about() {
        let text = "title: x\nrecommendations: [{text: y, to: z, priority: hihg}]\ndisclaimers: [{text: d, kind: satire}]\n";
        let all = findings(text);
        let found: Vec<(Code, Option<&str>)> = all.iter().map(|f| (f.code, f.help.as_deref())).collect();
        assert_eq!(found[0], (Code::UnusualValue, Some("did you mean `high`?")));
        assert_eq!(found[1].0, Code::UnusualValue);
        let brief = good(text);
        assert_eq!(brief.recommendations[0].priority.as_ref().unwrap().word(), "hihg");
    }

    #[test]
    fn a_draft_is_asked_about_at_its_mark() {
        let text = "title: x\ndraft: [summary, thesis]\nsummary: y\nsummary_from: [1, 4]\n\
                    actors: [{name: Qatar, from: [1, 2], draft: true}, {name: Turkey, from: 1, draft: false}]\n\
                    disclaimers: [d]\nsections: [{title: s, items: [{text: A long\n  item, draft: true}]}]\n\
                    text: |\n  One.\n\n  Two.\n";
        let all = findings(text);
        let found: Vec<(Code, &str, &str)> =
            all.iter().map(|f| (f.code, &text[f.labels[0].range.clone()], f.message.as_str())).collect();
        assert_eq!(
            found,
            [
                (Code::UnknownParagraph, "4", "there is no paragraph 4"),
                (Code::Draft, "summary", "the summary is a draft"),
                (Code::Draft, "thesis", "`draft` names the thesis, which is not there"),
                (Code::Draft, "true", "the actor “Qatar” is a draft"),
                (Code::Draft, "true", "the item “A long item” is a draft"),
            ]
        );
        assert_eq!(
            all[3].help.as_deref(),
            Some("read it beside ¶1 ¶2 and mend it, then delete `draft: true`; or delete it all")
        );
        assert_eq!(codes("title: x\nsummary: y\ndisclaimers: [d]\ndraft: summary\n"), [Code::Draft]);
        assert_eq!(codes("title: x\nactors: [{name: y, draft: yes}]\n"), [Code::BadValue]);
        // That nobody disclaims anything may be a draft too.
        assert_eq!(codes("title: x\nsummary: y\ndraft: disclaimers\n"), [Code::Draft]);
        assert_eq!(codes("title: x\nsummary: y\ndraft: [sumary]\n"), [Code::BadValue]);
    }

    #[test]
    fn an_addressee_in_words_is_not_doubted() {
        assert_eq!(
            codes(
                "title: x\nactors: [Doha]\nrecommendations: [{text: In Doha., to: donors}]\ndisclaimers: [d]\n"
            ),
            []
        );
    }

    /// Every field of the table, with a value that fits.
    fn full(record: &'static Record, depth: usize) -> String {
        let mut out = String::from("{");
        for field in record.fields {
            write!(out, "{}: {}, ", field.name, value(field.name, &field.shape, depth)).unwrap();
        }
        out + "}"
    }

    fn value(name: &str, shape: &'static Shape, depth: usize) -> String {
        match shape {
            Shape::Line | Shape::Prose | Shape::Usual(_) => format!("w{name}{depth}"),
            Shape::Checked { code: Code::BadDate, .. } => "2025-11".into(),
            Shape::Checked { code: Code::BadUrl, .. } => "'https://example.org'".into(),
            Shape::Checked { code: Code::BadLanguage, .. } => "en".into(),
            Shape::Checked { .. } => "o".into(),
            Shape::Choice(_, words) | Shape::Expected(_, words) => (*words.last().unwrap()).into(),
            Shape::Ordinal | Shape::Version(_) => "1".into(),
            Shape::Flag => "true".into(),
            Shape::One(record) => full(record, depth + 1),
            Shape::List(shape) | Shape::OneOrMany(shape) => format!("[{}]", value(name, shape, depth)),
            Shape::Table(_) => "{}".into(),
        }
    }

    #[test]
    fn the_table_of_fields_and_the_types_hold_together() {
        // Every field of the table is read and written back by the types under the same name ...
        let text = full(&BRIEF, 0);
        let brief = good(&text);
        let written = serde_yaml::to_string(&brief).unwrap();
        let fields_in = |text: &str| text.matches(": ").count() + text.matches(":\n").count();
        assert_eq!(fields_in(&written), fields_in(&text), "{written}");
        assert_eq!(good(&written), brief);
        // ... and a field that is not in it is refused by both.
        for cut in text.match_indices('{') {
            let mut more = text.clone();
            more.insert_str(cut.0 + 1, "nonesuch: 1, ");
            assert_eq!(codes(&more), [Code::UnknownField], "{more}");
        }
    }

    #[test]
    fn a_brief_written_out_reads_back_the_same() {
        let brief = good("title: 'no'\nsummary: \"a\\n\\n  b # c\"\nactors: ['1.20', '~', 'a: b']\n");
        assert_eq!(good(&serde_yaml::to_string(&brief).unwrap()), brief);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn no_text_makes_reading_panic(text in "(title|summary|actors|to|from|text|: |- |\\[|\\]|\\{|\\}|&a|\\*a|'|\"|\\||>|\n|  |\t|#|!x|~|1\\.20|é|\u{2028}|\u{85}|---\n|\\\\|%|,){0,40}") {
            for reading in read(&source(&text)) {
                let found = match &reading.brief {
                    Ok(brief) => check(&source(&text), reading.document, brief),
                    Err(findings) => {
                        prop_assert!(findings.iter().any(|f| f.severity == Severity::Error));
                        findings.clone()
                    }
                };
                for finding in &found {
                    for label in &finding.labels {
                        prop_assert!(text.get(label.range.clone()).is_some(), "{finding:?} in {text:?}");
                    }
                }
            }
        }

        #[test]
        fn both_parsers_read_the_same_texts(
            parts in proptest::collection::vec("(title: |text: |summary: |- |a|>|>-|\\||\\|2-|\n|\n  |\n   |  |\t|# |'|\"|\\[|\\]|&a |!!str |\\*a|\\\\|\u{2028}|\u{2029}|\u{85}|\r|---\n|b: |,|\u{feff})", 0..25)
        ) {
            let text = format!("title: x\n{}", parts.concat());
            let source = source(&text);
            for reading in read(&source) {
                let (Ok(brief), Some(root)) = (&reading.brief, tree_of(&source, reading.document)) else { continue };
                let written = |name| root.at(&[yaml::Step::Key(name)]).and_then(Node::text).map(str::trim).filter(|t| !crate::text::is_blank(t));
                prop_assert_eq!(written("title"), Some(brief.title.as_str()));
                prop_assert_eq!(written("summary"), brief.summary.as_ref().map(Prose::as_str));
                prop_assert_eq!(written("text"), brief.text.as_ref().map(Prose::as_str));
            }
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            match decode("x", bytes) {
                Ok(source) => drop(read(&source)),
                Err((source, finding)) => {
                    prop_assert!(source.text().get(finding.labels[0].range.clone()).is_some());
                }
            }
        }

        #[test]
        fn the_typed_parser_and_the_inspection_agree(
            cut in 0usize..2000, word in "(title|nonesuch|from|text|\\[\\]|\\{\\}|~|''|x|1|2025-13|-1|: |, |\\[|\\]|high|o)"
        ) {
            let mut text = full(&BRIEF, 0);
            let cut = cut % text.len();
            text.insert_str(cut, &word);
            for reading in read(&source(&text)) {
                if let Err(findings) = &reading.brief {
                    let syntax = [Code::Syntax, Code::TooDeep, Code::TooManyAliases, Code::Empty];
                    let explained = findings.iter().all(|f| syntax.contains(&f.code) || !f.labels.is_empty());
                    prop_assert!(explained, "{findings:?} in {text}");
                } else if let Some(root) = tree_of(&source(&text), reading.document) {
                    let found: Vec<_> = yaml::inspect(&root, &BRIEF)
                        .into_iter()
                        .filter(|finding| finding.severity == Severity::Error)
                        .collect();
                    prop_assert!(found.is_empty(), "read, but {found:?} in {text}");
                }
            }
        }
    }
}
