//! All pages of a season, by path.

use crate::site::{
    Page, View, audit, circuit, competitor, head, laps, problem, round, round_cars, rules, search, season,
    sources, standings, standings_list, why,
};
use parcferme_core::Ix;
use parcferme_core::season::{Competitor, Round, Session};

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
    /// As it stood after the table's n-th round.
    StandingsAfter {
        table: usize,
        column: usize,
    },
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
    /// The search page's list as JSON.
    SearchIndex,
    Sources,
}

/// Every page of a season with its path inside the season's folder, in a fixed order.
pub fn plan(view: &View) -> Vec<(String, Subject)> {
    let mut pages = vec![
        ("index.html".to_owned(), Subject::Season),
        ("standings/index.html".to_owned(), Subject::StandingsList),
        ("search.html".to_owned(), Subject::Search),
        ("search.json".to_owned(), Subject::SearchIndex),
        ("rules.html".to_owned(), Subject::Rules),
        ("sources.html".to_owned(), Subject::Sources),
    ];
    if head::has_audit(view) {
        pages.push(("audit.html".to_owned(), Subject::Audit));
        if audit::has_cells(view) {
            pages.push((audit::CELLS_PATH.to_owned(), Subject::AuditCells));
        }
        let found =
            view.audit.checks.iter().enumerate().filter(|(_, own)| audit::has_findings(view, own.check));
        pages.extend(found.map(|(n, own)| (audit::check_path(own.check), Subject::AuditCheck(n))));
    }
    for (ix, _) in view.season.rounds.iter() {
        pages.push((view.round_path(ix), Subject::Round(ix)));
        if view.main_classification(ix).is_some() {
            pages.push((view.cars_path(ix), Subject::RoundCars(ix)));
        }
    }
    for (&session, sheet) in view.laps {
        let parts = laps::parts(sheet).into_iter();
        pages.extend(parts.map(|part| (laps::path(view, session, &part), Subject::Laps(session, part))));
    }
    for (n, table) in view.outcome.tables.iter().enumerate() {
        pages.push((view.table_path(table, None), Subject::Standings { table: n }));
        for column in 0..table.rounds.len().saturating_sub(1) {
            let path = view.table_path(table, Some(table.rounds[column]));
            pages.push((path, Subject::StandingsAfter { table: n, column }));
        }
        for (row, own) in table.rows.iter().enumerate() {
            pages.push((view.why_path(table, own.competitor), Subject::Why { table: n, row }));
        }
    }
    for (ix, _) in view.season.competitors.iter() {
        pages.push((view.competitor_path(ix), Subject::Competitor(ix)));
    }
    for circuit in circuit::circuits(view) {
        pages.push((view.circuit_path(circuit), Subject::Circuit(circuit.to_owned())));
    }
    pages
}

/// The subject of a path inside the season's folder.
pub fn find(view: &View, path: &str) -> Option<Subject> {
    let path = if path.is_empty() { "index.html" } else { path };
    plan(view).into_iter().find(|(own, _)| own == path).map(|(_, subject)| subject)
}

impl Subject {
    pub fn render(&self, view: &View) -> Page {
        match self {
            Subject::Season => season::page(view),
            Subject::Round(round) => round::page(view, *round),
            Subject::RoundCars(round) => round_cars::page(view, *round),
            Subject::Laps(session, part) => match view.laps.get(session) {
                Some(sheet) => laps::page(view, *session, sheet, part),
                None => problem::page("No laps", "The laps of this session are not known.", 0),
            },
            Subject::StandingsList => standings_list::page(view),
            Subject::Standings { table } => standings::page(view, *table, None),
            Subject::StandingsAfter { table, column } => standings::page(view, *table, Some(*column)),
            Subject::Why { table, row } => why::page(view, *table, *row),
            Subject::Competitor(competitor) => competitor::page(view, *competitor),
            Subject::Circuit(circuit) => circuit::page(view, circuit),
            Subject::Audit => audit::page(view),
            Subject::AuditCheck(check) => audit::check_page(view, *check),
            Subject::AuditCells => audit::cells_page(view),
            Subject::Rules => rules::page(view),
            Subject::Search => search::page(view),
            Subject::SearchIndex => search::index(view),
            Subject::Sources => sources::page(view),
        }
    }
}
