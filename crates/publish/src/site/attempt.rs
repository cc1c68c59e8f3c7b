//! A page where anybody tries a table of their own: a form, and what was made of what was given. Only a server answers.

use crate::html_fragment;
use crate::sheet::classification::classification;
use crate::sheet::standings::standings;
use crate::sheet::{Cell, Column, Group, Row, Sheet, Table, capital};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::added::File;
use crate::view::{Settings, View};
use askama::Template;
use parcferme_core::audit::CheckCount;
use parcferme_core::number_words::counted;
use parcferme_core::{Diagnostic, Severity};
use std::fmt::Write;

/// Where the page stands.
pub const PATH: &str = "try";

#[derive(Template)]
#[template(path = "try.html")]
struct TryPage<'a> {
    head: Head,
    form: &'a Form<'a>,
    answered: bool,
    verdict: String,
    questions: Vec<&'a Diagnostic>,
    files: &'a [File],
    told: Vec<&'a Diagnostic>,
    more_told: usize,
    rules: Vec<String>,
    open: Vec<String>,
    findings: Vec<Finding>,
    more_findings: usize,
    /// Escaped by their writer.
    tables: String,
    zip: &'a str,
    kept: Option<&'a Kept>,
}

/// What the form shows.
#[derive(Default)]
pub struct Form<'a> {
    /// What was pasted.
    pub text: &'a str,
    /// Kinds of tables: word, and whether it is chosen.
    pub kinds: &'a [(&'static str, bool)],
    pub rulebooks: &'a [String],
    pub rulebook: &'a str,
    /// Points for places that were given.
    pub points: &'a str,
    /// Rulebooks, and their points for places.
    pub scales: &'a [(String, String)],
    /// Limits in words, such as `8 MB in 20 files`.
    pub limits: &'a str,
    pub keeps_days: u64,
}

/// Where it was kept.
pub struct Kept {
    /// Path from the site's root.
    pub path: String,
    /// Until when at the longest, in words.
    pub until: String,
}

/// What became of it.
pub struct Answered<'a> {
    pub files: &'a [File],
    /// What there was to tell of them.
    pub told: &'a [Diagnostic],
    pub asks: bool,
    /// The season that was made of it.
    pub view: Option<&'a View<'a>>,
    /// Where its rules come from.
    pub rules: Rules<'a>,
    /// The season folder as a `data:` address; empty where it is too large for a page.
    pub zip: &'a str,
    pub kept: Option<&'a Kept>,
}

/// Where the rules come from, in what a page can say of them.
pub enum Rules<'a> {
    Named(&'a str),
    Inferred {
        /// Published points, and those that the rules give.
        points: (u32, u32),
        positions: (u32, u32),
        /// What is open, with what would decide it.
        open: Vec<String>,
        stopped: bool,
    },
    Sums {
        best: Option<u32>,
    },
    /// Points for places, as they were given or as a document states them.
    Scale {
        scale: String,
        stated: bool,
    },
    None {
        why: Option<&'a str>,
    },
}

struct Finding {
    message: String,
    asserted: String,
    computed: String,
    because: Vec<String>,
    place: String,
}

/// Findings, messages and rows of columns on the page, at most.
const MOST_SHOWN: usize = 25;
/// Bytes of tables after which no further one begins: every page has a limit.
const MOST_OF_TABLES: usize = 24 << 10;
/// Bytes of all tables.
const MOST_IN_ALL: usize = 40 << 10;

/// The form alone.
pub fn form(settings: &Settings, form: &Form<'_>) -> Page {
    render(settings, form, None)
}

/// The form, and what was made of what it sent.
pub fn answer(settings: &Settings, form: &Form<'_>, answered: &Answered<'_>) -> Page {
    render(settings, form, Some(answered))
}

fn render(settings: &Settings, form: &Form<'_>, answered: Option<&Answered<'_>>) -> Page {
    let about = "Paste a table or choose files: they are read, added up, and the rules behind them found";
    let head = Head::of_site(settings, PATH, "Try it on your own table", about);
    let Some(own) = answered else {
        return page!(TryPage {
            head,
            form,
            answered: false,
            verdict: String::new(),
            questions: Vec::new(),
            files: &[],
            told: Vec::new(),
            more_told: 0,
            rules: Vec::new(),
            open: Vec::new(),
            findings: Vec::new(),
            more_findings: 0,
            tables: String::new(),
            zip: "",
            kept: None,
        });
    };
    let is_question = |told: &&Diagnostic| own.asks && matches!(told.id, "PF1046" | "PF1053");
    let (questions, told): (Vec<_>, Vec<_>) = own.told.iter().partition(is_question);
    let more_told = told.len().saturating_sub(MOST_SHOWN);
    let findings = own.view.map_or_else(Vec::new, findings);
    let more_findings = findings.len().saturating_sub(MOST_SHOWN);
    let prose = |view: &View<'_>| match own.rules {
        Rules::None { .. } | Rules::Sums { .. } => Vec::new(),
        _ => view.rules.prose().into_iter().map(|(_, prose)| prose).take(MOST_SHOWN).collect(),
    };
    page!(TryPage {
        head,
        form,
        answered: true,
        verdict: verdict(own),
        questions,
        files: own.files,
        told: told.into_iter().take(MOST_SHOWN).collect(),
        more_told,
        rules: own.view.map_or_else(Vec::new, prose),
        open: match &own.rules {
            Rules::Inferred { open, .. } => open.iter().take(MOST_SHOWN).cloned().collect(),
            _ => Vec::new(),
        },
        findings: findings.into_iter().take(MOST_SHOWN).collect(),
        more_findings,
        tables: own.view.map_or_else(String::new, tables),
        zip: own.zip,
        kept: own.kept,
    })
}

