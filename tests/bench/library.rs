//! What a library costs: `cargo bench --bench library`.
//!
//! Over a folder of briefs, that of `BRIEF_LIBRARY` or a made one of 2,000: reading all of it, an index from nothing, a
//! warm start, a changed file, and what is typed, against `rg -l` over the same files where there is one (`RG`, else
//! `rg`). The cache is a temporary folder. Times depend on the machine; the last column is what to read.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and may fail loudly"
)]

use briefing::brief::{decode, read};
use briefing::library::{Facts, Library, Query, Sort, SortKey, find, walk};
use briefing::system::{Os, crew, hands};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn main() {
    // The cache is where the environment says: this program begins itself anew in another one.
    let Some(cache) = std::env::var_os("BRIEF_BENCH_CACHE").map(PathBuf::from) else {
        let cache = tempfile::TempDir::new().unwrap();
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.env("BRIEF_BENCH_CACHE", cache.path()).env("XDG_CACHE_HOME", cache.path());
        assert!(again.status().unwrap().success());
        return;
    };
    let made = tempfile::TempDir::new().unwrap();
    let folder = std::env::var_os("BRIEF_LIBRARY").map_or_else(|| make(made.path()), PathBuf::from);
    let open = || Library::open(Arc::new(Os), std::slice::from_ref(&folder));
    // A cache that was made before, for looking at what is typed alone.
    if std::env::var_os("BRIEF_BENCH_TYPED").is_some() {
        let library = open();
        refresh(&library);
        println!("{} MB before that", memory());
        typed(&library, &folder);
        println!("{} MB after that", memory());
        return;
    }
    let before = cpu();
    let (files, parse) = timed(|| parse_all(&folder));
    let parse_cpu = cpu().saturating_sub(before);
    println!("{files} files in {}, {} threads", folder.display(), hands());
    row("reading every brief", parse, parse, "");
    let made_library = open();
    let (_, cold) = timed(|| refresh(&made_library));
    row("index from nothing", cold, parse, "of reading");
    row("the same, in time of processors", cpu().saturating_sub(parse_cpu + before), parse_cpu, "of reading");
    let newest = |library: &Library| {
        let none = (Query::default(), Facts::default(), AtomicBool::new(false));
        find(&library.catalogue(), &none.0, &none.1, Sort::by(SortKey::Date), &none.2).unwrap().hits
    };
    made_library.keep_first(&newest(&made_library).iter().take(100).map(|hit| hit.row).collect::<Vec<_>>());
    drop(made_library);
    let library = open();
    let (shown, took) = timed(|| {
        library.show_first();
        newest(&library).len()
    });
    row(&format!("warm: a first screen, {shown} rows"), took, parse, "of reading");
    let library = open();
    let mut first = None;
    let began = Instant::now();
    let mut loaded = 0;
    let progress = library.refresh(&mut |_| {
        if !library.catalogue().is_empty() && first.is_none() {
            first = Some(began.elapsed());
            loaded = library.catalogue().len();
        }
        ControlFlow::Continue(())
    });
    let warm = began.elapsed();
    row("warm: the list is there", first.unwrap(), parse, "of reading");
    row("warm: and is up to date", warm, parse, "of reading");
    println!(
        "{loaded} rows at first, {} then, {} files read, {} MB",
        library.catalogue().len(),
        progress.read,
        memory()
    );
    println!("catalogue {} MB, cache {} MB", library.catalogue().size() >> 20, size(&cache) >> 20);
    typed(&library, &folder);
    println!("{} MB after that", memory());
    change(&library, parse);
}

fn row(what: &str, took: Duration, against: Duration, than: &str) {
    let ratio = took.as_secs_f64() / against.as_secs_f64();
    println!("{what:<34} {:>9.2} ms  {ratio:>8.3} {than}", took.as_secs_f64() * 1000.0);
}

/// The time that processors have worked for this process, where the system tells it.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time, in hundredths of a second (proc_pid_stat(5)).
    Duration::from_millis(fields.skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum::<u64>() * 10)
}

fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let done = act();
    (done, began.elapsed())
}

fn refresh(library: &Library) -> usize {
    library.refresh(&mut |_| ControlFlow::Continue(())).read
}

/// Reads every brief, with all processors, and does nothing else.
fn parse_all(folder: &Path) -> usize {
    let walked = walk(&Os, folder, &mut |_| true);
    let next = AtomicUsize::new(0);
    let work = |_, _: &std::sync::mpsc::SyncSender<()>| {
        while let Some(file) = walked.files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = std::fs::read(folder.join(walked.path(file))).unwrap();
            let source = decode("x", bytes).unwrap();
            assert!(!read(&source).is_empty());
        }
    };
    crew(hands(), work, |take| take.into_iter().for_each(drop));
    walked.files.len()
}

fn best(mut act: impl FnMut()) -> Duration {
    (0..7).map(|_| timed(&mut act).1).min().unwrap()
}

fn typed(library: &Library, folder: &Path) {
    let catalogue = library.catalogue();
    let facts = Facts::default();
    let rg = std::env::var("RG").unwrap_or_else(|_| "rg".to_owned());
    let stop = AtomicBool::new(false);
    for text in [
        "",
        "t",
        "th",
        "the",
        "o",
        "of",
        "w",
        "wa",
        "wat",
        "wate",
        "water",
        "water compact",
        "\"water compact\"",
        "offshore wind auctions pension",
        "\"the\"",
        "zurufe",
        "-water",
        "topic:water",
        "actor:okafor",
        "title:compact",
        "source:khaama",
        "from:2020 until:2021",
        "sort:title",
        "sort:path",
        "sort:date",
    ] {
        let query = Query::parse(text).unwrap();
        let mut found = 0;
        let took = best(|| {
            found = find(&catalogue, &query, &facts, Sort::by(SortKey::Date), &stop).unwrap().hits.len();
        });
        let words: Vec<&str> = query.words().map(|words| words.written.as_str()).collect();
        let against = (words.len() == 1 && Command::new(&rg).arg("--version").output().is_ok()).then(|| {
            best(|| drop(Command::new(&rg).args(["-l", "-i", "-F", words[0]]).arg(folder).output().unwrap()))
        });
        row(
            &format!("{text:?}: {found}"),
            took,
            against.unwrap_or(took),
            if against.is_some() { "of rg -l" } else { "" },
        );
    }
}

/// One file changes.
fn change(library: &Library, parse: Duration) {
    let catalogue = library.catalogue();
    let path = catalogue.row(catalogue.rows().next().unwrap()).unwrap().full_path();
    let before = std::fs::read(&path).unwrap();
    std::fs::write(&path, [&before[..], b"\n# changed\n"].concat()).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    let (read, took) =
        timed(|| library.refresh_paths(std::slice::from_ref(&path), &mut |_| ControlFlow::Continue(())).read);
    row(&format!("one file changed: {read} read"), took, parse, "of reading");
    std::fs::write(&path, before).unwrap();
}

/// The memory of this process in MB, where the system tells it.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0) / 1024
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries
        .map(
            |entry| if entry.path().is_dir() { size(&entry.path()) } else { entry.metadata().unwrap().len() },
        )
        .sum()
}

/// Briefs that are the same at every run.
fn make(folder: &Path) -> PathBuf {
    let words: Vec<String> = (0..3000)
        .map(|n: usize| format!("{}{}", ["wa", "te", "off", "shor", "com"][n % 5], n * 7919 % 3001))
        .collect();
    for n in 0..2000_usize {
        let mut text =
            format!("title: Brief {n} on {}\ntopics: [{}]\nsummary: |\n", words[n % 3000], words[n % 50]);
        for line in 0..60 {
            let all: Vec<&str> =
                (0..20).map(|i| words[(n * 31 + line * 17 + i * i * 3) % 3000].as_str()).collect();
            writeln!(text, "  The water of {}.", all.join(" ")).unwrap();
        }
        std::fs::write(folder.join(format!("{n}.yaml")), text).unwrap();
    }
    folder.to_owned()
}
