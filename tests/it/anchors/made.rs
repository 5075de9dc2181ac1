//! Briefs made of a few forms, as there are: parallel recommendations, boilerplate, the same event on two days.
//!
//! What is like is harder to tell apart than what people write; whoever passes here may put a note on a sample.

use super::model::{Dice, Field, Item, Model, Paragraph, Section, string};

/// Who, what he does, what with, and when.
type Slots = [&'static [&'static str]; 4];

const TOPICS: &[Slots] = &[
    [
        &["Iran", "Iraq", "Pakistan", "Turkey", "Qatar", "the Gulf Council", "Saudi Arabia", "the Taliban"],
        &["demands", "refuses", "welcomes", "rejects", "signs", "delays", "disputes"],
        &[
            "a ceasefire on the northern border",
            "a ceasefire on the southern border",
            "a written pledge on airspace",
            "the return of prisoners",
            "the joint statement",
            "a new round of talks",
            "the truce made in Doha",
        ],
        &[
            "in March",
            "in May",
            "before winter",
            "within 5 days",
            "after 12 hours of talks",
            "for the second time",
        ],
    ],
    [
        &[
            "the ministry of energy",
            "the coal lobby",
            "Greenpeace",
            "Germany",
            "the grid operator",
            "the World Bank",
        ],
        &["supports", "opposes", "will fund", "will not fund", "can accept", "measures", "doubts"],
        &[
            "a carbon price of 50 euros a ton",
            "the phase-out of coal",
            "a dam on the upper river",
            "a dam on the lower river",
            "the methane rule",
            "a fund for losses",
        ],
        &["from 2030 on", "in all 27 states", "at a cost of 1,500 million", "in the south", "in the north"],
    ],
    [
        &["伊朗", "伊拉克", "土耳其", "外交部", "巴基斯坦", "联合国", "卡塔尔", "喀布尔政府"],
        &["要求", "拒绝", "欢迎", "签署", "推迟", "质疑", "支持", "公布"],
        &["停火协议", "新一轮会谈", "书面保证", "边境开放", "联合声明", "交换战俘", "空袭调查", "援助走廊"],
        &["在三月", "在五月", "在冬季之前", "五天之内", "第二次", "无条件", "在谈判之后"],
    ],
];

const ROLES: &[&str] = &["Mediator.", "One of the parties.", "Host of the talks.", "A critic of the plan."];
const EVENTS: &[&str] =
    &["Talks resume.", "The court adjourns.", "A truce is declared.", "Votes are counted again."];
const NOTICES: &[&str] = &[
    "The views are the author's own and need not be those of the publisher.",
    "The views are those of the author and do not reflect the policy of Reuters.",
    "This text was translated from Dari; the translation has not been reviewed by Khaama Press.",
];

pub(super) struct Maker<'a> {
    model: Model,
    dice: &'a mut Dice,
    slots: Slots,
}

/// A brief of one of the topics.
pub(super) fn brief(dice: &mut Dice) -> Model {
    let slots = TOPICS[dice.below(TOPICS.len())];
    let mut maker = Maker { model: Model { title: "A title".to_owned(), ..Model::default() }, dice, slots };
    maker.fill();
    maker.model
}

/// Words of the same form: some of what fills it is another.
pub(super) fn like(words: &str, dice: &mut Dice) -> String {
    let mut out = words.to_owned();
    for kind in TOPICS.iter().flatten() {
        for known in *kind {
            if dice.chance(60) && out.contains(known) {
                out = out.replacen(known, &format!("\u{1}{}\u{1}", dice.one(kind)), 1);
            }
        }
    }
    let out = out.replace('\u{1}', "");
    let mut numbers = String::new();
    for c in out.chars() {
        match c.to_digit(10) {
            Some(n) if dice.chance(40) => numbers.push(char::from_digit((n + 1) % 10, 10).unwrap()),
            _ => numbers.push(c),
        }
    }
    numbers
}

