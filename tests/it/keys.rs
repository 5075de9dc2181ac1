//! What keys do: `(brief, keys) -> where the reader is`.

use crate::desk::{Desk, TALKS};
use briefing::brief::{RESERVED, YIELDING};
use briefing::theme::{Depth, ThemeName};
use briefing::tui::action::Action;
use briefing::tui::app::{Arrangement, Settings};
use briefing::tui::event::{Event, MouseKind};
use briefing::tui::keymap::{Context, Keymap, Keys};
use briefing::tui::origin::Origin;
use ratatui::style::Color;

/// A brief that is easily counted: 40 numbered paragraphs, actors, links.
fn counted() -> String {
    let paragraphs: String = (1..=40).map(|i| format!("  Paragraph {i} of forty.\n\n")).collect();
    format!(
        "title: Counted\nsummary: |\n{paragraphs}\
         actors:\n  - {{name: Alpha, role: First.}}\n  - {{name: Beta, aliases: [B], role: Second., from: 2}}\n\
         recommendations:\n  - text: Do it.\n    to: B\n    rationale: See [the page](https://example.org/a).\n\
         sections:\n  - {{title: Open questions, key: o, items: [Why?]}}\n  - {{title: Jammed, key: j, text: No letter.}}\n\
         text: |\n  One.\n\n  Two.\n\n  Three.\n"
    )
}

fn desk() -> Desk {
    Desk::new(&counted(), 120, 40)
}

/// Where the reader is after some keys.
fn row(keys: &str) -> String {
    let mut desk = desk();
    desk.keys(keys);
    desk.cursor_row()
}

fn section(keys: &str) -> String {
    let mut desk = desk();
    desk.keys(keys);
    desk.section()
}

#[test]
fn letters_and_digits_go_to_sections() {
    for (keys, title) in [
        ("", "Summary"),
        ("a", "Key actors"),
        ("r", "Recommendations"),
        ("d", "Disclaimers"),
        ("f", "Text"),
        ("o", "Open questions"),
        ("2", "Key actors"),
        ("4 wait", "Disclaimers"),
        ("7", "Text"),
        ("9", "Summary"),
        ("a s", "Summary"),
        ("tab", "Key actors"),
        ("]", "Key actors"),
        ("l l", "Recommendations"),
        ("right right left", "Key actors"),
        ("shift-tab", "Text"),
        ("h", "Text"),
        ("[", "Text"),
        ("3 tab", "Disclaimers"),
        // A letter that a motion has is not a section's; it has one of its title.
        ("j", "Summary"),
        ("J", "Jammed"),
        ("t", "Summary"),
    ] {
        assert_eq!(section(keys), title, "{keys}");
    }
}

#[test]
fn the_letters_of_the_reader_are_known_where_sections_get_theirs() {
    for binding in Keymap::default().bindings().iter().filter(|b| b.context == Context::Reader) {
        let Some(letter) = binding.keys.chords()[0].typed().filter(|c| c.is_alphabetic()) else { continue };
        let yields = binding.action.yields() && binding.keys.chords().len() == 1;
        let known = (RESERVED.contains(letter), YIELDING.contains(letter));
        assert_eq!(known, (!yields, yields), "{letter}: add it to the letters of briefs");
    }
}

#[test]
fn a_key_of_the_configuration_comes_before_a_section() {
    let mut keymap = Keymap::default();
    keymap.bind(Context::Reader, Keys::parse("o").unwrap(), Some(Action::Bottom)).unwrap();
    let mut bound = Desk::with(&[("a", &counted())], Settings { keymap, ..Settings::default() }, 120, 40);
    bound.keys("o");
    assert!(bound.cursor_row().starts_with("Paragraph 40"), "{}", bound.cursor_row());
    bound.keys("?");
    let row = bound.rows().into_iter().find(|row| row.contains("go to Open questions")).unwrap();
    assert!(row.contains("│ 5 "), "{row}");
}

#[test]
fn help_tells_what_works_in_this_brief() {
    // The list of briefs has the key too, and keeps it.
    let with_o = |desk: &mut Desk| {
        desk.keys("? \"list of briefs\"");
        let rows = desk.rows().into_iter().filter(|row| row.contains("the list of briefs, and back"));
        rows.filter(|row| row.contains(" o ")).count()
    };
    assert_eq!(with_o(&mut desk()), 1, "over this brief o goes to the open questions");
    assert_eq!(with_o(&mut Desk::new("title: T\nsummary: x\n", 120, 40)), 2);
}

