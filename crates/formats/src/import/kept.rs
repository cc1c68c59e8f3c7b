//! What a folder keeps through an import: everything that no imported document is the source of.

use crate::folder::{Folder, Origin};
use std::collections::BTreeSet;

/// Adds to `folder` the facts of `existing` that cite none of its documents, where it has nothing in their place.
pub(super) fn keep(existing: &Folder, folder: &mut Folder) {
    let imported: BTreeSet<String> = folder.documents.iter().map(|document| document.name.clone()).collect();
    let own = |from: &[Origin]| !from.iter().any(|from| imported.contains(&from.document));
    folder.decisions.clone_from(&existing.decisions);
    folder.issues.clone_from(&existing.issues);
    folder.notices.clone_from(&existing.notices);
    folder.further.clone_from(&existing.further);
    // A folder without a fact was just begun: what it is called, the documents say better.
    let is_begun = existing.documents.is_empty()
        && existing.rounds.is_empty()
        && existing.results.is_empty()
        && existing.entries.is_empty();
    if !existing.name.is_empty() && !is_begun {
        folder.name.clone_from(&existing.name);
    }
    if !existing.rulebook.is_empty() {
        folder.rulebook.clone_from(&existing.rulebook);
    }
    let documents = existing.documents.iter().filter(|document| !imported.contains(&document.name));
    folder.documents.extend(documents.cloned());
    for before in &existing.rounds {
        match folder.rounds.iter_mut().find(|round| round.event == before.event) {
            // What documents do not state was written by hand.
            Some(round) => {
                round.length = round.length.or(before.length);
                round.completed = before.completed;
                round.measures.clone_from(&before.measures);
            }
            None if own(&before.from) => folder.rounds.push(before.clone()),
            None => {}
        }
    }
    for (session, rows) in &existing.results {
        if rows.iter().all(|row| own(&row.from)) && !rows.is_empty() {
            folder.results.entry(session.clone()).or_insert_with(|| rows.clone());
        }
    }
    folder.feats.extend(existing.feats.iter().filter(|feat| own(&feat.from)).cloned());
    folder.entries.extend(existing.entries.iter().filter(|entry| own(&entry.from)).cloned());
    folder.statistics.extend(existing.statistics.iter().filter(|statistic| own(&statistic.from)).cloned());
    folder.class_winners.extend(existing.class_winners.iter().filter(|winner| own(&winner.from)).cloned());
    folder.stated.extend(existing.stated.iter().filter(|stated| own(&stated.from)).cloned());
    for table in &existing.published {
        let key = (&table.title, &table.class, table.after);
        let there = folder.published.iter().any(|other| (&other.title, &other.class, other.after) == key);
        if !there && table.lines.iter().all(|line| own(&line.from)) {
            folder.published.push(table.clone());
        }
    }
}
