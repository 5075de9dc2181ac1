//! Notes under the hands of a reader: which note is meant, what the mouse selects, what a change outside does to what is
//! being done.

use crate::desk::{Desk, TALKS};
use briefing::notes::{NotesFile, Rack, all_kept};
use briefing::system::Memory;
use briefing::tui::app::Settings;
use briefing::tui::event::{Event, LibraryNews, MouseKind};
use std::path::Path;
use std::sync::Arc;

const THREE: &str = "\
title: Three
summary: |
  Alpha speaks of one paragraph about a bridge.

  Beta answers with a second paragraph about water.

  Gamma closes with a third paragraph about trade.
recommendations: [Build the bridge at once., Share the water.]
disclaimers: [None.]
";

/// The notes of the one file, in its order.
fn kept(desk: &Desk) -> Vec<String> {
    let all = all_kept(&*desk.system, &Rack::default()).unwrap();
    let files: Vec<NotesFile> = all.into_iter().filter_map(|(_, file)| file.ok()).collect();
    files.iter().flat_map(NotesFile::notes).map(|note| format!("{}|{}", note.text, note.quote())).collect()
}

fn again(desk: &Desk) -> Desk {
    Desk::at(Arc::clone(&desk.system), &["brief.yaml"], Settings::default(), 100, 40)
}

#[test]
fn the_note_that_was_gone_to_is_the_one_that_is_meant() {
    let mut desk = Desk::new(THREE, 100, 40);
    // A note on a paragraph, one on its first words, one on the section, one on the brief.
    desk.keys("c \"on all of it\" ctrl-s g v w c \"on two words\" ctrl-s g");
    desk.keys("V c ctrl-t \"on the section\" ctrl-s V c ctrl-t ctrl-t \"on the brief\" ctrl-s");
    for text in ["on all of it", "on two words", "on the section", "on the brief"] {
        let mut desk = again(&desk);
        desk.keys(&format!("M \"{text}\" enter"));
        if text.starts_with("on the") {
            assert_eq!(desk.section(), "Notes", "{text}");
        } else {
            assert!(desk.status().contains(text), "{text}: {}", desk.status());
        }
        desk.keys("D");
        assert!(desk.status().starts_with("deleted: ") && desk.status().contains(text), "{}", desk.status());
        assert_eq!(kept(&desk).len(), 3, "{text}");
        desk.keys("u");
        assert!(desk.status().starts_with("brought back: "), "{}", desk.status());
    }
    // Of two in one place the keys go from one to the other.
    let mut desk = again(&desk);
    desk.keys("s g < <");
    assert!(desk.status().starts_with("1/4"), "{}", desk.status());
    let mut seen = vec!["1/4".to_owned()];
    for _ in 0..3 {
        desk.keys(">");
        seen.push(desk.status().split(' ').next().unwrap().to_owned());
    }
    assert_eq!(seen, ["1/4", "2/4", "3/4", "4/4"]);
    desk.keys("< < <");
    assert!(desk.status().starts_with("1/4"), "{}", desk.status());
}

#[test]
fn a_note_in_the_row_stands_in_the_bottom_line() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("v w c \"who is that?\" tab ctrl-s g");
    assert!(desk.status().contains("1/1 ? who is that?"), "{}", desk.status());
    assert!(desk.status().contains("c edit") && desk.status().contains("D delete"), "{}", desk.status());
    // On another word of the row it is near.
    desk.keys("w w w w");
    assert!(
        desk.status().contains("? who is that?") && desk.status().contains("> go to it"),
        "{}",
        desk.status()
    );
    desk.keys("}");
    assert!(desk.status().starts_with("? all keys"), "{}", desk.status());
}

#[test]
fn marks_say_what_the_passage_means() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("H k c \"why so\" ctrl-s");
    let (x, y) = desk.find("Alpha speaks");
    assert_eq!(desk.buffer()[(x - 1, y)].symbol(), "!");
    desk.keys("} H a");
    let (x, y) = desk.find("Beta answers");
    assert_eq!(desk.buffer()[(x - 1, y)].symbol(), "✓");
    assert!(desk.screen().contains("Summary · ✎2"), "{}", desk.screen());
}

