//! Where in a text pairs of words stand, and where those of something like it cluster.
//!
//! Invariant: what one question costs is bounded by the question, not by the text: a pair that stands everywhere counts for a
//! few of its places.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// The most places of one pair that are looked at: what is more frequent says little.
const MAX_PLACES: usize = 12;

/// Letters more or less that two places of a passage's pairs may be shifted against each other, and still be of one passage.
const SHIFT: usize = 48;

/// The fewest pairs of a passage that is known by them in whatever order.
const FEWEST: usize = 10;

/// The pairs of neighbouring words of a text: a number for each and its place, in the order of the numbers.
#[derive(Debug)]
pub(super) struct Pairs(Vec<(u32, u32)>);

/// A place at which a passage may begin, and how many of its pairs say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vote {
    /// Bytes before it; less than nothing where the passage would begin before the text.
    pub at: usize,
    pub count: usize,
}

impl Pairs {
    pub(super) fn of(text: &str) -> Self {
        let mut pairs = Vec::with_capacity(text.len() / 6);
        each_pair(text, |pair, at| pairs.push((pair, u32::try_from(at).unwrap_or(u32::MAX))));
        pairs.sort_unstable();
        Self(pairs)
    }

    /// Where in the text a pattern may begin: places that most of its pairs point at, best first, down to a part of the
    /// best one's count. Of a pair that stands in many places, those that are nearest to `near` count.
    pub(super) fn votes(&self, pattern: &str, near: usize, most: usize, least: usize) -> Vec<Vote> {
        let mut offsets: Vec<usize> = Vec::new();
        each_pair(pattern, |pair, at| {
            offsets.extend(self.places(pair, near + at).map(|place| place.saturating_sub(at)));
        });
        offsets.sort_unstable();
        // What points at places that are close together points at the one in the middle of them.
        let mut gathered: Vec<Vote> = Vec::with_capacity(offsets.len());
        let mut end = 0;
        for (n, at) in offsets.iter().enumerate() {
            while offsets.get(end).is_some_and(|next| *next <= at + SHIFT) {
                end += 1;
            }
            let middle = offsets.get(n + (end - n) / 2).copied().unwrap_or(*at);
            gathered.push(Vote { at: middle, count: end - n });
        }
        gathered.sort_unstable_by_key(|vote| (std::cmp::Reverse(vote.count), vote.at));
        let best = gathered.first().map_or(0, |vote| vote.count);
        let mut votes: Vec<Vote> = Vec::with_capacity(most);
        for vote in gathered {
            if vote.count < best / least || votes.len() >= most {
                break;
            }
            if votes.iter().all(|known| known.at.abs_diff(vote.at) > SHIFT) {
                votes.push(vote);
            }
        }
        votes
    }

    /// Where most of a pattern's pairs stand together, in whatever order, within so many bytes, and which part of them, of 0 to
    /// 1. None where it has few pairs.
    #[expect(clippy::cast_precision_loss, reason = "some hundred at the most")]
    pub(super) fn cluster(&self, pattern: &str, near: usize, span: usize) -> Option<(Range<usize>, f64)> {
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut all = 0;
        each_pair(pattern, |pair, at| {
            places.extend(self.places(pair, near + at).map(|place| (place, all)));
            all += 1;
        });
        if all < FEWEST {
            return None;
        }
        places.sort_unstable();
        // How often each pair stands in the stretch that ends here, and where that begins.
        let mut counts = vec![0_usize; all];
        let (mut first, mut there) = (0, 0);
        let mut best: Option<(usize, Range<usize>)> = None;
        for (at, pair) in &places {
            if let Some(count) = counts.get_mut(*pair) {
                there += usize::from(*count == 0);
                *count += 1;
            }
            while let Some((start, pair)) = places.get(first)
                && start + span < *at
            {
                if let Some(count) = counts.get_mut(*pair) {
                    *count -= 1;
                    there -= usize::from(*count == 0);
                }
                first += 1;
            }
            let start = places.get(first).map_or(*at, |(start, _)| *start);
            if best.as_ref().is_none_or(|(most, _)| there > *most) {
                best = Some((there, start..*at));
            }
        }
        best.map(|(there, range)| (range, there as f64 / all as f64))
    }

