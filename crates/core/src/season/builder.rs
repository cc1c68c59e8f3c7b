//! From facts in any order to a [`Season`] in canonical order.

use crate::decisions::{Decision, settle};
use crate::printable::into_printable;
use crate::season::follow::{Follow, Moves};
use crate::season::{
    Class, Competitor, Document, Feat, Kind, PublishedTable, ResultRow, Round, Season, Session,
};
use crate::table::Ix;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// Collects facts. Indices handed out here are valid until [`SeasonBuilder::finish`], which sorts every table and
/// follows every index.
#[derive(Default)]
pub struct SeasonBuilder {
    season: Season,
    competitors: BTreeMap<(Kind, String), Ix<Competitor>>,
    documents: BTreeMap<String, Ix<Document>>,
}

impl SeasonBuilder {
    pub fn new(id: &str, name: &str, series: &str, year: i32, rulebook: &str) -> SeasonBuilder {
        SeasonBuilder {
            season: Season {
                id: id.to_owned(),
                name: into_printable(name),
                series: series.to_owned(),
                year,
                label: year.to_string(),
                rulebook: rulebook.to_owned(),
                ..Season::default()
            },
            ..SeasonBuilder::default()
        }
    }

    /// A season to add to.
    pub fn of(season: Season) -> SeasonBuilder {
        let competitors =
            season.competitors.iter().map(|(ix, own)| ((own.kind, own.id.clone()), ix)).collect();
        let documents = season.documents.iter().map(|(ix, own)| (own.name.clone(), ix)).collect();
        SeasonBuilder { season, competitors, documents }
    }

    /// The facts so far, to add to; tables that hand out indices have methods of their own.
    pub fn facts(&mut self) -> &mut Season {
        &mut self.season
    }

    /// The document of that name, added where it is new.
    pub fn document(&mut self, name: &str) -> Ix<Document> {
        if let Some(&ix) = self.documents.get(name) {
            return ix;
        }
        let ix = self.season.documents.push(Document {
            name: name.to_owned(),
            title: String::new(),
            digest: String::new(),
            licence: String::new(),
        });
        self.documents.insert(name.to_owned(), ix);
        ix
    }

    /// Classes keep the order in which they are added.
    pub fn class(&mut self, id: &str, name: &str) -> Ix<Class> {
        match self.season.class(id) {
            Some(ix) => ix,
            None => self.season.classes.push(Class { id: id.to_owned(), name: into_printable(name) }),
        }
    }

    /// The competitor of that kind and id, added under that name where it is new.
    pub fn competitor(&mut self, kind: Kind, id: &str, name: &str) -> Ix<Competitor> {
        if let Some(&ix) = self.competitors.get(&(kind, id.to_owned())) {
            return ix;
        }
        let ix = self.season.competitors.push(Competitor {
            kind,
            id: id.to_owned(),
            name: into_printable(name),
            nation: None,
            categories: Vec::new(),
            born: None,
            cites: Default::default(),
        });
        self.competitors.insert((kind, id.to_owned()), ix);
        ix
    }

    pub fn find(&self, kind: Kind, id: &str) -> Option<Ix<Competitor>> {
        self.competitors.get(&(kind, id.to_owned())).copied()
    }

    pub fn round(&mut self, round: Round) -> Ix<Round> {
        let [name, short, circuit] = [round.name, round.short, round.circuit].map(into_printable);
        self.season.rounds.push(Round { name, short, circuit, ..round })
    }

    /// Order of running of the session that a round is for: the last.
    pub const MAIN: u32 = 100;

    /// The session of that id. With the order [`MAIN`](Self::MAIN) it is the one that the round is for.
    pub fn session(&mut self, round: Ix<Round>, id: &str, order: u32) -> Ix<Session> {
        if let Some((ix, _)) = self.season.sessions.iter().find(|(_, own)| own.round == round && own.id == id)
        {
            return ix;
        }
        self.season.sessions.push(Session {
            round,
            id: id.to_owned(),
            main: order == Self::MAIN,
            order,
            by_best_lap: false,
            timed: false,
            completed: None,
            measures: Vec::new(),
        })
    }

    pub fn result(&mut self, row: ResultRow) -> Ix<ResultRow> {
        self.season.results.push(row)
    }

    pub fn decision(&mut self, decision: Decision) -> Ix<Decision> {
        self.season.decisions.push(decision)
    }

