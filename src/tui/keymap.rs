//! Which keys do what, as data.
//!
//! Invariant: within a context no binding is the start of another that could then never be reached; what a
//! configuration adds is checked for that ([`Keymap::bind`]).

use super::action::{ACTIONS, Action, Group};
use super::chord::{Chord, Key, NoChord};
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
    /// In a note that is being written.
    Editor,
    /// Over the list of briefs.
    List,
    /// Over a draft that is being looked at.
    Review,
}

impl Context {
    /// Every context.
    pub const ALL: &[Self] =
        &[Self::Reader, Self::Select, Self::Prompt, Self::Editor, Self::List, Self::Review];

    /// Its name in configuration.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Select => "select",
            Self::Prompt => "prompt",
            Self::Editor => "editor",
            Self::List => "list",
            Self::Review => "review",
        }
    }

    /// The context of a name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|context| context.word() == word)
    }
}

/// Keys pressed one after another: at least one, at most [`Keys::MOST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    chords: [Chord; Self::MOST],
    len: usize,
}

impl Keys {
    /// The most chords of one binding.
    pub const MOST: usize = 3;

    const fn of(first: Chord) -> Self {
        Self { chords: [first; Self::MOST], len: 1 }
    }

    /// Reads one or more chords with blanks between them.
    ///
    /// # Errors
    /// The chord that is none, or the whole text where there are none or too many.
    pub fn parse(text: &str) -> Result<Self, NoChord> {
        let chords: Vec<Chord> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let Some(first) = chords.first() else { return Err(NoChord(text.to_owned())) };
        let mut keys = Self { len: chords.len(), ..Self::of(*first) };
        for (n, chord) in chords.into_iter().enumerate() {
            *keys.chords.get_mut(n).ok_or_else(|| NoChord(text.to_owned()))? = chord;
        }
        Ok(keys)
    }

    /// The chords.
    #[must_use]
    pub fn chords(&self) -> &[Chord] {
        self.chords.get(..self.len).unwrap_or(&self.chords)
    }

    /// Whether these keys begin with some others, or are them.
    #[must_use]
    pub fn start_with(&self, others: &[Chord]) -> bool {
        self.chords().starts_with(others)
    }
}

impl std::fmt::Display for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&show_keys(self.chords()))
    }
}

const fn char(c: char) -> Keys {
    Keys::of(Chord::char(c))
}

const fn key(key: Key) -> Keys {
    Keys::of(Chord::key(key))
}

const fn ctrl(c: char) -> Keys {
    Keys::of(Chord { ctrl: true, ..Chord::char(c) })
}

const fn alt(key: Key) -> Keys {
    Keys::of(Chord { alt: true, ..Chord::key(key) })
}

const fn shift(key: Key) -> Keys {
    Keys::of(Chord { shift: true, ..Chord::key(key) })
}

const fn two(first: Keys, second: Keys) -> Keys {
    let [first, ..] = first.chords;
    let [second, ..] = second.chords;
    Keys { chords: [first, second, second], len: 2 }
}

use Action as A;
use Context::{Editor, List, Prompt, Reader, Review, Select};

