//! A list that counts its lines, as people write one down: `1. Ann Archer (25 pts)`, `2) #8 Ben Boyd (Red Racing) - 18 points`,
//! `3. Cleo Cox 30:05.000`. Each line becomes a row; other lines stay what they are.

use super::Grid;
use crate::folder::{Cell, laps_behind, plain_word, status_of};
use parcferme_core::Millis;
use parcferme_core::season::Status;

/// Words for points behind a figure.
const POINTS: [&str; 14] = [
    "pts", "pt", "points", "point", "p", "pkt", "pkte", "punkte", "punti", "puntos", "pontos", "pti", "ptos",
    "pnt",
];

/// What one line says.
#[derive(Default)]
struct Entry {
    place: u32,
    number: String,
    name: String,
    team: String,
    points: String,
    time: String,
}

/// The list; `None` where fewer than two lines count on from 1, or one of them says neither points nor a time.
pub(super) fn find(text: &str) -> Option<Grid> {
    let mut rows: Vec<(u32, csv::StringRecord)> = Vec::new();
    let mut entries: Vec<(u32, Entry)> = Vec::new();
    let mut above = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim().trim_start_matches(['*', '-']).trim_start();
        if line.is_empty() {
            continue;
        }
        let expected = entries.last().map_or(0, |(_, own)| own.place);
        match entry(line).filter(|own| own.place == expected || own.place == entries.len() as u32 + 1) {
            Some(own) if own.place > 0 => entries.push((number, own)),
            // A line that counts on and cannot be read would be lost.
            _ if counts(line) == Some(expected + 1) && !entries.is_empty() => return None,
            _ if entries.is_empty() => above.push((number, [line].into_iter().collect())),
            _ => rows.push((number, [line].into_iter().collect())),
        }
    }
    let has = |part: fn(&Entry) -> &String| entries.iter().any(|(_, own)| !part(own).is_empty());
    let says = |own: &Entry| !own.points.is_empty() || !own.time.is_empty();
    if entries.len() < 2 || !entries.iter().all(|(_, own)| says(own)) {
        return None;
    }
    type Part = (&'static str, fn(&Entry) -> &String);
    let parts: [Part; 5] = [
        ("No", |own| &own.number),
        ("Driver", |own| &own.name),
        ("Team", |own| &own.team),
        ("Points", |own| &own.points),
        ("Time", |own| &own.time),
    ];
    let parts: Vec<Part> = parts.into_iter().filter(|(_, part)| has(*part)).collect();
    let first = entries.first().map_or(1, |own| own.0);
    let mut all: Vec<(u32, csv::StringRecord)> = above;
    all.push((first, std::iter::once("Pos").chain(parts.iter().map(|own| own.0)).collect()));
    all.extend(entries.iter().map(|(line, own)| {
        let place = own.place.to_string();
        (
            *line,
            std::iter::once(place.as_str()).chain(parts.iter().map(|(_, part)| part(own).as_str())).collect(),
        )
    }));
    all.extend(rows);
    Some(Grid { rows: all, separator: ' ', decimal_comma: true, ..Grid::default() })
}

/// The number with which a line begins, where a sign stands behind it.
fn counts(line: &str) -> Option<u32> {
    let end = line.find(|own: char| !own.is_ascii_digit())?;
    line[end..].starts_with(['.', ')', ':']).then(|| line[..end].parse().ok())?
}

fn entry(line: &str) -> Option<Entry> {
    let end = line.find(|own: char| !own.is_ascii_digit())?;
    let place = line[..end].parse().ok()?;
    let rest = line[end..].trim_start_matches(['s', 't', 'n', 'd', 'r', 'h', 'º', '°', 'ª']);
    let rest = rest.strip_prefix(['.', ')', ':']).unwrap_or(rest);
    // `2026 was a good year` counts nothing.
    let rest = rest.strip_prefix([' ', '\t']).filter(|_| rest.len() < line[end..].len())?.trim();
    let (rest, points, time) = value(rest)?;
    let (number, rest) = match rest.strip_prefix('#').and_then(|own| own.split_once(' ')) {
        Some((number, rest)) => (number.to_owned(), rest.trim()),
        None => (String::new(), rest),
    };
    let (name, team) = match rest.strip_suffix(')').and_then(|own| own.rsplit_once('(')) {
        Some((name, team)) => (name.trim(), team.trim().to_owned()),
        None => (rest, String::new()),
    };
    // `Ann Archer (#7, Red)`.
    let (number, team) = match team.strip_prefix('#').filter(|_| number.is_empty()) {
        Some(own) => {
            let (number, team) = own.split_once([',', ' ']).unwrap_or((own, ""));
            (number.to_owned(), team.trim().to_owned())
        }
        None => (number, team),
    };
    let name = name.trim_end_matches([',', ':', ' ']);
    let is_name = name.chars().any(char::is_alphabetic) && name.split_whitespace().count() <= 6;
    is_name.then(|| Entry { place, number, name: name.to_owned(), team, points, time })
}

