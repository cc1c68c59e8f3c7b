//! Writes SVG text: escaped, integer coordinates, nothing that a strict Content-Security-Policy forbids.

use std::fmt::{self, Write};

/// Text made safe for SVG and HTML, in content and in double-quoted attributes.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\0']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => "\u{fffd}",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// SVG text that grows; formatting into it cannot fail.
#[derive(Default)]
pub struct Svg(String);

impl Svg {
    pub fn put(&mut self, text: fmt::Arguments<'_>) {
        // `String` never refuses a write, and no `Display` used here returns an error.
        let _ = self.0.write_fmt(text);
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// A path of relative commands: the shortest text for many small steps.
#[derive(Default)]
pub struct Path {
    data: String,
    at: (i64, i64),
    horizontal: i64,
}

impl Path {
    pub fn move_to(&mut self, x: i64, y: i64) {
        self.flush();
        let _ = write!(self.data, "M{x} {y}");
        self.at = (x, y);
    }

    /// A line; level lines that follow each other become one.
    pub fn line_to(&mut self, x: i64, y: i64) {
        let (dx, dy) = (x - self.at.0, y - self.at.1);
        self.at = (x, y);
        if dy == 0 {
            self.horizontal += dx;
            return;
        }
        self.flush();
        if dx == 0 {
            let _ = write!(self.data, "v{dy}");
        } else {
            self.pair('l', dx, dy);
        }
    }

    /// An S-shaped curve that leaves and arrives level.
    pub fn ease_to(&mut self, x: i64, y: i64) {
        let (dx, dy) = (x - self.at.0, y - self.at.1);
        if dy == 0 {
            return self.line_to(x, y);
        }
        self.flush();
        self.at = (x, y);
        let _ = write!(self.data, "c{} 0 {} {dy} {dx} {dy}", dx / 2, dx - dx / 2);
    }

    pub fn close(&mut self) {
        self.flush();
        self.data.push('z');
    }

    pub fn finish(mut self) -> String {
        self.flush();
        self.data
    }

    fn flush(&mut self) {
        if self.horizontal != 0 {
            let _ = write!(self.data, "h{}", self.horizontal);
            self.horizontal = 0;
        }
    }

    fn pair(&mut self, command: char, dx: i64, dy: i64) {
        let separator = if dy < 0 { "" } else { " " };
        let _ = write!(self.data, "{command}{dx}{separator}{dy}");
    }
}

/// About how wide a text stands, in pixels, in the sans-serif faces that sites use.
///
/// `size` is the font size in pixels. Errs on the wide side, so that labels keep apart.
pub fn text_width(text: &str, size: i64) -> i64 {
    let tenths: i64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '|' | ':' | ';' | '!' => 28,
            'f' | 't' | 'r' | ' ' | '-' | '(' | ')' | '/' | '1' => 40,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 90,
            'A'..='Z' => 70,
            c if c.is_ascii() => 57,
            _ => 66,
        })
        .sum();
    tenths * size / 100 + 1
}

/// The text, or as much of it as fits `width` pixels, with an ellipsis.
pub fn shortened(text: &str, size: i64, width: i64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let room = width - text_width("…", size);
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if text_width(&short, size) > room {
            short.pop();
            break;
        }
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markup_and_control() {
        assert_eq!(
            Escaped("R&D <\"x'\"> Élan\0").to_string(),
            "R&amp;D &lt;&quot;x&#39;&quot;&gt; Élan\u{fffd}"
        );
    }

    #[test]
    fn level_steps_become_one_command() {
        let mut path = Path::default();
        path.move_to(0, 10);
        for x in 1..=5 {
            path.line_to(x * 4, 10);
        }
        path.line_to(24, 4);
        path.line_to(24, 8);
        assert_eq!(path.finish(), "M0 10h20l4-6v4");
    }

    #[test]
    fn shortening_keeps_what_fits() {
        assert_eq!(shortened("Prodrive", 12, 200), "Prodrive");
        let short = shortened("The Racer's Group of Somewhere", 12, 90);
        assert!(short.ends_with('…') && text_width(&short, 12) <= 90, "{short}");
        assert_eq!(shortened("Prodrive", 12, 0), "…");
    }
}
