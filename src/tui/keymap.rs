//! Which keys do what, as data.
//!
//! Invariant: within a context no binding is the start of another that could then never be reached; what a
//! configuration adds is checked for that ([`Keymap::bind`]).

use super::action::{ACTIONS, Action, Group};
use super::chord::{Chord, NoChord};
use std::fmt::Write as _;

/// Where keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Over a brief.
    Reader,
    /// Over a brief, while text is selected; keys that it does not bind are the reader's.
    Select,
    /// In a line that is typed: search, command, picker, help.
    Prompt,
}

impl Context {
    /// Every context.
    pub const ALL: &[Self] = &[Self::Reader, Self::Select, Self::Prompt];

    /// Its name in configuration.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Select => "select",
            Self::Prompt => "prompt",
        }
    }

    /// The context of a name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|context| context.word() == word)
    }
}

use Action as A;
use Context::{Prompt, Reader, Select};

/// The bindings that come with the program, in the order in which help shows them.
const DEFAULTS: &[(Context, &str, Action)] = &[
    (Reader, "s", A::GoSummary),
    (Reader, "a", A::GoActors),
    (Reader, "r", A::GoRecommendations),
    (Reader, "d", A::GoDisclaimers),
    (Reader, "t", A::GoTimeline),
    (Reader, "\"", A::GoQuotes),
    (Reader, "f", A::GoText),
    (Reader, "tab", A::NextPane),
    (Reader, "]", A::NextPane),
    (Reader, "l", A::NextPane),
    (Reader, "right", A::NextPane),
    (Reader, "shift-tab", A::PreviousPane),
    (Reader, "[", A::PreviousPane),
    (Reader, "h", A::PreviousPane),
    (Reader, "left", A::PreviousPane),
    (Reader, "j", A::LineDown),
    (Reader, "down", A::LineDown),
    (Reader, "ctrl-n", A::LineDown),
    (Reader, "k", A::LineUp),
    (Reader, "up", A::LineUp),
    (Reader, "space", A::PageDown),
    (Reader, "pgdn", A::PageDown),
    (Reader, "ctrl-f", A::PageDown),
    (Reader, "b", A::PageUp),
    (Reader, "pgup", A::PageUp),
    (Reader, "ctrl-b", A::PageUp),
    (Reader, "ctrl-d", A::HalfDown),
    (Reader, "ctrl-u", A::HalfUp),
    (Reader, "g", A::Top),
    (Reader, "home", A::Top),
    (Reader, "G", A::Bottom),
    (Reader, "end", A::Bottom),
    (Reader, "%", A::Percent),
    (Reader, "}", A::NextParagraph),
    (Reader, "{", A::PreviousParagraph),
    (Reader, "w", A::NextWord),
    (Reader, "W", A::PreviousWord),
    (Reader, "0", A::RowStart),
    (Reader, "$", A::RowEnd),
    (Reader, "ctrl-e", A::ScrollDown),
    (Reader, "ctrl-y", A::ScrollUp),
    (Reader, "/", A::Search),
    (Reader, "n", A::NextHit),
    (Reader, "N", A::PreviousHit),
    (Reader, "*", A::SearchWord),
    (Reader, "esc", A::Dismiss),
    (Reader, "enter", A::Follow),
    (Reader, "ctrl-o", A::Back),
    (Reader, "backspace", A::Back),
    (Reader, "ctrl-i", A::Forward),
    (Reader, "alt-right", A::Forward),
    (Reader, "m", A::SetMark),
    (Reader, "'", A::GoMark),
    (Reader, "`", A::GoMark),
    (Reader, "v", A::Select),
    (Reader, "V", A::SelectParagraph),
    (Reader, "y", A::Copy),
    (Reader, "Y", A::CopyBrief),
    (Reader, "z", A::Zoom),
    (Reader, "L", A::Layout),
    (Reader, "T", A::NextTheme),
    (Reader, "o", A::Library),
    (Reader, "ctrl-p", A::Picker),
    (Reader, ")", A::NextBrief),
    (Reader, "(", A::PreviousBrief),
    (Reader, "e", A::Edit),
    (Reader, "R", A::Reload),
    (Reader, "!", A::Findings),
    (Reader, "?", A::Help),
    (Reader, "f1", A::Help),
    (Reader, ":", A::Command),
    (Reader, "ctrl-l", A::Redraw),
    (Reader, "ctrl-z", A::Suspend),
    (Reader, "q", A::Quit),
    (Reader, "Q", A::Quit),
    (Reader, "Z Z", A::Quit),
    (Reader, "ctrl-c", A::Quit),
    (Select, "h", A::Left),
    (Select, "left", A::Left),
    (Select, "l", A::Right),
    (Select, "right", A::Right),
    (Select, "w", A::NextWord),
    (Select, "e", A::WordEnd),
    (Select, "b", A::PreviousWord),
    (Select, "o", A::SwapEnds),
    (Select, "y", A::Copy),
    (Select, "enter", A::Copy),
    (Select, "v", A::Select),
    (Select, "V", A::SelectParagraph),
    (Select, "esc", A::Dismiss),
    (Select, "ctrl-c", A::Dismiss),
    (Select, "q", A::Dismiss),
    (Prompt, "enter", A::Accept),
    (Prompt, "esc", A::Cancel),
    (Prompt, "ctrl-c", A::Cancel),
    (Prompt, "tab", A::CompleteNext),
    (Prompt, "shift-tab", A::CompletePrevious),
    (Prompt, "down", A::ListDown),
    (Prompt, "ctrl-n", A::ListDown),
    (Prompt, "up", A::ListUp),
    (Prompt, "ctrl-p", A::ListUp),
    (Prompt, "pgdn", A::PageDown),
    (Prompt, "pgup", A::PageUp),
    (Prompt, "backspace", A::DeleteBack),
    (Prompt, "ctrl-h", A::DeleteBack),
    (Prompt, "delete", A::DeleteForward),
    (Prompt, "ctrl-w", A::DeleteWord),
    (Prompt, "ctrl-u", A::DeleteLine),
    (Prompt, "left", A::CursorLeft),
    (Prompt, "ctrl-b", A::CursorLeft),
    (Prompt, "right", A::CursorRight),
    (Prompt, "ctrl-f", A::CursorRight),
    (Prompt, "home", A::CursorStart),
    (Prompt, "ctrl-a", A::CursorStart),
    (Prompt, "end", A::CursorEnd),
    (Prompt, "ctrl-e", A::CursorEnd),
    (Prompt, "ctrl-r", A::ToggleRegex),
];

