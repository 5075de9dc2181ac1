//! The notes on the brief that lies open, and the note that is being written.
//!
//! Invariants: notes stand in the order of their passages, those without one at the end; every change that was made can
//! be taken back; what has not been kept yet is known as such.

use super::origin::Ticket;
use super::text_edit::TextEdit;
use crate::document::{Anchor, AnnexEntry, Document, Resolution, SECTIONS};
use crate::notes::{Change, Kind, Meaning, Note, NoteId, StoreError, Subject};
use crate::text::{TextPos, TextRange, fit};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// A note and where its passage is.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The note.
    pub note: Note,
    /// What became of its passage.
    pub at: Resolution,
}

/// A step that can be taken back: the note before and after it; none where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Before.
    pub before: Option<Note>,
    /// After.
    pub after: Option<Note>,
}

/// The notes on a brief.
#[derive(Clone, Debug, Default)]
pub struct Notebook {
    /// The notes.
    pub notes: Vec<Placed>,
    /// Changes that can be taken back, oldest first.
    pub undo: Vec<Turn>,
    /// Changes that were taken back.
    pub redo: Vec<Turn>,
    /// The note that was dropped last, with what was typed.
    pub dropped: Option<Box<NoteEditor>>,
    /// The orphaned note that waits for a passage.
    pub attaching: Option<NoteId>,
    /// The note that was gone to, and where that led: it is the one that is meant as long as the reader stays there.
    pub gone_to: Option<(NoteId, TextPos)>,
}

/// Changes on their way to the disk.
#[derive(Clone, Debug)]
pub struct Save {
    /// Which errand.
    pub ticket: Ticket,
    /// Whose notes they are.
    pub owner: Owner,
    /// The changes.
    pub changes: Vec<Change>,
    /// Why they could not be kept, where they could not.
    pub failed: Option<StoreError>,
    /// What is said as soon as they are kept.
    pub news: Option<String>,
}

/// Whose notes.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Which brief.
    pub subject: Subject,
    /// The file that it was read from.
    pub file: Option<PathBuf>,
    /// What it looks like.
    pub document: Arc<Document>,
}

/// A note that is being written.
#[derive(Clone, Debug)]
pub struct NoteEditor {
    /// Whose note it is: something else may come to lie open meanwhile.
    pub owner: Owner,
    /// What it will be.
    pub note: Note,
    /// What it was; none where it is new.
    pub before: Option<Note>,
    /// Its text.
    pub edit: TextEdit,
    /// Its passage; none for one that is not in the brief any more.
    pub passage: Option<TextRange>,
    /// What it may be on besides: the passage, its section, the brief.
    pub targets: Vec<Target>,
    /// Whether it was asked to leave without saving.
    pub leaving: bool,
    /// Whether it was dropped before, and has been taken up again: it is not offered a second time.
    pub taken_up: bool,
    /// Whether it was never saved, and has been found at a start.
    pub found: bool,
}

/// What a note may be on.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub on: Anchor,
    /// Its passage; none where that is gone.
    pub range: Option<TextRange>,
}

impl NoteEditor {
    /// Whether something would be lost by leaving.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let text = self.edit.text().trim_end();
        match &self.before {
            None => !text.is_empty(),
            Some(before) => {
                before.text.trim_end() != text
                    || before.kind != self.note.kind
                    || before.anchor() != self.note.anchor()
            }
        }
    }

    /// The note as it would be saved now.
    #[must_use]
    pub fn draft(&self) -> Note {
        Note { text: self.edit.text().trim_end().to_owned(), ..self.note.clone() }
    }
}

impl Notebook {
    /// A note by its name.
    #[must_use]
    pub fn find(&self, id: &NoteId) -> Option<&Placed> {
        self.notes.iter().find(|placed| placed.note.id == *id)
    }

