//! From an article to proposals, and from those to a brief that has been read back.

use super::article::{Article, Facts, Paragraph, Shape};
use super::imperative::Advice;
use super::known::{Found, Known};
use super::sentence::{Sentence, capital, sentences};
use super::write::{WIDTH, escaped, may_begin, wrap, write};
use super::{
    Imported, actors, advice, dates, foreign, language, names, speech, stance, summary, thesis, topics,
};
use crate::brief::{
    self, Actor, Brief, Briefed, Cast, Disclaimer, DraftField, Language, Line, Named, Ordinal, PartialDate,
    Priority, Prose, Quote, Recommendation, TimelineEntry, Url, slug,
};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::source::Source;
use crate::yaml::Step;
use std::collections::HashMap;
use std::sync::Arc;

/// So many bytes of an article are looked through for proposals; more is no article.
const LOOKED_THROUGH: usize = 1 << 20;

/// The words of a title that an article without a headline is given.
const TITLE_WORDS: usize = 9;

/// The draft of an article.
pub(super) fn draft(mut article: Article, today: Option<PartialDate>) -> Result<Imported, String> {
    let language =
        article.facts.language.clone().and_then(|tag| Language::new(&tag)).or_else(|| detected(&article));
    let english = language.as_ref().is_none_or(|language| language.primary() == "en");
    article.facts.language = language.as_ref().map(|language| language.as_str().to_owned());
    let mut meant = propose(&article, english, language, today).ok_or("there is nothing to call it by")?;
    let mut rounds = 0;
    loop {
        let source = Source::new("draft", write(&meant));
        // In the one layout that all briefs have. What cannot be laid out is a draft all the same.
        let source = brief::laid_out(&source).map_or(source, |yaml| Source::new("draft", yaml));
        let brief = proven(&source, &meant)?;
        let mut findings = brief::check(&source, 0, &brief);
        findings.retain(|finding| finding.code != Code::Draft);
        rounds += 1;
        if !findings.is_empty() && rounds < ROUNDS && without(&mut meant, &source, &findings) {
            continue;
        }
        if let Some(error) = findings.iter().find(|finding| finding.severity == Severity::Error) {
            return Err(error.message.clone());
        }
        let (found, mut missing) = (counted(&brief), absent(&article.facts));
        missing.extend(undated(&brief));
        let yaml = source.text().to_owned();
        let doubts = (!findings.is_empty()).then(|| Report::new(Arc::new(source), findings));
        return Ok(Imported { yaml, brief, found, missing, doubts });
    }
}

/// So often what is doubtful is left out and the rest is tried again.
const ROUNDS: usize = 4;

/// Leaves out the proposals that findings point at: better none than a doubtful one. Whether there were any.
fn without(brief: &mut Brief, source: &Source, findings: &[Diagnostic]) -> bool {
    let Some(root) = brief::tree_of(source, 0) else { return false };
    let hit = |way: &[Step]| {
        root.at(way).is_some_and(|node| {
            let range = node.range.start..=node.range.end;
            findings.iter().filter_map(Diagnostic::offset).any(|at| range.contains(&at))
        })
    };
    let mut changed = false;
    macro_rules! lists {
        ($($list:ident)*) => { $(
            let mut index = 0;
            let before = brief.$list.len();
            brief.$list.retain(|_| {
                index += 1;
                !hit(&[Step::Key(stringify!($list)), Step::Item(index - 1)])
            });
            changed |= brief.$list.len() < before;
        )* };
    }
    lists!(actors recommendations disclaimers timeline quotes);
    if brief.thesis.is_some() && hit(&[Step::Key("thesis")]) {
        brief.thesis = None;
        brief.thesis_from.clear();
        brief.draft.retain(|field| *field != DraftField::Thesis);
        changed = true;
    }
    if !brief.topics.is_empty() && hit(&[Step::Key("topics")]) {
        brief.topics.clear();
        brief.draft.retain(|field| *field != DraftField::Topics);
        changed = true;
    }
    if brief.summary.is_some() && hit(&[Step::Key("summary")]) {
        brief.summary = None;
        brief.summary_from.clear();
        brief.draft.retain(|field| *field != DraftField::Summary);
        changed = true;
    }
    if brief.disclaimers.is_empty() && !brief.is_draft(DraftField::Disclaimers) {
        brief.draft.push(DraftField::Disclaimers);
    }
    changed
}

