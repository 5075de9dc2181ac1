//! From a stream of bytes to whole keys and sequences.
//!
//! Owns where a key or an escape sequence ends (ECMA-48, 5.4 to 5.6; xterm's control sequences), and how long one that
//! has begun is waited for.
//! Invariant: whatever the bytes, only so many of them are held as one sequence can have, and none for longer than its
//! wait: no bytes keep later keys from being read.

/// How long an escape, or one with its first byte, waits for what it may begin: as long as a slow line needs to bring
/// the next byte, and shorter than a person needs for the next key.
const ESCAPE_WAIT: u64 = 30;

/// How long what can only come from a terminal, the rest of an answer or a report, is waited for.
const ANSWER_WAIT: u64 = 300;

/// How long the rest of a paste is waited for after its last bytes.
const PASTE_WAIT: u64 = 1_000;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Something whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// The bytes of a key or a sequence.
    Bytes(Vec<u8>),
    /// An escape with a character that begins sequences, and no sequence: a key with Alt.
    Alt(char),
    /// Pasted text.
    Paste(String),
}

/// Bytes that wait to become whole.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    open: Vec<u8>,
    /// When the open bytes began, or went on where they are a paste, in milliseconds.
    since: u64,
    /// How much of an open paste has been searched for its end.
    searched: usize,
    /// The introducer of an answer whose start has been given up: its rest is no keys.
    late: Option<u8>,
}

/// What stands at the start of some bytes.
enum Start {
    /// This many bytes belong together.
    Whole(usize),
    /// This many bytes mean nothing.
    Junk(usize),
    /// The end has not come yet.
    Open,
}

impl Sequences {
    /// Takes bytes that were read at a time, and hands on what they make whole.
    pub(super) fn feed(&mut self, bytes: &[u8], now: u64, out: &mut impl FnMut(Unit)) {
        self.settle(now, out);
        let bytes = self.without_late_rest(bytes);
        if self.open.is_empty() || self.is_paste() {
            self.since = now;
        }
        self.open.extend_from_slice(bytes);
        let mut at = 0;
        while let Some(rest) = self.open.get(at..).filter(|rest| !rest.is_empty()) {
            match start(rest, self.searched) {
                Start::Whole(n) => {
                    let unit = rest.get(..n).unwrap_or_default();
                    out(paste(unit).map_or_else(|| Unit::Bytes(unit.to_vec()), Unit::Paste));
                    at += n;
                }
                Start::Junk(n) => at += n.max(1),
                Start::Open => break,
            }
            self.searched = 0;
            self.since = now;
        }
        self.open.drain(..at);
        self.searched = if self.is_paste() { self.open.len() } else { 0 };
    }

    /// How long what is open is still waited for, in milliseconds; none where nothing is open.
    pub(super) fn wait(&self, now: u64) -> Option<u64> {
        let patience = match self.open.as_slice() {
            [] => return None,
            [0x1b] | [0x1b, _] => ESCAPE_WAIT,
            _ if self.is_paste() => PASTE_WAIT,
            _ => ANSWER_WAIT,
        };
        Some((self.since + patience).saturating_sub(now))
    }

    /// Gives up what has been waited for long enough: an escape was a key, the start of an answer is nothing.
    pub(super) fn settle(&mut self, now: u64, out: &mut impl FnMut(Unit)) {
        if self.wait(now) != Some(0) {
            return;
        }
        let open = std::mem::take(&mut self.open);
        self.searched = 0;
        match open.as_slice() {
            [0x1b] => out(Unit::Bytes(open)),
            [0x1b, second] => out(Unit::Alt(char::from(*second))),
            [0x1b, introducer, ..] => match open.strip_prefix(PASTE_START) {
                Some(text) => out(Unit::Paste(String::from_utf8_lossy(text).into_owned())),
                None => self.late = Some(*introducer),
            },
            _ => {}
        }
    }

    fn is_paste(&self) -> bool {
        self.open.starts_with(PASTE_START)
    }

