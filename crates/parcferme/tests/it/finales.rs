//! What has to happen in the last race, held against `compute` for ends of the race: every line of every table of the
//! seasons of Formula One that went to it with two to four contenders.

use crate::formula_one::corpus;
use parcferme::{library, odds};
use parcferme_core::compute;
use parcferme_core::numbers::{Position, RoundNumber};
use parcferme_core::scenario::{Ahead, Answer, Contest, FieldIs, Played, Question, Whose};
use parcferme_core::season::Competitor;
use parcferme_core::table::Ix;

/// Ends that are computed a season; all with PARCFERME_FINALES=all.
const ENDS: usize = 6;

#[test]
fn what_has_to_happen_in_the_last_race_is_what_compute_makes_of_it() {
    let Some(root) = corpus() else { return };
    let seasons = library::load_all(&root.display().to_string(), None).unwrap();
    let most =
        if std::env::var("PARCFERME_FINALES").is_ok_and(|own| own == "all") { usize::MAX } else { ENDS };
    let (mut finales, mut computed) = (Vec::new(), 0);
    for loaded in &seasons {
        let (season, rules) = (&loaded.season, &loaded.rules);
        let outcome = compute(season, rules);
        let table = outcome.table(rules.title("drivers").unwrap(), None).unwrap();
        let Some(&[after, _]) = table.rounds.last_chunk::<2>() else { continue };
        let question = Question { season, rules, after: Some(after), field: FieldIs::Open };
        let contest = Contest::of(question, table);
        let answer = contest.answer();
        let open: Vec<Ix<Competitor>> =
            answer.chances.iter().filter(|own| own.can_win == Some(true)).map(|own| own.competitor).collect();
        if !(2..=4).contains(&open.len()) || contest.slots.len() != 1 {
            continue;
        }
        finales.push(season.year);
        // Jim Clark last drove a car that he shared, which scored nothing; the next one may.
        assert!(season.year != 1964 || open.len() == 3, "{open:?}");
        let squares = open.get(..2).filter(|_| open.len() == 2).and_then(|two| contest.duel(two[0], two[1]));
        assert_eq!(answer.champion_if.len(), open.len(), "{}", season.year);
        let ends = ends(&contest, &open);
        let step = (ends.len() / most).max(1);
        for end in ends.iter().step_by(step) {
            let played = contest.season(std::slice::from_ref(end));
            let outcome = compute(&played, rules);
            let table = outcome.table(contest.title_ix, None).unwrap();
            let first: Vec<Ix<Competitor>> = table
                .rows
                .iter()
                .filter(|row| row.position == Some(Position::FIRST))
                .map(|row| row.competitor)
                .collect();
            if let Some(squares) = &squares {
                let at = |n: usize| {
                    let place = end.places.iter().find(|(_, whose)| *whose == Whose::Competitor(open[n]));
                    place.map_or(squares.len() - 1, |own| own.0 as usize - 1)
                };
                let fits = match squares[at(0)][at(1)] {
                    Ahead::First => first == [open[0]],
                    Ahead::Second => first == [open[1]],
                    Ahead::Level => first.len() == 2,
                    Ahead::Feats => !contest.slots[0].feats.is_empty(),
                    Ahead::Never => false,
                };
                assert!(fits, "{}: {end:?}", season.year);
            }
            for &own in &open {
                let said = holds(&contest, &answer, own, end);
                assert_eq!(said, first == [own], "{} {}: {end:?}", season.year, season.competitors[own].name);
                computed += 1;
            }
        }
    }
    assert!(finales.len() >= 25, "{finales:?}");
    println!("{} finales, {computed} answers computed: {finales:?}", finales.len());
}

/// Ends of the race as far as the contenders are concerned: their places, in steps that grow, and who has the feats.
fn ends(contest: &Contest<'_>, open: &[Ix<Competitor>]) -> Vec<Played> {
    let last = contest.last_place();
    let mut ends = vec![Played::default()];
    for &own in open {
        let mut more = Vec::new();
        for end in &ends {
            for place in (1..=last).chain([0]).filter(|place| !end.places.iter().any(|own| own.0 == *place)) {
                let mut longer: Played = end.clone();
                if place > 0 {
                    longer.places.push((place, Whose::Competitor(own)));
                }
                more.push(longer);
            }
        }
        ends = more;
    }
    for feat in 0..contest.slots[0].feats.len() {
        let with = ends.iter().flat_map(|end| {
            open.iter().map(move |&own| {
                let mut end = end.clone();
                end.feats.push((feat, own));
                end
            })
        });
        let with: Vec<Played> = with.collect();
        ends.extend(with);
    }
    ends
}

