//! `brief show`: briefs as pages of text or as JSON.

use super::args::{ColorChoice, ShowArgs};
use super::{Exit, color, complain, entries, on_terminal, print, tell};
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::document::{Document, Section, lower_for_page};
use crate::render::{findings, json, page};
use crate::system::System;
use crate::theme::Theme;
use crate::tui::app::Entry;
use crate::tui::event::LoadedBrief;
use crate::tui::load::{check, load};
use std::io::{self, Write};
use std::sync::Arc;

/// The width of a page where nothing says another.
const PAGE: usize = 80;

/// Prints briefs.
pub(super) fn run(
    system: &dyn System,
    config: &Config,
    args: &ShowArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let mut warnings = Vec::new();
    let Some(entries) = entries::entries(system, config, &args.files, &mut warnings)? else {
        return Ok(Exit::Failure);
    };
    for warning in warnings {
        complain(&warning);
    }
    if args.format.is_json() {
        return as_json(system, config, &entries, color);
    }
    let theme = color::page_theme(system, color, args.theme, config.settings.theme);
    pages(system, config, &entries, &args.section, args.width, theme, color)
}

/// Prints pages of text.
pub(super) fn pages(
    system: &dyn System,
    config: &Config,
    entries: &[Entry],
    sections: &[String],
    width: Option<u16>,
    theme: Theme,
    color: ColorChoice,
) -> io::Result<Exit> {
    let wide = color::terminal_width(system).unwrap_or(PAGE);
    let wide = if on_terminal() { wide.min(PAGE) } else { wide };
    let width = width.map_or(wide, usize::from);
    let mut first = true;
    each(system, config, entries, color, &mut |brief, exit| {
        let document = &match &brief.brief {
            Some(brief) => Arc::new(lower_for_page(brief)),
            None => Arc::clone(&brief.document),
        };
        let chosen = choose(document, sections);
        let chosen = match chosen {
            Ok(chosen) => chosen,
            Err(wish) => {
                complain(&format!("{} has no section “{wish}”", document.title()));
                *exit = (*exit).max(Exit::Failure);
                return Ok(());
            }
        };
        let mut text = Vec::new();
        if !std::mem::replace(&mut first, false) {
            text.write_all(b"\n\n")?;
        }
        page::write(&mut text, document, &chosen, width, theme)?;
        print(&text)
    })
}

/// The sections that are asked for, or all of them.
fn choose<'d>(document: &'d Document, wishes: &[String]) -> Result<Vec<&'d Section>, String> {
    if wishes.is_empty() {
        return Ok(document.sections().iter().collect());
    }
    let mut chosen = Vec::new();
    for wish in wishes {
        match document.find_section(wish).and_then(|n| document.sections().get(n)) {
            Some(section) => chosen.push(section),
            None => return Err(crate::text::clean_line(wish).into_owned()),
        }
    }
    Ok(chosen)
}

fn as_json(system: &dyn System, config: &Config, entries: &[Entry], color: ColorChoice) -> io::Result<Exit> {
    each(system, config, entries, color, &mut |brief, _| match &brief.brief {
        Some(brief) => {
            let mut text = json::brief(brief).map_err(io::Error::other)?;
            text.push('\n');
            print(text.as_bytes())
        }
        None => Ok(()),
    })
}

/// Does something with every brief that can be read; what is wrong goes to standard error.
fn each(
    system: &dyn System,
    config: &Config,
    entries: &[Entry],
    color: ColorChoice,
    act: &mut dyn FnMut(&LoadedBrief, &mut Exit) -> io::Result<()>,
) -> io::Result<Exit> {
    let mut exit = Exit::Fine;
    for entry in entries {
        let loaded = load(system, &entry.origin, &mut |_| {});
        for brief in loaded.briefs {
            let known = brief.brief.as_ref();
            let checked =
                known.and_then(|known| check(&loaded.source, brief.index, known, &config.severities));
            let report = brief.report.as_ref().or(checked.as_ref());
            if let Some(report) = report.filter(|report| report.worst() < Some(Severity::Error)) {
                // What is probably a slip is told in short: the page is what was asked for.
                let slips = report.findings.iter().filter(|finding| finding.severity > Severity::Note);
                slips.for_each(|finding| tell(&findings::line(report, finding)));
            } else if let Some(report) = report {
                let colors = color::for_stderr(system, color);
                tell(&findings::text(report, colors, super::width(system)));
                let unreadable =
                    report.findings.iter().any(|f| f.code == crate::diagnostic::Code::Unreadable);
                exit = exit.max(if unreadable { Exit::Failure } else { Exit::Findings });
            }
            if brief.brief.is_some() {
                act(&brief, &mut exit)?;
            }
        }
    }
    Ok(exit)
}
