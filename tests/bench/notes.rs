//! What notes cost: `cargo bench --bench notes`.
//!
//! A thousand notes on a brief of 100 kB that has been revised: words are others, and a paragraph has been put above. Then
//! what no brief looks like: one word all through, one phrase, twenty thousand items that are alike.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark may fail loudly"
)]

use briefing::brief::read;
use briefing::document::{Anchor, Anchoring, Document, lower};
use briefing::notes::{Kind, Note, NoteId};
use briefing::render::export::{FORMATS, Format, NoteAt, Piece, What, export};
use briefing::source::Source;
use briefing::text::TextRange;
use divan::Bencher;
use jiff::Timestamp;

fn main() {
    divan::main();
}

/// Numbers that are the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Some pronounceable word; 4,000 of them.
fn word(n: usize) -> String {
    let syllables = [
        "ba", "re", "to", "mi", "lu", "ken", "dor", "sta", "vi", "nal", "per", "qua", "shi", "og", "er",
        "ust",
    ];
    [n % 16, n / 16 % 16, n / 256 % 16].map(|n| syllables[n]).concat()
}

fn words(dice: &mut Dice) -> Vec<String> {
    (0..14_500).map(|_| word(dice.below(4000).min(dice.below(4000)))).collect()
}

fn document(words: &[String]) -> Document {
    let mut yaml = String::from("title: A brief to measure\ntext: |\n");
    for paragraph in words.chunks(80) {
        for sentence in paragraph.chunks(16) {
            yaml.push_str(if sentence.as_ptr() == paragraph.as_ptr() { "  " } else { " " });
            yaml.push_str(&sentence.join(" "));
            yaml.push('.');
        }
        yaml.push_str("\n\n");
    }
    read_document(yaml)
}

fn read_document(yaml: String) -> Document {
    lower(&read(&Source::new("bench.yaml", yaml)).remove(0).brief.unwrap())
}

/// Where a thousand notes are made: some words each, or some bytes.
fn passages(doc: &Document, dice: &mut Dice, bytes: Option<usize>) -> Vec<TextRange> {
    let text = doc.text();
    let passage = |_| {
        let start = text[..dice.below(text.len() - 700)].rfind(' ').map_or(0, |at| at + 1);
        let count = 4 + dice.below(27);
        let rest = &text[start..];
        let len = match bytes {
            Some(bytes) => rest[..bytes].rfind(' ').unwrap(),
            None => rest.match_indices([' ', '\n']).nth(count).map_or(1, |(at, _)| at),
        };
        TextRange::bytes(start, start + len)
    };
    (0..1000).map(passage).collect()
}

fn notes(doc: &Document, dice: &mut Dice, bytes: Option<usize>) -> Vec<Anchor> {
    passages(doc, dice, bytes).into_iter().map(|range| doc.anchor(range)).collect()
}

fn found(doc: &Document, notes: &[Anchor]) -> usize {
    let anchoring = Anchoring::new(doc);
    notes.iter().filter_map(|note| anchoring.resolve(note).range()).count()
}

#[divan::bench]
fn a_thousand_notes_where_nothing_has_changed(bencher: Bencher<'_, '_>) {
    let mut dice = Dice(1);
    let doc = document(&words(&mut dice));
    let notes = notes(&doc, &mut dice, None);
    bencher.bench_local(|| found(&doc, &notes));
}

/// One word in so many is another, and a paragraph has been put above.
fn revised(bencher: Bencher<'_, '_>, part: usize, bytes: Option<usize>) {
    let mut dice = Dice(1);
    let mut words = words(&mut dice);
    let notes = notes(&document(&words), &mut dice, bytes);
    for _ in 0..words.len() / part {
        let at = dice.below(words.len());
        words[at] = word(dice.below(4000));
    }
    words.splice(800..800, (0..80).map(word));
    let doc = document(&words);
    bencher.bench_local(|| found(&doc, &notes));
}

#[divan::bench(args = [10, 4])]
fn a_thousand_notes_on_a_revised_brief(bencher: Bencher<'_, '_>, part: usize) {
    revised(bencher, part, None);
}

#[divan::bench(args = [10, 4])]
fn a_thousand_notes_of_590_letters_on_a_revised_brief(bencher: Bencher<'_, '_>, part: usize) {
    revised(bencher, part, Some(590));
}

