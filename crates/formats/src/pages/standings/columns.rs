//! Which columns of a table of standings are rounds, and of which event and session each is.

use super::super::heads::{self, Head, Heads};
use super::super::table::{Cell, Form, Table, header_key};
use super::super::{RoundColumn, sections};
use crate::folder::words::plain;

/// What a table of standings has in its columns.
pub(super) struct Layout {
    pub heads: Heads,
    pub competitor: usize,
    pub total: Option<usize>,
    /// Columns of rounds, by the table's column.
    pub rounds: Vec<(usize, RoundColumn)>,
    /// Columns whose points are added to (or taken from) those of the rounds.
    pub bonus: Vec<usize>,
    pub penalty: Vec<usize>,
    /// Columns whose head nobody knows and whose cells are no results.
    pub unknown: Vec<usize>,
    /// The first row that is no head.
    pub first_row: usize,
    /// Why the columns cannot be told; the table is left out then.
    pub lost: Option<String>,
}

/// Whom a table may rank, in the order of a table that has several.
const COMPETITORS: [Head; 6] =
    [Head::Driver, Head::Team, Head::Maker, Head::Chassis, Head::Engine, Head::Nation];

const WANTED: [Head; 12] = [
    Head::Position,
    Head::Points,
    Head::Driver,
    Head::Team,
    Head::Maker,
    Head::Chassis,
    Head::Engine,
    Head::Number,
    Head::Nation,
    Head::Class,
    Head::Tyre,
    Head::CoDriver,
];

/// The columns, where the table names competitors and their totals.
pub(super) fn layout(table: &Table) -> Option<Layout> {
    let mut heads = heads_of(table);
    // `No` in front of a table without `Pos` is the place.
    let competitor = competitor(&heads)?;
    let total = heads.column(Head::Points)?;
    if heads.has(Head::Position) || total > competitor {
        let mut first_row = table.header_rows().max(1);
        let mut lost = None;
        let (columns, total) = match table.form {
            Form::Marked => (wikitext(table, &heads, competitor, total), total),
            Form::Flat => match pipes(table, &heads, competitor, total) {
                Ok((columns, total, rows)) => {
                    first_row = rows;
                    (columns, total)
                }
                Err(why) => {
                    lost = Some(why);
                    (Vec::new(), total)
                }
            },
        };
        let (rounds, unknown) = rounds(table, first_row, columns);
        if let Some(last) = rounds.iter().map(|(column, _)| *column).max()
            && last > total
            && table.form == Form::Flat
        {
            lost = Some("columns of rounds stand behind the total".to_owned());
        }
        let all =
            |head| (0..heads.len()).filter(|&column| heads.at(column) == Some(head)).collect::<Vec<_>>();
        let (bonus, penalty) = (all(Head::Bonus), all(Head::Penalty));
        heads = heads.clone();
        return Some(Layout {
            heads,
            competitor,
            total: Some(total),
            rounds,
            bonus,
            penalty,
            unknown,
            first_row,
            lost,
        });
    }
    None
}

pub(in crate::pages) fn heads_of(table: &Table) -> Heads {
    Heads::of_table(table, &WANTED)
}

/// The column of those who are ranked: the first of the columns with names.
fn competitor(heads: &Heads) -> Option<usize> {
    let entrants = heads
        .column(Head::Team)
        .filter(|team| heads.column(Head::Driver).is_some_and(|driver| *team < driver));
    entrants.or_else(|| COMPETITORS.iter().find_map(|head| heads.column(*head)))
}

/// A column that may be a round: its head is no other word, or a round's number.
fn may_be_round(table: &Table, heads: &Heads, column: usize, text: &str) -> bool {
    match heads.at(column) {
        None => true,
        // A short form that is a word too, such as `CAT` of Catalonia, over places or points.
        Some(
            Head::Class
            | Head::Nation
            | Head::Tyre
            | Head::Engine
            | Head::Chassis
            | Head::Maker
            | Head::Team
            | Head::CoDriver,
        ) => {
            let texts = (table.header_rows().max(1)..table.rows.len()).map(|row| table.text(row, column));
            let values = texts.filter(|text| !text.is_empty()).map(super::super::cells::read);
            let (all, read) =
                values.fold((0, 0), |(all, read), own| (all + 1, read + usize::from(own.is_some())));
            text.chars().count() <= 9 && all > 2 && 10 * read >= 9 * all
        }
        // `1`, `R1`, `Event`: words that a column of rounds has too.
        Some(_) => {
            round_number(text).is_some()
                || matches!(header_key(text).as_str(), "event" | "events" | "races" | "rounds")
        }
    }
}

