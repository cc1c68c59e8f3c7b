//! Who leads a title, who shares the lead and who has won: from what is still to come, not from the rounds so far. Every
//! sentence about it asks here.

use parcferme_core::audit::other_totals;
use parcferme_core::outcome::StandingsTable;
use parcferme_core::scenario::{Contest, Decided, FieldIs, Question};
use parcferme_core::season::{Competitor, Round, Season};
use parcferme_core::table::Ix;
use parcferme_core::{Points, Rulebook};

/// How a title stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Those on the first place; empty where nobody has scored.
    pub first: Vec<Ix<Competitor>>,
    pub stands: Stands,
    /// Rounds that count for the title and are still to come, or of which nothing is known.
    pub to_come: usize,
    /// The round after which nobody else could win, of a title that is won.
    pub decided: Option<Ix<Round>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Something is to come that may put others first.
    Open,
    /// Nobody else can be first any more.
    Won,
    /// Rounds have been run of which the table knows nothing: it says nothing of the title.
    NotKnown,
    /// Most totals of the published table are others: it is of other rules, and who is first by these has won nothing.
    OtherRules,
}

impl Stands {
    /// The word of the wire formats.
    pub const fn word(self) -> &'static str {
        match self {
            Stands::Open => "open",
            Stands::Won => "won",
            Stands::NotKnown => "unknown",
            Stands::OtherRules => "other-rules",
        }
    }
}

impl Lead {
    pub fn of(season: &Season, rules: &Rulebook, table: &StandingsTable, decided: Decided) -> Lead {
        let first: Vec<Ix<Competitor>> =
            table.leaders().filter(|row| row.total != Points::ZERO).map(|row| row.competitor).collect();
        let contest =
            Contest::of(Question { season, rules, after: table.after, field: FieldIs::Open }, table);
        let mut rounds: Vec<Ix<Round>> = contest.slots.iter().map(|slot| slot.round).collect();
        rounds.dedup();
        let published = other_totals(season, &rules.titles[table.title], table);
        let stands = match decided {
            _ if !table.unknown.is_empty() => Stands::NotKnown,
            _ if published.is_some_and(|own| own.by_other_rules()) => Stands::OtherRules,
            Decided::After(_) => Stands::Won,
            _ if rounds.is_empty() && !season.calendar_open => Stands::Won,
            _ => Stands::Open,
        };
        let decided = decided.after().filter(|_| stands == Stands::Won);
        Lead { first, stands, to_come: rounds.len(), decided }
    }

    /// Whether the table tells how the title stands.
    pub fn tells(&self) -> bool {
        matches!(self.stands, Stands::Open | Stands::Won)
    }

    pub fn won(&self) -> bool {
        self.stands == Stands::Won
    }

    /// `won`, `leads`, `share the title`, ...: what those on the first place do.
    pub fn verb(&self) -> &'static str {
        match (self.stands, self.first.len() > 1, self.to_come > 0) {
            (Stands::Won, false, false) => "won",
            (Stands::Won, false, true) => "has won",
            (Stands::Won, true, _) => "share the title",
            (Stands::NotKnown, false, _) => "is ahead in the rounds that are known",
            (Stands::NotKnown, true, _) => "are level in the rounds that are known",
            (Stands::OtherRules, false, _) => "is first by rules other than those published",
            (Stands::OtherRules, true, _) => "are level by rules other than those published",
            (_, false, _) => "leads",
            (_, true, _) => "share the lead",
        }
    }
}
