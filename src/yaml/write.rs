//! Texts as YAML: which style says a text, and how.
//!
//! Invariant: what is written reads back as the text, to readers of YAML 1.1 and of 1.2 alike, which differ in what they
//! take for numbers, truth values and line breaks.

use crate::text::cells;
use std::fmt::Write as _;

/// How a text is to be written, where it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is; where YAML reads something else then, in quotes.
    Plain,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
    /// Under `|`.
    Literal,
    /// Under `>`, its lines broken at the width.
    Folded,
}

/// Where a text is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Whether brackets are around it.
    pub(super) brackets: bool,
    /// Whether its look may be that of a number or a date: the field says what it is.
    pub(super) bare: bool,
    /// The column of the lines under `|` or `>`, in blanks.
    pub(super) indent: usize,
    /// The width that lines under `>` should keep, in cells.
    pub(super) width: usize,
}

/// A text as it is written: what stands in the line, and the lines below it with their indentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) head: String,
    pub(super) below: Vec<String>,
}

impl Lines {
    pub(super) fn one(head: impl Into<String>) -> Self {
        Self { head: head.into(), below: Vec::new() }
    }
}

/// Characters that end a line for readers of YAML 1.1 and for none of 1.2.
const FOREIGN_BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// A text in the nearest style to the one that is wished for.
pub(super) fn text(text: &str, style: Style, place: Place) -> Lines {
    if text.contains(needs_escape) {
        return Lines::one(double(text));
    }
    let block = !place.brackets && is_blockable(text);
    match style {
        Style::Literal if block => literal(text, place),
        Style::Folded if block => folded(text, place).unwrap_or_else(|| literal(text, place)),
        _ if text.contains('\n') && block => literal(text, place),
        _ if text.contains(['\n', '\t']) => Lines::one(double(text)),
        Style::Double => Lines::one(double(text)),
        Style::Single => Lines::one(single(text)),
        _ if is_plain(text, place) => Lines::one(text),
        _ if text.contains(['"', '\\']) => Lines::one(single(text)),
        _ => Lines::one(double(text)),
    }
}

/// Whether a character can only be written with an escape, so that every reader gets it.
fn needs_escape(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || FOREIGN_BREAKS.contains(&c)
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text can stand under `|`.
fn is_blockable(text: &str) -> bool {
    let mut lines = text.trim_end_matches('\n').split('\n');
    // Readers differ in what they make of a tab where the indentation ends, and of blanks alone at either end.
    let first = lines.clone().find(|line| !line.is_empty());
    first.is_some_and(|line| !line.starts_with('\t') && !line.trim().is_empty())
        && lines.next_back().is_some_and(|line| !line.trim().is_empty())
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text in double quotes on one line.
pub(super) fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // `fmt::Write` to a string does not fail.
            _ if needs_escape(c) => drop(write!(out, "\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn literal(text: &str, place: Place) -> Lines {
    let lines = text.trim_end_matches('\n').split('\n');
    block('|', text, lines.map(str::to_owned), place)
}

/// A text under `>`; none where one of its lines begins with a blank, which folds otherwise.
fn folded(text: &str, place: Place) -> Option<Lines> {
    let mut out: Vec<String> = Vec::new();
    let mut begun = false;
    for line in text.trim_end_matches('\n').split('\n') {
        if line.starts_with([' ', '\t']) {
            return None;
        }
        // One more line break between two lines than the text has: the first is read as a blank.
        if !line.is_empty() && std::mem::replace(&mut begun, true) {
            out.push(String::new());
        }
        if line.is_empty() {
            out.push(String::new());
        } else {
            wrap(line, place.width.saturating_sub(place.indent), &mut out);
        }
    }
    Some(block('>', text, out.into_iter(), place))
}

/// Breaks a line at single blanks between words.
fn wrap(line: &str, width: usize, out: &mut Vec<String>) {
    let mut row = String::new();
    let mut taken = 0;
    for word in words(line) {
        let size = cells(word);
        if row.is_empty() {
            taken = size;
        } else if taken + 1 + size <= width {
            row.push(' ');
            taken += 1 + size;
        } else {
            out.push(std::mem::take(&mut row));
            taken = size;
        }
        row.push_str(word);
    }
    out.push(row);
}

/// The stretches of a line between blanks at which it may be broken: those alone between two other characters.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let is_break = |at: &usize| {
            let before = text.get(..*at).and_then(|before| before.chars().next_back());
            let after = text.get(at + 1..).and_then(|after| after.chars().next());
            before.is_some_and(|c| !c.is_whitespace()) && after.is_some_and(|c| !c.is_whitespace())
        };
        let Some(at) = text.match_indices(' ').map(|(at, _)| at).find(is_break) else {
            return rest.take();
        };
        rest = text.get(at + 1..);
        text.get(..at)
    })
}

