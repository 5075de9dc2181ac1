//! Rules of a brief that go beyond the shape of its YAML.
//!
//! A rule speaks of ways into the YAML, not of places: those are looked up only when there is something to say.

use super::cast::Cast;
use super::letters::letters;
use super::model::Brief;
use super::paragraphs;
use super::scalar::{DisclaimerKind, Line, Named, Ordinal, Priority};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::nearest;
use crate::yaml::Step::{self, Item, Key};

/// A finding that waits for its places.
#[derive(Debug)]
pub(super) struct Violation {
    /// The finding without labels.
    pub finding: Diagnostic,
    /// The ways to what it points at, each with what is said of it.
    pub ways: Vec<(Vec<Step>, String)>,
}

/// Comparing every doubtful name with every actor costs their product; beyond this it is left out.
const MAX_COMPARED: usize = 2_000;

/// What a brief breaks.
pub(super) fn violations(brief: &Brief, cast: &Cast) -> Vec<Violation> {
    let mut out = errors(brief, cast);
    references(brief, cast, &mut out);
    words(brief, &mut out);
    if brief.has_sections() && brief.disclaimers.is_empty() {
        out.push(whole(
            Code::NoDisclaimer,
            "no disclaimer: whose opinion is this?",
            "add `disclaimers:` with what the author and the publisher disclaim",
        ));
    }
    out
}

/// What a brief breaks that may be an error. It costs little: names are not compared with names.
pub(super) fn errors(brief: &Brief, cast: &Cast) -> Vec<Violation> {
    let mut out = Vec::new();
    if !brief.has_sections() {
        out.push(whole(
            Code::NoSections,
            "a brief with nothing but a title",
            "add a summary, actors, recommendations, disclaimers, or a section of your own",
        ));
    }
    actors(cast, &mut out);
    sections(brief, &mut out);
    from_numbers(brief, &mut out);
    out
}

fn whole(code: Code, message: &str, help: &str) -> Violation {
    Violation { finding: Diagnostic::new(code, message).help(help), ways: Vec::new() }
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
        });
    }
}

fn references(brief: &Brief, cast: &Cast, out: &mut Vec<Violation>) {
    for (index, recommendation) in brief.recommendations.iter().enumerate() {
        let here = [Key("recommendations"), Item(index)];
        if recommendation.to.is_empty() {
            out.push(Violation {
                finding: Diagnostic::new(Code::NoAddressee, "a recommendation to nobody")
                    .help("add `to:` with an actor, or the addressee in words"),
                ways: vec![(here.to_vec(), String::new())],
            });
        }
        for (n, to) in recommendation.to.iter().enumerate() {
            doubt(brief, cast, to, &[here[0], here[1], Key("to"), Item(n)], out);
        }
    }
    for (index, quote) in brief.quotes.iter().enumerate() {
        if let Some(by) = &quote.by {
            doubt(brief, cast, by, &[Key("quotes"), Item(index), Key("by")], out);
        }
    }
}

/// Words that the format does not know. The inspection finds them too, but only where the brief cannot be read.
fn words(brief: &Brief, out: &mut Vec<Violation>) {
    let mut ask = |word: &Line, what: &str, known: &[&'static str], way: Vec<Step>| {
        let help = match nearest(word.as_str(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of: {}", known.join(", ")),
        };
        let message = format!("`{}` is not a {what} that brief knows", word.as_str());
        out.push(Violation {
            finding: Diagnostic::new(Code::UnusualValue, message).help(help),
            ways: vec![(way, String::new())],
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

/// Asks about a name that is nearly an actor's.
fn doubt(brief: &Brief, cast: &Cast, name: &Line, way: &[Step], out: &mut Vec<Violation>) {
    if cast.find(name.as_str()).is_some() || brief.actors.len() > MAX_COMPARED {
        return;
    }
    let names = brief
        .actors
        .iter()
        .flat_map(|actor| [&actor.name].into_iter().chain(&actor.id).chain(&actor.aliases).map(Line::as_str));
    // Four of five letters alike: "pakistn" is a slip, "the donors" is an addressee in words.
    let alike = |a: &str, b: &str| {
        strsim::normalized_damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase()) >= 0.8
    };
    if let Some(near) = nearest(name.as_str(), names).filter(|near| alike(near, name.as_str())) {
        out.push(Violation {
            finding: Diagnostic::new(
                Code::DoubtfulReference,
                format!("no actor is called `{}`", name.as_str()),
            )
            .help(format!("did you mean `{near}`?")),
            ways: vec![(way.to_vec(), String::new())],
        });
    }
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
        out.push(Violation { finding: Diagnostic::new(Code::DuplicateSectionKey, message).help(help), ways });
    }
}

fn from_numbers(brief: &Brief, out: &mut Vec<Violation>) {
    let known = brief.text.as_ref().map_or(0, |text| paragraphs(text.as_str()).count());
    let mut check = |from: &[Ordinal], way: &[Step]| {
        for (n, number) in from.iter().enumerate() {
            if number.get() as usize > known {
                let help = match known {
                    0 => "add the article's paragraphs as `text`, or delete `from`".to_owned(),
                    1 => "the text has 1 paragraph".to_owned(),
                    n => format!("the text has {n} paragraphs"),
                };
                out.push(Violation {
                    finding: Diagnostic::new(
                        Code::UnknownParagraph,
                        format!("there is no paragraph {}", number.get()),
                    )
                    .help(help),
                    ways: vec![([way, &[Key("from"), Item(n)]].concat(), String::new())],
                });
            }
        }
    };
    macro_rules! each {
        ($($list:ident)*) => { $(
            for (index, item) in brief.$list.iter().enumerate() {
                check(&item.from, &[Key(stringify!($list)), Item(index)]);
            }
        )* };
    }
    each!(actors recommendations disclaimers timeline quotes);
    for (s, section) in brief.sections.iter().enumerate() {
        for (i, item) in section.items.iter().enumerate() {
            check(&item.from, &[Key("sections"), Item(s), Key("items"), Item(i)]);
        }
    }
}
