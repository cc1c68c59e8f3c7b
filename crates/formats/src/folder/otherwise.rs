//! A result as it might have been: what of a car's row in a session shall be otherwise.
//!
//! It is done to the files of a folder, so that what it makes is read by the columns, words and checks of every results file.

use super::{Files, results, results_path};
use parcferme_core::season::NamedCar;
use parcferme_core::{Diagnostic, Place};
use std::fmt;

/// `3 race #71 laps=72`: round, session, car, and columns of the results file with the values that they shall have; or
/// `swap=#88`, the car with which it changes its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultChange {
    text: String,
    round: u32,
    session: String,
    car: NamedCar,
    columns: Vec<(String, String)>,
    swap: Option<NamedCar>,
}

/// What goes to the other car where two change their results: how it ended, not what the car did on the way.
const SWAPPED: [&str; 8] = ["position", "status", "classified", "laps", "time", "gap", "interval", "remark"];

const ONE_CAR: &str = "one car: #71; #71/GT where two bear the number; \"#71@Ann Archer\", \"#@Ann Archer\" by one who drove it";

type Refused = Box<Diagnostic>;

impl ResultChange {
    /// Reads `ROUND SESSION #NUMBER COLUMN=VALUE ...`; a value with blanks stands in double quotes.
    ///
    /// # Errors
    /// It is not written so.
    pub fn parse(text: &str) -> Result<ResultChange, Refused> {
        let refused = || {
            Diagnostic::error("PF0340", "this is no change of a result")
                .at(Place::document("change"))
                .found(text)
                .expected(format!(
                    "round, session, car and columns, such as 3 race #71 laps=72 status=dnf; {ONE_CAR}"
                ))
        };
        let words = words(text).ok_or_else(refused)?;
        let [round, session, car, columns @ ..] = words.as_slice() else { return Err(refused().into()) };
        let car = NamedCar::parse(car).ok_or_else(refused)?;
        let round = round.parse().map_err(|_| refused())?;
        let columns: Option<Vec<(String, String)>> = columns
            .iter()
            .map(|own| own.split_once('=').map(|(column, value)| (column.to_owned(), value.to_owned())))
            .collect();
        let mut columns = columns.filter(|own| !own.is_empty()).ok_or_else(refused)?;
        if columns.iter().any(|(column, _)| column == "number") {
            return Err(refused().into());
        }
        let swap = match columns.iter().position(|(column, _)| column == "swap") {
            None => None,
            // Two cars change their results as they are: nothing else may be said of them in one change.
            Some(at) => match NamedCar::parse(&columns.remove(at).1).filter(|_| columns.is_empty()) {
                Some(other) if other != car => Some(other),
                _ => return Err(refused().into()),
            },
        };
        let known: Vec<&str> = results::columns();
        if let Some((column, _)) = columns.iter().find(|(own, _)| !known.contains(&own.as_str())) {
            return Err(Diagnostic::error("PF0367", format!("results have no column `{column}`"))
                .at(Place::document("change"))
                .found(text)
                .expected(format!("one of {}", known.join(", ")))
                .did_you_mean(column, &known)
                .into());
        }
        let text = text.trim().to_owned();
        Ok(ResultChange { text, round, session: session.clone(), car, columns, swap })
    }

    /// Number of the round, and id of the session.
    pub fn session(&self) -> (u32, &str) {
        (self.round, &self.session)
    }

    pub fn car(&self) -> &NamedCar {
        &self.car
    }

    /// The car with which it changes its result.
    pub fn swap(&self) -> Option<&NamedCar> {
        self.swap.as_ref()
    }

    /// Columns of the results file with the values that they shall have.
    pub fn columns(&self) -> &[(String, String)] {
        &self.columns
    }

