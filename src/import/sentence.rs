//! Paragraphs as sentences, and sentences as words.
//!
//! Invariant: every range lies in the paragraph's text, on character boundaries; sentences and tokens are in order and do
//! not overlap; the work grows with the text's length.

use super::words::{ABBREVIATIONS, MAYBE_LAST, STARTERS, is};
use std::ops::Range;

/// A word, a number or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// As it stands, without a possessive ending.
    pub text: &'t str,
    /// Bytes of the paragraph, possessive ending and all.
    pub range: Range<usize>,
    /// Whether it stands in the possessive.
    pub possessive: bool,
    /// Whether it is a word or a number, and no mark.
    pub word: bool,
}

impl Token<'_> {
    /// Whether it is this word, whatever its case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words, whatever their case.
    pub(super) fn is_in(&self, words: &[&str]) -> bool {
        self.word && is(words, self.text)
    }

    /// Whether it begins with a capital.
    pub(super) fn capital(&self) -> bool {
        self.word && self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is a name with the Arabic article: al-Burhan.
    pub(super) fn arabic(&self) -> bool {
        let named = |start| {
            self.text.strip_prefix(start).is_some_and(|rest: &str| rest.starts_with(char::is_uppercase))
        };
        self.word && ["al-", "el-", "as-", "ul-", "ash-"].into_iter().any(named)
    }

    /// Whether it is written in capitals, as an acronym is: two letters or more.
    pub(super) fn acronym(&self) -> bool {
        let letters = || self.text.chars().filter(|c| c.is_alphabetic());
        self.word && letters().count() >= 2 && letters().all(char::is_uppercase)
    }
}

/// A sentence of a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Sentence<'t> {
    /// The paragraph, counted from 0.
    pub paragraph: usize,
    /// Its text.
    pub text: &'t str,
    /// The paragraph's whole text, which the tokens' ranges are in.
    pub whole: &'t str,
    /// Its words and marks.
    pub tokens: Vec<Token<'t>>,
    /// The byte of the paragraph from which on it stands in a quotation that began before it.
    pub open: Option<usize>,
    /// The quotations between single marks that stand in it or go through it, as bytes of the paragraph between their marks.
    pub singles: Vec<Range<usize>>,
}

impl<'t> Sentence<'t> {
    /// A token by its place, counted from 0.
    pub(super) fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    /// The text from the start of one token to the end of another.
    pub(super) fn span(&self, from: usize, to: usize) -> &'t str {
        match (self.tokens.get(from), self.tokens.get(to)) {
            (Some(a), Some(b)) => self.whole.get(a.range.start..b.range.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether a mark opens a nickname within a name: Francis *“Frank”* Doe.
    pub(super) fn nickname(&self, mark: usize) -> bool {
        let capital = |at: usize| self.token(at).is_some_and(Token::capital);
        let is_mark =
            |at: usize| self.token(at).is_some_and(|t| matches!(t.text, "“" | "”" | "\"" | "‘" | "’"));
        is_mark(mark)
            && is_mark(mark + 2)
            && [mark + 1, mark + 3].into_iter().all(capital)
            && mark.checked_sub(1).is_some_and(capital)
    }

    /// The number of its words.
    pub(super) fn words(&self) -> usize {
        self.tokens.iter().filter(|token| token.word).count()
    }
}

/// The sentences of a paragraph, counted from 0.
pub(super) fn sentences(paragraph: usize, whole: &str) -> Vec<Sentence<'_>> {
    let mut tokens = tokens(whole).into_iter().peekable();
    let mut marks = Marks::of(whole);
    ends(whole)
        .into_iter()
        .map(|range| {
            let mut own = Vec::new();
            while let Some(token) = tokens.next_if(|token| token.range.start < range.end) {
                own.push(token);
            }
            let text = whole.get(range.clone()).unwrap_or_default();
            let singles = marks.singles(&range);
            Sentence { paragraph, text, whole, tokens: own, singles, open: marks.open_at(range.start) }
        })
        .collect()
}

/// The quotations of a paragraph, as bytes between their marks; what is never closed is none.
struct Marks {
    ranges: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
    /// Those between single marks.
    singles: Vec<Range<usize>>,
}

/// The most bytes between single marks that are looked through for the second.
const SINGLE: usize = 1500;

/// Where a quotation ends that a single mark has begun. An apostrophe is the same mark: one behind which a word goes on is none
/// that ends, and one behind the `s` of a plural only where there is no other.
fn single_end(rest: &str) -> Option<usize> {
    // The ‘90s are no quotation.
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut plural = None;
    let mut last = ' ';
    for (at, c) in rest.char_indices().take_while(|(at, c)| *at < SINGLE && *c != '‘') {
        let mut after = rest.get(at + c.len_utf8()..).unwrap_or_default().chars();
        let next = after.next().unwrap_or(' ');
        if c == '’' && !next.is_alphanumeric() {
            let goes_on = next == ' ' && after.next().is_some_and(char::is_lowercase);
            if last != 's' || !goes_on {
                return Some(at);
            }
            plural = plural.or(Some(at));
        }
        last = c;
    }
    plural
}

impl Marks {
    fn of(text: &str) -> Self {
        let mut ranges = Vec::new();
        let mut singles: Vec<Range<usize>> = Vec::new();
        let mut open: Option<(char, usize)> = None;
        for (at, c) in text.char_indices() {
            if singles.last().is_some_and(|range| at < range.end) {
                continue;
            }
            match (open, c) {
                (None, '‘') => {
                    let from = at + c.len_utf8();
                    if let Some(end) = single_end(text.get(from..).unwrap_or_default()) {
                        ranges.push(from..from + end);
                        singles.push(from..from + end);
                    }
                }
                (None, '“' | '«' | '„' | '"') => open = Some((c, at + c.len_utf8())),
                (Some(('“', from)), '”')
                | (Some(('«', from)), '»')
                | (Some(('„', from)), '“' | '”')
                | (Some(('"', from)), '"') => {
                    ranges.push(from..at);
                    open = None;
                }
                _ => {}
            }
        }
        Self { ranges: ranges.into_iter().peekable(), singles }
    }

