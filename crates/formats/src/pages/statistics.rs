//! A race's statistics: pole, fastest lap, distance, average speed.

use super::class_winners::numbered;
use super::document::Section;
use super::findings::Findings;
use super::{CarTime, Page, Quantity, Statistic, StatisticValue, Text, Unit};
use parcferme_core::{Diagnostic, Millis};

/// Takes a list item under a heading about statistics, or one whose label is known.
pub(super) fn read(page: &mut Page, item: &Text, section: &Section, findings: &mut Findings) -> bool {
    let Some((label, value)) = split(&item.text) else { return false };
    let under_statistics = section.heading.to_lowercase().contains("statistic");
    let value = match key(label).as_str() {
        "pole position" | "pole" => StatisticValue::Pole(car_time(value)),
        "fastest lap" | "fastest race lap" => StatisticValue::FastestLap(car_time(value)),
        "distance" | "race distance" => {
            quantity(value).map_or_else(|| other(value), StatisticValue::Distance)
        }
        "average speed" | "average" => {
            quantity(value).map_or_else(|| other(value), StatisticValue::AverageSpeed)
        }
        _ if under_statistics => StatisticValue::Other(value.to_owned()),
        _ => return false,
    };
    let expected = match (&value, key(label).as_str()) {
        (StatisticValue::Other(_), "distance" | "race distance") => Some("a distance such as `523.230 km`"),
        (StatisticValue::Other(_), "average speed" | "average") => Some("a speed such as `189.677 km/h`"),
        (StatisticValue::Pole(time) | StatisticValue::FastestLap(time), _) if time.time.is_none() => {
            Some("a car and a time such as `#16 Team - 1:13.748`")
        }
        _ => None,
    };
    if let Some(expected) = expected {
        let place = findings.place(item.line, &item.text);
        findings.push(
            Diagnostic::warning("PF0118", format!("value of \"{label}\" not understood"))
                .at(place)
                .found(item.text.clone())
                .expected(expected),
        );
    }
    page.statistics.push(Statistic { line: item.line, label: label.to_owned(), value });
    true
}

fn other(value: &str) -> StatisticValue {
    StatisticValue::Other(value.to_owned())
}

fn key(label: &str) -> String {
    label.trim().to_lowercase()
}

/// Label and value around the first dash with spaces, or colon.
fn split(text: &str) -> Option<(&str, &str)> {
    [" - ", " – ", " — ", ": "]
        .iter()
        .filter_map(|mark| text.find(mark).map(|at| (at, mark.len())))
        .min()
        .map(|(at, length)| (text[..at].trim(), text[at + length..].trim()))
}

fn car_time(text: &str) -> CarTime {
    let at =
        [" - ", " – ", " — "].iter().filter_map(|mark| text.rfind(mark).map(|at| (at, mark.len()))).max();
    let (car, time_text) =
        at.map_or((text, ""), |(at, length)| (text[..at].trim(), text[at + length..].trim()));
    let (number, team) = numbered(car);
    CarTime { number, team, time: time_text.parse::<Millis>().ok(), time_text: time_text.to_owned() }
}

/// `523.230 km`, `1000.76 mi`, `105.126 mph`, also with more after a bracket: `394 km (245 mi)`.
fn quantity(text: &str) -> Option<Quantity> {
    let stated = text.split('(').next()?.trim();
    let end = stated.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let unit = match stated[end..].trim().to_lowercase().as_str() {
        "km" | "kilometres" | "kilometers" => Unit::Kilometres,
        "mi" | "miles" => Unit::Miles,
        "km/h" | "kph" => Unit::KilometresPerHour,
        "mi/h" | "mph" => Unit::MilesPerHour,
        _ => return None,
    };
    Some(Quantity { thousandths: thousandths(&stated[..end])?, unit, text: text.to_owned() })
}

fn thousandths(number: &str) -> Option<i64> {
    let number = number.replace(',', "");
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    if fraction.len() > 3 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_exact_in_both_units() {
        let km = quantity("523.230 km").unwrap();
        assert_eq!((km.thousandths, km.unit, km.micrometres()), (523_230, Unit::Kilometres, 523_230_000_000));
        let mi = quantity("1,000.76 mi").unwrap();
        assert_eq!((mi.thousandths, mi.unit, mi.micrometres()), (1_000_760, Unit::Miles, 1_610_567_101_440));
        assert_eq!(quantity("105.126 mph").unwrap().unit, Unit::MilesPerHour);
        assert_eq!(quantity("1.23456 km"), None);
        assert_eq!(quantity("fast"), None);
        assert_eq!(quantity("99999999999999999999 km"), None);
    }

    #[test]
    fn a_time_stands_after_the_last_dash() {
        let pole = car_time("#16 X - Y Racing - 1:13.748");
        assert_eq!(
            (pole.number.as_deref(), pole.team.as_str(), pole.time),
            (Some("16"), "X - Y Racing", Some(Millis(73_748)))
        );
    }
}
