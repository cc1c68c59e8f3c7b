//! `/desk/SERIES/SEASON/add`: files given by a points-keeper, read as `parcferme add` reads them, and shown before they are
//! entered.

use super::at::{Desk, said, wrong};
use super::enter::offer;
use super::shown::{About, Upload};
use super::stewards::PUBLISHES;
use super::{Answer, unanswered};
use crate::attempt::{self, File, MAX_BYTES, MAX_FILES};
use crate::desk::proposed::Proposed;
use crate::desk::{Stands, upload};
use crate::ending::Ending;
use crate::library::Refused;
use crate::reading::{NotTaken, Taken};
use crate::server::form;
use crate::server::gate::Endpoints;
use crate::server::problem;
use crate::server::turns;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use parcferme_core::Diagnostic;
use parcferme_formats::folder::TableKind;
use parcferme_formats::intake::{Account, Wish};
use parcferme_publish::site::desk::adding::{self as pages, LEAVE_OUT, Options};
use parcferme_publish::site::desk::entering::More;
use parcferme_store::{Digest, Role};
use std::sync::Arc;

/// What a form puts around its files, at most.
pub const FRAME: usize = 64 << 10;
/// Parts of a form: files, columns, and what is said of all of them.
const MOST_PARTS: usize = 200;
const PATH: &str = "/add";

pub fn endpoints() -> Endpoints {
    Endpoints::new()
        .get("/desk/{series}/{season}/add", PUBLISHES, form)
        .post("/desk/{series}/{season}/add", PUBLISHES, add)
        .layered(|router| router.layer(DefaultBodyLimit::max(MAX_BYTES + FRAME)))
}

pub fn limits() -> String {
    format!("{} MB in {MAX_FILES} files", MAX_BYTES >> 20)
}

async fn form(desk: Desk) -> Answer {
    let stands = match desk.stands().await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    show(&desk, &stands, None, &[])
}

fn show(desk: &Desk, stands: &Stands, read: Option<&pages::Read<'_>>, refused: &[String]) -> Answer {
    let own = pages::Adding { read, refused, limits: limits() };
    desk.show(stands, |at| pages::add(&desk.shelf.settings, at, &own))
}

/// What a form has in it.
#[derive(Default)]
pub struct Sent {
    form: String,
    pub files: Vec<File>,
    text: String,
    /// Files that were given before.
    upload: Option<Digest>,
    pub options: Options,
    /// Heads, and what the official says that each is.
    pub columns: Vec<(String, String)>,
}

/// What is wrong with a form.
pub enum Misread {
    TooLarge,
    TooMany,
    Unreadable(String),
}

impl Misread {
    /// What is said of it; no title where it is not too much but cannot be read.
    pub fn told(self) -> (Option<&'static str>, String) {
        let most = format!("At most {} are read at once.", limits());
        match self {
            Misread::TooLarge => (Some("That is too large"), most),
            Misread::TooMany => (Some("That is too much at once"), most),
            Misread::Unreadable(why) => (None, format!("{why}.")),
        }
    }

    fn page(self) -> Answer {
        match self.told() {
            (Some(title), detail) => problem::page(StatusCode::PAYLOAD_TOO_LARGE, title, &detail),
            (None, detail) => form::unreadable(&detail),
        }
    }
}

pub async fn read(mut form: Multipart) -> Result<Sent, Misread> {
    let failed = |own: MultipartError| match own.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Misread::TooLarge,
        _ => Misread::Unreadable(own.body_text()),
    };
    let mut sent = Sent::default();
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(failed)? {
        parts += 1;
        let (name, label) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let bytes = part.bytes().await.map_err(failed)?;
        if parts > MOST_PARTS || (name != "files" && name != "text" && bytes.len() > FRAME) {
            return Err(Misread::TooMany);
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            form::FIELD => sent.form = text(),
            "files" if !bytes.is_empty() => {
                sent.files.push(File { name: label.unwrap_or_default(), bytes: bytes.to_vec() });
            }
            "text" => sent.text = String::from_utf8_lossy(&bytes).into_owned(),
            "upload" => sent.upload = text().parse().ok(),
            "round" => sent.options.round = text(),
            "session" => sent.options.session = text().to_lowercase(),
            "kind" => sent.options.kind = text(),
            "class" => sent.options.class = text(),
            "replace" => sent.options.replace = true,
            other => {
                if let Some(head) = other.strip_prefix("column:") {
                    sent.columns.push((head.to_owned(), text()));
                }
            }
        }
    }
    if !sent.text.trim().is_empty() {
        let bytes = std::mem::take(&mut sent.text).into_bytes();
        sent.files.push(File { name: "pasted.txt".to_owned(), bytes });
    }
    if sent.files.len() > MAX_FILES { Err(Misread::TooMany) } else { Ok(sent) }
}

