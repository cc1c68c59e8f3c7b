//! The audit as a page: what is proven, what nobody can check, what is contradicted, and the documents side by side.

use crate::documents::About;
use crate::sheet::capital;
use crate::site::head::Head;
use crate::site::result_cell::ResultCell;
use crate::site::sources::{self, Cited};
use crate::site::{Page, page, tone};
use crate::view::View;
use crate::view::cells::{self, Held, Verdict};
use askama::Template;
use parcferme_core::Severity;
use parcferme_core::audit::{CHECKS, CheckCount, Finding};
use parcferme_core::number_words::{counted, signed};

/// Findings beyond these are counted and not shown: a page stays small.
const MOST_FINDINGS: usize = 100;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    head: Head,
    checks: Vec<Counted>,
    /// Of the cells of published tables, or of their totals where they have nothing else.
    cells: CheckCount,
    /// What these are.
    what: String,
    /// Differences of all other checks.
    other: u32,
    has_cells: bool,
    findings: Findings,
}

#[derive(Template)]
#[template(path = "audit_check.html")]
struct CheckPage {
    head: Head,
    name: String,
    count: CheckCount,
    findings: Findings,
}

#[derive(Template)]
#[template(path = "audit_cells.html")]
struct CellsPage {
    head: Head,
    tables: Vec<Table>,
}

struct Counted {
    count: CheckCount,
    about: String,
    /// The page of its findings, where it has any.
    href: Option<String>,
}

/// Rendered findings, and how many more there are.
struct Findings {
    shown: Vec<FindingPart>,
    more: usize,
}

#[derive(Template)]
#[template(path = "audit_finding.html")]
struct FindingPart {
    anchor: usize,
    word: &'static str,
    tone: &'static str,
    /// The page that explains the computed side.
    why: Option<String>,
    /// Where it stands, with what stands there.
    places: Vec<(Cited, String)>,
    finding: Finding,
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

/// The audit at a glance: what every check counted, and the errors.
pub fn page(view: &View) -> Page {
    let audit = view.audit;
    let count = |check: &str| audit.count(check).copied().unwrap_or_default();
    // A table of totals alone has no cells.
    let (what, cells) = match (count("standings-cell"), count("standings-total")) {
        (cells, totals) if cells.checked + cells.unverifiable == 0 => ("total", totals),
        (cells, _) => ("cell", cells),
    };
    let other = audit.checks.iter().map(|own| own.differ).sum::<u32>() - cells.differ;
    let description = format!(
        "{} proven, {} unverified, {} contradicted",
        counted(cells.agree, &format!("published {what}")),
        cells.unverifiable,
        cells.differ
    );
    let head = Head::of_season(view, "audit.html", "Audit", &description);
    let head = head.with_documents(view, About::Audit);
    let checks = audit.checks.iter().map(|&count| Counted {
        count,
        about: capital(about(count.check)),
        href: has_findings(view, count.check).then(|| check_path(count.check)),
    });
    page!(AuditPage {
        checks: checks.collect(),
        cells,
        what: if cells.agree == 1 { what.to_owned() } else { format!("{what}s") },
        other,
        has_cells: has_cells(view),
        findings: findings(view, &head, |finding| finding.severity == Severity::Error),
        head,
    })
}

/// Everything that one check found.
pub fn check_page(view: &View, check: usize) -> Page {
    let count = view.audit.checks[check];
    let name = capital(about(count.check));
    let head = Head::of_season(view, &check_path(count.check), &name, "What the audit found")
        .with_step("Audit", "audit.html");
    page!(CheckPage {
        name,
        count,
        findings: findings(view, &head, |finding| finding.check == count.check),
        head,
    })
}

/// Every cell of the published tables: proven, unverified or contradicted.
pub fn cells_page(view: &View) -> Page {
    let head = Head::of_season(
        view,
        CELLS_PATH,
        "Audit, cell by cell",
        "Which cells are proven, unverified or contradicted",
    );
    let tables = cells::held(view).iter().map(|own| proofs(view, &head, own)).collect();
    page!(CellsPage { tables, head })
}

pub const CELLS_PATH: &str = "audit/cells.html";

pub fn check_path(check: &str) -> String {
    format!("audit/{check}.html")
}

pub fn has_findings(view: &View, check: &str) -> bool {
    view.audit.findings.iter().any(|finding| finding.check == check)
}

pub fn has_cells(view: &View) -> bool {
    view.season
        .published
        .iter()
        .any(|table| table.after.is_none() && table.rows.iter().any(|row| !row.cells.is_empty()))
}

fn about(check: &str) -> &'static str {
    CHECKS.iter().find(|own| own.name == check).map_or("", |own| own.about)
}

fn findings(view: &View, head: &Head, wanted: impl Fn(&Finding) -> bool) -> Findings {
    let all: Vec<(usize, &Finding)> =
        view.audit.findings.iter().enumerate().filter(|(_, finding)| wanted(finding)).collect();
    let shown = all.iter().take(MOST_FINDINGS).map(|&(n, finding)| FindingPart {
        anchor: n + 1,
        word: finding.severity.word(),
        tone: tone(finding.severity),
        why: why(view, finding).map(|path| head.season(&path)),
        places: finding
            .places
            .iter()
            .map(|own| (sources::place(view, head, own), own.text.clone()))
            .collect(),
        finding: finding.clone(),
    });
    Findings { shown: shown.collect(), more: all.len().saturating_sub(MOST_FINDINGS) }
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
fn proofs(view: &View, head: &Head, own: &Held<'_>) -> Table {
    let proof = |own: &cells::Proof<'_>| {
        let (sign, tone) = match own.verdict {
            Verdict::Missing => ("?", "doubt"),
            Verdict::Unverified => ("°", "doubt"),
            Verdict::Proven => ("✓", "good"),
            Verdict::Contradicted(_) => ("✗", "bad"),
        };
        let says = match own.verdict {
            Verdict::Missing => "this round is not in the computed table".to_owned(),
            Verdict::Unverified => "unverified: the results of the round are not known".to_owned(),
            Verdict::Proven => "proven".to_owned(),
            Verdict::Contradicted(points) => format!("contradicted: computed {points}"),
        };
        Proof {
            anchor: own
                .computed
                .map_or_else(|| "total".to_owned(), |cell| ResultCell::new(view, cell).anchor),
            text: own.published.map_or_else(|| "\u{2013}".to_owned(), signed),
            sign,
            tone,
            says,
        }
    };
    let row = |row: &cells::Row<'_>| Row {
        name: view.name(row.competitor).to_owned(),
        why: head.season(&view.why_path(own.computed, row.competitor)),
        cells: row.cells.iter().map(proof).collect(),
    };
    let label = |cell: &cells::Proof<'_>| view.season.rounds[cell.round].label();
    Table {
        name: view.table_name(own.computed),
        href: head.season(&view.table_path(own.computed, None)),
        file: own.published.file.clone(),
        rounds: own.rows.first().map_or_else(Vec::new, |row| row.cells.iter().map(label).collect()),
        rows: own.rows.iter().map(row).collect(),
    }
}
