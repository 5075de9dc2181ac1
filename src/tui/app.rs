//! Everything that the reader knows at a moment.
//!
//! Invariants: only `super::update` changes it; `super::view` draws any value of it; positions in it lie in the
//! document that is open.

use super::action::Action;
use super::chord::Chord;
use super::collection::Collection;
use super::event::{LoadedBrief, Stage};
use super::exporting::ExportPlan;
use super::notebook::{Notebook, Save};
use super::origin::{Origin, Ticket};
use super::outlook::Outlook;
use super::review::Rewritten;
use super::screen::Screen;
use super::search::{Hits, Step, Stretches};
use crate::brief::Brief;
use crate::diagnostic::{Report, Severity};
use crate::document::{BlockIx, Document, Place, Section, SectionKind};
use crate::history::Seen;
use crate::layout::{Layout, Line, Viewport};
use crate::notes::{Note, NoteId};
use crate::text::{Query, TextPos, TextRange};
use crate::theme::Theme;
use ratatui::layout::Size;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

pub use super::over::{Choice, Goal, ListBox, Overlay, Picker, Prompt, PromptKind, Stock};
pub use super::settings::{Arrangement, Settings};

/// One brief among those that are at hand.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it comes from.
    pub origin: Origin,
    /// Which document of it, counted from 0.
    pub document: usize,
    /// Its title, where it is known.
    pub title: Option<String>,
}

/// The briefs at hand, and which of them is open.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The briefs.
    pub entries: Vec<Entry>,
    /// Which is open, counted from 0.
    pub current: usize,
}

/// What the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scene {
    /// A brief.
    #[default]
    Reader,
    /// The list of briefs.
    List,
}

/// What lies on the desk.
#[derive(Debug)]
pub enum Desk {
    /// A brief that is being read in.
    Loading {
        /// Which load.
        ticket: Ticket,
        /// How far it is.
        stage: Stage,
    },
    /// A brief, or what is wrong with it.
    Open(Box<Open>),
}

/// A brief that lies open.
#[derive(Debug)]
pub struct Open {
    /// The brief; none where it could not be read and its findings are shown.
    pub brief: Option<Arc<Brief>>,
    /// What is read.
    pub document: Arc<Document>,
    /// The full path of the file that it was read from, as long as that was there.
    pub file: Option<PathBuf>,
    /// What is wrong with it.
    pub report: Option<Arc<Report>>,
    /// Whether findings are shown instead of the brief, and the brief's document for the way back.
    pub behind: Option<Arc<Document>>,
    /// One for each section, in order; the head of a brief is the last.
    pub panes: Vec<Pane>,
    /// Which has the focus, counted from 0.
    pub focus: usize,
    /// Panes, zoom or one column.
    pub arrangement: Arrangement,
    /// The whole brief as one column.
    pub column: Pane,
    /// Its text, cut for searching.
    pub stretches: Stretches,
    /// The search.
    pub search: Option<Search>,
    /// The selection.
    pub selection: Option<Selection>,
    /// Where a motion within a row led to: the place is shown as long as the reader is there.
    pub caret: Option<TextPos>,
    /// Where the reader was.
    pub jumps: Jumps,
    /// Marked places.
    pub marks: BTreeMap<char, TextPos>,
    /// What the reader has written on it.
    pub notebook: Notebook,
    /// What the brief looked like when it was last read.
    pub seen: Seen,
    /// Whether it is what the reader saw last time, as far as that is known.
    pub is_as_seen: bool,
    /// What is new in it since, in order.
    pub fresh: Vec<BlockIx>,
    /// Where it is kept that the reader is, and whether it is kept as read.
    pub kept: Option<(TextPos, bool)>,
    /// Where and when, in milliseconds, it was opened; none once it counts as read.
    pub glance: Option<(TextPos, u64)>,
    /// Whether its file is gone or broken, so that what is read is what it was.
    pub outdated: bool,
    /// What was found in it by what was asked of the library, in order.
    pub found: Vec<TextRange>,
    /// What was asked of the library when it was opened.
    pub sought: Option<super::collection::Sought>,
}

/// A section on the screen, or the whole brief.
#[derive(Debug)]
pub struct Pane {
    /// Which section, counted from 0 in the document.
    pub section: usize,
    /// Its window.
    pub view: Viewport,
    /// Its rows.
    pub layout: Layout,
    /// The lines in view.
    pub lines: Vec<Line>,
}

impl Pane {
    pub(super) fn new(doc: &Document, section: usize, blocks: std::ops::Range<u32>) -> Self {
        Self { section, view: Viewport::new(doc, blocks), layout: Layout::new(1), lines: Vec::new() }
    }
}

