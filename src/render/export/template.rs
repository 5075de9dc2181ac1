//! Formats of a reader's own: templates in the language of Jinja.
//!
//! A template sees what [`super::Format::Json`] writes: `exported`, and `briefs`, each with `title`, `credit`, `disclaimer_line`,
//! `brief` and `notes`; a note has `note`, `label`, `place`, `quote`, `text`,
//! `tags`, `state`, and where it was moved to other words, those that it was made on (`original`). What is not there is an error where it is printed, and false where it is asked for. Nothing is escaped by itself. Beside the
//! filters of Jinja there are `literal` (Markdown's signs escaped), `quoted` (a string of JSON and YAML), `behind` (a
//! prefix before every line) and `slug` (fit for a file's name or a tag).
//! Invariants: a template reads nothing but this, and includes no file; how many steps it takes, how deep it goes and how
//! much it writes is bounded. How large it makes a text before it writes it is not: a template is its reader's own.

use super::prose::{behind, literal};
use super::{Piece, What, fitting, json, schema};
use crate::brief::slug;
use crate::text::{clean, clean_line, nearest};
use jiff::Timestamp;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};

/// The most steps of a template, and those that each brief adds, which is ten times what one takes. The engine counts a
/// step for each 64 bytes, too: so the texts that it holds stay below 256 MB, whatever a template does with one brief.
const FUEL: u64 = 4_000_000;
const FUEL_EACH: u64 = 20_000;

/// How deep macros and blocks may call each other.
const DEPTH: usize = 200;

/// The most bytes that one template writes.
const MAX_OUTPUT: usize = 64 << 20;

/// The most bytes of a template.
const MAX_SOURCE: usize = 256 << 10;

/// The most operators of one tag. Each may lie within the one before, and who reads them goes as deep.
const MAX_OPERATORS: usize = 500;

/// The most blocks that lie within each other, with the branches of those that have some.
const MAX_BLOCKS: usize = 100;

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, in one line.
    pub message: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for TemplateError {}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
        let message = match error.kind() {
            ErrorKind::OutOfFuel => {
                "it goes on too long, or makes too long a text: does a loop run too often?".to_owned()
            }
            kind => format!("{kind}{detail}"),
        };
        Self { line: error.line(), message: clean_line(&message).into_owned() }
    }
}

/// An error of rendering; where something is not there, with its name and what may have been meant.
fn explained(error: minijinja::Error, fields: &BTreeSet<String>) -> TemplateError {
    let undefined = error.kind() == ErrorKind::UndefinedError;
    // The engine says "`brief.titel` is undefined", and behind it where a variable comes from.
    let named =
        error.detail().filter(|_| undefined).and_then(|detail| detail.split('`').nth(1)).map(str::to_owned);
    let TemplateError { line, message } = error.into();
    let Some(wish) = named else { return TemplateError { line, message } };
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let name = wish.trim_end_matches(|c| !is_part(c)).rsplit(|c| !is_part(c)).next().unwrap_or_default();
    let help = if fields.contains(name) {
        format!("not every brief has it: {{% if {wish} %}} asks first")
    } else {
        match nearest(name, fields.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if fields.len() > MANY => "brief export --schema lists what there is".to_owned(),
            None => format!("there is: {}", fields.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
        }
    };
    TemplateError { line, message: clean_line(&format!("there is no `{wish}`; {help}")).into_owned() }
}

/// More names than these are not told in a message.
const MANY: usize = 30;

/// The names of an object's members.
fn members(value: &Value) -> BTreeSet<String> {
    value.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The names of all fields that a schema speaks of.
fn fields_of(schema: &str) -> BTreeSet<String> {
    fn collect(value: &Value, all: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(properties) = map.get("properties") {
                    all.extend(members(properties));
                }
                map.values().for_each(|below| collect(below, all));
            }
            Value::Array(items) => items.iter().for_each(|below| collect(below, all)),
            _ => {}
        }
    }
    let mut all = BTreeSet::new();
    // It is our own, and JSON.
    collect(&serde_json::from_str(schema).unwrap_or_default(), &mut all);
    all
}

