//! Formats of a reader's own: templates in the language of Jinja.
//!
//! A template sees what [`super::Format::Json`] writes: `exported`, and `briefs`, each with `title`, `credit`, `disclaimer_line`,
//! `brief` and `notes`; a note has `note`, `label`, `place`, `quote`, `text`,
//! `tags`, `state`. What is not there is an error where it is printed, and false where it is asked for. Nothing is escaped by itself. Beside the
//! filters of Jinja there are `literal` (Markdown's signs escaped), `quoted` (a string of JSON and YAML), `behind` (a
//! prefix before every line) and `slug` (fit for a file's name or a tag).
//! Invariants: a template reads nothing but this, and includes no file; how many steps it takes, how deep it goes and how
//! much it writes is bounded. How large it makes a text before it writes it is not: a template is its reader's own.

use super::prose::{behind, literal};
use super::{Piece, What, json};
use crate::brief::slug;
use crate::text::{clean, clean_line};
use jiff::Timestamp;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::Value;
use std::fmt;
use std::io::{self, Write};

/// The most steps of one template: a library of a thousand briefs takes a tenth.
const FUEL: u64 = 20_000_000;

/// How deep macros and blocks may call each other.
const DEPTH: usize = 200;

/// The most bytes that one template writes.
const MAX_OUTPUT: usize = 64 << 20;

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
        let message = format!("{}{detail}", error.kind());
        Self { line: error.line(), message: clean_line(&message).into_owned() }
    }
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
    let context = serde_json::to_value(json::whole(pieces, what, when))
        .map_err(|error| TemplateError { line: None, message: error.to_string() })?;
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
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
    let template = environment.template_from_named_str(name, source)?;
    let mut page = Page::default();
    let rendered = template.render_captured_to(told(context), &mut page);
    if page.full {
        let message = format!("it writes more than {} MB", MAX_OUTPUT >> 20);
        return Err(TemplateError { line: None, message });
    }
    rendered?;
    String::from_utf8(page.bytes).map_err(|error| TemplateError { line: None, message: error.to_string() })
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