/// What there is to say first.
fn verdict(own: &Answered<'_>) -> String {
    let Some(view) = own.view else {
        return match own.asks {
            true => "One thing is not clear: say what the table has, and send it again.".to_owned(),
            false => blocked(own.told),
        };
    };
    let check = |name: &str| {
        let own = view.audit.checks.iter().find(|own: &&CheckCount| own.check == name);
        own.map_or((0, 0), |own| (own.checked, own.agree + own.waived))
    };
    let (totals, right) = check("standings-total");
    let one = view.season.published.len() < 2;
    let (do_add, do_not) = if one {
        ("The table adds up", "The table does not add up")
    } else {
        ("The tables add up", "The tables do not add up")
    };
    let adds_up = |by: &str| match (totals, right) {
        (0, _) => "There are no totals to hold against anything.".to_owned(),
        (1, 1) => format!("{do_add}: the one total is the sum of {by}."),
        (all, right) if all == right => format!("{do_add}: each of {all} totals is the sum of {by}."),
        (all, right) => format!("{do_not}: {right} of {all} totals are the sum of {by}."),
    };
    match &own.rules {
        Rules::Sums { .. } if totals == 0 && !has_points(view) => nothing_to_score(view, own.files),
        Rules::Sums { best: None } if view.season.rounds.is_empty() => {
            "The table was read. It has totals, and no cells of rounds that could be added up to them."
                .to_owned()
        }
        Rules::Sums { best: None } => {
            format!(
                "{} The points are as published: without results no rule can be checked.",
                adds_up("all rounds")
            )
        }
        Rules::Sums { best: Some(best) } => {
            let by =
                if *best == 1 { "the best result".to_owned() } else { format!("the best {best} results") };
            format!("{} The points are as published: without results no rule can be checked.", adds_up(&by))
        }
        Rules::Inferred { points, positions, stopped, .. } => {
            let more =
                if *stopped { " The search was ended early: other rules may explain more." } else { "" };
            let given = format!(
                "{} of {} published points, and {} of {} places",
                points.1, points.0, positions.1, positions.0
            );
            // One cell more or less may be a misprint; rules give nearly all of them.
            if u64::from(points.1) * 10 >= u64::from(points.0) * 9 {
                return format!("Rules were found in it: they give {given}.{more}");
            }
            let of_more = match view.season.rounds.len() {
                1 => " The table seems to count rounds that were not given.",
                _ => "",
            };
            format!("No rules fit all of it: the best that were found give {given}.{of_more}{more}")
        }
        Rules::Named(name) => format!("Scored by {name}{}", agreed(check)),
        Rules::Scale { scale, stated } => {
            let by = if *stated { "as the document states it" } else { "for the places of a race" };
            format!("Scored by {scale}, {by}{}", agreed(check))
        }
        Rules::None { why } if !view.season.results.is_empty() => unscored(view, *why),
        Rules::None { .. } => nothing_to_score(view, own.files),
    }
}

/// Whether a published table has points.
fn has_points(view: &View<'_>) -> bool {
    let mut rows = view.season.published.iter().flat_map(|own| &own.rows);
    rows.any(|own| own.total.is_some() || own.cells.iter().any(|own| own.1.is_some()))
}

/// What a check has: how much it looked at, and how much of it agrees.
type Counts = (u32, u32);

/// How published points compare with computed ones.
fn agreed(check: impl Fn(&str) -> Counts) -> String {
    let ((cells, of_cells), (totals, of_totals)) = (check("standings-cell"), check("standings-total"));
    match cells + totals {
        0 => ". There is no published table to hold it against.".to_owned(),
        all => format!(": {} of {all} published points agree.", of_cells + of_totals),
    }
}

/// What keeps files that were read from being a season.
fn blocked(told: &[Diagnostic]) -> String {
    let mut errors = told.iter().filter(|own| own.severity == Severity::Error);
    let Some(first) = errors.next() else { return "No table could be made of this.".to_owned() };
    match errors.count() {
        0 => format!("No table could be made of this: {}.", first.message),
        more => {
            let more = counted(more as u64, "further error");
            format!("No table could be made of this: {}, and {more}.", first.message)
        }
    }
}

