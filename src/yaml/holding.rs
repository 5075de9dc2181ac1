//! Which field or item of a text a place is in, as it is written.
//!
//! Invariant: a range that is told can be blanked out, and all that stands around it is still YAML.

use super::sheet::{Form, Frame, Part, Sheet};
use super::texts::Way;
use std::ops::Range;

/// A place that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The document, counted from 0.
    pub document: usize,
    /// The byte.
    pub at: usize,
    /// Whether not the innermost field or item is meant but that which holds it.
    pub holder: bool,
}

/// A field or an item: the way to it, and all of it with its hyphen, its key and the comma behind it.
pub type Held = (Vec<Way>, Range<usize>);

/// The fields or items that some places of a text are in, each none where it is in none.
#[must_use]
pub fn holding(text: &str, asked: &[Asked]) -> Vec<Option<Held>> {
    let Some(sheet) = Sheet::read(text) else { return asked.iter().map(|_| None).collect() };
    let one = |asked: &Asked| held(&sheet.documents.get(asked.document)?.root, *asked, text);
    asked.iter().map(one).collect()
}

fn held(root: &Part, asked: Asked, text: &str) -> Option<Held> {
    let mut ways: Vec<Way> = Vec::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut part = root;
    while let Form::List(frame, entries) | Form::Map(frame, entries) = &part.form {
        let within = |start: usize, end: usize| start <= asked.at && asked.at <= end;
        let Some((n, entry)) =
            entries.iter().enumerate().rev().find(|(_, entry)| within(entry.start, entry.end()))
        else {
            break;
        };
        ways.push(match &entry.key {
            Some(key) => Way::Key(key.text().unwrap_or_default().into()),
            None => Way::Item(n),
        });
        let own = entry.start..entry.end();
        ranges.push(if *frame == Frame::Lines { own } else { with_comma(own, text) });
        part = &entry.value;
    }
    if asked.holder {
        ranges.pop();
    }
    ways.truncate(ranges.len());
    Some((ways, ranges.pop()?))
}

/// What stands in brackets, with the comma behind it.
fn with_comma(range: Range<usize>, text: &str) -> Range<usize> {
    let rest = text.get(range.end..).unwrap_or_default();
    let bare = rest.trim_start();
    if bare.starts_with(',') { range.start..range.end + (rest.len() - bare.len()) + 1 } else { range }
}
