//! The configuration file: settings and keys, as YAML.
//!
//! Owns the table of settings and what they become. Mistakes are findings like those of a brief, with their places;
//! what is right around them counts.
//! Invariant: no configuration keeps the program from starting.

use crate::diagnostic::{CODES, Code, Concern, Diagnostic, Report, Severities};
use crate::notes::Keeping;
use crate::text::nearest;
use crate::theme::ThemeName;
use crate::tui::action::{ACTIONS, Action};
use crate::tui::app::{Arrangement, Settings};
use crate::tui::keymap::{Context, Keys};
use crate::yaml::{self, Complaint, Field, Node, NodeKind, Record, Shape, Step};
use std::path::PathBuf;
use std::sync::Arc;

/// What a configuration says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// How the reader is set up.
    pub settings: Settings,
    /// Folders whose briefs are opened where none are named.
    pub folders: Vec<PathBuf>,
    /// The program that takes copied text.
    pub copy_command: Option<Vec<String>>,
    /// The program that drafts briefs from articles.
    pub import_command: Option<Vec<String>>,
    /// Whether such a program was meant, and none can be made out.
    pub import_unusable: bool,
    /// Where notes are kept.
    pub keeping: Keeping,
    /// How bad findings of briefs are taken to be.
    pub severities: Severities,
}

/// The table of settings.
pub static CONFIG: Record = Record {
    name: "the configuration",
    shorthand: None,
    fields: &[
        field(
            "theme",
            Shape::Choice("a theme", &["auto", "dark", "light", "high-contrast", "mono"]),
            "The theme; auto follows the terminal's background.",
        ),
        field(
            "layout",
            Shape::Choice("a layout", &["panes", "continuous"]),
            "Panes, or one continuous column with an outline.",
        ),
        field("measure", MEASURE, "The longest line of prose in cells, 20 to 200; 76 where it is left out."),
        field("mouse", Shape::Flag, "Whether the mouse is listened to."),
        field(
            "folders",
            Shape::OneOrMany(&Shape::Line),
            "Folders whose briefs `brief` opens where there is no ./briefs; ~ is the home.",
        ),
        field(
            "copy_command",
            Shape::OneOrMany(&Shape::Line),
            "A program that takes copied text, such as wl-copy; without one the terminal is asked (OSC 52).",
        ),
        field(
            "notes",
            Shape::Choice("a place for notes", &["data", "beside"]),
            "Where notes are kept: in the data folder, or beside each brief as NAME.notes.yaml.",
        ),
        field("import", Shape::One(&IMPORT), "How articles become drafts of briefs."),
        field(
            "check",
            Shape::Table(&Shape::Choice("a severity", Severities::WORDS)),
            "How bad a finding is, by its code: off, note, warning or error; for brief check and the reader.",
        ),
        field(
            "keys",
            Shape::One(&KEYS),
            "Keys and what they do: by context, `keys: action`; `none` unbinds.",
        ),
    ],
};

static IMPORT: Record = Record {
    name: "`import`",
    shorthand: None,
    fields: &[field(
        "command",
        Shape::OneOrMany(&Shape::Line),
        "A program that drafts instead: it reads the article and prints a brief as YAML.",
    )],
};

static KEYS: Record = Record {
    name: "`keys`",
    shorthand: None,
    fields: &[
        field("reader", Shape::Table(&Shape::Line), "Over a brief."),
        field("select", Shape::Table(&Shape::Line), "While text is selected."),
        field("prompt", Shape::Table(&Shape::Line), "In a line that is typed."),
        field("editor", Shape::Table(&Shape::Line), "In a note that is being written."),
        field("list", Shape::Table(&Shape::Line), "Over the list of briefs."),
        field("review", Shape::Table(&Shape::Line), "Over a draft that is being looked at."),
    ],
};

const MEASURE: Shape = Shape::Checked { code: Code::BadNumber, pattern: "^[0-9]+$", check: check_measure };

const fn field(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, shape, required: false, about }
}

fn check_measure(text: &str) -> Result<(), Complaint> {
    match text.parse::<u16>() {
        Ok(20..=200) => Ok(()),
        _ => Err(Complaint {
            message: format!("`{text}` is not a measure"),
            help: "write a number of cells from 20 to 200".to_owned(),
            meant: None,
        }),
    }
}

/// Reads a configuration. What is wrong in it is listed; the rest counts.
#[must_use]
pub fn read(name: &str, bytes: Vec<u8>, home: Option<&str>) -> (Config, Option<Report>) {
    let mut config = Config::default();
    let (source, findings) = match crate::brief::decode(name, bytes) {
        Err((source, finding)) => (source, vec![*finding]),
        Ok(source) => {
            let findings = match yaml::vet(source.text(), &mut |_| {}) {
                Err(finding) => vec![*finding],
                Ok(_) => match yaml::read_tree(source.text()).first() {
                    None => Vec::new(),
                    Some(root) if matches!(root.kind, NodeKind::Null) => Vec::new(),
                    Some(root) => apply(root, &mut config, home),
                },
            };
            (source, findings)
        }
    };
    let report = (!findings.is_empty()).then(|| Report::new(Arc::new(source), findings));
    (config, report)
}

