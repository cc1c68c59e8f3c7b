//! `/try`, and `POST /api/v1/try`: a stranger's table, read, added up and explained. Nothing is stored unless that is asked
//! for; then the season stands in memory under an address that nobody can guess.
//!
//! Work is done apart from other requests, a few pieces at a time, and broken off where nobody waits for it any more.

use crate::attempt::{self, Attempt, File, Given, MAX_BYTES, MAX_FILES, Made, Rules, Scale, Waiting};
use crate::ending::Ending;
use crate::library;
use crate::reading;
use crate::server::api::ask::{Answer, Given as Answered, Refusal};
use crate::server::gate::{Endpoints, May};
use crate::server::problem;
use crate::server::respond;
use crate::server::shelf::{Computed, HTML, Shelf};
use crate::server::turns;
use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Response, StatusCode};
use base64::Engine;
use parcferme_formats::folder::{Files, Folder, TableKind};
use parcferme_publish::json::{added, attempt as wire, audit, standings};
use parcferme_publish::site::attempt as page;
use parcferme_publish::view::View;
use std::sync::Arc;
use std::time::Duration;

/// How long one may take: less than any request may.
const MOST_TIME: Duration = Duration::from_secs(9);
/// A packed season folder that still has its place in a page.
const MOST_IN_PAGE: usize = 16 << 10;
/// What a form puts around its files, at most.
const FRAME: usize = 64 << 10;
/// Text that the form gives back.
const MOST_TEXT: usize = 12 << 10;

pub fn endpoints() -> Endpoints {
    let path = format!("/{}", page::PATH);
    Endpoints::new()
        .get(&path, May::Anyone, form)
        .post(&path, May::Anyone, try_it)
        .post("/api/v1/try", May::Anyone, try_json)
        .layered(|router| router.layer(DefaultBodyLimit::max(MAX_BYTES + FRAME)))
}

async fn form(State(shelf): State<Arc<Shelf>>, asked: HeaderMap) -> Answer {
    let rulebooks = library::bundled_rulebooks();
    let shown = Shown::default();
    respond::body(&asked, HTML, page::form(&shelf.settings, &shown.form(&rulebooks)).html)
}

/// What the form shows again.
#[derive(Clone, Default)]
struct Shown {
    text: String,
    kind: Option<TableKind>,
    rulebook: String,
    points: String,
    kinds: Vec<(&'static str, bool)>,
    limits: String,
}

impl Shown {
    fn form<'a>(&'a self, rulebooks: &'a [String]) -> page::Form<'a> {
        page::Form {
            text: &self.text,
            kinds: if self.kinds.is_empty() { KINDS } else { &self.kinds },
            rulebooks,
            rulebook: &self.rulebook,
            points: &self.points,
            scales: attempt::known_scales(),
            limits: if self.limits.is_empty() { LIMITS } else { &self.limits },
            keeps_days: super::shelf::KEPT_FOR.as_secs() / 86_400,
        }
    }
}

const LIMITS: &str = "8 MB in 20 files";
const KINDS: &[(&str, bool)] =
    &[("results", false), ("entries", false), ("calendar", false), ("standings", false), ("laps", false)];

/// What a request has in it.
#[derive(Default)]
struct Sent {
    given: Given,
    text: String,
    wants: Wants,
}

#[derive(Default, PartialEq, Eq)]
enum Wants {
    #[default]
    Page,
    Zip,
    Keep,
}

async fn try_it(State(shelf): State<Arc<Shelf>>, request: Request) -> Answer {
    let headers = request.headers().clone();
    let sent = match read(request, &shelf).await {
        Ok(sent) => sent,
        Err(own) => return own.page(),
    };
    if sent.wants == Wants::Keep && !is_of_this_site(&headers) {
        return Refused::Elsewhere.page();
    }
    let Sent { given, text, wants } = sent;
    let shown = Shown {
        text: if text.len() <= MOST_TEXT { text } else { String::new() },
        kind: given.kind,
        rulebook: given.rulebook.clone(),
        points: given.points.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..Shown::default()
    };
    let attempt = match done(&shelf, given).await {
        Ok(attempt) => attempt,
        Err(own) => return own.page(),
    };
    if wants == Wants::Zip
        && let Some(made) = &attempt.made
    {
        return as_zip(&made.loaded.files);
    }
    let kept = match wants == Wants::Keep {
        true => keep(&shelf, &attempt),
        false => None,
    };
    let kept = kept.map(|(path, until)| page::Kept { path, until });
    let html = html(&shelf, &shown, &attempt, kept.as_ref());
    let mut response = respond::body(&HeaderMap::new(), HTML, html);
    // What a stranger gave is nobody else's, and not kept by anybody between.
    respond::set(response.headers_mut(), CACHE_CONTROL, "no-store");
    response
}

/// Tries a table: results, standings or both, in any form. Nothing is stored
#[utoipa::path(post, path = "/try",
    request_body(content = String, content_type = "application/octet-stream",
        description = "A file as it is, or several as multipart/form-data: `files`, `text`, `kind`, `rulebook`, `points` (for places, such as 25-18-15). What a file is, its content says"),
    responses((status = 200, body = wire::Document)))]
