//! Tables with more than one total: a time and the same with penalties, points with and without dropped scores.

use super::cut::Cut;
use super::kind::{Given, Kind};
use crate::folder::{Cell, Fate, plain_word, says_nothing};
use parcferme_core::{Millis, Points};

/// Heads of columns of penalties.
const PENALTIES: &str = "penalty | penalties | pen | pens | time penalty | penalty time | time pen | strafe | strafen | strafzeit \
    | zeitstrafe | strafsekunden | penalite | penalites | penalita | penalizzazione | penalizzazioni | penalizacion \
    | penalizaciones | penalidade | penalidades | penalizacao";
/// Heads of points that are given beside those of the rounds.
const BONUS: &str = "bonus | bonus points | bonus pts | bonuspunkte | points bonus | zusatzpunkte | adjustment | adjustments | deduction \
    | deductions | penalty points | strafpunkte | punktabzug | abzug | penalty pts";
/// Heads of times that have the penalties in them.
const WHOLE_TIMES: &str = "total | total time | time total | totale | gesamt | gesamtzeit | zeit gesamt | summe | endzeit | final \
    | final time | net time | corrected time | official time | tempo totale | tempo finale | temps total | tiempo total \
    | tiempo final | tempo total | tempo final | temps final | total tm | overall time";
/// Heads of points that count, dropped scores taken away.
const NET: &str = "net | netto | nett | net points | net pts | net total | total net | points net | nettopunkte | punkte netto \
    | wertung | wertungspunkte | gewertet | counting | counting points | counted | total counting | after drops | after drop \
    | total after drops | points after drops | totale netto | punti netti | punti validi | validi | neto | total neto | puntos netos \
    | total liquido | liquido | pontos liquidos | total valide | points retenus | best";
/// Heads of points with the scores that are dropped in them.
const GROSS: &str = "gross | gross points | gross total | total gross | brutto | bruttopunkte | punkte brutto | brut | total brut \
    | points bruts | lordo | totale lordo | punti lordi | bruto | total bruto | puntos brutos | pontos brutos | before drops \
    | before drop | total before drops | all points";
/// Heads of the scores that are dropped.
const DROPPED: &str = "drop | drops | dropped | drop score | drop scores | dropped score | dropped scores | dropped points | drop points \
    | discard | discards | worst | streicher | streichergebnis | streichergebnisse | streichresultat | streichresultate | streichwert \
    | streichpunkte | gestrichen | scarto | scarti | descarte | descartes | descartados | joker | retrait | retraits | deduits";

fn is(words: &str, head: &str) -> bool {
    let plain = plain_word(head);
    words.split('|').any(|own| own.trim() == plain)
}

pub(super) fn is_gross(head: &str) -> bool {
    is(GROSS, head)
}

/// Whether a column has points that are of no round: taken away, or given beside.
pub(super) fn is_of_no_round(head: &str) -> bool {
    is(PENALTIES, head) || is(BONUS, head)
}

pub(super) fn is_dropped(head: &str) -> bool {
    is(DROPPED, head)
}

/// Of several columns that may be the time, or the total, the one that counts. What is given stays as it is.
pub(super) fn settle(kind: Kind, cut: &Cut, given: &Given, fates: &mut [Fate]) {
    let Some((_, heads)) = &cut.head else { return };
    let open: Vec<usize> = (0..heads.len()).filter(|&at| given.get(at).is_none_or(Option::is_none)).collect();
    match kind {
        Kind::Results => time(cut, heads, &open, fates),
        Kind::Standings => {
            runs(cut, &open, fates);
            total(cut, heads, &open, fates);
        }
        _ => {}
    }
}

fn at_of(fates: &[Fate], field: &str) -> Option<usize> {
    fates.iter().position(|own| matches!(own, Fate::Is(is, _) if is == field))
}

/// Makes a column the field, in place of the one that had it.
fn instead(fates: &mut [Fate], at: usize, field: &str) {
    if let Some(before) = at_of(fates, field).filter(|before| *before != at) {
        fates[before] = Fate::Second(at);
    }
    for own in fates.iter_mut() {
        if matches!(own, Fate::Clash(_, clash) if clash == field) {
            *own = Fate::Second(at);
        }
    }
    fates[at] = Fate::Is(field.to_owned(), false);
}

fn time(cut: &Cut, heads: &[String], open: &[usize], fates: &mut [Fate]) {
    // `Time/Penalty` has one in place of the other; `Time penalty` is none of the race.
    let is_penalty = |at: usize| is(PENALTIES, &heads[at]) && !heads[at].contains('/');
    let means_time = |fate: &Fate| match fate {
        Fate::Is(field, _) | Fate::Clash(_, field) => field == "time",
        _ => false,
    };
    for &at in open {
        if is_penalty(at) && means_time(&fates[at]) {
            fates[at] = Fate::LeftOut;
            let other = open.iter().find(|&&own| means_time(&fates[own])).copied();
            if let Some(other) = other.filter(|_| at_of(fates, "time").is_none()) {
                fates[other] = Fate::Is("time".to_owned(), false);
            }
        }
    }
    let current = at_of(fates, "time");
    if current.is_some_and(|at| !open.contains(&at)) {
        return;
    }
    let other = |at: &usize| Some(*at) != current && is(WHOLE_TIMES, &heads[*at]) && has_times(cut, *at);
    let mut others = open.iter().copied().filter(other);
    let (Some(whole), None) = (others.next(), others.next()) else { return };
    let taken = match current {
        None => true,
        Some(current) => {
            let penalties = heads.iter().enumerate().any(|(at, _)| is_penalty(at));
            let order = |at: usize| in_order(cut, fates, at);
            let both = is(WHOLE_TIMES, &heads[current]) && penalties;
            // Of two names for the whole, the one that is nowhere less has the penalties in it.
            if both && never_less(cut, current, whole) {
                fates[whole] = Fate::Second(current);
                return;
            }
            (penalties && (!both || never_less(cut, whole, current))) || (!order(current) && order(whole))
        }
    };
    if taken {
        instead(fates, whole, "time");
    }
}

