//! What a table has, by evidence for it: its heads, read as each kind of table would read them.

use super::cut::Cut;
use super::totals;
pub(super) use crate::folder::TableKind as Kind;
use crate::folder::{
    Fate, Known, OF_RESULTS, fates, place_of, plain_word, round_head, round_state, says_nothing, seat_column,
    status_of,
};
use std::collections::BTreeSet;

/// What is known beforehand of each column: nothing, that it is left out, or its field.
pub(super) type Given = Vec<Option<Option<String>>>;

/// The columns of a table, read as one kind of table.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub kind: Kind,
    pub fates: Vec<Fate>,
    /// Its columns of rounds add up to its totals.
    adds_up: bool,
    /// The column that is the position by what is in it.
    pub places: Option<usize>,
}

/// Columns that tables have beside what is read, where another column has the same meaning.
const SECOND: [&str; 22] = [
    "start date",
    "group",
    "gruppo",
    "groupe",
    "grupo",
    "gruppe",
    "gr",
    "division",
    "div",
    "lap",
    "notes",
    "country",
    "nat",
    "no",
    "nr",
    "#",
    "number",
    "class",
    "cat",
    "gap",
    "diff",
    "name",
];

impl Reading {
    pub fn of(cut: &Cut, kind: Kind, given: &Given, whom: Option<&str>) -> Reading {
        let heads = cut.head.as_ref().map(|(_, heads)| heads.as_slice()).unwrap_or_default();
        let round = |name: &str, plain: &str| {
            let own = name.strip_prefix("Rd ").and_then(|round| round.parse().ok());
            own.or_else(|| round_head(plain)).map(|round: u32| format!("Rd {round}"))
        };
        let days = |_: &str, plain: &str| ends(heads, plain).then(|| "date".to_owned());
        let more: &dyn Fn(&str, &str) -> Option<String> = match kind {
            Kind::Standings => &round,
            Kind::Calendar => &days,
            _ => &seat_column,
        };
        let first =
            |plain: &str| kind == Kind::Standings && whom.is_some_and(|whom| of_whom(plain) == Some(whom));
        let columns: Vec<&str> = kind.fields();
        let given: Given = given
            .iter()
            .map(|own| own.as_ref().map(|own| own.as_deref().map(|own| field(kind, own))))
            .collect();
        let left_out = [&SECOND[..], &OF_RESULTS[..]].concat();
        let known = Known { columns: &columns, more, left_out: &left_out, first: &first };
        let mut fates = fates(heads, &cut.rows, &known, &given);
        totals::settle(kind, cut, &given, &mut fates);
        let reading = Reading { kind, fates, adds_up: false, places: None }.with_places(cut, &given);
        if kind == Kind::Standings { reading.with_rounds_by_sum(cut, &given) } else { reading }
    }

    /// A first column that nothing names and that counts the rows is the position, where the table has results or totals, or
    /// words among the figures say how a race ended.
    fn with_places(mut self, cut: &Cut, given: &Given) -> Reading {
        let of_ranking = ["laps", "time", "gap", "interval", "best_lap", "status", "total"];
        if !matches!(self.kind, Kind::Results | Kind::Standings) || self.has("position") {
            return self;
        }
        let first = self.fates.iter().position(|fate| *fate != Fate::Nothing);
        let Some(at) = first.filter(|&at| {
            matches!(self.fates[at], Fate::Unknown) && given.get(at).is_none_or(Option::is_none)
        }) else {
            return self;
        };
        let (mut places, mut words, mut last) = (0, 0, 0);
        for cell in cut.column(at).filter(|cell| !says_nothing(cell)) {
            match place_of(cell) {
                // A place that is shared stands twice, and the next is counted from there or from the rows.
                Some(place) if place == places + 1 || (place > 0 && (place == last || place == last + 1)) => {
                    places += 1;
                    last = place;
                }
                None if status_of(cell).is_some() => words += 1,
                _ => return self,
            }
        }
        let shared = places - last;
        if places > 1 && shared * 2 <= places && (words > 0 || of_ranking.iter().any(|field| self.has(field)))
        {
            self.fates[at] = Fate::Is("position".to_owned(), false);
            self.places = Some(at);
        }
        self
    }

