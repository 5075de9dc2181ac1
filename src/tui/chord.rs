//! Keys as data: what a person presses, and how it is written.

use std::fmt;
use std::str::FromStr;

/// A key of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character, with Shift already in it.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, counted from 1.
    F(u8),
}

/// A key with what is held down with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held, where the key has no character that says so.
    pub shift: bool,
}

impl Chord {
    /// A key alone.
    #[must_use]
    pub const fn key(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::key(Key::Char(c))
    }

    /// The character that it types, where it types one.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// The names of keys that are no characters, first the one that is shown.
const NAMES: &[(&str, Key)] = &[
    ("enter", Key::Enter),
    ("return", Key::Enter),
    ("esc", Key::Esc),
    ("escape", Key::Esc),
    ("tab", Key::Tab),
    ("space", Key::Char(' ')),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("del", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("home", Key::Home),
    ("end", Key::End),
    ("pgup", Key::PageUp),
    ("pageup", Key::PageUp),
    ("pgdn", Key::PageDown),
    ("pagedown", Key::PageDown),
];

/// A text that is no chord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoChord(pub String);

impl FromStr for Chord {
    type Err = NoChord;

    /// Reads `j`, `?`, `space`, `pgdn`, `f1`, `ctrl-d`, `alt-enter`, `shift-tab`.
    fn from_str(text: &str) -> Result<Self, NoChord> {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && !c.is_control()
        {
            return Ok(Self::char(c));
        }
        let mut chord = Self::key(Key::Esc);
        let mut rest = text;
        let no = || NoChord(text.to_owned());
        while let Some((modifier, after)) =
            rest.split_once('-').filter(|(m, a)| !m.is_empty() && !a.is_empty())
        {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "c" | "control" => chord.ctrl = true,
                "alt" | "a" | "m" | "meta" => chord.alt = true,
                "shift" | "s" => chord.shift = true,
                _ => return Err(no()),
            }
            rest = after;
        }
        let mut chars = rest.chars();
        chord.key = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => Key::Char(c),
            (Some(_), _) => {
                let name = rest.to_ascii_lowercase();
                let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key);
                let function =
                    name.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n));
                named.or(function.map(Key::F)).ok_or_else(no)?
            }
            (None, _) => return Err(no()),
        };
        Ok(chord.normal())
    }
}

impl Chord {
    /// One form for what terminals tell in several: Shift with a letter is the capital, Ctrl knows no capitals.
    #[must_use]
    pub fn normal(mut self) -> Self {
        if let Key::Char(c) = self.key {
            if self.ctrl {
                self.key = Key::Char(c.to_ascii_lowercase());
            } else if self.shift {
                self.key = Key::Char(c.to_uppercase().next().unwrap_or(c));
            }
            self.shift = false;
        }
        self
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, key)| *key == self.key) {
            return f.write_str(name);
        }
        match self.key {
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "f{n}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_read_as_they_are_written() {
        for text in [
            "j",
            "G",
            "?",
            "-",
            "ctrl-d",
            "alt-enter",
            "shift-tab",
            "space",
            "pgdn",
            "f12",
            "ctrl-alt-x",
            "é",
        ] {
            assert_eq!(text.parse::<Chord>().unwrap().to_string(), text);
        }
        assert_eq!("C-D".parse::<Chord>(), "ctrl-d".parse());
        assert_eq!("shift-j".parse::<Chord>(), "J".parse());
        assert_eq!("ctrl--".parse::<Chord>().unwrap().to_string(), "ctrl--");
        for bad in ["", "hyper-x", "f0", "f25", "nokey", "ctrl-"] {
            assert!(bad.parse::<Chord>().is_err(), "{bad}");
        }
    }
}
