//! What officials enter over the API, as the desk does in the browser: proposed, shown with what it does, and entered by the
//! digest of what was shown.

use super::ask::{Ask, Given, Refusal};
use super::record::{Write, Writes, at, entered_of, read, refusal, tag};
use super::season::SeasonPath;
use crate::attempt::{self, MAX_BYTES};
use crate::desk::begin;
use crate::desk::decision::PreviewId;
use crate::desk::laps::{self, Filled};
use crate::desk::proposed::{self, Confirmed, Meeting, Proposed};
use crate::desk::typed::{self, ENTRY, Entries, Grid, Line, MOST_LINES, session_of};
use crate::desk::{Entry, Stands, rules, upload};
use crate::ending::Ending;
use crate::library::Refused;
use crate::new_season::Asked;
use crate::reading::{self, NotTaken, Taken};
use crate::record;
use crate::server::desk::add::{self, FRAME, Misread};
use crate::server::desk::at::person;
use crate::server::desk::enter::GIVERS;
use crate::server::desk::laps::CORRECTS;
use crate::server::desk::log;
use crate::server::desk::rulebook::{Asked as Clause, ENTERS, Fields, Read};
use crate::server::desk::shown::{About, Shown};
use crate::server::desk::stewards::PUBLISHES;
use crate::server::gate::{Endpoints, May};
use crate::server::official::Official;
use crate::server::problem::{self, Problem, Told};
use crate::server::respond;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::ETAG;
use axum::http::{HeaderMap, StatusCode};
use parcferme_core::Diagnostic;
use parcferme_publish::json::proposal as wire;
use parcferme_publish::json::record::Entered;
use parcferme_publish::json::{added, audit as checked};
use parcferme_store::{Facts, Record, Role};
use serde::Deserialize;
use std::sync::Arc;
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::IntoParams;

/// A rulebook's block or the results of a session: longer than any that a person writes.
const MAX_JSON: usize = 256 << 10;
const READERS: May = May::InSeason(&[Role::Reader]);

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .post("/api/v1/record/seasons", May::Begins, begin)
        .post("/api/v1/record/seasons/previews", May::Begins, beginning)
        .post("/api/v1/seasons/{series}/{year}/operations", GIVERS, enter)
        .post("/api/v1/seasons/{series}/{year}/operations/{number}/undoing/previews", log::UNDOES, undo)
        .get("/api/v1/seasons/{series}/{year}/record/audit", READERS, check)
        .get("/api/v1/seasons/{series}/{year}/record/entries", READERS, entries)
        .post("/api/v1/seasons/{series}/{year}/record/entries/previews", PUBLISHES, entry)
        .get("/api/v1/seasons/{series}/{year}/record/rulebook", READERS, rulebook)
        .post("/api/v1/seasons/{series}/{year}/record/rulebook/previews", ENTERS, clause)
        .get("/api/v1/seasons/{series}/{year}/record/rounds/{round}/results", READERS, lines)
        .post("/api/v1/seasons/{series}/{year}/record/rounds/{round}/results/previews", PUBLISHES, results)
        .post("/api/v1/seasons/{series}/{year}/record/rounds/{round}/laps/previews", CORRECTS, correction)
        .layered(|router| router.layer(RequestBodyLimitLayer::new(MAX_JSON)))
        .merge(
            Endpoints::new()
                .post("/api/v1/seasons/{series}/{year}/record/files/previews", PUBLISHES, files)
                .layered(|router| router.layer(DefaultBodyLimit::max(MAX_BYTES + FRAME))),
        )
}

