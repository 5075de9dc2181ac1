//! Markdown: its front matter to facts, its text to blocks.
//!
//! What stands for something else on a page (links, emphasis, pictures) becomes the words that a reader sees.

use super::article::{Block, Facts, Shape};
use super::dates::machine;
use super::topics;
use crate::yaml::{Node, NodeKind, read_tree, vet};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The most bytes that are parsed as one; bounds what a pathological text can cost.
const MAX_STRETCH: usize = 64 << 10;

/// The blocks of a Markdown text and what its front matter says.
pub(super) fn read(text: &str) -> (Facts, Vec<Block>) {
    let (front, body) = split(text);
    let facts = front.map(facts).unwrap_or_default();
    let mut reader = Reader::default();
    let mut rest = body;
    while !rest.is_empty() {
        let (stretch, after) = stretch(rest);
        for event in Parser::new_ext(stretch, Options::ENABLE_STRIKETHROUGH) {
            reader.take(event);
        }
        reader.close(Shape::Paragraph);
        rest = after;
    }
    (facts, reader.blocks)
}

/// The front matter between two lines of dashes, and the text behind it.
fn split(text: &str) -> (Option<&str>, &str) {
    let Some(after) = text.strip_prefix("---\n") else { return (None, text) };
    let close = [("\n---\n", 5), ("\n...\n", 5)];
    let found = close.into_iter().filter_map(|(mark, len)| after.find(mark).map(|at| (at, len))).min();
    match found {
        Some((at, len)) => (after.get(..at), after.get(at + len..).unwrap_or_default()),
        None => match after.strip_suffix("\n---") {
            Some(front) => (Some(front), ""),
            None => (None, text),
        },
    }
}

/// The start of a text that is parsed as one, and the rest: it ends at a blank line, or at the limit where there is none.
fn stretch(text: &str) -> (&str, &str) {
    if text.len() <= MAX_STRETCH {
        return (text, "");
    }
    let limit = text.floor_char_boundary(MAX_STRETCH);
    let head = text.get(..limit).unwrap_or_default();
    let cut = head.rfind("\n\n").map(|at| at + 2).or_else(|| head.rfind(['\n', ' ']).map(|at| at + 1));
    text.split_at(cut.filter(|cut| *cut > 0).unwrap_or(limit))
}

/// Whether a text begins as Markdown does: with front matter, or with a heading.
pub(super) fn begins(text: &str) -> bool {
    let front = split(text).0.is_some_and(|front| front.lines().any(|line| line.contains(": ")));
    front || text.trim_start().starts_with("# ")
}

/// What front matter tells.
fn facts(front: &str) -> Facts {
    let mut facts = Facts::default();
    if vet(front, &mut |_| {}).is_err() {
        return facts;
    }
    let roots = read_tree(front);
    let Some(NodeKind::Map(fields)) = roots.first().map(|root| &root.kind) else { return facts };
    for (key, value) in fields {
        let Some(key) = key.text() else { continue };
        let text = || {
            one(value)
                .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|text| !text.is_empty())
        };
        match key.to_lowercase().as_str() {
            "title" | "headline" => facts.title = facts.title.take().or_else(text),
            "author" | "authors" | "by" | "byline" if facts.authors.is_empty() => facts.authors = all(value),
            "publication" | "publisher" | "newspaper" | "site" | "site_name" | "container-title" => {
                facts.publication = facts.publication.take().or_else(text);
            }
            "source" => match text() {
                Some(source) if source.starts_with("http") => facts.url = facts.url.take().or(Some(source)),
                source => facts.publication = facts.publication.take().or(source),
            },
            "syndicated_by" | "syndicator" => facts.syndicated_by = text(),
            "date" | "published" | "publishdate" | "pubdate" | "date_published" => {
                facts.published = facts.published.or_else(|| text().and_then(|text| machine(&text)));
            }
            "url" | "link" | "canonical" | "canonical_url" | "permalink" => {
                facts.url = facts.url.take().or_else(text);
            }
            "tags" | "keywords" | "topics" | "topic" | "subjects" | "categories" => {
                topics::add(&mut facts.topics, words(value));
            }
            "lang" | "language" | "locale" => facts.language = text().map(|tag| tag.replace('_', "-")),
            _ => {}
        }
    }
    facts
}

