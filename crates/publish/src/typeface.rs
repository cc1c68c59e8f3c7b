//! The one type family of printed and drawn documents: Roboto Condensed, embedded, with figures of one width.
//!
//! Text is set glyph by glyph from the font's own tables: normalised, without kerning, left to right. A character
//! that the family lacks is set as U+FFFD and keeps its text for searching and copying.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::borrow::Cow;
use std::sync::OnceLock;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A cut of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

/// A glyph of a face with its advance in units of the em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    pub glyph: u32,
    pub advance: u16,
    /// False where the face lacks the character and U+FFFD stands for it.
    pub own: bool,
}

struct Metrics {
    font: Option<FontRef<'static>>,
    /// Characters below [`TABLED`], looked up once.
    tabled: Vec<Set>,
    stand_in: Set,
}

/// Latin, Greek and Cyrillic with their marks.
const TABLED: u32 = 0x530;
/// Units to the em; the same in all four files.
pub const EM: u16 = 2048;

impl Face {
    pub const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    pub const fn of(bold: bool, italic: bool) -> Face {
        match (bold, italic) {
            (false, false) => Face::Regular,
            (true, false) => Face::Bold,
            (false, true) => Face::Italic,
            (true, true) => Face::BoldItalic,
        }
    }

    /// The font file, OpenType with TrueType outlines. Apache License 2.0.
    pub const fn file(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../assets/fonts/RobotoCondensed-Regular.ttf"),
            Face::Bold => include_bytes!("../assets/fonts/RobotoCondensed-Bold.ttf"),
            Face::Italic => include_bytes!("../assets/fonts/RobotoCondensed-Italic.ttf"),
            Face::BoldItalic => include_bytes!("../assets/fonts/RobotoCondensed-BoldItalic.ttf"),
        }
    }

    fn metrics(self) -> &'static Metrics {
        static FACES: [OnceLock<Metrics>; 4] = [const { OnceLock::new() }; 4];
        FACES[self as usize].get_or_init(|| Metrics::read(self.file()))
    }

    /// The font for outlines; None only if the embedded file were damaged.
    pub fn font(self) -> Option<&'static FontRef<'static>> {
        self.metrics().font.as_ref()
    }

    /// The glyph for a character, or the stand-in.
    pub fn set(self, character: char) -> Set {
        let metrics = self.metrics();
        let code = u32::from(character);
        match usize::try_from(code).ok().filter(|_| code < TABLED).and_then(|at| metrics.tabled.get(at)) {
            Some(&set) => set,
            None => metrics.look_up(character).unwrap_or(metrics.stand_in),
        }
    }

    /// Width of a text that [`clean`] returned, in points at that size.
    pub fn width(self, text: &str, size: f32) -> f32 {
        let units: u32 = text.chars().map(|character| u32::from(self.set(character).advance)).sum();
        units as f32 * size / f32::from(EM)
    }
}

impl Metrics {
    fn read(file: &'static [u8]) -> Metrics {
        let stand_in = Set { glyph: 0, advance: 0, own: false };
        let mut metrics = Metrics { font: FontRef::new(file).ok(), tabled: Vec::new(), stand_in };
        if let Some(set) = metrics.look_up('\u{FFFD}') {
            metrics.stand_in = Set { own: false, ..set };
        }
        let Some(font) = &metrics.font else { return metrics };
        let (charmap, advances) = tables(font);
        metrics.tabled = (0..TABLED)
            .map(|code| {
                let character = char::from_u32(code).unwrap_or('\u{FFFD}');
                look_up(&charmap, &advances, character).unwrap_or(metrics.stand_in)
            })
            .collect();
        metrics
    }

    fn look_up(&self, character: char) -> Option<Set> {
        let (charmap, advances) = tables(self.font.as_ref()?);
        look_up(&charmap, &advances, character)
    }
}

fn tables<'a>(font: &'a FontRef<'static>) -> (Charmap<'a>, GlyphMetrics<'a>) {
    (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()))
}

fn look_up(charmap: &Charmap<'_>, advances: &GlyphMetrics<'_>, character: char) -> Option<Set> {
    let glyph = charmap.map(character).filter(|glyph| *glyph != GlyphId::NOTDEF)?;
    let advance = advances.advance_width(glyph)?;
    Some(Set { glyph: glyph.to_u32(), advance: advance as u16, own: true })
}

/// Text ready to set: composed (NFC), control characters as spaces, marks of direction taken out, characters without
/// a common meaning (private use, noncharacters) as U+FFFD, which archives of documents insist on.
pub fn clean(text: &str) -> Cow<'_, str> {
    let odd =
        |character: char| character.is_control() || is_direction_mark(character) || is_meaningless(character);
    if is_nfc(text) && !text.chars().any(odd) {
        return Cow::Borrowed(text);
    }
    let kept = text.nfc().filter(|&character| !is_direction_mark(character));
    let settled = |character: char| match character {
        _ if character.is_control() => ' ',
        _ if is_meaningless(character) => '\u{FFFD}',
        _ => character,
    };
    Cow::Owned(kept.map(settled).collect())
}

/// The text as [`clean`] returns it, ended by an ellipsis where it is wider than `width` points.
pub fn fitted(text: &str, face: Face, size: f32, width: f32) -> Cow<'_, str> {
    let text = clean(text);
    if face.width(&text, size) <= width {
        return text;
    }
    let mut room = width - face.width("…", size);
    let fitting: String = text
        .chars()
        .take_while(|character| {
            room -= face.width(character.encode_utf8(&mut [0; 4]), size);
            room >= 0.0
        })
        .collect();
    Cow::Owned(format!("{}…", fitting.trim_end()))
}

fn is_meaningless(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..)
        || u32::from(character) & 0xFFFE == 0xFFFE
}

fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_covers_the_names_of_the_field() {
        let names = "Élan Tomáš Lühr Łukasz Kővári Räikkönen Đorđe Иванов Čeština Ångström İlker Şahin Îãõ – — … † ‡ ’ “” • × ½ € ✓";
        for face in Face::ALL {
            let missing: String =
                names.chars().filter(|&character| !face.set(character).own && character != '✓').collect();
            assert_eq!(missing, "", "{face:?}");
            assert!(!face.set('✓').own);
        }
    }

    #[test]
    fn figures_have_one_width_in_each_face() {
        for face in Face::ALL {
            let widths: Vec<u16> = "0123456789".chars().map(|digit| face.set(digit).advance).collect();
            assert!(widths.iter().all(|width| *width == widths[0]), "{face:?} {widths:?}");
        }
    }

    #[test]
    fn files_share_the_em() {
        for face in Face::ALL {
            let units =
                face.font().map(|font| font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
            assert_eq!(units, Some(EM));
        }
    }

    #[test]
    fn long_text_is_ended_by_an_ellipsis() {
        let shown = fitted("Maximilian Graf von Hohenfels", Face::Bold, 10.0, 60.0);
        assert!(shown.ends_with('…') && Face::Bold.width(&shown, 10.0) <= 60.0, "{shown}");
        assert_eq!(fitted("Ai Li", Face::Bold, 10.0, 60.0), "Ai Li");
    }

    #[test]
    fn text_is_composed_and_stripped() {
        assert_eq!(clean("Toma\u{301}s\u{30C}"), "Tomáš");
        assert_eq!(clean("a\tb\u{202E}c\n"), "a bc ");
        assert!(matches!(clean("plain"), Cow::Borrowed(_)));
    }
}
