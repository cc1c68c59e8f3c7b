//! The odds of a title: how often each competitor becomes champion, when the rest of the season is drawn many times.
//!
//! Who can still win is exact and is core's ([`parcferme_core::scenario`]); this crate says how likely it is. Floats and
//! dice live here and nowhere below. The road:
//!
//! * [`Record`]: the races so far, of this season and of those before it.
//! * [`Plan`]: the title after a round, compiled once: points so far, what the sessions to come give for each place, what
//!   windows drop, how ties are broken. All of it comes from core.
//! * [`Strengths`]: how strong those are who will race, how sure that is, and how often each has no place.
//! * [`simulate`]: draws seasons side by side and counts. The counts are whole numbers, the same on any machine and any number
//!   of threads. [`simulate_by_compute`] is for titles that the lanes cannot rank: each drawn season through `compute`.
//!
//! Assumptions, figures and a worked example: `docs/ODDS.md`. What the odds were worth in 76 seasons of Formula One:
//! `docs/evidence/odds.md`.
//!
//! # Example
//!
//! ```
//! use parcferme_core::generate::{Draft, DraftCar};
//! use parcferme_core::season::{Kind, RoundStatus};
//! use parcferme_core::{Ix, Rulebook, compute};
//! use parcferme_odds::{Model, Plan, Record, Strengths, Trials, seed, simulate};
//!
//! let (rules, _) = Rulebook::parse(
//!     "cup.toml",
//!     "[[points]]\nid = \"standard\"\nscale = [10, 6, 3]\n\
//!      [[title]]\nid = \"drivers\"\ncompetitor = \"driver\"\nties = [\"countback\"]\n",
//! );
//! // Four rounds, of which two have been run; Ada won both.
//! let mut draft = Draft { rounds: Draft::calendar(4), ..Draft::default() };
//! for round in [1, 2] {
//!     for (driver, position) in [("Ada", 1), ("Bea", 2), ("Cid", 3)] {
//!         let number = position.to_string();
//!         let (position, drivers) = (Some(position), vec![driver.to_owned()]);
//!         draft.cars.push(DraftCar { round, position, number, drivers, ..DraftCar::default() });
//!     }
//! }
//! draft.rounds[2].status = RoundStatus::Scheduled;
//! draft.rounds[3].status = RoundStatus::Scheduled;
//! let season = draft.season(|_| Kind::Driver);
//!
//! let (title, class, after) = (Ix::new(0), None, Some(Ix::new(1)));
//! let plan = Plan::new(&season, &rules, title, class, after)?;
//! let outcome = compute(&season, &rules);
//! let record = Record::of(&season, &rules, &rules.titles[title], class, &outcome.classifications, after);
//! // Records of seasons before would follow this one.
//! let strengths = Strengths::of(&Model::default(), &[&record], &plan.field());
//! let trials = Trials { seasons: 10_000, seed: seed(&["digest of the inputs", "drivers"]), threads: 2 };
//! let odds = simulate(&plan, &strengths, trials)?;
//!
//! let ada = 0;
//! assert_eq!(season.competitors[odds.chances[ada].competitor].name, "Ada");
//! assert!(odds.share(ada) > 0.8 && odds.error(ada) < 0.005);
//! // What the next race is worth.
//! let chance = &odds.chances[ada];
//! assert!(chance.wins_next.share() > Some(odds.share(ada)));
//! assert!(chance.misses_next.share() < Some(odds.share(ada)));
//! # Ok::<(), Box<parcferme_core::Diagnostic>>(())
//! ```

mod dense;
mod dice;
mod logarithm;
mod noise;
mod odds;
mod plan;
mod prepared;
mod record;
mod replay;
mod season;
mod strength;

pub use dense::Triangle;
pub use dice::seed;
pub use odds::{BLOCK, Chance, Given, Odds, Trials, draws, simulate, simulate_by_compute};
pub use plan::{Car, Plan, SessionToCome, ToCome};
pub use record::{Race, Record, Runner, Start};
pub use replay::{Drawn, DrawnSession, Placed, Replay};
pub use strength::{Model, QUANTILES, Strengths};
