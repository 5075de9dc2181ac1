//! The bytes that a change of a YAML text touches.
//!
//! Invariant: a splice lies in the lines of what is changed, the comments that belong to it, and the blank lines beside
//! it; `super::edit` proves that the outcome says what it should.

use super::edit::{Change, Refusal, Value, place_in};
use super::lines::{begins_line, column, is_blank_line, line_end, line_start, newline};
use super::put::{self, Ground};
use super::sheet::{Entry, Form, Frame, Part, Sheet};
use super::write::{Lines, Style};
use granit_parser::ScalarStyle;
use std::ops::Range;

/// A stretch of the text and what comes in its place.
pub(super) type Splice = (Range<usize>, String);

/// What a change does to the bytes of a text. `steps` are the collections on the way with the entry taken in each;
/// `trail` the parts on the way from the root.
pub(super) fn splices(
    text: &str,
    sheet: &Sheet,
    steps: &[(&Part, usize)],
    trail: &[&Part],
    change: &Change,
) -> Result<Vec<Splice>, Refusal> {
    let brackets =
        trail.iter().rev().skip(1).any(|part| part.frame().is_some_and(|frame| frame != Frame::Lines));
    let page = Page { text, sheet, newline: newline(text) };
    let target = trail.last().copied().ok_or_else(missing)?;
    // The column that what is put under the target's parent goes by.
    let parent = steps.last().and_then(|(part, n)| part.entries().get(*n));
    let ground = Ground { brackets, indent: parent.map_or(0, |entry| column(text, entry.start)) };
    match change {
        Change::Remove { .. } | Change::Cut { .. } => {
            let (part, n) = steps.last().ok_or_else(|| Refusal::new("a whole document cannot be removed"))?;
            let holder = steps.len().checked_sub(2).and_then(|n| steps.get(n));
            let holder = holder.and_then(|(part, n)| part.entries().get(*n));
            let alone = matches!(change, Change::Cut { .. });
            let cuts = page.remove(part, *n, holder, alone)?;
            let margin = parent.map_or(0, |entry| column(text, entry.start));
            Ok(if alone {
                cuts.into_iter().map(|cut| page.with_comments(cut, margin)).collect()
            } else {
                cuts
            })
        }
        Change::Set { value, .. } => {
            let entry = parent.ok_or_else(|| Refusal::new("a whole document cannot be set"))?;
            Ok(page.set(entry, value, ground))
        }
        Change::AddField { name, value, order, .. } => match (&target.form, parent) {
            (Form::Null, Some(entry)) => {
                Ok(page.set(entry, &Value::Map(vec![(name, value.clone())]), ground))
            }
            (Form::Map(frame, fields), _) => {
                let names: Vec<&str> = fields
                    .iter()
                    .map(|field| field.key.as_ref().and_then(Part::text).unwrap_or_default())
                    .collect();
                if names.contains(name) {
                    return Err(Refusal::at(format!("`{name}` is there already"), target.range.start));
                }
                let at = place_in(&names, name, order);
                match frame {
                    Frame::Lines => page.add_lines(target, at, trail.len() == 1, &|indent| {
                        put::field(name, value, Ground { brackets: false, indent })
                    }),
                    Frame::Brackets => Ok(vec![add_in_brackets(target, at, &put::flow_field(name, value))]),
                    Frame::Bare => {
                        Err(Refusal::at("a pair without braces cannot get a field", target.range.start))
                    }
                }
            }
            _ => Err(Refusal::at(
                format!("it has no fields: `{name}` cannot be put there"),
                target.range.start,
            )),
        },
        Change::AddItem { value, at, .. } => match (&target.form, parent) {
            (Form::Null, Some(entry)) => Ok(page.set(entry, &Value::List(vec![value.clone()]), ground)),
            (Form::List(Frame::Lines, items), _) => {
                page.add_lines(target, (*at).min(items.len()), false, &|indent| {
                    put::item(value, Ground { brackets: false, indent })
                })
            }
            (Form::List(_, items), _) => {
                Ok(vec![add_in_brackets(target, (*at).min(items.len()), &put::flow(value))])
            }
            _ => Err(Refusal::at("it is no list", target.range.start)),
        },
    }
}

fn missing() -> Refusal {
    Refusal::new("what is to be changed is not there")
}

struct Page<'a> {
    text: &'a str,
    sheet: &'a Sheet,
    newline: &'static str,
}

