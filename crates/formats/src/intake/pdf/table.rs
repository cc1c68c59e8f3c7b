//! Tables of a document: a line of heads, the rows below it, and what stands between them.

use super::columns::{self, Column, Home};
use super::lines::Chunk;
use crate::folder;
use parcferme_core::season::Status;
use std::collections::{HashMap, HashSet};

/// A printed table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The head of each column; empty where none stands above it.
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
    /// Page of its first head, from 0.
    pub page: usize,
    /// Height of its first heads.
    top: f32,
    /// The text above its first line of heads, and not of a table before.
    pub above: Vec<Line>,
    /// Text between its rows that heads none of them, and text below the last.
    pub beside: Vec<Line>,
    pub below: Vec<Line>,
}

/// A line of text beside the rows.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub page: usize,
    pub chunks: Vec<Chunk>,
}

impl Line {
    pub fn y(&self) -> f32 {
        self.chunks.first().map_or(0.0, Chunk::y)
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// A cell a column; a cell of several lines has several texts.
    pub cells: Vec<Cell>,
    pub place: Place,
    /// What the heading above it says of how its cars ended.
    pub status: Option<(Status, String)>,
    /// A heading above it that is none of those.
    pub section: String,
    /// Texts of it that lie across several columns.
    pub across: Vec<String>,
}

/// A page from 0, and a row of it from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub page: usize,
    pub row: u32,
}

impl Place {
    /// As facts cite it: 1012 is row 12 of page 1.
    pub fn line(self) -> u32 {
        u32::try_from(self.page)
            .unwrap_or(u32::MAX)
            .saturating_add(1)
            .saturating_mul(1000)
            .saturating_add(self.row)
    }
}

/// The lines of a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub lines: Vec<Chunk>,
}

impl Cell {
    pub fn texts(&self) -> Vec<String> {
        self.lines.iter().map(Chunk::text).collect()
    }

    pub fn text(&self) -> String {
        self.texts().join(" ")
    }
}

/// A line of heads, and the chunks up to the next.
struct Region {
    heads: Vec<Chunk>,
    body: Vec<Chunk>,
    /// The line right above the heads is a title that stands nowhere before.
    titled: bool,
}

/// The tables of a document; all of its text as lines where there is none.
pub(super) fn read(chunks: Vec<Chunk>) -> Result<Vec<Table>, Vec<Line>> {
    let (first, regions) = regions(chunks);
    if regions.is_empty() {
        return Err(lines(first));
    }
    // Heads that stand again at the same places, without a title of their own, continue the table.
    let mut tables: Vec<Vec<Region>> = Vec::new();
    for region in regions {
        let goes_on =
            |own: &&mut Vec<Region>| !region.titled && own.first().is_some_and(|own| again(own, &region));
        match tables.last_mut().filter(goes_on) {
            Some(own) => own.push(region),
            None => tables.push(vec![region]),
        }
    }
    let mut rows_of_page = Vec::new();
    let mut above = lines(first);
    let mut made: Vec<Table> = Vec::new();
    for parts in tables {
        let mut own = table(parts, &mut rows_of_page);
        if let Some(before) = made.last_mut() {
            // What stands between the rows before and these heads is a title of theirs.
            let (title, rest) = std::mem::take(&mut before.below)
                .into_iter()
                .partition(|line| (line.page, line.y()) < (own.page, own.top) && line.page == own.page);
            (own.above, before.below) = (title, rest);
        } else {
            own.above = std::mem::take(&mut above);
        }
        made.push(own);
    }
    Ok(made)
}

