//! Days as tables write them: `2025-05-03`, `3.5.2025`, `3 mai 2025`, `May 3-4, 2025`.

use crate::folder::plain_word;
use parcferme_core::season::Date;
use std::ops::Range;

/// Months in the languages of the tables, in plain form; a word of three letters or more that begins one is one.
const MONTHS: [&str; 12] = [
    "january januar janner janvier gennaio enero janeiro",
    "february februar fevrier febbraio febrero fevereiro",
    "march marz maerz mars marzo marco",
    "april avril aprile abril",
    "may mai maggio mayo maio",
    "june juni juin giugno junio junho",
    "july juli juillet luglio julio julho",
    "august aout agosto",
    "september septembre settembre septiembre setembro",
    "october oktober octobre ottobre octubre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre dicembre diciembre dezembro",
];

/// Which of day and month stands first where both are numbers between strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intake) enum Order {
    DayFirst,
    MonthFirst,
}

/// Days of the week, whole and short, in plain form.
const WEEKDAYS: &str = "monday mon montag mo lundi lun lunedi lunes segunda \
    tuesday tue tues dienstag di mardi mar martedi martes terca \
    wednesday wed mittwoch mi mercredi mer mercoledi miercoles quarta \
    thursday thu thur thurs donnerstag do jeudi jeu giovedi gio jueves quinta \
    friday fri freitag fr vendredi ven venerdi viernes vie sexta \
    saturday sat samstag sonnabend sa samedi sam sabato sab sabado \
    sunday sun sonntag so dimanche dim domenica dom domingo feira";

/// A day in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Day(Date, Range<usize>),
    /// `3/5/2025`: the third of May, or the fifth of March.
    Either(Range<usize>),
}

/// The first day of a text; of several days in a row the last, on which a race ends. `year` where none is printed.
pub(super) fn find(text: &str, year: Option<i32>, order: Option<Order>) -> Option<Found> {
    let words = words(text);
    let found = (0..words.len()).find_map(|at| {
        in_digits(text, &words[at], order)
            .or_else(|| in_one_word(text, &words[at]))
            .or_else(|| by_month(text, &words, at, year))
    })?;
    // The day of the week in front of it belongs to it.
    let with_weekday = |span: Range<usize>| {
        let before = words.iter().rev().find(|word| word.end <= span.start);
        before
            .filter(|word| is_weekday(&text[(*word).clone()]))
            .map_or(span.clone(), |word| word.start..span.end)
    };
    Some(match found {
        Found::Day(day, span) => Found::Day(day, with_weekday(span)),
        Found::Either(span) => Found::Either(with_weekday(span)),
    })
}

/// `Saturday`, `Sa.`, `Sat/Sun`.
pub(super) fn is_weekday(word: &str) -> bool {
    let is = |word: &str| {
        let plain = plain_word(word);
        !plain.is_empty()
            && plain.split(' ').all(|own| WEEKDAYS.split_ascii_whitespace().any(|day| day == own))
    };
    word.split(['/', '-', '–', '&', '+']).all(is)
}

/// The day of a cell that has nothing else; `None` where there is none, or two.
pub(in crate::intake) fn of_cell(text: &str, year: Option<i32>, order: Option<Order>) -> Option<Date> {
    match find(text, year, order)? {
        Found::Day(day, _) => Some(day),
        Found::Either(_) => None,
    }
}

/// What a part of a line is, where a day may stand in any of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Day(Date),
    /// `3/5/2025`: the third of May, or the fifth of March.
    Either,
    /// Written as a day, and none that there is or that can be read: `31.02.2027`, `2027-13-45`, `April 2027`.
    NoDay,
    /// A day together with other words.
    WithDay,
    Text,
}

