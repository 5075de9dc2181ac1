//! The words of a text, folded, as searching compares them.
//!
//! Owns what a word is to a search, and what is the same word: letter case, diacritics, widths and the forms of Arabic
//! letters do not count. Scripts that are written without blanks (Han, kana, Hangul, Thai, Lao, Khmer, Burmese) give one
//! word for each character, so that any stretch of them is found as a sequence of words. An apostrophe parts words:
//! `l’Iran` holds `iran`, and `don't` is found as the sequence that it is.
//! Invariants: folding is the same for a text and for what is looked for in it; a word's range lies on character
//! boundaries of the text; no word is empty or longer than [`MAX_WORD`] characters before folding.

use std::ops::Range;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// The most characters of one word: what is longer is several, in the text and in what is looked for alike.
pub const MAX_WORD: usize = 64;

/// Whether a character stands on the letter before it: an accent, a vowel sign, a virama.
#[must_use]
pub fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// Whether a character is a letter or a digit of any script, or stands on one.
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether a character is not seen and joins or parts those beside it: words of Persian and of Indian scripts hold it.
#[must_use]
pub const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a character is a picture: an emoji or a dingbat.
#[must_use]
pub const fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b50}'..='\u{2b55}' | '\u{1f000}'..='\u{1faff}')
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// It ends a word.
    Break,
    /// It is part of a word.
    Letter,
    /// It is a word.
    Alone,
    /// It counts for nothing: a mark that is folded away, a joiner.
    Silent,
}

/// Calls `act` with each word of a text, folded, and with its range in bytes.
pub fn each_word(text: &str, mut act: impl FnMut(&str, Range<usize>)) {
    let mut folded = String::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        // Most words are plain: whatever stands behind them is looked at only where it may belong to them.
        let rest = bytes.get(at..).unwrap_or_default();
        let rest = rest.get(..MAX_WORD).unwrap_or(rest);
        let mut capitals = 0;
        let run = rest.iter().position(|b| {
            capitals |= b & 0x20 ^ 0x20;
            !b.is_ascii_alphanumeric()
        });
        let run = run.unwrap_or(rest.len());
        if run > 0 && (run == MAX_WORD || bytes.get(at + run).is_none_or(u8::is_ascii)) {
            let word = text.get(at..at + run).unwrap_or_default();
            if capitals == 0 {
                act(word, at..at + run);
            } else {
                folded.clear();
                folded.push_str(word);
                folded.make_ascii_lowercase();
                act(&folded, at..at + run);
            }
            at += run;
            continue;
        }
        at += next_word(text, at, &mut folded, &mut act);
    }
}

/// The word, or what is none, at a byte offset; how many bytes it has.
fn next_word(text: &str, at: usize, folded: &mut String, act: &mut impl FnMut(&str, Range<usize>)) -> usize {
    folded.clear();
    let rest = text.get(at..).unwrap_or_default();
    let mut chars = rest.char_indices().map(|(i, c)| (i, c, class(c))).peekable();
    let Some((_, first, kind)) = chars.next() else { return rest.len().max(1) };
    let mut end = first.len_utf8();
    if matches!(kind, Class::Break | Class::Silent) {
        return end;
    }
    // A syllable of Hangul may be written as its letters, as file systems and some keyboards do.
    let mut syllable = first;
    while let Some((i, c, _)) = chars.peek().copied()
        && let Some(whole) = syllable_of(syllable, c)
    {
        syllable = whole;
        end = i + c.len_utf8();
        chars.next();
    }
    fold(syllable, folded);
    let mut count = 1;
    while let Some((i, c, next)) = chars.peek().copied() {
        let goes_on = next == Class::Silent || next == Class::Letter && kind == Class::Letter;
        if !goes_on || count == MAX_WORD {
            break;
        }
        if next == Class::Letter {
            fold(c, folded);
        }
        end = i + c.len_utf8();
        count += 1;
        chars.next();
    }
    if !folded.is_empty() {
        act(folded, at..at + end);
    }
    end
}

/// The words of a text with a blank before each and one behind the last; blanks alone where there are none.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    each_word(text, |word, _| {
        out.push_str(word);
        out.push(' ');
    });
    out
}

/// Whether words of a text, as [`folded`] has them, hold what is looked for, which is folded.
///
/// Most texts do not, and of one in plain letters that shows without folding it: each of its words stands in it as it is
/// but for the case, and so has the first word of what is looked for.
#[must_use]
pub fn holds(text: &str, needle: &str) -> bool {
    let first = needle.split(' ').find(|word| !word.is_empty()).unwrap_or_default();
    if text.is_ascii() && !has_plain(text.as_bytes(), first.as_bytes()) {
        return false;
    }
    folded(text).contains(needle)
}

/// Whether a text has letters, which are small, in either case.
fn has_plain(text: &[u8], letters: &[u8]) -> bool {
    let Some(&first) = letters.first() else { return true };
    let at_once = |at: usize| {
        let there = text.get(at..at + letters.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(letters))
    };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text).any(at_once)
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Class::Letter } else { Class::Break };
    }
    if is_silent(c) {
        Class::Silent
    } else if is_alone(c) {
        if c.is_alphanumeric() { Class::Alone } else { Class::Break }
    } else if is_letter(c) {
        Class::Letter
    } else {
        Class::Break
    }
}

