//! `date-order`: rounds follow each other in time, within the season's year.

use crate::audit::evidence::Evidence;
use crate::audit::finding::{Finding, Log};
use crate::season::{Date, Round};

pub(super) fn check(evidence: &Evidence<'_>, log: &mut Log) {
    let season = evidence.season;
    let mut before: Option<(&Round, Date)> = None;
    for (ix, round) in season.rounds.iter() {
        let Some(date) = round.date else { continue };
        let text = format!("{}: {date}", round.name);
        let finding = |message: String| {
            Finding::warning("PF0252", message).at(evidence.places(&round.cites, &text)).round(ix)
        };
        let earlier = before.filter(|(_, own)| round.number.is_some() && *own > date);
        if let Some((last, own)) = earlier {
            let message = format!("{} is dated before {}", round.name, last.name);
            let last_text = format!("{}: {own}", last.name);
            log.differ(finding(message).at(evidence.places(&last.cites, &last_text)).says(&text, last_text));
        } else if (date.year() - season.year).abs() > 1 {
            let message = format!("{} is not dated in the season's year", round.name);
            log.differ(finding(message).says(&text, season.year));
        } else {
            log.agree();
        }
        if round.number.is_some() {
            before = Some((round, date));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::fixture::{after, ids};
    use crate::season::Date;

    #[test]
    fn a_round_dated_before_the_one_it_follows() {
        let audit = after(|draft| draft.rounds[2].date = draft.rounds[0].date);
        assert_eq!(ids(&audit), ["PF0252"]);
        assert_eq!(audit.findings[0].message, "Grand Prix 3 is dated before Grand Prix 2");
        // Two rounds on one day are a double-header.
        assert_eq!(ids(&after(|draft| draft.rounds[2].date = draft.rounds[1].date)), [""; 0]);
    }

    #[test]
    fn a_winter_season_may_reach_into_the_next_year_and_no_further() {
        let year = |year| {
            ids(&after(|draft| {
                let round = &mut draft.rounds[2];
                round.date = round.date.and_then(|date| Date::new(year, date.month(), date.day()));
            }))
        };
        assert_eq!(year(2021), [""; 0]);
        assert_eq!(year(2022), ["PF0252"]);
    }
}
