//! The ways in which the items of a brief are revised: what is said, by and to whom, and when.
//!
//! Where an item is replaced by one of the same form in its place, nobody can tell whether it was edited or is another.

use super::edits::{call, joined};
use super::made::{like, somebody};
use super::model::{Dice, Field, Item, Model, is_wide, plain_letters, sentences, string, word_ranges};

pub(super) fn item_out(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 2, false) else { return };
    let item = model.item_of(n, dice);
    model.sections[n].items.remove(item);
}

pub(super) fn item_in(model: &mut Model, dice: &mut Dice) {
    let new = model.some_words(dice, 8);
    let new = model.fresh(&new);
    let Some(n) = model.list(dice, 1, false) else { return };
    let section = &mut model.sections[n];
    let at = dice.below(section.items.len() + 1);
    section.items.insert(at, Item::of(section.first_field(), new));
}

/// It is said by or to somebody else, or happened on another day.
pub(super) fn owner(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 1, true) else { return };
    let item = model.item_of(n, dice);
    let section = &mut model.sections[n];
    section.items[item].owner = Some(somebody(section.field, dice));
}

pub(super) fn owners_swapped(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 2, true) else { return };
    let (a, b) = (model.item_of(n, dice), model.item_of(n, dice));
    let items = &mut model.sections[n].items;
    let owners = (items[a].owner.clone(), items[b].owner.clone());
    (items[a].owner, items[b].owner) = (owners.1, owners.0);
}

/// A field of an item goes to another item, and that one's comes in its place.
pub(super) fn texts_swapped(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 2, false) else { return };
    let (a, b) = (model.item_of(n, dice), model.item_of(n, dice));
    let items = &mut model.sections[n].items;
    let names: Vec<&str> = items[a].fields.iter().map(|f| f.name).filter(|name| *name != "name").collect();
    if names.is_empty() {
        return;
    }
    let name = names[dice.below(names.len())];
    let place = |item: &Item| item.fields.iter().position(|field| field.name == name);
    if let (Some(i), Some(k)) = (place(&items[a]), place(&items[b])) {
        let paragraphs = std::mem::take(&mut items[a].fields[i].paragraphs);
        items[a].fields[i].paragraphs = std::mem::replace(&mut items[b].fields[k].paragraphs, paragraphs);
    }
}

/// An actor is called otherwise, in the whole brief or on the card only.
pub(super) fn actor_renamed(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.sections.iter().position(|section| section.field == "actors") else { return };
    let item = model.item_of(n, dice);
    let old = string(&model.sections[n].items[item].fields[0].paragraphs[0]);
    let new = *dice.one(&[&"Ruritania", &"the Republic of Freedonia", &"Ada Quill"]);
    if dice.chance(60) {
        call(model, &old, new);
    }
    model.sections[n].items[item].fields[0].paragraphs = vec![model.fresh(new)];
}

/// An item is replaced by one of the same form in its place.
pub(super) fn replaced_by_like(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 1, false) else { return };
    let item = model.item_of(n, dice);
    let mut new = model.sections[n].items[item].clone();
    for field in new.fields.iter_mut().filter(|field| field.name != "name") {
        for paragraph in &mut field.paragraphs {
            *paragraph = model.like(paragraph, dice);
        }
    }
    model.sections[n].items[item] = new;
}

