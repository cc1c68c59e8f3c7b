//! Values of cells, as sheets and spreadsheets write them.

use parcferme_core::{Millis, Points, Position};

/// A value that a cell can have. `comma`: the table writes decimals with a comma.
pub(crate) trait Cell: Sized {
    fn read(text: &str, comma: bool) -> Option<Self>;
}

/// `35`, and `35.0` as tables of numbers with an empty cell are often written. `1.000` may be a thousand and is no number.
fn whole(text: &str, comma: bool) -> Option<&str> {
    let point = if comma { [',', '.'] } else { ['.', '.'] };
    let (whole, nought) = text.split_once(point).unwrap_or((text, ""));
    let digits = |text: &str, own: fn(&u8) -> bool| text.as_bytes().iter().all(own);
    (!whole.is_empty()
        && digits(whole, u8::is_ascii_digit)
        && digits(nought, |byte| *byte == b'0')
        && nought.len() != 3)
        .then_some(whole)
}

impl Cell for String {
    fn read(text: &str, _: bool) -> Option<String> {
        Some(text.to_owned())
    }
}

impl Cell for u32 {
    fn read(text: &str, comma: bool) -> Option<u32> {
        whole(text, comma)?.parse().ok()
    }
}

impl Cell for Position {
    fn read(text: &str, comma: bool) -> Option<Position> {
        whole(text, comma)?.parse().ok()
    }
}

impl Cell for i64 {
    fn read(text: &str, comma: bool) -> Option<i64> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        Some(sign * whole(digits, comma)?.parse::<i64>().ok()?)
    }
}

impl Cell for bool {
    fn read(text: &str, _: bool) -> Option<bool> {
        match text.to_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        }
    }
}

impl Cell for Points {
    fn read(text: &str, comma: bool) -> Option<Points> {
        text.parse().ok().or_else(|| with_point(text).filter(|_| comma)?.parse().ok())
    }
}

impl Cell for Millis {
    /// Where minutes stand in front, a comma can only be a decimal one; three digits behind the last colon are
    /// milliseconds (`15:01:234`). A whole number of five digits or more may be of milliseconds as well as of seconds.
    fn read(text: &str, comma: bool) -> Option<Millis> {
        if text.len() > 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if let Some((front, thousandths)) = text.rsplit_once(':')
            && thousandths.len() == 3
            && thousandths.bytes().all(|byte| byte.is_ascii_digit())
        {
            return front.contains(':').then(|| format!("{front}.{thousandths}"))?.parse().ok();
        }
        let point = || with_point(text).filter(|_| comma || text.contains(':'));
        let apart = || with_strokes(text).or_else(|| with_points(text));
        text.parse().ok().or_else(|| point()?.parse().ok()).or_else(|| apart()?.parse().ok())
    }
}

/// `1'02"345`, `1h15'01"2`, `12"5`, `40min12s345`, `1h15`: hours, minutes and seconds by strokes and letters.
fn with_strokes(text: &str) -> Option<String> {
    if !text.contains(['\'', '’', '′', '"', '″', '”', 'h', 'm', 's']) {
        return None;
    }
    let text = text.replace(' ', "").replace("min", "'").replace("mn", "'").replace("sec", "s");
    let text = text.replace(['’', '′', 'm'], "'").replace("''", "\"").replace(['″', '”', 's'], "\"");
    let minutes = text.split_once('h').map(|(_, rest)| rest);
    // Minutes alone behind hours; seconds would stand behind another sign.
    if let Some(minutes) = minutes.map(|own| own.strip_suffix('\'').unwrap_or(own))
        && minutes.len() == 2
        && minutes.bytes().all(|own| own.is_ascii_digit())
    {
        return Some(format!("{}:{minutes}:00", text.split('h').next().unwrap_or_default()));
    }
    let text = text.replacen(['h', '\''], ":", 2).replacen('"', ".", 1).replace(".,", ".").replace("..", ".");
    let bare = text.trim_end_matches('.').replacen(',', ".", 1);
    let digit = |own: Option<char>| own.is_some_and(|own| own.is_ascii_digit());
    (digit(bare.chars().next()) && digit(bare.chars().last())).then_some(bare)
}

