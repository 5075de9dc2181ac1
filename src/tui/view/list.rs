//! The list of briefs: what is asked, the rows, and the chosen brief beside them.

use super::super::app::App;
use super::super::collection::{Collection, Grouping, Item};
use super::super::screen::{ListPlace, Placed};
use super::canvas::Canvas;
use super::pane;
use crate::diagnostic::Severity;
use crate::library::{Column, Flag, Row, Sort, SortKey, Stage, Titles};
use crate::text::{cells, clean_line, fit, wrap};
use crate::theme::Part;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::ops::Range;

/// Draws the list.
pub(super) fn draw(app: &App, stack: &Collection, canvas: &mut Canvas<'_>) {
    title(app, stack, canvas);
    let Some(place) = app.screen.list else { return };
    if let Some(area) = place.asked {
        asked(stack, area, canvas);
    }
    let columns = Columns::of(place.rows.width, stack.list.has_notes);
    if let Some(area) = place.heads {
        heads(stack, &columns, area, canvas);
    }
    rows(stack, &columns, place.rows, canvas);
    preview(app, stack, place, canvas);
    passage(stack, place, canvas);
}

/// Which library, and how many briefs it has.
fn title(app: &App, stack: &Collection, canvas: &mut Canvas<'_>) {
    let Some(area) = app.screen.title else { return };
    let area = super::frame::margins(area);
    let names: Vec<&str> = stack
        .roots
        .iter()
        .map(|root| root.rsplit('/').find(|part| !part.is_empty()).unwrap_or(root))
        .collect();
    let name = clean_line(&names.join(" · ")).into_owned();
    let right = standing(stack, usize::from(area.width) * 3 / 5);
    let edge = canvas.put_right(area, area.y, &right, canvas.theme.part(Part::TitleMeta));
    let room = usize::from(edge.saturating_sub(area.x + 3));
    canvas.put(area, area.x, area.y, &fit(&name, room), canvas.theme.part(Part::Title));
}

/// How much there is, or how far it is read in; what there is room for.
fn standing(stack: &Collection, room: usize) -> String {
    let all = stack.list.catalogue.len();
    let progress = &stack.progress;
    let mut parts = match progress.stage {
        Stage::Loading | Stage::Walking => {
            vec![format!("looking for briefs · {}", number(progress.found.max(all)))]
        }
        Stage::Reading if progress.read > 0 => {
            vec![format!("reading {} of {}", number(progress.done), number(progress.found))]
        }
        Stage::Reading | Stage::Tidying | Stage::Done => {
            vec![format!("{} {}", number(all), if all == 1 { "brief" } else { "briefs" })]
        }
    };
    // Before all is known, nothing of it is counted.
    let counts = !matches!(progress.stage, Stage::Loading | Stage::Walking);
    if counts && stack.list.unread > 0 && stack.list.unread < all {
        parts.push(format!("{} unread", number(stack.list.unread)));
    }
    if counts && stack.list.broken > 0 {
        parts.push(format!("{} cannot be read", number(stack.list.broken)));
    }
    if progress.skipped > 0 {
        let files = if progress.skipped == 1 { "file" } else { "files" };
        parts.push(format!("{} other {files}", number(progress.skipped)));
    }
    if let Some(way) = &stack.way {
        parts.push(way.clone());
    }
    while parts.len() > 1 && cells(&parts.join(" · ")) > room {
        parts.pop();
    }
    parts.join(" · ")
}

/// A number with its thousands apart.
fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The order that the list stands in.
fn order(stack: &Collection) -> Sort {
    let query = &stack.list.query;
    let by_words = query.has_words().then_some(Sort::by(SortKey::Relevance));
    query.sort().or(by_words).unwrap_or(stack.sort)
}

