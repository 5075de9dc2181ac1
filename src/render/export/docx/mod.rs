//! A Word document: headings, lists, links, and notes as comments at their passages.
//!
//! Owns the body and the comments; `parts` has what is the same in every document.
//! Invariants: every part is well-formed XML; a comment that is referred to exists, begins before it ends, and is referred
//! to once; a paragraph or stretch that runs from right to left says so.

mod parts;

use super::address::followed;
use super::facts::{Facts, GONE, Group, Told, WHOLE, heading};
use super::spans::{Mark, Span, marks, spans};
use super::zip::Zip;
use super::{Piece, What, moment};
use crate::document::{Block, BlockIx, Document, Marker, Role, SectionKind, Target, headline, lower_prose};
use jiff::Timestamp;
use parts::{HEAD, NAMES};
use std::fmt::Write as _;

/// Twentieths of a point for each cell of an indent.
const CELL: usize = 120;

/// Writes pieces as a Word document.
pub(super) fn write(pieces: &[Piece<'_>], what: What, when: Timestamp) -> Vec<u8> {
    let all = Facts::all(pieces);
    let mut word = Word::default();
    for (n, facts) in all.iter().enumerate() {
        word.piece(n, facts, what);
    }
    let first = pieces.first();
    let rtl = if first.is_some_and(|piece| piece.document.is_rtl()) { "<w:bidi/>" } else { "" };
    let document = format!(
        "{HEAD}<w:document {NAMES}><w:body>{}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1134\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>{rtl}\
         </w:sectPr></w:body></w:document>",
        word.body
    );
    let comments = format!("{HEAD}<w:comments {NAMES}>{}</w:comments>", word.comments);
    let mut zip = Zip::default();
    zip.add("[Content_Types].xml", parts::types().as_bytes());
    zip.add("_rels/.rels", parts::package().as_bytes());
    zip.add("docProps/core.xml", parts::core(&all, when).as_bytes());
    zip.add("word/document.xml", document.as_bytes());
    zip.add("word/_rels/document.xml.rels", parts::relations(&word.links).as_bytes());
    zip.add("word/styles.xml", parts::styles(first.map_or("en", |piece| piece.brief.language())).as_bytes());
    zip.add("word/numbering.xml", parts::numbering(&word.starts).as_bytes());
    zip.add("word/comments.xml", comments.as_bytes());
    zip.add("word/settings.xml", parts::settings().as_bytes());
    zip.finish()
}

/// Text as XML has it, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A document in the making.
#[derive(Default)]
struct Word {
    body: String,
    comments: String,
    comment_count: usize,
    links: Vec<String>,
    /// The first number of every list that counts.
    starts: Vec<u32>,
    bookmarks: usize,
}

/// What is told, and with which comments.
struct Story<'a> {
    piece: usize,
    doc: &'a Document,
    marks: Vec<Mark>,
    /// The comment of note 0.
    first_comment: usize,
    /// Whether it is told in a comment, which has no links.
    aside: bool,
}

/// The lists that are counting: column of the marker, list, last number.
type Counting = Vec<(usize, usize, u32)>;

impl Word {
    fn piece(&mut self, n: usize, facts: &Facts<'_>, what: What) {
        let doc = facts.piece.document;
        let notes = if what.notes() { facts.notes() } else { Vec::new() };
        if !what.brief() {
            self.notes_alone(n, facts, &notes);
            return;
        }
        let mut story = Story {
            piece: n,
            doc,
            marks: marks(&notes, doc),
            first_comment: self.comment_count,
            aside: false,
        };
        // A note on a section or on the whole brief stands at its heading.
        for (note, told) in notes.iter().enumerate().filter(|(_, told)| told.quote.is_empty()) {
            let section = match told.group {
                Group::Section(n) => doc.sections().get(n),
                Group::Whole => doc.sections().first(),
                Group::Gone => None,
            };
            let block = section.and_then(|section| doc.block(BlockIx(section.blocks.start)));
            story.marks.extend(block.map(|block| Mark { range: block.range, note }));
        }
        for told in &notes {
            self.comment(told);
        }
        let end = u32::try_from(doc.blocks().len()).unwrap_or(u32::MAX);
        self.flow(&story, 0..end, "");
        let unplaced = |note: &usize| !story.marks.iter().any(|mark| mark.note == *note);
        let gone: Vec<usize> = (0..notes.len()).filter(unplaced).collect();
        if !gone.is_empty() {
            self.line("Heading1", GONE, false);
        }
        for note in gone {
            let Some(told) = notes.get(note) else { continue };
            let words = if told.quote.is_empty() { told.label() } else { told.quote.to_string() };
            let id = story.first_comment + note;
            let doc = lower_plain(&words);
            let rtl = doc.blocks().first().is_some_and(|block| block.rtl);
            let _ = write!(
                self.body,
                "<w:p>{}<w:commentRangeStart w:id=\"{id}\"/>{}",
                paragraph("Quote", "", rtl, ""),
                run(&words, "", rtl)
            );
            self.body.push_str(&comment_end(id));
            self.body.push_str("</w:p>");
        }
    }

