//! Colours of classes and of results, the same on paper and on screen, never the only sign of anything.
//!
//! Class colours are those of Okabe and Ito (*Color Universal Design*, 2008), told apart in the common kinds of
//! colour blindness, in an order that puts the most distant ones first. Grounds of results are the field's
//! convention (gold, silver, bronze, green, blue, purple) in the tints that encyclopaedias use.

use crate::sheet::{Cell, Ground};

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl Colour {
    pub const fn hex(code: u32) -> Colour {
        let [_, red, green, blue] = code.to_be_bytes();
        Colour { red, green, blue }
    }

    /// `#rrggbb`.
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Whether white text reads better on it than black: relative luminance below that of a middle grey.
    pub fn is_dark(self) -> bool {
        let weighed = 299 * u32::from(self.red) + 587 * u32::from(self.green) + 114 * u32::from(self.blue);
        weighed < 128_000
    }
}

const CLASSES: [Colour; 8] = [
    Colour::hex(0x0072B2),
    Colour::hex(0xD55E00),
    Colour::hex(0x009E73),
    Colour::hex(0xCC79A7),
    Colour::hex(0xE69F00),
    Colour::hex(0x56B4E9),
    Colour::hex(0x5B4A99),
    Colour::hex(0x555555),
];

/// The colour of the class at that place in the season's order; the ninth begins again.
pub fn class(index: usize) -> Colour {
    CLASSES[index % CLASSES.len()]
}

/// A class' colour mixed with white, so that ink reads well on it.
pub fn tint(index: usize, slowed: bool) -> Colour {
    let Colour { red, green, blue } = class(index);
    let percent = if slowed { 16 } else { 45 };
    let mixed = |part: u8| (u32::from(part) * percent + 255 * (100 - percent)) / 100;
    // A mean of two bytes is a byte.
    let byte = |part: u8| u8::try_from(mixed(part)).unwrap_or(u8::MAX);
    Colour { red: byte(red), green: byte(green), blue: byte(blue) }
}

/// The colour behind a cell: its result's, or its class' where the ground says so.
pub fn behind(cell: &Cell) -> Option<Colour> {
    match (cell.ground, cell.class) {
        (Ground::OfClass, Some(class)) => Some(tint(class, false)),
        (Ground::OfClassSlowed, Some(class)) => Some(tint(class, true)),
        (own, _) => ground(own),
    }
}

/// The colour of a result; None where there is none of its own.
pub fn ground(ground: Ground) -> Option<Colour> {
    let code = match ground {
        Ground::None | Ground::OfClass | Ground::OfClassSlowed => return None,
        Ground::First => 0xFFFFBF,
        Ground::Second => 0xDFDFDF,
        Ground::Third => 0xFFDF9F,
        Ground::Scored => 0xDFFFDF,
        Ground::Unscored => 0xCFCFFF,
        Ground::Retired => 0xEFCFFF,
        Ground::NotQualified => 0xFFCFCF,
        Ground::Disqualified => 0x000000,
        Ground::NotStarted => 0xFFFFFF,
    };
    Some(Colour::hex(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_write_themselves_and_know_their_ink() {
        assert_eq!(class(0).css(), "#0072b2");
        assert_eq!(class(8), class(0));
        assert!(class(0).is_dark());
        assert!(!class(4).is_dark());
        assert_eq!(ground(Ground::None), None);
    }
}
