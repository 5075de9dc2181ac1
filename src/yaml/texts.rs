//! The texts of a YAML text, one after another.
//!
//! For files that are too large for a tree: nothing is kept of what has gone by, but the way to where it stands.
//! Invariant: text that [`super::vet`] has let through gives every scalar that is a value, once; what aliases repeat is
//! not repeated.

use super::options;
use granit_parser::{Event, Parser};

/// A step of the way from a document's root to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// A field of a mapping; empty where the key is no text.
    Key(Box<str>),
    /// An item of a list, counted from 0.
    Item(usize),
}

/// Calls `act` with the number of the document, counted from 0, the way to each text, and the text.
pub fn each_text(text: &str, act: &mut dyn FnMut(usize, &[Way], &str)) {
    let mut way: Vec<Way> = Vec::new();
    // Of what is open: whether it is a mapping that waits for a key.
    let mut open: Vec<Option<bool>> = Vec::new();
    let mut document = 0;
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, options()) {
        // Vetted text has no errors; were there one, the texts before it are still right.
        let Ok((event, _)) = event else { return };
        match event {
            Event::DocumentStart(..) => {
                document = documents;
                documents += 1;
            }
            Event::Scalar(value, ..) => {
                if let Some(Some(waits @ true)) = open.last_mut() {
                    *waits = false;
                    name(&mut way, &value);
                } else {
                    act(document, &way, &value);
                    done(&mut way, &mut open);
                }
            }
            Event::Alias(_) => {
                if let Some(Some(waits @ true)) = open.last_mut() {
                    *waits = false;
                    name(&mut way, "");
                } else {
                    done(&mut way, &mut open);
                }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if let Some(Some(waits @ true)) = open.last_mut() {
                    *waits = false;
                    name(&mut way, "");
                    // A list or a mapping as a key: what it holds is passed over as if it were the value.
                }
                let is_list = matches!(event, Event::SequenceStart(..));
                open.push((!is_list).then_some(true));
                way.push(if is_list { Way::Item(0) } else { Way::Key("".into()) });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                way.pop();
                done(&mut way, &mut open);
            }
            _ => {}
        }
    }
}

fn name(way: &mut [Way], key: &str) {
    if let Some(last) = way.last_mut() {
        *last = Way::Key(key.into());
    }
}

/// A value has ended: a list goes on to its next item, a mapping to its next key.
fn done(way: &mut [Way], open: &mut [Option<bool>]) {
    match (way.last_mut(), open.last_mut()) {
        (Some(Way::Item(n)), Some(None)) => *n += 1,
        (_, Some(Some(waits))) => *waits = true,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_with_the_ways_to_them() {
        let mut told = Vec::new();
        let text = "title: T\nactors:\n  - {name: &q Qatar, aliases: [a, b]}\n  - Turkey\n  - *q\nnested: [[x], y]\n---\n- z\n";
        each_text(text, &mut |document, way, text| {
            let way: Vec<String> = way
                .iter()
                .map(|step| match step {
                    Way::Key(key) => key.to_string(),
                    Way::Item(n) => n.to_string(),
                })
                .collect();
            told.push(format!("{document} {} {text}", way.join(".")));
        });
        assert_eq!(
            told,
            [
                "0 title T",
                "0 actors.0.name Qatar",
                "0 actors.0.aliases.0 a",
                "0 actors.0.aliases.1 b",
                "0 actors.1 Turkey",
                "0 nested.0.0 x",
                "0 nested.1 y",
                "1 0 z"
            ]
        );
    }
}
