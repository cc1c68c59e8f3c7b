//! A stranger's table, tried: files are read into a season folder in memory, rules are found where none are named, and the
//! tables are computed and held against what was given. Nothing touches the disk.

use crate::library::{self, Loaded, Refused};
use crate::reading;
use parcferme_core::exact::Points;
use parcferme_core::scale::{Bound, Inferred, TooLittle, infer_scale};
use parcferme_core::season::{Kind, Season, StatedRule};
use parcferme_core::{Audit, Diagnostic, Outcome, Place, Rulebook, Severity, audit};
use parcferme_formats::folder::{Files, Folder, TableKind, digest};
use parcferme_formats::grid;
use parcferme_formats::intake::{self, Account, Added, Reading, Wish};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

/// Bytes of all files together, at most.
pub const MAX_BYTES: usize = 8 << 20;
/// Files, at most.
pub const MAX_FILES: usize = 20;
/// What a packed file may unpack to.
const MAX_UNPACKED: u64 = 48 << 20;
/// Lines of a text, cells of a page, bytes of a line of a table.
const MOST_LINES: usize = 60_000;
const MOST_CELLS: usize = 60_000;
const MOST_IN_LINE: usize = 100_000;
/// How long rules are looked for.
const LOOK_FOR: Duration = Duration::from_millis(1500);
/// Choices that are tried while rules are looked for.
const MOST_TRIED: usize = 4_000;

/// What somebody gave.
#[derive(Debug, Default)]
pub struct Given {
    pub files: Vec<File>,
    /// What the tables have, where the person says it.
    pub kind: Option<TableKind>,
    /// A rulebook that ships with the program; empty where rules are to be found.
    pub rulebook: String,
    /// Points for first, second, third place, and so on, where the person says them.
    pub points: Option<Scale>,
}

/// Points for places, as a person writes them: `25-18-15`, `25, 18, 15`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale(Vec<Points>);

impl Scale {
    /// Places, at most.
    const MOST: usize = 100;

    /// # Errors
    /// What stands there and is no number of points.
    pub fn parse(text: &str) -> Result<Option<Scale>, String> {
        let between = |own: char| own.is_whitespace() || matches!(own, '-' | '–' | ',' | ';' | '|');
        let points: Vec<Points> = text
            .split(between)
            .filter(|own| !own.is_empty())
            .map(|own| own.parse().map_err(|_| own.chars().take(20).collect()))
            .collect::<Result<_, String>>()?;
        match points.len() {
            0 => Ok(None),
            1..=Scale::MOST => Ok(Some(Scale(points))),
            more => Err(format!("{more} places")),
        }
    }

    /// The only scale that documents state for all rounds.
    fn stated(season: &Season) -> Option<Scale> {
        let mut all: Vec<&[Points]> = Vec::new();
        for own in &season.stated {
            if let StatedRule::Scale { points, events } = &own.rule {
                let of_all = events.is_empty() && own.round.is_none_or(|_| season.rounds.len() == 1);
                // Where some rounds have another, one alone would be wrong for them.
                if !of_all {
                    return None;
                }
                all.push(points);
            }
        }
        all.dedup();
        match all.as_slice() {
            [only] if !only.is_empty() => Some(Scale(only.to_vec())),
            _ => None,
        }
    }

    fn block(&self) -> String {
        let points: Vec<String> = self.0.iter().map(|own| quoted(&own.to_string())).collect();
        format!("\n[[points]]\nid = \"scale\"\nscale = [{}]\n", points.join(", "))
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&Points::scale_text(&self.0))
    }
}

/// Points scales of rulebooks that ship, each with the rulebook that has it: the last of each series.
pub fn known_scales() -> &'static [(String, String)] {
    static KNOWN: OnceLock<Vec<(String, String)>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        for id in library::bundled_rulebooks() {
            let series = id.rsplit_once('/').map_or(id.as_str(), |own| own.0).to_owned();
            last.insert(series, id);
        }
        let mut scales: BTreeMap<String, String> = BTreeMap::new();
        for id in last.into_values() {
            let Some(rules) = library::bundled_rulebook(&id) else { continue };
            if let Some(first) = rules.points.first() {
                let points = first.rule.scale.iter().map(|own| own.value).collect();
                scales.entry(Scale(points).to_string()).or_insert(id);
            }
        }
        scales.into_iter().filter(|(scale, _)| !scale.is_empty()).map(|(scale, id)| (id, scale)).collect()
    })
}

