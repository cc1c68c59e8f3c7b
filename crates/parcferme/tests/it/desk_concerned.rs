//! Nobody judges himself, and what several signed is not taken back by one: through lifts, appeals, notices and undoing.

use crate::desk::{FILES, RESULTS, change, enter};
use crate::desk_pages::hidden;
use crate::gate::Club;
use crate::record::{Place, each};
use parcferme::desk::concerned::Concerned;
use parcferme::desk::decision::{self, Preview, Signed};
use parcferme::desk::proposed::{self, Confirmed, Meeting, Proposed};
use parcferme::desk::{Entry, Person, Stands, notice, ties};
use parcferme::library::Refused;
use parcferme::record::{self, undo::Undone};
use parcferme_store::{Facts, Record, Tie};

const SEASON: &str = "cup/2026";
const DISQUALIFIED: [(&str, &str); 3] = [("round", "2"), ("number", "3"), ("reason", "Underweight")];

fn begin(place: &Place, rules: &str) -> Record {
    let mut record = Record::open_or_make(&place.address()).unwrap();
    let more = |own: (&'static str, &str)| match own.0 {
        "rulebook.toml" => (own.0, format!("{}\n{rules}", own.1)),
        _ => (own.0, own.1.to_owned()),
    };
    enter(&mut record, &FILES.map(more));
    record
}

fn person(name: &str, tie: &str) -> Person {
    let belongs_to = if tie.is_empty() { Vec::new() } else { vec![tie.to_owned()] };
    Person { name: name.to_owned(), belongs_to }
}

fn preview(record: &mut Record, kind: &str, keys: &[(&str, &str)]) -> Preview {
    let stands = Stands::now(record, SEASON).unwrap();
    Preview::of(&stands, decision::filled(&stands, kind, keys, record::now()).unwrap()).unwrap()
}

fn sign(place: &Place, own: &Preview, who: &Person) -> Result<Signed, Refused> {
    let (mut record, data) = (Record::open(&place.address()).unwrap(), place.address());
    decision::sign(&mut record, SEASON, (&own.record.block(), own.id), (&data, who, None))
}

fn refused<T>(own: Result<T, Refused>) -> Vec<&'static str> {
    own.err().unwrap_or_default().iter().map(|own| own.id).collect()
}

fn post(
    record: &mut Record,
    place: &Place,
    who: &Person,
    kind: &str,
    keys: &[(&str, &str)],
) -> Vec<&'static str> {
    let own = notice::filled(kind, keys).unwrap();
    refused(notice::post(record, SEASON, &own, (&place.address(), who, None)))
}

#[test]
fn a_lift_concerns_whom_the_lifted_decision_concerns() {
    let place = Place::file();
    let mut record = begin(&place, "");
    sign(&place, &preview(&mut record, "disqualify", &DISQUALIFIED), &person("Bea", "")).unwrap();
    let lift = preview(&mut record, "lift", &[("decision", "001"), ("reason", "The scales were wrong")]);
    for tie in ["team-3", "Team 3", "Cid Cole", "3"] {
        assert_eq!(refused(sign(&place, &lift, &person("Tom", tie))), ["PF1357"], "{tie}");
    }
    assert_eq!(refused(sign(&place, &lift, &person("Bea", "One"))), [""; 0]);
    // To lift the lift is about them again, and so on.
    let anew = preview(&mut record, "lift", &[("decision", "002"), ("reason", "They were right")]);
    assert_eq!(refused(anew.may_sign(&person("Tom", "Team 3"))), ["PF1357"]);
    assert!(anew.may_sign(&person("Bea", "One")).is_ok());
    sign(&place, &anew, &person("Bea", "")).unwrap();
    let third = preview(&mut record, "lift", &[("decision", "003"), ("reason", "Wrong after all")]);
    assert_eq!(refused(third.may_sign(&person("Tom", "Cid Cole"))), ["PF1357"]);
}

