//! Widths of a table's columns.

use super::text::{Type, natural, widest_word};
use crate::sheet::{Cell, Column, Run, Table, Width};

/// Free space left and right of a cell's text, and above and below it.
pub(super) const PAD: f32 = 3.2;
const ROW_PAD: f32 = 2.3;
/// The same in charts, and their size of type.
const CHART_PAD: f32 = 1.2;
const CHART_ROW_PAD: f32 = 1.3;
const CHART_SIZE: f32 = 6.4;
/// Width of a class' chip with the space behind it.
pub(super) const CHIP: f32 = 8.0;
/// Type sizes tried from the largest; the smallest is still read at arm's length.
const SIZES: [f32; 5] = [8.4, 7.8, 7.2, 6.6, 6.0];

/// Even columns take up to this share of what is left over, and grow to this width at most.
const EVEN_SHARE: f32 = 0.7;
const EVEN_MOST: f32 = 38.0;

/// How many times its natural width a table is drawn out to.
const MOST_STRETCH: f32 = 1.6;

/// How a table will be set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    pub size: f32,
    /// Free space left and right of a cell's text, and above and below it.
    pub pad: f32,
    pub row_pad: f32,
    /// Outer widths, one a column; they add up to the measure or less.
    pub widths: Vec<f32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Need {
    /// Nothing wraps.
    natural: f32,
    /// No word breaks.
    least: f32,
}

/// Type of that size still reads well: a table that needs a smaller one is given a wider page.
const STANDING_SIZE: f32 = 7.2;

/// Width the table takes when nothing wraps, in type that still reads well.
pub(super) fn least_width(table: &Table) -> f32 {
    needs(&[table], STANDING_SIZE, PAD).iter().map(|need| need.natural).sum()
}

/// The largest type at which nothing wraps, else at which no word breaks, and the widths for it: one setting for tables of the same columns, so that
/// they stand under each other.
pub(super) fn fit(tables: &[&Table], measure: f32) -> Setting {
    let columns = tables.first().map_or(&[] as &[Column], |table| &table.columns);
    // One line a row, where type that still reads well allows it.
    for size in SIZES.into_iter().filter(|size| *size >= STANDING_SIZE) {
        let needs = needs(tables, size, PAD);
        if needs.iter().map(|need| need.natural).sum::<f32>() <= measure {
            return Setting { size, pad: PAD, row_pad: ROW_PAD, widths: share(&needs, columns, measure) };
        }
    }
    for size in SIZES {
        let needs = needs(tables, size, PAD);
        let least: f32 = needs.iter().zip(columns).map(|(need, column)| held(*need, column)).sum();
        if least <= measure {
            return Setting { size, pad: PAD, row_pad: ROW_PAD, widths: share(&needs, columns, measure) };
        }
    }
    let size = SIZES[SIZES.len() - 1];
    let needs = needs(tables, size, PAD);
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let widths = if least <= measure {
        let mut widths: Vec<f32> = needs.iter().map(|need| need.least).collect();
        spread(&mut widths, &needs, measure - least);
        widths
    } else {
        needs.iter().map(|need| need.least * measure / least).collect()
    };
    Setting { size, pad: PAD, row_pad: ROW_PAD, widths }
}

/// How the strips of a chart are set: the setting of each, all columns of the chart in one width, and how many stand in a
/// strip, a round number where it can be.
pub(super) fn strips(table: &Table, measure: f32) -> (Setting, usize) {
    let needs = needs(&[table], CHART_SIZE, CHART_PAD);
    let of_chart = |(_, column): &(&Need, &Column)| column.width == Width::Chart;
    let pairs = || needs.iter().zip(&table.columns);
    let widest = pairs().filter(of_chart).map(|(need, _)| need.natural).fold(1.0, f32::max);
    let lead: f32 = pairs().filter(|pair| !of_chart(pair)).map(|(need, _)| need.natural).sum();
    let fitting = ((measure - lead) / widest).max(1.0) as usize;
    let count = if fitting >= 10 { fitting / 10 * 10 } else { fitting };
    let each = ((measure - lead) / count as f32).min(widest * MOST_STRETCH);
    let widths = pairs().map(|pair| if of_chart(&pair) { each } else { pair.0.natural }).collect();
    (Setting { size: CHART_SIZE, pad: CHART_PAD, row_pad: CHART_ROW_PAD, widths }, count)
}

/// What a column insists on: growing ones may wrap, the others may not.
fn held(need: Need, column: &Column) -> f32 {
    if matches!(column.width, Width::Grow(_)) { need.least } else { need.natural }
}

fn share(needs: &[Need], columns: &[Column], measure: f32) -> Vec<f32> {
    let natural: f32 = needs.iter().map(|need| need.natural).sum();
    let mut widths: Vec<f32>;
    if natural <= measure {
        widths = needs.iter().map(|need| need.natural).collect();
        // A narrow table drawn over the whole page would part names from their numbers.
        let mut free = (natural * MOST_STRETCH).min(measure) - natural;
        let even = columns.iter().filter(|column| column.width == Width::Even).count();
        if even > 0 {
            let most = free * EVEN_SHARE / even as f32;
            for (width, _) in widths.iter_mut().zip(columns).filter(|(_, column)| column.width == Width::Even)
            {
                let more = (EVEN_MOST - *width).clamp(0.0, most);
                *width += more;
                free -= more;
            }
        }
        let weight: f32 = columns.iter().map(weight).sum();
        if weight > 0.0 {
            widths
                .iter_mut()
                .zip(columns)
                .for_each(|(width, column)| *width += free * self::weight(column) / weight);
        }
    } else {
        widths = needs.iter().zip(columns).map(|(need, column)| held(*need, column)).collect();
        let free = measure - widths.iter().sum::<f32>();
        spread(&mut widths, needs, free);
    }
    widths
}

