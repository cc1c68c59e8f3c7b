//! What templates and links print.

use super::ink::Script;
use super::{Fault, Look, Notes, fraction};
use crate::pages::country;

pub(super) fn link(parts: &[&str], notes: &mut Notes) -> String {
    let target = parts.first().copied().unwrap_or_default();
    let kind = target.split_once(':').map(|(kind, _)| kind.trim().to_ascii_lowercase());
    if matches!(kind.as_deref(), Some("file" | "image" | "category")) {
        return String::new();
    }
    // A bar that a template printed, `{{!}}`, parts a link as well.
    let shown = parts.last().copied().unwrap_or_default();
    let shown = shown.rsplit('|').next().unwrap_or(shown).trim_start_matches(':');
    notes.stands_for(target, shown);
    shown.to_owned()
}

/// What a template prints.
#[derive(Clone, Copy)]
enum Prints {
    /// A country's flag.
    Flag,
    /// A flag and the country's name.
    FlagAndName,
    /// A flag before a name: name, country.
    FlagOfName,
    /// The value of this number, from 1.
    Value(usize),
    /// The last of the first two values.
    SecondIfAny,
    /// The first two values, a space between: a person's name, a number with its unit.
    TwoValues,
    /// Each value on a line of its own.
    Lines,
    /// A first value that a second one explains.
    Abbreviation,
    /// A first value raised, lowered, small, or as a mark.
    Scripted(Script),
    /// A first value struck through.
    Struck,
    /// A position with marks for pole and fastest lap.
    Position,
    /// Numerator and denominator, perhaps a whole number before them.
    Fraction,
    /// A day: a text, or year, month and day.
    Day,
    /// A note outside the text.
    Note,
    Nothing,
    Literally(&'static str),
}

/// What templates print, by their names in lower case.
const TEMPLATES: &[(&str, Prints)] = &[
    (
        "flagicon | flag icon | flagdeco | flagicon image | fb icon | flag deco | flagge | drapeau | drap | bandiera | bandera \
         | bandeira | vlag | flaga",
        Prints::Flag,
    ),
    ("flag | flagu | flagcountry | flag country | flagg | flagc", Prints::FlagAndName),
    ("flagathlete | flagiocathlete | flagmedalist | flag athlete | flagpro", Prints::FlagOfName),
    ("tooltip | abbr | abbrlink | hover title | h:title", Prints::Abbreviation),
    (
        "nowrap | nobr | nobreak | nowraplinks | center | centre | big | larger | nobold | ill | interlanguage link | no italic \
         | normal | resize | nihongo | val | nts | number table sorting | sortname-disp | formatnum \
         | yes | no | won | nom | partial | strong | em | noitalic | italic title | left | right | vert header",
        Prints::Value(1),
    ),
    (
        "sort | color | colour | fontcolor | font color | lang | age | background color | bgcolor | legend",
        Prints::SecondIfAny,
    ),
    ("small | smaller | smalldiv | fsmall", Prints::Scripted(Script::Small)),
    ("sup | superscript", Prints::Scripted(Script::Raised)),
    ("sub | subscript", Prints::Scripted(Script::Lowered)),
    ("s | strike | strikethrough | del | deleted text", Prints::Struck),
    ("f1 race position | race position", Prints::Position),
    ("frac | fraction | sfrac | fract", Prints::Fraction),
    ("sortname | convert | cvt", Prints::TwoValues),
    ("dts | date | start date | end date | date table sorting | film date", Prints::Day),
    (
        "ubl | unbulleted list | ublist | plainlist | plain list | bulleted list | flatlist | flat list | hlist \
         | br separated entries | list | endplainlist | endflatlist",
        Prints::Lines,
    ),
    (
        "efn | efn-ua | efn-lr | refn | ref | note | rp | sfn | r | notetag | citation needed | cn | fact | ref label",
        Prints::Note,
    ),
    (
        "hs | hidden sort key | ntsh | sort key | anchor | clear | dunno | webarchive | dead link | increase | decrease \
         | steady | up | down | nochange | - | col-begin | col-end | col-break | portal | ndash-hidden | center end",
        Prints::Nothing,
    ),
    ("!", Prints::Literally("|")),
    ("=", Prints::Literally("=")),
    ("!!", Prints::Literally("||")),
    ("ndash | en dash | – | sort dash", Prints::Literally("–")),
    ("spaced ndash | snd | spnd | spaced en dash", Prints::Literally(" – ")),
    ("mdash | em dash", Prints::Literally("—")),
    ("dagger | †", Prints::Literally("†")),
    ("double-dagger | double dagger | ‡", Prints::Literally("‡")),
    ("asterisk | *", Prints::Literally("*")),
    ("·  | dot | middot | • | bull | bullet", Prints::Literally(" · ")),
    ("spaces | nbsp | 0 | pad | space | sp", Prints::Literally(" ")),
    ("break | br | crlf", Prints::Literally("\n")),
    ("½", Prints::Literally("½")),
    ("n/a | na", Prints::Literally("N/A")),
    ("tba", Prints::Literally("TBA")),
    ("minus", Prints::Literally("−")),
];

fn prints(name: &str) -> Option<Prints> {
    let known = TEMPLATES.iter().find(|(names, _)| names.split(" | ").any(|known| known.trim() == name));
    known.map(|(_, prints)| *prints).or_else(|| {
        let note = name.starts_with("cite ") || name.starts_with("citation");
        note.then_some(Prints::Nothing)
    })
}

pub(super) fn template(
    parts: &[&str],
    notes: &mut Notes,
    look: &mut Look,
    faults: &mut Vec<Fault>,
) -> String {
    let stated = parts.first().copied().unwrap_or_default();
    let function = stated.split_once(':').filter(|(name, _)| *name == "formatnum");
    let name = function.map_or(stated, |(name, _)| name);
    let values: Vec<&str> = function
        .map(|(_, value)| value)
        .into_iter()
        .chain(parts.iter().skip(1).filter_map(|part| positional(part)))
        .collect();
    let value = |number: usize| values.get(number - 1).copied().unwrap_or_default();
    let printed = match prints(name.to_lowercase().replace('_', " ").as_str()) {
        Some(Prints::Flag) => flag(value(1), false, notes, faults).map(String::from).unwrap_or_default(),
        Some(Prints::FlagAndName) => {
            let name = country::named(value(1)).map_or(value(1), |country| country.name);
            match flag(value(1), true, notes, faults) {
                Some(flag) => format!("{flag} {name}"),
                None => name.to_owned(),
            }
        }
        Some(Prints::FlagOfName) => {
            let flag = flag(value(2), false, notes, faults).map(String::from).unwrap_or_default();
            format!("{flag} {}", value(1))
        }
        Some(Prints::Value(number)) => value(number).to_owned(),
        Some(Prints::SecondIfAny) => values.get(1).copied().unwrap_or(value(1)).to_owned(),
        Some(Prints::Lines) => values.iter().flat_map(|value| lines(value)).collect::<Vec<_>>().join("\n"),
        Some(Prints::TwoValues) => format!("{} {}", value(1), value(2)),
        Some(Prints::Abbreviation) => {
            notes.stands_for(value(2), value(1));
            value(1).to_owned()
        }
        Some(Prints::Scripted(script)) => scripted(script, value(1)),
        Some(Prints::Struck) => {
            let before = std::mem::replace(&mut look.struck, true);
            look.shown();
            look.struck = before;
            value(1).to_owned()
        }
        Some(Prints::Position) => position(&values),
        Some(Prints::Fraction) => fraction_of(&values),
        Some(Prints::Day) => day(&values),
        Some(Prints::Note) => scripted(Script::Mark, "*"),
        Some(Prints::Literally(text)) => text.to_owned(),
        Some(Prints::Nothing) => String::new(),
        // `{{GER|#}}` is the flag alone.
        None if values == ["#"] && country::of_code(name).is_some() => {
            flag(name, false, notes, faults).map(String::from).unwrap_or_default()
        }
        None if values.is_empty() && parts.len() == 1 => match country::named(name) {
            Some(country) => {
                let flag = notes.flag(country, true).map(String::from).unwrap_or_default();
                format!("{flag} {}", country.name)
            }
            None => name.to_owned(),
        },
        None => {
            faults.push(Fault::UnknownTemplate(name.to_owned()));
            value(1).to_owned()
        }
    };
    if printed.chars().any(char::is_alphanumeric) {
        look.shown();
    }
    printed
}

/// A note of which country; the flag's own name where it is none.
fn flag(stated: &str, named: bool, notes: &mut Notes, faults: &mut Vec<Fault>) -> Option<char> {
    match country::named(stated) {
        Some(country) => notes.flag(country, named),
        None => {
            if !stated.is_empty() {
                faults.push(Fault::UnknownFlag(stated.to_owned()));
            }
            None
        }
    }
}

fn scripted(script: Script, value: &str) -> String {
    format!("{}{value}{}", script.begin(), script.end())
}

/// The items of a list in a template's value, without their stars.
fn lines(value: &str) -> impl Iterator<Item = &str> {
    value
        .split('\n')
        .map(|line| line.trim().trim_start_matches(['*', '#', ':']).trim())
        .filter(|line| !line.is_empty())
}

/// `{{F1 race position|1|p|f}}`
fn position(values: &[&str]) -> String {
    let marks = values.iter().skip(1).filter_map(|value| match value.to_lowercase().as_str() {
        "p" | "pole" => Some("P"),
        "f" | "fast" | "fastlap" | "fastestlap" => Some("F"),
        _ => None,
    });
    let marks: String = marks.map(|mark| scripted(Script::Raised, mark)).collect();
    format!("{}{marks}", values.first().copied().unwrap_or_default())
}

fn fraction_of(values: &[&str]) -> String {
    match values {
        [whole, numerator, denominator, ..] => {
            let sign = fraction::sign(numerator, denominator);
            let space = if sign.chars().count() > 1 { " " } else { "" };
            format!("{whole}{space}{sign}")
        }
        [numerator, denominator] => fraction::sign(numerator, denominator),
        [denominator] => fraction::sign("1", denominator),
        [] => String::new(),
    }
}

/// A text as it stands; numbers as `2003-03-15`.
fn day(values: &[&str]) -> String {
    let numbers: Vec<u32> = values.iter().map_while(|value| value.parse().ok()).collect();
    match (values, numbers.as_slice()) {
        (_, [year, month, day, ..]) => format!("{year:04}-{month:02}-{day:02}"),
        ([year, month, day, ..], [_]) if !month.is_empty() => format!("{day} {month} {year}"),
        _ => values.first().copied().unwrap_or_default().to_owned(),
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

#[cfg(test)]
mod tests {
    use super::super::plain;

    #[test]
    fn days_fractions_and_names_are_rendered() {
        for (source, text) in [
            ("{{dts|2003|3|15}}", "2003-03-15"),
            ("{{dts|2003|March|15}}", "15 March 2003"),
            ("{{dts|15 March 2003}}", "15 March 2003"),
            ("{{start date|2003|03|15|df=y}}", "2003-03-15"),
            ("5{{frac|1|2}}", "5½"),
            ("{{frac|5|1|2}}", "5½"),
            ("{{frac|2}}", "½"),
            ("{{frac|8|2|7}}", "8 2⁄7"),
            ("{{flag|USA}}", "United States"),
            ("{{GBR}}", "United Kingdom"),
            ("{{flagcountry|West Germany}}", "Germany"),
            ("{{sort|01|1}} {{sort|7}}", "1 7"),
            ("{{hs|01}}1", "1"),
            ("{{formatnum:1234}}", "1234"),
            ("{{abbr|Rd|Round}}", "Rd"),
            ("{{s|6}}", "6"),
            ("{{ill|Ann Archer|de}}", "Ann Archer"),
            ("{{sortname|Ann|Archer}}", "Ann Archer"),
        ] {
            let mut faults = Vec::new();
            assert_eq!(plain(source, &mut faults).text, text, "{source}");
            assert_eq!(faults, [], "{source}");
        }
        assert_eq!(plain("{{abbr|Rd|Round}} [[A 100|A]]", &mut Vec::new()).stands_for, ["Round", "A 100"]);
        assert!(plain("{{s|6}}", &mut Vec::new()).struck);
    }
}
