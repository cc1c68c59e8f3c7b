//! Signs that a page was cut off where no table shows it: an unfinished last line, a last heading without its content.

use super::findings::Findings;
use super::form::{Form, Read};
use parcferme_core::Diagnostic;

/// Words of a last line from which on it is a sentence rather than a label.
const SENTENCE_WORDS: usize = 6;

pub(super) fn check(read: &Read, findings: &mut Findings) {
    // The end of HTML is its own; a reader of it looks for it.
    if read.form == Form::Html {
        return;
    }
    let (text, document) = (read.text.as_ref(), &read.document);
    let last = text.lines().last().unwrap_or_default();
    let number = text.lines().count() as u32;
    let found = if !text.ends_with('\n') && is_unfinished(last.trim()) {
        "a last line without its end"
    } else if let Some(section) = document.sections.last()
        && section.blocks.is_empty()
        && needs_content(&section.heading)
    {
        "a last heading with nothing below it"
    } else {
        return;
    };
    let place = findings.place(number, last);
    findings.push(
        Diagnostic::error("PF0129", "the page seems to end early")
            .at(place)
            .found(found)
            .expected("a page that ends with a whole row, sentence or list item")
            .help("save the page again; if it is whole, end its last line with a line break"),
    );
}

fn is_unfinished(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let open_end = line.ends_with(|c: char| c.is_alphanumeric() || c == ',' || c == '-');
    match line.chars().next() {
        // Rows of tables and links to categories have their own ends.
        None | Some('|' | '!' | '[' | '{') => false,
        Some('=') => true,
        Some('-' | '*') => open_end && !ends_in_a_value(line),
        _ => open_end && words >= SENTENCE_WORDS && !line.starts_with("Category:"),
    }
}

/// A list item that ends with a unit, a time in thousandths, or a word.
fn ends_in_a_value(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let thousandths = last.rsplit_once('.').is_some_and(|(_, fraction)| {
        fraction.len() == 3 && fraction.bytes().all(|byte| byte.is_ascii_digit())
    });
    let after_dash = line.split_once(" - ").or_else(|| line.split_once(" – ")).map(|(_, value)| value);
    let units = ["km", "mi", "km/h", "mi/h", "mph", "kph", "miles"];
    match after_dash {
        Some(_) => thousandths && line.contains(':') || units.contains(&last),
        None => !last.contains(|c: char| c.is_ascii_digit()),
    }
}

fn needs_content(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    ["standings", "results", "schedule", "statistics", "entry list", "championship"]
        .iter()
        .any(|word| heading.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_is_told_from_one_that_only_lacks_its_break() {
        for cut in [
            "Teams only score the points of thei",
            "- Distance - 523.2",
            "- Pole Position - #16 Team - 1:13.7",
            "* 26-22-19-1",
            "== Standings ==",
        ] {
            assert!(is_unfinished(cut), "{cut}");
        }
        for whole in [
            "Teams only score the points of their best car.",
            "- Average Speed - 189.677 km/h",
            "- Pole Position - #16 Team - 1:13.748",
            "* The series' homepage",
            "Category:Seasons of a long series of races",
            "| a | b |",
            "|}",
            "",
        ] {
            assert!(!is_unfinished(whole), "{whole}");
        }
    }
}
