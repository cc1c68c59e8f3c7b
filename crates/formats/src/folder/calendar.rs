//! `season.toml`: series, year, rulebook, classes, rounds, and rules as documents state them.

use super::{Folder, Origin, parse_from, show_from};
use parcferme_core::block::{Block, Key, Reader, Shape};
use parcferme_core::numbers::Laps;
use parcferme_core::season::{Date, Length, Measured, NotADay, RoundStatus, Unit, measured};
use parcferme_core::{Diagnostic, Millis, Points, Share, rules};

/// A class of the season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRecord {
    pub id: String,
    pub name: String,
}

/// A round of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRecord {
    /// None for a cancelled round without a number.
    pub number: Option<u32>,
    pub event: String,
    pub name: String,
    /// What the round is called in few words; empty where nobody says.
    pub short_name: String,
    pub circuit: String,
    pub date: Option<Date>,
    pub status: RoundStatus,
    pub length: Option<Length>,
    /// The sessions that the round is for; empty for `race`.
    pub main: Vec<String>,
    /// The sessions of a round to come; empty where nobody says which it has.
    pub sessions: Vec<String>,
    /// Share of the scheduled length that was run, where it was not all.
    pub completed: Option<Share>,
    /// What else was measured of the race, by name; times in milliseconds.
    pub measures: Vec<Measured>,
    pub from: Vec<Origin>,
}

/// A rule as a document states it: `rule` is `scale`, `min-share` or `best-car-only`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedRecord {
    pub rule: String,
    pub share: Option<Share>,
    pub scale: Vec<Points>,
    /// Events as printed.
    pub events: Vec<String>,
    /// Round that the document is about; None for the season.
    pub round: Option<u32>,
    pub from: Vec<Origin>,
}

const CLASS_KEYS: &[Key] = &[
    Key { name: "id", shape: Shape::Text, doc: "Short name, as results use it." },
    Key { name: "name", shape: Shape::Text, doc: "Full name." },
];
const EVERY_ROUND: &[Key] = &[
    Key {
        name: "number",
        shape: Shape::Count,
        doc: "Number of the round; left out for a cancelled one without.",
    },
    Key { name: "event", shape: Shape::Text, doc: "Id of the event, unique in the season." },
    Key { name: "name", shape: Shape::Text, doc: "Name of the event." },
    Key {
        name: "short_name",
        shape: Shape::Text,
        doc: "The name in few words, without sponsors: what the round is called in headings and lists.",
    },
    Key { name: "circuit", shape: Shape::Text, doc: "Circuit." },
    Key { name: "date", shape: Shape::Text, doc: "Day of the race, as 2003-10-18." },
    Key {
        name: "status",
        shape: Shape::Word(&["held", "cancelled", "scheduled"]),
        doc: "Where nothing is said: held, but for rounds typed without `from` after the last of which anything is known, which are to come.",
    },
    Key {
        name: "length",
        shape: Shape::Text,
        doc: "Scheduled length: \"12 h\", \"366 laps\" or \"500 km\".",
    },
    Key {
        name: "main",
        shape: Shape::TextList,
        doc: "The sessions that the round is for, such as `race-1` and `race-2`; `race` where the key is absent. Rules that name no session cover them.",
    },
    Key {
        name: "sessions",
        shape: Shape::TextList,
        doc: "The sessions that a round to come has, in their order, such as `sprint` and `race`. Without it any session that points are given for may be to come.",
    },
    Key { name: "completed", shape: Shape::Part, doc: "Share of the length that was run." },
    Key { name: "from", shape: Shape::Text, doc: "Documents and lines that state it." },
];
/// Those of every round and those that kinds of rules look at.
const ROUND_KEYS: &[Key] =
    &rules::with_race_keys::<{ EVERY_ROUND.len() + rules::RACE_MEASURES }>(EVERY_ROUND);