#[derive(Debug, Default)]
pub struct File {
    /// A label for places in messages, and no more: what a file is, its content says.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Whether somebody still waits for the answer.
#[derive(Clone, Debug, Default)]
pub struct Waiting(Arc<AtomicBool>);

impl Waiting {
    /// Nobody does any more.
    pub fn ends(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Ends where this is dropped.
    pub fn ends_with_this(self) -> Ends {
        Ends(self)
    }
}

/// Held by who waits.
pub struct Ends(Waiting);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.ends();
    }
}

/// What came of it.
pub struct Attempt {
    pub account: Vec<Account>,
    /// What there is to tell, the gravest first.
    pub told: Vec<Diagnostic>,
    /// Whether something is asked before anything can be read.
    pub asks: bool,
    pub made: Option<Made>,
}

/// A season that was made of it.
pub struct Made {
    pub loaded: Loaded,
    pub outcome: Outcome,
    pub audit: Audit,
    pub rules: Rules,
}

/// Where the rules come from.
pub enum Rules {
    /// One that ships with the program, as asked.
    Named(String),
    /// Found in results and published tables.
    Inferred(Box<Inferred>),
    /// None: points are as published, and totals are held against their sum, of all results or the best so many.
    Sums { best: Option<u32> },
    /// Points for places: as the person gave them, or as a document states them.
    Scale { scale: Scale, stated: bool },
    /// None were found, and nothing is scored; why none were, where they were looked for.
    None { why: Option<String> },
}

/// Reads and computes. Never fails: what cannot be is told.
pub fn attempt(given: Given, waiting: &Waiting) -> Attempt {
    let mut told = Vec::new();
    let files = named(given.files, &mut told);
    let mut wish = Wish { kind: given.kind, ..Wish::default() };
    let borrowed: Vec<(&str, &[u8])> =
        files.iter().map(|own| (own.name.as_str(), own.bytes.as_slice())).collect();
    let empty = Folder { year: present_year(), ..Folder::default() };
    let Reading { said, diagnostics, left_out, .. } = reading::read(&borrowed, &empty, &wish);
    told.extend(diagnostics);
    if left_out > 0 {
        let message = "rows or tables that may hold results, a calendar or standings were left out";
        told.push(Diagnostic::warning("PF1153", message).found(left_out.to_string()));
    }
    let asks = told.iter().any(|own| intake::QUESTIONS.contains(&own.id));
    if asks || waiting.is_over() {
        return ended(Vec::new(), told, asks, None);
    }
    let digest_of = |name: &str| {
        let file = borrowed.iter().find(|own| own.0 == name);
        file.map_or_else(String::new, |own| digest(own.1))
    };
    let says_year = said.iter().any(|own| own.year.is_some());
    // One file of results that says nothing of its round is of the only one there is.
    let alone = said.iter().filter(|own| !own.sessions.is_empty()).count() == 1;
    let nameless = |own: &Diagnostic| own.id == "PF1003";
    let mut added = intake::add(said.clone(), &digest_of, &empty, &wish);
    if alone && added.diagnostics.iter().any(nameless) {
        // A page of one race may say elsewhere which round it was.
        let after = said.iter().flat_map(|own| own.tables.iter().filter_map(|table| table.after));
        let of_round = said.iter().flat_map(|own| own.statistics.iter().map(|own| own.round));
        wish.round = Some(after.chain(of_round).max().unwrap_or(1));
        added = intake::add(said, &digest_of, &empty, &wish);
        told.push(
            Diagnostic::note(
                "PF1156",
                format!(
                    "no file says for certain which round the results are of: {} was taken",
                    wish.round.unwrap_or(1)
                ),
            )
            .help("a number, a day or the name of the race in the file says it"),
        );
    }
    let Added { folder, laps, account, diagnostics, .. } = added;
    told.extend(diagnostics);
    let Some(mut folder) = folder.filter(|_| !account.is_empty()) else {
        return ended(account, told, false, None);
    };
    complete(&mut folder, says_year, &mut told);
    // Nobody can correct a row here: what is doubtful is told, and the others are computed.
    told.extend(folder.without_impossible_positions());
    let made = scored(folder, laps, &Wanted { rulebook: &given.rulebook, points: given.points }, waiting);
    match made {
        Ok((made, more)) => {
            told.extend(more);
            ended(account, told, false, Some(made))
        }
        Err(refused) => {
            told.extend(refused);
            ended(account, told, false, None)
        }
    }
}

