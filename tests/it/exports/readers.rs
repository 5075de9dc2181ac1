//! The rules of whoever reads an export, as its importer holds them.

use super::sample::Sample;
use briefing::render::export::{Format, schema};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

/// Panics where an export breaks a rule of its readers.
pub(super) fn check(format: Format, bytes: &[u8], samples: &[&Sample]) {
    let text = || std::str::from_utf8(bytes).unwrap();
    match format {
        Format::Markdown => markdown(text(), samples),
        Format::Obsidian => obsidian(text(), samples),
        Format::Text => plain(text(), samples),
        Format::Json => own_json(bytes, samples),
        Format::Csv => csv(bytes, samples),
        Format::Readwise => readwise(bytes, samples),
        Format::W3c => w3c(bytes, samples),
        Format::Hypothesis => hypothesis(bytes, samples),
        Format::Readium => readium(bytes, samples),
        Format::Html => super::page::check(text(), samples),
        Format::Org => super::org::check(text(), samples),
        Format::Ris => super::sources::ris(text(), samples),
        Format::Bibtex => super::sources::bibtex(text(), samples),
        Format::Docx => return super::word::check(bytes, samples),
        Format::Epub => return super::book::check(bytes, samples),
    }
    clean_text(text().strip_prefix('\u{feff}').filter(|_| format == Format::Csv).unwrap_or(text()));
}

