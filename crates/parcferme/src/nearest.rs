//! The bundled rulebook that is nearest to a season which has none: of its series, with its classes, of its time, and one
//! by which the season can be scored as it stands.

use crate::library;
use parcferme_core::{Severity, audit};
use parcferme_formats::folder::Folder;
use parcferme_formats::names::slug;

/// How far a rulebook is from a season, the weightiest first; the least is the nearest.
type Distance = (bool, bool, usize, usize, u32);

/// The nearest rulebook; `hint` is what else may name the series, such as the path of its files. None where none fits.
pub fn nearest(folder: &Folder, hint: &str) -> Option<String> {
    let hint = format!("-{}-", slug(hint));
    let far = |id: &String| Some((distance(id, folder, &hint)?, id.clone()));
    let found = library::bundled_rulebooks().iter().filter_map(far).min();
    found.map(|(_, id)| id)
}

/// None where the season has errors by the rulebook.
fn distance(id: &str, folder: &Folder, hint: &str) -> Option<Distance> {
    let rules = library::bundled_rulebook(id)?;
    let (season, of_season) = folder.season(&rules);
    let against = rules.check_against(&season);
    let mistakes = audit::mistakes(&season, &rules);
    let all = || of_season.iter().chain(&against).chain(&mistakes);
    if all().any(|own| own.severity == Severity::Error) {
        return None;
    }
    let (series, label) = id.split_once('/').unwrap_or((id, ""));
    let of_series = folder.series == series || hint.contains(&format!("-{series}-"));
    // Seasons of several classes have tables of each, those of one have one.
    let by_class = rules.titles.rows().iter().any(|own| own.per_class);
    let text = rules.wording.to_toml();
    let other_kind = by_class != (folder.classes.len() > 1);
    let unnamed = folder.classes.iter().filter(|own| !text.contains(&format!("\"{}\"", own.id))).count();
    let warnings = all().filter(|own| own.severity == Severity::Warning).count();
    let year: i32 = label.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
    Some((!of_series, other_kind, warnings, unnamed, folder.year.abs_diff(year)))
}
