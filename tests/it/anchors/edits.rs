//! The ways in which a brief is revised, each by itself.
//!
//! A letter that is set otherwise (another case, a blank that does not break) is the same letter; all else that is put in is
//! new. Where an item or a sentence is replaced by one of the same form in its place, nobody can tell whether it was edited or
//! is another: where a note is put on that, it is not judged.

use super::made::{like, somebody};
use super::model::{Dice, Item, Letter, Model, Paragraph, Section, is_wide, sentences, string, word_ranges};
use super::{items, wording};

/// What revises a brief.
type Edit = fn(&mut Model, &mut Dice);

/// The kinds of revisions.
pub(super) const EDITS: &[(&str, Edit)] = &[
    ("words", words),
    ("letter", letter),
    ("sentence in", sentence_in),
    ("sentence out", sentence_out),
    ("paragraph in", paragraph_in),
    ("paragraph out", paragraph_out),
    ("item out", items::item_out),
    ("item in", items::item_in),
    ("places", places),
    ("copy", copy),
    ("rename", rename),
    ("owner", items::owner),
    ("owners swapped", items::owners_swapped),
    ("texts swapped", items::texts_swapped),
    ("actor renamed", items::actor_renamed),
    ("replaced by like", items::replaced_by_like),
    ("like inserted", items::like_inserted),
    ("gone, like there", items::gone_like_there),
    ("sentence passes", sentence_passes),
    ("words pass", words_pass),
    ("numbers", wording::numbers),
    ("polarity", wording::polarity),
    ("setting", wording::setting),
    ("double spaces", wording::double_spaces),
    ("case", wording::case),
    ("order", order),
    ("halves", halves),
    ("split, merge", split_or_merge),
    ("item split", items::item_split),
    ("items merged", items::items_merged),
    ("truncation", truncation),
];

/// Any of them.
pub(super) fn any(model: &mut Model, dice: &mut Dice) {
    let (_, edit) = EDITS[dice.below(EDITS.len())];
    once(model, dice, edit);
}

/// One revision. What it empties goes.
pub(super) fn once(model: &mut Model, dice: &mut Dice, edit: Edit) {
    if !model.sections.is_empty() {
        edit(model, dice);
        model.tidy();
    }
}

impl Model {
    /// Does something to a paragraph; names are no prose.
    pub(super) fn with_paragraph(
        &mut self,
        dice: &mut Dice,
        edit: impl FnOnce(&mut Self, &mut Dice, &mut Paragraph),
    ) {
        let n = dice.below(self.sections.len());
        self.with_paragraph_of(n, dice, edit);
    }

    fn with_paragraph_of(
        &mut self,
        section: usize,
        dice: &mut Dice,
        edit: impl FnOnce(&mut Self, &mut Dice, &mut Paragraph),
    ) {
        let item = dice.below(self.sections[section].items.len());
        let fields = &self.sections[section].items[item].fields;
        let fields: Vec<usize> = (0..fields.len()).filter(|n| fields[*n].name != "name").collect();
        if fields.is_empty() {
            return;
        }
        let field = fields[dice.below(fields.len())];
        let paragraphs = &self.sections[section].items[item].fields[field].paragraphs;
        let nth = dice.below(paragraphs.len());
        let mut paragraph = paragraphs[nth].clone();
        self.touch(&paragraph);
        edit(self, dice, &mut paragraph);
        self.sections[section].items[item].fields[field].paragraphs[nth] = paragraph;
    }

    /// Does something to every paragraph.
    pub(super) fn each_paragraph(&mut self, mut edit: impl FnMut(&mut Self, &Paragraph) -> Paragraph) {
        for section in 0..self.sections.len() {
            for item in 0..self.sections[section].items.len() {
                for field in 0..self.sections[section].items[item].fields.len() {
                    if self.sections[section].items[item].fields[field].name == "name" {
                        continue;
                    }
                    for n in 0..self.sections[section].items[item].fields[field].paragraphs.len() {
                        let old = self.sections[section].items[item].fields[field].paragraphs[n].clone();
                        let new = edit(self, &old);
                        self.sections[section].items[item].fields[field].paragraphs[n] = new;
                    }
                }
            }
        }
    }

    /// The paragraphs of some prose: they may be those of one item, or items.
    fn prose(&mut self, dice: &mut Dice) -> &mut Section {
        let wide: Vec<usize> = (0..self.sections.len()).filter(|n| !self.sections[*n].is_list()).collect();
        &mut self.sections[wide[dice.below(wide.len())]]
    }

    /// A section that is a list, with as many items as are needed; one whose items are somebody's, if need be.
    pub(super) fn list(&mut self, dice: &mut Dice, least: usize, owned: bool) -> Option<usize> {
        let fits = |section: &Section| {
            let owners = section.items.iter().any(|item| item.owner.is_some());
            section.is_list() && section.items.len() >= least && (owners || !owned)
        };
        let all: Vec<usize> = (0..self.sections.len()).filter(|n| fits(&self.sections[*n])).collect();
        (!all.is_empty()).then(|| all[dice.below(all.len())])
    }