fn ended(account: Vec<Account>, mut told: Vec<Diagnostic>, asks: bool, made: Option<Made>) -> Attempt {
    told.sort_by_key(|own| std::cmp::Reverse(own.severity));
    Attempt { account, told, asks, made }
}

/// Files under names that are labels: without folders and control characters, each once. What is too large stays out.
pub fn named(files: Vec<File>, told: &mut Vec<Diagnostic>) -> Vec<File> {
    let mut kept: Vec<File> = Vec::new();
    for (at, file) in files.into_iter().enumerate() {
        let last = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let shown = |own: &char| own.is_alphanumeric() || matches!(own, '.' | '-' | '_' | ' ' | '(' | ')');
        let name: String = last.chars().filter(shown).take(60).collect();
        let name = match name.trim().trim_start_matches('.') {
            "" => format!("file-{}", at + 1),
            own => own.to_owned(),
        };
        let taken = kept.iter().any(|own| own.name == name);
        let name = if taken { format!("{}-{name}", at + 1) } else { name };
        if !grid::unpacks_within(&file.bytes, MAX_UNPACKED) {
            told.push(
                Diagnostic::error("PF1153", "the packed file is larger unpacked than can be tried")
                    .at(Place::document(name.as_str()))
                    .expected(format!("at most {} MiB unpacked", MAX_UNPACKED >> 20))
                    .help("save the sheet that is meant by itself"),
            );
            continue;
        }
        if let Some(found) = beyond(&file.bytes) {
            told.push(
                Diagnostic::error("PF1153", "the file is longer than can be tried")
                    .at(Place::document(name.as_str()))
                    .found(found)
                    .expected(format!("at most {MOST_LINES} lines, {MOST_CELLS} cells of a page, {MOST_IN_LINE} bytes in a line"))
                    .help("`parcferme add` on a machine of your own reads more"),
            );
            continue;
        }
        kept.push(File { name, bytes: file.bytes });
    }
    kept
}

/// What of a text is more than is tried: the laps of a race of 24 hours are half of it.
fn beyond(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"PK") || bytes.starts_with(b"%PDF") || bytes.starts_with(b"SQLite") {
        return None;
    }
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    if lines > MOST_LINES {
        return Some(format!("{lines} lines"));
    }
    let is = |own: &[u8], word: &[u8]| own.len() == 2 && own.eq_ignore_ascii_case(word);
    let tags = bytes.windows(3).filter(|own| own[0] == b'<');
    let cells = tags.filter(|own| is(&own[1..], b"td") || is(&own[1..], b"th")).count();
    if cells > MOST_CELLS {
        return Some(format!("{cells} cells"));
    }
    // Pages and JSON may well be one line; tables are not.
    let is_marked = matches!(bytes.trim_ascii_start().first(), Some(b'<' | b'{' | b'['));
    let longest = bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap_or(0);
    (!is_marked && longest > MOST_IN_LINE).then(|| format!("{longest} bytes in a line"))
}

/// Gives the season what files need not say: a name, and a year.
fn complete(folder: &mut Folder, says_year: bool, told: &mut Vec<Diagnostic>) {
    if folder.series.is_empty() {
        "table".clone_into(&mut folder.series);
    }
    if !says_year {
        let days = folder.rounds.iter().filter_map(|own| own.date).map(|own| own.to_string()).min();
        match days.and_then(|own| own.get(..4)?.parse().ok()) {
            Some(year) => folder.year = year,
            None => told.push(
                Diagnostic::note("PF1154", "no file says which year it is of: the present one was taken")
                    .found(folder.year.to_string())
                    .help("nothing depends on it but the name"),
            ),
        }
    }
    if folder.name.is_empty() {
        folder.name = format!("Your table {}", folder.label());
    }
}

fn present_year() -> i32 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    // 365.2425 days: near enough for a year that is only a name.
    i32::try_from(1970 + now.as_secs() / 31_556_952).unwrap_or(1970)
}

/// The rules that the person asks for.
struct Wanted<'g> {
    rulebook: &'g str,
    points: Option<Scale>,
}

