//! The words by which English is read: no more than is needed to tell who should do what, and who said what.
//!
//! Invariant: words are in lower case, but for [`TITLES`] and the like, whose case does not count either: ask with
//! [`is`].

pub(super) use crate::brief::{MONTHS, month_named as month};

/// Whether a word is one of a list, whatever its case.
pub(super) fn is(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Abbreviations that a full stop belongs to, and after which a sentence goes on.
#[rustfmt::skip]
pub(super) const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "sgt", "capt", "cpt", "adm", "sen", "rep", "gov", "pres", "hon",
    "rev", "st", "jr", "sr", "vs", "no", "nos", "fig", "vol", "art", "sec", "dept", "univ", "brig", "cmdr", "amb", "supt", "insp",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "e.g", "i.e", "cf", "approx", "messrs", "mt",
];

/// Abbreviations that may also end a sentence.
pub(super) const MAYBE_LAST: &[&str] = &["etc", "inc", "ltd", "co", "corp", "a.m", "p.m", "plc", "al"];

/// Words that begin sentences: after `U.S.` or `Inc.` they tell that one has ended.
#[rustfmt::skip]
pub(super) const STARTERS: &[&str] = &[
    "the", "a", "an", "it", "he", "she", "they", "we", "i", "this", "that", "these", "those", "in", "on", "at", "but", "and", "yet",
    "so", "if", "when", "while", "as", "for", "to", "there", "however", "moreover", "now", "what", "who", "why", "how", "after",
    "before", "such", "its", "their", "our", "his", "her", "no", "not", "with", "by", "from", "many", "some", "all", "both", "instead",
];

/// Small words that a capital makes no name of.
#[rustfmt::skip]
pub(super) const SMALL: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "nor", "so", "yet", "for", "of", "in", "on", "at", "by", "to", "from", "with", "without",
    "within", "into", "onto", "over", "under", "after", "before", "between", "among", "against", "during", "through", "across", "along",
    "about", "above", "below", "beyond", "despite", "since", "until", "till", "upon", "toward", "towards", "per", "via", "as", "if",
    "than", "then", "when", "while", "where", "why", "how", "what", "who", "whom", "whose", "which", "that", "this", "these", "those",
    "there", "here", "it", "its", "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "we", "us", "our",
    "ours", "i", "me", "my", "mine", "you", "your", "yours", "one", "is", "are", "was", "were", "be", "been", "being", "am", "has", "have",
    "had", "do", "does", "did", "will", "would", "can", "could", "may", "might", "shall", "should", "must", "not", "no", "yes", "all",
    "any", "both", "each", "every", "either", "neither", "few", "many", "more", "most", "much", "other", "others", "some", "such",
    "same", "several", "only", "own", "too", "very", "just", "also", "even", "still", "already", "again", "once", "ever", "never",
    "always", "often", "now", "today", "yesterday", "tomorrow", "however", "moreover", "therefore", "thus", "hence", "indeed",
    "instead", "meanwhile", "nevertheless", "nonetheless", "otherwise", "perhaps", "similarly", "finally", "first", "second",
    "third", "last", "next", "another", "because", "although", "though", "unless", "whether", "let", "like", "unlike", "given",
    "moving", "following", "according", "including", "regarding", "concerning", "rather", "furthermore", "additionally",
    "consequently", "accordingly", "eventually", "ultimately", "recently", "currently", "clearly", "obviously", "unfortunately",
    "fortunately", "certainly", "surely", "maybe", "well", "yet", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "dozens", "hundreds", "thousands", "millions", "nobody", "everybody", "somebody", "nothing", "something", "everything",
    "anything", "none", "dear", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "ms", "mr", "mrs", "dr",
];