    /// The places of a pair, those nearest to a place where there are many.
    fn places(&self, pair: u32, near: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.0.partition_point(|(known, _)| *known < pair);
        let rest = self.0.get(from..).unwrap_or_default();
        let near = u32::try_from(near).unwrap_or(u32::MAX);
        let before = rest.partition_point(|(known, at)| *known == pair && *at < near);
        let skipped = before.saturating_sub(MAX_PLACES / 2);
        let all = rest.iter().skip(skipped).take(MAX_PLACES);
        all.take_while(move |(known, _)| *known == pair).map(|(_, at)| *at as usize)
    }
}

/// The pairs of neighbouring words of a text, each as a number with the place of its first word.
fn each_pair(text: &str, mut act: impl FnMut(u32, usize)) {
    let mut before: Option<(u32, usize)> = None;
    each_word(text, |word, at| {
        if let Some((first, start)) = before {
            act(first.rotate_left(13).wrapping_mul(0x9E37_79B1) ^ word, start);
        }
        before = Some((word, at));
    });
}

/// The words of a text, each as a number with its place. Where words are not parted, each character is one.
pub(super) fn each_word(text: &str, mut act: impl FnMut(u32, usize)) {
    // FNV-1a, of 32 bits, by characters.
    const BASIS: u32 = 0x811C_9DC5;
    let step = |number: u32, c: char| (number ^ c as u32).wrapping_mul(0x0100_0193);
    let mut open: Option<(u32, usize)> = None;
    for (at, c) in text.char_indices() {
        let letter = c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c);
        if letter && !is_wide(c) {
            let (number, start) = open.unwrap_or((BASIS, at));
            open = Some((step(number, c), start));
            continue;
        }
        if let Some((number, start)) = open.take() {
            act(number, start);
        }
        if letter {
            act(step(BASIS, c), at);
        }
    }
    if let Some((number, start)) = open {
        act(number, start);
    }
}

/// Which part of the words of two texts both have, of 0 to 1, in whatever order.
#[expect(clippy::cast_precision_loss, reason = "some hundred at the most")]
pub(super) fn common(a: &str, b: &str) -> f64 {
    let words = |text: &str| {
        let mut words = Vec::new();
        each_word(text, |word, _| words.push(word));
        words.sort_unstable();
        words
    };
    let (a, b) = (words(a), words(b));
    let (mut here, mut there) = (a.iter().peekable(), b.iter().peekable());
    let mut both = 0;
    while let (Some(x), Some(y)) = (here.peek(), there.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(here.next()),
            std::cmp::Ordering::Greater => drop(there.next()),
            std::cmp::Ordering::Equal => {
                both += 1;
                here.next();
                there.next();
            }
        }
    }
    f64::from(both) / a.len().max(b.len()).max(1) as f64
}

/// Whether a character is of a script that is written without blanks, in which two say as much as a short word.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_point_at_where_a_pattern_begins() {
        let text = format!(
            "{} the narrow window for dialogue closed. {}",
            "some words. ".repeat(50),
            "more. ".repeat(50)
        );
        let votes = Pairs::of(&text).votes("a narrow window for some dialogue closed", 0, 2, 3);
        let at = text.find("the narrow").unwrap();
        assert!(votes[0].at.abs_diff(at) < 20 && votes[0].count == 3, "{votes:?} {at}");
    }

    #[test]
    fn halves_that_have_changed_places_are_found_together() {
        let pattern = "the nurses call for shorter shifts, and the ministry of health pays for them in part";
        let text = format!(
            "{} and the ministry of health pays for them in part, the nurses call for shorter shifts. More.",
            "So. ".repeat(9)
        );
        let (range, share) = Pairs::of(&text).cluster(pattern, 0, pattern.len()).unwrap();
        assert_eq!(
            text.get(range),
            Some("and the ministry of health pays for them in part, the nurses call for ")
        );
        assert!(share > 0.9, "{share}");
    }

    #[test]
    fn what_stands_everywhere_is_looked_for_near_a_place() {
        let pairs = Pairs::of(&"a b ".repeat(5000));
        let votes = pairs.votes("a b a b", 12_000, 3, 3);
        assert!(votes[0].at.abs_diff(12_000) < 200, "{votes:?}");
    }

    #[test]
    fn each_character_of_a_script_without_blanks_is_a_word() {
        let mut words = Vec::new();
        each_word("ab, 国家 e\u{301}té", |_, at| words.push(at));
        assert_eq!(words, [0, 4, 7, 11]);
    }
}
