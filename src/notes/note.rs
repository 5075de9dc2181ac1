//! A note, and what it may be.

use crate::document::Anchor;
use crate::text::{is_joiner, is_letter, is_symbol};
use jiff::Timestamp;

/// A note on a passage, a section, or a whole brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its name among all notes.
    pub id: NoteId,
    /// What kind of note it is.
    pub kind: Kind,
    /// What the passage means to the reader, where it is highlighted.
    pub meaning: Option<Meaning>,
    /// What was written, in Markdown; may be empty.
    pub text: String,
    /// Its tags, without `#`, beside those in the text.
    pub tags: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub changed: Timestamp,
    /// Where it was made. Never rewritten.
    pub on: Anchor,
    /// Where the reader has agreed that it is now, after the brief had changed.
    pub now: Option<Anchor>,
    /// What the file holds beside, as it is kept for whoever wrote it.
    pub other: serde_json::Map<String, serde_json::Value>,
}

impl Note {
    /// Whether it is known when it was made: who writes a note by hand may leave that out, and it has the first time there
    /// is then (1970-01-01T00:00:00Z).
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.created != Timestamp::UNIX_EPOCH
    }

    /// Where it is to be looked for.
    #[must_use]
    pub fn anchor(&self) -> &Anchor {
        self.now.as_ref().unwrap_or(&self.on)
    }

    /// The words that it is on; empty for a whole section or brief.
    #[must_use]
    pub fn quote(&self) -> &str {
        self.anchor().quote.as_ref().map_or("", |quote| quote.exact.as_str())
    }

    /// All its tags, each once: those it was given, then those in its text.
    #[must_use]
    pub fn all_tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in self.tags.iter().map(String::as_str).chain(tags_in(&self.text)) {
            if !tags.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                tags.push(tag.to_owned());
            }
        }
        tags
    }
}

/// Tags as a person gives them: parted by blanks or commas, with or without `#`.
#[must_use]
pub fn tags_given(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',').map(|word| word.trim_start_matches('#'));
    let mut tags: Vec<String> = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !tags.iter().any(|known| known == word) {
            tags.push(word.to_owned());
        }
    }
    tags
}

/// Whether a word is a tag: letters, digits, `-`, `_` and `/`, not digits alone.
#[must_use]
pub fn is_tag(word: &str) -> bool {
    tags_in(&format!("#{word}")).eq([word])
}

/// The tags in a text: `#` behind a blank or a bracket, then letters with what stands on them, digits, emoji, `-`, `_` and
/// `/`, not digits alone, as Obsidian reads them; but what joins letters within a word does not end it.
pub fn tags_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('#').filter_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        if before.is_some_and(|c| !c.is_whitespace() && c != '(' && c != '[') {
            return None;
        }
        let rest = text.get(at + 1..)?;
        let part = |c: char| is_letter(c) || is_joiner(c) || is_symbol(c) || matches!(c, '-' | '_' | '/');
        let end = rest.find(|c: char| !part(c));
        let tag = rest.get(..end.unwrap_or(rest.len()))?;
        let tag = tag.trim_end_matches(|c: char| is_joiner(c) || matches!(c, '-' | '/'));
        tag.chars().any(|c| c.is_alphabetic() || is_symbol(c)).then_some(tag)
    })
}

/// The name of a note: a UUID, as a rule of version 7, whose order is that of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(String);

impl NoteId {
    /// The name in a file. It is taken as it stands; none where it is empty, longer than a line or holds anything but
    /// letters, digits and signs of ASCII: a name goes to terminals and tables as it is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// A new name, from the time and 80 random bits (RFC 9562, version 7).
    #[must_use]
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for NoteId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident, $info:ident, $table:ident; $($variant:ident $word:literal $title:literal $sign:literal $key:literal $color:literal $about:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = $about] $variant,)* }

        /// Every one, in the order of lists.
        pub const $table: &[$info] = &[$($info {
            value: $name::$variant, word: $word, title: $title, sign: $sign, key: $key, color: $color, about: $about,
        },)*];

        /// One row of the table.
        #[derive(Clone, Copy, Debug)]
        pub struct $info {
            /// Which.
            pub value: $name,
            /// What files call it.
            pub word: &'static str,
            /// What people call it.
            pub title: &'static str,
            /// What stands beside the passage: one cell wide.
            pub sign: &'static str,
            /// The key that chooses it.
            pub key: char,
            /// The colour that other tools give it, of Readium's six.
            pub color: &'static str,
            /// What it is for.
            pub about: &'static str,
        }

        impl $name {
            /// Its row of the table.
            #[must_use]
            pub fn info(self) -> &'static $info {
                $table.iter().find(|row| row.value == self).unwrap_or(const { &$table[0] })
            }

            /// The one that a file calls so.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                $table.iter().find(|row| row.word == word).map(|row| row.value)
            }
        }
    };
}

