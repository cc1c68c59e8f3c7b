//! Decisions of stewards, courts and officials: facts added to the results, never edits of them.

use crate::exact::{Millis, Points};
use crate::season::{Cites, Class, Competitor, FeatKind, Round, Session};
use crate::table::Ix;

/// A decision, with who took it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Unique in the season.
    pub id: String,
    pub ruling: Ruling,
    /// Who decided, such as `stewards`.
    pub author: String,
    /// As written; decisions are ordered by id, not by date.
    pub date: String,
    pub reason: String,
    pub source: String,
    pub cites: Cites,
}

/// Whether the cars behind one that is passed over move up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    MoveUp,
    Keep,
}

/// Whom a decision about a table names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Id of the title.
    pub title: String,
    pub class: Option<Ix<Class>>,
    pub competitor: Ix<Competitor>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The car loses its result; those behind move up.
    Disqualify { session: Ix<Session>, number: String },
    /// Time added to a car's race time.
    TimePenalty { session: Ix<Session>, number: String, time: Millis },
    /// Laps taken from a car.
    LapPenalty { session: Ix<Session>, number: String, laps: u32 },
    /// The car keeps its result and scores nothing in the titles named (all where none is named).
    Withhold { session: Ix<Session>, number: String, titles: Vec<String>, places: Places },
    /// One driver of a car gets nothing of its points in the titles named.
    WithholdDriver { session: Ix<Session>, driver: Ix<Competitor>, titles: Vec<String> },
    /// One driver of a car has no share in its points; the others divide them.
    NoShare { session: Ix<Session>, driver: Ix<Competitor> },
    /// Cars that bore a mark which rules refer to and the results do not show.
    Mark { session: Ix<Session>, numbers: Vec<String>, mark: String },
    /// A feat in the facts that was credited to others.
    SetAsideFeat { session: Ix<Session>, number: String, feat: FeatKind },
    /// Taken out of a title's table while the results stand, from that round's table on (None: always). The total may be
    /// kept for show, or lost.
    ExcludeFromTitle { target: Target, from: Option<Ix<Round>>, loses_points: bool },
    /// Points added or taken, from that round's table on.
    Adjust { target: Target, points: Points, round: Option<Ix<Round>> },
    /// A published value that is known to be wrong or cannot be derived; the audit prints it each time.
    Waive { target: Target, round: Option<Ix<Round>>, what: String, published: String, computed: String },
}

impl Ruling {
    /// The word that `decisions.toml` uses for it.
    pub const fn word(&self) -> &'static str {
        match self {
            Ruling::Disqualify { .. } => "disqualify",
            Ruling::TimePenalty { .. } => "time-penalty",
            Ruling::LapPenalty { .. } => "lap-penalty",
            Ruling::Withhold { .. } => "withhold",
            Ruling::WithholdDriver { .. } => "withhold-driver",
            Ruling::NoShare { .. } => "no-share",
            Ruling::Mark { .. } => "mark",
            Ruling::SetAsideFeat { .. } => "set-aside-feat",
            Ruling::ExcludeFromTitle { .. } => "exclude-from-title",
            Ruling::Adjust { .. } => "adjust",
            Ruling::Waive { .. } => "waive",
        }
    }

    /// The session that it is about; none for one about a table.
    pub const fn session(&self) -> Option<Ix<Session>> {
        match self {
            Ruling::Disqualify { session, .. }
            | Ruling::TimePenalty { session, .. }
            | Ruling::LapPenalty { session, .. }
            | Ruling::Withhold { session, .. }
            | Ruling::WithholdDriver { session, .. }
            | Ruling::NoShare { session, .. }
            | Ruling::Mark { session, .. }
            | Ruling::SetAsideFeat { session, .. } => Some(*session),
            Ruling::ExcludeFromTitle { .. } | Ruling::Adjust { .. } | Ruling::Waive { .. } => None,
        }
    }

    /// The round from which a table shows it; none for always, and for one about a session.
    pub const fn round(&self) -> Option<Ix<Round>> {
        match self {
            Ruling::ExcludeFromTitle { from: round, .. }
            | Ruling::Adjust { round, .. }
            | Ruling::Waive { round, .. } => *round,
            _ => None,
        }
    }
}
