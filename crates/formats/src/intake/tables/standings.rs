//! Standings as published: rounds as columns, or totals alone. Cells are taken for points where sum and total prove it, and
//! for finishing places where the totals do.

mod places;

use super::super::said::{Left, Said};
use super::kind::of_whom;
use super::{Context, Table, scores, totals};
use crate::folder::{
    Fate, Origin, PublishedLine, PublishedRecord, place_of, plain_word, says_nothing, shown, status_of,
};
use crate::pages::as_read;
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Place, Points};
use std::collections::BTreeMap;

/// A cell of a round, as it stands.
enum Cell {
    Blank,
    Points(Points),
    /// In brackets: a score that does not count.
    Dropped(Points),
    /// `1st`: a finishing place for certain.
    Place(u32),
    /// How a car's race ended.
    Word(Status),
    Unreadable,
}

/// A row about to be proven.
struct Row {
    class: String,
    own: PublishedLine,
    cells: BTreeMap<u32, Cell>,
    /// Before dropped scores, where the total, or a column, says it: `18 (24)`.
    gross: Option<Points>,
    /// What is dropped, where a column says it.
    dropped: Option<Points>,
}

/// Columns beside the total that say how it came about.
#[derive(Clone, Copy)]
struct Beside {
    gross: Option<usize>,
    dropped: Option<usize>,
}

/// Marks of a note, and what stands around a place that does not count.
const MARKS: [char; 5] = ['*', '†', '‡', '(', ')'];

/// What the cells of the rounds were found to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cells {
    Points,
    /// They add up, but the fewest are first: finishing places would do so too.
    Places,
    Unproven,
}

pub(super) fn take(context: &Context<'_>, mut table: Table<'_>, said: &mut Said, told: &mut Vec<Diagnostic>) {
    let fields = table.reading.fields();
    let of_points: Vec<usize> = (0..fields.len())
        .filter(|&at| fields[at].as_deref().is_some_and(|own| own == "total" || own.starts_with("Rd ")))
        .collect();
    group_thousands(&mut table.cut.rows, &of_points);
    let Some((_, heads)) = &table.cut.head else { return };
    let title = title(&table, &fields, heads);
    if table.reading.has("round") && table.reading.has("total") && table.reading.rounds() == 0 {
        return scores::take(context, &table, &title, said, told);
    }
    let rounds: Vec<(u32, usize)> = fields
        .iter()
        .enumerate()
        .filter_map(|(at, field)| Some((field.as_deref()?.strip_prefix("Rd ")?.parse().ok()?, at)))
        .collect();
    let beside = beside(&table, &fields, heads);
    let mut rows = Vec::new();
    for (line, record) in &table.cut.rows {
        if let Some(why) = is_of_nobody(record, &fields, &rounds) {
            said.left.push(Left { what: text_of(record.iter()), why: why.to_owned(), line: *line });
            continue;
        }
        rows.extend(row(context, &table, (*line, record), &fields, (&rounds, beside), told));
    }
    let head = Place::line(context.document, table.cut.head.as_ref().map_or(0, |head| head.0), "");
    if let Some(at) = beside.dropped.filter(|_| beside.gross.is_none()) {
        told.extend(without_dropped(&mut rows, &heads[at]).map(|own| own.at(head.clone())));
    }
    told.extend(contradictions(context, &rows));
    let cells = if rounds.is_empty() { Cells::Points } else { are_points(&rows) };
    let proven = cells == Cells::Points;
    if proven && table.cut.of_races {
        told.push(
            Diagnostic::note("PF1398", "the columns of each round are taken together")
                .at(head.clone())
                .found("several columns of points for one round")
                .help("a published table has a cell a round; the races themselves are results"),
        );
    }
    if proven && !rounds.is_empty() {
        told.extend(misprints(context, &rows));
        for (round, at) in &rounds {
            if crate::folder::round_head(&plain_word(&heads[*at])).is_none() {
                said.round_names.insert(*round, heads[*at].trim().to_owned());
            }
        }
    }
    // Places of two races put together are none.
    let are_places = cells == Cells::Unproven && !table.cut.of_races && places::are_places(&rows);
    if are_places {
        told.push(
            Diagnostic::note(
                "PF1424",
                "the cells of the rounds are finishing places: results were made of them",
            )
            .at(head.clone())
            .found("whoever has more points has lower figures, and they do not add up to the totals")
            .expected("points; places are no points")
            .help("correct the results where that is wrong; the totals were taken as published"),
        );
        said.sessions.extend(places::sessions(&rows, &rounds, heads, &table));
    } else if !proven {
        let told_of = match cells {
            Cells::Places => Diagnostic::warning(
                "PF1061",
                "the cells of the rounds may be finishing places and are left out: the fewest are first",
            )
            .expected("points; where the lowest total wins, places add up to it as well"),
            _ => Diagnostic::warning(
                "PF1051",
                "the cells of the rounds do not add up to the totals and are left out",
            )
            .expected("points, of which some may be dropped; finishing places are no points"),
        };
        told.push(
            told_of.at(head).help("the totals were taken; add the results of the rounds by themselves"),
        );
    }
    if !proven {
        for column in &mut said.columns {
            if let Some(round) = column.field.as_deref().and_then(|field| field.strip_prefix("Rd ")) {
                column.field = are_places.then(|| format!("results of round {round}"));
            }
        }
    }
    let mut tables: BTreeMap<String, Vec<PublishedLine>> = BTreeMap::new();
    for Row { class, mut own, cells, .. } in rows {
        if proven {
            own.cells = cells
                .into_iter()
                .map(|(round, cell)| match cell {
                    Cell::Points(points) | Cell::Dropped(points) => (round, Some(points)),
                    _ => (round, None),
                })
                .collect();
        }
        tables.entry(class).or_default().push(own);
    }
    for (class, lines) in tables {
        said.tables.push(PublishedRecord {
            title: title.clone(),
            class,
            after: table.titles.after,
            lines,
            ..PublishedRecord::default()
        });
    }
    for line in &table.cut.foot {
        said.left.push(Left {
            what: text_of(line.cells.iter().map(String::as_str)),
            why: BELOW.to_owned(),
            line: line.number,
        });
    }
}

