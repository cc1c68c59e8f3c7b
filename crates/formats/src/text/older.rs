//! Text in an encoding from before Unicode, which no byte of it names: of those that are in use, the one in which its words
//! look most like words.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, KOI8_R, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
};

/// An older encoding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Older {
    Known(&'static Encoding),
    /// Of consoles and of spreadsheets that save as MS-DOS.
    Cp850,
}

impl Older {
    pub fn name(self) -> &'static str {
        match self {
            Older::Known(encoding) => encoding.name(),
            Older::Cp850 => "CP850",
        }
    }

    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Older::Known(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Older::Cp850 => {
                let beyond = |byte: u8| CP850.get(usize::from(byte) - 128).copied().unwrap_or_default();
                bytes.iter().map(|&own| if own < 128 { char::from(own) } else { beyond(own) }).collect()
            }
        }
    }
}

/// What CP850 has beyond ASCII.
const CP850: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô', 'ö',
    'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®',
    '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥',
    '┐', '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', 'ð', 'Ð', 'Ê', 'Ë',
    'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀', 'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ',
    'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', '\u{ad}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³',
    '²', '■', '\u{a0}',
];

/// Those that are looked at; of two that fit alike the first.
const CANDIDATES: [Older; 9] = [
    Older::Known(WINDOWS_1252),
    Older::Known(WINDOWS_1250),
    Older::Known(ISO_8859_2),
    Older::Cp850,
    Older::Known(MACINTOSH),
    Older::Known(WINDOWS_1251),
    Older::Known(WINDOWS_1253),
    Older::Known(KOI8_R),
    Older::Known(IBM866),
];
/// Words beyond ASCII that are looked at; the lines with the first of them are a sample of the text.
const LOOKED_AT: usize = 2_000;

/// The encoding in which fewest words look wrong, and how it is known; `None` where too many do in each.
pub(super) fn find(bytes: &[u8]) -> Option<(Older, &'static str)> {
    let parts = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'\'';
    let words = bytes.split(parts).filter(|word| !word.is_ascii()).take(LOOKED_AT);
    let words: Vec<&[u8]> = words.collect();
    let wrong = |own: &Older| words.iter().filter(|word| looks_wrong(&own.decode(word))).count();
    let counted: Vec<usize> = CANDIDATES.iter().map(wrong).collect();
    let fewest = counted.iter().copied().min()?;
    let at = counted.iter().position(|own| *own == fewest)?;
    let why = if at == 0 {
        "its words look right so, as most such files are"
    } else {
        "its words look right so, and wrong in the encoding of Western Europe"
    };
    (fewest * 4 <= words.len()).then_some((CANDIDATES[at], why))
}