/// An item of the same form, of somebody else.
fn an_item_like(model: &mut Model, section: usize, item: usize, dice: &mut Dice) -> Option<Item> {
    let old = &model.sections[section].items[item];
    let mut new = old.clone();
    let mut same = 0;
    for field in &mut new.fields {
        for paragraph in &mut field.paragraphs {
            let words = if field.name == "name" {
                format!("The party of {}", dice.one(&["the south", "the north", "the river", "the port"]))
            } else {
                like(&string(paragraph), dice)
            };
            let near = strsim::normalized_levenshtein(&words, &string(paragraph));
            same = same.max(if near > if paragraph.len() > 60 { 0.9 } else { 0.98 } {
                paragraph.len()
            } else {
                0
            });
            let unchanged = words == string(paragraph);
            *paragraph = model.fresh(&words);
            if unchanged {
                model.undecided.extend(paragraph.iter().map(|(_, id)| id));
            }
        }
    }
    let section = &model.sections[section];
    while new.owner.is_some() && new.owner == section.items[item].owner {
        new.owner = Some(somebody(section.field, dice));
    }
    // Where nobody owns them, an item with most of the words of another is that one edited, or is not.
    let words = |item: &Item| string(&item.fields[0].paragraphs[0]);
    let alike = strsim::normalized_levenshtein(&words(&section.items[item]), &words(&new));
    if new.owned().is_none() && alike > 0.6 {
        model.undecided.extend(new.paragraphs().flatten().map(|(_, id)| id));
    }
    // What is long and all but the same to the letter is the same.
    (same < 24 && !section.items.iter().any(|item| item.fields == new.fields)).then_some(new)
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        let words = |field: &Self| field.paragraphs.iter().map(|p| string(p)).collect::<Vec<_>>();
        self.name == other.name && words(self) == words(other)
    }
}

pub(super) fn like_inserted(model: &mut Model, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let Some(n) = model.list(dice, 1, false) else { return };
        let item = model.item_of(n, dice);
        let Some(new) = an_item_like(model, n, item, dice) else { continue };
        let items = &mut model.sections[n].items;
        items.insert(dice.below(items.len() + 1), new);
    }
}

/// An item goes, and its like comes in elsewhere.
pub(super) fn gone_like_there(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 2, false) else { return };
    let item = model.item_of(n, dice);
    let Some(new) = an_item_like(model, n, item, dice) else { return };
    let items = &mut model.sections[n].items;
    items.remove(item);
    // In its own place it would be that item edited.
    let places: Vec<usize> = (0..=items.len()).filter(|at| *at != item).collect();
    items.insert(places[dice.below(places.len())], new);
}

/// An item becomes two.
pub(super) fn item_split(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 1, false) else { return };
    let item = model.item_of(n, dice);
    let section = &mut model.sections[n];
    let first = section.first_field();
    let mut new = section.items[item].clone();
    new.fields.retain(|field| field.name == first);
    if first == "name" {
        return;
    }
    let paragraph = &mut section.items[item].fields[0].paragraphs[0];
    let words = word_ranges(paragraph);
    let all = sentences(paragraph);
    let at = if all.len() > 1 { all[1].start } else { words[words.len() / 2].start };
    new.fields[0].paragraphs = vec![paragraph.split_off(at)];
    section.items.insert(item + 1, new);
}

/// Two items become one, which is the first one's.
pub(super) fn items_merged(model: &mut Model, dice: &mut Dice) {
    let Some(n) = model.list(dice, 2, false) else { return };
    let item = model.item_of(n, dice).min(model.sections[n].items.len() - 2);
    // Of what stands there twice then, nobody can say which was whose.
    let words =
        |field: &Field| field.paragraphs.iter().map(|p| plain_letters(&string(p))).collect::<String>();
    let within = |a: &Field, b: &Field| words(a).contains(&words(b)) || words(b).contains(&words(a));
    let same = |a: &Item, b: &Item| a.fields.iter().any(|x| b.fields.iter().any(|y| within(x, y)));
    if same(&model.sections[n].items[item], &model.sections[n].items[item + 1]) {
        return;
    }
    let other = model.sections[n].items.remove(item + 1);
    for field in other.fields.into_iter().filter(|field| field.name != "name") {
        let fields = &model.sections[n].items[item].fields;
        let Some(k) = fields.iter().position(|known| known.name == field.name) else {
            model.sections[n].items[item].fields.push(field);
            continue;
        };
        let last = model.sections[n].items[item].fields[k].paragraphs.pop().unwrap();
        let between = if is_wide(&last) { "" } else { " " };
        let mut paragraphs = field.paragraphs;
        let first = std::mem::take(&mut paragraphs[0]);
        paragraphs[0] = joined(model, vec![last, first], between);
        model.sections[n].items[item].fields[k].paragraphs.extend(paragraphs);
    }
}
