//! What officials do on the record, on a file and on PostgreSQL where one is named.

use crate::record::{Place, each};
use parcferme::desk::decision::{self, Preview, PreviewId, Signed};
use parcferme::desk::state::{self, State};
use parcferme::desk::{Person, Stands, board, has_moved_on, notice};
use parcferme::library::Refused;
use parcferme::record::{self, editions};
use parcferme_core::season::Moment;
use parcferme_store::{Act, Draft, Facts, Record, Standing};
use std::collections::BTreeMap;

const SEASON: &str = "cup/2026";

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), belongs_to: Vec::new() }
}

fn open(place: &Place) -> Record {
    Record::open(&place.address()).unwrap()
}

const SEASON_TOML: &str = r#"series = "cup"
year = 2026
name = "Cup 2026"
rulebook = "rulebook.toml"

[[round]]
number = 1
event = "spring"
name = "Spring Race"
date = "2026-04-12"

[[round]]
number = 2
event = "summer"
name = "Summer Race"
date = "2026-08-03"
"#;

const RULES: &str = r#"name = "Cup 2026"

[[points]]
id = "race"
scale = [10, 8, 6, 5]
article = "12.1"

[[title]]
id = "drivers"
name = "Drivers' Championship"
competitor = "driver"
ties = ["wins", "countback", "shared"]
article = "13.1"
"#;

pub const RESULTS: &str = "position,number,team,drivers\n1,1,One,Ann Archer\n2,3,Team 3,Cid Cole\n";

/// A season of two rounds.
pub const FILES: [(&str, &str); 4] = [
    ("season.toml", SEASON_TOML),
    ("rulebook.toml", RULES),
    ("results/01-race.csv", RESULTS),
    ("results/02-race.csv", RESULTS),
];

/// Enters the season into a record.
pub fn enter(record: &mut Record, files: &[(&str, String)]) {
    let files = files.iter().map(|own| (own.0.to_owned(), own.1.clone().into_bytes()));
    enter_season(record, SEASON, files.collect());
}

/// Enters a season's files.
pub fn enter_season(record: &mut Record, season: &str, files: BTreeMap<String, Vec<u8>>) {
    let files = files.into_iter().map(|(path, bytes)| (path, Some(bytes))).collect();
    let draft = Draft {
        season: season.to_owned(),
        follows: 0,
        key: "to begin with".to_owned(),
        who: "Ann Archer".to_owned(),
        why: "to begin with".to_owned(),
        when: record::now(),
        act: Act::Facts(Facts { files, undoes: None }),
    };
    record.enter(&draft).unwrap();
}

/// Enters further files on top of what stands.
pub fn change(record: &mut Record, why: &str, files: &[(&str, Option<String>)]) {
    let files = files.iter().map(|own| (own.0.to_owned(), own.1.clone().map(String::into_bytes)));
    let draft = Draft {
        season: SEASON.to_owned(),
        follows: record.head(SEASON).unwrap().unwrap().number,
        key: why.to_owned(),
        who: "Ann Archer".to_owned(),
        why: why.to_owned(),
        when: record::now(),
        act: Act::Facts(Facts { files: files.collect(), undoes: None }),
    };
    record.enter(&draft).unwrap();
}

/// A season in a record, with further rules.
fn begin(place: &Place, rules: &str) -> Record {
    let mut record = Record::open_or_make(&place.address()).unwrap();
    let more = |path: &str, text: &str| match path {
        "rulebook.toml" => format!("{text}\n{rules}"),
        _ => text.to_owned(),
    };
    enter(&mut record, &FILES.map(|own| (own.0, more(own.0, own.1))));
    record
}

const PLAIN: [(&str, &str); 4] =
    [("round", "2"), ("number", "1"), ("reason", "Underweight"), ("date", "2026-08-03T18:05:00+02:00")];

fn preview(record: &mut Record, kind: &str, keys: &[(&str, &str)]) -> Preview {
    let stands = Stands::now(record, SEASON).unwrap();
    let own = decision::filled(&stands, kind, keys, record::now()).unwrap();
    Preview::of(&stands, own).unwrap()
}

fn sign(place: &Place, own: &Preview, who: &Person, key: Option<&str>) -> Result<Signed, Refused> {
    let data = place.address();
    decision::sign(&mut open(place), SEASON, (&own.record.block(), own.id), (&data, who, key))
}

