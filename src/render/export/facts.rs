//! What every format tells of a piece: its source, its disclaimers in a line, and its notes in order with their state.
//!
//! Invariant: every text here is clean and, but for quotes and the text of notes, one line.

use super::address::followed;
use super::{NoteAt, Piece};
use crate::brief::{Article, DisclaimerKind, Named, PartialDate};
use crate::document::{Document, Resolution, SECTIONS, SectionKind, lower_prose};
use crate::notes::{ABSENT, Note, tags_in};
use crate::text::{TextPos, TextRange, clean, clean_line};
use std::borrow::Cow;

/// The source of a brief, as bibliographies tell it.
#[derive(Clone, Debug)]
pub(super) struct Facts<'a> {
    pub(super) piece: Piece<'a>,
    /// The brief's own title.
    pub(super) title: String,
    /// The article's headline.
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publication: Option<String>,
    pub(super) via: Option<String>,
    pub(super) published: Option<PartialDate>,
    pub(super) url: Option<String>,
    pub(super) topics: Vec<String>,
}

fn line(text: &impl AsRef<str>) -> String {
    clean_line(text.as_ref()).into_owned()
}

impl<'a> Facts<'a> {
    pub(super) fn of(piece: Piece<'a>) -> Self {
        let none = Article::default();
        let source = piece.brief.source.as_ref().unwrap_or(&none);
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            piece,
            title: line(&piece.brief.title),
            headline: source.title.as_ref().map(line).and_then(said),
            authors: source.author.iter().map(line).filter_map(said).collect(),
            publication: source.publication.as_ref().map(line).and_then(said),
            via: source.syndicated_by.as_ref().map(line).and_then(said),
            published: source.published,
            url: source.url.as_ref().map(line).and_then(said),
            topics: piece.brief.topics.iter().map(line).filter_map(said).collect(),
        }
    }

    pub(super) fn all(pieces: &[Piece<'a>]) -> Vec<Self> {
        pieces.iter().copied().map(Self::of).collect()
    }

    /// The headline of the article; the brief's title where it is not known.
    pub(super) fn work(&self) -> &str {
        self.headline.as_ref().unwrap_or(&self.title)
    }

    /// Publication and syndicator.
    pub(super) fn outlet(&self) -> Option<String> {
        let via = self.via.as_ref().map(|via| format!("via {via}"));
        let parts: Vec<String> = self.publication.clone().into_iter().chain(via).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Authors, outlet and date with dots between; may be empty.
    pub(super) fn credit(&self) -> String {
        self.credits().join(" · ")
    }

    /// Authors, outlet and date, as far as they are known.
    pub(super) fn credits(&self) -> Vec<String> {
        let authors = (!self.authors.is_empty()).then(|| self.authors.join(", "));
        let date = self.published.map(|date| date.to_string());
        authors.into_iter().chain(self.outlet()).chain(date).collect()
    }

    /// Who made the brief, and when; may be empty.
    pub(super) fn briefed(&self) -> String {
        let Some(briefed) = &self.piece.brief.briefed else { return String::new() };
        let by = briefed.by.as_ref().map(|by| format!("by {}", line(by)));
        let on = briefed.on.map(|on| format!("on {on}"));
        let parts: Vec<String> = by.into_iter().chain(on).collect();
        parts.join(" ")
    }

    /// One line that names every disclaimer, or says that there is none.
    pub(super) fn disclaimers(&self) -> String {
        let named: Vec<String> = self
            .piece
            .brief
            .disclaimers
            .iter()
            .map(|item| {
                let kind = item.kind.as_ref().map(|kind| capital(&clean_line(kind.word())));
                let by = item.by.as_ref().map(line);
                match (kind, by) {
                    (Some(kind), Some(by)) => format!("{kind} ({by})"),
                    (Some(one), None) | (None, Some(one)) => one,
                    (None, None) => shorten(&unformatted(item.text.as_str()), 80),
                }
            })
            .collect();
        if named.is_empty() {
            self.undisclaimed().to_owned()
        } else {
            format!("Disclaimers: {}", named.join("; "))
        }
    }

    /// What stands in place of disclaimers. Of a brief that is not at hand nobody knows whether it carries some.
    fn undisclaimed(&self) -> &'static str {
        let mut notes = self.piece.notes.iter().peekable();
        let is_absent = notes.peek().is_some() && notes.all(|at| at.resolution.is_none());
        if is_absent {
            "The brief was not at hand: what it disclaims is not told here."
        } else {
            no_disclaimer()
        }
    }

    /// Every disclaimer whole, one line each, without its Markdown.
    pub(super) fn disclaimers_whole(&self) -> Vec<String> {
        let told = |item: &crate::brief::Disclaimer| {
            let head = disclaimer_head(item.kind.as_ref(), item.by.as_ref());
            let text = unformatted(item.text.as_str());
            if head.is_empty() { text } else { format!("{head}: {text}") }
        };
        let whole: Vec<String> = self.piece.brief.disclaimers.iter().map(told).collect();
        if whole.is_empty() { vec![self.undisclaimed().to_owned()] } else { whole }
    }

    /// The notes, in the order of their places: on the whole brief, in the text, gone; the older first in one place.
    pub(super) fn notes(&self) -> Vec<Told<'a>> {
        let mut notes: Vec<Told<'a>> =
            self.piece.notes.iter().map(|at| Told::of(at, self.piece.document)).collect();
        notes.sort_by_key(|told| (told.group, told.found.map(TextRange::start), told.note.created));
        notes
    }
}

