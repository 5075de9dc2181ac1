//! Who is known to take part in an article, for those who ask by a name.
//!
//! Invariant: a name means one actor at most, and a noun one only where a single actor has it.

use super::words::{GOVERNMENTS, ORGANISATIONS, is};
use std::collections::{BTreeSet, HashMap};

/// An actor that is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Its fullest name.
    pub name: String,
    /// Its other names, as the article uses them.
    pub aliases: Vec<String>,
    /// What it is, where a word of the article says so.
    pub kind: Option<&'static str>,
    /// A person's office or side.
    pub affiliation: Option<String>,
    /// What it is called.
    pub role: Option<String>,
    /// What it wants or holds.
    pub position: Option<String>,
    /// The paragraphs that name it, counted from 0.
    pub paragraphs: BTreeSet<usize>,
}

/// Who is called what, for those who ask by a name.
#[derive(Debug, Default)]
pub(super) struct Known {
    names: HashMap<String, String>,
    /// The nouns of bodies, each with the only one that has it: `the ministry`.
    nouns: HashMap<String, Option<String>>,
}

impl Known {
    pub(super) fn of(actors: &[Found]) -> Self {
        let mut known = Self::default();
        for actor in actors {
            for name in [&actor.name].into_iter().chain(&actor.aliases) {
                known.names.entry(name.to_lowercase()).or_insert_with(|| actor.name.clone());
            }
            let bodies =
                actor.name.split(' ').filter(|word| is(ORGANISATIONS, word) || is(GOVERNMENTS, word));
            for noun in bodies.map(str::to_lowercase).collect::<BTreeSet<String>>() {
                let one = known.nouns.entry(noun).or_insert_with(|| Some(actor.name.clone()));
                if one.as_ref() != Some(&actor.name) {
                    *one = None;
                }
            }
        }
        known
    }

    /// The actor that a name means, with or without its article.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        let lower = name.trim().to_lowercase();
        let bare = lower.strip_prefix("the ").unwrap_or(&lower);
        let noun = || self.nouns.get(bare).filter(|_| bare != lower).and_then(Option::as_ref);
        self.names.get(bare).or_else(noun).map(String::as_str)
    }
}
