//! What a new season is called, by whose rules it is scored, and its files: from a name and the calendar on the wall, or
//! from what somebody fills in and what the season before had. The command `new` and the desk call the same.

mod asked;

pub use asked::{Asked, Before, own_rules};

use crate::cli::shell_word;
use parcferme_formats::folder::{ClassRecord, EntryRecord, Files, Folder, RoundRecord};
use parcferme_formats::names::slug;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Whose rules score it.
pub enum Rules {
    /// A simple rulebook of its own.
    Own,
    /// One that ships with the program.
    Bundled { id: String, name: String, text: String },
    /// A copy of a file.
    Copied { text: String },
}

/// A season that is to be made.
pub struct Plan {
    pub name: String,
    series: String,
    year: i64,
    /// What the season is called where it is not the year.
    label: Option<String>,
    folder: PathBuf,
    rules: Rules,
    is_example: bool,
    classes: Vec<ClassRecord>,
    rounds: Vec<RoundRecord>,
    entries: Vec<EntryRecord>,
    /// `names.toml`, where the season before had one.
    names: Option<String>,
}

impl Plan {
    pub fn new(folder: &Path, rules: Rules, is_example: bool) -> Plan {
        let (said, said_years) = said(folder);
        let (series, title, its_years) = match &rules {
            Rules::Bundled { id, name, .. } => {
                let (series, season) = id.split_once('/').unwrap_or((id, ""));
                (series.to_owned(), parted(name).0.to_owned(), parted(season).1)
            }
            _ => (slug(&said), titled(&said), None),
        };
        let years = said_years.or(its_years).unwrap_or_else(|| Years { first: present_year(), over: false });
        let series = if series.is_empty() { "season".to_owned() } else { series };
        let name = format!("{title} {}", years.label()).trim().to_owned();
        Plan {
            name,
            series,
            year: years.first,
            label: years.over.then(|| years.label()),
            folder: folder.to_owned(),
            rules,
            is_example,
            classes: Vec::new(),
            rounds: Vec::new(),
            entries: Vec::new(),
            names: None,
        }
    }

    /// The files of the folder.
    pub fn files(&self) -> Files {
        let season = match self.is_example {
            true => self.filled(include_str!("example/rounds.toml")),
            false => [self.classes(), self.rounds()].concat(),
        };
        let season = [self.filled(include_str!("season.toml")), season].concat();
        let mut files = Files::from([("season.toml".to_owned(), season)]);
        let mut add = |path: &str, text: &str| files.insert(path.to_owned(), text.to_owned());
        match &self.rules {
            Rules::Own => add("rulebook.toml", &self.filled(include_str!("rulebook.toml"))),
            Rules::Copied { text } => add("rulebook.toml", text),
            Rules::Bundled { .. } => None,
        };
        if let Some(names) = &self.names {
            add("names.toml", names);
        }
        if !self.entries.is_empty() {
            let entries = Folder { entries: self.entries.clone(), ..Folder::default() }.write();
            add("entries.csv", entries.get("entries.csv").map_or("", String::as_str));
        }
        if self.is_example {
            add("results/01-race.csv", include_str!("example/01-race.csv"));
            add("results/02-race.csv", include_str!("example/02-race.csv"));
            add("results/03-race.csv", include_str!("example/03-race.csv"));
            add("published/standings-drivers.csv", include_str!("example/standings-drivers.csv"));
        }
        files
    }

    /// Commands that go on from here, each with what it does.
    pub fn next(&self) -> Vec<(String, &'static str)> {
        let folder = shell_word(&self.folder);
        let all: &[(&str, &str)] = if self.is_example {
            &[
                ("parcferme standings {}", "the tables"),
                ("parcferme explain {} drivers - \"Eve Ellis\" 2", "why a number is what it is"),
                ("parcferme audit {}", "the published table, cell by cell"),
                ("parcferme publish {} --to site", "all of it as a site"),
            ]
        } else {
            &[
                ("parcferme add FILE... --season {}", "results, laps or tables, whatever you have"),
                ("parcferme check {}", "whether facts and rules are well formed, and what is missing"),
                ("parcferme standings {}", "the tables"),
            ]
        };
        all.iter().map(|(command, what)| (command.replace("{}", &folder), *what)).collect()
    }

