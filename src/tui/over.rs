//! What lies over the panes, as data: a typed line, help, a choice, messages, a note that is being written.

use super::all_notes::Listed;
use super::exporting::{Offer, OfferRow};
use super::line::LineEdit;
use super::notebook::NoteEditor;
use super::outlook::Outlook;
use super::review::Review;
use crate::text::{QueryMode, TextPos};
use std::rc::Rc;

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// A line typed at the bottom.
    Prompt(Prompt),
    /// All keys.
    Help(ListBox),
    /// A choice.
    Picker(Picker),
    /// Messages so far.
    Messages(ListBox),
    /// A note that is being written.
    Editor(Box<NoteEditor>),
    /// The drafts of the brief, one after another.
    Review(Review),
}

/// A line typed at the bottom.
#[derive(Debug)]
pub struct Prompt {
    /// What for.
    pub kind: PromptKind,
    /// What is typed.
    pub line: LineEdit,
    /// Which entry of the history is shown; none for what is typed.
    pub history: Option<usize>,
    /// What was typed before the history was shown.
    pub typed: String,
    /// The chosen completion.
    pub chosen: Option<usize>,
    /// What is wrong with what is typed.
    pub error: Option<String>,
    /// What was asked of the library before.
    pub asked: String,
    /// Where the reader stood in the list when it began to be typed.
    pub stood: Option<super::collection::Stand>,
    /// What was in view before; none where no brief is open.
    pub before: Option<Rc<Outlook>>,
}

/// What a typed line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// A search, read in a mode.
    Search(QueryMode),
    /// A command.
    Command,
    /// The file of an export.
    Export,
    /// What is asked of the library.
    Library,
}

/// A list with a filter.
#[derive(Debug, Default)]
pub struct ListBox {
    /// What is typed.
    pub line: LineEdit,
    /// The first row in view.
    pub top: usize,
}

/// A choice from a list.
#[derive(Debug)]
pub struct Picker {
    /// Its title.
    pub title: String,
    /// What is typed.
    pub line: LineEdit,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// Which of them match, best first.
    pub matches: Vec<usize>,
    /// Which of the matches is chosen, counted from 0.
    pub chosen: usize,
    /// What the choices are of.
    pub stock: Stock,
    /// What is wrong with what is typed.
    pub error: Option<String>,
}

/// What the choices of a list are of, where they are of more than names.
#[derive(Debug)]
pub enum Stock {
    /// Names, which are found by their letters.
    Names,
    /// Notes, in the order of the choices: what is typed is a filter.
    Notes(Vec<Listed>),
    /// Ways to export, with the rows in the order of the choices: each word that is typed counts.
    Exports(Offer, Vec<OfferRow>),
}

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is shown.
    pub label: String,
    /// What kind of thing it is.
    pub kind: String,
    /// Where it leads.
    pub goal: Goal,
}

/// Where a choice leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To a position.
    Position(TextPos),
    /// To an export, counted from 0 in what is offered.
    Export(usize),
    /// To a note of the list, counted from 0.
    Note(usize),
    /// To a brief on the shelf.
    Brief(usize),
    /// To a brief of the list: its item.
    Item(usize),
    /// To a query that has a name.
    Query(usize),
}