#[test]
fn words_and_paragraphs_are_taken_by_the_mouse() {
    let mut desk = Desk::new(THREE, 100, 40);
    let (x, y) = desk.find("Alpha speaks");
    // Within a word to within another: both whole.
    desk.mouse(MouseKind::Press, x + 8, y).mouse(MouseKind::Drag, x + 14, y).mouse(
        MouseKind::Release,
        x + 14,
        y,
    );
    assert_eq!(desk.copied, ["speaks of"]);
    desk.mouse(MouseKind::Press, x + 14, y).mouse(MouseKind::Drag, x + 8, y).mouse(
        MouseKind::Release,
        x + 8,
        y,
    );
    assert_eq!(desk.copied, ["speaks of", "speaks of"]);
    desk.keys("esc wait");
    desk.click(x + 8, y).click(x + 8, y);
    assert_eq!(desk.copied.last().unwrap(), "speaks");
    desk.click(x + 8, y);
    assert_eq!(desk.copied.last().unwrap(), "Alpha speaks of one paragraph about a bridge.");
    desk.keys("esc").click(x + 8, y).click(x + 8, y).keys("c \"a word\" ctrl-s");
    assert_eq!(kept(&desk), ["a word|speaks"]);
}

#[test]
fn a_press_of_the_mouse_drops_nothing_that_is_being_written() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"a long thought\"").click(3, 3).click(50, 35);
    assert!(desk.screen().contains("a long thought"), "{}", desk.screen());
    desk.keys("ctrl-s");
    assert_eq!(kept(&desk).len(), 1);
    // What is pasted after the question is not dropped by the answer to it.
    desk.keys("} c \"half\" esc").send(Event::Paste(" a thought".to_owned()));
    desk.keys("esc");
    assert!(desk.screen().contains("half a thought"), "{}", desk.screen());
}

#[test]
fn what_is_pointed_at_stays_when_the_brief_is_revised() {
    let above = |desk: &mut Desk| {
        desk.system
            .write("brief.yaml", THREE.replace("summary: |\n", "summary: |\n  Something new above.\n\n"));
        desk.reload();
    };
    // The row, a selection, and the note that is being written.
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("} }");
    above(&mut desk);
    assert!(desk.cursor_row().starts_with("Gamma closes"), "{}", desk.cursor_row());
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("} v w w");
    above(&mut desk);
    desk.keys("c \"which?\" ctrl-s");
    assert_eq!(kept(&desk), ["which?|Beta answers"]);
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("} v w w c \"which?\"");
    above(&mut desk);
    desk.keys("ctrl-s");
    assert_eq!(kept(&desk), ["which?|Beta answers"]);
    // Words that are gone are selected no more.
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("} v w w");
    desk.system
        .write("brief.yaml", THREE.replace("Beta answers with a second paragraph about water.", "Nothing."));
    desk.reload();
    assert!(desk.app.open().unwrap().selection.is_none());
}

#[test]
fn what_another_has_changed_is_not_taken_back() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"one\" ctrl-s c \" two\" ctrl-s");
    let mut other = again(&desk);
    other.keys("c \" and a long thought\" ctrl-s");
    desk.send(Event::Library(Box::new(LibraryNews::NotesChanged)));
    desk.keys("u");
    assert!(desk.status().contains("somebody else has changed it since"), "{}", desk.status());
    assert_eq!(kept(&desk).len(), 1);
    assert!(kept(&desk)[0].starts_with("one two and a long thought|"), "{:?}", kept(&desk));
    // What was done before that is taken back no more either, and nothing is lost.
    desk.keys("u u");
    assert!(kept(&desk)[0].starts_with("one two and a long thought|"), "{:?}", kept(&desk));
}

#[test]
fn what_was_done_is_taken_back_after_another_brief_was_read() {
    let files = [("brief.yaml", THREE), ("talks.yaml", TALKS)];
    let mut desk = Desk::with(&files, Settings::default(), 100, 40);
    desk.keys("c \"a thought\" ctrl-s D ) (");
    assert!(kept(&desk).is_empty());
    desk.keys("u");
    assert_eq!(kept(&desk).len(), 1);
    assert!(desk.screen().contains("✎"), "{}", desk.screen());
}

