//! The subject: what a brief says, read from YAML, and the rules it keeps.
//!
//! Owns the types ([`Brief`] and its parts), the table of fields ([`BRIEF`]), reading ([`read`]) and the rules that go
//! beyond the shape of the YAML.
//! Invariant: a [`Brief`] has a title, and every text in it that has to be there is not blank. Texts are as written:
//! they are made safe for a terminal where they are laid out, and Markdown in them is read there too.

mod cast;
mod date;
mod decode;
mod draft;
mod examine;
mod fields;
mod laid_out;
mod language;
mod letters;
mod mended;
mod model;
mod partly;
mod read;
mod rules;
mod scalar;
mod schema;
mod template;
mod texts;

pub use cast::{Cast, slug};
pub use date::PartialDate;
pub(crate) use date::{MONTHS, month_named};
pub use draft::Draft;
pub use examine::{Checker, check, errors, examine};
pub use fields::BRIEF;
pub use laid_out::laid_out;
pub use language::Language;
pub use letters::{RESERVED, YIELDING, letters};
pub use mended::{Mended, mended};
pub use model::{
    Actor, Article, Brief, Briefed, Disclaimer, Item, Quote, Recommendation, Section, TimelineEntry,
};
pub use read::{Reading, decode, read, read_each, read_with_progress, too_large, tree_of};
pub use rules::nearly;
pub use scalar::{
    DisclaimerKind, DraftField, FormatVersion, Letter, Line, Named, Ordinal, Priority, Prose, Url, Word,
};
pub use schema::schema;
pub use template::{PLACEHOLDER, template};

/// The paragraphs of a text, which `from` counts from 1: stretches between blank lines, as byte ranges.
pub fn paragraphs(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start..start + line.trim_end().len(), line.trim().is_empty()))
    });
    std::iter::from_fn(move || {
        let (first, _) = lines.by_ref().find(|(_, blank)| !blank)?;
        let end =
            lines.by_ref().take_while(|(_, blank)| !blank).last().map_or(first.end, |(line, _)| line.end);
        Some(first.start..end)
    })
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    #[test]
    fn blank_lines_part_paragraphs() {
        let read = |text: &'static str| super::paragraphs(text).map(|r| &text[r]).collect::<Vec<_>>();
        assert_eq!(read("one\nstill one\n\n \n two\r\n\r\nthree"), ["one\nstill one", " two", "three"]);
        assert!(read(" \n\n").is_empty());
    }
}
