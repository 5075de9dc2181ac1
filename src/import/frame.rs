//! From blocks to an article: what is told around it becomes facts, what belongs to the page is left out, notices are
//! typed, and the rest are its paragraphs.

use super::article::{Article, Block, Facts, Notice, Paragraph, Shape};
use super::dates::{in_line, machine};
use super::lines::{
    Writer, about_author, byline, carrier, catchwords, dateline, field, imprint, is_board, orator, owned_by,
    person, url, writes,
};
use super::page::{is_caption, is_comments, is_invitation, is_page, is_sharing};
use super::places::state;
use super::sentence::sentences;
use super::words::{LANDMARKS, ORGANISATIONS, is};
use super::{masthead, notices, topics};
use crate::brief::DisclaimerKind;

/// A line of fewer characters without a full stop is no paragraph of an argument.
const LINE: usize = 80;

/// So many bytes at the start and at the end are told apart; what lies between belongs to no article's frame.
const LOOKED_AT: usize = 1 << 20;
const FROM_THE_END: usize = 64 << 10;

/// The most notices of an article, and the most blocks before its first paragraph.
const MAX_NOTICES: usize = 60;
const MAX_HEAD: usize = 200;

/// The article in some blocks. `known` is what its page says of itself.
pub(super) fn frame(known: Facts, blocks: &[Block]) -> Article {
    let mut blocks: Vec<Block> = blocks.iter().filter_map(tidy).collect();
    // A line that a page shows twice, but no refrain.
    blocks.dedup_by(|a, b| a.text.len() < LINE && a.text == b.text);
    without_pulled(&mut blocks);
    let bytes: usize = blocks.iter().map(|block| block.text.len()).sum();
    let mut framing = Framing {
        article: Article { facts: known, ..Article::default() },
        label: None,
        begun: false,
        told: Facts::default(),
    };
    let first = blocks.iter().position(is_body).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(is_body).unwrap_or(0);
    let title = framing.title(&blocks, first);
    // Another of the first rank is a heading like any other.
    for block in blocks.iter_mut().filter(|block| block.shape == Shape::Headline) {
        block.shape = Shape::Heading;
    }
    let cut = comments(&blocks, last);
    let last = cut.map_or(last, |cut| blocks.iter().take(cut).rposition(is_body).unwrap_or(0));
    let mut before = 0;
    for (index, block) in blocks.into_iter().enumerate() {
        if Some(index) == title {
            continue;
        }
        let looked_at = before < LOOKED_AT || before + FROM_THE_END > bytes;
        before += block.text.len();
        if !looked_at {
            framing.paragraph(block.text, block.shape);
            continue;
        }
        let place = if index < first {
            Place::Head
        } else if index > last {
            Place::Tail
        } else {
            Place::Body
        };
        // What readers wrote below is theirs; a notice there is still the publisher's.
        let dropped = cut.is_some_and(|cut| index >= cut);
        // Who wrote it is told at the end.
        // A line of some words below the headline says more of it.
        let below_title = index > 0 && title == Some(index - 1);
        framing.take(block, place, dropped, index + 1 >= last, below_title);
    }
    framing.finish()
}

/// Where a block stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Body,
    Tail,
}

/// A block in one line, without what no file of text should hold; none where nothing is left.
fn tidy(block: &Block) -> Option<Block> {
    // What a page writes as an entity comes here as what it stands for.
    let text = super::cleaned(&block.text);
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    (!crate::text::is_blank(&text)).then_some(Block { text, ..*block })
}

/// Leaves out what a page shows twice in large letters: a paragraph that is a quotation and stands within another.
fn without_pulled(blocks: &mut Vec<Block>) {
    const MOST: usize = 12;
    let inner = |text: &str| {
        let inner =
            text.strip_prefix(['“', '"', '‘'])?.strip_suffix(['”', '"', '’'])?.trim_end_matches(['.', ',']);
        (text.len() <= 300 && inner.split(' ').count() >= 4 && !inner.contains(['“', '”', '"']))
            .then(|| inner.to_lowercase())
    };
    let all = blocks.iter().enumerate().filter(|(_, block)| block.shape == Shape::Paragraph);
    let pulled: Vec<(usize, String)> =
        all.filter_map(|(at, block)| inner(&block.text).map(|inner| (at, inner))).take(MOST).collect();
    let twice: Vec<usize> = pulled
        .into_iter()
        .filter(|(at, inner)| {
            blocks.iter().enumerate().any(|(other, block)| {
                other != *at
                    && block.text.len() > inner.len() + 20
                    && block.text.to_lowercase().contains(inner.as_str())
            })
        })
        .map(|(at, _)| at)
        .collect();
    let mut at = 0;
    blocks.retain(|_| {
        at += 1;
        !twice.contains(&(at - 1))
    });
}

