//! How the reader is set up, by the configuration and the command line.
//!
//! Invariant: nothing here depends on a brief; what the reader changes by keys lasts until it ends.

use super::keymap::Keymap;
use crate::theme::{Depth, ThemeName};
use jiff::Timestamp;
use std::path::PathBuf;

/// How the reader is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The theme; none where the terminal's background decides.
    pub theme: Option<ThemeName>,
    /// The colours of the terminal.
    pub depth: Depth,
    /// Panes, or one column.
    pub arrangement: Arrangement,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// The most cells of a line of prose.
    pub measure: u16,
    /// Which keys do what.
    pub keymap: Keymap,
    /// Which section to begin in, by name or letter.
    pub section: Option<String>,
    /// What to search for at once.
    pub search: Option<String>,
    /// Export templates of the reader's own.
    pub templates: Vec<PathBuf>,
    /// When the program began.
    pub began: Timestamp,
    /// A number that nobody can foretell, from which names of notes are made.
    pub chance: u64,
    /// The folders of the library behind a brief that was named alone.
    pub folders: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: None,
            depth: Depth::None,
            arrangement: Arrangement::Panes,
            mouse: true,
            measure: 76,
            keymap: Keymap::default(),
            section: None,
            search: None,
            templates: Vec::new(),
            began: Timestamp::UNIX_EPOCH,
            chance: 0,
            folders: Vec::new(),
        }
    }
}

/// How the sections stand on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Arrangement {
    /// Each in a pane.
    #[default]
    Panes,
    /// The one in focus fills the screen.
    Zoomed,
    /// All in one column, with an outline.
    Continuous,
}