const BELOW: &str = "a line below the table";

/// What stands in place of a competitor in a row of the most that could be scored, in plain form.
const MOST: &[&str] = &[
    "max",
    "maximum",
    "max points",
    "maximum points",
    "points available",
    "available points",
    "available",
    "max available",
    "maximum available",
    "max pts",
    "max punkte",
    "maximale punkte",
    "maximalpunkte",
    "maximalpunktzahl",
    "points max",
    "points maximum",
    "maximum de points",
    "punti massimi",
    "massimo",
    "maximo",
    "puntos maximos",
    "pontos maximos",
];

fn text_of<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    format!("`{}`", cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" "))
}

/// Why a row has no competitor: a note may have a separator in it, and the most that could be scored is nobody's.
fn is_of_nobody(
    record: &csv::StringRecord,
    fields: &[Option<String>],
    rounds: &[(u32, usize)],
) -> Option<&'static str> {
    let at = |field: &str| fields.iter().position(|own| own.as_deref() == Some(field));
    let text = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
    let position = text(at("position"));
    let has_place = place_of(position.trim_matches(MARKS)).is_some();
    if !has_place && MOST.contains(&plain_word(text(at("competitor"))).as_str()) {
        return Some("the most that could be scored");
    }
    let is_word = !says_nothing(position) && status_of(position).is_none();
    let marked =
        record.iter().map(str::trim).find(|cell| !cell.is_empty()).is_some_and(|own| own.starts_with(MARKS));
    let scored = total(text(at("total"))).0.is_some()
        || rounds.iter().any(|(_, at)| {
            let own = cell(record.get(*at).unwrap_or_default());
            matches!(own, Cell::Points(_) | Cell::Dropped(_) | Cell::Place(_) | Cell::Word(_))
        });
    (!has_place && !scored && (is_word || marked)).then_some(BELOW)
}

