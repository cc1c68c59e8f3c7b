//! Kind `eligible`: which cars count for a title, by marks on the car or its competitors.

use crate::bar_keys;
use crate::block::{Key, Shape};
use crate::rules::bar::{Bar, Entrant, OfCrew};
use crate::rules::kind::{Rule, RuleBlock};
use smallvec::SmallVec;

/// Which cars count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligible {
    pub only: Option<String>,
    pub except: Option<String>,
    pub crew: Option<OfCrew>,
}

impl Rule for Eligible {
    const NAME: &'static str = "eligible";
    const DOC: &'static str = "Which cars count.";
    const KEYS: &'static [Key] = bar_keys![
        Key {
            name: "only",
            shape: Shape::Text,
            doc: "Only cars with this mark count, such as `full-season` or `nominated`."
        },
        Key {
            name: "crew",
            shape: Shape::Word(&["one", "all"]),
            doc: "A car also has the mark if one of its drivers is of that category, or if all are.",
        },
        Key { name: "except", shape: Shape::Text, doc: "Cars with this mark do not count, such as `guest`." },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Eligible {
        let (only, except) = (block.text("only"), block.text("except"));
        if only.is_none() && except.is_none() {
            block.require::<String>("only", None);
        }
        let crew = block.word("crew").map(|at| match at.value {
            "all" => OfCrew::All,
            _ => OfCrew::One,
        });
        Eligible { only: only.map(|at| at.value), except: except.map(|at| at.value), crew }
    }
}

impl Bar for Eligible {
    fn car(&self, car: &Entrant<'_>) -> bool {
        self.only.as_ref().is_some_and(|only| !car.has_mark(only, self.crew))
            || self.except.as_ref().is_some_and(|except| car.has_mark(except, self.crew))
    }

    fn marks(&self) -> SmallVec<[&str; 2]> {
        self.only.iter().chain(&self.except).map(String::as_str).collect()
    }

    fn needs_mark(&self) -> Option<&str> {
        self.only.as_deref()
    }

    fn of_crew(&self) -> bool {
        self.crew.is_some()
    }

    fn prose(&self) -> String {
        let marked = |mark: &str| match self.crew {
            None => format!("marked {mark}"),
            Some(OfCrew::One) => format!("marked {mark} or with a driver of that category"),
            Some(OfCrew::All) => format!("marked {mark} or with all drivers of that category"),
        };
        match (&self.only, &self.except) {
            (Some(only), None) => format!("Only cars {} count", marked(only)),
            (None, Some(except)) => format!("Cars {} do not count", marked(except)),
            (Some(only), Some(except)) if self.crew.is_none() => {
                format!("Only cars marked {only} and not {except} count")
            }
            (Some(only), Some(except)) => {
                format!("Only cars {} count, and of them none {}", marked(only), marked(except))
            }
            (None, None) => "All cars count".to_owned(),
        }
    }
}
