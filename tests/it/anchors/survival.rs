//! What outlives a revision.

use super::{becomes, doc, state};
use briefing::document::Resolution;

#[test]
fn words_that_say_the_opposite_now_are_moved_and_shown_and_never_in_place() {
    let old = "title: T\nsummary: Observers agree that the minister of finance will resign before the end of the year.\n";
    let new = old.replace("will resign", "will never resign");
    let (found, words) = becomes(old, "the minister of finance will resign before the end", &new);
    assert!(matches!(found, Resolution::Moved { .. }), "{found:?}");
    assert_eq!(words, "the minister of finance will never resign before the end");
}

#[test]
fn what_already_stood_there_is_no_changed_form_of_what_went() {
    for (items, words, left) in [
        (
            "timeline: [Lahore sentences four men to prison., Karachi sentences five men to prison.]",
            "Lahore sentences four men to prison.",
            "timeline: [Karachi sentences five men to prison.]",
        ),
        (
            "recommendations: [Open the northern crossing by March., Open the southern crossing by May.]",
            "Open the northern crossing by March.",
            "recommendations: [Open the southern crossing by May.]",
        ),
        (
            "disclaimers: [The views are the author's own and no one else's., The names are the author's own and no one else's.]",
            "The views are the author's own",
            "disclaimers: [The names are the author's own and no one else's.]",
        ),
        (
            "actors: [{name: A, position: Wants peace first and trade later.}, {name: B, position: Wants trade first and peace later.}]",
            "Wants peace first and trade later.",
            "actors: [{name: A}, {name: B, position: Wants trade first and peace later.}]",
        ),
        // A reason passes to another recommendation.
        (
            "recommendations: [{text: Do A now., rationale: It saves lives each day., priority: high, to: Alpha}, {text: Do B later., rationale: Money is short., priority: high, to: Alpha}]",
            "saves lives",
            "recommendations: [{text: Do A now., rationale: Money is short., priority: high, to: Alpha}, {text: Do B later., rationale: It saves lives each day., priority: high, to: Alpha}]",
        ),
        // The same words, said of or to somebody else.
        (
            "recommendations: [{text: Publish the budget., to: The ministry in Islamabad}, {text: Publish the budget., to: The palace in Kabul}]",
            "Publish the budget.",
            "recommendations: [{text: Publish the budget., to: The palace in Kabul}]",
        ),
        (
            "actors: [{name: Kabul, position: Wants a treaty in writing.}, {name: Islamabad, role: Neighbour.}]",
            "Wants a treaty in writing.",
            "actors: [{name: Kabul, position: Says nothing.}, {name: Islamabad, position: Wants a treaty in writing.}]",
        ),
    ] {
        let brief = |items: &str| format!("title: T\nsummary: S.\n{items}\n");
        let (found, there) = becomes(&brief(items), words, &brief(left));
        assert_eq!(found, Resolution::Orphaned, "{words} on {there}");
    }
}

#[test]
fn short_and_twice_standing_words_are_in_place_where_nothing_has_changed() {
    let brief = "title: T\nsummary: Alpha beta gamma delta.\nquotes: [{text: We will not yield., by: A}, {text: We will not yield., by: A}]\n";
    for words in ["beta gamma", "beta", "We will not yield."] {
        becomes(brief, words, brief);
    }
    // A renamed actor keeps the note; one letter mended does too.
    let actors = |name: &str| {
        format!("title: T\nactors: [{{name: {name}, position: Wants a treaty in writing at once.}}]\n")
    };
    let (found, there) = becomes(&actors("Kabul"), "Wants a treaty in writing", &actors("Afghanistan"));
    assert!(found.range().is_some() && there == "Wants a treaty in writing");
}

#[test]
fn a_twin_with_another_addressee_is_not_the_passage() {
    let brief = |items: &str| format!("title: T\nrecommendations: [{items}]\n");
    let to = |who: &str| format!("{{text: Open the border for trade before winter comes., to: {who}}}");
    let words = "Open the border for trade before winter comes.";
    let both = brief(&format!("{}, {}", to("Beta"), to("Alpha")));
    let (found, _) = becomes(&brief(&to("Alpha")), words, &both);
    let doc = doc(&both);
    let second = doc.text().rfind(words).unwrap();
    assert!(found.range().is_none_or(|range| range.start().get() == second), "{found:?}");
    // Where only the addressee was changed, the note says that something has.
    let (found, _) = becomes(&brief(&to("Alpha")), words, &brief(&to("Beta")));
    assert!(!matches!(found, Resolution::Exact(_)), "{found:?}");
}

/// A brief with a summary.
fn prose(summary: &str) -> String {
    format!("title: T\nsummary: {}\n", serde_json::to_string(summary).unwrap())
}

