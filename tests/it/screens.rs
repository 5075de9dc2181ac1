//! Every screen at four sizes, as pictures in text.

use crate::desk::{Desk, TALKS, entry};
use briefing::theme::{Depth, ThemeName};
use briefing::tui::app::Settings;
use briefing::tui::effect::Effect;
use briefing::tui::event::{Event, Stage};
use briefing::tui::update::{start, update};
use briefing::tui::view;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier};

const SIZES: [(u16, u16); 4] = [(200, 60), (120, 40), (80, 24), (40, 12)];

/// One screen at every size.
fn at_all_sizes(name: &str, mut make: impl FnMut(u16, u16) -> Desk) {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), make(width, height).screen());
    }
}

/// The sample, after some keys.
fn after(keys: &str) -> impl FnMut(u16, u16) -> Desk {
    move |width, height| {
        let mut desk = Desk::talks(width, height);
        desk.keys(keys);
        desk
    }
}

#[test]
fn reader() {
    at_all_sizes("reader", after(""));
}

#[test]
fn reader_in_a_later_section() {
    at_all_sizes("timeline", after("t j"));
}

#[test]
fn zoomed() {
    at_all_sizes("zoomed", after("a z"));
}

#[test]
fn continuous() {
    at_all_sizes("continuous", after("L"));
    at_all_sizes("continuous_actors", after("L a } }"));
}

#[test]
fn searching() {
    at_all_sizes("searching", after("/ \"pakistan\""));
    at_all_sizes("searched", after("/ \"doha\" enter n"));
    at_all_sizes("search_without_hits", after("/ \"zebra\""));
}

#[test]
fn selecting() {
    at_all_sizes("selecting", after("v j j e"));
}

#[test]
fn help() {
    at_all_sizes("help", after("?"));
    at_all_sizes("help_filtered", after("? \"search\""));
}

#[test]
fn command_line() {
    at_all_sizes("command", after(": \"th\""));
    at_all_sizes("command_argument", after(": \"theme \" tab"));
    at_all_sizes("command_wrong", after(": \"zom\" enter"));
}

#[test]
fn help_and_commands_are_told_whole_on_a_narrow_screen() {
    let mut desk = Desk::talks(40, 12);
    desk.keys("? \"follow\"");
    let screen = desk.screen().replace(['│', '\n'], " ");
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("follow the link: to an actor, a paragraph, a web address"), "{screen}");
    desk.keys("esc esc : \"follow\"");
    let screen = desk.screen();
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("follow the link: to an actor, a paragraph, a web address"), "{screen}");
    desk.keys("esc / \"pakistan\" enter");
    assert!(desk.status().contains("pakistan 3/"), "{}", desk.status());
}

#[test]
fn pickers() {
    let two = |width, height, keys: &str| {
        let other =
            "title: Another brief\nsource: {publication: The Paper, published: 1900-01}\nsummary: Short.\n";
        let mut desk =
            Desk::with(&[("a.yaml", TALKS), ("b.yaml", other)], Settings::default(), width, height);
        desk.keys(keys);
        desk
    };
    at_all_sizes("picker", |w, h| two(w, h, "ctrl-p"));
    at_all_sizes("picker_filtered", |w, h| two(w, h, "ctrl-p \"qat\""));
    at_all_sizes("library", |w, h| two(w, h, "o"));
    at_all_sizes("next_brief", |w, h| two(w, h, ")"));
}

#[test]
fn messages() {
    at_all_sizes("messages", after("m a ' b : \"nonesuch\" enter : \"messages\" enter"));
}

#[test]
fn findings() {
    let broken = "titel: Talks\nsummary: |\n  Text.\nactors:\n  - nam: Qatar\n  - name: Turkey\n    form: 3\n\
                  source: {published: 2025-02-30}\n";
    at_all_sizes("findings", |w, h| Desk::new(broken, w, h));
    let doubtful = "title: T\nactors: [Pakistan]\nrecommendations: [{text: Talk, to: Pakistn, from: 3}]\n";
    at_all_sizes("findings_of_a_readable_brief", |w, h| {
        let mut desk = Desk::new(doubtful, w, h);
        desk.keys("!");
        desk
    });
    at_all_sizes("no_such_file", |w, h| {
        let mut desk = Desk::with(&[("a.yaml", TALKS)], Settings::default(), w, h);
        desk.keys(": \"open nowhere.yaml\" enter");
        desk
    });
}

