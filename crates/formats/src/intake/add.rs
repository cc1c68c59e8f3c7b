//! What files say into a season folder: each session to its round, facts beside facts.

use super::said::Kind;
use super::said::{Column, Left, Said, Session};
use super::same::{Marks, of_folder};
use super::{agree, calendar, cars, classes, decision, feats, gather, names};
use crate::folder::{
    ClassRecord, ClassWinnerRecord, DocumentRecord, EntryRecord, FeatRecord, Files, Folder, Origin,
    ResultRecord, StatisticRecord, TableKind, laps_path,
};
use crate::names::slug;
use parcferme_core::number_words::counted;
use parcferme_core::season::Date;
use parcferme_core::{Diagnostic, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// What the person who adds files said of them.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The round that all of them belong to.
    pub round: Option<u32>,
    /// The id of the session that they tell of.
    pub session: Option<String>,
    /// What they say takes the place of what stands, instead of standing beside it.
    pub replace: bool,
    /// What tables have, where they do not say it themselves.
    pub kind: Option<TableKind>,
    /// Heads and their fields; a head without one is left out.
    pub columns: Vec<(String, Option<String>)>,
    /// The class of every row that states none.
    pub class: Option<String>,
    /// The one sheet to read.
    pub sheet: Option<String>,
    /// Heads and values: rows with others are left out.
    pub only: Vec<(String, String)>,
}

impl Wish {
    /// Whether it says how tables are to be read.
    pub(super) fn answers(&self) -> bool {
        self.kind.is_some() || !self.columns.is_empty() || self.class.is_some() || !self.only.is_empty()
    }
}

/// What came of adding files.
#[derive(Debug, Default)]
pub struct Added {
    /// `None` where an error among the diagnostics forbids to change anything.
    pub folder: Option<Folder>,
    /// Lap files, which the folder keeps as text.
    pub laps: Files,
    /// What each file was taken for and where it went.
    pub account: Vec<Account>,
    pub diagnostics: Vec<Diagnostic>,
    open: Open,
}

/// What became of one file.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub document: String,
    pub taken_for: String,
    /// `round 3, race: 24 cars`, ...
    pub went: Vec<String>,
    pub columns: Vec<Column>,
    pub left: Vec<Left>,
}

/// Adds what files say to `existing`. The same files give the same folder in whatever order they are given.
/// `digest` gives the SHA-256 of a document by its name.
pub fn add(mut files: Vec<Said>, digest: &dyn Fn(&str) -> String, existing: &Folder, wish: &Wish) -> Added {
    let mut made = Added::default();
    let mut folder = existing.clone();
    // Rounds get their numbers in the order of their days, and events with a day prove those without one.
    files.sort_by_cached_key(|said| said.document.clone());
    let days = gather::complete(&mut files, existing, &mut made.diagnostics);
    files.sort_by_cached_key(|said| order(said, &days));
    let says_year = files.iter().any(|said| said.year.is_some());
    made.open.marks = of_folder(existing);
    // An entry list that comes along tells of the sheets before it too.
    for own in existing.entries.iter().chain(files.iter().flat_map(|own| &own.entries)) {
        made.open.entries.entry(own.number.clone()).or_default().push(own.clone());
    }
    // A calendar lists several rounds; sessions that came in say nothing of those to come.
    let listed = files.iter().any(|said| said.calendar.len() > 1);
    let round_names: BTreeMap<u32, String> =
        files.iter().rev().flat_map(|said| said.round_names.clone()).collect();
    for said in files {
        let digest = digest(&said.document);
        let known = folder.documents.iter().find(|own| own.digest == digest).map(|own| own.name.clone());
        let mut account = Account {
            document: said.document.clone(),
            taken_for: said.taken_for.clone(),
            columns: said.columns.clone(),
            left: said.left.clone(),
            went: said.because.clone(),
        };
        match known {
            Some(name) if !wish.replace && !wish.answers() => {
                account.went.clear();
                account.went.push(format!(
                    "nothing new: it is {name}, which was added before; `--replace` reads it anew"
                ));
            }
            // An answer about a file that was read before is about how it was read.
            Some(name) if !wish.replace => {
                let alone = |rows: &Vec<ResultRecord>| {
                    rows.iter().flat_map(|row| &row.from).all(|own| own.document == name)
                };
                let own = |rows: &Vec<ResultRecord>| {
                    rows.iter().flat_map(|row| &row.from).any(|own| own.document == name)
                };
                let shared = folder.results.iter().find(|(_, rows)| own(rows) && !alone(rows));
                if let Some(((round, session), _)) = shared {
                    made.diagnostics.push(again(&name, *round, session));
                    continue;
                }
                folder.results.retain(|_, rows| !own(rows));
                let replace = Wish { replace: true, ..wish.clone() };
                put(said, &replace, &mut folder, &mut account, &mut made);
            }
            _ => {
                document(&said, digest, &mut folder, &mut made);
                put(said, wish, &mut folder, &mut account, &mut made);
            }
        }
        made.account.push(account);
    }
    cars::complete(&made.open.cars, &mut folder);
    teams(existing, &mut folder, &mut made);
    feats::enter(&made.open.told, &made.open.cars, &mut folder, &mut made.diagnostics);
    calendar::races(&mut folder);
    let is_open = !listed && (existing.calendar_open || existing.rounds.is_empty());
    calendar::of_tables(&round_names, is_open, &mut folder, &mut made.diagnostics);
    folder.calendar_open = is_open && !folder.rounds.is_empty();
    if existing.rounds.is_empty() && !says_year {
        year_of_days(&mut folder);
    }
    names::settle(&mut folder, &mut made);
    if !made.diagnostics.iter().any(|own| own.severity == Severity::Error) {
        made.folder = Some(folder);
    }
    made
}

