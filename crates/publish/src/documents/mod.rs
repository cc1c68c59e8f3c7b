//! Every document of a season besides its pages: sheets to print, tables to take away, calendars, feeds, pictures.
//!
//! [`plan`] lists them with their paths inside the season's folder, beside the pages that they belong to;
//! [`Document::render`] makes one. Like the pages they know no clock: what they say of their issue, the caller says.

mod calendar;
mod feed;
mod preview;

use crate::pdf::{self, Orientation, Paper, Print};
use crate::sheet;
use crate::sheet::official::{Issue, issued, points, results};
use crate::sheet::timing::{Timed, TimingSheet};
use crate::sheet::{Sheet, crew_marks, entries, grid, session_head};
use crate::view::View;
use crate::wikitext::{self, Spelling};
use crate::{atom, csv, html_fragment, ics, json, markdown, og_image, xlsx};
use parcferme_core::outcome::Classification;
use parcferme_core::season::{Class, Issued, Round, Session};
use parcferme_core::{Diagnostic, Ix};
use serde::Serialize;

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Round(Ix<Round>),
    /// A session of a round beside the one that gives it its winner: qualifying, a sprint.
    Results(Ix<Session>),
    Grid(Ix<Session>),
    Timing(Ix<Session>, TimingSheet),
    Entries,
    /// Index of the table in the outcome.
    Table(usize),
    /// All tables of the season.
    Points,
    Season,
    /// The season of one class.
    Class(Ix<Class>),
    Audit,
}

impl About {
    /// `Starting grid`; empty for what a page shows itself.
    pub(crate) fn name(self, view: &View) -> String {
        let of_session = |session: Ix<Session>, words: &str| {
            let id = view.season.sessions[session].id.as_str();
            let words =
                if id == "race" { words.to_owned() } else { format!("{} {words}", id.replace('-', " ")) };
            let first = words.chars().take(1).flat_map(char::to_uppercase);
            first.chain(words.chars().skip(1)).collect()
        };
        match self {
            About::Round(_) => "Results".to_owned(),
            About::Results(session) => of_session(session, "results"),
            About::Grid(session) => of_session(session, "starting grid"),
            About::Timing(session, kind) => of_session(session, kind.words()),
            About::Entries => "Entry list".to_owned(),
            _ => String::new(),
        }
    }

    fn classified<'v>(self, view: &View<'v>) -> Option<&'v Classification> {
        match self {
            About::Round(round) => view.main_classification(round),
            About::Results(session) => view.outcome.classification(session),
            _ => None,
        }
    }

    /// The sheet by which officials issue it.
    fn issued(self, view: &View) -> Option<Issued> {
        let tables = &view.outcome.tables;
        match self {
            About::Round(round) => view.main_session(round).map(Issued::Results),
            About::Results(session) => Some(Issued::Results(session)),
            About::Grid(session) => Some(Issued::Grid(session)),
            About::Timing(session, _) => Some(Issued::Laps(session)),
            About::Entries => Some(Issued::Entries),
            About::Table(index) => tables.get(index)?.after.map(Issued::Points),
            About::Points => tables.iter().filter_map(|table| table.after).max().map(Issued::Points),
            About::Season | About::Class(_) | About::Audit => None,
        }
    }

    /// What is posted of a round: its results, and the grids and laps of its sessions.
    pub(crate) fn of_round(view: &View, round: Ix<Round>) -> Vec<About> {
        let mut posted = vec![About::Round(round)];
        for session in view.season.sessions_of(round) {
            posted.push(About::Results(session));
            posted.push(About::Grid(session));
            posted.extend(TimingSheet::ALL.map(|kind| About::Timing(session, kind)));
        }
        posted
    }
}

