//! An article as its readers hand it on, and what is known of it.

use crate::brief::{DisclaimerKind, PartialDate};

/// What is known of an article beside its text. What is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it was published.
    pub publication: Option<String>,
    /// Who carried it further.
    pub syndicated_by: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The language it is written in, as a BCP 47 tag.
    pub language: Option<String>,
    /// What it is about, in its page's own words.
    pub topics: Vec<String>,
}

impl Facts {
    /// The same without what no terminal and no YAML should see; what is nothing else is not known.
    pub(super) fn cleaned(self) -> Self {
        let tidy = |text: String| -> Option<String> {
            let text = super::cleaned(&text).split_whitespace().collect::<Vec<_>>().join(" ");
            (!crate::text::is_blank(&text)).then_some(text)
        };
        Self {
            title: self.title.and_then(tidy),
            authors: self.authors.into_iter().filter_map(tidy).collect(),
            publication: self.publication.and_then(tidy),
            syndicated_by: self.syndicated_by.and_then(tidy),
            published: self.published,
            url: self.url.and_then(tidy),
            language: self.language.and_then(tidy),
            topics: self.topics.into_iter().filter_map(tidy).collect(),
        }
    }

    /// Fills what is not known from others.
    pub fn or(&mut self, other: Self) {
        let Self { title, authors, publication, syndicated_by, published, url, language, topics } = other;
        self.title = self.title.take().or(title);
        if self.authors.is_empty() {
            self.authors = authors;
        }
        self.publication = self.publication.take().or(publication);
        self.syndicated_by = self.syndicated_by.take().or(syndicated_by);
        self.published = self.published.or(published);
        self.url = self.url.take().or(url);
        self.language = self.language.take().or(language);
        if self.topics.is_empty() {
            self.topics = topics;
        }
    }
}

/// What a stretch of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A paragraph.
    Paragraph,
    /// The headline, where the page or the Markdown says so: a heading of the first rank.
    Headline,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
}

/// A stretch of an article as its reader found it, not yet told apart from what stands around articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Its text in one line.
    pub text: String,
    /// What it is.
    pub shape: Shape,
    /// Whether it stands among short lines with no blank one between them, as the buttons of a page do.
    pub crowded: bool,
}

impl Block {
    pub(super) fn new(text: impl Into<String>, shape: Shape) -> Self {
        Self { text: text.into(), shape, crowded: false }
    }
}

/// A paragraph of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its text in one line; a list's items in a line each.
    pub text: String,
    /// What it is; a list is of items.
    pub shape: Shape,
    /// Whether it is a notice about the article and no part of its argument.
    pub notice: bool,
    /// Bytes of its start that are no part of a sentence: where a wire report comes from.
    pub skip: usize,
}

/// A disclaimer that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    /// Its words.
    pub text: String,
    /// What kind of reservation it is, where that can be told.
    pub kind: Option<DisclaimerKind>,
    /// Whose it is, where it says so.
    pub by: Option<String>,
    /// The paragraph that it stands in, counted from 0.
    pub paragraph: usize,
}

/// An article without what stands around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Article {
    /// What is known of it.
    pub facts: Facts,
    /// Its paragraphs, notices among them.
    pub paragraphs: Vec<Paragraph>,
    /// Its disclaimers.
    pub notices: Vec<Notice>,
}
