//! What a table is, by evidence: heads, headings and contents are weighed for each kind, and the heaviest is taken where
//! it is heavy enough and clearly the heaviest. What is doubtful is left out and told.

use super::heads::{self, Head, Heads};
use super::sections::{self, Said};
use super::table::Table;
use super::{Context, cells, class_winners, date, race_results, standings};
use crate::folder::words::plain;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Results,
    Standings,
    Calendar,
    Entries,
    Winners,
    /// Points by place.
    Scale,
    /// A key to colours, the races before and after, who led: no facts of the season.
    Aside,
}

pub(super) enum Verdict {
    Is(Kind),
    /// Two kinds are as likely, or one is not likely enough; why, for a message.
    Doubtful(String),
    /// It is nothing that is read here.
    Unknown,
}

/// Evidence that a kind needs, and how much more than the next.
const ENOUGH: i32 = 4;
const MARGIN: i32 = 2;

/// Heads that speak for or against a kind.
const HEADS: &[(Kind, &[(Head, i32)])] = &[
    (
        Kind::Results,
        &[
            (Head::Position, 2),
            (Head::Number, 1),
            (Head::Driver, 1),
            (Head::Laps, 3),
            (Head::Time, 2),
            (Head::Gap, 1),
            (Head::Grid, 2),
            (Head::Qualifying, 2),
            (Head::BestLap, 2),
            (Head::Speed, 2),
            (Head::Date, -3),
            (Head::Honour, -3),
            (Head::Rounds, -2),
            (Head::Circuit, -2),
        ],
    ),
    (
        Kind::Standings,
        &[
            (Head::Position, 1),
            (Head::Points, 2),
            (Head::Laps, -3),
            (Head::Time, -3),
            (Head::Grid, -2),
            (Head::Date, -3),
        ],
    ),
    (
        Kind::Calendar,
        &[
            (Head::Date, 3),
            (Head::Circuit, 2),
            (Head::Event, 1),
            (Head::Round, 1),
            (Head::Honour, 2),
            (Head::Laps, -2),
            (Head::Points, -2),
        ],
    ),
    (
        Kind::Entries,
        &[
            (Head::Team, 1),
            (Head::Number, 1),
            (Head::Driver, 1),
            (Head::Chassis, 1),
            (Head::Maker, 1),
            (Head::Engine, 1),
            (Head::Tyre, 1),
            (Head::Rounds, 3),
            (Head::Position, -3),
            (Head::Points, -4),
            (Head::Date, -3),
            (Head::Laps, -3),
            (Head::Honour, -3),
        ],
    ),
];

/// Words of headings that speak for a kind.
const HEADINGS: &[(Kind, &[&str])] = &[
    (Kind::Results, &["results", "result", "classification", "race", "ergebnis", "classement", "classifica"]),
    (
        Kind::Standings,
        &["standings", "championship", "points", "trophy", "cup", "championnat", "meisterschaft", "wertung"],
    ),
    (
        Kind::Calendar,
        &[
            "calendar",
            "schedule",
            "races",
            "rounds",
            "prix",
            "kalender",
            "calendrier",
            "calendario",
            "review",
        ],
    ),
    (
        Kind::Entries,
        &[
            "teams",
            "drivers",
            "entries",
            "entry",
            "participants",
            "riders",
            "entrants",
            "entrant",
            "teilnehmer",
            "starterfeld",
            "engages",
            "constructors",
            "chart",
        ],
    ),
];

pub(super) fn of(table: &Table, context: &Context) -> Verdict {
    if is_aside(table) {
        return Verdict::Is(Kind::Aside);
    }
    if is_scale(table) {
        return Verdict::Is(Kind::Scale);
    }
    if class_winners::recognises(table) {
        return Verdict::Is(Kind::Winners);
    }
    let said = sections::said(&context.headings);
    let mut weights: Vec<(i32, Kind)> = Vec::new();
    for &(kind, weighed) in HEADS {
        let heads = heads_for(kind, table);
        let Some(evidence) = needed(kind, table, &heads, &said) else { continue };
        let own: i32 = weighed
            .iter()
            .filter(|(head, weight)| has(table, &heads, *head, *weight < 0))
            .map(|(_, weight)| weight)
            .sum();
        let words = HEADINGS.iter().find(|(own, _)| *own == kind).map_or(&[][..], |(_, words)| *words);
        let names = |heading: &str| heading.split(' ').any(|word| words.contains(&word));
        // A heading of nothing but such words says more than one in which they stand beside others.
        let whole = |heading: &str| kind != Kind::Entries || sections::said(&[heading]).rest.is_empty();
        let named = context.headings.iter().map(|heading| match names(&plain(heading)) {
            true if whole(heading) => 2,
            own => i32::from(own),
        });
        let named = named.max().unwrap_or(0);
        weights.push((own + evidence + named, kind));
    }
    weights.sort_by(|a, b| b.cmp(a));
    match weights.as_slice() {
        [] => Verdict::Unknown,
        [(first, kind), rest @ ..] if *first >= ENOUGH => {
            match rest.first().filter(|(second, _)| first - second < MARGIN) {
                Some((_, other)) => {
                    Verdict::Doubtful(format!("it may be {} or {}", kind.name(), other.name()))
                }
                None => Verdict::Is(*kind),
            }
        }
        [(first, kind), ..] if *first > 0 => {
            Verdict::Doubtful(format!("too little speaks for {}", kind.name()))
        }
        _ => Verdict::Unknown,
    }
}