    /// The bytes behind the rest of an answer whose start has been given up. That rest comes in one piece and ends as
    /// answers do, which what a person types does not.
    fn without_late_rest<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some(introducer) = self.late.take() else { return bytes };
        let len = if introducer == b'[' {
            let params = bytes.iter().take_while(|b| matches!(b, 0x20..=0x3f)).count();
            bytes.get(params).filter(|b| b"MmcunRy~".contains(b)).map(|_| params + 1)
        } else {
            let inside = bytes.iter().take_while(|b| matches!(b, 0x20..=0x7e)).count();
            match bytes.get(inside..) {
                Some([0x07, ..]) => Some(inside + 1),
                Some([0x1b, b'\\', ..]) => Some(inside + 2),
                _ => None,
            }
        };
        len.and_then(|len| bytes.get(len..)).unwrap_or(bytes)
    }
}

/// The text of a whole paste.
fn paste(unit: &[u8]) -> Option<String> {
    let text = unit.strip_prefix(PASTE_START)?.strip_suffix(PASTE_END)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

fn start(bytes: &[u8], searched: usize) -> Start {
    match bytes {
        [0x1b] => Start::Open,
        // Escape twice is a key, and what the second begins.
        [0x1b, 0x1b, ..] => Start::Whole(1),
        [0x1b, b'[', ..] => control_sequence(bytes, searched),
        [0x1b, b']' | b'P', rest @ ..] => control_string(rest),
        [0x1b, b'O'] => Start::Open,
        [0x1b, b'O', b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S', ..] => Start::Whole(3),
        [0x1b, b'O', ..] => Start::Whole(2),
        [0x1b, rest @ ..] => match character(rest) {
            Start::Whole(n) => Start::Whole(n + 1),
            Start::Junk(n) => Start::Junk(n + 1),
            Start::Open => Start::Open,
        },
        _ => character(bytes),
    }
}

/// A control sequence: parameters, intermediates, one final byte.
fn control_sequence(bytes: &[u8], searched: usize) -> Start {
    if bytes.starts_with(PASTE_START) {
        let from = searched.saturating_sub(PASTE_END.len()).max(PASTE_START.len());
        let rest = bytes.get(from..).unwrap_or_default();
        let end = rest.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        return end.map_or(Start::Open, |end| Start::Whole(from + end + PASTE_END.len()));
    }
    let params = bytes.iter().skip(2).take_while(|b| matches!(b, 0x20..=0x3f)).count();
    let len = match bytes.get(2 + params) {
        None => return Start::Open,
        // Reports of the mouse in their oldest form have three bytes more, function keys of a console one.
        Some(b'M') if params == 0 => match bytes.iter().take(6).skip(3).position(|b| *b < 0x20) {
            Some(broken) => return Start::Junk(3 + broken),
            None => 6,
        },
        Some(b'[') if params == 0 => 4,
        Some(0x40..=0x7e) => 3 + params,
        // A control character breaks it off, as terminals themselves have it.
        Some(_) => return Start::Junk(2 + params),
    };
    if bytes.len() < len { Start::Open } else { Start::Whole(len) }
}

/// A control string: anything that can be seen, up to BEL or ST. What follows its introducer is given.
fn control_string(rest: &[u8]) -> Start {
    let inside = rest.iter().take_while(|b| matches!(b, 0x20..=0x7e | 0x80..)).count();
    match rest.get(inside..).unwrap_or_default() {
        [] | [0x1b] => Start::Open,
        [0x07, ..] => Start::Whole(2 + inside + 1),
        [0x1b, b'\\', ..] => Start::Whole(2 + inside + 2),
        _ => Start::Junk(2 + inside),
    }
}

/// A control character, or a character in UTF-8.
fn character(bytes: &[u8]) -> Start {
    let len = match bytes.first() {
        Some(0x00..=0x7f) => return Start::Whole(1),
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Start::Junk(1),
    };
    let there = bytes.iter().take(len).skip(1).take_while(|b| matches!(b, 0x80..=0xbf)).count() + 1;
    if there == len {
        Start::Whole(len)
    } else if there == bytes.len() {
        Start::Open
    } else {
        Start::Junk(there)
    }
}
