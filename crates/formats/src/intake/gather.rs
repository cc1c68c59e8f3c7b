//! Files of one session, and sessions of one event, where the files do not say so: the same cars with the same best laps are
//! one session; what event it was of, a name of a file or folder may say, and the day the weather.

use super::hint::{self, Hint};
use super::said::{Kind, Said, Session};
use super::same::{Marks, Sessions, of_folder};
use crate::folder::{Folder, ResultRecord};
use crate::names::slug;
use parcferme_core::season::Date;
use parcferme_core::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// A session of one file, by the indices of file and session.
type At = (usize, usize);

/// Completes what files leave open of their sessions, and gives the day by which each file is put in order.
pub(super) fn complete(
    files: &mut [Said],
    folder: &Folder,
    told: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Date> {
    let own: Vec<(At, Hint)> = open(files);
    let groups = groups(files, &own);
    let standing = standing(folder);
    let mut named: BTreeMap<(String, Option<u32>, Option<Date>), Vec<usize>> = BTreeMap::new();
    let mut kinds = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let event = event_of(group, &own);
        kinds.push(identify(files, group, &own, &event));
        let mut marks = Marks::default();
        group.iter().for_each(|&at| marks.join(&Marks::of(session(files, own[at].0))));
        let known = standing.iter().find(|(_, own)| own.agree(&marks) == Some(true)).map(|(key, _)| key);
        if let Some((round, id)) = known {
            for &at in group {
                let session = session_mut(files, own[at].0);
                session.event.round = Some(*round);
                session.id.clone_from(id);
            }
        }
        // Without a name, the round or the day parts events.
        let round = group.iter().find_map(|&at| own[at].1.round);
        let unnamed = event.is_empty();
        let day = group.iter().find_map(|&at| own[at].1.day).filter(|_| unnamed && round.is_none());
        named.entry((slug(&event), round.filter(|_| unnamed), day)).or_default().push(index);
    }
    let mut days = BTreeMap::new();
    let mut undated = BTreeSet::new();
    for ((event, round, _), members) in &named {
        let date_of = |group: usize| dates(files, &groups[group], &own).max();
        let race =
            members.iter().filter(|&&group| kinds[group] == Kind::Race).filter_map(|&own| date_of(own)).max();
        let any = race.or_else(|| members.iter().filter_map(|&group| date_of(group)).max());
        for &at in members.iter().flat_map(|&group| &groups[group]) {
            let (place, _) = own[at];
            let session = session_mut(files, place);
            // The day of a round is that of its race; other days serve for the order alone.
            if race.is_some() || !event.is_empty() || round.is_some() {
                session.event.date = race;
            }
            match any {
                Some(day) => drop(days.insert(files[place.0].document.clone(), day)),
                None if !event.is_empty() => drop(undated.insert(session.event.name.clone())),
                None => {}
            }
        }
    }
    let known = |name: &String| {
        folder.rounds.iter().any(|round| super::calendar::alike(name, &round.name) == Some(true))
    };
    undated.retain(|name| !known(name));
    if undated.len() > 1 || (undated.len() == 1 && named.len() > 1) {
        told.push(
            Diagnostic::warning("PF1073", "no file says on which day these events were")
                .found(undated.iter().cloned().collect::<Vec<_>>().join(", "))
                .expected("a day for each: a weather file, or a calendar")
                .help("their rounds are numbered in the order of their names, behind those with a day; correct `number` and `date` in season.toml, and the numbers in the names of the files in results/ and laps/"),
        );
    }
    years(files, &own, told);
    days
}

/// Sessions whose event the file does not name, with what names of file and folders say.
fn open(files: &[Said]) -> Vec<(At, Hint)> {
    let mut own = Vec::new();
    for (file, said) in files.iter().enumerate() {
        for (index, session) in said.sessions.iter().enumerate() {
            let event = &session.event;
            if event.name.is_empty() && event.circuit.is_empty() && event.round.is_none() {
                let rows = session.rows.iter().map(|row| row.class.clone());
                let classes = rows.chain(session.cars.iter().map(|car| car.class.clone()));
                let path = if said.path.is_empty() { &said.document } else { &said.path };
                own.push(((file, index), hint::of(path, &classes.filter(|own| !own.is_empty()).collect())));
            }
        }
    }
    own
}

