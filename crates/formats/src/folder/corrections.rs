//! `laps/corrections.csv`: what is known of laps better than the records know it.

use super::table::{self, Known, Row, Table};
use parcferme_core::Diagnostic;
use parcferme_core::timing::correction::{Corrected, Correction};

pub const CORRECTIONS: &str = "laps/corrections.csv";

pub const CORRECTION_COLUMNS: &[&str] =
    &["session", "kind", "number", "class", "team", "lap", "at", "driver", "reason", "from"];

/// Corrections, each with the name of its lap file: `03-race`.
pub type LapCorrections = Vec<(String, Correction)>;

/// Reads the corrections.
pub fn read_corrections(path: &str, text: &str) -> (LapCorrections, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let known = Known {
        columns: CORRECTION_COLUMNS,
        more: &table::no_more,
        left_out: &[],
        first: &table::none_first,
    };
    let table = Table::read(path, text, &known, &mut diagnostics);
    let read = table.rows().filter_map(|row| read_row(path, &row, &mut diagnostics)).collect();
    (read, diagnostics)
}

fn read_row(path: &str, row: &Row, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, Correction)> {
    let session: String =
        row.wanted("session", "the name of a lap file without its end, such as `03-race`", diagnostics)?;
    let number: String = row.wanted("number", "a car number", diagnostics)?;
    let laps: String = row.wanted("lap", "a lap, or the first and the last: 12 or 12-25", diagnostics)?;
    let reason: String = row.wanted("reason", "why the records are wrong, in a few words", diagnostics)?;
    let what = kind(row, diagnostics)?;
    let Some((first_lap, last_lap)) = range(&laps).filter(|(first, last)| first == last || may_span(&what))
    else {
        let expected = match may_span(&what) {
            true => "a lap from 1, or the first and the last: 12 or 12-25",
            false => "one lap from 1",
        };
        diagnostics.push(refused(row, "the laps of the correction cannot be read", &laps, expected));
        return None;
    };
    let some = |column: &str| Some(row.owned(column)).filter(|text| !text.is_empty());
    let (class, team) = (some("class"), some("team"));
    let (document, from) = (path.to_owned(), row.owned("from"));
    Some((
        session,
        Correction {
            number: number.into(),
            class,
            team,
            first_lap,
            last_lap,
            what,
            reason,
            document,
            line: row.line,
            from,
        },
    ))
}

fn kind(row: &Row, diagnostics: &mut Vec<Diagnostic>) -> Option<Corrected> {
    let word: String = row.wanted("kind", &Corrected::WORDS.join(", "), diagnostics)?;
    let what = match word.as_str() {
        "deleted" => Corrected::Deleted,
        "extra-passing" => Corrected::ExtraPassing,
        "after-flag" => Corrected::AfterFlag,
        "missed-passing" => {
            let wrong = diagnostics.len();
            let at = row.value(
                "at",
                "the elapsed time at which the car crossed the line, such as 1:13:02.118",
                diagnostics,
            );
            if diagnostics.len() > wrong {
                return None;
            }
            Corrected::MissedPassing { at }
        }
        "driver" => Corrected::Driver(row.wanted("driver", "the name of who drove", diagnostics)?),
        other => {
            let expected = format!("one of {}", Corrected::WORDS.join(", "));
            let unknown = refused(row, "no such kind of correction", other, &expected);
            diagnostics.push(unknown.did_you_mean(other, &Corrected::WORDS));
            return None;
        }
    };
    let reads = match what {
        Corrected::MissedPassing { .. } => "at",
        Corrected::Driver(_) => "driver",
        _ => "",
    };
    for column in ["at", "driver"].into_iter().filter(|&own| own != reads && !row.text(own).is_empty()) {
        let message = format!("a correction of the kind `{word}` has no `{column}`");
        diagnostics.push(refused(row, &message, row.text(column), "an empty cell"));
    }
    Some(what)
}

const fn may_span(what: &Corrected) -> bool {
    matches!(what, Corrected::Deleted | Corrected::Driver(_))
}

/// `12` or `12-25`.
fn range(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let [first, last] = [first, last].map(|lap| lap.trim().parse::<u32>().ok().filter(|&lap| lap > 0));
    Some((first?, last?)).filter(|(first, last)| first <= last)
}

fn refused(row: &Row, message: &str, found: &str, expected: &str) -> Diagnostic {
    Diagnostic::error("PF0548", message).at(row.place()).found(found).expected(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Millis;

    fn read(rows: &str) -> (Vec<(String, Correction)>, Vec<String>) {
        let text = format!("session,kind,number,lap,at,driver,reason\n{rows}\n");
        let (read, diagnostics) = read_corrections(CORRECTIONS, &text);
        (read, diagnostics.iter().map(|own| format!("{} {}", own.id, own.message)).collect())
    }

    #[test]
    fn every_kind_is_read() {
        let rows = "03-race,missed-passing,2,3,3:03.000,,loop\n03-race,driver,2,5-9,,Ann Archer,list\n\
            03-race,deleted,2,4,,,track limits\n03-race,extra-passing,2,7,,,loop\n03-race,after-flag,2,9,,,flag late";
        let (read, diagnostics) = read(rows);
        assert_eq!(diagnostics, [""; 0]);
        let words: Vec<&str> = read.iter().map(|own| own.1.what.word()).collect();
        assert_eq!(words, ["missed-passing", "driver", "deleted", "extra-passing", "after-flag"]);
        let (session, missed) = &read[0];
        assert_eq!((session.as_str(), missed.line, missed.first_lap), ("03-race", 2, 3));
        assert_eq!(missed.what, Corrected::MissedPassing { at: Some(Millis(183_000)) });
        assert_eq!((read[1].1.first_lap, read[1].1.last_lap), (5, 9));
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        for (row, expected) in [
            ("03-race,delete,2,3,,,x", "PF0548 no such kind of correction"),
            ("03-race,deleted,2,0,,,x", "PF0548 the laps of the correction cannot be read"),
            ("03-race,after-flag,2,3-5,,,x", "PF0548 the laps of the correction cannot be read"),
            ("03-race,deleted,2,5-3,,,x", "PF0548 the laps of the correction cannot be read"),
            ("03-race,deleted,2,3,1:00.000,,x", "PF0548 a correction of the kind `deleted` has no `at`"),
            ("03-race,missed-passing,2,3,noon,,x", "PF0407 column `at` cannot be read"),
            ("03-race,driver,2,3,,,x", "PF0408 column `driver` is empty"),
            ("03-race,deleted,2,3,,,", "PF0408 column `reason` is empty"),
            (",deleted,2,3,,,x", "PF0408 column `session` is empty"),
        ] {
            assert_eq!(read(row).1, [expected], "{row}");
        }
    }
}
