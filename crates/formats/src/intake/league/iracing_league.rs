//! An iRacing league's own files beside the results of its sessions: which subsession is which race of which round, classes
//! and teams of drivers, penalties, and its tables. They say together what none says alone.

use super::super::decision;
use super::super::exact::{Exact, day_of_text};
use super::super::form::File;
use super::super::json::{BEGINS, Node, looks_like_json, with_json};
use super::super::said::{Event, Kind, Penalty, Said, Session};
use super::super::sim::{Wrote, iracing};
use super::super::text::begins_with;
use super::table::{self, Line};
use crate::names::slug;
use crate::text::decode;
use parcferme_core::decisions::Value;
use parcferme_core::season::{Date, RoundStatus};
use parcferme_core::{Diagnostic, Points};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What the files say together.
#[derive(Default)]
struct League {
    name: String,
    classes: BTreeMap<i64, String>,
    /// Class by driver, and from which round another.
    drivers: BTreeMap<String, i64>,
    changes: Vec<(String, i64, u32)>,
    new_drivers: Option<i64>,
    teams: BTreeMap<String, String>,
    /// Round and word for the session, by subsession.
    subsessions: BTreeMap<i64, Slot>,
    rounds: BTreeMap<u32, Round>,
    penalties: Vec<Ruled>,
    /// Whether places are counted by class.
    by_class: bool,
    /// Share of the winner's laps that a fastest lap needs, in ten-thousandths.
    fastest_share: i64,
    /// Where the penalties stand.
    penalty_list: String,
    /// Rounds of which a table has points.
    scored: BTreeSet<u32>,
}

#[derive(Default)]
struct Round {
    name: String,
    date: Option<Date>,
    sessions: usize,
}

#[derive(Clone)]
struct Slot {
    round: u32,
    /// Place in the round, from 1.
    number: u32,
    word: String,
}

/// A penalty of the league's list.
struct Ruled {
    round: u32,
    session: u32,
    driver: String,
    name: String,
    places: u32,
    disqualified: bool,
    points: Option<Points>,
    line: u32,
}

/// What a file of the set is, by the keys of its records.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    Config,
    Classes,
    Changes,
    Drivers,
    Teams,
    Rounds,
    Season,
    Scoring,
    Scales,
    Penalties,
    ClassTables,
    TeamTables,
    Result,
}

const PARTS: &[(Part, &[&str], &str)] = &[
    (Part::Classes, &["classname", "classnumber"], "classes of an iRacing league (JSON)"),
    (
        Part::Changes,
        &["cust_id", "new_class_number", "change_from_round"],
        "changes of class of an iRacing league (JSON)",
    ),
    (Part::Penalties, &["round_no", "cust_id", "positions"], "penalties of an iRacing league (JSON)"),
    (Part::Rounds, &["round_no", "subsession_ids"], "rounds of an iRacing league (JSON)"),
    (Part::Season, &["round_no", "sessions"], "sessions of an iRacing league (JSON)"),
    (Part::Scoring, &["score_type", "scored_events"], "scored sessions of an iRacing league (JSON)"),
    (Part::Scales, &["scoring_type", "position_scores"], "points scales of an iRacing league (JSON)"),
    (Part::Teams, &["team_name", "drivers"], "teams of an iRacing league (JSON)"),
    (Part::Drivers, &["cust_id", "display_name", "classnumber"], "drivers of an iRacing league (JSON)"),
    (Part::TeamTables, &["Pos", "Team Name", "Total"], "the table of teams of an iRacing league (JSON)"),
];

fn part(root: Node<'_>) -> Option<(Part, &'static str)> {
    if iracing::is(root) {
        return Some((Part::Result, ""));
    }
    if root.has(&["league_name", "apply_drop_scores"]) {
        return Some((Part::Config, "settings of an iRacing league (JSON)"));
    }
    if !root.is_list() {
        return None;
    }
    let first = root.items().into_iter().next()?;
    if first.is_list() {
        let row = first.items().into_iter().next()?;
        return row
            .has(&["Pos", "Name", "Total"])
            .then_some((Part::ClassTables, "tables by class of an iRacing league (JSON)"));
    }
    PARTS.iter().find(|(_, keys, _)| first.has(keys)).map(|&(part, _, name)| (part, name))
}