    /// Puts every table into canonical order: the order in which facts were added leaves no trace.
    ///
    /// A table is sorted once everything that its order looks at has been followed.
    pub fn finish(mut self) -> Season {
        let Season {
            id: _,
            name: _,
            series: _,
            year: _,
            label: _,
            calendar_open: _,
            rulebook: _,
            documents,
            classes: _,
            competitors,
            rounds,
            sessions,
            results,
            observed,
            further,
            feats,
            published,
            class_winners,
            statistics,
            entries,
            stated,
            decisions,
            issues,
        } = &mut self.season;
        let mut moves = Moves {
            documents: documents.sort_by(|a, b| a.name.cmp(&b.name)),
            competitors: competitors.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id))),
            rounds: rounds.sort_by(|a, b| {
                (a.number.is_none(), a.number, a.date, &a.event).cmp(&(
                    b.number.is_none(),
                    b.number,
                    b.date,
                    &b.event,
                ))
            }),
            ..Moves::default()
        };
        competitors.follow(&moves);
        rounds.follow(&moves);
        sessions.follow(&moves);
        moves.sessions = sessions.sort_by(|a, b| (a.round, a.order, &a.id).cmp(&(b.round, b.order, &b.id)));
        results.follow(&moves);
        moves.results = results.sort_by(in_order);
        for rows in [observed, further] {
            rows.follow(&moves);
            rows.sort_by(|a, b| in_order(&a.row, &b.row));
        }
        moves.decisions = decisions.sort_by(|a, b| a.id.cmp(&b.id));
        decisions.follow(&moves);
        settle(decisions);
        feats.follow(&moves);
        feats.sort_by(feats_in_order);
        published.follow(&moves);
        published.iter_mut().for_each(order_published);
        published.sort_by(|a, b| {
            (&a.title, a.class, a.after.is_none(), a.after, &a.file).cmp(&(
                &b.title,
                b.class,
                b.after.is_none(),
                b.after,
                &b.file,
            ))
        });
        class_winners.follow(&moves);
        class_winners.sort_by(|a, b| {
            (a.round, a.class, &a.number, &a.cites).cmp(&(b.round, b.class, &b.number, &b.cites))
        });
        statistics.follow(&moves);
        statistics.sort_by(|a, b| (a.session, &a.cites, &a.printed).cmp(&(b.session, &b.cites, &b.printed)));
        entries.follow(&moves);
        entries.sort_by(|a, b| {
            (&a.cites, a.class, &a.printed_driver).cmp(&(&b.cites, b.class, &b.printed_driver))
        });
        stated.follow(&moves);
        stated.sort_by(|a, b| (a.round, &a.cites).cmp(&(b.round, &b.cites)));
        issues.follow(&moves);
        issues.sort_by(|a, b| (a.of, a.at, &a.status, &a.cites).cmp(&(b.of, b.at, &b.status, &b.cites)));
        self.season
    }
}

impl Season {
    /// Adds results and feats of sessions behind all that have some: nothing else moves.
    pub(crate) fn append(&mut self, mut results: Vec<ResultRow>, mut feats: Vec<Feat>) {
        results.sort_by(in_order);
        feats.sort_by(feats_in_order);
        for row in results {
            self.results.push(row);
        }
        self.feats.extend(feats);
    }
}

fn feats_in_order(a: &Feat, b: &Feat) -> Ordering {
    (a.session, &a.kind, &a.number, a.driver).cmp(&(b.session, &b.kind, &b.number, b.driver))
}

/// By session and declared position. Where none is declared, farthest first; a time tells who was there first.
fn in_order(a: &ResultRow, b: &ResultRow) -> Ordering {
    let key = |row: &ResultRow| {
        let order = (row.session, row.position.is_none(), row.position, row.status);
        (order, Reverse(row.laps), row.time.is_none(), row.time)
    };
    let first = |row: &ResultRow| row.crew.first().map(|seat| seat.driver);
    (key(a), &a.number, first(a), &a.cites).cmp(&(key(b), &b.number, first(b), &b.cites))
}

fn order_published(table: &mut PublishedTable) {
    for row in &mut table.rows {
        row.cells.sort_by_key(|(round, _)| *round);
    }
    table.rows.sort_by(|a, b| {
        (a.position.is_none(), a.position, a.competitor).cmp(&(
            b.position.is_none(),
            b.position,
            b.competitor,
        ))
    });
}
