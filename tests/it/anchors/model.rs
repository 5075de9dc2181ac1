//! A brief in which every letter has a name, so that it is known where each went when the brief was revised.

use briefing::brief;
use briefing::document::{Document, lower};
use briefing::source::Source;
use std::collections::{HashMap, HashSet};

/// A generator of numbers from a seed (`SplitMix64`).
pub(super) struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// Where a block begins and ends, in bytes.
type Place = (usize, usize);

/// A letter that is followed through revisions.
pub(super) type Letter = (char, u64);
pub(super) type Paragraph = Vec<Letter>;

/// A field of prose.
#[derive(Clone)]
pub(super) struct Field {
    pub name: &'static str,
    pub paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Default)]
pub(super) struct Item {
    pub fields: Vec<Field>,
    /// By whom, to whom or when; none for an actor, who is his own.
    pub owner: Option<String>,
    /// How urgent it is, or of what kind.
    pub rank: Option<String>,
}

#[derive(Clone)]
pub(super) struct Section {
    /// The field of the brief.
    pub field: &'static str,
    /// Its title, where it is one of the brief's own.
    pub title: String,
    pub items: Vec<Item>,
}

/// A brief in which every letter has a name.
#[derive(Clone, Default)]
pub(super) struct Model {
    pub title: String,
    pub sections: Vec<Section>,
    pub letters: u64,
    /// Letters of a copy, and what they were copied from.
    pub copies: HashMap<u64, u64>,
    /// Letters of which nobody can say whether they are others or the old ones edited.
    pub undecided: HashSet<u64>,
    /// Letters that were touched by the revisions.
    pub touched: HashSet<u64>,
}

/// The fields of prose of each section, the one that it cannot be without first.
pub(super) const FIELDS: &[(&str, &[&str])] = &[
    ("summary", &["summary"]),
    ("actors", &["name", "role", "position"]),
    ("recommendations", &["text", "rationale"]),
    ("disclaimers", &["text"]),
    ("timeline", &["event"]),
    ("quotes", &["text", "context"]),
    ("sections", &["text"]),
    ("text", &["text"]),
];

/// What an item's owner and rank are called.
pub(super) fn owner_field(section: &str) -> Option<(&'static str, &'static str)> {
    match section {
        "recommendations" => Some(("to", "priority")),
        "disclaimers" => Some(("by", "kind")),
        "timeline" => Some(("date", "")),
        "quotes" => Some(("by", "")),
        _ => None,
    }
}

impl Section {
    /// Whether its items are told one by one, with an end each.
    pub(super) fn is_list(&self) -> bool {
        !matches!(self.field, "summary" | "text")
    }

    pub(super) fn first_field(&self) -> &'static str {
        FIELDS.iter().find(|(field, _)| *field == self.field).unwrap().1[0]
    }
}

impl Item {
    pub(super) fn of(name: &'static str, paragraph: Paragraph) -> Self {
        Self { fields: vec![Field { name, paragraphs: vec![paragraph] }], ..Self::default() }
    }

    /// Whose it is: an actor's own, or that of its line.
    pub(super) fn owned(&self) -> Option<String> {
        let name = self.fields.iter().find(|field| field.name == "name");
        name.map(|name| string(&name.paragraphs[0])).or_else(|| self.owner.clone())
    }

    /// All that it says, and by whom, without what the setting of it makes.
    fn told(&self) -> String {
        let fields = self.fields.iter().map(|field| format!("{}: {}", field.name, prose(field)));
        let fields = fields.collect::<Vec<_>>().join(" ");
        plain_letters(&format!("{} {fields}", self.owned().unwrap_or_default()))
    }

    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.fields.iter().flat_map(|field| &field.paragraphs)
    }

    pub(super) fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        self.fields.iter_mut().flat_map(|field| &mut field.paragraphs)
    }
}

/// A brief as it looks, with the byte at which each letter stands.
pub(super) struct Told {
    pub doc: Document,
    pub at: HashMap<u64, usize>,
    pub names: HashMap<usize, u64>,
    /// The item of each letter: whose it is, and all that it says.
    items: HashMap<u64, usize>,
    said: Vec<(Option<String>, String)>,
}

impl Told {
    pub(super) fn owner(&self, letter: u64) -> Option<&str> {
        self.items.get(&letter).and_then(|n| self.said[*n].0.as_deref())
    }

    /// All that the item of a letter says, and where in it the letter stands.
    pub(super) fn item(&self, letter: u64) -> Option<&str> {
        self.items.get(&letter).map(|n| self.said[*n].1.as_str())
    }
}