    fn notes_alone(&mut self, n: usize, facts: &Facts<'_>, notes: &[Told<'_>]) {
        self.line("Title", &facts.title, n > 0);
        let headline = facts.headline.as_ref().map(|title| headline(title));
        for text in
            headline.into_iter().chain([facts.credit()]).chain(facts.url.clone()).chain([facts.disclaimers()])
        {
            if !text.is_empty() {
                self.line("Details", &text, false);
            }
        }
        let mut last = None;
        for told in notes {
            if last.replace(told.group) != Some(told.group) {
                let title = match told.group {
                    Group::Whole => WHOLE.to_owned(),
                    group => heading(group, facts.piece.document),
                };
                self.line("Heading1", &title, false);
            }
            self.line("Heading2", &told.label(), false);
            for (label, quote) in told.quotes() {
                if let Some(label) = label {
                    self.line("Details", label, false);
                }
                for quoted in quote.lines().filter(|line| !line.is_empty()) {
                    self.line("Quote", quoted, false);
                }
            }
            self.text(n, told);
            self.line("Details", &closing(told), false);
        }
    }

    /// A note's text as paragraphs of the body.
    fn text(&mut self, piece: usize, told: &Told<'_>) {
        if told.text.is_empty() {
            return;
        }
        let doc = lower_prose(&told.text);
        let story = Story { piece, doc: &doc, marks: Vec::new(), first_comment: 0, aside: false };
        self.flow(&story, 0..u32::try_from(doc.blocks().len()).unwrap_or(u32::MAX), "");
    }

    /// A paragraph of one plain line.
    fn line(&mut self, style: &str, text: &str, new_page: bool) {
        let doc = lower_plain(text);
        let rtl = doc.blocks().first().is_some_and(|block| block.rtl);
        let page = if new_page { "<w:pageBreakBefore/>" } else { "" };
        let _ = write!(self.body, "<w:p>{}{}</w:p>", paragraph(style, page, rtl, ""), run(text, "", rtl));
    }

    /// The comment of the next note.
    fn comment(&mut self, told: &Told<'_>) {
        let id = self.comment_count;
        self.comment_count += 1;
        let mut inner = std::mem::take(&mut self.body);
        let label = run(&told.label(), "<w:b/><w:bCs/>", false);
        let style = paragraph("CommentText", "", false, "");
        let _ = write!(
            self.body,
            "<w:p>{style}<w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>{label}</w:p>"
        );
        // The passage that it stands at is seen; of what it was before the comment tells.
        for (label, quote) in told.quotes().filter_map(|(label, quote)| Some((label?, quote))) {
            let rtl = lower_plain(quote).blocks().first().is_some_and(|block| block.rtl);
            let _ = write!(
                self.body,
                "<w:p>{style}{}</w:p><w:p>{}{}</w:p>",
                run(label, "<w:color w:val=\"595959\"/>", false),
                paragraph("CommentText", "", rtl, ""),
                run(&format!("“{quote}”"), "<w:i/><w:iCs/>", rtl)
            );
        }
        if !told.text.is_empty() {
            let doc = lower_prose(&told.text);
            let story = Story { piece: 0, doc: &doc, marks: Vec::new(), first_comment: 0, aside: true };
            self.flow(&story, 0..u32::try_from(doc.blocks().len()).unwrap_or(u32::MAX), "CommentText");
        }
        let _ = write!(
            self.body,
            "<w:p>{style}{}</w:p>",
            run(&closing(told), "<w:color w:val=\"595959\"/>", false)
        );
        std::mem::swap(&mut self.body, &mut inner);
        let when = moment(told.note.created);
        let _ = write!(
            self.comments,
            "<w:comment w:id=\"{id}\" w:author=\"brief\" w:date=\"{when}\" w:initials=\"b\">{inner}</w:comment>"
        );
    }

    fn flow(&mut self, story: &Story<'_>, blocks: std::ops::Range<u32>, style: &str) {
        let mut counting = Counting::new();
        for ix in blocks.clone() {
            let Some(block) = story.doc.block(BlockIx(ix)) else { continue };
            if !block.continues {
                self.open(story, block, style, &mut counting);
            }
            for span in spans(story.doc, block, &story.marks) {
                self.stretch(story, block, &span);
            }
            let next = Some(ix + 1)
                .filter(|next| *next < blocks.end)
                .and_then(|next| story.doc.block(BlockIx(next)));
            if !next.is_some_and(|next| next.continues) {
                self.body.push_str("</w:p>");
            }
        }
    }

    fn open(&mut self, story: &Story<'_>, block: &Block, style: &str, counting: &mut Counting) {
        let indent = usize::from(block.lead.indent);
        let mut layout = String::new();
        let mut before = String::new();
        let mut lead = String::new();
        match block.lead.marker {
            Marker::Bullet => layout = list(1, indent),
            Marker::Number(number) => {
                counting.retain(|(column, ..)| *column <= indent);
                let goes_on = counting
                    .last()
                    .filter(|(column, _, last)| *column == indent && last + 1 == number)
                    .copied();
                let id = goes_on.map_or_else(
                    || {
                        self.starts.push(number);
                        self.starts.len() + 1
                    },
                    |(_, id, _)| id,
                );
                counting.retain(|(column, ..)| *column < indent);
                counting.push((indent, id, number));
                layout = list(id, indent);
            }
            Marker::Label(label) => lead = run(&format!("{} ", label.word()), "<w:b/><w:bCs/>", block.rtl),
            Marker::Paragraph(n) => lead = run(&format!("¶{n} "), "<w:color w:val=\"595959\"/>", block.rtl),
            Marker::None | Marker::Knot => {}
        }
        let own = if style.is_empty() { style_of(block) } else { style };
        let new_page = block.role == Role::Title && story.piece > 0;
        if new_page {
            before.push_str("<w:pageBreakBefore/>");
        }
        let margin = if layout.is_empty() && indent > 0 {
            format!("<w:ind w:left=\"{}\"/>", indent * CELL)
        } else {
            String::new()
        };
        before.push_str(&layout);
        let _ = write!(self.body, "<w:p>{}", paragraph(own, &before, block.rtl, &margin));
        if let Some(name) = bookmark(story, block) {
            let id = self.bookmarks;
            self.bookmarks += 1;
            let _ = write!(
                self.body,
                "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"{id}\"/>"
            );
        }
        self.body.push_str(&lead);
    }

    fn stretch(&mut self, story: &Story<'_>, block: &Block, span: &Span<'_>) {
        let comment = |mark: &Mark| story.first_comment + mark.note;
        for mark in story.marks.iter().filter(|mark| mark.range.start() == span.range.start()) {
            let _ = write!(self.body, "<w:commentRangeStart w:id=\"{}\"/>", comment(mark));
        }
        let url = followed(span.link).filter(|_| !story.aside);
        let inner = match span.link {
            Some(Target::Actor(n)) if !story.aside => Some(format!("actor_{}_{n}", story.piece)),
            Some(Target::Paragraph(n)) if story.doc.item_block(SectionKind::Text, *n).is_some() => {
                Some(format!("paragraph_{}_{n}", story.piece))
            }
            _ => None,
        };
        let linked = url.is_some() || inner.is_some();
        let mut look = String::new();
        if linked {
            look.push_str("<w:rStyle w:val=\"Hyperlink\"/>");
        }
        let mut looks: Vec<&str> = span.roles.iter().filter_map(|role| look_of(*role, linked)).collect();
        looks.sort_unstable_by_key(|look| !look.starts_with("<w:rStyle"));
        looks.dedup();
        look.extend(looks);
        let text = run(span.text, &look, block.rtl);
        if let Some(url) = url {
            let id = self.link(url);
            let _ = write!(self.body, "<w:hyperlink r:id=\"rId{id}\">{text}</w:hyperlink>");
        } else if let Some(anchor) = inner {
            let _ = write!(self.body, "<w:hyperlink w:anchor=\"{anchor}\">{text}</w:hyperlink>");
        } else {
            self.body.push_str(&text);
            // A comment has no links: their addresses are told.
            if let Some(url) = followed(span.link).filter(|url| *url != span.text) {
                self.body.push_str(&run(&format!(" ({url})"), "", block.rtl));
            }
        }
        for mark in story.marks.iter().filter(|mark| mark.range.end() == span.range.end()) {
            self.body.push_str(&comment_end(comment(mark)));
        }
    }

    /// The relationship of an address.
    fn link(&mut self, url: &str) -> usize {
        let known = self.links.iter().position(|known| known == url);
        5 + known.unwrap_or_else(|| {
            self.links.push(url.to_owned());
            self.links.len() - 1
        })
    }
}