/// Writes pieces by a template. `name` is what errors within the template language call it. A line that holds nothing
/// but a tag leaves no line.
///
/// # Errors
/// Where the template does not parse, asks for something that is not there, or goes on too long.
pub fn template(
    source: &str,
    name: &str,
    pieces: &[Piece<'_>],
    what: What,
    when: Timestamp,
) -> Result<String, TemplateError> {
    bound(source)?;
    let context = serde_json::to_value(json::whole(&fitting(pieces, what), what, when))
        .map_err(|error| TemplateError { line: None, message: error.to_string() })?;
    let mut environment = environment()?;
    let briefs = u64::try_from(pieces.len()).unwrap_or(u64::MAX);
    environment.set_fuel(Some(FUEL_EACH.saturating_mul(briefs).saturating_add(FUEL)));
    let template = environment.template_from_named_str(name, source)?;
    let mut page = Page::default();
    let rendered = template.render_captured_to(told(context), &mut page);
    if page.full {
        let message = format!("it writes more than {} MB", MAX_OUTPUT >> 20);
        return Err(TemplateError { line: None, message });
    }
    rendered.map_err(|error| explained(error, &fields_of(&schema())))?;
    String::from_utf8(page.bytes).map_err(|error| TemplateError { line: None, message: error.to_string() })
}

/// Writes a line for each of some values by a template, in which its fields are names.
///
/// # Errors
/// As [`template`].
pub fn rows(source: &str, values: Vec<Value>) -> Result<String, TemplateError> {
    bound(source)?;
    let environment = environment()?;
    // Of one line the number says nothing.
    let placed =
        |error: TemplateError| TemplateError { line: error.line.filter(|_| source.contains('\n')), ..error };
    let template =
        environment.template_from_named_str("the template", source).map_err(|error| placed(error.into()))?;
    let mut page = String::new();
    let fields = values.first().map(members).unwrap_or_default();
    for value in values {
        let row = template.render(told(value)).map_err(|error| explained(error, &fields));
        page.push_str(&row.map_err(placed)?);
        page.push('\n');
        if page.len() > MAX_OUTPUT {
            let message = format!("it writes more than {} MB", MAX_OUTPUT >> 20);
            return Err(TemplateError { line: None, message });
        }
    }
    Ok(page)
}

fn environment() -> Result<Environment<'static>, TemplateError> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    // Otherwise an error does not say what is not there.
    environment.set_debug(true);
    environment.set_recursion_limit(DEPTH);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    environment.add_filter("literal", |text: &str| literal(text));
    environment.add_filter("quoted", |text: &str| Value::from(text).to_string());
    environment.add_filter("behind", |text: &str, prefix: &str| behind(prefix, text));
    environment.add_filter("slug", slug);
    Ok(environment)
}

/// Refuses what is so long or so deep that reading it takes more stack than there is.
fn bound(source: &str) -> Result<(), TemplateError> {
    let refuse = |line: Option<usize>, message: String| Err(TemplateError { line, message });
    if source.len() > MAX_SOURCE {
        return refuse(None, format!("it is longer than {} kB", MAX_SOURCE >> 10));
    }
    let (mut rest, mut line) = (source, 1);
    // The blocks that are open, each with how many branches it has so far: each lies within the one before.
    let mut open: Vec<usize> = Vec::new();
    while let Some(at) = rest.find('{') {
        let (before, tag) = rest.split_at(at);
        line += before.matches('\n').count();
        let close = match tag.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                rest = tag.get(1..).unwrap_or_default();
                continue;
            }
        };
        let end = if close == "#}" { tag.find(close) } else { end_of_tag(tag, close) };
        let end = end.map_or(tag.len(), |end| end + 2);
        let (inside, behind) = tag.split_at(end);
        if close != "#}" && operators(inside) > MAX_OPERATORS {
            return refuse(Some(line), format!("a tag with more than {MAX_OPERATORS} operators"));
        }
        if close == "%}" {
            let word = inside.trim_start_matches(['{', '%', '-', '+']).split_whitespace().next();
            let word = word.unwrap_or_default();
            if word.starts_with("end") {
                open.pop();
            } else if BLOCKS.contains(&word) || word == "set" && !inside.contains('=') {
                open.push(1);
            } else if let (Some(branches), "elif") = (open.last_mut(), word) {
                *branches += 1;
            }
            if open.iter().sum::<usize>() > MAX_BLOCKS {
                return refuse(Some(line), format!("more than {MAX_BLOCKS} blocks within each other"));
            }
        }
        line += inside.matches('\n').count();
        rest = behind;
    }
    Ok(())
}

/// What opens a block.
const BLOCKS: &[&str] = &["if", "for", "macro", "call", "filter", "block", "with", "autoescape"];

/// Where a tag ends, behind its strings.
fn end_of_tag(tag: &str, close: &str) -> Option<usize> {
    outside_strings(tag).find(|at| tag.get(*at..).is_some_and(|rest| rest.starts_with(close)))
}

/// How many signs and words in a tag may open something that lies within what is before.
fn operators(tag: &str) -> usize {
    let byte = |at: usize| tag.as_bytes().get(at).copied().unwrap_or_default();
    let is_sign = |at: &usize| {
        let begins_word =
            || byte(*at).is_ascii_alphabetic() && !byte(at.wrapping_sub(1)).is_ascii_alphanumeric();
        b"+-*/%~|.[({<>=!".contains(&byte(*at)) || begins_word()
    };
    outside_strings(tag).filter(is_sign).count()
}

/// The places of a text that stand in no string.
fn outside_strings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut quote = None;
    let mut escaped = false;
    text.char_indices().filter_map(move |(at, c)| {
        match quote {
            Some(_) if std::mem::take(&mut escaped) => {}
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None => return Some(at),
        }
        None
    })
}

