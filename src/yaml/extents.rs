//! Where the fields and items of a text stand, for whoever puts something among them and keeps the rest to the letter.
//!
//! Invariant: ranges are bytes of the text and lie in each other as the nodes do; what an alias leads to stands elsewhere
//! and has no fields of its own here.

use super::sheet::{Entry, Form, Frame, Part, Sheet};
use std::ops::Range;

/// A field or an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Its name, where it is a field with a plain one.
    pub name: Option<String>,
    /// Where it begins: at its hyphen, its question mark or its key; in brackets at its value.
    pub start: usize,
    /// Behind its hyphen or colon.
    pub lead: usize,
    /// Its value, with anchor and tag; empty where there is none.
    pub value: Range<usize>,
    /// Where its last text ends.
    pub end: usize,
    /// What it holds.
    pub body: Body,
}

/// What a field or an item holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing, or a word for it.
    Nothing,
    /// A text.
    Text,
    /// An alias: it stands elsewhere.
    Elsewhere,
    /// Items or fields.
    Many {
        /// Whether brackets are around them.
        brackets: bool,
        /// Whether they are items of a list.
        list: bool,
        /// Each.
        all: Vec<Extent>,
    },
}

impl Body {
    /// The items or fields.
    #[must_use]
    pub fn all(&self) -> &[Extent] {
        match self {
            Self::Many { all, .. } => all,
            Self::Nothing | Self::Text | Self::Elsewhere => &[],
        }
    }
}

/// What the first document of a text holds, as deep as is asked: 1 is its fields alone. None where the text is no YAML, or
/// written too strangely. The text is one that [`super::vet`] has let through.
#[must_use]
pub fn extents(text: &str, depth: usize) -> Option<Body> {
    let sheet = Sheet::read(text)?;
    Some(body(&sheet.documents.first()?.root, depth))
}

fn body(part: &Part, depth: usize) -> Body {
    match &part.form {
        Form::Null => Body::Nothing,
        Form::Scalar { .. } => Body::Text,
        Form::Alias(_) => Body::Elsewhere,
        Form::List(frame, entries) | Form::Map(frame, entries) => Body::Many {
            brackets: *frame != Frame::Lines,
            list: matches!(part.form, Form::List(..)),
            all: if depth == 0 { Vec::new() } else { entries.iter().map(|e| extent(e, depth - 1)).collect() },
        },
    }
}

fn extent(entry: &Entry, depth: usize) -> Extent {
    let value = &entry.value;
    Extent {
        name: entry.key.as_ref().and_then(Part::text).map(str::to_owned),
        start: entry.start,
        lead: entry.lead,
        value: value.start()..value.range.end.max(value.marked().unwrap_or(0)),
        end: entry.end(),
        body: body(value, depth),
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn fields_and_items_have_their_places() {
        let text =
            "notes: 1 # c\nentries:\n  # a\n  - &x\n    id: a\n  - # nothing\n  - {id: b}\nlater: *x\n";
        let root = extents(text, 2).unwrap();
        let [notes, entries, later] = root.all() else { panic!("{root:?}") };
        assert_eq!((notes.name.as_deref(), &text[notes.value.clone()]), (Some("notes"), "1"));
        assert_eq!(later.body, Body::Elsewhere);
        let items: Vec<&str> = entries.body.all().iter().map(|item| &text[item.start..item.end]).collect();
        assert_eq!(items, ["- &x\n    id: a", "-", "- {id: b}"]);
        assert!(entries.body.all()[1].body == Body::Nothing && entries.body.all()[0].body.all().is_empty());
        assert_eq!(extents("[a, {b: c}]", 1).unwrap().all().len(), 2);
    }
}
