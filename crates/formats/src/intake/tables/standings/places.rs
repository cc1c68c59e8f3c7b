//! Tables of finishing places by round, with a total of points: results of each round, as far as the table has them.

use super::super::Table;
use super::{Cell, Row};
use crate::folder::{Origin, ResultRecord, SeatRecord, plain_word, round_head};
use crate::intake::said::{Event, Kind, Session};
use parcferme_core::season::Status;

/// The last place that a cell is taken for.
const LAST: u32 = 99;

/// `1st`, `22nd`, `3.`
pub(super) fn ordinal(text: &str) -> Option<u32> {
    let lower = text.trim().to_lowercase();
    let end = lower.find(|own: char| !own.is_ascii_digit())?;
    let (digits, ending) = lower.split_at(end);
    let place: u32 = digits.parse().ok()?;
    let expected = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    ((ending == expected || ending == ".") && (1..=LAST).contains(&place)).then_some(place)
}

fn place(cell: &Cell) -> Option<u32> {
    match cell {
        Cell::Place(place) => Some(*place),
        Cell::Points(points) | Cell::Dropped(points) => {
            points.to_string().parse().ok().filter(|own| (1..=LAST).contains(own))
        }
        _ => None,
    }
}

/// Whether the cells are places, and no figure among them is anything else: of two rows the one with more points is ahead
/// in most rounds, which is the other way round with points; half of the rounds have a winner, and no place is taken twice
/// in a class.
pub(super) fn are_places(rows: &[Row]) -> bool {
    let figures = || rows.iter().flat_map(|row| row.cells.values());
    let readable = figures().all(|cell| matches!(cell, Cell::Blank | Cell::Word(_)) || place(cell).is_some());
    let rounds: Vec<u32> = rows.first().map(|row| row.cells.keys().copied().collect()).unwrap_or_default();
    let of_round = |round: u32| {
        rows.iter()
            .filter_map(move |row| Some((row.class.as_str(), place(row.cells.get(&round)?)?, row.own.total)))
    };
    let (mut won, mut held, mut right, mut wrong) = (0, 0, 0, 0);
    for round in rounds {
        let mut own: Vec<_> = of_round(round).collect();
        own.sort_by_key(|own| (own.0, own.1));
        if own.windows(2).any(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
            return false;
        }
        held += usize::from(!own.is_empty());
        won += usize::from(own.iter().any(|own| own.1 == 1));
        // Neighbours are enough, and keep it linear.
        for pair in own.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let (Some(ahead), Some(behind)) = (pair[0].2, pair[1].2) else { continue };
            right += usize::from(ahead > behind);
            wrong += usize::from(ahead < behind);
        }
    }
    let ordinals = figures().any(|cell| matches!(cell, Cell::Place(_)));
    readable && held > 0 && won * 2 >= held && (ordinals || (right > 1 && right > wrong * 2))
}

/// A session for each round: who is in the table, and where its cell says a place or how it ended.
pub(super) fn sessions(
    rows: &[Row],
    rounds: &[(u32, usize)],
    heads: &[String],
    table: &Table<'_>,
) -> Vec<Session> {
    let mut sessions = Vec::new();
    for (round, at) in rounds {
        let mut cars: Vec<ResultRecord> = rows.iter().filter_map(|row| car(row, *round, table)).collect();
        if cars.is_empty() {
            continue;
        }
        cars.sort_by_key(|car| (car.position.is_none(), car.position));
        let head = heads[*at].trim();
        // A head that counts the rounds is no name.
        let name = if round_head(&plain_word(head)).is_some() { "" } else { head };
        let event = Event { round: Some(*round), name: name.to_owned(), ..Event::default() };
        sessions.push(Session { event, kind: Kind::Race, rows: cars, ..Session::default() });
    }
    sessions
}

