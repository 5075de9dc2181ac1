//! How many terminal cells a text takes.
//!
//! Owns the one measure that wrapping, drawing and truncating share: the width of each grapheme cluster by
//! Unicode's East Asian Width, as the drawing library counts it. Summing code points instead gives other
//! numbers for emoji, Hangul and lam-alef, and rows that overflow.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of a text in cells. Control characters count as nothing.
#[must_use]
pub fn cells(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|b| !b.is_ascii_control()).count();
    }
    graphemes(text).map(|(_, _, width)| width).sum()
}

/// The grapheme clusters of a text: byte offset, cluster, width in cells.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let cluster = first_cluster(text.get(at..)?)?;
        let start = at;
        at += cluster.len();
        Some((start, cluster, cluster_cells(cluster)))
    })
}

/// The cluster that a text begins with; none of the empty text.
fn first_cluster(text: &str) -> Option<&str> {
    match text.as_bytes() {
        // Nothing joins a letter, figure or sign of ASCII to another: most of most texts needs no tables.
        [b' '..=b'~'] | [b' '..=b'~', 0..=0x7f, ..] => text.get(..1),
        _ => text.graphemes(true).next(),
    }
}

fn cluster_cells(cluster: &str) -> usize {
    match cluster.as_bytes() {
        [byte] => usize::from(!byte.is_ascii_control()),
        _ => cluster.width(),
    }
}

/// The longest start of a text that fits `width` cells, with an ellipsis in its last cell where it was cut.
#[must_use]
pub fn fit(text: &str, width: usize) -> std::borrow::Cow<'_, str> {
    if text.len() <= width && text.is_ascii() {
        return text.into();
    }
    let (mut used, mut cut) = (0, 0);
    for (at, cluster, wide) in graphemes(text) {
        if used + wide > width {
            return format!("{}…", text.get(..cut).unwrap_or_default().trim_end()).into();
        }
        used += wide;
        if used < width {
            cut = at + cluster.len();
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn clusters_are_those_of_unicode(text in r"([ -~]|\PC|[\r\n\x{301}\x{600}\x{915}\x{94d}\x{200d}🇦🇫])*") {
            let ours: Vec<_> = graphemes(&text).map(|(at, cluster, _)| (at, cluster)).collect();
            let all: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(ours, all);
        }
    }

    #[test]
    fn clusters_are_measured_whole() {
        for (text, width) in [
            ("", 0),
            ("plain", 5),
            ("naïve", 5),
            ("nai\u{308}ve", 5),
            ("预算", 4),
            ("❤\u{fe0f}", 2),
            ("👨\u{200d}👩\u{200d}👧", 2),
            ("🇦🇫", 2),
            ("ｶﾞ", 2),
            ("a\nb", 2),
        ] {
            assert_eq!(cells(text), width, "{text:?}");
        }
    }

    #[test]
    fn fitting_never_exceeds_the_width_and_marks_the_cut() {
        assert_eq!(fit("Istanbul talks", 20), "Istanbul talks");
        assert_eq!(fit("Istanbul talks", 10), "Istanbul…");
        assert_eq!(fit("预算预算", 5), "预算…");
        assert_eq!(fit("预算预算", 4), "预…");
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abc", 0), "…".to_string());
    }
}