/// Whether a line of a competitor's table says that it is champion with this end.
fn holds(contest: &Contest<'_>, answer: &Answer, own: Ix<Competitor>, end: &Played) -> bool {
    let place = |of: Ix<Competitor>| {
        let found = end.places.iter().find(|(_, whose)| *whose == Whose::Competitor(of));
        found.map(|&(place, _)| place)
    };
    let feats = |of: Ix<Competitor>| {
        let held = end.feats.iter().filter(|held| held.1 == of);
        let reached = held.filter(|held| contest.slots[0].feats[held.0].reaches(place(of)));
        reached.fold(0_u64, |all, held| all | 1 << held.0)
    };
    let Some((_, rows)) = answer.champion_if.iter().find(|(of, _)| *of == own) else { return false };
    rows.iter().any(|row| {
        let within = match (row.from, row.to, place(own)) {
            (_, to, None) => to.is_none(),
            (Some(from), Some(to), Some(own)) => (from..=to).contains(&own),
            (Some(from), None, Some(own)) => from <= own,
            (None, _, Some(_)) => false,
        };
        within
            && row.feats & !feats(own) == 0
            && row.rivals.iter().all(|rival| {
                let held = rival.held.iter().find(|held| held.feats == feats(rival.competitor));
                let outside = held.or(rival.held.last()).unwrap().outside;
                outside.is_some_and(|outside| place(rival.competitor).is_none_or(|at| at > outside))
            })
    })
}

/// What was said after each round against how the season ended: the champion was never out, and whoever was champion early
/// is champion in the end.
#[test]
fn nobody_who_was_out_became_champion() {
    let Some(root) = corpus() else { return };
    let seasons = library::load_all(&root.display().to_string(), None).unwrap();
    let (mut answers, mut early) = (0, 0);
    for loaded in &seasons {
        let (season, rules) = (&loaded.season, &loaded.rules);
        let outcome = compute(season, rules);
        for table in &outcome.tables {
            let first: Vec<Ix<Competitor>> = table.leaders().map(|row| row.competitor).collect();
            let mut decided = None;
            for &after in &table.rounds {
                let contest =
                    Contest::of(Question { season, rules, after: Some(after), field: FieldIs::Open }, table);
                for chance in contest.chances() {
                    let name = &season.competitors[chance.competitor].name;
                    if first.contains(&chance.competitor) {
                        assert_ne!(chance.can_win, Some(false), "{} {name} after {after:?}", season.year);
                    }
                    if chance.champion {
                        assert!(first.contains(&chance.competitor), "{} {name} after {after:?}", season.year);
                        decided.get_or_insert(after);
                        early += 1;
                    }
                    answers += 1;
                }
                let still = decided.is_none() || contest.chances().iter().any(|own| own.champion);
                assert!(still, "{}: {decided:?} and open again after {after:?}", season.year);
            }
        }
    }
    println!("{answers} answers, {early} of them champion");
    assert!(answers > 30_000, "{answers}");
}

/// Odds go with the exact answer: who is out has nought, who can win has not, all together make one, and the same asked
/// again is the same.
#[test]
fn odds_agree_with_who_can_win() {
    let loaded = library::load("alms/2003", None).unwrap();
    let (season, rules) = (&loaded.season, &loaded.rules);
    let outcome = loaded.outcome().unwrap();
    let before = odds::Before::of(&loaded);
    let after = season.round(RoundNumber(7));
    let question = Question { season, rules, after, field: FieldIs::Open };
    let mut drawn = 0;
    for table in outcome.tables.iter().filter(|table| rules.titles[table.title].id == "teams") {
        let contest = Contest::of(question, table);
        let answer = contest.answer();
        let of = || odds::odds(&contest, &answer, (&outcome, &before), ("a digest", 2_048)).unwrap();
        let (once, again) = (of(), of());
        assert_eq!(once, again);
        let total: f64 = once.of.iter().map(|own| own.share).sum();
        assert!((total - 1.0).abs() < 1e-9, "{total}");
        for own in &once.of {
            let chance = answer.chances.iter().find(|chance| chance.competitor == own.competitor);
            let out = chance.is_some_and(|own| own.can_win == Some(false));
            assert!(!out || own.never, "{own:?}");
            if chance.is_some_and(|own| own.champion) {
                assert!((own.share - 1.0).abs() < 1e-9, "{own:?}");
            }
            drawn += 1;
        }
    }
    assert!(drawn > 15, "{drawn}");
}

#[test]
fn standings_say_who_can_still_win_while_somebody_can() {
    let loaded = library::load("alms/2003", None).unwrap();
    let (season, rules) = (&loaded.season, &loaded.rules);
    let said = |after: Option<u32>| -> Vec<String> {
        let after = after.map(|number| season.round(RoundNumber(number)).unwrap());
        let outcome = library::outcome(season, rules, after).unwrap();
        let block = parcferme_publish::sheet::scenario::headlines(season, rules, outcome.tables.iter());
        match block {
            Some(parcferme_publish::sheet::Block::Notes { lines, .. }) => {
                lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect()
            }
            _ => Vec::new(),
        }
    };
    assert_eq!(said(None), Vec::<String>::new(), "the season is over");
    // Of drivers and makers rounds are not known.
    assert_eq!(
        said(Some(8)),
        [
            "LMP900 Teams' Championship: Infineon Team Joest and ADT Champion Racing can still win, with one round to come.",
            "LMP675 Teams' Championship: Dyson Racing is champion, with one round to come.",
            "GTS Teams' Championship: Corvette Racing and Prodrive can still win, with one round to come.",
            "GT Teams' Championship: Alex Job Racing is champion, with one round to come.",
        ]
    );
}