/// Whether a block is prose of some length.
fn is_body(block: &Block) -> bool {
    let text = &block.text;
    let ends = text.contains(['.', '!', '?', '。', '؟', '۔', '।', '！', '？']);
    let long = text.chars().count() >= LINE
        || text.chars().any(|c| matches!(u32::from(c), 0x3041..=0x9fff)) && text.chars().count() >= 25;
    block.shape == Shape::Paragraph
        && ends
        && long
        && notices::kind(text).is_none()
        && !is_page(text)
        && !is_caption(text)
        && !is_invitation(text)
        && byline(text).is_none()
}

/// Where the comments of readers begin: a heading for them in the last part.
fn comments(blocks: &[Block], last: usize) -> Option<usize> {
    let half = blocks.iter().map(|block| block.text.len()).sum::<usize>() / 2;
    let mut before = 0;
    for (index, block) in blocks.iter().enumerate() {
        if is_comments(&block.text) && before > half && (index > last || before * 4 > half * 6) {
            return Some(index);
        }
        before += block.text.len();
    }
    None
}

struct Framing {
    article: Article,
    /// A line that says what kind of notice follows.
    label: Option<(Option<DisclaimerKind>, String)>,
    /// Whether there is a paragraph of its argument.
    begun: bool,
    /// What the lines around the article tell.
    told: Facts,
}

impl Framing {
    /// The block that is the headline, where one is.
    fn title(&mut self, blocks: &[Block], first: usize) -> Option<usize> {
        let head = blocks.get(..first.min(MAX_HEAD)).unwrap_or_default();
        if let Some(title) = &self.article.facts.title {
            // A page that says otherwise in its head what stands over the article: that is none of its paragraphs either.
            let over = || {
                let is_one = |block: &&Block| block.shape == Shape::Headline;
                let alone = blocks.iter().filter(is_one).count() == 1;
                head.iter().position(|block| is_one(&block)).filter(|_| alone)
            };
            return head.iter().position(|block| block.text.eq_ignore_ascii_case(title)).or_else(over);
        }
        let found = masthead::find(head, first < blocks.len())?;
        self.told.publication = found.publication;
        self.told.title = Some(found.title);
        Some(found.at)
    }

    fn take(&mut self, block: Block, place: Place, dropped: bool, at_end: bool, below_title: bool) {
        let Block { text, shape, crowded } = block;
        if let Some((kind, label)) = self.label.take()
            && !is_sharing(&text)
            && !is_comments(&text)
        {
            let sure = label.contains(':')
                || ["disclaim", "note", "avert"].iter().any(|word| label.to_lowercase().contains(word));
            if !sure && notices::kind(&text).is_none() {
                // A heading of the article that is called like one.
                self.paragraph(label, Shape::Heading);
                self.take(Block { text, shape, crowded }, place, dropped, at_end, below_title);
                return;
            }
            let kind = notices::kind(&text).filter(|_| kind.is_none()).or(kind);
            let mark = if label.ends_with([':', '.', '—', '-']) { "" } else { ":" };
            self.notice(format!("{label}{mark} {text}"), &text, kind);
            return;
        }
        if let Some((kind, rest)) = notices::label(&text).filter(|_| text.len() <= 3000) {
            if rest.is_empty() {
                self.label = Some((kind, text.trim_matches(['*', '_', ' ']).to_owned()));
                return;
            }
            let found = notices::kind(rest);
            // “Correction: ...” is one; “Disclaimer: ...” says what it is.
            let kind = kind.or(found);
            if shape != Shape::Heading {
                let rest = rest.to_owned();
                self.notice(text, &rest, kind);
                return;
            }
        }
        if let Some(kind) = whole_notice(&text) {
            self.notice(text.clone(), &text, Some(kind));
            return;
        }
        if dropped || is_sharing(&text) || is_comments(&text) || self.facts_of(&text, place) || is_page(&text)
        {
            return;
        }
        if (is_caption(&text) || place != Place::Head && is_invitation(&text)) && shape == Shape::Paragraph {
            return;
        }
        let same = self.told.title.as_ref().or(self.article.facts.title.as_ref()).is_some_and(|title| {
            // A page's own title above, and one that was cut for its place.
            let cut = text.trim_end_matches(['.', '…']);
            let shorter = cut.len() < text.len() && cut.len() > 9 && title.starts_with(cut);
            let longer = !ends_sentence(&text) && title.contains(' ') && text.contains(title.as_str());
            title.eq_ignore_ascii_case(&text) || shorter || longer && text.len() <= title.len() + 90
        });
        if same && place == Place::Head {
            return;
        }
        if at_end && let Some(writer) = about_author(&text) {
            let (name, writes) = match writer {
                Writer::Named(name, writes) => (Some(name), writes),
                Writer::Unnamed => (None, true),
            };
            // The article does not speak of the one who wrote it.
            let spoken_of = name.as_ref().and_then(|name| name.rsplit(' ').next()).is_some_and(|last| {
                self.article.paragraphs.iter().any(|paragraph| paragraph.text.contains(last))
            });
            let author = self.known_author(name.as_deref());
            if author || writes && !spoken_of {
                if self.told.authors.is_empty() {
                    self.told.authors.extend(name);
                }
                return;
            }
        }
        if shape == Shape::Paragraph && self.signs(&text, place, below_title) {
            return;
        }
        let line = shape == Shape::Paragraph && text.chars().count() < LINE && !ends_sentence(&text);
        match place {
            // What crowds above the article and tells nothing of it are buttons.
            Place::Head if crowded && !below_title => {}
            // A line beside the headline or below the end that nobody knows is no part of the argument.
            Place::Head if below_title && line && text.split(' ').count() > 3 => {
                self.paragraph(text, Shape::Heading);
            }
            Place::Head | Place::Tail if line => {}
            _ if line && shape == Shape::Paragraph => self.paragraph(text, Shape::Heading),
            _ => self.paragraph(text, shape),
        }
    }

