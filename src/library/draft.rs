//! From a file to rows: what is a brief, and what of it the list shows.
//!
//! Owns the decision which YAML files are briefs. A folder of briefs may hold other YAML (a `docker-compose.yml`, the
//! settings of a site): it is passed over. A brief with a slip of the pen is still a brief, and listed with its error.
//! So it is told by the names of the fields: a mapping is a brief where at least as many of its fields are those of the
//! format, or nearly, as are not.
//! Invariant: a row says what the reader shows: titles, dates and names are those of the document.

use super::block::{Block, List, RowRec};
use super::date::Day;
use crate::brief::{self, BRIEF, Brief, Cast};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::document::{Document, lower};
use crate::source::Source;
use crate::text::{clean_line, nearest};
use crate::yaml::{Node, NodeKind, read_tree};
use std::collections::HashSet;
use std::sync::Arc;

/// What a brief has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag(pub(super) u32);

impl Flag {
    /// It cannot be read as a brief: its row stands for the diagnostics.
    pub const BROKEN: Self = Self(1);
    /// It has findings that are errors.
    pub const ERRORS: Self = Self(1 << 1);
    /// It has a summary.
    pub const SUMMARY: Self = Self(1 << 2);
    /// It names actors.
    pub const ACTORS: Self = Self(1 << 3);
    /// It recommends something.
    pub const RECOMMENDATIONS: Self = Self(1 << 4);
    /// It carries disclaimers.
    pub const DISCLAIMERS: Self = Self(1 << 5);
    /// It has a timeline.
    pub const TIMELINE: Self = Self(1 << 6);
    /// It quotes.
    pub const QUOTES: Self = Self(1 << 7);
    /// It has sections of its own.
    pub const SECTIONS: Self = Self(1 << 8);
    /// It has the op-ed itself, or an excerpt.
    pub const TEXT: Self = Self(1 << 9);
    /// It holds proposals that nobody has taken over.
    pub const DRAFTS: Self = Self(1 << 11);
    /// It says where the op-ed can be read.
    pub const URL: Self = Self(1 << 10);
}

/// The most bytes of a title or a name in a row: the list shows no more.
const MAX_LINE: usize = 1 << 10;

/// The most names of one list of a row.
const MAX_NAMES: usize = 1000;

/// A row in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub document: u32,
    pub title: String,
    pub headline: String,
    pub id: String,
    pub error: String,
    pub publication: String,
    pub syndicated: String,
    pub language: String,
    pub date: Day,
    pub words: u32,
    pub minutes: u32,
    pub flags: u32,
    pub authors: Vec<String>,
    pub topics: Vec<String>,
    pub actors: Vec<String>,
    pub also: Vec<String>,
    pub addressees: Vec<String>,
}

impl Draft {
    /// A row as a block has it.
    pub(super) fn of(block: &Block, row: &RowRec) -> Self {
        let names = |list| block.list(row, list).iter().map(|name| block.name(*name).to_owned()).collect();
        Self {
            document: row.document,
            title: block.text(row.title).to_owned(),
            headline: block.text(row.headline).to_owned(),
            id: block.text(row.id).to_owned(),
            error: block.text(row.error).to_owned(),
            publication: block.name(row.publication).to_owned(),
            syndicated: block.name(row.syndicated).to_owned(),
            language: block.name(row.language).to_owned(),
            date: Day(row.date),
            words: row.words,
            minutes: row.minutes,
            flags: row.flags,
            authors: names(List::Authors),
            topics: names(List::Topics),
            actors: names(List::Actors),
            also: names(List::Also),
            addressees: names(List::Addressees),
        }
    }

