//! Rectangles and text in pixels, and the pixels as PNG.

use crate::palette::Colour;
use crate::typeface::{Face, fitted};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use tiny_skia::{FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

pub(super) struct Picture {
    pixels: Pixmap,
}

impl Picture {
    pub fn new(width: u32, height: u32, ground: Colour) -> Option<Picture> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(tiny_skia::Color::from_rgba8(ground.red, ground.green, ground.blue, 255));
        Some(Picture { pixels })
    }

    /// Left, top, width, height.
    pub fn fill(&mut self, (x, y, width, height): (f32, f32, f32, f32), colour: Colour) {
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.pixels.fill_rect(rect, &paint(colour), Transform::identity(), None);
        }
    }

    /// Text with its left end at a point of the baseline, shortened to the room; returns its width.
    pub fn text(
        &mut self,
        text: &str,
        face: Face,
        size: f32,
        (x, baseline): (f32, f32),
        room: f32,
        colour: Colour,
    ) -> f32 {
        let text = fitted(text, face, size, room);
        let mut outline = Outline { path: PathBuilder::new(), x, baseline };
        let Some(font) = face.font() else { return 0.0 };
        let glyphs = font.outline_glyphs();
        for character in text.chars() {
            let set = face.set(character);
            if let Some(glyph) = glyphs.get(GlyphId::new(set.glyph)) {
                // A glyph that cannot be drawn leaves its space.
                let _ =
                    glyph.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), &mut outline);
            }
            outline.x += f32::from(set.advance) * size / f32::from(crate::typeface::EM);
        }
        if let Some(path) = outline.path.finish() {
            self.pixels.fill_path(&path, &paint(colour), FillRule::Winding, Transform::identity(), None);
        }
        outline.x - x
    }

    /// Text with its right end at a point of the baseline.
    pub fn right(&mut self, text: &str, face: Face, size: f32, (x, baseline): (f32, f32), colour: Colour) {
        let width = face.width(&crate::typeface::clean(text), size);
        self.text(text, face, size, (x - width, baseline), f32::INFINITY, colour);
    }

    pub fn png(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.pixels.width(), self.pixels.height());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Balanced);
        // The ground is opaque, so nothing is lost with the alpha channel.
        let opaque: Vec<u8> = self
            .pixels
            .pixels()
            .iter()
            .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
            .collect();
        let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
        writer.write_image_data(&opaque).map_err(|error| error.to_string())?;
        writer.finish().map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.red, colour.green, colour.blue, 255);
    paint
}

/// Takes a glyph's outline to its place; fonts count upwards, pictures downwards.
struct Outline {
    path: PathBuilder,
    x: f32,
    baseline: f32,
}

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.baseline - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.baseline - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.baseline - cy, self.x + x, self.baseline - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (left, base) = (self.x, self.baseline);
        self.path.cubic_to(left + ax, base - ay, left + bx, base - by, left + x, base - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
