//! The way to the terminal.
//!
//! Invariant: no write holds the program: a terminal that takes nothing is waited for only until a signal comes, or
//! until patience ends.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

/// What a terminal that can be written to takes at once, as far as one can rely on it, where a write would wait for the
/// rest.
const PIECE: usize = 64;

/// A terminal to write to.
#[derive(Debug)]
pub(super) struct Output {
    fd: OwnedFd,
    /// Whether a write never waits: the terminal has been opened anew for that. What was given to this program is
    /// shared with others, who would not like it to be switched.
    ready: bool,
    /// Becomes readable when waiting is to end.
    alarm: Option<OwnedFd>,
}

impl Output {
    /// The terminal that standard output is.
    ///
    /// # Errors
    /// When the system does not give it.
    pub(super) fn standard(alarm: OwnedFd) -> io::Result<Self> {
        let given = io::stdout();
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let own = rustix::termios::ttyname(&given, Vec::new())
            .and_then(|name| rustix::fs::open(name, flags, Mode::empty()));
        let ready = own.is_ok();
        let fd = own.or_else(|_| given.as_fd().try_clone_to_owned())?;
        Ok(Self { fd, ready, alarm: Some(alarm) })
    }

    /// The same, for last words: signals do not end a wait for it.
    ///
    /// # Errors
    /// When the system does not give it.
    pub(super) fn for_last_words(&self) -> io::Result<Self> {
        Ok(Self { fd: self.fd.try_clone()?, ready: self.ready, alarm: None })
    }

    /// Writes all of some bytes. With patience, gives up where the terminal takes nothing for so long.
    ///
    /// # Errors
    /// When the terminal is gone, or waiting for it has come to an end.
    pub(super) fn write_all(&self, bytes: &[u8], patience: Option<Timespec>) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            if !self.ready {
                self.wait(patience)?;
            }
            let piece = if self.ready { rest } else { rest.get(..PIECE).unwrap_or(rest) };
            match rustix::io::write(&self.fd, piece) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => rest = rest.get(n..).unwrap_or_default(),
                Err(Errno::AGAIN) => self.wait(patience)?,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Sleeps until the terminal takes something.
    fn wait(&self, patience: Option<Timespec>) -> io::Result<()> {
        let terminal = PollFd::new(&self.fd, PollFlags::OUT);
        let alarm = self.alarm.as_ref().map(|alarm| PollFd::new(alarm, PollFlags::IN));
        let mut fds: Vec<PollFd> = std::iter::once(terminal).chain(alarm).collect();
        match poll(&mut fds, patience.as_ref()) {
            Ok(0) => Err(io::ErrorKind::TimedOut.into()),
            Ok(_) if fds.get(1).is_some_and(|alarm| !alarm.revents().is_empty()) => {
                Err(io::ErrorKind::Interrupted.into())
            }
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;

    /// An output, where what is written to it arrives, and what rings its alarm.
    fn output(ready: bool) -> (Output, UnixStream, UnixStream) {
        let (near, far) = UnixStream::pair().unwrap();
        near.set_nonblocking(ready).unwrap();
        let (alarm, ring) = UnixStream::pair().unwrap();
        (Output { fd: near.into(), ready, alarm: Some(alarm.into()) }, far, ring)
    }

    #[test]
    fn a_terminal_that_takes_little_at_a_time_gets_it_all() {
        for ready in [true, false] {
            let (output, mut far, _ring) = output(ready);
            let reader = std::thread::spawn(move || {
                let mut all = Vec::new();
                far.read_to_end(&mut all).map(|_| all.len())
            });
            output.write_all(&vec![b'x'; 2 << 20], None).unwrap();
            drop(output);
            assert_eq!(reader.join().unwrap().unwrap(), 2 << 20);
        }
    }

    #[test]
    fn a_terminal_that_takes_nothing_is_waited_for_until_the_alarm() {
        let (output, _far, mut ring) = output(true);
        let most = Timespec { tv_sec: 0, tv_nsec: 1_000_000 };
        let error = output.write_all(&vec![b'x'; 8 << 20], Some(most)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        ring.write_all(&[1]).unwrap();
        assert_eq!(output.write_all(b"x", None).unwrap_err().kind(), io::ErrorKind::Interrupted);
    }
}
