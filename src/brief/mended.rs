//! What can be mended in a source without asking, mended.
//!
//! Invariant: every fix that is made takes its finding away and brings no other; what stands outside its edits stays to
//! the letter, and the text is YAML with as many documents as before. A fix that would do otherwise is left alone.

use super::read::read;
use crate::diagnostic::{Code, Concern, Diagnostic};
use crate::source::Source;
use crate::yaml;
use std::collections::BTreeMap;

/// A source that was mended as far as can be.
#[derive(Debug)]
pub struct Mended {
    /// The text. It has no byte order mark, as that of a source has none.
    pub text: String,
    /// The findings that are gone, each with its fix and its place in the text in which it was found. After the first
    /// round that is a text which nobody has seen.
    pub done: Vec<Diagnostic>,
    /// The findings that are left, with their places in the text.
    pub left: Vec<Diagnostic>,
}

/// How often all that can be fixed is fixed: what one fix makes readable may have fixes of its own.
const MAX_ROUNDS: usize = 16;

/// How many fixes of one round are tried singly, where they cannot be made together.
const MAX_SINGLE: usize = 256;

/// Mends a source. `find` says what is wrong with one.
#[must_use]
pub fn mended(source: &Source, find: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Mended {
    let mut state = State::of(Source::new(source.name(), source.text().to_owned()), find);
    let mut done = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let fixes = apart(&state.found);
        if fixes.is_empty() {
            break;
        }
        if let Some(next) = state.with(&fixes, find) {
            done.extend(fixes.into_iter().cloned());
            state = next;
            continue;
        }
        // One of them does harm. From the last to the first, so that those before it keep their places.
        let fixes: Vec<Diagnostic> = fixes.into_iter().take(MAX_SINGLE).cloned().collect();
        let mut some = false;
        for fix in fixes.iter().rev() {
            if let Some(next) = state.with(&[fix], find) {
                done.push(fix.clone());
                state = next;
                some = true;
            }
        }
        if !some {
            break;
        }
    }
    Mended { text: state.source.text().to_owned(), done, left: state.found }
}

/// The findings with a fix that do not touch one another, in the order of their places.
fn apart(found: &[Diagnostic]) -> Vec<&Diagnostic> {
    let start = |finding: &Diagnostic| {
        let fix = finding.fix.as_ref()?;
        Some((fix.edits.first()?.0.start, fix.edits.last()?.0.end))
    };
    let mut all: Vec<((usize, usize), &Diagnostic)> =
        found.iter().filter_map(|finding| Some((start(finding)?, finding))).collect();
    all.sort_by_key(|(range, _)| *range);
    let mut last = None;
    all.retain(|((start, end), _)| {
        // Even two that only meet may be one another's business.
        let free = last.is_none_or(|last| last < *start);
        if free {
            last = Some(*end);
        }
        free
    });
    all.into_iter().map(|(_, finding)| finding).collect()
}

struct State {
    source: Source,
    found: Vec<Diagnostic>,
    /// Whether each brief of the text can be read.
    readable: Vec<bool>,
    /// How many documents the text has.
    documents: usize,
}

impl State {
    fn of(source: Source, find: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Self {
        let found = find(&source);
        let readable = read(&source).iter().map(|reading| reading.brief.is_ok()).collect();
        let documents = yaml::vet(source.text(), &mut |_| {}).map_or(0, |vetted| vetted.documents.len());
        Self { source, found, readable, documents }
    }

    /// The state after some fixes; none where they do harm.
    fn with(&self, fixes: &[&Diagnostic], find: &dyn Fn(&Source) -> Vec<Diagnostic>) -> Option<Self> {
        let edits = fixes.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits);
        let text = applied(self.source.text(), edits)?;
        if text == self.source.text() {
            return None;
        }
        let next = Self::of(Source::new(self.source.name(), text), find);
        let kept = self.documents == next.documents
            && self.readable.len() == next.readable.len()
            && self.readable.iter().zip(&next.readable).all(|(old, new)| *new || !old);
        // What could not be read before had no chance to break a rule.
        let judged = self.readable.iter().all(|readable| *readable);
        let (mut before, after) = (tally(&self.found, judged), tally(&next.found, judged));
        for fix in fixes {
            // Each fix takes its own finding away.
            if let Some(count) = before.get_mut(&(fix.code, fix.message.as_str())) {
                *count -= 1;
            }
        }
        let better = after.iter().all(|(what, count)| before.get(what).is_some_and(|before| count <= before));
        (kept && better).then_some(next)
    }
}

