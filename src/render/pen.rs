//! Looks as escape sequences (SGR, ECMA-48 8.3.117), for the screen and for printed pages.
//!
//! Invariant: a pen that writes only what changes shows the same as one that writes everything anew.

use ratatui::style::{Color, Modifier, Style};

/// What a terminal writes with at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pen {
    ink: Option<Color>,
    paper: Option<Color>,
    attributes: Modifier,
}

/// The attributes and their numbers.
const ATTRIBUTES: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

impl Pen {
    /// Takes another look: appends what the terminal must be told for it.
    pub fn take(&mut self, style: Style, out: &mut impl Extend<char>) {
        let next = Self {
            ink: style.fg.filter(|color| *color != Color::Reset),
            paper: style.bg.filter(|color| *color != Color::Reset),
            attributes: style.add_modifier.difference(style.sub_modifier),
        };
        if next == *self {
            return;
        }
        let mut codes = Codes::default();
        // What is on can only be switched off by switching all off.
        let gone = self.ink.is_some() && next.ink.is_none()
            || self.paper.is_some() && next.paper.is_none()
            || !next.attributes.contains(self.attributes);
        let from = if gone {
            codes.push(0);
            Self::default()
        } else {
            *self
        };
        for (attribute, code) in ATTRIBUTES {
            if next.attributes.contains(attribute) && !from.attributes.contains(attribute) {
                codes.push(code);
            }
        }
        if let Some(ink) = next.ink.filter(|_| next.ink != from.ink) {
            codes.color(ink, 30, 90);
        }
        if let Some(paper) = next.paper.filter(|_| next.paper != from.paper) {
            codes.color(paper, 40, 100);
        }
        *self = next;
        codes.write(out);
    }
}

/// The numbers of one sequence. The longest has two colours of 24 bits, a reset and six attributes.
#[derive(Default)]
struct Codes {
    numbers: [u8; 20],
    len: usize,
}

impl Codes {
    fn push(&mut self, number: u8) {
        if let Some(slot) = self.numbers.get_mut(self.len) {
            *slot = number;
            self.len += 1;
        }
    }

    fn color(&mut self, color: Color, low: u8, high: u8) {
        let plain = |n: u8| (low + n, None);
        let bright = |n: u8| (high + n, None);
        let (first, rest): (u8, Option<(u8, [u8; 3], usize)>) = match color {
            Color::Reset => return,
            Color::Black => plain(0),
            Color::Red => plain(1),
            Color::Green => plain(2),
            Color::Yellow => plain(3),
            Color::Blue => plain(4),
            Color::Magenta => plain(5),
            Color::Cyan => plain(6),
            Color::Gray => plain(7),
            Color::DarkGray => bright(0),
            Color::LightRed => bright(1),
            Color::LightGreen => bright(2),
            Color::LightYellow => bright(3),
            Color::LightBlue => bright(4),
            Color::LightMagenta => bright(5),
            Color::LightCyan => bright(6),
            Color::White => bright(7),
            Color::Indexed(n) => (low + 8, Some((5, [n, 0, 0], 1))),
            Color::Rgb(r, g, b) => (low + 8, Some((2, [r, g, b], 3))),
        };
        self.push(first);
        if let Some((kind, values, count)) = rest {
            self.push(kind);
            values.into_iter().take(count).for_each(|value| self.push(value));
        }
    }

    fn write(&self, out: &mut impl Extend<char>) {
        out.extend(['\x1b', '[']);
        for (n, number) in self.numbers.iter().take(self.len).enumerate() {
            if n > 0 {
                out.extend([';']);
            }
            let digit = |d: u8| char::from(b'0' + d);
            if *number >= 100 {
                out.extend([digit(number / 100)]);
            }
            if *number >= 10 {
                out.extend([digit(number / 10 % 10)]);
            }
            out.extend([digit(number % 10)]);
        }
        out.extend(['m']);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(styles: &[Style]) -> String {
        let mut pen = Pen::default();
        let mut out = String::new();
        for style in styles {
            pen.take(*style, &mut out);
            out.push('x');
        }
        out
    }

    #[test]
    fn only_what_changes_is_written() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let red = bold.fg(Color::Red);
        let exact = Style::new().fg(Color::Rgb(1, 20, 255)).bg(Color::Indexed(7));
        assert_eq!(written(&[Style::new(), bold, bold, red]), "x\x1b[1mxx\x1b[31mx");
        assert_eq!(written(&[red, Style::new().fg(Color::Red)]), "\x1b[1;31mx\x1b[0;31mx");
        assert_eq!(written(&[red, Style::new()]), "\x1b[1;31mx\x1b[0mx");
        assert_eq!(written(&[exact]), "\x1b[38;2;1;20;255;48;5;7mx");
        assert_eq!(written(&[Style::new().fg(Color::White)]), "\x1b[97mx");
    }
}
