//! Changes to a YAML text that leave the rest of it as it is: comments, blank lines, quotes, line ends.
//!
//! Owns what can be changed ([`Change`]) and the proof that nothing else was; `super::splice` finds the bytes.
//! Invariant: what [`edit`] gives reads back as the tree that was there with exactly the changes made; where that
//! cannot be had, there is a [`Refusal`] and no text.

use super::sheet::{Entry, Form, Part, Sheet};
use super::splice::{self, Splice};
use super::{Node, NodeKind, Step, read_tree, vet};
use std::fmt;
use std::ops::Range;

/// A change of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An item or a field goes, with the comments directly above it and behind it.
    Remove {
        /// The way to it.
        way: Vec<Step>,
    },
    /// An item or a field goes, and the comments around it stay.
    Cut {
        /// The way to it.
        way: Vec<Step>,
    },
    /// What stands there gets another value. A text keeps its style, where the new one can be said in it.
    Set {
        /// The way to it.
        way: Vec<Step>,
        /// What it becomes.
        value: Value,
    },
    /// A mapping gets a field that it does not have.
    AddField {
        /// The way to the mapping.
        way: Vec<Step>,
        /// The field's name.
        name: &'static str,
        /// What it holds.
        value: Value,
        /// Names in their usual order: the field stands before the first that comes after it there; else at the end.
        order: Vec<&'static str>,
    },
    /// A list gets an item.
    AddItem {
        /// The way to the list.
        way: Vec<Step>,
        /// Before which item, counted from 0; behind the last where there are no more.
        at: usize,
        /// What it says.
        value: Value,
    },
}