kinds! {
    /// What kind of note it is.
    Kind, KindInfo, KINDS;
    Note "note" "Note" "✎" 'n' "yellow" "a thought on the passage";
    Question "question" "Question" "?" 'q' "blue" "what the passage leaves open";
    Disagree "disagree" "Disagreement" "✗" 'd' "orange" "what is wrong with it";
    FollowUp "follow-up" "Follow-up" "→" 'f' "green" "what is to be done about it";
    Highlight "highlight" "Highlight" "▍" 'h' "yellow" "the passage itself, with nothing written";
    Bookmark "bookmark" "Bookmark" "⚑" 'b' "purple" "a place to come back to";
}

kinds! {
    /// What a highlighted passage means to the reader.
    Meaning, MeaningInfo, MEANINGS;
    Key "key" "Key idea" "!" 'k' "yellow" "what the whole turns on";
    Agree "agree" "Agreed" "✓" 'a' "green" "what I would say too";
    Doubt "doubt" "Doubtful" "~" 'd' "orange" "what I do not believe yet";
    Fact "fact" "Fact" "=" 'f' "blue" "what can be checked";
    Quote "quote" "Quotable" "\"" 'q' "purple" "what I want to cite";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_in_the_text_and_counted_once() {
        fn tags(text: &str) -> Vec<&str> {
            tags_in(text).collect()
        }
        assert_eq!(
            tags("#water and (#border/ttp), not a#b, #12, #, #año-2025."),
            ["water", "border/ttp", "año-2025"]
        );
        assert_eq!(tags("# Heading\n#todo-"), ["todo"]);
        // Marks and joiners do not end a word.
        for tag in ["हिन्दी", "ไทยน้ำ", "cafe\u{301}", "می\u{200c}شود", "🔥", "👩\u{200d}🚀-x", "тег"]
        {
            assert_eq!(tags(&format!("see #{tag}, so")), [tag]);
        }
        assert_eq!(tags("#1\u{fe0f}\u{20e3} #\u{301} #x\u{200d}"), ["x"]);
    }

    #[test]
    fn tags_that_are_given_are_single_words() {
        assert_eq!(tags_given(" #a b,c, #a"), ["a", "b", "c"]);
        assert!(tags_given(" , #").is_empty());
    }

    #[test]
    fn names_follow_time_and_are_uuids() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let (first, second) =
            (NoteId::new(at(1_700_000_000), [7; 10]), NoteId::new(at(1_700_000_001), [0; 10]));
        assert!(first < second);
        assert_eq!(first.as_str(), "018bcfe5-6800-7707-8707-070707070707");
        assert_eq!(NoteId::parse(" x-1 ").unwrap().as_str(), "x-1");
        for name in ["two words", "", "a\u{202e}b", "a\u{9b}31m", "é"] {
            assert_eq!(NoteId::parse(name), None, "{name:?}");
        }
    }

    #[test]
    fn words_keys_and_signs_are_told_apart() {
        for (n, row) in KINDS.iter().enumerate() {
            assert_eq!(Kind::parse(row.word), Some(row.value));
            assert_eq!(crate::text::cells(row.sign), 1, "{}", row.sign);
            assert!(KINDS.iter().skip(n + 1).all(|other| other.key != row.key && other.sign != row.sign));
        }
        for (n, row) in MEANINGS.iter().enumerate() {
            assert_eq!(Meaning::parse(row.word), Some(row.value));
            assert_eq!(crate::text::cells(row.sign), 1, "{}", row.sign);
            assert!(MEANINGS.iter().skip(n + 1).all(|other| other.key != row.key && other.sign != row.sign));
        }
    }
}
