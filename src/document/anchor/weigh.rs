//! Weighing the places where a passage may be.
//!
//! The numbers here are held by the test that revises briefs (`tests/it/anchors`): no note on a wrong passage, and
//! nineteen of twenty passages that survive found again.

use super::align;
use super::around::Context;
use super::candidates::{Evidence, SHORTEST};
use super::items::Item;
use super::{CONTEXT, Resolution};
use crate::text::TextRange;

/// A quote that says this much, as [`super::measure`] counts it, speaks for itself; a shorter one needs its surroundings by as
/// much as it is shorter.
pub(super) const SPEAKS_FOR_ITSELF: usize = 48;

// How much has to speak for a place at which the words stand: the words, by what they say, and their surroundings.
/// The least at which it is the passage ...
const FLOOR: f64 = 0.66;
/// ... and how much more, where the quote is short and says little;
const SHORT_FLOOR: f64 = 0.1;
/// the same where more is known than words and surroundings.
const FLOOR_LEAST: f64 = 0.6;
/// How much better than the runner-up a passage must be ...
const MARGIN: f64 = 0.06;
/// ... and how much better beside, where the quote is short and says little.
const SHORT_MARGIN: f64 = 0.1;
/// What it says for words that they are all of the same field: a name, an event.
const WHOLE: f64 = 0.5;

// How like the surroundings must be.
/// At all: the same words in another sentence are not the passage.
const CONTEXT_LEAST: f64 = 0.45;
/// In another section or field: a brief cites its text, and the citation is not the text.
const CONTEXT_AWAY: f64 = 0.9;
/// In an item that is another's now, all else of which has to be as it was.
const CONTEXT_OTHER: f64 = 0.9;
/// In an item that is nobody's and begins with other words now, or in another one of the same one.
const CONTEXT_UNKNOWN: f64 = 0.75;
/// In one that is nobody's, begins with other words and has another number.
const CONTEXT_STRANGE: f64 = 0.9;
/// Of words that stood there several times, where it is not kept how like the surroundings of the others were: in prose; in an
/// item, as in another section.
const CONTEXT_SEVERAL: f64 = 0.75;
/// How much more like than those of the others, where it is kept.
const ECHO_MARGIN: f64 = 0.15;
/// How like those in the same sentence must be then, ...
const NEAR: f64 = 0.55;
/// ... or else all of them.
const NEAR_ENOUGH: f64 = 0.85;
/// Others whose surroundings are so like are told apart by what their items are known by.
pub(super) const ECHO_SAME: f64 = 0.95;
/// The same surroundings.
pub(super) const SAME: f64 = 0.999;
/// How much those in the same sentence must say to be enough where they are the same.
const SENTENCE: f64 = 0.5;
/// Characters that stand in the sentence of a passage, where it was a sentence by itself, and make it a part of another: on
/// both sides, and on one side of words that have changed.
const CITED: [usize; 2] = [3, 16];
/// What words must say, to be known by themselves under another name.
const RENAMED: usize = 32;
/// For the words to be in place rather than moved ...
const CONTEXT_PLACE: f64 = 0.5;
/// ... and where it is not known whose the item is: a note of an older version does not say it, or nothing does and it begins
/// with other words now.
const CONTEXT_UNSAID: f64 = 0.9;

// How like the words must be that have changed.
/// For a long quote with its surroundings, for a short one, and for one over several paragraphs, which is mostly there still
/// where one of them has changed.
const ALIKE: f64 = 0.7;
const ALIKE_SHORT: f64 = 0.8;
const ALIKE_LONG: f64 = 0.6;
/// Words that are less like need surroundings that are so like at least.
const ALIKE_FAR: f64 = 0.8;
const CONTEXT_FAR: f64 = 0.75;
/// In another section.
const ALIKE_AWAY: f64 = 0.9;
/// The least part of a quote's pairs of words that stands together in another order.
const ALIKE_TURNED: f64 = 0.8;
/// How much more like the quote than what was like it when the note was made.
const RIVAL_MARGIN: f64 = 0.05;
/// How like two paragraphs are of which one was copied from the other, and revised.
const COPIED: f64 = 0.6;

