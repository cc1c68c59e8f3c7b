//! Tables of one sheet, each of a class by itself: a heading above each names it, and nobody stands in two of them.

use super::cut::{Cut, Line};
use super::results;
use super::titles::Titles;
use crate::folder::{ResultRecord, columns_of_word, place_of, plain_word};
use crate::intake::said::Session;
use parcferme_core::{Diagnostic, Place};
use std::collections::BTreeSet;

/// Classes of one table; more lines than that are something else.
const MOST: usize = 64;

/// Parts a table where a line among its rows is such a heading: places begin anew below it, and nobody stands there twice.
pub(super) fn split(cut: Cut, classes: &[String]) -> Vec<Cut> {
    let heads = heads(&cut);
    let at = |columns: &[&str]| heads.iter().position(|own| !columns_of_word(own, columns).is_empty());
    let (Some(place), Some(who)) = (at(&["position"]), who(&heads)) else { return vec![cut] };
    let own: Vec<String> = cut.column(who).map(plain_word).filter(|own| !own.is_empty()).collect();
    // Rows of results take the class of a labelled line by themselves.
    let of_points = at(&["total"]).is_some() && at(&["laps"]).is_none() && at(&["time"]).is_none();
    let is_labelled = |line: &Line| {
        let texts: Vec<&str> = line.cells.iter().map(String::as_str).filter(|own| !own.is_empty()).collect();
        results::section(&texts.join(" "), classes).is_some()
    };
    let is_class = |line: &Line| {
        text_of_class(line, classes).is_some()
            || ((of_points || !is_labelled(line))
                && !Titles::of(std::slice::from_ref(line), "", classes).class.is_empty())
    };
    let is_first = |row: usize| {
        cut.rows
            .get(row)
            .is_some_and(|(_, own)| place_of(own.get(place).unwrap_or_default().trim()) == Some(1))
    };
    let mut parts: Vec<(usize, Line)> =
        cut.sections.iter().filter(|(before, line)| is_first(*before) && is_class(line)).cloned().collect();
    let mut titles = cut.titles.clone();
    if parts.first().is_some_and(|(before, _)| *before > 0)
        && let Some(line) = titles.pop_if(|line| is_first(0) && is_class(line))
    {
        parts.insert(0, (0, line));
    }
    let once: BTreeSet<&String> = own.iter().collect();
    if !(2..=MOST).contains(&parts.len()) || parts[0].0 > 0 || once.len() < own.len() {
        return vec![cut];
    }
    let ends: Vec<usize> = parts.iter().skip(1).map(|own| own.0).chain([cut.rows.len()]).collect();
    let last = parts.len() - 1;
    let part = |(index, ((from, line), to)): (usize, (&(usize, Line), &usize))| Cut {
        titles: titles.iter().chain([line]).cloned().collect(),
        rows: cut.rows[*from..*to].to_vec(),
        sections: cut
            .sections
            .iter()
            .filter(|(before, own)| (*from..*to).contains(before) && own.number != line.number)
            .map(|(before, own)| (before - from, own.clone()))
            .collect(),
        foot: if index == last { cut.foot.clone() } else { Vec::new() },
        head: cut.head.clone(),
        keyed: cut.keyed,
        of_races: cut.of_races,
        separator: cut.separator,
        decimal_comma: cut.decimal_comma,
    };
    parts.iter().zip(&ends).enumerate().map(part).collect()
}

fn heads(cut: &Cut) -> Vec<String> {
    cut.head.iter().flat_map(|(_, heads)| heads.iter().map(|own| plain_word(own))).collect()
}

/// The column that says who a row is of.
fn who(heads: &[String]) -> Option<usize> {
    let at = |columns: &[&str]| heads.iter().position(|own| !columns_of_word(own, columns).is_empty());
    at(&["drivers", "competitor"]).or_else(|| at(&["number"]))
}

