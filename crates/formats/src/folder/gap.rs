//! Gaps instead of times: `+4.488` in the column of times, or columns of their own.
//!
//! A gap becomes a time where the time it is a gap to is known and the car did as many laps. What does not follow stays
//! unknown and is said: a wrong time is worse than none.

use super::results::ResultRecord;
use super::table::Row;
use super::words;
use parcferme_core::number_words::counted;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Laps, Millis};

/// What the columns of times and gaps of a row say, before the other rows are known.
pub(super) struct Loose<'t> {
    pub time: Option<Millis>,
    /// Time behind the winner.
    gap: Option<Millis>,
    /// Time behind the car in front.
    interval: Option<Millis>,
    /// Laps behind the winner.
    pub behind: Option<u32>,
    laps_behind_next: Option<u32>,
    /// Neither a time nor a gap: the column and what stood there.
    pub word: Option<(&'static str, String)>,
    row: Row<'t>,
}

/// Times that nobody beat the clock by: a later car with less is a gap without its sign.
const SHARE_OF_WINNER: i64 = 2;

pub(super) fn read<'t>(row: Row<'t>, diagnostics: &mut Vec<Diagnostic>) -> Loose<'t> {
    let mut loose = Loose {
        time: None,
        gap: None,
        interval: None,
        behind: None,
        laps_behind_next: None,
        word: None,
        row,
    };
    let time = row.text("time");
    if !words::says_nothing(time) {
        loose.time = row.parse(time);
        if loose.time.is_none() {
            loose.behind = words::laps_behind(time);
            loose.gap = behind(row, time);
            if loose.behind.is_none() && loose.gap.is_none() {
                unread("time", &mut loose, time, diagnostics);
            }
        }
    }
    for column in super::results::GAPS {
        let text = row.text(column);
        if words::says_nothing(text) {
            continue;
        }
        let laps = words::laps_behind(text);
        let gap = if laps.is_some() { None } else { behind(row, text).or_else(|| row.parse(text)) };
        if laps.is_none() && gap.is_none() {
            unread(column, &mut loose, text, diagnostics);
        }
        match *column {
            "gap" => {
                loose.gap = loose.gap.or(gap);
                loose.behind = loose.behind.or(laps);
            }
            _ => (loose.interval, loose.laps_behind_next) = (gap, laps),
        }
    }
    loose
}

/// A status or a reason of retirement may stand for a time; figures that cannot be read are none.
fn unread(column: &'static str, loose: &mut Loose<'_>, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let words_alone = !text.contains(|character: char| character.is_ascii_digit());
    if words::status_of(text).is_some() || (column == "time" && words_alone) {
        loose.word.get_or_insert((column, text.to_owned()));
        return;
    }
    if words::is_leader(text) {
        return;
    }
    let expected = if column == "time" {
        "a time such as 2:42:06.123, a gap such as +4.488 or +1 lap"
    } else {
        "a gap such as +4.488 or +1 lap"
    };
    diagnostics.push(loose.row.unreadable(column, text, expected));
}

/// `+4.488`, `+ 1:02.3 s`; some write a minus sign. A comma can only be a decimal one.
fn behind(row: Row<'_>, text: &str) -> Option<Millis> {
    let bare = text.strip_prefix(['+', '-', '−'])?.trim();
    row.parse(&bare.trim_end_matches("sec").trim_end_matches(['s', 'S']).trim().replacen(',', ".", 1))
}

/// Turns gaps into times and laps.
pub(super) fn settle(rows: &mut [ResultRecord], loose: &mut [Loose<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut order: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].position.is_some()).collect();
    order.sort_by_key(|&at| rows[at].position);
    if order.is_empty() {
        order = (0..rows.len()).filter(|&at| rows[at].status == Status::Finished).collect();
    }
    let Some(&winner) = order.first() else { return };
    winner_in_gaps(rows, loose, winner);
    laps(rows, loose, winner, diagnostics);
    let mut made = vec![None; rows.len()];
    agree(rows, loose, winner, diagnostics);
    by_gaps(rows, loose, winner, &mut made, diagnostics);
    by_intervals(rows, loose, &order, &mut made);
    keep(rows, loose, &order, &made, diagnostics);
    short_times(rows, loose, winner, &order, diagnostics);
}

