//! The letters that jump to a brief's own sections.
//!
//! Owns which letters the reader keeps for itself, and which letter each section has: the one that it wishes, else one
//! of its title that nothing else has.
//! Invariant: no two sections have one letter, and none has a letter of [`RESERVED`].

use super::model::Brief;
use super::scalar::Letter;

/// Letters that the reader's own keys have. Sections of the format are among them: their four panes are always there.
pub const RESERVED: &str = "sardhjklgGbWnNmvVyYeRqQZcuxABDHMSP";

/// Letters of sections that not every brief has.
fn of_present_sections(brief: &Brief) -> impl Iterator<Item = char> {
    let timeline = (!brief.timeline.is_empty()).then_some('t');
    timeline.into_iter().chain(brief.text.is_some().then_some('f'))
}

/// Letters of keys that give way to a section which wishes them, but are not taken unasked.
pub const YIELDING: &str = "tfiowzTL";

/// The letter of each section of a brief's own; none where its title has no free one either.
#[must_use]
pub fn letters(brief: &Brief) -> Vec<Option<char>> {
    let reserved = |c: char| RESERVED.contains(c) || of_present_sections(brief).any(|taken| taken == c);
    let mut taken: Vec<char> = Vec::new();
    let wished: Vec<Option<char>> = brief
        .sections
        .iter()
        .map(|section| {
            let wish = section.key.map(Letter::get).filter(|c| !reserved(*c) && !taken.contains(c));
            taken.extend(wish);
            wish
        })
        .collect();
    let derived = brief.sections.iter().zip(wished).map(|(section, letter)| {
        // A section without a wish has its number.
        let derived = || section.key.and_then(|_| derive(section.title.as_str(), &taken, &reserved));
        let letter = letter.or_else(derived);
        taken.extend(letter);
        letter
    });
    derived.collect()
}

/// A free letter of a title: an initial, else any; small, else capital.
fn derive(title: &str, taken: &[char], reserved: &dyn Fn(char) -> bool) -> Option<char> {
    let initials = title.split_whitespace().filter_map(|word| word.chars().next());
    let candidates = initials.chain(title.chars()).filter(|c| c.is_alphabetic());
    let cases = |c: char| c.to_lowercase().chain(c.to_uppercase());
    let free = |c: &char| !taken.contains(c) && !reserved(*c) && !YIELDING.contains(*c);
    candidates.take(100).flat_map(cases).find(free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::read;
    use crate::source::Source;

    fn of(sections: &str) -> Vec<Option<char>> {
        let text = format!("title: x\ntext: t\nsections: [{sections}]\n");
        letters(&read(&Source::new("x", text)).remove(0).brief.unwrap())
    }

    #[test]
    fn a_section_has_the_letter_it_wishes_or_one_of_its_title() {
        for (sections, letters) in [
            ("{title: Open, key: o, text: x}", vec![Some('o')]),
            ("{title: Open, text: x}", vec![None]),
            ("{title: Extra, key: s, text: x}", vec![Some('E')]),
            ("{title: Points in law, key: f, text: x}", vec![Some('p')]),
            ("{title: One, key: o, text: x}, {title: Other, key: o, text: x}", vec![Some('o'), Some('O')]),
            // A wish that can be granted comes before a letter that is only found.
            ("{title: Opal, key: a, text: x}, {title: Else, key: o, text: x}", vec![Some('O'), Some('o')]),
            ("{title: '1 2', key: a, text: x}", vec![None]),
        ] {
            assert_eq!(of(sections), letters, "{sections}");
        }
    }
}