    /// Which note is meant at a position, counted from 0: the one that was gone to, else the innermost whose passage
    /// holds it. One on a whole section or brief is meant only where it was gone to.
    #[must_use]
    pub fn meant_at(&self, pos: TextPos) -> Option<usize> {
        let gone_to = self.gone_to.as_ref().filter(|(_, at)| *at == pos);
        let chosen = gone_to.and_then(|(id, _)| self.notes.iter().position(|placed| placed.note.id == *id));
        chosen.or_else(|| self.innermost_at(pos))
    }

    fn innermost_at(&self, pos: TextPos) -> Option<usize> {
        let holds = |placed: &Placed| {
            placed
                .at
                .range()
                .is_some_and(|range| range.contains(pos) || range.is_empty() && range.start() == pos)
        };
        self.notes
            .iter()
            .enumerate()
            .filter(|(_, placed)| holds(placed) && placed.note.anchor().quote.is_some())
            .min_by_key(|(_, placed)| placed.at.range().map_or(usize::MAX, TextRange::len))
            .map(|(n, _)| n)
    }

    /// The notes on words that begin in a row, counted from 0.
    #[must_use]
    pub fn beginning_in(&self, row: TextRange) -> Vec<usize> {
        let start = |placed: &Placed| placed.at.range().map(TextRange::start);
        let begins = |placed: &Placed| {
            placed.note.anchor().quote.is_some()
                && start(placed).is_some_and(|at| at == row.start() || row.contains(at))
        };
        let first = self.notes.partition_point(|placed| start(placed).is_some_and(|at| at < row.start()));
        let rest = self.notes.iter().enumerate().skip(first);
        let here = rest.take_while(|(_, placed)| start(placed).is_some_and(|at| at <= row.end()));
        here.filter(|(_, placed)| begins(placed)).map(|(n, _)| n).collect()
    }

    /// How many notes begin in a section, those on the whole of it too; those on the whole brief are none of them.
    #[must_use]
    pub fn count_in(&self, section: TextRange) -> usize {
        let begins = |placed: &&Placed| {
            let anchor = placed.note.anchor();
            let on_words = anchor.quote.is_some() || anchor.section.is_some();
            on_words && placed.at.range().is_some_and(|range| section.contains(range.start()))
        };
        self.notes.iter().filter(begins).count()
    }

    /// Whether a note was gone to at a position.
    #[must_use]
    pub fn is_gone_to(&self, n: usize, pos: TextPos) -> bool {
        let id = self.notes.get(n).map(|placed| &placed.note.id);
        self.gone_to.as_ref().is_some_and(|(gone_to, at)| Some(gone_to) == id && *at == pos)
    }

    /// Goes to a note at a position.
    pub fn go_to(&mut self, n: usize, pos: TextPos) {
        self.gone_to = self.notes.get(n).map(|placed| (placed.note.id.clone(), pos));
    }

    /// Puts a note where it belongs, in the place of the one of its name.
    pub fn put(&mut self, placed: Placed) {
        self.remove(&placed.note.id.clone());
        self.notes.push(placed);
        self.sort();
    }

    /// Takes a note out.
    pub fn remove(&mut self, id: &NoteId) {
        self.notes.retain(|placed| placed.note.id != *id);
    }

    /// Puts all in the order of their passages.
    pub fn sort(&mut self) {
        let key = |placed: &Placed| {
            let range = placed.at.range();
            (
                range.map_or(TextPos::new(usize::MAX), TextRange::start),
                placed.note.created,
                placed.note.id.clone(),
            )
        };
        self.notes.sort_by_cached_key(key);
    }

    /// The notes as they are told below the brief.
    #[must_use]
    pub fn entries(&self, document: &Document) -> Vec<AnnexEntry> {
        self.notes.iter().map(|placed| entry(placed, document)).collect()
    }
}

