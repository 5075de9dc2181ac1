//! The editor of whoever uses the program.
//!
//! Invariant: a name of a file is one to every editor, whatever it begins with; each is opened at the line where it is
//! known how.

use super::os::NO_PROGRAM;
use super::{Kind, System};
use crate::text::{clean_line, fit};
use std::ffi::OsString;
use std::path::Path;

/// Opens a file at a line, counted from 1, in `$VISUAL`, else `$EDITOR`, else vi, and waits until it is closed.
///
/// # Errors
/// When it cannot be started or ends with a failure: its name, why, and what helps.
pub fn open_editor(system: &dyn System, path: &Path, line: usize) -> Result<(), String> {
    let set = |name: &'static str| system.var(name).map(|editor| (editor, name));
    let (editor, name) = set("VISUAL")
        .or_else(|| set("EDITOR"))
        .map_or_else(|| ("vi".to_owned(), None), |(editor, name)| (editor, Some(name)));
    let program = editor.split_whitespace().next().unwrap_or_default();
    let shown = fit(&clean_line(program), 60).to_string();
    // A shell would send them to the terminal with its own message.
    if clean_line(&editor) != editor.trim() {
        return Err(format!(
            "${} holds what a terminal would obey, or several lines; set it to the name of an editor",
            name.unwrap_or("EDITOR")
        ));
    }
    let missing = || match name {
        Some(name) => {
            format!("${name} is {shown}, and there is no such program; set it to one, as in {name}=nano")
        }
        None => "there is no vi; set $EDITOR to an editor, as in EDITOR=nano".to_owned(),
    };
    if is_missing(system, program) {
        return Err(missing());
    }
    system.run(&editor_command(&editor, path, line)).map_err(|error| {
        if error == NO_PROGRAM {
            return missing();
        }
        format!("the editor {shown} did not end well: {error}")
    })
}

/// Whether it is sure that there is no such program. What a shell has to make out first is not looked for.
fn is_missing(system: &dyn System, program: &str) -> bool {
    if program.contains(|c| SHELL_SIGNS.contains(c)) {
        return false;
    }
    let is_there = |path: &Path| system.kind(path) == Some(Kind::File);
    let Some(folders) = system.var("PATH") else { return false };
    if program.contains('/') {
        return !is_there(Path::new(program));
    }
    !folders
        .split(':')
        .any(|folder| is_there(&Path::new(if folder.is_empty() { "." } else { folder }).join(program)))
}

/// The name of the program that an editor's command runs.
fn program_of(editor: &str) -> &str {
    let program = editor.split_whitespace().next().unwrap_or_default();
    Path::new(program).file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// What a command has that only a shell understands.
const SHELL_SIGNS: &str = "|&;<>()$`\\\"'\n*?[]#~=%{}!";

/// The command for an editor at a line. Quotes and the like in the variable are for a shell, as git has it; without
/// them there is none between, which Ctrl-c would end while the editor goes on.
fn editor_command(editor: &str, path: &Path, line: usize) -> Vec<OsString> {
    // Editors take names that begin with a hyphen, a plus or a protocol for options, commands or addresses: only a name
    // that begins with its folder is the name of a file to all of them.
    let file = if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) }.into_os_string();
    let placed = || {
        let mut placed = file.clone();
        placed.push(format!(":{line}"));
        placed
    };
    let arguments = match program_of(editor) {
        "vi" | "vim" | "nvim" | "gvim" | "view" | "nano" | "pico" | "emacs" | "emacsclient" | "kak"
        | "micro" | "joe" | "jed" | "mg" | "ne" | "mcedit" => vec![format!("+{line}").into(), file],
        "hx" | "helix" | "subl" | "zed" => vec![placed()],
        "code" | "codium" | "code-insiders" | "cursor" => vec!["--goto".into(), placed()],
        _ => vec![file],
    };
    let program: Vec<OsString> = if editor.contains(|c| SHELL_SIGNS.contains(c)) {
        ["sh", "-c", &format!("{editor} \"$@\""), "brief"].map(OsString::from).into()
    } else {
        editor.split_whitespace().map(OsString::from).collect()
    };
    program.into_iter().chain(arguments).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Memory;
    use super::*;

    #[test]
    fn editors_are_opened_at_the_line() {
        let command = |editor| {
            let words = editor_command(editor, Path::new("/b/x.yaml"), 12);
            words.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(command("vim -p"), "vim -p +12 /b/x.yaml");
        assert_eq!(command("/usr/bin/hx"), "/usr/bin/hx /b/x.yaml:12");
        assert_eq!(command("code --wait"), "code --wait --goto /b/x.yaml:12");
        assert_eq!(command("my-editor"), "my-editor /b/x.yaml");
        assert_eq!(command("vim -c 'set nu'"), "sh -c vim -c 'set nu' \"$@\" brief +12 /b/x.yaml");
    }

    #[test]
    fn an_editor_that_is_not_there_is_named_whole_with_a_remedy() {
        let world = |editor: &str| {
            Memory::new()
                .with_var("PATH", "/bin:/usr/bin")
                .with_var("EDITOR", editor)
                .with_file("/usr/bin/vim", "")
        };
        let told = |editor: &str| open_editor(&world(editor), Path::new("/b/x.yaml"), 1).unwrap_err();
        assert_eq!(
            told("/nope/x --wait"),
            "$EDITOR is /nope/x, and there is no such program; set it to one, as in EDITOR=nano"
        );
        assert!(told("nope -c 'set nu'").starts_with("$EDITOR is nope, and there is no such program"));
        assert!(told("/tmp/x\u{1b}]0;P\u{7}").contains("$EDITOR holds what a terminal would obey"));
        assert!(!is_missing(&world(""), "vim") && !is_missing(&world(""), "$MY_EDITOR"));
    }

    #[test]
    fn a_name_is_a_file_to_every_editor() {
        for name in ["-x.yaml", "+!touch x|.yaml", "+x.yaml", "scp://a/b.yaml", "b/x.yaml"] {
            let words = editor_command("vi", Path::new(name), 1);
            assert_eq!(words[2].to_str().unwrap(), format!("./{name}"));
        }
    }

    #[test]
    fn a_name_that_is_no_unicode_stays_as_it_is() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"/b/caf\xe9.yaml");
        for (editor, word, end) in [("vi", 2, &b""[..]), ("hx", 1, b":3")] {
            let words = editor_command(editor, Path::new(name), 3);
            assert_eq!(words[word].as_bytes(), [&b"/b/caf\xe9.yaml"[..], end].concat());
        }
    }
}
