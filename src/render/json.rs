//! A brief as JSON, for scripts: the fields of the format in canonical order.

use crate::brief::Brief;

/// The brief, indented by two blanks, without a line break at the end. Texts are as written; JSON's own escapes keep
/// control characters away from a terminal, and what is invisible beyond those is escaped too.
///
/// # Errors
/// What the serializer says; there is nothing in a brief that JSON cannot hold.
pub fn brief(brief: &Brief) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(brief).map(|text| escape_invisible(&text))
}

/// Escapes every character that the door of text would drop. Such characters stand only within JSON's strings.
#[must_use]
pub fn escape_invisible(json: &str) -> String {
    use std::fmt::Write as _;
    if matches!(crate::text::clean(json), std::borrow::Cow::Borrowed(_)) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        let mut buffer = [0; 4];
        let kept = c == '\n' || crate::text::clean(c.encode_utf8(&mut buffer)) == *c.encode_utf8(&mut [0; 4]);
        if kept {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_back() {
        let text = serde_json::to_string("a\u{202e}b\u{9b}31m\u{e0041}é\u{1b}[0m").unwrap();
        let escaped = escape_invisible(&text);
        assert!(escaped.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{escaped}");
        let back: String = serde_json::from_str(&escaped).unwrap();
        assert_eq!(back, "a\u{202e}b\u{9b}31m\u{e0041}é\u{1b}[0m");
    }
}
