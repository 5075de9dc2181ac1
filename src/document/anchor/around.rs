//! What stands around a passage, then and now.
//!
//! Owns how like two surroundings are. The paragraphs that an item rests on are no words of it: their numbers change with every
//! paragraph that is put in above. Where an item is another's now, the line that says so counts for nothing either way.
//! Invariant: surroundings never speak for a passage from beyond its item, except for an anchor of another program, which
//! knows nothing of items.

use super::align::likeness;
use super::folded::fold;
use super::{CONTEXT, first_chars, last_chars};

/// Characters of surroundings that are compared at the most, of an anchor of another program: those of our own are shorter.
pub(super) const REACH: usize = 160;

/// Characters on either side in which the words of the surroundings are looked for in whatever order.
pub(super) const AROUND: usize = 96;

/// What stands on one side of a passage.
#[derive(Clone, Debug, Default)]
struct Text {
    /// As it stands there.
    lines: String,
    /// The same, folded.
    all: String,
    /// The part that is in the same sentence, folded.
    near: String,
}

/// The two sides of a passage.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    before: Text,
    after: Text,
}

/// How like the surroundings of two passages are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// Of 0 to 1.
    pub likeness: f64,
    /// How much that says, of 0 to 1: the ends of an item say little.
    pub weight: f64,
    /// The same of what is in the sentence of the passage, ...
    pub near: f64,
    /// ... and how much that says.
    pub near_weight: f64,
    /// Characters on either side that belong to the sentence of the passage, where it was a sentence and they were not there.
    pub cited: [usize; 2],
    /// Whether there was nothing to compare.
    pub blank: bool,
}

/// What a side that is shorter than it may be says.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    /// That the item begins or ends there.
    Kept,
    /// Nothing: a line has been left out.
    Cut,
    /// Nothing: another program has kept what it likes.
    Unknown,
}

impl Sides {
    /// The surroundings of a passage: what stands before it, its words, and what stands behind it.
    pub(super) fn of(before: &str, words: &str, after: &str) -> Self {
        let whole = words.trim_end().ends_with(is_end) || ends_with_quoted_end(words);
        let sentence = if whole { "" } else { head_of_sentence(after) };
        let text = |lines: &str, near: &str| Text {
            lines: lines.to_owned(),
            all: plain(lines.split('\n')),
            near: fold(near, true),
        };
        Self { before: text(before, tail_of_sentence(before)), after: text(after, sentence) }
    }

    /// How like these are those that were kept. An anchor of another program (`loose`) keeps as much as it likes, or one side
    /// only.
    pub(super) fn like(&self, kept: &Self, loose: bool) -> Context {
        self.compare(kept, if loose { Ends::Unknown } else { Ends::Kept })
    }

    /// The same in another section: what was the end of an item may be that of a paragraph among others.
    pub(super) fn like_elsewhere(&self, kept: &Self) -> Context {
        self.compare(kept, Ends::Cut)
    }

    /// The same of two items that are not the same one's, without the lines that say so.
    pub(super) fn like_but_for(&self, owner: &str, kept: &Self, wanted: &str) -> Context {
        self.without(owner).compare(&kept.without(wanted), Ends::Cut)
    }

    fn compare(&self, kept: &Self, ends: Ends) -> Context {
        // As much as is kept; where that is less than it might be, the item ends there.
        let count = |kept: &Text| {
            let whole = ends == Ends::Kept && kept.lines.chars().count() < CONTEXT;
            if whole { CONTEXT } else { kept.all.chars().count() }
        };
        let before = last_chars(&self.before.all, count(&kept.before));
        let after = first_chars(&self.after.all, count(&kept.after));
        let side = |kept: &Text, here: &Text, found: &str| {
            // Where nothing is kept, the end of a sentence is as good as that of an item.
            let ended = ends == Ends::Cut && here.near.trim().is_empty();
            Side::of(&kept.all, if ended && kept.all.trim().is_empty() { "" } else { found }, ends)
        };
        let all = [side(&kept.before, &self.before, before), side(&kept.after, &self.after, after)];
        let near = |kept: &Text, here: &Text| {
            Side::of(&kept.near, &here.near, if ends == Ends::Kept { Ends::Cut } else { ends })
        };
        let near = [near(&kept.before, &self.before), near(&kept.after, &self.after)];
        // A sentence that has come to stand in another.
        let foreign = |kept: &Text, here: &Text, side: &Side| {
            let strange = kept.near.trim().is_empty() && side.likeness < 0.5;
            if strange { here.near.trim().chars().count() } else { 0 }
        };
        let [before, after] = &all;
        let cited = [foreign(&kept.before, &self.before, before), foreign(&kept.after, &self.after, after)];
        let weight: f64 = all.iter().map(|side| side.weight).sum();
        let mean = |sides: &[Side; 2]| {
            let weight: f64 = sides.iter().map(|side| side.weight).sum();
            let sum: f64 = sides.iter().map(|side| side.weight * side.likeness).sum();
            if weight > 0.0 { sum / weight } else { 1.0 }
        };
        Context {
            likeness: mean(&all),
            weight: weight.min(1.0),
            near: mean(&near),
            near_weight: near.iter().map(|side| side.weight).sum(),
            cited: if ends == Ends::Unknown { [0, 0] } else { cited },
            blank: weight <= 0.0,
        }
    }

