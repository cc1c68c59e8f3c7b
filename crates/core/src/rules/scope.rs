//! Where a rule applies: events, rounds, sessions, classes, titles, lengths. A key that is absent limits nothing.

use crate::block::{At, Block, Key, Reader, Shape};
use crate::exact::{Millis, Share};
use crate::numbers::RoundNumber;
use crate::season::{Length, Measure, Measured, Unit, measured};
use std::fmt::Display;

/// The occasions a rule covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub events: Vec<At<String>>,
    pub rounds: Vec<RoundNumber>,
    /// Sessions by id; a rule that names none covers the one that a round is for.
    pub sessions: Vec<At<String>>,
    pub classes: Vec<At<String>>,
    pub titles: Vec<At<String>>,
    /// Scheduled length from (inclusive) and under (exclusive).
    pub length_from: Option<At<Millis>>,
    pub length_under: Option<At<Millis>>,
    /// Share of the scheduled length that was run, from (inclusive) and under (exclusive).
    pub completed_from: Option<At<Share>>,
    pub completed_under: Option<At<Share>>,
    /// Cars that started, of those that the title looks at.
    pub starters: Range,
    /// Laps that were run, by `COUNTED`.
    pub laps: [Range; COUNTED.len()],
}

/// From (inclusive) and under (exclusive).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub from: Option<u32>,
    pub under: Option<u32>,
}

impl Range {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>, from: &str, under: &str) -> Range {
        let limits = [block.count(reader, from), block.count(reader, under)];
        refuse_empty(reader, [from, under], &limits);
        let [from, under] = limits.map(|limit| limit.map(|at| at.value));
        Range { from, under }
    }

    pub fn holds(self, count: i64) -> bool {
        self.from.is_none_or(|from| count >= from.into())
            && self.under.is_none_or(|under| count < under.into())
    }
}

/// Says where nothing lies between two limits, so that the rule would never apply.
fn refuse_empty<T: PartialOrd + Display>(
    reader: &mut Reader<'_>,
    names: [&str; 2],
    limits: &[Option<At<T>>; 2],
) {
    let [Some(from), Some(under)] = limits else { return };
    if from.value >= under.value {
        let [first, second] = names;
        let message =
            format!("nothing is from {} and under {}: the rule would never apply", from.value, under.value);
        reader.refuse(
            "PF0483",
            from,
            message,
            &format!("`{first}` below `{second}`, which is not part of it"),
        );
    }
}

/// Measures of a race that scopes look at, with the keys that limit them, and in words.
const COUNTED: [(&str, &str, &str, &str); 2] = [
    ("laps_run", "laps_run_from", "laps_run_under", "laps were run"),
    ("green_laps", "green_laps_from", "green_laps_under", "laps were run without the safety car"),
];

/// What scopes look at of a race.
pub const OF_RACE: &[Measure] = &[
    Measure {
        name: "laps_run",
        unit: Unit::Count,
        doc: "Laps that the leader completed, where a race was stopped.",
    },
    Measure {
        name: "green_laps",
        unit: Unit::Count,
        doc: "Those of them that were not behind the safety car.",
    },
];

/// One occasion: a title's look at one session and class.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    pub event: &'a str,
    pub round: Option<RoundNumber>,
    pub session: &'a str,
    /// Whether the session is the one that the round is for.
    pub main: bool,
    pub class: Option<&'a str>,
    pub title: &'a str,
    pub length: Option<Length>,
    pub completed: Share,
    /// Cars of the class, or of all where there is none, that took the start. None where nobody counted them: as many as
    /// any rule asks for.
    pub starters: Option<u32>,
    /// Of the session.
    pub measures: &'a [Measured],
}