#[test]
fn a_section_whose_letter_is_taken_has_another_and_the_brief_says_so() {
    let text = "title: T\nsummary: x\nsections: [{title: Extra, key: s, text: y}]\ndisclaimers: [z]\n";
    let mut desk = Desk::new(text, 120, 40);
    desk.keys("E");
    assert_eq!(desk.section(), "Extra");
    desk.keys("!");
    assert!(desk.screen().contains("the letter `s` is a key of the reader"), "{}", desk.screen());
    assert!(desk.screen().contains("`E` goes to this section for now"), "{}", desk.screen());
}

#[test]
fn the_bottom_line_counts_what_is_found_in_a_brief() {
    let doubtful = Desk::new("title: T\nsummary: x\nrecommendations: [Talk.]\n", 120, 40);
    assert!(doubtful.status().ends_with("! 2"), "{}", doubtful.status());
    let sound = Desk::new("title: T\nsummary: x\ndisclaimers: [Mine.]\n", 120, 40);
    assert!(!sound.status().contains('!'), "{}", sound.status());
}

#[test]
fn a_digit_is_a_jump_or_a_count() {
    // Typed as one it counts, and the jump is taken back; after a look it was a jump.
    assert_eq!(section("5 j"), "Summary");
    assert!(row("5 j").starts_with("Paragraph 6"), "{}", row("5 j"));
    assert_eq!(section("2 wait j"), "Key actors");
    assert_eq!(section("1 2 j"), "Summary");
    assert!(row("1 2 j").starts_with("Paragraph 13"));
    assert_eq!(section("2 wait 1 wait"), "Summary");
    // A digit that no section has is forgotten as soon.
    assert!(row("9 j").starts_with("Paragraph 10"));
    assert!(row("9 wait j").starts_with("Paragraph 2 "), "{}", row("9 wait j"));
    assert!(row("9 wait 1 wait j").starts_with("Paragraph 2 "));
    // What has no count keeps the jump.
    assert_eq!(section("2 z"), "Key actors");
    assert!(row("1 0 j 1 0 k").starts_with("Paragraph 1 "));
    // So do two digits, where there are as many sections.
    let many: String = (1..=9).map(|n| format!("  - {{title: Part {n}, text: Text}}\n")).collect();
    let mut desk = Desk::new(&format!("title: x\nsummary: y\nsections:\n{many}"), 120, 40);
    assert_eq!(desk.keys("1 2").section(), "Part 8");
    assert_eq!(desk.keys("wait s 9").section(), "Part 5");
}

#[test]
fn motions_lead_where_they_say() {
    for (keys, start) in [
        ("j", "Paragraph 2 "),
        ("down down", "Paragraph 3 "),
        ("j j k", "Paragraph 2 "),
        ("G", "Paragraph 40 "),
        ("end home", "Paragraph 1 "),
        ("G g", "Paragraph 1 "),
        ("5 0 %", "Paragraph 21 "),
        ("}", "Paragraph 2 "),
        ("3 }", "Paragraph 4 "),
        ("1 2 g", "Paragraph 12 "),
        (": \"3\" enter", "Paragraph 3 "),
        ("3 } {", "Paragraph 3 "),
        ("k", "Paragraph 1 "),
        ("G j", "Paragraph 40 "),
        ("G pgdn pgup", "Paragraph 40 "),
        ("b", "Paragraph 1 "),
    ] {
        let row = row(keys);
        assert!(row.starts_with(start), "{keys}: {row}");
    }
}

#[test]
fn pages_overlap_and_come_back() {
    for height in 18..24 {
        pages_overlap_and_come_back_at(height);
    }
}

fn pages_overlap_and_come_back_at(height: u16) {
    let mut desk = Desk::new(&counted(), 60, height);
    let first = desk.top_row();
    let last = desk.text(desk.lines().last());
    for (down, up) in [("space", "b"), ("pgdn", "pgup"), ("ctrl-f", "ctrl-b"), ("ctrl-d", "ctrl-u")] {
        desk.keys(down);
        assert_ne!(desk.top_row(), first, "{down}");
        let shown: Vec<String> = desk.lines().iter().map(|row| desk.text(Some(row))).collect();
        assert!(shown.contains(&last), "{down} skips a row");
        desk.keys(up);
        assert_eq!(desk.top_row(), first, "{up}");
    }
    desk.keys("3 space 3 b");
    assert_eq!(desk.top_row(), first);
}