/// Prose without its Markdown, in one line; links with their addresses behind them.
pub(super) fn unformatted(text: &str) -> String {
    let doc = lower_prose(text);
    let mut plain = doc.text().to_owned();
    for link in doc.links_in(TextRange::bytes(0, plain.len())).iter().rev() {
        if let Some(url) = followed(Some(&link.target)).filter(|url| *url != doc.slice(link.range)) {
            plain.insert_str(link.range.end().get(), &format!(" ({url})"));
        }
    }
    clean_line(&plain).into_owned()
}

/// Kind and origin of a disclaimer in words; may be empty.
pub(super) fn disclaimer_head(
    kind: Option<&Named<DisclaimerKind>>,
    by: Option<&crate::brief::Line>,
) -> String {
    let kind = kind.map(|kind| capital(&clean_line(kind.word())));
    let parts: Vec<String> = kind.into_iter().chain(by.map(line)).collect();
    parts.join(" · ")
}

/// What stands in place of disclaimers where there are none.
pub(super) fn no_disclaimer() -> &'static str {
    let row = SECTIONS.iter().find(|row| row.kind == SectionKind::Disclaimers);
    row.and_then(|row| row.absent).unwrap_or_default()
}

/// A word with a capital.
pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A line cut at a number of characters, with an ellipsis where something is gone.
pub(super) fn shorten(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// The words for what became of a note's passage.
pub(super) const fn state(resolution: Option<Resolution>) -> &'static str {
    match resolution {
        Some(Resolution::Exact(_)) => "in-place",
        Some(Resolution::Moved { .. }) => "moved",
        Some(Resolution::Orphaned) => "orphaned",
        None => ABSENT,
    }
}

/// Under which heading a note is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// That of the whole brief.
    Whole,
    /// That of a section, counted from 0.
    Section(usize),
    /// That of the notes whose passage is gone.
    Gone,
}

/// A note as it is told.
#[derive(Clone, Debug)]
pub(super) struct Told<'a> {
    pub(super) note: &'a Note,
    pub(super) resolution: Option<Resolution>,
    pub(super) group: Group,
    /// Where it is; none for the whole brief and for what is gone.
    pub(super) found: Option<TextRange>,
    /// The section's title and the item, in words.
    pub(super) place: String,
    /// The title of the section, or what stands for it.
    pub(super) section: String,
    /// The words it is on; empty for a whole section or brief.
    pub(super) quote: Cow<'a, str>,
    /// The words to show, in the order in which they came to be: one as a rule, more where the passage has changed, each
    /// with what it is.
    words: Vec<(&'static str, String)>,
    /// What was written, in Markdown.
    pub(super) text: Cow<'a, str>,
    /// All its tags, those in its text too.
    pub(super) tags: Vec<String>,
}

