//! A car of a session as a person names it, and as a link does: `#71`; with its class where two cars of the session bear the
//! number, `#71/GT`; with one who drove it where that does not tell either, or where it bears none, `#26@Ann Archer`.

use crate::season::{Kind, ResultRow, Season};
use crate::table::Ix;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCar {
    /// Empty where it bears none.
    pub number: String,
    pub class: Option<String>,
    /// One of its crew; its team where nobody is known who drove it.
    pub who: Option<String>,
}

impl NamedCar {
    /// Reads `#71`, `#71/GT`, `#71@Ann Archer`, `#@Ann Archer`; a slash of the number itself stands twice.
    pub fn parse(text: &str) -> Option<NamedCar> {
        let text = text.strip_prefix('#')?;
        let (text, who) = match text.split_once('@') {
            Some((text, who)) if !who.trim().is_empty() => (text, Some(who.trim().to_owned())),
            Some(_) => return None,
            None => (text, None),
        };
        let (mut number, mut class) = (String::new(), None);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('/') {
            number.push_str(before);
            match after.strip_prefix('/') {
                Some(after) => {
                    number.push('/');
                    rest = after;
                }
                None => {
                    class = Some(after.to_owned());
                    rest = "";
                }
            }
        }
        number.push_str(rest);
        (!number.is_empty() || who.is_some()).then_some(NamedCar { number, class, who })
    }

    /// The shortest name that tells the car from all others of its session; none where nothing does.
    pub fn of(season: &Season, result: Ix<ResultRow>) -> Option<NamedCar> {
        let row = &season.results[result];
        let class = row.class.map(|class| season.classes[class].id.clone());
        let who = names(season, row).find(|name| !name.is_empty() && !name.contains('"')).map(str::to_owned);
        let all = [(None, None), (class.clone(), None), (None, who.clone()), (class, who)];
        let named = all.map(|(class, who)| NamedCar { number: row.number.to_string(), class, who });
        named.into_iter().find(|own| {
            let says = !own.number.is_empty() || own.who.is_some();
            says && season.results_of(row.session).filter(|(_, other)| own.is(season, other)).count() == 1
        })
    }

    /// Whether it names the car of a row.
    pub fn is(&self, season: &Season, row: &ResultRow) -> bool {
        let of_class =
            |class: &String| row.class.is_some_and(|ix| season.classes[ix].id.eq_ignore_ascii_case(class));
        *row.number == *self.number
            && self.class.as_ref().is_none_or(of_class)
            && self.who.as_ref().is_none_or(|who| names(season, row).any(|name| name == who))
    }

    /// `car 71`, `car 71 of GT`, `the car of Ann Archer`.
    pub fn in_words(&self) -> String {
        let of: Vec<&str> = [&self.class, &self.who].into_iter().filter_map(|own| own.as_deref()).collect();
        match (self.number.is_empty(), of.as_slice()) {
            (false, []) => format!("car {}", self.number),
            (false, of) => format!("car {} of {}", self.number, of.join(", ")),
            (true, of) => format!("the car of {}", of.join(", ")),
        }
    }
}

/// Those who drove, as printed and as they are called; the team where nobody is known.
fn names<'s>(season: &'s Season, row: &'s ResultRow) -> impl Iterator<Item = &'s str> {
    let name = |ix| season.competitors[ix].name.as_str();
    let crew = row.crew.iter().flat_map(move |seat| [seat.printed.as_str(), name(seat.driver)]);
    let team = [Some(row.printed_team.as_str()), row.stands_for(Kind::Team).map(name)];
    crew.chain(team.into_iter().flatten().filter(|_| row.crew.is_empty()))
}

impl fmt::Display for NamedCar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.number.replace('/', "//"))?;
        self.class.iter().try_for_each(|class| write!(f, "/{class}"))?;
        self.who.iter().try_for_each(|who| write!(f, "@{who}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let car = |number: &str, class: Option<&str>, who: Option<&str>| NamedCar {
            number: number.to_owned(),
            class: class.map(str::to_owned),
            who: who.map(str::to_owned),
        };
        for (text, own) in [
            ("#71", car("71", None, None)),
            ("#71/GT", car("71", Some("GT"), None)),
            ("#152//B", car("152/B", None, None)),
            ("#152//B/GT/Pro", car("152/B", Some("GT/Pro"), None)),
            ("#26@Ann Archer", car("26", None, Some("Ann Archer"))),
            ("#26/GT@Ann Archer", car("26", Some("GT"), Some("Ann Archer"))),
            ("#@Ann Archer", car("", None, Some("Ann Archer"))),
            ("#/WRC@Ann Archer", car("", Some("WRC"), Some("Ann Archer"))),
        ] {
            assert_eq!(NamedCar::parse(text).as_ref(), Some(&own), "{text}");
            assert_eq!(own.to_string(), text);
        }
        for text in ["71", "#", "#/GT", "#@", "#71@ "] {
            assert_eq!(NamedCar::parse(text), None, "{text}");
        }
    }
}