fn detected(article: &Article) -> Option<Language> {
    let mut sample = String::new();
    for paragraph in article.paragraphs.iter().filter(|paragraph| !paragraph.notice) {
        sample.push_str(&paragraph.text);
        sample.push(' ');
        if sample.len() > 60_000 {
            break;
        }
    }
    language::detect(&sample).and_then(Language::new)
}

/// The sentences of the argument, as far as they are looked through.
fn argument(article: &Article) -> Vec<Sentence<'_>> {
    let mut out = Vec::new();
    let mut bytes = 0;
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        bytes += paragraph.text.len();
        if paragraph.notice || paragraph.shape == Shape::Heading {
            continue;
        }
        if bytes > LOOKED_THROUGH {
            // Of a paragraph without an end, its beginning.
            if out.is_empty() {
                let end = paragraph.text.floor_char_boundary(LOOKED_THROUGH);
                out.extend(sentences(number, paragraph.text.get(..end).unwrap_or_default()));
            }
            break;
        }
        let text = paragraph.text.get(paragraph.skip..).unwrap_or_default();
        for line in text.split('\n') {
            out.extend(sentences(number, line));
        }
    }
    out
}

fn propose(
    article: &Article,
    english: bool,
    language: Option<Language>,
    today: Option<PartialDate>,
) -> Option<Brief> {
    let facts = &article.facts;
    let sentences = argument(article);
    let mentions = if english { names::mentions(&sentences) } else { Vec::new() };
    let others: Vec<String> =
        facts.authors.iter().chain(&facts.publication).chain(&facts.syndicated_by).cloned().collect();
    let spoken = speech::quotes(&sentences, &mentions, &Known::default());
    let speakers: Vec<String> = spoken.into_iter().map(|said| said.by).collect();
    let mut found =
        actors::actors(&sentences, &mentions, &others, facts.title.as_deref().unwrap_or_default(), &speakers);
    let known = Known::of(&found);
    stance::describe(&mut found, stance::told(&sentences, &mentions, &known));
    let title = facts.title.clone().filter(|title| Line::new(title).is_some());
    let own_title =
        title.as_deref().map_or_else(|| opening(&article.paragraphs), |title| recased(title, &sentences));
    let advises =
        |index: usize| sentences.get(index).is_some_and(|sentence| advice::advises(sentence, &known));
    let thesis = if english { thesis::thesis(&sentences, title.as_deref(), &advises) } else { None };
    let carriers = summary::carriers(&sentences, title.as_deref(), thesis);
    let carriers: Vec<&Sentence<'_>> =
        carriers.into_iter().filter_map(|index| sentences.get(index)).collect();
    let claim = thesis.and_then(|index| sentences.get(index));
    let mut brief = Brief {
        format: brief::FormatVersion::default(),
        id: Line::new(&short_slug(&own_title)),
        // There is always an opening: an article without paragraphs is none.
        title: Line::new(&own_title)?,
        thesis: claim.and_then(|claim| prose(&quotation(&[claim]))),
        thesis_from: claim.and_then(|claim| ordinal(claim.paragraph)).into_iter().collect(),
        topics: topics::without(facts.topics.clone(), &others)
            .iter()
            .filter_map(|topic| Line::new(topic))
            .collect(),
        language: language.filter(|language| language.primary() != "en"),
        source: source(facts),
        draft: vec![DraftField::Title],
        // Where the page is of a later day than ours, as east of here, the page is believed.
        briefed: today
            .filter(|today| facts.published.is_none_or(|published| published <= *today))
            .map(|on| Briefed { by: None, on: Some(on) }),
        summary: prose(&quotation(&carriers)),
        summary_from: carriers.iter().filter_map(|s| ordinal(s.paragraph)).collect(),
        actors: found.iter().filter_map(actor).collect(),
        recommendations: Vec::new(),
        disclaimers: disclaimers(article),
        timeline: Vec::new(),
        quotes: Vec::new(),
        sections: Vec::new(),
        text: prose(&text(&article.paragraphs)),
    };
    if brief.thesis.is_some() {
        brief.draft.push(DraftField::Thesis);
    }
    if !brief.topics.is_empty() {
        brief.draft.push(DraftField::Topics);
    }
    if brief.source.is_some() {
        brief.draft.push(DraftField::Source);
    }
    if brief.summary.is_some() {
        brief.draft.push(DraftField::Summary);
    }
    if brief.disclaimers.is_empty() {
        brief.draft.push(DraftField::Disclaimers);
    }
    if english {
        brief.timeline =
            dates::timeline(&sentences, facts.published, today, "en").iter().filter_map(event).collect();
        brief.recommendations =
            advice::advice(&sentences, &known).iter().filter_map(recommendation).collect();
        brief.quotes = speech::quotes(&sentences, &mentions, &known).into_iter().filter_map(quote).collect();
    } else if let Some(language) = &facts.language {
        let language = language.split('-').next().unwrap_or_default();
        brief.timeline =
            dates::timeline(&sentences, facts.published, today, language).iter().filter_map(event).collect();
        let mut said = Vec::new();
        let mut bytes = 0;
        for (number, paragraph) in
            article.paragraphs.iter().enumerate().filter(|(_, paragraph)| !paragraph.notice)
        {
            bytes += paragraph.text.len();
            if bytes > LOOKED_THROUGH {
                break;
            }
            foreign::quotes(number, &paragraph.text, language, &mut said);
        }
        brief.quotes = said.into_iter().filter_map(quote).collect();
    }
    without_doubt(&mut brief);
    Some(brief)
}

