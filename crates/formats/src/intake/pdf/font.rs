//! A font: which letters and widths the codes of a shown string have, and whether it is bold or italic.

use super::encoding::{self, Base};
use super::stream;
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

/// A font as far as text needs it.
pub(super) struct Font {
    pub bold: bool,
    pub italic: bool,
    codes: Codes,
    to_unicode: Option<CMap>,
    /// Text space per unit of the widths.
    unit: f32,
}

enum Codes {
    /// One byte a glyph.
    Simple(Box<[(Option<String>, f32); 256]>),
    /// Several bytes a glyph; `None` where two bytes are the glyph's number.
    Composite { cmap: Option<Box<CMap>>, widths: Vec<(u32, u32, f32)>, default: f32 },
}

/// One glyph of a shown string.
pub(super) struct Glyph {
    /// Empty where nothing says which letters it stands for.
    pub letters: String,
    /// In text space, for a size of 1.
    pub width: f32,
    /// Whether the spacing of words applies.
    pub is_blank: bool,
}

/// Widths of one font, at most.
const MAX_WIDTHS: usize = 70_000;

impl Font {
    pub fn read(dict: &Dict<'_>, budget: &mut stream::Budget) -> Font {
        let name = dict.get::<Name<'_>>("BaseFont");
        let name = name.map(|own| own.as_str().to_owned()).unwrap_or_default();
        let kind = dict.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or(&b""[..], |own| own.as_ref());
        let descendant = dict
            .get::<Array<'_>>("DescendantFonts")
            .and_then(|own| own.iter::<Dict<'_>>().next())
            .filter(|_| kind == b"Type0");
        let described = descendant.as_ref().unwrap_or(dict).get::<Dict<'_>>("FontDescriptor");
        let (bold, italic) = style(&name, described.as_ref());
        let to_unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|own| {
            let bytes = budget.decode(&own)?;
            CMap::parse(&bytes, |_| None)
        });
        let codes = match &descendant {
            Some(descendant) => composite(dict, descendant, budget),
            None => simple(dict, &name, described.as_ref()),
        };
        let unit = if kind == b"Type3" {
            let matrix = dict.get::<Array<'_>>("FontMatrix");
            let first = matrix.and_then(|own| own.iter::<f32>().next());
            first.filter(|own| own.is_finite()).unwrap_or(0.001)
        } else {
            0.001
        };
        Font { bold, italic, codes, to_unicode, unit }
    }

    /// The glyphs of a shown string.
    pub fn glyphs(&self, bytes: &[u8], mut each: impl FnMut(Glyph)) {
        match &self.codes {
            Codes::Simple(codes) => {
                for &byte in bytes {
                    let (letter, width) = &codes[usize::from(byte)];
                    let letters = self.letters(u32::from(byte)).or_else(|| letter.clone());
                    let letters = letters.unwrap_or_default();
                    each(Glyph { letters, width: width * self.unit, is_blank: byte == b' ' });
                }
            }
            Codes::Composite { cmap, widths, default } => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let (code, length, id) = match cmap {
                        None => {
                            let (code, length) = code(rest, 2);
                            (code, length, Some(code))
                        }
                        Some(cmap) => (1..=4)
                            .filter(|&length| usize::from(length) <= rest.len())
                            .find_map(|length| {
                                let (code, _) = code(rest, usize::from(length));
                                let id = cmap.lookup_cid_code(code, length)?;
                                Some((code, usize::from(length), Some(id)))
                            })
                            .unwrap_or_else(|| {
                                let (code, length) = code(rest, 2);
                                (code, length, None)
                            }),
                    };
                    rest = rest.get(length..).unwrap_or_default();
                    let width = id.and_then(|id| {
                        let at = widths.partition_point(|(_, last, _)| *last < id);
                        widths.get(at).filter(|(first, ..)| *first <= id).map(|(.., width)| *width)
                    });
                    let letters = self.letters(code).unwrap_or_default();
                    let width = width.unwrap_or(*default) * self.unit;
                    each(Glyph { letters, width, is_blank: length == 1 && code == 32 });
                }
            }
        }
    }

    fn letters(&self, code: u32) -> Option<String> {
        let text = match self.to_unicode.as_ref()?.lookup_bf_string(code)? {
            BfString::Char(own) => own.to_string(),
            BfString::String(own) => own,
        };
        let text: String = text.chars().map(|own| if own == '\u{a0}' { ' ' } else { own }).collect();
        // Some producers map what they do not know to nothing at all.
        let known = !text.is_empty() && !text.contains(['\0', '\u{fffd}']);
        known.then_some(text)
    }
}

/// The first bytes as a number; fewer at the end of a string.
fn code(bytes: &[u8], length: usize) -> (u32, usize) {
    let taken = &bytes[..length.min(bytes.len())];
    (taken.iter().fold(0, |code, &byte| code << 8 | u32::from(byte)), taken.len())
}