/// Every sample, read page by page in every section.
#[test]
fn pages_reach_the_last_row_of_every_section() {
    let samples = [
        TALKS,
        include_str!("../../briefs/prayer-of-twenty-millions.yaml"),
        include_str!("../../briefs/leaving-asia.yaml"),
    ];
    for text in samples {
        for (width, height) in [(120, 40), (100, 30), (80, 24), (80, 12), (40, 12), (40, 9), (30, 6)] {
            let mut desk = Desk::new(text, width, height);
            let sections = desk.app.open().unwrap().panes.len();
            for _ in 0..sections {
                let name = format!("{} at {width}x{height}", desk.section());
                let mut tops = vec![desk.top_row()];
                let section = desk.section();
                for _ in 0..1000 {
                    desk.keys("space");
                    if desk.section() != section {
                        // The next section begins with its first row; the way back leads to the last of this one.
                        assert_eq!(desk.cursor_row(), desk.top_row(), "{name}");
                        desk.keys("b");
                        break;
                    }
                    if tops.last() == Some(&desk.top_row()) {
                        break;
                    }
                    tops.push(desk.top_row());
                }
                let open = desk.app.open().unwrap();
                let pane = open.active().unwrap();
                assert_eq!(pane.view.percent(&open.document, &pane.lines), 100, "{name}");
                let last = desk.text(desk.lines().last());
                assert_eq!(desk.cursor_row(), last, "{name}: the cursor is in the last row");
                // The last page may have been short.
                for _ in 1..tops.len() {
                    if desk.top_row() != tops[0] {
                        desk.keys("b");
                    }
                }
                assert_eq!(desk.top_row(), tops[0], "{name}");
                desk.keys("tab");
            }
        }
    }
}

#[test]
fn rows_scroll_over_gaps_both_ways() {
    let mut desk = Desk::new(&counted(), 60, 19);
    for n in 2..=6 {
        desk.keys("ctrl-e");
        assert!(desk.top_row().starts_with(&format!("Paragraph {n} ")), "{}", desk.top_row());
    }
    for n in (1..=5).rev() {
        desk.keys("ctrl-y");
        assert!(desk.top_row().starts_with(&format!("Paragraph {n} ")), "{}", desk.top_row());
    }
}

#[test]
fn a_page_is_all_but_two_rows_of_the_window() {
    let words: String = (1..=600).map(|i| format!("word{i} ")).collect();
    let mut desk = Desk::new(&format!("title: Long\nsummary: {words}\n"), 100, 30);
    let page = desk.lines().len() - 2;
    for _ in 0..3 {
        let expected = desk.text(desk.lines().get(page));
        desk.keys("space");
        assert_eq!(desk.top_row(), expected);
    }
}

#[test]
fn search_is_live_counts_and_crosses_sections() {
    let mut desk = Desk::talks(120, 40);
    desk.keys("/ \"doh\"");
    assert!(desk.status().ends_with("1/5") || desk.status().contains("1/"), "{}", desk.status());
    let total: usize = desk.status().rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(total, TALKS_HITS_OF_DOHA);
    desk.keys("esc");
    assert_eq!(desk.section(), "Summary");
    desk.keys("/ \"doha\" enter");
    assert_eq!(desk.section(), "Key actors");
    let mut sections = vec![desk.section()];
    for _ in 1..total {
        desk.keys("n");
        sections.push(desk.section());
    }
    assert!(sections.contains(&"Timeline".to_owned()), "{sections:?}");
    desk.keys("n");
    assert!(desk.status().contains("from the start again"), "{}", desk.status());
    desk.keys("N");
    assert!(desk.status().contains("from the end again"), "{}", desk.status());
    desk.keys("esc n");
    assert!(desk.status().contains("doha"), "{}", desk.status());
}