fn ids(found: &Refused) -> Vec<&'static str> {
    found.iter().map(|own| own.id).collect()
}

#[test]
fn what_is_signed_is_what_the_preview_showed() {
    each("preview", |place| {
        let mut record = begin(place, "");
        let own = preview(&mut record, "disqualify", &PLAIN);
        assert!(own.comparison.changed_rows() > 0);
        assert_eq!((own.record.posted.number, own.record.id.as_str()), (Some(1), "001"));
        let before = Stands::now(&mut record, SEASON).unwrap();
        let Signed::Decided { entered, .. } = sign(place, &own, &person("Bea"), None).unwrap() else {
            panic!("one signature is enough")
        };
        let after = Stands::now(&mut record, SEASON).unwrap();
        assert_eq!((after.operation.number, after.operation.who.as_str()), (entered.operation.number, "Bea"));
        // Computed from the record, every table is as it was shown.
        assert_eq!(after.outcome.tables, own.outcome.tables);
        assert_ne!(after.outcome.tables, before.outcome.tables);
        assert_eq!(after.decisions().last().unwrap().posted.signed, ["Bea"]);
        // What is another decision, or another state, is another preview.
        let other =
            preview(&mut record, "disqualify", &[("round", "2"), ("number", "3"), PLAIN[2], PLAIN[3]]);
        let block = other.record.block().replace("Underweight", "Too light");
        let data = place.address();
        let mut send = |block: &str, id: PreviewId| {
            decision::sign(&mut record, SEASON, (block, id), (&data, &person("Bea"), None))
                .map(|_| ())
                .unwrap_err()
        };
        assert_eq!(ids(&send(&block, other.id)), ["PF1359"]);
        assert_eq!(ids(&send(&other.record.block(), PreviewId { after: 1, ..other.id })), ["PF1359"]);
        assert_eq!(ids(&send("", other.id)), ["PF1353"]);
    });
}

#[test]
fn two_hundred_sign_one_preview_at_once_and_it_is_entered_once() {
    each("at_once", |place| {
        let mut record = begin(place, "");
        let own = preview(&mut record, "disqualify", &PLAIN);
        let before = own.id.after;
        let said: Vec<Result<u64, Refused>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|thread| {
                    let own = &own;
                    scope.spawn(move || {
                        let sign_one = |at: usize| {
                            // Some send twice, some are other people.
                            let who = person(&format!("Steward {}", (thread * 25 + at) / 2));
                            sign(place, own, &who, None).map(|own| own.entered().operation.number)
                        };
                        (0..25).map(sign_one).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|own| own.join().unwrap()).collect()
        });
        assert_eq!(said.len(), 200);
        for own in &said {
            match own {
                Ok(number) => assert_eq!(*number, before + 1),
                Err(found) => assert!(has_moved_on(found) || ids(found) == ["PF1308"], "{found:?}"),
            }
        }
        assert!(said.iter().any(Result::is_ok));
        let since = record.operations(SEASON, before).unwrap();
        assert_eq!(since.len(), 1, "exactly one is entered");
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().decisions().len(), 1);
    });
}

#[test]
fn a_preview_of_a_state_that_is_gone_is_refused_with_what_came_since() {
    each("stale", |place| {
        let mut record = begin(place, "");
        let first = preview(&mut record, "disqualify", &PLAIN);
        let keys = [("round", "2"), ("number", "3"), ("time", "30"), PLAIN[2], PLAIN[3]];
        let second = preview(&mut record, "withhold", &[keys[0], keys[1], keys[3], keys[4]]);
        let entered = |own: Result<Signed, Refused>| own.map(|own| own.entered().operation.number);
        assert_eq!(entered(sign(place, &first, &person("Bea"), Some("k1"))), Ok(first.id.after + 1));
        let refused = entered(sign(place, &second, &person("Cid"), Some("k2"))).unwrap_err();
        assert_eq!(ids(&refused), ["PF1304", "PF1329"]);
        assert!(
            refused[1].message.contains("Bea") && refused[1].message.contains("Car 1 disqualified"),
            "{refused:?}"
        );
        // Replayed: the same answer. Crossed: refused.
        assert_eq!(entered(sign(place, &first, &person("Bea"), Some("k1"))), Ok(first.id.after + 1));
        assert_eq!(ids(&entered(sign(place, &first, &person("Cid"), Some("k1"))).unwrap_err()), ["PF1305"]);
        assert_eq!(ids(&entered(sign(place, &second, &person("Cid"), Some("k1"))).unwrap_err()), ["PF1305"]);
        // Made anew it has the next number, and is signed.
        let anew = preview(&mut record, "withhold", &[keys[0], keys[1], keys[3], keys[4]]);
        assert_eq!(anew.record.posted.number, Some(2));
        assert_eq!(entered(sign(place, &anew, &person("Cid"), Some("k2"))), Ok(first.id.after + 2));
    });
}

