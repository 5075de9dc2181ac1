//! A page's own title: what of it is the article's headline, and what the name of the site.
//!
//! Invariant: a name is taken for the site's only where something else speaks for it: the page's address, the headline that
//! stands beside it, or a word that papers are called by.

use super::article::{Block, Facts, Shape};
use super::dates::in_line;
use super::lines::{byline, is_paper};
use super::page::is_page;
use super::words::{SMALL, is};

/// What stands between a headline and the name of its site.
const MARKS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];

/// So many blocks of a page are looked through for its headline.
const LOOKED_AT: usize = 300;

/// Sorts out a page's title: the headline is what stands over the article, and what is left may name the site. `linked` says
/// that the title was told as the headline, and is none of the page's. The article's block that is the headline is marked.
pub(super) fn settle(facts: &mut Facts, page: &[Block], article: &mut [Block], linked: bool) {
    let headline = over(facts, page, article);
    if let Some(title) = &facts.title
        && facts.publication.is_none()
    {
        facts.publication = site(title, headline.as_deref(), facts);
    }
    if let Some(title) = facts.title.take() {
        let title = without_site(&title, facts.publication.as_deref());
        facts.title = Some(shorter(&title, page).unwrap_or(title));
    }
    if !linked && headline.is_some() {
        facts.title.clone_from(&headline);
    }
    for block in article.iter_mut().filter(|block| block.shape != Shape::Item) {
        let is_it = headline.as_ref().is_some_and(|headline| *headline == line(&block.text));
        match block.shape {
            Shape::Heading | Shape::Headline if is_it => block.shape = Shape::Headline,
            Shape::Headline => block.shape = Shape::Heading,
            _ => {}
        }
    }
}

/// The headline that stands over the article: the one heading of the first rank that is not the site's name.
fn over(facts: &Facts, page: &[Block], article: &[Block]) -> Option<String> {
    let title = facts.title.as_deref().unwrap_or_default();
    let all = page.iter().take(LOOKED_AT).filter(|block| block.shape == Shape::Headline);
    let mut all: Vec<String> = all.map(|block| line(&block.text)).collect();
    all.dedup();
    all.retain(|text| {
        let is_site = facts.publication.as_ref().is_some_and(|site| site.eq_ignore_ascii_case(text));
        text.split(' ').count() > 1 && !is_site && !is_page(text)
    });
    let begins = all.iter().position(|text| title.starts_with(text.as_str()));
    let one = match begins {
        Some(at) => all.swap_remove(at),
        None if all.len() == 1 => all.pop()?,
        None => return None,
    };
    let inside = article.iter().any(|block| line(&block.text) == one);
    let shared = || words(&one).any(|word| words(title).any(|other| other == word));
    (inside || title.is_empty() || shared()).then_some(one)
}

/// The words of a text that say something.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !is(SMALL, word)).map(str::to_lowercase)
}

/// A heading of the page that the title begins with: a page's own title has the site's name behind it.
fn shorter(title: &str, page: &[Block]) -> Option<String> {
    let headings = page
        .iter()
        .take(LOOKED_AT)
        .filter(|block| matches!(block.shape, Shape::Heading | Shape::Headline))
        .map(|block| line(&block.text));
    headings.into_iter().find(|head| {
        head.split(' ').count() > 1 && head.len() < title.len() && title.starts_with(head.as_str())
    })
}

/// The name of the site in a title, beside the headline.
pub(super) fn site(title: &str, headline: Option<&str>, facts: &Facts) -> Option<String> {
    let (parts, sure) = match headline.and_then(|headline| title.split_once(headline)) {
        Some((before, after)) => (vec![before, after], true),
        None => (vec![title], false),
    };
    let mut names: Vec<&str> = parts.into_iter().flat_map(split).collect();
    if !sure && !names.is_empty() {
        // What stands first is the headline.
        names.remove(0);
    }
    names.retain(|name| {
        let author = facts.authors.iter().any(|author| author.eq_ignore_ascii_case(name));
        !author
            && name.split(' ').count() <= 6
            && name.starts_with(char::is_alphanumeric)
            && !is_page(name)
            && byline(name).is_none()
            && in_line(name).is_none()
    });
    let host = facts.url.as_deref().and_then(host);
    let at_home = host.and_then(|host| names.iter().rfind(|name| is_of(name, host)));
    let last = || names.last().filter(|name| is_paper(name) || sure && host.is_none());
    at_home.or_else(last).map(|name| (*name).to_owned())
}

