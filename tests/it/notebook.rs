//! Notes in the reader: writing, finding, and what becomes of them when the brief changes.

use crate::desk::{Desk, TALKS};
use briefing::system::System;
use briefing::tui::app::Settings;
use briefing::tui::effect::Effect;
use briefing::tui::event::{Event, ExportError, Exported, LibraryNews};
use briefing::tui::update::update;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const NOTES: &str = "/home/ada/.local/share/brief/notes";

fn files(desk: &Desk, folder: &str) -> Vec<PathBuf> {
    desk.system
        .list(Path::new(folder))
        .map(|list| list.into_iter().map(|e| e.path).collect())
        .unwrap_or_default()
}

/// What the one notes file holds.
fn kept(desk: &Desk) -> String {
    let path = files(desk, NOTES).pop().unwrap_or_default();
    desk.system.read(&path).map(|bytes| String::from_utf8(bytes).unwrap()).unwrap_or_default()
}

/// The same files, opened again.
fn again(desk: &Desk) -> Desk {
    Desk::at(Arc::clone(&desk.system), &["brief.yaml"], Settings::default(), 100, 40)
}

#[test]
fn a_note_is_two_keys_from_typing_and_shows_at_once() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"Who says so? #source\"");
    assert!(desk.screen().contains("╭─ Note ─"), "{}", desk.screen());
    desk.keys("tab ctrl-s");
    assert_eq!(desk.status(), "saved");
    // The sign stands beside the passage, and the note in a section of its own.
    let (x, y) = desk.find("The Istanbul round");
    assert_eq!(desk.buffer()[(x - 1, y)].symbol(), "?");
    assert!(
        kept(&desk).contains("kind: question") && kept(&desk).contains("Who says so? #source"),
        "{}",
        kept(&desk)
    );
    desk.keys("9");
    assert_eq!(desk.section(), "Notes");
    let mut later = again(&desk);
    later.keys("9 z");
    insta::assert_snapshot!(later.screen());
    // Enter goes to the passage, and another c edits the note.
    later.keys("enter");
    assert!(later.cursor_row().starts_with("The Istanbul round"), "{}", later.cursor_row());
    later.keys("c \" Indeed.\" ctrl-s");
    assert!(kept(&later).contains("Who says so? #source Indeed."));
    assert_eq!(kept(&later).matches("- id:").count(), 1);
}

#[test]
fn a_note_that_somebody_else_writes_shows_in_the_open_brief() {
    let changed = || Event::Library(Box::new(LibraryNews::NotesChanged));
    let mut desk = Desk::talks(100, 40);
    let mut other = again(&desk);
    other.keys("} c \"Who says so?\" ctrl-s");
    assert_ne!(desk.section(), "Notes");
    desk.send(changed());
    desk.keys("9");
    assert!(desk.section() == "Notes" && desk.screen().contains("Who says so?"), "{}", desk.screen());
    // A note that is being written is not disturbed; keeping it brings the other.
    desk.keys("1 } } c \"Mine.\"");
    other.keys("} c \"Another.\" ctrl-s");
    desk.send(changed());
    assert!(desk.screen().contains("Mine.") && !desk.screen().contains("Another."), "{}", desk.screen());
    desk.keys("ctrl-s 9 z");
    let screen = desk.screen();
    assert!(["Who says so?", "Mine.", "Another."].iter().all(|note| screen.contains(note)), "{screen}");
    // What was done here can still be taken back after others' news.
    desk.send(changed());
    desk.keys("u j");
    assert!(!desk.screen().contains("Mine.") && desk.screen().contains("Another."), "{}", desk.screen());
}

#[test]
fn the_editor_fits_every_screen() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (40, 12), (20, 5), (1, 1)] {
        let mut desk = Desk::talks(width, height);
        desk.keys("} c \"A note of some length, which is wrapped where the box ends, and goes on. #long\" enter enter \"- and a list\"");
        if width >= 40 {
            insta::assert_snapshot!(format!("editor_{width}x{height}"), desk.screen());
        }
        desk.keys("up up home \"x\" ctrl-w del pgup pgdn ctrl-z ctrl-z ctrl-y tab ctrl-t ctrl-s u ctrl-r");
        assert_eq!(kept(&desk).matches("- id:").count(), 1);
    }
}

