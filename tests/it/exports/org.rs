//! The rules of Org's own parser (org-element, org-list), as far as a file of ours could break them.

use super::sample::{Sample, note};
use briefing::notes::Kind;
use briefing::render::export::{Format, What};
use std::fmt::Write as _;

/// What Org shows of a text: entities as the signs that they are.
pub(super) fn shown(text: &str) -> String {
    let entities =
        [("\\zwnj{}", ""), ("\\under{}", "_"), ("\\asciicirc{}", "^"), ("\\dollar{}", "$"), ("\\lt{}", "<")];
    // A link without words shows its address.
    let mut out = String::new();
    let mut parts = text.split("[[http");
    out.push_str(parts.next().unwrap());
    for part in parts {
        let (address, rest) = part.split_once("]]").unwrap();
        out.push_str(&(linked(address) + rest));
    }
    entities.iter().fold(out, |text, (entity, sign)| text.replace(entity, sign))
}

/// What a link shows, of which the first four signs are gone.
fn linked(address: &str) -> String {
    address.split_once("][").map_or_else(|| format!("http{address}"), |(_, words)| words.to_owned())
}

/// Whether Org reads a line as a headline: stars at its start, then a blank.
fn is_headline(line: &str) -> bool {
    let rest = line.trim_start_matches('*');
    rest.len() < line.len() && rest.starts_with(' ')
}

/// The outline of an Org file: headlines are ours alone, drawers stand below one, blocks end, nothing else begins.
pub(super) fn check(text: &str, samples: &[&Sample]) {
    let (mut block, mut drawer, mut after_headline) = (Vec::new(), false, false);
    let (mut titles, mut noted, mut ids) = (0, 0, Vec::new());
    let sections: Vec<String> =
        samples.iter().flat_map(|sample| sample.document.sections()).map(|s| s.title.clone()).collect();
    let extra = ["The whole brief", "Passages that were not found", "Title and source"];
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(end) = block.last() {
            if trimmed == *end {
                block.pop();
            } else if end == "#+end_quote" && trimmed == "#+begin_example" {
                // A quotation may hold other blocks; an example holds text.
                block.push("#+end_example".to_owned());
            } else {
                // A star is a headline only with a blank behind it: `*h*` is bold.
                assert!(!is_headline(line) && !trimmed.starts_with("#+"), "{line}");
            }
        } else if drawer {
            assert!(line.starts_with(':'), "{line}");
            drawer = line != ":END:";
            ids.extend(line.strip_prefix(":CUSTOM_ID: "));
        } else if let Some(kind) = trimmed.strip_prefix("#+begin_") {
            block.push(format!("#+end_{kind}"));
        } else if line == ":PROPERTIES:" {
            assert!(after_headline);
            drawer = true;
        } else if line.starts_with('*') && line.trim_start_matches('*').starts_with(' ') {
            let level = line.find(' ').unwrap();
            let title = shown(&line[level + 1..]);
            titles += usize::from(level == 1);
            assert!(level != 2 || sections.contains(&title) || extra.contains(&title.as_str()), "{title}");
            assert!(level <= 3);
            after_headline = true;
            noted += usize::from(level == 3);
            continue;
        } else {
            let known = ["#+title:", "#+language:", "#+date:", "#+options:"]
                .iter()
                .any(|keyword| line.starts_with(keyword));
            assert!(known || trimmed == "#" || !trimmed.starts_with(['#', '|', ':', '%']), "{line}");
            for markup in ["@@", "{{{", "<<", "\\begin", "[fn:", "[cite", "src_", "call_"] {
                assert!(!line.contains(markup), "{markup} in {line}");
            }
        }
        after_headline = false;
    }
    assert!(block.is_empty() && !drawer);
    assert_eq!(titles, samples.len());
    assert!(noted >= super::readers::notes(samples));
    let unique: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!((unique.len(), ids.len()), (ids.len(), samples.len() + super::readers::notes(samples)));
}

/// The lists of a text by the rule of org-list: items in one column are one list; it ends before a line that is indented
/// no deeper and is no item, and at two blank lines. Each list as brackets around its bullets and what is within them.
fn lists(text: &str) -> String {
    let (mut open, mut out, mut blank, mut block): (Vec<usize>, _, _, _) =
        (Vec::new(), String::new(), 0, false);
    for line in text.lines() {
        let body = line.trim_start();
        let column = line.len() - body.len();
        if body.is_empty() {
            blank += 1;
            if blank == 2 && !block {
                out.push_str(&")".repeat(open.len()));
                open.clear();
            }
            continue;
        }
        blank = 0;
        if block && !body.starts_with("#+end_") {
            continue;
        }
        let number = body.trim_start_matches(|c: char| c.is_ascii_digit());
        let counts = number.len() < body.len() && (number.starts_with(". ") || number == ".");
        let item = counts || body.starts_with("- ") || body == "-";
        while open.pop_if(|at| *at > column || *at == column && !item).is_some() {
            out.push(')');
        }
        if item {
            if open.last() != Some(&column) {
                open.push(column);
                out.push('(');
            }
            let mark = body.split_once(' ').map_or(body, |(mark, _)| mark);
            let counter = body.split(['[', ']']).nth(1).filter(|_| body.contains("[@"));
            out.push_str(counter.unwrap_or(mark.trim_end_matches('.')));
        }
        block = body.starts_with("#+begin_example");
    }
    out + &")".repeat(open.len())
}

