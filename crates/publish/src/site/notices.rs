//! The notice board of a season: every numbered document, newest first; each a page, a sheet and an entry of the feed.

use crate::atom::{Entry, Feed};
use crate::board::{Posted, Which};
use crate::site::head::{Head, Step};
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;

/// Where a season's board is, from the site's root.
pub fn path(season: &str) -> String {
    format!("seasons/{season}/notices")
}

/// What a board is of, and how its results stand.
pub struct Board<'a> {
    /// As `alms/2003`.
    pub season: &'a str,
    pub name: &'a str,
    /// `provisional`, `official`, ...
    pub state: &'a str,
    /// What the results wait for, a sentence each.
    pub waits: &'a [String],
    /// Newest first.
    pub posted: &'a [Posted],
}

#[derive(Template)]
#[template(path = "notices.html")]
struct BoardPage<'b> {
    head: Head,
    board: &'b Board<'b>,
    feed: String,
    /// Each with the address of its page, and of the sheet to print.
    all: Vec<(&'b Posted, String, String)>,
}

/// The board.
pub fn board(settings: &Settings, board: &Board<'_>) -> Page {
    let at = path(board.season);
    let description = "Decisions, findings, protests, bulletins and editions, newest first";
    let head = Head::of_site(settings, &at, &format!("Notice board, {}", board.name), description);
    let all = board
        .posted
        .iter()
        .map(|own| (own, head.site(&page_of(board.season, own)), sheet_of(&head, board.season, own)));
    let all = all.collect();
    let feed = head.site(&format!("{at}/feed.xml"));
    page!(BoardPage { head, board, feed, all })
}

/// The page of a document, from the site's root; an edition's is that of all editions.
fn page_of(season: &str, own: &Posted) -> String {
    match own.which {
        Which::Document(number) => format!("{}/{number}", path(season)),
        Which::Edition(_) => "editions.html".to_owned(),
    }
}

/// The document as a sheet; empty where an edition has none.
fn sheet_of(head: &Head, season: &str, own: &Posted) -> String {
    match own.which {
        Which::Document(number) => head.site(&format!("{}/{number}.pdf", path(season))),
        Which::Edition(_) => own.links.first().map_or_else(String::new, |own| head.site(own)),
    }
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage<'n> {
    head: Head,
    own: &'n Posted,
    paragraphs: Vec<&'n str>,
    sheet: String,
}

/// The page of one document.
pub fn notice(settings: &Settings, (season, name): (&str, &str), own: &Posted) -> Page {
    let at = page_of(season, own);
    let mut head = Head::of_site(settings, &at, &format!("{}, {name}", own.name()), &own.title);
    head.trail = vec![Step { name: format!("Notice board, {name}"), href: head.site(&path(season)) }];
    let paragraphs = own.text.lines().filter(|own| !own.trim().is_empty()).collect();
    let sheet = sheet_of(&head, season, own);
    page!(NoticePage { head, own, paragraphs, sheet })
}

/// The board as a feed; `base` is where people reach the site, with a slash at its end, or empty.
pub fn feed(base: &str, board: &Board<'_>, issuer: &str) -> Feed {
    let at = path(board.season);
    let id = format!("tag:parcferme,2026:{}/notices", board.season);
    let entry = |own: &Posted| {
        let key = match own.which {
            Which::Document(number) => format!("document/{number}"),
            Which::Edition(number) => format!("edition/{number}"),
        };
        let stamp = own.news_since().map(Into::into);
        Entry {
            id: format!("{id}/{key}"),
            title: format!("{}: {}", own.name(), own.title),
            updated: stamp.unwrap_or_default(),
            published: stamp,
            url: format!("{base}{}", page_of(board.season, own)),
            author: own.author.clone(),
            summary: own.text.clone(),
            content_html: String::new(),
            categories: vec![own.kind.clone()],
        }
    };
    Feed {
        id: id.clone(),
        title: format!("{}: notice board", board.name),
        self_url: format!("{base}{at}/feed.xml"),
        url: format!("{base}{at}"),
        author: issuer.to_owned(),
        entries: board.posted.iter().map(entry).collect(),
        ..Feed::default()
    }
}
