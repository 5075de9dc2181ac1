//! Which files lie in a folder and may be briefs.
//!
//! People expect of this what `rg` and `fd` have taught them: hidden files are left out, and what `.gitignore` (inside a
//! repository) and `.ignore` name; links are followed, and none leads round in circles. The rules are matched by the
//! crate `ignore`; its own walk is not used, since the world is met through [`System`] alone.
//! Invariant: every folder is walked once, whatever names it has; a folder that cannot be read is told, not passed over.

use crate::system::{Kind, System, is_notes, trouble};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How deep folders are walked: deeper is no library.
const MAX_DEPTH: usize = 64;

/// A file that may be a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its folder, counted from 0 in [`Walked::folders`].
    pub folder: u32,
    /// Its name.
    pub name: OsString,
}

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Folders that hold candidates or notes, relative to the one that was walked, which is empty itself.
    pub folders: Vec<PathBuf>,
    /// Files that may be briefs: `*.yaml` and `*.yml`, by name within each folder.
    pub files: Vec<Candidate>,
    /// Files of notes that lie beside briefs, relative to the folder that was walked.
    pub notes: Vec<PathBuf>,
    /// Folders that could not be read, relative to the one that was walked, with what was said.
    pub unreadable: Vec<(PathBuf, String)>,
}

impl Walked {
    /// The path of a candidate, relative to the folder that was walked.
    #[must_use]
    pub fn path(&self, file: &Candidate) -> PathBuf {
        self.folders.get(file.folder as usize).map_or_else(PathBuf::new, Clone::clone).join(&file.name)
    }
}

/// Walks a folder. `go_on` is told how many files there are so far, after each folder; where it says no, the walk ends
/// with what it has.
pub fn walk(system: &dyn System, root: &Path, go_on: &mut dyn FnMut(usize) -> bool) -> Walked {
    let above = rules_above(system, root);
    let in_repository = above.1 || system.kind(&root.join(".git")).is_some();
    let mut walk = Walk { system, root, out: Walked::default(), seen: HashSet::new(), rules: above.0, go_on };
    walk.folder(PathBuf::new(), 0, in_repository);
    walk.out
}

struct Walk<'a> {
    system: &'a dyn System,
    root: &'a Path,
    out: Walked,
    seen: HashSet<PathBuf>,
    /// Rules that hold here, those of the outermost folder first.
    rules: Vec<Gitignore>,
    go_on: &'a mut dyn FnMut(usize) -> bool,
}

impl Walk<'_> {
    /// Walks one folder; whether to go on.
    fn folder(&mut self, relative: PathBuf, depth: usize, in_repository: bool) -> bool {
        let path =
            if relative.as_os_str().is_empty() { self.root.to_owned() } else { self.root.join(&relative) };
        let true_path = self.system.canonical(&path).unwrap_or_else(|_| path.clone());
        if depth > MAX_DEPTH || !self.seen.insert(true_path) {
            return true;
        }
        let mut entries = match self.system.list(&path) {
            Ok(entries) => entries,
            Err(error) => {
                self.out.unreadable.push((relative, trouble(&error).to_string()));
                return true;
            }
        };
        let named =
            |name: &str| entries.iter().any(|entry| entry.path.file_name().is_some_and(|n| n == name));
        let in_repository = in_repository || named(".git");
        let before = self.rules.len();
        if in_repository && named(".gitignore") {
            self.rules.extend(rules(self.system, &path, ".gitignore"));
        }
        if named(".ignore") {
            self.rules.extend(rules(self.system, &path, ".ignore"));
        }
        let hidden =
            |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        entries.retain(|entry| {
            let is_folder = entry.kind == Some(Kind::Folder);
            !hidden(&entry.path)
                && (is_folder || entry.kind == Some(Kind::File) && is_yaml(&entry.path))
                && !self.is_ignored(&entry.path, is_folder)
        });
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let number = u32::try_from(self.out.folders.len()).unwrap_or(u32::MAX);
        let (folders, files): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| entry.kind == Some(Kind::Folder));
        let mut holds = false;
        for name in files.iter().filter_map(|entry| entry.path.file_name()) {
            if is_notes(Path::new(name)) {
                self.out.notes.push(relative.join(name));
            } else {
                holds = true;
                self.out.files.push(Candidate { folder: number, name: name.to_owned() });
            }
        }
        if holds {
            self.out.folders.push(relative.clone());
        }
        let mut more = (self.go_on)(self.out.files.len());
        for name in folders.iter().filter_map(|entry| entry.path.file_name()) {
            more = more && self.folder(relative.join(name), depth + 1, in_repository);
        }
        self.rules.truncate(before);
        more
    }

    /// What the innermost rule says that says anything.
    fn is_ignored(&self, path: &Path, is_folder: bool) -> bool {
        let told =
            self.rules.iter().rev().map(|rules| rules.matched(path, is_folder)).find(|told| !told.is_none());
        told.is_some_and(|told| told.is_ignore())
    }
}

