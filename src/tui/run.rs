//! The loop: waits for keys, news and signals, hands them to `update`, carries out the effects, draws.
//!
//! Invariant: it sleeps while nothing happens. Everything that has come is taken in before one frame is drawn; when the
//! terminal is gone, the loop ends.

use super::app::{App, Entry, Settings};
use super::effect::Effect;
use super::event::{Event, LibraryNews};
use super::input::Input;
use super::keeper::Job;
use super::perform::{Mailbox, Worker};
use super::signals::Signals;
use super::terminal::{Terminal, restore, restore_on_panic};
use super::update::{self, update};
use crate::diagnostic::Severities;
use crate::notes::Keeping;
use crate::system::{self, System};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// Bytes that are read at once.
const CHUNK: usize = 16 << 10;

/// How the reader ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was told to quit, or its terminal went away.
    Quit,
    /// A signal of this number.
    Signal(i32),
}

/// What the reader is started with.
#[derive(Debug)]
pub struct Start {
    /// How it is set up.
    pub settings: Settings,
    /// The briefs at hand.
    pub entries: Vec<Entry>,
    /// The folders of a library whose list is shown; none where briefs were named.
    pub library: Vec<PathBuf>,
    /// What to say first, for instance about the configuration.
    pub warnings: Vec<String>,
    /// The program that takes copied text, where one is set.
    pub copy_command: Option<Vec<String>>,
    /// Where notes are kept.
    pub keeping: Keeping,
    /// How bad findings are taken to be.
    pub severities: Severities,
}

struct Reader {
    terminal: Terminal,
    worker: Worker,
    input: Input,
    news: mpsc::Receiver<Event>,
    bell: UnixStream,
    signals: Signals,
    began: Instant,
    /// What is begun once the frame is on the screen.
    later: Vec<Effect>,
}

/// Runs the reader until it ends.
///
/// # Errors
/// When the terminal cannot be had.
pub fn run(system: Arc<dyn System>, start: Start) -> io::Result<Ending> {
    let began = Instant::now();
    restore_on_panic();
    let (sender, news) = mpsc::channel();
    let (bell, ring) = UnixStream::pair()?;
    bell.set_nonblocking(true)?;
    ring.set_nonblocking(true)?;
    let ring = Arc::new(ring);
    let signals = Signals::listen(&ring)?;
    let terminal = Terminal::enter(start.settings.mouse, signals.alarm()?)?;
    let mail = Mailbox::new(sender, ring);
    let mut worker = Worker::new(system, mail, start.copy_command, start.keeping, start.severities);
    let ask = start.settings.depth > crate::theme::Depth::None;
    let size = terminal.size()?;
    let (mut app, effects) = if start.library.is_empty() {
        update::start(start.settings, start.entries, size)
    } else {
        let (roots, view, saved) = worker.open_library(start.library);
        update::start_library(start.settings, roots, view, saved, size)
    };
    for warning in start.warnings {
        app.warn(warning);
    }
    let mut reader =
        Reader { terminal, worker, input: Input::default(), news, bell, signals, began, later: Vec::new() };
    let ending = reader.read(&mut app, effects, ask);
    // However it ends, it is kept where the reader was.
    reader.later.extend(update(&mut app, Event::Lull));
    reader.begin_later();
    // A signal also ends the wait for a terminal that takes nothing, which fails then.
    let signal = reader.signals.ending().map(Ending::Signal);
    drop(reader);
    ending.or_else(|error| signal.ok_or(error))
}

impl Reader {
    fn read(&mut self, app: &mut App, effects: Vec<Effect>, ask: bool) -> io::Result<Ending> {
        if self.perform_all(app, effects)? {
            return Ok(Ending::Quit);
        }
        if self.terminal.draw(app).is_err() {
            return Ok(self.gone());
        }
        self.begin_later();
        if ask {
            self.terminal.ask_background()?;
        }
        loop {
            let Some(events) = self.wait(app)? else { return Ok(Ending::Quit) };
            if let Some(signal) = self.signals.ending() {
                return Ok(Ending::Signal(signal));
            }
            let mut quit = false;
            let mut effects = Vec::new();
            for event in events {
                if let Event::Resize(size) = event {
                    self.terminal.resize(size);
                }
                effects.extend(update(app, event));
                // Effects of one key come before the next: a brief that it opens is there for it.
                quit |= self.perform_all(app, std::mem::take(&mut effects))?;
                if quit {
                    return Ok(Ending::Quit);
                }
            }
            if self.terminal.draw(app).is_err() {
                return Ok(self.gone());
            }
            self.begin_later();
        }
    }

