//! What the rows above a table, and the name of its sheet, say: event, circuit, day, round, session, class.

use super::super::said::{Event, Kind as Session};
use super::cut::Line;
use super::kind::{Kind, of_whom};
use super::{day, words};
use crate::folder::{columns_of_word, parse_length, plain_word, round_head};

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
    /// The event has the name of its sheet.
    pub named_by_sheet: bool,
    /// The title by its id, where the name of the sheet is one, or one and a class: `teams-GTS`.
    pub title: Option<&'static str>,
}

/// What parts one title from the next in a cell.
const BETWEEN: [&str; 7] = [" – ", " — ", " - ", " | ", " • ", " · ", "\n"];

/// Labels that stand in front of what they name: columns that may be meant by them.
const LABELS: [&str; 8] = ["date", "circuit", "event", "session", "round", "class", "year", "length"];

/// What programs call sheets that nobody named.
const SHEETS: [&str; 14] = [
    "",
    "sheet",
    "tabelle",
    "tabellenblatt",
    "blatt",
    "feuil",
    "feuille",
    "foglio",
    "hoja",
    "planilha",
    "folha",
    "table",
    "tab",
    "data",
];

/// Keys of the series' name.
const SERIES_KEYS: [&str; 6] = ["series", "championship", "league", "cup", "serie", "series name"];

const PROVISIONAL: [&str; 7] =
    ["provisional", "unofficial", "vorlaufig", "vorlaufiges", "provisoire", "provvisoria", "provisorio"];

impl Titles {
    /// What keys and texts beside a table say. A key that is no label says nothing.
    pub fn of_keys(lines: &[Line], name: &str, classes: &[String]) -> Titles {
        let mut titles = Titles::default();
        let last = lines.len();
        for (at, line) in lines.iter().enumerate() {
            let [key, value] = line.cells.as_slice() else { continue };
            let plain = plain_word(key);
            let names = matches!(plain.as_str(), "name" | "title");
            let again = || lines[at + 1..last].iter().any(|own| own.cells.first() == Some(key));
            if names && (words::is_series(&plain_word(value)) || again()) {
                titles.series.clone_from(value);
            } else if SERIES_KEYS.contains(&plain.as_str()) {
                titles.series = without_year(value);
            } else if !value.trim().is_empty() {
                titles.label(key, value, line.number, classes);
            }
        }
        titles.finish(name, classes);
        titles
    }