/// Somebody, or some day, that may be an owner in a section.
pub(super) fn somebody(section: &str, dice: &mut Dice) -> String {
    match section {
        "timeline" if dice.chance(50) => format!("2025-{:02}", 1 + dice.below(12)),
        "timeline" => format!("2025-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)),
        "disclaimers" => dice.one(&["Reuters", "MENAFN", "Khaama Press", "The brief authors"]).to_owned(),
        _ => dice
            .one(&["Iran", "Israel", "Finland", "The mayor of Paris", "Ministry of Defence of Iran"])
            .to_owned(),
    }
}

impl Maker<'_> {
    fn slot(&mut self, n: usize) -> &'static str {
        self.dice.one(self.slots[n])
    }

    fn sentence(&mut self) -> String {
        let [who, does, what, when] = [0, 1, 2, 3].map(|n| self.slot(n));
        let [other, too, that, then] = [0, 1, 2, 3].map(|n| self.slot(n));
        if who.is_ascii() {
            let said = match self.dice.below(6) {
                0 => format!("{who} {does} {what} {when}."),
                1 => format!("{when}, {who} {does} {what}, and {other} {too} {that}."),
                2 => format!("The author holds that {who} {does} {what} {when}."),
                3 => format!("Nobody expects that {who} {does} {what}, but {other} {too} it {then}."),
                4 => format!("What {who} wants is {what}, and what it gets is {that} {when}."),
                _ => format!("If {who} {does} {what}, {other} {too} {that} {then}."),
            };
            return capital(&said);
        }
        match self.dice.below(2) {
            0 => format!("{who}{when}{does}{what}。"),
            _ => format!("{who}{when}{does}{what}，{other}{too}{that}。"),
        }
    }

    fn paragraph(&mut self) -> Paragraph {
        let count = 1 + self.dice.below(4);
        let all: Vec<String> = (0..count).map(|_| self.sentence()).collect();
        let between = if all[0].is_ascii() { " " } else { "" };
        self.model.fresh(&all.join(between))
    }

    fn words(&mut self, section: &str) -> String {
        let [who, what, when] = [0, 2, 3].map(|n| self.slot(n));
        if !who.is_ascii() {
            return self.sentence();
        }
        match (section, self.dice.below(10)) {
            ("recommendations", 0..3) => format!("Press {who} for {what} {when}."),
            ("recommendations", 3..6) => format!("Ask {who} what became of {what}."),
            ("recommendations", _) => format!("Do not accept {what} {when}."),
            ("disclaimers", _) => self.dice.one(NOTICES).to_owned(),
            ("timeline", 0..3) => self.dice.one(EVENTS).to_owned(),
            ("quotes", 0..2) => "We will not yield.".to_owned(),
            ("role", 0..7) => self.dice.one(ROLES).to_owned(),
            ("position", 0..5) => format!("Wants {what} first and {} later.", self.slot(2)),
            _ => self.sentence(),
        }
    }

    fn prose(&mut self, field: &'static str, paragraphs: usize) {
        let all: Vec<Item> = (0..=self.dice.below(paragraphs))
            .map(|_| {
                let paragraph = self.paragraph();
                Item::of(field, paragraph)
            })
            .collect();
        let items = if field == "summary" {
            let paragraphs = all.into_iter().flat_map(|item| item.fields).flat_map(|f| f.paragraphs);
            let paragraphs = paragraphs.collect();
            vec![Item { fields: vec![Field { name: field, paragraphs }], ..Item::default() }]
        } else {
            all
        };
        self.model.sections.push(Section { field, title: String::new(), items });
    }

    fn list(&mut self, field: &'static str, title: &str, most: usize) {
        let reasons: Vec<String> = (0..2).map(|_| self.sentence()).collect();
        let mut items = Vec::new();
        for _ in 0..2 + self.dice.below(most) {
            let first = if field == "timeline" { "event" } else { "text" };
            let words = self.words(field);
            let mut item = Item::of(first, self.model.fresh(&words));
            if field == "recommendations" && self.dice.chance(60) {
                let reason = reasons[self.dice.below(2)].clone();
                let paragraphs = vec![self.model.fresh(&reason)];
                item.fields.push(Field { name: "rationale", paragraphs });
            }
            item.owner = match field {
                "sections" => None,
                "recommendations" | "quotes" => Some(self.slot(0).to_owned()),
                _ => Some(somebody(field, self.dice)),
            };
            item.rank = match field {
                "recommendations" => Some(self.dice.one(&["high", "medium", "low"]).to_owned()),
                "disclaimers" => Some(self.dice.one(&["opinion", "legal", "editorial"]).to_owned()),
                _ => None,
            };
            items.push(item);
        }
        self.model.sections.push(Section { field, title: title.to_owned(), items });
    }

    fn actors(&mut self) {
        let mut items = Vec::new();
        let count = 2 + self.dice.below(4);
        for name in self.slots[0].iter().take(count) {
            let mut item = Item::of("name", self.model.fresh(name));
            for field in ["role", "position"] {
                if self.dice.chance(85) {
                    let words = self.words(field);
                    item.fields.push(Field { name: field, paragraphs: vec![self.model.fresh(&words)] });
                }
            }
            items.push(item);
        }
        self.model.sections.push(Section { field: "actors", title: String::new(), items });
    }

    fn fill(&mut self) {
        self.prose("summary", 3);
        self.actors();
        self.list("recommendations", "", 6);
        self.list("disclaimers", "", 3);
        self.list("timeline", "", 6);
        self.list("quotes", "", 3);
        self.list("sections", "Open questions", 5);
        self.prose("text", 6);
        // A twin of something: the same words of the same one, or of another; or a sentence that the text has too.
        for _ in 0..self.dice.below(3) {
            let section = 2 + self.dice.below(5);
            let items = &self.model.sections[section].items;
            let mut twin = items[self.dice.below(items.len())].clone();
            for paragraph in twin.paragraphs_mut() {
                *paragraph = self.model.fresh(&string(paragraph));
            }
            let section = &mut self.model.sections[section];
            if self.dice.chance(60) && twin.owner.is_some() {
                twin.owner = Some(somebody(section.field, self.dice));
            }
            let at = self.dice.below(section.items.len() + 1);
            section.items.insert(at, twin);
        }
        if self.dice.chance(30) {
            let summary = string(&self.model.sections[0].items[0].fields[0].paragraphs[0]);
            let cited = self.model.fresh(&summary);
            let text = self.model.sections.last_mut().unwrap();
            let at = self.dice.below(text.items.len() + 1);
            text.items.insert(at, Item::of("text", cited));
        }
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
