//! The choices that no equation makes: each is tried, and what leaves the fewest cells unexplained is kept.

use crate::decisions::Ruling;
use crate::exact::Points;
use crate::outcome::Classification;
use crate::rules::distance::MinimumDistance;
use crate::scale::blocks::merged;
use crate::scale::book::{Book, Extra, ExtraOf, Marked, Retired, TitleDraft};
use crate::scale::claims::Claims;
use crate::scale::groups::{Fit, Hints, STATED, Scale, UNEXPLAINED, fit, stated as stated_of_scales};
use crate::scale::minimum::{Candidate, candidates};
use crate::scale::probe::{Dropping, Equation, classifications, equations, probing};
use crate::scale::{Bound, Progress};
use crate::season::{Class, Competitor, FeatKind, Kind, Round, Season, Status};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const MIN_SHARE: &str = "classified.min_share";

pub(super) struct Search<'a, 'w> {
    pub season: &'a Season,
    pub columns: Vec<Ix<Round>>,
    pub claims: Vec<Claims>,
    pub minimums: Vec<Candidate>,
    /// Marks that a fifth of the cars or more bear: it may be that only they score.
    often: BTreeSet<String>,
    bound: Bound<'w>,
    pub done: usize,
    pub stopped: bool,
    classified: Vec<(Option<MinimumDistance>, Retired, Vec<Classification>)>,
    judged: Vec<(Book, Vec<Dropping>, usize, usize)>,
}

/// A book with what explains the tables under it.
pub(super) struct Evaluated {
    pub fits: Vec<Fit>,
    pub cost: usize,
    pub violated: usize,
}

impl Evaluated {
    /// How many equations of each table do not hold.
    fn violated_by_table(&self, tables: usize) -> Vec<usize> {
        let mut violated = vec![0; tables];
        for (table, _) in self.fits.iter().flat_map(|own| &own.violated) {
            violated[*table] += 1;
        }
        violated
    }
}

/// Values that one choice of a book may have, the one that stands among them.
pub(super) struct Choice {
    /// As a rulebook names it: `title.teams.scores`.
    pub about: String,
    /// What would decide it, as a fact.
    pub decided_by: String,
    pub values: Vec<(String, Book)>,
    /// Whether another choice may hide what it does, for both say which places are held.
    hides: bool,
}

/// Up to so many claims choices are tried two at a time whatever they leave unexplained.
const FEW_CLAIMS: usize = 100;
/// With more claims, rules that explain all of them are not looked for any plainer.
const MANY_CLAIMS: usize = 3000;

impl<'a, 'w> Search<'a, 'w> {
    pub(super) fn new(
        season: &'a Season,
        columns: Vec<Ix<Round>>,
        bound: Bound<'w>,
    ) -> (Search<'a, 'w>, Book) {
        let titles = titles(season);
        let mut claims: Vec<Claims> = Vec::new();
        for (index, title) in titles.iter().enumerate() {
            let classes: BTreeSet<Option<Ix<Class>>> =
                season.published.iter().filter(|own| own.title == title.id).map(|own| own.class).collect();
            claims.extend(
                classes.into_iter().map(|class| Claims::of(season, &columns, (index, &title.id), class)),
            );
        }
        let extras = extras(season, titles.len());
        let marks = marks(season);
        let often =
            marks.iter().filter(|own| own.1 * 5 >= season.results.len()).map(|own| own.0.clone()).collect();
        let marks = marks.into_keys().map(|mark| (mark, Marked::Score)).collect();
        let book = Book { minimum: None, retired: Retired::AsDeclared, marks, extras, titles };
        let minimums = candidates(season, &columns, &claims);
        let search = Search {
            season,
            columns,
            claims,
            minimums,
            often,
            bound,
            done: 0,
            stopped: false,
            classified: Vec::new(),
            judged: Vec::new(),
        };
        (search, book)
    }

    /// Counts a piece of work; false where the bound is reached or the caller wants no more.
    pub(super) fn goes_on(&mut self, what: &'static str) -> bool {
        let progress = Progress { what, done: self.done, most: self.bound.most };
        if !self.stopped && (self.done >= self.bound.most || !(self.bound.tell)(progress)) {
            self.stopped = true;
        }
        self.done += 1;
        !self.stopped
    }

