//! Where a reader stopped, and what is new since.

use crate::desk::{Desk, TALKS};
use briefing::system::{Memory, System};
use briefing::tui::app::Settings;
use briefing::tui::event::Event;
use std::path::Path;
use std::sync::Arc;

const JOURNAL: &str = "/home/ada/.local/state/brief/history.jsonl";

fn world(files: &[(&str, &str)]) -> Arc<Memory> {
    let home = Memory::new().with_var("HOME", "/home/ada");
    Arc::new(files.iter().fold(home, |system, (name, text)| system.with_file(*name, *text)))
}

fn reader(system: &Arc<Memory>, names: &[&str]) -> Desk {
    Desk::at(Arc::clone(system), names, Settings::default(), 120, 40)
}

fn lines(system: &Memory) -> usize {
    String::from_utf8(system.read(Path::new(JOURNAL)).unwrap()).unwrap().lines().count()
}

#[test]
fn a_reader_comes_back_to_where_it_was_left() {
    let system = world(&[("talks.yaml", TALKS), ("other.yaml", "title: Other\nsummary: x\n")]);
    let mut desk = reader(&system, &["talks.yaml"]);
    desk.keys("a } } } } } } q");
    let mut again = reader(&system, &["talks.yaml", "other.yaml"]);
    assert_eq!((again.section(), again.cursor_row()), (desk.section(), desk.cursor_row()));
    // From brief to brief too, and under another name.
    again.keys("r } ) (");
    assert_eq!(again.section(), "Recommendations");
    system.write("moved.yaml", TALKS);
    assert_eq!(reader(&system, &["moved.yaml"]).section(), "Recommendations");
}

#[test]
fn it_is_kept_in_a_lull_once_and_only_where_something_moved() {
    let system = world(&[("talks.yaml", TALKS)]);
    let mut desk = reader(&system, &["talks.yaml"]);
    assert_eq!(lines(&system), 1, "that it was opened is kept at once");
    assert_eq!(briefing::tui::update::lull_at(&desk.app), None, "nothing waits, and nobody wakes");
    desk.keys("j j j");
    assert_eq!(lines(&system), 1, "not at every key");
    let due = briefing::tui::update::lull_at(&desk.app).unwrap();
    assert_eq!(due, desk.app.clock + 1000);
    desk.send(Event::Lull);
    desk.send(Event::Lull);
    assert_eq!(lines(&system), 2);
    assert_eq!(briefing::tui::update::lull_at(&desk.app), None);
}

#[test]
fn what_is_new_since_is_marked_and_gone_to() {
    let system = world(&[("talks.yaml", TALKS)]);
    reader(&system, &["talks.yaml"]).keys("q");
    let revised = TALKS
        .replace("summary: |\n", "summary: |\n  A first word on what came later.\n\n")
        .replace("Restore coherence", "Restore some coherence");
    system.write("talks.yaml", revised);
    let mut desk = reader(&system, &["talks.yaml"]);
    assert!(
        desk.status().starts_with("2 passages are new since you read this on 22 November 2026"),
        "{}",
        desk.status()
    );
    assert!(desk.screen().contains("+A first word on what came later."), "{}", desk.screen());
    desk.keys("+");
    assert_eq!(desk.cursor_row(), "A first word on what came later.");
    desk.keys("+");
    assert_eq!(desk.section(), "Recommendations");
    desk.keys("+");
    assert!(desk.status().starts_with("no later passage is new"));
    desk.keys("-");
    assert_eq!(desk.cursor_row(), "A first word on what came later.");
    // Read once, it is new no more.
    desk.keys("q");
    let mut desk = reader(&system, &["talks.yaml"]);
    desk.keys("+");
    assert!(desk.status().starts_with("nothing is new"), "{}", desk.status());
}

#[test]
fn what_changes_while_it_is_open_is_marked_too() {
    let system = world(&[("talks.yaml", TALKS)]);
    let mut desk = reader(&system, &["talks.yaml"]);
    desk.keys("j j");
    system.write("talks.yaml", TALKS.replace("Restore coherence", "Restore some coherence"));
    desk.reload();
    desk.keys("+");
    assert_eq!(desk.section(), "Recommendations");
}

#[test]
fn where_nothing_can_be_kept_that_is_said_once_and_reading_goes_on() {
    let system = world(&[("talks.yaml", TALKS)]);
    let mut desk = reader(&system, &["talks.yaml"]);
    system.refuse(Some(std::io::ErrorKind::StorageFull));
    desk.keys("j j").send(Event::Lull);
    assert!(desk.status().starts_with("it cannot be kept what you have read"), "{}", desk.status());
    desk.keys("j j").send(Event::Lull);
    assert!(!desk.status().starts_with("it cannot be kept"), "{}", desk.status());
}

/// The file has another text, and whoever watches it says so.
fn changes(desk: &mut Desk, text: &str) {
    desk.system.write("talks.yaml", text);
    desk.send(Event::Changed(vec!["talks.yaml".into()]));
}

#[test]
fn a_file_that_changes_is_read_again_in_place() {
    let system = world(&[("talks.yaml", TALKS)]);
    let mut desk = reader(&system, &["talks.yaml"]);
    desk.keys("r } m x } / \"doha\" enter v e");
    let (row, selected) = (desk.cursor_row(), desk.app.open().unwrap().selection.is_some());
    assert!(selected);
    changes(&mut desk, &TALKS.replace("summary: |\n", "summary: |\n  A first word on what came later.\n\n"));
    assert_eq!(desk.cursor_row(), row);
    assert!(
        desk.app.open().unwrap().selection.is_some() && desk.status().contains("doha 3/4"),
        "{}",
        desk.status()
    );
    desk.keys("esc esc ' x");
    assert_eq!(desk.section(), "Recommendations");
    // What others write does not concern this brief.
    let before = desk.app.loading;
    desk.send(Event::Changed(vec!["other.yaml".into()]));
    assert_eq!(desk.app.loading, before);
}

#[test]
fn a_file_that_is_broken_or_gone_for_a_while_is_shown_as_it_was() {
    let system = world(&[("talks.yaml", TALKS)]);
    let mut desk = reader(&system, &["talks.yaml"]);
    desk.keys("r }");
    let row = desk.cursor_row();
    changes(&mut desk, "title: [");
    assert_eq!(desk.cursor_row(), row);
    assert!(desk.status().starts_with("the file has an error now"), "{}", desk.status());
    desk.keys("!");
    assert!(desk.screen().contains("title: ["), "{}", desk.screen());
    desk.keys("!");
    assert_eq!(desk.section(), "Summary");
    desk.system.remove(Path::new("talks.yaml")).unwrap();
    desk.send(Event::Changed(vec!["talks.yaml".into()]));
    assert!(desk.status().starts_with("there is no such file any more"), "{}", desk.status());
    changes(&mut desk, TALKS);
    assert!(!desk.status().contains("any more"), "{}", desk.status());
    desk.keys("r");
    assert!(desk.screen().contains("Restore coherence"));
}