/// What a search brought.
pub(super) enum Found {
    One(Resolution),
    /// Several that are equally likely.
    Several,
    None,
}

/// A place where the passage may be.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub range: TextRange,
    /// How like the surroundings are.
    context: Context,
    /// How like the words are, of 0 to 1.
    alike: f64,
    /// Likeness of the words and their surroundings, of 0 to 1.
    text: f64,
    /// The same with what item, section and position add.
    score: f64,
    /// Whether it is all of the field that the passage was all of.
    whole: bool,
    home: Home,
}

/// Where a place lies, against what the anchor says.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent answers")]
pub(super) struct Home {
    pub section: bool,
    pub field: bool,
    /// Whether it is in the item, or in none as the passage was.
    pub placed: bool,
    /// Whether it is another's, while the one that the anchor names is still there.
    pub elses: bool,
    /// The item of the section that it is in.
    pub item: Option<Item>,
}

impl Home {
    /// Whether the item is known by what that of the passage was known by.
    fn is_known(&self) -> bool {
        self.item.as_ref().is_some_and(|item| item.known)
    }

    /// Whether it has the number that that had.
    fn is_numbered(&self) -> bool {
        self.item.as_ref().is_some_and(|item| item.number)
    }

    /// Whether it is known to be the same one's.
    pub(super) fn is_his(&self) -> bool {
        self.item.as_ref().is_some_and(|item| item.owned == Some(true))
    }

    /// Whether it is known to be another's.
    fn is_others(&self) -> bool {
        self.item.as_ref().is_some_and(|item| item.owned == Some(false))
    }

    fn evidence(&self) -> f64 {
        let item = self.placed && !self.is_others();
        [(self.section, 0.02), (self.field, 0.03), (item, 0.06)]
            .into_iter()
            .filter_map(|(is, weight)| is.then_some(weight))
            .sum()
    }
}

impl Evidence<'_, '_> {
    /// All that speaks for a place at which words that are alike by so much stand.
    pub(super) fn weigh(&self, range: TextRange, alike: f64) -> Candidate {
        let doc = self.at.doc;
        let home = self.home(doc.block_at(range.start()));
        let context = self.context_at(range, &home);
        let own = self.own(alike);
        let whole = if self.is_whole(range, &home) { WHOLE } else { 0.0 };
        let text = alike * (own + (1.0 - own) * context.likeness * context.weight) + home.evidence() + whole;
        let whole = whole > 0.0;
        let score = text + 0.5 * context.likeness + home.evidence() + 0.05 * self.nearness(range);
        Candidate { range, context, alike, text, score, whole, home }
    }

    /// How like the surroundings of a place are.
    pub(super) fn context_at(&self, range: TextRange, home: &Home) -> Context {
        let around = self.around(range);
        match (&home.item, self.wanted.owner) {
            (Some(item), Some(owner)) if home.is_others() => {
                around.like_but_for(&item.owner, &self.kept, owner)
            }
            _ if !home.section && !self.loose => around.like_elsewhere(&self.kept),
            _ => around.like(&self.kept, self.loose),
        }
    }

