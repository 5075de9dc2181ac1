//! What is exported: goldens of every format, the rules of whoever reads it, hostile texts, and the way back.

mod annotations;
mod book;
mod hostile;
mod markdown;
mod org;
mod page;
mod readers;
mod sample;
mod sources;
mod template;
mod word;

use briefing::notes::Kind;
use briefing::render::export::{CITATIONS, Citation, FORMATS, Format, What, cite, export, import};
use sample::{Sample, WHEN};
use std::fmt::Write as _;

fn text(sample: &Sample, format: Format, what: What) -> String {
    let bytes = sample.export(format, what);
    match format {
        Format::Docx => word::told(&bytes),
        Format::Epub => book::told(&bytes),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

#[test]
fn every_format_has_a_golden() {
    let sample = Sample::whole();
    for row in FORMATS {
        insta::assert_snapshot!(format!("export_{}", row.name), text(&sample, row.format, What::Both));
    }
}

#[test]
fn notes_alone_have_goldens_where_they_look_different() {
    let sample = Sample::whole();
    for row in FORMATS.iter().filter(|row| row.brief) {
        insta::assert_snapshot!(format!("export_notes_{}", row.name), text(&sample, row.format, What::Notes));
    }
}

#[test]
fn the_table_has_no_name_twice_and_finds_every_row() {
    for row in FORMATS {
        assert_eq!(Format::parse(row.name), Some(row.format));
        assert_eq!(row.format.info().name, row.name);
        assert!(
            row.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{}",
            row.name
        );
    }
    assert_eq!(Format::parse("word"), None);
}

/// The words of the sample that must be in an export, without any that markup may part.
#[test]
fn disclaimers_travel_with_every_brief() {
    let sample = Sample::whole();
    for row in FORMATS.iter().filter(|row| row.brief) {
        for what in [What::Brief, What::Both] {
            let out = sample.readable(row.format, what);
            for words in ["Views are hers alone", "without warranty"] {
                assert!(out.contains(words), "{} {what:?} leaves out “{words}”", row.name);
            }
        }
    }
    let bare = Sample::of("title: Bare\nsummary: s\n");
    for row in FORMATS.iter().filter(|row| row.brief) {
        let out = bare.readable(row.format, What::Brief);
        let told = out.contains("carries no disclaimer") || out.contains("\"disclaimers\": []");
        assert!(told, "{} does not say that there is none", row.name);
    }
}

#[test]
fn notes_tell_source_and_disclaimers_in_every_format() {
    let sample = Sample::whole();
    for row in FORMATS {
        let out = sample.readable(row.format, What::Notes);
        for words in ["https://example.org/talks", "Opinion", "The Editors"] {
            assert!(out.contains(words), "{} leaves out {words}", row.name);
        }
        // Every note is there, the orphan too.
        for words in [
            "Who says so",
            "Not what he said",
            "a passage that is gone",
            "Ask Doha",
            "On the whole: thin",
            "Section",
        ] {
            assert!(out.contains(words), "{} leaves out “{words}”", row.name);
        }
    }
}

#[test]
fn a_brief_without_its_notes_holds_none() {
    let sample = Sample::whole();
    for row in FORMATS.iter().filter(|row| row.brief) {
        let out = sample.readable(row.format, What::Brief);
        assert!(!out.contains("Who says so"), "{}", row.name);
        assert!(out.contains("stand apart"), "{} has no summary", row.name);
    }
    for row in FORMATS.iter().filter(|row| !row.brief) {
        let error = export(row.format, &[], What::Brief, WHEN.parse().unwrap()).unwrap_err();
        assert!(error.to_string().contains(row.title), "{error}");
    }
}

#[test]
fn nothing_to_export_is_still_a_file_of_the_format() {
    for row in FORMATS {
        let out = export(row.format, &[], What::Notes, WHEN.parse().unwrap()).unwrap();
        readers::check(row.format, &out, &[]);
    }
}

#[test]
fn a_brief_without_a_note_is_not_named_where_notes_alone_are_asked_for() {
    let (whole, bare) = (
        Sample::whole(),
        Sample::of("title: Bare of notes\nid: bare\nsummary: s\ndisclaimers: [No bare word]\n"),
    );
    for row in FORMATS {
        let out = sample::export_all(&[&bare, &whole], row.format, What::Notes);
        assert!(out == whole.export(row.format, What::Notes), "{}", row.name);
        let readable = readers::readable(row.format, &out);
        assert!(!readable.to_lowercase().contains("bare"), "{}", row.name);
    }
}

#[test]
fn a_note_that_moved_tells_the_words_it_was_written_on_and_those_there_now() {
    let mut sample = Sample::of("title: T\nsummary: Nobody holds the long border today.\n");
    let there = sample.on("the long border");
    let mut written = there.clone();
    written.quote.as_mut().unwrap().exact = "the longer border".to_owned();
    let mut agreed = sample::note(2, Kind::Note, "agreed", written.clone());
    agreed.now = Some(there);
    for (note, moved) in [(sample::note(1, Kind::Note, "moved", written), true), (agreed, false)] {
        sample.notes = vec![note];
        for row in FORMATS {
            let out = sample.export(row.format, What::Notes);
            readers::check(row.format, &out, &[&sample]);
            let out = readers::readable(row.format, &out);
            assert!(
                out.contains("the longer border") && out.contains("the long border"),
                "{} {out}",
                row.name
            );
            // Formats for programs have members of their own for each.
            let members = !row.brief || row.format == Format::Json;
            let sentence = |words: &str| members || out.contains(words);
            assert!(sentence("The words it was written on:"), "{} {out}", row.name);
            let now = if moved { "The words there now:" } else { "The words it was moved to:" };
            assert!(sentence(now), "{} {out}", row.name);
        }
    }
    // In the text the passage is seen where it is, and the comment tells the rest.
    let docx = sample.readable(Format::Docx, What::Both);
    assert!(docx.contains("The words it was written on:\n“the longer border”"), "{docx}");
}

#[test]
fn a_tag_of_any_script_is_whole_in_every_format() {
    let mut sample = Sample::of("title: T\nsummary: word\ntopics: ['2025']\n");
    let mut note = sample::note(1, Kind::Note, "In the text: #ไทยน้ำ and #می\u{200c}شود", sample.on("word"));
    note.tags = vec!["हिन्दी".into(), "cafe\u{301}".into(), "1984".into(), "🔥".into(), "☀\u{fe0f}".into()];
    sample.notes = vec![note];
    let obsidian = text(&sample, Format::Obsidian, What::Both);
    for tag in ["#हिन्दी", "#cafe\u{301}", "#_1984", "#🔥", "#☀\u{fe0f}", "#ไทยน้ำ", "\"_2025\""]
    {
        assert!(obsidian.contains(tag), "{tag}: {obsidian}");
    }
    // Emacs' [[:alnum:]_@#%] takes marks, but neither joiners nor pictures: those stand in a property.
    let org = text(&sample, Format::Org, What::Both);
    assert!(org.contains(" :हिन्दी:cafe\u{301}:1984:ไทยน้ำ:می_شود:\n"), "{org}");
    assert!(
        org.contains(":KEYWORDS: हिन्दी, cafe\u{301}, 1984, 🔥, ☀\u{fe0f}, ไทยน้ำ, می\u{200c}شود\n"),
        "{org}"
    );
    let readwise = text(&sample, Format::Readwise, What::Notes);
    assert!(readwise.contains(".note .हिन्दी .cafe\u{301} .1984 .ไทยน้ำ .می-شود"), "{readwise}");
    for row in FORMATS {
        readers::check(row.format, &sample.export(row.format, What::Both), &[&sample]);
    }
}

#[test]
fn every_format_is_what_its_readers_ask_for() {
    let (whole, japanese, arabic) = (Sample::whole(), Sample::builtin("leaving-asia"), Sample::arabic());
    let samples = [&whole, &japanese, &arabic];
    for row in FORMATS {
        for sample in samples {
            readers::check(row.format, &sample.export(row.format, What::Both), &[sample]);
        }
        let out = sample::export_all(&samples, row.format, What::Both);
        readers::check(row.format, &out, &samples);
    }
}

#[test]
fn what_is_exported_comes_back_the_same_to_the_byte() {
    for sample in [Sample::whole(), Sample::builtin("leaving-asia"), Sample::arabic()] {
        for row in FORMATS.iter().filter(|row| row.imports) {
            let out = sample.export(row.format, What::Notes);
            let back = import(&out).unwrap();
            assert_eq!(back.format, row.format);
            assert!(back.problems.is_empty(), "{:?}", back.problems);
            let notes: Vec<_> = back.notes.iter().map(|imported| imported.note.clone()).collect();
            assert_eq!(notes, sample.notes, "{}", row.name);
            assert!(
                back.notes.iter().all(|imported| imported.source.id.as_deref() == Some(sample.id.as_str()))
            );
            let again = sample.with_notes(notes).export(row.format, What::Notes);
            assert!(out == again, "{}", row.name);
        }
    }
}

#[test]
fn what_another_program_has_changed_is_taken_over() {
    let sample = Sample::whole();
    for row in FORMATS.iter().filter(|row| row.imports && row.format != Format::Json) {
        let out = text(&sample, row.format, What::Notes)
            .replace("Who says so?", "Who said that?")
            .replace("\"water\"", "\"fire\"");
        let back = import(out.as_bytes()).unwrap();
        let note = &back
            .notes
            .iter()
            .find(|imported| imported.note.text.starts_with("Who said that?"))
            .unwrap()
            .note;
        assert!(note.all_tags().contains(&"fire".to_owned()), "{}: {:?}", row.name, note.tags);
        assert_eq!(note.on, sample.notes[0].on, "{}", row.name);
    }
}

#[test]
fn plain_text_tells_where_links_lead() {
    let sample = Sample::of("title: T\nsummary: See [the press](https://example.org/press).\n");
    assert!(text(&sample, Format::Text, What::Brief).contains("the press <https://example.org/press>"));
}

/// Files of other programs, as those write them, without anything of ours.
const FOREIGN: &[(&str, &str)] = &[
    (
        "hypothesis",
        r#"{"export_date":"2024-05-01T10:00:00.000Z","export_userid":"me","client_version":"1.2","annotations":[
        {"id":"AbC-123","created":"2024-04-01T10:00:00.123456+00:00","updated":"2024-04-02T10:00:00+00:00","user":"acct:me@hypothes.is",
         "uri":"https://example.org/talks","document":{"title":["Talks"]},"text":"A *thought*","tags":["one","two words"],
         "target":[{"source":"https://example.org/talks","selector":[{"type":"RangeSelector","startContainer":"/p[1]"},
           {"type":"TextPositionSelector","start":5,"end":9},{"type":"TextQuoteSelector","exact":"narrow","prefix":"a ","suffix":" window"}]}]},
        {"text":"a page note","tags":[],"uri":"https://example.org/talks","target":[{"source":"https://example.org/talks"}]},
        {"text":"","tags":[],"target":[]}, "nonsense"]}"#,
    ),
    (
        "w3c",
        r#"[{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://example.org/anno1","type":"Annotation","motivation":"questioning",
         "created":"2015-01-28T12:00:00Z","bodyValue":"Really?","target":{"source":"http://example.org/page1",
         "selector":{"type":"FragmentSelector","value":"x","refinedBy":{"type":"TextQuoteSelector","exact":"narrow"}}}},
        {"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","body":{"type":"TextualBody","value":"t","purpose":"tagging"},"target":"http://example.org/page1"}]"#,
    ),
    (
        "readium",
        r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:uuid:4a1b","type":"AnnotationSet","about":{"dc:title":"A book"},
         "items":[{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:uuid:018bcfe5-6800-7707-8707-070707070707","created":"2024-01-01T00:00:00Z","type":"Annotation",
         "body":{"type":"TextualBody","value":"","color":"blue","highlight":"solid","tag":"tagged"},
         "target":{"source":"OEBPS/c1.xhtml","meta":{"headings":[{"level":1,"txt":"Chapter one"}]},"selector":[{"type":"TextQuoteSelector","exact":"narrow","prefix":"","suffix":""}]}}]}"#,
    ),
];

