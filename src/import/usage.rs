//! How names are used in their sentences: who acts, who is told to, who takes a stand, and where things only happen.
//!
//! A place is told from somebody by its sentence alone: what stands behind `in`, `at` or `from` does nothing there, whatever
//! verb follows.

use super::mention::Mention;
use super::places::{Bond, state};
use super::sentence::{Sentence, Token};
use super::words::{ADVERBS, AGENTS, CLAUSES, PARTICIPLES, SAID, SMALL, TITLES};

/// Words before a name that make a place of it.
#[rustfmt::skip]
const WITHIN: &[&str] = &[
    "in", "at", "near", "across", "along", "around", "inside", "into", "outside", "through", "throughout", "over", "via",
    "within", "above", "beyond",
];

/// Words before a name after which a verb has another subject.
#[rustfmt::skip]
const HANGING: &[&str] = &[
    "of", "from", "to", "on", "for", "about", "like", "than", "toward", "towards", "under", "behind", "off", "before",
    "after", "since", "without", "despite", "concerning", "regarding", "including", "unlike", "per", "upon",
];

/// Words before a name that make somebody of it.
#[rustfmt::skip]
const BY: &[&str] = &[
    "by", "with", "between", "against", "that", "told", "urged", "asked", "accused", "blamed", "warned", "among",
];

/// Verbs behind a name that has done something.
#[rustfmt::skip]
pub(super) const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "must", "should", "ought", "will", "would", "can", "cannot", "could", "may",
    "might", "does", "did", "do", "needs", "need", "remains", "faces", "took", "made", "held", "won",
    "lost", "began", "left", "went", "came", "gave", "put", "sent", "met", "fought", "knows", "knew", "sees", "saw", "takes", "makes",
    "itself", "himself", "herself", "tries", "plans", "take", "ceased", "who", "continues",
    "keeps", "kept", "plays", "spends", "spent", "built", "uses", "gets", "lacks", "wields", "controls", "fails", "led", "runs",
    "becomes", "became", "acts", "brings", "brought", "shows", "stands", "stood", "rose", "fell", "grew", "drew", "broke", "chose", "spoke",
    "paid", "bought", "sold", "ran", "got", "gives", "goes", "comes", "seems", "wins", "loses", "turns", "works", "finds", "thinks",
];

/// How plainly a verb tells what its subject wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stand {
    /// It says what somebody wants, or does not.
    Wants,
    /// It says what somebody holds to be so.
    Holds,
    /// It says what somebody has said.
    Says,
}

/// Verbs by which somebody takes a stand, and the words of which one has to follow; none where any may.
#[rustfmt::skip]
const STANDS: &[(&[&str], &[&str], Stand)] = &[
    (&["demand", "demands", "demanded", "want", "wants", "wanted", "reject", "rejects", "rejected", "oppose", "opposes", "opposed",
       "seek", "seeks", "sought", "refuse", "refuses", "refused", "support", "supports", "supported", "favour", "favours", "favoured",
       "favor", "favors", "favored", "request", "requests", "requested", "urge", "urges", "urged", "dismiss", "dismisses", "dismissed",
       "threaten", "threatens", "threatened", "propose", "proposes", "proposed", "pledge", "pledges", "pledged", "promise", "promises",
       "promised", "vow", "vows", "vowed", "prefer", "prefers", "preferred", "welcome", "welcomes", "welcomed", "resist", "resists",
       "resisted", "accuse", "accuses", "accused", "blame", "blames", "blamed", "condemn", "condemns", "condemned"], &[], Stand::Wants),
    (&["call", "calls", "called"], &["for", "on"], Stand::Wants),
    (&["ask", "asks", "asked"], &["for"], Stand::Wants),
    (&["back", "backs", "backed"], &["the", "a", "an", "its", "their", "his", "her"], Stand::Wants),
    (&["insist", "insists", "insisted"], &["on", "that", "upon"], Stand::Wants),
    (&["object", "objects", "objected"], &["to", "that"], Stand::Wants),
    (&["argue", "argues", "argued", "maintain", "maintains", "maintained", "contend", "contends", "contended", "deny", "denies",
       "denied", "fear", "fears", "feared", "believe", "believes", "believed", "expect", "expects", "expected", "hope", "hopes", "hoped"],
     &[], Stand::Holds),
    (&["claim", "claims", "claimed", "warn", "warns", "warned", "concede", "concedes", "conceded", "admit", "admits", "admitted",
       "acknowledge", "acknowledges", "acknowledged", "complain", "complains", "complained", "suggest", "suggests", "suggested"],
     &["that", "of", "to", "it", "its", "the", "his", "her", "their"], Stand::Holds),
    (&["say", "says", "said", "announce", "announces", "announced", "state", "stated", "declare", "declares", "declared", "reply",
       "replies", "replied", "respond", "responds", "responded", "agree", "agrees", "agreed", "add", "added", "adds"],
     &["that"], Stand::Says),
];

