//! Which spellings are one thing, decided over the names of all pages.

use super::calendar::Season;
use super::{Import, NoteKind};
use crate::folder::Folder;
use crate::names::{self, Cluster, Question};
use crate::pages::Page;
use parcferme_core::Place;

/// Fills the folder's names. Rulings by hand of the existing folder are kept and overrule what is derived.
pub(super) fn resolve(
    pages: &[Page],
    season: &Season,
    existing: &Folder,
    folder: &mut Folder,
    made: &mut Import,
) {
    let round = |page: &Page| season.round_of.get(&page.document).copied();
    let mentions: Vec<names::Mention> =
        pages.iter().flat_map(|page| names::of_page(page, round(page))).collect();
    let (names, mut diagnostics) = names::decide(&mentions, &existing.names.rulings);
    made.diagnostics.append(&mut diagnostics);
    for cluster in &names.clusters {
        for merge in &cluster.decisions {
            let what = format!("{} \"{}\" is \"{}\"", cluster.kind.word(), merge.a, merge.b);
            let evidence = format!("{}: {}", merge.rule.word(), merge.evidence);
            let mut places = merge.places.clone();
            if places.is_empty() {
                places.extend(
                    [&merge.a, &merge.b].into_iter().filter_map(|text| first_place(cluster, text, &[])),
                );
            }
            made.report.note(NoteKind::Names, what, evidence, places);
        }
    }
    for open in &names.open {
        let (kind, a, b) = (open.kind.word(), &open.a, &open.b);
        let stated = |text: &str| {
            let cluster = names.find(open.kind, text)?;
            Some((text.to_owned(), first_place(cluster, text, &open.places)?))
        };
        match open.question {
            Question::Contradiction => {
                let statements = [stated(a), stated(b)].into_iter().flatten();
                made.report.conflict(&format!("{kind} \"{a}\" against \"{b}\": {}", open.why), statements);
            }
            Question::Undecided => {
                let what = format!("{kind} \"{a}\" may be \"{b}\"");
                made.report.leave_open(NoteKind::Names, what, open.why.clone(), open.places.iter().cloned());
            }
            Question::Maker => {
                let what = format!("maker of {kind} \"{a}\"");
                made.report.leave_open(NoteKind::Names, what, open.why.clone(), open.places.iter().cloned());
            }
        }
    }
    folder.names = names;
}

/// Where a thing is named: at one of `among`, else where this spelling stands first.
fn first_place(cluster: &Cluster, text: &str, among: &[Place]) -> Option<Place> {
    let mut places = cluster.spellings.iter().flat_map(|spelling| &spelling.places);
    let spelled = cluster.spellings.iter().find(|spelling| spelling.text == text);
    places.find(|place| among.contains(place)).or_else(|| spelled.and_then(|own| own.places.first())).cloned()
}
