//! The text of a notes file in parts: the lines of each entry, of the brief's description, and all else.
//!
//! Invariants: the parts of a text, one behind the other, are the text; a part ends where its last value ends, as the
//! parser sees it, so that no line of a value stands in another part. A comment behind a value that is no deeper than
//! the value belongs to what follows.

use crate::yaml::{self, Node, NodeKind};

/// A part of a file.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// What stays as it is.
    Text(String),
    /// The field `brief`.
    Brief(String),
    /// The field `entries`.
    Entries {
        /// All of it, where it has none.
        raw: String,
        /// What stands before the first entry; none where the entries are no lines of their own.
        key: Option<String>,
    },
}

/// An entry's lines.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    /// Its own.
    pub(super) raw: String,
    /// Blank lines and comments behind it, which stay when it changes.
    pub(super) behind: String,
}

/// A file in parts.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    /// One for each entry; none where they are not lines of their own.
    pub(super) entries: Option<Vec<Lines>>,
}

impl Parts {
    /// The parts of a text that holds so many entries; none where its fields do not begin in the first column.
    pub(super) fn of(text: &str, count: usize) -> Option<Self> {
        let root = yaml::read_tree(text).into_iter().next()?;
        let NodeKind::Map(fields) = &root.kind else { return None };
        let starts: Option<Vec<usize>> = fields
            .iter()
            .map(|(key, _)| {
                let at = key.range.start;
                (line_start(text, at)? == at).then_some(at)
            })
            .collect();
        let starts = starts?;
        let mut parts = Vec::new();
        let mut entries = None;
        let mut at = 0;
        for (n, (key, value)) in fields.iter().enumerate() {
            let name = key.text().unwrap_or_default();
            if name != "brief" && name != "entries" {
                continue;
            }
            let start = *starts.get(n)?;
            let upper = starts.get(n + 1).copied().unwrap_or(text.len());
            let end = block_end(text, last_leaf(value).max(key.range.end), upper, 0)?;
            parts.push(Part::Text(text.get(at..start)?.to_owned()));
            let raw = text.get(start..end)?.to_owned();
            if name == "brief" {
                parts.push(Part::Brief(raw));
            } else {
                let found = items(text, value, end).filter(|(_, items)| items.len() == count);
                let key = found.as_ref().and_then(|(first, _)| text.get(start..*first)).map(str::to_owned);
                entries = found.map(|(_, items)| items);
                parts.push(Part::Entries { raw, key });
            }
            at = end;
        }
        parts.push(Part::Text(text.get(at..)?.to_owned()));
        Some(Self { parts, entries })
    }
}

/// The items of a list that are lines of their own, and where the first begins.
fn items(text: &str, list: &Node, end: usize) -> Option<(usize, Vec<Lines>)> {
    let NodeKind::List(nodes) = &list.kind else { return None };
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for node in nodes {
        let start = line_start(text, node.range.start)?;
        // Nothing but a hyphen stands before the entry in its line, at the same column as before the others.
        let lead = text.get(start..node.range.start)?;
        if lead.trim() != "-" || starts.last().is_some_and(|(_, other)| *other != lead) {
            return None;
        }
        starts.push((start, lead));
    }
    let (first, lead) = *starts.first()?;
    let indent = lead.len() - lead.trim_start().len();
    let mut items = Vec::new();
    for (n, node) in nodes.iter().enumerate() {
        let start = starts.get(n)?.0;
        let upper = starts.get(n + 1).map_or(end, |(start, _)| *start);
        let own = block_end(text, last_leaf(node).max(node.range.start), upper, indent)?;
        items.push(Lines { raw: text.get(start..own)?.to_owned(), behind: text.get(own..upper)?.to_owned() });
    }
    Some((first, items))
}

/// Where the last text in a node ends. A collection itself is no measure: it may end only where the next thing begins.
fn last_leaf(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Null | NodeKind::Scalar(_) => node.range.end,
        NodeKind::List(items) => items.iter().map(last_leaf).max().unwrap_or(node.range.start),
        NodeKind::Map(fields) => fields
            .iter()
            .map(|(key, value)| last_leaf(key).max(last_leaf(value)))
            .max()
            .unwrap_or(node.range.start),
    }
}

/// Where the lines of a value end whose last text ends at `leaf`: before `upper`, behind brackets that close it and
/// comments that are deeper than it.
fn block_end(text: &str, leaf: usize, upper: usize, indent: usize) -> Option<usize> {
    let from = if leaf > 0 && text.get(..leaf)?.ends_with('\n') { leaf } else { line_end(text, leaf)? };
    let mut end = from.min(upper);
    let mut at = end;
    for line in text.get(end..upper)?.split_inclusive('\n') {
        at += line.len();
        let content = line.trim_start();
        let depth = line.len() - line.trim_start_matches(' ').len();
        let marker = depth == 0 && (line.starts_with("...") || line.starts_with("---"));
        if marker || content.starts_with('#') && depth <= indent {
            // Brackets may still close below a comment.
            continue;
        }
        if !content.is_empty() {
            end = at;
        }
    }
    Some(end)
}

/// Where the line that holds a place begins.
fn line_start(text: &str, at: usize) -> Option<usize> {
    text.get(..at).map(|before| before.rfind('\n').map_or(0, |nl| nl + 1))
}

/// Where the line that holds a place has ended.
fn line_end(text: &str, at: usize) -> Option<usize> {
    text.get(at..).map(|rest| rest.find('\n').map_or(text.len(), |nl| at + nl + 1))
}