/// Teams of the entry list for sessions that came in without any, once all documents of them are there.
fn teams(existing: &Folder, folder: &mut Folder, made: &mut Added) {
    let rounds: Vec<u32> = folder.rounds.iter().filter_map(|own| own.number).collect();
    let came = folder.results.iter_mut().filter(|(key, rows)| existing.results.get(key) != Some(rows));
    for ((round, session), rows) in came {
        let said = classes::teams_of_entries(rows, (*round, &rounds), &made.open.entries);
        let from = rows.iter().flat_map(|row| &row.from).next().map(|own| own.document.as_str());
        let account = made.account.iter_mut().find(|own| Some(own.document.as_str()) == from);
        if let (Some(said), Some(account)) = (said, account) {
            account.went.push(format!("round {round}, {session}: {said}"));
        }
    }
}

/// Says that an answer would change rows that another document has its part in.
fn again(name: &str, round: u32, session: &str) -> Diagnostic {
    Diagnostic::error("PF1065", "an answer about a file that was added before would change rows of several documents")
        .at(Place::document(name))
        .found(format!("round {round}, {session}: rows of this and of another document"))
        .expected("rows of this document alone")
        .help("nothing was changed; `--replace` takes the new reading in place of what stands, then add the other document again with `--replace`")
}

/// What is known of sessions while files are added.
#[derive(Debug, Default)]
struct Open {
    /// By what each is known.
    marks: BTreeMap<(u32, String), Marks>,
    /// The entry list, whole, by number.
    entries: BTreeMap<String, Vec<EntryRecord>>,
    /// Cars of lap files.
    cars: Vec<cars::OfSession>,
    /// Sessions whose best laps tell who had pole or the fastest lap.
    told: BTreeSet<feats::Told>,
}

/// By the day of the event and its number; of several sheets of a session the final one first, then the one that says most.
fn order(
    said: &Said,
    days: &BTreeMap<String, Date>,
) -> (bool, Option<Date>, Option<u32>, bool, bool, String) {
    let first = said.sessions.iter().map(|own| &own.event).chain(&said.calendar).next();
    let date = days.get(&said.document).copied().or_else(|| first.and_then(|event| event.date));
    let provisional = said.sessions.iter().any(|own| own.provisional);
    let says_status = |own: &Session| own.rows.iter().any(|row| row.classified.is_some());
    let less = !said.sessions.iter().any(says_status);
    (date.is_none(), date, first.and_then(|event| event.round), provisional, less, said.document.clone())
}