/// Gives what is free to the columns that still wrap, in step with what each lacks.
fn spread(widths: &mut [f32], needs: &[Need], free: f32) {
    let lacking: f32 = widths.iter().zip(needs).map(|(width, need)| (need.natural - width).max(0.0)).sum();
    if lacking > 0.0 {
        let share = (free / lacking).min(1.0);
        for (width, need) in widths.iter_mut().zip(needs) {
            *width += (need.natural - *width).max(0.0) * share;
        }
    }
}

fn weight(column: &Column) -> f32 {
    match column.width {
        Width::Grow(weight) => f32::from(weight),
        Width::Fit | Width::Even | Width::Chart => 0.0,
    }
}

fn needs(tables: &[&Table], size: f32, pad: f32) -> Vec<Need> {
    let columns = tables.first().map_or(&[] as &[Column], |table| &table.columns);
    let mut needs: Vec<Need> = columns.iter().map(|column| head_need(column, size)).collect();
    for (table, row) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        for (need, cell) in needs.iter_mut().zip(&row.cells) {
            let own = cell_need(table, cell, Type { size, bold: row.stressed });
            need.natural = need.natural.max(own.natural);
            need.least = need.least.max(own.least);
        }
    }
    let even = |column: &Column| column.width == Width::Even;
    let widest = needs
        .iter()
        .zip(columns)
        .filter(|(_, column)| even(column))
        .fold(0.0_f32, |widest, (need, _)| widest.max(need.natural));
    for (need, column) in needs.iter_mut().zip(columns) {
        if even(column) {
            *need = Need { natural: widest, least: widest };
        }
        need.natural += 2.0 * pad;
        need.least += 2.0 * pad;
    }
    needs
}

fn head_need(column: &Column, size: f32) -> Need {
    let set = Type { size: head_size(size), bold: true };
    let head = [Run::plain(column.head.as_str())];
    let unit = natural(&[Run::plain(column.unit.as_str())], Type { bold: false, ..set });
    let word = widest_word(&head, set).max(unit);
    // Heads may wrap at spaces: they never make a column of numbers wide.
    Need { natural: word, least: word }
}

fn cell_need(table: &Table, cell: &Cell, set: Type) -> Need {
    let chip = if cell.chip().is_some() { CHIP } else { 0.0 };
    let marks = note_marks(table, cell).map_or(0.0, |marks| natural(&[Run::plain(marks)], note_type(set)));
    let mut need = Need::default();
    for (index, line) in cell.lines.iter().enumerate() {
        let around = chip + if index == 0 { marks } else { 0.0 };
        need.natural = need.natural.max(natural(line, set) + around);
        need.least = need.least.max(widest_word(line, set) + around);
    }
    if !cell.below.is_empty() {
        let below = natural(&[Run::plain(cell.below.as_str())], below_type(set));
        need.natural = need.natural.max(below);
        need.least = need.least.max(below);
    }
    // Rounding in the sum of words must not make a line wrap that was measured whole.
    need.natural += 0.05;
    need.least += 0.05;
    need
}

pub(super) fn head_size(size: f32) -> f32 {
    size - 0.8
}

/// The raised numbers behind a cell's text: `1,2`.
pub(super) fn note_marks(table: &Table, cell: &Cell) -> Option<String> {
    (!cell.notes.is_empty()).then(|| table.marks(cell).join(","))
}

/// Type of what stands small below a cell's text.
pub(super) fn below_type(set: Type) -> Type {
    Type { size: (set.size * 0.72).max(5.0), bold: false }
}

pub(super) fn note_type(set: Type) -> Type {
    Type { size: set.size * 0.68, bold: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Group, Row};

    fn table(texts: &[&str]) -> Table {
        Table {
            columns: vec![
                Column::new("a", "A").right(),
                Column::new("b", "B").grow(2),
                Column::new("c", "C").grow(1),
            ],
            groups: vec![Group {
                rows: vec![Row::new(texts.iter().map(|text| Cell::text(*text)).collect())],
                ..Group::default()
            }],
            ..Table::default()
        }
    }

    #[test]
    fn what_is_left_over_goes_to_growing_columns() {
        let setting = fit(&[&table(&["12", "Alpha Racing", "Beta"])], 120.0);
        assert!((setting.widths.iter().sum::<f32>() - 120.0).abs() < 0.1);
        let setting = fit(&[&table(&["12", "Alpha Racing", "Beta"])], 400.0);
        assert!(setting.widths.iter().sum::<f32>() < 200.0);
        assert!(setting.widths[1] > setting.widths[2]);
        assert!(setting.widths[0] < 20.0);
    }

    #[test]
    fn a_table_too_wide_is_set_smaller_and_stays_inside() {
        let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(4);
        let setting = fit(&[&table(&["1", &long, &long])], 200.0);
        assert!(setting.size < SIZES[0]);
        assert!(setting.widths.iter().sum::<f32>() <= 200.1);
    }

    #[test]
    fn a_strip_of_a_chart_has_a_round_number_of_columns_of_one_width() {
        let columns = std::iter::once(Column::new("position", "Pos"))
            .chain((1..=333).map(|lap| Column::new("lap", &lap.to_string()).chart()));
        let chart = Table { columns: columns.collect(), ..table(&["58", "130", "007"]) };
        let (setting, count) = strips(&chart, 527.0);
        assert_eq!(count % 10, 0);
        assert!((30..=50).contains(&count), "{count}");
        assert!(setting.widths[0] + setting.widths[1] * count as f32 <= 527.1);
        assert!(setting.widths[1..].windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.01));
    }

    #[test]
    fn a_table_without_columns_has_no_widths() {
        assert!(fit(&[&Table::default()], 400.0).widths.is_empty());
    }
}