#[test]
fn a_note_is_on_the_words_that_are_selected() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} v w e c \"which?\" ctrl-s");
    assert!(kept(&desk).contains("quote: The Istanbul\n"), "{}", kept(&desk));
    assert_eq!(
        desk.styled(|cell| cell.modifier.contains(ratatui::style::Modifier::UNDERLINED))
            .matches("The Istanbul")
            .count(),
        1
    );
}

#[test]
fn a_note_may_be_on_a_section_or_the_brief() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("r c ctrl-t \"all of them\" ctrl-s");
    assert!(kept(&desk).contains("on:\n    section: recommendations\n"), "{}", kept(&desk));
    let mut desk = Desk::talks(100, 40);
    desk.keys("r c ctrl-t ctrl-t \"all of it\" ctrl-s");
    assert!(kept(&desk).contains("on: {}\n"), "{}", kept(&desk));
    assert_eq!(again(&desk).keys("9").section(), "Notes");
}

#[test]
fn highlights_have_five_meanings_and_go_as_they_came() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} H k");
    assert_eq!(desk.status(), "highlighted: Key idea");
    desk.keys("H q");
    assert!(kept(&desk).contains("meaning: quote"));
    let (x, y) = desk.find("The Istanbul round");
    assert_eq!(desk.buffer()[(x - 1, y)].symbol(), "\"");
    desk.keys("H q");
    assert_eq!(desk.status(), "highlight taken away");
    assert!(!kept(&desk).contains("kind: highlight"));
    desk.keys("H x");
    assert!(desk.status().starts_with("highlight as k Key idea"), "{}", desk.status());
    desk.keys("B");
    assert!(kept(&desk).contains("kind: bookmark"));
    desk.keys("B");
    assert!(!kept(&desk).contains("kind: bookmark"));
}

#[test]
fn every_change_can_be_taken_back_and_made_again() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"one\" ctrl-s : \"tag water\" enter c \" two\" ctrl-s D");
    assert!(kept(&desk).contains("deleted:") && !kept(&desk).contains("one"));
    desk.keys("u");
    assert!(kept(&desk).contains("text: one two") && kept(&desk).contains("water"), "{}", kept(&desk));
    desk.keys("u");
    assert!(kept(&desk).contains("text: one\n"), "{}", kept(&desk));
    desk.keys("u");
    assert!(!kept(&desk).contains("water"));
    desk.keys("u");
    assert!(kept(&desk).contains("deleted:"));
    desk.keys("u");
    assert_eq!(desk.status(), "no note to take back");
    desk.keys("ctrl-r ctrl-r ctrl-r");
    assert!(kept(&desk).contains("text: one two") && kept(&desk).contains("water"), "{}", kept(&desk));
    desk.keys("ctrl-r ctrl-r");
    assert!(!kept(&desk).contains("text: one two"));
    assert_eq!(desk.status(), "no note to make again");
}

#[test]
fn leaving_asks_before_it_drops_a_text() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"half a\" esc");
    assert!(desk.screen().contains("this note is not saved: Esc again drops it"), "{}", desk.screen());
    desk.keys("\" thought\" esc esc");
    assert!(!desk.screen().contains("╭─ Note ─"));
    assert_eq!((kept(&desk), files(&desk, "/home/ada/.local/state/brief/unsaved").len()), (String::new(), 0));
    desk.keys("c esc");
    assert!(!desk.screen().contains("╭─ Note ─"));
}

#[test]
fn what_was_typed_when_the_program_died_is_there_again() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"a long thought\"");
    let drafts = files(&desk, "/home/ada/.local/state/brief/unsaved");
    assert_eq!(drafts.len(), 1);
    // While it runs, another reader leaves the draft alone.
    assert!(!again(&desk).screen().contains("a long thought"));
    // The process that wrote it is no more.
    desk.system.end_claims();
    let mut later = again(&desk);
    assert!(
        later.screen().contains("a long thought") && later.screen().contains("never saved"),
        "{}",
        later.screen()
    );
    later.keys("\" indeed\" ctrl-s");
    assert!(kept(&later).contains("a long thought indeed"));
    assert_eq!(files(&later, "/home/ada/.local/state/brief/unsaved").len(), 0);
}