type Labelled = (usize, String, String, usize);

/// Column, head, head below it, and the cell that the head is.
fn wikitext(table: &Table, heads: &Heads, competitor: usize, total: usize) -> Vec<Labelled> {
    let rows = table.header_rows().max(1);
    let mut found = Vec::new();
    for column in 0..table.columns() {
        let texts: Vec<(String, usize)> = (0..rows)
            .filter_map(|row| {
                let slot = table.rows.get(row)?.slots.get(column)?;
                Some((
                    table.cell(row, column).map_or(String::new(), Cell::coded).replace('\n', " "),
                    slot.cell,
                ))
            })
            .collect();
        let Some((top, cell)) = texts.first().cloned() else { continue };
        let below = texts.iter().skip(1).find(|(_, own)| *own != cell).map(|(text, _)| text.clone());
        if column <= competitor || column == total {
            continue;
        }
        if may_be_round(table, heads, column, &top) {
            found.push((column, top, below.unwrap_or_default(), cell));
        }
    }
    found
}

/// The same of flattened rows, whose spans are lost: a second row of heads tells what the first one spans. With the
/// column of the total and the first row that is no head.
fn pipes(
    table: &Table,
    heads: &Heads,
    competitor: usize,
    total: usize,
) -> Result<(Vec<Labelled>, usize, usize), String> {
    let filled = |row: usize| -> usize {
        let width = table.rows.get(row).map_or(0, |row| row.slots.len());
        (0..width).rev().find(|&column| !table.text(row, column).is_empty()).map_or(0, |last| last + 1)
    };
    let head = filled(0);
    let below: Vec<String> = (0..filled(1)).map(|column| table.text(1, column).to_owned()).collect();
    let second = !below.is_empty() && below.iter().all(|text| is_label(text)) && table.rows.len() > 2;
    let first_row = if second { 2 } else { 1 };
    let mut widths: Vec<usize> = (first_row..table.rows.len()).map(filled).collect();
    widths.sort_unstable();
    let widest = widths.iter().copied().max().unwrap_or(head);
    let own = |column: usize| (column, heads.text(column).to_owned(), String::new(), column);
    let of_head: Vec<Labelled> = (competitor + 1..head)
        .filter(|&column| column != total && may_be_round(table, heads, column, heads.text(column)))
        .map(own)
        .collect();
    if widest <= head && !second {
        return Ok((of_head, total, first_row));
    }
    // Behind the total nothing was spanned: everything that the rows have more stands before it.
    let behind = head - 1 - total;
    if widest <= head {
        return Err("a second row of heads, and rows no wider than the first".to_owned());
    }
    let total = widest - 1 - behind;
    let Some(&(first, ..)) = of_head.first() else { return Err("no head of a round".to_owned()) };
    let spanned = total - first;
    let consecutive = of_head.iter().enumerate().all(|(at, own)| own.0 == first + at);
    if second && below.len() == spanned && consecutive {
        let generic = of_head.len() == 1;
        let mut groups: Vec<Labelled> = Vec::new();
        let mut group = 0;
        for (at, text) in below.iter().enumerate() {
            let begins =
                generic || at == 0 || begins_anew(below.get(at - 1).map_or("", String::as_str), text);
            if begins && at > 0 {
                group += 1;
            }
            groups.push(match of_head.get(group).filter(|_| !generic) {
                Some(own) => (first + at, own.1.clone(), text.clone(), group),
                None if generic => (first + at, text.clone(), String::new(), group),
                None => return Err("more groups of races than heads of rounds".to_owned()),
            });
        }
        if generic || group + 1 == of_head.len() {
            return Ok((groups, total, first_row));
        }
    }
    Err(format!(
        "{} columns of rounds below {} heads: the spans of the header are lost",
        spanned,
        of_head.len()
    ))
}

/// A head of a second row: `R1`, `POR`, `SPR`; not a place, a mark or a name.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().count() <= 12
        && (text.starts_with(|c: char| c.is_alphabetic()))
        && !super::super::cells::read(text).is_some_and(|all| all.iter().any(|own| own.mark.is_some()))
}

