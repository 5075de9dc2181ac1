//! Which words stand in which briefs, in files of the cache.
//!
//! A library of a hundred thousand briefs has some gigabyte of text: too much to look through at every letter, and far
//! too much to keep in memory. So there is an inverted index: for each word the rows that it stands in, what it says of
//! each, and its places there. It lies in segments of some thousand rows, which never change: what is new makes a new
//! one, and what has gone makes those that held it anew, without it. A segment is answered by itself, with an array of
//! one number for each row, so that looking up needs little memory and all processors.
//! Places make exact sequences of words exact without reading a brief, which is also how text of scripts without blanks
//! is found: there each character is a word.
//! Invariant: looking up in the index finds what looking through the briefs would.

mod bytes;
mod format;
mod look;
mod merge;
mod postings;
mod segment;

pub(super) use format::segment;
pub(super) use look::look_up;
pub(super) use merge::{Source, merge};
pub(super) use postings::Postings;
pub(super) use segment::{Fault, InMemory, Index, open, read};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::read as read_brief;
    use crate::document::{Document, lower};
    use crate::library::block::{Block, RowRec};
    use crate::library::query::Words;
    use crate::library::told::is_told;
    use crate::source::Source as Text;
    use crate::text::folded;
    use proptest::prelude::*;

    fn document(paragraphs: &[String]) -> Document {
        let mut yaml = String::from("title: t\nsections:\n  - title: s\n    items:\n");
        for paragraph in paragraphs {
            yaml.push_str("      - ");
            yaml.push_str(&serde_json::to_string(&format!("x {paragraph}")).unwrap());
            yaml.push('\n');
        }
        lower(&read_brief(&Text::new("x", yaml)).remove(0).brief.unwrap())
    }

    /// Rows whose words are those of some documents.
    fn index(documents: &[Document]) -> Index {
        let mut postings = Postings::default();
        for (row, document) in (0..).zip(documents) {
            postings.take(row, document);
        }
        let block = Block { rows: vec![RowRec::default(); documents.len()], ..Block::default() };
        let (same, index) = read(Box::new(InMemory(segment(&block, postings.write())))).unwrap();
        assert_eq!(same, block);
        index
    }

    /// Whether words stand in a document, found by looking.
    fn holds(document: &Document, words: &Words) -> bool {
        let needle = format!(" {}{}", words.folded.join(" "), if words.open { "" } else { " " });
        let told = document.blocks().iter().filter(|block| is_told(block));
        told.into_iter().any(|block| folded(document.slice(block.range)).contains(&needle))
    }

    fn words(text: &str, open: bool) -> Option<Words> {
        let folded: Vec<String> = folded(text).split_whitespace().map(str::to_owned).collect();
        (!folded.is_empty()).then(|| Words { written: text.to_owned(), folded, open })
    }

    const TEXT: &str = "((water|wa|fire|Café|l’eau|预|算|预算案|مِياه|ماء|の|カ|12)[ ,.-]?){0,12}";

    proptest! {
        #[test]
        fn looking_up_finds_what_looking_through_finds(
            texts in proptest::collection::vec(proptest::collection::vec(TEXT, 0..3), 1..6),
            query in "(water|wa|w|fire|cafe|l'eau|eau l|预|算|预算|算预|案|مياه|م|ما|カ|の|1|12|water fire|fire wa|预算案 w)",
            open in any::<bool>(),
        ) {
            let documents: Vec<Document> = texts.iter().map(|all| document(all)).collect();
            let index = index(&documents);
            let words = words(&query, open).unwrap();
            let found = look_up(&index, &words, documents.len()).unwrap();
            for (document, value) in documents.iter().zip(found) {
                prop_assert_eq!(value > 0, holds(document, &words), "{} in {:?}", query, document.text());
            }
        }

        #[test]
        fn segments_that_are_joined_find_what_they_found(
            texts in proptest::collection::vec(TEXT, 2..8),
            gone in proptest::collection::vec(any::<bool>(), 8),
            query in "(wa|fire|cafe|预算|算|ماء|fire wa)",
        ) {
            let documents: Vec<Document> = texts.into_iter().map(|text| document(&[text])).collect();
            let words = words(&query, true).unwrap();
            let (left, right) = documents.split_at(documents.len() / 2);
            let part = |documents: &[Document], gone: &[bool]| {
                let mut builder = crate::library::block::BlockBuilder::default();
                for n in 0..documents.len() {
                    let stat = crate::system::Stat { len: 0, modified: 0, changed: 0, file: (0, 0) };
                    builder.file(std::path::Path::new("f"), std::ffi::OsStr::new(&n.to_string()), &stat, 1);
                    builder.row(&crate::library::draft::Draft::broken(&n.to_string(), 0, String::new()));
                }
                let gone = gone.iter().take(documents.len()).enumerate().filter(|(_, gone)| **gone);
                (builder.finish(), index(documents), vec![gone.fold(0, |bits, (n, _)| bits | 1 << n)])
            };
            let (gone_left, gone_right) = gone.split_at(left.len());
            let parts = [part(left, gone_left), part(right, gone_right)];
            let sources = parts.each_ref().map(|(block, index, gone)| Source { block, index, gone: Some(gone) });
            let (block, written) = merge(&sources, &|_, _| false).unwrap();
            let (_, joined) = read(Box::new(InMemory(segment(&block, written)))).unwrap();
            let found = look_up(&joined, &words, block.rows.len()).unwrap();
            let stays = documents.iter().zip(gone_left.iter().take(left.len()).chain(gone_right));
            let wanted: Vec<bool> =
                stays.filter(|(_, gone)| !**gone).map(|(document, _)| holds(document, &words)).collect();
            prop_assert_eq!(found.iter().map(|value| *value > 0).collect::<Vec<_>>(), wanted);
        }
    }
}
