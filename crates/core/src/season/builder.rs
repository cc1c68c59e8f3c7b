//! From facts in any order to a [`Season`] in canonical order.

use crate::decisions::Decision;
use crate::season::{
    Cite, Class, Competitor, Document, Issued, Kind, PublishedTable, ResultRow, Round, Season, Session,
};
use crate::table::Ix;
use std::cmp::Reverse;
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
                name: name.to_owned(),
                series: series.to_owned(),
                year,
                rulebook: rulebook.to_owned(),
                ..Season::default()
            },
            ..SeasonBuilder::default()
        }
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
            None => self.season.classes.push(Class { id: id.to_owned(), name: name.to_owned() }),
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
            name: name.to_owned(),
            nation: None,
            categories: Vec::new(),
            cites: Default::default(),
        });
        self.competitors.insert((kind, id.to_owned()), ix);
        ix
    }

    pub fn find(&self, kind: Kind, id: &str) -> Option<Ix<Competitor>> {
        self.competitors.get(&(kind, id.to_owned())).copied()
    }

    pub fn round(&mut self, round: Round) -> Ix<Round> {
        self.season.rounds.push(round)
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
    pub fn finish(mut self) -> Season {
        let season = &mut self.season;
        let documents = season.documents.sort_by(|a, b| a.name.cmp(&b.name));
        let competitors = season.competitors.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
        let rounds = season.rounds.sort_by(|a, b| {
            (a.number.is_none(), a.number, a.date, &a.event).cmp(&(
                b.number.is_none(),
                b.number,
                b.date,
                &b.event,
            ))
        });

        let follow_cites = |cites: &mut [Cite]| {
            cites.iter_mut().for_each(|cite| documents.follow(&mut cite.document));
            cites.sort_unstable();
        };
        for competitor in season.competitors.rows_mut() {
            follow_cites(&mut competitor.cites);
        }
        for round in season.rounds.rows_mut() {
            follow_cites(&mut round.cites);
        }
        for session in season.sessions.rows_mut() {
            rounds.follow(&mut session.round);
        }
        let sessions =
            season.sessions.sort_by(|a, b| (a.round, a.order, &a.id).cmp(&(b.round, b.order, &b.id)));
        for row in season.results.rows_mut() {
            sessions.follow(&mut row.session);
            competitors.follow_all(row.stands_for.iter_mut().flatten());
            competitors.follow_all(row.crew.iter_mut().map(|seat| &mut seat.driver));
            follow_cites(&mut row.cites);
        }
        let results = season.results.sort_by(|a, b| {
            let key = |row: &ResultRow| {
                let order = (row.session, row.position.is_none(), row.position, row.status);
                // Farthest first where no position is declared; a time tells who was there first.
                (order, Reverse(row.laps), row.time.is_none(), row.time)
            };
            (key(a), &a.number, a.crew.first().map(|seat| seat.driver), &a.cites).cmp(&(
                key(b),
                &b.number,
                b.crew.first().map(|seat| seat.driver),
                &b.cites,
            ))
        });
        for feat in &mut season.feats {
            sessions.follow(&mut feat.session);
            competitors.follow_all(&mut feat.driver);
            follow_cites(&mut feat.cites);
        }
        season.feats.sort_by(|a, b| {
            (a.session, &a.kind, &a.number, a.driver).cmp(&(b.session, &b.kind, &b.number, b.driver))
        });
        for table in &mut season.published {
            follow_published(table, &rounds, &competitors, &follow_cites);
        }
        season.published.sort_by(|a, b| {
            (&a.title, a.class, a.after.is_none(), a.after, &a.file).cmp(&(
                &b.title,
                b.class,
                b.after.is_none(),
                b.after,
                &b.file,
            ))
        });
        for winner in &mut season.class_winners {
            rounds.follow(&mut winner.round);
            competitors.follow_all(&mut winner.team);
            competitors.follow_all(&mut winner.drivers);
            follow_cites(&mut winner.cites);
        }
        season.class_winners.sort_by(|a, b| {
            (a.round, a.class, &a.number, &a.cites).cmp(&(b.round, b.class, &b.number, &b.cites))
        });
        for statistic in &mut season.statistics {
            sessions.follow(&mut statistic.session);
            follow_cites(&mut statistic.cites);
        }
        season
            .statistics
            .sort_by(|a, b| (a.session, &a.cites, &a.printed).cmp(&(b.session, &b.cites, &b.printed)));
        for entry in &mut season.entries {
            competitors.follow_all(&mut entry.team);
            competitors.follow_all(&mut entry.driver);
            follow_cites(&mut entry.cites);
        }
        season.entries.sort_by(|a, b| {
            (&a.cites, a.class, &a.printed_driver).cmp(&(&b.cites, b.class, &b.printed_driver))
        });
        for stated in &mut season.stated {
            rounds.follow_all(&mut stated.round);
            follow_cites(&mut stated.cites);
        }
        season.stated.sort_by(|a, b| (a.round, &a.cites).cmp(&(b.round, &b.cites)));
        for decision in season.decisions.rows_mut() {
            follow_cites(&mut decision.cites);
            let about = decision.ruling.about_mut();
            sessions.follow_all(about.session);
            rounds.follow_all(about.round);
            competitors.follow_all(about.competitors);
            if let Some(cars) = about.cars {
                sessions.follow(&mut cars.session);
                results.follow_all(&mut cars.rows);
                cars.rows.sort_unstable();
            }
        }
        season.decisions.sort_by(|a, b| a.id.cmp(&b.id));
        crate::decisions::settle(&mut season.decisions);
        for issue in &mut season.issues {
            follow_cites(&mut issue.cites);
            match &mut issue.of {
                Issued::Results(session) | Issued::Grid(session) | Issued::Laps(session) => {
                    sessions.follow(session)
                }
                Issued::Points(round) => rounds.follow(round),
                Issued::Entries => {}
            }
        }
        season
            .issues
            .sort_by(|a, b| (a.of, a.at, &a.status, &a.cites).cmp(&(b.of, b.at, &b.status, &b.cites)));
        self.season
    }
}

fn follow_published(
    table: &mut PublishedTable,
    rounds: &crate::table::Moved<Round>,
    competitors: &crate::table::Moved<Competitor>,
    follow_cites: &dyn Fn(&mut [Cite]),
) {
    rounds.follow_all(&mut table.after);
    for row in &mut table.rows {
        competitors.follow(&mut row.competitor);
        rounds.follow_all(row.cells.iter_mut().map(|(round, _)| round));
        row.cells.sort_by_key(|(round, _)| *round);
        follow_cites(&mut row.cites);
    }
    table.rows.sort_by(|a, b| {
        (a.position.is_none(), a.position, a.competitor).cmp(&(
            b.position.is_none(),
            b.position,
            b.competitor,
        ))
    });
}
