//! What a brief looks like: one flat text with structure beside it.
//!
//! Owns [`Document`]: the text of all sections one after another, made safe for a terminal; the blocks that
//! partition it into paragraphs, names and lines; the runs that give stretches of a block a [`Role`]; sections;
//! links. Owns [`lower`], which alone decides how a [`crate::brief::Brief`] is told, and [`Document::of_report`], which tells
//! findings in the same form.
//! Invariants: blocks, runs and links are in the order of their places; blocks do not overlap; a run and a link lie
//! within one block; every range lies on character boundaries. A role is a meaning, never a colour.

mod anchor;
mod annex;
mod build;
mod faults;
mod lower;
mod markdown;
mod place;
mod role;

pub use anchor::{Anchor, Anchoring, ItemRef, Position, Quote, Resolution, Twin};
pub use annex::AnnexEntry;
pub use lower::{lower, lower_for_page, lower_prose};
pub use place::Place;
pub use role::{Edge, Label, Lead, Marker, QUOTE_BAR, Role};

use crate::text::{TextPos, TextRange};
use crate::yaml::Step;
use std::ops::Range;

/// The most bytes of one block: a giant paragraph is cut into several, so that one screen never wraps more.
pub const MAX_BLOCK_LEN: usize = 8 << 10;

/// Silent reading speed: 238 words a minute (Brysbaert 2019, a meta-analysis of 190 studies), six characters each.
const CHARS_PER_MINUTE: usize = 238 * 6;
/// The same for Chinese, Japanese and Korean, in characters (Trauzettel-Klosinski and Dietz 2012: 255 to 358 of
/// Chinese and Japanese), rounded.
const WIDE_CHARS_PER_MINUTE: usize = 300;

/// So many sections are named where one is missed.
const MAX_NAMED: usize = 16;

/// The headline of the op-ed as it is shown wherever nothing else sets it apart: in the quotation marks that most languages
/// know. One that stands in them already stays as it is.
#[must_use]
pub fn headline(title: &str) -> String {
    let inside = title.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
    match inside {
        Some(inside) if !inside.contains(['“', '”']) => title.to_owned(),
        _ => format!("“{title}”"),
    }
}

/// A document: one text, and what is where in it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    text: String,
    title: String,
    byline: String,
    language: String,
    blocks: Vec<Block>,
    runs: Vec<Run>,
    links: Vec<Link>,
    sections: Vec<Section>,
    minutes: usize,
    /// Where what readers have written begins.
    annex: Option<TextPos>,
}

/// The number of a block in its document, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockIx(pub u32);

/// A paragraph, a name, a line: what is wrapped as one.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its text. It may hold line breaks, each of which ends a row.
    pub range: TextRange,
    /// What it means as a whole.
    pub role: Role,
    /// What stands before its rows.
    pub lead: Lead,
    /// Blank rows above it.
    pub gap: u8,
    /// Whether it goes on the block before it, which was too long.
    pub continues: bool,
    /// Whether its text runs from right to left.
    pub rtl: bool,
    /// Which section it stands in, counted from 0.
    pub section: u16,
    /// Which item of the section, counted from 0; none for the section's own text.
    pub item: Option<u32>,
    /// The field of the brief that it comes from; empty where none does.
    pub field: &'static str,
    runs: Range<u32>,
}

/// A stretch of a block with a role of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where.
    pub range: TextRange,
    /// What it means.
    pub role: Role,
}

/// A stretch of text that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub range: TextRange,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To an actor's card, counted from 0.
    Actor(u32),
    /// To a paragraph of the text, counted from 0.
    Paragraph(u32),
    /// To a position.
    Position(TextPos),
    /// To a web address.
    Url(String),
}

/// A section: what a pane shows.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which one.
    pub kind: SectionKind,
    /// Its title.
    pub title: String,
    /// The letter that jumps to it.
    pub letter: Option<char>,
    /// How many items it holds; 0 where it is prose.
    pub items: u32,
    /// Its heading and its body.
    pub blocks: Range<u32>,
    /// Its body.
    pub body: Range<u32>,
    /// Its text with the heading.
    pub range: TextRange,
}

/// The sections of a brief, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// Title, source and topics: the head of the whole.
    Head,
    /// The summary, under the thesis.
    Summary,
    /// Who plays a part.
    Actors,
    /// What should be done.
    Recommendations,
    /// What is disclaimed.
    Disclaimers,
    /// What happened when.
    Timeline,
    /// What was said.
    Quotes,
    /// A section of the brief's own, counted from 0.
    Own(u16),
    /// The op-ed itself.
    Text,
    /// What readers have written.
    Notes,
    /// Findings, where a brief cannot be read.
    Findings,
}

