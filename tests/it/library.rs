//! A library as a reader uses it: folders with all that lies in folders, and what is asked of them.

use briefing::library::{
    By, Facts, GroupBy, Library, Query, RowKey, Sort, SortKey, Stage, Titles, completions, find, group,
};
use briefing::system::{Memory, Os, System};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn brief(title: &str, rest: &str) -> String {
    format!("title: {title}\nsummary: s\ndisclaimers: [d]\n{rest}")
}

fn world() -> Memory {
    Memory::new()
        .with_file(
            "/b/talks.yaml",
            brief(
                "Istanbul talks",
                "topics: [peace, water]\nsource: {publication: Khaama Press, published: 2025-11-02, author: Zoë Ali}\n\
                 actors: [{name: Tehrik-i-Taliban Pakistan, aliases: [TTP]}, Qatar]\n\
                 recommendations: [{text: Talk., to: [ttp, \"the donors\"]}]\n",
            ),
        )
        .with_file(
            "/b/old/asia.yaml",
            brief("Leaving Asia", "topics: [asia]\nlanguage: ja\nsource: {publication: Jiji Shinpo, published: 1885-03-16}\n"),
        )
        .with_file("/b/old/rivers.yml", brief("Rivers and borders", "topics: [water rights]\nsource: {published: 2025}\n"))
        .with_file("/b/broken.yaml", "title: Broken: badly\nsummary: x\n")
        .with_file("/b/docker-compose.yaml", "services: {web: {image: x}}\nversion: 3\n")
        .with_file("/b/locked.yaml", "title: x\n")
        .with_lock("/b/locked.yaml")
}

fn open(system: impl System + 'static, roots: &[&str]) -> Library {
    let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
    let library = Library::open(Arc::new(system), &roots);
    library.refresh(&mut |_| ControlFlow::Continue(()));
    library
}

/// The titles that a query finds, in order.
fn titles(library: &Library, query: &str, facts: &Facts) -> Vec<String> {
    let catalogue = library.catalogue();
    let query = Query::parse(query).unwrap();
    let found = find(&catalogue, &query, facts, Sort::by(SortKey::Title), &AtomicBool::new(false)).unwrap();
    found.hits.iter().map(|hit| catalogue.row(hit.row).unwrap().title().to_owned()).collect()
}

#[test]
fn a_folder_is_listed_with_what_is_wrong_and_without_what_is_no_brief() {
    let library = Library::open(Arc::new(world()), &[PathBuf::from("/b")]);
    assert!(library.catalogue().is_empty());
    let mut stages = Vec::new();
    let progress = library.refresh(&mut |progress| {
        stages.push(progress.stage);
        ControlFlow::Continue(())
    });
    stages.dedup();
    assert_eq!(stages, [Stage::Walking, Stage::Reading, Stage::Done]);
    assert_eq!((progress.found, progress.done, progress.skipped, progress.broken), (6, 6, 1, 2));
    let all = titles(&library, "", &Facts::default());
    assert_eq!(all, ["Broken: badly", "Istanbul talks", "Leaving Asia", "locked", "Rivers and borders"]);
    let catalogue = library.catalogue();
    let row = |key: &str| catalogue.row(catalogue.find(RowKey::of(Path::new(key), 0)).unwrap()).unwrap();
    assert_eq!(row("/b/broken.yaml").error(), "line 1: a second `: ` in one line");
    assert!(row("/b/locked.yaml").error().contains("no permission"), "{}", row("/b/locked.yaml").error());
    let asia = row("/b/old/asia.yaml");
    assert_eq!(
        (asia.publication(), asia.date().to_string(), asia.language()),
        ("Jiji Shinpo", "1885-03-16".into(), "ja")
    );
    assert_eq!((asia.path(), asia.folder()), (PathBuf::from("/b/old/asia.yaml"), PathBuf::from("/b/old")));
    assert_eq!(catalogue.of_file(Path::new("/b/old/asia.yaml")).len(), 1);
}

#[test]
fn what_has_been_listed_stays_while_the_rest_is_read() {
    let system = world().with_file("/c/new.yaml", brief("New", ""));
    let library = Library::open(Arc::new(system), &[PathBuf::from("/b"), PathBuf::from("/c")]);
    for round in [0, 6] {
        let mut least = round;
        library.refresh(&mut |_| {
            assert!(library.catalogue().len() >= least);
            least = library.catalogue().len();
            ControlFlow::Continue(())
        });
        assert_eq!(least, 6);
    }
}

