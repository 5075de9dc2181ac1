//! Markdown that comes from a file, put into Markdown of ours.
//!
//! Invariants: what [`literal`] returns reads as the very text it was given; what [`prose`] returns ends where it is
//! put: after a blank line, nothing in it goes on (an open fence, a raw HTML block), no heading in it stands above its
//! place, it defines no link for others, its links are those that every format follows, and raw HTML in it stays the text
//! that it is elsewhere in the program. Where pandoc reads more than others (lists of letters, metadata behind a rule),
//! what is read so is written otherwise.

use super::address::is_followed;
use crate::text::clean;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// How often raw HTML may uncover more raw HTML before all of a text is taken literally.
const PASSES: usize = 8;

/// One line of text with everything escaped that Markdown or Obsidian might read. Clean text is asked for.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let fancy = fancy(text);
    let mut before = '\n';
    let mut digits = true;
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let start = before == '\n';
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '$' | '^' | '|' => true,
            '#' => {
                start
                    || next.is_none()
                    || next.is_some_and(|c| !c.is_whitespace())
                    || before == ' '
                    || before == '#'
            }
            '&' => next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            '=' | '%' => start || before == c || next == Some(c),
            '-' | '+' => start,
            '.' | ')' => digits && !start || Some(at) == fancy,
            ':' => start,
            _ => false,
        };
        digits = (digits || start) && c.is_ascii_digit();
        if escaped {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Where what pandoc reads as an item's number ends, at the start of a line: `(1)`, `a)`, `iv.`, `(@x)`.
fn fancy(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(['.', ')'])?;
    let (number, rest) = inner.split_at_checked(end)?;
    let lower = number.to_ascii_lowercase();
    let counts = match number.strip_prefix('@') {
        Some(name) => name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)),
        None => {
            number == "#"
                || number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic())
                || !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
                || !number.is_empty() && lower.bytes().all(|b| b"ivxlcdm".contains(&b))
        }
    };
    let ends = rest.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    (counts && ends).then_some(text.len() - rest.len())
}

/// Text of several lines, literally: each line a line of its own.
pub(super) fn literal_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| literal(line.trim())).collect();
    let mut out = String::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            // A backslash is a hard break, unless a blank line ends the paragraph.
            let breaks = !line.is_empty() && lines.get(n - 1).is_some_and(|before| !before.is_empty());
            out.push_str(if breaks { "\\\n" } else { "\n" });
        }
        out.push_str(line);
    }
    out
}

/// Prose, fit to stand as blocks of its own where headings down to `level` are taken.
pub(super) fn prose(text: &str, level: usize) -> String {
    let mut text = clean(text).trim().to_owned();
    for _ in 0..PASSES {
        let edits = edits(&text, level);
        if edits.is_empty() {
            return if closed(&text) { text } else { closing(&text).unwrap_or_else(|| literal_lines(&text)) };
        }
        for (range, with) in edits.into_iter().rev() {
            text.replace_range(range, &with);
        }
    }
    literal_lines(&text)
}

/// Whether prose ends with a list, so that items behind it would be its own.
pub(super) fn ends_with_list(prose: &str) -> bool {
    let mut depth = 0_usize;
    let mut last = false;
    for event in Parser::new_ext(prose, OPTIONS) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(tag) => {
                depth -= 1;
                last = if depth == 0 { matches!(tag, TagEnd::List(_)) } else { last };
            }
            Event::Rule => last = false,
            _ => {}
        }
    }
    last
}

/// Whether prose begins with a paragraph, so that words may be put before it.
pub(super) fn begins_plainly(prose: &str) -> bool {
    matches!(Parser::new_ext(prose, OPTIONS).next(), Some(Event::Start(Tag::Paragraph)))
}

const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH;

