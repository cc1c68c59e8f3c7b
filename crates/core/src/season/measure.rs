//! What facts measure beyond the columns that every result and every round has. Which measures there are, the kinds of
//! rules say that look at them.

/// Something measured that a kind of rule looks at: of a car in a session, a column of the results; of a race, a key of
/// its round.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Name of the column or key, and of the measure in rulebooks: `laps_led`.
    pub name: &'static str,
    pub unit: Unit,
    /// One sentence for a person who writes facts.
    pub doc: &'static str,
}

/// The value of a measure among those that a fact states; times in milliseconds.
pub fn measured(measures: &[Measured], name: &str) -> Option<i64> {
    measures.iter().find(|own| own.name == name).map(|own| own.value)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Count,
    /// Milliseconds in the facts, `6:30.000` in a document.
    Time,
    /// A time at the end of each of some laps: `53 1:21:40.123; 54 1:23:02.456`. Of cars only.
    TimeByLap,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub name: String,
    /// The lap, where the measure is by lap; else 0.
    pub lap: u32,
    /// A count, or milliseconds.
    pub value: i64,
}
