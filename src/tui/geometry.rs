//! Where everything stands on a screen of some size.
//!
//! Owns the rules of the layouts: columns of panes on wide screens, a stack with the focused pane unfolded on medium
//! ones, one pane under a line of tabs on narrow ones; zoom; the continuous column with its outline.
//! Invariants: rectangles lie within the screen and do not overlap; the pane in focus is always shown; a pane's
//! height comes from its text, measured to one screen at the most.

use super::app::{App, Arrangement, Desk, Open, Scene};
use super::collection::Collection;
use super::screen::{INSET, ListPlace, Placed, Screen};
use ratatui::layout::{Rect, Size};

/// From this width on, panes stand beside each other.
const WIDE: u16 = 100;
/// From this width on, in three columns.
const VERY_WIDE: u16 = 170;
/// Below this width, or below [`SHORT`] rows, one pane is shown under a line of tabs.
const NARROW: u16 = 80;
/// See [`NARROW`].
const SHORT: u16 = 16;
/// Cells between columns.
const GUTTER: u16 = 3;
/// The width of the outline beside the continuous column.
const OUTLINE: u16 = 30;

/// Puts everything in its place and settles the windows.
pub fn arrange(app: &mut App) {
    let measure = app.settings.measure;
    let size = app.size;
    let mut screen = frame(size);
    if app.scene == Scene::List
        && let Some(stack) = app.library.as_deref_mut()
    {
        list(stack, body(size, &screen), size, measure, &mut screen);
    } else if let Desk::Open(open) = &mut app.desk {
        let body = body(size, &screen);
        match open.arrangement {
            Arrangement::Continuous => continuous(open, body, measure, &mut screen),
            Arrangement::Zoomed => zoomed(open, body, measure, &mut screen),
            Arrangement::Panes if open.listed() == 1 || open.focus >= open.listed() => {
                zoomed(open, body, measure, &mut screen);
            }
            Arrangement::Panes => panes(open, body, size, measure, &mut screen),
        }
        settle(open, &screen);
    }
    app.screen = screen;
}

/// From this width on, the chosen brief stands beside the list.
const WITH_PREVIEW: u16 = 110;

/// The list of briefs: what is asked, the names of the columns, the rows; the chosen brief beside them, or below where it
/// runs from right to left.
fn list(stack: &mut Collection, body: Rect, size: Size, measure: u16, screen: &mut Screen) {
    let asked = (body.height >= 4).then_some(Rect { height: 1, ..body });
    let taken = u16::from(asked.is_some()) + u16::from(size.height >= 24);
    let rest = Rect { y: body.y + taken, height: body.height.saturating_sub(taken), ..body };
    let rtl = stack.preview.as_ref().is_some_and(|preview| preview.open.document.is_rtl());
    let (rows, preview) = if size.width >= WITH_PREVIEW && !rtl {
        let width = (rest.width - GUTTER) * 11 / 20;
        let beside = rest.width - GUTTER - width;
        let beside = beside.min(measure + INSET);
        let preview = Rect { x: rest.x + width + GUTTER, width: beside, ..rest };
        (Rect { width, ..rest }, Some(preview))
    } else if size.width >= WITH_PREVIEW && rest.height >= 20 {
        let above = rest.height / 2;
        let below = Rect {
            y: rest.y + above + 1,
            height: rest.height - above - 1,
            width: rest.width.min(measure + INSET),
            ..rest
        };
        (Rect { height: above, ..rest }, Some(below))
    } else {
        (rest, None)
    };
    // Where the brief is not beside the list, the passage that was found stands below; so does one of the notes on it.
    let noted =
        stack.preview.as_ref().and_then(|shown| shown.passage.as_ref()).is_some_and(|p| p.at.is_none());
    let (rows, preview, passage) = match preview {
        None if stack.list.query.has_words() && !stack.list.items.is_empty() => {
            let (rows, passage) = with_passage(rows);
            (rows, None, passage)
        }
        Some(preview) if noted => {
            let (preview, passage) = with_passage(preview);
            (rows, Some(preview), passage)
        }
        _ => (rows, preview, None),
    };
    let heads = (rows.height >= 8).then_some(Rect { height: 1, ..rows });
    let taken = u16::from(heads.is_some());
    let rows = Rect { y: rows.y + taken, height: rows.height - taken, ..rows };
    screen.list = Some(ListPlace { asked, heads, rows, preview, passage });
    stack.keep_in_view(usize::from(rows.height));
    if let (Some(shown), Some(area)) = (&mut stack.preview, preview) {
        let placed = Placed { pane: 0, head: None, body: area };
        let document = std::sync::Arc::clone(&shown.open.document);
        settle_pane(&mut shown.open.column, &document, &placed);
    }
}