#[test]
fn a_decision_that_two_sign_waits_for_the_second() {
    each("two", |place| {
        let mut record = begin(place, "[[signatures]]\nkinds = [\"disqualify\"]\ncount = 2\n");
        let tables = Stands::now(&mut record, SEASON).unwrap().outcome.tables.clone();
        let own = preview(&mut record, "disqualify", &PLAIN);
        assert_eq!((own.signatures, own.lacks()), (2, 2));
        let Signed::Proposed { number, lacks, .. } = sign(place, &own, &person("Bea"), None).unwrap() else {
            panic!("one signature is not enough")
        };
        assert_eq!((number, lacks), (1, 1));
        let stands = Stands::now(&mut record, SEASON).unwrap();
        assert_eq!(stands.outcome.tables, tables, "what lacks a signature counts for nothing");
        assert_eq!(stands.pending().count(), 1);
        let waiting = Preview::of(&stands, decision::of_proposal(&stands, number).unwrap()).unwrap();
        assert_eq!(ids(&sign(place, &waiting, &person("Bea"), None).map(|_| ()).unwrap_err()), ["PF1356"]);
        let Signed::Decided { id, .. } = sign(place, &waiting, &person("Cid"), None).unwrap() else {
            panic!("both have signed")
        };
        let stands = Stands::now(&mut record, SEASON).unwrap();
        let decided = stands.decisions().last().unwrap();
        assert_eq!(
            (id.as_str(), decided.posted.number, &*decided.posted.answers),
            ("002", Some(2), &[1][..])
        );
        assert_eq!(decided.posted.signed, ["Bea", "Cid"]);
        assert_eq!((stands.pending().count(), stands.outcome.tables == waiting.outcome.tables), (0, true));
        // Another kind asks for one.
        assert_eq!(preview(&mut record, "withhold", &[PLAIN[0], ("number", "3"), PLAIN[2]]).signatures, 1);
    });
}

#[test]
fn nobody_judges_himself() {
    let place = Place::file();
    let mut record = begin(&place, "");
    let stands = Stands::now(&mut record, SEASON).unwrap();
    let own = preview(&mut record, "disqualify", &PLAIN);
    let season = &stands.loaded.season;
    let row = season.results.rows().iter().find(|own| own.number.as_str() == "1").unwrap();
    let driver = season.competitors[row.crew[0].driver].id.clone();
    for tie in ["1", driver.as_str()] {
        let tied = Person { name: "Bea".to_owned(), belongs_to: vec![tie.to_owned()] };
        assert_eq!(ids(&sign(&place, &own, &tied, None).map(|_| ()).unwrap_err()), ["PF1357"], "{tie}");
    }
    let other = Person { name: "Bea".to_owned(), belongs_to: vec!["3".to_owned()] };
    assert!(own.may_sign(&other).is_ok());
    // Nor what he lodged himself.
    let lodged =
        notice::filled("protest", &[("title", "Too light"), ("by", "Team 3"), ("round", "2")]).unwrap();
    let data = place.address();
    notice::post(&mut record, SEASON, &lodged, (&data, &person("Ann"), None)).unwrap();
    let keys = [("ruling", "Protest rejected"), ("answers", "1"), ("reason", "It was weighed again")];
    let answer = preview(&mut record, "no-effect", &keys);
    let tied = Person { name: "Bea".to_owned(), belongs_to: vec!["team 3".to_owned()] };
    assert_eq!(ids(&sign(&place, &answer, &tied, None).map(|_| ()).unwrap_err()), ["PF1357"]);
}