#[test]
fn scripts() {
    let arabic = "title: محادثات إسطنبول\nlanguage: ar\nsummary: |\n  جاءت المحادثات في لحظة حرجة بعد تصاعد الاشتباكات الحدودية.\n\n  \
                  لم يُقدّم أي من الطرفين أدلة.\nactors: [{name: قطر, kind: دولة, role: وسيط}]\n";
    at_all_sizes("arabic", |w, h| Desk::new(arabic, w, h));
    let japanese = include_str!("../../briefs/leaving-asia.yaml");
    at_all_sizes("japanese", |w, h| Desk::new(japanese, w, h));
}

#[test]
fn a_brief_with_nothing_but_a_summary_says_what_it_lacks() {
    at_all_sizes("bare", |w, h| Desk::new("title: Bare\nsummary: Only this.\n", w, h));
}

#[test]
fn markdown() {
    let text = "title: Prose\nsummary: |\n  # A heading\n\n  Some *stress*, **more**, ~~none~~, `code` and [a link](https://example.org).\n\n  \
                > A quotation\n  > goes on.\n  >\n  > > Within another.\n\n  1. first\n  2. second\n     - nested\n     - again\n\n  \
                ```\n  let x = 1;\n  ```\n\n  ***\n\n  <b>raw</b> &amp; last\n";
    at_all_sizes("markdown", |w, h| Desk::new(text, w, h));
}

#[test]
fn loading() {
    for (width, height) in SIZES {
        let (mut app, effects) =
            start(Settings::default(), vec![entry("big.yaml")], Size::new(width, height));
        let Some(Effect::Load { ticket, .. }) = effects.first() else { panic!("nothing is loaded") };
        let stage = Stage::Checking { done: 40_000_000, total: 100_000_000 };
        update(&mut app, Event::Progress { ticket: *ticket, stage });
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view::draw(&app, &mut buffer);
        insta::assert_snapshot!(format!("loading_{width}x{height}"), crate::desk::text_of(&buffer));
    }
}

#[test]
fn the_focus_is_seen_without_colours() {
    for (width, height) in SIZES {
        let heavy = |desk: &Desk| desk.screen().matches('━').count();
        let chosen = |desk: &Desk| desk.styled(|cell| cell.modifier.contains(Modifier::REVERSED));
        let mut desk = Desk::talks(width, height);
        assert!(heavy(&desk) > 0 || !chosen(&desk).is_empty(), "{width}x{height}");
        let before = (desk.screen(), chosen(&desk));
        desk.keys("tab");
        assert_ne!(before, (desk.screen(), chosen(&desk)), "{width}x{height}");
    }
}

#[test]
fn without_colours_no_cell_has_one_and_hits_and_selection_are_reversed() {
    for (theme, depth) in [(ThemeName::Dark, Depth::None), (ThemeName::Mono, Depth::True)] {
        let mut desk = Desk::talks(120, 40).theme(theme, depth);
        desk.keys("/ \"trust\" enter v e e");
        let coloured = desk.styled(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
        assert_eq!(coloured, "");
        let reversed = desk.styled(|cell| cell.modifier.contains(Modifier::REVERSED));
        assert!(reversed.contains("|trust that"), "{reversed}");
        // A hit that the reader is not on is underlined, and no selection.
        desk.keys("esc esc / \"pakistan\" enter");
        let underlined = desk.styled(|cell| {
            cell.modifier.contains(Modifier::UNDERLINED | Modifier::BOLD)
                && !cell.modifier.contains(Modifier::REVERSED)
        });
        assert!(underlined.contains("|Pakistan|"), "{underlined}");
    }
}

#[test]
fn every_theme_and_depth_shows_the_same_text() {
    let plain = Desk::talks(120, 40).screen();
    for theme in ThemeName::ALL {
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let desk = Desk::talks(120, 40).theme(*theme, depth);
            assert_eq!(desk.screen(), plain);
            let exact = desk.styled(|cell| matches!(cell.fg, Color::Rgb(..)));
            assert_eq!(
                !exact.is_empty(),
                depth == Depth::True && *theme != ThemeName::Mono,
                "{theme:?} {depth:?}"
            );
        }
    }
}