/// A search.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is searched for.
    pub query: Query,
    /// Its hits, once they are counted.
    pub hits: Option<Hits>,
    /// Which count is under way.
    pub ticket: Ticket,
    /// The hit that the reader is on.
    pub current: Option<TextRange>,
    /// Where the search began.
    pub from: TextPos,
    /// What was in view then, for a search without a hit.
    pub before: Rc<Outlook>,
    /// Steps that wait for the count: forward, or back.
    pub waiting: Option<Step>,
}

/// Selected text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub anchor: TextPos,
    /// The end that moves.
    pub head: TextPos,
    /// Whether it takes whole paragraphs.
    pub paragraphs: bool,
}

/// Places that the reader jumped from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jumps {
    /// Places, oldest first.
    pub places: Vec<TextPos>,
    /// How many of them lie behind.
    pub at: usize,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What.
    pub text: String,
    /// How bad; none is good news.
    pub severity: Option<Severity>,
}

/// Whether the reader is about to be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Nobody has asked for it.
    Not,
    /// As soon as all is kept.
    OnceKept,
    /// It was asked for right before what is done now: whoever asks again insists.
    AskedBefore,
}

/// Keys that wait for more.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    /// Chords of a longer binding.
    pub chords: Vec<Chord>,
    /// A count.
    pub count: Option<usize>,
    /// An action that waits for a character.
    pub waits: Option<Action>,
    /// A pane that a digit jumped to: where the focus was, and when. Another key at once makes the digit a count.
    pub digit: Option<DigitJump>,
}

/// A digit that may be a jump or the start of a count.
#[derive(Clone, Copy, Debug)]
pub struct DigitJump {
    /// Where the reader was; none where no pane has the number, and nothing was jumped to.
    pub from: Option<TextPos>,
    /// When it was pressed, in milliseconds.
    pub at: u64,
}

/// Presses of the mouse in one place, one right after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pressed {
    /// The cell.
    pub at: ratatui::layout::Position,
    /// When the last was, in milliseconds since the program began.
    pub when: u64,
    /// How many: two take a word, three a paragraph.
    pub times: u8,
}

/// Everything.
#[derive(Debug)]
pub struct App {
    /// The size of the terminal.
    pub size: Size,
    /// How it is set up.
    pub settings: Settings,
    /// The looks.
    pub theme: Theme,
    /// Whether the background is light, where the terminal has told.
    pub light: Option<bool>,
    /// The briefs at hand.
    pub shelf: Shelf,
    /// The briefs that were open before, newest last.
    pub trail: Vec<Entry>,
    /// What the screen shows.
    pub scene: Scene,
    /// The library, where one is open.
    pub library: Option<Box<Collection>>,
    /// Whether something is to be asked of the library as soon as it is open.
    pub asking: bool,
    /// What was asked of the library when the brief that is being opened was found by words.
    pub seeking: Option<crate::library::Query>,
    /// The brief on the desk.
    pub desk: Desk,
    /// Where to go once a load has ended.
    pub resume: Option<Place>,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// Whether the change that is being read is the reader's own.
    pub own: bool,
    /// What was decided of drafts of the open brief, the newest last.
    pub decided: Vec<Rewritten>,
    /// Keys that wait for more.
    pub pending: Pending,
    /// What is said in the bottom line.
    pub message: Option<Message>,
    /// What has been said.
    pub log: Vec<Message>,
    /// What was searched for, newest last.
    pub searches: Vec<String>,
    /// What was asked of the library, newest last.
    pub queries: Vec<String>,
    /// Commands that were given, newest last.
    pub commands: Vec<String>,
    /// The folder whose files complete what is typed, and what lies in it.
    pub folder: Option<(String, Vec<String>)>,
    /// Where everything stands on the screen.
    pub screen: Screen,
    /// Where a drag of the mouse began.
    pub drag: Option<TextPos>,
    /// Where and when the mouse was pressed last, and how often in one place at once.
    pub pressed: Option<Pressed>,
    /// The load whose brief is open, and whose check is awaited.
    pub checked: Ticket,
    /// The last load that was asked for.
    pub loading: Ticket,
    /// The load that reads the open brief again, and whether an editor was at it.
    pub again: Option<(Ticket, bool)>,
    /// The file whose changes are told.
    pub watched: Option<PathBuf>,
    /// The last ticket that was given out.
    pub tickets: u64,
    /// Milliseconds since the program began, as the last key said.
    pub clock: u64,
    /// The errand that reads the notes on the open brief.
    pub reading_notes: Option<Ticket>,
    /// The errand that reads them again, since something else has changed them.
    pub rereading_notes: Option<Ticket>,
    /// Notes on the open brief that were typed and never saved, to be offered one after another.
    pub drafts: Vec<Note>,
    /// Changes of notes on their way to the disk.
    pub saves: Vec<Save>,
    /// What was done to the notes on briefs that are open no more, by what tells them from others, newest last.
    pub left: Vec<(String, Notebook)>,
    /// The errand that reads the notes on all briefs.
    pub listing_notes: Option<Ticket>,
    /// The note to go to once the notes on the brief that is being opened are there.
    pub wanted_note: Option<NoteId>,
    /// The export whose file is being asked for.
    pub exporting: Option<ExportPlan>,
    /// How many exports and copies are on their way; the end of each is told.
    pub under_way: usize,
    /// Whether the reader is about to be left.
    pub leaving: Leaving,
}

