//! `/desk/SERIES/SEASON`: a season at the desk. Decisions are filled in, previewed and signed; notices are posted; what was
//! entered is published.

use super::at::{Desk, quoted, said, sentence, wrong};
use super::{Answer, may_be_lost, unanswered};
use crate::desk::decision::{self, Preview, PreviewId, Signed};
use crate::desk::drafts::Drafts;
use crate::desk::state::State as Results;
use crate::desk::{Stands, has_moved_on, notice};
use crate::ending::Ending;
use crate::library::Refused;
use crate::record;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use crate::server::shelf::let_go;
use axum::extract::{Path, Query};
use parcferme_core::decisions::{KINDS, Ruling};
use parcferme_core::whatif::compare;
use parcferme_formats::folder::NoticeKind;
use parcferme_publish::sheet::capital;
use parcferme_publish::site::desk::stewards as pages;
use parcferme_store::{Fault, Record, Role, Standing};
use std::collections::BTreeMap;

/// Who decides. Pages and the API let the same people through.
pub const STEWARDS: May = May::InSeason(&[Role::Steward]);
/// Who posts notices: a finding may be the timekeeper's, a bulletin anybody's who works on the season.
pub const POSTS: May = May::InSeason(&[Role::Steward, Role::Timekeeper, Role::PointsKeeper]);
pub const PUBLISHES: May = May::InSeason(&[Role::PointsKeeper]);

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk/{series}/{season}", May::InSeason(&[Role::Reader]), front)
        .get("/desk/{series}/{season}/check", May::InSeason(&[Role::Reader]), check)
        .get("/desk/{series}/{season}/decide", STEWARDS, decide)
        .post("/desk/{series}/{season}/preview", STEWARDS, preview)
        .get("/desk/{series}/{season}/proposals/{number}", STEWARDS, proposal)
        .post("/desk/{series}/{season}/sign", STEWARDS, sign)
        .get("/desk/{series}/{season}/notice", POSTS, notice_form)
        .post("/desk/{series}/{season}/notice", POSTS, post)
        .post("/desk/{series}/{season}/publish", PUBLISHES, publish)
}

type Fields = BTreeMap<String, String>;

/// Kinds of notices that somebody posts, with what they are.
const NOTICES: &[(&str, &str)] = &[
    ("finding", "What officials found, apart from what is decided of it."),
    ("protest", "Lodged against a classification, a car, or what somebody did; pending until it is decided."),
    ("appeal", "Against a decision, which it suspends until it is decided."),
    ("withdrawal", "A protest, an appeal or a proposal is taken back."),
    ("extension", "Protests are taken for longer, where the rules let somebody extend the window."),
    ("finish", "The chequered flag: from when windows are counted that begin at the finish."),
    ("bulletin", "Anything else that competitors must know."),
];

impl Desk {
    /// The page of a preview.
    fn preview(&self, stands: &Stands, own: &Preview, since: Vec<String>) -> Answer {
        let hindered = own.may_sign(&self.person()).err().map_or_else(Vec::new, |own| said(&own));
        self.show(stands, |at| {
            pages::preview(
                &self.shelf.settings,
                at,
                &pages::Preview {
                    sentence: &own.sentence,
                    number: own.record.posted.number.unwrap_or(0),
                    reason: &own.record.reason,
                    article: &own.record.posted.article,
                    comparison: &own.comparison,
                    id: own.id.to_string(),
                    block: own.record.block(),
                    lacks: own.lacks(),
                    signed: &own.record.posted.signed,
                    hindered,
                    drafts: drafts_told(&own.drafts),
                    since,
                },
            )
        })
    }
}

async fn front(desk: Desk, Query(fields): Query<Fields>) -> Answer {
    let asked = desk.ask(|record, _, season| {
        let stands = Stands::now(record, season)?;
        let results = Results::of(record, &stands)?;
        Ok((stands, results))
    });
    let (stands, results) = match asked.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let waits = results.waits(record::now());
    let pending = results.pending.iter().map(|own| {
        (own.number, own.title.clone(), own.kind.word().to_owned(), own.kind == NoticeKind::Proposal)
    });
    let last = &stands.operation;
    let stand = pages::Stand {
        state: results.word(),
        edition: results.edition.as_ref().map(|own| own.number),
        waits: &waits,
        publish: publishing(&results),
        pending: pending.collect(),
        last: (last.number, last.who.clone(), last.why.clone()),
        done: done(fields.get("done").map_or("", String::as_str)),
    };
    desk.show(&stands, |at| pages::season(&desk.shelf.settings, at, &stand))
}