/// Leaves out what names somebody who is nearly, but not quite, one of the actors.
fn without_doubt(brief: &mut Brief) {
    let cast = Cast::of(brief);
    let sure = |name: &Line| brief::nearly(brief, &cast, name).is_none();
    let recommendations: Vec<bool> =
        brief.recommendations.iter().map(|item| item.to.iter().all(sure)).collect();
    let quotes: Vec<bool> = brief.quotes.iter().map(|quote| quote.by.iter().all(sure)).collect();
    let mut keep = recommendations.into_iter();
    brief.recommendations.retain(|_| keep.next().unwrap_or(false));
    let mut keep = quotes.into_iter();
    brief.quotes.retain(|_| keep.next().unwrap_or(false));
}

fn source(facts: &Facts) -> Option<brief::Article> {
    let line = |text: &Option<String>| text.as_deref().and_then(Line::new);
    let source = brief::Article {
        title: line(&facts.title),
        author: facts.authors.iter().filter_map(|author| Line::new(author)).collect(),
        publication: line(&facts.publication),
        syndicated_by: line(&facts.syndicated_by),
        published: facts.published,
        url: facts.url.as_deref().and_then(Url::new),
        language: facts.language.as_deref().and_then(Language::new),
    };
    (source != brief::Article::default()).then_some(source)
}

fn ordinal(paragraph: usize) -> Option<Ordinal> {
    u32::try_from(paragraph + 1).ok().and_then(Ordinal::new)
}

fn prose(text: &str) -> Option<Prose> {
    Prose::new(text)
}

fn actor(found: &Found) -> Option<Actor> {
    Some(Actor {
        name: Line::new(&found.name)?,
        id: None,
        aliases: found.aliases.iter().filter_map(|alias| Line::new(alias)).collect(),
        kind: found.kind.and_then(Line::new),
        affiliation: found.affiliation.as_deref().and_then(|office| prose(&escaped(office))),
        role: found.role.as_deref().and_then(|role| prose(&escaped(role))),
        position: found.position.as_deref().and_then(|position| prose(&escaped(position))),
        from: found.paragraphs.iter().filter_map(|paragraph| ordinal(*paragraph)).collect(),
        draft: true,
    })
}

fn recommendation(found: &Advice) -> Option<Recommendation> {
    Some(Recommendation {
        text: prose(&escaped(&found.text))?,
        to: found.to.iter().filter_map(|to| Line::new(to)).collect(),
        priority: found.pressing.then_some(Named::Known(Priority::High)),
        rationale: found.why.as_deref().and_then(|why| prose(&escaped(why))),
        from: ordinal(found.paragraph).into_iter().collect(),
        draft: true,
    })
}

