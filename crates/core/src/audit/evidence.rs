//! What the checks look at: the facts, the rules, the outcome, and for each published table the computed one beside it.

use crate::audit::facts::Facts;
use crate::audit::waivers::Waivers;
use crate::compute::tally::{Rank, Tally, tallies};
use crate::diagnostic::Place;
use crate::exact::Points;
use crate::numbers::{Position, RoundNumber};
use crate::outcome::{Classification, ClassificationRow, Outcome, StandingsRow, StandingsTable};
use crate::rulebook::Rulebook;
use crate::rules::title::Title;
use crate::season::{Competitor, PublishedRow, PublishedTable, ResultRow, Round, Season, Session};
use crate::table::Ix;
use std::ops::Deref;

/// [`Facts`] and what was computed from them.
pub(super) struct Evidence<'a> {
    facts: Facts<'a>,
    pub outcome: &'a Outcome,
    /// One a published table, in their order.
    pub sides: Vec<Sides<'a>>,
    pub waivers: Waivers<'a>,
    /// By round.
    known_in_full: Vec<bool>,
}

impl<'a> Deref for Evidence<'a> {
    type Target = Facts<'a>;

    fn deref(&self) -> &Facts<'a> {
        &self.facts
    }
}

/// The race of a round that is known in full.
pub(super) struct Race<'a> {
    pub round: Ix<Round>,
    pub number: RoundNumber,
    pub classification: &'a Classification,
}

/// A published table and the computed one.
pub(super) struct Sides<'a> {
    pub published: &'a PublishedTable,
    /// None where the rulebook has no such title.
    pub title: Option<Ix<Title>>,
    /// Whether nothing can be held against it: rounds that it covers are known neither by results nor by points, or it is
    /// `alone`.
    pub open: bool,
    /// Whether nothing is computed beside it though its rounds are known.
    pub alone: bool,
    pub computed: Computed<'a>,
}

/// The computed table at the moment that the published one states.
#[derive(Default)]
pub(super) struct Computed<'a> {
    /// In order of the table.
    pub lines: Vec<Line<'a>>,
    by_competitor: Vec<(Ix<Competitor>, usize)>,
}

/// A row of the computed table.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub competitor: Ix<Competitor>,
    pub position: Option<Position>,
    pub shared: bool,
    pub total: Points,
    /// With cells, for the table after the last round.
    pub row: Option<&'a StandingsRow>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(season: &'a Season, rules: &'a Rulebook, outcome: &'a Outcome) -> Evidence<'a> {
        let any_after = season.published.iter().any(|table| table.after.is_some());
        let tallies = if any_after { tallies(season, rules, &outcome.classifications) } else { Vec::new() };
        Evidence {
            facts: Facts::new(season, rules),
            outcome,
            sides: season
                .published
                .iter()
                .map(|published| Sides::new(published, (season, rules), outcome, &tallies))
                .collect(),
            waivers: Waivers::of(season),
            known_in_full: season.rounds.iter().map(|(round, _)| season.known_in_full(round)).collect(),
        }
    }

    pub(super) fn known(&self, round: Ix<Round>) -> bool {
        self.known_in_full.get(round.index()).copied().unwrap_or(false)
    }

    /// A published row: its line in the season folder, then in the documents it was read from.
    pub(super) fn published(
        &self,
        table: &PublishedTable,
        row: &PublishedRow,
        text: &str,
    ) -> impl Iterator<Item = Place> {
        let own = Place::line(table.file.clone(), row.line, text);
        let cited = self.places(&row.cites, text).filter({
            let own = own.clone();
            move |place| *place != own
        });
        [own].into_iter().chain(cited)
    }

    /// The rounds known in full, with their number and the session that gives them their winner.
    pub(super) fn races(&self) -> impl Iterator<Item = Race<'a>> + '_ {
        self.season.rounds.iter().filter_map(|(round, own)| {
            let number = own.number.filter(|_| self.known(round))?;
            Some(Race { round, number, classification: self.classification(round)? })
        })
    }

    /// Result row of a classification's row.
    pub(super) fn result(&self, row: &ClassificationRow) -> &'a ResultRow {
        &self.season.results[row.result]
    }

    /// The session that gives a round its winner: the race, or else the last session with results.
    pub(super) fn race(&self, round: Ix<Round>) -> Option<Ix<Session>> {
        let with_results = |&session: &Ix<Session>| self.classification_of(session).is_some();
        self.season
            .main_session(round)
            .filter(with_results)
            .or_else(|| self.season.sessions_of(round).filter(with_results).last())
    }

    pub(super) fn classification(&self, round: Ix<Round>) -> Option<&'a Classification> {
        self.classification_of(self.race(round)?)
    }

    pub(super) fn classification_of(&self, session: Ix<Session>) -> Option<&'a Classification> {
        let all = &self.outcome.classifications;
        all.binary_search_by_key(&session, |own| own.session).ok().map(|index| &all[index])
    }

    /// The rows of a round's sessions that stand for a competitor.
    pub(super) fn rows_of(
        &self,
        round: Ix<Round>,
        competitor: Ix<Competitor>,
    ) -> Vec<(&'a ClassificationRow, &'a ResultRow)> {
        self.season
            .sessions_of(round)
            .filter_map(|session| self.classification_of(session))
            .flat_map(|own| &own.rows)
            .map(|row| (row, &self.season.results[row.result]))
            .filter(|(_, result)| {
                result.stands_for.contains(&Some(competitor))
                    || result.crew.iter().any(|seat| seat.driver == competitor)
            })
            .collect()
    }
}