/// How what is entered may be published now.
fn publishing(results: &Results) -> pages::Publishing {
    let standing = results.edition.as_ref().map(|own| own.standing);
    pages::Publishing {
        unpublished: results.unpublished,
        is_official: standing == Some(Standing::Official),
        settles_itself: results.settles_itself(),
        hinders_official: results.hinders_official(record::now()),
    }
}

/// What was done, in words; an address says which of them, and no others.
fn done(word: &str) -> &'static str {
    match word {
        "signed" => "The decision is signed and on the notice board.",
        "proposed" => "Your signature is entered. The decision counts when the others have signed it.",
        "posted" => "The notice is on the board.",
        "late" => {
            "The notice is on the board. It was lodged after the window for protests had run out: the stewards decide whether it is taken."
        }
        "entered-late" => {
            "The notice is on the board. It was entered after the window for protests had run out, and counts by the time that it states; the board says both times. The stewards decide whether it is taken."
        }
        "begun" => "The season has begun. Next: the entry list, then results.",
        "begun-granted" => {
            "The season has begun, and you are its points-keeper: an administrator alone enters no results. Next: the entry list, then results."
        }
        "published" => "It is published, as provisional.",
        "official" => "It is published, as official.",
        "entered" => "It is entered.",
        "same" => "There was nothing to publish: the last edition says the same.",
        _ => "",
    }
}

async fn decide(desk: Desk, Query(fields): Query<Fields>) -> Answer {
    let stands = match desk.stands().await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let kind = fields.get("kind").and_then(|own| Ruling::kind(own));
    // The number of a document that it is to settle.
    let answers: String = fields
        .get("answers")
        .map_or_else(String::new, |own| own.chars().filter(char::is_ascii_digit).collect());
    let given = [("answers".to_owned(), answers.clone())];
    desk.show(&stands, |at| match kind {
        Some(kind) => pages::decide(&desk.shelf.settings, at, kind, (&given, &[])),
        None => pages::decision_kinds(&desk.shelf.settings, at, &answers),
    })
}

/// What a form gave for the keys of a kind.
fn keys<'f>(fields: &'f Fields, besides: &[&str]) -> Vec<(&'f str, &'f str)> {
    let own = fields.iter().filter(|own| !besides.contains(&own.0.as_str()));
    own.map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn preview(desk: Desk, Posted(fields): Posted<Fields>) -> Answer {
    let kind = fields.get("kind").and_then(|own| Ruling::kind(own)).unwrap_or(&KINDS[0]);
    let asked = fields.clone();
    let made = desk.ask(move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let own = decision::filled(&stands, kind.name, &keys(&asked, &["form", "kind"]), record::now());
        let preview = own.and_then(|own| Preview::of(&stands, own));
        Ok((stands, preview))
    });
    match made.await {
        Ok((stands, Ok(own))) => {
            let page = desk.preview(&stands, &own, Vec::new());
            desk.shelf.previews.keep(stands, own);
            page
        }
        Ok((stands, Err(found))) => {
            let given: Vec<(String, String)> = fields.into_iter().collect();
            let refused = said(&found);
            wrong(desk.show(&stands, |at| pages::decide(&desk.shelf.settings, at, kind, (&given, &refused))))
        }
        Err(found) => unanswered(&found),
    }
}

async fn proposal(desk: Desk, Path((_, _, number)): Path<(String, String, u32)>) -> Answer {
    let made = desk.ask(move |record, _, season| {
        let stands = Stands::now(record, season)?;
        let preview = Preview::of(&stands, decision::of_proposal(&stands, number)?)?;
        Ok((stands, preview))
    });
    match made.await {
        Ok((stands, own)) => desk.preview(&stands, &own, Vec::new()),
        Err(found) => unanswered(&found),
    }
}

