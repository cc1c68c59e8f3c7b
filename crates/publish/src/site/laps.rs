//! Charts of a session's laps: the lap chart; gaps and lap times of a class; its stints and pit stops.

use crate::chart::{self, gap, lap_chart, lap_times, stints};
use crate::documents::About;
use crate::sheet::timing::TimingSheet;
use crate::site::choice::{Choice, Item, Of, Wanted};
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::{View, file_name};
use askama::Template;
use parcferme_core::Ix;
use parcferme_core::season::{Kind, ResultRow, Session};
use parcferme_core::timing::flags::{cautions, cautions_among};
use parcferme_core::timing::pit_stops::pit_stops;
use parcferme_core::timing::stints::stints as stints_of;
use parcferme_core::timing::{CarIndex, LapSheet, TimedSession};

/// Cars of a class that a chart of lines and one of bars show.
const MOST_LINES: usize = 8;
const MOST_BARS: usize = 10;
/// Gaps are drawn up to this many times the best lap.
const GAP_LAPS: i64 = 2;
/// Lap times are drawn up to this many hundredths of the best lap; slower ones are counted.
const SLOWEST_PERCENT: i64 = 110;

/// Cars of each class that the lap chart has in colour, where nobody chooses others.
const MOST_STRONG: usize = 3;
/// One page of charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    LapChart,
    /// Gaps and lap times of a class.
    Pace(String),
    /// Stints and pit stops of a class.
    Stints(String),
}

#[derive(Template)]
#[template(path = "laps.html")]
struct LapsPage {
    head: Head,
    title: String,
    nav: Nav,
    /// Classes that can be shown alone: index of the colour, and name.
    classes: Vec<(usize, String)>,
    /// Cars that can be picked out where no form can be sent: index of the class's colour, anchor, number, team.
    cars: Vec<(usize, String, String, String)>,
    /// Cars to choose from.
    choice: Choice,
    /// The class that is shown alone, by its part of an address.
    alone: String,
    figures: Vec<String>,
}

/// The way to all charts of a session.
#[derive(Template)]
#[template(path = "laps_nav.html")]
pub struct Nav {
    session: String,
    chart: Link,
    classes: Vec<ClassCharts>,
}

/// The charts of one class: index of its colour and name, where it has a name.
struct ClassCharts {
    class: Option<(usize, String)>,
    links: [Link; 2],
}

struct Link {
    name: &'static str,
    href: String,
    current: bool,
}

/// The parts that the laps of a session fill.
pub fn parts(sheet: &LapSheet) -> Vec<Part> {
    let timed = TimedSession::new(sheet, None);
    let per_class = timed.classes().into_iter().map(str::to_owned);
    std::iter::once(Part::LapChart)
        .chain(per_class.flat_map(|class| [Part::Pace(class.clone()), Part::Stints(class)]))
        .collect()
}

/// The path of a part inside the season's folder.
pub fn path(view: &View, session: Ix<Session>, part: &Part) -> String {
    let own = &view.season.sessions[session];
    let round = view.round_path(own.round);
    let stem = format!("{}-{}", round.trim_end_matches(".html"), view.session_file(session));
    match part {
        Part::LapChart => format!("{stem}-laps.html"),
        Part::Pace(class) => format!("{stem}-pace-{}.html", file_name(class)),
        Part::Stints(class) => format!("{stem}-stints-{}.html", file_name(class)),
    }
}

pub fn page(view: &View, session: Ix<Session>, sheet: &LapSheet, part: &Part, wanted: &Wanted) -> Page {
    let own = &view.season.sessions[session];
    let round = &view.season.rounds[own.round];
    let title = format!("{}: {}", round.short_name(), name(part));
    let head = Head::of_season(view, &path(view, session, part), &title, &title)
        .with_step(round.short_name(), &view.round_path(own.round));
    let sheets: &[TimingSheet] = match part {
        Part::LapChart => &[TimingSheet::LapChart, TimingSheet::Flags],
        Part::Pace(_) => &[TimingSheet::FastestLaps],
        Part::Stints(_) => &[TimingSheet::Stints, TimingSheet::PitStops, TimingSheet::DriverTime],
    };
    let head =
        sheets.iter().fold(head, |head, &kind| head.with_documents(view, About::Timing(session, kind)));
    let about = Shown { view, session, head: &head, timed: TimedSession::new(sheet, None), wanted };
    let (mut classes, mut cars, mut choice, mut figures) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    match part {
        Part::LapChart => {
            let input = about.whole_race();
            let all = input.cars.iter();
            choice.extend(all.map(|car| item(car.class % 8, &car.number, &car.name, !car.faint)));
            choice.sort_by_key(|own| own.colour);
            classes.extend(input.classes.iter().cloned().enumerate().map(|(n, class)| (n % 8, class)));
            let pick = |car: &lap_chart::Car| {
                (car.class % 8, format!("lap-chart-{}", car.anchor), car.number.clone(), car.name.clone())
            };
            cars.extend(input.cars.iter().map(pick));
            cars.sort_by_key(|own| own.0);
            figures.push(chart::figure_scrolling("lap-chart", |frame| lap_chart::draw(&input, frame)));
        }
        Part::Pace(class) => {
            let cars = about.cars(class, MOST_LINES);
            choice.extend(about.choice(class, &cars));
            let (gaps, times) = (about.gaps(&cars), times(sheet, &cars));
            figures.push(chart::figure("gaps", |frame| gap::draw(&gaps, frame)));
            figures.push(chart::figure("lap-times", |frame| lap_times::draw(&times, frame)));
        }
        Part::Stints(class) => {
            let cars = about.cars(class, MOST_BARS);
            choice.extend(about.choice(class, &cars));
            let input = about.driving(&cars);
            figures.push(chart::figure("stints", |frame| stints::draw(&input, frame)));
        }
    }
    let alone = classes.iter().map(|(_, class)| file_name(class)).find(|class| *class == wanted.class);
    if head.server {
        cars.clear();
    } else {
        choice.clear();
    }
    page!(LapsPage {
        nav: nav(view, &head, session, sheet, Some(part)),
        alone: alone.unwrap_or_default(),
        classes,
        cars,
        choice: Choice { of: Of::Cars, items: choice },
        figures,
        title,
        head
    })
}

