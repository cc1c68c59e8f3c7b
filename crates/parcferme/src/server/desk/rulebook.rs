//! `/desk/SERIES/SEASON/rulebook`: the rulebook as forms; a change is shown in sentences and tables before it is entered.

use super::at::{Desk, said, wrong};
use super::enter::offer;
use super::shown::About;
use super::{Answer, unanswered};
use crate::desk::Stands;
use crate::desk::proposed::Proposed;
use crate::desk::rules::{self, Change, Clause, Document, Filled};
use crate::ending::Ending;
use crate::library::Refused;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use axum::extract::Query;
use parcferme_core::rules::KINDS;
use parcferme_core::rules::kind::RuleKind;
use parcferme_publish::site::desk::entering::More;
use parcferme_publish::site::desk::rulebook as pages;
use parcferme_store::Role;
use std::collections::BTreeMap;
use std::sync::Arc;

pub const ENTERS: May = May::InSeason(&[Role::PointsKeeper]);

pub fn endpoints() -> Endpoints {
    Endpoints::new().get("/desk/{series}/{season}/rulebook", ENTERS, show).post(
        "/desk/{series}/{season}/rulebook",
        ENTERS,
        change,
    )
}

pub type Fields = BTreeMap<String, String>;

/// A rulebook with the season that it is of.
pub struct Read {
    pub stands: Arc<Stands>,
    pub document: Document,
    pub clauses: Vec<Clause>,
    pub itself: Filled,
}

impl Read {
    pub fn of(stands: Arc<Stands>) -> Result<Read, Refused> {
        let document = Document::of(&stands);
        let (clauses, itself) = (rules::clauses(&stands, &document)?, rules::of_itself(&document)?);
        Ok(Read { stands, document, clauses, itself })
    }
}

fn kind_named(name: &str) -> Option<&'static RuleKind> {
    KINDS.iter().find(|own| own.name == name)
}

