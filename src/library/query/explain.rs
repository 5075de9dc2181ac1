//! What a query asks, in words.

use super::fields::{Ask, Bound, FieldInfo, State};
use super::{Query, Term, Value, What, Words};

impl Query {
    /// What is asked, as the end of a sentence that begins with the number of briefs; empty where nothing is.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut parts: Vec<String> = self.terms.iter().map(Term::explain).collect();
        parts.extend(self.sort.map(|sort| sort.about().to_owned()));
        parts.join("; ")
    }
}

impl Term {
    /// What it asks, in words.
    #[must_use]
    pub fn explain(&self) -> String {
        match &self.what {
            What::Words(words) => {
                let verb = if self.negated { "without" } else { "with" };
                format!("{verb} {}", words.explain())
            }
            What::Field(info, values) => field(info, values, self.negated),
        }
    }
}

impl Words {
    fn explain(&self) -> String {
        let written = self.written.trim();
        match (self.folded.len(), self.open) {
            (1, true) => format!("words that begin with “{written}”"),
            (1, false) => format!("the word “{written}”"),
            _ => format!("“{written}”"),
        }
    }
}

fn field(info: &FieldInfo, values: &[Value], negated: bool) -> String {
    let all: Vec<String> = values.iter().map(|value| told(info, value)).collect();
    let all = all.join(" or ");
    let not = if negated { "not " } else { "" };
    match info.ask {
        Ask::Choice(_) if info.name == "has" => format!("{} {all}", if negated { "without" } else { "with" }),
        Ask::Choice(_) => format!("{not}{all}"),
        _ => format!("{not}{} {all}", info.told),
    }
}

fn told(info: &FieldInfo, value: &Value) -> String {
    match value {
        Value::Text { needle, written }
            if matches!(info.ask, Ask::Names(_) | Ask::Title) && !needle.ends_with(' ') =>
        {
            format!("“{written}…”")
        }
        Value::Text { written, .. } => format!("“{written}”"),
        Value::Day(day) if info.ask == Ask::Date(Bound::From) => format!("{day} on"),
        Value::Day(day) => day.to_string(),
        Value::Choice(row) if matches!(row.what, State::Flag(_)) => row.about.to_owned(),
        Value::Choice(row) => row.about.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_told_in_words() {
        let told = |text| Query::parse(text).unwrap().explain();
        assert_eq!(
            told(
                "topic:water source:\"Khaama Press\" from:2025-10 has:notes is:unread \"exact words\" -word sort:title"
            ),
            "a topic is “water…”; the source is “Khaama Press”; published from 2025-10 on; with notes; \
             never opened, or only for a moment; with “exact words”; without words that begin with “word”; A to Z by title"
        );
        assert_eq!(
            told("-topic:a,b -has:errors -is:read"),
            "not a topic is “a…” or “b…”; without errors; not read to the end"
        );
        assert_eq!(told(""), "");
    }
}
