//! The blocks of a brief, and notes on them, as elements of HTML: what a page and an e-book have in common.
//!
//! Invariants: every text is escaped; a link leads to the web, to a mail address or to something of a brief; ids are
//! unique; the markup is well-formed XML too; what runs in another direction than what is around it says so, and dates and
//! words of ours are kept from being turned by it. In a book the text of the elements is that of the document, sign by
//! sign, with the line breaks between its blocks: what counts in the document counts there. What is ours, numbers and
//! labels, its style sheet adds.

use super::address::{encoded, followed};
use super::facts::{Group, Told};
use super::json::color;
use super::nest::{Nest, Step};
use super::spans::{Mark, Span, marks, spans};
use crate::document::{Block, BlockIx, Document, Label, Marker, Role, SectionKind, Target, lower_prose};
use crate::text::TextRange;
use std::fmt::Write as _;

/// Text as HTML shows it, in elements and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// What an element says of its direction.
pub(super) const fn direction(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}

/// Parts of a line with dots between, each of which keeps its direction.
pub(super) fn isolated(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("<bdi>{}</bdi>", escape(part))).collect();
    parts.join(" · ")
}

/// Text in which dates and the like are kept from being turned by letters of the other direction before them.
fn dated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let joins = |c: char| c.is_ascii_digit() || "-/:.".contains(c);
        let run = from.get(..from.find(|c: char| !joins(c)).unwrap_or(from.len())).unwrap_or_default();
        let run = run.trim_end_matches(|c: char| !c.is_ascii_digit());
        let several = run.contains(|c: char| !c.is_ascii_digit());
        out.push_str(&escape(before));
        let _ = if several { write!(out, "<bdi>{run}</bdi>") } else { write!(out, "{run}") };
        rest = from.get(run.len()..).unwrap_or_default();
    }
    out + &escape(rest)
}

/// What an item of a section stands in; lists make their own.
const fn frame(kind: Option<SectionKind>) -> Option<(&'static str, &'static str)> {
    match kind {
        Some(SectionKind::Actors) => Some(("div", "actor")),
        Some(SectionKind::Disclaimers) => Some(("aside", "disclaimer")),
        Some(SectionKind::Timeline) => Some(("div", "event")),
        Some(SectionKind::Quotes) => Some(("blockquote", "quote")),
        _ => None,
    }
}

/// The element of a block below a heading of a level, and its class.
const fn element(role: Role, level: u8) -> (&'static str, &'static str) {
    match role {
        Role::Title => ("h1", ""),
        Role::Heading => ("h2", ""),
        Role::ActorName => ("h3", ""),
        Role::Subheading if level < 3 => ("h3", ""),
        Role::Subheading if level == 3 => ("h4", ""),
        Role::Subheading => ("h5", ""),
        Role::Code => ("pre", ""),
        Role::Byline => ("p", "byline"),
        Role::Topics => ("p", "topics"),
        Role::Thesis => ("p", "thesis"),
        Role::ActorMeta | Role::RecommendationMeta | Role::DisclaimerHead | Role::Attribution => {
            ("p", "meta")
        }
        Role::Date => ("p", "date"),
        Role::Absent => ("p", "absent"),
        _ => ("p", ""),
    }
}

/// The element of a stretch.
const fn inline(role: Role) -> Option<&'static str> {
    match role {
        Role::Strong | Role::Priority(_) | Role::Draft => Some("strong"),
        Role::Emphasis => Some("em"),
        Role::Struck => Some("s"),
        Role::Code => Some("code"),
        _ => None,
    }
}

/// The class of a label that the style sheet of a book spells out.
const fn class(label: Label) -> &'static str {
    match label {
        Label::Position => "position",
        Label::Why => "why",
        Label::Help => "help",
    }
}

/// What a brief's blocks are written for.
#[derive(Clone, Copy)]
enum Medium<'a> {
    /// A page, with the notes on it.
    Page,
    /// A file of a book, which has its notes in another.
    Book { notes: &'a str },
}

/// A brief, or prose, to be written as elements.
pub(super) struct Markup<'a> {
    /// Which brief of the file it is.
    piece: usize,
    doc: &'a Document,
    notes: &'a [Told<'a>],
    marks: Vec<Mark>,
    medium: Medium<'a>,
    /// Whether what is around it runs from right to left.
    rtl: bool,
    /// The level of the heading that it stands below.
    level: u8,
}

