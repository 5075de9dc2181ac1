//! What a code means, from the table of codes.

use crate::diagnostic::{CODES, CodeInfo, Concern};
use crate::text::wrap;
use std::fmt::Write as _;

/// The width of an explanation.
const WIDTH: usize = 80;

/// A code explained: what, why, an example and its remedy.
#[must_use]
pub fn explain(row: &CodeInfo) -> String {
    let mut out = format!("{} ({})\n\n", row.name, severity(row));
    paragraph(row.about, &mut out);
    paragraph(row.why, &mut out);
    if let Some(example) = row.example {
        let file = if row.concern == Concern::Configuration { "A configuration" } else { "A brief" };
        for (said, text) in
            [(format!("{file} with it:"), example.wrong), ("Mended:".to_owned(), example.right)]
        {
            let _ = writeln!(out, "{said}\n");
            for line in text.lines() {
                let _ = writeln!(out, "    {line}");
            }
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// All codes, a line each.
#[must_use]
pub fn list() -> String {
    let width = CODES.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for row in CODES {
        let _ = writeln!(out, "{:width$}  {:7}  {}", row.name, row.severity.word(), row.about);
    }
    out
}

fn severity(row: &CodeInfo) -> String {
    let fixed = match row.concern {
        Concern::Reading => "it keeps a brief from being read",
        Concern::Rule => "`check` in the configuration can change that",
        Concern::Configuration => "in the configuration",
    };
    format!("{}; {fixed}", row.severity.word())
}

fn paragraph(text: &str, out: &mut String) {
    for row in wrap(text, WIDTH, WIDTH) {
        out.push_str(text.get(row.start..row.end).unwrap_or_default().trim_end());
        out.push('\n');
    }
    out.push('\n');
}
