//! A brief to begin with: every field with what it means.
//!
//! Invariant: the template is a brief in canonical layout, and is made from the table of fields; what is to be written
//! in it says [`PLACEHOLDER`].

use super::fields::BRIEF;
use super::scalar::FormatVersion;
use crate::diagnostic::Code;
use crate::text::is_blank;
use crate::yaml::{self, Field, Record, Shape};

/// What stands where something is to be written.
pub const PLACEHOLDER: &str = "TODO";

/// Fields that nearly every brief has, by the way to them; those that are needed are among them anyway. The others stand
/// in comments.
const USUAL: &[&[&str]] = &[
    &["thesis"],
    &["source", "title"],
    &["source", "author"],
    &["source", "publication"],
    &["briefed", "by"],
    &["briefed", "on"],
    &["summary"],
    &["actors", "role"],
    &["actors", "position"],
    &["recommendations", "to"],
    &["recommendations", "rationale"],
    &["disclaimers", "kind"],
];

/// Fields that nobody begins with: the version is that of the program, and a person proposes nothing to themself.
const LEFT_OUT: &[&str] = &["format", "draft"];

const HEAD: &str = "\
# A brief: what an opinion article argues, who plays a part in it, what it recommends to whom, and what it disclaims.
# Write what belongs where TODO stands; take the # away before fields that you need; delete what you do not.
";

/// A brief to be filled in. `today` is a date as the format has it.
#[must_use]
pub fn template(title: Option<&str>, today: &str) -> String {
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let writer = Writer { title: title.filter(|title| !is_blank(title)), today };
    let mut out = String::from(HEAD);
    for field in BRIEF.fields.iter().filter(|field| !LEFT_OUT.contains(&field.name)) {
        out.push('\n');
        writer.field(field, &[], &mut out);
    }
    out
}

struct Writer<'a> {
    title: Option<String>,
    today: &'a str,
}

impl Writer<'_> {
    fn field(&self, field: &'static Field, above: &[&str], out: &mut String) {
        let way = [above, &[field.name]].concat();
        let usual = field.required || USUAL.iter().any(|usual| usual.starts_with(&way));
        let indent = "  ".repeat(if above.is_empty() { 0 } else { 1 + usize::from(is_list(above)) });
        let mark = if usual { "" } else { "# " };
        put(&indent, &format!("# {}{}", field.about, choice(&field.shape)), out);
        match record_of(&field.shape) {
            None => put(&indent, &format!("{mark}{}: {}", field.name, self.example(field, above)), out),
            Some((record, listed)) => {
                put(&indent, &format!("{mark}{}:", field.name), out);
                if usual {
                    self.record(record, &way, listed, out);
                } else {
                    self.commented(record, &way, listed, out);
                }
            }
        }
    }

    /// The fields of a mapping.
    fn record(&self, record: &'static Record, way: &[&str], listed: bool, out: &mut String) {
        for (n, field) in record.fields.iter().filter(|field| !LEFT_OUT.contains(&field.name)).enumerate() {
            if n > 0 || !listed {
                self.field(field, way, out);
                continue;
            }
            // The first begins the item, and its meaning stands above that.
            put("  ", &format!("# {}", field.about), out);
            put("  ", &format!("- {}: {}", field.name, self.example(field, way)), out);
        }
    }

    /// A mapping in a comment, with as much as it takes to see how it is written.
    fn commented(&self, record: &'static Record, way: &[&str], listed: bool, out: &mut String) {
        let shown =
            record.fields.iter().filter(|field| field.name != "from" && !LEFT_OUT.contains(&field.name));
        let shown = shown.filter(|field| record_of(&field.shape).is_none());
        for (n, field) in shown.enumerate() {
            let lead = if n == 0 && listed { "- " } else { "  " };
            put("#   ", &format!("{lead}{}: {}", field.name, self.example(field, way)), out);
        }
    }

    fn example(&self, field: &Field, above: &[&str]) -> String {
        match &self.title {
            Some(title) if above.is_empty() && field.name == "title" => return yaml::scalar(title),
            _ => {}
        }
        self.example_of(&field.shape)
    }

    fn example_of(&self, shape: &Shape) -> String {
        match shape {
            Shape::OneOrMany(item) | Shape::List(item) => self.example_of(item),
            Shape::Choice(_, words) | Shape::Expected(_, words) | Shape::Usual(words) => {
                (*words.first().unwrap_or(&PLACEHOLDER)).to_owned()
            }
            Shape::Ordinal => "1".to_owned(),
            Shape::Version(_) => FormatVersion::NEWEST.to_string(),
            Shape::Flag => "true".to_owned(),
            Shape::Checked { code: Code::BadDate, .. } => self.today.to_owned(),
            Shape::Checked { code: Code::BadUrl, .. } => "https://example.org/page".to_owned(),
            Shape::Checked { code: Code::BadLanguage, .. } => "en".to_owned(),
            Shape::Checked { code: Code::BadKey, .. } => "o".to_owned(),
            Shape::Line | Shape::Prose | Shape::Checked { .. } | Shape::One(_) | Shape::Table(_) => {
                PLACEHOLDER.to_owned()
            }
        }
    }
}