fn entry(placed: &Placed, document: &Document) -> AnnexEntry {
    let note = &placed.note;
    let kind = match (note.kind, note.meaning) {
        (Kind::Highlight, Some(meaning)) => (meaning.info().sign, meaning.info().title),
        (kind, _) => (kind.info().sign, kind.info().title),
    };
    let mut head = format!("{} {}", kind.0, kind.1);
    for tag in note.all_tags() {
        head.push_str(" #");
        head.push_str(&tag);
    }
    if note.is_dated() {
        head.push_str(" · ");
        head.push_str(&note.created.strftime("%Y-%m-%d").to_string());
    }
    let state = match placed.at {
        Resolution::Exact(_) => String::new(),
        Resolution::Moved { range, .. } => {
            format!("moved: {} (A agrees)", became(note, range, document))
        }
        Resolution::Orphaned => {
            let stood = stood(note, document).map(|place| format!(" of {place}")).unwrap_or_default();
            format!("orphaned: this passage{stood} is not in the brief any more (A attaches it anew)")
        }
    };
    let place = placed.at.range().map(|range| (AnnexEntry::place_of(document, range), range.start()));
    AnnexEntry {
        head,
        place,
        state,
        quote: fit(&one_line(note.quote()), MOST_TOLD).into_owned(),
        text: note.text.clone(),
    }
}

/// A note in one line, for lists.
#[must_use]
pub fn label(note: &Note) -> String {
    let sign = note.meaning.map_or(note.kind.info().sign, |meaning: Meaning| meaning.info().sign);
    let text = one_line(&note.text);
    let quote = one_line(note.quote());
    let tags = note.tags.iter().fold(String::new(), |tags, tag| tags + " #" + tag);
    let on = if quote.is_empty() { format!("on {}", what_it_is_on(note)) } else { format!("“{quote}”") };
    if text.is_empty() { format!("{sign} {on}{tags}") } else { format!("{sign} {text}{tags} {on}") }
}

/// Where a note is, in words: the section of its words, else what it is on.
#[must_use]
pub fn place_in_words(note: &Note) -> String {
    let what = what_it_is_on(note);
    if note.quote().is_empty() { what } else { what.replacen("the section ", "", 1) }
}

/// What a note without a quotation is on, in words.
#[must_use]
pub fn what_it_is_on(note: &Note) -> String {
    let Some(name) = &note.anchor().section else { return "the whole brief".to_owned() };
    let of_format = SECTIONS.iter().find(|row| row.field == name).map(|row| row.title);
    format!("the section {}", of_format.unwrap_or(name))
}

/// Where the passage of a note stood, in words.
fn stood(note: &Note, document: &Document) -> Option<String> {
    let anchor = note.anchor();
    let name = anchor.section.as_deref()?;
    let there = document.sections().iter().find(|section| section.name() == name);
    let of_format = || SECTIONS.iter().find(|row| row.field == name).map(|row| row.title);
    let title = there.map(|section| section.title.as_str()).or_else(of_format).unwrap_or(name);
    let title = if title.is_empty() { "the head" } else { title };
    let item = anchor.item.as_ref().map(|item| item.name.clone().unwrap_or_else(|| item.number.to_string()));
    Some(item.map_or_else(|| title.to_owned(), |item| format!("{title}, {item}")))
}

/// Words around a change that are told.
const AROUND: usize = 4;

/// The most characters that are told of a change.
const MOST_TOLD: usize = 400;

/// What became of a note's passage that has moved: its words then and now, with what was put right before or behind them,
/// and whose they are where that is somebody else now.
#[must_use]
pub fn became(note: &Note, range: TextRange, document: &Document) -> String {
    let anchor = note.anchor();
    let (before, after) = put_beside(anchor, range, document);
    let told = moved(note.quote(), &format!("{before}{}{after}", document.slice(range)));
    match (anchor.owner.as_deref(), document.owner_at(range.start()).as_deref()) {
        (Some(then), Some(now)) if then != now => {
            let named = |owner: &str| if owner.is_empty() { "nobody".to_owned() } else { one_line(owner) };
            format!("{told}; under {} now, no longer under {}", named(now), named(then))
        }
        _ => told,
    }
}