impl Model {
    /// The words of a sample, as plain prose.
    pub(super) fn of(text: &str) -> Self {
        let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
        let mut model = Self { title: "A title".to_owned(), ..Self::default() };
        for (field, names) in FIELDS {
            let sections: Vec<(String, &serde_json::Value)> = match (*field, value.get(field)) {
                (_, None) => continue,
                ("sections", Some(own)) => {
                    let all = own.as_array().unwrap().iter();
                    let titled = |s: &serde_json::Value| s["title"].as_str().unwrap().to_owned();
                    all.map(|s| (titled(s), s.get("items").unwrap_or(&s["text"]))).collect()
                }
                (_, Some(value)) => vec![(String::new(), value)],
            };
            for (title, value) in sections {
                let list = std::slice::from_ref(value);
                let list = value.as_array().map_or(list, Vec::as_slice);
                let mut items: Vec<Item> = list.iter().map(|value| model.item(field, names, value)).collect();
                if *field == "text" {
                    // Each paragraph of the article is an item.
                    let paragraphs = items.remove(0).fields.remove(0).paragraphs;
                    items = paragraphs.into_iter().map(|p| Item::of("text", p)).collect();
                }
                items.retain(|item| item.fields.iter().any(|f| f.name == names[0]));
                if !items.is_empty() {
                    model.sections.push(Section { field, title, items });
                }
            }
        }
        model
    }

    fn item(&mut self, section: &str, names: &'static [&'static str], value: &serde_json::Value) -> Item {
        let text = |value: &serde_json::Value| match value {
            serde_json::Value::Array(all) => all[0].as_str().map(str::to_owned),
            serde_json::Value::Number(number) => Some(number.to_string()),
            value => value.as_str().map(str::to_owned),
        };
        let mut item = Item::default();
        for name in names {
            let said = if value.is_string() && *name == names[0] { Some(value) } else { value.get(name) };
            let Some(said) = said.and_then(text) else { continue };
            let paragraphs = said.split("\n\n").map(plain);
            let words = |text: &String| text.chars().filter(|c| c.is_alphabetic()).count() > 2;
            let paragraphs: Vec<_> = paragraphs.filter(words).map(|p| self.fresh(&p)).collect();
            if !paragraphs.is_empty() {
                item.fields.push(Field { name, paragraphs });
            }
        }
        if let Some((owner, rank)) = owner_field(section) {
            item.owner = value.get(owner).and_then(text);
            item.rank = value.get(rank).and_then(text);
        }
        item
    }

    pub(super) fn fresh(&mut self, text: &str) -> Paragraph {
        let letters = text.chars().map(|c| {
            self.letters += 1;
            (c, self.letters)
        });
        letters.collect()
    }

    pub(super) fn root(&self, letter: u64) -> u64 {
        self.copies.get(&letter).map_or(letter, |from| self.root(*from))
    }

    pub(super) fn touch(&mut self, letters: &[Letter]) {
        self.touched.extend(letters.iter().map(|(_, id)| id));
    }

    /// The YAML of it.
    fn yaml(&self) -> String {
        let mut map = serde_json::Map::new();
        map.insert("title".to_owned(), self.title.clone().into());
        let mut own = Vec::new();
        for section in &self.sections {
            let item = |item: &Item| -> serde_json::Value {
                let fields = item.fields.iter().map(|f| (f.name.to_owned(), prose(f).into()));
                let mut map: serde_json::Map<_, _> = fields.collect();
                if let Some((owner, rank)) = owner_field(section.field) {
                    map.extend(item.owner.clone().map(|said| (owner.to_owned(), said.into())));
                    map.extend(item.rank.clone().map(|said| (rank.to_owned(), said.into())));
                }
                map.into()
            };
            let all = || section.items.iter().map(item).collect::<Vec<_>>();
            let paragraphs = || section.items.iter().flat_map(Item::paragraphs).map(|p| string(p));
            let value = match section.field {
                "summary" | "text" => paragraphs().collect::<Vec<_>>().join("\n\n").into(),
                "sections" => {
                    own.push(serde_json::json!({ "title": section.title, "items": all() }));
                    continue;
                }
                _ => all().into(),
            };
            map.insert(section.field.to_owned(), value);
        }
        if !own.is_empty() {
            map.insert("sections".to_owned(), own.into());
        }
        serde_json::to_string(&map).unwrap()
    }

    /// What it looks like.
    pub(super) fn tell(&self) -> Told {
        let source = Source::new("model", self.yaml());
        let doc =
            lower(&brief::read(&source).remove(0).brief.unwrap_or_else(|e| panic!("{e:?} {}", self.yaml())));
        let mut told =
            Told { doc, at: HashMap::new(), names: HashMap::new(), items: HashMap::new(), said: Vec::new() };
        for section in &self.sections {
            let there = told.doc.sections().iter();
            let mut there = there.filter(|s| {
                s.name() == section.field || section.field == "sections" && s.title == section.title
            });
            let there = there.next().unwrap();
            let blocks = there.body.start as usize..there.body.end as usize;
            let mut ranges: HashMap<(Option<usize>, &str), Vec<Place>> = HashMap::new();
            for block in &told.doc.blocks()[blocks] {
                let item = block.item.map(|item| item as usize).filter(|_| section.field != "text");
                let range = (block.range.start().get(), block.range.end().get());
                ranges.entry((item, block.field)).or_default().push(range);
            }
            for all in ranges.values_mut() {
                all.reverse();
            }
            for (n, item) in section.items.iter().enumerate() {
                told.said.push((item.owned(), item.told()));
                for field in &item.fields {
                    let key = (Some(n).filter(|_| section.is_list()), field.name);
                    let blocks = ranges.get_mut(&key).unwrap_or_else(|| panic!("{} {key:?}", section.field));
                    for paragraph in &field.paragraphs {
                        // Of prose, each paragraph is by itself.
                        if !section.is_list() {
                            told.said.push((None, plain_letters(&string(paragraph))));
                        }
                        let (mut here, mut end) = (0, 0);
                        for (c, id) in paragraph {
                            if here >= end {
                                (here, end) = blocks.pop().unwrap();
                            }
                            let text = &told.doc.text()[here..];
                            assert!(text.starts_with(*c), "{c:?} {:?}", string(paragraph));
                            told.at.insert(*id, here);
                            told.names.insert(here, *id);
                            told.items.insert(*id, told.said.len() - 1);
                            here += c.len_utf8();
                        }
                    }
                }
            }
        }
        told
    }

    /// Takes away what has become empty.
    pub(super) fn tidy(&mut self) {
        for section in &mut self.sections {
            let first = section.first_field();
            for item in &mut section.items {
                for field in &mut item.fields {
                    field.paragraphs.iter_mut().for_each(tidy);
                    field.paragraphs.retain(|p| p.iter().any(|(c, _)| c.is_alphanumeric()));
                }
                item.fields.retain(|f| !f.paragraphs.is_empty());
            }
            section.items.retain(|item| item.fields.iter().any(|f| f.name == first));
        }
        self.sections.retain(|s| !s.items.is_empty());
    }
}

