//! A reader without a terminal: `(briefs, size, keys) -> screen`.
//!
//! Effects are carried out at once, in a world in memory; what would go to the clipboard or an editor is kept.

use briefing::diagnostic::Severities;
use briefing::history::{LibraryView, SavedQuery};
use briefing::layout::{Line, Row};
use briefing::notes::Keeping;
use briefing::system::{Memory, System};
use briefing::theme::{Depth, Theme};
use briefing::tui::all_notes::list_all;
use briefing::tui::app::{App, Entry, Settings};
use briefing::tui::chord::Chord;
use briefing::tui::deliver;
use briefing::tui::effect::Effect;
use briefing::tui::event::{Event, LibraryNews, Mouse, MouseKind};
use briefing::tui::keeper::{Archive, Job};
use briefing::tui::librarian::Stacks;
use briefing::tui::load;
use briefing::tui::origin::Origin;
use briefing::tui::review;
use briefing::tui::search::Stretches;
use briefing::tui::update::{start, start_library, update};
use briefing::tui::view;
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The sample that most tests read.
pub(crate) const TALKS: &str = include_str!("../../briefs/istanbul-talks.yaml");

/// A reader at work.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) system: Arc<Memory>,
    /// What was copied.
    pub(crate) copied: Vec<String>,
    /// Editors that were opened: the file, and the way into it.
    pub(crate) edited: Vec<String>,
    /// Other effects, in words.
    pub(crate) done: Vec<&'static str>,
    archive: Archive,
    /// The library, where one is open.
    pub(crate) stacks: Option<Stacks>,
    /// How often it was asked.
    pub(crate) asked: usize,
    clock: u64,
}

impl Desk {
    /// A reader of one brief.
    pub(crate) fn new(text: &str, width: u16, height: u16) -> Self {
        Self::with(&[("brief.yaml", text)], Settings::default(), width, height)
    }

    /// A reader of the sample on the talks.
    pub(crate) fn talks(width: u16, height: u16) -> Self {
        Self::new(TALKS, width, height)
    }

    /// A reader of some files.
    pub(crate) fn with(files: &[(&str, &str)], settings: Settings, width: u16, height: u16) -> Self {
        let home = Memory::new().with_var("HOME", "/home/ada");
        let system = files.iter().fold(home, |system, (name, text)| system.with_file(*name, *text));
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        Self::at(Arc::new(system), &names, settings, width, height)
    }

    /// A reader of some files of a world.
    pub(crate) fn at(
        system: Arc<Memory>,
        names: &[&str],
        settings: Settings,
        width: u16,
        height: u16,
    ) -> Self {
        let began = Timestamp::from_second(1_795_341_600).unwrap();
        // Two readers never give two notes one name.
        let settings = Settings { began, chance: system.chance(), ..settings };
        let entries = names.iter().map(|name| entry(name)).collect();
        let (app, effects) = start(settings, entries, Size::new(width, height));
        let mut desk = Self {
            app,
            archive: Archive::new(Arc::clone(&system) as Arc<dyn System>, Keeping::Data),
            stacks: None,
            asked: 0,
            system,
            copied: Vec::new(),
            edited: Vec::new(),
            done: Vec::new(),
            clock: 0,
        };
        desk.perform(effects);
        desk
    }

    /// A reader of a library: the list of the briefs in some folders of a world, which has been read in.
    pub(crate) fn library(system: &Arc<Memory>, folders: &[&str], width: u16, height: u16) -> Self {
        let began = Timestamp::from_second(1_795_341_600).unwrap();
        let roots: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
        let (view, saved) = (LibraryView::read(&**system), SavedQuery::all(&**system).unwrap());
        let names = folders.iter().map(|name| (*name).to_owned()).collect();
        let settings = Settings { began, ..Settings::default() };
        let (app, effects) = start_library(settings, names, view, saved, Size::new(width, height));
        let world = Arc::clone(system) as Arc<dyn System>;
        let mut desk = Self {
            app,
            archive: Archive::new(Arc::clone(&world), Keeping::Data),
            stacks: Some(Stacks::new(world, &roots)),
            asked: 0,
            system: Arc::clone(system),
            copied: Vec::new(),
            edited: Vec::new(),
            done: Vec::new(),
            clock: 0,
        };
        desk.perform(effects);
        desk.refresh(None);
        desk
    }

    /// The folders of the library are looked through.
    pub(crate) fn refresh(&mut self, changed: Option<&[PathBuf]>) {
        let mut news = Vec::new();
        if let Some(stacks) = &self.stacks {
            stacks.refresh(changed, &mut |event| {
                news.push(event);
                true
            });
        }
        for event in news {
            self.send(event);
        }
    }