#[test]
fn a_word_that_was_joined_to_another_is_not_the_word() {
    for (old, words, new, now) in [
        (
            "Prices rose by 5 percent in the spring.",
            "Prices rose by 5",
            "Prices rose by 5.5 percent in the spring.",
            "Prices rose by 5.5",
        ),
        (
            "Prices rose by 5 percent in the spring.",
            "Prices rose by 5",
            "Prices rose by 50 percent in the spring.",
            "Prices rose by 50",
        ),
        ("The army lost 5 men in the spring.", "5", "The army lost 5,000 men in the spring.", ""),
        ("The army can hold the city.", "The army can", "The army can't hold the city.", "The army can't"),
        ("The army can hold the city.", "The army can", "The army can’t hold the city.", "The army can’t"),
        (
            "Months of violent protest came.",
            "violent protest",
            "Months of non-violent protest came.",
            "non-violent protest",
        ),
        (
            "Months of violent protest came.",
            "violent protest",
            "Months of non\u{2011}violent protest came.",
            "non\u{2011}violent protest",
        ),
        ("The base was attacked by US forces.", "by US", "The base was attacked by US-backed forces.", ""),
    ] {
        let (found, there) = becomes(&prose(old), words, &prose(new));
        assert_eq!(state(found), if now.is_empty() { "orphaned" } else { "moved" }, "{words} on {there}");
        assert_eq!(there, now);
    }
    // Who chose a part of a word has it.
    let (found, _) = becomes(
        &prose("Months of non-violent protest came."),
        "violent protest",
        &prose("Months of non-violent protest came. More."),
    );
    assert_eq!(state(found), "in place");
}

#[test]
fn the_same_words_in_another_sentence_are_not_the_passage() {
    for (old, words, new) in [
        (
            "Everyone agrees that the prime minister of Iraq signed the pact in June.",
            "the prime minister of Iraq",
            "Nothing was signed. Years later a court tried the prime minister of Iraq for fraud.",
        ),
        (
            "Everyone agrees that the foreign minister of the Islamic Republic signed in June.",
            "the foreign minister of the Islamic Republic",
            "Nothing was signed at all. A court has jailed the foreign minister of the Islamic Republic for fraud.",
        ),
        (
            "The vote was lost because the prime minister of Iraq stayed at home on that day.",
            "the prime minister of Iraq",
            "The war was won because of a horse. A cousin of the prime minister of Iraq sold it on some other day.",
        ),
        (
            "The government of Pakistan should withdraw its troops from the border before winter.",
            "The government of Pakistan should",
            "Nobody believes what is written. The government of Pakistan should apologise to the nurses.",
        ),
        // A sentence that is cited by another one.
        (
            "Nothing is known. The minister of finance will resign before the end of the year. So they say.",
            "The minister of finance will resign before the end of the year.",
            "Nothing is known. Years later she wrote a song about the minister of finance will resign before the end of the year for a film. Or so.",
        ),
    ] {
        let (found, there) = becomes(&prose(old), words, &prose(new));
        assert_eq!(found, Resolution::Orphaned, "{words} on {there}");
    }
}

#[test]
fn a_sentence_like_it_that_stood_beside_it_is_not_its_changed_form() {
    let (north, south) = ("The north gate opens in March.", "The south gate opens in May.");
    let first = "The first panel met in March and heard four witnesses.";
    let second = "The second panel met in May and heard five witnesses.";
    for (gone, left) in [(north, south), (south, north), (first, second), (second, first)] {
        for old in [format!("{gone} {left}"), format!("{left} {gone}"), format!("So. {left} {gone} Why?")] {
            let new = old.replace(gone, "").replace("  ", " ");
            let (found, there) = becomes(&prose(&old), gone, &prose(new.trim()));
            assert_eq!(found, Resolution::Orphaned, "{gone} on {there}");
        }
    }
}

#[test]
fn a_citation_is_not_what_it_cites() {
    let sentence = "The minister will resign before the end of the year if the vote fails.";
    let brief = |summary: &str| format!("title: T\nsummary: {summary}\ntext: {sentence}\n");
    let (found, _) = becomes(&brief(sentence), "resign before the end", &brief("Nothing is known."));
    assert_eq!(found, Resolution::Orphaned);
    let (found, _) = becomes(&brief(sentence), sentence, &brief("Nothing is known."));
    assert_eq!(found, Resolution::Orphaned);
}

#[test]
fn the_setting_of_words_is_no_change_of_them() {
    for (old, words, new) in [
        ("Peace in the valley came late.", "the valley", "Peace in the  valley came late."),
        ("Prices rose by 5 percent in May.", "by 5 percent", "Prices rose by 5\u{a0}percent in May."),
        ("He said it's Iran's plan alone.", "Iran's plan", "He said it’s Iran’s plan alone."),
        ("A stop-gap of 5-10 days.", "stop-gap of 5-10", "A stop\u{2011}gap of 5–10 days."),
        (
            "L'été à Orléans fut chaud.",
            "été à Orléans",
            "L'e\u{301}te\u{301} a\u{300} Orle\u{301}ans fut chaud.",
        ),
        (
            "The council that met in Geneva in March set a date.",
            "that met in Geneva",
            "The  council  that  met  in  Geneva  in  March  set  a  date.",
        ),
    ] {
        let (found, _) = becomes(&prose(old), words, &prose(new));
        assert_eq!(state(found), "in place", "{new}");
    }
    // Another case of letters is: “us” is not “the US”.
    let (found, there) = becomes(
        &prose("The base was held by the US alone."),
        "by the US",
        &prose("The base was held by the us alone."),
    );
    assert_eq!((state(found), there.as_str()), ("moved", "by the us"));
}

