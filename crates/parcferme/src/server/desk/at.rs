//! Somebody at the desk of a season: what its pages are made with.

use super::laps::CORRECTS;
use super::stewards::{POSTS, PUBLISHES, STEWARDS};
use super::{Answer, at_record, go, page, who};
use crate::desk::{Person, Stands};
use crate::ending::Ending;
use crate::library::Refused;
use crate::server::gate::May;
use crate::server::keeper::Keeper;
use crate::server::official::Official;
use crate::server::shelf::Shelf;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use parcferme_core::{Diagnostic, Place};
use parcferme_publish::sheet::capital;
use parcferme_publish::site::Page;
use parcferme_publish::site::desk::Who;
use parcferme_publish::site::desk::stewards::AtDesk;
use parcferme_store::{Account, Address, Record};
use std::sync::Arc;

/// An official as the record names them.
pub fn person(account: &Account, season: &str) -> Person {
    let ties = account.ties.iter().filter(|own| own.scope.covers(season));
    Person { name: account.name.clone(), belongs_to: ties.map(|own| own.competitor.clone()).collect() }
}

/// Diagnostics as a page says them.
pub fn said(found: &Refused) -> Vec<String> {
    let one = |own: &Diagnostic| {
        let place = own.places.iter().find(|own| own.line > 0);
        in_words(own, &place.map_or_else(String::new, |place| where_said(own, place)))
    };
    found.iter().map(one).collect()
}

/// Documents that the desk makes of what somebody fills in: who did so knows the field, and no lines.
const MADE_HERE: [&str; 4] = ["change", "decision", "decisions.toml", "notices.toml"];

/// Where it is said: a line of a document, or a field where the diagnostic does not name it itself.
fn where_said(own: &Diagnostic, place: &Place) -> String {
    if !MADE_HERE.contains(&place.document.as_str()) {
        return format!(" ({}, line {})", place.document, place.line);
    }
    let field = place.text.split_once('=').map_or("", |own| own.0.trim());
    match field.is_empty() || field.contains(' ') || own.message.contains(field) {
        true => String::new(),
        false => format!(" (“{field}”)"),
    }
}

/// A diagnostic as a page says it that shows its places beside it.
pub fn sentence(own: &Diagnostic) -> String {
    in_words(own, "")
}

fn in_words(own: &Diagnostic, place: &str) -> String {
    // What was found may be a sentence of its own.
    let mut said = format!("{}{place}.", capital(&own.message));
    for (name, text) in [("Found", &own.found), ("Expected", &own.expected)] {
        said.extend(text.iter().map(|text| format!(" {name}: {}.", text.trim_end_matches('.'))));
    }
    said.extend(own.help.iter().map(|help| format!(" {}.", capital(help))));
    quoted(&said)
}

/// A sentence for a page: what a terminal has in backticks stands in quotation marks.
pub fn quoted(text: &str) -> String {
    let mut opens = true;
    let quote = |own: char| match own {
        '`' => {
            opens = !opens;
            if opens { '”' } else { '“' }
        }
        other => other,
    };
    text.chars().map(quote).collect()
}

/// What a page of the desk is made with: who came through the gate, and to which season.
pub struct Desk {
    pub shelf: Arc<Shelf>,
    pub keeper: Arc<Keeper>,
    pub official: Official,
    /// As `alms/2003`.
    pub season: String,
    /// The address that is asked, below that of the season: `/add`.
    pub path: String,
}

impl FromRequestParts<Arc<Shelf>> for Desk {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, shelf: &Arc<Shelf>) -> Result<Desk, Answer> {
        let official = Official::from_request_parts(parts, shelf).await?;
        let (keeper, season) = (shelf.record.clone(), official.season.clone());
        let (keeper, season) = keeper.zip(season).ok_or_else(crate::server::pages::missing)?;
        let path = parts.uri.path().splitn(5, '/').nth(4).map_or_else(String::new, |own| format!("/{own}"));
        Ok(Desk { shelf: shelf.clone(), keeper, official, season, path })
    }
}

impl Desk {
    pub fn may(&self, may: May) -> bool {
        may.lets(&self.official.roles)
    }

    pub fn login(&self) -> String {
        self.official.account.login.clone()
    }

    pub fn person(&self) -> Person {
        person(&self.official.account, &self.season)
    }

    /// Asks the record, in a thread that may wait.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Record, &Address, &str) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (address, season) = (self.keeper.address.clone(), self.season.clone());
        at_record(&self.keeper, move |record| question(record, &address, &season)).await
    }

    pub async fn stands(&self) -> Result<Arc<Stands>, Refused> {
        self.ask(|record, _, season| Stands::now(record, season)).await
    }

    pub fn show(&self, stands: &Stands, make: impl FnOnce(&AtDesk<'_>) -> Page) -> Answer {
        let who = who(&self.official);
        page(make(&self.at_desk(&who, stands)))
    }

    /// The season as pages of the desk see it.
    pub fn at_desk<'a>(&'a self, who: &'a Who, stands: &'a Stands) -> AtDesk<'a> {
        AtDesk {
            who,
            id: &self.season,
            path: &self.path,
            season: &stands.loaded.season,
            is_steward: self.may(STEWARDS),
            may_publish: self.may(PUBLISHES),
            may_post: self.may(POSTS),
            may_correct: self.may(CORRECTS),
        }
    }

    pub fn at(&self, more: &str) -> Answer {
        go(&format!("/desk/{}{more}", self.season))
    }
}

/// What was given and cannot be, as a page that shows it again.
pub fn wrong(mut answer: Answer) -> Answer {
    *answer.status_mut() = Ending::Unreadable.http_status();
    answer
}