#[test]
fn a_search_without_a_hit_leaves_the_reader_where_it_began() {
    for keys in ["/ \"qqqq\" esc", "/ \"qqqq\" enter", "/ \"qqqq\" enter esc", "/ \"doha\" esc"] {
        for layout in ["", "L", "z"] {
            let mut desk = Desk::talks(120, 40);
            desk.keys(layout).keys("a 2 3 j");
            let before = (desk.section(), desk.cursor_row(), desk.top_row());
            desk.keys(keys);
            assert_eq!((desk.section(), desk.cursor_row(), desk.top_row()), before, "{keys} {layout}");
        }
    }
    let mut desk = Desk::talks(120, 40);
    let screen = desk.screen();
    desk.keys("/ \"doha\"");
    assert_ne!(desk.section(), "Summary");
    desk.keys("esc");
    assert_eq!(desk.screen(), screen, "panes that were searched are as they were");
}

/// Hits of "doh" in what panes show of the sample: counted by hand with grep in its fields.
const TALKS_HITS_OF_DOHA: usize = 4;

#[test]
fn search_knows_smart_case_expressions_and_the_word_under_the_cursor() {
    let mut desk = Desk::new("title: T\nsummary: Peace and peace, PEACE; p.ace\n", 120, 40);
    let mut hits = |keys: &str| {
        desk.keys("esc esc").keys(keys);
        let status = desk.status();
        status.rsplit(['/', ' ']).next().unwrap_or_default().to_owned()
    };
    assert_eq!(hits("/ \"peace\""), "3");
    assert_eq!(hits("/ \"Peace\""), "1");
    assert_eq!(hits("/ \"p.ace\""), "1");
    assert_eq!(hits("/ ctrl-r \"p.ace\""), "4");
    assert!(hits("/ ctrl-r \"p(\"").contains("group"), "a wrong expression says so");
    let mut paragraphs = Desk::new(&counted(), 120, 40);
    paragraphs.keys("/ ctrl-r \"^Paragraph 1.*forty\\.$\"");
    assert!(paragraphs.status().ends_with("1/11"), "{}", paragraphs.status());
    desk.keys("esc esc g *");
    assert!(desk.status().ends_with("peace 2/3"), "{}", desk.status());
}

#[test]
fn links_are_followed_and_the_way_back_is_known() {
    let mut desk = desk();
    desk.keys("r enter");
    assert_eq!((desk.section(), desk.cursor_row().contains("Beta")), ("Key actors".into(), true));
    desk.keys("j enter");
    assert_eq!(desk.section(), "Text");
    assert!(desk.cursor_row().contains("Two."), "{}", desk.cursor_row());
    desk.keys("ctrl-o");
    assert_eq!(desk.section(), "Key actors");
    desk.keys("ctrl-o");
    assert_eq!(desk.section(), "Recommendations");
    desk.keys("ctrl-i ctrl-i");
    assert_eq!(desk.section(), "Text");
    desk.keys("ctrl-i");
    assert!(desk.status().contains("no later place"));
    desk.keys("r G enter");
    assert_eq!(desk.copied, ["https://example.org/a"]);
    assert!(desk.status().contains("https://example.org/a"), "{}", desk.status());
    desk.keys("s enter");
    assert!(desk.status().contains("no link"), "{}", desk.status());
}

#[test]
fn marks_keep_places() {
    let mut desk = desk();
    desk.keys("5 j m x a ' x");
    assert!(desk.cursor_row().starts_with("Paragraph 6"), "{}", desk.cursor_row());
    desk.keys("' '");
    assert_eq!(desk.section(), "Key actors");
    desk.keys("' q");
    assert!(desk.status().contains("no mark q"), "{}", desk.status());
    desk.keys("m esc");
    assert!(!desk.status().contains("marked"));
}

