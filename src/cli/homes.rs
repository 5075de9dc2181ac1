//! Which of the briefs at hand the notes of a file are on.
//!
//! Invariant: a brief is told by what is its alone. What speaks against it (another id, another address) counts, and where
//! several fit none is taken.

use crate::brief::{Line, Url, slug};
use crate::render::export::{SourceHint, iri};
use crate::tui::held::Held;
use std::collections::HashMap;

/// Briefs by something that they are known by.
type Index = HashMap<String, Vec<usize>>;

/// The briefs at hand, to be found by what they are known by.
#[derive(Default)]
pub(super) struct Homes {
    by_id: Index,
    by_title: Index,
    by_headline: Index,
    by_url: Index,
    by_page: Index,
    /// The `id` and the page of each.
    facts: Vec<(Option<String>, Option<String>)>,
}

/// Where notes belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// To this brief.
    At(usize),
    /// To one of these.
    Several(Vec<usize>),
    /// To none that is at hand.
    Nowhere,
}

impl Homes {
    pub(super) fn of(held: &[Held]) -> Self {
        let mut homes = Self::default();
        let note = |index: &mut Index, key: String, n| index.entry(key).or_default().push(n);
        for (n, held) in held.iter().enumerate() {
            let source = held.brief.source.as_ref();
            let url = source.and_then(|source| source.url.as_ref()).map(Url::as_str);
            note(&mut homes.by_id, held.id(), n);
            note(&mut homes.by_title, held.subject.title.clone(), n);
            if let Some(headline) = source.and_then(|source| source.title.as_ref()).map(Line::as_str) {
                note(&mut homes.by_headline, headline.to_owned(), n);
            }
            note(&mut homes.by_url, iri(&held.id()), n);
            if let Some(url) = url {
                note(&mut homes.by_url, url.to_owned(), n);
            }
            let page = url.and_then(page);
            if let Some(page) = &page {
                note(&mut homes.by_page, page.clone(), n);
            }
            homes.facts.push((held.subject.id.clone(), page));
        }
        homes
    }

    /// The brief that a file names: by its id, else by its title, its headline, its link, or a link to the same page.
    pub(super) fn find(&self, source: &SourceHint) -> Home {
        let SourceHint { title, url, id } = source;
        // A brief without an id is called after its title, and that may be any brief's.
        let own = id.as_ref().filter(|id| title.as_deref().is_none_or(|title| slug(title) != **id));
        let there = url.as_deref().and_then(page);
        let differ = |a: Option<&String>, b: Option<&String>| a.is_some() && b.is_some() && a != b;
        let is_another = |n: usize, by_name: bool| {
            let Some((id, page)) = self.facts.get(n) else { return true };
            differ(own, id.as_ref()) || by_name && differ(there.as_ref(), page.as_ref())
        };
        let mut fitting: Vec<usize> = Vec::new();
        for (index, key, by_name) in [
            (&self.by_id, id, false),
            (&self.by_title, title, true),
            (&self.by_headline, title, true),
            (&self.by_url, url, false),
            (&self.by_page, &there, false),
        ] {
            let found = key.as_ref().and_then(|key| index.get(key)).into_iter().flatten().copied();
            let found: Vec<usize> = found.filter(|n| !is_another(*n, by_name)).collect();
            if fitting.is_empty() {
                fitting = found;
            } else if fitting.iter().any(|n| found.contains(n)) {
                fitting.retain(|n| found.contains(n));
            }
            if let [one] = fitting[..] {
                return Home::At(one);
            }
        }
        if fitting.is_empty() { Home::Nowhere } else { Home::Several(fitting) }
    }
}

/// What of an address tells the page, however it was come by.
fn page(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let asked: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    Some(format!("{host}/{}?{}", path.trim_end_matches('/'), asked.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_page_however_it_was_come_by() {
        let one = page("https://example.org/talks").unwrap();
        for same in [
            "http://www.Example.org/talks/",
            "https://example.org/talks#:~:text=narrow",
            "https://example.org/talks/?utm_source=x&utm_medium=y",
        ] {
            assert_eq!(page(same).as_ref(), Some(&one), "{same}");
        }
        for other in
            ["https://example.org/talks?p=2", "https://example.org/Talks", "https://example.com/talks"]
        {
            assert_ne!(page(other).as_ref(), Some(&one), "{other}");
        }
        for none in ["urn:uuid:x", "ftp://example.org/talks", "talks"] {
            assert_eq!(page(none), None);
        }
    }
}