/// Results without points: what there is, and what would make points of it.
fn unscored(view: &View<'_>, why: Option<&str>) -> String {
    let sessions = view.outcome.classifications.len();
    let what = match sessions {
        1 => "The classification".to_owned(),
        _ => capital(&counted(sessions as u64, "classification")),
    };
    let verb = if sessions == 1 { "was" } else { "were" };
    let rows = counted(view.season.results.len() as u64, "row");
    let why = why.map_or_else(String::new, |own| format!(" {}.", capital(own)));
    format!(
        "{what} {verb} read, {rows} in all.{why} To score it, say below what the places give, choose a rulebook, or add a table with points."
    )
}

/// What there is where neither results nor points are.
fn nothing_to_score(view: &View<'_>, files: &[File]) -> String {
    let rounds = view.season.rounds.len() as u64;
    let of = view.season.published.iter().map(|own| own.rows.len() as u64).sum::<u64>();
    let is_calendar = files.iter().any(|own| own.went.iter().any(|went| went.starts_with("calendar")));
    let what = match files {
        _ if of > 0 => format!("a published table of {}, without points", counted(of, "row")),
        _ if is_calendar => format!("a calendar of {}", counted(rounds, "round")),
        [only] => only.taken_for.clone(),
        all => counted(all.len() as u64, "file"),
    };
    format!(
        "Read: {what}. It has no results, so there is nothing to score yet. Add the results of a race, or a table with points."
    )
}

fn findings(view: &View<'_>) -> Vec<Finding> {
    let own = view.audit.findings.iter().map(|own| Finding {
        message: own.message.clone(),
        asserted: own.asserted.clone(),
        computed: own.computed.clone(),
        because: own.because.clone(),
        place: own.places.iter().rfind(|own| own.line > 0).map_or_else(String::new, ToString::to_string),
    });
    own.collect()
}

/// The tables, and where there are none the classifications; as many as a page holds.
fn tables(view: &View<'_>) -> String {
    let filled = view.outcome.tables.iter().filter(|table| !table.rows.is_empty());
    let of_tables = filled.map(|own| {
        let sheet = standings(view.season, view.rules, [own]);
        Sheet { head: Default::default(), foot: Default::default(), ..sheet }
    });
    let of_sessions = view.outcome.classifications.iter().map(|own| {
        let sheet = classification(view.season, view.rules, view.outcome, own);
        Sheet { foot: Default::default(), ..sheet }
    });
    let has_tables = view.outcome.tables.iter().any(|table| !table.rows.is_empty());
    let sheets: Vec<Sheet> = if has_tables { of_tables.collect() } else { of_sessions.collect() };
    let (mut html, mut left) = (if sheets.is_empty() { as_given(view) } else { String::new() }, 0);
    for (at, sheet) in sheets.iter().enumerate() {
        let next = html_fragment::sheet(sheet, &format!("try-{at}"));
        if html.len() > MOST_OF_TABLES || html.len() + next.len() > MOST_IN_ALL {
            left += 1;
        } else {
            html.push_str(&next);
        }
    }
    if left > 0 {
        let what = counted(left, "further table");
        let _ = write!(html, "<p>{what}: see the season folder, to be downloaded or kept as pages.</p>");
    }
    html
}

/// What was given, where nothing is computed of it: published tables, or the calendar.
fn as_given(view: &View<'_>) -> String {
    let mut html = String::new();
    let mut table = |caption: &str, heads: [&str; 3], rows: Vec<[String; 3]>| {
        if rows.is_empty() || html.len() > MOST_OF_TABLES {
            return;
        }
        let rows = rows.into_iter().map(|own| Row::new(own.map(Cell::from).into())).collect();
        let table = Table {
            title: caption.to_owned(),
            columns: heads.map(|own| Column::new(&own.to_lowercase(), own)).into(),
            row_head: Some(1),
            groups: vec![Group { rows, ..Group::default() }],
            ..Table::default()
        };
        html.push_str(&html_fragment::table(&table, "try"));
    };
    for own in &view.season.published {
        let text = |own: Option<String>| own.unwrap_or_else(|| "–".to_owned());
        let rows = own.rows.iter().map(|row| {
            let (place, total) =
                (row.position.map(|own| own.to_string()), row.total.map(|own| own.to_string()));
            [text(place), row.printed.clone(), text(total)]
        });
        table(&format!("{}, as published", capital(&own.title)), ["Pos", "Name", "Total"], rows.collect());
    }
    if view.season.published.is_empty() && view.season.results.is_empty() {
        let rows = view.season.rounds.iter().map(|(_, own)| {
            let date = own.date.map_or_else(|| "–".to_owned(), |own| own.to_string());
            let number = own.number.map_or_else(|| "–".to_owned(), |own| own.to_string());
            [number, own.name.clone(), date]
        });
        table("Calendar", ["Round", "Name", "Date"], rows.collect());
    }
    html
}
