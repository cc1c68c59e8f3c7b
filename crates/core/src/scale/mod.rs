//! The scale itself, inferred: from results and published tables to a rulebook that reproduces them.
//!
//! Every published cell, and what every total rose by between two tables, is a linear equation over the points of a
//! place and of a bonus; its coefficients are asked of the ordinary scoring (`probe`). Equations are solved exactly
//! (`solve`), sessions are gathered by the scale that they pay (`groups`), and the choices that no equation makes are
//! tried (`search`): which cars score, who is passed over, the minimum distance. Windows and ties are tried on the ordinary
//! tables (`tables`). What comes out is a rulebook as text, read by the ordinary reader and held against the published
//! tables by the ordinary audit.
//!
//! No rulebook goes in. Invariant: nothing is said to be known that no cell says.

mod blocks;
mod book;
mod claims;
mod groups;
mod minimum;
mod probe;
mod said;
mod search;
mod solve;
mod tables;
mod unexplained;

pub use said::{Decided, Known, Open};
pub use unexplained::Unexplained;

use crate::audit::{Audit, CheckCount};
use crate::compute::classify::classify_all;
use crate::compute::compute;
use crate::exact::Points;
use crate::rulebook::Rulebook;
use crate::season::Season;
use blocks::{Paying, blocks, merged};
use book::{Book, PointsDraft, WindowDraft};
use claims::columns;
use probe::Dropping;
use search::{Evaluated, Search};
use tables::{Tables, best_ties, tie_variants};

/// What an inference may cost, and who is told how far it is.
pub struct Bound<'w> {
    /// Most pieces of work: a choice that is tried is one.
    pub most: usize,
    /// Told before each piece; false ends the search with the best that was found.
    pub tell: &'w mut dyn FnMut(Progress) -> bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub what: &'static str,
    pub done: usize,
    pub most: usize,
}

/// Enough for a season of any series that is kept here.
pub const MOST: usize = 20_000;

/// Rules that were inferred, and how far they go.
#[derive(Clone, Debug)]
pub struct Inferred {
    /// The rulebook as text.
    pub text: String,
    pub rules: Rulebook,
    /// The checks of published tables under these rules.
    pub checks: Vec<CheckCount>,
    /// What cells say, by how many.
    pub known: Vec<Known>,
    /// Choices that cells make against others.
    pub decided: Vec<Decided>,
    pub open: Vec<Open>,
    pub unexplained: Vec<Unexplained>,
    /// Whether the search ended before its end.
    pub stopped: bool,
}

impl Inferred {
    /// Published cells and totals: compared, and those that the rules reproduce.
    pub fn points(&self) -> (u32, u32) {
        self.sum(&["standings-cell", "standings-total"])
    }

    /// Published positions: the same.
    pub fn positions(&self) -> (u32, u32) {
        self.sum(&["standings-position"])
    }

    fn sum(&self, checks: &[&str]) -> (u32, u32) {
        let own = self.checks.iter().filter(|own| checks.contains(&own.check));
        own.fold((0, 0), |sum, own| (sum.0 + own.checked, sum.1 + own.agree + own.waived))
    }
}

/// Why nothing can be inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLittle {
    /// No table has points of rounds whose results are known.
    NoPoints,
    /// What tables say is of several rounds together, or no place of it is known by itself.
    NoPlace,
    /// The best rules that were found give less than half of the published points: so many of so many.
    NoAgreement { explained: u32, points: u32 },
}

/// Infers the rules of a season from its results and published tables.
pub fn infer_scale(season: &Season, bound: Bound<'_>) -> Result<Inferred, TooLittle> {
    let (mut search, book) = Search::new(season, columns(season), bound);
    if search.claims.iter().all(|own| own.all.is_empty()) {
        return Err(TooLittle::NoPoints);
    }
    let mut dropping = search.dropping(&book);
    let mut book = search.settle_pairs(book, &dropping);
    let open_windows = settle_windows(&mut search, &mut book, &mut dropping);
    let weighed = search.weigh(&book, &dropping);
    let evaluated = search.evaluate(&book, &dropping);
    let made = Made::of(&search, &book, &evaluated);
    if !made.all.iter().flat_map(|own| own.scale.values()).any(|own| !own.free && !own.points.is_zero()) {
        return Err(TooLittle::NoPlace);
    }
    let mut book = made.book.clone();
    settle_ties(&mut search, &mut book, &made.points);
    let text = book.text(&head(season), &made.points);
    let (rules, _) = Rulebook::parse("inferred", &text);
    let audit = audit_tables(season, &rules);
    let mut open = said::open_places(&made);
    open.extend(said::open_windows(&book, &open_windows));
    let (decided, open_choices) = said::choices(&search, &book, weighed);
    open.extend(open_choices);
    let inferred = Inferred {
        known: said::known(&made),
        decided,
        open,
        unexplained: unexplained::unexplained(season, &rules, &audit),
        checks: audit.checks,
        text,
        rules,
        stopped: search.stopped,
    };
    match inferred.points() {
        (points, explained) if explained * 2 < points => Err(TooLittle::NoAgreement { explained, points }),
        _ => Ok(inferred),
    }
}

fn head(season: &Season) -> String {
    format!("name = {}\nabout = \"Inferred from published tables\"\n", book::quoted(&season.name))
}

