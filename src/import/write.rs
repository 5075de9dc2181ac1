//! A draft as YAML that a person goes on with.
//!
//! Long texts are folded or stand under `|`, in lines of a width that editors show; short ones stand plain where YAML reads
//! them as text whatever they are, else between quotation marks. Comments say what to do.
//! Invariant: what is written reads back as the brief it was written from; `super::draft` holds every draft to that.

use crate::brief::{
    Actor, Article, Brief, Disclaimer, Line, Ordinal, Prose, Quote, Recommendation, TimelineEntry,
};
use std::fmt::{Display, Write as _};

/// The longest line of prose, in characters, its indentation not counted.
pub(super) const WIDTH: usize = 96;

/// The brief as YAML.
pub(super) fn write(brief: &Brief) -> String {
    let mut to = Writer {
        out: String::with_capacity(brief.text.as_ref().map_or(0, |t| t.as_str().len()) * 9 / 8 + 4096),
    };
    let on =
        brief.briefed.as_ref().and_then(|briefed| briefed.on).map_or(String::new(), |on| format!(" on {on}"));
    // It stays true whatever is taken over.
    to.comment(&format!(
        "Drafted by `brief import`{on}. What is marked with `draft: true`, or named in a list `draft`, is a\n\
         proposal that nobody has taken over yet: read it beside the paragraphs of `text` that its `from` names,\n\
         mend it or delete it, and then delete its mark."
    ));
    to.plain(0, "format", &brief.format.get());
    if let Some(id) = &brief.id {
        to.line(0, "id", id.as_str());
    }
    to.line(0, "title", brief.title.as_str());
    if let Some(thesis) = &brief.thesis {
        to.prose(0, "thesis", thesis);
        to.numbers(0, "thesis_from", &brief.thesis_from);
    }
    to.lines(0, "topics", &brief.topics);
    if let Some(language) = &brief.language {
        to.line(0, "language", language.as_str());
    }
    if let Some(source) = &brief.source {
        to.source(source);
    }
    let words: Vec<&str> = brief.draft.iter().map(|field| field.word()).collect();
    if !words.is_empty() {
        to.plain(0, "draft", &format!("[{}]", words.join(", ")));
    }
    if let Some(on) = brief.briefed.as_ref().and_then(|briefed| briefed.on) {
        to.plain(0, "briefed", &format!("{{on: {on}}}"));
    }
    if let Some(summary) = &brief.summary {
        to.out.push('\n');
        to.comment("Sentences that carry the article, as they stand there: say them in your own words.");
        to.prose(0, "summary", summary);
        to.numbers(0, "summary_from", &brief.summary_from);
    }
    to.list(
        "actors",
        "What each is in this story (`role`) and wants (`position`) stands here as the article says it; add what is missing.",
        &brief.actors,
        Writer::actor,
    );
    to.list("recommendations", "", &brief.recommendations, Writer::recommendation);
    to.list("disclaimers", "", &brief.disclaimers, Writer::disclaimer);
    let undated = brief.timeline.iter().any(|entry| entry.date.is_none());
    let words = if undated {
        "Say in a few words what happened. What has no `date:` is told without its year: add it where you know it."
    } else {
        "Say in a few words what happened."
    };
    to.list("timeline", words, &brief.timeline, Writer::event);
    to.list("quotes", "", &brief.quotes, Writer::quote);
    if let Some(text) = &brief.text {
        to.out.push('\n');
        to.prose(0, "text", text);
    }
    to.out
}

struct Writer {
    out: String,
}

