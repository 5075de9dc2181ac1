//! What pandoc and Obsidian read in Markdown beyond `CommonMark`.

use super::readers;
use super::sample::{Sample, note};
use briefing::notes::Kind;
use briefing::render::export::{FORMATS, Format, What};
use pulldown_cmark::{Event, Parser, Tag};

fn told(sample: &Sample, format: Format) -> String {
    let out = sample.export(format, What::Both);
    readers::check(format, &out, &[sample]);
    String::from_utf8(out).unwrap()
}

/// Whether pandoc begins an item with a line (Pandoc's manual, `fancy_lists` and `example_lists`).
fn is_fancy_item(line: &str) -> bool {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let Some(end) = inner.find(['.', ')']) else { return false };
    let (number, rest) = inner.split_at(end);
    let roman = number.to_lowercase().chars().all(|c| "ivxlcdm".contains(c));
    let letter = number.len() == 1 && number.chars().all(|c| c.is_ascii_alphabetic() || c == '#');
    let digits = number.chars().all(|c| c.is_ascii_digit());
    let counts = !number.is_empty()
        && (roman
            || letter
            || digits
            || number.strip_prefix('@').is_some_and(|name| name.chars().all(char::is_alphanumeric)));
    counts && rest[1..].starts_with(' ')
}

#[test]
fn a_quotation_that_begins_as_an_item_of_pandocs_is_a_paragraph() {
    for words in [
        "(1) first",
        "(a) first",
        "i. first",
        "A.  first",
        "(@) first",
        "(@good) first",
        "iv) first",
        "#. first",
    ] {
        assert!(is_fancy_item(words));
        let mut sample = Sample::of(&format!("title: T\nsummary: '{words}'\n"));
        let on = sample.on(words.rsplit("  ").next().unwrap());
        sample.notes = vec![note(1, Kind::Highlight, "", on)];
        sample.notes[0].on.quote.as_mut().unwrap().exact = words.to_owned();
        for format in [Format::Markdown, Format::Obsidian] {
            let out = told(&sample, format);
            let quoted = out
                .lines()
                .filter_map(|line| line.strip_prefix("> "))
                .map(|line| line.trim_start_matches("> "));
            assert_eq!(quoted.filter(|line| is_fancy_item(line)).count(), 0, "{out}");
        }
    }
}

#[test]
fn no_rule_begins_metadata_and_no_two_lists_are_one() {
    let sample = Sample::of(
        "title: T\nsummary: \"a\\n\\n---\\nb: c\\n\\n- - -\\nd\"\nsections: [{title: Own, text: \"w\\n\\n- a\\n- b\", items: [c, d]}]\n",
    );
    let out = told(&sample, Format::Markdown);
    // `yaml_metadata_block`: three hyphens, and behind them a line that is not blank.
    assert!(out.lines().all(|line| line.trim_end() != "---"), "{out}");
    assert_eq!(Parser::new(&out).filter(|event| *event == Event::Rule).count(), 2);
    let lists = Parser::new(&out).filter(|event| matches!(event, Event::Start(Tag::List(_)))).count();
    assert_eq!(lists, 2, "{out}");
}

#[test]
fn in_a_vault_the_passage_is_told_from_what_was_written_on_it_and_nothing_is_hidden() {
    let mut sample = Sample::of("title: T\nsummary: \"# A %% b $$ c\\n\\nThe passage.\"\n");
    sample.notes = vec![note(1, Kind::Note, "# Mine %% d\n\nThe comment.", sample.on("The passage."))];
    let out = told(&sample, Format::Obsidian);
    assert!(out.contains("\n> > The passage.\n") && out.contains("\n> The comment.\n"), "{out}");
    // Two signs hide what is behind them, or make mathematics of it, in headings too.
    assert!(!out.contains("%%") && !out.contains("$$"), "{out}");
}

#[test]
fn no_format_follows_what_another_does_not() {
    let bad = "[a](javascript:alert(1)) [b](data:text/html,x) <vbscript:y> [c](file:///etc/passwd)";
    let good = "[d](https://example.org/d) <https://example.org/e>";
    let mut sample = Sample::of(&format!("title: T\nsummary: {:?}\n", format!("w {bad} {good}")));
    sample.notes = vec![note(1, Kind::Note, &format!("{bad} {good}"), sample.on("w"))];
    for row in FORMATS.iter().filter(|row| row.brief && row.format != Format::Json) {
        for what in [What::Both, What::Notes] {
            let out = sample.export(row.format, what);
            readers::check(row.format, &out, &[&sample]);
            let leads: Vec<String> = match row.format {
                Format::Markdown | Format::Obsidian => Parser::new(std::str::from_utf8(&out).unwrap())
                    .filter_map(|event| match event {
                        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                            Some(dest_url.to_string())
                        }
                        _ => None,
                    })
                    .collect(),
                Format::Html => {
                    String::from_utf8(out).unwrap().split("href=\"").skip(1).map(str::to_owned).collect()
                }
                Format::Org => {
                    String::from_utf8(out).unwrap().split("[[").skip(1).map(str::to_owned).collect()
                }
                _ => continue,
            };
            assert!(
                leads.iter().all(|lead| lead.starts_with("https://example.org/") || lead.starts_with('#')),
                "{leads:?}"
            );
            assert!(
                leads.iter().filter(|lead| lead.starts_with("https://")).count() >= 2,
                "{} {leads:?}",
                row.name
            );
        }
    }
}
