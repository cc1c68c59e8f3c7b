//! `feats.csv`: poles, fastest laps and other feats that rules give points for.

use super::table::{self, Known, Table};
use super::told::Told;
use super::{Folder, Origin, show_from, words};
use parcferme_core::season::FeatKind;
use parcferme_core::{Diagnostic, Millis};

/// A feat, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeatRecord {
    pub round: u32,
    pub session: String,
    /// `pole`, `fastest-lap`, ...
    pub feat: String,
    pub number: String,
    /// Class of the car, where cars of several classes bear the number.
    pub class: String,
    /// Where it is one driver's feat.
    pub driver: String,
    pub time: Option<Millis>,
    pub from: Vec<Origin>,
    pub line: u32,
}

pub(super) const COLUMNS: &[&str] =
    &["round", "session", "feat", "number", "class", "driver", "time", "from"];

pub(super) fn read(path: &str, text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) {
    let known = Known { columns: COLUMNS, more: &table::no_more, left_out: &[], first: &table::none_first };
    let table = Table::read(path, text, &known, diagnostics);
    let mut told = Told::default();
    for row in table.rows() {
        let feat = word(row.text("feat"));
        if feat != row.text("feat") {
            told.word(row, "feat", row.text("feat"), &feat);
        }
        let Some(round) = row.wanted("round", "a round's number", diagnostics) else { continue };
        folder.feats.push(FeatRecord {
            round,
            session: row.owned("session"),
            feat,
            number: row.number(),
            class: row.owned("class"),
            driver: row.owned("driver"),
            time: row.value("time", "a time such as 1:13.748", diagnostics),
            from: row.from(),
            line: row.line,
        });
    }
    told.finish(diagnostics);
}

/// `Fastest lap`, `FASTEST_LAP` and `FL` as rules call it; a word that only the rulebook can know stays as it is.
fn word(text: &str) -> String {
    let word = match words::plain(text).as_str() {
        "fl" | "best lap" => "fastest-lap".to_owned(),
        "pole position" | "pp" => "pole".to_owned(),
        plain => plain.replace(' ', "-"),
    };
    if matches!(FeatKind::from_word(&word), FeatKind::Other(_)) { text.to_owned() } else { word }
}

pub(super) fn write(folder: &Folder) -> String {
    let rows: Vec<Vec<String>> = folder
        .feats
        .iter()
        .map(|feat| {
            vec![
                feat.round.to_string(),
                feat.session.clone(),
                feat.feat.clone(),
                feat.number.clone(),
                feat.class.clone(),
                feat.driver.clone(),
                feat.time.map_or_else(String::new, |time| time.to_string()),
                show_from(&feat.from),
            ]
        })
        .collect();
    table::write(COLUMNS, &rows)
}
