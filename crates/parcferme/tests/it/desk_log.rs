//! The log at the desk: what was entered, what it did, and undoing it.

use crate::desk::{FILES, RESULTS, change, enter};
use crate::desk_pages::hidden;
use crate::gate::Club;

/// A club with results that were corrected once.
fn club() -> Club {
    let club = Club::new();
    enter(&mut club.record(), &FILES.map(|own| (own.0, own.1.to_owned())));
    change(
        &mut club.record(),
        "the second was the first",
        &[(
            "results/02-race.csv",
            Some(RESULTS.replace(
                "1,1,One,Ann Archer\n2,3,Team 3,Cid Cole",
                "1,3,Team 3,Cid Cole\n2,1,One,Ann Archer",
            )),
        )],
    );
    for (login, grant) in [("ann", "points-keeper cup/2026"), ("rex", "reader cup/2026")] {
        club.official(login, &[grant]);
    }
    club
}

#[tokio::test]
async fn the_log_reads_like_a_story() {
    let club = club();
    let (ann, rex) = ("parcferme=ann", "parcferme=rex");
    club.send("/desk/cup/2026/publish", ann, &[]).await;
    let log = club.get("/desk/cup/2026/log", rex).await.text;
    let places: Vec<usize> = ["published at the desk", "the second was the first", "to begin with"]
        .iter()
        .map(|why| log.find(&format!("<b>{why}</b>")).unwrap_or_else(|| panic!("{why}: {log}")))
        .collect();
    assert!(places.is_sorted(), "newest first: {log}");
    for told in [
        "Edition 1 is published, provisional.",
        "results/02-race.csv: 2 lines changed.",
        "season.toml is new, with 3 blocks.",
        "Ann Archer",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    // An address of its own for each, with the lines and the tables.
    let own = club.get("/desk/cup/2026/log/2", rex).await.text;
    assert!(own.contains("\n− 2,3,Team 3,Cid Cole") && own.contains("\n+ 1,3,Team 3,Cid Cole"), "{own}");
    assert!(own.contains("the title goes from Ann Archer to Ann Archer and Cid Cole."), "{own}");
    assert!(!own.contains("Show what undoing it changes"), "a reader undoes nothing");
    let first = club.get("/desk/cup/2026/log/1", ann).await.text;
    assert!(
        first.contains("there were no tables before") && first.contains("The season begins with it"),
        "{first}"
    );
    let edition = club.get("/desk/cup/2026/log/3", ann).await.text;
    assert!(edition.contains("What was published stays published"), "{edition}");
    assert_eq!(club.get("/desk/cup/2026/log/9", rex).await.status.as_u16(), 404);
    assert_eq!(club.get("/desk/cup/2026/log?before=2", rex).await.text.matches("<li value=").count(), 1);
}

#[tokio::test]
async fn an_operation_is_undone_after_its_tables_were_shown() {
    let club = club();
    let ann = "parcferme=ann";
    let form = club.get("/desk/cup/2026/log/2", ann).await.text;
    assert!(form.contains("Show what undoing it changes"), "{form}");
    let without = club.send("/desk/cup/2026/log/2/undo", ann, &[("why", " ")]).await;
    assert!(
        without.status.as_u16() == 400 && without.text.contains("Say why it is undone"),
        "{}",
        without.text
    );
    let undo = [("why", "the photo shows car 1 ahead")];
    let shown = club.send("/desk/cup/2026/log/2/undo", ann, &undo).await;
    assert!(
        shown.text.contains("Undo operation 2")
            && shown.text.contains("the title goes from Ann Archer and Cid Cole to Ann Archer."),
        "{}",
        shown.text
    );
    assert_eq!(club.record().operations("cup/2026", 0).unwrap().len(), 2, "nothing yet");
    let id = hidden(&shown, "preview");
    let confirmed = [("preview", id.as_str()), undo[0]];
    for _ in 0..2 {
        assert_eq!(
            club.send("/desk/cup/2026/enter", ann, &confirmed).await.location(),
            "/desk/cup/2026?done=entered"
        );
    }
    let all = club.record().operations("cup/2026", 0).unwrap();
    assert_eq!((all.len(), all[2].undoes, all[2].why.as_str()), (3, Some(2), undo[0].1));
    assert_eq!(club.record().facts("cup/2026", 1).unwrap(), club.record().facts("cup/2026", 3).unwrap());
    let log = club.get("/desk/cup/2026/log", ann).await.text;
    assert!(log.contains("undone by operation 3") && log.contains("Operation 2 is undone."), "{log}");
    let gone = club.get("/desk/cup/2026/log/2", ann).await.text;
    assert!(gone.contains("Nothing of what it did is there any more."), "{gone}");
}

#[tokio::test]
async fn what_was_changed_since_is_told_in_words_and_not_undone() {
    let club = club();
    change(
        &mut club.record(),
        "car 7 was first",
        &[("results/02-race.csv", Some(RESULTS.replace("1,1,One", "1,7,Seven")))],
    );
    let refused = club.send("/desk/cup/2026/log/2/undo", "parcferme=ann", &[("why", "the photo")]).await;
    assert_eq!(refused.status.as_u16(), 400);
    for told in [
        "What it did to results/02-race.csv was changed since, by operation 3 of Ann Archer (car 7 was first).",
        "There stands now",
        "1,7,Seven,Ann Archer",
    ] {
        assert!(refused.text.contains(told), "{told}: {}", refused.text);
    }
    for (path, status) in [("/desk/cup/2026/log/1/undo", 400), ("/desk/cup/2026/log/9/undo", 404)] {
        let answer = club.send(path, "parcferme=ann", &[("why", "x")]).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
    }
    assert_eq!(
        club.send("/desk/cup/2026/log/2/undo", "parcferme=rex", &[("why", "x")]).await.status.as_u16(),
        403
    );
}
