//! Which column each head of a table means.

use super::table::{Known, Table, clipped};
use super::words;
use parcferme_core::Diagnostic;
use parcferme_core::diagnostic::nearest_word;
use std::collections::HashMap;

/// Heads beside which `Rd` is German.
const GERMAN: &[&str] = &[
    "fahrer",
    "platz",
    "rang",
    "startnr",
    "start nr",
    "startnummer",
    "zeit",
    "gesamtzeit",
    "fahrzeit",
    "rennzeit",
    "fahrzeug",
    "bewerber",
    "ruckstand",
    "abstand",
];
/// Heads of results: of places where there are places below them.
pub(crate) const OF_RESULTS: [&str; 10] = [
    "result",
    "ergebnis",
    "resultado",
    "clasificacion",
    "classificacao",
    "scratch",
    "gen",
    "abs",
    "ass",
    "ord",
];
/// Unknown columns that are told one by one.
const TOLD_MAX: usize = 12;

/// [`Known::columns`] by their plain form.
type Plain<'k> = HashMap<String, &'k str>;

/// What became of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is this column; whether it is written so.
    Is(String, bool),
    /// Such tables often have it and nothing asks for it.
    LeftOut,
    /// Left out, for another one means the same and goes before it.
    Second(usize),
    /// It means the same as another one, and which is meant cannot be told.
    Clash(usize, String),
    Unknown,
    /// Without head and cells.
    Nothing,
}

/// What each column is: those in their own names first, then those that can mean one thing alone, then the others.
/// `given`: what is known of a column beforehand; `Some(None)` leaves it out.
pub(crate) fn fates(
    header: &[String],
    rows: &[(u32, csv::StringRecord)],
    known: &Known<'_>,
    given: &[Option<Option<String>>],
) -> Vec<Fate> {
    let names = plain_names(known);
    let plain: Vec<String> = header.iter().map(|name| words::plain(name)).collect();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut fates = vec![Fate::Nothing; header.len()];
    for (at, given) in given.iter().enumerate().take(header.len()) {
        if let Some(Some(column)) = given {
            taken.insert(column.clone(), at);
            fates[at] = Fate::Is(column.clone(), true);
        }
    }
    let open: Vec<usize> =
        (0..header.len()).filter(|&at| given.get(at).is_none_or(|given| given.is_none())).collect();
    let meanings: HashMap<usize, Meaning> =
        open.iter().map(|&at| (at, meaning(header, rows, at, &plain[at], known, &names))).collect();
    let pass_of = |at: usize| match meanings.get(&at).and_then(Meaning::pass) {
        Some(Pass::Sure) if (known.first)(&plain[at]) => Some(Pass::First),
        pass => pass,
    };
    for pass in [Pass::Exact, Pass::First, Pass::Sure, Pass::Open] {
        let mut own: Vec<usize> = open.iter().copied().filter(|at| pass_of(*at) == Some(pass)).collect();
        // What is left out where another column means the same comes behind it.
        own.sort_by_key(|&at| pass != Pass::Exact && known.left_out.contains(&plain[at].as_str()));
        for at in own {
            let Some(Meaning::Columns(columns, _)) = meanings.get(&at) else { continue };
            let free = columns.iter().find(|column| !taken.contains_key(*column));
            let Some(column) = free else {
                let first = taken[&columns[0]];
                let is_second = pass == Pass::Sure && pass_of(first) == Some(Pass::First);
                let second =
                    is_second || (pass != Pass::Exact && known.left_out.contains(&plain[at].as_str()));
                fates[at] = if second { Fate::Second(first) } else { Fate::Clash(first, columns[0].clone()) };
                continue;
            };
            taken.insert(column.clone(), at);
            fates[at] = Fate::Is(column.clone(), pass == Pass::Exact || plain[at] == words::plain(column));
        }
    }
    for &at in &open {
        match meanings.get(&at) {
            Some(Meaning::LeftOut) => fates[at] = Fate::LeftOut,
            Some(Meaning::Unknown) => fates[at] = Fate::Unknown,
            _ => {}
        }
    }
    for (at, given) in given.iter().enumerate().take(header.len()) {
        if *given == Some(None) {
            fates[at] = Fate::LeftOut;
        }
    }
    fates
}