/// Takes room for a passage from the foot of an area: a line that says where it stands, and its text.
fn with_passage(area: Rect) -> (Rect, Option<Rect>) {
    let height = match area.height {
        0..6 => return (area, None),
        6..14 => 3,
        14..24 => 4,
        _ => 6,
    };
    let rest = Rect { height: area.height - height, ..area };
    (rest, Some(Rect { y: rest.bottom(), height, ..area }))
}

/// Title and status, as far as there is room.
fn frame(size: Size) -> Screen {
    let row = |y| Rect { x: 0, y, width: size.width, height: 1 };
    Screen {
        title: (size.height >= 5).then(|| row(0)),
        status: (size.height >= 2).then(|| row(size.height - 1)),
        ..Screen::default()
    }
}

/// What is left for text, with its margins.
fn body(size: Size, screen: &Screen) -> Rect {
    let top = u16::from(screen.title.is_some()) + u16::from(size.height >= 24);
    let bottom = u16::from(screen.status.is_some()) + u16::from(size.height >= 20);
    let margin = match size.width {
        0..60 => 0,
        60..WIDE => 1,
        _ => 2,
    };
    Rect {
        x: margin,
        y: top,
        width: size.width - 2 * margin,
        height: size.height.saturating_sub(top + bottom),
    }
}

/// Takes the tab line from the top of a body.
fn with_tabs(body: Rect, size: Size, screen: &mut Screen) -> Rect {
    if size.height < 6 {
        return body;
    }
    screen.tabs = Some(Rect { height: 1, ..body });
    let taken = 1 + u16::from(size.height >= 20);
    Rect { y: body.y + taken, height: body.height.saturating_sub(taken), ..body }
}

/// A pane's place with its title row.
fn placed(pane: usize, area: Rect) -> Placed {
    let head = (area.height > 1).then_some(Rect { height: 1, ..area });
    let taken = u16::from(head.is_some());
    Placed { pane, head, body: Rect { y: area.y + taken, height: area.height - taken, ..area } }
}

fn zoomed(open: &Open, body: Rect, measure: u16, screen: &mut Screen) {
    let size = Size::new(body.width, body.height + 4);
    let body = if open.listed() > 1 { with_tabs(body, size, screen) } else { body };
    let width = body.width.min(measure + INSET);
    let area = Rect { x: body.x + (body.width - width) / 2, width, ..body };
    screen.panes.push(Placed { pane: open.focus, head: None, body: area });
}

fn continuous(open: &Open, body: Rect, measure: u16, screen: &mut Screen) {
    let column = if body.width >= OUTLINE + GUTTER + 60 {
        let room = body.width - OUTLINE - GUTTER;
        let width = room.min(measure + INSET);
        // Both stand in the middle together.
        let x = body.x + (room - width) / 2;
        screen.outline = Some(Rect { x, width: OUTLINE, ..body });
        Rect { x: x + OUTLINE + GUTTER, width, ..body }
    } else {
        let width = body.width.min(measure + INSET);
        Rect { x: body.x + (body.width - width) / 2, width, ..body }
    };
    screen.column = Some(Placed { pane: open.focus, head: None, body: column });
}

fn panes(open: &mut Open, body: Rect, size: Size, measure: u16, screen: &mut Screen) {
    if body.width == 0 || body.height == 0 {
        return;
    }
    if size.width < NARROW || size.height < SHORT {
        let body = with_tabs(body, size, screen);
        let width = body.width.min(measure + INSET);
        screen.panes.push(Placed { pane: open.focus, head: None, body: Rect { width, ..body } });
    } else if size.width < WIDE || open.document.is_rtl() {
        // Two texts that run from right to left never stand side by side: terminals that reorder
        // a row would swap the columns.
        stack(open, body, measure, screen);
    } else {
        columns(open, body, size, measure, screen);
    }
}

