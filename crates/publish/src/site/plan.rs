//! All pages of a season, by path.

use super::choice::Wanted;
use crate::site::{
    Page, audit, circuit, competitor, embed, head, laps, odds, problem, round, round_cars, rules, scenario,
    search, season, sources, standings, standings_list, why,
};
use crate::view::{View, data_path, round_data_path};
use parcferme_core::Ix;
use parcferme_core::scenario::FieldIs;
use parcferme_core::season::{Competitor, Document, Round, Session};

/// What a page is about. Tables and rows are indices into the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Season,
    Round(Ix<Round>),
    RoundCars(Ix<Round>),
    /// Charts of a session's laps.
    Laps(Ix<Session>, laps::Part),
    StandingsList,
    Standings {
        table: usize,
    },
    /// The table for other people's pages.
    Embed {
        table: usize,
    },
    /// As it stood after the table's n-th round.
    StandingsAfter {
        table: usize,
        column: usize,
    },
    /// Who can still win, as it stands now or after a round.
    Scenario(Option<Ix<Round>>),
    /// How likely each was to win after every round.
    Odds,
    Why {
        table: usize,
        row: usize,
    },
    Competitor(Ix<Competitor>),
    Circuit(String),
    Audit,
    /// Index into the audit's checks.
    AuditCheck(usize),
    AuditCells,
    Rules,
    Search,
    Sources,
    /// A document, line by line.
    Source(Ix<Document>),
}

/// Every page of a season with its path inside the season's folder, in a fixed order.
pub fn plan(view: &View) -> Vec<(String, Subject)> {
    let mut pages =
        vec![Subject::Season, Subject::StandingsList, Subject::Search, Subject::Rules, Subject::Sources];
    pages.extend(view.season.documents.iter().map(|(ix, _)| Subject::Source(ix)));
    if head::has_audit(view) {
        pages.push(Subject::Audit);
        if audit::has_cells(view) {
            pages.push(Subject::AuditCells);
        }
        let found =
            view.audit.checks.iter().enumerate().filter(|(_, own)| audit::has_findings(view, own.check));
        pages.extend(found.map(|(n, _)| Subject::AuditCheck(n)));
    }
    for (ix, _) in view.season.rounds.iter() {
        pages.push(Subject::Round(ix));
        if view.main_classification(ix).is_some() {
            pages.push(Subject::RoundCars(ix));
        }
    }
    for (&session, sheet) in view.laps {
        pages.extend(laps::parts(sheet).into_iter().map(|part| Subject::Laps(session, part)));
    }
    for (table, own) in view.outcome.tables.iter().enumerate() {
        pages.push(Subject::Standings { table });
        pages.push(Subject::Embed { table });
        let columns = 0..own.rounds.len().saturating_sub(1);
        pages.extend(columns.map(|column| Subject::StandingsAfter { table, column }));
        pages.extend((0..own.rows.len()).map(|row| Subject::Why { table, row }));
    }
    if !view.outcome.tables.is_empty() {
        pages.push(Subject::Scenario(None));
        pages.extend(scenario::rounds(view).into_iter().map(|round| Subject::Scenario(Some(round))));
        pages.extend(odds::is_drawn(view).then_some(Subject::Odds));
    }
    pages.extend(view.season.competitors.iter().map(|(ix, _)| Subject::Competitor(ix)));
    pages.extend(view.circuits().into_iter().map(|circuit| Subject::Circuit(circuit.to_owned())));
    pages.into_iter().map(|subject| (subject.path(view), subject)).collect()
}

/// The subject of a path inside the season's folder.
pub fn find(view: &View, path: &str) -> Option<Subject> {
    let path = if path.is_empty() { "index.html" } else { path };
    plan(view).into_iter().find(|(own, _)| own == path).map(|(_, subject)| subject)
}

