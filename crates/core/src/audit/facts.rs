//! The facts of a season beside its rules, as checks that need nothing computed look at them, and how findings name things.

use crate::audit::spellings::Spellings;
use crate::block::Spot;
use crate::compute::classify::occasion;
use crate::diagnostic::Place;
use crate::numbers::Position;
use crate::rulebook::{Article, Rulebook};
use crate::rules::ranking::{OrderBy, Ranking};
use crate::season::{Cite, Competitor, Kind, Length, ResultRow, Round, Season, Session, Status};
use crate::table::Ix;
use std::cell::OnceCell;

pub(super) struct Facts<'a> {
    pub season: &'a Season,
    pub rules: &'a Rulebook,
    spellings: OnceCell<Spellings>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(season: &'a Season, rules: &'a Rulebook) -> Facts<'a> {
        Facts { season, rules, spellings: OnceCell::new() }
    }

    pub(super) fn spellings(&self) -> &Spellings {
        self.spellings.get_or_init(|| Spellings::of(self.season))
    }

    pub(super) fn name(&self, competitor: Ix<Competitor>) -> &'a str {
        &self.season.competitors[competitor].name
    }

    /// `Rd 3`, as the heads of tables print it.
    pub(super) fn column(&self, round: Ix<Round>) -> String {
        format!("Rd {}", self.season.rounds[round].label())
    }

    /// `round 3 (Infineon Grand Prix of Sonoma)`.
    pub(super) fn round(&self, round: Ix<Round>) -> String {
        let round = &self.season.rounds[round];
        match (round.number, round.name.is_empty()) {
            (Some(number), true) => format!("round {number}"),
            (Some(number), false) => format!("round {number} ({})", round.name),
            (None, _) => round.name.clone(),
        }
    }

    /// `#71 Carsport America`; by its drivers where no team is known.
    pub(super) fn car(&self, row: &ResultRow) -> String {
        let name = match row.stands_for(Kind::Team) {
            Some(team) => self.name(team).to_owned(),
            None if row.printed_team.is_empty() => self.crew(row.crew.iter().map(|seat| seat.driver)),
            None => row.printed_team.clone(),
        };
        format!("#{} {name}", row.number)
    }

    pub(super) fn crew(&self, drivers: impl IntoIterator<Item = Ix<Competitor>>) -> String {
        let names: Vec<&str> = drivers.into_iter().map(|driver| self.name(driver)).collect();
        names.join(", ")
    }

    pub(super) fn article(&self, article: Ix<Article>) -> &'a str {
        &self.rules.articles[article].text
    }

    /// The places that state a fact; `text` is what stands there.
    pub(super) fn places<'c>(
        &self,
        cites: impl IntoIterator<Item = &'c Cite>,
        text: &str,
    ) -> impl Iterator<Item = Place> {
        let place = |cite: &Cite| Place { text: text.to_owned(), ..self.season.cited(*cite) };
        cites.into_iter().map(place).collect::<Vec<_>>().into_iter()
    }

    /// Where documents state a car's result: one line of each.
    pub(super) fn row_places(&self, row: &ResultRow, text: &str) -> impl Iterator<Item = Place> {
        let mut last = None;
        let first_of_document =
            row.cites.iter().filter(move |cite| last.replace(cite.document) != Some(cite.document));
        self.places(first_of_document, text)
    }

    /// Where the rulebook states something; `text` is what stands there.
    pub(super) fn in_rulebook(&self, spot: Spot, text: impl Into<String>) -> Place {
        Place { text: text.into(), ..self.rules.place_at(spot) }
    }

    /// Where the calendar states a round.
    pub(super) fn round_places(&self, round: Ix<Round>, text: &str) -> impl Iterator<Item = Place> {
        self.places(&self.season.rounds[round].cites, text)
    }

    /// A session in words: `round 3 (Sonoma)` for the race, `hour-6 of round 3 (Sonoma)` for another.
    pub(super) fn session(&self, session: Ix<Session>) -> String {
        let own = &self.season.sessions[session];
        let round = self.round(own.round);
        if own.main { round } else { format!("{} of {round}", own.id) }
    }

    /// How a session puts its cars in order.
    pub(super) fn order_of(&self, session: Ix<Session>) -> OrderBy {
        let rule = Ranking::of(&self.rules.rankings, &occasion(self.season, session, None, ""));
        rule.map_or_else(|| OrderBy::usual(&self.season.sessions[session]), |own| own.rule.by)
    }

    /// The session that a round's scheduled length is about: its main one, or the only race that has results.
    fn main_race(&self, round: Ix<Round>) -> Option<Ix<Session>> {
        let has_results = |session: &Ix<Session>| self.season.results_of(*session).next().is_some();
        let mut races = self
            .season
            .sessions_of(round)
            .filter(has_results)
            .filter(|session| !self.order_of(*session).is_best_lap());
        let main = self.season.main_session(round).filter(has_results);
        main.or_else(|| races.next().filter(|_| races.next().is_none()))
    }

    /// The car that was declared first in a session, or was first by its laps.
    pub(super) fn winner(&self, session: Ix<Session>) -> Option<&'a ResultRow> {
        let timed = self.season.sessions[session].timed && self.order_of(session) == OrderBy::Laps;
        let first = |row: &&ResultRow| {
            row.position == Some(Position::FIRST)
                || (timed && row.position.is_none() && row.status == Status::Finished)
        };
        self.season.results_of(session).map(|(_, row)| row).next().filter(first)
    }

    /// The winner of a race over its whole length, of a round whose length is known.
    pub(super) fn whole_race(&self, round: Ix<Round>) -> Option<(Length, &'a ResultRow)> {
        let session = self.main_race(round)?;
        let own = &self.season.sessions[session];
        let whole = own.completed.is_none() && own.measure("laps_run").is_none();
        Some((self.season.rounds[round].length?, self.winner(session).filter(|_| whole)?))
    }
}
