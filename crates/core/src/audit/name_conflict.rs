//! `name-conflict`: one winner named in two ways, one competitor under several spellings, and two competitors whose names
//! are nearly the same.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::spellings::letters;
use crate::diagnostic::Place;
use crate::season::{Cites, ClassWinner, Competitor, EntryLine, Kind, Session};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    winners(evidence, log);
    let mentions = mentions(evidence);
    spelled(evidence, log, &mentions);
    near(evidence, log, &mentions);
}

/// Two documents that name different winners of a class in a round.
fn winners(evidence: &Evidence<'_>, log: &mut Log) {
    for pair in evidence.season.class_winners.windows(2) {
        let [first, second] = pair else { continue };
        if (first.round, first.class) != (second.round, second.class) {
            continue;
        }
        if first.number == second.number && first.team == second.team && same(&first.drivers, &second.drivers)
        {
            log.agree();
            continue;
        }
        let text = |own: &ClassWinner| {
            format!("#{} {}: {}", own.number, own.printed_team, evidence.crew(own.drivers.iter().copied()))
        };
        let class = &evidence.season.classes[first.class].name;
        let message = format!("two winners of {class} are named for {}", evidence.round(first.round));
        log.differ(
            Finding::warning("PF0230", message)
                .at(evidence.places(&first.cites, &text(first)))
                .at(evidence.places(&second.cites, &text(second)))
                .says(text(first), text(second))
                .class(first.class)
                .round(first.round),
        );
    }
}

fn same(a: &[Ix<Competitor>], b: &[Ix<Competitor>]) -> bool {
    let set = |list: &[Ix<Competitor>]| list.iter().copied().collect::<BTreeSet<_>>();
    set(a) == set(b)
}

/// Where a competitor is named, and how: the first place of each spelling.
type Mentions<'a> = BTreeMap<Ix<Competitor>, BTreeMap<&'a str, (&'a Cites, u32)>>;

fn mentions<'a>(evidence: &Evidence<'a>) -> Mentions<'a> {
    let mut mentions: Mentions<'a> = BTreeMap::new();
    let mut add = |competitor: Option<Ix<Competitor>>, text: &'a str, cites: &'a Cites| {
        if let (Some(competitor), false) = (competitor, text.is_empty()) {
            let (_, count) = mentions.entry(competitor).or_default().entry(text).or_insert((cites, 0));
            *count += 1;
        }
    };
    let season = evidence.season;
    for row in season.results.rows() {
        add(row.stands_for(Kind::Team), &row.printed_team, &row.cites);
        for seat in &row.crew {
            add(Some(seat.driver), &seat.printed, &row.cites);
        }
    }
    // Lines as printed before those that other documents had to prove: a spelling's first place is shown.
    let (proven, printed): (Vec<&EntryLine>, Vec<&EntryLine>) =
        season.entries.iter().partition(|entry| entry.printed_rounds.is_empty());
    for entry in printed.into_iter().chain(proven) {
        add(entry.team, &entry.printed_team, &entry.cites);
        add(entry.driver, &entry.printed_driver, &entry.cites);
    }
    for winner in &season.class_winners {
        add(winner.team, &winner.printed_team, &winner.cites);
    }
    for row in season.published.iter().flat_map(|table| &table.rows) {
        add(Some(row.competitor), &row.printed, &row.cites);
    }
    mentions
}

fn spelled(evidence: &Evidence<'_>, log: &mut Log, mentions: &Mentions<'_>) {
    for (&competitor, spellings) in mentions {
        if spellings.len() == 1 {
            log.agree();
            continue;
        }
        let name = evidence.name(competitor);
        let kind = evidence.season.competitors[competitor].kind.in_words();
        let list: Vec<String> =
            spellings.iter().map(|(text, (_, count))| format!("{text} ({count}x)")).collect();
        let places = spellings
            .iter()
            .flat_map(|(text, (cites, _))| evidence.places(*cites, text).take(1).collect::<Vec<Place>>());
        log.differ(
            Finding::note("PF0231", format!("{kind} {name} is spelled in {} ways", spellings.len()))
                .at(places)
                .says(list.join(", "), format!("taken as {name}"))
                .help("if they are not one, part them in names.toml")
                .competitor(competitor),
        );
    }
}

/// Competitors of one kind with nearly the same name who never stand in one session together.
fn near(evidence: &Evidence<'_>, log: &mut Log, mentions: &Mentions<'_>) {
    let season = evidence.season;
    let names: Vec<(Ix<Competitor>, String)> = mentions
        .keys()
        .map(|&competitor| (competitor, letters(&season.competitors[competitor].name)))
        .filter(|(_, letters)| LENGTHS.contains(&letters.chars().count()))
        .collect();
    let pairs = nearly_the_same(&names, |competitor| season.competitors[competitor].kind);
    let sessions = sessions_of(evidence, &pairs);
    for (a, b) in pairs {
        // Whoever stand in one session are two.
        if !sessions[&a].is_disjoint(&sessions[&b]) {
            continue;
        }
        let (first, second) = (evidence.name(a), evidence.name(b));
        let kind = season.competitors[a].kind.in_words();
        let places = [a, b].into_iter().flat_map(|own| {
            let (text, (cites, _)) = mentions.get(&own).and_then(|all| all.iter().next())?;
            Some(evidence.places(*cites, text).take(1).collect::<Vec<_>>())
        });
        log.differ(
            Finding::note(
                "PF0236",
                format!("{kind}s {first} and {second} have nearly the same name and are taken as two"),
            )
            .at(places.flatten())
            .says(first, second)
            .help("if they are one, join them in names.toml")
            .competitor(a),
        );
    }
}

