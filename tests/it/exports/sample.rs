//! A brief with a note of every kind and state, and exports of it.

use briefing::brief::{Brief, read};
use briefing::document::{Anchor, Anchoring, Document, ItemRef, Position, Quote, lower};
use briefing::notes::{Kind, Meaning, Note, NoteId};
use briefing::render::export::{Format, NoteAt, Piece, What, export};
use briefing::source::Source;
use briefing::text::TextRange;

/// When the exports are made.
pub(super) const WHEN: &str = "2026-11-22T10:00:00Z";

/// A brief that has every field, with prose that tries the formats.
pub(super) const WHOLE: &str = r#"
id: istanbul
title: "Istanbul *talks*: coherence & coercion"
thesis: Pakistan turned a chance into a *loss* of trust.
topics: [pakistan, durand line, "2025"]
language: en
source:
  title: "The \"Istanbul\" Talks {Were} Far_From Ideal"
  author: [Ann O'Brien, Émile Zola]
  publication: Khaama Press
  syndicated_by: MENAFN
  published: 2025-11
  url: https://example.org/talks?a=1&b=2
  language: en
briefed: {by: The authors, on: 2026-11-22}
summary: |
  The two sides *stand apart*: **nobody** holds `one` line, says [the press](https://example.org/press).

  # Three costs

  - at home, a narrow window;
  - abroad, less money;

    with a second paragraph.

  1. First.
  2. Second.

  > Said in Doha.
actors:
  - {name: Qatar, id: qa, aliases: [Doha], kind: state, affiliation: Gulf, role: Host of the *talks*., position: Peace first., from: [1, 2]}
  - {name: '#Pakistan_', role: A party.}
recommendations:
  - {text: Talk with one voice., to: [qa, donors], priority: high, rationale: It helps both., from: [2]}
  - text: |
      Invest:

      - in roads
      - in schools
    to: '#pakistan_'
disclaimers:
  - {text: Views are hers alone., kind: opinion, by: The Editors, from: [1]}
  - Provided without warranty.
timeline:
  - {date: 2025-10-19, event: Ceasefire in Doha., from: [1]}
  - {date: 2025-10, event: Talks.}
  - Undated.
quotes:
  - {text: Never., by: QATAR, context: At noon., from: [1]}
sections:
  - {title: Open questions, key: o, text: Words., items: [{text: Who pays?, from: [1]}, Who stays?]}
text: |
  First paragraph of the article, with a narrow door.

  Second paragraph, عربي and 日本語.
"#;

/// A brief that is written from right to left, with a stretch of the other direction.
const ARABIC: &str = "
id: hiwar
title: حوار إسطنبول
language: ar
source: {title: عن الحوار, author: كاتب المقال, publication: الصحيفة, published: 2025}
summary: |
  قالت *الصحيفة* إن الحوار بين الطرفين ضرورة، وهذا رأي BBC أيضا.

  - بند أول
  - بند ثان
actors: [{name: قطر, role: الوسيط.}]
recommendations: [{text: الحوار بصوت واحد., to: قطر}]
disclaimers: [الآراء للكاتب وحده.]
text: |
  الفقرة الأولى.

  An English paragraph.
";

/// A brief, what it becomes, and notes on it.
pub(super) struct Sample {
    pub(super) brief: Brief,
    pub(super) document: Document,
    pub(super) notes: Vec<Note>,
    pub(super) id: String,
}

fn id(n: u8) -> NoteId {
    NoteId::parse(&format!("018bcfe5-6800-7707-8707-0707070707{n:02}")).unwrap()
}

pub(super) fn note(n: u8, kind: Kind, text: &str, on: Anchor) -> Note {
    let created = format!("2026-11-12T09:{n:02}:00Z").parse().unwrap();
    Note {
        id: id(n),
        kind,
        meaning: None,
        text: text.to_owned(),
        tags: Vec::new(),
        created,
        changed: created,
        on,
        now: None,
        other: serde_json::Map::new(),
    }
}

impl Sample {
    /// A brief without notes.
    pub(super) fn of(yaml: &str) -> Self {
        let reading = read(&Source::new("x", yaml.to_owned())).remove(0);
        let brief = reading.brief.unwrap_or_else(|findings| panic!("{findings:?}"));
        let document = lower(&brief);
        let id = brief.id.as_ref().map_or("bare".to_owned(), |id| id.as_str().to_owned());
        Self { brief, document, notes: Vec::new(), id }
    }

    /// The anchor of the first place of some words.
    pub(super) fn on(&self, words: &str) -> Anchor {
        let at = self.document.text().find(words).unwrap_or_else(|| panic!("no “{words}”"));
        self.document.anchor(TextRange::bytes(at, at + words.len()))
    }

    /// The whole brief with a note of every kind and state.
    pub(super) fn whole() -> Self {
        let mut sample = Self::of(WHOLE);
        let mut question = note(
            1,
            Kind::Question,
            "Who says so?\n\nSee [this](https://x.org) #source",
            sample.on("a narrow window"),
        );
        question.meaning = Some(Meaning::Doubt);
        question.tags = vec!["water".into(), "border/ttp".into()];
        question.changed = "2026-11-20T08:00:00.5Z".parse().unwrap();
        question.other.insert("mood".into(), "grim".into());
        let mut moved_to = sample.on("Host of the talks.");
        moved_to.quote.as_mut().unwrap().exact = "Host of all the talks.".into();
        let mut disagree = note(2, Kind::Disagree, "# Not what he said\n\n```\nopen fence", moved_to);
        disagree.tags = vec!["fact-check".into()];
        let gone = Anchor {
            section: Some("summary".into()),
            field: Some("summary".into()),
            quote: Some(Quote {
                prefix: "see ".into(),
                exact: "a passage that is gone".into(),
                suffix: " now".into(),
            }),
            position: Some(Position { start: 40, end: 62 }),
            ..Anchor::default()
        };
        let mut orphan = note(3, Kind::Note, "Ask Doha.", gone.clone());
        orphan.now = Some(Anchor { quote: gone.quote.clone(), ..Anchor::default() });
        let mut highlight = note(4, Kind::Highlight, "", sample.on("Talk with one voice."));
        highlight.meaning = Some(Meaning::Key);
        let bookmark = note(
            5,
            Kind::Bookmark,
            "",
            Anchor {
                section: Some("actors".into()),
                item: Some(ItemRef { number: 1, name: Some("Section of Qatar".into()), begins: None }),
                ..Anchor::default()
            },
        );
        let follow_up = note(6, Kind::FollowUp, "On the whole: thin.", Anchor::default());
        let over =
            note(7, Kind::Note, "Over two paragraphs.", sample.on("a narrow door.\nSecond paragraph, عربي"));
        sample.notes = vec![question, disagree, orphan, highlight, bookmark, follow_up, over];
        sample
    }

    /// A brief that is written from right to left, with a highlight on the first words of every section.
    pub(super) fn arabic() -> Self {
        Self::highlighted(ARABIC, 40)
    }

    /// A brief that comes with the program, with a highlight on the first words of every section.
    pub(super) fn builtin(name: &str) -> Self {
        Self::highlighted(briefing::samples::text(name).unwrap(), name.len())
    }

    /// A brief with highlights, whose ids begin at a number: no two samples have a note of one id.
    fn highlighted(yaml: &str, first: usize) -> Self {
        let mut sample = Self::of(yaml);
        for n in 1..sample.document.sections().len() {
            let block = sample.document.sections()[n].body.start as usize;
            let range = sample.document.blocks()[block].range;
            let on = sample.document.anchor(range);
            sample.notes.push(note(u8::try_from(first + n).unwrap(), Kind::Highlight, "", on));
        }
        sample
    }

    /// The same brief with other notes.
    pub(super) fn with_notes(&self, notes: Vec<Note>) -> Self {
        let (brief, document, id) = (self.brief.clone(), self.document.clone(), self.id.clone());
        Self { brief, document, notes, id }
    }

    fn at(&self) -> Vec<NoteAt<'_>> {
        let anchoring = Anchoring::new(&self.document);
        self.notes
            .iter()
            .map(|note| NoteAt { note, resolution: Some(anchoring.resolve(note.anchor())) })
            .collect()
    }

    pub(super) fn export(&self, format: Format, what: What) -> Vec<u8> {
        export_all(&[self], format, what)
    }

    /// What a person reads of an export: its text with the format's own escapes undone.
    pub(super) fn readable(&self, format: Format, what: What) -> String {
        super::readers::readable(format, &self.export(format, what))
    }
}

impl Sample {
    /// Does something with the piece.
    pub(super) fn piece<R>(&self, act: impl FnOnce(Piece<'_>) -> R) -> R {
        let notes = self.at();
        act(Piece { brief: &self.brief, document: &self.document, notes: &notes, id: &self.id })
    }
}

/// Several briefs in one export.
pub(super) fn export_all(samples: &[&Sample], format: Format, what: What) -> Vec<u8> {
    let notes: Vec<Vec<NoteAt<'_>>> = samples.iter().map(|sample| sample.at()).collect();
    let pieces: Vec<Piece<'_>> = samples
        .iter()
        .zip(&notes)
        .map(|(sample, notes)| Piece {
            brief: &sample.brief,
            document: &sample.document,
            notes,
            id: &sample.id,
        })
        .collect();
    export(format, &pieces, what, WHEN.parse().unwrap()).unwrap()
}
