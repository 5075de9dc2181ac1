//! What actors want or hold, and what they are called in an article, in its own words.
//!
//! Only a verb of its own tells what somebody wants: the actor, or those who speak for it, stand before it as its subject. What
//! says little without the sentences around it is left out.

use super::known::{Found, Known};
use super::mention::{Mention, the_person};
use super::places::{Bond, STATES, state};
use super::role::{role, side};
use super::sentence::{Sentence, balanced, capital};
use super::usage::{Stand, auxiliaries, behind, breaks, hangs, relative, stand, verb};
use super::voice::quoted;
use super::words::SMALL;
use std::collections::HashMap;

/// What an article tells of an actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// What it wants or holds, as sentences without their subject.
    pub position: Vec<String>,
    /// What it is called.
    pub role: Option<String>,
    /// Whose it is: a body that it leads or is of.
    pub side: Option<String>,
    /// The paragraphs that say so, counted from 0.
    pub paragraphs: Vec<usize>,
}

/// The most sentences of a position.
const MOST: usize = 2;

/// Sentences of more words and marks are not looked through.
const LONG: usize = 160;

/// The most words of what somebody wants, and of what somebody is called.
const WORDS: usize = 45;

/// Those who speak for a state or a body.
#[rustfmt::skip]
const SPEAKERS: &[&str] = &[
    "side", "government", "delegation", "delegates", "negotiators", "representatives", "officials", "authorities", "leadership",
    "diplomats", "regime", "ministry", "embassy", "administration", "military", "army", "generals", "envoys", "envoy", "rulers",
    "cabinet", "parliament", "board", "management", "spokesman", "spokeswoman", "spokesperson",
];

/// What the actors of an article want and are, by their names.
pub(super) fn told(
    sentences: &[Sentence<'_>],
    mentions: &[Mention<'_>],
    known: &Known,
) -> HashMap<String, Told> {
    let mut stands: HashMap<String, Vec<(Stand, usize, usize, String)>> = HashMap::new();
    let mut out: HashMap<String, Told> = HashMap::new();
    let mut before: Vec<String> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        if sentence.tokens.len() > LONG || sentence.text.ends_with('?') {
            before.clear();
            continue;
        }
        let start = mentions.partition_point(|m| m.sentence < index);
        let end = mentions.partition_point(|m| m.sentence <= index);
        let here = mentions.get(start..end).unwrap_or_default();
        let reader = Reader { sentence, index, here, all: mentions, known, before: &before };
        let quoted = quoted(sentence);
        for at in 0..sentence.tokens.len() {
            let Some(kind) = stand(sentence, at) else { continue };
            if quoted.iter().any(|range| range.contains(&at)) {
                continue;
            }
            let Some(text) = words(sentence, at) else { continue };
            for actor in reader.subjects(at) {
                stands.entry(actor).or_default().push((kind, index, sentence.paragraph, text.clone()));
            }
        }
        for mention in here {
            let Some(actor) = known.find(mention.name) else { continue };
            if quoted.iter().any(|range| range.contains(&mention.from)) {
                continue;
            }
            let role = role(sentence, mention);
            let side = side(sentence, mention, here, known).filter(|side| side != actor);
            if role.is_some() || side.is_some() {
                let told = out.entry(actor.to_owned()).or_default();
                told.role = told.role.take().or(role);
                told.side = told.side.take().or(side);
            }
        }
        before = reader.opens();
    }
    for (actor, mut stands) in stands {
        stands.sort_by_key(|(kind, index, ..)| (*kind, *index));
        stands.truncate(MOST);
        stands.sort_by_key(|(_, index, ..)| *index);
        let told = out.entry(actor).or_default();
        for (_, _, paragraph, text) in stands {
            if !told.position.contains(&text) {
                told.position.push(text);
                told.paragraphs.push(paragraph);
            }
        }
    }
    out
}

/// Adds what the article tells of actors.
pub(super) fn describe(actors: &mut [Found], mut told: HashMap<String, Told>) {
    for actor in actors {
        let Some(told) = told.remove(&actor.name) else { continue };
        actor.position = (!told.position.is_empty()).then(|| told.position.join(" "));
        actor.role = told.role;
        if actor.kind.is_none_or(|kind| kind == "person") && actor.affiliation.is_none() {
            actor.kind = if told.side.is_some() { Some("person") } else { actor.kind };
            actor.affiliation = told.side;
        }
        actor.paragraphs.extend(told.paragraphs);
    }
}

/// A sentence and what is known of it.
struct Reader<'s, 't> {
    sentence: &'s Sentence<'t>,
    index: usize,
    here: &'s [Mention<'t>],
    all: &'s [Mention<'t>],
    known: &'s Known,
    /// Who is the subject of the sentence before, in the same paragraph.
    before: &'s [String],
}

