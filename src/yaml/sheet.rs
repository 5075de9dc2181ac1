//! A YAML text as it is written: marks, styles, comments and the extent of every node.
//!
//! [`super::read_tree`] says what a text means; this says how it says so, for whoever changes or lays out a text.
//! Invariant: marks, leaves and comments together are all of the text that is not blank, and each stands in exactly one
//! of them. A text that is written in a way that this does not follow is none ([`Sheet::read`]).

use super::options;
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use std::ops::Range;

/// A text and what stands in it.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its documents.
    pub(super) documents: Vec<Leaf>,
    /// Its comments, from `#` to the end of the line.
    pub(super) comments: Vec<Range<usize>>,
}

/// A document of a text.
#[derive(Debug)]
pub(super) struct Leaf {
    /// What it holds.
    pub(super) root: Part,
    /// Where it ends: before the next one's `---`, or behind its own `...`.
    pub(super) end: usize,
    /// The lines with `%` that stand before it.
    pub(super) directives: Vec<Range<usize>>,
}

/// A node as it is written.
#[derive(Debug)]
pub(super) struct Part {
    /// Its text with brackets, without anchor and tag. Of a collection without brackets from its first mark to the end
    /// of its last text; of a text under `|` without what stands before it in its line and blank lines behind it; empty
    /// for what is not there.
    pub(super) range: Range<usize>,
    /// `&name`, with the parser's number for it.
    pub(super) anchor: Option<(usize, Range<usize>)>,
    /// `!!tag`.
    pub(super) tag: Option<Range<usize>>,
    /// What it is.
    pub(super) form: Form,
}

/// How a node is written.
#[derive(Debug)]
pub(super) enum Form {
    /// Nothing, or a word for it.
    Null,
    /// A text.
    Scalar {
        /// What it says.
        text: String,
        /// Its style.
        style: ScalarStyle,
        /// The sign `|` or `>` with what belongs to it, where there is one.
        header: Option<Range<usize>>,
    },
    /// `*name`, with the parser's number for it.
    Alias(usize),
    /// A list.
    List(Frame, Vec<Entry>),
    /// A mapping.
    Map(Frame, Vec<Entry>),
}

/// What a collection stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// Lines.
    Lines,
    /// Brackets.
    Brackets,
    /// Nothing: a pair in a list in brackets.
    Bare,
}

/// An item or a field.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it begins: at its hyphen, its question mark, or its key with anchor and tag.
    pub(super) start: usize,
    /// Its key, where it is a field.
    pub(super) key: Option<Part>,
    /// Behind its hyphen or colon; where there is none, behind its key, or before its value.
    pub(super) lead: usize,
    /// Its value.
    pub(super) value: Part,
}

impl Part {
    /// Where it begins, with anchor and tag.
    pub(super) fn start(&self) -> usize {
        let anchor = self.anchor.as_ref().map(|(_, range)| range.start);
        let tag = self.tag.as_ref().map(|range| range.start);
        [anchor, tag].into_iter().flatten().fold(self.range.start, usize::min)
    }

    /// Where its anchor and tag have ended; none where it has neither.
    pub(super) fn marked(&self) -> Option<usize> {
        let anchor = self.anchor.as_ref().map(|(_, range)| range.end);
        anchor.max(self.tag.as_ref().map(|range| range.end))
    }

    /// Its items or fields.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.form {
            Form::List(_, entries) | Form::Map(_, entries) => entries,
            _ => &[],
        }
    }

    /// What its collection stands in.
    pub(super) fn frame(&self) -> Option<Frame> {
        match &self.form {
            Form::List(frame, _) | Form::Map(frame, _) => Some(*frame),
            _ => None,
        }
    }

    /// Its text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.form {
            Form::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// It and all below it, from above.
    pub(super) fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Self)) {
        see(self);
        for entry in self.entries() {
            if let Some(key) = &entry.key {
                key.visit(see);
            }
            entry.value.visit(see);
        }
    }
}

impl Entry {
    /// Where its last text ends.
    pub(super) fn end(&self) -> usize {
        self.value.range.end.max(self.value.marked().unwrap_or(0)).max(self.lead)
    }
}