fn apply(root: &Node, config: &mut Config, home: Option<&str>) -> Vec<Diagnostic> {
    let mut findings = yaml::inspect(root, &CONFIG);
    let text = |field: &'static str| root.at(&[Step::Key(field)]).and_then(Node::text).map(str::trim);
    let settings = &mut config.settings;
    settings.theme = text("theme").and_then(ThemeName::parse);
    if text("layout") == Some("continuous") {
        settings.arrangement = Arrangement::Continuous;
    }
    if let Some(measure) = text("measure").filter(|m| check_measure(m).is_ok()).and_then(|m| m.parse().ok()) {
        settings.measure = measure;
    }
    settings.mouse = text("mouse") != Some("false");
    config.folders = texts(Some(root), "folders").iter().map(|folder| expand(folder, home)).collect();
    if text("notes") == Some("beside") {
        config.keeping = Keeping::Beside;
    }
    config.copy_command = command(&texts(Some(root), "copy_command"));
    config.import_command = command(&texts(root.at(&[Step::Key("import")]), "command"));
    let is_empty = |node: &Node| match &node.kind {
        NodeKind::Null => true,
        NodeKind::List(items) => items.is_empty(),
        _ => false,
    };
    let meant = root.at(&[Step::Key("import"), Step::Key("command")]);
    config.import_unusable = config.import_command.is_none() && meant.is_some_and(|node| !is_empty(node));
    weigh(root, config, &mut findings);
    bind_all(root, config, &mut findings);
    findings
}

/// How bad findings are to be, by their codes. A word that is no severity has been found already.
fn weigh(root: &Node, config: &mut Config, findings: &mut Vec<Diagnostic>) {
    let Some(NodeKind::Map(rows)) = root.at(&[Step::Key("check")]).map(|node| &node.kind) else { return };
    let rules = || CODES.iter().filter(|row| row.concern == Concern::Rule).map(|row| row.name);
    for (key, word) in rows {
        let name = key.text().unwrap_or("~").trim();
        let severity = word.text().and_then(|word| Severities::word(word.trim()));
        let (message, help) = if let Some(code) = Code::named(name) {
            let Some(severity) = severity else { continue };
            if config.severities.set(code, severity).is_ok() {
                continue;
            }
            let help = "it is no rule of a brief that can be read: nothing could be read in spite of it";
            (format!("how bad `{name}` is cannot be chosen"), help.to_owned())
        } else {
            let help = match nearest(name, rules()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "brief check --explain lists all codes".to_owned(),
            };
            (format!("no finding is called `{name}`"), help)
        };
        findings.push(Diagnostic::new(Code::UnknownSetting, message).at(key.range.clone(), "").help(help));
    }
}

/// A command: one text is a line with blanks, a list has its words already.
fn command(words: &[String]) -> Option<Vec<String>> {
    let words = match words {
        [line] => line.split_whitespace().map(str::to_owned).collect(),
        words => words.to_vec(),
    };
    words.first().is_some_and(|program| !program.is_empty()).then_some(words)
}

