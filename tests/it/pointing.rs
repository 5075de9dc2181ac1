//! What the reader points at is seen: `(brief, keys) -> cells that stand out`.

use crate::desk::Desk;
use ratatui::style::Modifier;

const LINKED: &str = "title: T\nsummary: |\n  One two three.\n\n  Four five six.\n\
                      actors:\n  - {name: Alpha, kind: state, from: [1, 2]}\n  - {name: Beta}\n\
                      text: |\n  First.\n\n  Second.\n";

/// The cells that are reversed after some keys, other than the frame's.
fn pointed(keys: &str) -> String {
    let mut desk = Desk::new(LINKED, 200, 60);
    desk.keys(keys);
    let reversed = desk.styled(|cell| cell.modifier.contains(Modifier::REVERSED));
    reversed.trim_start_matches('|').to_owned()
}

#[test]
fn the_place_in_a_row_is_shown_from_the_first_motion_within_it() {
    for (keys, shown) in [
        ("", ""),
        ("j", ""),
        ("w", "t"),
        ("w w", "t"),
        ("$", "."),
        ("$ 0", "O"),
        ("w W", "O"),
        // Rows are gone along, and the place with them; what leads elsewhere is calm again.
        ("w w j", "e"),
        ("w G", ""),
        ("w }", ""),
        ("w space", ""),
        ("w a s", "t"),
        ("w esc", ""),
        ("w tab", ""),
    ] {
        assert_eq!(pointed(keys), shown, "{keys}");
    }
    let mut column = Desk::new(LINKED, 200, 60);
    column.keys("L s w");
    assert!(column.styled(|cell| cell.modifier.contains(Modifier::REVERSED)).ends_with('t'));
}

#[test]
fn the_link_that_enter_follows_is_marked() {
    assert_eq!(pointed("a j"), "");
    assert_eq!(pointed("a j w"), "¶1", "the cell is that of the link's number");
    assert_eq!(pointed("a w W"), "A|¶1", "the first of the item");
    assert_eq!(pointed("a j w w"), "¶2");
    let mut desk = Desk::new(LINKED, 200, 60);
    desk.keys("a j w w enter");
    assert!(desk.cursor_row().contains("Second."), "{}", desk.cursor_row());
    // A word that holds no link, and no item around it has one.
    assert_eq!(pointed("a G 0"), "B");
}

#[test]
fn the_source_is_shown_searched_and_left_in_every_layout() {
    let text = "title: T\ntopics: [rights]\nbriefed: {by: Ada, on: 2025-11-03}\nsummary: x\ndisclaimers: [z]\n\
                source: {title: The headline, author: Ben, url: 'https://founders.org/a'}\n";
    for (width, height) in [(200, 60), (120, 40), (80, 24), (40, 12)] {
        for layout in ["", "L", "z"] {
            let mut desk = Desk::new(text, width, height);
            desk.keys(layout).keys("r i");
            assert_eq!(desk.section(), "About this brief");
            for words in
                ["“The headline”", "https://founders.org/a", "rights", "Briefed by Ada on 3 November 2025"]
            {
                assert!(
                    desk.screen().contains(words),
                    "{words} at {width}x{height}{layout}: {}",
                    desk.screen()
                );
            }
            desk.keys("tab");
            assert_eq!(desk.section(), "Summary");
            desk.keys("i shift-tab");
            assert_eq!(desk.section(), "Disclaimers");
            desk.keys("/ \"founders\" enter");
            assert_eq!(desk.section(), "About this brief");
            assert!(desk.status().contains("1/1"), "{}", desk.status());
            desk.keys("enter ctrl-o");
            assert_eq!(desk.copied, ["https://founders.org/a"]);
            assert_eq!(desk.section(), "Disclaimers");
            desk.keys(": \"section about\" enter 4 wait");
            assert_eq!(desk.section(), "Disclaimers");
        }
    }
}

#[test]
fn the_title_is_cut_before_author_and_date_go() {
    let text = "title: A title that is rather long for a narrow screen\nsummary: x\n\
                source: {author: Ada, publication: The Paper, published: 2025-11-02}\n";
    let top = |width| Desk::new(text, width, 24).rows()[0].trim().to_owned();
    assert!(top(120).ends_with("Ada · The Paper · 2 November 2025 · 1 min"), "{}", top(120));
    assert!(
        top(90).contains("narrow screen ") && top(90).ends_with("  Ada · 2 November 2025 · 1 min"),
        "{}",
        top(90)
    );
    assert!(top(70).ends_with("…   Ada · 2 November 2025"), "{}", top(70));
    assert!(top(30).starts_with("A title that"), "{}", top(30));
}
