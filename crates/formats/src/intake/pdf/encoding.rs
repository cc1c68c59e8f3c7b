//! Which letter a byte of a simple font stands for: the encodings that PDF names, and the names of glyphs.

use unicode_normalization::UnicodeNormalization;

/// The encodings that a font can be based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Win,
    Mac,
    Standard,
}

/// 0x80 to 0x9F; the rest of it is Latin-1.
const WIN: &str = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ";
/// 0x80 to 0xFF.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/// 0xA1 to 0xFB; a blank where nothing is.
const STANDARD: &str =
    "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß";

impl Base {
    pub fn named(name: &[u8]) -> Option<Base> {
        match name {
            b"WinAnsiEncoding" => Some(Base::Win),
            b"MacRomanEncoding" => Some(Base::Mac),
            b"StandardEncoding" => Some(Base::Standard),
            _ => None,
        }
    }

    pub fn letter(self, byte: u8) -> Option<char> {
        let listed = |list: &str, first: u8| list.chars().nth(usize::from(byte.checked_sub(first)?));
        let letter = match (self, byte) {
            (Base::Standard, 0x27) => Some('’'),
            (Base::Standard, 0x60) => Some('‘'),
            (_, 0x20..=0x7E) => Some(char::from(byte)),
            (Base::Win, 0x7F) => Some('•'),
            (Base::Win, 0x80..=0x9F) => listed(WIN, 0x80),
            (Base::Win, 0xA0..) => Some(char::from(byte)),
            (Base::Mac, 0x80..) => listed(MAC, 0x80),
            (Base::Standard, 0xA1..) => listed(STANDARD, 0xA1).filter(|own| *own != ' '),
            _ => None,
        }?;
        Some(if letter == '\u{a0}' { ' ' } else { letter })
    }
}

/// Glyphs that are not called after their letter.
const NAMES: &str = "space   exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( \
    parenright ) asterisk * plus + comma , hyphen - minus - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 \
    six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ \
    backslash \\ bracketright ] asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~ \
    quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ” quotesinglbase ‚ quotedblbase „ endash – emdash — \
    ellipsis … bullet • dagger † daggerdbl ‡ degree ° ordmasculine º ordfeminine ª AE Æ ae æ OE Œ oe œ Oslash Ø \
    oslash ø germandbls ß Lslash Ł lslash ł Eth Ð eth ð Dcroat Đ dcroat đ Thorn Þ thorn þ dotlessi ı Euro € \
    sterling £ yen ¥ section § paragraph ¶ copyright © registered ® trademark ™ multiply × divide ÷ plusminus ± \
    periodcentered · guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright › onehalf ½ onequarter ¼ \
    threequarters ¾ onesuperior ¹ twosuperior ² threesuperior ³ exclamdown ¡ questiondown ¿ fi fi fl fl ff ff \
    ffi ffi ffl ffl Tcommaaccent Ţ tcommaaccent ţ Scommaaccent Ș scommaaccent ș nbspace  ";

/// Accents at the end of a glyph's name, as marks that combine.
const ACCENTS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30a}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
];

/// What a glyph's name says: `eacute`, `uni00E9`, `u1F600`, `A.alt`. `None` for names that say nothing, such as `g17`.
pub(super) fn glyph(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|own| !own.is_empty())?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_ascii_alphabetic()
    {
        return Some(letter.to_string());
    }
    let mut words = NAMES.split(' ');
    while let Some(word) = words.next() {
        // A blank is the one letter that the list cannot hold.
        let letter = words.next().unwrap_or_default();
        if word == name {
            return Some(if letter.is_empty() { " ".to_owned() } else { letter.to_owned() });
        }
        if letter.is_empty() {
            words.next();
        }
    }
    if let Some(digits) = name.strip_prefix("uni").filter(|own| own.len() >= 4 && own.is_ascii()) {
        let units: Option<Vec<u16>> = digits
            .as_bytes()
            .chunks(4)
            .map(|own| u16::from_str_radix(std::str::from_utf8(own).ok()?, 16).ok())
            .collect();
        return String::from_utf16(&units?).ok();
    }
    if let Some(digits) = name.strip_prefix('u').filter(|own| (4..=6).contains(&own.len())) {
        let letter = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        if letter.is_some() {
            return letter.map(String::from);
        }
    }
    let (letter, mark) = ACCENTS.iter().find_map(|(accent, mark)| {
        let letter = name.strip_suffix(accent)?;
        let mut letters = letter.chars();
        let first = letters.next().filter(char::is_ascii_alphabetic)?;
        letters.next().is_none().then_some((first, *mark))
    })?;
    Some([letter, mark].into_iter().nfc().collect())
}

/// Widths of the letters 0x20 to 0x7E in thousandths, for the fonts that a PDF need not bring along.
const HELVETICA: &[u16; 95] = &[
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const HELVETICA_BOLD: &[u16; 95] = &[
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
const TIMES: &[u16; 95] = &[
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
    389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
    500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
    278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
const TIMES_BOLD: &[u16; 95] = &[
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389,
    500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581,
    500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
    333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];

/// The width of a letter in a font that is known by its name alone.
pub(super) fn known_width(font: &str, letter: char) -> f32 {
    let bold = font.contains("Bold");
    let widths = match font {
        _ if font.contains("Courier") => return 600.0,
        _ if font.contains("Times") && bold => TIMES_BOLD,
        _ if font.contains("Times") => TIMES,
        _ if bold => HELVETICA_BOLD,
        _ => HELVETICA,
    };
    let plain = [letter].into_iter().nfd().next().unwrap_or(letter);
    let at = u32::from(plain).checked_sub(0x20).and_then(|at| widths.get(at as usize));
    at.map_or(556.0, |width| f32::from(*width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_have_a_letter_for_each_byte() {
        assert_eq!((WIN.chars().count(), MAC.chars().count()), (32, 128));
        for (base, byte, letter) in [
            (Base::Win, 0xE9, 'é'),
            (Base::Win, 0x96, '–'),
            (Base::Win, 0x9E, 'ž'),
            (Base::Mac, 0x8E, 'é'),
            (Base::Mac, 0xFF, 'ˇ'),
            (Base::Standard, 0xD0, '—'),
            (Base::Standard, 0xE1, 'Æ'),
            (Base::Standard, 0xF9, 'ø'),
            (Base::Standard, 0xFB, 'ß'),
        ] {
            assert_eq!(base.letter(byte), Some(letter), "{base:?} {byte:x}");
        }
        assert_eq!(Base::Standard.letter(0xE0), None);
    }

    #[test]
    fn glyphs_by_their_names() {
        for (name, letters) in [
            ("eacute", "é"),
            ("Scaron", "Š"),
            ("A", "A"),
            ("seven", "7"),
            ("space", " "),
            ("hyphen", "-"),
            ("slash", "/"),
            ("germandbls", "ß"),
            ("fi", "fi"),
            ("uni0159", "ř"),
            ("u0041", "A"),
            ("a.sc", "a"),
            ("Ohungarumlaut", "Ő"),
            ("nbspace", " "),
        ] {
            assert_eq!(glyph(name).as_deref(), Some(letters), "{name}");
        }
        assert_eq!((glyph("g17"), glyph(".notdef"), glyph("")), (None, None, None));
    }
}