    /// Whether a line is the name of the writer and nothing else: below the headline with a degree, or below a greeting at
    /// the end.
    fn signs(&mut self, text: &str, place: Place, below_title: bool) -> bool {
        let titled = ["Dr ", "Dr. ", "Prof. ", "Professor "].iter().any(|title| text.starts_with(title));
        let greeted = || {
            self.article.paragraphs.last().is_some_and(|last| {
                let end = last.text.to_lowercase();
                last.text.ends_with(',') && last.text.split(' ').count() <= 6
                    || [
                        "yours, etc.,",
                        "yours etc.,",
                        "yours faithfully,",
                        "yours sincerely,",
                        "yours truly,",
                    ]
                    .iter()
                    .any(|greeting| end.ends_with(greeting))
            })
        };
        let signs = match place {
            Place::Head => titled || below_title && !placed(text),
            Place::Tail => greeted(),
            Place::Body => false,
        };
        let Some(name) = person(text).filter(|_| signs) else { return false };
        if self.told.authors.is_empty() && self.article.facts.authors.is_empty() {
            self.told.authors.push(name);
        }
        true
    }

    fn known_author(&self, name: Option<&str>) -> bool {
        let all = self.told.authors.iter().chain(&self.article.facts.authors);
        name.is_some_and(|name| all.into_iter().any(|author| author.eq_ignore_ascii_case(name)))
    }

