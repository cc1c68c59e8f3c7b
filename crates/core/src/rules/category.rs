//! Whom a title is for, where not for all: those of a category, of some nations, of an age.

use crate::country::iso;
use crate::rules::kind::RuleBlock;
use crate::season::{Competitor, Date, Kind, RoundStatus, Season};

/// What a competitor must be to be listed; all that is stated must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// A word such as `rookie`.
    pub word: Option<String>,
    /// Country codes or names; empty means all.
    pub nations: Vec<String>,
    pub age: Option<Age>,
}

/// An age in full years, from (inclusive) and under (exclusive), on a day of the season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    pub from: Option<u32>,
    pub under: Option<u32>,
    pub on: AgeOn,
}

/// The day on which an age is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgeOn {
    #[default]
    January1,
    December31,
    FirstRace,
}

pub const AGE_ON: &[&str] = &["january-1", "december-31", "first-race"];

/// What must be known to tell whether a title is for somebody, and is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    Nation,
    Born,
    /// The day on which the age is looked at.
    Day,
}

impl Category {
    /// None where the title is for all.
    pub fn read(block: &mut RuleBlock<'_, '_>, competitor: Kind) -> Option<Category> {
        let word = block.text("category").map(|at| at.value);
        let nations: Vec<String> = block.text_list("nations").into_iter().map(|at| at.value).collect();
        let [from, under] = block.range("age_from", "age_under");
        let (limited, on) = (from.is_some() || under.is_some(), block.word("age_on"));
        if let Some(at) = on.as_ref().filter(|_| !limited) {
            let message = "`age_on` says when an age is looked at, but no age is asked for".to_owned();
            block.refuse("PF0351", at, message, "`age_from` or `age_under`, or no `age_on`");
        }
        if limited && competitor != Kind::Driver {
            let message = format!("an age is asked for, but a {} has none", competitor.in_words());
            block.refuse("PF0352", &block.here(), message, "competitor = \"driver\", or no age");
        }
        let age = limited.then(|| Age {
            from,
            under,
            on: match block.require("age_on", on).value {
                "december-31" => AgeOn::December31,
                "first-race" => AgeOn::FirstRace,
                _ => AgeOn::January1,
            },
        });
        let all = word.is_none() && nations.is_empty() && age.is_none();
        (!all).then_some(Category { word, nations, age })
    }

    /// Whether a competitor belongs to it. Who is not known to does not.
    pub fn has(&self, season: &Season, competitor: &Competitor) -> bool {
        self.holds(season, competitor) == Ok(true)
    }

    /// Whether a competitor belongs to it, or what would have to be known to tell.
    pub fn holds(&self, season: &Season, competitor: &Competitor) -> Result<bool, Unknown> {
        let word = self.word.as_ref().is_none_or(|word| competitor.categories.contains(word));
        let told = [Ok(word), self.of_nation(competitor), self.of_age(season, competitor)];
        // What is known not to hold decides, whatever else is not known.
        if told.contains(&Ok(false)) {
            return Ok(false);
        }
        told.into_iter().find(Result::is_err).unwrap_or(Ok(true))
    }

    fn of_nation(&self, competitor: &Competitor) -> Result<bool, Unknown> {
        if self.nations.is_empty() {
            return Ok(true);
        }
        let is_nation = competitor.kind == Kind::Nation;
        let own = if is_nation { Some(&competitor.name) } else { competitor.nation.as_ref() };
        let own = own.ok_or(Unknown::Nation)?;
        Ok(self.nations.iter().any(|nation| iso(nation) == iso(own)))
    }

    fn of_age(&self, season: &Season, competitor: &Competitor) -> Result<bool, Unknown> {
        let Some(age) = self.age else { return Ok(true) };
        let born = competitor.born.ok_or(Unknown::Born)?;
        let years = years(born, age.on.day(season).ok_or(Unknown::Day)?);
        let years = u32::try_from(years).unwrap_or(0);
        Ok(age.from.is_none_or(|from| years >= from) && age.under.is_none_or(|under| years < under))
    }

    /// ` of the category rookie, of GBR or IRL and under 26 on 1 January`.
    pub fn prose(&self) -> String {
        let mut words = Vec::new();
        words.extend(self.word.as_ref().map(|word| format!("of the category {word}")));
        if !self.nations.is_empty() {
            words.push(format!("of {}", self.nations.join(" or ")));
        }
        words.extend(self.age.map(|age| {
            let limits = match (age.from, age.under) {
                (Some(from), Some(under)) => format!("{from} or older and under {under}"),
                (Some(from), None) => format!("{from} or older"),
                (_, under) => format!("under {}", under.unwrap_or(0)),
            };
            format!("{limits} {}", age.on.prose())
        }));
        words.join(", ")
    }
}

impl AgeOn {
    /// None where the calendar does not say.
    fn day(self, season: &Season) -> Option<Date> {
        match self {
            AgeOn::January1 => Date::new(season.year, 1, 1),
            AgeOn::December31 => Date::new(season.year, 12, 31),
            AgeOn::FirstRace => {
                let mut held =
                    season.rounds.rows().iter().filter(|round| round.status != RoundStatus::Cancelled);
                held.next().and_then(|round| round.date)
            }
        }
    }

    fn prose(self) -> &'static str {
        match self {
            AgeOn::January1 => "on 1 January",
            AgeOn::December31 => "on 31 December",
            AgeOn::FirstRace => "on the day of the first race",
        }
    }
}

/// Full years from a birth to a day. Who was born on 29 February is a year older on 1 March of other years.
fn years(born: Date, day: Date) -> i32 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i32::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_full_on_the_birthday() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (born, on, full) in [
            ("2000-05-06", "2024-05-05", 23),
            ("2000-05-06", "2024-05-06", 24),
            ("2000-01-01", "2024-01-01", 24),
            ("2000-12-31", "2024-12-30", 23),
            ("2000-02-29", "2023-02-28", 22),
            ("2000-02-29", "2023-03-01", 23),
            ("2000-02-29", "2024-02-29", 24),
        ] {
            assert_eq!(years(day(born), day(on)), full, "{born} on {on}");
        }
    }
}
