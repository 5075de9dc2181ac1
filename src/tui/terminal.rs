//! The terminal while the reader has it.
//!
//! Owns entering and leaving: whatever is switched on in [`Terminal::enter`] is switched off in [`restore`], which also
//! runs after a panic. Owns the two screens between which only the difference is
//! written, in one piece.
//! Invariant: after [`restore`] the terminal is as it was found; restoring twice does no harm.

use super::app::App;
use super::output::Output;
use super::view;
use crate::render::pen::Pen;
use crate::system::trouble;
use crossterm::{Command, QueueableCommand, cursor, terminal};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use rustix::event::Timespec;
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
    output: Output,
}

/// How long a terminal that takes nothing is waited for when it is given back.
const LAST_PATIENCE: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// Reports of presses, drags and the wheel, with coordinates of any size (xterm 1000, 1002, 1006). Movement without a
/// button is not asked for: it would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Pasted text comes in brackets (xterm 2004), and Ctrl-i is told from Tab, Escape from a sequence, where the terminal
/// can (flag 1 of kitty's keyboard protocol, pushed and popped).
const KEYS_ON: &str = "\x1b[?2004h\x1b[>1u";
const KEYS_OFF: &str = "\x1b[<1u\x1b[?2004l";

/// Asks for the colour of the background (xterm OSC 11).
const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\";

/// From this many bytes on a frame is bracketed as a synchronised update (DEC mode 2026), so that no half of it is
/// seen; a smaller one arrives whole anyway.
const SYNCHRONISED: usize = 2048;

/// The terminal in the hands of the reader.
#[derive(Debug)]
pub(super) struct Terminal {
    input: OwnedFd,
    output: Output,
    /// What is on its way to the terminal, written in one piece.
    frame: String,
    pen: Pen,
    size: Size,
    /// What is on the screen; none while that is nothing.
    shown: Option<Buffer>,
    /// Where the next frame is drawn; what is left in it is of no use.
    spare: Option<Buffer>,
    cursor: Option<Position>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal. Nothing is written before the first frame, and none that it does not take once `alarm` is
    /// readable.
    ///
    /// # Errors
    /// When there is none, or it does not do as it is told.
    pub(super) fn enter(mouse: bool, alarm: OwnedFd) -> io::Result<Self> {
        let output = Output::standard(alarm)?;
        let input = if io::stdin().is_terminal() {
            io::stdin().as_fd().try_clone_to_owned()?
        } else {
            // The brief comes through a pipe: keys come from the terminal itself.
            let tty = File::options().read(true).write(true).open("/dev/tty");
            tty.map_err(|error| {
                let why = format!(
                    "there is no terminal to read keys from ({}); brief show prints briefs",
                    trouble(&error).what
                );
                io::Error::new(error.kind(), why)
            })?
            .into()
        };
        let mut terminal = Self {
            input,
            output,
            frame: String::with_capacity(16 << 10),
            pen: Pen::default(),
            size: Size::default(),
            shown: None,
            spare: None,
            cursor: None,
            mouse,
        };
        terminal.take()?;
        Ok(terminal)
    }

    /// Takes the terminal again: after [`restore`], or where others may have changed it.
    ///
    /// # Errors
    /// When it does not do as it is told.
    pub(super) fn take(&mut self) -> io::Result<()> {
        let modes = termios::tcgetattr(&self.input)?;
        let mut raw = modes.clone();
        raw.make_raw();
        if let Ok(mut found) = FOUND.lock() {
            if found.is_some() {
                // What is pushed twice and popped once stays on.
                self.frame.push_str(KEYS_OFF);
            } else {
                let output = self.output.for_last_words()?;
                *found = Some(Found { tty: self.input.try_clone()?, modes, output });
            }
        }
        termios::tcsetattr(&self.input, termios::OptionalActions::Now, &raw)?;
        self.queue(terminal::EnterAlternateScreen)?;
        self.frame.push_str(KEYS_ON);
        self.queue(cursor::Hide)?;
        if self.mouse {
            self.frame.push_str(MOUSE_ON);
        }
        self.cursor = None;
        self.resize(self.size()?);
        Ok(())
    }

    fn queue(&mut self, command: impl Command) -> io::Result<()> {
        command.write_ansi(&mut self.frame).map_err(io::Error::other)
    }

