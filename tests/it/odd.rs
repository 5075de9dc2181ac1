//! What stands in the way of the program: odd files, odd variables, odd places of options.

use super::cli::{Home, brief, text};
use std::os::unix::fs::symlink;

const SMALL: &str = "title: Small\nsummary: A short summary.\n";

/// Where notes lie in a home.
const NOTES: &str = ".local/share/brief/notes";

#[test]
fn common_options_may_stand_before_the_command() {
    let home = Home::new(&[("x.yaml", SMALL), ("c.yaml", "measure: 40\n"), ("briefs/x.yaml", SMALL)]);
    for args in [
        &["--color", "never", "check", "x.yaml"][..],
        &["--config", "c.yaml", "check", "x.yaml"],
        &["--config=c.yaml", "--color=never", "check", "x.yaml"],
    ] {
        let out = home.run(args);
        assert!(text(&out.stderr).contains("1 file checked"), "{args:?}: {}", text(&out.stderr));
    }
    assert!(text(&home.run(&["--color", "never", "list"]).stdout).contains("Small"));
    let out = home.run(&["--theme", "dark", "check", "x.yaml"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("the command check stands before"), "{}", text(&out.stderr));
}

#[test]
fn what_is_no_file_of_notes_is_told_in_a_list() {
    let home = Home::new(&[("x.yaml", SMALL)]);
    let notes = home.path(NOTES);
    std::fs::create_dir_all(notes.join("folder.yaml")).unwrap();
    symlink("loop.yaml", notes.join("loop.yaml")).unwrap();
    symlink("/dev/zero", notes.join("zero.yaml")).unwrap();
    symlink("nowhere", notes.join("gone.yaml")).unwrap();
    std::fs::write(notes.join("junk.yaml"), vec![b'x'; 17 << 20]).unwrap();
    let by_hand =
        "notes: 1\nbrief: {title: Small}\nentries:\n- text: by hand\n- text: odd\n  kind: nonsense\n";
    std::fs::write(notes.join("hand.yaml"), by_hand).unwrap();
    let out = home.run(&["notes", "list"]);
    let told = text(&out.stderr);
    for (name, said) in [
        ("folder.yaml", "it is a folder"),
        ("loop.yaml", "links lead round in a circle"),
        ("zero.yaml", "a device"),
        ("gone.yaml", "leads nowhere"),
        ("junk.yaml", "more than 16 MB"),
        ("hand.yaml", "line 5: `kind: nonsense`"),
    ] {
        let line = told.lines().find(|line| line.contains(name));
        assert!(line.is_some_and(|line| line.contains(said)), "{name}: {told}");
    }
    assert_eq!(told.lines().count(), 6, "{told}");
    assert!(text(&out.stdout).contains("by hand"), "{}", text(&out.stdout));
    assert_eq!(out.status.code(), Some(1));
}

#[test]
fn a_note_that_cannot_be_kept_waits_for_the_reader() {
    let home = Home::new(&[("x.yaml", "id: small\ntitle: Small\nsummary: x\n")]);
    let file = home.path(NOTES).join("mine.yaml");
    std::fs::create_dir_all(home.path(NOTES)).unwrap();
    // The list stands elsewhere: nothing can be put into it without changing that too.
    let old = "notes: 1\nbrief: {id: small, title: Small}\nmine: &e [{text: a}]\nentries: *e\n";
    std::fs::write(&file, old).unwrap();
    let out = home.run(&["notes", "add", "x.yaml", "--text", "not to be lost"]);
    let told = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2));
    assert!(told.contains("line 4") && told.contains("write them out"), "{told}");
    assert!(told.contains("the reader offers the note"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), old);
    let unsaved = std::fs::read_dir(home.path(".local/state/brief/unsaved")).unwrap();
    let kept = unsaved.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    assert!(kept.into_iter().any(|draft| draft.contains("not to be lost")));
}

