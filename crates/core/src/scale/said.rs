//! What cells say, what they decide, and what they leave open.

use crate::exact::{Points, Share};
use crate::scale::Made;
use crate::scale::book::{Book, WindowDraft};
use crate::scale::search::{Choice, MIN_SHARE, Search};
use std::collections::BTreeMap;

/// What cells say, by how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// As a rulebook names it: `points.standard`.
    pub about: String,
    /// Points of each place, those that are known; and by how many cells.
    pub places: Vec<(u32, Points, u32)>,
}

/// A choice that cells make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub about: String,
    pub value: String,
    /// The value that fails least, and how many contradictions more it brings: cells that are not explained, and places that
    /// would be paid more than the one before them.
    pub instead: String,
    pub cells: usize,
}

/// What cells leave open, and the fact that would decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub about: String,
    pub value: String,
    /// What fits as well.
    pub others: Vec<String>,
    pub decided_by: String,
}

pub(super) fn known(made: &Made) -> Vec<Known> {
    let ids = ids(made);
    let scales = made.all.iter().zip(ids);
    let mut all: Vec<Known> = scales
        .map(|(own, about)| Known {
            about,
            places: own
                .scale
                .iter()
                .filter(|own| !own.1.free)
                .map(|(place, own)| (*place, own.points, own.by))
                .collect(),
        })
        .collect();
    all.retain(|own| !own.places.is_empty());
    all
}

/// What each scale is called: by its block; one without a block gives nothing.
fn ids(made: &Made) -> Vec<String> {
    made.ids
        .iter()
        .map(|id| if id.is_empty() { "no points".to_owned() } else { format!("points.{id}") })
        .collect()
}

/// Places of which no cell says what they give.
pub(super) fn open_places(made: &Made) -> Vec<Open> {
    let mut open = Vec::new();
    for (own, about) in made.all.iter().zip(ids(made)) {
        let Some(last) = own.scale.iter().filter(|own| !own.1.points.is_zero()).map(|own| *own.0).max()
        else {
            continue;
        };
        let about = |place: u32| format!("{about}, place {place}");
        let next = |place: u32| {
            own.scale.range(place..).find(|own| !own.1.free).map_or(Points::ZERO, |own| own.1.points)
        };
        let before =
            |place: u32| own.scale.range(..place).rev().find(|own| !own.1.free).map(|own| own.1.points);
        for place in 1..=last + 1 {
            if own.scale.get(&place).is_some_and(|own| !own.free) {
                continue;
            }
            let least = next(place);
            open.push(Open {
                about: about(place),
                value: own.scale.get(&place).map_or(least, |own| own.points).to_string(),
                others: vec![match before(place) {
                    Some(most) => format!("{least} to {most}"),
                    None => format!("{least} or more"),
                }],
                decided_by: format!("a car in place {place} whose points are published, without a bonus"),
            });
        }
    }
    open
}

/// Windows that are named where many fit.
const MOST_WINDOWS: usize = 3;

pub(super) fn open_windows(book: &Book, others: &[Vec<Vec<WindowDraft>>]) -> Vec<Open> {
    let text = |own: &[WindowDraft]| {
        let windows: Vec<String> = own.iter().map(WindowDraft::text).collect();
        if windows.is_empty() { "none".to_owned() } else { windows.join(", ") }
    };
    let open = book.titles.iter().zip(others).filter(|own| !own.1.is_empty());
    open.map(|(title, others)| Open {
        about: format!("title.{}.windows", title.id),
        value: text(&title.windows),
        others: {
            let mut all: Vec<String> = others.iter().take(MOST_WINDOWS).map(|own| text(own)).collect();
            if let Some(more) = others.len().checked_sub(MOST_WINDOWS).filter(|own| *own > 0) {
                all.push(format!("{more} more"));
            }
            all
        },
        decided_by: "a competitor with more results in a stretch than one of them counts".to_owned(),
    })
    .collect()
}

