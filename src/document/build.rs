//! Putting a document together, block by block.
//!
//! Invariant: this is the only code that writes into a [`Document`]; what it appends is clean, and a block that it
//! closes is no longer than [`MAX_BLOCK_LEN`].

use super::{Block, Document, Lead, Link, MAX_BLOCK_LEN, Role, Run, Section, SectionKind, Target};
use crate::text::{TextPos, TextRange, clean};

/// What blocks that are opened next have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub role: Role,
    pub lead: Lead,
    pub gap: u8,
}

impl Style {
    pub(super) fn new(role: Role) -> Self {
        Self { role, lead: Lead::default(), gap: 0 }
    }

    pub(super) fn lead(mut self, lead: Lead) -> Self {
        self.lead = lead;
        self
    }

    pub(super) fn gap(mut self, gap: u8) -> Self {
        self.gap = gap;
        self
    }
}

/// A document in the making.
pub(super) struct Builder {
    doc: Document,
    open: Option<Open>,
    item: Option<u32>,
    field: &'static str,
    /// Whether the address of a link stands behind its text.
    spelled: bool,
}

/// A block that text is being added to.
struct Open {
    start: usize,
    style: Style,
    runs: Vec<Run>,
    links: Vec<Link>,
    spans: Vec<(Role, usize, Option<Target>)>,
    /// A line break in the source that becomes a blank, unless both sides are written without blanks.
    soft_break: bool,
}

impl Builder {
    pub(super) fn new(capacity: usize) -> Self {
        let doc = Document { text: String::with_capacity(capacity), ..Document::default() };
        Self::onto(doc)
    }

    /// Goes on with a document.
    pub(super) fn onto(doc: Document) -> Self {
        Self { doc, open: None, item: None, field: "", spelled: false }
    }

    /// Writes the address of a link behind its text: nobody can follow it on paper.
    pub(super) fn spell_links(mut self) -> Self {
        self.spelled = true;
        self
    }

    pub(super) fn describe(&mut self, title: String, byline: String, language: String) {
        self.doc.title = title;
        self.doc.byline = byline;
        self.doc.language = language;
    }

    pub(super) fn finish(mut self, minutes: usize) -> Document {
        self.close();
        self.doc.minutes = minutes;
        // A file may hold many briefs of a line each: none of them keeps room for more than it has.
        if self.doc.text.capacity() / 2 > self.doc.text.len() {
            self.doc.text.shrink_to_fit();
        }
        self.doc
    }

    pub(super) fn text_len(&self) -> usize {
        self.doc.text.len()
    }

    /// Characters of the text from a byte offset on.
    pub(super) fn chars_since(&self, byte: usize) -> usize {
        self.doc.text.get(byte..).unwrap_or_default().chars().count()
    }

    /// Begins a section, with its heading where it has one.
    pub(super) fn section(&mut self, kind: SectionKind, title: &str, letter: Option<char>, heading: bool) {
        self.close();
        self.item = None;
        self.field = "";
        let start = self.block_count();
        let at = TextPos::new(self.doc.text.len());
        let section = Section {
            kind,
            title: title.to_owned(),
            letter,
            items: 0,
            blocks: start..start,
            body: start..start,
            range: TextRange::new(at, at),
        };
        self.doc.sections.push(section);
        if heading {
            self.line(Style::new(Role::Heading).gap(2), title);
        }
        let body = self.block_count();
        if let Some(section) = self.doc.sections.last_mut() {
            section.body = body..body;
        }
    }

    /// Begins the next item of the section.
    pub(super) fn item(&mut self, item: usize) {
        self.close();
        self.item = u32::try_from(item).ok();
        if let Some(section) = self.doc.sections.last_mut() {
            section.items = self.item.map_or(section.items, |item| item + 1);
        }
    }

    /// Says which field of the brief comes next.
    pub(super) fn field(&mut self, field: &'static str) {
        self.close();
        self.field = field;
    }

    /// A block of one stretch of text.
    pub(super) fn line(&mut self, style: Style, text: &str) {
        self.open(style);
        self.push(text);
        self.close();
    }

    pub(super) fn open(&mut self, style: Style) {
        self.close();
        self.open = Some(Open {
            start: self.doc.text.len(),
            style,
            runs: Vec::new(),
            links: Vec::new(),
            spans: Vec::new(),
            soft_break: false,
        });
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Appends text to the open block.
    pub(super) fn push(&mut self, text: &str) {
        let Some(open) = &mut self.open else { return };
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut open.soft_break) {
            let before = self.doc.text.chars().next_back();
            let after = text.chars().next();
            if self.doc.text.len() > open.start && !joins(before, after) {
                self.doc.text.push(' ');
            }
        }
        self.doc.text.push_str(&text);
    }

    /// Appends text with a role of its own.
    pub(super) fn push_as(&mut self, role: Role, text: &str) {
        self.begin(role, None);
        self.push(text);
        self.end();
    }

    /// Appends text that leads elsewhere.
    pub(super) fn push_link(&mut self, role: Role, target: Target, text: &str) {
        self.begin(role, Some(target));
        self.push(text);
        self.end();
    }

