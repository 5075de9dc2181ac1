//! The commands on notes in use: editing, several briefs in one file, briefs that are not at hand, answers as JSON.

use crate::keeping::Home;
use serde_json::Value;

const TWO: &str = "title: First of two\nsummary: One thing is said.\n---\ntitle: Second of two\nsummary: Another thing is said.\n";

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_note_is_edited_and_keeps_its_place_and_its_birth() {
    let home = Home::new();
    let id = home.add("deadly clashes", "Where? #place");
    let before = value(&home.fine(&["notes", "show", &id, "--json"]))[0]["note"].clone();
    // Its end is enough of a name: the starts of notes of one day are alike.
    let end = &id[id.len() - 8..];
    let edited =
        home.fine(&["notes", "edit", end, "-t", "When?", "-k", "question", "--tag", "time", "--json"]);
    let after = value(&edited)["note"].clone();
    assert_eq!((&after["text"], &after["kind"]), (&Value::from("When?"), &Value::from("question")));
    assert_eq!((&after["tags"], &after["on"]), (&value("[\"time\"]"), &before["on"]));
    assert_eq!((&after["created"], &after["id"]), (&before["created"], &before["id"]));
    assert!(after["changed"].is_string() && before["changed"].is_null());
    home.fine(&["notes", "edit", end, "--untag", "time", "-t", "- a list\n- of two"]);
    assert!(home.fine(&["notes", "list", "-f", "#time"]).is_empty());
    let (_, said, status) = home.run(&["notes", "edit", end]);
    assert!(status == 2 && !said.is_empty(), "{said}");
    let gone = value(&home.fine(&["notes", "rm", &id[..12], "--json"]));
    assert_eq!(gone[0]["note"]["id"], Value::from(id));
    assert!(home.ids().is_empty());
}

#[test]
fn of_several_briefs_in_a_file_the_words_or_a_name_say_which() {
    let home = Home::new();
    std::fs::write(home.path("two.yaml"), TWO).unwrap();
    let titles = |out: &str| value(out)["brief"]["title"].as_str().unwrap().to_owned();
    let add = ["notes", "add", "two.yaml", "-t", "x", "--json", "-q"];
    let with = |more: &[&'static str]| home.run(&[&add[..], more].concat());
    assert_eq!(titles(&with(&["Another"]).0), "Second of two");
    let (_, said, status) = with(&["thing"]);
    assert!(status == 2 && said.contains("“First of two”") && said.contains("--brief"), "{said}");
    assert_eq!(titles(&with(&["thing", "--brief", "First"]).0), "First of two");
    let (_, said, status) = with(&["thing", "--brief", "Third"]);
    assert!(status == 2 && said.contains("Third"), "{said}");
}

#[test]
fn notes_on_a_brief_that_is_not_at_hand_are_listed_exported_and_removed() {
    let home = Home::new();
    std::fs::write(home.path("wells.yaml"), "title: Wells\nsummary: Nobody counts the wells.\n").unwrap();
    let id = home.fine(&["notes", "add", "wells.yaml", "-q", "counts", "-t", "why?"]).trim().to_owned();
    std::fs::remove_file(home.path("wells.yaml")).unwrap();
    let listed = value(&home.fine(&["notes", "list", "--json", "-f", "state:absent"]));
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["state"]), (1, &Value::from("absent")));
    let exported = home.fine(&["notes", "export", "-f", "markdown"]);
    assert!(exported.contains("the brief was not at hand") && !exported.contains("carries no disclaimer"));
    assert!(home.fine(&["notes", "export", "-f", "json"]).contains("\"absent\""));
    home.fine(&["notes", "rm", &id]);
    assert!(home.ids().is_empty());
}

#[test]
fn notes_that_cannot_be_read_are_told_and_keep_nobody_from_the_brief() {
    let home = Home::new();
    let id = home.add("deadly clashes", "mine");
    let folder = home.notes_folder();
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let good = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{good}\nnotes: [")).unwrap();
    let (out, said, status) = home.run(&["notes", "list"]);
    assert!(status == 1 && said.contains(&*file.to_string_lossy()) && said.contains("line "), "{out} {said}");
    let (out, said, status) = home.run(&["export", "talks.yaml"]);
    assert!(status == 1 && out.contains("# Istanbul talks") && said.contains("line "), "{said}");
    // What cannot be read is not written over.
    let (_, said, status) = home.run(&["notes", "add", "talks.yaml", "-q", "narrow", "-t", "more"]);
    assert!(status == 2 && said.contains("line "), "{said}");
    std::fs::write(&file, good).unwrap();
    assert_eq!(home.ids(), std::iter::once(id).collect());
}

#[test]
fn what_a_query_finds_is_exported() {
    let home = Home::new();
    std::fs::write(home.path("wells.yaml"), "title: Wells\ntopics: [water]\nsummary: Nobody counts.\n")
        .unwrap();
    std::fs::write(home.path("two.yaml"), TWO).unwrap();
    let out = value(&home.fine(&["export", "-f", "json", "--query", "topic:water", "."]));
    assert_eq!(
        (out["briefs"].as_array().unwrap().len(), &out["briefs"][0]["title"]),
        (1, &Value::from("Wells"))
    );
    home.fine(&["export", "-f", "text", "--query", "another thing", "-o", "found/", "."]);
    let names: Vec<_> =
        std::fs::read_dir(home.path("found")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["second-of-two.txt"]);
    let (out, _, status) = home.run(&["export", "--query", "nonesuch", "."]);
    assert!(status == 1 && out.is_empty());
}

#[cfg(unix)]
#[test]
fn two_links_to_one_file_of_notes_are_one_file() {
    let home = Home::new();
    let id = home.add("deadly clashes", "mine");
    let file = std::fs::read_dir(home.notes_folder()).unwrap().next().unwrap().unwrap().path();
    // Somebody keeps the notes in a folder that is synchronised.
    let elsewhere = home.path("kept.yaml");
    std::fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let second = home.add("narrow", "more");
    assert!(std::fs::symlink_metadata(&file).unwrap().is_symlink());
    let kept = std::fs::read_to_string(&elsewhere).unwrap();
    assert!(kept.contains(&id) && kept.contains(&second), "{kept}");
    assert_eq!(home.ids().len(), 2);
}

#[test]
fn no_export_is_written_over_the_brief_or_its_notes() {
    let home = Home::new();
    home.add("narrow", "mine");
    let notes = std::fs::read_dir(home.notes_folder()).unwrap().next().unwrap().unwrap().path();
    std::os::unix::fs::symlink(home.path("talks.yaml"), home.path("link.html")).unwrap();
    let kept = [home.path("talks.yaml"), notes.clone()].map(|path| std::fs::read(path).unwrap());
    for output in ["talks.yaml", "link.html", "./talks.yaml", notes.to_str().unwrap()] {
        let (_, said, status) = home.run(&["export", "talks.yaml", "-f", "html", "-o", output, "--force"]);
        assert!(status == 2 && said.contains("another name"), "{output}: {said}");
    }
    assert_eq!([home.path("talks.yaml"), notes].map(|path| std::fs::read(path).unwrap()), kept);
}
