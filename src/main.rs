//! The program `brief`: arguments in, exit status out. Everything else is in the library.

use briefing::cli::{self, Exit};
use briefing::system::{Os, System};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let system: Arc<dyn System> = Arc::new(Os);
    match cli::run(&system) {
        Exit::Fine => ExitCode::SUCCESS,
        Exit::Findings => ExitCode::from(1),
        Exit::Failure => ExitCode::from(2),
        Exit::Signal(signal) => {
            // Whoever waits for the program learns which signal it was; where that fails, the usual number says so.
            let _ = briefing::tui::die_of(signal);
            ExitCode::from(u8::try_from(128 + signal).unwrap_or(2))
        }
    }
}
