//! Notes are kept: what was written stays, whoever else writes and whatever happens.

use briefing::brief;
use briefing::document::{Document, lower};
use briefing::notes::{Change, Keeping, Kind, Note, NoteId, NotesFile, Rack, Shelf, Subject};
use briefing::source::Source;
use briefing::system::{Memory, System};
use briefing::text::TextRange;
use briefing::tui::event::Event;
use briefing::tui::held::{entry_of, hold};
use briefing::tui::keeper::{Archive, Job};
use briefing::tui::notebook::Owner;
use briefing::tui::origin::Ticket;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BRIEF: &str = "\
id: talks
title: The talks
summary: |
  The talks came at a critical juncture. There is a narrow window for dialogue.

  Both sides asked for promises on paper.
actors: [{name: Qatar, role: A mediator of the talks.}]
";

fn document(yaml: &str) -> (brief::Brief, Document) {
    let brief = brief::read(&Source::new("brief.yaml", yaml.to_owned())).remove(0).brief.unwrap();
    let document = lower(&brief);
    (brief, document)
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_341_600 + seconds).unwrap()
}

/// A note on some words, made so many seconds after the start of time.
fn note(document: &Document, words: &str, text: &str, seconds: i64) -> Note {
    let at = document.text().find(words).unwrap();
    Note {
        id: NoteId::new(time(seconds), [u8::try_from(seconds % 251).unwrap(); 10]),
        kind: Kind::Note,
        meaning: None,
        text: text.to_owned(),
        tags: Vec::new(),
        created: time(seconds),
        changed: time(seconds),
        on: document.anchor(TextRange::bytes(at, at + words.len())),
        now: None,
        other: serde_json::Map::new(),
    }
}

fn new(note: &Note) -> Change {
    Change::Put { note: Box::new(note.clone()), seen: None }
}

struct Desk {
    system: Memory,
    document: Document,
    shelf: Shelf,
}

fn desk(system: Memory, yaml: &str, path: &str, keeping: Keeping) -> Desk {
    let (brief, document) = document(yaml);
    let path = Path::new(path);
    let shelf = Shelf::of(&system, keeping, Subject::of(&brief, Some(path)), Some(path)).unwrap();
    Desk { system, document, shelf }
}

impl Desk {
    fn change(&self, changes: &[Change]) -> NotesFile {
        self.shelf.change(&self.system, &Rack::default(), &self.document, changes).unwrap().file
    }

    fn texts(&self) -> Vec<String> {
        let kept = self.shelf.find(&self.system, &Rack::default(), &self.document).unwrap();
        kept.file.notes().map(|note| note.text.clone()).collect()
    }

    fn path(&self) -> PathBuf {
        self.shelf.find(&self.system, &Rack::default(), &self.document).unwrap().path
    }

    fn file(&self) -> String {
        String::from_utf8(self.system.read(&self.path()).unwrap()).unwrap()
    }
}

fn home() -> Memory {
    Memory::new().with_var("HOME", "/home/ada")
}

#[test]
fn a_file_of_notes_is_text_that_a_person_can_read() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    let mut question =
        note(&desk.document, "a narrow window for dialogue", "Who says so? #source\n\nTwo: lines.", 1);
    question.kind = Kind::Question;
    question.tags = vec!["window".to_owned()];
    desk.change(&[new(&question), new(&note(&desk.document, "Both sides", "", 2))]);
    insta::assert_snapshot!(desk.file());
    assert!(desk.path().starts_with("/home/ada/.local/share/brief/notes"));
    let read = NotesFile::read(&desk.file()).unwrap();
    assert_eq!(read.notes().next().unwrap(), &question);
    assert_eq!(read.write().unwrap(), desk.file());
}

