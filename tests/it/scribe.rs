//! YAML in every style that a person might write it in, with comments, for tests that generate it.

use briefing::yaml::Step::{self, Item, Key};

/// A tree to be written.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    Text(&'static str),
    List(Vec<Self>),
    Map(Vec<(&'static str, Self)>),
}

/// Writes a tree in the styles that dice say, with comments; of each line it knows whose it is.
pub(super) struct Scribe<'a> {
    dice: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    /// The lines, and the way to what each is part of.
    pub(super) lines: Vec<(Vec<Step>, String)>,
    /// How many comments there are, which are numbered from 1.
    pub(super) comments: usize,
}

impl<'a> Scribe<'a> {
    pub(super) fn new(dice: &'a [u8]) -> Self {
        Self { dice: dice.iter().cycle(), lines: Vec::new(), comments: 0 }
    }

    /// Writes a mapping as a document.
    pub(super) fn write(&mut self, tree: &Tree) -> String {
        self.entries(tree, 0, &[], None);
        self.lines.iter().map(|(_, line)| format!("{line}\n")).collect()
    }

    fn roll(&mut self, sides: u8) -> u8 {
        self.dice.next().unwrap() % sides
    }

    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# comment {}", self.comments)
    }

    /// What goes before an entry on lines of its own.
    fn space(&mut self, indent: usize, way: &[Step]) {
        if self.roll(5) == 0 {
            self.lines.push((vec![], String::new()));
        }
        if self.roll(4) == 0 {
            let comment = self.comment();
            self.lines.push((way.to_vec(), format!("{}{comment}", " ".repeat(indent))));
        }
    }

    fn entries(&mut self, tree: &Tree, indent: usize, way: &[Step], mut first: Option<String>) {
        for (step, item) in children(tree) {
            let mut here = way.to_vec();
            here.push(step);
            let margin = first.take().unwrap_or_else(|| {
                self.space(indent, &here);
                " ".repeat(indent)
            });
            match step {
                Key(name) => self.value(item, indent, &here, &format!("{margin}{name}:"), true),
                Item(_) => self.value(item, indent, &here, &format!("{margin}-"), false),
            }
        }
    }

    fn value(&mut self, tree: &Tree, indent: usize, way: &[Step], lead: &str, in_map: bool) {
        let trailing = if self.roll(4) == 0 { format!("  {}", self.comment()) } else { String::new() };
        let mine = |line: String| (way.to_vec(), line);
        match tree {
            Tree::Text(said) => match self.roll(3) {
                0 if said.contains('\n') => {
                    self.lines.push(mine(format!("{lead} |{trailing}")));
                    for line in said.trim_end().split('\n') {
                        let margin = if line.is_empty() { 0 } else { indent + 2 };
                        self.lines.push(mine(format!("{}{line}", " ".repeat(margin))));
                    }
                }
                _ => {
                    let flat = self.flat(tree);
                    self.lines.push(mine(format!("{lead} {flat}{trailing}")));
                }
            },
            _ if children(tree).is_empty() || self.roll(3) == 0 => {
                let flat = self.flat(tree);
                self.lines.push(mine(format!("{lead} {flat}{trailing}")));
            }
            _ if !in_map && self.roll(2) == 0 => {
                let gap = usize::from(self.roll(3));
                let first = format!("{lead}{}", " ".repeat(gap + 1));
                self.entries(tree, indent + 2 + gap, way, Some(first));
            }
            Tree::List(_) if in_map && self.roll(2) == 0 => {
                self.lines.push(mine(format!("{lead}{trailing}")));
                self.entries(tree, indent, way, None);
            }
            _ => {
                self.lines.push(mine(format!("{lead}{trailing}")));
                let deeper = indent + 1 + usize::from(self.roll(4));
                self.entries(tree, deeper, way, None);
            }
        }
    }

    fn flat(&mut self, tree: &Tree) -> String {
        match tree {
            Tree::Text(said) => {
                let plain = said.chars().all(|c| c.is_ascii_alphanumeric() || " -".contains(c));
                match self.roll(3) {
                    0 if plain && said.len() > 2 && said.starts_with(|c: char| c.is_alphanumeric()) => {
                        (*said).to_owned()
                    }
                    1 if !said.contains('\n') => format!("'{}'", said.replace('\'', "''")),
                    _ => serde_json::to_string(said).unwrap(),
                }
            }
            Tree::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flat(item)).collect();
                let comma = [", ", ","][usize::from(self.roll(2))];
                format!("[{}]", items.join(comma))
            }
            Tree::Map(items) => {
                let fields: Vec<String> =
                    items.iter().map(|(key, item)| format!("{key}: {}", self.flat(item))).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }
}

/// What a node holds, with the steps to each.
pub(super) fn children(tree: &Tree) -> Vec<(Step, &Tree)> {
    match tree {
        Tree::Text(_) => Vec::new(),
        Tree::List(items) => items.iter().enumerate().map(|(n, item)| (Item(n), item)).collect(),
        Tree::Map(fields) => fields.iter().map(|(key, item)| (Key(key), item)).collect(),
    }
}