    /// Some item of a list. It counts as touched.
    pub(super) fn item_of(&mut self, section: usize, dice: &mut Dice) -> usize {
        let item = dice.below(self.sections[section].items.len());
        let letters: Vec<Letter> =
            self.sections[section].items[item].paragraphs().flatten().copied().collect();
        self.touch(&letters);
        item
    }

    pub(super) fn some_words(&mut self, dice: &mut Dice, count: usize) -> String {
        let mut out: Vec<String> = Vec::new();
        let paragraphs: Vec<&Paragraph> =
            self.sections.iter().flat_map(|s| &s.items).flat_map(Item::paragraphs).collect();
        while out.len() < count {
            let text = string(paragraphs[dice.below(paragraphs.len())]);
            let words: Vec<&str> = text.split_whitespace().collect();
            let word = words[dice.below(words.len())].trim_matches(|c: char| !c.is_alphanumeric());
            // Where words are not parted, a few letters are one.
            let len = word.chars().count();
            let wide = word.chars().any(|c| c as u32 >= 0x2E80);
            let (skip, take) = if wide && len > 2 { (dice.below(len - 2), 2) } else { (0, len) };
            out.push(word.chars().skip(skip).take(take).collect());
            out.retain(|word| !word.is_empty());
        }
        out.join(" ")
    }

    /// Letters like some, which nobody can tell from those edited.
    pub(super) fn like(&mut self, paragraph: &Paragraph, dice: &mut Dice) -> Paragraph {
        let new = self.fresh(&like(&string(paragraph), dice));
        self.undecided.extend(new.iter().map(|(_, id)| id));
        new
    }
}

/// Some words are replaced, as in a correction.
fn words(model: &mut Model, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let count = 1 + dice.below(2);
        let new = model.some_words(dice, count);
        let fresh = model.fresh(&new);
        model.with_paragraph(dice, |_, dice, paragraph| {
            let words = word_ranges(paragraph);
            let word = words[dice.below(words.len())].clone();
            // A word for itself is no change.
            if !new.contains(&string(&paragraph[word.clone()])) {
                paragraph.splice(word, fresh);
            }
        });
    }
}

/// A letter is mended.
fn letter(model: &mut Model, dice: &mut Dice) {
    let new = model.fresh("e");
    model.with_paragraph(dice, |_, dice, paragraph| {
        let n = dice.below(paragraph.len());
        if paragraph[n].0.is_alphabetic() {
            paragraph[n] = new[0];
        }
    });
}

fn sentence_in(model: &mut Model, dice: &mut Dice) {
    let count = 4 + dice.below(12);
    let new = format!("{}. ", model.some_words(dice, count));
    let new = model.fresh(&new);
    model.with_paragraph(dice, |_, dice, paragraph| {
        let all = sentences(paragraph);
        let at = all[dice.below(all.len())].start;
        paragraph.splice(at..at, new);
    });
}

fn sentence_out(model: &mut Model, dice: &mut Dice) {
    model.with_paragraph(dice, |_, dice, paragraph| {
        let all = sentences(paragraph);
        if all.len() > 1 {
            paragraph.drain(all[dice.below(all.len())].clone());
        }
    });
}

fn paragraph_in(model: &mut Model, dice: &mut Dice) {
    let new = model.some_words(dice, 20);
    let new = model.fresh(&new);
    put(model.prose(dice), new, dice);
}

/// Puts a paragraph into prose.
fn put(section: &mut Section, paragraph: Paragraph, dice: &mut Dice) {
    if section.field == "summary" {
        let paragraphs = &mut section.items[0].fields[0].paragraphs;
        paragraphs.insert(dice.below(paragraphs.len() + 1), paragraph);
    } else {
        let at = dice.below(section.items.len() + 1);
        section.items.insert(at, Item::of("text", paragraph));
    }
}

/// Takes a paragraph out of prose, where it is not the only one.
fn take(section: &mut Section, dice: &mut Dice) -> Option<Paragraph> {
    if section.field == "summary" {
        let paragraphs = &mut section.items[0].fields[0].paragraphs;
        return (paragraphs.len() > 1).then(|| paragraphs.remove(dice.below(paragraphs.len())));
    }
    let many = section.items.len() > 1;
    many.then(|| section.items.remove(dice.below(section.items.len())).fields.remove(0).paragraphs.remove(0))
}

fn paragraph_out(model: &mut Model, dice: &mut Dice) {
    if let Some(paragraph) = take(model.prose(dice), dice) {
        model.touch(&paragraph);
    }
}

