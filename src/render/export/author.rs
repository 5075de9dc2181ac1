//! Who wrote a work, as bibliographies sort it: a person with a family name, or a name that is taken whole.
//!
//! Every bibliography reads the same [`Author`], so that nobody is a person in one and an institution in another.
//! Titles of address and degrees are no part of a name there. Invariant: only what is plainly of the order given name,
//! family name is turned; in doubt a name stays as it is.

use crate::text::is_mark;

/// An author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// A person.
    Person {
        /// Given names; may be an initial.
        given: String,
        /// The family name, with the words before it that belong to it: `von der Leyen`.
        family: String,
        /// What stands behind it: `Jr.`
        suffix: Option<String>,
    },
    /// A pseudonym, an institution, or a name in an order that nothing tells.
    Whole(String),
}

/// Words by which an institution is known that has a name of words like those of a person.
const INSTITUTIONS: &[&str] = &[
    "academy",
    "agency",
    "alliance",
    "association",
    "board",
    "bureau",
    "center",
    "centre",
    "chronicle",
    "coalition",
    "collective",
    "college",
    "commission",
    "committee",
    "company",
    "correspondent",
    "council",
    "daily",
    "department",
    "desk",
    "editor",
    "editorial",
    "editors",
    "embassy",
    "federation",
    "forum",
    "foundation",
    "fund",
    "gazette",
    "government",
    "group",
    "guardian",
    "herald",
    "inc",
    "institute",
    "institution",
    "international",
    "journal",
    "limited",
    "ltd",
    "magazine",
    "media",
    "ministry",
    "mission",
    "movement",
    "network",
    "news",
    "newspaper",
    "newsroom",
    "observer",
    "office",
    "organisation",
    "organization",
    "party",
    "post",
    "press",
    "project",
    "report",
    "reporter",
    "review",
    "service",
    "society",
    "staff",
    "team",
    "telegraph",
    "times",
    "today",
    "tribune",
    "trust",
    "union",
    "university",
    "weekly",
    "writers",
];

/// What stands behind the name of a company.
const COMPANIES: &[&str] = &["co", "corp", "gmbh", "inc", "limited", "llc", "llp", "ltd", "plc", "sa"];

/// Whether a word stands behind the name of a company.
pub(super) fn is_company(word: &str) -> bool {
    is_one(COMPANIES, word)
}

/// What stands behind a family name.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Degrees and honours behind a name, which bibliographies leave out.
const DEGREES: &[&str] = &[
    "BA", "BSc", "CBE", "CPA", "DPhil", "DrPH", "EdD", "Esq", "FBA", "FRS", "JD", "KBE", "KC", "LLB", "LLD",
    "LLM", "MA", "MBA", "MBE", "MD", "MEd", "MP", "MPA", "MPH", "MPhil", "MSc", "OBE", "OP", "OSB", "PhD",
    "PsyD", "QC", "RN", "SJ",
];

/// Titles of address before a name, which bibliographies leave out.
const TITLES: &[&str] = &[
    "dame",
    "dr",
    "frau",
    "herr",
    "hon",
    "miss",
    "mme",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "professor",
    "rev",
    "reverend",
    "sir",
];

/// Words that belong to the family name behind them though they are written large: `Robert De Niro`.
const PARTICLES: &[&str] = &[
    "al", "ben", "bin", "da", "de", "del", "della", "den", "der", "des", "di", "dos", "du", "el", "ibn",
    "la", "las", "le", "les", "los", "saint", "st", "ten", "ter", "van", "vande", "vander", "von", "zu",
];

/// Whether a word is one of a list, whatever its case and its full stops.
fn is_one(list: &[&str], word: &str) -> bool {
    list.contains(&word.replace('.', "").to_lowercase().as_str())
}

/// Whether a word is a degree. Their case tells them from names: `MA` is none.
fn is_degree(word: &str) -> bool {
    DEGREES.contains(&word.replace('.', "").as_str())
}

impl Author {
    /// An author of a name in one clean line.
    pub(super) fn of(name: &str) -> Self {
        Self::person(name).unwrap_or_else(|| Self::Whole(name.to_owned()))
    }

    fn person(name: &str) -> Option<Self> {
        let plain = |c: char| c.is_alphabetic() || is_mark(c) || " .,'’-".contains(c);
        if !name.chars().all(plain) {
            return None;
        }
        let words: Vec<String> = name.split([' ', ',']).map(str::to_lowercase).collect();
        let known = |word: &String| is_one(INSTITUTIONS, word) || word == "and";
        if words.iter().any(known) || words.first().is_some_and(|word| word == "the") {
            return None;
        }
        let mut parts: Vec<&str> = name.split(", ").collect();
        if parts.iter().any(|part| part.is_empty() || part.contains(',')) {
            return None;
        }
        if parts.len() > 1 && parts.last().is_some_and(|part| is_company(part)) {
            return None;
        }
        while parts.len() > 1 && parts.last().is_some_and(|part| part.split(' ').all(is_degree)) {
            parts.pop();
        }
        let suffix = if parts.len() > 1 { parts.pop_if(|part| is_one(SUFFIXES, part)) } else { None };
        match parts.as_slice() {
            [name] => Self::straight(name, suffix),
            [family, given] => Some(Self::Person {
                given: untitled(given).to_owned(),
                family: (*family).to_owned(),
                suffix: suffix.map(str::to_owned),
            }),
            _ => None,
        }
    }