#[test]
fn an_appeal_suspends_exactly_and_what_ends_it_restores_exactly() {
    each("appeal", |place| {
        let mut record = begin(place, "");
        let data = place.address();
        let tables = |record: &mut Record| Stands::now(record, SEASON).unwrap().outcome.tables.clone();
        let before = tables(&mut record);
        let own = preview(&mut record, "disqualify", &PLAIN);
        sign(place, &own, &person("Bea"), None).unwrap();
        let decided = tables(&mut record);
        let post = |record: &mut Record, kind: &str, keys: &[(&str, &str)]| {
            let own = notice::filled(kind, keys).unwrap();
            notice::post(record, SEASON, &own, (&data, &person("Ann"), None)).map(|own| own.number)
        };
        let none = post(&mut record, "appeal", &[("title", "Appeal"), ("decision", "002")]).unwrap_err();
        assert_eq!(ids(&none), ["PF1361"]);
        assert_eq!(post(&mut record, "appeal", &[("title", "Appeal"), ("decision", "001")]), Ok(2));
        assert_eq!(tables(&mut record), before);
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().pending().count(), 1);
        // The court rejects it.
        let keys = [("decision", "002-appeal"), ("answers", "2"), ("reason", "Appeal rejected")];
        let court = preview(&mut record, "lift", &keys);
        assert!(
            court.sentence.starts_with("Decision 001 reinstated: decision 002-appeal"),
            "{}",
            court.sentence
        );
        sign(place, &court, &person("Court"), None).unwrap();
        assert_eq!(tables(&mut record), decided);
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().pending().count(), 0);
        // Another is withdrawn.
        assert_eq!(post(&mut record, "appeal", &[("title", "Again"), ("decision", "001")]), Ok(4));
        assert_eq!(tables(&mut record), before);
        assert_eq!(post(&mut record, "withdrawal", &[("title", "Withdrawn"), ("answers", "4")]), Ok(5));
        assert_eq!(tables(&mut record), decided);
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().pending().count(), 0);
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn results_are_official_when_the_window_has_run_out_and_nothing_is_pending() {
    each("official", |place| {
        let mut record = begin(
            place,
            "[[protest_window]]\nid = \"classification\"\nlength = \"30 min\"\nextended_by = \"the stewards\"\narticle = \"13.3\"\n",
        );
        let data = place.address();
        let by = ("Ann", "after round 2", None);
        editions::publish(&mut record, &data, SEASON, Standing::Provisional, by).unwrap();
        let state = |record: &mut Record| {
            let stands = Stands::now(record, SEASON).unwrap();
            State::of(record, &stands).unwrap()
        };
        let own = state(&mut record);
        let published = own.edition.as_ref().unwrap().when;
        let after = |seconds: i64| -> Moment { published.seconds_after(seconds).unwrap() };
        assert_eq!((own.word(), own.windows.is_empty()), ("provisional", false));
        // An entry more changes nothing that is published.
        let entry = "number,team,driver\n9,Nine,Nia North\n".to_owned();
        change(&mut record, "an entry", &[("entries.csv", Some(entry))]);
        assert!(!state(&mut record).unpublished);
        change(&mut record, "no entry", &[("entries.csv", None), ("results/02-race.csv", None)]);
        assert!(state(&mut record).unpublished);
        change(&mut record, "the result", &[("results/02-race.csv", Some(RESULTS.to_owned()))]);
        let own = state(&mut record);
        // On both sides of the edge.
        assert!(!own.is_due(after(1799)) && own.is_due(after(1800)));
        assert!(
            own.waits(after(1799))[0].contains("protests are taken until"),
            "{:?}",
            own.waits(after(1799))
        );
        assert!(state::settle(&mut record, &data, SEASON).unwrap().is_none(), "half an hour has not passed");
        let post = |record: &mut Record, kind: &str, keys: &[(&str, &str)]| {
            let own = notice::filled(kind, keys).unwrap();
            notice::post(record, SEASON, &own, (&data, &person("Ann"), None)).unwrap()
        };
        let post_at = |record: &mut Record, seconds: i64, keys: &[(&str, &str)]| {
            let own = notice::filled("protest", keys).unwrap();
            notice::post_at(record, SEASON, &own, after(seconds), (&data, &person("Ann"), None))
        };
        // Late: told, and pending all the same.
        let late = after(3600).to_string();
        let keys = [("title", "Too light"), ("by", "Team 3"), ("round", "2"), ("at", late.as_str())];
        let refused = post_at(&mut record, 3500, &keys).err().unwrap();
        assert_eq!(ids(&refused), ["PF1436"], "the time is still to come");
        assert!(refused[0].expected.as_ref().unwrap().starts_with("no later than now, "), "{refused:?}");
        assert_eq!(ids(&post_at(&mut record, 3600, &keys).unwrap().told), ["PF1362"]);
        let facts_changed = state(&mut record);
        assert_eq!(facts_changed.pending.len(), 1);
        assert!(!facts_changed.is_due(after(7200)));
        let keys = [("title", "Withdrawn"), ("answers", "1")];
        post(&mut record, "withdrawal", &keys);
        // Entered late, with a time within the window: on both sides of its end.
        let within = after(1700).to_string();
        let keys = [("title", "Too light"), ("by", "Team 3"), ("round", "2"), ("at", within.as_str())];
        assert_eq!(ids(&post_at(&mut record, 1800, &keys).unwrap().told), [""; 0]);
        assert_eq!(ids(&post_at(&mut record, 1801, &keys).unwrap().told), ["PF1437"]);
        post(&mut record, "withdrawal", &[("title", "Withdrawn"), ("answers", "3; 4")]);
        // Notices are no results: the edition says all that there is to say.
        assert!(state(&mut record).is_due(after(7200)));
        let until = after(9000).to_string();
        post(
            &mut record,
            "extension",
            &[("title", "Until later"), ("round", "2"), ("until", until.as_str())],
        );
        assert!(!state(&mut record).is_due(after(8999)) && state(&mut record).is_due(after(9000)));
        // What was published as it was begins no window anew; what changes a classification does.
        let own = preview(&mut record, "disqualify", &PLAIN);
        let signed = sign(place, &own, &person("Bea"), None).unwrap();
        assert!(state(&mut record).unpublished && !state(&mut record).is_due(after(9000)));
        let act = signed.anew().unwrap();
        let anew = editions::publish_anew(&mut record, &data, SEASON, ("Bea", act)).unwrap();
        assert_eq!(anew.map(|own| (own.number, own.standing)), Some((2, Standing::Provisional)));
        assert!(editions::publish_anew(&mut record, &data, SEASON, ("Bea", act)).unwrap().is_none());
        let stands = Stands::now(&mut record, SEASON).unwrap();
        let names: Vec<String> =
            board::of(&mut record, &stands).unwrap().iter().map(|own| own.name()).collect();
        assert_eq!(names.len(), 9, "{names:?}");
    });
}