/// Takes the headings of such tables from their titles; no text for a table that has none, or whose titles say the class.
pub(super) fn take_headings(cuts: &mut [Cut], classes: &[String]) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    while headings.len() < cuts.len() {
        let own = &mut cuts[headings.len()..];
        let first = heads(&own[0]);
        let alike = own.iter().take_while(|cut| heads(cut) == first).count();
        headings.extend(take_alike(&mut own[..alike], classes).unwrap_or_else(|| vec![String::new(); alike]));
    }
    headings
}

/// The same of tables with the same heads.
fn take_alike(cuts: &mut [Cut], classes: &[String]) -> Option<Vec<String>> {
    let headings: Vec<String> =
        cuts.iter().map(|cut| text_of_class(cut.titles.last()?, classes)).collect::<Option<_>>()?;
    let different: BTreeSet<String> = headings.iter().map(|own| plain_word(own)).collect();
    let who = who(&heads(cuts.first()?)).filter(|_| cuts.len() > 1 && different.len() == cuts.len())?;
    let mut seen = BTreeSet::new();
    for cut in cuts.iter() {
        let own: BTreeSet<String> = cut.column(who).map(plain_word).filter(|own| !own.is_empty()).collect();
        if own.is_empty() || cut.keyed || !seen.is_disjoint(&own) {
            return None;
        }
        seen.extend(own);
    }
    cuts.iter_mut().for_each(|cut| drop(cut.titles.pop()));
    Some(headings)
}

/// The text of a line that says nothing that titles are known to say.
fn text_of_class(line: &Line, classes: &[String]) -> Option<String> {
    let mut filled = line.cells.iter().filter(|own| !own.is_empty());
    let text = filled.next().filter(|_| filled.next().is_none())?;
    let plain = plain_word(text);
    let said = Titles::of(std::slice::from_ref(line), "", classes);
    let event = &said.event;
    let says = said.session.is_some()
        || said.kind.is_some()
        || said.title.is_some()
        || said.after.is_some()
        || !said.class.is_empty()
        || !said.doubtful_days.is_empty()
        || !event.circuit.is_empty()
        || event.round.is_some()
        || event.date.is_some()
        || plain.split(' ').any(|word| super::kind::of_whom(word).is_some());
    (!says && !plain.is_empty() && text.chars().count() <= 40).then(|| text.clone())
}

/// Sessions that are one, cut into classes: of one event and one id, with other classes and other cars.
pub(super) fn join(sessions: &mut Vec<Session>, document: &str, told: &mut Vec<Diagnostic>) {
    let mut joined: Vec<Session> = Vec::new();
    let mut grown: BTreeSet<usize> = BTreeSet::new();
    for mut session in std::mem::take(sessions) {
        match joined.iter().position(|own| are_one(own, &session)) {
            Some(at) => {
                let own = &mut joined[at];
                own.rows.append(&mut session.rows);
                own.feats.append(&mut session.feats);
                own.penalties.append(&mut session.penalties);
                own.provisional |= session.provisional;
                grown.insert(at);
            }
            None => joined.push(session),
        }
    }
    let in_classes = grown.iter().filter(|&&at| results::are_in_classes(&joined[at].rows)).count();
    for at in grown {
        results::without_places_in_class(&mut joined[at].rows);
    }
    if in_classes > 0 {
        told.push(results::places_in_class(Place::document(document)));
    }
    *sessions = joined;
}

fn are_one(own: &Session, other: &Session) -> bool {
    let classes = |session: &Session| -> BTreeSet<String> {
        session.rows.iter().map(|row| row.class.clone()).collect()
    };
    let who = |row: &ResultRecord| (row.number.clone(), row.crew.first().map(|seat| seat.driver.clone()));
    let (mine, theirs) = (classes(own), classes(other));
    let cars: BTreeSet<_> = own.rows.iter().map(who).collect();
    own.event == other.event
        && (own.kind, own.id(), own.kind_is_open) == (other.kind, other.id(), other.kind_is_open)
        && own.laps.is_none()
        && other.laps.is_none()
        && !own.rows.is_empty()
        && !other.rows.is_empty()
        && !mine.contains("")
        && !theirs.contains("")
        && mine.is_disjoint(&theirs)
        && !other.rows.iter().any(|row| cars.contains(&who(row)))
}
