//! Where in a brief the words of a query stand, and what is shown of it.
//!
//! Invariant: a passage shows what the index has found and nothing else: both go by the words of [`super::told`].

use super::facts::Fact;
use super::query::{Query, Words};
use super::told::{each_told_from, is_told};
use crate::document::{BlockIx, Document};
use crate::text::{TextPos, TextRange, clean, each_word};
use std::ops::Range;

/// The most bytes of a brief that is looked through: beyond, whoever waits has gone.
const MAX_SOUGHT: usize = 4 << 20;

/// The most places that are found in a brief.
const MAX_HITS: usize = 2_000;

/// What is shown before the first hit, and in all, in characters.
const BEFORE: usize = 50;
const SHOWN: usize = 220;

/// A stretch of a brief, or of a note on it, with words of a query in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The section that it stands in; empty for the head of the brief.
    pub section: String,
    /// Which item of the section, counted from 0.
    pub item: Option<u32>,
    /// Where the first hit stands in the document; none for a note.
    pub at: Option<TextRange>,
    /// What stands there, in one line, with an ellipsis where it is cut off.
    pub text: String,
    /// The words that were looked for, in bytes of the text.
    pub marks: Vec<Range<usize>>,
}

/// Where the words of a query stand in a document, in order; none overlaps another. Words that must not be there count for
/// nothing.
#[must_use]
pub fn hits(document: &Document, query: &Query) -> Vec<TextRange> {
    hits_from(document, query, TextPos::ZERO)
}

/// The same of the paragraphs that begin at a position or behind it, as the notes below a brief do.
#[must_use]
pub fn hits_from(document: &Document, query: &Query, from: TextPos) -> Vec<TextRange> {
    let found = places(document, query, from);
    let ranges = found.into_iter().map(|hit| TextRange::bytes(hit.range.start, hit.range.end));
    ranges.take(MAX_HITS).collect()
}

/// The passages of a document that have most of what is looked for, the best first.
#[must_use]
pub fn passages(document: &Document, query: &Query, most: usize) -> Vec<Passage> {
    let mut blocks: Vec<(BlockIx, Vec<Place>)> = Vec::new();
    for hit in places(document, query, TextPos::ZERO) {
        let block = document.block_at(TextPos::new(hit.range.start));
        match blocks.last_mut().filter(|(last, _)| *last == block) {
            Some((_, hits)) => hits.push(hit),
            None => blocks.push((block, vec![hit])),
        }
    }
    let worth = |hits: &[Place]| {
        let mut which: Vec<usize> = hits.iter().map(|hit| hit.words).collect();
        which.sort_unstable();
        which.dedup();
        (which.len(), hits.iter().map(|hit| hit.weight).max(), hits.len())
    };
    blocks.sort_by_key(|(block, hits)| (std::cmp::Reverse(worth(hits)), *block));
    let told = blocks.iter().take(most).filter_map(|(block, hits)| passage(document, *block, hits));
    told.collect()
}

/// How a brief begins behind its title: what is shown where nothing in it is looked for.
#[must_use]
pub fn opening(document: &Document) -> Option<Passage> {
    let blocks = document.blocks().iter().filter(|block| is_told(block));
    let first = blocks.into_iter().find(|block| block.section > 0)?;
    let section = document.sections().get(usize::from(first.section))?;
    let text = document.slice(first.range).replace('\n', " ");
    let (text, _) = excerpt(&text, &[Place { range: 0..0, words: 0, weight: 0 }])?;
    let at = Some(TextRange::new(first.range.start(), first.range.start()));
    Some(Passage { section: section.title.clone(), item: first.item, at, text, marks: Vec::new() })
}

/// The passages of the notes on a brief.
#[must_use]
pub fn note_passages(fact: &Fact, query: &Query, most: usize) -> Vec<Passage> {
    let notes = fact.said.iter().filter_map(|said| {
        let text = clean(said).replace('\n', " ");
        let hits = matches(&said_in(&text), query);
        let (text, marks) = excerpt(&text, &hits)?;
        Some(Passage { section: "Notes".to_owned(), item: None, at: None, text, marks })
    });
    notes.take(most).collect()
}

