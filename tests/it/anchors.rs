//! Notes stay on their passage, or say that they cannot: briefs are revised at random from a seed, and where every
//! letter went is known. What the words come to mean is not judged: a word put among them may turn them round, and they
//! are moved then, never in place. `BRIEF_ANCHORS=wrong` (or `lost`) prints the cases, `BRIEF_ANCHOR_CASES=4000` tries more.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "figures for whoever tunes the numbers"
)]

use briefing::brief;
use briefing::document::{Anchoring, Document, Resolution, lower};
use briefing::source::Source;
use briefing::text::TextRange;
use std::collections::HashMap;

/// A generator of numbers from a seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A letter that is followed through revisions.
type Letter = (char, u64);
type Paragraph = Vec<Letter>;

/// A field of prose.
#[derive(Clone)]
struct Field {
    name: &'static str,
    paragraphs: Vec<Paragraph>,
}

#[derive(Clone)]
struct Item(Vec<Field>);

#[derive(Clone)]
struct Section {
    field: &'static str,
    items: Vec<Item>,
}

/// A brief in which every letter has a name.
#[derive(Clone)]
struct Model {
    title: String,
    own: String,
    sections: Vec<Section>,
    letters: u64,
    /// Letters of a copy, and what they were copied from.
    copies: HashMap<u64, u64>,
}

const FIELDS: &[(&str, &[&str])] = &[
    ("summary", &["summary"]),
    ("actors", &["name", "role", "position"]),
    ("recommendations", &["text", "rationale"]),
    ("disclaimers", &["text"]),
    ("timeline", &["event"]),
    ("sections", &["text"]),
    ("text", &["text"]),
];

impl Model {
    /// The words of a sample, as plain prose.
    fn of(text: &str) -> Self {
        let source = Source::new("sample", text.to_owned());
        let reading = brief::read(&source).remove(0);
        let doc = lower(&reading.brief.unwrap());
        let mut model = Self {
            title: "A title".to_owned(),
            own: "More".to_owned(),
            sections: Vec::new(),
            letters: 0,
            copies: HashMap::new(),
        };
        for (field, names) in FIELDS {
            let mut items: Vec<Item> = Vec::new();
            let section = doc.sections().iter().find(|s| {
                s.name() == *field
                    || *field == "sections" && matches!(s.kind, briefing::document::SectionKind::Own(_))
            });
            let Some(section) = section else { continue };
            let mut last = None;
            for block in &doc.blocks()[section.body.start as usize..section.body.end as usize] {
                let name = if names.contains(&block.field) { block.field } else { continue };
                let name = names.iter().find(|n| **n == name).unwrap();
                let one = matches!(*field, "summary" | "text" | "sections");
                if items.is_empty() || !one && block.item != last {
                    items.push(Item(Vec::new()));
                    last = block.item;
                }
                let plain: String = plain(doc.slice(block.range));
                if plain.chars().filter(|c| c.is_alphabetic()).count() < 3 {
                    continue;
                }
                let letters = model.fresh(&plain);
                let fields = &mut items.last_mut().unwrap().0;
                match fields.iter_mut().find(|f| f.name == *name) {
                    Some(known) if *name != "name" => known.paragraphs.push(letters),
                    Some(_) => {}
                    None => fields.push(Field { name, paragraphs: vec![letters] }),
                }
            }
            items.retain(|item| item.0.iter().any(|f| f.name == names[0]));
            if !items.is_empty() {
                model.sections.push(Section { field, items });
            }
        }
        model
    }

    fn fresh(&mut self, text: &str) -> Paragraph {
        text.chars()
            .map(|c| {
                self.letters += 1;
                (c, self.letters)
            })
            .collect()
    }

    fn root(&self, letter: u64) -> u64 {
        self.copies.get(&letter).map_or(letter, |from| self.root(*from))
    }