/// What stands above the first line of heads, and the regions below.
fn regions(chunks: Vec<Chunk>) -> (Vec<Chunk>, Vec<Region>) {
    let mut first = Vec::new();
    let mut regions: Vec<Region> = Vec::new();
    let mut line: Vec<Chunk> = Vec::new();
    let mut close = |line: &mut Vec<Chunk>| {
        let own = std::mem::take(line);
        let heads = heads(&own);
        let into = match (heads, regions.last_mut()) {
            (Some(heads), _) => {
                regions.push(Region { heads, body: Vec::new(), titled: false });
                return;
            }
            (None, Some(region)) => &mut region.body,
            (None, None) => &mut first,
        };
        into.extend(own);
    };
    for chunk in chunks {
        let same = line.last().is_none_or(|own| (own.page, own.line) == (chunk.page, chunk.line));
        if !same {
            close(&mut line);
        }
        line.push(chunk);
    }
    close(&mut line);
    let titles: HashSet<String> = lines(first.clone()).into_iter().map(|own| own.text).collect();
    for at in 0..regions.len() {
        let heads = &regions[at].heads;
        let (page, top) = (heads[0].page, heads.iter().map(Chunk::y).fold(f32::MAX, f32::min));
        let size = heads.iter().map(Chunk::size).fold(0.0, f32::max);
        let upper = |own: &Chunk| own.page == page && own.y() < top && top - own.y() < 1.8 * size;
        let before = match at.checked_sub(1) {
            Some(before) => &mut regions[before].body,
            None => &mut first,
        };
        let (upper, rest): (Vec<Chunk>, Vec<Chunk>) = std::mem::take(before).into_iter().partition(upper);
        *before = rest;
        let left = join_heads(&mut regions[at].heads, upper);
        match at.checked_sub(1) {
            Some(before) => {
                regions[before].body.extend(left);
                regions[at].titled = is_titled(&regions[before].body, page, &titles);
            }
            None => first.extend(left),
        }
        // Heads of two lines: what stands right below belongs to them where it makes a word of theirs.
        let bottom = regions[at].heads.iter().map(Chunk::y).fold(f32::MIN, f32::max);
        let lower = |own: &Chunk| own.page == page && own.y() - bottom < 1.6 * size;
        let (lower, rest): (Vec<Chunk>, Vec<Chunk>) =
            std::mem::take(&mut regions[at].body).into_iter().partition(lower);
        let left = join_heads_below(&mut regions[at].heads, lower);
        regions[at].body = left.into_iter().chain(rest).collect();
    }
    (first, regions)
}

/// Words by which a title says that its table goes on.
const GOES_ON: &[&str] = &["continued", "cont", "suite", "fortsetzung", "segue", "continua", "continuacion"];

/// Whether the last line before heads is a title on their page that did not stand above the first heads.
fn is_titled(before: &[Chunk], page: usize, titles: &HashSet<String>) -> bool {
    let Some(last) = before.last().filter(|own| own.page == page) else { return false };
    let line: Vec<&Chunk> =
        before.iter().rev().take_while(|own| (own.page, own.line) == (page, last.line)).collect();
    let text: Vec<String> = line.iter().rev().map(|own| own.text()).collect();
    let text = text.join(" ");
    let plain = folder::plain_words(&text);
    line.len() <= 2
        && plain.chars().filter(|own| own.is_alphabetic()).count() > 1
        && !titles.contains(&text)
        && !plain.split(' ').any(|own| GOES_ON.contains(&own))
        && folder::status_word(&text).is_none()
}

/// The heads in a line, where it is one of heads: three words for columns at least, and half of all.
fn heads(line: &[Chunk]) -> Option<Vec<Chunk>> {
    let mut parts = Vec::new();
    for chunk in line {
        let alone = |own: &Chunk| folder::is_head(&own.text());
        let pieces = chunk.pieces.iter().map(|own| Chunk { pieces: vec![own.clone()], ..chunk.clone() });
        let pieces: Vec<Chunk> = pieces.collect();
        if !alone(chunk)
            && pieces.len() > 1
            && pieces.iter().filter(|own| alone(own)).count() * 2 > pieces.len()
        {
            parts.extend(by_words(pieces));
        } else {
            parts.push(chunk.clone());
        }
    }
    let known = parts.iter().filter(|own| folder::is_head(&own.text())).count();
    // Rounds are often called by their numbers alone.
    let numbers = parts.iter().filter(|own| own.text().bytes().all(|byte| byte.is_ascii_digit())).count();
    (known >= 3 && known * 2 >= parts.len() - numbers).then_some(parts)
}

/// Heads that touch, as far as their pieces are words: `Ty`, `Laps`, `Total Time`.
fn by_words(pieces: Vec<Chunk>) -> Vec<Chunk> {
    let mut heads: Vec<Chunk> = Vec::new();
    for piece in pieces {
        match heads.last_mut() {
            Some(last) if !folder::is_head(&last.text()) => last.pieces.extend(piece.pieces),
            _ => heads.push(piece),
        }
    }
    heads
}

/// Puts what stands above several heads in front of those below it: `Best Lap` over `Lap`, `Time`, `Kph`.
fn join_heads(heads: &mut [Chunk], upper: Vec<Chunk>) -> Vec<Chunk> {
    let mut left = Vec::new();
    for own in upper {
        let mut joined = false;
        for head in heads.iter_mut() {
            let touches = head.x1().min(own.x1()) - head.x0().max(own.x0()) > 0.0;
            let both = format!("{} {}", own.text(), head.text());
            if touches && folder::is_head(&both) {
                head.pieces = vec![relabelled(head, &both)];
                joined = true;
            }
        }
        if !joined {
            left.push(own);
        }
    }
    left
}

