//! The project's tests as one program: screens, keys, commands, and real runs through a pseudo-terminal.

#![expect(
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may fail loudly"
)]

mod anchors;
mod architecture;
mod bringing;
mod check;
mod checking;
mod cli;
mod desk;
mod documents;
mod exports;
mod finding;
mod hostile;
mod imports;
mod keeping;
mod keys;
mod laid_out;
mod layout;
mod library;
mod list;
mod looks;
mod note_commands;
mod notebook;
mod notes;
mod notes_files;
mod noting;
mod odd;
mod pointing;
mod pty;
mod readme;
mod review;
mod schema;
mod screens;
mod scribe;
mod visits;
mod writing;
mod yaml_edits;
