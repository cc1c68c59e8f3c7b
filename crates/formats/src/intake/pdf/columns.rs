//! Columns of a printed table, by the edges on which its cells stand: texts begin on one line, numbers end on one.

use super::lines::Chunk;

/// A column of cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// Where its cells usually begin and end.
    pub x0: f32,
    pub x1: f32,
    edge: Edge,
    at: f32,
    pub cells: usize,
    /// Where its outermost cells begin and end, as far as the next columns.
    pub reach: (f32, f32),
}

/// What the cells of a column have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Left,
    Right,
    Middle,
}

const EDGES: [Edge; 3] = [Edge::Left, Edge::Right, Edge::Middle];

/// Columns of one table, at most.
const MAX_COLUMNS: usize = 64;
/// How far two cells on one edge may lie apart, in points.
const SLACK: f32 = 0.8;
/// Edges are counted by half points.
const STEP: f32 = 0.5;

impl Edge {
    fn of(self, chunk: &Chunk) -> f32 {
        match self {
            Edge::Left => chunk.x0(),
            Edge::Right => chunk.x1(),
            Edge::Middle => (chunk.x0() + chunk.x1()) / 2.0,
        }
    }
}

impl Column {
    fn stands(&self, chunk: &Chunk) -> bool {
        (self.edge.of(chunk) - self.at).abs() <= SLACK
    }

    /// Points that both share.
    pub fn shared(&self, x0: f32, x1: f32) -> f32 {
        (self.x1.min(x1) - self.x0.max(x0)).max(0.0)
    }

    /// Points that its outermost cells share.
    pub fn reaches(&self, x0: f32, x1: f32) -> f32 {
        (self.reach.1.min(x1) - self.reach.0.max(x0)).max(0.0)
    }
}

/// How many chunks stand on an edge, by its place.
struct Tally {
    first: f32,
    counts: Vec<[u32; 3]>,
}

impl Tally {
    fn of(chunks: &[Chunk]) -> Tally {
        let first = chunks.iter().map(Chunk::x0).fold(f32::MAX, f32::min);
        let last = chunks.iter().map(Chunk::x1).fold(f32::MIN, f32::max);
        let steps = ((last - first).clamp(0.0, 20_000.0) / STEP) as usize + 2;
        let mut tally = Tally { first, counts: vec![[0; 3]; steps] };
        for chunk in chunks {
            tally.add(chunk, true);
        }
        tally
    }

    /// The edges of pieces inside chunks, too.
    fn with_seams(chunks: &[Chunk]) -> Tally {
        let mut tally = Tally::of(chunks);
        for pair in chunks.iter().flat_map(|own| own.pieces.windows(2)) {
            for (x, edge) in [(pair[0].x1, Edge::Right), (pair[1].x0, Edge::Left)] {
                let step = tally.step(x);
                tally.counts[step][edge as usize] += 1;
            }
        }
        tally
    }

    fn step(&self, x: f32) -> usize {
        (((x - self.first) / STEP) as usize).min(self.counts.len() - 1)
    }

    fn add(&mut self, chunk: &Chunk, more: bool) {
        for (kind, edge) in EDGES.iter().enumerate() {
            let step = self.step(edge.of(chunk));
            let count = &mut self.counts[step][kind];
            *count = if more { count.saturating_add(1) } else { count.saturating_sub(1) };
        }
    }

    /// How many stand within half a point on either side.
    fn near(&self, edge: Edge, x: f32) -> u32 {
        let (step, kind) = (self.step(x), edge as usize);
        let from = step.saturating_sub(1);
        self.counts[from..=(step + 1).min(self.counts.len() - 1)].iter().map(|own| own[kind]).sum()
    }

    /// The edge on which most stand.
    fn best(&self) -> Option<(Edge, f32, u32)> {
        let mut best: Option<(Edge, f32, u32)> = None;
        for (kind, edge) in EDGES.into_iter().enumerate() {
            for (step, pair) in self.counts.windows(2).enumerate() {
                let count = pair[0][kind] + pair[1][kind];
                if count > best.map_or(0, |(.., own)| own) {
                    best = Some((edge, self.first + (step + 1) as f32 * STEP, count));
                }
            }
        }
        best
    }
}

/// Cuts chunks in which two cells touch: what begins anew on an edge of other cells is a cell of its own.
pub(super) fn cut(chunks: Vec<Chunk>) -> Vec<Chunk> {
    if chunks.is_empty() {
        return chunks;
    }
    let tally = Tally::with_seams(&chunks);
    let enough = (chunks.len() as u32 / 100).max(3);
    let mut whole = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        let mut rest = Some(chunk);
        while let Some(own) = rest.take() {
            let seam = (1..own.pieces.len()).find(|&at| {
                let (before, piece) = (&own.pieces[at - 1], &own.pieces[at]);
                let ends = |x| tally.near(Edge::Right, x) > enough;
                tally.near(Edge::Left, piece.x0) > enough || (ends(before.x1) && ends(piece.x1))
            });
            let (first, second) = own.cut(seam.unwrap_or(0));
            whole.push(first);
            rest = second;
        }
    }
    whole
}

