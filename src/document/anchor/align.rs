//! Texts that are nearly the same: how many edits part two, and where in a text something like a quote stands.
//!
//! Owns [`Pattern`], which holds what is looked for as bits: 64 of its characters are compared with one of the text at
//! once (Myers 1999; Hyyrö 2003 for longer ones, in blocks), and blocks that can no longer lead to few enough edits are left
//! out (Ukkonen 1985). Edits are those of Levenshtein, in characters.
//! Invariant: a stretch that is found needs as many edits as it says, and no stretch of the text needs fewer.

use super::work;
use std::ops::Range;

/// Characters of one block.
const BITS: usize = u64::BITS as usize;

/// Edits that two texts are taken to need at first; where they need more, twice as many.
const FEW: usize = 24;

/// What ends a sentence or parts it.
const ENDS: [char; 9] = ['.', '?', '!', ';', ':', '。', '！', '？', '…'];

/// How like two texts are, of 0 to 1: one less the edits over the longer length, in characters.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { Pattern::of(a.chars()).likeness(b, FEW) }
}

/// The same where it is known how like they are but for their setting and letter case: then it is counted at once.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a part of a length that is far below 2^52"
)]
pub(super) fn likeness_about(a: &str, b: &str, about: f64) -> f64 {
    if a == b {
        return 1.0;
    }
    let edits = (a.len().max(b.len()) as f64 * (1.0 - about)) as usize;
    Pattern::of(a.chars()).likeness(b, edits + FEW)
}

/// How many edits turn a text into another.
pub(super) fn edits(a: &str, b: &str) -> usize {
    Pattern::of(a.chars()).edits(b, FEW)
}

/// A stretch of a text that is like a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aligned {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// How many edits turn one into the other.
    pub edits: usize,
}

/// The stretch of `text` that needs the fewest edits to become `pattern`, where they are at most `most`. Costs at the most the
/// length of the text for each 64 characters of the pattern.
pub(super) fn align(pattern: &Pattern, text: &str, most: usize) -> Option<Aligned> {
    if pattern.len == 0 {
        return None;
    }
    // Where it ends: a last word that is another may be left out or replaced for the same price, so the later end of the
    // same sentence counts.
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut chars = text.char_indices();
    pattern.search(text.chars(), most, |edits| {
        let end = chars.next().map_or(text.len(), |(at, c)| at + c.len_utf8());
        match &mut best {
            Some((fewest, ends)) if edits == *fewest => {
                let between = text.get(ends.start..end).unwrap_or_default();
                if between.len() <= edits && !between.contains(ENDS) {
                    ends.end = end;
                }
            }
            Some((fewest, _)) if edits > *fewest => {}
            _ if edits > most => {}
            _ => best = Some((edits, end..end)),
        }
    });
    let (edits, end) = best.map(|(edits, ends)| (edits, ends.end))?;
    // Where it begins: the same from the other end, which is known. Of several beginnings, the one with the nearest length.
    let before = text.get(..end).unwrap_or_default();
    let mut start = (usize::MAX, end);
    let mut chars = before.char_indices().rev();
    let mut count = 0;
    let backward = pattern.reversed.as_deref().unwrap_or(pattern);
    backward.compare(before.chars().rev().take(pattern.len + edits), edits, |there| {
        count += 1;
        let at = chars.next().map_or(0, |(at, _)| at);
        let away = pattern.len.abs_diff(count);
        if there == edits && away < start.0 {
            start = (away, at);
        }
    });
    Some(Aligned { range: start.1..end, edits })
}

/// A text to be compared: for each of its characters, the places at which it stands, a bit each.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Its length in characters.
    len: usize,
    blocks: usize,
    /// The number of each character of ASCII; 0 for those that it has not.
    plain: [u16; 128],
    /// The same of others, in their order.
    others: Vec<(char, u16)>,
    /// The places of each number, in blocks; number 0 stands nowhere.
    places: Vec<u64>,
    /// The same from its end, where that is wanted.
    reversed: Option<Box<Pattern>>,
}

/// The differences between the edits of neighbouring characters of a block: where there is one more, and where one less.
#[derive(Clone, Copy)]
struct Column {
    more: u64,
    less: u64,
}

/// What a block hands to the one below: one more, one less, or neither.
#[derive(Clone, Copy)]
struct Carry {
    more: u64,
    less: u64,
}

const NONE: Carry = Carry { more: 0, less: 0 };
const MORE: Carry = Carry { more: 1, less: 0 };

impl Carry {
    fn add(self, edits: usize) -> usize {
        let more = usize::from(self.more == 1);
        (edits + more).saturating_sub(usize::from(self.less == 1))
    }

    fn take(self, edits: usize) -> usize {
        Self { more: self.less, less: self.more }.add(edits)
    }
}

impl Column {
    const FRESH: Self = Self { more: u64::MAX, less: 0 };

