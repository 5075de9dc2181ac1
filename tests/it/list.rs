//! The list of briefs in use: `(folder, size, keys) -> screen`.

use crate::desk::{Desk, TALKS};
use briefing::system::{Memory, System, notes_folder};
use briefing::theme::{Depth, ThemeName};
use briefing::tui::app::{Scene, Settings};
use briefing::tui::event::{Event, LibraryNews, MouseKind};
use ratatui::style::{Color, Modifier};
use std::path::Path;
use std::sync::Arc;

const FEDERALIST: &str = include_str!("../../briefs/federalist-10.yaml");
const PROPOSAL: &str = include_str!("../../briefs/modest-proposal.yaml");
const LEAVING: &str = include_str!("../../briefs/leaving-asia.yaml");

/// A folder of briefs, one of them broken, beside other files.
fn shelf() -> Arc<Memory> {
    let files = [
        ("b/talks.yaml", TALKS),
        ("b/old/federalist.yaml", FEDERALIST),
        ("b/old/proposal.yaml", PROPOSAL),
        ("b/old/asia.yaml", LEAVING),
        ("b/wells.yaml", "title: Wells\ntopics: [water]\nsummary: Nobody counts the wells.\n"),
        ("b/torn.yaml", "title: Torn\nsummary: x\nactor: x\n"),
        (
            "b/river.yaml",
            "title: The river\nsource: {title: R, publication: Khaama Press, published: 2024}\ntopics: [water, diplomacy]\nsummary: The river is low at Doha.\n",
        ),
        ("b/compose.yaml", "services: {db: {image: postgres}}\n"),
        ("b/.hidden/x.yaml", "title: Hidden\nsummary: x\n"),
    ];
    let home = Memory::new().with_var("HOME", "/home/ada");
    Arc::new(files.into_iter().fold(home, |system, (name, text)| system.with_file(name, text)))
}

fn list(width: u16, height: u16) -> Desk {
    Desk::library(&shelf(), &["b"], width, height)
}

/// The title of the chosen brief.
fn chosen(desk: &Desk) -> String {
    let stack = desk.app.library.as_deref().unwrap();
    stack.row().map(|row| row.title().to_owned()).unwrap_or_default()
}

fn titles(desk: &Desk) -> Vec<String> {
    let stack = desk.app.library.as_deref().unwrap();
    (0..stack.list.items.len()).filter_map(|n| Some(stack.list.row(n)?.title().to_owned())).collect()
}

#[test]
fn screens() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (40, 12)] {
        let at = |keys: &str| {
            let mut desk = list(width, height);
            desk.keys(keys);
            desk.screen()
        };
        insta::assert_snapshot!(format!("list_{width}x{height}"), at(""));
        insta::assert_snapshot!(format!("list_grouped_{width}x{height}"), at("b t j"));
        insta::assert_snapshot!(format!("list_asked_{width}x{height}"), at("/ \"doha\" enter"));
        insta::assert_snapshot!(format!("list_typing_{width}x{height}"), at("/ \"topic:wa\""));
        insta::assert_snapshot!(format!("list_wrong_{width}x{height}"), at("/ \"topc:water\""));
    }
}

#[test]
fn leaving_a_filter_leads_back_to_where_the_list_stood() {
    let mut desk = list(80, 24);
    desk.keys("j j j j");
    let (stood, screen) = (chosen(&desk), desk.screen());
    for keys in [
        "/ \"wat\" esc",
        "/ \"zzz\" esc",
        "/ \"wat\" enter esc",
        "/ \"zzz\" enter esc",
        "/ \"w\" backspace esc",
    ] {
        desk.keys(keys);
        assert_eq!((titles(&desk).len(), chosen(&desk)), (7, stood.clone()), "{keys}");
        assert_eq!(desk.screen(), screen, "{keys}");
    }
    // What was chosen within the filter is chosen in all.
    desk.keys("/ \"topic:water\" enter j esc");
    assert_eq!((titles(&desk).len(), chosen(&desk)), (7, "Wells".into()));
    // A line that is given up leads back to where the filter stood.
    desk.keys("g g / \"topic:water\" enter j / \" zzz\" esc");
    assert_eq!((titles(&desk).len(), chosen(&desk)), (2, "Wells".into()));
    desk.keys("esc");
    assert_eq!((titles(&desk).len(), chosen(&desk)), (7, "Wells".into()));
}

