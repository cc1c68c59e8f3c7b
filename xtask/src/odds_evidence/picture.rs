//! The reliability diagram: what was said against what happened.

use super::scores::Scores;
use std::fmt::Write as _;

const SIZE: f64 = 400.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 44.0;

pub fn reliability(scores: &Scores) -> String {
    let (x, y) = (|share: f64| LEFT + share * SIZE, |share: f64| TOP + (1.0 - share) * SIZE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\">\n\
         <title>What the odds said of a contender against how often it became champion</title>\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"24\" font-size=\"14\" font-weight=\"600\" fill=\"#1c1c1c\">Said and happened: {states} states, 1950 to \
         2025</text>\n",
        w = LEFT + SIZE + 36.0,
        h = TOP + SIZE + 60.0,
        states = scores.states,
    );
    for step in 0..=5 {
        let share = f64::from(step) / 5.0;
        let percent = step * 20;
        let _ = write!(
            svg,
            "<path d=\"M{:.1} {:.1}H{:.1}M{:.1} {:.1}V{:.1}\" stroke=\"#e2e2e2\" fill=\"none\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555555\">{percent} %</text>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555555\">{percent} %</text>\n",
            x(0.0),
            y(share),
            x(1.0),
            x(share),
            y(0.0),
            y(1.0),
            x(0.0) - 8.0,
            y(share) + 4.0,
            x(share),
            y(0.0) + 20.0,
        );
    }
    let _ = writeln!(
        svg,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#999999\" stroke-dasharray=\"5 4\"/>",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    );
    for bin in scores.bins.iter().filter(|bin| bin.forecasts > 0) {
        let (low, high) = bin.between();
        let _ = write!(
            svg,
            "<path d=\"M{cx:.1} {:.1}V{:.1}\" stroke=\"#0b5fa5\" stroke-width=\"2\"/>\n\
             <circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"6\" fill=\"#0b5fa5\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#1c1c1c\" font-size=\"12\">{}</text>\n",
            y(low),
            y(high),
            x(bin.said()) + 11.0,
            // Not on the axis.
            y(bin.happened()) + if bin.happened() < 0.05 { -8.0 } else { 16.0 },
            bin.forecasts,
            cx = x(bin.said()),
            cy = y(bin.happened()),
        );
    }
    let _ = write!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#1c1c1c\">said: chance of a contender (number of \
         forecasts beside each point)</text>\n\
         <text x=\"18\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#1c1c1c\" transform=\"rotate(-90 18 {:.1})\">happened: share \
         that became champion</text>\n</svg>\n",
        x(0.5),
        y(0.0) + 44.0,
        y(0.5),
        y(0.5)
    );
    svg
}