    /// What a line tells of the article. Whether it tells anything, and so is none of its paragraphs.
    fn facts_of(&mut self, text: &str, place: Place) -> bool {
        if place == Place::Body && text.chars().count() >= LINE * 2 {
            return false;
        }
        if let Some((authors, more)) = byline(text) {
            if self.told.authors.is_empty() {
                self.told.authors = authors;
            }
            let joined = more.join(", ");
            for part in more.iter().chain([&joined]) {
                self.told.published = self.told.published.or_else(|| in_line(part));
            }
            // By X, 3 May 2025, The Paper.
            let paper = more.iter().find(|part| part.starts_with("The ") && part.split(' ').count() <= 5);
            if let Some(paper) = paper.filter(|_| place == Place::Head) {
                self.told.publication.get_or_insert_with(|| paper.clone());
            }
            return true;
        }
        if is_board(text) && place == Place::Head {
            if self.told.authors.is_empty() {
                self.told.authors.push("Editorial Board".to_owned());
            }
            return true;
        }
        if let Some(name) = owned_by(text) {
            self.told.syndicated_by.get_or_insert(name);
            return true;
        }
        // Published on 3 October 2025 by Jane Doe.
        if let Some((before, name)) = text.rsplit_once(" by ")
            && let (Some(day), Some(name)) = (in_line(before), person(name))
        {
            self.told.published = self.told.published.or(Some(day));
            if self.told.authors.is_empty() {
                self.told.authors.push(name);
            }
            return true;
        }
        if let Some(day) = in_line(text) {
            self.told.published = self.told.published.or(Some(day));
            return true;
        }
        if let Some((paper, day)) = imprint(text).filter(|_| place != Place::Body) {
            self.told.published = self.told.published.or(Some(day));
            self.told.publication = self.told.publication.take().or(paper);
            return true;
        }
        if let Some(words) = catchwords(text).filter(|_| place != Place::Body) {
            topics::add(&mut self.told.topics, [words]);
            return true;
        }
        if let Some(address) = url(text) {
            self.told.url.get_or_insert_with(|| address.to_owned());
            return true;
        }
        if place == Place::Body {
            return false;
        }
        if let Some((name, value)) = field(text) {
            let value = value.to_owned();
            match name {
                "title" => _ = self.told.title.get_or_insert(value),
                "author" => {
                    let people: Vec<String> = value
                        .split([',', ';'])
                        .flat_map(|part| part.split(" and "))
                        .filter_map(person)
                        .collect();
                    if self.told.authors.is_empty() {
                        self.told.authors = people;
                    }
                }
                "date" => self.told.published = self.told.published.or_else(|| machine(&value)),
                "publication" => _ = self.told.publication.get_or_insert(value),
                "source" | "url" if url(&value).is_some() => _ = self.told.url.get_or_insert(value),
                "source" if value.split_whitespace().count() <= 6 => {
                    _ = self.told.publication.get_or_insert(value);
                }
                "syndicator" => _ = self.told.syndicated_by.get_or_insert(value),
                "language" if value.len() <= 12 && !value.contains(' ') => {
                    _ = self.told.language.get_or_insert(value);
                }
                _ => return false,
            }
            return true;
        }
        false
    }

    /// Keeps a notice as a paragraph, so that the brief can point at it.
    fn notice(&mut self, paragraph: String, text: &str, kind: Option<DisclaimerKind>) {
        let by = kind.and_then(|kind| notices::by(text, kind));
        let at = self.article.paragraphs.len();
        if self.article.notices.len() >= MAX_NOTICES {
            self.article.paragraphs.push(Paragraph {
                text: paragraph,
                shape: Shape::Paragraph,
                notice: true,
                skip: 0,
            });
            return;
        }
        if self.article.notices.iter().any(|notice| notice.text == text) {
            return;
        }
        self.article.paragraphs.push(Paragraph {
            text: paragraph,
            shape: Shape::Paragraph,
            notice: true,
            skip: 0,
        });
        if kind == Some(DisclaimerKind::Editorial)
            && let Some(paper) = notices::appeared_in(text)
        {
            self.told.publication.get_or_insert(paper);
        }
        // The Center is who publishes it, where that is a center.
        let publication = self.article.facts.publication.as_ref().or(self.told.publication.as_ref());
        let by = match by {
            Some(by) if is(ORGANISATIONS, &by) => {
                publication.filter(|name| name.split(' ').any(|word| word == by)).cloned()
            }
            by => by,
        };
        self.article.notices.push(Notice { text: text.to_owned(), kind, by, paragraph: at });
    }

    fn paragraph(&mut self, text: String, shape: Shape) {
        let mut text = text;
        let mut skip = 0;
        if shape == Shape::Paragraph && !std::mem::replace(&mut self.begun, true) {
            if let Some((used, by, of)) = carrier(&text) {
                self.told.syndicated_by.get_or_insert_with(|| by.to_owned());
                self.told.publication.get_or_insert_with(|| of.to_owned());
                text = text.split_off(used.min(text.len()));
            }
            if let Some((used, agency)) = dateline(&text) {
                skip = used;
                if let Some(agency) = agency {
                    self.told.publication.get_or_insert_with(|| agency.to_owned());
                }
            }
        }
        if text.is_empty() {
            return;
        }
        if shape == Shape::Paragraph {
            skip = skip.max(turn(&text));
        }
        if shape == Shape::Item
            && let Some(last) = self.article.paragraphs.last_mut()
            && last.shape == Shape::Item
        {
            last.text.push('\n');
            last.text.push_str(&text);
            return;
        }
        let at = self.article.paragraphs.len();
        if shape == Shape::Paragraph && self.article.notices.len() < MAX_NOTICES {
            for text in notices_within(&text) {
                let kind = notices::kind(&text);
                let by = kind.and_then(|kind| notices::by(&text, kind));
                self.article.notices.push(Notice { text, kind, by, paragraph: at });
            }
        }
        self.article.paragraphs.push(Paragraph { text, shape, notice: false, skip });
    }

