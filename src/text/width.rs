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
    text.grapheme_indices(true).map(|(at, cluster)| (at, cluster, cluster_cells(cluster)))
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