pub async fn try_json(State(shelf): State<Arc<Shelf>>, request: Request) -> Answered {
    let sent = read(request, &shelf).await.map_err(Refused::json)?;
    let attempt = done(&shelf, sent.given).await.map_err(Refused::json)?;
    let made = attempt.made.as_ref();
    let view = made.map(|own| view(own, &shelf));
    let document = wire::Document {
        schema: wire::SCHEMA,
        asks: attempt.asks,
        files: added::files(&reading::shown(&attempt.account)),
        diagnostics: added::diagnostics(&attempt.told),
        rules: made.map_or("none", |own| rules_word(&own.rules)),
        rulebook: made
            .filter(|own| !matches!(own.rules, Rules::None { .. }))
            .map(|own| own.loaded.rules.wording.to_toml()),
        audit: view.as_ref().map(|own| audit::audit(own.season, own.rules, own.audit)),
        standings: view.as_ref().map(|own| {
            let tables = own.outcome.tables.iter().filter(|table| !table.rows.is_empty());
            standings::standings(own.season, own.rules, tables)
        }),
        folder: made.map(|own| own.loaded.files.clone()).unwrap_or_default(),
    };
    let bytes = serde_json::to_vec(&document).unwrap_or_default();
    let mut response = respond::body(&HeaderMap::new(), "application/json", bytes);
    respond::set(response.headers_mut(), CACHE_CONTROL, "no-store");
    Ok(response)
}

fn rules_word(rules: &Rules) -> &'static str {
    match rules {
        Rules::Named(_) => "named",
        Rules::Inferred(_) => "inferred",
        Rules::Sums { .. } => "sums",
        Rules::Scale { .. } => "scale",
        Rules::None { .. } => "none",
    }
}

/// Why nothing was tried.
enum Refused {
    TooLarge,
    TooMany,
    Unreadable(String),
    Empty,
    NoRulebook,
    NoPoints(String),
    Busy,
    Slow,
    Elsewhere,
    Broken,
}

