//! One round: its classification, overall and by class, its statistics, its points, its decisions.

use crate::documents::About;
use crate::html_fragment;
use crate::sheet::classification::Equal;
use crate::sheet::handicap::handicap;
use crate::sheet::{self, Sheet, capital};
use crate::site::head::{Head, round_data};
use crate::site::{Page, decision, laps, page, whatif};
use crate::stamp::{in_words, moment_in_words};
use crate::view::{View, after_round, numbered, round_data_path, status_word};
use askama::Template;
use parcferme_core::number_words::time_in_words;
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{ClassificationRow, StandingsTable};
use parcferme_core::season::{
    Competitor, FeatKind, IssueStatus, Issued, Kind, Length, Round, RoundStatus, Session, StatisticKind,
};
use parcferme_core::{Ix, Millis};

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage {
    head: Head,
    name: String,
    lede: String,
    state: &'static str,
    facts: Vec<(String, String)>,
    circuit: (String, String),
    earlier: Option<(String, String)>,
    later: Option<(String, String)>,
    cars_href: String,
    winners: Vec<ClassWinner>,
    /// Rendered ways to them.
    lap_charts: Vec<String>,
    sessions: Vec<Shown>,
    after: Vec<StoodAfter>,
    decisions: Vec<decision::Shown>,
    /// Tables of what is carried, and of reversed grids; rendered.
    handicaps: String,
}

struct ClassWinner {
    class: usize,
    name: String,
    number: String,
    /// The team, or its driver where it is one alone; and the other.
    told: String,
    href: Option<String>,
    beside: String,
    declared: bool,
}

struct Shown {
    id: String,
    name: String,
    /// Colour, name, the word of the address, whether it is the one that was asked for.
    classes: Vec<(usize, String, String, bool)>,
    /// Whether every car has one driver: who drove stands first, and not the team.
    single: bool,
    /// What the column of names is called.
    who: &'static str,
    /// Whether any car has a team beside its driver, or drivers beside its team.
    has_with: bool,
    has_points: bool,
    has_grid: bool,
    has_car: bool,
    has_laps: bool,
    /// Whether race times are known; gaps are else those of the best laps.
    has_time: bool,
    has_best: bool,
    /// Places that are guesses.
    has_guess: bool,
    has_classified_all_the_same: bool,
    has_gap: bool,
    has_end: bool,
    has_otherwise: bool,
    rows: Vec<Row>,
}

struct Row {
    position: String,
    guessed: bool,
    class: Option<(usize, String)>,
    class_position: String,
    won: bool,
    number: String,
    /// What it is called where it is spoken of: `car 7`, or its crew.
    named: String,
    anchor: String,
    /// What if it had been otherwise; none where no server answers.
    otherwise: Option<String>,
    /// The driver where every car has one, else the team; the crew of a car without a team.
    who: Vec<(String, Option<String>)>,
    /// The team, or the drivers.
    with: Vec<(String, Option<String>)>,
    chassis: (String, Option<String>),
    engine: (String, Option<String>),
    laps: String,
    gap: String,
    class_gap: String,
    best: String,
    grid: String,
    status: &'static str,
    remark: String,
    /// With the page that says why.
    points: Option<(String, String)>,
}

/// A table as it stood after the round.
struct StoodAfter {
    name: String,
    class: Option<usize>,
    href: String,
    rows: Vec<StoodRow>,
}

impl StoodAfter {
    /// Whether points of it are as published.
    fn declared(&self) -> bool {
        self.rows.iter().any(|own| own.row.declared)
    }
}

struct StoodRow {
    row: after_round::Stood,
    name: String,
    href: String,
    /// The page that says why it has the points of the round.
    why: String,
}

