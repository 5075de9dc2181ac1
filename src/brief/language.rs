//! Languages as tags (BCP 47), and what somebody means who writes a name instead.
//!
//! Invariant: the primary subtag has two or three letters. The grammar allows up to eight (RFC 5646, 2.1), but four are
//! reserved, and of five to eight none was ever registered: a longer word is a name.

use super::scalar::FromText;
use crate::yaml::Complaint;
use serde::Serialize;

/// A language as a BCP 47 tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Language(String);

impl AsRef<str> for Language {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// English names of the languages that op-eds are most often written in, and their tags.
const NAMES: &[(&str, &str)] = &[
    ("albanian", "sq"),
    ("amharic", "am"),
    ("arabic", "ar"),
    ("armenian", "hy"),
    ("azerbaijani", "az"),
    ("basque", "eu"),
    ("belarusian", "be"),
    ("bengali", "bn"),
    ("bosnian", "bs"),
    ("bulgarian", "bg"),
    ("burmese", "my"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dari", "prs"),
    ("dutch", "nl"),
    ("english", "en"),
    ("estonian", "et"),
    ("farsi", "fa"),
    ("filipino", "fil"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("galician", "gl"),
    ("georgian", "ka"),
    ("german", "de"),
    ("greek", "el"),
    ("gujarati", "gu"),
    ("hausa", "ha"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("kannada", "kn"),
    ("kazakh", "kk"),
    ("khmer", "km"),
    ("korean", "ko"),
    ("kurdish", "ku"),
    ("kyrgyz", "ky"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("macedonian", "mk"),
    ("malay", "ms"),
    ("malayalam", "ml"),
    ("mandarin", "zh"),
    ("marathi", "mr"),
    ("mongolian", "mn"),
    ("nepali", "ne"),
    ("norwegian", "no"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("punjabi", "pa"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("sindhi", "sd"),
    ("sinhala", "si"),
    ("slovak", "sk"),
    ("slovenian", "sl"),
    ("somali", "so"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("tagalog", "tl"),
    ("tajik", "tg"),
    ("tamil", "ta"),
    ("telugu", "te"),
    ("thai", "th"),
    ("tibetan", "bo"),
    ("turkish", "tr"),
    ("turkmen", "tk"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("uyghur", "ug"),
    ("uzbek", "uz"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("yiddish", "yi"),
    ("yoruba", "yo"),
    ("zulu", "zu"),
];

fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The tag that can only have been meant: that of a name, or the one of a locale such as `en_US.UTF-8`.
fn meant(text: &str) -> Option<String> {
    let named =
        NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, tag)| (*tag).to_owned());
    let locale = || {
        let tag = text.split('.').next().unwrap_or_default().replace('_', "-");
        (text.contains('_') && is_tag(&tag)).then_some(tag)
    };
    named.or_else(locale)
}

impl FromText for Language {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        if is_tag(text) {
            return Ok(Self(text.to_owned()));
        }
        let meant = meant(text);
        let help = match &meant {
            Some(tag) => format!("did you mean `{tag}`?"),
            None => "write a BCP 47 tag such as en, fr, ps or zh-Hant".to_owned(),
        };
        Err(Complaint { message: format!("`{text}` is not a language tag"), help, meant })
    }
}

impl Language {
    /// A language of a tag; none where a text is no tag.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        Self::parse(tag).ok()
    }

    /// A language of a tag.
    ///
    /// # Errors
    /// What helps, where a text is no tag.
    pub fn parse(tag: &str) -> Result<Self, String> {
        Self::from_text(tag.trim()).map_err(|complaint| complaint.help)
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language in lower case: `zh` of `zh-Hant`.
    #[must_use]
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_told_from_a_name() {
        for good in ["en", "EN", "ps", "prs", "zh-Hant", "en-GB-oed", "de-1996", "sr-Latn-RS"] {
            assert_eq!(Language::from_text(good).unwrap().as_str(), good);
        }
        assert_eq!(Language::from_text("ZH-Hant").unwrap().primary(), "zh");
        for (bad, help) in [
            ("english", "did you mean `en`?"),
            ("French", "did you mean `fr`?"),
            ("en_US", "did you mean `en-US`?"),
            ("pt_BR.UTF-8", "did you mean `pt-BR`?"),
            ("english language", "write a BCP 47 tag such as en, fr, ps or zh-Hant"),
            ("engl", "write a BCP 47 tag such as en, fr, ps or zh-Hant"),
            ("e", "write a BCP 47 tag such as en, fr, ps or zh-Hant"),
            ("en-", "write a BCP 47 tag such as en, fr, ps or zh-Hant"),
            ("12", "write a BCP 47 tag such as en, fr, ps or zh-Hant"),
        ] {
            assert_eq!(Language::from_text(bad).unwrap_err().help, help, "{bad}");
        }
    }

    #[test]
    fn every_name_has_a_tag_and_none_is_one_itself() {
        for (name, tag) in NAMES {
            assert!(is_tag(tag) && !is_tag(name), "{name}");
        }
        assert!(NAMES.is_sorted());
    }
}
