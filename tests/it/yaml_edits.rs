//! Changes of a YAML text that leave the rest of it as it is.

use super::scribe::{Scribe, Tree, children};
use briefing::yaml::Step::{Item, Key};
use briefing::yaml::{Change, Step, Value, edit, read_tree};
use proptest::prelude::*;

fn text(said: &str) -> Value {
    Value::Text(said.to_owned())
}

fn remove(way: &[Step]) -> Change {
    Change::Remove { way: way.to_vec() }
}

fn set(way: &[Step], said: &str) -> Change {
    Change::Set { way: way.to_vec(), value: text(said) }
}

fn changed(before: &str, change: Change) -> String {
    edit(before, 0, &[change]).unwrap_or_else(|refusal| panic!("{refusal}: {before}"))
}

const ACTORS: &str = "\
# About the file.
title: Talks   # the title

actors:  # who
  # The host.
  - name: Qatar
    # its part
    role: Host.

  # The guest.
  - name: Pakistan   # a state
    draft: true
    aliases: [Islamabad, 'the army', # the other
      TTP]

summary: |
  One.

  Two.
";

#[test]
fn an_item_goes_with_its_comments_and_its_blank_line() {
    assert_eq!(
        changed(ACTORS, remove(&[Key("actors"), Item(0)])),
        ACTORS.replace("  # The host.\n  - name: Qatar\n    # its part\n    role: Host.\n\n", "")
    );
    let first_only = changed(ACTORS, remove(&[Key("actors"), Item(1)]));
    assert_eq!(
        first_only,
        ACTORS.replace(
            "  # The guest.\n  - name: Pakistan   # a state\n    draft: true\n    aliases: [Islamabad, 'the army', # the other\n      TTP]\n\n",
            ""
        )
    );
    let none = changed(&first_only, remove(&[Key("actors"), Item(0)]));
    assert_eq!(
        none,
        "# About the file.\ntitle: Talks   # the title\n\nactors: []  # who\n\nsummary: |\n  One.\n\n  Two.\n"
    );
    assert_eq!(
        changed(&none, remove(&[Key("summary")])),
        "# About the file.\ntitle: Talks   # the title\n\nactors: []  # who\n"
    );
}

#[test]
fn a_mark_that_is_cut_leaves_what_is_said_in_its_lines() {
    let cut = |before: &str, way: &[Step]| changed(before, Change::Cut { way: way.to_vec() });
    let draft = [Key("draft")];
    let of_first = [Key("actors"), Item(0), Key("draft")];
    for (before, way, after) in [
        ("title: a\ndraft: [title]  # ask Ann\nid: b\n", &draft[..], "title: a\n# ask Ann\nid: b\n"),
        ("title: a\ndraft: [title]  # ask Ann", &draft[..], "title: a\n# ask Ann\n"),
        (
            "title: a\r\ndraft: # one\r\n# two\r\n- title # three\r\n",
            &draft[..],
            "title: a\r\n# one\r\n# two\r\n# three\r\n",
        ),
        (
            "actors:\n  - name: a\n    draft: true # ask Ann\n    role: b\n",
            &of_first[..],
            "actors:\n  - name: a\n    # ask Ann\n    role: b\n",
        ),
        (
            "actors:\n  - draft: true # ask Ann\n    name: a\n",
            &of_first[..],
            "actors:\n  - # ask Ann\n    name: a\n",
        ),
        (
            "actors: [{name: a,\n  # so\n  draft: true, # ask Ann\n  role: b}]\n",
            &of_first[..],
            "actors: [{name: a,\n  # so\n  # ask Ann\n  role: b}]\n",
        ),
        (
            "draft:\n  - title # ask Ann\n  - thesis\n",
            &[Key("draft"), Item(0)][..],
            "draft:\n  # ask Ann\n  - thesis\n",
        ),
    ] {
        assert_eq!(cut(before, way), after);
    }
}