/// Puts what stands below a head behind it: `Total` over `Time`.
fn join_heads_below(heads: &mut [Chunk], lower: Vec<Chunk>) -> Vec<Chunk> {
    let mut left = Vec::new();
    for own in lower {
        let head = heads.iter_mut().find(|head| {
            let touches = head.x1().min(own.x1()) - head.x0().max(own.x0()) > 0.0;
            touches && folder::is_head(&format!("{} {}", head.text(), own.text()))
        });
        match head {
            Some(head) => {
                let both = format!("{} {}", head.text(), own.text());
                head.pieces = vec![relabelled(head, &both)];
            }
            None => left.push(own),
        }
    }
    left
}

fn relabelled(head: &Chunk, text: &str) -> super::words::Piece {
    let mut piece = head.pieces.first().cloned().unwrap_or_default();
    (piece.x0, piece.x1) = (head.x0(), head.x1());
    text.clone_into(&mut piece.text);
    piece
}

/// Whether a region has the heads of another, at the same places.
fn again(one: &Region, other: &Region) -> bool {
    one.heads.len() == other.heads.len()
        && one
            .heads
            .iter()
            .zip(&other.heads)
            .all(|(a, b)| a.text() == b.text() && (a.x0() - b.x0()).abs() < 3.0)
}

/// One table of its regions.
fn table(parts: Vec<Region>, rows_of_page: &mut Vec<u32>) -> Table {
    let heads = parts.first().map(|own| own.heads.clone()).unwrap_or_default();
    let page = heads.first().map_or(0, |own| own.page);
    let tops: Vec<(usize, f32)> =
        parts.iter().flat_map(|own| own.heads.first()).map(|own| (own.page, own.y())).collect();
    let body: Vec<Chunk> = parts.into_iter().flat_map(|own| own.body).collect();
    let top = tops.first().map_or(0.0, |own| own.1);
    let mut table = Table { page, top, ..Table::default() };
    let body = columns::cut(body);
    // Twice: first to find the rows, then by the rows alone, so that the text around them makes no columns.
    let found = columns::columns(&body);
    let mut anchors = anchors(&body, &found, &headed(&heads, &found));
    let within = |own: &Chunk, anchors: &[usize]| {
        nearest(own, anchors, &body)
            .is_some_and(|anchor| (own.y() - body[anchor].y()).abs() < 0.8 * body[anchor].size())
    };
    let inner: Vec<Chunk> = body.iter().filter(|own| within(own, &anchors)).cloned().collect();
    let columns = columns::columns(&inner);
    let names = headed(&heads, &columns);
    let (columns, names) = columns::rejoin(columns, names, &inner);
    anchors = self::anchors(&body, &columns, &names);
    let (rows, rest) = rows(&body, &anchors, &columns);
    table.heads = names;
    place(&mut table, rows, rest, &tops, rows_of_page);
    table
}

/// The head of each column: the one above it, or the nearest of several.
fn headed(heads: &[Chunk], columns: &[Column]) -> Vec<String> {
    let above: Vec<Option<usize>> = columns
        .iter()
        .map(|column| {
            let shared = |own: &Chunk| column.reaches(own.x0(), own.x1());
            let best = heads.iter().enumerate().max_by(|a, b| shared(a.1).total_cmp(&shared(b.1)));
            best.filter(|(_, own)| shared(own) > 0.0).map(|(at, _)| at)
        })
        .collect();
    let names = above.iter().enumerate().map(|(index, own)| {
        let Some(at) = *own else { return String::new() };
        let head = &heads[at];
        // A head in the middle of several columns is the head of all; one that stands on the edge of one is its alone.
        let off = |column: &Column| {
            let middle = (column.x0 + column.x1 - head.x0() - head.x1()).abs() / 2.0;
            (column.x0 - head.x0()).abs().min((column.x1 - head.x1()).abs()).min(middle)
        };
        let rival = (0..columns.len()).filter(|&other| other != index && above[other] == Some(at));
        let nearer = rival.map(|other| (off(&columns[other]), columns[other].cells)).any(|(other, cells)| {
            other < 1.5 && (off(&columns[index]) > 2.5 || cells > 4 * columns[index].cells)
        });
        if nearer { String::new() } else { head.text() }
    });
    names.collect()
}

