//! What a page's table has in its columns: heads by their words, in the languages of the season folder's own table of
//! words, and further words for what a folder has no column for.

use super::table::Table;
use crate::folder::words;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Head {
    Position,
    Number,
    Class,
    Team,
    Driver,
    CoDriver,
    Nation,
    Maker,
    Chassis,
    Engine,
    Tyre,
    Laps,
    Time,
    Gap,
    BestLap,
    /// Time of one of several qualifying sessions.
    Qualifying,
    /// A speed over a lap: never its time.
    Speed,
    Grid,
    Status,
    Remark,
    /// Points of a result, or the total of a table.
    Points,
    Round,
    /// Rounds that an entry is for.
    Rounds,
    Event,
    Circuit,
    /// Town, state, country of a circuit.
    Region,
    Date,
    /// How long the race of a calendar is.
    Length,
    /// One of the stages of a rally.
    Stage,
    /// Who won, was on pole or had the fastest lap in a calendar.
    Honour,
    /// Points that are added to or taken from the cells of a table.
    Bonus,
    Penalty,
    /// What nobody here asks for: wins, sponsors, reports.
    Beside,
}

use Head::*;

/// Words that pages use, beside those of [`words`]. A word may stand in several lines.
const WORDS: &[(Head, &str)] = &[
    (
        Driver,
        "rider | riders | race driver | race drivers | rider name | racer | fahrerin | pilotin | coureur",
    ),
    (
        CoDriver,
        "co driver | codriver | co drivers | navigator | passenger | beifahrer | copilote | navigatore | copiloto",
    ),
    (Team, "constructor team | race team | club | owner team | mannschaft"),
    (Nation, "flag"),
    (
        Maker,
        "bike | motorcycle make | chassis constructor | car constructor | manufacturers | constructors | makes | marques",
    ),
    (Chassis, "motorcycle | machine | chassis | car s | cars | vehicle | tub"),
    (Engine, "engine"),
    (Number, "№ | bike no | bike number | # bike | no bike | car no | no s | nos"),
    (Laps, "laps"),
    (
        Time,
        "time retired | time reason | time or retired | time or reason | time diff | finish | zeit ausfall",
    ),
    (
        Qualifying,
        "q1 | q2 | q3 | qual | qual 1 | qual 2 | qual 3 | qualifying 1 | qualifying 2 | part 1 | part 2 | part 3 | q | qualifying | qualifying time | 1st qualifying | 2nd qualifying",
    ),
    (Speed, "speed | lap speed | avg speed | average speed | qualifying speed | qual speed | mph | km h"),
    (BestLap, "lap | lap time"),
    (Points, "points | total points | overall | championship points | net points | net | drop score"),
    (Round, "round | no | nr | r | race | race no | event | # | rnd no | series"),
    (Rounds, "events | races | round | race s | round s | rnd"),
    (
        Event,
        "race | event | race title | race name | title | grand prix | rally | rallye | name | meeting | rennen | veranstaltung | epreuve | course | grosser preis | gran premio",
    ),
    (
        Circuit,
        "circuit | venue | track | racetrack | speedway | strecke | rennstrecke | circuito | autodromo | pista",
    ),
    (Region, "location | city | city location | town | state | place | country | ort | lieu | luogo | lugar"),
    (Circuit, "location"),
    (Date, "date | dates | day | datum | fecha | data | date s | race date"),
    (
        Honour,
        "winner | winners | winning driver | winning drivers | winning rider | winning team | winning car | winning constructor | winning manufacturer | winning club | race winner | pole | pole position | pole sitter | fastest lap | most laps led | rally leader | sieger | vainqueur | vincitore | ganador",
    ),
    (
        Length,
        "length | distance | duration | race length | race distance | miles | distanz | distancia | distanza",
    ),
    (Stage, "stage | stages | special stage | special stages | ss | stage no | etappe | prova speciale"),
    (Bonus, "bonus | bonus points | bon | pole points"),
    (Penalty, "penalty | penalties | pen | deduction | deductions | penalty points"),
    (
        Beside,
        "wins | win | w | poles | podiums | podium | starts | races started | entries | ent | top 5 | top 10 | top 3 | top 5 s | top 10 s | top 3 s | top fives | top tens | gap | diff | behind \
         | led | laps led | rank | qual rank | report | reports | ref | refs | references | format | tv | time of day | series | supporting | sponsor | sponsors \
         | primary sponsor | primary sponsor s | listed owner s | owner | owners | crew chief | notes | note | state | hometown | icon | colour | color | class winner | results | dropped | drops | gross | best | behind leader | prize money | winnings | status",
    ),
];

