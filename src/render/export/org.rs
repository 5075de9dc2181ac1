//! Org, for Emacs: a headline for every section, actor and note, with its properties below.
//!
//! Owns what keeps a text from being markup in Org, and what keeps lists apart. Where a sign would be read as markup,
//! `\zwnj{}` parts it from its neighbour, or an entity stands for it: plain ASCII in the file, and nothing, or the sign,
//! when it is shown. Only entities are used that pandoc knows too; `_` and `^`, for which it has none, are made plain by
//! an option of the file ([`OPTIONS`]).
//! Invariants: no line of a text begins a headline, a keyword, a drawer, a block, a table or an item; no stretch of it is a
//! macro, a snippet of raw HTML, a timestamp or code to be run, and a link only where it is an address of the web; what
//! belongs to an item of a list is indented as far, and no two lists run together.

use super::address::{bare, encoded, followed};
use super::facts::{Facts, GONE, Group, Told, WHOLE, heading, state};
use super::name::{self, fragment};
use super::nest::{Nest, Step};
use super::spans::{Mark, Span, spans};
use super::{Piece, What};
use crate::document::{Block, BlockIx, Document, Marker, Role, SectionKind, lower_prose};
use jiff::Timestamp;
use std::fmt::Write as _;

/// Parts two signs and is not shown.
const NOTHING: &str = "\\zwnj{}";

/// Neither `_` and `^` nor hyphens and dots in a row are more than they are.
const OPTIONS: &str = "#+options: ^:nil -:nil";