/// Items and paragraphs change places, or a paragraph goes to another section.
fn places(model: &mut Model, dice: &mut Dice) {
    if let Some(n) = model.list(dice, 2, false) {
        let a = model.item_of(n, dice);
        let b = model.item_of(n, dice);
        model.sections[n].items.swap(a, b);
    }
    if let Some(paragraph) = take(model.prose(dice), dice) {
        model.touch(&paragraph);
        put(model.prose(dice), paragraph, dice);
    }
}

/// A paragraph is copied, and the copy revised in half of the cases; or an item is, with another owner or the same.
fn copy(model: &mut Model, dice: &mut Dice) {
    let list = model.list(dice, 1, false).filter(|_| dice.chance(40));
    let copied = |model: &mut Model, paragraph: &Paragraph| {
        let new = model.fresh(&string(paragraph));
        model.copies.extend(new.iter().zip(paragraph).map(|(new, old)| (new.1, old.1)));
        new
    };
    if let Some(n) = list.filter(|n| model.sections[*n].field != "actors") {
        let item = model.item_of(n, dice);
        let mut item = model.sections[n].items[item].clone();
        for paragraph in item.paragraphs_mut() {
            *paragraph = copied(model, paragraph);
        }
        let section = &mut model.sections[n];
        if item.owner.is_some() && dice.chance(70) {
            item.owner = Some(somebody(section.field, dice));
        }
        let at = dice.below(section.items.len() + 1);
        section.items.insert(at, item);
        return;
    }
    let section = model.prose(dice);
    let Some(paragraph) = take(section, dice) else { return };
    put(section, paragraph.clone(), dice);
    model.touch(&paragraph);
    let mut new = copied(model, &paragraph);
    if dice.chance(50) {
        let word = model.some_words(dice, 1);
        let word = model.fresh(&word);
        let words = word_ranges(&new);
        new.splice(words[dice.below(words.len())].clone(), word);
    }
    put(model.prose(dice), new, dice);
}

/// Something is called otherwise, here and everywhere; titles change.
fn rename(model: &mut Model, dice: &mut Dice) {
    let name = model.some_words(dice, 1);
    let new = model.some_words(dice, 2);
    if name.chars().count() > 4 && !new.contains(&name) {
        call(model, &name, &new);
    }
    model.title = model.some_words(dice, 4);
    for n in 0..model.sections.len() {
        if model.sections[n].field == "sections" {
            model.sections[n].title = format!("Own {n} {}", model.some_words(dice, 2));
        }
    }
}

/// Replaces words by others, everywhere.
pub(super) fn call(model: &mut Model, name: &str, new: &str) {
    let len = name.chars().count();
    let mut sections = std::mem::take(&mut model.sections);
    for item in sections.iter_mut().flat_map(|section| &mut section.items) {
        if let Some(owner) = &mut item.owner
            && owner == name
        {
            new.clone_into(owner);
        }
        for paragraph in item.paragraphs_mut() {
            let mut at = 0;
            while at + len <= paragraph.len() {
                if string(&paragraph[at..at + len]) == name {
                    model.touch(paragraph);
                    let fresh = model.fresh(new);
                    let count = fresh.len();
                    paragraph.splice(at..at + len, fresh);
                    at += count;
                } else {
                    at += 1;
                }
            }
        }
    }
    model.sections = sections;
}

/// A sentence goes, and one of the same form comes in elsewhere.
fn sentence_passes(model: &mut Model, dice: &mut Dice) {
    let section = dice.below(model.sections.len());
    let mut gone = Vec::new();
    model.with_paragraph_of(section, dice, |_, dice, paragraph| {
        let all = sentences(paragraph);
        if all.len() > 1 {
            gone = paragraph.drain(all[dice.below(all.len())].clone()).collect();
        }
    });
    let words = like(string(&gone).trim_end(), dice);
    if gone.is_empty() || words == string(&gone).trim_end() {
        return;
    }
    let new = model.fresh(&format!("{words} "));
    let was = string(&gone);
    let old: Vec<u64> = gone.iter().map(|(_, id)| *id).collect();
    model.with_paragraph_of(section, dice, |model, dice, paragraph| {
        let all = sentences(paragraph);
        let at = all[dice.below(all.len())].start;
        // Between the same neighbours, or with a word or two that are others, it would be the sentence edited.
        let beside = |n: Option<usize>| n.and_then(|n| paragraph.get(n)).map(|(_, id)| *id);
        let near = [beside(at.checked_sub(1)), beside(Some(at))];
        let (first, last) = (old[0].saturating_sub(1), old[old.len() - 1] + 1);
        let alike = strsim::normalized_levenshtein(&words, &was) > 0.6;
        if alike || near.contains(&Some(first)) || near.contains(&Some(last)) {
            model.undecided.extend(new.iter().map(|(_, id)| id));
        }
        paragraph.splice(at..at, new);
    });
}

