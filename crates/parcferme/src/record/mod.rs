//! The record between folders, the sport and the pages: what is entered loads, what is published can be computed again.

pub mod accounts;
pub mod editions;
pub mod folder;
pub mod key;
pub mod log;
pub mod posted;
pub mod redaction;
pub mod undo;

use crate::library::{self, Loaded, Raw, Refused};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use parcferme_core::season::Moment;
use parcferme_core::{Diagnostic, Place};
use parcferme_store::{Act, Address, Digest, Draft, Entered, Fault, Head, Operation, Record};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// A fault of the record as a command ends with it.
pub fn refused(fault: Fault) -> Refused {
    vec![fault.diagnostic()]
}

/// Opens the record that an address names, where there is one.
pub fn open(data: &str) -> Result<Record, Refused> {
    Record::open(&Address::of(data)).map_err(refused)
}

/// Refuses a record that lies in a season's folder: it would be entered into itself.
pub fn lies_outside(address: &Address, folder: &Path) -> Result<(), Refused> {
    let Address::File(data) = address else { return Ok(()) };
    let beside = data.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // What is not there yet holds nothing.
    let (Ok(beside), Ok(folder)) = (beside.canonicalize(), folder.canonicalize()) else { return Ok(()) };
    if !beside.starts_with(&folder) {
        return Ok(());
    }
    let shown = data.display();
    Err(vec![
        Diagnostic::error(
            "PF1347",
            "the record lies in the season's folder, and would be entered into itself",
        )
        .at(Place::document(shown.to_string()))
        .expected("a file outside the folder")
        .help(format!(
            "name another place, such as --data ../{}",
            data.file_name().unwrap_or_default().to_string_lossy()
        )),
    ])
}

/// This moment, to the second. A clock before 1970 is taken for 1970.
pub fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |own| own.as_secs());
    let moment = i64::try_from(seconds).ok().and_then(Moment::of_unix);
    moment.or_else(|| Moment::of_unix(0)).expect("1970 is a year")
}

/// A link that works once does so within a day.
pub const LINK_SECONDS: i64 = 86_400;

/// Fills bytes at random.
pub fn fill(bytes: &mut [u8]) -> Result<(), Refused> {
    getrandom::fill(bytes).map_err(|error| {
        vec![
            Diagnostic::error("PF1400", format!("the system has no random numbers: {error}"))
                .help("the kernel or the container withholds them: allow the system call `getrandom`"),
        ]
    })
}

/// A secret, drawn at random, and its digest, by which the record knows it.
pub fn secret() -> Result<(String, Digest), Refused> {
    let mut bytes = [0; 32];
    fill(&mut bytes)?;
    let secret = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let digest = Digest::of(secret.as_bytes());
    Ok((secret, digest))
}

/// Where a season of the record stands.
pub fn head(record: &mut Record, season: &str) -> Result<Head, Refused> {
    match record.head(season).map_err(refused)? {
        Some(head) => Ok(head),
        None => Err(no_such_season(record, season)),
    }
}

fn no_such_season(record: &mut Record, season: &str) -> Refused {
    let heads = record.heads().unwrap_or_default();
    let known: Vec<&str> = heads.iter().map(|head| head.season.as_str()).collect();
    let diagnostic = Diagnostic::error("PF1321", format!("the record has no season `{season}`"))
        .found(season)
        .help("enter it with `parcferme push SEASON --data ...`");
    vec![diagnostic.expected_one_of(&known).did_you_mean(season, &known)]
}

/// Which state of a season is meant: `7` for the one after operation 7, or a moment such as `2026-08-03T12:00+02:00`.
pub fn number_at(record: &mut Record, head: &Head, at: Option<&str>) -> Result<u64, Refused> {
    let Some(text) = at else { return Ok(head.number) };
    if let Ok(number) = text.parse::<u64>() {
        return if (1..=head.number).contains(&number) {
            Ok(number)
        } else {
            Err(no_operation(head, number))
        };
    }
    let moment: Moment = text.parse().map_err(|_| {
        vec![
            Diagnostic::error("PF1434", "neither the number of an operation nor a moment")
                .found(text)
                .expected("a number such as 7, or a moment such as 2026-08-03T12:00+02:00")
                .help("a moment has a day, an hour and its distance from UTC: `Z`, or `+02:00`"),
        ]
    })?;
    match record.number_at(&head.season, moment).map_err(refused)? {
        0 => Err(vec![
            Diagnostic::error("PF1322", format!("nothing of {} had been entered then", head.season))
                .found(text)
                .help("`parcferme log` shows when its operations were entered"),
        ]),
        number => Ok(number),
    }
}

/// An operation of a season, by its number.
pub fn operation(record: &mut Record, head: &Head, number: u64) -> Result<Operation, Refused> {
    let before = number.checked_sub(1).ok_or_else(|| no_operation(head, number))?;
    let found = record.operations(&head.season, before).map_err(refused)?.into_iter().next();
    found.ok_or_else(|| no_operation(head, number))
}

fn no_operation(head: &Head, number: u64) -> Refused {
    vec![
        Diagnostic::error("PF1322", format!("{} has no operation {number}", head.season))
            .found(number.to_string())
            .expected(format!("a number from 1 to {}", head.number)),
    ]
}

/// The season that files make, as it is computed from the record.
pub fn load(season: &str, raw: Raw) -> Result<Loaded, Refused> {
    library::load_files(season, library::texts_of_a_season(raw)?, None)
}

/// Enters an operation. Where no key is given, one is made of what is entered, so that the same command given twice enters
/// once. An answer that was lost is asked for again, of a connection made anew.
pub fn enter(
    record: &mut Record,
    address: &Address,
    mut draft: Draft,
    key: Option<&str>,
) -> Result<Entered, Refused> {
    draft.key = key.map_or_else(|| key_of(&draft), str::to_owned);
    let posted = posted::by(record, &draft).map_err(refused)?;
    match record.enter_posting(&draft, &posted) {
        Err(Fault::Unknown { key, cause }) => {
            let asked = Record::open(address).and_then(|mut anew| anew.enter_posting(&draft, &posted));
            asked.map_err(|fault| match fault {
                // Asked again in vain: still not known.
                Fault::Unreachable(_) | Fault::Busy => refused(Fault::Unknown { key, cause }),
                other => refused(other),
            })
        }
        other => other.map_err(refused),
    }
}

fn key_of(draft: &Draft) -> String {
    let mut text = format!("{}\n{}\n{}\n{}\n", draft.season, draft.follows, draft.who, draft.why);
    match &draft.act {
        Act::Facts(own) => text.push_str(&format!("{:?}\n", own.undoes)),
        Act::Publish(own) => text.push_str(&format!("{}\n{}\n", own.standing.word(), own.engine)),
    }
    for (path, digest) in draft.files() {
        let digest = digest.map_or_else(String::new, |own| own.to_string());
        text.push_str(&format!("{digest}  {path}\n"));
    }
    Digest::of(text.as_bytes()).to_string()
}

/// What was entered into a season after an operation, a note each.
pub fn entered_since(record: &mut Record, season: &str, after: u64) -> Result<Vec<Diagnostic>, Refused> {
    let since = record.operations(season, after).map_err(refused)?.into_iter();
    let told = |own: Operation| {
        Diagnostic::note("PF1329", format!("entered since by {}: {}", own.who, own.why)).at(place(
            season,
            "operation",
            own.number,
        ))
    };
    Ok(since.map(told).collect())
}

/// A place in the record, for diagnostics.
pub fn place(season: &str, what: &str, number: u64) -> Place {
    Place::document(format!("{season}, {what} {number}"))
}