/// Words without what their setting makes.
pub(super) fn plain_letters(words: &str) -> String {
    words.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Prose without what Markdown would read as more.
fn plain(text: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || "., ;:?!'’-–éèàçùâêîôû。、，「」".contains(c);
    let text: String = text.chars().map(|c| if keep(c) { c } else { ' ' }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A number with a full stop would begin a list.
    text.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned()
}

fn tidy(paragraph: &mut Paragraph) {
    let start = paragraph.iter().position(|(c, _)| c.is_alphabetic()).unwrap_or(paragraph.len());
    paragraph.drain(..start);
    while paragraph.last().is_some_and(|(c, _)| c.is_whitespace()) {
        paragraph.pop();
    }
}

pub(super) fn string(letters: &[Letter]) -> String {
    letters.iter().map(|(c, _)| c).collect()
}

fn prose(field: &Field) -> String {
    field.paragraphs.iter().map(|p| string(p)).collect::<Vec<_>>().join("\n\n")
}

pub(super) fn is_wide(letters: &[Letter]) -> bool {
    letters.iter().any(|(c, _)| *c as u32 >= 0x2E80)
}

pub(super) fn word_ranges(letters: &[Letter]) -> Vec<std::ops::Range<usize>> {
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

/// The sentences of a paragraph, each with the blank behind it.
pub(super) fn sentences(letters: &[Letter]) -> Vec<std::ops::Range<usize>> {
    let ends = |n: &usize| {
        letters[n - 1].0 == ' ' && ".?!".contains(letters[n - 2].0) || "。".contains(letters[n - 1].0)
    };
    let mut starts = vec![0];
    starts.extend((2..letters.len()).filter(ends));
    starts.push(letters.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}
