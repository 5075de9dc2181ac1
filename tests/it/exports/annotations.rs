//! What importers of annotations keep, and what comes back from them.

use super::sample::Sample;
use briefing::notes::Note;
use briefing::render::export::{Format, What, import};
use serde_json::{Value, json};

fn exported(sample: &Sample, format: Format) -> Value {
    serde_json::from_slice(&sample.export(format, What::Notes)).unwrap()
}

/// Hypothesis' `getImportData`, and what it exports of that again.
fn through_hypothesis(file: &Value) -> Value {
    let import = |(n, ann): (usize, &Value)| {
        json!({
            "id": format!("AbC-{n}"), "created": "2030-01-01T00:00:00Z", "updated": "2030-01-01T00:00:00Z",
            "user": "acct:me@hypothes.is", "group": "g1",
            "target": ann["target"], "tags": ann["tags"], "text": ann["text"],
            "uri": "https://elsewhere.example/page", "document": {"title": ["Page"]},
            "extra": {"source": "import", "original_id": ann["id"]},
        })
    };
    let annotations: Vec<Value> =
        file["annotations"].as_array().unwrap().iter().enumerate().map(import).collect();
    json!({"export_date": "2030-01-02T00:00:00Z", "export_userid": "acct:me@hypothes.is", "annotations": annotations})
}

fn read(file: &Value) -> Vec<Note> {
    let back = import(file.to_string().as_bytes()).unwrap();
    assert!(back.problems.is_empty(), "{:?}", back.problems);
    back.notes.into_iter().map(|imported| imported.note).collect()
}

#[test]
fn hypothesis_tells_kind_and_meaning_and_gives_them_back() {
    let sample = Sample::whole();
    let file = exported(&sample, Format::Hypothesis);
    let tags = |n: usize| file["annotations"][n]["tags"].clone();
    assert_eq!(tags(0), json!(["water", "border/ttp", "source", "question", "doubt"]));
    assert_eq!(tags(3), json!(["highlight", "key"]));
    assert_eq!(tags(2), json!([]), "that it is a note says nothing");
    let back = read(&through_hypothesis(&file));
    assert_eq!(back.len(), sample.notes.len());
    for (note, was) in back.iter().zip(&sample.notes) {
        assert_eq!((&note.id, note.kind, note.meaning), (&was.id, was.kind, was.meaning), "{note:?}");
        assert_eq!((note.all_tags(), &note.text), (was.all_tags(), &was.text));
        assert_eq!(note.quote(), was.quote());
    }
}

#[test]
fn tags_of_hypothesis_own_are_no_kinds() {
    let file = json!({"annotations": [{
        "id": "AbC-1", "text": "t", "tags": ["question", "key"], "uri": "https://a.b/",
        "extra": {"source": "import", "original_id": "DeF-2"},
        "target": [{"source": "https://a.b/", "selector": [{"type": "TextQuoteSelector", "exact": "x", "prefix": "", "suffix": ""}]}],
    }]});
    let note = &read(&file)[0];
    assert_eq!((note.kind.info().word, note.meaning, note.tags.len()), ("note", None, 2));
    assert_eq!(note.id.as_str(), "AbC-1");
}

#[test]
fn hypothesis_is_told_an_account_and_no_position_in_a_page_that_has_another_text() {
    for (source, positions) in [("source: {title: H, url: 'https://example.org/a'}\n", 0), ("", 1)] {
        let mut sample = Sample::of(&format!("title: T\nsummary: word\n{source}"));
        sample.notes = vec![super::sample::note(1, briefing::notes::Kind::Note, "t", sample.on("word"))];
        let file = exported(&sample, Format::Hypothesis);
        // `parseAccountID`: /^acct:([^@]+)@(.+)/
        let user = file["annotations"][0]["user"].as_str().unwrap().strip_prefix("acct:").unwrap();
        assert!(
            user.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
            "{user}"
        );
        let selectors = file["annotations"][0]["target"][0]["selector"].as_array().unwrap();
        let of = |kind: &str| selectors.iter().filter(|selector| selector["type"] == kind).count();
        assert_eq!((of("TextQuoteSelector"), of("TextPositionSelector")), (1, positions));
    }
}

#[test]
fn every_annotation_tells_what_is_briefed_and_where() {
    let (whole, other) = (Sample::whole(), Sample::builtin("leaving-asia"));
    for (format, items) in
        [(Format::W3c, "/first/items"), (Format::Hypothesis, "/annotations"), (Format::Readium, "/items")]
    {
        let out = super::sample::export_all(&[&whole, &other], format, What::Notes);
        let file: Value = serde_json::from_slice(&out).unwrap();
        let items = file.pointer(items).unwrap().as_array().unwrap();
        for (n, item) in items.iter().enumerate() {
            let told = &item.get("brief").unwrap_or(&item["extra"]["brief"])["article"];
            let known = if n < whole.notes.len() {
                [
                    ("title", "Talks"),
                    ("publication", "Khaama"),
                    ("published", "2025-11"),
                    ("url", "https://example.org/"),
                ]
            } else {
                [
                    ("title", "脱亜論"),
                    ("publication", "時事新報"),
                    ("published", "1885-03-16"),
                    ("section", ""),
                ]
            };
            for (name, words) in known {
                assert!(told[name].as_str().unwrap().contains(words), "{name}: {told}");
            }
            assert!(
                !told["author"].as_array().unwrap().is_empty() && !told["place"].as_str().unwrap().is_empty()
            );
        }
    }
}
