//! The headline among the lines above an article, where its page does not tell it: a page that was copied as text has its
//! menus there too.
//!
//! Invariant: a line that is said to be something else, as a byline or a date, is no headline.

use super::article::{Block, Facts, Shape};
use super::dates::in_line;
use super::headline::site;
use super::lines::{byline, field, imprint, is_board, is_paper, person, url};
use super::notices;
use super::page::{is_caption, is_comments, is_page, is_sharing};
use super::words::is;

/// A headline, and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Headline {
    /// The block that it is.
    pub at: usize,
    /// The same without the section before it.
    pub title: String,
    /// The paper that the lines above it name.
    pub publication: Option<String>,
}

/// Finds the headline in the blocks above the first paragraph; `more` says that there is one.
pub(super) fn find(head: &[Block], more: bool) -> Option<Headline> {
    // A heading is meant as one; else the line that may be, which has something below it.
    let heading = head
        .iter()
        .position(|block| matches!(block.shape, Shape::Heading | Shape::Headline) && may_be(block));
    if let Some(at) = heading {
        return headline(head, at, None);
    }
    let lines: Vec<usize> = (0..head.len())
        .filter(|at| head.get(*at).is_some_and(|block| may_be(block) && is_headline(&block.text)))
        .collect();
    let first = *lines.first().filter(|_| more)?;
    // A page that begins with the name of its paper.
    let named = |at: &usize| head.get(*at).is_some_and(|block| paper(&block.text).is_some());
    let first = lines.iter().copied().find(|at| !named(at)).unwrap_or(first);
    if let Some((at, publication)) = echoed(head, &lines) {
        return headline(head, at, publication);
    }
    // Buttons stand in a crowd, and a headline by itself; one with its byline or its day below it is one all the same.
    let alone = lines.iter().copied().find(|at| head.get(*at).is_some_and(|block| !block.crowded));
    let first = if dressed(head, first) { first } else { alone.unwrap_or(first) };
    // What was cut for its place is told in full elsewhere.
    let cut = head.get(first).map(|block| block.text.trim_end_matches(['.', '…', ' ']))?;
    let is_cut = head.get(first).is_some_and(|block| block.text.ends_with(['…', '.']));
    let whole = lines.iter().copied().find(|at| {
        *at != first
            && is_cut
            && head
                .get(*at)
                .is_some_and(|block| block.text.starts_with(cut) && block.text.len() > cut.len() + 3)
    });
    headline(head, whole.unwrap_or(first), None)
}

/// Whether a line in a crowd has its byline or its day below it, or stands in none.
fn dressed(head: &[Block], at: usize) -> bool {
    let crowded = |block: &&Block| block.crowded;
    let mut below = head.iter().skip(at).take_while(crowded).skip(1);
    !head.get(at).is_some_and(|block| block.crowded)
        || below.any(|block| byline(&block.text).is_some() || in_line(&block.text).is_some())
}

/// The headline at a block; where that is the name of a paper and a section or nothing else parts it from another line that
/// may be one, that.
fn headline(head: &[Block], at: usize, publication: Option<String>) -> Option<Headline> {
    const SECTIONS: &[&str] = &[
        "editorial",
        "editorials",
        "opinion",
        "op-ed",
        "comment",
        "commentary",
        "leader",
        "leaders",
        "our view",
    ];
    let block = head.get(at)?;
    let may = |at: usize| head.get(at).filter(|block| may_be(block) && is_headline(&block.text));
    let section = head.get(at + 1).is_some_and(|block| is(SECTIONS, &block.text));
    let short = block.text.split_whitespace().count() <= 6;
    if let Some(below) = may(at + 2).filter(|_| section && short) {
        return Some(Headline {
            at: at + 2,
            title: titled(&below.text),
            publication: Some(block.text.clone()),
        });
    }
    let paper = (0..at).rev().find_map(|above| head.get(above).and_then(|block| paper(&block.text)));
    let paper = publication.or(paper).or_else(|| kicker(&block.text).and_then(|(_, paper)| paper));
    Some(Headline { at, title: titled(&block.text), publication: paper })
}

/// A line that others in the head repeat, with or without what stands before or behind it, and the site that is named there.
fn echoed(head: &[Block], lines: &[usize]) -> Option<(usize, Option<String>)> {
    lines.iter().find_map(|at| {
        let text = head.get(*at)?.text.as_str();
        let words = text.split_whitespace().count();
        if paper(text).is_some() || person(text).is_some() {
            return None;
        }
        let others =
            head.iter().enumerate().filter(|(other, _)| other != at).map(|(_, block)| block.text.as_str());
        let mut again = false;
        let mut name = None;
        for other in others.filter(|other| other.len() <= text.len() + 90) {
            let within = words >= 3 && (other.starts_with(text) || other.ends_with(text));
            again |= other == text || within;
            if other.len() > text.len() && other.contains(text) {
                let menu = |name: &String| name.split(' ').all(is_page);
                name = name.or_else(|| site(other, Some(text), &Facts::default()).filter(|name| !menu(name)));
            }
        }
        again.then_some((*at, name))
    })
}