    pub(super) fn evaluate(&mut self, book: &Book, dropping: &[Dropping]) -> Evaluated {
        let rules = probing(self.season, book);
        let at = self.classified.iter().position(|own| (own.0, own.1) == (book.minimum, book.retired));
        let at = at.unwrap_or_else(|| {
            if self.classified.len() > 2 {
                self.classified.remove(1);
            }
            self.classified.push((book.minimum, book.retired, classifications(self.season, book)));
            self.classified.len() - 1
        });
        let classified = &self.classified[at].2;
        let equations: Vec<Vec<Equation>> = self
            .claims
            .iter()
            .zip(dropping)
            .map(|(claims, dropping)| {
                equations(self.season, (&rules, book), classified, &self.columns, claims, dropping)
            })
            .collect();
        let fits = self.fits(&equations, book.extras.len());
        let violated = fits.iter().map(|own| own.violated.len() + own.rises).sum();
        let cost = self.cost(&fits) + STATED * stated(book);
        Evaluated { fits, cost, violated }
    }

    /// The tables each for itself, those of a title together, or all together: whichever explains them best.
    fn fits(&self, equations: &[Vec<Equation>], extras: usize) -> Vec<Fit> {
        let mut ways: Vec<Vec<Vec<usize>>> = vec![vec![(0..self.claims.len()).collect()]];
        let mut by_title: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (table, claims) in self.claims.iter().enumerate() {
            by_title.entry(claims.title).or_default().push(table);
        }
        ways.push(by_title.into_values().collect());
        ways.push((0..self.claims.len()).map(|table| vec![table]).collect());
        ways.dedup();
        let mut best: Option<(usize, Vec<Fit>)> = None;
        for way in ways {
            let together = |tables: &[usize], hints: &Hints| {
                let own: Vec<(usize, usize, &[Equation])> = tables
                    .iter()
                    .map(|&table| (table, self.claims[table].title, equations[table].as_slice()))
                    .collect();
                fit(self.season, &self.columns, (&own, extras), hints)
            };
            let mut fits: Vec<Fit> = way.iter().map(|tables| together(tables, &Hints::new())).collect();
            for index in 0..fits.len() {
                let hints =
                    if fits[index].violated.is_empty() { Hints::new() } else { self.hints(&fits, index) };
                if !hints.is_empty() {
                    let own = together(&way[index], &hints);
                    if own.cost < fits[index].cost {
                        fits[index] = own;
                    }
                }
            }
            let cost = self.cost(&fits);
            let explained = fits.iter().all(|own| own.violated.is_empty() && own.rises == 0);
            if best.as_ref().is_none_or(|best| cost < best.0) {
                best = Some((cost, fits));
            }
            if explained {
                break;
            }
        }
        best.map(|own| own.1).unwrap_or_default()
    }

    fn cost(&self, fits: &[Fit]) -> usize {
        let scales: Vec<Scale> =
            merged(self.season, &self.columns, fits).into_iter().map(|own| own.scale).collect();
        let violated: usize = fits.iter().map(|own| own.violated.len() + own.rises).sum();
        violated * UNEXPLAINED + stated_of_scales(&scales) * STATED
    }

    /// The scales of sessions that other tables set apart from the usual one.
    fn hints(&self, fits: &[Fit], of: usize) -> Hints {
        let mut hints = Hints::new();
        for (_, other) in fits.iter().enumerate().filter(|own| own.0 != of) {
            let word = |session| self.season.sessions[session].id.as_str();
            let mut sizes: BTreeMap<(&str, usize), usize> = BTreeMap::new();
            for (&(_, session), &group) in &other.group_of {
                *sizes.entry((word(session), group)).or_default() += 1;
            }
            for (&(_, session), &group) in &other.group_of {
                let own = sizes[&(word(session), group)];
                if sizes.iter().any(|(key, size)| key.0 == word(session) && *size > own) {
                    hints.entry(session).or_insert_with(|| other.scales[group].clone());
                }
            }
        }
        hints
    }