/// A round by its number.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RoundPath {
    /// Number of the round
    #[param(example = "1")]
    round: u32,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OperationPath {
    /// Number of the operation
    #[param(example = "1")]
    number: u64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichSession {
    /// Session of the round; its race where nothing is said
    #[serde(default)]
    #[param(example = "race", max_length = 40)]
    session: String,
}

/// What a preview was made for.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described: the headers are read as they come")]
pub struct State {
    /// The ETag of the season's state that it is made for
    #[param(rename = "If-Match", max_length = 200)]
    state: Option<String>,
}

/// An answer about the record as it stands, with the tag of that state.
fn answer<P, Q>(ask: &Ask<P, Q>, document: &impl serde::Serialize, stands: &Stands) -> Given {
    let mut answer = ask.answer(document)?;
    respond::set(answer.headers_mut(), ETAG, &tag(stands.operation.number, &stands.operation.hash));
    Ok(answer)
}

/// What is proposed, with what the log is to say of it.
struct Offer {
    stands: Arc<Stands>,
    proposed: Proposed,
    why: String,
    read: Option<wire::Read>,
}

impl Offer {
    fn document(&self) -> wire::Proposal {
        let own = &self.proposed;
        let differing = self.stands.loaded.rules.differences(&own.loaded.rules).into_iter();
        wire::Proposal {
            schema: wire::PROPOSAL,
            season: self.stands.season().to_owned(),
            preview: own.id.to_string(),
            why: self.why.clone(),
            sentences: own.sentences(),
            rules: differing
                .map(|own| wire::Rule {
                    kind: own.kind.to_owned(),
                    id: own.id,
                    before: own.before,
                    after: own.after,
                })
                .collect(),
            files: own
                .differs
                .iter()
                .map(|own| wire::Changed {
                    path: own.changed.path.clone(),
                    gone: own.gone.clone(),
                    come: own.come.clone(),
                })
                .collect(),
            diagnostics: added::diagnostics(&own.told),
            read: self.read.clone(),
            classifications: own.classified.iter().map(Into::into).collect(),
            tables: own.document.clone(),
        }
    }

    /// Keeps it until it is entered.
    async fn kept<P: Sync, Q: Sync>(
        self,
        ask: &Ask<P, Q>,
        official: &Official,
        role: Role,
    ) -> Result<Arc<Stands>, Refusal> {
        let about =
            About { title: "Proposed over the API".to_owned(), why: self.why, back: String::new(), role };
        let shown = Shown { id: self.proposed.id, facts: self.proposed.facts, about };
        let login = official.account.login.clone();
        at(ask, move |record, _, season| shown.keep(record, &login, season)).await?;
        Ok(self.stands)
    }
}

/// Makes a proposal on the season as it stands, and answers with it.
async fn offer<P: Send + Sync, Q: Send + Sync>(
    ask: &Ask<P, Q>,
    (official, headers, role): (Official, HeaderMap, Role),
    make: impl FnOnce(&Stands) -> Result<(proposed::Files, String), Refused> + Send + 'static,
) -> Given {
    let writes = Writes::of(official.clone(), headers)?;
    let made = at(ask, move |record, _, season| {
        writes.fits(record, season)?;
        let stands = Stands::now(record, season)?;
        let (files, why) = make(&stands)?;
        let proposed = Proposed::of(&stands, files, None)?;
        Ok(Offer { stands, proposed, why, read: None })
    });
    offered(ask, &official, role, made.await?).await
}

async fn offered<P: Sync, Q: Sync>(ask: &Ask<P, Q>, official: &Official, role: Role, own: Offer) -> Given {
    let mut document = own.document();
    let person = person(&official.account, own.stands.season());
    let hindered = own.proposed.may_enter(&own.stands, &person).err().unwrap_or_default();
    document.diagnostics.splice(0..0, added::diagnostics(&hindered));
    document.diagnostics.extend(added::diagnostics(&own.proposed.slips(&own.stands)));
    let stands = own.kept(ask, official, role).await?;
    answer(ask, &document, &stands)
}

/// Begin a championship, from a template or from the season before
#[utoipa::path(post, path = "/record/seasons", params(Write), request_body = wire::Begin, security(("token" = [])),
    responses((status = 200, body = Entered)))]