#[test]
fn what_ends_an_appeal_or_a_protest_concerns_both_sides() {
    let place = Place::file();
    let mut record = begin(&place, "");
    let (nobody, tom, ann) = (person("Bea", ""), person("Tom", "team-3"), person("Ann", "One"));
    sign(&place, &preview(&mut record, "disqualify", &DISQUALIFIED), &nobody).unwrap();
    let appeal = [("title", "Appeal"), ("decision", "001"), ("by", "Somebody Else")];
    assert_eq!(post(&mut record, &place, &nobody, "appeal", &appeal), [""; 0]);
    let rejected = [("ruling", "Rejected"), ("answers", "2"), ("reason", "Late")];
    assert_eq!(refused(preview(&mut record, "no-effect", &rejected).may_sign(&tom)), ["PF1357"]);
    let lift = [("decision", "002-appeal"), ("reason", "Rejected")];
    assert_eq!(refused(preview(&mut record, "lift", &lift).may_sign(&tom)), ["PF1357"]);
    assert!(preview(&mut record, "lift", &lift).may_sign(&ann).is_ok());
    // Nor does he take back what another lodged against his car, which people name as they like.
    let protest = [("title", "Too light"), ("by", "One"), ("against", "Car 3"), ("round", "2")];
    assert_eq!(post(&mut record, &place, &nobody, "protest", &protest), [""; 0]);
    let withdrawn = [("title", "Withdrawn"), ("answers", "3")];
    assert_eq!(post(&mut record, &place, &tom, "withdrawal", &withdrawn), ["PF1357"]);
    assert_eq!(post(&mut record, &place, &ann, "withdrawal", &withdrawn), [""; 0], "it is his own");
    // A team whose name ends in a number is no car of that number.
    let stands = Stands::now(&mut record, SEASON).unwrap();
    let protest = [("title", "Too light"), ("by", "Cid Cole"), ("against", "Team 1"), ("round", "2")];
    assert_eq!(post(&mut record, &place, &nobody, "protest", &protest), [""; 0]);
    let own = Concerned::by_notice(&Stands::now(&mut record, SEASON).unwrap().loaded, stands.next_number());
    assert_eq!(own.tie_of(&ann), None);
}

#[test]
fn a_proposal_is_not_settled_by_whom_it_is_about() {
    let place = Place::file();
    let mut record = begin(&place, "[[signatures]]\nkinds = [\"disqualify\"]\ncount = 2\n");
    sign(&place, &preview(&mut record, "disqualify", &DISQUALIFIED), &person("Bea", "")).unwrap();
    let withdrawn = [("title", "Withdrawn"), ("answers", "1")];
    let (tom, ann) = (person("Tom", "Cid Cole"), person("Ann", "One"));
    assert_eq!(post(&mut record, &place, &tom, "withdrawal", &withdrawn), ["PF1357"]);
    let none = [("ruling", "No breach"), ("answers", "1"), ("reason", "Weighed again")];
    assert_eq!(refused(preview(&mut record, "no-effect", &none).may_sign(&tom)), ["PF1357"]);
    assert_eq!(post(&mut record, &place, &ann, "withdrawal", &withdrawn), [""; 0]);
}

