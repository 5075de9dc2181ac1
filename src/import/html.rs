//! A page as a browser saves it: what it says of itself to facts, its article to blocks.
//!
//! `dom_smoothie`, a port of Mozilla's Readability, finds the article. It is given only what its work is bounded for; of a page
//! that is larger or nested deeper the text is taken as it comes. What the page says of itself (JSON-LD, Open Graph, `meta`)
//! is read from its markup. Notices that stand outside of the article are looked for in the whole page.

use super::article::{Block, Facts, Shape};
use super::dates::machine;
use super::headline::{self, line, without_site};
use super::lines::{byline, person};
use super::markup::{Piece, attribute, blocks, measure, pieces};
use super::{language, notices, topics};
use dom_smoothie::{Config, Readability};
use serde_json::Value;
use std::borrow::Cow;
use std::panic::catch_unwind;

/// The most bytes and elements of a page whose article is looked for, and the deepest it may be nested: building and scoring a
/// tree costs more than its size where it is deep.
const MAX_BYTES: usize = 8 << 20;
const MAX_ELEMENTS: usize = 60_000;
const MAX_DEPTH: usize = 250;

/// So many bytes of a page are read for what it says of itself.
const MAX_HEAD: usize = 4 << 20;

/// The blocks of a page and what it says of itself.
pub(super) fn read(text: &str) -> (Facts, Vec<Block>) {
    let head = text.get(..text.floor_char_boundary(MAX_HEAD)).unwrap_or(text);
    let (mut facts, linked) = facts(head);
    let page = blocks(text);
    let mut article = content(text).map(|content| blocks(&content)).unwrap_or_default();
    let length = |blocks: &[Block]| blocks.iter().map(|block| block.text.len()).sum::<usize>();
    // What was found is hardly anything: the page is of a kind that was not thought of.
    if length(&article) < 200 && length(&page) > length(&article) {
        article.clone_from(&page);
    } else {
        outside(&page, &mut article, &mut facts);
    }
    headline::settle(&mut facts, &page, &mut article, linked);
    // A page of the wrong language is one that was made from another.
    let sample: String = article.iter().take(200).flat_map(|block| [block.text.as_str(), " "]).collect();
    if let Some(seen) = language::detect(&sample) {
        let told =
            facts.language.as_deref().map(|tag| tag.split('-').next().unwrap_or_default().to_lowercase());
        if told.is_none_or(|told| told != seen) {
            facts.language = Some(seen.to_owned());
        }
    }
    (facts, article)
}

/// The markup of the page's article.
fn content(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let (depth, elements) = measure(text);
    if depth > MAX_DEPTH || elements > MAX_ELEMENTS {
        return None;
    }
    let config =
        Config { max_elements_to_parse: MAX_ELEMENTS * 2, disable_json_ld: true, ..Config::default() };
    // A mistake of the library costs its help and not the draft.
    let found = catch_unwind(|| {
        let mut readability = Readability::new(text, None, Some(config)).ok()?;
        readability.parse().ok().map(|article| article.content.to_string())
    });
    found.ok().flatten()
}

/// What of the page outside of the article belongs to it: notices, and who wrote it where the page does not say so of itself.
fn outside(page: &[Block], article: &mut Vec<Block>, facts: &mut Facts) {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inside: std::collections::HashSet<String> = article.iter().map(|block| tidy(&block.text)).collect();
    let mut label: Option<&Block> = None;
    let mut found: Vec<Block> = Vec::new();
    for block in page.iter().take(20_000) {
        let text = tidy(&block.text);
        if facts.authors.is_empty()
            && text.len() < 100
            && let Some((authors, _)) = byline(&text)
        {
            facts.authors = authors;
        }
        if inside.contains(&text) {
            label = None;
            continue;
        }
        let labelled = notices::label(&text);
        let alone = labelled.is_some_and(|(_, rest)| rest.is_empty());
        let notice = notices::kind(&text).is_some() && text.len() < 1500;
        if (notice || label.is_some() && !alone) && found.len() < 12 {
            found.extend(label.take().cloned());
            found.push(block.clone());
        }
        label = alone.then_some(block);
    }
    article.extend(found.into_iter().map(|block| Block::new(block.text, Shape::Paragraph)));
}

