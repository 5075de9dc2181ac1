//! Searching: live while it is typed, from hit to hit, counted by a worker.

use super::super::app::{App, Open, Overlay, Search};
use super::super::effect::Effect;
use super::super::origin::Ticket;
use super::super::search::{Found, Hits, Step};
use super::jump;
use crate::document::BlockIx;
use crate::library::hits_from;
use crate::text::{Query, QueryMode, TextPos, TextRange};
use std::rc::Rc;

/// Stretches that are searched at once for the next hit; what lies farther waits for the count.
const AT_ONCE: usize = 16;

/// Begins a search from a position: shows the first hit, and has all counted.
pub(super) fn begin(app: &mut App, query: Query, from: TextPos, effects: &mut Vec<Effect>) {
    let ticket = app.ticket();
    let typed = match &app.overlay {
        Some(Overlay::Prompt(prompt)) => prompt.before.clone(),
        _ => None,
    };
    let Some(open) = app.open_mut() else { return };
    let before = typed.unwrap_or_else(|| Rc::new(open.outlook()));
    let search =
        Search { query: query.clone(), hits: None, ticket, current: None, from, before, waiting: None };
    open.search = Some(search);
    go(open, from, Step::Here);
    effects.push(Effect::Count { ticket, query, document: std::sync::Arc::clone(&open.document) });
}

/// Goes to a hit; where it lies farther than is searched at once, waits for the count.
fn go(open: &mut Open, from: TextPos, step: Step) -> Option<Found> {
    let search = open.search.as_mut()?;
    let found = open.stretches.step(&open.document, &search.query, search.hits.as_ref(), from, step, AT_ONCE);
    search.waiting = None;
    match found {
        Found::Hit { range, .. } => {
            search.current = Some(range);
            jump::show(open, range.start(), true);
            if let Some(selection) = &mut open.selection {
                selection.head = range.start();
            }
        }
        Found::Unknown => search.waiting = Some(step),
        Found::Nowhere => {
            search.current = None;
            if step == Step::Here {
                // A search that finds nothing leaves the reader where it began.
                let before = Rc::clone(&search.before);
                open.restore(&before);
            }
        }
    }
    Some(found)
}

/// All hits have been counted.
pub(super) fn counted(app: &mut App, ticket: Ticket, hits: Hits) {
    let Some(open) = app.open_mut() else { return };
    let Some(search) = open.search.as_mut().filter(|search| search.ticket == ticket) else { return };
    let none = hits.total() == 0;
    let text = search.query.text().to_owned();
    search.hits = Some(hits);
    if let Some(step) = search.waiting {
        let from = if step == Step::Here { search.from } else { open.cursor() };
        go(open, from, step);
        if none && app.overlay.is_none() {
            app.warn(format!("no “{text}” in this brief"));
        }
    }
}

/// To the next or previous hit.
pub(super) fn step(app: &mut App, forward: bool, times: usize, effects: &mut Vec<Effect>) {
    let last = app.searches.last().cloned();
    let Some(open) = app.open_mut() else { return };
    if open.search.is_none() && !open.found.is_empty() {
        return step_found(app, forward, times);
    }
    if open.search.is_none() {
        // The last search goes on, in this brief too.
        match last.and_then(|text| Query::new(&text, QueryMode::Words).ok().flatten()) {
            Some(query) => {
                let from = open.cursor();
                begin(app, query, from, effects);
            }
            None => app.say("nothing is searched for; / begins a search"),
        }
        return;
    }
    jump::remember(open);
    let mut wrapped = false;
    let mut nowhere = false;
    for _ in 0..times.min(10_000) {
        let current = open.search.as_ref().and_then(|search| search.current);
        let from = match current {
            // The hit counts as the place as long as the reader is on it.
            Some(hit) if hit.contains(open.cursor()) => hit.start(),
            _ => open.cursor(),
        };
        match go(open, from, if forward { Step::Next } else { Step::Back }) {
            Some(Found::Hit { wrapped: around, .. }) => wrapped |= around,
            Some(Found::Nowhere) => nowhere = true,
            Some(Found::Unknown) | None => break,
        }
    }
    if nowhere {
        let text = open.search.as_ref().map(|search| search.query.text().to_owned()).unwrap_or_default();
        app.warn(format!("no “{text}” in this brief"));
    } else if wrapped {
        app.say(if forward { "from the start again" } else { "from the end again" });
    }
}

/// To the next or previous of what was found in it by what was asked of the library.
fn step_found(app: &mut App, forward: bool, times: usize) {
    let Some(open) = app.open_mut() else { return };
    let (here, count) = (open.cursor(), open.found.len());
    let times = times % count;
    let on = open.found.iter().position(|hit| hit.contains(here));
    // From between two hits, one step leads to either of them.
    let behind = open.found.partition_point(|hit| hit.start() <= here);
    let (from, steps) = match (on, forward) {
        (Some(on), _) => (on, times),
        (None, true) => (behind, times + count - 1),
        (None, false) => (behind, times),
    };
    let nth = if forward { (from + steps) % count } else { (from + count - steps) % count };
    let Some(hit) = open.found.get(nth).copied() else { return };
    jump::to(open, hit.start());
    app.say(format!("{}/{count} of what was asked of the library", nth + 1));
}

/// Searches for the word under the cursor.
pub(super) fn word(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(open) = app.open_mut() else { return };
    let here = open.cursor();
    let Some(word) = crate::layout::motion::word_at(&open.document, here) else {
        app.say("no word here");
        return;
    };
    let text = open.document.slice(word).to_lowercase();
    jump::remember(open);
    if let Ok(Some(query)) = Query::new(&text, QueryMode::Words) {
        app.searches.retain(|old| *old != text);
        app.searches.push(text);
        begin(app, query, word.start(), effects);
        step(app, true, 1, effects);
    }
}

/// What a query of the library found in the brief that was opened for it: the reader goes to the first of it.
pub(super) fn sought(app: &mut App, ticket: Ticket, hits: Vec<TextRange>) {
    if app.checked != ticket {
        return;
    }
    let Some(open) = app.open_mut() else { return };
    let Some(sought) = &mut open.sought else { return };
    sought.is_known = true;
    open.found = hits;
    mark_notes(open);
}

/// Marks what was asked of the library in the notes below the open brief too, and brings the reader to the first of all,
/// unless that is done.
pub(super) fn mark_notes(open: &mut Open) {
    let Some(sought) = open.sought.as_mut().filter(|sought| sought.is_known) else { return };
    let end = TextPos::new(open.document.own_text().len());
    open.found.retain(|hit| hit.start() < end);
    open.found.extend(hits_from(&open.document, &sought.query, end));
    if !sought.goes {
        return;
    }
    // The title stands above whatever is shown: what says more of it is gone to first, and for the title alone nobody
    // has to leave the place where they stopped reading.
    let block = |hit: &TextRange| open.document.block_at(hit.start());
    let is_behind = |hit: &&TextRange| open.document.block(block(hit)).is_some_and(|block| block.section > 0);
    let behind = open.found.iter().find(is_behind);
    let first = behind.or_else(|| open.found.iter().find(|hit| block(hit) > BlockIx(0)));
    if let Some(first) = first.copied() {
        sought.goes = false;
        jump::to(open, first.start());
    }
}
