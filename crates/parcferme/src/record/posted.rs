//! What an operation puts onto the notice board, which webhooks are told of.

use parcferme_formats::folder::{Folder, NOTICES, NoticeKind};
use parcferme_store::{Act, Draft, Fault, Posted, Record};
use std::collections::{BTreeMap, HashSet};

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