/// Whether a word has what words do not have: a sign between letters, a capital behind a small letter, accents on every
/// letter, letters of two scripts, characters that are none.
fn looks_wrong(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let is_latin = |own: &char| u32::from(*own) < 0x250 && own.is_alphabetic();
    let is_sign = |at: usize| {
        let own = letters[at];
        let is_letter =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|own| own.is_alphabetic());
        // `O’Neil`, `“Kid”`; an ordinal and a mark of a note end a word.
        let may_stand = match is_letter(at.checked_sub(1)) {
            true => matches!(own, '’' | '\'' | '´' | '·'),
            false => at == 0 && matches!(own, '“' | '„' | '«' | '‘' | '‚' | '”' | '’' | '»'),
        };
        !own.is_alphanumeric() && !may_stand && is_letter(Some(at + 1))
    };
    let is_odd = |own: &char| {
        matches!(own, '\u{80}'..='\u{9f}' | '\u{fffd}' | '\u{2500}'..='\u{259f}' | '¸' | '¨' | '¯' | '¬')
            || matches!(own, 'ƒ' | 'ª' | 'º' | '¹' | '³' | '²')
                && word.ends_with(|last: char| last.is_alphabetic() && last != *own)
    };
    // `Dvoøák` is no word of any language of Western Europe, nor is one with such a letter before another.
    let foreign = (letters.contains(&'ø') && letters.iter().any(|own| "áíýúùě".contains(*own)))
        || letters.windows(2).any(|own| matches!(own[0], 'ì' | 'ù') && own[1].is_alphabetic());
    let mixed =
        letters.iter().any(is_latin) && letters.iter().any(|own| own.is_alphabetic() && !is_latin(own));
    let capital_within = letters.windows(2).any(|pair| {
        pair[0].is_lowercase() && pair[1].is_uppercase() && !(pair[0].is_ascii() && pair[1].is_ascii())
    }) || letters.windows(3).any(|own| {
        own[0].is_alphabetic() && own[1].is_uppercase() && !own[1].is_ascii() && own[2].is_lowercase()
    });
    let accents = letters.len() > 2 && letters.iter().all(|own| is_latin(own) && !own.is_ascii());
    (0..letters.len()).any(is_sign)
        || foreign
        || letters.iter().any(is_odd)
        || mixed
        || capital_within
        || accents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> (&'static str, String) {
        let (own, _) = find(bytes).expect("known");
        (own.name(), own.decode(bytes))
    }

    fn bytes_in(own: Older, text: &str) -> Vec<u8> {
        let of = |character: char| {
            (0..=255_u8).find(|byte| own.decode(&[*byte]).chars().eq([character])).expect("a letter of it")
        };
        text.chars().map(of).collect()
    }

    #[test]
    fn names_are_read_in_the_encoding_in_which_they_look_like_names() {
        for (own, text) in [
            (
                CANDIDATES[0],
                "1;J\u{f6}rg M\u{fc}ller\n2;Fran\u{e7}ois L\u{e9}on\n3;Bj\u{f8}rn \u{d8}rsted\n4;I\u{f1}aki",
            ),
            (
                CANDIDATES[1],
                "1;\u{141}ukasz \u{15a}mig\u{142}y\n2;Ji\u{159}\u{ed} Dvo\u{159}\u{e1}k\n3;Tom\u{e1}\u{161} \u{17d}i\u{17e}ka",
            ),
            (
                CANDIDATES[2],
                "1;\u{141}ukasz \u{15a}mig\u{142}y\n2;Ji\u{159}\u{ed} Dvo\u{159}\u{e1}k\n3;Tom\u{e1}\u{161} \u{17d}i\u{17e}ka",
            ),
            (CANDIDATES[3], "1;J\u{f6}rg M\u{fc}ller\n2;J\u{fc}rgen Wei\u{df}\n3;Ren\u{e9} K\u{e4}the"),
            (CANDIDATES[4], "1;J\u{f6}rg M\u{fc}ller\n2;J\u{fc}rgen Wei\u{df}\n3;Ren\u{e9} K\u{e4}the"),
            (
                CANDIDATES[5],
                "1;\u{418}\u{432}\u{430}\u{43d} \u{41f}\u{435}\u{442}\u{440}\u{43e}\u{432}\n2;\u{410}\u{43b}\u{435}\u{43a}\u{441}\u{435}\u{439}",
            ),
            (
                CANDIDATES[7],
                "1;\u{418}\u{432}\u{430}\u{43d} \u{41f}\u{435}\u{442}\u{440}\u{43e}\u{432}\n2;\u{410}\u{43b}\u{435}\u{43a}\u{441}\u{435}\u{439}",
            ),
        ] {
            let bytes = bytes_in(own, text);
            assert_eq!(found(&bytes), (own.name(), text.to_owned()));
        }
    }

    #[test]
    fn bytes_that_are_no_words_in_any_of_them_are_not_known() {
        assert!(
            find(&[0x81, 0x8d, 0x9d, 0xb0, b' ', 0x90, 0xdb, 0xff, 0x81, b' ', 0x8f, 0xb2, 0x9d]).is_none()
        );
    }
}