#[test]
fn where_findings_are_shown_no_note_is_touched() {
    let text = THREE.replace("disclaimers: [None.]", "disclaimers: [None.]\nbriefed: {by: Ada, on: 2020-01-01}\ntimeline: [{date: 2021-01-01, event: Late.}]");
    let mut desk = Desk::new(&text, 100, 40);
    desk.keys("c \"a thought\" ctrl-s H k !");
    let before = kept(&desk);
    for keys in ["u", "D", ": \"tag x\" enter", "ctrl-r", "A", "c"] {
        desk.keys(keys);
        assert!(desk.status().contains("these are findings"), "{keys}: {}", desk.status());
    }
    assert_eq!(kept(&desk), before);
    desk.keys("! u");
    assert!(desk.status().starts_with("gone again: ") || desk.status().starts_with("as it was: "));
}

#[test]
fn a_bookmark_that_says_something_is_not_taken_away_by_its_key() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("B c \"come back #here\" ctrl-s B");
    assert!(desk.status().contains("says something"), "{}", desk.status());
    assert_eq!(kept(&desk).len(), 1);
}

#[test]
fn a_text_that_is_let_go_twice_stands_in_no_ones_way() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"kept\" ctrl-s } c \"junk\" esc esc u esc esc u");
    assert!(desk.app.overlay.is_none(), "{}", desk.screen());
    assert!(kept(&desk).is_empty() && desk.status().starts_with("gone again: "), "{}", desk.status());
}

#[test]
fn tags_that_change_nothing_are_no_change() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"a thought\" ctrl-s : \"untag nothing\" enter");
    assert!(desk.status().starts_with("it has no #nothing"), "{}", desk.status());
    desk.keys(": \"tag a;b\" enter");
    assert!(desk.status().contains("is no tag"), "{}", desk.status());
    desk.keys(": \"tag water\" enter : \"tag Water\" enter");
    assert!(desk.status().starts_with("it has"), "{}", desk.status());
    desk.keys("u u");
    assert!(kept(&desk).is_empty(), "{:?}", kept(&desk));
}

#[test]
fn a_note_gets_another_place_and_keeps_the_one_where_it_was_made() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"a thought\" ctrl-s c ctrl-t ctrl-s");
    let all = all_kept(&*desk.system, &Rack::default()).unwrap();
    let note = all[0].1.as_ref().unwrap().notes().next().unwrap().clone();
    assert!(note.on.quote.is_some() && note.anchor().quote.is_none(), "{note:?}");
    assert_eq!(note.anchor().section.as_deref(), Some("summary"));
    desk.keys("u");
    assert!(kept(&desk)[0].ends_with("about a bridge."), "{:?}", kept(&desk));
}

#[test]
fn a_note_on_the_second_brief_of_a_file_or_on_a_namesake_is_opened_there() {
    let two = format!("{THREE}---\ntitle: Second\nsummary: Another brief altogether.\ndisclaimers: [x.]\n");
    let namesake = THREE.replace("Alpha", "Omega");
    let files = [("two.yaml", two.as_str()), ("near.yaml", THREE), ("far.yaml", namesake.as_str())];
    let mut desk = Desk::with(&files, Settings::default(), 100, 40);
    desk.keys(") c \"on the second\" ctrl-s ) ) c \"on the namesake\" ctrl-s (");
    assert!(desk.screen().contains("Alpha"), "{}", desk.screen());
    desk.keys("M \"namesake\" enter");
    assert!(desk.cursor_row().starts_with("Omega"), "{}", desk.cursor_row());
    assert!(desk.status().contains("on the namesake"), "{}", desk.status());
    desk.keys("M tab \"second\" enter");
    assert!(desk.cursor_row().starts_with("Another brief"), "{}", desk.screen());
}