/// How often each finding stands there; of rules only where they count.
fn tally(found: &[Diagnostic], rules: bool) -> BTreeMap<(Code, &str), usize> {
    let mut tally = BTreeMap::new();
    for finding in found.iter().filter(|finding| rules || finding.code.info().concern == Concern::Reading) {
        *tally.entry((finding.code, finding.message.as_str())).or_insert(0) += 1;
    }
    tally
}

/// A text with edits, which are in order; none where they overlap or do not fit it.
fn applied<'e>(
    text: &str,
    edits: impl Iterator<Item = &'e (std::ops::Range<usize>, String)>,
) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(text.get(at..range.start)?);
        out.push_str(new);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::examine;
    use super::*;
    use crate::diagnostic::Fix;

    fn source(text: &str) -> Source {
        Source::new("x.yaml", text.to_owned())
    }

    #[test]
    fn what_is_safe_is_mended_and_the_rest_stays_to_the_letter() {
        let text =
            "# c\r\ntitel:   Talks # t\r\nsumary: |\r\n  They met.\r\n\r\ndisclaimers: [My own view.]\r\n";
        let mended = mended(&source(text), &examine);
        assert_eq!(mended.text, text.replace("titel", "title").replace("sumary", "summary"));
        assert_eq!(mended.done.len(), 2);
        assert_eq!(mended.left, []);
    }

    #[test]
    fn a_fix_may_make_others_possible_and_rules_that_could_not_be_asked_are_left() {
        let text = "titel: Talks\nsummary: They met.\nactors: [{name: Kabul, aliases: [the ministry, kabul], from: 1}]\ntext: x\n";
        let mended = mended(&source(text), &examine);
        assert!(
            mended.text.starts_with("title: Talks\n") && mended.text.contains("[the ministry]"),
            "{}",
            mended.text
        );
        let left: Vec<Code> = mended.left.iter().map(|finding| finding.code).collect();
        assert_eq!(left, [Code::NoDisclaimer]);
    }

    #[test]
    fn a_fix_that_does_harm_is_left_alone_and_the_others_are_made() {
        let text = "title: ab\nsummary: cd\ndisclaimers: [e]\n";
        let find = |source: &Source| {
            let mut found = Vec::new();
            let mut fix = |word: &str, new: &str| {
                if let Some(at) = source.text().find(word) {
                    let edits = vec![(at..at + word.len(), new.to_owned())];
                    let fix = Fix { label: format!("write {new}"), edits };
                    found.push(Diagnostic::new(Code::DuplicateItem, word).at(at..at, "").fix(Some(fix)));
                }
            };
            fix("ab", "AB");
            // These would break the text, bring another finding, or change nothing.
            fix("cd", "c: d");
            fix("[e]", "[gh]");
            fix("title", "title");
            if source.text().contains("gh") {
                found.push(Diagnostic::new(Code::NoSpeaker, "gh"));
            }
            found
        };
        let mended = mended(&source(text), &find);
        assert_eq!(mended.text, text.replace("ab", "AB"));
        assert_eq!((mended.done.len(), mended.left.len()), (1, 3));
        assert_eq!(mended.done[0].message, "ab");
    }

    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let find = |source: &Source| {
            let (word, new) = if source.text().contains("one") { ("one", "two") } else { ("two", "one") };
            let at = source.text().find(word).unwrap();
            let fix = Fix { label: String::new(), edits: vec![(at..at + 3, new.to_owned())] };
            vec![Diagnostic::new(Code::DuplicateItem, word).at(at..at, "").fix(Some(fix))]
        };
        assert_eq!(mended(&source("title: one\nsummary: x\n"), &find).text, "title: one\nsummary: x\n");
    }
}
