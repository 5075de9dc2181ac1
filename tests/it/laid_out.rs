//! Briefs in canonical order and layout.

use super::scribe::{Scribe, Tree};
use briefing::brief::{laid_out, read};
use briefing::source::Source;
use proptest::prelude::*;

fn source(text: &str) -> Source {
    Source::new("x.yaml", text.to_owned())
}

fn laid(text: &str) -> String {
    laid_out(&source(text)).unwrap_or_else(|findings| panic!("{findings:?}\n{text}"))
}

#[test]
fn fields_have_their_order_and_comments_stay_with_them() {
    let text = "# A brief.\n\n# the title\ntitle: 'Talks: a lesson'\n\n\n\nactors: # who\n# indentless\n- # of Qatar\n  role: Host.\n  \
                # its name\n  name: Qatar\n\n  # more to come\n- {kind: state, name: Pakistan, from: [ 1,2 ]}\n- {\n    name: Kabul, # a city\n    \
                kind: \"state\" }\nid: no # kept\nsummary: \"One.\\n\\nTwo.\"\ntopics: # t\n  - a\n  - 'b'\n\
                source: {published: '2025-11-02', title: 1984}\nformat: '1' # f\n\n# the end\n";
    insta::assert_snapshot!(laid(text), @r#"
    # A brief.

    format: 1  # f
    id: "no"  # kept
    # the title
    title: "Talks: a lesson"
    topics: [a, b]  # t
    source: {title: "1984", published: 2025-11-02}

    summary: |
      One.

      Two.

    actors:  # who
      # indentless
      # of Qatar
      # its name
      - name: Qatar
        role: Host.

        # more to come
      - {name: Pakistan, kind: state, from: [1, 2]}
      - name: Kabul  # a city
        kind: state

    # the end
    "#);
}

#[test]
fn what_is_said_between_the_first_field_and_its_value_stays() {
    let said = "title: #e\n  #f\n  T #g\nsummary: s\n";
    assert_eq!(laid(said), "#f\ntitle: T  #e #g\n\nsummary: s\n");
    assert_eq!(
        laid(&format!("# The file.\n\n# The title.\n{said}")),
        "# The file.\n\n# The title.\n#f\ntitle: T  #e #g\n\nsummary: s\n"
    );
}

#[test]
fn long_texts_and_lists_are_broken_and_short_ones_joined() {
    let words = "word ".repeat(25);
    let names: Vec<String> = (0..30).map(|n| format!("name {n}")).collect();
    let text = format!(
        "title: >-\n  A\n  title\nthesis: {words}\ntopics: [{}]\nsummary: >\n  One.\n\n  Two.\nactors:\n- name: A\n  aliases:\n    - B\n    - C\n",
        names.join(", ")
    );
    let out = laid(&text);
    assert!(out.starts_with("title: A title\nthesis: >-\n  word"), "{out}");
    assert!(out.contains("topics:\n  - name 0\n  - name 1\n"), "{out}");
    assert!(out.contains("summary: |\n  One.\n  Two.\n"), "{out}");
    assert!(out.ends_with("actors:\n  - name: A\n    aliases: [B, C]\n"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
}

#[test]
fn line_ends_marks_and_documents_become_alike() {
    assert_eq!(
        laid("\u{feff}title: x\r\nsummary: |\r\n  a\r\n\r\n  b"),
        "title: x\n\nsummary: |\n  a\n\n  b\n"
    );
    assert_eq!(
        laid("---\n---\n# second\ntitle: x\nsummary: z\n...\n# third\n--- {summary: b, title: a} # c\n"),
        "---\n---\n# second\ntitle: x\n\nsummary: z\n# third\n---\ntitle: a\n\nsummary: b\n# c\n"
    );
    assert_eq!(
        laid("# c\n---\n? title\n: &x !!str 'x'\nsummary: *x\nactors: !!seq\n- &q !!map\n  name: Q\n- *q\n"),
        "# c\ntitle: &x !!str x\n\nsummary: *x\n\nactors: !!seq\n  - &q !!map\n    name: Q\n  - *q\n"
    );
}

#[test]
fn what_stands_before_a_document_stays_and_aliases_stay_behind_their_anchors() {
    for (text, want) in [
        ("%YAML 1.2\n---\nsummary: s\ntitle: x\n", "%YAML 1.2\n---\ntitle: x\n\nsummary: s\n"),
        (
            "title: x\nsummary: s\n...\n# about it\n%YAML 1.2\n# more\n---\nsummary: b\ntitle: a\n",
            "title: x\n\nsummary: s\n# about it\n...\n%YAML 1.2\n---\n# more\ntitle: a\n\nsummary: b\n",
        ),
        ("--- &x\nsummary: s\ntitle: x\n", "--- &x\ntitle: x\n\nsummary: s\n"),
        ("--- !!map\nsummary: s\ntitle: x\n", "--- !!map\ntitle: x\n\nsummary: s\n"),
        // The pair keeps its order, and all else has the usual one.
        ("summary: &x s\nlanguage: en\ntitle: *x\n", "language: en\n\nsummary: &x s\ntitle: *x\n"),
        (
            "title: x\nquotes:\n  - {by: &who Ann, text: &what words}\nactors:\n  - position: *what\n    name: *who\nsummary: s\n",
            "title: x\n\nsummary: s\n\nquotes:\n  - {text: &what words, by: &who Ann}\n\nactors:\n  - name: *who\n    position: *what\n",
        ),
    ] {
        let out = laid(text);
        assert_eq!(out, want, "{text}");
        assert_eq!(laid(&out), out);
        let briefs =
            |text: &str| -> Vec<_> { read(&source(text)).into_iter().map(|r| r.brief.unwrap()).collect() };
        assert_eq!(briefs(text), briefs(&out));
    }
}

#[test]
fn what_cannot_be_laid_out_is_refused_with_its_place() {
    for (text, at, why) in [
        ("title: x\nsumary: y\n", Some(9), "not a field"),
        ("title: [\n", None, "never closed"),
        ("", None, "no brief"),
    ] {
        let findings = laid_out(&source(text)).unwrap_err();
        assert!(findings[0].message.contains(why), "{text}: {findings:?}");
        assert!(at.is_none() || findings[0].offset() == at, "{text}: {findings:?}");
    }
}

#[test]
fn the_samples_are_in_canonical_layout() {
    for (name, text) in briefing::samples::SAMPLES {
        assert_eq!(laid(text), *text, "{name}");
    }
}

const TEXTS: [&str; 9] = [
    "plain",
    "two words",
    "a: b",
    "# x",
    "One.\n\n  Two.  \nThree.\n",
    "no",
    "é, [ü]",
    "it's \"so\"",
    "A long text of very many words, which goes on and on, far beyond the width that a line of a brief should keep.",
];

fn brief() -> impl Strategy<Value = Tree> {
    let text = || prop::sample::select(&TEXTS[..]).prop_map(Tree::Text).boxed();
    let words = || prop::collection::vec(text(), 0..3).prop_map(Tree::List).boxed();
    let one = |said: &'static str| Just(Tree::Text(said)).boxed();
    let actor = (text(), text(), words(), any::<bool>()).prop_map(|(name, role, aliases, short)| {
        let fields = vec![("role", role), ("aliases", aliases), ("name", name.clone())];
        if short { name } else { Tree::Map(fields) }
    });
    let entry =
        (one("2025-11"), text()).prop_map(|(date, event)| Tree::Map(vec![("event", event), ("date", date)]));
    let section =
        (text(), words()).prop_map(|(title, items)| Tree::Map(vec![("items", items), ("title", title)]));
    let list = |item: BoxedStrategy<Tree>| prop::collection::vec(item, 0..3).prop_map(Tree::List).boxed();
    let source = (text(), one("2025-11-02"))
        .prop_map(|(title, on)| Tree::Map(vec![("published", on), ("title", title)]));
    let fields = (
        (text(), text(), words(), source.boxed()),
        (text(), list(actor.boxed()), list(entry.boxed()), list(section.boxed()), text()),
    );
    let fields =
        fields.prop_map(|((title, thesis, topics, source), (summary, actors, timeline, sections, text))| {
            vec![
                ("title", title),
                ("thesis", thesis),
                ("topics", topics),
                ("source", source),
                ("summary", summary),
                ("actors", actors),
                ("timeline", timeline),
                ("sections", sections),
                ("text", text),
            ]
        });
    fields.prop_shuffle().prop_map(Tree::Map)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_second_time_nothing_changes_and_nothing_is_lost(
        tree in brief(),
        dice in prop::collection::vec(any::<u8>(), 40..120),
        ending in prop::sample::select(vec!["\n", "\r\n"]),
        head in prop::sample::select(vec!["", "# head\n", "# head\n\n", "# head\n\n# title\n", "---\n"]),
        foot in prop::sample::select(vec!["", "# foot", "\n\n# foot\n", "...\n# foot\n"]),
    ) {
        let mut scribe = Scribe::new(&dice);
        let text = format!("{head}{}{foot}", scribe.write(&tree)).replace('\n', ending);
        let once = laid(&text);
        prop_assert_eq!(&laid(&once), &once, "{}", text);
        let (old, new) = (read(&source(&text)), read(&source(&once)));
        prop_assert_eq!(old[0].brief.as_ref().ok(), new[0].brief.as_ref().ok());
        for n in 1..=scribe.comments {
            let said = format!("# comment {n}");
            if !text.lines().any(|line| line.ends_with(&said)) {
                continue;
            }
            prop_assert_eq!(once.lines().filter(|line| line.ends_with(&said) || line.contains(&format!("{said} #"))).count(), 1, "{}\n{}", said, once);
        }
        prop_assert!(once.ends_with('\n') && !once.contains("\n\n\n") && !once.contains('\r'));
        prop_assert!(once.lines().all(|line| line.trim_end() == line || line.ends_with("Two.  ")));
    }

    #[test]
    fn whatever_is_read_is_laid_out_once_and_for_all_or_refused(
        sample in 0..6_usize,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), "(#| # c\n|\n|\n\n|: |- |  |\t|&a |\\*a|!!str |\\[|\\]|\\{|\\}|, |'|\"|\\||>|\\|\\+2\n|---\n|[.]{3}\n|\\? |~|\r|\u{2028}|<<: |\u{feff}|on|%)"), 1..4),
    ) {
        let whole = briefing::samples::SAMPLES[sample].1;
        let mut text = whole[..whole.floor_char_boundary(4000)].to_owned();
        text.truncate(text.rfind('\n').unwrap() + 1);
        for (at, word) in cuts {
            let at = text.floor_char_boundary(at.index(text.len()));
            text.insert_str(at, &word);
        }
        if let Ok(once) = laid_out(&source(&text)) {
            prop_assert_eq!(laid_out(&source(&once)), Ok(once), "{}", text);
        }
        let change = briefing::yaml::Change::Remove { way: vec![briefing::yaml::Step::Key("actors"), briefing::yaml::Step::Item(0)] };
        let _ = briefing::yaml::edit(&text, 0, &[change]);
    }
}
