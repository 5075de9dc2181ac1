//! What is found in briefs: each code by its example, and the samples.

use briefing::brief::{check, read};
use briefing::config;
use briefing::diagnostic::{CODES, Code, Concern, Diagnostic, Severity};
use briefing::samples::SAMPLES;
use briefing::source::Source;

/// All findings of a text.
fn findings(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("x.yaml", text.to_owned());
    let of = |reading: briefing::brief::Reading| match &reading.brief {
        Ok(brief) => check(&source, reading.document, brief),
        Err(findings) => findings.clone(),
    };
    read(&source).into_iter().flat_map(of).collect()
}

fn codes_of(concern: Concern, text: &str) -> Vec<Code> {
    let found = match concern {
        Concern::Configuration => {
            config::read("config.yaml", text.into(), None).1.map(|report| report.findings).unwrap_or_default()
        }
        Concern::Reading | Concern::Rule => findings(text),
    };
    found.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_example_of_each_code_has_it_and_nothing_else_and_the_mended_one_has_nothing() {
    let mut without = Vec::new();
    for row in CODES {
        match row.example {
            Some(example) => {
                assert_eq!(codes_of(row.concern, example.wrong), [row.code], "{}", example.wrong);
                assert_eq!(codes_of(row.concern, example.right), [], "{}", example.right);
            }
            None => without.push(row.name),
        }
    }
    assert_eq!(
        without,
        ["unreadable", "too-large", "not-utf8", "unusual-yaml", "long-summary", "lost-paragraph"]
    );
}

#[test]
fn a_summary_is_long_when_it_is_far_longer_than_a_screen() {
    let with = |summary: String| {
        let text = format!("title: x\nsummary: |\n  {summary}\ndisclaimers: [d]\n");
        findings(&text).iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(with("word ".repeat(1_000)), []);
    assert_eq!(with("word ".repeat(1_400)), [Code::LongSummary]);
    assert_eq!(with("Line.\n\n  ".repeat(39)), []);
    assert_eq!(with("Line.\n\n  ".repeat(50)), [Code::LongSummary]);
    assert_eq!(with("語".repeat(3_000)), []);
    assert_eq!(with("語".repeat(3_200)), [Code::LongSummary]);
}

#[test]
fn paragraphs_that_yaml_runs_together_are_told() {
    let codes = |summary: &str| {
        let text = format!("title: x\nsummary: {summary}\ndisclaimers: [d]\n");
        findings(&text).iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let long = "The river is low and the wells are dry.\n  ".repeat(5);
    let two = |style: &str, gap: &str| format!("{style}\n  {long}{gap}  They met.\n");
    // Under `>`, in quotes and without any an empty line ends a line and no paragraph; two end it.
    assert_eq!(codes(&two(">-", "\n")), [Code::LostParagraph]);
    assert_eq!(codes(&format!("{long}\n  They met.")), [Code::LostParagraph]);
    assert_eq!(codes(&format!("\"{long}\n  They met.\"")), [Code::LostParagraph]);
    assert_eq!(codes(&two(">-", "\n\n")), []);
    assert_eq!(codes(&two("|", "\n")), []);
    assert_eq!(codes(&two(">-", "")), []);
    // Lines that somebody has wrapped, lists, and breaks that are meant.
    let line = long.replace("\n ", "");
    assert_eq!(codes(&two("|", "")), []);
    assert_eq!(codes(&format!("|\n  {line}\n  They met.")), [Code::LostParagraph]);
    assert_eq!(codes(&format!("|\n  - {line}\n  - {line}\n    and on")), []);
    assert_eq!(codes(&format!("|\n  1. {line}\n  2) {line}")), []);
    assert_eq!(codes(&format!("|\n  {line}\\\n  They met.")), []);
}

#[test]
fn the_samples_have_no_warnings() {
    let mut notes = Vec::new();
    for (name, text) in SAMPLES {
        for finding in findings(text) {
            assert_eq!(finding.severity, Severity::Note, "{name}: {finding:?}");
            notes.push((*name, finding.message));
        }
    }
    // Both explain themselves on their cards.
    let told: Vec<_> = notes.iter().map(|(name, message)| (*name, message.as_str())).collect();
    let sample = "federalist-10";
    assert_eq!(
        told,
        [
            (sample, "nothing mentions `Creditors and debtors`"),
            (sample, "nothing mentions `Theoretic politicians`")
        ]
    );
}

#[test]
fn a_draft_is_to_be_read_beside_its_paragraphs() {
    let help = |fields: &str| {
        let text = format!("title: T\n{fields}\ndisclaimers: [d]\ntext: |\n  One.\n\n  Two.\n");
        findings(&text)
            .into_iter()
            .find(|finding| finding.code == Code::Draft)
            .and_then(|finding| finding.help)
    };
    let field = help("draft: thesis\nthesis: Claim.\nthesis_from: [1, 2]");
    assert_eq!(field.as_deref(), Some("read it beside ¶1 ¶2 and mend it, then delete the word from `draft`"));
    let item = help("timeline: [{event: Talks., from: 2, draft: true}]");
    assert_eq!(
        item.as_deref(),
        Some("read it beside ¶2 and mend it, then delete `draft: true`; or delete it all")
    );
}

#[test]
fn dates_are_late_only_where_they_cannot_be_early_enough() {
    let with = |on: &str, date: &str| {
        let text = format!(
            "title: x\nbriefed: {{on: {on}}}\ntimeline: [{{date: {date}, event: e}}]\ndisclaimers: [d]\n"
        );
        findings(&text).iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    for (on, date) in
        [("2025-11", "2025-11-30"), ("2025", "2025-12-31"), ("2025-11-02", "2025-11"), ("2025-11-02", "2025")]
    {
        assert_eq!(with(on, date), [], "{date} in {on}");
    }
    for (on, date) in [("2025-11", "2025-12-01"), ("2025", "2026"), ("2025-11-02", "2025-11-03")] {
        assert_eq!(with(on, date), [Code::LateDate], "{date} in {on}");
    }
}

#[test]
fn what_may_well_be_meant_is_not_found() {
    for text in [
        // The same event on two days, and the same words of two speakers' quotes in a section and a list.
        "timeline: [{date: 2025-10-01, event: Talks.}, {date: 2025-10-02, event: Talks.}]",
        "disclaimers: [{text: No warranty., by: A}, {text: No warranty., by: B}]",
        "actors: [{name: Tehrik-i-Taliban Pakistan, id: ttp, aliases: [TTP]}]\nsummary: The TTP.",
        "quotes: [{text: 'TODO', by: unknown}]",
        "text: 'TODO: a word of the article.'",
        "summary: A Γ and a Д, in «Мосфильм» and TNFα.\ntopics: [Мосфильм, TNFα]",
    ] {
        let text = format!(
            "title: x\n{text}\n{}",
            if text.contains("disclaimers") { "" } else { "disclaimers: [d]\n" }
        );
        assert_eq!(findings(&text), [], "{text}");
    }
}
