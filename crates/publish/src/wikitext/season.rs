//! The article of a season: lead, schedule, entry list, winners round by round, a section a title.

use super::markup::{Wikitable, escaped, flagged};
use super::points::points;
use super::race::named;
use super::words::{cardinal, day, full_day, list};
use super::{Spelling, entry_list, standings};
use crate::view::numbered;
use crate::view::winners::{Won, told_by, won};
use parcferme_core::numbers::Position;
use parcferme_core::season::{Class, Competitor, Kind, Round, RoundStatus};
use parcferme_core::{Ix, Outcome, Rulebook, Season};

/// The article of the season.
pub fn season(season: &Season, rules: &Rulebook, outcome: &Outcome, spelling: Spelling) -> String {
    let mut text = format!("= {} =\n\n{}\n", escaped(&named(season)), lead(season));
    text.push_str("\n==Schedule==\n");
    text.push_str(&schedule(season));
    let lists: Vec<(Ix<Class>, String)> =
        season.classes.iter().map(|(class, _)| (class, entry_list(season, class))).collect();
    if lists.iter().any(|(_, list)| !list.is_empty()) {
        text.push_str("\n==Entry list==\n");
        for (class, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
            let own = &season.classes[*class];
            let heading = if own.name.is_empty() || own.name == own.id {
                escaped(&own.id)
            } else {
                format!("{} ({})", escaped(&own.name), escaped(&own.id))
            };
            text.push_str(&format!("==={heading}===\n{list}"));
        }
    }
    let winners = winners(season, outcome, spelling);
    if !winners.is_empty() {
        let overall = if season.classes.is_empty() { "" } else { "Overall winner in bold.\n" };
        text.push_str(&format!("\n==Season results==\n{overall}\n{winners}"));
    }
    for (ix, title) in rules.titles.iter() {
        let tables: Vec<_> = outcome.tables.iter().filter(|table| table.title == ix).collect();
        if tables.iter().all(|table| table.rows.is_empty()) {
            continue;
        }
        text.push_str(&format!("\n=={}==\n{}", escaped(&title.name), points(season, rules, title)));
        for table in tables.into_iter().filter(|table| !table.rows.is_empty()) {
            let class =
                table.class.map_or_else(String::new, |class| escaped(&season.classes[class].id) + " ");
            text.push_str(&format!("\n==={class}Standings===\n"));
            text.push_str(&standings(season, title, table, spelling));
        }
    }
    text
}

fn lead(season: &Season) -> String {
    let name = escaped(&named(season));
    let classes: Vec<String> = season.classes.rows().iter().map(|class| escaped(&class.id)).collect();
    let verb = if season.is_over() { "was" } else { "is" };
    let mut text = format!("The {name} season {verb} a season of motor races");
    if classes.len() > 1 {
        text.push_str(&format!(" for cars divided into {} classes: {}", classes.len(), list(&classes)));
    }
    text.push('.');
    let rounds = season.rounds.rows();
    let held: Vec<&Round> = rounds.iter().filter(|round| round.status != RoundStatus::Cancelled).collect();
    let to_come = held.iter().filter(|round| round.status == RoundStatus::Scheduled).count();
    let (first, last) = (held.first().and_then(|own| own.date), held.last().and_then(|own| own.date));
    let all_dated = held.iter().all(|round| round.date.is_some());
    let dates = || held.iter().filter_map(|round| round.date);
    // The first and the last day are known where every day is, or at least those of the first and the last round.
    let (first, last) = if all_dated { (dates().min(), dates().max()) } else { (first, last) };
    let races = cardinal(held.len());
    let word = if held.len() == 1 { "race" } else { "races" };
    let left = if to_come == 1 { "one is".to_owned() } else { format!("{} are", cardinal(to_come)) };
    text.push_str(&match (first, last, to_come) {
        (None, _, 0) | (_, None, 0) if !season.calendar_open && !held.is_empty() => {
            format!(" It had {races} {word}.")
        }
        (Some(first), _, 0) if season.calendar_open => format!(" It began {}.", full_day(first)),
        (Some(first), Some(last), 0) => {
            format!(" It began {}, and ended {}, after {races} {word}.", full_day(first), full_day(last))
        }
        (_, _, 0) => String::new(),
        (Some(first), Some(last), _) if first < last => format!(
            " It is to run from {} to {}, over {races} {word}, of which {left} still to come.",
            full_day(first),
            full_day(last),
        ),
        _ => format!(" It is to have {races} {word}, of which {left} still to come."),
    });
    text
}

