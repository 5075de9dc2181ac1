//! A program that makes something of something: its input and its output at once, within bounds.
//!
//! Invariant: it is waited for no longer than is given, whatever it and what it started hold open; nothing of what it
//! prints reaches the terminal by itself; and where this process is ended while it waits, the program is ended too.

use super::trouble;
use crate::text::clean_line;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// So much of what a program complains of is told.
const COMPLAINT: usize = 2_000;

/// How often it is asked whether it has ended.
const STEP: Duration = Duration::from_millis(10);

/// A program that has ended, and whose output is still held open by what it started, has printed all that it is going to
/// once nothing has come for so long.
const QUIET: Duration = Duration::from_millis(250);

/// So long a program has to end by itself when it is told to.
const PARTING: Duration = Duration::from_secs(1);

/// Runs a program with an input and gives what it prints, up to so many bytes.
///
/// # Errors
/// Why there is no output, in words.
pub(super) fn run(
    command: &[String],
    input: &[u8],
    patience: Duration,
    most: usize,
) -> Result<Vec<u8>, String> {
    let (program, arguments) = command.split_first().ok_or("no command is given")?;
    let deadline = Instant::now() + patience;
    let ending = Ending::listen().map_err(|error| trouble(&error).to_string())?;
    let mut start = Command::new(program);
    start.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Of a group of its own, so that what it starts can be ended with it.
    start.process_group(0);
    let mut child = start.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("there is no program {program}"),
        _ => format!("{program}: {}", trouble(&error)),
    })?;
    // Its input is fed while its output is read: neither waits for the other.
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        // A program that does not read to the end may be right all the same.
        thread::spawn(move || stdin.write_all(&input));
    }
    let output = Output::of(child.stdout.take(), most);
    let errors = Output::of(child.stderr.take(), COMPLAINT);
    let outcome = outcome(&mut child, &output, &ending, deadline, most);
    let complaint = || {
        // What it complained of may still be on its way.
        let _ = errors.ended.recv_timeout(QUIET);
        let told = String::from_utf8_lossy(&errors.so_far()).into_owned();
        let told = clean_line(told.trim()).into_owned();
        if told.is_empty() { told } else { format!(": {told}") }
    };
    match outcome {
        Ok(status) if status.success() => Ok(output.so_far()),
        Ok(status) => Err(format!("{program} ended with {status}{}", complaint())),
        Err(why) => {
            end(&mut child);
            ending.follow();
            Err(format!("{program} {why}{}", complaint()))
        }
    }
}

/// What a program has printed so far.
struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// Told once nothing more can come, or more has come than is wanted.
    ended: Receiver<()>,
}

impl Output {
    /// Reads to the end in a thread of its own, or as far as is allowed and one byte more.
    fn of(from: Option<impl Read + Send + 'static>, most: usize) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (tell, ended) = channel();
        if let Some(from) = from {
            let bytes = Arc::clone(&bytes);
            thread::spawn(move || {
                let mut from = from.take(most as u64 + 1);
                let mut buffer = [0; 16 << 10];
                loop {
                    match from.read(&mut buffer) {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        // What was read before an error counts.
                        Ok(0) | Err(_) => break,
                        Ok(n) => held(&bytes).extend_from_slice(buffer.get(..n).unwrap_or_default()),
                    }
                }
                // Nobody may be waiting any more.
                let _ = tell.send(());
            });
        }
        Self { bytes, ended }
    }

    fn so_far(&self) -> Vec<u8> {
        held(&self.bytes).clone()
    }

    fn len(&self) -> usize {
        held(&self.bytes).len()
    }
}

/// Bytes that are being read; they are whole whatever has become of the thread that reads them.
fn held(bytes: &Mutex<Vec<u8>>) -> std::sync::MutexGuard<'_, Vec<u8>> {
    bytes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a program ended, or why it was not waited for.
fn outcome(
    child: &mut Child,
    output: &Output,
    ending: &Ending,
    deadline: Instant,
    most: usize,
) -> Result<ExitStatus, String> {
    let mut closed = false;
    let mut status = None;
    // How much had come when something came last.
    let mut seen = (0, Instant::now());
    loop {
        if closed {
            // It has closed its output, and ends soon, or never.
            thread::sleep(STEP);
        } else {
            closed = !matches!(output.ended.recv_timeout(STEP), Err(RecvTimeoutError::Timeout));
        }
        let len = output.len();
        if len > most {
            return Err(format!("printed more than {} MB", most >> 20));
        }
        if status.is_none() {
            status = child.try_wait().map_err(|error| trouble(&error).to_string())?;
            seen.1 = Instant::now();
        }
        if len > seen.0 {
            seen = (len, Instant::now());
        }
        if let Some(status) = status.filter(|_| closed || seen.1.elapsed() >= QUIET) {
            return Ok(status);
        }
        if ending.came().is_some() {
            return Err("was ended with brief".to_owned());
        }
        if is_stopped(child) {
            return Err("asks for something at the terminal, from which it is kept".to_owned());
        }
        if Instant::now() >= deadline {
            return Err(format!("was still at it after {} seconds", super::FILTER_SECONDS));
        }
    }
}

fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// Whether a program has been stopped, as it is when it reads from a terminal that is not its own.
fn is_stopped(child: &Child) -> bool {
    let Some(pid) = pid(child) else { return false };
    let asked = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    matches!(waitid(WaitId::Pid(pid), asked), Ok(Some(status)) if status.stopped())
}

/// Ends a program and what it has started: it is told to, and then made to.
fn end(child: &mut Child) {
    let tell = |signal| pid(child).map(|group| kill_process_group(group, signal));
    // What has ended by itself in the meantime need not be told.
    let _ = tell(Signal::TERM);
    let _ = tell(Signal::CONT);
    let until = Instant::now() + PARTING;
    while matches!(child.try_wait(), Ok(None)) && Instant::now() < until {
        thread::sleep(STEP);
    }
    let _ = pid(child).map(|group| kill_process_group(group, Signal::KILL));
    let _ = child.wait();
}

/// Signals that end this process, and with it the program that it waits for.
const ENDING: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// What is listened to once and for all: a signal that was listened to once is never left alone again.
struct Signals {
    came: [Arc<AtomicBool>; ENDING.len()],
    /// Whether nobody waits for a program: then signals do what they always do.
    idle: Arc<AtomicBool>,
    /// How many do.
    waiting: Mutex<usize>,
}

static SIGNALS: OnceLock<Signals> = OnceLock::new();

impl Signals {
    fn listen() -> io::Result<Self> {
        let signals = Self {
            came: std::array::from_fn(|_| Arc::default()),
            idle: Arc::new(AtomicBool::new(true)),
            waiting: Mutex::new(0),
        };
        for (signal, came) in ENDING.into_iter().zip(&signals.came) {
            flag::register_conditional_default(signal, Arc::clone(&signals.idle))?;
            flag::register(signal, Arc::clone(came))?;
        }
        Ok(signals)
    }

    /// One more who waits, or one fewer.
    fn count(&self, change: isize) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.saturating_add_signed(change);
        self.idle.store(*waiting == 0, Ordering::SeqCst);
    }
}

/// Listens to those signals as long as it is there.
struct Ending(&'static Signals);

impl Ending {
    fn listen() -> io::Result<Self> {
        let signals = if let Some(signals) = SIGNALS.get() {
            signals
        } else {
            let signals = Signals::listen()?;
            SIGNALS.get_or_init(|| signals)
        };
        signals.count(1);
        Ok(Self(signals))
    }

    /// The signal that has come, where one has.
    fn came(&self) -> Option<i32> {
        let mut all = ENDING.into_iter().zip(&self.0.came);
        all.find(|(_, came)| came.load(Ordering::SeqCst)).map(|(signal, _)| signal)
    }

    /// Ends this process as the signal would have that has come, where one has.
    fn follow(&self) {
        if let Some(signal) = self.came() {
            // Where the system does not let it, this process goes on and says why there is nothing.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.count(-1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str, input: &[u8], seconds: f32, most: usize) -> Result<Vec<u8>, String> {
        let command = ["sh", "-c", script].map(str::to_owned);
        run(&command, input, Duration::from_secs_f32(seconds), most)
    }

    #[test]
    fn a_program_gives_what_it_prints_or_why_it_does_not() {
        assert_eq!(sh("tr a-z A-Z", b"abc", 60.0, 100).unwrap(), b"ABC");
        assert_eq!(sh("echo x; exec cat >/dev/null", &vec![b'y'; 1 << 20], 60.0, 100).unwrap(), b"x\n");
        assert_eq!(sh("echo x", &vec![b'y'; 1 << 20], 60.0, 100).unwrap(), b"x\n", "it need not read");
        let failed = sh("printf 'no \\033[31mkey' >&2; exit 3", b"", 60.0, 100).unwrap_err();
        assert_eq!(failed, "sh ended with exit status: 3: no key");
        let none = run(&["no-such-program-here".to_owned()], b"", Duration::from_secs(9), 9).unwrap_err();
        assert_eq!(none, "there is no program no-such-program-here");
        let left = sh("echo x; sleep 60 & exit 0", b"", 60.0, 100).unwrap();
        assert_eq!(left, b"x\n", "what it has started need not end");
        assert!(run(&[], b"", Duration::from_secs(9), 9).is_err());
    }

    #[test]
    fn a_program_is_bounded_in_time_and_output() {
        assert!(sh("sleep 60", b"", 0.2, 100).unwrap_err().contains("still at it"));
        assert!(sh("exec >&-; sleep 60", b"", 0.2, 100).unwrap_err().contains("still at it"));
        assert!(sh("yes", b"", 60.0, 1 << 20).unwrap_err().contains("printed more than 1 MB"));
    }
}
