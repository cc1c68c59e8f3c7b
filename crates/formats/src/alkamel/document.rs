//! What every file shares: encoding, separator, header.

use super::complaints::Complaints;
use crate::text::guess;
use parcferme_core::Diagnostic;

/// The largest document read, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 2 << 30;
/// The longest line read, in bytes; the longest header seen has 1,558.
pub const LINE_BYTES_MAX: usize = 1 << 16;

/// The most cars that are read; the largest race seen has 161.
pub const CARS_MAX: usize = 1 << 16;
/// The most rows that are read; a 24-hour race has about 25,000 laps, a season of one series 600,000.
pub const ROWS_MAX: usize = 10_000_000;

/// A document that can be read: its rows follow the header.
pub struct Document<'a> {
    pub separator: u8,
    /// Trimmed names in upper case.
    pub header: Vec<String>,
    /// Everything after the header line, which is line 2 on.
    pub body: &'a [u8],
}

impl Document<'_> {
    /// Where the column of any of these names stands.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|column| column == name))
    }
}

/// Checks encoding and size, and splits off the header; complains and gives nothing where the
/// document cannot be read at all.
pub fn open<'a>(bytes: &'a [u8], complaints: &mut Complaints) -> Option<Document<'a>> {
    if let Some(diagnostic) = unreadable(bytes) {
        complaints.add(0, b"", || diagnostic);
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let line = &bytes[..end];
    if line.len() > LINE_BYTES_MAX {
        complaints.add(1, line, || long_line(line.len()));
        return None;
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let count = |wanted: u8| memchr::memchr_iter(wanted, line).count();
    let separator = [b';', b',', b'\t'].into_iter().max_by_key(|&byte| (count(byte), byte == b';'))?;
    let name = |cell: &[u8]| decode(cell).0.trim().trim_matches('"').trim().to_uppercase();
    let header = line.split(|&byte| byte == separator).map(name).collect();
    Some(Document { separator, header, body: bytes.get(end + 1..).unwrap_or(&[]) })
}

fn unreadable(bytes: &[u8]) -> Option<Diagnostic> {
    let head = &bytes[..bytes.len().min(8192)];
    if bytes.is_empty() {
        let empty = Diagnostic::error("PF0501", "the file is empty");
        return Some(empty.help("the results portal serves empty files at times: fetch the file again, or take the `_Official` one"));
    }
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Some(
            Diagnostic::error("PF0502", "the file is too large to be one session")
                .found(format!("{} bytes", bytes.len()))
                .expected(format!("at most {DOCUMENT_BYTES_MAX} bytes"))
                .help("split the file by session"),
        );
    }
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = head {
        return Some(utf16());
    }
    let has_zeros = memchr::memchr(0, head).is_some();
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    if head.len() > 3 && zeros(0).max(zeros(1)) * 10 >= head.len() * 4 {
        return Some(utf16());
    }
    has_zeros.then(|| {
        Diagnostic::error("PF0504", "the file is binary, not text")
            .found("bytes of value 0")
            .expected("a CSV file in UTF-8")
            .help("if it came in a ZIP or as a spreadsheet, unpack or export it first")
    })
}

fn utf16() -> Diagnostic {
    Diagnostic::error("PF0503", "the file is in UTF-16, and damaged")
        .expected("whole UTF-16, or UTF-8")
        .help("fetch the file again, or save it as UTF-8")
}

/// A line over [`LINE_BYTES_MAX`].
pub fn long_line(bytes: usize) -> Diagnostic {
    Diagnostic::error("PF0505", "a line is too long to be a record")
        .found(format!("{bytes} bytes"))
        .expected(format!("at most {LINE_BYTES_MAX} bytes"))
        .help("the file may have lost its line ends: export it again")
}

/// More rows or cars than can be one session; the rest of the document is left.
pub fn too_many(what: &str, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "PF0518",
        format!("the file has more {what} than one session can have; the rest was left"),
    )
    .expected(format!("at most {limit} {what}"))
    .help("split the file by session")
}

/// A column without which nothing can be read.
pub fn missing_column(names: &[&str], header: &[String]) -> Diagnostic {
    let there: Vec<&str> =
        header.iter().map(String::as_str).filter(|name| !name.is_empty()).take(12).collect();
    Diagnostic::error("PF0506", format!("the file has no column {}", names.join(" or ")))
        .found(there.join(", "))
        .help("check that the file is the kind that was meant: lap records, results or weather")
}

/// The cell as text, and whether it is not UTF-8 and was guessed.
pub fn decode(cell: &[u8]) -> (String, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (guess(cell), true),
    }
}

/// A cell as trimmed text without enclosing quotes; bytes that are not UTF-8 are read as
/// Windows-1252 with a complaint.
pub fn text(cell: &[u8], line: u32, complaints: &mut Complaints) -> String {
    let (text, guessed) = decode(cell);
    if guessed {
        complaints.add(line, cell, || {
            Diagnostic::warning(
                "PF0507",
                "the text is not UTF-8 and was read as Windows-1252, which is a guess",
            )
            .found(text.clone())
            .expected("UTF-8")
            .help("check the names, or save the file again as UTF-8")
        });
    }
    let text = text.trim();
    let unquoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    unquoted.unwrap_or(text).trim().replace("\"\"", "\"")
}