/// A time that somebody states is told with the time of entering, and puts nothing above later news.
#[test]
fn the_board_says_when_a_document_was_entered() {
    each("entered", |place| {
        let mut record = begin(place, "");
        let (data, ann) = (place.address(), person("Ann"));
        let mut post = |title: &str, at: Option<&str>| {
            let keys = [Some(("title", title)), at.map(|own| ("at", own))];
            let keys: Vec<(&str, &str)> = keys.into_iter().flatten().collect();
            let own = notice::filled("bulletin", &keys).unwrap();
            notice::post(&mut record, SEASON, &own, (&data, &ann, None)).unwrap();
        };
        post("now", None);
        post("claimed", Some("2003-10-18T20:15-04:00"));
        let decided =
            preview(&mut record, "disqualify", &[PLAIN[0], PLAIN[1], PLAIN[2], ("date", "2003-10-18")]);
        sign(place, &decided, &person("Bea"), None).unwrap();
        let stands = Stands::now(&mut record, SEASON).unwrap();
        let board = board::of(&mut record, &stands).unwrap();
        let told: Vec<String> = board.iter().map(|own| own.posted()).collect();
        let titles: Vec<&str> = board.iter().map(|own| own.kind.as_str()).collect();
        assert_eq!(titles, ["decision", "bulletin", "bulletin"], "as they were entered: {told:?}");
        assert!(told[0].starts_with("2003-10-18; entered "), "{told:?}");
        assert!(
            told[1].starts_with("18 October 2003, 20:15 (UTC-4); entered ") && told[1].ends_with("(UTC-4)"),
            "{told:?}"
        );
        assert!(!told[2].contains("entered"), "{told:?}");
        let wire = parcferme_publish::json::record::Notice::from(&board[1]);
        let entered: Moment = wire.entered.unwrap().parse().unwrap();
        assert!(
            entered.utc() <= record::now().utc()
                && entered.utc() > Moment::of_unix(1_700_000_000).unwrap().utc()
        );
    });
}

