//! Rules of a brief that go beyond the shape of its YAML.
//!
//! A rule speaks of ways into the YAML, not of places: those are looked up only when there is something to say.

mod editing;
mod letters;
mod mention;
mod placeholder;

use super::cast::Cast;
use super::letters::letters;
use super::model::Brief;
use super::paragraphs;
use super::scalar::{DisclaimerKind, DraftField, Line, Named, Ordinal, Priority};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::{is_sure, may_be_like, nearest};
use crate::yaml::Step::{self, Item, Key};

/// A finding that waits for its places.
#[derive(Debug)]
pub(super) struct Violation {
    /// The finding without labels.
    pub finding: Diagnostic,
    /// The ways to what it points at, each with what is said of it.
    pub ways: Vec<(Vec<Step>, String)>,
    /// How it can be mended at the first of them, where that is safe.
    pub mend: Option<Mend>,
}

/// A safe way to mend something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mend {
    /// The item of a list is left out.
    Drop,
    /// Another word takes its place.
    Word(&'static str),
}

/// Comparing every doubtful name with every actor costs their product; beyond this it is left out.
const MAX_COMPARED: usize = 2_000;

/// Four of five letters alike: "pakistn" is a slip, "the donors" is an addressee in words.
const ALIKE: f64 = 0.8;

/// What a brief breaks.
pub(super) fn violations(brief: &Brief, cast: &Cast) -> Vec<Violation> {
    let mut out = Vec::new();
    if !brief.has_sections() {
        out.push(no_sections());
    }
    actors(cast, &mut out);
    let meant = references(brief, cast, &mut out);
    unmentioned(brief, cast, &meant, &mut out);
    words(brief, &mut out);
    sections(brief, &mut out);
    from_numbers(brief, &mut out);
    drafts(brief, &mut out);
    editing::editing(brief, &mut out);
    if brief.has_sections() && brief.disclaimers.is_empty() && !brief.is_draft(DraftField::Disclaimers) {
        out.push(whole(
            Code::NoDisclaimer,
            "no disclaimer: whose opinion is this?",
            "add `disclaimers:` with what the author and the publisher disclaim",
        ));
    }
    out
}

/// What a brief breaks that makes it wrong. It costs little, for looking through many briefs: names are not compared with
/// names, nor texts read.
pub(super) fn grave(brief: &Brief) -> Vec<Violation> {
    let mut out = Vec::new();
    if !brief.has_sections() {
        out.push(no_sections());
    }
    actors(&Cast::of(brief), &mut out);
    sections(brief, &mut out);
    from_numbers(brief, &mut out);
    out.retain(|violation| violation.finding.severity == Severity::Error);
    out
}

fn no_sections() -> Violation {
    whole(
        Code::NoSections,
        "a brief with nothing but a title",
        "add a summary, actors, recommendations, disclaimers, or a section of your own",
    )
}

/// What is said of the brief as a whole, at its title.
fn whole(code: Code, message: &str, help: &str) -> Violation {
    let title = (vec![Key("title")], String::new());
    Violation { finding: Diagnostic::new(code, message).help(help), ways: vec![title], mend: None }
}

fn actors(cast: &Cast, out: &mut Vec<Violation>) {
    for conflict in cast.conflicts() {
        out.push(Violation {
            finding: Diagnostic::new(Code::DuplicateId, format!("two actors are called `{}`", conflict.name))
                .help("give each names of its own, or an `id`"),
            ways: vec![
                (vec![Key("actors"), Item(conflict.second)], "this one".to_owned()),
                (vec![Key("actors"), Item(conflict.first)], "and this one".to_owned()),
            ],
            mend: None,
        });
    }
}

/// What references break, and the actors that misspelt ones probably mean.
fn references(brief: &Brief, cast: &Cast, out: &mut Vec<Violation>) -> Vec<usize> {
    let mut meant = Vec::new();
    for (index, recommendation) in brief.recommendations.iter().enumerate() {
        let here = [Key("recommendations"), Item(index)];
        if recommendation.to.is_empty() {
            out.push(Violation {
                finding: Diagnostic::new(Code::NoAddressee, "a recommendation to nobody")
                    .help("add `to:` with an actor, or the addressee in words"),
                ways: vec![(here.to_vec(), String::new())],
                mend: None,
            });
        }
        for (n, to) in recommendation.to.iter().enumerate() {
            meant.extend(doubt(brief, cast, to, &[here[0], here[1], Key("to"), Item(n)], out));
        }
    }
    for (index, quote) in brief.quotes.iter().enumerate() {
        if let Some(by) = &quote.by {
            meant.extend(doubt(brief, cast, by, &[Key("quotes"), Item(index), Key("by")], out));
        }
    }
    meant
}