/// Those of one session: by their best laps; one without, such as weather, by event and session in the name.
fn groups(files: &[Said], own: &[(At, Hint)]) -> Vec<Vec<usize>> {
    let mut sessions = Sessions::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let marked: Vec<(usize, Marks)> =
        own.iter().map(|(at, _)| Marks::of(session(files, *at))).enumerate().collect();
    for (at, marks) in marked.iter().filter(|own| !own.1.is_empty()) {
        let group = sessions.find_or_add(marks);
        groups.resize_with(groups.len().max(group + 1), Vec::new);
        groups[group].push(*at);
    }
    let key = |at: usize| {
        let hint = &own[at].1;
        (slug(&hint.event), hint.session.clone(), hint.kind)
    };
    type Key = (String, String, Option<Kind>);
    let mut by_name: BTreeMap<Key, usize> = BTreeMap::new();
    // Results of another round or day are of another session; weather may leave them out of its name.
    let mut by_when: BTreeMap<(Key, Option<u32>, Option<Date>), usize> = BTreeMap::new();
    let when = |at: usize| (key(at), own[at].1.round, own[at].1.day);
    for (index, group) in groups.iter().enumerate() {
        for &at in group {
            by_name.entry(key(at)).or_insert(index);
            by_when.entry(when(at)).or_insert(index);
        }
    }
    for (at, _) in marked.iter().filter(|own| own.1.is_empty()) {
        let next = groups.len();
        let like = by_name.get(&key(*at)).filter(|_| !has_rows_or_laps(session(files, own[*at].0))).copied();
        let group = *by_when.entry(when(*at)).or_insert(like.unwrap_or(next));
        by_name.entry(key(*at)).or_insert(group);
        groups.resize_with(groups.len().max(group + 1), Vec::new);
        groups[group].push(*at);
    }
    groups
}

/// The event that most of the names say.
fn event_of(group: &[usize], own: &[(At, Hint)]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    group
        .iter()
        .map(|&at| own[at].1.event.as_str())
        .filter(|name| !name.is_empty())
        .for_each(|name| *counts.entry(name).or_default() += 1);
    let most = counts.into_iter().max_by_key(|&(name, count)| (count, std::cmp::Reverse(name)));
    most.map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// Gives the sessions of a group one kind, one id and one event, and says why.
fn identify(files: &mut [Said], group: &[usize], own: &[(At, Hint)], event: &str) -> Kind {
    let sessions = || group.iter().map(|&at| session(files, own[at].0));
    let told = |wanted: Kind| sessions().any(|own| !own.kind_is_open && own.kind == wanted);
    let by_best = sessions().any(|own| own.kind_is_open && !own.rows.is_empty());
    let hint = group.iter().map(|&at| &own[at].1).find(|hint| hint.kind.is_some());
    let named = hint.and_then(|hint| hint.kind);
    let round = group.iter().find_map(|&at| own[at].1.round);
    let has_content = sessions().any(has_rows_or_laps);
    let (kind, because) = match named {
        // Weather is of any session.
        Some(named) if !has_content => (named, "by its name"),
        _ if told(Kind::Race) && !by_best => (Kind::Race, ""),
        Some(named @ (Kind::Qualifying | Kind::Practice)) => (named, "best laps decide it, and by its name"),
        _ if told(Kind::Qualifying) => {
            (Kind::Qualifying, "best laps decide it, and no car changed its driver")
        }
        _ if has_content => (
            Kind::Practice,
            "best laps decide it, and nothing says that it was qualifying: where it was, `--session qualifying`",
        ),
        _ => (Kind::Race, ""),
    };
    let session_words =
        || group.iter().map(|&at| own[at].1.session.as_str()).find(|own| !own.is_empty()).unwrap_or_default();
    let id = match named {
        Some(named) if named == kind => hint.map_or("", |hint| hint.session.as_str()).to_owned(),
        None if !session_words().is_empty() => format!("{}-{}", kind.word(), session_words()),
        _ => String::new(),
    };
    for &at in group {
        let ((file, index), hint) = &own[at];
        let said = &mut files[*file];
        let has_content = has_rows_or_laps(&said.sessions[*index]);
        if !because.is_empty() && has_content {
            said.because.push(format!("{}: {because}", kind.word()));
        }
        if let Some(named) = named.filter(|named| *named != kind && has_content) {
            said.because.push(format!("{}, though its name says {}", kind.word(), named.word()));
        }
        let numbered = round.map(|round| format!("round {round}"));
        let day = hint.day.filter(|_| said.sessions[*index].event.date.is_none()).map(|day| day.to_string());
        let of: Vec<String> =
            numbered.into_iter().chain([event.to_owned()]).chain(day).filter(|own| !own.is_empty()).collect();
        if !of.is_empty() {
            said.because.push(format!("of {}, by the name of file or folder", of.join(", ")));
        }
        let session = &mut said.sessions[*index];
        session.kind = kind;
        session.kind_is_open = false;
        session.provisional |= hint.provisional == Some(true);
        if session.event.date.is_none() {
            session.event.date = hint.day;
        }
        session.event.length = session.event.length.or(hint.length);
        if session.provisional && said.title.is_empty() {
            said.title = format!("{} result", super::said::PROVISIONAL);
        }
        event.clone_into(&mut session.event.name);
        session.event.round = session.event.round.or(round);
        // What the file itself calls the session stands: two races of one file are two.
        if id != kind.word() && (session.id.is_empty() || session.id == kind.word()) {
            session.id.clone_from(&id);
        }
    }
    kind
}

fn has_rows_or_laps(session: &Session) -> bool {
    !session.rows.is_empty() || session.laps.is_some()
}

fn dates<'a>(
    files: &'a [Said],
    group: &'a [usize],
    own: &'a [(At, Hint)],
) -> impl Iterator<Item = Date> + 'a {
    group.iter().filter_map(|&at| session(files, own[at].0).event.date)
}

