//! Letters that look like those of another script.
//!
//! The look-alikes are the commonest of Unicode's confusables (UTS 39) between the three alphabets that share most
//! shapes: only these, since a name may well mix scripts otherwise (`TNFα`, `Tシャツ`).

use unicode_script::{Script, UnicodeScript};

/// Cyrillic and Greek letters that are drawn like Latin ones.
const LOOK_ALIKES: &str = "АВЕЅІЈКМНОРСТУХѵавеѕіјкмнорстухһԁԛԝ\
                           ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ";

/// The first word of a name that mixes Latin letters with look-alikes of others, and the two scripts.
pub(super) fn mixed(name: &str) -> Option<(&str, &'static str)> {
    if name.is_ascii() {
        return None;
    }
    let mut words = name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let has_latin = |word: &str| word.chars().any(|c| c.script() == Script::Latin);
    words.find_map(|word| {
        let alien = word.chars().find(|c| LOOK_ALIKES.contains(*c))?;
        has_latin(word).then_some((word, if alien.script() == Script::Greek { "Greek" } else { "Cyrillic" }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_look_alikes_within_a_word_are_mixed() {
        for name in ["Pаkistan", "Мoсква", "Kremlin Сommittee", "Οmega Group"] {
            assert!(mixed(name).is_some(), "{name}");
        }
        for name in [
            "Pakistan",
            "Émile Zola",
            "Москва",
            "Αθήνα",
            "TNFα",
            "Tシャツ",
            "福澤諭吉",
            "Газета Wyborcza",
            "µm",
        ] {
            assert_eq!(mixed(name), None, "{name}");
        }
    }

    #[test]
    fn the_table_holds_no_letter_of_ours() {
        for c in LOOK_ALIKES.chars() {
            assert!(matches!(c.script(), Script::Greek | Script::Cyrillic), "{c}");
        }
    }
}
