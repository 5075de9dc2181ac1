//! `brief notes import`, as one uses it: notes from files of this program and of others, each on its brief and none twice.

use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const BRIEF: &str = env!("CARGO_BIN_EXE_brief");

const TALKS: &str = "title: Istanbul talks\nsummary: A narrow window for the two sides opens in Istanbul.\nsource: {title: A narrow window, url: 'https://example.org/talks'}\n";
const PORTS: &str = "id: ports\ntitle: Ports\nsummary: The harbour is closed to ships of every flag.\nsource: {title: Closed, url: 'https://example.org/ports'}\n";

/// A home of its own with two briefs.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        home.write("briefs/talks.yaml", TALKS);
        home.write("briefs/ports.yaml", PORTS);
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    #[expect(clippy::needless_pass_by_value, reason = "a file is written from whatever is at hand")]
    fn write(&self, name: &str, text: impl ToString) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text.to_string()).unwrap();
    }

    /// What a command prints, what it says, and its status.
    fn run(&self, args: &[&str]) -> (String, String, i32) {
        let mut command = Command::new(BRIEF);
        command.args(args).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        let output = command.stdin(Stdio::null()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
    }

    fn fine(&self, args: &[&str]) -> String {
        let (out, said, status) = self.run(args);
        assert_eq!(status, 0, "{args:?}: {said}");
        out
    }

    /// Imports a file that holds `text`; what is said, and the status.
    fn bring(&self, text: impl ToString) -> (String, i32) {
        self.write("in.json", text);
        let (_, said, status) = self.run(&["notes", "import", "in.json"]);
        (said, status)
    }

    /// What is said of a file in which nothing is wrong.
    fn brings(&self, text: impl ToString) -> String {
        let (said, status) = self.bring(text);
        assert_eq!(status, 0, "{said}");
        said
    }

    fn add(&self, file: &str, quote: &str, text: &str) -> String {
        self.fine(&["notes", "add", file, "--quote", quote, "--text", text]).trim().to_owned()
    }

    /// The notes, as they are listed.
    fn notes(&self) -> Vec<Value> {
        let listed: Value = serde_json::from_str(&self.fine(&["notes", "list", "--json"])).unwrap();
        listed.as_array().unwrap().iter().map(|one| one["note"].clone()).collect()
    }

    /// What the notes say.
    fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> =
            self.notes().iter().map(|note| note["text"].as_str().unwrap_or_default().to_owned()).collect();
        texts.sort();
        texts
    }

    /// The names of the notes files.
    fn files(&self) -> usize {
        std::fs::read_dir(self.path(".local/share/brief/notes")).map_or(0, Iterator::count)
    }
}

/// Our own JSON of notes on one brief.
fn ours(title: &str, notes: &Value) -> Value {
    json!({"format": "brief-notes", "version": 1, "briefs": [{"title": title, "notes": notes}]})
}

fn note(id: &str, text: &str, changed: &str) -> Value {
    json!({"id": id, "created": "2026-11-22T10:00:00Z", "changed": changed, "text": text,
        "on": {"section": "summary", "quote": "narrow window"}})
}