fn unmentioned(brief: &Brief, cast: &Cast, meant: &[usize], out: &mut Vec<Violation>) {
    for index in mention::unmentioned(brief, cast, meant) {
        let name = brief.actors.get(index).map_or("", |actor| actor.name.as_str());
        out.push(Violation {
            finding: Diagnostic::new(Code::UnmentionedActor, format!("nothing mentions `{name}`"))
                .help("say what part it plays, add the name it goes by to its `aliases`, or leave it out"),
            ways: vec![(vec![Key("actors"), Item(index), Key("name")], String::new())],
            mend: None,
        });
    }
}

/// Words that the format does not know. The inspection finds them too, but only where the brief cannot be read.
fn words(brief: &Brief, out: &mut Vec<Violation>) {
    let mut ask = |word: &Line, what: &str, known: &[&'static str], way: Vec<Step>| {
        let near = nearest(word.as_str(), known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of: {}", known.join(", ")),
        };
        let near = near.and_then(|near| known.iter().find(|known| **known == near));
        let message = format!("`{}` is not a {what} that brief knows", word.as_str());
        out.push(Violation {
            finding: Diagnostic::new(Code::UnusualValue, message).help(help),
            ways: vec![(way, String::new())],
            mend: near.filter(|near| is_sure(word.as_str(), near)).map(|near| Mend::Word(near)),
        });
    };
    for (index, recommendation) in brief.recommendations.iter().enumerate() {
        if let Some(Named::Other(word)) = &recommendation.priority {
            let way = vec![Key("recommendations"), Item(index), Key("priority")];
            ask(word, "priority", Priority::WORDS, way);
        }
    }
    for (index, disclaimer) in brief.disclaimers.iter().enumerate() {
        if let Some(Named::Other(word)) = &disclaimer.kind {
            let way = vec![Key("disclaimers"), Item(index), Key("kind")];
            ask(word, "kind", DisclaimerKind::WORDS, way);
        }
    }
}

/// The actor's name that another name nearly is, so that it is probably a slip; none where it is an actor's, or nobody's.
#[must_use]
pub fn nearly<'b>(brief: &'b Brief, cast: &Cast, name: &Line) -> Option<&'b str> {
    if cast.find(name.as_str()).is_some() || brief.actors.len() > MAX_COMPARED {
        return None;
    }
    let names = brief
        .actors
        .iter()
        .flat_map(|actor| [&actor.name].into_iter().chain(&actor.id).chain(&actor.aliases).map(Line::as_str))
        .filter(|known| may_be_like(name.as_str(), known, ALIKE));
    let alike = |a: &str, b: &str| {
        strsim::normalized_damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase()) >= ALIKE
    };
    nearest(name.as_str(), names).filter(|near| alike(near, name.as_str()))
}

/// Asks about a name that is nearly an actor's, which is the result.
fn doubt(brief: &Brief, cast: &Cast, name: &Line, way: &[Step], out: &mut Vec<Violation>) -> Option<usize> {
    let near = nearly(brief, cast, name)?;
    out.push(Violation {
        finding: Diagnostic::new(Code::DoubtfulReference, format!("no actor is called `{}`", name.as_str()))
            .help(format!("did you mean `{near}`?")),
        ways: vec![(way.to_vec(), String::new())],
        mend: None,
    });
    cast.find(near)
}