#[test]
fn a_field_goes_in_lines_and_in_braces() {
    let way = [Key("a"), Item(0), Key("draft")];
    for (before, after) in [
        ("a:\n  - name: x\n    draft: true\n    y: z\n", "a:\n  - name: x\n    y: z\n"),
        ("a:\n- draft: true\n  name: x\n", "a:\n- name: x\n"),
        (
            "a:\n-   draft: true # c\n    # said of the name\n    name: x\n",
            "a:\n-   # said of the name\n    name: x\n",
        ),
        ("a:\n  - name: x\n    draft: true", "a:\n  - name: x\n"),
        ("a:\n  - {name: x, draft: true, y: z}\n", "a:\n  - {name: x, y: z}\n"),
        ("a:\n  - {name: x, draft: true}\n", "a:\n  - {name: x}\n"),
        ("a: [{draft: true, name: x}, y]\n", "a: [{name: x}, y]\n"),
        ("a: [{draft: true}]\n", "a: [{}]\n"),
        ("a:\n  - draft: true\nb: c\n", "a:\n  - {}\nb: c\n"),
        ("a: [{\n  name: x,\n  draft: true, # to be judged\n  y: z }]\n", "a: [{\n  name: x,\n  y: z }]\n"),
        ("a: [{\n  name: x, # c\n  draft: true\n  }]\n", "a: [{\n  name: x, # c\n  }]\n"),
        ("{\"a\":[{\"name\":\"x\",\"draft\":true}]}", "{\"a\":[{\"name\":\"x\"}]}"),
        ("a:\r\n  - name: x\r\n    draft: true\r\n\r\nb: c\r\n", "a:\r\n  - name: x\r\n\r\nb: c\r\n"),
        ("\u{feff}a: \t# c\n- name: x\n  draft:\ttrue\n", "\u{feff}a: \t# c\n- name: x\n"),
        (
            "a:\n  - ? draft\n    : true\n    name: |+\n      x\n\nb: c\n",
            "a:\n  - name: |+\n      x\n\nb: c\n",
        ),
        ("a:\n  - name: |+\n      x\n\n    draft: true\n\nb: c\n", "a:\n  - name: |+\n      x\n\n\nb: c\n"),
    ] {
        let got = edit(before, 0, &[remove(&way)]);
        if before.contains("|+\n      x\n\n    draft") {
            // The blank line behind it would become one of the text's.
            assert!(got.is_err(), "{got:?}");
            continue;
        }
        assert_eq!(got.as_deref(), Ok(after), "{before}");
    }
}

#[test]
fn a_text_keeps_its_style_where_it_can() {
    let way = [Key("a")];
    for (before, said, after) in [
        ("a: x # c\nb: y\n", "z", "a: z # c\nb: y\n"),
        ("a: x # c\nb: y\n", "no", "a: \"no\" # c\nb: y\n"),
        ("a: 'x' # c\nb: y\n", "it's", "a: 'it''s' # c\nb: y\n"),
        ("a: \"x\"\nb: y\n", "z", "a: \"z\"\nb: y\n"),
        ("a: x # c\nb: y\n", "One.\n\nTwo.\n", "a: | # c\n  One.\n\n  Two.\nb: y\n"),
        ("a: | # c\n  x\n\nb: y\n", "z\n", "a: | # c\n  z\n\nb: y\n"),
        ("a: >-\n  x\n  y", "z\nw", "a: >-\n  z\n\n  w\n"),
        ("a:\n  x\n  y # c\nb: y\n", "z", "a: z # c\nb: y\n"),
        ("a: # c\n  x\nb: y\n", "z", "a: # c\n  z\nb: y\n"),
        ("a:\nb: y\n", "z", "a: z\nb: y\n"),
        ("a: # c\nb: y\n", "z", "a: z # c\nb: y\n"),
        ("a:\n  - x # c\n  # d\nb: y\n", "z", "a: z\n  # d\nb: y\n"),
        ("a: [x,\n  y] # c\nb: y\n", "z", "a: z # c\nb: y\n"),
        ("{a: x, b: y}\n", "z, w", "{a: \"z, w\", b: y}\n"),
        ("{a: , b: y}\n", "z", "{a: z , b: y}\n"),
        ("{a, b: y}\n", "z", "{a: z, b: y}\n"),
        ("{a: x, b: y}\n", "z\nw", "{a: \"z\\nw\", b: y}\n"),
        ("a: &x y\nb: z\n", "w", "a: &x w\nb: z\n"),
        ("b: &x y\na: *x\n", "w", "b: &x y\na: w\n"),
        ("a: x\r\nb: y\r\n", "z\nw\n", "a: |\r\n  z\r\n  w\r\nb: y\r\n"),
        ("a: x", "z\nw", "a: |-\n  z\n  w\n"),
        ("--- # c\na: x\n...\n---\na: y\n", "z", "--- # c\na: z\n...\n---\na: y\n"),
    ] {
        assert_eq!(edit(before, 0, &[set(&way, said)]).as_deref(), Ok(after), "{before}");
    }
    let prose = |said: &str| Change::Set { way: way.to_vec(), value: Value::Prose(said.to_owned()) };
    assert_eq!(changed("a: |\n  x\nb: y\n", prose("z")), "a: |\n  z\nb: y\n");
    assert_eq!(changed("a: >-\n  x\nb: y\n", prose("z \n")), "a: >-\n  z\nb: y\n");
    assert_eq!(changed("a: x\nb: y\n", prose("z\nw")), "a: |\n  z\n  w\nb: y\n");
    let long = "word ".repeat(30);
    assert_eq!(changed("a: x\n", set(&way, long.trim())).lines().count(), 3);
    let map =
        Value::Map(vec![("c", text("d")), ("e", Value::List(vec![text("f"), Value::Bare("1".into())]))]);
    let value = Change::Set { way: vec![Key("a"), Item(1)], value: map };
    assert_eq!(changed("a:\n- x\n- y # c\n", value), "a:\n- x\n- # c\n  c: d\n  e: [f, 1]\n");
}

