//! Files that hold a copy of what is kept elsewhere: exports.
//!
//! Invariant: whoever reads sees all of a file or none of it; nobody waits until it is on the disk, since it can be made
//! anew. A thousand files of an export that were waited for one by one took ten times as long as making them.

use super::{Kind, Os, System, temporary_start};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// Makes such a file, with its folders, which are nobody's secret. `over` puts it in the place of one that is there.
///
/// # Errors
/// What the operating system says; `AlreadyExists` where there is something and it is not to be written over.
pub(super) fn put(path: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
    if Os.kind(path) == Some(Kind::Stream) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut hidden = temporary_start(name);
    hidden.push(format!("{}-{:x}.tmp", std::process::id(), Os.chance()));
    let temporary = folder.join(hidden);
    let make = || -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(&temporary)?.write_all(bytes)?;
        if over {
            // A link stays a link: what it leads to is replaced.
            let end = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            return if end.parent() == folder.canonicalize().ok().as_deref() || end == path {
                std::fs::rename(&temporary, &end)
            } else {
                std::fs::write(&end, bytes).and_then(|()| std::fs::remove_file(&temporary))
            };
        }
        // Unlike a renamed file, a second name never takes another's place.
        match std::fs::hard_link(&temporary, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // A file system without second names.
                OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)?;
            }
            linked => linked?,
        }
        std::fs::remove_file(&temporary)
    };
    make().inspect_err(|_| {
        let _ = std::fs::remove_file(&temporary);
    })
}
