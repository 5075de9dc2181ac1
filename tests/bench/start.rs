//! What a start runs, for `src/build/start.txt`: `cargo bench --bench start -- PROGRAM RUN...`.
//!
//! The program is one with its symbols (`CARGO_PROFILE_RELEASE_STRIP=none cargo build --release`), the runs are files of
//! `valgrind --tool=callgrind --demangle=no --callgrind-out-file=RUN`, the most usual first. The list is printed: of each
//! run what none before it needed, first the names under which little else of the program stands.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a tool of the makers prints, and may fail loudly"
)]

use std::collections::{BTreeMap, HashSet};
use std::process::Command;

/// A name without the hashes that come from a compiler and its settings: so it stays for the next ones.
fn stable(name: &str) -> String {
    if let Some((path, _)) = name.strip_suffix('E').and_then(|name| name.rsplit_once("17h")) {
        return format!("{path}17h*");
    }
    // Of a crate in the newer mangling: `Cs`, the hash, `_`.
    let mut parts = name.split("Cs");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hash, rest) = part.split_once('_').unwrap_or((part, ""));
        let is_hash = hash.len() > 8 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric());
        out += "Cs";
        out += if is_hash { "*_" } else { part };
        out += if is_hash { rest } else { "" };
    }
    out
}

fn main() {
    let mut files = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let Some(program) = files.next() else { return };
    let symbols = Command::new("nm").arg("-S").arg(program).output().unwrap();
    let symbols = String::from_utf8(symbols.stdout).unwrap();
    let sizes: BTreeMap<&str, u64> = symbols
        .lines()
        .filter_map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            [_, size, "t" | "T", name] => Some((name, u64::from_str_radix(size, 16).unwrap())),
            _ => None,
        })
        .collect();
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for (name, size) in &sizes {
        *all.entry(stable(name)).or_default() += size;
    }
    let mut told: HashSet<String> = HashSet::new();
    for run in files {
        let text = std::fs::read_to_string(run).unwrap();
        let ran = text.lines().filter_map(|line| {
            let line = line.strip_prefix('c').unwrap_or(line).strip_prefix("fn=(")?;
            line.split_once(") ").map(|(_, name)| name.split('\'').next().unwrap_or(name))
        });
        let ran: HashSet<&str> = ran.collect();
        let mut needed: BTreeMap<String, u64> = BTreeMap::new();
        for (name, size) in ran.iter().filter_map(|name| sizes.get_key_value(name)) {
            *needed.entry(stable(name)).or_default() += size;
        }
        // In tenths: what is as dense stands by its name, modules together.
        let share = |name: &String| 10 * needed[name] / all[name].max(1);
        let mut names: Vec<&String> = needed.keys().filter(|name| !told.contains(*name)).collect();
        names.sort_by_key(|name| (std::cmp::Reverse(share(name)), *name));
        for name in &names {
            println!("{name}");
        }
        told.extend(names.into_iter().cloned());
    }
}