/// The paper that a line is the name of, with its edition or without: `The Harbour Post - UK`.
fn paper(text: &str) -> Option<String> {
    // Words that headlines are not made of.
    #[rustfmt::skip]
    const NOUNS: &[&str] = &[
        "daily", "post", "herald", "tribune", "gazette", "journal", "chronicle", "observer", "guardian", "telegraph", "express",
        "courier", "weekly", "examiner", "inquirer", "dispatch", "sentinel", "ledger", "bulletin", "argus", "advertiser", "spectator",
    ];
    let name = text.split(" - ").next()?.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let fits = (2..=4).contains(&words.len()) && is_paper(name) && words.iter().any(|word| is(NOUNS, word));
    fits.then(|| name.to_owned())
}

/// Whether a block is not said to be anything else than a headline.
fn may_be(block: &Block) -> bool {
    let text = block.text.as_str();
    let length = text.chars().count();
    (4..=220).contains(&length)
        && block.shape != Shape::Item
        && (!text.ends_with('.') || text.ends_with("...") || is_titled(text))
        && !is_page(text)
        && !is_sharing(text)
        && !is_comments(text)
        && !is_caption(text)
        && byline(text).is_none()
        && in_line(text).is_none()
        && imprint(text).is_none()
        && field(text).is_none()
        && url(text).is_none()
        && !is_board(text)
        && notices::label(text).is_none()
        && notices::kind(text).is_none()
}

/// Whether a line of some words has a capital on each that counts, as headlines have in some papers: then it may end with a
/// full stop.
fn is_titled(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.chars().count() > 3);
    words().count() >= 4 && words().all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

/// Whether a line may be a headline: it is in no list of a menu and has more than one word.
fn is_headline(text: &str) -> bool {
    text.split_whitespace().count() >= 2
        || text.chars().any(|c| matches!(u32::from(c), 0x3041..=0x9fff | 0xac00..=0xd7a3))
}

/// A headline without the section before it: `Opinion | ...`.
fn titled(text: &str) -> String {
    kicker(text).map_or(text, |(rest, _)| rest).to_owned()
}

/// What stands behind the section before a headline, and the paper whose section it is: `Harbour Post Comment: ...`.
fn kicker(text: &str) -> Option<(&str, Option<String>)> {
    #[rustfmt::skip]
    const KICKERS: &[&str] = &[
        "opinion", "op-ed", "comment", "commentary", "editorial", "analysis", "column", "opinion piece", "letter", "letters", "guest essay",
        "our view", "viewpoint",
    ];
    const OF_PAPERS: &[&str] = &["comment", "opinion", "editorial", "view", "leader", "says", "column"];
    let (kicker, rest) = text.split_once(['|', ':'])?;
    let (kicker, rest) = (kicker.trim(), rest.trim());
    if rest.is_empty() {
        return None;
    }
    let of = kicker.rsplit_once(' ').filter(|(_, kind)| is(OF_PAPERS, kind)).map(|(name, _)| name);
    let paper =
        of.filter(|name| (2..=4).contains(&name.split(' ').count()) && is_paper(name)).map(str::to_owned);
    // Outside editorial, guest column: whose it is is not told.
    let other = of.is_some_and(|name| !name.contains(' ')) && !kicker.ends_with("says");
    (is(KICKERS, kicker) || paper.is_some() || other).then_some((rest, paper))
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::*;

    fn read(text: &str) -> (Option<String>, Option<String>) {
        let (_, _, blocks) = plain::read(text);
        let found = find(&blocks, true);
        (found.as_ref().map(|found| found.title.clone()), found.and_then(|found| found.publication))
    }

    #[test]
    fn menus_of_a_page_are_no_headline() {
        for (text, title, paper) in [
            (
                "All of the valley in one place.\nTwo hundred titles.\nStart here\nThe Harbour Post - UK\nJane Doe\n\nWhy the ferry must sail again\n",
                "Why the ferry must sail again",
                Some("The Harbour Post"),
            ),
            (
                "Sunday\n12 C\nHarbour\nLeaderA ferry too many\n\nA ferry too many\n\nWhat it costs\n",
                "A ferry too many",
                None,
            ),
            (
                "Ferry fares: The council shows its hand - The Harbour Post\n\nFerry fares\n\nThe council shows its hand\n\nFerry fares\n",
                "Ferry fares",
                Some("The Harbour Post"),
            ),
            ("A ferry too...\n\nSign in\n\nA ferry too many\n", "A ferry too many", None),
            // A headline that stands in a crowd with its byline.
            (
                "Guest Essay\nA Ferry Too Many\nNov. 3, 2025\nGive this article\n\nWhat it costs the town\n",
                "A Ferry Too Many",
                None,
            ),
            (
                "Guest Essay\nThe Ferry Kept Its Engine. The Town Lost Its Sleep.\nNov. 3, 2025\nGive this article\n\nOf noise\n",
                "The Ferry Kept Its Engine. The Town Lost Its Sleep.",
                None,
            ),
            ("The Harbour Post\n\nA ferry too many\n", "A ferry too many", Some("The Harbour Post")),
            ("Harbour Post Comment: A ferry too many\n", "A ferry too many", Some("Harbour Post")),
            ("Home Editorial A ferry too many\n\nA ferry too many\n", "A ferry too many", None),
            ("LETTERS | A ferry too many\n", "A ferry too many", None),
            ("Nobody says: A ferry too many\n", "Nobody says: A ferry too many", None),
            ("The ferry is late\n\nAnd nobody says why\n", "The ferry is late", None),
        ] {
            assert_eq!(read(text), (Some(title.to_owned()), paper.map(str::to_owned)), "{text}");
        }
    }
}