    /// Begins what waited for the frame.
    fn begin_later(&mut self) {
        for effect in std::mem::take(&mut self.later) {
            match effect {
                Effect::Check { ticket, source, document, brief } => {
                    self.worker.check(ticket, source, document, brief);
                }
                Effect::ReadNotes { ticket, owner } => self.worker.keep(Job::Read { ticket, owner }),
                Effect::KeepVisit { owner, stopped, read } => {
                    self.worker.keep(Job::Visit { owner, stopped, read });
                }
                Effect::Watch(path) => self.worker.watch(&path),
                Effect::Preview(wanted) => self.worker.preview(wanted),
                of_library => self.worker.ask_library(of_library),
            }
        }
    }

    /// How it ends when the terminal takes nothing any more: nobody is left to see it, or a signal came meanwhile.
    fn gone(&self) -> Ending {
        self.signals.ending().map_or(Ending::Quit, Ending::Signal)
    }

    /// Sleeps until something happens; what has happened, or none where the terminal is gone.
    fn wait(&mut self, app: &App) -> io::Result<Option<Vec<Event>>> {
        let mut events = Vec::new();
        let lull = update::lull_at(app).map(|at| at.saturating_sub(self.now()));
        let timeout =
            [self.input.wait(self.now()), lull].into_iter().flatten().min().map(Duration::from_millis);
        let timeout = timeout.and_then(|wait| Timespec::try_from(wait).ok());
        let (ready, gone) = {
            let keys = self.terminal.input().as_fd();
            let mut fds = [PollFd::new(&keys, PollFlags::IN), PollFd::new(&self.bell, PollFlags::IN)];
            match poll(&mut fds, timeout.as_ref()) {
                Ok(_) => {
                    let keys = fds[0].revents();
                    let hung = keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
                    (keys.contains(PollFlags::IN), hung && !keys.contains(PollFlags::IN))
                }
                Err(rustix::io::Errno::INTR) => (false, false),
                Err(error) => return Err(error.into()),
            }
        };
        if gone || ready && !self.read_keys()? {
            return Ok(None);
        }
        let now = self.now();
        self.input.settle(now);
        events.extend(std::iter::from_fn(|| self.input.next(now)));
        self.drain_bell();
        events.extend(std::iter::from_fn(|| self.news.try_recv().ok()));
        if events.is_empty() && update::lull_at(app).is_some_and(|at| at <= now) {
            events.push(Event::Lull);
        }
        if self.signals.take_resize()
            && let Ok(size) = self.terminal.size()
            && size != app.size
        {
            events.push(Event::Resize(size));
        }
        if self.signals.take_stop() {
            events.extend(self.suspend()?);
            events.extend(self.terminal.size().ok().map(Event::Resize));
        }
        if self.signals.take_resumed() {
            // Stopped without being asked: whoever had the terminal meanwhile has left it in modes of their own.
            self.terminal.take()?;
            events.extend(self.terminal.size().ok().map(Event::Resize));
        }
        Ok(Some(events))
    }

