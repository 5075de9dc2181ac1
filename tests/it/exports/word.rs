//! The rules of Word documents (ECMA-376), as far as a document of ours could break them.

use super::sample::Sample;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a document by name. The archive's reader holds sizes and checksums against the content.
pub(super) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert!(parts.insert(file.name().unwrap().into_owned(), text).is_none());
    }
    parts
}

/// The parts with a line for every paragraph, for goldens.
pub(super) fn told(bytes: &[u8]) -> String {
    let told = |(name, text): (String, String)| {
        let text = text
            .replace("</w:p>", "</w:p>\n")
            .replace("</w:style>", "</w:style>\n")
            .replace("</w:num>", "</w:num>\n");
        format!("=== {name}\n{text}\n")
    };
    parts(bytes).into_iter().map(told).collect()
}

/// The text of body and comments, a line for every paragraph.
pub(super) fn text(bytes: &[u8]) -> String {
    let parts = parts(bytes);
    let mut out = String::new();
    for name in ["word/document.xml", "word/comments.xml"] {
        let tree = Document::parse(&parts[name]).unwrap();
        for paragraph in elements(&tree, "p") {
            out.extend(paragraph.descendants().filter(|node| is(node, "t")).filter_map(|node| node.text()));
            out.push('\n');
        }
    }
    out
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((W, name))
}

fn elements<'a, 'd>(tree: &'a Document<'d>, name: &'a str) -> impl Iterator<Item = Node<'a, 'd>> {
    tree.descendants().filter(move |node| is(node, name))
}

fn values<'a>(tree: &'a Document<'_>, name: &str, attribute: &str) -> Vec<&'a str> {
    let found = tree.descendants().filter(|node| is(node, name));
    found
        .map(|node| node.attribute((W, attribute)).unwrap_or_else(|| panic!("{name} without {attribute}")))
        .collect()
}

fn set(items: Vec<&str>) -> BTreeSet<&str> {
    let count = items.len();
    let set: BTreeSet<&str> = items.into_iter().collect();
    assert_eq!(set.len(), count, "something is there twice");
    set
}

/// Panics where a document breaks a rule.
pub(super) fn check(bytes: &[u8], samples: &[&Sample]) {
    let parts = parts(bytes);
    for text in parts.values() {
        super::readers::clean_text(text);
    }
    let trees: BTreeMap<&str, Document<'_>> =
        parts.iter().map(|(name, text)| (name.as_str(), Document::parse(text).unwrap())).collect();
    let types = &trees["[Content_Types].xml"];
    for node in types
        .descendants()
        .filter(|node| node.has_tag_name((types.root_element().tag_name().namespace().unwrap(), "Override")))
    {
        let part = node.attribute("PartName").unwrap().strip_prefix('/').unwrap();
        assert!(parts.contains_key(part), "{part} has a type and is not there");
    }
    let (document, comments, styles) =
        (&trees["word/document.xml"], &trees["word/comments.xml"], &trees["word/styles.xml"]);
    let relations = trees["word/_rels/document.xml.rels"].root_element();
    let mut targets = BTreeMap::new();
    for relation in relations.children() {
        let target = relation.attribute("Target").unwrap();
        let outside = relation.attribute("TargetMode") == Some("External");
        assert!(targets.insert(relation.attribute("Id").unwrap(), target).is_none());
        let web =
            ["http://", "https://", "mailto:"].iter().any(|scheme| target.to_lowercase().starts_with(scheme));
        assert!(if outside { web } else { parts.contains_key(&format!("word/{target}")) }, "{target}");
    }
    let bookmarks = set(values(document, "bookmarkStart", "name"));
    for link in elements(document, "hyperlink") {
        let outside = link.attribute((R, "id")).is_some_and(|id| targets.contains_key(id));
        let inside = link.attribute((W, "anchor")).is_some_and(|name| bookmarks.contains(name));
        assert!(outside != inside, "a link leads nowhere: {link:?}");
    }
    let known = set(values(styles, "style", "styleId"));
    for style in
        ["Normal", "Title", "Heading1", "Heading2", "Heading3", "ListParagraph", "Quote", "Hyperlink"]
    {
        assert!(known.contains(style), "{style}");
    }
    for tree in [document, comments] {
        for name in ["pStyle", "rStyle"] {
            assert!(values(tree, name, "val").iter().all(|style| known.contains(style)));
        }
    }
    let lists = set(values(&trees["word/numbering.xml"], "num", "numId"));
    assert!(
        [document, comments]
            .iter()
            .flat_map(|tree| values(tree, "numId", "val"))
            .all(|list| lists.contains(list))
    );
    // Comments: each begins, ends and is referred to once, in this order.
    let ids = set(values(comments, "comment", "id"));
    let place = |name: &str| -> BTreeMap<&str, usize> {
        let nodes = document.descendants().enumerate().filter(|(_, node)| is(node, name));
        let places: Vec<(&str, usize)> =
            nodes.map(|(n, node)| (node.attribute((W, "id")).unwrap(), n)).collect();
        assert_eq!(places.len(), ids.len(), "{name}");
        places.into_iter().collect()
    };
    let (starts, ends, references) =
        (place("commentRangeStart"), place("commentRangeEnd"), place("commentReference"));
    for id in &ids {
        assert!(starts[id] < ends[id] && ends[id] < references[id], "comment {id}");
    }
    // Nothing but paragraphs and the section's properties stands in the body, nothing but runs and marks in those.
    let body = document.root_element().first_element_child().unwrap();
    assert!(body.children().all(|node| is(&node, "p") || is(&node, "sectPr")));
    for run in elements(document, "r").chain(elements(comments, "r")) {
        let order: Vec<&str> = run.children().map(|node| node.tag_name().name()).collect();
        assert!(order.iter().skip(1).all(|name| *name != "rPr"), "{order:?}");
    }
    for properties in elements(document, "pPr").chain(elements(comments, "pPr")) {
        let order = ["pStyle", "pageBreakBefore", "numPr", "bidi", "ind"];
        let places: Vec<usize> = properties
            .children()
            .map(|node| order.iter().position(|name| is(&node, name)).unwrap())
            .collect();
        assert!(places.is_sorted(), "{places:?}");
    }
    for sample in samples.iter().filter(|sample| sample.document.is_rtl()) {
        let title = sample.document.title();
        let holds =
            |p: &Node<'_, '_>| p.descendants().any(|node| is(&node, "t") && node.text() == Some(title));
        let paragraph = elements(document, "p").find(holds).unwrap();
        assert!(
            paragraph.descendants().any(|node| is(&node, "bidi"))
                && paragraph.descendants().any(|node| is(&node, "rtl"))
        );
    }
    let core = &trees["docProps/core.xml"];
    assert!(core.descendants().any(|node| node.tag_name().name() == "title" && node.text().is_some_and(|text| !text.is_empty())));
}