/// An annotation of Hypothesis on a page.
fn annotation(id: &str, uri: &str, exact: &str, text: &str, tags: &[&str]) -> Value {
    json!({"id": id, "created": "2026-11-22T10:00:00Z", "updated": "2026-11-22T10:00:00Z", "uri": uri, "text": text,
        "tags": tags, "target": [{"source": uri, "selector": [{"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""}]}]})
}

const FORMATS: [&str; 4] = ["json", "w3c", "hypothesis", "readium"];

#[test]
fn notes_on_two_briefs_go_out_and_come_back_the_same_to_the_byte() {
    let home = Home::new();
    home.add("briefs/talks.yaml", "narrow window for", "one #tag");
    home.add("briefs/ports.yaml", "harbour", "two");
    home.fine(&[
        "notes",
        "add",
        "briefs/ports.yaml",
        "-s",
        "summary",
        "-t",
        "three",
        "-k",
        "question",
        "--tag",
        "x",
    ]);
    for format in FORMATS {
        let export = ["notes", "export", "briefs/talks.yaml", "briefs/ports.yaml", "-f", format];
        let out = home.fine(&export);
        let other = Home::new();
        let said = other.brings(&out);
        assert!(said.contains("3 new, 0 changed, 0 already there"), "{format}: {said}");
        // The hour of the export is told in it.
        let undated = |text: &str| {
            let dated = [
                "\"exported\"",
                "\"created\": \"20",
                "\"generated\"",
                "export_date",
                "sourceDate",
                "urn:uuid",
            ];
            text.lines()
                .filter(|line| !dated.iter().any(|name| line.contains(name)))
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(undated(&other.fine(&export)), undated(&out), "{format}");
        assert_eq!(other.notes(), home.notes(), "{format}");
        let said = other.brings(&out);
        assert!(said.contains("0 new, 0 changed, 3 already there"), "{format}: {said}");
    }
}

#[test]
fn every_file_that_is_named_is_taken_and_one_that_is_wrong_stops_no_other() {
    let home = Home::new();
    home.write("a.json", ours("Istanbul talks", &json!([note("a", "one", "2026-11-22T10:00:00Z")])));
    home.write(
        "b.json",
        ours(
            "Istanbul talks",
            &json!([note("a", "one", "2026-11-22T10:00:00Z"), note("b", "two", "2026-11-22T10:00:00Z")]),
        ),
    );
    home.write("wrong.json", "{\"format\": ");
    let (_, said, status) = home.run(&["notes", "import", "a.json", "wrong.json", "none.json", "b.json"]);
    assert_eq!(status, 2, "{said}");
    for told in [
        "a.json: 1 new, 0 changed, 0 already there",
        "wrong.json: this is not JSON: it ends too early",
        "none.json: there is no such file",
        "b.json: 1 new, 0 changed, 1 already there",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(home.texts(), ["one", "two"]);
    let (out, said, status) = home.run(&["notes", "import", "--json", "a.json", "wrong.json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &told[0]["same"], &told[0]["failed"]), (2, &json!(1), &json!(false)), "{said}");
    assert!(told[1]["problems"][0].as_str().unwrap().contains("not JSON"), "{told}");
    home.write("c.json", ours("Istanbul talks", &json!([note("c", "three", "2026-11-22T10:00:00Z")])));
    let told: Value = serde_json::from_str(&home.fine(&["notes", "import", "--json", "c.json"])).unwrap();
    let done = &told[0]["notes"][0];
    assert_eq!((&told[0]["new"], &done["id"], &done["outcome"]), (&json!(1), &json!("c"), &json!("new")));
    assert_eq!(done["brief"]["title"], "Istanbul talks");
}

#[test]
fn a_brief_is_found_by_what_is_its_alone_and_else_it_is_asked_for() {
    let home = Home::new();
    let page = |uri: &str| json!({"annotations": [annotation("x", uri, "harbour", "hm", &[])]});
    // A link to the page from elsewhere is a link to the page.
    let said = home.brings(page("http://www.example.org/ports/?utm_source=mail#top"));
    assert!(said.contains("1 new"), "{said}");
    // The only brief that is named is meant; what the file says instead is told.
    home.write("in.json", page("https://elsewhere.example/"));
    let (_, said, status) = home.run(&["notes", "import", "in.json", "--into", "briefs/talks.yaml"]);
    assert!(status == 0 && said.contains("1 new"), "{said}");
    assert!(
        said.contains("https://elsewhere.example/") && said.contains("put on “Istanbul talks”"),
        "{said}"
    );
    // One that happens to be the only one at hand is not.
    std::fs::remove_file(home.path("briefs/talks.yaml")).unwrap();
    let (said, status) = home.bring(page("https://elsewhere.example/"));
    assert!(
        status == 1 && said.contains("which is not at hand: --into FILE") && said.contains("1 left out"),
        "{said}"
    );
    let (_, said, status) = home.run(&["notes", "import", "in.json", "--into", "briefs"]);
    assert!(status == 1 && said.contains("1 left out"), "{said}");
    // Notes on another page are not on the brief whose notes come with them.
    let both = json!({"annotations": [annotation("y", "https://example.org/ports", "ships", "a", &[]), annotation("z", "https://elsewhere.example/", "b", "b", &[])]});
    home.write("in.json", both);
    let (_, said, status) = home.run(&["notes", "import", "in.json", "--into", "briefs/ports.yaml"]);
    assert!(status == 1 && said.contains("1 new") && said.contains("1 left out"), "{said}");
    // Of two briefs of one name neither is guessed.
    for name in ["one", "two"] {
        home.write(&format!("briefs/{name}.yaml"), "title: Letter\nsummary: S.\n");
    }
    let (said, status) = home.bring(ours("Letter", &json!([note("l", "which?", "2026-11-22T10:00:00Z")])));
    assert!(status == 1 && said.contains("one.yaml, briefs/two.yaml: --into FILE says which"), "{said}");
    // A brief that is named twice is one.
    let (_, said, status) =
        home.run(&["notes", "import", "in.json", "--into", "briefs/one.yaml", "--into", "./briefs/one.yaml"]);
    assert!(status == 0 && said.contains("1 new"), "{said}");
    // Another id is another brief, whatever it is called.
    let mut other = ours("Ports", &json!([note("p", "mine?", "2026-11-22T10:00:00Z")]));
    other["briefs"][0]["id"] = "harbours".into();
    let (said, status) = home.bring(other);
    assert!(status == 1 && said.contains("1 left out"), "{said}");
}

#[test]
fn of_two_forms_of_a_note_the_later_counts_and_the_other_is_kept() {
    let home = Home::new();
    let bring = |text: &str, changed: &str, tag: &str| {
        let mut one = note("a", text, changed);
        one["tags"] = json!([tag]);
        home.brings(ours("Istanbul talks", &json!([one])))
    };
    assert!(bring("one", "2026-11-22T10:00:00Z", "x").contains("1 new"));
    let said = bring("one, and more", "2026-11-23T10:00:00Z", "y");
    assert!(said.contains("0 new, 1 changed, 0 already there") && !said.contains("conflict"), "{said}");
    assert_eq!(home.notes()[0]["tags"], json!(["y", "x"]));
    // The earlier form brings nothing but what the later does not say.
    let said = bring("else", "2026-11-21T10:00:00Z", "x");
    assert!(said.contains("0 new, 0 changed, 1 already there, 1 kept beside"), "{said}");
    assert_eq!(home.texts(), ["else", "one, and more"]);
    let said = bring("else", "2026-11-21T10:00:00Z", "x");
    assert!(said.contains("1 already there") && !said.contains("conflict"), "{said}");
    let said = bring("third", "2026-11-24T10:00:00Z", "z");
    assert!(said.contains("1 changed") && said.contains("1 kept beside"), "{said}");
    assert_eq!(home.texts(), ["else", "one, and more", "third"]);
    // What was deleted here stays so, until it is changed elsewhere.
    home.fine(&["notes", "rm", "a"]);
    let said = bring("third", "2026-11-24T10:00:00Z", "z");
    assert!(said.contains("0 new, 0 changed, 0 already there, 1 deleted here"), "{said}");
    assert!(bring("fourth", "2026-11-25T10:00:00Z", "z").contains("1 new"));
}

#[test]
fn a_note_that_comes_back_from_elsewhere_changes_its_words_and_nothing_more() {
    let home = Home::new();
    let uuid = "018bcfe5-6800-7707-8707-070707070707";
    let mut own = note(uuid, "one", "2026-11-22T10:00:00Z");
    own["kind"] = "question".into();
    own["tags"] = json!(["x"]);
    own["mood"] = "grim".into();
    home.brings(ours("Istanbul talks", &json!([own])));
    let back = |text: &str, tags: &[&str]| {
        let mut one = annotation("AbC", "https://example.org/talks", "narrow", text, tags);
        one["updated"] = "2026-12-01T10:00:00Z".into();
        one["extra"] = json!({"source": "import", "original_id": uuid});
        home.brings(json!({"annotations": [one]}))
    };
    assert!(back("one", &["question"]).contains("0 new, 0 changed, 1 already there"));
    let said = back("one, and so on", &["Y"]);
    assert!(said.contains("0 new, 1 changed, 0 already there"), "{said}");
    let notes = home.notes();
    let mut wish = own.clone();
    wish["text"] = "one, and so on".into();
    wish["tags"] = json!(["x", "Y"]);
    wish["changed"] = "2026-12-01T10:00:00Z".into();
    assert_eq!(notes, [wish]);
}

#[test]
fn nothing_comes_twice_in_whatever_order_or_from_whatever_program() {
    let home = Home::new();
    let one = |id: &str, text: &str, tags: &[&str]| {
        annotation(id, "https://example.org/talks", "narrow window", text, tags)
    };
    // Names that tell nothing apart, and none at all.
    let mut list = vec![
        one("a", "first", &[]),
        one("a", "second", &[]),
        one("a", "third", &[]),
        one("", "fourth", &[""]),
    ];
    assert!(home.brings(json!({"annotations": list})).contains("4 new"));
    list.reverse();
    assert!(home.brings(json!({"annotations": list})).contains("0 new, 0 changed, 4 already there"));
    list.truncate(3);
    list.rotate_left(1);
    assert!(home.brings(json!({"annotations": list})).contains("0 new, 0 changed, 3 already there"));
    assert!(home.notes().iter().all(|note| note.get("tags").is_none()), "a blank tag is none");
    // The same words under another name are the same note; with another tag or meaning they are not.
    assert!(home.brings(json!({"rows": [one("b", "first", &[])], "total": 1})).contains("1 already there"));
    assert!(home.brings(json!({"rows": [one("b", "first", &["tag"])], "total": 1})).contains("1 new"));
    // A name is one note's on one brief, and may be another's on another.
    let both = json!({"format": "brief-notes", "version": 1, "briefs": [
        {"title": "Istanbul talks", "notes": [note("n", "here", "2026-11-22T10:00:00Z")]},
        {"title": "Ports", "notes": [note("n", "there", "2026-11-22T10:00:00Z")]},
    ]});
    assert!(home.brings(&both).contains("2 new"));
    assert!(home.brings(&both).contains("2 already there"));
}

#[test]
fn what_a_note_cannot_hold_is_told_and_everything_else_comes() {
    let home = Home::new();
    let deep = (0..60).fold(json!(1), |deep, _| json!([deep]));
    let mut odd = note("a", "one", "2026-11-22T10:00:00Z");
    let fields = json!({"deleted": true, "deep": deep, "long": "x".repeat(70_000), "n": 7, "half": 0.5, "yes": true,
        "huge": 1e300, "none": null, "within": {"version": "1.20", "list": [1, null, "no"], "ok": false}});
    odd.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let mut control = note("c", "a\u{1b}[31mb\u{0}\u{9b}c\r\nd", "2026-11-22T10:00:00Z");
    control["tags"] = json!(["t\u{7}"]);
    let briefs = json!({"format": "brief-notes", "version": 1, "briefs": [
        7, {"title": "Ports", "notes": "none"}, {"title": "Istanbul talks", "notes": [odd, "no note", {"id": "x", "kind": "dance"}, control]},
        {"title": "Ports", "notes": [{"text": "by hand"}]},
    ]});
    let (said, status) = home.bring(&briefs);
    assert!(status == 1 && said.contains("3 new"), "{said}");
    for told in [
        "`deleted`",
        "`deep`",
        "`long`",
        "brief 1: it is a number",
        "brief 2: its `notes` is a text, not a list",
        "annotation 2: it is a text, not a note",
        "`kind: dance` is none",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("struct") && !said.contains("invalid type"), "{said}");
    let notes = home.notes();
    let of = |id: &str| notes.iter().find(|note| note["id"] == id).unwrap();
    assert_eq!(
        (&of("a")["n"], &of("a")["half"], &of("a")["yes"]),
        (&json!(7), &json!("0.5"), &json!("true"))
    );
    assert_eq!(of("a")["within"], json!({"version": "1.20", "list": [1, null, "no"], "ok": "false"}));
    assert!(of("a").get("deleted").is_none() && of("a").get("huge").is_some());
    let (again, _) = home.bring(&briefs);
    assert!(again.contains("0 new, 0 changed, 3 already there"), "{again}");
    // Much that is wrong is not told line by line, and no line reaches the terminal as it stands in the file.
    let (said, status) =
        home.bring(ours("Istanbul talks", &json!(vec![json!({"kind": "\u{1b}[31mred"}); 57])));
    assert!(status == 1 && said.contains("and 37 more") && said.lines().count() == 22, "{said}");
    assert!(!said.contains('\u{1b}'));
}

#[test]
fn a_file_that_cannot_be_read_says_what_is_wrong_and_what_helps() {
    let home = Home::new();
    let refused = |text: &str| {
        let (said, status) = home.bring(text);
        assert_eq!(status, 2, "{said}");
        assert!(!["struct", "invalid type", "expected"].iter().any(|word| said.contains(word)), "{said}");
        said
    };
    for (text, says) in [
        ("", "it is empty"),
        ("{\"a\": [1,", "it ends too early (line 1, column 9)"),
        ("a,b,c", "--format json writes what can be imported"),
        (TALKS, "it is a brief, as it seems; --into names"),
        ("{}", "no file of annotations that is known"),
        (r#"{"format": "brief-notes", "version": "new"}"#, "its `version` is a text, not a number"),
        (r#"{"format": "brief-notes", "briefs": {}}"#, "its `briefs` is an object, not a list"),
        (r#"{"format": "brief-notes"}"#, "its `briefs` is missing"),
        (r#"{"format": "brief-notes", "version": 2}"#, "newer version"),
        ("notes: 1\nentries: {a: b}\n", "`entries` is a mapping"),
    ] {
        let said = refused(text);
        assert!(said.contains(says), "{text}: {said}");
    }
    assert_eq!(home.files(), 0);
}

#[test]
fn a_file_of_notes_by_hand_comes_too() {
    let home = Home::new();
    let text = "notes: 1\nbrief: {title: Ports}\nentries:\n- text: by hand\n  on: {quote: harbour}\n- {text: x, kind: dance}\n";
    let (said, status) = home.bring(text);
    assert!(status == 1 && said.contains("1 new") && said.contains("line 6: `kind: dance`"), "{said}");
    assert!(home.bring(text).0.contains("0 new, 0 changed, 1 already there"));
    // The same in JSON.
    let json = ours("Ports", &json!([{"text": "by another hand", "created": "2026-11-22"}]));
    assert!(home.brings(&json).contains("1 new"));
    assert!(home.brings(&json).contains("1 already there"));
}

#[test]
fn web_annotations_come_as_the_model_lets_them_be_written() {
    let home = Home::new();
    let context = "http://www.w3.org/ns/anno.jsonld";
    let one = |id: &str, exact: &str| {
        json!({"id": id, "type": "Annotation", "bodyValue": id, "creator": {"name": "Ann"},
            "target": {"source": "https://example.org/talks", "selector": {"type": "TextQuoteSelector", "exact": exact}}})
    };
    let (said, status) = home
        .bring(json!({"@context": context, "type": "AnnotationCollection", "first": "https://a.example/1"}));
    assert!(status == 1 && said.contains("further annotations lie at https://a.example/1: fetch"), "{said}");
    let graph = json!({"@context": context, "@graph": [
        {"id": "c", "type": "AnnotationCollection", "first": "p"}, {"id": "p", "type": "AnnotationPage", "items": ["a", "b"]},
        one("a", "narrow"), one("b", "window"), {"id": "ann", "type": "Person", "name": "Ann"},
    ]});
    assert!(home.brings(&graph).contains("2 new"));
    assert!(home.notes().iter().all(|note| note["creator"]["name"] == "Ann"));
    let pages = json!({"@context": context, "type": "AnnotationCollection", "first": {"type": "AnnotationPage",
        "items": [one("c", "two")], "next": {"type": "AnnotationPage", "items": [one("d", "sides")], "next": "https://a.example/3"}}});
    let (said, status) = home.bring(&pages);
    assert!(status == 1 && said.contains("2 new") && said.contains("lie at https://a.example/3"), "{said}");
    let mut many = one("e", "opens");
    many["target"] = json!(["https://example.org/talks", many["target"], many["target"]]);
    many.as_object_mut().unwrap().remove("bodyValue");
    many["body"] = json!([{"type": "TextualBody", "value": "one"}, {"type": "TextualBody", "value": "two"}, {"type": "Video", "id": "https://a.example/v"}]);
    many["@context"] = context.into();
    let (said, status) = home.bring(&many);
    assert!(status == 1 && said.contains("1 new") && said.contains("is on 3 places"), "{said}");
    assert!(said.contains("a body that is no text is left out: https://a.example/v"), "{said}");
    assert!(home.texts().contains(&"one\n\ntwo".to_owned()));
}

#[test]
fn notes_on_many_briefs_come_at_once() {
    let home = Home::new();
    let title = |n: usize| format!("Brief number {n}");
    for n in 0..70 {
        home.write(&format!("briefs/b{n}.yaml"), format!("title: {}\nsummary: S.\n", title(n)));
    }
    let on =
        |n: usize| json!({"title": title(n), "notes": [{"id": format!("n{n}"), "text": "x"}, {"text": "y"}]});
    let briefs: Vec<Value> = (0..70).map(on).collect();
    let file = json!({"format": "brief-notes", "version": 1, "briefs": briefs});
    // What keeps the notes on one brief from being written keeps no others.
    let blocked = home.path(".local/share/brief/notes/mine.yaml");
    home.write(
        ".local/share/brief/notes/mine.yaml",
        "notes: 1\nbrief: {title: Brief number 40}\nmine: &e [{text: a}]\nentries: *e\n",
    );
    let (said, status) = home.bring(&file);
    assert!(status == 2 && said.contains("138 new") && said.contains("mine.yaml: "), "{said}");
    std::fs::remove_file(blocked).unwrap();
    assert!(home.brings(&file).contains("2 new, 0 changed, 138 already there"));
    assert_eq!(home.files(), 70);
}

#[test]
fn a_page_of_an_answer_tells_that_there_are_more() {
    let home = Home::new();
    let one = annotation("a", "https://example.org/talks", "narrow", "one", &[]);
    let (said, status) = home.bring(json!({"total": 30, "rows": [one]}));
    assert!(status == 1 && said.contains("1 new") && said.contains("1 of 30 annotations"), "{said}");
}

#[test]
fn a_brief_that_has_notes_is_found_wherever_it_lies() {
    let home = Home::new();
    std::fs::create_dir(home.path("far")).unwrap();
    let far = home.path("far/wells.yaml");
    std::fs::write(&far, "title: Wells\nsummary: Nobody counts the wells.\n").unwrap();
    home.fine(&["notes", "add", "far/wells.yaml", "-q", "counts", "-t", "why?"]);
    let out = home.fine(&["notes", "export", "-f", "json"]);
    std::fs::write(home.path("all.json"), out.replace("why?", "why not?")).unwrap();
    let (_, said, status) = home.run(&["notes", "import", "all.json"]);
    assert!(status == 0 && !said.contains("not at hand"), "{said}");
}
