//! Which brief notes belong to.

use crate::brief::Brief;
use crate::text::{clean_line, fingerprint};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What tells one brief from another, as a notes file says it.
///
/// A brief with an `id` is that id. Without one it is its title with publication and date; where those have been
/// revised, the file it lies in is a hint, which the notes' own passages have to confirm. A title alone tells no brief
/// from another: then it is the file, until that is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The brief's `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Where the article was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The file that the brief was read from when a note was last written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Whether notes are those of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// They are.
    Same,
    /// They were written on a brief of the same file that was called otherwise: their passages will tell.
    Perhaps,
    /// They were written on a brief of another file, and no more than the title is the same: they are those of this brief
    /// where that file holds no such brief any more.
    Namesake,
    /// They are not.
    Other,
}

impl Subject {
    /// A brief, and the file that it was read from: a full path.
    #[must_use]
    pub fn of(brief: &Brief, file: Option<&Path>) -> Self {
        let line = |text: &str| Some(clean_line(text).trim().to_owned()).filter(|text| !text.is_empty());
        let source = brief.source.as_ref();
        Self {
            id: brief.id.as_ref().and_then(|id| line(id.as_str())),
            title: line(brief.title.as_str()).unwrap_or_default(),
            publication: source.and_then(|s| s.publication.as_ref()).and_then(|p| line(p.as_str())),
            published: source.and_then(|s| s.published.as_ref()).map(ToString::to_string),
            file: file.map(|file| file.to_string_lossy().into_owned()),
        }
    }

    /// What is known of the brief without it, as a brief that says no more; none where not even its title is known.
    #[must_use]
    pub fn stand_in(&self) -> Option<Brief> {
        let mut source = serde_json::Map::new();
        for (name, value) in [("publication", &self.publication), ("published", &self.published)] {
            source.extend(value.clone().map(|value| (name.to_owned(), value.into())));
        }
        let whole = |source| serde_json::json!({"title": self.title, "source": source});
        let read = |value| serde_json::from_value::<Brief>(value).ok();
        // What a person has written in a file of notes need be no date.
        read(whole(source)).or_else(|| read(serde_json::json!({"title": self.title})))
    }

    /// Whether notes on `self` are notes on another.
    #[must_use]
    pub fn kinship(&self, other: &Self) -> Kinship {
        let named = |a: &Self, b: &Self| {
            a.title == b.title && a.publication == b.publication && a.published == b.published
        };
        match (&self.id, &other.id) {
            (Some(a), Some(b)) if a == b => Kinship::Same,
            (Some(_), Some(_)) => Kinship::Other,
            _ if named(self, other) => {
                // What comes through a pipe has no file, and no more than its name.
                let told = self.publication.is_some() || self.published.is_some();
                let apart = self.file.is_some() && other.file.is_some() && self.file != other.file;
                if apart && !told { Kinship::Namesake } else { Kinship::Same }
            }
            _ if self.file.is_some() && self.file == other.file => Kinship::Perhaps,
            _ => Kinship::Other,
        }
    }

    /// The name of a notes file in a folder of many: what the brief is called, and a number that keeps namesakes apart.
    #[must_use]
    pub fn file_name(&self) -> String {
        let shown = self.id.as_deref().unwrap_or(&self.title);
        let mut slug = String::new();
        for c in shown.chars().flat_map(char::to_lowercase) {
            if slug.len() > 60 {
                break;
            }
            if c.is_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = Some(slug.trim_end_matches('-')).filter(|slug| !slug.is_empty()).unwrap_or("brief");
        format!("{slug}-{:08x}.yaml", self.number())
    }

    /// A number of what tells the brief from others.
    fn number(&self) -> u32 {
        fingerprint(&self.key())
    }

    /// What tells the brief from others, as one text.
    #[must_use]
    pub fn key(&self) -> String {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let named =
            || format!("title\n{}\n{}\n{}", self.title, part(&self.publication), part(&self.published));
        self.id.as_ref().map_or_else(named, |id| format!("id\n{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(id: &str, title: &str, file: &str) -> Subject {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Subject { id: some(id), title: title.to_owned(), file: some(file), ..Subject::default() }
    }

    #[test]
    fn a_brief_is_its_id_else_its_title_else_perhaps_its_file() {
        let kin = |a: &Subject, b: &Subject| (a.kinship(b), b.kinship(a));
        let both = |kinship| (kinship, kinship);
        assert_eq!(kin(&subject("x", "A", "/1"), &subject("x", "B", "/2")), both(Kinship::Same));
        assert_eq!(kin(&subject("x", "A", "/1"), &subject("y", "A", "/1")), both(Kinship::Other));
        assert_eq!(kin(&subject("", "A", "/1"), &subject("y", "A", "/1")), both(Kinship::Same));
        assert_eq!(kin(&subject("", "A", "/1"), &subject("y", "A", "/2")), both(Kinship::Namesake));
        assert_eq!(kin(&subject("", "A", "/1"), &subject("", "A", "")), both(Kinship::Same));
        let dated = |file| Subject { published: Some("2026-11-22".to_owned()), ..subject("", "A", file) };
        assert_eq!(kin(&dated("/1"), &dated("/2")), both(Kinship::Same));
        assert_eq!(kin(&subject("", "A", "/1"), &subject("", "B", "/1")), both(Kinship::Perhaps));
        assert_eq!(kin(&subject("", "A", ""), &subject("", "B", "")), both(Kinship::Other));
    }

    #[test]
    fn namesakes_have_files_of_their_own() {
        let name = |id: &str, title: &str| subject(id, title, "/b/brief.yaml").file_name();
        assert_eq!(name("istanbul-talks", "x"), "istanbul-talks-3581687e.yaml");
        assert!(name("", "Letter: “Kabul”/../").starts_with("letter-kabul-"));
        assert!(name("", "脱亜論").starts_with("脱亜論-"));
        assert!(name("", "///").starts_with("brief-"));
        assert_ne!(name("", "Letter"), name("letter", "Letter"));
        assert!(name("", &"long ".repeat(100)).len() < 90);
    }
}
