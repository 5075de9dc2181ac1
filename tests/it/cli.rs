//! The program as scripts see it: output, messages, exit status.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A command in a home of its own, with an environment that says nothing.
pub(crate) fn brief(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brief"));
    command
        .env_clear()
        .env("HOME", home)
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm-256color")
        .current_dir(home);
    command.stdin(Stdio::null());
    command
}

/// A home with some files.
pub(crate) struct Home(pub(crate) tempfile::TempDir);

impl Home {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = home.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        brief(self.0.path()).args(args).output().unwrap()
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const SMALL: &str = "title: Small\nsummary: A *short* summary.\nactors: [{name: Qatar, role: Host.}]\n\
                     recommendations: [{text: Talk., to: Qatar, priority: high}]\ndisclaimers: [Mine.]\n";

#[test]
fn show_prints_a_page() {
    let home = Home::new(&[("small.yaml", SMALL)]);
    let out = home.run(&["show", "small.yaml"]);
    assert_eq!(out.status.code(), Some(0));
    insta::assert_snapshot!(text(&out.stdout));
    assert_eq!(text(&out.stderr), "");
}

#[test]
fn each_brief_of_a_file_is_shown_with_what_is_found_at_its_place() {
    let one = "title: T\nsummary: s\nactors: [{name: A, aliases: [B, B]}]\ndisclaimers: [d]\n";
    let home = Home::new(&[("many.yaml", &[one, "titel: U\n", one].join("---\n"))]);
    let out = home.run(&["show", "many.yaml"]);
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(text(&out.stdout).matches("Summary").count(), 2, "{}", text(&out.stdout));
    let said = text(&out.stderr);
    assert!(
        said.contains("many.yaml:3:33: warning: ") && said.contains("many.yaml:10:33: warning: "),
        "{said}"
    );
    assert!(said.contains("--> many.yaml:6:1") && said.contains("did you mean `title`?"), "{said}");
}

#[test]
fn a_page_spells_out_where_links_lead() {
    let linked = "title: T\nsource: {url: 'https://a.b/op-ed'}\nsummary: |\n  See [the *last* page](https://example.org/x).\n\n\
                  \x20 Or <https://example.org/y>.\ndisclaimers: [z]\n";
    let home = Home::new(&[("linked.yaml", linked)]);
    let page = text(&home.run(&["show", "linked.yaml"]).stdout);
    assert!(page.contains("See the last page <https://example.org/x>."), "{page}");
    assert!(page.contains("Or https://example.org/y."), "{page}");
    assert_eq!(page.matches("https://a.b/op-ed").count(), 1, "{page}");
}

#[test]
fn a_pipe_gets_the_same_page_as_show() {
    let home = Home::new(&[("small.yaml", SMALL)]);
    assert_eq!(home.run(&["small.yaml"]).stdout, home.run(&["show", "small.yaml"]).stdout);
    let dumb = brief(home.0.path()).env("TERM", "dumb").arg("small.yaml").output().unwrap();
    assert_eq!(dumb.stdout, home.run(&["show", "small.yaml"]).stdout);
}

#[test]
fn sections_and_widths_can_be_chosen() {
    let home = Home::new(&[("small.yaml", SMALL)]);
    let out = text(&home.run(&["show", "small.yaml", "-s", "actors", "--section", "r", "-w", "20"]).stdout);
    assert!(out.contains("Qatar") && out.contains("Talk.") && !out.contains("summary"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 20), "{out}");
    let wide = text(
        &brief(home.0.path()).env("COLUMNS", "30").args(["show", "small.yaml"]).output().unwrap().stdout,
    );
    assert!(wide.lines().all(|line| line.chars().count() <= 30), "{wide}");
    let none = home.run(&["show", "small.yaml", "-s", "nonesuch"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("no section “nonesuch”"));
}

#[test]
fn json_holds_the_fields_and_reads_back() {
    let home = Home::new(&[("small.yaml", SMALL)]);
    let out = home.run(&["show", "--format", "json", "small.yaml", "small.yaml"]);
    let values: Vec<serde_json::Value> =
        serde_json::Deserializer::from_slice(&out.stdout).into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!(values.len(), 2);
    assert_eq!(values[0]["recommendations"][0]["to"][0], "Qatar");
    assert_eq!(values[0]["format"], 1);
    // JSON is YAML: the brief that was written is a brief.
    let again = Home::new(&[("again.yaml", &text(&out.stdout).replace("}\n{", "}\n---\n{"))]);
    assert_eq!(again.run(&["show", "--format", "json", "again.yaml"]).stdout, out.stdout);
}

#[test]
fn every_sample_prints_without_a_complaint() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/briefs");
    let out = Home::new(&[]).run(&["show", folder]);
    assert_eq!((out.status.code(), text(&out.stderr)), (Some(0), String::new()));
    for name in ["Istanbul talks", "J’Accuse", "脱亜論", "Federalist", "Modest Proposal", "Twenty Millions"]
    {
        assert!(text(&out.stdout).contains(name), "{name}");
    }
}

#[test]
fn without_briefs_the_samples_are_read() {
    let out = Home::new(&[]).run_piped(&[], None);
    assert!(text(&out.stdout).contains("Istanbul talks"), "{}", text(&out.stdout));
    let own = Home::new(&[("briefs/mine.yaml", SMALL)]).run_piped(&[], None);
    assert!(text(&own.stdout).starts_with("Small"));
    let configured =
        Home::new(&[("lib/mine.yaml", SMALL), (".config/brief/config.yaml", "folders: ~/lib\n")]);
    assert!(text(&configured.run_piped(&[], None).stdout).starts_with("Small"));
}

impl Home {
    /// Runs with something on standard input, or with a terminal there where nothing is given.
    pub(crate) fn run_piped(&self, args: &[&str], input: Option<&[u8]>) -> Output {
        let mut command = brief(self.0.path());
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Some(input) = input else {
            let pair = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default()).unwrap();
            let terminal = std::fs::File::options().read(true).open(pair.master.tty_name().unwrap()).unwrap();
            return command.stdin(terminal).output().unwrap();
        };
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    }
}

