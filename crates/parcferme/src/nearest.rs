//! The bundled rulebook that is nearest to a season which has none: of its series, with its classes, of its time, and one
//! by which the season can be scored as it stands.

use crate::library;
use parcferme_core::season::{Kind, Season};
use parcferme_core::{Diagnostic, Rulebook, Severity, audit};
use parcferme_formats::folder::Folder;
use parcferme_formats::names::slug;
use std::collections::BTreeMap;

/// How far a rulebook is from a season, the weightiest first; the least is the nearest.
type Distance = (bool, bool, usize, usize, u32);

/// Of each championship, how many of the seasons nearest in time are tried before it is given up.
const TRIED: usize = 3;

/// The nearest rulebook; `hint` is what else may name the series, such as the path of its files. None where none fits.
pub fn nearest(folder: &Folder, hint: &str) -> Option<String> {
    let hint = format!("-{}-", slug(hint));
    let mut of_series: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in library::bundled_rulebooks() {
        let series = id.split('/').next().unwrap_or(&id).to_owned();
        of_series.entry(series).or_default().push(id);
    }
    let mut seasons = Seasons { folder, made: BTreeMap::new() };
    let found = of_series.into_values().filter_map(|mut ids| {
        ids.sort_by_key(|id| folder.year.abs_diff(year(id)));
        let mut tried = ids.into_iter().take(TRIED);
        tried.find_map(|id| Some((distance(&id, &mut seasons, &hint)?, id)))
    });
    found.min().map(|(_, id)| id)
}

/// The first year of a rulebook's season; 0 where it is of all.
fn year(id: &str) -> i32 {
    let label = id.split_once('/').map_or("", |(_, label)| label);
    label.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0)
}

/// What titles rank is all that a season asks its rulebook.
type Ranks = Vec<(String, Kind)>;

/// The seasons that a folder makes by rulebooks, each made once.
struct Seasons<'f> {
    folder: &'f Folder,
    made: BTreeMap<Ranks, (Season, Vec<Diagnostic>)>,
}

impl Seasons<'_> {
    fn by(&mut self, rules: &Rulebook) -> &(Season, Vec<Diagnostic>) {
        let titles = rules.titles.rows().iter();
        let ranks = titles.map(|title| (title.id.clone(), title.competitor)).collect();
        self.made.entry(ranks).or_insert_with(|| self.folder.season(rules))
    }
}

/// None where the season has errors by the rulebook.
fn distance(id: &str, seasons: &mut Seasons<'_>, hint: &str) -> Option<Distance> {
    let rules = library::bundled_rulebook(id)?;
    let folder = seasons.folder;
    let (season, of_season) = seasons.by(&rules);
    let against = rules.check_against(season);
    let mistakes = audit::mistakes(season, &rules);
    let all = || of_season.iter().chain(&against).chain(&mistakes);
    if all().any(|own| own.severity == Severity::Error) {
        return None;
    }
    let series = id.split('/').next().unwrap_or(id);
    let of_series = folder.series == series || hint.contains(&format!("-{series}-"));
    // Seasons of several classes have tables of each, those of one have one.
    let by_class = rules.titles.rows().iter().any(|own| own.per_class);
    let text = rules.wording.to_toml();
    let other_kind = by_class != (folder.classes.len() > 1);
    let unnamed = folder.classes.iter().filter(|own| !text.contains(&format!("\"{}\"", own.id))).count();
    let warnings = all().filter(|own| own.severity == Severity::Warning).count();
    Some((!of_series, other_kind, warnings, unnamed, folder.year.abs_diff(year(id))))
}