/// The text of a value, or of its name where it is a mapping.
fn one(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Scalar(text) => Some(text.as_str()),
        NodeKind::Map(fields) => {
            fields.iter().find(|(key, _)| key.text() == Some("name")).and_then(|(_, value)| value.text())
        }
        NodeKind::List(_) | NodeKind::Null => None,
    }
}

/// The texts of a list, or the one value.
fn words(node: &Node) -> Vec<&str> {
    match &node.kind {
        NodeKind::List(items) => items.iter().filter_map(one).take(50).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// The names of a list, or of the one value.
fn all(node: &Node) -> Vec<String> {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let nodes: Vec<String> = if let NodeKind::List(items) = &node.kind {
        items.iter().filter_map(one).map(tidy).collect()
    } else {
        let text = one(node).map(tidy).unwrap_or_default();
        let text = text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(&text);
        text.split(" and ").map(|name| name.trim().to_owned()).collect()
    };
    nodes.into_iter().filter(|name| !name.is_empty()).take(20).collect()
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    items: usize,
    /// Depth of what is left out: pictures, code and raw HTML.
    hidden: usize,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                self.hidden += 1;
            }
            Event::End(TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            Event::Start(Tag::Item) => {
                // An item may hold others: what it said so far is one.
                self.close_here();
                self.items += 1;
            }
            Event::End(TagEnd::Item) => {
                self.close_here();
                self.items = self.items.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph) => self.close_here(),
            Event::Start(Tag::Heading { .. }) => self.close_here(),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => self.close(Shape::Headline),
            Event::End(TagEnd::Heading(_)) => self.close(Shape::Heading),
            Event::Text(text) | Event::Code(text) if self.hidden == 0 => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule => self.close_here(),
            _ => {}
        }
    }

    fn close_here(&mut self) {
        self.close(if self.items > 0 { Shape::Item } else { Shape::Paragraph });
    }

    fn close(&mut self, shape: Shape) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.blocks.push(Block::new(text, shape));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_tells_facts_and_text_is_what_readers_see() {
        let (facts, blocks) = read(
            "---\ntitle: \"Talks: a lesson\"\nauthor:\n  - name: Jane Doe\n  - John Roe\ndate: 2025-11-02T10:00:00Z\n\
             source: https://example.org/a\nlang: en_GB\n---\n\n# Talks\n\nA *word* and a [link](https://x.y)\nmore ![pic](p.png).\n\n\
             - one\n- two `code`\n\n> quoted\n\n```\nnot this\n```\n<div>nor this</div>\n",
        );
        assert_eq!(facts.title.as_deref(), Some("Talks: a lesson"));
        assert_eq!(facts.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(facts.published.map(|d| d.to_string()).as_deref(), Some("2025-11-02"));
        assert_eq!(
            (facts.url.as_deref(), facts.language.as_deref()),
            (Some("https://example.org/a"), Some("en-GB"))
        );
        let told: Vec<(&str, Shape)> = blocks.iter().map(|b| (b.text.as_str(), b.shape)).collect();
        assert_eq!(
            told,
            [
                ("Talks", Shape::Headline),
                ("A word and a link more .", Shape::Paragraph),
                ("one", Shape::Item),
                ("two code", Shape::Item),
                ("quoted", Shape::Paragraph),
            ]
        );
        assert!(begins("---\ntitle: x\n---\ny") && begins("# x") && !begins("---\nx\n") && !begins("x"));
        assert_eq!(read("---\n[: bad\n---\nText.\n").0, Facts::default());
    }
}
