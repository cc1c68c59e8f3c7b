//! Which spellings are one thing, decided over the names of all pages.

use super::calendar::Season;
use super::{Import, NoteKind};
use crate::folder::Folder;
use crate::names::{self, Question};
use crate::pages::Page;

/// Fills the folder's names. Rulings by hand of the existing folder are kept and overrule what is derived.
pub(super) fn resolve(pages: &[Page], season: &Season, existing: &Folder, folder: &mut Folder, made: &mut Import) {
    let round = |page: &Page| season.round_of.get(&page.document).copied();
    let mentions: Vec<names::Mention> = pages.iter().flat_map(|page| names::of_page(page, round(page))).collect();
    let (names, mut diagnostics) = names::decide(&mentions, &existing.names.rulings);
    made.diagnostics.append(&mut diagnostics);
    for cluster in &names.clusters {
        for merge in &cluster.decisions {
            let what = format!("{} \"{}\" is \"{}\"", cluster.kind.word(), merge.a, merge.b);
            let evidence = format!("{}: {}", merge.rule.word(), merge.evidence);
            made.report.note(NoteKind::Names, what, evidence, merge.places.iter().cloned());
        }
    }
    for open in &names.open {
        let what = match open.question {
            Question::Contradiction => format!("{} \"{}\" against \"{}\"", open.kind.word(), open.a, open.b),
            Question::Undecided => format!("{} \"{}\" may be \"{}\"", open.kind.word(), open.a, open.b),
            Question::Maker => format!("maker of {} \"{}\": {} or {}", open.kind.word(), open.a, open.a, open.b),
        };
        match open.places.as_slice() {
            [first, .., last] if open.question == Question::Contradiction => made
                .report
                .conflict(&what, [(open.a.clone(), first.clone()), (open.b.clone(), last.clone())]),
            _ => made.report.leave_open(NoteKind::Names, what, open.why.clone(), open.places.iter().cloned()),
        }
    }
    folder.names = names;
}
