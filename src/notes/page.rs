//! The text of a notes file with what has changed in it.
//!
//! Invariant: only the lines of what has changed are touched; every other byte, comments, quotes and aliases included,
//! stays as it was read. Where that cannot be had, there is a reason with the line and what helps, and no text.

use super::entry::What;
use super::file::Entry;
use super::form::NoteForm;
use super::subject::Subject;
use crate::yaml::{self, Body, Change, Extent, Step, Value, extents};
use serde::Serialize;
use std::ops::Range;

/// A stretch of the text and what comes in its place.
type Splice = (Range<usize>, String);

/// The names of a note's fields, in their order.
const FIELDS: &[&str] = &["id", "kind", "meaning", "created", "changed", "tags", "text", "on", "now"];

/// Those of the brief.
const BRIEF: &[&str] = &["id", "title", "publication", "published", "file"];

/// A text with another brief and other entries than it had.
///
/// # Errors
/// Why it cannot be had, with the line and what helps.
pub(super) fn write(
    text: &str,
    subject: Option<&Subject>,
    described: &Subject,
    entries: &[Entry],
) -> Result<String, String> {
    let described = match subject {
        Some(subject) => describe(text, described, subject)?,
        None => text.to_owned(),
    };
    if entries.iter().all(|entry| entry.place.is_some() && entry.was.is_none()) {
        return Ok(described);
    }
    Page::of(&described)?.put(entries)
}

fn strange() -> String {
    "it is written in a way that brief cannot add to: write `entries:` as lines that begin with `- `"
        .to_owned()
}

/// What is at a place, and what helps there.
fn refused(text: &str, at: Option<usize>, why: &str) -> String {
    match at {
        Some(at) => format!("line {}: {why}", line_of(text, at)),
        None => why.to_owned(),
    }
}

/// The line that holds a place, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// Where the entries of a text begin, one for each; none where they have no places.
pub(super) fn places(text: &str) -> Vec<usize> {
    let root = extents(text, 2);
    let entries = root.as_ref().and_then(|root| field(root, "entries"));
    entries.map(|entries| entries.body.all().iter().map(|item| item.start).collect()).unwrap_or_default()
}

fn field<'a>(root: &'a Body, name: &str) -> Option<&'a Extent> {
    root.all().iter().find(|field| field.name.as_deref() == Some(name))
}

/// Says in a text which brief it is of: fields that we do not know, and comments, stay.
fn describe(text: &str, then: &Subject, now: &Subject) -> Result<String, String> {
    let root = extents(text, 2).ok_or_else(strange)?;
    let said = |subject: &Subject| {
        let Subject { id, title, publication, published, file } = subject.clone();
        [id, Some(title), publication, published, file]
    };
    let Some(brief) = field(&root, "brief") else {
        let fields = BRIEF.iter().zip(said(now));
        let fields = fields.filter_map(|(name, value)| Some((*name, said_of_brief(name, value?)))).collect();
        let order = vec!["notes", "brief", "entries"];
        let change = Change::AddField { way: Vec::new(), name: "brief", value: Value::Map(fields), order };
        return edited(text, &[change]);
    };
    let there = names(&brief.body);
    let mut changes = Vec::new();
    for ((name, then), now) in BRIEF.iter().zip(said(then)).zip(said(now)) {
        if then != now {
            let way = vec![Step::Key("brief")];
            changes.extend(change(&there, way, name, now.map(|now| said_of_brief(name, now)), BRIEF));
        }
    }
    // The lines of the brief alone are looked at where nothing else hangs on them.
    let own = brief.start..line_end(text, brief.end);
    if matches!(root, Body::Many { brackets: false, .. })
        && let Some(lines) = text.get(own.clone())
        && !lines.contains(['&', '*'])
        && let Ok(lines) = yaml::edit(lines, 0, &changes)
    {
        let mut out = text.to_owned();
        out.replace_range(own, &lines);
        return Ok(out);
    }
    edited(text, &changes)
}

