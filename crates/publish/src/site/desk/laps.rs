//! Laps at the desk: a timekeeper looks at the records of a car, and corrects one.

use super::stewards::{AtDesk, head};
use crate::html_fragment;
use crate::site::head::{Head, Step};
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// What may be corrected: as the file has it, and as the form says it.
pub const KINDS: [(&str, &str); 5] = [
    ("missed-passing", "A crossing was missed: the car ended a lap within this one"),
    ("extra-passing", "The end of this lap was no crossing: it and the next lap are one"),
    ("deleted", "The lap’s time is deleted: it counts as a lap, but not as a best lap"),
    ("driver", "Somebody else drove"),
    ("after-flag", "This lap and those after it came after the chequered flag"),
];

#[derive(Template)]
#[template(path = "desk/lap_files.html")]
struct Files<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    /// Address and name of each session.
    sessions: &'p [(String, String)],
}

/// The sessions of which there are laps.
pub fn sessions(settings: &Settings, at: &AtDesk<'_>, sessions: &[(String, String)]) -> Page {
    let head = head(settings, at, "Laps");
    page!(Files { head, at, sessions })
}

/// A session of which there are laps.
pub struct Session<'a> {
    pub round: u32,
    pub id: &'a str,
    /// `Round 3, Autumn Race, race`.
    pub name: String,
    pub is_declared: bool,
    /// What was corrected, a sentence each.
    pub corrected: Vec<String>,
}

impl Session<'_> {
    fn more(&self) -> String {
        format!("/rounds/{:02}/laps", self.round)
    }
}

/// A car with laps.
pub struct Car {
    pub number: String,
    pub class: String,
    pub team: String,
    pub laps: usize,
    pub best: String,
    pub drivers: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/lap_cars.html")]
struct Cars<'p> {
    head: Head,
    session: &'p Session<'p>,
    cars: &'p [Car],
    action: String,
}

/// The cars of a session.
pub fn cars(settings: &Settings, at: &AtDesk<'_>, session: &Session<'_>, cars: &[Car]) -> Page {
    let mut head = head(settings, at, &session.name);
    let href = head.site(&format!("desk/{}/laps", at.id));
    head.trail.push(Step { name: "Laps".to_owned(), href });
    let action = head.site(&format!("desk/{}{}", at.id, session.more()));
    page!(Cars { head, session, cars, action })
}

/// A lap as it was recorded.
pub struct Lap {
    pub number: u32,
    pub time: String,
    pub elapsed: String,
    pub driver: String,
    pub in_pit: bool,
    /// What was corrected of it.
    pub corrected: String,
}

/// What was filled in.
#[derive(Default)]
pub struct Given<'a> {
    pub kind: &'a str,
    pub lap: &'a str,
    pub at: &'a str,
    pub driver: &'a str,
    pub reason: &'a str,
    pub from: &'a str,
}

#[derive(Template)]
#[template(path = "desk/lap_car.html")]
struct CarPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    session: &'p Session<'p>,
    car: &'p Car,
    laps: &'p [Lap],
    given: &'p Given<'p>,
    refused: &'p [String],
    action: String,
    kinds: &'static [(&'static str, &'static str)],
}

/// What was corrected, above what it changes, as HTML.
pub fn sentence(said: &str) -> String {
    format!("<p>{}.</p>", html_fragment::escaped(said))
}

/// The laps of a car, with the form that corrects one.
pub fn car(
    settings: &Settings,
    at: &AtDesk<'_>,
    session: &Session<'_>,
    (car, laps): (&Car, &[Lap]),
    (given, refused): (&Given<'_>, &[String]),
) -> Page {
    let mut head = head(settings, at, &format!("Car {}: {}", car.number, session.name));
    let action = head.site(&format!("desk/{}{}", at.id, session.more()));
    let laps_of_all = head.site(&format!("desk/{}/laps", at.id));
    // Ids of sessions are words of letters, digits and hyphens.
    let cars = format!("{action}?session={}", session.id);
    head.trail.push(Step { name: "Laps".to_owned(), href: laps_of_all });
    head.trail.push(Step { name: session.name.clone(), href: cars });
    page!(CarPage { head, at, session, car, laps, given, refused, action, kinds: &KINDS })
}