fn scored(
    folder: Folder,
    laps: Files,
    wanted: &Wanted<'_>,
    waiting: &Waiting,
) -> Result<(Made, Vec<Diagnostic>), Refused> {
    let files = |folder: &Folder, rules: Option<&str>| {
        let mut files = folder.write();
        files.extend(laps.clone());
        if let Some(text) = rules {
            files.insert("rulebook.toml".to_owned(), text.to_owned());
        }
        files
    };
    if !wanted.rulebook.is_empty() {
        let folder = Folder { rulebook: wanted.rulebook.to_owned(), ..folder };
        return made(library::of_files(files(&folder, None))?, Rules::Named(wanted.rulebook.to_owned()));
    }
    let folder = Folder { rulebook: "rulebook.toml".to_owned(), ..folder };
    let titles = titles(&folder);
    let plain = head(&folder) + &titles;
    let loaded = library::of_files(files(&folder, Some(&plain)))?;
    let has_results = !loaded.season.results.is_empty();
    let by_scale = |scale: Scale, stated: bool| {
        let titles = if titles.is_empty() { titles_of_results(&loaded.season) } else { titles.clone() };
        let text = head(&folder) + &titles + &scale.block();
        made(library::of_files(files(&folder, Some(&text)))?, Rules::Scale { scale, stated })
    };
    if let Some(scale) = wanted.points.clone().filter(|_| has_results) {
        return by_scale(scale, false);
    }
    let stated = Scale::stated(&loaded.season).filter(|_| has_results);
    if loaded.season.published.is_empty() {
        return match stated {
            Some(scale) => by_scale(scale, true),
            None => unscored(loaded, None),
        };
    }
    if has_results {
        let until = Instant::now() + LOOK_FOR;
        let mut tell = |_| Instant::now() < until && !waiting.is_over();
        let why = match infer_scale(&loaded.season, Bound { most: MOST_TRIED, tell: &mut tell }) {
            Ok(found) => {
                let loaded = library::of_files(files(&folder, Some(&found.text)))?;
                return made(loaded, Rules::Inferred(Box::new(found)));
            }
            Err(why) => too_little(why),
        };
        if let Some(scale) = stated {
            return by_scale(scale, true);
        }
        let (made, mut told) = unscored(loaded, Some(why.message.clone()))?;
        told.push(why);
        return Ok((made, told));
    }
    let (best, text) = sums(&folder, &loaded, &titles, waiting);
    let loaded = match &text {
        Some(text) => library::of_files(files(&folder, Some(text)))?,
        None => loaded,
    };
    let (mut made, told) = made(loaded, Rules::Sums { best })?;
    without_rules(&mut made.audit, &["points-scale"]);
    Ok((made, told))
}

/// A season of which nothing is scored.
fn unscored(loaded: Loaded, why: Option<String>) -> Result<(Made, Vec<Diagnostic>), Refused> {
    let (mut made, told) = made(loaded, Rules::None { why })?;
    without_rules(&mut made.audit, &["points-scale", "standings"]);
    Ok((made, told))
}

/// That documents differ from rules that nobody has says nothing of them.
fn without_rules(audit: &mut Audit, checks: &[&str]) {
    let stays = |own: &str| !checks.iter().any(|check| own.starts_with(check));
    audit.findings.retain(|own| stays(own.check));
    audit.checks.retain(|own| stays(own.check));
}

fn made(loaded: Loaded, rules: Rules) -> Result<(Made, Vec<Diagnostic>), Refused> {
    let outcome = loaded.outcome()?;
    let audit = audit(&loaded.season, &loaded.rules, &outcome);
    let told = loaded.diagnostics.clone();
    Ok((Made { loaded, outcome, audit, rules }, told))
}

fn too_little(why: TooLittle) -> Diagnostic {
    let told = match why {
        TooLittle::NoPoints => "no table has points of a round whose results are there".to_owned(),
        TooLittle::NoPlace => "the tables say of no place by itself what it gives".to_owned(),
        TooLittle::NoAgreement { explained, points } => {
            format!("the rules that fit best give {explained} of {points} published points")
        }
    };
    Diagnostic::warning("PF1155", format!("no rules were found: {told}"))
        .expected("results of a round, and a table with the points of that round")
        .help("choose a rulebook to score the results by, or give results and table together")
}

