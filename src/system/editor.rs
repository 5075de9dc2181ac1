//! The editor of whoever uses the program.
//!
//! Invariant: a name of a file is one to every editor, whatever it begins with; each is opened at the line where it is
//! known how.

use super::System;
use std::ffi::OsString;
use std::path::Path;

/// Opens a file at a line, counted from 1, in `$VISUAL`, else `$EDITOR`, else vi, and waits until it is closed.
///
/// # Errors
/// When it cannot be started or ends with a failure: its name and why.
pub fn open_editor(system: &dyn System, path: &Path, line: usize) -> Result<(), String> {
    let set = |name| system.var(name);
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let outcome = system.run(&editor_command(&editor, path, line));
    outcome.map_err(|error| format!("{}: {error}", program_of(&editor)))
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
