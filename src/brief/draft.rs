//! Proposals: what a person has not yet taken over.
//!
//! Owns the list of a brief's drafts, with the ways to them: `check` warns of each, a review goes from one to the next.
//! Invariant: there is one row for each mark in the YAML, in the order of the format's fields.

use super::model::Brief;
use super::scalar::{DraftField, Ordinal};
use crate::yaml::Step::{self, Item, Key};

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The way to what is proposed: an item, or a field of the brief.
    pub way: Vec<Step>,
    /// The way to the mark that says so, which is taken away when the proposal is taken over: `draft: true` of an item, or
    /// the field's name in the brief's own `draft`.
    pub mark: Vec<Step>,
    /// What it is called in a message: `the actor`, `the summary`.
    pub what: &'static str,
    /// How it begins: an actor's name, a recommendation's text. Empty for a field of the brief.
    pub begins: String,
    /// The paragraphs of `text` that it rests on, counted from 1.
    pub from: Vec<Ordinal>,
    /// Whether there is something to take over: a brief may call a field a draft that it does not have.
    pub present: bool,
}

/// So much of an item's text tells it from others.
const BEGINS: usize = 60;

impl Brief {
    /// Whether a field of the brief's own is a proposal.
    #[must_use]
    pub fn is_draft(&self, field: DraftField) -> bool {
        self.draft.contains(&field)
    }

    /// All proposals.
    #[must_use]
    pub fn drafts(&self) -> Vec<Draft> {
        let mut out = Vec::new();
        for (n, field) in self.draft.iter().enumerate() {
            let (present, from) = match field {
                DraftField::Title => (true, &[][..]),
                DraftField::Thesis => (self.thesis.is_some(), self.thesis_from.as_slice()),
                DraftField::Topics => (!self.topics.is_empty(), &[][..]),
                DraftField::Source => (self.source.is_some(), &[][..]),
                DraftField::Summary => (self.summary.is_some(), self.summary_from.as_slice()),
                // That there is none may be a proposal too.
                DraftField::Disclaimers => (true, &[][..]),
                DraftField::Text => (self.text.is_some(), &[][..]),
            };
            out.push(Draft {
                way: vec![Key(field.word())],
                mark: vec![Key("draft"), Item(n)],
                what: field.in_words(),
                begins: String::new(),
                from: from.to_vec(),
                present,
            });
        }
        let mut item = |marked: bool, way: &[Step], what, text: &str, from: &[Ordinal]| {
            if marked {
                out.push(Draft {
                    way: way.to_vec(),
                    mark: [way, &[Key("draft")]].concat(),
                    what,
                    begins: beginning(text),
                    from: from.to_vec(),
                    present: true,
                });
            }
        };
        macro_rules! each {
            ($($list:ident $text:ident $what:literal)*) => { $(
                for (index, one) in self.$list.iter().enumerate() {
                    let way = [Key(stringify!($list)), Item(index)];
                    item(one.draft, &way, $what, one.$text.as_str(), &one.from);
                }
            )* };
        }
        each!(
            actors name "the actor"
            recommendations text "the recommendation"
            disclaimers text "the disclaimer"
            timeline event "the event"
            quotes text "the quote"
        );
        for (s, section) in self.sections.iter().enumerate() {
            for (i, one) in section.items.iter().enumerate() {
                let way = [Key("sections"), Item(s), Key("items"), Item(i)];
                item(one.draft, &way, "the item", one.text.as_str(), &one.from);
            }
        }
        out
    }
}

/// How a text begins, in one line.
fn beginning(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        let long = words.chars().count() + word.chars().count() >= BEGINS;
        if long && !words.is_empty() {
            words.push('…');
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().take(BEGINS));
    }
    words
}
