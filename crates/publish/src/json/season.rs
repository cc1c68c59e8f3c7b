//! `parcferme.season/1` and `parcferme.seasons/1`: what a season consists of, and where it stands.

use crate::explanation::ruling_in_words;
use crate::json::sources::{Source, documents};
use crate::json::{Named, Place, places};
use crate::view::View;
use crate::view::story::story;
use crate::view::tableless;
use parcferme_core::Ix;
use parcferme_core::season::{self, Kind, Length, RoundStatus, StatisticKind};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.season/1";
pub const LIST_SCHEMA: &str = "parcferme.seasons/1";

/// All seasons of a server.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::List)]
pub struct List {
    #[schema(example = json!(LIST_SCHEMA))]
    pub schema: &'static str,
    pub seasons: Vec<Listed>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Listed)]
pub struct Listed {
    /// `series/label`.
    pub id: String,
    pub name: String,
    pub series: String,
    pub year: i32,
    /// What the season is called: the year, or two of them for one over New Year, such as `2025-26`.
    pub label: String,
    /// Rounds run so far.
    pub rounds_held: usize,
    /// Whether no round is to come.
    pub over: bool,
    /// Who is first in each table of the first title; nobody before anybody scored.
    pub firsts: Vec<First>,
    /// Whether the season's folder cannot be read as it stands now; what is shown is the last good state.
    pub broken: bool,
}

/// The first of a table.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::First)]
pub struct First {
    pub title: String,
    pub class: Option<String>,
    pub competitor: Named,
    pub total: String,
    /// Whether others share the place; each is listed.
    pub shared: bool,
    /// `won`, `open`, `unknown` where rounds run are unknown, or `other-rules` where most totals of the published table are
    /// others than the rules give.
    pub stands: &'static str,
}

/// One season.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub id: String,
    pub name: String,
    pub series: String,
    pub year: i32,
    /// What the season is called: the year, or two of them for one over New Year, such as `2025-26`.
    pub label: String,
    pub rulebook: String,
    pub classes: Vec<Class>,
    pub titles: Vec<Title>,
    pub rounds: Vec<Round>,
    pub teams: usize,
    pub drivers: usize,
    /// Each table's season in a few sentences.
    pub stories: Vec<Story>,
    pub decisions: Vec<Decision>,
    /// The documents whose digest is known; all of them are at `sources`.
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Class)]
pub struct Class {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Title)]
pub struct Title {
    pub id: String,
    pub name: String,
    /// Who is ranked: `team`, `driver`, ...
    pub competitor: &'static str,
    /// Whether there is a table a class.
    pub per_class: bool,
    /// Why no result counts for it though there are results; absent where some do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_table: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Round)]
pub struct Round {
    /// Null for a cancelled round without a number.
    pub number: Option<u32>,
    pub event: String,
    pub name: String,
    pub circuit: String,
    /// Id of the circuit.
    pub circuit_id: String,
    /// Day of the race, `2003-10-18`.
    pub date: Option<String>,
    /// `held`, `cancelled` or `scheduled`.
    pub status: &'static str,
    pub scheduled_ms: Option<i64>,
    pub scheduled_laps: Option<u32>,
    pub scheduled_metres: Option<u64>,
    /// Whether the cars' results are known, not only published points.
    pub known_in_full: bool,
    /// Sessions whose results are known.
    pub sessions: Vec<String>,
    /// Sessions whose lap records are known.
    pub timed_sessions: Vec<String>,
    /// Of each class, or of cars without one, all who won a race of the round, each once.
    pub winners: Vec<Winner>,
    /// Cars that started a race of the round, by class, of several races the most; none where no result says a class.
    pub starters: Vec<Starters>,
    pub statistics: Vec<Statistic>,
    pub feats: Vec<Feat>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Winner)]
