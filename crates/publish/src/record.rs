//! What was entered into the record, in words.

use crate::stamp::moment_in_words;
use parcferme_core::season::Moment;

/// What an operation did to a file: pieces are the blocks of TOML files, the lines of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub path: String,
    /// Whether it was there before, and is after.
    pub was: bool,
    pub is: bool,
    /// How many pieces went and came.
    pub gone: usize,
    pub come: usize,
    /// What it said before or after is gone from the record for good.
    pub redacted: bool,
}

/// An operation as the log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub number: u64,
    pub when: Moment,
    pub who: String,
    pub why: String,
    pub undoes: Option<u64>,
    pub changed: Vec<Changed>,
    /// Number and standing of the edition it published.
    pub edition: Option<(u64, &'static str)>,
}

/// More files than this are told by their folders.
const FEW: usize = 8;

/// An operation as lines: the head, the reason, what was done.
pub fn operation(told: &Told) -> Vec<String> {
    let mut lines = vec![
        format!("{}  {}, {}", told.number, moment_in_words(told.when), told.who),
        format!("   {}", told.why),
    ];
    if let Some(number) = told.undoes {
        lines.push(format!("   Operation {number} is undone."));
    }
    if let Some((number, standing)) = told.edition {
        lines.push(format!("   Edition {number} is published, {standing}."));
    }
    lines.extend(changes(&told.changed).into_iter().map(|line| format!("   {line}")));
    lines
}

/// What was done to files, a sentence each, or a sentence a folder where they are many.
pub fn changes(changed: &[Changed]) -> Vec<String> {
    if changed.len() <= FEW {
        return changed.iter().map(change).collect();
    }
    let mut lines: Vec<String> = Vec::new();
    for (kind, verb) in [((false, true), "new"), ((true, true), "changed"), ((true, false), "taken out")] {
        let of_kind: Vec<&Changed> = changed.iter().filter(|own| (own.was, own.is) == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let mut folders: Vec<(&str, usize)> = Vec::new();
        for own in &of_kind {
            let folder = own.path.split_once('/').map_or("", |(folder, _)| folder);
            match folders.iter_mut().find(|known| known.0 == folder) {
                Some(known) => known.1 += 1,
                None => folders.push((folder, 1)),
            }
        }
        folders.sort_unstable();
        let parts: Vec<String> = folders
            .iter()
            .map(|(folder, count)| match *folder {
                "" => format!("{count} at the top"),
                folder => format!("{count} in {folder}"),
            })
            .collect();
        let (files, is) = counted(of_kind.len(), "file is", "files are");
        lines.push(format!("{files} {is} {verb}: {}.", parts.join(", ")));
    }
    lines
}

fn counted(number: usize, one: &'static str, more: &'static str) -> (usize, &'static str) {
    (number, if number == 1 { one } else { more })
}

fn change(own: &Changed) -> String {
    let toml = own.path.to_ascii_lowercase().ends_with(".toml");
    let piece = |number: usize| match (toml, number) {
        (true, 1) => "1 block".to_owned(),
        (true, _) => format!("{number} blocks"),
        (false, 1) => "1 line".to_owned(),
        (false, _) => format!("{number} lines"),
    };
    let path = &own.path;
    if own.redacted {
        return format!("{path}: what it said is redacted.");
    }
    match (own.was, own.is) {
        (false, _) => format!("{path} is new, with {}.", piece(own.come)),
        (true, false) => format!("{path} is taken out."),
        (true, true) => match (own.gone, own.come) {
            (0, come) => format!("{path}: {} more.", piece(come)),
            (gone, 0) => format!("{path}: {} less.", piece(gone)),
            (gone, come) if gone == come => format!("{path}: {} changed.", piece(gone)),
            (gone, come) => {
                format!("{path}: {} in place of {come_from}.", piece(come), come_from = piece(gone))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(path: &str, was: bool, is: bool, gone: usize, come: usize) -> Changed {
        Changed { path: path.to_owned(), was, is, gone, come, redacted: false }
    }

    #[test]
    fn what_was_done_is_told_in_sentences() {
        for (own, told) in [
            (
                changed("results/09-race.csv", false, true, 0, 57),
                "results/09-race.csv is new, with 57 lines.",
            ),
            (changed("names.toml", false, true, 0, 1), "names.toml is new, with 1 block."),
            (changed("decisions.toml", true, true, 0, 1), "decisions.toml: 1 block more."),
            (changed("decisions.toml", true, true, 2, 0), "decisions.toml: 2 blocks less."),
            (changed("results/09-race.csv", true, true, 1, 1), "results/09-race.csv: 1 line changed."),
            (
                changed("results/09-race.csv", true, true, 1, 3),
                "results/09-race.csv: 3 lines in place of 1 line.",
            ),
            (changed("feats.csv", true, false, 9, 0), "feats.csv is taken out."),
            (
                Changed { redacted: true, ..changed("entries.csv", true, true, 0, 0) },
                "entries.csv: what it said is redacted.",
            ),
        ] {
            assert_eq!(changes(&[own]), [told]);
        }
    }

    #[test]
    fn many_files_are_told_by_their_folders() {
        let mut all: Vec<Changed> =
            (1..=9).map(|round| changed(&format!("results/0{round}-race.csv"), false, true, 0, 9)).collect();
        all.push(changed("season.toml", false, true, 0, 9));
        all.push(changed("names.toml", true, true, 1, 1));
        assert_eq!(
            changes(&all),
            ["10 files are new: 1 at the top, 9 in results.", "1 file is changed: 1 at the top."]
        );
    }

    #[test]
    fn an_operation_is_told_with_its_moment_and_its_reason() {
        let told = Told {
            number: 7,
            when: "2026-08-03T18:00:00Z".parse().unwrap(),
            who: "Ann Archer".to_owned(),
            why: "the protest was rejected".to_owned(),
            undoes: Some(6),
            changed: vec![changed("decisions.toml", true, true, 1, 0)],
            edition: None,
        };
        assert_eq!(
            operation(&told),
            [
                "7  3 August 2026, 18:00 (UTC), Ann Archer",
                "   the protest was rejected",
                "   Operation 6 is undone.",
                "   decisions.toml: 1 block less.",
            ]
        );
    }
}