    /// Columns that nothing names, behind the competitor's, are the rounds where they add up to the total.
    fn with_rounds_by_sum(mut self, cut: &Cut, given: &Given) -> Reading {
        let at =
            |field: &str| self.fates.iter().position(|fate| matches!(fate, Fate::Is(own, _) if own == field));
        let (Some(competitor), Some(total)) = (at("competitor"), at("total")) else { return self };
        let heads = cut.head.as_ref().map(|(_, heads)| heads.as_slice()).unwrap_or_default();
        let points = |cell: &str| super::standings::points(cell.trim_matches(['(', ')', '[', ']'])).is_some();
        // A column of words, such as a club's, may stand among them.
        let is_open = |at: &usize| {
            matches!(self.fates[*at], Fate::Unknown)
                && given.get(*at).is_none_or(Option::is_none)
                && !totals::is_gross(&heads[*at])
                && !totals::is_dropped(&heads[*at])
                && !totals::is_of_no_round(&heads[*at])
                && cut.column(*at).any(points)
        };
        // Behind the total stand rounds, or how far behind the first somebody is.
        let before: Vec<usize> = (competitor + 1..total).filter(is_open).collect();
        let behind: Vec<usize> = (total + 1..heads.len()).filter(is_open).collect();
        let proven = |open: &Vec<usize>| super::standings::rounds_by_sum(cut, open, total);
        if self.rounds() == 0
            && let Some(open) = [before, behind].into_iter().find(proven)
        {
            self.adds_up = true;
            for (round, at) in (1..).zip(open) {
                self.fates[at] = Fate::Is(format!("Rd {round}"), false);
            }
        }
        self
    }

    /// The field of each column.
    pub fn fields(&self) -> Vec<Option<String>> {
        let field = |fate: &Fate| match fate {
            Fate::Is(field, _) => Some(field.clone()),
            _ => None,
        };
        self.fates.iter().map(field).collect()
    }

    fn names(&self) -> BTreeSet<&str> {
        let fields = self.fates.iter().filter_map(|fate| match fate {
            Fate::Is(field, _) => Some(field.as_str()),
            _ => None,
        });
        fields.collect()
    }

    pub fn has(&self, field: &str) -> bool {
        self.fates.iter().any(|fate| matches!(fate, Fate::Is(own, _) if own == field))
    }

    /// Columns for a round each.
    pub fn rounds(&self) -> usize {
        self.fates.iter().filter(|fate| matches!(fate, Fate::Is(own, _) if own.starts_with("Rd "))).count()
    }
}

/// Heads of the last day of a meeting, on which the race is held, and of the first.
const LAST_DAYS: [&str; 12] =
    ["end", "end date", "to", "until", "ende", "bis", "fin", "au", "fine", "al", "date to", "last day"];
const FIRST_DAYS: [&str; 12] = [
    "start",
    "from",
    "begin",
    "beginn",
    "von",
    "debut",
    "du",
    "inizio",
    "dal",
    "inicio",
    "date from",
    "first day",
];

/// Whether the head is that of a calendar's last days; of the first, where it has no last ones. None where another head says
/// which are the days.
fn ends(heads: &[String], plain: &str) -> bool {
    let any = |words: &[&str]| heads.iter().any(|own| words.contains(&plain_word(own).as_str()));
    let dated = || {
        let other = |own: &String| {
            let plain = plain_word(own);
            !LAST_DAYS.contains(&plain.as_str())
                && plain != "start date"
                && !crate::folder::columns_of_word(&plain, &["date"]).is_empty()
        };
        heads.iter().any(other)
    };
    let is = LAST_DAYS.contains(&plain) || (FIRST_DAYS.contains(&plain) && !any(&LAST_DAYS));
    is && !dated()
}

/// The field that a person means by a word: `driver` are the `drivers` of results.
fn field(kind: Kind, stated: &str) -> String {
    let fields = kind.fields();
    let meant = || crate::folder::columns_of_word(&plain_word(stated), &fields).first().copied();
    if kind.has(stated) { stated } else { meant().unwrap_or(stated) }.to_owned()
}

/// Which title a head names: `drivers` of `Fahrer`.
pub(super) fn of_whom(plain: &str) -> Option<&'static str> {
    const TITLES: [(&str, &str); 3] =
        [("drivers", "drivers"), ("team", "teams"), ("manufacturer", "manufacturers")];
    TITLES
        .iter()
        .find(|(column, _)| !crate::folder::columns_of_word(plain, &[column]).is_empty())
        .map(|(_, title)| *title)
}

