//! Findings in a line each, in the form that editors and grep know: `file:line:column: severity[code]: message; help`.
//! Columns count from 1, in code points.

use super::{Looks, told};
use crate::diagnostic::Report;
use crate::render::findings;

pub(super) fn file(report: &Report, _: Looks) -> String {
    let lines = told(report).iter().map(|finding| findings::line_with_code(report, finding) + "\n");
    lines.collect::<String>() + &findings::left_out(report).map_or(String::new(), |line| line + "\n")
}