#[test]
fn text_is_selected_and_copied() {
    let copied = |keys: &str| {
        let mut desk = desk();
        desk.keys(keys);
        desk.copied.join("|")
    };
    assert_eq!(copied("v e y"), "Paragraph");
    assert_eq!(copied("v e e e y"), "Paragraph 1 of");
    assert_eq!(copied("v l l y"), "Par");
    assert_eq!(copied("v l l h y"), "Pa");
    assert_eq!(copied("v w w y"), "Paragraph 1 ", "whole words, and nothing of the next");
    assert_eq!(copied("v w w w w y"), "Paragraph 1 of forty.");
    assert_eq!(copied("v } y"), "Paragraph 1 of forty.");
    assert_eq!(copied("v } } y"), copied("v } l } y"));
    assert_eq!(copied("w v e o h h y"), "h 1 of");
    assert_eq!(copied("v j y"), "Paragraph 1 of forty.\n\nP");
    assert_eq!(copied("V j y"), "Paragraph 1 of forty.\n\nParagraph 2 of forty.");
    assert_eq!(copied("y"), "Paragraph 1 of forty.");
    assert_eq!(copied("v $ y"), "Paragraph 1 of forty.");
    assert_eq!(copied("a G y"), "Beta\nalso B · ¶2\nSecond.", "an item is copied whole");
    assert_eq!(copied("r y"), "Do it.\nfor Beta\nSee the page.");
    assert_eq!(copied("v esc y"), "Paragraph 1 of forty.");
    assert_eq!(copied("/ \"3 of\" enter v e y"), "3 of");
    let mut talks = Desk::talks(120, 40);
    talks.keys("Y m");
    assert!(talks.copied[0].contains("Khaama Press"), "{:?}", talks.copied);
}

#[test]
fn the_mouse_focuses_scrolls_selects_and_follows() {
    let mut desk = desk();
    let (x, y) = desk.find("Alpha");
    desk.click(x, y);
    assert_eq!((desk.section().as_str(), desk.cursor_row().as_str()), ("Key actors", "Alpha"));
    let (x, y) = desk.find("Paragraph 3 ");
    desk.mouse(MouseKind::WheelDown, x, y);
    assert_eq!(desk.section(), "Key actors", "the wheel leaves the focus");
    assert!(!desk.screen().contains("Paragraph 1 of"), "{}", desk.screen());
    desk.mouse(MouseKind::WheelUp, x, y);
    let (x, y) = desk.find("Paragraph 2 ");
    desk.mouse(MouseKind::Press, x, y).mouse(MouseKind::Drag, x + 8, y).mouse(MouseKind::Release, x + 8, y);
    assert_eq!(desk.copied, ["Paragraph"]);
    let (x, y) = desk.find("for Beta");
    desk.click(x + 5, y);
    assert_eq!((desk.section().as_str(), desk.cursor_row().as_str()), ("Key actors", "Beta"));
    // Beside the text is beside the link.
    desk.keys("r");
    let (x, y) = desk.find("for Beta");
    desk.click(x + 20, y);
    assert_eq!(desk.section(), "Recommendations");
    desk.keys(": \"mouse\" enter");
    assert_eq!(desk.done, ["mouse"]);
    assert!(!desk.app.settings.mouse);
}

#[test]
fn tabs_can_be_clicked() {
    let mut desk = Desk::new(&counted(), 60, 20);
    let tabs = desk.rows().iter().position(|row| row.contains("Summary") && row.contains('a')).unwrap();
    let at = desk.rows()[tabs].find(" a").unwrap() + 1;
    desk.click(u16::try_from(at).unwrap(), u16::try_from(tabs).unwrap());
    assert_eq!(desk.section(), "Key actors");
}

#[test]
fn layouts_and_themes_keep_the_place() {
    let mut desk = desk();
    desk.keys("1 2 j");
    let place = desk.cursor_row();
    for keys in ["z", "z", "L", "L", "T", "T T T", "L T z"] {
        desk.keys(keys);
        assert!(desk.cursor_row().starts_with(&place[..12]), "{keys}: {}", desk.cursor_row());
    }
    for (width, height) in [(40, 12), (300, 90), (80, 24), (20, 6), (120, 40)] {
        desk.resize(width, height);
        assert!(desk.cursor_row().starts_with(&place[..12]), "{width}x{height}: {}", desk.screen());
    }
    assert_eq!(desk.app.theme.name(), ThemeName::Light);
}

#[test]
fn the_background_chooses_a_theme_unless_somebody_has() {
    let mut desk = Desk::talks(120, 40);
    desk.send(Event::Background { light: true });
    assert_eq!(desk.app.theme.name(), ThemeName::Light);
    desk.keys(": \"theme dark\" enter");
    desk.send(Event::Background { light: true });
    assert_eq!(desk.app.theme.name(), ThemeName::Dark);
    desk.keys(": \"theme auto\" enter");
    assert_eq!(desk.app.theme.name(), ThemeName::Light);
}