/// Choices that cells decide, and those that they leave open.
pub(super) fn choices(
    search: &Search<'_, '_>,
    book: &Book,
    weighed: Vec<(Choice, Vec<usize>)>,
) -> (Vec<Decided>, Vec<Open>) {
    let (mut decided, mut open) = (Vec::new(), Vec::new());
    for (choice, more) in weighed {
        // A bonus that gives nothing has no conditions.
        let extra = choice
            .about
            .split('.')
            .nth(1)
            .filter(|_| choice.about.starts_with("bonus") || choice.about.starts_with("amount"));
        if extra.is_some_and(|id| {
            book.extras.iter().any(|own| own.id == id && own.points.iter().all(|own| own.is_zero()))
        }) {
            continue;
        }
        let stands = |own: &&(String, Book)| same(&own.1, book);
        let Some((value, _)) = choice.values.iter().find(stands) else { continue };
        let others = || choice.values.iter().zip(&more).filter(|((_, own), _)| !same(own, book));
        let fit_as_well = others().filter(|own| *own.1 == 0).map(|own| own.0);
        let alike: Vec<String> = if choice.about == MIN_SHARE {
            minimums(search, book, fit_as_well.map(|own| &own.1))
        } else {
            fit_as_well.map(|own| own.0.clone()).collect()
        };
        if let Some(((instead, _), cells)) = others().filter(|own| *own.1 > 0).min_by_key(|own| *own.1) {
            decided.push(Decided {
                about: choice.about.clone(),
                value: value.clone(),
                instead: instead.clone(),
                cells: *cells,
            });
        }
        if !alike.is_empty() {
            let (about, value, decided_by) = (choice.about, value.clone(), choice.decided_by);
            open.push(Open { about, value, others: alike, decided_by });
        }
    }
    (decided, open)
}

/// The minimum distances that fit as well, as ranges of shares.
fn minimums<'b>(
    search: &Search<'_, '_>,
    book: &'b Book,
    others: impl Iterator<Item = &'b Book>,
) -> Vec<String> {
    let own = std::iter::once(book).chain(others).filter_map(|own| own.minimum);
    let alike = own.flat_map(|minimum| {
        let candidate = search.minimums.iter().find(|own| own.minimum == minimum);
        candidate.map_or_else(Vec::new, |own| own.alike.clone())
    });
    let mut ranges: BTreeMap<(&str, &str), (Share, Share)> = BTreeMap::new();
    for minimum in alike {
        let range = ranges
            .entry((minimum.of.word(), minimum.rounding.word()))
            .or_insert((minimum.share, minimum.share));
        *range = (range.0.min(minimum.share), range.1.max(minimum.share));
    }
    if book.minimum.is_none() {
        let most = ranges.values().map(|own| own.1).max();
        return most
            .map(|most| format!("a share of the winner's laps, of those tried up to {most}"))
            .into_iter()
            .collect();
    }
    let text = |((of, rounding), (least, most)): (&(&str, &str), &(Share, Share))| {
        let shares = if least == most { least.to_string() } else { format!("{least} to {most}") };
        format!("{shares} of the {of}, {rounding}")
    };
    ranges.iter().map(text).collect()
}

/// Whether two books make the same choices; what equations and tables add to them is no choice.
fn same(a: &Book, b: &Book) -> bool {
    let titles = |own: &Book| -> Vec<_> {
        let key = |own: &crate::scale::book::TitleDraft| {
            (own.scoring_cars, own.others_keep_position, own.split, own.class_places)
        };
        own.titles.iter().map(key).collect()
    };
    let extras = |own: &Book| -> Vec<_> {
        own.extras.iter().map(|own| (own.what.clone(), own.within, own.classified)).collect()
    };
    a.minimum == b.minimum
        && a.retired == b.retired
        && a.marks == b.marks
        && titles(a) == titles(b)
        && extras(a) == extras(b)
}
