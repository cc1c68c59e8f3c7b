//! Places against places: of two competitors, who is ahead with which place of each.

use super::plot;
use super::svg::{Escaped, shortened, text_width};
use super::{Chart, Frame, Table};
use std::ops::Range;

/// Two competitors before the last session.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub title: String,
    /// What a square says, in a sentence.
    pub said: String,
    /// Names: of the rows, of the columns.
    pub names: [String; 2],
    /// Whether a name ends with what people go by: persons do.
    pub persons: bool,
    /// What decides where feats do: `the fastest lap`.
    pub feats: String,
    /// Whether the last of them is to have no place.
    pub with_none: bool,
    /// By place of the first from 1, no place last where it is among them; by place of the second likewise.
    pub squares: Vec<Vec<Square>>,
}

/// What comes of two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Square {
    First,
    Second,
    Level,
    Feats,
    /// Two cars do not hold one place.
    Never,
}

/// Places up to which each has a square of its own.
const MOST: usize = 24;
/// Width of the picture: a phone's.
const WIDTH: i64 = 356;
const LEFT: i64 = 52;
const TOP: i64 = 58;

/// Draws a square for each pair of places; places at the end that are all alike are one.
pub fn draw(input: &Places, frame: &Frame) -> Chart {
    let bins = bins(&input.squares);
    let count = bins.len() as i64;
    let side = ((WIDTH - LEFT - 4) / count.max(1)).clamp(10, 26);
    let (letters, keys) = (letters(input), keys(input));
    let bottom = TOP + count * side;
    let (width, height) = (WIDTH.max(LEFT + count * side + 4), bottom + 14 + keys.len() as i64 * 20);
    let rest = bins.last().filter(|bin| bin.len() > 1).map(|bin| bin.start as u64 + 1);
    let or_none = if input.with_none { ", or none" } else { "" };
    let description = match rest {
        Some(place) => format!("{} {place}+ is place {place} or worse{or_none}.", input.said),
        None => input.said.clone(),
    };
    let mut svg = plot::open(frame, "places", (width, height), (&input.title, &description), false);
    let name = |n: usize| shortened(&input.names[n], plot::TEXT, WIDTH - 90);
    svg.put(format_args!(
        "<text x=\"{LEFT}\" y=\"13\">{} ends \u{2192}</text><text x=\"0\" y=\"31\">{} ends \u{2193}</text><g class=\"tick mid\">",
        Escaped(&name(1)),
        Escaped(&name(0))
    ));
    let labels: Vec<String> = bins.iter().map(|bin| label(bin, input)).collect();
    let middle = |n: usize| LEFT + n as i64 * side + side / 2;
    for (n, text) in labels.iter().enumerate() {
        // A long label at the end stands to the left of its edge; where squares are small, every second is told.
        let fits = text_width(text, 11) <= side || (n + 1 == labels.len());
        if fits || n % 2 == 0 {
            let end = LEFT + count * side;
            let x = if text_width(text, 11) > side { end - text_width(text, 11) / 2 } else { middle(n) };
            let y = if text_width(text, 11) > side && n + 1 == labels.len() { TOP - 17 } else { TOP - 5 };
            svg.put(format_args!("<text x=\"{x}\" y=\"{y}\">{text}</text>"));
        }
    }
    svg.put(format_args!("</g><g class=\"tick end\">"));
    for (n, text) in labels.iter().enumerate() {
        let y = TOP + n as i64 * side + side / 2 + 4;
        svg.put(format_args!("<text x=\"{}\" y=\"{y}\">{text}</text>", LEFT - 6));
    }
    svg.put(format_args!("</g>"));
    let cells: Vec<Vec<Square>> =
        bins.iter().map(|a| bins.iter().map(|b| of_bins(&input.squares, a, b)).collect()).collect();
    for square in [Square::First, Square::Second, Square::Level, Square::Feats, Square::Never] {
        let mut path = String::new();
        for (y, row) in cells.iter().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] == square {
                    let at = (LEFT + x as i64 * side, TOP + y as i64 * side);
                    let wide = run.len() as i64 * side;
                    path.push_str(&format!("M{} {}h{wide}v{side}h-{wide}z", at.0, at.1));
                }
                x += run.len();
            }
        }
        if !path.is_empty() {
            svg.put(format_args!("<path class=\"sq {}\" d=\"{path}\"/>", class(square)));
        }
    }
    let mut lines = String::new();
    for n in 0..=count {
        let at = n * side;
        lines.push_str(&format!(
            "M{LEFT} {}h{}M{} {TOP}v{}",
            TOP + at,
            count * side,
            LEFT + at,
            count * side
        ));
    }
    svg.put(format_args!("<path class=\"net\" d=\"{lines}\"/>"));
    let xs: Vec<String> = (0..bins.len()).map(|n| middle(n).to_string()).collect();
    for (y, row) in cells.iter().enumerate() {
        let baseline = TOP + y as i64 * side + side / 2 + 4;
        for own in [Square::First, Square::Second, Square::Level, Square::Feats] {
            let at: Vec<&str> =
                row.iter().zip(&xs).filter(|(square, _)| **square == own).map(|(_, x)| x.as_str()).collect();
            if !at.is_empty() {
                let text: String = at.iter().map(|_| letter(own, &letters)).collect();
                let small = if side < 14 { " tiny" } else { "" };
                svg.put(format_args!(
                    "<text class=\"sqt {}{small}\" x=\"{}\" y=\"{baseline}\">{}</text>",
                    class(own),
                    at.join(" "),
                    Escaped(&text)
                ));
            }
        }
    }
    for (n, (square, said)) in keys.iter().enumerate() {
        let y = bottom + 12 + n as i64 * 20;
        svg.put(format_args!(
            "<path class=\"sq {0}\" d=\"M0 {y}h16v16h-16z\"/><text class=\"sqt {0}\" x=\"8\" y=\"{1}\">{2}</text><text x=\"24\" y=\"{1}\">{3}</text>",
            class(*square),
            y + 12,
            Escaped(&letter(*square, &letters).to_string()),
            Escaped(said)
        ));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input, &bins) }
}