impl Reader<'_, '_> {
    /// The actors that are the subject of a verb.
    fn subjects(&self, at: usize) -> Vec<String> {
        let Some(last) = self.here.iter().rposition(|m| m.to < at && self.is_subject(m, at)) else {
            return self.pronoun(at).or_else(|| self.noun(at)).into_iter().collect();
        };
        let mut out = Vec::new();
        for (n, mention) in self.here.iter().enumerate().take(last + 1) {
            // Those that it is joined with by `and` are subjects with it.
            let joined = n == last || mention.stands && self.same_subject(n, last);
            if let Some(actor) = self.known.find(Self::name_of(mention)).filter(|_| joined)
                && !out.iter().any(|other| other == actor)
            {
                out.push(actor.to_owned());
            }
        }
        out
    }

    /// Whether all names from one to another are a list: Turkey, Qatar and Egypt.
    fn same_subject(&self, from: usize, to: usize) -> bool {
        self.here.get(from..=to).unwrap_or_default().windows(2).all(|pair| {
            let [a, b] = pair else { return false };
            let between = self.sentence.tokens.get(a.to + 1..b.from).unwrap_or_default();
            between.len() <= 3 && between.iter().all(|t| t.is_in(&["and", "the"]) || t.text == ",")
        })
    }

    /// Whether a name, or those who speak for it, are the subject of a verb.
    fn is_subject(&self, mention: &Mention<'_>, at: usize) -> bool {
        if verb(self.sentence, mention) == Some(at) || relative(self.sentence, mention) == Some(at) {
            return true;
        }
        let owner = self.sentence.token(mention.to).is_some_and(|t| t.possessive)
            || matches!(state(mention.name), Some((_, Bond::Adjective)));
        if !owner || hangs(self.sentence, mention.from) {
            return false;
        }
        (mention.to + 1..mention.to + 4)
            .find(|n| self.sentence.token(*n).is_none_or(|t| t.is_in(SPEAKERS) || breaks(t) || t.possessive))
            .filter(|n| self.sentence.token(*n).is_some_and(|t| t.is_in(SPEAKERS)))
            .is_some_and(|n| auxiliaries(self.sentence, behind(self.sentence, n + 1)) == at)
    }

    /// What a mention is called by: a state, where only its adjective stands there.
    fn name_of<'n>(mention: &Mention<'n>) -> &'n str {
        match state(mention.name) {
            Some((index, Bond::Adjective)) => STATES.get(index).map_or(mention.name, |state| state.name()),
            _ => mention.name,
        }
    }

    /// Who `he`, `she` or `it` is, where that stands before a verb.
    fn pronoun(&self, at: usize) -> Option<String> {
        let pronoun = self.alone_before(at)?;
        let token = self.sentence.token(pronoun)?;
        let opens = pronoun == 0
            || self.sentence.token(pronoun - 1).is_some_and(|t| {
                matches!(t.text, ";" | "," | ":")
                    || t.is_in(&["and", "but", "yet", "so", "while", "when", "after", "because", "though"])
            });
        if !opens {
            return None;
        }
        if token.is_in(&["he", "she"]) {
            // When Doe, the mayor, came back, she ...: the one who is named before it in the sentence, else before that.
            let here = self.here.iter().filter(|m| m.to < pronoun);
            let name = the_person(self.all, here, self.index, self.sentence.paragraph)?;
            return self.known.find(&name).map(str::to_owned);
        }
        // It is what the sentence before speaks of, where nothing else is named.
        let of = token.is("it") && pronoun <= 1 && self.here.iter().all(|m| m.from > pronoun);
        match self.before {
            [one] if of => Some(one.clone()),
            _ => None,
        }
    }

    /// The body that a noun means: *the ministry* expects.
    fn noun(&self, at: usize) -> Option<String> {
        let noun = self.alone_before(at)?;
        let the = noun.checked_sub(1).filter(|the| self.sentence.token(*the).is_some_and(|t| t.is("the")))?;
        let opens = the == 0 || self.sentence.token(the - 1).is_some_and(breaks);
        opens.then(|| self.known.find(self.sentence.span(the, noun)).map(str::to_owned)).flatten()
    }

    /// The token before a verb and its auxiliaries.
    fn alone_before(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(4)..at).rev().find(|n| {
            auxiliaries(self.sentence, behind(self.sentence, n + 1)) == at
                && self.sentence.token(*n).is_some_and(|t| t.word && !t.is_in(&["has", "have", "had"]))
        })
    }

    /// Who the sentence speaks of: the actor that it begins with.
    fn opens(&self) -> Vec<String> {
        let first = self.sentence.tokens.first().map(|t| t.range.start).unwrap_or_default();
        let Some(mention) = self.here.first() else {
            // It goes on to speak of the same.
            let it = self.sentence.token(0).is_some_and(|t| t.is("it"));
            return if it { self.before.to_vec() } else { Vec::new() };
        };
        let lead = self.sentence.token(mention.from).map(|t| t.range.start).unwrap_or_default();
        let owns = self.sentence.token(mention.to).is_some_and(|t| t.possessive);
        let adjective = matches!(state(mention.name), Some((_, Bond::Adjective)));
        if lead - first > 12 || owns || adjective || mention.title.is_some() {
            return Vec::new();
        }
        self.known.find(mention.name).map(str::to_owned).into_iter().collect()
    }
}