impl Sent {
    pub fn wish(&self) -> Wish {
        let stated = self.columns.iter().filter(|own| !own.1.is_empty());
        let some = |text: &String| Some(text.clone()).filter(|own| !own.is_empty());
        Wish {
            round: self.options.round.parse().ok(),
            session: some(&self.options.session),
            replace: self.options.replace,
            kind: TableKind::from_word(&self.options.kind),
            columns: stated
                .map(|(head, field)| (head.clone(), some(field).filter(|own| own != LEAVE_OUT)))
                .collect(),
            class: some(&self.options.class),
            ..Wish::default()
        }
    }
}

pub fn nothing_given() -> Refused {
    vec![Diagnostic::error("PF1366", "nothing was given").expected("a file, or a pasted table")]
}

async fn add(desk: Desk, request: Request) -> Answer {
    let parts = match Multipart::from_request(request, &()).await {
        Ok(own) => own,
        Err(own) => return form::unreadable(&format!("{}.", own.body_text())),
    };
    let mut sent = match read(parts).await {
        Ok(own) => own,
        Err(own) => return own.page(),
    };
    if sent.form != desk.official.form {
        return form::stale();
    }
    let login = desk.login();
    let mut told = Vec::new();
    let files = match sent.upload {
        Some(id) => match desk.ask(move |record, _, season| Upload::find(record, &login, season, id)).await {
            Err(found) => return unanswered(&found),
            Ok(Some(kept)) => kept,
            Ok(None) => {
                return problem::page(
                    Ending::Unknown.http_status(),
                    "The files are not kept any more",
                    "What was given is kept for a day. Nothing was entered: give them again.",
                );
            }
        },
        None => Upload::of(attempt::named(std::mem::take(&mut sent.files), &mut told)),
    };
    let files = Arc::new(files);
    if files.files.is_empty() {
        let stands = match desk.stands().await {
            Ok(own) => own,
            Err(found) => return unanswered(&found),
        };
        told.extend(nothing_given());
        return wrong(show(&desk, &stands, None, &said(&told)));
    }
    let Some(_turn) = desk.shelf.turns.take().await else {
        return problem::page(Ending::Slow.http_status(), turns::BUSY, turns::BUSY_DETAIL);
    };
    let (wish, given, login) = (sent.wish(), files.clone(), desk.login());
    let asked = desk.ask(move |record, _, season| {
        given.keep(record, &login, season)?;
        let stands = Stands::now(record, season)?;
        let read = upload::read(&stands, &given.files, &wish);
        let proposed = read.map(|(changed, taken)| (Proposed::of(&stands, changed, None), taken));
        Ok((stands, proposed))
    });
    let (stands, read) = match asked.await {
        Ok(own) => own,
        Err(found) => return unanswered(&found),
    };
    match read {
        Ok((proposed, taken)) => {
            told.extend(taken.diagnostics.iter().cloned());
            let fields = fields(&sent, &taken);
            let shown = understood(&files, &sent, (&taken.account, taken_parts(&taken)), &fields);
            match proposed {
                Ok(proposed) => {
                    let mut told = in_words(&told);
                    told.extend(
                        taken
                            .unknown
                            .iter()
                            .map(|name| format!("{name} was left out: no reader knows what it is.")),
                    );
                    if taken.left_out > 0 {
                        told.push(match taken.left_out {
                            1 => "1 row or table that may hold results, a calendar or standings was left out.".to_owned(),
                            more => format!(
                                "{more} rows and tables that may hold results, a calendar or standings were left out."
                            ),
                        });
                    }
                    let who = super::who(&desk.official);
                    let above =
                        pages::read(&desk.shelf.settings, &desk.at_desk(&who, &stands), &shown, false);
                    let about = About {
                        title: "Add files".to_owned(),
                        why: why(&taken),
                        back: PATH.to_owned(),
                        role: Role::PointsKeeper,
                    };
                    let more = More { above: Some(&above), told, ..More::default() };
                    offer(&desk, &stands, proposed, about, &more).await
                }
                Err(found) => {
                    told.extend(found);
                    wrong(show(&desk, &stands, Some(&shown), &in_words(&told)))
                }
            }
        }
        Err(NotTaken { diagnostics, asked, account }) => {
            told.extend(diagnostics);
            let all: Vec<&'static str> = TableKind::from_word(&sent.options.kind)
                .map_or_else(|| TableKind::Results.fields(), TableKind::fields);
            let mut shown = understood(&files, &sent, (&account, Vec::new()), &all);
            shown.files.extend(asked.into_iter().map(|(document, columns)| pages::File {
                document,
                taken_for: String::new(),
                went: Vec::new(),
                columns: columns.iter().map(|own| column(&sent, &own.head, None)).collect(),
                left: Vec::new(),
                rows: Vec::new(),
            }));
            wrong(show(&desk, &stands, Some(&shown), &in_words(&told)))
        }
    }
}

