//! Words that are said by, to or of somebody, or on a day: a note on them is never in place on another's.

use super::{becomes, becomes_of, state};
use briefing::document::Resolution;

fn brief(items: &str) -> String {
    format!("title: T\nsummary: S.\n{items}\n")
}

/// A brief with items that have the same words and these owners.
fn said(section: &str, words: &str, owners: &[&str]) -> String {
    let (text, owner) = match section {
        "actors" => ("position", "name"),
        "recommendations" => ("text", "to"),
        "timeline" => ("event", "date"),
        _ => ("text", "by"),
    };
    let items = owners.iter().map(|who| match *who {
        "" => format!("{{{text}: {words}}}"),
        who => format!("{{{text}: {words}, {owner}: {who}}}"),
    });
    brief(&format!("{section}: [{}]", items.collect::<Vec<_>>().join(", ")))
}

const ACCOUNTS: &str = "Publish the accounts of the fund before the end of each year";
const SECTIONS: &[(&str, &str, &str, [&str; 2])] = &[
    ("recommendations", ACCOUNTS, "accounts of the fund", ["Iran", "Oman"]),
    (
        "recommendations",
        ACCOUNTS,
        "accounts of the fund",
        ["Ministry of Defence of Iran", "Ministry of Defence of Iraq"],
    ),
    ("recommendations", ACCOUNTS, ACCOUNTS, ["Iran", "Oman"]),
    ("recommendations", ACCOUNTS, "accounts of the fund", ["", "Oman"]),
    (
        "quotes",
        "We will not yield to any threat in the months to come.",
        "We will not yield",
        ["Iran", "Oman"],
    ),
    (
        "quotes",
        "We will not yield.",
        "We will not yield.",
        ["Ministry of Defence of Iran", "Ministry of Defence of Iraq"],
    ),
    ("timeline", "Envoys meet in Doha and agree on nothing.", "agree on nothing", ["2024-01", "2024-02"]),
    ("timeline", "Talks resume.", "Talks resume.", ["2024-09-12", "2024-09-13"]),
    (
        "actors",
        "Wants its territory and its airspace left alone.",
        "its airspace left alone",
        ["Iran", "Iraq"],
    ),
    (
        "disclaimers",
        "The views are those of the author and not of the publisher.",
        "not of the publisher",
        ["Reuters", "Khaama"],
    ),
];

#[test]
fn words_are_his_whose_they_were_wherever_they_stand() {
    for (section, words, quote, [mine, his]) in SECTIONS {
        let old = said(section, words, &[mine]);
        let twins = said(section, words, &[mine, his]);
        let swapped = said(section, words, &[his, mine]);
        let at = |yaml: &str, nth: usize| {
            let text = super::doc(yaml);
            text.text().match_indices(quote).nth(nth).unwrap().0
        };
        // Another's comes in above: it is the second now.
        for old in [&old, &twins] {
            let (found, _) = becomes(old, quote, &swapped);
            let range = found.range().unwrap_or_else(|| panic!("{section}: {quote} of {mine}"));
            assert_eq!(
                (state(found), range.start().get()),
                ("in place", at(&swapped, 1)),
                "{section}: {mine}"
            );
        }
        // His own has gone, and the other's is left.
        let (found, _) = becomes(&twins, quote, &said(section, words, &[his]));
        assert_eq!(found, Resolution::Orphaned, "{section}: {quote} of {mine}");
        // The second one's stays his where the first has gone.
        let (found, _) = becomes_of(&twins, quote, 1, &said(section, words, &[his]));
        assert_eq!(state(found), "in place", "{section}: {quote} of {his}");
    }
}

#[test]
fn who_says_it_has_changed_and_the_note_says_so() {
    for (section, words, quote, [mine, his]) in SECTIONS {
        let (found, there) = becomes(&said(section, words, &[mine]), quote, &said(section, words, &[his]));
        assert_eq!((state(found), there.as_str()), ("moved", *quote), "{section}: {mine} is {his} now");
    }
}

#[test]
fn what_an_item_rests_on_and_how_urgent_it_is_says_nothing_of_whose_it_is() {
    let item = |more: &str| {
        format!(
            "title: T\nrecommendations: [{{text: {ACCOUNTS}, to: Iran{more}}}]\ntext: \"a\\n\\nb\\n\\nc\\n\\nd\"\n"
        )
    };
    for more in [", from: [2, 3]", ", priority: low", ", draft: true", ", priority: whenever, from: 4"] {
        for quote in [ACCOUNTS, "end of each year", "the fund"] {
            let (found, _) = becomes(&item(", priority: high"), quote, &item(more));
            assert_eq!(state(found), "in place", "{quote} {more}");
        }
    }
}

#[test]
fn a_reason_given_twice_is_that_of_its_own_recommendation() {
    let items = |items: &[&str]| {
        let items =
            items.iter().map(|text| format!("{{text: {text}, to: Pakistan, rationale: Money is short.}}"));
        brief(&format!("recommendations: [{}]", items.collect::<Vec<_>>().join(", ")))
    };
    let both = items(&["Open the border.", "Close the schools."]);
    let (found, _) = becomes(&both, "Money is short.", &items(&["Close the schools."]));
    assert_eq!(found, Resolution::Orphaned);
    let (found, _) = becomes_of(&both, "Money is short.", 1, &items(&["Close the schools."]));
    assert_eq!(state(found), "in place");
}

