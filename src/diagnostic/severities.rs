//! How bad findings are taken to be, where somebody has said so.

use super::{Code, Concern, Diagnostic, Severity};
use std::collections::BTreeMap;

/// Severities by code. Of codes that are not in it the usual ones hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities(BTreeMap<Code, Option<Severity>>);

/// Why a severity cannot be chosen: the finding keeps a brief from being read, so that leaving it out would leave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed;

impl Severities {
    /// The words of a severity, as a configuration has them.
    pub const WORDS: &[&str] = &["off", "note", "warning", "error"];

    /// The severity of a word; off is none.
    #[must_use]
    pub fn word(word: &str) -> Option<Option<Severity>> {
        if word == "off" {
            return Some(None);
        }
        Severity::ALL.into_iter().find(|severity| severity.word() == word).map(Some)
    }

    /// Chooses a severity for a code; none leaves such findings out.
    ///
    /// # Errors
    /// An error where the code is no rule.
    pub fn set(&mut self, code: Code, severity: Option<Severity>) -> Result<(), Fixed> {
        if code.info().concern != Concern::Rule {
            return Err(Fixed);
        }
        self.0.insert(code, severity);
        Ok(())
    }

    /// The findings that are left, as bad as they are taken to be.
    #[must_use]
    pub fn apply(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if !self.0.is_empty() {
            findings.retain_mut(|finding| match self.0.get(&finding.code) {
                Some(Some(severity)) => {
                    finding.severity = *severity;
                    true
                }
                Some(None) => false,
                None => true,
            });
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_can_be_left_out_or_taken_more_seriously_but_not_what_keeps_a_brief_from_being_read() {
        let mut chosen = Severities::default();
        chosen.set(Code::NoDisclaimer, None).unwrap();
        chosen.set(Code::NoAddressee, Some(Severity::Error)).unwrap();
        assert_eq!(chosen.set(Code::Syntax, None), Err(Fixed));
        let found = [Code::NoDisclaimer, Code::NoAddressee, Code::NoSpeaker, Code::Syntax];
        let left = chosen.apply(found.map(|code| Diagnostic::new(code, "")).into());
        let left: Vec<_> = left.iter().map(|finding| (finding.code, finding.severity.word())).collect();
        assert_eq!(
            left,
            [(Code::NoAddressee, "error"), (Code::NoSpeaker, "warning"), (Code::Syntax, "error")]
        );
        for word in Severities::WORDS {
            let severity = Severities::word(word).unwrap();
            assert_eq!(severity.map_or("off", Severity::word), *word);
        }
    }
}