impl Sheet {
    /// The sheet of a text that [`super::vet`] has let through; none where it is written too strangely.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut events = Vec::new();
        let mut scanner = Scanner { text, at: 0, marks: Vec::new(), comments: Vec::new() };
        for event in Parser::new_from_str_with_options(text, options()) {
            let (event, span) = event.ok()?;
            let range = span.byte_range()?;
            if let Event::Scalar(..) | Event::Alias(_) = event
                && !range.is_empty()
            {
                scanner.gap(range.start)?;
                scanner.marks.push((Mark::Text, range.clone()));
                scanner.at = range.end;
            }
            events.push((event, range));
        }
        scanner.gap(text.len())?;
        let Scanner { marks, comments, .. } = scanner;
        let mut builder = Builder { text, events: events.into_iter().peekable(), marks, at: 0, last: 0 };
        let documents = builder.documents()?;
        Some(Self { documents, comments })
    }
}

/// What stands between texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Hyphen,
    Question,
    Colon,
    Comma,
    Open,
    Close,
    Anchor,
    Tag,
    Header,
    Begin,
    End,
    Directive,
    Text,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    marks: Vec<(Mark, Range<usize>)>,
    comments: Vec<Range<usize>>,
}

impl Scanner<'_> {
    /// Takes in the marks up to a place.
    fn gap(&mut self, end: usize) -> Option<()> {
        while self.at < end {
            let rest = self.text.get(self.at..end)?;
            let first = rest.chars().next()?;
            let until = |stop: &dyn Fn(char) -> bool| rest.find(stop).unwrap_or(rest.len());
            let begins_line = self.at == 0 || self.text.get(..self.at)?.ends_with(['\n', '\r', '\u{feff}']);
            let marker = |sign: &str| {
                begins_line
                    && rest
                        .strip_prefix(sign)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
            };
            let (mark, len) = match first {
                ' ' | '\t' | '\n' | '\r' | '\u{feff}' => {
                    self.at += first.len_utf8();
                    continue;
                }
                '#' => {
                    let len = until(&|c| matches!(c, '\n' | '\r'));
                    self.comments.push(self.at..self.at + len);
                    self.at += len;
                    continue;
                }
                '-' if marker("---") => (Mark::Begin, 3),
                '.' if marker("...") => (Mark::End, 3),
                '%' if begins_line => (Mark::Directive, until(&|c| matches!(c, '\n' | '\r'))),
                '-' => (Mark::Hyphen, 1),
                '?' => (Mark::Question, 1),
                ':' => (Mark::Colon, 1),
                ',' => (Mark::Comma, 1),
                '[' | '{' => (Mark::Open, 1),
                ']' | '}' => (Mark::Close, 1),
                '&' => (Mark::Anchor, until(&|c| c.is_ascii_whitespace() || ",[]{}".contains(c))),
                '!' => (Mark::Tag, until(&|c| c.is_ascii_whitespace() || ",[]{}".contains(c))),
                '|' | '>' => {
                    let sign = rest.get(1..)?.find(|c: char| !matches!(c, '+' | '-' | '0'..='9'));
                    (Mark::Header, sign.map_or(rest.len(), |at| at + 1))
                }
                _ => return None,
            };
            self.marks.push((mark, self.at..self.at + len));
            self.at += len;
        }
        Some(())
    }
}

/// Follows events and marks side by side.
struct Builder<'a> {
    text: &'a str,
    events: std::iter::Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>,
    marks: Vec<(Mark, Range<usize>)>,
    /// The next mark.
    at: usize,
    /// Where the last mark that was taken has ended.
    last: usize,
}

