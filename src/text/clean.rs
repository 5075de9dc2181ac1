//! The door for untrusted text.
//!
//! Owns which characters of a file may reach a terminal. Whole escape sequences, C0 and C1 controls, bidi
//! embeddings, overrides and isolates, and invisible characters are dropped; line breaks of every kind become
//! `\n`, tabs become blanks. ZWJ, ZWNJ, LRM, RLM and variation selectors stay, since scripts and emoji need them.
//! Invariant: the result of [`clean`] holds no control character but `\n`, the result of [`clean_line`] none at all.

use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// Marks that may follow one base character: the bound of the Stream-Safe Text Format (UAX #15, section 13).
const MAX_MARKS: usize = 30;

/// How far a string sequence (OSC, DCS, ...) without an end may swallow text, in bytes.
const MAX_SEQUENCE: usize = 4096;

/// A tab in prose becomes this.
const TAB: &str = "    ";

/// A text that may hold several lines, made safe for a terminal.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    match first_suspect(text) {
        Some(at) => Cow::Owned(rewrite(text, at)),
        None => Cow::Borrowed(text),
    }
}

/// A text of one line, made safe for a terminal: runs of blanks and line breaks become one blank.
#[must_use]
pub fn clean_line(text: &str) -> Cow<'_, str> {
    let cleaned = clean(text);
    if cleaned.contains('\n') || cleaned.contains("  ") || cleaned.trim() != cleaned {
        let words: Vec<&str> = cleaned.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
        return Cow::Owned(words.join(" "));
    }
    cleaned
}

