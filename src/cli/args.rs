//! The arguments. Help, completions and the manual page are made from them.

use super::asking::{BriefListArgs, JsonArgs, OpenArgs, SearchArgs, ShowArgs, command_first, unwanted_words};
use super::help::after_help;
use super::note_args::{ExportArgs, NotesArgs};
use super::offered::{Offered, codes, sections};
use clap::{ArgAction, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::ffi::OsString;
use std::path::PathBuf;

/// Read op-ed briefings in the terminal.
///
/// A briefing is a YAML file that condenses an opinion article: its summary, its key actors and what each wants,
/// what it recommends to whom, and the disclaimers it carries. `brief` shows it in panes; `brief show` prints it.
#[derive(Debug, Parser)]
#[command(
    name = "brief",
    version,
    after_long_help = after_help(),
    after_help = "brief --help tells more, with examples.",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
pub struct Args {
    /// The command; without one, the reader opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the reader opens.
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true)]
    pub color: ColorChoice,
    /// Read this configuration file.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, global = true)]
    pub config: Option<PathBuf>,
}

/// What the reader opens, and how.
#[derive(Debug, clap::Args)]
pub struct ReaderArgs {
    /// Briefs, or folders of briefs; - is standard input.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Begin in this section: its letter, its field or the start of its title.
    #[arg(short, long, value_name = "SECTION", value_parser = Offered(sections), hide_possible_values = true)]
    pub section: Option<String>,
    /// Open the brief that was read last, where it was left.
    #[arg(short = 'c', long = "continue", conflicts_with = "files")]
    pub last: bool,
    /// Begin with a search.
    #[arg(short = 'p', long, value_name = "WORDS")]
    pub search: Option<String>,
    /// The theme; auto follows the terminal's background.
    #[arg(long, value_enum, value_name = "NAME")]
    pub theme: Option<ThemeChoice>,
    /// How the sections stand on the screen.
    #[arg(long, value_enum, value_name = "HOW")]
    pub layout: Option<LayoutChoice>,
    /// Leave the mouse to the terminal.
    #[arg(long, action = ArgAction::SetTrue)]
    pub no_mouse: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the briefs that a query asks for.
    ///
    /// A query is words, "exact words" and field:value, as in topic:water from:2025-10 is:unread -word. On a terminal a
    /// table is printed, else path, date, title and publication with tabs between them. The exit status is 0 where
    /// something was found, 1 where nothing was, 2 where it could not be done.
    List(BriefListArgs),
    /// Search in briefs and notes, and show the passages.
    ///
    /// The best is shown first: what has the words in its title, then what says them most. Words are met by every word
    /// that begins with them; letter case and diacritics do not count. Exit status as that of list.
    Search(SearchArgs),
    /// Open the briefs that a query asks for, the best first.
    Open(OpenArgs),
    /// Print briefs as text or JSON.
    ///
    /// Text is wrapped at 80 columns, or at the width of the terminal where it is narrower. JSON holds the fields of
    /// the format; several briefs are several JSON values, one after another.
    Show(ShowArgs),
    /// Check briefs: all that is wrong or probably a slip, with places and remedies.
    ///
    /// Findings go to standard output, the count to standard error. The exit status is 0 where nothing is an error, 1
    /// where something is (or a warning, with --deny warnings), 2 where a file could not be read.
    Check(CheckArgs),
    /// Print the JSON Schema of a brief, for completion and validation in editors.
    ///
    /// A file that begins with `# yaml-language-server: $schema=brief.schema.json` is completed and checked by every
    /// editor that has the YAML language server: brief schema > brief.schema.json
    Schema,
    /// List, add, show, remove, export, import and attach notes.
    ///
    /// Without a command, all notes are listed. Notes are on the passages that a person chose in the reader, and stay
    /// there when the brief is revised.
    Notes(NotesArgs),
    /// Write briefs and the notes on them in the forms of other programs.
    ///
    /// Without -o, to standard output. Disclaimers go with every brief, and its source with every note.
    Export(ExportArgs),
    /// Write a brief to begin with, and open it in your editor.
    ///
    /// It is named after its title and lies in the configured folder, in ./briefs where there is one, or here; every field
    /// stands in it with what it means. Afterwards what is found in it is shown, with the way back to the place.
    New(NewArgs),
    /// Open a brief in your editor, and show what is found in it afterwards.
    ///
    /// It opens at the first finding, where there is one. The editor is $VISUAL, else $EDITOR, else vi.
    Edit(EditArgs),
    /// Write briefs in canonical order and layout.
    ///
    /// Fields stand in the order of the format, two blanks indent, sections are parted by blank lines, and quotes stand
    /// where YAML needs them. Comments stay with what they are about, and what a brief says never changes. A file that has
    /// errors is left as it is.
    Fmt(FmtArgs),
    /// Draft briefs from articles: plain text, Markdown, or pages as a browser saves them.
    ///
    /// By rules and without a network. Without -o, to standard output. Every proposal is marked as a draft and says which
    /// paragraphs it rests on; what is not found is left out, and said on standard error.
    Import(ArticleArgs),
    /// Print a configuration file to begin with.
    Config,
    /// Print completions for a shell.
    ///
    /// For bash: brief completions bash > ~/.local/share/bash-completion/completions/brief
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page.
    ///
    /// To read it at once: brief man | man -l -
    Man,
}

