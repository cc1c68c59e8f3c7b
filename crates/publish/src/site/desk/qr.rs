//! A text as a QR code.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Light around the code, in modules, as ISO/IEC 18004 asks for.
const QUIET: i32 = 4;

/// The code as SVG, black on white whatever the page's colours are; empty where the text is too long for one.
pub fn svg(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    format!(
        "<svg class=\"code\" viewBox=\"0 0 {side} {side}\" width=\"260\" height=\"260\" role=\"img\" aria-label=\"The link as a QR code\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0,0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_light_around_it() {
        let code = svg("https://results.club.example/welcome/abc");
        // The first row of the corner at the upper left.
        assert!((0..7).all(|own| code.contains(&format!("M{},4h1", own + QUIET))), "{code}");
        assert!(!code.contains("M3,") && !code.contains(",3h1"), "{code}");
        assert_eq!(svg(&"x".repeat(5000)), "");
    }
}
