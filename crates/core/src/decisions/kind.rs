//! What all kinds of decisions share: keys, their reading, and the questions that `compute` asks.

use crate::block::{At, Block, Key, Reader, Shape, Spot};
use crate::decisions::Ruling;
use crate::decisions::about::{About, Cars, Target, Words};
use crate::diagnostic::Diagnostic;
use crate::exact::{Millis, Points};
use crate::numbers::{CarNumber, RoundNumber};
use crate::outcome::Effect;
use crate::rules::amendment::Run;
use crate::season::follow::Follow;
use crate::season::{self, Class, Competitor, ResultRow, Round, Session};
use crate::table::Ix;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// A kind of decision, read from the blocks that name it.
pub(super) trait Kind: Decided + Follow + Sized {
    /// The word under `kind`.
    const NAME: &'static str;
    /// What it does, in one sentence.
    const DOC: &'static str;
    /// Keys of the block; a key that is not among them is an error.
    const KEYS: &'static [Key];
    /// Those without which it says nothing.
    const NEEDS: &'static [&'static str];

    /// None where something that it needs is missing or not known; the reading has said so.
    fn read(from: &mut Reading<'_>) -> Option<Self>;
}

/// What every decision answers.
pub trait Decided {
    fn about(&self) -> About<'_>;

    /// What was ruled, a sentence without its full stop.
    fn sentence(&self, words: &Words<'_>) -> String;

    fn amends(&self) -> Option<&dyn Amends> {
        None
    }
}

/// A decision about the classification of the cars it names.
pub trait Amends {
    fn cars(&self) -> &Cars;

    /// Changes what a car is classified by, and says what it did; None where it had nothing to act on.
    fn amend(&self, run: &mut Run) -> Option<Effect>;

    /// Places that the car drops once all runs are settled, and among which cars.
    fn drops(&self) -> Option<(u32, super::PlacesIn)> {
        None
    }
}

/// A kind as the season folder, its documentation and its pages know it.
pub struct DecisionKind {
    pub name: &'static str,
    pub doc: &'static str,
    pub keys: &'static [Key],
    pub needs: &'static [&'static str],
    read: fn(&mut Reading<'_>) -> Option<Ruling>,
}

impl DecisionKind {
    pub(super) const fn of<K: Kind>(read: fn(&mut Reading<'_>) -> Option<Ruling>) -> DecisionKind {
        DecisionKind { name: K::NAME, doc: K::DOC, keys: K::KEYS, needs: K::NEEDS, read }
    }

    /// The ruling that the block states; None where it states none, which has been said to `facts`.
    pub fn read(&'static self, said: &Said, facts: &mut dyn Facts) -> Option<Ruling> {
        let missing: Vec<&str> = self.needs.iter().copied().filter(|need| !said.has(need)).collect();
        if !missing.is_empty() {
            let needs = missing.iter().map(|need| format!("`{need}`")).collect::<Vec<_>>().join(" and ");
            let diagnostic =
                Diagnostic::error("PF0420", format!("a decision of kind `{}` needs {needs}", self.name));
            facts.say(said.spot, diagnostic.help(format!("see docs/decisions/{}.md", self.name)));
            return None;
        }
        (self.read)(&mut Reading { said, facts })
    }
}

/// The keys of every decision: two that stand first, the others last.
pub const COMMON_KEYS: &[Key] = &[
    Key { name: "id", shape: Shape::Text, doc: "Name of the decision, unique in the season." },
    Key { name: "kind", shape: Shape::Text, doc: "What is decided." },
    Key { name: "author", shape: Shape::Text, doc: "Who decided." },
    Key { name: "date", shape: Shape::Text, doc: "When." },
    Key { name: "reason", shape: Shape::Text, doc: "Why." },
    Key { name: "source", shape: Shape::Text, doc: "Document in which it can be read." },
    Key { name: "document", shape: Shape::Positive, doc: "Its number on the notice board." },
    Key { name: "article", shape: Shape::Text, doc: "Article of the regulations that it rests on." },
    Key { name: "evidence", shape: Shape::TextList, doc: "What was looked at." },
    Key {
        name: "answers",
        shape: Shape::TextList,
        doc: "Numbers of the notices that it settles: a protest, an appeal, a finding.",
    },
    Key { name: "signed", shape: Shape::TextList, doc: "Who signed it, first to last." },
];

/// A value of a decision's block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Texts(Vec<String>),
    Count(u32),
    Yes(bool),
    Points(Points),
    Time(Millis),
}

/// What a decision's block says, key by key, beyond the keys of every decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub values: BTreeMap<&'static str, At<Value>>,
    /// Where the block begins.
    pub spot: Spot,
}