/// Offices and ranks that stand before a name.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "president", "minister", "premier", "chancellor", "king", "queen", "prince", "princess", "emperor", "sultan", "emir", "sheikh",
    "pope", "cardinal", "archbishop", "bishop", "ayatollah", "imam", "mullah", "maulana", "secretary", "senator", "congressman",
    "congresswoman", "representative", "ambassador", "envoy", "governor", "mayor", "speaker", "judge", "justice", "general",
    "admiral", "marshal", "colonel", "major", "captain", "lieutenant", "commander", "brigadier", "sergeant", "chief", "commissioner",
    "director", "chairman", "chairwoman", "chairperson", "chair", "ceo", "professor", "economist", "spokesman", "spokeswoman",
    "spokesperson", "leader", "gen.", "lt.", "col.", "maj.", "adm.", "sen.", "rep.", "gov.", "pres.", "prof.", "dr.", "dr", "mr",
    "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "lord", "lady", "dame", "rev.", "hon.", "rt", "hon", "amb.", "brig.", "cmdr.", "capt.", "sgt.",
    "director-general", "secretary-general", "vice-president", "attorney", "prosecutor", "columnist", "historian", "activist",
    "journalist", "analyst", "author", "lawmaker", "deputy", "mp", "councillor", "alderman", "headteacher", "rabbi", "head", "executive",
    "principal", "headmaster", "headmistress", "superintendent", "sheriff", "treasurer", "psychologist", "sociologist", "scientist",
    "researcher", "philosopher", "engineer", "lawyer", "physician", "surgeon", "biologist", "epidemiologist", "climatologist", "coroner",
    "ombudsman", "auditor", "trustee", "provost", "rector", "founder", "novelist", "campaigner", "strategist", "officer", "dictator", "ruler", "strongman", "td", "mep",
];

/// Titles that say nothing of an office.
#[rustfmt::skip]
pub(super) const COURTESIES: &[&str] = &[
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lord", "lady", "dame", "hon.", "hon", "rt", "prof.", "professor", "sheikh",
    "maulana", "mullah",
];

/// Whether words before a name say nothing of an office. A chief is of something: only with a capital is it a courtesy.
pub(super) fn is_courtesy(title: &str) -> bool {
    title.split_whitespace().all(|word| is(COURTESIES, word) || word == "Chief")
}

/// What makes a title more precise.
#[rustfmt::skip]
pub(super) const TITLE_MODIFIERS: &[&str] = &[
    "prime", "shadow", "permanent", "vice", "deputy", "foreign", "defence", "defense", "interior", "finance", "home", "justice", "health", "education",
    "energy", "trade", "agriculture", "environment", "climate", "labour", "labor", "information", "planning", "acting", "former",
    "chief", "supreme", "army", "air", "naval", "police", "opposition", "party", "state", "first", "senior", "assistant", "crown",
    "attorney", "inspector", "field", "major", "lieutenant", "brigadier", "lt.", "maj.", "special", "high", "executive", "managing",
    "secretary", "national", "security", "central", "bank", "economy", "economics", "transport", "culture", "water", "interim", "housing", "electricity", "industry", "technology", "financial",
    "operating", "medical", "scientific", "development", "immigration", "infrastructure", "electoral",
];

/// The nouns of organisations: the head of a name that has one.
#[rustfmt::skip]
pub(super) const ORGANISATIONS: &[&str] = &[
    "organisation", "organization", "council", "commission", "committee", "association", "federation", "foundation", "institute",
    "university", "college", "union", "agency", "authority", "board", "bank", "fund", "league", "alliance", "network", "society",
    "academy", "centre", "center", "forum", "party", "congress", "movement", "front", "group", "coalition", "church", "club",
    "conference", "trust", "bureau", "initiative", "press", "times", "post", "library", "chamber", "consortium", "syndicate", "confederation", "charity",
    "broadcaster", "guild",
];