impl Page<'_> {
    fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The comment that has a line of its own there.
    fn own_comment(&self, start: usize) -> Option<&Range<usize>> {
        let end = line_end(self.text, start);
        let n = self.sheet.comments.partition_point(|comment| comment.start < start);
        self.sheet
            .comments
            .get(n)
            .filter(|comment| comment.start < end && begins_line(self.text, comment.start))
    }

    /// Where the comments begin that stand directly above an entry, in its column; its own line where there are none.
    fn above(&self, entry: &Entry) -> usize {
        let own = column(self.text, entry.start);
        let mut start = line_start(self.text, entry.start);
        while let Some(before) = start.checked_sub(1) {
            let line = line_start(self.text, before_break(self.text, before));
            match self.own_comment(line) {
                Some(comment) if column(self.text, comment.start) == own && line < start => start = line,
                _ => break,
            }
        }
        start
    }

    /// Where the lines of an entry have ended, with comments below it that are deeper than it.
    fn below(&self, entry: &Entry) -> usize {
        let own = column(self.text, entry.start);
        let mut end = after_line(self.text, entry.end());
        let mut at = end;
        while at < self.text.len() {
            match self.own_comment(at) {
                Some(comment) if column(self.text, comment.start) > own => {
                    at = line_end(self.text, at);
                    end = at;
                }
                None if is_blank_line(self.text, at) => at = line_end(self.text, at),
                _ => break,
            }
        }
        end
    }

    fn remove(
        &self,
        part: &Part,
        n: usize,
        holder: Option<&Entry>,
        alone: bool,
    ) -> Result<Vec<Splice>, Refusal> {
        let entries = part.entries();
        let entry = entries.get(n).ok_or_else(missing)?;
        match part.frame() {
            Some(Frame::Lines) if entries.len() == 1 => {
                let nothing = if matches!(part.form, Form::Map(..)) { "{}" } else { "[]" };
                let holder = holder
                    .ok_or_else(|| Refusal::at("nothing would be left of the document", entry.start))?;
                Ok(self.replace_lines(part, holder, &Lines::one(nothing)))
            }
            Some(Frame::Lines) if alone && begins_line(self.text, entry.start) => {
                let lines = line_start(self.text, entry.start)..after_line(self.text, entry.end());
                Ok(vec![(lines, String::new())])
            }
            Some(Frame::Lines) => Ok(vec![self.remove_lines(entries, n, entry, holder.is_none())]),
            Some(Frame::Brackets) => Ok(vec![self.remove_in_brackets(part, entries, n, entry)]),
            _ => Err(Refusal::at("a pair without braces cannot lose its field", entry.start)),
        }
    }

    /// A cut that leaves the comments which stand in it, each on a line of its own.
    fn with_comments(&self, (range, put): Splice, margin: usize) -> Splice {
        let from = self.sheet.comments.partition_point(|comment| comment.start < range.start);
        let inside = self.sheet.comments.iter().skip(from).take_while(|comment| comment.start < range.end);
        let inside: Vec<&str> = inside.map(|comment| self.get(comment.clone()).trim_end()).collect();
        if inside.is_empty() {
            return (range, put);
        }
        let margin = " ".repeat(margin);
        let ends = range.end == self.text.len() || self.get(range.clone()).ends_with(['\n', '\r']);
        let whole = ends && begins_line(self.text, range.start);
        let open = !whole && !self.get(0..range.start).ends_with([' ', '\t', '\n', '\r']);
        let mut put = String::from(if open { " " } else { "" });
        for comment in inside {
            put.extend(if whole {
                [&margin, comment, self.newline]
            } else {
                [comment, self.newline, &margin]
            });
        }
        (range, put)
    }

    fn remove_lines(&self, entries: &[Entry], n: usize, entry: &Entry, in_root: bool) -> Splice {
        let cut = |range| (range, String::new());
        if !begins_line(self.text, entry.start) {
            // It shares its line with the hyphen of the item that it is in: what follows it moves there.
            let next = entries.get(n + 1).map_or(entry.end(), |next| {
                let above = self.above(next);
                self.own_comment(above).map_or(next.start, |comment| comment.start)
            });
            return cut(entry.start..next);
        }
        // What stands at the head of a file is said of the file.
        let is_head = in_root && n == 0;
        let mut start = if is_head { line_start(self.text, entry.start) } else { self.above(entry) };
        let mut end = self.below(entry);
        let last = n.checked_sub(1).and_then(|n| entries.get(n)).map_or(0, Entry::end);
        let blank_above = |start: usize| {
            let line =
                start.checked_sub(1).map(|before| line_start(self.text, before_break(self.text, before)));
            line.filter(|line| *line >= last && is_blank_line(self.text, *line))
        };
        if n == 0 && !is_head || blank_above(start).is_some() {
            while end < self.text.len() && is_blank_line(self.text, end) {
                end = line_end(self.text, end);
            }
        }
        if end == self.text.len() {
            while let Some(line) = blank_above(start) {
                start = line;
            }
        }
        cut(start..end)
    }

    fn remove_in_brackets(&self, part: &Part, entries: &[Entry], n: usize, entry: &Entry) -> Splice {
        let cut = |range| (range, String::new());
        let comma = self.comma(part, entries, n);
        let end = comma.unwrap_or(entry.end());
        let has_comment = |range: &Range<usize>| self.sheet.comments.iter().any(|c| range.contains(&c.start));
        let inside = part.range.start + 1..part.range.end - 1;
        if entries.len() == 1 && !has_comment(&inside) {
            return cut(inside);
        }
        let line = line_end(self.text, end);
        let behind =
            self.sheet.comments.iter().find(|c| (end..line).contains(&c.start)).map_or(line, |c| c.start);
        if begins_line(self.text, entry.start) && self.get(end..behind).trim().is_empty() {
            return cut(self.above(entry)..line);
        }
        let next = entries.get(n + 1).map(|next| next.start);
        if let Some(next) = next.filter(|next| *next < line) {
            return cut(entry.start..next);
        }
        let before = n.checked_sub(1).and_then(|n| entries.get(n)).map(Entry::end);
        if let (None, Some(before)) = (next, before)
            && !has_comment(&(before..entry.start))
        {
            return cut(before..entry.end());
        }
        let blanks = self.get(0..entry.start);
        let start = blanks.trim_end_matches([' ', '\t']).len();
        cut(if begins_line(self.text, entry.start) { entry.start } else { start }..end)
    }

    /// Where the comma behind an entry in brackets has ended.
    fn comma(&self, part: &Part, entries: &[Entry], n: usize) -> Option<usize> {
        let from = entries.get(n)?.end();
        let to = entries.get(n + 1).map_or(part.range.end, |next| next.start);
        let mut at = from;
        while at < to {
            if let Some(comment) = self.sheet.comments.iter().find(|c| c.start == at) {
                at = comment.end;
                continue;
            }
            let next = self.get(at..to).chars().next()?;
            at += next.len_utf8();
            if next == ',' {
                return Some(at);
            }
        }
        None
    }

    fn set(&self, entry: &Entry, value: &Value, ground: Ground) -> Vec<Splice> {
        let part = &entry.value;
        let style = match &part.form {
            Form::Scalar { style: ScalarStyle::SingleQuoted, .. } => Style::Single,
            Form::Scalar { style: ScalarStyle::DoubleQuoted, .. } => Style::Double,
            Form::Scalar { style: ScalarStyle::Literal, .. } => Style::Literal,
            Form::Scalar { style: ScalarStyle::Folded, .. } => Style::Folded,
            _ => Style::Plain,
        };
        let Lines { head, below } = put::value(value, style, ground);
        let lead = entry.lead.max(part.marked().unwrap_or(0));
        // In braces a field may stand without a colon.
        let colon = entry.key.as_ref().is_some_and(|key| key.range.end == entry.lead)
            && !self.get(0..entry.lead).ends_with(':');
        if matches!(part.form, Form::Null) && part.range.is_empty() {
            let between = if colon { ": " } else { " " };
            let start = if entry.key.is_none() && ground.brackets { "" } else { between };
            let put = if head.is_empty() { String::new() } else { format!("{start}{head}") };
            let mut out = vec![(lead..lead, put)];
            out.extend(self.lines_behind(lead, &below));
            return out;
        }
        if let Form::Scalar { header: Some(header), .. } = &part.form {
            let body = line_end(self.text, header.end);
            let end = after_line(self.text, part.range.end).max(body);
            let mut lines = self.joined(&below);
            if !lines.is_empty() && !self.get(0..body).ends_with(['\n', '\r']) {
                lines.insert_str(0, self.newline);
            }
            return vec![(header.clone(), head), (body..end, lines)];
        }
        if part.frame() == Some(Frame::Lines) {
            return self.replace_lines(part, entry, &Lines { head, below });
        }
        let between = self.get(lead..part.range.start);
        let on_line = !ground.brackets && !between.is_empty() && between.trim().is_empty();
        let first = if on_line {
            let put = if head.is_empty() { String::new() } else { format!(" {head}") };
            (lead..part.range.end, put)
        } else {
            (part.range.clone(), head)
        };
        let mut out = vec![first];
        out.extend(self.lines_behind(part.range.end, &below));
        out
    }

    /// Replaces a collection of lines of its own.
    fn replace_lines(&self, part: &Part, entry: &Entry, new: &Lines) -> Vec<Splice> {
        let (Some(first), Some(last)) = (part.entries().first(), part.entries().last()) else {
            return Vec::new();
        };
        if !begins_line(self.text, first.start) {
            let mut out = vec![(first.start..last.end(), new.head.clone())];
            out.extend(self.lines_behind(last.end(), &new.below));
            return out;
        }
        let lead = entry.lead.max(part.marked().unwrap_or(0));
        let head = if new.head.is_empty() { String::new() } else { format!(" {}", new.head) };
        let mut out = vec![(lead..lead, head), (self.above(first)..self.below(last), String::new())];
        out.extend(self.lines_behind(lead, &new.below));
        out
    }

    /// Lines put behind the line that holds a place.
    fn lines_behind(&self, at: usize, lines: &[String]) -> Option<Splice> {
        (!lines.is_empty()).then(|| self.insertion(line_end(self.text, at), self.joined(lines)))
    }

    fn joined(&self, lines: &[String]) -> String {
        lines.iter().flat_map(|line| [line.as_str(), self.newline]).collect()
    }

    /// Whole lines put at the start of a line, or behind a last line that does not end.
    fn insertion(&self, at: usize, lines: String) -> Splice {
        let open = at > 0 && !self.get(0..at).ends_with(['\n', '\r']);
        (at..at, if open { format!("{}{lines}", self.newline) } else { lines })
    }

    fn add_lines(
        &self,
        part: &Part,
        at: usize,
        is_root: bool,
        put: &dyn Fn(usize) -> Vec<String>,
    ) -> Result<Vec<Splice>, Refusal> {
        let entries = part.entries();
        let first = entries.first().ok_or_else(missing)?;
        let indent = column(self.text, first.start);
        let lines = put(indent);
        let before = at.checked_sub(1).and_then(|n| entries.get(n));
        if let Some(before) = before {
            let mut lines = self.joined(&lines);
            let behind = self.below(before);
            // Where blank lines part the others, one parts this too.
            let last = at.checked_sub(2).and_then(|n| entries.get(n)).map(|last| self.below(last));
            if !is_root && last.is_some_and(|last| is_blank_line(self.text, last)) {
                lines.insert_str(0, self.newline);
            }
            return Ok(vec![self.insertion(behind, lines)]);
        }
        if begins_line(self.text, first.start) {
            let place = if is_root { line_start(self.text, first.start) } else { self.above(first) };
            return Ok(vec![self.insertion(place, self.joined(&lines))]);
        }
        let joined = self.joined(&lines);
        let margin = " ".repeat(indent);
        Ok(vec![(first.start..first.start, format!("{}{margin}", joined.trim_start_matches(' ')))])
    }
}

/// An entry put among others in brackets.
fn add_in_brackets(part: &Part, at: usize, put: &str) -> Splice {
    let entries = part.entries();
    if let Some(before) = at.checked_sub(1).and_then(|n| entries.get(n)) {
        return (before.end()..before.end(), format!(", {put}"));
    }
    match entries.first() {
        Some(first) => (first.start..first.start, format!("{put}, ")),
        None => (part.range.start + 1..part.range.start + 1, put.to_owned()),
    }
}

/// The place before a line break that ends there.
fn before_break(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    if text.get(at..).is_some_and(|rest| rest.starts_with('\n')) && before.ends_with('\r') {
        at - 1
    } else {
        at
    }
}

/// The start of the line behind the one that a text ends in; a text under `|` may have its line break in it.
fn after_line(text: &str, end: usize) -> usize {
    match text.get(..end) {
        Some(before) if before.ends_with(['\n', '\r']) => end,
        _ => line_end(text, end),
    }
}