async fn sign(desk: Desk, Posted(fields): Posted<Fields>) -> Answer {
    let person = desk.person();
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (block, named) = (field("decision"), field("preview"));
    let shelf = desk.shelf.clone();
    let asked = desk.ask(move |record, address, season| {
        let id: PreviewId = named.parse()?;
        let (shown, by) = ((block.as_str(), id), (address, &person, None));
        let signed = match shelf.previews.take(season, shown) {
            Some((stands, preview)) => {
                let signed = decision::sign_shown(record, (&stands, &preview), by);
                let_go((stands, preview));
                signed
            }
            None => decision::sign(record, season, shown, by),
        };
        match signed {
            Ok(signed) => {
                if let Some(act) = signed.anew() {
                    shelf.publish_anew((record, address), season, &person, act)?;
                }
                Ok(Ok(matches!(signed, Signed::Decided { .. })))
            }
            // Shown anew on the record as it stands, with what came between.
            Err(found) if has_moved_on(&found) => {
                let stands = Stands::now(record, season)?;
                let own = decision::renumbered(&stands, decision::of_block(&block)?);
                let preview = Preview::of(&stands, own)?;
                Ok(Err((stands, preview, said(&found[1..].to_vec()))))
            }
            Err(found) => Err(found),
        }
    });
    match asked.await {
        Ok(Ok(true)) => desk.at("?done=signed"),
        Ok(Ok(false)) => desk.at("?done=proposed"),
        Ok(Err((stands, own, since))) => {
            let mut answer = desk.preview(&stands, &own, since);
            *answer.status_mut() = Ending::MovedOn.http_status();
            answer
        }
        Err(found) => unanswered(&found),
    }
}

/// What is published with an act, for its page.
fn drafts_told(own: &Drafts) -> Option<pages::Drafts> {
    let is_any = !own.operations.is_empty();
    is_any.then(|| pages::Drafts { sentence: capital(&own.sentence()), lines: own.lines() })
}

/// The same with a notice of a kind that may suspend a decision, or restore one.
fn published_with(stands: &Stands, kind: &str) -> Option<pages::Drafts> {
    let may = ["appeal", "withdrawal"].contains(&kind);
    drafts_told(stands.drafts.as_ref().filter(|_| may)?)
}

async fn notice_form(desk: Desk, Query(fields): Query<Fields>) -> Answer {
    let stands = match desk.stands().await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let kind = fields.get("kind").and_then(|kind| NOTICES.iter().find(|own| own.0 == kind));
    desk.show(&stands, |at| match kind {
        Some(&(kind, doc)) => {
            // Sent twice, it is posted once.
            let key = record::secret().map_or_else(|_| String::new(), |own| own.0);
            let drafts = published_with(&stands, kind);
            let sent = pages::Sent { key: &key, after: stands.operation.number, since: &[], drafts };
            pages::post(&desk.shelf.settings, at, (kind, doc), &sent, (&[], &[]))
        }
        None => pages::notice_kinds(&desk.shelf.settings, at, NOTICES),
    })
}

async fn post(desk: Desk, Posted(fields): Posted<Fields>) -> Answer {
    let person = desk.person();
    let (asked, login) = (fields.clone(), desk.official.account.login.clone());
    let after: Option<u64> = fields.get("after").and_then(|own| own.parse().ok());
    let shelf = desk.shelf.clone();
    let made = desk.ask(move |record, address, season| {
        let kind = asked.get("kind").map_or("", String::as_str);
        let key = asked.get("key").filter(|own| !own.is_empty()).map(|own| format!("{login} {own}"));
        let own = notice::filled(kind, &keys(&asked, &["form", "kind", "key", "after"]))?;
        let own = notice::Notice { seen: after, ..own };
        let known = key.as_deref().map(|key| record.entered_as(key)).transpose().map_err(record::refused)?;
        if known.flatten().is_none() {
            unmoved(record, season, after)?;
        }
        let posted = notice::post(record, season, &own, (address, &person, key.as_deref()))?;
        if let Some(act) = &posted.anew {
            shelf.publish_anew((record, address), season, &person, act)?;
        }
        Ok(posted)
    });
    match made.await {
        Ok(own) => desk.at(match own.told.first().map(|own| own.id) {
            None => "?done=posted",
            Some("PF1437") => "?done=entered-late",
            Some(_) => "?done=late",
        }),
        Err(found) => {
            let moved = has_moved_on(&found);
            let kind = fields.get("kind").and_then(|kind| NOTICES.iter().find(|own| own.0 == kind));
            let stands = desk.stands().await;
            let (Some(&(kind, doc)), Ok(stands)) = (kind, stands) else { return unanswered(&found) };
            let key = fields.get("key").cloned().unwrap_or_default();
            let given: Vec<(String, String)> = fields.into_iter().collect();
            let told = said(&found);
            let (refused, since) = if moved { (&[][..], &told[1..]) } else { (&told[..], &[][..]) };
            let drafts = published_with(&stands, kind);
            let sent = pages::Sent { key: &key, after: stands.operation.number, since, drafts };
            let mut answer = desk.show(&stands, |at| {
                pages::post(&desk.shelf.settings, at, (kind, doc), &sent, (&given, refused))
            });
            *answer.status_mut() = super::status(&found);
            answer
        }
    }
}

