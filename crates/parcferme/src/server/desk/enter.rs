//! `/desk/SERIES/SEASON/enter`: what was given on any page of the desk is shown with what it does, and entered when it is
//! confirmed.

use super::at::{Desk, said};
use super::shown::{About, Shown};
use super::{Answer, unanswered};
use crate::desk::decision::PreviewId;
use crate::desk::proposed::{self, Confirmed, Meeting, Proposed};
use crate::desk::{Entry, Stands};
use crate::ending::Ending;
use crate::server::form::Posted;
use crate::server::gate::{Endpoints, May};
use crate::server::problem;
use parcferme_core::Diagnostic;
use parcferme_publish::site::desk::entering as pages;
use parcferme_store::Role;

/// Who gives anything that is entered this way. What each of them may, the page where it was given says.
pub const GIVERS: May = May::InSeason(&[Role::PointsKeeper, Role::Timekeeper]);

pub fn endpoints() -> Endpoints {
    Endpoints::new().post("/desk/{series}/{season}/enter", GIVERS, enter)
}

/// The page of what somebody gave, with what it does and the form that enters it. It is kept until then.
pub async fn offer(
    desk: &Desk,
    stands: &Stands,
    own: Proposed,
    about: About,
    more: &pages::More<'_>,
) -> Answer {
    let hindered = own.may_enter(stands, &desk.person()).err().unwrap_or_default();
    let told: Vec<Diagnostic> =
        hindered.into_iter().chain(own.told.iter().cloned()).chain(own.slips(stands)).collect();
    let answer = desk.show(stands, |at| {
        pages::proposed(
            &desk.shelf.settings,
            at,
            &pages::Proposed {
                title: &about.title,
                why: &about.why,
                back: &about.back,
                id: own.id.to_string(),
                sentences: own.sentences(),
                differs: own
                    .differs
                    .iter()
                    .map(|own| (own.changed.path.as_str(), own.gone.as_slice(), own.come.as_slice()))
                    .collect(),
                told: said(&told),
                comparison: &own.comparison,
                classified: &own.classified,
                more,
            },
        )
    });
    let (login, shown) = (desk.login(), Shown { id: own.id, facts: own.facts, about });
    match desk.ask(move |record, _, season| shown.keep(record, &login, season)).await {
        Ok(()) => answer,
        Err(found) => unanswered(&found),
    }
}

#[derive(serde::Deserialize)]
struct Fields {
    preview: String,
    #[serde(default)]
    why: String,
    /// Put over what others entered since.
    over: Option<String>,
}

async fn enter(desk: Desk, Posted(fields): Posted<Fields>) -> Answer {
    let id: PreviewId = match fields.preview.parse() {
        Ok(id) => id,
        Err(found) => return unanswered(&found),
    };
    let login = desk.login();
    let kept = match desk.ask(move |record, _, season| Shown::find(record, &login, season, id)).await {
        Ok(kept) => kept,
        Err(found) => return unanswered(&found),
    };
    let Some(shown) = kept.filter(|own| desk.official.roles.contains(&own.about.role)) else {
        return problem::page(
            Ending::Unknown.http_status(),
            "This is not kept any more",
            "What was shown is kept for a day. Nothing was entered: give it again.",
        );
    };
    let person = desk.person();
    let meeting = fields.over.as_ref().map_or(Meeting::Told, |_| Meeting::PutOver);
    let why =
        if fields.why.trim().is_empty() { shown.about.why.clone() } else { fields.why.trim().to_owned() };
    let about = About { why: why.clone(), ..shown.about };
    let facts = shown.facts;
    let asked = desk.ask(move |record, address, season| {
        let entry = Entry { address, person: &person, why: &why, key: None };
        proposed::confirm(record, season, (&facts, id), &entry, meeting)
    });
    let mut answer = match asked.await {
        Ok(Confirmed::Entered(_)) => return desk.at("?done=entered"),
        Ok(Confirmed::Anew { stands, proposed, since }) => {
            let more = pages::More { since: said(&since), ..pages::More::default() };
            offer(&desk, &stands, *proposed, about, &more).await
        }
        Ok(Confirmed::Clashes { since, clashes }) => {
            let stands = match desk.stands().await {
                Ok(own) => own,
                Err(found) => return unanswered(&found),
            };
            let both: Vec<(&str, &str, &str)> = clashes
                .iter()
                .map(|own| (own.path.as_str(), own.ours.trim_end(), own.theirs.trim_end()))
                .collect();
            desk.show(&stands, |at| {
                let given = pages::Given {
                    title: &about.title,
                    back: &about.back,
                    id: id.to_string(),
                    why: &about.why,
                };
                pages::clashes(&desk.shelf.settings, at, given, &said(&since), &both)
            })
        }
        Err(found) => return unanswered(&found),
    };
    *answer.status_mut() = Ending::MovedOn.http_status();
    answer
}