/// One binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// Which keys, one after another.
    pub keys: Vec<Chord>,
    /// What they do.
    pub action: Action,
}

/// All bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// What some keys lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// An action.
    Found(Action),
    /// The start of a longer binding.
    Partial,
    /// Nothing.
    None,
}

/// Keys that claim the same start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The binding that was there.
    pub keys: String,
    /// What it does.
    pub action: Action,
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = DEFAULTS.iter().filter_map(|(context, keys, action)| {
            Some(Binding { context: *context, keys: parse_keys(keys).ok()?, action: *action })
        });
        Self { bindings: bindings.collect() }
    }
}

/// Reads one or more chords with blanks between them.
///
/// # Errors
/// The chord that is none.
pub fn parse_keys(text: &str) -> Result<Vec<Chord>, NoChord> {
    let keys: Vec<Chord> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(NoChord(text.to_owned())) } else { Ok(keys) }
}

/// Chords as they are written.
#[must_use]
pub fn show_keys(keys: &[Chord]) -> String {
    let mut out = String::new();
    for (n, chord) in keys.iter().enumerate() {
        let _ = write!(out, "{}{chord}", if n == 0 { "" } else { " " });
    }
    out
}

impl Keymap {
    /// All bindings, in the order of help.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// What some keys lead to in a context. What the selection does not bind, the reader does.
    #[must_use]
    pub fn lookup(&self, context: Context, keys: &[Chord]) -> Lookup {
        let mut partial = false;
        for binding in self.bindings.iter().filter(|binding| binding.context == context) {
            if binding.keys == keys {
                return Lookup::Found(binding.action);
            }
            partial |= binding.keys.starts_with(keys);
        }
        match (partial, context) {
            (true, _) => Lookup::Partial,
            (false, Select) => self.lookup(Reader, keys),
            (false, Reader | Prompt) => Lookup::None,
        }
    }

