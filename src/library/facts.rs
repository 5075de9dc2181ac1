//! What is known of briefs beside their files: whether they were read, and the notes on them.

use super::catalogue::RowKey;
use super::query::Words;
use crate::text::holds;
use std::collections::HashMap;

/// What is known of some briefs.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    rows: HashMap<RowKey, Fact>,
}

/// What is known of a brief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// Whether it was read to the end.
    pub read: bool,
    /// How many notes are on it.
    pub notes: u32,
    /// The tags of the notes, as the notes write them.
    pub tags: Vec<String>,
    /// What the notes say, one after another, each with the words that it is on.
    pub said: Vec<String>,
}

impl Facts {
    /// What is known of a brief; none where nothing is.
    #[must_use]
    pub fn get(&self, key: RowKey) -> Option<&Fact> {
        self.rows.get(&key)
    }

    /// What is known of a brief, to be changed.
    pub fn entry(&mut self, key: RowKey) -> &mut Fact {
        self.rows.entry(key).or_default()
    }

    /// All briefs that something is known of.
    pub fn iter(&self) -> impl Iterator<Item = (RowKey, &Fact)> {
        self.rows.iter().map(|(key, fact)| (*key, fact))
    }

    /// Whether nothing is known of any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Fact {
    /// Whether there is a note with a tag, or with one below it: `border` finds `border/ttp`.
    #[must_use]
    pub fn has_tag(&self, wanted: &str) -> bool {
        let wanted = wanted.trim_start_matches('#').to_lowercase();
        self.tags.iter().any(|tag| {
            let tag = tag.to_lowercase();
            tag == wanted || tag.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Whether a note says words, or is on them.
    pub(super) fn says(&self, words: &Words) -> bool {
        let needle = format!(" {}{}", words.folded.join(" "), if words.open { "" } else { " " });
        self.said.iter().any(|said| holds(said, &needle))
    }
}
