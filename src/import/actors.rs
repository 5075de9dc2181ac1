//! From names to actors: who is meant by several names, who acts, and who is only mentioned.
//!
//! Better none than a wrong one: a name that stands once, without an office, is nobody; nor is one at which things only
//! happen.

use super::acronym::{acronyms, stands_for};
use super::bodies::{is_letters, is_realm, kind_of_body};
use super::known::Found;
use super::mention::{Mention, bare};
use super::places::{Bond, STATES, state};
use super::role::role;
use super::sentence::Sentence;
use super::usage::stands_for_state;
use super::words::{AGENTS, ARMED, GOVERNMENTS, LANDMARKS, NO_ACTORS, ORGANISATIONS, is, is_courtesy};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most actors that are proposed.
const MAX_ACTORS: usize = 12;

/// What is counted of one who may be an actor.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is evidence of its own")]
struct Count {
    names: BTreeMap<String, usize>,
    /// How often it is named, and how often only told by an adjective.
    named: usize,
    told: usize,
    /// How often its officials stand for it.
    officials: usize,
    acts: usize,
    advised: usize,
    placed: usize,
    stands: usize,
    /// How often its article stands before it.
    the: usize,
    subject: usize,
    /// How often it is told by its noun: the council.
    by_noun: usize,
    /// Whether it is said what it is.
    described: bool,
    /// The place of its first mention.
    first: (usize, usize),
    paragraphs: BTreeSet<usize>,
    office: Option<String>,
    titled: bool,
    courteous: bool,
    acronym: Option<String>,
    state: Option<usize>,
    surname: bool,
    /// One where the headline names it.
    in_title: usize,
    /// Whether it is quoted by its full name.
    quoted: bool,
}