/// Enters the file among the documents; another one of its name is an error, for facts cite documents by name.
fn document(said: &Said, digest: String, folder: &mut Folder, made: &mut Added) {
    let record = DocumentRecord {
        name: said.document.clone(),
        title: said.title.clone(),
        digest,
        licence: String::new(),
    };
    match folder.documents.iter_mut().find(|own| own.name == said.document) {
        Some(own) if own.digest.is_empty() => *own = record,
        Some(own) if own.digest == record.digest => {}
        Some(_) => made.diagnostics.push(
            Diagnostic::error("PF1006", "another document of this name was added before")
                .at(Place::document(said.document.as_str()))
                .expected("a name of its own for each document: facts cite documents by name")
                .help("rename the file"),
        ),
        None => folder.documents.push(record),
    }
}

fn put(mut said: Said, wish: &Wish, folder: &mut Folder, account: &mut Account, made: &mut Added) {
    if !season(&said, folder, made) {
        return;
    }
    for event in &said.calendar {
        let rounds = folder.rounds.len();
        if calendar::round(event, None, &said.document, folder, &mut made.diagnostics).is_some() {
            let named = [&event.name, &event.circuit].into_iter().find(|name| !name.is_empty());
            let named = named.map_or("a round", String::as_str);
            let known = folder.rounds.len() == rounds;
            let is = if known { " (there already)" } else { "" };
            account.went.push(format!("calendar: {named}{is}"));
        }
    }
    // Of several sessions in one file, the wish is about the only race.
    let one = said.sessions.len() == 1;
    let races = said.sessions.iter().filter(|own| own.kind == Kind::Race).count();
    let events: BTreeSet<_> =
        said.sessions.iter().map(|own| (own.event.round, &own.event.name, &own.event.circuit)).collect();
    if let Some(round) = wish.round
        && events.len() > 1
    {
        made.diagnostics.push(gather::several_events(&said.document, round, events.len()));
        said.sessions.clear();
    }
    for mut session in said.sessions {
        if let Some(id) = &wish.session
            && (one || (races == 1 && session.kind == Kind::Race))
        {
            session.id.clone_from(id);
        }
        let at = calendar::round(&session.event, wish.round, &said.document, folder, &mut made.diagnostics);
        let Some(round) = at.and_then(|at| folder.rounds[at].number) else { continue };
        put_session(round, session, &said.document, wish, folder, account, made);
    }
    if !said.entries.is_empty() {
        account.went.push(format!("entry list: {}", counted(said.entries.len(), "driver")));
        for entry in said.entries {
            enter_class(&entry.class, folder);
            let there = folder.entries.iter().any(|own| {
                (&own.class, &own.number, &own.team, &own.driver)
                    == (&entry.class, &entry.number, &entry.team, &entry.driver)
            });
            if !there {
                enter_class(&entry.class, folder);
                folder.entries.push(entry);
            }
        }
    }
    let mut tables = said.tables;
    let moved = calendar::by_name(&said.round_names, folder, &mut tables);
    for column in &mut account.columns {
        let round = column.field.as_deref().and_then(|own| own.strip_prefix("Rd ")?.parse().ok());
        if let Some(round) = round.and_then(|round: u32| moved.get(&round)) {
            column.field = Some(format!("Rd {round}"));
        }
    }
    for table in tables {
        let class = if table.class.is_empty() { String::new() } else { format!(" of {}", table.class) };
        account.went.push(format!("published table {}{class}: {} lines", table.title, table.lines.len()));
        enter_class(&table.class, folder);
        let key = (&table.title, &table.class, table.after);
        match folder.published.iter_mut().find(|own| (&own.title, &own.class, own.after) == key) {
            Some(own) if wish.replace => *own = table,
            Some(own) => made.diagnostics.extend(agree::tables(own, &table)),
            None => folder.published.push(table),
        }
    }
    for record in said.decisions {
        if !folder.decisions.iter().any(|own| own.id == record.id) {
            account.went.push(format!("decision {}: {}", record.id, record.kind.name));
            folder.decisions.push(record);
        }
    }
    for mapping in said.mappings {
        match folder.mappings.iter_mut().find(|own| own.own_shape() == mapping.own_shape()) {
            // The person said something new, or the mapping was followed.
            Some(own) => (own.kind, own.columns) = (mapping.kind, mapping.columns),
            None => folder.mappings.push(mapping),
        }
    }
    for stated in said.stated {
        if !folder.stated.contains(&stated) {
            folder.stated.push(stated);
        }
    }
    for statistic in said.statistics {
        let same = |own: &StatisticRecord| {
            (own.round, &own.session, &own.kind) == (statistic.round, &statistic.session, &statistic.kind)
        };
        if !folder.statistics.iter().any(same) {
            folder.statistics.push(statistic);
        }
    }
    for winner in said.class_winners {
        let same = |own: &ClassWinnerRecord| (own.round, &own.class) == (winner.round, &winner.class);
        if !folder.class_winners.iter().any(same) {
            enter_class(&winner.class, folder);
            folder.class_winners.push(winner);
        }
    }
}