#[test]
fn notes_stand_in_the_order_of_the_text() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    for (words, seconds) in
        [("Both sides", 1), ("The talks came", 2), ("A mediator", 3), ("a narrow window", 4)]
    {
        desk.change(&[new(&note(&desk.document, words, words, seconds))]);
    }
    assert_eq!(desk.texts(), ["The talks came", "a narrow window", "Both sides", "A mediator"]);
}

#[test]
fn what_a_person_or_a_newer_version_wrote_stays_to_the_letter() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    desk.change(&[new(&note(&desk.document, "Both sides", "first", 1))]);
    let by_hand = desk.file().replace(
        "entries:\n",
        "colour: red\nentries:\n  # my favourite\n  - {id: mine, created: 2026-11-22T10:00:00Z, text: 'by  hand', mood: grim}\n",
    );
    // The other entries are indented alike.
    let (head, entries) = by_hand.split_once("grim}\n").unwrap();
    let indented: String = entries.lines().map(|line| format!("  {line}\n")).collect();
    let newer = "  - id: newer\n    kind: hologram   # from the future\n    created: 2026-11-22T10:00:00Z\n\n# behind\nlater: 1\n";
    let by_hand = format!("{head}grim}}\n{indented}{newer}");
    desk.system.write(desk.path(), by_hand.clone());
    let file = desk.change(&[new(&note(&desk.document, "The talks came", "second", 2))]);
    assert_eq!(file.notes().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["by  hand", "second", "first"]);
    assert_eq!(file.unknown().len(), 1);
    let written = desk.file();
    // What is written is what was there, and the new note.
    let text = written.find("text: second").unwrap();
    let at = written[..text].rfind("  - id").unwrap();
    let end = text + written[text..].find("\n  - id").unwrap() + 1;
    let without = format!("{}{}", &written[..at], &written[end..]);
    assert_eq!(without, by_hand);
}

#[test]
fn of_two_who_write_at_once_neither_loses() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    let first = note(&desk.document, "Both sides", "first", 1);
    desk.change(&[new(&first)]);
    // Both saw the note as it was then.
    let edited = |text: &str, seconds| Change::Put {
        note: Box::new(Note { text: text.to_owned(), changed: time(seconds), ..first.clone() }),
        seen: Some(Box::new(first.clone())),
    };
    desk.change(&[edited("mine", 10)]);
    let file = desk.change(&[edited("theirs", 11)]);
    let texts: Vec<_> = file.notes().map(|n| (n.text.as_str(), n.tags.clone())).collect();
    assert_eq!(texts, [("theirs", vec![]), ("mine", vec!["conflict".to_owned()])]);
    let theirs = file.notes().next().unwrap().clone();
    // A note that was changed since is not deleted by whoever saw the old one.
    let file =
        desk.change(&[Change::Remove { id: first.id.clone(), at: time(12), seen: Box::new(first.clone()) }]);
    assert_eq!(file.notes().count(), 2);
    let file =
        desk.change(&[Change::Remove { id: first.id.clone(), at: time(12), seen: Box::new(theirs.clone()) }]);
    assert_eq!(file.notes().count(), 1);
    // What was deleted can be brought back.
    let file = desk.change(&[Change::Put { note: Box::new(first.clone()), seen: Some(Box::new(theirs)) }]);
    assert_eq!(file.notes().count(), 2);
}