#[test]
fn what_is_all_of_a_field_is_not_the_like_of_it_elsewhere() {
    for (items, words, left) in [
        (
            "actors: [{name: Qatar, role: Mediator., position: Wants peace.}, {name: Iran, role: Party.}]",
            "Mediator.",
            "actors: [{name: Turkey, role: Mediator., position: Wants trade.}, {name: Iran, role: Party.}]",
        ),
        (
            "timeline: [{date: 2024-03-04, event: A truce is declared.}, {date: 2024-05-01, event: Envoys arrive.}]",
            "A truce is declared.",
            "timeline: [{date: 2024-05-01, event: Envoys arrive.}, {date: 2025-09-21, event: A truce is declared.}]",
        ),
        (
            "timeline: [{date: 2024-03-01, event: Lahore sentences four men to prison.}, {date: 2024-05-01, event: Envoys arrive.}]",
            "Lahore sentences four men to prison.",
            "timeline: [{date: 2024-05-01, event: Envoys arrive.}, {date: 2024-06-09, event: Karachi sentences five men to prison.}]",
        ),
        (
            "sections: [{title: Q, items: [Who ordered the strike on the hospital in Kunduz?, What now?]}]",
            "Who ordered the strike on the hospital in Kunduz?",
            "sections: [{title: Q, items: [What now?, Who ordered the strike on the school in Kandahar?]}]",
        ),
    ] {
        let (found, there) = becomes(&brief(items), words, &brief(left));
        assert_eq!(found, Resolution::Orphaned, "{words} on {there}");
    }
}

#[test]
fn twins_are_counted_and_the_third_of_four_is_the_third_as_long_as_there_are_four() {
    let events = |events: &[&str], summary: &str| {
        let events = events.iter().map(|event| format!("{{date: 2024-09, event: {event}}}"));
        format!("title: T\nsummary: {summary}\ntimeline: [{}]\n", events.collect::<Vec<_>>().join(", "))
    };
    let (talks, envoys) = ("Talks resume.", "Envoys leave.");
    let old = events(&[talks, envoys, talks], "A first sentence that is cut.");
    for nth in [0, 1] {
        // Not told apart by where they stand in the text: that is another now.
        let new = events(&[talks, envoys, envoys, talks], "S.");
        let (found, _) = becomes_of(&old, talks, nth, &new);
        let at = super::doc(&new).text().match_indices(talks).nth(nth).unwrap().0;
        assert_eq!(found.range().map(|range| range.start().get()), Some(at), "{nth}");
        assert_eq!(state(found), "in place");
        let (found, _) =
            becomes_of(&old, talks, nth, &events(&[envoys, talks], "A first sentence that is cut."));
        assert_eq!(found, Resolution::Orphaned, "{nth}");
    }
}

#[test]
fn an_actor_who_is_called_otherwise_keeps_the_notes() {
    let actors = |name: &str, rest: &str| {
        brief(&format!(
            "actors: [{{name: {name}, kind: state, role: Host of the talks., position: Wants a treaty in writing before winter.}}, {{name: Oman{rest}}}]"
        ))
    };
    for words in [
        "Host of the talks.",
        "a treaty in writing",
        "before winter",
        "Wants a treaty in writing before winter.",
    ] {
        let (found, there) =
            becomes(&actors("Kabul", ""), words, &actors("The Afghan government", ", role: A guest."));
        assert_eq!((state(found), there.as_str()), ("moved", words));
    }
}

#[test]
fn words_under_another_name_are_found_though_their_number_is_another_too() {
    let old = brief(
        "actors: [{name: Kabul, id: k, position: Wants a treaty in writing before the winter comes.}]\n\
         recommendations: [{text: Open the schools to girls before spring., to: k}]\n\
         timeline: [{event: The envoys of both sides meet in Doha and agree on nothing., date: 2024-03}]\n\
         disclaimers: [{text: The views are those of the author and of nobody else., by: Khaama}]",
    );
    let new = brief(
        "actors: [{name: Turkey}, {name: Afghan government, aliases: [Kabul], id: k, position: Wants a treaty in writing before the winter comes.}]\n\
         recommendations: [{text: Something new., to: turkey}, {text: Open the schools to girls before spring., to: k}]\n\
         timeline: [{event: War., date: 2023}, {event: The envoys of both sides meet in Doha and agree on nothing., date: 2024-03-05}]\n\
         disclaimers: [{text: No warranty.}, {text: The views are those of the author and of nobody else., by: Khaama Press}]",
    );
    for quote in [
        "Wants a treaty in writing before the winter comes.",
        "Open the schools to girls before spring.",
        "The envoys of both sides meet in Doha and agree on nothing.",
        "The views are those of the author and of nobody else.",
    ] {
        let (found, there) = becomes(&old, quote, &new);
        assert_eq!((state(found), there.as_str()), ("moved", quote));
    }
}