/// Words behind which another clause begins, with a comma before them.
const TURNS: &[&str] = &[
    "but", "while", "yet", "whereas", "although", "though", "which", "who", "whose", "as", "so", "because",
    "since",
];

/// What is told from a verb on, as a sentence without its subject; none where it says little.
fn words(sentence: &Sentence<'_>, verb: usize) -> Option<String> {
    let mut end = sentence.tokens.len();
    for at in verb + 1..sentence.tokens.len() {
        let token = sentence.token(at)?;
        let next = sentence.token(at + 1);
        let turns = token.text == ","
            && next.is_some_and(|t| {
                t.is_in(TURNS)
                    || t.is("and") && {
                        // And Velmora, and the Republic of Velmora.
                        let the = usize::from(sentence.token(at + 2).is_some_and(|t| t.is("the")));
                        sentence.token(at + 2 + the).is_some_and(|t| t.is_in(SUBJECTS) || t.capital())
                    }
            });
        let turns = turns
            || token.is_in(&["and", "but"])
                && next.is_some_and(|t| t.is_in(SUBJECTS) && !t.is_in(&["its", "his", "her", "their"]))
            || token.is_in(&["although", "whereas"]);
        if turns || matches!(token.text, ";" | "—" | "–" | ":") || token.text == "-" && at > verb + 2 {
            end = at;
            break;
        }
    }
    let last = (verb..end).rev().find(|at| {
        sentence.token(*at).is_some_and(|t| t.word || matches!(t.text, ")" | "”" | "’" | "\"" | "%"))
    })?;
    let text = sentence.span(verb, last);
    let own = sentence.tokens.get(verb + 1..=last)?;
    let telling = own.iter().filter(|t| t.word && !t.is_in(SMALL) && !t.is_in(LEANING)).count();
    let short = own.iter().filter(|t| t.word).count() <= WORDS;
    // What ends with a preposition was cut in its middle; what leans on `this` says nothing alone.
    let leans =
        sentence.token(verb + 1).is_some_and(|t| t.is_in(&["this", "it", "him", "her", "them", "so"]))
            && own.iter().filter(|t| t.word).count() < 10;
    let bare = text.trim_end_matches(['"', '”', '’']);
    let stop = if bare.ends_with(['.', '!', '?']) { "" } else { "." };
    // What somebody refuses is told by a verb alone.
    let refuses = sentence.token(verb).is_some_and(|t| t.text.starts_with("refuse"));
    // What is wanted for the first time has no article, or `a`: a ban.
    let object =
        sentence.token(verb + 1).filter(|t| !t.is_in(&["for", "on"])).or_else(|| sentence.token(verb + 2));
    let new = stand(sentence, verb) == Some(Stand::Wants)
        && object.is_some_and(|t| t.is_in(&["a", "an", "more", "fewer", "no"]));
    let enough = if refuses || new { 1 } else { 2 };
    (telling >= enough && short && balanced(text) && !leans).then(|| format!("{}{stop}", capital(text)))
}

/// Words that begin another clause behind `and`.
const SUBJECTS: &[&str] = &[
    "its", "his", "her", "their", "he", "she", "it", "they", "we", "i", "this", "that", "there", "nobody",
    "everyone", "these",
];

/// Words that say nothing by themselves of what is wanted.
const LEANING: &[&str] =
    &["idea", "charge", "plan", "warning", "proposal", "twice", "that", "claim", "it", "request"];
