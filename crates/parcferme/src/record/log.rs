//! What was entered, as the log tells it: on the command line and at the desk.

use super::{folder, refused};
use crate::library::{Raw, Refused};
use parcferme_publish::record::{Changed, Told};
use parcferme_store::{Digest, Fault, Operation, Record};

/// An operation in words, with the files that it changed before and after.
///
/// # Errors
/// What the database says.
pub fn told(record: &mut Record, own: &Operation) -> Result<(Told, Raw, Raw), Refused> {
    let (before, after, redacted) = files(record, own)?;
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
        changed: folder::differences(&before, &after)
            .into_iter()
            .map(|own| own.changed)
            .chain(redacted)
            .collect(),
        edition: edition.map(|own| (own.number, own.standing.word())),
    };
    Ok((told, before, after))
}

/// The files that an operation changed, before and after; apart from them those of which one or the other was redacted.
fn files(record: &mut Record, own: &Operation) -> Result<(Raw, Raw, Vec<Changed>), Refused> {
    let (mut before, mut after, mut redacted) = (Raw::new(), Raw::new(), Vec::new());
    for change in &own.changes {
        let mut bytes = |digest: Option<Digest>| digest.map(|own| record.document(&own)).transpose();
        match bytes(change.before).and_then(|own| Ok((own, bytes(change.after)?))) {
            Ok((was, is)) => {
                before.extend(was.map(|own| (change.path.clone(), own)));
                after.extend(is.map(|own| (change.path.clone(), own)));
            }
            Err(Fault::Redacted { .. }) => redacted.push(Changed {
                path: change.path.clone(),
                was: change.before.is_some(),
                is: change.after.is_some(),
                gone: 0,
                come: 0,
                redacted: true,
            }),
            Err(fault) => return Err(refused(fault)),
        }
    }
    Ok((before, after, redacted))
}