/// The words of a text that is one paragraph.
fn said_in(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    each_word(text, |word, range| {
        words.push(Word { folded: word.to_owned(), place: words.len(), weight: 1, range });
    });
    words
}

/// Where words that follow one another stand in a line of text, in bytes of it.
pub(super) fn in_line(text: &str, words: &Words) -> Vec<Range<usize>> {
    let said = said_in(text);
    let found = (0..said.len()).filter_map(|nth| {
        let last = match_at(&said, nth, words)?;
        Some(said.get(nth)?.range.start..said.get(last)?.range.end)
    });
    found.collect()
}

/// A word of a text.
struct Word {
    folded: String,
    place: usize,
    weight: u32,
    range: Range<usize>,
}

/// Where words of a query stand.
struct Place {
    range: Range<usize>,
    /// Which of the query's words.
    words: usize,
    weight: u32,
}

fn places(document: &Document, query: &Query, from: TextPos) -> Vec<Place> {
    if !query.has_words() || document.text().len().saturating_sub(from.get()) > MAX_SOUGHT {
        return Vec::new();
    }
    let mut said = Vec::new();
    each_told_from(document, from, |told| {
        let place = told.place as usize;
        said.push(Word {
            folded: told.word.to_owned(),
            place,
            weight: told.weight,
            range: told.range.clone(),
        });
    });
    let mut found = matches(&said, query);
    // The address of a link is told behind its paragraph.
    found.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
    let mut end = 0;
    found.retain(|hit| {
        let is_free = hit.range.start >= end;
        end = end.max(hit.range.end);
        is_free
    });
    found
}

/// Where words of a query stand among those of a text; of several that overlap the longest.
fn matches(said: &[Word], query: &Query) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let mut free = 0;
    for nth in 0..said.len() {
        if nth < free {
            continue;
        }
        let longest =
            query.words().enumerate().filter_map(|(n, words)| Some((match_at(said, nth, words)?, n))).max();
        if let Some((last, words)) = longest
            && let (Some(first), Some(end)) = (said.get(nth), said.get(last))
        {
            found.push(Place { range: first.range.start..end.range.end, words, weight: first.weight });
            free = last + 1;
        }
    }
    found
}

/// The last word of a sequence that begins with the nth word of a text, where it does.
fn match_at(said: &[Word], nth: usize, words: &Words) -> Option<usize> {
    let last = words.folded.len().checked_sub(1)?;
    let first = said.get(nth)?.place;
    let fits = |(n, wanted): (usize, &String)| {
        said.get(nth + n).is_some_and(|word| {
            let open = words.open && n == last;
            word.place == first + n
                && (word.folded == *wanted || open && word.folded.starts_with(wanted.as_str()))
        })
    };
    words.folded.iter().enumerate().all(fits).then_some(nth + last)
}

fn passage(document: &Document, ix: BlockIx, hits: &[Place]) -> Option<Passage> {
    let block = document.block(ix)?;
    let first = hits.first()?;
    let section = document.sections().get(usize::from(block.section))?;
    let start = block.range.start().get();
    let shift = |hit: &Place| Place {
        range: hit.range.start.saturating_sub(start)..hit.range.end.saturating_sub(start),
        words: hit.words,
        weight: hit.weight,
    };
    let inside: Vec<Place> = hits.iter().map(shift).collect();
    // A line break has the length of a blank.
    let text = document.slice(block.range).replace('\n', " ");
    let (text, marks) = excerpt(&text, &inside)?;
    Some(Passage {
        section: if block.section == 0 { String::new() } else { section.title.clone() },
        item: block.item,
        at: Some(TextRange::bytes(first.range.start, first.range.end)),
        text,
        marks,
    })
}

