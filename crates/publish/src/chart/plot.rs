//! What charts share: the opened picture, axes with grid, and names at the ends of lines.

use super::mark;
use super::place::spread;
use super::svg::{Escaped, Svg, shortened, text_width};
use super::{Frame, Width};

/// Font size of names and ticks, in pixels of the picture.
pub const TEXT: i64 = 12;

/// The plotted area inside the picture, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub left: i64,
    pub right: i64,
    pub top: i64,
    pub bottom: i64,
}

/// A name at the end of a line.
pub struct EndLabel<'a> {
    /// The series, which chooses colour and mark.
    pub series: usize,
    /// Where its line ends.
    pub y: i64,
    pub name: &'a str,
    /// Stands right of the name and is never shortened, such as a total.
    pub value: &'a str,
    pub href: Option<&'a str>,
}

/// The width of the names' column that these names want, at most what the frame can spare.
pub fn label_room<'a>(frame: &Frame, names: impl Iterator<Item = (&'a str, &'a str)>) -> i64 {
    let most = if frame.width == Width::Phone { 146 } else { 270 };
    let wanted = names.map(|(name, value)| text_width(name, TEXT) + bold_width(value) + 38).max();
    wanted.unwrap_or(0).min(most)
}

/// Opens the picture with its name and description for those who do not see it. A picture with links in it is a group:
/// the parts of an image cannot be reached.
pub fn open(
    frame: &Frame,
    kind: &str,
    (width, height): (i64, i64),
    (title, description): (&str, &str),
    linked: bool,
) -> Svg {
    let role = if linked { "group" } else { "img" };
    let mut svg = Svg::default();
    let id = Escaped(frame.id);
    svg.put(format_args!(
        "<svg class=\"chart {kind}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"{role}\" \
         aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        Escaped(title),
        Escaped(description)
    ));
    svg
}

/// Level grid lines with their values to the left.
pub fn left_axis(svg: &mut Svg, area: &Area, lines: &[(i64, String)]) {
    svg.put(format_args!("<path class=\"grid\" d=\""));
    for (y, _) in lines {
        svg.put(format_args!("M{} {y}H{}", area.left, area.right));
    }
    svg.put(format_args!("\"/><g class=\"tick end\">"));
    for (y, text) in lines {
        svg.put(format_args!("<text x=\"{}\" y=\"{}\">{}</text>", area.left - 6, y + 4, Escaped(text)));
    }
    svg.put(format_args!("</g>"));
}

/// Upright grid lines with their values below.
pub fn bottom_axis(svg: &mut Svg, area: &Area, lines: &[(i64, String)]) {
    svg.put(format_args!("<path class=\"grid\" d=\""));
    for (x, _) in lines {
        svg.put(format_args!("M{x} {}V{}", area.top, area.bottom));
    }
    svg.put(format_args!("\"/><g class=\"tick mid\">"));
    for (x, text) in fitting(lines) {
        svg.put(format_args!("<text x=\"{x}\" y=\"{}\">{}</text>", area.bottom + 17, Escaped(text)));
    }
    svg.put(format_args!("</g>"));
}

/// What an axis measures, in the margin: above the left axis.
pub fn unit(svg: &mut Svg, x: i64, y: i64, text: &str) {
    svg.put(format_args!("<text class=\"unit\" x=\"{x}\" y=\"{y}\">{}</text>", Escaped(text)));
}

/// The y of each label once they keep apart.
pub fn label_places(area: &Area, wanted: &[i64]) -> Vec<i64> {
    spread(wanted, TEXT + 3, area.top, area.bottom)
}

/// Draws one name at the right: a thin lead from the line's end, its mark, name and value.
pub fn end_label(svg: &mut Svg, area: &Area, room: i64, place: i64, label: &EndLabel) {
    let (x, y) = (area.right, label.y);
    svg.put(format_args!("<path class=\"lead\" d=\"M{} {y}L{} {place}\"/>", x + 6, x + 14));
    mark::draw(svg, label.series, x + 20, place);
    let name = shortened(label.name, TEXT, room - bold_width(label.value) - 38);
    if let Some(href) = label.href {
        svg.put(format_args!("<a href=\"{}\">", Escaped(href)));
    }
    svg.put(format_args!("<text class=\"name\" x=\"{}\" y=\"{}\">{}", x + 29, place + 4, Escaped(&name)));
    if !label.value.is_empty() {
        svg.put(format_args!(" <tspan class=\"value\">{}</tspan>", Escaped(label.value)));
    }
    svg.put(format_args!("</text>"));
    if label.href.is_some() {
        svg.put(format_args!("</a>"));
    }
}

fn bold_width(text: &str) -> i64 {
    text_width(text, TEXT) * 11 / 10
}

/// Every label, or every second, third, ... one: the first spacing at which no two touch.
fn fitting(lines: &[(i64, String)]) -> impl Iterator<Item = (i64, &str)> {
    let half = |text: &str| text_width(text, TEXT) / 2 + 2;
    let apart = |step: usize| {
        let shown: Vec<&(i64, String)> = lines.iter().step_by(step).collect();
        shown.windows(2).all(|pair| pair[1].0 - pair[0].0 >= half(&pair[0].1) + half(&pair[1].1))
    };
    let step = (1..=lines.len()).find(|&step| apart(step)).unwrap_or(1);
    lines.iter().step_by(step).map(|(x, text)| (*x, text.as_str()))
}
