//! What notes cost: `cargo bench --bench notes`.
//!
//! A thousand notes of 4 to 30 words on a brief of 100 kB that has been revised: each tenth word is another, and a
//! paragraph has been put above.

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
    lower(&read(&Source::new("bench.yaml", yaml)).remove(0).brief.unwrap())
}

fn notes(doc: &Document, dice: &mut Dice) -> Vec<Anchor> {
    let text = doc.text();
    (0..1000)
        .map(|_| {
            let start = text[..dice.below(text.len() - 400)].rfind(' ').map_or(0, |at| at + 1);
            let count = 4 + dice.below(27);
            let len = text[start..].match_indices([' ', '\n']).nth(count).map_or(1, |(at, _)| at);
            doc.anchor(TextRange::bytes(start, start + len))
        })
        .collect()
}

#[divan::bench]
fn a_thousand_notes_where_nothing_has_changed(bencher: Bencher<'_, '_>) {
    let mut dice = Dice(1);
    let doc = document(&words(&mut dice));
    let notes = notes(&doc, &mut dice);
    bencher.bench_local(|| {
        let anchoring = Anchoring::new(&doc);
        notes.iter().filter_map(|note| anchoring.resolve(note).range()).count()
    });
}

#[divan::bench]
fn a_thousand_notes_on_a_revised_brief(bencher: Bencher<'_, '_>) {
    let mut dice = Dice(1);
    let mut words = words(&mut dice);
    let notes = notes(&document(&words), &mut dice);
    for _ in 0..words.len() / 10 {
        let at = dice.below(words.len());
        words[at] = word(dice.below(4000));
    }
    words.splice(800..800, (0..80).map(word));
    let doc = document(&words);
    bencher.bench_local(|| {
        let anchoring = Anchoring::new(&doc);
        notes.iter().filter_map(|note| anchoring.resolve(note).range()).count()
    });
}

#[divan::bench]
fn making_a_thousand_notes(bencher: Bencher<'_, '_>) {
    let mut dice = Dice(1);
    let doc = document(&words(&mut dice));
    bencher.bench_local(|| notes(&doc, &mut dice).len());
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