#[test]
fn a_note_that_cannot_be_saved_stays_and_says_so() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"first\" ctrl-s");
    desk.system.refuse(Some(ErrorKind::StorageFull));
    desk.keys("} c \"second\" ctrl-s");
    let said =
        |desk: &Desk| desk.app.message.as_ref().map(|message| message.text.clone()).unwrap_or_default();
    assert!(said(&desk).contains("NOT SAVED") && said(&desk).contains("disk is full"), "{}", said(&desk));
    assert!(desk.keys("M").screen().contains("second"));
    desk.keys("esc q");
    assert!(said(&desk).starts_with("notes are NOT SAVED"), "{}", said(&desk));
    assert_eq!(desk.done, Vec::<&str>::new());
    desk.system.refuse(None);
    desk.keys(": \"save-notes\" enter");
    assert!(kept(&desk).contains("second"), "{}", kept(&desk));
    desk.keys("q");
    assert_eq!(desk.done, ["quit"]);
    // Whoever insists may leave.
    let mut desk = Desk::talks(100, 40);
    desk.system.refuse(Some(ErrorKind::ReadOnlyFilesystem));
    desk.keys("} c \"lost\" ctrl-s q q");
    assert_eq!(desk.done, ["quit"]);
}

#[test]
fn a_note_that_was_dropped_is_taken_up_again() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"kept\" ctrl-s } c \"a long thought\" esc esc");
    assert!(desk.app.overlay.is_none() && desk.status().contains("u takes it up again"), "{}", desk.status());
    desk.keys("u");
    assert!(desk.screen().contains("a long thought"), "{}", desk.screen());
    desk.keys("\" indeed\" ctrl-s");
    assert!(kept(&desk).contains("a long thought indeed") && kept(&desk).contains("kept"), "{}", kept(&desk));
}

#[test]
fn a_note_goes_on_in_another_editor() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"here\" ctrl-e");
    assert!(desk.screen().contains("here, edited elsewhere"));
    desk.keys("ctrl-s");
    assert!(kept(&desk).contains("here, edited elsewhere"));
}

/// A note on the first paragraph of the summary; the brief is then revised.
fn revised(old: &str, new: &str) -> Desk {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"who?\" ctrl-s");
    assert!(TALKS.contains(old));
    desk.system.write("brief.yaml", TALKS.replace(old, new));
    desk.keys("R");
    desk
}

#[test]
fn a_note_moves_with_its_passage_and_its_new_place_is_agreed_to() {
    // A paragraph above, and all is well.
    let desk = revised("summary: |\n", "summary: |\n  Something new above.\n\n");
    let (x, y) = desk.find("The Istanbul round");
    assert_eq!(desk.buffer()[(x - 1, y)].symbol(), "✎");
    // Other words: the note says where it thinks it belongs.
    let mut desk = revised("after deadly clashes", "after days of clashes");
    assert!(desk.status().contains("1 moved"), "{}", desk.status());
    desk.keys("9 z");
    insta::assert_snapshot!(desk.screen());
    desk.keys("A");
    assert!(kept(&desk).contains("now:") && kept(&desk).contains("after days of clashes"), "{}", kept(&desk));
    assert!(
        kept(&desk)
            .contains("quote: 'The Istanbul round was called to calm the Durand Line after deadly clashes")
    );
    assert!(!desk.screen().contains("moved:"));
}

#[test]
fn an_orphaned_note_is_read_on_and_attached_anew() {
    let start = TALKS.find("  The Istanbul round").unwrap();
    let end = TALKS.find("  Both sides asked").unwrap();
    let mut desk = revised(&TALKS[start..end], "");
    assert!(desk.status().contains("1 orphaned"), "{}", desk.status());
    desk.keys("9 z");
    assert!(
        desk.screen().contains("orphaned:") && desk.screen().contains("The Istanbul round"),
        "{}",
        desk.screen()
    );
    desk.keys("A s g } A");
    assert!(desk.status().starts_with("the note is attached here"));
    assert!(
        kept(&desk).contains("quote: The Istanbul round")
            || kept(&desk).contains("quote: 'The Istanbul round")
    );
    let (x, y) = desk.find("Both sides asked");
    assert_eq!(desk.buffer()[(x - 1, y)].symbol(), "✎");
}