/// Whether a table has a column; against a kind speaks also one that the kind has no use for.
fn has(table: &Table, heads: &Heads, head: Head, against: bool) -> bool {
    let useless = |column: usize| {
        matches!(heads.at(column), None | Some(Head::Beside))
            && (0..table.header_rows().max(1))
                .any(|row| heads::meanings(table.text(row, column)).contains(&head))
    };
    heads.has(head) || against && (0..heads.len()).any(useless)
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Results => "results",
            Kind::Standings => "standings",
            Kind::Calendar => "a calendar",
            Kind::Entries => "an entry list",
            Kind::Winners => "class winners",
            Kind::Scale => "points by place",
            Kind::Aside => "a key",
        }
    }
}

fn heads_for(kind: Kind, table: &Table) -> Heads {
    match kind {
        Kind::Results => race_results::heads_of(table, heads::texts(table)),
        Kind::Standings => standings::heads_of(table),
        Kind::Calendar => super::schedule::heads_of(table),
        _ => super::entry_list::heads_of(table),
    }
}

/// What a kind cannot do without; what its contents add to the evidence.
fn needed(kind: Kind, table: &Table, heads: &Heads, said: &Said) -> Option<i32> {
    let has = |head| heads.has(head);
    match kind {
        Kind::Results => {
            let who = has(Head::Driver) || has(Head::Team) || has(Head::Number);
            let placed = has(Head::Position) || said.mark.is_some();
            let mut evidence = 0;
            evidence += if said.mark.is_some() { 2 } else { 0 };
            evidence += if said.session.is_some() || said.round.is_some() { 1 } else { 0 };
            // Places and points without anything of a race are standings.
            let raced =
                [Head::Laps, Head::Time, Head::Gap, Head::Grid, Head::Qualifying, Head::BestLap, Head::Speed];
            let of_race = raced.into_iter().any(has) || said.round.is_some() || said.mark.is_some();
            evidence -= if !of_race && self::has(table, heads, Head::Points, true) { 4 } else { 0 };
            evidence += if counts_up(table, heads.column(Head::Position)) { 1 } else { 0 };
            (who && placed).then_some(evidence)
        }
        Kind::Standings => {
            let rounds = standings::rounds_of(table)?;
            Some(1 + if rounds > 0 { 3 } else { 0 })
        }
        Kind::Calendar => {
            let dated = super::schedule::dates_in(table, heads).is_some();
            let place = has(Head::Circuit) || has(Head::Event) || has(Head::Region);
            let counted = has(Head::Round) && (has(Head::Circuit) || has(Head::Honour));
            (place && (dated || counted)).then_some(if dated { 2 } else { 0 })
        }
        Kind::Entries => {
            let what = [Head::Team, Head::Chassis, Head::Number, Head::Maker]
                .into_iter()
                .filter(|head| has(*head))
                .count();
            let who = has(Head::Driver) || has(Head::Team) && has(Head::Chassis);
            let rest = if said.rest.is_empty() { 1 } else { 0 };
            (what > 0 && who && said.mark.is_none() && said.session.is_none()).then_some(rest)
        }
        _ => None,
    }
}

/// Whether a column counts 1, 2, 3 from its first row down.
fn counts_up(table: &Table, column: Option<usize>) -> bool {
    let Some(column) = column else { return false };
    let numbers: Vec<u32> = (table.header_rows().max(1)..table.rows.len())
        .filter_map(|row| table.own(row, column))
        .filter_map(|cell| cell.text.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok())
        .take(3)
        .collect();
    numbers.first() == Some(&1) && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1 || pair[1] == pair[0])
}

/// Keys to colours, links to the races before and after, leaders and cautions, single cells.
fn is_aside(table: &Table) -> bool {
    let texts = heads::texts(table);
    let first = texts.iter().map(|text| plain(text)).find(|text| !text.is_empty()).unwrap_or_default();
    let few = table.cells.iter().filter(|cell| !cell.text.is_empty()).count() <= 1;
    let before = |text: &str| {
        let text = plain(text);
        [
            "previous race",
            "previous event",
            "previous round",
            "next race",
            "next event",
            "next round",
            "preceded by",
            "succeeded by",
        ]
        .iter()
        .any(|phrase| text.starts_with(phrase))
    };
    let navigates = table.cells.iter().take(12).any(|cell| before(&cell.text));
    let leaders = first == "laps" && texts.len() <= 3 || texts.len() == 2 && plain(&texts[1]) == "laps led";
    // Stages of a rally, with who was fastest on each.
    let is_stage = |text: &String| heads::meanings(text).contains(&Head::Stage);
    let numbered = |column: usize| {
        let cells = (1..table.rows.len()).filter_map(|row| table.own(row, column));
        let (all, stages) = cells.filter(|cell| !cell.text.is_empty()).fold((0, 0), |(all, stages), cell| {
            let word = cell.text.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
            (all + 1, stages + usize::from(word.starts_with(|c: char| c.is_ascii_digit())))
        });
        2 * stages > all
    };
    let honours = texts.iter().any(|text| heads::meanings(text).contains(&Head::Honour));
    let stages = honours && texts.iter().position(is_stage).is_some_and(numbered);
    few || navigates || leaders || stages || super::key::is_key(table)
}

/// `Position | 1st | 2nd | 3rd` above `Points | 25 | 18 | 15`.
pub(super) fn is_scale(table: &Table) -> bool {
    let label = |row: usize| plain(table.text(row, 0));
    let ranks = (1..table.columns())
        .map(|column| table.text(0, column))
        .filter(|text| !text.is_empty())
        .take(3)
        .enumerate()
        .filter(|(index, text)| {
            cells::read(text).is_some_and(|all| all.iter().any(|own| own.place == Some(*index as u32 + 1)))
        })
        .count();
    let is_rank = heads::meanings(&label(0)).contains(&Head::Position) || label(0).is_empty();
    (2..=8).contains(&table.rows.len())
        && is_rank
        && ranks == 3
        && date::first_in(table.text(1, 1), Some(2000)).is_none()
}
