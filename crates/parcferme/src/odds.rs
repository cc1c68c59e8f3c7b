//! The odds of titles beside the exact answer: what goes into them, and whether the two agree.

use crate::library::{self, Loaded};
use parcferme_core::Ix;
use parcferme_core::rules::title::Title;
use parcferme_core::scenario::{Answer, Contest};
use parcferme_core::season::Season;
use parcferme_core::season::{Class, Round};
use parcferme_core::{Diagnostic, Outcome, Rulebook, compute};
use parcferme_odds::{Model, Plan, Record, Strengths, Trials, seed, simulate, simulate_by_compute};
use parcferme_publish::scenario::{DrawsOdds, Likelihood, Odds};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{OnceLock, PoisonError, RwLock};

/// How many seasons before this one say how strong somebody is.
const SEASONS_BEFORE: i32 = 3;

/// Season by season through `compute` no more than so many are drawn.
const BY_COMPUTE: u64 = 1_024;

/// How many ends of a season are drawn for a page, and for a picture of many rounds.
const FOR_A_PAGE: u64 = 4_096;

/// Seasons before this one, the latest first: those that lie beside its folder under their years.
pub struct Before(Vec<(Season, Rulebook, Outcome)>);

impl Before {
    pub fn of(loaded: &Loaded) -> Before {
        let (asked, season) = (&loaded.asked, &loaded.season);
        let beside = |years: i32| {
            let year = (season.year - years).to_string();
            let path = Path::new(asked).parent()?.join(year);
            // What cannot be read says nothing; the odds rest on less then, and say on how many seasons.
            let before = library::load(&path.display().to_string(), None).ok()?;
            (before.season.series == season.series).then(|| {
                let outcome = compute(&before.season, &before.rules);
                (before.season, before.rules, outcome)
            })
        };
        Before((1..=SEASONS_BEFORE).map_while(beside).collect())
    }
}

/// A title and class after a round.
type Asked = (Ix<Title>, Option<Ix<Class>>, Option<Ix<Round>>);

/// Odds of one season that were drawn, each once.
#[derive(Default)]
pub struct Drawn {
    before: OnceLock<Before>,
    digest: OnceLock<String>,
    known: RwLock<BTreeMap<Asked, Option<Odds>>>,
}

/// Draws odds for the pages of a season.
pub struct ForPages<'a> {
    pub loaded: &'a Loaded,
    pub outcome: &'a Outcome,
    pub drawn: &'a Drawn,
}

impl DrawsOdds for ForPages<'_> {
    fn odds(&self, contest: &Contest<'_>, answer: &dyn Fn() -> Answer) -> Option<Odds> {
        let asked = (contest.title_ix, contest.class, contest.after);
        let known = &self.drawn.known;
        if let Some(found) = known.read().unwrap_or_else(PoisonError::into_inner).get(&asked) {
            return found.clone();
        }
        let found = self.draw(contest, answer);
        known.write().unwrap_or_else(PoisonError::into_inner).insert(asked, found.clone());
        found
    }
}

impl ForPages<'_> {
    fn draw(&self, contest: &Contest<'_>, answer: &dyn Fn() -> Answer) -> Option<Odds> {
        if contest.to_come() == 0 {
            return None;
        }
        // What is drawn through `compute` takes longer than a page may.
        let plan = plan(contest).ok().filter(|plan| plan.does_not_fit.is_none())?;
        let answer = answer();
        if answer.chances.iter().any(|own| own.champion) {
            return None;
        }
        let before = self.drawn.before.get_or_init(|| Before::of(self.loaded));
        let digest = self.drawn.digest.get_or_init(|| self.loaded.digest());
        match of_plan(&plan, contest, &answer, (self.outcome, before), (digest, FOR_A_PAGE)) {
            Ok(odds) => Some(odds),
            Err(found) => {
                crate::report::to_stderr(&[*found]);
                None
            }
        }
    }
}

/// The odds of a title, drawn from a seed that its inputs give.
///
/// # Errors
/// They cannot be drawn (PF0590), or a drawn season contradicts the exact answer (PF0591).
pub fn odds(
    contest: &Contest<'_>,
    answer: &Answer,
    (outcome, before): (&Outcome, &Before),
    (digest, seasons): (&str, u64),
) -> Result<Odds, Box<Diagnostic>> {
    of_plan(&plan(contest)?, contest, answer, (outcome, before), (digest, seasons))
}

fn plan(contest: &Contest<'_>) -> Result<Plan, Box<Diagnostic>> {
    Plan::new(contest.season, contest.rules, contest.title_ix, contest.class, contest.after)
}

fn of_plan(
    plan: &Plan,
    contest: &Contest<'_>,
    answer: &Answer,
    (outcome, before): (&Outcome, &Before),
    (digest, seasons): (&str, u64),
) -> Result<Odds, Box<Diagnostic>> {
    let (season, rules) = (contest.season, contest.rules);
    let now =
        Record::of(season, rules, contest.title, contest.class, &outcome.classifications, contest.after);
    let earlier = before.0.iter().filter_map(|(season, rules, outcome)| {
        let title = &rules.titles[rules.title(&contest.title.id)?];
        let class = match contest.class {
            Some(class) => Some(season.class(&contest.season.classes[class].id)?),
            None => None,
        };
        Some(Record::of(season, rules, title, class, &outcome.classifications, None))
    });
    let records: Vec<Record> = [now].into_iter().chain(earlier).collect();
    let records: Vec<&Record> = records.iter().collect();
    let strengths = Strengths::of(&Model::default(), &records, &plan.field());
    let class = contest.class.map_or("", |class| contest.season.classes[class].id.as_str());
    let after = contest.after.map_or_else(String::new, |after| after.index().to_string());
    let trials = Trials {
        seasons,
        seed: seed(&[digest, &contest.title.id, class, &after]),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let drawn = match plan.does_not_fit {
        None => simulate(plan, &strengths, trials)?,
        Some(_) => {
            let trials = Trials { seasons: seasons.min(BY_COMPUTE), ..trials };
            simulate_by_compute(season, rules, plan, &strengths, trials)?
        }
    };
    let chance = |index: usize| {
        let own = drawn.chances[index].competitor;
        answer.chances.iter().find(|chance| chance.competitor == own)
    };
    let all = 0..drawn.chances.len();
    let out: Vec<bool> =
        all.clone().map(|own| chance(own).is_some_and(|own| own.can_win == Some(false))).collect();
    let champion: Vec<bool> = all.clone().map(|own| chance(own).is_some_and(|own| own.champion)).collect();
    drawn.check(&out, &champion)?;
    let of = |index: usize| {
        let own = &drawn.chances[index];
        Likelihood {
            competitor: own.competitor,
            share: drawn.share(index),
            error: drawn.error(index),
            never: own.champion == 0,
            wins_next: own.wins_next.share(),
            misses_next: own.misses_next.share(),
        }
    };
    Ok(Odds { seasons: drawn.seasons, seasons_before: records.len() - 1, of: all.map(of).collect() })
}
