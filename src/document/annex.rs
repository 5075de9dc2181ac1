//! What readers have written, told below the brief.
//!
//! Invariant: a brief's own text never moves for it: the annex is the last section, and taking it away leaves the
//! document as it was lowered.

use super::build::{Builder, Style};
use super::markdown::prose;
use super::role::{Edge, Lead, Role};
use super::{Document, SectionKind, Target};
use crate::text::{TextPos, TextRange};

/// Something that a reader has written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnexEntry {
    /// What it is: its kind, its tags, when it was made.
    pub head: String,
    /// Where its passage stands: the way there is a link.
    pub place: Option<(String, TextPos)>,
    /// What has become of its passage, where that has to be said.
    pub state: String,
    /// The words that it is on.
    pub quote: String,
    /// What was written, in Markdown.
    pub text: String,
}

impl Document {
    /// The document with other entries below the brief; with none, it has no such section.
    #[must_use]
    pub fn with_annex(self, title: &str, entries: &[AnnexEntry]) -> Self {
        let mut doc = self.without_annex();
        if entries.is_empty() {
            return doc;
        }
        doc.annex = Some(TextPos::new(doc.text.len()));
        let minutes = doc.minutes;
        let mut to = Builder::onto(doc);
        to.section(SectionKind::Notes, title, None, true);
        for (index, entry) in entries.iter().enumerate() {
            tell(&mut to, index, entry);
        }
        to.finish(minutes)
    }

    /// The document as it was lowered.
    fn without_annex(mut self) -> Self {
        let Some(start) = self.annex.take() else { return self };
        let Some(section) = self.sections.pop() else { return self };
        let blocks = section.blocks.start as usize;
        let runs = self.blocks.get(blocks).map_or(self.runs.len(), |block| block.runs.start as usize);
        self.blocks.truncate(blocks);
        self.runs.truncate(runs);
        let links = self.links.partition_point(|link| link.range.start() < start);
        self.links.truncate(links);
        self.text.truncate(start.get());
        self
    }

    /// The brief's own text, without what is written below it.
    #[must_use]
    pub fn own_text(&self) -> &str {
        let end = self.annex.map_or(self.text.len(), TextPos::get);
        self.text.get(..end).unwrap_or_default()
    }

    /// The entry below the brief that a position lies in, counted from 0.
    #[must_use]
    pub fn annex_entry(&self, pos: TextPos) -> Option<usize> {
        let block = self.block(self.block_at(pos))?;
        let section = self.sections.get(usize::from(block.section))?;
        (section.kind == SectionKind::Notes).then_some(block.item? as usize)
    }
}

fn tell(to: &mut Builder, index: usize, entry: &AnnexEntry) {
    to.item(index);
    to.open(Style::new(Role::NoteHead).gap(u8::from(index > 0)));
    to.push(&entry.head);
    if let Some((place, pos)) = &entry.place {
        to.push(" · ");
        to.push_link(Role::Reference, Target::Position(*pos), place);
    }
    to.close();
    if !entry.state.is_empty() {
        to.line(Style::new(Role::Absent), &entry.state);
    }
    if !entry.quote.is_empty() {
        let lead = Lead { edge: Edge::Quote, ..Lead::default() };
        to.line(Style::new(Role::Quotation).lead(lead), &entry.quote);
    }
    prose(to, Style::new(Role::Body), &entry.text);
    to.close();
}

impl AnnexEntry {
    /// The place of a passage in words: its section, and its item where it has a name.
    #[must_use]
    pub fn place_of(document: &Document, range: TextRange) -> String {
        let section = document.sections().get(document.section_at(range.start()));
        let title = section.map_or("", |section| section.title.as_str());
        let title = if title.is_empty() { "the head" } else { title };
        match document.item_at(range.start()) {
            Some(item) => format!("{title}, {}", item.name.unwrap_or_else(|| item.number.to_string())),
            None => title.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::read;
    use crate::source::Source;

    #[test]
    fn the_brief_is_as_it_was_with_and_without_entries() {
        let yaml = "title: T\nsummary: One *two*.\nactors: [{name: Qatar, role: A mediator.}]\n";
        let doc = super::super::lower(&read(&Source::new("x", yaml.to_owned())).remove(0).brief.unwrap());
        let entry = |text: &str| AnnexEntry {
            head: "Question · #a".to_owned(),
            place: Some(("Summary".to_owned(), TextPos::new(3))),
            quote: "two".to_owned(),
            text: text.to_owned(),
            ..AnnexEntry::default()
        };
        let plain = format!("{doc:?}");
        let with = doc.with_annex("Notes", &[entry("Why *so*?"), entry("- a\n- b")]);
        assert!(
            with.text().ends_with(
                "Notes\nQuestion · #a · Summary\ntwo\nWhy so?\nQuestion · #a · Summary\ntwo\na\nb\n"
            )
        );
        assert_eq!(
            with.own_text(),
            "T\nSummary\nOne two.\nKey actors\nQatar\nA mediator.\nRecommendations\nThis brief recommends nothing.\nDisclaimers\nThis brief carries no disclaimer: read it as one side's opinion.\n"
        );
        let end = TextPos::new(with.text().len());
        assert_eq!((with.annex_entry(end), with.annex_entry(TextPos::ZERO)), (Some(1), None));
        let again = with.with_annex("Notes", &[entry("Other")]);
        assert!(again.text().ends_with("two\nOther\n"));
        assert_eq!(format!("{:?}", again.with_annex("Notes", &[])), plain);
    }
}
