//! What may come next in a query.

use super::super::catalogue::{Catalogue, Column};
use super::fields::{Ask, FIELDS, FieldInfo, SORTS, SortInfo, field};
use super::parse::{Written, pieces};
use crate::text::{folded, holds};
use std::ops::Range;

/// The most completions that are offered.
const MAX_OFFERED: usize = 50;

/// What can be put into a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it takes the place of, in bytes of the query.
    pub range: Range<usize>,
    /// What is put there.
    pub text: String,
    /// What it means.
    pub about: String,
}

/// What may stand at the cursor, a byte offset: names of fields, and their values as the library has them.
#[must_use]
pub fn completions(text: &str, cursor: usize, catalogue: &Catalogue) -> Vec<Completion> {
    let all = pieces(text);
    let Some(piece) = all.iter().find(|piece| piece.range.start <= cursor && cursor <= piece.range.end)
    else {
        return fields("", cursor..cursor);
    };
    let Some(name) = &piece.field else {
        let sign =
            text.get(piece.range.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let start = piece.range.start + if piece.negated { sign } else { 0 };
        let quoted = piece.values.first().is_some_and(|value| value.quoted);
        let typed = text.get(start..cursor).unwrap_or_default();
        return if quoted || cursor < start { Vec::new() } else { fields(typed, start..piece.range.end) };
    };
    if cursor <= name.end {
        return fields(text.get(name.start..cursor).unwrap_or_default(), name.start..name.end + 1);
    }
    let Some(info) = text.get(name.clone()).and_then(field) else { return Vec::new() };
    let value = piece.values.iter().find(|value| value.range.start <= cursor && cursor <= value.range.end);
    value.map_or_else(Vec::new, |value| values(info, value, catalogue))
}

fn fields(typed: &str, range: Range<usize>) -> Vec<Completion> {
    let fits = |row: &&FieldInfo| {
        let begins =
            |name: &str| name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
        begins(row.name) || !typed.is_empty() && row.also.iter().any(|also| begins(also))
    };
    let offer = |row: &FieldInfo| Completion {
        range: range.clone(),
        text: format!("{}:", row.name),
        about: row.about.to_owned(),
    };
    FIELDS.iter().filter(fits).map(offer).collect()
}

fn values(info: &FieldInfo, value: &Written, catalogue: &Catalogue) -> Vec<Completion> {
    let typed = value.text.trim().to_lowercase();
    let words = |rows: &mut dyn Iterator<Item = (&'static str, &'static str)>| -> Vec<Completion> {
        let fits = rows.filter(|(word, _)| word.starts_with(&typed));
        let offer = |(word, about): (&str, &str)| Completion {
            range: value.range.clone(),
            text: word.to_owned(),
            about: about.to_owned(),
        };
        fits.map(offer).collect()
    };
    match info.ask {
        Ask::Choice(choices) => words(&mut choices.iter().map(|row| (row.word, row.about))),
        Ask::Sort => sorts(value),
        Ask::Names(columns) => names(columns, value, catalogue),
        Ask::Title | Ask::Path | Ask::Tag | Ask::Date(_) => Vec::new(),
    }
}

/// Orders; those turned round where `-` is typed.
fn sorts(value: &Written) -> Vec<Completion> {
    let typed = value.text.trim();
    let (sign, word) = typed.strip_prefix('-').map_or(("", typed), |rest| ("-", rest));
    let fits = SORTS.iter().filter(|row| row.word.starts_with(&word.to_lowercase()));
    let offer = |row: &SortInfo| Completion {
        range: value.range.clone(),
        text: format!("{sign}{}", row.word),
        about: if sign.is_empty() { row.about } else { row.reverse }.to_owned(),
    };
    fits.map(offer).collect()
}

/// Names of the library in which a word begins with what is typed, the most frequent first.
fn names(columns: &[Column], value: &Written, catalogue: &Catalogue) -> Vec<Completion> {
    let needle = folded(&value.text);
    let needle = needle.trim_end();
    let fits = |name: &str| needle.is_empty() || holds(name, needle);
    let mut all: Vec<(String, usize)> =
        columns.iter().flat_map(|column| catalogue.tally(*column, &fits)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.dedup_by(|a, b| a.0 == b.0);
    let offer = |(name, count): (String, usize)| Completion {
        range: value.range.clone(),
        text: quoted(&name),
        about: if count == 1 { "1 brief".to_owned() } else { format!("{count} briefs") },
    };
    all.into_iter().take(MAX_OFFERED).map(offer).collect()
}

/// A name as a query writes it.
fn quoted(name: &str) -> String {
    let plain =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace(['"', '“', '”', '„', '«', '»'], ""))
    }
}