fn texts(root: Option<&Node>, field: &'static str) -> Vec<String> {
    match root.and_then(|root| root.at(&[Step::Key(field)])).map(|node| &node.kind) {
        Some(NodeKind::Scalar(text)) => vec![text.trim().to_owned()],
        Some(NodeKind::List(items)) => {
            items.iter().filter_map(Node::text).map(|t| t.trim().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

fn expand(folder: &str, home: Option<&str>) -> PathBuf {
    match (folder.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => {
            PathBuf::from(format!("{home}{rest}"))
        }
        _ => PathBuf::from(folder),
    }
}

fn bind_all(root: &Node, config: &mut Config, findings: &mut Vec<Diagnostic>) {
    for context in Context::ALL {
        let Some(NodeKind::Map(rows)) =
            root.at(&[Step::Key("keys"), Step::Key(context.word())]).map(|node| &node.kind)
        else {
            continue;
        };
        // What is unbound makes room for what is bound, in whichever order they are written.
        let unbinds = |row: &&(Node, Node)| row.1.text().is_none_or(|name| name.trim() == "none");
        let (free, bound): (Vec<_>, Vec<_>) = rows.iter().partition(unbinds);
        for (keys, action) in free.into_iter().chain(bound) {
            bind(*context, keys, action, config, findings);
        }
    }
}

fn bind(context: Context, keys: &Node, action: &Node, config: &mut Config, findings: &mut Vec<Diagnostic>) {
    // `~: top` is a key too, though YAML reads it as nothing.
    let text = keys.text().unwrap_or("~");
    let chords = match Keys::parse(text) {
        Ok(chords) => chords,
        Err(bad) => {
            findings.push(
                Diagnostic::new(Code::UnknownSetting, format!("`{}` is not a key", bad.0))
                    .at(keys.range.clone(), "")
                    .help("write j, G, ctrl-d, alt-x, shift-tab, space, enter, esc, pgdn, f1, or several with blanks: g g"),
            );
            return;
        }
    };
    let name = action.text().unwrap_or("none").trim();
    let parsed = Action::parse(name);
    if parsed.is_none() && name != "none" {
        let help = match nearest(name, ACTIONS.iter().map(|row| row.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`brief --help` and ? in the reader list all actions; `none` unbinds".to_owned(),
        };
        findings.push(
            Diagnostic::new(Code::UnknownSetting, format!("no action is called `{name}`"))
                .at(action.range.clone(), "")
                .help(help),
        );
        return;
    }
    if let Err(conflict) = config.settings.keymap.bind(context, chords, parsed) {
        let other = conflict.action.info().map_or("", |row| row.name);
        findings.push(
            Diagnostic::new(
                Code::KeyConflict,
                format!("`{text}` and `{}` begin alike: {other} has no longer this key", conflict.keys),
            )
            .at(keys.range.clone(), "")
            .help(format!(
                "bind {other} to another key, or `{}: none` to say that this is meant",
                conflict.keys
            )),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Lookup;

    fn config(text: &str) -> (Config, Vec<String>) {
        let (config, report) = read("config.yaml", text.as_bytes().to_vec(), Some("/home/ada"));
        let findings = report.map(|r| {
            r.findings
                .iter()
                .map(|f| format!("{} {}", r.location(f), f.help.clone().unwrap_or_default()))
                .collect()
        });
        (config, findings.unwrap_or_default())
    }

    #[test]
    fn settings_are_read() {
        let (config, findings) = config(
            "theme: light\nlayout: continuous\nmeasure: 66\nmouse: false\nfolders: [~/briefs, /srv]\n\
             copy_command: wl-copy -n\nimport: {command: [draft, --yaml]}\nkeys:\n  reader: {ctrl-n: next-pane, x: none, g g: top, g: none}\n",
        );
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(config.settings.theme, Some(ThemeName::Light));
        assert_eq!(config.settings.arrangement, Arrangement::Continuous);
        assert_eq!(config.settings.measure, 66);
        assert!(!config.settings.mouse);
        assert_eq!(config.folders, [PathBuf::from("/home/ada/briefs"), PathBuf::from("/srv")]);
        assert_eq!(config.copy_command, Some(vec!["wl-copy".into(), "-n".into()]));
        assert_eq!(config.import_command, Some(vec!["draft".into(), "--yaml".into()]));
        let lookup =
            |keys: &str| config.settings.keymap.lookup(Context::Reader, Keys::parse(keys).unwrap().chords());
        assert_eq!(lookup("ctrl-n"), Lookup::Found(Action::NextPane));
    }

    #[test]
    fn severities_are_chosen_by_code_and_other_codes_are_asked_about() {
        let (config, findings) = config(
            "check:\n  no-disclaimer: off\n  no-adressee: error\n  syntax: off\n  no-speaker: loud\n  zebra: off\n  late-date: note\n",
        );
        assert_eq!(
            findings,
            [
                "3:3 did you mean `no-addressee`?",
                "4:3 it is no rule of a brief that can be read: nothing could be read in spite of it",
                "5:15 one of: off, note, warning, error",
                "6:3 brief check --explain lists all codes",
            ]
        );
        let all = [Code::NoDisclaimer, Code::NoSpeaker, Code::LateDate].map(|code| Diagnostic::new(code, ""));
        let left = config.severities.apply(all.into());
        let left: Vec<_> = left.iter().map(|f| (f.code, f.severity.word())).collect();
        assert_eq!(left, [(Code::NoSpeaker, "warning"), (Code::LateDate, "note")]);
    }

    #[test]
    fn mistakes_have_places_and_the_rest_counts() {
        let (config, findings) = config(
            "them: dark\nmeasure: 5\nkeys:\n  reader:\n    ctrl-j: nxt-pane\n    hyper-x: top\n    Z: zoom\n  nowhere: {}\n",
        );
        assert_eq!(
            findings,
            [
                "1:1 did you mean `theme`?",
                "2:10 write a number of cells from 20 to 200",
                "5:13 did you mean `next-pane`?",
                "6:5 write j, G, ctrl-d, alt-x, shift-tab, space, enter, esc, pgdn, f1, or several with blanks: g g",
                "7:5 bind quit to another key, or `Z Z: none` to say that this is meant",
                "8:3 `keys` has: reader, select, prompt, editor, list, review",
            ]
        );
        let keys = Keys::parse("Z").unwrap();
        assert_eq!(
            config.settings.keymap.lookup(Context::Reader, keys.chords()),
            Lookup::Found(Action::Zoom)
        );
        assert_eq!(config.settings.measure, 76);
    }

    #[test]
    fn no_text_keeps_the_program_from_starting() {
        for text in ["", "# nothing\n", "[", "- a\n", "keys: {reader: [a]}\n", "\u{0}", "keys:\n"] {
            let _ = read("c", text.as_bytes().to_vec(), None);
        }
        let (_, report) = read("c", vec![0xff], None);
        assert_eq!(report.unwrap().findings[0].code, Code::NotUtf8);
    }
}
