//! Link previews: the first ten as a picture of 1200 by 630 pixels (PNG), the size that social sites ask for.

mod draw;

use crate::palette::{self, Colour};
use crate::typeface::Face;
use draw::Picture;
use parcferme_core::Diagnostic;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// What the picture says. Only the first ten rows are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    pub series: String,
    /// The event, or the title for standings.
    pub heading: String,
    /// Name of the document with its status.
    pub document: String,
    pub rows: Vec<PreviewRow>,
    /// Small text at the foot, such as the site's name.
    pub foot: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewRow {
    pub position: String,
    /// Index of the class among the season's, for its colour, with its name.
    pub class: Option<(usize, String)>,
    /// Car number; empty for standings.
    pub number: String,
    pub name: String,
    /// Drivers, or nothing.
    pub detail: String,
    /// Gap, laps or points.
    pub value: String,
}

const NIGHT: Colour = Colour::hex(0x16202A);
const STRIPE: Colour = Colour::hex(0x1F2C38);
const PAPER: Colour = Colour::hex(0xFFFFFF);
const MIST: Colour = Colour::hex(0xAEBAC5);
const EDGE: f32 = 48.0;
const FIRST_ROW: f32 = 176.0;
const ROW: f32 = 41.0;

/// The picture as PNG. Diagnostics: PF0703 where it could not be written.
pub fn png(preview: &Preview) -> (Vec<u8>, Vec<Diagnostic>) {
    match paint(preview) {
        Ok(bytes) => (bytes, Vec::new()),
        Err(reason) => (
            Vec::new(),
            vec![Diagnostic::error("PF0703", format!("the picture could not be written: {reason}"))],
        ),
    }
}

fn paint(preview: &Preview) -> Result<Vec<u8>, String> {
    let mut picture = Picture::new(WIDTH, HEIGHT, NIGHT).ok_or("no memory")?;
    let right = WIDTH as f32 - EDGE;
    picture.text(&preview.series, Face::Bold, 24.0, (EDGE, 58.0), right - EDGE, MIST);
    let size = largest(&preview.heading, right - EDGE);
    picture.text(&preview.heading, Face::Bold, size, (EDGE, 112.0), right - EDGE, PAPER);
    picture.text(&preview.document, Face::Regular, 26.0, (EDGE, 150.0), right - EDGE, MIST);
    for (index, row) in preview.rows.iter().take(10).enumerate() {
        let top = FIRST_ROW + index as f32 * ROW;
        if index % 2 == 0 {
            picture.fill((EDGE - 16.0, top, WIDTH as f32 - 2.0 * EDGE + 32.0, ROW), STRIPE);
        }
        paint_row(&mut picture, row, top + 29.0, right);
    }
    picture.text(&preview.foot, Face::Regular, 20.0, (EDGE, HEIGHT as f32 - 18.0), right - EDGE, MIST);
    picture.png()
}

fn paint_row(picture: &mut Picture, row: &PreviewRow, baseline: f32, right: f32) {
    const SIZE: f32 = 27.0;
    picture.right(&row.position, Face::Bold, SIZE, (EDGE + 42.0, baseline), PAPER);
    let mut x = EDGE + 64.0;
    if let Some((class, name)) = &row.class {
        picture.fill((x, baseline - 18.0, 18.0, 18.0), palette::class(*class));
        picture.text(name, Face::Regular, 22.0, (x + 26.0, baseline), 96.0, MIST);
        x += 134.0;
    }
    if !row.number.is_empty() {
        picture.right(&row.number, Face::Bold, SIZE, (x + 54.0, baseline), PAPER);
        x += 74.0;
    }
    let value = crate::typeface::clean(&row.value);
    let value_left = right - Face::Bold.width(&value, SIZE);
    picture.right(&value, Face::Bold, SIZE, (right, baseline), PAPER);
    let room = value_left - 24.0 - x;
    let name = picture.text(&row.name, Face::Bold, SIZE, (x, baseline), room, PAPER);
    let left = room - name - 18.0;
    if !row.detail.is_empty() && left > 120.0 {
        picture.text(&row.detail, Face::Regular, 23.0, (x + name + 18.0, baseline), left, MIST);
    }
}

/// The largest size for the heading that keeps it on one line.
fn largest(heading: &str, room: f32) -> f32 {
    let at_one = Face::Bold.width(&crate::typeface::clean(heading), 1.0);
    if at_one > 0.0 { (room / at_one).clamp(34.0, 54.0) } else { 54.0 }
}
