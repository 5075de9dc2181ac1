//! The rules of e-books (EPUB 3.3, as epubcheck holds them), and how Thorium finds a passage in one.

use super::sample::{Sample, export_all};
use briefing::render::export::{Format, What};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

const OPF: &str = "http://www.idpf.org/2007/opf";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const EPUB: &str = "http://www.idpf.org/2007/ops";

fn parse(text: &str) -> Document<'_> {
    Document::parse_with_options(text, ParsingOptions { allow_dtd: true, ..Default::default() }).unwrap()
}

/// The text of the body, as a reader walks its text nodes.
fn body(text: &str) -> String {
    let tree = parse(text);
    let body = tree.descendants().find(|node| node.tag_name().name() == "body").unwrap();
    body.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

fn is_page(name: &str) -> bool {
    name.strip_suffix(".xhtml").is_some()
}

/// All files for goldens.
pub(super) fn told(bytes: &[u8]) -> String {
    super::word::parts(bytes).into_iter().map(|(name, text)| format!("=== {name}\n{text}\n")).collect()
}

/// What a person reads of it.
pub(super) fn text(bytes: &[u8]) -> String {
    let parts = super::word::parts(bytes);
    parts.iter().filter(|(name, _)| is_page(name)).map(|(_, text)| body(text)).collect()
}

/// The files in the order of reading, by their paths from the root, as Thorium's `Spine` has them.
fn spine(parts: &BTreeMap<String, String>) -> Vec<String> {
    let package = parse(&parts["EPUB/package.opf"]);
    let of = |name: &'static str| package.descendants().filter(move |node| node.has_tag_name((OPF, name)));
    let href = |id: &str| {
        let item = of("item").find(|item| item.attribute("id") == Some(id)).unwrap();
        format!("EPUB/{}", item.attribute("href").unwrap())
    };
    of("itemref").map(|item| href(item.attribute("idref").unwrap())).collect()
}

/// Pages as XHTML, whose ids are once in a page, and whose links lead to the web or to something in the book.
fn check_pages(pages: &BTreeMap<&str, Document<'_>>) {
    let mut targets: HashSet<String> = HashSet::new();
    for (name, page) in pages {
        targets.insert((*name).to_owned());
        for node in page.descendants().filter(Node::is_element) {
            let tag = node.tag_name().name();
            if let Some(id) = node.attribute("id") {
                assert!(targets.insert(format!("{name}#{id}")), "{name}#{id} twice");
            }
            assert!(!["script", "img", "iframe", "form", "style"].contains(&tag));
            let lists = ["ol", "ul"];
            assert!(
                !lists.contains(&tag)
                    || node
                        .children()
                        .any(|child| child.has_tag_name("li") || child.tag_name().name() == "li")
            );
            assert!(tag != "a" || node.ancestors().skip(1).all(|above| above.tag_name().name() != "a"));
            let inner = ["p", "h1", "h2", "h3", "h4", "pre"].contains(&tag);
            let blocks = ["p", "ul", "ol", "div", "blockquote", "section", "aside", "h2", "h3"];
            assert!(
                !inner || node.descendants().skip(1).all(|below| !blocks.contains(&below.tag_name().name()))
            );
        }
        let head = page.descendants().find(|node| node.tag_name().name() == "title").unwrap();
        assert!(head.text().is_some_and(|title| !title.trim().is_empty()));
    }
    for (name, page) in pages {
        for href in
            page.descendants().filter_map(|node| node.attribute("href")).filter(|href| *href != "style.css")
        {
            let web = ["http://", "https://", "mailto:"]
                .iter()
                .any(|scheme| href.to_lowercase().starts_with(scheme));
            let within = if href.starts_with('#') { format!("{name}{href}") } else { format!("EPUB/{href}") };
            assert!(web || targets.contains(&within), "{href} in {name} leads nowhere");
        }
    }
}

pub(super) fn check(bytes: &[u8], samples: &[&Sample]) {
    // The local header of the first entry: no extra field, stored, a name of eight signs, then the type itself.
    assert_eq!(
        (&bytes[..4], &bytes[8..10], &bytes[26..30]),
        (&b"PK\x03\x04"[..], &[0, 0][..], &[8, 0, 0, 0][..])
    );
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let parts = super::word::parts(bytes);
    let folded: HashSet<String> = parts.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), parts.len(), "names that differ in case alone are one");
    let container = parse(&parts["META-INF/container.xml"]);
    let root = container.descendants().find(|node| node.tag_name().name() == "rootfile").unwrap();
    assert_eq!(root.attribute("full-path"), Some("EPUB/package.opf"));

    let package = parse(&parts["EPUB/package.opf"]);
    let named = |namespace: &'static str, name: &'static str| {
        package.descendants().filter(move |node| node.has_tag_name((namespace, name))).collect::<Vec<_>>()
    };
    let id = package.root_element().attribute("unique-identifier").unwrap();
    assert!(named(DC, "identifier").iter().any(|node| node.attribute("id") == Some(id)));
    assert!(!named(DC, "title").is_empty() && !named(DC, "language").is_empty());
    let element = named(OPF, "metadata")[0];
    assert!(
        element
            .children()
            .filter(Node::is_element)
            .all(|node| node.text().is_some_and(|text| !text.trim().is_empty()))
    );
    let modified: Vec<Node<'_, '_>> = named(OPF, "meta")
        .into_iter()
        .filter(|node| node.attribute("property") == Some("dcterms:modified"))
        .collect();
    let [modified] = modified.as_slice() else { panic!("dcterms:modified stands once") };
    let moment = modified.text().unwrap();
    assert!(
        moment.len() == 20 && moment.ends_with('Z') && moment.parse::<jiff::Timestamp>().is_ok(),
        "{moment}"
    );

    let items = named(OPF, "item");
    let ids: HashSet<&str> = items.iter().map(|item| item.attribute("id").unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    let listed: HashSet<String> =
        items.iter().map(|item| format!("EPUB/{}", item.attribute("href").unwrap())).collect();
    let content = parts.keys().filter(|name| name.starts_with("EPUB/") && *name != "EPUB/package.opf");
    assert_eq!(content.cloned().collect::<HashSet<_>>(), listed, "the manifest is what there is");
    let spine = spine(&parts);
    assert!(!spine.is_empty() && spine.iter().collect::<HashSet<_>>().len() == spine.len());
    let navs: Vec<&Node<'_, '_>> =
        items.iter().filter(|item| item.attribute("properties") == Some("nav")).collect();
    assert_eq!(navs.len(), 1);

    let pages: BTreeMap<&str, Document<'_>> = parts
        .iter()
        .filter(|(name, _)| is_page(name))
        .map(|(name, text)| (name.as_str(), parse(text)))
        .collect();
    check_pages(&pages);
    let nav = &pages["EPUB/nav.xhtml"];
    let toc = nav.descendants().find(|node| node.attribute((EPUB, "type")) == Some("toc")).unwrap();
    let leads: Vec<String> = toc
        .descendants()
        .filter_map(|node| node.attribute("href"))
        .map(|href| format!("EPUB/{href}"))
        .collect();
    assert!(spine.iter().all(|file| leads.contains(file)), "the contents name every file");

    // The text of a file is that of its brief, so that what counts there counts here.
    let briefs: Vec<&String> = spine.iter().filter(|name| *name != "EPUB/notes.xhtml").collect();
    for (name, sample) in briefs.iter().zip(samples) {
        assert_eq!(body(&parts[*name]), sample.document.text(), "{name}");
    }
    let shown = pages.get("EPUB/notes.xhtml").map_or(0, |page| {
        page.descendants().filter(|node| node.attribute((EPUB, "type")) == Some("footnote")).count()
    });
    assert!(shown == 0 || shown == super::readers::notes(samples));
}

