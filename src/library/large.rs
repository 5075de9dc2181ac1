//! Files that are too large to be read as briefs among many.
//!
//! Reading a brief takes several times its size in memory, which for a file of 100 MB is more than the whole library may
//! have. Of such a file the texts are gone through one by one: its row and its words are those of the texts as they are
//! written, not as the reader lays them out, and of errors only those of the YAML are found; opening it tells the others.
//! Invariant: nothing is kept of the text but what a row shows and the index counts.

use super::date::Day;
use super::draft::{Draft, Flag, are_of_a_brief, clip};
use super::told::Told;
use crate::brief::{BRIEF, PartialDate, paragraphs};
use crate::source::Source;
use crate::text::each_word;
use crate::yaml::{self, Way, each_text};
use std::sync::Arc;

/// The least bytes of such a file.
pub(super) const LARGE: usize = 8 << 20;

/// The most names of one list of a row.
const MAX_NAMES: usize = 1000;

/// Bytes that are read in a minute, about, as for other briefs.
const BYTES_PER_MINUTE: usize = 238 * 6;

/// The rows of a large file: a draft for each of its documents that is a brief.
pub(super) fn rows(stem: &str, source: &Arc<Source>, named: bool) -> Vec<Draft> {
    let text = source.text();
    if let Err(finding) = yaml::vet(text, &mut |_| {}) {
        return super::draft::unread(stem, source, *finding, named).into_iter().collect();
    }
    let mut all: Vec<(Draft, Vec<Box<str>>, usize)> = Vec::new();
    each_text(text, &mut |document, way, value| {
        while all.len() <= document {
            let number = u32::try_from(all.len()).unwrap_or(u32::MAX);
            all.push((
                Draft { document: number, language: "en".to_owned(), ..Draft::default() },
                Vec::new(),
                0,
            ));
        }
        let Some((draft, fields, bytes)) = all.get_mut(document) else { return };
        let Some(Way::Key(field)) = way.first() else { return };
        if !fields.contains(field) && fields.len() < 200 {
            fields.push(field.clone());
        }
        if &**field != "text" {
            *bytes += value.len();
        }
        take(draft, way, value);
    });
    let brief = |(mut draft, fields, bytes): (Draft, Vec<Box<str>>, usize)| {
        if !named && !are_of_a_brief(fields.iter().map(|field| &**field)) {
            return None;
        }
        if draft.title.is_empty() {
            draft.title = clip(stem);
        }
        draft.minutes = u32::try_from(bytes.div_ceil(BYTES_PER_MINUTE)).unwrap_or(u32::MAX);
        Some(draft)
    };
    all.into_iter().filter_map(brief).collect()
}

/// Takes what a row shows.
fn take(draft: &mut Draft, way: &[Way], value: &str) {
    let keys: Vec<&str> = way
        .iter()
        .filter_map(|step| match step {
            Way::Key(key) => Some(&**key),
            Way::Item(_) => None,
        })
        .collect();
    let flags = [
        ("summary", Flag::SUMMARY),
        ("thesis", Flag::SUMMARY),
        ("actors", Flag::ACTORS),
        ("recommendations", Flag::RECOMMENDATIONS),
        ("disclaimers", Flag::DISCLAIMERS),
        ("timeline", Flag::TIMELINE),
        ("quotes", Flag::QUOTES),
        ("sections", Flag::SECTIONS),
        ("text", Flag::TEXT),
        ("draft", Flag::DRAFTS),
    ];
    let has = flags.iter().filter(|(field, _)| keys.first() == Some(field));
    draft.flags = has.fold(draft.flags, |all, (_, flag)| all | flag.0);
    let put = |list: &mut Vec<String>| {
        if list.len() < MAX_NAMES {
            list.push(clip(value));
        }
    };
    match keys.as_slice() {
        ["title"] => draft.title = clip(value),
        ["id"] => draft.id = clip(value),
        ["language"] => draft.language = clip(value),
        ["topics"] => put(&mut draft.topics),
        ["source"] | ["source", "title"] => draft.headline = clip(value),
        ["source", "author"] => put(&mut draft.authors),
        ["source", "publication"] => draft.publication = clip(value),
        ["source", "syndicated_by"] => draft.syndicated = clip(value),
        ["source", "published"] => draft.date = PartialDate::parse(value.trim()).map_or(Day::NONE, Day::of),
        ["source", "url"] => draft.flags |= Flag::URL.0,
        ["actors"] | ["actors", "name"] => put(&mut draft.actors),
        ["actors", "aliases" | "id"] => put(&mut draft.also),
        // As it stands there: the actor that it may mean comes later, or is long gone by.
        ["recommendations", "to"] if !draft.addressees.iter().any(|known| known == value) => {
            put(&mut draft.addressees);
        }
        [.., "draft"] => draft.flags |= Flag::DRAFTS.0,
        _ => {}
    }
}