fn plain_names<'k>(known: &Known<'k>) -> Plain<'k> {
    known.columns.iter().map(|column| (words::plain(column), *column)).collect()
}

fn meaning(
    header: &[String],
    rows: &[(u32, csv::StringRecord)],
    at: usize,
    plain: &str,
    known: &Known<'_>,
    names: &Plain<'_>,
) -> Meaning {
    let name = &header[at];
    let cells = || rows.iter().filter_map(|(_, record)| record.get(at)).map(str::trim);
    if known.columns.contains(&name.as_str()) {
        return Meaning::Columns(vec![name.clone()], true);
    }
    if name.is_empty() {
        return if cells().all(str::is_empty) { Meaning::Nothing } else { Meaning::Unknown };
    }
    if let Some(column) = (known.more)(name, plain) {
        let exact = column == *name;
        return Meaning::Columns(vec![column], exact);
    }
    let mut columns = words::columns_of(plain, |column| known.columns.contains(&column));
    if let Some(column) = names.get(plain).filter(|_| columns.len() < 2) {
        return Meaning::Columns(vec![(*column).to_owned()], false);
    }
    // Half of the world calls the number so, the other half the model.
    if plain == "car" && columns.len() > 1 {
        let few_letters =
            |cell: &str| cell.chars().count() <= 5 && cell.chars().filter(|c| c.is_alphabetic()).count() <= 2;
        let unfit = if cells().all(few_letters) { "chassis" } else { "number" };
        columns.retain(|column| *column != unfit);
    }
    // A result is a place, a time, or a word; `Lugar` is a place among the cars or where they raced.
    let is_place = |cell: &str| words::place_of(cell).is_some();
    if (plain == "lugar" || OF_RESULTS.contains(&plain)) && columns.contains(&"position") {
        let are_places = cells().any(is_place)
            && cells().all(|own| {
                is_place(own) || words::says_nothing(own) || words::status_and_reason(own).is_some()
            });
        columns.retain(|column| (*column == "position") == are_places);
    }
    // `Rd` is a round, or German for laps: rounds rise from row to row, laps fall.
    if plain == "rd" && columns.len() > 1 {
        let figures: Vec<u32> = cells().filter_map(|cell| cell.parse().ok()).collect();
        let falls = figures.windows(2).any(|pair| pair[0] > pair[1]);
        let rises = figures.windows(2).any(|pair| pair[0] < pair[1]);
        let german = header.iter().any(|head| GERMAN.contains(&words::plain(head).as_str()));
        let unfit = if falls || (!rises && german) { "round" } else { "laps" };
        columns.retain(|column| *column != unfit);
    }
    if !columns.is_empty() {
        return Meaning::Columns(columns.into_iter().map(str::to_owned).collect(), false);
    }
    if known.left_out.contains(&plain) { Meaning::LeftOut } else { Meaning::Unknown }
}