    /// Does it to the files of a folder. A car that gets another place takes it, and those between move by one; a car that is
    /// given a status without a place, and is not finished by it, loses its own, and those behind close up.
    ///
    /// # Errors
    /// The folder has no results file of the session, no such car in it, or several.
    pub fn apply(&self, files: &mut Files) -> Result<(), Refused> {
        let path = results_path(self.round, &self.session);
        let told = |message: String| {
            Diagnostic::error("PF0341", message).at(Place::document(path.as_str())).found(self.text.as_str())
        };
        let text = files.get(&path).ok_or_else(|| {
            told("there is no results file of that session".to_owned())
                .expected("a round and a session whose results are declared")
                .help("results that follow from laps are changed by a deleted lap or another decision: --decision FILE")
        })?;
        let mut table = Rows::read(text).ok_or_else(|| told("the results file is no table".to_owned()))?;
        let find = |car: &NamedCar| -> Result<usize, Refused> {
            let cars = table.cars(car);
            let [at] = cars[..] else {
                let message = match cars.len() {
                    0 => format!("{} is not in that session", car.in_words()),
                    count => format!("{} is not one of that session but {count}", car.in_words()),
                };
                let told = told(message).expected(ONE_CAR);
                return Err(told.into());
            };
            Ok(at)
        };
        let car = find(&self.car)?;
        if let Some(other) = &self.swap {
            let other = find(other)?;
            table.swap(car, other);
        }
        for (column, value) in self.columns.iter().filter(|(column, _)| column != "position") {
            table.set(car, column, value);
        }
        let place =
            self.columns.iter().find(|(column, _)| column == "position").map(|(_, value)| value.as_str());
        let status =
            self.columns.iter().find(|(column, _)| column == "status").map(|(_, value)| value.as_str());
        match (place, status) {
            (Some(place), _) => table.place(car, place),
            (None, Some(status)) if !status.eq_ignore_ascii_case("finished") => table.place(car, ""),
            _ => {}
        }
        files.insert(path, table.written());
        Ok(())
    }
}

impl fmt::Display for ResultChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Words parted by blanks, those within double quotes kept.
pub(super) fn words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            own if own.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            own => word.push(own),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    (!quoted).then_some(words)
}