#[test]
fn standard_input_is_a_brief() {
    let home = Home::new(&[]);
    for args in [&["-"][..], &[], &["show", "-"]] {
        let out = home.run_piped(args, Some(SMALL.as_bytes()));
        assert!(text(&out.stdout).starts_with("Small"), "{args:?}");
        assert_eq!(out.status.code(), Some(0));
    }
    let out = home.run_piped(&["-"], Some(b"titel: x\n"));
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("<stdin>:1:1"), "{}", text(&out.stderr));
}

#[test]
fn findings_go_to_standard_error_with_place_caret_and_remedy() {
    let home = Home::new(&[("bad.yaml", "title: x\nsummary: y\ndisclamers:\n  - z\npriority: 1\n")]);
    let out = home.run(&["show", "bad.yaml"]);
    assert_eq!((out.status.code(), text(&out.stdout)), (Some(1), String::new()));
    insta::assert_snapshot!(text(&out.stderr));
}

#[test]
fn warnings_are_told_in_short_and_leave_the_status() {
    let doubtful = "title: x\nsummary: y\nactors: [Pakistan]\nrecommendations: [{text: Talk, to: Pakistn}]\n";
    let home = Home::new(&[("doubtful.yaml", doubtful)]);
    for args in
        [&["show", "doubtful.yaml"][..], &["doubtful.yaml"], &["show", "--format", "json", "doubtful.yaml"]]
    {
        let out = home.run(args);
        assert_eq!(
            text(&out.stderr),
            "doubtful.yaml:1:8: warning: no disclaimer: whose opinion is this?; \
             add `disclaimers:` with what the author and the publisher disclaim\n\
             doubtful.yaml:4:36: warning: no actor is called `Pakistn`; did you mean `Pakistan`?\n"
        );
        assert_eq!(out.status.code(), Some(0), "{args:?}");
        assert!(!out.stdout.is_empty());
    }
    let wrong =
        Home::new(&[("wrong.yaml", &format!("{doubtful}text: One.\ndisclaimers: [{{text: z, from: 3}}]\n"))]);
    let out = wrong.run(&["show", "wrong.yaml"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stdout).starts_with('x'), "what can be read is printed all the same");
}

