//! Rows and cells of a separated file, found 64 bytes at a time.

/// Walks the rows of a file without copying or allocating.
pub struct Rows<'a> {
    bytes: &'a [u8],
    separator: u8,
    /// Start of the 64 bytes that `mask` describes.
    base: usize,
    /// One bit for each separator or line feed in those bytes that is still to be visited.
    mask: u64,
    /// Where the next row starts.
    start: usize,
    line: u32,
    /// Where the cells of the current row start and end; empty behind its last cell.
    spans: Box<[(u32, u32); SPANS]>,
    /// How many spans may be filled.
    filled: usize,
}

/// One row; its cells are read through [`Rows::cell`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// From 1.
    pub line: u32,
    /// How many cells it has; more than the limit are counted, not kept.
    pub cells: usize,
    /// The whole line without its line feed.
    pub text: &'a [u8],
    /// Did a line feed end it? Only the last row of a file may lack one.
    pub ended: bool,
}

/// A power of two, so that an index can be masked to it; the last span stays empty.
const SPANS: usize = 512;
/// Cells kept in a row; the widest file seen has 93.
pub const CELLS_MAX: usize = SPANS - 1;
/// The index of a cell that no row has.
pub const ABSENT: usize = SPANS - 1;

impl<'a> Rows<'a> {
    /// Rows of `bytes`, whose first line has the number `line`. `bytes` must be under 4 GiB.
    pub fn new(bytes: &'a [u8], separator: u8, line: u32) -> Rows<'a> {
        let spans = Box::new([(0, 0); SPANS]);
        let mut rows = Rows { bytes, separator, base: 0, mask: 0, start: 0, line, spans, filled: 0 };
        rows.mask = rows.mask_at(0);
        rows
    }

    /// The next row, blank ones included.
    pub fn next_row(&mut self) -> Option<Row<'a>> {
        if self.start >= self.bytes.len() {
            return None;
        }
        let row_start = self.start;
        let (mut mask, mut base, mut cells, mut from) = (self.mask, self.base, 0, row_start);
        let (end, ended) = loop {
            if mask == 0 {
                base += 64;
                if base >= self.bytes.len() {
                    break (self.bytes.len(), false);
                }
                mask = self.mask_at(base);
                continue;
            }
            let at = base + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if self.bytes[at] == b'\n' {
                break (at, true);
            }
            self.keep(cells, from, at);
            cells += 1;
            from = at + 1;
        };
        (self.mask, self.base, self.start) = (mask, base, end + 1);
        let mut text = &self.bytes[row_start..end];
        let mut last = end;
        if let [rest @ .., b'\r'] = text {
            text = rest;
            last -= 1;
        }
        self.keep(cells, from, last.max(from));
        cells += 1;
        self.forget_beyond(cells);
        let line = self.line;
        self.line = self.line.saturating_add(1);
        Some(Row { line, cells, text, ended })
    }

    /// Splits the current row again with separators inside `"..."` taken as text, for collectors who
    /// turned `;` into `,` and quoted what held one.
    pub fn split_quoted(&mut self, row: &mut Row<'a>) {
        let row_start = self.spans[0].0 as usize;
        let (mut quoted, mut cells, mut from) = (false, 0, row_start);
        for (at, &byte) in (row_start..).zip(row.text) {
            quoted ^= byte == b'"';
            if byte == self.separator && !quoted {
                self.keep(cells, from, at);
                cells += 1;
                from = at + 1;
            }
        }
        self.keep(cells, from, row_start + row.text.len());
        row.cells = cells + 1;
        self.forget_beyond(row.cells);
    }

