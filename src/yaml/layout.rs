//! The canonical layout of a YAML text whose fields a table knows.
//!
//! Fields stand in the table's order; two blanks indent; a text of several lines stands under `|`, a long line under
//! `>-`; short lists of words stand in brackets; quotes stand where some reader of YAML needs them.
//! Invariant: the outcome says what the text said, but for the order of fields and blanks at the ends of texts, which
//! mean nothing, and it holds the same comments; where that cannot be had, there is a [`Refusal`].

use super::edit::Refusal;
use super::put::WIDTH;
use super::remarks::{Item, Remark, Remarks, remarks};
use super::sheet::{Form, Frame, Part, Sheet};
use super::write::{self, Lines, Place, Style};
use super::{Field, Node, NodeKind, Record, Shape, read_tree, vet};
use crate::diagnostic::Code;
use crate::text::cells;
use std::collections::{HashMap, HashSet};

/// Which part of a file a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfFile {
    /// All of it.
    All,
    /// The first of several, each with documents of its own.
    First,
    /// One of those behind the first.
    Further,
}

/// Lays a text out whose documents are mappings of a record. A blank line parts each text and list of its fields from
/// `first` on from what stands before. `place` says of which part of a file the text is.
///
/// # Errors
/// Where the text is no YAML, or written in a way that cannot be laid out without changing what it says.
pub fn layout(
    text: &str,
    record: &'static Record,
    first: &str,
    place: PartOfFile,
) -> Result<String, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    vet(text, &mut |_| {})
        .map_err(|finding| Refusal { why: finding.message.clone(), at: finding.offset() })?;
    let strange = || Refusal::new("the YAML is written in a way that cannot be laid out anew");
    let sheet = Sheet::read(text).ok_or_else(strange)?;
    let mut out: Vec<String> = Vec::new();
    let mut comments = sheet.comments.as_slice();
    let several = sheet.documents.len() > 1 || place != PartOfFile::All;
    let follows = place == PartOfFile::Further;
    for (n, leaf) in sheet.documents.iter().enumerate() {
        let (own, rest) = comments.split_at(comments.partition_point(|comment| comment.start < leaf.end));
        comments = if n + 1 == sheet.documents.len() { &[] } else { rest };
        let own = if n + 1 == sheet.documents.len() { [own, rest].concat() } else { own.to_vec() };
        let empty = matches!(leaf.root.form, Form::Null);
        if !empty && leaf.root.frame().is_none() {
            return Err(Refusal::at(
                format!("{} is a mapping: `field: value` lines", record.name),
                leaf.root.range.start,
            ));
        }
        let page = Page { text, record, first };
        if (n > 0 || follows) && !leaf.directives.is_empty() {
            // Only behind the end of a document a line with `%` is a directive.
            out.push("...".to_owned());
        }
        out.extend(leaf.directives.iter().map(|directive| page.get(directive.clone()).trim_end().to_owned()));
        let marks = page.marks(&leaf.root);
        if n > 0 || follows || empty && several || !marks.is_empty() || !leaf.directives.is_empty() {
            out.push(format!("--- {marks}").trim_end().to_owned());
        }
        page.document(&remarks(text, leaf, &own), &leaf.root, &mut out)?;
    }
    let mut out = out.join("\n");
    out.push('\n');
    prove(text, &out, record)?;
    Ok(out)
}

/// Holds what was laid out against what was there.
fn prove(text: &str, out: &str, record: &'static Record) -> Result<(), Refusal> {
    if let Err(finding) = vet(out, &mut |_| {}) {
        return Err(if finding.code == Code::Syntax && text.contains('*') {
            Refusal::new("an alias (`*name`) would stand before its anchor: write the text out")
        } else {
            Refusal::new("it cannot be laid out without changing what it says")
        });
    }
    let (old, new) = (read_tree(text), read_tree(out));
    let shape = Shape::One(record);
    let same = old.len() == new.len()
        && old.iter().zip(&new).all(|(old, new)| means_the_same(old, new, Some(&shape)));
    let words = |text: &str| -> Option<Vec<String>> {
        let sheet = Sheet::read(text)?;
        let comments = sheet.comments.iter().filter_map(|comment| text.get(comment.clone()));
        let mut words: Vec<String> = comments.flat_map(str::split_whitespace).map(str::to_owned).collect();
        words.sort_unstable();
        Some(words)
    };
    let directives = |text: &str| -> Option<Vec<Vec<String>>> {
        let sheet = Sheet::read(text)?;
        let line = |range: &std::ops::Range<usize>| {
            text.get(range.clone()).unwrap_or_default().trim_end().to_owned()
        };
        Some(sheet.documents.iter().map(|leaf| leaf.directives.iter().map(line).collect()).collect())
    };
    if !same || words(text) != words(out) || directives(text) != directives(out) {
        return Err(Refusal::new("it cannot be laid out without changing what it says"));
    }
    Ok(())
}

