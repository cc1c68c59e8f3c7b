//! Pieces of text with their place on the page and their type, as the page's content paints them.
//!
//! A piece is what is painted in one go without a gap wider than a blank. It says nothing yet of cells: one cell may be
//! several pieces, and two cells that touch are two, because the pen was set anew between them.

use super::font::Font;
use super::stream::Budget;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use std::collections::HashMap;
use std::rc::Rc;

/// A piece of text. Lengths are in points, `y` grows downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    /// The baseline.
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub italic: bool,
    pub underlined: bool,
    /// Where each character begins, for marks below a part of it.
    pub starts: Vec<f32>,
}

/// What one page has.
#[derive(Debug, Default)]
pub(super) struct Painted {
    pub pieces: Vec<Piece>,
    pub pictures: usize,
    /// Characters that are painted without being seen, as text recognised on a picture is.
    pub unseen: usize,
    /// Characters that run in another direction than the rest.
    pub turned: usize,
    /// Glyphs of which nothing says the letters, among all.
    pub unknown: usize,
    pub glyphs: usize,
    /// A named limit that was met, where one was.
    pub beyond: Option<&'static str>,
}

/// Instructions on one page, at most.
const MAX_INSTRUCTIONS: usize = 4_000_000;
/// Glyphs on one page, at most.
const MAX_GLYPHS: usize = 400_000;
/// Forms within forms, at most.
const MAX_DEPTH: usize = 12;

/// In shares of the type's size: a gap that parts two words, and one that parts two pieces.
const WORD_GAP: f32 = 0.15;
const PIECE_GAP: f32 = 0.5;

type Matrix = [f32; 6];

fn times(a: Matrix, b: Matrix) -> Matrix {
    // First `a`, then `b`.
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
    mode: i64,
}

/// A line or bar that may lie below a word.
struct Bar {
    x0: f32,
    x1: f32,
    y: f32,
}

struct Walk<'w> {
    out: Painted,
    /// The directions in which glyphs run, each in quarters of a turn.
    directions: Vec<u8>,
    fonts: HashMap<Vec<u8>, Rc<Font>>,
    budget: &'w mut Budget,
    bars: Vec<Bar>,
    path: Vec<(f32, f32)>,
    rectangles: Vec<Bar>,
    instructions: usize,
    /// Whether a blank came since the last letter.
    blank: bool,
}

/// Reads one page.
pub(super) fn read(page: &Page<'_>, budget: &mut Budget) -> Painted {
    let mut walk = Walk {
        out: Painted::default(),
        directions: Vec::new(),
        fonts: HashMap::new(),
        budget,
        bars: Vec::new(),
        path: Vec::new(),
        rectangles: Vec::new(),
        instructions: 0,
        blank: false,
    };
    let base = page.initial_transform(true).as_coeffs().map(|own| own as f32);
    let state = State {
        page: base,
        font: None,
        size: 0.0,
        spacing: 0.0,
        word_spacing: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
        mode: 0,
    };
    if let Some(content) = content(page, walk.budget) {
        walk.run(&content, page.resources(), state, 0);
    }
    walk.finish()
}

/// The page's content, all its streams behind each other.
fn content(page: &Page<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let streams: Vec<Stream<'_>> = match page.raw().get::<Object<'_>>("Contents")? {
        Object::Stream(own) => vec![own],
        Object::Array(own) => own.iter::<Stream<'_>>().collect(),
        _ => return None,
    };
    let mut bytes = Vec::new();
    for stream in &streams {
        bytes.extend(budget.decode(stream)?);
        bytes.push(b'\n');
    }
    Some(bytes)
}

fn float(number: &Number) -> f32 {
    let own = number.as_f32();
    if own.is_finite() { own.clamp(-1e6, 1e6) } else { 0.0 }
}

