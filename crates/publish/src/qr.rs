//! A text as a QR code, for screens and for paper.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Light around the code, in modules, as ISO/IEC 18004 asks for.
const QUIET: i32 = 4;

/// A code with the light around it.
pub struct Code(QrCode);

/// Dark modules that stand in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub x: i32,
    pub y: i32,
    pub length: i32,
}

impl Code {
    /// None where the text is too long for one.
    pub fn of(text: &str) -> Option<Code> {
        QrCode::encode_text(text, QrCodeEcc::Medium).ok().map(Code)
    }

    /// Modules from edge to edge, the light around it among them.
    pub fn side(&self) -> i32 {
        self.0.size() + 2 * QUIET
    }

    /// What is dark, row by row.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for y in 0..self.0.size() {
            for x in (0..self.0.size()).filter(|x| self.0.get_module(*x, y)) {
                let (x, y) = (x + QUIET, y + QUIET);
                match runs.last_mut() {
                    Some(own) if own.y == y && own.x + own.length == x => own.length += 1,
                    _ => runs.push(Run { x, y, length: 1 }),
                }
            }
        }
        runs
    }

    /// As SVG, black on white whatever the page's colours are; `label` is its text for those who do not see it.
    pub fn svg(&self, label: &str) -> String {
        let side = self.side();
        let mut path = String::new();
        for Run { x, y, length } in self.runs() {
            let _ = write!(path, "M{x},{y}h{length}v1h-{length}z");
        }
        format!(
            "<svg class=\"code\" viewBox=\"0 0 {side} {side}\" width=\"260\" height=\"260\" role=\"img\" aria-label=\"{label}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0,0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_light_around_it() {
        let code = Code::of("https://results.club.example/welcome/abc").unwrap();
        let runs = code.runs();
        // The first row of the corner at the upper left, and the last of the one at the lower left.
        assert_eq!(runs[0], Run { x: QUIET, y: QUIET, length: 7 });
        let last = Run { x: QUIET, y: code.side() - QUIET - 1, length: 7 };
        assert!(runs.contains(&last), "{runs:?}");
        // Every module, and nothing in the light.
        for (x, y) in (0..code.side()).flat_map(|y| (0..code.side()).map(move |x| (x, y))) {
            let dark = runs.iter().any(|own| own.y == y && (own.x..own.x + own.length).contains(&x));
            assert_eq!(dark, code.0.get_module(x - QUIET, y - QUIET), "{x}, {y}");
        }
        let svg = code.svg("The link as a QR code");
        assert_eq!(svg.matches("v1h").count(), runs.len());
        assert!(svg.contains("M4,4h7v1h-7z"), "{svg}");
        assert!(Code::of(&"x".repeat(5000)).is_none());
    }
}
