//! How results add up and who is ahead on equal points: windows and tie-breaks are tried on the ordinary tables.

use crate::compute::tally::{Tally, tallies};
use crate::exact::Points;
use crate::numbers::{Position, RoundNumber};
use crate::outcome::Classification;
use crate::rulebook::Rulebook;
use crate::rules::ties::TieBreak;
use crate::rules::title::{Lists, Title};
use crate::rules::window::Window;
use crate::scale::book::{TitleDraft, WindowDraft};
use crate::scale::groups::{STATED, UNEXPLAINED};
use crate::season::{Competitor, PublishedTable, RoundStatus, Season};
use crate::table::Ix;
use std::collections::BTreeMap;

/// The tables of a title, published ones beside those that are computed.
pub(super) struct Tables<'a> {
    season: &'a Season,
    title: Title,
    /// Each with its columns, in order of rounds.
    pairs: Vec<(Tally, Vec<(usize, &'a PublishedTable)>)>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(
        season: &'a Season,
        rules: &Rulebook,
        classifications: &[Classification],
        id: &str,
    ) -> Option<Tables<'a>> {
        let title = rules.title(id)?;
        // Only this title: the others have accounts of their own.
        let mut rules = rules.clone();
        let own = rules.titles[title].clone();
        rules.titles = Default::default();
        // Windows will be tried on what is tallied here: with one that drops nothing, the results stay beside the points.
        let all = Window { best: u32::MAX, ..Window::default() };
        let windows = if own.windows.is_empty() { vec![all] } else { own.windows.clone() };
        rules.titles.push(Title { windows, ..own.clone() });
        let pairs = tallies(season, &rules, classifications).into_iter().map(|tally| {
            let published = season.published.iter().filter(|own| own.title == id && own.class == tally.class);
            let mut published: Vec<(usize, &PublishedTable)> = published
                .filter(|own| {
                    !tally.unknown.iter().any(|round| own.after.is_none_or(|after| *round <= after))
                })
                .map(|own| (tally.columns_after(own.after), own))
                .collect();
            published.sort_by_key(|own| own.0);
            (tally, published)
        });
        let pairs = pairs.collect();
        Some(Tables { season, title: own, pairs })
    }

    /// The windows under which the totals differ least, and then others that explain as much in as few words; no window is
    /// the first where every total is explained without one. Nothing where no window explains any more than none.
    pub(super) fn windows(&self, goes_on: &mut dyn FnMut() -> bool) -> Vec<Vec<WindowDraft>> {
        let plain = self.differing(&[], None, usize::MAX);
        let numbers = self.numbers();
        if numbers.len() < 2 {
            return Vec::new();
        }
        let rounds = u32::try_from(numbers.len()).unwrap_or(0);
        let mut tried: Vec<(usize, Vec<WindowDraft>)> = Vec::new();
        for best in (1..rounds).rev() {
            if !goes_on() {
                break;
            }
            let windows = vec![WindowDraft { rounds: None, best }];
            let differing = self.differing(&windows, None, plain + 1);
            if plain == 0 && differing > 0 {
                break;
            }
            tried.push((differing, windows));
        }
        if plain == 0 {
            return std::iter::once(Vec::new()).chain(tried.into_iter().map(|own| own.1)).collect();
        }
        if tried.iter().all(|own| own.0 > 0) {
            self.two_stretches(&numbers, plain, &mut tried, goes_on);
        }
        // Two stretches are many words: they have to explain everything, or several totals.
        tried.retain(|own| own.0 < plain && (own.1.len() == 1 || own.0 == 0 || own.0 + 2 <= plain));
        let stated = |own: &[WindowDraft]| if own.len() > 1 { own.len() * 2 - 1 } else { own.len() };
        let cost = |own: &(usize, Vec<WindowDraft>)| own.0 * UNEXPLAINED + stated(&own.1) * STATED;
        // Of as good ones those that drop as much of each stretch, and less.
        let uneven = |own: &(usize, Vec<WindowDraft>)| {
            let dropped = own.1.iter().filter_map(|window| {
                let (from, to) = window.rounds?;
                Some(i64::from(to.0 - from.0 + 1) - i64::from(window.best))
            });
            let dropped: Vec<i64> = dropped.collect();
            match dropped.as_slice() {
                [a, b] => ((a - b).abs(), a + b),
                _ => (0, 0),
            }
        };
        tried.sort_by_key(|own| (cost(own), uneven(own)));
        let least = tried.first().map(cost);
        tried.retain(|own| Some(cost(own)) == least);
        tried.into_iter().map(|own| own.1).collect()
    }

    /// Windows over the rounds up to one and over those behind it.
    fn two_stretches(
        &self,
        numbers: &[RoundNumber],
        plain: usize,
        tried: &mut Vec<(usize, Vec<WindowDraft>)>,
        goes_on: &mut dyn FnMut() -> bool,
    ) {
        let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else { return };
        let rounds = last.0 - first.0 + 1;
        let mut splits: Vec<RoundNumber> = numbers[..numbers.len() - 1].to_vec();
        splits.sort_by_key(|own| (i64::from(own.0 - first.0 + 1) * 2 - i64::from(rounds)).abs());
        if rounds > 26 {
            splits.truncate(3);
        }
        for split in splits {
            let size = split.0 - first.0 + 1;
            let window = |from, to, best| WindowDraft { rounds: Some((from, to)), best };
            // The first stretch by the tables that end in it: the second does not matter to them.
            let mut halves: Vec<(usize, u32)> = Vec::new();
            for count in (1..=size).rev() {
                if !goes_on() {
                    return;
                }
                halves.push((self.differing(&[window(first, split, count)], Some(split), usize::MAX), count));
            }
            let fewest = halves.iter().map(|own| own.0).min().unwrap_or(0);
            halves.retain(|own| own.0 == fewest);
            for (_, count) in halves.into_iter().take(4) {
                for other in (1..=rounds - size).rev() {
                    if !goes_on() {
                        return;
                    }
                    let windows =
                        vec![window(first, split, count), window(RoundNumber(split.0 + 1), last, other)];
                    tried.push((self.differing(&windows, None, plain), windows));
                }
            }
        }
    }

    /// Numbers of the rounds of the season, those to come among them.
    fn numbers(&self) -> Vec<RoundNumber> {
        let rounds = self.season.rounds.rows().iter().filter(|own| own.status != RoundStatus::Cancelled);
        rounds.filter_map(|own| own.number).collect()
    }

    fn with_windows(&self, windows: &[WindowDraft]) -> Title {
        let mut title = self.title.clone();
        title.windows = windows
            .iter()
            .map(|own| Window {
                rounds: own
                    .rounds
                    .map_or_else(Vec::new, |(from, to)| (from.0..=to.0).map(RoundNumber).collect()),
                best: own.best,
                ..Window::default()
            })
            .collect();
        title
    }

    /// How often a total begins to differ from the published one, or ends to: up to a round, and no further than to a bound.
    fn differing(&self, windows: &[WindowDraft], until: Option<RoundNumber>, bound: usize) -> usize {
        let title = self.with_windows(windows);
        let mut count = 0;
        for (tally, published) in &self.pairs {
            let mut before: BTreeMap<Ix<Competitor>, Points> = BTreeMap::new();
            for (columns, table) in published {
                let last = table.after.or_else(|| tally.rounds.last().copied());
                let number = last.and_then(|own| self.season.rounds[own].number);
                if until.is_some_and(|until| number.is_none_or(|own| own > until)) {
                    break;
                }
                let ranks = tally.rank(&title, *columns);
                let computed: BTreeMap<Ix<Competitor>, Points> =
                    ranks.iter().map(|own| (own.competitor, own.total)).collect();
                for row in &table.rows {
                    let Some(total) = row.total else { continue };
                    let own = computed.get(&row.competitor).copied().unwrap_or(Points::ZERO);
                    let rest = if crate::audit::is_printed(own, total, table.decimals) {
                        Points::ZERO
                    } else {
                        total - own
                    };
                    let rest = if table.decimals.is_some() { (rest * 20).rounded() } else { rest };
                    if before.insert(row.competitor, rest).unwrap_or(Points::ZERO) != rest {
                        count += 1;
                    }
                }
                if count >= bound {
                    return count;
                }
            }
        }
        count
    }

    /// Published positions that the tables agree with, less those that they do not, in each way to break ties and to
    /// list; the steps as words.
    fn positions(&self, steps: &[&'static str], lists: Lists) -> i64 {
        let mut title = self.title.clone();
        title.ties = steps.iter().filter_map(|own| TieBreak::from_word(own)).collect();
        title.lists = lists;
        let mut sum = 0;
        for (tally, published) in &self.pairs {
            for (columns, table) in published {
                let ranks = tally.rank(&title, *columns);
                let computed: BTreeMap<Ix<Competitor>, Option<Position>> =
                    ranks.iter().map(|own| (own.competitor, own.position)).collect();
                for row in table.rows.iter().filter(|own| own.position.is_some()) {
                    match computed.get(&row.competitor) {
                        Some(own) if *own == row.position => sum += 1,
                        Some(_) => sum -= 2,
                        None => {}
                    }
                }
            }
        }
        sum
    }
}