/// Refuses where something was entered after the operation that somebody saw, with what it was; a form says which, and who
/// says none wants it whatever stands.
fn unmoved(record: &mut Record, season: &str, after: Option<u64>) -> Result<(), Refused> {
    let head = record::head(record, season)?;
    let Some(after) = after.filter(|own| *own != head.number) else { return Ok(()) };
    let mut found = vec![
        Fault::MovedOn { season: season.to_owned(), follows: after, stands_at: head.number }.diagnostic(),
    ];
    found.extend(record::entered_since(record, season, after)?);
    Err(found)
}

/// What is entered, as everybody will see it once it is published: what it changes, its tables, what there is to tell of it.
async fn check(desk: Desk) -> Answer {
    checked(&desk, &[]).await
}

async fn checked(desk: &Desk, since: &[String]) -> Answer {
    let asked = desk.ask(|record, _, season| {
        let stands = Stands::now(record, season)?;
        let results = Results::of(record, &stands)?;
        let published = match results.edition.as_ref().map(|own| Stands::after(record, season, own.after.0)) {
            // What was published then was computed by the program as it was then.
            Some(Err(found)) if !found.iter().any(|own| may_be_lost(own.id)) => None,
            other => other.transpose()?,
        };
        Ok((stands, results, published))
    });
    let (stands, results, published) = match asked.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let comparison = published.as_ref().map(|own| compare(own.side(), stands.side()));
    let own = pages::Check {
        edition: results.edition.as_ref().map(|own| own.number),
        publish: publishing(&results),
        comparison: comparison.as_ref(),
        rules: &stands.loaded.rules,
        outcome: &stands.outcome,
        told: told(&stands),
        after: stands.operation.number,
        since,
    };
    desk.show(&stands, |at| pages::check(&desk.shelf.settings, at, &own))
}

/// What is told of a season, and what its audit finds, as `parcferme audit` tells it.
fn told(stands: &Stands) -> Vec<pages::Told> {
    let audit = stands.audit();
    let read = audit.besides(&stands.loaded.diagnostics);
    let read = read.map(|own| pages::Told {
        severity: own.severity,
        id: own.id,
        text: sentence(own),
        places: own.places.clone(),
    });
    let found = audit.findings.iter().map(|own| {
        let sides = [("Stated", &own.asserted), ("Against it", &own.computed)];
        let sides = sides.iter().filter(|own| !own.1.is_empty()).map(|(name, own)| format!("{name}: {own}."));
        let because = own.because.iter().chain(&own.help).map(|own| format!("{}.", capital(own)));
        let all: Vec<String> =
            std::iter::once(format!("{}.", capital(&own.message))).chain(sides).chain(because).collect();
        let text = quoted(&all.join(" "));
        pages::Told { severity: own.severity, id: own.id, text, places: own.places.clone() }
    });
    let mut all: Vec<pages::Told> = read.chain(found).collect();
    // What hinders most first; within that as it was found.
    all.sort_by_key(|own| own.severity);
    all
}

async fn publish(desk: Desk, Posted(fields): Posted<Fields>) -> Answer {
    let person = desk.person();
    let shelf = desk.shelf.clone();
    let after: Option<u64> = fields.get("after").and_then(|own| own.parse().ok());
    let standing = match fields.get("standing").map(String::as_str) {
        Some("official") => Standing::Official,
        _ => Standing::Provisional,
    };
    let made = desk.ask(move |record, address, season| {
        unmoved(record, season, after)?;
        let by = (person.name.as_str(), "published at the desk", None);
        shelf.publish((record, address), (season, standing), by).map(|own| own.1)
    });
    match made.await {
        Ok(true) if standing == Standing::Official => desk.at("?done=official"),
        Ok(true) => desk.at("?done=published"),
        Ok(false) => desk.at("?done=same"),
        Err(found) if has_moved_on(&found) => {
            let mut answer = checked(&desk, &said(&found)[1..]).await;
            *answer.status_mut() = super::status(&found);
            answer
        }
        Err(found) => unanswered(&found),
    }
}
