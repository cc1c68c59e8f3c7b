//! `published/`: tables and class winners as published. They are proven, never inputs to what they assert.

use super::table::{self, Known, Table};
use super::told::Told;
use super::{Folder, Origin, crew, show_from, words};
use parcferme_core::numbers::Position;
use parcferme_core::{Diagnostic, Place, Points};
use std::collections::BTreeMap;

/// A published standings table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedRecord {
    pub title: String,
    /// Empty where the title has one table for all.
    pub class: String,
    /// Round after which the table was published; None for the final table with its rounds.
    pub after: Option<u32>,
    /// Digits to which points were rounded in print; None where they are exact.
    pub decimals: Option<u32>,
    pub lines: Vec<PublishedLine>,
    /// Path of the file it stands in.
    pub file: String,
}

/// One line of a published table, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedLine {
    pub position: Option<u32>,
    pub competitor: String,
    pub chassis: String,
    pub engine: String,
    /// Points by round; None for a blank cell.
    pub cells: BTreeMap<u32, Option<Points>>,
    pub total: Option<Points>,
    pub from: Vec<Origin>,
    pub line: u32,
}

/// A class winner as a season's page lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassWinnerRecord {
    pub round: u32,
    pub class: String,
    pub number: String,
    pub team: String,
    pub drivers: Vec<String>,
    pub from: Vec<Origin>,
    pub line: u32,
}

const ROUND: &str = "Rd ";
pub(super) const COLUMNS: &[&str] =
    &["after", "position", "competitor", "chassis", "engine", "total", "from", "decimals"];
pub(super) const WINNER_COLUMNS: &[&str] = &["round", "class", "number", "team", "drivers", "from"];

/// What published tables also print, in plain words.
const LEFT_OUT: &[&str] = &[
    "no",
    "nr",
    "#",
    "number",
    "car no",
    "class",
    "cat",
    "nat",
    "nation",
    "nationality",
    "country",
    "wins",
    "win",
    "podiums",
    "poles",
    "starts",
    "gap",
    "diff",
    "behind",
    "hometown",
    "licence",
    "license",
];

/// Path of a table.
pub(super) fn path(record: &PublishedRecord) -> String {
    let kind = if record.after.is_some() { "after" } else { "standings" };
    let class =
        if record.class.is_empty() { String::new() } else { format!("-{}", record.class.to_lowercase()) };
    format!("published/{kind}-{}{class}.csv", record.title)
}

pub(super) fn read(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let name = path.trim_start_matches("published/").trim_end_matches(".csv");
    let titled = name.strip_prefix("standings-").or_else(|| name.strip_prefix("after-"));
    let Some(titled) = titled else {
        diagnostics.push(
            Diagnostic::error("PF0414", "the file's name does not say which table it has")
                .at(Place::document(path))
                .found(name)
                .expected("standings-<title>[-<class>].csv or after-<title>[-<class>].csv"),
        );
        return;
    };
    let class = folder
        .classes
        .iter()
        .find(|class| titled.to_lowercase().ends_with(&format!("-{}", class.id.to_lowercase())))
        .map(|class| class.id.clone());
    let title = match &class {
        Some(class) => &titled[..titled.len() - class.len() - 1],
        None => titled,
    };
    let (tables, _) = read_table(path, text, (title, class.as_deref()), diagnostics);
    folder.published.extend(tables);
}

/// The tables of one text that ranks for a title, one an `after`, and what each column was read as.
fn read_table(
    path: &str,
    text: &str,
    (title, class): (&str, Option<&str>),
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<PublishedRecord>, Vec<Option<String>>) {
    let round =
        |name: &str, plain: &str| Some(format!("{ROUND}{}", round_of(name).or_else(|| round_head(plain))?));
    let first = |plain: &str| whom(plain, title);
    let known = Known { columns: COLUMNS, more: &round, left_out: LEFT_OUT, first: &first };
    let table = Table::read(path, text, &known, diagnostics);
    let rounds: Vec<(&str, u32)> =
        table.columns().into_iter().filter_map(|(column, _)| Some((column, round_of(column)?))).collect();
    let mut tables: BTreeMap<Option<u32>, PublishedRecord> = BTreeMap::new();
    for row in table.rows() {
        let after = row.value("after", "a round's number", diagnostics);
        let record = tables.entry(after).or_insert_with(|| PublishedRecord {
            title: title.to_owned(),
            class: class.unwrap_or_default().to_owned(),
            after,
            decimals: None,
            lines: Vec::new(),
            file: path.to_owned(),
        });
        record.decimals = record.decimals.or(row.value("decimals", "a number of digits", diagnostics));
        let cells = rounds
            .iter()
            .map(|(column, round)| (*round, row.value(column, "points such as 20 or 4.5", diagnostics)))
            .collect();
        record.lines.push(PublishedLine {
            position: row.value("position", "a position such as 4", diagnostics).map(Position::get),
            competitor: row.owned("competitor"),
            chassis: row.owned("chassis"),
            engine: row.owned("engine"),
            cells,
            total: row.value("total", "points such as 170 or 28.14", diagnostics),
            from: row.from(),
            line: row.line,
        });
    }
    (tables.into_values().collect(), table.read_as())
}

/// The tables of a text that stands by itself, in no folder.
pub(crate) fn read_loose(
    document: &str,
    title: &str,
    text: &str,
) -> (Vec<PublishedRecord>, Vec<Option<String>>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (tables, columns) = read_table(document, text, (title, None), &mut diagnostics);
    (tables, columns, diagnostics)
}

