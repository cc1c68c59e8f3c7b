//! What links two groups of spellings, and what shows that they are two things.

use super::decision::Groups;
use super::sheet::Sheet;
use super::{Kind, Mention};
use parcferme_core::Place;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Mentions of one entry, or of one group in one table, beyond this number are not compared: no honest document
/// has so many, and a dishonest one must not cost quadratic time.
const MAX_COMPARED: usize = 64;

type ClassAndRounds<'a> = (Option<&'a str>, &'a [u32]);

/// A group's surroundings, gathered from all its mentions. Nodes are groups of kinds that are already decided, and
/// single forms of the others.
#[derive(Default)]
pub(super) struct Facts<'a> {
    pub kind: Option<Kind>,
    /// Cars by number, with one mention for each class and set of rounds.
    cars: BTreeMap<&'a str, BTreeMap<ClassAndRounds<'a>, usize>>,
    /// Of a driver: who shares the car. Of a team: its drivers.
    drivers: BTreeMap<usize, usize>,
    /// Whom it drives or stands for, by class.
    pub teams: BTreeMap<(usize, Option<&'a str>), Vec<usize>>,
    /// Of a team: its chassis by class.
    chassis: BTreeMap<(&'a str, usize), usize>,
    /// Its rows in each table.
    pub tables: BTreeMap<(&'a str, u32), Vec<usize>>,
    rounds: BTreeMap<u32, usize>,
    /// The first mention.
    first: Option<usize>,
}

/// Something that two groups have in common.
pub(super) struct Link {
    pub what: String,
    pub places: Vec<Place>,
    /// They are the same car of the same race.
    pub same_race: bool,
}

/// Something that shows two groups to be two things.
pub(super) struct Barrier {
    pub what: String,
    pub places: Vec<Place>,
}

/// Looks facts up.
pub(super) struct Witness<'s, 'a> {
    pub sheet: &'s Sheet<'a>,
    groups: &'s Groups,
    /// Teams seen with a chassis in a class; gathered when first asked for.
    users: OnceCell<BTreeMap<(&'a str, usize), BTreeSet<usize>>>,
}

impl<'s, 'a> Witness<'s, 'a> {
    pub fn new(sheet: &'s Sheet<'a>, groups: &'s Groups) -> Witness<'s, 'a> {
        Witness { sheet, groups, users: OnceCell::new() }
    }

    fn users(&self) -> &BTreeMap<(&'a str, usize), BTreeSet<usize>> {
        self.users.get_or_init(|| {
            let mut users: BTreeMap<(&'a str, usize), BTreeSet<usize>> = BTreeMap::new();
            for ((_, _, class), indices) in &self.sheet.entries {
                let Some(class) = *class else { continue };
                let nodes = |kind: Kind| {
                    let compared = indices.iter().take(MAX_COMPARED).copied();
                    compared.filter(move |&at| self.mention(at).kind == kind).map(|at| self.node(at))
                };
                for chassis in nodes(Kind::Chassis) {
                    users.entry((class, chassis)).or_default().extend(nodes(Kind::Team));
                }
            }
            users
        })
    }

    fn node(&self, mention: usize) -> usize {
        self.groups.node_of[self.sheet.form_of[mention]]
    }

    fn mention(&self, index: usize) -> &'a Mention {
        self.sheet.mentions[index]
    }

    /// The most mentioned form of a group.
    pub fn name(&self, node: usize) -> &str {
        let forms = self.groups.members.get(&node).map_or(&[][..], Vec::as_slice);
        let mentions = |form: usize| self.sheet.forms[form].mentions.len();
        let most = forms.iter().copied().max_by_key(|&form| (mentions(form), std::cmp::Reverse(form)));
        &self.sheet.forms[most.unwrap_or(node)].text
    }

    fn places(&self, mentions: &[usize]) -> Vec<Place> {
        mentions.iter().map(|&index| self.mention(index).at.clone()).collect()
    }

    /// Gathers the facts of a group of forms.
    pub fn facts(&self, forms: &[usize]) -> Facts<'a> {
        let mut facts = Facts::default();
        for &form in forms {
            facts.kind = Some(self.sheet.forms[form].kind);
            for &index in &self.sheet.forms[form].mentions {
                self.gather(&mut facts, index);
            }
        }
        facts
    }

    fn gather(&self, facts: &mut Facts<'a>, index: usize) {
        let mention = self.mention(index);
        facts.first = facts.first.into_iter().chain([index]).min();
        let context = &mention.context;
        let class = context.class.as_deref();
        if let Some(number) = context.number.as_deref() {
            facts.cars.entry(number).or_default().entry((class, &context.rounds)).or_insert(index);
        }
        if let Some(table) = context.table {
            facts.tables.entry((&mention.at.document, table)).or_default().push(index);
        }
        for &round in &context.rounds {
            facts.rounds.entry(round).or_insert(index);
        }
        for &other in self.sheet.entry_of(index).iter().take(MAX_COMPARED).filter(|&&other| other != index) {
            let neighbour = self.mention(other);
            match (mention.kind, neighbour.kind) {
                (Kind::Driver, Kind::Driver) if share_a_car(mention, neighbour) => {
                    facts.drivers.entry(self.node(other)).or_insert(index);
                }
                (Kind::Team, Kind::Driver) => {
                    facts.drivers.entry(self.node(other)).or_insert(index);
                }
                (Kind::Driver | Kind::Chassis | Kind::Engine, Kind::Team) => {
                    let statements = facts.teams.entry((self.node(other), class)).or_default();
                    if statements.len() < MAX_COMPARED {
                        statements.push(index);
                    }
                }
                (Kind::Team, Kind::Chassis) => {
                    if let Some(class) = class {
                        facts.chassis.entry((class, self.node(other))).or_insert(index);
                    }
                }
                _ => {}
            }
        }
    }

    /// Everything that links two groups of one kind, the strongest first.
    pub fn links(&self, a: &Facts<'a>, b: &Facts<'a>) -> Vec<Link> {
        let mut links = Vec::new();
        match a.kind {
            Some(Kind::Driver) => {
                links.extend(self.one_car(a, b));
                links.extend(self.shared_driver(a, b, "both drive with"));
                links.extend(self.shared_team(a, b, "both drive for"));
            }
            Some(Kind::Team) => {
                links.extend(self.one_car(a, b));
                links.extend(self.shared_driver(a, b, "both enter"));
                links.extend(self.only_users(a, b));
            }
            Some(Kind::Chassis | Kind::Engine) => {
                links.extend(self.one_car(a, b));
                links.extend(self.shared_team(a, b, "both are given for cars of"));
            }
            Some(Kind::Circuit | Kind::Event) => links.extend(self.one_round(a, b)),
            _ => {}
        }
        links
    }

    /// The car that bears both, in the same race if there is one.
    pub fn one_car(&self, a: &Facts<'a>, b: &Facts<'a>) -> Option<Link> {
        let mut found: Option<(bool, &str, usize, usize)> = None;
        // Drivers stay in their cars; models and teams of a number change.
        let one_class = a.kind == Some(Kind::Driver) && !self.sheet.has_classes;
        for (&number, of_a) in &a.cars {
            let Some(of_b) = b.cars.get(number) else { continue };
            for (&(class_a, rounds_a), &at_a) in of_a {
                for (&(class_b, rounds_b), &at_b) in of_b {
                    let same_race = rounds_a.iter().any(|round| rounds_b.contains(round));
                    let same_class = class_a == class_b && (class_a.is_some() || one_class);
                    let unknown_class = (class_a.is_none() || class_b.is_none()) && same_race;
                    if (same_class || unknown_class) && found.is_none_or(|(race, ..)| same_race && !race) {
                        found = Some((same_race, number, at_a, at_b));
                    }
                }
            }
        }
        let (same_race, number, at_a, at_b) = found?;
        let class = [at_a, at_b].into_iter().find_map(|at| self.mention(at).context.class.as_deref());
        let car = class.map_or(format!("car {number}"), |class| format!("{class} car {number}"));
        let (in_a, in_b) = (rounds_of(a, number), rounds_of(b, number));
        Some(Link {
            what: if in_a == in_b || in_a.is_empty() || in_b.is_empty() {
                format!("both are {car}")
            } else {
                format!("{car}: one{in_a}, the other{in_b}")
            },
            places: self.places(&[at_a, at_b]),
            same_race,
        })
    }

    fn shared_driver(&self, a: &Facts<'a>, b: &Facts<'a>, verb: &str) -> Option<Link> {
        let shared: Vec<usize> =
            a.drivers.keys().filter(|node| b.drivers.contains_key(node)).copied().collect();
        let first = shared.first()?;
        let names: Vec<&str> = shared.iter().map(|&node| self.name(node)).take(3).collect();
        Some(Link {
            what: format!("{verb} {}", and(&names)),
            places: self.places(&[a.drivers[first], b.drivers[first]]),
            same_race: false,
        })
    }

    fn shared_team(&self, a: &Facts<'a>, b: &Facts<'a>, verb: &str) -> Option<Link> {
        let key = a.teams.keys().find(|key| b.teams.contains_key(key))?;
        let class = key.1.map_or(String::new(), |class| format!(" in {class}"));
        Some(Link {
            what: format!("{verb} {}{class}", self.name(key.0)),
            places: self.places(&[a.teams[key][0], b.teams[key][0]]),
            same_race: false,
        })
    }

    /// A chassis that nobody else in the class has.
    fn only_users(&self, a: &Facts<'a>, b: &Facts<'a>) -> Option<Link> {
        let key = a.chassis.keys().find(|key| {
            b.chassis.contains_key(key) && self.users().get(key).is_some_and(|teams| teams.len() == 2)
        })?;
        Some(Link {
            what: format!("the only teams of {} with the {}", key.0, self.name(key.1)),
            places: self.places(&[a.chassis[key], b.chassis[key]]),
            same_race: false,
        })
    }

    fn one_round(&self, a: &Facts<'a>, b: &Facts<'a>) -> Option<Link> {
        let round = a.rounds.keys().find(|round| b.rounds.contains_key(round))?;
        Some(Link {
            what: format!("both are given for round {round}"),
            places: self.places(&[a.rounds[round], b.rounds[round]]),
            same_race: true,
        })
    }

    /// Whether the rounds of one are all rounds of the other.
    pub fn rounds_nest(&self, a: &Facts<'a>, b: &Facts<'a>) -> bool {
        let within = |a: &Facts<'a>, b: &Facts<'a>| a.rounds.keys().all(|round| b.rounds.contains_key(round));
        within(a, b) || within(b, a)
    }

    /// What the documents show against one thing.
    pub fn barrier(&self, a: &Facts<'a>, b: &Facts<'a>) -> Option<Barrier> {
        let tables = a.tables.iter().filter_map(|(key, of_a)| b.tables.get(key).map(|of_b| (of_a, of_b)));
        for (of_a, of_b) in tables {
            for &at_a in of_a.iter().take(MAX_COMPARED) {
                for &at_b in of_b.iter().take(MAX_COMPARED) {
                    if let Some(what) = self.two_in_table(at_a, at_b) {
                        return Some(Barrier { what, places: self.places(&[at_a, at_b]) });
                    }
                }
            }
        }
        if a.kind == Some(Kind::Driver) && self.one_car(a, b).is_none() { self.two_cars(a, b) } else { None }
    }

    /// Two cars of one round, whatever documents they stand in.
    fn two_cars(&self, a: &Facts<'a>, b: &Facts<'a>) -> Option<Barrier> {
        let of = |facts: &Facts<'a>| -> Vec<(&'a str, &'a [u32], usize)> {
            let cars = facts.cars.iter();
            cars.flat_map(|(&number, own)| own.iter().map(move |(&(_, rounds), &at)| (number, rounds, at)))
                .take(MAX_COMPARED)
                .collect()
        };
        let of_b = of(b);
        of(a).into_iter().find_map(|(number, rounds, at_a)| {
            of_b.iter().find_map(|&(other, of_other, at_b)| {
                let round = rounds.iter().find(|round| of_other.contains(round))?;
                (number != other).then(|| Barrier {
                    what: format!("in two cars{}", rounds_in_words(&[*round])),
                    places: self.places(&[at_a, at_b]),
                })
            })
        })
    }

    /// Why two names in one table are two things.
    fn two_in_table(&self, at_a: usize, at_b: usize) -> Option<String> {
        let (a, b) = (self.mention(at_a), self.mention(at_b));
        let (here, there) = (&a.context, &b.context);
        let same_row = here.row == there.row && here.class == there.class;
        match a.kind {
            Kind::Driver if same_row && share_a_car(a, b) => {
                let car =
                    here.number.as_deref().map_or("one car".to_owned(), |number| format!("car {number}"));
                Some(format!("both in the crew of {car}{}", rounds_in_words(&common_rounds(here, there))))
            }
            // A table of points, which has neither cars nor rounds.
            Kind::Driver if [here, there].iter().all(|own| own.number.is_none() && own.rounds.is_empty()) => {
                (!same_row && here.class == there.class).then(|| "one table ranks both".to_owned())
            }
            Kind::Driver => {
                let rounds = common_rounds(here, there);
                let cars = here.number.is_none() || here.number != there.number;
                (cars && !rounds.is_empty()).then(|| format!("in two cars{}", rounds_in_words(&rounds)))
            }
            Kind::Chassis | Kind::Engine if same_row => Some("one row names both".to_owned()),
            Kind::Chassis | Kind::Engine => Some("one table names both, for different cars".to_owned()),
            Kind::Team if same_row => Some("one row names both".to_owned()),
            Kind::Team => Some("one table lists both as separate entries".to_owned()),
            Kind::Circuit | Kind::Event if same_row => None,
            _ => Some("one table lists both, in different rows".to_owned()),
        }
    }

    /// Teams whose car bears `a` in one table and `b` in another, for the same rounds.
    pub fn teams_with_both(&self, a: &Facts<'a>, b: &Facts<'a>) -> Vec<(usize, [usize; 2])> {
        let mut teams: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
        for (key, of_a) in &a.teams {
            let Some(of_b) = b.teams.get(key) else { continue };
            let pair =
                of_a.iter().flat_map(|&at_a| of_b.iter().map(move |&at_b| [at_a, at_b])).find(|pair| {
                    let [a, b] = pair.map(|at| self.mention(at));
                    table_of(a) != table_of(b) && may_be_one_car(a, b)
                });
            if let Some(pair) = pair {
                teams.entry(key.0).or_insert(pair);
            }
        }
        teams.into_iter().collect()
    }

    /// Teams about whose cars two tables contradict each other: one has `a` and not `b`, the other `b` and not `a`,
    /// for the same rounds. With the class and a mention of each.
    pub fn contradictions(&self, a: &Facts<'a>, b: &Facts<'a>) -> Vec<(String, Option<&'a str>, [usize; 2])> {
        let mut found = Vec::new();
        for (&(team, class), of_a) in &a.teams {
            let Some(of_b) = b.teams.get(&(team, class)) else { continue };
            let only = |own: &[usize], other: &[usize]| -> Vec<usize> {
                let tables: BTreeSet<_> = other.iter().map(|&at| table_of(self.mention(at))).collect();
                own.iter().copied().filter(|&at| !tables.contains(&table_of(self.mention(at)))).collect()
            };
            let (only_a, only_b) = (only(of_a, of_b), only(of_b, of_a));
            let mut pairs = only_a.iter().flat_map(|&at_a| only_b.iter().map(move |&at_b| [at_a, at_b]));
            if let Some(pair) = pairs.find(|[a, b]| may_be_one_car(self.mention(*a), self.mention(*b))) {
                found.push((self.name(team).to_owned(), class, pair));
            }
        }
        found
    }

    /// Where each of the two is named first.
    pub fn first_places(&self, facts: [&Facts<'a>; 2]) -> Vec<Place> {
        let first: Vec<usize> = facts.iter().filter_map(|own| own.first).collect();
        self.places(&first)
    }

    pub fn places_of(&self, mentions: &[usize]) -> Vec<Place> {
        self.places(mentions)
    }
}

fn table_of(mention: &Mention) -> (&str, Option<u32>) {
    (&mention.at.document, mention.context.table)
}

/// Two mentions of one entry in one car: the same number or none, and rounds in common or not stated.
fn share_a_car(a: &Mention, b: &Mention) -> bool {
    let (here, there) = (&a.context, &b.context);
    let rounds_known = !here.rounds.is_empty() && !there.rounds.is_empty();
    here.number == there.number && (!rounds_known || !common_rounds(here, there).is_empty())
}

/// Statements that may be about one car of one race: no number or class speaks against it, and rounds not stated in
/// a table are the whole season.
fn may_be_one_car(a: &Mention, b: &Mention) -> bool {
    let (here, there) = (&a.context, &b.context);
    let numbers = here.number.is_none() || there.number.is_none() || here.number == there.number;
    let season = |context: &super::Context| context.rounds.is_empty() && context.table.is_some();
    numbers && (season(here) || season(there) || !common_rounds(here, there).is_empty())
}

fn common_rounds(a: &super::Context, b: &super::Context) -> Vec<u32> {
    let mut rounds: Vec<u32> = a.rounds.iter().filter(|round| b.rounds.contains(round)).copied().collect();
    rounds.sort_unstable();
    rounds.dedup();
    rounds
}

fn rounds_of(facts: &Facts<'_>, number: &str) -> String {
    let rounds: BTreeSet<u32> = facts
        .cars
        .get(number)
        .into_iter()
        .flatten()
        .flat_map(|((_, rounds), _)| rounds.iter().copied())
        .collect();
    rounds_in_words(&rounds.into_iter().collect::<Vec<_>>())
}

/// ` in round 2`, ` in rounds 2, 3 and 9`, or nothing.
fn rounds_in_words(rounds: &[u32]) -> String {
    let numbers: Vec<String> = rounds.iter().map(u32::to_string).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    match numbers.len() {
        0 => String::new(),
        1 => format!(" in round {}", numbers[0]),
        _ => format!(" in rounds {}", and(&numbers)),
    }
}

/// `a, b and c`.
fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