/// A text whose Markdown is none, for its direction.
fn lower_plain(text: &str) -> Document {
    lower_prose(&super::prose::literal(text))
}

/// Place, day, state and tags of a note.
fn closing(told: &Told<'_>) -> String {
    let tags: Vec<String> = told.tags_beside().iter().map(|tag| format!("#{tag}")).collect();
    let tags = (!tags.is_empty()).then(|| tags.join(" "));
    let parts: Vec<String> = tags.into_iter().chain([told.signature()]).collect();
    parts.join(" · ")
}

fn comment_end(id: usize) -> String {
    format!(
        "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:commentReference w:id=\"{id}\"/></w:r>"
    )
}

/// The properties of a paragraph, in the order of the schema: style, breaks and lists, direction, indent.
fn paragraph(style: &str, before: &str, rtl: bool, margin: &str) -> String {
    let style = if style.is_empty() { String::new() } else { format!("<w:pStyle w:val=\"{style}\"/>") };
    let bidi = if rtl { "<w:bidi/>" } else { "" };
    if style.is_empty() && before.is_empty() && margin.is_empty() && !rtl {
        return String::new();
    }
    format!("<w:pPr>{style}{before}{bidi}{margin}</w:pPr>")
}

/// An item of a list; the depth follows from the column of its marker.
fn list(id: usize, column: usize) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{id}\"/></w:numPr>", column.div_ceil(2).min(8))
}