/// The words that a field knows.
fn choice(shape: &Shape) -> String {
    match shape {
        Shape::Choice(_, words) | Shape::Expected(_, words) => format!(" One of: {}.", words.join(", ")),
        _ => String::new(),
    }
}

fn put(indent: &str, line: &str, out: &mut String) {
    out.extend([indent, line, "\n"]);
}

/// The record of a field's mappings, and whether there is a list of them.
fn record_of(shape: &Shape) -> Option<(&'static Record, bool)> {
    match shape {
        Shape::One(record) => Some((record, false)),
        Shape::List(Shape::One(record)) => Some((record, true)),
        _ => None,
    }
}

/// Whether a field of a brief is a list of mappings.
fn is_list(way: &[&str]) -> bool {
    let field = way.first().and_then(|name| BRIEF.field(name));
    field.and_then(|field| record_of(&field.shape)).is_some_and(|(_, listed)| listed)
}

#[cfg(test)]
mod tests {
    use super::super::{check, laid_out, read};
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Source;

    #[test]
    fn the_template_is_a_brief_with_nothing_but_placeholders_in_canonical_layout() {
        let text = template(Some("Talks:  a lesson"), "2026-11-22");
        let source = Source::new("x.yaml", text.clone());
        let brief = read(&source).remove(0).brief.unwrap();
        assert_eq!(brief.title.as_str(), "Talks: a lesson");
        assert_eq!(brief.briefed.as_ref().unwrap().on.unwrap().to_string(), "2026-11-22");
        let findings = check(&source, 0, &brief);
        assert!(findings.len() > 10, "{findings:?}");
        assert!(findings.iter().all(|finding| finding.code == Code::Placeholder), "{findings:?}");
        assert_eq!(laid_out(&source).unwrap(), text);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn every_field_is_in_it_and_what_is_commented_out_can_be_used() {
        let text = template(None, "2026-11-22");
        for field in BRIEF.fields.iter().filter(|field| !LEFT_OUT.contains(&field.name)) {
            assert!(
                text.contains(&format!("{}:", field.name)) && text.contains(field.about),
                "{}",
                field.name
            );
        }
        for way in USUAL {
            let record = way[..way.len() - 1]
                .iter()
                .fold(&BRIEF, |record, name| record_of(&record.field(name).unwrap().shape).unwrap().0);
            assert!(record.field(way[way.len() - 1]).is_some(), "{way:?}");
        }
        // Without the signs of comments it is a brief with every field.
        let is_field =
            |line: &&str| line.trim_start().starts_with("# ") && line.contains(':') && !line.ends_with('.');
        let used: Vec<String> = text
            .lines()
            .map(|line| if is_field(&line) { line.replacen("# ", "", 1) } else { line.to_owned() })
            .collect();
        let source = Source::new("x.yaml", used[2..].join("\n"));
        let brief = read(&source).remove(0).brief.unwrap();
        assert!(brief.id.is_some() && brief.timeline.len() == 1 && brief.sections.len() == 1, "{brief:?}");
        assert!(brief.source.unwrap().url.is_some() && brief.actors[0].kind.is_some());
    }

    #[test]
    fn no_title_breaks_it() {
        for title in ["", " ", "a: b # c", "\"", "no", "- x", "\u{2028}\u{1}", "a\nb", "{", "TODO"] {
            let source = Source::new("x", template(Some(title), "2026"));
            let brief = read(&source).remove(0).brief.unwrap();
            let said = title.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(brief.title.as_str(), if is_blank(&said) { PLACEHOLDER } else { &said });
        }
    }
}
