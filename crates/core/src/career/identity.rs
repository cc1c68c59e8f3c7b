//! Who is who across seasons: names of the same letters are one unless something speaks against it; doubts are kept apart and
//! told, and a ruling by hand overrules both.

use super::SeasonRecord;
use crate::country;
use crate::find::Names;
use crate::season::{Date, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// Years between two seasons of a driver beyond which a name alone does not make two one person.
const MOST_YEARS: u32 = 15;

/// A competitor of a season: index of the season, and among its members.
pub type Of = (usize, u32);

/// A decision by hand about competitors of several seasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    pub kind: Option<Kind>,
    /// Season and id of each, `alms/2003` and `jj-lehto`: all of these are one.
    pub same: Vec<(String, String)>,
    /// No two of these are one.
    pub apart: Vec<(String, String)>,
    pub why: String,
}

/// Two that bear one name and were kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// A competitor of each.
    pub a: Of,
    pub b: Of,
    pub why: String,
}

/// All who are one, and the doubts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Members in order of the seasons, each group with why it is one.
    pub groups: Vec<(Vec<Of>, String)>,
    pub doubts: Vec<Doubt>,
    /// Of rulings, what names nothing: index of the ruling, season and id.
    pub unknown: Vec<(usize, String, String)>,
    /// Rulings that contradict others, by index.
    pub contradicted: Vec<usize>,
}

/// What is known of one of those who bear a name.
struct Bearer {
    of: Of,
    kind: Kind,
    series: String,
    year: i32,
    nation: Option<&'static str>,
    born: Option<Date>,
    days: BTreeMap<Date, String>,
    /// A name of one word, or with a bare initial.
    weak: bool,
}

#[derive(Default)]
struct Group {
    members: Vec<Bearer>,
    ruled: Option<String>,
}