/// Whether two nodes mean the same to a table: fields may stand in another order, and texts of its fields have no blanks
/// at their ends.
fn means_the_same(one: &Node, two: &Node, shape: Option<&Shape>) -> bool {
    match (&one.kind, &two.kind) {
        (NodeKind::Null, NodeKind::Null) => true,
        (NodeKind::Scalar(one), NodeKind::Scalar(two)) if shape.is_some() => one.trim() == two.trim(),
        (NodeKind::Scalar(one), NodeKind::Scalar(two)) => one == two,
        (NodeKind::List(one), NodeKind::List(two)) => {
            let inner = shape.and_then(item_shape);
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| means_the_same(one, two, inner))
        }
        (NodeKind::Map(one), NodeKind::Map(two)) => {
            let record = shape.and_then(record_of);
            let sorted = |fields: &[(Node, Node)]| {
                let mut order: Vec<usize> = (0..fields.len()).collect();
                order.sort_by_key(|n| fields.get(*n).map(|(key, _)| rank(record, key.text())));
                order
            };
            let same = |(n, m): (usize, usize)| match (one.get(n), two.get(m)) {
                (Some((key, value)), Some((other_key, other))) => {
                    let shape = field_of(record, key.text()).map(|field| &field.shape);
                    key.says_the_same(other_key) && means_the_same(value, other, shape)
                }
                _ => false,
            };
            one.len() == two.len() && sorted(one).into_iter().zip(sorted(two)).all(same)
        }
        _ => false,
    }
}

fn field_of(record: Option<&'static Record>, name: Option<&str>) -> Option<&'static Field> {
    record?.field(name?)
}

/// Where a field stands among those of its record; unknown ones stand behind.
fn rank(record: Option<&'static Record>, name: Option<&str>) -> usize {
    let at = |record: &'static Record| record.fields.iter().position(|field| Some(field.name) == name);
    record.and_then(at).unwrap_or(usize::MAX)
}

fn item_shape(shape: &Shape) -> Option<&'static Shape> {
    match shape {
        Shape::List(item) | Shape::OneOrMany(item) => Some(item),
        _ => None,
    }
}

fn record_of(shape: &Shape) -> Option<&'static Record> {
    match shape {
        Shape::One(record) => Some(record),
        Shape::OneOrMany(item) => record_of(item),
        _ => None,
    }
}

/// The shape of a text, where a list or a mapping may stand too.
fn text_shape(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::OneOrMany(item) => text_shape(item),
        Shape::One(record) => record
            .shorthand
            .and_then(|name| record.field(name))
            .map_or(shape, |field| text_shape(&field.shape)),
        _ => shape,
    }
}

struct Page<'a> {
    text: &'a str,
    record: &'static Record,
    /// The first of the fields that are parted by blank lines.
    first: &'a str,
}

/// What is written between hyphen or colon and the end of the line, and whether what it holds follows in lines.
enum Written {
    Lines(Lines),
    Below { head: String },
}

