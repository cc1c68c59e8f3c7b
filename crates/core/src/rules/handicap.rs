//! Kind `handicap`: what a competitor carries for what it did before, such as success ballast or seconds in the pits. It
//! changes no result: it says what is carried, and why.

use crate::block::{At, Key, Shape};
use crate::exact::Points;
use crate::numbers::Position;
use crate::rule_keys;
use crate::rulebook::Rulebook;
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};
use crate::rules::scope::Range;
use crate::season::Kind;

/// What is carried on the occasions of a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handicap {
    /// Unit of the amounts: `kg`, `s`, `laps`.
    pub unit: String,
    pub basis: Basis,
    /// The most that is carried.
    pub max: Option<Points>,
    /// Rounds before in which the competitor started.
    pub starts: Range,
}

/// What the amount is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The place in a title's table before the round.
    Table { title: At<String>, scale: ByPlace },
    /// The points in a title's table before the round.
    Points { title: At<String>, per_point: Points },
    /// Places in sessions before.
    Results(Results),
}

/// Amounts by place; below nothing they are taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByPlace {
    pub scale: Vec<Points>,
    pub beyond: Points,
}

/// Places in the sessions of earlier rounds, or of the round itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// Session by id; the one that a round is for where none is named.
    pub of: Option<At<String>>,
    /// How many rounds before; 0 for the round itself.
    pub back: u32,
    pub scale: ByPlace,
    /// For who started in a round before and was not in the session.
    pub absent: Points,
    /// Whether what is carried grows from round to round.
    pub adds_up: bool,
    /// Car or driver.
    pub carrier: Kind,
    /// Whether places count among all cars, and not in class.
    pub overall: bool,
}

/// Keys that say nothing beside `title`.
const OF_RESULTS: [&str; 6] = ["of", "back", "absent", "adds_up", "carrier", "places"];

impl Rule for Handicap {
    const NAME: &'static str = "handicap";
    const DOC: &'static str = "What is carried for earlier success: ballast, seconds in the pits.";
    const FOR_TITLES: bool = false;
    const KEYS: &'static [Key] = rule_keys![
        Key { name: "id", shape: Shape::Text, doc: "Name of the handicap, unique in the rulebook." },
        Key {
            name: "unit",
            shape: Shape::Text,
            doc: "Unit of the amounts, such as `s` or `laps`; `kg` unless said otherwise."
        },
        Key {
            name: "title",
            shape: Shape::Text,
            doc: "Taken from the table of this title as it stood before the round; from results where the key is absent."
        },
        Key {
            name: "scale",
            shape: Shape::PointsList,
            doc: "Amounts for first, second, third place, and so on; below nothing they are taken off."
        },
        Key {
            name: "beyond",
            shape: Shape::Points,
            doc: "Amount for every place after the end of the scale."
        },
        Key {
            name: "per_point",
            shape: Shape::Points,
            doc: "Amount for every point in the title's table, instead of `scale`."
        },
        Key { name: "max", shape: Shape::Points, doc: "The most that is carried." },
        Key {
            name: "of",
            shape: Shape::Text,
            doc: "The session whose places count; the one that a round is for where the key is absent."
        },
        Key {
            name: "back",
            shape: Shape::Count,
            doc: "How many rounds before that session was: 1 unless said otherwise, 0 for the round itself."
        },
        Key {
            name: "absent",
            shape: Shape::Points,
            doc: "Amount for who started in a round before and was not in that session."
        },
        Key {
            name: "adds_up",
            shape: Shape::Yes,
            doc: "Whether the amounts of all rounds add up; of the one session alone unless said otherwise."
        },
        Key {
            name: "carrier",
            shape: Shape::Word(&["entry", "driver"]),
            doc: "Who keeps what results gave: the car, by its number, or each of its drivers; `entry` unless said otherwise."
        },
        Key {
            name: "places",
            shape: Shape::Word(&["class", "overall"]),
            doc: "Places in class or among all cars; `class` unless said otherwise."
        },
        Key {
            name: "starts_from",
            shape: Shape::Count,
            doc: "Only for who started in this many rounds before."
        },
        Key {
            name: "starts_under",
            shape: Shape::Positive,
            doc: "Only for who started in fewer rounds before."
        },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Handicap {
        let unit = block.text("unit").map_or_else(|| "kg".to_owned(), |at| at.value);
        let of_results: Vec<&str> = OF_RESULTS.into_iter().filter(|key| block.has(key)).collect();
        let (told, here) = (block.told(), block.here());
        let title = block.text("title");
        let scale = block.points_list("scale");
        let beyond = block.points("beyond");
        let per_point = block.points("per_point");
        let amounts = ByPlace {
            scale: scale.iter().flatten().map(|at| at.value).collect(),
            beyond: beyond.unwrap_or(Points::ZERO),
        };
        let results = Results {
            of: block.text("of"),
            back: block.count("back").unwrap_or(1),
            scale: amounts.clone(),
            absent: block.points("absent").unwrap_or(Points::ZERO),
            adds_up: block.yes("adds_up").unwrap_or(false),
            carrier: match block.word("carrier").map(|at| at.value) {
                Some("driver") => Kind::Driver,
                _ => Kind::Entry,
            },
            overall: block.word("places").is_some_and(|at| at.value == "overall"),
        };
        let max = block.points("max");
        if block.told() == told {
            let pays = |own: &ByPlace| !own.beyond.is_zero() || own.scale.iter().any(|own| !own.is_zero());
            let by_place = scale.is_some() || beyond.is_some();
            let wrong = match (&title, per_point) {
                (Some(_), _) if !of_results.is_empty() => Some((
                    "PF0355",
                    format!(
                        "`{}` says nothing beside `title`, whose table is looked at",
                        of_results.join("`, `")
                    ),
                    "either `title`, or what is said of results",
                )),
                (None, Some(_)) => Some((
                    "PF0354",
                    "`per_point` stands without `title`: points of which table?".to_owned(),
                    "title = \"...\", the id of a title",
                )),
                (Some(_), Some(_)) if by_place => Some((
                    "PF0354",
                    "`per_point` stands beside `scale` or `beyond`: an amount by place, or by points?".to_owned(),
                    "either `scale` or `per_point`",
                )),
                (_, Some(each)) if each.is_zero() => {
                    Some(("PF0356", "nobody would carry anything".to_owned(), "an amount that is not 0"))
                }
                (_, None) if !by_place => Some((
                    "PF0354",
                    "neither `scale` nor `per_point` says how much is carried".to_owned(),
                    "scale = [30, 20, 10], or per_point = 2 beside a `title`",
                )),
                (_, None) if !pays(&amounts) && results.absent.is_zero() => {
                    Some(("PF0356", "nobody would carry anything".to_owned(), "an amount that is not 0"))
                }
                _ if max.is_some_and(|max| max <= Points::ZERO) => {
                    Some(("PF0356", "with this `max` nobody would carry anything".to_owned(), "a `max` above 0"))
                }
                (None, _) if results.back == 0 && results.of.is_none() => Some((
                    "PF0357",
                    "`back = 0` is the round itself, and no session of it is named".to_owned(),
                    "of = \"...\", a session that is run before",
                )),
                (None, _) if results.back == 0 && results.adds_up => Some((
                    "PF0357",
                    "`adds_up` stands beside `back = 0`: a session of the round itself does not add up over rounds"
                        .to_owned(),
                    "either `adds_up` or `back = 0`",
                )),
                _ => None,
            };
            if let Some((id, message, expected)) = wrong {
                block.refuse(id, &here, message, expected);
            }
        }
        let [from, under] = block.range("starts_from", "starts_under");
        let basis = match (title, per_point) {
            (Some(title), Some(per_point)) => Basis::Points { title, per_point },
            (Some(title), None) => Basis::Table { title, scale: amounts },
            (None, _) => Basis::Results(results),
        };
        Handicap { unit, basis, max, starts: Range { from, under } }
    }
}