fn block(sign: char, text: &str, lines: impl Iterator<Item = String>, place: Place) -> Lines {
    let mut head = String::from(sign);
    let first = text.split('\n').find(|line| !line.is_empty()).unwrap_or_default();
    if first.starts_with(' ') {
        // Otherwise its blanks would be taken for the indentation.
        head.push('2');
    }
    let breaks = text.len() - text.trim_end_matches('\n').len();
    match breaks {
        0 => head.push('-'),
        1 => {}
        _ => head.push('+'),
    }
    let margin = " ".repeat(place.indent);
    let mut below: Vec<String> =
        lines.map(|line| if line.is_empty() { line } else { format!("{margin}{line}") }).collect();
    below.extend(std::iter::repeat_n(String::new(), breaks.saturating_sub(1)));
    Lines { head, below }
}

/// Whether a text is read as it is without quotes.
fn is_plain(text: &str, place: Place) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let second = text.chars().nth(1);
    let begins = match first {
        '-' | '?' | ':' => second.is_some_and(|c| !c.is_whitespace()) && !place.brackets,
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => {
            false
        }
        c => !c.is_whitespace(),
    };
    begins
        && !text.ends_with(|c: char| c.is_whitespace() || c == ':')
        && !text.contains(": ")
        && !text.contains(" #")
        // (In brackets readers of YAML 1.1 end a text at a question mark, and some at a colon.)
        && (!place.brackets || !text.contains([',', '[', ']', '{', '}', '?', ':']))
        && !["---", "..."].iter().any(|marker| text.starts_with(marker))
        && !is_nothing(text)
        && (place.bare || !is_other_to_some(text))
}

fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether some reader takes a plain text for a truth value, a number, a date or a key with a meaning of its own (YAML
/// 1.1's types at yaml.org/type, and the core schema of YAML 1.2, 10.3).
fn is_other_to_some(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "true", "false", "on", "off"];
    if matches!(text, "<<" | "=")
        || text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
    {
        return true;
    }
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let based = ["0x", "0o", "0b"].iter().any(|base| number.starts_with(base));
    if based && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return true;
    }
    if matches!(number, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let starts = number.starts_with(|c: char| c.is_ascii_digit())
        || number.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // Digits with signs of numbers among them, and hours: 1_000, 190:20:30.
    let plain_number = || number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b':'));
    starts && (plain_number() || number.replace('_', "").parse::<f64>().is_ok() || is_date(number))
}

