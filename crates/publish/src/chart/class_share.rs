//! How the field divides among the classes, round by round.

use super::plot::{self, Area, EndLabel};
use super::scale::{Scale, ticks};
use super::svg::Escaped;
use super::{Chart, Frame, Table, Width, mark};

/// Counts of one thing (cars, laps) by class.
#[derive(Clone, Debug, Default)]
pub struct ClassShare {
    pub title: String,
    /// What is counted, in the plural: `cars at the start`.
    pub counted: String,
    pub classes: Vec<String>,
    pub columns: Vec<Column>,
}

/// One round.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub name: String,
    /// One number for each class; none where nothing is known of the round.
    pub counts: Option<Vec<u32>>,
}

/// Draws a stacked bar for each round with the numbers written in it; rounds of which nothing is known stay empty.
pub fn draw(input: &ClassShare, frame: &Frame) -> Chart {
    let phone = frame.width == Width::Phone;
    let room = plot::label_room(frame, input.classes.iter().map(|name| (name.as_str(), "")));
    let (width, height) = if phone { (360, 300) } else { (960, 380) };
    let area = Area { left: 34, right: width - room - 4, top: 24, bottom: height - 26 };
    let sums: Vec<i64> = input.columns.iter().map(total).collect();
    let values = ticks(0, sums.iter().max().copied().unwrap_or(0).max(1), 6);
    let y = Scale::new((0, values.last().copied().unwrap_or(1)), (area.bottom, area.top));
    let slot = (area.right - area.left) / (input.columns.len() as i64).max(1);
    let wide = (slot * 7 / 10).clamp(2, 64);

    let description = describe(input);
    let mut svg = plot::open(frame, "class-share", (width, height), (&input.title, &description), false);
    plot::unit(&mut svg, 4, 12, &input.counted);
    plot::left_axis(&mut svg, &area, &values.iter().map(|&v| (y.at(v), v.to_string())).collect::<Vec<_>>());
    let mut tops: Vec<Option<i64>> = vec![None; input.classes.len()];
    for (n, column) in input.columns.iter().enumerate() {
        let middle = area.left + n as i64 * slot + slot / 2;
        svg.put(format_args!(
            "<text class=\"tick mid\" x=\"{middle}\" y=\"{}\">{}</text>",
            area.bottom + 17,
            Escaped(&column.name)
        ));
        let Some(counts) = &column.counts else {
            svg.put(format_args!(
                "<text class=\"tick mid\" x=\"{middle}\" y=\"{}\">?</text>",
                area.bottom - 6
            ));
            continue;
        };
        let mut below = 0;
        for (class, &count) in
            counts.iter().enumerate().take(input.classes.len()).filter(|(_, count)| **count > 0)
        {
            let (from, to) = (y.at(below), y.at(below + i64::from(count)));
            below += i64::from(count);
            tops[class] = Some(i64::midpoint(from, to));
            svg.put(format_args!(
                "<g class=\"s {}\"><title>{}, {}: {count}</title><rect class=\"bar\" x=\"{}\" y=\"{to}\" width=\"{wide}\" height=\"{}\"/>",
                mark::classes(class),
                Escaped(&column.name),
                Escaped(&input.classes[class]),
                middle - wide / 2,
                (from - to - 1).max(1)
            ));
            if from - to >= 13 {
                svg.put(format_args!(
                    "<text class=\"on\" x=\"{middle}\" y=\"{}\">{count}</text>",
                    i64::midpoint(from, to) + 4
                ));
            }
            svg.put(format_args!("</g>"));
        }
    }
    let shown: Vec<(usize, i64)> =
        tops.iter().enumerate().filter_map(|(class, top)| top.map(|y| (class, y))).collect();
    let places = plot::label_places(&area, &shown.iter().map(|(_, y)| *y).collect::<Vec<_>>());
    for (&(series, y), &place) in shown.iter().zip(&places) {
        let label = EndLabel { series, y, name: &input.classes[series], value: "", href: None };
        svg.put(format_args!("<g class=\"s {}\">", mark::classes(series)));
        plot::end_label(&mut svg, &area, room, place, &label);
        svg.put(format_args!("</g>"));
    }
    svg.put(format_args!("</svg>"));
    Chart { title: input.title.clone(), description, svg: svg.finish(), table: table(input) }
}

fn total(column: &Column) -> i64 {
    column.counts.iter().flatten().map(|&count| i64::from(count)).sum()
}

fn describe(input: &ClassShare) -> String {
    let known = || input.columns.iter().filter(|column| column.counts.is_some());
    let Some(most) = known().max_by_key(|column| total(column)) else {
        return format!("No round's {} are known.", input.counted);
    };
    let few = known().min_by_key(|column| total(column)).unwrap_or(most);
    if total(few) == total(most) {
        let rounds = parcferme_core::number_words::counted(input.columns.len(), "round");
        let each = if known().count() > 1 { " each" } else { "" };
        return format!(
            "{} by class, of {} of {rounds}: {}{each}.",
            input.counted,
            known().count(),
            total(most)
        );
    }
    format!(
        "{} by class, of {} of {}: most at {} ({}), fewest at {} ({}).",
        input.counted,
        known().count(),
        parcferme_core::number_words::counted(input.columns.len(), "round"),
        most.name,
        total(most),
        few.name,
        total(few)
    )
}

fn table(input: &ClassShare) -> Table {
    let mut head = vec!["Class".to_owned()];
    head.extend(input.columns.iter().map(|column| column.name.clone()));
    let rows = input.classes.iter().enumerate().map(|(class, name)| {
        let cell = |column: &Column| {
            column.counts.as_ref().and_then(|c| c.get(class)).map_or("?".to_owned(), u32::to_string)
        };
        std::iter::once(name.clone()).chain(input.columns.iter().map(cell)).collect()
    });
    Table { rows: rows.collect(), head }
}