    /// Goes on by one character of the text, which stands at some places of the block, the last of which is `last`.
    fn step(&mut self, places: u64, above: Carry, last: u64) -> Carry {
        let vertical = places | self.less;
        let here = places | above.less;
        let across = ((here & self.more).wrapping_add(self.more) ^ self.more) | here;
        let rise = self.less | !(across | self.more);
        let fall = self.more & across;
        let (rising, falling) = (rise << 1 | above.more, fall << 1 | above.less);
        self.more = falling | !(vertical | rising);
        self.less = rising & vertical;
        Carry { more: u64::from(rise & last != 0), less: u64::from(fall & last != 0) }
    }
}

impl Pattern {
    /// A pattern that a text is searched for.
    pub(super) fn both_ways(text: &str) -> Self {
        let reversed = Self::of(text.chars().rev());
        Self { reversed: Some(Box::new(reversed)), ..Self::of(text.chars()) }
    }

    fn of(chars: impl Iterator<Item = char> + Clone) -> Self {
        let len = chars.clone().count();
        let blocks = len.div_ceil(BITS).max(1);
        let mut others: Vec<(char, u16)> = chars.clone().filter(|c| !c.is_ascii()).map(|c| (c, 0)).collect();
        others.sort_unstable();
        others.dedup();
        let mut number = 0_u16;
        let mut next = || {
            number = number.saturating_add(1);
            number
        };
        for (_, number) in &mut others {
            *number = next();
        }
        let mut plain = [0_u16; 128];
        for c in chars.clone().filter(char::is_ascii) {
            if let Some(number) = plain.get_mut(c as usize)
                && *number == 0
            {
                *number = next();
            }
        }
        let places = vec![0; blocks * (usize::from(number) + 1)];
        let mut pattern = Self { len, blocks, plain, others, places, reversed: None };
        for (n, c) in chars.enumerate() {
            let at = pattern.row(c) + n / BITS;
            if let Some(place) = pattern.places.get_mut(at) {
                *place |= 1 << (n % BITS);
            }
        }
        pattern
    }

    /// Where the places of a character begin.
    fn row(&self, c: char) -> usize {
        let number = self.plain.get(c as usize).copied().unwrap_or_else(|| {
            let found = self.others.binary_search_by_key(&c, |(c, _)| *c).ok();
            found.and_then(|n| self.others.get(n)).map_or(0, |(_, number)| *number)
        });
        usize::from(number) * self.blocks
    }

    /// How many characters of it are in the blocks up to one, and the bit of the last of them.
    fn end_of(&self, block: usize) -> (usize, u64) {
        let end = ((block + 1) * BITS).min(self.len);
        (end, 1 << ((end.max(1) - 1) % BITS))
    }

    /// How many edits turn it into a text; they are looked for among so many at first.
    pub(super) fn edits(&self, text: &str, few: usize) -> usize {
        let len = text.chars().count();
        if self.len == 0 || len == 0 {
            return self.len.max(len);
        }
        let mut most = few.max(self.len.abs_diff(len)).max(1);
        loop {
            let mut last = usize::MAX;
            self.compare(text.chars(), most, |edits| last = edits);
            if last <= most || most >= self.len.max(len) {
                return last;
            }
            most *= 2;
        }
    }

    /// How like a text it is, of 0 to 1; see [`Pattern::edits`].
    pub(super) fn likeness(&self, text: &str, few: usize) -> f64 {
        self.likeness_after(self.edits(text, few), text.chars().count())
    }

    /// The same of a text of so many characters, where the edits are known.
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    pub(super) fn likeness_after(&self, edits: usize, len: usize) -> f64 {
        1.0 - edits as f64 / self.len.max(len).max(1) as f64
    }

    /// Walks through a text. After each of its characters, `each` is told how many edits part the pattern from all of the text
    /// so far; that is right where they are at most `most`, and too much where they are more.
    fn compare(&self, text: impl Iterator<Item = char>, most: usize, mut each: impl FnMut(usize)) {
        let mut columns = vec![Column::FRESH; self.blocks];
        let bottom = self.blocks - 1;
        // What lies farther from the diagonal than the edits may be many takes no part.
        let mut last = (most / BITS).min(bottom);
        let mut edits = self.end_of(last).0;
        for (n, c) in text.enumerate() {
            if last < bottom && (n + most) / BITS > last {
                last += 1;
                edits += self.end_of(last).0 - last * BITS;
            }
            let first = (n.saturating_sub(most) / BITS).min(last);
            let row = self.row(c);
            let places = self.places.get(row + first..=row + last).unwrap_or_default();
            let active = columns.get_mut(first..=last).unwrap_or_default();
            work::add(active.len());
            let mut carry = MORE;
            let sign = self.end_of(last).1;
            let end = active.len();
            for (k, (column, places)) in active.iter_mut().zip(places).enumerate() {
                carry = column.step(*places, carry, if k + 1 == end { sign } else { 1 << (BITS - 1) });
            }
            edits = carry.add(edits);
            each(if last == bottom { edits } else { usize::MAX });
        }
    }

