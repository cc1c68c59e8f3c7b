//! How series are told apart: colour, dash and the shape of the mark, each by the series' place.

use super::svg::Svg;

/// Colours and mark shapes before they repeat; dashes change with every repeat.
pub const MARKS: usize = 8;

/// The classes of series `n`: colour `k0`..`k7`, and a dash from the second round of colours on.
pub fn classes(n: usize) -> String {
    match n / MARKS {
        0 => format!("k{n}"),
        round => format!("k{} d{}", n % MARKS, (round - 1) % 3 + 1),
    }
}

/// Draws the mark of series `n` with its middle at `x`, `y`.
pub fn draw(svg: &mut Svg, n: usize, x: i64, y: i64) {
    svg.put(format_args!("<path class=\"m\" d=\"M{x} {y}{}\"/>", SHAPES[n % MARKS]));
}

/// The same shape, of the pen moved on from the last mark: for marks that share one path.
pub fn outline(n: usize, x: i64, y: i64) -> String {
    format!("M{x} {y}{}", SHAPES[n % MARKS])
}

const SHAPES: [&str; MARKS] = [
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", // disc
    "m-4-4h8v8h-8z",                      // square
    "m0-5l5 9h-10z",                      // triangle
    "m0-5l5 5l-5 5l-5-5z",                // diamond
    "m0 5l5-9h-10z",                      // triangle on its tip
    "m-2-5h4v3h3v4h-3v3h-4v-3h-3v-4h3z",  // cross
    "m-3-5h6l3 5l-3 5h-6l-3-5z",          // hexagon
    "m-5-2h10v4h-10z",                    // bar
];
