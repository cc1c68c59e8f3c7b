//! Two documents that tell of one session: what only one of them says is joined, where they differ it is told.

use crate::folder::{PublishedLine, PublishedRecord, ResultRecord, SeatRecord};
use crate::names::Kind;
use crate::names::{letters, words_of_name as words};
use parcferme_core::season::Status;
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Joins the rows of a further document to those that stand. Cars are known by number, and by class where one is shared.
/// Where both say something else, what stands stays, with a warning for each difference.
pub(super) fn join(
    standing: &mut Vec<ResultRecord>,
    further: Vec<ResultRecord>,
    session: &str,
    told: &mut Vec<Diagnostic>,
) {
    let mut of_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, own) in standing.iter().enumerate() {
        of_number.entry(own.number.clone()).or_default().push(at);
    }
    for row in further {
        let own = of_number.entry(row.number.clone()).or_default();
        match partner(standing, own, &row) {
            Some(at) => merge(&mut standing[at], row, session, told),
            None => {
                told.push(
                    Diagnostic::warning(
                        "PF1004",
                        format!("only one of two documents has car {} in {session}", row.number),
                    )
                    .at(place(&row))
                    .found(row.team.clone())
                    .expected("the same cars in both")
                    .help("it was added; take its row out where it is not of this session"),
                );
                own.push(standing.len());
                standing.push(row);
            }
        }
    }
}

/// Whether a document that the standing rows are from has the same cars in another order, or a place for a car that has none
/// there: it tells of two sessions. A sheet of places in class has the order of the whole.
pub(super) fn is_of_two_sessions(standing: &[ResultRecord], rows: &[ResultRecord], document: &str) -> bool {
    type Who<'r> = (&'r str, Option<&'r str>);
    fn who(row: &ResultRecord) -> Who<'_> {
        (&row.number, row.crew.first().map(|seat| seat.driver.as_str()))
    }
    let here = standing.iter().filter(|row| row.from.iter().any(|from| from.document == document));
    let own: BTreeMap<Who<'_>, &ResultRecord> = here.map(|row| (who(row), row)).collect();
    let mut both: Vec<(Option<u32>, &str, Option<u32>)> = rows
        .iter()
        .filter_map(|row| own.get(&who(row)).map(|own| (own.position, row.class.as_str(), row.position)))
        .collect();
    both.sort_unstable();
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    both.into_iter().any(|(own, class, other)| match (own, other) {
        (Some(_), Some(other)) => last.insert(class, other).is_some_and(|before| before > other),
        (own, other) => own.is_some() != other.is_some(),
    })
}

/// Cars of one number that a row is held against.
const MOST_ALIKE: usize = 8;

/// Whether a sheet says how each car ended and the one that stands does not.
pub(super) fn says_more(rows: &[ResultRecord], standing: &[ResultRecord]) -> bool {
    let says = |rows: &[ResultRecord]| rows.iter().any(|row| row.classified.is_some());
    says(rows) && !says(standing)
}

/// The row of the same car: of several of one number the one with the same place, laps and time.
fn partner(standing: &[ResultRecord], of_number: &[usize], row: &ResultRecord) -> Option<usize> {
    let same_class =
        |own: &ResultRecord| own.class.is_empty() || row.class.is_empty() || own.class == row.class;
    // Cars without a number are known by who drove them.
    if row.number.is_empty() {
        let name = |own: &ResultRecord| {
            own.crew.first().map(|seat| words(Kind::Driver, &seat.driver)).unwrap_or_default()
        };
        let own = |at: &usize| !name(row).is_empty() && name(&standing[*at]) == name(row);
        let mut same = of_number.iter().copied().filter(|at| same_class(&standing[*at])).filter(own);
        return same.next().filter(|_| same.next().is_none());
    }
    // A sheet with one number throughout must not be slow.
    let found: Vec<usize> =
        of_number.iter().copied().take(MOST_ALIKE).filter(|&at| same_class(&standing[at])).collect();
    let told = |own: &ResultRecord| (own.position, own.laps, own.time, own.best_lap);
    match found[..] {
        [one] => Some(one),
        _ => {
            let mut same = found.into_iter().filter(|&at| told(&standing[at]) == told(row));
            same.next().filter(|_| same.next().is_none())
        }
    }
}