/// JSON with the characters that terminals obey, or that other readers take for line breaks, written as escapes. They
/// stand nowhere but in its strings.
#[must_use]
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let odd = |c: char| {
        matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !json.contains(odd) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if odd(c) {
            // Each is one unit of UTF-16.
            // `fmt::Write` to a string does not fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Whether nothing of a text can be seen.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // Most texts begin with something that can be seen.
    match text.trim_start().chars().next() {
        None => true,
        Some(c) if is_common(c) => false,
        Some(_) => clean_line(text).chars().all(|c| c.is_whitespace() || c.width() == Some(0)),
    }
}

/// Where the first character stands that might have to go. Looks at 64 bytes at once, since nearly all is plain.
fn first_suspect(text: &str) -> Option<usize> {
    let mut marks = 0;
    let mut at = 0;
    for chunk in text.as_bytes().chunks(64) {
        // Without branches, so that it is done on many bytes at a time.
        let odd =
            chunk.iter().fold(0, |odd, &b| odd | u8::from(b < 0x20 && b != b'\n') | u8::from(b >= 0x7f));
        let plain = odd == 0;
        if plain {
            marks = 0;
        } else {
            // A chunk may begin inside a character, which the chunk before has looked at.
            let start = (at..at + chunk.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
            let end = at + chunk.len();
            for (i, c) in text.get(start..).unwrap_or_default().char_indices() {
                if start + i >= end {
                    break;
                }
                if is_common(c) {
                    marks = 0;
                    continue;
                }
                marks = if is_mark(c) { marks + 1 } else { 0 };
                if is_unwanted(c) || c == '\t' || is_line_break(c) || marks > MAX_MARKS {
                    return Some(start + i);
                }
            }
        }
        at += chunk.len();
    }
    None
}

fn rewrite(text: &str, from: usize) -> String {
    let mut out = String::with_capacity(text.len());
    // Marks are counted from the start of the cluster, which may lie before `from`: begin at the line's start.
    let head = text.get(..from).unwrap_or_default();
    let from = head.rfind('\n').map_or(0, |nl| nl + 1);
    out.push_str(text.get(..from).unwrap_or_default());
    let mut rest = text.get(from..).unwrap_or_default();
    let mut marks = 0;
    while let Some(c) = rest.chars().next() {
        let mut used = c.len_utf8();
        match c {
            '\r' => {
                out.push('\n');
                if rest.starts_with("\r\n") {
                    used = 2;
                }
            }
            '\n' => out.push('\n'),
            '\t' => out.push_str(TAB),
            _ if is_line_break(c) => out.push('\n'),
            '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => used = sequence_len(rest, c),
            _ if is_unwanted(c) => {}
            _ if is_mark(c) => {
                marks += 1;
                if marks <= MAX_MARKS {
                    out.push(c);
                }
                rest = rest.get(used..).unwrap_or_default();
                continue;
            }
            _ => out.push(c),
        }
        marks = 0;
        rest = rest.get(used..).unwrap_or_default();
    }
    out
}

/// The length in bytes of the escape sequence at the start of `rest` (ECMA-48, 5.4 to 5.6).
fn sequence_len(rest: &str, introducer: char) -> usize {
    let bytes = rest.as_bytes();
    let (kind, body) = match introducer {
        '\u{1b}' => match bytes.get(1) {
            Some(b'[') => ('[', 2),
            Some(b']' | b'P' | b'X' | b'^' | b'_') => (']', 2),
            Some(0x20..=0x2f) => (' ', 1),
            Some(0x30..=0x7e) => return 2,
            _ => return 1,
        },
        '\u{9b}' => ('[', 2),
        _ => (']', 2),
    };
    let tail = bytes.get(body..).unwrap_or_default();
    match kind {
        // Control sequence: parameters, intermediates, one final byte.
        '[' => {
            let params = tail.iter().take_while(|b| matches!(b, 0x20..=0x3f)).count();
            body + params + usize::from(tail.get(params).is_some_and(|b| matches!(b, 0x40..=0x7e)))
        }
        // Escape with intermediates and one final byte.
        ' ' => {
            let between = tail.iter().take_while(|b| matches!(b, 0x20..=0x2f)).count();
            body + between + usize::from(tail.get(between).is_some_and(|b| matches!(b, 0x30..=0x7e)))
        }
        // Control string: up to BEL or ST; an unfinished one loses its introducer only.
        _ => {
            let window = tail.get(..tail.len().min(MAX_SEQUENCE)).unwrap_or_default();
            window
                .iter()
                .enumerate()
                .find_map(|(i, &b)| match b {
                    0x07 => Some(i + 1),
                    0x1b if window.get(i + 1) == Some(&b'\\') => Some(i + 2),
                    0xc2 if window.get(i + 1) == Some(&0x9c) => Some(i + 2),
                    _ => None,
                })
                .map_or(body, |len| body + len)
        }
    }
}

/// Whether a character is one of those that make up most texts: visible, no mark, in no need of a closer look.
fn is_common(c: char) -> bool {
    matches!(c as u32,
        0x20..=0x7e
        | 0x0a
        | 0xa0..=0xac | 0xae..=0x2ff     // Latin
        | 0x370..=0x482 | 0x48a..=0x52f  // Greek, Cyrillic
        | 0x2010..=0x2027                // dashes, quotes, ellipsis
        | 0x20a0..=0x20c0                // currency
        | 0x3001..=0x3029 | 0x3041..=0x3096 | 0x30a1..=0x30fe // kana
        | 0x4e00..=0x9fff                // Han
        | 0xac00..=0xd7a3                // Hangul
    )
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Zero-width characters that attach to the one before them.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0) && !is_unwanted(c)
}

/// Characters that never reach a terminal: controls, bidi controls but LRM and RLM, invisible format characters.
fn is_unwanted(c: char) -> bool {
    if c.is_control() {
        return c != '\n';
    }
    matches!(c,
        '\u{ad}'                          // soft hyphen
        | '\u{34f}'                       // combining grapheme joiner
        | '\u{61c}'                       // Arabic letter mark
        | '\u{115f}' | '\u{1160}'         // Hangul fillers
        | '\u{17b4}' | '\u{17b5}'         // Khmer inherent vowels
        | '\u{180b}'..='\u{180f}'         // Mongolian selectors and vowel separator
        | '\u{200b}'                      // zero width space
        | '\u{202a}'..='\u{202e}'         // bidi embeddings and overrides
        | '\u{2060}'..='\u{206f}'         // word joiner, invisible operators, isolates, deprecated formats
        | '\u{3164}' | '\u{ffa0}'         // Hangul fillers
        | '\u{feff}'                      // byte order mark
        | '\u{fff0}'..='\u{fffb}'         // unassigned, interlinear annotations
        | '\u{1bca0}'..='\u{1bca3}'       // shorthand formats
        | '\u{1d173}'..='\u{1d17a}'       // musical formats
        | '\u{e0000}'..='\u{e00ff}'       // tags
        | '\u{e01f0}'..='\u{e0fff}'
    ) || (c as u32) & 0xfffe == 0xfffe // noncharacters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_is_handed_on_as_it_is() {
        for text in ["", "Plain.", "Ünïcode — “quotes” and €4.2bn\n預算", &"long ".repeat(50)] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_dropped() {
        for (text, cleaned) in [
            ("a\x1b[31mred\x1b[0m", "ared"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
            ("a\x1b]52;c;ZXZpbA==\u{9c}b", "ab"),
            ("a\x1bPq#0\x1b\\b", "ab"),
            ("a\u{9b}31mb", "ab"),
            ("a\u{9d}0;t\x07b", "ab"),
            ("a\x1bcb", "ab"),
            ("a\x1b(0b", "ab"),
            ("a\x1b", "a"),
            ("a\x1b]0;never ended", "a0;never ended"),
            ("bell\x07 del\x7f nul\0", "bell del nul"),
            ("evil\u{202e}txt.exe\u{2066}x\u{2069}", "eviltxt.exex"),
            ("zero\u{200b}width\u{feff}\u{ad}", "zerowidth"),
            ("tag\u{e0041}\u{e007f}", "tag"),
        ] {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
    }

    #[test]
    fn what_scripts_need_stays() {
        for text in ["می\u{200c}خواهم", "क्\u{200d}ष", "a\u{200e}b\u{200f}c", "❤\u{fe0f}", "葛\u{e0100}"]
        {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn line_breaks_and_tabs_take_one_form() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{85}e\u{0c}f\tg"), "a\nb\nc\nd\ne\nf    g");
        assert_eq!(clean_line("  two\n lines\tand \r\n more "), "two lines and more");
    }

    #[test]
    fn what_cannot_be_seen_is_blank() {
        for text in ["", " \n\t", "\u{200b}\u{2060}", "\u{a0}", "\x1b[31m", "\u{200e} \u{200d}", "\u{2028}"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", " .", "\u{200b}x", "預", "\x1b[31mred", "می"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("x{}y", "\u{301}".repeat(5000));
        assert_eq!(clean(&tower).chars().count(), MAX_MARKS + 2);
    }

    #[test]
    fn what_is_common_needs_no_closer_look() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| is_common(*c)) {
            assert!(!is_unwanted(c) && !is_mark(c) && !is_line_break(c), "{:x}", c as u32);
        }
    }

    proptest! {
        #[test]
        fn nothing_unwanted_comes_through(text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f\u{200b}\u{202e}\u{2067}\u{feff}]|\\[|\\]){0,200}") {
            let cleaned = clean(&text);
            prop_assert!(cleaned.chars().all(|c| c == '\n' || !is_unwanted(c)), "{cleaned:?}");
            prop_assert!(clean_line(&text).chars().all(|c| !c.is_control()));
            prop_assert_eq!(clean(&cleaned).into_owned(), cleaned.clone());
        }

        #[test]
        fn letters_are_never_lost(text in "[a-zé預ا \\n]{0,300}") {
            prop_assert_eq!(clean(&text).into_owned(), text);
        }
    }
}
