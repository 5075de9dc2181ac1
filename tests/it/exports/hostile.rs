//! Texts that try to break out of their place.

use super::readers;
use super::sample::{Sample, note};
use briefing::notes::{Kind, NoteId};
use briefing::render::export::{FORMATS, What, import};
use proptest::prelude::*;

/// Pieces that formats stumble over.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("=cmd|' /C calc'!A0"),
        Just("]]>"),
        Just("</script>"),
        Just("<script>"),
        Just("\""),
        Just("'"),
        Just("\n"),
        Just("\r\n"),
        Just("\u{1b}[31m"),
        Just("\u{202e}"),
        Just("\u{0}"),
        Just("{%"),
        Just("{{ x }}"),
        Just("\\"),
        Just("}"),
        Just("{"),
        Just("---"),
        Just("```"),
        Just("# h"),
        Just("* "),
        Just("#+end_src"),
        Just(":END:"),
        Just(","),
        Just(";"),
        Just("&amp;"),
        Just("<!--"),
        Just("-->"),
        Just("\\end{x}"),
        Just("ER  - "),
        Just("@"),
        Just("+1"),
        Just("-1"),
        Just("\t"),
        Just("|"),
        Just("[[x]]"),
        Just("](http://x)"),
        Just("[x](javascript:alert(1))"),
        Just("[x](data:text/html,y)"),
        Just("عربي"),
        Just("日本"),
        Just("é"),
        Just("😀"),
        Just("word"),
        Just(" "),
        Just("%"),
        Just("$"),
        Just("_a_"),
        Just("^b"),
        Just("~"),
        Just("javascript:x"),
        Just("> "),
        Just("1. "),
        Just("\u{2028}"),
        Just("\u{85}"),
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn sample(title: &str, name: &str, prose: &str, noted: &str, tag: &str) -> Option<Sample> {
    let yaml = format!(
        "title: {0}\nsummary: {2}\nthesis: {2}\nactors: [{{name: {1}, role: {2}, aliases: [{0}], affiliation: {2}}}]\n\
         source: {{title: {1}, author: {0}, publication: {1}}}\n\
         recommendations: [{{text: {2}, to: {1}, rationale: {2}}}]\n\
         disclaimers: [{{text: {2}, kind: {0}, by: {1}}}]\nquotes: [{{text: {2}, by: {0}, context: {2}}}]\n\
         sections: [{{title: {1}, text: {2}, items: [{2}]}}]\ntimeline: [{2}]\ntext: {2}\n",
        quoted(&format!("T {title}")),
        quoted(&format!("n {name}")),
        quoted(&format!("p{prose}")),
    );
    let reading = briefing::brief::read(&briefing::source::Source::new("x", yaml.clone())).remove(0);
    reading.brief.ok()?;
    let mut sample = Sample::of(&yaml);
    let block = sample.document.blocks().last()?.range;
    let mut on = sample.document.anchor(block);
    let placed = note(1, Kind::Note, noted, on.clone());
    on.quote.as_mut()?.exact = format!("gone {prose}");
    noted.clone_into(&mut on.quote.as_mut()?.prefix);
    on.section = Some(title.to_owned());
    let mut gone = note(2, Kind::Question, noted, on);
    gone.id = NoteId::parse("strange/id:x").unwrap();
    gone.tags = vec![tag.to_owned()];
    sample.notes = vec![placed, gone];
    Some(sample)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn no_text_breaks_out_of_its_place(title in nasty(), name in nasty(), prose in nasty(), noted in nasty(), tag in nasty()) {
        let Some(sample) = sample(&title, &name, &prose, &noted, &tag) else { return Ok(()) };
        for row in FORMATS {
            readers::check(row.format, &sample.export(row.format, What::Both), &[&sample]);
            readers::check(row.format, &sample.export(row.format, What::Notes), &[&sample]);
            if row.imports {
                let out = sample.export(row.format, What::Notes);
                let back = import(&out).unwrap();
                let notes: Vec<_> = back.notes.into_iter().map(|imported| imported.note).collect();
                prop_assert_eq!(&notes, &sample.notes, "{}", row.name);
            }
        }
    }
}
