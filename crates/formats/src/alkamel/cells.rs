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
    /// `starts[n]..starts[n + 1] - 1` is cell n of the current row.
    starts: Vec<usize>,
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

/// Cells kept in a row; the widest file seen has 93.
pub const CELLS_MAX: usize = 512;

impl<'a> Rows<'a> {
    /// Rows of `bytes`, whose first line has the number `line`.
    pub fn new(bytes: &'a [u8], separator: u8, line: u32) -> Rows<'a> {
        let mut rows =
            Rows { bytes, separator, base: 0, mask: 0, start: 0, line, starts: vec![0; CELLS_MAX + 1] };
        rows.mask = rows.mask_at(0);
        rows
    }

    /// The next row, blank ones included.
    pub fn next_row(&mut self) -> Option<Row<'a>> {
        if self.start >= self.bytes.len() {
            return None;
        }
        let row_start = self.start;
        let mut cells = 0;
        self.starts[0] = row_start;
        let (end, ended) = loop {
            if self.mask == 0 {
                self.base += 64;
                if self.base >= self.bytes.len() {
                    break (self.bytes.len(), false);
                }
                self.mask = self.mask_at(self.base);
                continue;
            }
            let at = self.base + self.mask.trailing_zeros() as usize;
            self.mask &= self.mask - 1;
            cells += 1;
            if cells <= CELLS_MAX {
                self.starts[cells] = at + 1;
            }
            if self.bytes[at] == b'\n' {
                break (at, true);
            }
        };
        if !ended {
            cells += 1;
            if cells <= CELLS_MAX {
                self.starts[cells] = end + 1;
            }
        }
        self.start = end + 1;
        let line = self.line;
        self.line = self.line.saturating_add(1);
        let mut text = &self.bytes[row_start..end];
        if let [rest @ .., b'\r'] = text {
            text = rest;
            if cells <= CELLS_MAX {
                self.starts[cells] -= 1;
            }
        }
        Some(Row { line, cells, text, ended })
    }

    /// Splits the current row again with separators inside `"..."` taken as text, for collectors who
    /// turned `;` into `,` and quoted what held one.
    pub fn split_quoted(&mut self, row: &mut Row<'a>) {
        let mut quoted = false;
        let mut cells = 0;
        for (index, &byte) in row.text.iter().enumerate() {
            quoted ^= byte == b'"';
            if byte == self.separator && !quoted {
                cells += 1;
                if cells <= CELLS_MAX {
                    self.starts[cells] = self.starts[0] + index + 1;
                }
            }
        }
        cells += 1;
        if cells <= CELLS_MAX {
            self.starts[cells] = self.starts[0] + row.text.len() + 1;
        }
        row.cells = cells;
    }

    /// Cell `index` of the row that was read last; empty where the row has none.
    #[inline]
    pub fn cell(&self, row: &Row<'a>, index: usize) -> &'a [u8] {
        if index >= row.cells.min(CELLS_MAX) {
            return &[];
        }
        let (from, to) = (self.starts[index], self.starts[index + 1] - 1);
        self.bytes.get(from..to).unwrap_or(&[])
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
        let text = ";".repeat(CELLS_MAX + 100);
        let mut rows = Rows::new(text.as_bytes(), b';', 1);
        let row = rows.next_row().unwrap();
        assert_eq!(row.cells, CELLS_MAX + 101);
        assert_eq!(rows.cell(&row, CELLS_MAX + 50), b"");
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