#[test]
fn a_field_comes_to_its_place() {
    let add = |name: &'static str, said: &str| Change::AddField {
        way: vec![Key("a"), Item(0)],
        name,
        value: text(said),
        order: vec!["id", "name", "role", "from"],
    };
    for (before, name, said, after) in [
        (
            "a:\n  - name: x # c\n    from: 1\n",
            "role",
            "host",
            "a:\n  - name: x # c\n    role: host\n    from: 1\n",
        ),
        ("a:\n  - name: x\n\nb: y\n", "from", "z", "a:\n  - name: x\n    from: z\n\nb: y\n"),
        ("a:\n  - name: x", "other", "o\np", "a:\n  - name: x\n    other: |-\n      o\n      p\n"),
        (
            "a:\n-   name: x\n    # c\n    role: y\n",
            "id",
            "i",
            "a:\n-   id: i\n    name: x\n    # c\n    role: y\n",
        ),
        ("a: [{name: x, from: 1}]\n", "role", "host", "a: [{name: x, role: host, from: 1}]\n"),
        ("a: [{name: x}]\n", "id", "i", "a: [{id: i, name: x}]\n"),
        ("a: [{}]\n", "role", "host", "a: [{role: host}]\n"),
        ("a:\n  -\n  - b\n", "role", "host", "a:\n  -\n    role: host\n  - b\n"),
    ] {
        assert_eq!(edit(before, 0, &[add(name, said)]).as_deref(), Ok(after), "{before}");
    }
    assert!(edit("a:\n  - name: x\n", 0, &[add("name", "y")]).unwrap_err().why.contains("is there already"));
    assert!(edit("a:\n  - x\n", 0, &[add("name", "y")]).is_err());
}

#[test]
fn an_item_comes_to_its_place() {
    let add = |at, value| Change::AddItem { way: vec![Key("a")], at, value };
    for (before, at, after) in [
        ("a:\n  - x # c\n  # d\n  - y\n", 1, "a:\n  - x # c\n  - new\n  # d\n  - y\n"),
        ("a:\n  # c\n  - x\n", 0, "a:\n  - new\n  # c\n  - x\n"),
        ("a:\n- x\n\n- y\n\nb: z\n", 9, "a:\n- x\n\n- y\n\n- new\n\nb: z\n"),
        ("a: [x, y] # c\n", 1, "a: [x, new, y] # c\n"),
        ("a: [ x ]\n", 0, "a: [ new, x ]\n"),
        ("a: []\n", 0, "a: [new]\n"),
        ("a:\nb: c\n", 0, "a: [new]\nb: c\n"),
    ] {
        assert_eq!(edit(before, 0, &[add(at, text("new"))]).as_deref(), Ok(after), "{before}");
    }
    let actor = Value::Map(vec![("name", text("Qatar")), ("role", text("Host: of talks"))]);
    assert_eq!(
        changed("a:\n  - x\n", add(1, actor)),
        "a:\n  - x\n  - name: Qatar\n    role: \"Host: of talks\"\n"
    );
}

#[test]
fn changes_are_made_one_after_the_other() {
    let steps = [remove(&[Key("a"), Item(0)]), set(&[Key("a"), Item(0)], "z"), remove(&[Key("b")])];
    assert_eq!(edit("a: [x, y]\nb: c\n", 0, &steps).unwrap(), "a: [z]\n");
}

