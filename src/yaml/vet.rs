//! The first look at a YAML text: is it safe and worth parsing?
//!
//! Invariant: a text that comes through is valid YAML within the bounds of depth and expansion, and every scalar in
//! it reads as the text that was written.

use super::{Places, options, syntax};
use crate::diagnostic::{Code, Diagnostic};
use granit_parser::{Event, Parser, ScalarStyle, Tag};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// The most bytes that aliases may add to a text. A page of aliases to one paragraph stays far below it; the
/// classic "billion laughs" passes it in its third level.
const MAX_EXPANSION: usize = 8 << 20;

/// What a node counts besides its text, so that an alias to a thousand empty items counts too.
const NODE_COST: usize = 16;

/// How often progress is told, in bytes.
const PROGRESS_STEP: usize = 1 << 20;

/// A text that came through.
#[derive(Debug)]
pub struct Vetted<'a> {
    /// The text for the typed parser. It is the text that was given, but that plain scalars which would be read as
    /// numbers or truth values and lose their form (`1.20`, `True`, `0x1F`) stand in quotes, and that scalars with
    /// characters which are line breaks to YAML 1.1 alone are written with escapes.
    pub text: Cow<'a, str>,
    /// One entry for each document: whether it holds anything but null.
    pub documents: Vec<bool>,
}

/// Looks through a text. `progress` is told the byte offset every megabyte.
///
/// # Errors
/// The first thing in it that is no YAML or goes beyond the bounds.
pub fn vet<'a>(text: &'a str, progress: &mut dyn FnMut(usize)) -> Result<Vetted<'a>, Box<Diagnostic>> {
    vet_noting(text, progress, None)
}

/// The same; `places` takes note of where everything stands.
///
/// # Errors
/// As [`vet`]; then the places are those before the error.
pub fn vet_noting<'a>(
    text: &'a str,
    progress: &mut dyn FnMut(usize),
    mut places: Option<&mut Places>,
) -> Result<Vetted<'a>, Box<Diagnostic>> {
    let mut rewritten: Vec<(Range<usize>, Rewrite)> = Vec::new();
    let foreign = has_foreign_breaks(text);
    let mut end = 0;
    let mut documents = Vec::new();
    let mut sizes = Sizes::default();
    let mut next_report = PROGRESS_STEP;
    for event in Parser::new_from_str_with_options(text, options()) {
        let (event, span) = event.map_err(|error| Box::new(syntax(&error, text)))?;
        let range = span.byte_range().unwrap_or(0..0);
        let previous = std::mem::replace(&mut end, range.end).min(range.start);
        if range.start >= next_report {
            progress(range.start);
            next_report = range.start + PROGRESS_STEP;
        }
        if let Some(places) = &mut places {
            places.take(&event, &range);
        }
        match event {
            Event::DocumentStart(..) => {
                sizes = Sizes::default();
                documents.push(false);
            }
            Event::Scalar(value, style, anchor, tag) => {
                refuse_tag(tag.as_deref(), &range)?;
                if let Some(holds) = documents.last_mut() {
                    *holds |=
                        style != ScalarStyle::Plain || tag.is_some() || !matches!(&*value, "" | "~" | "null");
                }
                sizes.leaf(anchor, value.len());
                if foreign && text.get(range.clone()).is_some_and(has_foreign_breaks) {
                    let start = match style {
                        ScalarStyle::Literal | ScalarStyle::Folded => header(text, previous, range.start),
                        _ => range.start,
                    };
                    rewritten.push((start..range.end, Rewrite::Escaped(value.into_owned())));
                } else if style == ScalarStyle::Plain && tag.is_none() && loses_its_form(&value) {
                    rewritten.push((range, Rewrite::Quoted));
                }
            }
            Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) => {
                refuse_tag(tag.as_deref(), &range)?;
                if let Some(holds) = documents.last_mut() {
                    *holds = true;
                }
                sizes.open(anchor);
            }
            Event::SequenceEnd | Event::MappingEnd => sizes.close(),
            Event::Alias(anchor) => sizes.alias(anchor, range)?,
            _ => {}
        }
    }
    Ok(Vetted { text: rewrite(text, &rewritten, foreign), documents })
}

/// A tag that says what a node is anyway (`!!str`, `!!seq`, `!!map`) changes nothing; any other is for readers that know
/// more than text.
fn refuse_tag(tag: Option<&Tag>, range: &Range<usize>) -> Result<(), Box<Diagnostic>> {
    match tag {
        Some(tag) if !["str", "seq", "map"].iter().any(|name| tag.is_yaml_core_schema_tag(name)) => {
            Err(Box::new(
                Diagnostic::new(Code::WrongType, "tags (`!name`) have no meaning here")
                    .at(range.clone(), "")
                    .help("delete the tag, or quote the text if it is meant to begin with `!`"),
            ))
        }
        _ => Ok(()),
    }
}