/// A results file, cell by cell.
struct Rows {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn read(text: &str) -> Option<Rows> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows =
            reader.records().map(|own| Some(own.ok()?.iter().map(str::to_owned).collect::<Vec<_>>()));
        let head = rows.next()??;
        let rows: Option<Vec<Vec<String>>> = rows.collect();
        Some(Rows { head, rows: rows? })
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.head.iter().position(|own| own.trim() == name)
    }

    fn set(&mut self, row: usize, column: &str, value: &str) {
        let at = self.column(column).unwrap_or_else(|| {
            self.head.push(column.to_owned());
            self.head.len() - 1
        });
        let cells = &mut self.rows[row];
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        value.clone_into(&mut cells[at]);
    }

    /// The rows of a car.
    fn cars(&self, car: &NamedCar) -> Vec<usize> {
        let [number, class, drivers, team] =
            ["number", "class", "drivers", "team"].map(|own| self.column(own));
        let is_car = |row: &Vec<String>| {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
            let in_class = car.class.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(cell(class)));
            let crew = cell(drivers);
            // Behind a name may stand what is said of the driver: `Ann Archer (no share)`.
            let named = |who: &String| match crew.is_empty() {
                true => cell(team) == who,
                false => crew.split(';').map(str::trim).any(|own| {
                    own.strip_prefix(who.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
                }),
            };
            cell(number) == car.number && in_class && car.who.as_ref().is_none_or(named)
        };
        (0..self.rows.len()).filter(|&at| is_car(&self.rows[at])).collect()
    }

    /// Gives each of two rows the result of the other.
    fn swap(&mut self, a: usize, b: usize) {
        for column in SWAPPED.iter().filter_map(|own| self.column(own)).collect::<Vec<_>>() {
            let cell = |row: usize| self.rows[row].get(column).cloned().unwrap_or_default();
            let (of_a, of_b) = (cell(a), cell(b));
            for (row, value) in [(a, of_b), (b, of_a)] {
                let cells = &mut self.rows[row];
                if cells.len() <= column {
                    cells.resize(column + 1, String::new());
                }
                cells[column] = value;
            }
        }
    }

    fn position(&self, row: usize) -> Option<u32> {
        self.rows[row].get(self.column("position")?)?.trim().parse().ok()
    }

    /// Gives a row another place, or none; those between move by one.
    fn place(&mut self, row: usize, place: &str) {
        let (from, to): (Option<u32>, Option<u32>) = (self.position(row), place.parse().ok());
        for other in (0..self.rows.len()).filter(|&own| own != row) {
            let Some(mut own) = self.position(other) else { continue };
            if from.is_some_and(|from| own > from) {
                own -= 1;
            }
            if to.is_some_and(|to| own >= to) {
                own += 1;
            }
            self.set(other, "position", &own.to_string());
        }
        self.set(row, "position", place);
    }

    fn written(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for own in std::iter::once(&self.head).chain(&self.rows) {
            // Into memory, where writing cannot fail.
            let mut cells = own.clone();
            cells.resize(self.head.len().max(own.len()), String::new());
            let _ = writer.write_record(&cells);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RACE: &str = "position,status,class,number,drivers\n1,finished,GT,71,Ann\n2,finished,GT,7,Ben\n3,finished,P1,7,Cleo\n,dnf,GT,9,Dan\n";

    fn after(change: &str) -> Result<String, String> {
        let mut files = Files::from([("results/03-race.csv".to_owned(), RACE.to_owned())]);
        ResultChange::parse(change)
            .and_then(|own| own.apply(&mut files))
            .map_err(|own| format!("{} {}", own.id, own.message))?;
        let rows = files["results/03-race.csv"].lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("{}{}{}", cells[0], if cells[1] == "finished" { "" } else { cells[1] }, cells[4])
        });
        Ok(rows.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_car_that_gets_a_place_moves_those_between() {
        assert_eq!(after("3 race #71 laps=72").unwrap(), "1Ann 2Ben 3Cleo dnfDan");
        assert_eq!(after("3 race #71 position=3").unwrap(), "3Ann 1Ben 2Cleo dnfDan");
        assert_eq!(after("3 race #7/P1 position=1").unwrap(), "2Ann 3Ben 1Cleo dnfDan");
        assert_eq!(after("3 race #9 position=2 status=finished").unwrap(), "1Ann 3Ben 4Cleo 2Dan");
        assert_eq!(after("3 race #71 status=dsq").unwrap(), "dsqAnn 1Ben 2Cleo dnfDan");
        assert_eq!(
            after("3 race #71 position=1 drivers=\"Eve Ellis\"").unwrap(),
            "1Eve Ellis 2Ben 3Cleo dnfDan"
        );
    }

    #[test]
    fn two_cars_change_their_results() {
        assert_eq!(after("3 race #71 swap=#7/P1").unwrap(), "3Ann 2Ben 1Cleo dnfDan");
        assert_eq!(after("3 race #71 swap=#9").unwrap(), "dnfAnn 2Ben 3Cleo 1Dan");
        for (change, told) in [
            ("3 race #71 swap=#71", "PF0340 this is no change of a result"),
            ("3 race #71 swap=9", "PF0340 this is no change of a result"),
            ("3 race #71 swap=#9 laps=3", "PF0340 this is no change of a result"),
            ("3 race #71 swap=#8", "PF0341 car 8 is not in that session"),
            ("3 race #71 swap=#7", "PF0341 car 7 is not one of that session but 2"),
        ] {
            assert_eq!(after(change), Err(told.to_owned()), "{change}");
        }
    }

    #[test]
    fn a_column_that_the_file_has_not_joins_it() {
        let mut files = Files::from([("results/03-race.csv".to_owned(), RACE.to_owned())]);
        ResultChange::parse("3 race #71 laps=72").unwrap().apply(&mut files).unwrap();
        assert!(files["results/03-race.csv"].starts_with(
            "position,status,class,number,drivers,laps\n1,finished,GT,71,Ann,72\n2,finished,GT,7,Ben,\n"
        ));
    }

    #[test]
    fn what_cannot_be_is_said() {
        for (change, told) in [
            ("3 race 71 laps=72", "PF0340 this is no change of a result"),
            ("3 race #71", "PF0340 this is no change of a result"),
            ("three race #71 laps=1", "PF0340 this is no change of a result"),
            ("3 race #71 number=8", "PF0340 this is no change of a result"),
            ("3 race #71 drivers=\"Ann", "PF0340 this is no change of a result"),
            ("3 race #71 points=7", "PF0367 results have no column `points`"),
            ("3 race #71 lap=7", "PF0367 results have no column `lap`"),
            ("3 sprint #71 laps=72", "PF0341 there is no results file of that session"),
            ("3 race #8 laps=72", "PF0341 car 8 is not in that session"),
            ("3 race #7 laps=72", "PF0341 car 7 is not one of that session but 2"),
        ] {
            assert_eq!(after(change), Err(told.to_owned()), "{change}");
        }
    }
}
