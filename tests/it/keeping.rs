//! The commands on notes, and notes under fire: real processes that write at once and are killed.

use crate::desk::TALKS;
use serde_json::Value;
use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const BRIEF: &str = env!("CARGO_BIN_EXE_brief");

/// A home of its own with one brief.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        std::fs::write(home.path("talks.yaml"), TALKS).unwrap();
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BRIEF);
        command.args(args).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a command prints, what it says, and its status.
    pub(crate) fn run(&self, args: &[&str]) -> (String, String, i32) {
        let output = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
    }

    /// What a command prints that has to succeed.
    pub(crate) fn fine(&self, args: &[&str]) -> String {
        let (out, err, status) = self.run(args);
        assert_eq!(status, 0, "{args:?}: {err}");
        out
    }

    pub(crate) fn add(&self, quote: &str, text: &str) -> String {
        self.fine(&["notes", "add", "talks.yaml", "--quote", quote, "--text", text]).trim().to_owned()
    }

    pub(crate) fn ids(&self) -> HashSet<String> {
        ids_in(&self.fine(&["notes", "list", "--json"]))
    }

    pub(crate) fn notes_folder(&self) -> PathBuf {
        self.path(".local/share/brief/notes")
    }
}

/// The names of the notes of a list.
fn ids_in(listed: &str) -> HashSet<String> {
    let listed: Value = serde_json::from_str(listed).unwrap();
    let id = |note: &Value| note["note"]["id"].as_str().unwrap().to_owned();
    listed.as_array().unwrap().iter().map(id).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn notes_are_added_listed_shown_and_removed() {
    let home = Home::new();
    assert_eq!(home.fine(&["notes", "list"]), "");
    let id = home.add("deadly clashes", "Where? #place");
    let other = home.fine(&[
        "notes",
        "add",
        "talks.yaml",
        "-s",
        "r",
        "-t",
        "All of them?",
        "-k",
        "question",
        "--tag",
        "who",
    ]);
    let list = home.fine(&["notes"]);
    assert!(list.contains(&id) && list.contains("Question #who: All of them?"), "{list}");
    assert!(!home.fine(&["notes", "list", "-f", "kind:question"]).contains(&id));
    assert!(home.fine(&["notes", "list", "talks.yaml", "-f", "#place"]).contains(&id));
    let shown = home.fine(&["notes", "show", &id]);
    assert!(shown.contains("> deadly clashes\n") && shown.contains("\nWhere? #place\n"), "{shown}");
    home.fine(&["notes", "rm", other.trim()]);
    assert_eq!(home.ids(), HashSet::from([id]));
}

#[test]
fn what_cannot_be_done_is_said() {
    let home = Home::new();
    for (args, says) in [
        (&["notes", "show", "nonesuch"][..], "there is no note nonesuch"),
        (&["notes", "add", "talks.yaml", "-q", "no such words", "-t", "x"], "not in the brief"),
        (&["notes", "add", "talks.yaml", "-q", "the", "-t", "x"], "several times"),
        (&["notes", "add", "talks.yaml", "-q", "deadly clashes"], "needs --text"),
        (&["notes", "add", "nowhere.yaml", "-t", "x"], "no such file"),
        (&["notes", "list", "-f", "kind:dance"], "no kind is called dance"),
        (&["notes", "import", "talks.yaml"], "this is not JSON"),
        (&["export", "talks.yaml", "--template", "none"], "there is no template none"),
        (&["export", "talks.yaml", "-f", "csv", "-w", "brief"], "cannot carry a brief"),
    ] {
        let (_, err, status) = home.run(args);
        assert!(status == 2 && err.contains(says), "{args:?} {status} {err}");
    }
}

#[test]
fn a_revised_brief_keeps_its_notes_and_attach_mends_the_rest() {
    let home = Home::new();
    let (kept, lost) =
        (home.add("narrow", "kept"), home.add("The remedy offered is coherence first", "lost"));
    let revised = TALKS.replace(
        "The remedy offered is coherence first, then steady",
        "First comes something else, then steady",
    );
    assert_ne!(revised, TALKS);
    std::fs::write(home.path("moved.yaml"), revised).unwrap();
    std::fs::remove_file(home.path("talks.yaml")).unwrap();
    let shown = home.fine(&["notes", "list", "moved.yaml"]);
    let line = |id: &str| shown.lines().find(|line| line.contains(id)).unwrap().to_owned();
    assert!(!line(&kept).contains('[') && line(&lost).contains("[orphaned]"), "{shown}");
    home.fine(&["notes", "attach", &lost, "moved.yaml", "--quote", "First comes something else"]);
    assert!(!home.fine(&["notes", "list", "moved.yaml"]).contains('['));
}

#[test]
fn what_is_exported_comes_back_once() {
    let home = Home::new();
    let ids = HashSet::from([home.add("deadly clashes", "one"), home.add("narrow", "two")]);
    for format in ["json", "w3c", "hypothesis", "readium"] {
        home.fine(&["notes", "export", "talks.yaml", "-f", format, "-o", format]);
        let other = Home::new();
        let file = home.path(format);
        let import = ["notes", "import", file.to_str().unwrap(), "--into", "talks.yaml"];
        let (_, said, _) = other.run(&import);
        assert!(said.contains("2 new, 0 changed, 0 already there"), "{format}: {said}");
        assert_eq!(other.ids(), ids, "{format}");
        let (_, said, _) = other.run(&import);
        assert!(said.contains("0 new, 0 changed, 2 already there"), "{format}: {said}");
    }
}

#[test]
fn a_note_that_has_been_in_hypothesis_comes_back_to_its_place() {
    let home = Home::new();
    let id = home.add("narrow", "one");
    let kept = home.fine(&["notes", "export", "talks.yaml", "-f", "json"]);
    let file = home.fine(&["notes", "export", "talks.yaml", "-f", "hypothesis"]);
    let file: Value = serde_json::from_str(&file).unwrap();
    // What its client keeps of what it imports; all else is new.
    let annotation = &file["annotations"][0];
    let back = |text: &str| {
        let file = serde_json::json!({"annotations": [{
            "id": "AbC-1", "created": "2099-01-01T00:00:00Z", "updated": "2099-01-01T00:00:00Z", "text": text,
            "tags": annotation["tags"], "target": annotation["target"], "uri": "https://elsewhere.example/",
            "extra": {"source": "import", "original_id": annotation["id"]},
        }]});
        std::fs::write(home.path("back.json"), file.to_string()).unwrap();
        home.run(&["notes", "import", "back.json", "--into", "talks.yaml"]).1
    };
    let said = back("one");
    assert!(said.contains("0 new, 0 changed, 1 already there"), "{said}");
    // The export itself tells when it was made.
    let briefs = |json: &str| serde_json::from_str::<Value>(json).unwrap()["briefs"].clone();
    assert_eq!(briefs(&home.fine(&["notes", "export", "talks.yaml", "-f", "json"])), briefs(&kept));
    let said = back("two");
    assert!(said.contains("0 new, 1 changed, 0 already there"), "{said}");
    let of = |json: &str| serde_json::from_str::<Value>(json).unwrap()["briefs"][0]["notes"][0].clone();
    let (was, is) = (of(&kept), of(&home.fine(&["notes", "export", "talks.yaml", "-f", "json"])));
    assert_eq!((is["note"]["id"].as_str(), is["text"].as_str()), (Some(id.as_str()), Some("two")));
    assert_eq!((&is["note"]["on"], &is["note"]["created"]), (&was["note"]["on"], &was["note"]["created"]));
}

#[test]
fn of_two_notes_on_equal_words_both_come_back() {
    let home = Home::new();
    let twice = "title: Twice\nsummary: |\n  He said no. She left.\n\n  He said no. She stayed.\n";
    std::fs::write(home.path("talks.yaml"), twice).unwrap();
    let entry = |id: &str, prefix: &str, suffix: &str| {
        format!(
            r#"{{"id": "{id}", "kind": "highlight", "created": "2026-11-22T10:00:00Z", "on": {{"section": "summary", "quote": "He said no.", "prefix": "{prefix}", "suffix": "{suffix}"}}}}"#
        )
    };
    let file = |entries: &[String]| {
        let text = format!(
            r#"{{"format": "brief-notes", "version": 1, "briefs": [{{"title": "Twice", "notes": [{}]}}]}}"#,
            entries.join(", ")
        );
        std::fs::write(home.path("in.json"), text).unwrap();
        home.run(&["notes", "import", "in.json", "--into", "talks.yaml"]).1
    };
    let (first, second) = (entry("a", "", " She left."), entry("b", " left.", " She stayed."));
    assert!(file(&[first.clone(), second.clone()]).contains("2 new"));
    home.fine(&["notes", "rm", "b"]);
    let said = file(&[first.clone(), second.clone()]);
    assert!(said.contains("0 new, 0 changed, 1 already there, 1 deleted here"), "{said}");
    // Other programs' names may not tell annotations apart.
    let other = first.replace("highlight", "question");
    let said = file(&[first.clone(), other.clone(), first]);
    assert!(said.contains("1 new, 0 changed, 1 already there"), "{said}");
    assert_eq!(home.ids().len(), 2);
    assert!(file(&[entry("a", "", " She left."), other]).contains("0 new, 0 changed, 2 already there"));
}

#[test]
fn all_notes_are_exported_where_no_brief_is_named() {
    let home = Home::new();
    let (_, said, status) = home.run(&["notes", "export", "-f", "readwise"]);
    assert!(status == 2 && said.contains("nothing to export"), "{said}");
    home.add("deadly clashes", "one");
    let other = "title: Other\nsummary: Something else.\n";
    std::fs::write(home.path("other.yaml"), other).unwrap();
    home.fine(&["notes", "add", "other.yaml", "-q", "Something", "-t", "two", "--tag", "a b,#c"]);
    let table = home.fine(&["notes", "export", "-f", "csv"]);
    assert!(table.contains("deadly clashes") && table.contains("a b c"), "{table}");
    let (table, said, status) = home.run(&["notes", "export", "-f", "csv", "--filter", "#nonesuch"]);
    assert!(status == 2 && table.is_empty() && said.contains("no notes to export"), "{said}");
    std::fs::remove_file(home.path("other.yaml")).unwrap();
    // What was written on a brief that is gone is not lost with it.
    let table = home.fine(&["notes", "export", "-f", "csv"]);
    assert!(table.contains("one") && table.contains("two") && table.contains("Other"), "{table}");
}

#[test]
fn an_export_goes_where_it_is_sent_or_says_why_not() {
    let home = Home::new();
    let other = "title: Other\nsummary: Something else.\n";
    std::fs::create_dir(home.path("b")).unwrap();
    std::fs::write(home.path("b/other.yaml"), other).unwrap();
    std::fs::write(home.path("b/talks.yaml"), TALKS).unwrap();
    for (name, says) in
        [("n.pdf", "no format is called .pdf (md, "), ("no/where/n.md", "there is no folder no/where")]
    {
        let (_, err, status) = home.run(&["export", "talks.yaml", "-o", name]);
        assert!(status == 2 && err.contains(says), "{err}");
    }
    assert!(!home.path("no").exists());
    home.fine(&["export", "b", "-f", "obsidian", "-o", "vault"]);
    assert_eq!(names(&home.path("vault")).len(), 2);
    home.fine(&["export", "talks.yaml", "-o", "/dev/null", "--force"]);
    assert!(home.fine(&["export", "talks.yaml", "-o", "/dev/stdout"]).contains("# Istanbul talks"));
    let templates = home.path(".config/brief/templates");
    std::fs::create_dir_all(&templates).unwrap();
    std::fs::write(templates.join("minutes.md.jinja"), "{{ briefs[0].title }}").unwrap();
    assert_eq!(home.fine(&["export", "b/other.yaml", "-t", "minutes"]), "Other");
}

#[test]
fn every_event_of_an_org_file_stands_in_its_first_column() {
    let home = Home::new();
    let events = "timeline: [{date: 2025-01-01, event: One.}, {date: 2025-01-02, event: Two.}]";
    std::fs::write(home.path("t.yaml"), format!("title: T\nsummary: S.\n{events}\n")).unwrap();
    let org = home.fine(&["export", "t.yaml", "-f", "org"]);
    assert!(org.contains("\nOne.\n") && org.contains("\nTwo.\n"), "{org}");
}

#[test]
fn notes_beside_briefs_are_listed_and_where_there_are_none_that_is_said() {
    let home = Home::new();
    let (out, said, status) = home.run(&["notes", "list"]);
    assert!(out.is_empty() && status == 0 && said.contains("there are no notes in /"), "{said}");
    std::fs::create_dir_all(home.path("briefs")).unwrap();
    std::fs::create_dir_all(home.path(".config/brief")).unwrap();
    std::fs::write(home.path(".config/brief/config.yaml"), "notes: beside\n").unwrap();
    std::fs::rename(home.path("talks.yaml"), home.path("briefs/talks.yaml")).unwrap();
    home.fine(&["notes", "add", "briefs/talks.yaml", "-s", "r", "-t", "All?"]);
    home.fine(&["notes", "add", "briefs/talks.yaml", "-t", "Hm."]);
    assert!(home.path("briefs/talks.notes.yaml").exists());
    let list = home.fine(&["notes", "list"]);
    assert!(list.contains("on the section Recommendations") && list.contains("on the whole brief"), "{list}");
}

#[test]
fn a_note_is_told_where_its_passage_is_now() {
    let home = Home::new();
    let brief = |items: [&str; 2]| {
        format!(
            "id: x\ntitle: T\nsummary: S.\nrecommendations: [{{text: {}}}, {{text: {}}}]\n",
            items[0], items[1]
        )
    };
    let (one, two) = ("Somebody counts the votes", "Another reads the results");
    std::fs::write(home.path("talks.yaml"), brief([one, two])).unwrap();
    home.add("counts the votes", "first");
    home.add("reads the results", "second");
    std::fs::write(home.path("talks.yaml"), brief([two, one])).unwrap();
    let told = home.fine(&["notes", "export", "-f", "csv"]);
    let line = |text: &str| told.lines().position(|line| line.contains(text)).unwrap();
    assert!(line("second") < line("first"), "{told}");
    let place = |text: &str| told.lines().nth(line(text)).unwrap().to_owned();
    assert!(place("first").contains(" › 2\",") && place("second").contains(" › 1\","), "{told}");
}

#[test]
fn a_pipe_among_the_notes_stops_nobody_and_names_of_notes_are_plain() {
    let home = Home::new();
    home.add("deadly clashes", "one");
    let made = Command::new("mkfifo").arg(home.notes_folder().join("pipe.yaml")).status().unwrap();
    assert!(made.success());
    home.add("narrow", "two");
    let file = names(&home.notes_folder()).into_iter().find(|name| name != "pipe.yaml").unwrap();
    let file = home.notes_folder().join(file);
    let text = std::fs::read_to_string(&file).unwrap();
    let odd = "- {id: \"a\\u202eb\", created: 2026-11-22T10:00:00Z, text: odd}\n";
    std::fs::write(&file, format!("{text}{odd}")).unwrap();
    let (listed, told, status) = home.run(&["notes", "list", "--json"]);
    assert!(told.contains("pipe.yaml: it is a pipe or a device") && told.contains("no name"), "{told}");
    assert_eq!(status, 1);
    let ids = ids_in(&listed);
    assert!(ids.len() == 2 && ids.iter().all(|id| id.is_ascii()), "{ids:?}");
    home.add("narrow", "three");
    assert!(std::fs::read_to_string(&file).unwrap().contains(odd));
}

#[test]
fn no_file_is_written_over_unasked() {
    let home = Home::new();
    std::fs::write(home.path("out.md"), "mine").unwrap();
    let (_, err, status) = home.run(&["export", "talks.yaml", "-o", "out.md"]);
    assert!(status == 2 && err.contains("is there already: --force"), "{err}");
    assert_eq!(std::fs::read_to_string(home.path("out.md")).unwrap(), "mine");
    home.fine(&["export", "talks.yaml", "-o", "out.md", "--force"]);
    assert!(std::fs::read_to_string(home.path("out.md")).unwrap().contains("# Istanbul talks"));
    // A folder gets a file for each brief; no temporary file stays.
    home.fine(&["export", "talks.yaml", "-f", "html", "-o", "pages/"]);
    assert_eq!(names(&home.path("pages")), ["istanbul-talks.html"]);
}

#[test]
fn of_many_writers_at_once_none_loses() {
    let home = Home::new();
    let writers: Vec<_> = (0..24)
        .map(|n| {
            let text = format!("note {n}");
            home.command(&["notes", "add", "talks.yaml", "-q", "deadly clashes", "-t", &text])
                .spawn()
                .unwrap()
        })
        .collect();
    let mut ids = HashSet::new();
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        ids.insert(String::from_utf8(output.stdout).unwrap().trim().to_owned());
    }
    assert_eq!((ids.len(), home.ids()), (24, ids));
}

