//! One file of HTML with everything in it: no script, nothing from elsewhere, for the screen and for paper.
//!
//! Invariants: every text is escaped; a link leads to the web, to a mail address or into the file; ids are unique; the
//! markup is well-formed XML too, so that stricter readers take it.

use super::address::{encoded, followed, is_followed};
use super::facts::{Facts, GONE, Group, Told, WHOLE, heading};
use super::json::color;
use super::nest::{Nest, Step};
use super::spans::{Mark, Span, marks, spans};
use super::{Piece, What};
use crate::document::{Block, BlockIx, Document, Marker, Role, SectionKind, Target, headline, lower_prose};
use jiff::Timestamp;
use std::fmt::Write as _;

const STYLE: &str = include_str!("html.css");

/// Writes pieces as a page of HTML.
pub(super) fn write(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    let all = Facts::all(pieces);
    let title = match all.as_slice() {
        [one] => one.title.clone(),
        many => format!("{} briefs", many.len()),
    };
    let first = pieces.first();
    let lang = first.map_or("en", |piece| piece.brief.language());
    let dir = direction(first.is_some_and(|piece| piece.document.is_rtl()));
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"generator\" content=\"brief\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escape(lang),
        escape(&title)
    );
    for (n, facts) in all.iter().enumerate() {
        article(&mut out, n, facts, what);
    }
    out.push_str("</body>\n</html>\n");
    out.into_bytes()
}