/// `year` where none is printed.
pub(in crate::intake) fn part(text: &str, year: i32) -> Part {
    const SMALL: &str = "al am and au bis da das de del dem den der di die do du e el et il la le of on the till to und until \
        vom";
    let (mut numbers, mut months, mut others) = (0, 0, Vec::new());
    for word in words(text).into_iter().map(|own| &text[own]) {
        for piece in word.split(['-', '.', '/', '–', '—', '&', '+']).filter(|own| !own.is_empty()) {
            let figures = piece.trim_start_matches(APOSTROPHES);
            let is_number = day(piece).is_some()
                || matches!(figures.len(), 1 | 2 | 4) && figures.bytes().all(|own| own.is_ascii_digit());
            let is_small = || SMALL.split_ascii_whitespace().any(|own| own == piece.to_lowercase());
            match () {
                () if is_number => numbers += 1,
                () if month(piece).is_some() => months += 1,
                () if is_small() || is_weekday(piece) => {}
                () => others.push(numbers),
            }
        }
    }
    // `12 Arpil 2027`: a month that is none.
    let ends_in_year = text.split([' ', '-', '.', '/']).next_back().is_some_and(year_of);
    let misspelt = numbers == 2
        && others == [1]
        && day(text.split([' ', '-', '.', '/']).next().unwrap_or("")).is_some()
        && ends_in_year;
    let is_like = others.is_empty() && (numbers > 1 || numbers == 1 && months > 0) || misspelt;
    match find(text, Some(year), None) {
        Some(_) if !others.is_empty() => Part::WithDay,
        Some(Found::Day(day, _)) => Part::Day(day),
        Some(Found::Either(_)) => Part::Either,
        None if is_like => Part::NoDay,
        None => Part::Text,
    }
}

fn year_of(word: &str) -> bool {
    word.len() == 4 && year(word).is_some()
}