impl Refused {
    fn words(&self) -> (StatusCode, &'static str, String) {
        let said = |text: &str| text.to_owned();
        match self {
            Refused::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is too large",
                format!("All files together may have {} MB.", MAX_BYTES >> 20),
            ),
            Refused::TooMany => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "That are too many files",
                format!("At most {MAX_FILES} are tried at once."),
            ),
            Refused::Unreadable(why) => {
                (Ending::Unreadable.http_status(), "That cannot be read", format!("{why}."))
            }
            Refused::Empty => (
                Ending::Unreadable.http_status(),
                "There is nothing in it",
                said("Paste a table, or choose a file."),
            ),
            Refused::NoRulebook => (
                Ending::Unknown.http_status(),
                "No such rulebook",
                said("Choose one of the list: these pages know the rulebooks that ship with the program."),
            ),
            Refused::NoPoints(found) => (
                Ending::Unreadable.http_status(),
                "These are no points for places",
                format!("`{found}` stands there. Write them best first, such as 25-18-15-12-10."),
            ),
            Refused::Busy => (StatusCode::SERVICE_UNAVAILABLE, turns::BUSY, said(turns::BUSY_DETAIL)),
            Refused::Slow => (
                Ending::Slow.http_status(),
                "That takes too long",
                said(
                    "What was sent is more than can be read here in a few seconds: `parcferme add` on a machine of your own takes its time.",
                ),
            ),
            Refused::Elsewhere => (
                StatusCode::FORBIDDEN,
                "Sent from another site",
                said("Only the form of this site keeps a table."),
            ),
            Refused::Broken => {
                (Ending::Broken.http_status(), "No answer", said("The reading ended without an answer."))
            }
        }
    }

    fn page(self) -> Answer {
        let (status, title, detail) = self.words();
        problem::page(status, title, &detail)
    }

    fn json(self) -> Refusal {
        let (status, title, detail) = self.words();
        Refusal::new(status, title, &detail)
    }
}

/// Whether a browser says that a page of this site sent it; programs say nothing.
fn is_of_this_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|own| own.to_str().ok());
    matches!(site, None | Some("same-origin" | "none"))
}

/// Takes a request apart: a form with its files, or one file as it is.
async fn read(request: Request, shelf: &Arc<Shelf>) -> Result<Sent, Refused> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|own| own.to_str().ok()).unwrap_or_default();
    let is_form = kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data");
    let mut sent = Sent::default();
    if is_form {
        let form = Multipart::from_request(request, shelf).await;
        form_of(form.map_err(|own| Refused::Unreadable(own.body_text()))?, &mut sent).await?;
    } else {
        let bytes =
            axum::body::to_bytes(request.into_body(), MAX_BYTES).await.map_err(|_| Refused::TooLarge)?;
        sent.given.files.push(File { name: String::new(), bytes: bytes.to_vec() });
    }
    sent.given.files.retain(|own| !own.bytes.is_empty());
    if !sent.text.trim().is_empty() {
        let bytes = sent.text.clone().into_bytes();
        sent.given.files.insert(0, File { name: "pasted".to_owned(), bytes });
    }
    if sent.given.files.is_empty() {
        return Err(Refused::Empty);
    }
    if sent.given.files.len() > MAX_FILES {
        return Err(Refused::TooMany);
    }
    if !sent.given.rulebook.is_empty() && !library::is_bundled(&sent.given.rulebook) {
        return Err(Refused::NoRulebook);
    }
    Ok(sent)
}

