//! Properties over generated seasons. A failure names the seed.

use crate::by_hand;
use parcferme_core::audit::Audit;
use parcferme_core::compute::handicap::handicaps;
use parcferme_core::generate::{Dice, Draft, MadeSeason, Shape, season};
use parcferme_core::outcome::{Basis, Effect};
use parcferme_core::{Outcome, Points, Rulebook, Season, Severity, audit, compute};

use std::collections::BTreeMap;

const SEEDS: u64 = 48;
const SHAPE: Shape = Shape { classes: 3, teams_per_class: 6, cars_per_team: 3, rounds: 6 };

struct Case {
    seed: u64,
    made: MadeSeason,
    rules: Rulebook,
}

impl Case {
    fn new(seed: u64) -> Case {
        let mut made = season(seed, &SHAPE);
        made.draft.tables = by_hand::tables(&made);
        let (rules, diagnostics) = Rulebook::parse("made-up.toml", &made.rules.rulebook());
        assert_eq!(diagnostics, [], "seed {seed}");
        Case { seed, made, rules }
    }

    fn all() -> impl Iterator<Item = Case> {
        (0..SEEDS).map(Case::new)
    }

    fn kind(&self, title: &str) -> parcferme_core::season::Kind {
        self.rules.titles[self.rules.title(title).unwrap()].competitor
    }

    fn computed(&self, draft: &Draft) -> (Season, Outcome) {
        let season = draft.season(|title| self.kind(title));
        let outcome = compute(&season, &self.rules);
        (season, outcome)
    }

    fn audit(&self, draft: &Draft) -> Audit {
        let (season, outcome) = self.computed(draft);
        audit(&season, &self.rules, &outcome)
    }

    /// Audits the season with an error planted: all findings must have one of these ids, and the first must be there.
    fn planted(&self, what: &str, ids: &[&str], plant: impl FnOnce(&mut Draft, &mut Dice) -> bool) {
        let mut draft = self.made.draft.clone();
        if !plant(&mut draft, &mut Dice::new(self.seed)) {
            return;
        }
        let found: Vec<&str> = self.audit(&draft).findings.iter().map(|finding| finding.id).collect();
        assert!(found.contains(&ids[0]), "seed {}: {what} was not found: {found:?}", self.seed);
        let strange = found.iter().find(|id| !ids.contains(id));
        assert_eq!(strange, None, "seed {}: {what} also gave {found:?}", self.seed);
    }
}

#[test]
fn the_order_of_facts_leaves_no_trace() {
    for case in Case::all() {
        let (season, outcome) = case.computed(&case.made.draft);
        let mut dice = Dice::new(!case.seed);
        let other = case.made.draft.season_in_order(|title| case.kind(title), |order| dice.shuffle(order));
        assert!(season == other, "seed {}", case.seed);
        assert!(outcome == compute(&other, &case.rules), "seed {}", case.seed);
        assert_eq!(
            format!("{outcome:?}"),
            format!("{:?}", compute(&season, &case.rules)),
            "seed {}",
            case.seed
        );
    }
}

#[test]
fn awards_add_up_to_cells_and_cells_to_totals() {
    for case in Case::all() {
        let (_, outcome) = case.computed(&case.made.draft);
        assert!(outcome.tables.iter().any(|table| !table.rows.is_empty()), "seed {}", case.seed);
        for row in outcome.tables.iter().flat_map(|table| &table.rows) {
            let counted: Points = row.cells.iter().filter(|cell| cell.counted).map(|cell| cell.points).sum();
            assert_eq!(counted, row.total, "seed {}", case.seed);
            for cell in &row.cells {
                let awarded: Points = cell.awards.iter().map(|award| award.points).sum();
                assert_eq!(awarded, cell.points, "seed {}", case.seed);
                assert!(cell.basis == Basis::Computed || cell.points.is_zero(), "seed {}", case.seed);
            }
        }
    }
}

#[test]
fn tables_worked_out_by_hand_are_the_computed_ones() {
    let mut cells = 0;
    for case in Case::all() {
        let audit = case.audit(&case.made.draft);
        assert_eq!(audit.findings, [], "seed {}", case.seed);
        for check in &audit.checks {
            assert_eq!(
                (check.agree, check.unverifiable),
                (check.checked, 0),
                "seed {}: {}",
                case.seed,
                check.check
            );
        }
        cells += audit.count("standings-cell").map_or(0, |count| count.checked);
    }
    assert!(cells > 1000, "{cells} cells are not enough to mean anything");
}