impl<'a> Told<'a> {
    pub(super) fn of(at: &NoteAt<'a>, doc: &Document) -> Self {
        let (note, anchor) = (at.note, at.note.anchor());
        let whole = anchor.section.is_none() && anchor.quote.is_none();
        let found = at.range().filter(|_| !whole);
        let (group, section) = match found {
            _ if whole => (Group::Whole, WHOLE.to_owned()),
            Some(range) => {
                let n = doc.section_at(range.start());
                (Group::Section(n), section_title(doc, n))
            }
            None => {
                let named = anchor.section.as_ref().or(note.on.section.as_ref());
                (Group::Gone, named.map(|name| title_of(doc, name)).unwrap_or_default())
            }
        };
        // What stands elsewhere now is told where it stands.
        let now = found.filter(|_| anchor.quote.is_some()).map(|range| doc.item_at(range.start()));
        let item = now.unwrap_or_else(|| anchor.item.clone()).map(|item| match &item.name {
            Some(name) => clean_line(name).into_owned(),
            None => item.number.to_string(),
        });
        let named = item.filter(|_| !section.is_empty());
        let place = named.map_or_else(|| section.clone(), |item| format!("{section} › {item}"));
        let quote = anchor.quote.as_ref().map_or("", |quote| quote.exact.as_str());
        let there = match at.resolution {
            Some(Resolution::Moved { .. }) if anchor.quote.is_some() => {
                found.map_or("", |range| doc.slice(range))
            }
            _ => "",
        };
        let on = note.on.quote.as_ref().map_or("", |quote| quote.exact.as_str());
        let mut words: Vec<(&'static str, String)> = Vec::new();
        for (label, text) in [(WRITTEN_ON, on), ("The words it was moved to:", quote), (THERE_NOW, there)] {
            let text = trimmed(clean(text));
            let same = |known: &str| known.split_whitespace().eq(text.split_whitespace());
            if !text.is_empty() && !words.iter().any(|(_, known)| same(known)) {
                words.push((label, text.into_owned()));
            }
        }
        let tags = note.all_tags();
        Self {
            note,
            resolution: at.resolution,
            group,
            found,
            place,
            section,
            quote: trimmed(clean(quote)),
            words,
            text: trimmed(clean(&note.text)),
            tags: tags.iter().map(line).filter(|tag| !tag.is_empty()).collect(),
        }
    }

    /// Its tags but for those that stand in its text: for whoever shows the text.
    pub(super) fn tags_beside(&self) -> Vec<&str> {
        let stands = |tag: &&str| tags_in(&self.text).any(|known| known.eq_ignore_ascii_case(tag));
        self.tags.iter().map(String::as_str).filter(|tag| !stands(tag)).collect()
    }

    /// The words to show, each with what it is where there are several.
    pub(super) fn quotes(&self) -> impl Iterator<Item = (Option<&'static str>, &str)> {
        let several = self.words.len() > 1;
        self.words.iter().map(move |(label, text)| (several.then_some(*label), text.as_str()))
    }

    /// The words it was made on, where it is on others now; the words at its place, where they are others again.
    pub(super) fn words(&self, label: &str) -> Option<&str> {
        let (_, text) = self.words.iter().find(|(known, _)| self.words.len() > 1 && *known == label)?;
        Some(text.as_str()).filter(|text| *text != self.quote)
    }

    /// Its kind and meaning in words.
    pub(super) fn label(&self) -> String {
        let kind = self.note.kind.info().title;
        self.note
            .meaning
            .map_or_else(|| kind.to_owned(), |meaning| format!("{kind} · {}", meaning.info().title))
    }

    /// What a reader has to know of its place; none where it stands as it was written.
    pub(super) const fn remark(&self) -> Option<&'static str> {
        match self.resolution {
            Some(Resolution::Exact(_)) => None,
            Some(Resolution::Moved { .. }) => Some("moved: the passage has changed or stands elsewhere"),
            Some(Resolution::Orphaned) => Some("orphaned: the passage is gone from the brief"),
            None => Some("the brief was not at hand"),
        }
    }

