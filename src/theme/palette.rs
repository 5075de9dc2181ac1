//! Colours, and what a terminal can show of them.

use crate::notes::Meaning;
use ratatui::style::Color;

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Depth {
    /// None, or none are wanted.
    #[default]
    None,
    /// The sixteen of ECMA-48 and aixterm, whose shades are the user's own.
    Ansi16,
    /// The 256 of xterm.
    Ansi256,
    /// 24 bits.
    True,
}

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// What is less important, but read.
    Muted,
    /// Lines.
    Faint,
    /// What leads the eye.
    Accent,
    /// Names of actors.
    Name,
    /// Links.
    Link,
    /// Quoted words.
    Quote,
    /// Code.
    Code,
    /// Bad news.
    Danger,
    /// What needs care.
    Warn,
    /// Good news.
    Good,
    /// Text on coloured paper.
    OnPaper,
    /// Behind a passage with a note.
    Noted,
    /// Behind a highlighted passage.
    Meaning(Meaning),
    /// Behind a search hit.
    Hit,
    /// A search hit.
    OnHit,
    /// Behind the current search hit.
    Current,
    /// The current search hit.
    OnCurrent,
    /// Behind a selection.
    Selection,
    /// Selected text.
    OnSelection,
}

/// One colour: 24 bits, and which of the sixteen stands for it.
#[derive(Clone, Copy, Debug)]
pub struct Shade {
    /// Red, green, blue.
    pub rgb: (u8, u8, u8),
    /// Number of 0 to 15.
    pub ansi: u8,
}

