//! How the released program is linked: small in memory, and quick to start.
//!
//! Owns two wishes to the linker. What a start runs (`start.txt`) stands together, so that the system reads and keeps that
//! much of the program and not all of it. And the program stands at an address of its own, as those of Go do: else every
//! start writes some ten thousand addresses into tables that it hardly looks at, which costs it a tenth of its time and
//! 0.6 MiB. Stack, heap and libraries stay where nobody can foretell.
//! Invariant: each wish is tried on an empty program first. A linker that knows nothing of it links as it always does.

#![expect(clippy::print_stdout, reason = "cargo is told by lines")]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=src/build");
    let is = |(name, value)| env::var(name).is_ok_and(|var| var == value);
    let here = [("CARGO_CFG_TARGET_OS", "linux"), ("CARGO_CFG_TARGET_ENV", "gnu"), ("PROFILE", "release")];
    if !here.into_iter().all(is) {
        return Ok(());
    }
    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else { return Ok(()) };
    let script = out.join("start.ld");
    fs::write(&script, linker_script(&fs::read_to_string("src/build/start.txt")?))?;
    for wish in [format!("-Wl,-T,{}", script.display()), "-no-pie".to_owned()] {
        if works(&out, &wish)? {
            println!("cargo:rustc-link-arg-bins={wish}");
        }
    }
    Ok(())
}

/// A section before the others, for functions of these names in this order. A linker adds it to what it does anyway
/// (`INSERT`, in GNU ld and LLD).
fn linker_script(names: &str) -> String {
    let mut script = String::from("SECTIONS {\n  .text.start : {\n");
    for name in names.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        for part in ["    *(.text.", name, " .text.unlikely.", name, ")\n"] {
            script.push_str(part);
        }
    }
    script.push_str("  }\n}\nINSERT BEFORE .text;\n");
    script
}

/// Whether an empty program can be linked with an argument, and begins and ends as it should.
fn works(out: &Path, wish: &str) -> io::Result<bool> {
    let source = out.join("empty.rs");
    fs::write(&source, "fn main() {}\n")?;
    let program = out.join("empty");
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc")));
    rustc.arg(&source).arg("-o").arg(&program).arg(format!("-Clink-arg={wish}"));
    for (option, var) in [("--target=", "TARGET"), ("-Clinker=", "RUSTC_LINKER")] {
        rustc.args(env::var(var).ok().map(|value| format!("{option}{value}")));
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    let linked = rustc.output()?.status.success();
    // What is made for another machine is not begun on this one.
    let foreign = env::var("HOST").ok() != env::var("TARGET").ok();
    Ok(linked && (foreign || Command::new(&program).status()?.success()))
}
