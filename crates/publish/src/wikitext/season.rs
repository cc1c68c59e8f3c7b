//! The article of a season: lead, schedule, entry list, winners round by round, a section a title.

use super::markup::{Wikitable, escaped, flagged};
use super::points::points;
use super::race::named;
use super::words::{cardinal, day, full_day, list};
use super::{Spelling, entry_list, standings};
use parcferme_core::numbers::Position;
use parcferme_core::outcome::ClassificationRow;
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
    let held: Vec<&Round> =
        season.rounds.rows().iter().filter(|round| round.status != RoundStatus::Cancelled).collect();
    let dates = || held.iter().filter_map(|round| round.date);
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        let races = cardinal(held.len());
        let word = if held.len() == 1 { "race" } else { "races" };
        let to_come = held.iter().filter(|round| round.status == RoundStatus::Scheduled).count();
        text.push_str(&match to_come {
            0 if season.calendar_open => format!(" It began {}.", full_day(first)),
            0 => {
                format!(" It began {}, and ended {}, after {races} {word}.", full_day(first), full_day(last))
            }
            to_come => format!(
                " It is to run from {} to {}, over {races} {word}, of which {} still to come.",
                full_day(first),
                full_day(last),
                if to_come == 1 { "one is".to_owned() } else { format!("{} are", cardinal(to_come)) }
            ),
        });
    }
    text
}

fn schedule(season: &Season) -> String {
    let mut rounds: Vec<&Round> = season.rounds.rows().iter().collect();
    // A cancelled round stands where its date puts it.
    rounds.sort_by_key(|round| (round.date.is_none(), round.date, round.number.is_none(), round.number));
    let mut table = Wikitable::new();
    table.row("");
    for head in ["Rnd", "Race", "Circuit", "Date"] {
        table.head("", head);
    }
    for round in rounds {
        table.row("");
        let label = if round.status == RoundStatus::Cancelled { "C".to_owned() } else { round.label() };
        table.head("", &label);
        table.cell("", &escaped(&round.name));
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

/// Winners round by round, teams over drivers; empty where none is known.
fn winners(season: &Season, outcome: &Outcome, spelling: Spelling) -> String {
    let classes: Vec<Option<Ix<Class>>> = match season.classes.is_empty() {
        true => vec![None],
        false => season.classes.iter().map(|(class, _)| Some(class)).collect(),
    };
    let head = |class: &Option<Ix<Class>>, what: &str| match class {
        Some(class) => format!("{} Winning {what}", escaped(&season.classes[*class].id)),
        None => format!("Winning {what}"),
    };
    let rounds: Vec<(Ix<Round>, Vec<Option<Winner>>)> = season
        .rounds
        .iter()
        .filter(|(_, round)| round.number.is_some() && round.status == RoundStatus::Held)
        .map(|(round, _)| {
            let winners = classes.iter().map(|class| winner(season, outcome, round, *class, spelling));
            (round, winners.collect::<Vec<_>>())
        })
        .filter(|(_, winners)| winners.iter().any(Option::is_some))
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
        table.row("");
        table.head("rowspan=\"2\"", &own.label());
        table.cell("rowspan=\"2\"", &escaped(&own.circuit));
        for winner in winners {
            table.cell(style(winner.as_ref()), &winner.as_ref().map_or_else(String::new, team));
        }
        table.row("");
        for winner in winners {
            let crew = winner.as_ref().map_or_else(String::new, |winner| winner.crew.join("<br />"));
            table.cell(style(winner.as_ref()), &crew);
        }
    }
    table.finish()
}

fn style(winner: Option<&Winner>) -> &'static str {
    if winner.is_some_and(|winner| winner.overall) { "style=\"font-weight:bold\"" } else { "" }
}

fn team(winner: &Winner) -> String {
    if winner.number.is_empty() { winner.team.clone() } else { format!("#{} {}", winner.number, winner.team) }
}

/// Of a class, or of all cars: from the classification where there is one, else as a document lists the winner.
fn winner(
    season: &Season,
    outcome: &Outcome,
    round: Ix<Round>,
    class: Option<Ix<Class>>,
    spelling: Spelling,
) -> Option<Winner> {
    let canonical = |competitor: Ix<Competitor>| season.competitors[competitor].name.as_str();
    let classified = season.main_session(round).and_then(|session| outcome.classification(session));
    if let Some(classified) = classified {
        let won = |row: &&ClassificationRow| match class {
            Some(_) => row.class == class && row.class_position == Some(Position::FIRST),
            None => row.position == Some(Position::FIRST),
        };
        let row = classified.rows.iter().find(won)?;
        let result = &season.results[row.result];
        let named = result.stands_for(Kind::Team).filter(|_| spelling == Spelling::Canonical);
        let crew = result.crew.iter().map(|seat| match spelling {
            Spelling::AsPrinted if !seat.printed.is_empty() => escaped(&seat.printed),
            _ => escaped(canonical(seat.driver)),
        });
        return Some(Winner {
            number: escaped(&result.number),
            team: escaped(named.map_or(result.printed_team.as_str(), canonical)),
            crew: crew.collect(),
            overall: class.is_some() && row.position == Some(Position::FIRST),
        });
    }
    let listed = season.class_winners.iter().find(|own| own.round == round && Some(own.class) == class)?;
    let named = listed.team.filter(|_| spelling == Spelling::Canonical || listed.printed_team.is_empty());
    Some(Winner {
        number: escaped(&listed.number),
        team: escaped(named.map_or(listed.printed_team.as_str(), canonical)),
        crew: listed.drivers.iter().map(|driver| flagged(None, canonical(*driver))).collect(),
        overall: false,
    })
}