#[test]
fn every_planted_error_is_found_and_nothing_else() {
    for case in Case::all() {
        case.planted("a wrong cell", &["PF0203"], |draft, dice| {
            row(draft, dice).is_some_and(|row| {
                let at = dice.below(u32::try_from(row.cells.len()).unwrap()) as usize;
                row.cells[at] = Some(row.cells[at].unwrap_or(Points::ZERO) + Points::whole(1));
                true
            })
        });
        case.planted("a wrong total", &["PF0202"], |draft, dice| {
            row(draft, dice).is_some_and(|row| {
                row.total = row.total.map(|total| total + Points::fraction(1, 2));
                true
            })
        });
        case.planted("two swapped positions", &["PF0201"], |draft, dice| {
            let table = dice.below(u32::try_from(draft.tables.len()).unwrap()) as usize;
            let rows = &mut draft.tables[table].rows;
            let (Some(first), Some(last)) = (rows.first().cloned(), rows.last().cloned()) else {
                return false;
            };
            let at = rows.len() - 1;
            (rows[0].position, rows[at].position) = (last.position, first.position);
            first.position != last.position
        });
        case.planted("a missing row", &["PF0204"], |draft, dice| {
            let table = dice.below(u32::try_from(draft.tables.len()).unwrap()) as usize;
            draft.tables[table].rows.pop().is_some()
        });
        case.planted("a wrong class winner", &["PF0206"], |draft, dice| {
            let at = dice.below(u32::try_from(draft.winners.len()).unwrap()) as usize;
            draft.winners[at].number.push('9');
            true
        });
        case.planted("a driver who was not entered", &["PF0220"], |draft, dice| {
            let at = dice.below(u32::try_from(draft.entries.len()).unwrap()) as usize;
            let dropped = draft.entries[at].rounds.pop();
            let (number, driver) = (draft.entries[at].number.clone(), draft.entries[at].driver.clone());
            let drove = draft.cars.iter().any(|car| {
                car.number == number && Some(car.round) == dropped && car.drivers.contains(&driver)
            });
            drove && !draft.entries[at].rounds.is_empty()
        });
        case.planted("a round outside the season", &["PF0224"], |draft, dice| {
            let at = dice.below(u32::try_from(draft.entries.len()).unwrap()) as usize;
            draft.entries[at].rounds.push(77);
            true
        });
    }
}

/// A row of some table, where there is one.
fn row<'d>(draft: &'d mut Draft, dice: &mut Dice) -> Option<&'d mut parcferme_core::generate::DraftRow> {
    let mut rows: Vec<_> = draft.tables.iter_mut().flat_map(|table| &mut table.rows).collect();
    let at = dice.below(u32::try_from(rows.len()).unwrap()) as usize;
    (at < rows.len()).then(|| rows.swap_remove(at))
}

#[test]
fn an_error_in_a_table_is_an_error_of_the_audit() {
    let case = Case::new(1);
    let mut draft = case.made.draft.clone();
    draft.tables[0].rows[0].total = None;
    assert!(!case.audit(&draft).has_errors());
    draft.tables[0].rows[0].total = Some(Points::whole(-1));
    let audit = case.audit(&draft);
    assert!(audit.has_errors());
    assert_eq!(audit.findings[0].severity, Severity::Error);
}