type Speaks = fn(&Evidence<'_>) -> bool;

/// What speaks for each kind.
const EVIDENCE: &[(Kind, Speaks)] = &[
    (Kind::Laps, |own| {
        let has = |field: &str| own.laps.has(field);
        (has("number") || has("drivers"))
            && has("lap")
            && (has("lap_time") || has("elapsed"))
            && !own.results(&["position"])
            && own.laps_repeat
    }),
    (Kind::Standings, |own| {
        own.standings.has("competitor")
            && (own.standings.rounds() > 1 || own.standings.has("total"))
            && (own.standings.adds_up
                || !(own.results(WHO)
                    && own.results(&["laps", "time", "gap", "interval", "best_lap", "grid", "status"])))
    }),
    (Kind::Results, |own| {
        own.results(WHO)
            && own.standings.rounds() < 2
            && (own.results(&["position"])
                || (own.results(&["status", "time", "gap", "best_lap"]) && own.results(&["number"])))
    }),
    (Kind::Calendar, |own| {
        let calendar = own.calendar.names();
        let where_or_when =
            ["circuit", "event", "round"].iter().filter(|name| calendar.contains(**name)).count();
        let of_cars = own.results(&["position", "number", "drivers", "team", "best_lap", "gap"])
            || (own.results(&["status"]) && !own.rounds_have_states);
        (calendar.contains("date") && where_or_when > 0 || where_or_when > 1) && !of_cars
    }),
    (Kind::Entries, |own| {
        let own_columns = own.entries.names();
        let cars =
            ["number", "team", "chassis", "class"].iter().filter(|name| own_columns.contains(**name)).count();
        let driver = own_columns.iter().any(|name| name.starts_with("driver"));
        let of_sessions = own
            .results(&["position", "laps", "time", "gap", "interval", "best_lap", "status", "grid", "date"]);
        (driver && cars > 0 || cars > 1)
            && !of_sessions
            && own.standings.rounds() < 2
            && !own.standings.has("total")
    }),
];

const WHO: &[&str] = &["number", "drivers", "team", "driver 1", "driver 2"];

/// The table read as each kind.
struct Evidence<'r> {
    results: &'r Reading,
    standings: &'r Reading,
    calendar: &'r Reading,
    entries: &'r Reading,
    laps: &'r Reading,
    /// The rows are of several laps of the same cars.
    laps_repeat: bool,
    /// A column of statuses says of rounds whether they were held.
    rounds_have_states: bool,
}

impl Evidence<'_> {
    fn results(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.results.has(field))
    }
}

/// What the table has; several kinds where the heads fit more than one, none where they fit nothing.
pub(super) fn candidates(cut: &Cut, given: &Given, titled: Option<Kind>, whom: Option<&str>) -> Vec<Reading> {
    let read = |kind: Kind| Reading::of(cut, kind, given, whom);
    let (results, standings) = (read(Kind::Results), read(Kind::Standings));
    let (calendar, entries) = (read(Kind::Calendar), read(Kind::Entries));
    let laps = read(Kind::Laps);
    let evidence = Evidence {
        results: &results,
        standings: &standings,
        calendar: &calendar,
        entries: &entries,
        laps: &laps,
        laps_repeat: repeats(cut, &laps),
        rounds_have_states: calendar
            .fates
            .iter()
            .position(|fate| matches!(fate, Fate::Is(own, _) if own == "status"))
            .is_some_and(|at| cut.column(at).all(|own| says_nothing(own) || round_state(own).is_some())),
    };
    let mut fit: Vec<Kind> =
        EVIDENCE.iter().filter(|(_, speaks)| speaks(&evidence)).map(|(kind, _)| *kind).collect();
    if fit.contains(&Kind::Laps) {
        fit.retain(|kind| *kind == Kind::Laps);
    }
    // Columns for rounds are in no result.
    if standings.rounds() > 1 && fit.contains(&Kind::Standings) {
        fit.retain(|kind| *kind == Kind::Standings);
    }
    if let Some(titled) = titled.filter(|titled| fit.contains(titled)) {
        fit.retain(|kind| *kind == titled);
    }
    fit.into_iter().map(read).collect()
}

/// Whether a car stands in several rows, each with another lap.
fn repeats(cut: &Cut, laps: &Reading) -> bool {
    let at =
        |field: &str| laps.fates.iter().position(|fate| matches!(fate, Fate::Is(own, _) if own == field));
    let (Some(car), Some(lap)) = (at("number").or_else(|| at("drivers")), at("lap")) else { return false };
    let cell = |cells: &csv::StringRecord, at: usize| cells.get(at).unwrap_or_default().trim().to_owned();
    let all: Vec<_> = cut.rows.iter().map(|(_, own)| (cell(own, car), cell(own, lap))).collect();
    let cars: BTreeSet<&String> = all.iter().map(|own| &own.0).collect();
    let once: BTreeSet<_> = all.iter().collect();
    cars.len() < all.len() && once.len() == all.len()
}

/// Whether a text is the head of one of these columns.
pub(super) fn is_head(head: &str, stated: &str) -> bool {
    plain_word(head) == plain_word(stated)
}