/// The way to the charts of a session, the current one marked.
pub fn nav(view: &View, head: &Head, session: Ix<Session>, sheet: &LapSheet, current: Option<&Part>) -> Nav {
    let link = |name, part: Part| Link {
        name,
        href: head.season(&path(view, session, &part)),
        current: current == Some(&part),
    };
    let timed = TimedSession::new(sheet, None);
    let classes = classes(view, &timed);
    Nav {
        session: view.season.sessions[session].id.replace('-', " "),
        chart: link("Lap chart", Part::LapChart),
        classes: classes
            .iter()
            .enumerate()
            .map(|(n, class)| {
                let links = [
                    link("gaps and lap times", Part::Pace(class.clone())),
                    link("stints", Part::Stints(class.clone())),
                ];
                ClassCharts { class: (!class.is_empty()).then(|| (n % 8, class.clone())), links }
            })
            .collect(),
    }
}

fn name(part: &Part) -> String {
    match part {
        Part::LapChart => "Lap chart".to_owned(),
        Part::Pace(class) if class.is_empty() => "Gaps and lap times".to_owned(),
        Part::Pace(class) => format!("{class}: gaps and lap times"),
        Part::Stints(class) if class.is_empty() => "Stints".to_owned(),
        Part::Stints(class) => format!("{class}: stints"),
    }
}

/// The classes of the laps in the season's order, so that each has the colour that it has elsewhere; those that the season
/// does not know by that name follow.
fn classes(view: &View, timed: &TimedSession) -> Vec<String> {
    let mut classes: Vec<String> = timed.classes().into_iter().map(str::to_owned).collect();
    classes.sort_by_key(|class| view.season.class(class).map_or(usize::MAX, |ix| ix.index()));
    classes
}

/// The laps of a session, and what the season knows of their cars.
struct Shown<'a> {
    view: &'a View<'a>,
    session: Ix<Session>,
    head: &'a Head,
    timed: TimedSession<'a>,
    wanted: &'a Wanted,
}