/// What the cells of one column say of the order of day and month; `None` where they leave it open.
pub(super) fn order<'c>(cells: impl Iterator<Item = &'c str>) -> Option<Order> {
    let mut found = None;
    for cell in cells {
        let mut parts = cell.split('/').map(|part| part.trim().parse::<u32>());
        let (Some(Ok(first)), Some(Ok(second)), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        let own = match (first > 12, second > 12) {
            (true, false) => Order::DayFirst,
            (false, true) => Order::MonthFirst,
            _ => continue,
        };
        if found.is_some_and(|found| found != own) {
            return None;
        }
        found = Some(own);
    }
    found
}

/// Heads in the languages in which the day stands before the month.
pub(super) fn is_day_first(plain: &str) -> bool {
    const HEADS: &str = "manche statut epreuve lieu jour lauf termin datum rennen strecke ort tag gara prova data giorno luogo \
        circuito evento fecha carrera prueba etapa ronda rodada jornada corrida autodromo veranstaltung rennstrecke stato estado";
    HEADS.split_ascii_whitespace().any(|own| own == plain)
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = !character.is_whitespace() && !matches!(character, ',' | '(' | ')');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn in_digits(text: &str, word: &Range<usize>, order: Option<Order>) -> Option<Found> {
    let own = text[word.clone()].trim_end_matches('.');
    let own = own.split('T').next().unwrap_or(own);
    // `02.-03.05.2026`, `29.05.–01.06.2026`: the last of several days.
    let whole = |last: &&str| last.matches(['.', '/']).count() == 2;
    let own = own.rsplit_once(['-', '–', '+', '&']).map(|(_, last)| last).filter(whole).unwrap_or(own);
    let separator = ['-', '.', '/'].into_iter().find(|separator| own.matches(*separator).count() == 2)?;
    let parts: Vec<&str> = own.split(separator).collect();
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let number = |text: &str| text.parse::<u8>().ok();
    let date = |year: i32, month: &str, day: &str| Date::new(year, number(month)?, number(day)?);
    let day = match (parts[0].len(), parts[2].len(), separator) {
        (4, 1 | 2, _) => date(year(parts[0])?, parts[1], parts[2]),
        (1 | 2, 4, '.' | '-') => date(year(parts[2])?, parts[1], parts[0]),
        (1 | 2, 2, '.') => date(short_year(parts[2])?, parts[1], parts[0]),
        (1 | 2, 4, '/') => {
            let year = year(parts[2])?;
            let (a, b) = (date(year, parts[1], parts[0]), date(year, parts[0], parts[1]));
            match (a, b, order) {
                (Some(a), None, _) | (Some(a), _, Some(Order::DayFirst)) => Some(a),
                (None, Some(b), _) | (_, Some(b), Some(Order::MonthFirst)) => Some(b),
                (Some(a), Some(b), None) if a == b => Some(a),
                (Some(_), Some(_), None) => return Some(Found::Either(word.clone())),
                _ => None,
            }
        }
        _ => None,
    };
    day.map(|day| Found::Day(day, word.clone()))
}

/// `14-apr-2024`, `14/Apr/24`.
fn in_one_word(text: &str, word: &Range<usize>) -> Option<Found> {
    let parts: Vec<&str> = text[word.clone()].split(['-', '/', '.']).collect();
    let [day_of, month_of, year_of] = parts.as_slice() else { return None };
    let year = year(year_of).or_else(|| two_figures(year_of))?;
    let day = Date::new(year, month(month_of)?, day_of.parse().ok()?)?;
    Some(Found::Day(day, word.clone()))
}

fn by_month(text: &str, words: &[Range<usize>], at: usize, year_beside: Option<i32>) -> Option<Found> {
    let month = month(&text[words[at].clone()])?;
    let number =
        |at: Option<usize>| at.and_then(|at| words.get(at)).and_then(|word| day(&text[word.clone()]));
    let stated = |next: usize| {
        let word = words.get(next)?;
        let own = &text[word.clone()];
        // `4 May 10 laps` is of no year.
        let ends = !text[word.end..].trim_start().starts_with(char::is_alphanumeric);
        let short = || {
            two_figures(own)
                .filter(|_| next > at + 1 && own.starts_with(APOSTROPHES) || ends && next == at + 1)
        };
        year(own).or_else(short)
    };
    // `4 de mayo de 2025`.
    let joint =
        |at: usize| words.get(at).is_some_and(|word| matches!(&text[word.clone()], "de" | "del" | "of"));
    let before = at.checked_sub(1).map(|own| if joint(own) { own.wrapping_sub(1) } else { own });
    let (day, first, last) = match (number(before), number(Some(at + 1))) {
        (Some(day), _) => (day, before.unwrap_or(at), at),
        // `mar. 5 mai` is a Tuesday.
        (None, Some(day))
            if words.get(at + 2).is_none_or(|next| self::month(&text[next.clone()]).is_none()) =>
        {
            (day, at, at + 1)
        }
        _ => return None,
    };
    let next = last + 1 + usize::from(joint(last + 1));
    let (year, last) = match stated(next) {
        Some(year) => (year, next),
        None => (year_beside?, last),
    };
    let span = words[first].start..words[last].end;
    Date::new(year, month, day).map(|day| Found::Day(day, span))
}

fn month(word: &str) -> Option<u8> {
    let plain = plain_word(word);
    if plain.chars().count() < 3 {
        return None;
    }
    let is = |names: &&str| {
        names.split(' ').any(|name| name == plain || (plain.len() <= 4 && name.starts_with(&plain)))
    };
    // `Mar` begins March and marzo, `mars` is March: the first month that fits has it.
    MONTHS.iter().position(is).and_then(|at| u8::try_from(at + 1).ok())
}

/// `3`, `3rd`, `3.`, `3-4`, `3./4.`: the last of them.
fn day(word: &str) -> Option<u8> {
    let last = word.trim_end_matches(['.', ',']).rsplit(['-', '–', '/', '&']).next()?;
    let digits: String = last.chars().take_while(char::is_ascii_digit).collect();
    let rest = &last[digits.len()..];
    let ordinal = matches!(rest, "" | "." | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "°");
    digits.parse().ok().filter(|day| ordinal && (1..=31).contains(day))
}

pub(super) fn year(word: &str) -> Option<i32> {
    let word = word.trim_matches(|own: char| !own.is_ascii_digit());
    (word.len() == 4).then(|| word.parse().ok())?.filter(|year| (1890..=2200).contains(year))
}

const APOSTROPHES: [char; 3] = ['\'', '’', '‘'];

/// `98`, `'98`.
fn two_figures(word: &str) -> Option<i32> {
    let word = word.trim_start_matches(APOSTROPHES);
    (word.len() == 2 && word.bytes().all(|own| own.is_ascii_digit())).then(|| short_year(word))?
}

fn short_year(word: &str) -> Option<i32> {
    let short: i32 = word.parse().ok()?;
    Some(if short < 70 { 2000 + short } else { 1900 + short })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_line_is_a_day_or_like_one_or_text() {
        let day = |year, month, day| Date::new(year, month, day).map_or(Part::Text, Part::Day);
        let april = day(2027, 4, 12);
        for own in [
            "2027-04-12",
            "12.4.2027",
            "12.04.27",
            "12 April",
            "April 12, 2027",
            "Sun 12 April 2027",
            "12th of April",
            "12 de abril de 2027",
            "10.-12.04.2027",
            "le 12 avril 2027",
            "12-apr-27",
        ] {
            assert_eq!(part(own, 2027), april, "{own}");
        }
        for (own, is) in [
            ("31.02.2027", Part::NoDay),
            ("2027-13-45", Part::NoDay),
            ("2027-02-29", Part::NoDay),
            ("31/02/2027", Part::NoDay),
            ("30 Feb", Part::NoDay),
            ("Sunday 31 June 2027", Part::NoDay),
            ("April 2027", Part::NoDay),
            ("12 Arpil 2027", Part::NoDay),
            ("03/04/2027", Part::Either),
            ("Spring Race 12 April 2027", Part::WithDay),
            ("12.4.2027 Hill Circuit", Part::WithDay),
            ("Hill Circuit", Part::Text),
            ("24 Hours of Somewhere", Part::Text),
            ("Race 3", Part::Text),
            ("Indy 500", Part::Text),
            ("Autodromo 2000", Part::Text),
            ("2027", Part::Text),
            ("", Part::Text),
        ] {
            assert_eq!(part(own, 2027), is, "{own}");
        }
    }

    fn day(text: &str) -> Option<String> {
        of_cell(text, Some(2024), None).map(|day| day.to_string())
    }

    #[test]
    fn days_in_six_languages_and_figures() {
        for (text, expected) in [
            ("2025-05-03", Some("2025-05-03")),
            ("2025-05-03T14:00:00", Some("2025-05-03")),
            ("2025/05/03", Some("2025-05-03")),
            ("3.5.2025", Some("2025-05-03")),
            ("03.05.25", Some("2025-05-03")),
            ("Sa. 03.05.2025", Some("2025-05-03")),
            ("02.-03.05.2025", Some("2025-05-03")),
            ("29.05.–01.06.2025", Some("2025-06-01")),
            ("13/05/2025", Some("2025-05-13")),
            ("05/13/2025", Some("2025-05-13")),
            ("3 May 2025", Some("2025-05-03")),
            ("May 3, 2025", Some("2025-05-03")),
            ("May 3-4, 2025", Some("2025-05-04")),
            ("3. Mai 2025", Some("2025-05-03")),
            ("3 mai 2025", Some("2025-05-03")),
            ("1er août 2025", Some("2025-08-01")),
            ("4 maggio 2025", Some("2025-05-04")),
            ("4 de mayo de 2025", Some("2025-05-04")),
            ("4 de março de 2025", Some("2025-03-04")),
            ("7. März 2025", Some("2025-03-07")),
            ("Saturday 3rd of May 2025", Some("2025-05-03")),
            ("3 May", Some("2024-05-03")),
            ("13 Apr 98", Some("1998-04-13")),
            ("13 Apr '98", Some("1998-04-13")),
            ("Sa 4. Mai 24", Some("2024-05-04")),
            ("14-apr-2023", Some("2023-04-14")),
            ("14-Apr-98", Some("1998-04-14")),
            ("3 May 10 laps", Some("2024-05-03")),
            ("mar. 5 mai", Some("2024-05-05")),
            ("31.02.2025", None),
            ("Hill Park 500", None),
            ("1:13.748", None),
        ] {
            assert_eq!(day(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_day_of_the_week_belongs_to_the_day() {
        for text in
            ["Dimanche 2 juin 2024", "Domingo, 7 de julio de 2024", "Sa. 03.05.2025", "Sat/Sun 1-2 June 2024"]
        {
            assert!(
                matches!(find(text, None, None), Some(Found::Day(_, span)) if span == (0..text.len())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_day_that_may_be_two_is_none_until_the_column_tells() {
        assert!(matches!(find("03/05/2025", None, None), Some(Found::Either(_))));
        assert_eq!(order(["03/05/2025", "17/05/2025"].into_iter()), Some(Order::DayFirst));
        assert_eq!(order(["03/05/2025", "05/17/2025"].into_iter()), Some(Order::MonthFirst));
        assert_eq!(order(["17/05/2025", "05/17/2025"].into_iter()), None);
        assert_eq!(of_cell("03/05/2025", None, Some(Order::MonthFirst)).map(|day| day.month()), Some(3));
        assert_eq!(day("05/05/2025").as_deref(), Some("2025-05-05"));
    }
}