#[test]
fn files_of_other_programs_are_read_and_bring_every_note_once() {
    for (name, file) in FOREIGN {
        let (once, twice) = (import(file.as_bytes()).unwrap(), import(file.as_bytes()).unwrap());
        assert_eq!(once.format, Format::parse(name).unwrap());
        assert_eq!(once.notes, twice.notes, "ids are the same at every import");
        insta::assert_debug_snapshot!(format!("import_{name}"), (once.notes, once.problems));
    }
}

#[test]
fn one_bad_annotation_is_told_and_the_others_come() {
    let sample = Sample::whole();
    for row in FORMATS.iter().filter(|row| row.imports) {
        let out = text(&sample, row.format, What::Notes).replacen(
            "\"kind\": \"question\"",
            "\"kind\": \"dance\"",
            1,
        );
        let back = import(out.as_bytes()).unwrap();
        assert_eq!(back.notes.len(), sample.notes.len() - 1, "{}", row.name);
        assert_eq!(back.problems.len(), 1);
        assert!(back.problems[0].to_string().contains("dance"), "{}", back.problems[0]);
    }
    let doubled = FOREIGN[0].1.replace("\"nonsense\"", "{\"text\":\"twice\"},{\"text\":\"twice\"}");
    let back = import(doubled.as_bytes()).unwrap();
    assert_eq!(back.notes.len(), 3);
    assert!(back.problems.last().unwrap().message.contains("same"), "{:?}", back.problems);
}