/// Reads the files of a league among `files`; says which they are. None where there is no list of its rounds.
pub(in super::super) fn read(files: &[File<'_>]) -> Vec<(usize, Said, Vec<Diagnostic>)> {
    let mut parts: Vec<(Part, usize, &'static str)> = Vec::new();
    let text = |bytes| begins_with(bytes, BEGINS).then(|| decode(bytes)).flatten();
    let texts: Vec<Cow<'_, str>> =
        files.iter().map(|file| text(file.bytes).map_or_else(Cow::default, |own| own.text)).collect();
    for (at, (file, text)) in files.iter().zip(&texts).enumerate() {
        if looks_like_json(text)
            && let (Some(Some((part, name))), _) = with_json(file.name, text, part)
        {
            parts.push((part, at, name));
        }
    }
    if !parts.iter().any(|(part, ..)| matches!(part, Part::Rounds | Part::Season)) {
        return Vec::new();
    }
    // Results come last: they need what the others say.
    parts.sort();
    let mut league = League::default();
    let mut read = Vec::new();
    for (part, at, name) in parts {
        let file = &files[at];
        let (wrote, mut told) = with_json(file.name, &texts[at], |root| match part {
            Part::Result => league.result(file, root),
            part => {
                let mut wrote = Wrote::new(file.name, name);
                league.part(part, root, &mut wrote);
                wrote
            }
        });
        if let Some(wrote) = wrote {
            let (said, further) = wrote.finish(std::mem::take(&mut told));
            read.push((at, said, further));
        }
    }
    // A round of which a table has points was held.
    for event in read.iter_mut().flat_map(|(_, said, _)| &mut said.calendar) {
        if event.round.is_some_and(|own| league.scored.contains(&own)) {
            event.status = RoundStatus::Held;
        }
    }
    read
}

impl League {
    fn part(&mut self, part: Part, root: Node<'_>, wrote: &mut Wrote) {
        match part {
            Part::Config => {
                self.name = root.text("league_name");
                self.new_drivers = root.whole("class_to_add_new_drivers_to");
                let rounds = root.list("no_drop_scores_rounds");
                let rounds: Vec<String> = rounds.into_iter().map(Node::as_text).collect();
                wrote.left(
                    format!(
                        "drop scores: {}, not in rounds {}",
                        root.text("apply_drop_scores"),
                        rounds.join(", ")
                    ),
                    "rules stand in rulebook.toml",
                );
            }
            Part::Classes => {
                for own in root.items() {
                    self.by_class |= own.text("position_score_by") == "class";
                    if let Some(number) = own.whole("classnumber") {
                        self.classes.insert(number, own.text("classname"));
                    }
                }
            }
            Part::Changes => {
                for own in root.items() {
                    if let (Some(class), Some(round)) =
                        (own.whole("new_class_number"), own.count("change_from_round"))
                    {
                        self.changes.push((own.text("cust_id"), class, round));
                    }
                }
                self.changes.sort_by_key(|(_, _, round)| *round);
            }
            Part::Drivers => {
                for own in root.items() {
                    if let Some(class) = own.whole("classnumber") {
                        self.drivers.insert(own.text("cust_id"), class);
                    }
                }
            }
            Part::Teams => {
                for own in root.items() {
                    for driver in own.list("drivers") {
                        self.teams.insert(driver.text("cust_id"), own.text("team_name"));
                    }
                }
            }
            Part::Rounds => self.rounds(root, wrote),
            Part::Season => self.sessions(root),
            Part::Penalties => self.penalties(root, wrote),
            Part::ClassTables => self.class_tables(root, wrote),
            Part::TeamTables => {
                let lines = root.items().into_iter().map(|row| self.line(row, "Team Name")).collect();
                wrote.said.tables.push(table::record("teams", "", None, lines, &wrote.said.document));
            }
            Part::Scoring => {
                wrote.left("which sessions are scored by which scale", "rules stand in rulebook.toml");
            }
            Part::Scales => {
                for own in root.items() {
                    if own.text("scoring_type") == "Fastest Lap"
                        && let Some(share) = Exact::of_seconds(&own.text("min_lap_ratio"))
                    {
                        self.fastest_share = self.fastest_share.max(share.0);
                    }
                    let scale: Vec<String> =
                        own.list("position_scores").into_iter().map(Node::as_text).collect();
                    wrote.left(
                        format!(
                            "{}, by {}: {}; share of laps {}",
                            own.text("scoring_category"),
                            own.text("scoring_type").to_lowercase(),
                            scale.join(", "),
                            own.text("min_lap_ratio"),
                        ),
                        "rules stand in rulebook.toml",
                    );
                }
            }
            Part::Result => {}
        }
    }

    fn rounds(&mut self, root: Node<'_>, wrote: &mut Wrote) {
        for own in root.items() {
            let Some(number) = own.count("round_no") else { continue };
            let round = self.rounds.entry(number).or_default();
            round.name = own.text("track_name");
            round.date = day_of_text(&own.text("start_time"));
            let ids = own.list("subsession_ids");
            round.sessions = ids.len();
            for (at, id) in (1..).zip(ids) {
                if let Some(id) = id.as_whole() {
                    let word = if round.sessions > 1 { format!("race-{at}") } else { String::new() };
                    self.subsessions.entry(id).or_insert(Slot { round: number, number: at, word });
                }
            }
            wrote.said.year = wrote.said.year.or(round.date.map(Date::year));
            let (name, date) = (round.name.clone(), round.date);
            wrote.said.calendar.push(Event {
                round: Some(number),
                name,
                date,
                status: RoundStatus::Scheduled,
                ..Event::default()
            });
        }
        wrote.said.series.clone_from(&self.name);
    }

    fn sessions(&mut self, root: Node<'_>) {
        for own in root.items() {
            let Some(number) = own.count("round_no") else { continue };
            let sessions = own.list("sessions");
            self.rounds.entry(number).or_default().sessions = sessions.len();
            let several = sessions.len() > 1;
            for (at, session) in (1..).zip(sessions) {
                let Some(id) = session.whole("subsession_id") else { continue };
                let place = session.count("session_no").unwrap_or(at);
                let word = if several { slug(&session.text("event_type")) } else { String::new() };
                self.subsessions.insert(id, Slot { round: number, number: place, word });
            }
        }
    }

    fn penalties(&mut self, root: Node<'_>, wrote: &mut Wrote) {
        let mut licence = false;
        self.penalty_list.clone_from(&wrote.said.document);
        for own in root.items() {
            let (Some(round), Some(session)) = (own.count("round_no"), own.count("session_no")) else {
                continue;
            };
            licence |= own.whole("licence_points").is_some_and(|points| points != 0);
            let ruled = Ruled {
                round,
                session,
                driver: own.text("cust_id"),
                name: own.text("display_name"),
                places: own.count("positions").unwrap_or(0),
                disqualified: own.yes("disqualified") == Some(true),
                points: own.points("championship_points").filter(|own| *own != Points::default()),
                line: own.line(),
            };
            if let Some(points) = ruled.points {
                let mut says = vec![
                    ("title", Value::Text("drivers".to_owned())),
                    ("competitor", Value::Text(ruled.name.clone())),
                    ("points", Value::Points(-points)),
                    ("round", Value::Count(round)),
                ];
                if let Some(class) = self.class(&ruled.driver, round) {
                    says.push(("class", Value::Text(class)));
                }
                let id = format!("points-{round:02}-{}", wrote.said.decisions.len() + 1);
                let reason = format!("incident {} of round {round}", own.text("incident_no"));
                wrote.said.decisions.extend(decision::record(
                    id,
                    "adjust",
                    says,
                    &reason,
                    &wrote.said.document,
                ));
            }
            self.penalties.push(ruled);
        }
        if licence {
            wrote.left("points on licences", "no rule of a championship asks for them");
        }
    }

    fn class(&self, driver: &str, round: u32) -> Option<String> {
        let own = self.drivers.get(driver).copied().or(self.new_drivers)?;
        let changed = self.changes.iter().rfind(|(id, _, from)| id == driver && *from <= round);
        self.classes.get(&changed.map_or(own, |(_, class, _)| *class)).cloned()
    }

    fn class_tables(&mut self, root: Node<'_>, wrote: &mut Wrote) {
        for (number, own) in (1..).zip(root.items()) {
            match self.classes.get(&number) {
                Some(class) => {
                    let lines: Vec<Line> =
                        own.items().into_iter().map(|row| self.line(row, "Name")).collect();
                    let cells = lines.iter().flat_map(|line| &line.cells);
                    let scored =
                        cells.filter(|(_, points)| points.is_some_and(|own| own != Points::default()));
                    self.scored.extend(scored.map(|(round, _)| *round));
                    wrote.said.tables.push(table::record(
                        "drivers",
                        class,
                        None,
                        lines,
                        &wrote.said.document,
                    ));
                }
                None => wrote.left(format!("table {number}"), "the league has no class of that number"),
            }
        }
    }

    fn line(&self, row: Node<'_>, name: &str) -> Line {
        let cells = row.entries().into_iter().filter_map(|(key, _)| {
            let round = self.rounds.iter().find(|(_, round)| !round.name.is_empty() && round.name == key)?;
            Some((*round.0, row.points(key)))
        });
        Line {
            position: row.count("Pos"),
            competitor: row.text(name),
            cells: cells.collect(),
            total: row.points("Total"),
            line: row.line(),
        }
    }

    /// A result of one of the league's sessions; others are results like any.
    fn result(&self, file: &File<'_>, root: Node<'_>) -> Wrote {
        let mut wrote = iracing::read(file, root);
        let slot = iracing::inner(root).whole("subsession_id").and_then(|own| self.subsessions.get(&own));
        let Some(slot) = slot else { return wrote };
        if !self.name.is_empty() {
            wrote.said.series.clone_from(&self.name);
        }
        for session in &mut wrote.said.sessions {
            self.settle(session, slot);
        }
        wrote.columns(&[
            ("the league's drivers, classes and teams", "class, team"),
            ("the league's penalties", "decisions"),
        ]);
        wrote
    }

    fn settle(&self, session: &mut Session, slot: &Slot) {
        session.event.round = Some(slot.round);
        if let Some(round) = self.rounds.get(&slot.round).filter(|own| !own.name.is_empty()) {
            session.event.name.clone_from(&round.name);
        }
        session.id = match (session.kind, slot.word.is_empty(), slot.number) {
            (Kind::Race, false, _) => slot.word.clone(),
            (Kind::Race, true, _) | (_, _, 1) => session.id.clone(),
            (_, _, number) => format!("{}-{number}", session.id()),
        };
        let mut classes: BTreeMap<String, String> = BTreeMap::new();
        for row in &mut session.rows {
            let Some(driver) = row.crew.first().map(|own| own.id.clone()) else { continue };
            if let Some(class) = self.class(&driver, slot.round) {
                row.class = class;
            }
            if let Some(team) = self.teams.get(&driver) {
                row.team.clone_from(team);
            }
            classes.insert(row.number.clone(), row.class.clone());
        }
        // What the file has for all cars, the league has by class.
        session.feats.clear();
        if session.kind == Kind::Race {
            session.feats = feats(&session.rows, self.fastest_share);
        }
        let of_this = |own: &&Ruled| own.round == slot.round && own.session == slot.number;
        for own in self.penalties.iter().filter(of_this).filter(|_| session.kind == Kind::Race) {
            let has = |row: &&crate::folder::ResultRecord| row.crew.iter().any(|seat| seat.id == own.driver);
            let Some(row) = session.rows.iter().find(has) else { continue };
            let penalty = Penalty {
                number: row.number.clone(),
                class: row.class.clone(),
                reason: format!("penalty of the league for {}", own.name),
                document: self.penalty_list.clone(),
                line: own.line,
                ..Penalty::default()
            };
            if own.places > 0 {
                let places = Some(own.places);
                session.penalties.push(Penalty { places, in_class: self.by_class, ..penalty.clone() });
            }
            if own.disqualified {
                session.penalties.push(Penalty { disqualified: true, ..penalty });
            }
        }
    }
}

/// The fastest lap of each class among cars with that share of the winner's laps, where one car alone has it.
fn feats(rows: &[crate::folder::ResultRecord], share: i64) -> Vec<super::super::said::Feat> {
    let mut best: BTreeMap<&str, Vec<&crate::folder::ResultRecord>> = BTreeMap::new();
    let winner = rows.iter().find(|row| row.position == Some(1)).and_then(|row| row.laps).unwrap_or(0);
    let far = |row: &&crate::folder::ResultRecord| {
        i64::from(row.laps.unwrap_or(0)) * 10_000 >= i64::from(winner).saturating_mul(share)
    };
    for row in rows.iter().filter(|row| row.best_lap.is_some()).filter(far) {
        let own = best.entry(&row.class).or_default();
        match own.first().map(|own| own.best_lap.cmp(&row.best_lap)) {
            None | Some(std::cmp::Ordering::Greater) => *own = vec![row],
            Some(std::cmp::Ordering::Equal) => own.push(row),
            Some(std::cmp::Ordering::Less) => {}
        }
    }
    let alone = best.into_iter().filter(|(_, rows)| rows.len() == 1);
    alone
        .filter_map(|(class, rows)| {
            let row = rows.first()?;
            Some(super::super::said::Feat {
                feat: "fastest-lap".to_owned(),
                number: row.number.clone(),
                class: class.to_owned(),
                time: row.best_lap,
                line: row.line,
                ..Default::default()
            })
        })
        .collect()
}
