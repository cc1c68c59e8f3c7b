//! What this program published it reads again, in every form with tables: results, standings and entry lists with their rows
//! and cells.

use crate::original::original;
use parcferme::library::{self, Loaded};
use parcferme_core::audit::audit;
use parcferme_core::outcome::ClassificationRow;
use parcferme_core::season::{Kind, Status};
use parcferme_core::{Points, Severity, compute};
use parcferme_formats::folder::ResultRecord;
use parcferme_formats::intake::{self, Reading};
use parcferme_publish::documents::{self, About, Form};
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::site::{self, Subject};
use parcferme_publish::view::{Settings, View};
use parcferme_publish::{csv, sheet, xlsx};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Totals = BTreeMap<(String, String, String), Option<Points>>;

#[test]
fn all_tables_in_one_file_are_read_again() {
    let Some(own) = original() else { return };
    let (season, rules, tables) = (&own.season, &own.rules, &own.outcome.tables);
    let mut published = Totals::new();
    for table in tables {
        let title = rules.titles[table.title].id.clone();
        let class = table.class.map_or_else(String::new, |class| season.classes[class].id.clone());
        for row in &table.rows {
            let name = season.competitors[row.competitor].name.clone();
            published.insert((title.clone(), class.clone(), name), Some(row.total));
        }
    }
    let all = sheet::standings::standings(season, rules, tables);
    for (form, bytes) in [("csv", csv::sheet(&all).into_bytes()), ("xlsx", xlsx::workbook(&all).0)] {
        let reading = intake::read(&[("tables", &bytes)]);
        let mut again = Totals::new();
        for table in reading.said.iter().flat_map(|said| &said.tables) {
            for line in &table.lines {
                again.insert((table.title.clone(), table.class.clone(), line.competitor.clone()), line.total);
            }
        }
        let missing: Vec<_> =
            published.iter().filter(|(key, total)| again.get(*key) != Some(total)).collect();
        let wrong: Vec<_> = again.iter().filter(|(key, _)| !published.contains_key(*key)).take(3).collect();
        assert!(
            missing.is_empty(),
            "{form}: {} missing, {:?}; {wrong:?}",
            missing.len(),
            missing.iter().take(3).collect::<Vec<_>>()
        );
        assert!(
            reading.diagnostics.iter().all(|own| own.severity != Severity::Error),
            "{form}: {:?}",
            reading.diagnostics
        );
    }
}

fn loaded(season: &str) -> Loaded {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/seasons").join(season);
    let named = if fixtures.is_dir() { fixtures.display().to_string() } else { season.to_owned() };
    library::load(&named, None).unwrap_or_else(|refused| panic!("{refused:?}"))
}

/// Lines to compare, each of one car or competitor.
type Lines = BTreeSet<String>;

/// What a document is to say of results: number, class, place, team, crew, laps, how it ended.
fn result_line(parts: [&str; 7]) -> String {
    parts.join(" | ")
}

/// Who was at the finish and is not classified is `NC` on paper, whether a document said so or a rule.
fn ended(status: Status) -> &'static str {
    match status {
        Status::Finished | Status::Nc => "at the finish",
        Status::Dnf => "retired",
        Status::Dns | Status::Dnq => "did not start",
        Status::Dsq => "disqualified",
    }
}

fn of_row(view: &View<'_>, row: &ClassificationRow) -> String {
    let own = &view.season.results[row.result];
    let team = own.stands_for(Kind::Team);
    let team = team.map_or_else(|| own.printed_team.clone(), |ix| view.season.competitors[ix].name.clone());
    let crew: Vec<&str> =
        own.crew.iter().map(|seat| view.season.competitors[seat.driver].name.as_str()).collect();
    let text = |own: Option<u32>| own.map_or_else(String::new, |own| own.to_string());
    result_line([
        own.number.as_str(),
        row.class.map_or("", |class| view.season.classes[class].id.as_str()),
        &text(row.position.map(|own| own.get())),
        &team,
        &crew.join(", "),
        &text(row.laps.map(u32::from)),
        ended(row.status),
    ])
}

fn of_record(own: &ResultRecord) -> String {
    let crew: Vec<&str> = own.crew.iter().map(|seat| seat.driver.as_str()).collect();
    let text = |own: Option<u32>| own.map_or_else(String::new, |own| own.to_string());
    result_line([
        &own.number,
        &own.class,
        &text(own.position),
        &own.team,
        &crew.join(", "),
        &text(own.laps),
        ended(own.status),
    ])
}

/// What a form of a table does not have by its nature.
#[derive(Clone, Copy)]
struct Lacks {
    /// A file of columns alone has neither title nor class.
    title: bool,
    /// A table to embed has totals alone.
    cells: bool,
}

impl Lacks {
    fn line(
        self,
        title: &str,
        class: &str,
        name: &str,
        cells: &BTreeMap<u32, Points>,
        total: Points,
    ) -> String {
        let of = if self.title { String::new() } else { format!("{title} {class} ") };
        let cells: Vec<String> = cells.iter().map(|(round, points)| format!("{round}: {points}")).collect();
        let cells = if self.cells { String::new() } else { cells.join(", ") };
        format!("{of}{name} [{cells}] {total}")
    }
}

