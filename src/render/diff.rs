//! What changes between two texts, as a unified diff.
//!
//! Invariant: an empty diff means equal texts. It holds the texts as they are: whoever shows it on a terminal cleans it.

use similar::TextDiff;

/// A unified diff with three lines around each change, which `patch -p0` and people read.
#[must_use]
pub fn unified(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    // A line break would begin a line of the diff.
    let name = name.replace(['\n', '\r'], "?");
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(&name, &name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_stands_among_what_stays() {
        assert_eq!(unified("x", "a\n", "a\n"), "");
        insta::assert_snapshot!(unified("x.yaml", "a\nb\nc\nd\ne\n", "a\nb\nc\nD\ne"), @r"
        --- x.yaml
        +++ x.yaml
        @@ -1,5 +1,5 @@
         a
         b
         c
        -d
        -e
        +D
        +e
        \ No newline at end of file
        ");
    }
}
