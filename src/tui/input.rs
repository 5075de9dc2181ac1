//! From the bytes of a terminal to events.
//!
//! The parser is termina's, which Helix reads its keys with. It is used instead of crossterm's own reader, since that
//! one waits in the middle of a sequence that comes in two parts, turns for ever when the terminal is gone, and takes
//! the answer to a question about colours for keys that were typed.

use super::chord::{Chord, Key};
use super::event::{Event, Mouse, MouseKind};
use super::sequence::{Sequences, Unit};
use ratatui::layout::Position;
use std::collections::VecDeque;
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEventKind};
use termina::{Event as Raw, Parser};

/// Bytes on their way to becoming events.
///
/// Invariant: the parser only ever sees whole sequences, so that it holds nothing back.
#[derive(Debug, Default)]
pub(super) struct Input {
    sequences: Sequences,
    events: VecDeque<Raw>,
}

impl Input {
    /// Takes bytes that were read, at a time in milliseconds since the program began.
    pub(super) fn feed(&mut self, bytes: &[u8], now: u64) {
        let Self { sequences, events } = self;
        sequences.feed(bytes, now, &mut |unit| events.extend(read(unit)));
    }

    /// How many milliseconds it waits to see what an escape begins; none where it waits for nothing.
    #[must_use]
    pub(super) fn wait(&self, now: u64) -> Option<u64> {
        self.sequences.wait(now)
    }

    /// Time has passed: what has been waited for long enough is a key, or nothing.
    pub(super) fn settle(&mut self, now: u64) {
        let Self { sequences, events } = self;
        sequences.settle(now, &mut |unit| events.extend(read(unit)));
    }

    /// The next event, at a time in milliseconds since the program began.
    pub(super) fn next(&mut self, at: u64) -> Option<Event> {
        loop {
            if let Some(event) = translate(self.events.pop_front()?, at) {
                return Some(event);
            }
        }
    }
}

/// What a key or a sequence says; none where the parser does not know it.
fn read(unit: Unit) -> Option<Raw> {
    let bytes = match unit {
        Unit::Bytes(bytes) => bytes,
        Unit::Alt(c) => {
            let shift = if c.is_uppercase() { Modifiers::SHIFT } else { Modifiers::NONE };
            return Some(Raw::Key(KeyEvent::new(KeyCode::Char(c), Modifiers::ALT | shift)));
        }
        Unit::Paste(text) => return Some(Raw::Paste(text)),
    };
    let mut parser = Parser::default();
    parser.parse(&bytes, false);
    let event = parser.pop()?;
    // In a sequence that it does not know the parser stumbles, and takes what is left for characters that were typed.
    let types = matches!(&event, Raw::Key(key) if matches!(key.code, KeyCode::Char(_)));
    let sequence = matches!(bytes.as_slice(), [0x1b, b'[' | b']' | b'P', _, ..]);
    let coded = matches!(bytes.as_slice(), [0x1b, b'[', b'0'..=b'9', .., b'u']);
    (!types || !sequence || coded).then_some(event)
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
            Some(Event::Mouse(Mouse { kind, at: Position { x: mouse.column, y: mouse.row }, when: at }))
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

    /// What parts that come at once are read as.
    fn chords(parts: &[&[u8]]) -> Vec<String> {
        spaced(parts, 0)
    }

    /// What parts are read as that come so many milliseconds after one another.
    fn spaced(parts: &[&[u8]], pause: u64) -> Vec<String> {
        let mut input = Input::default();
        let mut now = 0;
        for part in parts {
            input.feed(part, now);
            now += pause;
        }
        input.settle(now + 10_000);
        assert_eq!(input.wait(now + 10_000), None, "something is held back");
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
    fn an_unfinished_sequence_does_not_swallow_the_keys_after_it() {
        for (start, key) in [
            (&b"\x1b]"[..], Some("alt-]")),
            (b"\x1bP", Some("alt-P")),
            (b"\x1b[", Some("alt-[")),
            (b"\x1bO", Some("alt-O")),
            (b"\x1b[?", None),
            (b"\x1b[<", None),
            (b"\x1b[<0;1", None),
            (b"\x1b[M ", None),
            (b"\x1b]11;rgb:1e1e/", None),
            (b"\x1bPabc", None),
            (b"\xf0\x9f", None),
        ] {
            let expected: Vec<&str> = key.into_iter().chain(["j", "k", "ctrl-c"]).collect();
            assert_eq!(spaced(&[start, b"j", b"k", b"\x03"], 400), expected, "{start:?}");
            // Ctrl-c is read at once, and a control character breaks a sequence off.
            assert!(chords(&[start, b"\x03", b"q"]).ends_with(&["ctrl-c".into(), "q".into()]), "{start:?}");
        }
        assert_eq!(spaced(&[b"\x1b[200~never ended", b"q"], 2_000), ["paste never ended", "q"]);
        // However fast keys follow one another, the time of a sequence that does not end runs out.
        let keys = std::iter::once(&b"\x1b]1"[..]).chain(std::iter::repeat_n(&b"j"[..], 10));
        let read = spaced(&keys.collect::<Vec<_>>(), 100);
        assert!(read.len() >= 7, "{read:?}");
    }

    #[test]
    fn a_byte_that_begins_no_character_does_not_eat_the_next_key() {
        for stray in [&b"\xc3"[..], b"\xe2\x82", b"\xff", b"\x80", b"\xf5"] {
            assert_eq!(chords(&[stray, b"j"]), ["j"], "{stray:?}");
            assert_eq!(chords(&[&[stray, b"\xc3\xa9"].concat()]), ["é"], "{stray:?}");
        }
    }

    #[test]
    fn a_slow_answer_is_an_answer_and_a_late_one_no_keys() {
        let parts: [&[u8]; 3] = [b"\x1b]11;rgb:ffff/", b"ffff/ffff", b"\x1b\\j"];
        assert_eq!(spaced(&parts, 100), ["light true", "j"]);
        assert_eq!(spaced(&[b"\x1b]11;rgb:1e1e/", b"1e1e/2e2e\x1b\\j"], 5_000), ["j"]);
        assert_eq!(spaced(&[b"\x1b]11;rgb:1e1e/", b"1e1e/2e2e\x07", b"j"], 5_000), ["j"]);
        assert_eq!(spaced(&[b"\x1b[<0;1", b";5Mj"], 5_000), ["j"]);
        assert_eq!(spaced(&[b"\x1b[<0;10;", b"5M"], 100), ["Press 9,4"]);
    }

    #[test]
    fn a_sequence_that_nobody_knows_types_nothing() {
        for unknown in [&b"\x1b[!p"[..], b"\x1b[=1u", b"\x1b[>1;2x", b"\x1b]52;c;YQ==\x07", b"\x1bP1+r\x1b\\"]
        {
            assert_eq!(chords(&[unknown, b"j"]), ["j"], "{unknown:?}");
        }
        assert_eq!(chords(&[b"\x1b\x1b[A"]), ["esc", "up"]);
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