    /// The row of a brief.
    fn told(brief: &Brief, document: &Document, number: usize) -> Self {
        let source = brief.source.as_ref();
        let line = |text: Option<&str>| text.map(clip).unwrap_or_default();
        let lines = |all: &mut dyn Iterator<Item = &str>| all.take(MAX_NAMES).map(clip).collect::<Vec<_>>();
        let flags = [
            (Flag::SUMMARY, brief.summary.is_some() || brief.thesis.is_some()),
            (Flag::ACTORS, !brief.actors.is_empty()),
            (Flag::RECOMMENDATIONS, !brief.recommendations.is_empty()),
            (Flag::DISCLAIMERS, !brief.disclaimers.is_empty()),
            (Flag::TIMELINE, !brief.timeline.is_empty()),
            (Flag::QUOTES, !brief.quotes.is_empty()),
            (Flag::SECTIONS, !brief.sections.is_empty()),
            (Flag::TEXT, brief.text.is_some()),
            (Flag::DRAFTS, !brief.drafts().is_empty()),
            (Flag::URL, source.is_some_and(|s| s.url.is_some())),
        ];
        let also = brief.actors.iter().flat_map(|actor| actor.aliases.iter().chain(&actor.id));
        Self {
            document: u32::try_from(number).unwrap_or(u32::MAX),
            title: clip(document.title()),
            headline: line(source.and_then(|s| s.title.as_ref()).map(AsRef::as_ref)),
            id: line(brief.id.as_ref().map(AsRef::as_ref)),
            error: String::new(),
            publication: line(source.and_then(|s| s.publication.as_ref()).map(AsRef::as_ref)),
            syndicated: line(source.and_then(|s| s.syndicated_by.as_ref()).map(AsRef::as_ref)),
            language: brief.language().to_owned(),
            date: source.and_then(|s| s.published).map_or(Day::NONE, Day::of),
            words: 0,
            minutes: u32::try_from(document.minutes()).unwrap_or(u32::MAX),
            flags: flags.iter().filter(|(_, has)| *has).fold(0, |all, (flag, _)| all | flag.0),
            authors: source.map(|s| lines(&mut s.author.iter().map(AsRef::as_ref))).unwrap_or_default(),
            topics: lines(&mut brief.topics.iter().map(AsRef::as_ref)),
            actors: lines(&mut brief.actors.iter().map(|actor| actor.name.as_ref())),
            also: lines(&mut also.map(AsRef::as_ref)),
            addressees: lines(&mut addressees(brief).into_iter()),
        }
    }

    /// The row of what cannot be read.
    pub(super) fn broken(title: &str, number: usize, error: String) -> Self {
        Self {
            document: u32::try_from(number).unwrap_or(u32::MAX),
            title: clip(title),
            error,
            flags: Flag::BROKEN.0 | Flag::ERRORS.0,
            ..Self::default()
        }
    }
}

/// Whom something is recommended to, each once: an actor by all its names, others in the brief's words.
fn addressees(brief: &Brief) -> Vec<&str> {
    let all = brief.recommendations.iter().flat_map(|one| &one.to).map(AsRef::as_ref);
    let mut said: HashSet<&str> = HashSet::new();
    let all: Vec<&str> = all.filter(|one| said.insert(one)).collect();
    if all.is_empty() {
        return all;
    }
    let cast = Cast::of(brief);
    let mut names: Vec<&str> = Vec::new();
    let mut known = HashSet::new();
    for one in all {
        let actor = cast.find(one).and_then(|n| brief.actors.get(n));
        match actor {
            Some(actor) => {
                names.push(actor.name.as_ref());
                names.extend(actor.aliases.iter().chain(&actor.id).map(AsRef::<str>::as_ref));
            }
            None => names.push(one),
        }
    }
    names.retain(|name| known.insert(*name));
    names
}