/// Marks that change no word, and characters that are written for the look of it.
fn is_silent(c: char) -> bool {
    matches!(c as u32,
        0xad                                        // soft hyphen
        | 0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f // diacritics
        | 0x591..=0x5bd | 0x5bf | 0x5c1 | 0x5c2 | 0x5c4 | 0x5c5 | 0x5c7                          // Hebrew points
        | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670                                          // Arabic vowels, tatweel
        | 0x6d6..=0x6dc | 0x6df..=0x6e4 | 0x6e7 | 0x6e8 | 0x6ea..=0x6ed | 0x8d3..=0x8ff          // signs of recitation
        | 0xe47..=0xe4e | 0xec8..=0xecd                                                          // Thai and Lao tones
        | 0x200b..=0x200f | 0x2060 | 0xfe00..=0xfe0f | 0xfeff | 0xe0100..=0xe01ef                // joiners, selectors
    )
}

/// Characters of scripts that are written without blanks between words.
fn is_alone(c: char) -> bool {
    matches!(c as u32,
        0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff // Thai, Lao, Burmese, Khmer
        | 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3041..=0x30ff | 0x31f0..=0x31ff // kana, radicals
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff // Han
        | 0x1100..=0x11ff | 0xa960..=0xa97f | 0xac00..=0xd7ff | 0xff66..=0xff9f // Hangul, halfwidth kana
    )
}

/// The syllable of Hangul that a letter, or a syllable, makes with the letter behind it.
fn syllable_of(before: char, letter: char) -> Option<char> {
    let is_syllable = matches!(before as u32, 0x1100..=0x1112 | 0xac00..=0xd7a3);
    if is_syllable { compose(before, letter) } else { None }
}

/// Appends what a character is to a search.
fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if matches!(c as u32, 0xac00..=0xd7a3 | 0x4e00..=0x9fff) {
        out.push(c);
        return;
    }
    decompose_compatible(c, |part| {
        if is_silent(part) {
            return;
        }
        for c in part.to_lowercase() {
            match kin(c) {
                Some(kin) => out.push_str(kin),
                // What is composed of signs, as ½ is, has its letters and digits.
                None if is_letter(c) => out.push(c),
                None => {}
            }
        }
    });
}

/// What people type for a small letter that is not composed of others.
fn kin(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'þ' => "th",
        'ς' => "σ",
        // Alef wasla, Persian and Urdu letters, and endings that are written in two ways.
        'ٱ' => "ا",
        'ى' | 'ی' | 'ے' => "ي",
        'ک' | 'ڪ' => "ك",
        'ة' | 'ہ' | 'ھ' | 'ە' => "ه",
        '٠' | '۰' | '०' => "0",
        '١' | '۱' | '१' => "1",
        '٢' | '۲' | '२' => "2",
        '٣' | '۳' | '३' => "3",
        '٤' | '۴' | '४' => "4",
        '٥' | '۵' | '५' => "5",
        '٦' | '۶' | '६' => "6",
        '٧' | '۷' | '७' => "7",
        '٨' | '۸' | '८' => "8",
        '٩' | '۹' | '९' => "9",
        _ => return None,
    })
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_take_for_one_word_is_one() {
        for (a, b) in [
            ("Café", "CAFE"),
            ("cafe\u{301}", "café"),
            ("Straße", "STRASSE"),
            ("Łukasz Søren Ægir", "lukasz soren aegir"),
            ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("ёлка", "елка"),
            ("الأُمَّةُ", "الامه"),
            ("کابل", "كابل"),
            ("ایران", "إيران"),
            ("مـــاء", "ماء"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("שָׁלוֹם", "שלום"),
            ("ＡＢＣ１２", "abc12"),
            ("۲۰۲۵ ٢٠٢٥", "2025 2025"),
            ("ﬁnance", "finance"),
            ("예산안 예산", "\u{110b}\u{1168}\u{1109}\u{1161}\u{11ab}\u{110b}\u{1161}\u{11ab} 예사\u{11ab}"),
            ("AI가", "AI\u{1100}\u{1161}"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
    }

    #[test]
    fn words_end_where_people_end_them() {
        for (text, words) in [
            ("", " "),
            ("Cross-border (trade), 4.2bn", " cross border trade 4 2bn "),
            ("l’Iran don't", " l iran don t "),
            ("预算案 2025年", " 预 算 案 2025 年 "),
            ("가나 다", " 가 나 다 "),
            ("\u{1100}\u{1161}\u{1102}\u{1161} 간", " 가 나 간 "),
            ("น้ำท่วม", " น า ท ว ม "),
            ("हिन्दी में", " हिन्दी में "),
            ("a\u{301}b—c", " ab c "),
            ("…؟、。", " "),
        ] {
            assert_eq!(folded(text), words, "{text}");
        }
        let mut pieces = Vec::new();
        each_word(&"x".repeat(150), |_, range| pieces.push(range.len()));
        assert_eq!(pieces, [64, 64, 22]);
    }

    proptest! {
        #[test]
        fn what_a_text_holds_shows_without_folding_it(
            text in "([aA]|b|Bc|don't|é|水|[ ,.-]){0,12}",
            needle in "( ?(a|b|bc|ab|don|t|e|水|a b|b a|don t) ?){0,3}",
        ) {
            assert_eq!(holds(&text, &needle), folded(&text).contains(&needle), "{needle:?} in {text:?}");
        }

        #[test]
        fn words_are_where_they_are_said_to_be(text in "(\\PC|[a-z éا预한ิ\u{301}\u{200c}\u{1100}\u{1112}\u{1161}\u{11ab}]){0,60}") {
            let mut end = 0;
            each_word(&text, |word, range| {
                assert!(!word.is_empty() && !word.contains(' '));
                assert!(range.start >= end && range.end > range.start);
                // A word by itself is the same word.
                assert_eq!(folded(&text[range.clone()]), format!(" {word} "));
                end = range.end;
            });
        }
    }
}