#[test]
fn the_heading_of_the_rows_in_view_stays_and_briefs_are_counted_within_it() {
    let mut desk = list(40, 12);
    desk.keys("b t");
    let stack = |desk: &Desk| {
        let stack = desk.app.library.as_deref().unwrap();
        let (item, group) = stack.list.group_of(stack.chosen).unwrap();
        let (name, count) = stack.list.groups[group as usize].clone();
        (stack.top, name, format!("{}/{count}", stack.chosen - item))
    };
    let mut scrolled = 0;
    for _ in 0..20 {
        let (top, name, standing) = stack(&desk);
        assert!(desk.status().contains(&standing), "{standing}: {}", desk.screen());
        let first = desk.app.screen.list.unwrap().rows.y;
        let head = desk.rows()[usize::from(first)].clone();
        let over = desk.app.library.as_deref().unwrap().list.group_of(top).unwrap().1 as usize;
        let over = desk.app.library.as_deref().unwrap().list.groups[over].0.clone();
        assert!(head.contains(if over.is_empty() { "(none)" } else { &over }), "{head}");
        // What is chosen is in view, below a heading.
        assert!(desk.screen().contains('▌'), "{name}: {}", desk.screen());
        scrolled += usize::from(top > 0);
        desk.keys("j");
    }
    assert!(scrolled > 0);
    for _ in 0..20 {
        desk.keys("k");
        assert!(desk.screen().contains('▌'), "{}", desk.screen());
    }
}

#[test]
fn what_the_list_is_sorted_by_is_shown() {
    for (keys, head, value) in [
        ("s l", "Length ↓", "1 min"),
        ("s c", "Changed ↓", "-"),
        ("s r", "Read ↓", "unread"),
        ("s n", "Notes ↓", ""),
        ("s t", "Date", "2024"),
    ] {
        let mut desk = list(80, 24);
        desk.keys(keys);
        let screen = desk.screen();
        let heads = screen.lines().find(|line| line.contains("Title")).unwrap_or_default();
        assert!(heads.trim_end().ends_with(head), "{keys}: {screen}");
        assert!(
            screen.lines().any(|line| line.contains("The river") && line.contains(value)),
            "{keys}: {screen}"
        );
    }
}

#[test]
fn a_slip_and_the_dot_of_the_unread_are_both_shown() {
    let system = shelf();
    system.write(Path::new("b/slip.yaml"), "title: Slip\nsummary: x\nactors: [A, {name: B, id: a}]\n");
    let mut desk = Desk::library(&system, &["b"], 80, 24);
    let row = |desk: &Desk, title: &str| desk.rows().into_iter().find(|row| row.contains(title)).unwrap();
    assert!(row(&desk, "Slip").contains("!●"), "{}", desk.screen());
    desk.keys("/ \"slip\" enter m esc");
    assert!(row(&desk, "Slip").contains('!') && !row(&desk, "Slip").contains('●'), "{}", desk.screen());
}

#[test]
fn what_is_wrong_with_a_query_is_read_whole_on_any_screen() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut desk = list(width, height);
        desk.keys("/ \"topc:water\"");
        let text = desk.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("did you mean topic:?") && text.contains("write \"topc:water\""),
            "{}",
            desk.screen()
        );
    }
}

#[test]
fn any_size_and_an_empty_folder_are_shown() {
    for (width, height) in [(1, 1), (2, 2), (5, 3), (20, 5), (300, 100)] {
        list(width, height).keys("j j b t / \"x:\" esc G }").screen();
    }
    let system = Arc::new(Memory::new().with_var("HOME", "/home/ada").with_file("b/x.txt", ""));
    let mut desk = Desk::library(&system, &["b"], 80, 24);
    assert!(desk.screen().contains("there are no briefs here"), "{}", desk.screen());
    desk.keys("j enter / \"x\" enter ) e m");
}