fn class(square: Square) -> &'static str {
    match square {
        Square::First => "k0",
        Square::Second => "k1",
        Square::Level => "lv",
        Square::Feats => "ft",
        Square::Never => "nv",
    }
}

fn letter(square: Square, letters: &[char; 2]) -> char {
    match square {
        Square::First => letters[0],
        Square::Second => letters[1],
        Square::Level => '=',
        Square::Feats => '*',
        Square::Never => ' ',
    }
}

/// What stands in the squares, in words.
fn keys(input: &Places) -> Vec<(Square, String)> {
    let room = |text: &str| shortened(text, plot::TEXT, WIDTH - 28);
    let all = [
        (Square::First, room(&input.names[0])),
        (Square::Second, room(&input.names[1])),
        (Square::Feats, room(&format!("{} decides", input.feats))),
        (Square::Level, "level: shared, or the stewards decide".to_owned()),
    ];
    let stands = |square: Square| input.squares.iter().flatten().any(|own| *own == square);
    all.into_iter().filter(|own| stands(own.0)).collect()
}

/// The letters of two names: of the last words of persons and the first of others, else the other way round, else A and B.
fn letters(input: &Places) -> [char; 2] {
    let initial = |text: Option<&str>| text.and_then(|own| own.chars().find(|c| c.is_alphabetic()));
    let of = |n: usize, last: bool| {
        let mut words = input.names[n].split_whitespace();
        initial(if last { words.next_back() } else { words.next() })
            .map(|c| c.to_uppercase().next().unwrap_or(c))
    };
    let pair = |last: bool| Some([of(0, last)?, of(1, last)?]).filter(|[a, b]| a != b);
    pair(input.persons).or_else(|| pair(!input.persons)).unwrap_or(['A', 'B'])
}

/// Places that are drawn as one: each its own, but for those at the end that are all alike. Of very many also those in
/// between that are.
fn bins(squares: &[Vec<Square>]) -> Vec<Range<usize>> {
    let last = squares.len();
    let from = (0..last).find(|&from| alike(squares, &(from..last))).unwrap_or(last);
    let mut bins: Vec<Range<usize>> = Vec::new();
    for place in 0..from {
        match bins.last_mut() {
            Some(bin) if from > MOST && alike(squares, &(bin.start..place + 1)) => bin.end = place + 1,
            _ => bins.push(place..place + 1),
        }
    }
    if from < last {
        bins.push(from..last);
    }
    bins
}

/// Whether nothing depends on which of these places either of the two has.
fn alike(squares: &[Vec<Square>], bin: &Range<usize>) -> bool {
    let same = |own: &mut dyn Iterator<Item = Square>| {
        let mut own = own.filter(|own| *own != Square::Never);
        let first = own.next();
        own.all(|own| Some(own) == first)
    };
    let outside = |other: &usize| !bin.contains(other);
    same(&mut squares[bin.clone()].iter().flat_map(|row| &row[bin.clone()]).copied())
        && (0..squares.len()).filter(outside).all(|other| {
            same(&mut bin.clone().map(|n| squares[n][other]))
                && same(&mut bin.clone().map(|n| squares[other][n]))
        })
}

/// What places of two bins give: in all of them the same.
fn of_bins(squares: &[Vec<Square>], a: &Range<usize>, b: &Range<usize>) -> Square {
    let inside = || squares[a.clone()].iter().flat_map(|row| &row[b.clone()]);
    inside().copied().find(|own| *own != Square::Never).unwrap_or(Square::Never)
}

fn label(bin: &Range<usize>, input: &Places) -> String {
    let last = bin.end == input.squares.len();
    match bin.len() {
        1 if last && input.with_none => "none".to_owned(),
        1 => (bin.start + 1).to_string(),
        _ if last => format!("{}+", bin.start + 1),
        _ => format!("{}\u{2013}{}", bin.start + 1, bin.end),
    }
}

fn table(input: &Places, bins: &[Range<usize>]) -> Table {
    let word = |square: Square| match square {
        Square::First => input.names[0].clone(),
        Square::Second => input.names[1].clone(),
        Square::Level => "level".to_owned(),
        Square::Feats => format!("{} decides", input.feats),
        Square::Never => "\u{2013}".to_owned(),
    };
    let labels = bins.iter().map(|bin| label(bin, input));
    let mut head = vec![format!("{} ends", input.names[0])];
    head.extend(labels.clone().map(|own| format!("{} {own}", input.names[1])));
    let row = |(label, a): (String, &Range<usize>)| {
        let cells = bins.iter().map(|b| word(of_bins(&input.squares, a, b)));
        std::iter::once(label).chain(cells).collect()
    };
    Table { rows: labels.zip(bins).map(row).collect(), head }
}
