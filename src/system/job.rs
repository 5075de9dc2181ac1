//! Jobs, as a shell sees them: this process and those that were started together with it.

use rustix::process::{Signal, getpgid, getppid, getsid, kill_current_process_group};
use std::io;

/// Stops this job until a shell goes on with it. Where no shell would, nothing stops.
///
/// # Errors
/// When the system does not let it.
pub fn stop_job() -> io::Result<()> {
    // SIGTTIN stops like SIGTSTP, but only where somebody can go on with the job: in an orphaned process group the
    // system drops it (POSIX, 11.1.4). SIGTSTP itself would be caught by our own handler.
    let signal = if shell_waits() { Signal::STOP } else { Signal::TTIN };
    Ok(kill_current_process_group(signal)?)
}

/// Whether the parent is in another job of the same session, as a shell is that controls jobs.
pub fn shell_waits() -> bool {
    let Some(parent) = getppid() else { return false };
    let job = |process| getpgid(process).ok();
    let session = |process| getsid(process).ok();
    session(Some(parent)) == session(None) && job(Some(parent)) != job(None)
}