#[test]
fn notes_of_two_readers_come_together() {
    let mut first = Desk::talks(100, 40);
    let mut second = again(&first);
    first.keys("} c \"mine\" ctrl-s");
    second.keys("r c \"theirs\" ctrl-s");
    // Whoever saves sees the other's note too.
    assert!(second.keys("M").screen().contains("mine"));
    assert_eq!(kept(&first).matches("- id:").count(), 2);
}

#[test]
fn notes_are_listed_searched_and_stepped_through() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"zebra\" ctrl-s r H f d c \"lion\" ctrl-s");
    desk.keys("M");
    insta::assert_snapshot!(desk.screen());
    desk.keys("\"lion\" enter");
    assert_eq!(desk.section(), "Disclaimers");
    desk.keys("<");
    assert_eq!(desk.section(), "Recommendations");
    desk.keys("< < <");
    assert_eq!(desk.status(), "no earlier note");
    desk.keys("2 >");
    assert_eq!(desk.section(), "Disclaimers");
    // What is written is searched like the brief.
    desk.keys("/ \"zebra\" enter");
    assert_eq!(desk.section(), "Notes");
}

#[test]
fn the_notes_change_nothing_above_them() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("L 5 0 %");
    let before = desk.top_row();
    desk.keys("c \"a note\" ctrl-s");
    assert_eq!(desk.top_row(), before);
    desk.keys("u");
    assert_eq!(desk.top_row(), before);
    // Where the reader was in the notes when the last one goes, the brief is shown.
    let mut desk = Desk::talks(100, 40);
    desk.keys("c \"a note\" ctrl-s 9 D");
    assert_eq!(desk.section(), "Summary");
}

#[test]
fn nothing_is_written_on_findings() {
    let mut desk = Desk::new("title: [", 80, 24);
    desk.keys("c");
    assert!(desk.status().contains("findings"), "{}", desk.status());
    desk.keys("H k B A D u ctrl-r M < >");
    assert_eq!(kept(&desk), "");
}

fn wrote() -> Exported {
    Exported { said: "wrote it".to_owned(), troubles: Vec::new() }
}

#[test]
fn whoever_leaves_at_once_has_the_export_all_the_same() {
    let started = || {
        let mut desk = Desk::talks(100, 40);
        desk.keys("x \"markdown\" enter");
        let mut effects = update(&mut desk.app, Event::Key { chord: "enter".parse().unwrap(), at: 0 });
        let Some(Effect::Export { plan, path, .. }) = effects.pop() else { panic!("{effects:?}") };
        assert!(effects.is_empty());
        (desk, plan, path)
    };
    // The disk takes its time.
    let (mut desk, plan, path) = started();
    desk.keys("q");
    assert!(desk.done.is_empty() && desk.status().starts_with("leaving as soon as"), "{}", desk.status());
    desk.send(Event::Exported { plan, path, outcome: Ok(wrote()) });
    assert_eq!(desk.done, ["quit"]);
    // What went wrong is read first; whoever insists leaves.
    let (mut desk, plan, path) = started();
    let outcome = Err(ExportError::Failed("the disk is full".to_owned()));
    desk.keys("q").send(Event::Exported { plan, path, outcome });
    assert!(desk.done.is_empty() && desk.status().starts_with("nothing was exported"), "{}", desk.status());
    let (mut desk, ..) = started();
    assert_eq!(desk.keys("q q").done, ["quit"]);
    // Whoever goes on stays, whatever the key does.
    for key in ["r", "j", "/ \"x\""] {
        let (mut desk, plan, path) = started();
        desk.keys("q").keys(key).send(Event::Exported { plan, path, outcome: Ok(wrote()) });
        assert_eq!(desk.done, Vec::<&str>::new(), "{key}");
    }
}

