//! The rules of whoever reads the source of a brief: Zotero's translators, and the grammar of BibTeX.

use super::readers;
use super::sample::{Sample, export_all};
use briefing::render::export::{Citation, Format, What, cite, place};

/// A value as `ZU.unescapeHTML` of Zotero's RIS translator reads it, and its notes.
fn html(value: &str) -> scraper::Html {
    scraper::Html::parse_fragment(value)
}

/// RIS as Zotero's translator reads it: a tag, two blanks, a hyphen, a blank; from TY to ER.
pub(super) fn ris(text: &str, samples: &[&Sample]) {
    let (mut open, mut records, mut notes_found) = (false, 0, 0);
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        let (tag, value) = (&line[..2], &line[6..]);
        assert_eq!(&line[2..6], "  - ", "{line}");
        assert!(tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
        match tag {
            "TY" => assert!(!std::mem::replace(&mut open, true) && ["NEWS", "ELEC", "GEN"].contains(&value)),
            "ER" => {
                assert!(std::mem::replace(&mut open, false));
                records += 1;
            }
            _ => assert!(open && !value.trim().is_empty(), "{line}"),
        }
        if tag != "AB" {
            assert!(!html(value).root_element().child_elements().any(|_| true), "{line} is HTML");
        }
        notes_found += usize::from(tag == "N1" && !value.starts_with("Disclaimer:"));
        assert!(tag != "DA" || value.matches('/').count() == 3);
        assert!(tag != "PY" || value.len() == 4);
    }
    assert_eq!((records, open, notes_found), (samples.len(), false, readers::notes(samples)));
}

/// BibTeX by its grammar: entries with keys of their own, fields whose braces are balanced, nothing between.
pub(super) fn bibtex(text: &str, samples: &[&Sample]) {
    let mut keys = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (kind, after) = rest.strip_prefix('@').unwrap().split_once('{').unwrap();
        let (key, after) = after.split_once(",\n").unwrap();
        // An article without a journal is refused by styles.
        assert_eq!(
            kind,
            if after.split("\n}").next().unwrap().contains("\n  journal = ") { "article" } else { "misc" }
        );
        assert!(!key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{key}");
        keys.push(key);
        rest = after;
        while let Some(field) = rest.strip_prefix("  ") {
            let (name, value) = field.split_once(" = ").unwrap();
            assert!(name.bytes().all(|b| b.is_ascii_lowercase()), "{name}");
            let mut depth = 0_i32;
            let end = value.char_indices().find(|(_, c)| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                assert!(depth >= 0);
                depth == 0 && *c == ','
            });
            rest = value[end.unwrap().0..].strip_prefix(",\n").unwrap();
            let bare = |c: char, before: Option<char>| "#$%&_".contains(c) && before != Some('\\');
            let value = &value[..end.unwrap().0];
            let mut before = None;
            for c in value.chars().filter(|_| name != "url") {
                assert!(!bare(c, before), "{c} in {value}");
                before = Some(c);
            }
        }
        rest = rest.strip_prefix("}\n").or_else(|| rest.strip_prefix('}')).unwrap().trim_start();
    }
    let unique: std::collections::HashSet<_> = keys.iter().collect();
    assert_eq!((unique.len(), keys.len()), (samples.len(), samples.len()));
}

#[test]
fn briefs_of_one_source_have_keys_of_their_own() {
    let bare = Sample::of(
        "title: Bare\nsummary: s\nsource: {title: The headline, author: A Zola, published: 1898}\n",
    );
    let many = vec![&bare; 30];
    readers::check(Format::Bibtex, &export_all(&many, Format::Bibtex, What::Both), &many);
}