fn sections(brief: &Brief, out: &mut Vec<Violation>) {
    let letters = letters(brief);
    for (index, (section, letter)) in brief.sections.iter().zip(letters).enumerate() {
        if section.text.is_none() && section.items.is_empty() {
            out.push(Violation {
                finding: Diagnostic::new(
                    Code::EmptySection,
                    format!("the section `{}` is empty", section.title.as_str()),
                )
                .help("add `text: |` or `items:`, or delete it"),
                ways: vec![(vec![Key("sections"), Item(index)], String::new())],
                mend: None,
            });
        }
        let Some(key) = section.key.filter(|key| letter != Some(key.get())) else { continue };
        let here = vec![Key("sections"), Item(index), Key("key")];
        let earlier = brief.sections.iter().take(index).position(|other| other.key == Some(key));
        let (message, ways) = match earlier {
            Some(first) => {
                let there = vec![Key("sections"), Item(first), Key("key")];
                let ways = vec![(here, "again here".to_owned()), (there, "first here".to_owned())];
                (format!("the letter `{}` is taken", key.get()), ways)
            }
            None => {
                (format!("the letter `{}` is a key of the reader", key.get()), vec![(here, String::new())])
            }
        };
        let help = match letter {
            Some(letter) => format!("choose another letter: `{letter}` goes to this section for now"),
            None => "choose another letter: this section has none now".to_owned(),
        };
        let finding = Diagnostic::new(Code::DuplicateSectionKey, message).help(help);
        out.push(Violation { finding, ways, mend: None });
    }
}

fn drafts(brief: &Brief, out: &mut Vec<Violation>) {
    for draft in brief.drafts() {
        let field = matches!(draft.mark.as_slice(), [Key("draft"), ..]);
        let (message, help) = if !draft.present {
            let message = format!("`draft` names {}, which is not there", draft.what);
            (message, "delete the word from `draft`".to_owned())
        } else if brief.disclaimers.is_empty() && draft.way == [Key("disclaimers")] {
            let help = "look for one in the article, then delete the word from `draft`".to_owned();
            ("that there is no disclaimer is a draft".to_owned(), help)
        } else if field {
            let message = format!("{} is a draft", draft.what);
            let read =
                if draft.from.is_empty() { "see that it is right".to_owned() } else { reading(&draft.from) };
            (message, format!("{read}, then delete the word from `draft`"))
        } else {
            let help = format!("{}, then delete `draft: true`; or delete it all", reading(&draft.from));
            (format!("{} “{}” is a draft", draft.what, draft.begins), help)
        };
        out.push(Violation {
            finding: Diagnostic::new(Code::Draft, message).help(help),
            ways: vec![(draft.mark, String::new())],
            mend: None,
        });
    }
}

/// What is to be done with a draft before it is taken over.
fn reading(from: &[Ordinal]) -> String {
    let numbers: Vec<String> = from.iter().take(5).map(|number| format!("¶{}", number.get())).collect();
    let beside = if numbers.is_empty() { String::new() } else { format!(" beside {}", numbers.join(" ")) };
    format!("read it{beside} and mend it")
}

fn from_numbers(brief: &Brief, out: &mut Vec<Violation>) {
    let known = brief.text.as_ref().map_or(0, |text| paragraphs(text.as_str()).count());
    let mut check = |from: &[Ordinal], way: &[Step], field: &'static str| {
        for (n, number) in from.iter().enumerate() {
            if number.get() as usize > known {
                let help = match known {
                    0 => format!("add the article's paragraphs as `text`, or delete `{field}`"),
                    1 => "the text has 1 paragraph".to_owned(),
                    n => format!("the text has {n} paragraphs"),
                };
                out.push(Violation {
                    finding: Diagnostic::new(
                        Code::UnknownParagraph,
                        format!("there is no paragraph {}", number.get()),
                    )
                    .help(help),
                    ways: vec![([way, &[Key(field), Item(n)]].concat(), String::new())],
                    mend: None,
                });
            }
        }
    };
    macro_rules! each {
        ($($list:ident)*) => { $(
            for (index, item) in brief.$list.iter().enumerate() {
                check(&item.from, &[Key(stringify!($list)), Item(index)], "from");
            }
        )* };
    }
    check(&brief.thesis_from, &[], "thesis_from");
    check(&brief.summary_from, &[], "summary_from");
    each!(actors recommendations disclaimers timeline quotes);
    for (s, section) in brief.sections.iter().enumerate() {
        for (i, item) in section.items.iter().enumerate() {
            check(&item.from, &[Key("sections"), Item(s), Key("items"), Item(i)], "from");
        }
    }
}
