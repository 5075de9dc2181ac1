//! The rooms of the house and what each may know, held against the sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rooms by rank: a room imports only from rooms above it in this list. Rooms of one rank do not see each other.
const ROOMS: &[&[&str]] = &[
    // How the program is linked: it knows no other room, and none knows it.
    &["text", "build"],
    &["source"],
    &["diagnostic"],
    &["yaml"],
    &["brief", "system", "samples"],
    &["document", "import"],
    &["notes"],
    &["history", "library"],
    &["layout", "theme"],
    &["render"],
    &["tui"],
    &["config"],
    &["cli"],
];

/// Rooms that touch the world: the others read no file, variable or clock, start nothing and print nothing.
const WORLDLY: &[&str] = &[
    "system/os.rs",
    "system/filter.rs",
    "system/watch.rs",
    "system/watched.rs",
    "system/copy.rs",
    "system/crew.rs",
    "system/parallel.rs",
    "tui/output.rs",
    "tui/terminal.rs",
    "tui/run.rs",
    "tui/perform.rs",
    "tui/keeper.rs",
    "tui/librarian.rs",
    "tui/signals.rs",
    "cli/mod.rs",
    "cli/args.rs",
    "cli/check.rs",
    "cli/open.rs",
    "cli/entries.rs",
    "cli/looking.rs",
    "cli/color.rs",
    "main.rs",
    "build/main.rs",
];

/// What only worldly files may name.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::net",
    "std::time",
    "Instant::now",
    "SystemTime",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "io::stdout",
    "io::stderr",
    "io::stdin",
];

/// The most lines of a file: beyond, it is two.
const MAX_LINES: usize = 600;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.strip_prefix(&root).unwrap().to_owned(), text)
        })
        .collect()
}

/// The part of a file that is the program: without its tests and comments.
fn program(text: &str) -> String {
    let code = text.split("#[cfg(test)]\n").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn a_room_imports_only_from_rooms_above_it() {
    let rank: BTreeMap<&str, usize> =
        ROOMS.iter().enumerate().flat_map(|(n, rooms)| rooms.iter().map(move |room| (*room, n))).collect();
    for (path, text) in sources() {
        let here = room(&path);
        if here == "lib" || here == "main" {
            continue;
        }
        let own = *rank.get(here.as_str()).unwrap_or_else(|| panic!("{here} is no room of the plan"));
        for part in program(&text).split("crate::").skip(1) {
            let there: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(other) = rank.get(there.as_str()) else { continue };
            assert!(
                *other < own || there == here,
                "{} imports {there}, which is not above {here}",
                path.display()
            );
        }
    }
}

/// Reading an article goes one way: what is found by a file depends on no file that is built on it.
#[test]
fn files_of_the_importer_do_not_depend_on_each_other_in_circles() {
    let mut files: BTreeMap<String, String> = sources()
        .into_iter()
        .filter(|(path, _)| room(path) == "import" && !path.ends_with("mod.rs"))
        .map(|(path, text)| (path.file_stem().unwrap().to_str().unwrap().to_owned(), program(&text)))
        .collect();
    loop {
        let names: Vec<String> = files.keys().cloned().collect();
        let words = |code: &str| -> Vec<String> {
            let uses = code
                .split("super::")
                .skip(1)
                .map(|rest| rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap()));
            uses.flat_map(|rest| {
                let list = rest.contains(',') && !rest.contains(['(', ';']);
                let parts: Vec<&str> = if list { rest.split(',').collect() } else { vec![rest] };
                parts
                    .into_iter()
                    .map(|part| {
                        part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
                    })
                    .collect::<Vec<String>>()
            })
            .collect()
        };
        let leans =
            |name: &str, code: &str| words(code).iter().any(|word| word != name && names.contains(word));
        let before = files.len();
        files.retain(|name, code| leans(name, code));
        if files.len() == before {
            break;
        }
    }
    let circle: Vec<&String> = files.keys().collect();
    assert!(circle.is_empty(), "in a circle, or built on one: {circle:?}");
}

#[test]
fn every_room_of_the_plan_is_there() {
    let rooms: Vec<String> = sources().iter().map(|(path, _)| room(path)).collect();
    for name in ROOMS.iter().flat_map(|rooms| rooms.iter()) {
        assert!(rooms.iter().any(|room| room == name), "{name}");
    }
}

#[test]
fn only_worldly_files_touch_the_world() {
    for (path, text) in sources() {
        let name = path.to_str().unwrap();
        if WORLDLY.contains(&name) {
            continue;
        }
        let code = program(&text);
        for word in WORLD {
            // `eprint!` is in `print!` too: words are told apart by what stands before them.
            let found =
                code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric()));
            assert!(!found, "{name} names {word}");
        }
    }
    for name in WORLDLY {
        assert!(sources().iter().any(|(path, _)| path.to_str() == Some(name)), "{name} is gone");
    }
}

#[test]
fn files_are_short_and_open_with_what_they_own() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
    }
}

#[test]
fn the_program_has_no_way_to_panic_by_choice() {
    for (path, text) in sources() {
        for word in [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unsafe "] {
            assert!(!program(&text).contains(word), "{} has {word}", path.display());
        }
    }
}