/// A field of the brief: a date needs no quotes.
fn said_of_brief(name: &str, value: String) -> Value {
    if name == "published" { Value::Bare(value) } else { Value::Text(value) }
}

fn edited(text: &str, changes: &[Change]) -> Result<String, String> {
    yaml::edit(text, 0, changes).map_err(|refusal| refused(text, refusal.at, &refusal.why))
}

fn names(body: &Body) -> Vec<String> {
    body.all().iter().filter_map(|field| field.name.clone()).collect()
}

/// The change that gives a field of a mapping a value, or takes it away.
fn change(
    there: &[String],
    mut way: Vec<Step>,
    name: &'static str,
    value: Option<Value>,
    order: &[&'static str],
) -> Option<Change> {
    let is_there = there.iter().any(|known| known == name);
    match value {
        Some(value) if is_there => {
            way.push(Step::Key(name));
            Some(Change::Set { way, value })
        }
        Some(value) => Some(Change::AddField { way, name, value, order: order.to_vec() }),
        None if is_there => {
            way.push(Step::Key(name));
            Some(Change::Remove { way })
        }
        None => None,
    }
}

/// A text whose entries change.
struct Page<'a> {
    text: &'a str,
    newline: &'static str,
    root: Body,
}

impl<'a> Page<'a> {
    fn of(text: &'a str) -> Result<Self, String> {
        let root = extents(text, 3).ok_or_else(strange)?;
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Ok(Self { text, newline, root })
    }

    fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn put(&self, entries: &[Entry]) -> Result<String, String> {
        let mut splices = self.splices(entries)?;
        splices.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, new) in splices {
            out.push_str(self.text.get(at..range.start).ok_or_else(strange)?);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(self.text.get(at..).ok_or_else(strange)?);
        Ok(out)
    }

    fn splices(&self, entries: &[Entry]) -> Result<Vec<Splice>, String> {
        let Body::Many { brackets: in_brackets, list: false, all } = &self.root else {
            return Err(strange());
        };
        let Some(field) = field(&self.root, "entries") else {
            // The list itself is new.
            let last = all.last().ok_or_else(strange)?;
            if *in_brackets {
                return Ok(vec![(last.end..last.end, format!(", \"entries\": [{}]", row(entries)))]);
            }
            let lines = format!("entries:{}{}", self.newline, self.lines(entries, ""));
            return Ok(vec![self.insertion(last.end, lines)]);
        };
        match &field.body {
            Body::Nothing => Ok(self.begin(field, *in_brackets, entries)),
            Body::Many { list: true, brackets: true, all } if all.is_empty() && !in_brackets => {
                let inside = self.get(field.value.clone());
                // A comment in the brackets stays there.
                if inside.contains('#') {
                    let at = field.value.start + inside.find('[').ok_or_else(strange)? + 1;
                    return Ok(vec![(at..at, row(entries))]);
                }
                Ok(self.begin(field, *in_brackets, entries))
            }
            Body::Many { list: true, brackets, all } => {
                if all.len() != entries.iter().filter(|entry| entry.place.is_some()).count() {
                    return Err(strange());
                }
                if *brackets {
                    self.in_brackets(field, all, entries)
                } else {
                    self.in_lines(field, all, entries)
                }
            }
            Body::Elsewhere => {
                let why = "an alias (`*name`) leads to the entries: write them out in its place";
                Err(refused(self.text, Some(field.start), why))
            }
            _ => Err(strange()),
        }
    }

    /// The first entries of a list that has none.
    fn begin(&self, field: &Extent, in_brackets: bool, entries: &[Entry]) -> Vec<Splice> {
        let value = field.lead..field.value.end.max(field.lead);
        if in_brackets {
            return vec![(value, format!(" [{}]", row(entries)))];
        }
        let margin = " ".repeat(self.column(field.start));
        vec![(value.clone(), String::new()), self.insertion(value.end, self.lines(entries, &margin))]
    }

    /// Lines behind the line that holds a place.
    fn insertion(&self, at: usize, mut lines: String) -> Splice {
        let end = line_end(self.text, at);
        if !self.get(0..end).ends_with('\n') && end > 0 {
            lines.insert_str(0, self.newline);
        }
        (end..end, lines)
    }

