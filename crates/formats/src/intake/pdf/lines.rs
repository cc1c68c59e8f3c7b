//! Pieces to cells that stand alone, and cells to lines of text.

use super::words::Piece;

/// Pieces that belong together by their distance: most often one cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub pieces: Vec<Piece>,
    /// Page, from 0.
    pub page: usize,
    /// Line of its page, from 1 at the top.
    pub line: u32,
    /// In the order in which the page paints.
    pub painted: usize,
    /// Raised marks behind it, such as a note's number.
    pub marks: Vec<String>,
}

impl Chunk {
    pub fn x0(&self) -> f32 {
        self.pieces.first().map_or(0.0, |own| own.x0)
    }

    pub fn x1(&self) -> f32 {
        self.pieces.last().map_or(0.0, |own| own.x1)
    }

    pub fn y(&self) -> f32 {
        self.pieces.first().map_or(0.0, |own| own.y)
    }

    pub fn size(&self) -> f32 {
        self.pieces.first().map_or(1.0, |own| own.size)
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut last: Option<&Piece> = None;
        for piece in &self.pieces {
            // A gap under a blank's width is none: the pen was set anew within a word.
            if last.is_some_and(|own| piece.x0 - own.x1 > 0.12 * piece.size) {
                text.push(' ');
            }
            text.push_str(&piece.text);
            last = Some(piece);
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Cuts before a piece; `None` where one side would be empty.
    pub fn cut(mut self, at: usize) -> (Chunk, Option<Chunk>) {
        if at == 0 || at >= self.pieces.len() {
            return (self, None);
        }
        let pieces = self.pieces.split_off(at);
        let marks = std::mem::take(&mut self.marks);
        let rest = Chunk { pieces, marks, ..self };
        (self, Some(rest))
    }
}

/// A gap that is still one between words of a cell, in shares of the type's size.
const BLANK: f32 = 0.36;

/// The chunks of one page, line by line from the top, each line from left to right.
pub(super) fn chunks(page: usize, mut pieces: Vec<Piece>) -> Vec<Chunk> {
    once(&mut pieces);
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|&a, &b| pieces[a].y.total_cmp(&pieces[b].y));
    // Lines: baselines that lie closer to each other than a share of the type.
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut first_y = f32::MIN;
    for at in order {
        let piece = &pieces[at];
        if lines.is_empty() || piece.y - first_y > 0.25 * piece.size {
            lines.push(Vec::new());
            first_y = piece.y;
        }
        if let Some(line) = lines.last_mut() {
            line.push(at);
        }
    }
    let mut chunks: Vec<Chunk> = Vec::new();
    for (line, mut of) in (1..).zip(lines) {
        of.sort_by(|&a, &b| pieces[a].x0.total_cmp(&pieces[b].x0));
        let begins = chunks.len();
        for at in of {
            let piece = std::mem::take(&mut pieces[at]);
            let joins = chunks[begins..].last().and_then(|own| own.pieces.last()).is_some_and(|last| {
                let gap = piece.x0 - last.x1;
                let alike = (last.size - piece.size).abs() < 0.06 * piece.size;
                alike
                    && (last.y - piece.y).abs() < 0.15 * piece.size
                    && gap < BLANK * piece.size
                    && gap > -0.2 * piece.size
            });
            match chunks.last_mut().filter(|_| joins) {
                Some(own) => own.pieces.push(piece),
                None => {
                    chunks.push(Chunk { pieces: vec![piece], page, line, painted: at, marks: Vec::new() })
                }
            }
        }
    }
    marks(chunks)
}

/// Chunks that a mark may stand behind, counted from it.
const MARK_REACH: usize = 256;

/// Takes small raised figures to the chunk behind which they stand: they are marks, never digits of its number.
fn marks(chunks: Vec<Chunk>) -> Vec<Chunk> {
    let is_mark = |own: &Chunk| {
        let text = own.text();
        let letters = text.chars().filter(|own| own.is_alphabetic()).count();
        text.len() <= 8 && text.chars().count() <= 5 && letters <= 1
    };
    let mut hosts: Vec<(usize, usize)> = Vec::new();
    for (at, own) in chunks.iter().enumerate().filter(|(_, own)| is_mark(own)) {
        let host = chunks.iter().enumerate().skip(at + 1).take(MARK_REACH).find(|(_, host)| {
            let (raised, gap) = ((host.y() - own.y()) / host.size(), (own.x0() - host.x1()) / host.size());
            own.size() < 0.78 * host.size() && (0.12..0.8).contains(&raised) && (-0.1..0.3).contains(&gap)
        });
        hosts.extend(host.map(|(host, _)| (at, host)));
    }
    let mut chunks: Vec<Option<Chunk>> = chunks.into_iter().map(Some).collect();
    for (at, host) in hosts {
        let text = chunks[at].take().map(|own| own.text());
        match chunks[host].as_mut() {
            Some(host) => host.marks.extend(text),
            None => continue,
        }
    }
    chunks.into_iter().flatten().collect()
}

/// A text that is painted twice at nearly one place is a bold one.
fn once(pieces: &mut Vec<Piece>) {
    pieces.dedup_by(|again, first| {
        let near = 0.15 * first.size;
        let same = again.text == first.text
            && (again.x0 - first.x0).abs() < near
            && (again.y - first.y).abs() < near;
        first.bold |= same;
        first.underlined |= same && again.underlined;
        same
    });
}