impl Table<'_> {
    /// Finds the column that each head means, and says what was understood and what was not. Gives canonical names, each
    /// with where it stands.
    pub(super) fn find_columns(
        &self,
        known: &Known<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<(String, usize)> {
        let mut columns = Vec::new();
        let fates = fates(&self.header, &self.rows, known, &[]);
        let quoted = |at: usize| format!("`{}`", self.header[at]);
        let (mut read_as, mut left_out, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for (at, fate) in fates.iter().enumerate() {
            match fate {
                Fate::Is(column, written_so) => {
                    if !written_so {
                        read_as.push(format!("{} is `{column}`", quoted(at)));
                    }
                    columns.push((column.clone(), at));
                }
                Fate::Clash(first, column) => diagnostics.push(
                    Diagnostic::error("PF0443", format!("two columns mean `{column}`"))
                        .at(self.header_place())
                        .found(format!("{} and {}", quoted(*first), quoted(at)))
                        .expected("one column for each thing")
                        .help("delete one of the two, or call it what it is"),
                ),
                Fate::LeftOut | Fate::Second(_) => left_out.push(quoted(at)),
                Fate::Unknown => unknown.push(at),
                Fate::Nothing => {}
            }
        }
        if !read_as.is_empty() {
            diagnostics.push(
                Diagnostic::note("PF0444", "columns are read by what their heads mean")
                    .at(self.header_place())
                    .found(read_as.join(", ")),
            );
        }
        if !left_out.is_empty() {
            diagnostics.push(
                Diagnostic::note("PF0445", "columns are not read: nothing here asks for them")
                    .at(self.header_place())
                    .found(left_out.join(", ")),
            );
        }
        let more = unknown.len().saturating_sub(TOLD_MAX);
        diagnostics.extend(unknown.into_iter().take(TOLD_MAX).map(|at| self.unknown(at, known)));
        if more > 0 {
            diagnostics.push(
                Diagnostic::error("PF0404", format!("{more} more unknown columns"))
                    .at(self.header_place())
                    .expected(format!("some of {}", known.columns.join(", "))),
            );
        }
        columns
    }

    fn unknown(&self, at: usize, known: &Known<'_>) -> Diagnostic {
        let name = &self.header[at];
        if name.is_empty() {
            return Diagnostic::error("PF0404", format!("column {} has cells and no name", at + 1))
                .at(self.header_place())
                .expected(format!("some of {}", known.columns.join(", ")))
                .help("name the column, or delete it");
        }
        let diagnostic = Diagnostic::error("PF0404", format!("unknown column `{}`", clipped(name)))
            .at(self.header_place())
            .found(clipped(name))
            .expected(format!("some of {}", known.columns.join(", ")));
        if name.chars().count() > 40 {
            return diagnostic;
        }
        let told = diagnostic.did_you_mean(name, known.columns);
        if told.help.is_some() {
            return told;
        }
        let nearest = |column: &&str| {
            let mut words: Vec<&str> = words::all_of(column).filter(|word| word.len() > 3).collect();
            words.sort_unstable();
            nearest_word(&words::plain(name), &words).map(|word| (*word).to_owned())
        };
        let word = known.columns.iter().find_map(|column| Some((nearest(column)?, *column)));
        match word {
            Some((word, column)) => told.help(format!("did you mean `{word}`, that is `{column}`?")),
            None => told,
        }
    }
}

/// What a column's head can mean.
enum Meaning {
    /// One of these columns; whether it is written so.
    Columns(Vec<String>, bool),
    LeftOut,
    Unknown,
    Nothing,
}

#[derive(Clone, Copy, PartialEq)]
enum Pass {
    Exact,
    First,
    Sure,
    Open,
}

impl Meaning {
    fn pass(&self) -> Option<Pass> {
        match self {
            Meaning::Columns(_, true) => Some(Pass::Exact),
            Meaning::Columns(columns, false) if columns.len() == 1 => Some(Pass::Sure),
            Meaning::Columns(..) => Some(Pass::Open),
            _ => None,
        }
    }
}

/// The separator with which the header has the most known columns; commas where none has more.
pub(super) fn separator(text: &str, known: &Known<'_>) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    if !head.contains([';', '\t', '"']) {
        return b',';
    }
    let names = plain_names(known);
    let known_columns = |separator: u8| {
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let is_known = |name: &&str| {
            let plain = words::plain(name);
            names.contains_key(&plain)
                || (known.more)(name.trim(), &plain).is_some()
                || !words::columns_of(&plain, |column| known.columns.contains(&column)).is_empty()
        };
        (header.iter().filter(is_known).count(), header.len())
    };
    let found = [b',', b';', b'\t'].map(|separator| (known_columns(separator), separator));
    let best = found.iter().map(|(count, _)| *count).max().unwrap_or_default();
    found.iter().find(|(count, _)| *count == best).map_or(b',', |(_, separator)| *separator)
}