#[test]
fn a_copy_that_a_synchroniser_put_aside_is_merged() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    let (first, second) =
        (note(&desk.document, "Both sides", "first", 1), note(&desk.document, "Qatar", "second", 2));
    desk.change(&[new(&first), new(&second)]);
    let old = desk.file();
    let path = desk.path();
    // There: one edited later, one new. Here: one deleted.
    let mut there = NotesFile::read(&old).unwrap();
    there.apply(&Change::Put {
        note: Box::new(Note { text: "first, better".to_owned(), changed: time(20), ..first.clone() }),
        seen: Some(Box::new(first.clone())),
    });
    there.apply(&new(&note(&desk.document, "a narrow window", "third", 3)));
    desk.change(&[Change::Remove { id: second.id.clone(), at: time(10), seen: Box::new(second.clone()) }]);
    let copy = path.with_file_name("talks-0c4b52a6.sync-conflict-20261122-100000-ABCDEFG.yaml");
    let copy = copy.with_file_name(format!(
        "{}.sync-conflict-20261122-100000-ABCDEFG.yaml",
        path.file_stem().unwrap().to_str().unwrap()
    ));
    desk.system.write(&copy, there.write().unwrap());
    assert_eq!(desk.texts(), ["third", "first, better"]);
    assert!(desk.system.kind(&copy).is_some(), "reading removes nothing");
    desk.change(&[new(&note(&desk.document, "The talks came", "fourth", 4))]);
    assert_eq!(desk.texts(), ["fourth", "third", "first, better"]);
    assert!(desk.system.kind(&copy).is_none());
}

#[test]
fn a_brief_that_is_renamed_or_moved_keeps_its_notes() {
    let without_id = BRIEF.replace("id: talks\n", "");
    for (yaml, revised, path) in [
        // By its id, whatever it is called and wherever it is.
        (BRIEF.to_owned(), BRIEF.replace("title: The talks", "title: Otherwise"), "/elsewhere/other.yaml"),
        // By its title.
        (without_id.clone(), without_id.clone(), "/elsewhere/other.yaml"),
        // By its file, where the passages are still there.
        (
            without_id.clone(),
            without_id.replace("title: The talks", "title: Otherwise"),
            "/briefs/talks.yaml",
        ),
        // It was given an id.
        (without_id.clone(), BRIEF.to_owned(), "/elsewhere/other.yaml"),
    ] {
        let old = desk(home(), &yaml, "/briefs/talks.yaml", Keeping::Data);
        old.change(&[new(&note(&old.document, "Both sides", "first", 1))]);
        let new_desk = desk(old.system, &revised, path, Keeping::Data);
        assert_eq!(new_desk.texts(), ["first"], "{revised}");
        new_desk.change(&[new(&note(&new_desk.document, "Qatar", "second", 2))]);
        assert_eq!(new_desk.texts(), ["first", "second"], "{revised}");
        let folder = new_desk.system.list(Path::new("/home/ada/.local/share/brief/notes")).unwrap();
        assert_eq!(folder.len(), 1, "{revised}");
    }
}

#[test]
fn namesakes_never_share_notes() {
    let other = "title: Letters\nsummary: Something else altogether, of other people and places.\n";
    let mine = "title: The talks\nsummary: Both sides asked for promises on paper.\n";
    let first = desk(home(), mine, "/a/brief.yaml", Keeping::Data);
    first.change(&[new(&note(&first.document, "Both sides", "mine", 1))]);
    // The same file name elsewhere, and another brief in the same file.
    let second = desk(first.system, other, "/b/brief.yaml", Keeping::Data);
    assert_eq!(second.texts(), Vec::<String>::new());
    let third = desk(second.system, other, "/a/brief.yaml", Keeping::Data);
    assert_eq!(third.texts(), Vec::<String>::new());
    third.change(&[new(&note(&third.document, "Something else", "other", 2))]);
    let again = desk(third.system, mine, "/a/brief.yaml", Keeping::Data);
    assert_eq!(again.texts(), ["mine"]);
}