/// The bindings that come with the program, in the order in which help shows them.
const DEFAULTS: &[(Context, Keys, Action)] = &[
    (Reader, char('s'), A::GoSummary),
    (Reader, char('a'), A::GoActors),
    (Reader, char('r'), A::GoRecommendations),
    (Reader, char('d'), A::GoDisclaimers),
    (Reader, char('t'), A::GoTimeline),
    (Reader, char('"'), A::GoQuotes),
    (Reader, char('f'), A::GoText),
    (Reader, char('i'), A::GoAbout),
    (Reader, key(Key::Tab), A::NextPane),
    (Reader, char(']'), A::NextPane),
    (Reader, char('l'), A::NextPane),
    (Reader, key(Key::Right), A::NextPane),
    (Reader, shift(Key::Tab), A::PreviousPane),
    (Reader, char('['), A::PreviousPane),
    (Reader, char('h'), A::PreviousPane),
    (Reader, key(Key::Left), A::PreviousPane),
    (Reader, char('j'), A::LineDown),
    (Reader, key(Key::Down), A::LineDown),
    (Reader, ctrl('n'), A::LineDown),
    (Reader, char('k'), A::LineUp),
    (Reader, key(Key::Up), A::LineUp),
    (Reader, char(' '), A::PageDown),
    (Reader, key(Key::PageDown), A::PageDown),
    (Reader, ctrl('f'), A::PageDown),
    (Reader, char('b'), A::PageUp),
    (Reader, key(Key::PageUp), A::PageUp),
    (Reader, ctrl('b'), A::PageUp),
    (Reader, ctrl('d'), A::HalfDown),
    (Reader, ctrl('u'), A::HalfUp),
    (Reader, char('g'), A::Top),
    (Reader, key(Key::Home), A::Top),
    (Reader, char('G'), A::Bottom),
    (Reader, key(Key::End), A::Bottom),
    (Reader, char('%'), A::Percent),
    (Reader, char('}'), A::NextParagraph),
    (Reader, char('{'), A::PreviousParagraph),
    (Reader, char('w'), A::NextWord),
    (Reader, char('W'), A::PreviousWord),
    (Reader, char('0'), A::RowStart),
    (Reader, char('$'), A::RowEnd),
    (Reader, ctrl('e'), A::ScrollDown),
    (Reader, ctrl('y'), A::ScrollUp),
    (Reader, char('/'), A::Search),
    (Reader, char('n'), A::NextHit),
    (Reader, char('N'), A::PreviousHit),
    (Reader, char('*'), A::SearchWord),
    (Reader, key(Key::Esc), A::Dismiss),
    (Reader, key(Key::Enter), A::Follow),
    (Reader, ctrl('o'), A::Back),
    (Reader, key(Key::Backspace), A::Back),
    (Reader, ctrl('i'), A::Forward),
    (Reader, alt(Key::Right), A::Forward),
    (Reader, char('P'), A::Review),
    (Reader, char('+'), A::NextChange),
    (Reader, char('-'), A::PreviousChange),
    (Reader, char('m'), A::SetMark),
    (Reader, char('\''), A::GoMark),
    (Reader, char('`'), A::GoMark),
    (Reader, char('v'), A::Select),
    (Reader, char('V'), A::SelectParagraph),
    (Reader, char('y'), A::Copy),
    (Reader, char('Y'), A::Cite),
    (Reader, char('c'), A::Note),
    (Reader, char('H'), A::Highlight),
    (Reader, char('B'), A::Bookmark),
    (Reader, char('M'), A::Notes),
    (Reader, char('>'), A::NextNote),
    (Reader, char('<'), A::PreviousNote),
    (Reader, char('D'), A::DeleteNote),
    (Reader, key(Key::Delete), A::DeleteNote),
    (Reader, char('A'), A::AcceptPlace),
    (Reader, char('x'), A::Export),
    (Reader, char('u'), A::UndoNote),
    (Reader, ctrl('r'), A::RedoNote),
    (Reader, char('z'), A::Zoom),
    (Reader, char('L'), A::Layout),
    (Reader, char('T'), A::NextTheme),
    (Reader, char('o'), A::Library),
    (Reader, ctrl('p'), A::Picker),
    (Reader, char('S'), A::SearchLibrary),
    (Reader, char(')'), A::NextBrief),
    (Reader, char('('), A::PreviousBrief),
    (Reader, char('e'), A::Edit),
    (Reader, char('R'), A::Reload),
    (Reader, char('!'), A::Findings),
    (Reader, char('?'), A::Help),
    (Reader, key(Key::F(1)), A::Help),
    (Reader, char(':'), A::Command),
    (Reader, ctrl('l'), A::Redraw),
    (Reader, ctrl('z'), A::Suspend),
    (Reader, char('q'), A::Quit),
    (Reader, char('Q'), A::Quit),
    (Reader, two(char('Z'), char('Z')), A::Quit),
    (Reader, ctrl('c'), A::Quit),
    (Select, char('h'), A::Left),
    (Select, key(Key::Left), A::Left),
    (Select, char('l'), A::Right),
    (Select, key(Key::Right), A::Right),
    (Select, char('w'), A::NextWord),
    (Select, char('e'), A::WordEnd),
    (Select, char('b'), A::PreviousWord),
    (Select, char('o'), A::SwapEnds),
    (Select, char('y'), A::Copy),
    (Select, key(Key::Enter), A::Copy),
    (Select, char('v'), A::Select),
    (Select, char('V'), A::SelectParagraph),
    (Select, key(Key::Esc), A::Dismiss),
    (Select, ctrl('c'), A::Dismiss),
    (Select, char('q'), A::Dismiss),
    (Prompt, key(Key::Enter), A::Accept),
    (Prompt, key(Key::Esc), A::Cancel),
    (Prompt, ctrl('c'), A::Cancel),
    (Prompt, key(Key::Tab), A::CompleteNext),
    (Prompt, shift(Key::Tab), A::CompletePrevious),
    (Prompt, key(Key::Down), A::ListDown),
    (Prompt, ctrl('n'), A::ListDown),
    (Prompt, key(Key::Up), A::ListUp),
    (Prompt, ctrl('p'), A::ListUp),
    (Prompt, key(Key::PageDown), A::PageDown),
    (Prompt, key(Key::PageUp), A::PageUp),
    (Prompt, key(Key::Backspace), A::DeleteBack),
    (Prompt, ctrl('h'), A::DeleteBack),
    (Prompt, key(Key::Delete), A::DeleteForward),
    (Prompt, ctrl('w'), A::DeleteWord),
    (Prompt, ctrl('u'), A::DeleteLine),
    (Prompt, key(Key::Left), A::CursorLeft),
    (Prompt, ctrl('b'), A::CursorLeft),
    (Prompt, key(Key::Right), A::CursorRight),
    (Prompt, ctrl('f'), A::CursorRight),
    (Prompt, key(Key::Home), A::CursorStart),
    (Prompt, ctrl('a'), A::CursorStart),
    (Prompt, key(Key::End), A::CursorEnd),
    (Prompt, ctrl('e'), A::CursorEnd),
    (Prompt, ctrl('r'), A::ToggleRegex),
    (Editor, ctrl('s'), A::SaveNote),
    (Editor, Keys::of(Chord { ctrl: true, ..Chord::key(Key::Enter) }), A::SaveNote),
    (Editor, key(Key::Esc), A::Cancel),
    (Editor, ctrl('c'), A::Cancel),
    (Editor, ctrl('e'), A::EditElsewhere),
    (Editor, key(Key::Tab), A::NextKind),
    (Editor, ctrl('t'), A::NextTarget),
    (Editor, key(Key::Enter), A::NewLine),
    (Editor, ctrl('z'), A::UndoTyping),
    (Editor, ctrl('y'), A::RedoTyping),
    (Editor, key(Key::Up), A::ListUp),
    (Editor, ctrl('p'), A::ListUp),
    (Editor, key(Key::Down), A::ListDown),
    (Editor, ctrl('n'), A::ListDown),
    (Editor, key(Key::PageUp), A::PageUp),
    (Editor, key(Key::PageDown), A::PageDown),
    (Editor, key(Key::Left), A::CursorLeft),
    (Editor, ctrl('b'), A::CursorLeft),
    (Editor, key(Key::Right), A::CursorRight),
    (Editor, ctrl('f'), A::CursorRight),
    (Editor, Keys::of(Chord { ctrl: true, ..Chord::key(Key::Left) }), A::PreviousWord),
    (Editor, alt(Key::Left), A::PreviousWord),
    (Editor, Keys::of(Chord { ctrl: true, ..Chord::key(Key::Right) }), A::NextWord),
    (Editor, alt(Key::Right), A::NextWord),
    (Editor, key(Key::Home), A::CursorStart),
    (Editor, ctrl('a'), A::CursorStart),
    (Editor, key(Key::End), A::CursorEnd),
    (Editor, key(Key::Backspace), A::DeleteBack),
    (Editor, ctrl('h'), A::DeleteBack),
    (Editor, key(Key::Delete), A::DeleteForward),
    (Editor, ctrl('d'), A::DeleteForward),
    (Editor, ctrl('w'), A::DeleteWord),
    (Editor, ctrl('u'), A::DeleteLine),
    (Review, char('a'), A::AcceptDraft),
    (Review, char('y'), A::AcceptDraft),
    (Review, char('x'), A::DropDraft),
    (Review, char('d'), A::DropDraft),
    (Review, char('n'), A::NextDraft),
    (Review, key(Key::Tab), A::NextDraft),
    (Review, char('N'), A::PreviousDraft),
    (Review, shift(Key::Tab), A::PreviousDraft),
    (Review, char('j'), A::ScrollDown),
    (Review, key(Key::Down), A::ScrollDown),
    (Review, char('k'), A::ScrollUp),
    (Review, key(Key::Up), A::ScrollUp),
    (Review, char('u'), A::UndoNote),
    (Review, char('e'), A::Edit),
    (Review, key(Key::Esc), A::Cancel),
    (Review, char('q'), A::Cancel),
    (Review, ctrl('c'), A::Cancel),
    (Review, ctrl('l'), A::Redraw),
    (Review, ctrl('z'), A::Suspend),
    (List, char('j'), A::LineDown),
    (List, key(Key::Down), A::LineDown),
    (List, ctrl('n'), A::LineDown),
    (List, char('k'), A::LineUp),
    (List, key(Key::Up), A::LineUp),
    (List, char(' '), A::PageDown),
    (List, key(Key::PageDown), A::PageDown),
    (List, ctrl('f'), A::PageDown),
    (List, key(Key::PageUp), A::PageUp),
    (List, ctrl('b'), A::PageUp),
    (List, ctrl('d'), A::HalfDown),
    (List, ctrl('u'), A::HalfUp),
    (List, char('g'), A::Top),
    (List, key(Key::Home), A::Top),
    (List, char('G'), A::Bottom),
    (List, key(Key::End), A::Bottom),
    (List, char('}'), A::NextParagraph),
    (List, char('{'), A::PreviousParagraph),
    (List, ctrl('e'), A::ScrollDown),
    (List, char('J'), A::ScrollDown),
    (List, ctrl('y'), A::ScrollUp),
    (List, char('K'), A::ScrollUp),
    (List, key(Key::Enter), A::Follow),
    (List, char('l'), A::Follow),
    (List, key(Key::Right), A::Follow),
    (List, char('/'), A::Search),
    (List, char('S'), A::Search),
    (List, key(Key::Esc), A::Dismiss),
    (List, char('s'), A::SortBy),
    (List, char('b'), A::GroupBy),
    (List, char('m'), A::ToggleRead),
    (List, char('\''), A::SavedQueries),
    (List, char('!'), A::Findings),
    (List, char('M'), A::Notes),
    (List, char('x'), A::Export),
    (List, char('o'), A::Library),
    (List, char('e'), A::Edit),
    (List, char('R'), A::Reload),
    (List, ctrl('p'), A::Picker),
    (List, char('T'), A::NextTheme),
    (List, char('?'), A::Help),
    (List, char(':'), A::Command),
    (List, ctrl('l'), A::Redraw),
    (List, ctrl('z'), A::Suspend),
    (List, char('q'), A::Quit),
    (List, ctrl('c'), A::Quit),
];

