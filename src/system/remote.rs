//! File systems whose files others change without the operating system telling.
//!
//! Invariant: what is not known to be one counts as local.

use std::path::Path;

/// File systems whose files others may change unseen, by the numbers of `statfs` (linux/magic.h and the kernel's sources).
#[cfg(any(target_os = "linux", test))]
const REMOTE: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9P"),
    (0x5346_414F, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x786F_4256, "a shared folder of VirtualBox"),
    (0xBACB_ACBC, "a shared folder of VMware"),
];

/// What kind of remote file system a folder lies in; none for a local one.
#[cfg(target_os = "linux")]
pub(super) fn remote(folder: &Path) -> Option<&'static str> {
    // The field's type is not the same on all machines.
    fn number(word: impl TryInto<u32>) -> Option<u32> {
        word.try_into().ok()
    }
    let number = number(rustix::fs::statfs(folder).ok()?.f_type)?;
    REMOTE.iter().find(|(of, _)| *of == number).map(|(_, name)| *name)
}

/// What kind of remote file system a folder lies in; none for a local one.
#[cfg(target_os = "macos")]
pub(super) fn remote(folder: &Path) -> Option<&'static str> {
    /// `MNT_LOCAL` of sys/mount.h.
    const LOCAL: u32 = 0x1000;
    (rustix::fs::statfs(folder).ok()?.f_flags & LOCAL == 0).then_some("a network file system")
}

/// What kind of remote file system a folder lies in; nobody knows here.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn remote(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::REMOTE;

    #[test]
    fn each_number_stands_for_one() {
        let mut numbers: Vec<u32> = REMOTE.iter().map(|row| row.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), REMOTE.len());
    }
}
