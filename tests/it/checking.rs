//! `brief check` as scripts and editors see it.

use crate::cli::{Home, text};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const CLEAN: &str = "title: Clean\nsummary: They met.\ndisclaimers: [Mine.]\n";
/// One error and two warnings, behind characters of one, two and four bytes; `𝒳` is two units of UTF-16.
const FAULTY: &str = "title: é𝒳, 100%\nsumary: x\nrecommendations: [{text: é𝒳, to: [a, b], priority: hihg}]\ndisclaimers: [d]\n";
const DOUBTFUL: &str = "title: é𝒳\nrecommendations: [{text: é𝒳, to: a, priority: hihg}]\ndisclaimers: [d]\n";

fn home() -> Home {
    Home::new(&[("a/clean.yaml", CLEAN), ("a/doubtful.yaml", DOUBTFUL), ("b/faulty, 1.yaml", FAULTY)])
}

#[test]
fn every_form_tells_the_same_findings() {
    let home = home();
    for form in ["full", "concise", "json", "github"] {
        let out = home.run(&["check", "a", "b", "--format", form]);
        assert_eq!(out.status.code(), Some(1), "{form}");
        assert_eq!(text(&out.stderr), "3 files checked: 1 error, 2 warnings\n");
        insta::assert_snapshot!(format!("check_{form}"), text(&out.stdout));
    }
}