/// The form of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    PdfA4,
    PdfLetter,
    Xlsx,
    Csv,
    Markdown,
    /// A piece of HTML to embed.
    Fragment,
    Wikitext,
    /// The shapes of the command line's JSON.
    Json,
    Calendar,
    Feed,
    /// Link preview.
    Picture,
    /// Colours for HTML to embed.
    Style,
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Inside the season's folder: `round/3.pdf`.
    pub path: String,
    pub about: About,
    pub form: Form,
}

const SHEET_FORMS: [Form; 7] =
    [Form::PdfA4, Form::PdfLetter, Form::Xlsx, Form::Csv, Form::Markdown, Form::Fragment, Form::Json];
/// Of sheets that JSON has in a wider shape: a session's laps are one document there.
const POSTED_FORMS: [Form; 6] =
    [Form::PdfA4, Form::PdfLetter, Form::Xlsx, Form::Csv, Form::Markdown, Form::Fragment];
/// Of a chart with a column a lap, which Markdown cannot show.
const CHART_FORMS: [Form; 5] = [Form::PdfA4, Form::PdfLetter, Form::Xlsx, Form::Csv, Form::Fragment];

impl Form {
    pub const fn media_type(self) -> &'static str {
        match self {
            Form::PdfA4 | Form::PdfLetter => "application/pdf",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Csv => "text/csv; charset=utf-8; header=present",
            Form::Markdown => "text/markdown; charset=utf-8",
            Form::Fragment => "text/html; charset=utf-8",
            Form::Wikitext => "text/plain; charset=utf-8",
            Form::Json => "application/json",
            Form::Calendar => "text/calendar; charset=utf-8",
            Form::Feed => "application/atom+xml",
            Form::Picture => "image/png",
            Form::Style => "text/css; charset=utf-8",
        }
    }

    /// Name for a link: `PDF (A4)`.
    pub const fn name(self) -> &'static str {
        match self {
            Form::PdfA4 => "PDF (A4)",
            Form::PdfLetter => "PDF (Letter)",
            Form::Xlsx => "XLSX",
            Form::Csv => "CSV",
            Form::Markdown => "Markdown",
            Form::Fragment => "HTML to embed",
            Form::Wikitext => "Wikitext",
            Form::Json => "JSON",
            Form::Calendar => "Calendar",
            Form::Feed => "Feed",
            Form::Picture => "Picture",
            Form::Style => "Style for HTML to embed",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Form::PdfA4 => ".pdf",
            Form::PdfLetter => "-letter.pdf",
            Form::Xlsx => ".xlsx",
            Form::Csv => ".csv",
            Form::Markdown => ".md",
            Form::Fragment => ".fragment.html",
            Form::Wikitext => ".wiki",
            Form::Json => ".json",
            Form::Calendar => ".ics",
            Form::Feed => ".xml",
            Form::Picture => ".png",
            Form::Style => ".css",
        }
    }
}