    /// Walks through a text. After each of its characters, `each` is told how many edits part the pattern from that stretch of
    /// the text ending there that needs the fewest; that is right where they are at most `most`, and too much where they are
    /// more.
    fn search(&self, text: impl Iterator<Item = char>, most: usize, mut each: impl FnMut(usize)) {
        let bottom = self.blocks - 1;
        let mut last = (most / BITS).min(bottom);
        let mut columns = vec![Column::FRESH; self.blocks];
        // The edits at the end of each block.
        let mut edits: Vec<usize> = (0..self.blocks).map(|block| self.end_of(block).0).collect();
        for c in text {
            let row = self.row(c);
            let places = self.places.get(row..row + self.blocks).unwrap_or_default();
            let mut carry = NONE;
            work::add(last + 1);
            let blocks = columns.iter_mut().zip(edits.iter_mut()).zip(places).enumerate();
            for (block, ((column, edits), places)) in blocks.take(last + 1) {
                carry = column.step(*places, carry, self.end_of(block).1);
                *edits = carry.add(*edits);
            }
            let here = edits.get(last).copied().unwrap_or(usize::MAX);
            let before = carry.take(here);
            // One block more where few enough edits may come out of it, one less where they no longer can.
            if last < bottom && before <= most {
                last += 1;
                let (end, sign) = self.end_of(last);
                let mut column = Column::FRESH;
                carry = column.step(places.get(last).copied().unwrap_or_default(), carry, sign);
                if let (Some(place), Some(edits)) = (columns.get_mut(last), edits.get_mut(last)) {
                    *place = column;
                    *edits = carry.add(before + end - last * BITS);
                }
            } else {
                while last > 0 && edits.get(last).is_some_and(|edits| *edits >= most + BITS) {
                    last -= 1;
                }
            }
            let done = last == bottom;
            each(if done { edits.get(last).copied().unwrap_or(usize::MAX) } else { usize::MAX });
        }
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(pattern: &str, text: &str, most: usize) -> Option<Aligned> {
        align(&Pattern::both_ways(pattern), text, most)
    }

    #[test]
    fn what_is_nearly_there_is_found_with_its_ends() {
        let text = "Before. The talks came at a critical juncture, after clashes. Behind.";
        let found = find("talks came at a crucial juncture", text, 8).unwrap();
        assert_eq!(text.get(found.range), Some("talks came at a critical juncture"));
        assert!(find("Linus", "several chines of", 1).is_none());
        assert_eq!(find("same", "the same", 0).unwrap(), Aligned { range: 4..8, edits: 0 });
        assert_eq!(find("", "x", 3), None);
        assert_eq!((likeness("", ""), likeness("", "ab"), likeness("été", "été")), (1.0, 0.0, 1.0));
    }

    /// A text with some characters replaced, put in and left out.
    fn edited(text: &str, edits: &[(usize, u8)]) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, edit) in edits {
            let at = at % (chars.len() + 1);
            match edit % 3 {
                0 => chars.insert(at, 'x'),
                _ if at == chars.len() => {}
                1 => chars[at] = 'y',
                _ => drop(chars.remove(at)),
            }
        }
        chars.into_iter().collect()
    }

    proptest! {
        #[test]
        fn edits_are_those_of_levenshtein(a in "[abc é国]{0,200}", b in "[abc é国]{0,200}", few in 0_usize..80) {
            prop_assert_eq!(Pattern::of(a.chars()).edits(&b, few), strsim::levenshtein(&a, &b));
        }

        #[test]
        fn few_edits_are_counted_in_long_texts(
            text in "[a-h ]{100,400}",
            edits in prop::collection::vec((0_usize..400, 0_u8..3), 0..40),
            few in 0_usize..30,
        ) {
            let other = edited(&text, &edits);
            prop_assert_eq!(Pattern::of(text.chars()).edits(&other, few), strsim::levenshtein(&text, &other));
        }

        #[test]
        fn an_alignment_is_as_good_as_it_says_and_none_is_better(
            pattern in "[ab é]{1,12}|[ab]{60,140}",
            text in "[ab é]{0,40}|[ab]{100,160}",
        ) {
            let most = pattern.chars().count();
            let found = find(&pattern, &text, most).unwrap_or(Aligned { range: 0..0, edits: most });
            let stretch = text.get(found.range.clone()).unwrap();
            prop_assert_eq!(strsim::levenshtein(&pattern, stretch), found.edits);
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (n, from) in ends.iter().enumerate().step_by(3) {
                for to in ends.iter().skip(n).step_by(5) {
                    prop_assert!(strsim::levenshtein(&pattern, &text[*from..*to]) >= found.edits);
                }
            }
        }

        #[test]
        fn what_needs_few_enough_edits_is_found_in_long_texts(
            pattern in "[a-h ]{100,400}",
            edits in prop::collection::vec((0_usize..400, 0_u8..3), 0..40),
            around in "[a-h ]{0,200}",
            more in 0_usize..20,
        ) {
            let there = edited(&pattern, &edits);
            let least = strsim::levenshtein(&pattern, &there);
            let found = find(&pattern, &format!("{around}{there}{around}"), least + more).unwrap();
            prop_assert!(found.edits <= least);
            let text = format!("{around}{there}{around}");
            prop_assert_eq!(strsim::levenshtein(&pattern, &text[found.range]), found.edits);
        }
    }
}