/// The columns of a table's chunks, from left to right.
pub(super) fn columns(chunks: &[Chunk]) -> Vec<Column> {
    if chunks.is_empty() {
        return Vec::new();
    }
    let mut tally = Tally::of(chunks);
    let mut free: Vec<usize> = (0..chunks.len()).collect();
    let mut found: Vec<(Column, Vec<usize>)> = Vec::new();
    while !free.is_empty() && found.len() < MAX_COLUMNS {
        let Some((edge, at, _)) = tally.best() else { break };
        let (own, rest): (Vec<usize>, Vec<usize>) =
            free.into_iter().partition(|&index| (edge.of(&chunks[index]) - at).abs() <= STEP + 0.01);
        free = rest;
        if own.is_empty() {
            break;
        }
        for &index in &own {
            tally.add(&chunks[index], false);
        }
        let at = median(own.iter().map(|&index| edge.of(&chunks[index])));
        let column = Column {
            x0: median(own.iter().map(|&index| chunks[index].x0())),
            x1: median(own.iter().map(|&index| chunks[index].x1())),
            edge,
            at,
            cells: own.len(),
            reach: (0.0, 0.0),
        };
        found.push((column, own));
    }
    merge(found, chunks)
}

/// Joins what lies in one place and never in one line: cells of one column that stand on different edges.
fn merge(mut found: Vec<(Column, Vec<usize>)>, chunks: &[Chunk]) -> Vec<Column> {
    found.sort_by_key(|(own, _)| std::cmp::Reverse(own.cells));
    let mut columns: Vec<(Column, Vec<(usize, u32)>)> = Vec::new();
    for (own, of) in found {
        let mut lines: Vec<(usize, u32)> =
            of.iter().map(|&index| (chunks[index].page, chunks[index].line)).collect();
        lines.sort_unstable();
        let home = columns.iter_mut().find(|(other, taken)| {
            let shared = other.shared(own.x0, own.x1);
            let narrow = (own.x1 - own.x0).min(other.x1 - other.x0).max(0.1);
            // Rare cells may be wide; they belong to the place that they cover for the most part.
            shared / narrow > 0.5 && !lines.iter().any(|line| taken.binary_search(line).is_ok())
        });
        match home {
            Some((other, taken)) => {
                other.cells += own.cells;
                taken.extend(lines);
                taken.sort_unstable();
            }
            None => columns.push((own, lines)),
        }
    }
    let mut columns: Vec<Column> = columns.into_iter().map(|(own, _)| own).collect();
    columns.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    for column in &mut columns {
        column.reach = (column.x0, column.x1);
    }
    for chunk in chunks {
        let Home::Column(at) = home(&columns, chunk) else { continue };
        let left = at.checked_sub(1).map_or(f32::MIN, |own| columns[own].x1);
        let right = columns.get(at + 1).map_or(f32::MAX, |own| own.x0);
        let own = &mut columns[at].reach;
        *own = (own.0.min(chunk.x0().max(left)), own.1.max(chunk.x1().min(right)));
    }
    columns
}

fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Joins columns that were parted between two words of one cell: over one of them no head stands, and its cells are no
/// further from those of the other than one word from the next.
pub(super) fn rejoin(
    columns: Vec<Column>,
    names: Vec<String>,
    chunks: &[Chunk],
) -> (Vec<Column>, Vec<String>) {
    // Gaps between the cells of each column and the one before it, in shares of the type.
    let mut gaps: Vec<Vec<f32>> = vec![Vec::new(); columns.len()];
    let homes: Vec<Home> = chunks.iter().map(|own| home(&columns, own)).collect();
    for at in 1..chunks.len() {
        let (a, b) = (&chunks[at - 1], &chunks[at]);
        if let (Home::Column(before), Home::Column(own)) = (homes[at - 1], homes[at])
            && before + 1 == own
            && (a.page, a.line) == (b.page, b.line)
        {
            gaps[own].push((b.x0() - a.x1()) / b.size());
        }
    }
    let mut joined: Vec<(Column, String)> = Vec::new();
    for ((column, name), gaps) in columns.into_iter().zip(names).zip(gaps) {
        let close = !gaps.is_empty() && (0.05..0.4).contains(&median(gaps.into_iter()));
        match joined.last_mut() {
            Some((before, head)) if close && (name.is_empty() != head.is_empty()) => {
                before.x1 = column.x1.max(before.x1);
                before.reach.1 = column.reach.1;
                before.cells = before.cells.max(column.cells);
                head.push_str(&name);
            }
            _ => joined.push((column, name)),
        }
    }
    joined.into_iter().unzip()
}

/// Where a chunk belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Column(usize),
    /// It lies across several columns and stands on the edge of none.
    Across,
    /// It touches no column.
    Nowhere,
}

/// The column of a chunk: the one on whose edge it stands, or the only one that it touches.
pub(super) fn home(columns: &[Column], chunk: &Chunk) -> Home {
    let (x0, x1) = (chunk.x0(), chunk.x1());
    // How much of both together both have.
    let likeness = |own: &Column| own.shared(x0 - 1.0, x1 + 1.0) / (own.x1.max(x1) - own.x0.min(x0)).max(1.0);
    let stands = columns
        .iter()
        .enumerate()
        .filter(|(_, own)| own.stands(chunk) && likeness(own) > 0.0)
        .max_by(|a, b| likeness(a.1).total_cmp(&likeness(b.1)));
    if let Some((at, _)) = stands {
        return Home::Column(at);
    }
    let mut touched = columns.iter().enumerate().filter(|(_, own)| own.shared(x0, x1) > 0.5);
    match (touched.next(), touched.next()) {
        (Some((at, _)), None) => Home::Column(at),
        (Some(_), Some(_)) => Home::Across,
        (None, _) => Home::Nowhere,
    }
}
