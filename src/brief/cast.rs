//! Who is who: references to actors, resolved.

use super::model::Brief;
use std::collections::HashMap;

/// The names that each actor of a brief answers to.
///
/// Invariant: a name belongs to the first actor that claims it; later claims are kept as conflicts. Letter case
/// does not count.
#[derive(Debug, Default)]
pub struct Cast {
    names: HashMap<String, usize>,
    conflicts: Vec<Conflict>,
}

/// A name that two actors claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The name as the later actor writes it.
    pub name: String,
    /// The actor that has it, counted from 0.
    pub first: usize,
    /// The actor that claims it too.
    pub second: usize,
}

impl Cast {
    /// The cast of a brief.
    #[must_use]
    pub fn of(brief: &Brief) -> Self {
        let mut cast = Self::default();
        for (index, actor) in brief.actors.iter().enumerate() {
            let id = actor.id.as_ref().map_or_else(|| slug(actor.name.as_str()), |id| id.as_str().to_owned());
            let given = [actor.name.as_str()].into_iter().chain(actor.aliases.iter().map(AsRef::as_ref));
            for name in given.chain([id.as_str()]) {
                cast.claim(name, index);
            }
        }
        cast
    }

    fn claim(&mut self, name: &str, index: usize) {
        let first = *self.names.entry(fold(name)).or_insert(index);
        // An actor's name and the id made of it are one claim.
        let again = |last: &Conflict| last.second == index && fold(&last.name) == fold(name);
        if first != index && !self.conflicts.iter().rev().take(2).any(again) {
            self.conflicts.push(Conflict { name: name.to_owned(), first, second: index });
        }
    }

    /// The actor that a reference means, counted from 0.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<usize> {
        self.names.get(&fold(reference)).copied()
    }

    /// Names that two actors claim.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// A name as an identifier: its letters and digits in lower case, anything else as single hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_any_script() {
        assert_eq!(slug("Tehrik-i-Taliban Pakistan (TTP)"), "tehrik-i-taliban-pakistan-ttp");
        assert_eq!(slug(" Émile Zola "), "émile-zola");
        assert_eq!(slug("福澤 諭吉"), "福澤-諭吉");
    }
}
