//! The few things a sheet draws on a page: text, filled rectangles, chips; each tagged or marked as decoration.

use super::text::{Line, Piece};
use crate::palette::{self, Colour};
use crate::qr::{Code, Run};
use crate::typeface::{EM, Face};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::sync::OnceLock;

pub(super) const INK: Colour = Colour::hex(0x16202A);
pub(super) const GREY: Colour = Colour::hex(0x55606B);
pub(super) const RULE: Colour = Colour::hex(0xAEB6BD);
pub(super) const SHADE: Colour = Colour::hex(0xF1F4F6);
pub(super) const BAND: Colour = Colour::hex(0xDDE3E8);
const BLACK: Colour = Colour::hex(0x000000);
pub(super) const WHITE: Colour = Colour::hex(0xFFFFFF);

pub(super) struct Canvas<'s, 'd> {
    pub surface: &'s mut Surface<'d>,
}

#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Canvas<'_, '_> {
    /// Draws what is not part of the text: rules, grounds, repeated heads and feet.
    pub fn decoration(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    /// Draws text that a reader is to hear; the identifier belongs into the tag tree.
    pub fn content(&mut self, draw: impl FnOnce(&mut Self)) -> Identifier {
        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        draw(self);
        self.surface.end_tagged();
        identifier
    }

    pub fn fill(&mut self, frame: Frame, colour: Colour) {
        let Some(rect) = Rect::from_xywh(frame.x, frame.y, frame.width, frame.height) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        if let Some(path) = path.finish() {
            self.ink(colour);
            self.surface.draw_path(&path);
        }
    }

    /// A code, dark on light whatever lies below.
    pub fn code(&mut self, code: &Code, frame: Frame) {
        self.fill(frame, WHITE);
        let module = frame.width / code.side() as f32;
        let mut path = PathBuilder::new();
        for Run { x, y, length } in code.runs() {
            let (x, y) = (frame.x + x as f32 * module, frame.y + y as f32 * module);
            if let Some(rect) = Rect::from_xywh(x, y, length as f32 * module, module) {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            self.ink(BLACK);
            self.surface.draw_path(&path);
        }
    }

    /// An outline of that thickness, inside the frame.
    pub fn outline(&mut self, frame: Frame, thickness: f32, colour: Colour) {
        let Frame { x, y, width, height } = frame;
        self.fill(Frame { x, y, width, height: thickness }, colour);
        self.fill(Frame { x, y: y + height - thickness, width, height: thickness }, colour);
        self.fill(Frame { x, y, width: thickness, height }, colour);
        self.fill(Frame { x: x + width - thickness, y, width: thickness, height }, colour);
    }

    /// A line of text with its left end at `x`.
    pub fn line(&mut self, line: &Line, x: f32, baseline: f32, size: f32, colour: Colour) {
        let mut x = x;
        for piece in &line.pieces {
            self.piece(piece, x, baseline, size, colour);
            x += piece.width;
        }
    }

    fn piece(&mut self, piece: &Piece, x: f32, baseline: f32, size: f32, colour: Colour) {
        if let Some(class) = piece.class {
            self.chip(class, x, baseline, size);
        }
        self.text(&piece.text, piece.face, x, baseline, size, colour);
        let thickness = size * 0.07;
        let mut across = |offset: f32| {
            self.fill(Frame { x, y: baseline + offset, width: piece.width, height: thickness }, colour);
        };
        if piece.underline {
            across(size * 0.13);
        }
        if piece.strike {
            across(size * -0.27);
        }
    }

    /// The small square in a class' colour; the class' name always stands beside it.
    pub fn chip(&mut self, class: usize, x: f32, baseline: f32, size: f32) {
        let side = (size * 0.64).min(5.6);
        let frame = Frame { x, y: baseline - size * 0.68, width: side, height: size * 0.68 };
        self.fill(frame, palette::class(class));
    }

    /// Text that [`crate::typeface::clean`] returned.
    pub fn text(&mut self, text: &str, face: Face, x: f32, baseline: f32, size: f32, colour: Colour) {
        let Some(font) = font(face) else { return };
        if text.is_empty() {
            return;
        }
        let glyphs: Vec<KrillaGlyph> = text
            .char_indices()
            .map(|(at, character)| {
                let set = face.set(character);
                let advance = f32::from(set.advance) / f32::from(EM);
                let range = at..at + character.len_utf8();
                KrillaGlyph::new(GlyphId::new(set.glyph), advance, 0.0, 0.0, 0.0, range, None)
            })
            .collect();
        self.ink(colour);
        self.surface.draw_glyphs(Point::from_xy(x, baseline), &glyphs, font, text, size, false);
    }

    fn ink(&mut self, colour: Colour) {
        self.surface.set_fill(Some(Fill {
            paint: rgb::Color::new(colour.red, colour.green, colour.blue).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
    }
}

/// The font as krilla holds it, read once; None only if the embedded file were damaged.
fn font(face: Face) -> Option<Font> {
    static FONTS: [OnceLock<Option<Font>>; 4] = [const { OnceLock::new() }; 4];
    FONTS[face as usize].get_or_init(|| Font::new(face.file().into(), 0)).clone()
}
