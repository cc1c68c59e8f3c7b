//! Marks of notes behind names and numbers: `Di Fox †`, `Flo Orr²`, `Ed Nye 1)`, `Bob Ray (R)`, `12*`. They are no part of them.

use super::{Context, Table};
use crate::folder::says_nothing;
use parcferme_core::{Diagnostic, Place};

/// Cells that are shown.
const SHOWN: usize = 5;

/// Takes the marks off, and says so.
pub(super) fn strip(context: &Context<'_>, table: &mut Table<'_>) -> Option<Diagnostic> {
    let fields = table.reading.fields();
    let mut found: Vec<String> = Vec::new();
    for (_, record) in &mut table.cut.rows {
        let stripped: Vec<String> = record
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                let cell = cell.trim();
                let own = match fields.get(at).and_then(Option::as_deref) {
                    Some("number") => number(cell).to_owned(),
                    Some("team" | "competitor") => without_marks(cell).to_owned(),
                    Some(field) if field.starts_with("driver") && field != "driver_ids" => names(cell),
                    _ => return cell.to_owned(),
                };
                if own != cell && !own.is_empty() {
                    found.push(format!("`{cell}`"));
                }
                own
            })
            .collect();
        *record = stripped.into_iter().collect();
    }
    let more = found.len().saturating_sub(SHOWN);
    let line = table.cut.head.as_ref().map_or(0, |head| head.0);
    found.truncate(SHOWN);
    let others = if more > 0 { format!(", and {more} more") } else { String::new() };
    (!found.is_empty()).then(|| {
        Diagnostic::note("PF1428", "marks of notes behind names and numbers were taken off")
            .at(Place::line(context.document, line, ""))
            .found(format!("{}{others}", found.join(", ")))
            .help(
                "what a mark says stands in the notes of the table; write it into a column where it matters",
            )
    })
}

/// `#5` and `12*`; nothing where the cell says that there is none.
fn number(cell: &str) -> &str {
    let own = without_marks(cell);
    let bare = own.strip_prefix('#').map(str::trim_start).unwrap_or(own);
    let has_digits = bare.bytes().any(|byte| byte.is_ascii_digit());
    if says_nothing(cell) { "" } else { if has_digits { bare } else { cell } }
}

/// Each of the drivers of a cell.
fn names(cell: &str) -> String {
    cell.split_inclusive(['/', ';', '&', '|', '\n'])
        .map(|piece| {
            let name = piece.trim_end_matches(['/', ';', '&', '|', '\n']);
            let (bare, behind) = (name.trim_end(), &piece[name.len()..]);
            let space = &name[bare.len()..];
            format!("{}{space}{behind}", without_letter(without_marks(bare)))
        })
        .collect()
}

/// `Bob Ray (R)`, `Guy Hal [G]`: rookies and guests.
fn without_letter(name: &str) -> &str {
    let bare = || {
        let (bare, mark) = name.rsplit_once(' ')?;
        let mark = mark
            .strip_prefix('(')
            .and_then(|own| own.strip_suffix(')'))
            .or_else(|| mark.strip_prefix('[')?.strip_suffix(']'))?;
        let is_letter = mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_uppercase());
        Some(without_marks(bare)).filter(|own| is_letter && !own.is_empty())
    };
    bare().unwrap_or(name)
}

fn without_marks(text: &str) -> &str {
    const MARKS: [char; 15] = ['*', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰', ' '];
    let mut bare = text.trim_end_matches(MARKS);
    // `1)` behind a space.
    if let Some((name, mark)) = bare.rsplit_once(' ')
        && let Some(digits) = mark.strip_suffix(')')
        && (1..=2).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        bare = name.trim_end_matches(MARKS);
    }
    if bare.is_empty() { text } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_part_of_names_and_numbers() {
        for (cell, expected) in [
            ("Di Fox †", "Di Fox"),
            ("Flo Orr²", "Flo Orr"),
            ("Ed Nye 1)", "Ed Nye"),
            ("Bob Ray (R)", "Bob Ray"),
            ("Guy Hal [G]*", "Guy Hal"),
            ("Ann Lee*", "Ann Lee"),
            ("Ann Lee* / Bob Ray", "Ann Lee / Bob Ray"),
            ("Ann Lee (GBR)", "Ann Lee (GBR)"),
            ("Cy Poe (did not drive)", "Cy Poe (did not drive)"),
            ("*", "*"),
            ("", ""),
        ] {
            assert_eq!(names(cell), expected);
        }
        for (cell, expected) in
            [("#5", "5"), ("12*", "12"), ("05", "05"), ("—", ""), ("n/a", ""), ("7A", "7A"), ("#", "#")]
        {
            assert_eq!(number(cell), expected);
        }
        assert_eq!(without_marks("Racing Club (B)"), "Racing Club (B)");
    }
}