/// The id of the title: whom the table ranks.
fn title(table: &Table<'_>, fields: &[Option<String>], heads: &[String]) -> String {
    if let Some(title) = table.titles.title {
        return title.to_owned();
    }
    let column = fields.iter().position(|field| field.as_deref() == Some("competitor"));
    let by_head = column.and_then(|at| of_whom(&plain_word(&heads[at])));
    let by_title = table.titles.text.split_whitespace().find_map(|word| of_whom(&plain_word(word)));
    by_title.or(by_head).unwrap_or("drivers").to_owned()
}

fn row(
    context: &Context<'_>,
    table: &Table<'_>,
    (line, record): (u32, &csv::StringRecord),
    fields: &[Option<String>],
    (rounds, beside): (&[(u32, usize)], Beside),
    told: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let text = |field: &str| {
        let at = fields.iter().position(|own| own.as_deref() == Some(field));
        let cell = at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        if says_nothing(cell) { "" } else { cell }
    };
    let competitor = text("competitor");
    if competitor.is_empty() {
        return None;
    }
    let mut unreadable = |column: &str, found: &str| {
        told.push(
            Diagnostic::error("PF0407", format!("column `{column}` cannot be read"))
                .at(Place::line(context.document, line, shown(record, table.cut.separator)))
                .found(found)
                .expected("points such as 20 or 4.5"),
        );
    };
    let cells: BTreeMap<u32, Cell> = rounds
        .iter()
        .map(|(round, at)| {
            let found = record.get(*at).unwrap_or_default();
            let cell = cell(found);
            if matches!(cell, Cell::Unreadable) {
                unreadable(&format!("Rd {round}"), found);
            }
            (*round, cell)
        })
        .collect();
    let (total, gross) = total(text("total"));
    if total.is_none() && !text("total").is_empty() {
        unreadable("total", text("total"));
    }
    let position = place_of(text("position").trim_matches(MARKS));
    let class = if text("class").is_empty() { table.titles.class.clone() } else { text("class").to_owned() };
    let own = PublishedLine {
        position,
        competitor: competitor.to_owned(),
        chassis: text("chassis").to_owned(),
        engine: text("engine").to_owned(),
        cells: BTreeMap::new(),
        total,
        from: vec![Origin { document: context.document.to_owned(), line }],
        line,
    };
    let gross = gross.or_else(|| totals::points_at(record, beside.gross));
    Some(Row { class, own, cells, gross, dropped: totals::points_at(record, beside.dropped) })
}

fn beside(table: &Table<'_>, fields: &[Option<String>], heads: &[String]) -> Beside {
    let left = |is: fn(&str) -> bool| (0..heads.len()).find(|&at| fields[at].is_none() && is(&heads[at]));
    let second = || {
        let total = fields.iter().position(|own| own.as_deref() == Some("total"))?;
        table.reading.fates.iter().position(|fate| matches!(fate, Fate::Second(own) if *own == total))
    };
    Beside { gross: left(totals::is_gross).or_else(second), dropped: left(totals::is_dropped) }
}

/// Takes dropped scores from totals that have them in them; says so, or that nothing shows whether they have.
fn without_dropped(rows: &mut [Row], head: &str) -> Option<Diagnostic> {
    let drops = |row: &Row| row.dropped.is_some_and(|own| own != Points::ZERO);
    if !rows.iter().any(drops) {
        return None;
    }
    let with_total = || rows.iter().filter(|row| row.own.total.is_some());
    let is_gross = with_total().all(|row| sum(row, true) == row.own.total);
    let is_net = with_total().all(|row| {
        row.dropped.is_none() || sum(row, true) == row.own.total.zip(row.dropped).map(|(net, own)| net + own)
    });
    if rows.iter().all(|row| row.cells.is_empty()) || !(is_gross || is_net) {
        return Some(
            Diagnostic::warning("PF1062", "whether the totals have the dropped scores in them is not known")
                .found(format!("`{head}` beside one total"))
                .expected("rounds that add up to the totals, or a column of net points")
                .help("the totals were taken as they stand; `--map \"HEAD=total\"` says which column counts"),
        );
    }
    if is_net {
        return None;
    }
    for row in rows.iter_mut() {
        row.gross = row.gross.or(row.own.total);
        row.own.total = row.own.total.map(|total| total - row.dropped.unwrap_or(Points::ZERO));
    }
    Some(
        Diagnostic::note("PF1063", "the totals have the dropped scores in them, which were taken away")
            .found(format!("rounds that add up to the totals, and `{head}`"))
            .help("the published total is what counts"),
    )
}

