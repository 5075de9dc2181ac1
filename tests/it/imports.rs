//! From an article to a draft: every article here is written for these tests.

use briefing::brief::{self, Brief, PartialDate};
use briefing::diagnostic::Code;
use briefing::import::{Facts, Given, Imported, import};
use briefing::source::Source;
use proptest::prelude::*;
use std::path::Path;

fn given(name: &str) -> Given {
    let today = PartialDate::parse("2026-11-23").ok();
    Given { name: name.to_owned(), facts: Facts::default(), format: None, today }
}

/// What a draft has to be, whatever it was made of: it reads back as it is, and nothing is said of it but that it is one.
fn proven(imported: &Imported) -> Brief {
    let source = Source::new("draft", imported.yaml.clone());
    let mut readings = brief::read(&source);
    assert_eq!(readings.len(), 1, "{}", imported.yaml);
    let read = readings.remove(0).brief.unwrap_or_else(|findings| panic!("{findings:?}\n{}", imported.yaml));
    let found = brief::check(&source, 0, &read);
    assert!(!found.is_empty(), "a draft that says nowhere that it is one");
    for finding in found {
        assert_eq!(finding.code, Code::Draft, "{finding:?}\n{}", imported.yaml);
    }
    let unmarked = read.actors.iter().any(|item| !item.draft || item.from.is_empty())
        || read.recommendations.iter().any(|item| !item.draft || item.from.is_empty() || item.to.is_empty())
        || read.disclaimers.iter().any(|item| !item.draft || item.from.is_empty())
        || read.timeline.iter().any(|item| !item.draft || item.from.is_empty())
        || read.quotes.iter().any(|item| !item.draft || item.from.is_empty() || item.by.is_none());
    assert!(!unmarked, "{}", imported.yaml);
    read
}

fn draft(name: &str, bytes: &[u8]) -> Imported {
    import(bytes.to_vec(), &given(name)).unwrap_or_else(|report| panic!("{name}: {:?}", report.findings))
}

#[test]
fn articles_of_many_shapes_become_drafts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/articles");
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert!(names.len() >= 8);
    for name in names {
        let name = name.to_str().unwrap();
        let imported = draft(name, &std::fs::read(folder.join(name)).unwrap());
        proven(&imported);
        let told =
            format!("found: {}\nmissing: {}\n\n", imported.found.join(", "), imported.missing.join(", "));
        insta::assert_snapshot!(format!("import_{}", name.replace('.', "_")), told + &imported.yaml);
    }
}

#[test]
fn what_is_given_outweighs_what_the_article_says() {
    let text = include_bytes!("articles/page.txt");
    let facts = Facts {
        title: Some("Another: title".to_owned()),
        authors: vec!["no".to_owned()],
        url: Some("https://example.org/a?b=c#d".to_owned()),
        published: PartialDate::parse("2024-05").ok(),
        ..Facts::default()
    };
    let imported = import(text.to_vec(), &Given { facts, ..given("page.txt") }).unwrap();
    let source = proven(&imported).source.unwrap();
    assert_eq!(source.title.unwrap().as_str(), "Another: title");
    assert_eq!(source.author[0].as_str(), "no");
    assert_eq!(source.url.unwrap().as_str(), "https://example.org/a?b=c#d");
    assert_eq!(source.published.unwrap().to_string(), "2024-05");
    assert_eq!(source.publication.unwrap().as_str(), "The Harbour Times");
}

#[test]
fn what_is_no_article_is_refused() {
    for (bytes, code) in [
        (&b""[..], Code::Empty),
        (b" \n\t\n", Code::Empty),
        (b"\xff\xfe\x00", Code::NotUtf8),
        (b"Share\nTweet\n12 Comments\n", Code::Empty),
        (b"caf\xe9 au lait, and a long enough text to be one.", Code::NotUtf8),
    ] {
        let report = import(bytes.to_vec(), &given("x.txt")).unwrap_err();
        assert_eq!(report.findings[0].code, code, "{bytes:?}");
        assert!(report.findings[0].help.is_some());
    }
}

#[test]
fn nothing_reaches_a_draft_that_a_terminal_would_obey() {
    let text = "A \u{1b}[31mred\u{202e} headline\n\nThe minister \u{7}must act\u{feff}. Then \u{ffff}he \u{1b}]0;x\u{7}rests, and so does everybody else in the whole of the town.\n";
    let imported = draft("x.txt", text.as_bytes());
    proven(&imported);
    assert_eq!(briefing::text::clean(&imported.yaml), imported.yaml);
    assert!(imported.yaml.contains("A red headline"), "{}", imported.yaml);
}

#[test]
fn a_long_article_is_kept_whole_and_looked_through_as_far_as_articles_go() {
    let paragraph = "Pakistan must talk to Kabul, and the rest of this sentence makes it a long one indeed.";
    let text: String = (0..40_000).map(|n| format!("Paragraph {n}. {paragraph}\n\n")).collect();
    let read = proven(&draft("x.txt", text.as_bytes()));
    assert_eq!(brief::paragraphs(read.text.unwrap().as_str()).count(), 40_000);
}

/// Pieces that articles, and attacks on what reads them, are made of.
const PIECES: &str = "(The |Pakistan|Kabul's |must |should not |talk\\. |“|”|\"|said |, |: |\\(TTP\\) |\n|\n\n|By Jane Doe\n|- |> |# |1\\. |Disclaimer: |views of the author\\. |on 19 October 2025 |Share\n|Comments\n|\\*|_|`|<b>|&amp;|\\[x\\]\\(y\\)|---\n|\\.\\.\\.\n|~|#x|!y|%z|@|\\\\|\u{85}|\u{2028}|\u{202e}|\u{ffff}|é|日本。|\t|  |'|\\{|\\}|\\||no|2025|Mr\\. |U\\.S\\. |Subject: x\n|From: y\n|https://a\\.b\n)";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_pieces_make_a_draft_or_none(parts in proptest::collection::vec(PIECES, 0..60)) {
        if let Ok(imported) = import(parts.concat().into_bytes(), &given("x.txt")) {
            proven(&imported);
        }
    }

    #[test]
    fn any_bytes_make_a_draft_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(imported) = import(bytes, &given("x.txt")) {
            proven(&imported);
        }
    }

    #[test]
    fn any_text_makes_a_draft_or_none(text in "\\PC{0,300}") {
        if let Ok(imported) = import(text.into_bytes(), &given("x.txt")) {
            proven(&imported);
        }
    }
}
