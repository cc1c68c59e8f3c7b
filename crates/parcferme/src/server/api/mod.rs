//! `/api/v1`: everything that a page shows as JSON, in the shapes of the command line's.
//!
//! A page of the site and its answer here are made by one function of `publish::json`; handlers only find what was asked
//! for. Paths stand once, in the list below: it makes the routes and the description of them.

pub mod administering;
pub(super) mod ask;
mod careers;
mod compare;
pub mod entering;
mod proof;
pub mod record;
mod rounds;
mod scenario;
mod season;
mod tables;
mod who;

use crate::ending::Ending;
use crate::server::gate::{Endpoints, May};
use crate::server::problem::{self, Problem};
use crate::server::respond;
use crate::server::turns;
use ask::{Answer, InSeason};
use axum::http::HeaderMap;
use parcferme_publish::json::announcement::Announcement;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Object, OpenApi as Document, Ref, RefOr, Type};
use utoipa::{Modify, OpenApi};

const OPENAPI_PATH: &str = "/api/v1/openapi.json";

macro_rules! answers {
    ($($path:literal => $module:ident::$handler:ident,)*) => {
        pub fn endpoints() -> Endpoints {
            Endpoints::new()
                $(.get(concat!("/api/v1", $path), May::Anyone, $module::$handler))*
                .get(OPENAPI_PATH, May::Anyone, description)
                .get("/api/v1", May::Anyone, crate::server::data::there_is)
        }

        #[derive(OpenApi)]
        #[openapi(
            info(
                title = "Parc Fermé",
                description = "Seasons, classifications, standings with the reason for every number, laps, and audits of published tables. Points and totals are strings: a decimal where it is exact, else a fraction. Times are whole milliseconds. Every document names its schema and version; fields are added, never renamed.",
                license(name = "MIT OR Apache-2.0")
            ),
            servers((url = "/api/v1")),
            paths($($module::$handler,)* crate::server::attempt::try_json,
                record::operations, record::all_editions, record::publish, record::all_notices, record::post,
                record::tables, record::preview, record::sign,
                entering::begin, entering::beginning, entering::files, entering::entries, entering::entry, entering::lines, entering::results,
                entering::rulebook, entering::clause, entering::correction, entering::undo, entering::enter,
                entering::check, administering::webhooks, administering::add, administering::remove,
                administering::deliveries, administering::test, administering::switch_on, administering::change, administering::audit,
                administering::redactions, administering::redact),
            components(schemas(Problem, rounds::Basis, Announcement)),
            modifiers(&Common)
        )]
        struct Description;

        #[cfg(test)]
        const ROUTES: &[&str] = &[
            $($path,)*
            "/try",
            "/audit",
            "/redactions",
            "/webhooks",
            "/webhooks/{webhook}",
            "/webhooks/{webhook}/deliveries",
            "/webhooks/{webhook}/events",
            "/webhooks/{webhook}/on",
            "/webhooks/{webhook}/tests",
            "/seasons/{series}/{year}/operations/{number}/undoing/previews",
            "/record/seasons",
            "/record/seasons/previews",
            "/seasons/{series}/{year}/record/audit",
            "/seasons/{series}/{year}/record/entries",
            "/seasons/{series}/{year}/record/entries/previews",
            "/seasons/{series}/{year}/record/files/previews",
            "/seasons/{series}/{year}/record/rounds/{round}/laps/previews",
            "/seasons/{series}/{year}/record/rounds/{round}/results",
            "/seasons/{series}/{year}/record/rounds/{round}/results/previews",
            "/seasons/{series}/{year}/record/rulebook",
            "/seasons/{series}/{year}/record/rulebook/previews",
            "/seasons/{series}/{year}/decisions",
            "/seasons/{series}/{year}/decisions/previews",
            "/seasons/{series}/{year}/editions",
            "/seasons/{series}/{year}/notices",
            "/seasons/{series}/{year}/operations",
            "/seasons/{series}/{year}/record/standings",
        ];
    };
}

