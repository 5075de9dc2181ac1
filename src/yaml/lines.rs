//! Lines of a YAML text and columns in them.
//!
//! Invariant: a line ends with `\n`, `\r\n` or `\r`, and with nothing else.

/// Where the line that holds a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.rfind(['\n', '\r']).map_or(0, |nl| nl + 1))
}

/// Where the line that holds a place has ended, with its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return text.len() };
    match rest.find(['\n', '\r']) {
        None => text.len(),
        Some(nl) if rest.get(nl..).is_some_and(|rest| rest.starts_with("\r\n")) => at + nl + 2,
        Some(nl) => at + nl + 1,
    }
}

/// What stands in a line before a place.
fn before(text: &str, at: usize) -> &str {
    text.get(line_start(text, at)..at).unwrap_or_default()
}

/// How many characters stand in a line before a place.
pub(super) fn column(text: &str, at: usize) -> usize {
    before(text, at).chars().count()
}

/// Whether nothing but blanks stands in a line before a place.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    // Looked at from the place: a line may be as long as the file.
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '\r'])
}

/// Whether the line at a place holds nothing from there on.
pub(super) fn is_blank_line(text: &str, at: usize) -> bool {
    text.get(at..line_end(text, at))
        .is_some_and(|line| line.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')))
}

/// How the text ends its lines, as its first does.
pub(super) fn newline(text: &str) -> &'static str {
    match text.find(['\n', '\r']).and_then(|at| text.get(at..)) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}