    /// Place, day and state in a line.
    pub(super) fn signature(&self) -> String {
        self.signatures().join(" · ")
    }

    /// Place, day and state, as far as there is something to say.
    pub(super) fn signatures(&self) -> Vec<String> {
        let day = self.note.is_dated().then(|| self.note.created.strftime("%Y-%m-%d").to_string());
        let place = Some(self.place.clone()).filter(|place| !place.is_empty());
        let remark = self.remark().map(str::to_owned);
        place.into_iter().chain(day).chain(remark).collect()
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// What the words are that a note was made on.
pub(super) const WRITTEN_ON: &str = "The words it was written on:";
/// What the words are at its place.
pub(super) const THERE_NOW: &str = "The words there now:";
/// The heading of notes on the whole brief.
pub(super) const WHOLE: &str = "The whole brief";
/// The heading of notes whose passage is gone.
pub(super) const GONE: &str = "Passages that were not found";
/// The title of the section above all others.
const HEAD: &str = "Title and source";

/// The title of a section, counted from 0.
pub(super) fn section_title(doc: &Document, n: usize) -> String {
    let title = doc.sections().get(n).map(|section| section.title.clone()).unwrap_or_default();
    if title.is_empty() { HEAD.to_owned() } else { title }
}

/// The title of a section that an anchor names, whether it is there or not.
fn title_of(doc: &Document, name: &str) -> String {
    let known = doc.sections().iter().position(|section| section.name() == name);
    let of_format = || SECTIONS.iter().find(|row| row.field == name).map(|row| row.title.to_owned());
    known.map(|n| section_title(doc, n)).or_else(of_format).unwrap_or_else(|| clean_line(name).into_owned())
}

/// The heading of a group.
pub(super) fn heading(group: Group, doc: &Document) -> String {
    match group {
        Group::Whole => WHOLE.to_owned(),
        Group::Section(n) => section_title(doc, n),
        Group::Gone => GONE.to_owned(),
    }
}

/// A position in units that other programs count in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Units {
    /// Code points before it.
    pub(super) chars: usize,
    /// UTF-16 code units before it.
    pub(super) utf16: usize,
}

/// Positions of a text in units that other programs count in, found in one walk.
#[derive(Debug, Default)]
pub(super) struct Ruler(Vec<(TextPos, Units)>);

impl Ruler {
    /// Measures the ends of the ranges.
    pub(super) fn of(text: &str, ranges: impl Iterator<Item = TextRange>) -> Self {
        let mut marks: Vec<TextPos> = ranges.flat_map(|range| [range.start(), range.end()]).collect();
        marks.sort_unstable();
        marks.dedup();
        let (mut at, mut units) = (0, Units::default());
        let measured = marks.into_iter().map(|mark| {
            let part = text.get(at..mark.get()).unwrap_or_default();
            units.chars += part.chars().count();
            units.utf16 += part.encode_utf16().count();
            at = mark.get();
            (mark, units)
        });
        Self(measured.collect())
    }

    /// Start and end of a range that was measured.
    pub(super) fn measure(&self, range: TextRange) -> (Units, Units) {
        let find = |pos| {
            let at = self.0.binary_search_by_key(&pos, |(mark, _)| *mark).ok();
            at.and_then(|at| self.0.get(at)).map(|(_, units)| *units).unwrap_or_default()
        };
        (find(range.start()), find(range.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruler_counts_code_points_and_utf16() {
        let text = "aé😀b";
        let range = TextRange::bytes(3, 7);
        let ruler = Ruler::of(text, [range, TextRange::bytes(0, 8)].into_iter());
        let (start, end) = ruler.measure(range);
        assert_eq!((start.chars, start.utf16), (2, 2));
        assert_eq!((end.chars, end.utf16), (3, 4));
        assert_eq!(ruler.measure(TextRange::bytes(0, 8)).1, Units { chars: 4, utf16: 5 });
    }

    #[test]
    fn lines_are_cut_by_the_character() {
        assert_eq!(shorten("éé éé", 3), "éé…");
        assert_eq!(shorten("éé", 2), "éé");
    }
}
