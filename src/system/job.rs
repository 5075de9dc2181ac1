//! Jobs, as a shell sees them: this process and those that were started together with it.

use nix::unistd::{Pid, getpgid, getppid, getsid};
use rustix::process::{Signal, kill_current_process_group};
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
///
/// False where it cannot be known: in a container whose session began outside of it, everything outside has the number 0.
pub fn shell_waits() -> bool {
    let known = |process: nix::Result<Pid>| process.ok().filter(|process| process.as_raw() > 0);
    let parent = Some(getppid()).filter(|parent| parent.as_raw() > 0);
    let Some(parent) = parent else { return false };
    let (Some(theirs), Some(ours)) = (known(getsid(Some(parent))), known(getsid(None))) else { return false };
    let (Some(their_job), Some(our_job)) = (known(getpgid(Some(parent))), known(getpgid(None))) else {
        return false;
    };
    theirs == ours && their_job != our_job
}