answers! {
    "/seasons" => season::seasons,
    "/seasons/{series}/{year}" => season::season,
    "/seasons/{series}/{year}/standings" => tables::standings,
    "/seasons/{series}/{year}/scenario" => scenario::scenario,
    "/seasons/{series}/{year}/odds" => scenario::odds,
    "/seasons/{series}/{year}/why/{title}/{class}/{competitor}" => tables::why,
    "/seasons/{series}/{year}/explanations/{title}/{class}/{competitor}" => tables::explanation,
    "/seasons/{series}/{year}/rounds/{round}" => rounds::round,
    "/seasons/{series}/{year}/rounds/{round}/classification" => rounds::classification,
    "/seasons/{series}/{year}/rounds/{round}/cars" => rounds::cars,
    "/seasons/{series}/{year}/rounds/{round}/handicap" => rounds::handicap,
    "/seasons/{series}/{year}/rounds/{round}/laps" => rounds::laps,
    "/seasons/{series}/{year}/rounds/{round}/lap-chart" => rounds::lap_chart,
    "/seasons/{series}/{year}/competitors/{kind}/{competitor}" => who::competitor,
    "/seasons/{series}/{year}/circuits/{circuit}" => who::circuit,
    "/seasons/{series}/{year}/search" => season::search,
    "/seasons/{series}/{year}/audit" => proof::audit,
    "/seasons/{series}/{year}/audit/cells" => proof::cells,
    "/seasons/{series}/{year}/inference" => proof::inference,
    "/seasons/{series}/{year}/names" => season::names,
    "/seasons/{series}/{year}/rules" => season::rules,
    "/seasons/{series}/{year}/sources" => season::sources,
    "/seasons/{series}/{year}/whatif" => compare::whatif,
    "/seasons/{series}/{year}/gallery" => compare::gallery,
    "/seasons/{series}/{year}/smallest/{title}/{class}/{competitor}" => tables::smallest,
    "/careers" => careers::careers,
    "/careers/{kind}/{career}" => careers::career,
    "/careers/{kind}/{career}/against/{other}" => careers::against,
    "/comparison" => compare::comparison,
    "/rulebooks" => season::rulebooks,
}

/// The description of the API.
pub fn openapi_document() -> Document {
    Description::openapi()
}

/// The description of the API, OpenAPI 3.1 as indented JSON with a final newline.
pub fn openapi() -> String {
    // A description made of texts always has a JSON form.
    Description::openapi().to_pretty_json().unwrap_or_default() + "\n"
}

async fn description(asked: HeaderMap) -> Answer {
    respond::body(&asked, "application/vnd.oai.openapi+json;version=3.1", openapi())
}

/// What every answer has: its digest, and the ways in which it is refused, each with an example.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut Document) {
        let token = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        document.components.get_or_insert_default().add_security_scheme("token", token);
        for (path, item) in &mut document.paths.paths {
            if let Some(operation) = &mut item.delete {
                written(&mut operation.responses.responses);
            }
            if let Some(operation) = &mut item.post {
                match path.as_str() {
                    "/try" => tried(&mut operation.responses.responses),
                    _ => written(&mut operation.responses.responses),
                }
            }
            let Some(operation) = &mut item.get else { continue };
            let asks = operation.parameters.as_ref().is_some_and(|own| !own.is_empty());
            let needs_token = operation.security.is_some();
            let responses = &mut operation.responses.responses;
            if needs_token {
                refused(responses, &BY_TOKEN);
            }
            if let Some(RefOr::T(given)) = responses.get_mut("200") {
                "The document".clone_into(&mut given.description);
                given.headers.insert("ETag".to_owned(), etag().into());
            }
            let unchanged = ResponseBuilder::new()
                .description("The reader has it already: its `If-None-Match` names the ETag");
            responses.insert("304".to_owned(), unchanged.build().into());
            responses
                .insert("414".to_owned(), refusal("An address of more than 2048 bytes", too_long()).into());
            if asks {
                responses.insert(
                    "400".to_owned(),
                    refusal("A path or query that cannot be read", cannot_be_read()).into(),
                );
                responses.insert(
                    "404".to_owned(),
                    refusal("No such thing, with what is nearest", unknown()).into(),
                );
                let busy = Problem::new(Ending::Slow.http_status(), turns::BUSY, turns::BUSY_DETAIL);
                let described = "Others are before you, or the record cannot be asked just now: try again";
                responses.insert("503".to_owned(), refusal(described, busy).into());
            }
        }
    }
}

/// How what officials write is refused.
fn written(responses: &mut std::collections::BTreeMap<String, RefOr<Response>>) {
    if let Some(RefOr::T(given)) = responses.get_mut("200") {
        "The document".clone_into(&mut given.description);
    }
    refused(responses, &WRITTEN);
    refused(responses, &BY_TOKEN);
}