    /// A person of a name in the order given name, family name.
    fn straight(name: &str, suffix: Option<&str>) -> Option<Self> {
        // In these scripts the family name may come first.
        let other = |c: char| matches!(c as u32, 0x0590..=0x08FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7A3);
        if name.chars().any(other) {
            return None;
        }
        let (mut name, mut suffix) = (untitled(name), suffix);
        while let Some((before, last)) = name.rsplit_once(' ').filter(|(before, _)| before.contains(' ')) {
            // Without a comma before them, short ones may be names.
            if suffix.is_none() && is_one(SUFFIXES, last) {
                suffix = Some(last);
            } else if !is_degree(last) || last.len() < 3 && last != "MD" {
                break;
            }
            name = before;
        }
        let (before, last) = name.rsplit_once(' ')?;
        let words: Vec<&str> = before.split(' ').collect();
        // Words in small letters belong to the family name, and articles do; if only a name is left before them.
        let belongs = |word: &&&str| word.starts_with(char::is_lowercase) || is_one(PARTICLES, word);
        let own = words.iter().skip(1).rev().take_while(belongs).count();
        let (given, own) = words.split_at(words.len() - own);
        if given.iter().all(|word| word.starts_with(char::is_lowercase)) {
            return None;
        }
        let family: Vec<&str> = own.iter().copied().chain([last]).collect();
        Some(Self::Person {
            given: given.join(" "),
            family: family.join(" "),
            suffix: suffix.map(str::to_owned),
        })
    }

    /// As it is sorted: `Madison, James`.
    pub(super) fn sorted(&self) -> String {
        match self {
            Self::Person { given, family, suffix } => {
                let suffix = suffix.as_ref().map(|suffix| format!(", {suffix}")).unwrap_or_default();
                format!("{family}, {given}{suffix}")
            }
            Self::Whole(name) => name.clone(),
        }
    }

    /// As it is spoken: `James Madison`.
    pub(super) fn spoken(&self) -> String {
        match self {
            Self::Person { given, family, suffix } => {
                let suffix = suffix.as_ref().map(|suffix| format!(" {suffix}")).unwrap_or_default();
                format!("{given} {family}{suffix}")
            }
            Self::Whole(name) => name.clone(),
        }
    }

    /// The family name, or the whole.
    pub(super) fn family(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Whole(name) => name,
        }
    }
}

/// A name without the titles before it.
fn untitled(name: &str) -> &str {
    let mut name = name;
    while let Some((_, rest)) = name.split_once(' ').filter(|(title, _)| is_one(TITLES, title)) {
        name = rest;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_turned_and_names_that_are_none_are_left_whole() {
        for (name, sorted, family) in [
            ("James Madison", "Madison, James", "Madison"),
            ("Ann O'Brien", "O'Brien, Ann", "O'Brien"),
            ("J. R. R. Tolkien", "Tolkien, J. R. R.", "Tolkien"),
            ("Ursula von der Leyen", "von der Leyen, Ursula", "von der Leyen"),
            ("Martin Luther King Jr.", "King, Martin Luther, Jr.", "King"),
            ("Martin Luther King, Jr.", "King, Martin Luther, Jr.", "King"),
            ("Zola, Émile", "Zola, Émile", "Zola"),
            ("Ann Lee, PhD", "Lee, Ann", "Lee"),
            ("Ann Lee, M.D., Ph.D.", "Lee, Ann", "Lee"),
            ("Ann Lee PhD MBA", "Lee, Ann", "Lee"),
            ("Lee, Ann, MA", "Lee, Ann", "Lee"),
            ("King, Martin Luther, Jr.", "King, Martin Luther, Jr.", "King"),
            ("Jack Ma", "Ma, Jack", "Ma"),
            ("Jean de La Fontaine", "de La Fontaine, Jean", "de La Fontaine"),
            ("Robert De Niro", "De Niro, Robert", "De Niro"),
            ("Mohammed bin Salman Al Saud", "Al Saud, Mohammed bin Salman", "Al Saud"),
            ("Al Gore", "Gore, Al", "Gore"),
            ("La Toya Jackson", "Jackson, La Toya", "Jackson"),
            ("Ian St. John", "St. John, Ian", "St. John"),
            ("Dr. Ann Lee", "Lee, Ann", "Lee"),
            ("Prof. Dr. Ann Lee", "Lee, Ann", "Lee"),
            ("Lee, Dr. Ann", "Lee, Ann", "Lee"),
            ("Jose\u{301} Marti\u{301}", "Marti\u{301}, Jose\u{301}", "Marti\u{301}"),
        ] {
            let author = Author::of(name);
            assert!(matches!(author, Author::Person { .. }), "{name}");
            assert_eq!((author.sorted().as_str(), author.family()), (sorted, family));
        }
        assert_eq!(Author::of("Zola, Émile").spoken(), "Émile Zola");
        assert_eq!(Author::of("King, Martin Luther, Jr.").spoken(), "Martin Luther King Jr.");
        assert_eq!(Author::of("Acme, Inc.").spoken(), "Acme, Inc.");
        for name in [
            "Publius",
            "Dr. Seuss",
            "Sir Galahad",
            "Lady Gaga Fan Club, PhD, x",
            "Khaama Press",
            "The Editorial Board",
            "The Economist",
            "Associated Press",
            "Our Staff Writers",
            "Acme, Inc.",
            "Nestlé, S.A.",
            "Ann O'Brien and Émile Zola",
            "The 3 Editors",
            "a reader",
            "無署名(福澤諭吉の筆)",
            "福澤 諭吉",
            "كاتب المقال",
            "A, B, C",
            "",
        ] {
            assert_eq!(Author::of(name), Author::Whole(name.to_owned()), "{name}");
        }
    }
}