/// What a section tells in Org.
fn told(yaml: &str, heading: &str) -> String {
    let sample = Sample::of(yaml);
    let out = sample.export(Format::Org, What::Brief);
    check(std::str::from_utf8(&out).unwrap(), &[&sample]);
    let out = String::from_utf8(out).unwrap();
    let (_, section) = out.split_once(&format!("** {heading}\n")).unwrap();
    section.split("\n** ").next().unwrap().to_owned()
}

#[test]
fn lists_of_two_kinds_are_two_lists_and_what_an_item_holds_stays_in_it() {
    let told = |summary: &str| {
        told(&format!("title: T\nsummary: {}\n", serde_json::to_string(summary).unwrap()), "Summary")
    };
    for (summary, read) in [
        ("- a\n- b\n\n1. c\n2. d", "(--)(12)"),
        ("1. a\n2. b\n\n- c", "(12)(-)"),
        ("1. a\n\n   > quoted\n\n2. b\n\n   ```\n   code\n\n\n   more\n   ```\n3. c", "(123)"),
        ("5. a\n6. b", "(@56)"),
        ("- a\n  - b\n\n  1. c\n\n  d\n- e", "(-(-)(1)-)"),
        ("- a\n  1. b\n  2. c\n\n  - d", "(-(12)(-))"),
        ("> - a\n>\n> 1. b\n\n- c", "(-)(1)(-)"),
    ] {
        assert_eq!(lists(&told(summary)), read, "{summary}\n{}", told(summary));
    }
}

#[test]
fn recommendations_are_one_list_whatever_they_hold() {
    let mut yaml = "title: T\nsummary: s\nrecommendations:\n".to_owned();
    for n in 1..=11 {
        let _ = writeln!(yaml, "  - {{text: \"R{n}\\n\\n> quoted\\n\\n- a\", rationale: \"Why\\n\\n> q\"}}");
    }
    let read = lists(&told(&yaml, "Recommendations"));
    assert_eq!(read, "(1(-)2(-)3(-)4(-)5(-)6(-)7(-)8(-)9(-)10(-)11(-))");
    // The items of a section are no part of a list above them.
    let own = "title: T\nsections: [{title: Own, text: \"w\\n\\n- a\", items: [\"b :: c\", \"[ ] d\"]}]\n";
    let own = told(own, "Own");
    assert_eq!(lists(&own), "(-)(--)");
    // Neither a term nor a box: "[ \\t]+::[ \\t]" and "\\[[- X]\\][ \\t]" are what org-list looks for.
    assert!(!own.contains(" :: ") && !own.contains("- [ ]"), "{own}");
    assert_eq!(shown(&own).matches("b :: c").count() + shown(&own).matches("[ ] d").count(), 2);
}

#[test]
fn an_address_stays_a_link_and_nothing_else_becomes_one() {
    let mut sample = Sample::of(
        "title: See https://example.org/a_b\nsummary: 'At https://example.org/c/(d). Not shell:ls, file:x or [x](elisp:y).'\n",
    );
    let on = sample.on("Not");
    sample.notes = vec![note(1, Kind::Note, "From http://example.org/~n, help:car", on)];
    let out = String::from_utf8(sample.export(Format::Org, What::Both)).unwrap();
    for link in ["https://example.org/a_b", "https://example.org/c/(d)", "http://example.org/~n"] {
        assert!(out.contains(&format!("[[{link}]]")), "{out}");
    }
    assert!(!out.contains("\\slash"), "{out}");
    // What org-link-plain-re finds: a scheme, a colon, and anything but a blank. Properties are no text.
    let text = out.lines().filter(|line| !line.starts_with([':', '#']));
    for word in text.flat_map(str::split_whitespace) {
        let plain = word.replace("[[https:", "").replace("[[http:", "");
        let scheme = plain.split_once(':').filter(|(before, after)| {
            before.ends_with(|c: char| c.is_ascii_alphanumeric()) && !after.is_empty()
        });
        assert_eq!(scheme, None, "{word}");
    }
}

#[test]
fn briefs_of_one_slug_have_targets_of_their_own() {
    let mut samples = [Sample::of("title: A\nsummary: s\n"), Sample::of("title: B\nsummary: s\n")];
    "a/b".clone_into(&mut samples[0].id);
    "a-b".clone_into(&mut samples[1].id);
    let samples = samples.each_ref();
    let out = super::sample::export_all(&samples, Format::Org, What::Brief);
    check(std::str::from_utf8(&out).unwrap(), &samples);
}

#[test]
fn signs_that_pandoc_has_no_entity_for_stand_as_they_are() {
    let told = told("title: T\nsummary: far_from a|b x^2\n", "Summary");
    assert_eq!(told.trim(), "far_from a|b x^2");
}
