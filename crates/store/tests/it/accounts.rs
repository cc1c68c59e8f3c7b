//! Accounts, on both databases: roles, links that work once, sessions, tokens, and the audit log of all of it.

use crate::places::{Place, each, moment};
use parcferme_core::season::Moment;
use parcferme_store::{Address, By, Deed, Digest, Fault, Grant, Record, Tie};

const NOON: &str = "2026-08-03T12:00:00Z";

fn by(who: &str) -> By<'_> {
    By { who: Some(who), from: "192.0.2.1", when: moment(NOON) }
}

fn later(seconds: i64) -> Moment {
    moment(NOON).later(seconds)
}

fn secret(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn grant(text: &str) -> Grant {
    text.parse().unwrap()
}

/// A record with an administrator, `ann`, and a steward, `bea`, who has not chosen a password.
fn staffed(place: &Place) -> Record {
    let mut record = place.record();
    record.make_link(&By { who: None, ..by("") }, None, (&secret("first"), later(60))).unwrap();
    record.use_link(&by(""), &secret("first"), Some(("ann", "Ann Archer")), "hash of ann").unwrap();
    let grants = [grant("steward alms/*")];
    record.invite(&by("ann"), ("bea", "Bea Brown"), &grants, (&secret("bea's"), later(60))).unwrap();
    record
}

fn refused<T: std::fmt::Debug>(found: Result<T, Fault>, what: &str) {
    match found {
        Err(Fault::Refused(said)) => assert!(said.contains(what), "{said}"),
        other => panic!("expected a refusal with `{what}`, found {other:?}"),
    }
}

#[test]
fn the_first_account_is_made_once() {
    each(|place| {
        let mut record = staffed(place);
        let ann = record.account("ann").unwrap().unwrap();
        assert!(ann.is_administrator() && ann.has_password && record.has_administrator().unwrap());
        assert_eq!(record.password("ann").unwrap().as_deref(), Some("hash of ann"));
        // Used, and never another.
        assert_eq!(record.linked(&secret("first"), moment(NOON)).unwrap(), None);
        refused(
            record.make_link(&by("ann"), None, (&secret("again"), later(60))),
            "there is an administrator",
        );
        refused(
            record.use_link(&by(""), &secret("first"), Some(("eve", "Eve")), "hash"),
            "was used, or is too old",
        );
        assert_eq!(record.account("eve").unwrap(), None);
    });
}

#[test]
fn a_link_works_once_and_not_for_ever() {
    each(|place| {
        let mut record = staffed(place);
        assert_eq!(record.password("bea").unwrap(), None);
        let bea = record.linked(&secret("bea's"), later(59)).unwrap().unwrap().unwrap();
        assert_eq!((bea.login.as_str(), bea.has_password), ("bea", false));
        assert_eq!(record.linked(&secret("bea's"), later(60)).unwrap(), None, "too old");
        // A later one takes the place of the earlier.
        record.make_link(&by("ann"), Some("bea"), (&secret("second"), later(60))).unwrap();
        assert_eq!(record.linked(&secret("bea's"), moment(NOON)).unwrap(), None);
        record.use_link(&by(""), &secret("second"), None, "hash of bea").unwrap();
        refused(record.use_link(&by(""), &secret("second"), None, "hash of eve"), "was used");
        assert_eq!(record.password("bea").unwrap().as_deref(), Some("hash of bea"));
    });
}

#[test]
fn a_session_ends_when_it_is_not_used_and_in_any_case() {
    each(|place| {
        let mut record = staffed(place);
        record.begin_session(&by("ann"), "ann", (&secret("s"), later(1000))).unwrap();
        let is = |record: &mut Record, at| record.session(&secret("s"), later(at), 300).unwrap().is_some();
        assert!(is(&mut record, 299));
        assert!(is(&mut record, 590), "used at 299, so not idle at 590");
        assert!(!is(&mut record, 890), "not used since 590");
        assert!(is(&mut record, 880) && is(&mut record, 999));
        assert!(!is(&mut record, 1000), "over");
        assert_eq!(record.session(&secret("other"), later(1), 300).unwrap(), None);
        // A new password ends them all.
        record.choose_password(&by("ann"), "ann", "another").unwrap();
        assert!(!is(&mut record, 1));
        for own in ["one", "two"] {
            record.begin_session(&by("ann"), "ann", (&secret(own), later(1000))).unwrap();
        }
        record.end_session(&by("ann"), "ann", &secret("one")).unwrap();
        assert_eq!(record.session(&secret("one"), later(1), 300).unwrap(), None);
        assert!(record.session(&secret("two"), later(1), 300).unwrap().is_some());
        record.end_sessions(&by("ann"), "ann").unwrap();
        assert_eq!(record.session(&secret("two"), later(1), 300).unwrap(), None);
    });
}

#[test]
fn a_token_has_what_its_account_has_and_no_more() {
    each(|place| {
        let mut record = staffed(place);
        let mut make = |name: &str, grants: &[Grant]| {
            record.make_token(&by("bea"), "bea", (name, grants), (&secret(name), later(1000)))
        };
        refused(make("all", &[grant("steward *")]), "what it has not: steward *");
        refused(make("other", &[grant("timekeeper alms/2003")]), "what it has not");
        refused(make("none", &[]), "could do nothing");
        make("scores", &[grant("steward alms/2003"), grant("reader alms/*")]).unwrap();
        refused(make("scores", &[grant("steward alms/2003")]), "already");
        refused(
            record.make_token(
                &by("bea"),
                "bea",
                ("x", &[grant("administrator *")]),
                (&secret("x"), later(9)),
            ),
            "what it has not: administrator",
        );
        let token = |record: &mut Record, at| {
            let found = record.token(&secret("scores"), later(at)).unwrap();
            found.map(|own| own.grants.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(token(&mut record, 1).unwrap(), ["steward alms/2003", "reader alms/*"]);
        assert_eq!(record.tokens("bea").unwrap()[0].used, Some(later(1)));
        assert_eq!(token(&mut record, 1000), None, "over");
        // What the account loses, the token loses.
        record.grant(&by("ann"), "bea", &grant("reader alms/2004")).unwrap();
        record.revoke(&by("ann"), "bea", &grant("steward alms/*")).unwrap();
        assert_eq!(token(&mut record, 1).unwrap(), Vec::<String>::new());
        record.revoke_token(&by("bea"), "bea", "scores").unwrap();
        assert_eq!(token(&mut record, 1), None);
        refused(record.revoke_token(&by("bea"), "bea", "scores"), "no token");
    });
}

#[test]
fn who_is_disabled_is_out_at_once() {
    each(|place| {
        let mut record = staffed(place);
        record.use_link(&by(""), &secret("bea's"), None, "hash of bea").unwrap();
        record.begin_session(&by("bea"), "bea", (&secret("s"), later(1000))).unwrap();
        let grants = [grant("steward alms/2003")];
        record.make_token(&by("bea"), "bea", ("t", &grants), (&secret("t"), later(1000))).unwrap();
        record.disable(&by("ann"), "bea", true).unwrap();
        assert_eq!(record.session(&secret("s"), later(1), 300).unwrap(), None);
        assert_eq!(record.token(&secret("t"), later(1)).unwrap(), None);
        assert_eq!(record.password("bea").unwrap(), None);
        refused(record.begin_session(&by("bea"), "bea", (&secret("u"), later(9))), "disabled");
        refused(record.make_link(&by("ann"), Some("bea"), (&secret("l"), later(9))), "disabled");
        record.disable(&by("ann"), "bea", false).unwrap();
        assert_eq!(record.password("bea").unwrap().as_deref(), Some("hash of bea"));
        assert_eq!(record.session(&secret("s"), later(1), 300).unwrap(), None, "it does not come back");
    });
}

#[test]
fn somebody_who_may_invite_is_always_left() {
    each(|place| {
        let mut record = staffed(place);
        refused(record.disable(&by("ann"), "ann", true), "nobody would be left");
        refused(record.revoke(&by("ann"), "ann", &grant("administrator *")), "nobody would be left");
        // One who cannot sign in yet does not count.
        record.grant(&by("ann"), "bea", &grant("administrator *")).unwrap();
        refused(record.revoke(&by("ann"), "ann", &grant("administrator *")), "nobody would be left");
        record.use_link(&by(""), &secret("bea's"), None, "hash of bea").unwrap();
        record.revoke(&by("ann"), "ann", &grant("administrator *")).unwrap();
        assert!(!record.account("ann").unwrap().unwrap().is_administrator());
    });
}

#[test]
fn what_cannot_be_a_login_makes_no_account() {
    each(|place| {
        let mut record = staffed(place);
        for no in ["", "Ann", "a b", "ann/..", "-ann", "\u{e4}nn", &"a".repeat(41), "ann"] {
            let made = record.invite(&by("ann"), (no, "Name"), &[], (&secret("x"), later(9)));
            assert!(matches!(made, Err(Fault::Refused(_))), "{no}: {made:?}");
        }
        refused(record.invite(&by("ann"), ("cat", "a\nb"), &[], (&secret("x"), later(9))), "a name has");
        assert_eq!(record.accounts().unwrap().len(), 2);
        assert_eq!(record.linked(&secret("x"), moment(NOON)).unwrap(), None, "all of it or nothing");
    });
}

#[test]
fn nobody_judges_whom_they_belong_to() {
    each(|place| {
        let mut record = staffed(place);
        let tie = Tie { scope: "alms/*".parse().unwrap(), competitor: "prodrive".to_owned() };
        record.tie(&by("ann"), "bea", &tie, true).unwrap();
        let bea = record.account("bea").unwrap().unwrap();
        assert!(bea.is_tied_to("alms/2003", "prodrive"));
        assert!(!bea.is_tied_to("alms/2003", "corvette-racing") && !bea.is_tied_to("f1/2003", "prodrive"));
        record.tie(&by("ann"), "bea", &tie, false).unwrap();
        assert!(!record.account("bea").unwrap().unwrap().is_tied_to("alms/2003", "prodrive"));
    });
}

#[test]
fn the_audit_log_tells_all_and_tampering_shows() {
    each(|place| {
        let mut record = staffed(place);
        record.refuse_sign_in(&By { who: None, ..by("") }, Some("ann")).unwrap();
        let told: Vec<(Deed, Option<String>)> =
            record.noted(None, 100).unwrap().into_iter().map(|own| (own.deed, own.account)).collect();
        let ann = || Some("ann".to_owned());
        assert_eq!(told[0], (Deed::SignInRefused, ann()));
        assert_eq!(told.last().unwrap(), &(Deed::LinkMade, None));
        assert!(told.contains(&(Deed::Granted, Some("bea".to_owned()))));
        let lines = told.len() as u64;
        assert_eq!(record.noted(Some(3), 100).unwrap().len(), 2, "the two before the third");
        let walked = record.walk().unwrap();
        assert!(walked.flaws.is_empty(), "{:?}", walked.flaws);
        assert_eq!(walked.noted, lines);
        for sql in
            ["DELETE FROM audit", "UPDATE audit SET number = 77 WHERE number = 1", "DELETE FROM account"]
        {
            assert!(!place.lets(sql), "{sql}");
        }
        let guard = match place.address {
            Address::File(_) => "DROP TRIGGER audit_stays; DROP TRIGGER audit_kept;",
            Address::Postgres(_) => "SET session_replication_role = replica;",
        };
        place.behind(&format!(
            "{guard} UPDATE audit SET statement = replace(statement, 'bea', 'eve') WHERE number = 8;
             DELETE FROM audit WHERE number = 4"
        ));
        let flaws: Vec<String> = record
            .walk()
            .unwrap()
            .flaws
            .iter()
            .map(|own| format!("{}: {}", own.places[0].document, own.message))
            .collect();
        for expected in [
            "audit log, line 8: its digest does not hold",
            "audit log, line 9: the digest of the one before does not hold",
            "audit log, line 5: its number does not follow the one before",
        ] {
            assert!(flaws.iter().any(|own| own == expected), "{expected}: {flaws:#?}");
        }
    });
}

/// Whatever was done through the program is what the audit log leaves; what was done past it is named.
#[test]
fn roles_and_ties_are_what_the_audit_log_leaves() {
    each(|place| {
        let mut record = staffed(place);
        let tie = Tie { scope: "alms/*".parse().unwrap(), competitor: "prodrive".to_owned() };
        let other = Tie { scope: "*".parse().unwrap(), competitor: "corvette-racing".to_owned() };
        record.tie(&by("ann"), "bea", &tie, true).unwrap();
        record.tie(&by("ann"), "bea", &other, true).unwrap();
        record.tie(&by("ann"), "bea", &tie, false).unwrap();
        record.grant(&by("ann"), "bea", &grant("timekeeper alms/2003")).unwrap();
        record.revoke(&by("ann"), "bea", &grant("timekeeper alms/2003")).unwrap();
        record.disable(&by("ann"), "bea", true).unwrap();
        record.disable(&by("ann"), "bea", false).unwrap();
        let mut flaws = || -> Vec<String> {
            let flaws = record.walk().unwrap().flaws;
            flaws.iter().map(|own| format!("{}: {}", own.places[0].document, own.message)).collect()
        };
        assert_eq!(flaws(), Vec::<String>::new());
        for (sql, told, undone) in [
            (
                "INSERT INTO office (login, role, scope) VALUES ('bea', 'administrator', '*')",
                "account bea: has the role `administrator *`, which no line of the audit log gives",
                "DELETE FROM office WHERE login = 'bea' AND role = 'administrator'",
            ),
            (
                "DELETE FROM tie",
                "account bea: is not tied to `corvette-racing *`, as the audit log says",
                "INSERT INTO tie (login, scope, competitor) VALUES ('bea', '*', 'corvette-racing')",
            ),
            (
                "UPDATE account SET disabled = 1 WHERE login = 'bea'",
                "account bea: is shut, which no line of the audit log says",
                "UPDATE account SET disabled = 0 WHERE login = 'bea'",
            ),
        ] {
            place.behind(sql);
            assert_eq!(flaws(), [told], "{sql}");
            place.behind(undone);
            assert_eq!(flaws(), Vec::<String>::new(), "{undone}");
        }
        // A role of which the line was cut off at the end of the log.
        let mut record = place.record();
        record.grant(&by("ann"), "bea", &grant("timekeeper alms/2003")).unwrap();
        let guard = match place.address {
            Address::File(_) => "DROP TRIGGER audit_kept;",
            Address::Postgres(_) => "SET session_replication_role = replica;",
        };
        place.behind(&format!("{guard} DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)"));
        assert_eq!(
            flaws(),
            ["account bea: has the role `timekeeper alms/2003`, which no line of the audit log gives"]
        );
    });
}

#[test]
fn a_copy_has_accounts_and_tokens_and_no_sessions() {
    let place = Place::file();
    let mut record = staffed(&place);
    record.begin_session(&by("ann"), "ann", (&secret("s"), later(1000))).unwrap();
    let grants = [grant("steward alms/2003")];
    record.make_token(&by("bea"), "bea", ("t", &grants), (&secret("t"), later(1000))).unwrap();
    each(|to| {
        let mut copy = to.record();
        record.copy_to(&mut copy).unwrap();
        assert_eq!(copy.accounts().unwrap(), record.accounts().unwrap());
        assert_eq!(copy.password("ann").unwrap().as_deref(), Some("hash of ann"));
        assert!(copy.token(&secret("t"), later(1)).unwrap().is_some());
        assert_eq!(copy.session(&secret("s"), later(1), 300).unwrap(), None);
        assert_eq!(copy.linked(&secret("bea's"), moment(NOON)).unwrap(), None);
        assert_eq!(copy.noted(None, 100).unwrap(), record.noted(None, 100).unwrap());
        assert!(copy.walk().unwrap().flaws.is_empty());
        let again = record.copy_to(&mut copy);
        assert!(matches!(again, Err(Fault::Refused(_))), "{again:?}");
    });
}

#[test]
fn a_passkey_is_one_accounts_alone_and_is_used_by_one_at_a_time() {
    each(|place| {
        let mut record = place.record();
        let by = By { who: None, from: "command", when: moment("2026-08-03T12:00:00Z") };
        for login in ["ann", "bea"] {
            record
                .invite(&by, (login, login), &[], (&Digest::of(login.as_bytes()), by.when.later(60)))
                .unwrap();
        }
        record.add_passkey(&by, ("ann", "phone"), (b"one", "{\"counter\":1}")).unwrap();
        for (login, name, id) in
            [("ann", "phone", &b"two"[..]), ("bea", "phone", b"one"), ("cid", "phone", b"two")]
        {
            let refused = record.add_passkey(&by, (login, name), (id, "{}"));
            assert!(matches!(refused, Err(Fault::Refused(_))), "{login} {name}: {refused:?}");
        }
        let own = record.passkey(b"one").unwrap().unwrap();
        assert_eq!((own.login.as_str(), own.used), ("ann", None));
        assert!(record.use_passkey(&own, "{\"counter\":2}", by.when).unwrap());
        assert!(!record.use_passkey(&own, "{\"counter\":2}", by.when).unwrap(), "it was used meanwhile");
        let used = record.passkeys("ann").unwrap();
        assert_eq!((used[0].key.as_str(), used[0].used), ("{\"counter\":2}", Some(by.when)));
        each(|to| {
            let mut copy = to.record();
            record.copy_to(&mut copy).unwrap();
            assert_eq!(copy.passkeys("ann").unwrap(), used);
        });
        record.remove_passkey(&by, "ann", "phone").unwrap();
        assert!(matches!(record.remove_passkey(&by, "ann", "phone"), Err(Fault::Refused(_))));
        assert_eq!(record.passkey(b"one").unwrap(), None);
        let did: Vec<Deed> = record.noted(None, 2).unwrap().into_iter().map(|own| own.deed).collect();
        assert_eq!(did, [Deed::PasskeyRemoved, Deed::PasskeyAdded]);
    });
}

#[test]
fn a_question_is_answered_once_and_in_time_whichever_server_hears() {
    each(|place| {
        let (mut asks, mut hears) = (place.record(), place.record());
        let (now, own) = (moment("2026-08-03T12:00:00Z"), Digest::of(b"own"));
        asks.ask_device(&own, "a question", (now, 300)).unwrap();
        assert_eq!(hears.device_answers(&Digest::of(b"other"), now).unwrap(), None);
        assert_eq!(hears.device_answers(&own, now.later(299)).unwrap().as_deref(), Some("a question"));
        assert_eq!(asks.device_answers(&own, now).unwrap(), None, "a second time");
        asks.ask_device(&own, "a question", (now, 300)).unwrap();
        assert_eq!(hears.device_answers(&own, now.later(300)).unwrap(), None, "too late");
    });
}
