//! What was computed, in the words that situations use.

use super::{Outcome, Rulebook, Season, compute_after};
use parcferme_core::compute::handicap::{self, Lacking};
use parcferme_core::outcome::{
    Because, By, Classification, ClassificationRow, Effect, StandingsRow, StandingsTable, Step,
};
use parcferme_core::season::Status;

/// A table by its name, such as `drivers GT after 1`.
pub fn computed(season: &Season, rules: &Rulebook, name: &str) -> Option<StandingsTable> {
    let (name, after) = match name.split_once(" after ") {
        Some((name, after)) => (name, season.round(after.parse().unwrap())),
        None => (name, None),
    };
    let (title, class) = match name.split_once(' ') {
        Some((title, class)) => (title, Some(season.class(class).expect("a class of the situation"))),
        None => (name, None),
    };
    let title = rules.title(title).expect("a title of the rulebook");
    compute_after(season, rules, after).table(title, class).cloned()
}

/// The rows of a table, each as `position competitor total`.
pub fn shown_table(season: &Season, table: &StandingsTable) -> Vec<String> {
    let row = |row: &StandingsRow| {
        let position = match row.position {
            None => "-".to_owned(),
            Some(position) if row.shared => format!("{position}="),
            Some(position) => position.to_string(),
        };
        format!("{position} {} {}", season.competitors[row.competitor].name, row.total)
    };
    table.rows.iter().map(row).collect()
}

/// The rows of a session by its name, `1 race` or `1 race GT`.
pub fn classification(season: &Season, outcome: &Outcome, name: &str) -> Vec<String> {
    let (_, rows, in_class) = rows(season, outcome, name);
    let row = |row: &ClassificationRow| {
        let place = if in_class { row.class_position } else { row.position };
        let place = place.map_or_else(|| "-".to_owned(), |place| place.to_string());
        let status =
            if row.status == Status::Finished { String::new() } else { format!(" {}", row.status.word()) };
        let out = row.position.is_some() && !row.classified;
        let out = if out { " not-classified" } else { "" };
        let guessed = if row.guessed { " guessed" } else { "" };
        format!("{place} #{}{status}{out}{guessed}", season.results[row.result].number)
    };
    rows.into_iter().map(row).collect()
}

/// Rows of `1 race` or `1 race GT`, and whether they are those of a class.
fn rows<'o>(
    season: &Season,
    outcome: &'o Outcome,
    name: &str,
) -> (&'o Classification, Vec<&'o ClassificationRow>, bool) {
    let mut words = name.splitn(3, ' ');
    let round = words.next().and_then(|number| season.round(number.parse().ok()?)).expect("a round");
    let id = words.next().expect("a session");
    let session = season.sessions_of(round).find(|&own| season.sessions[own].id == id).expect("a session");
    let class = words.next().map(|class| season.class(class).expect("a class"));
    let own = outcome.classification(session).expect("results of the session");
    let rows = own.rows.iter().filter(|row| class.is_none() || row.class == class).collect();
    (own, rows, class.is_some())
}

/// The steps of a row or a cell.
pub fn reasons(season: &Season, rules: &Rulebook, outcome: &Outcome, name: &str) -> Vec<String> {
    let words = |because: &Because| -> Vec<String> {
        because.steps.iter().map(|step| shown_step(season, rules, step)).collect()
    };
    if let Some((session, number)) = name.split_once(" #") {
        let (_, rows, _) = rows(season, outcome, session);
        let mut own = rows.into_iter().filter(|row| season.results[row.result].number == number);
        let row = own.next().expect("a car of that number");
        assert!(own.next().is_none(), "{name}: several cars bear the number, name the class");
        return words(&row.because);
    }
    let (table, whose) = name.split_once(": ").expect("`table: competitor`");
    let table = computed(season, rules, table).expect("a table");
    let (whose, round) = match whose.split_once(", round ") {
        Some((whose, round)) => (whose, Some(season.round(round.parse().unwrap()).expect("a round"))),
        None => (whose, None),
    };
    let row = table.rows.iter().find(|row| season.competitors[row.competitor].name == whose);
    let row = row.unwrap_or_else(|| panic!("{name}: not in the table"));
    let Some(round) = round else { return words(&row.because) };
    let cell = row.cell(round).expect("a cell");
    if cell.awards.is_empty() {
        return words(&cell.because);
    }
    cell.awards.iter().flat_map(|award| words(&award.because)).collect()
}