    /// The YAML of it.
    fn yaml(&self) -> String {
        let mut map = serde_json::Map::new();
        map.insert("title".to_owned(), self.title.clone().into());
        for section in &self.sections {
            let item = |item: &Item| -> serde_json::Value {
                item.0
                    .iter()
                    .map(|f| (f.name.to_owned(), serde_json::Value::from(prose(f))))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            };
            let value = match section.field {
                "summary" | "text" => prose(&section.items[0].0[0]).into(),
                "sections" => {
                    serde_json::json!([{ "title": self.own, "text": prose(&section.items[0].0[0]) }])
                }
                _ => section.items.iter().map(item).collect::<Vec<_>>().into(),
            };
            map.insert(section.field.to_owned(), value);
        }
        serde_json::to_string(&map).unwrap()
    }

    /// What it looks like, with the byte at which each letter stands.
    fn lower(&self) -> (Document, HashMap<u64, usize>) {
        let source = Source::new("model", self.yaml());
        let doc = lower(&brief::read(&source).remove(0).brief.unwrap());
        let mut at = HashMap::new();
        for section in &self.sections {
            let nth = doc.sections().iter().position(|s| {
                s.name() == section.field || section.field == "sections" && s.title == self.own
            });
            let there = &doc.sections()[nth.unwrap()];
            let blocks = &doc.blocks()[there.body.start as usize..there.body.end as usize];
            for (n, item) in section.items.iter().enumerate() {
                for field in &item.0 {
                    let mut blocks = blocks.iter().filter(|b| {
                        b.field == field.name
                            && (section.field == "text" || b.item.is_none_or(|i| i as usize == n))
                    });
                    for paragraph in &field.paragraphs {
                        let mut range = TextRange::default();
                        for (k, (c, id)) in paragraph.iter().enumerate() {
                            if k == 0 || range.is_empty() {
                                range = blocks
                                    .next()
                                    .unwrap_or_else(|| {
                                        panic!(
                                            "no block for {:?} of {} {}",
                                            string(paragraph),
                                            section.field,
                                            field.name
                                        )
                                    })
                                    .range;
                            }
                            let here = range.start().get();
                            assert!(
                                doc.text()[here..].starts_with(*c),
                                "{c:?} at {:?} in {:?} of {} {} ",
                                &doc.text()[here..(here + 20).min(doc.text().len())],
                                string(paragraph),
                                section.field,
                                field.name
                            );
                            at.insert(*id, here);
                            range = TextRange::bytes(here + c.len_utf8(), range.end().get());
                        }
                    }
                }
            }
        }
        (doc, at)
    }

    fn paragraph(&mut self, dice: &mut Dice) -> Option<&mut Paragraph> {
        let section = dice.below(self.sections.len());
        let section = &mut self.sections[section];
        let item = dice.below(section.items.len());
        let fields = &mut section.items[item].0;
        let field = dice.below(fields.len());
        let field = &mut fields[field];
        let nth = dice.below(field.paragraphs.len());
        field.paragraphs.get_mut(nth)
    }

    fn prose_field(&mut self, dice: &mut Dice) -> &mut Field {
        let wide: Vec<usize> = (0..self.sections.len())
            .filter(|n| matches!(self.sections[*n].field, "summary" | "text" | "sections"))
            .collect();
        let section = wide[dice.below(wide.len())];
        &mut self.sections[section].items[0].0[0]
    }