#[test]
fn whatever_is_wrong_with_a_file_has_a_clear_message_and_a_status() {
    let home = Home::new(&[
        ("empty.yaml", ""),
        ("tab.yaml", "title: x\nsource:\n\ttitle: y\n"),
        ("deep.yaml", &"[".repeat(10_000)),
        ("bomb.yaml", &format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 10_000].join(","))),
        ("folder/x.txt", "no brief"),
        ("small.yaml", SMALL),
    ]);
    std::fs::write(home.path("latin.yaml"), b"title: caf\xe9\n").unwrap();
    for (args, status, message) in [
        (&["show", "empty.yaml"][..], 1, "no brief in this file"),
        (&["show", "tab.yaml"], 1, "tab.yaml:3:1"),
        (&["show", "deep.yaml"], 1, "nested more than"),
        (&["show", "bomb.yaml"], 1, "aliases add more than"),
        (&["show", "latin.yaml"], 1, "latin.yaml:1:11"),
        (&["show", "gone.yaml"], 2, "no such file"),
        (&["show", "folder"], 2, "no briefs"),
        (&["show", "small.yaml", "-s", "foo"], 2, "there are summary, actors, recommendations, disclaimers"),
        (&["shwo", "small.yaml"], 2, "did you mean the command show"),
        (&["help"], 2, "brief --help"),
        (&["show"], 2, "required"),
        (&["show", "--width", "3", "x"], 2, "10..=1000"),
        (&["--theme", "pink"], 2, "high-contrast"),
        (&["--config", "gone.yaml", "x"], 2, "gone.yaml"),
    ] {
        let out = home.run(args);
        assert!(text(&out.stderr).contains(message), "{args:?}: {}", text(&out.stderr));
        assert_eq!(out.status.code(), Some(status), "{args:?}");
    }
}

#[test]
fn one_slip_hides_no_other() {
    let slips = "title: x\nactors: [{name: Qatar, from: [9]}]\nfrom: 1\ntext: One.\n";
    let rule = "check: {no-disclaimer: off}\n";
    let home = Home::new(&[("slips.yaml", slips), ("config.yaml", rule)]);
    let said = text(&home.run(&["show", "slips.yaml"]).stderr);
    for message in ["`from` is not a field", "there is no paragraph 9", "no disclaimer"] {
        assert!(said.contains(message), "{message}: {said}");
    }
    let said = text(&home.run(&["show", "slips.yaml", "--config", "config.yaml"]).stderr);
    assert!(said.contains("there is no paragraph 9") && !said.contains("no disclaimer"), "{said}");
}

