//! Rounds, cars, competitors and tables of one season, by what people call them: the round's name, its circuit, the number on a
//! car; and by the season, so that `le mans 1987`, `27 ferrari`, `prodrive 2003` and `2003 gts` are found among all seasons.

use crate::sheet::standings::kind_name;
use crate::view::{View, numbered};
use parcferme_core::Ix;
use parcferme_core::find::{Asked, Fit, Names};
use parcferme_core::outcome::StandingsTable;
use parcferme_core::season::{Competitor, Kind, Round};
use std::collections::BTreeMap;

/// Something of a season that has a page there.
pub struct Known {
    /// `Round`, `Car`, `Driver`, `Table`, ...
    pub kind: &'static str,
    pub name: String,
    /// Whose and when it is, behind the name.
    pub also: String,
    /// Its page, from the season's folder.
    pub href: String,
    /// What it is called by itself.
    own: Names,
    /// The year, which the names of many rounds repeat.
    year: Names,
    /// The same, with what the season is called.
    all: Names,
    /// Whether it is found only where the year is asked for: a competitor is found by its career, and tables have one name in
    /// many seasons.
    by_year: bool,
}

impl Known {
    /// How well it fits, where some word of the question is its own: who asks for a season, or a year, does not ask for each of
    /// its rounds and cars.
    pub fn fit(&self, asked: &Asked) -> Option<Fit> {
        let fit = asked.fit(&self.all)?;
        let (own, year) = (asked.part(&self.own).0, asked.part(&self.year).0);
        (own & !year != 0 && (year != 0 || !self.by_year)).then_some(fit)
    }

    /// All that it is called.
    pub fn names(&self) -> &Names {
        &self.all
    }
}

/// Rounds, those to come too, then cars by number, competitors and tables, each in the order of the season.
pub fn known(view: &View) -> Vec<Known> {
    let all = rounds(view).into_iter().chain(cars(view));
    all.chain(competitors(view)).chain(tables(view)).collect()
}

fn competitors(view: &View) -> Vec<Known> {
    let all = view.season.competitors.iter().filter(|(_, own)| own.kind != Kind::Entry);
    let one = |(ix, own): (Ix<Competitor>, &Competitor)| {
        let called = [own.name.as_str(), own.id.as_str()];
        in_year(view, kind_name(own.kind), &own.name, view.competitor_path(ix), &called)
    };
    all.map(one).collect()
}

fn tables(view: &View) -> Vec<Known> {
    let one = |table: &StandingsTable| {
        let name = view.table_name(table);
        in_year(
            view,
            "Table",
            &name,
            view.table_path(table, None),
            &[&name, &view.rules.titles[table.title].id],
        )
    };
    view.outcome.tables.iter().map(one).collect()
}

/// What is found with the year alone.
fn in_year(view: &View, kind: &'static str, name: &str, href: String, called: &[&str]) -> Known {
    Known {
        kind,
        name: name.to_owned(),
        also: view.season.name.clone(),
        href,
        own: Names::new(called.iter().copied(), []),
        year: year(view),
        all: Names::new(called.iter().copied(), of_season(view)),
        by_year: true,
    }
}

fn rounds(view: &View) -> Vec<Known> {
    let season = view.season;
    let one = |(ix, round): (Ix<Round>, &Round)| {
        let called = [round.short_name(), round.name.as_str(), round.event.as_str(), round.circuit.as_str()];
        let number = round.number.map_or_else(String::new, |number| format!("round {number}"));
        let date = round.date.map_or_else(String::new, |date| date.to_string());
        let further = of_season(view).into_iter().chain([number.as_str(), date.as_str()]);
        Known {
            kind: "Round",
            name: round.short_name().to_owned(),
            also: format!("round {} of {}", round.label(), season.name),
            href: view.round_path(ix),
            own: Names::new(called, []),
            year: year(view),
            all: Names::new(called, further),
            by_year: false,
        }
    };
    season.rounds.iter().map(one).collect()
}

/// Every number, with all who raced under it: one number may be of a car in each of two classes.
fn cars(view: &View) -> Vec<Known> {
    struct Car<'v> {
        teams: Vec<&'v str>,
        drivers: Vec<&'v str>,
        href: String,
    }
    let mut all: BTreeMap<&str, Car<'_>> = BTreeMap::new();
    for row in view.season.results.rows().iter().filter(|row| !row.number.is_empty()) {
        let team = row.stands_for(Kind::Team);
        let page = team.or_else(|| row.crew.first().map(|seat| seat.driver));
        let Some(page) = page else { continue };
        let car = all.entry(row.number.as_str()).or_insert_with(|| Car {
            teams: Vec::new(),
            drivers: Vec::new(),
            href: view.competitor_path(page),
        });
        add(&mut car.teams, view.team_of(row));
        row.crew.iter().for_each(|seat| add(&mut car.drivers, view.name(seat.driver)));
    }
    let one = |(number, car): (&str, Car<'_>)| {
        let whose = if car.teams.is_empty() { &car.drivers } else { &car.teams };
        let further = ["No"].into_iter().chain(of_season(view)).chain(car.drivers.iter().copied());
        Known {
            kind: "Car",
            name: numbered("No. ", number, &in_short(whose)),
            also: view.season.name.clone(),
            href: car.href,
            own: Names::new([number], []),
            year: year(view),
            all: Names::new([number].into_iter().chain(car.teams.iter().copied()), further),
            by_year: false,
        }
    };
    all.into_iter().map(one).collect()
}

/// Names, each once and in order; the empty one is none.
fn add<'v>(names: &mut Vec<&'v str>, name: &'v str) {
    if !name.is_empty() && !names.contains(&name) {
        names.push(name);
    }
}

/// `Ferrari`, `Ferrari, Minardi`, `Ferrari, Minardi and 3 more`.
fn in_short(names: &[&str]) -> String {
    match names {
        [] | [_] | [_, _] => names.join(", "),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

fn year(view: &View) -> Names {
    Names::new([view.season.label.as_str()], [])
}

fn of_season<'v>(view: &View<'v>) -> [&'v str; 3] {
    let season = view.season;
    [&season.label, &season.series, &season.name]
}