impl Writer {
    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(self.out, "# {line}");
        }
    }

    fn key(&mut self, indent: usize, key: &str) {
        let _ = write!(self.out, "{:indent$}{key}:", "");
    }

    fn plain(&mut self, indent: usize, key: &str, value: &dyn Display) {
        self.key(indent, key);
        let _ = writeln!(self.out, " {value}");
    }

    fn line(&mut self, indent: usize, key: &str, text: &str) {
        self.plain(indent, key, &scalar(text, false));
    }

    fn lines(&mut self, indent: usize, key: &str, texts: &[Line]) {
        if texts.is_empty() {
            return;
        }
        let texts: Vec<String> = texts.iter().map(|text| scalar(text.as_str(), true)).collect();
        self.plain(indent, key, &format!("[{}]", texts.join(", ")));
    }

    fn numbers(&mut self, indent: usize, key: &str, numbers: &[Ordinal]) {
        if numbers.is_empty() {
            return;
        }
        let numbers: Vec<String> = numbers.iter().map(|number| number.get().to_string()).collect();
        self.plain(indent, key, &format!("[{}]", numbers.join(", ")));
    }

    fn prose(&mut self, indent: usize, key: &str, text: &Prose) {
        let text = text.as_str();
        if !text.contains('\n') && key.len() + 2 + text.chars().count() <= WIDTH {
            self.line(indent, key, text);
            return;
        }
        self.key(indent, key);
        let literal = text.contains('\n');
        self.out.push_str(if literal { " |\n" } else { " >-\n" });
        let inner = indent + 2;
        for line in text.split('\n') {
            if literal {
                self.text_line(inner, line);
            } else {
                wrap(line, |_| true, &mut |part| self.text_line(inner, part));
            }
        }
    }

    fn text_line(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            let _ = write!(self.out, "{:indent$}{line}", "");
        }
        self.out.push('\n');
    }

    fn source(&mut self, source: &Article) {
        self.out.push_str("source:\n");
        if let Some(title) = &source.title {
            self.line(2, "title", title.as_str());
        }
        match source.author.as_slice() {
            [] => {}
            [one] => self.line(2, "author", one.as_str()),
            many => self.lines(2, "author", many),
        }
        let lines = [("publication", &source.publication), ("syndicated_by", &source.syndicated_by)];
        for (key, line) in lines {
            if let Some(line) = line {
                self.line(2, key, line.as_str());
            }
        }
        if let Some(published) = source.published {
            self.plain(2, "published", &published);
        }
        if let Some(url) = &source.url {
            self.line(2, "url", url.as_str());
        }
        if let Some(language) = &source.language {
            self.line(2, "language", language.as_str());
        }
    }

    fn list<T>(&mut self, key: &str, comment: &str, items: &[T], item: fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.out.push('\n');
        self.comment(comment);
        let _ = writeln!(self.out, "{key}:");
        for one in items {
            let start = self.out.len();
            item(self, one);
            // The first field of an item stands behind its dash.
            if self.out.get(start..).is_some_and(|text| text.starts_with("    ")) {
                self.out.replace_range(start..start + 4, "  - ");
            }
        }
    }

    fn rest(&mut self, from: &[Ordinal], draft: bool) {
        self.numbers(4, "from", from);
        if draft {
            self.plain(4, "draft", &true);
        }
    }

    fn actor(&mut self, actor: &Actor) {
        self.line(4, "name", actor.name.as_str());
        self.lines(4, "aliases", &actor.aliases);
        if let Some(kind) = &actor.kind {
            self.line(4, "kind", kind.as_str());
        }
        if let Some(affiliation) = &actor.affiliation {
            self.prose(4, "affiliation", affiliation);
        }
        if let Some(role) = &actor.role {
            self.prose(4, "role", role);
        }
        if let Some(position) = &actor.position {
            self.prose(4, "position", position);
        }
        self.rest(&actor.from, actor.draft);
    }

    fn recommendation(&mut self, item: &Recommendation) {
        self.prose(4, "text", &item.text);
        self.lines(4, "to", &item.to);
        if let Some(priority) = &item.priority {
            self.line(4, "priority", priority.word());
        }
        if let Some(rationale) = &item.rationale {
            self.prose(4, "rationale", rationale);
        }
        self.rest(&item.from, item.draft);
    }

    fn disclaimer(&mut self, item: &Disclaimer) {
        self.prose(4, "text", &item.text);
        if let Some(kind) = &item.kind {
            self.line(4, "kind", kind.word());
        }
        if let Some(by) = &item.by {
            self.line(4, "by", by.as_str());
        }
        self.rest(&item.from, item.draft);
    }

    fn event(&mut self, item: &TimelineEntry) {
        if let Some(date) = item.date {
            self.plain(4, "date", &date);
        }
        self.prose(4, "event", &item.event);
        self.rest(&item.from, item.draft);
    }

    fn quote(&mut self, item: &Quote) {
        self.prose(4, "text", &item.text);
        if let Some(by) = &item.by {
            self.line(4, "by", by.as_str());
        }
        if let Some(context) = &item.context {
            self.prose(4, "context", context);
        }
        self.rest(&item.from, item.draft);
    }
}