/// Decides over seasons in order of time.
pub fn decide(seasons: &[&SeasonRecord], rulings: &[Ruling]) -> Decided {
    let mut decided = Decided::default();
    let rules = Ruled::read(seasons, rulings, &mut decided);
    let mut names: BTreeMap<(Kind, String), Vec<Of>> = BTreeMap::new();
    for (index, season) in seasons.iter().enumerate() {
        for (member, own) in (0u32..).zip(&season.members) {
            names.entry((own.kind, Names::letters(&own.name))).or_default().push((index, member));
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    for ((_, letters), bearers) in names {
        let mut of_name: Vec<Group> = Vec::new();
        for of in bearers {
            let bearer = Bearer::of(seasons, of, letters.is_empty());
            let mut against = None;
            let fits = of_name.iter().position(|group| match group.against(&bearer, &rules) {
                None => true,
                Some(why) => {
                    against.get_or_insert((group.members[0].of, why));
                    false
                }
            });
            match fits {
                Some(group) => of_name[group].members.push(bearer),
                None => {
                    if let Some((other, why)) = against {
                        decided.doubts.push(Doubt { a: other, b: of, why });
                    }
                    of_name.push(Group { members: vec![bearer], ruled: None });
                }
            }
        }
        groups.append(&mut of_name);
    }
    rules.unite(&mut groups, &mut decided);
    for mut group in groups {
        group.members.sort_by_key(|own| own.of);
        let why = group.why();
        decided.groups.push((group.members.into_iter().map(|own| own.of).collect(), why));
    }
    decided.groups.sort();
    // What a ruling settled is no doubt.
    let at: BTreeMap<Of, usize> =
        (0..).zip(&decided.groups).flat_map(|(n, own)| own.0.iter().map(move |&of| (of, n))).collect();
    let ruled_apart = |doubt: &Doubt| rules.apart(doubt.a, doubt.b).is_some();
    decided.doubts.retain(|own| at.get(&own.a) != at.get(&own.b) && !ruled_apart(own));
    decided
}

impl Bearer {
    fn of(seasons: &[&SeasonRecord], of: Of, no_letters: bool) -> Bearer {
        let season = seasons[of.0];
        let own = &season.members[of.1 as usize];
        let nation = own.nation.as_deref().and_then(country::of_code).map(|(country, _)| country.iso);
        let days = season.days(own).into_iter().map(|(day, circuit)| (day, circuit.to_owned()));
        let words: Vec<&str> = own.name.split_whitespace().collect();
        let initial = words.first().is_some_and(|own| own.trim_end_matches('.').chars().count() == 1);
        Bearer {
            of,
            kind: own.kind,
            series: season.series.clone(),
            year: season.year,
            nation,
            born: own.born,
            days: if own.kind == Kind::Driver { days.collect() } else { BTreeMap::new() },
            weak: no_letters || (own.kind == Kind::Driver && (words.len() < 2 || initial)),
        }
    }
}

impl Group {
    /// What speaks against one more being the same.
    fn against(&self, other: &Bearer, rules: &Ruled) -> Option<String> {
        if let Some(why) = self.members.iter().find_map(|own| rules.apart(own.of, other.of)) {
            return Some(why);
        }
        if self.members.iter().any(|own| own.of.0 == other.of.0) {
            return Some("one season has both".to_owned());
        }
        if other.kind != Kind::Driver {
            return self.other_nation(other);
        }
        let born: BTreeSet<Date> = self.members.iter().filter_map(|own| own.born).collect();
        match (born.first(), other.born) {
            (Some(own), Some(born)) if *own == born => return None,
            (Some(own), Some(born)) => return Some(format!("one was born on {own}, the other on {born}")),
            _ => {}
        }
        let met = self.members.iter().find_map(|own| {
            own.days.iter().find_map(|(day, circuit)| {
                let elsewhere = other.days.get(day)?;
                (Names::letters(elsewhere) != Names::letters(circuit))
                    .then(|| format!("on {day} one raced at {circuit}, the other at {elsewhere}"))
            })
        });
        let years = self.members.iter().map(|own| own.year.abs_diff(other.year)).min().unwrap_or(0);
        let series = self.members.iter().any(|own| own.series == other.series);
        met.or_else(|| self.other_nation(other)).or_else(|| {
            if years > MOST_YEARS {
                Some(format!("{years} years lie between them, and no day of birth is known of both"))
            } else if !series && (other.weak || self.members.iter().all(|own| own.weak)) {
                Some("a name of one word, or with an initial, in another series".to_owned())
            } else {
                None
            }
        })
    }

    fn other_nation(&self, other: &Bearer) -> Option<String> {
        let nation = self.members.iter().rev().find_map(|own| own.nation);
        match (nation, other.nation) {
            (Some(own), Some(nation)) if own != nation => {
                Some(format!("one is of {own}, the other of {nation}"))
            }
            _ => None,
        }
    }

    /// What the seasons have in common.
    fn why(&self) -> String {
        if let Some(why) = &self.ruled {
            return why.clone();
        }
        let mut facts = vec!["the same name".to_owned()];
        if self.members.iter().filter(|own| own.born.is_some()).count() > 1 {
            facts.push("the same day of birth".to_owned());
        } else if self.members.iter().filter(|own| own.nation.is_some()).count() > 1 {
            facts.push("one country".to_owned());
        }
        let series: BTreeSet<&str> = self.members.iter().map(|own| own.series.as_str()).collect();
        if series.len() == 1 {
            facts.push("one series".to_owned());
        }
        facts.join(", ")
    }
}

/// Rulings by whom they are about.
struct Ruled {
    same: Vec<(usize, Vec<Of>, String)>,
    apart: BTreeMap<(Of, Of), String>,
}

impl Ruled {
    fn read(seasons: &[&SeasonRecord], rulings: &[Ruling], decided: &mut Decided) -> Ruled {
        let mut ruled = Ruled { same: Vec::new(), apart: BTreeMap::new() };
        for (index, ruling) in rulings.iter().enumerate() {
            let mut found = |list: &[(String, String)]| -> Vec<Of> {
                let mut members = Vec::new();
                for (season, id) in list {
                    let at = seasons.iter().position(|own| own.id == *season).and_then(|at| {
                        let of = |own: &super::Member| {
                            own.id == *id && ruling.kind.is_none_or(|kind| own.kind == kind)
                        };
                        Some((at, seasons[at].members.iter().position(of)? as u32))
                    });
                    match at {
                        Some(of) => members.push(of),
                        None => decided.unknown.push((index, season.clone(), id.clone())),
                    }
                }
                members
            };
            let (same, apart) = (found(&ruling.same), found(&ruling.apart));
            let why = match ruling.why.is_empty() {
                true => "decided by hand".to_owned(),
                false => format!("decided by hand: {}", ruling.why),
            };
            for (at, &a) in apart.iter().enumerate() {
                for &b in &apart[at + 1..] {
                    ruled.apart.insert((a.min(b), a.max(b)), why.clone());
                }
            }
            if same.len() > 1 {
                ruled.same.push((index, same, why));
            }
        }
        ruled
    }

    fn apart(&self, a: Of, b: Of) -> Option<String> {
        self.apart.get(&(a.min(b), a.max(b))).cloned()
    }

    /// Groups of which a ruling names members become one, unless another holds members apart.
    fn unite(&self, groups: &mut Vec<Group>, decided: &mut Decided) {
        for (ruling, members, why) in &self.same {
            let named = |group: &Group| group.members.iter().any(|own| members.contains(&own.of));
            let all: Vec<Of> = groups
                .iter()
                .filter(|own| named(own))
                .flat_map(|own| own.members.iter().map(|own| own.of))
                .collect();
            let contradicts = all
                .iter()
                .enumerate()
                .any(|(at, &a)| all[at + 1..].iter().any(|&b| self.apart(a, b).is_some()));
            if contradicts {
                decided.contradicted.push(*ruling);
                continue;
            }
            let (of_ruling, others): (Vec<Group>, Vec<Group>) =
                std::mem::take(groups).into_iter().partition(named);
            *groups = others;
            let members = of_ruling.into_iter().flat_map(|own| own.members).collect();
            groups.push(Group { members, ruled: Some(why.clone()) });
        }
    }
}