/// The nouns of what governs.
#[rustfmt::skip]
pub(super) const GOVERNMENTS: &[&str] = &[
    "ministry", "department", "parliament", "senate", "assembly", "court", "cabinet", "treasury", "government", "house", "knesset",
    "bundestag", "duma", "pentagon", "army", "navy", "police", "administration", "municipality", "directorate", "corps", "guard", "legislature", "congress", "inspectorate",
];

/// The nouns of firms.
pub(super) const COMPANIES: &[&str] = &[
    "inc",
    "inc.",
    "ltd",
    "ltd.",
    "corp",
    "corp.",
    "corporation",
    "company",
    "co.",
    "plc",
    "llc",
    "gmbh",
    "holdings",
    "airlines",
];

/// Words that names of places end with.
#[rustfmt::skip]
pub(super) const LANDMARKS: &[&str] = &[
    "line", "river", "sea", "ocean", "lake", "valley", "mountains", "mountain", "desert", "strait", "gulf", "bay", "peninsula",
    "island", "islands", "border", "street", "road", "avenue", "bridge", "square", "city", "province", "district", "county",
    "coast", "basin", "delta", "canal", "corridor", "region", "airport", "port", "war", "wars", "day", "act", "treaty", "accord",
    "accords", "agreement", "pact", "protocol", "convention", "declaration", "charter", "summit", "crisis", "revolution", "plan",
    "deal", "bill", "law", "constitution", "prize", "award", "era", "age", "strip", "bank", "heights", "east", "west", "north", "south",
    "asia", "africa", "europe", "america", "hemisphere", "world",
];

/// Groups under arms whose name does not say so.
#[rustfmt::skip]
pub(super) const ARMED: &[&str] = &[
    "taliban", "isis", "isil", "is-k", "isis-k", "daesh", "al-qaeda", "al-qaida", "hamas", "hezbollah", "hizbullah", "houthis", "houthi",
    "al-shabaab", "boko", "haram", "farc", "pkk", "lashkar", "lashkar-e-taiba", "jaish-e-mohammed", "wagner", "militia", "militias",
    "tehrik-i-taliban", "tehreek-e-taliban",
];

/// Words that are never an actor by themselves, capital or not.
#[rustfmt::skip]
pub(super) const NO_ACTORS: &[&str] = &[
    "god", "islam", "islamic", "muslim", "muslims", "christian", "christians", "jewish", "jews", "hindu", "hindus", "arab", "arabs",
    "western", "eastern", "northern", "southern", "european", "europeans", "asian", "african", "latin", "kurdish", "kurds", "pashtun",
    "pashtuns", "soviet", "english", "internet", "covid", "covid-19", "ai", "gdp", "usd", "ceo", "earth", "asia", "africa", "europe",
    "middle", "east", "west", "north", "south", "gulf", "atlantic", "pacific", "mediterranean", "democrat", "republican", "christmas",
    "ramadan", "eid", "easter", "editor", "author", "opinion", "photo", "image", "twitter", "facebook", "whatsapp", "telegram", "ok", "tv", "op-ed",
    "marxist", "communist", "nazi", "cold", "war", "pm", "am", "gmt", "utc", "i", "ii", "iii", "iv", "south asia", "central asia", "middle east",
    "latin america", "cold war", "world war", "world war ii",
];

