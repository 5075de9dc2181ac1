//! How a brief is told: which text, in which order, with which meaning.

use super::build::{Builder, Style};
use super::markdown::prose;
use super::role::{Edge, Label, Lead, Marker, Role};
use super::{
    CHARS_PER_MINUTE, Document, HEAD_TITLE, SECTIONS, SectionInfo, SectionKind, Target, WIDE_CHARS_PER_MINUTE,
};
use crate::brief::{
    Actor, Article, Brief, Cast, Disclaimer, DraftField, Line, Named, Ordinal, PartialDate, Prose, Quote,
    Recommendation, Section, TimelineEntry, paragraphs,
};
use crate::text::clean_line;

/// The document of a brief.
#[must_use]
pub fn lower(brief: &Brief) -> Document {
    tell(brief, |to| to)
}

/// The document of a brief for a page, on which the addresses of links are spelled out.
#[must_use]
pub fn lower_for_page(brief: &Brief) -> Document {
    tell(brief, Builder::spell_links)
}

fn tell(brief: &Brief, set_up: impl FnOnce(Builder) -> Builder) -> Document {
    let cast = Cast::of(brief);
    let bulk = [&brief.summary, &brief.text];
    let capacity = bulk.into_iter().flatten().map(|prose| prose.as_str().len()).sum::<usize>() + 4096;
    let mut lowering = Lowering { to: set_up(Builder::new(capacity)), brief, cast };
    lowering.head();
    for row in SECTIONS {
        if row.kind == SectionKind::Text {
            lowering.own_sections();
        }
        lowering.section(row);
    }
    lowering.finish()
}

/// A text with Markdown by itself, as a note has it: one section without a title.
#[must_use]
pub fn lower_prose(text: &str) -> Document {
    let mut to = Builder::new(text.len());
    to.section(SectionKind::Head, "", None, false);
    to.field("text");
    prose(&mut to, Style::new(Role::Body), text);
    to.finish(1)
}

struct Lowering<'a> {
    to: Builder,
    brief: &'a Brief,
    cast: Cast,
}

/// Two cells under a card's or rail's edge.
const fn edged(edge: Edge) -> Lead {
    Lead { edge, quotes: 0, depth: 0, indent: 0, marker: Marker::None }
}

