//! The README's tables are those of the program. `BRIEF_UPDATE_README=1 cargo test` writes them anew.

use briefing::brief::BRIEF;
use briefing::config::CONFIG;
use briefing::diagnostic::CODES;
use briefing::library::{Ask, FIELDS, SORTS};
use briefing::notes::FILTER_FIELDS;
use briefing::render::check::FORMATS as CHECK_FORMATS;
use briefing::render::export::FORMATS;
use briefing::tui::command::COMMANDS;
use briefing::tui::keymap::Keymap;
use briefing::yaml::{Record, Shape};
use std::fmt::Write as _;

fn readme() -> (String, std::path::PathBuf) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    (std::fs::read_to_string(&path).unwrap(), path)
}

/// Holds the text between two comments of the README to a block, or puts it there.
fn hold(name: &str, block: &str) {
    let (text, path) = readme();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap_or_else(|| panic!("the README has no {open}")) + open.len();
    let end = text[start..].find(&close).unwrap_or_else(|| panic!("the README has no {close}")) + start;
    if std::env::var_os("BRIEF_UPDATE_README").is_some() {
        std::fs::write(path, format!("{}{block}{}", &text[..start], &text[end..])).unwrap();
    } else {
        assert_eq!(
            &text[start..end],
            block,
            "run BRIEF_UPDATE_README=1 cargo test -- --test-threads 1 readme"
        );
    }
}

#[test]
fn keys() {
    let mut out = String::new();
    for (title, rows) in Keymap::default().table() {
        let _ = write!(out, "\n**{title}**\n\n| keys | does | name |\n|---|---|---|\n");
        for (keys, action) in rows {
            let row = action.info().unwrap();
            let keys: Vec<String> = keys.split("  ").filter(|k| !k.is_empty()).map(code).collect();
            let _ = writeln!(out, "| {} | {} | {} |", keys.join(" "), row.about, row.name);
        }
    }
    out.push_str("\n**Commands with an argument**\n\n| command | does |\n|---|---|\n");
    for command in COMMANDS {
        let _ = writeln!(out, "| `:{} {}` | {} |", command.name, command.argument, command.about);
    }
    out.push('\n');
    hold("keys", &out);
}

#[test]
fn query() {
    let mut out = String::from("| field | also | asks for | for example |\n|---|---|---|---|\n");
    for row in FIELDS {
        let also: Vec<String> = row.also.iter().map(|name| format!("`{name}:`")).collect();
        let knows = match row.ask {
            Ask::Choice(choices) => choices.iter().map(|choice| choice.word).collect::<Vec<_>>().join(", "),
            Ask::Sort => SORTS.iter().map(|row| row.word).collect::<Vec<_>>().join(", "),
            _ => String::new(),
        };
        let knows = if knows.is_empty() { knows } else { format!(" It knows {knows}.") };
        let _ = writeln!(
            out,
            "| `{}:` | {} | {}{knows} | `{}` |",
            row.name,
            also.join(" "),
            row.about,
            row.example
        );
    }
    hold("query", &out);
}

#[test]
fn filter() {
    let mut out = String::from("| field | asks for | for example |\n|---|---|---|\n");
    for row in FILTER_FIELDS {
        let _ = writeln!(out, "| `{}:` | {} | `{}` |", row.name, row.about, row.example);
    }
    hold("filter", &out);
}

#[test]
fn formats() {
    let mut out = String::from("| format | for | carries | read back |\n|---|---|---|---|\n");
    for row in FORMATS {
        let carries = if row.brief { "brief, notes" } else { "notes" };
        let back = if row.imports { "yes" } else { "" };
        let _ = writeln!(out, "| `{}` | {} | {carries} | {back} |", row.name, row.about);
    }
    hold("formats", &out);
}

#[test]
fn check_formats() {
    let mut out = String::from("\n");
    for row in CHECK_FORMATS {
        let _ = writeln!(out, "- `{}`: {}", row.name, row.about);
    }
    hold("check formats", &(out + "\n"));
}

#[test]
fn codes() {
    let mut out = String::from("\n| code | usually | means |\n|---|---|---|\n");
    for row in CODES {
        let _ = writeln!(out, "| `{}` | {} | {} |", row.name, row.severity.word(), row.about);
    }
    hold("codes", &(out + "\n"));
}

/// A key as code in a table of Markdown.
fn code(key: &str) -> String {
    match key {
        "`" => "`` ` ``".to_owned(),
        "|" => "`\\|`".to_owned(),
        key => format!("`{key}`"),
    }
}

#[test]
fn format() {
    let mut out = String::from("\n");
    fields(&BRIEF, "", &mut out);
    hold("format", &(out + "\n"));
}

#[test]
fn configuration() {
    let mut out = String::from("\n| setting | is |\n|---|---|\n");
    for field in CONFIG.fields {
        let _ = writeln!(out, "| `{}` | {} |", field.name, field.about);
    }
    hold("configuration", &(out + "\n"));
}

fn fields(record: &'static Record, indent: &str, out: &mut String) {
    for field in record.fields {
        let needed = if field.required { " *(needed)*" } else { "" };
        let short = match below(&field.shape).and_then(|below| below.shorthand) {
            Some(short) => format!(" A plain text is its `{short}`."),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "{indent}- `{}`{needed}: {}{}{short}",
            field.name,
            field.about,
            words(&field.shape)
        );
        if let Some(below) = below(&field.shape) {
            fields(below, &format!("{indent}  "), out);
        }
    }
}

fn below(shape: &'static Shape) -> Option<&'static Record> {
    match shape {
        Shape::One(record) => Some(record),
        Shape::List(shape) | Shape::OneOrMany(shape) => below(shape),
        _ => None,
    }
}

fn words(shape: &Shape) -> String {
    match shape {
        Shape::Choice(_, words) | Shape::Expected(_, words) => format!(" One of: {}.", words.join(", ")),
        _ => String::new(),
    }
}

#[test]
fn it_names_the_two_commands_and_what_ci_runs() {
    let (text, _) = readme();
    assert!(text.contains("cargo run --release"), "the first command");
    assert!(text.contains("cargo test"), "the second command");
    let ci = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/run")).unwrap();
    assert!(ci.contains("cargo test"), "CI calls the second command");
}