/// Nouns of people and bodies that can be told to do something.
#[rustfmt::skip]
pub(super) const AGENTS: &[&str] = &[
    "government", "governments", "leaders", "leader", "leadership", "officials", "policymakers", "policy-makers", "politicians",
    "ministers", "minister", "ministry", "ministries", "parliament", "parliaments", "congress", "lawmakers", "legislators",
    "senators", "states", "state", "country", "countries", "nation", "nations", "donors", "regulators", "regulator", "companies",
    "company", "firms", "businesses", "corporations", "courts", "court", "judges", "army", "military", "generals", "authorities",
    "authority", "commission", "council", "councils", "union", "unions", "mediators", "mediator", "negotiators", "diplomats",
    "citizens", "voters", "employers", "banks", "bank", "universities", "university", "schools", "teachers", "parents", "students",
    "party", "parties", "establishment", "community", "communities", "world", "west", "allies", "neighbours", "neighbors", "sides",
    "side", "delegations", "delegation", "journalists", "editors", "media", "newsrooms", "police", "mayor", "mayors", "president", "premier",
    "chancellor", "king", "queen", "governor", "governors", "institutions", "institution", "agencies", "agency", "investors",
    "researchers", "scientists", "doctors", "industry", "administration", "cabinet", "opposition", "republicans", "democrats", "members",
    "powers", "power", "partners", "friends", "people", "public", "society", "activists", "campaigners", "farmers", "workers",
    "landlords", "developers", "planners", "city", "cities", "municipality", "municipalities", "region", "regions", "commissioner",
    "commissioners", "secretary", "secretary-general", "director", "board", "boards", "committee", "committees", "ngos", "charities",
    "organisations", "organizations", "platforms", "operators", "utilities", "publishers", "economists", "clergy", "churches",
    "kremlin", "taliban", "regime", "rulers", "elites", "elite", "democracies", "capitals", "economies", "lenders", "creditors",
    "railways", "passengers", "broadcaster", "emitters", "polluters", "insurer", "retailer", "watchdog", "legislature", "supporters", "group", "groups", "team", "teams", "capital", "treasury", "prosecutors", "executives", "shareholders", "hospitals",
    "department", "departments", "centre", "headteachers", "villages", "towns", "provinces", "nurses", "builders", "tenants", "owners", "managers", "engineers", "rangers", "drivers", "consumers",
    "advertisers", "reformers", "councillors", "trustees", "mps", "peers", "commanders", "forces", "retailers", "exporters",
    "importers", "producers", "carriers", "airlines", "insurers", "museums", "libraries", "broadcasters", "envoys", "federation", "association", "coalition", "bloc", "chiefs", "chief", "speaker", "monarch", "guarantors", "colleagues", "critics", "judiciary",
];

/// Whether a noun is of people or bodies that can be told to do something: a known one, or one of many people by its ending.
pub(super) fn is_agent(noun: &str) -> bool {
    const MANY: &[&str] = &["ists", "ians", "crats", "women", "eers"];
    let lower = noun.to_lowercase();
    let people = (lower.ends_with("ers") || lower.ends_with("ors"))
        && lower.chars().count() >= 7
        && !is(THINGS, &lower);
    is(AGENTS, noun)
        || people
        || MANY.iter().any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending))
}

/// Things in the plural that end like people.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "numbers", "matters", "letters", "papers", "orders", "borders", "waters", "rivers", "factors", "sectors", "corners", "chapters",
    "quarters", "headquarters", "computers", "servers", "tankers", "answers", "barriers", "centers", "meters", "towers", "shoulders", "disasters",
    "trailers", "colors", "mirrors", "corridors", "indicators", "reactors", "tractors", "motors", "terrors", "horrors", "metaphors",
    "anchors", "cylinders", "sensors", "processors", "generators", "elevators", "chambers", "containers", "helicopters", "freighters",
    "boosters", "filters", "counters", "posters", "drawers", "routers", "printers", "scanners", "trousers", "boilers", "heaters", "coolers",
    "transfers", "dangers", "fingers", "flowers", "winters", "summers", "dinners", "manners", "offers", "errors", "rumors", "favors", "transformers",
    "smelters", "thrusters", "manors", "harbors", "vectors", "clusters", "registers", "chargers", "fibers", "monitors", "breakers", "blockers", "markers",
    "characters", "remainders", "reminders", "disorders", "encounters", "bunkers", "calculators", "simulators", "mowers", "parameters",
];