/// What a verb at a token tells of its subject's stand.
pub(super) fn stand(sentence: &Sentence<'_>, at: usize) -> Option<Stand> {
    let token = sentence.token(at).filter(|token| token.word && !token.capital())?;
    let row = STANDS.iter().find(|(verbs, ..)| token.is_in(verbs))?;
    let next = |n: usize| sentence.token(at + n);
    let follows = row.1.is_empty()
        || next(1).is_some_and(|next| next.is_in(row.1))
        // Said on Sunday that; told parliament last week that.
        || next(1).is_some_and(|next| next.is_in(&["on", "in", "last", "yesterday", "this", "again", "at"]))
            && row.1.contains(&"that")
            && (2..7).take_while(|n| next(*n).is_some_and(|t| t.word)).any(|n| next(n).is_some_and(|t| t.is("that")));
    follows.then_some(row.2)
}

/// What stands before a name, its article left out.
fn before<'s, 't>(sentence: &'s Sentence<'t>, from: usize) -> Option<&'s Token<'t>> {
    let before = from.checked_sub(1).and_then(|at| sentence.token(at))?;
    if before.is("the") { from.checked_sub(2).and_then(|at| sentence.token(at)) } else { Some(before) }
}

/// Whether a name hangs on a word before it, so that no verb behind it is its own: the envoy *of Velmora* said.
pub(super) fn hangs(sentence: &Sentence<'_>, from: usize) -> bool {
    before(sentence, from).is_some_and(|token| {
        token.is_in(HANGING) && !token.capital()
            || token.is_in(WITHIN)
            || token.is_in(&["with", "against", "by"])
    })
}

/// The first token behind a name that is neither an adverb nor an aside: Kabul, *for its part*, also **demanded**.
pub(super) fn behind(sentence: &Sentence<'_>, mut at: usize) -> usize {
    loop {
        let Some(token) = sentence.token(at) else { return at };
        let adverb = token.is_in(ADVERBS)
            || token.is_in(&["too", "meanwhile", "himself", "herself", "itself", "themselves", "alone"])
            || token.word && token.text.ends_with("ly") && !token.capital() && token.text.len() > 4;
        if adverb {
            at += 1;
        } else if token.text == "(" {
            let close = (at + 1..at + 8).find(|n| sentence.token(*n).is_some_and(|t| t.text == ")"));
            let Some(close) = close else { return at };
            at = close + 1;
        } else if token.text == "," {
            let Some(close) = aside(sentence, at) else { return at };
            at = close + 1;
        } else {
            return at;
        }
    }
}

/// The most tokens of an aside between commas.
const ASIDE: usize = 18;