/// A value as templates see it, with every text made safe for a terminal.
fn told(value: Value) -> minijinja::Value {
    match value {
        Value::Null => ().into(),
        Value::Bool(flag) => flag.into(),
        Value::Number(number) => number.as_i64().map_or_else(|| number.as_f64().into(), Into::into),
        Value::String(text) => clean(&text).into_owned().into(),
        Value::Array(items) => items.into_iter().map(told).collect::<Vec<_>>().into(),
        Value::Object(members) => {
            minijinja::Value::from_pairs(members.into_iter().map(|(name, member)| (name, told(member))))
        }
    }
}

/// What is written, up to its bound.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    full: bool,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_OUTPUT {
            self.full = true;
            return Err(io::Error::other("too much"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(source: &str) -> Result<String, TemplateError> {
        template(source, "t", &[], What::Notes, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_grows_without_end_is_told_in_words() {
        let double =
            "{% set ns=namespace(x='a') %}{% for i in range(60) %}{% set ns.x=ns.x~ns.x %}{% endfor %}";
        for endless in
            [double, "{% for i in range(9999) %}{% for i in range(9999) %}{% endfor %}{% endfor %}"]
        {
            assert!(run(endless).unwrap_err().to_string().contains("does a loop run too often?"));
        }
    }

    #[test]
    fn what_is_not_there_is_named_and_the_nearest_name_is_suggested() {
        let row = || vec![serde_json::json!({"path": "a.yaml", "title": "A", "topics": ["x"]})];
        for (source, says) in [
            ("{{ titel }}", "there is no `titel`; did you mean `title`?"),
            ("a\n{{ titel }}", "line 2: there is no `titel`; did you mean `title`?"),
            ("{{ zebra }}", "there is no `zebra`; there is: path, title, topics"),
            ("{{ title.zebra | upper }}", "there is no `title.zebra`; there is: path, title, topics"),
            ("{{ topics[7] }}", "there is no `topics[7]`; there is: path, title, topics"),
            ("{{ title", "syntax error: unexpected end of input, expected end of variable block"),
        ] {
            assert_eq!(rows(source, row()).unwrap_err().to_string(), says, "{source}");
        }
        for (source, says) in [
            ("{{ brief }}", "line 1: there is no `brief`; not every brief has it: {% if brief %} asks first"),
            ("\n{{ breifs }}", "line 2: there is no `breifs`; did you mean `briefs`?"),
            ("{{ zebra.x }}", "line 1: there is no `zebra`; brief export --schema lists what there is"),
            (
                "{% for x in [{'summary': 1}] %}{{ x.sumary }}{% endfor %}",
                "line 1: there is no `x.sumary`; did you mean `summary`?",
            ),
            (
                "{% macro m(a) %}{{ a.titel }}{% endmacro %}\n{{ m({}) }}",
                "line 1: there is no `a.titel`; did you mean `title`?",
            ),
        ] {
            assert_eq!(run(source).unwrap_err().to_string(), says, "{source}");
        }
        assert_eq!(run("{% if titel %}x{% endif %}{{ titel | default('y') }}").unwrap(), "y");
    }

    #[test]
    fn what_is_endless_is_refused_and_what_is_long_is_not() {
        let many = 300_000;
        for (source, says) in [
            (format!("{{{{ 1{} }}}}", "+1".repeat(100_000)), "operators"),
            (format!("{{{{ {}1 }}}}", "not ".repeat(60_000)), "operators"),
            (format!("{{{{ {}1 }}}}", "-".repeat(100_000)), "operators"),
            (format!("{{% set x = {}1 %}}", "not\t".repeat(60_000)), "operators"),
            (format!("\n{}", "{% if 1 %}".repeat(20_000)), "line 2: more than"),
            (format!("{{% if 1 %}}{}{{% endif %}}", "{% elif 1 %}".repeat(20_000)), "blocks"),
            (format!("{{% if 1 %}}{}{{% endif %}}", "{% set x %}".repeat(20_000)), "blocks"),
            ("+1".repeat(many), "longer than"),
        ] {
            let error = run(&source).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        for (source, gives) in [
            (format!("{{{{ 1{} }}}}", "+1".repeat(490)), "491"),
            (format!("{{{{ {}1 }}}}", "not ".repeat(100)), "True"),
            ("{% if 0 %}{% elif 1 %}x{% endif %}".repeat(200), "xxx"),
            (format!("{{{{ '{}' | length }}}}", "+ ".repeat(2000)), "4000"),
            (format!("{{# {} #}}x", "+ ' ".repeat(2000)), "x"),
            (format!("{{{{ [{}] | length }}}}", "1, ".repeat(2000)), "2000"),
        ] {
            let page = run(&source).map_err(|error| error.to_string()).unwrap();
            assert!(page.starts_with(gives), "{page}");
        }
    }
}