/// What is checked, and how it is told.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Briefs, or folders of briefs; - is standard input; without any, those that `brief` alone would open.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// How findings are printed.
    #[arg(short, long, value_name = "FORMAT", default_value = "full", default_value_if("json", "true", "json"), value_parser = words(crate::render::check::FORMATS.iter().map(|row| (row.name, row.about))))]
    pub format: String,
    /// The short way to say it.
    #[command(flatten)]
    pub json: JsonArgs,
    /// From which severity on findings end with status 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = DenyChoice::Errors)]
    pub deny: DenyChoice,
    /// Check again whenever a file changes, until Ctrl-C.
    #[arg(short, long)]
    pub watch: bool,
    /// Mend what is safe to mend, in place, or from standard input to standard output; comments and layout stay.
    #[arg(long, conflicts_with_all = ["watch", "explain"])]
    pub fix: bool,
    /// With --fix: write nothing, but show what would change; status 1 where anything would.
    #[arg(long, requires = "fix")]
    pub diff: bool,
    /// Explain a code, with an example; without one, list all codes.
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "all", conflicts_with_all = ["files", "watch"], value_parser = Offered(codes), hide_possible_values = true)]
    pub explain: Option<String>,
}

/// From which severity on findings end with status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DenyChoice {
    /// Errors only.
    Errors,
    /// Warnings too.
    Warnings,
    /// Notes too.
    Notes,
}

/// A new brief.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// Its title.
    #[arg(value_name = "TITLE")]
    pub title: Vec<String>,
    /// Write this file, or into this folder; - is standard output.
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Do not open the editor, but print the file's name.
    #[arg(long)]
    pub no_edit: bool,
}

/// What is edited.
#[derive(Debug, clap::Args)]
pub struct EditArgs {
    /// A file; or the id, the title or a part of the title of a brief here, in ./briefs or in the configured folders.
    #[arg(value_name = "QUERY", required = true, value_hint = ValueHint::FilePath)]
    pub query: Vec<OsString>,
}

/// What is laid out.
#[derive(Debug, clap::Args)]
pub struct FmtArgs {
    /// Briefs, or folders of briefs, which are written in place; - goes from standard input to standard output.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Write nothing: name the files that would change, and end with status 1 where there are any.
    #[arg(long)]
    pub check: bool,
    /// Write nothing: show what would change, and end with status 1 where anything would.
    #[arg(long)]
    pub diff: bool,
}

/// Words that an argument may be, with what they mean.
pub(super) fn words(
    rows: impl Iterator<Item = (&'static str, &'static str)>,
) -> clap::builder::PossibleValuesParser {
    let values: Vec<clap::builder::PossibleValue> =
        rows.map(|(word, about)| clap::builder::PossibleValue::new(word).help(about)).collect();
    values.into()
}

/// Which articles are drafted, and what is known of them.
#[derive(Debug, clap::Args)]
pub struct ArticleArgs {
    /// Articles; - is standard input.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Write this file; into a folder, a file for each article.
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Write over files that are there.
    #[arg(long)]
    pub force: bool,
    /// The form of the articles; without it, that of the file's name and beginning.
    #[arg(short, long, value_enum, value_name = "FORM")]
    pub format: Option<ArticleFormat>,
    /// Draft by rules, even where the configuration names a command for it.
    #[arg(long)]
    pub rules: bool,
    /// The headline, where the article does not say it.
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Who wrote it; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Where it was published.
    #[arg(long, value_name = "NAME")]
    pub publication: Option<String>,
    /// Who carried it further.
    #[arg(long, value_name = "NAME")]
    pub syndicated_by: Option<String>,
    /// When it was published: YYYY, YYYY-MM or YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub published: Option<crate::brief::PartialDate>,
    /// Where it can be read.
    #[arg(long, value_name = "URL", value_parser = parse_url)]
    pub url: Option<String>,
    /// The language that it is written in, as a BCP 47 tag such as en.
    #[arg(long, value_name = "TAG", value_parser = parse_language)]
    pub language: Option<String>,
}

