//! `brief list`, `search` and `open` as scripts see them.

use crate::cli::{Home, brief, text};
use std::fmt::Write as _;
use std::process::Command;
use std::process::Stdio;

const TALKS: &str = "title: Istanbul talks\ntopics: [peace]\nsource: {publication: Khaama Press, published: 2025-11-02}\n\
                     summary: Delegates met in Doha.\nactors: [{name: Qatar, role: The host.}]\ndisclaimers: [d]\n";
const RIVER: &str = "title: The river\nsource: {published: 2024}\nsummary: |\n  Water is short; the wáter of the river. Doha is far.\ndisclaimers: [d]\n";

fn home() -> Home {
    Home::new(&[
        ("briefs/talks.yaml", TALKS),
        ("briefs/old/river.yaml", RIVER),
        ("briefs/broken.yaml", "title: Broken: badly\nsummary: x\n"),
        ("briefs/compose.yaml", "services: {web: {image: x}}\n"),
    ])
}

fn out(home: &Home, args: &[&str]) -> (String, String, i32) {
    let out = home.run(args);
    (text(&out.stdout), text(&out.stderr), out.status.code().unwrap())
}

#[test]
fn briefs_are_listed_for_scripts() {
    let home = home();
    let all = "briefs/talks.yaml\t2025-11-02\tIstanbul talks\tKhaama Press\nbriefs/old/river.yaml\t2024\tThe river\n\
               briefs/broken.yaml\t\tBroken: badly\t\tline 1: a second `: ` in one line\n";
    assert_eq!(out(&home, &["list"]), (all.to_owned(), String::new(), 0));
    for (args, titles) in [
        (&["topic:peace"][..], "Istanbul talks\n"),
        (&["--sort", "-title", "-has:errors"], "The river\nIstanbul talks\n"),
        (&["source:Khaama Press", "talks"], "Istanbul talks\n"),
        (&["source:\"Khaama Press\" doha"], "Istanbul talks\n"),
        (&["doha", "-water"], "Istanbul talks\n"),
        (&["--in", "briefs/old"], "The river\n"),
        (&["--in", "briefs/*.yaml", "-n", "1"], "Istanbul talks\n"),
    ] {
        let args: Vec<&str> = ["list", "--format", "{{ title }}"].iter().chain(args).copied().collect();
        assert_eq!(out(&home, &args).0, titles, "{args:?}");
    }
    let (json, _, _) = out(&home, &["list", "istanbul", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json,
        serde_json::json!([{
            "path": "briefs/talks.yaml", "document": 0, "title": "Istanbul talks", "id": null, "authors": [],
            "publication": "Khaama Press", "date": "2025-11-02", "language": "en", "topics": ["peace"],
            "actors": ["Qatar"], "minutes": 1, "words": 16, "has": ["summary", "actors", "disclaimers"],
            "read": false, "notes": 0, "error": null, "found": "title"
        }])
    );
    let (json, _, status) = out(&home, &["list", "nothing-of-the-kind", "--json"]);
    assert_eq!((json.as_str(), status), ("[]\n", 1));
}

#[test]
fn a_search_shows_the_passages_with_their_hits_marked() {
    let home = home();
    let (page, said, status) = out(&home, &["search", "water", "doha"]);
    let shown = "The river  2024\nbriefs/old/river.yaml\n  Summary: *Water* is short; the *wáter* of the river. *Doha* is far.\n";
    assert_eq!((page.as_str(), said.as_str(), status), (shown, "", 0));
    let (page, _, _) = out(&home, &["search", "doha", "--color", "always"]);
    assert!(page.contains("\u{1b}[") && !page.contains("*Doha*"), "{page}");
    let (json, _, _) = out(&home, &["search", "wáter", "--json", "--passages", "1"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json[0]["passages"][0]["marks"],
        serde_json::json!([[0, 5], [20, 25]]),
        "counted in characters"
    );
    assert_eq!(json[0]["passages"][0]["section"], "Summary");
    let (page, said, status) = out(&home, &["search", "zebra"]);
    assert_eq!((page.as_str(), status), ("", 1));
    assert_eq!(said, "brief: none of 3 briefs fits: with words that begin with “zebra”\n");
    let (_, said, _) = out(&home, &["search", "doha", "-n", "1"]);
    assert_eq!(said, "brief: 1 of 2 briefs; --limit 0 shows all\n");
}

#[test]
fn notes_are_searched_too() {
    let home = home();
    let added =
        home.run(&["notes", "add", "briefs/talks.yaml", "-q", "Doha", "-t", "Ask the Zambian envoy #border"]);
    assert!(added.status.success(), "{}", text(&added.stderr));
    let (page, _, _) = out(&home, &["search", "zambia"]);
    assert!(page.contains("  Notes: Ask the *Zambian* envoy #border Doha\n"), "{page}");
    assert_eq!(
        out(&home, &["list", "has:notes", "tag:border", "--format", "{{ title }} {{ notes }}"]).0,
        "Istanbul talks 1\n"
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let home = home();
    for (args, said) in [
        (
            &["list", "water", "topc:x"][..],
            "brief: there is no field `topc:`\n  water topc:x\n        ^^^^\n  did you mean topic:?",
        ),
        (
            &["search", "from:yesterday"],
            "  from:yesterday\n       ^^^^^^^^^\n  write 2025, 2025-11 or 2025-11-02\n",
        ),
        (&["search", "🦀"], "brief: a word needs letters or digits\n  🦀\n  ^^\n"),
        (&["list", "--", "-🦀", "—"], "  −🦀 —\n  ^^^\n"),
        (&["list", "+++"], "  +++\n  ^^^\n"),
        (&["list", "--sort", "titel"], "did you mean sort:title?"),
        (&["list", "--in", "nowhere"], "brief: nowhere: there is no such file or folder\n"),
        (&["list", "--format", "{{ titel }}"], "brief: --format: there is no `titel`; did you mean `title`?"),
        (&["list", "--format", "{{"], "brief: --format: syntax error: "),
        (&["open", "has:nots"], "did you mean has:notes?"),
    ] {
        let (page, complaint, status) = out(&home, args);
        assert_eq!((page.as_str(), status), ("", 2), "{args:?}");
        assert!(complaint.contains(said), "{args:?}: {complaint}");
    }
    let empty = Home::new(&[]);
    let (_, said, status) = out(&empty, &["list"]);
    assert_eq!(
        (said.as_str(), status),
        (
            "brief: there is no folder ./briefs, and none is configured: --in FOLDER says where to look, folders: in the configuration (brief config) where to look always; brief alone opens the samples\n",
            2
        )
    );
}

#[test]
fn what_is_no_file_in_the_index_is_made_anew_and_not_waited_for() {
    let home = home();
    let wanted = out(&home, &["search", "doha"]);
    let library = std::fs::read_dir(home.path(".cache/brief/library")).unwrap();
    let folder = library.map(|entry| entry.unwrap().path()).next().unwrap();
    let files =
        || -> Vec<_> { std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let count = files().len();
    assert!(count >= 2, "{:?}", files());
    for n in 0..2 * count {
        let path = &files()[n / 2];
        std::fs::remove_file(path).unwrap();
        if n % 2 == 0 {
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        } else {
            std::os::unix::fs::symlink("/dev/zero", path).unwrap();
        }
        let (page, _, status) = out(&home, &["search", "doha"]);
        assert_eq!((page.as_str(), status), (wanted.0.as_str(), 0), "{}", path.display());
        let all_files = || files().iter().all(|file| file.metadata().is_ok_and(|file| file.is_file()));
        assert!(all_files() && files().len() == count, "{:?}", files());
    }
}

#[test]
fn open_shows_what_was_found_the_best_first() {
    let home = home();
    // Without a terminal, as pages.
    let (page, _, status) = out(&home, &["open", "river"]);
    assert_eq!(status, 0);
    assert!(page.trim_start().starts_with("The river"), "{page}");
    assert_eq!(out(&home, &["open", "zebra"]), (String::new(), "brief: no brief fits\n".to_owned(), 1));
}

#[test]
fn hostile_names_and_titles_reach_no_terminal() {
    let home = Home::new(&[(
        "briefs/a\u{1b}[31m.yaml",
        "title: \"x\\e]0;t\\a\\u202ey\"\nsummary: \"a\\e[31m zebra\"\ndisclaimers: [d]\n",
    )]);
    for args in [
        &["list"][..],
        &["search", "zebra"],
        &["list", "--json"],
        &["list", "--format", "{{ path }} {{ title }}"],
        &["list", "--sort", "\u{1b}[31m"],
    ] {
        let (page, said, _) = out(&home, args);
        let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || c == '\u{202e}';
        assert!(!page.contains(bad) && !said.contains(bad), "{args:?}: {page:?} {said:?}");
    }
}

#[test]
fn whoever_is_killed_leaves_what_was_done_and_two_at_once_do_not_meet() {
    let home = Home::new(&[]);
    std::fs::create_dir(home.path("briefs")).unwrap();
    for n in 0..3000 {
        let mut brief = format!("title: Brief {n}\nsummary: |\n");
        for line in 0..20 {
            let _ = writeln!(brief, "  The unique{n}x{line} word of many that are said again and again.");
        }
        brief.push_str("disclaimers: [d]\n");
        std::fs::write(home.path(&format!("briefs/{n}.yaml")), brief).unwrap();
    }
    let start = |args: &[&str]| {
        let mut command = brief(home.0.path());
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    // Wherever it was when it was killed, the next goes on.
    for round in 0..6_u32 {
        let mut one = start(&["list", "--json"]);
        // So many bytes of the index are there, or all of it.
        let cache = home.path(".cache/brief/library");
        let written = |cache: &std::path::Path| -> usize {
            let stores = std::fs::read_dir(cache).into_iter().flatten().flatten();
            stores.map(|store| std::fs::read_dir(store.path()).unwrap().count()).sum()
        };
        while written(&cache) < round as usize % 3 && one.try_wait().unwrap().is_none() {}
        let _ = one.kill();
        one.wait().unwrap();
    }
    let both = [start(&["list", "--format", "{{ title }}"]), start(&["search", "unique2999x19", "--json"])];
    let [list, search] = both.map(|child| child.wait_with_output().unwrap());
    assert_eq!(text(&list.stdout).lines().count(), 3000, "{}", text(&list.stderr));
    assert!(text(&search.stdout).contains("Brief 2999"));
    let (json, said, _) = out(&home, &["search", "\"unique17x3 word\"", "--json"]);
    assert_eq!(said, "");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap().as_array().unwrap().len(), 1);
    let left: Vec<String> = std::fs::read_dir(home.path(".cache/brief/library"))
        .unwrap()
        .flat_map(|store| std::fs::read_dir(store.unwrap().path()).unwrap())
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
}