/// The tables of a made season were scored by its own rules: among all readings, that one reproduces every cell, whatever
/// rulebook the search starts from, and a reading that does not is refuted by cells it names.
#[test]
fn inference_finds_the_rules_that_made_the_tables() {
    use parcferme_core::change::Change;
    use parcferme_core::infer::{Judged, Space, infer};
    let mut refuted = 0;
    for case in Case::all().take(12) {
        let (season, _) = case.computed(&case.made.draft);
        let own = &case.made.rules;
        let truth = [
            own.minimum.share.to_string(),
            own.minimum.of.word().to_owned(),
            own.minimum.rounding.word().to_owned(),
            own.retired_may_score.to_string(),
            own.others_keep_position.to_string(),
        ];
        let shares = (65..=80).map(|own| format!("{own} %")).filter(|own| *own != truth[0]);
        let shares: Vec<String> = shares.chain([truth[0].clone()]).map(|own| format!("\"{own}\"")).collect();
        let open = [
            &format!("classified.min_share = [{}]", shares.join(", ")),
            "classified.of",
            "classified.rounding = [\"exact\", \"down\", \"nearest\", \"up\"]",
            "classified.*.retired_may_score",
            "title.*.others_keep_position",
        ];
        let space = Space::of(&season, &case.rules, &open).unwrap();
        let keep =
            Change::to("title.*.others_keep_position", &(!own.others_keep_position).to_string()).unwrap();
        let other = case.rules.with(&[keep]).unwrap();
        let found = infer(&season, &case.rules, &space, &mut |_| true).unwrap();
        let again = infer(&season, &other, &space, &mut |_| true).unwrap();
        assert_eq!((&found.judged, &found.deciding), (&again.judged, &again.deciding), "seed {}", case.seed);
        assert!(found.cells > 0, "seed {}", case.seed);
        let is_truth = |own: &Judged| {
            space.values(&own.hypothesis).map(|own| own.1).eq(truth.iter().map(String::as_str))
        };
        let own = found.judged.iter().find(|own| is_truth(own)).unwrap();
        assert!(own.differing.is_empty(), "seed {}: {:?}", case.seed, own.differing);
        let wrong = found.judged.iter().filter(|own| !own.differing.is_empty());
        refuted += wrong.count();
        for deciding in &found.deciding {
            assert!(deciding.values.len() > 1, "seed {}", case.seed);
        }
    }
    assert!(refuted > 0, "no reading was ever refuted");
}

/// What is carried follows from classifications and tables by rules alone: bounds hold, a grid is the field in another order, and
/// each amount is what its steps come to.
#[test]
fn handicaps_keep_their_bounds_and_grids_their_cars() {
    let more = "[[handicap]]\nid = \"weight\"\nscale = [30, 20, 10, 0, -10]\nbeyond = -15\nabsent = 5\nmax = 45\nadds_up = true\n\
        [[handicap]]\nid = \"table\"\ntitle = \"teams\"\nscale = [50, 40]\n\
        [[handicap]]\nid = \"points\"\nunit = \"s\"\ntitle = \"teams\"\nper_point = \"0.5\"\nmax = 20\n\
        [[reversed_grid]]\nid = \"grid\"\nsessions = [\"second\"]\nof = \"race\"\nfirst = 5\n";
    let (mut carried, mut grids) = (0, 0);
    for case in Case::all() {
        let text = format!("{}\n{more}", case.made.rules.rulebook());
        let (rules, found) = Rulebook::parse("made-up.toml", &text);
        assert_eq!(found, [], "seed {}", case.seed);
        let (season, outcome) = case.computed(&case.made.draft);
        assert!(outcome == compute(&season, &rules), "seed {}: tables changed", case.seed);
        for (round, _) in season.rounds.iter() {
            let all = handicaps(&season, &rules, &outcome.classifications, round);
            for own in all.sessions.iter().flat_map(|of| &of.carried) {
                carried += 1;
                let most = if own.unit == "s" { 20 } else { 95 };
                assert!(
                    own.amount >= Points::ZERO && own.amount <= Points::whole(most),
                    "seed {}: {own:?}",
                    case.seed
                );
                let mut by: BTreeMap<_, Points> = BTreeMap::new();
                for step in &own.because.steps {
                    let load = by.entry(step.by).or_default();
                    match step.effect {
                        Effect::CarriedByTable { amount, .. }
                        | Effect::CarriedByPoints { amount, .. }
                        | Effect::CarriedByResult { amount, .. }
                        | Effect::CarriedAbsent { amount, .. } => *load += amount,
                        Effect::CarriedLimited { from, to } => {
                            assert_eq!(*load, from, "seed {}", case.seed);
                            *load = to;
                        }
                        other => panic!("seed {}: {other:?}", case.seed),
                    }
                }
                assert_eq!(by.into_values().sum::<Points>(), own.amount, "seed {}: {own:?}", case.seed);
            }
            for grid in all.sessions.iter().flat_map(|of| &of.grids) {
                grids += 1;
                let rows = &outcome.classification(grid.of).unwrap().rows;
                let mut held: Vec<_> =
                    rows.iter().filter(|row| row.position.is_some()).map(|row| row.result).collect();
                let turned = held.len().min(5);
                held[..turned].reverse();
                let places: Vec<_> = grid.places.iter().map(|own| own.result).collect();
                assert_eq!(places, held, "seed {}", case.seed);
                assert_eq!(grid.without.len() + places.len(), rows.len(), "seed {}", case.seed);
            }
        }
    }
    assert!(carried > 1000 && grids > 100, "{carried} carried, {grids} grids");
}