impl<'a> Markup<'a> {
    /// A brief on a page with notes.
    pub(super) fn page(piece: usize, doc: &'a Document, notes: &'a [Told<'a>]) -> Self {
        let marks = marks(notes, doc);
        Self { piece, doc, notes, marks, medium: Medium::Page, rtl: doc.is_rtl(), level: 2 }
    }

    /// A brief in a file of its own, with its notes in a file of a name.
    pub(super) fn book(piece: usize, doc: &'a Document, notes: &'a [Told<'a>], file: &'a str) -> Self {
        Self { medium: Medium::Book { notes: file }, ..Self::page(piece, doc, notes) }
    }

    /// What stands behind an element: a line break where those are not counted.
    const fn end(&self) -> &'static str {
        match self.medium {
            Medium::Page => "\n",
            Medium::Book { .. } => "",
        }
    }

    /// Blocks with their lists, quotations and items around them.
    pub(super) fn flow(&self, out: &mut String, blocks: std::ops::Range<u32>, kind: Option<SectionKind>) {
        let (mut around, mut item, end) = (Nest::default(), None, self.end());
        let frame = frame(kind);
        let level = if kind == Some(SectionKind::Actors) { 3 } else { self.level };
        for ix in blocks {
            let Some(block) = self.doc.block(BlockIx(ix)) else { continue };
            if !block.continues {
                if let Some((tag, class)) = frame.filter(|_| block.item != item) {
                    self.steps(out, around.finish());
                    if item.is_some() {
                        let _ = write!(out, "</{tag}>{end}");
                    }
                    if block.item.is_some() {
                        let _ = write!(out, "<{tag} class=\"{class}\">{end}");
                    }
                }
                item = block.item;
                self.steps(out, around.enter(block, usize::from(block.lead.quotes)));
                self.open(out, block, kind, level);
            }
            self.stretches(out, block);
            let next = self.doc.block(BlockIx(ix + 1));
            if !next.is_some_and(|next| next.continues) {
                let _ = write!(out, "</{}>{end}", element(block.role, level).0);
            }
            if let Medium::Book { .. } = self.medium {
                let until = next.map_or(self.doc.text().len(), |next| next.range.start().get());
                let between = TextRange::bytes(block.range.end().get(), until.max(block.range.end().get()));
                out.push_str(&escape(self.doc.slice(between)));
            }
        }
        self.steps(out, around.finish());
        if let (Some((tag, _)), Some(_)) = (frame, item) {
            let _ = write!(out, "</{tag}>{end}");
        }
    }

    fn open(&self, out: &mut String, block: &Block, kind: Option<SectionKind>, level: u8) {
        let (tag, own) = element(block.role, level);
        let piece = self.piece;
        let _ = write!(out, "<{tag}");
        let id = match (kind, block.item, block.lead.marker) {
            (Some(SectionKind::Actors), Some(item), _) if block.role == Role::ActorName => {
                Some(format!("a{piece}-{item}"))
            }
            (Some(SectionKind::Text), Some(item), Marker::Paragraph(_)) => Some(format!("p{piece}-{item}")),
            _ => None,
        };
        if let Some(id) = id {
            let _ = write!(out, " id=\"{id}\"");
        }
        let label = match (self.medium, block.lead.marker) {
            (Medium::Book { .. }, Marker::Label(label)) => class(label),
            (Medium::Book { .. }, Marker::Paragraph(_)) => "numbered",
            _ => "",
        };
        let classes = [own, label].join(" ");
        if !classes.trim().is_empty() {
            let _ = write!(out, " class=\"{}\"", classes.trim());
        }
        if let (Medium::Book { .. }, Marker::Paragraph(n)) = (self.medium, block.lead.marker) {
            let _ = write!(out, " data-n=\"{n}\"");
        }
        if block.rtl != self.rtl {
            let _ = write!(out, " dir=\"{}\"", direction(block.rtl));
        }
        out.push('>');
        match (self.medium, block.lead.marker) {
            (Medium::Page, Marker::Label(label)) => {
                let _ = write!(out, "<b><bdi>{}</bdi></b> ", label.word());
            }
            (Medium::Page, Marker::Paragraph(n)) => {
                let _ = write!(out, "<bdi class=\"number\">¶{n}</bdi> ");
            }
            _ => {}
        }
    }

    fn stretches(&self, out: &mut String, block: &Block) {
        let mut href: Option<String> = None;
        for span in spans(self.doc, block, &self.marks) {
            let wanted = self.href(&span);
            if wanted != href {
                if href.is_some() {
                    out.push_str("</a>");
                }
                if let Some(wanted) = &wanted {
                    let _ = write!(out, "<a href=\"{}\">", escape(wanted));
                }
                href = wanted;
            }
            let tags: Vec<&str> = span.roles.iter().filter_map(|role| inline(*role)).collect();
            // Every note has its colour: one within another takes the lower part of the line.
            let noted: Vec<&Told<'_>> = span.notes.iter().filter_map(|n| self.notes.get(*n)).collect();
            for told in &noted {
                let _ = write!(out, "<mark class=\"{}\">", color(told.note));
            }
            for tag in &tags {
                let _ = write!(out, "<{tag}>");
            }
            let text = if block.rtl { dated(span.text) } else { escape(span.text) };
            out.push_str(&if block.role == Role::Code { text } else { text.replace('\n', "<br/>\n") });
            for tag in tags.iter().rev() {
                let _ = write!(out, "</{tag}>");
            }
            out.push_str(&"</mark>".repeat(noted.len()));
            let ended =
                |mark: &&Mark| mark.range.end() == span.range.end() && span.notes.contains(&mark.note);
            let refs: Vec<usize> = self.marks.iter().filter(ended).map(|mark| mark.note).collect();
            if !refs.is_empty() {
                if href.take().is_some() {
                    out.push_str("</a>");
                }
                self.references(out, &refs);
            }
        }
        if href.is_some() {
            out.push_str("</a>");
        }
    }

    /// The numbers of notes that end here.
    fn references(&self, out: &mut String, notes: &[usize]) {
        let piece = self.piece;
        let link = |n: &usize| {
            let number = n + 1;
            match self.medium {
                Medium::Page => format!("<a id=\"r{piece}-{n}\" href=\"#n{piece}-{n}\">{number}</a>"),
                // Its sign is the style sheet's, as numbers are: it is no part of the text.
                Medium::Book { notes } => format!(
                    "<a class=\"reference\" id=\"r{piece}-{n}\" epub:type=\"noteref\" role=\"doc-noteref\" \
                     href=\"{notes}#n{piece}-{n}\" aria-label=\"Note {number}\" data-n=\"{number}\"></a>"
                ),
            }
        };
        let links: Vec<String> = notes.iter().map(link).collect();
        let _ = match self.medium {
            Medium::Page => write!(out, "<sup>{}</sup>", links.join(", ")),
            Medium::Book { .. } => write!(out, "{}", links.concat()),
        };
    }

    fn href(&self, span: &Span<'_>) -> Option<String> {
        match span.link {
            Some(Target::Actor(n)) => Some(format!("#a{}-{n}", self.piece)),
            // A brief may point at paragraphs that it does not hold.
            Some(Target::Paragraph(n)) => {
                self.doc.item_block(SectionKind::Text, *n).map(|_| format!("#p{}-{n}", self.piece))
            }
            link => followed(link).map(encoded),
        }
    }

    /// The tags of what opens and closes.
    fn steps(&self, out: &mut String, steps: Vec<Step>) {
        let list = |counts: bool| if counts { "ol" } else { "ul" };
        for step in steps {
            let _ = match step {
                Step::Quote => write!(out, "<blockquote>"),
                Step::QuoteEnds => write!(out, "</blockquote>"),
                Step::List(counts) => write!(out, "<{}>", list(counts)),
                Step::ListEnds(counts) => write!(out, "</{}>", list(counts)),
                Step::Item(Some(number)) => write!(out, "<li value=\"{number}\">"),
                Step::Item(None) => write!(out, "<li>"),
                Step::ItemEnds => write!(out, "</li>"),
            };
            out.push_str(self.end());
        }
    }

    /// The notes of a group below a heading of a level.
    pub(super) fn notes(&self, out: &mut String, group: Group, (level, title): (u8, &str)) {
        if !self.notes.iter().any(|told| told.group == group) {
            return;
        }
        let _ = writeln!(out, "<section class=\"notes\">\n<h{level}>{}</h{level}>", escape(title));
        for (n, told) in self.notes.iter().enumerate().filter(|(_, told)| told.group == group) {
            let id = format!("n{}-{n}", self.piece);
            let _ = writeln!(out, "<div class=\"note {}\" id=\"{id}\">", color(told.note));
            let _ = writeln!(out, "<p class=\"label\"><bdi>{}. {}</bdi></p>", n + 1, escape(&told.label()));
            note(out, told, (self.doc.is_rtl(), level));
            out.push_str("</div>\n");
        }
        out.push_str("</section>\n");
    }
}

/// A note without its label: its passage, its text, and a line of what else there is. It stands in text of a direction,
/// below a heading of a level.
pub(super) fn note(out: &mut String, told: &Told<'_>, (rtl, level): (bool, u8)) {
    for (label, quote) in told.quotes() {
        if let Some(label) = label {
            let _ = writeln!(out, "<p class=\"meta\"><bdi>{}</bdi></p>", escape(label));
        }
        let gone = if told.group == Group::Gone { " class=\"gone\"" } else { "" };
        let quote = escape(quote).replace('\n', "<br/>\n");
        let _ = writeln!(out, "<blockquote{gone}><p dir=\"auto\">{quote}</p></blockquote>");
    }
    if !told.text.is_empty() {
        let doc = lower_prose(&told.text);
        let text = Markup { rtl, level, ..Markup::page(0, &doc, &[]) };
        text.flow(out, 0..u32::try_from(doc.blocks().len()).unwrap_or(u32::MAX), None);
    }
    let tags = told.tags_beside();
    if !tags.is_empty() {
        let tags: Vec<String> = tags.iter().map(|tag| format!("<bdi>#{}</bdi>", escape(tag))).collect();
        let _ = writeln!(out, "<p class=\"tags\">{}</p>", tags.join(" "));
    }
    let _ = writeln!(out, "<p class=\"meta\">{}</p>", isolated(&told.signatures()));
}
