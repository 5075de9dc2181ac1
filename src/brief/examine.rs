//! From briefs to findings, with their places.
//!
//! Invariant: a place is looked up only when there is something to say of it.

use super::cast::Cast;
use super::model::Brief;
use super::partly;
use super::read::{Reading, read, read_noting};
use super::rules::{Mend, Violation, grave, violations};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Source;
use crate::yaml::{self, Node, Places};
use std::collections::HashSet;

/// What a brief breaks of the rules beyond its shape, with places in its source, where it is this document of it.
#[must_use]
pub fn check(source: &Source, document: usize, brief: &Brief) -> Vec<Diagnostic> {
    placed(violations(brief, &Cast::of(brief)), source, document)
}

/// Checks one brief of a source after another; where they stand is looked up once for all of them.
#[derive(Debug)]
pub struct Checker<'s> {
    source: &'s Source,
    whereabouts: Whereabouts<'s>,
    /// What the rules say of the rest of those that cannot be read; made for the first of them.
    rest: Option<Vec<(usize, Vec<Diagnostic>)>>,
}

impl<'s> Checker<'s> {
    /// A checker of the briefs of a source.
    #[must_use]
    pub fn new(source: &'s Source) -> Self {
        let whereabouts = Whereabouts { text: source.text(), places: None, tree: None };
        Self { source, whereabouts, rest: None }
    }

    /// What a brief breaks of the rules beyond its shape, where it is this document of the source.
    #[must_use]
    pub fn check(&mut self, document: usize, brief: &Brief) -> Vec<Diagnostic> {
        self.whereabouts.placed(violations(brief, &Cast::of(brief)), document)
    }

    /// What keeps this document from being read, and what the rules say of the rest of it: one slip hides no other.
    #[must_use]
    pub fn check_rest(&mut self, document: usize, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let rest = self.rest.get_or_insert_with(|| partly::judged(self.source, &read(self.source)));
        with_rest(findings, document, rest)
    }
}

/// Findings on a document, with those on the rest of it that have not been told already: of a strange word both the shape and
/// the rules speak.
fn with_rest(
    mut findings: Vec<Diagnostic>,
    document: usize,
    rest: &[(usize, Vec<Diagnostic>)],
) -> Vec<Diagnostic> {
    let key = |finding: &Diagnostic| (finding.code.info().name, finding.offset(), finding.message.clone());
    let told: HashSet<_> = findings.iter().map(key).collect();
    let more = rest.iter().filter(|(of, _)| *of == document).flat_map(|(_, more)| more);
    findings.extend(more.filter(|finding| !told.contains(&key(finding))).cloned());
    findings
}

/// What is broken, with its places.
pub(super) fn placed(broken: Vec<Violation>, source: &Source, document: usize) -> Vec<Diagnostic> {
    Whereabouts { text: source.text(), places: None, tree: None }.placed(broken, document)
}

/// The errors that [`check`] finds, without its warnings: for looking through many briefs.
#[must_use]
pub fn errors(source: &Source, document: usize, brief: &Brief) -> Vec<Diagnostic> {
    let mut whereabouts = Whereabouts { text: source.text(), places: None, tree: None };
    whereabouts.placed(grave(brief), document)
}

/// Everything that is wrong with a source: what keeps its briefs from being read, and what they break as far as they can be.
#[must_use]
pub fn examine(source: &Source) -> Vec<Diagnostic> {
    let mut places = Places::default();
    let readings = read_noting(source, &mut |_| {}, Some(&mut places));
    let mut whereabouts = Whereabouts { text: source.text(), places: Some(places), tree: None };
    let broken = readings.iter().any(|reading| reading.brief.is_err());
    let rest = if broken { partly::judged(source, &readings) } else { Vec::new() };
    let mut of = |reading: Reading| match reading.brief {
        Ok(brief) => whereabouts.placed(violations(&brief, &Cast::of(&brief)), reading.document),
        Err(findings) => with_rest(findings, reading.document, &rest),
    };
    readings.into_iter().flat_map(&mut of).collect()
}

/// Where the parts of a source stand.
#[derive(Debug)]
struct Whereabouts<'s> {
    text: &'s str,
    /// Kept while the source was read, where that was done.
    places: Option<Places>,
    /// Made at most once, where places are not enough.
    tree: Option<Vec<Node>>,
}

impl Whereabouts<'_> {
    fn placed(&mut self, broken: Vec<Violation>, document: usize) -> Vec<Diagnostic> {
        broken.into_iter().map(|violation| self.place(violation, document)).collect()
    }

    fn place(&mut self, violation: Violation, document: usize) -> Diagnostic {
        let Violation { mut finding, ways, mend } = violation;
        if let (Some(mend), Some((way, _))) = (mend, ways.first()) {
            let text = self.text;
            finding.fix = self.root(document).and_then(|root| fix(mend, root, way, text));
        }
        for (way, said) in ways {
            let range = match &self.places {
                Some(places) => places.nearest(self.text, document, &way),
                None => self.root(document).map(|root| root.nearest(&way).range.clone()),
            };
            if let Some(range) = range {
                finding = finding.at(range, said);
            }
        }
        finding
    }

    fn root(&mut self, document: usize) -> Option<&Node> {
        self.tree.get_or_insert_with(|| yaml::read_tree(self.text)).get(document)
    }
}

/// How something is mended at its place, where that can be done by changing nothing else.
fn fix(mend: Mend, root: &Node, way: &[yaml::Step], text: &str) -> Option<Fix> {
    match mend {
        Mend::Drop => {
            let (yaml::Step::Item(index), list) = way.split_last()? else { return None };
            let range = yaml::item_with_its_mark(root.at(list)?, *index, text)?;
            Some(Fix { label: "delete it".to_owned(), edits: vec![(range, String::new())] })
        }
        Mend::Word(word) => yaml::replacement(root.at(way)?, word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_at_once_finds_what_step_by_step_does() {
        let text = "title: a\nactors: [&q {name: Qatar}, *q, {\"name\": Doha, 'aliases': [doha]}]\n---\ntitle: b\n\
                    recommendations:\n  - {text: x, to: Qatr, priority: hihg, from: [1, 2]}\n  - x\ntext: t\n---\ntitel: c\n";
        let source = Source::new("x", text.to_owned());
        let one_by_one: Vec<Diagnostic> = read(&source)
            .into_iter()
            .flat_map(|reading| match reading.brief {
                Ok(brief) => check(&source, reading.document, &brief),
                Err(findings) => findings,
            })
            .collect();
        assert!(one_by_one.len() > 7 && one_by_one.iter().any(|finding| finding.fix.is_some()));
        assert_eq!(examine(&source), one_by_one);
    }
}
