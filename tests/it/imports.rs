//! From an article to a draft: every article here is written for these tests.

use briefing::brief::{self, Brief, PartialDate};
use briefing::diagnostic::Code;
use briefing::import::{Facts, Format, Given, Imported, adopt, import};
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
    assert_eq!(brief::laid_out(&source).as_ref(), Ok(&imported.yaml), "it has the one layout");
    let read = readings.remove(0).brief.unwrap_or_else(|findings| panic!("{findings:?}\n{}", imported.yaml));
    let found = brief::check(&source, 0, &read);
    assert!(!found.is_empty(), "a draft that says nowhere that it is one");
    for finding in found {
        // What the article itself has left open is its own, and told.
        let told = || imported.doubts.as_ref().is_some_and(|doubts| doubts.findings.contains(&finding));
        let known = finding.code == Code::Draft || finding.code == Code::Placeholder && told();
        assert!(known, "{finding:?}\n{}", imported.yaml);
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

const BODY: &str = "The government wants to build a dam on the Orra River, and nobody in the valley has asked for it so far.";

#[test]
fn a_line_below_the_headline_tells_where_and_when_and_a_mail_only_when_it_was_sent() {
    let mail = |line: &str| {
        format!(
            "From: Jane Doe <jane@x.org>\nTo: list@x.org\nSubject: Fwd: The dam nobody needs\nDate: Mon, 3 Nov 2025 10:00:00 +0000\n\n\
                 The Dam Nobody Needs\nBy Maria Lopez\n{line}\n\n{BODY}\n"
        )
    };
    let told = |text: String| {
        let read = proven(&draft("mail.eml", text.as_bytes()));
        assert!(read.text.unwrap().as_str().starts_with("The government wants"));
        let source = read.source.unwrap();
        assert_eq!(source.author[0].as_str(), "Maria Lopez");
        (source.publication.map(|name| name.as_str().to_owned()), source.published.map(|day| day.to_string()))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told(mail("The Harbour Post, 1 November 2025")),
        (some("The Harbour Post"), some("2025-11-01"))
    );
    assert_eq!(told(mail("1 November 2025")), (None, some("2025-11-01")));
    assert_eq!(told(mail("")), (None, some("2025-11-03")), "the last resort");
    let bare = mail("The Harbour Post, 1 November 2025").split_once("\n\n").unwrap().1.to_owned();
    assert_eq!(told(bare), (some("The Harbour Post"), some("2025-11-01")));
}

#[test]
fn a_headline_is_no_paragraph_whatever_the_page_is_called() {
    let page = |title: &str, meta: &str| {
        format!(
            "<html><head><title>{title}</title>{meta}</head><body><nav>Home News</nav><article><h1>The Dam Nobody Needs</h1>\
                 <p>{BODY}</p><h2>What now</h2><p>{BODY} Again.</p></article></body></html>"
        )
    };
    let front = format!(
        "---\ntitle: Why the dam fails\n---\n\n# The Dam Nobody Needs\n\n{BODY}\n\n## What now\n\n{BODY} Again.\n"
    );
    let ld = r#"<script type="application/ld+json">{"@type":"Article","headline":"A dam too far"}</script>"#;
    for (name, text, title, publication) in [
        (
            "x.html",
            page("The Dam Nobody Needs | The Harbour Post", ""),
            "The Dam Nobody Needs",
            Some("The Harbour Post"),
        ),
        (
            "x.html",
            page("Why the dam fails | The Harbour Post", ""),
            "The Dam Nobody Needs",
            Some("The Harbour Post"),
        ),
        (
            "x.html",
            page("Why the dam fails - Orra", "<meta property='og:site_name' content='Orra'>"),
            "The Dam Nobody Needs",
            Some("Orra"),
        ),
        ("x.html", page("The Dam Nobody Needs | Opinion", ""), "The Dam Nobody Needs", None),
        ("x.html", page("x", ld), "A dam too far", None),
        ("x.md", front, "Why the dam fails", None),
    ] {
        let read = proven(&draft(name, text.as_bytes()));
        let body = read.text.unwrap();
        assert!(body.as_str().starts_with("The government"), "{text}\n{}", body.as_str());
        assert!(body.as_str().contains("### What now"), "{text}\n{}", body.as_str());
        let source = read.source.unwrap();
        assert_eq!(source.title.unwrap().as_str(), title);
        assert_eq!(source.publication.as_ref().map(brief::Line::as_str), publication, "{text}");
    }
}

#[test]
fn a_day_without_its_year_is_told_as_such() {
    let text = format!("Pakistan's Dam Nobody Needs\n\n{BODY} The truce was made on 19 October in Doha.\n");
    let imported = draft("x.txt", text.as_bytes());
    let read = proven(&imported);
    assert_eq!(read.id.as_ref().unwrap().as_str(), "pakistans-dam-nobody-needs");
    assert_eq!(read.timeline[0].event.as_str(), "The truce was made on 19 October in Doha.");
    assert_eq!(read.timeline[0].date, None);
    assert!(
        imported.missing.contains(&"the year of 1 event (--published)".to_owned()),
        "{:?}",
        imported.missing
    );
    assert!(imported.yaml.contains("told without its year"), "{}", imported.yaml);
    let facts = Facts { published: PartialDate::parse("2025-11-02").ok(), ..Facts::default() };
    let imported = import(text.into_bytes(), &Given { facts, ..given("x.txt") }).unwrap();
    assert_eq!(proven(&imported).timeline[0].date.unwrap().to_string(), "2025-10-19");
    assert!(!imported.yaml.contains("without its year"));
}

#[test]
fn what_is_doubtful_is_left_out_and_what_the_article_has_to_answer_for_is_told() {
    let body = "The council met on 3 March 2026 in the hall. It is to meet on 5 December 2026 again, as everybody in town knows.";
    let read = proven(&draft("x.txt", format!("A headline\n\n{body}\n").as_bytes()));
    let dates: Vec<String> =
        read.timeline.iter().filter_map(|entry| entry.date).map(|date| date.to_string()).collect();
    assert_eq!(dates, ["2026-03-03"], "the other is not over yet");
    let late = Facts { published: PartialDate::parse("2026-11-24").ok(), ..Facts::default() };
    let imported = import(body.as_bytes().to_vec(), &Given { facts: late, ..given("x.txt") }).unwrap();
    let read = proven(&imported);
    assert_eq!(
        (read.source.unwrap().published.unwrap().to_string().as_str(), read.briefed),
        ("2026-11-24", None)
    );
    let open = Facts { title: Some("TBD".to_owned()), ..Facts::default() };
    let imported = import(body.as_bytes().to_vec(), &Given { facts: open, ..given("x.txt") }).unwrap();
    proven(&imported);
    assert_eq!(imported.doubts.unwrap().findings[0].code, Code::Placeholder);
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

#[test]
fn a_page_may_be_in_an_older_encoding_if_it_says_so() {
    let page = |charset: &str| {
        let body = "<p>Le pr\u{e9}fet devrait fixer un plafond pour chaque bassin, et le faire respecter par tous les villages.</p>";
        let text = format!(
            "<html><head><meta charset={charset}><title>L'\u{e9}t\u{e9} sans eau</title></head><body>{body}</body></html>"
        );
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>()
    };
    let imported = draft("x.html", &page("iso-8859-1"));
    assert!(proven(&imported).text.unwrap().as_str().contains("préfet"));
    let report = import(page("windows-1251"), &given("x.html")).unwrap_err();
    assert_eq!(report.findings[0].help.as_deref(), Some("convert it: iconv -f WINDOWS-1251 -t UTF-8"));
    assert_eq!(report.findings[0].code, Code::NotUtf8);
}

#[test]
fn the_form_is_told_by_the_name_the_beginning_or_the_reader() {
    let page = b"<!DOCTYPE html><html><body><p>A paragraph that is long enough to be one, and some more words.</p></body></html>";
    for (name, format) in [("x.html", None), ("x.txt", None), ("<stdin>", None), ("x.md", Some(Format::Html))]
    {
        let imported = import(page.to_vec(), &Given { format, ..given(name) }).unwrap();
        assert!(proven(&imported).text.unwrap().as_str().starts_with("A paragraph"), "{name}");
    }
    let text = import(page.to_vec(), &Given { format: Some(Format::Text), ..given("x.html") }).unwrap();
    assert!(proven(&text).text.unwrap().as_str().contains("DOCTYPE"));
}

#[test]
fn hostile_pages_end_soon() {
    let long = "Words that go on for as long as a paragraph has to, and then a little more of them.";
    for (name, page) in [
        ("deep", format!("{}{long}", "<div>".repeat(200_000))),
        ("formatting", format!("<p>{}{long}", "<b><i><a href=x>".repeat(30_000))),
        ("unclosed", format!("<p>{long}<script>{}", "x<".repeat(500_000))),
        ("quotes", format!("<p>{long}</p><p title=\"{}", "<a b='".repeat(200_000))),
        ("comment", format!("<p>{long}</p><!--{}", "<!--".repeat(200_000))),
        ("table", format!("<p>{long}{}", "<table><tr><td>".repeat(50_000))),
        ("entities", format!("<p>{long}{}", "&amp;&lt;&#x41;&bogus".repeat(50_000))),
        ("many", format!("<p>{long}</p>").repeat(50_000)),
        ("data", format!("<script type='application/ld+json'>{}</script><p>{long}", "[".repeat(500_000))),
    ] {
        let imported = draft("x.html", format!("<html><body>{page}").as_bytes());
        let read = proven(&imported);
        // What is swallowed by a comment or an attribute is not part of the page.
        let kept = read.text.is_some_and(|text| text.as_str().contains("Words that go on"));
        assert!(kept, "{name}");
    }
}

#[test]
fn hostile_texts_end_soon() {
    let long = "Words that go on for as long as a paragraph has to, and then a little more of them.";
    for (name, text) in [
        ("copulas", "Kabul is a ".repeat(60_000)),
        ("asides", "Kabul, who wants, ".repeat(60_000)),
        ("brackets", "Kabul (a) ".repeat(60_000)),
        (
            "open quotations",
            format!("Le maire de la ville et les gens {}", "« a dit Jean Modèle ".repeat(60_000)),
        ),
        ("a speaker without an end", "حسن کاظمی، وزیر، گفت: «".repeat(40_000)),
        ("quotations", "He said: \"a. B. c. ".repeat(60_000)),
        (
            "numbers of pages",
            (0..60_000).map(|n| format!("{n}\n\nHEADER {n}\n\nwords that go on\n")).collect(),
        ),
        ("hyphens", "a-\n".repeat(60_000)),
    ] {
        let text = format!("A headline of some words\n\n{long}\n\n{text}\n\n{long}\n");
        let read = proven(&draft("x.txt", text.as_bytes()));
        assert!(read.text.is_some_and(|text| text.as_str().contains("Words that go on")), "{name}");
    }
}

#[test]
fn texts_in_utf_16_are_read_where_their_mark_says_so() {
    let text = "\u{feff}A headline of some words\n\nThe préfet must set a limit for each basin, because nobody else in the valley can do it.\n";
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(order).collect();
        let read = proven(&draft("x.txt", &bytes));
        assert!(read.text.unwrap().as_str().starts_with("The préfet"));
        let cut = import(bytes[..bytes.len() - 1].to_vec(), &given("x.txt")).unwrap_err();
        assert_eq!(cut.findings[0].code, Code::NotUtf8);
    }
}

#[test]
fn what_another_program_drafts_is_checked_like_any_other() {
    let good = adopt(b"title: T\nsummary: S\ndraft: summary\ndisclaimers: [d]\n".to_vec(), "<p>").unwrap();
    assert!(good.doubts.is_none() && good.found == ["1 disclaimer"]);
    let doubtful = adopt(b"title: T\nsummary: S\n".to_vec(), "<p>").unwrap();
    assert_eq!(doubtful.doubts.unwrap().findings[0].code, Code::NoDisclaimer);
    for (printed, code) in [
        (&b""[..], Code::Empty),
        (b"Sure! Here is the brief\n", Code::WrongType),
        (b"title: T\nsumary: S\n", Code::UnknownField),
        (b"title: T\nsummary: \xff\n", Code::NotUtf8),
        (b"title: T\nsummary: S\n---\ntitle: U\nsummary: S\n", Code::WrongType),
        (b"title: T\nsummary: S\nsummary_from: 3\ntext: One.\n", Code::UnknownParagraph),
    ] {
        let report = adopt(printed.to_vec(), "<p>").unwrap_err();
        assert!(report.findings.iter().any(|finding| finding.code == code), "{:?}", report.findings);
    }
}

/// Pieces that articles, and attacks on what reads them, are made of.
const PIECES: &str = "(The |Pakistan|Kabul's |must |should not |talk\\. |“|”|\"|said |, |: |\\(TTP\\) |\n|\n\n|By Jane Doe\n|- |> |# |1\\. |Disclaimer: |views of the author\\. |on 19 October 2025 |Share\n|Comments\n|\\*|_|`|<b>|&amp;|\\[x\\]\\(y\\)|---\n|\\.\\.\\.\n|~|#x|!y|%z|@|\\\\|\u{85}|\u{2028}|\u{202e}|\u{ffff}|é|日本。|\t|  |'|\\{|\\}|\\||no|2025|Mr\\. |U\\.S\\. |Subject: x\n|From: y\n|https://a\\.b\n)";

/// Pieces that pages, and attacks on what reads them, are made of.
const TAGS: &str = "(<p>|</p>|<div class=\"article-body\">|</div>|<h1>|</h1>|<br>|<li>|<ul>|</ul>|<script>|</script>|<script type=\"application/ld\\+json\">|\\{\"@type\":\"Article\",\"headline\":\"x: y\",\"author\":\\[1\\]\\}|<style>|<!--|-->|<title>|</title>|<meta name=author content='Jane Doe'>|<html lang=xx>|<time datetime=2025-13-01>|<table><tr><td>|</table>|<b|<|>|\"|&lt;|&#x202e;|&#0;|&nbsp;|Kabul must act now, and so must all the others\\. |The views expressed are the author's own\\. |<svg>|<template>|<form>|\u{1b}\\[31m)";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_markup_makes_a_draft_or_none(parts in proptest::collection::vec(TAGS, 0..60)) {
        if let Ok(imported) = import(parts.concat().into_bytes(), &given("x.html")) {
            proven(&imported);
            prop_assert_eq!(briefing::text::clean(&imported.yaml), imported.yaml.as_str());
        }
    }

    #[test]
    fn any_markdown_makes_a_draft_or_none(parts in proptest::collection::vec(PIECES, 0..60)) {
        let text = format!("---\ntitle: {}\n---\n{}", parts.first().cloned().unwrap_or_default(), parts.concat());
        if let Ok(imported) = import(text.into_bytes(), &given("x.md")) {
            proven(&imported);
        }
    }

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
