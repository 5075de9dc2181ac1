//! What a brief becomes: one flat text, blocks, roles and links.

use briefing::brief::read;
use briefing::document::{Document, Role, SectionKind, Target, lower};
use briefing::source::Source;
use briefing::text::{TextPos, TextRange};
use briefing::yaml::Step;
use proptest::prelude::*;
use std::fmt::Write as _;

fn document(text: &str) -> Document {
    let reading = read(&Source::new("x", text.to_owned())).remove(0);
    lower(&reading.brief.unwrap_or_else(|findings| panic!("{findings:?}")))
}

/// A document in words: section, item, role and text of every block, its runs and links below it.
fn told(doc: &Document) -> String {
    let mut out = String::new();
    for block in doc.blocks() {
        let section = &doc.sections()[usize::from(block.section)];
        let item = block.item.map_or(String::new(), |item| format!("[{item}]"));
        let _ = writeln!(
            out,
            "{:?}{item} {:?} {:?} {:?}",
            section.kind,
            block.role,
            block.lead,
            doc.slice(block.range)
        );
        for run in doc.runs(block) {
            let _ = writeln!(out, "    {:?} {:?}", run.role, doc.slice(run.range));
        }
        for link in doc.links_in(block.range) {
            let _ = writeln!(out, "    {:?} {:?}", link.target, doc.slice(link.range));
        }
    }
    out
}

#[test]
fn a_brief_with_every_field_is_told_whole() {
    insta::assert_snapshot!(told(&document(
        "title: T\nthesis: The *claim*.\ntopics: [one, two]\n\
         source: {title: Headline, author: [A, B], publication: P, syndicated_by: S, published: 2025-11-02, url: 'https://x.y', language: fr}\n\
         briefed: {by: Me, on: 2025-12}\nsummary: A [link](https://example.org) and **more**.\n\
         actors:\n  - {name: Qatar, id: qa, aliases: [Doha], kind: state, affiliation: Gulf, role: Host., position: Peace., from: [1, 2]}\n\
         recommendations:\n  - {text: Talk., to: [doha, donors], priority: high, rationale: It helps., from: 2}\n\
         disclaimers:\n  - {text: Mine., kind: conflict of interest, by: The editors, from: 1}\n  - Plain.\n\
         timeline:\n  - {date: 2025-10-19, event: Ceasefire., from: 1}\n  - {date: 2025-10, event: Talks.}\n  - Undated.\n\
         quotes:\n  - {text: Never., by: QATAR, context: At noon., from: 1}\n\
         sections:\n  - {title: Own, key: o, text: Words., items: [{text: Item., from: 1}]}\n  - {title: Taken, key: s, text: No.}\n\
         text: |\n  First.\n\n  Second.\n"
    )));
}

#[test]
fn what_is_a_draft_says_so_in_words() {
    insta::assert_snapshot!(told(&document(
        "title: T\ndraft: [title, thesis, source, summary, text]\nthesis: Claim.\nsource: Headline\nsummary: Short.\n\
         summary_from: [1, 2]\nactors: [{name: Qatar, kind: state, from: 1, draft: true}, {name: Turkey, draft: false}]\n\
         recommendations: [{text: Talk., to: qatar, draft: true}]\ndisclaimers: [{text: Mine., draft: true}]\n\
         timeline: [{date: 2025, event: Talks., draft: true}, {event: Undated., draft: true}]\n\
         quotes: [{text: Never., by: qatar, draft: true}, {text: Ever., draft: true}]\n\
         sections: [{title: Own, key: o, items: [{text: Item., from: 2, draft: true}]}]\ntext: |\n  First.\n\n  Second.\n"
    )));
}

#[test]
fn soft_breaks_become_blanks_but_not_between_wide_characters() {
    let doc = document("title: T\nsummary: |\n  one\n  two *three\n  four*\n  日本は\n  独立\n");
    let summary = &doc.sections()[1];
    let text = doc.slice(doc.blocks()[summary.body.start as usize].range);
    assert_eq!(text, "one two three four 日本は独立");
}

#[test]
fn giant_paragraphs_are_cut_and_lose_nothing() {
    let words = "word ".repeat(10_000);
    let doc = document(&format!("title: T\nsummary: |\n  {words}\n"));
    let blocks: Vec<_> = doc.blocks().iter().filter(|block| block.role == Role::Body).collect();
    assert!(blocks.len() > 5);
    let text: String = blocks.iter().map(|block| doc.slice(block.range)).collect();
    assert_eq!(text, words.trim_end());
    assert!(blocks.iter().skip(1).all(|block| block.continues && block.gap == 0));
}