/// What the log is to say of files.
pub fn why(taken: &Taken) -> String {
    let one = |own: &Account| match own.went.first() {
        Some(went) => format!("{went} ({})", own.document),
        None => format!("added {}", own.document),
    };
    taken.account.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The rows of each document, as they were understood.
fn taken_parts(taken: &Taken) -> Vec<(&str, pages::Rows)> {
    // A column that has nothing is not shown.
    let rows = |own: &crate::reading::FirstRows| {
        let filled = |column: &usize| own.rows.iter().any(|row| !row[*column].is_empty());
        let columns: Vec<usize> = (0..own.heads.len()).filter(filled).collect();
        let shown = |row: &Vec<String>| columns.iter().map(|&column| row[column].clone()).collect();
        pages::Rows {
            of: own.of.clone(),
            heads: columns.iter().map(|&column| own.heads[column]).collect(),
            rows: own.rows.iter().map(shown).collect(),
        }
    };
    taken.first.iter().map(|own| (own.document.as_str(), rows(own))).collect()
}

/// What a column of the tables may be: the fields of their kinds.
fn fields(sent: &Sent, taken: &Taken) -> Vec<&'static str> {
    let stated = TableKind::from_word(&sent.options.kind);
    let is_own = |document: &String| taken.account.iter().any(|own| own.document == *document);
    let mappings = taken.folder.mappings.iter().filter(|own| is_own(&own.document)).map(|own| own.kind);
    let mut fields: Vec<&'static str> = Vec::new();
    for field in stated.into_iter().chain(mappings).flat_map(TableKind::fields) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if fields.is_empty() { TableKind::Results.fields() } else { fields }
}

fn column(sent: &Sent, head: &str, field: Option<&str>) -> pages::Column {
    let stated = sent.columns.iter().find(|own| own.0 == head).map_or_else(String::new, |own| own.1.clone());
    pages::Column { head: head.to_owned(), field: field.unwrap_or_default().to_owned(), stated }
}

fn understood<'a>(
    upload: &Upload,
    sent: &'a Sent,
    (account, mut rows): (&[Account], Vec<(&str, pages::Rows)>),
    fields: &'a [&'a str],
) -> pages::Read<'a> {
    let mut files = Vec::new();
    for own in account {
        let (of_this, others) = rows.into_iter().partition(|(document, _)| *document == own.document);
        rows = others;
        let of_this: Vec<(&str, pages::Rows)> = of_this;
        files.push(pages::File {
            document: own.document.clone(),
            taken_for: own.taken_for.clone(),
            went: own.went.clone(),
            columns: own.columns.iter().map(|own| column(sent, &own.head, own.field.as_deref())).collect(),
            left: own
                .left
                .iter()
                .map(|own| match own.line {
                    0 => format!("{}: {}", own.what, own.why),
                    line => format!("{} (line {line}): {}", own.what, own.why),
                })
                .collect(),
            rows: of_this.into_iter().map(|own| own.1).collect(),
        });
    }
    pages::Read { upload: upload.id.to_string(), files, fields, options: &sent.options }
}

/// What is answered on the page, where a command names an option.
const HELPS: &[(&str, &str)] = &[
    ("Choose the round, and read it again", "PF1003"),
    ("Say what the table has, or what its columns are, and read it again", "PF1046"),
    ("Say otherwise what its columns are, and read it again", "PF1053"),
    ("Say what it has, and read it again", "PF1055"),
    (REPLACE, "PF1065"),
    (REPLACE, "PF1075"),
];
const REPLACE: &str = "Tick “Replace what stands there”, and read it again";

fn in_words(told: &[Diagnostic]) -> Vec<String> {
    let on_the_page = told.iter().map(|own| match HELPS.iter().find(|help| help.1 == own.id) {
        Some((help, _)) => Diagnostic {
            help: Some((*help).to_owned()),
            expected: own.expected.clone().filter(|own| !own.contains("--")),
            ..own.clone()
        },
        None => own.clone(),
    });
    said(&on_the_page.collect())
}