impl Subject {
    /// The path of the page inside the season's folder.
    pub fn path(&self, view: &View) -> String {
        match self {
            Subject::Season => "index.html".to_owned(),
            Subject::StandingsList => "standings/index.html".to_owned(),
            Subject::Search => "search.html".to_owned(),
            Subject::Rules => "rules.html".to_owned(),
            Subject::Sources => "sources.html".to_owned(),
            Subject::Source(document) => sources::path(view, *document),
            Subject::Audit => "audit.html".to_owned(),
            Subject::AuditCells => audit::CELLS_PATH.to_owned(),
            Subject::AuditCheck(check) => audit::check_path(view.audit.checks[*check].check),
            Subject::Round(round) => view.round_path(*round),
            Subject::RoundCars(round) => view.cars_path(*round),
            Subject::Laps(session, part) => laps::path(view, *session, part),
            Subject::Standings { table } => view.table_path(&view.outcome.tables[*table], None),
            Subject::Embed { table } => embed::path(view, *table),
            Subject::StandingsAfter { table, column } => {
                let table = &view.outcome.tables[*table];
                view.table_path(table, Some(table.rounds[*column]))
            }
            Subject::Scenario(after) => view.scenario_path(*after),
            Subject::Odds => odds::PATH.to_owned(),
            Subject::Why { table, row } => {
                let table = &view.outcome.tables[*table];
                view.why_path(table, table.rows[*row].competitor)
            }
            Subject::Competitor(competitor) => view.competitor_path(*competitor),
            Subject::Circuit(circuit) => view.circuit_path(circuit),
        }
    }

    /// The path of the page's JSON inside the season's folder, where no document is that already.
    pub fn data_path(&self, view: &View) -> Option<String> {
        match self {
            Subject::Season
            | Subject::StandingsList
            | Subject::Standings { .. }
            | Subject::Embed { .. }
            | Subject::Audit
            | Subject::Source(_) => None,
            Subject::Round(_) => Some(round_data_path(&self.path(view))),
            _ => Some(data_path(&self.path(view))),
        }
    }

    /// The page with one class picked out, where it is one on which a class can be.
    /// A page of a round as somebody wants it.
    pub fn render_wanted(&self, view: &View, wanted: &Wanted) -> Page {
        match self {
            Subject::Round(round) => round::page(view, *round, wanted.class(view)),
            Subject::Laps(session, part) => match view.laps.get(session) {
                Some(sheet) => laps::page(view, *session, sheet, part, wanted),
                None => self.render(view),
            },
            Subject::Standings { table } => standings::page(view, *table, None, wanted),
            Subject::Odds => odds::page(view, wanted),
            _ => self.render(view),
        }
    }

    pub fn render(&self, view: &View) -> Page {
        match self {
            Subject::Season => season::page(view),
            Subject::Round(round) => round::page(view, *round, None),
            Subject::RoundCars(round) => round_cars::page(view, *round),
            Subject::Laps(session, part) => match view.laps.get(session) {
                Some(sheet) => laps::page(view, *session, sheet, part, &Wanted::default()),
                None => problem::page("PF1382", "No laps", "The laps of this session are not known."),
            },
            Subject::StandingsList => standings_list::page(view),
            Subject::Standings { table } => standings::page(view, *table, None, &Wanted::default()),
            Subject::Embed { table } => embed::page(view, *table, embed::Look::default()),
            Subject::StandingsAfter { table, column } => {
                standings::page(view, *table, Some(*column), &Wanted::default())
            }
            Subject::Scenario(after) => scenario::page(view, *after, FieldIs::Open),
            Subject::Odds => odds::page(view, &Wanted::default()),
            Subject::Why { table, row } => why::page(view, *table, *row),
            Subject::Competitor(competitor) => competitor::page(view, *competitor),
            Subject::Circuit(circuit) => circuit::page(view, circuit),
            Subject::Audit => audit::page(view),
            Subject::AuditCheck(check) => audit::check_page(view, *check),
            Subject::AuditCells => audit::cells_page(view),
            Subject::Rules => rules::page(view),
            Subject::Search => search::page(view, ""),
            Subject::Sources => sources::page(view),
            Subject::Source(document) => sources::document(view, *document),
        }
    }
}