#[test]
fn what_is_no_annotation_is_refused_in_words() {
    for (bytes, words) in [
        (&b"title: T"[..], "not JSON"),
        (b"{}", "no file of annotations"),
        (b"[1]", "no file of annotations"),
        (b"\"x\"", "no file of annotations"),
        (b"{\"annotations\": 3}", "no file of annotations"),
        (b"{\"format\":\"brief-notes\",\"version\":99}", "newer"),
        (b"\xff\xfe", "not JSON"),
    ] {
        let error = import(bytes).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let deep = "[".repeat(100_000);
    assert!(import(deep.as_bytes()).is_err());
    let with_mark = [b"\xef\xbb\xbf".as_slice(), FOREIGN[0].1.as_bytes()].concat();
    assert!(import(&with_mark).is_ok());
}

#[test]
fn a_passage_is_cited_with_its_source() {
    let whole = Sample::whole();
    let mut out = String::new();
    for yaml in [
        sample::WHOLE,
        "title: Only a title\nsummary: s\n",
        "title: T\nsummary: s\nsource: {title: Is it?, author: [A B, C D, E F], published: 2025}\n",
        "title: T\nsummary: s\nsource: {title: 脱亜論, author: 福澤諭吉, publication: 時事新報, published: 1885-03-16}\n",
    ] {
        let sample = Sample::of(yaml);
        for row in CITATIONS {
            assert_eq!(Citation::parse(row.name), Some(row.style));
            let cited =
                cite(row.style, &sample.brief, Some("Summary"), Some("He *said*:\nno_way & \u{202e}more"));
            let source = cite(row.style, &sample.brief, None, None);
            assert!(!source.contains("Summary") && !source.ends_with('\n') && !cited.contains('\u{202e}'));
            let _ = write!(out, "--- {}\n{cited}\n--- {}, source\n{source}\n", row.name, row.name);
        }
    }
    insta::assert_snapshot!("citations", out);
    // What is copied for Markdown is the passage and nothing else of it.
    let markdown = cite(Citation::Markdown, &whole.brief, None, Some("# no heading"));
    assert!(readers::headings(&markdown).is_empty(), "{markdown}");
}

#[test]
fn a_headline_stands_in_one_pair_of_quotation_marks() {
    for (title, shown) in
        [("J'Accuse…!", "“J'Accuse…!”"), ("“Quoted”", "“Quoted”"), ("“A” and “B”", "““A” and “B””")]
    {
        let sample = Sample::of(&format!("title: T\nsummary: s\nsource: {{title: {title:?}}}\n"));
        assert!(sample.document.text().contains(&format!("{shown}\n")), "{}", sample.document.text());
        for format in [Format::Markdown, Format::Text] {
            let written = sample::export_all(&[&sample], format, What::Brief);
            assert!(String::from_utf8_lossy(&written).contains(shown), "{format:?}");
        }
    }
}