#[test]
fn ris_and_bibtex_agree_on_who_wrote_it_and_say_only_what_is_known() {
    let both = |yaml: &str| {
        let sample = Sample::of(yaml);
        let of = |format| {
            let written = export_all(&[&sample], format, What::Brief);
            readers::check(format, &written, &[&sample]);
            String::from_utf8(written).unwrap()
        };
        (of(Format::Ris), of(Format::Bibtex))
    };
    let (ris, bibtex) = both(
        "title: T\nsummary: s\nsource: {title: The Federalist No. X, author: [Publius, James Madison, Daily Advertiser], \
         publication: The Daily Advertiser, published: 1787-11-22}\n",
    );
    assert!(ris.contains("TY  - NEWS\r\n"));
    assert!(ris.contains("AU  - Publius\r\nAU  - Madison, James\r\nAU  - Daily Advertiser\r\n"), "{ris}");
    assert!(bibtex.starts_with("@article{publius1787federalist,\n"), "{bibtex}");
    assert!(
        bibtex.contains("  author = {{Publius} and Madison, James and {Daily Advertiser}},\n"),
        "{bibtex}"
    );
    assert!(bibtex.contains("  journal = {The Daily Advertiser},\n"), "{bibtex}");
    // Nobody has looked anything up where there is no address.
    assert!(!ris.contains("Y2  - ") && !bibtex.contains("urldate"), "{ris}{bibtex}");

    let address = "title: T\nsummary: s\nsource: {title: H, url: 'https://example.org/a'}\n";
    let (ris, bibtex) = both(address);
    assert!(ris.contains("TY  - ELEC\r\n") && bibtex.starts_with("@misc{"));
    assert!(!ris.contains("Y2  - ") && !bibtex.contains("urldate"), "{ris}{bibtex}");
    for (on, ris_has, bibtex_has) in [
        ("2025-11-03", "Y2  - 2025/11/03\r\n", "  urldate = {2025-11-03},\n"),
        ("2025-11", "Y2  - 2025/11\r\n", "  urldate = {2025-11},\n"),
    ] {
        let (ris, bibtex) = both(&format!("{address}briefed: {{on: {on}}}\n"));
        assert!(ris.contains(ris_has) && bibtex.contains(bibtex_has), "{ris}{bibtex}");
    }
}

/// A brief with a source, as RIS.
fn ris_of(source: &str, rest: &str) -> String {
    let sample = Sample::of(&format!("title: T\nsummary: s\nsource: {source}\n{rest}"));
    let out = sample.export(Format::Ris, What::Both);
    let out = String::from_utf8(out).unwrap();
    ris(&out, &[&sample]);
    out
}

#[test]
fn zotero_reads_signs_of_html_as_they_are_and_others_are_left_alone() {
    let out = ris_of(
        "{title: 'A <i>b</i> &copy AT&T c<d e < f &#65; &x;', url: 'https://a.b/?c=1&copy=2&d={e}'}",
        "disclaimers: ['Not *mine* <b>x</b> [l](http://x.y) &amp;amp;']\n",
    );
    let value = |tag: &str| out.lines().find_map(|line| line.strip_prefix(&format!("{tag}  - "))).unwrap();
    let read = |tag: &str| html(value(tag)).root_element().text().collect::<String>();
    assert_eq!(read("TI"), "A <i>b</i> &copy AT&T c<d e < f &#65; &x;");
    assert_eq!(read("UR"), "https://a.b/?c=1&copy=2&d=%7Be%7D");
    assert_eq!(read("N1"), "Disclaimer: Not mine <b>x</b> l (http://x.y) &amp;");
    // Programs that read no HTML see nothing of it where there is no need.
    assert!(value("TI").contains("AT&T") && value("TI").contains("e < f"), "{out}");
    // The abstract is the one tag that is not read as HTML.
    let out = ris_of("{title: H}", "thesis: 'a `<b>` c'\n");
    assert!(out.contains("AB  - a <b> c s\r\n"), "{out}");
}

#[test]
fn what_is_on_the_web_and_in_no_paper_is_a_page() {
    for (source, kind) in [
        ("{title: H, publication: P, url: 'https://a.b'}", "NEWS"),
        ("{title: H, url: 'https://a.b'}", "ELEC"),
        ("{title: H}", "GEN"),
    ] {
        assert!(ris_of(source, "").starts_with(&format!("TY  - {kind}\r\n")));
    }
}