    fn some_words(&self, dice: &mut Dice, count: usize) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut other = self.clone();
        while out.len() < count {
            let Some(paragraph) = other.paragraph(dice) else { continue };
            let text = string(paragraph);
            let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
            let word = words[dice.below(words.len())].trim_matches(|c: char| !c.is_alphanumeric());
            // Where words are not parted, a few letters are one.
            let len = word.chars().count();
            let wide = word.chars().any(|c| c as u32 >= 0x2E80);
            let (skip, take) = if wide && len > 2 { (dice.below(len - 2), 2) } else { (0, len) };
            out.push(word.chars().skip(skip).take(take).collect());
            out.retain(|word| !word.is_empty());
        }
        out.join(" ")
    }

    /// Revises it once, as a person might.
    #[expect(clippy::too_many_lines, reason = "one arm for each way of revising")]
    fn revise(&mut self, dice: &mut Dice) {
        match dice.below(14) {
            // Some words are replaced, as in a correction.
            0..=2 => {
                for _ in 0..=dice.below(4) {
                    let count = 1 + dice.below(2);
                    let new = self.some_words(dice, count);
                    let fresh = self.fresh(&new);
                    let Some(paragraph) = self.paragraph(dice) else { continue };
                    let words = word_ranges(paragraph);
                    let word = words[dice.below(words.len())].clone();
                    // A word for itself is no change.
                    if !new.contains(&string(&paragraph[word.clone()])) {
                        paragraph.splice(word, fresh);
                    }
                }
            }
            // A letter is mended.
            3 => {
                let new = self.fresh("e");
                if let Some(paragraph) = self.paragraph(dice) {
                    let n = dice.below(paragraph.len());
                    if paragraph[n].0.is_alphabetic() {
                        paragraph[n] = new[0];
                    }
                }
            }
            // A sentence is inserted.
            4 | 5 => {
                let count = 4 + dice.below(12);
                let new = format!("{}. ", self.some_words(dice, count));
                let new = self.fresh(&new);
                if let Some(paragraph) = self.paragraph(dice) {
                    let starts = sentence_starts(paragraph);
                    let at = starts[dice.below(starts.len())];
                    paragraph.splice(at..at, new);
                }
            }
            // A sentence is deleted.
            6 => {
                if let Some(paragraph) = self.paragraph(dice) {
                    let mut starts = sentence_starts(paragraph);
                    starts.push(paragraph.len());
                    if starts.len() > 2 {
                        let n = dice.below(starts.len() - 1);
                        paragraph.drain(starts[n]..starts[n + 1]);
                    }
                }
            }
            // A paragraph is inserted, or deleted.
            7 => {
                let new = self.some_words(dice, 20);
                let new = self.fresh(&new);
                let field = self.prose_field(dice);
                let at = dice.below(field.paragraphs.len() + 1);
                field.paragraphs.insert(at, new);
            }
            8 => {
                let field = self.prose_field(dice);
                if field.paragraphs.len() > 1 {
                    let at = dice.below(field.paragraphs.len());
                    field.paragraphs.remove(at);
                }
            }
            // An item is deleted, or inserted.
            9 => {
                let n = dice.below(self.sections.len());
                let section = &mut self.sections[n];
                if section.items.len() > 1 {
                    section.items.remove(dice.below(section.items.len()));
                }
            }
            10 => {
                let n = dice.below(self.sections.len());
                let new = self.some_words(dice, 8);
                let new = self.fresh(&new);
                let section = &mut self.sections[n];
                if !matches!(section.field, "summary" | "text" | "sections") {
                    let at = dice.below(section.items.len() + 1);
                    let name = FIELDS.iter().find(|(f, _)| *f == section.field).unwrap().1[0];
                    section.items.insert(at, Item(vec![Field { name, paragraphs: vec![new] }]));
                }
            }
            // Items and paragraphs change places.
            11 => {
                let n = dice.below(self.sections.len());
                let items = &mut self.sections[n].items;
                let (a, b) = (dice.below(items.len()), dice.below(items.len()));
                items.swap(a, b);
                let field = self.prose_field(dice);
                let (a, b) = (dice.below(field.paragraphs.len()), dice.below(field.paragraphs.len()));
                field.paragraphs.swap(a, b);
                // Or a paragraph goes to another section.
                if dice.chance(25) && field.paragraphs.len() > 1 {
                    let paragraph = field.paragraphs.remove(a);
                    let field = self.prose_field(dice);
                    let at = dice.below(field.paragraphs.len() + 1);
                    field.paragraphs.insert(at, paragraph);
                }
            }
            // A paragraph is copied, and the copy revised in half of the cases.
            12 => {
                let field = self.prose_field(dice);
                let mut copy = field.paragraphs[dice.below(field.paragraphs.len())].clone();
                for letter in &mut copy {
                    self.letters += 1;
                    self.copies.insert(self.letters, letter.1);
                    letter.1 = self.letters;
                }
                if dice.chance(50) {
                    let new = self.some_words(dice, 1);
                    let new = self.fresh(&new);
                    let words = word_ranges(&copy);
                    copy.splice(words[dice.below(words.len())].clone(), new);
                }
                let field = self.prose_field(dice);
                let at = dice.below(field.paragraphs.len() + 1);
                field.paragraphs.insert(at, copy);
            }
            // Somebody is called otherwise, here and everywhere; titles change.
            _ => {
                let name = self.some_words(dice, 1);
                let new = self.some_words(dice, 2);
                if name.chars().count() > 4 {
                    self.rename(&name, &new);
                }
                self.title = self.some_words(dice, 4);
                self.own = format!("Own {}", self.some_words(dice, 2));
            }
        }
        for section in &mut self.sections {
            for field in section.items.iter_mut().flat_map(|item| &mut item.0) {
                for paragraph in &mut field.paragraphs {
                    tidy(paragraph);
                }
                field.paragraphs.retain(|p| p.iter().any(|(c, _)| c.is_alphanumeric()));
            }
            let first = FIELDS.iter().find(|(f, _)| *f == section.field).unwrap().1[0];
            section.items.iter_mut().for_each(|item| item.0.retain(|f| !f.paragraphs.is_empty()));
            section.items.retain(|item| item.0.iter().any(|f| f.name == first));
        }
        self.sections.retain(|s| !s.items.is_empty());
    }

    fn rename(&mut self, name: &str, new: &str) {
        let len = name.chars().count();
        let mut letters = self.letters;
        for section in &mut self.sections {
            for paragraph in section.items.iter_mut().flat_map(|i| &mut i.0).flat_map(|f| &mut f.paragraphs) {
                let mut at = 0;
                while at + len <= paragraph.len() {
                    if string(&paragraph[at..at + len]) == name {
                        let fresh: Vec<Letter> = new
                            .chars()
                            .map(|c| {
                                letters += 1;
                                (c, letters)
                            })
                            .collect();
                        let count = fresh.len();
                        paragraph.splice(at..at + len, fresh);
                        at += count;
                    } else {
                        at += 1;
                    }
                }
            }
        }
        self.letters = letters;
    }
}