#[test]
fn long_passages_are_found_by_their_parts_and_how_like_they_are_is_counted() {
    let year = |n: u32| {
        format!("In year {n} the council heard witness {} and set a date for the next hearing.", 7 * n)
    };
    let long: Vec<String> = (1990..2010).map(year).collect();
    let old = long.join(" ");
    let quote = old.get(..1300).unwrap();
    let (found, there) = becomes(&prose(&old), quote, &prose(&old.replace("1994 the", "1994, the")));
    assert_eq!(there, quote.replace("1994 the", "1994, the"));
    let Resolution::Moved { likeness, .. } = found else { panic!("{found:?}") };
    assert!((likeness - 1300.0 / 1301.0).abs() < 1e-9, "{likeness}");
    // Without its first sentence, it is there all the same; with most of it gone, it is not.
    let (found, there) = becomes(&prose(&old), quote, &prose(&long.get(1..).unwrap().join(" ")));
    assert!(quote.ends_with(&there) && there.len() > 1000, "{found:?} {there}");
    let few = [&long[..3], &long[14..]].concat().join(" ");
    assert_eq!(becomes(&prose(&old), quote, &prose(&few)).0, Resolution::Orphaned);
}

#[test]
fn a_passage_over_several_items_is_never_mostly_of_others() {
    let events = |events: &str| format!("title: T\ntimeline: [{events}]\n");
    let old = events("Alpha speaks., Beta answers., Gamma leaves.");
    let words = "Alpha speaks.\nBeta answers.";
    let new =
        events("Alpha speaks., A war breaks out in the south and kills nine hundred people., Beta answers.");
    assert_eq!(becomes(&old, words, &new).0, Resolution::Orphaned);
    // What ends within a word is found where nothing but its place has changed.
    let asked = |summary: &str| {
        format!(
            "title: T\n{summary}sections: [{{title: Q, items: [Who ordered the strike?, Who paid for the repair of it?]}}]\n"
        )
    };
    let (found, there) =
        becomes(&asked(""), "Who ordered the strike?\nWho paid for the rep", &asked("summary: New.\n"));
    assert_eq!((state(found), there.as_str()), ("in place", "Who ordered the strike?\nWho paid for the rep"));
    // Of three paragraphs one has changed: it is mostly there, and says how far.
    let three = |second: &str| {
        format!(
            "title: T\nsummary: |\n  The council met in Geneva.\n\n  {second}\n\n  Nothing else was said that day.\n"
        )
    };
    let old = three("It will support the treaty.");
    let new = three("It will never support the treaty and calls for war on its neighbours.");
    let words = "The council met in Geneva.\nIt will support the treaty.\nNothing else was said that day.";
    let (found, there) = becomes(&old, words, &new);
    let Resolution::Moved { likeness, .. } = found else { panic!("{found:?}") };
    assert!(there.starts_with("The council") && there.ends_with("that day."), "{there}");
    assert!((0.6..0.75).contains(&likeness), "{likeness}");
}

#[test]
fn a_character_of_a_script_without_blanks_says_what_two_letters_do() {
    let old = "伊朗外交部要求在冬季之前停火。各方都没有回应。";
    let (found, there) = becomes(
        &prose(old),
        "伊朗外交部要求在冬季之前停火",
        &prose("伊朗外交部要求于冬季之前停火。各方都没有回应。"),
    );
    assert_eq!((state(found), there.as_str()), ("moved", "伊朗外交部要求于冬季之前停火"));
}

#[test]
fn words_that_changed_at_the_edge_of_a_passage_are_shown_whole() {
    for (old, words, new, now) in [
        (
            "They say that the minister of finance will resign in June. Nobody knows why.",
            "the minister of finance will resign in June",
            "They say that the minister of finance will resign in the autumn. Nobody knows why.",
            "the minister of finance will resign in the autumn",
        ),
        (
            "They say that the minister of finance will resign in June. Nobody knows why.",
            "the minister of finance will resign in June",
            "They say that a young minister of finance will resign in June. Nobody knows why.",
            "a young minister of finance will resign in June",
        ),
        (
            "Clashes in the north had killed dozens when the truce came. It held.",
            "the north had killed dozens when the truce came",
            "Clashes in the north had killed dozens when the ceasefire came. It held.",
            "the north had killed dozens when the ceasefire came",
        ),
    ] {
        let (found, there) = becomes(&prose(old), words, &prose(new));
        assert_eq!((state(found), there.as_str()), ("moved", now));
    }
}

#[test]
fn the_halves_of_a_sentence_may_change_places() {
    let old = "Before. The nurses call for shorter shifts and longer breaks, the ministry of health pays for them in part. Behind.";
    let new = "Before. The ministry of health pays for them in part, the nurses call for shorter shifts and longer breaks. Behind.";
    let (found, there) = becomes(&prose(old), &old[8..old.len() - 8], &prose(new));
    assert_eq!((state(found), there.as_str()), ("moved", &new[8..new.len() - 8]));
}