/// A sentence goes, and some of its words are used in another.
fn words_pass(model: &mut Model, dice: &mut Dice) {
    let section = dice.below(model.sections.len());
    let mut gone = Vec::new();
    model.with_paragraph_of(section, dice, |_, dice, paragraph| {
        let all = sentences(paragraph);
        if all.len() > 1 {
            gone = paragraph.drain(all[dice.below(all.len())].clone()).collect();
        }
    });
    let words = word_ranges(&gone);
    if words.len() < 4 {
        return;
    }
    let first = 1 + dice.below(words.len() - 3);
    let last = (first + 1 + dice.below(3)).min(words.len() - 1);
    let phrase = string(&gone[words[first].start..words[last].end]);
    let said = match dice.below(3) {
        0 => format!("A jury laughed at {phrase} long ago. "),
        1 => format!("Years later she wrote a song about {phrase} for a film. "),
        _ => format!("It was not {phrase} that mattered here, the paper thinks. "),
    };
    let new = model.fresh(&said);
    model.with_paragraph_of(section, dice, |_, dice, paragraph| {
        let all = sentences(paragraph);
        let at = all[dice.below(all.len())].start;
        paragraph.splice(at..at, new);
    });
}

/// The sentences of a paragraph in another order.
fn order(model: &mut Model, dice: &mut Dice) {
    for _ in 0..4 {
        model.with_paragraph(dice, |model, dice, paragraph| {
            let mut all: Vec<Paragraph> =
                sentences(paragraph).into_iter().map(|range| paragraph[range].to_vec()).collect();
            let between = if is_wide(paragraph) { "" } else { " " };
            for n in (1..all.len()).rev() {
                all.swap(n, dice.below(n + 1));
            }
            *paragraph = joined(model, all, between);
        });
    }
}

pub(super) fn joined(model: &mut Model, parts: Vec<Paragraph>, between: &str) -> Paragraph {
    let mut out: Paragraph = Vec::new();
    for part in parts {
        if !out.is_empty() && !between.is_empty() && out.last().is_none_or(|(c, _)| *c != ' ') {
            out.extend(model.fresh(between));
        }
        out.extend(part);
    }
    out
}

/// The halves of a sentence change places.
fn halves(model: &mut Model, dice: &mut Dice) {
    for _ in 0..4 {
        model.with_paragraph(dice, |_, dice, paragraph| {
            let all = sentences(paragraph);
            let range = all[dice.below(all.len())].clone();
            let sentence = paragraph[range.clone()].to_vec();
            let comma = sentence.iter().position(|(c, _)| ",，;".contains(*c));
            let end = sentence.iter().rposition(|(c, _)| c.is_alphanumeric()).unwrap_or(0) + 1;
            let Some(comma) = comma.filter(|comma| comma + 2 < end) else { return };
            let behind = comma + 1 + usize::from(sentence[comma + 1].0 == ' ');
            let mut new = sentence[behind..end].to_vec();
            new.extend_from_slice(&sentence[comma..behind]);
            new.extend_from_slice(&sentence[..comma]);
            new.extend_from_slice(&sentence[end..]);
            paragraph.splice(range, new);
        });
    }
}

/// Two sentences become one, or one two.
fn split_or_merge(model: &mut Model, dice: &mut Dice) {
    for _ in 0..6 {
        model.with_paragraph(dice, |model, dice, paragraph| {
            let text: Vec<char> = paragraph.iter().map(|(c, _)| *c).collect();
            let two = |n: &usize, signs: &str| signs.contains(text[*n]) && text.get(n + 1) == Some(&' ');
            let merges: Vec<usize> = (0..text.len()).filter(|n| two(n, ".") || text[*n] == '。').collect();
            let splits: Vec<usize> = (0..text.len()).filter(|n| two(n, ",;") || text[*n] == '，').collect();
            let (places, sign) = if dice.chance(50) { (merges, "; and") } else { (splits, ".") };
            if places.is_empty() {
                return;
            }
            let at = places[dice.below(places.len())];
            let sign = match (is_wide(paragraph), sign) {
                (true, ".") => "。",
                (true, _) => "，",
                (false, sign) => sign,
            };
            let sign = model.fresh(sign);
            paragraph.splice(at..=at, sign);
        });
    }
}

/// The article ends earlier, and so does some paragraph.
fn truncation(model: &mut Model, dice: &mut Dice) {
    if let Some(text) = model.sections.iter_mut().find(|section| section.field == "text") {
        let keep = 1 + dice.below(text.items.len());
        text.items.truncate(keep);
    }
    for _ in 0..2 {
        model.with_paragraph(dice, |_, dice, paragraph| {
            let keep = paragraph.len() * (40 + dice.below(45)) / 100;
            paragraph.truncate(keep.max(5));
        });
    }
}
