//! Given names and surnames in columns of their own (`Name;Vorname`, `First name,Last name`) become one column of drivers.

use super::cut::Cut;
use super::{Context, is_given};
use crate::folder::{columns_of_word, plain_word, says_nothing};
use parcferme_core::{Diagnostic, Place};

const GIVEN: &[&str] = &[
    "first name",
    "firstname",
    "first",
    "given name",
    "givenname",
    "forename",
    "vorname",
    "prenom",
    "nome",
    "nombre",
];
const SURNAMES: &[&str] = &[
    "last name",
    "lastname",
    "last",
    "surname",
    "family name",
    "familyname",
    "nachname",
    "familienname",
    "zuname",
    "nom",
    "cognome",
    "apellido",
    "apellidos",
    "sobrenome",
];
/// Either of the two beside the other.
const EITHER: &str = "name";
/// Words in front of them that say whose name it is.
const WHOSE: &[&str] = &["driver", "drivers", "fahrer", "pilote", "piloto", "pilota", "pilot"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Given,
    Surname,
    Either,
}

/// Joins such columns, given name first, and says so; not where it is known beforehand what one of them is.
pub(super) fn join(context: &Context<'_>, cut: &mut Cut) -> Option<Diagnostic> {
    join_unless(context.document, cut, &|plain| is_given(context, plain))
}

fn join_unless(document: &str, cut: &mut Cut, given: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    let (line, heads) = cut.head.as_mut()?;
    let parts: Vec<Option<(Part, Option<u32>)>> = heads
        .iter()
        .map(|head| plain_word(head))
        .map(|plain| part(&plain).filter(|_| !given(&plain)))
        .collect();
    let mut pairs: Vec<(usize, usize, Option<u32>)> = Vec::new();
    for (surname, own) in parts.iter().enumerate() {
        let Some((kind, seat)) = own else { continue };
        let at = |wanted: Part| parts.iter().position(|own| *own == Some((wanted, *seat)));
        let given = match kind {
            Part::Surname => at(Part::Given).or_else(|| at(Part::Either)),
            Part::Either if at(Part::Surname).is_none() => at(Part::Given),
            _ => None,
        };
        pairs.extend(given.map(|given| (surname, given, *seat)));
    }
    let in_pair = |at: usize| pairs.iter().any(|(surname, given, _)| at == *surname || at == *given);
    let other = |at: usize, head: &String| {
        !in_pair(at) && !columns_of_word(&plain_word(head), &["drivers"]).is_empty()
    };
    if pairs.is_empty() || heads.iter().enumerate().any(|(at, head)| other(at, head)) {
        return None;
    }
    let mut joined = Vec::new();
    for (surname, given, seat) in &pairs {
        let head = seat.map_or_else(|| "Driver".to_owned(), |seat| format!("Driver {seat}"));
        joined.push(format!("`{}` and `{}` are `{head}`", heads[*given], heads[*surname]));
        heads[*given] = String::new();
        heads[*surname] = head;
    }
    for (_, record) in &mut cut.rows {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        for (surname, given, _) in &pairs {
            let Some(first) = cells.get_mut(*given).map(std::mem::take) else { continue };
            let Some(last) = cells.get_mut(*surname) else { continue };
            let names = [first.trim(), last.trim()].into_iter().filter(|own| !says_nothing(own));
            *last = names.collect::<Vec<_>>().join(" ");
        }
        *record = cells.into_iter().collect();
    }
    Some(
        Diagnostic::note("PF0444", "columns are read by what their heads mean")
            .at(Place::line(document, *line, heads.join(",")))
            .found(joined.join(", ")),
    )
}

/// What a head names, and of which of several drivers.
fn part(plain: &str) -> Option<(Part, Option<u32>)> {
    let mut words: Vec<&str> = plain.split(' ').collect();
    if words.len() > 1 && WHOSE.contains(&words[0]) {
        words.remove(0);
    }
    let number = |word: Option<&&str>| {
        word.and_then(|word| word.parse::<u32>().ok()).filter(|own| (1..=9).contains(own))
    };
    let mut seat = number(words.first());
    if seat.is_some() {
        words.remove(0);
    } else {
        seat = number(words.last());
        words.truncate(words.len() - usize::from(seat.is_some()));
    }
    let own = words.join(" ");
    let part = match own.as_str() {
        own if GIVEN.contains(&own) => Part::Given,
        own if SURNAMES.contains(&own) => Part::Surname,
        EITHER => Part::Either,
        _ => return None,
    };
    Some((part, seat))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> (Vec<String>, Vec<String>) {
        let mut rows = text.split('\n').map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
        let mut cut = Cut { head: rows.next().map(|head| (1, head)), ..Cut::default() };
        cut.rows = rows.map(|cells| (2, cells.into_iter().collect())).collect();
        let _ = join_unless("x", &mut cut, &|_| false);
        let cells = cut.rows[0].1.iter().map(str::to_owned).collect();
        (cut.head.unwrap_or_default().1, cells)
    }

    #[test]
    fn two_columns_become_one_name() {
        for text in [
            "Name;Vorname\nArcher;Ann",
            "Surname;Name\nArcher;Ann",
            "First name;Last name\nAnn;Archer",
            "Nome;Cognome\nAnn;Archer",
            "firstName;lastName\nAnn;Archer",
        ] {
            let (heads, cells) = joined(text);
            assert!(heads.contains(&"Driver".to_owned()), "{text}");
            assert!(cells.contains(&"Ann Archer".to_owned()), "{text}: {cells:?}");
        }
        let (heads, cells) =
            joined("Driver 1 First;Driver 1 Last;First name 2;Surname 2\nAnn;Archer;Ben;Boyd");
        assert_eq!(heads, ["", "Driver 1", "", "Driver 2"]);
        assert_eq!(cells, ["", "Ann Archer", "", "Ben Boyd"]);
        for text in [
            "Driver;First name;Last name\nAnn Archer;Ann;Archer",
            "Name;Team\nAnn Archer;Red",
            "Nombre;Team\nA;B",
        ] {
            let (heads, _) = joined(text);
            assert!(heads.iter().all(|head| text.contains(head.as_str())), "{text}");
        }
    }
}
