//! The schema of a brief, held against `check` with a validator.

use briefing::brief::{examine, schema};
use briefing::diagnostic::{Code, Severity};
use briefing::samples::SAMPLES;
use briefing::source::Source;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Value;

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

/// A text as an editor has it: numbers, truth values and nothing are told apart from texts. None where it is no YAML or
/// holds what JSON cannot.
fn value(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// The errors that `check` finds.
fn errors(text: &str) -> Vec<Code> {
    let found = examine(&Source::new("x.yaml", text.to_owned()));
    found.iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.code).collect()
}

/// A brief with every field.
const FULL: &str = "{format: 1, id: i, title: t, thesis: t, thesis_from: [1], draft: [thesis], summary_from: 1, topics: [a, 1], language: en, \
    source: {title: t, author: [a, b], publication: p, syndicated_by: s, published: 2025, url: 'https://a.b', language: fr}, \
    briefed: {by: b, on: 2025-11-02}, summary: s, \
    actors: [{name: n, id: i, aliases: x, kind: state, affiliation: a, role: r, position: p, from: [1], draft: false}, plain], \
    recommendations: [{text: t, to: [n, m], priority: high, rationale: r, from: 1, draft: true}, plain], \
    disclaimers: [{text: t, kind: legal, by: b, from: 1, draft: true}, plain], \
    timeline: [{date: 2025-10, event: e, from: [1, 1], draft: true}, plain], quotes: [{text: q, by: b, context: c, from: 1, draft: true}, plain], \
    sections: [{title: s, key: o, text: t, items: [{text: i, from: 1, draft: true}, plain]}], text: t}";

#[test]
fn what_can_be_read_is_let_through() {
    let validator = validator();
    for (name, text) in SAMPLES {
        let found: Vec<String> =
            validator.iter_errors(&value(text).unwrap()).map(|e| e.to_string()).collect();
        assert_eq!(found, Vec::<String>::new(), "{name}");
    }
    for text in [
        FULL,
        "title: 1984\nsummary: true\n",
        "title: 1.5\nactors: [no, 12, {name: 7, kind: 1}]\n",
        "title: x\nsource: ~\nbriefed:\ntopics:\nlanguage: ''\nsummary: x\n",
        "title: x\nsource: The headline\nbriefed: Ada\nsummary: x\n",
        "title: x\nactors: [{name: y, aliases: 3, from: '2'}]\n",
        "title: x\nsource: {published: 2025, url: ' https://a.b '}\nsummary: x\n",
        "title: x\nrecommendations: [{text: y, priority: soon}]\n",
        "title: x\nsections: [{title: t, key: ' é ', text: y}, {title: u, key: ж, text: y}, {title: v, key: 問, text: y}, {title: w, key: '', text: y}]\n",
        "title: x\nsummary: x\ndraft: summary\nquotes: [{text: t, draft: 'true'}, {text: u, draft: ~}]\n",
    ] {
        assert!(validator.is_valid(&value(text).unwrap()), "{text}");
        let shape: Vec<Code> =
            errors(text).into_iter().filter(|code| *code != Code::UnknownParagraph).collect();
        let shape: Vec<Code> = shape.into_iter().filter(|code| *code != Code::DuplicateId).collect();
        assert_eq!(shape, [], "{text}");
    }
}

#[test]
fn what_has_the_wrong_shape_is_refused_by_both() {
    let validator = validator();
    for text in [
        "- a\n",
        "just words\n",
        "summary: x\n",
        "title: x\n",
        "title:\nsummary: x\n",
        "title: ' '\nsummary: x\n",
        "title: [x]\nsummary: x\n",
        "titel: x\nsummary: x\n",
        "title: x\nsumary: x\n",
        "title: x\nsummary: [x]\n",
        "title: x\nsummary: {a: b}\n",
        "title: x\nactors: Qatar\n",
        "title: x\nactors: {name: Qatar}\n",
        "title: x\nactors: [~]\n",
        "title: x\nactors: ['']\n",
        "title: x\nactors: [{role: r}]\n",
        "title: x\nactors: [{name: n, nam: m}]\n",
        "title: x\nactors: [{name: n, aliases: {a: b}}]\n",
        "title: x\nactors: [{name: n, aliases: [~]}]\n",
        "title: x\nactors: [{name: n, from: 0}]\n",
        "title: x\nactors: [{name: n, from: [1, x]}]\n",
        "title: x\nactors: [{name: n, from: -1}]\n",
        "title: x\nactors: [{name: n, from: 1.5}]\n",
        "title: x\nactors: [[n]]\n",
        "title: x\nsource: [a]\nsummary: x\n",
        "title: x\nsource: {titel: y}\nsummary: x\n",
        "title: x\nsource: {published: soon}\nsummary: x\n",
        "title: x\nsource: {published: 2.11.2025}\nsummary: x\n",
        "title: x\nsource: {published: 20_25}\nsummary: x\n",
        "title: x\nsource: {published: 2025-1-1}\nsummary: x\n",
        "title: x\nsource: {url: example.org}\nsummary: x\n",
        "title: x\nsource: {url: 12}\nsummary: x\n",
        "title: x\nlanguage: English, please\nsummary: x\n",
        "title: x\nlanguage: 12\nsummary: x\n",
        "title: x\nlanguage: english\nsummary: x\n",
        "title: x\nlanguage: en_US\nsummary: x\n",
        "title: x\nformat: 2\nsummary: x\n",
        "title: x\nformat: one\nsummary: x\n",
        "title: x\nsections: [plain]\n",
        "title: x\nsections: [{title: t, key: oo, text: y}]\n",
        "title: x\nsections: [{title: t, key: 1, text: y}]\n",
        "title: x\nsections: [{title: t, key: '%', text: y}]\n",
        "title: x\nsections: [{title: t, key: §, text: y}]\n",
        "title: x\nsections: [{title: t, items: {text: y}}]\n",
        "title: x\ntimeline: [{date: 2025}]\n",
        "title: x\nquotes: [{by: b}]\n",
        "title: x\nsummary: x\ndraft: zebra\n",
        "title: x\nsummary: x\ndraft: [summary, zebra]\n",
        "title: x\nquotes: [{text: t, draft: maybe}]\n",
        "title: x\n<<: {summary: y}\n",
    ] {
        assert!(!errors(text).is_empty(), "check takes {text}");
        assert!(!validator.is_valid(&value(text).unwrap()), "the schema takes {text}");
    }
}