/// The cells of which each row has one: car numbers, or what else there is one of.
fn anchors(body: &[Chunk], columns: &[Column], names: &[String]) -> Vec<usize> {
    let homes: Vec<Home> = body.iter().map(|own| columns::home(columns, own)).collect();
    let cells = |column: usize, fits: Fits| -> Vec<usize> {
        (0..body.len()).filter(|&at| homes[at] == Home::Column(column) && fits(&body[at].text())).collect()
    };
    for (word, fits) in ANCHORS {
        let of = (0..names.len()).filter(|&at| folder::head_means(&names[at], word));
        let best = of.map(|at| cells(at, *fits)).max_by_key(Vec::len);
        if let Some(best) = best.filter(|own| !own.is_empty()) {
            return best;
        }
    }
    Vec::new()
}

/// Whether a cell looks like one of its column.
type Fits = fn(&str) -> bool;

/// Columns that tell rows apart, and what their cells look like.
const ANCHORS: &[(&str, Fits)] = &[
    ("number", is_number),
    ("total", |text| text.starts_with(|own: char| own.is_ascii_digit() || own == '-')),
    ("position", |text| text.len() <= 4),
    ("laps", |text| text.bytes().all(|own| own.is_ascii_digit())),
    ("team", |_| true),
    ("drivers", |_| true),
];