#[test]
fn a_lift_needs_as_many_as_the_lifted_decision() {
    each("lift_two", |place| {
        let mut record = begin(place, "[[signatures]]\nkinds = [\"disqualify\"]\ncount = 2\n");
        let both = |record: &mut Record, own: &Preview| {
            let Signed::Proposed { number, lacks, .. } = sign(place, own, &person("Bea", "")).unwrap() else {
                panic!("one is not enough for {}", own.sentence)
            };
            assert_eq!(lacks, 1);
            let stands = Stands::now(record, SEASON).unwrap();
            let waiting = Preview::of(&stands, decision::of_proposal(&stands, number).unwrap()).unwrap();
            assert_eq!(refused(sign(place, &waiting, &person("Bea", ""))), ["PF1356"]);
            match sign(place, &waiting, &person("Cid", "")).unwrap() {
                Signed::Decided { id, .. } => id,
                Signed::Proposed { .. } => panic!("both have signed"),
            }
        };
        let own = preview(&mut record, "disqualify", &DISQUALIFIED);
        let id = both(&mut record, &own);
        let lift = preview(&mut record, "lift", &[("decision", &id), ("reason", "The scales were wrong")]);
        assert_eq!((lift.signatures, lift.lacks()), (2, 2));
        let lifted = both(&mut record, &lift);
        // Its lift too; one of a decision that one signed is signed by one.
        let anew = preview(&mut record, "lift", &[("decision", &lifted), ("reason", "They were right")]);
        assert_eq!(anew.signatures, 2);
        let other = preview(&mut record, "withhold", &[("round", "1"), ("number", "3"), ("reason", "Guest")]);
        sign(place, &other, &person("Bea", "")).unwrap();
        let one = preview(&mut record, "lift", &[("decision", &other.record.id), ("reason", "No guest")]);
        assert_eq!(one.signatures, 1);
        // What several signed needs as many also when the rules change.
        change(&mut record, "rules", &[("rulebook.toml", Some(FILES[1].1.to_owned()))]);
        let lift = preview(&mut record, "lift", &[("decision", &id), ("reason", "The scales were wrong")]);
        assert_eq!(lift.signatures, 2);
    });
    // Rules that say more of lifts are heard.
    let place = Place::file();
    let mut record = begin(&place, "[[signatures]]\nkinds = [\"lift\"]\ncount = 3\n");
    sign(&place, &preview(&mut record, "disqualify", &DISQUALIFIED), &person("Bea", "")).unwrap();
    assert_eq!(preview(&mut record, "lift", &[("decision", "001"), ("reason", "x")]).signatures, 3);
}

fn undone(record: &mut Record, place: &Place, number: u64, who: &Person) -> Vec<&'static str> {
    let stands = Stands::now(record, SEASON).unwrap();
    let own = Undone::of(record, SEASON, number, &stands.files).unwrap();
    let facts = Facts { files: own.facts.files, undoes: Some(number) };
    let shown = Proposed::of(&stands, facts.files.clone(), facts.undoes).unwrap();
    let data = place.address();
    let entry = Entry { address: &data, person: who, why: "undone", key: None };
    match proposed::confirm(record, SEASON, (&facts, shown.id), &entry, Meeting::Told) {
        Ok(Confirmed::Entered(_)) => Vec::new(),
        Ok(_) => panic!("the record has not moved on"),
        Err(found) => refused::<()>(Err(found)),
    }
}

#[test]
fn undoing_a_decision_is_judging_it() {
    each("undo_judges", |place| {
        let mut record = begin(place, "[[signatures]]\nkinds = [\"withhold\"]\ncount = 2\n");
        sign(place, &preview(&mut record, "disqualify", &DISQUALIFIED), &person("Bea", "")).unwrap();
        let (tom, ann) = (person("Tom", "team-3"), person("Ann", "One"));
        assert_eq!(undone(&mut record, place, 2, &tom), ["PF1357"]);
        assert_eq!(undone(&mut record, place, 2, &ann), [""; 0]);
        // What brings it back is one too.
        assert_eq!(undone(&mut record, place, 3, &tom), ["PF1357"]);
        // Results are typed by whom the series trusts with them.
        let swapped = RESULTS.replace("1,1,One", "1,7,One");
        change(&mut record, "another car", &[("results/01-race.csv", Some(swapped))]);
        assert_eq!(undone(&mut record, place, 4, &ann), [""; 0]);
        let keys = [("round", "1"), ("number", "3"), ("reason", "Guest")];
        let own = preview(&mut record, "withhold", &keys);
        sign(place, &own, &person("Bea", "")).unwrap();
        let stands = Stands::now(&mut record, SEASON).unwrap();
        let number = stands.pending().next().unwrap().number;
        let waiting = Preview::of(&stands, decision::of_proposal(&stands, number).unwrap()).unwrap();
        let Signed::Decided { entered, .. } = sign(place, &waiting, &person("Cid", "")).unwrap() else {
            panic!("both have signed")
        };
        // What two signed one does not undo.
        assert_eq!(undone(&mut record, place, entered.operation.number, &ann), ["PF1433"]);
    });
}