/// The actors of an article, those that are named most first. `others` are names that are none: author and publisher.
///
/// `title` is the headline: whom it names is spoken of. `speakers` are those who are quoted.
pub(super) fn actors(
    sentences: &[Sentence<'_>],
    mentions: &[Mention<'_>],
    others: &[String],
    title: &str,
    speakers: &[String],
) -> Vec<Found> {
    let mut counts: Vec<Count> = Vec::new();
    let mut keys: HashMap<String, usize> = HashMap::new();
    let surnames = surnames(mentions);
    let acronyms = acronyms(mentions);
    let heads = heads(mentions);
    for mention in mentions {
        // The court, where several are named: nobody can tell which.
        if heads.get(&bare(mention.name).to_lowercase()).is_some_and(Option::is_none) {
            continue;
        }
        let key = key(mention, &surnames, &acronyms, &heads);
        let index = *keys.entry(key).or_insert_with(|| {
            counts.push(Count { first: (mention.sentence, mention.from), ..Count::default() });
            counts.len() - 1
        });
        if let Some(count) = counts.get_mut(index) {
            take(count, mention);
            // Its officials stand for a state, as its soil does not: the Qatari mediators.
            if sentences.get(mention.sentence).is_some_and(|sentence| stands_for_state(sentence, mention)) {
                count.paragraphs.insert(mention.paragraph);
                count.officials += 1;
            }
            count.described |=
                sentences.get(mention.sentence).is_some_and(|sentence| role(sentence, mention).is_some());
        }
    }
    by_noun(sentences, &mut counts);
    let title = title.to_lowercase();
    for count in &mut counts {
        let in_title = |name: &String| name.chars().count() > 2 && title.contains(&name.to_lowercase());
        count.in_title = usize::from(count.names.keys().any(in_title));
        count.quoted = count.names.keys().any(|name| name.contains(' ') && speakers.contains(name));
    }
    let mut kept: Vec<(Count, Found)> = counts
        .into_iter()
        .filter(acceptable)
        .filter_map(|count| found(&count).map(|found| (count, found)))
        .filter(|(count, found)| {
            let last = |other: &String| count.courteous && other.rsplit(' ').next() == Some(&found.name);
            !others.iter().any(|other| same(other, &found.name) || last(other))
        })
        .collect();
    kept.sort_by_key(|(count, _)| (std::cmp::Reverse(count.named + count.told), count.first));
    distinct(kept.into_iter().map(|(_, found)| found))
}

/// Counts how often bodies are told by their nouns, each where only one has it: *the council*.
fn by_noun(sentences: &[Sentence<'_>], counts: &mut [Count]) {
    let mut nouns: HashMap<String, Option<usize>> = HashMap::new();
    for (index, count) in counts.iter().enumerate() {
        let words = count.names.keys().filter(|name| name.contains(' ')).flat_map(|name| name.split(' '));
        let own: BTreeSet<String> = words
            .filter(|word| is(ORGANISATIONS, word) || is(GOVERNMENTS, word))
            .map(str::to_lowercase)
            .collect();
        for noun in own {
            nouns.entry(noun).and_modify(|one| *one = None).or_insert(Some(index));
        }
    }
    for sentence in sentences {
        for (at, token) in sentence.tokens.iter().enumerate().skip(1) {
            let the = sentence.token(at - 1).is_some_and(|t| t.is("the"));
            if !the || token.capital() || !token.word {
                continue;
            }
            let one = nouns.get(token.text).copied().flatten().and_then(|index| counts.get_mut(index));
            if let Some(count) = one {
                count.by_noun += 1;
                count.paragraphs.insert(sentence.paragraph);
            }
        }
    }
}

/// No two actors share a name: the later one loses it, and its place where it was its own.
fn distinct(all: impl Iterator<Item = Found>) -> Vec<Found> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut out = Vec::new();
    for mut found in all {
        let fold = |name: &str| name.to_lowercase();
        if taken.contains(&fold(&found.name)) || taken.contains(&crate::brief::slug(&found.name)) {
            continue;
        }
        taken.insert(fold(&found.name));
        taken.insert(crate::brief::slug(&found.name));
        found.aliases.retain(|alias| taken.insert(fold(alias)));
        out.push(found);
        if out.len() == MAX_ACTORS {
            break;
        }
    }
    out
}

fn same(a: &str, b: &str) -> bool {
    let fold = |name: &str| name.trim().trim_start_matches("The ").trim_start_matches("the ").to_lowercase();
    fold(a) == fold(b)
}

/// People by their last names, where that is the name of one only.
fn surnames(mentions: &[Mention<'_>]) -> HashMap<String, Option<String>> {
    let mut out: HashMap<String, Option<String>> = HashMap::new();
    let courtesy = |m: &&Mention<'_>| m.title.is_some_and(is_courtesy);
    let courteous: BTreeSet<&str> = mentions.iter().filter(courtesy).map(|m| m.name).collect();
    let mut ranked: Vec<(&str, &str, &str)> = Vec::new();
    for mention in mentions {
        let words: Vec<&str> = mention.name.split_whitespace().collect();
        let Some(last) = words.last().filter(|_| (2..=4).contains(&words.len())) else { continue };
        if state(last).is_some() || is_body(mention.name) || is(LANDMARKS, last) || is(ARMED, last) {
            continue;
        }
        // Republic of Ardania is Ardania, but University of Oxford is not Oxford.
        if words.iter().any(|word| is(&["of", "for", "the", "and"], word)) && !is_realm(mention.name) {
            continue;
        }
        // PM Brandt is no name of its own.
        if words.len() == 2 && words.first().is_some_and(|word| is_letters(word)) {
            ranked.push((words.first().copied().unwrap_or_default(), *last, mention.name));
            continue;
        }
        let full = bare(mention.name).to_lowercase();
        // Dr Tedros has his first name behind his title.
        let mut known_by = vec![*last];
        known_by.extend(
            last.split_once('-').map(|(_, rest)| rest).filter(|_| last.starts_with(char::is_lowercase)),
        );
        // In some places it is the first one: Kim Jong Un.
        let three = words.len() == 3 && (mention.title.is_some() || mention.office.is_some());
        known_by.extend(words.first().filter(|first| three || courteous.contains(*first)));
        for by in known_by {
            out.entry(by.to_lowercase())
                .and_modify(|one| {
                    if one.as_ref().is_some_and(|one| *one != full) {
                        *one = None;
                    }
                })
                .or_insert_with(|| Some(full.clone()));
        }
    }
    // Where only one has that last name, the letters are an office: PM Brandt, and the PM.
    for (letters, last, name) in ranked {
        let full = out.get(&last.to_lowercase()).cloned().flatten();
        let full = full.unwrap_or_else(|| name.to_lowercase());
        if full == name.to_lowercase() {
            out.entry(last.to_lowercase()).or_insert_with(|| Some(full.clone()));
            continue;
        }
        out.entry(letters.to_lowercase()).or_insert_with(|| Some(full.clone()));
        out.insert(name.to_lowercase(), Some(full));
    }
    out
}

/// Bodies by what is short for their names, where that is so of one only: what stands before `of` or `for`, as in Port
/// Authority of Greater Harbour, or their noun.
fn heads(mentions: &[Mention<'_>]) -> HashMap<String, Option<String>> {
    let mut out: HashMap<String, Option<String>> = HashMap::new();
    for mention in mentions {
        let name = bare(mention.name);
        let head = match name.split_once(" of ").or_else(|| name.split_once(" for ")) {
            // The Department of Water is the Department.
            Some((head, _)) if is_body(head) || is(ORGANISATIONS, head) || is(GOVERNMENTS, head) => head,
            Some(_) => continue,
            // The European Commission is the Commission.
            None => match name.rsplit_once(' ') {
                Some((_, noun)) if is(ORGANISATIONS, noun) || is(GOVERNMENTS, noun) => noun,
                _ => continue,
            },
        };
        let full = name.to_lowercase();
        let one = out.entry(head.to_lowercase()).or_insert_with(|| Some(full.clone()));
        if one.as_ref() != Some(&full) {
            *one = None;
        }
    }
    out
}

/// What tells one who is named from others.
fn key(
    mention: &Mention<'_>,
    surnames: &HashMap<String, Option<String>>,
    acronyms: &HashMap<String, String>,
    heads: &HashMap<String, Option<String>>,
) -> String {
    let name = bare(mention.name);
    if let Some((index, bond)) = state(name) {
        // A place is the government's only where it acts.
        return if bond == Bond::Seat && !mention.acts {
            format!("place {index} {name}")
        } else {
            format!("state {index}")
        };
    }
    let lower = name.to_lowercase();
    if let Some(Some(full)) = heads.get(&lower) {
        return full.clone();
    }
    if let Some(full) = acronyms.get(&lower) {
        return full.clone();
    }
    let last = if name.starts_with(char::is_lowercase) {
        lower.rsplit(' ').next().unwrap_or(&lower)
    } else {
        &lower
    };
    let short = !name.contains(' ') || name.starts_with(char::is_lowercase);
    if let Some(Some(full)) = surnames.get(if short { last } else { &lower }) {
        return full.clone();
    }
    lower
}

fn take(count: &mut Count, mention: &Mention<'_>) {
    let name = bare(mention.name);
    match state(name) {
        Some((index, Bond::Adjective)) => {
            count.state = Some(index);
            count.told += 1;
            return;
        }
        Some((index, _)) => count.state = Some(index),
        None => {}
    }
    *count.names.entry(name.to_owned()).or_default() += 1;
    count.named += 1;
    count.acts += usize::from(mention.acts);
    count.advised += usize::from(mention.advised);
    count.placed += usize::from(mention.place);
    count.stands += usize::from(mention.stands);
    count.the += usize::from(mention.the);
    count.subject += usize::from(mention.subject);
    count.paragraphs.insert(mention.paragraph);
    count.surname |= !name.contains(' ');
    if let Some(title) = mention.title {
        let courtesy = is_courtesy(title);
        count.titled |= !courtesy;
        count.courteous |= courtesy;
    }
    if let Some(office) = mention.office.filter(|office| !is_courtesy(office)) {
        count.titled |= mention.title.is_none() && name.contains(' ');
        count.office.get_or_insert_with(|| office.to_owned());
    }
    if let Some(letters) = mention.acronym {
        count.acronym.get_or_insert_with(|| letters.to_owned());
    }
}

/// Whether there is enough to propose somebody.
fn acceptable(count: &Count) -> bool {
    let all = count.named + count.told + count.in_title + count.by_noun;
    let elsewhere = count.placed * 2 > count.named;
    let longest = count.names.keys().max_by_key(|name| name.len()).map_or("", String::as_str);
    // Leaders, States: nobody in particular.
    if longest.ends_with('s') && !longest.ends_with("ss") && !longest.contains(' ') && is(AGENTS, longest) {
        return false;
    }
    if count.advised > 0 && !elsewhere {
        return true;
    }
    // Who wants something acts, even where it is named once; a word alone may be anything.
    if count.stands > 0
        && !elsewhere
        && (count.state.is_some()
            || longest.contains(' ')
            || is(GOVERNMENTS, longest)
            || count.described
            || all > 1)
    {
        return true;
    }
    // What is only told by its adjective is where it happens, but for its officials; one that is named often is spoken of.
    if count.state.is_some() {
        let does = count.acts + count.officials >= 1 || count.named >= 3 && count.told >= 1;
        return count.named >= 1 && all >= 2 && does && !elsewhere || count.acts >= 2;
    }
    let last = longest.rsplit(' ').next().unwrap_or_default();
    let courteous = count.courteous && count.subject > 0;
    if count.titled && !is_body(longest) || (count.quoted || courteous) && !elsewhere {
        return true;
    }
    if is(LANDMARKS, last) && !is_body(longest) || is(NO_ACTORS, longest) || elsewhere {
        return false;
    }
    // A body that does something, or of which it is told what it is, is one even where it is named once; so is what governs.
    let governs = is(GOVERNMENTS, longest) && count.acts > 0;
    if is_body(longest) && longest.contains(' ') && (count.subject > 0 || count.described) || governs {
        return true;
    }
    // What is explained at its first mention is going to be spoken of.
    if count.acronym.is_some() {
        return all >= 2;
    }
    // The Nile, the Danube: rivers and seas have their article, and people and firms have none. A place may own something, but
    // people and firms do something.
    if !longest.contains(' ')
        && (count.the == count.named || count.subject == 0)
        && !is_body(longest)
        && !is_letters(longest)
        && !is(GOVERNMENTS, longest)
        && !is(ORGANISATIONS, longest)
    {
        return false;
    }
    let known = is_body(longest) || longest.split(' ').any(|word| is(ARMED, word)) || is_letters(longest);
    all >= 2 && (count.acts >= 1 || known && all >= 3)
}

/// Whether a name is that of a body, by one of its nouns.
fn is_body(name: &str) -> bool {
    kind_of_body(name).is_some()
}

fn found(count: &Count) -> Option<Found> {
    if let Some(index) = count.state {
        return of_state(count, index);
    }
    // The fullest name; of equals that which is used most.
    let ranked = |name: &str| name.split_once(' ').is_some_and(|(first, _)| is_letters(first));
    let (name, _) =
        count.names.iter().max_by_key(|(name, times)| (name.split(' ').count(), !ranked(name), **times))?;
    let mut aliases: Vec<String> = count.acronym.iter().cloned().collect();
    for other in count.names.keys().filter(|other| *other != name) {
        let is_alias = stands_for(other, name)
            || name.rsplit(' ').next() == other.rsplit(' ').next()
            || name.split(' ').count() == 1
            || name.split(' ').next() == Some(other) && !is_body(name);
        if is_alias && !aliases.contains(other) {
            aliases.push(other.clone());
        }
    }
    let body = kind_of_body(name);
    let person = count.titled || count.courteous || is_told_by_surname(name, count);
    let kind =
        if is_realm(name) { Some("state") } else { body.or(if person { Some("person") } else { None }) };
    let affiliation = count.office.clone().filter(|_| kind == Some("person"));
    Some(Found {
        name: name.clone(),
        aliases,
        kind,
        affiliation,
        paragraphs: count.paragraphs.clone(),
        ..Found::default()
    })
}

/// Whether a name of several words is also told by its last one, as those of people are.
fn is_told_by_surname(name: &str, count: &Count) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    name.contains(' ') && count.surname && count.names.keys().any(|other| other == last)
}

fn of_state(count: &Count, index: usize) -> Option<Found> {
    let row = STATES.get(index)?;
    let is_name = |name: &str| matches!(state(name), Some((_, Bond::Name)));
    let named = count.names.keys().any(|name| is_name(name));
    // Where only the seat is named, that is what the article calls it.
    let name = if count.names.contains_key(row.name()) || named && row.name().len() > 8 {
        row.name().to_owned()
    } else {
        count
            .names
            .iter()
            .max_by_key(|(name, times)| (is_name(name), **times))
            .map(|(name, _)| name.clone())?
    };
    let aliases = count.names.keys().filter(|other| **other != name).cloned().collect();
    let union = is(&["European Union", "United Nations", "African Union"], row.name());
    let kind = match (union, named) {
        (true, _) => Some("organisation"),
        (false, true) => Some("state"),
        (false, false) => Some("government"),
    };
    Some(Found { name, aliases, kind, paragraphs: count.paragraphs.clone(), ..Found::default() })
}

#[cfg(test)]
mod tests {
    use super::super::names::mentions;
    use super::super::sentence::sentences;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let sentences = sentences(0, text);
        let found = actors(&sentences, &mentions(&sentences), &["Khaama Press".to_owned()], "", &[]);
        let tell = |f: &Found| {
            let aliases =
                if f.aliases.is_empty() { String::new() } else { format!(" = {}", f.aliases.join(", ")) };
            format!(
                "{}{aliases}: {}{}",
                f.name,
                f.kind.unwrap_or("?"),
                f.affiliation.as_ref().map_or(String::new(), |a| format!(", {a}"))
            )
        };
        found.iter().map(tell).collect()
    }

    #[test]
    fn officials_of_a_state_stand_for_it() {
        let on = |words: &str| {
            let mut all =
                sentences(0, "Qatar spoke for peace. Turkey and Qatar asked for talks. Turkey must act.");
            all.extend(sentences(1, words));
            let found = actors(&all, &mentions(&all), &[], "", &[]);
            let told = found.iter().filter(|one| one.paragraphs.contains(&1)).map(|one| one.name.clone());
            told.collect::<Vec<String>>()
        };
        assert_eq!(on("It embarrassed the Qatari mediators once more."), ["Qatar"]);
        assert_eq!(
            on("It came through the quiet intervention of Turkish and Qatari officials."),
            ["Qatar", "Turkey"]
        );
        assert_eq!(
            on("They called on the Qataris and on senior Turkish military officials."),
            ["Qatar", "Turkey"]
        );
        assert_eq!(on("They drank Turkish coffee, and nobody saw Qatari soil again."), Vec::<String>::new());
    }

    #[test]
    fn names_of_one_are_one_actor() {
        for (text, want) in [
            (
                "Pakistan asked for talks. Islamabad was firm, and Islamabad's army too. Pakistani envoys came to Doha. They met in Doha.",
                vec!["Pakistan = Islamabad: state"],
            ),
            (
                "The Tehrik-i-Taliban Pakistan (TTP) grew. Nobody feared the TTP.",
                vec!["Tehrik-i-Taliban Pakistan = TTP: armed group"],
            ),
            (
                "Defence Minister Khawaja Asif spoke. Asif was loud.",
                vec!["Khawaja Asif = Asif: person, Defence Minister"],
            ),
            (
                "The Irish Farmers' Association asked for help. Nobody gave the IFA any. The IFA asked again.",
                vec!["Irish Farmers' Association = IFA: organisation"],
            ),
            (
                "The Department of Water refuses to pay. The Department must say why.",
                vec!["Department of Water: government"],
            ),
            (
                "The High Court asked for it. The Court of Audit asked for it too. The Court knows. The Court is late.",
                vec!["High Court: government", "Court of Audit: government"],
            ),
            ("Congress knows it. Congress never asked, and Congress is late.", vec!["Congress: government"]),
            (
                "The teachers' union favors a ban. Asked why, the union was silent.",
                vec!["teachers' union: organisation"],
            ),
            // Where something is, and what is of it, does nothing.
            ("They fled Kandor. Kandor's roads are long, and Kandor’s winter is cold.", vec![]),
            ("They brew Turkish coffee and sell it to Turkey. Nobody minds.", vec![]),
            (
                "The critics of FM Roe say so. Foreign Minister Eva Roe spoke, and FM Roe spoke again.",
                vec!["Eva Roe = FM Roe: person, Foreign Minister"],
            ),
            ("Their leader, Kim Jong Il, spoke. Kim must go.", vec!["Kim Jong Il = Kim: person, leader"]),
            ("It shows the Government’s fear of the towns.", vec!["Government: government"]),
            ("Mr Brandt can't expect the towns to plan.", vec!["Brandt: person"]),
            (
                "Chief Omar Adeyemi, former president of the league, spoke.",
                vec!["Omar Adeyemi: person, former president of the league"],
            ),
            (
                "The work was led by Dr Eva Brandt. Eva Brandt of Harbour University, who led it, refused to speak.",
                vec!["Eva Brandt: person"],
            ),
            ("They met on the Durand Line. The Durand Line was quiet.", vec![]),
            ("Khaama Press asked. Khaama Press wrote.", vec![]),
            (
                "The International Monetary Fund (IMF) lent. The IMF asked more. Washington agreed with the U.S. Congress. The United States has a say.",
                vec!["International Monetary Fund = IMF: organisation", "United States = Washington: state"],
            ),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }
}