/// One row of the table of sections.
#[derive(Clone, Copy, Debug)]
pub struct SectionInfo {
    /// The section.
    pub kind: SectionKind,
    /// Its title in panes and headings.
    pub title: &'static str,
    /// The field of the brief.
    pub field: &'static str,
    /// The key that jumps to it.
    pub letter: char,
    /// What its pane says where the brief has none; the sections without this have no pane then.
    pub absent: Option<&'static str>,
}

/// The sections of the format, in the order of their panes. Sections of a brief's own stand before the text.
pub const SECTIONS: &[SectionInfo] = &[
    SectionInfo {
        kind: SectionKind::Summary,
        title: "Summary",
        field: "summary",
        letter: 's',
        absent: Some("This brief has no summary."),
    },
    SectionInfo {
        kind: SectionKind::Actors,
        title: "Key actors",
        field: "actors",
        letter: 'a',
        absent: Some("This brief names no actors."),
    },
    SectionInfo {
        kind: SectionKind::Recommendations,
        title: "Recommendations",
        field: "recommendations",
        letter: 'r',
        absent: Some("This brief recommends nothing."),
    },
    SectionInfo {
        kind: SectionKind::Disclaimers,
        title: "Disclaimers",
        field: "disclaimers",
        letter: 'd',
        absent: Some("This brief carries no disclaimer: read it as one side's opinion."),
    },
    SectionInfo {
        kind: SectionKind::Timeline,
        title: "Timeline",
        field: "timeline",
        letter: 't',
        absent: None,
    },
    SectionInfo { kind: SectionKind::Quotes, title: "Quotes", field: "quotes", letter: '"', absent: None },
    SectionInfo { kind: SectionKind::Text, title: "Text", field: "text", letter: 'f', absent: None },
];

/// Whether a section that anchors call so is one of the format, not of a brief's own.
fn is_field(name: &str) -> bool {
    SECTIONS.iter().any(|row| row.field == name) || name == HEAD
}

/// The title of the head of a brief, where it stands by itself.
const HEAD_TITLE: &str = "About this brief";

/// What anchors call the head of a brief.
const HEAD: &str = "head";

impl SectionKind {
    /// The row of [`SECTIONS`]; none for the head, findings and sections of a brief's own.
    #[must_use]
    pub fn info(self) -> Option<&'static SectionInfo> {
        SECTIONS.iter().find(|row| row.kind == self)
    }
}

impl Document {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range.
    #[must_use]
    pub fn slice(&self, range: TextRange) -> &str {
        range.of(&self.text)
    }

    /// The brief's title, in one line.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Author, publication and date of the op-ed, in one line; may be empty.
    #[must_use]
    pub fn byline(&self) -> &str {
        &self.byline
    }