/// How the places of a session were counted for a table: `drivers: 1 race`, `drivers GT: 1 race GT`.
pub fn counts(season: &Season, rules: &Rulebook, outcome: &Outcome, name: &str) -> Vec<String> {
    let (table, session) = name.split_once(": ").expect("`table: round session`");
    let (classification, _, in_class) = rows(season, outcome, session);
    let class = session.rsplit(' ').next().filter(|_| in_class).and_then(|class| season.class(class));
    let table = computed(season, rules, table).expect("a table");
    let mut counts = table.counts.iter();
    let count = counts.find(|own| own.session == classification.session && own.class == class);
    let count = count.expect("places that were counted");
    let steps = |because: &Because| -> String {
        let steps = because.steps.iter().filter(|step| !matches!(step.effect, Effect::Counted { .. }));
        steps.map(|step| format!(" {}", shown_step(season, rules, step))).collect()
    };
    let cars = count.cars.iter().map(|car| {
        let place = car.position.map_or_else(|| "-".to_owned(), |place| place.to_string());
        format!("{place} #{}{}", season.results[car.result].number, steps(&car.because))
    });
    let without = count.without.iter();
    let without =
        without.map(|own| format!("{}{}", season.competitors[own.competitor].name, steps(&own.because)));
    cars.chain(without).collect()
}

/// What is carried into `2 race`, its grids, what is not known; `nothing` where no rule speaks of it.
pub fn handicaps(season: &Season, rules: &Rulebook, outcome: &Outcome, name: &str) -> Vec<String> {
    let (round, session) = name.split_once(' ').expect("`round session`");
    let round = season.round(round.parse().unwrap()).expect("a round");
    let all = handicap::handicaps(season, rules, &outcome.classifications, round);
    let Some(of) = all.sessions.iter().find(|own| own.session == session) else {
        return vec!["nothing".to_owned()];
    };
    let steps = |because: &Because| {
        let steps: Vec<String> = because.steps.iter().map(|step| shown_step(season, rules, step)).collect();
        steps.join("; ")
    };
    let carried = of.carried.iter().map(|own| {
        let name = &season.competitors[own.competitor].name;
        format!("{name} {} {} {}", own.amount, own.unit, steps(&own.because))
    });
    let places = of.grids.iter().flat_map(|grid| &grid.places).map(|own| {
        format!("{} #{} {}", own.position, season.results[own.result].number, steps(&own.because))
    });
    let label = |round| season.rounds[round].label();
    let missing = of.missing.iter().map(|own| match &own.what {
        Lacking::Before => "? before".to_owned(),
        Lacking::Results { round, session } => format!("? {} {session}", label(*round)),
        Lacking::Points { round } => format!("? points {}", label(*round)),
        Lacking::Drawn { from, to, .. } => format!("? drawn {from}-{to}"),
    });
    carried.chain(places).chain(missing).collect()
}

/// `given 3: Article 6`; by a fact, without what stands behind the colon.
fn shown_step(season: &Season, rules: &Rulebook, step: &Step) -> String {
    let number = number(&step.effect).map_or_else(String::new, |number| format!(" {number}"));
    let by = match step.by {
        By::Fact => String::new(),
        By::Article(article) => format!(": {}", rules.articles[article].text),
        By::Decision(decision) => format!(": {}", season.decisions[decision].id),
    };
    format!("{}{number}{by}", step.effect.word())
}

/// Whether a step is the one that a situation writes, with its number or without.
pub fn matches(step: &str, written: &str) -> bool {
    let (what, by) = step.split_once(':').map_or((step, ""), |(what, by)| (what, by));
    let word = what.split(' ').next().unwrap_or_default();
    let without = if by.is_empty() { word.to_owned() } else { format!("{word}:{by}") };
    step == written || without == written
}

/// The number of an effect.
fn number(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::LapsTaken(laps) => laps.to_string(),
        Effect::TimeAdded(time) => format!("{} ms", time.0),
        Effect::LapDeleted(lap) => lap.to_string(),
        Effect::PlacesDropped(places) => places.to_string(),
        Effect::Moved { from, to } | Effect::MovedUp { from, to } => format!("{from}-{to}"),
        Effect::Judged { distance: Some(distance), .. } => distance.margin_laps.to_string(),
        Effect::Counted { position, .. } => position.to_string(),
        Effect::Given(points)
        | Effect::Same(points)
        | Effect::Carried(points)
        | Effect::Absent(points)
        | Effect::Adjusted(points)
        | Effect::Scaled { rounded_to: points, .. }
        | Effect::Shared { points, .. }
        | Effect::Bonus { points, .. }
        | Effect::DeadHeat { points, .. }
        | Effect::BeganAnew { points, .. } => points.to_string(),
        Effect::CarriedByTable { amount, .. }
        | Effect::CarriedByPoints { amount, .. }
        | Effect::CarriedByResult { amount, .. }
        | Effect::CarriedAbsent { amount, .. }
        | Effect::CarriedLimited { to: amount, .. } => amount.to_string(),
        Effect::Starts { held, grid } => format!("{held}-{grid}"),
        _ => return None,
    })
}