/// Sizes of anchored nodes, to bound what aliases make of them.
#[derive(Default)]
struct Sizes {
    /// Size of each anchored node, by the parser's number for the anchor. A node that is still open has none.
    of_anchor: std::collections::HashMap<usize, usize>,
    /// Open collections: their anchor (0 for none) and the size so far.
    open: Vec<(usize, usize)>,
    /// Bytes that aliases have added in this document.
    added: usize,
}

impl Sizes {
    fn leaf(&mut self, anchor: usize, len: usize) {
        let size = len + NODE_COST;
        if anchor != 0 {
            self.of_anchor.insert(anchor, size);
        }
        self.add(size);
    }

    fn add(&mut self, size: usize) {
        if let Some((_, total)) = self.open.last_mut() {
            *total = total.saturating_add(size);
        }
    }

    fn open(&mut self, anchor: usize) {
        self.open.push((anchor, NODE_COST));
    }

    fn close(&mut self) {
        if let Some((anchor, size)) = self.open.pop() {
            if anchor != 0 {
                self.of_anchor.insert(anchor, size);
            }
            self.add(size);
        }
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Box<Diagnostic>> {
        let Some(&size) = self.of_anchor.get(&anchor) else {
            return Err(Box::new(
                Diagnostic::new(Code::TooManyAliases, "an alias to the very thing it stands in")
                    .at(range, "")
                    .help("write the text out"),
            ));
        };
        self.added = self.added.saturating_add(size);
        if self.added > MAX_EXPANSION {
            return Err(Box::new(
                Diagnostic::new(
                    Code::TooManyAliases,
                    format!("aliases add more than {} MB of text", MAX_EXPANSION >> 20),
                )
                .at(range, "the bound is passed here")
                .help("write the text out where it belongs"),
            ));
        }
        self.add(size);
        Ok(())
    }
}

/// Whether a plain scalar would be read as something whose text cannot be had back.
fn loses_its_form(value: &str) -> bool {
    match value.as_bytes().first() {
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => {
            value.parse::<u64>().map_or(true, |n| n.to_string() != value)
                && (value.parse::<f64>().is_ok() || is_special_number(value))
        }
        Some(b't' | b'T' | b'f' | b'F') => {
            matches!(value, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
        }
        _ => false,
    }
}

fn is_special_number(value: &str) -> bool {
    let digits = value.trim_start_matches(['+', '-']);
    let based = ["0x", "0o", "0b"].iter().any(|base| digits.starts_with(base));
    based && digits.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        || [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(&digits)
}

/// Line breaks to YAML 1.1, which the typed parser reads, and ordinary characters to YAML 1.2.
const FOREIGN_BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

fn has_foreign_breaks(text: &str) -> bool {
    // One character after another is the faster way: each is a search for bytes.
    !text.is_ascii() && FOREIGN_BREAKS.iter().any(|c| text.contains(*c))
}

/// Where the header (`|`, `>-`) of a block scalar stands whose text begins at `content`; at the earliest at `from`.
fn header(text: &str, from: usize, content: usize) -> usize {
    let above = text.get(from..content).unwrap_or_default();
    let line = above.trim_end().rfind('\n').map_or(0, |nl| nl + 1);
    let is_header = |at: usize| {
        let (before, rest) = above.split_at_checked(at).unwrap_or_default();
        let rest =
            rest.trim_start_matches(|c: char| matches!(c, '|' | '>' | '+' | '-') || c.is_ascii_digit());
        let comment = rest.trim_start_matches([' ', '\t']);
        before.ends_with([' ', '\t', '\n'])
            && (comment.starts_with(['\n', '\r']) || comment.starts_with('#') && comment.len() < rest.len())
    };
    let mut signs = above.match_indices(['|', '>']).map(|(at, _)| at).filter(|at| *at >= line);
    signs.find(|at| is_header(*at)).map_or(content, |at| from + at)
}

/// What becomes of a scalar for the typed parser.
enum Rewrite {
    /// It gets quotes: it holds no quote and no backslash.
    Quoted,
    /// It is written anew, with escapes, from its content.
    Escaped(String),
}

/// The text with some of its scalars rewritten. Foreign line breaks between scalars stand in comments, where nobody
/// misses them, or in names, which the typed parser then refuses.
fn rewrite<'a>(text: &'a str, scalars: &[(Range<usize>, Rewrite)], foreign: bool) -> Cow<'a, str> {
    if scalars.is_empty() && !foreign {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 2 * scalars.len());
    let between = |out: &mut String, range: Range<usize>| {
        let part = text.get(range).unwrap_or_default();
        if foreign {
            out.extend(part.chars().map(|c| if FOREIGN_BREAKS.contains(&c) { '\u{fffd}' } else { c }));
        } else {
            out.push_str(part);
        }
    };
    let mut at = 0;
    for (range, how) in scalars {
        between(&mut out, at..range.start);
        let written = text.get(range.clone()).unwrap_or_default();
        out.push('"');
        match how {
            Rewrite::Quoted => out.push_str(written),
            Rewrite::Escaped(content) => escape(content, &mut out),
        }
        out.push('"');
        if written.ends_with('\n') {
            // A block scalar ends with its line.
            out.push('\n');
        }
        at = range.end;
    }
    between(&mut out, at..text.len());
    Cow::Owned(out)
}

/// The inside of a double-quoted scalar.
fn escape(content: &str, out: &mut String) {
    for c in content.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            _ if c.is_control() || FOREIGN_BREAKS.contains(&c) || c == '\u{feff}' => {
                // `fmt::Write` to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str) -> Result<Vetted<'_>, Box<Diagnostic>> {
        vet(text, &mut |_| {})
    }

    fn code(text: &str) -> Code {
        look(text).unwrap_err().code
    }

    #[test]
    fn plain_text_is_handed_on_and_look_alikes_are_quoted() {
        assert!(matches!(look("title: x\nfrom: [1, 2]\n").unwrap().text, Cow::Borrowed(_)));
        let text = "- 1.20\n- True\n- 0x1F\n- 7\n- no\n- \"1.0\"\n- v1.2\n- -.inf\n- 0b\"\n- 1e3 # x\n";
        let vetted = look(text).unwrap();
        assert_eq!(
            vetted.text,
            "- \"1.20\"\n- \"True\"\n- \"0x1F\"\n- 7\n- no\n- \"1.0\"\n- v1.2\n- \"-.inf\"\n- 0b\"\n- \"1e3\" # x\n"
        );
    }

    #[test]
    fn documents_are_counted() {
        assert_eq!(look("").unwrap().documents, Vec::<bool>::new());
        assert_eq!(look("# only a comment\n").unwrap().documents, Vec::<bool>::new());
        assert_eq!(look("---\n---\na: 1\n...\n---\n~\n").unwrap().documents, [false, true, false]);
    }

    #[test]
    fn depth_and_expansion_are_bounded() {
        assert_eq!(code(&"[".repeat(100_000)), Code::TooDeep);
        assert_eq!(code(&"- ".repeat(10_000)), Code::TooDeep);
        let steps: Vec<String> = (0..10_000).map(|i| format!("{}a:", " ".repeat(i))).collect();
        assert_eq!(code(&steps.join("\n")), Code::TooDeep);
        let level = |i: usize| format!("a{i}: &a{i} [{}]", vec![format!("*a{}", i - 1); 9].join(", "));
        let laughs: Vec<String> =
            std::iter::once("a0: &a0 lol".to_owned()).chain((1..20).map(level)).collect();
        assert_eq!(code(&laughs.join("\n")), Code::TooManyAliases);
        let scalar = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 10_000].join(", "));
        assert_eq!(code(&scalar), Code::TooManyAliases);
        assert_eq!(code("a: &a [*a]\n"), Code::TooManyAliases);
        assert!(look("a: &a text\nb: [*a, *a]\n").is_ok());
    }

    #[test]
    fn what_is_no_yaml_is_said_with_a_remedy() {
        for (text, place, help) in [
            ("title: Talks: a lesson\n", 12, "quotes"),
            ("source:\n\ttitle: x\n", 8, "blanks"),
            ("title: \"never closed\nsummary: x\n", 7, "close"),
            ("topics: [a, b\nsummary: x\n", 14, ""),
            ("actors:\n  - name: x\n   kind: y\n", 22, "column"),
            ("title: *emphasis* first\n", 7, "asterisk"),
            ("title: @handle\n", 7, "quote"),
            ("title: a\u{1}b\n", 8, "delete"),
            ("title: !shout Talks\n", 7, "delete"),
            ("\ttitle: x\nsummary: y\n", 0, "blanks"),
            ("# c\n\ttitle: x\nsummary: y\n", 4, "blanks"),
            ("title: x\nsummary:\n  a\n  b\n\tc\n", 26, "blanks"),
            ("title: x\rsummary:\r\ta: b\r", 18, "blanks"),
            ("%FOO bar\ntitle: x\n", 9, "`%`"),
            ("%YAML 9.9\n---\ntitle: x\n", 0, "`%`"),
            ("title: !e!x y\n", 7, "quote"),
            ("title: x\nsummary: !!binary aGk=\n", 18, "delete"),
            ("title: x\nsummary: !!null z\n", 18, "delete"),
        ] {
            let finding = look(text).unwrap_err();
            assert!(finding.help.as_deref().unwrap_or_default().contains(help), "{text:?}: {finding:?}");
            assert!(finding.offset().unwrap().abs_diff(place) < 10, "{text:?}: {finding:?}");
        }
    }
}
