//! The names of result files: `results/<round>-<session>.csv`.

use super::{Folder, results};
use parcferme_core::{Diagnostic, Place};

/// The round and session of a file; None where it is not to be read, which is said.
pub(super) fn read(path: &str, folder: &Folder, diagnostics: &mut Vec<Diagnostic>) -> Option<(u32, String)> {
    let name = path.trim_start_matches("results/");
    let name = name.get(..name.len().saturating_sub(4)).unwrap_or(name);
    let Some((round, written)) = parts(name) else {
        diagnostics.push(
            Diagnostic::error("PF0413", "the file's name does not say whose results it has")
                .at(Place::document(path))
                .found(name)
                .expected("<round>-<session>.csv, such as 09-race.csv")
                .help(
                    "a session is a word of letters, digits and hyphens; delete the file where it is a copy",
                ),
        );
        return None;
    };
    let key = (round, written.to_lowercase());
    let right = results::path(round, &key.1);
    if let Some(other) = folder.result_files.get(&key) {
        diagnostics.push(
            Diagnostic::error("PF0450", format!("two files have the results of round {round}, {}", key.1))
                .at(Place::document(path))
                .at(Place::document(other))
                .expected(right)
                .help("delete one of the two, or give it the number of its own round"),
        );
        return None;
    }
    if path != right {
        diagnostics.push(
            Diagnostic::warning("PF0451", format!("the file is read as round {round}, {}", key.1))
                .at(Place::document(path))
                .expected(right)
                .help("rename it: rounds have two digits, sessions small letters"),
        );
    }
    Some(key)
}

/// Round and session.
pub(super) fn parts(name: &str) -> Option<(u32, &str)> {
    let (round, session) = name.split_once('-')?;
    let digits = !round.is_empty() && round.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |text: &str| {
        text.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'))
            && text.contains(char::is_alphanumeric)
    };
    Some((round.parse().ok().filter(|_| digits)?, session)).filter(|(_, session)| is_word(session))
}