/// The pages say before it is confirmed that it will be refused.
#[tokio::test]
async fn a_timekeeper_corrects_no_laps_of_his_own_car() {
    let club = crate::desk_laps::club();
    let by = parcferme_store::By { who: None, from: "test", when: record::now() };
    let tie = Tie { scope: "cup/*".parse().unwrap(), competitor: "Ann Archer".to_owned() };
    club.record().tie(&by, "tim", &tie, true).unwrap();
    let correction = [
        ("session", "race"),
        ("number", "1"),
        ("team", "One"),
        ("kind", "deleted"),
        ("lap", "2"),
        ("reason", "track limits"),
    ];
    let enter = async |club: &Club, who: &str| {
        let shown = club.send("/desk/cup/2026/rounds/02/laps", who, &correction).await;
        let (id, why) = (hidden(&shown, "preview"), hidden(&shown, "why"));
        let entered = club.send("/desk/cup/2026/enter", who, &[("preview", &id), ("why", &why)]).await;
        (shown.text, entered)
    };
    let (shown, refused) = enter(&club, "parcferme=tim").await;
    assert!(shown.contains("belongs to Ann Archer, whom what this changes is about"), "{shown}");
    assert_eq!(refused.status.as_u16(), 403, "{}", refused.text);
    assert_eq!(club.record().head(SEASON).unwrap().unwrap().number, 1);
    let (shown, entered) = enter(&club, "parcferme=tom").await;
    assert!(!shown.contains("belongs to"), "{shown}");
    assert_eq!(entered.location(), "/desk/cup/2026?done=entered");
}

/// A tie is to a competitor that there is, as people write it; a slip is no tie to nobody.
#[test]
fn an_account_is_tied_to_whom_a_season_knows() {
    each("ties", |place| {
        let mut record = begin(place, "");
        let mut meant = |competitor: &str, scope: &str| {
            let tie = Tie { scope: scope.parse().unwrap(), competitor: competitor.to_owned() };
            let own = ties::meant(&mut record, &tie);
            own.map(|own| (own.tie.competitor, own.is_known))
        };
        for (text, id) in [
            ("team-3", "team-3"),
            ("TEAM 3", "team-3"),
            ("cid cole", "cid-cole"),
            ("Archer", "ann-archer"),
            ("1", "1"),
        ] {
            assert_eq!(meant(text, "cup/*"), Ok((id.to_owned(), true)), "{text}");
        }
        let slip = meant("Archr", "*").unwrap_err();
        assert_eq!((slip[0].id, slip[0].expected.as_deref()), ("PF1438", Some("ann-archer")));
        assert_eq!(meant("nonexistent-thing", "cup/2026").unwrap_err()[0].id, "PF1438");
        assert_eq!(meant("c", "cup/2026").unwrap_err()[0].id, "PF1438", "a letter is nobody");
        assert_eq!(meant("Prodrive", "hill/*"), Ok(("Prodrive".to_owned(), false)), "nobody is there yet");
    });
}

#[tokio::test]
async fn the_page_of_people_refuses_a_tie_to_nobody() {
    let club = crate::desk_pages::club_of(&[("all", "administrator *"), ("bea", "steward cup/*")]);
    let tie = async |competitor: &str, scope: &str| {
        let fields = [("do", "tie"), ("competitor", competitor), ("scope", scope)];
        club.send("/desk/people/bea/change", "parcferme=all", &fields).await
    };
    let refused = tie("Archr", "*").await;
    assert!(refused.status.as_u16() == 400 && refused.text.contains("ann-archer"), "{}", refused.text);
    assert_eq!(tie("Ann Archer", "*").await.location(), "/desk/people");
    assert_eq!(tie("Prodrive", "hill/*").await.location(), "/desk/people?done=tied-unseen");
    let page = club.get("/desk/people?done=tied-unseen", "parcferme=all").await.text;
    assert!(page.contains("no season there has a competitor yet"), "{page}");
    assert!(
        page.contains("belongs to ann-archer (*)") && page.contains("belongs to Prodrive (hill/*)"),
        "{page}"
    );
}
