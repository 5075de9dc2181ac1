//! Names of bodies: by which nouns they are told, and of what kind they are.
//!
//! Nothing is known of the world here: a name says by its words that it is a body, or does not.

use super::sentence::{Sentence, Token};
use super::words::{ARMED, COMPANIES, GOVERNMENTS, ORGANISATIONS, is};

/// Whether a word is the noun of a body that `of` goes on with: Ministry of ..., Bank of ....
pub(super) fn is_noun(token: &Token<'_>) -> bool {
    const MORE: &[&str] = &[
        "republic",
        "kingdom",
        "emirate",
        "office",
        "chamber",
        "secretary",
        "university",
        "states",
        "friends",
        "sons",
        "doctors",
    ];
    token.is_in(GOVERNMENTS) || token.is_in(ORGANISATIONS) || token.is_in(MORE)
}

/// Those whose body a name may be.
pub(super) const MANY: &[&str] = &[
    "people",
    "workers",
    "women",
    "children",
    "citizens",
    "farmers",
    "teachers",
    "nurses",
    "veterans",
    "writers",
    "doctors",
    "students",
    "residents",
    "mothers",
    "lawyers",
    "journalists",
    "tenants",
    "patients",
];

/// Whether a token is those whose body is named behind it, with a mark between: Farmers' Union, the teachers' union.
pub(super) fn many_of(sentence: &Sentence<'_>, at: usize) -> bool {
    let capital = sentence.token(at).is_some_and(Token::capital);
    sentence.token(at).is_some_and(|t| t.possessive && t.is_in(MANY))
        && sentence.token(at + 1).is_some_and(|t| matches!(t.text, "'" | "’"))
        && sentence.token(at + 2).is_some_and(|t| t.capital() == capital && is_noun(t))
}

pub(super) fn is_letters(name: &str) -> bool {
    name.chars().count() >= 2 && name.chars().all(|c| c.is_uppercase() || c == '.')
}

/// What a name's noun says it is.
pub(super) fn kind_of_body(name: &str) -> Option<&'static str> {
    let words = || name.split([' ', '-']).filter(|word| !word.is_empty());
    if words().any(|word| is(ARMED, word)) || name.split(' ').any(|word| is(ARMED, word)) {
        return Some("armed group");
    }
    if words().count() < 2 {
        return is(
            &[
                "parliament",
                "government",
                "cabinet",
                "congress",
                "senate",
                "knesset",
                "bundestag",
                "duma",
                "pentagon",
            ],
            name,
        )
        .then_some("government");
    }
    // The head stands last, or before `of`.
    let head = name.split(" of ").next().unwrap_or(name).split(" for ").next().unwrap_or(name);
    let last = head.rsplit(' ').next().unwrap_or_default();
    if is(COMPANIES, last) {
        return Some("company");
    }
    if is(GOVERNMENTS, last) {
        return Some("government");
    }
    is(ORGANISATIONS, last).then_some("organisation")
}

/// Whether a name is that of a state with its form: Republic of, Kingdom of.
pub(super) fn is_realm(name: &str) -> bool {
    name.split_once(" of ").is_some_and(|(form, _)| {
        let last = form.rsplit(' ').next().unwrap_or_default();
        is(&["republic", "kingdom", "commonwealth", "emirate", "principality", "sultanate"], last)
    })
}