    /// Cost and unexplained cells of a book.
    fn judge(&mut self, book: &Book, dropping: &[Dropping]) -> (usize, usize) {
        if let Some(own) = self.judged.iter().find(|own| own.0 == *book && own.1 == dropping) {
            return (own.2, own.3);
        }
        let evaluated = self.evaluate(book, dropping);
        self.judged.push((book.clone(), dropping.to_vec(), evaluated.cost, evaluated.violated));
        (evaluated.cost, evaluated.violated)
    }

    /// How many results certainly all count, of each table: the most that leaves no more cells unexplained than few do.
    pub(super) fn dropping(&mut self, book: &Book) -> Vec<Dropping> {
        let rounds = self.columns.len();
        let mut all = vec![Dropping::Nothing; self.claims.len()];
        let few = rounds.div_ceil(4).max(2);
        let best = |results: usize| Dropping::Best(vec![(0..rounds, results)]);
        let first = self.evaluate(book, &all).violated_by_table(all.len());
        for table in 0..all.len() {
            if self.claims[table].all.iter().all(|own| own.cell) || first[table] == 0 || rounds <= few {
                continue;
            }
            let mut violated = |results: usize, search: &mut Self| {
                all[table] = best(results);
                let evaluated = search.evaluate(book, &all);
                evaluated.violated_by_table(search.claims.len())[table]
            };
            let least = violated(few, self);
            let (mut low, mut high) = (few, rounds);
            while low + 1 < high {
                let middle = usize::midpoint(low, high);
                if violated(middle, self) <= least { low = middle } else { high = middle }
            }
            all[table] = if first[table] <= least { Dropping::Nothing } else { best(low) };
        }
        all
    }

    /// Tries each choice in turn until none is better than what stands.
    pub(super) fn settle(&mut self, mut book: Book, dropping: &[Dropping]) -> Book {
        for _ in 0..3 {
            let before = book.clone();
            for index in 0..self.choices(&book).len() {
                let (mut least, violated) = self.judge(&book, dropping);
                if violated == 0 && self.claimed() > MANY_CLAIMS {
                    break;
                }
                let values =
                    self.choices(&book).into_iter().nth(index).map(|own| own.values).unwrap_or_default();
                for (_, other) in values {
                    if !self.prefer(other, "choices", dropping, (&mut least, &mut book)) {
                        return book;
                    }
                }
            }
            if book == before {
                break;
            }
        }
        book
    }

    /// Takes another book where it costs less than the best so far; whether the search goes on.
    fn prefer(
        &mut self,
        other: Book,
        what: &'static str,
        dropping: &[Dropping],
        (least, best): (&mut usize, &mut Book),
    ) -> bool {
        if !self.goes_on(what) {
            return false;
        }
        let (cost, _) = self.judge(&other, dropping);
        if cost < *least {
            (*least, *best) = (cost, other);
        }
        true
    }

    fn claimed(&self) -> usize {
        self.claims.iter().map(|own| own.all.len()).sum()
    }

    /// Tries choices two at a time where cells are left unexplained: one may hide the other.
    pub(super) fn settle_pairs(&mut self, mut book: Book, dropping: &[Dropping]) -> Book {
        for _ in 0..3 {
            book = self.settle(book, dropping);
            let (mut least, violated) = self.judge(&book, dropping);
            if violated == 0 && self.claimed() > FEW_CLAIMS {
                break;
            }
            let before = book.clone();
            let number = self.choices(&book).len();
            for (first, second) in (0..number).flat_map(|first| (0..first).map(move |second| (second, first)))
            {
                let one = self.choices(&before).into_iter().nth(first).filter(|own| own.hides);
                for (_, other) in one.map(|own| own.values).unwrap_or_default() {
                    let two = self.choices(&other).into_iter().nth(second).filter(|own| own.hides);
                    for (_, other) in two.map(|own| own.values).unwrap_or_default() {
                        if !self.prefer(other, "choices two at a time", dropping, (&mut least, &mut book)) {
                            return book;
                        }
                    }
                }
            }
            if book == before {
                break;
            }
        }
        book
    }

    /// Of each choice: what else leaves as few cells unexplained, and what is refuted, by how many cells.
    pub(super) fn weigh(&mut self, book: &Book, dropping: &[Dropping]) -> Vec<(Choice, Vec<usize>)> {
        let (_, own) = self.judge(book, dropping);
        let mut weighed = Vec::new();
        for choice in self.choices(book) {
            let mut more = Vec::new();
            for (_, other) in &choice.values {
                if !self.goes_on("what is open") {
                    return weighed;
                }
                more.push(self.judge(other, dropping).1.saturating_sub(own));
            }
            weighed.push((choice, more));
        }
        weighed
    }