/// The comma that closes an aside which another opens; none where a list or another clause begins there.
pub(super) fn aside(sentence: &Sentence<'_>, open: usize) -> Option<usize> {
    let first = sentence.token(open + 1).filter(|token| token.word)?;
    // A name alone is of a list, and so is what begins with what joins.
    if first.is_in(&["and", "or", "but", "nor", "yet", "so", "then"]) {
        return None;
    }
    let close = (open + 2..open + ASIDE).find(|at| sentence.token(*at).is_none_or(|t| t.text == ","))?;
    let inner = sentence.tokens.get(open + 1..close)?;
    sentence.token(close)?;
    let names = inner.iter().all(|token| token.capital() && !token.possessive && !token.is_in(TITLES));
    let other = inner.iter().any(|t| matches!(t.text, ";" | ":" | "“" | "”" | "\"")) || names;
    (!other).then_some(close)
}

/// The verb of a name that is a subject, behind its auxiliaries: has so far **refused**.
pub(super) fn verb(sentence: &Sentence<'_>, mention: &Mention<'_>) -> Option<usize> {
    if sentence.token(mention.to)?.possessive || hangs(sentence, mention.from) {
        return None;
    }
    Some(auxiliaries(sentence, behind(sentence, after(sentence, mention))))
}

/// The verb of the clause that says more of a name: the Friends, who **wanted** the hall.
pub(super) fn relative(sentence: &Sentence<'_>, mention: &Mention<'_>) -> Option<usize> {
    let at = mention.to + 1;
    let comma = sentence.token(at)?.text == ",";
    let who = at + usize::from(comma);
    (sentence.token(who)?.is("who") && !sentence.token(mention.to)?.possessive)
        .then(|| auxiliaries(sentence, behind(sentence, who + 1)))
}

/// The first token behind a name, the letters that stand for it, and the comma that closes it where it is told behind an
/// office: its chair, Eva Brandt**,** wants.
fn after(sentence: &Sentence<'_>, mention: &Mention<'_>) -> usize {
    let at = mention.to + 1 + if mention.acronym.is_some() { 3 } else { 0 };
    let comma = |n: usize| sentence.token(n).is_some_and(|t| t.text == ",");
    let told = mention.title.is_some() && (mention.from..mention.to).any(comma)
        || mention.from.checked_sub(1).is_some_and(comma);
    at + usize::from(told && sentence.token(at).is_some_and(|t| t.text == ","))
}

/// The first token behind `has`, `have` and `had`, and what stands among them.
pub(super) fn auxiliaries(sentence: &Sentence<'_>, mut at: usize) -> usize {
    if sentence.token(at).is_some_and(|t| t.is_in(&["has", "have", "had"])) {
        at += 1;
        while sentence.token(at).is_some_and(|t| {
            t.is_in(&[
                "so",
                "far",
                "long",
                "since",
                "repeatedly",
                "thus",
                "ever",
                "already",
                "again",
                "twice",
            ])
        }) {
            at += 1;
        }
        return behind(sentence, at);
    }
    at
}

/// Verbs of those who are only cited.
const CITED: &[&str] = &["found", "estimated", "reported", "published", "showed", "said", "says"];

/// Tells how a name is used where it stands.
pub(super) fn context(sentence: &Sentence<'_>, mention: &mut Mention<'_>) {
    let Some(last) = sentence.token(mention.to) else { return };
    let next = behind(sentence, after(sentence, mention));
    let after = sentence.token(next);
    let before = before(sentence, mention.from);
    mention.the = mention.from.checked_sub(1).and_then(|at| sentence.token(at)).is_some_and(|t| t.is("the"));
    mention.place = before.is_some_and(|token| token.is_in(WITHIN)) && !last.possessive;
    // Behind the comma of a list or of a clause there is no verb of its own.
    let verb = after.is_some_and(|token| {
        token.is_in(VERBS)
            || token.text.ends_with("n't")
            || token.text.ends_with("n’t")
            || token.is_in(SAID)
            || token.is_in(PARTICIPLES)
            || token.word && token.text.ends_with("ed") && !token.capital()
    }) || stand(sentence, next).is_some();
    let hangs = hangs(sentence, mention.from) || mention.place || last.possessive;
    let told = after.is_some_and(|token| token.is_in(&["must", "should", "ought"]))
        || after.is_some_and(|token| token.is_in(&["needs", "need", "has"]))
            && sentence.token(next + 1).is_some_and(|token| token.is("to"));
    mention.subject = verb && !hangs && !after.is_some_and(|token| token.is_in(CITED));
    mention.advised = !hangs && told;
    mention.stands = !hangs && stand(sentence, auxiliaries(sentence, next)).is_some()
        || relative(sentence, mention).is_some_and(|at| stand(sentence, at).is_some());
    mention.acts = !mention.place
        && (last.possessive
            || verb && !hangs
            || before.is_some_and(|token| token.is_in(BY))
            || mention.title.is_some());
}

