//! Files that change while they are open.

use super::super::action::Action;
use super::super::app::{App, Open, Selection};
use super::super::effect::Effect;
use super::super::event::LoadedBrief;
use super::super::keymap::Context;
use super::super::origin::Origin;
use super::{news, notes};
use crate::diagnostic::Code;
use crate::document::{Anchoring, Document};
use crate::library::{Catalogue, Row};
use crate::notes::{Kinship, Subject};
use crate::text::{TextPos, TextRange};
use std::path::PathBuf;
use std::sync::Arc;

/// Files have changed, or something in folders: where the open brief is among them, it is read again.
pub(super) fn changed(app: &mut App, paths: &[PathBuf], effects: &mut Vec<Effect>) {
    let Some(Origin::File(file)) = app.entry().map(|entry| &entry.origin) else { return };
    // Notes may lie beside a brief.
    let is_beside = |path: &PathBuf| path.parent() == file.parent() || file.starts_with(path);
    let beside = paths.iter().any(|path| path != file && is_beside(path));
    if paths.iter().any(|path| file.starts_with(path)) {
        news::reload(app, effects);
    }
    if beside {
        notes::ask_again(app, effects);
    }
}

/// The file of the open brief is in the library no more, and what has come into it is the same brief under another name:
/// the reader goes on with that. `before` is what there was when the list was made last.
pub(super) fn follow(app: &mut App, before: &Catalogue, effects: &mut Vec<Effect>) {
    let Some(brief) = app.open().and_then(|open| open.brief.clone()) else { return };
    let Some(stack) = app.library.as_deref_mut() else { return };
    let catalogue = Arc::clone(&stack.list.catalogue);
    if stack.reading.is_none_or(|key| catalogue.find(key).is_some()) {
        return;
    }
    let mine = Subject::of(&brief, None);
    let is_it = |row: &Row<'_>| {
        row.title() == mine.title
            && subject(row).kinship(&mine) == Kinship::Same
            && before.find(row.key()).is_none()
    };
    let mut all = catalogue.rows().filter_map(|ix| catalogue.row(ix)).filter(is_it);
    // Of two that came nobody knows which it is.
    let (Some(row), None) = (all.next(), all.next()) else { return };
    stack.reading = Some(row.key());
    if let Some(entry) = app.shelf.entries.get_mut(app.shelf.current) {
        (entry.origin, entry.document) = (Origin::File(row.path()), row.document());
    }
    if let Some(open) = app.open_mut() {
        open.outdated = false;
    }
    app.say(format!("the file is called {} now", row.path().display()));
    news::reload(app, effects);
}

/// What tells the brief of a row from others.
fn subject(row: &Row<'_>) -> Subject {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let published = some(&row.date().to_string()).filter(|_| row.date().is_some());
    let (id, publication) = (some(row.id()), some(row.publication()));
    Subject { id, title: row.title().to_owned(), publication, published, file: None }
}

/// Whether what is open stays on the desk though its file has changed: the file says the same, or cannot be read now,
/// as while somebody is at it.
pub(super) fn stays(app: &mut App, now: &LoadedBrief) -> bool {
    let key = app.settings.keymap.keys_of(Context::Reader, Action::Findings);
    let Some(open) = app.open_mut().filter(|open| open.brief.is_some()) else { return false };
    let was_outdated = std::mem::replace(&mut open.outdated, now.brief.is_none());
    if now.brief.is_some() {
        // A link or a mark may be another where the words are the same.
        let is_same = open.brief == now.brief;
        if was_outdated {
            // That it was gone or broken is told no more.
            app.message = None;
        }
        return is_same;
    }
    let Some(finding) = now.report.as_ref().and_then(|report| report.gravest()) else { return false };
    let message = if finding.code == Code::Unreadable {
        format!("{} any more; you see it as it was", finding.message)
    } else {
        let shows = key.map(|key| format!("; {key} shows where")).unwrap_or_default();
        format!("the file has an error now: {}{shows}; you see it as it was", finding.message)
    };
    // Whoever sees the finding itself needs no word of it, nor how to come there.
    let shown = open.report.as_ref().filter(|_| open.behind.is_some()).and_then(|report| report.gravest());
    let is_seen = shown.is_some_and(|shown| shown.message == finding.message);
    open.report.clone_from(&now.report);
    if !is_seen {
        app.warn(message);
    }
    true
}

/// What the reader has done to a brief goes on in the brief as it is now: search, selection, marks, jumps.
pub(super) fn carry(app: &mut App, old: Open, effects: &mut Vec<Effect>) {
    let ticket = app.ticket();
    let Some(open) = app.open_mut() else { return };
    let document = Arc::clone(&open.document);
    let carrier = Carrier::new(&old.document, &document);
    let moved = |pos: TextPos| carrier.position(pos);
    open.marks = old.marks.iter().map(|(mark, pos)| (*mark, moved(*pos))).collect();
    open.jumps.places = old.jumps.places.iter().map(|pos| moved(*pos)).collect();
    open.jumps.at = old.jumps.at;
    // A selection whose words are gone is none.
    open.selection = old.selection.and_then(|selection| {
        let (start, end) = (selection.anchor.min(selection.head), selection.anchor.max(selection.head));
        let range = carrier.range(TextRange::new(start, end))?;
        let (start, end) = (range.start(), range.end());
        let (anchor, head) = if selection.anchor <= selection.head { (start, end) } else { (end, start) };
        Some(Selection { anchor, head, ..selection })
    });
    if let Some(search) = old.search {
        let from = moved(search.from);
        effects.push(Effect::Count { ticket, query: search.query.clone(), document: Arc::clone(&document) });
        open.search = Some(super::super::app::Search {
            ticket,
            hits: None,
            current: search.current.map(|hit| TextRange::new(moved(hit.start()), moved(hit.end()))),
            waiting: None,
            from,
            ..search
        });
    }
}

/// Carries what points at a document over to what it has become: by the words there, as notes are.
pub(super) struct Carrier<'d> {
    old: &'d Document,
    new: &'d Document,
    anchoring: Anchoring<'d>,
}

/// The most characters by which a position is known.
const KNOWN_BY: usize = 80;

/// Beyond so many bytes a position is carried over by its section, item and offset alone: the words of a text that long are
/// not looked for while somebody waits.
const MAX_LOOKED_FOR: usize = 4 << 20;

impl<'d> Carrier<'d> {
    pub(super) const fn new(old: &'d Document, new: &'d Document) -> Self {
        Self { old, new, anchoring: Anchoring::new(new) }
    }

    /// Where a position is now, or the nearest there still is.
    pub(super) fn position(&self, pos: TextPos) -> TextPos {
        let block = self.old.block(self.old.block_at(pos));
        let end = block.map_or(pos, |block| block.range.end().max(pos));
        let words = self.old.slice(TextRange::new(pos, end));
        let len = words.char_indices().nth(KNOWN_BY).map_or(words.len(), |(at, _)| at);
        let range = TextRange::new(pos, self.old.floor(pos.get() + len));
        let place = || self.old.place(pos).map_or(TextPos::ZERO, |place| self.new.resolve(&place));
        self.range(range).map_or_else(place, TextRange::start)
    }

    /// Where a range is now; none where its words are gone.
    fn range(&self, range: TextRange) -> Option<TextRange> {
        if range.is_empty() || self.old.text().len().max(self.new.text().len()) > MAX_LOOKED_FOR {
            let place = |pos| self.old.place(pos).map(|place| self.new.resolve(&place));
            return Some(TextRange::new(place(range.start())?, place(range.end())?));
        }
        self.anchoring.resolve(&self.old.anchor(range)).range()
    }
}
