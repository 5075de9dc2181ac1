//! What text means, and what stands before its rows.

use crate::brief::Priority;
use crate::diagnostic::Severity;

/// The meaning of a stretch of text. A theme gives each a look; nothing else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The brief's title.
    Title,
    /// Author, publication, date.
    Byline,
    /// Catchwords.
    Topics,
    /// The author's claim.
    Thesis,
    /// A section's heading.
    Heading,
    /// Plain prose.
    Body,
    /// A heading within prose.
    Subheading,
    /// Strongly stressed.
    Strong,
    /// Stressed.
    Emphasis,
    /// Struck out.
    Struck,
    /// Code.
    Code,
    /// Leads to a web address.
    Link,
    /// Leads to another place of the brief.
    Reference,
    /// An actor's name.
    ActorName,
    /// What an actor is, and its other names.
    ActorMeta,
    /// What an actor is in this story.
    ActorRole,
    /// What an actor wants.
    Position,
    /// What should be done.
    Recommendation,
    /// What belongs to a recommendation: whom it is for.
    RecommendationMeta,
    /// How urgent it is.
    Priority(Priority),
    /// Why.
    Rationale,
    /// What kind of disclaimer, and whose.
    DisclaimerHead,
    /// What is disclaimed.
    Disclaimer,
    /// A date.
    Date,
    /// What happened.
    Event,
    /// Words that were said.
    Quotation,
    /// Who said them, and when.
    Attribution,
    /// What a note is, and when it was made.
    NoteHead,
    /// Says that something is a proposal.
    Draft,
    /// A section that the brief does not have.
    Absent,
    /// How bad a finding is.
    Fault(Severity),
    /// Where it is.
    FaultPlace,
    /// The line it is about.
    Snippet,
    /// What points at the place in the line.
    Caret,
    /// What helps.
    Remedy,
}

/// What stands before the rows of a block: decoration, which is not part of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// The edge along all of its rows.
    pub edge: Edge,
    /// How many quotations it stands in.
    pub quotes: u8,
    /// How many lists it stands in, that of its marker among them.
    pub depth: u8,
    /// Blank cells behind the edge.
    pub indent: u8,
    /// What begins its first row.
    pub marker: Marker,
}

/// An edge along a block's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Edge {
    /// None.
    #[default]
    None,
    /// The side of an actor's card.
    Card,
    /// The line of time; a knot where a date begins.
    Rail,
    /// The side of a thesis.
    Thesis,
    /// The side of a disclaimer.
    Notice,
    /// The side of a quotation.
    Quote,
}

/// What begins a block's first row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marker {
    /// Nothing.
    #[default]
    None,
    /// A bullet of a list.
    Bullet,
    /// A number of a list.
    Number(u32),
    /// The number of a paragraph of the article.
    Paragraph(u32),
    /// A knot on the line of time.
    Knot,
    /// A word that says what the block is.
    Label(Label),
}

/// The words that say what a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// What an actor wants or says.
    Position,
    /// Why something is recommended.
    Why,
    /// What helps against a fault.
    Help,
}

impl Label {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Position => "Position",
            Self::Why => "Why",
            Self::Help => "help:",
        }
    }
}

impl Marker {
    /// What is drawn.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::None | Self::Knot => String::new(),
            Self::Bullet => "• ".to_owned(),
            Self::Number(n) => format!("{n}. "),
            Self::Paragraph(n) => format!("¶{n} "),
            Self::Label(label) => format!("{} ", label.word()),
        }
    }

    /// Whether the rows below the first are indented as far as the first.
    #[must_use]
    pub const fn hangs(self) -> bool {
        !matches!(self, Self::Label(_))
    }
}

impl Edge {
    /// What is drawn in a row of it; `knot` where a date begins.
    #[must_use]
    pub const fn text(self, knot: bool) -> &'static str {
        match self {
            Self::None => "",
            Self::Card => "▏ ",
            Self::Rail if knot => "● ",
            Self::Rail => "│ ",
            Self::Thesis => "┃ ",
            Self::Notice => "┆ ",
            Self::Quote => "▎ ",
        }
    }
}

/// What is drawn for each quotation that a block stands in.
pub const QUOTE_BAR: &str = "│ ";
