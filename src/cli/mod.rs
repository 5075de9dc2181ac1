//! The command line: arguments, and one file for each command.
//!
//! Invariant: data goes to standard output, messages to standard error; a closed pipe ends the program quietly; the
//! exit status says what happened ([`Exit`]). Nothing else in the project prints.

mod args;
mod asking;
mod bringing;
mod check;
mod color;
mod edit;
mod editing;
mod entries;
mod export;
mod fmt;
mod gathered;
mod help;
mod homes;
mod import;
mod jotting;
mod list;
mod looking;
mod man;
mod new;
mod note_args;
mod notes;
mod offered;
mod open;
mod search;
mod show;
mod twins;

pub use args::{Args, command};

use crate::config::{self, Config};
use crate::diagnostic::Report;
use crate::render::findings;
use crate::system::{System, config_file, home, trouble};
use crate::text::{clean, clean_line};
use args::{Command, Format};
use clap::CommandFactory;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

/// What the program ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All went well: 0.
    Fine,
    /// A brief has errors: 1.
    Findings,
    /// It could not be done: 2.
    Failure,
    /// Ended by a signal of this number.
    Signal(i32),
}

/// Does what the arguments of the program say.
pub fn run(system: &Arc<dyn System>) -> Exit {
    let done = match Args::read() {
        Ok(args) => dispatch(args, system),
        Err(page) => help(&page),
    };
    match done {
        Ok(exit) => exit,
        // Whoever read our output has had enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            complain(&trouble(&error).to_string());
            Exit::Failure
        }
    }
}

/// Help that was asked for, or what is wrong with the arguments, which are repeated there.
fn help(page: &clap::Error) -> io::Result<Exit> {
    let text = page.render().to_string();
    let text = clean(&text);
    if page.use_stderr() {
        tell(text.trim_end());
        return Ok(Exit::Failure);
    }
    print(text.as_bytes())?;
    Ok(Exit::Fine)
}

fn dispatch(args: Args, system: &Arc<dyn System>) -> io::Result<Exit> {
    let Args { command, reader, color, config } = args;
    match command {
        Some(Command::Completions { shell }) => {
            print(offered::script(shell, &mut Args::command())?.as_bytes())?;
            Ok(Exit::Fine)
        }
        Some(Command::Man) => {
            print(man::page(&args::command())?.as_bytes())?;
            Ok(Exit::Fine)
        }
        Some(Command::List(list)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            list::run(system, &config, &list)
        }
        Some(Command::Search(search)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            search::run(system, &config, &search, color)
        }
        Some(Command::Open(args)) => {
            let (config, report) = read_configuration(&**system, config.as_deref())?;
            open::found(system, config, report.as_ref(), &args, color)
        }
        Some(Command::Config) => {
            print(config_page(&**system).as_bytes())?;
            Ok(Exit::Fine)
        }
        Some(Command::Check(check)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            check::run(&**system, &config, &check, color)
        }
        Some(Command::Schema) => {
            print(crate::brief::schema().as_bytes())?;
            Ok(Exit::Fine)
        }
        Some(Command::Notes(notes)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            notes::run(system, &config, notes)
        }
        Some(Command::Export(export)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            export::run(system, &config, &export)
        }
        Some(Command::New(new)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            new::run(&**system, &config, &new, color)
        }
        Some(Command::Edit(edit)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            edit::run(system, &config, &edit, color)
        }
        Some(Command::Fmt(fmt)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            fmt::run(&**system, &config, &fmt, color)
        }
        Some(Command::Import(articles)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            import::run(&**system, &config, &articles, color)
        }
        Some(Command::Show(show)) => {
            let config = configuration(&**system, config.as_deref(), color)?;
            show::run(&**system, &config, &show, color)
        }
        None => {
            let (config, report) = read_configuration(&**system, config.as_deref())?;
            open::run(system, config, report.as_ref(), reader, color)
        }
    }
}

/// The configuration, and its mistakes on standard error.
fn configuration(system: &dyn System, file: Option<&Path>, color: args::ColorChoice) -> io::Result<Config> {
    let (config, report) = read_configuration(system, file)?;
    complain_of(system, report.as_ref(), color);
    Ok(config)
}

/// Mistakes of the configuration, on standard error.
fn complain_of(system: &dyn System, report: Option<&Report>, color: args::ColorChoice) {
    if let Some(report) = report {
        tell(&findings::text(report, color::for_stderr(system, color), width(system)));
    }
}

