//! JSON text to values that know where they stand, with numbers as they are written.
//!
//! Comments, commas behind the last value and control characters within texts are passed over, as programs write them.

use jsonc_parser::ast::Value;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use parcferme_core::{Diagnostic, Place};

/// A longer JSON text is refused; the longest result seen has 3 MB.
const MAX_JSON_BYTES: usize = 32 << 20;
/// Objects and lists inside each other; the deepest result seen has 14.
const MAX_DEPTH: usize = 64;

/// The outermost value; an error where there is none, or more than can be read.
pub(crate) fn parse<'t>(name: &str, text: &'t str) -> Result<Value<'t>, Box<Diagnostic>> {
    if let Some(told) = too_large(name, text) {
        return Err(Box::new(told));
    }
    let options = ParseOptions {
        allow_comments: true,
        allow_loose_object_property_names: false,
        allow_trailing_commas: true,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: true,
        allow_extended_string_escapes: true,
    };
    let broken = |line: usize, found: String| {
        let told = Diagnostic::error("PF1020", "the file breaks off or is damaged")
            .at(Place::line(name, u32::try_from(line).unwrap_or(0), ""))
            .found(found)
            .expected("whole JSON, as the program wrote it")
            .help("fetch the file again");
        Box::new(told)
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options).map_err(|error| {
        let found: String = error.kind().to_string().chars().filter(|own| !own.is_control()).collect();
        broken(error.line_display(), found)
    })?;
    parsed.value.ok_or_else(|| broken(0, "no value".to_owned()))
}

/// Where the lines of a text end.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Lines {
        Lines(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line in which a byte stands.
    pub fn of_byte(&self, byte: usize) -> u32 {
        u32::try_from(self.0.partition_point(|&end| end < byte) + 1).unwrap_or(u32::MAX)
    }
}

fn too_large(name: &str, text: &str) -> Option<Diagnostic> {
    if text.len() > MAX_JSON_BYTES {
        return Some(
            Diagnostic::error("PF1021", "the text is larger than one result can be")
                .at(Place::document(name))
                .found(format!("{} bytes", text.len()))
                .expected(format!("at most {MAX_JSON_BYTES} bytes")),
        );
    }
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if deepest > MAX_DEPTH {
        return Some(
            Diagnostic::error("PF1021", "the text is larger than one result can be")
                .at(Place::document(name))
                .found(format!("{deepest} objects and lists inside each other"))
                .expected(format!("at most {MAX_DEPTH}")),
        );
    }
    None
}
