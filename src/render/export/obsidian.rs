//! Markdown as Obsidian takes it: properties above, callouts for notes, block ids to link to them.
//!
//! Invariants: properties are flat YAML with unique names, one line or a list of lines each, at the very start of the
//! file; block ids hold nothing but Latin letters, digits and hyphens, and are unique as the notes' own ids are.

use super::facts::{Facts, Told};
use super::markdown::{Blocks, blocks, body, passage};
use super::name::{self, fragment};
use super::prose::{behind, literal, prose};
use super::{ExportError, Piece, What, moment};
use crate::brief::PartialDate;
use crate::notes::Kind;
use crate::text::is_symbol;
use jiff::Timestamp;
use std::fmt::Write as _;

/// Writes pieces as Obsidian's Markdown.
pub(super) fn write(pieces: &[Piece<'_>], what: What, when: Timestamp) -> Result<Vec<u8>, ExportError> {
    let all = Facts::all(pieces);
    let properties = match all.as_slice() {
        [one] => properties(one, when)?,
        many => collection(many, when)?,
    };
    Ok(format!("---\n{properties}---\n\n{}", body(pieces, what, note)).into_bytes())
}

/// Properties in the order in which they are added.
#[derive(Default)]
struct Properties(String);

impl Properties {
    fn raw(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "{name}: {value}");
    }

    /// A text. A string of JSON is one of YAML.
    fn text(&mut self, name: &str, text: &str) -> Result<(), ExportError> {
        self.raw(name, &serde_json::to_string(text)?);
        Ok(())
    }

    fn list(&mut self, name: &str, items: &[String]) -> Result<(), ExportError> {
        if items.is_empty() {
            return Ok(());
        }
        let _ = writeln!(self.0, "{name}:");
        for item in items {
            let _ = writeln!(self.0, "  - {}", serde_json::to_string(item)?);
        }
        Ok(())
    }

    /// A date where it is known to the day, else a text: Obsidian knows no months.
    fn date(&mut self, name: &str, date: PartialDate) -> Result<(), ExportError> {
        if date.day().is_some() {
            self.raw(name, &date.to_string());
            Ok(())
        } else {
            self.text(name, &date.to_string())
        }
    }
}

fn properties(facts: &Facts<'_>, when: Timestamp) -> Result<String, ExportError> {
    let mut out = Properties::default();
    out.text("title", &facts.title)?;
    out.text("brief", &crate::text::clean_line(facts.piece.id))?;
    for (name, value) in [
        ("source", facts.headline.as_ref()),
        ("publication", facts.publication.as_ref()),
        ("syndicated_by", facts.via.as_ref()),
        ("url", facts.url.as_ref()),
    ] {
        if let Some(value) = value {
            out.text(name, value)?;
        }
    }
    out.list("author", &facts.authors)?;
    if let Some(date) = facts.published {
        out.date("published", date)?;
    }
    out.text("language", facts.piece.brief.language())?;
    let briefed = facts.piece.brief.briefed.as_ref();
    if let Some(by) = briefed.and_then(|briefed| briefed.by.as_ref()) {
        out.text("briefed_by", &crate::text::clean_line(by.as_str()))?;
    }
    if let Some(on) = briefed.and_then(|briefed| briefed.on) {
        out.date("briefed", on)?;
    }
    out.list("disclaimers", &facts.disclaimers_whole())?;
    out.list("tags", &tags(std::slice::from_ref(facts)))?;
    out.raw("exported", &exported(when));
    Ok(out.0)
}

fn collection(all: &[Facts<'_>], when: Timestamp) -> Result<String, ExportError> {
    let mut out = Properties::default();
    out.text("title", &format!("{} briefs", all.len()))?;
    let titles: Vec<String> = all.iter().map(|facts| facts.title.clone()).collect();
    out.list("briefs", &titles)?;
    out.list("tags", &tags(all))?;
    out.raw("exported", &exported(when));
    Ok(out.0)
}

/// Date and time without a zone, as Obsidian's own properties have them.
fn exported(when: Timestamp) -> String {
    moment(when).trim_end_matches('Z').to_owned()
}

/// `brief`, then the topics, each once.
fn tags(all: &[Facts<'_>]) -> Vec<String> {
    let mut tags = vec!["brief".to_owned()];
    for topic in all.iter().flat_map(|facts| &facts.topics) {
        if let Some(tag) = tag(topic)
            && !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase())
        {
            tags.push(tag);
        }
    }
    tags
}

/// A word as a tag: letters, digits, emoji, `_`, `-` and `/`. One of digits alone is none to Obsidian, and has a `_` before it.
fn tag(word: &str) -> Option<String> {
    let kept = name::tag(word, |c| is_symbol(c) || "_-/".contains(c), '-');
    let parts: Vec<&str> =
        kept.split('/').map(|part| part.trim_matches('-')).filter(|part| !part.is_empty()).collect();
    let tag = parts.join("/");
    let said = tag.chars().any(|c| !c.is_numeric() && c != '/');
    if said || tag.is_empty() { Some(tag).filter(|tag| !tag.is_empty()) } else { Some(format!("_{tag}")) }
}

/// A note as a callout with a block id below.
fn note(told: &Told<'_>, out: &mut Blocks) {
    let block = blocks(|out| {
        // The passage is told from what was written on it.
        told.quotes().for_each(|(label, quote)| passage(out, label, quote));
        out.add(&prose(&told.text, 4));
        let tags: Vec<String> =
            told.tags_beside().into_iter().filter_map(tag).map(|tag| format!("#{tag}")).collect();
        out.add(&tags.join(" "));
        out.add(&format!("— {}", literal(&told.signature())));
    });
    let kind = match told.note.kind {
        Kind::Question => "question",
        Kind::Disagree => "warning",
        Kind::FollowUp => "todo",
        Kind::Note | Kind::Highlight | Kind::Bookmark if told.quote.is_empty() => "note",
        Kind::Note | Kind::Highlight | Kind::Bookmark => "quote",
    };
    out.add(&format!("> [!{kind}] {}\n{}", literal(&told.label()), behind("> ", &block)));
    out.add(&format!("^{}", fragment("note", told.note.id.as_str())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_what_obsidian_takes() {
        for (word, put) in [
            ("durand line", Some("durand-line")),
            ("2025", Some("_2025")),
            ("1/2", Some("_1/2")),
            ("हिन्दी", Some("हिन्दी")),
            ("ไทยน้ำ", Some("ไทยน้ำ")),
            ("cafe\u{301}", Some("cafe\u{301}")),
            ("می\u{200c}شود", Some("می-شود")),
            ("🔥", Some("🔥")),
            ("👩\u{200d}🚀", Some("👩🚀")),
            ("año/2025", Some("año/2025")),
            ("/x//", Some("x")),
            ("明治", Some("明治")),
            ("a:b", Some("a-b")),
            ("…", None),
        ] {
            assert_eq!(tag(word).as_deref(), put, "{word}");
        }
    }
}