/// What has to change, in order and without overlap.
fn edits(text: &str, level: usize) -> Vec<(Range<usize>, String)> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let parser = Parser::new_ext(text, OPTIONS);
    let mut definitions: Vec<usize> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.start).collect();
    definitions.sort_unstable();
    edits.extend(definitions.into_iter().map(|at| (at..at, "\\".to_owned())));
    let mut heading = None;
    let mut links: Vec<Unlinked> = Vec::new();
    let mut code = false;
    for (event, range) in parser.into_offset_iter() {
        for link in &mut links {
            link.hold(&event, &range);
        }
        if let (Some((_, _, inner)), false) = (&mut heading, matches!(event, Event::End(TagEnd::Heading(_))))
        {
            let known: &mut Range<usize> = Option::get_or_insert(inner, range.clone());
            known.end = known.end.max(range.end);
        }
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                let from = range.start;
                let part = text.get(range).unwrap_or_default();
                edits.extend(part.match_indices('<').map(|(at, _)| (from + at..from + at, "\\".to_owned())));
            }
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(_) if !code => edits.extend(doubled(text, range)),
            Event::Start(Tag::Paragraph) => {
                let line = text.get(range.clone()).and_then(|part| part.lines().next()).unwrap_or_default();
                edits.extend(fancy(line).map(|at| (range.start + at..range.start + at, "\\".to_owned())));
            }
            // With text behind it pandoc takes `---` for the start of metadata.
            Event::Rule => {
                let rule = text.get(range.clone()).unwrap_or_default();
                let rule = rule.get(..rule.trim_end().len()).unwrap_or_default();
                edits.extend(
                    rule.contains('-').then(|| (range.start..range.start + rule.len(), "***".to_owned())),
                );
            }
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let kept = is_followed(&dest_url) || link_type == LinkType::Email;
                if auto && !kept {
                    edits.push((range.start..range.start, "\\".to_owned()));
                }
                links.push(Unlinked { whole: range, inner: None, kept: kept || auto });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                edits.extend(links.pop().into_iter().flat_map(Unlinked::edits));
            }
            Event::Start(Tag::Heading { level: own, .. }) => heading = Some((own, range, None)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((own, whole, inner)) = heading.take() {
                    edits.extend(demoted(text, own, whole, inner, level));
                }
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    // What lies in a heading that is rewritten waits for the next pass.
    let mut end = 0;
    edits.retain(|(range, _)| {
        let apart = range.start >= end;
        if apart {
            end = range.end;
        }
        apart
    });
    edits
}

/// A link that may have to go, of which the words stay.
struct Unlinked {
    whole: Range<usize>,
    inner: Option<Range<usize>>,
    kept: bool,
}

impl Unlinked {
    /// Takes what lies within.
    fn hold(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if *range != self.whole || !matches!(event, Event::End(_)) {
            let inner = self.inner.get_or_insert(range.clone());
            inner.end = inner.end.max(range.end);
        }
    }

    fn edits(self) -> Vec<(Range<usize>, String)> {
        if self.kept {
            return Vec::new();
        }
        let inner = self.inner.unwrap_or(self.whole.end..self.whole.end);
        vec![(self.whole.start..inner.start, String::new()), (inner.end..self.whole.end, String::new())]
    }
}

/// Signs that Obsidian takes for the start of a comment or of mathematics, which may go on to the end of the file.
fn doubled(text: &str, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, String)> {
    let part = text.get(range.clone()).unwrap_or_default();
    let pairs = part.match_indices("%%").chain(part.match_indices("$$"));
    pairs.flat_map(move |(at, _)| {
        let at = range.start + at;
        [(at..at, "\\".to_owned()), (at + 1..at + 1, "\\".to_owned())]
    })
}

/// A heading below `level`; none where it stands there already, in a line of its own.
fn demoted(
    text: &str,
    own: HeadingLevel,
    whole: Range<usize>,
    inner: Option<Range<usize>>,
    level: usize,
) -> Option<(Range<usize>, String)> {
    let source = text.get(whole.clone())?;
    let wanted = (own as usize).max((level + 1).min(6));
    if source.starts_with('#') && own as usize == wanted {
        return None;
    }
    let title = inner.and_then(|range| text.get(range)).unwrap_or_default();
    let title: Vec<&str> =
        title.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end()).collect();
    let line = format!("{} {}", "#".repeat(wanted), title.join(" "));
    let ending = if source.ends_with('\n') { "\n" } else { "" };
    Some((whole, format!("{}{ending}", line.trim_end())))
}

