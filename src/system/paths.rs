//! Where things lie, by the XDG Base Directory Specification 0.8.

use super::System;
use std::path::PathBuf;

/// The folder of a kind: the variable where it holds an absolute path, else the default below the home.
fn base(system: &dyn System, variable: &str, default: &str) -> Option<PathBuf> {
    // Relative values are invalid and to be ignored.
    let set = system.var(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    set.or_else(|| Some(home(system)?.join(default)))
}

/// The home folder: `$HOME`, where it is a full path. Another would be made wherever the program happens to be run.
#[must_use]
pub fn home(system: &dyn System) -> Option<PathBuf> {
    system.var("HOME").map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The configuration: `$BRIEF_CONFIG`, else `brief/config.yaml` in the configuration folder.
#[must_use]
pub fn config_file(system: &dyn System) -> Option<PathBuf> {
    let own = system.var("BRIEF_CONFIG").map(PathBuf::from);
    own.or_else(|| Some(base(system, "XDG_CONFIG_HOME", ".config")?.join("brief/config.yaml")))
}

/// Where a reader's own export templates lie: `brief/templates` in the configuration folder.
#[must_use]
pub fn templates_folder(system: &dyn System) -> Option<PathBuf> {
    Some(base(system, "XDG_CONFIG_HOME", ".config")?.join("brief/templates"))
}

/// Where notes are kept: `brief/notes` in the data folder.
#[must_use]
pub fn notes_folder(system: &dyn System) -> Option<PathBuf> {
    Some(base(system, "XDG_DATA_HOME", ".local/share")?.join("brief/notes"))
}

/// Where is kept what was read: `brief` in the state folder.
#[must_use]
pub fn state_folder(system: &dyn System) -> Option<PathBuf> {
    Some(base(system, "XDG_STATE_HOME", ".local/state")?.join("brief"))
}

/// Where notes that are not yet saved are kept: `brief/unsaved` in the state folder.
#[must_use]
pub fn unsaved_folder(system: &dyn System) -> Option<PathBuf> {
    Some(state_folder(system)?.join("unsaved"))
}

/// Where is kept what can be made anew: `brief` in the cache folder, which on macOS is `~/Library/Caches`.
#[must_use]
pub fn cache_folder(system: &dyn System) -> Option<PathBuf> {
    let default = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    Some(base(system, "XDG_CACHE_HOME", default)?.join("brief"))
}

#[cfg(test)]
mod tests {
    use super::super::Memory;
    use super::*;

    #[test]
    fn configuration_lies_where_the_specification_says() {
        let home = || Memory::new().with_var("HOME", "/home/ada");
        let file = |system: Memory| config_file(&system).unwrap();
        assert_eq!(file(home()), PathBuf::from("/home/ada/.config/brief/config.yaml"));
        assert_eq!(file(home().with_var("XDG_CONFIG_HOME", "/c")), PathBuf::from("/c/brief/config.yaml"));
        let relative = home().with_var("XDG_CONFIG_HOME", "c");
        assert_eq!(file(relative), PathBuf::from("/home/ada/.config/brief/config.yaml"));
        assert_eq!(file(home().with_var("BRIEF_CONFIG", "x.yaml")), PathBuf::from("x.yaml"));
        assert_eq!(config_file(&Memory::new()), None);
        let astray = Memory::new().with_var("HOME", "rel");
        assert_eq!((config_file(&astray), notes_folder(&astray), state_folder(&astray)), (None, None, None));
    }
}
