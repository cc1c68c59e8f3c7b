//! Which column each head of a table means.

use super::table::{Known, Plain, Table, clipped};
use super::words;
use parcferme_core::Diagnostic;
use parcferme_core::diagnostic::nearest_word;

/// Unknown columns that are told one by one.
const TOLD_MAX: usize = 12;

impl Table<'_> {
    /// Finds the column that each head means: those in their own names first, then those that can mean one thing alone,
    /// then the others.
    pub(super) fn find_columns(
        &mut self,
        known: &Known<'_>,
        names: &Plain<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let plain: Vec<String> = self.header.iter().map(|name| words::plain(name)).collect();
        let meanings: Vec<Meaning> =
            (0..self.header.len()).map(|at| self.meaning(at, &plain[at], known, names)).collect();
        let pass_of = |at: usize| match meanings[at].pass() {
            Some(Pass::Sure) if (known.first)(&plain[at]) => Some(Pass::First),
            pass => pass,
        };
        let (mut read_as, mut second) = (Vec::new(), Vec::new());
        for pass in [Pass::Exact, Pass::First, Pass::Sure, Pass::Open] {
            for (at, meaning) in meanings.iter().enumerate().filter(|(at, _)| pass_of(*at) == Some(pass)) {
                let Meaning::Columns(columns, _) = meaning else { continue };
                let free = columns.iter().find(|column| !self.columns.contains_key(*column));
                let Some(column) = free else {
                    let taken = self.columns[&columns[0]];
                    let first = &self.header[taken];
                    let is_second = pass == Pass::Sure && pass_of(taken) == Some(Pass::First);
                    if is_second || (pass != Pass::Exact && known.left_out.contains(&plain[at].as_str())) {
                        second.push(at);
                        continue;
                    }
                    diagnostics.push(
                        Diagnostic::error("PF0443", format!("two columns mean `{}`", columns[0]))
                            .at(self.header_place())
                            .found(format!("`{first}` and `{}`", self.header[at]))
                            .expected("one column for each thing")
                            .help("delete one of the two, or call it what it is"),
                    );
                    continue;
                };
                if pass != Pass::Exact && plain[at] != words::plain(column) {
                    read_as.push((at, format!("`{}` is `{column}`", self.header[at])));
                }
                self.columns.insert(column.clone(), at);
            }
        }
        if !read_as.is_empty() {
            read_as.sort();
            let list: Vec<String> = read_as.into_iter().map(|(_, text)| text).collect();
            diagnostics.push(
                Diagnostic::note("PF0444", "columns are read by what their heads mean")
                    .at(self.header_place())
                    .found(list.join(", ")),
            );
        }
        let of = |wanted: Meaning| {
            meanings.iter().enumerate().filter(move |(_, own)| **own == wanted).map(|(at, _)| at)
        };
        second.extend(of(Meaning::LeftOut));
        second.sort_unstable();
        let left_out: Vec<String> = second.into_iter().map(|at| format!("`{}`", self.header[at])).collect();
        if !left_out.is_empty() {
            diagnostics.push(
                Diagnostic::note("PF0445", "columns are not read: nothing here asks for them")
                    .at(self.header_place())
                    .found(left_out.join(", ")),
            );
        }
        let mut unknown: Vec<Diagnostic> =
            of(Meaning::Unknown).take(TOLD_MAX).map(|at| self.unknown(at, known)).collect();
        let more = of(Meaning::Unknown).count() - unknown.len();
        if more > 0 {
            unknown.push(
                Diagnostic::error("PF0404", format!("{more} more unknown columns"))
                    .at(self.header_place())
                    .expected(format!("some of {}", known.columns.join(", "))),
            );
        }
        diagnostics.append(&mut unknown);
    }

    fn meaning(&self, at: usize, plain: &str, known: &Known<'_>, names: &Plain<'_>) -> Meaning {
        let name = &self.header[at];
        if known.columns.contains(&name.as_str()) {
            return Meaning::Columns(vec![name.clone()], true);
        }
        if name.is_empty() {
            let empty =
                self.rows.iter().all(|(_, record)| record.get(at).is_none_or(|cell| cell.trim().is_empty()));
            return if empty { Meaning::Nothing } else { Meaning::Unknown };
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
            let unfit = if self.looks_like_numbers(at) { "chassis" } else { "number" };
            columns.retain(|column| *column != unfit);
        }
        if !columns.is_empty() {
            return Meaning::Columns(columns.into_iter().map(str::to_owned).collect(), false);
        }
        if known.left_out.contains(&plain) { Meaning::LeftOut } else { Meaning::Unknown }
    }

    fn looks_like_numbers(&self, at: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|(_, record)| record.get(at)).map(str::trim);
        cells()
            .all(|cell| cell.chars().count() <= 5 && cell.chars().filter(|c| c.is_alphabetic()).count() <= 2)
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
#[derive(PartialEq)]
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
pub(super) fn separator(text: &str, known: &Known<'_>, names: &Plain<'_>) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    if !head.contains([';', '\t', '"']) {
        return b',';
    }
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