/// Columns of a season folder as heads.
const FOLDER: &[(&str, Head)] = &[
    ("position", Position),
    ("number", Number),
    ("class", Class),
    ("team", Team),
    ("drivers", Driver),
    ("driver", Driver),
    ("nations", Nation),
    ("nation", Nation),
    ("chassis", Chassis),
    ("manufacturer", Maker),
    ("engine", Engine),
    ("tyre", Tyre),
    ("laps", Laps),
    ("time", Time),
    ("gap", Gap),
    ("interval", Gap),
    ("best_lap", BestLap),
    ("grid", Grid),
    ("status", Status),
    ("remark", Remark),
    ("round", Round),
    ("rounds", Rounds),
    ("total", Points),
    ("laps_led", Beside),
];

/// Everything that a head's words may mean.
pub(super) fn meanings(text: &str) -> Vec<Head> {
    let plain = words::plain(text);
    let mut found: Vec<Head> = Vec::new();
    if plain.is_empty() {
        return found;
    }
    let known = |column: &str| FOLDER.iter().any(|(own, _)| *own == column);
    for column in words::columns_of(&plain, known) {
        found.extend(FOLDER.iter().filter(|(own, _)| *own == column).map(|(_, head)| *head));
    }
    static HEADS: LazyLock<HashMap<&'static str, Vec<Head>>> = LazyLock::new(|| {
        let mut heads: HashMap<&'static str, Vec<Head>> = HashMap::new();
        for (head, all) in WORDS {
            for word in all.split('|') {
                let of_word = heads.entry(word.trim()).or_default();
                if !of_word.contains(head) {
                    of_word.push(*head);
                }
            }
        }
        heads
    });
    found.extend(HEADS.get(plain.as_str()).into_iter().flatten());
    found
}

/// Which column of a table holds what; every column at most one thing, every thing at most one column.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    of: Vec<Option<Head>>,
    texts: Vec<String>,
}

impl Heads {
    /// Reads the heads for one kind of table: `wanted` are the things that it has, in the order in which they take a word
    /// that may mean several.
    pub fn read(texts: Vec<String>, wanted: &[Head]) -> Heads {
        let meanings: Vec<Vec<Head>> = texts.iter().map(|text| meanings(text)).collect();
        let mut of: Vec<Option<Head>> = vec![None; texts.len()];
        for &head in wanted {
            let free = (0..texts.len()).filter(|&column| of[column].is_none());
            // A column that can mean nothing else comes before one that can.
            let best = free
                .filter(|&column| meanings[column].contains(&head))
                .min_by_key(|&column| (others(&meanings[column], head, wanted), column));
            if let Some(column) = best {
                of[column] = Some(head);
            }
        }
        for (column, all) in meanings.iter().enumerate() {
            if of[column].is_none() && !all.is_empty() {
                of[column] = Some(if all.contains(&Penalty) || all.contains(&Bonus) {
                    if all.contains(&Penalty) { Penalty } else { Bonus }
                } else {
                    Beside
                });
            }
        }
        Heads { of, texts }
    }

    pub fn of_table(table: &Table, wanted: &[Head]) -> Heads {
        let mut texts = texts(table);
        numbers_by_content(table, &mut texts);
        Heads::read(texts, wanted)
    }

    pub fn column(&self, head: Head) -> Option<usize> {
        self.of.iter().position(|own| *own == Some(head))
    }

    pub fn has(&self, head: Head) -> bool {
        self.column(head).is_some()
    }

    /// What a column holds; none where its word is not known.
    pub fn at(&self, column: usize) -> Option<Head> {
        self.of.get(column).copied().flatten()
    }

    /// The heads of columns that hold none of these things, for a word on them; none where all are of use.
    pub fn left(&self, used: &[Head]) -> Option<String> {
        let is_used = |column: &usize| self.of[*column].is_some_and(|own| used.contains(&own));
        let mut left: Vec<&str> = Vec::new();
        for column in (0..self.len()).filter(|column| !is_used(column)) {
            let text = self.text(column).trim();
            if !text.is_empty() && !left.contains(&text) && !self.is_beside_its_like(column, used) {
                left.push(text);
            }
        }
        (!left.is_empty()).then(|| left.join(", "))
    }

    /// A head across several columns has one of them.
    fn is_beside_its_like(&self, column: usize, used: &[Head]) -> bool {
        (0..self.len()).any(|other| {
            other != column
                && self.text(other) == self.text(column)
                && self.of[other].is_some_and(|own| used.contains(&own))
        })
    }

    pub fn text(&self, column: usize) -> &str {
        self.texts.get(column).map_or("", String::as_str)
    }

    pub fn len(&self) -> usize {
        self.of.len()
    }
}

