//! How a car's session ended, by the cells that may say so: position, status, and the time.

use super::gap::Loose;
use super::table::Row;
use super::told::Told;
use super::words;
use parcferme_core::Diagnostic;
use parcferme_core::season::Status;

/// `4`, `4.0`, `4th`, `P4`, `=4`; a status in its place; or both.
pub(super) fn position(row: Row<'_>, diagnostics: &mut Vec<Diagnostic>) -> (Option<u32>, Option<Status>) {
    let text = row.text("position");
    if words::says_nothing(text) {
        return (None, None);
    }
    if let Some(position) = row.parse(text) {
        return (Some(position), None);
    }
    if let Some(status) = words::status_of(text) {
        return (None, Some(status));
    }
    let (number, word) = match text.split_once(' ') {
        Some((number, word)) => (number, words::status_of(word.trim_matches(['(', ')']))),
        None => (text, None),
    };
    let bare = number.trim_matches('=').trim_start_matches(['P', 'p']).trim_end_matches('.');
    let bare =
        ["st", "nd", "rd", "th"].iter().fold(bare, |text, ending| text.strip_suffix(ending).unwrap_or(text));
    let position = row.parse(bare).filter(|_| number == text || word.is_some());
    if position.is_none() {
        diagnostics.push(row.unreadable(
            "position",
            text,
            "a position such as 4, or a word such as Ret or DNS",
        ));
    }
    (position, word)
}

/// The status by its own column, else by the word in place of a position, else by that in place of a time; and a reason
/// of retirement that stood where a time was expected.
pub(super) fn status(
    row: Row<'_>,
    placed: Option<Status>,
    loose: &mut Loose<'_>,
    told: &mut Told,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Status, Option<String>) {
    let text = row.text("status");
    let (mut stated, mut because) = (None, String::new());
    if !words::says_nothing(text) {
        stated = Status::from_word(text);
        if stated.is_none()
            && let Some((status, reason)) = words::status_and_reason(text)
        {
            (stated, because) = (Some(status), reason);
        }
        if stated.is_none() {
            let behind = words::laps_behind(text);
            stated = behind.map(|_| Status::Finished);
            loose.behind = loose.behind.or(behind);
        }
        match stated {
            Some(status) if status.word() != text => told.word(row, "status", text, status.word()),
            Some(_) => {}
            None => {
                let expected = format!("one of {}", Status::ALL.map(Status::word).join(", "));
                let diagnostic = row.unreadable("status", text, expected);
                diagnostics.push(diagnostic.help("a reason of retirement stands in the column `remark`"));
                stated = Some(Status::Nc);
            }
        }
    }
    let text = row.text("position");
    if let (Some(placed), None) = (placed, stated) {
        told.word(row, "position", text, placed.word());
    }
    if let (Some(placed), Some(stated)) = (placed, stated)
        && placed != stated
        && (placed != Status::Nc || stated == Status::Finished)
        && !row.text("status").is_empty()
    {
        diagnostics.push(
            Diagnostic::error("PF0459", "position and status say two things of one car")
                .at(row.place())
                .found(format!(
                    "`{text}` ({}) and `{}` ({})",
                    placed.word(),
                    row.text("status"),
                    stated.word()
                ))
                .expected("one status")
                .help("correct one of the two, or leave it empty"),
        );
    }
    let because = Some(because).filter(|reason| !reason.is_empty());
    let timed = loose.word.take();
    let by_time = timed.as_ref().and_then(|(column, word)| Some((*column, words::status_of(word)?)));
    let status = stated.or(placed);
    match (timed, by_time, status) {
        (Some((column, word)), Some((_, by_time)), None) => {
            told.word(row, column, &word, by_time.word());
            (by_time, None)
        }
        (Some(_), Some(_), Some(status)) => (status, because),
        // `Time/Retired` has the reason of those who have no time.
        (Some((column, word)), None, Some(status)) if status != Status::Finished => {
            told.word(row, column, &word, "remark");
            (status, Some(word))
        }
        (Some((column, word)), None, _) => {
            diagnostics.push(row.unreadable(
                column,
                &word,
                "a time such as 2:42:06.123, a gap such as +4.488 or +1 lap",
            ));
            (status.unwrap_or(Status::Finished), None)
        }
        (None, ..) => (status.unwrap_or(Status::Finished), because),
    }
}