/// `1.02.345`, `1.15.01,234`: minutes and seconds by points; two digits in the middle, thousandths or a comma at the end.
fn with_points(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['.', ',']).collect();
    let [front @ .., part] = parts.as_slice() else { return None };
    let digits = |own: &&str| !own.is_empty() && own.bytes().all(|own| own.is_ascii_digit());
    let comma = text.matches(',').count();
    let ends = text.rfind(',').is_some_and(|at| text.len() - at == part.len() + 1);
    let is_time = (2..=3).contains(&front.len())
        && parts.iter().all(digits)
        && front.iter().skip(1).all(|own| own.len() == 2)
        && (1..=2).contains(&front[0].len())
        && (comma == 0 && part.len() == 3 || comma == 1 && ends && part.len() <= 3);
    is_time.then(|| format!("{}.{part}", front.join(":")))
}

fn with_point(text: &str) -> Option<String> {
    (text.matches(',').count() == 1 && !text.contains('.')).then(|| text.replace(',', "."))
}

/// `7` where a table of numbers wrote the car's number as `7.0`.
pub(super) fn car_number(text: &str, comma: bool) -> &str {
    match whole(text, comma) {
        Some(whole) if whole.len() < text.len() => whole,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_with_noughts_behind_the_point() {
        assert_eq!(
            ["35", "35.0", "35.00", "35.", "35.5", "+1", "", ".0", "-1"].map(|text| u32::read(text, false)),
            [Some(35), Some(35), Some(35), Some(35), None, None, None, None, None]
        );
        assert_eq!(
            (u32::read("35,0", true), u32::read("35,0", false), u32::read("1,5", true)),
            (Some(35), None, None)
        );
        let thousands = ["1,000", "1.000", "12.000", "1,000,000"].map(|text| u32::read(text, true));
        assert_eq!(thousands, [None; 4], "a thousand, or one with three noughts");
        assert_eq!((u32::read("1.000", false), u32::read("1.0000", false)), (None, Some(1)));
        assert_eq!((i64::read("-2.0", false), u32::read("99999999999", false)), (Some(-2), None));
        assert_eq!(
            ["7.0", "07", "7.5", "08.0"].map(|text| car_number(text, false)),
            ["7", "07", "7.5", "08"]
        );
    }

    #[test]
    fn times_that_may_be_read_a_thousandfold() {
        assert_eq!(Millis::read("15:01:234", false), Some(Millis(901_234)));
        assert_eq!(Millis::read("1:15:01:234", true), Some(Millis(4_501_234)));
        assert_eq!(Millis::read("1:15:01", true), Some(Millis(4_501_000)));
        assert_eq!(["61:234", "601234", "10000"].map(|text| Millis::read(text, false)), [None; 3]);
        assert_eq!(Millis::read("5400", false), Some(Millis(5_400_000)));
    }

    #[test]
    fn times_by_strokes_and_points() {
        for (text, time) in [
            ("1'02\"345", Some(62_345)),
            ("1'02''345", Some(62_345)),
            ("1’02”3", Some(62_300)),
            ("1'02.345", Some(62_345)),
            ("15'01\"", Some(901_000)),
            ("1h15'01\"2", Some(4_501_200)),
            ("12\"5", Some(12_500)),
            ("40min12s345", Some(2_412_345)),
            ("40 min 12,3 s", Some(2_412_300)),
            ("1h00m03.2s", Some(3_603_200)),
            ("1:02'03.456", Some(3_723_456)),
            ("1h15", Some(4_500_000)),
            ("1h15min", Some(4_500_000)),
            ("12.5s", Some(12_500)),
            ("3 laps", None),
            ("1.02.345", Some(62_345)),
            ("1.02,345", Some(62_345)),
            ("1.15.01,2", Some(4_501_200)),
            ("1.02.34", None),
            ("1.234,5", None),
            ("1.234.567", None),
            ("3.5.2025", None),
            ("'", None),
            ("h", None),
        ] {
            assert_eq!(Millis::read(text, false).map(|own| own.0), time, "{text}");
        }
    }

    #[test]
    fn decimal_commas() {
        assert_eq!(Millis::read("20:01,1", true), Some(Millis(1_201_100)));
        assert_eq!(Millis::read("20:01,1", false), Some(Millis(1_201_100)));
        assert_eq!((Millis::read("61,5", true), Millis::read("61,5", false)), (Some(Millis(61_500)), None));
        assert_eq!(Points::read("4,5", true), "4.5".parse().ok());
        assert_eq!((Points::read("4,5", false), Points::read("1,234.5", true)), (None, None));
    }
}