/// `7`, `007`, `#66`, `3A`, `X9`.
fn is_number(text: &str) -> bool {
    let number = text.trim_start_matches('#');
    number.len() <= 4
        && number.bytes().any(|byte| byte.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn nearest(chunk: &Chunk, anchors: &[usize], body: &[Chunk]) -> Option<usize> {
    let (above, below) = around(chunk, anchors, body);
    let distance = |own: Option<usize>| own.map_or(f32::MAX, |at| (body[at].y() - chunk.y()).abs());
    if distance(above) <= distance(below) { above } else { below }
}

/// The anchors above (or at) and below a chunk on its page.
fn around(chunk: &Chunk, anchors: &[usize], body: &[Chunk]) -> (Option<usize>, Option<usize>) {
    let at = anchors.partition_point(|&own| {
        let own = &body[own];
        (own.page, own.y()) <= (chunk.page, chunk.y() + 0.01)
    });
    let on_page = |own: Option<&usize>| own.copied().filter(|&own| body[own].page == chunk.page);
    (on_page(at.checked_sub(1).and_then(|at| anchors.get(at))), on_page(anchors.get(at)))
}

/// The rows by their anchors, and what belongs to none.
fn rows(body: &[Chunk], anchors: &[usize], columns: &[Column]) -> (Vec<(usize, Row)>, Vec<Chunk>) {
    let homes: Vec<Home> = body.iter().map(|own| columns::home(columns, own)).collect();
    let mut owner: Vec<Option<usize>> = vec![None; body.len()];
    // Cells at the height of their row's anchor.
    for (at, chunk) in body.iter().enumerate() {
        let Some(near) = nearest(chunk, anchors, body) else { continue };
        let reach = 0.62 * body[near].size().max(chunk.size());
        if (body[near].y() - chunk.y()).abs() <= reach {
            owner[at] = Some(near);
        }
    }
    further_lines(body, anchors, &homes, &mut owner);
    let mut rows: Vec<(usize, Row)> = anchors
        .iter()
        .map(|&at| (at, Row { cells: vec![Cell::default(); columns.len()], ..Row::default() }))
        .collect();
    let mut rest = Vec::new();
    for (at, chunk) in body.iter().enumerate() {
        let row = owner[at].and_then(|own| {
            anchors.binary_search_by(|&other| place_of(body, other).cmp(&place_of(body, own))).ok()
        });
        match (row.and_then(|row| rows.get_mut(row)), homes[at]) {
            (Some((_, row)), Home::Column(column)) => row.cells[column].lines.push(chunk.clone()),
            (Some((_, row)), Home::Across | Home::Nowhere) => row.across.push(chunk.text()),
            (None, _) => rest.push(chunk.clone()),
        }
    }
    for (_, row) in &mut rows {
        for cell in &mut row.cells {
            cell.lines.sort_by(|a, b| {
                (a.line, a.x0()).partial_cmp(&(b.line, b.x0())).unwrap_or(std::cmp::Ordering::Equal)
            });
        }
    }
    (rows, rest)
}

fn place_of(body: &[Chunk], at: usize) -> (usize, u32, usize) {
    (body[at].page, body[at].line, at)
}

/// Cells that lie between two rows: small type set higher, and further lines. In the order in which the page paints, a
/// row's cells stand together; a cell belongs where its column is still empty, a further line below one of its own.
fn further_lines(body: &[Chunk], anchors: &[usize], homes: &[Home], owner: &mut [Option<usize>]) {
    let mut painted: Vec<usize> = (0..body.len()).collect();
    painted.sort_by_key(|&at| (body[at].page, body[at].painted));
    let first = owner.to_vec();
    let mut cells: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (at, own) in first.iter().enumerate() {
        if let (Some(own), Home::Column(column)) = (own, homes[at]) {
            cells.entry((*own, column)).or_default().push(at);
        }
    }
    for (order, &at) in painted.iter().enumerate() {
        let Home::Column(column) = homes[at] else { continue };
        if first[at].is_some() {
            continue;
        }
        let chunk = &body[at];
        let known = |own: &usize| first[*own];
        let before = painted[..order].iter().rev().take(NEIGHBOURS).find_map(known);
        let behind = painted[order + 1..].iter().take(NEIGHBOURS).find_map(known);
        let (above, below) = around(chunk, anchors, body);
        let candidates = || [above, below].into_iter().flatten();
        let beside = |own: &usize| before == Some(*own) || behind == Some(*own);
        let height = |own: &Chunk| own.size().max(chunk.size());
        let empty = |own: &usize| {
            let anchor = &body[*own];
            !cells.contains_key(&(*own, column)) && (anchor.y() - chunk.y()).abs() < 1.1 * height(anchor)
        };
        let continued = |own: &usize| {
            let lines = cells.get(&(*own, column)).into_iter().flatten();
            lines.map(|&line| &body[line]).any(|line| (line.y() - chunk.y()).abs() < 1.5 * height(line))
        };
        owner[at] = only(candidates().filter(|own| before == Some(*own) && behind == Some(*own)))
            .or_else(|| only(candidates().filter(|own| beside(own) && empty(own))))
            .or_else(|| only(candidates().filter(|own| beside(own) && continued(own))));
        if let Some(own) = owner[at] {
            cells.entry((own, column)).or_default().push(at);
        }
    }
}

/// Cells painted before and after one that tell its row, at most.
const NEIGHBOURS: usize = 24;

fn only(mut of: impl Iterator<Item = usize>) -> Option<usize> {
    let first = of.next()?;
    of.all(|own| own == first).then_some(first)
}

/// Gives rows their places and headings, and the table the text around its rows.
fn place(
    table: &mut Table,
    rows: Vec<(usize, Row)>,
    rest: Vec<Chunk>,
    heads: &[(usize, f32)],
    rows_of_page: &mut Vec<u32>,
) {
    let mut rest = lines(rest).into_iter().peekable();
    let mut status = None;
    let mut section = String::new();
    for (_, mut row) in rows {
        let Some(first) = row.cells.iter().flat_map(|own| &own.lines).next() else { continue };
        let (page, y) = (first.page, first.y());
        if row.cells.iter().filter(|own| !own.lines.is_empty()).count() < 2 {
            table.beside.extend(lines(row.cells.into_iter().flat_map(|own| own.lines).collect()));
            continue;
        }
        let mut heading: Option<Line> = None;
        while let Some(line) = rest.next_if(|own| (own.page, own.y()) < (page, y)) {
            // What stands above the heads of the page is no heading of rows.
            let below_heads = heads.iter().filter(|own| own.0 == line.page).all(|own| line.y() > own.1);
            match folder::status_word(line.text.trim_end_matches(':')) {
                Some(own) => (status, heading) = (Some((own, line.text.clone())), None),
                None if line.page == page && below_heads => {
                    table.beside.extend(heading.replace(line));
                }
                None => table.beside.push(line),
            }
        }
        if let Some(line) = heading {
            // A heading of another kind ends the one before.
            (status, section) = (None, line.text);
        }
        while rows_of_page.len() <= page {
            rows_of_page.push(0);
        }
        rows_of_page[page] += 1;
        row.place = Place { page, row: rows_of_page[page] };
        row.status.clone_from(&status);
        row.section.clone_from(&section);
        table.rows.push(row);
    }
    table.below = rest.collect();
}

/// Chunks line by line.
fn lines(chunks: Vec<Chunk>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for chunk in chunks {
        match lines.last_mut() {
            Some(last)
                if last.page == chunk.page
                    && last.chunks.last().is_some_and(|own| own.line == chunk.line) =>
            {
                last.text.push(' ');
                last.text.push_str(&chunk.text());
                last.chunks.push(chunk);
            }
            _ => lines.push(Line { text: chunk.text(), page: chunk.page, chunks: vec![chunk] }),
        }
    }
    lines
}