/// Text as HTML shows it, in elements and in quoted attributes.
fn escape(text: &str) -> String {
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

const fn direction(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}

fn article(out: &mut String, piece: usize, facts: &Facts<'_>, what: What) {
    let doc = facts.piece.document;
    let lang = escape(facts.piece.brief.language());
    let _ = writeln!(out, "<article lang=\"{lang}\" dir=\"{}\">", direction(doc.is_rtl()));
    let notes = if what.notes() { facts.notes() } else { Vec::new() };
    let page = Page { piece, doc, notes: &notes, marks: marks(&notes, doc) };
    if what.brief() {
        for (n, section) in doc.sections().iter().enumerate() {
            if section.kind == SectionKind::Head {
                out.push_str("<header>\n");
                page.flow(out, section.body.clone(), Some(section.kind));
                out.push_str("</header>\n");
                page.notes(out, Group::Whole, Some((2, WHOLE)));
                page.notes(out, Group::Section(n), None);
                continue;
            }
            let _ = writeln!(out, "<section id=\"s{piece}-{n}\">\n<h2>{}</h2>", escape(&section.title));
            page.flow(out, section.body.clone(), Some(section.kind));
            page.notes(out, Group::Section(n), Some((3, "Notes")));
            out.push_str("</section>\n");
        }
    } else {
        let _ = writeln!(out, "<header>\n<h1>{}</h1>", escape(&facts.title));
        let headline =
            facts.headline.as_ref().map(|title| format!("<cite>{}</cite>", escape(&headline(title))));
        let url = facts.url.as_deref().map(|url| {
            let words = escape(url);
            if is_followed(url) {
                format!("<a href=\"{}\">{words}</a>", escape(&encoded(url)))
            } else {
                words
            }
        });
        let credit = Some(escape(&facts.credit())).filter(|credit| !credit.is_empty());
        for line in headline.into_iter().chain(credit).chain(url) {
            let _ = writeln!(out, "<p class=\"byline\">{line}</p>");
        }
        let _ = writeln!(out, "<p class=\"disclaimers\">{}</p>\n</header>", escape(&facts.disclaimers()));
        page.notes(out, Group::Whole, Some((2, WHOLE)));
        for n in 0..doc.sections().len() {
            let group = Group::Section(n);
            page.notes(out, group, Some((2, heading(group, doc).as_str())));
        }
    }
    page.notes(out, Group::Gone, Some((2, GONE)));
    out.push_str("</article>\n");
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

/// The element of a block, and its class.
const fn element(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Title => ("h1", ""),
        Role::Heading => ("h2", ""),
        Role::ActorName => ("h3", ""),
        Role::Subheading => ("h4", ""),
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

struct Page<'a> {
    piece: usize,
    doc: &'a Document,
    notes: &'a [Told<'a>],
    marks: Vec<Mark>,
}

impl Page<'_> {
    /// Blocks with their lists, quotations and items around them.
    fn flow(&self, out: &mut String, blocks: std::ops::Range<u32>, kind: Option<SectionKind>) {
        let (mut around, mut item) = (Nest::default(), None);
        let frame = frame(kind);
        for ix in blocks.clone() {
            let Some(block) = self.doc.block(BlockIx(ix)) else { continue };
            if !block.continues {
                if let Some((tag, class)) = frame.filter(|_| block.item != item) {
                    steps(out, around.finish());
                    if item.is_some() {
                        let _ = writeln!(out, "</{tag}>");
                    }
                    if block.item.is_some() {
                        let _ = writeln!(out, "<{tag} class=\"{class}\">");
                    }
                }
                item = block.item;
                steps(out, around.enter(block, usize::from(block.lead.quotes)));
                self.open(out, block, kind);
            }
            self.stretches(out, block);
            let next =
                Some(ix + 1).filter(|next| *next < blocks.end).and_then(|next| self.doc.block(BlockIx(next)));
            if !next.is_some_and(|next| next.continues) {
                let _ = writeln!(out, "</{}>", element(block.role).0);
            }
        }
        steps(out, around.finish());
        if let (Some((tag, _)), Some(_)) = (frame, item) {
            let _ = writeln!(out, "</{tag}>");
        }
    }

    fn open(&self, out: &mut String, block: &Block, kind: Option<SectionKind>) {
        let (tag, class) = element(block.role);
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
        if !class.is_empty() {
            let _ = write!(out, " class=\"{class}\"");
        }
        if block.rtl != self.doc.is_rtl() {
            let _ = write!(out, " dir=\"{}\"", direction(block.rtl));
        }
        out.push('>');
        match block.lead.marker {
            Marker::Label(label) => {
                let _ = write!(out, "<b>{}</b> ", label.word());
            }
            Marker::Paragraph(n) => {
                let _ = write!(out, "<span class=\"number\">¶{n}</span> ");
            }
            Marker::None | Marker::Bullet | Marker::Number(_) | Marker::Knot => {}
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
            if let Some(note) = span.notes.first().and_then(|n| self.notes.get(*n)) {
                let _ = write!(out, "<mark class=\"{}\">", color(note.note));
            }
            for tag in &tags {
                let _ = write!(out, "<{tag}>");
            }
            let pre = block.role == Role::Code;
            out.push_str(&if pre { escape(span.text) } else { escape(span.text).replace('\n', "<br/>\n") });
            for tag in tags.iter().rev() {
                let _ = write!(out, "</{tag}>");
            }
            if !span.notes.is_empty() {
                out.push_str("</mark>");
            }
            let ended =
                |mark: &&Mark| mark.range.end() == span.range.end() && span.notes.contains(&mark.note);
            let refs: Vec<usize> = self.marks.iter().filter(ended).map(|mark| mark.note).collect();
            if !refs.is_empty() && href.take().is_some() {
                out.push_str("</a>");
            }
            for n in refs {
                let _ = write!(
                    out,
                    "<sup><a id=\"r{0}-{n}\" href=\"#n{0}-{n}\">{1}</a></sup>",
                    self.piece,
                    n + 1
                );
            }
        }
        if href.is_some() {
            out.push_str("</a>");
        }
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

    fn notes(&self, out: &mut String, group: Group, title: Option<(u8, &str)>) {
        if !self.notes.iter().any(|told| told.group == group) {
            return;
        }
        out.push_str("<section class=\"notes\">\n");
        if let Some((level, title)) = title {
            let _ = writeln!(out, "<h{level}>{}</h{level}>", escape(title));
        }
        for (n, told) in self.notes.iter().enumerate().filter(|(_, told)| told.group == group) {
            self.note(out, n, told);
        }
        out.push_str("</section>\n");
    }

    fn note(&self, out: &mut String, n: usize, told: &Told<'_>) {
        let piece = self.piece;
        let _ = writeln!(out, "<div class=\"note {}\" id=\"n{piece}-{n}\">", color(told.note));
        let _ = writeln!(out, "<p class=\"label\">{}. {}</p>", n + 1, escape(&told.label()));
        for (label, quote) in told.quotes() {
            if let Some(label) = label {
                let _ = writeln!(out, "<p class=\"meta\">{}</p>", escape(label));
            }
            let gone = if told.group == Group::Gone { " class=\"gone\"" } else { "" };
            let quote = escape(quote).replace('\n', "<br/>\n");
            let _ = writeln!(out, "<blockquote{gone}><p dir=\"auto\">{quote}</p></blockquote>");
        }
        if !told.text.is_empty() {
            let doc = lower_prose(&told.text);
            let page = Page { piece, doc: &doc, notes: &[], marks: Vec::new() };
            let end = u32::try_from(doc.blocks().len()).unwrap_or(u32::MAX);
            page.flow(out, 0..end, None);
        }
        let tags = told.tags_beside();
        if !tags.is_empty() {
            let tags: Vec<String> = tags.iter().map(|tag| format!("#{}", escape(tag))).collect();
            let _ = writeln!(out, "<p class=\"tags\">{}</p>", tags.join(" "));
        }
        let _ = writeln!(out, "<p class=\"meta\">{}</p>\n</div>", escape(&told.signature()));
    }
}

/// The tags of what opens and closes.
fn steps(out: &mut String, steps: Vec<Step>) {
    for step in steps {
        let _ = match step {
            Step::Quote => writeln!(out, "<blockquote>"),
            Step::QuoteEnds => writeln!(out, "</blockquote>"),
            Step::List(counts) => writeln!(out, "<{}>", list(counts)),
            Step::ListEnds(counts) => writeln!(out, "</{}>", list(counts)),
            Step::Item(Some(number)) => writeln!(out, "<li value=\"{number}\">"),
            Step::Item(None) => writeln!(out, "<li>"),
            Step::ItemEnds => writeln!(out, "</li>"),
        };
    }
}

const fn list(counts: bool) -> &'static str {
    if counts { "ol" } else { "ul" }
}