/// One binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// Which keys, one after another.
    pub keys: Keys,
    /// What they do.
    pub action: Action,
    /// Whether somebody asked for it: then no section of a brief takes the key.
    pub chosen: bool,
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
        let bindings = DEFAULTS.iter().map(|(context, keys, action)| Binding {
            context: *context,
            keys: *keys,
            action: *action,
            chosen: false,
        });
        Self { bindings: bindings.collect() }
    }
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
            if binding.keys.chords() == keys {
                return Lookup::Found(binding.action);
            }
            partial |= binding.keys.start_with(keys);
        }
        match (partial, context) {
            (true, _) => Lookup::Partial,
            (false, Select) => self.lookup(Reader, keys),
            (false, Reader | Prompt | Editor | List | Review) => Lookup::None,
        }
    }

    /// Binds keys to an action, or to nothing. Bindings of the same keys give way.
    ///
    /// # Errors
    /// When a binding that stays begins with these keys, or these begin with one: one of the two could never be
    /// reached. The binding is made all the same.
    pub fn bind(&mut self, context: Context, keys: Keys, action: Option<Action>) -> Result<(), Conflict> {
        self.bindings.retain(|binding| binding.context != context || binding.keys != keys);
        let Some(action) = action else { return Ok(()) };
        let clash = self.bindings.iter().find(|binding| {
            binding.context == context
                && (binding.keys.start_with(keys.chords()) || keys.start_with(binding.keys.chords()))
        });
        let clash = clash.copied();
        // The one that was asked for stays.
        self.bindings.retain(|binding| Some(*binding) != clash);
        let conflict = clash.map(|b| Conflict { keys: b.keys.to_string(), action: b.action });
        self.bindings.push(Binding { context, keys, action, chosen: true });
        conflict.map_or(Ok(()), Err)
    }

    /// Whether somebody asked for the binding of some keys.
    #[must_use]
    pub fn is_chosen(&self, context: Context, keys: &[Chord]) -> bool {
        self.bindings.iter().any(|b| b.chosen && b.context == context && b.keys.chords() == keys)
    }

    /// The first keys of an action, as they are written; none where it has none.
    #[must_use]
    pub fn keys_of(&self, context: Context, action: Action) -> Option<String> {
        let binding = self.bindings.iter().find(|b| b.context == context && b.action == action)?;
        Some(binding.keys.to_string())
    }

    /// Every action with its keys, for help and the README: a title, and rows of keys and action. The keys of a
    /// selection stand by themselves, since they mean other things over a brief.
    #[must_use]
    pub fn table(&self) -> Vec<(&'static str, Vec<(String, Action)>)> {
        self.table_without(&[])
    }

    /// The same over a brief whose own sections have some keys.
    #[must_use]
    pub fn table_without(&self, taken: &[Chord]) -> Vec<(&'static str, Vec<(String, Action)>)> {
        let mut table = Vec::new();
        for group in Group::ALL {
            let context = match group {
                Group::Typing => Prompt,
                Group::Editing => Editor,
                _ => Reader,
            };
            let rows = ACTIONS.iter().filter(|row| row.group == *group).map(|row| row.action);
            // An action without any key is still a command; one that only a selection knows is listed there.
            let elsewhere = |action| self.bindings.iter().any(|b| b.action == action && b.context != context);
            let rows = rows
                .map(|action| (self.all_keys_of(context, action, taken), action))
                .filter(|(keys, action)| !keys.is_empty() || !elsewhere(*action));
            table.push((group.title(), rows.collect()));
            if *group == Group::Briefs {
                let rows = ACTIONS.iter().map(|row| (self.all_keys_of(List, row.action, &[]), row.action));
                table.push(("In the list of briefs", rows.filter(|(keys, _)| !keys.is_empty()).collect()));
            }
            if *group == Group::Reviewing {
                let rows = ACTIONS.iter().map(|row| (self.all_keys_of(Review, row.action, &[]), row.action));
                table.push((
                    "While drafts are gone through",
                    rows.filter(|(keys, _)| !keys.is_empty()).collect(),
                ));
            }
            if *group == Group::Selecting {
                let rows = ACTIONS.iter().map(|row| (self.all_keys_of(Select, row.action, &[]), row.action));
                table.push(("While text is selected", rows.filter(|(keys, _)| !keys.is_empty()).collect()));
            }
        }
        table
    }

    fn all_keys_of(&self, context: Context, action: Action, taken: &[Chord]) -> String {
        let free = |keys: &Keys| !taken.iter().any(|chord| keys.chords() == [*chord]);
        let bound = self.bindings.iter().filter(|b| b.context == context && b.action == action);
        let bound = bound.filter(|binding| free(&binding.keys));
        let keys: Vec<String> = bound.map(|binding| binding.keys.to_string()).collect();
        keys.join("  ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_can_be_pressed_and_reached() {
        let map = Keymap::default();
        for binding in map.bindings() {
            assert_eq!(
                map.lookup(binding.context, binding.keys.chords()),
                Lookup::Found(binding.action),
                "{binding:?}"
            );
            assert_eq!(Keys::parse(&binding.keys.to_string()), Ok(binding.keys));
            for n in 1..binding.keys.chords().len() {
                assert_eq!(
                    map.lookup(binding.context, &binding.keys.chords()[..n]),
                    Lookup::Partial,
                    "{binding:?}"
                );
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
        let press = |context, keys: &str| map.lookup(context, Keys::parse(keys).unwrap().chords());
        assert_eq!(press(Select, "w"), Lookup::Found(Action::NextWord));
        assert_eq!(press(Select, "j"), Lookup::Found(Action::LineDown));
        assert_eq!(press(Prompt, "j"), Lookup::None);
        assert_eq!(press(Reader, "Z"), Lookup::Partial);
    }

    #[test]
    fn bindings_can_be_made_unmade_and_conflict() {
        let mut map = Keymap::default();
        let keys = |text: &str| Keys::parse(text).unwrap();
        assert_eq!(map.bind(Reader, keys("j"), Some(Action::PageDown)), Ok(()));
        assert_eq!(map.lookup(Reader, keys("j").chords()), Lookup::Found(Action::PageDown));
        assert_eq!(map.bind(Reader, keys("j"), None), Ok(()));
        assert_eq!(map.lookup(Reader, keys("j").chords()), Lookup::None);
        let conflict = map.bind(Reader, keys("g g"), Some(Action::Top)).unwrap_err();
        assert_eq!(conflict, Conflict { keys: "g".into(), action: Action::Top });
        assert_eq!(map.lookup(Reader, keys("g g").chords()), Lookup::Found(Action::Top));
    }
}