/// Prose without what Markdown would read as more.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() || "., ;:?’éèàçùâêîôû".contains(c) { c } else { ' ' })
        .collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A number with a full stop would begin a list.
    text.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned()
}

fn tidy(paragraph: &mut Paragraph) {
    while paragraph.first().is_some_and(|(c, _)| !c.is_alphabetic()) {
        paragraph.remove(0);
    }
    while paragraph.last().is_some_and(|(c, _)| *c == ' ') {
        paragraph.pop();
    }
    paragraph.dedup_by(|a, b| a.0 == ' ' && b.0 == ' ');
}

fn string(letters: &[Letter]) -> String {
    letters.iter().map(|(c, _)| c).collect()
}

fn prose(field: &Field) -> String {
    field.paragraphs.iter().map(|p| string(p)).collect::<Vec<_>>().join("\n\n")
}

fn word_ranges(letters: &[Letter]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (n, (c, _)) in letters.iter().chain(std::iter::once(&(' ', 0))).enumerate() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(n),
            (false, Some(from)) => {
                out.push(from..n);
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn sentence_starts(letters: &[Letter]) -> Vec<usize> {
    let mut out = vec![0];
    out.extend((2..letters.len()).filter(|n| letters[n - 1].0 == ' ' && ".?。".contains(letters[n - 2].0)));
    out
}

#[derive(Default, Debug)]
struct Tally {
    notes: usize,
    survived: usize,
    found: usize,
    wrong: usize,
    exact: usize,
    moved: usize,
}

/// Revises a brief and sees where notes on it end up.
fn revision(sample: &Model, dice: &mut Dice, revisions: usize, notes: usize, tally: &mut Tally) {
    let (doc, before) = sample.lower();
    let names: HashMap<usize, u64> = before.iter().map(|(id, at)| (*at, *id)).collect();
    let mut model = sample.clone();
    for _ in 0..revisions {
        model.revise(dice);
    }
    let (new, after) = model.lower();
    let (before_changes, anchoring) = (Anchoring::new(&doc), Anchoring::new(&new));
    let originals = |range: TextRange| -> Vec<u64> {
        let ids: HashMap<usize, u64> = after.iter().map(|(id, at)| (*at, *id)).collect();
        range
            .of(new.text())
            .char_indices()
            .filter_map(|(at, _)| ids.get(&(range.start().get() + at)).copied())
            .collect()
    };
    for _ in 0..notes {
        let Some(range) = passage(&doc, dice) else { continue };
        let ids: Vec<u64> = doc
            .slice(range)
            .char_indices()
            .filter_map(|(at, _)| names.get(&(range.start().get() + at)).copied())
            .collect();
        if ids.is_empty() {
            continue;
        }
        tally.notes += 1;
        let left: Vec<usize> = ids.iter().filter_map(|id| after.get(id).copied()).collect();
        let (first, last) =
            (left.iter().min().copied().unwrap_or(0), left.iter().max().copied().unwrap_or(0));
        let span = new.text().get(first..last).map_or(0, |s| s.chars().count()) + 1;
        // Most of it is still there, together, with little put in.
        let survived = left.len() * 100 >= ids.len() * 80 && span * 100 <= ids.len() * 125;
        let resolution = anchoring.resolve(&before_changes.anchor(range));
        tally.survived += usize::from(survived);
        match resolution {
            Resolution::Exact(_) => tally.exact += 1,
            Resolution::Moved { .. } => tally.moved += 1,
            Resolution::Orphaned => {}
        }
        let Some(there) = resolution.range() else {
            if survived && std::env::var("BRIEF_ANCHORS").is_ok_and(|v| v == "lost") {
                println!(
                    "LOST {:?}\n   now {:?}\n   {:?}\n",
                    doc.slice(range),
                    new.text().get(first..last),
                    doc.anchor(range)
                );
            }
            continue;
        };
        // A copy and what it was copied from are alike: nobody can tell afterwards which of them is the copy.
        let found: Vec<u64> = originals(there).into_iter().map(|id| model.root(id)).collect();
        let right = found.iter().filter(|id| ids.contains(id)).count();
        let of = found.len().max(left.len().min(ids.len()));
        if right * 100 >= of * 60 {
            tally.found += usize::from(survived);
        } else if right * 100 < of * 40 {
            tally.wrong += 1;
            if std::env::var("BRIEF_ANCHORS").is_ok_and(|v| v == "wrong") {
                let near = |at: usize| {
                    let from = new.floor(at.saturating_sub(60)).get();
                    new.text()[from..new.floor(at + 120).get()].to_owned()
                };
                println!(
                    "WRONG {resolution:?} survived {survived}\n   on {:?}\n   of {:?}\n",
                    doc.anchor(range),
                    near(there.start().get())
                );
            }
        }
    }
}

/// Some words of a document, as a reader would select them.
fn passage(doc: &Document, dice: &mut Dice) -> Option<TextRange> {
    let blocks: Vec<_> = doc.blocks().iter().filter(|b| !b.field.is_empty()).collect();
    let block = blocks[dice.below(blocks.len())];
    let letters: Vec<Letter> = doc.slice(block.range).chars().map(|c| (c, 0)).collect();
    let words = word_ranges(&letters);
    let first = dice.below(words.len().max(1));
    let count = match dice.below(100) {
        0..15 => 1 + dice.below(2),
        15..65 => 3 + dice.below(10),
        65..90 => 13 + dice.below(28),
        _ => words.len(),
    };
    let first = if count == words.len() { 0 } else { first };
    let last = (first + count.max(1) - 1).min(words.len().checked_sub(1)?);
    let byte = |n: usize| letters[..n].iter().map(|(c, _)| c.len_utf8()).sum::<usize>();
    let start = block.range.start().get();
    Some(TextRange::bytes(start + byte(words[first].start), start + byte(words[last].end)))
}

fn samples() -> Vec<Model> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| Model::of(&std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_revised_brief_keeps_its_notes_and_never_on_a_wrong_passage() {
    let mut tally = Tally::default();
    let cases: u64 = std::env::var("BRIEF_ANCHOR_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(120);
    let samples = samples();
    for case in 0..cases {
        let mut dice = Dice(case);
        let sample = &samples[dice.below(samples.len())];
        let revisions = 1 + dice.below(40);
        revision(sample, &mut dice, revisions, 25, &mut tally);
    }
    println!("{tally:?} {:.2} %", 100.0 * tally.found as f64 / tally.survived as f64);
    assert!(tally.notes >= 5000 * usize::try_from(cases).unwrap() / 240, "{tally:?}");
    assert_eq!(tally.wrong, 0, "{tally:?}");
    assert!(tally.found * 100 >= tally.survived * 95, "{tally:?}");
}

/// A note on some words of a brief, and what becomes of it in another.
fn becomes(old: &str, words: &str, new: &str) -> (Resolution, String) {
    let doc = |yaml: &str| lower(&brief::read(&Source::new("x", yaml.to_owned())).remove(0).brief.unwrap());
    let (old, new) = (doc(old), doc(new));
    let at = old.text().find(words).unwrap();
    let anchor = Anchoring::new(&old).anchor(TextRange::bytes(at, at + words.len()));
    assert!(matches!(Anchoring::new(&old).resolve(&anchor), Resolution::Exact(_)), "{anchor:?}");
    let found = Anchoring::new(&new).resolve(&anchor);
    (found, found.range().map_or(String::new(), |range| new.slice(range).to_owned()))
}

#[test]
fn words_that_say_the_opposite_now_are_moved_and_shown_and_never_in_place() {
    let old = "title: T\nsummary: Observers agree that the minister of finance will resign before the end of the year.\n";
    let new = old.replace("will resign", "will never resign");
    let (found, words) = becomes(old, "the minister of finance will resign before the end", &new);
    assert!(matches!(found, Resolution::Moved { .. }), "{found:?}");
    assert_eq!(words, "the minister of finance will never resign before the end");
}

#[test]
fn what_already_stood_there_is_no_changed_form_of_what_went() {
    for (items, words, left) in [
        (
            "timeline: [Lahore sentences four men to prison., Karachi sentences five men to prison.]",
            "Lahore sentences four men to prison.",
            "timeline: [Karachi sentences five men to prison.]",
        ),
        (
            "recommendations: [Open the northern crossing by March., Open the southern crossing by May.]",
            "Open the northern crossing by March.",
            "recommendations: [Open the southern crossing by May.]",
        ),
        (
            "disclaimers: [The views are the author's own and no one else's., The names are the author's own and no one else's.]",
            "The views are the author's own",
            "disclaimers: [The names are the author's own and no one else's.]",
        ),
        (
            "actors: [{name: A, position: Wants peace first and trade later.}, {name: B, position: Wants trade first and peace later.}]",
            "Wants peace first and trade later.",
            "actors: [{name: A}, {name: B, position: Wants trade first and peace later.}]",
        ),
        // A reason passes to another recommendation.
        (
            "recommendations: [{text: Do A now., rationale: It saves lives each day., priority: high, to: Alpha}, {text: Do B later., rationale: Money is short., priority: high, to: Alpha}]",
            "saves lives",
            "recommendations: [{text: Do A now., rationale: Money is short., priority: high, to: Alpha}, {text: Do B later., rationale: It saves lives each day., priority: high, to: Alpha}]",
        ),
        // The same words, said of or to somebody else.
        (
            "recommendations: [{text: Publish the budget., to: The ministry in Islamabad}, {text: Publish the budget., to: The palace in Kabul}]",
            "Publish the budget.",
            "recommendations: [{text: Publish the budget., to: The palace in Kabul}]",
        ),
        (
            "actors: [{name: Kabul, position: Wants a treaty in writing.}, {name: Islamabad, role: Neighbour.}]",
            "Wants a treaty in writing.",
            "actors: [{name: Kabul, position: Says nothing.}, {name: Islamabad, position: Wants a treaty in writing.}]",
        ),
    ] {
        let brief = |items: &str| format!("title: T\nsummary: S.\n{items}\n");
        let (found, there) = becomes(&brief(items), words, &brief(left));
        assert_eq!(found, Resolution::Orphaned, "{words} on {there}");
    }
}

#[test]
fn short_and_twice_standing_words_are_in_place_where_nothing_has_changed() {
    let brief = "title: T\nsummary: Alpha beta gamma delta.\nquotes: [{text: We will not yield., by: A}, {text: We will not yield., by: A}]\n";
    for words in ["beta gamma", "beta", "We will not yield."] {
        becomes(brief, words, brief);
    }
    // A renamed actor keeps the note; one letter mended does too.
    let actors = |name: &str| {
        format!("title: T\nactors: [{{name: {name}, position: Wants a treaty in writing at once.}}]\n")
    };
    let (found, there) = becomes(&actors("Kabul"), "Wants a treaty in writing", &actors("Afghanistan"));
    assert!(found.range().is_some() && there == "Wants a treaty in writing");
}

#[test]
fn words_alone_are_found_where_they_stand_once() {
    let doc = lower(
        &brief::read(&Source::new(
            "x",
            "title: T\nsummary: There is a narrow window for dialogue now.\n".to_owned(),
        ))
        .remove(0)
        .brief
        .unwrap(),
    );
    let bare = |exact: &str| briefing::document::Anchor {
        quote: Some(briefing::document::Quote { exact: exact.to_owned(), ..Default::default() }),
        ..Default::default()
    };
    assert!(Anchoring::new(&doc).resolve(&bare("a narrow window for")).range().is_some());
    assert_eq!(Anchoring::new(&doc).resolve(&bare("is")), Resolution::Orphaned);
}

#[test]
fn a_twin_with_another_addressee_is_not_the_passage() {
    let brief = |items: &str| format!("title: T\nrecommendations: [{items}]\n");
    let to = |who: &str| format!("{{text: Open the border for trade before winter comes., to: {who}}}");
    let words = "Open the border for trade before winter comes.";
    let both = brief(&format!("{}, {}", to("Beta"), to("Alpha")));
    let (found, _) = becomes(&brief(&to("Alpha")), words, &both);
    let doc = lower(&brief::read(&Source::new("x", both.clone())).remove(0).brief.unwrap());
    let second = doc.text().rfind(words).unwrap();
    assert!(found.range().is_none_or(|range| range.start().get() == second), "{found:?}");
    // Where only the addressee was changed, the note says that something has.
    let (found, _) = becomes(&brief(&to("Alpha")), words, &brief(&to("Beta")));
    assert!(!matches!(found, Resolution::Exact(_)), "{found:?}");
}