    /// Begins a stretch with a role; stretches nest.
    pub(super) fn begin(&mut self, role: Role, target: Option<Target>) {
        // A blank before the stretch is no part of it.
        let Some(open) = &mut self.open else { return };
        if open.soft_break && self.doc.text.len() > open.start {
            open.soft_break = false;
            self.doc.text.push(' ');
        }
        open.spans.push((role, self.doc.text.len(), target));
    }

    /// Ends the innermost stretch.
    pub(super) fn end(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some((role, start, target)) = open.spans.pop() else { return };
        let range = TextRange::bytes(start, self.doc.text.len());
        if !range.is_empty() {
            open.runs.push(Run { range, role });
            let shown = range.of(&self.doc.text);
            let address = match &target {
                Some(Target::Url(url)) if self.spelled && !url.ends_with(shown) => format!(" <{url}>"),
                _ => String::new(),
            };
            self.doc.text.push_str(&address);
            open.links.extend(target.map(|target| Link { range, target }));
        }
    }

    pub(super) fn soft_break(&mut self) {
        if let Some(open) = &mut self.open {
            open.soft_break = true;
        }
    }

    pub(super) fn hard_break(&mut self) {
        if let Some(open) = &mut self.open {
            open.soft_break = false;
            self.doc.text.push('\n');
        }
    }

    /// Closes the open block. A block without text is none.
    pub(super) fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        self.open = Some(Open { spans: std::mem::take(&mut open.spans), ..open });
        while self.open.as_ref().is_some_and(|open| !open.spans.is_empty()) {
            self.end();
        }
        let Some(mut open) = self.open.take() else { return };
        let trimmed = self.doc.text.get(open.start..).unwrap_or_default().trim_end().len();
        self.doc.text.truncate(open.start + trimmed);
        if trimmed == 0 {
            return;
        }
        open.runs.sort_by_key(|run| (run.range.start(), std::cmp::Reverse(run.range.end())));
        self.doc.links.append(&mut open.links);
        self.add_blocks(&open);
        self.doc.text.push('\n');
        let (blocks, end) = (self.block_count(), TextPos::new(self.doc.text.len()));
        if let Some(section) = self.doc.sections.last_mut() {
            section.blocks.end = blocks;
            section.body.end = blocks;
            section.range = TextRange::new(section.range.start(), end);
        }
    }

    fn add_blocks(&mut self, open: &Open) {
        let end = self.doc.text.len();
        let rtl = is_rtl(self.doc.text.get(open.start..).unwrap_or_default());
        let section = u16::try_from(self.doc.sections.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let mut start = open.start;
        loop {
            let cut =
                cut_at(self.doc.text.get(start..end).unwrap_or_default()).map_or(end, |len| start + len);
            let range = TextRange::bytes(start, cut);
            let first_run = u32::try_from(self.doc.runs.len()).unwrap_or(u32::MAX);
            let runs = open
                .runs
                .iter()
                .filter_map(|run| range.intersect(run.range).map(|range| Run { range, role: run.role }));
            self.doc.runs.extend(runs);
            let continues = start > open.start;
            let mut lead = open.style.lead;
            if continues && lead.marker.hangs() {
                lead.indent = lead
                    .indent
                    .saturating_add(u8::try_from(crate::text::cells(&lead.marker.text())).unwrap_or(0));
            }
            if continues {
                lead.marker = super::Marker::None;
            }
            self.doc.blocks.push(Block {
                range,
                role: open.style.role,
                lead,
                gap: if continues { 0 } else { open.style.gap },
                continues,
                rtl,
                section,
                item: self.item,
                field: self.field,
                runs: first_run..u32::try_from(self.doc.runs.len()).unwrap_or(u32::MAX),
            });
            if cut >= end {
                return;
            }
            start = cut;
        }
    }

    fn block_count(&self) -> u32 {
        u32::try_from(self.doc.blocks.len()).unwrap_or(u32::MAX)
    }
}

/// Where to cut a text that is too long for one block: behind a blank if there is one.
fn cut_at(text: &str) -> Option<usize> {
    if text.len() <= MAX_BLOCK_LEN {
        return None;
    }
    let limit = (0..=MAX_BLOCK_LEN).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(MAX_BLOCK_LEN);
    let head = text.get(..limit).unwrap_or_default();
    let blank = head.rfind([' ', '\n']).map(|i| i + 1).filter(|i| *i > MAX_BLOCK_LEN / 2);
    // Without blanks, the last cluster may go on beyond the limit: cut before it.
    let cluster = || crate::text::graphemes(head).last().map(|(i, _, _)| i).filter(|i| *i > 0);
    Some(blank.or_else(cluster).unwrap_or(limit))
}

/// Whether two characters that a line break parted belong together without a blank: both are of a script that is
/// written without (CSS Text 3, 4.1.3, "segment break transformation").
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let wide =
        |c: char| matches!(c as u32, 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF);
    matches!((before, after), (Some(a), Some(b)) if wide(a) && wide(b))
}

/// Whether a text runs from right to left: by its first strong character (UAX #9, rules P2 and P3).
fn is_rtl(text: &str) -> bool {
    let strong = text.chars().take(500).find(|c| c.is_alphabetic() || *c == '\u{200e}' || *c == '\u{200f}');
    strong.is_some_and(|c| {
        matches!(c as u32,
            0x0590..=0x08FF | 0x200F | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    })
}
