//! The audit as a page: what is proven, what nobody can check, what is contradicted, and the documents side by side.

use crate::site::head::Head;
use crate::site::result_cell::ResultCell;
use crate::site::view::View;
use crate::site::{Page, page};
use askama::Template;
use parcferme_core::audit::{CheckCount, Finding};
use parcferme_core::outcome::Basis;
use parcferme_core::season::PublishedTable;
use parcferme_core::{Points, Severity};

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'v> {
    head: Head,
    checks: &'v [CheckCount],
    totals: CheckCount,
    findings: Vec<Shown<'v>>,
    tables: Vec<Table>,
}

struct Shown<'v> {
    anchor: usize,
    word: &'static str,
    tone: &'static str,
    /// The page that explains the computed side.
    why: Option<String>,
    finding: &'v Finding,
}

struct Table {
    name: String,
    href: String,
    file: String,
    rounds: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    why: String,
    cells: Vec<Proof>,
}

struct Proof {
    anchor: String,
    text: String,
    sign: &'static str,
    tone: &'static str,
    says: String,
}

pub fn page(view: &View) -> Page {
    let audit = view.audit;
    let sum = |count: fn(&CheckCount) -> u32| audit.checks.iter().map(count).sum();
    let totals = CheckCount {
        check: "all",
        checked: sum(|own| own.checked),
        agree: sum(|own| own.agree),
        differ: sum(|own| own.differ),
        waived: sum(|own| own.waived),
        decided: sum(|own| own.decided),
        unverifiable: sum(|own| own.unverifiable),
    };
    let description = format!(
        "{} checked, {} agree, {} differ, {} cannot be verified",
        totals.checked, totals.agree, totals.differ, totals.unverifiable
    );
    let head = Head::of_season(view, "audit.html", "Audit", &description);
    let findings = audit.findings.iter().enumerate().map(|(n, finding)| Shown {
        anchor: n + 1,
        word: finding.severity.word(),
        tone: match finding.severity {
            Severity::Error => "bad",
            Severity::Warning => "doubt",
            Severity::Note => "sub",
        },
        why: why(view, finding),
        finding,
    });
    page!(AuditPage {
        checks: &audit.checks,
        totals,
        findings: findings.collect(),
        tables: view.season.published.iter().filter_map(|published| proofs(view, published)).collect(),
        head,
    })
}

fn why(view: &View, finding: &Finding) -> Option<String> {
    let (competitor, table) = (finding.competitor?, view.outcome.table(finding.title?, finding.class)?);
    table.row(competitor)?;
    let part = finding
        .round
        .map_or_else(|| "total".to_owned(), |round| format!("r{}", view.season.rounds[round].label()));
    Some(format!("{}#{part}", view.why_path(table, competitor)))
}

/// Every cell of a published final table against the computed one.
fn proofs(view: &View, published: &PublishedTable) -> Option<Table> {
    let title = view.rules.title(&published.title)?;
    let computed = view.outcome.table(title, published.class).filter(|_| published.after.is_none())?;
    let rows = published.rows.iter().filter(|row| !row.cells.is_empty()).filter_map(|row| {
        let own = computed.row(row.competitor)?;
        let cells = row.cells.iter().map(|&(round, printed)| {
            let cell = own.cell(round);
            let text = printed.map_or_else(|| "\u{2013}".to_owned(), |points| points.to_string());
            // A blank cell asserts no points.
            let asserted = printed.unwrap_or(Points::ZERO);
            let (sign, tone, says) = match cell {
                None => ("?", "doubt", "this round is not in the computed table".to_owned()),
                Some(cell) if cell.basis == Basis::Declared => {
                    ("°", "doubt", "unverified: the results of the round are not known".to_owned())
                }
                Some(cell) if cell.points == asserted => ("✓", "good", "proven".to_owned()),
                Some(cell) => ("✗", "bad", format!("contradicted: computed {}", cell.points)),
            };
            Proof {
                anchor: cell.map_or_else(|| "total".to_owned(), |cell| ResultCell::new(view, cell).anchor),
                text,
                sign,
                tone,
                says,
            }
        });
        Some(Row {
            name: view.name(row.competitor).to_owned(),
            why: view.why_path(computed, row.competitor),
            cells: cells.collect(),
        })
    });
    let rounds = published.rows.iter().find(|row| !row.cells.is_empty())?;
    Some(Table {
        name: view.table_name(computed),
        href: view.table_path(computed, None),
        file: published.file.clone(),
        rounds: rounds.cells.iter().map(|&(round, _)| view.season.rounds[round].label()).collect(),
        rows: rows.collect(),
    })
}
