//! Times and numbers straight from bytes.

use parcferme_core::timing::Ms;

/// The cell holds something else than a number of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

/// `SS.mmm`, `M:SS.mmm`, `H:MM:SS.mmm` (hours may pass 24) or with an apostrophe for minutes; an
/// empty cell is absent.
#[inline]
pub fn time(cell: &[u8]) -> Result<Ms, NotANumber> {
    let minutes = match cell {
        [] => return Ok(Ms::NONE),
        // All usual shapes end as the eight bytes `M:SS.mmm`; `SS.mmm` is completed by `0:`.
        [a, b, c, d, e, f] => {
            return match minute_to_millis([b'0', b':', *a, *b, *c, *d, *e, *f]) {
                Some(millis) => Ok(Ms::new(millis)),
                None => any_time(cell),
            };
        }
        [_, b':', _, _, b'.', _, _, _] => Some(0),
        [ten, _, b':', _, _, b'.', _, _, _] => digit(*ten).map(|ten| ten * 10),
        [h, b':', ten, _, b':', _, _, b'.', _, _, _] => {
            digit(*h).zip(digit(*ten)).map(|(h, ten)| h * 60 + ten * 10)
        }
        [h1, h, b':', ten, _, b':', _, _, b'.', _, _, _] => match (digit(*h1), digit(*h), digit(*ten)) {
            (Some(h1), Some(h), Some(ten)) => Some((h1 * 10 + h) * 60 + ten * 10),
            _ => None,
        },
        _ => None,
    };
    match (minutes, cell.last_chunk::<8>().and_then(|word| minute_to_millis(*word))) {
        (Some(minutes), Some(millis)) => Ok(Ms::new(minutes * 60_000 + millis)),
        _ => any_time(cell),
    }
}

/// The value of `M:SS.mmm`, all eight bytes at once.
#[inline]
fn minute_to_millis(word: [u8; 8]) -> Option<u32> {
    // Digits become 0 to 9 and the two separators 0; adding to each byte carries into its top bit
    // where it is larger than that. A byte that was above 127 shows it already.
    let digits = u64::from_le_bytes(word) ^ u64::from_le_bytes(*b"0:00.000");
    let limits = u64::from_le_bytes([118, 127, 118, 118, 127, 118, 118, 118]);
    let above = (digits & 0x7f7f_7f7f_7f7f_7f7f).wrapping_add(limits) | digits;
    if above & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let [minute, _, s1, s, _, a, b, c] = digits.to_le_bytes().map(u32::from);
    Some(minute * 60_000 + s1 * 10_000 + s * 1000 + a * 100 + b * 10 + c)
}

#[inline]
fn digit(byte: u8) -> Option<u32> {
    let digit = byte.wrapping_sub(b'0');
    (digit <= 9).then_some(u32::from(digit))
}

#[cold]
fn any_time(cell: &[u8]) -> Result<Ms, NotANumber> {
    let text = std::str::from_utf8(cell).map_err(|_| NotANumber)?.trim();
    if text.is_empty() {
        return Ok(Ms::NONE);
    }
    let time: parcferme_core::Millis = text.parse().map_err(|_| NotANumber)?;
    match u32::try_from(time.0) {
        Ok(ms) if ms != u32::MAX => Ok(Ms::new(ms)),
        _ => Err(NotANumber),
    }
}

/// The same with what the time has beyond the millisecond, in ten-thousandths of one: `0:39.4231`.
#[inline]
pub fn exact_time(cell: &[u8]) -> Result<(Ms, u16), NotANumber> {
    match time(cell) {
        Ok(time) => Ok((time, 0)),
        Err(NotANumber) => time_beyond_millis(cell),
    }
}

#[cold]
fn time_beyond_millis(cell: &[u8]) -> Result<(Ms, u16), NotANumber> {
    let cell = cell.trim_ascii();
    let point = cell.iter().rposition(|&byte| byte == b'.').ok_or(NotANumber)?;
    let (millis, beyond) = cell.split_at_checked(point + 4).ok_or(NotANumber)?;
    // Digits that nobody measures are zeros, as a spreadsheet adds them.
    let (kept, zeros) = beyond.split_at(beyond.len().min(4));
    if !kept.iter().all(u8::is_ascii_digit) || zeros.iter().any(|&byte| byte != b'0') {
        return Err(NotANumber);
    }
    let place = |place: usize| kept.get(place).map_or(0, |byte| u16::from(byte - b'0'));
    let rest = (0..4).fold(0, |rest, at| rest * 10 + place(at));
    Ok((time(millis)?, rest))
}

