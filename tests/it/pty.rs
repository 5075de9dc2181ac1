//! Real runs through a pseudo-terminal: start, quit, signals, resize, panic, a terminal that goes away.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up. Nothing waits this long but a test that fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program on a terminal.
struct Run {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
    before: String,
    /// Tells the thread that reads to let go of the terminal after the next output.
    leave: Arc<AtomicBool>,
    _home: tempfile::TempDir,
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { cols, rows, ..PtySize::default() }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Run {
    fn new(args: &[&str], vars: &[(&str, &str)]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_brief"));
        command.args(args);
        Self::command(command, vars)
    }

    fn command(mut command: CommandBuilder, vars: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(size(100, 30)).unwrap();
        command.env_clear();
        command.env("HOME", home.path());
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        for (name, value) in vars {
            command.env(name, value);
        }
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let before = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).unwrap();
        // The slave stays with the child alone: its end is the terminal's end.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let leave = Arc::new(AtomicBool::new(false));
        let gone = Arc::clone(&leave);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(n) = reader.read(&mut chunk) {
                if n == 0 || gone.load(Ordering::Relaxed) || sender.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            master: Some(pair.master),
            writer: Some(writer),
            output,
            screen: vt100::Parser::new(cells(30), cells(100), 0),
            raw: Vec::new(),
            before,
            leave,
            _home: home,
        }
    }

    fn talks() -> Self {
        Self::new(&["briefs/istanbul-talks.yaml"], &[])
    }

    /// A shell that controls jobs, which is what stops and goes on with programs. `$BRIEF` is the program.
    fn shell(script: &str) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", &format!("set -m; {script}")]);
        Self::command(command, &[("BRIEF", env!("CARGO_BIN_EXE_brief"))])
    }

    /// The terminal as the program has it.
    fn terminal(&self) -> std::fs::File {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        std::fs::File::options().read(true).write(true).open(name).unwrap()
    }

    /// Takes in output until the screen fits, or fails.
    fn until(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !fits(&self.screen.screen().contents()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(error) => panic!("never seen ({error}): {what}\n{}", self.screen.screen().contents()),
            }
        }
        self
    }

    fn see(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contains(text))
    }

    fn type_keys(&mut self, keys: &[u8]) -> &mut Self {
        self.writer.as_mut().unwrap().write_all(keys).unwrap();
        self
    }

    /// Waits until the program has stopped.
    fn wait_for_stop(&self) {
        use rustix::process::{Pid, WaitOptions, waitpid};
        let pid = Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap());
        let (_, status) = waitpid(pid, WaitOptions::UNTRACED).unwrap().unwrap();
        assert!(status.stopped(), "{status:?}");
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end of the program, and takes in all that it wrote.
    fn end(&mut self) -> portable_pty::ExitStatus {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "the program does not end");
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.screen.process(&bytes);
                self.raw.extend(bytes);
            }
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
        status
    }

    /// Every mode that was switched on is off again, and the terminal reads lines as before.
    fn assert_restored(&self) {
        let raw = String::from_utf8_lossy(&self.raw);
        for (on, off) in [
            ("\x1b[?1049h", "\x1b[?1049l"),
            ("\x1b[?2004h", "\x1b[?2004l"),
            ("\x1b[?1002h", "\x1b[?1002l"),
            ("\x1b[?25l", "\x1b[?25h"),
            ("\x1b[>1u", "\x1b[<1u"),
        ] {
            assert!(raw.rfind(off) > raw.rfind(on), "{on:?} is left on");
        }
        if let Some(master) = &self.master {
            assert_eq!(format!("{:?}", master.get_termios()), self.before, "the terminal's modes");
        }
    }
}

#[test]
fn it_opens_reads_and_quits() {
    let mut run = Run::talks();
    run.see("Istanbul talks")
        .type_keys(b"r")
        .until("the recommendations", |s| s.contains("Restore coherence"));
    run.type_keys(b"/doha").see("/4").type_keys(b"\r\x1b").see("all keys").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
    assert!(!run.screen.screen().contents().contains("Istanbul"), "the screen from before is back");
}

#[test]
fn signals_end_it_as_they_should_and_leave_the_terminal_as_it_was() {
    use rustix::process::Signal;
    for (signal, name) in [
        (Signal::TERM, "Terminated"),
        (Signal::HUP, "Hangup"),
        (Signal::INT, "Interrupt"),
        (Signal::QUIT, "Quit"),
    ] {
        let mut run = Run::talks();
        run.see("Istanbul talks").signal(signal);
        let status = run.end();
        assert!(!status.success());
        assert_eq!(status.signal(), Some(name));
        run.assert_restored();
    }
}