fn read_configuration(system: &dyn System, file: Option<&Path>) -> io::Result<(Config, Option<Report>)> {
    let asked = file.map(Path::to_owned);
    let Some(path) = asked.clone().or_else(|| config_file(system)) else {
        return Ok((Config::default(), None));
    };
    let home = home(system).and_then(|home| home.to_str().map(str::to_owned));
    let too_large = || {
        let message = format!("it has more than {} MB, the most for a configuration", MAX_CONFIG >> 20);
        io::Error::new(io::ErrorKind::FileTooLarge, message)
    };
    let read = if system.len(&path).is_some_and(|len| len > MAX_CONFIG) {
        Err(too_large())
    } else {
        system.read(&path)
    };
    match read {
        Ok(bytes) if bytes.len() as u64 > MAX_CONFIG => {
            configuration_fails(&path, &too_large(), asked.is_some())
        }
        Ok(bytes) => Ok(config::read(&path.display().to_string(), bytes, home.as_deref())),
        // Nobody needs a configuration, unless one was asked for.
        Err(error) if error.kind() == io::ErrorKind::NotFound && asked.is_none() => {
            Ok((Config::default(), None))
        }
        Err(error) => configuration_fails(&path, &error, asked.is_some()),
    }
}

/// The most bytes that a configuration may have.
const MAX_CONFIG: u64 = 1 << 20;

/// A configuration that cannot be read: an error where it was asked for, else a message.
fn configuration_fails(path: &Path, error: &io::Error, asked: bool) -> io::Result<(Config, Option<Report>)> {
    let why = format!("{}: {}", path.display(), trouble(error));
    if asked {
        return Err(io::Error::new(error.kind(), why));
    }
    complain(&format!("the configuration {why}"));
    Ok((Config::default(), None))
}

/// Where the configuration lies and what can stand in it, as a file to begin with.
fn config_page(system: &dyn System) -> String {
    use std::fmt::Write as _;
    let path = config_file(system)
        .map_or("(no home folder: HOME is no full path)".to_owned(), |path| path.display().to_string());
    let path = clean_line(&path);
    let mut page =
        format!("# The configuration of brief. It is read from\n#   {path}\n# Uncomment what you change.\n");
    for field in config::CONFIG.fields {
        let example = match field.name {
            "theme" => "theme: auto",
            "layout" => "layout: panes",
            "measure" => "measure: 76",
            "mouse" => "mouse: true",
            "folders" => "folders: [~/briefs]",
            "copy_command" => "copy_command: wl-copy",
            "notes" => "notes: data",
            "check" => "check: {no-disclaimer: off, unmentioned-actor: error}",
            "import" => "import: {command: [my-drafter, --brief]}",
            _ => "keys:\n#   reader:\n#     ctrl-j: next-pane\n#     x: none",
        };
        let _ = write!(page, "\n# {}\n# {example}\n", field.about);
    }
    page
}

/// The width for messages.
fn width(system: &dyn System) -> usize {
    color::terminal_width(system).unwrap_or(80)
}

/// Prints data. Whoever set our output up may have told it not to wait: then it is waited for here.
fn print(bytes: &[u8]) -> io::Result<()> {
    let out = io::stdout();
    let mut rest = bytes;
    while !rest.is_empty() {
        match rustix::io::write(&out, rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => rest = rest.get(n..).unwrap_or_default(),
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)?;
            }
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Prints what a template has made. A template is a file too: where a terminal would obey what it says, only its text is
/// shown, with its line breaks and tabs; files and pipes get all of it.
fn print_made(text: &str) -> io::Result<()> {
    if !on_terminal() {
        return print(text.as_bytes());
    }
    let parts: Vec<_> = text.split('\t').map(clean).collect();
    print(parts.join("\t").as_bytes())
}

/// Prints a message of one line, whatever the names in it hold.
fn complain(message: &str) {
    tell(&format!("brief: {}", clean_line(message)));
}

/// Prints what has been made safe for a terminal. Where not even that works, there is nobody to tell.
fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether there is somebody to ask: one who sees standard error and answers on standard input.
fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks, and waits for a line; none where there is no more to come.
fn ask(question: &str) -> io::Result<Option<String>> {
    use std::io::{BufRead, Read};
    let mut out = io::stderr().lock();
    write!(out, "{question}")?;
    out.flush()?;
    let mut answer = Vec::new();
    // An answer is short: whatever else comes is none.
    let read = io::stdin().lock().take(4096).read_until(b'\n', &mut answer)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&answer).into_owned()))
}

/// Whether a person sees standard output.
fn on_terminal() -> bool {
    io::stdout().is_terminal()
}

impl Format {
    const fn is_json(self) -> bool {
        matches!(self, Self::Json)
    }
}