const STATED_KEYS: &[Key] = &[
    Key {
        name: "rule",
        shape: Shape::Word(&["scale", "min-share", "best-car-only"]),
        doc: "What is stated.",
    },
    Key { name: "share", shape: Shape::Part, doc: "The share stated." },
    Key { name: "scale", shape: Shape::PointsList, doc: "The scale stated." },
    Key { name: "events", shape: Shape::TextList, doc: "Events it is stated for." },
    Key { name: "round", shape: Shape::Count, doc: "Round that the document is about." },
    Key { name: "from", shape: Shape::Text, doc: "Documents and lines that state it." },
];
pub(super) const KEYS: &[Key] = &[
    Key { name: "series", shape: Shape::Text, doc: "Id of the series." },
    Key { name: "year", shape: Shape::Count, doc: "Year of the season; of one over New Year, the first." },
    Key {
        name: "label",
        shape: Shape::Text,
        doc: "What the season is called where it is not the year: \"2025-26\".",
    },
    Key { name: "name", shape: Shape::Text, doc: "Name of the season." },
    Key { name: "rulebook", shape: Shape::Text, doc: "Bundled rulebook, or a file in the folder." },
    Key {
        name: "calendar",
        shape: Shape::Word(&["complete", "open"]),
        doc: "`open` where rounds may come that are not listed: nobody has won before it is `complete`. Complete where nothing is said.",
    },
    Key { name: "class", shape: Shape::Tables(CLASS_KEYS), doc: "Classes, in the order of the tables." },
    Key { name: "round", shape: Shape::Tables(ROUND_KEYS), doc: "The calendar." },
    Key { name: "stated", shape: Shape::Tables(STATED_KEYS), doc: "Rules as documents state them." },
];

/// Reads `season.toml`; gives the rounds, by index, of which it does not say whether they were held.
pub(super) fn read(text: &str, folder: &mut Folder, diagnostics: &mut Vec<Diagnostic>) -> Vec<usize> {
    let (mut reader, mut root) = Reader::open("season.toml", text, KEYS);
    let r = &mut reader;
    let (series, year, name) = (root.text(r, "series"), root.count(r, "year"), root.text(r, "name"));
    folder.series = root.require(r, "series", series).value;
    folder.year = i32::try_from(root.require(r, "year", year).value).unwrap_or(0);
    folder.label = read_label(&mut root, r);
    folder.name = root.require(r, "name", name).value;
    folder.rulebook = root
        .text(r, "rulebook")
        .map_or_else(|| format!("{}/{}", folder.series, folder.label()), |at| at.value);
    folder.calendar_open = root.word(r, "calendar").is_some_and(|at| at.value == "open");
    for mut block in root.blocks(r, "class") {
        let (id, name) = (block.text(r, "id"), block.text(r, "name"));
        let id = block.require(r, "id", id);
        if folder.classes.iter().any(|class| class.id == id.value) {
            r.refuse("PF0409", &id, format!("class `{}` stands twice", id.value), "each class once");
        }
        folder
            .classes
            .push(ClassRecord { name: name.map_or_else(|| id.value.clone(), |at| at.value), id: id.value });
        block.finish(r);
    }
    let mut unsaid = Vec::new();
    for mut block in root.blocks(r, "round") {
        let (round, is_said) = read_round(&mut block, r, folder);
        if !is_said {
            unsaid.push(folder.rounds.len());
        }
        folder.rounds.push(round);
        block.finish(r);
    }
    for mut block in root.blocks(r, "stated") {
        let rule = block.word(r, "rule");
        folder.stated.push(StatedRecord {
            rule: block.require(r, "rule", rule).value.to_owned(),
            share: block.share(r, "share").map(|at| at.value),
            scale: block
                .points_list(r, "scale")
                .unwrap_or_default()
                .value
                .into_iter()
                .map(|at| at.value)
                .collect(),
            events: block
                .text_list(r, "events")
                .unwrap_or_default()
                .value
                .into_iter()
                .map(|at| at.value)
                .collect(),
            round: block.count(r, "round").map(|at| at.value),
            from: parse_from(&block.text(r, "from").unwrap_or_default().value),
        });
        block.finish(r);
    }
    root.finish(r);
    diagnostics.append(&mut reader.diagnostics);
    unsaid
}

/// A word that can be part of a name, a path and an address.
fn read_label(root: &mut Block<'_>, r: &mut Reader<'_>) -> Option<String> {
    let at = root.text(r, "label")?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if at.value.is_empty() || !at.value.chars().all(plain) {
        let message = format!("`{}` cannot stand in the season's id", at.value);
        r.refuse("PF0315", &at, message, "digits, letters and dashes, such as \"2025-26\"");
        return None;
    }
    Some(at.value)
}