#[test]
fn a_title_alone_tells_no_brief_from_another_while_both_files_are_there() {
    let (a, b) = ("title: Weekly\nsummary: The first week.\n", "title: Weekly\nsummary: The second week.\n");
    let system = home();
    system.write(Path::new("/a/w.yaml"), a);
    system.write(Path::new("/b/zz.yaml"), b);
    let first = desk(system, a, "/a/w.yaml", Keeping::Data);
    first.change(&[new(&note(&first.document, "first week", "on a", 1))]);
    let second = desk(first.system, b, "/b/zz.yaml", Keeping::Data);
    assert_eq!(second.texts(), Vec::<String>::new());
    second.change(&[new(&note(&second.document, "second week", "on b", 2))]);
    // The first is moved, and the other keeps its own.
    second.system.remove(Path::new("/a/w.yaml")).unwrap();
    second.system.write(Path::new("/c/moved.yaml"), a);
    let moved = desk(second.system, a, "/c/moved.yaml", Keeping::Data);
    assert_eq!(moved.texts(), ["on a"]);
    let kept = moved.shelf.find(&moved.system, &Rack::default(), &moved.document).unwrap();
    moved.shelf.refresh(&moved.system, &Rack::default(), &moved.document, &kept).unwrap();
    let other = desk(moved.system, b, "/b/zz.yaml", Keeping::Data);
    assert_eq!(other.texts(), ["on b"]);
    // A copy of a folder takes the notes beside its briefs with it.
    let system = home();
    system.write(Path::new("/c/moved.yaml"), a);
    let beside = desk(system, a, "/c/moved.yaml", Keeping::Beside);
    beside.change(&[new(&note(&beside.document, "first week", "beside", 3))]);
    let copied = beside.file();
    beside.system.write(Path::new("/d/moved.notes.yaml"), copied);
    let copy = desk(beside.system, a, "/d/moved.yaml", Keeping::Beside);
    assert_eq!(copy.texts(), ["beside"]);
}

#[test]
fn notes_lie_beside_the_brief_where_that_is_wished_or_they_are_there() {
    let first = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Beside);
    first.change(&[new(&note(&first.document, "Both sides", "mine", 1))]);
    assert_eq!(first.path(), Path::new("/briefs/talks.notes.yaml"));
    let second = desk(first.system, BRIEF, "/briefs/talks.yaml", Keeping::Data);
    assert_eq!(second.texts(), ["mine"]);
    let moved = desk(second.system, BRIEF, "/briefs/renamed.yaml", Keeping::Beside);
    assert_eq!(moved.texts(), ["mine"]);
}

const TWO: &str = "\
title: One
summary: The talks came at a critical juncture.
---
title: Two
summary: The talks came at a critical juncture. Both sides asked for promises on paper.
";

/// The desk of one of several briefs of a file.
fn desk_of(system: Memory, yaml: &str, title: &str, keeping: Keeping) -> Desk {
    let path = Path::new("/briefs/two.yaml");
    system.write(path, yaml);
    let readings = brief::read(&Source::new("two.yaml", yaml.to_owned()));
    let mut briefs = readings.into_iter().filter_map(|reading| reading.brief.ok());
    let brief = briefs.find(|brief| brief.title.as_str() == title).unwrap();
    let shelf = Shelf::of(&system, keeping, Subject::of(&brief, Some(path)), Some(path)).unwrap();
    Desk { document: lower(&brief), system, shelf }
}

#[test]
fn two_briefs_of_one_file_have_notes_of_their_own() {
    for keeping in [Keeping::Data, Keeping::Beside] {
        let one = desk_of(home(), TWO, "One", keeping);
        one.change(&[new(&note(&one.document, "The talks came", "on one", 1))]);
        let two = desk_of(one.system, TWO, "Two", keeping);
        assert_eq!(two.texts(), Vec::<String>::new());
        two.change(&[new(&note(&two.document, "The talks came", "on two", 2))]);
        assert_eq!(two.texts(), ["on two"]);
        let one = desk_of(two.system, TWO, "One", keeping);
        assert_eq!(one.texts(), ["on one"]);
        // One is called otherwise: its notes go with it, and Two's do not.
        let renamed = desk_of(one.system, &TWO.replace("One", "New"), "New", keeping);
        assert_eq!(renamed.texts(), ["on one"], "{keeping:?}");
        renamed.change(&[]);
        // Another takes the old name, in the place of the file and for its notes.
        let three = format!("{}---\ntitle: One\nsummary: The talks came back.\n", TWO.replace("One", "New"));
        let again = desk_of(renamed.system, &three, "One", keeping);
        assert_eq!(again.texts(), Vec::<String>::new(), "{keeping:?}");
        again.change(&[new(&note(&again.document, "The talks came", "on the third", 3))]);
        for (title, text) in [("New", "on one"), ("Two", "on two"), ("One", "on the third")] {
            let desk = desk_of(home(), &three, title, keeping);
            let kept = desk.shelf.find(&again.system, &Rack::default(), &desk.document).unwrap();
            let texts: Vec<&str> = kept.file.notes().map(|note| note.text.as_str()).collect();
            assert_eq!(texts, [text], "{keeping:?}");
        }
    }
}

