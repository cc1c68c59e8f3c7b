//! Text as it comes into paragraphs, list items and headings: what readers of HTML and of Markdown have in common.

use super::document::Text;
use super::markup::ink::{self, Flag, Script, is_text};
use super::markup::{Look, Plain};
use super::table::raw::Piece;
use parcferme_core::country::Country;

/// As many meanings of links and abbreviations as one piece keeps.
const MAX_STANDS_FOR: usize = 16;

/// What the text being written is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Paragraph,
    Item,
    /// A bold line by what it is: `<dt>`.
    Term,
    Heading(usize),
}

/// Looks and scripts that marks switch on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Bold,
    Italic,
    Struck,
    Script(Script),
}

#[derive(Default)]
pub(super) struct Flow {
    pub pieces: Vec<Piece>,
    pub kind: Kind,
    raw: String,
    /// The line of the first character of the text being written.
    line: Option<u32>,
    flags: Vec<Flag>,
    stands_for: Vec<String>,
    look: Look,
    bold: usize,
    italic: usize,
    struck: usize,
    raised: usize,
}

impl Flow {
    /// Adds text that begins in this line. Line breaks in it are white space.
    pub fn text(&mut self, line: u32, text: &str) {
        let mut line = line;
        for character in text.chars() {
            if character.is_whitespace() {
                line += u32::from(character == '\n');
                self.raw.push(if character == '\u{a0}' { character } else { ' ' });
            } else if is_text(character) {
                self.line.get_or_insert(line);
                if self.raised == 0 {
                    self.look.shown();
                }
                self.raw.push(character);
            }
        }
    }

    pub fn line_break(&mut self) {
        self.raw.push('\n');
    }

    pub fn flag(&mut self, line: u32, country: &'static Country) {
        if let Some(flag) = ink::flag(self.flags.len()) {
            self.line.get_or_insert(line);
            self.flags.push(Flag::of(country, false));
            self.raw.push(flag);
        }
    }

    pub fn stands_for(&mut self, meaning: &str) {
        let meaning = meaning.trim();
        if !meaning.is_empty() && self.stands_for.len() < MAX_STANDS_FOR {
            self.stands_for.push(meaning.to_owned());
        }
    }

    pub fn begin(&mut self, mark: Mark) {
        match mark {
            Mark::Bold => self.bold += 1,
            Mark::Italic => self.italic += 1,
            Mark::Struck => self.struck += 1,
            Mark::Script(script) => {
                self.raised += usize::from(script != Script::Small);
                self.raw.push(script.begin());
            }
        }
        self.set_look();
    }

    pub fn end(&mut self, mark: Mark) {
        let count = match mark {
            Mark::Bold => &mut self.bold,
            Mark::Italic => &mut self.italic,
            Mark::Struck => &mut self.struck,
            Mark::Script(script) => {
                self.raw.push(script.end());
                if script == Script::Small {
                    return;
                }
                &mut self.raised
            }
        };
        *count = count.saturating_sub(1);
        self.set_look();
    }

    fn set_look(&mut self) {
        self.look.bold = self.bold > 0;
        self.look.italic = self.italic > 0;
        self.look.struck = self.struck > 0;
    }

    /// The text written so far as one piece; none where there is none.
    pub fn plain(&mut self) -> Option<(u32, Plain)> {
        let line = self.line.take();
        let raw = std::mem::take(&mut self.raw);
        let flags = std::mem::take(&mut self.flags);
        let stands_for = std::mem::take(&mut self.stands_for);
        let look = self.look;
        self.look = look.anew();
        let line = line?;
        let plain = Plain::settle(&raw, &flags, look, stands_for);
        (!plain.is_empty()).then_some((line, plain))
    }

    /// Ends the paragraph, item or heading being written.
    pub fn flush(&mut self) {
        let kind = self.kind;
        if let Some((line, mut plain)) = self.plain() {
            self.pieces.push(match kind {
                Kind::Paragraph => Piece::Paragraph(line, plain),
                Kind::Item => Piece::Item(line, plain),
                Kind::Term => {
                    plain.label = true;
                    Piece::Paragraph(line, plain)
                }
                Kind::Heading(level) => {
                    Piece::Heading(level, Text { line, text: plain.text.replace('\n', " ") })
                }
            });
        }
    }

    pub fn into_pieces(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
    }

    /// All that was written, as one text on one line.
    pub fn into_text(self) -> Option<Text> {
        let mut all = Plain::default();
        let mut first = None;
        for piece in self.into_pieces() {
            let (line, plain) = match piece {
                Piece::Paragraph(line, plain) | Piece::Item(line, plain) => (line, plain),
                Piece::Heading(_, text) => (text.line, Plain::of_text(&text.text)),
                Piece::Table(_) => continue,
            };
            first.get_or_insert(line);
            all.append(plain);
        }
        let line = first.filter(|_| !all.text.is_empty())?;
        Some(Text { line, text: all.text.replace('\n', " ") })
    }
}
