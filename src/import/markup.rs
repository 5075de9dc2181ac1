//! A page's markup as tags and text, without a tree: for what a page says of itself, and for its text where nothing better
//! can be had.
//!
//! Invariant: any text is read in one pass, in time that grows with its length; nothing is ever an error.

use super::article::{Block, Shape};
use std::borrow::Cow;

/// A piece of markup.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'t> {
    /// Text between tags, entities and all.
    Text(&'t str),
    /// A tag that opens an element, with its attributes as they stand.
    Open { name: &'t str, attributes: &'t str },
    /// A tag that closes one.
    Close(&'t str),
}

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// The pieces of a page.
pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0, raw: None }
}

/// The pieces of a page, one after another.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
    /// The element without markup that was opened.
    raw: Option<&'t str>,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            if let Some(name) = self.raw.take() {
                let end = close_of(rest, name);
                self.at += end;
                if end > 0 {
                    return Some(Piece::Text(rest.get(..end).unwrap_or_default()));
                }
                continue;
            }
            if !rest.starts_with('<') {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return Some(Piece::Text(rest.get(..end).unwrap_or_default()));
            }
            if rest.starts_with("<!--") {
                self.at += rest.find("-->").map_or(rest.len(), |end| end + 3);
                continue;
            }
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
                continue;
            }
            let inner = rest.get(1..).unwrap_or_default();
            let closes = inner.starts_with('/');
            let inner = inner.strip_prefix('/').unwrap_or(inner);
            if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A sign that opens nothing.
                self.at += 1;
                return Some(Piece::Text("<"));
            }
            let end = tag_end(inner);
            let tag = inner.get(..end).unwrap_or_default();
            self.at += 1 + usize::from(closes) + end + usize::from(inner.len() > end);
            let length = tag.bytes().take_while(|b| !b.is_ascii_whitespace() && *b != b'/').count();
            let (name, attributes) = tag.split_at_checked(length).unwrap_or((tag, ""));
            if closes {
                return Some(Piece::Close(name));
            }
            if RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) && !attributes.ends_with('/') {
                self.raw = Some(name);
            }
            return Some(Piece::Open { name, attributes });
        }
    }
}

/// Where a tag ends: at its angle, which no quoted value holds. One that never ends goes on to the next that begins.
fn tag_end(inner: &str) -> usize {
    let mut quote = None;
    // A value between quotation marks is short; one that is not closed must not swallow the page.
    for (at, b) in inner.bytes().enumerate().take(64 << 10) {
        match (quote, b) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if at > 0 && inner.as_bytes().get(at - 1) == Some(&b'=') => quote = Some(b),
            (Some(open), b) if b == open => quote = None,
            _ => {}
        }
    }
    inner.find('>').unwrap_or(inner.len())
}

/// Where the tag begins that closes an element without markup; at the end of the text where there is none.
fn close_of(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("</")) {
        let at = from + found;
        let after = text.get(at + 2..).unwrap_or_default();
        if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// The value of an attribute, with its entities read.
pub(super) fn attribute<'t>(attributes: &'t str, wanted: &str) -> Option<Cow<'t, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length =
            rest.bytes().take_while(|b| !b.is_ascii_whitespace() && *b != b'=' && *b != b'/').count();
        if length == 0 {
            // A stray sign of equality is stepped over.
            rest = rest.strip_prefix('=')?;
            continue;
        }
        let (name, after) = rest.split_at_checked(length)?;
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, more) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => value.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((value, "")),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(html_escape::decode_html_entities(value));
        }
        rest = more;
    }
}

/// How deep elements are nested, and how many there are.
pub(super) fn measure(text: &str) -> (usize, usize) {
    let (mut depth, mut deepest, mut count) = (0_usize, 0, 0);
    for piece in pieces(text) {
        match piece {
            Piece::Open { name, attributes } => {
                count += 1;
                if !is(VOID, name) && !attributes.ends_with('/') && !is(&["p", "li"], name) {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
            Piece::Close(name) => depth = depth.saturating_sub(usize::from(!is(&["p", "li"], name))),
            Piece::Text(_) => {}
        }
    }
    (deepest, count)
}

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "param",
];

/// Elements that begin a block of their own.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "section", "article", "header", "footer", "main", "aside",
    "nav", "table", "tr", "td", "th", "figure", "figcaption", "pre", "form", "hr", "dl", "dt", "dd", "address", "body", "head", "html", "fieldset", "details",
    "summary", "caption", "button", "select", "option", "label",
];