#[test]
fn a_brief_is_chosen_read_and_left_again() {
    let mut desk = list(120, 40);
    assert_eq!(chosen(&desk), "Istanbul talks: coherence before coercion");
    // A glance is no reading.
    desk.keys("j j k enter o");
    assert!(!desk.screen().contains("6 unread"), "{}", desk.screen());
    desk.keys("enter tab");
    assert_eq!(desk.app.scene, Scene::Reader);
    let title = desk.app.open().unwrap().document.title().to_owned();
    desk.keys("o");
    assert_eq!((desk.app.scene, chosen(&desk)), (Scene::List, title.clone()));
    // It counts as read now, and esc leads back to it.
    assert!(desk.screen().contains("6 unread"), "{}", desk.screen());
    desk.keys("esc");
    assert_eq!(desk.app.scene, Scene::Reader);
    desk.keys("esc m");
    assert!(desk.app.scene == Scene::List && !desk.screen().contains("6 unread"), "{}", desk.screen());
    // What lay open for some seconds counts as read too.
    desk.keys("j enter wait wait wait wait wait o");
    assert!(desk.screen().contains("6 unread"), "{}", desk.screen());
}

#[test]
fn what_is_asked_for_is_read_whole_on_narrow_screens_too() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut desk = list(width, height);
        desk.keys("s");
        let screen = desk.screen();
        assert!(screen.contains("d date") && screen.contains("b best"), "{screen}");
    }
}

#[test]
fn the_way_back_leads_from_brief_to_brief() {
    let mut desk = list(120, 40);
    let open = |desk: &Desk| desk.app.open().unwrap().document.title().to_owned();
    desk.keys("enter");
    let first = open(&desk);
    desk.keys(") )");
    let third = open(&desk);
    desk.keys("G ctrl-o ctrl-o");
    assert_ne!(open(&desk), third);
    desk.keys("ctrl-o");
    assert_eq!(open(&desk), first);
    assert!(desk.rows()[0].trim_end().ends_with("1/7"), "{}", desk.rows()[0]);
    desk.keys("ctrl-o");
    assert!(desk.status().contains("no earlier place"), "{}", desk.status());
}

#[test]
fn behind_a_brief_that_was_named_alone_is_the_library() {
    let settings = Settings { folders: vec!["b".into()], ..Settings::default() };
    let mut desk = Desk::at(shelf(), &["b/talks.yaml"], settings, 120, 40);
    desk.keys("o");
    desk.refresh(None);
    assert_eq!(
        (desk.app.scene, chosen(&desk)),
        (Scene::List, "Istanbul talks: coherence before coercion".into())
    );
    desk.keys("esc");
    assert_eq!(desk.app.scene, Scene::Reader);
}

#[test]
fn parentheses_go_through_the_list_as_it_is_filtered() {
    let mut desk = list(120, 40);
    desk.keys("/ \"topic:water\" enter");
    assert_eq!(titles(&desk), ["The river", "Wells"]);
    desk.keys("enter )");
    let open = |desk: &Desk| desk.app.open().unwrap().document.title().to_owned();
    assert_eq!(desk.rows()[0].trim_end().rsplit(' ').next(), Some("2/2"));
    desk.keys("(");
    assert_eq!(open(&desk), "The river");
    desk.keys("(");
    assert!(desk.status().starts_with("this is the first brief of the list"), "{}", desk.status());
}

#[test]
fn what_words_find_is_gone_to() {
    let mut desk = list(120, 40);
    desk.keys("/ \"doha\" enter");
    let found = titles(&desk);
    assert!(found.contains(&"The river".to_owned()) && found.len() < 6, "{found:?}");
    let river = found.iter().position(|title| title == "The river").unwrap();
    desk.keys(&format!("g {}", "j ".repeat(river)));
    assert!(desk.screen().contains("The river is low at Doha."), "the preview shows the passage");
    desk.keys("enter");
    assert!(desk.cursor_row().contains("Doha"), "{}", desk.screen());
}

#[test]
fn the_words_are_marked_in_titles_and_in_the_passage_below() {
    for depth in [Depth::True, Depth::None] {
        let mut desk = list(80, 24).theme(ThemeName::Dark, depth);
        desk.keys("/ \"rvr doha\" esc / \"doha\" enter");
        let marked = |desk: &Desk| desk.styled(|cell| cell.modifier.contains(Modifier::UNDERLINED));
        assert_eq!(marked(&desk), "Doha", "the title does not say it, its passage does\n{}", desk.screen());
        assert!(
            desk.screen().contains("── Summary ──") && desk.screen().contains("  The river is low at Doha.")
        );
        desk.keys("esc / \"rivr\" enter");
        assert_eq!(marked(&desk), "riv|r", "the letters of a title that match, not those left out");
    }
}

