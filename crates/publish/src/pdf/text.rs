//! Styled text into lines of a given width.

use crate::sheet::Run;
use crate::typeface::{Face, clean, fitted};

/// A stretch of one line in one style, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    pub face: Face,
    pub underline: bool,
    pub strike: bool,
    /// The class whose chip stands before the text, inside the piece's width.
    pub class: Option<usize>,
    /// In points at the line's size.
    pub width: f32,
}

impl Piece {
    fn plain(face: Face) -> Piece {
        Piece { text: String::new(), face, underline: false, strike: false, class: None, width: 0.0 }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub pieces: Vec<Piece>,
    pub width: f32,
}

/// Type of a text: its size, and whether all of it is bold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub size: f32,
    pub bold: bool,
}

/// Width of the runs on one line.
pub(super) fn natural(runs: &[Run], set: Type) -> f32 {
    runs.iter().map(|run| chip_width(run, set.size) + face(run, set).width(&clean(&run.text), set.size)).sum()
}

/// Width of a run's chip with the space behind it.
fn chip_width(run: &Run, size: f32) -> f32 {
    if run.class.is_some() { chip_room(size) } else { 0.0 }
}

/// Width of a chip in a text of that size, with the space behind it.
pub(super) fn chip_room(size: f32) -> f32 {
    size * 0.95
}

/// Width of the widest word: what a column needs so that no word is broken.
pub(super) fn widest_word(runs: &[Run], set: Type) -> f32 {
    runs.iter()
        .flat_map(|run| {
            let text = clean(&run.text);
            let widths: Vec<f32> = text.split(' ').map(|word| face(run, set).width(word, set.size)).collect();
            widths
        })
        .fold(0.0, f32::max)
}

/// Breaks the runs at spaces into lines of at most `width`, and inside a word only where it is wider than a line.
pub(super) fn wrap(runs: &[Run], set: Type, width: f32) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    for run in runs {
        let face = face(run, set);
        let text = clean(&run.text);
        for (index, word) in text.split_inclusive(' ').enumerate() {
            let chip = if index == 0 { chip_width(run, set.size) } else { 0.0 };
            let bare = face.width(word.trim_end(), set.size) + chip;
            let full = lines.last().is_some_and(|line| line.width > 0.0 && line.width + bare > width);
            if full {
                lines.push(Line::default());
            }
            if chip > 0.0
                && let Some(line) = lines.last_mut()
            {
                line.width += chip;
                line.pieces.push(Piece { class: run.class, width: chip, ..Piece::plain(face) });
            }
            if bare > width {
                break_word(&mut lines, word, run, face, set.size, width);
            } else {
                push(&mut lines, word, run, face, set.size);
            }
        }
    }
    lines.iter_mut().for_each(|line| trim(line, set.size));
    lines
}

/// One line, ended by an ellipsis where it does not fit.
pub(super) fn one_line(text: &str, set: Type, width: f32) -> Line {
    let shown = fitted(text, Face::of(set.bold, false), set.size, width);
    wrap(&[Run::plain(shown)], set, f32::INFINITY).into_iter().next().unwrap_or_default()
}

fn face(run: &Run, set: Type) -> Face {
    Face::of(run.bold || set.bold, run.italic)
}

fn push(lines: &mut [Line], text: &str, run: &Run, face: Face, size: f32) {
    // `wrap` starts with one line and only adds to them.
    let Some(line) = lines.last_mut() else { return };
    let width = face.width(text, size);
    line.width += width;
    match line.pieces.last_mut() {
        Some(piece)
            if piece.class.is_none()
                && piece.face == face
                && piece.underline == run.underline
                && piece.strike == run.strike =>
        {
            piece.text.push_str(text);
            piece.width += width;
        }
        _ => line.pieces.push(Piece {
            text: text.to_owned(),
            underline: run.underline,
            strike: run.strike,
            width,
            ..Piece::plain(face)
        }),
    }
}

fn break_word(lines: &mut Vec<Line>, word: &str, run: &Run, face: Face, size: f32, width: f32) {
    for character in word.chars() {
        let mut buffer = [0; 4];
        let text: &str = character.encode_utf8(&mut buffer);
        let line = lines.last().map_or(0.0, |line| line.width);
        if character != ' ' && line > 0.0 && line + face.width(text, size) > width {
            lines.push(Line::default());
        }
        push(lines, text, run, face, size);
    }
}

/// Takes the spaces off the end of a line, so that lines set flush right end where they should.
fn trim(line: &mut Line, size: f32) {
    while let Some(piece) = line.pieces.last_mut().filter(|piece| piece.class.is_none()) {
        let kept = piece.text.trim_end_matches(' ').len();
        piece.text.truncate(kept);
        piece.width = piece.face.width(&piece.text, size);
        if kept > 0 {
            break;
        }
        line.pieces.pop();
    }
    line.width = line.pieces.iter().map(|piece| piece.width).sum();
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: Type = Type { size: 8.0, bold: false };

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_lose_nothing() {
        let runs = [Run::plain("Johnny Herbert, "), Run::bold("JJ Lehto"), Run::plain(", Emanuele Pirro")];
        let lines = wrap(&runs, SET, 60.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.width <= 60.0));
        assert_eq!(texts(&lines).join(" "), "Johnny Herbert, JJ Lehto, Emanuele Pirro");
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let lines = wrap(&[Run::plain("Donaudampfschifffahrtsgesellschaft")], SET, 30.0);
        assert!(lines.iter().all(|line| line.width <= 30.0));
        assert_eq!(texts(&lines).concat(), "Donaudampfschifffahrtsgesellschaft");
    }

    #[test]
    fn a_line_narrower_than_a_character_still_ends() {
        assert_eq!(wrap(&[Run::plain("WW W")], SET, 0.5).len(), 3);
    }

    #[test]
    fn spaces_at_the_end_of_a_line_take_no_width() {
        let lines = wrap(&[Run::plain("one   ")], SET, 100.0);
        assert!((lines[0].width - natural(&[Run::plain("one")], SET)).abs() < 0.01);
    }
}