fn car(row: &Row, round: u32, table: &Table<'_>) -> Option<ResultRecord> {
    let cell = row.cells.get(&round)?;
    let position = place(cell);
    let status = match cell {
        Cell::Word(status) => *status,
        _ => position.map(|_| Status::Finished)?,
    };
    let competitor = row.own.competitor.clone();
    let of_drivers = table.titles.title.is_none_or(|title| title == "drivers");
    let line = row.own.line;
    let document = row.own.from.first().map(|from| from.document.clone()).unwrap_or_default();
    Some(ResultRecord {
        position,
        status,
        class: row.class.clone(),
        crew: if of_drivers { vec![SeatRecord::of(competitor.as_str())] } else { Vec::new() },
        team: if of_drivers { String::new() } else { competitor },
        chassis: row.own.chassis.clone(),
        engine: row.own.engine.clone(),
        from: vec![Origin { document, line }],
        line,
        ..ResultRecord::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake;

    fn results(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let read = intake::read(&[("x", text.as_bytes())]);
        let shown = |session: &Session| {
            let rows = session.rows.iter().map(|row| {
                let place = row.position.map_or_else(|| row.status.word().to_owned(), |own| own.to_string());
                format!("{place} {}{}", row.class, row.crew.first().map_or("", |own| own.driver.as_str()))
            });
            format!(
                "{:?} {}: {}",
                session.event.round,
                session.event.name,
                rows.collect::<Vec<_>>().join(", ")
            )
        };
        let sessions = read.said.iter().flat_map(|said| &said.sessions).map(shown).collect();
        (sessions, read.diagnostics.iter().map(|own| own.id).collect())
    }

    #[test]
    fn places_by_round_become_results() {
        let text = "Pos,Driver,Rd1,Rd2,Rd3,Pts\n1,Ann,1st,2nd,1st,68\n2,Ben,2nd,1st,Ret,43\n";
        let (sessions, ids) = results(text);
        assert_eq!(
            sessions,
            ["Some(1) : 1 Ann, 2 Ben", "Some(2) : 1 Ben, 2 Ann", "Some(3) : 1 Ann, dnf Ben"]
        );
        assert!(ids.contains(&"PF1424"), "{ids:?}");
        let bare =
            "Pos,Driver,Rd1,Rd2,Rd3,Pts\n1,Ann,1,2,1,68\n2,Ben,2,1,Ret,43\n3,Cy,3,4,2,42\n4,Di,4,3,3,33\n";
        let (sessions, _) = results(bare);
        assert_eq!(sessions[2], "Some(3) : 1 Ann, 2 Cy, 3 Di, dnf Ben");
    }

    #[test]
    fn rounds_of_one_file_are_not_put_into_the_round_of_a_wish() {
        let text = "Pos,Driver,Rd1,Rd2,Rd3,Pts\n1,Ann,1st,2nd,1st,68\n2,Ben,2nd,1st,Ret,43\n";
        let read = intake::read(&[("x", text.as_bytes())]);
        let wish = intake::Wish { round: Some(1), ..intake::Wish::default() };
        let added = intake::add(read.said, &str::to_owned, &crate::folder::Folder::default(), &wish);
        let told: Vec<(&str, &str)> =
            added.diagnostics.iter().map(|own| (own.id, own.message.as_str())).collect();
        assert_eq!(told, [("PF1422", "`--round 1` is about one event, and the file tells of 3")]);
        assert!(added.folder.is_none_or(|folder| folder.results.is_empty()));
    }

    #[test]
    fn points_that_do_not_add_up_stay_points() {
        // Somebody's points were changed by hand.
        let text =
            "Pos,Driver,Rd1,Rd2,Rd3,Pts\n1,Ann,10,8,10,20\n2,Ben,8,10,Ret,11\n3,Cy,6,5,8,10\n4,Di,5,6,1,7\n";
        let (sessions, ids) = results(text);
        assert_eq!(sessions, [""; 0]);
        assert!(ids.contains(&"PF1051"), "{ids:?}");
    }

    #[test]
    fn ordinals_are_those_of_english() {
        for (text, expected) in [
            ("1st", Some(1)),
            ("12th", Some(12)),
            ("22ND", Some(22)),
            ("2st", None),
            ("0th", None),
            ("5", None),
        ] {
            assert_eq!(ordinal(text), expected, "{text}");
        }
    }
}