impl Shown<'_> {
    /// The cars of a class that are chosen; without a choice, or with one of other cars alone, its first ones.
    fn cars(&self, class: &str, most: usize) -> Vec<CarIndex> {
        let all: Vec<CarIndex> = self.timed.rows(Some(class)).map(|row| row.car).collect();
        let numbers: Vec<&str> = all.iter().map(|&car| self.timed.sheet.car(car).number.as_str()).collect();
        let shown = self.wanted.shown(&numbers, most);
        all.into_iter().zip(shown).filter(|own| own.1).map(|own| own.0).collect()
    }

    fn choice(&self, class: &str, shown: &[CarIndex]) -> Vec<Item> {
        let classes = classes(self.view, &self.timed);
        let colour = classes.iter().position(|own| own == class).unwrap_or(0) % 8;
        let one = |car: CarIndex| {
            let own = self.timed.sheet.car(car);
            item(colour, &own.number, &own.team, shown.contains(&car))
        };
        self.timed.rows(Some(class)).map(|row| one(row.car)).collect()
    }

    /// The car's row of the result.
    fn result(&self, car: CarIndex) -> Option<&ResultRow> {
        let number = &self.timed.sheet.car(car).number;
        self.view.season.results_of(self.session).map(|own| own.1).find(|own| own.number == *number)
    }

    /// The page of the car's team.
    fn team(&self, car: CarIndex) -> Option<String> {
        let team = self.result(car)?.stands_for(Kind::Team)?;
        Some(self.head.season(&self.view.competitor_path(team)))
    }

    fn whole_race(&self) -> lap_chart::LapChart {
        let classes = classes(self.view, &self.timed);
        let rows = self.timed.order.rows.iter().zip(lap_chart::positions_of(&self.timed));
        let known =
            self.timed.order.rows.iter().any(|row| self.wanted.has(&self.timed.sheet.car(row.car).number));
        let mut of_class = vec![0; classes.len().max(1)];
        let cars = rows.map(|(row, positions)| {
            let own = self.timed.sheet.car(row.car);
            let class = classes.iter().position(|class| *class == own.class).unwrap_or(0);
            of_class[class] += 1;
            lap_chart::Car {
                faint: match known {
                    true => !self.wanted.has(&own.number),
                    false => of_class[class] > MOST_STRONG,
                },
                number: own.number.to_string(),
                name: own.team.clone(),
                class,
                anchor: file_name(&own.number),
                grid: self.result(row.car).and_then(|own| own.grid).map(u32::from),
                positions,
            }
        });
        lap_chart::LapChart {
            title: "Lap chart".into(),
            cars: cars.collect(),
            cautions: cautions(self.timed.sheet),
            classes,
        }
    }

    /// Neutralised laps, counted as the best of these cars did them.
    fn cautions(&self, cars: &[CarIndex]) -> Vec<(u32, u32)> {
        cautions_among(cars.iter().flat_map(|&car| self.timed.sheet.laps_of(car)))
    }

    fn gaps(&self, cars: &[CarIndex]) -> gap::Gap {
        let sheet = self.timed.sheet;
        let elapsed: Vec<Vec<i64>> = cars
            .iter()
            .map(|&car| {
                let laps = sheet.laps_of(car).iter();
                laps.map_while(|lap| lap.elapsed.get()).map(|time| time.0).collect()
            })
            .collect();
        let own = cars.iter().zip(gap::gaps(&elapsed)).map(|(&car, gaps)| gap::Car {
            number: sheet.car(car).number.to_string(),
            name: sheet.car(car).team.clone(),
            href: self.team(car),
            gaps,
        });
        gap::Gap {
            title: title(sheet, cars, "Gap to the leader"),
            cars: own.collect(),
            limit: best(sheet, cars) * GAP_LAPS,
            cautions: self.cautions(cars),
        }
    }

    fn driving(&self, cars: &[CarIndex]) -> stints::Stints {
        let sheet = self.timed.sheet;
        let rows = cars.iter().map(|&car| {
            let (own, laps) = (sheet.car(car), sheet.laps_of(car));
            let seat = |seat: u8| {
                own.drivers.iter().position(|driver| driver.seat == seat).unwrap_or(own.drivers.len())
            };
            stints::Car {
                number: own.number.to_string(),
                name: own.team.clone(),
                href: self.team(car),
                drivers: own.drivers.iter().map(|driver| driver.name.clone()).collect(),
                stints: stints_of(laps)
                    .iter()
                    .map(|stint| stints::Stint {
                        driver: seat(stint.seat),
                        from: i64::from(stint.first_lap) - 1,
                        to: i64::from(stint.last_lap),
                    })
                    .collect(),
                stops: pit_stops(laps)
                    .iter()
                    .filter(|stop| stop.is_stop())
                    .map(|stop| stints::Stop {
                        at: i64::from(stop.lap),
                        lane: stop.duration.map(|time| time.0),
                    })
                    .collect(),
            }
        });
        let neutral = self.cautions(cars).into_iter();
        stints::Stints {
            title: title(sheet, cars, "Stints and pit stops"),
            measure: stints::Measure::Laps,
            cars: rows.collect(),
            cautions: neutral.map(|(first, last)| (i64::from(first) - 1, i64::from(last))).collect(),
        }
    }
}

fn item(colour: usize, number: &str, team: &str, shown: bool) -> Item {
    let (value, name) = (number.to_owned(), number.to_owned());
    Item { colour: Some(colour), value, name, more: team.to_owned(), shown }
}

fn title(sheet: &LapSheet, cars: &[CarIndex], what: &str) -> String {
    match cars.first().map(|&car| sheet.car(car).class.as_str()) {
        Some(class) if !class.is_empty() => format!("{what}, {class}"),
        _ => what.to_owned(),
    }
}

fn best(sheet: &LapSheet, cars: &[CarIndex]) -> i64 {
    let laps = cars.iter().flat_map(|&car| sheet.laps_of(car));
    laps.filter_map(|lap| lap.time.get()).map(|time| time.0).filter(|&time| time > 0).min().unwrap_or(60_000)
}

fn times(sheet: &LapSheet, cars: &[CarIndex]) -> lap_times::LapTimes {
    let mut rows = Vec::new();
    for (n, &car) in cars.iter().enumerate() {
        let own = sheet.car(car);
        let driven = |seat: u8| {
            let laps = sheet.laps_of(car).iter().filter(move |lap| lap.seat == seat);
            laps.filter_map(|lap| lap.time.get()).map(|time| time.0).collect::<Vec<_>>()
        };
        rows.extend(own.drivers.iter().map(|driver| lap_times::Row {
            name: format!("{} {}", own.number, driver.name),
            href: None,
            series: n,
            laps: driven(driver.seat),
        }));
    }
    rows.retain(|row| !row.laps.is_empty());
    lap_times::LapTimes {
        title: title(sheet, cars, "Lap times"),
        rows,
        slowest: best(sheet, cars) * SLOWEST_PERCENT / 100,
    }
}
