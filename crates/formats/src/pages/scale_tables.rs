//! Points by place as tables state them: `Position | 1st | 2nd | ...` above one row of points, or several for several
//! kinds of events.

use super::findings::Findings;
use super::heads::{self, Head};
use super::table::Table;
use super::{Context, Page, Scale, Text, Unread, cells};
use crate::folder::words::plain;
use parcferme_core::{Diagnostic, Points};

pub(super) fn read(page: &mut Page, table: &Table, context: &Context, findings: &mut Findings) {
    let places: Vec<(usize, u32)> = (1..table.columns())
        .filter_map(|column| {
            let place = cells::read(table.text(0, column))?.first()?.place?;
            Some((column, place))
        })
        .collect();
    // Places that follow each other from 1; further columns are of poles and fastest laps.
    let run: Vec<usize> = places
        .iter()
        .zip(1..)
        .take_while(|((_, place), expected)| place == expected)
        .map(|((column, _), _)| *column)
        .collect();
    for (index, row) in table.rows.iter().enumerate().skip(1) {
        let points: Option<Vec<Points>> = run
            .iter()
            .map(|&column| table.text(index, column))
            .take_while(|text| !text.is_empty())
            .map(cells::number)
            .collect();
        let Some(points) = points.filter(|points| points.len() >= 3) else {
            let text =
                (0..row.slots.len()).map(|column| table.text(index, column)).collect::<Vec<_>>().join(" | ");
            if !text.trim_matches([' ', '|']).is_empty() {
                page.unread.push(Unread { line: row.line, what: "row of points", text });
            }
            continue;
        };
        if points.windows(2).any(|pair| pair[1] > pair[0]) {
            findings.push(
                Diagnostic::warning("PF0165", "a scale of points that rises was left out")
                    .at(findings.place(row.line, &table.header_text()))
                    .found(Points::scale_text(&points))
                    .expected("no more points for a lower place"),
            );
            continue;
        }
        let label = table.text(index, 0);
        let says_points = heads::meanings(label).contains(&Head::Points) || label.is_empty();
        let rounds = if says_points { Vec::new() } else { rounds(label) };
        let events =
            if says_points || !rounds.is_empty() { Vec::new() } else { vec![label.trim().to_owned()] };
        page.points_rules.scales.push(Scale {
            line: row.line,
            intro_line: table.line,
            points,
            events,
            rounds,
        });
        if page.points_rules.article.is_none()
            && let Some(heading) = context.headings.last()
        {
            page.points_rules.article = Some(Text { line: table.line, text: (*heading).to_owned() });
        }
    }
    let beside: Vec<&str> = (1..table.columns())
        .filter(|column| !run.contains(column))
        .map(|column| table.text(0, column))
        .filter(|text| !text.is_empty())
        .collect();
    if !beside.is_empty() {
        page.unread.push(Unread { line: table.line, what: "columns of points", text: beside.join(", ") });
    }
}

/// `Rounds 1, 6 & 7`, `Rounds 2 - 5`.
fn rounds(label: &str) -> Vec<u32> {
    let plain = plain(label);
    if !plain.starts_with("round") {
        return Vec::new();
    }
    let list = label
        .split_once(' ')
        .map_or("", |(_, list)| list)
        .replace(['&', ';'], ",")
        .replace(" and ", ",")
        .replace(" to ", "-");
    let mut found = Vec::new();
    for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once(['-', '–', '—']).unwrap_or((part, part));
        match (from.trim().parse::<u32>(), to.trim().parse::<u32>()) {
            (Ok(from), Ok(to)) if from <= to && to <= 200 => found.extend(from..=to),
            _ => return Vec::new(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_a_scale_are_lists_and_ranges() {
        assert_eq!(rounds("Rounds 1, 6 & 7"), [1, 6, 7]);
        assert_eq!(rounds("Rounds 2 - 5"), [2, 3, 4, 5]);
        assert_eq!(rounds("Sprint"), Vec::<u32>::new());
    }
}