#[test]
fn an_institution_has_no_given_name() {
    let out = ris_of("{title: H, author: ['Acme, Inc.', 'A & B, Ltd', 'Ministry of Health, Kabul']}", "");
    let names: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("AU  - ")).collect();
    assert_eq!(names, ["Acme Inc.", "A & B Ltd", "Ministry of Health – Kabul"]);
}

#[test]
fn a_name_is_cited_as_its_style_has_it_however_the_source_has_it() {
    let cited = |style, author: &str| {
        let sample = Sample::of(&format!(
            "title: T\nsummary: s\nsource: {{title: H, author: {author:?}, published: 2025}}\n"
        ));
        cite(style, &sample.brief, None, None)
    };
    for (author, apa, chicago) in [
        ("Zola, Émile", "Zola, É. (2025).", "Émile Zola, “H,” 2025."),
        ("Jean-Paul Sartre", "Sartre, J.-P. (2025).", "Jean-Paul Sartre, “H,” 2025."),
        ("Dr. Ann B. Lee, PhD", "Lee, A. B. (2025).", "Ann B. Lee, “H,” 2025."),
        ("King, Martin Luther, Jr.", "King, M. L., Jr. (2025).", "Martin Luther King Jr., “H,” 2025."),
        ("Jean de La Fontaine", "de La Fontaine, J. (2025).", "Jean de La Fontaine, “H,” 2025."),
        ("Acme, Inc.", "Acme, Inc. (2025).", "Acme, Inc., “H,” 2025."),
    ] {
        assert_eq!(cited(Citation::Apa, author), format!("{apa} H."));
        assert_eq!(cited(Citation::Chicago, author), chicago);
    }
}

/// A value as Zotero's BibTeX translator reads it (`unescapeBibTeX`, as far as it knows our escapes).
fn unescaped(value: &str) -> String {
    let value = value.replace("\\~{}", "∼").replace("\\^{}", "^");
    let mut out = String::new();
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|c| "#$%&_{}".contains(*c)) => out.extend(chars.next()),
            '{' | '}' => {}
            c => out.push(c),
        }
    }
    out
}

#[test]
fn signs_of_tex_are_escaped_as_zotero_and_pandoc_read_them() {
    let sample = Sample::of(
        "title: T\nsummary: s\ntopics: ['Kabul; Afghanistan', 'a, b']\nsource: {title: '{Curly} 50% a_b & $5 #1 ~x 2^3 {'}\n",
    );
    let out = String::from_utf8(sample.export(Format::Bibtex, What::Brief)).unwrap();
    readers::check(Format::Bibtex, out.as_bytes(), &[&sample]);
    let field =
        |name: &str| out.lines().find_map(|line| line.trim().strip_prefix(&format!("{name} = {{"))).unwrap();
    assert_eq!(unescaped(field("title")), "{Curly} 50% a_b & $5 #1 ∼x 2^3 \\textbraceleft,");
    // Without an author a style sorts by the key.
    assert_eq!(field("key").trim_matches(['{', '}', ',']), field("title").trim_matches(['{', '}', ',']));
    assert_eq!(field("keywords").trim_end_matches("},").split([',', ';']).count(), 2, "{out}");
}

#[test]
fn a_citation_tells_the_item_that_is_quoted() {
    let sample = Sample::whole();
    let at = |words: &str| {
        let at = sample.document.text().find(words).unwrap();
        place(&sample.document, sample.document.floor(at))
    };
    assert_eq!(at("stand apart").as_deref(), Some("Summary"));
    assert_eq!(at("Invest").as_deref(), Some("Recommendations, no. 2"));
    assert_eq!(at("in schools").as_deref(), Some("Recommendations, no. 2"));
    assert_eq!(at("Peace first").as_deref(), Some("Key actors, Qatar"));
    assert_eq!(at("Second paragraph, عربي").as_deref(), Some("Text, para. 2"));
    assert_eq!(at("Khaama Press"), None);
    for style in [Citation::Markdown, Citation::Apa, Citation::Chicago, Citation::Bibtex] {
        let cited = cite(style, &sample.brief, at("Invest").as_deref(), Some("Invest"));
        assert!(cited.contains("Recommendations, no. 2"), "{cited}");
    }
}