    /// Binds keys to an action, or to nothing. Bindings of the same keys give way.
    ///
    /// # Errors
    /// When a binding that stays begins with these keys, or these begin with one: one of the two could never be
    /// reached. The binding is made all the same.
    pub fn bind(&mut self, context: Context, keys: Vec<Chord>, action: Option<Action>) -> Result<(), Conflict> {
        self.bindings.retain(|binding| binding.context != context || binding.keys != keys);
        let Some(action) = action else { return Ok(()) };
        let clash = self.bindings.iter().find(|binding| {
            binding.context == context && (binding.keys.starts_with(&keys) || keys.starts_with(&binding.keys))
        });
        let conflict = clash.map(|b| Conflict { keys: show_keys(&b.keys), action: b.action });
        if let Some(conflict) = &conflict {
            // The one that was asked for stays.
            self.bindings.retain(|b| b.context != context || show_keys(&b.keys) != conflict.keys);
        }
        self.bindings.push(Binding { context, keys, action });
        conflict.map_or(Ok(()), Err)
    }

    /// The first keys of an action, as they are written; none where it has none.
    #[must_use]
    pub fn keys_of(&self, context: Context, action: Action) -> Option<String> {
        let binding = self.bindings.iter().find(|b| b.context == context && b.action == action)?;
        Some(show_keys(&binding.keys))
    }

    /// Every action with its keys in every context, by group, for help and the README: keys, action.
    #[must_use]
    pub fn table(&self) -> Vec<(Group, Vec<(String, Action)>)> {
        let rows = |group: &Group| {
            ACTIONS
                .iter()
                .filter(|row| row.group == *group)
                .map(|row| (self.all_keys_of(row.action), row.action))
                .collect()
        };
        Group::ALL.iter().map(|group| (*group, rows(group))).collect()
    }

    fn all_keys_of(&self, action: Action) -> String {
        let mut keys: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(|binding| binding.action == action) {
            let shown = show_keys(&binding.keys);
            if !keys.contains(&shown) {
                keys.push(shown);
            }
        }
        keys.join("  ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_can_be_pressed_and_reached() {
        let map = Keymap::default();
        assert_eq!(map.bindings().len(), DEFAULTS.len(), "a default does not parse");
        for binding in map.bindings() {
            assert_eq!(map.lookup(binding.context, &binding.keys), Lookup::Found(binding.action), "{binding:?}");
            for n in 1..binding.keys.len() {
                assert_eq!(map.lookup(binding.context, &binding.keys[..n]), Lookup::Partial, "{binding:?}");
            }
        }
        for (_, rows) in map.table() {
            for (_, action) in rows {
                // What has no key is reached by the command line.
                assert!(action.info().is_some());
            }
        }
    }

    #[test]
    fn the_selection_falls_back_on_the_reader() {
        let map = Keymap::default();
        let press = |context, keys: &str| map.lookup(context, &parse_keys(keys).unwrap());
        assert_eq!(press(Select, "w"), Lookup::Found(Action::NextWord));
        assert_eq!(press(Select, "j"), Lookup::Found(Action::LineDown));
        assert_eq!(press(Prompt, "j"), Lookup::None);
        assert_eq!(press(Reader, "Z"), Lookup::Partial);
    }

    #[test]
    fn bindings_can_be_made_unmade_and_conflict() {
        let mut map = Keymap::default();
        let keys = |text: &str| parse_keys(text).unwrap();
        assert_eq!(map.bind(Reader, keys("j"), Some(Action::PageDown)), Ok(()));
        assert_eq!(map.lookup(Reader, &keys("j")), Lookup::Found(Action::PageDown));
        assert_eq!(map.bind(Reader, keys("j"), None), Ok(()));
        assert_eq!(map.lookup(Reader, &keys("j")), Lookup::None);
        let conflict = map.bind(Reader, keys("g g"), Some(Action::Top)).unwrap_err();
        assert_eq!(conflict, Conflict { keys: "g".into(), action: Action::Top });
        assert_eq!(map.lookup(Reader, &keys("g g")), Lookup::Found(Action::Top));
    }
}