#[test]
fn a_place_knows_its_way_into_the_yaml() {
    let doc = document(
        "title: T\nactors: [A, {name: B, role: Role of B.}]\nsections: [{title: S, items: [x, second item]}]\n",
    );
    let at = |words: &str| {
        let pos = TextPos::new(doc.text().find(words).unwrap());
        doc.way(doc.block(doc.block_at(pos)).unwrap())
    };
    assert_eq!(at("Role of B"), [Step::Key("actors"), Step::Item(1), Step::Key("role")]);
    assert_eq!(
        at("second item"),
        [Step::Key("sections"), Step::Item(0), Step::Key("items"), Step::Item(1), Step::Key("text")]
    );
}

#[test]
fn references_lead_to_actors_by_any_of_their_names() {
    let doc = document(
        "title: T\nactors: [{name: Qatar, id: qa, aliases: [Doha]}, Oman]\n\
         recommendations: [{text: t, to: [QA, doha, qatar, oman, donors]}]\n",
    );
    let targets: Vec<&Target> =
        doc.links_in(TextRange::bytes(0, doc.text().len())).iter().map(|link| &link.target).collect();
    assert_eq!(targets, [&Target::Actor(0), &Target::Actor(0), &Target::Actor(0), &Target::Actor(1)]);
    let qatar = doc.item_block(SectionKind::Actors, 0).and_then(|ix| doc.block(ix)).unwrap();
    assert_eq!(doc.slice(qatar.range), "Qatar");
    assert_eq!(doc.item_block(SectionKind::Actors, 2), None);
}

#[test]
fn sections_are_found_by_letter_title_field_and_start() {
    let doc = document("title: T\nsummary: s\nsections: [{title: Open questions, key: o, text: x}]\n");
    let found = |wish: &str| doc.find_section(wish).map(|n| doc.sections()[n].title.as_str());
    assert_eq!(found("s"), Some("Summary"));
    assert_eq!(found("actors"), Some("Key actors"));
    assert_eq!(found("reco"), Some("Recommendations"));
    assert_eq!(found("QUESTIONS"), Some("Open questions"));
    assert_eq!(found("o"), Some("Open questions"));
    assert_eq!(found(""), None);
    assert_eq!(found("zebra"), None);
}

#[test]
fn a_place_outlives_a_revision() {
    let before = document("title: T\nsummary: |\n  One.\n\n  Two.\nactors: [A, {name: B, role: r}, C]\n");
    let at = |doc: &Document, words: &str| TextPos::new(doc.text().find(words).unwrap());
    let place = |words: &str| before.place(at(&before, words)).unwrap();
    let after = document(
        "title: Longer title\nsummary: |\n  One more.\n\n  Two.\nactors: [A, {name: Bee, role: r}]\n",
    );
    let read = |words: &str| {
        let pos = after.resolve(&place(words));
        after.slice(after.block(after.block_at(pos)).unwrap().range).to_owned()
    };
    assert_eq!(read("Two."), "Two.");
    assert_eq!(read("B\n"), "Bee");
    assert_eq!(read("C\n"), "Bee", "the last that is left");
    let gone = document("title: T\ntext: Only this.\n");
    assert_eq!(gone.section_at(gone.resolve(&place("Two."))), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn blocks_runs_and_links_keep_their_invariants(
        text in "([a-c é預\u{202e}\u{1b}]|\\*\\*?|_|`|\\[x\\]\\(https://y\\)|~~|\n\n?|\n> |\n- |\n1\\. |\n```\n|<b>|&amp;|&#27;|#|\\\\){0,60}"
    ) {
        let source = format!("title: T\nsummary: {}\nactors: [{{name: A, role: {0}}}]\n", serde_json::to_string(&format!("x{text}")).unwrap());
        let readings = read(&Source::new("x", source));
        let Ok(brief) = &readings[0].brief else { return Ok(()) };
        let doc = lower(brief);
        let mut end = TextPos::ZERO;
        for block in doc.blocks() {
            prop_assert!(end <= block.range.start() && !block.range.is_empty());
            end = block.range.end();
            prop_assert!(doc.text().get(block.range.start().get()..end.get()).is_some());
            let mut start = block.range.start();
            for run in doc.runs(block) {
                prop_assert!(start <= run.range.start() && run.range.end() <= end && !run.range.is_empty());
                prop_assert!(doc.text().get(run.range.start().get()..run.range.end().get()).is_some());
                start = run.range.start();
            }
        }
        let links = doc.links_in(TextRange::bytes(0, doc.text().len() + 1));
        prop_assert!(links.windows(2).all(|pair| pair[0].range.start() <= pair[1].range.start()));
        let clean = doc.text().chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}');
        prop_assert!(clean);
    }
}
