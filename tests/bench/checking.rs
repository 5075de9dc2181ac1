//! What checking many briefs costs beside parsing them: `cargo bench --bench checking`.
//!
//! Both read the same briefs with all processors. `BRIEF_BENCH_LIBRARY` names a folder of briefs to measure with instead
//! of the made ones.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use briefing::brief::{examine, read};
use briefing::source::Source;
use divan::Bencher;
use divan::counter::ItemsCount;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many briefs are made.
const BRIEFS: usize = 2_000;

fn main() {
    divan::main();
}

/// A brief of some six kilobytes; every tenth has slips.
fn made(n: usize) -> String {
    let mut text = format!(
        "title: Brief {n}\nsource: {{title: Headline {n}, published: 2025-11-02}}\nbriefed: {{by: Ada, on: 2025-11-03}}\nsummary: |\n"
    );
    for paragraph in 0..4 {
        let _ = writeln!(
            text,
            "  The {paragraph} committee of Qatar and Turkey asked whether a pilot of four villages can be a lesson for all.\n"
        );
    }
    text.push_str("actors:\n");
    for name in ["Qatar", "Turkey", "Pakistan", "Afghanistan", "The committee"] {
        let _ = writeln!(
            text,
            "  - name: {name}\n    aliases: [{name} itself]\n    kind: state\n    role: A party to what is told.\n    position: Wants peace of a kind."
        );
    }
    text.push_str("recommendations:\n");
    for (to, words) in
        [("qatar", "Go on talking."), ("turkey", "Host again."), ("pakistan", "Speak with one voice.")]
    {
        let to = if n.is_multiple_of(10) { format!("{to}x") } else { to.to_owned() };
        let _ =
            writeln!(text, "  - text: {words}\n    to: [{to}]\n    priority: high\n    rationale: It helps.");
    }
    text.push_str("disclaimers: [{text: The views are the author's own., kind: opinion}]\ntext: |\n");
    for paragraph in 0..20 {
        let _ = writeln!(
            text,
            "  In the {paragraph}. place Afghanistan and its neighbour have to agree, and whoever has studied the matter knows it.\n"
        );
    }
    text
}

fn sources() -> Vec<Source> {
    let Some(folder) = std::env::var_os("BRIEF_BENCH_LIBRARY") else {
        return (0..BRIEFS).map(|n| Source::new(format!("{n}.yaml"), made(n))).collect();
    };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
    paths.iter().map(|path| Source::new(path.display().to_string(), text(path))).collect()
}

/// Does something with every brief, by all processors; the sum of what comes of it.
fn by_all(sources: &[Source], work: fn(&Source) -> usize) -> usize {
    let (next, sum) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().unwrap().get() {
            scope.spawn(|| {
                while let Some(source) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
                    sum.fetch_add(work(source), Ordering::Relaxed);
                }
            });
        }
    });
    sum.into_inner()
}

#[divan::bench]
fn parsing(bencher: Bencher<'_, '_>) {
    let sources = sources();
    bencher
        .counter(ItemsCount::new(sources.len()))
        .bench_local(|| by_all(&sources, |source| read(source).len()));
}

#[divan::bench]
fn checking(bencher: Bencher<'_, '_>) {
    let sources = sources();
    bencher
        .counter(ItemsCount::new(sources.len()))
        .bench_local(|| by_all(&sources, |source| examine(source).len()));
}