#[test]
fn errors_of_the_system_are_told_in_words_with_a_remedy() {
    let home = Home::new(&[("x.yaml", SMALL), ("file", "")]);
    symlink("loop", home.path("loop")).unwrap();
    symlink("/dev/zero", home.path("endless.yaml")).unwrap();
    for (args, said) in [
        (&["show", "file/x.yaml"][..], "a part of the path is a file"),
        (&["show", "loop"], "links lead round in a circle"),
        (&["show", "endless.yaml"], "a device that does not end"),
        (&["--config", "endless.yaml", "show", "x.yaml"], "a device that does not end"),
        (&["--config", "loop", "show", "x.yaml"], "links lead round in a circle"),
        (&["notes", "import", "loop", "--into", "x.yaml"], "links lead round in a circle"),
        (&["export", "x.yaml", "-o", "/dev/full"], "the disk is full; make room"),
    ] {
        let out = home.run(args);
        let told = text(&out.stderr);
        assert!(told.contains(said) && !told.contains("os error"), "{args:?}: {told}");
        assert_ne!(out.status.code(), Some(0), "{args:?}");
    }
    std::fs::write(home.path("large.yaml"), vec![b'#'; (1 << 20) + 1]).unwrap();
    let out = home.run(&["--config", "large.yaml", "show", "x.yaml"]);
    assert!(text(&out.stderr).contains("more than 1 MB"), "{}", text(&out.stderr));
    // What is empty is a configuration.
    assert_eq!(home.run(&["--config", "/dev/null", "show", "x.yaml"]).status.code(), Some(0));
    // A file where folders should be made.
    let out = brief(home.0.path())
        .env("XDG_DATA_HOME", home.path("file"))
        .args(["notes", "add", "x.yaml", "--text", "y"])
        .output()
        .unwrap();
    let told = text(&out.stderr);
    assert!(told.contains("a file, not a folder; move that file away"), "{told}");
}

#[test]
fn a_home_that_is_no_full_path_is_none() {
    let home = Home::new(&[("x.yaml", SMALL)]);
    let out = brief(home.0.path())
        .env("HOME", "rel")
        .env("XDG_DATA_HOME", "data")
        .args(["notes", "add", "x.yaml", "--text", "y"])
        .output()
        .unwrap();
    assert!(text(&out.stderr).contains("set HOME to the full path"), "{}", text(&out.stderr));
    assert_eq!(out.status.code(), Some(2));
    assert!(!home.path("rel").exists() && !home.path("data").exists());
}

#[test]
fn an_editor_that_does_not_work_is_named_with_a_remedy() {
    let home = Home::new(&[("x.yaml", SMALL)]);
    for (editor, said) in [
        ("/nope/x", "$EDITOR is /nope/x, and there is no such program; set it to one"),
        ("false", "the editor false did not end well: exit status: 1"),
        ("/tmp/x\u{1b}]0;P\u{7}", "$EDITOR holds what a terminal would obey"),
        ("nope 'a b'", "$EDITOR is nope, and there is no such program"),
    ] {
        let out = brief(home.0.path()).env("EDITOR", editor).args(["edit", "x.yaml"]).output().unwrap();
        let told = text(&out.stderr);
        assert!(told.contains(said) && !told.contains('\u{1b}'), "{editor:?}: {told}");
        assert_eq!(out.status.code(), Some(2), "{told}");
    }
}

#[test]
fn a_long_query_is_not_repeated_whole() {
    let home = Home::new(&[("briefs/x.yaml", SMALL)]);
    let long = format!("{} ( nowhere:x", "word ".repeat(700));
    for query in [long.as_str(), &"x".repeat(18_000)] {
        let told = text(&home.run(&["list", query]).stderr);
        assert!(!told.is_empty() && told.len() < 1_000, "{} {told}", told.len());
    }
    let told = text(&home.run(&["list", "zebra"]).stderr);
    assert!(told.contains("the one brief there is does not fit"), "{told}");
    let away = Home::new(&[]);
    let out = away.run(&["list"]);
    assert_eq!(out.status.code(), Some(2));
    let told = text(&out.stderr);
    assert!(told.contains("--in FOLDER") && told.contains("brief config"), "{told}");
}
