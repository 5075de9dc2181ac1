//! Where the nodes of a text stand, kept while it is looked through: a few numbers for each, and no text.
//!
//! A tree of nodes takes another parse; most findings need no more than a place.
//! Invariant: what a way leads to here is what it leads to in the tree, but that a name with escapes is not found.

use super::Step;
use granit_parser::{Event, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;

/// The places of all nodes of a text.
#[derive(Debug, Default)]
pub struct Places {
    nodes: Vec<Place>,
    /// The root of each document.
    roots: Vec<u32>,
    open: Vec<(u32, usize)>,
    anchors: HashMap<usize, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    kind: Kind,
    start: u32,
    end: u32,
    /// The number of the node that follows when this one is over.
    next: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    Scalar,
    List,
    Map,
    /// What has an anchor, by its number.
    Alias(u32),
}

/// Texts of more than 2^32 bytes are refused before.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Places {
    /// Takes note of an event of the parser.
    pub(super) fn take(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::DocumentStart(..) => self.anchors.clear(),
            Event::Scalar(value, style, anchor, tag) => {
                let null = *style == ScalarStyle::Plain
                    && tag.is_none()
                    && matches!(&**value, "" | "~" | "null" | "Null" | "NULL");
                let end = if null { range.start } else { range.end };
                let node = self.add(if null { Kind::Null } else { Kind::Scalar }, &(range.start..end));
                if *anchor != 0 {
                    self.anchors.insert(*anchor, node);
                }
            }
            Event::SequenceStart(_, anchor, _) => {
                let node = self.add(Kind::List, range);
                self.open.push((node, *anchor));
            }
            Event::MappingStart(_, anchor, _) => {
                let node = self.add(Kind::Map, range);
                self.open.push((node, *anchor));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let next = small(self.nodes.len());
                let Some((node, anchor)) = self.open.pop() else { return };
                if let Some(place) = self.nodes.get_mut(node as usize) {
                    place.end = place.end.max(small(range.end));
                    place.next = next;
                }
                if anchor != 0 {
                    self.anchors.insert(anchor, node);
                }
            }
            Event::Alias(anchor) => {
                if let Some(target) = self.anchors.get(anchor) {
                    self.add(Kind::Alias(*target), range);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, kind: Kind, range: &Range<usize>) -> u32 {
        let node = small(self.nodes.len());
        if self.open.is_empty() {
            self.roots.push(node);
        }
        self.nodes.push(Place { kind, start: small(range.start), end: small(range.end), next: node + 1 });
        node
    }

    /// The place of the node at the end of a way in a document, or of the nearest there is before it.
    #[must_use]
    pub fn nearest(&self, text: &str, document: usize, way: &[Step]) -> Option<Range<usize>> {
        let mut node = *self.roots.get(document)?;
        for step in way {
            match self.step(text, node, *step) {
                Some(next) => node = next,
                None => break,
            }
        }
        let place = self.nodes.get(node as usize)?;
        Some(place.start as usize..place.end as usize)
    }

    fn step(&self, text: &str, node: u32, step: Step) -> Option<u32> {
        let written = node;
        let node = self.meant(node);
        let place = self.nodes.get(node as usize)?;
        let mut children = std::iter::successors(Some(node + 1), |child| {
            self.nodes.get(*child as usize).map(|child| child.next)
        })
        .take_while(|child| *child < place.next);
        match (place.kind, step) {
            (Kind::Map, Step::Key(name)) => {
                while let (Some(key), Some(value)) = (children.next(), children.next()) {
                    if self.is_named(text, key, name) {
                        return Some(value);
                    }
                }
                None
            }
            (Kind::List, Step::Item(index)) => children.nth(index),
            // A text in the place of a list is its only item, where it is written.
            (Kind::Scalar, Step::Item(0)) => Some(written),
            _ => None,
        }
    }

    /// What an alias stands for; any other node is itself.
    fn meant(&self, node: u32) -> u32 {
        match self.nodes.get(node as usize).map(|place| place.kind) {
            Some(Kind::Alias(target)) => target,
            _ => node,
        }
    }

    fn is_named(&self, text: &str, key: u32, name: &str) -> bool {
        let written = self.nodes.get(self.meant(key) as usize).filter(|place| place.kind == Kind::Scalar);
        let written = written.and_then(|place| text.get(place.start as usize..place.end as usize));
        written.is_some_and(|written| written.trim_matches(['"', '\'']) == name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{read_tree, vet_noting};
    use super::*;
    use proptest::prelude::*;

    fn agree(text: &str) -> Result<(), TestCaseError> {
        let mut places = Places::default();
        if vet_noting(text, &mut |_| {}, Some(&mut places)).is_err() {
            return Ok(());
        }
        let steps = [Step::Key("a"), Step::Key("b"), Step::Item(0), Step::Item(1)];
        for (document, root) in read_tree(text).iter().enumerate() {
            let mut ways = vec![Vec::new()];
            for _ in 0..3 {
                let longer = ways
                    .iter()
                    .flat_map(|way: &Vec<Step>| steps.map(|step| [way.as_slice(), &[step]].concat()));
                ways = longer.chain([Vec::new()]).collect();
            }
            for way in ways {
                let found = places.nearest(text, document, &way);
                prop_assert_eq!(found, Some(root.nearest(&way).range.clone()), "{:?} in {:?}", way, text);
            }
        }
        Ok(())
    }

    #[test]
    fn places_are_those_of_the_tree() {
        for text in [
            "a: x\nb: [y, {a: z, b: ~}]\n",
            "\"a\": &t [x, y]\nb: *t\n",
            "a: &t {b: [1, 2]}\nb:\n  - *t\n  - *t\n",
            "a: 1\n---\n- b\n- {a: 2}\n",
            "a:\nb: |\n  text\n",
            "&t a: *t",
        ] {
            agree(text).unwrap();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(800))]
        #[test]
        fn any_text_gives_the_places_of_its_tree(
            text in "(a: |b: |- |x|\\[|\\]|\\{|\\}|, |&t |\\*t|\n|\n  |'a': |~|\\|\n  |# c\n|---\n){0,20}"
        ) {
            agree(&text)?;
        }
    }
}
