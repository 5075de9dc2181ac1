//! Who wrote a work, as bibliographies sort it: a person with a family name, or a name that is taken whole.
//!
//! Every bibliography reads the same [`Author`], so that nobody is a person in one and an institution in another.
//! Invariant: only what is plainly of the order given name, family name is turned; in doubt a name stays as it is.

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
    COMPANIES.contains(&word.replace('.', "").to_lowercase().as_str())
}

/// What stands behind a family name.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

impl Author {
    /// An author of a name in one clean line.
    pub(super) fn of(name: &str) -> Self {
        Self::person(name).unwrap_or_else(|| Self::Whole(name.to_owned()))
    }

    fn person(name: &str) -> Option<Self> {
        let plain = |c: char| c.is_alphabetic() || is_mark(c) || " .'’-".contains(c);
        let (name, turned) = match name.split_once(", ") {
            Some((family, given)) => (family, Some(given)),
            None => (name, None),
        };
        if !name.chars().chain(turned.unwrap_or_default().chars()).all(plain) {
            return None;
        }
        let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        let known = |word: &String| INSTITUTIONS.contains(&word.trim_matches('.')) || word == "and";
        let all: Vec<String> = words(name).into_iter().chain(words(turned.unwrap_or_default())).collect();
        if all.iter().any(known) || all.first().is_some_and(|word| word == "the") {
            return None;
        }
        let is_suffix = |word: &str| SUFFIXES.contains(&word.to_lowercase().as_str());
        match turned {
            // "King Jr., Martin" is not written; "Martin Luther King, Jr." is.
            Some(suffix) if is_suffix(suffix) => Self::straight(name, Some(suffix)),
            Some(given) => {
                Some(Self::Person { given: given.to_owned(), family: name.to_owned(), suffix: None })
            }
            None => match name.rsplit_once(' ') {
                Some((before, suffix)) if is_suffix(suffix) => Self::straight(before, Some(suffix)),
                _ => Self::straight(name, None),
            },
        }
    }

    /// A person of a name in the order given name, family name.
    fn straight(name: &str, suffix: Option<&str>) -> Option<Self> {
        // In these scripts the family name may come first.
        let other = |c: char| matches!(c as u32, 0x0590..=0x08FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7A3);
        if name.chars().any(other) {
            return None;
        }
        let (before, last) = name.rsplit_once(' ')?;
        let words: Vec<&str> = before.split(' ').collect();
        // Words in small letters belong to the family name, if only a name is left before them.
        let small = words.iter().rev().take_while(|word| word.starts_with(char::is_lowercase)).count();
        let (given, own) = words.split_at(words.len() - small);
        if given.is_empty() {
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

    /// The family name, or the whole.
    pub(super) fn family(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Whole(name) => name,
        }
    }
}

/// Accents that stand behind their letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
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
            ("Jose\u{301} Marti\u{301}", "Marti\u{301}, Jose\u{301}", "Marti\u{301}"),
        ] {
            let author = Author::of(name);
            assert!(matches!(author, Author::Person { .. }), "{name}");
            assert_eq!((author.sorted().as_str(), author.family()), (sorted, family));
        }
        for name in [
            "Publius",
            "Khaama Press",
            "The Editorial Board",
            "The Economist",
            "Associated Press",
            "Our Staff Writers",
            "Acme, Inc.",
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