    pub(super) fn choices(&self, book: &Book) -> Vec<Choice> {
        let mut all = Vec::new();
        for (index, title) in book.titles.iter().enumerate() {
            all.extend(self.choices_of_title(book, index, title));
        }
        if self.season.results.rows().iter().any(|row| row.status == Status::Dnf && row.position.is_some()) {
            let values = [Retired::AsDeclared, Retired::Classified, Retired::Scoreless, Retired::Out];
            all.push(Choice {
                about: "classified.retired".to_owned(),
                hides: true,
                decided_by: "a car that retired and holds a place that is paid, or is ahead of one that does"
                    .to_owned(),
                values: values
                    .map(|retired| (retired.words().to_owned(), Book { retired, ..book.clone() }))
                    .to_vec(),
            });
        }
        if !self.minimums.is_empty() {
            let with = |minimum: Option<MinimumDistance>| Book { minimum, ..book.clone() };
            let mut values = vec![("none".to_owned(), with(None))];
            values.extend(
                self.minimums.iter().map(|own| (minimum_words(&own.minimum), with(Some(own.minimum)))),
            );
            all.push(Choice {
                about: MIN_SHARE.to_owned(),
                hides: true,
                decided_by:
                    "a car in a place that is paid, with a share of the winner's laps between the two"
                        .to_owned(),
                values,
            });
        }
        for (at, (mark, _)) in book.marks.iter().enumerate() {
            let mut values =
                vec![Marked::Score, Marked::Barred { move_up: false }, Marked::Barred { move_up: true }];
            if self.often.contains(mark) {
                values.extend([Marked::Only { move_up: true }, Marked::Only { move_up: false }]);
            }
            let with = |marked: Marked| {
                let mut book = book.clone();
                book.marks[at].1 = marked;
                (marked.words(mark), book)
            };
            all.push(Choice {
                about: format!("eligible ({mark})"),
                hides: true,
                decided_by: format!(
                    "a car with the mark {mark} in a place that is paid, with others behind it"
                ),
                values: values.into_iter().map(with).collect(),
            });
        }
        for at in 0..book.extras.len() {
            all.extend(extra_choices(book, at));
        }
        all
    }

    fn choices_of_title(&self, book: &Book, index: usize, title: &TitleDraft) -> Vec<Choice> {
        let with = |change: &dyn Fn(&mut TitleDraft)| {
            let mut book = book.clone();
            change(&mut book.titles[index]);
            book
        };
        let mut all = Vec::new();
        let rows = self.season.results.rows();
        if title.competitor == Kind::Driver && rows.iter().any(|row| row.crew.len() > 1) {
            all.push(Choice {
                about: format!("title.{}.crew", title.id),
                hides: false,
                decided_by: "a car that several drove, in a place that is paid".to_owned(),
                values: vec![
                    ("full".to_owned(), with(&|own| own.split = false)),
                    ("split".to_owned(), with(&|own| own.split = true)),
                ],
            });
        }
        let most = most_cars(self.season, title);
        if most > 1 {
            let driver = title.competitor == Kind::Driver;
            let mut values = vec![("all-cars".to_owned(), with(&|own| own.scoring_cars = None))];
            for cars in 1..most.min(4) {
                for keep in if driver { [true].as_slice() } else { &[true, false] } {
                    let words = match (cars, driver, keep) {
                        (1, true, _) => "best-car".to_owned(),
                        (1, _, true) => "best-car, the others keep their positions".to_owned(),
                        (1, ..) => "best-car, the others give theirs up".to_owned(),
                        (_, _, true) => format!("best-{cars}-cars, the others keep their positions"),
                        _ => format!("best-{cars}-cars, the others give theirs up"),
                    };
                    let change = |own: &mut TitleDraft| {
                        (own.scoring_cars, own.others_keep_position) = (Some(cars), *keep);
                    };
                    values.push((words, with(&change)));
                }
            }
            all.push(Choice {
                about: format!("title.{}.scores", title.id),
                hides: true,
                decided_by: "a second car of one competitor in a place that is paid, with others behind it"
                    .to_owned(),
                values,
            });
        }
        if !title.per_class && self.season.classes.len() > 1 {
            all.push(Choice {
                about: format!("title.{}.places", title.id),
                hides: false,
                decided_by: "a car behind one of another class".to_owned(),
                values: vec![
                    ("overall".to_owned(), with(&|own| own.class_places = false)),
                    ("class".to_owned(), with(&|own| own.class_places = true)),
                ],
            });
        }
        all
    }
}

