//! The reader: keys in, screens out.
//!
//! Owns the loop `key → action → update → effects → news → update`, and the terminal while it runs.
//! Invariant: `update` is pure and total, `view` changes nothing, and `perform` alone touches the world.

pub mod action;
pub mod all_notes;
pub mod app;
pub mod chord;
pub mod collection;
pub mod command;
pub mod cursor;
pub mod deliver;
mod desk;
pub mod effect;
pub mod event;
pub mod exporting;
pub mod geometry;
pub mod held;
mod input;
pub mod keeper;
pub mod keymap;
pub mod known;
pub mod librarian;
mod line;
pub mod listing;
pub mod load;
pub mod notebook;
pub mod origin;
pub mod outlook;
mod output;
pub mod over;
mod perform;
pub mod review;
mod run;
pub mod screen;
pub mod search;
pub mod sections;
mod sequence;
mod settings;
pub mod shipping;
mod signals;
mod terminal;
pub mod text_edit;
pub mod unsaved;
pub mod update;
pub mod view;
mod watching;

pub use run::{Ending, Start, run};
pub use signals::die_of;
