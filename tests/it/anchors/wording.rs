//! The ways in which the wording of a brief is revised: a number, a “not”, how it is set.
//!
//! A letter that is set otherwise (another case, a blank that does not break) is the same letter.

use super::model::{Dice, Model, string, word_ranges};

pub(super) fn numbers(model: &mut Model, dice: &mut Dice) {
    for _ in 0..8 {
        model.with_paragraph(dice, |model, dice, paragraph| {
            let all: Vec<_> = word_ranges(paragraph)
                .into_iter()
                .filter(|word| paragraph[word.clone()].iter().all(|(c, _)| c.is_ascii_digit()))
                .collect();
            if all.is_empty() {
                return;
            }
            let end = all[dice.below(all.len())].end;
            let more = model.fresh(dice.one(&["0", ".5", ",000", "7"]));
            paragraph.splice(end..end, more);
        });
    }
}

const OPPOSITES: &[(&str, &str)] = &[
    ("northern", "southern"),
    ("will not", "will"),
    (" will ", " will never "),
    (" can ", " can't "),
    ("supports", "opposes"),
    ("demands", "refuses"),
    (" a ", " no "),
    (" violent", " non-violent"),
    ("wants", "rejects"),
    (" is ", " is not "),
    ("upper", "lower"),
    ("要求", "拒绝"),
];

pub(super) fn polarity(model: &mut Model, dice: &mut Dice) {
    for _ in 0..8 {
        model.with_paragraph(dice, |model, dice, paragraph| {
            let text = string(paragraph);
            let there: Vec<_> = OPPOSITES.iter().filter(|(a, _)| text.contains(a)).collect();
            if there.is_empty() {
                return;
            }
            let (a, b) = there[dice.below(there.len())];
            let at = text[..text.find(a).unwrap()].chars().count();
            // What both have in common stays.
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
            let rest = a.len().min(b.len()) - start;
            let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
            let new = model.fresh(&b[start..b.len() - end].iter().collect::<String>());
            paragraph.splice(at + start..at + a.len() - end, new);
        });
    }
}

/// Blanks that do not break, curly quotes, dashes, accents that are put together otherwise: in the whole brief.
pub(super) fn setting(model: &mut Model, dice: &mut Dice) {
    let kind = dice.below(5);
    model.each_paragraph(|model, paragraph| {
        let mut out = Vec::new();
        for (c, id) in paragraph.iter().copied() {
            match (kind, c) {
                (0, ' ') if dice.chance(30) => out.push(('\u{a0}', id)),
                (1, '\'') => out.push(('’', id)),
                (1, '’') => out.push(('\'', id)),
                (2, '-') => out.push(('\u{2011}', id)),
                (2, '–') => out.push(('-', id)),
                (3, 'é' | 'è') => {
                    out.push(('e', id));
                    out.extend(model.fresh(if c == 'é' { "\u{301}" } else { "\u{300}" }));
                }
                (4, ' ') if dice.chance(10) => out.push(('\u{202f}', id)),
                _ => out.push((c, id)),
            }
        }
        out
    });
}

pub(super) fn double_spaces(model: &mut Model, dice: &mut Dice) {
    model.each_paragraph(|model, paragraph| {
        let mut out = Vec::new();
        for letter in paragraph {
            out.push(*letter);
            if letter.0 == ' ' && dice.chance(40) {
                out.extend(model.fresh(" "));
            }
        }
        out
    });
}

pub(super) fn case(model: &mut Model, dice: &mut Dice) {
    let kind = dice.below(3);
    for _ in 0..6 {
        model.with_paragraph(dice, |_, dice, paragraph| {
            for _ in 0..3 {
                let words = word_ranges(paragraph);
                let word = words[dice.below(words.len())].clone();
                for (n, (c, _)) in paragraph[word].iter_mut().enumerate() {
                    match kind {
                        0 => *c = c.to_uppercase().next().filter(|_| *c != 'ß').unwrap_or(*c),
                        1 if n == 0 => *c = c.to_uppercase().next().unwrap_or(*c),
                        _ => *c = c.to_lowercase().next().unwrap_or(*c),
                    }
                }
            }
        });
    }
}
