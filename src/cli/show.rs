//! `brief show`: briefs as pages of text or as JSON.

use super::args::ColorChoice;
use super::asking::ShowArgs;
use super::{Exit, color, complain, entries, on_terminal, print, tell};
use crate::brief::{Brief, Checker, decode, read_each};
use crate::config::Config;
use crate::diagnostic::{Code, Report, Severity};
use crate::document::{Document, Section, lower_for_page};
use crate::render::{findings, json, page};
use crate::source::Source;
use crate::system::System;
use crate::theme::Theme;
use crate::tui::app::Entry;
use crate::tui::load::{bytes_of, unreadable};
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
        let document = &lower_for_page(brief);
        let chosen = choose(document, sections);
        let chosen = match chosen {
            Ok(chosen) => chosen,
            Err(wish) => {
                complain(&format!("{}: {}", document.title(), document.no_section(&wish)));
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
    each(system, config, entries, color, &mut |brief, _| {
        let mut text = json::brief(brief).map_err(io::Error::other)?;
        text.push('\n');
        print(text.as_bytes())
    })
}

/// Does something with every brief that can be read; what is wrong goes to standard error. Each is let go before the next is
/// read: a file may hold any number of them.
fn each(
    system: &dyn System,
    config: &Config,
    entries: &[Entry],
    color: ColorChoice,
    act: &mut dyn FnMut(&Brief, &mut Exit) -> io::Result<()>,
) -> io::Result<Exit> {
    let mut exit = Exit::Fine;
    for entry in entries {
        let name = entry.origin.name();
        let told = |report: &Report, exit: &mut Exit| {
            let slips = report.worst() < Some(Severity::Error);
            if slips {
                // What is probably a slip is told in short: the page is what was asked for.
                let slips = report.findings.iter().filter(|finding| finding.severity > Severity::Note);
                slips.for_each(|finding| tell(&findings::line(report, finding)));
                return;
            }
            let colors = color::for_stderr(system, color);
            tell(&findings::text(report, colors, super::width(system)));
            let unreadable = report.findings.iter().any(|finding| finding.code == Code::Unreadable);
            *exit = (*exit).max(if unreadable { Exit::Failure } else { Exit::Findings });
        };
        let source = match bytes_of(system, &entry.origin).map(|bytes| decode(&name, bytes)) {
            Ok(Ok(source)) => Arc::new(source),
            Ok(Err((source, finding))) => {
                told(&Report::new(Arc::new(source), vec![*finding]), &mut exit);
                continue;
            }
            Err(error) => {
                let source = Source::new(name, String::new());
                told(&Report::new(Arc::new(source), vec![unreadable(&error)]), &mut exit);
                continue;
            }
        };
        let mut checker = Checker::new(&source);
        read_each(&source, &mut |reading| {
            let (brief, findings) = match reading.brief {
                Ok(brief) => {
                    let found = checker.check(reading.document, &brief);
                    (Some(brief), config.severities.apply(found))
                }
                Err(findings) => {
                    let mut found = checker.check_rest(reading.document, findings);
                    found.retain(|finding| finding.severity > Severity::Note);
                    (None, config.severities.apply(found))
                }
            };
            if !findings.is_empty() {
                told(&Report::new(Arc::clone(&source), findings), &mut exit);
            }
            brief.map_or(Ok(()), |brief| act(&brief, &mut exit))
        })?;
    }
    Ok(exit)
}
