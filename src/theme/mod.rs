//! From meanings to looks, as data.
//!
//! Owns [`Theme`]: which [`Style`] a [`Role`] of the text and a [`Part`] of the screen have, in each palette and on
//! each kind of terminal.
//! Invariants: nothing is said by colour alone, so every difference that matters has an attribute too; in `mono` and
//! without colours no style holds a colour at all, since an empty colour command would reset the attributes beside
//! it on some terminals.

mod palette;

pub use palette::{Depth, Ink, Palette};

use crate::brief::Priority;
use crate::diagnostic::Severity;
use crate::document::{Edge, Role};
use crate::notes::Meaning;
use ratatui::style::{Color, Modifier, Style};

/// The themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// The strongest contrast a terminal has.
    HighContrast,
    /// Without colours: bold, underline, reverse.
    Mono,
}

impl ThemeName {
    /// Every theme, in the order in which a key goes through them.
    pub const ALL: &[Self] = &[Self::Dark, Self::Light, Self::HighContrast, Self::Mono];

    /// Its name in configuration and flags.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::Mono => "mono",
        }
    }

    /// The theme of a name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|theme| theme.word() == word)
    }

    /// The theme after this one, around.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Self::ALL.get((at + 1) % Self::ALL.len()).copied().unwrap_or_default()
    }

    const fn palette(self, light: bool) -> &'static Palette {
        match self {
            Self::Dark => &palette::DARK,
            Self::Light => &palette::LIGHT,
            Self::HighContrast if light => &palette::HIGH_CONTRAST_LIGHT,
            Self::HighContrast => &palette::HIGH_CONTRAST,
            Self::Mono => &palette::MONO,
        }
    }
}

/// A part of the screen that is no text of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The brief's title in the top line.
    Title,
    /// What else stands in the top line.
    TitleMeta,
    /// A pane's title.
    PaneTitle,
    /// The title of the pane in focus.
    PaneTitleFocused,
    /// The key in a pane's title.
    PaneKey,
    /// The rule beside a pane's title.
    Rule,
    /// The same of the pane in focus.
    RuleFocused,
    /// An edge along a block.
    Edge(Edge),
    /// A bullet, a number, a label.
    Marker,
    /// The mark beside the row that the reader is on.
    CursorMark,
    /// A passage with a note; how it is highlighted, where it is.
    Noted(Option<Meaning>),
    /// The sign of a note beside its passage.
    NoteSign,
    /// The sign of a passage that is new since the brief was last read.
    NewSign,
    /// A search hit.
    Hit,
    /// The search hit that the reader is on.
    CurrentHit,
    /// Selected text.
    Selection,
    /// The character that the reader points at.
    Caret,
    /// The link that would be followed from there.
    FollowedLink,
    /// The bottom line.
    Status,
    /// A key named in it.
    StatusKey,
    /// What is typed into the bottom line.
    Prompt,
    /// A message, by how bad its news is; none is good news.
    Message(Option<Severity>),
    /// The frame of what lies over the panes.
    OverlayFrame,
    /// Its title.
    OverlayTitle,
    /// Text in it.
    OverlayText,
    /// The chosen row of a list.
    Chosen,
    /// The letters of a row that a typed pattern matched.
    Matched,
    /// How far a load has come.
    Progress,
}

/// A palette on a kind of terminal.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    name: ThemeName,
    depth: Depth,
    /// Whether the background is light, where somebody has told.
    light: Option<bool>,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(ThemeName::Dark, Depth::None)
    }
}

/// A look before its inks are turned into colours.
#[derive(Clone, Copy)]
struct Look {
    ink: Option<Ink>,
    paper: Option<Ink>,
    attributes: Modifier,
}

const PLAIN: Look = Look { ink: None, paper: None, attributes: Modifier::empty() };

const fn ink(ink: Ink) -> Look {
    Look { ink: Some(ink), ..PLAIN }
}

impl Look {
    const fn bold(mut self) -> Self {
        self.attributes = self.attributes.union(Modifier::BOLD);
        self
    }

    const fn italic(mut self) -> Self {
        self.attributes = self.attributes.union(Modifier::ITALIC);
        self
    }

    const fn underlined(mut self) -> Self {
        self.attributes = self.attributes.union(Modifier::UNDERLINED);
        self
    }

    const fn reversed(mut self) -> Self {
        self.attributes = self.attributes.union(Modifier::REVERSED);
        self
    }

    const fn on(mut self, paper: Ink) -> Self {
        self.paper = Some(paper);
        self
    }
}

impl Theme {
    /// A theme on a kind of terminal.
    #[must_use]
    pub const fn new(name: ThemeName, depth: Depth) -> Self {
        Self { name, depth, light: None }
    }

    /// The same on a background that is light, or not: what is strong on one is unreadable on the other. As long as
    /// nobody has told, the terminal's own ink is the strongest.
    #[must_use]
    pub const fn on_light(mut self, light: Option<bool>) -> Self {
        self.light = light;
        self
    }

    /// The look of text on a coloured paper, where its role leaves the terminal's own colour: that may be the paper's.
    #[must_use]
    pub fn on_paper(self) -> Style {
        self.style(ink(Ink::OnPaper))
    }

    /// Which theme.
    #[must_use]
    pub const fn name(self) -> ThemeName {
        self.name
    }

    /// Which kind of terminal.
    #[must_use]
    pub const fn depth(self) -> Depth {
        self.depth
    }