pub async fn begin(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::Begin { name, series, season, like, rounds, calendar, classes, preview } = read(&body)?;
    let writes = Writes::of(official, headers)?;
    let asked = Asked { name, series, season, rounds, calendar, classes };
    let document = at(&ask, move |record, address, _| {
        let own = &writes.official;
        let by = own.by();
        let shown = Some(preview.as_str()).filter(|own| !own.is_empty());
        let begun = begin::begin(
            record,
            address,
            (&own.account, &by),
            (&asked, &like),
            (shown, writes.key.as_deref()),
        )?;
        Ok(entered_of(&begun.entered))
    });
    ask.answer(&document.await?)
}

/// What beginning a championship would enter; nothing is entered
#[utoipa::path(post, path = "/record/seasons/previews", request_body = wire::Begin, security(("token" = [])),
    responses((status = 200, body = wire::Beginning)))]
pub async fn beginning(ask: Ask, official: Official, body: Bytes) -> Given {
    let wire::Begin { name, series, season, like, rounds, calendar, classes, preview: _ } = read(&body)?;
    let asked = Asked { name, series, season, rounds, calendar, classes };
    let plan = at(&ask, move |record, _, _| begin::preview(record, &official.account, &asked, &like)).await?;
    let files = plan.files.iter().map(|(path, bytes)| wire::Changed {
        path: path.clone(),
        gone: Vec::new(),
        come: String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect(),
    });
    ask.answer(&wire::Beginning {
        schema: wire::BEGINNING,
        files: files.collect(),
        season: plan.season,
        preview: plan.digest.to_string(),
        why: plan.why,
        diagnostics: added::diagnostics(&plan.loaded.diagnostics),
    })
}

/// What files would do: what each was taken for, and every table before and after
#[utoipa::path(post, path = "/seasons/{series}/{year}/record/files/previews", params(SeasonPath, State),
    request_body(content = String, content_type = "multipart/form-data",
        description = "`files`, or `text` for a table as text; `round`, `session`, `kind`, `class` and `replace` as the desk has them; `column:HEAD` for what a column is"),
    security(("token" = [])),
    responses((status = 200, body = wire::Proposal)))]
pub async fn files(ask: Ask, official: Official, headers: HeaderMap, request: Request) -> Given {
    let misread = |own: Misread| match own.told() {
        (None, detail) => Refusal::bad(&detail),
        (Some(title), detail) => Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, title, &detail),
    };
    let parts = Multipart::from_request(request, &()).await;
    let parts = parts.map_err(|own| Refusal::bad(&format!("{}.", own.body_text())))?;
    let mut sent = add::read(parts).await.map_err(misread)?;
    let mut told = Vec::new();
    let given = attempt::named(std::mem::take(&mut sent.files), &mut told);
    if given.is_empty() {
        return Err(refusal(&add::nothing_given()));
    }
    let _turn = ask.turn().await?;
    let wish = sent.wish();
    let writes = Writes::of(official.clone(), headers)?;
    let made = at(&ask, move |record, _, season| {
        writes.fits(record, season)?;
        let stands = Stands::now(record, season)?;
        let (files, taken) = match upload::read(&stands, &given, &wish) {
            Ok(own) => own,
            Err(own) => return Ok(Err((told, own))),
        };
        told.extend(taken.diagnostics.iter().cloned());
        match Proposed::of(&stands, files, None) {
            Ok(proposed) => {
                let (why, read) = (add::why(&taken), Some(understood(taken, &told)));
                Ok(Ok(Offer { stands, proposed, why, read }))
            }
            Err(found) => Err(told.into_iter().chain(found).collect()),
        }
    });
    match made.await? {
        Ok(own) => offered(&ask, &official, Role::PointsKeeper, own).await,
        Err((mut told, NotTaken { diagnostics, asked, .. })) => {
            told.extend(diagnostics);
            let asked = asked.into_iter().map(|(document, columns)| wire::Asked {
                document,
                heads: columns.into_iter().map(|own| own.head).collect(),
            });
            let problem = Problem { asked: asked.collect(), ..super::record::told(&told) };
            Err(Refusal::of(problem::answer_json(&problem)))
        }
    }
}