impl Walk<'_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>, first: State, depth: usize) {
        let mut state = first;
        let mut kept: Vec<State> = Vec::new();
        let (mut text, mut line) = ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        // Whether the pen was set since the last glyph.
        let mut set = true;
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.instructions += 1;
            if self.instructions > MAX_INSTRUCTIONS {
                self.out.beyond = Some("instructions on a page");
            }
            if self.out.beyond.is_some() {
                return;
            }
            match instruction {
                Op::SaveState(_) if kept.len() < 256 => kept.push(state.clone()),
                Op::RestoreState(_) => {
                    if let Some(own) = kept.pop() {
                        state = own;
                    }
                }
                Op::Transform(own) => {
                    let own = [&own.0, &own.1, &own.2, &own.3, &own.4, &own.5].map(float);
                    state.page = times(own, state.page);
                }
                Op::BeginText(_) => {
                    text = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
                    (line, set) = (text, true);
                }
                Op::CharacterSpacing(own) => state.spacing = float(&own.0),
                Op::WordSpacing(own) => state.word_spacing = float(&own.0),
                Op::HorizontalScaling(own) => state.scale = float(&own.0) / 100.0,
                Op::TextLeading(own) => state.leading = float(&own.0),
                Op::TextRise(own) => state.rise = float(&own.0),
                Op::TextRenderingMode(own) => state.mode = own.0.as_i64(),
                Op::TextFont(own) => {
                    state.font = self.font(own.0, resources, depth);
                    state.size = float(&own.1);
                }
                Op::NextLine(own) => {
                    line = times([1.0, 0.0, 0.0, 1.0, float(&own.0), float(&own.1)], line);
                    (text, set) = (line, true);
                }
                Op::NextLineAndSetLeading(own) => {
                    state.leading = -float(&own.1);
                    line = times([1.0, 0.0, 0.0, 1.0, float(&own.0), float(&own.1)], line);
                    (text, set) = (line, true);
                }
                Op::SetTextMatrix(own) => {
                    line = [&own.0, &own.1, &own.2, &own.3, &own.4, &own.5].map(float);
                    (text, set) = (line, true);
                }
                Op::NextLineUsingLeading(_) => {
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    (text, set) = (line, true);
                }
                Op::ShowText(own) => self.show(own.0, &state, &mut text, &mut set),
                Op::NextLineAndShowText(own) => {
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    (text, set) = (line, true);
                    self.show(own.0, &state, &mut text, &mut set);
                }
                Op::ShowTextWithParameters(own) => {
                    (state.word_spacing, state.spacing) = (float(&own.0), float(&own.1));
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    (text, set) = (line, true);
                    self.show(own.2, &state, &mut text, &mut set);
                }
                Op::ShowTexts(own) => {
                    for object in own.0.iter::<Object<'_>>() {
                        match object {
                            Object::String(own) => self.show(&own, &state, &mut text, &mut set),
                            Object::Number(own) => {
                                let back = float(&own) / 1000.0 * state.size * state.scale;
                                text = times([1.0, 0.0, 0.0, 1.0, -back, 0.0], text);
                            }
                            _ => {}
                        }
                    }
                }
                Op::RectPath(own) => {
                    let [x, y, width, height] = [&own.0, &own.1, &own.2, &own.3].map(float);
                    let (a, b) = (at(state.page, x, y), at(state.page, x + width, y + height));
                    if (a.1 - b.1).abs() <= 2.0 {
                        self.rectangles.push(bar(a, b));
                    }
                }
                Op::MoveTo(own) => self.path = vec![at(state.page, float(&own.0), float(&own.1))],
                Op::LineTo(own) => self.path.push(at(state.page, float(&own.0), float(&own.1))),
                Op::StrokePath(_) | Op::CloseAndStrokePath(_) => self.paint(true),
                Op::FillPathNonZero(_)
                | Op::FillPathNonZeroCompatibility(_)
                | Op::FillPathEvenOdd(_)
                | Op::FillAndStrokeNonZero(_)
                | Op::FillAndStrokeEvenOdd(_)
                | Op::CloseFillAndStrokeNonZero(_)
                | Op::CloseFillAndStrokeEvenOdd(_) => self.paint(true),
                Op::EndPath(_) => self.paint(false),
                Op::XObject(own) => self.object(own.0, resources, &state, depth),
                Op::InlineImage(_) => self.out.pictures += 1,
                _ => {}
            }
        }
    }

    fn object(&mut self, name: &Name<'_>, resources: &Resources<'_>, state: &State, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else { return };
        let dict = stream.dict();
        let kind = dict.get::<Name<'_>>("Subtype");
        if kind.as_ref().is_none_or(|own| own.as_ref() != b"Form") {
            self.out.pictures += 1;
            return;
        }
        if depth >= MAX_DEPTH {
            return;
        }
        let mut state = state.clone();
        if let Some(own) = dict.get::<hayro_syntax::object::Array<'_>>("Matrix") {
            let own: Vec<f32> = own.iter::<f32>().filter(|own| own.is_finite()).collect();
            if let Ok(own) = <Matrix>::try_from(own) {
                state.page = times(own, state.page);
            }
        }
        let Some(content) = self.budget.decode(&stream) else { return };
        match dict.get::<Dict<'_>>("Resources") {
            Some(own) => self.run(&content, &Resources::new(own), state, depth + 1),
            None => self.run(&content, resources, state, depth + 1),
        }
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>, depth: usize) -> Option<Rc<Font>> {
        let dict = resources.get_font(name)?;
        // Two forms may call two fonts alike.
        let key = match dict.obj_id() {
            Some(id) => format!("{id:?}").into_bytes(),
            None => [name.as_ref(), &[0, depth as u8]].concat(),
        };
        if let Some(own) = self.fonts.get(&key) {
            return Some(Rc::clone(own));
        }
        let font = Rc::new(Font::read(&dict, self.budget));
        self.fonts.insert(key, Rc::clone(&font));
        Some(font)
    }

    fn show(&mut self, string: &[u8], state: &State, text: &mut Matrix, set: &mut bool) {
        let Some(font) = state.font.clone() else { return };
        font.glyphs(string, |glyph| {
            let origin = times([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], *text);
            let whole = times(origin, state.page);
            let mut advance = glyph.width * state.size + state.spacing;
            if glyph.is_blank {
                advance += state.word_spacing;
            }
            let advance = advance * state.scale;
            *text = times([1.0, 0.0, 0.0, 1.0, advance, 0.0], *text);
            self.out.glyphs += 1;
            if self.out.glyphs > MAX_GLYPHS {
                self.out.beyond = Some("glyphs on a page");
                return;
            }
            // Mode 3 paints nothing.
            if state.mode % 4 == 3 {
                self.out.unseen += 1;
                return;
            }
            let letters = if glyph.letters.is_empty() {
                self.out.unknown += 1;
                "\u{fffd}"
            } else {
                &glyph.letters
            };
            let width = glyph.width * state.size * state.scale;
            self.glyph(letters, whole, width, state, font.as_ref(), set);
        });
    }

    fn glyph(&mut self, letters: &str, at: Matrix, width: f32, state: &State, font: &Font, set: &mut bool) {
        let (along, up) = (at[0].hypot(at[1]), at[2].hypot(at[3]));
        let size = up * state.size.abs();
        if !(size.is_finite() && size > 0.1 && along > 0.0) {
            return;
        }
        // Quarters of a turn: 0 runs to the right of the page.
        let turn = match (at[0] * state.size.signum(), at[1] * state.size.signum()) {
            (x, y) if x.abs() >= y.abs() => {
                if x > 0.0 {
                    0
                } else {
                    2
                }
            }
            (_, y) => {
                if y > 0.0 {
                    1
                } else {
                    3
                }
            }
        };
        let (x, y) = turned(turn, at[4], at[5]);
        let width = width.abs() * along;
        // Slanted by the matrix: the upright is not at a right angle to the line.
        let slant = (at[0] * at[2] + at[1] * at[3]).abs() / (along * up);
        let bold = font.bold || state.mode % 4 == 2;
        let italic = font.italic || slant > 0.1;
        if letters.trim().is_empty() {
            self.blank = true;
            return;
        }
        let blank = std::mem::take(&mut self.blank);
        let last = self.out.pieces.last_mut().zip(self.directions.last());
        let joins = last.filter(|(own, direction)| {
            let gap = x - own.x1;
            **direction == turn
                && !*set
                && (own.bold, own.italic) == (bold, italic)
                && (own.size - size).abs() < 0.05 * size
                && (own.y - y).abs() < 0.1 * size
                && gap < PIECE_GAP * size
                && gap > -0.4 * size
        });
        *set = false;
        match joins {
            Some((own, _)) => {
                if (blank || x - own.x1 > WORD_GAP * size) && !own.text.ends_with(' ') {
                    own.text.push(' ');
                    own.starts.push(own.x1);
                }
                own.starts.extend(letters.chars().map(|_| x));
                own.text.push_str(letters);
                own.x1 = x + width;
            }
            None => {
                let starts = letters.chars().map(|_| x).collect();
                let text = letters.to_owned();
                let (x0, x1) = (x, x + width);
                let piece = Piece { text, x0, x1, y, size, bold, italic, starts, ..Piece::default() };
                self.out.pieces.push(piece);
                self.directions.push(turn);
            }
        }
    }

    /// Ends a path: what was painted may be a bar below a word.
    fn paint(&mut self, seen: bool) {
        let mut found = std::mem::take(&mut self.rectangles);
        let path = std::mem::take(&mut self.path);
        for pair in path.windows(2) {
            if (pair[0].1 - pair[1].1).abs() < 0.3 {
                found.push(bar(pair[0], pair[1]));
            }
        }
        if seen && self.bars.len() < MAX_GLYPHS {
            self.bars.append(&mut found);
        }
    }

    /// Drops what runs across, and finds what is underlined.
    fn finish(self) -> Painted {
        let mut out = self.out;
        let mut counts = [0_usize; 4];
        for (piece, direction) in out.pieces.iter().zip(&self.directions) {
            counts[usize::from(*direction)] += piece.text.len();
        }
        let main = (0..4).max_by_key(|&own| (counts[own], 4 - own)).unwrap_or(0);
        let mut pieces = Vec::with_capacity(out.pieces.len());
        for (piece, direction) in std::mem::take(&mut out.pieces).into_iter().zip(&self.directions) {
            if usize::from(*direction) == main {
                pieces.push(piece);
            } else {
                out.turned += piece.text.chars().count();
            }
        }
        let mut bars = self.bars;
        if main != 0 {
            // Bars are kept as they lie on the page; a turned page underlines nothing that is told.
            bars.clear();
        }
        bars.sort_by(|a, b| a.y.total_cmp(&b.y));
        out.pieces = pieces.into_iter().flat_map(|piece| underline(piece, &bars)).collect();
        out
    }
}