/// A whole number, also as a decimal without a fraction (`1.0`), which is how spreadsheets and data frames write one; an
/// empty cell is absent.
#[inline]
pub fn whole(cell: &[u8]) -> Result<Option<u32>, NotANumber> {
    let mut cell = cell.trim_ascii();
    if let Some(point) = cell.iter().position(|&byte| byte == b'.') {
        let (units, zeros) = (&cell[..point], &cell[point + 1..]);
        if units.is_empty() || zeros.is_empty() || zeros.iter().any(|&byte| byte != b'0') {
            return Err(NotANumber);
        }
        cell = units;
    }
    if cell.is_empty() {
        return Ok(None);
    }
    if cell.len() > 9 {
        return Err(NotANumber);
    }
    let mut value = 0;
    for &byte in cell {
        if !byte.is_ascii_digit() {
            return Err(NotANumber);
        }
        value = value * 10 + u32::from(byte - b'0');
    }
    Ok(Some(value))
}

/// A decimal in tenths, further digits cut: `189.4` is 1894. An empty cell is 0.
#[inline]
pub fn tenths(cell: &[u8]) -> Result<u32, NotANumber> {
    match *cell {
        [] => return Ok(0),
        [a, b, c, b'.', d] => {
            if let (Some(a), Some(b), Some(c), Some(d)) = (digit(a), digit(b), digit(c), digit(d)) {
                return Ok(a * 1000 + b * 100 + c * 10 + d);
            }
        }
        _ => {}
    }
    any_tenths(cell)
}

fn any_tenths(cell: &[u8]) -> Result<u32, NotANumber> {
    let cell = cell.trim_ascii();
    let point = cell.iter().position(|&byte| byte == b'.');
    let (units, decimals) = point.map_or((cell, &b""[..]), |point| (&cell[..point], &cell[point + 1..]));
    if units.len() > 8 || !decimals.iter().all(u8::is_ascii_digit) {
        return Err(NotANumber);
    }
    let units = if units.is_empty() { 0 } else { whole(units)?.unwrap_or(0) };
    let tenth = decimals.first().map_or(0, |digit| u32::from(digit - b'0'));
    Ok(units * 10 + tenth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> Option<i64> {
        time(text.as_bytes()).ok().and_then(|time| time.get()).map(|time| time.0)
    }

    #[test]
    fn every_shape_of_time() {
        for (text, expected) in [
            ("31.003", 31_003),
            ("1:54.401", 114_401),
            ("22:27.159", 1_347_159),
            ("9:38:40.002", 34_720_002),
            ("12:00:54.520", 43_254_520),
            ("0:37:43.264", 2_263_264),
            ("101:00:00.001", 363_600_001),
            ("5:44'41.101", 20_681_101),
            ("341.354", 341_354),
            ("7.5", 7_500),
            (" 31.003 ", 31_003),
        ] {
            assert_eq!(ms(text), Some(expected), "{text}");
        }
        assert_eq!(time(b""), Ok(Ms::NONE));
        for text in [
            "1:5x.401",
            "a:54.401",
            "1:54,401",
            "-1:54.401",
            "DNF",
            "1:2:3:4.000",
            "\u{fffd}",
            "9999999:00:00.000",
        ] {
            assert_eq!(time(text.as_bytes()), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn digits_beyond_the_millisecond_are_kept_apart() {
        assert_eq!(exact_time(b"0:39.4231"), Ok((Ms::new(39_423), 1000)));
        assert_eq!(exact_time(b"1:18.86410"), Ok((Ms::new(78_864), 1000)));
        assert_eq!(exact_time(b"39.4231234"), Ok((Ms::new(39_423), 1234)));
        assert_eq!(exact_time(b"39.423123400"), Ok((Ms::new(39_423), 1234)));
        assert_eq!(exact_time(b"39.42312345"), Err(NotANumber), "more than is kept");
        assert_eq!(exact_time(b"1:54.401"), Ok((Ms::new(114_401), 0)));
        assert_eq!(exact_time(b"39.42x1"), Err(NotANumber));
        assert_eq!(exact_time(b"."), Err(NotANumber));
    }

    #[test]
    fn numbers_and_tenths() {
        assert_eq!(whole(b"333"), Ok(Some(333)));
        assert_eq!(whole(b" 7 "), Ok(Some(7)));
        assert_eq!(whole(b""), Ok(None));
        assert_eq!((whole(b"1.0"), whole(b"12.000")), (Ok(Some(1)), Ok(Some(12))));
        for none in [&b"1.5"[..], b"1.", b".0", b"1.0.0"] {
            assert_eq!(whole(none), Err(NotANumber));
        }
        assert_eq!(whole(b"-1"), Err(NotANumber));
        assert_eq!(whole(b"99999999999"), Err(NotANumber));
        assert_eq!((tenths(b"189.4"), tenths(b"313"), tenths(b"")), (Ok(1894), Ok(3130), Ok(0)));
        assert_eq!(tenths(b"1.x"), Err(NotANumber));
    }
}
