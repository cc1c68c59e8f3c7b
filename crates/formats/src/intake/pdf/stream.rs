//! Streams of a PDF, unpacked no further than a limit: a kilobyte can hold a gigabyte of blanks.

use hayro_syntax::object::Stream;
use memchr::memmem;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Bytes that all streams of one file may unpack to.
pub(super) const MAX_UNPACKED: usize = 128 << 20;

/// What is left of [`MAX_UNPACKED`].
pub(super) struct Budget {
    left: usize,
    pub spent: bool,
}

impl Budget {
    pub fn new() -> Budget {
        Budget { left: MAX_UNPACKED, spent: false }
    }

    /// The stream's bytes, its filters applied; `None` where it cannot be unpacked.
    pub fn decode(&mut self, stream: &Stream<'_>) -> Option<Vec<u8>> {
        if self.spent {
            return None;
        }
        let bytes = stream.decoded_data().ok()?.into_owned();
        match self.left.checked_sub(bytes.len()) {
            Some(left) => self.left = left,
            None => self.spent = true,
        }
        (!self.spent).then_some(bytes)
    }
}

/// Whether all packed streams of the file together stay within [`MAX_UNPACKED`], streams that are packed several times
/// over included. The library that reads the file unpacks without a limit, so this goes first.
pub(super) fn within_limit(file: &[u8]) -> bool {
    let mut left = MAX_UNPACKED;
    let mut rest = file;
    while let Some(at) = memmem::find(rest, b"stream") {
        let (before, behind) = (&rest[..at], &rest[at + b"stream".len()..]);
        rest = behind;
        if before.ends_with(b"end") {
            continue;
        }
        let data = behind.strip_prefix(b"\r").unwrap_or(behind);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let dict = &before[before.len().saturating_sub(2048)..];
        // A name may be written with escapes.
        let may_be_lzw = memmem::find(dict, b"LZW").is_some() || dict.contains(&b'#');
        if !weigh(data, &mut left, 3) || (may_be_lzw && !weigh_lzw(data, &mut left)) {
            return false;
        }
    }
    true
}

/// Counts what these bytes unpack to, and what that unpacks to. Bytes that are not packed weigh nothing.
fn weigh(data: &[u8], left: &mut usize, depth: u8) -> bool {
    let zlib = |own: &[u8]| {
        own.get(..2).is_some_and(|own| {
            own[0] & 0x0f == 8 && (u16::from(own[0]) << 8 | u16::from(own[1])).is_multiple_of(31)
        })
    };
    // A stream without the two bytes in front is unpacked by lenient readers too.
    let body = if zlib(data) { &data[2..] } else { data };
    let keep = if depth > 0 { 1 << 20 } else { 0 };
    let mut unpacked = Vec::new();
    let mut state = Box::<DecompressorOxide>::default();
    let mut window = vec![0_u8; 32 << 10];
    let (mut read, mut written) = (0, 0);
    loop {
        let flags = inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
        let (status, taken, made) = decompress(&mut state, &body[read..], &mut window, written, flags);
        read += taken;
        let Some(rest) = left.checked_sub(made + taken) else { return false };
        *left = rest;
        if unpacked.len() < keep {
            unpacked.extend_from_slice(&window[written..written + made]);
        }
        written = (written + made) % window.len();
        if status != TINFLStatus::HasMoreOutput {
            break;
        }
    }
    depth == 0 || !zlib(&unpacked) || weigh(&unpacked, left, depth - 1)
}

/// The same for the older way of packing: how long each code's text is, without the text.
fn weigh_lzw(data: &[u8], left: &mut usize) -> bool {
    const FULL: usize = 4096;
    let mut lengths = vec![1_usize; FULL];
    let (mut next, mut last, mut bits, mut held) = (258_usize, 0_usize, 0_u32, 0_usize);
    for &byte in data {
        held = (held << 8 | usize::from(byte)) & 0xff_ffff;
        bits += 8;
        let wide = match next {
            ..511 => 9,
            511..1023 => 10,
            1023..2047 => 11,
            _ => 12,
        };
        if bits < wide {
            continue;
        }
        bits -= wide;
        let code = held >> bits & ((1 << wide) - 1);
        let length = match code {
            256 => {
                (next, last) = (258, 0);
                continue;
            }
            257 => return true,
            code if code < next => lengths[code],
            code if code == next && last > 0 => last + 1,
            _ => return true,
        };
        if last > 0 && next < FULL {
            lengths[next] = last + 1;
            next += 1;
        }
        last = length;
        let Some(rest) = left.checked_sub(length) else { return false };
        *left = rest;
    }
    true
}
