//! Texts that were to be written later.

/// Words that stand for a text to come; they count as a whole text, and where a colon or bracket follows.
const MARKERS: &[&str] = &["TODO", "TBD", "FIXME"];

/// What stands for a text to come only where it is the whole text; in lower case.
const WHOLE: &[&str] = &["todo", "tbd", "fixme", "tba", "tbc", "xxx", "...", "…", "?", "??", "???"];

/// The placeholder in a text, where there is one.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() <= 8 {
        let folded = text.to_lowercase();
        if WHOLE.contains(&folded.as_str()) {
            return Some(text);
        }
    }
    let start = |len: usize| text.get(..len).unwrap_or_default();
    if start(11).eq_ignore_ascii_case("lorem ipsum") {
        return Some(start(11));
    }
    if let Some(inner) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'))
        && inner.len() <= 60
        && !inner.contains(['<', '>', ':', '@', '/'])
    {
        return Some(text);
    }
    // `D` and `X` are in all of the markers, and rare elsewhere.
    memchr::memchr2_iter(b'D', b'X', text.as_bytes()).find_map(|at| marker(text, at))
}

/// The marker around a byte of a text.
fn marker(text: &str, at: usize) -> Option<&'static str> {
    let (before, after) = text.split_at_checked(at)?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = before
        .rfind(|c: char| !is_word(c))
        .map_or(0, |i| i + before.get(i..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let end = at + after.find(|c: char| !is_word(c)).unwrap_or(after.len());
    let word = text.get(start..end)?;
    let marker = MARKERS.iter().copied().find(|marker| *marker == word)?;
    let rest = text.get(end..)?;
    // `TODO` is a word of Spanish and Portuguese; the others are nobody's.
    (marker != "TODO" || rest.starts_with([':', '('])).then_some(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_to_be_written_is_told_from_what_was_written() {
        for text in [
            "TODO",
            "todo",
            "TODO: more",
            "See TODO(ada).",
            "The date is TBD.",
            "…",
            "???",
            "<name of the actor>",
            "Lorem ipsum dolor sit amet",
            "FIXME later",
            " xxx ",
        ] {
            assert!(placeholder(text).is_some(), "{text}");
        }
        for text in [
            "No. XXX",
            "TODO LO DEMÁS",
            "Toda",
            "TODOS: los",
            "<https://example.org>",
            "<a@b.c>",
            "Wait ...",
            "Who?",
            "TBDX",
            "…and so on",
            "<b>bold</b>",
            "é",
            "",
            "Ð TODAY: D",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
