//! Kind `eligible`: which cars count for a title, by marks on the car or its competitors.

use crate::bar_keys;
use crate::block::{Key, Shape};
use crate::rules::bar::{Bar, Entrant};
use crate::rules::kind::{Rule, RuleBlock};
use smallvec::SmallVec;

/// Which cars count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligible {
    pub only: Option<String>,
    pub except: Option<String>,
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
        Key { name: "except", shape: Shape::Text, doc: "Cars with this mark do not count, such as `guest`." },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Eligible {
        let (only, except) = (block.text("only"), block.text("except"));
        if only.is_none() && except.is_none() {
            block.require::<String>("only", None);
        }
        Eligible { only: only.map(|at| at.value), except: except.map(|at| at.value) }
    }
}

impl Bar for Eligible {
    fn car(&self, car: &Entrant<'_>) -> bool {
        self.only.as_ref().is_some_and(|only| !car.has_mark(only))
            || self.except.as_ref().is_some_and(|except| car.has_mark(except))
    }

    fn marks(&self) -> SmallVec<[&str; 2]> {
        self.only.iter().chain(&self.except).map(String::as_str).collect()
    }

    fn needs_mark(&self) -> Option<&str> {
        self.only.as_deref()
    }

    fn prose(&self) -> String {
        match (&self.only, &self.except) {
            (Some(only), None) => format!("Only cars marked {only} count"),
            (None, Some(except)) => format!("Cars marked {except} do not count"),
            (Some(only), Some(except)) => format!("Only cars marked {only} and not {except} count"),
            (None, None) => "All cars count".to_owned(),
        }
    }
}