fn understood(taken: Taken, told: &[Diagnostic]) -> wire::Read {
    let first = taken.first.into_iter().map(|own| wire::Rows {
        document: own.document,
        of: own.of,
        heads: own.heads.into_iter().map(str::to_owned).collect(),
        rows: own.rows,
    });
    wire::Read {
        files: added::files(&reading::shown(&taken.account)),
        first: first.collect(),
        unknown: taken.unknown,
        left_out: taken.left_out,
        diagnostics: added::diagnostics(told),
    }
}

/// The entry list as the record has it
#[utoipa::path(get, path = "/seasons/{series}/{year}/record/entries", params(SeasonPath), security(("token" = [])),
    responses((status = 200, body = wire::Entries)))]
pub async fn entries(ask: Ask, _: Official) -> Given {
    let stands = at(&ask, |record, _, season| Stands::now(record, season)).await?;
    let rows = Entries::of(&stands).rows().into_iter().map(|own| {
        let [number, class, team, driver, nation, chassis, engine, rounds] = own.map(Some);
        wire::Entry { number, class, team, driver, nation, chassis, engine, rounds }
    });
    let season = stands.season().to_owned();
    answer(&ask, &wire::Entries { schema: wire::ENTRIES, season, rows: rows.collect() }, &stands)
}

/// What a change of the entry list would do
#[utoipa::path(post, path = "/seasons/{series}/{year}/record/entries/previews", params(SeasonPath, State),
    request_body = wire::EntryDraft, security(("token" = [])),
    responses((status = 200, body = wire::Proposal)))]
pub async fn entry(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::EntryDraft { row, entry } = read(&body)?;
    offer(&ask, (official, headers, Role::PointsKeeper), move |stands| {
        let rows = Entries::of(stands).rows();
        let before = match row {
            None => Default::default(),
            Some(row) => rows.get(row).cloned().ok_or_else(|| no_row(row, rows.len()))?,
        };
        let is_gone = entry.is_none();
        let wire::Entry { number, class, team, driver, nation, chassis, engine, rounds } =
            entry.unwrap_or_default();
        let mut given: [String; ENTRY.len()] = before;
        let said = [number, class, team, driver, nation, chassis, engine, rounds];
        for (own, said) in given.iter_mut().zip(said) {
            if let Some(said) = said {
                *own = typed::cell(&said);
            }
        }
        Ok(typed::entry(stands, row, &given, is_gone))
    })
    .await
}

fn no_row(row: usize, rows: usize) -> Refused {
    vec![
        Diagnostic::error("PF1391", format!("the entry list has no row {row}"))
            .found(row.to_string())
            .expected(format!("a row below {rows}: rows count from 0")),
    ]
}

/// The results of a session as the record has them, and the cars of the entry list that have none
#[utoipa::path(get, path = "/seasons/{series}/{year}/record/rounds/{round}/results",
    params(SeasonPath, RoundPath, WhichSession), security(("token" = [])),
    responses((status = 200, body = wire::Results)))]
pub async fn lines(ask: Ask<RoundPath, WhichSession>, _: Official) -> Given {
    let (round, asked) = (ask.path.round, ask.query.session.clone());
    let stands = at(&ask, move |record, _, season| {
        let stands = Stands::now(record, season)?;
        has_round(&stands, round).map(|()| stands)
    });
    let stands = stands.await?;
    let session = session_of(&stands.loaded.folder, round, &asked);
    let grid = Grid::of(&stands, round, &session);
    let lines = grid.lines.iter().cloned().map(|own| wire::Line {
        number: own.number,
        class: Some(own.class),
        team: Some(own.team),
        place: Some(own.place),
        laps: Some(own.laps),
        time: Some(own.time),
        status: Some(own.status),
        drivers: Some(own.drivers),
    });
    let document = wire::Results {
        schema: wire::RESULTS,
        season: stands.season().to_owned(),
        round,
        session,
        rows: grid.rows,
        lines: lines.collect(),
    };
    answer(&ask, &document, &stands)
}

