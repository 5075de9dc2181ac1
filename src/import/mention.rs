//! A name where it stands: what is told of it there.
//!
//! Owns the record that names are read into, and what is asked of it without a look at its sentence. How it is found is told
//! in `names`, how it is used in `usage`.

/// A name in a sentence.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is told by another word beside it")]
pub(super) struct Mention<'t> {
    /// The sentence, counted from 0.
    pub sentence: usize,
    /// The paragraph, counted from 0.
    pub paragraph: usize,
    /// Its first and its last token.
    pub from: usize,
    /// The last one, which is part of it.
    pub to: usize,
    /// The name without an office and a possessive ending.
    pub name: &'t str,
    /// The office that stands before it.
    pub title: Option<&'t str>,
    /// The office with whose it is: `Pakistan's Defence Minister`; or what is said of the person behind the name.
    pub office: Option<&'t str>,
    /// Letters in brackets that stand for it.
    pub acronym: Option<&'t str>,
    /// Whether it acts here, or has something.
    pub acts: bool,
    /// Whether it is told what it must or should do.
    pub advised: bool,
    /// Whether its article stands before it.
    pub the: bool,
    /// Whether something happens there.
    pub place: bool,
    /// Whether a verb says what it does.
    pub subject: bool,
    /// Whether a verb says what it wants or holds.
    pub stands: bool,
}

impl<'t> Mention<'t> {
    /// A name of which nothing is told yet but where it stands.
    pub(super) fn new(sentence: usize, paragraph: usize, from: usize, to: usize, name: &'t str) -> Self {
        Self {
            sentence,
            paragraph,
            from,
            to,
            name,
            title: None,
            office: None,
            acronym: None,
            acts: false,
            advised: false,
            the: false,
            place: false,
            subject: false,
            stands: false,
        }
    }
}

/// A name without its article.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("The ").unwrap_or(name)
}

/// The one person, told by an office, whom a paragraph has named before a sentence; none where there are several.
pub(super) fn the_person(mentions: &[Mention<'_>], sentence: usize, paragraph: usize) -> Option<String> {
    let end = mentions.partition_point(|m| m.sentence < sentence);
    let before = mentions.get(..end)?.iter().rev().take_while(|m| m.paragraph == paragraph);
    let mut person: Option<&Mention<'_>> = None;
    for mention in before.filter(|m| m.title.is_some() || m.office.is_some()) {
        let last = |m: &Mention<'_>| m.name.rsplit(' ').next().map(str::to_owned);
        match person {
            Some(other) if last(other) != last(mention) => return None,
            _ => person = Some(mention),
        }
    }
    person.map(|m| m.name.to_owned())
}
