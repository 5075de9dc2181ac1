//! How screens are laid out, where a picture of each would not say why.

use crate::desk::Desk;

/// The cell in which some words begin in the row that has them.
fn cell_of(desk: &Desk, words: &str) -> u16 {
    desk.find(words).0
}

#[test]
fn tabs_have_as_many_names_as_fit() {
    for (width, names) in [(120, 8), (80, 4), (40, 1)] {
        let mut desk = Desk::talks(width, 40);
        desk.keys("r z");
        let tabs = desk.rows()[2].clone();
        let shown =
            ["Summary", "Key actors", "Recommendations", "Disclaimers", "Timeline", "Quotes", "Open", "Text"];
        let shown: Vec<&str> = shown.into_iter().filter(|name| tabs.contains(name)).collect();
        assert!(shown.len() >= names, "{width}: {tabs}");
        assert!(shown.contains(&"Recommendations"), "{tabs}");
    }
}

#[test]
fn numbers_of_a_list_end_in_one_column() {
    let paragraphs: String = (1..=12).map(|i| format!("  Text {i} here.\n\n")).collect();
    let items: String = (1..=11).map(|i| format!("  - {{text: Do {i} things., to: all}}\n")).collect();
    let mut desk = Desk::new(&format!("title: T\nrecommendations:\n{items}text: |\n{paragraphs}"), 100, 60);
    desk.keys("f z");
    assert_eq!(cell_of(&desk, "Text 1 here"), cell_of(&desk, "Text 12 here"));
    assert_eq!(cell_of(&desk, "¶1 "), cell_of(&desk, "¶12 ") + 1);
    desk.keys("r");
    assert_eq!(cell_of(&desk, "Do 1 things"), cell_of(&desk, "Do 11 things"));
    assert_eq!(cell_of(&desk, "Do 9 things"), cell_of(&desk, "for all"));
}

#[test]
fn the_line_of_time_ends_with_its_last_knot() {
    let mut desk = Desk::new(
        "title: T\ntimeline:\n  - {date: 2025-10-01, event: First.}\n  - {date: 2025-11-01, event: Last.}\n",
        100,
        30,
    );
    desk.keys("t z");
    let row = |words: &str| desk.rows().into_iter().find(|row| row.contains(words)).unwrap();
    assert!(row("First.").contains("│ First."), "{}", row("First."));
    assert!(!row("Last.").contains('│'), "{}", row("Last."));
    assert_eq!(cell_of(&desk, "First."), cell_of(&desk, "Last."));
}

#[test]
fn hints_say_what_a_key_does_now() {
    let mut desk = Desk::talks(160, 40);
    assert!(desk.status().contains("z zoom") && desk.status().contains("L one column"), "{}", desk.status());
    desk.keys("z");
    assert!(desk.status().contains("z all sections"), "{}", desk.status());
    desk.keys("L");
    assert!(desk.status().contains("L panes"), "{}", desk.status());
}

#[test]
fn one_column_stands_in_the_middle_with_its_outline() {
    let mut desk = Desk::talks(200, 60);
    desk.keys("L s");
    let left = cell_of(&desk, "s Summary");
    let right = desk.rows()[1..59].iter().map(|row| briefing::text::cells(row)).max().unwrap();
    assert!((40..=50).contains(&left) && (150..=160).contains(&right), "{left} {right}");
}

#[test]
fn folded_sections_say_how_they_begin_and_no_text_touches_the_footer() {
    let desk = Desk::talks(80, 24);
    assert!(desk.screen().contains("a Key actors · 13  Pakistan\n"), "{}", desk.screen());
    for keys in ["", "z", "f", "L"] {
        let mut desk = Desk::talks(80, 24);
        desk.keys(keys);
        assert_eq!(desk.rows()[22], "", "{}", desk.screen());
    }
}