    fn column(&self, at: usize) -> usize {
        self.get(line_start(self.text, at)..at).chars().count()
    }

    /// Entries as lines, in a column.
    fn lines(&self, entries: &[Entry], margin: &str) -> String {
        entries.iter().map(|entry| self.item(margin, &entry.what)).collect()
    }

    fn item(&self, margin: &str, what: &What) -> String {
        let item = item(margin, &what.write());
        if self.newline == "\n" { item } else { item.replace('\n', self.newline) }
    }

    fn in_lines(&self, field: &Extent, all: &[Extent], entries: &[Entry]) -> Result<Vec<Splice>, String> {
        let first = all.first().ok_or_else(strange)?;
        let column = self.column(first.start);
        let margin = " ".repeat(column);
        for item in all {
            if !self.get(line_start(self.text, item.start)..item.start).trim().is_empty() {
                return Err(refused(
                    self.text,
                    Some(item.start),
                    "an entry does not begin its line: give it one",
                ));
            }
        }
        let own = |n: usize| {
            let item = all.get(n)?;
            let upper = all.get(n + 1).map(|next| line_start(self.text, next.start));
            Some(line_start(self.text, item.start)..self.own_end(item, column, upper))
        };
        let mut out = Vec::new();
        // Behind the key, and behind each entry as soon as it has been passed.
        let mut at = line_end(self.text, field.lead).min(line_start(self.text, first.start));
        let mut new = String::new();
        let mut flush = |at: usize, new: &mut String| {
            if !new.is_empty() {
                let mut lines = std::mem::take(new);
                if !self.get(0..at).ends_with('\n') {
                    lines.insert_str(0, self.newline);
                }
                out.push((at..at, lines));
            }
        };
        let mut changed = Vec::new();
        for entry in entries {
            let Some(place) = entry.place else {
                new.push_str(&self.item(&margin, &entry.what));
                continue;
            };
            flush(at, &mut new);
            let own = own(place).ok_or_else(strange)?;
            at = own.end;
            if let Some(was) = &entry.was {
                let lines = self.get(own.clone());
                let put = touched(lines, &[Step::Item(0)], was, &entry.what)
                    .unwrap_or_else(|| self.item(&margin, &entry.what));
                let put = if lines.ends_with('\n') { put } else { put.trim_end().to_owned() };
                changed.push((own, put));
            }
        }
        flush(at, &mut new);
        out.extend(changed);
        Ok(out)
    }

    /// Where the lines of an entry end, with the comments below it that are deeper than it.
    fn own_end(&self, item: &Extent, column: usize, upper: Option<usize>) -> usize {
        let mut end = line_end(self.text, item.end);
        let mut at = end;
        let upper = upper.unwrap_or(self.text.len());
        for line in self.get(end..upper.max(end)).split_inclusive('\n') {
            at += line.len();
            let content = line.trim_start();
            let depth = line.len() - line.trim_start_matches(' ').len();
            if content.starts_with('#') && depth > column {
                end = at;
            } else if !content.is_empty() {
                break;
            }
        }
        end
    }

    fn in_brackets(&self, field: &Extent, all: &[Extent], entries: &[Entry]) -> Result<Vec<Splice>, String> {
        let mut out: Vec<Splice> = Vec::new();
        let mut new: Vec<String> = Vec::new();
        let mut last = None;
        for entry in entries {
            let Some(place) = entry.place else {
                new.push(entry.what.write_line());
                continue;
            };
            let item = all.get(place).ok_or_else(strange)?;
            if !new.is_empty() {
                out.push((item.start..item.start, format!("{}, ", std::mem::take(&mut new).join(", "))));
            }
            last = Some(item.end);
            if let Some(was) = &entry.was {
                let value = self.get(item.value.clone());
                let put = touched(value, &[], was, &entry.what).unwrap_or_else(|| entry.what.write_line());
                out.push((item.value.clone(), put));
            }
        }
        if !new.is_empty() {
            let new = new.join(", ");
            if let Some(end) = last {
                out.push((end..end, format!(", {new}")));
            } else {
                let open = self.get(field.value.clone()).find('[').ok_or_else(strange)?;
                let at = field.value.start + open + 1;
                out.push((at..at, new));
            }
        }
        Ok(out)
    }
}

