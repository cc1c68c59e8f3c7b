//! Spellings of one thing across documents: what is decided of further names joins what stands in `names.toml`, and changes
//! nothing of it.

use super::add::Added;
use crate::folder::Folder;
use crate::names::{self, Cluster, Names};
use parcferme_core::Diagnostic;

/// Decides over all names of the folder; names that stand keep what stands of them.
pub(super) fn settle(folder: &mut Folder, made: &mut Added) {
    let mentions = names::of_folder(folder);
    let (derived, found) = names::decide(&mentions, &folder.names.rulings);
    made.diagnostics.extend(found);
    let standing = std::mem::take(&mut folder.names);
    let mut clusters = standing.clusters;
    for cluster in derived.clusters {
        join(&mut clusters, cluster, &mut made.diagnostics);
    }
    folder.names = Names::new(clusters, derived.near_misses, derived.open, standing.rulings);
}

/// Takes over what is new in a derived cluster: nothing of one spelling, which says nothing, and nothing of spellings that
/// stand as several things.
fn join(standing: &mut Vec<Cluster>, derived: Cluster, told: &mut Vec<Diagnostic>) {
    let shares = |own: &Cluster| {
        own.kind == derived.kind && derived.spellings.iter().any(|spelling| own.has_spelling(&spelling.text))
    };
    let mut sharing = standing.iter().enumerate().filter(|(_, own)| shares(own)).map(|(at, _)| at);
    let (first, further) = (sharing.next(), sharing.next());
    let fresh: Vec<_> = derived
        .spellings
        .iter()
        .filter(|own| !first.is_some_and(|at| standing[at].has_spelling(&own.text)))
        .cloned()
        .collect();
    if further.is_some() || fresh.is_empty() || (first.is_none() && derived.spellings.len() < 2) {
        return;
    }
    for merge in &derived.decisions {
        let news = |text: &str| fresh.iter().any(|own| own.text == text);
        if first.is_none() || news(&merge.a) || news(&merge.b) {
            let mut note = Diagnostic::note(
                "PF1010",
                format!("{} \"{}\" is taken for \"{}\"", derived.kind.word(), merge.a, merge.b),
            )
            .found(format!("{}: {}", merge.rule.word(), merge.evidence))
            .help("where they are two, say so in names.toml: `[[ruling]]` with `apart`");
            note.places = merge.places.clone();
            told.push(note);
        }
    }
    match first {
        Some(at) => {
            standing[at].spellings.extend(fresh);
            standing[at].decisions.extend(derived.decisions);
        }
        None => {
            let id = derived.id.clone();
            let taken = |id: &str| standing.iter().any(|own| own.kind == derived.kind && own.id == id);
            let free = (2..).map(|count| format!("{id}-{count}")).find(|id| !taken(id));
            let id = if taken(&id) { free.unwrap_or(id) } else { id };
            standing.push(Cluster { id, ..derived });
        }
    }
}
