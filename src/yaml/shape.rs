//! Tables of fields, and what in a tree does not fit them.
//!
//! A [`Record`] describes one mapping of a format: its fields, their types and what they mean. The typed reader
//! stops at its first error; [`inspect`] lists everything, with places and suggestions. Schema, documentation and
//! canonical order are made from the same tables.

use super::{Node, NodeKind, replacement};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::text::{is_blank, is_sure, nearest};
use std::collections::HashMap;

/// A mapping of a format.
#[derive(Debug)]
pub struct Record {
    /// What messages call it, with its article: `a brief`, `an actor`.
    pub name: &'static str,
    /// The field that a plain text in its place fills.
    pub shorthand: Option<&'static str>,
    /// The fields, in canonical order.
    pub fields: &'static [Field],
}

/// A field of a mapping.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in one sentence.
    pub about: &'static str,
}

/// What a field holds.
#[derive(Debug)]
pub enum Shape {
    /// One line of text.
    Line,
    /// Text of any length with inline Markdown and paragraphs.
    Prose,
    /// Text that a function judges.
    Checked {
        /// The finding where it does not pass.
        code: Code,
        /// The regular expression of JSON Schema that says about the same.
        pattern: &'static str,
        /// Says what is wrong with a text, and what helps.
        check: fn(&str) -> Result<(), Complaint>,
    },
    /// One of some words, behind what messages call such a word, with its article: `a theme`.
    Choice(&'static str, &'static [&'static str]),
    /// The same; another word is kept as it is, and asked about.
    Expected(&'static str, &'static [&'static str]),
    /// Any words; these are the usual ones.
    Usual(&'static [&'static str]),
    /// A whole number from 1.
    Ordinal,
    /// The format's version.
    Version(Version),
    /// True or false.
    Flag,
    /// A mapping, or the text that is short for it.
    One(&'static Record),
    /// A list of one shape.
    List(&'static Shape),
    /// A list, or its only item.
    OneOrMany(&'static Shape),
    /// A mapping with names of the writer's own.
    Table(&'static Shape),
}

/// The versions of a format that can be read: from 1 to this.
#[derive(Clone, Copy, Debug)]
pub struct Version(pub u32);

/// What a checking function has to say: the message and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The value that can only have been meant, where there is one.
    pub meant: Option<String>,
}

impl Record {
    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// So many unknown fields of one mapping are compared with those of the format: comparing takes its time, and with more
/// of them it is none of ours.
const MAX_COMPARED: usize = 1_000;

/// Everything in a node that does not fit a record, in the order of its places.
#[must_use]
pub fn inspect(node: &Node, record: &'static Record) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    check_record(node, record, &mut findings);
    findings
}

fn check_record(node: &Node, record: &'static Record, out: &mut Vec<Diagnostic>) {
    match (&node.kind, record.shorthand) {
        (NodeKind::Map(fields), _) => check_fields(node, fields, record, out),
        (NodeKind::Scalar(text), Some(field)) => {
            if let Some(field) = record.field(field) {
                check_text(node, text, &field.shape, field.name, field.required, out);
            }
        }
        (NodeKind::Null, Some(field)) => out.push(
            Diagnostic::new(Code::EmptyField, format!("{} without a word", record.name))
                .at(node.range.clone(), "")
                .help(format!("write its {field} here, or delete the line")),
        ),
        _ => out.push(wrong_type(node, record.name, record_help(record))),
    }
}

fn check_fields(node: &Node, fields: &[(Node, Node)], record: &'static Record, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, &Node> = HashMap::with_capacity(fields.len());
    let mut meant: Vec<&str> = Vec::new();
    let mut unknown = 0;
    for (key, value) in fields {
        let Some(name) = key.text() else {
            out.push(
                Diagnostic::new(Code::UnknownField, "a field's name must be a word")
                    .at(key.range.clone(), "")
                    .help(field_list(record)),
            );
            continue;
        };
        if let Some(first) = seen.get(name) {
            out.push(
                Diagnostic::new(Code::DuplicateKey, format!("`{name}` stands twice"))
                    .at(key.range.clone(), "again here")
                    .at(first.range.clone(), "first here")
                    .help("keep one of them: YAML would silently drop the other"),
            );
            continue;
        }
        seen.insert(name, key);
        if let Some(field) = record.field(name) {
            check_shape(value, &field.shape, field.name, field.required, out);
        } else {
            unknown += 1;
            let near = (unknown <= MAX_COMPARED)
                .then(|| nearest(name, record.fields.iter().map(|field| field.name)))
                .flatten();
            meant.extend(near);
            let fix = near.and_then(|near| rename(key, name, near, fields, record));
            out.push(unknown_field(key, name, near, record).fix(fix));
        }
    }
    for field in record.fields.iter().filter(|field| field.required) {
        // A field that is there under a misspelt name is not missing as well.
        let there = seen.contains_key(field.name) || meant.contains(&field.name);
        if !there {
            let place = fields.first().map_or(&node.range, |(key, _)| &key.range);
            out.push(
                Diagnostic::new(Code::MissingField, format!("{} needs a `{}`", record.name, field.name))
                    .at(place.clone(), "")
                    .help(format!("add `{}:` — {}", field.name, lower_first(field.about))),
            );
        }
    }
}

fn check_shape(node: &Node, shape: &'static Shape, name: &str, required: bool, out: &mut Vec<Diagnostic>) {
    match shape {
        Shape::One(record) => {
            if required || !matches!(node.kind, NodeKind::Null) {
                check_record(node, record, out);
            }
        }
        Shape::List(item) => check_list(node, item, name, false, out),
        Shape::OneOrMany(item) => check_list(node, item, name, true, out),
        Shape::Table(value) => match &node.kind {
            NodeKind::Map(fields) => {
                for (key, node) in fields {
                    check_shape(node, value, key.text().unwrap_or(name), false, out);
                }
            }
            NodeKind::Null => {}
            _ => {
                out.push(wrong_type(
                    node,
                    "a mapping",
                    format!("write `{name}:` and below it `name: value`"),
                ));
            }
        },
        _ => match &node.kind {
            NodeKind::Scalar(text) => check_text(node, text, shape, name, required, out),
            NodeKind::Null if required => out.push(empty(node, name)),
            NodeKind::Null => {}
            NodeKind::List(_) | NodeKind::Map(_) => {
                let help = match shape {
                    Shape::Prose => format!("write the text after `{name}:`, or under `{name}: |`"),
                    _ => format!("write one value after `{name}:`"),
                };
                out.push(wrong_type(node, "a text", help));
            }
        },
    }
}

fn check_list(node: &Node, item: &'static Shape, name: &str, bare: bool, out: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::List(items) => {
            for node in items {
                check_shape(node, item, name, true, out);
            }
        }
        NodeKind::Null => {}
        _ if bare => check_shape(node, item, name, true, out),
        _ => out.push(wrong_type(
            node,
            "a list",
            format!("write `{name}:` and below it one line `- ...` for each item"),
        )),
    }
}

fn check_text(
    node: &Node,
    text: &str,
    shape: &'static Shape,
    name: &str,
    required: bool,
    out: &mut Vec<Diagnostic>,
) {
    let finding = |code: Code, message: String, help: String| {
        Diagnostic::new(code, message).at(node.range.clone(), "").help(help)
    };
    let trimmed = text.trim();
    if is_blank(trimmed) {
        if required {
            out.push(empty(node, name));
        }
        return;
    }
    match shape {
        Shape::Checked { code, check, .. } => {
            if let Err(complaint) = check(trimmed) {
                let fix = complaint.meant.and_then(|meant| replacement(node, &meant));
                out.push(finding(*code, complaint.message, complaint.help).fix(fix));
            }
        }
        Shape::Choice(what, words) | Shape::Expected(what, words) if !words.contains(&trimmed) => {
            let closed = matches!(shape, Shape::Choice(..));
            let known = if closed { "" } else { " that brief knows" };
            let message = format!("`{trimmed}` is not {what}{known}");
            let near = nearest(trimmed, words.iter().copied());
            let help = match near {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("one of: {}", words.join(", ")),
            };
            let fix = near.filter(|near| is_sure(trimmed, near)).and_then(|near| replacement(node, near));
            out.push(
                finding(if closed { Code::BadValue } else { Code::UnusualValue }, message, help).fix(fix),
            );
        }
        Shape::Ordinal if !trimmed.parse::<u32>().is_ok_and(|n| n > 0) => out.push(finding(
            Code::BadNumber,
            format!("`{trimmed}` is not a whole number from 1"),
            format!("`{name}` counts from 1"),
        )),
        Shape::Version(Version(newest)) => match trimmed.parse::<u32>() {
            Ok(n) if (1..=*newest).contains(&n) => {}
            Ok(n) if n > *newest => out.push(finding(
                Code::UnsupportedFormat,
                format!("this brief is written in format {n}; this program reads up to {newest}"),
                "install a newer version of brief".to_owned(),
            )),
            _ => out.push(finding(
                Code::BadNumber,
                format!("`{trimmed}` is not the number of a format"),
                format!("write `{name}: {newest}`, or leave it out"),
            )),
        },
        Shape::Flag if !matches!(trimmed, "true" | "false") => out.push(finding(
            Code::BadValue,
            format!("`{trimmed}` is neither true nor false"),
            format!("write `{name}: true` or `{name}: false`"),
        )),
        Shape::List(_) | Shape::Table(_) | Shape::One(_) | Shape::OneOrMany(_) => {
            check_shape(node, shape, name, required, out);
        }
        Shape::Line
        | Shape::Prose
        | Shape::Usual(_)
        | Shape::Choice(..)
        | Shape::Expected(..)
        | Shape::Ordinal
        | Shape::Flag => {}
    }
}

fn unknown_field(key: &Node, name: &str, near: Option<&str>, record: &'static Record) -> Diagnostic {
    let help = if name == "<<" {
        "merge keys are not part of YAML 1.2: write the fields out".to_owned()
    } else if let Some(known) = near {
        // A letter of another script or an invisible one looks right where it is shown.
        match name.chars().find(|letter| !letter.is_ascii()) {
            Some(other) => {
                format!("did you mean `{known}`? There is a U+{:04X} in it: type it anew", u32::from(other))
            }
            None => format!("did you mean `{known}`?"),
        }
    } else {
        field_list(record)
    };
    Diagnostic::new(Code::UnknownField, format!("`{name}` is not a field of {}", record.name))
        .at(key.range.clone(), "")
        .help(help)
}

/// The right name for a field, where no other field can have been meant and none has it already.
fn rename(
    key: &Node,
    name: &str,
    near: &str,
    fields: &[(Node, Node)],
    record: &'static Record,
) -> Option<Fix> {
    let free = |field: &&str| !fields.iter().any(|(key, _)| key.text() == Some(*field));
    let mut sure = record.fields.iter().map(|field| field.name).filter(|field| is_sure(name, field));
    (sure.next() == Some(near) && sure.next().is_none() && free(&near))
        .then(|| replacement(key, near))
        .flatten()
}

fn field_list(record: &Record) -> String {
    let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
    format!("{} has: {}", record.name, names.join(", "))
}

fn record_help(record: &'static Record) -> String {
    match record.shorthand {
        Some(field) => format!("write its {field}, or a mapping with {}", field_names(record)),
        None => format!("write it as `field: value` lines: {}", field_names(record)),
    }
}

fn field_names(record: &Record) -> String {
    let names: Vec<String> = record.fields.iter().map(|field| format!("`{}`", field.name)).collect();
    names.join(", ")
}

fn empty(node: &Node, name: &str) -> Diagnostic {
    Diagnostic::new(Code::EmptyField, format!("`{name}` is empty"))
        .at(node.range.clone(), "")
        .help("write its text (a text that begins with `#` needs quotes)")
}

fn wrong_type(node: &Node, wanted: &str, help: String) -> Diagnostic {
    let found = match node.kind {
        NodeKind::Null => "nothing",
        NodeKind::Scalar(_) => "a text",
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a mapping",
    };
    Diagnostic::new(Code::WrongType, format!("{found} where {wanted} belongs"))
        .at(node.range.clone(), "")
        .help(help)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::super::read_tree;
    use super::*;

    static PERSON: Record = Record {
        name: "a person",
        shorthand: Some("name"),
        fields: &[
            Field { name: "name", shape: Shape::Line, required: true, about: "Who it is." },
            Field {
                name: "side",
                shape: Shape::Choice("a side", &["north", "south"]),
                required: false,
                about: ".",
            },
            Field { name: "from", shape: Shape::OneOrMany(&Shape::Ordinal), required: false, about: "." },
            Field {
                name: "friends",
                shape: Shape::List(&Shape::One(&PERSON)),
                required: false,
                about: "People.",
            },
        ],
    };

    fn findings(text: &str) -> Vec<(Code, String, usize)> {
        inspect(&read_tree(text)[0], &PERSON)
            .into_iter()
            .map(|f| (f.code, f.help.clone().unwrap_or_default(), f.offset().unwrap()))
            .collect()
    }

    #[test]
    fn what_fits_is_not_spoken_of() {
        for text in
            ["Ada", "name: Ada", "{name: Ada, from: 2, friends: [Bo, {name: Cy}]}", "name: Ada\nfriends:\n"]
        {
            assert_eq!(findings(text), [], "{text}");
        }
    }

    #[test]
    fn everything_that_does_not_fit_is_listed_with_its_place() {
        let text = "nam: Ada\nside: nort\nfrom: [1, 0]\nfriends:\n  - {name: Bo, side: [x]}\n  -\n  - {nam: Cy}\nside: north\n";
        let found = findings(text);
        let codes: Vec<Code> = found.iter().map(|f| f.0).collect();
        assert_eq!(
            codes,
            [
                Code::UnknownField,
                Code::BadValue,
                Code::BadNumber,
                Code::WrongType,
                Code::EmptyField,
                Code::UnknownField,
                Code::DuplicateKey,
            ]
        );
        assert_eq!(found[0].1, "did you mean `name`?");
        assert_eq!(found[0].2, 0);
        assert_eq!(found[1].1, "did you mean `north`?");
        assert_eq!(&text[found[2].2..=found[2].2], "0");
    }

    #[test]
    fn types_are_named() {
        assert_eq!(findings("[a]")[0].0, Code::WrongType);
        assert_eq!(findings("name: Ada\nfriends: Bo\n")[0].0, Code::WrongType);
        assert_eq!(findings("name: ' '\n")[0].0, Code::EmptyField);
        assert!(findings("<<: x\nname: Ada\n")[0].1.contains("merge"));
        // What looks like the name of a field, and is not.
        for (name, letter) in [("na\u{200b}me", "U+200B"), ("name\u{a0}", "U+00A0"), ("n\u{430}me", "U+0430")]
        {
            let help = findings(&format!("name: Ada\n{name}: Ada\n"))[0].1.clone();
            assert!(help.starts_with("did you mean `name`?") && help.contains(letter), "{help}");
        }
    }
}
