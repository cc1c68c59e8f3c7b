//! Tokens of a text into the first day, or first and last day, that they name.

use super::words::{self, Word};

/// A sentence of more tokens than this is looked at in its beginning only.
const MAX_TOKENS: usize = 4_000;
/// Two days that are further apart are not those of one event.
const MOST_DAYS: i32 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub day: u8,
    pub month: u8,
    pub year: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub first: Day,
    pub last: Day,
}

impl Days {
    fn one(day: Day) -> Days {
        Days { first: day, last: day }
    }

    /// The last day is in the year after the first.
    pub fn wraps(&self) -> bool {
        self.first.month > self.last.month
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Days(Days),
    /// Two numbers, either of which may be the month.
    TwoReadings {
        numbers: (u8, u8),
        year: Option<i32>,
    },
}

/// The order of the two numbers of a day, where a column proves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

impl Found {
    /// The days, with the order that was proven elsewhere.
    pub fn in_order(self, order: Option<Order>) -> Option<Days> {
        match (self, order) {
            (Found::Days(days), _) => Some(days),
            (Found::TwoReadings { numbers: (first, second), year }, Some(order)) => {
                let (day, month) = match order {
                    Order::DayFirst => (first, second),
                    Order::MonthFirst => (second, first),
                };
                Some(Days::one(Day { day, month, year }))
            }
            (Found::TwoReadings { .. }, None) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// A number and how many digits it has.
    Number(i32, usize),
    Month(u8),
    /// `–`, `to`, `&`.
    Range,
    Dash,
    Slash,
    Dot,
    Comma,
    Other,
}

/// The order that a day in numbers proves by itself: a number above 12 is no month.
pub(super) fn order(text: &str) -> Option<Order> {
    let tokens = tokens(text, true);
    (0..tokens.len()).find_map(|at| {
        let (first, second, _, _) = numeric(&tokens[at..])?;
        match (first > 12, second > 12) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    })
}

/// The first day that a text names. `in_cell` tells that nothing else is expected there.
pub(super) fn find(text: &str, in_cell: bool) -> Option<Found> {
    // No day is without a number, and most texts are.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if in_cell && let Some(days) = on_two_lines(text) {
        return Some(Found::Days(days));
    }
    let tokens = tokens(text, in_cell);
    (0..tokens.len()).find_map(|at| {
        let part_of_number = at > 0
            && matches!(tokens[at - 1], Token::Dot | Token::Slash)
            && at > 1
            && matches!(tokens[at - 2], Token::Number(..));
        if part_of_number {
            return None;
        }
        iso(&tokens[at..]).or_else(|| in_numbers(&tokens[at..])).or_else(|| with_month(&tokens[at..]))
    })
}

/// `4 February` over `5 February`: two whole days that belong together.
fn on_two_lines(text: &str) -> Option<Days> {
    let mut lines = text.split('\n').filter(|line| !line.trim().is_empty());
    let (first, last) = (lines.next()?, lines.next()?);
    let day = |line: &str| match find(line, true)? {
        Found::Days(days) if days.first == days.last && !tokens(line, true).contains(&Token::Other) => {
            Some(days.first)
        }
        _ => None,
    };
    let (first, last) = (day(first)?, day(last)?);
    let days = spanning(first, last);
    let count = |day: Day| 31 * i32::from(day.month) + i32::from(day.day);
    let apart = (count(days.last) - count(days.first)).rem_euclid(12 * 31);
    (lines.next().is_none() && days.first != days.last && apart <= MOST_DAYS).then_some(days)
}

fn tokens(text: &str, in_cell: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut after_digits = false;
    while let Some(first) = rest.chars().next().filter(|_| tokens.len() < MAX_TOKENS) {
        let length = |is: fn(char) -> bool| rest.len() - rest.trim_start_matches(is).len();
        let (token, used) = if first.is_ascii_digit() {
            let digits = length(|c| c.is_ascii_digit());
            let number = rest[..digits].parse().ok().filter(|_| digits <= 4);
            (Some(number.map_or(Token::Other, |number| Token::Number(number, digits))), digits)
        } else if first.is_alphabetic() {
            let letters = length(char::is_alphabetic);
            let token = match words::word(&rest[..letters], in_cell, after_digits) {
                Word::Month(month) => Some(Token::Month(month)),
                Word::Range => Some(Token::Range),
                Word::Filling | Word::Ordinal => None,
                Word::Other => Some(Token::Other),
            };
            (token, letters)
        } else {
            let token = match first {
                '–' | '—' | '−' | '&' | '+' => Some(Token::Range),
                '-' | '‐' | '‑' => Some(Token::Dash),
                '/' => Some(Token::Slash),
                '.' => Some(Token::Dot),
                ',' => Some(Token::Comma),
                '(' | ')' | '\'' | '’' => None,
                other if other.is_whitespace() => None,
                _ => Some(Token::Other),
            };
            (token, first.len_utf8())
        };
        tokens.extend(token);
        after_digits = first.is_ascii_digit();
        rest = &rest[used..];
    }
    tokens
}

fn year(number: i32, digits: usize) -> Option<i32> {
    (digits == 4 && (1890..=2200).contains(&number)).then_some(number)
}

fn small(token: Option<&Token>, most: i32) -> Option<u8> {
    match token {
        Some(Token::Number(number, 1..=2)) if (1..=most).contains(number) => Some(*number as u8),
        _ => None,
    }
}

/// `2003-03-15`
fn iso(tokens: &[Token]) -> Option<Found> {
    let [Token::Number(number, digits), first, _, second, ..] = tokens else { return None };
    let year = year(*number, *digits)?;
    let parted = matches!(first, Token::Dash | Token::Slash | Token::Dot) && first == second;
    let (month, day) = (small(tokens.get(2), 12)?, small(tokens.get(4), 31)?);
    parted.then_some(Found::Days(Days::one(Day { day, month, year: Some(year) })))
}

/// Two numbers with a year, parted by strokes or dashes.
fn numeric(tokens: &[Token]) -> Option<(u8, u8, Option<i32>, bool)> {
    let (first, second) = (small(tokens.first(), 31)?, small(tokens.get(2), 31)?);
    let mark = tokens.get(1)?;
    let year = match (tokens.get(3), tokens.get(4)) {
        (Some(again), Some(Token::Number(number, digits))) if again == mark => year(*number, *digits),
        _ => None,
    };
    let parted = matches!(mark, Token::Slash) || (matches!(mark, Token::Dash) && year.is_some());
    parted.then_some((first, second, year, true))
}

/// `15/03/2003`; with dots the day is first: `15.03.2003`, `24.–25.03.2003`, `15.3.`
fn in_numbers(tokens: &[Token]) -> Option<Found> {
    if let Some((first, second, year, _)) = numeric(tokens).filter(|(_, _, year, _)| year.is_some()) {
        return match (first > 12, second > 12) {
            (true, true) => None,
            (true, false) => Some(Found::Days(Days::one(Day { day: first, month: second, year }))),
            (false, true) => Some(Found::Days(Days::one(Day { day: second, month: first, year }))),
            (false, false) if first == second => {
                Some(Found::Days(Days::one(Day { day: first, month: second, year })))
            }
            (false, false) => Some(Found::TwoReadings { numbers: (first, second), year }),
        };
    }
    let first = small(tokens.first(), 31)?;
    let rest = &tokens[1..];
    let after_dot = rest.strip_prefix(&[Token::Dot]).unwrap_or(rest);
    if let Some((Token::Range | Token::Dash | Token::Slash, rest)) = after_dot.split_first() {
        let last = dotted(rest)?;
        let in_month = Day { day: first, ..last };
        return (first < last.day).then_some(Found::Days(Days { first: in_month, last }));
    }
    dotted(tokens).map(|day| Found::Days(Days::one(day)))
}

/// `15.03.2003` or `15.3.`
fn dotted(tokens: &[Token]) -> Option<Day> {
    let (day, month) = (small(tokens.first(), 31)?, small(tokens.get(2), 12)?);
    let dots = tokens.get(1) == Some(&Token::Dot) && tokens.get(3) == Some(&Token::Dot);
    let year = match tokens.get(4) {
        Some(Token::Number(number, digits)) => Some(year(*number, *digits)?),
        _ => None,
    };
    dots.then_some(Day { day, month, year })
}

/// A month's name with days before or behind it.
fn with_month(tokens: &[Token]) -> Option<Found> {
    let mut cursor = Cursor { tokens };
    if let Some(year) = cursor.year() {
        // `2003 March 15`
        let (month, day) = (cursor.month()?, cursor.day()?);
        return Some(Found::Days(Days::one(Day { day, month, year: Some(year) })));
    }
    if let Some(month) = cursor.month() {
        // `June 24–25, 2003`, `June 30 – July 1`
        let first = Day { day: cursor.day()?, month, year: cursor.year() };
        let Some(rest) = cursor.after_range() else { return Some(Found::Days(Days::one(first))) };
        let mut rest = Cursor { tokens: rest };
        let own = rest.month();
        let Some(day) = rest.day() else { return Some(Found::Days(Days::one(first))) };
        // `June 30 – 1 July`
        let behind = own.is_none() && day < first.day;
        let month = own.or_else(|| rest.month().filter(|_| behind)).unwrap_or(month);
        let last = Day { day, month, year: rest.year().or(first.year) };
        return Some(Found::Days(spanning(first, last)));
    }
    // `24 June 2003`, `24–25 June`, `30 April – 1 May`
    let day = cursor.day()?;
    if let Some(month) = cursor.month() {
        let first = Day { day, month, year: cursor.year() };
        let last = cursor.after_range().and_then(|rest| {
            let mut rest = Cursor { tokens: rest };
            // `30 April – 1 May`, `30 April – May 1`
            let (day, month) = match rest.month() {
                Some(month) => (rest.day()?, month),
                None => (rest.day()?, rest.month()?),
            };
            Some(Day { day, month, year: rest.year() })
        });
        return Some(Found::Days(last.map_or(Days::one(first), |last| spanning(first, last))));
    }
    let mut last = day;
    let mut several = false;
    loop {
        let comma = cursor.tokens.first() == Some(&Token::Comma);
        let rest = if comma { cursor.tokens.get(1..)? } else { cursor.after_range()? };
        cursor = Cursor { tokens: rest };
        let next = cursor.day()?;
        // A list of days is of days that follow each other.
        if next <= last || (comma && next != last + 1) {
            return None;
        }
        several |= !comma;
        last = next;
        if let Some(month) = cursor.month() {
            let year = cursor.year();
            let first = Day { day, month, year };
            return several.then_some(Found::Days(Days { first, last: Day { day: last, month, year } }));
        }
    }
}

/// Several days; the first alone where the second does not follow it.
fn spanning(first: Day, last: Day) -> Days {
    let follows = (first.month, first.day) < (last.month, last.day) || (first.month, last.month) == (12, 1);
    // `31 December – 1 January 2006`: the year is of the last day.
    let year = first.year.or_else(|| last.year.map(|year| year - i32::from(first.month > last.month)));
    let first = Day { year, ..first };
    if follows { Days { first, last } } else { Days::one(first) }
}

#[derive(Clone, Copy)]
struct Cursor<'t> {
    tokens: &'t [Token],
}

impl<'t> Cursor<'t> {
    fn skip(&mut self, count: usize) {
        self.tokens = self.tokens.get(count..).unwrap_or_default();
    }