/// Bold and italic, by the font's name or by what its descriptor says.
fn style(name: &str, described: Option<&Dict<'_>>) -> (bool, bool) {
    let name = name.to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let number = |key: &str| described.and_then(|own| own.get::<f32>(key)).unwrap_or(0.0);
    let flags = described.and_then(|own| own.get::<i32>("Flags")).unwrap_or(0);
    let bold =
        named(&["bold", "black", "heavy", "demi"]) || number("FontWeight") >= 600.0 || flags & (1 << 18) != 0;
    let italic = named(&["italic", "oblique"]) || number("ItalicAngle") != 0.0 || flags & (1 << 6) != 0;
    (bold, italic)
}

fn simple(dict: &Dict<'_>, name: &str, described: Option<&Dict<'_>>) -> Codes {
    let encoding = dict.get::<Object<'_>>("Encoding");
    let (base, differences) = match &encoding {
        Some(Object::Name(name)) => (Base::named(name.as_ref()), None),
        Some(Object::Dict(own)) => (
            own.get::<Name<'_>>("BaseEncoding").and_then(|name| Base::named(name.as_ref())),
            own.get::<Array<'_>>("Differences"),
        ),
        _ => (None, None),
    };
    // A symbolic font has an encoding of its own, which only its ToUnicode or its differences tell.
    let symbolic = described.and_then(|own| own.get::<i32>("Flags")).unwrap_or(0) & 4 != 0;
    let base = base.or((!symbolic).then_some(Base::Standard));
    let mut letters: Vec<Option<String>> =
        (0..=255).map(|byte| base.and_then(|own| own.letter(byte)).map(String::from)).collect();
    let mut at = 0;
    for object in differences.iter().flat_map(|own| own.iter::<Object<'_>>()).take(1024) {
        match object {
            Object::Number(number) => at = usize::try_from(number.as_i64()).unwrap_or(256),
            Object::Name(name) => {
                if let Some(own) = letters.get_mut(at) {
                    *own = encoding::glyph(name.as_str());
                }
                at = at.saturating_add(1);
            }
            _ => {}
        }
    }
    let first = dict.get::<i32>("FirstChar").unwrap_or(0);
    let listed: Option<Vec<f32>> =
        dict.get::<Array<'_>>("Widths").map(|own| own.iter::<f32>().take(256).collect());
    let missing = described.and_then(|own| own.get::<f32>("MissingWidth")).unwrap_or(0.0);
    let codes: Vec<(Option<String>, f32)> = letters
        .into_iter()
        .zip(0_i32..)
        .map(|(letter, code)| {
            let width = match &listed {
                Some(widths) => usize::try_from(code - first.clamp(0, 256))
                    .ok()
                    .and_then(|at| widths.get(at).copied())
                    .unwrap_or(missing),
                None => letter
                    .as_ref()
                    .and_then(|own| own.chars().next())
                    .map_or(missing, |own| encoding::known_width(name, own)),
            };
            (letter, width)
        })
        .collect();
    // There are 256 bytes.
    codes
        .try_into()
        .map_or_else(|_| Codes::Composite { cmap: None, widths: Vec::new(), default: 500.0 }, Codes::Simple)
}

fn composite(dict: &Dict<'_>, descendant: &Dict<'_>, budget: &mut stream::Budget) -> Codes {
    let embedded = dict.get::<Stream<'_>>("Encoding").and_then(|own| budget.decode(&own));
    let cmap = embedded.and_then(|bytes| CMap::parse(&bytes, |_| None)).map(Box::new);
    let mut widths = Vec::new();
    let list: Vec<Object<'_>> = descendant
        .get::<Array<'_>>("W")
        .map(|own| own.iter::<Object<'_>>().take(MAX_WIDTHS).collect())
        .unwrap_or_default();
    let number = |own: Option<&Object<'_>>| match own {
        Some(Object::Number(number)) => Some(*number),
        _ => None,
    };
    let whole = |own: Number| u32::try_from(own.as_i64()).ok();
    let mut at = 0;
    while let Some(first) = number(list.get(at)) {
        let first = whole(first).unwrap_or(u32::MAX);
        match list.get(at + 1) {
            Some(Object::Array(own)) => {
                for (id, width) in (first..u32::MAX).zip(own.iter::<f32>()) {
                    if widths.len() < MAX_WIDTHS {
                        widths.push((id, id, width));
                    }
                }
                at += 2;
            }
            Some(Object::Number(last)) => {
                if let (Some(last), Some(width)) = (whole(*last), number(list.get(at + 2))) {
                    widths.push((first, last, width.as_f32()));
                }
                at += 3;
            }
            _ => break,
        }
    }
    widths.sort_by_key(|(first, ..)| *first);
    Codes::Composite { cmap, widths, default: descendant.get::<f32>("DW").unwrap_or(1000.0) }
}