impl Value {
    /// The texts that it is of; none where it is of something else.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Value::Text(own) => vec![own],
            Value::Texts(all) => all.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

impl Said {
    /// Takes the kind's own keys from a block.
    pub fn read(kind: &'static DecisionKind, block: &mut Block<'_>, reader: &mut Reader<'_>) -> Said {
        let mut said = Said { values: BTreeMap::new(), spot: block.spot(reader) };
        for key in kind.keys.iter().filter(|key| !COMMON_KEYS.iter().any(|own| own.name == key.name)) {
            if let Some(value) = value(key, block, reader) {
                said.values.insert(key.name, value);
            }
        }
        said
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub fn text(&self, name: &str) -> &str {
        match self.values.get(name).map(|at| &at.value) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub fn texts(&self, name: &str) -> Vec<&str> {
        self.values.get(name).map_or_else(Vec::new, |own| own.value.texts())
    }

    pub fn count(&self, name: &str) -> Option<u32> {
        match self.values.get(name)?.value {
            Value::Count(count) => Some(count),
            _ => None,
        }
    }
}

fn value(key: &Key, block: &mut Block<'_>, reader: &mut Reader<'_>) -> Option<At<Value>> {
    fn made<T>(at: Option<At<T>>, make: impl FnOnce(T) -> Value) -> Option<At<Value>> {
        at.map(|At { value, spot }| At { value: make(value), spot })
    }
    match key.shape {
        Shape::Count | Shape::Positive => made(block.count(reader, key.name), Value::Count),
        Shape::Yes => made(block.yes(reader, key.name), Value::Yes),
        Shape::Points => made(block.points(reader, key.name), Value::Points),
        Shape::Duration => made(block.duration(reader, key.name), Value::Time),
        Shape::Word(_) => made(block.word(reader, key.name), |word| Value::Text(word.to_owned())),
        Shape::TextList => made(block.text_list(reader, key.name), |list| {
            Value::Texts(list.into_iter().map(|at| at.value).collect())
        }),
        _ => made(block.text(reader, key.name), Value::Text),
    }
}

/// The facts of a season, as decisions name them. What cannot be found is said by whoever looks it up.
pub trait Facts {
    fn say(&mut self, at: Spot, diagnostic: Diagnostic);
    fn round(&mut self, at: Spot, number: RoundNumber) -> Option<Ix<Round>>;
    /// Of a round; an empty id is its main session.
    fn session(&mut self, at: Spot, round: RoundNumber, id: &str) -> Option<Ix<Session>>;
    fn class(&mut self, at: Spot, id: &str) -> Option<Ix<Class>>;
    /// The kind of competitor that a title ranks.
    fn kind_of_title(&mut self, at: Spot, title: &str) -> Option<season::Kind>;
    fn competitor(&mut self, at: Spot, kind: season::Kind, text: &str) -> Option<Ix<Competitor>>;
    /// The one car of that number, class and team; empty where the session has no results, None where it has no such car
    /// or several.
    fn car(&mut self, at: Spot, wanted: &WantedCar<'_>) -> Option<SmallVec<[Ix<ResultRow>; 1]>>;
    /// Classes in whose tables a competitor may stand.
    fn classes_of(&mut self, kind: season::Kind, competitor: Ix<Competitor>) -> Vec<Ix<Class>>;
    fn class_name(&mut self, class: Ix<Class>) -> String;
    /// Whether the rulebook has one table a class for the title.
    fn is_per_class(&self, title: &str) -> bool;
    /// Ids of all decisions of the season, sorted.
    fn decisions(&self) -> &[&str];
    /// Id of the decision that is being read.
    fn own_id(&self) -> &str;
}

/// A car as a decision names it.
pub struct WantedCar<'a> {
    pub session: Ix<Session>,
    pub number: &'a str,
    pub class: Option<Ix<Class>>,
    pub team: Option<Ix<Competitor>>,
}

/// A block whose kind reads its own keys.
pub struct Reading<'r> {
    said: &'r Said,
    facts: &'r mut dyn Facts,
}

impl Reading<'_> {
    fn spot(&self, name: &str) -> Spot {
        self.said.values.get(name).map_or(self.said.spot, |at| at.spot)
    }