impl Builder<'_> {
    fn peek(&self) -> Option<(Mark, Range<usize>)> {
        self.marks.get(self.at).cloned()
    }

    /// Takes the next mark, where it is of a kind.
    fn take(&mut self, kind: Mark) -> Option<Range<usize>> {
        let (mark, range) = self.peek()?;
        if mark != kind {
            return None;
        }
        self.at += 1;
        self.last = range.end;
        Some(range)
    }

    fn documents(&mut self) -> Option<Vec<Leaf>> {
        let mut documents = Vec::new();
        while let Some((event, _)) = self.events.next() {
            if !matches!(event, Event::DocumentStart(..)) {
                continue;
            }
            let mut directives = Vec::new();
            while let Some(directive) = self.take(Mark::Directive) {
                directives.push(directive);
            }
            self.take(Mark::Begin);
            let root = self.node()?;
            if !matches!(self.events.next()?.0, Event::DocumentEnd) {
                return None;
            }
            while self.take(Mark::End).is_some() {}
            let end = self.peek().map_or(self.text.len(), |(_, range)| range.start);
            documents.push(Leaf { root, end, directives });
        }
        (self.at == self.marks.len()).then_some(documents)
    }

    fn node(&mut self) -> Option<Part> {
        let (event, range) = self.events.next()?;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let (anchor, tag) = self.properties(anchor, tag.is_some())?;
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let null = plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let header = if block { Some(self.take(Mark::Header)?) } else { None };
                let range = if range.is_empty() {
                    self.last..self.last
                } else {
                    self.take(Mark::Text).filter(|taken| *taken == range)?
                };
                let range = match &header {
                    Some(header) => self.own_lines(header, range)?,
                    None => range,
                };
                let form =
                    if null { Form::Null } else { Form::Scalar { text: text.into_owned(), style, header } };
                Some(Part { range, anchor, tag, form })
            }
            Event::Alias(number) => {
                let range = self.take(Mark::Text)?;
                Some(Part { range, anchor: None, tag: None, form: Form::Alias(number) })
            }
            Event::SequenceStart(style, anchor, tag) => {
                let (anchor, tag) = self.properties(anchor, tag.is_some())?;
                let frame = self.frame(style, &range);
                self.collection(frame, anchor, tag, false)
            }
            Event::MappingStart(style, anchor, tag) => {
                let (anchor, tag) = self.properties(anchor, tag.is_some())?;
                let frame = self.frame(style, &range);
                self.collection(frame, anchor, tag, true)
            }
            _ => None,
        }
    }

    fn frame(&self, style: StructureStyle, range: &Range<usize>) -> Frame {
        match style {
            StructureStyle::Block => Frame::Lines,
            StructureStyle::Flow if matches!(self.text.get(range.clone()), Some("[" | "{")) => {
                Frame::Brackets
            }
            StructureStyle::Flow => Frame::Bare,
        }
    }

    #[expect(clippy::type_complexity, reason = "the two fields of a part")]
    fn properties(
        &mut self,
        number: usize,
        tagged: bool,
    ) -> Option<(Option<(usize, Range<usize>)>, Option<Range<usize>>)> {
        let (mut anchor, mut tag) = (None, None);
        for _ in 0..2 {
            if number != 0 && anchor.is_none() {
                anchor = self.take(Mark::Anchor).map(|range| (number, range));
            }
            if tagged && tag.is_none() {
                tag = self.take(Mark::Tag);
            }
        }
        (anchor.is_some() == (number != 0) && tag.is_some() == tagged).then_some((anchor, tag))
    }

    fn collection(
        &mut self,
        frame: Frame,
        anchor: Option<(usize, Range<usize>)>,
        tag: Option<Range<usize>>,
        is_map: bool,
    ) -> Option<Part> {
        let open = if frame == Frame::Brackets { Some(self.take(Mark::Open)?) } else { None };
        let mut entries = Vec::new();
        while !matches!(self.events.peek()?.0, Event::SequenceEnd | Event::MappingEnd) {
            if frame == Frame::Brackets && !entries.is_empty() {
                self.take(Mark::Comma)?;
            }
            entries.push(if is_map { self.field()? } else { self.item(frame)? });
        }
        self.events.next();
        let first = entries.first().map_or(self.last, |entry: &Entry| entry.start);
        let range = if let Some(open) = open {
            self.take(Mark::Comma);
            open.start..self.take(Mark::Close)?.end
        } else {
            first..entries.last().map_or(first, Entry::end)
        };
        let form = if is_map { Form::Map(frame, entries) } else { Form::List(frame, entries) };
        Some(Part { range, anchor, tag, form })
    }

    fn item(&mut self, frame: Frame) -> Option<Entry> {
        let hyphen = if frame == Frame::Lines { Some(self.take(Mark::Hyphen)?) } else { None };
        let value = self.node()?;
        let start = hyphen.as_ref().map_or_else(|| value.start(), |hyphen| hyphen.start);
        let lead = hyphen.map_or_else(|| value.start(), |hyphen| hyphen.end);
        Some(Entry { start, key: None, lead, value })
    }

    fn field(&mut self) -> Option<Entry> {
        let question = self.take(Mark::Question);
        let key = self.node()?;
        let start = question.map_or_else(|| key.start(), |question| question.start);
        let colon = self.take(Mark::Colon);
        let lead = colon.map_or(key.range.end, |colon| colon.end);
        let value = self.node()?;
        Some(Entry { start, key: Some(key), lead, value })
    }

    /// The range of a text under `|` or `>` without blank lines behind it that mean nothing.
    fn own_lines(&self, header: &Range<usize>, range: Range<usize>) -> Option<Range<usize>> {
        if range.is_empty() {
            return Some(header.end..header.end);
        }
        let written = self.text.get(range.clone())?;
        let own = if self.text.get(header.clone())?.contains('+') {
            written.trim_end_matches([' ', '\t'])
        } else {
            written.trim_end_matches([' ', '\t', '\n', '\r'])
        };
        if own.is_empty() {
            return Some(header.end..header.end);
        }
        Some(range.start..range.start + own.len())
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;

    /// The parts of a text, one to a line.
    fn lines(text: &str) -> Vec<String> {
        let sheet = Sheet::read(text).unwrap_or_else(|| panic!("{text}"));
        let mut out = Vec::new();
        for document in &sheet.documents {
            document.root.visit(&mut |part| {
                let anchor = part.anchor.as_ref().map_or("", |(_, range)| &text[range.clone()]);
                let tag = part.tag.as_ref().map_or("", |range| &text[range.clone()]);
                let frame = part.frame().map_or(String::new(), |frame| format!("{frame:?} "));
                out.push(format!("{anchor}{tag}{frame}{:?}", &text[part.range.clone()]));
            });
        }
        out
    }

    #[test]
    fn each_way_of_writing_has_its_extent() {
        let text = "a: &x |- # hi\n  foo\n\nb:\nc: ~\nd: [1, {x: y, z: }, &q \"w\", *x ] # t\n";
        assert_eq!(
            lines(text),
            [
                "Lines \"a: &x |- # hi\\n  foo\\n\\nb:\\nc: ~\\nd: [1, {x: y, z: }, &q \\\"w\\\", *x ]\"",
                "\"a\"",
                "&x\"foo\"",
                "\"b\"",
                "\"\"",
                "\"c\"",
                "\"~\"",
                "\"d\"",
                "Brackets \"[1, {x: y, z: }, &q \\\"w\\\", *x ]\"",
                "\"1\"",
                "Brackets \"{x: y, z: }\"",
                "\"x\"",
                "\"y\"",
                "\"z\"",
                "\"\"",
                "&q\"\\\"w\\\"\"",
                "\"*x\"",
            ]
        );
        let text = "e:\n- &m\n  k: v\n- !!str foo\n- - p\n  - q\n? r\n: >+\n  foo\n\n\n...\n---\n\"g\": !!map {}\ni: &z\n";
        assert_eq!(
            lines(text)[2..],
            [
                "Lines \"- &m\\n  k: v\\n- !!str foo\\n- - p\\n  - q\"",
                "&mLines \"k: v\"",
                "\"k\"",
                "\"v\"",
                "!!str\"foo\"",
                "Lines \"- p\\n  - q\"",
                "\"p\"",
                "\"q\"",
                "\"r\"",
                "\"foo\\n\\n\\n\"",
                "Lines \"\\\"g\\\": !!map {}\\ni: &z\"",
                "\"\\\"g\\\"\"",
                "!!mapBrackets \"{}\"",
                "\"i\"",
                "&z\"\"",
            ]
        );
        assert_eq!(
            lines("[a: b, {c}, ? d : e, {\"x\":y,},]"),
            [
                "Brackets \"[a: b, {c}, ? d : e, {\\\"x\\\":y,},]\"",
                "Bare \"a: b\"",
                "\"a\"",
                "\"b\"",
                "Brackets \"{c}\"",
                "\"c\"",
                "\"\"",
                "Bare \"? d : e\"",
                "\"d\"",
                "\"e\"",
                "Brackets \"{\\\"x\\\":y,}\"",
                "\"\\\"x\\\"\"",
                "\"y\"",
            ]
        );
    }

    #[test]
    fn comments_and_markers_are_found_where_they_are_none_of_the_text() {
        let text = "# a\n--- # b\nx: y # c\nz: 'no # d'\nt: | # e\n  # text\n# f\n--- >\n #g\n...\n# h\n--- {a: b}\n";
        let sheet = Sheet::read(text).unwrap();
        let comments: Vec<&str> = sheet.comments.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(comments, ["# a", "# b", "# c", "# e", "# f", "# h"]);
        let ends: Vec<&str> = sheet.documents.iter().map(|leaf| &text[leaf.end..]).collect();
        assert_eq!(ends, ["--- >\n #g\n...\n# h\n--- {a: b}\n", "--- {a: b}\n", ""]);
        assert!(sheet.documents.iter().all(|leaf| leaf.directives.is_empty()));
        assert_eq!(
            Sheet::read("%YAML 1.2\n---\na: b\n").unwrap().documents[0].directives.first(),
            Some(&(0..9))
        );
        assert!(Sheet::read("").unwrap().documents.is_empty());
        assert_eq!(Sheet::read("\u{feff}a: b\r\n").unwrap().documents[0].root.range, 3..7);
    }
}