/// Writes pieces as Org.
pub(super) fn write(pieces: &[Piece<'_>], what: What, when: Timestamp) -> Vec<u8> {
    let mut out = String::new();
    let all = Facts::all(pieces);
    if let [one] = all.as_slice() {
        let _ = writeln!(out, "#+title: {}", literal(&one.title, false));
        let _ = writeln!(out, "#+language: {}", one.piece.brief.language());
    }
    let _ = writeln!(out, "#+date: {}\n{OPTIONS}\n", stamp(when));
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
    let (topics, whole) = tags(&facts.topics);
    headline(out, 1, &facts.title, &topics);
    drawer(
        out,
        &[
            ("CUSTOM_ID", Some(fragment("brief", facts.piece.id))),
            ("SOURCE", facts.headline.clone()),
            ("AUTHOR", Some(facts.authors.join("; "))),
            ("PUBLICATION", facts.outlet()),
            ("PUBLISHED", facts.published.map(|date| date.to_string())),
            ("URL", facts.url.clone()),
            ("LANGUAGE", Some(facts.piece.brief.language().to_owned())),
            ("BRIEFED", Some(facts.briefed())),
            ("TOPICS", whole),
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

/// Words as tags of Org, of letters, digits and `_`; and as they are, where that leaves something out.
fn tags(words: &[String]) -> (Vec<String>, Option<String>) {
    let tags: Vec<String> = words.iter().map(|word| name::tag(word, |c| c == '_', '_')).collect();
    let whole = (tags != words).then(|| words.join(", "));
    (tags.into_iter().filter(|tag| !tag.is_empty()).collect(), whole)
}

fn note(out: &mut String, facts: &Facts<'_>, told: &Told<'_>) {
    let (tags, whole) = tags(&told.tags);
    headline(out, 3, &told.label(), &tags);
    let changed = (told.note.changed != told.note.created).then(|| stamp(told.note.changed));
    drawer(
        out,
        &[
            ("CUSTOM_ID", Some(fragment("note", told.note.id.as_str()))),
            ("CREATED", told.note.is_dated().then(|| stamp(told.note.created))),
            ("CHANGED", changed),
            ("STATE", Some(state(told.resolution).to_owned())),
            ("PLACE", Some(told.place.clone())),
            ("KEYWORDS", whole),
            ("SOURCE", Some(facts.work().to_owned())),
            ("URL", facts.url.clone()),
        ],
    );
    for (label, words) in told.quotes() {
        if let Some(label) = label {
            let _ = writeln!(out, "/{label}/\n");
        }
        let quote: Vec<String> = words.lines().map(|line| literal(line.trim(), true)).collect();
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

/// The blocks of a section in the making.
#[derive(Default)]
struct Flow {
    /// The lists that are open: the column of their markers, and that of their last item's text.
    lists: Vec<(usize, usize)>,
    /// How many quotations are open.
    quotes: usize,
    /// The column of the list that ended last, with nothing behind it so far.
    ended: Option<usize>,
    /// Whether a list has begun and its first item has not.
    begins: bool,
}

impl Flow {
    /// The column in which text stands now.
    fn column(&self) -> usize {
        self.lists.last().map_or(0, |(_, content)| *content)
    }

    /// Opens and closes what is around a block, and returns the marker of the item that it begins.
    fn take(&mut self, out: &mut String, steps: Vec<Step>) -> String {
        let mut marker = String::new();
        for step in steps {
            let column = self.column();
            match step {
                Step::List(_) => {
                    self.begins = true;
                    // To Org all items in one column are one list, whatever stands before them. Two blank lines end
                    // every list that is open, a comment in its column only this one.
                    if self.ended == Some(column) {
                        let end =
                            if column == 0 { String::new() } else { format!("{}#", " ".repeat(column)) };
                        let _ = writeln!(out, "{end}");
                    }
                    self.lists.push((column, column));
                }
                Step::Item(number) => {
                    marker = number.map_or_else(|| "- ".to_owned(), |n| format!("{n}. "));
                    if let Some((start, content)) = self.lists.last_mut() {
                        *content = *start + marker.len();
                    }
                    // Where a list does not begin with one, nothing but this says so.
                    let counter = number.filter(|n| *n != 1 && self.begins).map(|n| format!("[@{n}] "));
                    marker.push_str(&counter.unwrap_or_default());
                    self.begins = false;
                }
                Step::ListEnds(_) => self.ended = self.lists.pop().map(|(start, _)| start),
                Step::Quote => {
                    self.quotes += 1;
                    self.alone(out, &mut marker);
                    // Org has but one level of quotations.
                    if self.quotes == 1 {
                        let _ = writeln!(out, "{}#+begin_quote", " ".repeat(column));
                    }
                }
                Step::QuoteEnds => {
                    self.quotes -= 1;
                    if self.quotes == 0 {
                        out.truncate(out.trim_end_matches('\n').len());
                        let _ = write!(out, "\n{}#+end_quote\n\n", " ".repeat(column));
                    }
                    self.ended = None;
                }
                Step::ItemEnds => {}
            }
        }
        marker
    }

    /// Writes a marker in a line of its own, for what begins in a line of its own.
    fn alone(&self, out: &mut String, marker: &mut String) {
        if !marker.is_empty() {
            let start = self.lists.last().map_or(0, |(start, _)| *start);
            let _ = writeln!(out, "{}{}", " ".repeat(start), std::mem::take(marker).trim_end());
        }
    }
}

fn blocks(out: &mut String, doc: &Document, range: std::ops::Range<u32>) {
    let (mut around, mut flow) = (Nest::default(), Flow::default());
    for ix in range.clone() {
        let Some(block) = doc.block(BlockIx(ix)) else { continue };
        let next = Some(ix + 1).filter(|next| *next < range.end).and_then(|next| doc.block(BlockIx(next)));
        let goes_on = next.is_some_and(|next| next.continues);
        let own = matches!(block.role, Role::Thesis | Role::Quotation);
        let steps = around.enter(block, usize::from(block.lead.quotes).max(usize::from(own)));
        let mut marker = flow.take(out, steps);
        if block.role == Role::Code {
            flow.alone(out, &mut marker);
        }
        flow.ended = None;
        let start = flow.lists.last().filter(|_| !marker.is_empty()).map(|(start, _)| *start);
        let below = flow.column();
        block_of(out, doc, block, &marker, (start.unwrap_or(below), below));
        out.push_str(if goes_on { "\n" } else { "\n\n" });
    }
    flow.take(out, around.finish());
}

/// Writes a block: its first line begins in the one column, those below in the other.
fn block_of(out: &mut String, doc: &Document, block: &Block, marker: &str, (first, below): (usize, usize)) {
    if block.role == Role::ActorName {
        headline(out, 3, doc.slice(block.range), &[]);
        out.truncate(out.trim_end().len());
        return;
    }
    let (indent, below) = (" ".repeat(first), " ".repeat(below));
    if block.role == Role::Code {
        let lines = commas(doc.slice(block.range));
        let lines = lines.split('\n').map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n");
        let _ = write!(out, "{indent}#+begin_example\n{lines}\n{indent}#+end_example");
        return;
    }
    let label = match block.lead.marker {
        Marker::Paragraph(n) => format!("¶{n} "),
        Marker::Label(label) => format!("*{}:* ", label.word()),
        _ => String::new(),
    };
    let body = match block.role {
        Role::Subheading | Role::Date => format!("*{}*", literal(doc.slice(block.range), false)),
        _ => stretches(doc, block, label.is_empty()),
    };
    // What goes on in a line of its own goes on in the same item.
    let _ = write!(out, "{indent}{marker}{label}{}", body.replace('\n', &format!("\n{below}")));
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
    if let Some(url) = followed(span.link) {
        return link(url, &span.text.replace('\n', " "));
    }
    let plain = || literal(span.text, first);
    let Some(sign) = span.roles.last().and_then(|role| sign(*role)) else { return plain() };
    // Org takes a sign as such only between certain characters ("Markup for Rich Contents", org-emphasis-regexp-components).
    let opens = before.chars().next_back().is_none_or(|c| c.is_whitespace() || "-–—('\"{".contains(c));
    let closes = next.is_none_or(|c| c.is_whitespace() || "-–—.,;:!?'\")}[".contains(c));
    // A sign within ends the stretch before its end, and addresses have some.
    let fits = span.text.trim() == span.text && !span.text.is_empty() && !span.text.contains(['\n', sign]);
    if !opens || !closes || !fits || !bare(span.text).is_empty() {
        return plain();
    }
    if sign == '=' {
        return format!("={}=", span.text);
    }
    format!("{sign}{}{sign}", literal(span.text, false))
}

/// A link; with words, where they are not the address itself.
fn link(url: &str, words: &str) -> String {
    let address = encoded(url).replace('[', "%5B").replace(']', "%5D");
    if words == url {
        return format!("[[{address}]]");
    }
    let mut words = plain(words, false);
    if words.ends_with(']') {
        words.push_str(NOTHING);
    }
    format!("[[{address}][{words}]]")
}

/// Text that is no markup, but for the addresses of the web in it, which are links. `first` is whether it begins a line.
fn literal(text: &str, first: bool) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .enumerate()
        .map(|(n, line)| {
            let mut out = String::with_capacity(line.len() + 8);
            let mut at = 0;
            for range in bare(line) {
                let before = line.get(at..range.start).unwrap_or_default();
                out.push_str(&plain(before, (first || n > 0) && at == 0));
                let url = line.get(range.clone()).unwrap_or_default();
                out.push_str(&link(url, url));
                at = range.end;
            }
            out.push_str(&plain(line.get(at..).unwrap_or_default(), (first || n > 0) && at == 0));
            out
        })
        .collect();
    lines.join("\\\\\n")
}

/// A stretch of a line that is nothing but text.
fn plain(line: &str, first: bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    if first && begins_something(line) {
        out.push_str(NOTHING);
    }
    let mut before: Option<char> = None;
    for (at, c) in line.char_indices() {
        let rest = line.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        let beside = next.is_some_and(|c| !c.is_whitespace());
        let opens = before.is_none_or(|c| !c.is_alphanumeric()) && beside;
        match c {
            '_' if !stands(line, at) => out.push_str("\\under{}"),
            '^' if !stands(line, at) => out.push_str("\\asciicirc{}"),
            '$' => out.push_str("\\dollar{}"),
            '<' => out.push_str("\\lt{}"),
            '*' | '/' | '+' | '=' | '~' | '_' if opens => {
                out.push_str(NOTHING);
                out.push(c);
            }
            // A word before a colon may be the scheme of a link, and some of those run code; two colons end a term.
            ':' if beside && (is_scheme(line.get(..at).unwrap_or_default()) || next == Some(':')) => {
                out.push_str(NOTHING);
                out.push(c);
            }
            // Links, footnotes, citations, macros, snippets and entities all begin with two signs; boxes hold a blank.
            '[' | '{' | '@' | ']' if beside || c == '[' && rest.starts_with(" ]") => {
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

/// Whether `_` or `^` may stand as it is: as the option of the file says, unless it is the middle of code to be run, or
/// Org would take an escape behind it for a part of what stands below or above.
fn stands(line: &str, mut at: usize) -> bool {
    // Chains of these signs are short; a long one is escaped.
    for _ in 0..8 {
        let (before, rest) = line.split_at_checked(at).unwrap_or_default();
        let rest = rest.get(1..).unwrap_or_default();
        let run = rest.trim_start_matches(|c: char| c.is_alphanumeric() || ".,+-".contains(c));
        at = line.len() - run.len();
        let word = line.get(..at).is_some_and(|line| line.ends_with(char::is_alphanumeric));
        match run.chars().next() {
            _ if before.ends_with("src") || before.ends_with("call") => return false,
            Some('_' | '^') if word => {}
            next => return next.is_none_or(|c| c.is_whitespace() || !c.is_ascii() || ";!?)\"'".contains(c)),
        }
    }
    false
}

/// Whether a text ends in what may be the scheme of a link. Packages add schemes of theirs, so no list of them is whole.
fn is_scheme(before: &str) -> bool {
    let word = before.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b));
    before.ends_with(|c: char| c.is_ascii_alphanumeric()) && word.into_iter().any(|b| b.is_ascii_alphabetic())
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
            ("a *bold* b", "a \\zwnj{}*bold* b"),
            ("#+end_quote", "\\zwnj{}#\\zwnj{}+end_quote"),
            (":END:", "\\zwnj{}:END:"),
            ("[[link]]", "\\zwnj{}[\\zwnj{}[\\zwnj{}link]\\zwnj{}]"),
            ("x @@html:<b>@@", "x @\\zwnj{}@\\zwnj{}html\\zwnj{}:\\lt{}b>@\\zwnj{}@"),
            ("{{{m}}}", "{\\zwnj{}{\\zwnj{}{\\zwnj{}m}}}"),
            ("\\alpha", "\\\\zwnj{}alpha"),
            ("12. no", "\\zwnj{}12. no"),
            ("far_from x^2 a|b", "far_from x^2 a|b"),
            ("| a", "\\zwnj{}| a"),
            ("a_{b} c^{d}", "a\\under{}{\\zwnj{}b} c\\asciicirc{}{\\zwnj{}d}"),
            ("run shell:ls or elisp:(x)", "run shell\\zwnj{}:ls or elisp\\zwnj{}:(x)"),
            ("at 10:30, so: nothing", "at 10:30, so: nothing"),
            ("see https://x.y/a_b/, (http://z.w)", "see [[https://x.y/a_b/]], ([[http://z.w]])"),
            ("Term :: text", "Term \\zwnj{}:: text"),
            ("[ ] box", "\\zwnj{}[\\zwnj{} ] box"),
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