async fn show(desk: Desk, Query(fields): Query<Fields>) -> Answer {
    let asked = desk.ask(|record, _, season| Read::of(Stands::now(record, season)?)).await;
    let read = match asked {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    match fields.get("add").and_then(|own| kind_named(own)) {
        Some(kind) => further(&desk, &read, kind, &Filled::new(), &[]),
        None => all(&desk, &read, (String::new(), &[])),
    }
}

fn further(desk: &Desk, read: &Read, kind: &'static RuleKind, given: &Filled, refused: &[String]) -> Answer {
    let digest = read.document.digest();
    desk.show(&read.stands, |at| {
        let of_kind = (kind.name, kind.doc, kind.keys);
        pages::clause(&desk.shelf.settings, at, of_kind, (&digest, given, refused))
    })
}

/// The whole rulebook; what a form was refused for, with the clause that it is of.
fn all(desk: &Desk, read: &Read, refused: (String, &[String])) -> Answer {
    let clauses = read.clauses.iter().map(|own| pages::Clause {
        kind: own.kind.name,
        index: own.index,
        id: &own.id,
        article: &own.article,
        sentence: &own.sentence,
        keys: own.kind.keys,
        says: &own.says,
    });
    let own = pages::Rulebook {
        name: &read.stands.loaded.rules.name,
        copy_of: read.document.copy_of.as_deref(),
        digest: read.document.digest(),
        own_keys: rules::own_keys(),
        says: &read.itself,
        clauses: clauses.collect(),
        refused,
    };
    desk.show(&read.stands, |at| pages::rulebook(&desk.shelf.settings, at, &own))
}

/// What a form asks for.
pub enum Asked {
    Itself,
    Change(&'static RuleKind, usize),
    Add(&'static RuleKind),
    Remove(&'static RuleKind, usize),
}

impl Asked {
    pub fn of(fields: &Fields) -> Option<Asked> {
        let kind = || fields.get("kind").and_then(|own| kind_named(own));
        let index = || fields.get("index").and_then(|own| own.parse().ok());
        Some(match fields.get("do").map_or("", String::as_str) {
            "itself" => Asked::Itself,
            "change" => Asked::Change(kind()?, index()?),
            "add" => Asked::Add(kind()?),
            "remove" => Asked::Remove(kind()?, index()?),
            _ => return None,
        })
    }

    pub fn change<'f>(&self, filled: &'f Filled) -> Change<'f> {
        match *self {
            Asked::Itself => Change::Itself(filled),
            Asked::Change(kind, index) => Change::Clause { kind, index, filled },
            Asked::Add(kind) => Change::Add { kind, filled },
            Asked::Remove(kind, index) => Change::Remove { kind, index },
        }
    }

    /// What the log is to say.
    pub fn why(&self, clauses: &[Clause]) -> String {
        let named = |kind: &RuleKind, index: usize| {
            let id = clauses.iter().find(|own| own.kind.name == kind.name && own.index == index);
            let word = kind.name.replace('_', " ");
            match id.map(|own| own.id.as_str()).filter(|own| *own != kind.name) {
                Some(id) => format!("{word} {id}"),
                None => word,
            }
        };
        match *self {
            Asked::Itself => "rules: the name".to_owned(),
            Asked::Change(kind, index) => format!("rules: {} changed", named(kind, index)),
            Asked::Add(kind) => format!("rules: {} added", kind.name.replace('_', " ")),
            Asked::Remove(kind, index) => format!("rules: {} left out", named(kind, index)),
        }
    }

    /// The clause on the page.
    fn anchor(&self) -> String {
        match *self {
            Asked::Itself | Asked::Add(_) => String::new(),
            Asked::Change(kind, index) | Asked::Remove(kind, index) => format!("{}-{}", kind.name, index + 1),
        }
    }
}

/// What became of a form.
enum Became {
    Shown(Box<Proposed>, String, String),
    Refused(Vec<String>),
    /// Somebody has changed the rulebook since the form was made.
    Moved,
}

async fn change(desk: Desk, Posted(fields): Posted<Fields>) -> Answer {
    let Some(asked) = Asked::of(&fields) else {
        return crate::server::form::unreadable("It does not say which clause it is of.");
    };
    let filled: Filled = fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("k.")?.to_owned(), value.clone())))
        .collect();
    let of = fields.get("of").cloned().unwrap_or_default();
    let made = desk.ask(move |record, _, season| {
        let read = Read::of(Stands::now(record, season)?)?;
        if read.document.digest() != of {
            return Ok((read, asked, filled, Became::Moved));
        }
        let files = rules::changed(&read.stands, &read.document, &asked.change(&filled));
        let became = match files.and_then(|files| Proposed::of(&read.stands, files, None)) {
            Err(found) => Became::Refused(said(&found)),
            Ok(own) => {
                let differing = read.stands.loaded.rules.differences(&own.loaded.rules);
                let why = asked.why(&read.clauses);
                Became::Shown(Box::new(own), pages::sentences(&differing), why)
            }
        };
        Ok((read, asked, filled, became))
    });
    let (mut read, asked, filled, became) = match made.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    let (refused, status) = match became {
        Became::Shown(own, sentences, why) => {
            let about = About { title: "Change of the rules".to_owned(), why, back: "/rulebook".to_owned(), role: Role::PointsKeeper };
            let more = More { above: Some(&sentences), ..More::default() };
            return offer(&desk, &read.stands, *own, about, &more).await;
        }
        Became::Refused(refused) => (refused, Ending::Unreadable),
        Became::Moved => (
            vec!["Somebody has changed the rulebook since you opened it. The sentences are those of now; what you filled in stands in the form of its clause: look at both, and send it again.".to_owned()],
            Ending::MovedOn,
        ),
    };
    let anchor = asked.anchor();
    // What was filled in is shown again, in the form that it was filled into.
    match asked {
        Asked::Add(kind) => {
            let mut answer = wrong(further(&desk, &read, kind, &filled, &refused));
            *answer.status_mut() = status.http_status();
            return answer;
        }
        Asked::Itself => read.itself = filled,
        Asked::Change(kind, index) => {
            let own = read.clauses.iter_mut().find(|own| own.kind.name == kind.name && own.index == index);
            if let Some(own) = own {
                own.says = filled;
            }
        }
        Asked::Remove(..) => {}
    }
    let mut answer = all(&desk, &read, (anchor, &refused));
    *answer.status_mut() = status.http_status();
    answer
}