    /// How near a place is to where the passage stood, of 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    fn nearness(&self, range: TextRange) -> f64 {
        let Some(position) = self.anchor.position else { return 0.0 };
        let away = self.at.byte_of(position.start).abs_diff(range.start().get()) as f64;
        1.0 - (away / self.at.doc.text.len().max(1) as f64).min(1.0)
    }

    /// How much the quote says without its surroundings, of 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    fn own(&self, alike: f64) -> f64 {
        if self.anchor.occurs.is_some() {
            return 0.0;
        }
        let own = (self.measure as f64 / SPEAKS_FOR_ITSELF as f64).min(1.0);
        // Changed words never speak wholly for themselves.
        if alike < 1.0 { own.min(0.75) } else { own }
    }

    /// Whether the quote was all of an item's field, stood only there, and a place is all of the same field.
    fn is_whole(&self, range: TextRange, home: &Home) -> bool {
        let (prefix, suffix) = (&self.quote.prefix, &self.quote.suffix);
        let was =
            (prefix.is_empty() || prefix.ends_with('\n')) && (suffix.is_empty() || suffix.starts_with('\n'));
        let doc = self.at.doc;
        let is = doc.block(doc.block_at(range.start())).is_some_and(|block| block.range == range);
        // What stood several times is known by its item, where that has a name of its own.
        let known = self.anchor.occurs.is_none() || home.is_known() && home.is_his();
        let unique = self.anchor.item.is_some() && known;
        was && is && unique && home.field && home.placed && !home.is_others()
    }

    /// The words themselves: in place or moved.
    pub(super) fn exact(&self, candidates: Vec<Candidate>) -> Found {
        // What another program says is little, but where it fits one place there is no more to be known.
        if let ([only], true) = (candidates.as_slice(), self.loose)
            && self.says >= SHORTEST
            && !only.home.elses
            && (only.context.blank || only.context.likeness >= CONTEXT_SEVERAL)
        {
            let stays = self.stays(only);
            return Found::One(if stays { Resolution::Exact(only.range) } else { self.moved(only) });
        }
        let only = (candidates.len() == 1).then(|| candidates.first().cloned()).flatten();
        match self.decide(candidates, self.floor(), |best| self.stays(best)) {
            Found::None => match only.filter(|only| self.is_renamed(only)) {
                Some(only) => Found::One(self.moved(&only)),
                None => Found::None,
            },
            found => found,
        }
    }

    /// Whether words that stood there once and do so now are those of an item that has only come under another name or day,
    /// whatever its number is: its field is as it was around them, or its item begins as theirs did;
    /// and theirs is there no more.
    fn is_renamed(&self, only: &Candidate) -> bool {
        let Candidate { home, range, .. } = only;
        let doc = self.at.doc;
        let Some(block) = doc.block(doc.block_at(range.start())) else { return false };
        let gone = !self.at.items().has(block.section, &self.wanted);
        let block = block.range;
        let before = doc.slice(TextRange::new(block.start(), range.start()));
        let after = doc.slice(TextRange::new(range.end(), block.end().max(range.end())));
        // What is kept of the field that they stood in; it may be cut.
        let stood = self.quote.prefix.rsplit('\n').next().unwrap_or_default();
        let follows = self.quote.suffix.split('\n').next().unwrap_or_default();
        let cut = |line: &str, all: &str| line.len() == all.len() && line.chars().count() >= CONTEXT;
        let begins = stood == before || cut(stood, &self.quote.prefix) && before.ends_with(stood);
        let ends = follows == after || cut(follows, &self.quote.suffix) && after.starts_with(follows);
        let whole = begins && ends;
        let once = self.anchor.occurs.is_none() && self.anchor.echo.is_none() && !self.loose;
        let same = whole || home.is_known() && home.is_others();
        self.is_item() && once && same && home.section && home.field && gone && self.measure >= RENAMED
    }

    /// The words in another case, or joined to others: moved.
    pub(super) fn otherwise(&self, mut candidates: Vec<Candidate>) -> Found {
        candidates.retain(|candidate| candidate.alike >= ALIKE);
        self.decide(candidates, self.floor(), |_| false)
    }

    /// Words that are nearly the quote: moved.
    pub(super) fn nearly(&self, mut candidates: Vec<Candidate>) -> Found {
        let rival = self.rivalled();
        let short = self.measure < 2 * SHORTEST;
        let lines = self.anchor.item.is_some() && self.quote.exact.contains('\n');
        candidates.retain(|candidate| {
            let Candidate { alike, context, home, .. } = candidate;
            let away = !home.section && *alike < ALIKE_AWAY;
            // Few words, or many that have changed, are known by what stands around them.
            let bare = (*alike < ALIKE_FAR || short) && context.likeness < CONTEXT_FAR;
            // Of several items, one may be another's.
            let mixed = lines && *alike < ALIKE_FAR;
            let [before, after] = context.cited;
            let cited = before.max(after) >= CITED[1];
            *alike >= rival && !home.is_others() && !self.is_lost(home) && !away && !bare && !mixed && !cited
        });
        let floor = match short {
            _ if self.is_long_prose() => ALIKE_LONG,
            true => ALIKE_SHORT,
            false => ALIKE,
        };
        self.decide(candidates, floor, |_| false)
    }

    /// How like the quote its changed form must be: what was as like it when the note was made is none.
    fn rivalled(&self) -> f64 {
        self.anchor.rival.map_or(0.0, |rival| f64::from(rival) / 100.0 + RIVAL_MARGIN)
    }

    /// The words of the quote in another order: moved.
    pub(super) fn turned(&self, candidate: Option<Candidate>) -> Found {
        let mut candidates: Vec<Candidate> = candidate.into_iter().collect();
        let least = ALIKE_TURNED.max(self.rivalled());
        candidates.retain(|Candidate { alike, home, .. }| {
            let here = home.section && home.field && !home.is_others() && !self.is_lost(home);
            here && *alike >= least && self.measure >= SPEAKS_FOR_ITSELF
        });
        self.decide(candidates, ALIKE, |_| false)
    }

    fn floor(&self) -> f64 {
        FLOOR + SHORT_FLOOR * (1.0 - self.own(1.0))
    }

    /// Whether words are for the reader where they were: in their section and item, the same one's, recognisably.
    fn stays(&self, best: &Candidate) -> bool {
        let Candidate { context, home, .. } = best;
        let unsaid = home.item.as_ref().is_some_and(|item| item.owned.is_none() && !item.owner.is_empty());
        let unsaid = (unsaid || self.is_unknown(home)) && !self.loose;
        let least = if unsaid { CONTEXT_UNSAID } else { CONTEXT_PLACE };
        let here = home.section && home.field && home.placed && !home.is_others();
        here && (context.likeness >= least || context.blank)
    }

    /// Chooses the best candidate, where it is good enough and better than the next.
    fn decide(
        &self,
        mut candidates: Vec<Candidate>,
        floor: f64,
        stays: impl Fn(&Candidate) -> bool,
    ) -> Found {
        // Surroundings that are more like than those of all others say enough, and so does an item that has nothing but its owner
        // changed.
        let echo = self.anchor.occurs.and(self.anchor.echo).is_some();
        candidates.retain(|candidate| {
            let home = &candidate.home;
            let known = echo || home.is_others() && home.is_known() && home.is_numbered();
            let floor = if known { floor.min(FLOOR_LEAST) } else { floor };
            candidate.text >= floor && !home.elses && self.is_recognised(candidate)
        });
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some(best) = candidates.first() else { return Found::None };
        if let Some(second) = candidates.get(1)
            && best.score - second.score < MARGIN + SHORT_MARGIN * (1.0 - self.own(1.0))
            && !self.is_copy(best, second)
        {
            return Found::Several;
        }
        if stays(best) {
            return Found::One(Resolution::Exact(best.range));
        }
        Found::One(self.moved(best))
    }

    fn moved(&self, best: &Candidate) -> Resolution {
        let range = best.range;
        let likeness = align::likeness_about(&self.quote.exact, self.at.doc.slice(range), best.alike);
        Resolution::Moved { range, likeness }
    }

    /// Whether the passage was of an item of which something is said. The paragraphs of the article are none.
    pub(super) fn is_item(&self) -> bool {
        self.anchor.item.is_some() && self.anchor.section.as_deref() != Some("text")
    }

    /// Whether an item is nobody's and begins with other words than that of the passage.
    fn is_unknown(&self, home: &Home) -> bool {
        let nobodys =
            home.item.as_ref().is_some_and(|item| item.owned != Some(true) && item.owner.is_empty());
        self.is_item() && nobodys && !home.is_known()
    }

    /// Whether it has another number too: it may be another of the same form.
    fn is_lost(&self, home: &Home) -> bool {
        self.is_unknown(home) && !home.is_numbered()
    }

    /// Whether the surroundings show that it is the passage, not the same words in another sentence.
    fn is_recognised(&self, candidate: &Candidate) -> bool {
        let Candidate { context, home, alike, .. } = candidate;
        if context.blank {
            return true;
        }
        let [before, after] = context.cited;
        if before.min(after) >= CITED[0] {
            return false;
        }
        // In another case of letters, the words may have stood there already.
        let several = self.anchor.occurs.is_some() || *alike < 1.0 && self.anchor.echo.is_some();
        if !home.section || !home.field {
            // What stood elsewhere too may have gone here and stayed there.
            return !several && context.likeness >= CONTEXT_AWAY;
        }
        if several { self.is_told_apart(candidate) } else { self.is_in_its_sentence(candidate) }
    }

    /// The same of words that stood there several times: whether they are these and none of the others.
    fn is_told_apart(&self, candidate: &Candidate) -> bool {
        let Candidate { context, home, whole, .. } = candidate;
        let same = |owned: Option<bool>| self.echoed(owned).is_some_and(|echo| echo >= ECHO_SAME);
        // Where others stood among the same words, what its item is known by tells them apart. A sentence that was put before
        // them changes how an item begins, and it is his all the same; a reason is known by what it is given for.
        let his = home.is_his() && home.is_numbered() && self.is_own_text() && !same(Some(true));
        if same(None) && !home.is_known() && !his {
            return false;
        }
        if *whole {
            return true;
        }
        if self.is_item() && !home.is_known() && !home.is_numbered() {
            return false;
        }
        let least = match self.echoed(home.item.as_ref().and_then(|item| item.owned)) {
            _ if self.is_fewer && !home.is_his() => SAME,
            Some(_) if same(None) => return is_same_sentence(context) || context.likeness >= SAME,
            Some(echo) if home.is_others() => (echo + ECHO_MARGIN).clamp(CONTEXT_OTHER, SAME),
            Some(echo) => (echo + ECHO_MARGIN).clamp(CONTEXT_LEAST, SAME),
            None if self.anchor.item.is_some() => CONTEXT_AWAY,
            None => CONTEXT_SEVERAL,
        };
        context.likeness >= least && (context.near >= NEAR || context.likeness >= NEAR_ENOUGH)
    }

    /// The same of words that stood there once.
    fn is_in_its_sentence(&self, candidate: &Candidate) -> bool {
        let Candidate { context, home, range, .. } = candidate;
        if self.is_item() && !home.is_known() && !home.is_numbered() {
            // An item that is neither where nor what it was: much has to be the same, and more if nobody owns it.
            let least = if home.is_his() { CONTEXT_UNKNOWN } else { CONTEXT_STRANGE };
            return context.likeness >= least && (home.is_his() || self.measure >= SPEAKS_FOR_ITSELF);
        }
        if home.is_others() {
            return context.likeness >= CONTEXT_OTHER;
        }
        if self.is_unknown(home) && !is_same_sentence(context) {
            return context.likeness >= CONTEXT_UNKNOWN;
        }
        context.likeness >= CONTEXT_LEAST
            || context.near >= CONTEXT_LEAST
            || self.shared(*range) >= CONTEXT_LEAST
    }

    /// Whether one of two passages was copied from the other: their paragraphs are the same to the letter, or, in
    /// prose, words that stood there once stand twice among the same words; and they are the same one's.
    fn is_copy(&self, a: &Candidate, b: &Candidate) -> bool {
        let doc = self.at.doc;
        let block = |range: TextRange| doc.block(doc.block_at(range.start())).map(|block| block.range);
        let (Some(here), Some(there)) = (block(a.range), block(b.range)) else { return false };
        let within = |range: TextRange, block: TextRange| range.start().get() - block.start().get();
        let owner = |candidate: &Candidate| candidate.home.item.as_ref().map(|item| item.owner.clone());
        let (words, others) = (doc.slice(here), doc.slice(there));
        let same = || words == others && within(a.range, here) == within(b.range, there);
        let unique = self.anchor.occurs.is_none() && [a, b].iter().all(|c| c.context.likeness >= SAME);
        let revised = || unique && !self.is_item() && align::likeness(words, others) >= COPIED;
        here != there && owner(a) == owner(b) && (same() || revised())
    }
}

/// Whether the sentence of a passage is as it was, as far as it is kept.
fn is_same_sentence(context: &Context) -> bool {
    context.near >= SAME && context.near_weight >= SENTENCE
}