/// The colours of a theme. A palette without an ink leaves the terminal's own.
#[derive(Debug)]
pub struct Palette(&'static [(Ink, u32, u8)]);

impl Palette {
    /// The colour of an ink.
    #[must_use]
    pub fn shade(&self, ink: Ink) -> Option<Shade> {
        self.0.iter().find(|row| row.0 == ink).map(|(_, hex, ansi)| {
            let [_, r, g, b] = hex.to_be_bytes();
            Shade { rgb: (r, g, b), ansi: *ansi }
        })
    }

    /// All inks that it has.
    pub fn inks(&self) -> impl Iterator<Item = Ink> {
        self.0.iter().map(|row| row.0)
    }
}

/// On dark backgrounds.
pub(super) static DARK: Palette = Palette(&[
    (Ink::Muted, 0x00a3_abb8, 7),
    (Ink::Faint, 0x006b_7485, 8),
    (Ink::Accent, 0x00e5_b567, 3),
    (Ink::Name, 0x007f_d5ea, 14),
    (Ink::Link, 0x008a_b4f8, 12),
    (Ink::Quote, 0x00c9_b1f2, 13),
    (Ink::Code, 0x009f_d49a, 10),
    (Ink::Danger, 0x00ff_8a8a, 9),
    (Ink::Warn, 0x00f5_b97a, 11),
    (Ink::Good, 0x009f_d49a, 10),
    (Ink::OnPaper, 0x00e8_e8e8, 15),
    (Ink::Noted, 0x002a_2f38, 8),
    (Ink::Meaning(Meaning::Key), 0x0038_3010, 3),
    (Ink::Meaning(Meaning::Agree), 0x0015_3820, 2),
    (Ink::Meaning(Meaning::Doubt), 0x0048_2418, 1),
    (Ink::Meaning(Meaning::Fact), 0x0014_3048, 6),
    (Ink::Meaning(Meaning::Quote), 0x0036_2450, 5),
    (Ink::Hit, 0x0052_4310, 3),
    (Ink::OnHit, 0x00ff_f3c4, 0),
    (Ink::Current, 0x00e5_b567, 11),
    (Ink::OnCurrent, 0x0014_1414, 0),
    (Ink::Selection, 0x002f_4a75, 4),
    (Ink::OnSelection, 0x00ff_ffff, 15),
]);

/// On light backgrounds.
pub(super) static LIGHT: Palette = Palette(&[
    (Ink::Muted, 0x0055_5e6b, 8),
    (Ink::Faint, 0x0087_8f9b, 8),
    (Ink::Accent, 0x008a_4b00, 5),
    (Ink::Name, 0x0000_5f73, 6),
    (Ink::Link, 0x001a_4fc4, 4),
    (Ink::Quote, 0x0066_3a9c, 5),
    (Ink::Code, 0x002c_611c, 2),
    (Ink::Danger, 0x00b0_1f2c, 1),
    (Ink::Warn, 0x008f_4400, 1),
    (Ink::Good, 0x002c_611c, 2),
    (Ink::OnPaper, 0x0018_1818, 0),
    (Ink::Noted, 0x00ec_eef2, 7),
    (Ink::Meaning(Meaning::Key), 0x00ff_f3c0, 11),
    (Ink::Meaning(Meaning::Agree), 0x00d8_f5d8, 10),
    (Ink::Meaning(Meaning::Doubt), 0x00ff_e2d4, 9),
    (Ink::Meaning(Meaning::Fact), 0x00d6_ecff, 14),
    (Ink::Meaning(Meaning::Quote), 0x00ec_e0ff, 13),
    (Ink::Hit, 0x00ff_e9a3, 11),
    (Ink::OnHit, 0x0033_2600, 0),
    (Ink::Current, 0x008a_4b00, 5),
    (Ink::OnCurrent, 0x00ff_ffff, 15),
    (Ink::Selection, 0x00bf_d7ff, 6),
    (Ink::OnSelection, 0x0000_0000, 0),
]);

/// The strongest contrast, on a dark background; text keeps the terminal's own colour.
pub(super) static HIGH_CONTRAST: Palette = Palette(&[
    (Ink::Muted, 0x00ff_ffff, 15),
    (Ink::Faint, 0x00ff_ffff, 15),
    (Ink::Accent, 0x00ff_ff00, 11),
    (Ink::Name, 0x0000_ffff, 14),
    (Ink::Link, 0x00a0_c8ff, 14),
    (Ink::Quote, 0x00ff_ffff, 15),
    (Ink::Code, 0x0080_ff80, 10),
    (Ink::Danger, 0x00ff_a0a0, 9),
    (Ink::Warn, 0x00ff_ff00, 11),
    (Ink::Good, 0x0080_ff80, 10),
    (Ink::OnPaper, 0x00ff_ffff, 15),
    (Ink::Noted, 0x0030_3030, 8),
    (Ink::Meaning(Meaning::Key), 0x0044_4400, 3),
    (Ink::Meaning(Meaning::Agree), 0x0000_4400, 2),
    (Ink::Meaning(Meaning::Doubt), 0x0060_2000, 1),
    (Ink::Meaning(Meaning::Fact), 0x0000_3060, 6),
    (Ink::Meaning(Meaning::Quote), 0x0044_0066, 5),
    (Ink::Hit, 0x00ff_ffff, 15),
    (Ink::OnHit, 0x0000_0000, 0),
    (Ink::Current, 0x00ff_ff00, 11),
    (Ink::OnCurrent, 0x0000_0000, 0),
    (Ink::Selection, 0x00ff_ffff, 15),
    (Ink::OnSelection, 0x0000_0000, 0),
]);

/// The same on a light background.
pub(super) static HIGH_CONTRAST_LIGHT: Palette = Palette(&[
    (Ink::Muted, 0x0000_0000, 0),
    (Ink::Faint, 0x0000_0000, 0),
    (Ink::Accent, 0x0080_0000, 1),
    (Ink::Name, 0x0000_0080, 4),
    (Ink::Link, 0x0000_00a0, 4),
    (Ink::Quote, 0x0000_0000, 0),
    (Ink::Code, 0x0000_4d00, 0),
    (Ink::Danger, 0x0090_0000, 1),
    (Ink::Warn, 0x0070_0070, 5),
    (Ink::Good, 0x0000_4d00, 0),
    (Ink::Hit, 0x0000_0000, 0),
    (Ink::OnHit, 0x00ff_ffff, 15),
    (Ink::Current, 0x0080_0000, 1),
    (Ink::OnCurrent, 0x00ff_ffff, 15),
    (Ink::Selection, 0x0000_0000, 0),
    (Ink::OnSelection, 0x00ff_ffff, 15),
    (Ink::OnPaper, 0x0000_0000, 0),
    (Ink::Noted, 0x00e8_e8e8, 7),
    (Ink::Meaning(Meaning::Key), 0x00ff_ffa0, 11),
    (Ink::Meaning(Meaning::Agree), 0x00c0_ffc0, 10),
    (Ink::Meaning(Meaning::Doubt), 0x00ff_dcc8, 9),
    (Ink::Meaning(Meaning::Fact), 0x00c8_e8ff, 14),
    (Ink::Meaning(Meaning::Quote), 0x00e8_d8ff, 13),
]);

/// Without colours.
pub(super) static MONO: Palette = Palette(&[]);

impl Depth {
    /// A colour as far as the terminal has it.
    #[must_use]
    pub fn color(self, shade: Option<Shade>) -> Option<Color> {
        let Shade { rgb: (r, g, b), ansi } = shade?;
        match self {
            Self::None => None,
            Self::Ansi16 => Some(ansi_color(ansi)),
            Self::Ansi256 => Some(Color::Indexed(nearest_256(r, g, b))),
            Self::True => Some(Color::Rgb(r, g, b)),
        }
    }
}

const fn ansi_color(number: u8) -> Color {
    match number {
        0 => Color::Black,
        1 => Color::Red,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Blue,
        5 => Color::Magenta,
        6 => Color::Cyan,
        7 => Color::Gray,
        8 => Color::DarkGray,
        9 => Color::LightRed,
        10 => Color::LightGreen,
        11 => Color::LightYellow,
        12 => Color::LightBlue,
        13 => Color::LightMagenta,
        14 => Color::LightCyan,
        _ => Color::White,
    }
}

/// The nearest colour of xterm's cube (16 to 231) or its ramp of greys (232 to 255).
fn nearest_256(red: u8, green: u8, blue: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let near = |v: u8| {
        (0u8..6).min_by_key(|i| STEPS.get(usize::from(*i)).map_or(255, |s| s.abs_diff(v))).unwrap_or(0)
    };
    let step = |i: u8| STEPS.get(usize::from(i)).copied().unwrap_or(0);
    let away = |color: [u8; 3]| -> u32 {
        color.iter().zip([red, green, blue]).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let cube = [near(red), near(green), near(blue)];
    let mean = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
    let grey = u8::try_from(mean.saturating_sub(3) / 10).unwrap_or(23).min(23);
    if away([8 + 10 * grey; 3]) < away(cube.map(step)) {
        232 + grey
    } else {
        let [across, up, deep] = cube;
        16 + 36 * across + 6 * up + deep
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let channel = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |(r, g, b)| 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_the_backgrounds_people_have() {
        let dark = [(0, 0, 0), (0x1e, 0x1e, 0x2e), (0x28, 0x2c, 0x34), (0x2e, 0x34, 0x40)];
        let light = [(255, 255, 255), (0xfd, 0xf6, 0xe3), (0xfa, 0xf4, 0xed)];
        let strong = [(&HIGH_CONTRAST, &dark[..1]), (&HIGH_CONTRAST_LIGHT, &light[..1])];
        for (palette, papers) in [(&DARK, &dark[..]), (&LIGHT, &light[..])].into_iter().chain(strong) {
            for ink in palette.inks() {
                let shade = |ink| palette.shade(ink).unwrap().rgb;
                let (papers, least): (&[_], f64) = match ink {
                    Ink::Hit | Ink::Current | Ink::Selection | Ink::Noted | Ink::Meaning(_) => continue,
                    Ink::OnHit => (&[shade(Ink::Hit)], 4.5),
                    Ink::OnCurrent => (&[shade(Ink::Current)], 4.5),
                    Ink::OnSelection => (&[shade(Ink::Selection)], 4.5),
                    // Lines are no text: WCAG 1.4.11 asks for 3.
                    Ink::Faint => (papers, 2.5),
                    _ => (papers, 4.5),
                };
                // Whatever is highlighted stays readable, if with less contrast than on bare paper.
                if !matches!(ink, Ink::OnHit | Ink::OnCurrent | Ink::OnSelection | Ink::Faint) {
                    for mark in palette.inks().filter(|mark| matches!(mark, Ink::Noted | Ink::Meaning(_))) {
                        let found = contrast(shade(ink), shade(mark));
                        assert!(found >= 4.5, "{ink:?} on {mark:?}: {found:.2}");
                    }
                }
                for paper in papers {
                    let found = contrast(shade(ink), *paper);
                    assert!(found >= least, "{ink:?} on {paper:?}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn colours_come_down_to_what_the_terminal_has() {
        let shade = DARK.shade(Ink::Accent);
        assert_eq!(Depth::None.color(shade), None);
        assert_eq!(Depth::Ansi16.color(shade), Some(Color::Yellow));
        assert_eq!(Depth::True.color(shade), Some(Color::Rgb(0xe5, 0xb5, 0x67)));
        assert_eq!(nearest_256(255, 255, 255), 231);
        assert_eq!(nearest_256(0, 0, 0), 16);
        assert_eq!(nearest_256(118, 118, 118), 243);
        assert_eq!(nearest_256(255, 0, 0), 196);
    }
}
