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
