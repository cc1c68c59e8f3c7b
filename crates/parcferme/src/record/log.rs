//! What was entered, as the log tells it: on the command line and at the desk.

use super::{folder, refused};
use crate::library::{Raw, Refused};
use parcferme_publish::record::Told;
use parcferme_store::{Operation, Record};

/// An operation in words, with the files that it changed before and after.
///
/// # Errors
/// What the database says.
pub fn told(record: &mut Record, own: &Operation) -> Result<(Told, Raw, Raw), Refused> {
    let (before, after) = files(record, own)?;
    let edition = match own.edition {
        Some((number, _)) => record.edition(&own.season, number).map_err(refused)?,
        None => None,
    };
    let told = Told {
        number: own.number,
        when: own.when,
        who: own.who.clone(),
        why: own.why.clone(),
        undoes: own.undoes,
        changed: folder::differences(&before, &after).into_iter().map(|own| own.changed).collect(),
        edition: edition.map(|own| (own.number, own.standing.word())),
    };
    Ok((told, before, after))
}

/// The files that an operation changed, before and after.
fn files(record: &mut Record, own: &Operation) -> Result<(Raw, Raw), Refused> {
    let (mut before, mut after) = (Raw::new(), Raw::new());
    for change in &own.changes {
        for (digest, files) in [(change.before, &mut before), (change.after, &mut after)] {
            if let Some(digest) = digest {
                files.insert(change.path.clone(), record.document(&digest).map_err(refused)?);
            }
        }
    }
    Ok((before, after))
}
