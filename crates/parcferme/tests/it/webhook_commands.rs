//! Webhooks kept by commands: what they do is what the API and the desk do.

use crate::record::each;
use crate::redaction::cup;

#[test]
fn a_webhook_is_added_tried_and_removed_by_commands() {
    each("webhooks", |place| {
        let asked = |arguments: &[&str]| -> Vec<String> {
            [&["webhook"], arguments, &["--data", &place.data]]
                .concat()
                .iter()
                .map(|own| (*own).to_owned())
                .collect()
        };
        let well = |arguments: &[&str]| {
            let asked = asked(arguments);
            place.well(&asked.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let refused = |arguments: &[&str]| {
            let asked = asked(arguments);
            place.refused(2, &asked.iter().map(String::as_str).collect::<Vec<_>>())
        };
        cup(place, "Ann Archer");
        place.push("cup", "Ann Archer", "to begin with");
        assert_eq!(well(&["list"]), "There is no webhook.\n");

        let added = well(&["add", "https://hooks.example.org/results", "--for", "cup/*"]);
        let (id, told) = added.split_once("  ").unwrap();
        assert!(
            told.starts_with("https://hooks.example.org/results for cup/*: edition.published\n"),
            "{added}"
        );
        assert!(told.contains("\n  whsec_"), "{added}");
        let both = [
            "add",
            "https://hooks.example.org/board",
            "--event",
            "notice.posted",
            "--event",
            "decision.signed",
        ];
        well(&both);
        let listed = well(&["list"]);
        assert!(listed.starts_with(id) || listed.contains(&format!("\n{id}")), "{listed}");
        assert!(
            listed.contains("https://hooks.example.org/board for *: decision.signed, notice.posted\n"),
            "{listed}"
        );
        assert!(!listed.contains("whsec_"), "{listed}");

        assert!(well(&["test", id]).starts_with("A test is sent as soon as a server runs."));
        let publish = [
            "edition",
            "publish",
            "cup/2026",
            "--data",
            &place.data,
            "--who",
            "Ann Archer",
            "--why",
            "round 1",
        ];
        place.well(&publish);
        let deliveries = well(&["deliveries", id]);
        let lines: Vec<&str> = deliveries.lines().skip(1).collect();
        assert_eq!(lines.len(), 2, "{deliveries}");
        for line in [": edition.published cup/2026 1, waiting", ": webhook.test, waiting"] {
            assert!(lines.iter().any(|own| own.ends_with(line)), "{line}: {deliveries}");
        }

        let here = ["add", "http://127.0.0.1:8004/in"];
        assert!(refused(&here).contains("error[PF1404]"));
        well(&[&here[..], &["--local-webhooks"]].concat());
        assert!(
            refused(&["add", "https://hooks.example.org/", "--event", "lap.timed"]).contains("error[PF1408]")
        );
        assert!(
            refused(&["add", "http://10.0.0.7/in", "--local-webhooks"])
                .contains("no option opens private networks")
        );
        let told = well(&["events", id, "--event", "decision.signed", "--event", "edition.published"]);
        assert!(told.ends_with(" for cup/*: edition.published, decision.signed\n"), "{told}");
        well(&["events", id, "--event", "edition.published"]);
        assert!(refused(&["on", "wh_0"]).contains("error[PF1405]"));
        assert!(well(&["remove", id]).starts_with(&format!("Removed: {id} ")));
        assert!(refused(&["deliveries", id]).contains("error[PF1405]"));
        let audit = place.well(&["account", "audit", "--data", &place.data]);
        assert!(
            audit.contains(&format!("removed the webhook {id} for edition.published of cup/*")),
            "{audit}"
        );
    });
}
