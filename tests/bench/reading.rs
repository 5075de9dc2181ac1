//! What reading costs, at 10 kB, 1 MB and 100 MB: `cargo bench`.
//!
//! Throughput is of the brief's bytes. A frame, a jump and a search's next hit should cost the same at every size.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use briefing::brief::{Brief, read};
use briefing::document::{Document, lower};
use briefing::layout::{Layout, Viewport, motion};
use briefing::source::Source;
use briefing::text::{Query, QueryMode, TextPos, wrap};
use briefing::tui::app::{App, Entry, Settings};
use briefing::tui::effect::Effect;
use briefing::tui::event::{Event, Loaded, LoadedBrief};
use briefing::tui::origin::Origin;
use briefing::tui::search::{Step, Stretches};
use briefing::tui::update::{start, update};
use briefing::tui::view;
use briefing::yaml::vet;
use divan::Bencher;
use divan::counter::BytesCount;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::hint::black_box;
use std::sync::Arc;

const SIZES: [usize; 3] = [10_000, 1_000_000, 100_000_000];

fn main() {
    divan::main();
}

/// A brief of about a size, most of it prose in paragraphs; the same at every run.
fn yaml(bytes: usize) -> String {
    let sentences = [
        "The committee asked whether *public media charters* could survive an exemption meant to be temporary.",
        "Nobody who has studied the audit regulator denies a pilot which covered four villages — or so it says.",
        "Voters were told that the minimum wage board meant a forecast revised eleven times, at about €4.2bn a year.",
        "What the debate about drone licensing lacks is “the quiet consent” of the provinces.",
    ];
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str("title: A brief to measure\nsummary: |\n");
    let mut n = 0;
    while text.len() < bytes.saturating_sub(1200) {
        text.push_str("  ");
        for step in 0..5 {
            text.push_str(sentences[(n * 7 + step * 3) % sentences.len()]);
            text.push(' ');
        }
        text.push_str("\n\n");
        n += 1;
    }
    text.push_str("actors:\n");
    for name in ["Qatar", "Turkey", "Pakistan", "Afghanistan"] {
        text.push_str(
            &["  - {name: ", name, ", kind: state, role: A party., position: Wants peace.}\n"].concat(),
        );
    }
    text.push_str(
        "recommendations: [{text: Go on talking., to: pakistan, priority: high}]\ndisclaimers: [Zebra.]\n",
    );
    text
}

fn source(bytes: usize) -> Source {
    Source::new("bench.yaml", yaml(bytes))
}

fn brief(bytes: usize) -> Brief {
    read(&source(bytes)).remove(0).brief.unwrap()
}

fn document(bytes: usize) -> Document {
    lower(&brief(bytes))
}

#[divan::bench(args = SIZES)]
fn vetting(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = yaml(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| vet(black_box(&text), &mut |_| {}).is_ok());
}

#[divan::bench(args = SIZES)]
fn bare_serde_yaml(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = yaml(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_yaml::from_str::<Brief>(black_box(&text)).is_ok());
}

#[divan::bench(args = SIZES)]
fn parsing(bencher: Bencher<'_, '_>, bytes: usize) {
    let source = source(bytes);
    bencher.counter(BytesCount::of_str(source.text())).bench_local(|| read(black_box(&source)).len());
}

#[divan::bench(args = SIZES)]
fn lowering(bencher: Bencher<'_, '_>, bytes: usize) {
    let brief = brief(bytes);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| lower(black_box(&brief)).blocks().len());
}

#[divan::bench]
fn wrapping(bencher: Bencher<'_, '_>) {
    let doc = document(100_000);
    let text = doc.text();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| wrap(black_box(text), 76, 76).len());
}

/// A window on the summary, and its rows.
fn window(doc: &Document) -> (Viewport, Layout) {
    let mut view = Viewport::new(doc, doc.sections()[1].body.clone());
    let mut layout = Layout::new(76);
    view.settle(doc, &mut layout, 38);
    (view, layout)
}

#[divan::bench(args = SIZES)]
fn jumping_to_the_end_and_back(bencher: Bencher<'_, '_>, bytes: usize) {
    let doc = document(bytes);
    bencher.bench_local(|| {
        let (mut view, mut layout) = window(&doc);
        let end = motion::last_row_start(&view, &doc, &mut layout);
        view.go(&doc, end);
        view.settle(&doc, &mut layout, 38);
        view.go(&doc, TextPos::ZERO);
        view.settle(&doc, &mut layout, 38);
        view.lines(&doc, &mut layout).len()
    });
}

/// A reader with a brief open.
fn reader(bytes: usize) -> App {
    let brief = Arc::new(brief(bytes));
    let document = Arc::new(lower(&brief));
    let entry = Entry { origin: Origin::Sample("bench"), document: 0, title: None };
    let (mut app, effects) = start(Settings::default(), vec![entry], Size::new(120, 40));
    if let Some(Effect::Load { ticket, .. }) = effects.first() {
        let loaded = LoadedBrief { brief: Some(brief), document, report: None, index: 0, earlier: None };
        let source = Arc::new(Source::new("bench.yaml", String::new()));
        update(
            &mut app,
            Event::Loaded {
                ticket: *ticket,
                loaded: Loaded { briefs: vec![loaded], source, trouble: None, full: None },
            },
        );
    }
    app
}

#[divan::bench(args = SIZES)]
fn a_key_and_its_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut app = reader(bytes);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    let keys = ["j", "j", "pgdn", "j", "k", "pgup", "k", "k"].map(|key| key.parse().unwrap());
    let mut n = 0;
    bencher.bench_local(|| {
        update(&mut app, Event::Key { chord: keys[n % keys.len()], at: 0 });
        n += 1;
        buffer.reset();
        view::draw(&app, &mut buffer)
    });
}

#[divan::bench(args = SIZES)]
fn counting_a_word(bencher: Bencher<'_, '_>, bytes: usize) {
    let doc = document(bytes);
    let stretches = Stretches::of(&doc);
    let query = Query::new("zebra", QueryMode::Words).unwrap().unwrap();
    bencher
        .counter(BytesCount::of_str(doc.text()))
        .bench_local(|| stretches.count(&doc, black_box(&query), &mut || false).map(|hits| hits.total()));
}

#[divan::bench(args = SIZES)]
fn the_next_hit(bencher: Bencher<'_, '_>, bytes: usize) {
    let doc = document(bytes);
    let stretches = Stretches::of(&doc);
    let query = Query::new("villages", QueryMode::Words).unwrap().unwrap();
    let hits = stretches.count(&doc, &query, &mut || false);
    let middle = doc.floor(doc.text().len() / 2);
    bencher.bench_local(|| stretches.step(&doc, &query, hits.as_ref(), middle, Step::Next, 4));
}