#[test]
fn notes_on_briefs_of_a_library_are_listed_and_opened_from_its_list() {
    let world = Memory::new()
        .with_var("HOME", "/home/ada")
        .with_file("/b/one.yaml", THREE)
        .with_file("/b/two.yaml", TALKS)
        .with_file(
            "/b/two.notes.yaml",
            "notes: 1\nbrief: {id: istanbul-talks, title: x, file: two.yaml}\nentries:\n- text: beside it\n",
        );
    let world = Arc::new(world);
    let mut desk = Desk::library(&world, &["/b"], 100, 40);
    desk.keys("M");
    assert!(desk.screen().contains("beside it"), "{}", desk.screen());
    desk.keys("enter");
    assert!(desk.rows()[0].contains("Istanbul talks"), "{}", desk.screen());
    assert_eq!(desk.section(), "Notes");
    // And the way back leads to the list, at this brief.
    desk.keys("o");
    assert!(desk.screen().contains("2/2") || desk.screen().contains("1/2"), "{}", desk.screen());
}

#[test]
fn attaching_shows_that_it_waits_and_outlives_a_change_of_the_brief() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("} c \"who?\" ctrl-s");
    let gone = THREE.replace("Beta answers with a second paragraph about water.", "Nothing of the kind.");
    desk.system.write("brief.yaml", gone.clone());
    desk.reload();
    desk.keys("M enter A s g");
    assert!(desk.status().contains("to be attached: ✎ who?"), "{}", desk.status());
    desk.system.write("brief.yaml", gone.replace("Nothing of", "Nothing at all of"));
    desk.reload();
    desk.keys("}");
    assert!(desk.cursor_row().starts_with("Nothing at all"), "{}", desk.screen());
    desk.keys("A");
    assert!(desk.status().starts_with("the note is attached here"), "{}", desk.status());
    assert!(kept(&desk)[0].contains("Nothing at all"), "{:?}", kept(&desk));
    // Whoever removes the note meanwhile ends it.
    desk.system.write("brief.yaml", THREE.replace("Beta", "Delta").replace("water", "x"));
    desk.reload();
    if desk.app.open().unwrap().notebook.notes[0].at.range().is_none() {
        desk.keys("M enter A");
        let path = all_kept(&*desk.system, &Rack::default()).unwrap()[0].0.clone();
        briefing::system::System::remove(&*desk.system, Path::new(&path)).unwrap();
        desk.send(Event::Library(Box::new(LibraryNews::NotesChanged)));
        desk.keys("s g A");
        assert!(desk.status().contains("not there any more"), "{}", desk.status());
    }
}

#[test]
fn counts_that_no_one_can_mean_take_no_time() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"a thought\" ctrl-s : \"undo 99999999999\" enter : \"redo 99999999999\" enter");
    assert_eq!(kept(&desk).len(), 1);
}

#[test]
fn what_was_put_before_the_passage_is_told_wherever_it_is_agreed_to() {
    let brief = "title: T\nsummary: s\nrecommendations:\n- {text: Win back the confidence of the neighbours by steady talks., to: Alpha}\n";
    let mut desk = Desk::new(brief, 100, 40);
    desk.keys("r c \"why?\" ctrl-s");
    desk.system.write("brief.yaml", brief.replace("Win back", "Never win back"));
    desk.reload();
    desk.keys("M");
    assert!(desk.screen().contains("{+Never win+}"), "{}", desk.screen());
    desk.keys("enter");
    assert!(
        desk.status().contains("moved: here now") && desk.status().contains("{+Never"),
        "{}",
        desk.status()
    );
    // Other words of the item are not the passage's.
    desk.keys("A");
    assert!(!desk.keys("M").screen().contains("moved"), "{}", desk.screen());
    // The same words, said to somebody else.
    let mut desk = Desk::new(brief, 100, 40);
    desk.keys("r c \"why?\" ctrl-s");
    desk.system.write("brief.yaml", brief.replace("Alpha", "Beta"));
    desk.reload();
    desk.keys("M");
    assert!(desk.screen().contains("under Beta now, no longer under Alpha"), "{}", desk.screen());
}

#[test]
fn the_kind_that_was_chosen_last_comes_back_after_a_crash() {
    let mut desk = Desk::new(THREE, 100, 40);
    desk.keys("c \"who says so\" tab ctrl-t");
    desk.system.end_claims();
    let screen = again(&desk).screen();
    assert!(
        screen.contains("Question · found again, never saved") && screen.contains("the section Summary"),
        "{screen}"
    );
}