fn table_lines(view: &View<'_>, index: usize, lacks: Lacks) -> Lines {
    let table = &view.outcome.tables[index];
    let class = table.class.map_or("", |class| view.season.classes[class].id.as_str());
    let title = &view.rules.titles[table.title].id;
    let lines = table.rows.iter().map(|row| {
        let cells = table.rounds.iter().zip(&row.cells).filter(|(_, cell)| cell.points != Points::ZERO);
        let cells: BTreeMap<u32, Points> = cells
            .filter_map(|(round, cell)| Some((view.season.rounds[*round].number?.0, cell.points)))
            .collect();
        let name = &view.season.competitors[row.competitor].name;
        lacks.line(title, class, name, &cells, row.total)
    });
    lines.collect()
}

fn read_tables(reading: &Reading, lacks: Lacks) -> Lines {
    let tables = reading.said.iter().flat_map(|said| &said.tables);
    let lines = tables.flat_map(|table| table.lines.iter().map(move |line| (table, line)));
    lines
        .filter_map(|(table, line)| {
            let cells: BTreeMap<u32, Points> = line
                .cells
                .iter()
                .filter_map(|(round, points)| Some((*round, (*points)?)))
                .filter(|own| own.1 != Points::ZERO)
                .collect();
            Some(lacks.line(&table.title, &table.class, &line.competitor, &cells, line.total?))
        })
        .collect()
}

fn entry_lines(view: &View<'_>) -> Lines {
    let lines = view.season.entries.iter().map(|own| {
        let team = own.team.map_or(own.printed_team.as_str(), |ix| view.season.competitors[ix].name.as_str());
        let driver =
            own.driver.map_or(own.printed_driver.as_str(), |ix| view.season.competitors[ix].name.as_str());
        let number = own.number.as_ref().map_or("", |own| own.as_str());
        let nation = own.nation.as_deref().unwrap_or_default();
        let class = &view.season.classes[own.class].id;
        [class, number, team, &own.chassis, driver, nation, &own.printed_rounds].join(" | ")
    });
    lines.collect()
}

fn read_entries(reading: &Reading) -> Lines {
    let lines = reading.said.iter().flat_map(|said| &said.entries).map(|own| {
        [&*own.class, &own.number, &own.team, &own.chassis, &own.driver, &own.nation, &own.rounds].join(" | ")
    });
    lines.collect()
}

fn read_results(reading: &Reading, session: &str) -> Lines {
    let sessions = reading.said.iter().flat_map(|said| &said.sessions);
    let sessions = sessions.filter(|own| own.id() == session);
    sessions.flat_map(|own| own.rows.iter().map(of_record)).collect()
}

#[test]
fn every_document_is_read_again() {
    let mut bad = Vec::new();
    let mut read_all = 0;
    for name in ["alms/2003", "wec-2021", "imsa-2025-gtp"] {
        let loaded = loaded(name);
        let outcome = compute(&loaded.season, &loaded.rules);
        let checked = audit(&loaded.season, &loaded.rules, &outcome);
        let settings = Settings::default();
        let view = View::new(&loaded.season, &loaded.rules, &outcome, &checked, &settings);
        let issue = Issue::default();
        let mut files: Vec<(String, About, Vec<u8>)> = Vec::new();
        for own in documents::plan(&view) {
            let form =
                matches!(own.form, Form::Markdown | Form::Fragment | Form::Wikitext | Form::Csv | Form::Xlsx);
            if form {
                files.push((own.path.clone(), own.about, own.render(&view, &issue).0));
            }
        }
        for (path, subject) in site::plan(&view) {
            let about = match subject {
                Subject::Round(round) if view.main_classification(round).is_some() => About::Round(round),
                Subject::Standings { table } | Subject::Embed { table } => About::Table(table),
                _ => continue,
            };
            files.push((path, about, subject.render(&view).html.into_bytes()));
        }
        for (path, about, bytes) in &files {
            let file = path.rsplit('/').next().unwrap();
            let reading = intake::read(&[(file, bytes)]);
            let (expected, read) = match about {
                About::Round(round) => {
                    let own = view.main_classification(*round).unwrap();
                    let id = &view.season.sessions[own.session].id;
                    (own.rows.iter().map(|row| of_row(&view, row)).collect(), read_results(&reading, id))
                }
                About::Table(index) => {
                    let lacks = Lacks { title: path.ends_with(".csv"), cells: path.starts_with("embed/") };
                    (table_lines(&view, *index, lacks), read_tables(&reading, lacks))
                }
                About::Entries => (entry_lines(&view), read_entries(&reading)),
                _ => continue,
            };
            let missing: Vec<_> = expected.difference(&read).collect();
            let wrong: Vec<_> = read.difference(&expected).collect();
            let errors: Vec<String> = reading
                .diagnostics
                .iter()
                .filter(|own| own.severity == Severity::Error)
                .map(|own| format!("{} {} {}", own.id, own.message, own.found.as_deref().unwrap_or_default()))
                .collect();
            if !missing.is_empty() || !wrong.is_empty() || !errors.is_empty() {
                let size = reading
                    .said
                    .iter()
                    .map(|own| (own.sessions.len(), own.tables.len(), own.entries.len()))
                    .collect::<Vec<_>>();
                bad.push(format!(
                    "{name} {path}: {} of {} missing, {} wrong; {size:?}\n  - {:?}\n  + {:?}\n  ! {:?}",
                    missing.len(),
                    expected.len(),
                    wrong.len(),
                    missing.first(),
                    wrong.first(),
                    errors.iter().take(3).collect::<Vec<_>>()
                ));
            }
        }
        read_all += files.len();
    }
    assert!(bad.is_empty(), "{} of {read_all}\n{}", bad.len(), bad.join("\n"));
    assert!(read_all > 200, "{read_all}");
}