#[test]
fn what_stands_in_notes_alone_is_shown_and_gone_to() {
    let system = shelf();
    let mut desk = Desk::library(&system, &["b"], 120, 40).theme(ThemeName::Dark, Depth::True);
    desk.keys("/ \"wells\" enter enter c \"Ask the aquarium\" C-s o esc / \"aquarium\" enter");
    assert_eq!(titles(&desk), ["Wells"]);
    assert!(desk.screen().contains("── Notes ──"), "{}", desk.screen());
    assert!(desk.screen().contains("  Ask the aquarium "), "{}", desk.screen());
    desk.keys("enter");
    assert_eq!(desk.section(), "Notes", "{}", desk.screen());
    let marked = desk.styled(|cell| cell.modifier.contains(Modifier::UNDERLINED) && cell.bg != Color::Reset);
    assert!(marked.contains("aquarium"), "{marked}");
    // Narrow screens show it below the list.
    let mut desk = Desk::library(&system, &["b"], 60, 16);
    desk.keys("esc / \"aquarium\" enter");
    assert!(desk.screen().contains("── Notes ──"), "{}", desk.screen());
}

#[test]
fn what_was_found_is_gone_through_in_the_reader() {
    let mut desk = list(120, 40);
    desk.keys("/ \"talks\" enter enter");
    let count = desk.app.open().unwrap().found.len();
    assert!(count > 2, "{count}");
    let all: Vec<_> = desk.app.open().unwrap().found.iter().map(|hit| hit.start()).collect();
    let cursor = |desk: &Desk| desk.app.open().unwrap().cursor();
    let begun = all.iter().position(|hit| *hit == cursor(&desk)).unwrap();
    assert!(begun > 0 && desk.section() == "Summary", "the head says it first, and is seen anyway");
    for nth in begun + 2..=count {
        desk.keys("n");
        assert!(desk.status().starts_with(&format!("{nth}/{count} ")), "{}", desk.status());
        assert_eq!(cursor(&desk), all[nth - 1]);
    }
    desk.keys("n");
    assert_eq!(cursor(&desk), all[0], "and from the start again");
    desk.keys("N");
    assert_eq!(cursor(&desk), all[count - 1]);
}

#[test]
fn for_a_title_nobody_leaves_the_place_where_they_stopped() {
    let system = shelf();
    system.write("b/bay.yaml", "title: Zeppelin over the bay\nsummary: |\n  One.\n\n  Two.\n\n  Three.\n");
    let mut desk = Desk::library(&system, &["b"], 120, 40);
    desk.keys("/ \"zeppelin\" enter enter s } }");
    let row = desk.cursor_row();
    assert!(row.contains("Three."), "{}", desk.screen());
    desk.keys("wait o enter");
    assert_eq!((desk.cursor_row(), desk.section()), (row, "Summary".to_owned()), "{}", desk.screen());
}

#[test]
fn what_is_typed_next_is_another_word() {
    let mut desk = list(120, 40);
    desk.keys("/ \"topic:water\" enter / enter");
    assert_eq!(desk.app.library.as_ref().unwrap().query, "topic:water");
    desk.keys("/ \"doha\" enter");
    assert_eq!(titles(&desk), ["The river"]);
}

#[test]
fn the_name_of_a_field_hides_nothing_while_it_has_no_value() {
    let mut desk = list(120, 40);
    desk.keys("/ \"topic:\"");
    assert_eq!(titles(&desk).len(), 7, "{}", desk.screen());
    assert!(desk.screen().contains("topic: needs a value"), "{}", desk.screen());
    desk.keys("esc / \"river topic:\"");
    assert_eq!(titles(&desk)[0], "The river", "{}", desk.screen());
    assert!(titles(&desk).len() < 7);
    desk.keys("esc / \"topic:diplomacy,\"");
    let before = titles(&desk);
    assert!(
        before.contains(&"The river".to_owned()) && before.len() < 7,
        "another value is to follow: {before:?}"
    );
}