/// Elements whose text is none of an article.
const HIDDEN: &[&str] = &[
    "script",
    "style",
    "noscript",
    "svg",
    "template",
    "iframe",
    "select",
    "button",
    "nav",
    "head",
    "title",
    "textarea",
    "figcaption",
    "object",
    "math",
    "form",
    "datalist",
    "canvas",
];

fn is(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The text of markup in blocks.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut line = String::new();
    let mut shape = Shape::Paragraph;
    let mut breaks = 0;
    // The hidden element, and how often it stands within itself.
    let mut hidden: Option<(&str, usize)> = None;
    for piece in pieces(text) {
        if let Some((name, depth)) = hidden {
            hidden = match piece {
                Piece::Open { name: other, attributes }
                    if other.eq_ignore_ascii_case(name) && !attributes.ends_with('/') =>
                {
                    Some((name, depth + 1))
                }
                Piece::Close(other) if other.eq_ignore_ascii_case(name) => {
                    (depth > 1).then_some((name, depth - 1))
                }
                _ => hidden,
            };
            continue;
        }
        match piece {
            Piece::Text(text) => {
                if text.trim().is_empty() {
                    line.push(' ');
                } else {
                    breaks = 0;
                    line.push_str(&html_escape::decode_html_entities(text));
                }
            }
            Piece::Open { name, attributes } => {
                let closed = attributes.ends_with('/');
                if is(HIDDEN, name) {
                    hidden = (!closed).then_some((name, 1));
                }
                if is(&["br"], name) {
                    breaks += 1;
                    line.push(' ');
                }
                if is(BLOCKS, name) || breaks >= 2 {
                    flush(&mut line, shape, &mut out);
                    breaks = 0;
                }
                if is(BLOCKS, name) {
                    shape = shape_of(name, shape);
                }
            }
            Piece::Close(name) => {
                if is(BLOCKS, name) {
                    flush(&mut line, shape, &mut out);
                    // A paragraph within an item ends before its item does.
                    if !is(&["p", "div", "blockquote"], name) || shape != Shape::Item {
                        shape = Shape::Paragraph;
                    }
                }
            }
        }
    }
    flush(&mut line, shape, &mut out);
    out
}

fn shape_of(name: &str, before: Shape) -> Shape {
    if is(&["h1"], name) {
        Shape::Headline
    } else if is(&["h2", "h3", "h4", "h5", "h6"], name) {
        Shape::Heading
    } else if is(&["li"], name) || before == Shape::Item && is(&["p", "div"], name) {
        Shape::Item
    } else {
        Shape::Paragraph
    }
}

fn flush(line: &mut String, shape: Shape, out: &mut Vec<Block>) {
    let text = std::mem::take(line);
    if !text.trim().is_empty() {
        out.push(Block::new(text, shape));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_markup_comes_in_blocks() {
        let told = |text: &str| -> Vec<(String, Shape)> {
            let tidy = |b: Block| (b.text.split_whitespace().collect::<Vec<_>>().join(" "), b.shape);
            blocks(text).into_iter().map(tidy).collect()
        };
        let one = |text: &str, shape| (text.to_owned(), shape);
        assert_eq!(
            told(
                "<h1>A &amp; B</h1><p>One<br>two<br><br>three <b>four</b></p><ul><li><p>x</p><li>y</ul><script>if (a<b) {}</script>z<!-- <p> -->"
            ),
            [
                one("A & B", Shape::Headline),
                one("One two", Shape::Paragraph),
                one("three four", Shape::Paragraph),
                one("x", Shape::Item),
                one("y", Shape::Item),
                one("z", Shape::Paragraph),
            ]
        );
        assert_eq!(told("a < b and <"), [one("a < b and <", Shape::Paragraph)]);
        assert_eq!(
            told("<nav><div>menu</div></nav><svg><svg/>x</svg>after<p a=\"x>y\">more"),
            [one("after", Shape::Paragraph), one("more", Shape::Paragraph)]
        );
        assert_eq!(told("<script>never closed <p>x"), []);
    }

    #[test]
    fn attributes_are_read_however_they_are_written() {
        for attributes in [
            " content=\"a &amp; b\" name=x",
            " name='x' CONTENT='a &amp; b'/",
            " hidden name = x content = \"a &amp; b\"",
        ] {
            assert_eq!(attribute(attributes, "content").as_deref(), Some("a & b"), "{attributes}");
            assert_eq!(attribute(attributes, "name").as_deref(), Some("x"), "{attributes}");
            assert_eq!(attribute(attributes, "id"), None);
        }
        assert_eq!(measure("<div><div><br><p></div></div>"), (2, 4));
    }
}