impl App {
    /// A reader of some briefs, none of which is open yet.
    #[must_use]
    pub fn new(settings: Settings, entries: Vec<Entry>, size: Size) -> Self {
        let theme = Theme::new(settings.theme.unwrap_or_default(), settings.depth);
        Self {
            size,
            theme,
            light: None,
            settings,
            shelf: Shelf { entries, current: 0 },
            trail: Vec::new(),
            scene: Scene::Reader,
            library: None,
            asking: false,
            seeking: None,
            desk: Desk::Loading { ticket: Ticket::default(), stage: Stage::Reading },
            resume: None,
            overlay: None,
            own: false,
            decided: Vec::new(),
            pending: Pending::default(),
            message: None,
            log: Vec::new(),
            searches: Vec::new(),
            queries: Vec::new(),
            commands: Vec::new(),
            folder: None,
            screen: Screen::default(),
            drag: None,
            pressed: None,
            checked: Ticket::default(),
            loading: Ticket::default(),
            again: None,
            watched: None,
            tickets: 0,
            clock: 0,
            reading_notes: None,
            rereading_notes: None,
            drafts: Vec::new(),
            saves: Vec::new(),
            left: Vec::new(),
            listing_notes: None,
            wanted_note: None,
            exporting: None,
            under_way: 0,
            leaving: Leaving::Not,
        }
    }

    /// A new ticket.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// What lies open.
    #[must_use]
    pub fn open(&self) -> Option<&Open> {
        match &self.desk {
            Desk::Open(open) => Some(open),
            Desk::Loading { .. } => None,
        }
    }

    /// What lies open, to be changed.
    pub fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.desk {
            Desk::Open(open) => Some(open),
            Desk::Loading { .. } => None,
        }
    }

    /// The entry that is open.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.shelf.entries.get(self.shelf.current)
    }

    /// Says good news.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message(&text.into(), None);
    }

    /// Says what went wrong.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.message(&text.into(), Some(Severity::Warning));
    }

    /// Says that a wish means no section, and which there are.
    pub fn warn_of_section(&mut self, wish: &str) {
        let Some(open) = self.open() else { return };
        let text = open.document.no_section(wish);
        self.warn(text);
    }

    fn message(&mut self, text: &str, severity: Option<Severity>) {
        let message = Message { text: crate::text::clean_line(text).into_owned(), severity };
        self.log.push(message.clone());
        if self.log.len() > 200 {
            self.log.remove(0);
        }
        self.message = Some(message);
    }
}

impl Open {
    /// A brief as it lies when it has just been opened.
    #[must_use]
    pub fn new(loaded: &LoadedBrief, arrangement: Arrangement) -> Self {
        let mut open = Self {
            brief: loaded.brief.clone(),
            document: Arc::clone(&loaded.document),
            file: None,
            report: loaded.report.clone(),
            behind: None,
            panes: Vec::new(),
            focus: 0,
            arrangement,
            column: Pane::new(&loaded.document, 0, 0..0),
            stretches: Stretches::default(),
            search: None,
            selection: None,
            caret: None,
            jumps: Jumps::default(),
            marks: BTreeMap::new(),
            notebook: Notebook::default(),
            seen: Seen::default(),
            is_as_seen: false,
            fresh: Vec::new(),
            kept: None,
            glance: None,
            outdated: false,
            found: Vec::new(),
            sought: None,
        };
        open.show(Arc::clone(&loaded.document));
        open
    }