/// A text of a file as a line of the list.
pub(super) fn clip(text: &str) -> String {
    let end = (0..=MAX_LINE.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    clean_line(text.get(..end).unwrap_or_default()).into_owned()
}

/// Reads a file of which its bytes are known. `stem` is what a brief without a title that can be read is called; where
/// the file was `named` by the reader, it is a brief whatever it holds. `give` gets its briefs one
/// after another, each laid out where it can be: a file may hold any number of small ones.
pub(super) fn read_file(
    stem: &str,
    bytes: Vec<u8>,
    named: bool,
    give: &mut dyn FnMut(Draft, Option<Document>),
) {
    let mut put = |(draft, document): (Draft, Option<Document>)| give(draft, document);
    let source = match brief::decode(stem, bytes) {
        Ok(source) => source,
        Err((source, finding)) => {
            if named || looks_like_a_brief(source.text()) {
                put(broken(stem, &Arc::new(source), 0, vec![*finding], None));
            }
            return;
        }
    };
    let readings = brief::read(&source);
    let source = Arc::new(source);
    let mut tree: Option<Vec<Node>> = None;
    let is_brief_at = |tree: &mut Option<Vec<Node>>, document: usize| {
        let roots = tree.get_or_insert_with(|| read_tree(source.text()));
        roots.get(document).is_some_and(is_brief)
    };
    for reading in readings {
        match reading.brief {
            Ok(brief) => {
                let document = lower(&brief);
                let mut draft = Draft::told(&brief, &document, reading.document);
                let findings = brief::errors(&source, reading.document, &brief);
                if !findings.is_empty() {
                    // A mapping with nothing but a title may be the settings of anything.
                    if !named && !brief.has_sections() && !is_brief_at(&mut tree, reading.document) {
                        continue;
                    }
                    draft.flags |= Flag::ERRORS.0;
                    draft.error = first_error(&source, findings);
                }
                put((draft, Some(document)));
            }
            Err(findings) => {
                let is_syntax = findings.first().is_some_and(|f| is_unread(f.code));
                if is_syntax {
                    if named || looks_like_a_brief(source.text()) {
                        put(broken(stem, &source, reading.document, findings, None));
                    }
                    continue;
                }
                let roots = tree.get_or_insert_with(|| read_tree(source.text()));
                let root = roots.get(reading.document);
                if named || root.is_some_and(is_brief) {
                    put(broken(stem, &source, reading.document, findings, root));
                }
            }
        }
    }
}

/// All briefs of a file at once.
#[cfg(test)]
pub(super) fn read_all(stem: &str, bytes: &[u8], named: bool) -> Vec<(Draft, Option<Document>)> {
    let mut all = Vec::new();
    read_file(stem, bytes.to_vec(), named, &mut |draft, document| all.push((draft, document)));
    all
}

/// The row of a text that is no YAML, where it is meant as a brief.
pub(super) fn unread(stem: &str, source: &Arc<Source>, finding: Diagnostic, named: bool) -> Option<Draft> {
    let meant = named || looks_like_a_brief(source.text());
    meant.then(|| broken(stem, source, 0, vec![finding], None).0)
}

/// Whether a finding says that there is no tree of the text to look at.
fn is_unread(code: Code) -> bool {
    matches!(code, Code::Syntax | Code::TooDeep | Code::TooManyAliases | Code::Empty | Code::NotUtf8)
}

fn broken(
    stem: &str,
    source: &Arc<Source>,
    number: usize,
    findings: Vec<Diagnostic>,
    root: Option<&Node>,
) -> (Draft, Option<Document>) {
    let said = match root {
        Some(root) => title_of(root).map(str::to_owned),
        None => title_line(source.text()).map(str::to_owned),
    };
    let title = said.as_deref().unwrap_or(stem);
    (Draft::broken(title, number, first_error(source, findings)), None)
}

/// The first error of some findings, with its place.
fn first_error(source: &Arc<Source>, findings: Vec<Diagnostic>) -> String {
    let report = Report::new(Arc::clone(source), findings);
    let worst = report.worst();
    let Some(finding) = report.findings.iter().find(|finding| Some(finding.severity) == worst) else {
        return String::new();
    };
    let message = clip(&finding.message);
    if finding.labels.is_empty() {
        return message;
    }
    format!("line {}: {message}", report.location(finding).line)
}

/// Whether a mapping is meant as a brief.
fn is_brief(root: &Node) -> bool {
    match &root.kind {
        NodeKind::Map(fields) => are_of_a_brief(fields.iter().filter_map(|(key, _)| key.text())),
        _ => false,
    }
}

/// Whether the names of fields are, on the whole, those of a brief.
pub(super) fn are_of_a_brief<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let known = || BRIEF.fields.iter().map(|field| field.name);
    let (mut own, mut foreign) = (0, 0);
    for name in names.take(200) {
        // Many kinds of files have these; alone they say nothing.
        let common = matches!(name, "id" | "format" | "language" | "source" | "text");
        if known().any(|field| field == name) {
            own += if common { 1 } else { 2 };
        } else if nearest(name, known()).is_some() {
            own += 1;
        } else {
            foreign += 2;
        }
    }
    own >= 2 && own >= foreign
}

/// The same for a text that is no YAML: by the lines that look like fields of it.
fn looks_like_a_brief(text: &str) -> bool {
    are_of_a_brief(top_fields(text).map(|(name, _)| name))
}

/// Lines of the form `name: value` that begin in the first column.
fn top_fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let head = text.get(..text.len().min(1 << 20)).unwrap_or(text);
    head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let plain =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        plain.then_some((name, value.trim()))
    })
}

/// The title in a text that is no YAML.
fn title_line(text: &str) -> Option<&str> {
    let value = top_fields(text).find(|(name, _)| *name == "title")?.1.trim_matches(['"', '\'']);
    (!value.is_empty() && !value.starts_with(['|', '>', '&', '*', '[', '{'])).then_some(value)
}

