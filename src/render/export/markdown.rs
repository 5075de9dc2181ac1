//! Markdown of the `CommonMark` kind, as plain as it can be written.
//!
//! Owns the order in which a brief and its notes are told in Markdown; Obsidian's flavour differs in how a note looks
//! ([`Flavour`]) and in what stands above. Names and titles are literal, prose is Markdown already.

use super::address::{encoded, is_followed};
use super::facts::{Facts, GONE, Group, Told, WHOLE, disclaimer_head, heading, no_disclaimer};
use super::prose::{begins_plainly, behind, ends_with_list, item, literal, literal_lines, prose};
use super::{Piece, What};
use crate::brief::{
    Actor, Cast, Disclaimer, Line, Ordinal, Quote, Recommendation, Section, TimelineEntry, paragraphs,
};
use crate::document::{SectionKind, headline};
use crate::text::clean_line;
use jiff::Timestamp;

/// Parts two lists, which are one for pandoc whatever stands before their items.
const APART: &str = "<!-- -->";

/// How a note is written, at the level of headings that it stands below.
pub(super) type Flavour = fn(&Told<'_>, &mut Blocks);

/// Writes pieces as Markdown.
pub(super) fn write(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    body(pieces, what, note).into_bytes()
}

/// Blocks with blank lines between.
#[derive(Debug, Default)]
pub(super) struct Blocks(String);

impl Blocks {
    /// Adds a block that is Markdown; an empty one is none.
    pub(super) fn add(&mut self, block: &str) {
        let block = block.trim_matches('\n');
        if block.trim().is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(block);
        self.0.push('\n');
    }

    /// Adds a heading with literal words.
    pub(super) fn heading(&mut self, level: usize, words: &str) {
        self.add(&format!("{} {}", "#".repeat(level), literal(words)));
    }

    /// Adds prose with words of ours before it: in its first line, where it begins with a paragraph.
    fn labelled(&mut self, label: &str, text: &str, level: usize) {
        let text = prose(text, level);
        if label.is_empty() || begins_plainly(&text) {
            let blank = if label.is_empty() { "" } else { " " };
            self.add(&format!("{label}{blank}{text}"));
        } else {
            self.add(label);
            self.add(&text);
        }
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}

/// The blocks that a function makes, as one.
pub(super) fn blocks(make: impl FnOnce(&mut Blocks)) -> String {
    let mut blocks = Blocks::default();
    make(&mut blocks);
    blocks.0.truncate(blocks.0.trim_end_matches('\n').len());
    blocks.0
}

/// All pieces, each under a heading of the first level.
pub(super) fn body(pieces: &[Piece<'_>], what: What, flavour: Flavour) -> String {
    let mut out = Blocks::default();
    for facts in Facts::all(pieces) {
        piece(&mut out, &facts, what, flavour);
    }
    out.text()
}

fn piece(out: &mut Blocks, facts: &Facts<'_>, what: What, flavour: Flavour) {
    out.heading(1, &facts.title);
    source(out, facts);
    let notes = if what.notes() { facts.notes() } else { Vec::new() };
    let doc = facts.piece.document;
    if what.brief() {
        head(out, facts);
        notes_of(out, &notes, Group::Whole, Some(WHOLE), flavour);
        for (n, section) in doc.sections().iter().enumerate() {
            telling(out, facts, section.kind, &section.title);
            notes_of(out, &notes, Group::Section(n), Some("Notes"), flavour);
        }
    } else {
        out.add(&format!("*{}*", literal(&facts.disclaimers())));
        notes_of(out, &notes, Group::Whole, Some(WHOLE), flavour);
        for n in 0..doc.sections().len() {
            if notes.iter().any(|told| told.group == Group::Section(n)) {
                out.heading(2, &heading(Group::Section(n), doc));
                notes_of(out, &notes, Group::Section(n), None, flavour);
            }
        }
    }
    notes_of(out, &notes, Group::Gone, Some(GONE), flavour);
}

fn notes_of(out: &mut Blocks, notes: &[Told<'_>], group: Group, title: Option<&str>, flavour: Flavour) {
    let mut title = title;
    for told in notes.iter().filter(|told| told.group == group) {
        if let Some(title) = title.take() {
            let level = if matches!(group, Group::Section(_)) { 3 } else { 2 };
            out.heading(level, title);
        }
        flavour(told, out);
    }
}

/// A note: the passage as a quotation, the text, and a line with tags, day and state.
fn note(told: &Told<'_>, out: &mut Blocks) {
    told.quotes().for_each(|(label, quote)| passage(out, label, quote));
    let colon = if told.text.is_empty() { "" } else { ":" };
    out.labelled(&format!("**{}{colon}**", literal(&told.label())), &told.text, 4);
    let tags: Vec<String> = told.tags_beside().into_iter().map(|tag| format!("#{}", literal(tag))).collect();
    out.add(&format!("— {}", literal(&told.signature())));
    out.add(&tags.join(" "));
}

/// Words of a passage as a quotation.
pub(super) fn passage(out: &mut Blocks, label: Option<&str>, words: &str) {
    out.add(&label.map(|label| format!("*{}*", literal(label))).unwrap_or_default());
    out.add(&behind("> ", &literal_lines(words)));
}

/// What is briefed, in one paragraph.
fn source(out: &mut Blocks, facts: &Facts<'_>) {
    let mut parts = Vec::new();
    parts.extend(facts.headline.as_ref().map(|title| literal(&headline(title))));
    let credit = facts.credit();
    parts.extend((!credit.is_empty()).then(|| literal(&credit)));
    parts.extend(facts.url.as_deref().map(link));
    out.add(&parts.join(" · "));
}

/// An address as a link.
fn link(url: &str) -> String {
    if is_followed(url) { format!("<{}>", encoded(url)) } else { literal(url) }
}

fn head(out: &mut Blocks, facts: &Facts<'_>) {
    if !facts.topics.is_empty() {
        out.add(&format!("Topics: {}", literal(&facts.topics.join(", "))));
    }
    let briefed = facts.briefed();
    if !briefed.is_empty() {
        out.add(&format!("Briefed {}", literal(&briefed)));
    }
}

fn telling(out: &mut Blocks, facts: &Facts<'_>, kind: SectionKind, title: &str) {
    let brief = facts.piece.brief;
    let cast = || Cast::of(brief);
    let has = match kind {
        SectionKind::Summary => brief.summary.is_some() || brief.thesis.is_some(),
        SectionKind::Actors => !brief.actors.is_empty(),
        SectionKind::Recommendations => !brief.recommendations.is_empty(),
        SectionKind::Head | SectionKind::Notes | SectionKind::Findings => false,
        _ => true,
    };
    if !has {
        return;
    }
    out.heading(2, title);
    match kind {
        SectionKind::Summary => {
            if let Some(thesis) = &brief.thesis {
                out.add(&behind("> ", &prose(thesis.as_str(), 2)));
            }
            if let Some(summary) = &brief.summary {
                out.add(&prose(summary.as_str(), 2));
            }
        }
        SectionKind::Actors => brief.actors.iter().for_each(|actor| tell_actor(out, actor)),
        SectionKind::Recommendations => {
            let tell = Names { facts, cast: cast() };
            for (n, item) in brief.recommendations.iter().enumerate() {
                tell.recommendation(out, n + 1, item);
            }
        }
        SectionKind::Disclaimers => {
            brief.disclaimers.iter().for_each(|item| disclaimer(out, item));
            if brief.disclaimers.is_empty() {
                out.add(&literal(no_disclaimer()));
            }
        }
        SectionKind::Timeline => brief.timeline.iter().for_each(|entry| event(out, entry)),
        SectionKind::Quotes => {
            let tell = Names { facts, cast: cast() };
            brief.quotes.iter().for_each(|said| tell.quote(out, said));
        }
        SectionKind::Own(n) => {
            if let Some(section) = brief.sections.get(usize::from(n)) {
                own(out, section);
            }
        }
        SectionKind::Text => text(out, brief.text.as_ref().map_or("", |text| text.as_str())),
        SectionKind::Head | SectionKind::Notes | SectionKind::Findings => {}
    }
}

fn line(text: &impl AsRef<str>) -> String {
    literal(&clean_line(text.as_ref()))
}

/// The paragraphs that an item rests on.
fn from(numbers: &[Ordinal]) -> Option<String> {
    let numbers: Vec<String> = numbers.iter().map(|number| format!("¶{}", number.get())).collect();
    (!numbers.is_empty()).then(|| numbers.join(" "))
}

fn tell_actor(out: &mut Blocks, actor: &Actor) {
    out.heading(3, &clean_line(actor.name.as_str()));
    let mut meta: Vec<String> = actor.kind.iter().map(line).collect();
    meta.extend(actor.affiliation.iter().map(line));
    if !actor.aliases.is_empty() {
        let aliases: Vec<String> = actor.aliases.iter().map(line).collect();
        meta.push(format!("also {}", aliases.join(", ")));
    }
    meta.extend(from(&actor.from));
    out.add(&meta.join(" · "));
    if let Some(role) = &actor.role {
        out.add(&prose(role.as_str(), 3));
    }
    if let Some(position) = &actor.position {
        out.labelled("**Position:**", position.as_str(), 3);
    }
}

fn disclaimer(out: &mut Blocks, disclaimer: &Disclaimer) {
    let block = blocks(|out| {
        let head = disclaimer_head(disclaimer.kind.as_ref(), disclaimer.by.as_ref());
        let label = if head.is_empty() { head } else { format!("**{}:**", literal(&head)) };
        out.labelled(&label, disclaimer.text.as_str(), 2);
        out.add(&from(&disclaimer.from).unwrap_or_default());
    });
    out.add(&item("- ", &block));
}

fn event(out: &mut Blocks, entry: &TimelineEntry) {
    let block = blocks(|out| {
        let label = entry.date.map(|date| format!("**{date}:**")).unwrap_or_default();
        out.labelled(&label, entry.event.as_str(), 2);
        out.add(&from(&entry.from).unwrap_or_default());
    });
    out.add(&item("- ", &block));
}

fn own(out: &mut Blocks, section: &Section) {
    if let Some(text) = &section.text {
        let text = prose(text.as_str(), 2);
        out.add(&text);
        if ends_with_list(&text) && !section.items.is_empty() {
            out.add(APART);
        }
    }
    for entry in &section.items {
        let block = blocks(|out| {
            out.add(&prose(entry.text.as_str(), 2));
            out.add(&from(&entry.from).unwrap_or_default());
        });
        out.add(&item("- ", &block));
    }
}

/// The op-ed, with the numbers that items point at.
fn text(out: &mut Blocks, text: &str) {
    for (n, range) in paragraphs(text).enumerate() {
        out.labelled(&format!("¶{}", n + 1), text.get(range).unwrap_or_default(), 2);
    }
}

/// What names actors by references.
struct Names<'a> {
    facts: &'a Facts<'a>,
    cast: Cast,
}

impl Names<'_> {
    fn name(&self, reference: &Line) -> String {
        let actor = self.cast.find(reference.as_str()).and_then(|n| self.facts.piece.brief.actors.get(n));
        line(actor.map_or(reference, |actor| &actor.name))
    }

    fn recommendation(&self, out: &mut Blocks, number: usize, recommendation: &Recommendation) {
        let block = blocks(|out| {
            out.add(&prose(recommendation.text.as_str(), 2));
            let mut meta = Vec::new();
            meta.extend(
                recommendation
                    .priority
                    .as_ref()
                    .map(|word| format!("**{} priority**", literal(&clean_line(word.word())))),
            );
            if !recommendation.to.is_empty() {
                let names: Vec<String> = recommendation.to.iter().map(|to| self.name(to)).collect();
                meta.push(format!("for {}", names.join(", ")));
            }
            meta.extend(from(&recommendation.from));
            out.add(&meta.join(" · "));
            if let Some(rationale) = &recommendation.rationale {
                out.labelled("**Why:**", rationale.as_str(), 2);
            }
        });
        out.add(&item(&format!("{number}. "), &block));
    }

    fn quote(&self, out: &mut Blocks, quote: &Quote) {
        let block = blocks(|out| {
            out.add(&prose(quote.text.as_str(), 2));
            let by = quote.by.as_ref().map(|by| format!("— {}", self.name(by)));
            let meta: Vec<String> = by.into_iter().chain(from(&quote.from)).collect();
            out.add(&meta.join(" · "));
            if let Some(context) = &quote.context {
                out.add(&prose(context.as_str(), 2));
            }
        });
        out.add(&behind("> ", &block));
    }
}

/// A passage as a quotation with its source in one line; the source alone where there is none.
pub(super) fn quotation(facts: &Facts<'_>, passage: Option<&str>, place: Option<&str>) -> String {
    let title = literal(facts.work());
    let title = match facts.url.as_deref() {
        Some(url) if link(url).starts_with('<') => format!("[{title}]({})", link(url)),
        _ => format!("*{title}*"),
    };
    let credit = Some(facts.credit()).filter(|credit| !credit.is_empty()).map(|credit| literal(&credit));
    let parts: Vec<String> = [title].into_iter().chain(credit).chain(place.map(literal)).collect();
    let source = parts.join(" · ");
    match passage {
        Some(passage) => behind("> ", &format!("{}\n\n— {source}", literal_lines(passage))),
        None => source,
    }
}