/// Rows in which the two totals and what is dropped do not go together.
fn contradictions(context: &Context<'_>, rows: &[Row]) -> Vec<Diagnostic> {
    let differs = |row: &&Row| match (row.own.total, row.dropped, row.gross) {
        (Some(net), Some(dropped), Some(gross)) => net + dropped != gross,
        _ => false,
    };
    let told = |row: &Row| {
        let shown = |own: Option<Points>| own.map_or_else(String::new, |own| own.to_string());
        Diagnostic::warning("PF1064", "what counts and what is dropped do not add up to the whole")
            .at(Place::line(context.document, row.own.line, row.own.competitor.clone()))
            .found(format!("{} and {}, of {}", shown(row.own.total), shown(row.dropped), shown(row.gross)))
            .help("the total that counts was taken; correct the table where it is wrong")
    };
    rows.iter().filter(differs).map(told).collect()
}

/// The points of all rounds, those in brackets too or not.
fn sum(row: &Row, dropped: bool) -> Option<Points> {
    let points = row.cells.values().filter_map(|cell| match cell {
        Cell::Points(points) => Some(*points),
        Cell::Dropped(points) => Some(*points).filter(|_| dropped),
        _ => None,
    });
    Some(points.fold(Points::ZERO, |sum, own| sum + own))
}

/// `20`, `4.5`, `4,5`, `5½`, `6⅔`, `3 1/3`, `1.050,5`, `1 050`, a true minus.
pub(super) fn points(text: &str) -> Option<Points> {
    let text = as_read(text.trim());
    let text = text.replace('–', "-");
    if let Some(text) = without_thousands(&text) {
        return text.parse().ok();
    }
    let comma = text.matches(',').count() == 1 && !text.contains('.') && !text.ends_with(",000");
    (if comma { text.replace(',', ".") } else { text }).parse().ok()
}

/// The signs that group thousands.
const GROUPING: [char; 7] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '.', ','];

/// A number whose thousands are grouped without doubt, as it is read: `1.050,5`, `1,050.5`, `1 050`, `1'050`, `1.000.000`.
fn without_thousands(text: &str) -> Option<String> {
    let (sign, bare) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let by = bare.chars().find(|own| GROUPING.contains(own))?;
    let decimal = match by {
        '.' => ",",
        ',' => ".",
        _ => ".,",
    };
    let (whole, part) = match bare.find(|own| decimal.contains(own)) {
        Some(at) => (&bare[..at], Some(&bare[at + 1..])),
        None => (bare, None),
    };
    let digits = |own: &str| !own.is_empty() && own.bytes().all(|own| own.is_ascii_digit());
    let groups: Vec<&str> = whole.split(by).collect();
    let grouped = digits(groups[0])
        && groups[0].len() <= 3
        && groups.len() > 1
        && groups[1..].iter().all(|own| digits(own) && own.len() == 3);
    // One point or comma before three digits may part thousands or thousandths.
    let doubtful = matches!(by, '.' | ',') && groups.len() == 2 && part.is_none();
    (grouped && !doubtful && part.is_none_or(digits)).then(|| {
        let part = part.map_or_else(String::new, |part| format!(".{part}"));
        format!("{sign}{}{part}", groups.concat())
    })
}