/// A brief of one word, or of one phrase, with notes on what is nearly in it.
#[divan::bench(args = ["a ", "the cat sat on the mat and "])]
fn a_thousand_notes_on_a_brief_that_repeats_itself(bencher: Bencher<'_, '_>, phrase: &str) {
    let doc = |words: &str| {
        read_document(format!("title: T\ntext: |\n  {}{words}\n", phrase.repeat(100_000 / phrase.len())))
    };
    let (old, new) = (doc("dog"), doc("cow"));
    let mut dice = Dice(1);
    let mut notes = notes(&old, &mut dice, None);
    for note in &mut notes {
        let quote = note.quote.as_mut().unwrap();
        quote.exact = format!("{}dog", phrase.repeat(500 / phrase.len()));
        note.position = None;
    }
    bencher.bench_local(|| found(&new, &notes));
}

/// Notes on items that have all changed: each is looked for among twenty thousand that are alike.
#[divan::bench]
fn a_thousand_notes_on_twenty_thousand_items_that_are_alike(bencher: Bencher<'_, '_>) {
    let doc = |hall: &str| {
        let items: Vec<String> =
            (0..20_000).map(|n| format!("- Talks resume in {hall} {n} of it.")).collect();
        read_document(format!("title: T\ntimeline:\n{}\n", items.join("\n")))
    };
    let (old, new) = (doc("hall"), doc("room"));
    let mut dice = Dice(1);
    let blocks: Vec<TextRange> = old.blocks().iter().map(|block| block.range).collect();
    let words = |range: TextRange| TextRange::bytes(range.start().get(), range.start().get() + 5);
    let notes: Vec<Anchor> =
        (0..1000).map(|_| old.anchor(words(blocks[blocks.len() - 1 - dice.below(20_000)]))).collect();
    bencher.bench_local(|| found(&new, &notes));
}

#[divan::bench]
fn making_a_thousand_notes(bencher: Bencher<'_, '_>) {
    let mut dice = Dice(1);
    let doc = document(&words(&mut dice));
    let passages = passages(&doc, &mut dice, None);
    bencher.bench_local(|| {
        let anchoring = Anchoring::new(&doc);
        passages.iter().filter(|range| anchoring.anchor(**range).rival.is_some()).count()
    });
}

/// A note among seventy paragraphs of 8 kB that differ in each seventh word.
#[divan::bench]
fn making_a_note_among_long_paragraphs_that_are_alike(bencher: Bencher<'_, '_>) {
    let mut dice = Dice(1);
    let base: Vec<String> = (0..1150).map(|_| word(dice.below(4000))).collect();
    let mut yaml = String::from("title: T\nrecommendations:\n");
    for _ in 0..70 {
        let mut words = base.clone();
        for _ in 0..words.len() / 7 {
            let at = dice.below(words.len());
            words[at] = word(dice.below(4000));
        }
        yaml.push_str("- ");
        yaml.push_str(&words.join(" "));
        yaml.push_str(".\n");
    }
    let doc = read_document(yaml);
    let start = doc.text().len() / 2;
    let range = TextRange::bytes(start, start + 590);
    bencher.bench_local(|| Anchoring::new(&doc).anchor(range).rival);
}

/// A brief as they are: a sample.
const TALKS: &str = include_str!("../../briefs/istanbul-talks.yaml");

#[divan::bench]
fn reading_a_brief(bencher: Bencher<'_, '_>) {
    bencher
        .bench_local(|| lower(&read(&Source::new("talks.yaml", TALKS.to_owned())).remove(0).brief.unwrap()));
}

#[divan::bench(args = FORMATS.iter().map(|row| row.name))]
fn exporting_it_with_ten_notes(bencher: Bencher<'_, '_>, name: &str) {
    let brief = read(&Source::new("talks.yaml", TALKS.to_owned())).remove(0).brief.unwrap();
    let document = lower(&brief);
    let mut dice = Dice(1);
    let kept: Vec<Note> = (0..10)
        .map(|n| {
            let block = &document.blocks()[dice.below(document.blocks().len())];
            Note {
                id: NoteId::parse(&format!("note-{n}")).unwrap(),
                kind: Kind::Note,
                meaning: None,
                text: "Who says so? #source".to_owned(),
                tags: Vec::new(),
                created: Timestamp::UNIX_EPOCH,
                changed: Timestamp::UNIX_EPOCH,
                on: document.anchor(block.range),
                now: None,
                other: serde_json::Map::new(),
            }
        })
        .collect();
    let anchoring = Anchoring::new(&document);
    let at: Vec<NoteAt<'_>> =
        kept.iter().map(|note| NoteAt { note, resolution: Some(anchoring.resolve(&note.on)) }).collect();
    let piece = Piece { brief: &brief, document: &document, notes: &at, id: "talks" };
    let format = Format::parse(name).unwrap();
    bencher.bench_local(|| export(format, &[piece], What::Both, Timestamp::UNIX_EPOCH).unwrap().len());
}
