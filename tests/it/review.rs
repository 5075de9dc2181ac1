//! Drafts are gone through in the reader, and what is decided is written back.

use crate::desk::Desk;
use briefing::system::{Memory, System};
use briefing::tui::app::{Overlay, Settings};
use briefing::tui::event::Event;
use std::path::Path;
use std::sync::Arc;

const DRAFT: &str = "\
# By brief import.
title: Wells
draft: [summary]
summary: |
  The river is low.
actors:
  # The council of the town.
  - name: The council
    from: [1]
    draft: true
  - {name: The farmers, draft: true, from: [2]}   # who else?
recommendations:
  - text: Count the wells.
    to: The council
    from: [2]
    draft: true
disclaimers: [My own view.]
text: |
  The council met beside the river.

  Somebody must count the wells, the farmers say.
";

fn desk(width: u16, height: u16) -> Desk {
    let system = Memory::new().with_var("HOME", "/home/ada").with_file("b.yaml", DRAFT);
    Desk::at(Arc::new(system), &["b.yaml"], Settings::default(), width, height)
}

fn file(desk: &Desk) -> String {
    String::from_utf8(desk.system.read(Path::new("b.yaml")).unwrap()).unwrap()
}

#[test]
fn screens() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (40, 12)] {
        let mut desk = desk(width, height);
        desk.keys("P n");
        insta::assert_snapshot!(format!("review_{width}x{height}"), desk.screen());
    }
    for (width, height) in [(1, 1), (5, 3), (12, 4)] {
        desk(width, height).keys("P n a x u").screen();
    }
}

#[test]
fn a_draft_is_taken_over_and_nothing_else_is_touched() {
    let mut desk = desk(120, 40);
    desk.keys("P a");
    assert_eq!(file(&desk), DRAFT.replace("draft: [summary]\n", ""));
    // The next is shown at once.
    assert!(desk.screen().contains("Draft 1 of 3: the actor"), "{}", desk.screen());
    desk.keys("a");
    assert_eq!(file(&desk), DRAFT.replace("draft: [summary]\n", "").replacen("    draft: true\n", "", 1));
    desk.keys("a a");
    assert!(desk.app.overlay.is_none());
    assert!(desk.status().starts_with("no drafts are left"), "{}", desk.status());
    assert!(!file(&desk).contains("draft") && file(&desk).contains("# who else?"), "{}", file(&desk));
}

#[test]
fn the_bottom_line_names_the_key_as_long_as_there_are_drafts() {
    let mut desk = desk(80, 24);
    assert!(desk.status().contains("P drafts"), "{}", desk.status());
    desk.keys("P a a a a");
    desk.keys("j");
    assert!(desk.status().contains("all keys") && !desk.status().contains("drafts"), "{}", desk.status());
}

#[test]
fn a_draft_is_dropped_and_that_is_taken_back() {
    let mut desk = desk(120, 40);
    desk.keys("P n n x");
    assert!(
        !file(&desk).contains("farmers, draft") && file(&desk).contains("The council"),
        "{}",
        file(&desk)
    );
    desk.keys("x");
    assert!(!file(&desk).contains("Count the wells."), "{}", file(&desk));
    desk.keys("u u");
    assert_eq!(file(&desk), DRAFT);
    desk.keys("u");
    assert!(desk.screen().contains("nothing was decided yet"), "{}", desk.screen());
}

#[test]
fn what_a_dropped_summary_rests_on_goes_with_it() {
    let mut desk = desk(120, 40);
    let noted = DRAFT.replace("  The river is low.\n", "  The river is low.\nsummary_from: [1, 2]\n");
    desk.system.write("b.yaml", noted.as_str());
    desk.reload();
    desk.keys("s g P x");
    let without = "draft: [summary]\nsummary: |\n  The river is low.\nsummary_from: [1, 2]\n";
    assert_eq!(file(&desk), noted.replace(without, ""));
    desk.keys("u a");
    assert_eq!(
        file(&desk),
        noted.replace("draft: [summary]\n", ""),
        "what is taken over rests on it as before"
    );
}

