//! The terminal while the reader has it.
//!
//! Owns entering and leaving: whatever is switched on in [`Terminal::enter`] is switched off in [`restore`], which also
//! runs after a panic. Owns the two screens between which only the difference is written, in one piece.
//! Invariant: after [`restore`] the terminal is as it was found; restoring twice does no harm.

use super::app::App;
use super::view;
use crossterm::{Command, QueueableCommand, cursor, event, terminal};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use rustix::termios::{self, Termios};
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Mutex;

/// What the terminal was like before, for [`restore`]; none while the reader does not have it.
static FOUND: Mutex<Option<Found>> = Mutex::new(None);

struct Found {
    tty: OwnedFd,
    modes: Termios,
}

/// Reports of presses, drags and the wheel, with coordinates of any size (xterm 1000, 1002, 1006). Movement without a
/// button is not asked for: it would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Asks for the colour of the background (xterm OSC 11).
const ASK_BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";

/// From this many bytes on a frame is bracketed as a synchronised update (DEC mode 2026), so that no half of it is
/// seen; a smaller one arrives whole anyway.
const SYNCHRONISED: usize = 2048;

/// Bytes of a frame on their way to the terminal, written in one piece.
#[derive(Debug)]
pub(super) struct Frame {
    tty: File,
    bytes: Vec<u8>,
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        if self.bytes.len() >= SYNCHRONISED {
            self.bytes.splice(0..0, *b"\x1b[?2026h");
            self.bytes.extend_from_slice(b"\x1b[?2026l");
        }
        let written = self.tty.write_all(&self.bytes);
        self.bytes.clear();
        written
    }
}

/// The terminal in the hands of the reader.
#[derive(Debug)]
pub(super) struct Terminal {
    input: OwnedFd,
    backend: CrosstermBackend<Frame>,
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal. Nothing is written before the first frame.
    ///
    /// # Errors
    /// When there is none, or it does not do as it is told.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        let output = io::stdout().as_fd().try_clone_to_owned()?;
        let input = if io::stdin().is_terminal() {
            io::stdin().as_fd().try_clone_to_owned()?
        } else {
            // The brief comes through a pipe: keys come from the terminal itself.
            File::options().read(true).write(true).open("/dev/tty")?.into()
        };
        let frame = Frame { tty: output.into(), bytes: Vec::with_capacity(16 << 10) };
        let mut terminal = Self {
            input,
            backend: CrosstermBackend::new(frame),
            shown: Buffer::default(),
            next: Buffer::default(),
            cursor: None,
            mouse,
        };
        terminal.take()?;
        Ok(terminal)
    }

    /// Takes the terminal again after [`restore`].
    ///
    /// # Errors
    /// When it does not do as it is told.
    pub(super) fn take(&mut self) -> io::Result<()> {
        let modes = termios::tcgetattr(&self.input)?;
        let mut raw = modes.clone();
        raw.make_raw();
        if let Ok(mut found) = FOUND.lock() {
            *found = Some(Found { tty: self.input.try_clone()?, modes });
        }
        termios::tcsetattr(&self.input, termios::OptionalActions::Now, &raw)?;
        self.queue(terminal::EnterAlternateScreen)?;
        self.queue(event::EnableBracketedPaste)?;
        self.queue(event::PushKeyboardEnhancementFlags(
            event::KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES,
        ))?;
        self.queue(cursor::Hide)?;
        if self.mouse {
            self.backend.write_all(MOUSE_ON.as_bytes())?;
        }
        self.cursor = None;
        self.resize(self.size()?);
        Ok(())
    }

    fn queue(&mut self, command: impl Command) -> io::Result<()> {
        self.backend.queue(command).map(|_| ())
    }

    /// The size of the terminal.
    ///
    /// # Errors
    /// When it does not tell.
    pub(super) fn size(&self) -> io::Result<Size> {
        let size = termios::tcgetwinsize(&self.input)?;
        // A terminal that does not know its size is taken for the usual one.
        let or = |n: u16, usual| if n == 0 { usual } else { n };
        Ok(Size::new(or(size.ws_col, 80), or(size.ws_row, 24)))
    }

    /// Where keys come from.
    #[must_use]
    pub(super) fn input(&self) -> &OwnedFd {
        &self.input
    }

    /// Asks for the colour of the background; the answer comes among the keys.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn ask_background(&mut self) -> io::Result<()> {
        self.backend.write_all(ASK_BACKGROUND)?;
        Write::flush(&mut self.backend)
    }

    /// Switches the reports of the mouse.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        self.backend.write_all(if on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())?;
        Write::flush(&mut self.backend)
    }

    /// Puts a text on the clipboard of the terminal (OSC 52), wherever it runs.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        self.queue(crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))?;
        Write::flush(&mut self.backend)
    }

    /// Forgets what is on the screen: the next frame is written whole.
    pub(super) fn resize(&mut self, size: Size) {
        let area = Rect::new(0, 0, size.width, size.height);
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        // Erase the display (ECMA-48 ED), with the colours of the terminal.
        let _ = self.backend.write_all(b"\x1b[0m\x1b[2J");
    }

    /// Draws the state: what differs from the screen is written.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        self.next.reset();
        let cursor = view::draw(app, &mut self.next);
        let mut changes = self.shown.diff_iter(&self.next).peekable();
        if changes.peek().is_some() {
            self.backend.draw(changes)?;
        }
        if let Some(position) = cursor {
            self.backend.set_cursor_position(position)?;
        }
        match (self.cursor, cursor) {
            (None, Some(_)) => self.queue(cursor::Show)?,
            (Some(_), None) => self.queue(cursor::Hide)?,
            _ => {}
        }
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        Write::flush(&mut self.backend)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was found. Does nothing where it has been given back.
pub(super) fn restore() {
    let Some(Found { tty, modes }) = FOUND.lock().ok().and_then(|mut found| found.take()) else { return };
    let mut bytes = Vec::new();
    let _ = bytes.write_all(MOUSE_OFF.as_bytes());
    let _ = bytes.queue(event::PopKeyboardEnhancementFlags);
    let _ = bytes.queue(event::DisableBracketedPaste);
    let _ = bytes.queue(cursor::Show);
    let _ = bytes.queue(terminal::LeaveAlternateScreen);
    // The terminal may be gone; then there is nothing to restore.
    let _ = io::stdout().write_all(&bytes);
    let _ = io::stdout().flush();
    let _ = termios::tcsetattr(&tty, termios::OptionalActions::Now, &modes);
}

/// Restores the terminal before a panic of the thread that draws is reported. Panics of workers are reported by whoever
/// waits for them.
pub(super) fn restore_on_panic() {
    let drawing = std::thread::current().id();
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == drawing {
            restore();
            report(panic);
        }
    }));
}