#[test]
fn high_contrast_follows_the_background() {
    let white =
        |cell: &ratatui::buffer::Cell| cell.fg == Color::Rgb(255, 255, 255) && cell.bg == Color::Reset;
    for late in [false, true] {
        let settings =
            Settings { theme: Some(ThemeName::HighContrast), depth: Depth::True, ..Settings::default() };
        let mut desk = Desk::with(&[("a", TALKS)], settings, 120, 40);
        if late {
            desk.keys("T T T T");
        }
        assert_eq!(desk.styled(white), "", "as long as nobody knows, the terminal's own ink");
        desk.send(Event::Background { light: false });
        assert!(!desk.styled(white).is_empty(), "white on black");
        desk.send(Event::Background { light: true });
        assert_eq!(desk.styled(white), "", "nothing is white on white");
        desk.keys(": \"theme high-contrast\" enter");
        assert_eq!(desk.styled(white), "");
    }
}

#[test]
fn the_command_line_completes_corrects_and_remembers() {
    let mut desk = desk();
    desk.keys(": \"zoo\" tab enter");
    assert_eq!(desk.app.open().unwrap().arrangement, Arrangement::Zoomed);
    desk.keys(": up enter");
    assert_eq!(desk.app.open().unwrap().arrangement, Arrangement::Panes);
    desk.keys(": \"section reco\" enter");
    assert_eq!(desk.section(), "Recommendations");
    desk.keys(": \"find forty\" enter");
    assert!(desk.status().contains("1/40"), "{}", desk.status());
    desk.keys(": \"25%\" enter");
    desk.keys(": backspace");
    assert!(desk.app.overlay.is_none());
    desk.keys(": \"measure 5\" enter");
    assert!(desk.status().contains("20 to 200"));
    desk.keys(": \"quit\" enter");
    assert_eq!(desk.done, ["quit"]);
}

#[test]
fn open_completes_the_names_of_files() {
    let files = [("a.yaml", TALKS), ("more/mine.yaml", "title: Mine\nsummary: x\n"), ("more/mind.txt", "x")];
    let mut desk = Desk::with(&files, Settings::default(), 120, 40);
    desk.keys(": \"open m\" tab");
    assert_eq!(desk.status(), ":open more/");
    assert!(desk.screen().contains("more/mine.yaml") && !desk.screen().contains("mind"), "{}", desk.screen());
    desk.keys("\"mi\" tab enter");
    assert!(desk.rows()[0].contains("Mine"), "{}", desk.screen());
}

#[test]
fn help_is_searched_and_left() {
    let mut desk = desk();
    desk.keys("?");
    assert!(desk.screen().contains("Open questions"));
    desk.keys("\"mark\"");
    assert!(desk.screen().contains("mark this place") && !desk.screen().contains("half a page"));
    desk.keys("esc esc");
    assert!(desk.app.overlay.is_none());
    desk.keys("? q");
    assert!(desk.app.overlay.is_none());
}

#[test]
fn pickers_lead_to_sections_actors_and_briefs() {
    let other = "title: Another brief\nsummary: Short.\n";
    let mut desk = Desk::with(&[("a.yaml", TALKS), ("b.yaml", other)], Settings::default(), 120, 40);
    desk.keys("ctrl-p \"turkey\" enter");
    assert_eq!((desk.section(), desk.cursor_row().contains("Turkey")), ("Key actors".into(), true));
    desk.keys("ctrl-p \"another\" enter");
    assert!(desk.screen().contains("Another brief"));
    desk.keys("o up enter");
    assert!(desk.screen().contains("coherence before coercion"));
    desk.keys(")");
    assert!(desk.rows()[0].contains("Another brief"));
    desk.keys(")");
    assert!(desk.status().contains("last brief"), "{}", desk.status());
    desk.keys("( (");
    assert!(desk.status().contains("first brief"), "{}", desk.status());
}

