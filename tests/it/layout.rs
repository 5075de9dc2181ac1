//! Any size, any motion: nothing panics, nothing overflows, and no more is wrapped than a screen holds.

use crate::desk::{Desk, TALKS};
use briefing::brief::read;
use briefing::document::{BlockIx, Document, lower};
use briefing::layout::{Layout, Line, Viewport, motion};
use briefing::source::Source;
use briefing::text::{TextPos, cells};
use briefing::tui::chord::{Chord, Key};
use briefing::tui::event::Event;
use proptest::prelude::*;

fn document(text: &str) -> Document {
    lower(&read(&Source::new("x", text.to_owned())).remove(0).brief.unwrap())
}

#[test]
fn every_size_shows_every_section_without_a_panic() {
    let sizes = (1..=24).chain([39, 40, 41, 59, 60, 79, 80, 81, 99, 100, 119, 120, 169, 170, 171, 200, 500]);
    for width in sizes {
        for height in [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 19, 20, 23, 24, 27, 28, 40, 60, 200] {
            let mut desk = Desk::talks(width, height);
            for keys in [
                "s", "a", "f", "G", "L", "z", "z", "L", "?", "esc", "ctrl-p", "esc", ": \"t\"", "esc",
                "/ \"a\"",
            ] {
                desk.keys(keys);
                let _ = desk.screen();
            }
        }
    }
}

#[test]
fn a_storm_of_resizes_keeps_the_place() {
    let mut desk = Desk::talks(120, 40);
    desk.keys("a } } }");
    let place = desk.cursor_row();
    for n in 0..400u16 {
        desk.resize(n * 37 % 211 + 1, n * 53 % 67 + 1);
    }
    desk.resize(120, 40);
    assert_eq!(desk.cursor_row(), place);
}

#[test]
fn at_40x12_every_section_can_be_reached_and_read_to_its_end() {
    let mut desk = Desk::talks(40, 12);
    for n in 1..=8 {
        desk.keys(&format!("{n} wait G"));
        assert!(desk.status().contains("100%"), "section {n}: {}", desk.screen());
    }
}

/// A brief of about a size in bytes, most of it one section.
fn large(bytes: usize, one_line: bool) -> String {
    let end = if one_line { " " } else { "\n\n  " };
    let sentence = "Nobody who has studied the audit regulator denies a pilot which covered four villages.";
    let body = format!("{sentence}{end}").repeat(bytes / sentence.len());
    format!("title: Large\nsummary: |\n  {body}\nactors: [Qatar]\n")
}

#[test]
fn a_frame_costs_what_is_on_the_screen() {
    for one_line in [false, true] {
        let doc = document(&large(4 << 20, one_line));
        let summary = &doc.sections()[1];
        let mut view = Viewport::new(&doc, summary.body.clone());
        let mut layout = Layout::new(76);
        // The largest block makes this many rows; a screen may touch one at each end.
        let block = 8 * 1024 / 60 + 2;
        let mut spent = 0;
        let mut step = |what: &str,
                        layout: &mut Layout,
                        view: &mut Viewport,
                        go: &mut dyn FnMut(&mut Viewport, &mut Layout)| {
            go(view, layout);
            view.settle(&doc, layout, 40);
            assert!(view.lines(&doc, layout).len() == 40, "{what}");
            let rows = layout.wrapped() - spent;
            spent = layout.wrapped();
            assert!(rows <= 2 * 40 + 2 * block, "{what} wrapped {rows} rows");
        };
        step("open", &mut layout, &mut view, &mut |_, _| {});
        step("end", &mut layout, &mut view, &mut |view, layout| {
            let end = motion::last_row_start(view, &doc, layout);
            view.go(&doc, end);
        });
        step("middle", &mut layout, &mut view, &mut |view, _| view.go(&doc, motion::percent(view, &doc, 50)));
        step("page", &mut layout, &mut view, &mut |view, layout| motion::pages(view, &doc, layout, 1, false));
        step("down", &mut layout, &mut view, &mut |view, layout| motion::rows(view, &doc, layout, 1));
        step("resize", &mut layout, &mut view, &mut |_, layout| layout.set_width(50));
        step("start", &mut layout, &mut view, &mut |view, _| view.go(&doc, TextPos::ZERO));
    }
}

#[test]
fn percent_is_honest_at_both_ends() {
    let mut desk = Desk::new(&large(200_000, false), 60, 20);
    assert!(desk.status().contains("Summary 0%"), "{}", desk.status());
    desk.keys("G");
    assert!(desk.status().contains("Summary 100%"), "{}", desk.status());
    desk.keys("k k k k k k k k k k k k k k k k k k k k k k k k");
    assert!(desk.status().contains("Summary 99%"), "{}", desk.status());
}