#[test]
fn a_brief_that_is_called_otherwise_and_then_moved_keeps_its_notes() {
    let without_id = BRIEF.replace("id: talks\n", "");
    let first = desk(home(), &without_id, "/briefs/talks.yaml", Keeping::Data);
    first.change(&[new(&note(&first.document, "Both sides", "first", 1))]);
    let renamed = without_id.replace("title: The talks", "title: Otherwise");
    let second = desk(first.system, &renamed, "/briefs/talks.yaml", Keeping::Data);
    let kept = second.shelf.find(&second.system, &Rack::default(), &second.document).unwrap();
    second.shelf.refresh(&second.system, &Rack::default(), &second.document, &kept).unwrap();
    let third = desk(second.system, &renamed, "/briefs/moved.yaml", Keeping::Data);
    assert_eq!(third.texts(), ["first"]);
    // What is as it was is not written anew.
    let kept = third.shelf.find(&third.system, &Rack::default(), &third.document).unwrap();
    third.shelf.refresh(&third.system, &Rack::default(), &third.document, &kept).unwrap();
    let kept = third.shelf.find(&third.system, &Rack::default(), &third.document).unwrap();
    third.system.refuse(Some(std::io::ErrorKind::ReadOnlyFilesystem));
    third.shelf.refresh(&third.system, &Rack::default(), &third.document, &kept).unwrap();
}

#[test]
fn a_disk_that_refuses_changes_nothing_and_says_why() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    desk.change(&[new(&note(&desk.document, "Both sides", "first", 1))]);
    let before = desk.file();
    desk.system.refuse(Some(std::io::ErrorKind::StorageFull));
    let second = new(&note(&desk.document, "Qatar", "second", 2));
    let error = desk
        .shelf
        .change(&desk.system, &Rack::default(), &desk.document, std::slice::from_ref(&second))
        .unwrap_err();
    assert!(error.reason().starts_with("the disk is full; make room"), "{error}");
    assert_eq!(desk.file(), before);
    desk.system.refuse(None);
    assert_eq!(desk.change(&[second]).notes().count(), 2);
}

#[test]
fn a_file_that_is_no_notes_file_is_never_written_over() {
    for (text, says) in [
        ("entries: [\n", "never closed"),
        ("title: a brief\n", "does not begin with `notes: 1`"),
        ("notes: 2\nentries: []\n", "version 2"),
        ("notes: 1\nentries: 3\n", "no notes file"),
    ] {
        let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
        let path = desk.path();
        desk.system.write(&path, text);
        let change = new(&note(&desk.document, "Both sides", "first", 1));
        let error = desk.shelf.change(&desk.system, &Rack::default(), &desk.document, &[change]).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(desk.system.read(&path).unwrap(), text.as_bytes());
    }
}