#[test]
fn what_cannot_be_read_or_kept_is_told_once() {
    let system = Memory::new()
        .with_var("HOME", "/home/ada")
        .with_file("b/wells.yaml", "title: Wells\nsummary: Nobody counts the wells.\n")
        .with_file("b/closed/x.yaml", "title: x\n")
        .with_lock("b/closed");
    let mut desk = Desk::library(&Arc::new(system), &["b"], 120, 40);
    assert!(desk.status().starts_with("b/closed: no permission"), "{}", desk.screen());
    desk.keys("j");
    desk.refresh(None);
    assert!(!desk.status().contains("closed"), "{}", desk.screen());
    desk.keys(": \"messages\" enter");
    assert_eq!(desk.screen().matches("b/closed: no permission").count(), 1, "{}", desk.screen());
}

#[test]
fn notes_that_others_write_show() {
    let system = shelf();
    let mut desk = Desk::library(&system, &["b"], 120, 40);
    let notes =
        "notes: 1\nbrief: {title: Wells}\nentries:\n- {id: a, created: 2026-11-22T10:00:00Z, text: Count}\n";
    let with_notes = |desk: &mut Desk| {
        desk.keys("/ \"has:notes\" enter");
        let found = titles(desk);
        desk.keys("esc");
        found
    };
    assert_eq!(with_notes(&mut desk), [""; 0]);
    let beside = Path::new("b/wells.notes.yaml");
    system.replace(beside, notes.as_bytes()).unwrap();
    desk.send(Event::Changed(vec![beside.to_owned()]));
    assert_eq!(with_notes(&mut desk), ["Wells"]);
    system.remove(beside).unwrap();
    desk.send(Event::Changed(vec![beside.to_owned()]));
    assert_eq!(with_notes(&mut desk), [""; 0]);
    let kept = notes_folder(&*system).unwrap().join("wells.yaml");
    system.replace(&kept, notes.as_bytes()).unwrap();
    desk.send(Event::Library(Box::new(LibraryNews::NotesChanged)));
    assert_eq!(with_notes(&mut desk), ["Wells"]);
}

#[test]
fn the_list_is_sorted_and_grouped() {
    let mut desk = list(120, 40);
    desk.keys("s t");
    let by_title = titles(&desk);
    let mut sorted = by_title.clone();
    sorted.sort_by_key(|title| title.to_lowercase());
    assert_eq!(by_title.first(), sorted.first());
    desk.keys("s t");
    assert_eq!(titles(&desk).last(), by_title.first());
    desk.keys("b f");
    assert!(desk.screen().contains("b/old · 3"), "{}", desk.screen());
    let before = chosen(&desk);
    desk.keys("}");
    assert_ne!(chosen(&desk), before);
    desk.keys("b x");
    assert!(desk.status().contains("t topic"), "{}", desk.status());
}

#[test]
fn how_it_was_looked_at_last_is_there_again() {
    let system = shelf();
    let mut desk = Desk::library(&system, &["b"], 120, 40);
    desk.keys("/ \"topic:water\" enter s t j enter q");
    let again = Desk::library(&system, &["b"], 120, 40);
    assert_eq!((titles(&again), chosen(&again)), (titles(&desk), chosen(&desk)));
    // Another folder is looked at in the same order, and is not filtered.
    assert_eq!(titles(&Desk::library(&system, &["b/old"], 120, 40)).len(), 3);
}

#[test]
fn queries_are_given_names() {
    let system = shelf();
    let mut desk = Desk::library(&system, &["b"], 120, 40);
    desk.keys("/ \"topic:water\" enter : \"save-query wet\" enter esc");
    assert_eq!(titles(&desk).len(), 7);
    let mut again = Desk::library(&system, &["b"], 120, 40);
    again.keys("' enter");
    assert_eq!(titles(&again).len(), 2);
    again.keys("esc : \"save-query wet\" enter '");
    assert!(again.status().starts_with("no query has a name yet"), "{}", again.status());
}

#[test]
fn what_changes_outside_shows_and_the_chosen_brief_stays() {
    let system = shelf();
    let mut desk = Desk::library(&system, &["b"], 120, 40);
    desk.keys("j j");
    let before = chosen(&desk);
    system.write("b/new.yaml", "title: Newest\nsource: {title: N, published: 2026}\nsummary: x\n");
    system.remove(Path::new("b/wells.yaml")).unwrap();
    desk.send(Event::Changed(vec!["b".into()]));
    assert_eq!(chosen(&desk), before);
    assert!(titles(&desk).contains(&"Newest".to_owned()) && !titles(&desk).contains(&"Wells".to_owned()));
}