#[test]
fn the_file_is_edited_at_the_place_and_read_again() {
    let mut desk = desk();
    desk.keys("a } j");
    let place = desk.cursor_row();
    desk.system
        .write("brief.yaml", counted().replace("title: Counted", "title: Revised").replace("Alpha", "Aleph"));
    desk.keys("e");
    assert_eq!(desk.edited, ["brief.yaml:1 [Key(\"actors\"), Item(1), Key(\"kind\")]"]);
    assert!(desk.rows()[0].contains("Revised"), "{}", desk.rows()[0]);
    assert_eq!(desk.cursor_row(), place);
    desk.system.write("brief.yaml", "titel: x\n");
    // What is read stays, and it is said that it is no longer so, for as long as it is.
    desk.keys("R");
    assert!(desk.status().contains("`titel` is not a field"), "{}", desk.status());
    desk.keys("j");
    assert!(desk.rows()[0].contains("Revised") && desk.status().contains("! outdated"), "{}", desk.screen());
    desk.keys("!");
    assert!(desk.screen().contains("did you mean `title`?"), "{}", desk.screen());
    // Whoever edits it sees at once what is wrong, and has the way back.
    desk.keys("! e");
    assert!(desk.screen().contains("did you mean `title`?"), "{}", desk.screen());
    desk.keys("esc");
    assert!(desk.rows()[0].contains("Revised"));
    desk.system.write("brief.yaml", counted());
    desk.keys("R");
    assert!(desk.rows()[0].contains("Counted") && !desk.status().contains("outdated"));
    // What was said of it goes with what was wrong.
    desk.system.write("brief.yaml", "titel: x\n");
    desk.reload();
    assert!(desk.status().contains("as it was"), "{}", desk.status());
    desk.system.write("brief.yaml", counted().replace("title: Counted", "title: Mended"));
    desk.reload();
    assert!(desk.rows()[0].contains("Mended") && !desk.status().contains("as it was"), "{}", desk.status());
}

#[test]
fn all_that_is_wrong_is_shown_and_each_is_edited_at_its_line() {
    let text = "title: T\nactors:\n  - {name: Qatar, from: [9]}\nrecommendations:\n  - {text: x, to: Qatr, from: 0}\ntext: One.\n";
    let mut desk = Desk::new(text, 120, 40);
    let screen = desk.screen();
    for message in [
        "no disclaimer: whose opinion is this?",
        "there is no paragraph 9",
        "no actor is called `Qatr`",
        "`0` is not a whole number from 1",
    ] {
        assert!(screen.contains(message), "{message}: {screen}");
    }
    desk.keys("e } e");
    assert_eq!(desk.edited, ["brief.yaml:3 []", "brief.yaml:5 []"]);
    desk.system.write("brief.yaml", "title: T\nsummary: x\nfrom: 1\ndisclaimers: [a, a]\n");
    desk.keys("e");
    assert!(
        desk.screen().contains("`from` is not a field")
            && desk.screen().contains("stands in this list already")
    );
}

#[test]
fn whoever_breaks_a_brief_in_the_editor_sees_what_is_wrong_and_the_way_back() {
    let mut desk = Desk::new(&counted(), 120, 40);
    desk.system.write("brief.yaml", "titel: x\n");
    desk.keys("e");
    assert!(desk.screen().contains("`titel` is not a field"), "{}", desk.screen());
    // The findings are what is seen now: the bottom line says nothing else, also when the change is noticed once more.
    desk.reload();
    assert!(desk.status().contains("! back to the brief"), "{}", desk.status());
    assert!(!desk.screen().contains("as it was"), "{}", desk.screen());
    desk.keys("!");
    assert!(desk.rows()[0].contains("Counted") && desk.status().contains("outdated"), "{}", desk.screen());
}

#[test]
fn a_short_brief_is_seen_whole() {
    let text = "title: T\nsummary: s\nactors: [A, B]\ndisclaimers: [d]\ntimeline: [one, two]\nquotes: [q]\ntext: |\n  Last words.\n";
    let all = ["Summary", "Key actors", "Recommendations", "Disclaimers", "Timeline", "Quotes", "Text"];
    let mut desk = Desk::new(text, 120, 40);
    for title in all {
        assert_eq!(desk.screen().matches(title).count(), 1, "{title}: {}", desk.screen());
    }
    // What is one row too long goes to the next spread, with the tabs of all.
    let rows = |desk: &mut Desk, height| {
        desk.resize(120, height);
        desk.screen().contains("Last words")
    };
    let least = (10..40).find(|height| rows(&mut desk, *height)).unwrap();
    assert!((least..60).all(|height| rows(&mut desk, height)));
    for height in 1..60 {
        desk.resize(120, height);
        for key in ["1", "2", "3", "4", "5", "6", "7"] {
            desk.keys(key);
            assert!(height < 8 || desk.screen().contains('▌'), "{key} at {height}: {}", desk.screen());
        }
    }
}