/// A round, and whether it says what became of it.
fn read_round(block: &mut Block<'_>, r: &mut Reader<'_>, folder: &Folder) -> (RoundRecord, bool) {
    let number = block.count(r, "number");
    if let Some(number) =
        number.as_ref().filter(|number| folder.rounds.iter().any(|own| own.number == Some(number.value)))
    {
        r.refuse("PF0410", number, format!("round {} stands twice", number.value), "each round once");
    }
    let (event, name) = (block.text(r, "event"), block.text(r, "name"));
    let event = block.require(r, "event", event);
    if folder.rounds.iter().any(|own| own.event == event.value) {
        r.refuse(
            "PF0410",
            &event,
            format!("event `{}` stands twice", event.value),
            "an id of its own for each event",
        );
    }
    let date = block.text(r, "date").and_then(|at| match at.value.parse::<Date>() {
        Ok(date) => Some(date),
        Err(why) => {
            let message = match why {
                NotADay::Form => format!("`{}` is not a day", at.value),
                NotADay::NoSuchDay => format!("`{}` is {why}", at.value),
            };
            r.refuse("PF0411", &at, message, "a day such as 2003-10-18");
            None
        }
    });
    let length = block.text(r, "length").and_then(|at| {
        let length = parse_length(&at.value);
        if length.is_none() {
            r.refuse(
                "PF0412",
                &at,
                format!("`{}` is not a length", at.value),
                "\"12 h\", \"366 laps\" or \"500 km\"",
            );
        }
        length
    });
    let status = block.word(r, "status").map(|at| at.value);
    let round = RoundRecord {
        number: number.map(|at| at.value),
        name: name.map_or_else(|| event.value.clone(), |at| at.value),
        event: event.value,
        short_name: block.text(r, "short_name").unwrap_or_default().value,
        circuit: block.text(r, "circuit").unwrap_or_default().value,
        date,
        status: match status {
            Some("cancelled") => RoundStatus::Cancelled,
            Some("scheduled") => RoundStatus::Scheduled,
            _ => RoundStatus::Held,
        },
        length,
        main: block.text_list(r, "main").unwrap_or_default().value.into_iter().map(|at| at.value).collect(),
        sessions: block
            .text_list(r, "sessions")
            .unwrap_or_default()
            .value
            .into_iter()
            .map(|at| at.value)
            .collect(),
        completed: block.share(r, "completed").map(|at| at.value),
        measures: read_measures(block, r),
        from: parse_from(&block.text(r, "from").unwrap_or_default().value),
    };
    (round, status.is_some())
}

fn read_measures(block: &mut Block<'_>, r: &mut Reader<'_>) -> Vec<Measured> {
    let mut read = |measure: &rules::kind::Measure| match measure.unit {
        Unit::Count => block.count(r, measure.name).map(|at| i64::from(at.value)),
        Unit::Time | Unit::TimeByLap => block.duration(r, measure.name).map(|at| at.value.0),
    };
    let measures = rules::of_race().filter_map(|measure| Some((measure.name, read(measure)?)));
    measures.map(|(name, value)| Measured { name: name.to_owned(), lap: 0, value }).collect()
}

pub(crate) fn parse_length(text: &str) -> Option<Length> {
    if let Some(laps) = text.strip_suffix("laps") {
        return whole(laps).map(|laps| Length::Laps(Laps(laps)));
    }
    if let Some(km) = text.strip_suffix("km") {
        return whole(km).map(|km| Length::Metres(u64::from(km) * 1000));
    }
    Millis::of_words(text).ok().filter(|time| time.0 > 0).map(Length::Time)
}

/// Above zero, and small enough that nothing counted with it wraps.
fn whole(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|number| (1..1_000_000_000).contains(number))
}