fn has_round(stands: &Stands, round: u32) -> Result<(), Refused> {
    let rounds = &stands.loaded.folder.rounds;
    if rounds.iter().any(|own| own.number == Some(round)) {
        return Ok(());
    }
    let known: Vec<String> = rounds.iter().filter_map(|own| Some(own.number?.to_string())).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(vec![
        Diagnostic::error("PF1392", format!("the season has no round {round}"))
            .found(round.to_string())
            .expected_one_of(&known),
    ])
}

/// What the results of a session would do: all its lines, whole
#[utoipa::path(post, path = "/seasons/{series}/{year}/record/rounds/{round}/results/previews",
    params(SeasonPath, RoundPath, State), request_body = wire::ResultsDraft, security(("token" = [])),
    responses((status = 200, body = wire::Proposal)))]
pub async fn results(ask: Ask<RoundPath>, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::ResultsDraft { session, lines } = read(&body)?;
    if lines.len() > MOST_LINES {
        return Err(Refusal::bad(&format!("There are more than {MOST_LINES} lines.")));
    }
    let round = ask.path.round;
    offer(&ask, (official, headers, Role::PointsKeeper), move |stands| {
        has_round(stands, round)?;
        let session = session_of(&stands.loaded.folder, round, &session);
        let lines = in_order(&Grid::of(stands, round, &session), lines);
        Ok(typed::results(stands, round, &session, &lines))
    })
    .await
}

/// Lines as the grid has them: each in the place of its car, those that are not given empty, and further ones behind.
fn in_order(grid: &Grid, mut given: Vec<wire::Line>) -> Vec<Line> {
    let mut lines = Vec::new();
    for shown in &grid.lines {
        let is_its = |own: &wire::Line| {
            let class = own.class.as_deref().unwrap_or_default();
            own.number.trim().eq_ignore_ascii_case(&shown.number)
                && (class.is_empty() || class.trim() == shown.class)
        };
        let at = given.iter().position(is_its);
        lines.push(at.map_or_else(Line::default, |at| line(given.remove(at), shown)));
    }
    lines.extend(given.into_iter().map(|own| line(own, &Line::default())));
    lines
}

fn line(own: wire::Line, shown: &Line) -> Line {
    let said =
        |own: Option<String>, shown: &String| own.map_or_else(|| shown.clone(), |own| typed::cell(&own));
    Line {
        number: typed::cell(&own.number),
        class: said(own.class, &shown.class),
        team: said(own.team, &shown.team),
        place: said(own.place, &shown.place),
        laps: said(own.laps, &shown.laps),
        time: said(own.time, &shown.time),
        status: said(own.status, &shown.status),
        drivers: said(own.drivers, &shown.drivers),
    }
}

/// The rulebook as the record has it, a clause a sentence
#[utoipa::path(get, path = "/seasons/{series}/{year}/record/rulebook", params(SeasonPath), security(("token" = [])),
    responses((status = 200, body = wire::Rulebook)))]
pub async fn rulebook(ask: Ask, _: Official) -> Given {
    let own = at(&ask, |record, _, season| Read::of(Stands::now(record, season)?)).await?;
    let clauses = own.clauses.into_iter().map(|own| wire::Clause {
        kind: own.kind.name.to_owned(),
        index: own.index,
        id: own.id,
        article: own.article,
        sentence: own.sentence,
        keys: own.says,
    });
    let document = wire::Rulebook {
        schema: wire::RULEBOOK,
        season: own.stands.season().to_owned(),
        copy_of: own.document.copy_of,
        keys: own.itself,
        clauses: clauses.collect(),
    };
    answer(&ask, &document, &own.stands)
}

/// What a change of the rulebook would do
#[utoipa::path(post, path = "/seasons/{series}/{year}/record/rulebook/previews", params(SeasonPath, State),
    request_body = wire::RulebookDraft, security(("token" = [])),
    responses((status = 200, body = wire::Proposal)))]