#[test]
fn a_tab_is_whole_or_not_there() {
    let own: String = (5..40).map(|n| format!("  - {{title: Own {n}, text: x}}\n")).collect();
    let text = format!("title: T\nsummary: s\nsections:\n{own}");
    for width in 40..60 {
        let mut desk = Desk::new(&text, width, 12);
        desk.keys("1");
        let keys: Vec<String> = desk.rows()[1].split_whitespace().skip(2).map(str::to_owned).collect();
        let all = ["a", "r", "d"].map(str::to_owned).into_iter().chain((5..40).map(|n: u8| n.to_string()));
        assert_eq!(keys, all.take(keys.len()).collect::<Vec<_>>(), "{width}: {}", desk.rows()[1]);
        assert!(keys.len() > 8);
    }
}

#[test]
fn several_briefs_of_one_file_stand_on_the_shelf() {
    let text = "title: One\nsummary: 1\n---\ntitle: Two\nsummary: 2\n---\ntitel: Three\n";
    let mut desk = Desk::new(text, 120, 40);
    assert!(desk.rows()[0].contains("1/3"), "{}", desk.rows()[0]);
    desk.keys(")");
    assert!(desk.rows()[0].contains("Two"));
    desk.keys(")");
    assert!(desk.screen().contains("did you mean `title`?"));
    desk.keys("( (");
    assert!(desk.rows()[0].contains("One"));
}

#[test]
fn keys_that_do_nothing_say_so() {
    let mut desk = desk();
    desk.keys("U");
    assert!(desk.status().contains("U does nothing here; ? shows all keys"), "{}", desk.status());
    desk.keys("Z x");
    assert!(desk.status().contains("Z x does nothing"), "{}", desk.status());
    desk.keys("Z Z");
    assert_eq!(desk.done, ["quit"]);
}

#[test]
fn pasted_text_presses_no_keys() {
    let mut desk = desk();
    desk.send(Event::Paste("q:quit\n".into()));
    assert!(desk.done.is_empty());
    desk.keys("/");
    desk.send(Event::Paste("para\ngraph\x1b[31m".into()));
    assert!(desk.status().starts_with("/para graph"), "{}", desk.status());
}

#[test]
fn the_command_line_of_the_shell_chooses_section_and_search() {
    let settings = |section: Option<&str>, search: Option<&str>| Settings {
        section: section.map(str::to_owned),
        search: search.map(str::to_owned),
        ..Settings::default()
    };
    let desk = Desk::with(&[("a", TALKS)], settings(Some("reco"), None), 120, 40);
    assert_eq!(desk.section(), "Recommendations");
    let desk = Desk::with(&[("a", TALKS)], settings(None, Some("doha")), 120, 40);
    assert!(desk.status().contains("doha 1/"), "{}", desk.status());
    let desk = Desk::with(&[("a", TALKS)], settings(Some("nonesuch"), None), 120, 40);
    assert!(desk.screen().contains("no section “nonesuch”; there are summary,"), "{}", desk.screen());
}

#[test]
fn titles_find_their_briefs_though_the_shelf_has_grown() {
    let several = "title: One\nsummary: s\n---\ntitle: Two\nsummary: s\n---\ntitle: Three\nsummary: s\n";
    let files = [("several.yaml", several), ("last.yaml", "title: Last\nsummary: s\n"), ("gone.yaml", "")];
    let mut desk = Desk::with(&files, Settings::default(), 100, 30);
    // Asked for before the first file turned out to hold three briefs.
    desk.send(Event::Titles(vec![(Origin::File("last.yaml".into()), 0, "Last".to_owned())]));
    let titles: Vec<Option<&str>> =
        desk.app.shelf.entries.iter().map(|entry| entry.title.as_deref()).collect();
    assert_eq!(titles, [Some("One"), Some("Two"), Some("Three"), Some("Last"), None]);
}