/// Whether the times of a column are those of another one or more, and more somewhere.
fn never_less(cut: &Cut, at: usize, other: usize) -> bool {
    let mut more = false;
    for (own, other) in cut.column(at).zip(cut.column(other)) {
        let (Some(own), Some(other)) = (Millis::read(own, true), Millis::read(other, true)) else { continue };
        if own < other {
            return false;
        }
        more |= own > other;
    }
    more
}

/// Whether half of what stands in a column, or more, are times of the clock.
fn has_times(cut: &Cut, at: usize) -> bool {
    let filled = || cut.column(at).filter(|cell| !says_nothing(cell));
    let is_time = |cell: &&str| cell.contains([':', '\'', '’', '′']) && Millis::read(cell, true).is_some();
    let times = filled().filter(is_time).count();
    times > 0 && times * 2 >= filled().count()
}

/// Whether the times of a column rise from place to place, among cars of as many laps.
pub(super) fn in_order(cut: &Cut, fates: &[Fate], at: usize) -> bool {
    let cell = |record: &csv::StringRecord, at: usize| record.get(at).unwrap_or_default().trim().to_owned();
    let Some(position) = at_of(fates, "position") else { return true };
    let laps = at_of(fates, "laps");
    let mut cars: Vec<(String, u32, Millis)> = cut
        .rows
        .iter()
        .filter_map(|(_, record)| {
            let time = Millis::read(&cell(record, at), true)?;
            let position = cell(record, position).trim_end_matches('.').parse().ok()?;
            Some((laps.map_or_else(String::new, |at| cell(record, at)), position, time))
        })
        .collect();
    cars.sort();
    cars.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1 || pair[0].2 <= pair[1].2)
}

/// `Run 1`, `Run 2` of a hill climb are times, and no rounds.
fn runs(cut: &Cut, open: &[usize], fates: &mut [Fate]) {
    for &at in open {
        let is_round = matches!(&fates[at], Fate::Is(own, _) if own.starts_with("Rd "));
        if is_round && has_times(cut, at) {
            fates[at] = Fate::LeftOut;
        }
    }
}

fn total(cut: &Cut, heads: &[String], open: &[usize], fates: &mut [Fate]) {
    let has_points = |at: usize| {
        let mut filled = cut.column(at).filter(|cell| !says_nothing(cell)).peekable();
        filled.peek().is_some() && filled.all(|cell| super::standings::points(cell).is_some())
    };
    let current = at_of(fates, "total");
    if current.is_some_and(|at| !open.contains(&at)) {
        return;
    }
    let mut net = open.iter().copied().filter(|&at| is(NET, &heads[at]) && has_points(at));
    let net = match (net.next(), net.next()) {
        (Some(net), None) => net,
        (None, _) => match less_dropped(cut, heads, open, fates) {
            Some(net) => return instead(fates, net, "total"),
            None => return,
        },
        _ => return,
    };
    let beside =
        heads.iter().enumerate().any(|(at, head)| at != net && (is_gross(head) || Some(at) == current));
    if beside {
        instead(fates, net, "total");
    }
}

/// Of columns that all mean the total, the one that is another less what a column of dropped scores says, in every row.
fn less_dropped(cut: &Cut, heads: &[String], open: &[usize], fates: &[Fate]) -> Option<usize> {
    let means_total = |at: &usize| match &fates[*at] {
        Fate::Is(field, _) | Fate::Clash(_, field) => field == "total",
        _ => false,
    };
    let totals: Vec<usize> = open.iter().copied().filter(means_total).collect();
    let mut dropped = (0..heads.len()).filter(|&at| is_dropped(&heads[at]));
    let (Some(dropped), None) = (dropped.next(), dropped.next()) else { return None };
    let away = |own: &csv::StringRecord| points_at(own, Some(dropped)).unwrap_or(Points::ZERO);
    if cut.rows.iter().all(|own| away(&own.1).is_zero()) {
        return None;
    }
    let is_less = |gross: usize, net: usize| {
        let holds = |own: &csv::StringRecord| match (points_at(own, Some(gross)), points_at(own, Some(net))) {
            (Some(gross), Some(net)) => gross == net + away(own),
            (gross, net) => gross.is_none() && net.is_none(),
        };
        cut.rows.iter().all(|own| holds(&own.1))
    };
    let pairs = totals.iter().flat_map(|&gross| totals.iter().map(move |&net| (gross, net)));
    let mut found = pairs.filter(|&(gross, net)| gross != net && is_less(gross, net)).map(|own| own.1);
    found.next().filter(|_| found.next().is_none())
}

/// What stands in a column of points of a row: `-6` of dropped scores is 6.
pub(super) fn points_at(record: &csv::StringRecord, at: Option<usize>) -> Option<Points> {
    let text = record.get(at?)?.trim().trim_start_matches(['-', '−', '–']);
    super::standings::points(text.trim_matches(['(', ')']))
}