    pub fn of(lines: &[Line], sheet: &str, classes: &[String]) -> Titles {
        let mut titles = Titles::default();
        for line in lines {
            let cells: Vec<&str> =
                line.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            if cells.first().is_some_and(|cell| tells_of_print(cell)) {
                continue;
            }
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
        titles.finish(sheet, classes);
        titles
    }

    /// The name of a sheet is believed where nothing above the table says otherwise.
    fn finish(&mut self, sheet: &str, classes: &[String]) {
        let titles = self;
        // `Nürburgring 1927 Revival, 3. Juli 2011`; a season over New Year has the year before.
        if let Some(day) = titles.event.date
            && titles.year.is_some_and(|year| !(day.year() - 1..=day.year()).contains(&year))
        {
            titles.year = Some(day.year());
        }
        if let Some((title, class)) = title_and_class(sheet) {
            (titles.title, titles.kind) = (Some(title), Some(Kind::Standings));
            if titles.class.is_empty() {
                class.clone_into(&mut titles.class);
            }
        }
        let plain = plain_word(sheet);
        if titles.session.is_none() {
            titles.session = words::session_within(&plain);
        }
        titles.event.round = titles.event.round.or_else(|| words::round(&plain));
        titles.kind = titles.kind.or_else(|| words::kind(&plain));
        titles.after = titles.after.or(titles.event.round).or_else(|| words::after(&plain));
        if titles.class.is_empty() {
            let like = || Some(sheet.trim().to_owned()).filter(|sheet| is_class_like(sheet));
            titles.class = class(&plain, classes).or_else(like).unwrap_or_default();
        }
    }

    /// What the titles above the first tables of a file say holds for those that name no event of their own.
    pub fn follow(&mut self, before: &Titles) {
        let names_none = |own: &Event| {
            (own.round.is_none() && own.date.is_none()) && own.name.is_empty() && own.circuit.is_empty()
        };
        if names_none(&self.event) {
            let length = self.event.length;
            self.event = before.event.clone();
            self.event.length = length.or(before.event.length);
            self.named_by_sheet = before.named_by_sheet;
            self.provisional |= before.provisional;
            self.after = self.after.or(before.after);
            if self.session.is_none() && !self.class.is_empty() {
                self.session.clone_from(&before.session);
            }
            if self.session.is_none() && self.kind.is_none() && !self.class.is_empty() {
                self.kind = before.kind;
            }
        }
        self.year = self.year.or(before.year);
        if self.series.is_empty() {
            self.series.clone_from(&before.series);
        }
    }

    /// Takes the sheet's name for that of the event, where nothing else names one and the name says nothing else.
    pub fn name_by_sheet(&mut self, sheet: &str) {
        let plain = plain_word(sheet);
        let said = words::session_within(&plain).is_some()
            || words::kind(&plain).is_some()
            || words::round(&plain).is_some()
            || is_class_like(sheet)
            || SHEETS.contains(&plain.trim_end_matches(|own: char| own.is_ascii_digit() || own == ' '))
            || !self.class.is_empty() && plain_word(&self.class) == plain;
        let has_letters = plain.chars().filter(|own| own.is_alphabetic()).count() > 2;
        let own = &self.event;
        if !said && has_letters && own.name.is_empty() && own.circuit.is_empty() && own.round.is_none() {
            sheet.trim().clone_into(&mut self.event.name);
            self.named_by_sheet = true;
        }
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
            "event" => {
                let says_round = words::round(&plain_word(value)).is_some();
                if says_round {
                    self.cell(value, line, classes);
                }
                let is_more = || plain_word(value).split(' ').count() > 2;
                if !says_round || self.event.name.is_empty() && is_more() {
                    value.clone_into(&mut self.event.name);
                }
            }
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
            let part =
                part.split_once(": round").filter(|own| own.1.ends_with(" only")).map_or(part, |own| own.0);
            let part = part.trim_matches(|own: char| own.is_whitespace() || ",;:–—-()".contains(own));
            if part.is_empty() || day::is_weekday(part) {
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
        if let Some(class) = class_of_caption(part).filter(|_| self.class.is_empty()) {
            class.clone_into(&mut self.class);
            self.title = self.title.or_else(|| makers(&plain));
            self.kind = self.kind.or(Some(Kind::Standings));
            self.after = self.after.or_else(|| words::after(&plain));
            return;
        }
        self.title = self.title.or_else(|| makers(&plain));
        let whole_session = words::session(&plain);
        let mut said = false;
        if let Some(round) = words::round(&plain) {
            (self.event.round, said) = (self.event.round.or(Some(round)), true);
        }
        self.after = self.after.or_else(|| words::after(&plain));
        if let Some(class) = class(&plain, classes) {
            (self.class, said) = (class, true);
        } else if self.class.is_empty() && whole_session.is_none() && is_class_like(part) {
            (self.class, said) = (part.trim().to_owned(), true);
        }
        if plain.split(' ').any(|word| PROVISIONAL.contains(&word)) {
            (self.provisional, said) = (true, true);
        }
        if let Some(kind) = words::kind(&plain) {
            (self.kind, said) = (self.kind.or(Some(kind)), true);
        }
        // `Rennen der 1000 Kurven` is an event, `Rennen 1` and `Results race 1` sessions.
        let within = || {
            let short = said || plain.split(' ').count() < 4;
            words::session_within(&plain).filter(|(_, id)| short || id.contains('-'))
        };
        let session = whole_session.or_else(within);
        if let Some(session) = session {
            said = said || words::session(&plain).is_some() || session.1.contains('-');
            self.session.get_or_insert(session);
        }
        let mut years = years(&plain).into_iter().filter(|(_, word)| word.len() == 4);
        self.year = self.year.or_else(|| years.next().map(|(year, _)| year));
        if said {
            // `Round 1 Hill Park`: what stands behind the number is the event.
            let begun: Vec<&str> = plain.splitn(3, ' ').collect();
            if let [word, number, rest] = begun.as_slice() {
                let counted = format!("{word} {number}");
                let own = words::round(&counted).is_some()
                    || words::session(&counted).is_some_and(|(_, id)| id.contains('-'));
                let says_more = words::kind(rest).is_some()
                    || words::session_within(rest).is_some()
                    || words::round(rest).is_some()
                    || class(rest, classes).is_some()
                    || rest.split(' ').any(|own| PROVISIONAL.contains(&own) || day::year(own).is_some());
                let name = part.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
                let name = name.trim_start_matches(|own: char| ":-–—,".contains(own) || own.is_whitespace());
                if own && !says_more && self.event.name.is_empty() && is_name(name) && name.len() > 2 {
                    self.event.name = name.to_owned();
                }
            }
            return;
        }
        let name = without_year(part.trim());
        if words::is_series(&plain) && self.series.is_empty() {
            self.series = without_year(&name);
        } else if words::is_circuit(&plain)
            && self.event.circuit.is_empty()
            && !plain.ends_with(|own: char| own.is_ascii_digit())
        {
            self.event.circuit = name;
        } else if self.event.name.is_empty() && is_name(&name) && !is_label(&name) {
            self.event.name = name;
        }
    }
}

/// The class that stands behind a title: `GT` of `Teams' Championship, GT, after round 9`.
fn class_of_caption(part: &str) -> Option<&str> {
    let mut pieces = part.split(", ");
    let (title, class) = (plain_word(pieces.next()?), pieces.next()?.trim());
    let whom = title.split(' ').any(|word| of_whom(word).is_some()) || makers(&title).is_some();
    let plain = plain_word(class);
    let says_when = words::after(&plain).is_some() || words::round(&plain).is_some();
    (whom && title.ends_with("championship") && !says_when && class.split_whitespace().count() <= 3)
        .then_some(class)
}

/// The title of those who make a part of the car, by its words.
fn makers(plain: &str) -> Option<&'static str> {
    const MAKERS: [(&str, &str); 2] =
        [("chassis makers championship", "chassis-makers"), ("engine makers championship", "engine-makers")];
    MAKERS.iter().find(|(words, _)| plain.contains(words)).map(|(_, title)| *title)
}

/// `Saison` of `Saison 2026`.
fn is_label(text: &str) -> bool {
    !columns_of_word(&plain_word(text), &["year", "date"]).is_empty()
}

/// Not `14:30`, nor `Weather: dry`.
fn is_name(text: &str) -> bool {
    let label = text.split_once(':').is_some_and(|(label, _)| !label.trim().contains(' '));
    !label && text.chars().any(char::is_alphabetic)
}

/// `GT3`, `LMP2`, `N2000`: letters and a number in one short word that is no session or round.
/// The title and the class of a sheet that is called by both, as this program calls them.
fn title_and_class(sheet: &str) -> Option<(&'static str, &str)> {
    const TITLES: [&str; 11] = [
        "chassis-makers",
        "engine-makers",
        "drivers",
        "teams",
        "manufacturers",
        "constructors",
        "chassis",
        "engines",
        "entries",
        "nations",
        "riders",
    ];
    let sheet = sheet.trim();
    TITLES.iter().find_map(|title| match sheet.strip_prefix(title)? {
        "" => Some((*title, "")),
        rest => rest.strip_prefix('-').map(|class| (*title, class)),
    })
}

fn is_class_like(text: &str) -> bool {
    let text = text.trim();
    let plain = plain_word(text);
    let letters = text.len() - text.trim_start_matches(|own: char| own.is_ascii_uppercase()).len();
    let rest = &text[letters..];
    (2..=4).contains(&letters)
        && (1..=4).contains(&rest.len())
        && rest.bytes().all(|own| own.is_ascii_digit())
        && words::session(&plain).is_none()
        && words::round(&format!("{} {rest}", plain.trim_end_matches(|own: char| own.is_ascii_digit())))
            .is_none()
        && round_head(&plain).is_none()
        && day::year(rest).is_none_or(|_| rest == "2000")
}

fn without_year(name: &str) -> String {
    let years = years(name);
    let is_year = |word: &&str| years.iter().any(|(_, own)| own == word);
    name.split_whitespace().filter(|word| !is_year(word)).collect::<Vec<_>>().join(" ")
}

/// The years of a text and the words that say them. A figure with a unit is none, nor the 2000 of a trophy or class.
fn years(text: &str) -> Vec<(i32, &str)> {
    const UNITS: &str =
        "m km mi cc ccm cm3 cm³ kg hp ps cv metres meters meter metri metros metre miles meilen yards ft";
    const NAMED: &str = "trophee trophy trofeo trofeu cup coupe coppa copa taca pokal formula formule formel klasse classe \
        class clase gruppe group groupe gruppo";
    let words: Vec<&str> = text.split_whitespace().collect();
    let is = |list: &str, at: Option<usize>| {
        let word = at.and_then(|at| words.get(at)).map(|word| plain_word(word));
        word.is_some_and(|word| list.split_ascii_whitespace().any(|own| own == word))
    };
    let is_figure =
        |at: usize| is(UNITS, Some(at + 1)) || words[at] == "2000" && is(NAMED, at.checked_sub(1));
    let all = words.iter().enumerate().filter(|(at, _)| !is_figure(*at));
    all.filter_map(|(_, word)| Some((day::year(word)?, *word))).collect()
}

/// `Printed 13/05/2024 10:00`.
fn tells_of_print(cell: &str) -> bool {
    const PRINTED: &str = "printed gedruckt ausdruck druckdatum erstellt imprime edite stampato impreso impresso generated exported";
    let plain = plain_word(cell);
    let first = plain.split(' ').next().unwrap_or_default();
    PRINTED.split_ascii_whitespace().any(|own| own == first)
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
