//! The words by which simulators say how a car ended.

use parcferme_core::season::Status;

/// In small letters, without blanks.
const WORDS: &[(&str, Status)] = &[
    ("finished", Status::Finished),
    ("finishednormally", Status::Finished),
    ("running", Status::Finished),
    ("classified", Status::Finished),
    ("notclassified", Status::Nc),
    ("nc", Status::Nc),
    ("dnf", Status::Dnf),
    ("didnotfinish", Status::Dnf),
    ("retired", Status::Dnf),
    ("disconnected", Status::Dnf),
    ("quit", Status::Dnf),
    ("ejected", Status::Dnf),
    ("dq", Status::Dsq),
    ("disqualified", Status::Dsq),
    ("dns", Status::Dns),
    ("didnotstart", Status::Dns),
    ("notstarted", Status::Dns),
    // On the track when the session ended.
    ("none", Status::Nc),
    ("racing", Status::Nc),
    ("ingarage", Status::Nc),
];

/// The status that a word means.
pub(in super::super) fn status(word: &str) -> Option<Status> {
    let plain: String =
        word.chars().filter(|own| own.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WORDS.iter().find(|(own, _)| *own == plain).map(|(_, status)| *status)
}

/// What of it counts in a session: only a race is finished or not.
pub(super) fn that_counts(status: Option<Status>, is_race: bool) -> Option<Status> {
    status.filter(|own| *own == Status::Dsq || is_race && *own != Status::Finished)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_spelling_of_each_simulator() {
        for (word, meant) in [
            ("Finished Normally", Some(Status::Finished)),
            ("DidNotFinish", Some(Status::Dnf)),
            ("Disconnected", Some(Status::Dnf)),
            ("DQ", Some(Status::Dsq)),
            ("None", Some(Status::Nc)),
            ("Abducted", None),
            ("", None),
        ] {
            assert_eq!(status(word), meant, "{word}");
        }
    }
}
