//! Whether there are colours, and how many.
//!
//! The order of what counts: the flag; NO_COLOR (no-color.org: set and not empty); CLICOLOR_FORCE and FORCE_COLOR;
//! CLICOLOR=0 (bixense.com/clicolors); whether it is a terminal, and not a dumb one.

use super::args::{ColorChoice, ThemeChoice};
use crate::system::System;
use crate::theme::{Depth, Theme, ThemeName};
use std::io::{self, IsTerminal};

/// The colours for a stream.
pub(super) fn depth(system: &dyn System, choice: ColorChoice, terminal: bool) -> Depth {
    let set = |name: &str| system.var(name);
    let forced = |name: &str| set(name).is_some_and(|value| value != "0" && value != "false");
    let wanted = match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR").is_some() => false,
        ColorChoice::Auto if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") => true,
        ColorChoice::Auto => terminal && set("CLICOLOR").as_deref() != Some("0") && !is_dumb(system),
    };
    if wanted { abilities(system) } else { Depth::None }
}

/// Whether the terminal can do nothing but print.
pub(super) fn is_dumb(system: &dyn System) -> bool {
    system.var("TERM").is_none_or(|term| term == "dumb")
}

/// How many colours the terminal says it has.
fn abilities(system: &dyn System) -> Depth {
    let term = system.var("TERM").unwrap_or_default();
    let says = system.var("COLORTERM").unwrap_or_default();
    let known = ["-direct", "kitty", "alacritty", "ghostty", "wezterm", "foot", "contour"];
    if says == "truecolor" || says == "24bit" || known.iter().any(|name| term.contains(name)) {
        Depth::True
    } else if term.contains("256") {
        Depth::Ansi256
    } else {
        Depth::Ansi16
    }
}

/// Whether messages on standard error are coloured.
pub(super) fn for_stderr(system: &dyn System, choice: ColorChoice) -> bool {
    depth(system, choice, io::stderr().is_terminal()) > Depth::None
}

/// The looks of a printed page. Where nobody has said which, those of the sixteen colours are taken that can be read on
/// light and on dark, since a page waits for no answer of the terminal.
pub(super) fn page_theme(
    system: &dyn System,
    choice: ColorChoice,
    asked: Option<ThemeChoice>,
    configured: Option<ThemeName>,
) -> Theme {
    let depth = depth(system, choice, io::stdout().is_terminal());
    match theme_name(asked, configured) {
        Some(name) => Theme::new(name, depth),
        None => Theme::new(ThemeName::Light, depth.min(Depth::Ansi16)),
    }
}

/// The theme that was asked for; none for auto.
pub(super) fn theme_name(asked: Option<ThemeChoice>, configured: Option<ThemeName>) -> Option<ThemeName> {
    match asked {
        None => configured,
        Some(ThemeChoice::Auto) => None,
        Some(ThemeChoice::Dark) => Some(ThemeName::Dark),
        Some(ThemeChoice::Light) => Some(ThemeName::Light),
        Some(ThemeChoice::HighContrast) => Some(ThemeName::HighContrast),
        Some(ThemeChoice::Mono) => Some(ThemeName::Mono),
    }
}

/// The width of the terminal that standard output or error is, else `COLUMNS`.
pub(super) fn terminal_width(system: &dyn System) -> Option<usize> {
    let columns = system.var("COLUMNS").and_then(|n| n.parse().ok()).filter(|n| (10..=1000).contains(n));
    columns.or_else(|| {
        let size = rustix::termios::tcgetwinsize(io::stdout())
            .or_else(|_| rustix::termios::tcgetwinsize(io::stderr()))
            .ok()?;
        Some(usize::from(size.ws_col)).filter(|n| *n > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    #[test]
    fn flags_come_before_the_environment_and_the_environment_before_guesses() {
        use ColorChoice::{Always, Auto, Never};
        type Case<'a> = (&'a [(&'a str, &'a str)], ColorChoice, bool, Depth);
        let cases: &[Case<'_>] = &[
            (&[("TERM", "xterm")], Auto, true, Depth::Ansi16),
            (&[("TERM", "xterm")], Auto, false, Depth::None),
            (&[("TERM", "xterm-256color")], Auto, true, Depth::Ansi256),
            (&[("TERM", "xterm"), ("COLORTERM", "truecolor")], Auto, true, Depth::True),
            (&[("TERM", "xterm"), ("NO_COLOR", "1")], Auto, true, Depth::None),
            (&[("TERM", "xterm"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], Auto, true, Depth::None),
            (&[("TERM", "xterm"), ("NO_COLOR", "1")], Always, false, Depth::Ansi16),
            (&[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")], Auto, false, Depth::Ansi16),
            (&[("TERM", "xterm"), ("CLICOLOR_FORCE", "0")], Auto, false, Depth::None),
            (&[("TERM", "xterm"), ("CLICOLOR", "0")], Auto, true, Depth::None),
            (&[("TERM", "dumb")], Auto, true, Depth::None),
            (&[("TERM", "xterm-kitty")], Never, true, Depth::None),
            (&[("TERM", "xterm-kitty")], Auto, true, Depth::True),
        ];
        for (vars, choice, terminal, expected) in cases {
            let system =
                vars.iter().fold(Memory::new(), |system, (name, value)| system.with_var(name, value));
            assert_eq!(depth(&system, *choice, *terminal), *expected, "{vars:?} {choice:?} {terminal}");
        }
    }
}