impl Lowering<'_> {
    fn head(&mut self) {
        let brief = self.brief;
        let title = clean_line(brief.title.as_str()).into_owned();
        let byline = byline(brief.source.as_ref(), brief.language());
        self.to.describe(title.clone(), byline, brief.language().to_owned());
        self.to.section(SectionKind::Head, HEAD_TITLE, None, false);
        self.to.field("title");
        self.to.line(Style::new(Role::Title), &title);
        self.to.field("source");
        if let Some(source) = &brief.source {
            self.source(source);
        }
        if !brief.topics.is_empty() {
            self.to.field("topics");
            let topics: Vec<_> = brief.topics.iter().map(|topic| clean_line(topic.as_str())).collect();
            self.to.line(Style::new(Role::Topics), &topics.join(" · "));
        }
        self.drafts();
        if let Some(briefed) = &brief.briefed {
            self.to.field("briefed");
            let by = briefed.by.as_ref().map(|by| format!("by {}", clean_line(by.as_str())));
            let on = briefed.on.map(|on| format!("on {}", date(on, brief.language())));
            let parts: Vec<String> = by.into_iter().chain(on).collect();
            if !parts.is_empty() {
                self.to.line(Style::new(Role::Byline), &format!("Briefed {}", parts.join(" ")));
            }
        }
    }

    /// What of the head is a draft.
    fn drafts(&mut self) {
        let fields = [DraftField::Title, DraftField::Topics, DraftField::Source];
        let drafts = fields.into_iter().filter(|field| self.brief.is_draft(*field));
        let words: Vec<&str> = drafts.map(DraftField::word).collect();
        if !words.is_empty() {
            self.to.field("draft");
            self.to.open(Style::new(Role::Byline));
            self.to.push_as(Role::Draft, "draft");
            self.to.push(&format!(": {}", words.join(", ")));
            self.to.close();
        }
    }

    fn source(&mut self, source: &Article) {
        let language = self.brief.language();
        if let Some(title) = &source.title {
            self.to.open(Style::new(Role::Byline));
            self.to.push_as(Role::Emphasis, &super::headline(&clean_line(title.as_str())));
            self.to.close();
        }
        let line = byline(Some(source), language);
        if !line.is_empty() {
            self.to.line(Style::new(Role::Byline), &line);
        }
        if let Some(url) = &source.url {
            self.to.open(Style::new(Role::Byline));
            let url = clean_line(url.as_str());
            self.to.push_link(Role::Link, Target::Url(url.to_string()), &url);
            self.to.close();
        }
    }

    fn section(&mut self, row: &SectionInfo) {
        let brief = self.brief;
        let present = match row.kind {
            SectionKind::Summary => brief.summary.is_some() || brief.thesis.is_some(),
            SectionKind::Actors => !brief.actors.is_empty(),
            SectionKind::Recommendations => !brief.recommendations.is_empty(),
            SectionKind::Disclaimers => !brief.disclaimers.is_empty(),
            SectionKind::Timeline => !brief.timeline.is_empty(),
            SectionKind::Quotes => !brief.quotes.is_empty(),
            SectionKind::Text => brief.text.is_some(),
            SectionKind::Head | SectionKind::Own(_) | SectionKind::Notes | SectionKind::Findings => false,
        };
        if !present && row.absent.is_none() {
            return;
        }
        self.to.section(row.kind, row.title, Some(row.letter), true);
        if let (false, Some(absent)) = (present, row.absent) {
            self.to.line(Style::new(Role::Absent), absent);
            if row.kind == SectionKind::Disclaimers {
                self.field_rests_on(DraftField::Disclaimers, &[]);
            }
            return;
        }
        match row.kind {
            SectionKind::Summary => self.summary(),
            SectionKind::Actors => each(&brief.actors, |i, actor| self.actor(i, actor)),
            SectionKind::Recommendations => {
                each(&brief.recommendations, |i, item| self.recommendation(i, item));
            }
            SectionKind::Disclaimers => each(&brief.disclaimers, |i, item| self.disclaimer(i, item)),
            SectionKind::Timeline => each(&brief.timeline, |i, entry| self.timeline(i, entry)),
            SectionKind::Quotes => each(&brief.quotes, |i, quote| self.quote(i, quote)),
            SectionKind::Text => self.text(),
            SectionKind::Head | SectionKind::Own(_) | SectionKind::Notes | SectionKind::Findings => {}
        }
    }

    fn summary(&mut self) {
        let brief = self.brief;
        if let Some(thesis) = &brief.thesis {
            self.to.field("thesis");
            prose(&mut self.to, Style::new(Role::Thesis).lead(edged(Edge::Thesis)), thesis.as_str());
            self.to.field("thesis_from");
            self.field_rests_on(DraftField::Thesis, &brief.thesis_from);
        }
        if let Some(summary) = &brief.summary {
            self.to.field("summary");
            let gap = u8::from(brief.thesis.is_some());
            prose(&mut self.to, Style::new(Role::Body).gap(gap), summary.as_str());
            self.to.field("summary_from");
            self.field_rests_on(DraftField::Summary, &brief.summary_from);
        }
    }

    /// The same of a field of the brief's own, in a line below it.
    fn field_rests_on(&mut self, field: DraftField, from: &[Ordinal]) {
        self.to.open(Style::new(Role::RecommendationMeta));
        self.rests_on(self.brief.is_draft(field), from, &mut Parts::default());
        self.to.close();
    }

    fn actor(&mut self, index: usize, actor: &Actor) {
        self.to.item(index);
        let card = edged(Edge::Card);
        self.to.field("name");
        let name = clean_line(actor.name.as_str());
        self.to.line(Style::new(Role::ActorName).lead(card).gap(gap(index)), &name);
        self.to.field("kind");
        self.to.open(Style::new(Role::ActorMeta).lead(card));
        let mut parts = Parts::default();
        if let Some(kind) = &actor.kind {
            parts.next(&mut self.to);
            self.to.push(&clean_line(kind.as_str()));
        }
        if let Some(affiliation) = &actor.affiliation {
            parts.next(&mut self.to);
            self.to.push(&clean_line(affiliation.as_str()));
        }
        if !actor.aliases.is_empty() {
            parts.next(&mut self.to);
            let aliases: Vec<_> = actor.aliases.iter().map(|a| clean_line(a.as_str())).collect();
            self.to.push(&format!("also {}", aliases.join(", ")));
        }
        self.rests_on(actor.draft, &actor.from, &mut parts);
        self.to.close();
        if let Some(role) = &actor.role {
            self.to.field("role");
            prose(&mut self.to, Style::new(Role::ActorRole).lead(card), role.as_str());
        }
        if let Some(position) = &actor.position {
            self.to.field("position");
            let lead = Lead { marker: Marker::Label(Label::Position), ..card };
            prose(&mut self.to, Style::new(Role::Position).lead(lead), position.as_str());
        }
    }

    fn recommendation(&mut self, index: usize, item: &Recommendation) {
        self.to.item(index);
        self.to.field("text");
        let marker = Marker::Number(ordinal(index));
        let spare = spare(index, self.brief.recommendations.len());
        let lead = Lead { marker, indent: spare, depth: 1, ..Lead::default() };
        prose(&mut self.to, Style::new(Role::Recommendation).lead(lead).gap(gap(index)), item.text.as_str());
        let indent = spare + u8::try_from(marker.text().len()).unwrap_or(0);
        let below = Lead { indent, depth: 1, ..Lead::default() };
        self.to.field("to");
        self.to.open(Style::new(Role::RecommendationMeta).lead(below));
        let mut parts = Parts::default();
        if let Some(priority) = &item.priority {
            parts.next(&mut self.to);
            let role = match priority {
                Named::Known(priority) => Role::Priority(*priority),
                Named::Other(_) => Role::Strong,
            };
            self.to.push_as(role, &format!("{} priority", clean_line(priority.word())));
        }
        if !item.to.is_empty() {
            parts.next(&mut self.to);
            self.to.push("for ");
            for (n, to) in item.to.iter().enumerate() {
                if n > 0 {
                    self.to.push(", ");
                }
                self.person(to);
            }
        }
        self.rests_on(item.draft, &item.from, &mut parts);
        self.to.close();
        if let Some(rationale) = &item.rationale {
            self.to.field("rationale");
            let lead = Lead { marker: Marker::Label(Label::Why), ..below };
            prose(&mut self.to, Style::new(Role::Rationale).lead(lead), rationale.as_str());
        }
    }

    fn disclaimer(&mut self, index: usize, item: &Disclaimer) {
        self.to.item(index);
        let lead = edged(Edge::Notice);
        self.to.field("kind");
        self.to.open(Style::new(Role::DisclaimerHead).lead(lead).gap(gap(index)));
        let mut parts = Parts::default();
        if let Some(kind) = &item.kind {
            parts.next(&mut self.to);
            self.to.push(&capital(&clean_line(kind.word())));
        }
        if let Some(by) = &item.by {
            parts.next(&mut self.to);
            self.person(by);
        }
        self.rests_on(item.draft, &item.from, &mut parts);
        let headless = !parts.begun;
        self.to.close();
        self.to.field("text");
        let style = Style::new(Role::Disclaimer).lead(lead).gap(if headless { gap(index) } else { 0 });
        prose(&mut self.to, style, item.text.as_str());
    }

    fn timeline(&mut self, index: usize, entry: &TimelineEntry) {
        self.to.item(index);
        let knot = Lead { marker: Marker::Knot, ..edged(Edge::Rail) };
        self.to.field("date");
        self.to.open(Style::new(Role::Date).lead(knot).gap(gap(index)));
        let mut parts = Parts::default();
        if let Some(when) = entry.date {
            parts.next(&mut self.to);
            self.to.push(&date(when, self.brief.language()));
        }
        self.rests_on(entry.draft, &entry.from, &mut parts);
        let dated = parts.begun;
        self.to.close();
        self.to.field("event");
        let last = index + 1 == self.brief.timeline.len();
        let style = if dated {
            // The line of time ends with the last knot.
            let below = if last { Lead { indent: 2, ..Lead::default() } } else { edged(Edge::Rail) };
            Style::new(Role::Event).lead(below)
        } else {
            Style::new(Role::Event).lead(knot).gap(gap(index))
        };
        prose(&mut self.to, style, entry.event.as_str());
    }

    fn quote(&mut self, index: usize, quote: &Quote) {
        self.to.item(index);
        let lead = edged(Edge::Quote);
        self.to.field("text");
        prose(&mut self.to, Style::new(Role::Quotation).lead(lead).gap(gap(index)), quote.text.as_str());
        self.to.field("by");
        self.to.open(Style::new(Role::Attribution).lead(lead));
        let mut parts = Parts::default();
        if let Some(by) = &quote.by {
            parts.next(&mut self.to);
            self.to.push("— ");
            self.person(by);
        }
        self.rests_on(quote.draft, &quote.from, &mut parts);
        self.to.close();
        if let Some(context) = &quote.context {
            self.to.field("context");
            prose(&mut self.to, Style::new(Role::Attribution).lead(lead), context.as_str());
        }
    }

    fn own_sections(&mut self) {
        let letters = crate::brief::letters(self.brief);
        for (n, (section, letter)) in self.brief.sections.iter().zip(letters).enumerate() {
            let kind = SectionKind::Own(u16::try_from(n).unwrap_or(u16::MAX));
            self.own_section(kind, section, letter);
        }
    }

    fn own_section(&mut self, kind: SectionKind, section: &Section, letter: Option<char>) {
        self.to.section(kind, &clean_line(section.title.as_str()), letter, true);
        if let Some(text) = &section.text {
            self.to.field("text");
            prose(&mut self.to, Style::new(Role::Body), text.as_str());
        }
        for (index, item) in section.items.iter().enumerate() {
            self.to.item(index);
            self.to.field("text");
            let above = u8::from(index > 0 || section.text.is_some());
            let lead = Lead { marker: Marker::Bullet, depth: 1, ..Lead::default() };
            prose(&mut self.to, Style::new(Role::Body).lead(lead).gap(above), item.text.as_str());
            let below = Lead { indent: 2, depth: 1, ..Lead::default() };
            self.to.open(Style::new(Role::RecommendationMeta).lead(below));
            self.rests_on(item.draft, &item.from, &mut Parts::default());
            self.to.close();
        }
    }

    fn text(&mut self) {
        let text = self.brief.text.as_ref().map(Prose::as_str).unwrap_or_default();
        self.to.field("draft");
        self.field_rests_on(DraftField::Text, &[]);
        let ranges: Vec<_> = paragraphs(text).collect();
        let count = ranges.len();
        for (index, range) in ranges.into_iter().enumerate() {
            self.to.item(index);
            self.to.field("text");
            let marker = Marker::Paragraph(ordinal(index));
            let lead = Lead { marker, indent: spare(index, count), ..Lead::default() };
            let style = Style::new(Role::Body).lead(lead).gap(gap(index));
            prose(&mut self.to, style, text.get(range).unwrap_or_default());
        }
    }

    /// A name that may be an actor's: then it leads to the card.
    fn person(&mut self, name: &Line) {
        let text = clean_line(name.as_str());
        match self.cast.find(name.as_str()) {
            Some(index) => {
                // Readers know actors by their names, not by the ids that writers use.
                let known =
                    self.brief.actors.get(index).map_or(text, |actor| clean_line(actor.name.as_str()));
                self.to.push_link(Role::Reference, Target::Actor(u32::try_from(index).unwrap_or(0)), &known);
            }
            None => self.to.push(&text),
        }
    }

    /// Whether an item is a draft, and the paragraphs that it rests on.
    fn rests_on(&mut self, draft: bool, from: &[Ordinal], parts: &mut Parts) {
        if draft {
            parts.next(&mut self.to);
            self.to.push_as(Role::Draft, "draft");
        }
        for (n, number) in from.iter().enumerate() {
            if n == 0 {
                parts.next(&mut self.to);
            } else {
                self.to.push(" ");
            }
            let text = format!("¶{}", number.get());
            self.to.push_link(Role::Reference, Target::Paragraph(number.get() - 1), &text);
        }
    }

    fn finish(self) -> Document {
        let brief = self.brief;
        let wide = matches!(brief.language().split('-').next(), Some("zh" | "ja" | "ko"));
        let speed = if wide { WIDE_CHARS_PER_MINUTE } else { CHARS_PER_MINUTE };
        let article = brief.text.as_ref().map_or(0, |text| text.as_str().len());
        let chars = match self.to.text_len() {
            // Counting the characters of a giant would cost more than the figure is worth.
            len if len > 1 << 20 => len.saturating_sub(article),
            _ => {
                let all = self.to.chars_since(0);
                all.saturating_sub(brief.text.as_ref().map_or(0, |text| text.as_str().chars().count()))
            }
        };
        self.to.finish(chars.div_ceil(speed).max(1))
    }
}