#[test]
fn a_query_finds_what_it_says() {
    let library = open(world(), &["/b"]);
    let catalogue = library.catalogue();
    let mut facts = Facts::default();
    let talks = facts.entry(RowKey::of(Path::new("/b/talks.yaml"), 0));
    (talks.read, talks.notes, talks.tags) = (true, 2, vec!["border/ttp".to_owned()]);
    for (query, found) in [
        ("topic:water", &["Istanbul talks", "Rivers and borders"][..]),
        ("topic:\"water\"", &["Istanbul talks", "Rivers and borders"]),
        ("topic:\"water rights\"", &["Rivers and borders"]),
        ("-topic:water -is:broken", &["Leaving Asia"]),
        ("topic:asia,peace", &["Istanbul talks", "Leaving Asia"]),
        ("actor:ttp", &["Istanbul talks"]),
        ("actor:taliban source:\"Khaama Press\" author:zoe", &["Istanbul talks"]),
        // An actor that is called by one name is asked for by any.
        ("for:tehrik", &["Istanbul talks"]),
        ("for:donors topic:water from:2025-11", &["Istanbul talks"]),
        ("for:qatar", &[]),
        ("from:2025-10", &["Istanbul talks", "Rivers and borders"]),
        ("until:1900", &["Leaving Asia"]),
        ("date:2025-11", &["Istanbul talks"]),
        ("has:errors", &["Broken: badly", "locked"]),
        ("has:notes is:read tag:border", &["Istanbul talks"]),
        ("is:unread lang:ja", &["Leaving Asia"]),
        ("path:old/ sort:-title", &["Rivers and borders", "Leaving Asia"]),
        ("title:bord", &["Rivers and borders"]),
        ("istn tlks", &["Istanbul talks"]),
        ("khaama", &["Istanbul talks"]),
        ("zzz", &[]),
    ] {
        assert_eq!(titles(&library, query, &facts), found, "{query}");
    }
    let query = Query::parse("rivers").unwrap();
    let found = find(&catalogue, &query, &facts, Sort::by(SortKey::Date), &AtomicBool::new(false)).unwrap();
    assert_eq!((found.hits[0].by, found.sort), (By::Title, Some(Sort::by(SortKey::Relevance))));
    assert_eq!(find(&catalogue, &query, &facts, Sort::by(SortKey::Date), &AtomicBool::new(true)), None);
}