async fn form_of(mut form: Multipart, sent: &mut Sent) -> Result<(), Refused> {
    let failed = |own: MultipartError| match own.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::TooLarge,
        _ => Refused::Unreadable(own.body_text()),
    };
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(failed)? {
        parts += 1;
        if parts > MAX_FILES + 10 {
            return Err(Refused::TooMany);
        }
        let (name, label) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let bytes = part.bytes().await.map_err(failed)?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match (name.as_str(), label) {
            ("files" | "file", label) => {
                sent.given.files.push(File { name: label.unwrap_or_default(), bytes: bytes.to_vec() });
            }
            ("text", _) => sent.text = String::from_utf8_lossy(&bytes).into_owned(),
            ("kind", _) => sent.given.kind = TableKind::from_word(&text()),
            ("rulebook", _) => sent.given.rulebook = text(),
            ("points", _) => sent.given.points = Scale::parse(&text()).map_err(Refused::NoPoints)?,
            ("as", _) => {
                sent.wants = match text().as_str() {
                    "zip" => Wants::Zip,
                    "keep" => Wants::Keep,
                    _ => Wants::Page,
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Does the work when its turn comes. Where the request ends before, the work does.
async fn done(shelf: &Arc<Shelf>, given: Given) -> Result<Attempt, Refused> {
    let _turn = shelf.turns.take().await.ok_or(Refused::Busy)?;
    let waiting = Waiting::default();
    let _ends = waiting.clone().ends_with_this();
    let work = tokio::task::spawn_blocking(move || attempt::attempt(given, &waiting));
    match tokio::time::timeout(MOST_TIME, work).await {
        Ok(done) => done.map_err(|_| Refused::Broken),
        Err(_) => Err(Refused::Slow),
    }
}

fn view<'m>(made: &'m Made, shelf: &'m Shelf) -> View<'m> {
    View::new(&made.loaded.season, &made.loaded.rules, &made.outcome, &made.audit, &shelf.settings)
}

fn html(shelf: &Shelf, shown: &Shown, attempt: &Attempt, kept: Option<&page::Kept>) -> String {
    let rulebooks = library::bundled_rulebooks();
    let kinds = KINDS.iter().map(|(word, _)| (*word, shown.kind.map(TableKind::word) == Some(*word)));
    let shown = Shown { kinds: kinds.collect(), ..shown.clone() };
    let files = reading::shown(&attempt.account);
    let made = attempt.made.as_ref();
    let view = made.map(|own| view(own, shelf));
    let packed = made.and_then(|own| packed(&own.loaded.files)).filter(|own| own.len() <= MOST_IN_PAGE);
    let zip = packed.map_or_else(String::new, |own| {
        format!("data:application/zip;base64,{}", base64::engine::general_purpose::STANDARD.encode(own))
    });
    let rules = made.map_or(page::Rules::None { why: None }, |own| match &own.rules {
        Rules::Named(id) => page::Rules::Named(id),
        Rules::Sums { best } => page::Rules::Sums { best: *best },
        Rules::None { why } => page::Rules::None { why: why.as_deref() },
        Rules::Scale { scale, stated } => page::Rules::Scale { scale: scale.to_string(), stated: *stated },
        Rules::Inferred(found) => page::Rules::Inferred {
            points: found.points(),
            positions: found.positions(),
            open: found
                .open
                .iter()
                .map(|own| {
                    let others = own.others.join("; ");
                    format!(
                        "{}: {} stands here; as well fits {others}. Decided by {}",
                        own.about, own.value, own.decided_by
                    )
                })
                .collect(),
            stopped: found.stopped,
        },
    });
    let answered = page::Answered {
        files: &files,
        told: &attempt.told,
        asks: attempt.asks,
        view: view.as_ref(),
        rules,
        zip: &zip,
        kept,
    };
    page::answer(&shelf.settings, &shown.form(&rulebooks), &answered).html
}

/// Puts a season on the shelf under an address of its own.
fn keep(shelf: &Shelf, attempt: &Attempt) -> Option<(String, String)> {
    let made = attempt.made.as_ref()?;
    let mut token = [0_u8; 16];
    getrandom::fill(&mut token).ok()?;
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    // The folder names itself by its address; that is all that differs.
    let mut folder: Folder = made.loaded.folder.clone();
    page::PATH.clone_into(&mut folder.series);
    folder.label = Some(token.clone());
    let mut files = folder.write();
    for (path, text) in &made.loaded.files {
        files.entry(path.clone()).or_insert_with(|| text.clone());
    }
    let loaded = library::of_files(files).ok()?;
    let computed = Computed::of(loaded, &shelf.settings).ok()?;
    Some((format!("{}/", computed.loaded.season.id), shelf.keep(computed)))
}

fn packed(files: &Files) -> Option<Vec<u8>> {
    let within: Vec<(String, &[u8])> =
        files.iter().map(|(path, text)| (format!("season/{path}"), text.as_bytes())).collect();
    crate::packed::zip(within.iter().map(|(path, bytes)| (path.as_str(), *bytes)))
}

fn as_zip(files: &Files) -> Response<Body> {
    let Some(bytes) = packed(files) else { return Refused::Broken.page() };
    let mut response = respond::body(&HeaderMap::new(), "application/zip", bytes);
    let headers = response.headers_mut();
    respond::set(headers, CONTENT_DISPOSITION, "attachment; filename=\"season.zip\"");
    respond::set(headers, CACHE_CONTROL, "no-store");
    response
}