/// A column of gaps may have the winner's time at its head: without a sign, where all others have one.
fn winner_in_gaps(rows: &mut [ResultRecord], loose: &mut [Loose<'_>], winner: usize) {
    let signed = |at: usize| loose[at].row.text("gap").starts_with(['+', '-', '−']);
    let gaps = || (0..rows.len()).filter(|at| *at != winner && loose[*at].gap.is_some());
    let Some(time) = loose[winner].gap.filter(|_| !signed(winner) && rows[winner].time.is_none()) else {
        return;
    };
    let is_time = gaps().next().is_some()
        && gaps().all(|at| signed(at) && rows[at].time.is_none() && loose[at].gap < Some(time));
    if is_time {
        rows[winner].time = Some(time);
        (loose[winner].time, loose[winner].gap) = (Some(time), None);
    }
}

/// `+1 lap` gives the laps of a car that states none; where it states others, one of the two is wrong.
fn laps(rows: &mut [ResultRecord], loose: &[Loose<'_>], winner: usize, diagnostics: &mut Vec<Diagnostic>) {
    let Some(whole) = rows[winner].laps else {
        let lapped = (0..rows.len()).find(|&at| loose[at].behind.is_some() && rows[at].laps.is_none());
        if let Some(first) = lapped {
            diagnostics.push(
                Diagnostic::warning("PF0460", "laps behind do not become laps: the winner's are not stated")
                    .at(loose[first].row.place())
                    .at(loose[winner].row.place())
                    .help("state the laps of the first car"),
            );
        }
        return;
    };
    for (row, loose) in rows.iter_mut().zip(loose) {
        let Some(behind) = loose.behind else { continue };
        let laps = whole.checked_sub(behind);
        match (row.laps, laps) {
            (None, Some(laps)) => row.laps = Some(laps),
            (stated, laps) if stated == laps => {}
            (stated, _) => diagnostics.push(
                Diagnostic::warning(
                    "PF0460",
                    format!("car {}: laps and laps behind do not agree", row.number),
                )
                .at(loose.row.place())
                .found(format!(
                    "{}, and {behind} behind the winner's {whole}",
                    stated.map_or_else(|| "no laps".to_owned(), |laps| Laps(laps).in_words())
                ))
                .help("the column of laps is believed; correct the one that is wrong"),
            ),
        }
    }
}

/// Whether a gap between two cars is one of time: as many laps, as far as is known.
fn level(car: &ResultRecord, other: &ResultRecord) -> bool {
    car.laps.is_none() || other.laps.is_none() || car.laps == other.laps
}

/// Where a time and a gap both stand, they have to agree.
fn agree(rows: &[ResultRecord], loose: &[Loose<'_>], winner: usize, diagnostics: &mut Vec<Diagnostic>) {
    let Some(time) = loose[winner].time else { return };
    let differs = |at: &usize| {
        let both = loose[*at].time.zip(loose[*at].gap);
        both.is_some_and(|(own, gap)| own.0 - time.0 != gap.0)
            && level(&rows[*at], &rows[winner])
            && *at != winner
    };
    let all: Vec<usize> = (0..rows.len()).filter(differs).collect();
    if let Some(&first) = all.first() {
        diagnostics.push(
            Diagnostic::warning(
                "PF0449",
                format!("the time and the gap of car {} do not agree", rows[first].number),
            )
            .at(loose[first].row.place())
            .at(loose[winner].row.place())
            .found(format!("{} of this kind", counted(all.len(), "row")))
            .help("times are believed; correct the one that is wrong, or delete the column of gaps"),
        );
    }
}

fn by_gaps(
    rows: &[ResultRecord],
    loose: &[Loose<'_>],
    winner: usize,
    made: &mut [Option<Millis>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let wanted = |at: usize| at != winner && loose[at].gap.is_some() && loose[at].time.is_none();
    let Some(first) = (0..rows.len()).find(|&at| wanted(at)) else { return };
    let Some(time) = loose[winner].time else {
        diagnostics.push(
            Diagnostic::warning("PF0449", "gaps do not become times: the winner's time is not known")
                .at(loose[first].row.place())
                .at(loose[winner].row.place())
                .help("state the time of the first car"),
        );
        return;
    };
    for at in (0..rows.len()).filter(|&at| wanted(at)) {
        let at_the_finish = matches!(rows[at].status, Status::Finished | Status::Nc | Status::Dsq);
        if at_the_finish && level(&rows[at], &rows[winner]) {
            made[at] = loose[at].gap.map(|gap| Millis(time.0 + gap.0));
        } else {
            diagnostics.push(
                Diagnostic::warning(
                    "PF0449",
                    format!(
                        "the gap of car {} does not become a time: it did not do the winner's laps",
                        rows[at].number
                    ),
                )
                .at(loose[at].row.place())
                .help("state its own time, or how many laps it was behind"),
            );
        }
    }
}

/// Along the order of the result, from a car whose time is known to the next.
fn by_intervals(
    rows: &mut [ResultRecord],
    loose: &[Loose<'_>],
    order: &[usize],
    made: &mut [Option<Millis>],
) {
    for pair in order.windows(2) {
        let (ahead, at) = (pair[0], pair[1]);
        if let (Some(behind), None, Some(laps)) =
            (loose[at].laps_behind_next, rows[at].laps, rows[ahead].laps)
        {
            rows[at].laps = laps.checked_sub(behind);
        }
        let known = loose[ahead].time.or(made[ahead]);
        let own = loose[at].time.is_none() && made[at].is_none() && level(&rows[at], &rows[ahead]);
        if let (true, Some(time), Some(interval)) = (own, known, loose[at].interval) {
            made[at] = Some(Millis(time.0 + interval.0));
        }
    }
}

/// Takes the times over, unless they contradict the order: then the gaps are to something else, such as the winner of
/// the class or the car in front.
fn keep(
    rows: &mut [ResultRecord],
    loose: &[Loose<'_>],
    order: &[usize],
    made: &[Option<Millis>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut last: Option<(Millis, usize)> = None;
    for &at in order.iter().filter(|&&at| rows[at].status == Status::Finished) {
        let Some(time) = made[at].or(loose[at].time) else { continue };
        if let Some((before, ahead)) = last
            && level(&rows[at], &rows[ahead])
            && time < before
            && (made[at].is_some() || made[ahead].is_some())
        {
            diagnostics.push(
                Diagnostic::warning("PF0449", "gaps do not become times: they get smaller down the order")
                    .at(loose[at].row.place())
                    .at(loose[ahead].row.place())
                    .found(format!(
                        "car {} would be {} before car {}",
                        rows[at].number,
                        Millis(before.0 - time.0),
                        rows[ahead].number
                    ))
                    .expected("gaps to the winner; a column `interval` for gaps to the car in front")
                    .help("name the column for what it has; gaps to the winner of a class cannot be read"),
            );
            return;
        }
        last = Some((time, at));
    }
    let mut count = 0;
    for (at, time) in made.iter().enumerate() {
        if let Some(time) = time {
            rows[at].time = Some(*time);
            count += 1;
        }
    }
    if let Some(first) = made.iter().position(Option::is_some) {
        diagnostics.push(
            Diagnostic::note(
                "PF0448",
                format!("{} became {}", counted(count, "gap"), if count == 1 { "a time" } else { "times" }),
            )
            .at(loose[first].row.place())
            .found(format!("car {}: {}", rows[first].number, rows[first].time.unwrap_or(Millis(0))))
            .help("a gap that was rounded makes a time that is rounded"),
        );
    }
}

/// A gap without its sign reads as a time that nobody can have.
fn short_times(
    rows: &[ResultRecord],
    loose: &[Loose<'_>],
    winner: usize,
    order: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(time) = loose[winner].time else { return };
    let short = |at: &&usize| {
        let own = loose[**at].time.is_some_and(|own| own.0 < time.0 / SHARE_OF_WINNER);
        own && rows[**at].status == Status::Finished && rows[**at].laps == rows[winner].laps
    };
    let all: Vec<&usize> = order.iter().filter(short).collect();
    if let Some(&&first) = all.first() {
        let shown = rows[first].time.unwrap_or(Millis(0));
        diagnostics.push(
            Diagnostic::warning(
                "PF0449",
                format!("a time of car {} looks like a gap without its sign", rows[first].number),
            )
            .at(loose[first].row.place())
            .at(loose[winner].row.place())
            .found(format!("{shown}, and {time} of the winner; {} such times", all.len()))
            .expected(format!("+{shown} where it is a gap"))
            .help("write gaps with a plus sign, or in a column `gap`"),
        );
    }
}
