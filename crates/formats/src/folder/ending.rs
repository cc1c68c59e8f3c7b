//! How a car's session ended, by the cells that may say so: position, status, and the time.

use super::gap::Loose;
use super::results::ResultRecord;
use super::table::Row;
use super::told::Told;
use super::words;
use parcferme_core::Diagnostic;
use parcferme_core::numbers::Position;
use parcferme_core::season::Status;

/// What the cell of a position says: a place, how the session ended, and why.
#[derive(Default)]
pub(super) struct Placed {
    pub position: Option<u32>,
    pub status: Option<Status>,
    reason: String,
}

/// A place; with a mark, `4*` or `(4)`; a status in its place; or both. Text that is none of these is no finish.
pub(super) fn position(row: Row<'_>, told: &mut Told, diagnostics: &mut Vec<Diagnostic>) -> Placed {
    let text = row.text("position");
    if words::says_nothing(text) {
        return Placed::default();
    }
    let place = |text: &str| row.parse(text).map(Position::get).or_else(|| words::place_of(text));
    let placed = |position: Option<u32>| Placed { position, ..Placed::default() };
    if let Some(position) = place(text) {
        return placed(Some(position));
    }
    if let Some((status, reason)) = words::status_and_reason(text) {
        return Placed { position: None, status: Some(status), reason };
    }
    let (number, word) = match text.split_once(' ') {
        Some((number, word)) => (number, words::status_of(word.trim_matches(['(', ')']))),
        None => (text, None),
    };
    if let Some(position) = place(number).filter(|_| word.is_some()) {
        return Placed { status: word, ..placed(Some(position)) };
    }
    let marked = text.trim_matches(|own: char| "()[]".contains(own) || words::is_mark(own));
    if let Some(position) = place(marked) {
        told.word(row, "position", text, marked);
        return placed(Some(position));
    }
    let expected = "a position such as 4, or a word such as Ret or DNS";
    diagnostics.push(row.unreadable("position", text, expected));
    Placed { status: Some(word.unwrap_or(Status::Nc)), ..Placed::default() }
}

/// The status by its own column, else by the word in place of a position, else by that in place of a time, else by a
/// remark that is such a word; and a reason of retirement that stood where a time was expected. None where nothing says it.
pub(super) fn status(
    row: Row<'_>,
    placed: Placed,
    loose: &mut Loose<'_>,
    told: &mut Told,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Status>, Option<String>) {
    let text = row.text("status");
    let (mut stated, mut because) = (None, placed.reason);
    let (place, placed) = (placed.position, placed.status);
    if !words::says_nothing(text) {
        stated = Status::from_word(text);
        if stated.is_none()
            && let Some((status, reason)) = words::status_and_reason(text)
        {
            stated = Some(status);
            because = if reason.is_empty() { because } else { reason };
        }
        if stated.is_none() {
            let behind = words::laps_behind(text);
            stated = behind.map(|_| Status::Finished);
            loose.behind = loose.behind.or(behind);
        }
        match stated {
            Some(status) if status.word() != text => told.word(row, "status", text, status.word()),
            Some(_) => {}
            // A word that is no status says why, where another cell says how.
            None if placed.is_some() || place.is_some() || words::is_cause(text) => {
                let cause = words::is_cause(text).then_some(Status::Dnf);
                let own = placed.or(cause).unwrap_or(Status::Finished);
                let is_remark = placed.is_some() || cause.is_none();
                told.word(row, "status", text, if is_remark { "remark" } else { own.word() });
                stated = Some(own);
                because = text.to_owned();
            }
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
    // `Abandon (moteur)`: the status, and its reason.
    let by_time = timed.as_ref().and_then(|(_, word)| words::status_and_reason(word));
    let status = stated.or(placed);
    match (timed, by_time, status) {
        (Some((column, word)), Some((by_time, reason)), None) => {
            told.word(row, column, &word, by_time.word());
            (Some(by_time), Some(reason).filter(|reason| !reason.is_empty()))
        }
        (Some((column, word)), Some((_, reason)), Some(status))
            if !reason.is_empty() && because.is_none() =>
        {
            told.word(row, column, &word, "remark");
            (Some(status), Some(word))
        }
        (Some(_), Some(_), Some(status)) => (Some(status), because),
        // `Time/Retired` has the reason of those who have no time.
        (Some((column, word)), None, Some(status)) if status != Status::Finished => {
            told.word(row, column, &word, "remark");
            (Some(status), Some(word))
        }
        (Some((column, word)), None, _) => {
            diagnostics.push(row.unreadable(
                column,
                &word,
                "a time such as 2:42:06.123, a gap such as +4.488 or +1 lap",
            ));
            (Some(status.unwrap_or(Status::Finished)), None)
        }
        (None, _, Some(status)) => (Some(status), because),
        (None, _, None) => {
            let remark = row.text("remark");
            let by_remark = words::status_of(remark).filter(|_| words::says_nothing(text));
            let by_remark = by_remark.filter(|status| *status != Status::Finished);
            if let Some(status) = by_remark {
                told.word(row, "remark", remark, status.word());
            }
            (by_remark, because)
        }
    }
}

/// Says which cars have neither a place nor a status among cars that have places: how they ended is not known, and whoever
/// took them for finishers would give them places and points.
pub(super) fn unsaid(cars: &[(ResultRecord, Option<Status>, Row<'_>)]) -> Vec<Diagnostic> {
    if cars.iter().all(|(record, ..)| record.position.is_none()) {
        return Vec::new();
    }
    let mut diagnostics = Vec::new();
    for (record, _, row) in cars.iter().filter(|(record, status, row)| {
        words::says_nothing(row.text("position")) && status.is_none() && record.classified.is_none()
    }) {
        let found = if record.remark.is_empty() {
            "an empty position and an empty status".to_owned()
        } else {
            format!("an empty position and status, and the remark `{}`", record.remark)
        };
        diagnostics.push(
            Diagnostic::error(
                "PF0480",
                format!("car {} has neither a position nor a status, and other cars have positions", record.number),
            )
            .at(row.place())
            .found(found)
            .expected("a position, or how the car ended: dnf, nc, dns, dsq or dnq")
            .help("a car that retired is `dnf`, one at the finish without a place `nc`; the reason stays in `remark`"),
        );
    }
    diagnostics
}
