//! The arguments of the commands that look for briefs or show them, the short ways to ask for JSON, and arguments put as clap reads them.

use super::args::{Format, ThemeChoice, is_command};
use super::offered::{Offered, fields, orders, sections};
use clap::ValueHint;
use std::ffi::OsString;
use std::path::PathBuf;

/// Which briefs are looked for.
#[derive(Debug, clap::Args)]
pub struct FindArgs {
    #[doc = "What is asked; without it, all briefs."]
    #[arg(value_name = "QUERY", help = query_help(), value_parser = Offered(fields), hide_possible_values = true)]
    pub query: Vec<String>,
    /// Look in this folder, or at this file; may be given several times. Without it, in ./briefs, else in the configured folders.
    #[arg(long = "in", value_name = "FOLDER", value_hint = ValueHint::AnyPath)]
    pub folders: Vec<PathBuf>,
    #[doc = "The order."]
    #[arg(long, value_name = "ORDER", allow_hyphen_values = true, help = sort_help(), value_parser = Offered(orders), hide_possible_values = true)]
    pub sort: Option<String>,
}

fn query_help() -> String {
    let fields: Vec<String> = crate::library::FIELDS.iter().map(|row| format!("{}:", row.name)).collect();
    format!(
        "What is asked: words, \"exact words\", and fields ({}); - before one excludes it",
        fields.join(" ")
    )
}

fn sort_help() -> String {
    let orders: Vec<&str> = crate::library::SORTS.iter().map(|row| row.word).collect();
    format!("The order: {}; - before the word turns it round", orders.join(", "))
}

/// How what was found is printed for scripts.
#[derive(Debug, clap::Args)]
pub struct FormArgs {
    /// Print JSON: an array with an object for each brief.
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Print a line for each brief by a template of Jinja, as in '{{ date }} {{ title }}'.
    #[arg(long, value_name = "TEMPLATE")]
    pub format: Option<String>,
}

/// The short way to ask for JSON, for commands that have several formats.
#[derive(Debug, clap::Args)]
pub struct JsonArgs {
    /// The same as --format json.
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// What `show` prints.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Briefs, or folders of briefs; - is standard input.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Print this section only: its letter, its field or the start of its title. May be given several times.
    #[arg(short, long, value_name = "SECTION", value_parser = Offered(sections), hide_possible_values = true)]
    pub section: Vec<String>,
    /// Wrap at this many columns.
    #[arg(short, long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(10..=1000))]
    pub width: Option<u16>,
    /// Print text or JSON.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text, default_value_if("json", "true", "json"))]
    pub format: Format,
    /// The short way to say it.
    #[command(flatten)]
    pub json: JsonArgs,
    /// The theme of colours, where there are any.
    #[arg(long, value_enum, value_name = "NAME")]
    pub theme: Option<ThemeChoice>,
}

/// Which briefs are listed, and how.
#[derive(Debug, clap::Args)]
pub struct BriefListArgs {
    /// Which.
    #[command(flatten)]
    pub find: FindArgs,
    /// How.
    #[command(flatten)]
    pub form: FormArgs,
    /// The most that are listed; 0 is all.
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 0)]
    pub limit: usize,
}

/// What is searched, and how it is shown.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// What.
    #[command(flatten)]
    pub find: FindArgs,
    /// How.
    #[command(flatten)]
    pub form: FormArgs,
    /// The most briefs that are shown; 0 is all.
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 20)]
    pub limit: usize,
    /// The most passages of each brief.
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    pub passages: usize,
}

/// Which briefs are opened.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    /// Which.
    #[command(flatten)]
    pub find: FindArgs,
}

/// The options of every command, each with a value behind it.
const COMMON: &[&str] = &["--color", "--config"];

/// Arguments in which the common options stand behind the command: before it, clap takes its name for that of a file.
pub(super) fn command_first(given: Vec<OsString>) -> Vec<OsString> {
    let mut at = 0;
    while let Some(arg) = given.get(at).and_then(|arg| arg.to_str()) {
        let has_value = arg.split_once('=').is_some_and(|(name, _)| COMMON.contains(&name));
        at += match arg {
            _ if has_value => 1,
            _ if COMMON.contains(&arg) => 2,
            _ => break,
        };
    }
    if at == 0 || !given.get(at).and_then(|arg| arg.to_str()).is_some_and(is_command) {
        return given;
    }
    let (options, rest) = given.split_at(at);
    let (command, rest) = rest.split_at(1);
    [command, options, rest].concat()
}

/// The commands whose arguments are queries.
const ASKING: &[&str] = &["list", "search", "open"];

/// Their options of one letter, and those that have a value behind them.
const LETTERS: &[&str] = &["-n", "-h", "-V"];
const VALUES: &[&str] = &["-n", "--limit", "--in", "--format", "--passages", "--color", "--config"];

/// Arguments in which `-word` is no option, but a word that is not wanted: its hyphen becomes a minus sign, which a query
/// understands as well.
pub(super) fn unwanted_words(given: Vec<OsString>) -> Vec<OsString> {
    if !given.iter().find_map(|arg| arg.to_str()).is_some_and(|first| ASKING.contains(&first)) {
        return given;
    }
    let mut before = OsString::new();
    let mut out = Vec::new();
    for arg in given {
        let is_value = before.to_str().is_some_and(|before| VALUES.contains(&before));
        before.clone_from(&arg);
        let word = arg.to_str().and_then(|arg| {
            let word = arg.strip_prefix('-').filter(|word| !word.is_empty() && !word.starts_with('-'))?;
            let is_option = LETTERS.contains(&arg)
                || arg.strip_prefix("-n").is_some_and(|n| n.trim_start_matches('=').parse::<usize>().is_ok());
            (!is_option && !is_value).then(|| OsString::from(format!("\u{2212}{word}")))
        });
        out.push(word.unwrap_or(arg));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_options_may_stand_before_the_command() {
        let put = |line: &str| -> String {
            let all = command_first(line.split(' ').map(OsString::from).collect());
            all.into_iter().map(|arg| arg.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(put("--color never check x.yaml"), "check --color never x.yaml");
        assert_eq!(put("--config=F --color never list -word"), "list --config=F --color never -word");
        assert_eq!(put("--config check notes list"), "notes --config check list");
        for line in [
            "check --color never x",
            "--color never x.yaml",
            "--color check",
            "--theme dark check",
            "-- check",
        ] {
            assert_eq!(put(line), line);
        }
    }

    #[test]
    fn words_that_are_not_wanted_are_no_options() {
        let rewritten = |args: &[&str]| -> Vec<String> {
            let all = unwanted_words(args.iter().map(OsString::from).collect());
            all.into_iter().map(|arg| arg.into_string().unwrap()).collect()
        };
        assert_eq!(
            rewritten(&[
                "list",
                "-has:errors",
                "-n",
                "3",
                "-n5",
                "-h",
                "--sort",
                "-title",
                "--in",
                "-x",
                "-",
                "--json"
            ]),
            ["list", "−has:errors", "-n", "3", "-n5", "-h", "--sort", "−title", "--in", "-x", "-", "--json"]
        );
        assert_eq!(rewritten(&["show", "-s", "r"]), ["show", "-s", "r"]);
    }
}
