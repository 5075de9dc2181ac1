//! Plain text: lines to blocks.
//!
//! A text may have a paragraph to the line, paragraphs wrapped at some width and parted by blank lines, or both; it may be
//! a mail. Lines are put together only where they were broken for their width.

use super::article::{Block, Facts, Shape};
use super::page::is_caption;
use super::sheets::{Words, without_edges};
use super::words::is;
use crate::brief::PartialDate;

/// Lines up to this length may have been broken for their width.
const MAX_WRAPPED: usize = 110;

/// Lines of fewer characters than these were not broken for any.
const MIN_WRAPPED: usize = 40;

/// The blocks of a plain text, what its header says, and the day on which it was sent, where it is a mail: of an article that
/// was sent on, that is not the day of its publication.
pub(super) fn read(text: &str) -> (Facts, Option<PartialDate>, Vec<Block>) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let (facts, sent, lines) = mail(&lines);
    let lines = without_edges(&lines);
    let mut blocks = Vec::new();
    let usual = usual(&lines);
    let words = Words::of(&lines);
    for run in lines.split(|line| line.trim().is_empty()) {
        // What stands beside the credit of a picture is said of the picture.
        if (2..=CAPTION).contains(&run.len()) && run.iter().any(|line| is_caption(line)) {
            continue;
        }
        let from = blocks.len();
        join(run, &usual, &words, &mut blocks);
        let run = blocks.get_mut(from..).unwrap_or_default();
        let crowd = run.len() >= CROWD && run.iter().all(|block| length(&block.text) < SHORT);
        for block in run {
            block.crowded = crowd;
        }
    }
    (facts, sent, blocks)
}

/// The most lines of what is said of a picture.
const CAPTION: usize = 3;

/// So many lines of fewer characters, with no blank one between them, are a crowd.
const CROWD: usize = 3;
const SHORT: usize = 80;

/// Puts the lines of a stretch without blank lines together. `usual` says whether lines of such a length are usual in the
/// text: then they were broken for their width.
fn join(lines: &[&str], usual: &dyn Fn(usize) -> bool, words: &Words, out: &mut Vec<Block>) {
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        let mut text = item(first).unwrap_or(first.trim()).to_owned();
        let shape = if item(first).is_some() { Shape::Item } else { Shape::Paragraph };
        // The width of the lines around: what is longer was not broken for any.
        let around = lines.get(at..).unwrap_or_default().iter().map(|line| length(line));
        let width = around.take(AROUND).take_while(|n| *n <= MAX_WRAPPED).max().unwrap_or(0);
        let width = Some(width).filter(|width| *width >= MIN_WRAPPED && usual(*width));
        let mut last = *first;
        at += 1;
        // What is set in below an item belongs to it.
        let below = |next: &str| shape == Shape::Item && next.starts_with("  ") && item(next).is_none();
        while let Some(next) = lines.get(at).filter(|next| below(next) || goes_on(last, next, width)) {
            let parted =
                text.ends_with('-') && !text.ends_with(" -") && next.trim().starts_with(char::is_lowercase);
            if parted && words.printers(&text, next) {
                text.pop();
            } else if !parted {
                text.push(' ');
            }
            text.push_str(next.trim());
            last = next;
            at += 1;
        }
        out.push(Block::new(text, shape));
    }
}

/// So many lines are looked at for the width that lines around were broken for.
const AROUND: usize = 40;

fn length(line: &str) -> usize {
    line.chars().count()
}

/// Whether a line goes on with the one before it, where lines were broken for a width, or for none.
fn goes_on(last: &str, next: &str, width: Option<usize>) -> bool {
    let indent = |line: &str| length(line) - length(line.trim_start());
    if item(next).is_some() || length(last) > MAX_WRAPPED || length(next) > MAX_WRAPPED {
        return false;
    }
    // The first line of a paragraph is set in.
    if indent(next) > indent(last) && item(last).is_none() && indent(next) >= 2 {
        return false;
    }
    let ended = last.ends_with(['.', '!', '?', ':', '”', '"', '…']);
    if !ended && last.split_whitespace().count() >= 3 && next.trim().starts_with(char::is_lowercase) {
        // A byline below a headline begins small in some papers.
        return super::lines::byline(next.trim()).is_none();
    }
    // A day or a byline is a line of its own.
    if super::dates::in_line(next).is_some() || super::lines::byline(next.trim()).is_some() {
        return false;
    }
    let word = next.split_whitespace().next().map_or(0, length);
    // The next word had no room.
    width.is_some_and(|width| length(last) + 1 + word > width && length(last) * 10 >= width * 7)
}

/// Whether lines of about a length are usual in a text: at least three that are no longer and hardly shorter.
fn usual<'t>(lines: &[&'t str]) -> impl Fn(usize) -> bool + use<'t> {
    let mut lengths = [0_usize; MAX_WRAPPED + 1];
    for n in lines.iter().map(|line| length(line)) {
        if let Some(count) = lengths.get_mut(n) {
            *count += 1;
        }
    }
    // Shorter ones may be headings, or the ends of paragraphs.
    let all: usize = lengths.get(30..).unwrap_or_default().iter().sum();
    move |width| {
        let end = (width * 115 / 100).min(MAX_WRAPPED);
        let near: usize = lengths.get(width * 85 / 100..=end).unwrap_or_default().iter().sum();
        near >= 3 && near * 2 >= all
    }
}