/// Lets the names of a sentence that are joined share what is said of the last one, and where the first one is.
pub(super) fn join(sentence: &Sentence<'_>, mentions: &mut [Mention<'_>]) {
    let joined = |a: &Mention<'_>, b: &Mention<'_>| {
        let between = sentence.tokens.get(after(sentence, a)..b.from).unwrap_or_default();
        let joins = |t: &Token<'_>| t.is_in(&["and", "or", "the", "nor"]) || t.text == ",";
        !between.is_empty()
            && between.len() <= 3
            && between.iter().all(joins)
            && between.iter().any(|t| t.word && !t.is("the"))
            && !sentence.token(a.to).is_some_and(|t| t.possessive)
    };
    for at in (1..mentions.len()).rev() {
        let Some((a, b)) = pair(mentions, at) else { continue };
        // Both have to be subjects: nothing before the first one takes it for itself.
        if joined(a, b) && !hangs(sentence, a.from) && !a.place {
            let (advised, stands, acts, b_subject) = (b.advised, b.stands, b.acts, b.subject);
            a.advised |= advised;
            a.stands |= stands;
            a.acts |= acts;
            a.subject |= b_subject;
        }
    }
    for at in 1..mentions.len() {
        let Some((a, b)) = pair(mentions, at) else { continue };
        // What hangs on a word does so as a whole.
        if joined(a, b) && (a.place || hangs(sentence, a.from)) {
            b.place |= a.place;
            (b.advised, b.stands, b.subject) = (false, false, false);
            b.acts = a.acts || sentence.token(b.to).is_some_and(|t| t.possessive);
        }
    }
}

fn pair<'m, 't>(
    mentions: &'m mut [Mention<'t>],
    at: usize,
) -> Option<(&'m mut Mention<'t>, &'m mut Mention<'t>)> {
    match mentions.get_mut(at.checked_sub(1)?..=at)? {
        [a, b] => Some((a, b)),
        _ => None,
    }
}

/// Whether a clause begins at a token, so that what stands before it is of another.
pub(super) fn breaks(token: &Token<'_>) -> bool {
    token.is_in(CLAUSES) || !token.word
}

/// Whether a name that says of what state something is says so of its officials or its people: `the Qatari mediators`,
/// `Turkish and Qatari officials`, `the Afghans`.
pub(super) fn stands_for_state(sentence: &Sentence<'_>, mention: &Mention<'_>) -> bool {
    let of_state = |word: &str| matches!(state(word), Some((_, Bond::Adjective)));
    if !of_state(mention.name) {
        return false;
    }
    let mut at = mention.to + 1;
    while sentence.token(at).is_some_and(|t| t.is_in(&["and", "or"]) || t.text == "," || of_state(t.text)) {
        at += 1;
    }
    // Senior Turkish officials have their word before, some have one between.
    let told = (at..at + 3).find_map(|at| match sentence.token(at) {
        Some(token) if token.is_in(AGENTS) => Some(true),
        Some(token) if token.word && !token.capital() && !token.is_in(SMALL) => None,
        _ => Some(false),
    });
    // A people is called by the word in the plural.
    let people = mention.name.ends_with('s')
        && state(mention.name.trim_end_matches('s')).is_some_and(|(_, bond)| bond == Bond::Adjective);
    people || told == Some(true)
}
