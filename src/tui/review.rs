//! Taking over what was proposed: the drafts of the open brief, one after another, each with its paragraphs.
//!
//! Owns [`Review`], where the reader is among the drafts, and [`rewrite`], which writes a decision into the file.
//! Invariant: a decision is made on the file as it is at that moment, and on the very draft that was shown; where it is not
//! there any more nothing is written. All else in the file stays as it is, comments too.

use super::app::Open;
use crate::brief::{self, Draft, paragraphs};
use crate::document::{BlockIx, SectionKind};
use crate::system::{System, trouble};
use crate::text::{TextPos, TextRange, fingerprint};
use crate::yaml::{Change, NodeKind, Step, edit, read_tree};
use std::path::Path;

/// Where the reader is among the drafts.
#[derive(Debug, Default)]
pub struct Review {
    /// Which draft, counted from 0.
    pub nth: usize,
    /// The first row of its paragraphs in view.
    pub top: usize,
}

/// What a decision changed in a file: one stretch, not the whole, since many decisions are made on a long brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// Where the stretch begins, in bytes.
    at: usize,
    /// The stretch before.
    before: String,
    /// The stretch after.
    after: String,
    /// What the whole file is known by after.
    known: (usize, u32),
}

impl Rewritten {
    fn between(before: &str, after: &str) -> Self {
        let ahead = before.chars().zip(after.chars()).take_while(|(a, b)| a == b);
        let at: usize = ahead.map(|(c, _)| c.len_utf8()).sum();
        let (old, new) = (before.get(at..).unwrap_or_default(), after.get(at..).unwrap_or_default());
        let behind = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
        let rest: usize = behind.map(|(c, _)| c.len_utf8()).sum();
        let stretch = |text: &str| text.get(..text.len() - rest).unwrap_or_default().to_owned();
        Self { at, before: stretch(old), after: stretch(new), known: (after.len(), fingerprint(after)) }
    }

    /// The file as it was before; none where it is not any more as it was after.
    fn undone(&self, now: &str) -> Option<String> {
        let rest = now.get(self.at..)?.strip_prefix(self.after.as_str())?;
        ((now.len(), fingerprint(now)) == self.known)
            .then(|| [now.get(..self.at).unwrap_or_default(), &self.before, rest].concat())
    }
}

/// What is decided of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken over as it is.
    Accept,
    /// It goes.
    Drop,
}

/// The drafts of what lies open, in the order of the brief.
#[must_use]
pub fn drafts(open: &Open) -> Vec<Draft> {
    open.brief.as_deref().filter(|_| open.behind.is_none()).map(brief::Brief::drafts).unwrap_or_default()
}

/// Where a draft stands in the document: all of it. None where it does not show.
#[must_use]
pub fn range(open: &Open, draft: &Draft) -> Option<TextRange> {
    let document = &open.document;
    let is_shown = |section: &&crate::document::Section| {
        !matches!(section.kind, SectionKind::Notes | SectionKind::Findings)
    };
    let blocks = document.sections().iter().filter(is_shown).flat_map(|section| section.blocks.clone());
    let its = blocks.map(BlockIx).filter_map(|ix| document.block(ix));
    let its = its.filter(|block| document.way(block).starts_with(&draft.way)).map(|block| block.range);
    its.reduce(|a, b| TextRange::new(a.start().min(b.start()), a.end().max(b.end())))
}

/// The first draft at a position or behind it, counted from 0; around the end. Of all, where the reader is at the very
/// beginning: what stands in the head comes before it.
#[must_use]
pub fn at(open: &Open, pos: TextPos) -> usize {
    let first = open.panes.first().map(|pane| pane.view.range(&open.document).start());
    if first == Some(pos) {
        return 0;
    }
    let behind = |draft: &Draft| range(open, draft).is_some_and(|range| range.end() > pos);
    drafts(open).iter().position(behind).unwrap_or(0)
}

/// The paragraphs that a draft rests on, each with its number, counted from 1.
#[must_use]
pub fn sources(open: &Open, draft: &Draft) -> Vec<(u32, String)> {
    let Some(text) = open.brief.as_deref().and_then(|brief| brief.text.as_ref()) else { return Vec::new() };
    let all: Vec<_> = paragraphs(text.as_str()).collect();
    let one = |number: u32| {
        let range = all.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        let words = text.as_str().get(range.clone())?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((number, crate::text::clean_line(&words).into_owned()))
    };
    draft.from.iter().filter_map(|number| one(number.get())).collect()
}

/// Writes a decision into a file.
///
/// # Errors
/// Why nothing was written, in words.
pub fn rewrite(
    system: &dyn System,
    path: &Path,
    document: usize,
    draft: &Draft,
    verdict: Verdict,
) -> Result<Rewritten, String> {
    let told = |error: std::io::Error| format!("{}: {}", path.display(), trouble(&error));
    let bytes = system.read(path).map_err(told)?;
    let before = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8 text any more".to_owned())?;
    let after = decided(&before, document, draft, verdict)?;
    system.amend(path, before.as_bytes(), after.as_bytes()).map_err(told)?;
    Ok(Rewritten::between(&before, &after))
}