/// The parts of a title.
fn split(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for mark in MARKS {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    // Beside the headline a part begins or ends with a mark.
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | ':' | '»' | '·');
    parts.into_iter().map(|part| part.trim_matches(is_mark)).filter(|part| !part.is_empty()).collect()
}

/// The host of an address.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.rsplit('@').next()?.split(':').next()?).filter(|host| host.contains('.'))
}

/// Whether a host is called like a name: `harbourpost.com` of the Harbour Post, `hp.example` not.
fn is_of(name: &str, host: &str) -> bool {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut labels: Vec<String> = host.split('.').map(str::to_lowercase).collect();
    // What all hosts of a country share names nobody.
    labels.pop();
    labels.iter().map(|label| label.replace('-', "")).any(|label| {
        label == name
            || label.len() >= 4 && name.contains(&label)
            || name.len() >= 4 && label.contains(&name)
            || name.strip_prefix("the").is_some_and(|rest| rest.len() >= 4 && label.contains(rest))
    })
}

/// A headline without the name of the site behind it.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    for mark in MARKS {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let same = site.is_some_and(|site| tail.trim().eq_ignore_ascii_case(site));
            if same && head.split_whitespace().count() >= 2 {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

/// A text in one line.
pub(super) fn line(text: &str) -> String {
    crate::text::clean_line(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, h1: &str, url: Option<&str>) -> (String, Option<String>) {
        let mut facts = Facts {
            title: Some(title.to_owned()),
            authors: vec!["Maria Lopez".to_owned()],
            url: url.map(str::to_owned),
            ..Facts::default()
        };
        let page = if h1.is_empty() { Vec::new() } else { vec![Block::new(h1, Shape::Headline)] };
        let mut article = page.clone();
        settle(&mut facts, &page, &mut article, false);
        (facts.title.unwrap_or_default(), facts.publication)
    }

    #[test]
    fn what_a_title_has_beside_the_headline_names_the_site() {
        let dam = "The Dam Nobody Needs";
        let at = |url| Some(url);
        for (title, h1, url, site) in [
            ("The Dam Nobody Needs | The Harbour Post", dam, None, Some("The Harbour Post")),
            ("The Dam Nobody Needs - Opinion - Orra", dam, None, Some("Orra")),
            (
                "The Dam Nobody Needs | Maria Lopez | Orra",
                dam,
                at("https://www.orra.example/x"),
                Some("Orra"),
            ),
            ("The Dam Nobody Needs | Orra | Water", dam, at("https://orra.example/x"), Some("Orra")),
            ("The Harbour Post: The Dam Nobody Needs", dam, None, Some("The Harbour Post")),
            ("The Dam Nobody Needs | Water", dam, at("https://orra.example/x"), None),
            ("The Dam Nobody Needs | Opinion", dam, None, None),
            ("The Dam Nobody Needs | Maria Lopez", dam, None, None),
            ("The Dam Nobody Needs - and why", dam, at("https://orra.example/x"), None),
            ("The Dam Nobody Needs | The Harbour Post", "", None, Some("The Harbour Post")),
            ("The Dam Nobody Needs | Orra", "", at("http://orra.example"), Some("Orra")),
            ("Why the Orra dam fails | The Harbour Post", dam, None, Some("The Harbour Post")),
        ] {
            assert_eq!(
                told(title, h1, url),
                (dam.to_owned(), site.map(str::to_owned)),
                "{title} {h1} {url:?}"
            );
        }
        assert_eq!(told("The Dam - and why", "", None), ("The Dam - and why".to_owned(), None));
    }
}