pub async fn clause(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::RulebookDraft { r#do, kind, index, keys } = read(&body)?;
    let fields: Fields = [("do", r#do), ("kind", kind), ("index", index.to_string())]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
    let Some(asked) = Clause::of(&fields) else {
        return Err(Refusal::bad(
            "It does not say what to do: `change`, `add` or `remove` a clause of a `kind`, or `itself`.",
        ));
    };
    offer(&ask, (official, headers, Role::PointsKeeper), move |stands| {
        let document = rules::Document::of(stands);
        let files = rules::changed(stands, &document, &asked.change(&keys))?;
        Ok((files, asked.why(&rules::clauses(stands, &document)?)))
    })
    .await
}

/// What a correction of laps would do
#[utoipa::path(post, path = "/seasons/{series}/{year}/record/rounds/{round}/laps/previews",
    params(SeasonPath, RoundPath, State), request_body = wire::Correction, security(("token" = [])),
    responses((status = 200, body = wire::Proposal)))]
pub async fn correction(ask: Ask<RoundPath>, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::Correction { session, kind, number, class, team, lap, at, driver, reason, from } = read(&body)?;
    let filled = Filled { kind, number, class, team, lap, at, driver, reason, from };
    let round = ask.path.round;
    offer(&ask, (official, headers, Role::Timekeeper), move |stands| {
        has_round(stands, round)?;
        let session = session_of(&stands.loaded.folder, round, &session);
        let Some(records) = laps::records(stands, round, &session) else {
            return Err(vec![
                Diagnostic::error("PF1393", format!("there are no laps of round {round}, {session}"))
                    .found(session)
                    .help("add the lap file first"),
            ]);
        };
        let (files, own) = laps::with(stands, &records, &filled)?;
        let words = crate::server::desk::laps::in_words(&own);
        Ok((files, crate::server::desk::laps::why(round, &session, &words)))
    })
    .await
}

/// What undoing an operation would do
#[utoipa::path(post, path = "/seasons/{series}/{year}/operations/{number}/undoing/previews",
    params(SeasonPath, OperationPath, State), request_body = wire::Undoing, security(("token" = [])),
    responses((status = 200, body = wire::Proposal)))]
pub async fn undo(ask: Ask<OperationPath>, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::Undoing { why } = read(&body)?;
    if why.trim().is_empty() {
        return Err(Refusal::bad("`why` is empty: the log shows it for good."));
    }
    let writes = Writes::of(official.clone(), headers)?;
    let number = ask.path.number;
    let made = at(&ask, move |record, _, season| {
        writes.fits(record, season)?;
        Ok(log::undone(record, season, number)?.map(|(stands, proposed)| Offer {
            stands,
            proposed,
            why,
            read: None,
        }))
    });
    match made.await? {
        Ok(own) => offered(&ask, &official, Role::PointsKeeper, own).await,
        Err(why) => Err(Refusal::new(Ending::MovedOn.http_status(), "It cannot be undone", &why.join(" "))),
    }
}

/// What somebody enters: kept since it was shown, or entered already by its key.
struct Wanted {
    facts: Facts,
    why: String,
}

/// What was entered by a key, where it was: asked again when the server has forgotten what it showed.
fn entered_before(record: &mut Record, season: &str, key: Option<&str>) -> Result<Option<Wanted>, Refused> {
    let Some(key) = key else { return Ok(None) };
    let Some(own) = record.entered_as(key).map_err(record::refused)? else { return Ok(None) };
    if own.season != season {
        return Ok(None);
    }
    let stood = record.files(season, own.number).map_err(record::refused)?;
    let files = own.changes.into_iter().map(|change| (change.path.clone(), stood.get(&change.path).cloned()));
    Ok(Some(Wanted { facts: Facts { files: files.collect(), undoes: own.undoes }, why: own.why }))
}