/// The drafts that a reader of a brief is offered.
fn drafts(system: &Arc<Memory>, yaml: &str) -> Vec<String> {
    let (brief, document) = document(yaml);
    let file = Some(PathBuf::from("/briefs/talks.yaml"));
    let owner = Owner { subject: Subject::of(&brief, file.as_deref()), file, document: Arc::new(document) };
    let archive = Archive::new(Arc::clone(system) as Arc<dyn System>, Keeping::Data);
    let ticket = Ticket(1);
    let Some(Event::NotesRead { drafts, .. }) = archive.work(&Job::Read { ticket, owner }) else { panic!() };
    drafts.into_iter().map(|note| note.text).collect()
}

#[test]
fn what_was_typed_is_offered_again_whoever_has_the_number_of_its_process_now() {
    let without_id = BRIEF.replace("id: talks\n", "");
    let system = Arc::new(home());
    system.write("/briefs/talks.yaml", without_id.clone());
    let (brief, document) = document(&without_id);
    let subject = Subject::of(&brief, Some(Path::new("/briefs/talks.yaml")));
    let writer = Archive::new(Arc::clone(&system) as Arc<dyn System>, Keeping::Data);
    for (text, seconds) in [("second", 2), ("first", 1)] {
        let note = Box::new(note(&document, "Both sides", text, seconds));
        assert!(writer.work(&Job::Draft { ticket: Ticket(1), subject: subject.clone(), note }).is_none());
    }
    assert_eq!(drafts(&system, &without_id), Vec::<String>::new(), "its writer still runs");
    system.end_claims();
    assert_eq!(drafts(&system, &without_id), ["first", "second"]);
    // An editor outlived the program, and has saved more.
    let first = note(&document, "Both sides", "first", 1).id;
    let folder = system.list(Path::new("/home/ada/.local/state/brief/unsaved")).unwrap();
    let is_its = |path: &Path| path.to_string_lossy().contains(first.as_str());
    let draft = folder.into_iter().map(|entry| entry.path).find(|path| is_its(path)).unwrap();
    let composed = draft.with_extension("md");
    system.write(&composed, "first, and what an editor saved\n");
    assert_eq!(drafts(&system, &without_id), ["first, and what an editor saved", "second"]);
    system.remove(&composed).unwrap();
    // The brief has been called otherwise since; another brief of that name is not it.
    let renamed = without_id.replace("The talks\n", "Otherwise\n");
    assert_eq!(drafts(&system, &renamed), Vec::<String>::new(), "the file still holds the other");
    system.write("/briefs/talks.yaml", renamed.clone());
    assert_eq!(drafts(&system, &renamed), ["first", "second"]);
    assert_eq!(drafts(&system, "title: Other\nsummary: Something else.\n"), Vec::<String>::new());
}

#[test]
fn what_somebody_writes_meanwhile_is_read_again() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    desk.change(&[new(&note(&desk.document, "Both sides", "first", 1))]);
    let path = desk.path();
    // An editor, or a script, that knows of no lock.
    desk.system.interfere(&path, format!("{}- text: by hand\n", desk.file()));
    desk.change(&[new(&note(&desk.document, "Qatar", "second", 2))]);
    assert_eq!(desk.texts(), ["first", "by hand", "second"]);
}

#[test]
fn no_file_is_written_that_could_not_be_read_again() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    let long = note(&desk.document, "Both sides", &"a thought ".repeat(900_000), 1);
    desk.change(&[new(&long)]);
    let before = desk.file();
    let other = Note { id: NoteId::parse("other").unwrap(), ..long };
    let change =
        |note: &Note| desk.shelf.change(&desk.system, &Rack::default(), &desk.document, &[new(note)]);
    let error = change(&other).unwrap_err();
    assert!(error.to_string().contains("it would have more than 16 MB"), "{error}");
    assert_eq!(desk.file(), before);
    // What a file of another program calls its fields is not taken for ours.
    let desk = self::desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    let mut odd = note(&desk.document, "Both sides", "mine", 1);
    odd.other.insert("text".to_owned(), "other".into());
    let change = desk.shelf.change(&desk.system, &Rack::default(), &desk.document, &[new(&odd)]);
    assert!(change.unwrap_err().to_string().contains("would not be read as it is written"));
}

