//! Laps that a timekeeper corrects: rows of `laps/corrections.csv`, beside lap files that stay as they came.

use super::Stands;
use super::proposed::Files;
use crate::library::Refused;
use parcferme_core::numbers::CarNumber;
use parcferme_core::timing::LapSheet;
use parcferme_core::timing::correction::{Correction, corrected};
use parcferme_core::timing::sheet::CarIndex;
use parcferme_core::{Diagnostic, Place, Severity};
use parcferme_formats::alkamel::read_laps;
use parcferme_formats::folder::{CORRECTION_COLUMNS, CORRECTIONS, read_corrections};

/// The records of a session as they came.
pub struct Records {
    /// The lap file without its end, as corrections name it: `03-race`.
    pub name: String,
    pub sheet: LapSheet,
    /// Corrections of this file, in the order in which they were entered.
    pub corrections: Vec<Correction>,
    /// Results are declared of the session: they stand, whatever its laps say.
    pub is_declared: bool,
}

/// Sessions of which there are laps: round and id.
pub fn sessions(stands: &Stands) -> impl Iterator<Item = &(u32, String)> {
    stands.loaded.folder.laps.keys()
}

/// The records of a session; none where there are no laps of it.
pub fn records(stands: &Stands, round: u32, session: &str) -> Option<Records> {
    let folder = &stands.loaded.folder;
    let key = (round, session.to_owned());
    let path = &folder.laps.get(&key)?.file;
    let (sheet, _) = read_laps(path, stands.files.get(path)?);
    let name = path.strip_prefix("laps/")?.rsplit_once('.')?.0.to_owned();
    let all = stands
        .files
        .get(CORRECTIONS)
        .map_or_else(Vec::new, |bytes| read_corrections(CORRECTIONS, &String::from_utf8_lossy(bytes)).0);
    let corrections = all.into_iter().filter(|own| own.0 == name).map(|own| own.1).collect();
    Some(Records { name, sheet, corrections, is_declared: folder.results.contains_key(&key) })
}

/// A correction as somebody fills it in.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub kind: String,
    pub number: String,
    pub class: String,
    pub team: String,
    pub lap: String,
    pub at: String,
    pub driver: String,
    pub reason: String,
    pub from: String,
}

impl Filled {
    fn value(&self, session: &str, column: &str) -> String {
        let own = match column {
            "session" => session,
            "kind" => &self.kind,
            "number" => &self.number,
            "class" => &self.class,
            "team" => &self.team,
            "lap" => &self.lap,
            "at" => &self.at,
            "driver" => &self.driver,
            "reason" => &self.reason,
            "from" => &self.from,
            _ => "",
        };
        own.trim().replace(['\r', '\n'], " ")
    }

    fn row(&self, session: &str, columns: &[&str], separator: u8) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        // Into memory, a row of fields is always written.
        let _ = writer.write_record(columns.iter().map(|own| self.value(session, own)));
        writer.into_inner().unwrap_or_default()
    }
}

/// The car of a number, a class and a team.
pub fn car(sheet: &LapSheet, number: &str, class: &str, team: &str) -> Option<CarIndex> {
    let number = CarNumber::from(number);
    sheet.car_indexes().find(|car| {
        let own = sheet.car(*car);
        own.number == number && own.class == class && own.team == team
    })
}

/// The season's files with a further correction.
///
/// # Errors
/// It cannot be read, or fits no lap.
pub fn with(stands: &Stands, records: &Records, filled: &Filled) -> Result<(Files, Correction), Refused> {
    let mut alone = CORRECTION_COLUMNS.join(",").into_bytes();
    alone.push(b'\n');
    alone.extend(filled.row(&records.name, CORRECTION_COLUMNS, b','));
    let (read, mut found) = read_corrections(CORRECTIONS, &String::from_utf8_lossy(&alone));
    found.retain(|own| own.severity == Severity::Error);
    let Some((_, own)) = read.into_iter().next().filter(|_| found.is_empty()) else {
        // Where it stands says nothing to whoever fills in a form.
        found.iter_mut().for_each(|own| own.places.clear());
        return Err(found);
    };
    let mut all = records.corrections.clone();
    let before = corrected(&records.sheet, &all).1;
    all.push(own.clone());
    let mut wrong = corrected(&records.sheet, &all).1;
    wrong.retain(|own| !before.contains(own));
    if !wrong.is_empty() {
        wrong.iter_mut().for_each(|own| own.places.clear());
        return Err(wrong);
    }
    let mut bytes = match stands.files.get(CORRECTIONS) {
        Some(bytes) => bytes.clone(),
        None => format!("{}\n", CORRECTION_COLUMNS.join(",")).into_bytes(),
    };
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    let (columns, separator) = head(&bytes)?;
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    bytes.extend(filled.row(&records.name, &columns, separator));
    Ok((Files::from([(CORRECTIONS.to_owned(), Some(bytes))]), own))
}

/// The columns of the file, by their own names, and what stands between them. A row more is written in its form.
fn head(bytes: &[u8]) -> Result<(Vec<String>, u8), Refused> {
    let text = String::from_utf8_lossy(bytes);
    let line = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let separator = [b';', b'\t'].into_iter().find(|own| line.contains(char::from(*own))).unwrap_or(b',');
    let columns: Vec<String> =
        line.split(char::from(separator)).map(|own| own.trim().trim_matches('"').to_lowercase()).collect();
    let lacks: Vec<&str> = CORRECTION_COLUMNS
        .iter()
        .filter(|own| !columns.iter().any(|column| column == *own))
        .copied()
        .collect();
    if lacks.is_empty() {
        return Ok((columns, separator));
    }
    Err(vec![
        Diagnostic::error(
            "PF1377",
            "the file of corrections lacks columns, so that nothing can be added to it here",
        )
        .at(Place::document(CORRECTIONS))
        .found(line)
        .expected(CORRECTION_COLUMNS.join(", "))
        .help(format!("pull the season, write {} into its first line, and push it", lacks.join(", "))),
    ])
}