/// What is asked and what that means, or what is wrong with it; the order at the right.
fn asked(stack: &Collection, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let mut right = order(stack).about().to_owned();
    if stack.grouping != Grouping::Nothing {
        right = format!("{right} · by {}", super::super::collection::name_of(stack.grouping));
    }
    let edge = if stack.error.is_none() && cells(&right) * 3 < usize::from(area.width) * 2 {
        canvas.put_right(area, area.y, &right, theme.part(Part::Status))
    } else {
        area.right()
    };
    let line = Rect { width: edge.saturating_sub(area.x + 2), ..area };
    if stack.query.is_empty() {
        canvas.put(line, line.x, line.y, "all briefs", theme.part(Part::Status));
        return;
    }
    let plain = theme.part(Part::Prompt);
    let Some(error) = &stack.error else {
        let count = number(stack.list.rows);
        let told = stack.list.query.explain();
        let x = canvas.put(line, line.x, line.y, &fit(&stack.query, usize::from(line.width)), plain);
        let told = format!("  {count} · {told}");
        let room = usize::from(line.right().saturating_sub(x));
        canvas.put(line, x, line.y, &fit(&told, room), theme.part(Part::Status));
        return;
    };
    let bad = theme.part(Part::Message(Some(Severity::Warning)));
    let part = |range: Range<usize>| stack.query.get(range).unwrap_or_default();
    let (start, end) = (error.range.start.min(stack.query.len()), error.range.end.min(stack.query.len()));
    let wrong = if part(start..end).is_empty() { " " } else { part(start..end) };
    let marked = bad.add_modifier(Modifier::UNDERLINED);
    let told = format!("  {error}");
    let parts = [(part(0..start), plain), (wrong, marked), (part(end..stack.query.len()), plain)];
    let x = canvas.put_all(line, line.x, line.y, parts);
    let room = usize::from(line.right().saturating_sub(x));
    canvas.put(line, x, line.y, &fit(&told, room), bad);
}

/// What is said of the query that is being typed, and whether it is wrong, where the line of the query has no room for it.
pub(super) fn untold(app: &App) -> Option<(String, bool)> {
    let stack = app.library.as_deref().filter(|stack| !stack.query.is_empty())?;
    let told = match &stack.error {
        Some(error) => error.to_string(),
        None => stack.list.query.explain(),
    };
    let width = app.screen.list.and_then(|list| list.asked).map_or(0, |area| usize::from(area.width));
    // Behind the query stand two blanks, a number, and at the right the order.
    let beside = if stack.error.is_some() { 2 } else { 8 + cells(order(stack).about()) };
    (cells(&stack.query) + beside + cells(&told) > width).then_some((told, stack.error.is_some()))
}

/// The widths of the columns behind the title, in cells; 0 for one that there is no room for.
struct Columns {
    notes: u16,
    source: u16,
    date: u16,
    topics: u16,
}

/// Cells before the title: the mark of the chosen row, whether something is wrong, whether it is unread, a blank.
const LEAD: u16 = 4;

impl Columns {
    fn of(width: u16, has_notes: bool) -> Self {
        Self {
            notes: if has_notes && width >= 50 { 3 } else { 0 },
            date: if width >= 44 { 10 } else { 0 },
            source: match width {
                0..76 => 0,
                76..100 => 16,
                100..130 => 18,
                _ => 22,
            },
            topics: match width {
                0..104 => 0,
                104..130 => 18,
                _ => 28,
            },
        }
    }

    /// Where a row's columns stand: title, notes, source, topics, date.
    fn places(&self, row: Rect) -> [Rect; 5] {
        let mut right = row.right();
        let mut take = |width: u16| {
            let x = right.saturating_sub(width).max(row.x);
            let place = Rect { x, width: right - x, ..row };
            right = x.saturating_sub(if width > 0 { 2 } else { 0 }).max(row.x);
            place
        };
        let date = take(self.date);
        let topics = take(self.topics);
        let source = take(self.source);
        let notes = take(self.notes);
        let x = (row.x + LEAD).min(right);
        [Rect { x, width: right - x, ..row }, notes, source, topics, date]
    }
}

/// The names of the columns; the one that the list is sorted by has an arrow.
fn heads(stack: &Collection, columns: &Columns, area: Rect, canvas: &mut Canvas<'_>) {
    let sort = order(stack);
    let names = [
        ("Title", Some(SortKey::Title)),
        ("Notes", Some(SortKey::Notes)),
        ("Source", Some(SortKey::Publication)),
        ("Topics", Some(SortKey::Topic)),
        last_head(sort.key),
    ];
    let look = canvas.theme.part(Part::TitleMeta);
    for (place, (name, key)) in columns.places(area).into_iter().zip(names) {
        let arrow = match (key == Some(sort.key), sort.reverse) {
            (false, _) => "",
            (true, false) => " ↓",
            (true, true) => " ↑",
        };
        let name = if place.width < 5 { name.get(..1).unwrap_or_default() } else { name };
        canvas.put(place, place.x, place.y, &format!("{name}{arrow}"), look);
    }
}

