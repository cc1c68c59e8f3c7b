//! Rounds at the end of a calendar of which nobody has said anything yet: they are to come, and were not run unknown.

use super::Folder;
use parcferme_core::season::RoundStatus;
use parcferme_core::{Diagnostic, Place, Severity};

impl Folder {
    /// Takes rounds as to come that bear no `status`, are typed by hand, and stand after the last round of which anything is
    /// known; which it tells. `unsaid` are those without a status, by index.
    ///
    /// Rounds that documents state keep what they are. Where a table of totals alone is published, it may count any round,
    /// and nothing is taken; nor where a file cannot be read.
    pub(super) fn take_as_to_come(&mut self, unsaid: &[usize], diagnostics: &mut Vec<Diagnostic>) {
        let unread = diagnostics.iter().any(|own| own.severity == Severity::Error);
        if unread || self.published.iter().any(|own| own.after.is_none() && !has_cells(own)) {
            return;
        }
        let last = self.last_known();
        let mut taken = Vec::new();
        for &at in unsaid {
            let round = &mut self.rounds[at];
            if let Some(number) = round.number.filter(|&own| last.is_none_or(|last| own > last))
                && round.from.is_empty()
            {
                round.status = RoundStatus::Scheduled;
                taken.push(number);
            }
        }
        // Of a season of which nothing is known, that is told already.
        let rounds = match taken.as_slice() {
            [] => return,
            _ if last.is_none() => return,
            [one] => format!("round {one} has neither results nor `status`: it is"),
            [first, .., last] if taken.len() > 6 => {
                format!(
                    "{} rounds from {first} to {last} have neither results nor `status`: they are",
                    taken.len()
                )
            }
            [all @ .., last] => {
                let all: Vec<String> = all.iter().map(u32::to_string).collect();
                format!("rounds {} and {last} have neither results nor `status`: they are", all.join(", "))
            }
        };
        diagnostics.push(
            Diagnostic::note("PF1456", format!("{rounds} taken as to come"))
                .at(Place::document("season.toml"))
                .help(
                    "write status = \"scheduled\" into each, or status = \"held\" into those that were run",
                ),
        );
    }

    /// The last round of which anything is known: results, laps, winners, points, figures.
    fn last_known(&self) -> Option<u32> {
        let of_sessions =
            self.results.keys().chain(self.laps.keys()).chain(self.further.keys()).map(|own| own.0);
        let of_cells = self
            .published
            .iter()
            .flat_map(|own| &own.lines)
            .flat_map(|own| &own.cells)
            .filter(|(_, points)| points.is_some())
            .map(|(&round, _)| round);
        of_sessions
            .chain(of_cells)
            .chain(self.published.iter().filter_map(|own| own.after))
            .chain(self.class_winners.iter().map(|own| own.round))
            .chain(self.feats.iter().map(|own| own.round))
            .chain(self.statistics.iter().map(|own| own.round))
            .max()
    }
}

fn has_cells(own: &super::PublishedRecord) -> bool {
    own.lines.iter().any(|line| line.cells.values().any(Option::is_some))
}