    pub(super) fn say(&mut self, name: &str, diagnostic: Diagnostic) {
        let spot = self.spot(name);
        self.facts.say(spot, diagnostic);
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.said.text(name)
    }

    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        match self.said.values.get(name).map(|at| &at.value) {
            Some(Value::Texts(list)) => list.clone(),
            _ => Vec::new(),
        }
    }

    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.said.count(name)
    }

    pub(super) fn yes(&self, name: &str) -> bool {
        matches!(self.said.values.get(name).map(|at| &at.value), Some(Value::Yes(true)))
    }

    pub(super) fn points(&self, name: &str) -> Option<Points> {
        match self.said.values.get(name)?.value {
            Value::Points(points) => Some(points),
            _ => None,
        }
    }

    pub(super) fn time(&self, name: &str) -> Option<Millis> {
        match self.said.values.get(name)?.value {
            Value::Time(time) => Some(time),
            _ => None,
        }
    }

    pub(super) fn round(&mut self) -> Option<Option<Ix<Round>>> {
        match self.count("round") {
            None => Some(None),
            Some(number) => self.facts.round(self.spot("round"), RoundNumber(number)).map(Some),
        }
    }

    pub(super) fn session(&mut self) -> Option<Ix<Session>> {
        let number = self.count("round")?;
        let id = self.text("session").to_owned();
        let at = if id.is_empty() { self.spot("round") } else { self.spot("session") };
        self.facts.session(at, RoundNumber(number), &id)
    }

    pub(super) fn class(&mut self) -> Option<Option<Ix<Class>>> {
        let id = self.text("class").to_owned();
        if id.is_empty() { Some(None) } else { self.facts.class(self.spot("class"), &id).map(Some) }
    }

    /// The car that `number` names.
    pub(super) fn car(&mut self) -> Option<Cars> {
        let number = self.text("number").to_owned();
        self.cars_numbered("number", [number.into()].into_iter().collect())
    }

    /// The cars that `numbers` names.
    pub(super) fn cars(&mut self) -> Option<Cars> {
        let numbers = self.texts("numbers");
        self.cars_numbered("numbers", numbers.into_iter().map(CarNumber::from).collect())
    }

    fn cars_numbered(&mut self, key: &str, numbers: SmallVec<[CarNumber; 1]>) -> Option<Cars> {
        let session = self.session()?;
        let class = self.class()?;
        let team = self.text("team").to_owned();
        let team = match team.is_empty() {
            true => None,
            false => Some(self.facts.competitor(self.spot("team"), season::Kind::Team, &team)?),
        };
        let at = self.spot(key);
        let mut cars = Cars { session, numbers, rows: SmallVec::new() };
        let mut known = true;
        for number in &cars.numbers {
            match self.facts.car(at, &WantedCar { session, number, class, team }) {
                Some(rows) => cars.rows.extend(rows),
                None => known = false,
            }
        }
        known.then_some(cars)
    }

    pub(super) fn driver(&mut self) -> Option<Ix<Competitor>> {
        let name = self.text("competitor").to_owned();
        self.facts.competitor(self.spot("competitor"), season::Kind::Driver, &name)
    }

    pub(super) fn target(&mut self) -> Option<Target> {
        let title = self.text("title").to_owned();
        let kind = self.facts.kind_of_title(self.spot("title"), &title)?;
        let class = self.class()?;
        let name = self.text("competitor").to_owned();
        let competitor = self.facts.competitor(self.spot("competitor"), kind, &name)?;
        Some(Target { title, class, competitor })
    }

    /// The same, of one table alone: where the title has a table a class, the class is told or there is only one.
    pub(super) fn one_target(&mut self) -> Option<Target> {
        let target = self.target()?;
        if target.class.is_some() || !self.facts.is_per_class(&target.title) {
            return Some(target);
        }
        let kind = self.facts.kind_of_title(self.spot("title"), &target.title)?;
        let classes = self.facts.classes_of(kind, target.competitor);
        if classes.len() < 2 {
            return Some(target);
        }
        let names: Vec<String> = classes.into_iter().map(|class| self.facts.class_name(class)).collect();
        let found = self.text("competitor").to_owned();
        self.say(
            "competitor",
            Diagnostic::error("PF0471", format!("{found} stands in the tables of {} classes", names.len()))
                .found(found)
                .expected(format!("class = one of {}", names.join(", ")))
                .help("one decision is one deduction: add `class`, or write a decision for each table"),
        );
        None
    }

    /// The id of another decision.
    pub(super) fn decision(&mut self) -> Option<String> {
        let id = self.text("decision").to_owned();
        let known = self.facts.decisions();
        if known.binary_search(&id.as_str()).is_ok() && id != self.facts.own_id() {
            return Some(id);
        }
        let others: Vec<&str> =
            known.iter().copied().filter(|own| *own != self.facts.own_id()).take(200).collect();
        let message = if id == self.facts.own_id() {
            format!("decision `{id}` names itself")
        } else {
            format!("the season has no decision `{id}`")
        };
        let diagnostic = Diagnostic::error("PF0472", message)
            .found(id.as_str())
            .expected_one_of(&others)
            .help("name the decision that is lifted by its id")
            .did_you_mean(&id, &others);
        self.say("decision", diagnostic);
        None
    }

    /// Competitors of the title's kind, by a key that lists them.
    pub(super) fn competitors(&mut self, name: &str) -> Option<Vec<Ix<Competitor>>> {
        let title = self.text("title").to_owned();
        let kind = self.facts.kind_of_title(self.spot("title"), &title)?;
        let at = self.spot(name);
        self.texts(name).iter().map(|text| self.facts.competitor(at, kind, text)).collect()
    }
}