#[test]
fn a_title_that_is_corrected_keeps_notes_that_quote_nothing() {
    let old = "title: Teh title\nsummary: Both sides asked.\n";
    let first = desk(home(), old, "/briefs/talks.yaml", Keeping::Data);
    first.system.write("/briefs/talks.yaml", old.replace("Teh", "The"));
    let section =
        Note { on: first.document.anchor_of_section(1), ..note(&first.document, "Both", "all of it", 1) };
    first.change(&[new(&section)]);
    let second = desk(first.system, &old.replace("Teh", "The"), "/briefs/talks.yaml", Keeping::Data);
    assert_eq!(second.texts(), ["all of it"]);
}

#[test]
fn a_namesake_takes_no_notes_that_are_not_on_its_words() {
    let (a, b) = ("title: Editorial\nsummary: Apples are red.\n", "title: Editorial\nsummary: Banks fail.\n");
    let system = home();
    system.write("/d/b.yaml", b);
    // The file of the first is away, as on a disk that is not plugged in.
    let first = desk(system, a, "/d/a.yaml", Keeping::Data);
    first.change(&[new(&note(&first.document, "Apples are red", "on a", 1))]);
    let second = desk(first.system, b, "/d/b.yaml", Keeping::Data);
    assert_eq!(second.texts(), Vec::<String>::new());
    second.change(&[new(&note(&second.document, "Banks fail", "on b", 2))]);
    second.system.write("/d/a.yaml", a);
    let first = desk(second.system, a, "/d/a.yaml", Keeping::Data);
    assert_eq!(first.texts(), ["on a"]);
}

#[test]
fn notes_beside_a_brief_go_with_it_and_tell_no_path() {
    let old = "title: Teh title\nsummary: There is a narrow window.\n";
    let first = desk(home(), old, "/A/a.yaml", Keeping::Beside);
    first.change(&[new(&note(&first.document, "narrow window", "hello", 1))]);
    assert!(first.file().contains("file: a.yaml\n"), "{}", first.file());
    let system = home();
    system.write("/B/a.notes.yaml", first.file());
    // Elsewhere, and with a corrected title.
    let new_text = old.replace("Teh", "The");
    system.write("/B/a.yaml", new_text.clone());
    let moved = desk(system, &new_text, "/B/a.yaml", Keeping::Beside);
    assert_eq!(moved.texts(), ["hello"]);
    // A twin with another ending is another brief.
    let bare = "title: Bare\nsummary: There is a narrow window.\n";
    let one = desk(home(), bare, "/C/a.yaml", Keeping::Beside);
    one.system.write("/C/a.yaml", bare);
    one.change(&[new(&note(&one.document, "narrow window", "hello", 1))]);
    let twin = desk(one.system, bare, "/C/a.yml", Keeping::Beside);
    assert_eq!(twin.texts(), Vec::<String>::new());
}

#[test]
fn notes_stay_where_they_are_when_another_place_is_set() {
    let first = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    first.change(&[new(&note(&first.document, "Both sides", "private", 1))]);
    let set = desk(first.system, BRIEF, "/briefs/talks.yaml", Keeping::Beside);
    assert_eq!(set.texts(), ["private"]);
    set.change(&[new(&note(&set.document, "Qatar", "more", 2))]);
    assert!(set.path().starts_with("/home/ada"), "{}", set.path().display());
    // Somebody sends notes along with the brief: both are there, and each stays in its file.
    set.system.write(
        "/briefs/talks.notes.yaml",
        "notes: 1\nbrief: {id: talks, title: The talks, file: talks.yaml}\nentries:\n- {id: theirs, text: shared}\n",
    );
    let both = desk(set.system, BRIEF, "/briefs/talks.yaml", Keeping::Data);
    let kept = both.shelf.find(&both.system, &Rack::default(), &both.document).unwrap();
    let texts: Vec<&str> = kept.notes().iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["private", "more", "shared"]);
    let theirs = (*kept.notes()[2]).clone();
    let edited = Note { text: "shared, and read".to_owned(), ..theirs.clone() };
    both.change(&[Change::Put { note: Box::new(edited), seen: Some(Box::new(theirs)) }]);
    let text = |path: &str| String::from_utf8(both.system.read(Path::new(path)).unwrap()).unwrap();
    assert!(text("/briefs/talks.notes.yaml").contains("shared, and read"));
    assert!(!both.file().contains("shared"), "{}", both.file());
}

