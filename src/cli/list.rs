//! `brief list`: the briefs that a query asks for, one in a line.

use super::asking::BriefListArgs;
use super::looking::{Looked, is_broken, look, print_rows};
use super::{Exit, complain, on_terminal, print, width};
use crate::config::Config;
use crate::system::System;
use crate::text::{cells, clean_line, fit};
use std::io;
use std::sync::Arc;

/// Lists briefs.
pub(super) fn run(system: &Arc<dyn System>, config: &Config, args: &BriefListArgs) -> io::Result<Exit> {
    let looked = match look(system, config, &args.find, args.limit) {
        Ok(looked) => looked,
        Err(exit) => return Ok(exit),
    };
    if args.form.json || args.form.format.is_some() {
        let rows = looked.rows().map(|(hit, row)| looked.told(hit, &row));
        if let Err(why) = print_rows(&args.form, rows)? {
            complain(&why);
            return Ok(Exit::Failure);
        }
        return Ok(looked.exit());
    }
    let page = if on_terminal() { columns(&looked, width(&**system)) } else { tabs(&looked) };
    print(page.as_bytes())?;
    looked.tell_rest();
    Ok(looked.exit())
}

/// Path, date, title and publication with tabs between them; behind them what is wrong.
fn tabs(looked: &Looked) -> String {
    let mut page = String::new();
    for (_, row) in looked.rows() {
        let (path, date) = (row.path(), row.date().to_string());
        let path = path.to_string_lossy();
        let fields = [&*path, &date, row.title(), row.publication(), row.error()];
        let fields: Vec<_> = fields.iter().map(|field| clean_line(field)).collect();
        page.push_str(fields.join("\t").trim_end_matches('\t'));
        page.push('\n');
    }
    page
}

/// The same for people: date, title, publication, and the path where there is room.
fn columns(looked: &Looked, width: usize) -> String {
    let mut page = String::new();
    let (date, publication) = (10, 20.min(width / 5));
    let title = (width.saturating_sub(date + publication + 6) * 3 / 5).max(20);
    for (_, row) in looked.rows() {
        let behind = if is_broken(&row) { row.error() } else { row.publication() };
        let path = row.path();
        let path = clean_line(&path.to_string_lossy()).into_owned();
        let line = format!(
            "{}  {}  {}  {path}",
            padded(&row.date().to_string(), date),
            padded(&clean_line(row.title()), title),
            padded(&clean_line(behind), publication),
        );
        page.push_str(&line);
        page.push('\n');
    }
    page
}

/// A text in so many cells.
fn padded(text: &str, width: usize) -> String {
    let shown = fit(text, width).to_string();
    let blanks = width.saturating_sub(cells(&shown));
    shown + &" ".repeat(blanks)
}