    /// The quotations between single marks that some bytes have a part of.
    fn singles(&self, bytes: &Range<usize>) -> Vec<Range<usize>> {
        let first = self.singles.partition_point(|range| range.end < bytes.start);
        let here = self.singles.get(first..).unwrap_or_default().iter();
        here.take_while(|range| range.start < bytes.end).cloned().collect()
    }

    /// Where the quotation begins that a byte stands in. Bytes are asked for in order.
    fn open_at(&mut self, at: usize) -> Option<usize> {
        while self.ranges.next_if(|range| range.end <= at).is_some() {}
        self.ranges.peek().filter(|range| range.start < at).map(|range| range.start)
    }
}

/// Marks that end a sentence in the scripts that have them.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

/// Stops after which no blank is needed.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// What may close behind a stop.
fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』')
}

/// The ranges of a paragraph's sentences, without the blanks between them.
fn ends(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_stop(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut wide = is_wide_stop(c);
        let mut closed = false;
        while let Some((next, c)) = chars.next_if(|(_, c)| is_stop(*c) || closes(*c)) {
            end = next + c.len_utf8();
            wide |= is_wide_stop(c);
            closed |= closes(c);
        }
        let rest = text.get(end..).unwrap_or_default();
        let blank = rest.starts_with(char::is_whitespace);
        if !wide && !blank && !rest.is_empty() {
            continue;
        }
        let before = text.get(start..at).unwrap_or_default();
        if c == '.' && !closed && !stops(before, rest) {
            continue;
        }
        // A small letter goes on with the sentence: “Why?” he asked.
        let goes_on = rest.trim_start().chars().next().is_some_and(char::is_lowercase);
        if goes_on && !wide {
            continue;
        }
        push(text, start..end, &mut out);
        start = end;
    }
    push(text, start..text.len(), &mut out);
    out
}

/// Adds a range without the blanks around it, where anything is left.
fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let lead = part.len() - part.trim_start().len();
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + lead;
        out.push(start..start + trimmed.len());
    }
}

/// Whether a full stop between two texts ends a sentence.
fn stops(before: &str, rest: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '‘' | '—' | '–')).next();
    let word = word.unwrap_or_default();
    let next = rest.split_whitespace().next().unwrap_or_default();
    let next = next.trim_matches(|c: char| !c.is_alphanumeric());
    let starter = next.is_empty() || is(STARTERS, next) && next.starts_with(char::is_uppercase);
    if is(ABBREVIATIONS, word) {
        // `No.` is one only before a number, and `no.` the end of many an answer.
        let numbered = word.eq_ignore_ascii_case("no") || word.eq_ignore_ascii_case("art");
        return numbered && !next.starts_with(|c: char| c.is_ascii_digit());
    }
    // 3. März
    if word.len() <= 2
        && !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_digit())
        && super::tongues::month(next).is_some()
    {
        let year =
            rest.split_whitespace().nth(1).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        return super::words::month(next).is_some() && !year;
    }
    // Initials, and U.S. and its like.
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let initials = letters >= 1
        && word.split('.').all(|part| part.chars().count() <= 1)
        && word.chars().all(|c| c.is_uppercase() || c == '.');
    if initials && word != "I" || is(MAYBE_LAST, word) {
        return starter;
    }
    true
}