pub struct Winner {
    pub class: Option<String>,
    pub number: String,
    pub team: Named,
    pub drivers: Vec<Named>,
    /// `computed` from a classification, or `declared`: only listed by a document.
    pub basis: &'static str,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Starters)]
pub struct Starters {
    pub class: String,
    pub cars: usize,
}

/// A number that a document states about a session.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = season::Statistic)]
pub struct Statistic {
    pub session: String,
    /// `pole`, `fastest-lap`, `distance`, `average-speed`, `lap-length` or `winner-time`.
    pub kind: &'static str,
    /// As printed, with its unit.
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres_per_hour: Option<i64>,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

/// Something that a car or a driver achieved in a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Feat)]
pub struct Feat {
    pub session: String,
    /// `pole`, `fastest-lap`, `led-lap`, ...
    pub kind: String,
    pub number: String,
    pub driver: Option<Named>,
    pub time_ms: Option<i64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Story)]
pub struct Story {
    pub title: String,
    pub class: Option<String>,
    pub text: String,
}

/// What stewards, officials or a court ruled.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = season::Decision)]
pub struct Decision {
    pub id: String,
    /// A word of `decisions.toml`: `disqualify`, `time-penalty`, ...
    pub ruling: &'static str,
    pub author: String,
    /// As written.
    pub date: String,
    pub reason: String,
    pub source: String,
    /// What was ruled, as a sentence.
    pub text: String,
    /// Id of the decision by which it does not count any more.
    pub lifted_by: Option<String>,
    pub round: Option<u32>,
    pub session: Option<String>,
    /// The cars that it names.
    pub numbers: Vec<String>,
    pub competitor: Option<Named>,
    #[serde(rename = "where")]
    pub places: Vec<Place>,
}

pub fn listed(view: &View, broken: bool) -> Listed {
    let season = view.season;
    Listed {
        id: season.id.clone(),
        name: season.name.clone(),
        series: season.series.clone(),
        year: season.year,
        label: season.label.clone(),
        rounds_held: view.held_and_cancelled().0,
        over: season.is_over(),
        firsts: view
            .main_tables()
            .flat_map(|(n, table)| {
                let lead = &view.leads[n];
                lead.first.iter().filter_map(|&own| table.row(own)).map(move |row| First {
                    title: view.rules.titles[table.title].id.clone(),
                    class: table.class.map(|class| view.class_name(class).to_owned()),
                    competitor: Named::of(&season.competitors[row.competitor]),
                    total: row.total.to_string(),
                    shared: row.shared,
                    stands: lead.stands.word(),
                })
            })
            .collect(),
        broken,
    }
}

pub fn season(view: &View) -> Document {
    let (season, rules) = (view.season, view.rules);
    let count = |kind: Kind| season.competitors.rows().iter().filter(|own| own.kind == kind).count();
    let tableless = tableless::titles(view);
    Document {
        schema: SCHEMA,
        id: season.id.clone(),
        name: season.name.clone(),
        series: season.series.clone(),
        year: season.year,
        label: season.label.clone(),
        rulebook: rules.name.clone(),
        classes: season
            .classes
            .rows()
            .iter()
            .map(|own| Class { id: own.id.clone(), name: own.name.clone() })
            .collect(),
        titles: rules
            .titles
            .iter()
            .map(|(ix, own)| Title {
                id: own.id.clone(),
                name: own.name.clone(),
                competitor: own.competitor.word(),
                per_class: own.per_class,
                no_table: tableless.contains(&ix).then(|| match tableless::because(view) {
                    unknown if unknown.is_empty() => "no result counts for it".to_owned(),
                    because => because,
                }),
            })
            .collect(),
        rounds: season.rounds.iter().map(|(ix, _)| round(view, ix)).collect(),
        teams: count(Kind::Team),
        drivers: count(Kind::Driver),
        stories: view
            .outcome
            .tables
            .iter()
            .enumerate()
            .map(|(n, table)| Story {
                title: rules.titles[table.title].id.clone(),
                class: table.class.map(|class| view.class_name(class).to_owned()),
                text: story(view, n),
            })
            .collect(),
        decisions: season.decisions.rows().iter().map(|own| decision(view, own)).collect(),
        sources: documents(season).into_iter().filter(|own| !own.digest.is_empty()).collect(),
    }
}

pub fn round(view: &View, ix: Ix<season::Round>) -> Round {
    let season = view.season;
    let own = &season.rounds[ix];
    let in_round = |session: Ix<season::Session>| season.sessions[session].round == ix;
    Round {
        number: own.number.map(u32::from),
        event: own.event.clone(),
        name: own.name.clone(),
        circuit: own.circuit.clone(),
        circuit_id: view.circuit_id(&own.circuit),
        date: own.date.map(|date| date.to_string()),
        status: match own.status {
            RoundStatus::Held => "held",
            RoundStatus::Cancelled => "cancelled",
            RoundStatus::Scheduled => "scheduled",
        },
        scheduled_ms: match own.length {
            Some(Length::Time(time)) => Some(time.0),
            _ => None,
        },
        scheduled_laps: match own.length {
            Some(Length::Laps(laps)) => Some(laps.0),
            _ => None,
        },
        scheduled_metres: match own.length {
            Some(Length::Metres(metres)) => Some(metres),
            _ => None,
        },
        known_in_full: season.known_in_full(ix),
        sessions: season
            .sessions_of(ix)
            .filter(|&session| season.results_of(session).next().is_some())
            .map(|session| season.sessions[session].id.clone())
            .collect(),
        timed_sessions: view
            .laps
            .keys()
            .filter(|&&session| in_round(session))
            .map(|&session| season.sessions[session].id.clone())
            .collect(),
        winners: winners(view, ix),
        starters: starters(view, ix),
        statistics: season
            .statistics
            .iter()
            .filter(|own| in_round(own.session))
            .map(|own| statistic(view, own))
            .collect(),
        feats: season
            .feats
            .iter()
            .filter(|own| in_round(own.session))
            .map(|own| Feat {
                session: season.sessions[own.session].id.clone(),
                kind: own.kind.word().to_owned(),
                number: own.number.to_string(),
                driver: own.driver.map(|driver| Named::of(&season.competitors[driver])),
                time_ms: own.time.map(|time| time.0),
            })
            .collect(),
    }
}

fn winners(view: &View, ix: Ix<season::Round>) -> Vec<Winner> {
    let season = view.season;
    let won = view.won(ix).into_iter();
    won.map(|(class, won)| Winner {
        class: class.map(|class| view.class_name(class).to_owned()),
        number: won.number,
        team: won
            .team
            .map_or_else(|| Named::printed(&won.team_name), |team| Named::of(&season.competitors[team])),
        drivers: won.drivers.iter().map(|&driver| Named::of(&season.competitors[driver])).collect(),
        basis: if won.declared { "declared" } else { "computed" },
    })
    .collect()
}

fn starters(view: &View, ix: Ix<season::Round>) -> Vec<Starters> {
    let classes = view.season.classes.rows().iter();
    let started = view.starters(ix).unwrap_or_default();
    classes.zip(started).map(|(own, cars)| Starters { class: own.id.clone(), cars: cars as usize }).collect()
}

fn statistic(view: &View, own: &season::Statistic) -> Statistic {
    let mut wire = Statistic {
        session: view.season.sessions[own.session].id.clone(),
        kind: own.kind.word(),
        text: own.printed.clone(),
        places: places(view.season, &own.cites),
        ..Statistic::default()
    };
    match &own.kind {
        StatisticKind::Pole { number, team, time } | StatisticKind::FastestLap { number, team, time } => {
            wire.number = Some(number.to_string());
            wire.team = Some(team.clone());
            wire.time_ms = time.map(|time| time.0);
        }
        StatisticKind::Distance { metres } | StatisticKind::LapLength { metres } => {
            wire.metres = Some(*metres);
        }
        StatisticKind::AverageSpeed { metres_per_hour } => wire.metres_per_hour = Some(*metres_per_hour),
        StatisticKind::WinnerTime { time } => wire.time_ms = Some(time.0),
    }
    wire
}

pub fn decision(view: &View, own: &parcferme_core::decisions::Decision) -> Decision {
    let season = view.season;
    let about = own.ruling.about();
    let session = about.session;
    let round = session.map(|session| season.sessions[session].round).or(about.round);
    Decision {
        id: own.id.clone(),
        ruling: own.ruling.word(),
        author: own.author.clone(),
        date: own.date.clone(),
        reason: own.reason.clone(),
        source: own.source.clone(),
        text: ruling_in_words(season, view.rules, own),
        lifted_by: own.lifted_by.map(|lift| season.decisions[lift].id.clone()),
        round: round.and_then(|round| season.rounds[round].number).map(u32::from),
        session: session.map(|session| season.sessions[session].id.clone()),
        numbers: about
            .cars
            .map_or_else(Vec::new, |cars| cars.numbers.iter().map(ToString::to_string).collect()),
        competitor: about.competitor.map(|competitor| Named::of(&season.competitors[competitor])),
        places: places(season, &own.cites),
    }
}