    /// The surroundings without the line that says whose the item is, as far as it is there. The lines that the passage itself
    /// stands in stay.
    fn without(&self, owner: &str) -> Self {
        let owner = plain(std::iter::once(owner));
        let owner = owner.trim();
        if owner.is_empty() {
            return self.clone();
        }
        let said = |line: &str| {
            let said = plain(std::iter::once(line));
            let said = said.trim();
            said.strip_prefix("for ").or_else(|| said.strip_prefix("- ")).unwrap_or(said).to_owned()
        };
        let mut sides = self.clone();
        // What is kept begins and ends where it was cut off.
        let mut lines: Vec<&str> = self.before.lines.split('\n').collect();
        let own = lines.pop();
        let mut first = true;
        lines.retain(|line| {
            let said = said(line);
            let cut = std::mem::take(&mut first) && !said.is_empty() && owner.ends_with(&said);
            said != owner && !cut
        });
        sides.before.all = plain(lines.into_iter().chain(own));
        let mut lines: Vec<&str> = self.after.lines.split('\n').collect();
        let last = lines.len().saturating_sub(1);
        let mut nth = 0;
        lines.retain(|line| {
            let said = said(line);
            let cut = nth == last && !said.is_empty() && owner.starts_with(&said);
            nth += 1;
            nth == 1 || said != owner && !cut
        });
        sides.after.all = plain(lines.into_iter());
        sides
    }

    /// Whether the passage is a sentence, or several.
    pub(super) fn is_sentence(&self) -> bool {
        self.before.near.trim().is_empty()
            && self.after.near.trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
    }

    /// How much of the words that stood around a passage stand around it in whatever order, of 0 to 1, by their letters.
    #[expect(clippy::cast_precision_loss, reason = "some hundred letters at the most")]
    pub(super) fn shared(&self, before: &str, after: &str) -> f64 {
        let there = fold(&format!("{before} {after}"), true);
        let there: Vec<&str> = words_of(&there).collect();
        let (mut all, mut shared) = (0, 0);
        // The outermost words may be cut.
        let kept = words_of(&self.before.all).skip(1);
        let behind: Vec<&str> = words_of(&self.after.all).collect();
        let behind = behind.split_last().map_or(&[][..], |(_, rest)| rest);
        for word in kept.chain(behind.iter().copied()) {
            all += word.len();
            shared += if there.contains(&word) { word.len() } else { 0 };
        }
        if all < CONTEXT / 2 { 0.0 } else { shared as f64 / all as f64 }
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Lines folded, without what they say beside words: the paragraphs that an item rests on, that it is a draft, how urgent it is.
fn plain<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let beside = |part: &str| {
        let part = part.trim();
        let rank = part.strip_suffix("priority").is_some_and(|rank| rank.split_whitespace().count() <= 2);
        // What is kept may begin within the word.
        let cut = !part.is_empty() && "priority".ends_with(part);
        rank || cut || part == "draft" || part.starts_with('¶')
    };
    let mut out = String::new();
    for (n, line) in lines.enumerate() {
        if n > 0 {
            out.push('\n');
        }
        if line.contains('·') || line.ends_with(" priority") {
            out.extend(line.split('·').filter(|part| !beside(part)));
        } else {
            out.push_str(line);
        }
    }
    fold(&out, true)
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '。' | '！' | '？' | '؟')
}