/// Names the season where the folder does not; false where the file is about another one.
fn season(said: &Said, folder: &mut Folder, made: &mut Added) -> bool {
    if let Some(year) = said.year
        && folder.year != year
    {
        let over_new_year = folder.label.is_some() && year == folder.year + 1;
        if folder.rounds.iter().all(|round| round.date.is_none()) || folder.year == 0 {
            // A folder without days is of no year that anything proves.
            if !folder.rounds.is_empty() {
                made.diagnostics.push(
                    Diagnostic::warning("PF1060", format!("the season is one of {year}, as the file says"))
                        .at(Place::document(said.document.as_str()))
                        .found(folder.label())
                        .help("no round of the folder has a day; where the file is of another season, take it out again"),
                );
            }
            be_of(year, folder);
        } else if !over_new_year {
            made.diagnostics.push(
                Diagnostic::error("PF1009", "the file is about another year than the folder")
                    .at(Place::document(said.document.as_str()))
                    .found(year.to_string())
                    .expected(folder.label())
                    .help("add it to a folder of its own; where season.toml is wrong, correct its `year`; where a season runs over New Year, write `label = \"2025-26\"` in season.toml"),
            );
            return false;
        }
    }
    if folder.series.is_empty() {
        folder.series = slug(&said.series);
    }
    if folder.name.is_empty() && !said.series.is_empty() {
        folder.name = format!("{} {}", folder.label(), said.series);
    }
    true
}

fn be_of(year: i32, folder: &mut Folder) {
    let before = folder.label();
    if let Some(name) = folder.name.strip_suffix(&before).filter(|_| folder.year > 0) {
        folder.name = format!("{name}{year}");
    }
    (folder.year, folder.label) = (year, None);
}

/// A season that had no round is of the year of its days, where nothing else says one.
fn year_of_days(folder: &mut Folder) {
    let years: BTreeSet<i32> = folder.rounds.iter().filter_map(|round| round.date).map(Date::year).collect();
    if let (Some(&year), 1, None) = (years.first(), years.len(), &folder.label)
        && year != folder.year
    {
        be_of(year, folder);
    }
}

fn enter_class(class: &str, folder: &mut Folder) {
    if !class.is_empty() && !folder.classes.iter().any(|own| own.id == class) {
        folder.classes.push(ClassRecord { id: class.to_owned(), name: class.to_owned() });
    }
}

