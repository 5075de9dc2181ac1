//! Where the reader is, for the next time; and what is new in the brief since the last.

use super::super::app::{App, Open};
use super::super::effect::Effect;
use super::super::event::LoadedBrief;
use super::super::geometry;
use super::{jump, notes};
use crate::document::BlockIx;
use crate::history::Seen;

/// So long, in milliseconds, nothing is pressed before it is kept where the reader is.
const LULL: u64 = 1_000;

/// A brief that lay open for so long, in milliseconds, counts as read, and so does one in which the reader moved.
const GLANCE: u64 = 5_000;

/// When nothing more happens, at which time of the clock it is to be kept where the reader is; none where it is kept.
pub(super) fn lull_at(app: &App) -> Option<u64> {
    let open = app.open().filter(|open| open.brief.is_some() && open.behind.is_none())?;
    (open.kept.map(|(at, _)| at) != Some(open.cursor())).then_some(app.clock + LULL)
}

/// Keeps where the reader is, where that is not kept yet.
pub(super) fn keep(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(owner) = notes::owner(app) else { return };
    let clock = app.clock;
    let Some(open) = app.open_mut().filter(|open| open.behind.is_none()) else { return };
    let stopped = open.cursor();
    open.glance = open.glance.filter(|(at, since)| *at == stopped && clock.saturating_sub(*since) < GLANCE);
    let read = open.glance.is_none();
    if open.kept.replace((stopped, read)) != Some((stopped, read)) {
        effects.push(Effect::KeepVisit { owner, stopped, read });
    }
}

/// A brief has been opened: back to where the reader stopped, and what is new is known as such.
pub(super) fn opened(app: &mut App, brief: &LoadedBrief) {
    let clock = app.clock;
    let Some(open) = app.open_mut() else { return };
    open.seen = Seen::of(&brief.document);
    open.glance = Some((open.cursor(), clock));
    let Some(earlier) = &brief.earlier else { return };
    if !earlier.seen.is_empty() {
        open.is_as_seen = earlier.seen == open.seen;
        open.seen = earlier.seen.clone();
    }
    if let Some(stopped) = earlier.stopped {
        // What the first screen shows needs no scrolling.
        geometry::arrange(app);
        let Some(open) = app.open_mut() else { return };
        jump::show(open, stopped, true);
    }
    let Some(open) = app.open_mut() else { return };
    open.glance = Some((open.cursor(), clock)).filter(|_| !earlier.read);
    open.fresh = open.seen.new_in(&open.document);
    let (count, when) = (open.fresh.len(), earlier.at.strftime("%-d %B %Y"));
    match count {
        0 => {}
        1 => app.say(format!("one passage is new since you read this on {when}: + goes there")),
        n => app.say(format!("{n} passages are new since you read this on {when}: + goes there")),
    }
}

/// The open brief has been read again: what is new since the reader opened it is marked besides.
pub(super) fn read_again(open: &mut Open, seen: Seen) {
    open.seen = seen;
    open.fresh = open.seen.new_in(&open.document);
}

/// To the next passage that is new, or the one before.
pub(super) fn step(app: &mut App, forward: bool, times: usize) {
    let Some(open) = app.open_mut() else { return };
    let here = open.document.block_at(open.cursor());
    let next = (0..times).try_fold(here, |here, _| {
        if forward {
            open.fresh.iter().copied().find(|ix| *ix > here)
        } else {
            open.fresh.iter().rev().copied().find(|ix| *ix < here)
        }
    });
    let pos = next.and_then(|ix: BlockIx| open.document.block(ix)).map(|block| block.range.start());
    match pos {
        Some(pos) => jump::to(open, pos),
        None if open.fresh.is_empty() => app.say("nothing is new since you last read this brief"),
        None if forward => app.say("no later passage is new"),
        None => app.say("no earlier passage is new"),
    }
}