fn audit_tables(season: &Season, rules: &Rulebook) -> Audit {
    crate::audit::audit_tables(season, rules, &compute(season, rules))
}

/// The rules as far as equations make them.
struct Made {
    /// With its bonuses.
    book: Book,
    points: Vec<PointsDraft>,
    all: Vec<Paying>,
    /// The block that states each scale, or the first that takes it.
    ids: Vec<String>,
}

impl Made {
    fn of(search: &Search<'_, '_>, book: &Book, evaluated: &Evaluated) -> Made {
        let mut book = book.clone();
        for (index, extra) in book.extras.iter_mut().enumerate() {
            for (title, points) in extra.points.iter_mut().enumerate() {
                let own = evaluated.fits.iter().filter_map(|fit| fit.extras.get(&(title, index)));
                let values = own.filter(|own| !own.free && own.by > own.against);
                *points = values.max_by_key(|own| own.by).map_or(Points::ZERO, |own| own.points);
            }
        }
        let all = merged(search.season, &search.columns, &evaluated.fits);
        let drafts = (book.titles.as_slice(), search.claims.as_slice());
        let (points, not_at, ids) = blocks(search.season, &search.columns, drafts, &all);
        for (title, events) in book.titles.iter_mut().zip(not_at) {
            title.not_at = events;
        }
        Made { book, points, all, ids }
    }
}

/// Finds the windows of each title; with them more totals stand for a single round, and the choices are settled again.
fn settle_windows(
    search: &mut Search<'_, '_>,
    book: &mut Book,
    dropping: &mut Vec<Dropping>,
) -> Vec<Vec<Vec<WindowDraft>>> {
    let mut others = Vec::new();
    for _ in 0..2 {
        let evaluated = search.evaluate(book, dropping);
        let made = Made::of(search, book, &evaluated);
        let (rules, _) = Rulebook::parse("inferred", &made.book.text("", &made.points));
        let classifications = classify_all(search.season, &rules);
        let before = book.clone();
        others = Vec::new();
        for index in 0..book.titles.len() {
            let tables = Tables::of(search.season, &rules, &classifications, &book.titles[index].id);
            let Some(tables) = tables else {
                others.push(Vec::new());
                continue;
            };
            let mut fitting = tables.windows(&mut || search.goes_on("windows"));
            book.titles[index].windows = if fitting.is_empty() { Vec::new() } else { fitting.remove(0) };
            others.push(fitting);
        }
        agree_on_windows(book, &mut others);
        *dropping =
            search.claims.iter().map(|own| dropping_of(search, &book.titles[own.title].windows)).collect();
        *book = search.settle_pairs(book.clone(), dropping);
        if *book == before {
            break;
        }
    }
    others
}

/// Where the windows of several titles are not the only ones that fit, and the same fit all of them, they have the same.
fn agree_on_windows(book: &mut Book, others: &mut [Vec<Vec<WindowDraft>>]) {
    let windowed: Vec<usize> =
        (0..book.titles.len()).filter(|&at| !book.titles[at].windows.is_empty()).collect();
    let Some(&first) = windowed.first().filter(|_| windowed.len() > 1) else { return };
    let fits = |at: usize, windows: &Vec<WindowDraft>| {
        book.titles[at].windows == *windows || others[at].contains(windows)
    };
    let of_first = std::iter::once(&book.titles[first].windows).chain(&others[first]);
    let Some(common) = of_first.into_iter().find(|own| windowed.iter().all(|&at| fits(at, own))).cloned()
    else {
        return;
    };
    for at in windowed {
        let own = std::mem::replace(&mut book.titles[at].windows, common.clone());
        if own != common {
            others[at].retain(|other| *other != common);
            others[at].insert(0, own);
        }
    }
}

fn dropping_of(search: &Search<'_, '_>, windows: &[WindowDraft]) -> Dropping {
    if windows.is_empty() {
        return Dropping::Nothing;
    }
    let number = |column: usize| search.season.rounds[search.columns[column]].number;
    let stretches = windows.iter().map(|own| {
        let within = |column: &usize| {
            own.rounds.is_none_or(|(from, to)| number(*column).is_some_and(|own| (from..=to).contains(&own)))
        };
        let of: Vec<usize> = (0..search.columns.len()).filter(within).collect();
        let range = of.first().map_or(0..0, |&first| first..of.last().map_or(first, |last| last + 1));
        (range, own.best as usize)
    });
    Dropping::Best(stretches.collect())
}

/// Finds how each title breaks ties.
fn settle_ties(search: &mut Search<'_, '_>, book: &mut Book, points: &[PointsDraft]) {
    for index in 0..book.titles.len() {
        let mut best: Option<(i64, book::TitleDraft)> = None;
        for variant in tie_variants(search.season, &book.titles[index]) {
            if !search.goes_on("ties") {
                break;
            }
            let mut other = book.clone();
            other.titles[index] = variant.clone();
            let (rules, _) = Rulebook::parse("inferred", &other.text("", points));
            let classifications = classify_all(search.season, &rules);
            let Some(tables) = Tables::of(search.season, &rules, &classifications, &variant.id) else {
                continue;
            };
            let (agree, all, variant) = best_ties(&tables, &variant);
            if best.as_ref().is_none_or(|best| agree > best.0) {
                best = Some((agree, variant));
            }
            if all {
                break;
            }
        }
        if let Some((_, variant)) = best {
            book.titles[index] = variant;
        }
    }
}
