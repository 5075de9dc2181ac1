//! What stands below the help: examples, the environment, exit statuses. The manual has a section for each.

/// What can be typed, and what it does; nothing where that is plain.
pub(super) const EXAMPLES: &[(&str, &str)] = &[
    ("brief", "read ./briefs, your own folder, or the samples"),
    ("brief talks.yaml", "read one brief"),
    ("brief ~/briefs", "read all briefs in a folder"),
    ("brief --continue", "go on where you stopped"),
    ("brief talks.yaml -s r", "begin in the recommendations"),
    ("brief talks.yaml | less", "a page of plain text"),
    ("curl -s URL | brief -", "read what comes through a pipe"),
    ("brief show talks.yaml --section actors", ""),
    ("brief show talks.yaml --json | jq .recommendations", ""),
    ("brief check ~/briefs", "all that is wrong with them"),
    ("brief import article.html -o talks.yaml", ""),
];

pub(super) const KEYS: &str =
    "s a r d go to the four sections, Tab to the next one, / searches, ? lists all keys, q quits.";

/// Variables, and what they change.
pub(super) const ENVIRONMENT: &[(&str, &str)] = &[
    ("VISUAL, EDITOR", "the editor of the key e"),
    ("NO_COLOR", "no colours; --color=always overrides it"),
    ("CLICOLOR_FORCE", "colours even where output is no terminal"),
    ("COLORTERM, TERM", "how many colours there are; TERM=dumb: plain pages only"),
    ("COLUMNS", "the width of plain pages"),
    ("BRIEF_CONFIG", "the configuration file, else $XDG_CONFIG_HOME/brief/config.yaml"),
];

/// Exit statuses, and what they say.
pub(super) const EXIT: &[(&str, &str)] =
    &[("0", "all well"), ("1", "a brief has errors (warnings leave it 0)"), ("2", "it could not be done")];

/// All of it as a text.
pub(super) fn after_help() -> String {
    let exit: Vec<String> = EXIT.iter().map(|(status, says)| format!("{status} {says}")).collect();
    let (examples, environment) = (table(EXAMPLES, 30), table(ENVIRONMENT, 22));
    format!(
        "Examples:\n{examples}\nKeys: {KEYS}\n\nEnvironment:\n{environment}\nExit status: {}.",
        exit.join(", ")
    )
}

/// Rows in two columns, the first of them so wide.
fn table(rows: &[(&str, &str)], width: usize) -> String {
    let row = |(name, about): &(&str, &str)| format!("{}\n", format!("  {name:width$}{about}").trim_end());
    rows.iter().map(row).collect()
}
