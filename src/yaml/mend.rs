//! Small changes of a text that can be made without asking.
//!
//! Owns what is safe to change by bytes alone: one word for another, an item of a list, tabs where nothing else indents.
//! Invariant: whatever else stands in the text, comments and layout too, stays as it is.

use super::{Node, NodeKind, options};
use crate::diagnostic::Fix;
use granit_parser::Parser;
use std::ops::Range;

/// Puts a word in the place of a scalar that is written plainly or in simple quotes. The word must need no quotes.
#[must_use]
pub fn replacement(node: &Node, word: &str) -> Option<Fix> {
    let text = node.text()?;
    // Written otherwise, with escapes or as a block, the bytes are more than the text and its quotes.
    let simple = node.range.len() == text.len() || node.range.len() == text.len() + 2;
    (simple && !text.contains('\n'))
        .then(|| Fix { label: format!("write `{word}`"), edits: vec![(node.range.clone(), word.to_owned())] })
}

/// The bytes of a list's item with what parts it from the others; none where more than that stands there, or where the list
/// would be left empty.
#[must_use]
pub fn item_with_its_mark(list: &Node, index: usize, text: &str) -> Option<Range<usize>> {
    let NodeKind::List(items) = &list.kind else { return None };
    let item = items.get(index).filter(|item| item.text().is_some())?;
    let range = match index.checked_sub(1).and_then(|before| items.get(before)) {
        Some(before) => before.range.end..item.range.end,
        None => item.range.start..items.get(index + 1)?.range.start,
    };
    let (between, own) = if index > 0 {
        (range.start..item.range.start, item.range.clone())
    } else {
        (item.range.end..range.end, item.range.clone())
    };
    let mark = text.get(between)?;
    let own = text.get(own)?;
    let only_marks = mark.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '-'));
    // A block scalar ends with its line, and an alias or an anchor is more than itself.
    (only_marks && !own.contains('\n') && !own.starts_with(['*', '&', '|', '>'])).then_some(range)
}

/// Two blanks for each tab that indents, where only tabs do and the text is YAML then.
pub(super) fn tabs(text: &str) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let indent = line.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let written = line.get(..indent)?;
        let blank = line.get(indent..)?.trim().is_empty();
        if !written.is_empty() && !blank {
            if written.contains(' ') {
                return None;
            }
            edits.push((start..start + indent, "  ".repeat(indent)));
        }
        start += line.len();
    }
    let mut mended = text.to_owned();
    for (range, blanks) in edits.iter().rev() {
        mended.replace_range(range.clone(), blanks);
    }
    let is_yaml = Parser::new_from_str_with_options(&mended, options()).all(|event| event.is_ok());
    (!edits.is_empty() && is_yaml).then(|| Fix { label: "indent with blanks".to_owned(), edits })
}

#[cfg(test)]
mod tests {
    use super::super::{Step, read_tree, vet};
    use super::*;

    fn without(text: &str, index: usize) -> Option<String> {
        let root = &read_tree(text)[0];
        let range = item_with_its_mark(root.at(&[Step::Key("a")]).unwrap(), index, text)?;
        let mut text = text.to_owned();
        text.replace_range(range, "");
        Some(text)
    }

    #[test]
    fn an_item_goes_with_its_mark() {
        for (text, index, left) in [
            ("a: [x, y, z]\n", 1, Some("a: [x, z]\n")),
            ("a: [x, 'y']\n", 1, Some("a: [x]\n")),
            ("a: [x, y]\n", 0, Some("a: [y]\n")),
            ("a:\n  - x\n  - y\n# c\nb: 1\n", 1, Some("a:\n  - x\n# c\nb: 1\n")),
            ("a:\n  - x # first\n  - y\n", 1, None),
            ("a: [x]\n", 0, None),
            ("a: x\n", 0, None),
            ("a: [x, |\n", 1, None),
        ] {
            if vet(text, &mut |_| {}).is_ok() {
                assert_eq!(without(text, index).as_deref(), left, "{text}");
            }
        }
    }

    #[test]
    fn tabs_become_blanks_where_nothing_else_indents() {
        let mended = |text: &str| {
            let fix = vet(text, &mut |_| {}).unwrap_err().fix?;
            let mut text = text.to_owned();
            fix.edits.iter().rev().for_each(|(range, blanks)| text.replace_range(range.clone(), blanks));
            Some(text)
        };
        let text = "title: x\nsource:\n\ttitle: y\n\tauthor:\n\t\t- z\n\t\n";
        assert_eq!(mended(text).as_deref(), Some("title: x\nsource:\n  title: y\n  author:\n    - z\n\t\n"));
        assert_eq!(mended("source:\n\ttitle: y\nbriefed:\n  by: z\n"), None, "who knows how much");
        assert_eq!(mended("source:\n\ttitle: [y\n"), None, "still no YAML");
    }
}