/// A stretch of text with a look; line breaks are kept.
fn run(text: &str, look: &str, rtl: bool) -> String {
    let rtl = if rtl { "<w:rtl/>" } else { "" };
    let look =
        if look.is_empty() && rtl.is_empty() { String::new() } else { format!("<w:rPr>{look}{rtl}</w:rPr>") };
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line))).collect();
    format!("<w:r>{look}{}</w:r>", lines.join("<w:br/>"))
}

/// The look of a role.
const fn look_of(role: Role, linked: bool) -> Option<&'static str> {
    match role {
        Role::Code if !linked => Some("<w:rStyle w:val=\"Code\"/>"),
        Role::Strong | Role::Priority(_) | Role::Draft => Some("<w:b/><w:bCs/>"),
        Role::Emphasis => Some("<w:i/><w:iCs/>"),
        Role::Struck => Some("<w:strike/>"),
        _ => None,
    }
}

/// The style of a block.
const fn style_of(block: &Block) -> &'static str {
    match block.role {
        Role::Title => "Title",
        Role::Heading => "Heading1",
        Role::ActorName => "Heading2",
        Role::Subheading | Role::Date => "Heading3",
        Role::Code => "CodeBlock",
        Role::Thesis | Role::Quotation => "Quote",
        Role::Disclaimer => "Disclaimer",
        Role::Byline
        | Role::Topics
        | Role::ActorMeta
        | Role::RecommendationMeta
        | Role::DisclaimerHead
        | Role::Attribution
        | Role::Absent => "Details",
        _ if block.lead.quotes > 0 => "Quote",
        _ => match block.lead.marker {
            Marker::Bullet | Marker::Number(_) => "ListParagraph",
            _ => "",
        },
    }
}

/// The name under which links find a block.
fn bookmark(story: &Story<'_>, block: &Block) -> Option<String> {
    if story.aside {
        return None;
    }
    match (block.role, block.lead.marker, block.item) {
        (Role::ActorName, _, Some(n)) => Some(format!("actor_{}_{n}", story.piece)),
        (_, Marker::Paragraph(_), Some(n)) => Some(format!("paragraph_{}_{n}", story.piece)),
        _ => None,
    }
}