/// Whether two names are of one class: timing services print in capitals what rulebooks do not.
pub fn same_class(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// The keys of a scope followed by those of a kind.
#[macro_export]
macro_rules! with_scope {
    ($($key:expr),* $(,)?) => {
        &[
            $($key,)*
            Key { name: "events", shape: Shape::TextList, doc: "Only at these events, by id." },
            Key { name: "rounds", shape: Shape::Rounds, doc: "Only in these rounds." },
            Key { name: "sessions", shape: Shape::TextList, doc: "Only in these sessions; in the race where the key is absent." },
            Key { name: "classes", shape: Shape::TextList, doc: "Only in these classes." },
            Key { name: "titles", shape: Shape::TextList, doc: "Only for these titles, by id." },
            Key { name: "length_from", shape: Shape::Duration, doc: "Only races scheduled for this long or longer." },
            Key { name: "length_under", shape: Shape::Duration, doc: "Only races scheduled for less than this." },
            Key { name: "completed_from", shape: Shape::Part, doc: "Only where at least this share of the race was run." },
            Key { name: "completed_under", shape: Shape::Part, doc: "Only where less than this share of the race was run." },
            Key { name: "starters_from", shape: Shape::Count, doc: "Only where this many cars started, of the class or of all that a title looks at." },
            Key { name: "starters_under", shape: Shape::Positive, doc: "Only where fewer cars started." },
            Key { name: "laps_run_from", shape: Shape::Count, doc: "Only where the leader completed this many laps." },
            Key { name: "laps_run_under", shape: Shape::Positive, doc: "Only where the leader completed fewer laps." },
            Key { name: "green_laps_from", shape: Shape::Count, doc: "Only where this many laps were not behind the safety car." },
            Key { name: "green_laps_under", shape: Shape::Positive, doc: "Only where fewer laps were not behind the safety car." },
        ] as &[Key]
    };
}

/// The keys of a scope alone.
pub const KEYS: &[Key] = with_scope![];

impl Scope {
    pub fn read(block: &mut Block<'_>, reader: &mut Reader<'_>) -> Scope {
        let mut list = |name: &str| block.text_list(reader, name).unwrap_or_default().value;
        let (events, sessions, classes, titles) =
            (list("events"), list("sessions"), list("classes"), list("titles"));
        let lengths = ["length_from", "length_under"].map(|name| block.duration(reader, name));
        refuse_empty(reader, ["length_from", "length_under"], &lengths);
        let completed = ["completed_from", "completed_under"].map(|name| block.share(reader, name));
        refuse_empty(reader, ["completed_from", "completed_under"], &completed);
        let ([length_from, length_under], [completed_from, completed_under]) = (lengths, completed);
        Scope {
            events,
            sessions,
            classes,
            titles,
            rounds: block.rounds(reader, "rounds").unwrap_or_default().value,
            length_from,
            length_under,
            completed_from,
            completed_under,
            starters: Range::read(block, reader, "starters_from", "starters_under"),
            laps: COUNTED.map(|(_, from, under, _)| Range::read(block, reader, from, under)),
        }
    }

    pub fn covers(&self, occasion: &Occasion<'_>) -> bool {
        let names = |list: &[At<String>], own: &str| list.is_empty() || list.iter().any(|at| at.value == own);
        let session =
            if self.sessions.is_empty() { occasion.main } else { names(&self.sessions, occasion.session) };
        session
            && names(&self.events, occasion.event)
            && (self.rounds.is_empty() || occasion.round.is_some_and(|round| self.rounds.contains(&round)))
            && (self.classes.is_empty()
                || occasion
                    .class
                    .is_some_and(|class| self.classes.iter().any(|at| same_class(&at.value, class))))
            && names(&self.titles, occasion.title)
            && self.covers_length(occasion.length)
            && self.completed_from.as_ref().is_none_or(|from| occasion.completed >= from.value)
            && self.completed_under.as_ref().is_none_or(|under| occasion.completed < under.value)
            && self.starters.holds(occasion.starters.map_or(i64::MAX, i64::from))
            && self.covers_laps(occasion)
    }

    /// Laps that nobody counted were enough for everything.
    fn covers_laps(&self, occasion: &Occasion<'_>) -> bool {
        COUNTED.iter().zip(&self.laps).all(|((name, ..), range)| {
            *range == Range::default() || range.holds(measured(occasion.measures, name).unwrap_or(i64::MAX))
        })
    }

    fn covers_length(&self, length: Option<Length>) -> bool {
        if self.length_from.is_none() && self.length_under.is_none() {
            return true;
        }
        let Some(Length::Time(time)) = length else { return false };
        self.length_from.as_ref().is_none_or(|from| time >= from.value)
            && self.length_under.as_ref().is_none_or(|under| time < under.value)
    }

    /// In words, for people: ` at petit-le-mans`, empty where nothing is limited.
    pub fn prose(&self) -> String {
        let mut words = Vec::new();
        let mut list = |lead: &str, items: &[At<String>]| {
            if !items.is_empty() {
                let items: Vec<&str> = items.iter().map(|at| at.value.as_str()).collect();
                words.push(format!("{lead} {}", items.join(", ")));
            }
        };
        list("at", &self.events);
        list("in session", &self.sessions);
        list("in class", &self.classes);
        list("for the title", &self.titles);
        if !self.rounds.is_empty() {
            let rounds: Vec<String> = self.rounds.iter().map(RoundNumber::to_string).collect();
            words.push(format!("in round {}", rounds.join(", ")));
        }
        if let Some(from) = &self.length_from {
            words.push(format!("in races scheduled for {} or longer", from.value));
        }
        if let Some(under) = &self.length_under {
            words.push(format!("in races scheduled for less than {}", under.value));
        }
        if let Some(from) = &self.completed_from {
            words.push(format!("where at least {} of the race was run", from.value));
        }
        if let Some(under) = &self.completed_under {
            words.push(format!("where less than {} of the race was run", under.value));
        }
        words.extend(self.starters.from.map(|from| match from {
            1 => "where a car starts".to_owned(),
            from => format!("where at least {from} cars start"),
        }));
        words.extend(self.starters.under.map(|under| format!("where fewer than {under} cars start")));
        for ((.., what), range) in COUNTED.iter().zip(&self.laps) {
            words.extend(range.from.map(|from| format!("where at least {from} {what}")));
            words.extend(range.under.map(|under| format!("where fewer than {under} {what}")));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shape::TextList;

    #[test]
    fn a_rule_that_names_no_session_covers_what_the_round_is_for() {
        let mut occasion = Occasion {
            event: "petit-le-mans",
            round: Some(RoundNumber(9)),
            session: "feature",
            main: true,
            class: None,
            title: "teams",
            length: Some(Length::Time(Millis(36_000_000))),
            completed: Share::ONE,
            starters: None,
            measures: &[],
        };
        let scope = Scope {
            length_from: Some(At { value: Millis(36_000_000), ..At::default() }),
            ..Scope::default()
        };
        assert!(scope.covers(&occasion));
        occasion.main = false;
        assert!(!scope.covers(&occasion));
        let named = [At { value: "feature".to_owned(), ..At::default() }];
        assert!(Scope { sessions: named.to_vec(), ..scope }.covers(&occasion));
        assert!(matches!(KEYS[0].shape, TextList));
    }

    #[test]
    fn limits_between_which_nothing_lies_are_refused() {
        let said = |text: &str| {
            let (mut reader, mut block) = Reader::open("a.toml", text, KEYS);
            Scope::read(&mut block, &mut reader);
            reader.diagnostics.iter().map(|own| format!("{} {}", own.id, own.message)).collect::<Vec<_>>()
        };
        for (from, under) in [
            ("starters_from = 6", "starters_under = 6"),
            ("laps_run_from = 6", "laps_run_under = 2"),
            ("length_from = \"6 h\"", "length_under = \"60 min\""),
            ("completed_from = \"75 %\"", "completed_under = \"50 %\""),
        ] {
            let both = said(&format!("{from}\n{under}\n"));
            assert_eq!(both.len(), 1, "{from}: {both:?}");
            assert!(both[0].contains("PF0483") && both[0].contains("the rule would never apply"), "{both:?}");
            assert_eq!([said(from), said(under)], [[""; 0]; 2]);
        }
        assert_eq!(said("starters_from = 5\nstarters_under = 6\n"), [""; 0]);
    }

    #[test]
    fn starters_on_both_sides_of_each_limit_and_uncounted() {
        let limits = |from, under| Range { from, under };
        let six = limits(None, Some(6));
        assert_eq!([5, 6].map(|count| six.holds(count)), [true, false]);
        assert_eq!([5, 6].map(|count| limits(Some(6), None).holds(count)), [false, true]);
        assert!(!six.holds(i64::MAX), "cars that nobody counted were enough");
    }
}
