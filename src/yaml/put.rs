//! Values as lines of YAML.
//!
//! Invariant: a line is whole, with its indentation and without its line break.

use super::edit::Value;
use super::write::{self, Lines, Place, Style};
use crate::text::cells;

/// Where a value is put.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground {
    /// Whether brackets are around it.
    pub(super) brackets: bool,
    /// The column of what it is put under.
    pub(super) indent: usize,
}

/// The width that lines keep where they can, in cells: that of the sample briefs.
pub(super) const WIDTH: usize = 100;

/// A text of one line as it stands behind `field: `, in quotes where some reader of YAML needs them.
#[must_use]
pub fn scalar(text: &str) -> String {
    // As in brackets, where no text has lines of its own.
    let place = Place { brackets: text.contains('\n'), bare: false, indent: 0, width: WIDTH };
    write::text(text, Style::Plain, place).head
}

/// A value behind a colon or a hyphen: what stands in the line, and the lines below it.
pub(super) fn value(value: &Value, style: Style, ground: Ground) -> Lines {
    if ground.brackets {
        return Lines::one(match value {
            Value::Text(text) | Value::Prose(text) => {
                let place = Place { brackets: true, bare: false, indent: 0, width: WIDTH };
                write::text(text, style, place).head
            }
            _ => flow(value),
        });
    }
    let indent = ground.indent + 2;
    let place = Place { brackets: false, bare: false, indent, width: WIDTH };
    match value {
        Value::Text(text) | Value::Prose(text) => {
            let long = style == Style::Plain && text.contains(' ') && indent + cells(text) > WIDTH;
            write::text(text, if long { Style::Folded } else { style }, place)
        }
        Value::Bare(text) => write::text(text, Style::Plain, Place { bare: true, ..place }),
        Value::List(items) => {
            let words = items.iter().all(|item| !matches!(item, Value::List(_) | Value::Map(_)));
            let row = flow(value);
            if items.is_empty() || words && indent + cells(&row) <= WIDTH {
                return Lines::one(row);
            }
            let ground = Ground { brackets: false, indent };
            Lines { head: String::new(), below: items.iter().flat_map(|value| item(value, ground)).collect() }
        }
        Value::Map(fields) if fields.is_empty() => Lines::one("{}"),
        Value::Map(fields) => {
            let ground = Ground { brackets: false, indent };
            let below = fields.iter().flat_map(|(name, value)| field(name, value, ground)).collect();
            Lines { head: String::new(), below }
        }
    }
}

/// The lines of a field.
pub(super) fn field(name: &str, field: &Value, ground: Ground) -> Vec<String> {
    let Lines { head, mut below } = value(field, Style::Plain, ground);
    let margin = " ".repeat(ground.indent);
    let gap = if head.is_empty() { "" } else { " " };
    below.insert(0, format!("{margin}{name}:{gap}{head}"));
    below
}

/// The lines of an item.
pub(super) fn item(item: &Value, ground: Ground) -> Vec<String> {
    let Lines { head, mut below } = value(item, Style::Plain, ground);
    let margin = " ".repeat(ground.indent);
    if !head.is_empty() {
        below.insert(0, format!("{margin}- {head}"));
        return below;
    }
    // A collection begins in the line of the hyphen.
    if let Some(first) = below.first_mut() {
        *first = format!("{margin}- {}", first.trim_start_matches(' '));
    }
    below
}

/// A value in brackets, on one line.
pub(super) fn flow(value: &Value) -> String {
    let place = Place { brackets: true, bare: false, indent: 0, width: WIDTH };
    match value {
        Value::Text(text) | Value::Prose(text) => write::text(text, Style::Plain, place).head,
        Value::Bare(text) => write::text(text, Style::Plain, Place { bare: true, ..place }).head,
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| flow_field(name, value)).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// A field in braces, on one line.
pub(super) fn flow_field(name: &str, value: &Value) -> String {
    format!("{name}: {}", flow(value))
}