/// What a page says of itself, and whether its linked data tell the headline. What is told in several places counts where it
/// is told best.
fn facts(head: &str) -> (Facts, bool) {
    let mut linked = Facts::default();
    let mut meta = Meta::default();
    let mut inside = "";
    for piece in pieces(head) {
        match piece {
            Piece::Open { name, attributes } => {
                inside = name;
                if name.eq_ignore_ascii_case("html") {
                    meta.lang = attribute(attributes, "lang").map(Cow::into_owned);
                } else if name.eq_ignore_ascii_case("meta") {
                    meta.take(attributes);
                } else if name.eq_ignore_ascii_case("link") {
                    let canonical =
                        attribute(attributes, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                    if canonical && meta.canonical.is_none() {
                        meta.canonical = attribute(attributes, "href").map(Cow::into_owned);
                    }
                } else if name.eq_ignore_ascii_case("time") && meta.time.is_none() {
                    meta.time = attribute(attributes, "datetime").map(Cow::into_owned);
                } else if name.eq_ignore_ascii_case("script") {
                    let is_data = attribute(attributes, "type")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
                    inside = if is_data { "data" } else { "" };
                }
            }
            Piece::Text(text) if inside == "data" => {
                if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
                    find_article(&value, 0, &mut linked);
                }
            }
            Piece::Text(text) if inside.eq_ignore_ascii_case("title") && meta.page_title.is_none() => {
                meta.page_title = Some(line(&html_escape::decode_html_entities(text)));
            }
            Piece::Text(_) => {}
            Piece::Close(_) => inside = "",
        }
    }
    let mut facts = linked;
    let site = facts.publication.clone().or_else(|| meta.site.clone());
    let told = facts.title.is_some();
    facts.or(meta.facts());
    facts.title = facts.title.map(|title| without_site(&title, site.as_deref()));
    (facts, told)
}

/// What `meta` and its like say.
#[derive(Default)]
struct Meta {
    lang: Option<String>,
    canonical: Option<String>,
    time: Option<String>,
    page_title: Option<String>,
    title: Option<String>,
    site: Option<String>,
    url: Option<String>,
    published: Option<String>,
    locale: Option<String>,
    authors: Vec<String>,
    topics: Vec<String>,
}

impl Meta {
    fn take(&mut self, attributes: &str) {
        let name = attribute(attributes, "property")
            .or_else(|| attribute(attributes, "name"))
            .or_else(|| attribute(attributes, "itemprop"));
        let (Some(name), Some(content)) = (name, attribute(attributes, "content")) else { return };
        let content = line(&content);
        if content.is_empty() || content.len() > 1000 {
            return;
        }
        let field = match name.to_ascii_lowercase().as_str() {
            "og:title" | "parsely-title" | "citation_title" | "dc.title" => &mut self.title,
            "og:site_name" | "application-name" | "citation_journal_title" | "dc.publisher" => &mut self.site,
            "og:url" => &mut self.url,
            "og:locale" | "content-language" | "dc.language" => &mut self.locale,
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "parsely-pub-date"
            | "sailthru.date"
            | "pubdate"
            | "publish-date"
            | "publication_date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "citation_publication_date"
            | "date" => &mut self.published,
            "author" | "article:author" | "byl" | "parsely-author" | "sailthru.author" | "dc.creator"
            | "citation_author" => {
                let name =
                    content.strip_prefix("By ").or_else(|| content.strip_prefix("by ")).unwrap_or(&content);
                let people = name.split(" and ").flat_map(|name| name.split(',')).filter_map(person);
                for one in people {
                    if !self.authors.contains(&one) && self.authors.len() < 20 {
                        self.authors.push(one);
                    }
                }
                return;
            }
            // A section is what the site has, and seldom what an article is about.
            "keywords" | "news_keywords" | "article:tag" | "parsely-tags" | "citation_keywords"
            | "dc.subject" => {
                topics::add(&mut self.topics, [content.as_str()]);
                return;
            }
            _ => return,
        };
        field.get_or_insert(content);
    }