impl Page<'_> {
    fn get(&self, range: std::ops::Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn document(&self, said: &Remarks<'_>, root: &Part, out: &mut Vec<String>) -> Result<(), Refusal> {
        let start = out.len();
        put_remarks(&said.head, 0, start, out);
        let fields = order(&said.items, Some(self.record));
        let parted = fields.first().is_some_and(|item| said.parted || !item.above.is_empty());
        if parted {
            part(start, out);
        }
        let top = rank(Some(self.record), Some(self.first));
        for item in fields {
            let name = item.entry.key.as_ref().and_then(Part::text);
            let field = field_of(Some(self.record), name);
            let is_section = rank(Some(self.record), name) >= top
                && field.is_some_and(|field| matches!(field.shape, Shape::Prose | Shape::List(_)));
            if is_section {
                part(start, out);
            }
            self.entry(item, field.map(|field| &field.shape), 0, start, out)?;
        }
        put_remarks(&said.foot, 0, start, out);
        if let (Form::Map(Frame::Brackets, entries), true) = (&root.form, said.items.is_empty())
            && entries.is_empty()
        {
            out.push("{}".to_owned());
        }
        Ok(())
    }

    /// Puts an item or a field at the end. Before `start` there is nothing that a blank line would part it from.
    fn entry(
        &self,
        item: &Item<'_>,
        shape: Option<&'static Shape>,
        indent: usize,
        start: usize,
        out: &mut Vec<String>,
    ) -> Result<(), Refusal> {
        put_remarks(&item.above, indent, start, out);
        if item.blank {
            part(start, out);
        }
        let margin = " ".repeat(indent);
        let lead = match &item.entry.key {
            Some(key) => format!("{margin}{}:", name_of(key)?),
            None => format!("{margin}-"),
        };
        let column = cells(&lead) + 1;
        let behind = item.behind.join(" ");
        let behind = if behind.is_empty() { behind } else { format!("  {behind}") };
        match self.value(item, shape, indent, column)? {
            Written::Lines(Lines { head, below }) => {
                let gap = if head.is_empty() { "" } else { " " };
                out.push(format!("{lead}{gap}{head}{behind}"));
                out.extend(below);
            }
            Written::Below { head } if item.entry.key.is_none() && head.is_empty() => {
                // What it holds begins in the line of its hyphen; what is said there and above that goes before it.
                let said = [behind.trim_start()];
                out.extend(said.iter().filter(|said| !said.is_empty()).map(|said| format!("{margin}{said}")));
                let mut inner = Vec::new();
                self.children(item, shape, indent + 2, &mut inner)?;
                let is_said = |line: &String| line.is_empty() || line.trim_start().starts_with('#');
                let said = inner.iter().take_while(|line| is_said(line)).count();
                let mut inner = inner.into_iter();
                for line in inner.by_ref().take(said) {
                    out.push(if line.is_empty() { line } else { format!("{margin}{}", line.trim_start()) });
                }
                if let Some(line) = inner.next() {
                    out.push(format!("{lead} {}", line.trim_start()));
                }
                out.extend(inner);
            }
            Written::Below { head } => {
                let gap = if head.is_empty() { "" } else { " " };
                out.push(format!("{lead}{gap}{head}{behind}"));
                self.children(item, shape, indent + 2, out)?;
            }
        }
        Ok(())
    }

    fn children(
        &self,
        item: &Item<'_>,
        shape: Option<&'static Shape>,
        indent: usize,
        out: &mut Vec<String>,
    ) -> Result<(), Refusal> {
        let start = out.len();
        let is_map = matches!(item.entry.value.form, Form::Map(..));
        let record = shape.and_then(record_of).filter(|_| is_map);
        for inner in order(&item.inner, record) {
            let shape = match &inner.entry.key {
                Some(key) => field_of(record, key.text()).map(|field| &field.shape),
                None => shape.and_then(item_shape),
            };
            self.entry(inner, shape, indent, start, out)?;
        }
        put_remarks(&item.foot, indent, start, out);
        Ok(())
    }

    /// `&anchor` and `!!tag`, with a blank behind each.
    fn marks(&self, part: &Part) -> String {
        let mut marks = String::new();
        let anchor = part.anchor.as_ref().map(|(_, range)| range);
        for range in [anchor, part.tag.as_ref()].into_iter().flatten() {
            marks.push_str(self.get(range.clone()));
            marks.push(' ');
        }
        marks
    }

    fn value(
        &self,
        item: &Item<'_>,
        shape: Option<&'static Shape>,
        indent: usize,
        column: usize,
    ) -> Result<Written, Refusal> {
        let part = &item.entry.value;
        let marks = self.marks(part);
        let one = |head: String| Written::Lines(Lines::one(head));
        match &part.form {
            Form::Null => Ok(one(marks.trim_end().to_owned())),
            Form::Alias(_) => Ok(one(self.get(part.range.clone()).to_owned())),
            Form::Scalar { text, .. } => {
                let place = Place { brackets: false, bare: is_bare(shape), indent: indent + 2, width: WIDTH };
                let said = if shape.is_some() { text.trim() } else { text.as_str() };
                let mut lines = if shape.is_some() && said.contains('\n') {
                    write::text(&format!("{said}\n"), Style::Literal, place)
                } else {
                    write::text(said, Style::Plain, place)
                };
                let wide = lines.below.is_empty() && column + cells(&marks) + cells(&lines.head) > WIDTH;
                if wide && said.contains(' ') {
                    lines = write::text(said, Style::Folded, place);
                }
                lines.head.insert_str(0, &marks);
                Ok(Written::Lines(lines))
            }
            Form::List(frame, entries) | Form::Map(frame, entries) => {
                let is_list = matches!(part.form, Form::List(..));
                let words = is_list && entries.iter().all(|entry| entry.value.frame().is_none());
                let row = if item.is_commented() || !words && !entries.is_empty() && *frame == Frame::Lines {
                    None
                } else {
                    self.row(part, shape)?
                };
                // A list of mappings that may be short for their texts is one of lines.
                let listed = is_list
                    && !entries.is_empty()
                    && shape.and_then(item_shape).and_then(record_of).is_some();
                let listed = listed || is_list && !words && !entries.is_empty();
                match row {
                    Some(row) if !listed && column + cells(&row) <= WIDTH => Ok(one(row)),
                    _ if *frame == Frame::Bare => Err(Refusal::at(
                        "a pair stands in a list without braces: put `{}` around it",
                        part.range.start,
                    )),
                    _ => Ok(Written::Below { head: marks.trim_end().to_owned() }),
                }
            }
        }
    }

    /// A value in one line, as it stands in brackets; none where it has lines.
    fn row(&self, part: &Part, shape: Option<&'static Shape>) -> Result<Option<String>, Refusal> {
        let marks = self.marks(part);
        let row = match &part.form {
            Form::Null => "~".to_owned(),
            Form::Alias(_) => self.get(part.range.clone()).to_owned(),
            Form::Scalar { text, .. } => {
                let said = if shape.is_some() { text.trim() } else { text.as_str() };
                if said.contains('\n') {
                    return Ok(None);
                }
                write::text(
                    said,
                    Style::Plain,
                    Place { brackets: true, bare: is_bare(shape), indent: 0, width: WIDTH },
                )
                .head
            }
            Form::List(_, entries) => {
                let inner = shape.and_then(item_shape);
                let mut rows = Vec::with_capacity(entries.len());
                for entry in entries {
                    let Some(row) = self.row(&entry.value, inner)? else { return Ok(None) };
                    rows.push(row);
                }
                format!("[{}]", rows.join(", "))
            }
            Form::Map(_, entries) => {
                let record = shape.and_then(record_of);
                let mut rows = Vec::with_capacity(entries.len());
                for entry in entries {
                    let Some(key) = &entry.key else { return Ok(None) };
                    let shape = field_of(record, key.text()).map(|field| &field.shape);
                    let Some(row) = self.row(&entry.value, shape)? else { return Ok(None) };
                    rows.push((rank(record, key.text()), format!("{}: {row}", name_of(key)?)));
                }
                rows.sort_by_key(|(rank, _)| *rank);
                let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
                format!("{{{}}}", rows.join(", "))
            }
        };
        Ok(Some(format!("{marks}{row}")))
    }
}