const STEPS: [&[&str]; 9] = [
    &["countback", "shared"],
    &["countback", "earliest-result", "shared"],
    &["countback", "latest-result", "shared"],
    &["countback", "head-to-head", "shared"],
    &["wins", "shared"],
    &["best-result", "shared"],
    &["latest-result", "shared"],
    &["earliest-result", "shared"],
    &["shared"],
];

const LISTS: [(&str, Lists); 3] =
    [("scored", Lists::Scored), ("classified", Lists::Classified), ("started", Lists::Started)];

/// Ways to look at places for a tie-break.
pub(super) fn tie_variants(season: &Season, title: &TitleDraft) -> Vec<TitleDraft> {
    let mut mains: Vec<String> =
        season.sessions.rows().iter().filter(|own| own.main).map(|own| own.id.clone()).collect();
    mains.sort_unstable();
    mains.dedup();
    let sides = season.sessions.rows().iter().any(|own| !own.main);
    let mut all = Vec::new();
    for ties_in_main in [Vec::new(), mains].into_iter().take(if sides { 2 } else { 1 }) {
        for ties_over_scoring_places in [false, true] {
            let cars = if title.scoring_cars.is_some() { 2 } else { 1 };
            for ties_count_all_cars in [false, true].into_iter().take(cars) {
                all.push(TitleDraft {
                    ties_in_main: ties_in_main.clone(),
                    ties_over_scoring_places,
                    ties_count_all_cars,
                    ..title.clone()
                });
            }
        }
    }
    all
}

/// The steps and lists under which most positions agree: how many more agree than not, and whether all do.
pub(super) fn best_ties(tables: &Tables<'_>, title: &TitleDraft) -> (i64, bool, TitleDraft) {
    let rows = tables.pairs.iter().flat_map(|own| &own.1).flat_map(|own| &own.1.rows);
    let all = rows.filter(|own| own.position.is_some()).count() as i64;
    let mut best: Option<(i64, TitleDraft)> = None;
    for (word, lists) in LISTS {
        for steps in STEPS {
            let agree = tables.positions(steps, lists);
            if best.as_ref().is_none_or(|best| agree > best.0) {
                best = Some((agree, TitleDraft { ties: steps.to_vec(), lists: word, ..title.clone() }));
            }
            if agree == all {
                break;
            }
        }
        if best.as_ref().is_some_and(|best| best.0 == all) {
            break;
        }
    }
    let (agree, title) = best.unwrap_or_else(|| (0, title.clone()));
    (agree, agree == all, title)
}