fn at(page: Matrix, x: f32, y: f32) -> (f32, f32) {
    (x * page[0] + y * page[2] + page[4], x * page[1] + y * page[3] + page[5])
}

fn bar(a: (f32, f32), b: (f32, f32)) -> Bar {
    Bar { x0: a.0.min(b.0), x1: a.0.max(b.0), y: (a.1 + b.1) / 2.0 }
}

/// The place in a page that is turned so that the text runs to the right.
fn turned(turn: u8, x: f32, y: f32) -> (f32, f32) {
    match turn {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    }
}

/// Cuts a piece where a bar below it begins and ends. A bar that goes on far beyond the piece is a line of the table.
fn underline(piece: Piece, bars: &[Bar]) -> Vec<Piece> {
    let (top, bottom) = (piece.y, piece.y + 0.35 * piece.size);
    let first = bars.partition_point(|bar| bar.y < top);
    let below = bars[first..].iter().take_while(|bar| bar.y <= bottom);
    let slack = 0.5 * piece.size;
    let own: Vec<&Bar> =
        below.filter(|bar| bar.x0 > piece.x0 - slack && bar.x1 < piece.x1 + slack).take(16).collect();
    if own.is_empty() {
        return vec![piece];
    }
    let marked =
        |x: f32| own.iter().any(|bar| bar.x0 <= x + 0.2 * piece.size && x < bar.x1 - 0.1 * piece.size);
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, letter) in piece.text.chars().enumerate() {
        let x = piece.starts.get(index).copied().unwrap_or(piece.x0);
        let end = piece.starts.get(index + 1).copied().unwrap_or(piece.x1);
        let underlined = marked(x);
        match pieces.last_mut() {
            Some(last) if last.underlined == underlined || letter == ' ' => {
                last.text.push(letter);
                last.starts.push(x);
                last.x1 = if letter == ' ' { last.x1 } else { end };
            }
            _ => pieces.push(Piece {
                text: letter.to_string(),
                x0: x,
                x1: end,
                underlined,
                starts: vec![x],
                ..piece.clone()
            }),
        }
    }
    for piece in &mut pieces {
        piece.text.truncate(piece.text.trim_end().len());
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}
