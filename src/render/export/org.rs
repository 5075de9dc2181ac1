//! Org, for Emacs: a headline for every section, actor and note, with its properties below.
//!
//! Owns what keeps a text from being markup in Org. Where a sign would be read as such, an entity stands for it, or
//! `\zwnj{}` parts it from its neighbour: plain ASCII in the file, and nothing when it is shown.
//! Invariant: no line of a text begins a headline, a keyword, a drawer, a block, a table or an item; no stretch of it is a link, a
//! macro, a snippet of raw HTML, a timestamp or code to be run.

use super::facts::{Facts, GONE, Group, Told, WHOLE, heading, state};
use super::spans::{Mark, Span, safe_url, spans};
use super::{Piece, What};
use crate::document::{Block, BlockIx, Document, Marker, Role, SectionKind, lower_prose};
use jiff::Timestamp;
use std::fmt::Write as _;

/// Parts two signs and is not shown.
const NOTHING: &str = "\\zwnj{}";

/// Writes pieces as Org.
pub(super) fn write(pieces: &[Piece<'_>], what: What, when: Timestamp) -> Vec<u8> {
    let mut out = String::new();
    let all = Facts::all(pieces);
    if let [one] = all.as_slice() {
        let _ = writeln!(out, "#+title: {}", literal(&one.title, false));
        let _ = writeln!(out, "#+language: {}", one.piece.brief.language());
    }
    let _ = writeln!(out, "#+date: {}\n", stamp(when));
    for facts in &all {
        piece(&mut out, facts, what);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out.into_bytes()
}

/// A time as an inactive timestamp.
fn stamp(at: Timestamp) -> String {
    at.strftime("[%Y-%m-%d %a %H:%M]").to_string()
}

fn headline(out: &mut String, level: usize, words: &str, tags: &[String]) {
    let mut title = literal(words, true);
    let first = words.split_whitespace().next().unwrap_or_default();
    if first.chars().all(|c| c.is_ascii_uppercase()) {
        // TODO, DONE, COMMENT and the keywords that a reader of the file has made up.
        title.insert_str(0, NOTHING);
    }
    if title.ends_with(':') {
        title.push_str(NOTHING);
    }
    let tags = if tags.is_empty() { String::new() } else { format!(" :{}:", tags.join(":")) };
    let _ = writeln!(out, "{} {title}{tags}", "*".repeat(level));
}

fn drawer(out: &mut String, properties: &[(&str, Option<String>)]) {
    out.push_str(":PROPERTIES:\n");
    for (name, value) in properties {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            let _ = writeln!(out, ":{name}: {value}");
        }
    }
    out.push_str(":END:\n\n");
}

fn piece(out: &mut String, facts: &Facts<'_>, what: What) {
    let doc = facts.piece.document;
    let topics: Vec<String> = facts.topics.iter().filter_map(|topic| tag(topic)).collect();
    headline(out, 1, &facts.title, &topics);
    drawer(
        out,
        &[
            ("CUSTOM_ID", Some(format!("brief-{}", crate::brief::slug(facts.piece.id)))),
            ("SOURCE", facts.headline.clone()),
            ("AUTHOR", Some(facts.authors.join("; "))),
            ("PUBLICATION", facts.outlet()),
            ("PUBLISHED", facts.published.map(|date| date.to_string())),
            ("URL", facts.url.clone()),
            ("LANGUAGE", Some(facts.piece.brief.language().to_owned())),
            ("BRIEFED", Some(facts.briefed())),
        ],
    );
    let notes = if what.notes() { facts.notes() } else { Vec::new() };
    let of = |out: &mut String, group: Group, title: Option<&str>| {
        let mut title = title;
        for told in notes.iter().filter(|told| told.group == group) {
            if let Some(title) = title.take() {
                headline(out, 2, title, &[]);
            }
            note(out, facts, told);
        }
    };
    if !what.brief() {
        let _ = writeln!(out, "{}\n", literal(&facts.disclaimers(), true));
    }
    of(out, Group::Whole, Some(WHOLE));
    for (n, section) in doc.sections().iter().enumerate() {
        let group = Group::Section(n);
        if !what.brief() || section.kind == SectionKind::Head {
            of(out, group, Some(&heading(group, doc)));
        } else {
            headline(out, 2, &section.title, &[]);
            blocks(out, doc, section.body.clone());
            of(out, group, None);
        }
    }
    of(out, Group::Gone, Some(GONE));
}

/// A word as a tag of Org: letters, digits, `_` and `@`.
fn tag(word: &str) -> Option<String> {
    let tag: String = word.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let tag = tag.trim_matches('_').to_owned();
    (!tag.is_empty()).then_some(tag)
}

fn note(out: &mut String, facts: &Facts<'_>, told: &Told<'_>) {
    let tags: Vec<String> = told.tags.iter().filter_map(|word| tag(word)).collect();
    headline(out, 3, &told.label(), &tags);
    let changed = (told.note.changed != told.note.created).then(|| stamp(told.note.changed));
    drawer(
        out,
        &[
            ("CUSTOM_ID", Some(format!("note-{}", told.note.id))),
            ("CREATED", told.note.is_dated().then(|| stamp(told.note.created))),
            ("CHANGED", changed),
            ("STATE", Some(state(told.resolution).to_owned())),
            ("PLACE", Some(told.place.clone())),
            ("SOURCE", Some(facts.work().to_owned())),
            ("URL", facts.url.clone()),
        ],
    );
    if !told.quote.is_empty() {
        let quote: Vec<String> = told.quote.lines().map(|line| literal(line.trim(), true)).collect();
        let _ = writeln!(out, "#+begin_quote\n{}\n#+end_quote\n", quote.join("\\\\\n"));
    }
    if !told.text.is_empty() {
        let doc = lower_prose(&told.text);
        blocks(out, &doc, 0..u32::try_from(doc.blocks().len()).unwrap_or(u32::MAX));
    }
    if let Some(remark) = told.remark() {
        let _ = writeln!(out, "/{remark}/\n");
    }
}

fn blocks(out: &mut String, doc: &Document, range: std::ops::Range<u32>) {
    for ix in range.clone() {
        let Some(block) = doc.block(BlockIx(ix)) else { continue };
        let next = Some(ix + 1).filter(|next| *next < range.end).and_then(|next| doc.block(BlockIx(next)));
        let goes_on = next.is_some_and(|next| next.continues);
        block_of(out, doc, block);
        out.push_str(if goes_on { "\n" } else { "\n\n" });
    }
}

fn block_of(out: &mut String, doc: &Document, block: &Block) {
    if block.role == Role::ActorName {
        headline(out, 3, doc.slice(block.range), &[]);
        out.truncate(out.trim_end().len());
        return;
    }
    if block.role == Role::Code {
        let _ = write!(out, "#+begin_example\n{}\n#+end_example", commas(doc.slice(block.range)));
        return;
    }
    let marker = match block.lead.marker {
        Marker::Bullet => "- ".to_owned(),
        Marker::Number(n) => format!("{n}. "),
        Marker::Paragraph(n) => format!("¶{n} "),
        Marker::Label(label) => format!("*{}:* ", label.word()),
        Marker::None | Marker::Knot => String::new(),
    };
    // On the screen the line of time ends with its last entry, whose text stands in for it.
    let in_place = block.role == Role::Event && matches!(block.lead.marker, Marker::None);
    let indent = " ".repeat(if in_place { 0 } else { usize::from(block.lead.indent) });
    let body = match block.role {
        Role::Subheading | Role::Date => format!("*{}*", literal(doc.slice(block.range), false)),
        _ => stretches(doc, block, marker.is_empty()),
    };
    let text = format!("{indent}{marker}{body}");
    let quoted = block.lead.quotes > 0 || matches!(block.role, Role::Thesis | Role::Quotation);
    if quoted {
        let _ = write!(out, "#+begin_quote\n{}\n#+end_quote", text.trim_start());
    } else {
        out.push_str(&text);
    }
}

/// A line of verbatim text that would end its block or begin a headline has a comma before it (Org manual, "Literal
/// Examples").
fn commas(text: &str) -> String {
    let escaped = |line: &str| {
        let body = line.trim_start();
        let rest = body.trim_start_matches(',');
        if rest.starts_with('*') || rest.starts_with("#+") {
            let blanks = line.len() - body.len();
            format!("{},{body}", " ".repeat(blanks))
        } else {
            line.to_owned()
        }
    };
    text.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}

fn stretches(doc: &Document, block: &Block, starts: bool) -> String {
    let none: [Mark; 0] = [];
    let mut out = String::new();
    let all = spans(doc, block, &none);
    let mut rest = all.iter().peekable();
    while let Some(span) = rest.next() {
        let first = starts && out.is_empty();
        let next = rest.peek().and_then(|next| next.text.chars().next());
        let text = stretch(span, &out, next, first);
        out.push_str(&text);
    }
    out
}

/// The sign around a stretch of a role.
const fn sign(role: Role) -> Option<char> {
    match role {
        Role::Strong | Role::Priority(_) | Role::Draft => Some('*'),
        Role::Emphasis => Some('/'),
        Role::Struck => Some('+'),
        Role::Code => Some('='),
        _ => None,
    }
}

fn stretch(span: &Span<'_>, before: &str, next: Option<char>, first: bool) -> String {
    if let Some(url) = safe_url(span.link) {
        let url = url.replace('[', "%5B").replace(']', "%5D").replace('\\', "%5C");
        let mut words = literal(&span.text.replace('\n', " "), false);
        if words.ends_with(']') {
            words.push_str(NOTHING);
        }
        return format!("[[{url}][{words}]]");
    }
    let plain = || literal(span.text, first);
    let Some(sign) = span.roles.last().and_then(|role| sign(*role)) else { return plain() };
    // Org takes a sign as such only between certain characters ("Markup for Rich Contents", org-emphasis-regexp-components).
    let opens = before.chars().next_back().is_none_or(|c| c.is_whitespace() || "-–—('\"{".contains(c));
    let closes = next.is_none_or(|c| c.is_whitespace() || "-–—.,;:!?'\")}[".contains(c));
    let fits = span.text.trim() == span.text && !span.text.contains('\n') && !span.text.is_empty();
    if !opens || !closes || !fits {
        return plain();
    }
    if sign == '=' {
        return if span.text.contains('=') { plain() } else { format!("={}=", span.text) };
    }
    format!("{sign}{}{sign}", literal(span.text, false))
}

/// Text that is no markup. `first` is whether it begins a line.
fn literal(text: &str, first: bool) -> String {
    let lines: Vec<String> =
        text.split('\n').enumerate().map(|(n, line)| one_line(line, first || n > 0)).collect();
    lines.join("\\\\\n")
}

fn one_line(line: &str, first: bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    if first && begins_something(line) {
        out.push_str(NOTHING);
    }
    let mut before: Option<char> = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let beside = next.is_some_and(|c| !c.is_whitespace());
        let opens = before.is_none_or(|c| !c.is_alphanumeric()) && beside;
        match c {
            '*' if opens => out.push_str("\\ast{}"),
            '/' if opens => out.push_str("\\slash{}"),
            '+' if opens => out.push_str("\\plus{}"),
            '=' if opens => out.push_str("\\equal{}"),
            '~' if opens => out.push_str("\\tilde{}"),
            '_' => out.push_str("\\under{}"),
            '^' => out.push_str("\\asciicirc{}"),
            '$' => out.push_str("\\dollar{}"),
            '|' => out.push_str("\\vbar{}"),
            '<' => out.push_str("\\lt{}"),
            // Links, footnotes, citations, macros, snippets and entities all begin with two signs.
            '[' | '{' | '@' | '\\' | ']' if beside => {
                out.push(c);
                out.push_str(NOTHING);
            }
            '\\' => {
                out.push(c);
                out.push_str(NOTHING);
            }
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// Whether a line would be more than text by how it begins.
fn begins_something(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = number.len() < line.len() && (number.starts_with('.') || number.starts_with(')'));
    let keyword = ["CLOCK:", "DEADLINE:", "SCHEDULED:", "CLOSED:", "COMMENT"];
    counted
        || line.starts_with(['*', '#', '|', ':', '-', '+', '%', '['])
        || keyword
            .iter()
            .any(|word| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        for (text, put) in [
            ("plain text, 50% - and/or (a)", "plain text, 50% - and/or (a)"),
            ("* star", "\\zwnj{}* star"),
            ("a *bold* b", "a \\ast{}bold* b"),
            ("#+end_quote", "\\zwnj{}#\\plus{}end\\under{}quote"),
            (":END:", "\\zwnj{}:END:"),
            ("[[link]]", "\\zwnj{}[\\zwnj{}[\\zwnj{}link]\\zwnj{}]"),
            ("x @@html:<b>@@", "x @\\zwnj{}@\\zwnj{}html:\\lt{}b>@\\zwnj{}@"),
            ("{{{m}}}", "{\\zwnj{}{\\zwnj{}{\\zwnj{}m}}}"),
            ("\\alpha", "\\\\zwnj{}alpha"),
            ("12. no", "\\zwnj{}12. no"),
        ] {
            assert_eq!(literal(text, true), put, "{text}");
        }
        assert_eq!(
            commas("* a\n  ,*b\n#+end_example\nplain, *x*"),
            ",* a\n  ,,*b\n,#+end_example\nplain, *x*"
        );
    }

    #[test]
    fn a_headline_is_neither_a_task_nor_tagged() {
        let mut out = String::new();
        headline(&mut out, 2, "TODO pay :now:", &["a".to_owned()]);
        assert_eq!(out, "** \\zwnj{}TODO pay :now:\\zwnj{} :a:\n");
    }
}