#[test]
fn the_exit_status_says_what_was_found() {
    let home = home();
    let status = |args: &[&str]| home.run(&[&["check"], args].concat()).status.code();
    assert_eq!(status(&["a/clean.yaml"]), Some(0));
    assert_eq!(status(&["a"]), Some(0), "a warning is no error");
    assert_eq!(status(&["a", "--deny", "warnings"]), Some(1));
    assert_eq!(status(&["a", "b"]), Some(1));
    assert_eq!(status(&["a", "nowhere.yaml"]), Some(2));
    assert_eq!(status(&["b", "nowhere.yaml"]), Some(2));
    assert_eq!(status(&["--format", "zebra", "a"]), Some(2));
    assert_eq!(status(&["--explain", "no-speaker"]), Some(0));
    let unknown = home.run(&["check", "--explain", "no-speeker"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `no-speaker`?"));
    assert_eq!(status(&["--watch", "-"]), Some(2));
    assert_eq!(status(&["--watch", "nowhere/at/all.yaml"]), Some(2));
}

#[test]
fn a_code_is_explained_and_all_are_listed() {
    let home = home();
    insta::assert_snapshot!("check_explain", text(&home.run(&["check", "--explain", "late-date"]).stdout));
    let list = text(&home.run(&["check", "--explain"]).stdout);
    assert_eq!(list.lines().count(), briefing::diagnostic::CODES.len());
}

#[test]
fn severities_are_those_of_the_configuration() {
    let home = home();
    std::fs::write(home.path("off.yaml"), "check: {unusual-value: off}\n").unwrap();
    std::fs::write(home.path("bad.yaml"), "check: {unusual-value: error}\n").unwrap();
    let check = |config: &str| home.run(&["check", "a", "--config", config]);
    assert_eq!((check("off.yaml").status.code(), check("bad.yaml").status.code()), (Some(0), Some(1)));
    assert_eq!(text(&check("off.yaml").stdout), "");
    assert!(text(&check("bad.yaml").stdout).starts_with("error[unusual-value]"));
    // The page tells the same.
    let page = |config: &str| text(&home.run(&["show", "a/doubtful.yaml", "--config", config]).stderr);
    assert_eq!(page("off.yaml"), "");
    assert!(page("bad.yaml").starts_with("error[unusual-value]"));
}

#[test]
fn findings_come_in_the_order_of_files_and_places_and_what_is_left_out_is_counted() {
    let many: Vec<(String, String)> = (0..300)
        .map(|n| {
            (format!("many/{n:03}.yaml"), format!("{CLEAN}f{n}: 1\ng: 2\n# {}\n", "x".repeat(n * 97 % 5000)))
        })
        .collect();
    let files: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let home = Home::new(&files);
    let out = text(&home.run(&["check", "many", "-f", "concise"]).stdout);
    let places: Vec<&str> = out.lines().map(|line| line.split(": ").next().unwrap()).collect();
    let expected: Vec<String> =
        many.iter().flat_map(|(name, _)| [format!("{name}:4:1"), format!("{name}:5:1")]).collect();
    assert_eq!(places, expected);

    let fields: Vec<String> = (0..500).map(|n| format!("f{n}: 1\n")).collect();
    std::fs::write(home.path("worst.yaml"), format!("{CLEAN}{}", fields.concat())).unwrap();
    for form in ["full", "concise", "json", "sarif", "github"] {
        let out = home.run(&["check", "worst.yaml", "-f", form]);
        assert!(text(&out.stdout).contains("300"), "{form} does not say how many are left out");
        assert!(text(&out.stderr).contains("500 errors (300 not told"), "{}", text(&out.stderr));
    }
}

#[test]
fn standard_input_is_checked_and_no_byte_of_it_is_obeyed() {
    let nasty = "title: \"\u{202e}x\\e[31m\"\nsum\u{200b}ary\u{9b}31m: y\nactors: [{name: TODO, \"a,b:c%\\n::error::x\": 1}]\n";
    let home = home();
    for form in ["full", "concise", "json", "sarif", "github"] {
        let out = home.run_piped(&["check", "-", "-f", form], Some(nasty.as_bytes()));
        assert_eq!(out.status.code(), Some(1), "{form}");
        let told = text(&out.stdout) + &text(&out.stderr);
        assert!(told.contains("stdin"), "{form}: {told}");
        let obeyed = told.chars().find(|c| *c != '\n' && c.is_control() || "\u{202e}\u{200b}".contains(*c));
        assert_eq!(obeyed, None, "{form}: {told}");
        assert!(!told.contains("\n::error::x"), "{form}: {told}");
    }
}

/// The parts of SARIF 2.1.0's schema (OASIS, section 3) that are written, with no others allowed, as there.
fn sarif_schema() -> Value {
    let object = |properties: Value, required: Value| json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    let list = |items: Value| json!({"type": "array", "items": items, "uniqueItems": true});
    let text = json!({"type": "string"});
    let message = object(json!({"text": text}), json!(["text"]));
    let level = json!({"enum": ["none", "note", "warning", "error"]});
    let from_one = json!({"type": "integer", "minimum": 1});
    let region = object(
        json!({"startLine": from_one, "startColumn": from_one, "endLine": from_one, "endColumn": from_one}),
        json!([]),
    );
    let artifact = object(json!({"uri": {"type": "string", "format": "uri-reference"}}), json!([]));
    let physical =
        object(json!({"artifactLocation": artifact, "region": region}), json!(["artifactLocation"]));
    let location = object(json!({"physicalLocation": physical, "message": message}), json!([]));
    let replacement = object(
        json!({"deletedRegion": region, "insertedContent": object(json!({"text": text}), json!([]))}),
        json!(["deletedRegion"]),
    );
    let change = object(
        json!({"artifactLocation": artifact, "replacements": {"type": "array", "minItems": 1, "items": replacement}}),
        json!(["artifactLocation", "replacements"]),
    );
    let fix = object(
        json!({"description": message, "artifactChanges": {"type": "array", "minItems": 1, "uniqueItems": true, "items": change}}),
        json!(["artifactChanges"]),
    );
    let result = object(
        json!({
            "ruleId": text, "level": level, "message": message, "locations": {"type": "array", "items": location},
            "relatedLocations": list(location), "fixes": list(fix),
        }),
        json!(["message"]),
    );
    let rule = object(
        json!({
            "id": text, "shortDescription": message, "fullDescription": message,
            "defaultConfiguration": object(json!({"level": level}), json!([])),
        }),
        json!(["id"]),
    );
    let driver = object(json!({"name": text, "semanticVersion": text, "rules": list(rule)}), json!(["name"]));
    let notification = object(json!({"level": level, "message": message}), json!(["message"]));
    let invocation = object(
        json!({"executionSuccessful": {"type": "boolean"}, "toolExecutionNotifications": {"type": "array", "items": notification}}),
        json!(["executionSuccessful"]),
    );
    let run = object(
        json!({
            "tool": object(json!({"driver": driver}), json!(["driver"])),
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "results": {"type": "array", "items": result}, "invocations": {"type": "array", "items": invocation},
        }),
        json!(["tool"]),
    );
    object(
        json!({"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": run}}),
        json!(["version", "runs"]),
    )
}

#[test]
fn sarif_is_valid_and_counts_columns_as_it_says() {
    let schema = sarif_schema();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let home = home();
    for files in [&["a", "b"][..], &["a/clean.yaml"], &["nowhere.yaml"], &["a", "nowhere.yaml"]] {
        let out = home.run(&[&["check", "-f", "sarif"], files].concat());
        let value: Value = serde_json::from_slice(&out.stdout).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{files:?}");
        let read = !files.contains(&"nowhere.yaml");
        assert_eq!(value["runs"][0]["invocations"][0]["executionSuccessful"], read);
        let known: Vec<&Value> = value["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| &rule["id"])
            .collect();
        for result in value["runs"][0]["results"].as_array().unwrap() {
            assert!(known.contains(&&result["ruleId"]));
        }
    }
    let out = home.run(&["check", "-f", "sarif", "a"]);
    let value: Value = serde_json::from_slice(&out.stdout).unwrap();
    let result = &value["runs"][0]["results"][0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let column = DOUBTFUL.lines().nth(1).unwrap().split("hihg").next().unwrap().chars().count() + 1;
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&json!(column), &json!(column + 4)));
    let fix = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&fix["deletedRegion"], &fix["insertedContent"]["text"]), (region, &json!("high")));
}