    /// Blocks of the classes that the rules name; where they name none, how to write one.
    fn classes(&self) -> String {
        if !self.classes.is_empty() {
            return self.classes.iter().map(|own| format!("\n{}", own.block())).collect();
        }
        let classes = self.named(&["classes"]);
        if classes.is_empty() {
            return self.filled(include_str!("classes.toml"));
        }
        let head =
            "\n# The classes that the rules name, in the order of the tables: add those that are missing.\n";
        let blocks = classes.iter().map(|id| format!("[[class]]\nid = {}\n", quoted(id)));
        format!("{head}{}", blocks.collect::<Vec<_>>().join("\n"))
    }

    /// Blocks of the events that the rules name, and how to write another.
    fn rounds(&self) -> String {
        if !self.rounds.is_empty() {
            return self.rounds.iter().map(|own| format!("\n{}", own.block())).collect();
        }
        let events = self.named(&["events", "not_at"]);
        if events.is_empty() {
            return self.filled(include_str!("rounds.toml"));
        }
        let head = "\n# The events that the rules name. A round that is added and called so takes the block; else give it its number.\n";
        let blocks =
            events.iter().map(|id| format!("[[round]]\nevent = {}\nstatus = \"scheduled\"\n", quoted(id)));
        format!("{head}{}{}", blocks.collect::<Vec<_>>().join("\n"), self.filled(include_str!("rounds.toml")))
    }

    /// What the rulebook names in lists under these keys.
    fn named(&self, keys: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        if let Rules::Bundled { text, .. } | Rules::Copied { text } = &self.rules {
            find(&text.parse().unwrap_or_default(), keys, &mut found);
        }
        found
    }

    fn filled(&self, template: &str) -> String {
        let rulebook = if let Rules::Bundled { id, .. } = &self.rules { id } else { "rulebook.toml" };
        let label = self.label.as_ref().map_or_else(String::new, |own| format!("\nlabel = {}", quoted(own)));
        template
            .replace("year = {year}", &format!("year = {}{label}", self.year))
            .replace("{folder}", &shell_word(&self.folder))
            .replace("{series}", &quoted(&self.series))
            .replace("{rulebook}", &quoted(rulebook))
            .replace("{year}", &self.year.to_string())
            .replace("{name}", &quoted(&self.name))
    }
}

/// Whether a rulebook is the one that `new` writes, whatever it is called and whatever its comments say.
pub fn is_rulebook_of_new(text: &str) -> bool {
    let rules = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.skip_while(|line| !line.starts_with('[')).map(str::to_owned).collect()
    };
    rules(text) == rules(include_str!("rulebook.toml"))
}

/// When a season is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Years {
    first: i64,
    /// Whether it goes over New Year.
    over: bool,
}

impl Years {
    /// `2026`, `2025-26`.
    fn label(self) -> String {
        match self.over {
            true => format!("{}-{:02}", self.first, (self.first + 1) % 100),
            false => self.first.to_string(),
        }
    }

    /// A text that is nothing else: `2026`, `2025-26`, `2025-2026`.
    fn of(text: &str) -> Option<Years> {
        let is_digits = |text: &str| text.bytes().all(|own| own.is_ascii_digit());
        let (first, next) = text.split_at_checked(4)?;
        let first = first
            .parse()
            .ok()
            .filter(|year| is_digits(text.get(..4).unwrap_or_default()) && (1894..=2100).contains(year))?;
        if next.is_empty() {
            return Some(Years { first, over: false });
        }
        let next = next.strip_prefix(['-', '_'])?;
        let said = next.parse::<i64>().ok().filter(|_| is_digits(next))?;
        let follows = match next.len() {
            2 => said == (first + 1) % 100,
            4 => said == first + 1,
            _ => false,
        };
        follows.then_some(Years { first, over: true })
    }
}

/// What the folder is called without its year, and the year: `hill-cup-2027`, `hill-cup/2027` and `Hill Cup 2027` say
/// both, and so does `hill-cup-2026-27` of a season over New Year.
fn said(folder: &Path) -> (String, Option<Years>) {
    let whole = folder.file_name().map_or_else(|| folder.canonicalize().unwrap_or_default(), PathBuf::from);
    let last = whole.file_name().unwrap_or_default().to_string_lossy();
    match parted(&last) {
        ("", Some(years)) => {
            let above = folder.parent().and_then(Path::file_name).unwrap_or_default();
            (above.to_string_lossy().into_owned(), Some(years))
        }
        (name, years) => (name.to_owned(), years),
    }
}

