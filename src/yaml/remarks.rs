//! Comments and blank lines, each with the item or field that it belongs to.
//!
//! Invariant: every comment of a document stands in exactly one place of its [`Remarks`]: above an entry, behind it, at
//! the foot of a collection, or at the head of the document.

use super::lines::{begins_line, column, is_blank_line, line_start};
use super::sheet::{Entry, Form, Frame, Leaf, Part};
use std::ops::Range;

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remark<'a> {
    /// Whether a blank line stands before it.
    pub(super) blank: bool,
    /// From its `#`.
    pub(super) text: &'a str,
}

/// An item or a field with what is said around it.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) entry: &'a Entry,
    /// The comments above it.
    pub(super) above: Vec<Remark<'a>>,
    /// Whether a blank line stands directly before it.
    pub(super) blank: bool,
    /// The comments behind it, in its line.
    pub(super) behind: Vec<&'a str>,
    /// What it holds.
    pub(super) inner: Vec<Item<'a>>,
    /// The comments behind the last that it holds.
    pub(super) foot: Vec<Remark<'a>>,
}

impl Item<'_> {
    /// Whether comments stand within its value.
    pub(super) fn is_commented(&self) -> bool {
        let said = |item: &Item<'_>| !item.above.is_empty() || !item.behind.is_empty() || item.is_commented();
        !self.foot.is_empty() || self.inner.iter().any(said)
    }
}

/// A document with its comments.
#[derive(Debug)]
pub(super) struct Remarks<'a> {
    /// What is said of the whole document, before it.
    pub(super) head: Vec<Remark<'a>>,
    /// Whether a blank line stands behind the head.
    pub(super) parted: bool,
    /// The fields.
    pub(super) items: Vec<Item<'a>>,
    /// What is said behind the last.
    pub(super) foot: Vec<Remark<'a>>,
}

/// The comments of a document, which are those given.
pub(super) fn remarks<'a>(text: &'a str, leaf: &'a Leaf, comments: &'a [Range<usize>]) -> Remarks<'a> {
    let mut collector = Collector { text, comments };
    let Some(first) = leaf.root.entries().first() else {
        let head = collector.until(usize::MAX);
        return Remarks { head, parted: false, items: Vec::new(), foot: Vec::new() };
    };
    let mut head = collector.until(first.start);
    let blank = blank_before(text, first.start);
    // What stands first is said of the file; what a blank line parts from it and none from the first field, of the field.
    let last = head.iter().rposition(|remark| remark.blank).filter(|at| *at > 0 && !blank);
    let above = last.map_or_else(Vec::new, |at| head.split_off(at));
    let parted = blank || !above.is_empty();
    let (mut items, mut foot) = collector.children(&leaf.root, None, usize::MAX);
    if let Some(first) = items.first_mut() {
        // What stands between its name and its value is with it already.
        first.above.splice(0..0, above);
        first.blank = false;
        if let Some(remark) = first.above.first_mut() {
            remark.blank = false;
        }
    }
    foot.extend(collector.until(usize::MAX));
    Remarks { head, parted, items, foot }
}

/// Whether a blank line stands before the line that holds a place.
fn blank_before(text: &str, at: usize) -> bool {
    let start = line_start(text, at);
    let Some(before) = text.get(..start) else { return false };
    let before = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']));
    before.is_some_and(|before| is_blank_line(text, line_start(text, before.len())))
}

struct Collector<'a> {
    text: &'a str,
    /// Those that have no place yet.
    comments: &'a [Range<usize>],
}

impl<'a> Collector<'a> {
    /// Takes the next comment, where it passes a test.
    fn take_if(&mut self, fits: impl Fn(&Range<usize>) -> bool) -> Option<Remark<'a>> {
        let (comment, rest) = self.comments.split_first().filter(|(comment, _)| fits(comment))?;
        self.comments = rest;
        let text = self.text.get(comment.clone()).unwrap_or_default().trim_end();
        let blank = begins_line(self.text, comment.start) && blank_before(self.text, comment.start);
        Some(Remark { blank, text })
    }

    /// Takes all that begin before a place.
    fn until(&mut self, at: usize) -> Vec<Remark<'a>> {
        std::iter::from_fn(|| self.take_if(|comment| comment.start < at)).collect()
    }

    /// Takes those in the line of a place that begin before a limit.
    fn beside(&mut self, at: usize, limit: usize) -> Vec<&'a str> {
        let text = self.text;
        // (The line is not looked at as a whole: it may be as long as the file, and has many places.)
        let is_beside = |comment: &Range<usize>| {
            (at..limit).contains(&comment.start)
                && text.get(at..comment.start).is_some_and(|between| !between.contains(['\n', '\r']))
        };
        std::iter::from_fn(|| self.take_if(is_beside)).map(|remark| remark.text).collect()
    }

    /// The entries of a part with their comments, and those at its foot; what follows it begins at a limit.
    fn children(
        &mut self,
        part: &'a Part,
        holder: Option<&Entry>,
        limit: usize,
    ) -> (Vec<Item<'a>>, Vec<Remark<'a>>) {
        let entries = part.entries();
        let brackets = part.frame() != Some(Frame::Lines);
        let mut items = Vec::with_capacity(entries.len());
        for (n, entry) in entries.iter().enumerate() {
            let above = self.until(entry.start);
            let blank = begins_line(self.text, entry.start) && blank_before(self.text, entry.start);
            let end = if brackets { part.range.end } else { limit };
            let limit = entries.get(n + 1).map_or(end, |next| next.start);
            items.push(self.item(entry, above, blank, limit));
        }
        if brackets {
            return (items, self.until(part.range.end));
        }
        let own = entries.first().map_or(0, |first| column(self.text, first.start));
        let outer = holder.map(|holder| column(self.text, holder.start));
        let text = self.text;
        let is_foot = |comment: &Range<usize>| {
            comment.start < limit
                && outer.is_some_and(|outer| column(text, comment.start) > outer.max(own.saturating_sub(1)))
        };
        let foot = std::iter::from_fn(|| self.take_if(is_foot)).collect();
        (items, foot)
    }

    fn item(&mut self, entry: &'a Entry, mut above: Vec<Remark<'a>>, blank: bool, limit: usize) -> Item<'a> {
        let part = &entry.value;
        let lines = part.frame() == Some(Frame::Lines);
        let first = match part.entries().first() {
            Some(first) if lines => first.start,
            _ => part.range.start,
        };
        let mut behind = self.beside(entry.start, first);
        behind.extend(self.beside(entry.lead, first));
        let header = match &part.form {
            Form::Scalar { header, .. } => header.clone(),
            _ => None,
        };
        if let Some(header) = &header {
            above.extend(self.until(header.start));
            behind.extend(self.beside(header.end, limit));
        }
        if !lines {
            above.extend(self.until(first));
        }
        if part.frame() == Some(Frame::Brackets) {
            let inside = part.entries().first().map_or(part.range.end, |first| first.start);
            behind.extend(self.beside(part.range.start, inside));
        }
        let (inner, mut foot) = if part.frame().is_some() {
            self.children(part, Some(entry), limit)
        } else {
            (Vec::new(), Vec::new())
        };
        if inner.is_empty() {
            behind.extend(foot.drain(..).map(|remark| remark.text));
        }
        if !lines && header.is_none() {
            behind.extend(self.beside(entry.end(), limit));
        }
        Item { entry, above, blank, behind, inner, foot }
    }
}