/// In a table in which other figures of hundreds stand without a sign, `1.050` is a thousand and fifty: such cells lose it.
fn group_thousands(rows: &mut [(u32, csv::StringRecord)], columns: &[usize]) {
    let parts = |cell: &str| -> Option<String> {
        let (front, behind) = cell.trim().split_once(['.', ','])?;
        let digits = |own: &str| own.bytes().all(|own| own.is_ascii_digit());
        let grouped = (1..=3).contains(&front.len()) && behind.len() == 3 && digits(front) && digits(behind);
        (grouped && !front.starts_with('0')).then(|| format!("{front}{behind}"))
    };
    let hundreds =
        |cell: &str| cell.trim().len() == 3 && cell.trim().parse::<u32>().is_ok_and(|own| own > 99);
    let mut of_points = rows.iter().flat_map(|(_, record)| columns.iter().filter_map(|at| record.get(*at)));
    if !of_points.clone().any(|cell| parts(cell).is_some()) || !of_points.any(hundreds) {
        return;
    }
    for (_, record) in rows {
        let cells = record.iter().enumerate();
        *record = cells
            .map(|(at, cell)| {
                parts(cell).filter(|_| columns.contains(&at)).unwrap_or_else(|| cell.to_owned())
            })
            .collect();
    }
}

fn cell(text: &str) -> Cell {
    let text = text.trim().trim_end_matches(['*', '†', '‡']).trim();
    if says_nothing(text) {
        return Cell::Blank;
    }
    if let Some(status) = status_of(text) {
        return Cell::Word(status);
    }
    let inner = text.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    let bare = inner.unwrap_or(text);
    let word = || status_of(bare).map(Cell::Word).or_else(|| places::ordinal(bare).map(Cell::Place));
    let score = || points(bare).map(if inner.is_some() { Cell::Dropped } else { Cell::Points });
    word().or_else(score).unwrap_or(Cell::Unreadable)
}

/// `26 1st`, `0 retired`: the points, where the place that they are for or the end of the race stands behind them.
pub(crate) fn without_place(text: &str) -> &str {
    let Some((before, behind)) = text.trim().split_once(char::is_whitespace) else { return text };
    let is_place =
        places::ordinal(behind.trim().trim_end_matches('=')).is_some() || status_of(behind.trim()).is_some();
    if is_place && points(before).is_some() { before } else { text }
}

/// `18 (24)`: what counts, and everything.
fn total(text: &str) -> (Option<Points>, Option<Points>) {
    match text.split_once('(') {
        Some((net, gross)) => (points(net), points(gross.trim_end_matches(')'))),
        None => (points(text), None),
    }
}

/// Whether the cells are points: they add up to the total, all or the best of them, or all without what is said to be
/// dropped; in every row, or in so many that the others can only be misprints. Where nothing is added up, they are points
/// where a column has a figure that is no place, or one of them twice.
fn are_points(rows: &[Row]) -> Cells {
    if rows.iter().flat_map(|row| row.cells.values()).any(|cell| matches!(cell, Cell::Place(_))) {
        return Cells::Unproven;
    }
    let with_total: Vec<&Row> = rows.iter().filter(|row| row.own.total.is_some()).collect();
    if with_total.is_empty() {
        return if look_like_places(rows) { Cells::Unproven } else { Cells::Points };
    }
    let by_drops = |row: &&Row| {
        let whole = row.own.total.map(|net| net + row.dropped.unwrap_or(Points::ZERO));
        row.gross.is_some() && sum(row, true) == row.gross && whole == row.gross
    };
    let totals: Vec<Option<Points>> = with_total.iter().map(|row| row.own.total).collect();
    let fewest_first = totals.first() < totals.last() && totals.is_sorted();
    let all = with_total.iter().all(by_drops);
    match best_counted(rows) {
        Some((_, wrong)) if fewest_first && look_like_places(rows) => {
            if wrong == 0 {
                Cells::Places
            } else {
                Cells::Unproven
            }
        }
        Some(_) => Cells::Points,
        None if all => Cells::Points,
        None => Cells::Unproven,
    }
}

/// How many of the best results add up to the totals, and in how many rows they do not; none where they do not in too many
/// to be misprints: a quarter of the rows at most, and three rows with points do; or half as many rows as all results of which
/// add up, where two do.
fn best_counted(rows: &[Row]) -> Option<(usize, usize)> {
    let with_total: Vec<&Row> = rows.iter().filter(|row| row.own.total.is_some()).collect();
    let rounds = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let wrong = |best: usize| with_total.iter().filter(|row| !adds_up(row, best)).count();
    // Of equal counts the one that drops fewest.
    let (best, wrong) = (1..=rounds).rev().map(|best| (best, wrong(best))).min_by_key(|own| own.1)?;
    let scored = |row: &&&Row| row.own.total != Some(Points::ZERO) && adds_up(row, best);
    let right = with_total.iter().filter(scored).count();
    let of_many = wrong * 4 <= with_total.len() && right >= 3;
    let of_few = best == rounds && right >= 2 && wrong * 2 <= right;
    (wrong == 0 || of_many || of_few).then_some((best, wrong))
}