/// Whether a paragraph after a blank line is one of its own.
fn closed(text: &str) -> bool {
    const PROBE: &str = "probe";
    let probed = format!("{text}\n\n{PROBE}");
    let events: Vec<(Event<'_>, Range<usize>)> =
        Parser::new_ext(&probed, OPTIONS).into_offset_iter().collect();
    let mut depth = 0_usize;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 && range.start == text.len() + 2 => return true,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The text with a fence that was left open closed.
fn closing(text: &str) -> Option<String> {
    let fenced = Parser::new_ext(text, OPTIONS).into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Some(range.start),
        _ => None,
    });
    let last = text.get(fenced.last()?..)?.trim_start();
    let mark = last.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence: String = last.chars().take_while(|c| *c == mark).collect();
    let whole = format!("{text}\n{fence}");
    closed(&whole).then_some(whole)
}

/// Every line of a block behind a prefix; blank lines have the prefix without its blanks.
pub(super) fn behind(prefix: &str, block: &str) -> String {
    let lines: Vec<String> =
        block
            .split('\n')
            .map(|line| {
                if line.trim().is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") }
            })
            .collect();
    lines.join("\n")
}

/// A block as an item of a list: the marker before its first line, the others indented as far.
pub(super) fn item(marker: &str, block: &str) -> String {
    let indented = behind(&" ".repeat(marker.len()), block);
    format!("{marker}{}", indented.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text that Markdown shows, with a line break for each hard one and between blocks.
    fn shown(markdown: &str) -> Vec<String> {
        let options = OPTIONS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH;
        Parser::new_ext(markdown, options)
            .map(|event| match event {
                Event::Text(text) => text.into_string(),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => String::new(),
                Event::HardBreak => "\n".to_owned(),
                other => format!("{other:?}"),
            })
            .filter(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn a_name_that_looks_like_markdown_stays_a_name() {
        for text in [
            "*stars* and _lines_",
            "# no heading",
            "1. no list",
            "12) none",
            "- none",
            "+ none",
            "> none",
            "[x](https://y)",
            "<b>",
            "&amp; & &#35;",
            "`code`",
            "~~gone~~",
            "a | b",
            "===",
            "---",
            "\\",
            "a\\*b",
            "![i](j)",
            "$x$ and $$y$$",
            "[^1]",
            "[[wiki]]",
            "==mark==",
            "%%comment%%",
            "#tag",
            "a #tag",
            "```",
            "***",
            "http://x.y/_z_",
            ": def",
            "a ^block",
            "(1) no item",
            "(iv) none",
            "a) none",
            "A.  none",
            "i. none",
            "(@x) none",
            "#. none",
        ] {
            assert_eq!(shown(&literal(text)).concat(), text, "{}", literal(text));
        }
        assert_eq!(
            literal("Istanbul talks: coherence (v1.20) - a 50% case"),
            "Istanbul talks: coherence (v1.20) - a 50% case"
        );
    }

    #[test]
    fn headings_are_demoted_to_their_place() {
        for (text, put) in [
            ("# One\n\ntext", "### One\n\ntext"),
            ("#### Four", "#### Four"),
            ("Title\n=====\n\ntext", "### Title\n\ntext"),
            ("Two\nlines\n---\ntext", "### Two lines\ntext"),
            ("> # quoted\n> text", "> ### quoted\n> text"),
            ("#", "###"),
        ] {
            assert_eq!(prose(text, 2), put, "{text:?}");
        }
        assert_eq!(prose("###### Six", 6), "###### Six");
    }

    #[test]
    fn nothing_goes_on_behind_its_place() {
        assert_eq!(prose("```\ncode", 2), "```\ncode\n```");
        assert_eq!(prose("text\n\n~~~~ rust\ncode\n~~~", 2), "text\n\n~~~~ rust\ncode\n~~~\n~~~~");
        assert_eq!(prose("<script>\nalert(1)", 2), "\\<script>\nalert(1)");
        assert_eq!(prose("a <b>bold</b>", 2), "a \\<b>bold\\</b>");
        assert_eq!(prose("<!-- never closed", 2), "\\<!-- never closed");
        assert_eq!(prose("[a]\n\n[a]: https://evil.example", 2), "[a]\n\n\\[a]: https://evil.example");
        assert_eq!(prose("a %% b $$ `%%`", 2), "a \\%\\% b \\$\\$ `%%`");
        assert_eq!(prose("see <https://example.org>", 2), "see <https://example.org>");
        assert_eq!(prose("### a %% b $$", 2), "### a \\%\\% b \\$\\$");
        assert_eq!(prose("# a %% b", 2), "### a \\%\\% b");
        assert_eq!(prose("(1) a\n\n- i. b", 2), "(1\\) a\n\n- i. b");
        assert_eq!(prose("a\n\n---\nb", 2), "a\n\n***\nb");
        assert_eq!(prose("> - - -\n> b", 2), "> ***\n> b");
    }

    #[test]
    fn a_link_that_no_format_follows_is_its_words() {
        for (text, put) in [
            ("a [b *c*](javascript:x) d", "a b *c* d"),
            ("a [b](data:text/html,x \"t\") [c](HTTPS://x.y)", "a b [c](HTTPS://x.y)"),
            ("![alt](file:///etc/passwd) ![ok](https://x.y/z.png)", "alt ![ok](https://x.y/z.png)"),
            ("<javascript:alert> <a@b.org>", "\\<javascript:alert> <a@b.org>"),
            ("[![i](https://x.y)](javascript:z)", "![i](https://x.y)"),
            ("[a]\n\n[a]: javascript:x", "a\n\n\\[a]: javascript:x"),
            ("see [this](page.html)", "see this"),
            ("[](javascript:x)b", "b"),
        ] {
            assert_eq!(prose(text, 2), put, "{text}");
        }
        assert!(ends_with_list("a\n\n- b\n\n  c") && !ends_with_list("- a\n\nb") && !ends_with_list("a"));
    }

    #[test]
    fn plain_prose_passes_as_it_is() {
        for text in [
            "One *two* **three** [four](https://x.y).\n\n- a\n- b\n\n1. c\n\n> d",
            "```rust\nlet x = 1;\n```",
            "日本は",
        ] {
            assert_eq!(prose(text, 2), text);
        }
    }

    proptest! {
        #[test]
        fn any_line_is_shown_as_it_is(text in "([a-z0-9é預]|[ -~]){0,40}") {
            let text = crate::text::clean_line(&text).into_owned();
            prop_assert_eq!(shown(&literal(&text)).concat(), text);
        }

        #[test]
        fn prose_always_ends(text in "([a-c \n]|```|~~~|<!--|<script>|<\\?|<!A|<!\\[CDATA\\[|</?div>|\\]\\(javascript:x\\)|<data:x>|- |> |# |1\\. |\\[a\\]: x|\\[a\\]|===|    |\\\\|`|\\*){0,40}") {
            let put = prose(&text, 2);
            prop_assert!(closed(&put) || put.is_empty(), "{put:?}");
            let all = format!("{put}\n\nafter");
            for (event, _) in Parser::new_ext(&all, OPTIONS).into_offset_iter() {
                let high = matches!(&event, Event::Start(Tag::Heading { level, .. }) if (*level as usize) < 3);
                prop_assert!(!high && !matches!(event, Event::Html(_) | Event::InlineHtml(_)), "{event:?} in {put:?}");
                if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = &event {
                    prop_assert!(is_followed(dest_url), "{dest_url} in {put:?}");
                }
            }
            prop_assert_eq!(Parser::new_ext(&put, OPTIONS).reference_definitions().iter().count(), 0);
        }
    }
}