    /// Cell `index` of the row that was read last; empty where the row has none.
    #[inline]
    pub fn cell(&self, _row: &Row<'a>, index: usize) -> &'a [u8] {
        let (from, to) = self.spans[index % SPANS];
        self.bytes.get(from as usize..to as usize).unwrap_or(&[])
    }

    #[inline]
    fn keep(&mut self, cell: usize, from: usize, to: usize) {
        if cell < CELLS_MAX {
            self.spans[cell] = (from as u32, to as u32);
        }
    }

    /// Empties the spans that an earlier, longer row had filled.
    #[inline]
    fn forget_beyond(&mut self, cells: usize) {
        let cells = cells.min(CELLS_MAX);
        if cells < self.filled {
            self.spans[cells..self.filled].fill((0, 0));
        }
        self.filled = cells;
    }

    #[inline]
    fn mask_at(&self, base: usize) -> u64 {
        match self.bytes[base..].first_chunk::<64>() {
            Some(chunk) => mask(chunk, self.separator),
            None => {
                let mut chunk = [0; 64];
                let rest = &self.bytes[base..];
                chunk[..rest.len()].copy_from_slice(rest);
                mask(&chunk, self.separator)
            }
        }
    }
}

/// One bit for each byte that is the separator or a line feed.
///
/// The comparison is a plain loop over bytes, which compilers turn into vector instructions; a
/// multiplication then gathers eight of its 0 and 1 bytes into eight bits.
#[inline]
fn mask(chunk: &[u8; 64], separator: u8) -> u64 {
    let mut hits = [0_u8; 64];
    for (hit, &byte) in hits.iter_mut().zip(chunk) {
        *hit = u8::from(byte == separator) | u8::from(byte == b'\n');
    }
    let (words, _) = hits.as_chunks::<8>();
    let mut mask = 0;
    for (index, word) in words.iter().enumerate() {
        let bits = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * index);
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>, bool)> {
        let mut rows = Rows::new(text.as_bytes(), b';', 1);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row() {
            let cells = (0..row.cells).map(|i| String::from_utf8_lossy(rows.cell(&row, i)).into_owned());
            all.push((row.line, cells.collect(), row.ended));
        }
        all
    }

    #[test]
    fn rows_of_any_length_split_as_plain_splitting_would() {
        for width in 0..150 {
            let text = format!(
                "a;{};c;\r\n\n;;{}\nlast;{}",
                "x".repeat(width),
                "y".repeat(width / 2),
                "z".repeat(width)
            );
            let expected: Vec<Vec<&str>> =
                text.split('\n').map(|line| line.trim_end_matches('\r').split(';').collect()).collect();
            let got = rows(&text);
            assert_eq!(got.iter().map(|row| row.1.clone()).collect::<Vec<_>>(), expected, "{width}");
            assert_eq!(got.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
            assert!(!got[3].2);
        }
    }

    #[test]
    fn cells_beyond_the_limit_are_counted_and_empty() {
        let text = ";".repeat(CELLS_MAX + 100) + "\na;b\n";
        let mut rows = Rows::new(text.as_bytes(), b';', 1);
        let row = rows.next_row().unwrap();
        assert_eq!(row.cells, CELLS_MAX + 101);
        assert_eq!(rows.cell(&row, ABSENT), b"");
        let row = rows.next_row().unwrap();
        assert_eq!((rows.cell(&row, 1), rows.cell(&row, 2)), (&b"b"[..], &b""[..]));
    }

    #[test]
    fn quoted_cells_keep_their_separators() {
        let mut rows = Rows::new(b"1,\"Team, The\",\"x\",\r\n", b',', 1);
        let mut row = rows.next_row().unwrap();
        assert_eq!(row.cells, 5);
        rows.split_quoted(&mut row);
        let cells: Vec<&[u8]> = (0..row.cells).map(|i| rows.cell(&row, i)).collect();
        assert_eq!(cells, [&b"1"[..], b"\"Team, The\"", b"\"x\"", b""]);
    }

    #[test]
    fn an_empty_file_has_no_row() {
        assert!(rows("").is_empty());
        assert_eq!(rows("\n").len(), 1);
    }
}
