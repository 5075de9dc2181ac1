//! The rules of HTML, as browsers and its validator hold them.

use super::sample::{Sample, note};
use briefing::notes::Kind;
use briefing::render::export::{Format, What};
use std::fmt::Write as _;

/// HTML without parse errors, which is XML too; ids once, links within that lead somewhere, none that runs anything.
pub(super) fn check(text: &str, samples: &[&Sample]) {
    let page = scraper::Html::parse_document(text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let tree = roxmltree::Document::parse_with_options(text, options).unwrap();
    let named = |name: &str| tree.descendants().filter(|node| node.has_tag_name(name)).count();
    let mut ids = std::collections::HashSet::new();
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id), "{id} twice");
        }
        assert!(
            !["script", "img", "iframe", "object", "link", "base", "form"].contains(&node.tag_name().name())
        );
        assert!(
            node.attributes()
                .all(|attribute| !attribute.name().starts_with("on") && attribute.name() != "src")
        );
        // What browsers would close by themselves.
        let inner = ["p", "h1", "h2", "h3", "h4", "pre"].contains(&node.tag_name().name());
        let blocks = ["p", "ul", "ol", "div", "blockquote", "section", "h2", "h3"];
        assert!(!inner || node.descendants().skip(1).all(|below| !blocks.contains(&below.tag_name().name())));
        let item = node.tag_name().name() == "li";
        assert!(!item || ["ol", "ul"].contains(&node.parent_element().unwrap().tag_name().name()));
        let link = node.tag_name().name() == "a";
        assert!(!link || node.ancestors().skip(1).all(|above| above.tag_name().name() != "a"));
    }
    // No level of headings is left out on the way down, and what a link has is an address (WHATWG, "valid URL string").
    let levels =
        tree.descendants().filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse::<u8>().ok());
    levels.fold(0, |before, level| {
        assert!(level <= before + 1, "h{level} below h{before}");
        level
    });
    for href in tree.descendants().filter_map(|node| node.attribute("href")) {
        let web =
            ["http://", "https://", "mailto:"].iter().any(|scheme| href.to_lowercase().starts_with(scheme));
        assert!(!href.contains(|c: char| c.is_whitespace() || "\"<>\\^`{|}".contains(c)), "{href}");
        assert!(web || ids.contains(href.strip_prefix('#').unwrap_or_default()), "{href} leads nowhere");
    }
    assert_eq!(named("article"), samples.len());
    assert_eq!(named("h1"), samples.len());
    let shown = page.root_element().select(&scraper::Selector::parse(".note").unwrap()).count();
    assert_eq!(shown, super::readers::notes(samples));
    assert!(
        tree.root_element().attribute("lang").is_some() && tree.root_element().attribute("dir").is_some()
    );
}

fn page(yaml: &str) -> String {
    let sample = Sample::of(yaml);
    let out = String::from_utf8(sample.export(Format::Html, What::Brief)).unwrap();
    check(&out, &[&sample]);
    out
}

#[test]
fn what_an_item_holds_does_not_end_its_list() {
    let mut yaml = "title: T\nsummary: \"1. a\\n\\n   > quoted\\n\\n2. b\"\nrecommendations:\n".to_owned();
    for n in 1..=11 {
        let _ = writeln!(yaml, "  - \"R{n}\\n\\n> quoted\\n\\n- a\"");
    }
    let page = page(&yaml);
    assert_eq!(page.matches("<ol>").count(), 2, "{page}");
    assert_eq!(page.matches("<blockquote>").count(), 12);
    // The items of a section are no part of a list above them.
    let own = self::page("title: T\nsections: [{title: Own, text: \"w\\n\\n- a\", items: [b, c]}]\n");
    assert_eq!(own.matches("<ul>").count(), 2, "{own}");
}

fn noted(yaml: &str, notes: &[(&str, Kind, &str)]) -> String {
    let mut sample = Sample::of(yaml);
    for (n, (words, kind, text)) in (1..).zip(notes) {
        let on = sample.on(words);
        sample.notes.push(note(n, *kind, text, on));
    }
    let out = String::from_utf8(sample.export(Format::Html, What::Both)).unwrap();
    check(&out, &[&sample]);
    out
}

#[test]
fn a_note_says_its_direction_where_it_is_another_than_that_of_its_brief() {
    let arabic = "title: حوار\nlanguage: ar\nsummary: ملخص الحوار في 2025-01-05 هنا\nsource: {title: عنوان, publication: الصحيفة, published: 2025-01-05}\n";
    let out = noted(arabic, &[("ملخص", Kind::Note, "In English"), ("الحوار", Kind::Note, "ملاحظة")]);
    assert!(out.contains("<p dir=\"ltr\">In English</p>") && out.contains("<p>ملاحظة</p>"), "{out}");
    let out = noted("title: T\nsummary: word\n", &[("word", Kind::Note, "ملاحظة")]);
    assert!(out.contains("<p dir=\"rtl\">ملاحظة</p>"), "{out}");
    // A date behind Arabic letters is turned around unless it stands by itself (Unicode, UAX #9, W2).
    let out = noted(arabic, &[("ملخص", Kind::Question, "x")]);
    assert!(out.matches("<bdi>2025-01-05</bdi>").count() >= 2, "{out}");
    assert!(out.contains("<bdi>1. Question</bdi>") && out.contains("<bdi>2026-11-12</bdi>"), "{out}");
}

#[test]
fn two_notes_are_told_apart_where_they_meet() {
    let summary = "title: T\nsummary: one two three four\n";
    let out = noted(summary, &[("one two three", Kind::Question, "a"), ("two three", Kind::Disagree, "b")]);
    assert!(out.contains(">1</a>, <a "), "numbers in a row are one number: {out}");
    assert!(out.contains("<mark class=\"blue\"><mark class=\"orange\">two three</mark></mark>"), "{out}");
}

#[test]
fn headings_of_prose_stand_one_level_below_their_section() {
    let prose = "# One\\n\\ntext";
    let yaml = format!("title: T\nsummary: \"w\\n\\n{prose}\"\nactors: [{{name: A, role: \"{prose}\"}}]\n");
    let out = noted(&yaml, &[("w", Kind::Note, "# Mine")]);
    assert!(
        out.contains("<h3>One</h3>") && out.contains("<h4>One</h4>") && out.contains("<h4>Mine</h4>"),
        "{out}"
    );
    page("title: T\nsummary: '[a](https://x.y/{z}?\"<b>|c) [d](http://{h}/)'\n");
}
