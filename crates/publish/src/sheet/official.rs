//! Sheets as a series posts them: with status, issue, decisions, and the digest of what they were computed from.

use crate::sheet::classification::{classification, table};
use crate::sheet::standings::standings;
use crate::sheet::{Block, Foot, Group, Row, Run, Sheet, Status, Table, session_head};
use crate::stamp::Stamp;
use parcferme_core::outcome::{Classification, StandingsTable};
use parcferme_core::season::{Ruling, Session};
use parcferme_core::{Ix, Outcome, Rulebook, Season};

/// What the issuer says of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    pub status: Status,
    /// Time of issue as people read it, and the same for machines.
    pub issued: String,
    pub issued_at: Option<Stamp>,
    pub protest_until: String,
    /// Digest of the facts and the rulebook, in hexadecimal.
    pub inputs_digest: String,
    /// The program with its version.
    pub issuer: String,
    /// Labels of the lines for signatures.
    pub signatures: Vec<String>,
}

/// The results of a session: overall, then a block a class, then what the stewards decided.
pub fn results(
    season: &Season,
    rules: &Rulebook,
    outcome: &Outcome,
    classified: &Classification,
    issue: &Issue,
) -> Sheet {
    let mut sheet = classification(season, rules, outcome, classified);
    sheet.head = session_head(season, classified.session, "results");
    let mut overall = table(season, classified);
    let by_class = by_class(season, &overall);
    overall.title = "Overall".to_owned();
    overall.id = "overall".to_owned();
    let mut blocks = vec![Block::Table(overall)];
    blocks.extend(by_class.map(Block::Table));
    blocks.extend(sheet.blocks.drain(..).filter(|block| !matches!(block, Block::Table(_))));
    blocks.extend(decisions(season, classified.session));
    sheet.blocks = blocks;
    issued(sheet, issue)
}

/// The tables of titles after a round, as a sheet of points.
pub fn points<'t>(
    season: &Season,
    rules: &Rulebook,
    tables: impl IntoIterator<Item = &'t StandingsTable>,
    issue: &Issue,
) -> Sheet {
    let mut sheet = standings(season, rules, tables);
    // The event of a table is the season itself.
    sheet.head.series.clear();
    issued(sheet, issue)
}

/// A sheet with what its issuer says of it.
pub fn issued(mut sheet: Sheet, issue: &Issue) -> Sheet {
    sheet.head.status = issue.status.clone();
    sheet.head.issued = issue.issued.clone();
    sheet.head.issued_at = issue.issued_at;
    sheet.head.protest_until = issue.protest_until.clone();
    sheet.foot = Foot { inputs_digest: issue.inputs_digest.clone(), issuer: issue.issuer.clone() };
    sheet.signatures.clone_from(&issue.signatures);
    sheet
}

/// The same rows, a group a class; None where there is one class or none.
fn by_class(season: &Season, overall: &Table) -> Option<Table> {
    let column = overall.columns.iter().position(|column| column.key == "class")?;
    let class_of = |row: &Row| row.cell(column).class;
    let groups: Vec<Group> = season
        .classes
        .iter()
        .map(|(class, own)| {
            let rows = overall.rows().filter(|row| class_of(row) == Some(class.index())).cloned();
            Group { heading: own.id.clone(), class: Some(class.index()), rows: rows.collect() }
        })
        .filter(|group| !group.rows.is_empty())
        .collect();
    (groups.len() > 1).then(|| Table {
        id: "by-class".to_owned(),
        title: "By class".to_owned(),
        groups,
        ..overall.clone()
    })
}

/// The decisions that touch a session.
fn decisions(season: &Season, session: Ix<Session>) -> Option<Block> {
    let touches = |ruling: &Ruling| match ruling {
        Ruling::Disqualify { session: own, .. }
        | Ruling::TimePenalty { session: own, .. }
        | Ruling::LapPenalty { session: own, .. }
        | Ruling::Withhold { session: own, .. }
        | Ruling::WithholdDriver { session: own, .. } => *own == session,
        _ => false,
    };
    let lines: Vec<Vec<Run>> = season
        .decisions
        .rows()
        .iter()
        .filter(|decision| touches(&decision.ruling))
        .map(|decision| {
            let car = match &decision.ruling {
                Ruling::Disqualify { number, .. } => format!("car {number} disqualified"),
                Ruling::TimePenalty { number, time, .. } => format!("car {number}, {time} added"),
                Ruling::LapPenalty { number, laps: 1, .. } => format!("car {number}, 1 lap taken"),
                Ruling::LapPenalty { number, laps, .. } => format!("car {number}, {laps} laps taken"),
                Ruling::Withhold { number, .. } => format!("car {number} scores no points"),
                _ => String::new(),
            };
            let said = [decision.author.as_str(), decision.date.as_str()];
            let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
            let parts = [car.as_str(), decision.reason.as_str(), &said.join(", ")];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            vec![Run::bold(format!("{}: ", decision.id)), Run::plain(parts.join("; "))]
        })
        .collect();
    (!lines.is_empty()).then(|| Block::Notes { title: "Decisions".to_owned(), lines })
}