/// Takes back what was written last, where nobody has changed the file since.
///
/// # Errors
/// Why nothing was written, in words.
pub fn take_back(system: &dyn System, path: &Path, written: &Rewritten) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {}", path.display(), trouble(&error));
    let now = system.read(path).map_err(told)?;
    let before = std::str::from_utf8(&now).ok().and_then(|now| written.undone(now));
    let before = before.ok_or("the file has changed since: nothing was taken back")?;
    system.amend(path, &now, before.as_bytes()).map_err(told)
}

/// The text with a decision made in it.
fn decided(text: &str, document: usize, draft: &Draft, verdict: Verdict) -> Result<String, String> {
    let is_same =
        |known: &Draft| known.way == draft.way && known.begins == draft.begins && known.what == draft.what;
    let now = read(text, document)?;
    let now = now.drafts();
    let Some(draft) = now.iter().find(|known| is_same(known)) else {
        return Err("this draft is not in the file any more: R reads it again".to_owned());
    };
    let field = matches!(draft.mark.as_slice(), [Step::Key("draft"), ..]);
    if verdict == Verdict::Drop && draft.way == [Step::Key("title")] {
        return Err("a brief needs its title: e edits it".to_owned());
    }
    let way = mark(text, document, draft);
    let mark = Change::Remove { way: way.clone() };
    let changes = match (verdict, field) {
        // What a person has said beside the mark is said of what stays.
        (Verdict::Accept, _) => vec![Change::Cut { way }],
        // That there is none is accepted or not, but cannot go.
        (Verdict::Drop, true) if !draft.present || is_absent(text, document, &draft.way) => vec![mark],
        (Verdict::Drop, true) => {
            // What tells where it comes from goes with it.
            let of = [Step::Key("summary_from")];
            let from = draft.way == [Step::Key("summary")] && !is_absent(text, document, &of);
            let from = from.then(|| Change::Remove { way: of.to_vec() });
            [mark, Change::Remove { way: draft.way.clone() }].into_iter().chain(from).collect()
        }
        (Verdict::Drop, false) => vec![Change::Remove { way: of_last(text, document, &draft.way) }],
    };
    let after = edit(text, document, &changes).map_err(|refusal| format!("{refusal}: e edits the file"))?;
    read(&after, document)?;
    Ok(after)
}

fn read(text: &str, document: usize) -> Result<brief::Brief, String> {
    let source = brief::decode("", text.as_bytes().to_vec()).map_err(|(_, finding)| finding.message)?;
    let reading = brief::read(&source).into_iter().find(|reading| reading.document == document);
    let brief = reading.ok_or("this brief is not in the file any more: R reads it again")?.brief;
    brief.map_err(|findings| {
        let why = findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
        format!("the file would have an error: {why}")
    })
}

/// How many items a list has; none where there is no list.
fn items(text: &str, document: usize, way: &[Step]) -> Option<usize> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let trees = read_tree(body);
    match &trees.get(document)?.at(way)?.kind {
        NodeKind::List(items) => Some(items.len()),
        _ => None,
    }
}

fn is_absent(text: &str, document: usize, way: &[Step]) -> bool {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    read_tree(body).get(document).is_none_or(|root| root.at(way).is_none())
}

/// The way to a draft's mark; to the whole of it where it is the only one, or a word alone.
fn mark(text: &str, document: usize, draft: &Draft) -> Vec<Step> {
    match draft.mark.as_slice() {
        [field @ Step::Key("draft"), Step::Item(_)]
            if items(text, document, &[*field]).is_none_or(|n| n < 2) =>
        {
            vec![*field]
        }
        way => way.to_vec(),
    }
}

/// The way to an item; to its list where it is the only one.
fn of_last(text: &str, document: usize, way: &[Step]) -> Vec<Step> {
    match way.split_last() {
        Some((Step::Item(_), list)) if items(text, document, list) == Some(1) => list.to_vec(),
        _ => way.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_one_stretch_and_leads_back() {
        for (before, after) in [
            ("a: ü\nb: 1\n", "a: ö\nb: 1\n"),
            ("aa", "aaa"),
            ("aaa", "aa"),
            ("x", ""),
            ("", "x"),
            ("éé", "é"),
        ] {
            let made = Rewritten::between(before, after);
            assert_eq!(made.undone(after).as_deref(), Some(before), "{made:?}");
            assert_eq!(made.undone(&format!("{after} ")), None);
        }
        let long = "paragraph\n".repeat(1000);
        let made = Rewritten::between(&format!("{long}draft\n{long}"), &format!("{long}{long}"));
        assert!(made.before.len() + made.after.len() < 20, "{made:?}");
    }
}
