//! What templates and links print.

use super::Fault;
use crate::pages::country;

pub(super) fn link(parts: &[&str]) -> String {
    let target = parts.first().copied().unwrap_or_default();
    let kind = target.split_once(':').map(|(kind, _)| kind.trim().to_ascii_lowercase());
    if matches!(kind.as_deref(), Some("file" | "image" | "category")) {
        return String::new();
    }
    parts.last().copied().unwrap_or_default().trim_start_matches(':').to_owned()
}

/// What a template prints.
enum Prints {
    /// The country's code, with a space after it.
    Flag,
    /// The value of this number, from 1.
    Value(usize),
    /// The first two values, a space between: a person's name, a number with its unit.
    TwoValues,
    /// Each value on a line of its own.
    Lines,
    Nothing,
    Literally(&'static str),
}

fn prints(name: &str) -> Option<Prints> {
    Some(match name {
        "flagicon" | "flag icon" | "flagdeco" | "flagu" | "flag" | "flagcountry" | "flagathlete"
        | "flagicon image" => Prints::Flag,
        "tooltip" | "abbr" | "abbrlink" | "nowrap" | "nobr" | "small" | "smaller" | "center" | "big"
        | "sup" | "sub" | "nobold" | "ill" | "interlanguage link" | "dts" | "date" | "start date" | "hs" => {
            Prints::Value(1)
        }
        "sort" | "color" | "colour" | "fontcolor" | "lang" | "age" => Prints::Value(2),
        "sortname" | "convert" | "cvt" => Prints::TwoValues,
        "ubl" | "unbulleted list" | "plainlist" | "br separated entries" => Prints::Lines,
        "!" => Prints::Literally("|"),
        "=" => Prints::Literally("="),
        "!!" => Prints::Literally("||"),
        "ndash" | "en dash" | "–" | "spaced ndash" => Prints::Literally("–"),
        "dagger" | "†" => Prints::Literally("†"),
        "double-dagger" | "‡" => Prints::Literally("‡"),
        "asterisk" | "*" => Prints::Literally("*"),
        "spaces" | "nbsp" | "0" | "pad" => Prints::Literally(" "),
        "break" | "br" => Prints::Literally("\n"),
        "efn" | "refn" | "ref" | "cite web" | "cite news" | "citation needed" | "cn" | "r" | "sfn"
        | "anchor" | "clear" | "dunno" => Prints::Nothing,
        _ => return None,
    })
}

pub(super) fn template(parts: &[&str], faults: &mut Vec<Fault>) -> String {
    let name = parts.first().copied().unwrap_or_default();
    let values: Vec<&str> = parts.iter().skip(1).filter_map(|part| positional(part)).collect();
    let value = |number: usize| values.get(number - 1).copied().unwrap_or_default().to_owned();
    match prints(name.to_lowercase().replace('_', " ").as_str()) {
        Some(Prints::Flag) => {
            let stated = value(1);
            match country::named(&stated) {
                Some(country) => format!("{} ", country.ioc),
                None => format!("{stated} "),
            }
        }
        Some(Prints::Value(number)) => value(number),
        Some(Prints::Lines) => values.join("\n"),
        Some(Prints::TwoValues) => format!("{} {}", value(1), value(2)),
        Some(Prints::Literally(text)) => text.to_owned(),
        Some(Prints::Nothing) => String::new(),
        None if values.is_empty() => name.to_owned(),
        None => {
            faults.push(Fault::UnknownTemplate(name.to_owned()));
            value(1)
        }
    }
}

/// The value of a template's part that is not a named one; `1=` and `2=` count as positional.
fn positional<'a>(part: &&'a str) -> Option<&'a str> {
    match part.split_once('=') {
        Some((key, value)) if key.trim().parse::<u8>().is_ok() => Some(value.trim()),
        Some((key, _)) if key.trim().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') => {
            None
        }
        _ => Some(part),
    }
}
