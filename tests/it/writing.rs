//! The commands that write briefs, as scripts see them.

use super::cli::{Home, brief, text};
use std::os::unix::fs::{PermissionsExt, symlink};

const MESSY: &str = "summary: 'One.' # s\ntitle:   \"Small\"\n";
const NEAT: &str = "title: Small\n\nsummary: One.  # s\n";

#[test]
fn fmt_writes_in_place_what_needs_it() {
    let home = Home::new(&[("b/messy.yaml", MESSY), ("b/neat.yaml", NEAT)]);
    std::fs::set_permissions(home.path("b/messy.yaml"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("b/messy.yaml", home.path("link.yaml")).unwrap();
    let before = std::fs::metadata(home.path("b/neat.yaml")).unwrap().modified().unwrap();
    let check = home.run(&["fmt", "--check", "b"]);
    assert_eq!((check.status.code(), text(&check.stdout)), (Some(1), "b/messy.yaml\n".to_owned()));
    let diff = home.run(&["fmt", "--diff", "b"]);
    assert_eq!(diff.status.code(), Some(1));
    assert!(text(&diff.stdout).starts_with("--- b/messy.yaml\n+++ b/messy.yaml\n"), "{}", text(&diff.stdout));
    assert_eq!(std::fs::read_to_string(home.path("b/messy.yaml")).unwrap(), MESSY);
    let done = home.run(&["fmt", "b", "link.yaml"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(0), String::new()));
    assert_eq!(text(&done.stderr), "1 file laid out, 2 left as they were\n");
    assert_eq!(std::fs::read_to_string(home.path("b/messy.yaml")).unwrap(), NEAT);
    assert!(home.path("link.yaml").is_symlink());
    let mode = std::fs::metadata(home.path("b/messy.yaml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(std::fs::metadata(home.path("b/neat.yaml")).unwrap().modified().unwrap(), before);
    assert_eq!(home.run(&["fmt", "--check", "b"]).status.code(), Some(0));
}

#[test]
fn fmt_goes_from_a_pipe_to_a_pipe() {
    let home = Home::new(&[]);
    let out = home.run_piped(&["fmt", "-"], Some(MESSY.as_bytes()));
    assert_eq!(
        (out.status.code(), text(&out.stdout), text(&out.stderr)),
        (Some(0), NEAT.to_owned(), String::new())
    );
    let check = home.run_piped(&["fmt", "--check", "-"], Some(MESSY.as_bytes()));
    assert_eq!((check.status.code(), text(&check.stdout)), (Some(1), "<stdin>\n".to_owned()));
}

#[test]
fn fmt_passes_on_from_a_pipe_what_it_cannot_lay_out() {
    let home = Home::new(&[]);
    for faulty in [&b"title:  x\ntitel: y\n"[..], b"title: [x\n", b"title: \xff\n", b""] {
        let out = home.run_piped(&["fmt", "-"], Some(faulty));
        assert_eq!((out.status.code(), out.stdout.as_slice()), (Some(1), faulty));
        assert!(text(&out.stderr).contains("<stdin> is left as it is"), "{}", text(&out.stderr));
        for judged in ["--check", "--diff"] {
            let out = home.run_piped(&["fmt", judged, "-"], Some(faulty));
            assert_eq!((out.status.code(), text(&out.stdout)), (Some(1), String::new()));
        }
    }
}

#[test]
fn fmt_leaves_what_has_errors_as_it_is_and_does_the_others() {
    let home = Home::new(&[("a.yaml", "title: x\ntitel: y\n"), ("b.yaml", MESSY)]);
    let out = home.run(&["fmt", "a.yaml", "nope.yaml", "b.yaml"]);
    assert_eq!(out.status.code(), Some(2));
    let said = text(&out.stderr);
    assert!(
        said.contains("did you mean `title`?") && said.contains("brief: a.yaml is left as it is"),
        "{said}"
    );
    assert!(said.contains("nope.yaml: there is no such file"), "{said}");
    assert_eq!(std::fs::read_to_string(home.path("a.yaml")).unwrap(), "title: x\ntitel: y\n");
    assert_eq!(std::fs::read_to_string(home.path("b.yaml")).unwrap(), NEAT);
    assert_eq!(home.run(&["fmt", "a.yaml"]).status.code(), Some(1));
    assert_eq!(home.run(&["fmt", "/dev/null"]).status.code(), Some(2));
    assert_eq!(home.run(&["fmt"]).status.code(), Some(2));
}

#[test]
fn new_writes_a_template_that_passes_and_never_over_another() {
    let home = Home::new(&[("briefs/a.yaml", NEAT)]);
    let made = home.run(&["new", "Talks:", "a lesson", "--no-edit"]);
    assert_eq!(
        (made.status.code(), text(&made.stdout)),
        (Some(0), "briefs/talks-a-lesson.yaml\n".to_owned())
    );
    let written = std::fs::read_to_string(home.path("briefs/talks-a-lesson.yaml")).unwrap();
    assert!(
        written.contains("title: \"Talks: a lesson\"\n") && written.contains("summary: TODO\n"),
        "{written}"
    );
    let shown = home.run(&["show", "briefs/talks-a-lesson.yaml"]);
    assert_eq!(shown.status.code(), Some(0));
    assert!(text(&shown.stderr).lines().all(|line| line.contains("the placeholder `TODO` was left in")));
    assert_eq!(home.run(&["fmt", "--check", "briefs"]).status.code(), Some(0));
    // Without a terminal no editor is opened.
    let again = home.run(&["new", "Talks: a lesson"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        text(&again.stderr).contains("brief new -o briefs/talks-a-lesson-2.yaml"),
        "{}",
        text(&again.stderr)
    );
    assert_eq!(std::fs::read_to_string(home.path("briefs/talks-a-lesson.yaml")).unwrap(), written);
    let elsewhere = home.run(&["new", "-o", "deep/er/x.yml", "T"]);
    assert_eq!(text(&elsewhere.stdout), "deep/er/x.yml\n");
    assert_eq!(text(&home.run(&["new", "-o", "-", "T"]).stdout).lines().next(), written.lines().next());
}

#[test]
fn edit_opens_the_brief_that_fits_and_says_what_is_found() {
    let script = "#!/bin/sh\necho \"$@\" >> opened\necho 'titel: y' >> $2\n";
    let home = Home::new(&[
        ("vi", script),
        ("briefs/a.yaml", NEAT),
        ("briefs/b.yaml", "title: Small\nsummary: z\n"),
    ]);
    std::fs::set_permissions(home.path("vi"), PermissionsExt::from_mode(0o755)).unwrap();
    let edit =
        |args: &[&str]| brief(home.0.path()).env("EDITOR", "./vi").arg("edit").args(args).output().unwrap();
    let out = edit(&["briefs/b.yaml"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("did you mean `title`?"), "{}", text(&out.stderr));
    // It opens at the first error now.
    assert_eq!(edit(&["b"]).status.code(), Some(1));
    assert_eq!(
        std::fs::read_to_string(home.path("opened")).unwrap(),
        "+1 ./briefs/b.yaml\n+3 ./briefs/b.yaml\n"
    );
    assert_eq!(edit(&["nonesuch"]).status.code(), Some(2));
    let none = brief(home.0.path()).env("EDITOR", "no-such-editor").args(["edit", "a"]).output().unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(
        text(&none.stderr).contains("$EDITOR is no-such-editor, and there is no such program; set it to one")
    );
}

#[test]
fn check_mends_what_is_safe_and_tells_the_rest() {
    let text_before = "\u{feff}titel: x  # the title\r\nsummary:   They met.\r\n";
    let home =
        Home::new(&[("a.yaml", text_before), ("good.yaml", "title: x\nsummary: y\ndisclaimers: [z]\n")]);
    let diff = home.run(&["check", "--fix", "--diff", "a.yaml", "good.yaml"]);
    assert_eq!(diff.status.code(), Some(1));
    assert!(
        text(&diff.stdout).contains("\n-\u{feff}titel: x")
            && text(&diff.stdout).contains("\n+\u{feff}title: x")
    );
    assert!(text(&diff.stderr).contains("1 finding would be mended"), "{}", text(&diff.stderr));
    assert_eq!(std::fs::read_to_string(home.path("a.yaml")).unwrap(), text_before);
    let fixed = home.run(&["check", "--fix", "a.yaml", "a.yaml", "good.yaml"]);
    assert_eq!(fixed.status.code(), Some(0), "{}", text(&fixed.stderr));
    let said = text(&fixed.stderr);
    assert!(
        said.contains("mended a.yaml: unknown-field: `titel` is not a field of a brief: write `title`"),
        "{said}"
    );
    assert!(text(&fixed.stdout).contains("no-disclaimer"), "{}", text(&fixed.stdout));
    assert_eq!(std::fs::read_to_string(home.path("a.yaml")).unwrap(), text_before.replace("titel", "title"));
    // What cannot be written is not called mended.
    let kept = home.path("kept.yaml");
    std::fs::write(&kept, text_before).unwrap();
    std::fs::set_permissions(&kept, PermissionsExt::from_mode(0o444)).unwrap();
    let refused = home.run(&["check", "--fix", "kept.yaml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("read-only") && text(&refused.stderr).contains("0 findings mended")
    );
    assert!(text(&refused.stdout).contains("`titel` is not a field"), "{}", text(&refused.stdout));
    // A filter: the brief goes on to standard output, mended or not, and what is said of it to standard error.
    let piped = home.run_piped(&["check", "--fix", "-"], Some(text_before.as_bytes()));
    assert_eq!(piped.status.code(), Some(0));
    assert_eq!(text(&piped.stdout), text_before.replace("titel", "title"));
    let said = text(&piped.stderr);
    assert!(said.contains("mended <stdin>: unknown-field") && said.contains("no-disclaimer"), "{said}");
    let broken = home.run_piped(&["check", "--fix", "-"], Some(b"title: [\n"));
    assert_eq!((broken.status.code(), text(&broken.stdout).as_str()), (Some(1), "title: [\n"));
    assert_eq!(home.run(&["check", "--diff", "a.yaml"]).status.code(), Some(2));
}