fn extra_choices(book: &Book, at: usize) -> Vec<Choice> {
    let extra = &book.extras[at];
    let with = |change: &dyn Fn(&mut Extra)| {
        let mut book = book.clone();
        change(&mut book.extras[at]);
        book
    };
    let mut all = Vec::new();
    match &extra.what {
        ExtraOf::Feat { feat, .. } => {
            let values = ["split", "each", "none"].map(|word| {
                let change = |own: &mut Extra| {
                    if let ExtraOf::Feat { shared, .. } = &mut own.what {
                        *shared = word;
                    }
                };
                (word.to_owned(), with(&change))
            });
            all.push(Choice {
                about: format!("bonus.{}.shared", extra.id),
                hides: false,
                decided_by: format!("a {feat} that several share"),
                values: values.to_vec(),
            });
            let mut values =
                vec![("nothing".to_owned(), with(&|own| (own.within, own.classified) = (None, false)))];
            values.push(("classified".to_owned(), with(&|own| (own.within, own.classified) = (None, true))));
            for within in [10, 6, 8, 1, 2, 3, 4, 5, 7, 9, 11, 12, 13, 14, 15, 16, 18, 20] {
                let change = |own: &mut Extra| (own.within, own.classified) = (Some(within), false);
                values.push((format!("within {within}"), with(&change)));
            }
            all.push(Choice {
                about: format!("bonus.{}.within", extra.id),
                hides: false,
                decided_by: format!("a {feat} of a car that is not among the first, or not classified"),
                values,
            });
        }
        ExtraOf::Amount { of, .. } => {
            let values = [1, 5, 10].map(|count| {
                let change = |own: &mut Extra| {
                    if let ExtraOf::Amount { every, .. } = &mut own.what {
                        *every = count;
                    }
                };
                (count.to_string(), with(&change))
            });
            all.push(Choice {
                about: format!("amount.{}.every", extra.id),
                hides: false,
                decided_by: format!("a car with a number of {of} that no multiple is"),
                values: values.to_vec(),
            });
        }
    }
    all
}

impl Retired {
    fn words(self) -> &'static str {
        match self {
            Retired::AsDeclared => "as declared",
            Retired::Classified => "classified",
            Retired::Scoreless => "classified without points",
            Retired::Out => "not classified",
        }
    }
}

impl Marked {
    fn words(self, mark: &str) -> String {
        let places =
            |move_up: bool| if move_up { "those behind move up" } else { "those behind keep their places" };
        match self {
            Marked::Score => "they score as others do".to_owned(),
            Marked::Barred { move_up } => format!("except = {mark}, {}", places(move_up)),
            Marked::Only { move_up } => format!("only = {mark}, {}", places(move_up)),
        }
    }
}

pub(super) fn minimum_words(minimum: &MinimumDistance) -> String {
    format!("{} of the {}, {}", minimum.share, minimum.of.word(), minimum.rounding.word())
}

/// What a book says beyond the plainest.
fn stated(book: &Book) -> usize {
    let titles = book.titles.iter().map(|own| {
        usize::from(own.split) + usize::from(own.scoring_cars.is_some()) + usize::from(own.class_places)
    });
    let extras = book.extras.iter().map(|own| {
        let plain = match &own.what {
            ExtraOf::Feat { shared, .. } => *shared == "split",
            ExtraOf::Amount { every, .. } => *every == 1,
        };
        usize::from(own.within.is_some()) + usize::from(own.classified) + usize::from(!plain)
    });
    let marks = book.marks.iter().filter(|own| own.1 != Marked::Score).count();
    titles.sum::<usize>()
        + extras.sum::<usize>()
        + marks
        + usize::from(book.minimum.is_some())
        + usize::from(book.retired != Retired::AsDeclared)
}