#[test]
fn colours_follow_flag_and_environment() {
    let home = Home::new(&[("small.yaml", SMALL)]);
    let coloured = |vars: &[(&str, &str)], args: &[&str]| {
        let out = brief(home.0.path())
            .envs(vars.iter().copied())
            .arg("show")
            .arg("small.yaml")
            .args(args)
            .output()
            .unwrap();
        out.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[], &["--color=always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(coloured(&[("NO_COLOR", ""), ("FORCE_COLOR", "1")], &[]));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::new(&[]);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/briefs");
    let mut child = brief(home.0.path())
        .args(["show", folder, folder, folder, folder, folder, folder])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!((out.status.code(), text(&out.stderr)), (Some(0), String::new()));
}

#[test]
fn an_output_that_does_not_wait_gets_all_of_it() {
    let home =
        Home::new(&[("long.yaml", &format!("title: Long\nsummary: |\n{}", "  word\n\n".repeat(200_000)))]);
    let (ours, theirs) = std::os::unix::net::UnixStream::pair().unwrap();
    theirs.set_nonblocking(true).unwrap();
    let mut child = brief(home.0.path())
        .args(["show", "long.yaml"])
        .stdout(std::os::fd::OwnedFd::from(theirs))
        .spawn()
        .unwrap();
    let page = std::io::read_to_string(ours).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(page.matches("word").count(), 200_000);
}

#[test]
fn a_configuration_with_mistakes_is_complained_of_and_works() {
    let home = Home::new(&[
        ("small.yaml", SMALL),
        (".config/brief/config.yaml", "them: dark\nkeys: {reader: {j: fly}}\n"),
    ]);
    let out = home.run(&["show", "small.yaml"]);
    assert_eq!(out.status.code(), Some(0));
    assert!(text(&out.stdout).starts_with("Small"));
    insta::assert_snapshot!(text(&out.stderr).replace(home.0.path().to_str().unwrap(), "~"));
}

#[test]
fn help_completions_and_manual_come_from_one_table() {
    let home = Home::new(&[]);
    insta::assert_snapshot!("help", text(&home.run(&["--help"]).stdout));
    insta::assert_snapshot!("help_show", text(&home.run(&["show", "--help"]).stdout));
    insta::assert_snapshot!(
        "config_page",
        text(&home.run(&["config"]).stdout).replace(home.0.path().to_str().unwrap(), "~")
    );
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&home.run(&["completions", shell]).stdout);
        let offered = ["no-disclaimer", "recommendations", "readwise", "high-contrast", "topic", "orphaned"];
        // The others complete no values.
        let offered = offered.into_iter().filter(|_| ["bash", "zsh", "fish"].contains(&shell));
        for word in ["show", "completions", "theme", "section"].into_iter().chain(offered) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let bash = text(&home.run(&["completions", "bash"]).stdout);
    assert_eq!(bash.matches("complete -F _brief_goes_on ").count(), 2);
    assert!(!bash.contains("complete -F _brief "));
    let man = text(&home.run(&["man"]).stdout);
    assert!(man.contains(".TH brief 1") && man.contains("high\\-contrast"), "{man}");
    let sections: Vec<&str> = man.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    let names = sections.iter().map(|name| name.trim_matches('"')).collect::<Vec<_>>();
    assert_eq!(
        names,
        [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "COMMANDS",
            "KEYS",
            "EXIT STATUS",
            "ENVIRONMENT",
            "EXAMPLES"
        ]
    );
    for odd in ["`", "[subcommands]", "brief\\-list(1)", "no\\-disclaimer"] {
        assert!(!man.contains(odd), "{odd}");
    }
    for command in ["brief list", "brief check", "brief notes attach", "brief completions"] {
        assert!(man.contains(&format!(".SS \"{command}\"\n")), "{command}");
    }
    assert_eq!(man.matches("\\fB").count(), man.matches("\\fR").count() - man.matches("\\fI").count());
    assert!(text(&home.run(&["--version"]).stdout).starts_with("brief "));
}