/// All documents of a season, in a fixed order.
pub fn plan(view: &View) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut add = |stem: &str, about: About, forms: &[Form]| {
        documents.extend(forms.iter().map(|&form| Document {
            path: format!("{stem}{}", form.ending()),
            about,
            form,
        }));
    };
    add("season", About::Season, &[Form::Wikitext, Form::Json]);
    add("fragment", About::Season, &[Form::Style]);
    add("audit", About::Audit, &[Form::Json]);
    add("calendar", About::Season, &[Form::Calendar]);
    add("feed", About::Season, &[Form::Feed]);
    for (class, own) in view.season.classes.iter() {
        let name = crate::view::file_name(&own.id);
        // Classes `GT` and `gt` would be one file.
        let earlier = view.season.classes.iter().take_while(|(ix, _)| *ix != class);
        let same = earlier.filter(|(_, other)| crate::view::file_name(&other.id) == name).count();
        let stem =
            if same == 0 { format!("calendar-{name}") } else { format!("calendar-{name}~{}", same + 1) };
        add(&stem, About::Class(class), &[Form::Calendar]);
    }
    for (round, _) in view.season.rounds.iter() {
        if view.main_classification(round).is_some() {
            let path = view.round_path(round);
            let stem = path.trim_end_matches(".html");
            add(stem, About::Round(round), &SHEET_FORMS);
            add(stem, About::Round(round), &[Form::Wikitext, Form::Picture]);
        }
    }
    for (session, own) in view.season.sessions.iter() {
        let path = view.round_path(own.round);
        let stem = format!("{}-{}", path.trim_end_matches(".html"), view.session_file(session));
        if view.main_session(own.round) != Some(session) && view.outcome.classification(session).is_some() {
            add(&stem, About::Results(session), &SHEET_FORMS);
        }
        if !grid::on_grid(view.season, session).is_empty() {
            add(&format!("{stem}-grid"), About::Grid(session), &POSTED_FORMS);
        }
        if let Some(laps) = view.laps.get(&session) {
            for kind in TimingSheet::ALL.into_iter().filter(|kind| kind.is_known(laps)) {
                let forms: &[Form] = if kind == TimingSheet::LapChart { &CHART_FORMS } else { &POSTED_FORMS };
                add(&format!("{stem}-{}", kind.id()), About::Timing(session, kind), forms);
            }
        }
    }
    if !view.season.entries.is_empty() {
        add("entries", About::Entries, &POSTED_FORMS);
    }
    if !view.outcome.tables.is_empty() {
        add(
            "standings/points",
            About::Points,
            &[Form::PdfA4, Form::PdfLetter, Form::Xlsx, Form::Markdown, Form::Json],
        );
    }
    for (index, table) in view.outcome.tables.iter().enumerate() {
        let path = view.table_path(table, None);
        let stem = path.trim_end_matches(".html");
        add(stem, About::Table(index), &SHEET_FORMS);
        add(stem, About::Table(index), &[Form::Wikitext, Form::Picture]);
    }
    documents
}

/// The document at a path inside the season's folder.
pub fn find(view: &View, path: &str) -> Option<Document> {
    plan(view).into_iter().find(|document| document.path == path)
}

impl Document {
    /// The document's bytes; empty only where a diagnostic says why.
    pub fn render(&self, view: &View, issue: &Issue) -> (Vec<u8>, Vec<Diagnostic>) {
        let stated = issue;
        let issue = &stated.or_declared(view.season, self.about.issued(view));
        let print = |paper| Print { paper, orientation: Orientation::Automatic };
        let sheet = || self.sheet(view, issue);
        let text = |text: String| (text.into_bytes(), Vec::new());
        match self.form {
            Form::PdfA4 => printed(&sheet(), print(Paper::A4)),
            Form::PdfLetter => printed(&sheet(), print(Paper::Letter)),
            Form::Xlsx => xlsx::workbook(&sheet()),
            // One table a file: where a sheet has the same cars overall and by class, the first says it all.
            Form::Csv => text(sheet().tables().next().map(csv::table).unwrap_or_default()),
            Form::Markdown => text(markdown::sheet(&sheet())),
            Form::Fragment => text(html_fragment::sheet(&sheet(), "parcferme")),
            Form::Wikitext => text(self.wikitext(view)),
            Form::Json => (self.json(view), Vec::new()),
            Form::Calendar => {
                let class = if let About::Class(class) = self.about { Some(class) } else { None };
                text(ics::calendar(&calendar::calendar(view, class, issue)))
            }
            Form::Feed => text(atom::feed(&feed::feed(view, stated))),
            Form::Style => text(html_fragment::style()),
            Form::Picture => og_image::png(&self.preview(view, issue)),
        }
    }