/// The sessions of the folder that have best laps.
fn standing(folder: &Folder) -> Vec<((u32, String), Marks)> {
    of_folder(folder).into_iter().filter(|own| !own.1.is_empty()).collect()
}

/// The year that some of the files say, or else their names, where all that say one agree: it is that of all.
fn years(files: &mut [Said], own: &[(At, Hint)], told: &mut Vec<Diagnostic>) {
    let said: BTreeSet<i32> = files.iter().filter_map(|said| said.year).collect();
    let named = || own.iter().filter_map(|(_, hint)| hint.day.map(Date::year).or(hint.year)).collect();
    let said_none = said.is_empty();
    let years: BTreeSet<i32> = if said_none { named() } else { said };
    if let (Some(&year), 1) = (years.first(), years.len()) {
        own.iter().for_each(|&((file, _), _)| files[file].year = Some(year));
    }
    let other = |at: usize| own[at].1.year.zip(files[own[at].0.0].year).filter(|(named, year)| named != year);
    let others: Vec<String> = (0..own.len())
        .filter_map(|at| other(at).map(|(named, _)| format!("{}: {named}", files[own[at].0.0].document)))
        .collect();
    if !others.is_empty() || (said_none && years.len() > 1) {
        told.push(
            Diagnostic::warning("PF1076", "names of files speak of another year than the season")
                .found(if others.is_empty() { in_words(&years) } else { others.join(", ") })
                .expected("files of one season")
                .help("take out of the folder what is of another season"),
        );
    }
}

fn in_words(years: &BTreeSet<i32>) -> String {
    years.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
}

fn session(files: &[Said], (file, index): At) -> &Session {
    &files[file].sessions[index]
}

fn session_mut(files: &mut [Said], (file, index): At) -> &mut Session {
    &mut files[file].sessions[index]
}

/// Says that a file has two sessions which would be one.
pub(super) fn two_in_one(document: &str, what: &str, row: Option<&ResultRecord>) -> Diagnostic {
    let line = row.map_or(0, |row| row.line);
    Diagnostic::error("PF1422", format!("the file has two sessions that would both be {what}"))
        .at(Place::line(document, line, ""))
        .found("other places for the same cars")
        .expected("one session, or a calendar that says which round each is of")
        .help("the first stands, the other was left out; add the calendar first, or each session by itself with `--round` and `--session`")
}

/// Says that a file tells of several events, where a person said of which round it is.
pub(super) fn several_events(document: &str, round: u32, events: usize) -> Diagnostic {
    Diagnostic::error("PF1422", format!("`--round {round}` is about one event, and the file tells of {events}"))
        .at(Place::document(document))
        .expected("a file with the sessions of one event")
        .help("none of its sessions was taken; add it without `--round`, with a calendar in the folder where the file does not name its events")
}

/// Says that a file tells of another session than the one that stands under its name.
pub(super) fn another(document: &str, what: &str) -> Diagnostic {
    Diagnostic::error("PF1074", format!("the file is of another session than the one that stands as {what}"))
        .at(Place::document(document))
        .found("other best laps of the same cars")
        .expected("the same best laps in all files of a session")
        .help("of another round, say `--round NUMBER`; a further session of this one, `--session race-2` or as it is called; a corrected file takes its place with `--replace`")
}

/// Says that the cars of a file are not those of the round that it would go to.
pub(super) fn strangers(document: &str, what: &str, common: usize, fewer: usize) -> Diagnostic {
    Diagnostic::error("PF1079", format!("the file's cars are not those of {what}"))
        .at(Place::document(document))
        .found(format!("{common} of {fewer} cars with the same number and a driver or team in common"))
        .expected("the cars of the same event")
        .help("of another round, say `--round NUMBER`; of another season, add it to a folder of its own; `--replace` takes it in place of what stands")
}
