//! The lists and quotations around blocks: what opens and closes before each of them.
//!
//! Invariants: what is opened is closed, the inner before the outer; a list holds items and nothing else; what stands
//! within an item stands there wherever a format lets it, so that the list goes on behind it.

use crate::document::{Block, Marker};

/// What opens or closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A quotation.
    Quote,
    QuoteEnds,
    /// A list, and whether it counts.
    List(bool),
    ListEnds(bool),
    /// An item, and its number.
    Item(Option<u32>),
    ItemEnds,
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Quote,
    /// A list: how deep it lies among lists, and the number of its last item.
    List {
        depth: u8,
        last: Option<u32>,
    },
}

/// What is open around the next block.
#[derive(Debug, Default)]
pub(super) struct Nest {
    open: Vec<Open>,
    /// Whether the last block belongs to an item of the section.
    in_item: bool,
}

impl Nest {
    /// What opens and closes before a block that stands in a number of quotations. How these and lists lie within each
    /// other a block does not say: a quotation is taken for a part of the item that is open, and a list that is deeper
    /// than that for a part of the quotation.
    pub(super) fn enter(&mut self, block: &Block, quotes: usize) -> Vec<Step> {
        if block.continues {
            return Vec::new();
        }
        // The items of a section are no part of a list in the text above them.
        let outside = block.item.is_some() && !self.in_item;
        self.in_item = block.item.is_some();
        let depth = block.lead.depth;
        let mut steps = if outside { self.finish() } else { Vec::new() };
        while self.quotes() > quotes || self.depth() > depth {
            self.close(&mut steps);
        }
        let number = match block.lead.marker {
            Marker::Bullet => None,
            Marker::Number(number) => Some(number),
            _ => {
                self.quote(&mut steps, quotes);
                return steps;
            }
        };
        if self.depth() == depth {
            while self.open.last() == Some(&Open::Quote) {
                self.close(&mut steps);
            }
            let follows = |last: Option<u32>| last.map(|last| last.saturating_add(1)) == number;
            match self.open.last_mut() {
                Some(Open::List { last, .. }) if follows(*last) => {
                    *last = number;
                    steps.extend([Step::ItemEnds, Step::Item(number)]);
                    self.quote(&mut steps, quotes);
                    return steps;
                }
                _ => self.close(&mut steps),
            }
        }
        self.quote(&mut steps, quotes);
        self.open.push(Open::List { depth, last: number });
        steps.extend([Step::List(number.is_some()), Step::Item(number)]);
        steps
    }

    /// Closes all that is open.
    pub(super) fn finish(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        while !self.open.is_empty() {
            self.close(&mut steps);
        }
        steps
    }

    fn quotes(&self) -> usize {
        self.open.iter().filter(|open| **open == Open::Quote).count()
    }

    /// How deep the innermost list lies.
    fn depth(&self) -> u8 {
        let depths = self.open.iter().filter_map(|open| match open {
            Open::List { depth, .. } => Some(*depth),
            Open::Quote => None,
        });
        depths.max().unwrap_or(0)
    }

    fn quote(&mut self, steps: &mut Vec<Step>, quotes: usize) {
        while self.quotes() < quotes {
            self.open.push(Open::Quote);
            steps.push(Step::Quote);
        }
    }

    fn close(&mut self, steps: &mut Vec<Step>) {
        match self.open.pop() {
            Some(Open::Quote) => steps.push(Step::QuoteEnds),
            Some(Open::List { last, .. }) => steps.extend([Step::ItemEnds, Step::ListEnds(last.is_some())]),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lower_prose;

    /// Prose as nested brackets: quotations `>`, lists `-` and `1`, items `.`, blocks by their first letter.
    fn nested(text: &str) -> String {
        let doc = lower_prose(text);
        let mut nest = Nest::default();
        let mut out = String::new();
        let tell = |out: &mut String, steps: Vec<Step>| {
            for step in steps {
                out.push_str(match step {
                    Step::Quote => ">(",
                    Step::List(false) => "-(",
                    Step::List(true) => "1(",
                    Step::Item(_) => ".(",
                    Step::QuoteEnds | Step::ListEnds(_) | Step::ItemEnds => ")",
                });
            }
        };
        for block in doc.blocks() {
            tell(&mut out, nest.enter(block, usize::from(block.lead.quotes)));
            out.extend(doc.slice(block.range).chars().next());
        }
        tell(&mut out, nest.finish());
        out
    }

    #[test]
    fn what_belongs_to_an_item_stays_in_it() {
        for (text, nest) in [
            ("a\n\n- b\n- c\n\nd", "a-(.(b).(c))d"),
            ("- a\n\n  b\n\n  > c\n\n  ```\n  d\n  ```\n- e", "-(.(ab>(c)d).(e))"),
            ("- a\n\n1. b\n2. c", "-(.(a))1(.(b).(c))"),
            ("- a\n  1. b\n  2. c\n\n  - d\n- e", "-(.(a1(.(b).(c))-(.(d))).(e))"),
            ("> - a\n> - b\n>\n> c\n\n- d", ">(-(.(a).(b))c)-(.(d))"),
            ("> > a\n>\n> b", ">(>(a)b)"),
            ("1. a\n   - b\n2. c\n\n5. d", "1(.(a-(.(b))).(c).(d))"),
            ("9. a\n10. b\n    - c\n11. d", "1(.(a).(b-(.(c))).(d))"),
            ("- - a\n  - b\n- c", "-(.(a).(b))-(.(c))"),
        ] {
            assert_eq!(nested(text), nest, "{text}");
        }
    }
}