#[test]
fn a_brief_and_its_notes_are_exported_and_nothing_is_written_over_unasked() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"who?\" ctrl-s x");
    insta::assert_snapshot!(desk.screen());
    desk.keys("tab tab \"editor\" enter");
    assert!(desk.status().starts_with("write to istanbul-talks.md"), "{}", desk.status());
    desk.keys("enter");
    assert_eq!(desk.status(), "wrote istanbul-talks.md");
    let text =
        |desk: &Desk| String::from_utf8(desk.system.read(Path::new("istanbul-talks.md")).unwrap()).unwrap();
    assert!(text(&desk).contains("who?") && text(&desk).contains("Khaama Press"), "{}", text(&desk));
    desk.system.write("istanbul-talks.md", "mine");
    desk.keys("x tab tab \"editor\" enter enter");
    assert!(desk.status().contains("is there"), "{}", desk.status());
    assert_eq!(text(&desk), "mine");
    desk.keys("esc");
    assert_eq!(text(&desk), "mine");
    desk.keys("x tab tab \"editor\" enter enter enter");
    assert!(text(&desk).contains("who?"));
    desk.system.refuse(Some(ErrorKind::StorageFull));
    desk.keys("x \"html\" enter enter");
    assert!(desk.status().starts_with("nothing was exported"), "{}", desk.status());
}

#[test]
fn a_passage_is_cited_with_its_source() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} v w w e Y");
    assert!(desk.status().starts_with("cite as m Markdown, a APA, c Chicago, b BibTeX"), "{}", desk.status());
    desk.keys("m");
    let cited = desk.copied.pop().unwrap();
    assert!(
        cited.contains("The Istanbul round") && cited.contains("Khaama Press") && cited.contains("Summary"),
        "{cited}"
    );
    desk.keys("Y b");
    assert!(desk.copied.pop().unwrap().starts_with('@'));
    desk.keys("Y x");
    assert!(desk.status().starts_with("cite as"));
}

#[test]
fn notes_on_all_briefs_are_listed_filtered_and_gone_to() {
    let other =
        "id: other\ntitle: Another brief\nsummary: A paragraph that is short.\n\ndisclaimers: [None.]\n";
    let files = [("brief.yaml", TALKS), ("other.yaml", other)];
    let mut desk = Desk::with(&files, Settings::default(), 100, 30);
    desk.keys("} c \"first #water\" ctrl-s ) c \"second\" tab ctrl-s ( M tab");
    insta::assert_snapshot!(desk.screen());
    desk.keys("\"kind:questoin\"");
    assert!(desk.screen().contains("did you mean kind:question?"), "{}", desk.screen());
    desk.keys("backspace backspace backspace \"ion\"");
    assert!(!desk.screen().contains("first #water"), "{}", desk.screen());
    desk.keys("ctrl-u \"kind:question\" enter");
    assert!(desk.rows()[0].contains("Another brief"), "{}", desk.screen());
    assert_eq!(desk.cursor_row(), "A paragraph that is short.");
    // With no note on this brief, all are listed at once.
    desk.keys("D M");
    assert!(
        desk.screen().contains("Notes on all briefs") && desk.screen().contains("#water"),
        "{}",
        desk.screen()
    );
    // What cannot be read among them is told.
    desk.system.write("/home/ada/.local/share/brief/notes/torn.yaml", "entries: [");
    desk.keys("esc M");
    let said = desk.app.message.as_ref().map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.contains("some notes cannot be read") && said.contains("torn.yaml"), "{said}");
}

#[test]
fn what_could_not_be_saved_is_overtaken_by_what_is_changed_later() {
    let unsaved = || {
        let mut desk = Desk::talks(100, 40);
        desk.keys("} c \"first\" ctrl-s");
        desk.system.refuse(Some(ErrorKind::StorageFull));
        desk.keys("r c \"second\" ctrl-s");
        desk.system.refuse(None);
        desk
    };
    // Reading the file again takes nothing from the screen.
    let mut desk = unsaved();
    assert!(desk.keys("R M").screen().contains("second"));
    desk.keys("esc : \"save-notes\" enter");
    assert!(kept(&desk).contains("second"));
    // A later form is saved, and the earlier does not come back.
    let mut desk = unsaved();
    desk.keys("c \" and better\" ctrl-s : \"save-notes\" enter");
    assert!(
        kept(&desk).contains("second and better") && !kept(&desk).contains("conflict"),
        "{}",
        kept(&desk)
    );
    assert_eq!(kept(&desk).matches("- id:").count(), 2);
    // A note that was deleted before it was saved stays so.
    let mut desk = unsaved();
    desk.keys("D : \"save-notes\" enter");
    assert!(!kept(&desk).contains("second"), "{}", kept(&desk));
}