#[test]
fn pipes_in_a_folder_are_left_alone_and_named_ones_are_read() {
    let home = Home::new(&[("ff/small.yaml", SMALL)]);
    let pipe = home.path("ff/p.yaml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let out = home.run(&["show", "ff"]);
    assert!(text(&out.stdout).starts_with("Small"), "{}", text(&out.stderr));
    let writer = std::thread::spawn(move || std::fs::write(pipe, SMALL));
    assert!(text(&home.run(&["show", "ff/p.yaml"]).stdout).starts_with("Small"));
    writer.join().unwrap().unwrap();
}

#[test]
fn a_configuration_that_cannot_be_read_is_warned_of_and_done_without() {
    let home = Home::new(&[("small.yaml", SMALL), (".config/brief/config.yaml/x", "")]);
    let nowhere =
        brief(home.0.path()).env("HOME", "/dev/null").args(["show", "small.yaml"]).output().unwrap();
    for out in [home.run(&["show", "small.yaml"]), nowhere] {
        assert_eq!((out.status.code(), text(&out.stdout).starts_with("Small")), (Some(0), true));
        assert!(text(&out.stderr).starts_with("brief: the configuration "), "{}", text(&out.stderr));
    }
    let asked = home.run(&["--config", ".config/brief/config.yaml", "show", "small.yaml"]);
    assert_eq!(asked.status.code(), Some(2));
}

#[test]
fn help_that_cannot_be_printed_is_a_failure() {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let Ok(full) = full else { return };
    let out = brief(Home::new(&[]).0.path()).arg("--help").stdout(full).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn hostile_text_reaches_no_pipe_either() {
    let nasty = r#""a\e[31mb\u009b31mc\u202ed\u200be\e]0;x\af""#;
    let nasty_brief = format!("title: {nasty}\nsummary: {nasty}\nactors: [{nasty}]\n");
    let bad = format!("{nasty}: {nasty}\n");
    let home = Home::new(&[
        ("nasty.yaml", &nasty_brief),
        ("bad\x1b[31m.yaml", &bad),
        ("folder\x1b[31m\u{202e}/x.txt", ""),
    ]);
    for args in [
        &["show", "nasty.yaml"][..],
        &["show", "--format", "json", "nasty.yaml"],
        &["show", "bad\x1b[31m.yaml"],
        &["show", "gone\x1b[31m.yaml"],
        &["show", "folder\x1b[31m\u{202e}"],
        &["--config", "no\x1b[31m\u{202e}x", "x"],
        &["--theme", "\x1b[31m\u{202e}"],
        &["config"],
    ] {
        let out = brief(home.0.path())
            .args(args)
            .env("BRIEF_CONFIG", "/a\x1b[31m\u{202e}b\nc: d")
            .output()
            .unwrap();
        assert!(!text(&out.stdout).contains("\nc: d"), "a line of the configuration");
        for stream in [out.stdout, out.stderr] {
            let bad: Vec<char> = text(&stream)
                .chars()
                .filter(|c| *c != '\n' && (c.is_control() || matches!(c, '\u{202e}' | '\u{200b}')))
                .collect();
            assert!(bad.is_empty(), "{args:?}: {bad:?}");
        }
    }
}

#[test]
fn an_article_becomes_a_draft_and_nothing_is_written_over_unasked() {
    let home = Home::new(&[
        ("a.txt", include_str!("articles/page.txt")),
        ("b.md", include_str!("articles/frontmatter.md")),
        ("none.txt", "Share\n"),
        ("kept.yaml", "mine"),
    ]);
    let out = home.run(&["import", "a.txt"]);
    assert_eq!(out.status.code(), Some(0));
    assert!(text(&out.stdout).contains("\ntitle: The night bus is not a luxury\n"), "{}", text(&out.stdout));
    assert_eq!(
        text(&out.stderr),
        "brief: a.txt: 10 paragraphs, 3 actors, 5 recommendations, 2 disclaimers, 1 event, 1 quote\n\
         brief: a.txt: not found: link (--url)\n"
    );
    let refused = home.run(&["import", "a.txt", "-o", "kept.yaml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("kept.yaml is there already: --force writes over it"));
    assert_eq!(std::fs::read_to_string(home.path("kept.yaml")).unwrap(), "mine");
    assert_eq!(home.run(&["import", "a.txt", "-o", "kept.yaml", "--force"]).status.code(), Some(0));
    let shown = home.run(&["show", "kept.yaml", "--section", "actors"]);
    assert!(text(&shown.stdout).contains("draft"), "{}", text(&shown.stdout));
    assert!(text(&shown.stderr).contains("warning: the actor “Peter Vance” is a draft; read it beside ¶4"));
    assert_eq!(shown.status.code(), Some(0));
    let many = home.run(&["import", "a.txt", "none.txt", "b.md", "nowhere.txt", "-o", "drafts/"]);
    assert_eq!(many.status.code(), Some(2), "two of them are no articles");
    assert!(
        text(&many.stderr).contains("no article in this file") && text(&many.stderr).contains("no such file")
    );
    for name in
        ["the-night-bus-is-not-a-luxury.yaml", "the-library-is-the-last-room-that-asks-for-nothing.yaml"]
    {
        assert!(home.path("drafts").join(name).is_file(), "{}", text(&many.stderr));
    }
    let wrong = home.run(&["import", "a.txt", "--published", "2025-13-01"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("there is no such month"), "{}", text(&wrong.stderr));
}

#[test]
fn a_command_drafts_instead_and_its_failures_are_told() {
    let config = |command: &str| format!("import: {{command: [sh, -c, '{command}']}}\n");
    let run = |command: &str, args: &[&str]| {
        let home =
            Home::new(&[("a.txt", "An article."), ("c.yaml", &config(command)), ("kept.yaml", "mine")]);
        let args = [&["import", "a.txt", "--config", "c.yaml"], args].concat();
        let out = home.run(&args);
        (out, std::fs::read_to_string(home.path("kept.yaml")).unwrap())
    };
    let (out, _) = run("echo \"title: $(cat | tr a-z A-Z)\"; echo \"summary: S\"", &[]);
    assert_eq!(
        (out.status.code(), text(&out.stdout)),
        (Some(0), "title: AN ARTICLE.\nsummary: S\n".to_owned())
    );
    assert!(text(&out.stderr).contains("nothing in it is marked as a draft"), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("no disclaimer"));
    for (command, why) in [
        ("echo no key >&2; exit 3", "a.txt: the command of `import`: sh ended with exit status: 3: no key"),
        ("echo Sure, here is your brief", "a text where a brief belongs"),
        ("printf \"\\377\"", "not UTF-8 text"),
        ("exit 0", "no brief in this file"),
    ] {
        let (out, kept) = run(command, &["-o", "kept.yaml", "--force"]);
        assert_eq!(out.status.code(), Some(2), "{command}");
        assert!(text(&out.stderr).contains(why), "{}", text(&out.stderr));
        assert_eq!(kept, "mine", "{command}");
    }
    let (rules, _) = run("exit 1", &["--rules"]);
    assert!(text(&rules.stdout).contains("An article."), "{}", text(&rules.stderr));
    let (wrong, _) = run("echo title: T; echo \"  summary: S\"", &[]);
    let said = text(&wrong.stderr);
    assert!(said.starts_with("brief: a.txt: the command of `import` has printed no brief"), "{said}");
    assert!(said.contains("--> <output of sh>:2:"), "{said}");
}

#[test]
fn a_command_that_cannot_be_one_is_no_reason_to_draft_otherwise() {
    for (command, code) in [("[\"\"]", 2), ("\" \"", 2), ("{a: b}", 2), ("[]", 0), ("~", 0)] {
        let config = format!("import: {{command: {command}}}\n");
        let home = Home::new(&[("a.txt", include_str!("articles/page.txt")), ("c.yaml", &config)]);
        let out = home.run(&["import", "a.txt", "--config", "c.yaml"]);
        assert_eq!(out.status.code(), Some(code), "{command}: {}", text(&out.stderr));
        assert_eq!(out.stdout.is_empty(), code == 2);
        let rules = home.run(&["import", "a.txt", "--config", "c.yaml", "--rules"]);
        assert_eq!(rules.status.code(), Some(0), "{command}: {}", text(&rules.stderr));
    }
}

#[test]
fn whoever_ends_an_import_ends_the_drafter_and_what_it_has_started() {
    use std::io::Read;
    use std::os::unix::process::ExitStatusExt;
    let home = Home::new(&[
        ("a.txt", "An article."),
        ("c.yaml", "import: {command: [sh, -c, 'exec 3>open; echo up >&3; sleep 600 & sleep 600']}\n"),
    ]);
    assert!(Command::new("mkfifo").arg(home.path("open")).status().unwrap().success());
    let mut import = brief(home.0.path());
    import.args(["import", "a.txt", "--config", "c.yaml"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = import.spawn().unwrap();
    let mut open = std::fs::File::open(home.path("open")).unwrap();
    let mut up = [0; 3];
    open.read_exact(&mut up).unwrap();
    let pid = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    // It ends once nobody holds it open any more.
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(open.read_to_end(&mut Vec::new()).unwrap()));
    assert_eq!(told.recv_timeout(std::time::Duration::from_mins(1)), Ok(0));
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}

#[test]
fn json_is_asked_for_in_the_same_way_everywhere() {
    let home = Home::new(&[("b/small.yaml", SMALL)]);
    for command in ["show", "check", "export"] {
        let with = |form: &[&str]| home.run(&[&[command, "b/small.yaml"], form].concat());
        let (short, long) = (with(&["--json"]), with(&["--format", "json"]));
        assert_eq!(short.status.code(), Some(0), "{command}: {}", text(&short.stderr));
        // The time of an export is another.
        let said = |out: &Output| {
            let mut value: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
            value.as_object_mut().unwrap().remove("exported");
            value
        };
        assert_eq!(said(&short), said(&long), "{command}");
        assert_eq!(with(&["--json", "--format", "json"]).status.code(), Some(2), "{command}");
    }
    for args in [
        &["list", "--in", "b", "--json"][..],
        &["search", "qatar", "--in", "b", "--json"],
        &["notes", "list", "--json"],
    ] {
        let out = home.run(args);
        assert!(serde_json::from_slice::<serde_json::Value>(&out.stdout).unwrap().is_array(), "{args:?}");
    }
}