fn any_key() -> impl Strategy<Value = Chord> {
    let named = prop::sample::select(vec![
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::Backspace,
        Key::Delete,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
        Key::F(1),
    ]);
    let typed = prop::sample::select(
        "sardtfjkhlgGnNvVyYzLTo()mx'`*?:/{}[]%0123456789wWbeRqQZ! \"!".chars().collect::<Vec<_>>(),
    );
    (
        prop_oneof![3 => typed.prop_map(Key::Char), 1 => named],
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.05),
    )
        .prop_map(|(key, ctrl, shift)| Chord { key, ctrl, alt: false, shift }.normal())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_keys_at_any_size_break_the_reader(
        keys in prop::collection::vec(any_key(), 0..60),
        sizes in prop::collection::vec((1u16..130, 1u16..45), 1..4),
    ) {
        let mut desk = Desk::with(
            &[("a.yaml", TALKS), ("b.yaml", "titel: x"), ("c.yaml", "title: C\nsummary: c\n---\ntitle: D\ntext: d\n")],
            briefing::tui::app::Settings::default(), sizes[0].0, sizes[0].1,
        );
        for (n, chord) in keys.iter().enumerate() {
            desk.send(Event::Key { chord: *chord, at: n as u64 * 170 });
            if n % 17 == 16 {
                let (w, h) = sizes[n % sizes.len()];
                desk.resize(w, h);
            }
        }
        let (width, height) = (desk.app.size.width, desk.app.size.height);
        let screen = desk.screen();
        prop_assert!(screen.lines().count() <= usize::from(height));
        for row in screen.lines() {
            prop_assert!(cells(row) <= usize::from(width), "{row:?}");
        }
        if let Some(open) = desk.app.open() {
            let at = open.cursor();
            prop_assert!(at.get() <= open.document.text().len());
            prop_assert_eq!(open.document.floor(at.get()), at);
        }
    }

    #[test]
    fn rows_hold_the_whole_text_in_order(width in 4usize..120, text in "([a-zé預❤\u{fe0f} *_`\\[\\]()#>\n-]){1,400}") {
        let source = format!("title: T\nsummary: {}\n", serde_json::to_string(&text).unwrap());
        let readings = read(&Source::new("x", source));
        let Ok(brief) = &readings[0].brief else { return Ok(()) };
        let doc = lower(brief);
        let mut layout = Layout::new(width);
        for (ix, block) in doc.blocks().iter().enumerate() {
            let rows = layout.rows(&doc, BlockIx(u32::try_from(ix).unwrap()));
            let mut at = block.range.start();
            for row in rows.iter() {
                let between = doc.slice(briefing::text::TextRange::new(at, row.range.start()));
                prop_assert!(between.chars().all(char::is_whitespace), "lost {between:?}");
                prop_assert!(usize::from(row.x) + cells(doc.slice(row.range)) <= width.max(usize::from(row.x) + 2));
                at = row.range.end();
            }
            let rest = doc.slice(briefing::text::TextRange::new(at, block.range.end()));
            prop_assert!(rest.chars().all(char::is_whitespace), "lost {rest:?}");
        }
    }

    #[test]
    fn motions_stay_within_the_text_and_lead_back(steps in prop::collection::vec((0u8..6, -9isize..9), 1..30), width in 5usize..90) {
        let doc = document(TALKS);
        let section = &doc.sections()[2];
        let mut view = Viewport::new(&doc, section.body.clone());
        let mut layout = Layout::new(width);
        let range = view.range(&doc);
        for (kind, count) in steps {
            let at = view.cursor();
            match kind {
                0 => motion::rows(&mut view, &doc, &mut layout, count),
                1 => motion::pages(&mut view, &doc, &mut layout, count, false),
                2 => view.go(&doc, motion::words(&view, &doc, at, count)),
                3 => view.go(&doc, motion::characters(&view, &doc, at, count)),
                4 => view.go(&doc, motion::paragraph(&view, &doc, at, count)),
                _ => view.scroll(&doc, &mut layout, count),
            }
            view.settle(&doc, &mut layout, 10);
            let at = view.cursor();
            prop_assert!(range.start() <= at && at <= range.end());
            prop_assert_eq!(doc.floor(at.get()), at);
            let lines = view.lines(&doc, &mut layout);
            let here = layout.row_at(&doc, at).unwrap();
            prop_assert!(lines.contains(&Line::Row(here)), "the cursor is out of sight");
            prop_assert!(lines.len() == 10, "a blank screen follows the text");
        }
    }

    #[test]
    fn down_and_up_come_back(count in 1isize..30, width in 20usize..90) {
        let doc = document(TALKS);
        let section = &doc.sections()[1];
        let mut view = Viewport::new(&doc, section.body.clone());
        let mut layout = Layout::new(width);
        motion::rows(&mut view, &doc, &mut layout, 5);
        let start = view.cursor();
        motion::rows(&mut view, &doc, &mut layout, count);
        let gone = layout.row_at(&doc, view.cursor()).unwrap();
        if view.next(&doc, &mut layout, gone).is_some() {
            motion::rows(&mut view, &doc, &mut layout, -count);
            prop_assert_eq!(view.cursor(), start);
        }
    }
}
