//! Opening what lies over the panes, and keeping of a list what fits what is typed.

use super::super::all_notes::Listed;
use super::super::app::{App, Choice, Overlay, Picker, Prompt, PromptKind, Stock};
use super::super::exporting::OfferRow;
use super::super::line::LineEdit;
use crate::notes::Filter;
use crate::text::Fuzzy;
use std::rc::Rc;

/// Opens a line to type in.
pub(super) fn prompt(app: &mut App, kind: PromptKind) {
    let before = app.open().map(|open| Rc::new(open.outlook()));
    let asked = app.library.as_ref().map(|stack| stack.query.clone()).unwrap_or_default();
    let line = match kind {
        // What is typed next is another word.
        PromptKind::Library if !asked.trim().is_empty() => LineEdit::new(&format!("{} ", asked.trim_end())),
        _ => LineEdit::default(),
    };
    app.overlay = Some(Overlay::Prompt(Prompt {
        kind,
        line,
        asked,
        stood: app.library.as_ref().and_then(|stack| stack.stand()),
        history: None,
        typed: String::new(),
        chosen: None,
        error: None,
        before,
    }));
}

/// Opens a list to choose from.
pub(super) fn picker(
    app: &mut App,
    title: impl Into<String>,
    choices: Vec<Choice>,
    stock: Stock,
    typed: &str,
) {
    let line = LineEdit::new(typed);
    let (title, matches) = (title.into(), Vec::new());
    let mut picker = Picker { title, line, choices, matches, chosen: 0, stock, error: None };
    rank(&mut picker);
    app.overlay = Some(Overlay::Picker(picker));
}

/// Keeps of a list what fits what is typed, best first.
pub(super) fn rank(picker: &mut Picker) {
    picker.error = None;
    match &picker.stock {
        Stock::Names => {
            let labels = picker.choices.iter().map(|choice| choice.label.as_str());
            let found = Fuzzy::default().rank(picker.line.text(), labels);
            picker.matches = found.into_iter().map(|found| found.index).collect();
        }
        Stock::Exports(_, rows) => {
            // Formats are few: they stay in the order of their table.
            let typed = picker.line.text().to_lowercase();
            let fits = |(_, row): &(usize, &OfferRow)| {
                let all = format!("{} {} {}", row.label, row.name, row.extension).to_lowercase();
                typed.split_whitespace().all(|word| all.contains(word))
            };
            picker.matches = rows.iter().enumerate().filter(fits).map(|(n, _)| n).collect();
        }
        Stock::Notes(notes) => match Filter::typed(picker.line.text()) {
            Ok(filter) => {
                let fits = |(_, one): &(usize, &Listed)| filter.passes(&one.note, &one.subject, one.state());
                picker.matches = notes.iter().enumerate().filter(fits).map(|(n, _)| n).collect();
            }
            Err(error) => {
                picker.matches = Vec::new();
                picker.error = Some(error);
            }
        },
    }
}

/// The line that is being typed.
pub(super) fn typed_line(app: &mut App) -> Option<&mut LineEdit> {
    match app.overlay.as_mut()? {
        Overlay::Prompt(prompt) => Some(&mut prompt.line),
        Overlay::Help(list) | Overlay::Messages(list) => Some(&mut list.line),
        Overlay::Picker(picker) => Some(&mut picker.line),
        Overlay::Editor(_) | Overlay::Review(_) => None,
    }
}
