//! To whom an account is tied: a competitor that a season of the record knows, found by what people call it.
//!
//! A tie to nobody would end the guard that nobody judges himself, and look as if it held.

use super::Stands;
use crate::library::Refused;
use crate::record;
use parcferme_core::Diagnostic;
use parcferme_core::find::{Asked, Fit, How, Names};
use parcferme_store::{Record, Tie};
use std::collections::{BTreeMap, BTreeSet};

/// A tie as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pub tie: Tie,
    /// A season knows the competitor. Where false, the record has no competitors in these seasons yet.
    pub is_known: bool,
}

/// Names that are offered instead.
const MOST_NEAR: usize = 5;

/// Whom a tie means: by an id, a name, the number of a car, or words of a name that are those of one competitor alone.
///
/// # Errors
/// Nobody in its seasons is called so, or several are ([PF1438](../errors/PF1438.md)); or what the database says.
pub fn meant(record: &mut Record, tie: &Tie) -> Result<Meant, Refused> {
    let text = tie.competitor.trim();
    let known = competitors(record, tie)?;
    if known.is_empty() {
        return Ok(Meant { tie: Tie { competitor: text.to_owned(), ..tie.clone() }, is_known: false });
    }
    let to = |id: &str| Ok(Meant { tie: Tie { competitor: id.to_owned(), ..tie.clone() }, is_known: true });
    let asked = Asked::among(text, known.values());
    let mut fits: Vec<(Fit, &str)> =
        known.iter().filter_map(|(id, names)| Some((asked.fit(names)?, id.as_str()))).collect();
    fits.sort_unstable();
    let best = fits.first().map(|own| own.0);
    let alike: BTreeSet<&str> = fits.iter().filter(|own| Some(own.0) == best).map(|own| own.1).collect();
    let is_said = best.is_some_and(|own| own.how <= How::Words);
    if let (true, Some(id)) = (is_said && alike.len() == 1, alike.first()) {
        return to(id);
    }
    let near: Vec<&str> = fits.iter().map(|own| own.1).take(MOST_NEAR).collect();
    let all: Vec<&str> = known.keys().map(String::as_str).collect();
    let message = match is_said {
        true => format!("`{text}` is several competitors of {}", tie.scope),
        false => format!("no season of {} knows a competitor `{text}`", tie.scope),
    };
    let refused = Diagnostic::error("PF1438", message).found(text);
    let refused = match near.is_empty() {
        true => refused.expected_one_of(&all).did_you_mean(text, &all),
        false => refused.expected(near.join(", ")),
    };
    Err(vec![
        refused.help("name a competitor by its id or its name, or a car by its number; nothing was tied"),
    ])
}

/// What the competitors and cars of the seasons are called, by id and number.
fn competitors(record: &mut Record, tie: &Tie) -> Result<BTreeMap<String, Names>, Refused> {
    let mut known = BTreeMap::new();
    let heads = record.heads().map_err(record::refused)?;
    for head in heads.into_iter().filter(|own| tie.scope.covers(&own.season)) {
        // A season that cannot be computed knows nobody; its own pages say why.
        let Ok(stands) = Stands::now(record, &head.season) else { continue };
        let (season, folder) = (&stands.loaded.season, &stands.loaded.folder);
        for own in season.competitors.rows() {
            known.insert(own.id.clone(), Names::new([own.name.as_str(), &own.id], []));
        }
        let rows = season.results.rows().iter().map(|own| own.number.as_str());
        let numbers = rows.chain(folder.entries.iter().map(|own| own.number.as_str()));
        let listed = folder.entries.iter().flat_map(|own| [own.team.as_str(), own.driver.as_str()]);
        let is_known = |known: &BTreeMap<String, Names>, name: &str| {
            let letters = Names::letters(name);
            known.keys().any(|own| Names::letters(own) == letters)
        };
        for name in numbers.chain(listed).filter(|own| !own.is_empty()) {
            if !is_known(&known, name) {
                known.insert(name.to_owned(), Names::new([name], []));
            }
        }
    }
    Ok(known)
}
