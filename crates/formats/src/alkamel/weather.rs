//! Weather: `26_Weather`, one row a minute.

use super::cells::Rows;
use super::complaints::{Complaints, shortened};
use super::document;
use super::numbers::NotANumber;
use crate::text::narrowed;
use parcferme_core::Diagnostic;

/// A quantity in thousandths of its unit; digits beyond are cut.
pub type Thousandths = i64;

/// One reading. Temperatures and pressure are in the series' units, see [`Weather::units`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Seconds since 1970-01-01 UTC.
    pub utc_seconds: i64,
    pub air_temperature: Option<Thousandths>,
    pub track_temperature: Option<Thousandths>,
    /// In percent.
    pub humidity: Option<Thousandths>,
    pub pressure: Option<Thousandths>,
    pub wind_speed: Option<Thousandths>,
    /// In degrees from north.
    pub wind_direction: Option<Thousandths>,
    /// `None` where the file says -1: no sensor, or unknown.
    pub rain: Option<bool>,
}

/// Which units a file uses; it does not say, the pressure tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// °C and mbar.
    #[default]
    Metric,
    /// °F and inHg.
    Imperial,
}

/// The weather of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    pub units: Units,
    pub readings: Vec<Reading>,
}

/// Reads a weather file. The time as text depends on the writer's locale and is not used.
pub fn read_weather(document: &str, bytes: &[u8]) -> (Weather, Vec<Diagnostic>) {
    let bytes = &*narrowed(bytes);
    let mut complaints = Complaints::new(document);
    let weather = document::open(bytes, &mut complaints)
        .and_then(|document| read(&document, &mut complaints))
        .unwrap_or_default();
    (weather, complaints.finish())
}

fn read(document: &document::Document, complaints: &mut Complaints) -> Option<Weather> {
    let Some(seconds) = document.column(&["TIME_UTC_SECONDS"]) else {
        complaints.add(1, b"", || document::missing_column(&["TIME_UTC_SECONDS"], &document.header));
        return None;
    };
    let names = ["AIR_TEMP", "TRACK_TEMP", "HUMIDITY", "PRESSURE", "WIND_SPEED", "WIND_DIRECTION", "RAIN"];
    let columns = names.map(|name| document.column(&[name]));
    let mut rows = Rows::new(document.body, document.separator, 2);
    let mut readings = Vec::new();
    while let Some(row) = rows.next_row() {
        if readings.len() >= document::ROWS_MAX {
            complaints.add(row.line, row.text, || document::too_many("rows", document::ROWS_MAX));
            break;
        }
        if row.text.trim_ascii().is_empty() {
            continue;
        }
        let mut quantity = |column: usize, name: &str| match thousandths(rows.cell(&row, column)) {
            Ok(quantity) => quantity,
            Err(NotANumber) => {
                complaints.add(row.line, row.text, || {
                    Diagnostic::warning(
                        "PF0511",
                        format!("column {name} does not hold a number and was read as absent"),
                    )
                    .found(shortened(rows.cell(&row, column)))
                });
                None
            }
        };
        let utc_seconds = quantity(seconds, "TIME_UTC_SECONDS").map(|seconds| seconds / 1000);
        let [air_temperature, track_temperature, humidity, pressure, wind_speed, wind_direction, rain] =
            std::array::from_fn(|index| columns[index].and_then(|column| quantity(column, names[index])));
        let Some(utc_seconds) = utc_seconds else {
            complaints.add(row.line, row.text, || {
                Diagnostic::error("PF0535", "a weather row has no time and was left out")
            });
            continue;
        };
        let rain = rain.filter(|&rain| rain >= 0).map(|rain| rain > 0);
        readings.push(Reading {
            utc_seconds,
            air_temperature,
            track_temperature,
            humidity,
            pressure,
            wind_speed,
            wind_direction,
            rain,
        });
    }
    // The air weighs about 30 inHg or 1,000 mbar.
    let imperial = readings.iter().filter_map(|reading| reading.pressure).any(|p| (1..100_000).contains(&p));
    let units = if imperial { Units::Imperial } else { Units::Metric };
    Some(Weather { units, readings })
}

fn thousandths(cell: &[u8]) -> Result<Option<Thousandths>, NotANumber> {
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        return Ok(None);
    }
    let (negative, digits) = cell.strip_prefix(b"-").map_or((false, cell), |digits| (true, digits));
    let point = digits.iter().position(|&byte| byte == b'.').unwrap_or(digits.len());
    let (units, decimals) = (&digits[..point], digits.get(point + 1..).unwrap_or(&[]));
    let all_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if units.is_empty() || units.len() > 12 || !all_digits(units) || !all_digits(decimals) {
        return Err(NotANumber);
    }
    let value = units.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    let places = (0..3).map(|place| decimals.get(place).map_or(0, |digit| i64::from(digit - b'0')));
    let value = places.fold(value, |value, digit| value * 10 + digit);
    Ok(Some(if negative { -value } else { value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "TIME_UTC_SECONDS;TIME_UTC_STR;AIR_TEMP;TRACK_TEMP;HUMIDITY;PRESSURE;WIND_SPEED;WIND_DIRECTION;RAIN;\r\n";

    #[test]
    fn units_follow_the_pressure_and_rain_may_be_unknown() {
        let read = |row: &str| read_weather("weather.csv", format!("{HEADER}{row}").as_bytes()).0;
        let imperial =
            read("1710596481;3/16/2024 1:41:21 PM;71.49992;73.99994;85;29.965078373;0.6;286;-1;\r\n");
        assert_eq!(imperial.units, Units::Imperial);
        assert_eq!(imperial.readings[0].air_temperature, Some(71_499));
        assert_eq!(imperial.readings[0].rain, None);
        let metric = read("1611333023;22-Jan-21 16:30:23;-2.5;20;40;1013.2;0;0;1;\r\n");
        assert_eq!((metric.units, metric.readings[0].air_temperature), (Units::Metric, Some(-2_500)));
        assert_eq!(metric.readings[0].rain, Some(true));
    }

    #[test]
    fn rows_without_a_time_and_bad_numbers_are_reported() {
        let text = format!("{HEADER};x;1;1;1;1;1;1;0;\r\n5;x;warm;1;1;1;1;1;0;\r\n");
        let (weather, diagnostics) = read_weather("weather.csv", text.as_bytes());
        assert_eq!(weather.readings.len(), 1);
        assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), ["PF0535", "PF0511"]);
    }
}