    /// The look of text of a role.
    #[must_use]
    pub fn role(self, role: Role) -> Style {
        let look = match role {
            Role::Title | Role::Strong | Role::Recommendation => PLAIN.bold(),
            Role::Body
            | Role::Position
            | Role::Event
            | Role::Disclaimer
            | Role::Snippet
            | Role::ActorRole => PLAIN,
            Role::Byline | Role::Topics | Role::ActorMeta | Role::RecommendationMeta => ink(Ink::Muted),
            Role::FaultPlace | Role::Attribution | Role::Rationale => ink(Ink::Muted),
            Role::Thesis => PLAIN.italic(),
            Role::Heading => ink(Ink::Accent).bold(),
            Role::Subheading => PLAIN.bold().underlined(),
            Role::Emphasis => PLAIN.italic(),
            Role::Struck => Look { attributes: Modifier::CROSSED_OUT, ..ink(Ink::Muted) },
            Role::Code => ink(Ink::Code),
            Role::Link => ink(Ink::Link).underlined(),
            Role::Reference => ink(Ink::Name).underlined(),
            Role::ActorName => ink(Ink::Name).bold(),
            Role::Priority(Priority::High) => ink(Ink::Danger).bold(),
            Role::Priority(Priority::Medium) => ink(Ink::Warn),
            Role::NoteHead => ink(Ink::Good).bold(),
            Role::Priority(Priority::Low) => ink(Ink::Muted),
            Role::DisclaimerHead | Role::Draft => ink(Ink::Warn).bold(),
            Role::Date => ink(Ink::Accent).bold(),
            Role::Quotation => ink(Ink::Quote).italic(),
            Role::Absent => ink(Ink::Muted).italic(),
            Role::Fault(severity) => ink(severity_ink(severity)).bold(),
            Role::Caret => ink(Ink::Danger).bold(),
            Role::Remedy => ink(Ink::Good),
        };
        self.style(look)
    }

    /// The look of a part of the screen.
    #[must_use]
    pub fn part(self, part: Part) -> Style {
        let look = match part {
            Part::Title | Part::PaneTitle => PLAIN.bold(),
            Part::TitleMeta | Part::Status => ink(Ink::Muted),
            Part::PaneTitleFocused => ink(Ink::Accent).bold(),
            Part::PaneKey => ink(Ink::Accent).underlined(),
            Part::Rule | Part::OverlayFrame => ink(Ink::Faint),
            Part::Edge(Edge::Thesis) | Part::RuleFocused | Part::CursorMark => ink(Ink::Accent),
            Part::Edge(Edge::Card) => ink(Ink::Name),
            Part::Edge(Edge::Notice) => ink(Ink::Warn),
            Part::Edge(Edge::Quote) => ink(Ink::Quote),
            Part::Edge(Edge::Rail | Edge::None) => ink(Ink::Faint),
            Part::Marker => ink(Ink::Accent).bold(),
            Part::Noted(None) => Look { paper: Some(Ink::Noted), ..PLAIN },
            Part::Noted(Some(meaning)) => Look { paper: Some(Ink::Meaning(meaning)), ..PLAIN },
            Part::NoteSign | Part::NewSign => ink(Ink::Good).bold(),
            Part::Hit => ink(Ink::OnHit).on(Ink::Hit).underlined(),
            Part::CurrentHit => ink(Ink::OnCurrent).on(Ink::Current).bold(),
            Part::Selection => ink(Ink::OnSelection).on(Ink::Selection),
            Part::Caret => PLAIN.reversed().bold(),
            Part::FollowedLink => ink(Ink::OnSelection).on(Ink::Selection).underlined(),
            Part::StatusKey | Part::Prompt => PLAIN.bold(),
            Part::Message(None) => ink(Ink::Good),
            Part::Message(Some(severity)) => ink(severity_ink(severity)).bold(),
            Part::OverlayTitle | Part::Matched => ink(Ink::Accent).bold(),
            Part::OverlayText => PLAIN,
            Part::Chosen => PLAIN.reversed(),
            Part::Progress => ink(Ink::Accent),
        };
        let look = match part {
            // Without colours a hit and a selection stand out by attributes that survive everywhere, and differ.
            Part::Selection if self.is_colourless() => PLAIN.reversed(),
            Part::FollowedLink if self.is_colourless() => PLAIN.reversed().underlined(),
            Part::Hit if self.is_colourless() => PLAIN.bold().underlined(),
            Part::Noted(_) if self.is_colourless() => PLAIN.underlined(),
            // Of sixteen colours none is faint enough to read on for long.
            Part::Noted(None) if self.depth == Depth::Ansi16 => PLAIN.underlined(),
            Part::CurrentHit if self.is_colourless() => PLAIN.reversed().bold().underlined(),
            _ => look,
        };
        self.style(look)
    }

    /// Whether it has no colours.
    #[must_use]
    pub fn is_colourless(self) -> bool {
        self.depth == Depth::None
            || self.name == ThemeName::Mono
            || self.name == ThemeName::HighContrast && self.light.is_none()
    }

    fn style(self, look: Look) -> Style {
        let mut style = Style::new().add_modifier(look.attributes);
        if self.is_colourless() {
            return style;
        }
        let palette = self.name.palette(self.light == Some(true));
        style.fg = look.ink.and_then(|ink| self.depth.color(palette.shade(ink)));
        style.bg = look.paper.and_then(|ink| self.depth.color(palette.shade(ink)));
        if self.depth == Depth::Ansi16 && look.paper.is_some() && style.fg.is_none() {
            style.fg = Some(Color::Black);
        }
        style
    }
}

const fn severity_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Danger,
        Severity::Warning => Ink::Warn,
        Severity::Note => Ink::Link,
    }
}