impl Pillar for Handicap {
    fn enter(clause: Clause<Handicap>, book: &mut Rulebook) {
        book.handicaps.push(clause);
    }
}

impl ByPlace {
    pub fn amount(&self, place: Position) -> Points {
        self.scale.get(place.index()).copied().unwrap_or(self.beyond)
    }

    fn prose(&self, unit: &str) -> String {
        let amounts: Vec<String> = self.scale.iter().map(Points::to_string).collect();
        let scale = format!("{} {unit}", amounts.join(", "));
        match (self.scale.is_empty(), self.beyond.is_zero()) {
            (_, true) => scale,
            (false, false) => format!("{scale}, {} for every further place", self.beyond),
            (true, false) => format!("{} {unit} for every place", self.beyond),
        }
    }
}

impl Handicap {
    /// The title whose table it looks at.
    pub fn title(&self) -> Option<&At<String>> {
        match &self.basis {
            Basis::Table { title, .. } | Basis::Points { title, .. } => Some(title),
            Basis::Results(_) => None,
        }
    }

    pub fn prose(&self) -> String {
        let unit = &self.unit;
        let mut text = match &self.basis {
            Basis::Table { title, scale } => {
                format!("Carried by place in the table of {}: {}", title.value, scale.prose(unit))
            }
            Basis::Points { title, per_point } => {
                format!("Carried for each point in the table of {}: {per_point} {unit}", title.value)
            }
            Basis::Results(own) => own.prose(unit),
        };
        text += &self.max.map_or_else(String::new, |max| format!("; {max} {unit} at most"));
        let Range { from, under } = self.starts;
        text += &from.map_or_else(String::new, |from| format!("; with {from} starts or more before"));
        text += &under.map_or_else(String::new, |under| format!("; with fewer than {under} starts before"));
        text
    }
}

impl Results {
    fn prose(&self, unit: &str) -> String {
        let who = if self.carrier == Kind::Driver { "drivers" } else { "cars" };
        let places = if self.overall { "place among all cars" } else { "place in class" };
        let session = self.of.as_ref().map_or("the race", |of| of.value.as_str());
        let when = match (self.back, self.adds_up) {
            (0, _) => format!("in {session} of the same round"),
            (1, false) => format!("in {session} of the round before"),
            (2, false) => format!("in {session} of the round before the last"),
            (back, false) => format!("in {session} {back} rounds before"),
            (1, true) => format!("in {session} of every round before, added up"),
            (back, true) => format!("in {session} of every round up to {back} before, added up"),
        };
        let absent = match self.absent.is_zero() {
            true => String::new(),
            false => format!("; {} {unit} for who was not in it", self.absent),
        };
        format!("Carried by {who}, by {places} {when}: {}{absent}", self.scale.prose(unit))
    }
}