#[test]
fn nothing_is_called_saved_that_is_not() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"a thought\"");
    // The file is broken while the note is being written, and read again.
    desk.system.write("brief.yaml", "title: [");
    desk.reload();
    // The brief is still there to be read, as it was: so are its words, for the note to stand on.
    desk.keys("ctrl-s");
    assert!(kept(&desk).contains("a thought"), "{}", desk.screen());
}

#[test]
fn a_draft_never_takes_the_place_of_a_newer_note() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"old\" ctrl-s");
    desk.keys("c \" and typed\"");
    // Elsewhere the note is changed and saved; the program that typed is no more.
    let mut other = again(&desk);
    other.keys("wait wait } c \", but newer\" ctrl-s");
    desk.system.end_claims();
    let mut later = again(&other);
    assert!(later.screen().contains("never saved"), "{}", later.screen());
    later.keys("ctrl-s");
    let text = kept(&later);
    assert!(text.contains("old, but newer") && text.contains("old and typed"), "{text}");
}

#[test]
fn changes_of_notes_can_be_taken_back_after_the_file_was_read_again() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("} c \"one\" ctrl-s R u");
    assert!(!kept(&desk).contains("text: one"), "{}", kept(&desk));
    // But not where it is another brief now.
    desk.keys("c \"two\" ctrl-s");
    desk.system.write("brief.yaml", "title: Wells\nsummary: The river is low.\n");
    desk.keys("R u");
    assert!(desk.status().contains("no note to take back"), "{}", desk.status());
    assert!(kept(&desk).contains("text: two"), "{}", kept(&desk));
    desk.keys("c \"three\"");
    desk.system.write("brief.yaml", "title: Fords\nsummary: Nothing of that.\n");
    desk.reload();
    desk.keys("ctrl-s");
    assert!(desk.status().contains("saved among the notes on “Wells”"), "{}", desk.status());
    let all = files(&desk, NOTES).into_iter().map(|path| desk.system.read(&path).unwrap());
    let all: Vec<String> = all.map(|bytes| String::from_utf8(bytes).unwrap()).collect();
    let its = all.iter().find(|text| text.contains("three")).unwrap();
    assert!(its.contains("title: Wells") && !all.iter().any(|text| text.contains("title: Fords")), "{its}");
}

#[test]
fn an_export_that_finds_its_file_asks_nobody_who_is_typing() {
    let mut desk = Desk::talks(100, 40);
    desk.keys("x \"markdown\" enter");
    let mut effects = update(&mut desk.app, Event::Key { chord: "enter".parse().unwrap(), at: 0 });
    let Some(Effect::Export { plan, path, .. }) = effects.pop() else { panic!("{effects:?}") };
    desk.keys("c \"words\"").send(Event::Exported {
        plan,
        path,
        outcome: Err(ExportError::There("is there".to_owned())),
    });
    let screen = desk.screen();
    assert!(screen.contains("words") && screen.contains("is there already"), "{screen}");
    desk.keys("ctrl-s");
    assert!(kept(&desk).contains("text: words"));
}

#[test]
fn an_export_goes_into_a_folder_that_is_there_and_makes_none_by_a_slip() {
    let mut desk = Desk::talks(100, 40);
    desk.system.write("papers/old.md", "old");
    desk.keys("x \"docx\" enter ctrl-u \"papers\" enter");
    assert_eq!(desk.status(), "wrote papers/istanbul-talks.docx");
    desk.keys("x \"md pandoc\" enter ctrl-u \"paper/talks.md\" enter");
    assert!(desk.status().contains("there is no folder paper"), "{}", desk.status());
    // What was typed does not fit: it can be mended.
    desk.keys("x \"nothing like it\" enter");
    assert!(desk.screen().contains("nothing fits"), "{}", desk.screen());
    desk.keys("ctrl-u \"w3c\"");
    assert!(!desk.screen().contains("Web Annotation"), "there are no notes to carry");
    desk.keys("tab");
    assert!(desk.status().contains("no notes"), "{}", desk.status());
}