    /// The brief's language as a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether the brief's language is written from right to left (Unicode CLDR, `characterOrder`).
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        let primary = self.language.split('-').next().unwrap_or_default();
        let rtl = ["ar", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "uz-arab", "yi"];
        rtl.contains(&primary.to_ascii_lowercase().as_str())
    }

    /// Minutes that reading the brief takes, its `text` left out; at least 1.
    #[must_use]
    pub const fn minutes(&self) -> usize {
        self.minutes
    }

    /// All blocks.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// One block.
    #[must_use]
    pub fn block(&self, ix: BlockIx) -> Option<&Block> {
        self.blocks.get(ix.0 as usize)
    }

    /// The block that a position lies in, or the next one where it lies between two; the last at the end.
    #[must_use]
    pub fn block_at(&self, pos: TextPos) -> BlockIx {
        // Blocks are parted by line breaks, so a position at a block's end belongs to it.
        let ix = self.blocks.partition_point(|block| block.range.end() < pos);
        let ix = match (self.blocks.get(ix), self.blocks.get(ix + 1)) {
            // Where a block was cut, one ends where the next begins.
            (Some(here), Some(next)) if here.range.end() == pos && next.range.start() == pos => ix + 1,
            _ => ix,
        };
        BlockIx(u32::try_from(ix.min(self.blocks.len().saturating_sub(1))).unwrap_or(0))
    }

    /// The runs of a block.
    #[must_use]
    pub fn runs(&self, block: &Block) -> &[Run] {
        self.runs.get(block.runs.start as usize..block.runs.end as usize).unwrap_or_default()
    }

    /// All sections.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section that a position lies in, counted from 0.
    #[must_use]
    pub fn section_at(&self, pos: TextPos) -> usize {
        self.block(self.block_at(pos)).map_or(0, |block| usize::from(block.section))
    }

    /// The section that a person means: by its letter, its field, its title or the start of it. Counted from 0.
    #[must_use]
    pub fn find_section(&self, wish: &str) -> Option<usize> {
        let wish = wish.trim().to_lowercase();
        let paned = || self.sections.iter().enumerate().filter(|(_, s)| s.kind != SectionKind::Head);
        let find = |fits: &dyn Fn(&Section) -> bool| paned().find(|(_, s)| fits(s)).map(|(n, _)| n);
        if wish.is_empty() {
            return None;
        }
        find(&|s| s.letter.is_some_and(|letter| letter.to_string() == wish))
            .or_else(|| find(&|s| s.title.to_lowercase() == wish))
            .or_else(|| find(&|s| s.kind.info().is_some_and(|info| info.field == wish)))
            .or_else(|| find(&|s| s.title.to_lowercase().starts_with(&wish)))
            .or_else(|| find(&|s| s.title.to_lowercase().contains(&wish)))
            .or_else(|| {
                let head = |s: &Section| s.kind == SectionKind::Head;
                self.sections.iter().position(|s| head(s) && s.title.to_lowercase().starts_with(&wish))
            })
    }

    /// What is said where a wish means no section: those that there are, by the names that they are found by.
    #[must_use]
    pub fn no_section(&self, wish: &str) -> String {
        let paned = self.sections.iter().filter(|section| section.kind != SectionKind::Head);
        let names =
            paned.map(|section| section.kind.info().map_or(section.title.as_str(), |info| info.field));
        let mut names: Vec<&str> = names.collect();
        if names.len() > MAX_NAMED {
            names.truncate(MAX_NAMED);
            names.push("…");
        }
        format!("no section “{wish}”; there are {}", names.join(", "))
    }

    /// The links that begin in a range.
    #[must_use]
    pub fn links_in(&self, range: TextRange) -> &[Link] {
        let from = self.links.partition_point(|link| link.range.start() < range.start());
        let to = self.links.partition_point(|link| link.range.start() < range.end());
        self.links.get(from..to).unwrap_or_default()
    }

    /// The link at a position.
    #[must_use]
    pub fn link_at(&self, pos: TextPos) -> Option<&Link> {
        let after = self.links.partition_point(|link| link.range.start() <= pos);
        self.links.get(after.checked_sub(1)?).filter(|link| link.range.contains(pos))
    }

    /// The first block of an item of a section of a kind.
    #[must_use]
    pub fn item_block(&self, kind: SectionKind, item: u32) -> Option<BlockIx> {
        let section = self.sections.iter().find(|section| section.kind == kind)?;
        let body = self.blocks.get(section.body.start as usize..section.body.end as usize)?;
        let at = body.partition_point(|block| block.item.is_none_or(|i| i < item));
        body.get(at).filter(|block| block.item == Some(item))?;
        Some(BlockIx(section.body.start + u32::try_from(at).ok()?))
    }

    /// The way to a block's field in the brief's YAML.
    #[must_use]
    pub fn way(&self, block: &Block) -> Vec<Step> {
        let Some(section) = self.sections.get(usize::from(block.section)) else { return Vec::new() };
        let item = block.item.map(|item| Step::Item(item as usize));
        let field = Some(block.field).filter(|field| !field.is_empty()).map(Step::Key);
        let mut way = Vec::new();
        match section.kind {
            SectionKind::Notes => {}
            SectionKind::Head | SectionKind::Summary | SectionKind::Text | SectionKind::Findings => {
                way.extend(field);
            }
            SectionKind::Own(n) => {
                way.extend([Step::Key("sections"), Step::Item(usize::from(n))]);
                if let Some(item) = item {
                    way.extend([Step::Key("items"), item]);
                }
                way.extend(field);
            }
            SectionKind::Actors
            | SectionKind::Recommendations
            | SectionKind::Disclaimers
            | SectionKind::Timeline
            | SectionKind::Quotes => {
                way.extend(section.kind.info().map(|info| Step::Key(info.field)));
                way.extend(item);
                way.extend(field);
            }
        }
        way
    }

    /// The nearest position at or before a byte offset that lies on a character boundary.
    #[must_use]
    pub fn floor(&self, byte: usize) -> TextPos {
        let byte = byte.min(self.text.len());
        TextPos::new((0..=byte).rev().find(|i| self.text.is_char_boundary(*i)).unwrap_or(0))
    }
}
