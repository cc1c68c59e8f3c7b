//! What is announced, to whom, how often, and what is left of it when who sends is killed.

use crate::places::{draft, each, facts, moment, publication};
use parcferme_core::season::Moment;
use parcferme_store::{
    Announced, Answered, By, Deed, Delivery, Due, Event, Events, MAX_ATTEMPTS, Posted, Record, Scope,
    Standing, Target,
};

const NOON: &str = "2026-08-03T12:00:00Z";

fn by() -> By<'static> {
    By { who: None, from: "command", when: moment(NOON) }
}

fn later(seconds: i64) -> Moment {
    moment(NOON).later(seconds)
}

fn add(record: &mut Record, id: &str, scope: &str) {
    let target: Target = format!("https://example.org/{id}").parse().unwrap();
    let scope: Scope = scope.parse().unwrap();
    record.add_webhook(&by(), id, (&target, &scope, &Events::default()), &[7; 32]).unwrap();
}

/// Publishes once more.
fn publish(record: &mut Record, table: &str) {
    let head = record.head("hill-cup/2026").unwrap();
    if head.is_none() {
        record.enter(&draft(0, "facts", facts(&[("season.toml", "1")]))).unwrap();
    }
    let follows = head.map_or(1, |own| own.number);
    record.enter(&draft(follows, table, publication(Standing::Provisional, table))).unwrap();
}

fn sent(due: &[Due]) -> Vec<(String, Announced)> {
    due.iter().map(|own| (own.webhook.clone(), own.delivery.about.clone())).collect()
}

fn is(webhook: &str, number: u64) -> (String, Announced) {
    (webhook.to_owned(), Announced::Edition { season: "hill-cup/2026".to_owned(), number })
}

fn last(record: &mut Record, webhook: &str) -> Delivery {
    record.deliveries(webhook, 1).unwrap().remove(0)
}

#[test]
fn an_edition_is_announced_to_whom_it_concerns_with_the_edition_or_not_at_all() {
    each(|place| {
        let mut record = place.record();
        for (id, scope) in [("all", "*"), ("cup", "hill-cup/*"), ("other", "hill-cup/2027")] {
            add(&mut record, id, scope);
        }
        publish(&mut record, "a");
        // The same key again publishes nothing, and announces nothing.
        let again = record.enter(&draft(1, "a", publication(Standing::Provisional, "a"))).unwrap();
        assert!(again.before);
        let refused = record.enter(&draft(1, "b", publication(Standing::Provisional, "b")));
        assert!(refused.is_err());
        let due = record.take_due(moment(NOON), 10).unwrap();
        assert_eq!(sent(&due), [is("all", 1), is("cup", 1)]);
        assert_eq!(due[0].delivery.id, due[1].delivery.id, "one event, one id");
        assert_eq!(
            (due[0].secret.as_slice(), due[0].target.to_string().as_str()),
            (&[7; 32][..], "https://example.org/all")
        );
        assert!(record.deliveries("other", 9).unwrap().is_empty());
    });
}

#[test]
fn what_was_being_sent_when_the_sender_died_is_sent_again() {
    each(|place| {
        let mut record = place.record();
        add(&mut record, "w", "*");
        publish(&mut record, "a");
        let first = record.take_due(moment(NOON), 10).unwrap();
        // Nobody else takes it meanwhile.
        assert!(place.record().take_due(moment(NOON), 10).unwrap().is_empty());
        drop(record);
        let mut record = place.record();
        assert!(record.take_due(later(4), 10).unwrap().is_empty());
        let second = record.take_due(later(5), 10).unwrap();
        assert_eq!(second[0].delivery.id, first[0].delivery.id);
        assert_eq!(second[0].delivery.attempts, 2);
        record.answered(&second[0], &Answered::Taken { status: 204 }, later(6)).unwrap();
        assert!(record.take_due(later(1_000_000), 10).unwrap().is_empty());
        let own = last(&mut record, "w");
        assert!(own.is_taken() && own.status == Some(204) && own.attempts == 2, "{own:?}");
    });
}

