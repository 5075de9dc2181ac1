//! The arguments of `brief notes` and `brief export`.

use super::args::words;
use super::asking::JsonArgs;
use super::offered::{Offered, fields, filters, sections};
use clap::{Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// What is done with notes.
#[derive(Debug, clap::Args)]
pub struct NotesArgs {
    /// What to do; without it, list.
    #[command(subcommand)]
    pub command: Option<NotesCommand>,
}

/// The commands on notes.
#[derive(Debug, Subcommand)]
pub enum NotesCommand {
    /// List notes: all that are kept, or those on some briefs.
    ///
    /// The exit status is 1 where a file of notes could not be read.
    List(ListArgs),
    /// Show notes whole.
    Show {
        /// Their names, or the start or the end of each.
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a note, and print its name.
    Add(AddArgs),
    /// Change what a note says, its kind, its meaning or its tags.
    Edit(EditNoteArgs),
    /// Remove notes.
    Rm {
        /// Their names, or the start or the end of each.
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        /// Print the notes as they were, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Export notes: the same as brief export --what notes.
    Export(ExportArgs),
    /// Take notes in from files: brief's own JSON and notes files, W3C Web Annotations, Hypothesis, Readium.
    ///
    /// Nothing comes twice, and no words that are here are written over. The exit status is 1 where something of a file
    /// could not be read or is on no brief at hand, 2 where a file could not be read at all.
    Import(ImportArgs),
    /// Give a note another place: after its brief was moved or rewritten.
    Attach {
        /// Its name, or the start or the end of it.
        #[arg(value_name = "ID")]
        id: String,
        /// Where it belongs.
        #[command(flatten)]
        place: PlaceArgs,
        /// Print the note as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Which notes are listed.
#[derive(Debug, Default, clap::Args)]
pub struct ListArgs {
    /// Briefs, or folders of briefs; without any, all notes that are kept.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    #[doc = "Only those that fit: "]
    #[arg(short, long, value_name = "FILTER", help = filter_help(), value_parser = Offered(filters), hide_possible_values = true)]
    pub filter: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

fn filter_help() -> String {
    format!("Only those that fit: {}", crate::notes::filter_help())
}

/// A place in a brief: some words, a section, or the whole.
#[derive(Debug, clap::Args)]
pub struct PlaceArgs {
    /// The brief.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Which brief, where the file holds several: its id, or the start of its title; without it, the one that has the words.
    #[arg(short, long, value_name = "BRIEF")]
    pub brief: Option<String>,
    /// The words, as `brief show` prints them without its line breaks.
    #[arg(short, long, value_name = "WORDS", allow_hyphen_values = true)]
    pub quote: Option<String>,
    /// The section: its letter, its field or the start of its title.
    #[arg(short, long, value_name = "SECTION", value_parser = Offered(sections), hide_possible_values = true)]
    pub section: Option<String>,
}

/// A note to be written.
#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// Where.
    #[command(flatten)]
    pub place: PlaceArgs,
    /// What it says, in Markdown; - reads it from standard input.
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// What kind of note it is.
    #[arg(short, long, value_name = "KIND", value_parser = words(crate::notes::KINDS.iter().map(|row| (row.word, row.about))))]
    pub kind: Option<String>,
    /// What the passage means: makes it a highlight.
    #[arg(short, long, value_name = "MEANING", value_parser = words(crate::notes::MEANINGS.iter().map(|row| (row.word, row.about))))]
    pub meaning: Option<String>,
    /// A tag; may be given several times.
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Print the note as JSON, instead of its name.
    #[arg(long)]
    pub json: bool,
}

/// How a note is changed.
#[derive(Debug, clap::Args)]
pub struct EditNoteArgs {
    /// Its name, or the start or the end of it.
    #[arg(value_name = "ID")]
    pub id: String,
    /// What it says from now on, in Markdown; - reads it from standard input.
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// What kind of note it is from now on.
    #[arg(short, long, value_name = "KIND", value_parser = words(crate::notes::KINDS.iter().map(|row| (row.word, row.about))))]
    pub kind: Option<String>,
    /// What the passage means from now on.
    #[arg(short, long, value_name = "MEANING", value_parser = words(crate::notes::MEANINGS.iter().map(|row| (row.word, row.about))))]
    pub meaning: Option<String>,
    /// A tag more; may be given several times.
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// A tag that goes; may be given several times.
    #[arg(long, value_name = "TAG")]
    pub untag: Vec<String>,
    /// Print the note as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Where notes come from.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The files; - is standard input.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// The briefs that they may be on; a single one takes them whatever they name. Without any, those that `brief` alone would open.
    #[arg(long, value_name = "BRIEF", value_hint = ValueHint::AnyPath)]
    pub into: Vec<PathBuf>,
    /// Print what was done as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What is exported, how and where to.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// Briefs, or folders of briefs; - is standard input; without any, those that `brief` alone would open.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// The format; without it, that of the file's name, or Markdown.
    #[arg(short, long, value_name = "FORMAT", default_value_if("json", "true", "json"), value_parser = words(crate::render::export::FORMATS.iter().map(|row| (row.name, row.about))))]
    pub format: Option<String>,
    /// The short way to say it.
    #[command(flatten)]
    pub json: JsonArgs,
    /// A template of your own: a file, or a name in `$XDG_CONFIG_HOME/brief/templates`.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["format", "json"])]
    pub template: Option<PathBuf>,
    /// The brief, the notes on it, or both.
    #[arg(short, long, value_enum, value_name = "WHAT")]
    pub what: Option<WhatChoice>,
    /// Write this file; into a folder (there, or with / at the end), a file for each brief; - is standard output.
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Write over files that are there.
    #[arg(long)]
    pub force: bool,
    /// Only the briefs that this asks for, as brief list does; FILE says where to look.
    #[arg(long, value_name = "QUERY", value_parser = Offered(fields), hide_possible_values = true)]
    pub query: Option<String>,
    /// Look for them in this folder too; may be given several times.
    #[arg(long = "in", value_name = "FOLDER", value_hint = ValueHint::AnyPath, requires = "query")]
    pub folders: Vec<PathBuf>,
    #[doc = "Only these notes"]
    #[arg(long, value_name = "FILTER", help = filter_help(), value_parser = Offered(filters), hide_possible_values = true)]
    pub filter: Option<String>,
    /// Print the JSON Schema of the format json.
    #[arg(long)]
    pub schema: bool,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WhatChoice {
    /// What the briefs say.
    Brief,
    /// The notes on them.
    Notes,
    /// Both.
    Both,
}