/// The text of an item of a list.
fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let marked = ["- ", "* ", "• ", "– ", "· ", "▪ ", "◦ "].iter().find_map(|mark| line.strip_prefix(mark));
    marked.map(str::trim).filter(|text| !text.is_empty())
}

/// The header of a mail and the day on which it was sent, where the text is one, and its body without what it answers to.
fn mail<'t>(lines: &[&'t str]) -> (Facts, Option<PartialDate>, Vec<&'t str>) {
    const FIELDS: &[&str] = &[
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "sent",
        "reply-to",
        "message-id",
        "mime-version",
        "content-type",
    ];
    let field = |line: &'t str| {
        let (name, value) = line.split_once(':')?;
        is(FIELDS, name.trim()).then(|| (name.trim().to_ascii_lowercase(), value.trim()))
    };
    let start = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let header: Vec<(String, &str)> = lines.iter().skip(start).map_while(|line| field(line)).collect();
    let is_mail = header.len() >= 2 && header.iter().any(|(name, _)| name == "subject" || name == "from");
    let mut facts = Facts::default();
    let mut sent = None;
    let mut body: Vec<&str> = lines.to_vec();
    if is_mail {
        body = lines.get(start + header.len()..).unwrap_or_default().to_vec();
        let sent_on = header.iter().any(|(name, value)| name == "subject" && subject(value) != *value);
        for (name, value) in header {
            match name.as_str() {
                "subject" => facts.title = Some(subject(value)).filter(|title| !title.is_empty()),
                "from" if !sent_on => facts.publication = sender(value),
                "date" | "sent" => sent = super::dates::in_line(value),
                _ => {}
            }
        }
    }
    let quoted = body.iter().filter(|line| line.starts_with('>')).count();
    if quoted == 0 && !is_mail {
        return (facts, sent, body);
    }
    let written = body.iter().filter(|line| !line.trim().is_empty() && !line.starts_with('>')).count();
    let mostly = quoted > written * 2;
    let signature = body.iter().position(|line| *line == "--").unwrap_or(body.len());
    let kept = body.into_iter().take(signature).filter_map(|line| match line.strip_prefix('>') {
        // An article that was sent on stands behind the marks; an answer before them.
        Some(rest) if mostly => Some(rest.trim_start_matches('>').trim_start()),
        Some(_) => None,
        None if mostly || line.trim_end().ends_with("wrote:") => None,
        None => Some(line),
    });
    (facts, sent, kept.collect())
}

/// The name of a sender that is no person: that of a newsletter.
fn sender(value: &str) -> Option<String> {
    let name = value.split('<').next().unwrap_or_default().trim().trim_matches('"').trim();
    let several = name.split_whitespace().count() >= 2 && !name.contains('@') && name.chars().count() <= 60;
    // A name of two words may be anybody's.
    let body = name.starts_with("The ") || super::lines::person(name).is_none();
    (several && body).then(|| name.to_owned())
}

/// A mail's subject without what mailers put before it.
fn subject(text: &str) -> String {
    let mut rest = text;
    while let Some((mark, after)) = rest.split_once(':') {
        if !is(&["re", "fw", "fwd", "aw", "tr"], mark.trim()) {
            break;
        }
        rest = after.trim();
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).2.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn lines_are_put_together_where_they_were_broken() {
        let long = "A paragraph of one line that is longer than any terminal is wide, and goes on and on, as lines of saved \
                    pages do, to its end.";
        assert_eq!(texts(&format!("A headline\n{long}\n{long}\n")), ["A headline", long, long]);
        let wrapped = "The title of it\n\nThis paragraph has been wrapped at some width that is usual\n\
                       for mail and for plain text, and it ends here.\nThe second one begins in the next line, without a blank one\n\
                       between them.\n";
        assert_eq!(
            texts(wrapped),
            [
                "The title of it",
                "This paragraph has been wrapped at some width that is usual for mail and for plain text, and it ends here.",
                "The second one begins in the next line, without a blank one between them.",
            ]
        );
        assert_eq!(
            texts("By Jane Doe\n2 November 2025\nKabul\n"),
            ["By Jane Doe", "2 November 2025", "Kabul"]
        );
        assert_eq!(
            texts("Do this:\n- first\n- second\n  and more\n"),
            ["Do this:", "first", "second and more"]
        );
        assert_eq!(
            texts("Legal:\nX provides the\ninformation as is.\n"),
            ["Legal:", "X provides the information as is."]
        );
    }

    #[test]
    fn a_mail_gives_its_subject_and_loses_what_it_answers() {
        let (facts, sent, blocks) = read(
            "From: a@example.org\nSubject: Fwd: Talks fail\nDate: Sun, 2 Nov 2025 10:00:00 +0000\n\nThe body.\n\n\
             On Sunday, B wrote:\n> Old words\n-- \nA\n",
        );
        assert_eq!(facts.title.as_deref(), Some("Talks fail"));
        assert_eq!(sent.map(|d| d.to_string()).as_deref(), Some("2025-11-02"));
        assert_eq!(facts.published, None, "when a mail was sent is not when an article was published");
        assert_eq!(blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), ["The body."]);
        assert_eq!(
            texts("See below.\n\n> One line\n>\n> Two\n> Three\n> Four\n"),
            ["One line", "Two", "Three", "Four"]
        );
    }
}
