//! A text as it is compared: what only the setting of it changes does not count.
//!
//! Owns what counts as setting (how many blanks and which, which dashes and quotation marks, how an accent is put together,
//! joiners that nobody sees) and letter case beside it, and the way from a place in the folded text to the same in its own.
//! Invariants: folding is the same for a text and for what is looked for in it; a place that is given back lies on a
//! character boundary, and no range that is given back begins or ends within what one character became.

use super::work;
use std::borrow::Cow;
use unicode_normalization::char::decompose_canonical;

/// A folded text.
#[derive(Debug)]
pub(super) struct Folded<'t> {
    own: &'t str,
    text: Cow<'t, str>,
    /// From where on the folded text and its own go side by side, byte by byte; up to the next of these.
    sides: Vec<Side>,
}

#[derive(Clone, Copy, Debug)]
struct Side {
    folded: usize,
    own: usize,
}

impl<'t> Folded<'t> {
    /// A text, folded.
    pub(super) fn of(own: &'t str) -> Self {
        let mut text = String::with_capacity(own.len());
        let mut sides = vec![Side { folded: 0, own: 0 }];
        let mut last = Side { folded: 0, own: 0 };
        for (at, c) in own.char_indices() {
            let before = text.len();
            push(c, true, &mut text);
            if text.len() > before && at - last.own != before - last.folded {
                last = Side { folded: before, own: at };
                sides.push(last);
            }
        }
        // What the last character became, and what is left out behind it, ends with the text.
        sides.push(Side { folded: text.len(), own: own.len() });
        Self { own, text: Cow::Owned(text), sides }
    }

    /// A text as it is: one so long that a second of it would cost more than it is worth.
    pub(super) fn plain(own: &'t str) -> Self {
        let end = Side { folded: own.len(), own: own.len() };
        Self { own, text: Cow::Borrowed(own), sides: vec![Side { folded: 0, own: 0 }, end] }
    }

    /// What is looked for, folded as the text is.
    pub(super) fn folding<'q>(&self, words: &'q str) -> Cow<'q, str> {
        match self.text {
            Cow::Borrowed(_) => Cow::Borrowed(words),
            Cow::Owned(_) => Cow::Owned(fold(words, true)),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A stretch of the folded text; what does not fit it is empty.
    pub(super) fn slice(&self, range: std::ops::Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Where a range of the folded text is in the text itself.
    pub(super) fn own(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let at = |n: usize| {
            let (side, next) = (self.sides.get(n.saturating_sub(1)), self.sides.get(n));
            (
                side.copied().unwrap_or(Side { folded: 0, own: 0 }),
                next.map_or(self.own.len(), |next| next.own),
            )
        };
        let (side, next) = at(self.sides.partition_point(|side| side.folded <= range.start));
        let start = (side.own + (range.start - side.folded)).min(next);
        let (side, next) = at(self.sides.partition_point(|side| side.folded < range.end));
        let end = (side.own + range.end.saturating_sub(side.folded)).min(next);
        let start = (0..=start).rev().find(|at| self.own.is_char_boundary(*at)).unwrap_or(0);
        let end = (end..=self.own.len()).find(|at| self.own.is_char_boundary(*at)).unwrap_or(self.own.len());
        start..end.max(start)
    }

    /// Where a place of the text is in the folded one.
    pub(super) fn folded(&self, own: usize) -> usize {
        let n = self.sides.partition_point(|side| side.own <= own);
        let side = self.sides.get(n.saturating_sub(1)).copied().unwrap_or(Side { folded: 0, own: 0 });
        let next = self.sides.get(n).map_or(self.text.len(), |next| next.folded);
        self.floor((side.folded + (own - side.own)).min(next))
    }

    /// The nearest place at or before a byte offset of the folded text that lies on a character boundary.
    pub(super) fn floor(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// A text without what only its setting makes; with one case of letters (`cased`), or with its own.
pub(super) fn fold(text: &str, cased: bool) -> String {
    work::add(text.len());
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, cased, &mut out));
    out
}

/// Whether nothing but the setting of two texts differs.
pub(super) fn same(a: &str, b: &str) -> bool {
    a == b || fold(a, false) == fold(b, false)
}

fn push(c: char, cased: bool, out: &mut String) {
    if c.is_ascii_graphic() {
        out.push(if cased { c.to_ascii_lowercase() } else { c });
        return;
    }
    if c.is_whitespace() {
        if !out.ends_with(' ') {
            out.push(' ');
        }
        return;
    }
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '＇' => out.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => out.push('"'),
        '…' => out.push_str("..."),
        // Soft hyphens, joiners, marks of direction, selectors of a picture's style.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
        '\u{2e80}'..='\u{abff}' => out.push(c),
        c => decompose_canonical(c, |part| {
            if cased {
                out.extend(part.to_lowercase());
            } else {
                out.push(part);
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_setting_of_words_does_not_count() {
        for (a, b) in [
            ("5 percent", "5\u{a0}percent"),
            ("the  valley", "the\nvalley"),
            ("Iran's “plan”", "Iran’s \"plan\""),
            ("non-violent", "non\u{2011}violent"),
            ("été", "e\u{301}te\u{301}"),
            ("wait…", "wait..."),
            ("می\u{200c}خواهم", "میخواهم"),
        ] {
            assert!(same(a, b), "{a} {b}");
        }
        assert!(!same("The US", "the us") && fold("The US", true) == fold("the us", true));
        assert!(!same("re-sign", "resign") && !same("5 5", "55"));
    }

    #[test]
    fn places_lead_back_to_the_text_itself() {
        let own = "Él  dit «x…» —  ok";
        let folded = Folded::of(own);
        assert_eq!(folded.text(), "e\u{301}l dit \"x...\" - ok");
        let back = |words: &str| {
            let at = folded.text().find(words).unwrap();
            own.get(folded.own(at..at + words.len())).unwrap()
        };
        assert_eq!((back("e"), back("dit \"x"), back("..."), back("l d")), ("É", "dit «x", "…", "l  d"));
        assert_eq!((back("- ok"), back("l ")), ("—  ok", "l "));
    }

    proptest! {
        #[test]
        fn whatever_is_found_reads_the_same(own in "([aÉé’'… \u{a0}\u{301}\u{ad}国–-]|İ|ß){0,30}", from in 0_usize..40, len in 1_usize..12) {
            let folded = Folded::of(&own);
            let start = folded.floor(from);
            let end = folded.floor(start + len);
            let range = folded.own(start..end);
            let there = own.get(range.clone()).unwrap();
            prop_assert!(fold(there, true).contains(folded.slice(start..end).trim_matches(' ')), "{own:?} {start}..{end}: {there:?}");
            prop_assert!(folded.folded(range.start) <= start);
        }
    }
}