/// A way in which something is refused: how it ends, what that means, and what its problem says.
type Refused = (Ending, &'static str, &'static str, &'static str);

/// How whatever needs a token is refused.
const BY_TOKEN: [Refused; 4] = [
    (
        Ending::NoAccount,
        "No token, or one that has ended",
        "A token is needed",
        "Send `Authorization: Bearer TOKEN`; tokens are made at /desk/tokens.",
    ),
    (
        Ending::Forbidden,
        "Not for the roles of the token, or of who is concerned",
        "That is not yours to do",
        "It takes the role steward for hill-cup/2026.",
    ),
    (
        Ending::Unknown,
        "The record has no such season, or not what is named",
        "It cannot be done",
        "The record has no season `hill-cup/2027`.",
    ),
    (
        Ending::Slow,
        "The record cannot be asked just now: send it again, what writes with the same key",
        "It cannot be done",
        "The database cannot be reached.",
    ),
];

/// How what is written is refused besides.
const WRITTEN: [Refused; 3] = [
    (
        Ending::Unreadable,
        "It cannot be read, or does not fit the season",
        "It cannot be done",
        "There is no kind of notice `complaint`.",
    ),
    (
        Ending::MovedOn,
        "The season has moved on, or the key was used for something else",
        "It cannot be done",
        "The record of hill-cup/2026 has moved on.",
    ),
    (
        Ending::OtherState,
        "The season is not in the state that `If-Match` names",
        "It cannot be done",
        "The record of hill-cup/2026 does not stand as `If-Match` names it.",
    ),
];

fn refused(responses: &mut std::collections::BTreeMap<String, RefOr<Response>>, ways: &[Refused]) {
    for (ending, description, title, detail) in ways {
        let status = ending.http_status();
        let example = Problem::new(status, title, detail);
        responses.insert(status.as_u16().to_string(), refusal(description, example).into());
    }
}

/// How trying a table is refused.
fn tried(responses: &mut std::collections::BTreeMap<String, RefOr<Response>>) {
    if let Some(RefOr::T(given)) = responses.get_mut("200") {
        "The document".clone_into(&mut given.description);
    }
    for (status, description, title, detail) in [
        (400_u16, "Nothing that can be read", "There is nothing in it", "Paste a table, or choose a file."),
        (413, "More than can be tried", "That is too large", "All files together may have 8 MB."),
        (503, "Others are before you", turns::BUSY, turns::BUSY_DETAIL),
    ] {
        let status_code = axum::http::StatusCode::from_u16(status).unwrap_or_default();
        let example = Problem::new(status_code, title, detail);
        responses.insert(status.to_string(), refusal(description, example).into());
    }
}

fn etag() -> utoipa::openapi::header::Header {
    HeaderBuilder::new()
        .schema(Some(Object::with_type(Type::String)))
        .description(Some("Digest of the document, for `If-None-Match`"))
        .build()
}

fn refusal(description: &str, example: Problem) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        // A document of texts and a number always has a JSON form.
        .example(serde_json::to_value(&example).ok())
        .build();
    ResponseBuilder::new().description(description).content(problem::MEDIA_TYPE, content).build()
}

fn cannot_be_read() -> Problem {
    Problem::new(
        Ending::Unreadable.http_status(),
        "Cannot be read",
        "Failed to deserialize query string: unknown field `titel`, expected one of `title`, `class`, `after`.",
    )
}

fn too_long() -> Problem {
    Problem::new(
        Ending::TooLong.http_status(),
        "The address is too long",
        "Addresses of this site are short: start from the front page.",
    )
}

fn unknown() -> Problem {
    Problem {
        nearest: vec!["corvette-racing".to_owned()],
        known: vec!["carsport-america".to_owned(), "corvette-racing".to_owned()],
        ..Problem::new(
            Ending::Unknown.http_status(),
            "No such team",
            "There is no team `corvette`. Did you mean `corvette-racing`?",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described() {
        let document = Description::openapi();
        let described: Vec<&str> = document.paths.paths.keys().map(String::as_str).collect();
        let mut routes = ROUTES.to_vec();
        routes.sort_unstable();
        assert_eq!(described, routes);
    }
}
