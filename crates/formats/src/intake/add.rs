//! What files say into a season folder: each session to its round, facts beside facts.

use super::said::{Column, Left, Said, Session};
use super::{agree, calendar};
use crate::folder::{ClassRecord, DocumentRecord, FeatRecord, Files, Folder, Origin, TableKind, laps_path};
use crate::names::slug;
use parcferme_core::{Diagnostic, Place, Severity};
use std::collections::BTreeSet;

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
pub fn add(files: Vec<(Said, &[u8])>, existing: &Folder, wish: &Wish) -> Added {
    let mut made = Added::default();
    let mut folder = existing.clone();
    let mut files: Vec<(Said, &[u8])> = files;
    files.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)));
    // Rounds get their numbers in the order of their days, and events with a day prove those without one.
    for (said, bytes) in files {
        let digest = crate::folder::digest(bytes);
        let known = folder.documents.iter().find(|own| own.digest == digest).map(|own| own.name.clone());
        let mut account = Account {
            document: said.document.clone(),
            taken_for: said.taken_for.clone(),
            columns: said.columns.clone(),
            left: said.left.clone(),
            went: Vec::new(),
        };
        match known {
            Some(name) if !wish.replace => {
                account.went.push(format!("nothing new: it is {name}, which was added before"));
            }
            _ => {
                document(&said, digest, &mut folder, &mut made);
                put(said, wish, &mut folder, &mut account, &mut made);
            }
        }
        made.account.push(account);
    }
    if !made.diagnostics.iter().any(|own| own.severity == Severity::Error) {
        made.folder = Some(folder);
    }
    made
}

fn order(said: &Said) -> (bool, Option<parcferme_core::season::Date>, Option<u32>, String) {
    let first = said.sessions.iter().map(|own| &own.event).chain(&said.calendar).next();
    let date = first.and_then(|event| event.date);
    (date.is_none(), date, first.and_then(|event| event.round), said.document.clone())
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

fn put(said: Said, wish: &Wish, folder: &mut Folder, account: &mut Account, made: &mut Added) {
    season(&said, folder);
    for event in &said.calendar {
        if calendar::round(event, None, &said.document, folder, &mut made.diagnostics).is_some() {
            let named = [&event.name, &event.circuit].into_iter().find(|name| !name.is_empty());
            account.went.push(format!("calendar: {}", named.map_or("a round", String::as_str)));
        }
    }
    for session in said.sessions {
        let Some(round) =
            calendar::round(&session.event, wish.round, &said.document, folder, &mut made.diagnostics)
        else {
            continue;
        };
        put_session(round, session, &said.document, wish, folder, account, made);
    }
    if !said.entries.is_empty() {
        account.went.push(format!("entry list: {} drivers", said.entries.len()));
        for entry in said.entries {
            let there = folder.entries.iter().any(|own| {
                (&own.class, &own.number, &own.team, &own.driver)
                    == (&entry.class, &entry.number, &entry.team, &entry.driver)
            });
            if !there {
                folder.entries.push(entry);
            }
        }
    }
    for table in said.tables {
        let name = format!("{} {}", table.title, table.class);
        account.went.push(format!("published table {}: {} lines", name.trim_end(), table.lines.len()));
        if !table.class.is_empty() && !folder.classes.iter().any(|own| own.id == table.class) {
            folder.classes.push(ClassRecord { id: table.class.clone(), name: table.class.clone() });
        }
        let key = (&table.title, &table.class, table.after);
        match folder.published.iter_mut().find(|own| (&own.title, &own.class, own.after) == key) {
            Some(own) if wish.replace => *own = table,
            Some(own) => made.diagnostics.push(
                Diagnostic::warning(
                    "PF1007",
                    format!("the folder has a table {} {} already", own.title, own.class),
                )
                .at(Place::document(said.document.as_str()))
                .help("it was left as it was; `--replace` takes the new one"),
            ),
            None => folder.published.push(table),
        }
    }
    folder.decisions.extend(said.decisions);
    for mapping in said.mappings {
        match folder.mappings.iter_mut().find(|own| own.own_shape() == mapping.own_shape()) {
            // The person said something new, or the mapping was followed.
            Some(own) => (own.kind, own.columns) = (mapping.kind, mapping.columns),
            None => folder.mappings.push(mapping),
        }
    }
}

/// Names the season where the folder does not.
fn season(said: &Said, folder: &mut Folder) {
    if folder.year == 0 {
        folder.year = said.year.unwrap_or(0);
    }
    if folder.series.is_empty() {
        folder.series = slug(&said.series);
    }
    if folder.name.is_empty() && !said.series.is_empty() {
        folder.name = format!("{} {}", folder.label(), said.series);
    }
}

fn put_session(
    round: u32,
    session: Session,
    document: &str,
    wish: &Wish,
    folder: &mut Folder,
    account: &mut Account,
    made: &mut Added,
) {
    let id = wish.session.clone().unwrap_or_else(|| session.id().to_owned());
    let what = format!("round {round}, {id}");
    let known: BTreeSet<String> = folder.classes.iter().map(|class| class.id.clone()).collect();
    for row in &session.rows {
        if !row.class.is_empty()
            && !known.contains(&row.class)
            && !folder.classes.iter().any(|class| class.id == row.class)
        {
            folder.classes.push(ClassRecord { id: row.class.clone(), name: row.class.clone() });
        }
    }
    if !session.rows.is_empty() {
        account.went.push(format!("{what}: {} cars", session.rows.len()));
        let mut rows = session.rows;
        for row in &mut rows {
            for from in &mut row.from {
                document.clone_into(&mut from.document);
            }
        }
        let standing = folder.results.entry((round, id.clone())).or_default();
        if standing.is_empty() || wish.replace {
            *standing = rows;
        } else {
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
        let same = |own: &FeatRecord| {
            (own.round, &own.session, &own.feat, &own.class)
                == (round, &record.session, &record.feat, &record.class)
        };
        if !folder.feats.iter().any(same) {
            folder.feats.push(record);
        }
    }
    if let Some(laps) = session.laps {
        account.went.push(format!("{what}: laps"));
        made.laps.insert(laps_path(round, &id), laps);
    }
}
