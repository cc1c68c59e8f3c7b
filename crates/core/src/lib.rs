//! The sport, pure and exact: facts and a rulebook in, classifications, awards and standings out.
//!
//! Nothing here reads a file, a clock or a random number; points and times are never floats. The
//! road is [`season::Season`] (facts) and [`rulebook::Rulebook`] (rules) into [`compute`].

pub mod diagnostic;
pub mod exact;
pub mod rules;
pub mod timing;

pub use diagnostic::{Diagnostic, Place, Severity};
pub use exact::{Millis, Points, Share};
