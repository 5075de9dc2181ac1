//! Signals, as things that the loop asks about.

use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level::pipe};
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What signals have come.
#[derive(Debug, Default)]
pub(super) struct Signals {
    ending: Arc<AtomicUsize>,
    resize: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
}

impl Signals {
    /// Listens. Each signal also rings the bell that wakes the loop.
    ///
    /// # Errors
    /// When the system does not let it.
    pub(super) fn listen(bell: &UnixStream) -> io::Result<Self> {
        let signals = Self::default();
        for signal in [SIGTERM, SIGHUP, SIGINT] {
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&signals.ending), number)?;
            pipe::register(signal, bell.try_clone()?)?;
        }
        for (signal, flag) in [(SIGWINCH, &signals.resize), (SIGTSTP, &signals.stop)] {
            flag::register(signal, Arc::clone(flag))?;
            pipe::register(signal, bell.try_clone()?)?;
        }
        Ok(signals)
    }

    /// The signal that ends the reader, where one has come.
    #[must_use]
    pub(super) fn ending(&self) -> Option<i32> {
        i32::try_from(self.ending.load(Ordering::Relaxed)).ok().filter(|signal| *signal != 0)
    }

    /// Whether the terminal has another size since this was last asked.
    #[must_use]
    pub(super) fn take_resize(&self) -> bool {
        self.resize.swap(false, Ordering::Relaxed)
    }

    /// Whether the reader has been told to stop since this was last asked.
    #[must_use]
    pub(super) fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::Relaxed)
    }
}

/// Stops this process and those it shares its job with, until the shell goes on with them.
///
/// # Errors
/// When the system does not let it.
pub(super) fn stop() -> io::Result<()> {
    Ok(rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?)
}

/// Ends this process as a signal would have: whoever waits for it learns which.
///
/// # Errors
/// When the system does not let it.
pub fn die_of(signal: i32) -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal)
}
