//! Words that completion offers where an argument may be anything, or is judged later with a better remedy.
//!
//! They come from the tables that the rest of the program reads, and stand in no help: it would be pages long.

use crate::diagnostic::CODES;
use crate::document::SECTIONS;
use crate::library::{Ask, FIELDS, SORTS};
use crate::notes::{KINDS, MEANINGS, State};
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap_complete::Shell;
use std::ffi::OsStr;
use std::io;

/// A parser that takes any text and offers some.
#[derive(Clone, Copy)]
pub(super) struct Offered(pub fn() -> Vec<PossibleValue>);

impl TypedValueParser for Offered {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

fn offer(word: impl Into<clap::builder::Str>, about: &'static str) -> PossibleValue {
    PossibleValue::new(word).help(about)
}

/// The codes of findings.
pub(super) fn codes() -> Vec<PossibleValue> {
    CODES.iter().map(|row| offer(row.name, row.about)).collect()
}

/// The sections of the format.
pub(super) fn sections() -> Vec<PossibleValue> {
    SECTIONS.iter().map(|row| offer(row.field, row.title)).collect()
}

/// The orders of a list, and the same turned round.
pub(super) fn orders() -> Vec<PossibleValue> {
    let straight = SORTS.iter().map(|row| offer(row.word, row.about));
    straight.chain(SORTS.iter().map(|row| offer(format!("-{}", row.word), row.reverse))).collect()
}

/// The fields of a query, and what those ask for that know some words only.
pub(super) fn fields() -> Vec<PossibleValue> {
    let mut all = Vec::new();
    for row in FIELDS {
        let value = |word: &str| format!("{}:{word}", row.name);
        all.push(offer(value(""), row.about));
        match row.ask {
            Ask::Choice(choices) => all.extend(choices.iter().map(|one| offer(value(one.word), one.about))),
            Ask::Sort => all.extend(SORTS.iter().map(|one| offer(value(one.word), one.about))),
            _ => {}
        }
    }
    all
}

/// The terms of a filter of notes.
pub(super) fn filters() -> Vec<PossibleValue> {
    let kinds = KINDS.iter().map(|row| offer(format!("kind:{}", row.word), row.about));
    let meanings = MEANINGS.iter().map(|row| offer(format!("meaning:{}", row.word), row.about));
    let states = State::ALL
        .iter()
        .map(|state| offer(format!("state:{}", state.word()), "What became of its passage."));
    let rest = [
        offer("brief:", "A word of the brief's title, file or id."),
        offer("tag:", "A tag; it holds those below it."),
    ];
    kinds.chain(meanings).chain(states).chain(rest).collect()
}

/// The script for a shell.
///
/// # Errors
/// Nothing is known to bring one about: what is generated is text.
pub(super) fn script(shell: Shell, command: &mut clap::Command) -> io::Result<String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "brief", &mut script);
    let script = String::from_utf8(script).map_err(io::Error::other)?;
    Ok(match shell {
        Shell::Bash => {
            format!("{GOES_ON}{}", script.replace("complete -F _brief ", "complete -F _brief_goes_on "))
        }
        _ => script,
    })
}

/// Bash puts a blank behind what it has completed; behind `topic:` a value is to follow.
const GOES_ON: &str = r#"_brief_goes_on() {
    _brief "$@"
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}

"#;