#[test]
fn a_note_longer_than_files_may_be_stays_on_the_screen() {
    let mut run = Run::shell("ulimit -f 0; exec $BRIEF briefs/istanbul-talks.yaml");
    run.see("Istanbul talks").type_keys(b"cwords\x13");
    run.see("NOT SAVED").see("ulimit -f").type_keys(b"qq");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn mistakes_of_the_configuration_are_told_in_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.yaml");
    std::fs::write(&file, "them: dark\nkeys: {reader: {j: fly}}\n").unwrap();
    let mut run = Run::new(&["briefs/istanbul-talks.yaml"], &[("BRIEF_CONFIG", file.to_str().unwrap())]);
    run.see("2 mistakes in config.yaml: :messages tells")
        .type_keys(b":messages\r")
        .see("`them` is not a field");
    assert!(run.screen.screen().contents().contains("no action is called `fly`"));
    run.type_keys(b"qq");
    run.end();
}

#[test]
fn it_stops_and_goes_on() {
    let mut run = Run::shell("$BRIEF briefs/istanbul-talks.yaml; echo it stopped; read line; fg");
    run.see("Istanbul talks").type_keys(b"\x1a").see("it stopped");
    assert!(!run.screen.screen().contents().contains("Istanbul"), "the screen is given back");
    run.assert_restored();
    run.type_keys(b"\n").see("Istanbul talks").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn where_no_shell_waits_it_says_so_instead_of_stopping() {
    let mut run = Run::talks();
    run.see("Istanbul talks").type_keys(b"\x1a").see("no shell here").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn stopped_by_somebody_else_it_comes_back_whole() {
    use rustix::process::Signal;
    let mut run = Run::talks();
    run.see("Istanbul talks").signal(Signal::STOP);
    run.wait_for_stop();
    // A shell takes the terminal for itself meanwhile.
    let terminal = run.terminal();
    let mut modes = rustix::termios::tcgetattr(&terminal).unwrap();
    modes.local_modes |= rustix::termios::LocalModes::ICANON | rustix::termios::LocalModes::ECHO;
    rustix::termios::tcsetattr(&terminal, rustix::termios::OptionalActions::Now, &modes).unwrap();
    run.screen.process(b"\x1b[2J");
    run.signal(Signal::CONT);
    run.see("Istanbul talks").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn a_terminal_that_takes_nothing_does_not_keep_it_from_ending() {
    use rustix::process::Signal;
    for (signal, name) in [(Signal::TERM, "Terminated"), (Signal::INT, "Interrupt")] {
        let mut run = Run::talks();
        run.see("Istanbul talks");
        rustix::termios::tcflow(run.terminal(), rustix::termios::Action::OOff).unwrap();
        run.type_keys(b"r").signal(signal);
        assert_eq!(run.end().signal(), Some(name));
    }
}

#[test]
fn it_follows_the_size_of_the_terminal() {
    let mut run = Run::talks();
    run.see("Key actors");
    run.master.as_ref().unwrap().resize(size(40, 12)).unwrap();
    run.screen.screen_mut().set_size(cells(12), cells(40));
    run.until("one section with tabs", |s| s.contains("s Summary  a  r  d"));
    for (cols, rows) in [(1, 1), (500, 200), (3, 40), (200, 2), (60, 20)] {
        run.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
        run.screen.screen_mut().set_size(cells(rows), cells(cols));
    }
    run.until("tabs at sixty", |s| s.contains("s Summary")).type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn it_ends_when_the_terminal_goes_away() {
    let mut run = Run::talks();
    run.see("Istanbul talks");
    // Every end of the terminal that is ours is closed; the thread closes its own after one more frame.
    run.leave.store(true, Ordering::Relaxed);
    run.type_keys(b"a");
    while run.output.recv_timeout(PATIENCE).is_ok() {}
    run.writer = None;
    run.master = None;
    run.end();
}

#[test]
fn the_answer_about_colours_restyles_and_presses_no_keys() {
    let mut run = Run::new(&["briefs/istanbul-talks.yaml"], &[("COLORTERM", "truecolor")]);
    run.see("Istanbul talks");
    let asked = |raw: &[u8]| raw.windows(6).any(|w| w == b"\x1b]11;?");
    let end = Instant::now() + PATIENCE;
    while !asked(&run.raw) {
        let bytes = run.output.recv_timeout(end.saturating_duration_since(Instant::now())).unwrap();
        run.raw.extend(bytes);
    }
    run.raw.clear();
    run.type_keys(b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    // The accent of the light theme.
    let light = b"38;2;138;75;0";
    while !run.raw.windows(light.len()).any(|w| w == light) {
        let bytes = run.output.recv_timeout(end.saturating_duration_since(Instant::now())).unwrap();
        run.raw.extend(bytes);
    }
    run.type_keys(b"q");
    assert!(run.end().success());
}

#[test]
fn an_unfinished_sequence_leaves_the_keys_working() {
    for start in [&b"\x1b]"[..], b"\x1bP", b"\x1b[?", b"\x1b[<", b"\x1b[<0;1", b"\xc3"] {
        let mut run = Run::talks();
        run.see("Istanbul talks").type_keys(start).type_keys(b"\x03");
        assert!(run.end().success(), "{start:?}");
        run.assert_restored();
    }
}

#[test]
fn no_color_writes_no_colour_and_asks_for_none() {
    let mut run = Run::new(&["briefs/istanbul-talks.yaml"], &[("NO_COLOR", "1")]);
    run.see("Istanbul talks")
        .type_keys(b"/trust\rvee")
        .see("copy")
        .type_keys(b"\x1b")
        .see("next hit")
        .type_keys(b"q");
    assert!(run.end().success());
    let raw = String::from_utf8_lossy(&run.raw);
    let codes: Vec<&str> =
        raw.split("\x1b[").skip(1).filter_map(|part| part.split_once('m')).map(|p| p.0).collect();
    let styles = codes.iter().filter(|code| code.chars().all(|c| c.is_ascii_digit() || c == ';'));
    for code in styles {
        for number in code.split(';').filter_map(|n| n.parse::<u32>().ok()) {
            assert!(number < 30, "a colour: {code}");
        }
    }
    assert!(codes.iter().any(|code| code.split(';').any(|n| n == "7")), "the selection is reversed");
    assert!(!raw.contains("\x1b]11;?"));
}

#[test]
fn a_brief_may_come_through_a_pipe_while_keys_come_from_the_terminal() {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", &format!("cat briefs/federalist-10.yaml | {} -", env!("CARGO_BIN_EXE_brief"))]);
    let mut run = Run::command(command, &[]);
    run.see("Federalist").type_keys(b"d").see("Disclaimers").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn the_editor_gets_the_terminal_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brief.yaml");
    std::fs::write(&file, "title: Before\nsummary: s\nactors:\n  - name: A\n  - name: B\n").unwrap();
    let editor = "sh -c 'echo editing at $1; read x < /dev/tty; sed -i s/Before/After/ $2' --";
    // The shell that runs the editor is no known editor, so it gets the path alone: name it vi by a link.
    let link = folder.path().join("vi");
    std::fs::write(&link, "#!/bin/sh\necho editing $1\nread x < /dev/tty\nsed -i s/Before/After/ $2\n")
        .unwrap();
    std::fs::set_permissions(&link, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut run =
        Run::new(&[file.to_str().unwrap()], &[("VISUAL", link.to_str().unwrap()), ("EDITOR", editor)]);
    run.see("Before").type_keys(b"a}e").see("editing +5").type_keys(b"\n").see("After");
    run.until("the reader's screen", |s| !s.contains("editing")).type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

/// A folder with a brief, and an editor called vi: a script that is given the file.
fn with_editor(script: &str) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (file, editor) = (folder.path().join("brief.yaml"), folder.path().join("vi"));
    std::fs::write(&file, "title: Before\nsummary: s\n").unwrap();
    std::fs::write(&editor, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let name = |path: std::path::PathBuf| path.to_str().unwrap().to_owned();
    (folder, name(file), name(editor))
}

#[test]
fn after_editing_findings_are_shown_and_the_editor_opens_again_at_the_place() {
    // The first time a mistake is made, the second time it is mended.
    let (folder, file, editor) = with_editor(
        "echo editing $1\nif grep -q titel $2; then sed -i s/titel/thesis/ $2; echo 'disclaimers: [y]' >> $2; else echo 'titel: x' >> $2; fi",
    );
    let mut run = Run::new(&["edit", &file], &[("EDITOR", &editor)]);
    run.see("editing +1").see("did you mean `title`?").see("edit again at line 3").type_keys(b"e\n");
    run.see("editing +3").see("nothing to complain of");
    assert!(run.end().success());
    let made = folder.path().join("made.yaml");
    let mut run = Run::new(&["new", "-o", made.to_str().unwrap(), "Talks"], &[("EDITOR", &editor)]);
    run.see("did you mean `title`?").type_keys(b"\n").see("it is kept as");
    // It opens where the first word is to be written; what is found may be longer than the screen.
    assert!(String::from_utf8_lossy(&run.raw).contains("editing +11"));
    assert_eq!(run.end().exit_code(), 1);
    assert!(std::fs::read_to_string(made).unwrap().contains("titel: x"));
}

#[test]
fn ctrl_z_in_the_editor_gives_the_shell_the_terminal() {
    let (_folder, file, editor) = with_editor("echo editing\nread x\nsed -i s/Before/After/ $2");
    let script = format!("export EDITOR={editor}; $BRIEF {file}; echo it stopped; read line; fg");
    let mut run = Run::shell(&script);
    run.see("Before").type_keys(b"e").see("editing").type_keys(b"\x1a").see("it stopped");
    run.type_keys(b"\n").see("${BRIEF}").type_keys(b"\n").see("After").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let (_folder, file, editor) =
        with_editor("trap '' INT QUIT\necho editing\nread x\necho got $x\nread x\nsed -i s/Before/After/ $2");
    let mut run = Run::new(&[&file], &[("EDITOR", &editor)]);
    run.see("Before").type_keys(b"e").see("editing").type_keys(b"\x03\x1cword\n").see("got word");
    run.type_keys(b"\n").see("After").type_keys(b"q");
    assert!(run.end().success());
    run.assert_restored();
}

#[test]
fn an_editor_that_is_not_there_is_named_with_what_helps() {
    let (_folder, file, _) = with_editor("");
    let mut run = Run::new(&[&file], &[("EDITOR", "no-such-editor")]);
    run.see("Before").type_keys(b"e");
    run.see("$EDITOR is no-such-editor, and there is no such program").type_keys(b"q");
    assert!(run.end().success());
}

#[test]
fn a_brief_from_a_named_pipe_is_read_once_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("p.yaml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = pipe.clone();
    let writer = std::thread::spawn(move || std::fs::write(path, "title: From afar\nsummary: s\n"));
    let mut run = Run::new(&[pipe.to_str().unwrap()], &[("EDITOR", "no-such-editor")]);
    run.see("From afar").type_keys(b"R").see("it cannot be read again").see("From afar");
    run.type_keys(b"e").see("there is no file to edit").type_keys(b"q");
    assert!(run.end().success());
    writer.join().unwrap().unwrap();
}

#[test]
fn text_is_copied_by_the_terminal() {
    let mut run = Run::talks();
    run.see("Istanbul talks").type_keys(b"vey").see("copied");
    // OSC 52 with "By" in base 64.
    let raw = String::from_utf8_lossy(&run.raw).into_owned();
    assert!(raw.contains("\x1b]52;c;Qnk=\x1b\\") || raw.contains("\x1b]52;c;Qnk=\x07"), "{raw:?}");
    run.type_keys(b"q");
    assert!(run.end().success());
}

/// A world in which copying panics on the thread that draws.
struct Fragile;

impl briefing::system::System for Fragile {
    fn read(&self, _: &std::path::Path) -> std::io::Result<Vec<u8>> {
        Ok(b"title: Fragile\nsummary: s\n".to_vec())
    }
    fn len(&self, _: &std::path::Path) -> Option<u64> {
        Some(10)
    }
    fn open(&self, path: &std::path::Path) -> std::io::Result<Box<dyn briefing::system::Opened>> {
        briefing::system::Os.open(path)
    }

    fn stat(&self, path: &std::path::Path) -> Option<briefing::system::Stat> {
        briefing::system::Os.stat(path)
    }

    fn list(&self, _: &std::path::Path) -> std::io::Result<Vec<briefing::system::Entry>> {
        Ok(Vec::new())
    }
    fn kind(&self, _: &std::path::Path) -> Option<briefing::system::Kind> {
        Some(briefing::system::Kind::File)
    }
    fn canonical(&self, path: &std::path::Path) -> std::io::Result<std::path::PathBuf> {
        Ok(path.to_owned())
    }
    fn replace(&self, _: &std::path::Path, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
    fn amend(&self, _: &std::path::Path, _: &[u8], _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
    fn create(&self, _: &std::path::Path, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
    fn append(&self, _: &std::path::Path, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
    fn put_copy(&self, _: &std::path::Path, _: &[u8], _: bool) -> std::io::Result<()> {
        Ok(())
    }

    fn remove(&self, _: &std::path::Path) -> std::io::Result<()> {
        Ok(())
    }
    fn lock(&self, _: &std::path::Path) -> std::io::Result<briefing::system::Lock> {
        Ok(briefing::system::Lock::default())
    }
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }
    fn chance(&self) -> u64 {
        0
    }
    fn claim(&self, _: &std::path::Path) -> std::io::Result<briefing::system::Lock> {
        Ok(briefing::system::Lock::default())
    }

    fn is_claimed(&self, _: &std::path::Path) -> bool {
        false
    }
    fn var(&self, name: &str) -> Option<String> {
        assert_ne!(name, "TMUX", "a panic for a test");
        None
    }
    fn run(&self, _: &[std::ffi::OsString]) -> Result<(), String> {
        Ok(())
    }
    fn pipe(&self, _: &[String], _: &str) -> Result<(), String> {
        Ok(())
    }

    fn filter(&self, _: &[String], _: &[u8]) -> Result<Vec<u8>, String> {
        Ok(Vec::new())
    }
}

/// The program that [`a_panic_leaves_the_terminal_as_it_was`] runs: this test in a process of its own.
#[test]
fn fragile_program() {
    if std::env::var_os("BRIEF_TEST_FRAGILE").is_none() {
        return;
    }
    let start = briefing::tui::Start {
        settings: briefing::tui::app::Settings::default(),
        entries: vec![crate::desk::entry("x.yaml")],
        library: Vec::new(),
        warnings: Vec::new(),
        copy_command: None,
        keeping: briefing::notes::Keeping::Data,
        severities: briefing::diagnostic::Severities::default(),
    };
    let _ = briefing::tui::run(Arc::new(Fragile), start);
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "pty::fragile_program", "--nocapture", "--test-threads", "1"]);
    let mut run = Run::command(command, &[("BRIEF_TEST_FRAGILE", "1")]);
    run.see("Fragile").type_keys(b"y");
    assert!(!run.end().success());
    run.assert_restored();
    assert!(String::from_utf8_lossy(&run.raw).contains("a panic for a test"), "the panic is reported");
}

#[test]
fn whatever_ends_it_the_reader_goes_on_where_it_stopped() {
    use rustix::process::Signal;
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().to_str().unwrap();
    let vars = [("XDG_STATE_HOME", folder)];
    let mut run = Run::new(&["briefs/istanbul-talks.yaml"], &vars);
    // The section whose place the bottom line tells.
    let on_recommendations =
        |screen: &str| screen.lines().last().is_some_and(|line| line.contains("Recommendations"));
    run.see("Istanbul talks").type_keys(b"rz").until("the section", on_recommendations).signal(Signal::TERM);
    assert!(!run.end().success());
    let mut run = Run::new(&["--continue"], &vars);
    run.see("Istanbul talks").type_keys(b"z").until("the section", on_recommendations);
    run.type_keys(b"q");
    assert!(run.end().success());
}

#[test]
fn a_file_that_is_changed_outside_is_read_again_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.yaml");
    std::fs::write(&file, "title: Wells\nsummary: The river is low.\n").unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let mut run = Run::new(&[file.to_str().unwrap()], &[("XDG_DATA_HOME", data)]);
    run.see("The river is low.");
    // As an editor does it: another file takes its place. Where it is not watched yet, the next writing counts.
    let end = Instant::now() + PATIENCE;
    while !run.screen.screen().contents().contains("The river is high.") {
        assert!(Instant::now() < end, "never read again");
        let fresh = folder.path().join("fresh");
        std::fs::write(&fresh, "title: Wells\nsummary: The river is high.\n").unwrap();
        std::fs::rename(&fresh, &file).unwrap();
        if let Ok(bytes) = run.output.recv_timeout(Duration::from_secs(2)) {
            run.screen.process(&bytes);
            run.raw.extend(bytes);
        }
    }
    run.see("+The river is high.");
    // So are notes of others, from the first one on: nobody has made a folder for them yet.
    let mut script = std::process::Command::new(env!("CARGO_BIN_EXE_brief"));
    script.args(["notes", "add", file.to_str().unwrap(), "-q", "river", "-t", "Which?"]);
    assert!(script.env("HOME", folder.path()).env("XDG_DATA_HOME", data).status().unwrap().success());
    run.see("Notes").type_keys(b"q");
    assert!(run.end().success());
}
