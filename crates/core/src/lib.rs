//! The sport, pure and exact: facts and a rulebook in, classifications, awards and standings out.
//!
//! Nothing here reads a file, a clock or a random number; points and times are never floats. The
//! road is [`season::Season`] (facts) and a rulebook into `compute`.

pub mod alternatives;
pub mod audit;
pub mod block;
pub mod career;
pub mod change;
pub mod compute;
pub mod country;
pub mod decisions;
pub mod diagnostic;
pub mod exact;
pub mod find;
pub mod formula;
pub mod generate;
pub mod infer;
pub mod number_words;
pub mod numbers;
pub mod outcome;
pub mod printable;
pub mod rulebook;
pub mod rules;
pub mod scale;
pub mod scenario;
pub mod season;
pub mod table;
pub mod timing;
pub mod whatif;

pub use audit::{Audit, audit};
pub use compute::{compute, compute_after};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use exact::{Millis, Points, Share};
pub use numbers::{CarNumber, Laps, Position, RoundNumber};
pub use outcome::Outcome;
pub use rulebook::Rulebook;
pub use season::Season;
pub use table::{Ix, Table};
