//! Prose with Markdown in it, as blocks.
//!
//! The parser is pulldown-cmark; what is not of use in a brief (raw HTML, tables) stays as the text it is.

use super::Target;
use super::build::{Builder, Style};
use super::role::{Edge, Marker, Role};
use crate::text::clean;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// How deep lists and quotations are drawn; what is nested deeper stays at this depth.
const MAX_DEPTH: usize = 6;

/// The most bytes that are parsed as one; longer prose is parsed in stretches that end at a blank line. Bounds what
/// a pathological text (ten thousand nested brackets) can cost.
const MAX_STRETCH: usize = 64 << 10;

/// Appends prose to a document. The first block has the style, those below it a blank row above each.
pub(super) fn prose(builder: &mut Builder, style: Style, text: &str) {
    let text = clean(text);
    let mut writer =
        Writer { builder, style, first: true, lists: Vec::new(), quotes: 0, pending: None, fresh: false };
    let mut rest: &str = &text;
    while !rest.is_empty() {
        let (stretch, after) = split_stretch(rest);
        let options = Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(stretch, options) {
            writer.take(event);
        }
        writer.builder.close();
        rest = after;
    }
}

/// The start of a text that is parsed as one, and the rest.
fn split_stretch(text: &str) -> (&str, &str) {
    if text.len() <= MAX_STRETCH {
        return (text, "");
    }
    let limit = (0..=MAX_STRETCH).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let head = text.get(..limit).unwrap_or_default();
    // A paragraph that is longer than a stretch is parsed whole: emphasis may go on to its end.
    let cut = head
        .rfind("\n\n")
        .or_else(|| text.get(limit..).and_then(|rest| rest.find("\n\n")).map(|i| i + limit))
        .map_or(text.len(), |i| i + 2);
    text.split_at(cut)
}

struct Writer<'a> {
    builder: &'a mut Builder,
    style: Style,
    /// Whether the next block is the first of the prose.
    first: bool,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    quotes: usize,
    /// The marker of a list item whose first block has not begun.
    pending: Option<Marker>,
    /// Whether a list has begun and its first block has not.
    fresh: bool,
}

impl Writer<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.finish(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.ensure_open(self.style.role, 1);
                // Code and raw HTML come with their line breaks.
                self.builder.push(&text);
            }
            Event::Code(text) => {
                self.ensure_open(self.style.role, 1);
                self.builder.push_as(Role::Code, &text);
            }
            Event::SoftBreak => self.builder.soft_break(),
            Event::HardBreak => self.builder.hard_break(),
            Event::Rule => {
                self.ensure_open(self.style.role, 1);
                self.builder.push("* * *");
                self.builder.close();
            }
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.open(Role::Subheading, 1),
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(_) => self.open(Role::Code, 1),
            Tag::List(start) => {
                self.builder.close();
                self.fresh |= self.lists.is_empty();
                self.lists.push(start);
            }
            Tag::Item => {
                self.builder.close();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = Marker::Number(u32::try_from(*number).unwrap_or(u32::MAX));
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => Marker::Bullet,
                };
                self.pending = Some(marker);
            }
            Tag::Paragraph | Tag::HtmlBlock => self.open(self.style.role, 1),
            Tag::Emphasis => self.begin(Role::Emphasis, None),
            Tag::Strong => self.begin(Role::Strong, None),
            Tag::Strikethrough => self.begin(Role::Struck, None),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let target = Target::Url(clean(&dest_url).into_owned());
                self.begin(Role::Link, Some(target));
            }
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Item => {
                self.builder.close();
            }
            TagEnd::BlockQuote(_) => {
                self.builder.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.builder.close();
                self.lists.pop();
                self.pending = None;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.builder.end();
            }
            _ => {}
        }
    }

    fn begin(&mut self, role: Role, target: Option<Target>) {
        self.ensure_open(self.style.role, 1);
        self.builder.begin(role, target);
    }

    /// Opens a block for text that comes without a paragraph around it: an item of a tight list.
    fn ensure_open(&mut self, role: Role, gap: u8) {
        if !self.builder.is_open() {
            // Items of a tight list stand close together; the first of a list keeps its distance.
            let tight = self.pending.is_some() && !self.fresh;
            self.open(role, if tight { 0 } else { gap });
        }
    }

    fn open(&mut self, role: Role, gap: u8) {
        let mut style = self.style;
        style.role = role;
        if !self.first {
            style.gap = gap;
            // A run-in label and a number belong to the first block; the others stand under its text.
            if style.lead.marker.hangs() {
                let hang = u8::try_from(crate::text::cells(&style.lead.marker.text())).unwrap_or(0);
                style.lead.indent = style.lead.indent.saturating_add(hang);
            }
            style.lead.marker = Marker::None;
        }
        let depth = self.lists.len().min(MAX_DEPTH);
        if depth > 0 {
            let nested = u8::try_from(2 * depth).unwrap_or(0);
            // An item's marker stands in the two cells before its text.
            style.lead.indent = style.lead.indent.saturating_add(nested);
            style.lead.depth = style.lead.depth.saturating_add(u8::try_from(depth).unwrap_or(0));
            if let Some(marker) = self.pending.take() {
                let hang = u8::try_from(crate::text::cells(&marker.text())).unwrap_or(0);
                style.lead.indent = style.lead.indent.saturating_sub(hang.min(nested));
                style.lead.marker = marker;
            }
        }
        style.lead.quotes = u8::try_from(self.quotes.min(MAX_DEPTH)).unwrap_or(0);
        if style.lead.edge == Edge::None && self.quotes > 0 && role == self.style.role {
            style.role = Role::Quotation;
        }
        self.first = false;
        self.fresh = false;
        self.builder.open(style);
    }
}
