//! What printed pages leave between the lines of a text that was taken from them: their numbers, running headers, and words
//! that were parted at the end of a line.
//!
//! Invariant: the work grows with the text's length; a line is left out only where it counts pages, or stands at the edge of
//! several.

use std::collections::{HashMap, HashSet};

/// Lines that stand so near to a page's number may be its header or footer.
const EDGE: usize = 3;

/// The longest header.
const LONGEST: usize = 90;

/// The lines of a text without what pages have at their edges. Where a page ends within a paragraph it goes on.
pub(super) fn without_edges<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let numbers = numbers(lines);
    if numbers.is_empty() {
        return lines.to_vec();
    }
    let mut dropped: HashSet<usize> = numbers.iter().copied().collect();
    // What stands beside the numbers of several pages, but for figures in it, is a header.
    let mut headers: HashMap<String, Vec<usize>> = HashMap::new();
    for at in edges(lines, &numbers) {
        if let Some(line) = lines.get(at) {
            headers.entry(plain(line)).or_default().push(at);
        }
    }
    for places in headers.into_values().filter(|places| places.len() > 1) {
        dropped.extend(places);
    }
    let mut out: Vec<&str> = Vec::with_capacity(lines.len());
    let mut cut = false;
    for (at, line) in lines.iter().copied().enumerate() {
        if dropped.contains(&at) {
            cut = true;
            continue;
        }
        if cut && line.trim().is_empty() {
            continue;
        }
        if std::mem::take(&mut cut) {
            // The blank lines around a page's edge part nothing where the sentence goes on.
            let last = out.iter().rposition(|line| !line.trim().is_empty());
            let goes_on = last.and_then(|last| out.get(last)).is_some_and(|last| {
                !last.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '…'])
                    && line.trim().starts_with(char::is_lowercase)
            });
            out.truncate(last.map_or(0, |last| last + 1));
            if !goes_on {
                out.push("");
            }
        }
        out.push(line);
    }
    out
}

/// The lines that count pages: nothing but numbers, each by one more than the one before.
fn numbers(lines: &[&str]) -> Vec<usize> {
    let mut out: Vec<(usize, u32)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(number) = number(line) else { continue };
        if out.last().is_none_or(|(_, before)| *before + 1 == number) {
            out.push((at, number));
        }
    }
    if out.len() > 1 { out.into_iter().map(|(at, _)| at).collect() } else { Vec::new() }
}

/// The page that a line counts: `12`, `- 12 -`, `Page 12 of 40`.
fn number(line: &str) -> Option<u32> {
    let line =
        line.trim().trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | '[' | ']' | ' ' | '\u{c}'));
    let line = line.strip_prefix("Page ").or_else(|| line.strip_prefix("page ")).unwrap_or(line);
    let digits = line.split([' ', '/']).next().filter(|digits| digits.len() <= 4)?;
    let rest = line.get(digits.len()..)?.trim_start_matches([' ', '/']).trim_start_matches("of").trim();
    (rest.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    digits.parse().ok()
}

/// The lines at the edges of pages: the first and the last of the text, and those around a page's number.
fn edges(lines: &[&str], numbers: &[usize]) -> Vec<usize> {
    let text = |at: usize| {
        lines.get(at).is_some_and(|line| !line.trim().is_empty() && line.trim().chars().count() <= LONGEST)
    };
    let mut out: HashSet<usize> = (0..lines.len()).find(|at| text(*at)).into_iter().collect();
    for number in numbers {
        out.extend((number + 1..=number + EDGE).find(|at| text(*at)));
        out.extend((number.saturating_sub(EDGE)..*number).rev().find(|at| text(*at)));
    }
    out.into_iter().collect()
}

/// A line without its figures and the blanks that set it.
fn plain(line: &str) -> String {
    let line: String = line.chars().filter(|c| !c.is_ascii_digit()).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text, by which it is told whether a word that was parted at the end of a line has a hyphen.
pub(super) struct Words {
    whole: HashSet<String>,
    /// Whether many lines end with a hyphen: then it is the printer's.
    printed: bool,
}

/// So many bytes are looked through for words.
const LOOKED_AT: usize = 2 << 20;

/// First parts that keep their hyphen.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "self", "non", "cross", "long", "short", "well", "co", "anti", "pro", "half", "ex", "high", "low", "far", "so", "two", "three", "post",
    "pre", "all", "ill", "new", "old", "full", "part", "mid", "semi", "multi", "vice", "socio", "state", "free", "hard", "deep",
];

impl Words {
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut whole = HashSet::new();
        let (mut bytes, mut parted) = (0, 0);
        for line in lines {
            bytes += line.len();
            if bytes > LOOKED_AT {
                break;
            }
            let line = line.trim_end();
            parted += usize::from(line.ends_with('-') && !line.ends_with(" -") && !line.ends_with("--"));
            let words = line
                .split(|c: char| !c.is_alphabetic() && c != '-')
                .filter(|word| !word.is_empty() && !word.ends_with('-'));
            whole.extend(words.map(str::to_lowercase));
        }
        Self { whole, printed: parted >= 2 }
    }

    /// Whether the hyphen between the end of a text and a line that goes on with it is only the printer's.
    pub(super) fn printers(&self, text: &str, next: &str) -> bool {
        let letters = |c: char| c.is_alphabetic() || c == '-';
        let first =
            text.trim_end_matches('-').rsplit(|c| !letters(c)).next().unwrap_or_default().to_lowercase();
        let second = next.trim_start().split(|c| !letters(c)).next().unwrap_or_default().to_lowercase();
        let known = |word: &str| self.whole.contains(word);
        if known(&format!("{first}{second}")) {
            return true;
        }
        let hyphen = known(&format!("{first}-{second}"))
            || PARTS.contains(&first.as_str())
            || known(&first) && known(&second)
            || first.contains('-');
        self.printed && !hyphen && !first.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_pages_are_left_out() {
        let text = "THE COMMENT   No. 4\n\nIt begins and goes\n\n  1\n\nTHE COMMENT  No. 4\n\non here. It ends.\n\n 2\n\nTHE COMMENT No. 4\n\nAnd so on.\n";
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(without_edges(&lines), ["", "It begins and goes", "on here. It ends.", "", "And so on."]);
        let few: Vec<&str> = "A\n\n7\n\nB".lines().collect();
        assert_eq!(without_edges(&few), few, "one number counts nothing");
        assert_eq!(
            [number("Page 3 of 9"), number("- 12 -"), number("1.5"), number("2025 was"), number("")],
            [Some(3), Some(12), None, None, None]
        );
    }

    #[test]
    fn a_hyphen_at_the_end_of_a_line_is_the_printers_or_the_words() {
        let lines = [
            "The run-",
            "way of a cross-",
            "border Janu-",
            "ary, a runway, and short-term gains",
            "of a short-",
        ];
        let words = Words::of(&lines);
        for (text, next, want) in [
            ("The run-", "way of", true),
            ("a cross-", "border", false),
            ("border Janu-", "ary, a", true),
            ("of a short-", "term", false),
        ] {
            assert_eq!(words.printers(text, next), want, "{text}{next}");
        }
        assert!(!Words::of(&["one that is so-", "called"]).printers("so-", "called"));
    }
}