/// What a person reads.
pub(super) fn readable(format: Format, bytes: &[u8]) -> String {
    match format {
        Format::Markdown | Format::Obsidian => {
            let text = std::str::from_utf8(bytes).unwrap();
            let mut out = String::new();
            for event in Parser::new(text) {
                match event {
                    Event::Text(text) | Event::Code(text) => out.push_str(&text),
                    Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push('\n'),
                    _ => {}
                }
            }
            out
        }
        Format::Text => {
            let text = std::str::from_utf8(bytes).unwrap();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Format::Html => {
            let page = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
            page.root_element().text().collect()
        }
        Format::Docx => super::word::text(bytes),
        Format::Epub => super::book::text(bytes),
        Format::Org => super::org::shown(std::str::from_utf8(bytes).unwrap()),
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// No output holds what a terminal would obey or what turns text around.
pub(super) fn clean_text(text: &str) {
    // Records of CSV end with both.
    let text = text.replace("\r\n", "\n");
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
    };
    assert_eq!(text.chars().find(|c| bad(*c)), None);
}

pub(super) fn notes(samples: &[&Sample]) -> usize {
    samples.iter().map(|sample| sample.notes.len()).sum()
}

/// The headings of a Markdown text: level and words.
pub(super) fn headings(text: &str) -> Vec<(HeadingLevel, String)> {
    let mut out = Vec::new();
    let mut open = false;
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                open = true;
                out.push((level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => out.last_mut().unwrap().1.push_str(&text),
            _ => {}
        }
    }
    out
}

/// The structure is that of the brief: one title each, its sections below, nothing of a field's on their level.
pub(super) fn markdown(text: &str, samples: &[&Sample]) {
    let headings = headings(text);
    let titles: Vec<&str> = headings
        .iter()
        .filter(|(level, _)| *level == HeadingLevel::H1)
        .map(|(_, words)| words.as_str())
        .collect();
    let wanted: Vec<&str> = samples.iter().map(|sample| sample.document.title()).collect();
    assert_eq!(titles, wanted);
    let sections: Vec<String> = samples
        .iter()
        .flat_map(|sample| sample.document.sections())
        .map(|section| section.title.clone())
        .collect();
    let extra = ["The whole brief", "Passages that were not found", "Title and source"];
    for (_, words) in headings.iter().filter(|(level, _)| *level == HeadingLevel::H2) {
        assert!(sections.contains(words) || extra.contains(&words.as_str()), "{words} is no section");
    }
    for event in Parser::new(text) {
        // What parts two lists is ours.
        let own = matches!(&event, Event::Html(html) if html.trim() == "<!-- -->");
        assert!(own || !matches!(event, Event::Html(_) | Event::InlineHtml(_)), "{event:?}");
    }
}

/// Properties as Obsidian reads them (help.obsidian.md, Properties): at the very start, flat, unique; tags and block ids.
fn obsidian(text: &str, samples: &[&Sample]) {
    let rest = text.strip_prefix("---\n").unwrap();
    let (yaml, body) = rest.split_once("\n---\n").unwrap();
    let properties: serde_yaml::Mapping = serde_yaml::from_str(yaml).unwrap();
    let lines = yaml.lines().filter(|line| !line.starts_with("  - ")).count();
    assert_eq!(lines, properties.len(), "every property is one line or a list");
    for (name, value) in &properties {
        let flat = match value {
            serde_yaml::Value::Sequence(items) => items.iter().all(serde_yaml::Value::is_string),
            other => other.is_string(),
        };
        assert!(flat, "{name:?}: {value:?}");
    }
    let tags = properties.get("tags").unwrap().as_sequence().unwrap();
    for tag in tags.iter().map(|tag| tag.as_str().unwrap()) {
        // U+2000 to U+206F and the signs of ASCII end a tag; one of digits alone is none.
        let ends = |c: char| {
            c.is_whitespace()
                || c.is_ascii_punctuation() && !"_-/".contains(c)
                || matches!(c, '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}')
        };
        let fits = !tag.contains(ends) && tag.chars().any(|c| !c.is_numeric() && c != '/');
        assert!(fits, "{tag}");
    }
    let ids: Vec<&str> =
        body.lines().filter_map(|line| line.strip_prefix('^')).filter(|id| id.starts_with("note-")).collect();
    assert_eq!(ids.len(), notes(samples));
    for id in &ids {
        assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{id}");
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
    }
    // A quotation's first line makes it a callout; what stands below is its text.
    let lines: Vec<&str> = body.lines().collect();
    let begins = |pair: &[&str]| pair[1].starts_with("> [!") && !pair[0].starts_with('>');
    let callouts = lines.windows(2).filter(|pair| begins(pair)).count();
    assert_eq!(callouts, notes(samples), "one callout for each note");
    markdown(body, samples);
}

fn plain(text: &str, samples: &[&Sample]) {
    // A long title takes several lines.
    let close = |text: &str| -> String { text.split_whitespace().collect() };
    let all = close(text);
    for sample in samples {
        assert!(all.contains(&close(sample.document.title().split(':').next().unwrap())));
    }
    for line in text.lines() {
        assert!(briefing::text::cells(line) <= 72, "{line}");
        assert_eq!(line.trim_end(), line);
    }
}

fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn valid(schema: &Value, value: &Value) {
    let schema = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn own_json(bytes: &[u8], samples: &[&Sample]) {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let value = json_of(bytes);
    valid(&schema, &value);
    let briefs = value["briefs"].as_array().unwrap();
    assert_eq!(briefs.len(), samples.len());
    for (brief, sample) in briefs.iter().zip(samples) {
        for entry in brief["notes"].as_array().unwrap() {
            let Some(found) = entry.get("found") else { continue };
            let [start, end] =
                ["start", "end"].map(|name| usize::try_from(found[name].as_u64().unwrap()).unwrap());
            let there: String = sample.document.text().chars().skip(start).take(end - start).collect();
            assert!(found["text"] == "" || found["text"] == there, "{found}");
        }
    }
}

/// The records of a table by RFC 4180: as many cells in every one.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    assert!(bytes.ends_with(b"\r\n"));
    // LibreOffice and Excel part fields at semicolons and tabs too, but not within quotation marks.
    let parted = std::str::from_utf8(bytes).unwrap().split('"').step_by(2);
    assert!(parted.flat_map(str::chars).all(|c| ",\r\n".contains(c)), "every field is quoted");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn csv(bytes: &[u8], samples: &[&Sample]) {
    // Excel asks for a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
    let records = records(bytes);
    assert_eq!(records.len(), 1 + notes(samples));
    assert_eq!(records[0][..4], ["Kind", "Meaning", "State", "Quote"]);
    for cell in records.iter().flatten() {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} is a formula");
    }
}

fn readwise(bytes: &[u8], samples: &[&Sample]) {
    let records = records(bytes);
    assert_eq!(records[0], ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]);
    assert_eq!(records.len(), 1 + notes(samples));
    for record in &records[1..] {
        assert!(!record[0].trim().is_empty(), "Readwise takes no row without a highlight");
        assert!(record[5].parse::<u64>().is_ok());
        assert!(record[6].parse::<jiff::Timestamp>().is_ok());
    }
    let owners = samples.iter().flat_map(|sample| sample.notes.iter().map(move |_| *sample));
    for (record, sample) in records[1..].iter().zip(owners) {
        let source = sample.brief.source.as_ref();
        let published = source.and_then(|source| source.published).map(|date| date.to_string());
        assert!(published.is_none_or(|date| record[4].contains(&date)), "{record:?}");
    }
}

/// An IRI that needs no base, by RFC 3987 as far as it matters here.
fn is_iri(text: &str) -> bool {
    let (scheme, rest) = text.split_once(':').unwrap_or_default();
    !scheme.is_empty()
        && !rest.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

/// The selectors of an annotation against the text that it is on, in units of a reader's own.
fn selectors(target: &Value, own: &Value, sample: &Sample, cut: fn(&str, usize, usize) -> String) {
    let mut quotes = 0;
    let list = target.get("selector").and_then(Value::as_array).cloned().unwrap_or_default();
    let quote = list.iter().find(|s| s["type"] == "TextQuoteSelector");
    for selector in &list {
        match selector["type"].as_str().unwrap() {
            "TextQuoteSelector" => {
                quotes += 1;
                assert!(["exact", "prefix", "suffix"].iter().all(|name| selector[name].is_string()));
            }
            "TextPositionSelector" => {
                let [start, end] =
                    ["start", "end"].map(|name| usize::try_from(selector[name].as_u64().unwrap()).unwrap());
                assert!(start <= end);
                let there = cut(sample.document.text(), start, end);
                let exact = quote.map(|quote| quote["exact"].as_str().unwrap());
                let moved = own["state"] == "moved" && !there.is_empty();
                assert!(moved || exact.is_none_or(|exact| exact == there), "{exact:?} {there:?}");
            }
            other => panic!("{other}"),
        }
    }
    assert!(quotes <= 1);
}

fn by_code_point(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

fn by_utf16(text: &str, start: usize, end: usize) -> String {
    String::from_utf16(&text.encode_utf16().skip(start).take(end - start).collect::<Vec<_>>()).unwrap()
}

fn each<'a>(items: &'a [Value], samples: &[&'a Sample]) -> Vec<(&'a Value, &'a Sample)> {
    let owners = samples.iter().flat_map(|sample| sample.notes.iter().map(move |_| *sample));
    assert_eq!(items.len(), notes(samples));
    items.iter().zip(owners).collect()
}

/// The MUSTs of the Web Annotation Data Model, sections 3 and 5.
fn w3c(bytes: &[u8], samples: &[&Sample]) {
    let value = json_of(bytes);
    let context = value["@context"].as_array().unwrap();
    assert!(context.contains(&json!("http://www.w3.org/ns/anno.jsonld")));
    assert!(is_iri(value["id"].as_str().unwrap()));
    assert_eq!(value["type"], "AnnotationCollection");
    let page = &value["first"];
    assert!(
        is_iri(page["id"].as_str().unwrap())
            && page["type"] == "AnnotationPage"
            && page["partOf"] == value["id"]
    );
    let items = page["items"].as_array().unwrap();
    assert_eq!(value["total"], items.len());
    let motivations = ["assessing", "bookmarking", "commenting", "highlighting", "questioning"];
    for (item, sample) in each(items, samples) {
        assert!(is_iri(item["id"].as_str().unwrap()), "{}", item["id"]);
        assert_eq!(item["type"], "Annotation");
        assert!(motivations.contains(&item["motivation"].as_str().unwrap()));
        assert!(item["created"].as_str().unwrap().ends_with('Z'));
        for body in item.get("body").and_then(Value::as_array).into_iter().flatten() {
            assert!(
                body["type"] == "TextualBody" && body["value"].is_string() && body["purpose"].is_string()
            );
        }
        assert!(is_iri(item["target"]["source"].as_str().unwrap()));
        selectors(&item["target"], &item["brief"], sample, by_code_point);
    }
}

/// `readExportFile` and what the client's importer keeps; one target for each annotation, as the server asks.
fn hypothesis(bytes: &[u8], samples: &[&Sample]) {
    let value = json_of(bytes);
    assert!(value.is_object() && value["annotations"].is_array());
    for (item, sample) in each(value["annotations"].as_array().unwrap(), samples) {
        assert!(item["text"].is_string() && is_iri(item["uri"].as_str().unwrap()));
        assert!(item["document"]["title"].is_string());
        assert!(item["tags"].as_array().unwrap().iter().all(Value::is_string));
        assert!(item["extra"].is_object());
        let targets = item["target"].as_array().unwrap();
        assert_eq!(targets.len(), 1);
        assert_eq!(targets[0]["source"], item["uri"]);
        assert!(item["user"].as_str().unwrap().starts_with("acct:"));
        selectors(&targets[0], &item["extra"]["brief"], sample, by_utf16);
    }
}

/// What Thorium's schema of an annotation set asks for, and what its quote selector needs to be found.
fn readium(bytes: &[u8], samples: &[&Sample]) {
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": text});
    let uri = json!({"type": "string", "format": "uri"});
    let time = json!({"type": "string", "format": "date-time"});
    let context = json!({"type": "string", "const": "http://www.w3.org/ns/anno.jsonld"});
    let heading = json!({"type": "object", "properties": {"level": {"type": "number"}, "txt": text}, "required": ["level", "txt"]});
    let item = json!({
        "type": "object",
        "properties": {
            "@context": context, "id": uri, "created": time, "modified": time, "type": {"const": "Annotation"},
            "body": {
                "type": "object",
                "properties": {
                    "type": {"const": "TextualBody"}, "value": text, "tag": text, "format": text,
                    "highlight": {"enum": ["solid", "underline", "strikethrough", "outline"]},
                    "color": {"enum": ["pink", "orange", "yellow", "green", "blue", "purple"]},
                },
                "required": ["type", "value"],
            },
            "target": {
                "type": "object",
                "properties": {
                    "source": text,
                    "meta": {"type": "object", "properties": {"headings": {"type": "array", "items": heading}}},
                    "selector": {"type": "array", "items": {"type": "object", "properties": {"type": text}, "required": ["type"]}},
                },
                "required": ["source", "selector"],
            },
        },
        "required": ["@context", "id", "created", "type", "target"],
    });
    let schema = json!({
        "type": "object",
        "properties": {
            "@context": context, "id": uri, "type": {"const": "AnnotationSet"},
            "generator": {"type": "object", "properties": {"id": text, "type": text, "name": text}, "required": ["id", "type", "name"]},
            "generated": time, "title": text,
            "about": {
                "type": "object",
                "properties": {
                    "dc:identifier": texts, "dc:format": text, "dc:title": text, "dc:publisher": texts,
                    "dc:creator": texts, "dc:date": text,
                },
            },
            "items": {"type": "array", "items": item},
        },
        "required": ["@context", "id", "type", "about", "items"],
    });
    let value = json_of(bytes);
    valid(&schema, &value);
    for (item, sample) in each(value["items"].as_array().unwrap(), samples) {
        selectors(&item["target"], &item["brief"], sample, by_code_point);
        let tags = item["body"].get("tags").and_then(Value::as_array);
        assert_eq!(item["body"].get("tag"), tags.and_then(|tags| tags.first()));
    }
}
