//! `brief new`: a brief to begin with.

use super::args::{ColorChoice, NewArgs};
use super::fmt::shown;
use super::{Exit, can_ask, complain, editing, on_terminal, print, tell};
use crate::brief::{PLACEHOLDER, slug, template};
use crate::config::Config;
use crate::system::{Kind, System, trouble};
use crate::text::clean_line;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Writes a template, and opens the editor.
pub(super) fn run(
    system: &dyn System,
    config: &Config,
    args: &NewArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let title = args.title.join(" ");
    let today = system.now().strftime("%Y-%m-%d").to_string();
    let text = template((!title.trim().is_empty()).then_some(title.as_str()), &today);
    if args.output.as_deref() == Some(Path::new("-")) {
        print(shown(&text).as_bytes())?;
        return Ok(Exit::Fine);
    }
    let path = place(system, config, args.output.as_deref(), &title);
    let shown_path = clean_line(&path.display().to_string()).into_owned();
    match system.create(&path, text.as_bytes()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            complain(&format!(
                "{shown_path} is there already: brief edit {shown_path} opens it, brief new -o {} writes another",
                free(system, &path).display()
            ));
            return Ok(Exit::Failure);
        }
        Err(error) => {
            complain(&format!("{shown_path}: {}", trouble(&error)));
            return Ok(Exit::Failure);
        }
    }
    if args.no_edit || !on_terminal() || !can_ask() {
        print(format!("{shown_path}\n").as_bytes())?;
        return Ok(Exit::Fine);
    }
    let begin = text
        .lines()
        .skip_while(|line| line.starts_with('#'))
        .position(|line| !line.trim_start().starts_with('#') && line.ends_with(PLACEHOLDER));
    let head = text.lines().take_while(|line| line.starts_with('#')).count();
    let exit = editing::edit(system, config, &path, begin.map_or(1, |n| head + n + 1), color)?;
    tell(&format!("it is kept as {shown_path}"));
    Ok(exit)
}

/// Where a new brief is written.
fn place(system: &dyn System, config: &Config, output: Option<&Path>, title: &str) -> PathBuf {
    let name = file_name(title);
    match output {
        Some(folder) if system.kind(folder) == Some(Kind::Folder) => folder.join(name),
        Some(path) => path.to_owned(),
        None => {
            let here = PathBuf::from("briefs");
            let briefs = || (system.kind(&here) == Some(Kind::Folder)).then_some(here);
            config.folders.first().cloned().or_else(briefs).unwrap_or_default().join(name)
        }
    }
}

/// The most bytes of a title that a file's name has: a name may have 255.
const MAX_NAME: usize = 100;

fn file_name(title: &str) -> String {
    let slug = slug(title);
    let short = slug.get(..slug.floor_char_boundary(MAX_NAME)).unwrap_or_default().trim_end_matches('-');
    format!("{}.yaml", if short.is_empty() { "brief" } else { short })
}

/// A name beside a path that nothing has yet.
fn free(system: &dyn System, path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let numbered = |n: u32| {
        let mut name = OsString::from(stem);
        name.push(format!("-{n}.yaml"));
        path.with_file_name(name)
    };
    (2..1_000).map(numbered).find(|path| system.kind(path).is_none()).unwrap_or_else(|| numbered(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    #[test]
    fn a_brief_is_named_after_its_title_and_lies_with_the_others() {
        let config = Config { folders: vec!["/lib".into()], ..Config::default() };
        let system = Memory::new().with_file("briefs/a.yaml", "x");
        let at = |config: &Config, output: Option<&str>, title: &str| {
            place(&system, config, output.map(Path::new), title).display().to_string()
        };
        let none = Config::default();
        assert_eq!(at(&none, None, "Talks: a lesson"), "briefs/talks-a-lesson.yaml");
        assert_eq!(at(&config, None, "Talks"), "/lib/talks.yaml");
        assert_eq!(at(&config, Some("x.yaml"), "Talks"), "x.yaml");
        assert_eq!(at(&config, Some("briefs"), ""), "briefs/brief.yaml");
        assert_eq!(at(&none, None, "../.. / -"), "briefs/brief.yaml");
        assert_eq!(file_name(&"é".repeat(400)).len(), 105);
        assert_eq!(free(&system, Path::new("briefs/a.yaml")), Path::new("briefs/a-2.yaml"));
    }
}
