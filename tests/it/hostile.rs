//! Text from a file is untrusted: nothing in any field, name or key of it reaches a terminal as more than text.

use crate::desk::Desk;
use briefing::tui::app::Settings;

/// Escape sequences, C0, C1, bidi overrides and isolates, invisible characters, as YAML escapes.
const NASTY: &str = r"a\e[31mb\e]0;t\ac\u009b31md\u202ee\u2066f\u200bg\u0007h\u0000i\u00adj\ufeffk\U000E0041l\r\nm\tn&#27;[31mo";

fn is_obeyed(c: char) -> bool {
    c != '\n'
        && (c.is_control()
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
            || matches!(c, '\u{e0000}'..='\u{e007f}'))
}

fn assert_clean(text: &str) {
    let bad: Vec<char> = text.chars().filter(|c| is_obeyed(*c)).collect();
    assert!(bad.is_empty(), "{bad:?} in\n{text}");
}

fn nasty_brief() -> String {
    let n = NASTY;
    format!(
        "title: \"{n}\"\nthesis: \"{n}\"\ntopics: [\"{n}\"]\nid: \"{n}\"\n\
         source: {{title: \"{n}\", author: \"{n}\", publication: \"{n}\", syndicated_by: \"{n}\", url: \"https://x.y/z\"}}\n\
         briefed: {{by: \"{n}\"}}\nsummary: \"{n} [{n}](https://{n}) `{n}` *{n}*\"\n\
         actors: [{{name: \"{n}\", id: \"{n}x\", aliases: [\"{n}y\"], kind: \"{n}\", affiliation: \"{n}\", role: \"{n}\", position: \"{n}\"}}]\n\
         recommendations: [{{text: \"{n}\", to: [\"{n}\", \"{n}z\"], priority: \"{n}\", rationale: \"{n}\"}}]\n\
         disclaimers: [{{text: \"{n}\", kind: \"{n}\", by: \"{n}\"}}]\ntimeline: [{{event: \"{n}\"}}]\n\
         quotes: [{{text: \"{n}\", by: \"{n}\", context: \"{n}\"}}]\nsections: [{{title: \"{n}\", text: \"{n}\", items: [\"{n}\"]}}]\n\
         text: \"{n}\"\n"
    )
}

#[test]
fn no_field_reaches_the_screen_as_more_than_text() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (40, 12)] {
        let mut desk = Desk::new(&nasty_brief(), width, height);
        for keys in [
            "",
            "1 wait",
            "2 wait",
            "3 wait",
            "4 wait",
            "5 wait",
            "6 wait",
            "7 wait",
            "8 wait",
            "L",
            "L",
            "?",
            "esc",
            "o",
            "esc",
            "ctrl-p",
            "esc",
            "!",
            "! Y",
            ": \"section \"",
        ] {
            desk.keys(keys);
            let screen = desk.screen();
            assert_clean(&screen);
            assert!(
                !screen.contains("a[31m") && !screen.contains("b]0;"),
                "the rest of a sequence is left:\n{screen}"
            );
        }
    }
}

#[test]
fn keys_of_unknown_fields_and_file_names_are_text_too() {
    let text = format!("title: x\n\"{NASTY}\": y\n? \"{NASTY}q\"\n: z\nsummary: [\"{NASTY}\"]\n");
    let name = "brief\x1b[31m\u{202e}\u{9b}.yaml";
    let mut desk = Desk::with(
        &[(name, &text), ("other\x1b]0;x\x07.yaml", "title: ok\nsummary: s\n")],
        Settings::default(),
        120,
        40,
    );
    for keys in ["", "o", "esc", ")", "(", ": \"messages\" enter"] {
        desk.keys(keys);
        assert_clean(&desk.screen());
    }
}

#[test]
fn what_is_copied_is_clean() {
    let mut desk = Desk::new(&nasty_brief(), 120, 40);
    desk.keys("V G y");
    desk.keys("Y m");
    assert_eq!(desk.copied.len(), 2);
    desk.copied.iter().for_each(|text| assert_clean(text));
}

#[test]
fn what_scripts_need_is_drawn() {
    let desk = Desk::new("title: می\u{200c}خواهم\nsummary: \"क्\\u200dष a\\u200eb\"\n", 80, 24);
    assert!(
        desk.screen().contains("می\u{200c}خواهم") && desk.screen().contains("क्\u{200d}ष"),
        "{}",
        desk.screen()
    );
}

#[test]
fn every_kind_of_broken_file_opens_as_its_findings() {
    for (text, help) in [
        ("", "the shortest brief"),
        ("title: A: B\n", "quotes"),
        ("source:\n\ttitle: x\n", "blanks"),
        ("just words\n", "field: value"),
        ("title: x\nsummary: *none\n", "asterisk"),
        ("title: x\nformat: 7\nsummary: y\n", "newer version"),
        ("title: x\n<<: {a: b}\n", "merge"),
    ] {
        let desk = Desk::new(text, 120, 40);
        assert!(desk.screen().contains(help), "{text:?}:\n{}", desk.screen());
        assert!(desk.screen().contains("error"), "{text:?}");
    }
}