fn put_session(
    round: u32,
    mut session: Session,
    document: &str,
    wish: &Wish,
    folder: &mut Folder,
    account: &mut Account,
    made: &mut Added,
) {
    let rounds: Vec<u32> = folder.rounds.iter().filter_map(|own| own.number).collect();
    let (classed, unclear) =
        classes::of_entries(&mut session.rows, document, (round, &rounds), &made.open.entries);
    made.diagnostics.extend(unclear);
    let id = session.id().to_owned();
    let what = format!("round {round}, {id}");
    let marks = Marks::of(&session);
    let standing = made.open.marks.entry((round, id.clone())).or_default();
    if standing.contradict(&marks) && !wish.replace {
        made.diagnostics.push(gather::another(document, &what));
        return;
    }
    if !wish.replace
        && let Some((common, fewer)) = cars::strangers(&session.rows, round, &id, folder)
    {
        made.diagnostics.push(gather::strangers(document, &what, common, fewer));
        return;
    }
    standing.join(&marks);
    mains(round, &session, &id, folder);
    let classes = session.rows.iter().map(|row| &row.class).chain(session.cars.iter().map(|car| &car.class));
    let mut seen = BTreeSet::new();
    for class in classes.filter(|class| seen.insert(*class)) {
        enter_class(class, folder);
    }
    if session.bests_tell {
        made.open.told.insert((round, id.clone(), session.kind));
    }
    if !session.rows.is_empty() {
        account.went.push(format!("{what}: {} cars", session.rows.len()));
        account.went.extend(classed.map(|own| format!("{what}: {own}")));
        let mut rows = session.rows;
        for row in &mut rows {
            if row.from.is_empty() {
                row.from.push(Origin { document: document.to_owned(), line: row.line });
            }
        }
        let weaker =
            is_provisional(&folder.results, &folder.documents, &(round, id.clone())) && !session.provisional;
        let standing = folder.results.entry((round, id.clone())).or_default();
        if standing.is_empty() || wish.replace {
            *standing = rows;
        } else {
            if agree::is_of_two_sessions(standing, &rows, document) {
                made.diagnostics.push(gather::two_in_one(document, &what, rows.first()));
                return;
            }
            if weaker || agree::says_more(&rows, standing) {
                std::mem::swap(standing, &mut rows);
            }
            let further = folder.further.entry((round, id.clone())).or_default();
            let known: BTreeSet<&[Origin]> = further.iter().map(|own| own.from.as_slice()).collect();
            let news = rows.iter().filter(|row| !known.contains(row.from.as_slice()));
            let news: Vec<ResultRecord> = news.cloned().collect();
            further.extend(news);
            agree::join(standing, rows, &what, &mut made.diagnostics);
        }
    }
    for feat in session.feats {
        let record = FeatRecord {
            round,
            session: id.clone(),
            feat: feat.feat,
            number: feat.number,
            class: feat.class,
            driver: feat.driver,
            time: feat.time,
            from: vec![Origin { document: document.to_owned(), line: feat.line }],
            line: 0,
        };
        // One document may give a feat to several cars, as that of having led; a further one gives it to no other.
        let same = |own: &FeatRecord| {
            (own.round, &own.session, &own.feat, &own.class)
                == (round, &record.session, &record.feat, &record.class)
                && (own.number == record.number || own.from.iter().all(|from| from.document != document))
        };
        if !folder.feats.iter().any(same) {
            folder.feats.push(record);
        }
    }
    for (count, penalty) in (1..).zip(session.penalties) {
        if let Some(record) = decision::of_penalty(penalty, (round, &id), count, document)
            && !folder.decisions.iter().any(|own| own.id == record.id)
        {
            account.went.push(format!("decision {}: {}", record.id, record.kind.name));
            folder.decisions.push(record);
        }
    }
    if let Some(laps) = session.laps {
        account.went.push(format!("{what}: laps"));
        let path = laps_path(round, &id);
        let other = folder.laps.contains_key(&(round, id.clone())) || made.laps.contains_key(&path);
        if other && !wish.replace {
            made.diagnostics.push(
                Diagnostic::warning("PF1075", format!("{what} has a lap file already"))
                    .at(Place::document(document))
                    .help("it was left as it was; `--replace` takes the new one"),
            );
        } else {
            made.laps.insert(path.clone(), laps);
            made.open.cars.push(cars::OfSession { round, session: id, file: path, cars: session.cars });
        }
    }
}

/// Whether all that a session has is of sheets that call themselves provisional.
fn is_provisional(
    results: &BTreeMap<(u32, String), Vec<ResultRecord>>,
    documents: &[DocumentRecord],
    key: &(u32, String),
) -> bool {
    let of = |name: &str| documents.iter().find(|own| own.name == name);
    let mut from = results.get(key).into_iter().flatten().flat_map(|row| &row.from).peekable();
    from.peek().is_some()
        && from
            .all(|own| of(&own.document).is_some_and(|own| own.title.starts_with(super::said::PROVISIONAL)))
}

/// A round with races of other names than `race` is for those, and for `race` where there is one beside them.
fn mains(round: u32, session: &Session, id: &str, folder: &mut Folder) {
    let is_content = !session.rows.is_empty() || session.laps.is_some();
    let is_race = |id: &str| id == "race" || id.starts_with("race-");
    if session.kind != Kind::Race || !is_content || !is_race(id) {
        return;
    }
    let standing = folder.results.keys().filter(|(own, _)| *own == round).map(|(_, id)| id.clone());
    let races: BTreeSet<String> = standing.filter(|id| is_race(id)).chain([id.to_owned()]).collect();
    if races.iter().all(|id| id == "race") {
        return;
    }
    if let Some(own) = folder.rounds.iter_mut().find(|own| own.number == Some(round)) {
        own.main.extend(races);
        own.main.sort();
        own.main.dedup();
    }
}
