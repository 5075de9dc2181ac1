//! A reader for op-ed briefings in the terminal.
pub mod brief;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod history;
pub mod layout;
pub mod library;
pub mod notes;
pub mod render;
pub mod samples;
pub mod source;
pub mod system;
pub mod text;
pub mod theme;
pub mod tui;
pub mod yaml;