/// Verbs of saying, as they stand beside a quotation.
#[rustfmt::skip]
pub(super) const SAID: &[&str] = &[
    "said", "says", "say", "told", "tells", "wrote", "writes", "warned", "warns", "added", "adds", "argued", "argues", "claimed", "claims",
    "declared", "declares", "stated", "states", "insisted", "insists", "noted", "notes", "explained", "explains", "announced",
    "announces", "asked", "asks", "replied", "replies", "responded", "responds", "remarked", "remarks", "observed", "observes",
    "admitted", "admits", "acknowledged", "acknowledges", "confirmed", "confirms", "denied", "denies", "promised", "promises",
    "pledged", "pledges", "vowed", "vows", "threatened", "threatens", "complained", "complains", "conceded", "concedes", "tweeted",
    "posted", "described", "describes", "called", "calls", "labelled", "labeled", "dubbed", "suggested", "suggests", "recalled",
    "recalls", "concluded", "concludes", "quipped", "boasted", "lamented", "commented", "opined", "retorted", "stressed", "stresses", "reiterated", "cautioned", "cautions", "urged", "urges", "demanded", "demands", "proclaimed",
];

/// Verbs that report what somebody else holds: what follows is not the author's own advice.
#[rustfmt::skip]
pub(super) const REPORTED: &[&str] = &[
    "said", "says", "say", "saying", "told", "wrote", "writes", "warned", "warns", "argued", "argue", "argues", "arguing", "claimed", "claim", "claims",
    "claiming", "declared", "declares", "stated", "states", "insisted", "insist", "insists", "insisting", "maintained", "maintain", "maintains",
    "believes", "believed", "thinks", "thought", "suggested", "suggests", "demanded", "demands", "demand", "demanding", "urged", "urges",
    "announced", "announces", "contends", "contended", "contend", "asserts", "asserted", "proposes", "proposed", "recommended",
    "recommends", "called", "calling", "according", "reportedly", "allegedly", "agreed", "agree", "agrees", "requires", "required",
    "stipulates", "stipulated", "provides", "holds", "held", "ruled", "decided", "feel", "feels", "felt",
];

/// Words after which another clause begins.
#[rustfmt::skip]
pub(super) const CLAUSES: &[&str] = &[
    "that", "but", "because", "if", "when", "while", "so", "yet", "which", "who", "whom", "where", "as", "than", "though", "although",
    "unless", "until", "since", "whether", "why", "how", "what", "before", "after", "once", "then", "therefore", "thus", "or", "whose",
];

/// Participles that do not end in `ed` or `en`.
#[rustfmt::skip]
pub(super) const PARTICIPLES: &[&str] = &[
    "held", "made", "done", "put", "set", "brought", "kept", "built", "paid", "told", "left", "sent", "cut", "met", "heard", "read",
    "lost", "won", "sold", "bought", "caught", "taught", "sought", "spent", "found", "felt", "dealt", "led", "fed", "shut", "spread",
    "understood", "begun", "drawn", "known", "shown", "thrown", "grown", "born", "sworn", "worn", "torn", "gone", "hit", "split",
    "laid", "said", "rebuilt", "undone", "withdrawn", "drunk", "struck", "stuck", "hung", "swung",
];

/// Participles that say how somebody should be, and not what should be done to them.
pub(super) const DISPOSITIONS: &[&str] = &[
    "prepared",
    "committed",
    "determined",
    "concerned",
    "interested",
    "resolved",
    "measured",
    "dedicated",
    "united",
    "focused",
];

/// Words between a modal verb and the verb that it governs.
#[rustfmt::skip]
pub(super) const ADVERBS: &[&str] = &[
    "also", "now", "first", "then", "therefore", "thus", "still", "immediately", "urgently", "quickly", "finally", "instead",
    "always", "simply", "at", "least", "once", "again", "henceforth", "ultimately", "similarly", "likewise", "together", "both", "surely",
    "rather", "really", "certainly", "clearly", "accordingly", "even", "only", "too",
];

/// Days of the week, from Monday.
pub(super) const WEEKDAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