fn merge(own: &mut ResultRecord, row: ResultRecord, session: &str, told: &mut Vec<Diagnostic>) {
    let told_before = told.len();
    let differs = |field: &str, a: String, b: String| {
        Diagnostic::warning(
            "PF1005",
            format!("two documents differ on the {field} of car {} in {session}", own.number),
        )
        .at(place(own))
        .at(place(&row))
        .found(format!("{a}, and {b}"))
        .expected("the same in both")
        .help("the first stands; correct the row, or take out the document that is wrong")
    };
    macro_rules! options {
        ($($field:ident: $word:literal),*) => {
            let found = [$(match (&own.$field, &row.$field) {
                (Some(a), Some(b)) if a != b => Some(differs($word, a.to_string(), b.to_string())),
                _ => None,
            }),*];
            told.extend(found.into_iter().flatten());
            $(own.$field = own.$field.or(row.$field);)*
        };
    }
    // A sheet without statuses has all cars as finished, and says nothing by it.
    let unsaid = |a: &ResultRecord, b: &ResultRecord| {
        a.status == Status::Finished
            && a.classified.is_none()
            && (b.classified.is_some() || !b.status.started())
    };
    let own_unsaid = unsaid(own, &row);
    let silent = own_unsaid || unsaid(&row, own);
    let status = (own.status != row.status && !silent)
        .then(|| differs("status", own.status.word().to_owned(), row.status.word().to_owned()));
    told.extend(status);
    options!(position: "position", laps: "laps", time: "time", best_lap: "best lap", grid: "grid position");
    for (field, of) in [
        (&mut own.class, row.class),
        (&mut own.team, row.team),
        (&mut own.team_nation, row.team_nation),
        (&mut own.chassis, row.chassis),
        (&mut own.engine, row.engine),
        (&mut own.tyre, row.tyre),
        (&mut own.manufacturer, row.manufacturer),
        (&mut own.remark, row.remark),
    ] {
        if field.is_empty() {
            *field = of;
        }
    }
    if own_unsaid {
        own.status = row.status;
    }
    own.classified = own.classified.or(row.classified);
    crew(&mut own.crew, row.crew);
    for measure in row.measures {
        if !own.measures.iter().any(|other| other.name == measure.name) {
            own.measures.push(measure);
        }
    }
    // A document that says otherwise is no source of the row: it stands in `further`.
    if told.len() == told_before {
        own.from.extend(row.from);
        own.from.sort();
        own.from.dedup();
    }
}

/// Fills what the crew leaves open of its own drivers, each in the fullest spelling; a crew that stands gets no further
/// driver.
fn crew(own: &mut Vec<SeatRecord>, further: Vec<SeatRecord>) {
    if own.is_empty() {
        *own = further;
        return;
    }
    let mut open: Vec<Option<SeatRecord>> = further.into_iter().map(Some).collect();
    for (at, seat) in own.iter_mut().enumerate() {
        // In the same seat a part of the name is enough, in another it takes the whole.
        let same = |(index, other): (usize, &Option<SeatRecord>)| {
            let other = other.as_ref()?;
            if !seat.id.is_empty() && !other.id.is_empty() {
                // One id is one driver, whatever the name.
                return (seat.id == other.id).then_some(index);
            }
            let other = &other.driver;
            let is_one = letters(Kind::Driver, other) == letters(Kind::Driver, &seat.driver)
                || same_words(other, &seat.driver)
                || (index == at && (is_part(other, &seat.driver) || is_part(&seat.driver, other)));
            is_one.then_some(index)
        };
        let Some(other) = open.iter().enumerate().find_map(same).and_then(|index| open[index].take()) else {
            continue;
        };
        if fullness(&other.driver) > fullness(&seat.driver) {
            seat.driver = other.driver;
        }
        seat.drive_time = seat.drive_time.or(other.drive_time);
        if seat.nation.is_empty() {
            seat.nation = other.nation;
        }
        if seat.id.is_empty() {
            seat.id = other.id;
        }
    }
}