pub(crate) fn show_length(length: Length) -> String {
    match length {
        Length::Laps(laps) => format!("{laps} laps"),
        Length::Metres(metres) => format!("{} km", metres / 1000),
        Length::Time(time) if time.0 % 3_600_000 == 0 => format!("{} h", time.0 / 3_600_000),
        Length::Time(time) if time.0 % 60_000 == 0 => format!("{} min", time.0 / 60_000),
        Length::Time(time) => time.to_string(),
    }
}

pub(super) fn write(folder: &Folder) -> String {
    use super::write::{list, quoted};
    let label = folder.label.iter().map(|label| format!("label = {}\n", quoted(label)));
    let mut text = format!(
        "series = {}\nyear = {}\n{}name = {}\nrulebook = {}\n{}",
        quoted(&folder.series),
        folder.year,
        label.collect::<String>(),
        quoted(&folder.name),
        quoted(&folder.rulebook),
        if folder.calendar_open { "calendar = \"open\"\n" } else { "" }
    );
    let classes = folder.classes.iter().map(ClassRecord::block);
    let rounds = folder.rounds.iter().map(RoundRecord::block);
    for block in classes.chain(rounds) {
        text += &format!("\n{block}");
    }
    for stated in &folder.stated {
        text += &format!("\n[[stated]]\nrule = {}\n", quoted(&stated.rule));
        if let Some(share) = stated.share {
            text += &format!("share = {}\n", quoted(&share.to_string()));
        }
        if !stated.scale.is_empty() {
            let scale: Vec<String> = stated
                .scale
                .iter()
                .map(
                    |points| {
                        if points.is_whole() { points.to_string() } else { quoted(&points.to_string()) }
                    },
                )
                .collect();
            text += &format!("scale = [{}]\n", scale.join(", "));
        }
        if !stated.events.is_empty() {
            text += &format!("events = {}\n", list(&stated.events));
        }
        if let Some(round) = stated.round {
            text += &format!("round = {round}\n");
        }
        text += &format!("from = {}\n", quoted(&show_from(&stated.from)));
    }
    text
}

impl ClassRecord {
    /// The class as a block of `season.toml`.
    pub fn block(&self) -> String {
        use super::write::quoted;
        format!("[[class]]\nid = {}\nname = {}\n", quoted(&self.id), quoted(&self.name))
    }
}

impl RoundRecord {
    /// The round as a block of `season.toml`.
    pub fn block(&self) -> String {
        use super::write::quoted;
        let mut text = "[[round]]\n".to_owned();
        if let Some(number) = self.number {
            text += &format!("number = {number}\n");
        }
        text += &format!("event = {}\nname = {}\n", quoted(&self.event), quoted(&self.name));
        if !self.short_name.is_empty() {
            text += &format!("short_name = {}\n", quoted(&self.short_name));
        }
        if !self.circuit.is_empty() {
            text += &format!("circuit = {}\n", quoted(&self.circuit));
        }
        if let Some(date) = self.date {
            text += &format!("date = \"{date}\"\n");
        }
        match self.status {
            RoundStatus::Held => {}
            RoundStatus::Cancelled => text += "status = \"cancelled\"\n",
            RoundStatus::Scheduled => text += "status = \"scheduled\"\n",
        }
        if let Some(length) = self.length {
            text += &format!("length = {}\n", quoted(&show_length(length)));
        }
        if !self.main.is_empty() {
            let main: Vec<String> = self.main.iter().map(|id| quoted(id)).collect();
            text += &format!("main = [{}]\n", main.join(", "));
        }
        if !self.sessions.is_empty() {
            let sessions: Vec<String> = self.sessions.iter().map(|id| quoted(id)).collect();
            text += &format!("sessions = [{}]\n", sessions.join(", "));
        }
        if let Some(completed) = self.completed {
            text += &format!("completed = {}\n", quoted(&completed.to_string()));
        }
        for measure in rules::of_race() {
            if let Some(value) = measured(&self.measures, measure.name) {
                text += &match measure.unit {
                    Unit::Count => format!("{} = {value}\n", measure.name),
                    Unit::Time | Unit::TimeByLap => {
                        format!("{} = {}\n", measure.name, quoted(&Millis(value).to_string()))
                    }
                };
            }
        }
        if !self.from.is_empty() {
            text += &format!("from = {}\n", quoted(&show_from(&self.from)));
        }
        text
    }
}