    /// A day, with the dot that may stand behind it.
    fn day(&mut self) -> Option<u8> {
        let day = small(self.tokens.first(), 31)?;
        self.skip(1);
        if self.tokens.first() == Some(&Token::Dot) {
            self.skip(1);
        }
        Some(day)
    }

    fn month(&mut self) -> Option<u8> {
        let Some(Token::Month(month)) = self.tokens.first() else { return None };
        self.skip(1);
        if self.tokens.first() == Some(&Token::Dot) {
            self.skip(1);
        }
        Some(*month)
    }

    /// A year, behind a comma or not.
    fn year(&mut self) -> Option<i32> {
        let comma = usize::from(self.tokens.first() == Some(&Token::Comma));
        let Some(Token::Number(number, digits)) = self.tokens.get(comma) else { return None };
        let year = year(*number, *digits)?;
        self.skip(comma + 1);
        Some(year)
    }

    fn after_range(&self) -> Option<&'t [Token]> {
        match self.tokens.split_first()? {
            (Token::Range | Token::Dash | Token::Slash, rest) => Some(rest),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let day = |day: Day| match day.year {
            Some(year) => format!("{}.{}.{year}", day.day, day.month),
            None => format!("{}.{}.", day.day, day.month),
        };
        match find(text, true) {
            Some(Found::Days(days)) if days.first == days.last => day(days.first),
            Some(Found::Days(days)) => format!("{} to {}", day(days.first), day(days.last)),
            Some(Found::TwoReadings { numbers: (a, b), .. }) => format!("{a} {b}"),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn one_day_is_read_in_every_way_that_is_printed() {
        for (text, expected) in [
            ("15 March", "15.3."),
            ("March 15th, 2003", "15.3.2003"),
            ("Sunday, 15th of March 2003", "15.3.2003"),
            ("15. März 2003", "15.3.2003"),
            ("So., 15. Mrz. 2003", "15.3.2003"),
            ("dimanche 1er mars 2003", "1.3.2003"),
            ("15 août", "15.8."),
            ("15 marzo 2003", "15.3.2003"),
            ("15 de marzo de 2003", "15.3.2003"),
            ("15 de março de 2003", "15.3.2003"),
            ("7 set 2003", "7.9.2003"),
            ("2003-03-15", "15.3.2003"),
            ("2003/03/15", "15.3.2003"),
            ("15.03.2003", "15.3.2003"),
            ("15.3.", "15.3."),
            ("15/03/2003", "15.3.2003"),
            ("03/15/2003", "15.3.2003"),
            ("15-03-2003", "15.3.2003"),
            ("05/05/2003", "5.5.2003"),
            ("03/04/2003", "3 4"),
            ("2003 March 15", "15.3.2003"),
            ("Aug 3", "3.8."),
            ("3-Aug", "none"),
            ("32 March", "none"),
            ("15.3", "none"),
            ("1:15.300", "none"),
            ("Round 3", "none"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn several_days_have_a_first_and_a_last() {
        for (text, expected) in [
            ("24–25 June", "24.6. to 25.6."),
            ("24-25 June 2003", "24.6.2003 to 25.6.2003"),
            ("June 24-25, 2003", "24.6.2003 to 25.6.2003"),
            ("June 24 & 25", "24.6. to 25.6."),
            ("24 and 25 June", "24.6. to 25.6."),
            ("24, 25 and 26 June", "24.6. to 26.6."),
            ("24./25. Juni 2003", "24.6.2003 to 25.6.2003"),
            ("24.–25.06.2003", "24.6.2003 to 25.6.2003"),
            ("24 au 25 juin", "24.6. to 25.6."),
            ("del 24 al 25 de junio", "24.6. to 25.6."),
            ("30 April – 1 May", "30.4. to 1.5."),
            ("June 30 – July 1, 2003", "30.6.2003 to 1.7.2003"),
            ("31 December 2005 – 1 January 2006", "31.12.2005 to 1.1.2006"),
            ("31 December – 1 January 2006", "31.12.2005 to 1.1.2006"),
            ("Sat 24 – Sun 25 June", "24.6. to 25.6."),
            ("31 Jul-Aug 2", "31.7. to 2.8."),
            ("31 July – August 2, 2003", "31.7.2003 to 2.8.2003"),
            ("June 30 – 1 July", "30.6. to 1.7."),
            ("February 4\nFebruary 5", "4.2. to 5.2."),
            ("4 February\n5 February 2003", "4.2.2003 to 5.2.2003"),
            ("31 December\n1 January", "31.12. to 1.1."),
            ("4 February\n5 June", "4.2."),
            ("February\n4", "4.2."),
            ("4 February\nMoved from 5 February", "4.2."),
            ("25–24 June", "24.6."),
            ("Round 3, 15 March", "15.3."),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