fn rows(stack: &Collection, columns: &Columns, area: Rect, canvas: &mut Canvas<'_>) {
    if stack.list.items.is_empty() {
        let why = match (stack.query.is_empty(), stack.progress.stage, stack.list.catalogue.is_empty()) {
            (_, Stage::Done, true) => "there are no briefs here: brief new writes one",
            (_, _, true) => "",
            (false, ..) => "nothing fits: esc shows all",
            (true, ..) => "",
        };
        canvas.put(area, area.x + 2.min(area.width), area.y, why, canvas.theme.part(Part::Status));
        return;
    }
    let mut titles = Titles::of(&stack.list.query);
    let items = stack.list.items.iter().enumerate().skip(stack.top);
    for ((nth, item), y) in items.zip(area.y..area.bottom()) {
        let place = Rect { y, height: 1, ..area };
        // The heading of the rows in view stays when they are scrolled.
        let stays = y == area.y && area.height > 1;
        let over = stack.list.group_of(nth).filter(|_| stays).map(|(_, group)| Item::Group(group));
        match over.as_ref().unwrap_or(item) {
            Item::Group(group) => heading(stack, *group, place, canvas),
            Item::Row(ix) => {
                if let Some(found) = stack.list.catalogue.row(*ix) {
                    row(stack, &found, nth == stack.chosen, titles.as_mut(), columns, place, canvas);
                }
            }
        }
    }
}

fn heading(stack: &Collection, group: u32, place: Rect, canvas: &mut Canvas<'_>) {
    let Some((name, count)) = stack.list.groups.get(group as usize) else { return };
    let name = if name.is_empty() { "(none)".to_owned() } else { clean_line(name).into_owned() };
    let theme = canvas.theme;
    let count = format!(" · {} ", number(*count));
    let room = usize::from(place.width).saturating_sub(cells(&count) + 2);
    let parts = [(&*fit(&name, room), theme.part(Part::PaneTitle)), (&count, theme.part(Part::TitleMeta))]
        .map(|(text, style)| (text.to_owned(), style));
    let x = canvas.put_all(place, place.x, place.y, parts.iter().map(|(t, s)| (t.as_str(), *s)));
    canvas.fill(place, x, place.right(), place.y, "─", theme.part(Part::Rule));
}

fn row(
    stack: &Collection,
    found: &Row<'_>,
    chosen: bool,
    titles: Option<&mut Titles>,
    columns: &Columns,
    place: Rect,
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let fact = stack.list.facts.get(found.key());
    let read = fact.is_some_and(|fact| fact.read);
    let (sign, sign_look) = if found.has(Flag::BROKEN) {
        ("✗", Part::Message(Some(Severity::Error)))
    } else if found.has(Flag::ERRORS) {
        ("!", Part::Message(Some(Severity::Warning)))
    } else {
        (" ", Part::Status)
    };
    if chosen {
        canvas.put(place, place.x, place.y, "▌", theme.part(Part::CursorMark));
    }
    canvas.put(place, place.x.saturating_add(1), place.y, sign, theme.part(sign_look));
    if !read {
        canvas.put(place, place.x.saturating_add(2), place.y, "●", theme.part(Part::NewSign));
    }
    let [title, notes, source, topics, date] = columns.places(place);
    let look = match (chosen, read) {
        (true, _) => Part::PaneTitleFocused,
        (false, false) => Part::PaneTitle,
        (false, true) => Part::OverlayText,
    };
    let name = clean_line(found.title());
    let named = clean_line(found.publication());
    let [in_title, in_source] = titles.map(|titles| titles.marks(&name, &named)).unwrap_or_default();
    let put = |place: Rect, text: &str, look: Style, marks: &[Range<usize>], canvas: &mut Canvas<'_>| {
        let shown = fit(text, usize::from(place.width));
        let matched = look.patch(theme.part(Part::Matched)).add_modifier(Modifier::UNDERLINED);
        canvas.put_all(place, place.x, place.y, marked(&shown, 0, marks, look, matched));
    };
    put(title, &name, theme.part(look), &in_title, canvas);
    let meta = theme.part(Part::TitleMeta);
    if let Some(count) = fact.map(|fact| fact.notes).filter(|notes| *notes > 0) {
        canvas.put(notes, notes.x, notes.y, &format!("✎{count}"), theme.part(Part::NoteSign));
    }
    if found.has(Flag::BROKEN) {
        // Why it cannot be read matters more than where it comes from.
        let why = Rect { x: source.x.min(notes.x), width: place.right() - source.x.min(notes.x), ..place };
        canvas.put(why, why.x, why.y, &fit(&clean_line(found.error()), usize::from(why.width)), meta);
        return;
    }
    put(source, &named, meta, &in_source, canvas);
    let about: Vec<&str> = found.names(Column::Topics).collect();
    let about = clean_line(&about.join(", ")).into_owned();
    canvas.put(topics, topics.x, topics.y, &fit(&about, usize::from(topics.width)), meta);
    let notes = fact.map_or(0, |fact| fact.notes);
    canvas.put(date, date.x, date.y, &last_value(found, order(stack).key, notes, read), meta);
}