fn event(found: &dates::Event) -> Option<TimelineEntry> {
    let event = prose(&escaped(&found.text))?;
    Some(TimelineEntry {
        date: found.date,
        event,
        from: ordinal(found.paragraph).into_iter().collect(),
        draft: true,
    })
}

fn quote(found: speech::Said) -> Option<Quote> {
    Some(Quote {
        text: prose(&escaped(&found.text))?,
        by: Line::new(&found.by),
        context: found.context.and_then(|context| prose(&escaped(&context))),
        from: ordinal(found.paragraph).into_iter().collect(),
        draft: true,
    })
}

fn disclaimers(article: &Article) -> Vec<Disclaimer> {
    let one = |notice: &super::article::Notice| {
        Some(Disclaimer {
            text: prose(&escaped(&notice.text))?,
            kind: notice.kind.map(Named::Known),
            by: notice.by.as_deref().and_then(Line::new),
            from: ordinal(notice.paragraph).into_iter().collect(),
            draft: true,
        })
    };
    article.notices.iter().filter_map(one).collect()
}

/// The article's paragraphs as prose of the format: parted by blank lines, wrapped, and with nothing in them that Markdown
/// would take for a mark.
fn text(paragraphs: &[Paragraph]) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        let mut first = true;
        for line in paragraph.text.split('\n') {
            if !std::mem::take(&mut first) {
                out.push('\n');
            }
            let (mark, below) = match paragraph.shape {
                Shape::Paragraph => ("", ""),
                Shape::Heading | Shape::Headline => ("### ", ""),
                Shape::Item => ("- ", "  "),
            };
            out.push_str(mark);
            let escaped = escaped(line);
            if paragraph.shape == Shape::Heading || escaped.len() <= WIDTH {
                out.push_str(&escaped);
                continue;
            }
            wrapped(&escaped, below, &mut out);
        }
    }
    out
}

/// Appends Markdown in lines; `below` begins those after the first.
fn wrapped(text: &str, below: &str, out: &mut String) {
    let mut begun = false;
    wrap(text, may_begin, &mut |part| {
        if std::mem::replace(&mut begun, true) {
            out.push('\n');
            out.push_str(below);
        }
        out.push_str(part);
    });
}

/// Sentences as quotations, a paragraph each.
fn quotation(sentences: &[&Sentence<'_>]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        wrapped(&format!("“{}”", escaped(sentence.text)), "", &mut out);
    }
    out
}

/// How an article without a headline begins, as its title.
fn opening(paragraphs: &[Paragraph]) -> String {
    let first = paragraphs
        .iter()
        .find(|paragraph| !paragraph.notice)
        .map_or("", |paragraph| paragraph.text.get(paragraph.skip..).unwrap_or(&paragraph.text));
    let mut words = first.split_whitespace();
    let start: Vec<&str> = words.by_ref().take(TITLE_WORDS).collect();
    let start = start.join(" ");
    let bounded: String = start.chars().take(90).collect();
    if words.next().is_some() || bounded.len() < start.len() {
        format!("{}…", bounded.trim_end_matches([',', ';', ':', '.', ' ']))
    } else {
        bounded
    }
}

