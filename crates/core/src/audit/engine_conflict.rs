//! `engine-conflict`: the engine of a car in the results against the entry list and the published tables.

use crate::audit::evidence::Evidence;
use crate::audit::finding::Log;
use crate::audit::machinery::{Part, compare};
use crate::season::Kind;

const ENGINE: Part = Part {
    kind: Kind::Engine,
    conflict: "PF0235",
    changed: "PF0238",
    of_row: |row| &row.printed_engine,
    of_entry: |entry, _| &entry.engine,
    of_published: |row| &row.engine,
};

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    compare(evidence, log, &ENGINE);
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};

    #[test]
    fn an_engine_that_changes_between_rounds_is_noted() {
        let audit = after(|draft| draft.cars[3].engine = "Alpha V10".to_owned());
        assert_eq!(ids(&audit), ["PF0238"]);
        assert_eq!(audit.findings[0].message, "#1 Alpha changes its engine between rounds");
        assert_eq!(
            (audit.findings[0].asserted.as_str(), audit.findings[0].computed.as_str()),
            ("Alpha V8", "Alpha V10")
        );
    }
}