/// The points or the time at the end of a line, and what stands before them.
fn value(text: &str) -> Option<(&str, String, String)> {
    let signs = |own: char| " -–—:,…\t".contains(own);
    let bare = text.trim_end_matches('.');
    let (before, inner) = match bare.strip_suffix([')', ']']).and_then(|own| own.rsplit_once(['(', '['])) {
        Some((before, inner)) if of_end(inner.trim()).is_some() => (before, inner.trim()),
        _ => {
            // `25 pts`, `+1 lap`, `did not finish`: of the last words as many as say it together.
            let blanks = bare.char_indices().rev().filter(|(_, own)| own.is_whitespace()).take(3);
            let (at, _) = blanks.filter(|(at, _)| of_end(bare[*at..].trim()).is_some()).last()?;
            (&bare[..at], bare[at..].trim())
        }
    };
    let (points, time) = of_end(inner)?;
    Some((before.trim_end_matches(signs), points, time))
}

/// `25 pts`, `25pts`, or a time of the clock.
fn of_end(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let Some(end) = text.rfind(|own: char| own.is_ascii_digit() || "½⅓⅔".contains(own)) else {
        return is_time(text).then(|| (String::new(), text.to_owned()));
    };
    let end = end + text[end..].chars().next().map_or(1, char::len_utf8);
    let (figure, word) = text.split_at(end);
    let is_figure = figure.starts_with(|own: char| own.is_ascii_digit())
        && figure.chars().all(|own| own.is_ascii_digit() || ".,½⅓⅔".contains(own));
    if is_figure && POINTS.contains(&plain_word(word).as_str()) {
        return Some((figure.to_owned(), String::new()));
    }
    is_time(text).then(|| (String::new(), text.to_owned()))
}

/// A time of the clock, a gap, laps behind, or how it ended.
fn is_time(text: &str) -> bool {
    let gap = text.strip_prefix('+').unwrap_or(text);
    let is_clock = (text.contains(':') || text.starts_with('+')) && Millis::read(gap, true).is_some();
    is_clock || laps_behind(text).is_some() || status_of(text).is_some_and(|own| own != Status::Finished)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Option<Vec<Vec<String>>> {
        let grid = find(text)?;
        Some(grid.rows.iter().map(|(_, cells)| cells.iter().map(str::to_owned).collect()).collect())
    }

    #[test]
    fn a_list_that_counts_is_a_table() {
        for (text, expected) in [
            (
                "Standings\n\n1. Ann Archer (25 pts)\n2. Ben Boyd (18 pts)\n",
                vec![
                    vec!["Standings"],
                    vec!["Pos", "Driver", "Points"],
                    vec!["1", "Ann Archer", "25"],
                    vec!["2", "Ben Boyd", "18"],
                ],
            ),
            (
                "1) #7 Ann Archer (Red Racing) - 25,5 Punkte\n2) #8 Ben Boyd (Blue) - 18 Punkte\n",
                vec![
                    vec!["Pos", "No", "Driver", "Team", "Points"],
                    vec!["1", "7", "Ann Archer", "Red Racing", "25,5"],
                    vec!["2", "8", "Ben Boyd", "Blue", "18"],
                ],
            ),
            (
                "1. Ann Archer (#7, Red) – 30:00.000\n2. Ben Boyd (#8, Blue) – +3.5\n3. Cleo Cox (#9) – +1 lap\n4. Dan Dorn DNF\nThat was it.\n",
                vec![
                    vec!["Pos", "No", "Driver", "Team", "Time"],
                    vec!["1", "7", "Ann Archer", "Red", "30:00.000"],
                    vec!["2", "8", "Ben Boyd", "Blue", "+3.5"],
                    vec!["3", "9", "Cleo Cox", "", "+1 lap"],
                    vec!["4", "", "Dan Dorn", "", "DNF"],
                    vec!["That was it."],
                ],
            ),
        ] {
            assert_eq!(
                rows(text),
                Some(expected.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_list_of_anything_else_is_none() {
        for text in [
            "1. Read the file\n2. Write the file\n",
            "1. Ann Archer (25 pts)\n",
            "2026 was fine\n2027 will be\n",
            "1. Ann Archer (25 pts)\n2. Ben Boyd\n",
            "1. Ann Archer (25 pts)\n2. Ben Boyd (20 pts)\n3. Cleo Cox\n",
        ] {
            assert_eq!(rows(text), None, "{text}");
        }
    }
}