#[test]
fn a_thesis_stands_beside_its_paragraph_and_goes_with_its_number() {
    let with = "draft: [thesis]\nthesis: The wells must be counted.\nthesis_from: 2\n";
    let text = DRAFT.replace("draft: [summary]\n", with);
    let mut desk = desk(120, 40);
    desk.system.write("b.yaml", text.as_str());
    desk.reload();
    desk.keys("P");
    assert!(desk.screen().contains("¶2 Somebody must count"), "{}", desk.screen());
    desk.keys("a");
    assert_eq!(file(&desk), text.replace("draft: [thesis]\n", ""));
    desk.keys("u x");
    assert_eq!(file(&desk), text.replace(with, ""));
}

#[test]
fn the_last_decision_is_taken_back_too_and_comments_beside_a_mark_stay() {
    let mut desk = desk(120, 40);
    desk.keys("P a a a x");
    assert!(desk.app.overlay.is_none() && desk.status().contains("u takes the last decision back"));
    assert!(!desk.screen().contains('+'), "one's own doing is no news: {}", desk.screen());
    desk.keys("u");
    assert!(file(&desk).contains("- text: Count the wells.\n"), "{}", file(&desk));
    desk.keys("P a u u u u");
    assert_eq!(file(&desk), DRAFT);
    let noted = DRAFT.replacen("    draft: true\n", "    # is it?\n    draft: true\n      # ask Ann\n", 1);
    desk.system.write("b.yaml", noted.as_str());
    desk.reload();
    desk.keys("esc s g P n a");
    assert_eq!(file(&desk), noted.replacen("    draft: true\n", "", 1));
}

#[test]
fn a_draft_whose_words_are_the_same_without_its_mark_is_taken_over_too() {
    let text = "title: Wells\ndraft: [source, topics]\nsource: {title: x, url: \"https://example.org/a\"}\n\
                topics: [water]\nsummary: s\ndisclaimers: [d]\n";
    let system = Memory::new().with_var("HOME", "/home/ada").with_file("b.yaml", text);
    let mut desk = Desk::at(Arc::new(system), &["b.yaml"], Settings::default(), 120, 40);
    desk.keys("P a");
    assert!(desk.screen().contains("Draft 1 of 1"), "{}", desk.screen());
    desk.keys("a");
    assert!(desk.app.overlay.is_none() && !file(&desk).contains("draft"), "{}", file(&desk));
    // So is what changes outside and is not among the words.
    desk.system.write("b.yaml", file(&desk).replace("/a", "/b"));
    desk.reload();
    let brief = desk.app.open().unwrap().brief.clone().unwrap();
    assert!(format!("{brief:?}").contains("example.org/b"));
}

#[test]
fn where_the_file_has_changed_meanwhile_nothing_is_lost() {
    let mut desk = desk(120, 40);
    desk.keys("P n");
    let other = DRAFT.replace("The council\n", "The town council\n");
    desk.system.write("b.yaml", other.as_str());
    desk.keys("a");
    assert_eq!(file(&desk), other);
    assert!(desk.screen().contains("not in the file any more"), "{}", desk.screen());
    // Nor is what cannot be written.
    desk.send(Event::Changed(vec!["b.yaml".into()]));
    desk.system.refuse(Some(std::io::ErrorKind::StorageFull));
    desk.keys("a");
    assert_eq!(file(&desk), other);
    desk.system.refuse(None);
    desk.keys("a");
    assert_ne!(file(&desk), other);
    let mine = file(&desk) + "# mine\n";
    desk.system.write("b.yaml", mine.as_str());
    desk.keys("u");
    assert_eq!(file(&desk), mine);
}

#[test]
fn the_editor_opens_at_the_draft() {
    let mut desk = desk(120, 40);
    desk.keys("P n n e");
    assert!(desk.edited[0].contains("Key(\"actors\"), Item(1)"), "{:?}", desk.edited);
    assert!(matches!(desk.app.overlay, Some(Overlay::Review(_))));
}

#[test]
fn a_brief_without_drafts_says_so() {
    let mut desk = Desk::with(&[("a", "title: x\nsummary: y\n")], Settings::default(), 80, 24);
    desk.keys("P");
    assert!(desk.status().starts_with("nothing here is a draft"), "{}", desk.status());
}
