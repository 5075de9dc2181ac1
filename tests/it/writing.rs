//! The commands that write briefs, as scripts see them.

use super::cli::{Home, text};
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