/// The titles of the published tables, as plain as can be.
fn titles(season: &Season) -> Vec<TitleDraft> {
    let mut titles: Vec<TitleDraft> = Vec::new();
    for table in &season.published {
        if titles.iter().any(|own| own.id == table.title) {
            continue;
        }
        let tables = || season.published.iter().filter(|own| own.title == table.title);
        let Some(row) = tables().flat_map(|own| &own.rows).next() else { continue };
        let classes: BTreeSet<Ix<Class>> = tables().filter_map(|own| own.class).collect();
        let all = classes.len() == season.classes.len();
        titles.push(TitleDraft {
            id: table.title.clone(),
            competitor: season.competitors[row.competitor].kind,
            per_class: !classes.is_empty(),
            classes: if all {
                Vec::new()
            } else {
                classes.iter().map(|&own| season.classes[own].id.clone()).collect()
            },
            scoring_cars: None,
            others_keep_position: true,
            split: false,
            class_places: false,
            windows: Vec::new(),
            ties: vec!["countback", "shared"],
            ties_over_scoring_places: false,
            ties_count_all_cars: false,
            ties_in_main: Vec::new(),
            lists: "scored",
            not_at: Vec::new(),
        });
    }
    titles
}

/// Feats that the facts have, and laps led where they are counted.
fn extras(season: &Season, titles: usize) -> Vec<Extra> {
    let mut feats: BTreeSet<(String, Option<String>)> = BTreeSet::new();
    for feat in &season.feats {
        let session = &season.sessions[feat.session];
        let word = (!session.main).then(|| session.id.clone());
        feats.insert((feat.kind.word().to_owned(), word));
    }
    let points = vec![Points::ZERO; titles];
    let mut all: Vec<Extra> = feats
        .into_iter()
        .map(|(feat, session)| Extra {
            id: session.as_ref().map_or_else(|| feat.clone(), |session| format!("{feat}-{session}")),
            what: ExtraOf::Feat { feat, shared: "split" },
            session,
            within: None,
            classified: false,
            points: points.clone(),
        })
        .collect();
    let worked_out = FeatKind::MostPlacesGained.word();
    all.retain(|own| !matches!(&own.what, ExtraOf::Feat { feat, .. } if feat == worked_out));
    if season.results.rows().iter().any(|row| row.measure("laps_led").is_some()) {
        all.push(Extra {
            id: "laps-led".to_owned(),
            what: ExtraOf::Amount { of: "laps_led".to_owned(), every: 1 },
            session: None,
            within: None,
            classified: false,
            points,
        });
    }
    all
}

/// Marks of cars, and how many bear them: in their rows, by decisions, and as categories of what they stand for.
fn marks(season: &Season) -> BTreeMap<String, usize> {
    let mut marks: BTreeMap<String, usize> = BTreeMap::new();
    let mut enter = |mark: &String, cars: usize| *marks.entry(mark.clone()).or_default() += cars;
    for row in season.results.rows() {
        row.tags.iter().for_each(|tag| enter(tag, 1));
        let stands_for = row.stands_for.iter().flatten();
        stands_for.flat_map(|&own| &season.competitors[own].categories).for_each(|own| enter(own, 1));
    }
    for (_, decision) in season.decisions_in_force() {
        if let Ruling::Mark(own) = &decision.ruling {
            enter(&own.mark, own.cars.rows.len());
        }
    }
    marks
}

/// The most cars that one competitor of a title has in a session.
fn most_cars(season: &Season, title: &TitleDraft) -> u32 {
    let mut cars: BTreeMap<_, u32> = BTreeMap::new();
    for row in season.results.rows() {
        let class = row.class.filter(|_| title.per_class);
        let mut enter = |competitor: Ix<Competitor>| {
            *cars.entry((row.session.index(), class, competitor)).or_default() += 1;
        };
        match title.competitor {
            Kind::Driver => row.crew.iter().for_each(|seat| enter(seat.driver)),
            kind => row.stands_for(kind).into_iter().for_each(&mut enter),
        }
    }
    cars.values().copied().max().unwrap_or(0)
}