/// Whether a new event begins: its first race is counted from one again.
fn begins_anew(before: &str, text: &str) -> bool {
    let number = |text: &str| text.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    match (number(before), number(text)) {
        (Some(before), Some(own)) => own <= before,
        _ => false,
    }
}

/// Columns of rounds with event and session; and those that are none, for their cells are neither points nor places.
fn rounds(
    table: &Table,
    first_row: usize,
    columns: Vec<Labelled>,
) -> (Vec<(usize, RoundColumn)>, Vec<usize>) {
    let (mut rounds, mut unknown): (Vec<(usize, RoundColumn)>, Vec<usize>) = (Vec::new(), Vec::new());
    let width = table.columns();
    let are_cells = |column: usize| {
        // A head that is repeated at the foot is no cell.
        let heads: Vec<String> = (0..first_row).map(|row| plain(table.text(row, column))).collect();
        let texts = (first_row..table.rows.len())
            .filter_map(|row| table.own(row, column))
            .filter(|cell| cell.colspan < width)
            .map(|cell| cell.text.as_str())
            .filter(|text| !text.is_empty() && !heads.contains(&plain(text)));
        let (mut good, mut bad) = (0_usize, 0_usize);
        for text in texts {
            match super::super::cells::read(text) {
                Some(_) => good += 1,
                None => bad += 1,
            }
        }
        bad == 0 || good > 2 * bad
    };
    let columns: Vec<Labelled> = columns
        .into_iter()
        .filter(|(column, top, ..)| {
            // What is numbered as a round is one, whatever stands in it.
            let are = round_number(top).is_some() || are_cells(*column);
            if !are {
                unknown.push(*column);
            }
            are
        })
        .collect();
    // One column with a strange head is no calendar.
    if let [(column, top, ..)] = columns.as_slice()
        && round_number(top).is_none()
    {
        unknown.push(*column);
        return (rounds, unknown);
    }
    // One head above all of them, such as `Event`, says nothing: those below it are the rounds.
    let generic = columns.len() > 1
        && columns.iter().all(|own| own.3 == columns[0].3)
        && columns.iter().all(|own| !own.2.is_empty());
    let mut event = 0;
    let mut last_cell = None;
    for (column, top, below, cell) in columns {
        let (label, sub, cell) =
            if generic { (below, String::new(), usize::MAX - column) } else { (top, below, cell) };
        if last_cell != Some(cell) {
            event += 1;
            last_cell = Some(cell);
        }
        rounds.push((
            column,
            RoundColumn { event, number: round_number(&label), label, session: session(&sub) },
        ));
    }
    // Several columns of one event are its races, in order, where the heads do not name them.
    let counts: Vec<usize> = rounds
        .iter()
        .map(|(_, own)| rounds.iter().filter(|(_, other)| other.event == own.event).count())
        .collect();
    let mut nth: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    for ((_, own), count) in rounds.iter_mut().zip(counts) {
        let nth = nth.entry(own.event).or_default();
        *nth += 1;
        let plain = own.session.as_deref().is_none_or(|session| session.starts_with("race"));
        if count > 1 && plain {
            own.session = Some(format!("race-{nth}"));
        }
    }
    (rounds, unknown)
}

/// `R1`, `Sprint`, `Feature`: the session of a column below its event.
fn session(text: &str) -> Option<String> {
    match header_key(text).as_str() {
        "" => None,
        "spr" | "sp" | "sr" => Some("sprint".to_owned()),
        "fea" | "fr" => Some("feature".to_owned()),
        key => sections::said(&[key]).session.or_else(|| Some("race".to_owned())),
    }
}

/// `Rd 3`, `Rnd. 3`, `R3`, `3`.
pub(super) fn round_number(header: &str) -> Option<u32> {
    let key = header_key(header);
    let digits = key.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '.' || c == ' ');
    let word = key[..key.len() - digits.len()].trim_matches(['.', ' ']);
    matches!(word, "" | "r" | "rd" | "rnd" | "round").then(|| digits.parse().ok()).flatten()
}

/// The header texts of a table, for rows that repeat them.
pub(super) fn header_texts(table: &Table, first_row: usize) -> std::collections::BTreeSet<String> {
    (0..first_row)
        .flat_map(|row| (0..table.columns()).map(move |column| plain(table.text(row, column))))
        .filter(|text| !text.is_empty())
        .collect()
}

/// The head of a column, for saying which were left out.
pub(super) fn head_text(table: &Table, column: usize) -> String {
    heads::texts(table).get(column).cloned().unwrap_or_default()
}