impl<'a> Sides<'a> {
    fn new(
        published: &'a PublishedTable,
        (season, rules): (&Season, &Rulebook),
        outcome: &'a Outcome,
        tallies: &[Tally],
    ) -> Sides<'a> {
        let title = rules.title(&published.title);
        // Where no round is known, nothing was counted.
        let nothing = season.rounds.rows().is_empty();
        let (mut open, mut computed) = (title.is_none(), Computed::default());
        if let (Some(ix), Some(after)) = (title, published.after) {
            if let Some(tally) = tallies.iter().find(|own| own.title == ix && own.class == published.class) {
                open = tally.unknown.iter().any(|&round| round <= after);
                let ranks = tally.rank(&rules.titles[ix], tally.columns_after(Some(after)));
                computed = Computed::new(ranks.iter().map(Line::of_rank).collect());
            }
        } else if let Some(table) = title.and_then(|ix| outcome.table(ix, published.class)) {
            open = !table.unknown.is_empty();
            computed = Computed::of_table(table);
        }
        let open = open || nothing;
        let alone = !open && computed.lines.is_empty();
        Sides { published, title, open: open || alone, alone, computed }
    }
}

impl<'a> Computed<'a> {
    fn new(lines: Vec<Line<'a>>) -> Computed<'a> {
        let mut by_competitor: Vec<(Ix<Competitor>, usize)> =
            lines.iter().enumerate().map(|(index, line)| (line.competitor, index)).collect();
        by_competitor.sort_unstable();
        Computed { lines, by_competitor }
    }

    fn of_table(table: &'a StandingsTable) -> Computed<'a> {
        Computed::new(
            table
                .rows
                .iter()
                .map(|row| Line {
                    competitor: row.competitor,
                    position: row.position,
                    shared: row.shared,
                    total: row.total,
                    row: Some(row),
                })
                .collect(),
        )
    }

    pub(super) fn line(&self, competitor: Ix<Competitor>) -> Option<&Line<'a>> {
        let found = self.by_competitor.binary_search_by_key(&competitor, |own| own.0).ok()?;
        self.lines.get(self.by_competitor[found].1)
    }
}

impl Line<'_> {
    fn of_rank(rank: &Rank) -> Line<'static> {
        Line {
            competitor: rank.competitor,
            position: rank.position,
            shared: rank.shared,
            total: rank.total,
            row: None,
        }
    }

    /// The position as tables print it: `3`, `3=` where it is shared, `-` where there is none.
    pub(super) fn printed_position(&self) -> String {
        match self.position {
            None => "-".to_owned(),
            Some(position) if self.shared => format!("{position}="),
            Some(position) => position.to_string(),
        }
    }
}
