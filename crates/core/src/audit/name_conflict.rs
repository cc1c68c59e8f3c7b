//! `name-conflict`: one winner named in two ways, one competitor under several spellings, and two competitors whose names
//! are nearly the same.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::audit::spellings::letters;
use crate::diagnostic::Place;
use crate::season::{Cites, ClassWinner, Competitor, EntryLine, Kind};
use crate::table::Ix;
use std::collections::{BTreeMap, BTreeSet};

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
        let kind = evidence.season.competitors[competitor].kind.word();
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

/// A competitor, the letters of its name, and which letters those are.
type Lettered = (Ix<Competitor>, String, u64);

/// One bit a letter. A change of one letter changes two bits at most: it rules most pairs out at no cost.
fn which(letters: &str) -> u64 {
    letters.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}

/// Competitors of one kind with nearly the same name who never stand in one session together.
fn near(evidence: &Evidence<'_>, log: &mut Log, mentions: &Mentions<'_>) {
    let season = evidence.season;
    // Names that differ in one letter share their first letter or their last; the rest need not be compared.
    let mut by_end: BTreeMap<(Kind, bool, char), Vec<Lettered>> = BTreeMap::new();
    for &competitor in mentions.keys() {
        let own = &season.competitors[competitor];
        let letters = letters(&own.name);
        for (first, end) in [(true, letters.chars().next()), (false, letters.chars().last())] {
            if let (Some(end), true) = (end, letters.chars().count() >= 7) {
                by_end.entry((own.kind, first, end)).or_default().push((
                    competitor,
                    letters.clone(),
                    which(&letters),
                ));
            }
        }
    }
    let mut pairs: BTreeSet<(Ix<Competitor>, Ix<Competitor>)> = BTreeSet::new();
    for group in by_end.values() {
        for (index, (a, own, bits)) in group.iter().enumerate() {
            for (b, other, other_bits) in &group[index + 1..] {
                let may_be_near =
                    (bits ^ other_bits).count_ones() <= 4 && own.len().abs_diff(other.len()) <= 4;
                if may_be_near && strsim::damerau_levenshtein(own, other) <= 2 {
                    pairs.insert((*a, *b));
                }
            }
        }
    }
    for (a, b) in pairs {
        if together(evidence, a, b) {
            continue;
        }
        let (first, second) = (evidence.name(a), evidence.name(b));
        let kind = season.competitors[a].kind.word();
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

/// Whether two competitors stand in one session: they are two then.
fn together(evidence: &Evidence<'_>, a: Ix<Competitor>, b: Ix<Competitor>) -> bool {
    let stands = |own: Ix<Competitor>| {
        let rows = evidence.season.results.rows().iter();
        let rows = rows.filter(move |row| {
            row.stands_for.contains(&Some(own)) || row.crew.iter().any(|seat| seat.driver == own)
        });
        rows.map(|row| row.session).collect::<BTreeSet<_>>()
    };
    !stands(a).is_disjoint(&stands(b))
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
    fn two_winners_of_one_class() {
        let audit = after(|draft| {
            let mut other = draft.winners[2].clone();
            other.number = "02".to_owned();
            draft.winners.push(other);
        });
        assert_eq!(ids(&audit), ["PF0230"]);
    }
}