#[test]
fn pauses_grow_and_after_days_of_nothing_the_webhook_is_off_until_switched_on() {
    each(|place| {
        let mut record = place.record();
        add(&mut record, "w", "*");
        publish(&mut record, "a");
        let failed = Answered::Failed { status: Some(500), fault: "it answered 500".to_owned() };
        let (mut now, mut pause) = (moment(NOON), 0);
        for attempt in 1..=MAX_ATTEMPTS {
            let due = record.take_due(now, 10).unwrap();
            assert_eq!(due.len(), 1, "attempt {attempt}");
            record.answered(&due[0], &failed, now).unwrap();
            let off = record.webhook("w").unwrap().unwrap().off;
            assert_eq!(off.is_some(), attempt == MAX_ATTEMPTS, "attempt {attempt}: {off:?}");
            if attempt < MAX_ATTEMPTS {
                let next = last(&mut record, "w").due.unwrap();
                let own = (1..).find(|own| now.later(*own) == next).unwrap();
                assert!(own > pause, "attempt {attempt}: {own} after {pause}");
                (pause, now) = (own, next);
            }
        }
        let days = (0..).find(|own| moment(NOON).later(own * 86_400) > now).unwrap();
        assert!((3..=5).contains(&days), "{days} days");
        let own = last(&mut record, "w");
        assert!(
            own.due.is_none() && !own.is_taken() && own.fault.as_deref() == Some("it answered 500"),
            "{own:?}"
        );
        // What is published meanwhile waits too.
        publish(&mut record, "b");
        assert!(record.take_due(now, 10).unwrap().is_empty());
        record.switch_on_webhook(&By { when: now, ..by() }, "w").unwrap();
        let mut due = sent(&record.take_due(now, 10).unwrap());
        due.sort_by_key(|own| own.1 != is("w", 1).1);
        assert_eq!(due, [is("w", 1), is("w", 2)]);
        let told: Vec<Deed> = record.noted(None, 9).unwrap().into_iter().map(|own| own.deed).collect();
        assert_eq!(told, [Deed::WebhookSwitchedOn, Deed::WebhookSwitchedOff, Deed::WebhookAdded]);
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}

#[test]
fn one_delivery_that_fails_for_days_switches_off_nobody_who_takes_others() {
    each(|place| {
        let mut record = place.record();
        add(&mut record, "w", "*");
        publish(&mut record, "a");
        let mut now = moment(NOON);
        for attempt in 1..=MAX_ATTEMPTS {
            let due = record.take_due(now, 10).unwrap();
            for own in &due {
                let answered = match &own.delivery.about {
                    Announced::Edition { .. } => {
                        Answered::Failed { status: Some(400), fault: "it answered 400".to_owned() }
                    }
                    _ => Answered::Taken { status: 200 },
                };
                record.answered(own, &answered, now).unwrap();
            }
            if attempt == 2 {
                record.test_webhook("w", "test", now).unwrap();
            }
            now = now.later(200_000);
        }
        assert_eq!(record.webhook("w").unwrap().unwrap().off, None);
        assert!(record.deliveries("w", 9).unwrap().iter().all(|own| own.due.is_none()));
    });
}

#[test]
fn who_is_gone_is_off_at_once_and_who_is_removed_is_forgotten() {
    each(|place| {
        let mut record = place.record();
        for id in ["gone", "removed"] {
            add(&mut record, id, "*");
        }
        publish(&mut record, "a");
        let due = record.take_due(moment(NOON), 10).unwrap();
        record.answered(&due[0], &Answered::Gone { status: 410 }, moment(NOON)).unwrap();
        let off = record.webhook("gone").unwrap().unwrap().off.unwrap();
        assert_eq!((off.why.as_str(), off.since), ("it answered that it is gone (410)", Some(moment(NOON))));
        record.remove_webhook(&by(), "removed").unwrap();
        // Its answer comes after it is gone.
        record.answered(&due[1], &Answered::Gone { status: 410 }, moment(NOON)).unwrap();
        assert!(record.take_due(later(1_000_000), 10).unwrap().is_empty());
        assert_eq!(record.webhooks().unwrap().len(), 1);
        assert!(record.remove_webhook(&by(), "removed").is_err());
        assert!(record.test_webhook("removed", "t", moment(NOON)).is_err());
        let copy = crate::places::Place::file();
        record.copy_to(&mut copy.record()).unwrap();
        let (own, other) =
            (record.deliveries("gone", 9).unwrap(), copy.record().deliveries("gone", 9).unwrap());
        assert_eq!((own.len(), &own), (1, &other));
        assert_eq!(copy.record().webhooks().unwrap(), record.webhooks().unwrap());
    });
}

#[test]
fn each_webhook_is_told_of_what_it_chose_with_the_operation_or_not_at_all() {
    each(|place| {
        let mut record = place.record();
        let target: Target = "https://example.org/in".parse().unwrap();
        for (id, scope, events) in [
            ("board", "hill-cup/*", "notice.posted decision.signed"),
            ("decisions", "*", "decision.signed"),
            ("editions", "*", "edition.published"),
            ("other", "alms/*", "decision.signed notice.posted edition.published"),
        ] {
            let of: (Scope, Events) = (scope.parse().unwrap(), events.parse().unwrap());
            record.add_webhook(&by(), id, (&target, &of.0, &of.1), &[7; 32]).unwrap();
        }
        let words: Vec<Event> = record.webhook("board").unwrap().unwrap().events.iter().collect();
        assert_eq!(words, [Event::DecisionSigned, Event::NoticePosted]);
        let posted = [Posted { number: 3, is_decision: false }, Posted { number: 4, is_decision: true }];
        let own = draft(0, "a", facts(&[("notices.toml", "1")]));
        record.enter_posting(&own, &posted).unwrap();
        // The same again, and one that comes too late: nothing is told of it.
        assert!(record.enter_posting(&own, &posted).unwrap().before);
        assert!(record.enter_posting(&draft(0, "b", facts(&[("notices.toml", "2")])), &posted).is_err());
        let document = |webhook: &str, at: usize| {
            let season = "hill-cup/2026".to_owned();
            (webhook.to_owned(), Announced::Document { season, operation: 1, posted: posted[at] })
        };
        let due = record.take_due(moment(NOON), 10).unwrap();
        let mut told = sent(&due);
        told.sort_by_key(|own| own.0.clone());
        assert_eq!(told, [document("board", 0), document("board", 1), document("decisions", 1)]);
        let ids: std::collections::BTreeSet<&str> = due.iter().map(|own| own.delivery.id.as_str()).collect();
        assert_eq!(ids.len(), 2, "one event, one id: {ids:?}");
        publish(&mut record, "t");
        assert_eq!(sent(&record.take_due(moment(NOON), 10).unwrap()), [is("editions", 1)]);
        let copy = crate::places::Place::file();
        record.copy_to(&mut copy.record()).unwrap();
        assert_eq!(copy.record().deliveries("board", 9).unwrap(), record.deliveries("board", 9).unwrap());
        assert_eq!(copy.record().webhooks().unwrap(), record.webhooks().unwrap());
    });
}

#[test]
fn events_are_read_as_they_are_written() {
    let all = "edition.published decision.signed notice.posted";
    assert_eq!(all.parse::<Events>().unwrap().to_string(), all);
    assert_eq!(
        "notice.posted  decision.signed notice.posted".parse::<Events>().unwrap().to_string(),
        "decision.signed notice.posted"
    );
    assert!("".parse::<Events>().is_err() && "edition".parse::<Events>().is_err());
}

#[test]
fn a_webhook_is_told_of_other_events_from_now_on() {
    each(|place| {
        let mut record = place.record();
        add(&mut record, "w", "*");
        publish(&mut record, "a");
        let notices: Events = "notice.posted".parse().unwrap();
        for _ in 0..2 {
            record.change_webhook(&by(), "w", &notices).unwrap();
        }
        publish(&mut record, "b");
        assert_eq!(record.webhook("w").unwrap().unwrap().events, notices);
        assert_eq!(record.deliveries("w", 9).unwrap().len(), 1, "what was announced before stays");
        assert!(record.change_webhook(&by(), "other", &notices).is_err());
        let told: Vec<Deed> = record.noted(None, 9).unwrap().into_iter().map(|own| own.deed).collect();
        assert_eq!(told, [Deed::WebhookChanged, Deed::WebhookAdded], "changed once");
        assert!(record.walk().unwrap().flaws.is_empty());
    });
}