/// What is shown of a text: from a little before the first hit on, cut between words.
fn excerpt(text: &str, hits: &[Place]) -> Option<(String, Vec<Range<usize>>)> {
    let first = hits.first()?.range.start;
    let before = text.get(..first)?;
    let near = before.char_indices().rev().nth(BEFORE).map(|(at, _)| at);
    let start = near.map_or(0, |at| {
        let blank = text.get(at..first).and_then(|near| near.find(' ')).map(|blank| at + blank + 1);
        blank.unwrap_or(at)
    });
    let rest = text.get(start..)?;
    let far = rest.char_indices().nth(SHOWN).map(|(at, _)| start + at);
    let end = far.map_or(text.len(), |at| {
        let blank = text.get(start..at).and_then(|near| near.rfind(' ')).map(|blank| start + blank);
        // The first hit is shown whole, however long it is.
        blank.unwrap_or(at).max(hits.first().map_or(0, |hit| hit.range.end))
    });
    let (head, tail) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let shown = format!("{head}{}{tail}", text.get(start..end)?);
    let inside = hits.iter().filter(|hit| hit.range.start >= start && hit.range.end <= end);
    let marks = inside.map(|hit| hit.range.start - start + head.len()..hit.range.end - start + head.len());
    Some((shown, marks.collect()))
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use crate::brief::read;
    use crate::document::lower;
    use crate::source::Source;

    fn document(yaml: &str) -> Document {
        lower(&read(&Source::new("x", yaml.to_owned())).remove(0).brief.unwrap())
    }

    fn shown(document: &Document, query: &str) -> Vec<String> {
        let found = passages(document, &Query::parse(query).unwrap(), 3);
        let marked = |passage: &Passage| {
            let mut text = passage.text.clone();
            for mark in passage.marks.iter().rev() {
                text.insert(mark.end, ']');
                text.insert(mark.start, '[');
            }
            format!("{}: {text}", passage.section)
        };
        found.iter().map(marked).collect()
    }

    #[test]
    fn passages_show_the_words_where_they_stand() {
        let long = "Nothing happens here for a long time, and then some more. ".repeat(6);
        let document = document(&format!(
            "title: Water in Kabul\nsummary: |\n  {long}The wáter, they say; fire and water.{long}\n\n  Fires burn.\nactors: [Fire brigade]\ntext: 预算案与水。\n"
        ));
        let summary = &shown(&document, "fire water")[0];
        assert!(summary.starts_with("Summary: …") && summary.ends_with('…'), "{summary}");
        assert!(summary.contains("The [wáter], they say; [fire] and [water]."), "{summary}");
        assert_eq!(shown(&document, "\"fire brigade\""), ["Key actors: [Fire brigade]"]);
        assert_eq!(shown(&document, "water")[0], ": [Water] in Kabul", "a title says more");
        assert_eq!(shown(&document, "预算"), ["Text: [预算]案与水。"]);
        assert_eq!(shown(&document, "summary -water topic:x"), [""; 0]);
        let begins = opening(&document).unwrap();
        assert_eq!((begins.section.as_str(), begins.marks.len()), ("Summary", 0));
        assert!(begins.text.starts_with("Nothing happens") && begins.text.ends_with('…'), "{}", begins.text);
        let at = passages(&document, &Query::parse("burn").unwrap(), 1)[0].at.unwrap();
        assert_eq!(document.slice(at), "burn");
        let all = hits(&document, &Query::parse("\"fire and water\" fir").unwrap());
        let all: Vec<&str> =
            all.iter().map(|range| &document.text()[range.start().get()..range.end().get()]).collect();
        assert_eq!(all, ["fire and water", "Fires", "Fire"]);
    }

    #[test]
    fn notes_are_shown_too() {
        let fact =
            Fact { said: vec!["Ask about\nthe Aquarium".to_owned(), "else".to_owned()], ..Fact::default() };
        let found = note_passages(&fact, &Query::parse("aqua").unwrap(), 3);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].text.as_str(), &found[0].marks),
            ("Ask about the Aquarium", &[Range { start: 14, end: 22 }].to_vec())
        );
    }
}
