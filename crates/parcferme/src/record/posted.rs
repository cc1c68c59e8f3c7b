//! What an operation puts onto the notice board, which webhooks are told of.

use parcferme_core::season::Moment;
use parcferme_formats::folder::{Folder, NOTICES, NoticeKind};
use parcferme_store::{Act, Draft, Fault, Posted, Record};
use std::collections::{BTreeMap, BTreeSet, HashSet};

pub const DECISIONS: &str = "decisions.toml";

/// The documents of everybody's board that are on it with a draft and were not before; none of a season's first operation,
/// which brings what was posted elsewhere.
pub fn by(record: &mut Record, draft: &Draft) -> Result<Vec<Posted>, Fault> {
    let Act::Facts(facts) = &draft.act else { return Ok(Vec::new()) };
    let changes = |path: &&str| facts.files.contains_key(*path);
    if draft.follows == 0 || ![DECISIONS, NOTICES].iter().any(changes) {
        return Ok(Vec::new());
    }
    let stood = record.facts(&draft.season, draft.follows)?;
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    for path in [DECISIONS, NOTICES] {
        let was = stood.get(path).map(|digest| record.document(digest)).transpose()?;
        let is = facts.files.get(path).cloned().unwrap_or_else(|| was.clone());
        let text = |bytes: Vec<u8>| (path.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        before.extend(was.map(text));
        after.extend(is.map(text));
    }
    let before: HashSet<Posted> = on_board(&Folder::read(&before).0).into_iter().collect();
    let mut posted = on_board(&Folder::read(&after).0);
    posted.retain(|own| !before.contains(own));
    Ok(posted)
}

/// When the documents that are on the board after an operation were entered, by number; not those of a season's first
/// operation, which brings what was posted elsewhere.
///
/// # Errors
/// What the database says.
pub fn entered(record: &mut Record, season: &str, number: u64) -> Result<BTreeMap<u32, Moment>, Fault> {
    let mut on_board: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut entered: BTreeMap<u32, Moment> = BTreeMap::new();
    for own in record.operations(season, 0)?.into_iter().take_while(|own| own.number <= number) {
        for path in [DECISIONS, NOTICES] {
            let Some(change) = own.changes.iter().find(|own| own.path == path) else { continue };
            let bytes = match change.after.map(|digest| record.document(&digest)).transpose() {
                // What it brought cannot be known any more.
                Err(Fault::Redacted { .. }) => continue,
                bytes => bytes?.unwrap_or_default(),
            };
            let files = BTreeMap::from([(path.to_owned(), String::from_utf8_lossy(&bytes).into_owned())]);
            let folder = Folder::read(&files).0;
            let decided = folder.decisions.iter().filter_map(|own| own.posted.number);
            let after: BTreeSet<u32> = decided.chain(folder.notices.iter().map(|own| own.number)).collect();
            let before = on_board.insert(path, after.clone()).unwrap_or_default();
            entered.retain(|number, _| !before.contains(number) || after.contains(number));
            if own.number > 1 {
                entered.extend(after.difference(&before).map(|number| (*number, own.when)));
            }
        }
    }
    Ok(entered)
}

/// The documents that everybody sees, by number. A proposal lacks a signature.
fn on_board(folder: &Folder) -> Vec<Posted> {
    let decided = folder.decisions.iter().filter_map(|own| own.posted.number);
    let noticed = folder.notices.iter().filter(|own| own.kind != NoticeKind::Proposal).map(|own| own.number);
    let mut all: Vec<Posted> = decided
        .map(|number| Posted { number, is_decision: true })
        .chain(noticed.map(|number| Posted { number, is_decision: false }))
        .collect();
    all.sort_by_key(|own| own.number);
    all
}
