//! What a standings table rests on, where that is less than its title says. Every heading, note and sentence about it asks
//! here.

use crate::scenario::listed;
use crate::sheet::table::Note;
use parcferme_core::audit::{OtherTotals, other_totals};
use parcferme_core::number_words::counted;
use parcferme_core::outcome::{Basis, Cell, StandingsTable};
use parcferme_core::rules::title::Title;
use parcferme_core::season::{Round, RoundStatus};
use parcferme_core::{Ix, Season};

/// Stands behind each number that was carried from a published table, in every form of output.
pub const NOT_VERIFIED: &str = "\u{b0}";

/// What [`NOT_VERIFIED`] says.
pub fn not_verified() -> Note {
    Note { mark: NOT_VERIFIED, text: "carried from a published table, not verified".to_owned() }
}

/// Labels beyond which rounds are counted and not listed.
const MOST_LISTED: usize = 6;

/// What a heading adds to the title's name: `: rounds 2, 3 and 9 only`, or that nothing is known of it. Empty where the table
/// counts every round run.
pub fn of_heading(season: &Season, table: &StandingsTable) -> String {
    match (table.unknown.as_slice(), table.rounds.as_slice()) {
        ([], _) => String::new(),
        (_, []) => ": nothing known".to_owned(),
        (_, some) => format!(": {} only", rounds(season, some)),
    }
}

/// Why the table is less than its title says, in a sentence or two; empty where it is not.
pub fn caveat(season: &Season, title: &Title, table: &StandingsTable) -> String {
    let mut said = Vec::new();
    if let Some(own) = other_totals(season, title, table).filter(OtherTotals::by_other_rules) {
        let (competitor, published, computed) = own.first;
        said.push(format!(
            "The published table is of other rules than these: {} of its {} {} not what they give, {} {published} and not {computed}.",
            own.other,
            counted(own.compared, "total"),
            if own.other == 1 { "is" } else { "are" },
            season.competitors[competitor].name,
        ));
    }
    if !table.unknown.is_empty() && table.rounds.is_empty() {
        let run = all_run(table);
        said.push(format!("Nothing is known of this championship: neither results nor points of {run}."));
    } else if !table.unknown.is_empty() {
        let run = table.rounds.len() + table.unknown.len();
        said.push(format!(
            "This is not the championship: it counts {} of the {} run. Nothing is known of {}.",
            table.rounds.len(),
            counted(run, "round"),
            rounds(season, &table.unknown)
        ));
    }
    let count =
        |of: fn(&Cell) -> bool| table.rows.iter().flat_map(|row| &row.cells).filter(|own| of(own)).count();
    // A published cell without points may be no start at all.
    let declared = count(|own| own.basis == Basis::Declared && !own.points.is_zero());
    if declared > 0 {
        let all = declared + count(|own| own.basis == Basis::Computed);
        said.push(match declared == all {
            true => format!(
                "Nothing here is verified: all numbers ({NOT_VERIFIED}) are carried from a published table."
            ),
            false => format!(
                "Not verified in full: {declared} of {} ({NOT_VERIFIED}) {} carried from a published table.",
                counted(all, "result"),
                if declared == 1 { "is" } else { "are" }
            ),
        });
    }
    said.join(" ")
}

/// Up to when a table counts: `after round 9, Petit Le Mans`, with what was to come then; of one that does not know all rounds,
/// which it counts: `rounds 2, 3 and 9`, or `nothing of the 4 rounds run`. Empty before the first round.
pub fn up_to(season: &Season, table: &StandingsTable) -> String {
    match (table.unknown.as_slice(), table.rounds.as_slice()) {
        ([], _) => {}
        (_, []) => return format!("nothing of {}", all_run(table)),
        (_, some) => return rounds(season, some),
    }
    let Some(after) = table.after else { return String::new() };
    let round = &season.rounds[after];
    let numbered = |own: &Round| own.number.is_some() && own.status != RoundStatus::Cancelled;
    let to_come = season.rounds.iter().filter(|(ix, own)| *ix > after && numbered(own)).count();
    let to_come = match to_come {
        0 => String::new(),
        some => format!(", with {} to go", counted(some, "round")),
    };
    format!("after round {}, {}{to_come}", round.label(), round.short_name())
}

/// `the 4 rounds run`, of a table that knows none of them.
fn all_run(table: &StandingsTable) -> String {
    match table.unknown.len() {
        1 => "the one round run".to_owned(),
        some => format!("the {} run", counted(some, "round")),
    }
}

/// `round 4`, `rounds 2, 3 and 9`, `11 rounds`.
fn rounds(season: &Season, rounds: &[Ix<Round>]) -> String {
    let labels: Vec<String> = rounds.iter().map(|&own| season.rounds[own].label()).collect();
    match labels.as_slice() {
        [one] => format!("round {one}"),
        some if some.len() > MOST_LISTED => counted(some.len(), "round"),
        some => format!("rounds {}", listed(&some.iter().map(String::as_str).collect::<Vec<_>>())),
    }
}
