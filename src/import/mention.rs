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

/// The one person, told by an office, who is meant by `he` or `she`: of those named `here`, before it in its sentence, else of
/// those whom the paragraph has named before that; none where there are several.
pub(super) fn the_person<'m, 't: 'm>(
    all: &'m [Mention<'t>],
    here: impl Iterator<Item = &'m Mention<'t>>,
    sentence: usize,
    paragraph: usize,
) -> Option<String> {
    let office = |m: &&Mention<'_>| m.title.is_some() || m.office.is_some();
    let last = |m: &Mention<'_>| m.name.rsplit(' ').next().map(str::to_owned);
    let one = |mut some: Vec<&'m Mention<'t>>| {
        let first = some.pop()?;
        some.iter().all(|other| last(other) == last(first)).then(|| first.name.to_owned())
    };
    let here: Vec<&Mention<'t>> = here.collect();
    if here.iter().any(office) {
        // Another one who does something there may be meant as well.
        let rival = here.iter().any(|m| !office(m) && m.subject && m.name.contains(' '));
        return if rival { None } else { one(here.into_iter().filter(office).collect()) };
    }
    let end = all.partition_point(|m| m.sentence < sentence);
    one(all.get(..end)?.iter().rev().take_while(|m| m.paragraph == paragraph).filter(office).collect())
}
