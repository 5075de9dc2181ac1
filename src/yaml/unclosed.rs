//! Where a bracket or a quotation mark was opened that is probably never closed.
//!
//! Whoever reads YAML takes the lines below an open bracket for items of its list, and complains of the first of them
//! that cannot be one. The slip is above, where the bracket was opened.
//! Invariant: nothing is guessed without a sign: a line that stands no deeper than the one the bracket was opened in, or
//! a text in quotes that ends in a line below and has more behind its end.

use super::options;
use granit_parser::{ErrorKind, Event, Parser};
use std::ops::Range;

/// What is probably never closed.
pub(super) struct Unclosed {
    /// The sign that opens: `[`, `{`, `"` or `'`.
    pub(super) sign: char,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// The first thing below that shows it.
    pub(super) shown: Range<usize>,
}

/// What was opened before a complaint at a byte offset and is probably never closed; the innermost, where several are.
/// None where nothing shows it. The text is read once more, as far as the complaint.
pub(super) fn unclosed(text: &str, kind: &ErrorKind, at: usize) -> Option<Unclosed> {
    let mut open: Vec<usize> = Vec::new();
    let mut end = 0;
    for event in Parser::new_from_str_with_options(text, options()) {
        let Ok((event, span)) = event else { break };
        let range = span.byte_range().unwrap_or(0..0);
        end = range.end.max(end);
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => open.push(range.start),
            Event::SequenceEnd | Event::MappingEnd => drop(open.pop()),
            _ => {}
        }
    }
    let unread = tokens(text, end.min(at), at);
    if matches!(
        kind,
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar
    ) {
        let start = unread.into_iter().rev().find(|start| is_quote(text, *start))?;
        let below = text.get(start..at)?.contains(BREAKS);
        return below.then(|| Unclosed::new(text, start, at)).flatten();
    }
    let brackets = open.into_iter().chain(unread).rev();
    let shown = |start: usize| Some((start, runs_out(text, start, at)?));
    brackets
        .filter(|start| !is_quote(text, *start))
        .find_map(shown)
        .and_then(|(start, below)| Unclosed::new(text, start, below))
}

const BREAKS: [char; 2] = ['\n', '\r'];

impl Unclosed {
    fn new(text: &str, start: usize, shown: usize) -> Option<Self> {
        let sign = text.get(start..)?.chars().next()?;
        Some(Self { sign, range: super::char_at(text, start), shown: super::char_at(text, shown) })
    }
}

fn is_quote(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(['"', '\'']))
}

/// Where, behind an open bracket and at the latest in the line of `at`, a line begins that stands no deeper than the
/// bracket's own. None where `start` is no bracket.
fn runs_out(text: &str, start: usize, at: usize) -> Option<usize> {
    if !text.get(start..)?.starts_with(['[', '{']) {
        return None;
    }
    let line = text.get(..start)?.rfind(BREAKS).map_or(0, |nl| nl + 1);
    let indent = |at: usize| text.get(at..).map_or(0, |line| line.bytes().take_while(|b| *b == b' ').count());
    let own = indent(line);
    let last = text.get(start..at)?.rfind(BREAKS).map(|nl| start + nl + 1)?;
    super::lines(text, start).skip(1).take_while(|line| *line <= last).find_map(|line| {
        let deep = indent(line);
        let said = text.get(line + deep..)?;
        let none = said.is_empty() || said.starts_with(BREAKS) || said.starts_with(['#', ']', '}']);
        (deep <= own && !none).then_some(line + deep)
    })
}

/// Where brackets and texts in quotes open that the parser has read ahead and not yet told of; those that are closed are
/// left out.
fn tokens(text: &str, from: usize, to: usize) -> Vec<usize> {
    let unread = text.get(from..to).unwrap_or_default();
    let mut open = Vec::new();
    let mut before = text.get(..from).and_then(|before| before.chars().next_back()).unwrap_or(' ');
    // Where it goes on behind what is passed over: the rest of a text in quotes, or of a comment.
    let mut next = 0;
    for (i, c) in unread.char_indices() {
        let opens = before.is_whitespace() || "[{,:".contains(before);
        let comment = c == '#' && before.is_whitespace();
        before = c;
        if i < next {
            continue;
        }
        let rest = unread.get(i + 1..).unwrap_or_default();
        match c {
            '"' | '\'' if opens => {
                open.push(from + i);
                // What ends right before the complaint is what the complaint is about.
                let Some(len) = closes(rest, c).filter(|len| len + 1 < rest.len()) else { break };
                open.pop();
                next = i + 1 + len + 1;
            }
            '[' | '{' if opens => open.push(from + i),
            ']' | '}' => drop(open.pop()),
            _ if comment => next = i + 1 + rest.find(BREAKS).unwrap_or(rest.len()),
            _ => {}
        }
    }
    open
}

