//! The briefs that come with the program, so that a first run always shows something to read.

/// The samples: name and YAML, in the order in which they are shown.
pub const SAMPLES: &[(&str, &str)] = &[
    ("istanbul-talks", include_str!("../briefs/istanbul-talks.yaml")),
    ("federalist-10", include_str!("../briefs/federalist-10.yaml")),
    ("modest-proposal", include_str!("../briefs/modest-proposal.yaml")),
    ("prayer-of-twenty-millions", include_str!("../briefs/prayer-of-twenty-millions.yaml")),
    ("j-accuse", include_str!("../briefs/j-accuse.yaml")),
    ("leaving-asia", include_str!("../briefs/leaving-asia.yaml")),
];

/// The YAML of a sample.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    SAMPLES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{check, read};
    use crate::diagnostic::Severity;
    use crate::source::Source;

    #[test]
    fn every_sample_is_a_brief_without_errors() {
        for (name, text) in SAMPLES {
            let source = Source::new(*name, (*text).to_owned());
            for reading in read(&source) {
                let brief = reading.brief.unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
                let mut findings = check(&source, reading.document, &brief);
                findings.retain(|finding| finding.severity == Severity::Error);
                assert!(findings.is_empty(), "{name}: {findings:?}");
            }
        }
    }

    #[test]
    fn every_file_among_the_samples_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/briefs");
        let files = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(files, SAMPLES.len());
    }
}