fn parse_date(text: &str) -> Result<crate::brief::PartialDate, String> {
    crate::brief::PartialDate::parse(text)
        .map_err(|error| format!("{error}; write 2025, 2025-11 or 2025-11-02"))
}

fn parse_url(text: &str) -> Result<String, String> {
    let known = crate::brief::Url::new(text).map(|url| url.as_str().to_owned());
    known.ok_or_else(|| "not a web address; write it whole, as in https://example.org/page".to_owned())
}

fn parse_language(text: &str) -> Result<String, String> {
    let known = crate::brief::Language::parse(text).map(|tag| tag.as_str().to_owned());
    known.map_err(|help| format!("not a language tag; {help}"))
}

/// The form of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ArticleFormat {
    /// Plain text, or a mail.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page as a browser saves it.
    Html,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What `show` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page of text.
    Text,
    /// JSON, for scripts.
    Json,
}

/// A theme on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    /// By the terminal's background.
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// The strongest contrast.
    HighContrast,
    /// Without colours.
    Mono,
}

/// A layout on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LayoutChoice {
    /// Each section in a pane.
    Panes,
    /// One column with an outline.
    Continuous,
}

/// Whether a word is that of a command.
pub(super) fn is_command(word: &str) -> bool {
    COMMANDS.contains(&word)
}

impl Args {
    /// Reads the arguments of the program. Where they are nothing but files, the parser is not asked: building it takes
    /// as long as reading a brief.
    ///
    /// # Errors
    /// Where they are none of the program's, or ask for help.
    pub fn read() -> Result<Self, clap::Error> {
        let given = command_first(std::env::args_os().skip(1).collect());
        Self::only_files(&given).map_or_else(
            || Self::try_parse_from(std::iter::once("brief".into()).chain(unwanted_words(given.clone()))),
            Ok,
        )
    }

    /// Arguments that are nothing but files.
    fn only_files(given: &[OsString]) -> Option<Self> {
        let is_file =
            |arg: &OsString| arg == "-" || !arg.is_empty() && !arg.as_encoded_bytes().starts_with(b"-");
        let first_is_command = || {
            let first = given.first()?.to_str()?;
            is_command(first).then_some(())
        };
        if !given.iter().all(is_file) || first_is_command().is_some() {
            return None;
        }
        let files = given.iter().map(PathBuf::from).collect();
        Some(Self {
            command: None,
            reader: ReaderArgs {
                files,
                last: false,
                section: None,
                search: None,
                theme: None,
                layout: None,
                no_mouse: false,
            },
            color: ColorChoice::Auto,
            config: None,
        })
    }
}

/// The names of the commands; a test holds them to [`Command`].
pub(super) const COMMANDS: &[&str] = &[
    "list",
    "search",
    "open",
    "show",
    "check",
    "schema",
    "notes",
    "export",
    "new",
    "edit",
    "fmt",
    "import",
    "config",
    "completions",
    "man",
];

/// The whole command, for help, completions and the manual page.
#[must_use]
pub fn command() -> clap::Command {
    Args::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        command().debug_assert();
    }

    #[test]
    fn files_are_read_without_the_parser_as_with_it() {
        let names: Vec<String> = command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
        assert_eq!(names, COMMANDS);
        let given = |args: &[&str]| -> Vec<OsString> { args.iter().map(OsString::from).collect() };
        for args in [&[][..], &["a.yaml"], &["-"], &["briefs", "b.yaml", "show"], &["Show"]] {
            let quick = Args::only_files(&given(args)).unwrap();
            let parsed = Args::parse_from(std::iter::once(&"brief").chain(args));
            assert_eq!(format!("{quick:?}"), format!("{parsed:?}"));
        }
        for args in [&["show", "x"][..], &["-h"], &["x", "--theme", "dark"], &["--"], &[""], &["man"]] {
            assert!(Args::only_files(&given(args)).is_none(), "{args:?}");
        }
    }
}