/// `BOYD Ben` and `Ben Boyd`.
fn same_words(a: &str, b: &str) -> bool {
    let sorted = |name: &str| {
        let mut words = words(Kind::Driver, name);
        words.sort_unstable();
        words
    };
    sorted(a) == sorted(b)
}

/// `BOYD` of `Ben Boyd`: all words of the one stand in the other.
fn is_part(part: &str, whole: &str) -> bool {
    let (part, whole) = (words(Kind::Driver, part), words(Kind::Driver, whole));
    !part.is_empty() && part.iter().all(|word| whole.contains(word))
}

/// The more letters a name has, and the more small ones among them, the more it says; of two alike the one that is first by
/// its letters.
fn fullness(name: &str) -> (usize, usize, std::cmp::Reverse<&str>) {
    let count = |of: fn(char) -> bool| name.chars().filter(|&own| of(own)).count();
    (count(char::is_alphanumeric), count(char::is_lowercase), std::cmp::Reverse(name))
}

/// What two documents print differently of one published table; the first stays as it stands.
pub(super) fn tables(own: &PublishedRecord, other: &PublishedRecord) -> Vec<Diagnostic> {
    let said = |line: &PublishedLine| {
        let cells: Vec<String> = line
            .cells
            .iter()
            .filter_map(|(round, points)| Some(format!("{round}: {}", (*points)?)))
            .chain(line.total.map(|total| format!("total {total}")))
            .collect();
        let position = line.position.map_or_else(String::new, |position| format!("{position} "));
        format!("{position}{} {}", line.competitor, cells.join(", "))
    };
    let lines = own.lines.len().max(other.lines.len());
    let at = |table: &PublishedRecord, index: usize| table.lines.get(index).map(said);
    let differing = (0..lines).filter(|&index| at(own, index) != at(other, index));
    let shown = |text: Option<String>| text.unwrap_or_else(|| "no such line".to_owned());
    let told = differing.map(|index| {
        let mut told = Diagnostic::warning(
            "PF1007",
            format!("two documents print the table {} {} differently", own.title, own.class),
        )
        .found(format!("{}; and {}", shown(at(own, index)), shown(at(other, index))))
        .expected("the same line in both")
        .help("the first stands; `--replace` takes the new table");
        told.places = [own, other]
            .into_iter()
            .filter_map(|table| table.lines.get(index)?.from.first())
            .map(|from| Place::line(from.document.as_str(), from.line, ""))
            .collect();
        told
    });
    told.collect()
}

fn place(row: &ResultRecord) -> Place {
    let from = row.from.first();
    from.map_or_else(Place::default, |from| Place::line(from.document.as_str(), from.line, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Origin;

    type Car<'c> = (&'c str, &'c str, Option<u32>);

    fn rows(own: &[Car<'_>]) -> Vec<ResultRecord> {
        let row = |&(number, class, position): &Car<'_>| ResultRecord {
            number: number.to_owned(),
            class: class.to_owned(),
            position,
            from: vec![Origin { document: "x".to_owned(), line: 1 }],
            ..ResultRecord::default()
        };
        own.iter().map(row).collect()
    }

    #[test]
    fn one_document_has_two_sessions_where_the_order_is_another() {
        let race = rows(&[("1", "A", Some(1)), ("2", "B", Some(2)), ("3", "A", Some(3)), ("4", "B", None)]);
        let two = |own: &[Car<'_>]| is_of_two_sessions(&race, &rows(own), "x");
        assert!(!two(&[("1", "A", Some(1)), ("3", "A", Some(2)), ("2", "B", Some(1))]), "places in class");
        assert!(!two(&[("9", "A", Some(1)), ("8", "A", Some(2))]), "other cars");
        assert!(two(&[("3", "A", Some(1)), ("1", "A", Some(2))]));
        assert!(two(&[("1", "A", Some(1)), ("2", "B", None)]));
        assert!(two(&[("4", "B", Some(9))]));
        assert!(!is_of_two_sessions(&race, &rows(&[("4", "B", Some(9))]), "y"), "two documents are compared");
    }
}
