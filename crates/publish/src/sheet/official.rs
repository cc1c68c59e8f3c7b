//! Sheets as a series posts them: with status, issue, decisions, and the digest of what they were computed from.

use crate::explanation::{ruling_in_words, said};
use crate::sheet::classification::{classification, status, table};
use crate::sheet::standings::standings;
use crate::sheet::{Block, Foot, Group, Row, Run, Sheet, Status, Table, session_head};
use crate::stamp::{Stamp, moment_in_words};
use parcferme_core::outcome::{Classification, StandingsTable};
use parcferme_core::season::{Date, IssueStatus, Issued, RoundStatus, Session};
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
    /// Where the edition that the sheet is of can be read; empty where it is of none, or that is not known.
    pub address: String,
    /// Labels of the lines for signatures.
    pub signatures: Vec<String>,
}

impl Issue {
    /// The same where it says something; else what the season's facts say of the sheet.
    #[must_use]
    pub fn or_declared(&self, season: &Season, of: Option<Issued>) -> Issue {
        let mut issue = self.clone();
        let declared = of.and_then(|of| season.issue_of(of));
        let stated = self.status != Status::Unstated || !self.issued.is_empty() || self.issued_at.is_some();
        if let Some(own) = declared.filter(|_| !stated) {
            issue.status = match &own.status {
                IssueStatus::Provisional => Status::Provisional,
                IssueStatus::Official => Status::Official,
                IssueStatus::Amended { number, what_changed } => {
                    Status::Amended { number: *number, what_changed: what_changed.clone() }
                }
            };
            issue.issued = moment_in_words(own.at);
            if !own.author.is_empty() {
                issue.issued = format!("{} by {}", issue.issued, own.author);
            }
            issue.issued_at = Some(own.at.into());
            if issue.protest_until.is_empty() {
                issue.protest_until = own.protest_until.map_or_else(String::new, moment_in_words);
            }
        }
        issue.issued_at = issue.issued_at.or_else(|| newest_fact(season, of).map(Stamp::midnight));
        issue
    }
}

/// The day of the newest fact that a sheet can show: the last race run, up to the sheet's own.
fn newest_fact(season: &Season, of: Option<Issued>) -> Option<Date> {
    let up_to = match of {
        Some(Issued::Results(session) | Issued::Grid(session) | Issued::Laps(session)) => {
            Some(season.sessions[session].round)
        }
        Some(Issued::Points(round)) => Some(round),
        Some(Issued::Entries) | None => None,
    };
    let held = season
        .rounds
        .iter()
        .filter(|(ix, round)| round.status == RoundStatus::Held && up_to.is_none_or(|up_to| *ix <= up_to));
    held.filter_map(|(_, round)| round.date).max()
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
    if by_class.is_some() {
        overall.title = "Overall".to_owned();
    }
    overall.id = "overall".to_owned();
    let mut blocks = vec![Block::Table(overall)];
    blocks.extend(by_class.map(Block::Table));
    blocks.extend(sheet.blocks.drain(..).filter(|block| !matches!(block, Block::Table(_))));
    blocks.extend(decisions(season, rules, classified.session));
    sheet.blocks = blocks;
    if classified.rows.iter().any(|row| status(row).contains('†')) {
        sheet.head.legend.push(Run::plain("†: retired or not at the finish, and classified all the same"));
    }
    issued(sheet, &issue.or_declared(season, Some(Issued::Results(classified.session))))
}

/// The tables of titles after a round, as a sheet of points.
pub fn points<'t>(
    season: &Season,
    rules: &Rulebook,
    tables: impl IntoIterator<Item = &'t StandingsTable>,
    issue: &Issue,
) -> Sheet {
    let tables: Vec<&StandingsTable> = tables.into_iter().collect();
    let after = tables.iter().filter_map(|table| table.after).max();
    let mut sheet = standings(season, rules, tables);
    // The event of a table is the season itself.
    sheet.head.series.clear();
    issued(sheet, &issue.or_declared(season, after.map(Issued::Points)))
}

/// A sheet with what its issuer says of it.
pub fn issued(mut sheet: Sheet, issue: &Issue) -> Sheet {
    sheet.head.status = issue.status.clone();
    sheet.head.issued = issue.issued.clone();
    sheet.head.issued_at = issue.issued_at;
    sheet.head.protest_until = issue.protest_until.clone();
    sheet.foot = Foot {
        inputs_digest: issue.inputs_digest.clone(),
        issuer: issue.issuer.clone(),
        address: issue.address.clone(),
    };
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

/// The decisions that touch a session, those that were lifted among them.
fn decisions(season: &Season, rules: &Rulebook, session: Ix<Session>) -> Option<Block> {
    let lines: Vec<Vec<Run>> = season
        .decisions
        .rows()
        .iter()
        .filter(|decision| decision.ruling.about().session == Some(session))
        .map(|decision| {
            let lifted = decision
                .lifted_by
                .map(|lift| format!("lifted by decision {}", season.decisions[lift].id))
                .unwrap_or_default();
            let ruled = ruling_in_words(season, rules, decision);
            let said = said(decision);
            let parts = [ruled.as_str(), decision.reason.as_str(), &said, &lifted];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            vec![Run::bold(format!("{}: ", decision.id)), Run::plain(parts.join("; "))]
        })
        .collect();
    (!lines.is_empty()).then(|| Block::Notes { title: "Decisions".to_owned(), lines })
}
