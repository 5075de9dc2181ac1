//! Findings for people: the line, a caret, what helps.

use super::Looks;
use crate::diagnostic::Report;
use crate::render::findings;

pub(super) fn file(report: &Report, looks: Looks) -> String {
    findings::text(report, looks.color, looks.width) + "\n"
}
