//! The nodes of a YAML text with their places.
//!
//! Built only when a finding, an edit or the place of a passage asks for it: reading a brief does not need it.
//! Invariant: a node's range lies in the text; aliases are written out, so a node knows its whole content.

use super::options;
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A node and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Bytes of the text. A collection's range begins at its first element.
    pub range: Range<usize>,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// A text, after escapes and folding.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written, with its keys as nodes.
    Map(Vec<(Node, Node)>),
}

/// One step of the way from a document's root to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field of a mapping.
    Key(&'static str),
    /// An item of a list, counted from 0.
    Item(usize),
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The node at the end of a way. A list that is written as its one item counts as a list.
    #[must_use]
    pub fn at(&self, way: &[Step]) -> Option<&Self> {
        let Some((step, rest)) = way.split_first() else {
            return Some(self);
        };
        match (&self.kind, step) {
            (NodeKind::Map(fields), Step::Key(name)) => {
                fields.iter().find(|(key, _)| key.text() == Some(name)).and_then(|(_, node)| node.at(rest))
            }
            (NodeKind::List(items), Step::Item(index)) => items.get(*index).and_then(|node| node.at(rest)),
            (NodeKind::Scalar(_), Step::Item(0)) => self.at(rest),
            _ => None,
        }
    }

    /// The node at the end of a way, or the nearest there is before it.
    #[must_use]
    pub fn nearest(&self, way: &[Step]) -> &Self {
        (0..=way.len()).rev().find_map(|n| self.at(way.get(..n)?)).unwrap_or(self)
    }
}

/// The root of each document of a text that [`super::vet`] has let through.
#[must_use]
pub fn read_tree(text: &str) -> Vec<Node> {
    build(text).roots
}

fn build(text: &str) -> Builder {
    let mut builder = Builder { used: used_anchors(text), ..Builder::default() };
    for event in Parser::new_from_str_with_options(text, options()) {
        // Vetted text has no errors; were there one, the nodes before it are still right.
        let Ok((event, span)) = event else { break };
        builder.take(event, span.byte_range().unwrap_or(0..0));
    }
    builder
}

/// The anchors that an alias names. What no alias names is kept once: anchors within anchors would multiply it by their
/// depth. What aliases make of the others has been bounded by [`super::vet`].
fn used_anchors(text: &str) -> HashSet<usize> {
    if !text.contains('&') || !text.contains('*') {
        return HashSet::new();
    }
    let events = Parser::new_from_str_with_options(text, options());
    events
        .map_while(Result::ok)
        .filter_map(|(event, _)| match event {
            Event::Alias(anchor) => Some(anchor),
            _ => None,
        })
        .collect()
}

#[derive(Default)]
struct Builder {
    roots: Vec<Node>,
    open: Vec<Open>,
    used: HashSet<usize>,
    anchors: HashMap<usize, Node>,
}

struct Open {
    node: Node,
    anchor: usize,
    /// A key that waits for its value.
    key: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::DocumentStart(..) => self.anchors.clear(),
            Event::Scalar(value, style, anchor, tag) => {
                let null = style == ScalarStyle::Plain
                    && tag.is_none()
                    && matches!(&*value, "" | "~" | "null" | "Null" | "NULL");
                let kind = if null { NodeKind::Null } else { NodeKind::Scalar(value.into_owned()) };
                let range = if null { range.start..range.start } else { range };
                self.finish(Node { range, kind }, anchor);
            }
            Event::SequenceStart(_, anchor, _) => {
                let node = Node { range, kind: NodeKind::List(Vec::new()) };
                self.open.push(Open { node, anchor, key: None });
            }
            Event::MappingStart(_, anchor, _) => {
                let node = Node { range, kind: NodeKind::Map(Vec::new()) };
                self.open.push(Open { node, anchor, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { mut node, anchor, .. }) = self.open.pop() {
                    node.range.end = range.end.max(node.range.end);
                    self.finish(node, anchor);
                }
            }
            Event::Alias(anchor) => {
                if let Some(node) = self.anchors.get(&anchor) {
                    let node = Node { range, ..node.clone() };
                    self.finish(node, 0);
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, node: Node, anchor: usize) {
        if self.used.contains(&anchor) {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.roots.push(node);
            return;
        };
        match &mut parent.node.kind {
            NodeKind::List(items) => items.push(node),
            NodeKind::Map(fields) => match parent.key.take() {
                None => parent.key = Some(node),
                Some(key) => fields.push((key, node)),
            },
            NodeKind::Null | NodeKind::Scalar(_) => {}
        }
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn nodes_know_their_places() {
        let text = "title: Ä title\nactors:\n  - {name: Qatar}\n  - &t Turkey\n  - *t\nto: ttp\n";
        let roots = read_tree(text);
        let read = |way: &[Step]| roots[0].at(way).map(|node| &text[node.range.clone()]);
        assert_eq!(read(&[Step::Key("title")]), Some("Ä title"));
        assert_eq!(read(&[Step::Key("actors"), Step::Item(0), Step::Key("name")]), Some("Qatar"));
        assert_eq!(read(&[Step::Key("actors"), Step::Item(2)]), Some("*t"));
        assert_eq!(read(&[Step::Key("to"), Step::Item(0)]), Some("ttp"));
        assert_eq!(read(&[Step::Key("actors"), Step::Item(9)]), None);
        let alias = roots[0].at(&[Step::Key("actors"), Step::Item(2)]).and_then(Node::text);
        assert_eq!(alias, Some("Turkey"));
        let near = roots[0].nearest(&[Step::Key("actors"), Step::Item(1), Step::Key("role")]);
        assert_eq!(near.text(), Some("Turkey"));
    }

    #[test]
    fn anchors_within_anchors_cost_no_more_than_what_they_hold() {
        let opened: Vec<String> = (0..60).map(|n| format!("&a{n} [")).collect();
        let built = build(&format!("{}{}{}", opened.concat(), "x,".repeat(10_000), "]".repeat(60)));
        assert!(built.anchors.is_empty(), "sixty times ten thousand nodes");
        let deepest = (0..59).fold(&built.roots[0], |node, _| node.at(&[Step::Item(0)]).unwrap());
        assert!(matches!(&deepest.kind, NodeKind::List(all) if all.len() == 10_000));
        let used = read_tree("a: &a [&b [x, &c y]]\nb: [*a, *c]\n");
        let y = [Step::Key("b"), Step::Item(0), Step::Item(0), Step::Item(1)];
        assert_eq!(used[0].at(&y).and_then(Node::text), Some("y"));
    }

    #[test]
    fn each_document_has_a_root() {
        assert_eq!(read_tree("a: 1\n---\n- b\n").len(), 2);
        assert!(read_tree("").is_empty());
    }
}