#[test]
fn what_may_be_a_briefs_notes_and_cannot_be_read_is_told() {
    let without_id = BRIEF.replace("id: talks\n", "");
    let first = desk(home(), &without_id, "/briefs/talks.yaml", Keeping::Data);
    first.change(&[new(&note(&first.document, "Both sides", "first", 1))]);
    let old = first.path();
    let renamed = without_id.replace("title: The talks", "title: The talks, revised");
    let second = desk(first.system, &renamed, "/briefs/talks.yaml", Keeping::Data);
    second.system.write("/briefs/talks.yaml", renamed.clone());
    assert_eq!(second.texts(), ["first"]);
    let text = String::from_utf8(second.system.read(&old).unwrap()).unwrap();
    second.system.write(&old, format!("{text}<<<<<<< HEAD\n"));
    let error = second.shelf.find(&second.system, &Rack::default(), &second.document).unwrap_err();
    assert_eq!(error.path.as_deref(), Some(old.as_path()));
    assert!(error.reason().contains("conflict"), "{}", error.reason());
}

#[test]
fn a_copy_that_cannot_be_merged_is_told() {
    let desk = desk(home(), BRIEF, "/briefs/talks.yaml", Keeping::Data);
    desk.change(&[new(&note(&desk.document, "Both sides", "first", 1))]);
    let stem = desk.path().file_stem().unwrap().to_string_lossy().into_owned();
    let copy = desk.path().with_file_name(format!("{stem}.sync-conflict-20261122-100000-ABCDEFG.yaml"));
    desk.system.write(&copy, "entries: [");
    let kept = desk.shelf.find(&desk.system, &Rack::default(), &desk.document).unwrap();
    assert_eq!((kept.unmerged.len(), kept.copies.len()), (1, 0));
    assert_eq!(kept.unmerged[0].path.as_deref(), Some(copy.as_path()));
}

#[test]
fn files_of_notes_are_read_once_for_many_briefs() {
    let system = home();
    for n in 0..40 {
        let text = format!("id: brief-{n}\ntitle: Brief {n}\nsummary: Words of brief {n}.\n");
        system.write(format!("/b/{n}.yaml"), text.clone());
        if n % 2 == 0 {
            let (brief, document) = document(&text);
            let path = PathBuf::from(format!("/b/{n}.yaml"));
            let shelf =
                Shelf::of(&system, Keeping::Data, Subject::of(&brief, Some(&path)), Some(&path)).unwrap();
            let change = new(&note(&document, "Words", "a note", 1));
            shelf.change(&system, &Rack::default(), &document, &[change]).unwrap();
        }
    }
    let entries: Vec<_> = (0..40).map(|n| entry_of(PathBuf::from(format!("/b/{n}.yaml")))).collect();
    let before = system.reads();
    let taken = hold(&system, Keeping::Data, &Rack::default(), &entries);
    assert_eq!(taken.held.iter().filter(|held| held.notes.len() == 1).count(), 20);
    // Each brief once; each file of notes to see whose it is, and once more by the brief whose it is. (Where one thread
    // looks for its own while another reads them all, a few come twice.)
    assert!(system.reads() - before <= 40 + 2 * 20 + 8, "{}", system.reads() - before);
}