/// Whether a text begins as a date of YAML 1.1: four digits, one or two, one or two.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let year = parts.next().is_some_and(|part| digits(part, 4, 4));
    let month = parts.next().is_some_and(|part| digits(part, 1, 2));
    let day = parts.next().unwrap_or_default();
    let end = day.find(|c: char| !c.is_ascii_digit()).unwrap_or(day.len());
    let follows = day.get(end..).unwrap_or_default();
    year && month
        && (1..=2).contains(&end)
        && (follows.is_empty() || follows.starts_with(['T', 't', ' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::super::{NodeKind, read_tree, vet};
    use super::*;
    use proptest::prelude::*;

    const PLACE: Place = Place { brackets: false, bare: false, indent: 2, width: 40 };

    fn put(said: &str, style: Style, place: Place) -> String {
        let Lines { head, below } = text(said, style, place);
        if place.brackets {
            assert_eq!(below, Vec::<String>::new());
            return format!("a: [{head}, x]\n");
        }
        let lines = [vec![format!("a: {head}")], below, vec!["b: x\n".to_owned()]].concat();
        lines.join("\n")
    }

    /// What our own readers get back.
    fn back(yaml: &str, brackets: bool) -> String {
        let vetted = vet(yaml, &mut |_| {}).unwrap_or_else(|error| panic!("{yaml:?}: {error:?}"));
        let typed: serde_yaml::Value = serde_yaml::from_str(&vetted.text).unwrap();
        let typed = if brackets { &typed["a"][0] } else { &typed["a"] };
        let tree = read_tree(yaml).remove(0);
        let NodeKind::Map(fields) = tree.kind else { panic!("{yaml:?}") };
        let node = match &fields[0].1.kind {
            NodeKind::List(items) if brackets => items[0].text(),
            _ => fields[0].1.text(),
        };
        assert_eq!(node, typed.as_str(), "{yaml:?}");
        node.unwrap().to_owned()
    }

    #[test]
    fn quotes_stand_where_some_reader_needs_them() {
        let in_block = |said: &str| text(said, Style::Plain, PLACE).head;
        for plain in
            ["Talks", "a:b", "http://a.b/c", "3 men", "-x", "it's", "x, y", "2025-11", "v1.2", "nope", "a#b"]
        {
            assert_eq!(in_block(plain), plain);
        }
        for quoted in [
            "no",
            "On",
            "y",
            "12",
            "1.20",
            "0x1F",
            "1e3",
            "190:20:30",
            "2025-11-02",
            "2025-1-2 10:00",
            "~",
            "null",
            "",
            "a: b",
            "a #b",
            "- x",
            "#x",
            "[x",
            "@x",
            "x:",
            " x",
            "x ",
            "---",
            "<<",
            ".5",
            "-.inf",
            "1_000",
            "+1",
        ] {
            assert_eq!(in_block(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(in_block("\"so\": it's"), "'\"so\": it''s'");
        assert_eq!(text("x, y", Style::Plain, Place { brackets: true, ..PLACE }).head, "\"x, y\"");
        assert_eq!(text("2025-11-02", Style::Plain, Place { bare: true, ..PLACE }).head, "2025-11-02");
        for said in ["a ? b", "a?b", "?a", "a:b", "http://a.b/c", "-a", "a, b"] {
            let listed = text(said, Style::Plain, Place { brackets: true, ..PLACE }).head;
            assert_eq!(listed, format!("\"{said}\""));
        }
        assert_eq!(in_block("a ? b"), "a ? b");
        assert_eq!(in_block("a\u{2028}b\u{1}"), "\"a\\u2028b\\u0001\"");
    }

    #[test]
    fn long_texts_stand_under_a_sign() {
        let prose = "One two three four five six seven eight nine ten eleven.\nTwelve.\n\nThirteen.";
        insta::assert_snapshot!(put(prose, Style::Folded, PLACE), @r"
        a: >-
          One two three four five six seven
          eight nine ten eleven.

          Twelve.


          Thirteen.
        b: x
        ");
        insta::assert_snapshot!(put("  a\n\nb\n\n", Style::Plain, PLACE), @r"
        a: |2+
            a

          b

        b: x
        ");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn every_text_reads_back(
            said in "([a-z0-9.~<=+-]{1,3}|[ \t\n:#,'\"\\\\|>{}&*!%@`?-]|[é\u{85}\u{2028}\u{feff}\u{1}\r]| \n|---|: ){0,9}",
            style in prop::sample::select(vec![Style::Plain, Style::Single, Style::Double, Style::Literal, Style::Folded]),
            brackets in any::<bool>(),
        ) {
            let place = Place { brackets, width: 8, ..PLACE };
            let yaml = put(&said, style, place);
            prop_assert_eq!(back(&yaml, brackets), said, "{:?}", yaml);
        }
    }
}