    fn facts(self) -> Facts {
        let language = self.lang.or(self.locale).map(|tag| tag.replace('_', "-"));
        Facts {
            title: self.title.or(self.page_title).filter(|title| !title.is_empty()),
            authors: self.authors,
            publication: self.site,
            syndicated_by: None,
            published: self.published.or(self.time).and_then(|text| machine(&text)),
            url: self.canonical.or(self.url).map(|url| line(&url)).filter(|url| url.starts_with("http")),
            language: language.filter(|tag| crate::brief::Language::new(tag).is_some()),
            topics: self.topics,
        }
    }
}

/// Finds the article in linked data and takes what is said of it.
fn find_article(value: &Value, depth: usize, out: &mut Facts) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().take(200).for_each(|item| find_article(item, depth + 1, out)),
        Value::Object(fields) => {
            let kinds = texts(value.get("@type"));
            let is_article = kinds
                .iter()
                .any(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report");
            if is_article {
                out.or(said_of(value));
            }
            for field in ["@graph", "mainEntity", "hasPart"] {
                if let Some(inner) = fields.get(field) {
                    find_article(inner, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

fn said_of(value: &Value) -> Facts {
    let text = |field: &str| names(value.get(field)).into_iter().next();
    let publisher = text("publisher");
    let authors = value.get("author").map(people).unwrap_or_default();
    let url = text("url").or_else(|| match value.get("mainEntityOfPage") {
        Some(Value::Object(page)) => page.get("@id").and_then(Value::as_str).map(line),
        other => names(other).into_iter().next(),
    });
    let mut about = Vec::new();
    topics::add(&mut about, names(value.get("keywords")).iter().map(String::as_str));
    Facts {
        topics: about,
        title: text("headline").or_else(|| text("name")).filter(|title| title.len() <= 400),
        authors: authors.into_iter().filter(|author| Some(author) != publisher.as_ref()).collect(),
        publication: publisher,
        syndicated_by: None,
        published: text("datePublished").and_then(|text| machine(&text)),
        url: url.filter(|url| url.starts_with("http")),
        language: text("inLanguage").filter(|tag| crate::brief::Language::new(tag).is_some()),
    }
}

/// The people of an author field: an organisation is none.
fn people(value: &Value) -> Vec<String> {
    let one = |value: &Value| -> Vec<String> {
        let body = texts(value.get("@type")).iter().any(|kind| kind.ends_with("Organization"));
        if body { Vec::new() } else { names(Some(value)) }
    };
    let all = match value {
        Value::Array(items) => items.iter().take(20).flat_map(one).collect(),
        other => one(other),
    };
    let bare = |name: String| name.strip_prefix("By ").map_or_else(|| name.clone(), str::to_owned);
    all.into_iter().map(bare).filter(|name| name.len() <= 80 && !name.starts_with("http")).collect()
}

/// A text, or the names of what is described.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => Some(line(&html_escape::decode_html_entities(text)))
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
        Some(Value::Object(fields)) => match fields.get("name") {
            Some(Value::String(name)) => Some(line(&html_escape::decode_html_entities(name)))
                .filter(|name| !name.is_empty())
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        Some(Value::Array(items)) => items
            .iter()
            .take(20)
            .flat_map(|item| match item {
                Value::Array(_) => Vec::new(),
                item => names(Some(item)),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).take(20).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a text begins as a page does.
pub(super) fn begins(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<meta", "<!--", "<?xml", "<p>", "<h1"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

/// A page in one of the encodings of Western Europe, where its bytes are no UTF-8 and it says so; else what it says it is.
///
/// # Errors
/// The encoding that the page names; none where it names none.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Option<String>> {
    let head = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes)).to_ascii_lowercase();
    let named = head.find("charset=").and_then(|at| head.get(at + 8..)).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
            .collect::<String>()
    });
    match named.as_deref() {
        Some(
            "windows-1252" | "iso-8859-1" | "latin1" | "iso8859-1" | "cp1252" | "us-ascii" | "ascii"
            | "iso-8859-15",
        ) => Ok(bytes.iter().map(|b| western(*b)).collect()),
        _ => Err(named.filter(|name| !name.is_empty() && name != "utf-8" && name != "utf8")),
    }
}

/// A character of Windows-1252, as which the WHATWG reads ISO 8859-1 too (Encoding Standard, 4.2).
fn western(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => UPPER.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        _ => char::from(byte),
    }
}