fn each<T>(items: &[T], mut tell: impl FnMut(usize, &T)) {
    for (index, item) in items.iter().enumerate() {
        tell(index, item);
    }
}

/// Cells before an item's number, so that all texts of a list begin in one column.
fn spare(index: usize, count: usize) -> u8 {
    let digits = |n: usize| n.checked_ilog10().unwrap_or(0);
    u8::try_from(digits(count) - digits(index + 1).min(digits(count))).unwrap_or(0)
}

/// A blank row above every item but the first.
const fn gap(index: usize) -> u8 {
    if index == 0 { 0 } else { 1 }
}

fn ordinal(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// A word with a capital.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Parts of a line with a dot between them.
#[derive(Default)]
struct Parts {
    begun: bool,
}

impl Parts {
    fn next(&mut self, to: &mut Builder) {
        if self.begun {
            to.push(" · ");
        }
        self.begun = true;
    }
}

/// Author, publication, syndicator and date in one line.
fn byline(source: Option<&Article>, language: &str) -> String {
    let Some(source) = source else { return String::new() };
    let mut parts: Vec<String> = Vec::new();
    if !source.author.is_empty() {
        let authors: Vec<_> = source.author.iter().map(|author| clean_line(author.as_str())).collect();
        parts.push(authors.join(", "));
    }
    let publication = source.publication.as_ref().map(|p| clean_line(p.as_str()).into_owned());
    let via = source.syndicated_by.as_ref().map(|by| format!("via {}", clean_line(by.as_str())));
    let outlet: Vec<String> = publication.into_iter().chain(via).collect();
    if !outlet.is_empty() {
        parts.push(outlet.join(" "));
    }
    parts.extend(source.published.map(|day| date(day, language)));
    parts.join(" · ")
}

/// A date as English prose writes it; in a brief of another language, as ISO 8601 does.
fn date(date: PartialDate, language: &str) -> String {
    let month = date.month_name();
    match (month, date.day()) {
        (Some(month), Some(day)) if language.starts_with("en") => format!("{day} {month} {}", date.year()),
        (Some(month), None) if language.starts_with("en") => format!("{month} {}", date.year()),
        _ => date.to_string(),
    }
}