/// The words and marks of a paragraph.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let word = c.is_alphanumeric();
        if word {
            let mut last = c;
            while let Some(&(at, c)) = chars.peek() {
                let after = || text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                let joins = match c {
                    '\'' | '’' | '-' | '‑' | '&' | '_' => after().is_some_and(char::is_alphanumeric),
                    '.' => dotted(text, start, at, last, after()),
                    ',' => last.is_ascii_digit() && after().is_some_and(|c| c.is_ascii_digit()),
                    c => c.is_alphanumeric() || is_mark(c),
                };
                if !joins {
                    break;
                }
                chars.next();
                end = at + c.len_utf8();
                last = c;
            }
        }
        let whole = text.get(start..end).unwrap_or_default();
        let base = if word { whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")) } else { None };
        // The Taliban' and the States’: the mark stands behind the word.
        let plural = word && whole.ends_with('s') && matches!(chars.peek(), Some((_, '’' | '\'')));
        let plural = plural && text.get(end..).is_some_and(|rest| rest.chars().nth(1) == Some(' '));
        out.push(Token {
            text: base.unwrap_or(whole),
            range: start..end,
            possessive: base.is_some() || plural,
            word,
        });
    }
    out
}

/// Whether a full stop belongs to the word that begins at `start`: U.S., Gen., 1.5.
fn dotted(text: &str, start: usize, at: usize, last: char, after: Option<char>) -> bool {
    let word = text.get(start..at).unwrap_or_default();
    if last.is_ascii_digit() {
        return after.is_some_and(|c| c.is_ascii_digit());
    }
    let single = |part: &str| part.chars().count() == 1;
    let initials = word.split('.').all(single) && last.is_alphabetic();
    if initials {
        return word.contains('.')
            || after.is_some_and(char::is_alphabetic)
            || last.is_uppercase() && after == Some(' ');
    }
    last.is_alphabetic() && is(ABBREVIATIONS, word) && !word.eq_ignore_ascii_case("no") && after == Some(' ')
}

/// Whether a part of a sentence opens and closes the same brackets and quotation marks.
pub(super) fn balanced(text: &str) -> bool {
    let pairs = [("“", "”"), ("(", ")"), ("«", "»"), ("[", "]")];
    pairs.iter().all(|(open, close)| text.matches(open).count() == text.matches(close).count())
        && text.matches('"').count().is_multiple_of(2)
}

/// A text with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Marks that stand on the letter before them, as vowels of Arabic and Devanagari do.
fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && !c.is_alphanumeric()
        && !c.is_whitespace()
        && crate::text::cells(c.encode_utf8(&mut [0; 4])) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(0, text).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn a_full_stop_does_not_always_end_a_sentence() {
        for (text, want) in [
            ("One. Two! Three? Four", vec!["One.", "Two!", "Three?", "Four"]),
            (
                "Gen. Asim Munir met Mr. Sharif. They spoke.",
                vec!["Gen. Asim Munir met Mr. Sharif.", "They spoke."],
            ),
            ("The U.S. Senate voted. It was late.", vec!["The U.S. Senate voted.", "It was late."]),
            ("It is led by the U.S. The rest follow.", vec!["It is led by the U.S.", "The rest follow."]),
            (
                "J. K. Rowling wrote. So did I. We wept.",
                vec!["J. K. Rowling wrote.", "So did I.", "We wept."],
            ),
            ("“Why?” he asked. “Go.” She went.", vec!["“Why?” he asked.", "“Go.”", "She went."]),
            ("It grew by 1.5 per cent. No. 10 agreed.", vec!["It grew by 1.5 per cent.", "No. 10 agreed."]),
            ("Did they? No. They lost.", vec!["Did they?", "No.", "They lost."]),
            ("日本は独立した。次は？何もない。", vec!["日本は独立した。", "次は？", "何もない。"]),
            ("هل نعم؟ لا.", vec!["هل نعم؟", "لا."]),
            ("  ", vec![]),
        ] {
            assert_eq!(split(text), want, "{text}");
        }
    }

    #[test]
    fn words_know_their_possessives() {
        let read = |text: &'static str| -> Vec<(&'static str, bool)> {
            sentences(0, text)
                .remove(0)
                .tokens
                .iter()
                .filter(|t| t.word)
                .map(|t| (t.text, t.possessive))
                .collect()
        };
        assert_eq!(
            read("Pakistan’s Tehrik-i-Taliban, the U.S. and the States' 1,200.5 don't"),
            [
                ("Pakistan", true),
                ("Tehrik-i-Taliban", false),
                ("the", false),
                ("U.S.", false),
                ("and", false),
                ("the", false),
                ("States", true),
                ("1,200.5", false),
                ("don't", false),
            ]
        );
    }
}