/// All panes one above another, folded to their titles but the one in focus.
fn stack(open: &Open, body: Rect, measure: u16, screen: &mut Screen) {
    let count = u16::try_from(open.listed()).unwrap_or(u16::MAX);
    if body.height < count + 8 {
        let body = with_tabs(body, Size::new(body.width, body.height + 4), screen);
        let width = body.width.min(measure + INSET);
        screen.panes.push(Placed { pane: open.focus, head: None, body: Rect { width, ..body } });
        return;
    }
    // A blank row above and below the text sets it off from the titles.
    let air = u16::from(body.height >= count + 12);
    let unfolded = body.height - (count - 1);
    let mut y = body.y;
    for pane in 0..open.listed() {
        let height = if pane == open.focus { unfolded } else { 1 };
        let head = Some(Rect { y, height: 1, ..body });
        let text = Rect {
            y: y + 1 + air.min(height - 1),
            height: (height - 1).saturating_sub(2 * air),
            width: body.width.min(measure + INSET),
            ..body
        };
        screen.panes.push(Placed { pane, head, body: text });
        y += height;
    }
}

/// Panes beside each other, filled row by row; where not all fit, a spread of them with the one in focus.
fn columns(open: &mut Open, body: Rect, size: Size, measure: u16, screen: &mut Screen) {
    let count = open.listed();
    let wanted = if size.width >= VERY_WIDE { 3 } else { 2 };
    let columns = wanted.min(count);
    let fit = |height: u16| columns * if height >= 26 { 2 } else { 1 };
    let all_in_view = fit(body.height) >= count;
    // A short brief is seen whole.
    let whole = if all_in_view { None } else { whole(open, columns, body) };
    let body = if all_in_view || whole.is_some() { body } else { with_tabs(body, size, screen) };
    let capacity = if whole.is_some() { count } else { fit(body.height) };
    let first = open.focus / capacity * capacity;
    let shown = first..(first + capacity).min(count);
    // A pane that is left alone is as wide as is good to read.
    let columns = columns.min(shown.len().max(1));
    let columns_u16 = u16::try_from(columns).unwrap_or(1);
    let width = column_width(body, columns_u16);
    let width = if columns == 1 { width.min(measure + INSET) } else { width };
    for column in 0..columns {
        let x = body.x + u16::try_from(column).unwrap_or(0) * (width + GUTTER);
        let members: Vec<usize> = shown.clone().skip(column).step_by(columns).collect();
        let heights = match whole.as_ref().and_then(|whole| whole.get(column)) {
            Some(heights) => heights.clone(),
            None => share(&members, body.height, &mut |pane, most| need(open, pane, width, most)),
        };
        let mut y = body.y;
        for (pane, height) in members.into_iter().zip(heights) {
            screen.panes.push(placed(pane, Rect { x, y, width, height }));
            // A blank row parts panes that stand one above another.
            y += height + 1;
        }
    }
    screen.panes.sort_by_key(|placed| placed.pane);
}

fn column_width(body: Rect, columns: u16) -> u16 {
    (body.width - GUTTER * (columns - 1)) / columns
}

/// The rows of all panes by column, where all of each is seen at once. No more is measured than a screen of each column.
fn whole(open: &mut Open, columns: usize, body: Rect) -> Option<Vec<Vec<u16>>> {
    let count = open.listed();
    // Title, a row of text, and a blank row.
    if count.div_ceil(columns) * 3 > usize::from(body.height) + 1 {
        return None;
    }
    let width = column_width(body, u16::try_from(columns).ok()?);
    let column = |column: usize| {
        let mut left = body.height;
        let mut heights: Vec<u16> = Vec::new();
        for pane in (column..count).step_by(columns) {
            let height = need(open, pane, width, left + 1);
            heights.push(height);
            // A blank row parts it from the next.
            let gap = u16::from(pane + columns < count);
            left = left.checked_sub(height)?.checked_sub(gap)?;
        }
        if let Some(last) = heights.last_mut() {
            *last += left;
        }
        Some(heights)
    };
    (0..columns).map(column).collect()
}

/// The rows that a pane would take with its title, up to a bound.
fn need(open: &mut Open, pane: usize, width: u16, most: u16) -> u16 {
    let Some(pane) = open.panes.get_mut(pane) else { return 1 };
    pane.layout.set_width(usize::from(width.saturating_sub(INSET)));
    let rows = pane.view.measure(&open.document, &mut pane.layout, usize::from(most));
    u16::try_from(rows + 1).unwrap_or(u16::MAX).min(most)
}