#[test]
fn without_a_rule_nothing_is_official_by_itself() {
    let place = Place::file();
    let mut record = begin(&place, "");
    let by = ("Ann", "after round 2", None);
    editions::publish(&mut record, &place.address(), SEASON, Standing::Provisional, by).unwrap();
    let stands = Stands::now(&mut record, SEASON).unwrap();
    let state = State::of(&mut record, &stands).unwrap();
    assert!(state.windows.is_empty() && !state.is_due(record::now().seconds_after(86_400_000).unwrap()));
    assert!(stands.loaded.rules.protest_windows.is_empty());
}

/// Where the site is known, sheets lead to their edition, and are computed again with it.
#[test]
fn a_sheet_leads_to_its_edition_where_the_site_is_known() {
    let place = Place::file();
    let (mut record, data) = (begin(&place, ""), place.address());
    let sheet = |record: &mut Record, number: u64| {
        let edition = record.edition(SEASON, number).unwrap().unwrap();
        let paper = edition.papers.iter().find(|own| own.name == "standings.pdf").unwrap();
        let bytes = record.document(&paper.digest).unwrap();
        (edition, String::from_utf8_lossy(&bytes).into_owned())
    };
    let by = ("Ann", "round 1", None);
    editions::publish(&mut record, &data, SEASON, Standing::Provisional, by).unwrap();
    let (first, printed) = sheet(&mut record, 1);
    assert!(first.address.is_none() && !first.statement.contains("address") && !printed.contains("QR code"));
    let to = editions::To { record: &data, site: Some("https://results.club.example/"), key_file: None };
    editions::publish(&mut record, to, SEASON, Standing::Official, by).unwrap();
    let (second, printed) = sheet(&mut record, 2);
    let address = "https://results.club.example/editions/cup/2026/2";
    assert_eq!(second.address.as_deref(), Some(address));
    assert!(printed.contains(&format!("/Alt(QR code: {address})")));
    for edition in [first, second] {
        assert!(editions::again(&mut record, &edition).unwrap().is_empty(), "{}", edition.number);
    }
    // On a page of the season it is printed, where the site knows its name.
    for (base, printed) in [(None, false), (Some("https://other.example".to_owned()), true)] {
        let mut shelf = parcferme::server::Shelf::default();
        shelf.settings.base_url = base;
        shelf.take_published(&mut record).unwrap();
        let page = shelf.get(SEASON).unwrap().file("index.html").unwrap();
        let page = String::from_utf8(page.bytes).unwrap();
        let label = "aria-label=\"QR code: https://other.example/editions/cup/2026/2\"";
        assert_eq!(page.contains(label), printed, "{page}");
    }
}

