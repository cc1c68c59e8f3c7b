//! Quantities as printed: an exact range of what the digits can mean, half a unit of the last digit to either side.

use num_rational::Ratio;

/// Exact, in micrometres, micrometres an hour, or what a quotient of them makes.
pub(super) type Exact = Ratio<i128>;

/// All values that print as a text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub low: Exact,
    pub high: Exact,
}

/// Units of length and what they are in micrometres; a speed is a length an hour.
const UNITS: [(&str, i128); 10] = [
    ("km", 1_000_000_000),
    ("kilometres", 1_000_000_000),
    ("kilometers", 1_000_000_000),
    ("km/h", 1_000_000_000),
    ("kph", 1_000_000_000),
    ("mi", 1_609_344_000),
    ("miles", 1_609_344_000),
    ("mi/h", 1_609_344_000),
    ("mph", 1_609_344_000),
    ("m", 1_000_000),
];

impl Range {
    /// `523.230 km`, `1,000.76 mi`, `105.126 mph`; what stands behind a bracket is left out.
    pub(super) fn printed(text: &str) -> Option<Range> {
        let stated = text.split('(').next()?.trim();
        let end = stated.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
        let unit = stated[end..].trim().to_lowercase();
        let unit = UNITS.iter().find(|(name, _)| *name == unit)?.1;
        let number = stated[..end].replace(',', "");
        let (whole, digits) = number.split_once('.').unwrap_or((&number, ""));
        // No distance has more, and quotients of such numbers stay far within 128 bits.
        if whole.is_empty() || whole.len() > 7 || digits.len() > 4 {
            return None;
        }
        let scale = 10_i128.pow(u32::try_from(digits.len()).ok()?);
        let value: i128 = format!("{whole}{digits}").parse().ok()?;
        let at = |halves: i128| Ratio::new((2 * value + halves) * unit, 2 * scale);
        Some(Range { low: at(-1), high: at(1) })
    }

    /// A whole number of metres.
    pub(super) fn metres(metres: i64) -> Range {
        let at = |halves: i128| Ratio::from((2 * i128::from(metres) + halves) * 500_000);
        Range { low: at(-1), high: at(1) }
    }

    pub(super) fn divided(self, by: u32) -> Range {
        let by = i128::from(by.max(1));
        Range { low: self.low / by, high: self.high / by }
    }

    /// The quotient of two ranges above zero.
    pub(super) fn over(self, other: Range) -> Option<Range> {
        let positive = other.low > Exact::from(0) && self.low > Exact::from(0);
        positive.then(|| Range { low: self.low / other.high, high: self.high / other.low })
    }

    pub(super) fn meets(self, other: Range) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// To a thousandth of the unit: enough for whatever is shown, and without the common denominator of two quotients.
    pub(super) fn middle(self) -> Exact {
        let thousandths = |own: Exact| (own * 1000).round().to_integer();
        Ratio::new(thousandths(self.low) + thousandths(self.high), 2000)
    }
}

/// A length in kilometres with as many digits as make sense for a lap: `4.08773 km`.
pub(super) fn kilometres(length: Exact) -> String {
    let hundredths = (length / 10_000).round().to_integer();
    format!("{}.{:05} km", hundredths / 100_000, hundredths % 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_say_how_exact_a_quantity_is() {
        let range = Range::printed("523.230 km").unwrap();
        assert_eq!((range.low, range.high), (Exact::from(523_229_500_000), Exact::from(523_230_500_000)));
        assert_eq!(Range::printed("1,000.76 mi").unwrap().middle(), Exact::from(1_610_567_101_440));
        assert_eq!(Range::printed("523 km (325 mi)").unwrap().low, Exact::from(522_500_000_000));
        for text in ["fast", "12", "12 parsecs", "", ".5 km", "99999999999999999999 km"] {
            assert_eq!(Range::printed(text), None, "{text}");
        }
        assert_eq!(kilometres(range.divided(128).middle()), "4.08773 km");
    }

    #[test]
    fn the_largest_quotients_fit() {
        let texts =
            ["9999999.9999 mi", "0.0002 km", "9999999.9999 km/h", "0.0002 mph", "0.0002 m", "9999999 m"];
        let mut all: Vec<Range> = texts.iter().map(|text| Range::printed(text).unwrap()).collect();
        all.extend([1, i64::MAX].map(Range::metres));
        for one in &all {
            for other in &all {
                let hours = one.over(*other).unwrap();
                let scale = Exact::from(3_600_000);
                let time = Range { low: hours.low * scale, high: hours.high * scale };
                let thousandth = Exact::new(1, 1000);
                assert!(time.low - thousandth <= time.middle() && time.middle() <= time.high + thousandth);
                assert!(time.divided(u32::MAX).meets(time.divided(u32::MAX)));
            }
        }
        assert_eq!(Range::printed("523.23001 km").or(Range::printed("10000000 km")), None);
    }
}