/// Apache Annotator's matcher, which Thorium uses: words with those before and behind, sign by sign.
fn found(text: &str, selector: &Value) -> Vec<(usize, usize)> {
    let part = |name: &str| selector[name].as_str().unwrap();
    let whole = [part("prefix"), part("exact"), part("suffix")].concat();
    let at = |(at, _): (usize, &str)| text[..at].chars().count() + part("prefix").chars().count();
    text.match_indices(&whole).map(at).map(|start| (start, start + part("exact").chars().count())).collect()
}

#[test]
fn thorium_finds_every_passage_of_a_set_in_the_book_of_the_same_briefs() {
    let (whole, japanese, arabic) = (Sample::whole(), Sample::builtin("leaving-asia"), Sample::arabic());
    for samples in [&[&whole][..], &[&arabic], &[&whole, &japanese, &arabic]] {
        let book = super::word::parts(&export_all(samples, Format::Epub, What::Both));
        let spine = spine(&book);
        let set: Value = serde_json::from_slice(&export_all(samples, Format::Readium, What::Notes)).unwrap();
        for item in set["items"].as_array().unwrap() {
            // `importAnnotationSet`: one source that is no file of the spine, and the set is refused.
            let source = item["target"]["source"].as_str().unwrap();
            assert!(spine.iter().any(|file| file == source), "{source}");
            let selectors = item["target"]["selector"].as_array().unwrap();
            let of = |kind: &str| selectors.iter().find(|selector| selector["type"] == kind);
            let quote = of("TextQuoteSelector").expect("without a selector an annotation is left out");
            let text = body(&book[source]);
            if item["brief"]["state"] == "orphaned" {
                assert!(of("TextPositionSelector").is_none());
                continue;
            }
            // `convertSelectorTargetToLocatorExtended` takes the last place of all that selectors find.
            let position = of("TextPositionSelector").unwrap();
            let place =
                ["start", "end"].map(|name| usize::try_from(position[name].as_u64().unwrap()).unwrap());
            assert!(found(&text, quote).contains(&place.into()), "{quote} in {source}");
        }
    }
}

#[test]
fn a_set_that_thorium_has_written_comes_back_to_its_brief() {
    let sample = Sample::whole();
    let set: Value = serde_json::from_slice(&sample.export(Format::Readium, What::Notes)).unwrap();
    let items: Vec<Value> = set["items"]
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .map(|mut item| {
            item.as_object_mut().unwrap().remove("brief");
            item
        })
        .collect();
    let written = serde_json::json!({"@context": set["@context"], "id": set["id"], "type": "AnnotationSet", "about": {"dc:title": "?"}, "items": items});
    let back = briefing::render::export::import(written.to_string().as_bytes()).unwrap();
    assert!(back.problems.is_empty(), "{:?}", back.problems);
    assert!(back.notes.iter().all(|imported| imported.source.id.as_deref() == Some("istanbul")));
    for motivation in items.iter().map(|item| item["motivation"].as_str().unwrap()) {
        assert!(["bookmarking", "highlighting", "commenting"].contains(&motivation), "{motivation}");
    }
}

#[test]
fn the_same_briefs_make_the_same_book_and_names_are_kept_apart() {
    let sample = Sample::whole();
    assert!(sample.export(Format::Epub, What::Both) == sample.export(Format::Epub, What::Both));
    let mut samples = ["Case", "case", "脱亜論", "a/b", "a-b"].map(|id| {
        let mut sample = Sample::of("title: T\nsummary: s\n");
        id.clone_into(&mut sample.id);
        sample
    });
    samples[0].notes = Vec::new();
    let samples = samples.each_ref();
    check(&export_all(&samples, Format::Epub, What::Both), &samples);
}