    fn sheet(&self, view: &View, issue: &Issue) -> Sheet {
        let tables = &view.outcome.tables;
        match self.about {
            About::Round(_) | About::Results(_) => {
                self.about.classified(view).map_or_else(Sheet::default, |classified| {
                    let mut sheet = results(view.season, view.rules, view.outcome, classified, issue);
                    if let Some(laps) = view.laps.get(&classified.session) {
                        let rows: Vec<_> = classified.rows.iter().map(|row| row.result).collect();
                        crew_marks::mark(&mut sheet, view.season, &rows, laps);
                    }
                    sheet
                })
            }
            About::Grid(session) => {
                grid::grid(view.season, session).map_or_else(Sheet::default, |sheet| issued(sheet, issue))
            }
            About::Timing(session, kind) => issued(timing(view, session, kind), issue),
            About::Entries => {
                entries::entries(view.season).map_or_else(Sheet::default, |sheet| issued(sheet, issue))
            }
            About::Table(index) => points(view.season, view.rules, tables.get(index), issue),
            About::Points | About::Season | About::Audit => points(view.season, view.rules, tables, issue),
            About::Class(class) => {
                let own = tables.iter().filter(|table| table.class == Some(class));
                points(view.season, view.rules, own, issue)
            }
        }
    }

    fn json(&self, view: &View) -> Vec<u8> {
        let (season, rules, tables) = (view.season, view.rules, &view.outcome.tables);
        match self.about {
            About::Round(_) | About::Results(_) => self
                .about
                .classified(view)
                .map_or_else(Vec::new, |own| as_json(&json::classification::declared(season, rules, own))),
            About::Table(index) => as_json(&json::standings::with_progress(view, [index])),
            About::Points => as_json(&json::standings::with_progress(view, 0..tables.len())),
            About::Class(class) => {
                let own = tables.iter().filter(|table| table.class == Some(class));
                as_json(&json::standings::standings(season, rules, own))
            }
            About::Season | About::Grid(_) | About::Timing(..) | About::Entries => {
                as_json(&json::season::season(view))
            }
            About::Audit => as_json(&json::audit::audit(season, rules, view.audit)),
        }
    }

    fn wikitext(&self, view: &View) -> String {
        let spelling = Spelling::Canonical;
        match self.about {
            About::Round(round) => wikitext::race(view.season, view.outcome, round, spelling),
            About::Table(index) => view.outcome.tables.get(index).map_or_else(String::new, |table| {
                let title = &view.rules.titles[table.title];
                let name = markdown::in_comment(&sheet::standings::id(view.season, title, table));
                let text = wikitext::standings(view.season, title, table, spelling);
                format!("<!-- data-parcferme=\"{name}\" -->\n{text}")
            }),
            _ => wikitext::season(view.season, view.rules, view.outcome, spelling),
        }
    }

    /// What its picture says, where it is one.
    pub fn preview(&self, view: &View, issue: &Issue) -> og_image::Preview {
        match (self.about.classified(view), self.about) {
            (Some(classified), _) => preview::of_results(view, classified, issue),
            (None, About::Table(index)) => preview::of_table(view, index, issue),
            _ => og_image::Preview::default(),
        }
    }
}

fn timing(view: &View, session: Ix<Session>, kind: TimingSheet) -> Sheet {
    let Some(laps) = view.timed(session) else { return Sheet::default() };
    let classes: Vec<String> = view.season.classes.rows().iter().map(|class| class.id.clone()).collect();
    let mut timed = Timed::new(laps, &classes);
    timed.grid = grid::on_grid(view.season, session).iter().map(|row| row.number.to_string()).collect();
    timed.sheet(kind, session_head(view.season, session, kind.words()))
}

/// Indented, with a final newline, as the command line writes it.
pub(crate) fn as_json(document: &impl Serialize) -> Vec<u8> {
    // A document of texts and numbers always has a JSON form.
    let mut bytes = serde_json::to_vec_pretty(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn printed(sheet: &Sheet, print: Print) -> (Vec<u8>, Vec<Diagnostic>) {
    let (printed, diagnostics) = pdf::print(sheet, print);
    (printed.bytes, diagnostics)
}