/// The text of an entry in which no more is touched than the fields that have changed; none where that cannot be had.
fn touched(text: &str, way: &[Step], was: &What, now: &What) -> Option<String> {
    let (What::Note(was), What::Note(now)) = (was, now) else { return None };
    if was.other != now.other {
        return None;
    }
    let (was, now) = (NoteForm::from(&**was), NoteForm::from(&**now));
    let body = yaml::vet(text, &mut |_| {}).ok().and_then(|_| extents(text, 3))?;
    let there = match way {
        [] => names(&body),
        _ => names(&body.all().first()?.body),
    };
    let has_id = there.iter().any(|name| name == "id");
    let mut changes = Vec::new();
    for name in FIELDS {
        let (then, now) = (value_of(&was, name), value_of(&now, name));
        // A name that came from what the entry says has to be written down before it says something else.
        if then != now || *name == "id" && !has_id {
            // A field that stays, empty, keeps the comments about it.
            let now = now.or_else(|| emptied(name));
            changes.extend(change(&there, way.to_vec(), name, now, FIELDS));
        }
    }
    yaml::edit(text, 0, &changes).ok()
}

/// A field that says nothing any more; none where it goes.
fn emptied(name: &str) -> Option<Value> {
    match name {
        "text" => Some(Value::Text(String::new())),
        "tags" => Some(Value::List(Vec::new())),
        _ => None,
    }
}

/// What a field of a note is written as; none where it is left out.
fn value_of(form: &NoteForm, name: &str) -> Option<Value> {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    match name {
        "id" => text(&form.id),
        "kind" => text(&form.kind),
        "meaning" => form.meaning.as_deref().and_then(text),
        "created" => Some(Value::Bare(form.created.to_string())),
        "changed" => form.changed.map(|time| Value::Bare(time.to_string())),
        "tags" if form.tags.is_empty() => None,
        "tags" => Some(Value::List(form.tags.iter().cloned().map(Value::Text).collect())),
        "text" if form.text.is_empty() => None,
        "text" => text(&form.text),
        "on" => Some(place_of(&form.on)),
        _ => form.now.as_ref().map(place_of),
    }
}

/// The names of an anchor's fields.
const PLACE: &[&str] = &[
    "section", "item", "name", "begins", "of", "field", "quote", "prefix", "suffix", "start", "end",
    "occurs", "rival", "echo", "own_echo", "twin", "twins",
];

fn place_of(form: &impl Serialize) -> Value {
    let fields = serde_json::to_value(form).unwrap_or_default();
    let value = |name: &&'static str| match fields.get(name)? {
        serde_json::Value::String(text) => Some((*name, Value::Text(text.clone()))),
        other => Some((*name, Value::Bare(other.to_string()))),
    };
    Value::Map(PLACE.iter().filter_map(value).collect())
}

/// Entries in brackets.
fn row(entries: &[Entry]) -> String {
    entries.iter().map(|entry| entry.what.write_line()).collect::<Vec<_>>().join(", ")
}

/// A list item.
pub(super) fn item(margin: &str, yaml: &str) -> String {
    let mut out = String::new();
    for (n, line) in yaml.lines().enumerate() {
        if !line.is_empty() {
            out.push_str(margin);
            out.push_str(if n == 0 { "- " } else { "  " });
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// Where the line that holds a place begins.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |nl| nl + 1)
}

/// Where the line that a value ends in has ended; a text under `|` may have its line break in it.
fn line_end(text: &str, end: usize) -> usize {
    if end > 0 && text.get(..end).is_some_and(|before| before.ends_with('\n')) {
        return end;
    }
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |nl| end + nl + 1)
}