fn schedule(season: &Season) -> String {
    let mut rounds: Vec<&Round> = season.rounds.rows().iter().collect();
    // A cancelled round stands where its date puts it; where a day is not known, rounds follow their numbers.
    if rounds.iter().filter(|round| round.number.is_some()).all(|round| round.date.is_some()) {
        rounds.sort_by_key(|round| (round.date, round.number.is_none(), round.number));
    } else {
        rounds.sort_by_key(|round| (round.number.is_none(), round.number));
    }
    let mut table = Wikitable::new();
    table.row("");
    for head in ["Rnd", "Race", "Circuit", "Date"] {
        table.head("", head);
    }
    for round in rounds {
        table.row("");
        let label = if round.status == RoundStatus::Cancelled { "C".to_owned() } else { round.label() };
        table.head("", &label);
        table.cell("", &escaped(round.short_name()));
        table.cell("", &escaped(&round.circuit));
        table.cell("", &round.date.map_or_else(String::new, day));
    }
    table.finish()
}

/// Who won a class in a round.
struct Winner {
    number: String,
    team: String,
    crew: Vec<String>,
    overall: bool,
}

/// Winners round by round, teams over drivers, a pair of rows a race; empty where none is known.
fn winners(season: &Season, outcome: &Outcome, spelling: Spelling) -> String {
    let classes = told_by(season, outcome);
    let head = |class: &Option<Ix<Class>>, what: &str| match class {
        Some(class) => format!("{} Winning {what}", escaped(&season.classes[*class].id)),
        None => format!("Winning {what}"),
    };
    let rounds: Vec<(Ix<Round>, Vec<Vec<Winner>>)> = season
        .rounds
        .iter()
        .filter(|(_, round)| round.number.is_some() && round.status == RoundStatus::Held)
        .map(|(round, _)| {
            let winners = classes.iter().map(|class| {
                won(season, outcome, round, *class)
                    .into_iter()
                    .map(|own| winner(season, own, spelling))
                    .collect()
            });
            (round, winners.collect::<Vec<Vec<Winner>>>())
        })
        .filter(|(_, winners)| winners.iter().any(|own| !own.is_empty()))
        .collect();
    if rounds.is_empty() {
        return String::new();
    }
    let mut table = Wikitable::new();
    table.row("");
    table.head("rowspan=\"2\"", "Rnd");
    table.head("rowspan=\"2\"", "Circuit");
    for class in &classes {
        table.head("", &head(class, "Team"));
    }
    table.row("");
    for class in &classes {
        table.head("", &head(class, "Drivers"));
    }
    for (round, winners) in &rounds {
        let own = &season.rounds[*round];
        let lines = winners.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..lines {
            let of_line = || winners.iter().map(|own| own.get(line));
            table.row("");
            if line == 0 {
                let span = format!("rowspan=\"{}\"", 2 * lines);
                table.head(&span, &own.label());
                table.cell(&span, &escaped(&own.circuit));
            }
            for winner in of_line() {
                table.cell(style(winner), &winner.map_or_else(String::new, team));
            }
            table.row("");
            for winner in of_line() {
                let crew = winner.map_or_else(String::new, |winner| winner.crew.join("<br />"));
                table.cell(style(winner), &crew);
            }
        }
    }
    table.finish()
}

fn style(winner: Option<&Winner>) -> &'static str {
    if winner.is_some_and(|winner| winner.overall) { "style=\"font-weight:bold\"" } else { "" }
}

fn team(winner: &Winner) -> String {
    numbered("#", &winner.number, &winner.team).trim_end().to_owned()
}

fn winner(season: &Season, own: Won<'_>, spelling: Spelling) -> Winner {
    let canonical = |competitor: Ix<Competitor>| season.competitors[competitor].name.as_str();
    match own {
        Won::Classified(_, row, result) => {
            let named = result.stands_for(Kind::Team).filter(|_| spelling == Spelling::Canonical);
            let crew = result.crew.iter().map(|seat| match spelling {
                Spelling::AsPrinted if !seat.printed.is_empty() => escaped(&seat.printed),
                _ => escaped(canonical(seat.driver)),
            });
            Winner {
                number: escaped(&result.number),
                team: escaped(named.map_or(result.printed_team.as_str(), canonical)),
                crew: crew.collect(),
                overall: row.class.is_some() && row.position == Some(Position::FIRST),
            }
        }
        Won::Listed(listed) => {
            let printed = spelling == Spelling::Canonical || listed.printed_team.is_empty();
            let named = listed.team.filter(|_| printed);
            Winner {
                number: escaped(&listed.number),
                team: escaped(named.map_or(listed.printed_team.as_str(), canonical)),
                crew: listed.drivers.iter().map(|driver| flagged(None, canonical(*driver))).collect(),
                overall: false,
            }
        }
    }
}
