//! Files that are shown before they are entered, on a file and on PostgreSQL where one is named.

use crate::desk::{FILES, enter};
use crate::record::{Place, each};
use parcferme::desk::proposed::{self, Confirmed, Files, Meeting, Proposed};
use parcferme::desk::{Entry, Person, Stands};
use parcferme::library::Refused;
use parcferme::record::undo::Undone;
use parcferme_store::Record;

const SEASON: &str = "cup/2026";

fn begin(place: &Place) -> Record {
    let mut record = Record::open_or_make(&place.address()).unwrap();
    enter(&mut record, &FILES.map(|own| (own.0, own.1.to_owned())));
    record
}

fn files(all: &[(&str, &str)]) -> Files {
    all.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned().into_bytes()))).collect()
}

fn propose(record: &mut Record, all: &[(&str, &str)]) -> Result<Proposed, Refused> {
    Proposed::of(&*Stands::now(record, SEASON)?, files(all), None)
}

fn confirm(place: &Place, record: &mut Record, own: &Proposed, who: &str) -> Result<Confirmed, Refused> {
    confirm_by(place, record, own, (who, Meeting::Told))
}

fn confirm_by(
    place: &Place,
    record: &mut Record,
    own: &Proposed,
    (who, meeting): (&str, Meeting),
) -> Result<Confirmed, Refused> {
    let person = Person { name: who.to_owned(), belongs_to: Vec::new() };
    let address = place.address();
    let entry = Entry { address: &address, person: &person, why: "results", key: None };
    proposed::confirm(record, SEASON, (&own.facts, own.id), &entry, meeting)
}

fn ids(found: &Refused) -> Vec<&'static str> {
    found.iter().map(|own| own.id).collect()
}

const HEAD: &str = "position,number,team,drivers\n";
const SECOND: &str = "results/02-race.csv";

fn swapped() -> String {
    format!("{HEAD}1,3,Team 3,Cid Cole\n2,1,One,Ann Archer\n")
}

#[test]
fn what_is_shown_is_entered_once() {
    each("proposed_once", |place| {
        let mut record = begin(place);
        let own = propose(&mut record, &[(SECOND, &swapped()), ("season.toml", FILES[0].1)]).unwrap();
        assert_eq!(
            own.sentences(),
            ["results/02-race.csv: 2 lines changed."],
            "what is the same is not entered"
        );
        assert_eq!(own.differs[0].come.concat(), "1,3,Team 3,Cid Cole\n2,1,One,Ann Archer\n");
        let table = &own.comparison.tables[0];
        assert_eq!(table.rows.iter().filter(|row| row.changed()).count(), 2);
        for _ in 0..2 {
            let Confirmed::Entered(entered) = confirm(place, &mut record, &own, "Ann").unwrap() else {
                panic!("it is entered")
            };
            assert_eq!((entered.operation.number, entered.operation.changes.len()), (2, 1));
        }
        let now = Stands::now(&mut record, SEASON).unwrap();
        assert_eq!(now.files[SECOND], swapped().as_bytes());
        assert_eq!(ids(&propose(&mut record, &[(SECOND, &swapped())]).err().unwrap()), ["PF1364"]);
    });
}

#[test]
fn only_what_was_shown_is_entered() {
    each("proposed_other", |place| {
        let mut record = begin(place);
        let own = propose(&mut record, &[(SECOND, &swapped())]).unwrap();
        let mut other = propose(&mut record, &[("results/01-race.csv", &swapped())]).unwrap();
        assert_ne!(own.id, other.id);
        other.id = own.id;
        assert_eq!(ids(&confirm(place, &mut record, &other, "Ann").err().unwrap()), ["PF1365"]);
        let broken = propose(&mut record, &[("season.toml", "series = ")]).err().unwrap();
        assert!(!broken.is_empty(), "a season that cannot be computed is refused");
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().operation.number, 1);
    });
}