/// How many bytes behind its opening sign a text in quotes ends.
fn closes(text: &str, sign: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c == '\\' && sign == '"' {
            chars.next();
        } else if c == sign && (sign == '"' || chars.next_if(|(_, next)| *next == sign).is_none()) {
            return Some(i);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::vet;

    /// What is said of a text, with the line and column of what is never closed and of what shows it.
    fn said(text: &str) -> (String, Vec<(usize, usize)>) {
        let finding = vet(text, &mut |_| {}).unwrap_err();
        let source = crate::source::Source::new("x", text.to_owned());
        let places = finding.labels.iter().map(|label| source.location(label.range.start));
        (finding.message, places.map(|at| (at.line, at.column)).collect())
    }

    #[test]
    fn what_is_never_closed_is_told_where_it_was_opened() {
        for (text, sign, places) in [
            ("id: x\n\ntitle: [\nsummary: >\n  Text.\n", "a `[`", vec![(3, 8), (4, 1)]),
            ("title: x\nactors: [a, b\nsummary: foo\n", "a `[`", vec![(2, 9), (3, 1)]),
            ("title: x\nactors: [a, b\n# a remark\n\nsummary: |\n  foo\n", "a `[`", vec![(2, 9), (5, 1)]),
            ("title: x\nactors: {name: a, b\nsummary: x\nthesis: y\n", "a `{`", vec![(2, 9), (3, 1)]),
            ("actors:\n  - {name: a, role: \"x\"\n  - {name: b}\n", "a `{`", vec![(2, 5), (3, 3)]),
            ("actors:\n  - name: a\n    from: [1, 2\n  - name: b\n", "a `[`", vec![(3, 11), (4, 3)]),
            ("actors: [\n  {name: a, role: b\n  {name: c}\n]\n", "a `{`", vec![(2, 3)]),
            ("title: \"a b\nsummary: \"x\"\n", "a quotation mark", vec![(1, 8), (2, 11)]),
            ("title: 'a b\nsummary: it's\n", "a quotation mark", vec![(1, 8), (2, 13)]),
            ("\"title\": \"a: [b\nsummary: \"x\"\n", "a quotation mark", vec![(1, 10), (2, 11)]),
            ("title: {a, b: \"c\n  d: \"x\"}\n", "a quotation mark", vec![(1, 15), (2, 7)]),
            ("title: 'é\n---\ntitle: b\n", "a quotation mark", vec![(1, 8)]),
            ("title: [x\n", "a `[`", vec![(1, 8)]),
        ] {
            assert_eq!(said(text), (format!("{sign} that is never closed"), places), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_within_brackets_that_are_closed_is_told_as_it_is() {
        for (text, place) in [
            ("actors: [\n  {name: a, role: @x},\n  b\n]\nsummary: x\n", (2, 19)),
            ("actors: [\n  a,\n  @x,\n]\n", (3, 3)),
            ("summary: |\n  a [ b\n  \"c\ntitle: @x\n", (4, 8)),
            ("summary: 'it''s [fine'\n# it's \"\ntitle: @x\n", (3, 8)),
        ] {
            assert_eq!(said(text), ("a value cannot begin with `@`".to_owned(), vec![place]), "{text}");
        }
        let (message, places) = said("title: \"x\" y\n");
        assert_eq!(
            (message.as_str(), places),
            ("more text behind the closing quotation mark", vec![(1, 12)])
        );
        let (message, places) = said("title: [Opinion] Why\nsummary: x\n");
        assert_eq!((message.as_str(), places), ("more text behind the closing bracket", vec![(1, 18)]));
        assert_eq!(said("topics: [a]]\n").0, "a closing bracket that was never opened");
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "(title: |[a-c]|[\\[\\]{}\"',:#@é\\\\|>-]|\n|  | ){0,40}") {
            let _ = vet(&text, &mut |_| {});
        }
    }
}