#[test]
fn what_no_schema_can_say_is_found_by_check_alone() {
    let validator = validator();
    for (text, code) in [
        // Days and months that do not exist.
        ("title: x\nsource: {published: 2025-02-30}\nsummary: x\n", Code::BadDate),
        ("title: x\nsource: {published: 2025-13}\nsummary: x\n", Code::BadDate),
        // A number that lost its form before the schema saw it.
        ("title: x\nactors: [{name: n, from: 1.0}]\ntext: t\n", Code::BadNumber),
        // Which characters beyond Latin-1 are letters.
        ("title: x\nsections: [{title: t, key: €, text: y}]\n", Code::BadKey),
        // Only characters that cannot be seen.
        ("title: \"\\u200b\"\nsummary: x\n", Code::EmptyField),
        // A section that is there and says nothing.
        ("title: x\nsummary:\n", Code::NoSections),
        ("title: x\nsections: [{title: t}]\n", Code::EmptySection),
        // What several places say together.
        ("title: x\nactors: [a, A]\n", Code::DuplicateId),
        ("title: x\nactors: [{name: a, from: 9}]\ntext: t\n", Code::UnknownParagraph),
    ] {
        assert_eq!(errors(text), [code], "{text}");
        assert!(validator.is_valid(&value(text).unwrap()), "{text}: it can be said after all");
    }
    // A field that stands twice is gone before the schema could see it.
    assert_eq!(errors("title: x\ntitle: y\nsummary: z\n"), [Code::DuplicateKey]);
}

/// What Python's `re`, ECMAScript with and without its flag `u`, and RE2 read alike: no classes by name, nothing that looks
/// around, no braces but for counting.
#[test]
fn every_pattern_is_read_alike_by_all_validators() {
    fn patterns(value: &Value, all: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                all.extend(map.get("pattern").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|below| patterns(below, all));
            }
            Value::Array(items) => items.iter().for_each(|below| patterns(below, all)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for text in [schema(), briefing::render::export::schema()] {
        patterns(&serde_json::from_str(&text).unwrap(), &mut all);
    }
    assert!(all.len() > 20);
    for pattern in all {
        for odd in ["\\p", "\\P", "\\u", "\\w", "\\W", "\\b", "\\A", "\\z", "(?", "[[", "[:", "&&", "--"] {
            assert!(!pattern.contains(odd), "{pattern} has {odd}");
        }
    }
}

#[test]
fn every_field_is_described() {
    fn fields(value: &Value, all: &mut usize) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (name, field) in properties {
                assert!(field["description"].as_str().is_some_and(|about| about.ends_with('.')), "{name}");
                *all += 1;
            }
        }
        let below = value.as_object().into_iter().flatten().map(|(_, below)| below);
        below.for_each(|below| fields(below, all));
    }
    let mut all = 0;
    fields(&serde_json::from_str(&schema()).unwrap(), &mut all);
    assert_eq!(all, FULL.matches(": ").count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn schema_and_check_agree_on_any_shape(
        cut in 0usize..1000,
        word in "(title: |nonesuch: 1, |from: |text: |\\[\\]|\\{\\}|~|''|' '|x|1|0|-1|2025|true|\\[~\\]|\\[|\\]|high|o|, |: |\\[x, \\[y\\]\\])"
    ) {
        let mut text = FULL.to_owned();
        text.insert_str(cut % FULL.len(), &word);
        let Some(value) = value(&text) else { return Ok(()) };
        let found = errors(&text);
        let beyond = [Code::DuplicateKey, Code::UnknownParagraph, Code::DuplicateId, Code::EmptySection, Code::BadDate];
        let by_check = found.iter().any(|code| !beyond.contains(code));
        let by_schema = !validator().is_valid(&value);
        if by_check {
            prop_assert!(by_schema, "only check refuses {text}: {found:?}");
        } else if by_schema {
            // A date that is written otherwise is refused by both, one that does not exist by check alone.
            prop_assert!(found.contains(&Code::BadDate), "only the schema refuses {text}");
        }
    }
}