    fn finish(mut self) -> Article {
        let opinion = self.by(DisclaimerKind::Opinion);
        let legal = self.by(DisclaimerKind::Legal);
        let facts = &mut self.article.facts;
        facts.or(self.told);
        // Below the headline, what is said may have its writer behind it; the article speaks of others again.
        if facts.authors.is_empty() {
            let paragraphs = &self.article.paragraphs;
            let named = |name: &str| paragraphs.iter().map(|p| p.text.matches(name).count()).sum::<usize>();
            let author = paragraphs.iter().take(2).find_map(|paragraph| writes(&paragraph.text));
            let once = |name: &String| name.rsplit(' ').next().is_some_and(|last| named(last) == 1);
            facts.authors = author.filter(once).into_iter().collect();
        }
        // Who speaks is the author of a speech.
        if facts.authors.is_empty() {
            facts.authors = facts.title.as_deref().and_then(orator).into_iter().collect();
        }
        // The newsletter's name before the headline of an issue.
        if let (Some(publication), Some(title)) = (&facts.publication, &facts.title)
            && let Some(rest) = title.strip_prefix(publication.as_str())
            && let Some(rest) = rest.trim_start().strip_prefix([':', '|', '–', '—']).map(str::trim)
            && rest.contains(' ')
        {
            facts.title = Some(rest.to_owned());
        }
        // A page of a syndicator is not where the article was published.
        let page_is_carrier =
            legal.is_some() && legal == facts.publication && opinion.is_some() && opinion != legal;
        if page_is_carrier {
            facts.publication = None;
        }
        if facts.publication.is_none() {
            facts.publication.clone_from(&opinion);
        }
        let other =
            legal.filter(|by| facts.publication.as_ref().is_some_and(|publication| publication != by));
        if facts.syndicated_by.is_none() {
            facts.syndicated_by = other;
        }
        // Headings at the end head nothing.
        while self.article.paragraphs.last().is_some_and(|last| last.shape == Shape::Heading) {
            self.article.paragraphs.pop();
        }
        self.article
    }

    fn by(&self, kind: DisclaimerKind) -> Option<String> {
        self.article
            .notices
            .iter()
            .find(|notice| notice.kind == Some(kind) && notice.by.is_some())?
            .by
            .clone()
    }
}

/// Whether a line of some words is rather the name of a place than that of a person.
fn placed(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "new", "san", "los", "las", "hong", "saint", "st", "st.", "port", "south", "north", "east", "west",
        "cape", "sri", "central", "latin", "middle", "upper", "lower", "opinion", "guest", "world",
    ];
    let first = text.split(' ').next().unwrap_or_default();
    let last = text.rsplit(' ').next().unwrap_or_default();
    is(STARTS, first) || is(LANDMARKS, last) || state(text).is_some() || text.split(' ').count() > 3
}

/// Bytes of a turn in an interview that are no argument of the one who answers: the mark of an answer, and all of a question.
fn turn(text: &str) -> usize {
    const ANSWERS: &[&str] = &["A:", "A.", "Answer:"];
    const QUESTIONS: &[&str] = &["Q:", "Q.", "Question:"];
    let is = |marks: &[&str]| {
        marks
            .iter()
            .find(|mark| text.strip_prefix(**mark).is_some_and(|rest| rest.starts_with(' ')))
            .map(|mark| mark.len() + 1)
    };
    is(ANSWERS).or_else(|| is(QUESTIONS).map(|_| text.len())).unwrap_or(0)
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', ')', '*', '_', '\'']);
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।', ';', ','])
}

/// The kind of a paragraph that is a notice and nothing else.
fn whole_notice(text: &str) -> Option<DisclaimerKind> {
    let kind = notices::kind(text)?;
    let all = sentences(0, text);
    let own = all.iter().filter(|sentence| notices::kind(sentence.text).is_some()).count();
    // A long paragraph of prose that ends with one is none.
    (text.len() <= 420 || own * 2 >= all.len() || kind == DisclaimerKind::Legal)
        .then_some(kind)
        .filter(|_| own > 0 || text.len() <= 420)
}

/// The sentences of a paragraph that are notices, put together where they follow one another.
fn notices_within(text: &str) -> Vec<String> {
    if notices::kind(text).is_none() {
        return Vec::new();
    }
    let found: Vec<&str> =
        sentences(0, text).into_iter().filter(|s| notices::kind(s.text).is_some()).map(|s| s.text).collect();
    if found.is_empty() { Vec::new() } else { vec![found.join(" ")] }
}
