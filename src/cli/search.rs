//! `brief search`: the briefs that say something, with the passages where they do.

use super::args::ColorChoice;
use super::asking::SearchArgs;
use super::looking::{Looked, Told, look, print_rows};
use super::{Exit, color, complain, print};
use crate::config::Config;
use crate::document::Document;
use crate::library::{Passage, Row, note_passages, passages};
use crate::render::pen::Pen;
use crate::system::System;
use crate::text::clean_line;
use crate::theme::{Part, Theme};
use crate::tui::load::load;
use crate::tui::origin::Origin;
use ratatui::style::Style;
use serde::Serialize;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// The largest file of which passages are shown: reading it takes several times its size in memory.
const MAX_SHOWN: u64 = 16 << 20;

/// Searches in briefs and notes.
pub(super) fn run(
    system: &Arc<dyn System>,
    config: &Config,
    args: &SearchArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let looked = match look(system, config, &args.find, args.limit) {
        Ok(looked) => looked,
        Err(exit) => return Ok(exit),
    };
    let found = looked
        .rows()
        .map(|(hit, row)| (looked.told(hit, &row), shown(&**system, &looked, &row, args.passages)));
    if args.form.json || args.form.format.is_some() {
        let rows = found
            .map(|(brief, passages)| With { brief, passages: passages.into_iter().map(Shown::of).collect() });
        if let Err(why) = print_rows(&args.form, rows)? {
            complain(&why);
            return Ok(Exit::Failure);
        }
        return Ok(looked.exit());
    }
    let theme = color::page_theme(&**system, color, None, config.settings.theme);
    let mut first = true;
    for ((_, row), (_, passages)) in looked.rows().zip(found) {
        let gap = if std::mem::replace(&mut first, false) { "" } else { "\n" };
        print(format!("{gap}{}", page(&row, &passages, theme)).as_bytes())?;
    }
    looked.tell_rest();
    Ok(looked.exit())
}

/// The passages of a brief and of the notes on it.
fn shown(system: &dyn System, looked: &Looked, row: &Row<'_>, most: usize) -> Vec<Passage> {
    let mut all = Vec::new();
    if row.len() <= MAX_SHOWN && looked.query.has_words() {
        let loaded = load(system, &Origin::File(row.path()), &mut |_| {});
        let brief = loaded.briefs.iter().find(|brief| brief.index == row.document() && brief.brief.is_some());
        all.extend(brief.map(|brief| of_document(&brief.document, looked, most)).unwrap_or_default());
    }
    let noted = looked.facts.get(row.key()).map(|fact| note_passages(fact, &looked.query, most));
    all.extend(noted.unwrap_or_default());
    all
}

fn of_document(document: &Document, looked: &Looked, most: usize) -> Vec<Passage> {
    passages(document, &looked.query, most)
}

/// A brief with its passages, for scripts.
#[derive(Serialize)]
struct With<'a> {
    #[serde(flatten)]
    brief: Told<'a>,
    passages: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    /// The section, empty for the head of the brief; `Notes` for what a note says.
    section: String,
    /// Which item of the section, counted from 0.
    item: Option<u32>,
    text: String,
    /// Where the words stand in the text: start and end in code points, counted from 0.
    marks: Vec<[usize; 2]>,
}

impl Shown {
    fn of(passage: Passage) -> Self {
        let chars = |byte: usize| passage.text.get(..byte).unwrap_or_default().chars().count();
        let marks = passage.marks.iter().map(|mark| [chars(mark.start), chars(mark.end)]).collect();
        Self { section: passage.section, item: passage.item, text: passage.text, marks }
    }
}

/// A brief and its passages for people.
fn page(row: &Row<'_>, passages: &[Passage], theme: Theme) -> String {
    let mut out = String::new();
    styled(&mut out, theme, Part::Title, &clean_line(row.title()));
    let meta = [row.publication().to_owned(), row.date().to_string()];
    let meta: Vec<String> = meta.into_iter().filter(|part| !part.is_empty()).collect();
    if !meta.is_empty() {
        let _ = write!(out, "  {}", clean_line(&meta.join(" · ")));
    }
    let path = row.path();
    let _ = writeln!(out, "\n{}", clean_line(&path.to_string_lossy()));
    for passage in passages {
        out.push_str("  ");
        if !passage.section.is_empty() {
            let _ = write!(out, "{}: ", clean_line(&passage.section));
        }
        marked(&mut out, passage, theme);
        out.push('\n');
    }
    out
}

/// A text in the looks of a part; without colours as it is.
fn styled(out: &mut String, theme: Theme, part: Part, text: &str) {
    if theme.is_colourless() {
        out.push_str(text);
        return;
    }
    let mut pen = Pen::default();
    pen.take(theme.part(part), out);
    out.push_str(text);
    pen.take(Style::new(), out);
}

/// A passage with its hits marked: by colour, or, where there is none, between asterisks.
fn marked(out: &mut String, passage: &Passage, theme: Theme) {
    let mut end = 0;
    let text = |range: Range<usize>| passage.text.get(range).unwrap_or_default();
    for mark in &passage.marks {
        out.push_str(text(end..mark.start));
        if theme.is_colourless() {
            let _ = write!(out, "*{}*", text(mark.clone()));
        } else {
            styled(out, theme, Part::Hit, text(mark.clone()));
        }
        end = mark.end;
    }
    out.push_str(text(end..passage.text.len()));
}