    /// Writes what has been gathered, in one piece.
    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        if self.frame.len() >= SYNCHRONISED {
            self.frame.insert_str(0, "\x1b[?2026h");
            self.frame.push_str("\x1b[?2026l");
        }
        let written = self.output.write_all(self.frame.as_bytes(), None);
        self.frame.clear();
        written
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
        self.frame.push_str(ASK_BACKGROUND);
        self.flush()
    }

    /// Switches the reports of the mouse.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        self.frame.push_str(if on { MOUSE_ON } else { MOUSE_OFF });
        self.flush()
    }

    /// Puts a text on the clipboard of the terminal (OSC 52), wherever it runs.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        self.queue(crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))?;
        self.flush()
    }

    /// Forgets what is on the screen: the next frame is written whole.
    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
        self.shown = None;
        self.spare = None;
        // Erase the display (ECMA-48 ED), with the colours of the terminal.
        self.frame.push_str("\x1b[0m\x1b[2J");
        self.pen = Pen::default();
    }

    /// Draws the state: what differs from the screen is written.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        let mut next = match self.spare.take() {
            Some(mut used) => {
                used.reset();
                used
            }
            None => Buffer::empty(Rect::from((Position::ORIGIN, self.size))),
        };
        let cursor = view::draw(app, &mut next);
        match &self.shown {
            Some(shown) => write_cells(shown.diff_iter(&next), &mut self.pen, &mut self.frame)?,
            // The screen is empty: everything that is not blank differs.
            None => write_cells(written(&next), &mut self.pen, &mut self.frame)?,
        }
        if let Some(Position { x, y }) = cursor {
            self.queue(cursor::MoveTo(x, y))?;
        }
        match (self.cursor, cursor) {
            (None, Some(_)) => self.queue(cursor::Show)?,
            (Some(_), None) => self.queue(cursor::Hide)?,
            _ => {}
        }
        self.cursor = cursor;
        self.spare = self.shown.replace(next);
        self.flush()
    }
}

/// Writes cells where they belong.
fn write_cells<'a>(
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    pen: &mut Pen,
    frame: &mut String,
) -> io::Result<()> {
    // Where the terminal's cursor will be after what is written so far.
    let mut at = None;
    for (x, y, cell) in cells {
        if at != Some((x, y)) {
            cursor::MoveTo(x, y).write_ansi(frame).map_err(io::Error::other)?;
        }
        pen.take(cell.style(), frame);
        frame.push_str(cell.symbol());
        // Terminals differ on how far a wide character or a cluster takes the cursor: what follows is addressed anew.
        let one = cell.symbol().len() == 1 || is_one_narrow(cell.symbol());
        at = one.then_some((x + 1, y));
    }
    Ok(())
}

/// Whether a symbol is a single character of one cell.
fn is_one_narrow(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    chars.next().is_some() && chars.next().is_none() && crate::text::cells(symbol) == 1
}

/// The cells of a screen that are not blank, without those that a wide character before them covers.
fn written(screen: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let width = usize::from(screen.area.width).max(1);
    let mut covered = 0;
    screen.content().iter().enumerate().filter_map(move |(n, cell)| {
        if n % width == 0 {
            covered = 0;
        }
        if covered > 0 {
            covered -= 1;
            return None;
        }
        if *cell == Cell::EMPTY {
            return None;
        }
        covered = crate::text::cells(cell.symbol()).saturating_sub(1);
        let (x, y) = (u16::try_from(n % width).ok()?, u16::try_from(n / width).ok()?);
        Some((x, y, cell))
    })
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was found. Does nothing where it has been given back.
pub(super) fn restore() {
    let Some(Found { tty, modes, output }) = FOUND.lock().ok().and_then(|mut found| found.take()) else {
        return;
    };
    // The terminal may be gone; then there is nothing to restore. Its modes come first: whoever sees the screen given
    // back can rely on them.
    let _ = termios::tcsetattr(&tty, termios::OptionalActions::Now, &modes);
    let mut bytes = Vec::new();
    let _ = bytes.write_all(b"\x1b[0m");
    let _ = bytes.write_all(MOUSE_OFF.as_bytes());
    let _ = bytes.write_all(KEYS_OFF.as_bytes());
    let _ = bytes.queue(cursor::Show);
    let _ = bytes.queue(terminal::LeaveAlternateScreen);
    let _ = output.write_all(&bytes, Some(LAST_PATIENCE));
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