    /// Lays another document on the desk: panes, windows and search begin anew.
    pub fn show(&mut self, document: Arc<Document>) {
        let is_head = |section: &Section| section.kind == SectionKind::Head;
        let blocks = u32::try_from(document.blocks().len()).unwrap_or(u32::MAX);
        self.panes = document
            .sections()
            .iter()
            .enumerate()
            .filter(|(_, section)| !is_head(section))
            .chain(document.sections().iter().enumerate().filter(|(_, section)| is_head(section)))
            .map(|(n, section)| Pane::new(&document, n, section.body.clone()))
            .collect();
        self.column = Pane::new(&document, 0, 0..blocks);
        self.stretches = Stretches::of(&document);
        self.document = document;
        self.focus = 0;
        self.search = None;
        self.selection = None;
        self.caret = None;
        self.jumps = Jumps::default();
    }

    /// How many panes stand beside each other: all but the head, which is last, and shown when it is asked for.
    #[must_use]
    pub fn listed(&self) -> usize {
        let is_head = |pane: &Pane| {
            self.document.sections().get(pane.section).is_some_and(|s| s.kind == SectionKind::Head)
        };
        self.panes.len() - usize::from(self.panes.last().is_some_and(is_head))
    }

    /// The pane that keys go to.
    #[must_use]
    pub fn active(&self) -> Option<&Pane> {
        match self.arrangement {
            Arrangement::Continuous => Some(&self.column),
            Arrangement::Panes | Arrangement::Zoomed => self.panes.get(self.focus),
        }
    }

    /// The pane that keys go to, to be changed, with the document.
    pub fn active_mut(&mut self) -> Option<(&mut Pane, &Document)> {
        let pane = match self.arrangement {
            Arrangement::Continuous => Some(&mut self.column),
            Arrangement::Panes | Arrangement::Zoomed => self.panes.get_mut(self.focus),
        };
        Some((pane?, &self.document))
    }

    /// Where the reader is.
    #[must_use]
    pub fn cursor(&self) -> TextPos {
        self.active().map_or(TextPos::ZERO, |pane| pane.view.cursor())
    }

    /// The note that the reader is on, counted from 0: in the section of notes that entry, elsewhere the one on the
    /// passage.
    #[must_use]
    pub fn note_here(&self) -> Option<usize> {
        let here = self.cursor();
        self.document.annex_entry(here).or_else(|| self.notebook.meant_at(here))
    }

    /// The notes on words that begin in the row that the reader is on, counted from 0.
    #[must_use]
    pub fn notes_in_row(&self) -> Vec<usize> {
        let row = self.active().and_then(|pane| super::cursor::row(pane, &self.document));
        row.map(|row| self.notebook.beginning_in(row.range)).unwrap_or_default()
    }

    /// The section that the reader is in.
    #[must_use]
    pub fn section(&self) -> Option<&Section> {
        let nth = match self.arrangement {
            Arrangement::Continuous => self.document.section_at(self.column.view.cursor()),
            Arrangement::Panes | Arrangement::Zoomed => self.panes.get(self.focus)?.section,
        };
        self.document.sections().get(nth)
    }

    /// Which hit of how many the reader is on, once they are counted; 0 where on none.
    #[must_use]
    pub fn standing(&self) -> Option<(usize, usize)> {
        let search = self.search.as_ref()?;
        let hits = search.hits.as_ref()?;
        let ordinal =
            |hit: TextRange| self.stretches.ordinal(&self.document, &search.query, hits, hit.start());
        Some((search.current.map_or(0, ordinal), hits.total()))
    }

    /// The text that is selected.
    #[must_use]
    pub fn selected(&self) -> Option<TextRange> {
        let Selection { anchor, head, paragraphs } = self.selection?;
        let (start, end) = (anchor.min(head), anchor.max(head));
        if paragraphs {
            let block = |pos| self.document.block(self.document.block_at(pos)).map(|block| block.range);
            return Some(TextRange::new(block(start)?.start(), block(end)?.end()));
        }
        // The character at the end belongs to it.
        let rest = self.document.slice(TextRange::new(end, TextPos::new(self.document.text().len())));
        let last = crate::text::graphemes(rest).next().map_or(0, |(_, cluster, _)| cluster.len());
        Some(TextRange::new(start, TextPos::new(end.get() + last)))
    }

    /// The text of a range as it is copied: paragraphs with a blank line between them, rows as they are.
    #[must_use]
    pub fn plain(&self, range: TextRange) -> String {
        let mut out = String::new();
        let first = self.document.block_at(range.start()).0;
        for ix in first.. {
            let Some(block) = self.document.block(BlockIx(ix)).filter(|b| b.range.start() < range.end())
            else {
                break;
            };
            let Some(part) = block.range.intersect(range) else { continue };
            if !out.is_empty() && !block.continues {
                out.push_str(if block.gap > 0 { "\n\n" } else { "\n" });
            }
            out.push_str(self.document.slice(part));
        }
        out
    }
}