/// What a points-keeper entered and did not publish is not published by what stewards do, unless they saw that it is.
#[test]
fn what_is_not_published_is_told_before_an_act_publishes_it() {
    each("drafts", |place| {
        let mut record = begin(place, "");
        let data = place.address();
        let by = ("Ann", "after round 2", None);
        let first = preview(&mut record, "disqualify", &PLAIN);
        assert!(first.drafts.operations.is_empty(), "nothing has been published that would be anew");
        editions::publish(&mut record, &data, SEASON, Standing::Provisional, by).unwrap();
        assert!(preview(&mut record, "disqualify", &PLAIN).drafts.operations.is_empty());
        let notice = notice::filled("bulletin", &[("title", "Briefing at nine")]).unwrap();
        notice::post(&mut record, SEASON, &notice, (&data, &person("Tim"), None)).unwrap();
        assert!(
            preview(&mut record, "disqualify", &PLAIN).drafts.operations.is_empty(),
            "it is on the board"
        );
        let without = preview(&mut record, "disqualify", &PLAIN);
        let draft = RESULTS.replace("1,1,One", "1,7,Seven");
        change(&mut record, "draft of round 1", &[("results/01-race.csv", Some(draft))]);
        let own = preview(&mut record, "disqualify", &PLAIN);
        assert_eq!((own.drafts.edition, own.drafts.operations.len()), (1, 1), "{:?}", own.drafts);
        let line = own.drafts.lines().remove(0);
        assert!(
            line.starts_with("operation 4, Ann Archer, ") && line.ends_with(": draft of round 1"),
            "{line}"
        );
        assert!(
            own.drafts.sentence().starts_with("1 operation was entered since edition 1"),
            "{}",
            own.drafts.sentence()
        );
        // What was previewed before it came is not signed with it.
        assert!(has_moved_on(&sign(place, &without, &person("Bea"), None).map(|_| ()).unwrap_err()));
        // A decision that changes nothing publishes nothing, and so has nothing to tell.
        let keys = [("ruling", "Reprimand"), ("reason", "Late to the briefing")];
        let reprimand = preview(&mut record, "no-effect", &keys);
        assert!(reprimand.drafts.operations.is_empty(), "{:?}", reprimand.drafts);
        assert!(sign(place, &reprimand, &person("Bea"), None).unwrap().anew().is_none());
        // Signed as it was shown: the log says what was published with it.
        let own = preview(&mut record, "disqualify", &PLAIN);
        assert_eq!(own.drafts.operations.len(), 2, "{:?}", own.drafts);
        let signed = sign(place, &own, &person("Bea"), None).unwrap();
        let act = signed.anew().unwrap();
        assert!(act.why.starts_with("with operations 4, 5, after decision"), "{act:?}");
        // Something that nobody saw came between: it stays where it is.
        change(&mut record, "another draft", &[("results/01-race.csv", Some(RESULTS.to_owned()))]);
        assert!(editions::publish_anew(&mut record, &data, SEASON, ("Bea", act)).unwrap().is_none());
        // An appeal suspends the decision, and is not taken unseen either.
        let appeal = notice::filled("appeal", &[("title", "Appeal"), ("decision", "003")]).unwrap();
        let post = |record: &mut Record, seen: Option<u64>, key: &str| {
            let own = notice::Notice { seen, ..appeal.clone() };
            notice::post(record, SEASON, &own, (&data, &person("Tim"), Some(key)))
        };
        let number = record.head(SEASON).unwrap().unwrap().number;
        for seen in [None, Some(number - 1)] {
            let refused = post(&mut record, seen, "appeal").err().unwrap();
            assert_eq!(ids(&refused), ["PF1429"]);
            assert!(refused[0].found.as_ref().unwrap().contains("another draft"), "{refused:?}");
        }
        assert_eq!(record.head(SEASON).unwrap().unwrap().number, number, "nothing was entered");
        let posted = post(&mut record, Some(number), "appeal").unwrap();
        let act = posted.anew.unwrap();
        let edition = editions::publish_anew(&mut record, &data, SEASON, ("Tim", &act)).unwrap().unwrap();
        assert_eq!(edition.after.0, posted.entered.operation.number);
        // Asked again because its answer was lost, it is the same.
        let again = post(&mut record, None, "appeal").unwrap();
        assert!(again.entered.before && again.number == posted.number);
        // What was taken back leaves nothing to tell.
        change(&mut record, "a mistake", &[("results/02-race.csv", None)]);
        change(&mut record, "put right", &[("results/02-race.csv", Some(RESULTS.to_owned()))]);
        assert_eq!(Stands::now(&mut record, SEASON).unwrap().drafts.as_ref().unwrap().operations, []);
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

/// A points-keeper publishes as official where nothing is open, and nobody does where something is.
#[test]
fn official_by_hand_where_nothing_is_open() {
    each("by_hand", |place| {
        let mut record = begin(place, "");
        let data = place.address();
        let may = |record: &mut Record| state::may_be_official(record, SEASON, None).map_err(|own| ids(&own));
        assert_eq!(may(&mut record), Ok(()), "no rule has a window");
        let by = ("Ann", "after round 2", Some("official"));
        editions::publish(&mut record, &data, SEASON, Standing::Official, by).unwrap();
        let protest = notice::filled("protest", &[("title", "Too light"), ("by", "Team 3"), ("round", "2")]);
        notice::post(&mut record, SEASON, &protest.unwrap(), (&data, &person("Ann"), None)).unwrap();
        let refused = state::may_be_official(&mut record, SEASON, None).unwrap_err();
        assert_eq!(ids(&refused), ["PF1430"]);
        assert!(
            refused[0].found.as_ref().unwrap().contains("Document 1, protest, is pending"),
            "{refused:?}"
        );
        assert_eq!(state::may_be_official(&mut record, SEASON, Some("official")), Ok(()), "published before");
        let withdrawn = notice::filled("withdrawal", &[("title", "Withdrawn"), ("answers", "1")]).unwrap();
        notice::post(&mut record, SEASON, &withdrawn, (&data, &person("Ann"), None)).unwrap();
        assert_eq!(may(&mut record), Ok(()));
    });
    each("by_hand_window", |place| {
        let window = |length: &str| {
            format!(
                "[[protest_window]]\nid = \"classification\"\nlength = \"{length}\"\narticle = \"13.3\"\n"
            )
        };
        let mut record = begin(place, &window("30 min"));
        let by = ("Ann", "after round 2", None);
        let found = |record: &mut Record| {
            state::may_be_official(record, SEASON, None).unwrap_err()[0].found.clone().unwrap()
        };
        assert!(found(&mut record).contains("publish as provisional first"), "nothing was published");
        editions::publish(&mut record, &place.address(), SEASON, Standing::Provisional, by).unwrap();
        assert!(found(&mut record).contains("protests are taken until"), "the window is open");
    });
}

/// A season is computed once for each state of it, and whether an edition says it is compared once.
#[test]
fn a_state_is_computed_once() {
    let place = Place::file();
    let mut record = begin(&place, "");
    // Tests beside this one push out what is kept: seldom twice in a row.
    let is_kept = |after: u64| {
        let now = || Stands::after(&mut open(&place), SEASON, after).unwrap();
        (0..50).any(|_| std::sync::Arc::ptr_eq(&now(), &now()))
    };
    assert!(is_kept(1));
    let first = Stands::now(&mut record, SEASON).unwrap();
    change(
        &mut record,
        "swapped",
        &[("results/02-race.csv", Some(RESULTS.replace("2,3,Team 3,Cid", "3,3,Team 3,Cid")))],
    );
    let changed = Stands::now(&mut record, SEASON).unwrap();
    assert!(changed.outcome != first.outcome && is_kept(2) && is_kept(1));
    assert_eq!(Stands::after(&mut record, SEASON, 1).unwrap().outcome, first.outcome);
}

/// What the calendar says a round is for is what scores and what a decision is about that names no session.
#[test]
fn a_decision_is_about_the_session_that_the_round_is_for() {
    let place = Place::file();
    let mut record = Record::open_or_make(&place.address()).unwrap();
    let main = |of: &str| {
        let named = format!("name = \"Spring Race\"\nmain = [{of}]");
        let scheduled = "name = \"Summer Race\"\nstatus = \"scheduled\"";
        let text = SEASON_TOML.replacen("name = \"Spring Race\"", &named, 1);
        text.replacen("name = \"Summer Race\"", scheduled, 1)
    };
    let files = [
        ("season.toml", main("\"race-1\"")),
        ("rulebook.toml", RULES.to_owned()),
        ("results/01-race-1.csv", RESULTS.to_owned()),
    ];
    enter(&mut record, &files);
    let keys = [("round", "1"), ("number", "1"), ("reason", "Underweight"), ("date", "2026-08-03T18:05:00Z")];
    let own = preview(&mut record, "disqualify", &keys);
    assert!(own.comparison.changed_rows() > 0 && own.sentence.contains("round 1"), "{}", own.sentence);
    // Of two it is asked which.
    let two = [
        ("season.toml", Some(main("\"race-1\", \"race-2\""))),
        ("results/01-race-2.csv", Some(RESULTS.replace("1,1,", "9,1,"))),
    ];
    change(&mut record, "a second race", &two);
    let stands = Stands::now(&mut record, SEASON).unwrap();
    let of = |session: &str| {
        let keys: Vec<(&str, &str)> = keys.into_iter().chain([("session", session)]).collect();
        Preview::of(&stands, decision::filled(&stands, "disqualify", &keys, record::now()).unwrap())
    };
    let refused = of("").err().unwrap();
    assert_eq!(ids(&refused), ["PF1432"]);
    assert!(refused[0].expected.as_ref().unwrap().contains("race-1, race-2"), "{refused:?}");
    assert!(of("race-2").is_ok());
}
