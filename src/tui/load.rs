//! From an origin to what lies on the desk: reading, understanding, laying out.

use super::event::{Earlier, Loaded, LoadedBrief, Stage};
use super::origin::Origin;
use crate::brief::{self, Brief, Checker, Reading};
use crate::diagnostic::{Code, Diagnostic, Report, Severities};
use crate::document::{Document, lower};
use crate::history::{Journal, Visit};
use crate::notes::{Kinship, Subject};
use crate::samples;
use crate::source::Source;
use crate::system::{Kind, System, Trouble, trouble};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads every brief of an origin. What cannot be read gives its findings instead.
pub fn load(system: &dyn System, origin: &Origin, progress: &mut dyn FnMut(Stage)) -> Loaded {
    loaded(origin, bytes_of(system, origin), progress)
}

/// The bytes of an origin.
///
/// # Errors
/// What the operating system says.
pub fn bytes_of(system: &dyn System, origin: &Origin) -> io::Result<Vec<u8>> {
    match origin {
        Origin::File(path) => system.read(path),
        Origin::Input(bytes) => Ok(bytes.as_ref().clone()),
        Origin::Sample(name) => Ok(samples::text(name).unwrap_or_default().as_bytes().to_vec()),
    }
}

/// The briefs of an origin from its bytes.
pub fn loaded(origin: &Origin, bytes: io::Result<Vec<u8>>, progress: &mut dyn FnMut(Stage)) -> Loaded {
    let name = origin.name();
    match bytes {
        Ok(bytes) => understand(&name, bytes, progress),
        Err(error) => {
            let source = Source::new(name, String::new());
            alone(source, unreadable(&error))
        }
    }
}

/// The most names of a folder that are offered.
const MAX_NAMES: usize = 2_000;

/// What lies in a folder and may be opened, by name: briefs, and folders with a slash behind. The folder is written as
/// it is typed before a name: nothing, or a path with a slash at its end.
pub fn names_in(system: &dyn System, folder: &str) -> Vec<String> {
    let path = Path::new(if folder.is_empty() { "." } else { folder });
    let entries = system.list(path).unwrap_or_default();
    let name = |entry: crate::system::Entry| {
        let name = entry.path.file_name()?.to_str()?.to_owned();
        let is_yaml = entry.path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        match entry.kind? {
            _ if name.starts_with('.') => None,
            Kind::Folder => Some(name + "/"),
            Kind::File | Kind::Stream => is_yaml.then_some(name),
        }
    };
    let mut names: Vec<String> = entries.into_iter().filter_map(name).collect();
    names.sort_unstable();
    names.truncate(MAX_NAMES);
    names
}

/// Why a file cannot be read, and what helps.
#[must_use]
pub fn unreadable(error: &io::Error) -> Diagnostic {
    use io::ErrorKind;
    let (message, help) = match error.kind() {
        ErrorKind::NotFound => ("there is no such file", "check the path"),
        ErrorKind::PermissionDenied => ("no permission to read it", "chmod +r makes a file readable"),
        ErrorKind::IsADirectory => ("this is a folder, not a file", "brief FOLDER opens the briefs in it"),
        ErrorKind::FileTooLarge => return brief::too_large(),
        _ => {
            let Trouble { what, help } = trouble(error);
            let finding = Diagnostic::new(Code::Unreadable, what);
            return match help {
                Some(help) => finding.help(help),
                None => finding,
            };
        }
    };
    Diagnostic::new(Code::Unreadable, message).help(help)
}

fn understand(name: &str, bytes: Vec<u8>, progress: &mut dyn FnMut(Stage)) -> Loaded {
    let total = bytes.len();
    let source = match brief::decode(name, bytes) {
        Ok(source) => source,
        Err((source, finding)) => return alone(source, *finding),
    };
    let readings = brief::read_with_progress(&source, &mut |done| {
        progress(if done < total { Stage::Checking { done, total } } else { Stage::Parsing { total } });
    });
    progress(Stage::LayingOut { total });
    let source = Arc::new(source);
    let briefs = readings.into_iter().map(|reading| lay_out(&source, reading)).collect();
    Loaded { briefs, source, trouble: None, full: None }
}