#[test]
fn edits_in_json_mend_the_file_by_their_offsets() {
    let home = home();
    let out = home.run(&["check", "-f", "json", "a/doubtful.yaml"]);
    let value: Value = serde_json::from_slice(&out.stdout).unwrap();
    let edit = &value["findings"][0]["fix"]["edits"][0];
    let offset = |end: &str| usize::try_from(edit[end]["offset"].as_u64().unwrap()).unwrap();
    let mut mended = DOUBTFUL.to_owned();
    mended.replace_range(offset("start")..offset("end"), edit["text"].as_str().unwrap());
    assert_eq!(mended, DOUBTFUL.replace("hihg", "high"));
}

#[test]
fn a_watched_folder_is_checked_again_when_a_file_is_replaced() {
    let home = home();
    let mut command = crate::cli::brief(home.path("").as_path());
    command.args(["check", "--watch", "a", "-f", "concise"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert_eq!(lines.next().as_deref(), Some("2 files checked: 1 warning"));
    assert!(lines.next().unwrap().starts_with("watching, the system tells of changes"));
    std::fs::write(home.path("new"), CLEAN).unwrap();
    std::fs::rename(home.path("new"), home.path("a/doubtful.yaml")).unwrap();
    assert_eq!(lines.next().as_deref(), Some("2 files checked: nothing found"));
    assert!(lines.next().unwrap().starts_with("watching"));
    std::fs::write(home.path("a/third.yaml"), FAULTY).unwrap();
    let told: Vec<String> = lines.by_ref().take_while(|line| !line.contains("1 error")).collect();
    assert!(told.len() < 20, "{told:?}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_watched_file_that_becomes_a_pipe_is_told_of_and_checked_again_when_it_is_back() {
    let home = home();
    let mut command = crate::cli::brief(home.path("").as_path());
    let watch = ["check", "--watch", "a/doubtful.yaml", "-f", "concise"];
    let mut child = command.args(watch).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut until = |end: &str| lines.by_ref().take(40).find(|line| line.contains(end)).is_some();
    assert!(until("1 file checked: 1 warning") && until("watching"));
    let mkfifo = std::process::Command::new("mkfifo").arg(home.path("pipe")).status().unwrap();
    assert!(mkfifo.success());
    std::fs::rename(home.path("pipe"), home.path("a/doubtful.yaml")).unwrap();
    assert!(until("could not be read") && until("watching"));
    std::fs::write(home.path("new"), CLEAN).unwrap();
    std::fs::rename(home.path("new"), home.path("a/doubtful.yaml")).unwrap();
    assert!(until("1 file checked: nothing found"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn whoever_has_read_enough_ends_the_check() {
    let many: Vec<(String, String)> =
        (0..2_000).map(|n| (format!("many/{n}.yaml"), FAULTY.to_owned())).collect();
    let files: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let home = Home::new(&files);
    let mut command = crate::cli::brief(home.path("").as_path());
    let mut child =
        command.args(["check", "many"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("error[unknown-field]"), "{first}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
