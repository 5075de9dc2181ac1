//! The text of notes files, as people write it by hand: `(file, change) -> file`.

use briefing::document::Anchor;
use briefing::notes::{Change, Kind, Note, NoteId, NotesFile, Subject};
use jiff::Timestamp;
use proptest::prelude::*;

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_341_600 + seconds).unwrap()
}

fn note(id: &str, text: &str) -> Note {
    Note {
        id: NoteId::parse(id).unwrap(),
        kind: Kind::Note,
        meaning: None,
        text: text.to_owned(),
        tags: Vec::new(),
        created: time(0),
        changed: time(0),
        on: Anchor::default(),
        now: None,
        other: serde_json::Map::new(),
    }
}

fn put(id: &str, text: &str) -> Change {
    Change::Put { note: Box::new(note(id, text)), seen: None }
}

fn remove(file: &NotesFile, id: &str) -> Change {
    let seen = file.find(&NoteId::parse(id).unwrap()).unwrap();
    Change::Remove { id: seen.id.clone(), at: time(9), seen: Box::new(seen.clone()) }
}

fn read(text: &str) -> NotesFile {
    NotesFile::read(text).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

trait With {
    fn with(&self, change: &Change) -> String;
}

impl With for NotesFile {
    /// The text of the file with a change.
    fn with(&self, change: &Change) -> String {
        let mut file = self.clone();
        file.apply(change);
        file.write().unwrap()
    }
}

fn texts(text: &str) -> Vec<(String, String)> {
    read(text).notes().map(|note| (note.id.to_string(), note.text.clone())).collect()
}

/// Ends of the last entry, as people write them, with the text that they mean.
const ENDS: &[(&str, &str)] = &[
    ("# remark\n  text: last\n", "last"),
    ("  text: |\n    one\n# no text\n", "one\n"),
    ("  text: 'one\n\ntwo'\n", "one\ntwo"),
    ("  text: \"one\n# two\n- three\"\n", "one # two - three"),
    ("  text: \"one\nnotes: 7\"\n", "one notes: 7"),
    ("  tags: [a,\n# b\n  c\n  ]\n  text: last\n", "last"),
    ("  text: last\n  tags: [\n  a\n# b\n  ]\n", "last"),
    ("  text: last # why\n# behind\n", "last"),
    ("  text: last", "last"),
    ("  text: last\n...\n", "last"),
    ("  text: last\nlater: [1]\n# at the end\n", "last"),
    ("  text: last\n# of the brief\nbrief: {title: T}\n", "last"),
    ("  text: |+\n    one\n\n\n", "one\n\n\n"),
];

#[test]
fn a_comment_at_the_margin_does_not_tear_an_entry_apart() {
    for (end, means) in ENDS {
        for lead in ["", "  "] {
            let deeper =
                |line: &str| if line.starts_with("  ") { format!("{lead}{line}") } else { line.to_owned() };
            let entry = |id: &str, rest: &str| {
                let rest: String = rest.split_inclusive('\n').map(deeper).collect();
                format!("{lead}- id: {id}\n{lead}  created: 2026-11-22T10:00:00Z\n{rest}")
            };
            let old = format!("notes: 1\nentries:\n{}{}", entry("a", "  text: first\n"), entry("b", end));
            // Text at the margin is none of a deeper entry.
            let Ok(mut file) = NotesFile::read(&old) else {
                assert_eq!(lead, "  ", "{old}");
                continue;
            };
            let before = texts(&old);
            assert_eq!(before[1].1, *means, "{old}");
            assert_eq!(file.write().unwrap().trim_end(), old.trim_end());
            file.apply(&put("c", "third"));
            let with = file.write().unwrap();
            assert_eq!(texts(&with)[..2], before, "{old}\n{with}");
            assert_eq!(texts(&with)[2].1, "third", "{old}\n{with}");
            file.apply(&remove(&file, "b"));
            let without = file.write().unwrap();
            let left: Vec<String> = texts(&without).into_iter().map(|(id, _)| id).collect();
            assert_eq!(left, ["a", "c"], "{old}\n{without}");
            assert_eq!(read(&without).unknown().len(), 0, "{without}");
            for comment in ["# behind", "# at the end", "# of the brief"] {
                assert_eq!(old.contains(comment), without.contains(comment), "{old}\n{without}");
            }
        }
    }
}

#[test]
fn a_comment_above_an_entry_stays_when_the_one_before_it_goes() {
    let old = "notes: 1\nentries:\n# one\n- {id: a, created: 2026-11-22T10:00:00Z}\n\n# two\n- {id: b, created: 2026-11-22T10:00:00Z}\n";
    let mut file = read(old);
    file.apply(&remove(&file, "a"));
    let text = file.write().unwrap();
    assert!(text.contains("# one\n- id: a\n  deleted:") && text.contains("\n\n# two\n- {id: b,"), "{text}");
}

#[test]
fn another_title_or_file_changes_the_lines_of_the_brief_and_no_others() {
    let subject = |title: &str| Subject { title: title.to_owned(), ..Subject::default() };
    for (old, new) in [
        (
            "# mine\nnotes: 1\n# which\nbrief:\n  title: T # so far\n# the notes\nmood: grim\nentries: [] # none\n",
            "# mine\nnotes: 1\n# which\nbrief:\n  title: New # so far\n# the notes\nmood: grim\nentries: [] # none\n",
        ),
        (
            "notes: 1\nentries:\n- id: a\n  created: 2026-11-22T10:00:00Z\n# which\nbrief: {title: T}\n# end\n",
            "notes: 1\nentries:\n- id: a\n  created: 2026-11-22T10:00:00Z\n# which\nbrief: {title: New}\n# end\n",
        ),
        (
            "notes: 1\nbrief:\n  id: x   # mine\n  # inner\n  title: T\n  mine: keep me\nentries:\n",
            "notes: 1\nbrief:\n  # inner\n  title: New\n  mine: keep me\nentries:\n",
        ),
        ("notes: 1\nentries: # none\n", "notes: 1\nbrief:\n  title: New\nentries: # none\n"),
    ] {
        let mut file = read(old);
        assert_eq!(file.write().unwrap(), old);
        file.rename(subject("New"));
        assert_eq!(file.write().unwrap(), new);
        file.apply(&put("b", "second"));
        assert_eq!(texts(&file.write().unwrap()).last().unwrap().1, "second");
    }
}

#[test]
fn what_stands_in_brackets_loses_nothing() {
    for old in [
        "{notes: 1, mood: grim, brief: {title: Talks}, entries: [{id: a, created: 2026-11-22T10:00:00Z, text: Talks}]}",
        "# mine\nnotes: 1\nmood: grim\nbrief: {title: Talks}\nentries: [{id: a,\n created: 2026-11-22T10:00:00Z,\n text: Talks}]\n",
        "notes: 1\nentries:\n- id: a\n  created: &c 2026-11-22T10:00:00Z\n  text: Talks\n- {id: b, created: *c, kind: dance}\nbrief: {title: T}\n",
    ] {
        let mut file = read(old);
        let before: Vec<Note> = file.notes().cloned().collect();
        let unknown = file.unknown().len();
        file.rename(Subject { title: "New".to_owned(), ..Subject::default() });
        file.apply(&put("z", "last"));
        let text = file.write().unwrap();
        let after = read(&text);
        assert_eq!(after.notes().take(1).cloned().collect::<Vec<_>>(), before, "{text}");
        assert_eq!((after.subject.title.as_str(), after.unknown().len()), ("New", unknown), "{text}");
        assert_eq!(text.matches("mood").count(), old.matches("mood").count(), "{text}");
        assert_eq!(text.contains("# mine"), old.contains("# mine"), "{text}");
        assert_eq!(text.contains("*c"), old.contains("*c"), "{text}");
        let mut file = read(old);
        file.apply(&remove(&file, "a"));
        match file.write() {
            Ok(text) => assert!(read(&text).notes().next().is_none(), "{text}"),
            // The entry that an alias leads to cannot go.
            Err(why) => assert!(old.contains("*c") && why.contains("write it out"), "{why}"),
        }
    }
}

#[test]
fn what_an_alias_says_again_is_not_changed_behind_its_back() {
    let old = "notes: 1\nbrief:\n  title: &t Talks\nentries:\n- {id: a, text: *t, mood: 1.20}\n";
    let mut file = read(old);
    file.apply(&put("z", "last"));
    assert!(file.write().unwrap().starts_with(old));
    file.rename(Subject { title: "New".to_owned(), ..Subject::default() });
    let why = file.write().unwrap_err();
    assert!(why.contains("line 3") && why.contains("*t") && why.contains("write it out"), "{why}");
}

/// Notes files as people write them, each with what stands in it once a note is added.
const BY_HAND: &[(&str, &str)] = &[
    // An odd entry.
    (
        "notes: 1\nentries:\n# about a\n- id: aa\n  text: \"quoted\"\n# odd\n- # nothing yet\n# about b\n- id: bb   # b\n  text: two\n",
        "notes: 1\nentries:\n# about a\n- id: aa\n  text: \"quoted\"\n# odd\n- # nothing yet\n# about b\n- id: bb   # b\n  text: two\n+",
    ),
    (
        "notes: 1\nentries:\n-\n- [a, b] # c\n- |\n  text\n\n# end\n",
        "notes: 1\nentries:\n-\n- [a, b] # c\n- |\n  text\n+\n# end\n",
    ),
    // Lists that are no lines.
    (
        "notes: 1\nentries: [   # c3\n {id: aa, text: \"q\", mine: [1]}, # c4\n # c5\n] # c6\n# c7\n",
        "notes: 1\nentries: [   # c3\n {id: aa, text: \"q\", mine: [1]}+, # c4\n # c5\n] # c6\n# c7\n",
    ),
    ("notes: 1\nentries: [ # c\n]\n", "notes: 1\nentries: [+ # c\n]\n"),
    ("notes: 1\nentries: [] # mine\n", "notes: 1\nentries: # mine\n+"),
    ("notes: 1\nentries: ~ # c\nlater: x\n", "notes: 1\nentries: # c\n+later: x\n"),
    ("notes: 1\nentries: # c", "notes: 1\nentries: # c\n+"),
    ("notes: 1 # c", "notes: 1 # c\nentries:\n+"),
    ("notes: 1\n...\n# end\n", "notes: 1\nentries:\n+...\n# end\n"),
    ("{notes: 1}", "{notes: 1, \"entries\": [+]}"),
    ("{notes: 1, entries: }\n", "{notes: 1, entries: [+] }\n"),
    // Aliases.
    (
        "notes: 1\nentries:\n- &e\n  id: aa\n  text: &t 'shared'\n- {id: bb, text: *t, <<: *e} # x\n",
        "notes: 1\nentries:\n- &e\n  id: aa\n  text: &t 'shared'\n- {id: bb, text: *t, <<: *e} # x\n+",
    ),
    // Breaks of lines, marks and indentation.
    (
        "\u{feff}notes: 1\r\nentries:\r\n  - id: aa # c\r\n",
        "\u{feff}notes: 1\r\nentries:\r\n  - id: aa # c\r\n+",
    ),
];

#[test]
fn what_was_written_by_hand_stays_to_the_letter() {
    for (old, new) in BY_HAND {
        let mut file = read(old);
        assert_eq!(&file.write().unwrap(), old);
        file.apply(&put("zz", "new"));
        let text = file.write().unwrap();
        let (before, behind) = new.split_once('+').unwrap();
        assert!(text.starts_with(before) && text.ends_with(behind), "{old}\n{text}");
        let added = &text[before.len()..text.len() - behind.len()];
        assert!(added.contains("zz") && added.contains("new"), "{text}");
        // And it is changed and goes again, with all others as they were.
        let mut file = read(&text);
        let seen = file.find(&NoteId::parse("zz").unwrap()).unwrap().clone();
        file.apply(&edited(&seen, "other", 5));
        let text = file.write().unwrap();
        assert!(text.starts_with(before) && text.ends_with(behind) && text.contains("other"), "{text}");
        let mut file = read(&text);
        file.apply(&remove(&file, "zz"));
        let text = file.write().unwrap();
        assert!(text.starts_with(before) && text.ends_with(behind) && text.contains("deleted"), "{text}");
    }
}

#[test]
fn a_note_that_changes_keeps_what_stands_beside_it() {
    let old = "notes: 1\nentries:\n# above\n- id: a # its name\n  # inner\n  created: 2026-11-22T10:00:00Z # when\n  text: \"first\" # said\n  mine: 'keep' # me\n  on: {quote: \"Both sides\"}\n- text: by hand # mine\n";
    let mut file = read(old);
    let seen = file.notes().next().unwrap().clone();
    file.apply(&edited(&seen, "second", 60));
    assert_eq!(
        file.write().unwrap(),
        old.replace("\"first\"", "\"second\"")
            .replace("# when\n", "# when\n  changed: 2026-11-22T10:01:00Z\n")
    );
    // A note without a name gets one as soon as it says something else.
    let mut file = read(old);
    let seen = file.notes().nth(1).unwrap().clone();
    file.apply(&edited(&seen, "by another", 60));
    let text = file.write().unwrap();
    let (before, _) = old.split_once("- text: by").unwrap();
    assert!(text.starts_with(before) && text.contains("by another # mine"), "{text}");
    assert_eq!(read(&text).notes().nth(1).unwrap().id, seen.id);
}

#[test]
fn entries_that_are_not_understood_are_told_with_their_lines() {
    let file = read(
        "notes: 1\nentries:\n- text: hand-written one\n- {id: x, text: two}\n- text: y\n  kind: nonsense\n# c\n- text: z\n  created: yesterday\n- # nothing\n",
    );
    assert_eq!(file.notes().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["hand-written one", "two"]);
    let told: Vec<String> = file.unknown().iter().map(ToString::to_string).collect();
    assert!(told[0].starts_with("line 5: `kind: nonsense`") && told[0].contains("question"), "{told:?}");
    assert!(
        told[1].starts_with("line 8: `created: yesterday`") && told[1].contains("2026-11-22"),
        "{told:?}"
    );
    assert_eq!(told.len(), 2);
}

#[test]
fn what_is_no_notes_file_is_told_in_words_at_its_place() {
    for (text, line, said) in [
        ("- a\n", None, "it is a list"),
        ("just text\n", None, "it is a text"),
        ("", None, "empty"),
        ("brief: x\n", None, "`notes: 1`"),
        ("notes: 1\nbrief:\n  title: [a]\n", Some(3), "`title` under `brief` is a list"),
        ("notes: 1\nbrief: [a]\n", Some(2), "`brief` is a list"),
        ("notes: 1\nentries: {a: b}\n", Some(2), "`entries` is a mapping"),
        ("notes: 1\nentries:\n- id: a\n  text: b\n  id: c\n", Some(5), "`id` stands twice"),
        ("notes: 9\n", Some(1), "version 9"),
        ("notes: 1\n---\nnotes: 1\n", None, "several documents"),
    ] {
        let finding = NotesFile::read(text).unwrap_err();
        let told = format!("{} {}", finding.message, finding.help.clone().unwrap_or_default());
        assert!(told.contains(said), "{text}: {told}");
        assert!(!["struct", "invalid type", "expected"].iter().any(|word| told.contains(word)), "{told}");
        let at = finding.offset().map(|at| text[..at].matches('\n').count() + 1);
        assert_eq!(at, line, "{text}: {told}");
    }
}

/// The texts of a file's notes with their tags.
fn told(file: &NotesFile) -> Vec<(String, Vec<String>)> {
    file.notes().map(|note| (note.text.clone(), note.tags.clone())).collect()
}

fn edited(seen: &Note, text: &str, seconds: i64) -> Change {
    let note = Note { text: text.to_owned(), changed: time(seconds), ..seen.clone() };
    Change::Put { note: Box::new(note), seen: Some(Box::new(seen.clone())) }
}

#[test]
fn what_was_mended_by_hand_is_a_change_too() {
    let mut file = NotesFile::new(Subject::default());
    file.apply(&put("a", "teh talks"));
    let seen = note("a", "teh talks");
    // The time of the last change is left as it was, as people leave it.
    let by_hand = file.write().unwrap().replace("teh", "the");
    let mut file = read(&by_hand);
    file.apply(&Change::Remove { id: seen.id.clone(), at: time(3), seen: Box::new(seen.clone()) });
    assert_eq!(file.notes().count(), 1);
    let tagged = Note { tags: vec!["new".to_owned()], changed: time(4), ..seen.clone() };
    file.apply(&Change::Put { note: Box::new(tagged), seen: Some(Box::new(seen)) });
    let (tag, conflict) = (vec!["new".to_owned()], vec!["conflict".to_owned()]);
    assert_eq!(told(&file), [("teh talks".to_owned(), tag), ("the talks".to_owned(), conflict)]);
}

#[test]
fn a_note_that_was_edited_on_two_machines_is_kept_in_both_forms() {
    let mut base = NotesFile::new(Subject::default());
    base.apply(&put("a", "first"));
    let seen = note("a", "first");
    for (here, there) in [(20, 30), (30, 20), (20, 20)] {
        let (mut mine, mut theirs) = (base.clone(), base.clone());
        mine.apply(&edited(&seen, "mine", here));
        theirs.apply(&edited(&seen, "theirs", there));
        assert!(mine.merge(&theirs));
        let texts = |file: &NotesFile| {
            let mut texts: Vec<String> = file.notes().map(|note| note.text.clone()).collect();
            texts.sort();
            texts
        };
        assert_eq!(texts(&mine), ["mine", "theirs"]);
        assert_eq!(mine.notes().filter(|note| note.tags == ["conflict"]).count(), 1);
        // A copy that could not be removed is merged again, and adds nothing.
        assert!(!mine.merge(&theirs));
        assert_eq!(texts(&mine), ["mine", "theirs"]);
    }
    // Nothing is kept twice where the later form says what the earlier says.
    let mut mine = base.clone();
    mine.apply(&edited(&seen, "first and second", 20));
    assert!(!mine.merge(&base));
    assert_eq!(told(&mine).len(), 1);
}

#[test]
fn a_hundred_thousand_notes_are_put_in_order_at_once() {
    let mut file = NotesFile::new(Subject::default());
    let changes: Vec<Change> = (0..100_000).map(|n| put(&format!("n{n}"), "x")).collect();
    file.apply_all(&changes);
    file.apply_all(&changes);
    let mut other = NotesFile::new(Subject::default());
    assert!(other.merge(&file) && !other.merge(&file));
    let ids: Vec<&str> = other.notes().map(|note| note.id.as_str()).collect();
    assert_eq!((ids.len(), ids[0], ids[99_999]), (100_000, "n0", "n99999"));
}

proptest! {
    /// Whatever people write, the lines of the others stay as they are, or nothing is written and it is said why.
    #[test]
    fn a_note_is_added_to_any_file_or_refused(
        head in "(# h\n)?",
        entries in "(- #x\n|- text: a # c\n|- \\{text: b\\} #d\n|- &a\n  text: 'c'\n|- \\*a\n|- <<: \\*a\n|# f\n|  # g\n|\n|- \\[x\\]\n|- text: \\|\n    t\n\n|- id: i\n  created: 2026-01-01\n){0,7}",
        indent in prop::sample::select(vec!["", "  "]),
        end in "(later: x\n|# e\n|\\.\\.\\.\n)?",
    ) {
        let entries: String = entries.split_inclusive('\n').map(|line| format!("{indent}{line}")).collect();
        let old = format!("{head}notes: 1\nentries:\n{entries}{end}");
        let Ok(mut file) = NotesFile::read(&old) else { return Ok(()) };
        prop_assert_eq!(&file.write().unwrap(), &old);
        file.apply(&put("zz", "new"));
        let new = file.write().map_err(|why| TestCaseError::fail(format!("{why}\n{old}")))?;
        // Without the lines that were added it is what it was.
        let lines: Vec<&str> = new.split_inclusive('\n').collect();
        let at = lines.iter().position(|line| line.contains("id: zz")).unwrap();
        let without: String = lines[..at].iter().chain(&lines[at + 5..]).copied().collect();
        prop_assert_eq!(&without, &old, "{}", new);
    }

    /// Whatever an entry becomes stands in it as it was written there, and all else stays.
    #[test]
    fn a_note_that_people_wrote_becomes_whatever_is_typed(
        text in "[\\PC\\n\\u{85}\\u{2028}\\u{feff}\\u{200b}#:'\"|>&*!%@`\\[\\]{}, -]{0,40}",
        tags in prop::collection::vec("[a-z#:,-]{1,6}|no|12", 0..3),
        entry in prop::sample::select(vec![
            "- text: a # c\n", "- {text: a} # c\n", "- id: x # c\n  text: |\n    a\n\n    b\n  tags: [x]\n", "- text: 'a'\n  # c\n  tags:\n  - x # d\n",
            "-\n  text: >-\n    a\n    b # no comment\n  on: {section: summary} # c\n",
        ]),
    ) {
        let old = format!("# h\nnotes: 1\nentries:\n# above\n{entry}# below\n- text: other # o\nlater: x # l\n");
        let mut file = read(&old);
        let seen = file.notes().next().unwrap().clone();
        let on = Anchor { section: Some(text.clone()), ..Anchor::default() };
        let note = Note { text: text.clone(), tags, now: Some(on), changed: time(5), ..seen.clone() };
        file.apply(&Change::Put { note: Box::new(note.clone()), seen: Some(Box::new(seen)) });
        let new = file.write().map_err(|why| TestCaseError::fail(format!("{why}\n{old}")))?;
        let back = read(&new);
        prop_assert_eq!(back.notes().next().unwrap(), &note, "{}", new);
        prop_assert!(new.starts_with("# h\nnotes: 1\nentries:\n# above\n-"), "{}", new);
        prop_assert!(new.ends_with("# below\n- text: other # o\nlater: x # l\n"), "{}", new);
        prop_assert_eq!(new.contains("# c"), entry.contains("# c"), "{}", new);
    }

    #[test]
    fn whatever_is_typed_reads_back(text in "[\\PC\\n\\u{85}\\u{2028}\\u{feff}\\u{200b}#:'\"|>&*!%@`\\[\\]{}, -]{0,40}", title in "\\PC{0,20}") {
        let mut file = NotesFile::new(Subject { title: title.clone(), ..Subject::default() });
        file.apply(&put("a", &text));
        let written = file.write().unwrap();
        let read = read(&written);
        prop_assert_eq!(&read.notes().next().unwrap().text, &text);
        prop_assert_eq!(&read.subject.title, &title);
    }
}

#[test]
fn what_is_deleted_in_one_copy_and_changed_in_the_other_stays() {
    let base = read(&read("notes: 1\nentries: []\n").with(&put("a", "as it was")));
    let seen = base.find(&NoteId::parse("a").unwrap()).unwrap().clone();
    let deleted =
        base.with(&Change::Remove { id: seen.id.clone(), at: time(100), seen: Box::new(seen.clone()) });
    let longer = base.with(&edited(&seen, "as it was, and a paragraph more", 50));
    for (here, there) in [(&deleted, &longer), (&longer, &deleted)] {
        let mut file = read(here);
        file.merge(&read(there));
        assert_eq!(
            texts(&file.write().unwrap()),
            [("a".to_owned(), "as it was, and a paragraph more".to_owned())]
        );
    }
    // What was deleted after that is gone.
    let again = read(&longer);
    let seen = again.find(&seen.id).unwrap().clone();
    let gone = again.with(&Change::Remove { id: seen.id.clone(), at: time(200), seen: Box::new(seen) });
    let mut file = read(&longer);
    file.merge(&read(&gone));
    assert!(texts(&file.write().unwrap()).is_empty());
}

#[test]
fn of_two_forms_of_a_note_neither_tags_nor_unknown_fields_nor_kind_are_lost() {
    let base = read(&read("notes: 1\nentries: []\n").with(&put("a", "a thought")));
    let seen = base.find(&NoteId::parse("a").unwrap()).unwrap().clone();
    let form = |seconds, change: &dyn Fn(&mut Note)| {
        let mut note = Note { changed: time(seconds), ..seen.clone() };
        change(&mut note);
        base.with(&Change::Put { note: Box::new(note), seen: Some(Box::new(seen.clone())) })
    };
    let here = form(10, &|note| {
        note.tags.push("water".to_owned());
        note.other.insert("rating".to_owned(), "5".into());
    });
    let there = form(20, &|note| note.text.push_str(" and more"));
    let mut file = read(&here);
    file.merge(&read(&there));
    let note = file.notes().next().unwrap();
    assert_eq!((note.text.as_str(), note.tags.len(), note.other.len()), ("a thought and more", 1, 1));
    assert_eq!(file.notes().count(), 1);
    // Of two kinds nobody knows which is meant.
    let there = form(20, &|note| note.kind = Kind::Disagree);
    let here = form(10, &|note| note.kind = Kind::Question);
    let mut file = read(&here);
    file.merge(&read(&there));
    assert_eq!(file.notes().map(|note| note.kind).collect::<Vec<_>>(), [Kind::Disagree, Kind::Question]);
}

#[test]
fn entries_of_one_name_are_told_apart() {
    let text =
        "notes: 1\nentries:\n- {id: a, text: first}\n- {id: a, text: second}\n- text: same\n- text: same\n";
    let file = read(text);
    let ids: Vec<String> = file.notes().map(|note| note.id.to_string()).collect();
    assert_eq!((ids[0].as_str(), ids[1].as_str()), ("a", "a~2"));
    assert!(ids[3].starts_with(&ids[2]) && ids[3].ends_with("~2"), "{ids:?}");
    let second = file.notes().nth(1).unwrap().clone();
    let without = file.with(&Change::Remove { id: second.id.clone(), at: time(9), seen: Box::new(second) });
    assert!(!without.contains("second") && without.contains("first"), "{without}");
    assert_eq!(read(&without).notes().count(), 3);
}