/// Rows whose points do not add up to their total, in a table of which the others do.
fn misprints(context: &Context<'_>, rows: &[Row]) -> Vec<Diagnostic> {
    let Some((best, wrong)) = best_counted(rows) else { return Vec::new() };
    let all = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let told = |row: &Row| {
        let counted = if best == all { "all rounds".to_owned() } else { format!("the best {best} results") };
        let total = row.own.total.map_or_else(String::new, |own| own.to_string());
        let sum = counted_sum(row, best);
        Diagnostic::warning(
            "PF1152",
            format!("the points of {} do not add up to the total", row.own.competitor),
        )
        .at(Place::line(context.document, row.own.line, row.own.competitor.clone()))
        .found(format!("{total}, and {sum} by {counted}"))
        .expected("a total that the rounds give, as in the other rows")
        .help("one of them is a misprint: both were taken as they stand")
    };
    if wrong == 0 {
        return Vec::new();
    }
    rows.iter().filter(|row| row.own.total.is_some() && !adds_up(row, best)).map(told).collect()
}

/// The columns between others that are rounds though their heads do not say it: their cells are points, or say how a race
/// ended, and add up to the total.
pub(super) fn rounds_by_sum(cut: &super::cut::Cut, open: &[usize], total_at: usize) -> bool {
    let read = |record: &csv::StringRecord| -> Option<Row> {
        let cells: BTreeMap<u32, Cell> =
            (1..).zip(open.iter().map(|at| cell(record.get(*at).unwrap_or_default()))).collect();
        let (total, gross) = total(record.get(total_at).unwrap_or_default());
        let own = PublishedLine { total, ..PublishedLine::default() };
        (!cells.values().any(|own| matches!(own, Cell::Unreadable | Cell::Place(_)))).then_some(Row {
            class: String::new(),
            own,
            cells,
            gross,
            dropped: None,
        })
    };
    let rows: Option<Vec<Row>> = cut.rows.iter().map(|(_, record)| read(record)).collect();
    let Some(rows) = rows else { return false };
    let scored = rows.iter().filter(|row| row.own.total.is_some_and(|own| own != Points::ZERO)).count();
    open.len() > 1 && scored > 1 && best_counted(&rows).is_some() && are_points(&rows) == Cells::Points
}

fn adds_up(row: &Row, best: usize) -> bool {
    Some(counted_sum(row, best)) == row.own.total
        && row.gross.is_none_or(|gross| sum(row, true) == Some(gross))
}

/// The points of the best results.
fn counted_sum(row: &Row, best: usize) -> Points {
    let mut counted: Vec<Points> = row
        .cells
        .values()
        .filter_map(|cell| if let Cell::Points(points) = cell { Some(*points) } else { None })
        .collect();
    counted.sort_unstable_by(|a, b| b.cmp(a));
    counted.iter().take(best).fold(Points::ZERO, |sum, own| sum + *own)
}

fn look_like_places(rows: &[Row]) -> bool {
    let mut columns: BTreeMap<u32, Vec<&Points>> = BTreeMap::new();
    for row in rows {
        for (round, cell) in &row.cells {
            if let Cell::Points(points) = cell {
                columns.entry(*round).or_default().push(points);
            }
        }
    }
    let words = rows.iter().flat_map(|row| row.cells.values()).any(|cell| matches!(cell, Cell::Word(_)));
    let one: Option<Points> = "1".parse().ok();
    columns.values().all(|column| {
        let mut once: Vec<&&Points> = column.iter().collect();
        once.sort();
        once.dedup();
        once.len() == column.len()
    }) && (words
        || columns.values().filter(|column| column.iter().any(|own| Some(**own) == one)).count() * 2
            >= columns.len())
}
