//! Diagnostics on standard error: what is wrong, where, what stood there, what was expected, what to do.

use anstyle::{AnsiColor, Style};
use parcferme_core::{Diagnostic, Severity};
use std::fmt::Write as _;
use std::io::Write;

/// Writes diagnostics, errors first as they come.
pub fn write(diagnostics: &[Diagnostic], out: &mut dyn Write) -> std::io::Result<()> {
    for diagnostic in diagnostics {
        out.write_all(shown(diagnostic).as_bytes())?;
    }
    Ok(())
}

/// To standard error, coloured where that is a terminal.
pub fn to_stderr(diagnostics: &[Diagnostic]) {
    // Nothing can be done about a standard error that is gone.
    let mut err = anstream::stderr().lock();
    let _ = crate::terminal::write_folded(&mut err, |out| write(diagnostics, out));
}

/// One diagnostic as text with ANSI styles; the stream strips them where it is not a terminal.
pub fn shown(diagnostic: &Diagnostic) -> String {
    let style = severity_style(diagnostic.severity);
    let dim = Style::new().dimmed();
    let bold = Style::new().bold();
    let mut text = format!(
        "{style}{}[{}]{style:#}{bold}: {}{bold:#}\n",
        diagnostic.severity.word(),
        diagnostic.id,
        diagnostic.message
    );
    for (index, place) in diagnostic.places.iter().enumerate() {
        let arrow = if index == 0 { "-->" } else { "and" };
        let _ = writeln!(text, "  {dim}{arrow}{dim:#} {place}");
        if !place.text.trim().is_empty() {
            let line = place.text.trim_end();
            let cut: String = line.chars().take(160).collect();
            let _ =
                writeln!(text, "   {dim}|{dim:#} {cut}{}", if cut.len() < line.len() { " …" } else { "" });
        }
    }
    for (word, value) in
        [("found", &diagnostic.found), ("expected", &diagnostic.expected), ("help", &diagnostic.help)]
    {
        if let Some(value) = value {
            let _ = writeln!(text, "   {dim}{word:<9}{dim:#} {value}");
        }
    }
    text
}

pub fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
