//! From the bytes of a terminal to events.
//!
//! The parser is termina's, which Helix reads its keys with. It is used instead of crossterm's own reader, since that
//! one waits in the middle of a sequence that comes in two parts, turns for ever when the terminal is gone, and takes
//! the answer to a question about colours for keys that were typed.

use super::chord::{Chord, Key};
use super::event::{Event, Mouse, MouseKind};
use ratatui::layout::Position;
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{KeyCode, KeyEventKind, Modifiers, MouseButton, MouseEventKind};
use termina::{Event as Raw, Parser};

/// Bytes on their way to becoming events.
#[derive(Debug, Default)]
pub(super) struct Input {
    parser: Parser,
    /// Whether the bytes so far end in what may be the start of a sequence.
    open: bool,
}

impl Input {
    /// Takes bytes that were read.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        // A lone escape is a key or the start of a sequence: which of them, the next bytes or silence tell.
        self.open = bytes.last() == Some(&0x1b);
        self.parser.parse(bytes, self.open);
    }

    /// Whether it waits to see what an escape begins.
    #[must_use]
    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// Nothing followed: an escape was the key.
    pub(super) fn silence(&mut self) {
        self.open = false;
        self.parser.parse(&[], false);
    }

    /// The next event, at a time in milliseconds since the program began.
    pub(super) fn next(&mut self, at: u64) -> Option<Event> {
        loop {
            if let Some(event) = translate(self.parser.pop()?, at) {
                return Some(event);
            }
        }
    }
}

fn translate(raw: Raw, at: u64) -> Option<Event> {
    match raw {
        Raw::Key(key) if key.kind != KeyEventKind::Release => {
            let held = |modifier| key.modifiers.contains(modifier);
            let shift = held(Modifiers::SHIFT) || key.code == KeyCode::BackTab;
            let chord = Chord {
                key: translate_key(key.code)?,
                ctrl: held(Modifiers::CONTROL),
                alt: held(Modifiers::ALT) || held(Modifiers::META),
                shift,
            };
            Some(Event::Key { chord: chord.normal(), at })
        }
        Raw::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::ScrollDown => MouseKind::WheelDown,
                MouseEventKind::ScrollUp => MouseKind::WheelUp,
                _ => return None,
            };
            Some(Event::Mouse(Mouse { kind, at: Position { x: mouse.column, y: mouse.row } }))
        }
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Osc(Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colors)) => {
            colors.into_iter().find_map(|color| match color {
                ColorOrQuery::Color(color) => {
                    Some(Event::Background { light: is_light(color.red, color.green, color.blue) })
                }
                ColorOrQuery::Query => None,
            })
        }
        _ => None,
    }
}

/// Whether a background is light: its luma (ITU-R BT.601) is above the middle.
fn is_light(red: u8, green: u8, blue: u8) -> bool {
    299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue) > 127_500
}

fn translate_key(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Escape => Key::Esc,
        KeyCode::Tab | KeyCode::BackTab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Function(n) => Key::F(n),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chords(parts: &[&[u8]]) -> Vec<String> {
        let mut input = Input::default();
        for part in parts {
            input.feed(part);
        }
        if input.is_open() {
            input.silence();
        }
        std::iter::from_fn(|| input.next(0))
            .map(|event| match event {
                Event::Key { chord, .. } => chord.to_string(),
                Event::Paste(text) => format!("paste {text}"),
                Event::Background { light } => format!("light {light}"),
                Event::Mouse(mouse) => format!("{:?} {},{}", mouse.kind, mouse.at.x, mouse.at.y),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn keys_are_read_as_they_were_pressed() {
        assert_eq!(
            chords(&[b"jG\x04\r\t\x1b[Z\x1b[A\x1b[5~\x1bOP\x1bx\x7f\xc3\xa9 "]),
            [
                "j",
                "G",
                "ctrl-d",
                "enter",
                "tab",
                "shift-tab",
                "up",
                "pgup",
                "f1",
                "alt-x",
                "backspace",
                "é",
                "space"
            ]
        );
        assert_eq!(chords(&[b"\x1b[105;5u"]), ["ctrl-i"]);
    }

    #[test]
    fn a_sequence_may_come_in_parts_and_an_escape_alone() {
        assert_eq!(chords(&[b"\x1b", b"[A"]), ["up"]);
        assert_eq!(chords(&[b"\x1b[", b"5", b"~"]), ["pgup"]);
        assert_eq!(chords(&[b"\xc3", b"\xa9"]), ["é"]);
        assert_eq!(chords(&[b"j\x1b"]), ["j", "esc"]);
    }

    #[test]
    fn answers_of_the_terminal_are_no_keys() {
        assert_eq!(chords(&[b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\j"]), ["light true", "j"]);
        assert_eq!(chords(&[b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07"]), ["light false"]);
        assert_eq!(chords(&[b"\x1b]11;rgb:1e1e/", b"1e1e/2e2e\x07q"]), ["light false", "q"]);
        assert_eq!(chords(&[b"\x1b[?62;22c\x1b[?1ujk"]), ["j", "k"]);
    }

    #[test]
    fn pasted_text_and_the_mouse_are_no_keys_either() {
        assert_eq!(chords(&[b"\x1b[200~q\nj\x1b[201~k"]), ["paste q\nj", "k"]);
        assert_eq!(
            chords(&[b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<65;1;1M"]),
            ["Press 9,4", "Release 9,4", "WheelDown 0,0"]
        );
    }
}