#[test]
fn what_cannot_be_done_alone_is_refused_with_a_reason() {
    for (before, change, why) in [
        ("a: &x y\nb: *x\n", set(&[Key("a")], "z"), "`*x` says again"),
        ("a: &x y\nb: *x\n", remove(&[Key("a")]), "`*x` says again"),
        ("a: &x {c: d, e: f}\nb: *x\n", remove(&[Key("a"), Key("c")]), "`*x` says again"),
        ("a: &x {c: d}\nb: *x\n", remove(&[Key("b"), Key("c")]), "an alias"),
        ("a: x\n", remove(&[Key("a")]), "nothing would be left"),
        ("a: x\n", remove(&[Key("b")]), "not there"),
        ("a: x\n", remove(&[Key("a"), Item(0)]), "its only item"),
        ("a: x\n", remove(&[]), "whole document"),
        ("a: [\n", remove(&[Key("a")]), "never closed"),
        ("", remove(&[Key("a")]), "no such document"),
    ] {
        let refusal = edit(before, 0, &[change]).unwrap_err();
        assert!(refusal.why.contains(why), "{before}: {refusal}");
    }
    assert!(edit("a: x\n", 1, &[set(&[Key("a")], "y")]).is_err());
}

const KEYS: [&str; 4] = ["ka", "kb", "kc", "kd"];
const TEXTS: [&str; 9] =
    ["plain", "two words", "a: b", "# x", "", "One.\n\n  Two.\n", "no", "é, [ü]", "it's \"so\""];

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = prop::sample::select(&TEXTS[..]).prop_map(Tree::Text);
    let map = |items: Vec<Tree>| Tree::Map(KEYS.into_iter().zip(items).collect());
    let node = leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
            prop::collection::vec(inner, 0..4).prop_map(map),
        ]
    });
    prop::collection::vec(node, 2..4).prop_map(map)
}

fn ways(tree: &Tree, way: &[Step], out: &mut Vec<Vec<Step>>) {
    for (step, item) in children(tree) {
        let here = [way, &[step]].concat();
        out.push(here.clone());
        ways(item, &here, out);
    }
}

fn at<'a>(tree: &'a Tree, way: &[Step]) -> &'a Tree {
    let next = |tree, step: &Step| children(tree).into_iter().find(|(other, _)| other == step).unwrap().1;
    way.iter().fold(tree, next)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn whatever_is_changed_the_other_lines_stay(
        tree in trees(),
        dice in prop::collection::vec(any::<u8>(), 40..80),
        pick in any::<prop::sample::Index>(),
        what in 0..4_u8,
        new in 0..TEXTS.len(),
        ending in prop::sample::select(vec!["\n", "\r\n"]),
        frame in prop::sample::select(vec![("", ""), ("\u{feff}", ""), ("# head\n\n---\n", ""), ("", "...\n---\nka: 1 # other\n"), ("--- # c\n", "# foot\n")]),
    ) {
        let mut scribe = Scribe::new(&dice);
        let body = scribe.write(&tree);
        let mut all = Vec::new();
        ways(&tree, &[], &mut all);
        let way = pick.get(&all).clone();
        let target = at(&tree, &way);
        let change = match (what, target) {
            (0, _) => remove(&way),
            (1, Tree::List(items)) => {
                Change::AddItem { way: way.clone(), at: usize::from(dice[0]) % (items.len() + 1), value: text(TEXTS[new]) }
            }
            (1, Tree::Map(_)) => {
                let value = Value::Map(vec![("x", text(TEXTS[new])), ("y", Value::List(vec![text("z")]))]);
                Change::AddField { way: way.clone(), name: "new", value, order: vec!["new", "ka", "kb"] }
            }
            (2, _) => Change::Set { way: way.clone(), value: Value::List(vec![text(TEXTS[new]), Value::Map(vec![("x", text("y"))])]) },
            _ => set(&way, TEXTS[new]),
        };
        let before = format!("{}{body}{}", frame.0, frame.1).replace('\n', ending);
        // What the test writes says what the tree does.
        prop_assert_eq!(read_tree(&before).len(), 1 + usize::from(frame.1.contains("other")));
        let after = match edit(&before, 0, std::slice::from_ref(&change)) {
            Ok(after) => after,
            Err(refusal) => return Err(TestCaseError::fail(format!("{refusal}\n{change:?}\n{before}"))),
        };
        // Lines of others are there still, in their order.
        let mut rest = after.as_str();
        for (owner, line) in &scribe.lines {
            let related = owner.starts_with(&way) || way.starts_with(owner);
            if related {
                continue;
            }
            // (What follows the first of an item comes to stand behind its hyphen when that goes.)
            let line = if what == 0 { line.trim_start() } else { line };
            let line = format!("{line}{ending}");
            match rest.find(&line) {
                Some(found) => rest = &rest[found + line.len()..],
                None => return Err(TestCaseError::fail(format!("gone: {line:?}\n{change:?}\n{before}\n=>\n{after}"))),
            }
        }
        prop_assert!(after.starts_with(&frame.0.replace('\n', ending)) && after.ends_with(&frame.1.replace('\n', ending)));
        prop_assert!(ending == "\n" || !after.replace("\r\n", "").contains('\n'));
    }
}