/// A name that ends or begins with a year, or two, without it.
fn parted(text: &str) -> (&str, Option<Years>) {
    const BETWEEN: [char; 4] = ['-', ' ', '_', '.'];
    // Two years are nine letters or seven, one is four: the longest first.
    for length in [9, 7, 4] {
        let Some(at) = text.len().checked_sub(length) else { continue };
        if let Some((name, years)) = text.split_at_checked(at)
            && let Some(years) = Years::of(years)
            && (name.is_empty() || name.ends_with(BETWEEN))
        {
            return (name.trim_end_matches(BETWEEN), Some(years));
        }
        if let Some((years, name)) = text.split_at_checked(length)
            && let Some(years) = Years::of(years)
            && name.starts_with(BETWEEN)
        {
            return (name.trim_start_matches(BETWEEN), Some(years));
        }
    }
    (text, None)
}

/// `hill-cup` as a name: `Hill Cup`, and `btcc` and `gt3-cup` as `BTCC` and `GT3 Cup`: a word that nobody can say is one of
/// capitals. A text with capitals or spaces is a name already.
fn titled(text: &str) -> String {
    if text.contains(|own: char| own.is_uppercase() || own.is_whitespace()) {
        return text.to_owned();
    }
    let word = |word: &str| match word.is_ascii() && !word.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        true => word.to_uppercase(),
        false => {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    };
    let words = text.split(['-', '_', '.']).filter(|word| !word.is_empty()).map(word);
    words.collect::<Vec<String>>().join(" ")
}

/// Texts of the lists under these keys, wherever they stand, each once.
fn find(block: &toml::Table, keys: &[&str], found: &mut Vec<String>) {
    for (key, value) in block {
        for item in value.as_array().map_or(&[][..], Vec::as_slice) {
            match item {
                toml::Value::String(id) if keys.contains(&key.as_str()) && !found.contains(id) => {
                    found.push(id.clone());
                }
                toml::Value::Table(inside) => find(inside, keys, found),
                _ => {}
            }
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The year by the machine's clock, in UTC.
fn present_year() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    year_of_day(i64::try_from(since.as_secs() / 86_400).unwrap_or_default())
}

/// The year of a day, counted from 1970-01-01.
fn year_of_day(day: i64) -> i64 {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let (mut year, mut left) = (1970, day);
    loop {
        let days = 365 + i64::from(is_leap(year));
        if left < days {
            return year;
        }
        (year, left) = (year + 1, left - days);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_says() {
        let one = |year| Some(Years { first: year, over: false });
        let over = |year| Some(Years { first: year, over: true });
        for (folder, name, years) in [
            ("hill-cup-2026-27", "hill-cup", over(2026)),
            ("hill-cup/2026-27", "hill-cup", over(2026)),
            ("GT Cup 1999-2000", "GT Cup", over(1999)),
            ("1999-00 GT Cup", "GT Cup", over(1999)),
            ("hill-cup-2026-28", "hill-cup-2026-28", None),
            ("hill-cup-20262027", "hill-cup-20262027", None),
            ("hill-cup", "hill-cup", None),
            ("seasons/hill-cup-2027", "hill-cup", one(2027)),
            ("seasons/hill-cup/2027", "hill-cup", one(2027)),
            ("Hill Cup 2027", "Hill Cup", one(2027)),
            ("2027", "", one(2027)),
            ("2027-hill-cup", "hill-cup", one(2027)),
            ("2027 Hill Cup", "Hill Cup", one(2027)),
            ("24-hours-2027", "24-hours", one(2027)),
            ("2027x", "2027x", None),
            ("gt3", "gt3", None),
            ("formula2000", "formula2000", None),
            ("cup-3000", "cup-3000", None),
            ("李明", "李明", None),
        ] {
            assert_eq!(said(Path::new(folder)), (name.to_owned(), years), "{folder}");
        }
        assert_eq!(
            ["hill-cup", "Hill-Cup", "gt3 cup", "gt3-cup", "btcc", "f1", "été", "李明"].map(titled),
            ["Hill Cup", "Hill-Cup", "gt3 cup", "GT3 Cup", "BTCC", "F1", "Été", "李明"]
        );
    }

    #[test]
    fn a_day_has_a_year() {
        assert_eq!(
            [0, 364, 365, 789, 1095, 1096, 11_016, 20_786].map(year_of_day),
            [1970, 1970, 1971, 1972, 1972, 1973, 2000, 2026]
        );
    }
}