/// A class that is asked for is shown alone at first.
pub fn page(view: &View, ix: Ix<Round>, class: Option<&str>) -> Page {
    let round = &view.season.rounds[ix];
    let label = round.number.map_or_else(|| "Without a number".to_owned(), |n| format!("Round {n}"));
    let circuit = Some(round.circuit.clone()).filter(|own| !own.is_empty());
    let date = round.date.map(in_words);
    let lede = [Some(label), circuit, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let head = Head::of_season(view, &view.round_path(ix), round.short_name(), &description(view, ix, &lede))
        .with_json_ld(round_data(view, ix));
    let head = match view.settings.feeds {
        true => {
            let path = round_data_path(&head.path);
            head.with_json("JSON of the round", &path)
        }
        false => head,
    };
    let head =
        About::of_round(view, ix).into_iter().fold(head, |head, about| head.with_documents(view, about));
    let calendar = view.calendar();
    let at = calendar.iter().position(|&own| own == ix);
    let neighbour = |other: Option<usize>| {
        let other = *calendar.get(other?)?;
        Some((head.season(&view.round_path(other)), view.season.rounds[other].short_name().to_owned()))
    };
    page!(RoundPage {
        name: round.short_name().to_owned(),
        state: match round.status {
            RoundStatus::Held => "",
            RoundStatus::Cancelled => "cancelled",
            RoundStatus::Scheduled => "to come",
        },
        facts: facts(view, ix),
        circuit: (head.season(&view.circuit_path(&round.circuit)), round.circuit.clone()),
        earlier: neighbour(at.and_then(|at| at.checked_sub(1))),
        later: neighbour(at.map(|at| at + 1)),
        cars_href: head.season(&view.cars_path(ix)),
        winners: winners(view, &head, ix),
        sessions: sessions(view, &head, ix, class),
        lap_charts: lap_charts(view, &head, ix),
        after: stood_after(view, &head, ix),
        decisions: decision::of_round(view, &head, ix),
        handicaps: view.handicaps(ix).map_or_else(String::new, |own| {
            let sheet = handicap(view.season, view.rules, &own);
            html_fragment::sheet(&Sheet { head: sheet::Head::default(), ..sheet }, "handicap")
        }),
        lede,
        head,
    })
}

fn description(view: &View, ix: Ix<Round>, lede: &str) -> String {
    let won = view.won(ix).into_iter().map(|(class, won)| {
        let class = class.map_or_else(String::new, |class| format!("{}: ", view.class_name(class)));
        format!("{class}{}", won.numbered(view, "No. "))
    });
    let won: Vec<String> = won.collect();
    match won.as_slice() {
        [] => lede.to_owned(),
        [only] if view.season.classes.is_empty() => format!("{lede}. Winner: {only}"),
        some => format!("{lede}. Winners: {}", some.join(", ")),
    }
}

fn winners(view: &View, head: &Head, ix: Ix<Round>) -> Vec<ClassWinner> {
    let mut winners = Vec::new();
    for (class, own) in view.season.classes.iter() {
        for winner in view.winners(ix, Some(class)) {
            winners.push(ClassWinner {
                class: class.index() % 8,
                name: own.id.clone(),
                href: winner.competitor().map(|own| head.season(&view.competitor_path(own))),
                told: winner.name(view),
                beside: winner.beside(view),
                number: winner.number,
                declared: winner.declared,
            });
        }
    }
    winners
}

/// Length and statistics of a round: name and value.
pub(super) fn facts(view: &View, ix: Ix<Round>) -> Vec<(String, String)> {
    let round = &view.season.rounds[ix];
    let mut facts = Vec::new();
    if round.name != round.short_name() {
        facts.push(("Full name".to_owned(), round.name.clone()));
    }
    match round.length {
        Some(Length::Time(time)) => facts.push(("Scheduled".to_owned(), hours(time))),
        Some(Length::Laps(laps)) => facts.push(("Scheduled".to_owned(), laps.in_words())),
        Some(Length::Metres(metres)) => {
            facts.push(("Scheduled".to_owned(), format!("{}.{:03} km", metres / 1000, metres % 1000)));
        }
        None => {}
    }
    facts.extend(issued(view, ix));
    for own in &view.season.statistics {
        if view.season.sessions[own.session].round == ix {
            let name = match own.kind {
                StatisticKind::Pole { .. } => "Pole position",
                StatisticKind::FastestLap { .. } => "Fastest lap",
                StatisticKind::Distance { .. } => "Distance",
                StatisticKind::AverageSpeed { .. } => "Average speed",
                StatisticKind::LapLength { .. } => "Lap",
                StatisticKind::WinnerTime { .. } => "Winner's time",
            };
            let who = match &own.kind {
                StatisticKind::Pole { number, team, .. } | StatisticKind::FastestLap { number, team, .. } => {
                    let who = numbered("No. ", number, team);
                    if who.trim().is_empty() { String::new() } else { format!("{}, ", who.trim()) }
                }
                _ => String::new(),
            };
            facts.push((name.to_owned(), format!("{who}{}", own.printed)));
        }
    }
    facts.extend(feats(view, ix));
    facts
}

/// Feats of the round's sessions, where no statistic says the same: `Fastest lap: No. 11 Alain Prost, 1:21.216`.
fn feats(view: &View, ix: Ix<Round>) -> impl Iterator<Item = (String, String)> {
    let said = |kind: &FeatKind, session| {
        view.season.statistics.iter().filter(move |own| own.session == session).any(|own| match own.kind {
            StatisticKind::Pole { .. } => *kind == FeatKind::Pole,
            StatisticKind::FastestLap { .. } => *kind == FeatKind::FastestLap,
            _ => false,
        })
    };
    let feats = view.season.feats.iter().filter(move |own| view.season.sessions[own.session].round == ix);
    feats.filter(move |own| !said(&own.kind, own.session)).map(|own| {
        let who = own.driver.map_or("", |driver| view.name(driver));
        let who = numbered("No. ", &own.number, who);
        let time = own.time.map(time_in_words);
        let said = [Some(who.trim().to_owned()).filter(|own| !own.is_empty()), time];
        let said: Vec<String> = said.into_iter().flatten().collect();
        (capital(&own.kind.word().replace('-', " ")), said.join(", "))
    })
}

/// What officials say of the results: their status, when they were issued, until when protests are taken.
fn issued(view: &View, ix: Ix<Round>) -> Vec<(String, String)> {
    let declared = view.main_session(ix).and_then(|session| view.season.issue_of(Issued::Results(session)));
    let Some(own) = declared else { return Vec::new() };
    let status = match &own.status {
        IssueStatus::Provisional => "Provisional".to_owned(),
        IssueStatus::Official => "Official".to_owned(),
        IssueStatus::Amended { number, what_changed } => format!("Amended {number}: {what_changed}"),
    };
    let by = if own.author.is_empty() { String::new() } else { format!(" by {}", own.author) };
    let mut facts = vec![
        ("Status of the results".to_owned(), status),
        ("Issued".to_owned(), format!("{}{by}", moment_in_words(own.at))),
    ];
    facts.extend(own.protest_until.map(|until| ("Protests until".to_owned(), moment_in_words(until))));
    facts
}

/// `12 h`, `2 h 45 min`, else as a time.
fn hours(time: Millis) -> String {
    match (time.0 / 3_600_000, time.0 / 60_000 % 60, time.0 % 60_000) {
        (0, minutes, 0) => format!("{minutes} min"),
        (hours, 0, 0) => format!("{hours} h"),
        (hours, minutes, 0) => format!("{hours} h {minutes} min"),
        _ => time.to_string(),
    }
}

/// The page that says why a competitor has its points of a table, at one round.
fn why_of_round(
    view: &View,
    head: &Head,
    table: &StandingsTable,
    competitor: Ix<Competitor>,
    round: Ix<Round>,
) -> String {
    let why = head.season(&view.why_path(table, competitor));
    format!("{why}#r{}", view.season.rounds[round].label())
}

fn stood_after(view: &View, head: &Head, ix: Ix<Round>) -> Vec<StoodAfter> {
    let of = |own: after_round::After| StoodAfter {
        name: view.table_name(own.table),
        class: own.table.class.map(|class| class.index() % 8),
        href: head.season(&view.table_path(own.table, (!own.last).then_some(ix))),
        rows: own
            .rows
            .into_iter()
            .map(|row| StoodRow {
                name: view.name(row.competitor).to_owned(),
                href: head.season(&view.competitor_path(row.competitor)),
                why: why_of_round(view, head, own.table, row.competitor, ix),
                row,
            })
            .collect(),
    };
    after_round::after(view, ix).into_iter().map(of).collect()
}

/// What the round is for first.
fn sessions(view: &View, head: &Head, ix: Ix<Round>, class: Option<&str>) -> Vec<Shown> {
    let mut sessions: Vec<Ix<Session>> = view.season.sessions_of(ix).collect();
    sessions.sort_by_key(|&own| !view.season.sessions[own].main);
    sessions.into_iter().filter_map(|session| shown(view, head, session, class)).collect()
}

fn shown(view: &View, head: &Head, session: Ix<Session>, asked: Option<&str>) -> Option<Shown> {
    let classification = view.outcome.classification(session)?;
    let equal = Equal::of(classification);
    let single = classification.rows.iter().all(|own| view.season.results[own.result].crew.len() == 1);
    let mut brought = after_round::brought(view, session);
    let rows = classification.rows.iter().map(|own| {
        let brought = brought.remove(&own.result);
        let round = view.season.sessions[session].round;
        let points = brought
            .map(|own| (own.points.to_string(), why_of_round(view, head, own.table, own.competitor, round)));
        Row { points, ..row(view, head, &equal, single, own) }
    });
    let rows: Vec<Row> = rows.collect();
    let has_with = rows.iter().any(|row| !row.with.is_empty());
    let mut classes: Vec<_> = classification.rows.iter().filter_map(|row| row.class).collect();
    classes.sort_unstable();
    classes.dedup();
    let id = &view.season.sessions[session].id;
    Some(Shown {
        id: crate::view::file_name(id),
        name: capital(&id.replace('-', " ")),
        classes: classes
            .into_iter()
            .map(|class| {
                let word = crate::view::file_name(view.class_name(class));
                let chosen = asked == Some(word.as_str());
                (class.index() % 8, view.class_name(class).to_owned(), word, chosen)
            })
            .collect(),
        single,
        who: match (rows.iter().any(|row| !row.number.is_empty()), single, has_with) {
            (true, true, _) => "No and driver",
            (true, false, true) => "No and team",
            (true, false, false) => "No and crew",
            (false, true, _) => "Driver",
            (false, false, true) => "Team",
            (false, false, false) => "Crew",
        },
        has_with,
        has_points: rows.iter().any(|row| row.points.is_some()),
        has_grid: rows.iter().any(|row| !row.grid.is_empty()),
        has_car: rows.iter().any(|row| !row.chassis.0.is_empty() || !row.engine.0.is_empty()),
        has_time: classification.rows.iter().any(|row| row.time.is_some()),
        has_laps: rows.iter().any(|row| !row.laps.is_empty()),
        has_guess: rows.iter().any(|row| row.guessed),
        has_classified_all_the_same: rows.iter().any(|row| row.status.contains('†')),
        has_best: rows.iter().any(|row| !row.best.is_empty()),
        has_end: rows.iter().any(|row| !row.status.is_empty() || !row.remark.is_empty()),
        has_otherwise: rows.iter().any(|row| row.otherwise.is_some()),
        has_gap: rows.iter().any(|row| !row.gap.is_empty()),
        rows,
    })
}

fn row(view: &View, head: &Head, equal: &Equal, single: bool, own: &ClassificationRow) -> Row {
    let result = &view.season.results[own.result];
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let thing = |kind: Kind, printed: &str| match result.stands_for(kind) {
        Some(ix) => (view.name(ix).to_owned(), Some(head.season(&view.competitor_path(ix)))),
        None => (printed.to_owned(), None),
    };
    let time = |time: Option<Millis>| time.map_or_else(String::new, |time| time.to_string());
    let link = |own| Some(head.season(&view.competitor_path(own)));
    let team = (view.team_of(result).to_owned(), result.stands_for(Kind::Team).and_then(link));
    let drivers: Vec<(String, Option<String>)> =
        result.crew.iter().map(|seat| (view.name(seat.driver).to_owned(), link(seat.driver))).collect();
    let (who, with) = match (single, team.0.is_empty()) {
        (_, true) => (drivers, Vec::new()),
        (true, false) => (drivers, vec![team]),
        (false, false) => (vec![team], drivers),
    };
    Row {
        position: equal.place(own),
        guessed: own.guessed,
        class: own.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
        class_position: equal.class_place(own),
        won: own.class_position == Some(Position::FIRST),
        anchor: view.car_anchor(own.result),
        otherwise: view
            .settings
            .server
            .then(|| whatif::of_car(view, result.session, own))
            .flatten()
            .map(|query| head.season(&format!("whatif.html{query}#result"))),
        named: match result.number.is_empty() {
            true => view.told_of(result),
            false => format!("car {}", result.number),
        },
        number: result.number.to_string(),
        who,
        with,
        chassis: thing(Kind::Chassis, &result.printed_chassis),
        engine: thing(Kind::Engine, &result.printed_engine),
        laps: number(own.laps.map(u32::from)),
        gap: match own.gap {
            Some(gap) => gap.to_string(),
            None => time(own.time),
        },
        class_gap: own.class_gap.map_or_else(String::new, |gap| gap.to_string()),
        best: time(own.best),
        grid: number(result.grid.map(u32::from)),
        status: status_word(own.status, own.classified),
        remark: result.remark.clone(),
        points: None,
    }
}

fn lap_charts(view: &View, head: &Head, ix: Ix<Round>) -> Vec<String> {
    let known = view.season.sessions_of(ix).filter_map(|session| Some((session, view.laps.get(&session)?)));
    // Rendering into memory fails only where a `Display` fails, and none used here does.
    known
        .map(|(session, sheet)| laps::nav(view, head, session, sheet, None).render().unwrap_or_default())
        .collect()
}