/// Calls `act` with every word of a large file and the document that it stands in, counted from 0, as
/// [`super::told::each_told`] does of others. Ranges are of each text by itself.
pub(super) fn each_told(source: &Source, mut act: impl FnMut(u32, &Told<'_>)) {
    let mut place = 0;
    let mut last = 0;
    each_text(source.text(), &mut |document, way, value| {
        let Some(Way::Key(field)) = way.first() else { return };
        let known = BRIEF.fields.iter().any(|row| row.name == &**field);
        let said = known && !matches!(&**field, "format" | "id" | "language" | "draft");
        if !said {
            return;
        }
        let number = u32::try_from(document).unwrap_or(u32::MAX);
        if number != last {
            (place, last) = (0, number);
        }
        let weight = match (&**field, way.last()) {
            ("title", _) => 8,
            ("topics", _) => 4,
            ("actors", Some(Way::Key(key))) if &**key == "name" => 4,
            ("thesis", _) => 2,
            _ => 1,
        };
        for range in paragraphs(value) {
            place += 1;
            each_word(value.get(range).unwrap_or_default(), |word, range| {
                act(number, &Told { word, place, weight, range });
                place += 1;
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::draft::read_all;

    #[test]
    fn a_large_file_has_the_row_that_it_would_have_if_it_were_small() {
        let text = "title: Talks\nid: t\nlanguage: fr\ntopics: [water, peace]\nsource: {title: H, author: [A, B], publication: P, \
                    syndicated_by: S, published: 2025-10, url: https://x.org}\nthesis: Claim.\nactors: [Qatar, {name: TTP, \
                    aliases: [Talibs], id: ttp}]\nrecommendations: [x, {text: y, to: [Qatar, us]}, {text: z, to: us}]\n\
                    disclaimers: [mine]\ntext: t\n---\ntitle: Two\nsummary: s\n---\nkind: Pod\nspec: {}\n";
        let small: Vec<Draft> =
            read_all("f", text.as_bytes(), false).into_iter().map(|(draft, _)| draft).collect();
        let source = Arc::new(Source::new("f", text.to_owned()));
        let large = rows("f", &source, false);
        assert_eq!(large, small);
        let mut words = Vec::new();
        each_told(&source, |number, told| words.push((number, told.word.to_owned())));
        let has = |number, word: &str| words.contains(&(number, word.to_owned()));
        assert!(has(0, "claim") && !has(0, "two") && has(1, "two"));
        assert!(rows("f", &Arc::new(Source::new("f", "kind: Pod\nspec: {}\n".to_owned())), false).is_empty());
        let broken = rows("f", &Arc::new(Source::new("f", "title: A: b\nsummary: x\n".to_owned())), false);
        assert_eq!((broken[0].title.as_str(), broken[0].flags & Flag::BROKEN.0), ("A: b", Flag::BROKEN.0));
    }
}
