//! Spellings of one thing across documents: what is decided of further names joins what stands in `names.toml`, and changes
//! nothing of it.

use super::add::Added;
use crate::folder::Folder;
use crate::names::{self, Cluster, Kind, Names, Open, Question, Rule, Ruling, Verdict};
use parcferme_core::Diagnostic;

/// Decides over all names of the folder; names that stand keep what stands of them.
pub(super) fn settle(folder: &mut Folder, made: &mut Added) {
    let mentions = names::of_folder(folder);
    let (derived, found) = names::decide(&mentions, &folder.names.rulings);
    made.diagnostics.extend(found);
    let standing = std::mem::take(&mut folder.names);
    let mut clusters = standing.clusters;
    part(&mut clusters, &standing.rulings.list);
    for cluster in derived.clusters {
        join(&mut clusters, cluster, &mut made.diagnostics);
    }
    let asked = |own: &&Open| {
        (own.kind, own.question) == (Kind::Driver, Question::Undecided)
            && !standing.open.iter().any(|other| (&other.a, &other.b) == (&own.a, &own.b))
    };
    made.diagnostics.extend(derived.open.iter().filter(asked).map(question));
    folder.names = Names::new(clusters, derived.near_misses, derived.open, standing.rulings);
}

/// Two names that are one driver's or not, which nothing decides.
fn question(open: &Open) -> Diagnostic {
    let mut told = Diagnostic::warning("PF1411", "two names may be of one driver, and count as two")
        .found(format!("\"{}\" and \"{}\": {}", open.a, open.b, open.why))
        .expected("one name for one driver")
        .help(format!(
            "say it at the end of names.toml, and add the file again: `[[ruling]]` with `kind = \"driver\"` and \
             `same = [{0:?}, {1:?}]` where they are one, `apart = [{0:?}, {1:?}]` where they are two",
            open.a, open.b
        ));
    told.places = open.places.clone();
    told
}

/// Takes out of what stands the spellings that a person has since ruled to be something else.
fn part(standing: &mut [Cluster], rulings: &[Ruling]) {
    for ruling in rulings.iter().filter(|ruling| ruling.verdict == Verdict::Apart) {
        for own in standing.iter_mut().filter(|own| own.kind == ruling.kind) {
            let ruled = |text: &str| ruling.spellings.iter().any(|own| own.trim() == text);
            let first =
                || own.spellings.iter().find(|spelling| ruled(&spelling.text)).map(|own| own.text.clone());
            let kept = if ruled(&own.name) { Some(own.name.clone()) } else { first() };
            let is_out = |text: &str| ruled(text) && kept.as_deref() != Some(text);
            if own.spellings.iter().any(|spelling| is_out(&spelling.text)) {
                own.spellings.retain(|spelling| !is_out(&spelling.text));
                own.decisions.retain(|merge| !is_out(&merge.a) && !is_out(&merge.b));
            }
        }
    }
}

/// Takes over what is new in a derived cluster: nothing of one spelling, which says nothing, and nothing of spellings that
/// stand as several things.
fn join(standing: &mut Vec<Cluster>, derived: Cluster, told: &mut Vec<Diagnostic>) {
    let shares = |own: &Cluster| {
        own.kind == derived.kind && derived.spellings.iter().any(|spelling| own.has_spelling(&spelling.text))
    };
    let sharing: Vec<usize> =
        standing.iter().enumerate().filter(|(_, own)| shares(own)).map(|(at, _)| at).collect();
    let first = sharing.first().copied();
    // What a person rules to be one thing is so, though it stands as several.
    let is_ruled = derived.decisions.iter().any(|merge| merge.rule == Rule::Ruling);
    for &at in sharing.iter().skip(1).rev().filter(|_| is_ruled) {
        let other = standing.remove(at);
        let own = &mut standing[sharing[0]];
        own.spellings.extend(other.spellings);
        own.decisions.extend(other.decisions);
    }
    let is_apart = sharing.len() > 1 && !is_ruled;
    let fresh: Vec<_> = derived
        .spellings
        .iter()
        .filter(|own| !first.is_some_and(|at| standing[at].has_spelling(&own.text)))
        .cloned()
        .collect();
    if is_apart || fresh.is_empty() || (first.is_none() && derived.spellings.len() < 2) {
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