/// How many other wanted things a word may mean.
fn others(meanings: &[Head], head: Head, wanted: &[Head]) -> usize {
    meanings.iter().filter(|own| **own != head && wanted.contains(own)).count()
}

/// The heads of a table: of several header rows, the first that is a word somebody knows, else the first.
pub(super) fn texts(table: &Table) -> Vec<String> {
    let rows = table.header_rows().max(1);
    (0..table.columns())
        .map(|column| {
            let all: Vec<String> = (0..rows).map(|row| table.text(row, column).replace('\n', " ")).collect();
            let known = all
                .iter()
                .find(|text| !meanings(text).is_empty())
                .or_else(|| all.iter().find(|text| !text.is_empty()));
            known.cloned().unwrap_or_default()
        })
        .collect()
}

/// A head that may be a number or a car, such as `Car`, is the car where its cells are words; `No` over `1st` and `2nd`
/// is the place.
pub(super) fn numbers_by_content(table: &Table, texts: &mut [String]) {
    let first = table.header_rows().max(1);
    if !texts.iter().any(|text| meanings(text).contains(&Position))
        && let Some(text) = texts.first_mut()
        && [Number, Round].iter().any(|head| meanings(text).contains(head))
        && are_ordinals((first..table.rows.len()).map(|row| table.text(row, 0)))
    {
        *text = "position".to_owned();
    }
    for (column, text) in texts.iter_mut().enumerate() {
        let all = meanings(text);
        // `Bike` over `Honda CBR600RR` is the machine: a maker's name has no digits.
        if all.contains(&Maker) && !all.contains(&Number) {
            let cells =
                (first..table.rows.len()).map(|row| table.text(row, column)).filter(|text| !text.is_empty());
            let (count, models) = cells.fold((0_usize, 0_usize), |(count, models), text| {
                (
                    count + 1,
                    models + usize::from(text.contains(|c: char| c.is_ascii_digit()) && text.contains(' ')),
                )
            });
            if 2 * models > count {
                *text = "chassis".to_owned();
            }
            continue;
        }
        if !(all.contains(&Number) && (all.contains(&Chassis) || all.contains(&Maker))) {
            continue;
        }
        let cells =
            (first..table.rows.len()).map(|row| table.text(row, column)).filter(|text| !text.is_empty());
        let (count, words) = cells.fold((0_usize, 0_usize), |(count, words), text| {
            (count + 1, words + usize::from(text.chars().filter(|c| c.is_alphabetic()).count() > 1))
        });
        *text = if 2 * words > count { "chassis".to_owned() } else { "number".to_owned() };
    }
}

/// Whether places are counted from `1st` on, perhaps with `=` for who shares the place above.
fn are_ordinals<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let cells: Vec<&str> = cells.map(str::trim).filter(|text| !text.is_empty()).collect();
    let is_ordinal = |text: &&&str| {
        let digits = text.trim_end_matches('=').trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.len() < text.trim_end_matches('=').len() && digits.parse::<u32>().is_ok()
    };
    let ordinals = cells.iter().filter(is_ordinal).count();
    let ties = cells.iter().filter(|text| **text == "=").count();
    cells.first().is_some_and(|first| first.starts_with("1st")) && 10 * (ordinals + ties) >= 9 * cells.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(texts: &[&str], wanted: &[Head]) -> Vec<Option<Head>> {
        let heads = Heads::read(texts.iter().map(|text| (*text).to_owned()).collect(), wanted);
        (0..heads.len()).map(|column| heads.at(column)).collect()
    }

    #[test]
    fn ordinals_are_places() {
        assert!(are_ordinals(["1st", "2nd", "=", "4th", ""].into_iter()));
        assert!(!are_ordinals(["1", "2", "3"].into_iter()));
        assert!(!are_ordinals(["=", "1st"].into_iter()));
        assert!(!are_ordinals(["1st", "17", "42"].into_iter()));
    }

    #[test]
    fn a_word_means_what_the_table_needs() {
        let results = [Position, Number, Driver, Team, Maker, Laps, Time, Grid, Points];
        assert_eq!(
            heads(&["Pos", "No", "Rider", "Bike", "Laps", "Time/Retired", "Grid", "Points"], &results),
            [Position, Number, Driver, Maker, Laps, Time, Grid, Points].map(Some)
        );
        assert_eq!(heads(&["Platz", "Nr.", "Fahrer"], &results), [Position, Number, Driver].map(Some));
        let calendar = [Round, Date, Circuit, Event];
        assert_eq!(
            heads(&["No", "Date", "Race", "Track", "Winner"], &calendar),
            [Some(Round), Some(Date), Some(Event), Some(Circuit), Some(Beside)]
        );
        assert_eq!(heads(&["ALP", "GAM"], &results), [None, None]);
    }
}
