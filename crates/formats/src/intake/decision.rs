//! Penalties and adjustments of files as decisions.

use super::said::Penalty;
use crate::folder::{DecisionRecord, Posted};
use parcferme_core::block::{At, Spot};
use parcferme_core::decisions::{Ruling, Said, Value};

/// A decision of a kind, with what it says; none where no kind has the name.
pub(super) fn record(
    id: String,
    kind: &str,
    says: Vec<(&'static str, Value)>,
    reason: &str,
    document: &str,
) -> Option<DecisionRecord> {
    let values = says.into_iter().map(|(key, value)| (key, At { value, spot: Spot::default() }));
    Some(DecisionRecord {
        id,
        kind: Ruling::kind(kind)?,
        said: Said { values: values.collect(), ..Said::default() },
        author: String::new(),
        date: String::new(),
        reason: reason.to_owned(),
        source: document.to_owned(),
        posted: Posted::default(),
        document: "decisions.toml".to_owned(),
    })
}

/// The decision that a penalty of a car in a session is.
pub(super) fn of_penalty(
    penalty: Penalty,
    (round, session): (u32, &str),
    count: usize,
    document: &str,
) -> Option<DecisionRecord> {
    let (kind, own) = match (penalty.disqualified, penalty.time, penalty.places) {
        (true, ..) => ("disqualify", None),
        (_, Some(time), _) => ("time-penalty", Some(("time", Value::Time(time)))),
        (_, None, Some(places)) => ("place-penalty", Some(("places", Value::Count(places)))),
        (_, None, None) => return None,
    };
    let mut says = vec![
        ("round", Value::Count(round)),
        ("session", Value::Text(session.to_owned())),
        ("number", Value::Text(penalty.number.clone())),
    ];
    says.extend(own);
    if !penalty.class.is_empty() {
        says.push(("class", Value::Text(penalty.class)));
    }
    if penalty.in_class && penalty.places.is_some() {
        says.push(("places_in", Value::Text("class".to_owned())));
    }
    // Decisions take effect in the order of their ids.
    let id = format!("{round:02}-{session}-{count:02}-car-{}", penalty.number);
    let document = if penalty.document.is_empty() { document } else { &penalty.document };
    let source = if penalty.line == 0 { document.to_owned() } else { format!("{document}:{}", penalty.line) };
    record(id, kind, says, &penalty.reason, &source)
}