/// A text of one line as a scalar of YAML: plain where that reads as the same text in every reader, else quoted. `listed`
/// where it stands in a list between brackets.
fn scalar(text: &str, listed: bool) -> String {
    const READ_AS_OTHERS: &[&str] =
        &["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];
    let first = text.chars().next().is_some_and(char::is_alphabetic);
    let inner = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '-'
                    | '\''
                    | '’'
                    | '.'
                    | '('
                    | ')'
                    | '/'
                    | '&'
                    | '?'
                    | '!'
                    | ';'
                    | '“'
                    | '”'
                    | '‘'
                    | '–'
                    | '—'
                    | '…'
                    | '%'
                    | '='
                    | '+'
                    | '_'
                    | '~'
                    | '«'
                    | '»'
            )
    };
    let fits = |c: char| inner(c) || !listed && c == ',' || c == ':';
    let colon = text.contains(": ") || text.ends_with(':') || listed && text.contains(':');
    let plain = first
        && text.chars().all(fits)
        && !colon
        && !text.ends_with(' ')
        && !READ_AS_OTHERS.contains(&text.to_ascii_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text of one line in lines of [`WIDTH`] characters: broken at blanks, where `may` lets the next word begin a line.
/// What has no blanks stays in one.
pub(super) fn wrap(text: &str, may: impl Fn(&str) -> bool, line: &mut dyn FnMut(&str)) {
    let mut start = 0;
    let mut end = 0;
    let mut width = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches(' ');
        let length = bare.chars().count();
        if width > 0 && width + length > WIDTH && may(bare) {
            line(text.get(start..end).unwrap_or_default().trim_end_matches(' '));
            start = end;
            width = 0;
        }
        end += word.len();
        width += word.chars().count();
    }
    line(text.get(start..end).unwrap_or_default().trim_end_matches(' '));
}

/// A plain text as Markdown that shows it as it is.
pub(super) fn escaped(text: &str) -> String {
    let links = text.contains("](");
    let struck = text.matches('~').count() > 1;
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        let marks = match c {
            '\\' => !next.is_alphanumeric() && !next.is_whitespace() || next == '\n',
            '`' | '*' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '[' | ']' => links || at == 0,
            '<' => next.is_alphabetic() || matches!(next, '/' | '!' | '?'),
            '&' => next == '#' || next.is_ascii_alphabetic() && text.get(at..).is_some_and(is_entity),
            '~' => struck || at == 0,
            '#' | '>' | '+' | '-' | '=' | '|' if at == 0 => true,
            '.' | ')' => {
                next == ' '
                    && at > 0
                    && at <= 9
                    && text.get(..at).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
            }
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Whether a text begins with an entity of HTML.
fn is_entity(text: &str) -> bool {
    let name = text.get(1..).unwrap_or_default();
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && length < 40 && name.as_bytes().get(length) == Some(&b';')
}

/// Whether a word may begin a line of a Markdown paragraph without becoming a mark of a list, a heading or the like.
pub(super) fn may_begin(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '“' | '‘' | '(' | '«' | '"' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_quoted_where_yaml_would_read_something_else() {
        for (text, want) in [
            ("Khaama Press", "Khaama Press"),
            ("Talks: a lesson", "\"Talks: a lesson\""),
            ("no", "\"no\""),
            ("2025", "\"2025\""),
            ("Say \"when\"", "\"Say \\\"when\\\"\""),
            ("#1", "\"#1\""),
            ("C# is", "\"C# is\""),
            ("http://a.b/c", "http://a.b/c"),
        ] {
            assert_eq!(scalar(text, false), want);
        }
        assert_eq!(scalar("Doe, Jane", true), "\"Doe, Jane\"");
    }

    #[test]
    fn what_markdown_would_obey_is_escaped() {
        for (text, want) in [
            ("a * b_c _d_ [sic] 1. x", "a \\* b_c \\_d\\_ [sic] 1. x"),
            ("- a", "\\- a"),
            ("12. a", "12\\. a"),
            ("# a <b> & &amp; c", "\\# a \\<b> & \\&amp; c"),
            ("[a](b)", "\\[a\\](b)"),
            ("C:\\dir \\*", "C:\\dir \\\\\\*"),
        ] {
            assert_eq!(escaped(text), want);
        }
    }

    #[test]
    fn lines_break_only_where_they_may() {
        let text = format!("{} - {} end", "word ".repeat(18).trim(), "x".repeat(20));
        let mut lines = Vec::new();
        wrap(&text, may_begin, &mut |line| lines.push(line.to_owned()));
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 1 && lines.iter().all(|line| !line.starts_with('-')), "{lines:?}");
    }
}