/// A headline in capitals as prose writes it: words as the article does, others small.
fn recased(title: &str, sentences: &[Sentence<'_>]) -> String {
    let letters = || title.chars().filter(|c| c.is_alphabetic());
    let shouted =
        letters().count() > 8 && letters().all(|c| !c.is_lowercase()) && letters().any(char::is_uppercase);
    if !shouted {
        return title.to_owned();
    }
    let mut forms: HashMap<String, HashMap<&str, usize>> = HashMap::new();
    for sentence in sentences {
        for token in sentence.tokens.iter().skip(1).filter(|token| token.word) {
            *forms.entry(token.text.to_lowercase()).or_default().entry(token.text).or_default() += 1;
        }
    }
    let usual = |word: &str| {
        let lower = word.to_lowercase();
        let known = forms.get(&lower)?.iter().max_by_key(|(form, times)| (**times, **form))?;
        Some((*known.0).to_owned())
    };
    let mut out = String::with_capacity(title.len());
    for word in title.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let stem = bare.strip_suffix("'S").or_else(|| bare.strip_suffix("’S")).unwrap_or(bare);
        let ending = bare.get(stem.len()..).unwrap_or_default().to_lowercase();
        let mut plain = usual(stem).unwrap_or_else(|| stem.to_lowercase());
        // Bank is a name behind Central, if the article has it so.
        let named = capital(&stem.to_lowercase());
        let before = out.trim_end().rsplit(' ').next().unwrap_or_default();
        let pair = format!("{before} {named}");
        if before.starts_with(char::is_uppercase)
            && sentences.iter().any(|sentence| sentence.text.contains(&pair))
        {
            plain = named;
        }
        out.push_str(&word.replacen(bare, &format!("{plain}{ending}"), 1));
    }
    capital(&out)
}

/// A slug of no more than some words. What is somebody's keeps its `s`: `Pakistan's` is no `pakistan` and an `s`.
fn short_slug(title: &str) -> String {
    let slug = slug(&without_possessives(title));
    if slug.chars().count() <= 60 {
        return slug;
    }
    let cut: String = slug.chars().take(60).collect();
    cut.rsplit_once('-').map_or(cut.clone(), |(head, _)| head.to_owned())
}

/// A title without the apostrophes of `Pakistan's` and `don't`; those of `l'eau` part two words.
fn without_possessives(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once(['\'', '’', 'ʼ']) {
        out.push_str(before);
        let mut next = after.chars();
        let ends = matches!(next.next(), Some('s' | 't')) && !next.next().is_some_and(char::is_alphanumeric);
        if !ends || !before.ends_with(char::is_alphanumeric) {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What was written, read back: it has to be the brief that was meant.
fn proven(source: &Source, meant: &Brief) -> Result<Brief, String> {
    let mut readings = brief::read(source);
    let read = match (readings.pop(), readings.is_empty()) {
        (Some(reading), true) => reading.brief.map_err(|findings| {
            findings.first().map_or_else(|| "it is no brief".to_owned(), |finding| finding.message.clone())
        })?,
        _ => return Err("it is not one brief".to_owned()),
    };
    if read == *meant { Ok(read) } else { Err("it would not read back as it was meant".to_owned()) }
}

/// What a brief holds, in words.
pub(super) fn counted(brief: &Brief) -> Vec<String> {
    let paragraphs = brief.text.as_ref().map_or(0, |text| brief::paragraphs(text.as_str()).count());
    let counts = [
        (paragraphs, "paragraph"),
        (brief.actors.len(), "actor"),
        (brief.recommendations.len(), "recommendation"),
        (brief.disclaimers.len(), "disclaimer"),
        (brief.timeline.len(), "event"),
        (brief.quotes.len(), "quote"),
    ];
    let told = |(n, what): (usize, &str)| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    counts.into_iter().filter(|(n, _)| *n > 0).map(told).collect()
}

/// The years that are not told, each of its event, and the option that tells them.
fn undated(brief: &Brief) -> Option<String> {
    let all = brief.timeline.iter().filter(|entry| entry.date.is_none()).count();
    let told = brief.source.as_ref().is_some_and(|source| source.published.is_some());
    let option = if told { "" } else { " (--published)" };
    match all {
        0 => None,
        1 => Some(format!("the year of 1 event{option}")),
        all => Some(format!("the years of {all} events{option}")),
    }
}

/// What is not known of an article, each with the option that tells it.
fn absent(facts: &Facts) -> Vec<String> {
    let rows = [
        (facts.title.is_none(), "headline (--title)"),
        (facts.authors.is_empty(), "author (--author)"),
        (facts.publication.is_none(), "publication (--publication)"),
        (facts.published.is_none(), "date (--published)"),
        (facts.url.as_deref().and_then(Url::new).is_none(), "link (--url)"),
        (facts.language.is_none(), "language (--language)"),
    ];
    rows.into_iter().filter(|(absent, _)| *absent).map(|(_, told)| told.to_owned()).collect()
}