/// The name of the last column: it shows what the list is sorted by, where no other does, else the date.
const fn last_head(key: SortKey) -> (&'static str, Option<SortKey>) {
    match key {
        SortKey::Length => ("Length", Some(key)),
        SortKey::Changed => ("Changed", Some(key)),
        SortKey::Read => ("Read", Some(key)),
        SortKey::Notes => ("Notes", Some(key)),
        _ => ("Date", Some(SortKey::Date)),
    }
}

fn last_value(found: &Row<'_>, key: SortKey, notes: u32, read: bool) -> String {
    match key {
        SortKey::Length if found.minutes() > 0 => format!("{} min", number(found.minutes())),
        SortKey::Length => String::new(),
        SortKey::Changed => day(found.modified()),
        SortKey::Read => (if read { "read" } else { "unread" }).to_owned(),
        SortKey::Notes if notes == 0 => String::new(),
        SortKey::Notes => format!("{notes} {}", if notes == 1 { "note" } else { "notes" }),
        _ => found.date().to_string(),
    }
}

/// The day of a time in nanoseconds since 1970 (UTC).
fn day(nanos: i64) -> String {
    let time = jiff::Timestamp::from_nanosecond(i128::from(nanos));
    time.map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%d").to_string())
}

/// A stretch of a text, which begins at an offset of it, in parts: those with marks on them, in bytes of the text, look
/// different. What has been cut off its end leaves no mark.
fn marked<'t>(
    stretch: &'t str,
    from: usize,
    marks: &[Range<usize>],
    plain: Style,
    look: Style,
) -> Vec<(&'t str, Style)> {
    let mut parts = Vec::with_capacity(2 * marks.len() + 1);
    let mut at = 0;
    for mark in marks {
        let start = mark.start.saturating_sub(from).max(at);
        let end = mark.end.saturating_sub(from).min(stretch.len());
        if let (true, Some(before), Some(inside)) =
            (start < end, stretch.get(at..start), stretch.get(start..end))
        {
            parts.extend([(before, plain), (inside, look)]);
            at = end;
        }
    }
    parts.push((stretch.get(at..).unwrap_or_default(), plain));
    parts
}

/// The passage of the chosen brief where the words stand: which section, and the words.
fn passage(stack: &Collection, place: ListPlace, canvas: &mut Canvas<'_>) {
    let Some(area) = place.passage else { return };
    let theme = canvas.theme;
    let rule = theme.part(Part::Rule);
    let shown = stack.preview.as_ref().filter(|shown| stack.key() == Some(shown.key));
    let found = shown.and_then(|shown| shown.passage.as_ref());
    let name = found.map_or_else(String::new, |found| {
        let name = clean_line(&found.section);
        found.item.map_or_else(|| format!(" {name} "), |item| format!(" {name} · {} ", item + 1))
    });
    canvas.fill(area, area.x, area.right(), area.y, "─", rule);
    let name = fit(&name, usize::from(area.width.saturating_sub(4)));
    canvas.put(area, area.x.saturating_add(2), area.y, &name, theme.part(Part::PaneTitle));
    let Some(found) = found else { return };
    let (plain, hit) = (theme.part(Part::OverlayText), theme.part(Part::Hit));
    let width = usize::from(area.width.saturating_sub(4));
    let rows = wrap(&found.text, width, width).into_iter();
    for (span, y) in rows.zip(area.y + 1..area.bottom()) {
        let text = found.text.get(span.clone()).unwrap_or_default();
        let x = area.x.saturating_add(2);
        canvas.put_all(area, x, y, marked(text, span.start, &found.marks, plain, hit));
    }
}

/// The chosen brief.
fn preview(app: &App, stack: &Collection, place: ListPlace, canvas: &mut Canvas<'_>) {
    let (Some(area), Some(shown)) = (place.preview, &stack.preview) else { return };
    let placed = Placed { pane: 0, head: None, body: area };
    pane::rows(app, &shown.open, &shown.open.column, &placed, false, canvas);
}
