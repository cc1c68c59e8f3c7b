//! Lines below a table: poles and fastest laps where they name a car or a driver of it, else what was left.

use super::super::said::{Feat, Left};
use super::cut::Line;
use crate::folder::{ResultRecord, plain_word};
use parcferme_core::Millis;

/// Feats and what they are called, in plain form.
const FEATS: &[(&str, &str)] = &[
    (
        "fastest-lap",
        "fastest lap | best lap | fastest race lap | schnellste runde | schnellste rennrunde | meilleur tour \
         | meilleur tour en course | giro veloce | giro piu veloce | miglior giro | vuelta rapida | mejor vuelta \
         | melhor volta | volta mais rapida",
    ),
    ("pole", "pole | pole position | pole setter | poleposition | pole sitter"),
];

/// What the lines say of cars of the session.
pub(super) fn read(lines: &[Line], rows: &[ResultRecord]) -> (Vec<Feat>, Vec<Left>) {
    let (mut feats, mut left) = (Vec::new(), Vec::new());
    for line in lines {
        let text = line.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        match feat(&text, rows) {
            Some(feat) => feats.push(Feat { line: line.number, ..feat }),
            None => left.push(Left {
                what: format!("`{}`", text.chars().take(80).collect::<String>()),
                why: "a line below the table".to_owned(),
                line: line.number,
            }),
        }
    }
    (feats, left)
}

fn feat(text: &str, rows: &[ResultRecord]) -> Option<Feat> {
    let plain = plain_word(text);
    let named = |words: &str| {
        let mut fitting: Vec<&str> = words.split('|').map(str::trim).collect();
        fitting.sort_by_key(|word| std::cmp::Reverse(word.len()));
        fitting
            .into_iter()
            .any(|word| plain.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    let (feat, _) = FEATS.iter().find(|(_, words)| named(words))?;
    let pieces = || {
        let pieces = text.split([' ', '(', ')', ';', '|']).map(|piece| piece.trim_end_matches(','));
        pieces.filter(|piece| !piece.is_empty())
    };
    let time = pieces()
        .filter(|piece| piece.contains(':') && piece.starts_with(|own: char| own.is_ascii_digit()))
        .find_map(|piece| piece.replace(',', ".").parse::<Millis>().ok());
    // A car that the line names by its number, or by one of its drivers.
    let number = |row: &ResultRecord| {
        let mut before = "";
        pieces().any(|piece| {
            let label =
                matches!(plain_word(before).as_str(), "no" | "nr" | "car" | "num" | "#" | "auto" | "wagen");
            before = piece;
            piece.strip_prefix('#').is_some_and(|own| own.trim_end_matches([':', '.']) == row.number)
                || (label && piece == row.number)
        })
    };
    let driver = |row: &ResultRecord| {
        let names = row.crew.iter().filter(|seat| !seat.driver.is_empty());
        names.map(|seat| seat.driver.clone()).find(|name| {
            let own = plain_word(name);
            format!(" {plain} ").contains(&format!(" {own} "))
        })
    };
    let named: Vec<(&ResultRecord, Option<String>)> =
        rows.iter().filter_map(|row| driver(row).map(|name| (row, Some(name)))).collect();
    let found = if named.is_empty() {
        rows.iter().filter(|row| number(row)).map(|row| (row, None)).collect()
    } else {
        named
    };
    let [(row, driver)] = found.as_slice() else { return None };
    let shared = rows.iter().filter(|own| own.number == row.number).count() > 1;
    Some(Feat {
        feat: (*feat).to_owned(),
        number: row.number.clone(),
        class: if shared { row.class.clone() } else { String::new() },
        driver: driver.clone().unwrap_or_default(),
        time,
        line: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::SeatRecord;

    fn rows() -> Vec<ResultRecord> {
        let row = |number: &str, driver: &str| ResultRecord {
            number: number.to_owned(),
            crew: vec![SeatRecord::of(driver)],
            ..ResultRecord::default()
        };
        vec![row("7", "Ann Archer"), row("8", "Ben Boyd")]
    }

    #[test]
    fn feats_name_a_car_or_a_driver_of_the_table() {
        let feat =
            |text: &str| feat(text, &rows()).map(|own| (own.feat, own.number, own.time.map(|time| time.0)));
        let fastest = |number: &str| Some(("fastest-lap".to_owned(), number.to_owned(), Some(83_456)));
        assert_eq!(feat("Fastest lap: 1:23.456 Ann Archer (lap 12)"), fastest("7"));
        assert_eq!(feat("Schnellste Runde: #8, 1:23,456"), fastest("8"));
        assert_eq!(feat("Meilleur tour Ben BOYD 1:23.456"), fastest("8"));
        assert_eq!(feat("Pole position: No 7"), Some(("pole".to_owned(), "7".to_owned(), None)));
        assert_eq!(feat("Schnellste Runde: 1:23,456, Ann Archer"), fastest("7"));
        assert_eq!(feat("Fastest lap: 1:23.456 Cleo Cox"), None);
        assert_eq!(feat("Race stopped for 12 minutes"), None);
    }
}
