//! Signals, as things that the loop asks about.
//!
//! Invariant: a signal that ends the reader also makes [`Signals::alarm`] readable, and it stays so: whoever waits for a
//! terminal that takes nothing wakes up.

use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::{flag, low_level::pipe};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Signals that end the reader. Those from the keyboard come last. (Each costs some 20 kB: those that nobody sends to a
/// reader are left to the system.)
const ENDING: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// What signals have come.
#[derive(Debug)]
pub(super) struct Signals {
    ending: [Arc<AtomicBool>; ENDING.len()],
    resize: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    alarm: UnixStream,
    ring: UnixStream,
}

impl Signals {
    /// Listens. Each signal also rings the bell that wakes the loop.
    ///
    /// # Errors
    /// When the system does not let it.
    pub(super) fn listen(bell: &UnixStream) -> io::Result<Self> {
        let (alarm, ring) = UnixStream::pair()?;
        alarm.set_nonblocking(true)?;
        ring.set_nonblocking(true)?;
        let signals = Self {
            ending: std::array::from_fn(|_| Arc::default()),
            resize: Arc::default(),
            stop: Arc::default(),
            resumed: Arc::default(),
            alarm,
            ring,
        };
        for (signal, flag) in ENDING.into_iter().zip(&signals.ending) {
            flag::register(signal, Arc::clone(flag))?;
            pipe::register(signal, signals.ring.try_clone()?)?;
            pipe::register(signal, bell.try_clone()?)?;
        }
        let others = [(SIGWINCH, &signals.resize), (SIGTSTP, &signals.stop), (SIGCONT, &signals.resumed)];
        for (signal, flag) in others {
            flag::register(signal, Arc::clone(flag))?;
            pipe::register(signal, bell.try_clone()?)?;
        }
        // A file that would be longer than is allowed here is an error of whoever writes it, and no end.
        flag::register(SIGXFSZ, Arc::default())?;
        Ok(signals)
    }

    /// What is readable once a signal that ends the reader has come.
    ///
    /// # Errors
    /// When the system does not give it.
    pub(super) fn alarm(&self) -> io::Result<OwnedFd> {
        Ok(self.alarm.try_clone()?.into())
    }

    /// The signal that ends the reader, where one has come.
    #[must_use]
    pub(super) fn ending(&self) -> Option<i32> {
        let mut came = ENDING.into_iter().zip(&self.ending);
        came.find(|(_, flag)| flag.load(Ordering::Relaxed)).map(|(signal, _)| signal)
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

    /// Whether the reader has been stopped and goes on, since this was last asked.
    #[must_use]
    pub(super) fn take_resumed(&self) -> bool {
        self.resumed.swap(false, Ordering::Relaxed)
    }

    /// Forgets what was meant for another program that had the terminal: keys that interrupt or stop.
    pub(super) fn forget_keys(&self) {
        for (signal, flag) in ENDING.into_iter().zip(&self.ending) {
            if matches!(signal, SIGINT | SIGQUIT) {
                flag.store(false, Ordering::Relaxed);
            }
        }
        let _ = self.take_stop();
        let _ = self.take_resumed();
        let mut rung = [0; 64];
        while matches!((&self.alarm).read(&mut rung), Ok(n) if n > 0) {}
        if self.ending().is_some() {
            let _ = (&self.ring).write(&[1]);
        }
    }
}

/// Ends this process as a signal would have: whoever waits for it learns which.
///
/// # Errors
/// When the system does not let it.
pub fn die_of(signal: i32) -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal)
}