fn title_of(root: &Node) -> Option<&str> {
    let NodeKind::Map(fields) = &root.kind else { return None };
    let value = fields.iter().find(|(key, _)| key.text() == Some("title"))?.1.text()?.trim();
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Draft> {
        read_all("file", text.as_bytes(), false).into_iter().map(|(draft, _)| draft).collect()
    }

    #[test]
    fn a_row_says_what_the_reader_shows() {
        let draft = rows(
            "title: \"Talks\\tin\\nIstanbul\"\nid: t\nlanguage: fr\ntopics: [water, peace]\nsource: {title: H, author: [A, B], \
             publication: P, syndicated_by: S, published: 2025-10, url: https://x.org}\nactors: [Qatar, {name: TTP, id: ttp, \
             aliases: [Talibs]}]\nrecommendations: [{text: Talk., to: [talibs, donors]}, {text: Pay., to: donors}]\n\
             disclaimers: [mine]\ntext: t\n",
        )
        .remove(0);
        assert_eq!(
            (draft.title.as_str(), draft.id.as_str(), draft.headline.as_str()),
            ("Talks in Istanbul", "t", "H")
        );
        assert_eq!(
            (draft.publication.as_str(), draft.syndicated.as_str(), draft.language.as_str()),
            ("P", "S", "fr")
        );
        assert_eq!(
            (draft.authors.join("+"), draft.topics.join("+")),
            ("A+B".to_owned(), "water+peace".to_owned())
        );
        assert_eq!(
            (draft.actors.join("+"), draft.also.join("+")),
            ("Qatar+TTP".to_owned(), "Talibs+ttp".to_owned())
        );
        assert_eq!(draft.addressees, ["TTP", "Talibs", "ttp", "donors"]);
        assert_eq!(draft.date.to_string(), "2025-10");
        assert_eq!(
            draft.flags,
            Flag::ACTORS.0 | Flag::RECOMMENDATIONS.0 | Flag::DISCLAIMERS.0 | Flag::TEXT.0 | Flag::URL.0
        );
        assert_eq!(draft.error, "");
    }

    #[test]
    fn other_yaml_is_passed_over() {
        for text in [
            "services:\n  web: {image: x}\nversion: '3'\n",
            "name: CI\non: push\njobs: {}\n",
            "title: My blog\ndescription: d\nurl: https://x.org\ntheme: t\nplugins: [a]\n",
            "openapi: 3.0.0\ninfo: {title: x}\npaths: {}\n",
            "- a\n- b\n",
            "just text\n",
            "",
            "# nothing\n",
            "apiVersion: v1\nkind: {{ .Kind }}\nmetadata: {{{\n",
            "id: 1\nlanguage: en\nfoo: bar\nbaz: [\n",
        ] {
            assert_eq!(rows(text), [], "{text}");
        }
        assert_eq!(read_all("x", &[], true).len(), 1, "who names a file sees why it is none");
    }

    #[test]
    fn a_brief_with_a_slip_is_listed_with_its_error() {
        for (text, title, error) in [
            ("title: A: b\nsummary: x\n", "A: b", "line 1: a second `: ` in one line"),
            ("title: A\nsumary: x\n", "A", "line 2: `sumary` is not a field of a brief"),
            ("titel: A\nsummary: x\n", "file", "line 1:"),
            ("title: A\nsummary: |\n x\n  \tactors:\n- [", "A", "line 5:"),
            ("title: A\n", "A", "line 1: a brief with nothing but a title"),
            ("title: A\nactors: [{}]\n", "A", "line 2:"),
        ] {
            let rows = rows(text);
            assert_eq!(rows.len(), 1, "{text}");
            assert_eq!(rows[0].title, title, "{text}");
            assert!(rows[0].error.starts_with(error), "{text}: {}", rows[0].error);
            assert!(rows[0].flags & Flag::ERRORS.0 != 0);
        }
        let latin = read_all("x", b"title: caf\xe9\nsummary: x\n", false);
        assert_eq!(latin[0].0.error, "line 1: not UTF-8 text");
        assert_eq!(read_all("x", b"\xff\xfe\xff\x00", false).len(), 0);
    }

    #[test]
    fn several_documents_are_several_rows() {
        let rows = rows("title: A\nsummary: x\n---\ntitle: B\nsummary: x\n---\nkind: Pod\nspec: {}\n");
        let told: Vec<_> = rows.iter().map(|row| (row.title.as_str(), row.document)).collect();
        assert_eq!(told, [("A", 0), ("B", 1)]);
    }

    #[test]
    fn the_errors_of_a_brief_are_those_that_its_check_finds() {
        for text in [
            "title: T\n",
            "title: T\nactors: [A, {name: B, id: a}]\nrecommendations: [x]\n",
            "title: T\nsections: [{title: S}]\ntext: one\nquotes: [{text: q, from: 7}]\n",
            "title: T\nsummary: s\ndraft: [summary, text]\nsections: [{title: S, key: o, text: x}, {title: O, key: o, text: x}]\n",
        ] {
            let source = Source::new("x", text.to_owned());
            let brief = brief::read(&source).remove(0).brief.unwrap();
            let errors: Vec<_> = brief::check(&source, 0, &brief)
                .into_iter()
                .filter(|f| f.severity == crate::diagnostic::Severity::Error)
                .collect();
            assert_eq!(brief::errors(&source, 0, &brief), errors, "{text}");
        }
    }
}