/// Letters of the names that are compared: shorter ones are easily near, and longer ones cost too much.
const LENGTHS: RangeInclusive<usize> = 7..=64;

/// Names of so many that differ in the same letters are a series of names, and none of them is misspelt.
const SERIES: usize = 16;

/// Pairs of one kind whose names differ in two letters at most, and not in their first and their last, or in a digit.
///
/// Two such names have a text in common once two letters at most are taken out of each: only those that have are compared.
fn nearly_the_same(
    names: &[(Ix<Competitor>, String)],
    kind: impl Fn(Ix<Competitor>) -> Kind,
) -> BTreeSet<(Ix<Competitor>, Ix<Competitor>)> {
    let mut shortened: Vec<((Kind, u64), usize)> = Vec::new();
    for (index, (competitor, name)) in names.iter().enumerate() {
        let kind = kind(*competitor);
        let digits = name.chars().filter(char::is_ascii_digit);
        let digits = digits.fold(SEED, mixed);
        let letters: Vec<char> = name.chars().collect();
        for first in 0..=letters.len() {
            // Past the end nothing is taken out.
            for second in first.max(1)..=letters.len() {
                let kept = letters.iter().enumerate().filter(|(at, _)| *at != first && *at != second);
                shortened.push(((kind, kept.fold(digits, |sum, (_, &letter)| mixed(sum, letter))), index));
            }
        }
    }
    shortened.sort_unstable();
    shortened.dedup();
    let mut pairs = BTreeSet::new();
    for group in shortened.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() <= SERIES) {
        for (at, (_, a)) in group.iter().enumerate() {
            for (_, b) in &group[at + 1..] {
                let ((a, one), (b, other)) = (&names[*a], &names[*b]);
                let ends = |name: &str| (name.chars().next(), name.chars().last());
                let (one_ends, other_ends) = (ends(one), ends(other));
                if (one_ends.0 == other_ends.0 || one_ends.1 == other_ends.1)
                    && strsim::damerau_levenshtein(one, other) <= 2
                {
                    pairs.insert((*a.min(b), *a.max(b)));
                }
            }
        }
    }
    pairs
}

/// FNV-1a, a letter at a time: two texts of one sum are compared letter by letter afterwards.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mixed(sum: u64, letter: char) -> u64 {
    (sum ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
}

/// The sessions in which each competitor of the pairs stands.
fn sessions_of(
    evidence: &Evidence<'_>,
    pairs: &BTreeSet<(Ix<Competitor>, Ix<Competitor>)>,
) -> BTreeMap<Ix<Competitor>, BTreeSet<Ix<Session>>> {
    let mut sessions: BTreeMap<Ix<Competitor>, BTreeSet<Ix<Session>>> =
        pairs.iter().flat_map(|&(a, b)| [(a, BTreeSet::new()), (b, BTreeSet::new())]).collect();
    if sessions.is_empty() {
        return sessions;
    }
    for row in evidence.season.results.rows() {
        let drivers = row.crew.iter().map(|seat| seat.driver);
        for competitor in row.stands_for.iter().flatten().copied().chain(drivers) {
            if let Some(own) = sessions.get_mut(&competitor) {
                own.insert(row.session);
            }
        }
    }
    sessions
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn near_names_in_different_rounds_are_noted_and_in_one_race_are_two() {
        let rename = |round: u32| {
            ids(&after(|draft| {
                for car in draft.cars.iter_mut().filter(|car| car.number == "2") {
                    car.drivers = vec!["Tom Weickardt".to_owned(), "Gamma Two".to_owned()];
                }
                let car = draft.cars.iter_mut().find(|car| car.number == "02" && car.round == round);
                if let Some(car) = car {
                    car.drivers[0] = "Tom Wieckardt".to_owned();
                }
                draft.cars.retain(|car| car.number != "2" || car.round == 1);
                draft.entries.clear();
            }))
        };
        assert_eq!(rename(2), ["PF0236"]);
        assert_eq!(rename(1), [""; 0]);
    }

    #[test]
    fn digits_and_series_of_names_are_no_misspellings() {
        let noted = |names: &[&str]| {
            let audit = after(|draft| {
                draft.entries.clear();
                draft.winners.clear();
                let car = draft.cars[0].clone();
                draft.cars = (1..)
                    .zip(names)
                    .map(|(round, name)| crate::generate::DraftCar {
                        round,
                        position: Some(1),
                        drivers: vec![(*name).to_owned()],
                        ..car.clone()
                    })
                    .collect();
                draft.rounds = crate::generate::Draft::calendar(u32::try_from(names.len()).unwrap());
            });
            audit.findings.iter().filter(|finding| finding.id == "PF0236").count()
        };
        for (pair, count) in [
            (["Archibald", "Archibold"], 1),
            (["Archibald", "Archbiold"], 1),
            (["Archibald", "Arcibold"], 1),
            (["Archibald", "Arcebold"], 0),
            (["Archibald", "Erchibold"], 1),
            (["Archibald", "Erchibalt"], 0),
            (["Driver 17", "Driver 18"], 0),
        ] {
            assert_eq!(noted(&pair), count, "{pair:?}");
        }
        let series: Vec<String> = ('a'..='q').map(|letter| format!("Racing Team {letter}")).collect();
        let series: Vec<&str> = series.iter().map(String::as_str).collect();
        assert_eq!((noted(&series), noted(&series[..2])), (0, 1));
    }

    #[test]
    fn two_winners_of_one_class() {
        let audit = after(|draft| {
            let mut other = draft.winners[2].clone();
            other.number = "02".to_owned();
            draft.winners.push(other);
        });
        assert_eq!(ids(&audit), ["PF0230"]);
    }
}
