//! Anchors of other programs, those written by hand, and those of older versions.

use super::{doc, state};
use briefing::document::{Anchor, Anchoring, Document, Quote, Resolution};
use briefing::text::TextRange;

fn federalist() -> Document {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs/federalist-10.yaml");
    doc(&std::fs::read_to_string(file).unwrap())
}

fn of(prefix: &str, exact: &str, suffix: &str) -> Anchor {
    let quote = Quote { prefix: prefix.to_owned(), exact: exact.to_owned(), suffix: suffix.to_owned() };
    Anchor { quote: Some(quote), ..Anchor::default() }
}

#[test]
fn surroundings_of_any_length_are_surroundings() {
    let doc = federalist();
    let exact = "Both grounds favour the large republic over the small";
    let at = doc.text().find(exact).unwrap();
    let (before, after) = (&doc.text()[..at], &doc.text()[at + exact.len()..]);
    let last = |count: usize| {
        before.chars().rev().take(count).collect::<Vec<_>>().into_iter().rev().collect::<String>()
    };
    let first = |count: usize| after.chars().take(count).collect::<String>();
    let flat = |text: String| text.replace('\n', " ");
    for (prefix, suffix) in [
        (last(32), first(32)),
        (last(10), first(5)),
        (last(131), first(105)),
        (flat(last(131)), flat(first(105))),
        (last(2000), first(2000)),
        (last(32), String::new()),
        (String::new(), first(32)),
        (String::new(), first(3)),
        (String::new(), String::new()),
        (last(32).trim().to_owned(), first(32).trim().to_owned()),
    ] {
        let found = Anchoring::new(&doc).resolve(&of(&prefix, exact, &suffix));
        assert_eq!(found, Resolution::Exact(TextRange::bytes(at, at + exact.len())), "{prefix:?} {suffix:?}");
    }
    // What it says is not so.
    let found = Anchoring::new(&doc).resolve(&of(
        "the price of fish in the market ",
        exact,
        " was seldom discussed before noon",
    ));
    assert!(!matches!(found, Resolution::Exact(_)), "{found:?}");
}

#[test]
fn few_words_are_found_by_what_stands_around_them() {
    let doc = doc(
        "title: T\nsummary: There is a narrow window for dialogue now. There is a wide gate for war. Prices rose by 5 percent.\n",
    );
    let resolve = |prefix: &str, exact: &str, suffix: &str| {
        let found = Anchoring::new(&doc).resolve(&of(prefix, exact, suffix));
        (state(found), found.range().map_or(String::new(), |range| doc.slice(range).to_owned()))
    };
    for (prefix, exact, suffix) in [
        ("", "a narrow window for", ""),
        ("a narrow ", "window", " for dialogue"),
        ("Prices rose by ", "5", " percent"),
        ("wide gate ", "for", " war."),
        ("", "There is a wide gate", ""),
    ] {
        assert_eq!(resolve(prefix, exact, suffix), ("in place", exact.to_owned()), "{exact}");
    }
    for (prefix, exact, suffix) in [
        ("", "is", ""),
        ("", "for", ""),
        ("", "There is a", ""),
        ("", "5", ""),
        ("the cat ", "window", " sat on"),
    ] {
        assert_eq!(resolve(prefix, exact, suffix).0, "orphaned", "{exact}");
    }
}

#[test]
fn what_a_person_writes_by_hand_says_no_more_than_it_says() {
    let doc = doc(
        "title: T\nactors: [{name: Iran, position: Wants a treaty.}, {name: Oman, position: Wants a treaty too.}]\nsummary: Both want a treaty.\n",
    );
    let mut on = of("", "Wants a treaty", "");
    assert_eq!(Anchoring::new(&doc).resolve(&on), Resolution::Orphaned);
    on.section = Some("summary".to_owned());
    assert!(!matches!(Anchoring::new(&doc).resolve(&on), Resolution::Exact(_)));
    // Other programs know a section by its title.
    let mut on = of("", "Both want a treaty.", "");
    on.section = Some("Summary".to_owned());
    assert!(matches!(Anchoring::new(&doc).resolve(&on), Resolution::Exact(_)));
}

#[test]
fn notes_of_older_versions_stay_where_they_are() {
    for name in ["istanbul-talks", "federalist-10", "modest-proposal", "leaving-asia"] {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("briefs/{name}.yaml"));
        let yaml = std::fs::read_to_string(file).unwrap();
        let (old, new) = (
            doc(&yaml),
            doc(&yaml.replacen("summary: |\n", "summary: |\n  A sentence that is new here.\n\n", 1)),
        );
        assert_ne!(old.text(), new.text());
        for block in old.blocks().iter().filter(|block| block.range.len() > 20 && !block.field.is_empty()) {
            let mut anchor = Anchoring::new(&old).anchor(block.range);
            // They did not say whose an item is, and knew it by its first line.
            (anchor.owner, anchor.twin, anchor.echo, anchor.own_echo) = (None, None, None, None);
            if let Some(item) = &mut anchor.item
                && item.name.is_none()
            {
                let mut kin = old.blocks().iter();
                let first = kin.find(|b| b.section == block.section && b.item == block.item).unwrap();
                item.begins = Some(old.slice(first.range).chars().take(40).collect());
            }
            assert_eq!(Anchoring::new(&old).resolve(&anchor), Resolution::Exact(block.range), "{anchor:?}");
            let found = Anchoring::new(&new).resolve(&anchor);
            let there = found.range().map(|range| new.slice(range));
            assert_eq!(there, Some(old.slice(block.range)), "{anchor:?}");
        }
    }
}
