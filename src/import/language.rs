//! Which language a text is written in, as far as its letters and its smallest words tell.
//!
//! Only what is plain is told: a wrong language is worse than none.

use std::collections::HashMap;

/// So many characters are looked at.
const LOOKED_AT: usize = 20_000;

/// The smallest words of languages in Latin letters, which others do not have or have less often.
const SMALLEST: &[(&str, &[&str])] = &[
    ("en", &["the", "and", "of", "to", "is", "that", "in", "was", "with", "for", "it", "are"]),
    ("fr", &["le", "la", "les", "des", "et", "est", "une", "du", "dans", "qui", "que", "pour", "au", "pas"]),
    (
        "de",
        &["der", "die", "das", "und", "ist", "nicht", "den", "von", "mit", "ein", "eine", "auf", "dem", "zu"],
    ),
    ("es", &["el", "los", "las", "que", "y", "en", "una", "por", "con", "del", "para", "no", "es", "su"]),
    ("it", &["il", "che", "di", "e", "non", "per", "una", "della", "sono", "con", "gli", "del", "è", "nel"]),
    ("pt", &["o", "os", "que", "não", "uma", "para", "com", "do", "da", "em", "dos", "é", "por", "ao"]),
    ("nl", &["de", "het", "een", "van", "en", "niet", "is", "dat", "zijn", "op", "met", "voor", "te", "aan"]),
    ("pl", &["nie", "się", "na", "jest", "że", "w", "z", "do", "to", "i", "jak", "ale", "przez", "są"]),
    (
        "tr",
        &["ve", "bir", "bu", "için", "ile", "de", "da", "olarak", "çok", "daha", "ise", "gibi", "olan", "ne"],
    ),
    ("sv", &["och", "att", "det", "som", "är", "en", "på", "inte", "för", "med", "av", "har", "den", "ett"]),
    (
        "id",
        &[
            "yang", "dan", "di", "ini", "untuk", "dengan", "tidak", "dari", "itu", "pada", "akan", "adalah",
            "dalam", "ke",
        ],
    ),
];

/// The language of a text.
pub(super) fn detect(text: &str) -> Option<&'static str> {
    let mut counts: HashMap<Script, usize> = HashMap::new();
    let sample: String = text.chars().take(LOOKED_AT).collect();
    for script in sample.chars().filter_map(script) {
        *counts.entry(script).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    if all < 20 {
        return None;
    }
    let has = |letters: &str| sample.chars().filter(|c| letters.contains(*c)).count();
    let kana = counts.get(&Script::Kana).copied().unwrap_or(0);
    let (script, count) = counts.into_iter().max_by_key(|(script, count)| (*count, *script as u8))?;
    if kana * 10 > all {
        return Some("ja");
    }
    if count * 10 < all * 6 {
        return None;
    }
    match script {
        Script::Latin => latin(&sample),
        Script::Arabic => {
            // Letters that the others lack.
            if has("ښځڅۍړګ") * 200 > all {
                Some("ps")
            } else if has("ٹڈڑںے") * 100 > all {
                Some("ur")
            } else if has("پچژگ") * 100 > all {
                Some("fa")
            } else {
                (has("ةأإىي") * 100 > all).then_some("ar")
            }
        }
        Script::Cyrillic => {
            if has("іїєґІЇЄҐ") * 100 > all {
                Some("uk")
            } else {
                (has("ыэъёЫЭ") * 200 > all).then_some("ru")
            }
        }
        Script::Han => Some("zh"),
        Script::Kana => Some("ja"),
        Script::Hangul => Some("ko"),
        Script::Devanagari => Some("hi"),
        Script::Hebrew => Some("he"),
        Script::Greek => Some("el"),
        Script::Thai => Some("th"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Han,
    Kana,
    Hangul,
    Devanagari,
    Hebrew,
    Greek,
    Thai,
}

fn script(c: char) -> Option<Script> {
    Some(match u32::from(c) {
        0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f | 0x1e00..=0x1eff => Script::Latin,
        0x370..=0x3ff => Script::Greek,
        0x400..=0x52f => Script::Cyrillic,
        0x590..=0x5ff => Script::Hebrew,
        0x600..=0x6ff | 0x750..=0x77f | 0xfb50..=0xfdff | 0xfe70..=0xfefc => Script::Arabic,
        0x900..=0x97f => Script::Devanagari,
        0xe00..=0xe7f => Script::Thai,
        0x3041..=0x30ff => Script::Kana,
        0x4e00..=0x9fff => Script::Han,
        0xac00..=0xd7a3 => Script::Hangul,
        _ => return None,
    })
}

fn latin(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let mut scores: Vec<(usize, &'static str)> = SMALLEST
        .iter()
        .map(|(language, smallest)| (words.iter().filter(|word| smallest.contains(word)).count(), *language))
        .collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let (best, language) = *scores.first()?;
    let second = scores.get(1).map_or(0, |(score, _)| *score);
    // A tenth of the words, and well ahead of the next.
    (best >= 3 && best * 10 >= words.len() && best * 4 >= second * 5).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_letters_and_small_words() {
        for (text, language) in [
            ("The talks were to calm the frontier, and it is not clear that they did.", Some("en")),
            (
                "Les pourparlers devaient calmer la frontière, et il n’est pas sûr que ce soit le cas dans les faits.",
                Some("fr"),
            ),
            (
                "Die Gespräche sollten die Grenze beruhigen, und es ist nicht klar, ob das mit den Worten gelang.",
                Some("de"),
            ),
            ("كانت المحادثات تهدف إلى تهدئة الحدود، ولا يبدو أنها نجحت في ذلك.", Some("ar")),
            ("خبرو اترو باید پوله ارامه کړې وای، خو داسې ونه شول، ځکه چې ښه نیت نه و.", Some("ps")),
            ("مذاکرات کا مقصد سرحد کو پرسکون کرنا تھا لیکن ایسا نہیں ہوا ہے۔", Some("ur")),
            ("Переговоры должны были успокоить границу, но это не получилось.", Some("ru")),
            ("会谈本应使边境平静下来，但结果并非如此，双方都没有让步。", Some("zh")),
            ("交渉は国境を落ち着かせるはずだったが、そうはならなかった。", Some("ja")),
            ("OK 12", None),
        ] {
            assert_eq!(detect(text), language, "{text}");
        }
    }
}