/// When a writer is killed: as soon as something is seen.
#[derive(Clone, Copy, Debug)]
enum Moment {
    Started,
    Folder,
    Temporary,
    Said,
}

#[test]
fn a_writer_that_is_killed_at_any_moment_loses_no_saved_note() {
    let home = Home::new();
    let mut saved = HashSet::from([home.add("deadly clashes", "the first")]);
    let folder = home.notes_folder();
    let moments = [Moment::Started, Moment::Folder, Moment::Temporary, Moment::Said, Moment::Temporary];
    let (mut killed, mut spins) = (0, 0);
    for (n, moment) in moments.iter().cycle().take(2_000).enumerate() {
        if killed == 200 {
            break;
        }
        let text = format!("note {n}");
        let mut writer = home
            .command(&["notes", "add", "talks.yaml", "-q", "deadly clashes", "-t", &text])
            .spawn()
            .unwrap();
        let before = names(&folder).len();
        // From round to round a little later.
        let later = (n % 200) * 40;
        let mut looked = 0;
        while writer.try_wait().unwrap().is_none() {
            let reached = match moment {
                Moment::Started => true,
                Moment::Folder => looked > 20,
                Moment::Temporary => names(&folder).len() > before,
                Moment::Said => false,
            };
            looked += 1;
            if reached {
                for _ in 0..later {
                    std::hint::spin_loop();
                    spins += 1;
                }
                writer.kill().unwrap();
                killed += 1;
                break;
            }
        }
        let mut said = String::new();
        writer.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        writer.wait().unwrap();
        // What was said to be saved is saved.
        saved.extend(Some(said.trim().to_owned()).filter(|id| !id.is_empty()));
        if n % 10 == 9 {
            let there = home.ids();
            assert!(saved.is_subset(&there), "{moment:?} {n}");
        }
    }
    assert!(killed == 200 && spins > 0, "only {killed} were killed");
    assert!(saved.len() > 40 && saved.is_subset(&home.ids()));
    // And nothing of the killed ones lies about.
    home.add("narrow", "the last");
    assert_eq!(names(&folder).len(), 1);
}