/// Rules of the folders above, up to the root of the repository; and whether there is one.
fn rules_above(system: &dyn System, root: &Path) -> (Vec<Gitignore>, bool) {
    let Ok(full) = system.canonical(root) else { return (Vec::new(), false) };
    if system.kind(&full.join(".git")).is_some() {
        return (Vec::new(), true);
    }
    let mut all = Vec::new();
    for folder in full.ancestors().skip(1) {
        all.push((folder, ".ignore"));
        all.push((folder, ".gitignore"));
        if system.kind(&folder.join(".git")).is_some() {
            // Paths are matched as they are written: the rules of folders above are told of the folder as given.
            let rebased = |(folder, name): (&Path, &str)| {
                let down = full.strip_prefix(folder).ok()?;
                rebased(system, folder, name, root, down)
            };
            return (all.into_iter().rev().filter_map(rebased).collect(), true);
        }
    }
    (Vec::new(), false)
}

/// Rules of a folder above the root, for paths that begin with the root as it was given: the part of the way that the
/// root itself takes has been chosen by whoever named it, so only what lies below is held against them.
fn rebased(system: &dyn System, folder: &Path, name: &str, root: &Path, down: &Path) -> Option<Gitignore> {
    let text = system.read(&folder.join(name)).ok()?;
    let mut builder = GitignoreBuilder::new(root);
    for line in String::from_utf8_lossy(&text).lines() {
        let (sign, pattern) = line.strip_prefix('!').map_or(("", line), |rest| ("!", rest));
        let anchored = pattern.trim_end_matches('/').contains('/');
        let below = pattern.strip_prefix('/').unwrap_or(pattern);
        // A pattern with a folder in it is meant from its own folder on: what is left below the root of it.
        let line = if !anchored || pattern.starts_with("**/") {
            Some(line.to_owned())
        } else {
            below
                .strip_prefix(&*down.to_string_lossy())
                .and_then(|rest| Some(format!("{sign}/{}", rest.strip_prefix('/')?)))
        };
        if let Some(line) = line {
            // A rule that is no pattern is no rule, as git has it.
            let _ = builder.add_line(None, &line);
        }
    }
    builder.build().ok()
}

fn rules(system: &dyn System, folder: &Path, name: &str) -> Option<Gitignore> {
    let text = system.read(&folder.join(name)).ok()?;
    let mut builder = GitignoreBuilder::new(folder);
    for line in String::from_utf8_lossy(&text).lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}

/// Whether a file's name is that of YAML.
#[must_use]
fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    fn names(system: &Memory, root: &str) -> Vec<String> {
        let walked = walk(system, Path::new(root), &mut |_| true);
        walked.files.iter().map(|file| walked.path(file).display().to_string()).collect()
    }

    fn world(paths: &[&str]) -> Memory {
        paths.iter().fold(Memory::new(), |system, path| system.with_file(*path, "title: x"))
    }

    #[test]
    fn briefs_are_found_below_and_hidden_files_are_not() {
        let system = world(&[
            "b/two.yml",
            "b/one.yaml",
            "b/.hidden.yaml",
            "b/.git/x.yaml",
            "b/n.txt",
            "b/one.notes.yaml",
            "b/a/3.YAML",
        ]);
        assert_eq!(names(&system, "b"), ["one.yaml", "two.yml", "a/3.YAML"]);
        let walked = walk(&system, Path::new("b"), &mut |_| true);
        assert_eq!(walked.notes, [PathBuf::from("one.notes.yaml")]);
        assert!(walk(&system, Path::new("nowhere"), &mut |_| true).unreadable.len() == 1);
    }

    #[test]
    fn what_is_ignored_is_left_out() {
        let paths = [
            "r/b/a.yaml",
            "r/b/old/a.yaml",
            "r/b/drafts/a.yaml",
            "r/b/drafts/keep.yaml",
            "r/b/x/top.yaml",
            "r/b/tmp-1.yaml",
        ];
        let system = world(&paths)
            .with_file("r/.git/HEAD", "")
            .with_file("r/.gitignore", "old/\n/b/x/top.yaml\n/b\n")
            .with_file("r/b/.ignore", "tmp-*\n")
            .with_file("r/b/drafts/.gitignore", "*\n!keep.yaml\n");
        // The folder that is named is walked, though a rule above leaves it out.
        assert_eq!(names(&system, "r/b"), ["a.yaml", "drafts/keep.yaml"]);
        // Without a repository, `.gitignore` is a file like any other.
        let system = world(&["a.yaml", "d/a.yaml"]).with_file("d/.gitignore", "*");
        assert_eq!(names(&system, "d"), ["a.yaml"]);
    }

    #[test]
    fn a_walk_can_be_ended() {
        let system = world(&["b/1.yaml", "b/c/2.yaml", "b/d/3.yaml"]);
        let walked = walk(&system, Path::new("b"), &mut |files| files < 2);
        assert_eq!(walked.files.len(), 2);
    }
}