    /// Milliseconds since the program began.
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Reads the bytes that are there; false at the end of the terminal.
    fn read_keys(&mut self) -> io::Result<bool> {
        let mut chunk = [0; CHUNK];
        match rustix::io::read(self.terminal.input(), &mut chunk) {
            Ok(0) | Err(rustix::io::Errno::IO) => Ok(false),
            Ok(n) => {
                let now = self.now();
                self.input.feed(chunk.get(..n).unwrap_or_default(), now);
                Ok(true)
            }
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    fn drain_bell(&mut self) {
        let mut bytes = [0; 64];
        while matches!(self.bell.read(&mut bytes), Ok(n) if n > 0) {}
    }

    /// Carries effects out, and those of the news that comes at once; true where it is time to quit.
    fn perform_all(&mut self, app: &mut App, effects: Vec<Effect>) -> io::Result<bool> {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let news = match effect {
                Effect::Quit => return Ok(true),
                Effect::Load { ticket, origin } => self.worker.load(ticket, origin),
                // Nobody waits for these: the frame comes first.
                later @ (Effect::Check { .. }
                | Effect::ReadNotes { .. }
                | Effect::KeepVisit { .. }
                | Effect::Watch(_)
                | Effect::Preview(_)
                | Effect::RefreshLibrary
                | Effect::ReadChanged(_)
                | Effect::RecallLibrary
                | Effect::List(_)
                | Effect::MarkRead { .. }
                | Effect::KeepView(_)
                | Effect::SaveQuery { .. }) => {
                    self.later.push(later);
                    None
                }
                Effect::Count { ticket, query, document } => self.worker.count(ticket, query, document),
                Effect::OpenLibrary(folders) => {
                    let (roots, view, saved) = self.worker.open_library(folders);
                    Some(Event::Library(Box::new(LibraryNews::Opened(roots, view, saved))))
                }
                Effect::ReadTitles(wanted) => {
                    self.worker.read_titles(wanted);
                    None
                }
                Effect::ListFolder(folder) => {
                    self.worker.list_folder(folder);
                    None
                }
                Effect::Copy { text, what } => self.copy(&text, &what)?,
                Effect::Edit { path, document, way, line } => {
                    restore();
                    let news = self.worker.edit(&path, document, &way, line);
                    self.take_back(app, &mut queue)?;
                    Some(news)
                }
                Effect::KeepNotes { ticket, owner, changes } => {
                    self.worker.keep(Job::Keep { ticket, owner, changes });
                    None
                }
                Effect::KeepDraft { ticket, subject, note } => {
                    self.worker.keep(Job::Draft { ticket, subject, note });
                    None
                }
                Effect::Seek { ticket, document, query } => {
                    self.worker.seek(ticket, document, query);
                    None
                }
                Effect::ForgetDraft { ticket, id } => {
                    self.worker.keep(Job::Forget { ticket, id });
                    None
                }
                Effect::ListNotes { ticket, files } => {
                    self.worker.list_notes(ticket, files);
                    None
                }
                Effect::Export { plan, cargo, path, force } => {
                    self.worker.export(plan, cargo, path, force);
                    None
                }
                Effect::Decide { path, document, draft, verdict } => {
                    Some(self.worker.decide(&path, document, &draft, verdict))
                }
                Effect::TakeBack { path, written } => Some(self.worker.take_back(&path, &written)),
                Effect::Compose { id, text } => {
                    restore();
                    let news = self.worker.compose(&id, &text);
                    self.take_back(app, &mut queue)?;
                    Some(news)
                }
                Effect::Mouse(on) => {
                    self.terminal.set_mouse(on)?;
                    None
                }
                Effect::Redraw => {
                    self.terminal.resize(app.size);
                    None
                }
                Effect::Suspend => {
                    let news = self.suspend()?;
                    queue.extend(update(app, Event::Resize(self.terminal.size()?)));
                    news
                }
            };
            if let Some(event) = news {
                queue.extend(update(app, event));
            }
        }
        Ok(false)
    }

    /// Takes the terminal again from an editor.
    fn take_back(&mut self, app: &mut App, queue: &mut VecDeque<Effect>) -> io::Result<()> {
        // Ctrl-c and Ctrl-z were the editor's.
        self.signals.forget_keys();
        self.terminal.take()?;
        let size = self.terminal.size()?;
        queue.extend(update(app, Event::Resize(size)));
        Ok(())
    }

    /// Copies a text: by a program, or by the terminal itself.
    fn copy(&mut self, text: &str, what: &str) -> io::Result<Option<Event>> {
        if self.worker.copy(text, what) {
            return Ok(None);
        }
        self.terminal.copy(text)?;
        Ok(Some(Event::Copied(Ok(format!("copied {what} (by the terminal, OSC 52)")))))
    }

    /// Gives the terminal back, stops, and takes the terminal again when the shell says so. News where it cannot stop.
    fn suspend(&mut self) -> io::Result<Option<Event>> {
        restore();
        system::stop_job()?;
        self.terminal.take()?;
        let stopped = self.signals.take_resumed() || system::shell_waits();
        Ok((!stopped).then(|| Event::Done(Err("there is no shell here to return to".to_owned()))))
    }
}