fn lay_out(source: &Arc<Source>, reading: Reading) -> LoadedBrief {
    let Reading { document: index, brief } = reading;
    match brief {
        Ok(brief) => {
            let document = Arc::new(lower(&brief));
            LoadedBrief { brief: Some(Arc::new(brief)), document, report: None, index, earlier: None }
        }
        Err(findings) => {
            let report = Arc::new(Report::new(Arc::clone(source), findings));
            let document = Arc::new(Document::of_report(&report));
            LoadedBrief { brief: None, document, report: Some(report), index, earlier: None }
        }
    }
}

/// Adds to what keeps briefs from being read what the rules say of the rest of them.
pub fn judge(loaded: &mut Loaded, severities: &Severities) {
    let source = Arc::clone(&loaded.source);
    let mut checker = Checker::new(&source);
    for broken in &mut loaded.briefs {
        let Some(report) = broken.report.as_deref().filter(|_| broken.brief.is_none()) else { continue };
        // What is no text has no rest.
        if report.findings.iter().any(|finding| finding.code == Code::NotUtf8) {
            continue;
        }
        let findings = severities.apply(checker.check_rest(broken.index, report.findings.clone()));
        // What keeps it from being read is what one wants to see.
        let report = Arc::new(Report::new(Arc::clone(&source), findings).gravest_first());
        broken.document = Arc::new(Document::of_report(&report));
        broken.report = Some(report);
    }
}

/// Adds to a load where its file is, and what is known of the last time that its briefs were read.
pub fn recall(system: &dyn System, origin: &Origin, loaded: &mut Loaded) {
    let file = file_of(system, origin);
    loaded.full.clone_from(&file);
    let Some(journal) = Journal::of(system) else { return };
    let subjects: Vec<Option<Subject>> =
        loaded.briefs.iter().map(|one| Some(Subject::of(one.brief.as_deref()?, file.as_deref()))).collect();
    for (loaded_brief, subject) in loaded.briefs.iter_mut().zip(&subjects) {
        let Some(subject) = subject else { continue };
        match journal.last(system, subject) {
            Ok(visit) => {
                // What was read is another brief of the same file.
                let is_anothers = |visit: &Visit| {
                    visit.brief.kinship(subject) != Kinship::Same
                        && subjects.iter().flatten().any(|other| other.kinship(&visit.brief) == Kinship::Same)
                };
                let visit = visit.filter(|visit| !is_anothers(visit));
                loaded_brief.earlier = visit.map(|visit| Earlier {
                    at: visit.at,
                    stopped: visit.position(&loaded_brief.document),
                    seen: visit.seen,
                    read: !visit.unread,
                });
            }
            Err(error) => {
                loaded.trouble = Some(format!("it is not known what you have read: {}", trouble(&error)));
                return;
            }
        }
    }
}

/// The full name of the file that briefs come from; the same file may be named in many ways.
fn file_of(system: &dyn System, origin: &Origin) -> Option<PathBuf> {
    let Origin::File(path) = origin else { return None };
    Some(system.canonical(path).unwrap_or_else(|_| path.clone()))
}

/// What is wrong with a brief that can be read; none where nothing is.
#[must_use]
pub fn check(
    source: &Arc<Source>,
    document: usize,
    brief: &Brief,
    severities: &Severities,
) -> Option<Arc<Report>> {
    let findings = severities.apply(brief::check(source, document, brief));
    (!findings.is_empty()).then(|| Arc::new(Report::new(Arc::clone(source), findings)))
}

/// A load that brought nothing but one finding.
#[must_use]
pub fn alone(source: Source, finding: Diagnostic) -> Loaded {
    let source = Arc::new(source);
    let briefs = vec![lay_out(&source, Reading { document: 0, brief: Err(vec![finding]) })];
    Loaded { briefs, source, trouble: None, full: None }
}