/// Whether the reader knows a head: a column of its own, a round, or one that it leaves out.
pub(super) fn knows(head: &str) -> bool {
    let plain = words::plain(head);
    !words::columns_of(&plain, |own| COLUMNS.contains(&own)).is_empty()
        || round_of(head).or_else(|| round_head(&plain)).is_some()
        || LEFT_OUT.contains(&plain.as_str())
}

/// Whether a head names those whom the title ranks: `Driver` of the title `drivers-overall`.
fn whom(plain: &str, title: &str) -> bool {
    const KINDS: &[(&str, &str)] =
        &[("drivers", "driver"), ("team", "team"), ("manufacturer", "manufacturer")];
    let of = |column: &str| KINDS.iter().any(|(own, _)| *own == column);
    let meant = words::columns_of(plain, of);
    let stems = KINDS.iter().filter(|(column, _)| meant.contains(column)).map(|(_, stem)| *stem);
    !meant.is_empty() && stems.chain([plain]).any(|stem| title.to_lowercase().contains(stem))
}

/// Words in front of the number of a round.
const ROUND_WORDS: &[&str] = &[
    "",
    "r",
    "rd",
    "rnd",
    "round",
    "race",
    "lauf",
    "wertungslauf",
    "rennen",
    "manche",
    "course",
    "gara",
    "prova",
    "carrera",
    "prueba",
    "corrida",
    "etapa",
    "ronda",
    "rodada",
];
/// Words behind it that say that the column has the points of the round.
const OF_POINTS: &[&str] = &["points", "pts", "pt", "punkte", "pkt", "punti", "puntos", "pontos"];

/// What makes a number an ordinal: `1st round`, `2ème manche`, `3ª prova`.
const ORDINALS: &[&str] = &["", "st", "nd", "rd", "th", "er", "ere", "re", "e", "eme", "a", "o"];

/// `R1`, `Rd. 1`, `Round 1`, `Lauf 1`, `1. Lauf`, `1`, `R1 Pts`.
pub(crate) fn round_head(plain: &str) -> Option<u32> {
    let plain = OF_POINTS.iter().find_map(|own| plain.strip_suffix(own)?.strip_suffix(' ')).unwrap_or(plain);
    let is_digit = |character: char| character.is_ascii_digit();
    let behind = plain.trim_start_matches(is_digit);
    let number = &plain[..plain.len() - behind.len()];
    if let Some((ordinal, word)) = behind.split_once(' ').filter(|_| !number.is_empty()) {
        let is_round = ORDINALS.contains(&ordinal) && !word.is_empty() && ROUND_WORDS.contains(&word);
        return is_round.then(|| number.parse().ok())?;
    }
    let digits = plain.trim_start_matches(|character: char| !is_digit(character));
    let word = plain[..plain.len() - digits.len()].trim_end();
    let is_round = ROUND_WORDS.contains(&word);
    (is_round && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

pub(super) fn round_of(column: &str) -> Option<u32> {
    column.strip_prefix(ROUND)?.parse().ok()
}

/// All tables that stand in one file.
pub(super) fn write(records: &[&PublishedRecord]) -> String {
    let mut rounds: Vec<u32> =
        records.iter().flat_map(|record| &record.lines).flat_map(|line| line.cells.keys().copied()).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let names: Vec<String> = rounds.iter().map(|round| format!("{ROUND}{round}")).collect();
    let mut columns = vec!["position", "after", "competitor", "chassis", "engine"];
    columns.extend(names.iter().map(String::as_str));
    columns.extend(["total", "decimals", "from"]);
    let shown = |points: Option<Points>| points.map_or_else(String::new, |points| points.to_string());
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let rows: Vec<Vec<String>> = records
        .iter()
        .flat_map(|record| record.lines.iter().map(move |line| (record, line)))
        .map(|(record, line)| {
            let mut row = vec![
                number(line.position),
                number(record.after),
                line.competitor.clone(),
                line.chassis.clone(),
                line.engine.clone(),
            ];
            row.extend(rounds.iter().map(|round| shown(line.cells.get(round).copied().flatten())));
            row.extend([shown(line.total), number(record.decimals), show_from(&line.from)]);
            row
        })
        .collect();
    // A round in which nobody scored keeps its column: blank cells are assertions too.
    table::write_keeping(&columns, &rows, |column| round_of(column).is_some())
}

pub(super) fn read_winners(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let known =
        Known { columns: WINNER_COLUMNS, more: &table::seat, left_out: &[], first: &table::none_first };
    let table = Table::read(path, text, &known, diagnostics);
    let mut told = Told::default();
    for row in table.rows() {
        let Some(round) = row.wanted("round", "a round's number", diagnostics) else { continue };
        folder.class_winners.push(ClassWinnerRecord {
            round,
            class: row.owned("class"),
            number: row.number(),
            team: row.owned("team"),
            drivers: crew::read_row(row, "drivers", &mut told),
            from: row.from(),
            line: row.line,
        });
    }
    told.finish(diagnostics);
}

pub(super) fn write_winners(folder: &Folder) -> String {
    let rows: Vec<Vec<String>> = folder
        .class_winners
        .iter()
        .map(|winner| {
            vec![
                winner.round.to_string(),
                winner.class.clone(),
                winner.number.clone(),
                winner.team.clone(),
                crew::written(winner.drivers.iter().map(String::as_str)),
                show_from(&winner.from),
            ]
        })
        .collect();
    table::write(WINNER_COLUMNS, &rows)
}