/// Items in their usual order, but for those that an alias leads to: they stay before those that it stands in.
fn order<'i, 'a>(items: &'i [Item<'a>], record: Option<&'static Record>) -> Vec<&'i Item<'a>> {
    let mut order: Vec<&Item<'_>> = items.iter().collect();
    order.sort_by_key(|item| item.entry.key.as_ref().map(|key| rank(record, key.text())));
    if record.is_none() {
        return order;
    }
    let mut defined: HashMap<usize, usize> = HashMap::new();
    for (place, item) in order.iter().enumerate() {
        item.entry.value.visit(&mut |part| {
            if let Some((anchor, _)) = part.anchor {
                defined.insert(anchor, place);
            }
        });
    }
    if defined.is_empty() {
        return order;
    }
    // Each of them waits for those that its aliases lead to.
    let waits = |item: &Item<'_>, place: usize| {
        let mut on = Vec::new();
        item.entry.value.visit(&mut |part| {
            if let Form::Alias(anchor) = part.form {
                on.extend(defined.get(&anchor).filter(|other| **other != place));
            }
        });
        on
    };
    let mut left: Vec<(usize, &Item<'_>, Vec<usize>)> =
        order.iter().enumerate().map(|(place, item)| (place, *item, waits(item, place))).collect();
    let mut put: HashSet<usize> = HashSet::new();
    let mut out = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready =
            left.iter().position(|(_, _, on)| on.iter().all(|other| put.contains(other))).unwrap_or(0);
        let (place, item, _) = left.remove(ready);
        put.insert(place);
        out.push(item);
    }
    out
}

/// A field's name as it is written.
fn name_of(key: &Part) -> Result<String, Refusal> {
    match &key.form {
        Form::Scalar { text, .. } if key.start() == key.range.start && !text.contains('\n') => {
            // (`on` is a truth value to some readers, and a field's name here.)
            let place = Place { brackets: true, bare: true, indent: 0, width: WIDTH };
            Ok(write::text(text, Style::Plain, place).head)
        }
        _ => Err(Refusal::at("a field's name must be a word", key.start())),
    }
}

/// Whether a field says for itself that its text is a number, a date or a truth value.
fn is_bare(shape: Option<&'static Shape>) -> bool {
    shape.is_some_and(|shape| {
        matches!(
            text_shape(shape),
            Shape::Ordinal | Shape::Version(_) | Shape::Flag | Shape::Checked { code: Code::BadDate, .. }
        )
    })
}

/// A blank line at the end, where there is something before it.
fn part(start: usize, out: &mut Vec<String>) {
    if out.len() > start && out.last().is_some_and(|line| !line.is_empty()) {
        out.push(String::new());
    }
}

fn put_remarks(remarks: &[Remark<'_>], indent: usize, start: usize, out: &mut Vec<String>) {
    for remark in remarks {
        if remark.blank {
            part(start, out);
        }
        out.push(format!("{}{}", " ".repeat(indent), remark.text));
    }
}
