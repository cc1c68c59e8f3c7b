//! What the rows above a table, and the name of its sheet, say: event, circuit, day, round, session, class.

use super::super::said::{Event, Kind as Session};
use super::cut::Line;
use super::kind::Kind;
use super::{day, words};
use crate::folder::{columns_of_word, parse_length, plain_word};

/// What titles say. Empty texts say nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    pub event: Event,
    pub session: Option<(Session, String)>,
    pub class: String,
    pub series: String,
    pub year: Option<i32>,
    pub kind: Option<Kind>,
    pub provisional: bool,
    /// The round after which standings were published.
    pub after: Option<u32>,
    /// The first title, whatever it says.
    pub text: String,
    /// Days that may be two: `03/05/2025`.
    pub doubtful_days: Vec<(u32, String)>,
}

/// What parts one title from the next in a cell.
const BETWEEN: [&str; 7] = [" – ", " — ", " - ", " | ", " • ", " · ", "\n"];

/// Labels that stand in front of what they name: columns that may be meant by them.
const LABELS: [&str; 8] = ["date", "circuit", "event", "session", "round", "class", "year", "length"];

const PROVISIONAL: [&str; 7] =
    ["provisional", "unofficial", "vorlaufig", "vorlaufiges", "provisoire", "provvisoria", "provisorio"];

impl Titles {
    pub fn of(lines: &[Line], sheet: &str, classes: &[String]) -> Titles {
        let mut titles = Titles::default();
        for line in lines {
            let cells: Vec<&str> =
                line.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            if titles.text.is_empty() {
                titles.text = cells.join(" ");
            }
            let mut at = 0;
            while at < cells.len() {
                let label = cells[at].trim_end().trim_end_matches(':');
                if let Some(value) = cells.get(at + 1)
                    && titles.label(label, value, line.number, classes)
                {
                    at += 2;
                    continue;
                }
                titles.cell(cells[at], line.number, classes);
                at += 1;
            }
        }
        // The name of a sheet is believed where nothing above the table says otherwise.
        let plain = plain_word(sheet);
        if titles.session.is_none() {
            titles.session = words::session_within(&plain);
        }
        titles.event.round = titles.event.round.or_else(|| words::round(&plain));
        titles.kind = titles.kind.or_else(|| words::kind(&plain));
        titles.after = titles.after.or(titles.event.round).or_else(|| words::after(&plain));
        if titles.class.is_empty() {
            titles.class = class(&plain, classes).unwrap_or_default();
        }
        titles
    }

    /// `Circuit: Hill Park`; whether the text is a label.
    fn label(&mut self, label: &str, value: &str, line: u32, classes: &[String]) -> bool {
        let columns = columns_of_word(&plain_word(label), &LABELS);
        let Some(column) = columns.first() else { return false };
        let value = value.trim();
        match *column {
            "date" => match day::find(value, self.year, None) {
                Some(day::Found::Day(day, _)) => self.event.date = Some(day),
                _ => self.doubtful_days.push((line, value.to_owned())),
            },
            "circuit" => value.clone_into(&mut self.event.circuit),
            "event" => value.clone_into(&mut self.event.name),
            "class" => self.class = class(&plain_word(value), classes).unwrap_or_else(|| value.to_owned()),
            "year" => {
                let Some(year) = day::year(value) else { return false };
                self.year = Some(year);
            }
            "length" => self.event.length = parse_length(value),
            "round" => match value.parse() {
                Ok(round) => self.event.round = Some(round),
                Err(_) => self.cell(value, line, classes),
            },
            _ => match words::session_within(&plain_word(value)) {
                Some(session) => self.session = Some(session),
                None => self.cell(value, line, classes),
            },
        }
        true
    }

    fn cell(&mut self, cell: &str, line: u32, classes: &[String]) {
        let mut rest = cell.to_owned();
        match day::find(cell, self.year, None) {
            Some(day::Found::Day(day, span)) => {
                self.event.date = self.event.date.or(Some(day));
                rest.replace_range(span, "\n");
            }
            Some(day::Found::Either(span)) => {
                self.doubtful_days.push((line, cell[span.clone()].to_owned()));
                rest.replace_range(span, "\n");
            }
            None => {}
        }
        let mut parts = vec![rest.as_str()];
        for between in BETWEEN {
            parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
        }
        for part in parts {
            let part = part.trim_matches(|own: char| own.is_whitespace() || ",;:–—-()".contains(own));
            if part.is_empty() {
                continue;
            }
            if let Some((label, value)) = part.split_once(':')
                && !value.trim().is_empty()
                && self.label(label, value, line, classes)
            {
                continue;
            }
            self.part(part, classes);
        }
    }

    fn part(&mut self, part: &str, classes: &[String]) {
        let plain = plain_word(part);
        let whole_session = words::session(&plain);
        let mut said = false;
        if let Some(round) = words::round(&plain) {
            (self.event.round, said) = (self.event.round.or(Some(round)), true);
        }
        self.after = self.after.or_else(|| words::after(&plain));
        if let Some(class) = class(&plain, classes) {
            (self.class, said) = (class, true);
        }
        if plain.split(' ').any(|word| PROVISIONAL.contains(&word)) {
            (self.provisional, said) = (true, true);
        }
        if let Some(kind) = words::kind(&plain) {
            (self.kind, said) = (self.kind.or(Some(kind)), true);
        }
        // `Rennen der 1000 Kurven` is an event, `Rennen 1` and `Results race 1` sessions.
        let within = || words::session_within(&plain).filter(|_| said || plain.split(' ').count() < 4);
        let session = whole_session.or_else(within);
        if let Some(session) = session {
            said = said || words::session(&plain).is_some() || session.1.contains('-');
            self.session.get_or_insert(session);
        }
        if let Some(year) = plain.split(' ').find_map(|word| day::year(word).filter(|_| word.len() == 4)) {
            self.year = self.year.or(Some(year));
        }
        if said {
            return;
        }
        let name = part.trim().to_owned();
        if words::is_series(&plain) && self.series.is_empty() {
            self.series = without_year(&name);
        } else if words::is_circuit(&plain)
            && self.event.circuit.is_empty()
            && !plain.ends_with(|own: char| own.is_ascii_digit())
        {
            self.event.circuit = name;
        } else if self.event.name.is_empty() && day::year(&name).is_none() {
            self.event.name = name;
        }
    }
}

fn without_year(name: &str) -> String {
    name.split_whitespace().filter(|word| day::year(word).is_none()).collect::<Vec<_>>().join(" ")
}

/// The class that a text names as a whole, or behind the word for a class.
fn class(plain: &str, classes: &[String]) -> Option<String> {
    let known = |text: &str| classes.iter().find(|own| plain_word(own) == text).cloned();
    known(plain).or_else(|| {
        let (word, rest) = plain.split_once(' ')?;
        let is_label = !columns_of_word(word, &["class"]).is_empty() && word.len() > 2;
        is_label.then(|| known(rest).unwrap_or_else(|| rest.to_uppercase()))
    })
}