#[test]
fn a_list_is_sorted_and_grouped() {
    let library = open(world(), &["/b"]);
    let catalogue = library.catalogue();
    let by = |query: &str| titles(&library, &format!("-has:errors {query}"), &Facts::default());
    assert_eq!(by("sort:date"), ["Istanbul talks", "Rivers and borders", "Leaving Asia"]);
    assert_eq!(by("sort:-date"), ["Leaving Asia", "Rivers and borders", "Istanbul talks"]);
    // What has no publication stands last either way.
    assert_eq!(by("sort:source"), ["Leaving Asia", "Istanbul talks", "Rivers and borders"]);
    assert_eq!(by("sort:-source"), ["Istanbul talks", "Leaving Asia", "Rivers and borders"]);
    assert_eq!(by("sort:path"), ["Leaving Asia", "Rivers and borders", "Istanbul talks"]);
    let all = Query::parse("-has:errors").unwrap();
    let found =
        find(&catalogue, &all, &Facts::default(), Sort::by(SortKey::Title), &AtomicBool::new(false)).unwrap();
    let names = |by| {
        group(&catalogue, &found.hits, by)
            .iter()
            .map(|g| format!("{} {}", g.name, g.hits.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(GroupBy::Topic), ["asia 1", "peace 1", "water 1", "water rights 1"]);
    assert_eq!(names(GroupBy::Publication), ["Jiji Shinpo 1", "Khaama Press 1", " 1"]);
    assert_eq!(names(GroupBy::Folder), ["/b 1", "/b/old 2"]);
}

#[test]
fn a_query_is_completed_as_it_is_typed() {
    let library = open(world(), &["/b"]);
    let offered = |text: &str| -> Vec<String> {
        completions(text, text.len(), &library.catalogue()).into_iter().map(|c| c.text).collect()
    };
    assert_eq!(offered("to"), ["topic:", "until:"]);
    assert_eq!(offered("is:unread topic:wat"), ["water", "\"water rights\""]);
    assert_eq!(offered("actor:"), ["Qatar", "TTP", "\"Tehrik-i-Taliban Pakistan\""]);
    assert_eq!(offered("has:no"), ["notes"]);
    assert_eq!(offered("sort:-da"), ["-date"]);
    assert_eq!(offered("\"wat"), Vec::<String>::new());
    let one = &completions("x -topic:asi,wa y", 15, &library.catalogue())[0];
    assert_eq!((one.text.as_str(), one.range.clone(), one.about.as_str()), ("water", 13..15, "1 brief"));
}

#[test]
fn named_files_are_listed_whatever_they_are_and_a_refresh_can_be_broken_off() {
    let library = open(world(), &["/b/docker-compose.yaml", "/b/talks.yaml"]);
    assert_eq!(titles(&library, "", &Facts::default()), ["docker-compose", "Istanbul talks"]);
    let library = Library::open(Arc::new(world()), &[PathBuf::from("/b")]);
    let progress = library.refresh(&mut |_| ControlFlow::Break(()));
    assert_eq!((progress.read, library.catalogue().len()), (0, 0));
}

#[test]
fn links_lead_nowhere_twice() {
    let folder = tempfile::TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("a")).unwrap();
    std::fs::write(at("a/one.yaml"), brief("One", "")).unwrap();
    std::os::unix::fs::symlink("..", at("a/loop")).unwrap();
    std::os::unix::fs::symlink("a", at("b")).unwrap();
    std::os::unix::fs::symlink("gone", at("dead.yaml")).unwrap();
    let library = open(Os, &[folder.path().to_str().unwrap()]);
    assert_eq!(titles(&library, "", &Facts::default()), ["One"]);
}

/// A library over a world that lives on, with how many files were read.
fn again(system: &Arc<Memory>, roots: &[&str]) -> (Library, usize) {
    let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
    let library = Library::open(Arc::clone(system) as Arc<dyn System>, &roots);
    let progress = library.refresh(&mut |_| ControlFlow::Continue(()));
    (library, progress.read)
}

/// A world with a home, and briefs that say something.
fn lively() -> Arc<Memory> {
    let system = Memory::new().with_var("HOME", "/home/ada");
    let texts = [
        "The quick zebrafish swims.",
        "A café in Kabul, قَرْيَةٌ كبيرة.",
        "预算案与水。",
        "Water and fire; the fire burns.",
    ];
    let fold = |system: Memory, (n, text): (usize, &&str)| {
        system.with_file(format!("/b/{n}.yaml"), brief(&format!("Brief {n}"), &format!("text: '{text}'\n")))
    };
    Arc::new(texts.iter().enumerate().fold(system, fold))
}

fn cache_files(system: &Memory) -> Vec<PathBuf> {
    let folder = Path::new("/home/ada/.cache/brief/library");
    let stores = system.list(folder).unwrap_or_default();
    stores.iter().flat_map(|store| system.list(&store.path).unwrap()).map(|entry| entry.path).collect()
}

fn cache_holds(system: &Memory, bytes: &[u8]) -> bool {
    cache_files(system).iter().any(|path| {
        let held = system.read(path).unwrap();
        held.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[test]
fn what_briefs_say_is_found_in_any_script() {
    let (library, _) = again(&lively(), &["/b"]);
    for (query, found) in [
        ("zebra", &["Brief 0"][..]),
        ("\"zebra\"", &[]),
        ("cafe", &["Brief 1"]),
        ("قرية", &["Brief 1"]),
        ("كبيره", &["Brief 1"]),
        ("预算", &["Brief 2"]),
        ("算案", &["Brief 2"]),
        ("预案", &[]),
        ("\"the fire burns\"", &["Brief 3"]),
        ("\"water fire\"", &[]),
        ("\"fire the fire\"", &["Brief 3"]),
        ("fire wat", &["Brief 3"]),
        ("-fire -zebra -预", &["Brief 1"]),
        ("summary", &[]),
    ] {
        assert_eq!(titles(&library, query, &Facts::default()), found, "{query}");
    }
}

#[test]
fn hangul_is_found_however_it_is_written() {
    // As macOS writes it, letter by letter, and as most people do.
    let apart = "\u{110b}\u{1168}\u{1109}\u{1161}\u{11ab}";
    let system = Memory::new()
        .with_var("HOME", "/home/ada")
        .with_file("/b/apart.yaml", format!("title: Apart\nsummary: 올해 {apart}안\n"))
        .with_file("/b/whole.yaml", "title: Whole\nsummary: 올해 예산안\n");
    let (library, _) = again(&Arc::new(system), &["/b"]);
    for query in ["예산", apart, "\"올해 예산안\""] {
        assert_eq!(titles(&library, query, &Facts::default()), ["Apart", "Whole"], "{query}");
    }
}

#[test]
fn the_words_of_a_links_address_are_found_and_the_link_is_shown() {
    let text = "title: T\nsummary: |\n  See [the page](https://example.org/urlword) and more\n\n  after it, <https://plain.org/x>.\n";
    let system = Arc::new(Memory::new().with_var("HOME", "/home/ada").with_file("/b/l.yaml", text));
    let (library, _) = again(&system, &["/b"]);
    for (query, found) in [
        ("urlword", &["T"][..]),
        ("\"example.org/urlword\"", &["T"]),
        ("\"page and more\"", &["T"]),
        ("\"plain.org/x\"", &["T"]),
        ("\"more example\"", &[]),
        ("\"urlword after\"", &[]),
        ("\"x plain\"", &[]),
    ] {
        assert_eq!(titles(&library, query, &Facts::default()), found, "{query}");
    }
    let source = briefing::source::Source::new("x", text.to_owned());
    let document = briefing::document::lower(&briefing::brief::read(&source).remove(0).brief.unwrap());
    let query = Query::parse("urlword more").unwrap();
    let shown = briefing::library::passages(&document, &query, 1).remove(0);
    let marked: Vec<&str> = shown.marks.iter().map(|mark| &shown.text[mark.clone()]).collect();
    assert_eq!(marked, ["the page", "more"]);
    let hits = briefing::library::hits(&document, &query);
    assert!(hits.len() == 2 && hits[0].end() <= hits[1].start());
}

#[test]
fn a_large_file_of_many_small_briefs_is_gone_through_once() {
    // More than 8 MB, which are not read as briefs are: going through them for each of their briefs would take hours.
    let filler = "x".repeat(400);
    let text: String =
        (0..20_000).map(|n| format!("title: Brief {n}\nsummary: word{n} {filler}\n---\n")).collect();
    let system = Arc::new(Memory::new().with_var("HOME", "/home/ada").with_file("/b/many.yaml", text));
    let (library, _) = again(&system, &["/b"]);
    assert_eq!(library.catalogue().len(), 20_000);
    for n in [0, 1, 777, 19_999] {
        let query = format!("\"word{n}\"");
        assert_eq!(titles(&library, &query, &Facts::default()), [format!("Brief {n}")]);
    }
}

#[test]
fn notes_are_searched_with_the_briefs_that_they_are_on() {
    let (library, _) = again(&lively(), &["/b"]);
    let mut facts = Facts::default();
    facts.entry(RowKey::of(Path::new("/b/0.yaml"), 0)).said = vec!["Ask about the Aquarium".to_owned()];
    assert_eq!(titles(&library, "aquarium", &facts), ["Brief 0"]);
    assert_eq!(titles(&library, "aquar zebraf", &facts), ["Brief 0"]);
    assert_eq!(titles(&library, "zebrafish -aquarium", &facts), Vec::<String>::new());
    let catalogue = library.catalogue();
    let query = Query::parse("aquarium").unwrap();
    let found = find(&catalogue, &query, &facts, Sort::by(SortKey::Title), &AtomicBool::new(false)).unwrap();
    assert_eq!(found.hits[0].by, By::Notes);
}

#[test]
fn what_is_kept_is_not_read_again_and_a_changed_file_costs_one_file() {
    let system = lively();
    assert_eq!(again(&system, &["/b"]).1, 4);
    let (library, read) = again(&system, &["/b"]);
    assert_eq!((read, library.catalogue().len()), (0, 4));
    assert_eq!(titles(&library, "zebrafish", &Facts::default()), ["Brief 0"]);
    system.write("/b/0.yaml", brief("Brief 0", "text: Nothing of the kind.\n"));
    let progress = library.refresh_paths(&[PathBuf::from("/b/0.yaml")], &mut |_| ControlFlow::Continue(()));
    assert_eq!(progress.read, 1);
    assert_eq!(titles(&library, "zebrafish", &Facts::default()), Vec::<String>::new());
    assert_eq!(titles(&library, "kind", &Facts::default()), ["Brief 0"]);
    let (library, read) = again(&system, &["/b"]);
    assert_eq!((read, library.catalogue().len()), (0, 4));
}

#[test]
fn what_is_in_no_file_any_more_is_not_in_the_cache() {
    let system = lively();
    again(&system, &["/b"]);
    assert!(cache_holds(&system, b"zebrafish") && cache_holds(&system, b"0.yaml"));
    system.remove(Path::new("/b/0.yaml")).unwrap();
    let (library, read) = again(&system, &["/b"]);
    assert_eq!((read, library.catalogue().len()), (0, 3));
    assert!(!cache_holds(&system, b"zebrafish") && !cache_holds(&system, b"0.yaml"));
    // One that is renamed is read under its new name.
    let text = system.read(Path::new("/b/3.yaml")).unwrap();
    system.remove(Path::new("/b/3.yaml")).unwrap();
    system.write("/b/renamed.yaml", text);
    let (library, read) = again(&system, &["/b"]);
    assert_eq!((read, titles(&library, "burns", &Facts::default())), (1, vec!["Brief 3".to_owned()]));
    assert!(!cache_holds(&system, b"3.yaml"));
    system.write("/b/readme.txt", "");
    for n in ["1", "2", "renamed"] {
        system.remove(Path::new(&format!("/b/{n}.yaml"))).unwrap();
    }
    again(&system, &["/b"]);
    assert!(!cache_holds(&system, b"kabul"));
    assert_eq!(cache_files(&system).len(), 1, "nothing but an empty list");
}

#[test]
fn a_damaged_cache_is_made_anew() {
    let system = lively();
    again(&system, &["/b"]);
    let files: Vec<(PathBuf, Vec<u8>)> =
        cache_files(&system).into_iter().map(|path| (path.clone(), system.read(&path).unwrap())).collect();
    assert_eq!(files.len(), 2);
    for (path, bytes) in &files {
        let damages = (0..bytes.len()).map(|at| {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << (at % 8);
            bad
        });
        let cut = (0..bytes.len()).step_by(97).map(|at| bytes[..at].to_vec());
        for bad in damages.chain(cut) {
            for (path, bytes) in &files {
                system.write(path, bytes.clone());
            }
            system.write(path, bad);
            // Whatever is seen at first: a search neither panics nor finds what is not there, and the next refresh mends.
            let (library, _) = again(&system, &["/b"]);
            let facts = Facts::default();
            assert!(titles(&library, "\"quick zebrafish\"", &facts).len() <= 1);
            titles(&library, "burns", &facts);
            library.refresh(&mut |_| ControlFlow::Continue(()));
            assert_eq!(titles(&library, "\"quick zebrafish\"", &facts), ["Brief 0"]);
            assert_eq!(titles(&library, "burns", &facts), ["Brief 3"]);
            assert_eq!(library.catalogue().len(), 4);
        }
    }
}

#[test]
fn a_library_works_where_nothing_can_be_kept() {
    let system = lively();
    system.refuse(Some(std::io::ErrorKind::StorageFull));
    let library = Library::open(Arc::clone(&system) as Arc<dyn System>, &[PathBuf::from("/b")]);
    let progress = library.refresh(&mut |_| ControlFlow::Continue(()));
    assert_eq!(progress.problems.len(), 1, "{:?}", progress.problems);
    assert!(progress.problems[0].starts_with("the index cannot be kept"));
    assert_eq!(titles(&library, "zebrafish", &Facts::default()), ["Brief 0"]);
    let homeless = open(world(), &["/b"]);
    assert_eq!(titles(&homeless, "qatar", &Facts::default()), ["Istanbul talks"]);
}

#[test]
fn the_first_screen_of_a_large_library_is_there_before_all_else() {
    let mut system = Memory::new().with_var("HOME", "/home/ada");
    for n in 0..600 {
        system = system.with_file(format!("/b/{n:03}.yaml"), brief(&format!("Brief {n:03}"), ""));
    }
    let system = Arc::new(system);
    let (library, read) = again(&system, &["/b"]);
    assert_eq!(read, 600);
    let catalogue = library.catalogue();
    let rows: Vec<_> =
        ["007", "500"].iter().flat_map(|n| catalogue.of_file(Path::new(&format!("/b/{n}.yaml")))).collect();
    library.keep_first(&rows);
    let first = || {
        let world = Arc::clone(&system) as Arc<dyn System>;
        let library = Library::open(world, &[PathBuf::from("/b")]);
        library.show_first();
        let shown = titles(&library, "", &Facts::default());
        library.refresh(&mut |_| ControlFlow::Continue(()));
        assert_eq!(library.catalogue().len(), 600);
        library.show_first();
        assert_eq!(library.catalogue().len(), 600, "more is known by then");
        shown
    };
    assert_eq!(first(), ["Brief 007", "Brief 500"]);
    // What is in no file any more is neither shown nor kept.
    system.replace(Path::new("/b/007.yaml"), brief("Another", "").as_bytes()).unwrap();
    assert_eq!(first(), ["Brief 500"]);
    assert!(!cache_holds(&system, b"Brief 007"));
    assert_eq!(first(), [""; 0], "forgotten as a whole");
}

#[test]
fn two_at_once_lose_nothing_of_each_other() {
    let system = lively();
    let open = || Library::open(Arc::clone(&system) as Arc<dyn System>, &[PathBuf::from("/b")]);
    let (one, other) = (open(), open());
    let all = |library: &Library| library.refresh(&mut |_| ControlFlow::Continue(())).read;
    // Both begin with nothing and read all: what one writes takes nothing from the other.
    std::thread::scope(|scope| {
        scope.spawn(|| all(&one));
        scope.spawn(|| all(&other));
    });
    for library in [&one, &other] {
        assert_eq!(titles(library, "zebrafish", &Facts::default()), ["Brief 0"]);
        assert_eq!(library.catalogue().len(), 4);
    }
    // One changes what the other still has open.
    system.write("/b/0.yaml", brief("Brief 0", "text: Kabuki.\n"));
    assert_eq!(all(&one), 1);
    assert_eq!(titles(&other, "zebrafish", &Facts::default()), ["Brief 0"], "what it has open stays");
    assert_eq!(all(&other), 0, "it takes what the other has made of it");
    assert_eq!(titles(&other, "kabuki", &Facts::default()), ["Brief 0"]);
    let (third, read) = again(&system, &["/b"]);
    assert_eq!((read, third.catalogue().len()), (0, 4));
}

#[test]
fn folders_within_folders_are_listed_once_and_patterns_are_understood() {
    let system = Arc::new(world());
    let count = |roots: &[&str]| again(&system, roots).0.catalogue().len();
    assert_eq!(count(&["/b", "/b/old"]), 5);
    assert_eq!(count(&["/b/old", "/b"]), 5);
    assert_eq!(count(&["/b", "/b/talks.yaml"]), 5);
    assert_eq!(count(&["/b/talks.yaml", "/b/talks.yaml"]), 1);
    assert_eq!(count(&["/b/old/*.yml"]), 1);
    assert_eq!(count(&["/b/**/*.y*ml"]), 5);
    assert_eq!(count(&["/b/*.yaml"]), 3);
}

proptest::proptest! {
    #[test]
    fn no_query_panics_and_what_it_finds_can_be_shown(
        text in "(\\PC|[-:\",“» ]|topic|from|预|is:|ماء|water|has:|sort:|2025|\u{301}|\u{200d}|\u{202e}){0,30}",
        at in 0_usize..60,
    ) {
        let library = open(world(), &["b"]);
        let catalogue = library.catalogue();
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let _ = completions(&text, at, &catalogue);
        let Ok(query) = Query::parse(&text) else { return Ok(()) };
        let _ = query.explain();
        let found = find(&catalogue, &query, &Facts::default(), Sort::by(SortKey::Date), &AtomicBool::new(false)).unwrap();
        proptest::prop_assert!(found.hits.len() <= catalogue.len());
        for row in found.hits.iter().map(|hit| catalogue.row(hit.row).unwrap()) {
            if let Some(mut titles) = Titles::of(&query) {
                for (text, marks) in [row.title(), row.publication()].into_iter().zip(titles.marks(row.title(), row.publication())) {
                    let mut end = 0;
                    for mark in marks {
                        proptest::prop_assert!(mark.start >= end && text.get(mark.clone()).is_some_and(|part| !part.is_empty()));
                        end = mark.end;
                    }
                }
            }
        }
    }
}