fn ends_with_quoted_end(words: &str) -> bool {
    let inside = words.trim_end().trim_end_matches(['"', '\'', '”', '’', '»', ')']);
    inside.ends_with(is_end)
}

/// The part of a text that is in the sentence that it ends in.
fn tail_of_sentence(text: &str) -> &str {
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if c == '\n' || matches!(c, '。' | '！' | '？') || ended && c.is_whitespace() {
            start = at + c.len_utf8();
        }
        ended = is_end(c) || ended && matches!(c, '"' | '\'' | '”' | '’' | '»' | ')');
    }
    rest(text, start)
}

/// The part of a text that is in the sentence that it begins in.
fn head_of_sentence(text: &str) -> &str {
    let mut ended = None;
    for (at, c) in text.char_indices() {
        match ended {
            _ if c == '\n' => return text.get(..ended.unwrap_or(at)).unwrap_or_default(),
            Some(end) if c.is_whitespace() => return text.get(..end).unwrap_or_default(),
            Some(_) if matches!(c, '"' | '\'' | '”' | '’' | '»' | ')') => {}
            _ if matches!(c, '。' | '！' | '？') => return text.get(..at).unwrap_or_default(),
            _ => ended = is_end(c).then_some(at),
        }
    }
    text.get(..ended.unwrap_or(text.len())).unwrap_or_default()
}

/// One side: how like the kept one it is, of 0 to 1, and how much that says, of 0 to 1.
struct Side {
    likeness: f64,
    weight: f64,
}

impl Side {
    #[expect(clippy::cast_precision_loss, reason = "some hundred characters at the most")]
    fn of(kept: &str, found: &str, ends: Ends) -> Self {
        match (kept.trim().is_empty(), found.trim().is_empty()) {
            // Another program has kept nothing there: that says nothing.
            (true, _) if ends == Ends::Unknown => Self { likeness: 1.0, weight: 0.0 },
            (true, true) => Self { likeness: 1.0, weight: 0.25 },
            // The same to the letter, up to the end of the item.
            (false, false) if kept == found && ends != Ends::Cut => Self { likeness: 1.0, weight: 1.0 },
            // Where the quote began or ended its item, so should the place; but many do.
            (true, false) | (false, true) => Self { likeness: 0.0, weight: 1.0 },
            (false, false) => {
                let len = kept.chars().count().max(found.chars().count());
                let weight = (len as f64 / CONTEXT as f64).clamp(0.25, 1.0);
                Self { likeness: likeness(kept, found), weight }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_people_end_it() {
        assert_eq!(tail_of_sentence("It ended. Now the "), "Now the ");
        assert_eq!(tail_of_sentence("He said “no.” Then "), "Then ");
        assert_eq!(tail_of_sentence("by 5.5 percent of "), "by 5.5 percent of ");
        assert_eq!(tail_of_sentence("Qatar\n"), "");
        assert_eq!(tail_of_sentence("停火。各方"), "各方");
        assert_eq!(head_of_sentence(" of 5.5 percent. Next"), " of 5.5 percent");
        assert_eq!(head_of_sentence("\nNext"), "");
        assert_eq!(head_of_sentence(", he said.”"), ", he said");
    }

    #[test]
    fn what_an_item_rests_on_is_no_word_of_it() {
        let of = |before: &str| Sides::of(before, "Talks resume.", "");
        assert!(
            (of("1 May 2025 · ¶3\n").like(&of("1 May 2025 · ¶2 ¶11\n"), false).likeness - 1.0).abs() < 1e-9
        );
        let (iran, oman) = (of("Iran\nstate\n"), of("Oman\nstate\n"));
        assert!((iran.like_but_for("Iran", &oman, "Oman").likeness - 1.0).abs() < 1e-9);
        let lines = "\nhigh priority · for Iran · ¶2 ¶3\nIt is a priority.";
        assert_eq!(plain(lines.split('\n')), " for iran it is a priority.");
        assert_eq!(of("ptember 2024\n").without("12 September 2024").before.all, "");
        let by = Sides::of("", "We will not.", "\n— Ministry of Def").without("Ministry of Defence");
        assert_eq!(by.after.all, "");
        let whole = of("ity · for the World Bank\nIn May the World Bank ").without("the World Bank");
        assert_eq!(whole.before.all, "in may the world bank ");
    }
}
