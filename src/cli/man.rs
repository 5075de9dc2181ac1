//! The manual page, made from the arguments and the tables of the help.
//!
//! `clap_mangen` writes what it knows of a command; which sections there are and in which order is said here, after man-pages(7).
//! Every command stands in the one page with its options: there are no others to refer to.

use super::help::{ENVIRONMENT, EXAMPLES, EXIT, KEYS};
use clap::Command;
use clap_mangen::Man;
use std::fmt::Write as _;
use std::io;

/// The page in the language of man(7).
pub(super) fn page(command: &Command) -> io::Result<String> {
    let man = Man::new(command.clone());
    let mut out = rendered(|page| man.render_title(page))?;
    out.push_str(&rendered(|page| man.render_name_section(page))?);
    section(&mut out, "SYNOPSIS");
    synopsis(&mut out, command);
    out.push_str(&rendered(|page| man.render_description_section(page))?);
    out.push_str(&rendered(|page| man.render_options_section(page))?);
    section(&mut out, "COMMANDS");
    commands(&mut out, command, "brief")?;
    section(&mut out, "KEYS");
    line(&mut out, KEYS);
    section(&mut out, "EXIT STATUS");
    table(&mut out, EXIT);
    section(&mut out, "ENVIRONMENT");
    table(&mut out, ENVIRONMENT);
    section(&mut out, "EXAMPLES");
    table(&mut out, EXAMPLES);
    Ok(in_bold(&out))
}

/// A part of the page that `clap_mangen` knows. The preamble is before the title alone.
fn rendered(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<String> {
    let mut page = Vec::new();
    render(&mut page)?;
    let page = String::from_utf8(page).map_err(io::Error::other)?;
    let is_preamble = |line: &&str| line.starts_with(".ie ") || line.starts_with(".el ");
    let (preamble, rest): (Vec<&str>, Vec<&str>) = page.split_inclusive('\n').partition(is_preamble);
    let titled = rest.first().is_some_and(|line| line.starts_with(".TH"));
    let preamble = if titled { preamble } else { Vec::new() };
    Ok([preamble, rest].concat().concat())
}

/// The commands below one, each with how it is called, what it does and its options.
fn commands(out: &mut String, command: &Command, above: &str) -> io::Result<()> {
    for below in command.get_subcommands() {
        let name = format!("{above} {}", below.get_name());
        let below = below.clone().bin_name(&name).disable_help_flag(true);
        // `fmt::Write` to a string does not fail.
        let _ = writeln!(out, ".SS \"{}\"", escape(&name));
        synopsis(out, &below);
        out.push_str(".PP\n");
        let man = Man::new(below.clone());
        out.push_str(untitled(&rendered(|page| man.render_description_section(page))?));
        if below.get_arguments().next().is_some() {
            out.push_str(untitled(&rendered(|page| man.render_options_section(page))?));
        }
        commands(out, &below, &name)?;
    }
    Ok(())
}

/// A section without its heading.
fn untitled(section: &str) -> &str {
    match section.split_once('\n') {
        Some((first, rest)) if first.starts_with(".SH") => rest,
        _ => section,
    }
}

/// How a command is called.
fn synopsis(out: &mut String, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    for (n, way) in usage.trim_start_matches("Usage:").lines().enumerate() {
        if n > 0 {
            out.push_str(".br\n");
        }
        line(out, way.trim());
    }
}

fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, ".SH \"{title}\"");
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{}", escape(text));
}

/// Words and what they mean; one that says enough by itself stands alone.
fn table(out: &mut String, rows: &[(&str, &str)]) {
    for (name, about) in rows {
        let _ = writeln!(out, ".TP\n\\fB{}\\fR\n{}", escape(name), escape(about));
    }
}

/// A text that roff shows as it is.
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    if text.starts_with('.') { format!("\\&{text}") } else { text }
}

/// What stands between backticks, in bold.
fn in_bold(page: &str) -> String {
    let parts: Vec<&str> = page.split('`').collect();
    let mut out = String::with_capacity(page.len());
    for (n, part) in parts.iter().enumerate() {
        out.push_str(part);
        if n + 1 < parts.len() {
            out.push_str(if n % 2 == 0 { "\\fB" } else { "\\fR" });
        }
    }
    out
}