/// What is put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, which is read back exactly.
    Text(String),
    /// A text whose blanks at either end mean nothing: as many line breaks stand behind it as did before.
    Prose(String),
    /// A number, a date or a truth value: it never gets quotes for its look.
    Bare(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping.
    Map(Vec<(&'static str, Value)>),
}

/// Why a text was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// In words, without a full stop.
    pub why: String,
    /// The byte of the text, without a byte order mark, where the trouble is; none where it has no place.
    pub at: Option<usize>,
}

impl Refusal {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), at: None }
    }

    pub(super) fn at(why: impl Into<String>, at: usize) -> Self {
        Self { why: why.into(), at: Some(at) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Refusal {}

/// Makes changes in one document of a text, counted from 0, one after the other: the way of each is the way in the text
/// that those before it have left.
///
/// # Errors
/// Where the text is no YAML, a way leads nowhere, or a change cannot be made without changing anything else.
pub fn edit(text: &str, document: usize, changes: &[Change]) -> Result<String, Refusal> {
    // A byte order mark stays where it is, and is in nobody's way.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.strip_suffix(body).unwrap_or_default();
    let mut out = body.to_owned();
    for change in changes {
        out = one(&out, document, change)?;
    }
    out.insert_str(0, mark);
    Ok(out)
}

fn one(text: &str, document: usize, change: &Change) -> Result<String, Refusal> {
    vet(text, &mut |_| {})
        .map_err(|finding| Refusal { why: finding.message.clone(), at: finding.offset() })?;
    let sheet = Sheet::read(text)
        .ok_or_else(|| Refusal::new("the YAML is written in a way that cannot be edited"))?;
    let leaf = sheet.documents.get(document).ok_or_else(|| Refusal::new("there is no such document"))?;
    let mut intended = read_tree(text);
    let root = intended.get_mut(document).ok_or_else(|| Refusal::new("there is no such document"))?;
    let change = &settled(change, root);
    let way = way_of(change);
    let mut trail = vec![&leaf.root];
    let mut steps: Vec<(&Part, usize)> = Vec::new();
    for step in way {
        let here = trail.last().copied().ok_or_else(|| nowhere(None))?;
        let (n, entry) = follow(here, *step)?;
        steps.push((here, n));
        trail.push(&entry.value);
    }
    refuse_repeated(text, &leaf.root, &trail, change)?;
    let splices = splice::splices(text, &sheet, &steps, &trail, change)?;
    let out = apply(text, splices).ok_or_else(|| Refusal::new("the places of a change overlap"))?;
    intend(root, change).ok_or_else(|| Refusal::new("the change does not fit what is there"))?;
    let holds = vet(&out, &mut |_| {}).is_ok() && {
        let got = read_tree(&out);
        got.len() == intended.len()
            && got.iter().zip(&intended).all(|(got, intended)| got.says_the_same(intended))
    };
    if holds {
        Ok(out)
    } else {
        Err(Refusal::new("the change cannot be made without changing something else"))
    }
}

fn nowhere(at: Option<usize>) -> Refusal {
    Refusal { why: "what is to be changed is not there".to_owned(), at }
}

/// A change whose prose has as many line breaks at its end as what it replaces.
fn settled(change: &Change, root: &Node) -> Change {
    let mut change = change.clone();
    let (was, value) = match &mut change {
        Change::Remove { .. } | Change::Cut { .. } => return change,
        Change::Set { way, value } => (root.at(way).and_then(Node::text).unwrap_or_default(), value),
        Change::AddField { value, .. } | Change::AddItem { value, .. } => ("", value),
    };
    value.settle(was.len() - was.trim_end_matches('\n').len());
    change
}

impl Value {
    fn settle(&mut self, breaks: usize) {
        match self {
            Self::Prose(text) => {
                let said = text.trim();
                // A text of several lines stands under `|`, which ends with a line break.
                let breaks = if said.contains('\n') { breaks.max(1) } else { breaks };
                *self = Self::Text(format!("{said}{}", "\n".repeat(breaks)));
            }
            Self::Text(_) | Self::Bare(_) => {}
            Self::List(items) => items.iter_mut().for_each(|item| item.settle(0)),
            Self::Map(fields) => fields.iter_mut().for_each(|(_, value)| value.settle(0)),
        }
    }

    fn node(&self) -> Node {
        let kind = match self {
            Self::Text(text) | Self::Prose(text) | Self::Bare(text) => NodeKind::Scalar(text.clone()),
            Self::List(items) => NodeKind::List(items.iter().map(Self::node).collect()),
            Self::Map(fields) => {
                NodeKind::Map(fields.iter().map(|(name, value)| (named(name), value.node())).collect())
            }
        };
        Node { range: 0..0, kind }
    }
}

fn named(name: &str) -> Node {
    Node { range: 0..0, kind: NodeKind::Scalar(name.to_owned()) }
}

fn way_of(change: &Change) -> &[Step] {
    match change {
        Change::Remove { way }
        | Change::Cut { way }
        | Change::Set { way, .. }
        | Change::AddField { way, .. }
        | Change::AddItem { way, .. } => way,
    }
}

fn follow(part: &Part, step: Step) -> Result<(usize, &Entry), Refusal> {
    let place = Some(part.range.start);
    match (&part.form, step) {
        (Form::Map(_, fields), Step::Key(name)) => {
            let is_it = |entry: &Entry| entry.key.as_ref().is_some_and(|key| key.text() == Some(name));
            let n = fields.iter().position(is_it).ok_or_else(|| nowhere(place))?;
            fields.get(n).map(|entry| (n, entry)).ok_or_else(|| nowhere(place))
        }
        (Form::List(_, items), Step::Item(n)) => {
            items.get(n).map(|entry| (n, entry)).ok_or_else(|| nowhere(place))
        }
        (Form::Alias(_), _) => {
            Err(Refusal::at("it stands elsewhere: an alias (`*name`) leads there", part.range.start))
        }
        (Form::Scalar { .. }, Step::Item(0)) => {
            Err(Refusal::at("it is no list, but its only item: change the field itself", part.range.start))
        }
        _ => Err(nowhere(place)),
    }
}

/// Refuses to change what an alias says again elsewhere.
fn refuse_repeated(text: &str, root: &Part, trail: &[&Part], change: &Change) -> Result<(), Refusal> {
    let mut held: Vec<(usize, Range<usize>)> = trail.iter().filter_map(|part| part.anchor.clone()).collect();
    let goes = matches!(change, Change::Remove { .. } | Change::Cut { .. } | Change::Set { .. });
    let last = trail.last().filter(|_| goes);
    if let Some(last) = last {
        last.visit(&mut |part| held.extend(part.anchor.clone()));
    }
    if held.is_empty() {
        return Ok(());
    }
    let mut repeated: Option<&Range<usize>> = None;
    root.visit(&mut |part| {
        let Form::Alias(number) = part.form else { return };
        let within = last.is_some_and(|last| last.range.contains(&part.range.start));
        if !within && repeated.is_none() {
            repeated = held.iter().find(|(anchor, _)| *anchor == number).map(|(_, range)| range);
        }
    });
    match repeated {
        None => Ok(()),
        Some(range) => {
            let name = text.get(range.clone()).unwrap_or_default().trim_start_matches('&');
            let why =
                format!("`*{name}` says again what `&{name}` marks: write it out in one of the places first");
            Err(Refusal::at(why, range.start))
        }
    }
}

/// Puts pieces into a text; none where they overlap.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + splices.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut at = 0;
    for (range, new) in splices {
        out.push_str(text.get(at..range.start)?);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Makes a change in a tree.
fn intend(root: &mut Node, change: &Change) -> Option<()> {
    let mut node = root;
    let mut way = way_of(change);
    let last = match change {
        Change::Remove { .. } | Change::Cut { .. } => {
            let (last, rest) = way.split_last()?;
            way = rest;
            Some(*last)
        }
        _ => None,
    };
    for step in way {
        node = match (&mut node.kind, step) {
            (NodeKind::Map(fields), Step::Key(name)) => {
                fields.iter_mut().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value)?
            }
            (NodeKind::List(items), Step::Item(n)) => items.get_mut(*n)?,
            _ => return None,
        };
    }
    match (change, &mut node.kind) {
        (Change::Remove { .. } | Change::Cut { .. }, NodeKind::Map(fields)) => {
            let Step::Key(name) = last? else { return None };
            let n = fields.iter().position(|(key, _)| key.text() == Some(name))?;
            fields.remove(n);
        }
        (Change::Remove { .. } | Change::Cut { .. }, NodeKind::List(items)) => {
            let Step::Item(n) = last? else { return None };
            (n < items.len()).then(|| items.remove(n))?;
        }
        (Change::Set { value, .. }, kind) => *kind = value.node().kind,
        (Change::AddField { name, value, .. }, kind @ NodeKind::Null) => {
            *kind = NodeKind::Map(vec![(named(name), value.node())]);
        }
        (Change::AddField { name, value, order, .. }, NodeKind::Map(fields)) => {
            let names: Vec<&str> = fields.iter().map(|(key, _)| key.text().unwrap_or_default()).collect();
            let at = place_in(&names, name, order);
            fields.insert(at, (named(name), value.node()));
        }
        (Change::AddItem { value, .. }, kind @ NodeKind::Null) => *kind = NodeKind::List(vec![value.node()]),
        (Change::AddItem { value, at, .. }, NodeKind::List(items)) => {
            items.insert((*at).min(items.len()), value.node());
        }
        _ => return None,
    }
    Some(())
}

/// Where a field is put among others.
pub(super) fn place_in(names: &[&str], name: &str, order: &[&str]) -> usize {
    let rank = |name: &str| order.iter().position(|other| *other == name);
    let Some(own) = rank(name) else { return names.len() };
    names.iter().position(|other| rank(other).is_some_and(|other| other > own)).unwrap_or(names.len())
}

impl Node {
    /// Whether two nodes say the same, wherever they stand.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (NodeKind::Null, NodeKind::Null) => true,
            (NodeKind::Scalar(one), NodeKind::Scalar(two)) => one == two,
            (NodeKind::List(one), NodeKind::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.says_the_same(two))
            }
            (NodeKind::Map(one), NodeKind::Map(two)) => {
                let same = |((key, value), (other_key, other)): (&(Self, Self), &(Self, Self))| {
                    key.says_the_same(other_key) && value.says_the_same(other)
                };
                one.len() == two.len() && one.iter().zip(two).all(same)
            }
            _ => false,
        }
    }
}