/// Shares a column's rows among the one or two panes in it: what is short gets what it needs, the rest the rest.
/// `need` measures a pane up to a bound, and is asked for no more than it takes to decide.
fn share(panes: &[usize], height: u16, need: &mut dyn FnMut(usize, u16) -> u16) -> Vec<u16> {
    let [first, second] = panes else { return vec![height; panes.len()] };
    let room = height.saturating_sub(1);
    let half = room / 2;
    let lower = need(*second, half + 1);
    let upper = if lower > half {
        // Both are long, unless the upper is not.
        need(*first, half)
    } else {
        // The lower takes what is left even when it needs less: air belongs below.
        need(*first, room - lower)
    };
    vec![upper, room - upper]
}

/// The rows of the box in which a note is written, where the screen has room.
const EDITOR_ROWS: u16 = 12;

/// Where a note is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EditorPlace {
    /// All of it.
    pub frame: Rect,
    /// What it is on; none where there is no room.
    pub quote: Option<Rect>,
    /// What is typed: at least a cell.
    pub text: Rect,
    /// The keys; none where there is no room.
    pub hints: Option<Rect>,
}

/// The place of the note that is being written: below its passage, or above where the passage stands low.
#[must_use]
pub fn editor(app: &App) -> EditorPlace {
    let size = app.size;
    let width = size.width.max(1);
    let height = EDITOR_ROWS.min(size.height).max(1);
    let x = (size.width.saturating_sub(width)) / 2;
    let low = passage_row(app).is_some_and(|row| row + height + 1 >= size.height);
    let y = if low && size.height > height + 1 { 1 } else { size.height - height.min(size.height) };
    let frame = Rect { x, y, width, height };
    if width < 12 || height < 4 {
        return EditorPlace { frame, text: frame, ..EditorPlace::default() };
    }
    // The text keeps to the measure, as the brief does.
    let measure = (width - 4).min(app.settings.measure);
    let inside = Rect { x: x + 2 + (width - 4 - measure) / 2, y: y + 1, width: measure, height: height - 2 };
    let row = |y| Rect { y, height: 1, ..inside };
    let has_hints = inside.height >= 2;
    let has_quote = inside.height >= 4;
    let top = inside.y + 2 * u16::from(has_quote);
    let bottom = inside.bottom() - u16::from(has_hints) * if inside.height >= 6 { 2 } else { 1 };
    EditorPlace {
        frame,
        quote: has_quote.then(|| row(inside.y)),
        text: Rect { y: top, height: bottom - top, ..inside },
        hints: has_hints.then(|| row(inside.bottom() - 1)),
    }
}

/// The screen row on which the cursor's row stands.
fn passage_row(app: &App) -> Option<u16> {
    let open = app.open()?;
    let placed = match open.arrangement {
        Arrangement::Continuous => app.screen.column.as_ref()?,
        Arrangement::Panes | Arrangement::Zoomed => {
            app.screen.panes.iter().find(|placed| placed.pane == open.focus)?
        }
    };
    let pane = open.active()?;
    let here = pane.view.cursor();
    let nth = pane
        .lines
        .iter()
        .rposition(|line| matches!(line, crate::layout::Line::Row(row) if row.range.start() <= here))?;
    Some(placed.text().y + u16::try_from(nth).ok()?)
}

/// Gives every pane in view its width and height, and brings its cursor into it.
fn settle(open: &mut Open, screen: &Screen) {
    let document = std::sync::Arc::clone(&open.document);
    for placed in &screen.panes {
        let Some(pane) = open.panes.get_mut(placed.pane) else { continue };
        settle_pane(pane, &document, placed);
    }
    if let Some(placed) = &screen.column {
        settle_pane(&mut open.column, &document, placed);
    }
}

fn settle_pane(pane: &mut super::app::Pane, document: &crate::document::Document, placed: &Placed) {
    let text = placed.text();
    if text.height == 0 || text.width == 0 {
        pane.lines = Vec::new();
        return;
    }
    pane.layout.set_width(usize::from(text.width));
    pane.view.settle(document, &mut pane.layout, usize::from(text.height));
    pane.lines = pane.view.lines(document, &mut pane.layout);
}