/// Rules that say nothing but which tables there are.
fn titles(folder: &Folder) -> String {
    let mut all: BTreeMap<String, bool> = BTreeMap::new();
    for table in &folder.published {
        *all.entry(table.title.clone()).or_default() |= !table.class.is_empty();
    }
    let mut text = String::new();
    for (id, per_class) in &all {
        let word = id.strip_suffix('s').unwrap_or(id);
        let kind = match word {
            "constructor" => Kind::Manufacturer,
            // One chassis, two chassis.
            word => Kind::from_word(id).or_else(|| Kind::from_word(word)).unwrap_or(Kind::Driver),
        };
        let name = match kind {
            Kind::Driver => "Drivers".to_owned(),
            Kind::Team => "Teams".to_owned(),
            _ => parcferme_publish::sheet::capital(&id.replace('-', " ")),
        };
        let per = if *per_class { "per = \"class\"\n" } else { "" };
        let _ = write!(
            text,
            "\n[[title]]\nid = {}\nname = {}\ncompetitor = \"{}\"\n{per}",
            quoted(id),
            quoted(&name),
            kind.word(),
        );
    }
    text
}

/// Tables for results that come without any: of drivers and of teams, as far as the results name them.
fn titles_of_results(season: &Season) -> String {
    let per = if season.classes.len() > 1 { "per = \"class\"\n" } else { "" };
    let has = |kind: Kind| season.competitors.iter().any(|(_, own)| own.kind == kind);
    let named: Vec<_> = [(Kind::Driver, "drivers", "Drivers"), (Kind::Team, "teams", "Teams")]
        .into_iter()
        .filter(|own| has(own.0))
        .collect();
    let mut text = String::new();
    for (kind, id, name) in named {
        let kind = kind.word();
        let _ = write!(text, "\n[[title]]\nid = \"{id}\"\nname = \"{name}\"\ncompetitor = \"{kind}\"\n{per}");
    }
    text
}

fn head(folder: &Folder) -> String {
    format!("# Made from the tables alone: no rules are known.\nname = {}\n", quoted(&folder.name))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// How many of the best results give the totals, where not all do and some number gives more of them; with the rules as text.
fn sums(folder: &Folder, loaded: &Loaded, titles: &str, waiting: &Waiting) -> (Option<u32>, Option<String>) {
    let wrong = |rules: &Rulebook| {
        let (season, _) = folder.season(rules);
        let outcome = parcferme_core::compute(&season, rules);
        let audit = audit(&season, rules, &outcome);
        audit.checks.iter().filter(|own| own.check == "standings-total").map(|own| own.differ).sum::<u32>()
    };
    let all = wrong(&loaded.rules);
    let rounds = u32::try_from(loaded.season.rounds.len()).unwrap_or(u32::MAX);
    let (mut least, mut found) = (all, (None, None));
    for best in (1..rounds).rev() {
        if least == 0 || waiting.is_over() {
            break;
        }
        let windows = format!("windows = [{{ best = {best} }}]\n");
        let with: String = titles
            .split_inclusive('\n')
            .flat_map(|line| [line, if line.starts_with("competitor =") { windows.as_str() } else { "" }])
            .collect();
        let text = head(folder) + &with;
        let now = wrong(&Rulebook::parse("rulebook.toml", &text).0);
        if now < least {
            (least, found) = (now, (Some(best), Some(text)));
        }
    }
    // One row more or less may be a misprint; a rule gives nearly all of them.
    if least * 2 <= all { found } else { (None, None) }
}

/// Whether anything in it is an error.
pub fn has_errors(told: &[Diagnostic]) -> bool {
    told.iter().any(|own| own.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::titles;
    use parcferme_formats::folder::{Folder, PublishedRecord};

    #[test]
    fn a_title_is_for_whom_its_table_is_called_after() {
        for (title, kind) in [
            ("chassis", "chassis"),
            ("engine-makers", "engine-maker"),
            ("drivers", "driver"),
            ("constructors", "manufacturer"),
            ("riders", "driver"),
        ] {
            let table = PublishedRecord { title: title.to_owned(), ..PublishedRecord::default() };
            let text = titles(&Folder { published: vec![table], ..Folder::default() });
            assert!(text.contains(&format!("competitor = \"{kind}\"\n")), "{title}: {text}");
        }
    }
}
