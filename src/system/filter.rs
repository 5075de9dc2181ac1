//! A program that makes something of something: its input and its output at once, within bounds.
//!
//! Invariant: it is waited for no longer than is given, whatever it and what it started hold open; nothing of what it
//! prints reaches the terminal by itself.

use super::trouble;
use crate::text::clean_line;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// So much of what a program complains of is told.
const COMPLAINT: usize = 2_000;

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
    let mut start = Command::new(program);
    start.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
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
    let output = child.stdout.take().map(|from| read(from, most));
    let errors = child.stderr.take().map(|from| read(from, COMPLAINT));
    let outcome = outcome(&mut child, output.as_ref(), deadline, most);
    let complaint = || {
        let told = errors.as_ref().and_then(|errors| errors.recv_timeout(Duration::from_millis(200)).ok());
        let told = told.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let told = clean_line(told.trim()).into_owned();
        if told.is_empty() { told } else { format!(": {told}") }
    };
    match outcome {
        Ok((status, output)) if status.success() => Ok(output),
        Ok((status, _)) => Err(format!("{program} ended with {status}{}", complaint())),
        Err(why) => {
            // It may have ended by itself in the meantime; then there is nothing to end.
            let _ = child.kill();
            let _ = child.wait();
            Err(format!("{program} {why}{}", complaint()))
        }
    }
}

/// Reads to the end in a thread of its own, or as far as is allowed and one byte more.
fn read(from: impl Read + Send + 'static, most: usize) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error counts.
        let _ = from.take(most as u64 + 1).read_to_end(&mut bytes);
        // Nobody may be waiting any more.
        let _ = send.send(bytes);
    });
    receive
}

/// How a program ended and what it printed, or why it was not waited for.
fn outcome(
    child: &mut Child,
    output: Option<&Receiver<Vec<u8>>>,
    deadline: Instant,
    most: usize,
) -> Result<(ExitStatus, Vec<u8>), String> {
    let late = || format!("was still at it after {FILTER} seconds", FILTER = super::FILTER_SECONDS);
    let left = deadline.saturating_duration_since(Instant::now());
    let printed = match output {
        Some(output) => output.recv_timeout(left).map_err(|_| late())?,
        None => Vec::new(),
    };
    if printed.len() > most {
        return Err(format!("printed more than {} MB", most >> 20));
    }
    // It has closed its output, and ends soon, or never.
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok((status, printed)),
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(2)),
            Ok(None) => return Err(late()),
            Err(error) => return Err(trouble(&error).to_string()),
        }
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
        assert!(run(&[], b"", Duration::from_secs(9), 9).is_err());
    }

    #[test]
    fn a_program_is_bounded_in_time_and_output() {
        assert!(sh("sleep 60", b"", 0.2, 100).unwrap_err().contains("still at it"));
        assert!(sh("exec >&-; sleep 60", b"", 0.2, 100).unwrap_err().contains("still at it"));
        assert!(sh("yes", b"", 60.0, 1 << 20).unwrap_err().contains("printed more than 1 MB"));
    }
}