#[test]
fn the_open_brief_is_read_on_when_its_file_is_called_otherwise() {
    let system = shelf();
    let mut desk = Desk::library(&system, &["b"], 120, 40);
    desk.keys("/ \"title:river\" enter enter");
    let text = system.read(Path::new("b/river.yaml")).unwrap();
    let revised = String::from_utf8(text).unwrap().replace("low at Doha", "high at Doha");
    // A namesake that was there before is another brief.
    system.write("b/old/river.yaml", "title: The river\nsummary: Another.\n");
    desk.send(Event::Changed(vec!["b".into()]));
    system.write("b/old/stream.yaml", revised);
    system.remove(Path::new("b/river.yaml")).unwrap();
    desk.send(Event::Changed(vec!["b".into()]));
    assert!(desk.status().starts_with("the file is called b/old/stream.yaml now"), "{}", desk.status());
    assert!(desk.screen().contains("The river is high at Doha."), "{}", desk.screen());
    desk.keys("j");
    assert!(!desk.status().contains("outdated"), "{}", desk.status());
    // What is gone and comes back nowhere is shown as it was.
    system.remove(Path::new("b/old/stream.yaml")).unwrap();
    desk.send(Event::Changed(vec!["b".into()]));
    assert!(desk.status().contains("there is no such file any more"), "{}", desk.status());
    assert!(desk.screen().contains("The river is high at Doha."), "{}", desk.screen());
}

#[test]
fn a_broken_brief_is_listed_with_its_error_and_opens_as_its_findings() {
    let mut desk = list(120, 40);
    desk.keys("/ \"is:broken\" enter");
    assert_eq!(titles(&desk), ["Torn"]);
    assert!(desk.screen().contains('✗'), "{}", desk.screen());
    desk.keys("enter");
    assert!(desk.screen().contains("did you mean `actors`?"), "{}", desk.screen());
}

#[test]
fn a_key_asks_at_most_once_and_moving_asks_nothing() {
    let mut desk = list(120, 40);
    let before = desk.asked;
    desk.keys("j j j k G g }");
    assert_eq!(desk.asked, before);
    desk.keys("/ \"talks\"");
    assert_eq!(desk.asked, before + 5);
}

#[test]
fn the_mouse_chooses_and_opens() {
    let mut desk = list(120, 40);
    let (x, y) = desk.find("Federalist");
    desk.click(x, y);
    assert!(chosen(&desk).starts_with("Federalist"));
    desk.mouse(MouseKind::WheelDown, x, y);
    assert!(!chosen(&desk).starts_with("Federalist"));
    desk.click(x, y).click(x, y);
    assert_eq!(desk.app.scene, Scene::Reader);
}

#[test]
fn the_briefs_that_are_listed_are_exported_together_or_each_into_a_folder() {
    let mut desk = list(100, 40);
    let all = desk.app.library.as_ref().unwrap().list.rows;
    desk.keys("x");
    assert!(desk.screen().contains(&format!("Export the {all} briefs that are listed")), "{}", desk.screen());
    desk.keys("\"json\" enter enter");
    // The broken one is named.
    assert!(desk.status().starts_with("wrote briefs.json; 1 left out, see :messages"), "{}", desk.status());
    desk.keys(": \"messages\" enter");
    assert!(desk.screen().contains("b/torn.yaml"), "{}", desk.screen());
    desk.keys("esc");
    // What is asked for is what is taken along.
    desk.keys("/ \"topic:water\" enter");
    let some = desk.app.library.as_ref().unwrap().list.rows;
    assert!(some > 0 && some < all, "{some} of {all}");
    desk.keys("x \"markdown pandoc\" enter ctrl-u \"out/\" enter");
    let written = desk.system.list(Path::new("out")).unwrap().len();
    assert_eq!(written, some, "{}", desk.status());
    // Again: what is there is written over only when that is said twice.
    desk.keys("x \"markdown pandoc\" enter ctrl-u \"out/\" enter");
    assert!(desk.status().contains("there: Enter overwrites"), "{}", desk.status());
    desk.keys("enter");
    assert!(desk.status().starts_with("wrote"), "{}", desk.status());
}