/// Enter what a proposal shows
#[utoipa::path(post, path = "/seasons/{series}/{year}/operations", params(SeasonPath, Write), request_body = wire::Enter,
    security(("token" = [])),
    responses((status = 200, body = Entered)))]
pub async fn enter(ask: Ask, official: Official, headers: HeaderMap, body: Bytes) -> Given {
    let wire::Enter { preview, why, over } = read(&body)?;
    let meeting = if over { Meeting::PutOver } else { Meeting::Told };
    let id: PreviewId = preview.parse().map_err(|found| refusal(&found))?;
    let writes = Writes::of(official.clone(), headers)?;
    let login = official.account.login.clone();
    let kept = at(&ask, move |record, _, season| Shown::find(record, &login, season, id)).await?;
    let role = kept.as_ref().map(|own| own.about.role);
    if role.is_some_and(|own| !official.roles.contains(&own)) {
        let detail = "The token has not the role by which it was proposed.";
        return Err(Refusal::new(Ending::Forbidden.http_status(), "That is not yours to do", detail));
    }
    let kept = kept.map(|own| Wanted { facts: own.facts, why: own.about.why });
    let said = why.trim().to_owned();
    let entered = at(&ask, move |record, address, season| {
        writes.fits(record, season)?;
        let kept = match kept {
            None => entered_before(record, season, writes.key.as_deref())?,
            kept => kept,
        };
        let Some(Wanted { facts, why }) = kept else {
            return Err(vec![
                Diagnostic::error("PF1394", "this proposal is not kept any more")
                    .found(id.to_string())
                    .help("what was proposed is kept for a day; nothing was entered: propose it again"),
            ]);
        };
        let why = if said.is_empty() { why } else { said };
        let person = person(&writes.official.account, season);
        let entry = Entry { address, person: &person, why: &why, key: writes.key.as_deref() };
        Ok((proposed::confirm(record, season, (&facts, id), &entry, meeting)?, why))
    });
    let (since, problem) = match entered.await? {
        (Confirmed::Entered(own), _) => {
            return ask.answer(&entered_of(&own));
        }
        (Confirmed::Anew { stands, proposed, since }, why) => {
            let own = Offer { stands, proposed: *proposed, why, read: None };
            let proposal = Some(Box::new(own.document()));
            let problem = Problem { proposal, detail: ANEW.to_owned(), ..moved_on() };
            if let Some(role) = role {
                own.kept(&ask, &official, role).await?;
            }
            (since, problem)
        }
        (Confirmed::Clashes { since, clashes }, _) => {
            let clashes = clashes.into_iter().map(|own| wire::Clash {
                path: own.path,
                proposed: own.ours,
                stands: own.theirs,
            });
            (since, Problem { clashes: clashes.collect(), detail: CLASHES.to_owned(), ..moved_on() })
        }
    };
    let diagnostics = since.iter().map(Told::of).collect();
    Err(Refusal::of(problem::answer_json(&Problem { diagnostics, ..problem })))
}

fn moved_on() -> Problem {
    Problem::new(Ending::MovedOn.http_status(), "The season has moved on", "")
}

const ANEW: &str = "Nothing was entered. `diagnostics` says what was entered since; `proposal` is the same on the season as it stands now: look at it, and send its `preview` to enter it.";
const CLASHES: &str = "Nothing was entered. `diagnostics` says what was entered since; `clashes` are the places that both changed. To put yours over theirs, send the same `preview` with `\"over\": true`: the answer has it as a `proposal`, to be looked at and sent.";

/// The audit of the season as the record has it
#[utoipa::path(get, path = "/seasons/{series}/{year}/record/audit", params(SeasonPath), security(("token" = [])),
    responses((status = 200, body = checked::Document)))]
pub async fn check(ask: Ask, _: Official) -> Given {
    let stands = at(&ask, |record, _, season| Stands::now(record, season)).await?;
    let (season, rules, _) = stands.side();
    answer(&ask, &checked::audit(season, rules, stands.audit()), &stands)
}