    /// Presses keys, with blanks between them. `wait` lets a second pass, `"words"` types them.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for (n, part) in keys.split('"').enumerate() {
            if n % 2 == 1 {
                part.chars().for_each(|c| self.press(Chord::char(c)));
                continue;
            }
            for key in part.split_whitespace() {
                match key {
                    "wait" => self.clock += 1000,
                    // The key that goes to the quotes cannot be written in its own quotes.
                    "quote" => self.press(Chord::char('"')),
                    _ => self.press(key.parse().unwrap_or_else(|_| panic!("no key {key}"))),
                }
            }
        }
        self
    }

    fn press(&mut self, chord: Chord) {
        self.clock += 10;
        self.send(Event::Key { chord, at: self.clock });
    }

    /// The mouse does something at a cell.
    pub(crate) fn mouse(&mut self, kind: MouseKind, x: u16, y: u16) -> &mut Self {
        self.clock += 10;
        self.send(Event::Mouse(Mouse { kind, at: Position { x, y }, when: self.clock }));
        self
    }

    /// A press and a release in one place.
    pub(crate) fn click(&mut self, x: u16, y: u16) -> &mut Self {
        self.mouse(MouseKind::Press, x, y).mouse(MouseKind::Release, x, y)
    }

    /// The terminal gets another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.send(Event::Resize(Size::new(width, height)));
        self
    }

    /// The open file has changed, and is read again, whatever lies over the brief.
    pub(crate) fn reload(&mut self) {
        let origin = self.app.entry().map(|entry| entry.origin.clone());
        let Some(Origin::File(path)) = origin else { return };
        self.send(Event::Changed(vec![path]));
    }

    /// Something happens, and all that comes of it.
    pub(crate) fn send(&mut self, event: Event) {
        let effects = update(&mut self.app, event);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let news = match effect {
                Effect::Load { ticket, origin } => {
                    let mut loaded = load::load(&*self.system, &origin, &mut |_| {});
                    load::judge(&mut loaded, &Severities::default());
                    load::recall(&*self.system, &origin, &mut loaded);
                    Some(Event::Loaded { ticket, loaded })
                }
                Effect::Check { ticket, source, document, brief } => Some(Event::Checked {
                    ticket,
                    report: load::check(&source, document, &brief, &Severities::default()),
                }),
                Effect::Count { ticket, query, document } => Stretches::of(&document)
                    .count(&document, &query, &mut || false)
                    .map(|hits| Event::Counted { ticket, hits }),
                Effect::ReadTitles(wanted) => {
                    let title = |(origin, document): &(Origin, usize)| {
                        let loaded = load::load(&*self.system, origin, &mut |_| {});
                        let brief = loaded.briefs.iter().find(|brief| brief.index == *document)?;
                        Some((origin.clone(), *document, brief.document.title().to_owned()))
                    };
                    Some(Event::Titles(wanted.iter().filter_map(title).collect()))
                }
                Effect::ListFolder(folder) => {
                    Some(Event::Folder { names: load::names_in(&*self.system, &folder), folder })
                }
                Effect::Copy { text, what } => {
                    self.copied.push(text);
                    Some(Event::Copied(Ok(format!("copied {what}"))))
                }
                Effect::Edit { path, way, line, .. } => {
                    self.edited.push(format!("{}:{line} {way:?}", path.display()));
                    Some(Event::Edited(Ok(())))
                }
                Effect::ReadNotes { ticket, owner } => self.archive.work(&Job::Read { ticket, owner }),
                Effect::KeepNotes { ticket, owner, changes } => {
                    self.archive.work(&Job::Keep { ticket, owner, changes })
                }
                Effect::KeepDraft { ticket, subject, note } => {
                    self.archive.work(&Job::Draft { ticket, subject, note })
                }
                Effect::KeepVisit { owner, stopped, read } => {
                    self.archive.work(&Job::Visit { owner, stopped, read })
                }
                Effect::ForgetDraft { ticket, id } => self.archive.work(&Job::Forget { ticket, id }),
                Effect::ListNotes { ticket, files } => {
                    let (listed, troubles) = list_all(&*self.system, &files, self.stacks.as_ref());
                    Some(Event::NotesListed { ticket, listed, troubles })
                }
                Effect::Export { plan, cargo, path, force } => {
                    let outcome = deliver::export(&*self.system, Keeping::Data, &plan, cargo, &path, force);
                    Some(Event::Exported { plan, path, outcome })
                }
                Effect::Compose { text, .. } => {
                    Some(Event::Composed { text: Some(format!("{text}, edited elsewhere")), end: Ok(()) })
                }
                Effect::Watch(_) => None,
                Effect::Decide { path, document, draft, verdict } => {
                    let outcome = review::rewrite(&*self.system, &path, document, &draft, verdict);
                    Some(Event::Decided(outcome))
                }
                Effect::TakeBack { path, written } => {
                    Some(Event::TakenBack(review::take_back(&*self.system, &path, &written)))
                }
                Effect::Seek { ticket, document, query } => Some(Stacks::seek(ticket, &document, &query)),
                Effect::Mouse(_) => self.note("mouse"),
                Effect::Redraw => self.note("redraw"),
                Effect::Suspend => self.note("suspend"),
                Effect::Quit => self.note("quit"),
                of_library => self.ask_library(of_library),
            };
            if let Some(event) = news {
                queue.extend(update(&mut self.app, event));
            }
        }
    }

    /// What is asked of the library.
    fn ask_library(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::OpenLibrary(folders) => {
                self.stacks = Some(Stacks::new(Arc::clone(&self.system) as Arc<dyn System>, &folders));
                let names = folders.iter().map(|name| name.to_string_lossy().into_owned()).collect();
                let view = LibraryView::read(&*self.system);
                let saved = SavedQuery::all(&*self.system).unwrap();
                Some(Event::Library(Box::new(LibraryNews::Opened(names, view, saved))))
            }
            Effect::RefreshLibrary => {
                self.refresh(None);
                None
            }
            Effect::ReadChanged(paths) => {
                self.refresh(Some(&paths));
                None
            }
            Effect::RecallLibrary => {
                self.stacks.as_ref().unwrap().recall();
                Some(Event::Library(Box::new(LibraryNews::Recalled)))
            }
            Effect::List(question) => {
                self.asked += 1;
                self.stacks.as_ref().unwrap().list(question, &AtomicBool::new(false))
            }
            Effect::Preview(wanted) => Some(self.stacks.as_ref().unwrap().preview(&wanted)),
            Effect::MarkRead { path, document, read } => {
                let news = self.stacks.as_ref().unwrap().mark_read(&path, document, read);
                if let Some(event) = news {
                    self.send(event);
                }
                self.ask_library(Effect::RecallLibrary)
            }
            Effect::KeepView(view) => self.stacks.as_ref().unwrap().keep_view(&view),
            Effect::SaveQuery { name, query } => {
                Some(self.stacks.as_ref().unwrap().save_query(&name, query.as_deref()))
            }
            other => panic!("nobody does {other:?}"),
        }
    }

    fn note(&mut self, what: &'static str) -> Option<Event> {
        self.done.push(what);
        None
    }

    /// The screen as cells.
    pub(crate) fn buffer(&self) -> Buffer {
        let Size { width, height } = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view::draw(&self.app, &mut buffer);
        buffer
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        text_of(&self.buffer())
    }

    /// The rows of the screen.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.screen().lines().map(str::to_owned).collect()
    }

    /// The rows in view of the pane that keys go to.
    pub(crate) fn lines(&self) -> Vec<Row> {
        let pane = self.app.open().and_then(|open| open.active());
        let lines = pane.map(|pane| pane.lines.clone()).unwrap_or_default();
        lines
            .into_iter()
            .filter_map(|line| match line {
                Line::Row(row) => Some(row),
                Line::Gap(_) => None,
            })
            .collect()
    }

    /// The text of a row.
    pub(crate) fn text(&self, row: Option<&Row>) -> String {
        let text = row.and_then(|row| Some(self.app.open()?.document.slice(row.range).to_owned()));
        text.unwrap_or_default()
    }

    /// The first row in view.
    pub(crate) fn top_row(&self) -> String {
        self.text(self.lines().first())
    }

    /// The row that the reader is on.
    pub(crate) fn cursor_row(&self) -> String {
        let cursor = self.app.open().map(briefing::tui::app::Open::cursor).unwrap_or_default();
        self.text(self.lines().iter().rev().find(|row| row.range.start() <= cursor))
    }

    /// The cell in which some words begin on the screen.
    pub(crate) fn find(&self, words: &str) -> (u16, u16) {
        for (y, row) in self.rows().iter().enumerate() {
            if let Some(at) = row.find(words) {
                let x = briefing::text::cells(&row[..at]);
                return (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
            }
        }
        panic!("no {words:?} on\n{}", self.screen());
    }

    /// The title of the section in focus.
    pub(crate) fn section(&self) -> String {
        self.app.open().and_then(|open| open.section()).map(|s| s.title.clone()).unwrap_or_default()
    }

    /// The bottom line.
    pub(crate) fn status(&self) -> String {
        self.rows().last().cloned().unwrap_or_default().trim().to_owned()
    }

    /// The text of the cells that have an attribute or colour which the same screen in a plain theme has not.
    pub(crate) fn styled(&self, wanted: impl Fn(&ratatui::buffer::Cell) -> bool) -> String {
        let buffer = self.buffer();
        let width = usize::from(buffer.area.width);
        let mut out = String::new();
        let mut last = None;
        for (n, cell) in buffer.content().iter().enumerate().filter(|(_, cell)| wanted(cell)) {
            if last.is_some_and(|last| last + 1 != n || n % width == 0) {
                out.push('|');
            }
            out.push_str(cell.symbol());
            last = Some(n);
        }
        out
    }

    /// The same with colours.
    pub(crate) fn theme(mut self, name: briefing::theme::ThemeName, depth: Depth) -> Self {
        self.app.theme = Theme::new(name, depth).on_light(Some(false));
        self
    }
}

/// A file on the shelf.
pub(crate) fn entry(name: &str) -> Entry {
    Entry { origin: Origin::File(name.into()), document: 0, title: None }
}

/// The text of a screen, its rows without the blanks at their ends.
pub(crate) fn text_of(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let mut out = String::new();
    for row in buffer.content().chunks(width) {
        let mut line = String::new();
        let mut covered = 0;
        for cell in row {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            covered = briefing::text::cells(cell.symbol()).saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