/// Letters of the surroundings by which it is known where the passage began and ended.
const KNOWN_BY: usize = 12;

/// More words than these are a text of their own, and no addition to the passage.
const MOST_BESIDE: usize = 12;

/// The words right before and right behind a passage that were not there when the note was made.
fn put_beside<'d>(anchor: &Anchor, range: TextRange, document: &'d Document) -> (&'d str, &'d str) {
    let (Some(quote), Some(block)) = (&anchor.quote, document.block(document.block_at(range.start()))) else {
        return ("", "");
    };
    let before = document.slice(TextRange::new(block.range.start(), range.start()));
    let after = document.slice(TextRange::new(range.end(), block.range.end().max(range.end())));
    let start = quote.prefix.char_indices().rev().nth(KNOWN_BY - 1).map_or(0, |(at, _)| at);
    let prefix = quote.prefix.get(start..).unwrap_or_default();
    let end = quote.suffix.char_indices().nth(KNOWN_BY).map_or(quote.suffix.len(), |(at, _)| at);
    let suffix = quote.suffix.get(..end).unwrap_or_default();
    let came = if prefix.is_empty() { Some(0) } else { before.rfind(prefix).map(|at| at + prefix.len()) };
    let goes = if suffix.is_empty() { Some(after.len()) } else { after.find(suffix) };
    let few = |text: &&str| text.split_whitespace().count() <= MOST_BESIDE;
    let before = came.and_then(|at| before.get(at..)).filter(few).unwrap_or_default();
    let after = goes.and_then(|at| after.get(..at)).filter(few).unwrap_or_default();
    (before, after)
}

/// What became of words: what went stands in `[-…-]`, what came in `{+…+}`, as git marks them, and what stayed is told as
/// far as it leads to them.
fn moved(then: &str, now: &str) -> String {
    let (then, now) = (one_line(then), one_line(now));
    if then == now {
        return "the same words stand here now".to_owned();
    }
    let diff = TextDiff::from_words(&then, &now);
    let mut out = String::new();
    let groups = diff.grouped_ops(2 * AROUND);
    for (n, group) in groups.iter().enumerate() {
        let begins = group.first().is_some_and(|op| op.old_range().start == 0);
        out.push_str(match (n, begins) {
            (0, true) => "",
            (0, false) => "… ",
            _ => " … ",
        });
        for op in group {
            let side = |tag: ChangeTag| -> String {
                diff.iter_changes(op)
                    .filter(|change| change.tag() == tag)
                    .map(|change| change.value())
                    .collect()
            };
            let (gone, come, same) =
                (side(ChangeTag::Delete), side(ChangeTag::Insert), side(ChangeTag::Equal));
            out.push_str(&same);
            for (words, open, close) in [(gone, "[-", "-]"), (come, "{+", "+}")] {
                let kept = words.trim();
                if !kept.is_empty() {
                    let _ = write!(out, "{open}{kept}{close}");
                    out.push_str(if words.ends_with(char::is_whitespace) { " " } else { "" });
                }
            }
        }
        if n + 1 == groups.len()
            && group.last().is_some_and(|op| op.old_range().end < diff.old_slices().len())
        {
            out.push_str(" …");
        }
    }
    format!("here now {}", fit(out.trim(), MOST_TOLD))
}

/// A text in one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_changed_in_a_passage_is_marked() {
        let told = |then: &str, now: &str| moved(then, now);
        assert_eq!(
            told(
                "the minister of finance will resign before May",
                "the minister of finance will never resign before May"
            ),
            "here now … minister of finance will {+never+} resign before May"
        );
        assert_eq!(told("north of it", "south of it"), "here now [-north-]{+south+} of it");
        assert_eq!(told("the  same\nwords", "the same words"), "the same words stand here now");
        let long = "one two three four five six seven eight nine ten eleven twelve".to_owned();
        assert_eq!(
            told(&long, &long.replace("six", "6")),
            "here now … two three four five [-six-]{+6+} seven eight nine ten …"
        );
    }
}