#[test]
fn two_who_change_different_places_both_have_theirs() {
    each("proposed_two", |place| {
        let mut record = begin(place);
        let anns = propose(&mut record, &[("results/01-race.csv", &swapped())]).unwrap();
        let cids = propose(&mut record, &[(SECOND, &swapped())]).unwrap();
        assert!(matches!(confirm(place, &mut record, &anns, "Ann").unwrap(), Confirmed::Entered(_)));
        let Confirmed::Anew { proposed, since, .. } = confirm(place, &mut record, &cids, "Cid").unwrap()
        else {
            panic!("it is shown anew")
        };
        assert!(since.len() == 1 && since[0].message == "entered since by Ann: results", "{since:?}");
        assert_eq!((proposed.id.after, proposed.facts.files.len()), (2, 1));
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().operation.number, 2, "nothing was entered yet");
        assert!(matches!(confirm(place, &mut record, &proposed, "Cid").unwrap(), Confirmed::Entered(_)));
        let now = Stands::now(&mut record, SEASON).unwrap();
        assert_eq!(now.files["results/01-race.csv"], now.files[SECOND]);
    });
}

#[test]
fn two_who_change_one_place_are_shown_both() {
    each("proposed_clash", |place| {
        let mut record = begin(place);
        let anns = propose(&mut record, &[(SECOND, &swapped())]).unwrap();
        let other = format!("{HEAD}1,1,One,Ann Archer\n3,3,Team 3,Cid Cole\n");
        let cids = propose(&mut record, &[(SECOND, &other)]).unwrap();
        assert!(matches!(confirm(place, &mut record, &anns, "Ann").unwrap(), Confirmed::Entered(_)));
        let Confirmed::Clashes { since, clashes } = confirm(place, &mut record, &cids, "Cid").unwrap() else {
            panic!("neither overrules the other")
        };
        assert_eq!((since.len(), clashes[0].path.as_str()), (1, SECOND));
        assert!(
            clashes[0].ours.contains("3,3,Team 3") && clashes[0].theirs.contains("1,3,Team 3"),
            "{clashes:?}"
        );
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().files[SECOND], swapped().as_bytes());
        // What was given is not lost: put over what was entered, it is shown anew, and entered when that is confirmed.
        let over = confirm_by(place, &mut record, &cids, ("Cid", Meeting::PutOver)).unwrap();
        let Confirmed::Anew { proposed, since, .. } = over else { panic!("shown first") };
        assert_eq!((since.len(), proposed.id.after), (1, 2));
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().files[SECOND], swapped().as_bytes());
        assert!(matches!(confirm(place, &mut record, &proposed, "Cid").unwrap(), Confirmed::Entered(_)));
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().files[SECOND], other.as_bytes());
    });
}

/// Undoing that was shown before something else was entered is made anew on what stands then, and not on what stood.
#[test]
fn undoing_is_shown_on_the_season_as_it_stands() {
    each("proposed_undo", |place| {
        let mut record = begin(place);
        let first = propose(&mut record, &[(SECOND, &swapped())]).unwrap();
        confirm(place, &mut record, &first, "Ann").unwrap();
        let undone = |record: &mut Record| {
            let stands = Stands::now(record, SEASON).unwrap();
            let own = Undone::of(record, SEASON, 2, &stands.files).unwrap();
            Proposed::of(&stands, own.facts.files, Some(2)).unwrap()
        };
        let shown = undone(&mut record);
        // An upload that adds a third car to the same file leaves both lines where they are.
        let third = format!("{}3,9,Nine,Nia North\n", swapped());
        let upload = propose(&mut record, &[(SECOND, &third)]).unwrap();
        confirm(place, &mut record, &upload, "Cid").unwrap();
        let Confirmed::Anew { proposed, since, .. } = confirm(place, &mut record, &shown, "Ann").unwrap()
        else {
            panic!("shown anew")
        };
        assert_eq!((since.len(), proposed.id.after, proposed.facts.undoes), (1, 3, Some(2)));
        assert_eq!(proposed.facts, undone(&mut record).facts, "as if it were asked for now");
        // One that changes the same lines: it cannot be undone any more, and is not put over them.
        let other = format!("{HEAD}1,3,Team Three,Cid Cole\n2,1,One,Ann Archer\n3,9,Nine,Nia North\n");
        let upload = propose(&mut record, &[(SECOND, &other)]).unwrap();
        confirm(place, &mut record, &upload, "Cid").unwrap();
        for meeting in [Meeting::Told, Meeting::PutOver] {
            let refused = confirm_by(place, &mut record, &proposed, ("Ann", meeting)).err().unwrap();
            assert_eq!(ids(&refused), ["PF1431", "PF1329"], "{refused:?}");
            assert!(refused[0].found.as_ref().unwrap().contains("operation 4 of Cid"), "{refused:?}");
        }
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().files[SECOND], other.as_bytes());
    });
}
