//! What is said of who can still win: one place for the command line, pages, sheets and JSON.

use crate::explanation::points_in_words;
use parcferme_core::Points;
use parcferme_core::number_words::ordinal;
use parcferme_core::scenario::{
    Answer, ChampionIf, Chance, Contest, Doubt, FieldIs, Frontier, Held, Needs, Out, Rival,
};
use parcferme_core::season::{Competitor, Kind, Round};
use parcferme_core::table::Ix;

/// How many leads are said in words: those with the best places.
const MARGINS: usize = 4;

/// A title and class after a round, and what was found of it.
pub struct Told<'a> {
    pub contest: &'a Contest<'a>,
    pub answer: Answer,
}

impl<'a> Told<'a> {
    pub fn of(contest: &'a Contest<'a>) -> Told<'a> {
        Told { answer: contest.answer(), contest }
    }

    pub fn name(&self, competitor: Ix<Competitor>) -> &'a str {
        &self.contest.season.competitors[competitor].name
    }

    /// `GTS Teams' Championship`.
    pub fn title(&self) -> String {
        let class = self.contest.class.map(|class| self.contest.season.classes[class].id.as_str());
        [class, Some(self.contest.title.name.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// `round 3 (Road Atlanta)`.
    pub fn round(&self, ix: Ix<Round>) -> String {
        let round = &self.contest.season.rounds[ix];
        let name = if round.name.is_empty() { &round.event } else { &round.name };
        format!("round {} ({name})", round.label())
    }

    pub fn decided(&self) -> bool {
        self.answer.chances.iter().any(|own| own.champion)
    }

    /// How it stands, in a sentence.
    pub fn headline(&self) -> String {
        let champions: Vec<&str> = self
            .answer
            .chances
            .iter()
            .filter(|own| own.champion)
            .map(|own| self.name(own.competitor))
            .collect();
        let open: Vec<&str> = self
            .answer
            .chances
            .iter()
            .filter(|own| own.can_win == Some(true))
            .map(|own| self.name(own.competitor))
            .collect();
        let unknown = self.answer.chances.iter().filter(|own| own.can_win.is_none()).count();
        let to_come = match self.contest.to_come() {
            0 => "and the calendar has nothing more".to_owned(),
            1 => "with one session to come".to_owned(),
            sessions => format!("with {sessions} sessions to come"),
        };
        match (champions.as_slice(), open.as_slice()) {
            ([], []) if self.answer.chances.is_empty() => format!("Nobody has scored yet, {to_come}."),
            ([], []) => "Who can still win is not known.".to_owned(),
            ([only], _) => format!("{only} is champion, {to_come}."),
            (several @ [_, _, ..], _) => format!("{} share the title.", listed(several)),
            ([], [only]) if unknown == 0 => {
                format!(
                    "Of those in the table only {only} can still win, {to_come}: the title is open to newcomers."
                )
            }
            ([], few) if few.len() <= 6 && unknown == 0 => {
                format!("{} can still win, {to_come}.", listed(few))
            }
            ([], many) => {
                let unsure = match unknown {
                    0 => String::new(),
                    1 => "; of one more it is not known".to_owned(),
                    more => format!("; of {more} more it is not known"),
                };
                format!("{} can still win, {to_come}{unsure}.", many.len())
            }
        }
    }

    /// What the answer rests on beside the rules.
    pub fn assumptions(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.contest.to_come() == 0 {
            said.extend(self.contest.after.map(|after| {
                format!("The season's calendar has no round that counts after {}.", self.round(after))
            }));
            return said;
        }
        said.push(match self.contest.field {
            FieldIs::Open => "Anybody may miss any session to come, and every session is run over its full distance.".to_owned(),
            FieldIs::Entered => format!(
                "The {} cars that started one of the last three rounds, and no others, are ranked in every session to come, with the crews that they last had.",
                self.contest.cars.len()
            ),
        });
        let kind = self.contest.title.competitor;
        if self.contest.field == FieldIs::Open
            && kind != Kind::Driver
            && self.contest.title.scoring_cars != Some(1)
        {
            said.push(format!(
                "No {} has more cars than it had in a session so far.",
                kind.word().replace('-', " ")
            ));
        }
        said.extend(self.contest.doubts.iter().filter(|own| !own.forbids()).map(|own| self.doubt(*own)));
        said
    }

    /// Why nothing is said, where nothing is.
    pub fn reasons_unknown(&self) -> Vec<String> {
        let mut said: Vec<String> =
            self.contest.doubts.iter().filter(|own| own.forbids()).map(|own| self.doubt(*own)).collect();
        if said.is_empty() && self.answer.chances.iter().any(|own| own.can_win.is_none()) {
            said.push("Of some no order of finish was found in the time that is given to the search, nor that there is none.".to_owned());
        }
        said
    }

    fn doubt(&self, doubt: Doubt) -> String {
        match doubt {
            Doubt::Sessions => "Where the season does not say which sessions a round to come has, it may have every session that points are given for.".to_owned(),
            Doubt::Starters => "As many cars start as any rule on points asks for.".to_owned(),
            Doubt::Length(round) => format!("Points depend on the length of {}, which the season does not state: give the round its `length`.", self.round(round)),
            Doubt::Unbounded => "A rule gives any number of points, so that no total is out of reach.".to_owned(),
            Doubt::Negative => "A rule takes points away: to take part may be worse than not to.".to_owned(),
            Doubt::Attendance => "Only a competitor's first results count: to start may be worse than not to.".to_owned(),
            Doubt::NeverDropped => "Nobody is disqualified: such a result could not be dropped.".to_owned(),
            Doubt::ClassPlaces => "Several classes share one table by places in each class: that is not worked out.".to_owned(),
            Doubt::ClassChange => "Nobody goes on in another class.".to_owned(),
            Doubt::OverallPlaces => "Rules look at places among all cars: places in class are taken for them.".to_owned(),
            Doubt::SplitCrews => "Whoever shares a car divides its points: everybody is taken to drive alone.".to_owned(),
            Doubt::Alone => "Whoever drives alone gets less: everybody is taken to have a crew.".to_owned(),
            Doubt::Unknown(round) => format!("Nothing is known of {}: it counts as still to come.", self.round(round)),
        }
    }

    /// Why somebody is out, in words.
    pub fn out(&self, chance: &Chance) -> String {
        match chance.out {
            None => String::new(),
            Some(Out::NotRanked) => "has no place in the table".to_owned(),
            Some(Out::NoOrder) => "no order of finish puts it first".to_owned(),
            Some(Out::Rival { rival, least, by_tie_break }) => {
                let rival = self.name(rival);
                match (by_tie_break, self.contest.to_come()) {
                    (_, 0) => format!("{rival} is ahead"),
                    (false, _) => {
                        format!("at most {}, and {rival} has {least}", points_in_words(chance.most))
                    }
                    (true, _) => format!(
                        "at most level with {rival} on {}, who wins the tie-break",
                        points_in_words(least)
                    ),
                }
            }
        }
    }

    /// What somebody needs, in sentences.
    pub fn needs(&self, competitor: Ix<Competitor>, needs: &Needs) -> Vec<String> {
        let name = self.name(competitor);
        let mut said = Vec::new();
        if let Some(next) = &needs.next
            && self.contest.to_come() > next.slots.len()
            && !next.places.is_empty()
        {
            let round = self.round(self.contest.slots[next.slots.start].round);
            said.push(format!("{name} is champion at {round}, whatever others do, {}.", self.frontier(next)));
        }
        if let Some(rest) = &needs.rest {
            said.push(match rest.places.is_empty() {
                true => format!("{name} depends on others: no place makes sure of the title."),
                false => format!("{name} is champion whatever others do {}.", self.frontier(rest)),
            });
        }
        said.extend(needs.margins.iter().take(MARGINS).map(|margin| {
            let lead = match margin.more_than {
                behind if behind < Points::ZERO => format!("less than {} behind", points_in_words(-behind)),
                level if level.is_zero() => "ahead of everybody".to_owned(),
                ahead => format!("more than {} ahead", points_in_words(ahead)),
            };
            let place = places(margin.from, margin.to);
            format!(
                "{name} is champion {} of the last session if {lead} before it.",
                place.trim_end_matches(',')
            )
        }));
        if needs.more_than >= Points::ZERO {
            said.push(format!(
                "{name} is champion with more than {} that count.",
                points_in_words(needs.more_than)
            ));
        }
        said
    }

    fn frontier(&self, own: &Frontier) -> String {
        let slots = &self.contest.slots[own.slots.clone()];
        let several = slots.len() > 1;
        let ways: Vec<String> = own
            .places
            .iter()
            .take(6)
            .map(|places| {
                let parts: Vec<String> = places
                    .iter()
                    .zip(slots)
                    .map(|(place, slot)| {
                        let place = at_worst(*place);
                        if several { format!("{place} in {}", self.session(slot)) } else { place }
                    })
                    .collect();
                parts.join(" and ")
            })
            .collect();
        let more = own.places.len().saturating_sub(ways.len());
        let more = if more > 0 { format!("; or in {more} more ways") } else { String::new() };
        format!("{}{more}", ways.join("; or "))
    }

    /// `round 3 (Road Atlanta), sprint`.
    pub fn session(&self, slot: &parcferme_core::scenario::Slot<'_>) -> String {
        let round = self.round(slot.round);
        if slot.main { round } else { format!("{round}, {}", slot.session) }
    }

    /// A line of the last-race table as a sentence.
    pub fn champion_if(&self, competitor: Ix<Competitor>, row: &ChampionIf) -> String {
        let mut place = places(row.from, row.to);
        let feats = self.feats(row.feats);
        if !feats.is_empty() {
            place.push_str(&format!(" with {feats}"));
        }
        let rivals: Vec<String> = row.rivals.iter().map(|rival| self.rival(rival)).collect();
        let name = self.name(competitor);
        match rivals.as_slice() {
            [] => format!("{name} is champion {}, whatever others do.", place.trim_end_matches(',')),
            _ => format!(
                "{name} is champion {place} if {}.",
                listed(&rivals.iter().map(String::as_str).collect::<Vec<_>>())
            ),
        }
    }

    fn rival(&self, rival: &Rival) -> String {
        let name = self.name(rival.competitor);
        let outside = |count: u32| match count {
            0 => "ends anywhere".to_owned(),
            1 => "does not win".to_owned(),
            count => format!("ends outside the first {count}"),
        };
        let all = rival.held.first().map_or(0, |own| own.feats);
        let Some((first, outside_first)) = possible(rival) else { return String::new() };
        let mut said = match self.feats(all & !first.feats) {
            none if none.is_empty() => format!("{name} {}", outside(outside_first)),
            feats => format!("{name} does not have {feats} and {}", outside(outside_first)),
        };
        if first.level {
            said.push_str(&format!(" ({} would be level)", ordinal(outside_first)));
        }
        let fewer = rival.held.iter().filter(|own| own.feats < first.feats);
        for (held, other) in fewer.filter_map(|own| Some((own, own.outside?))) {
            if other != outside_first {
                let without = self.feats(first.feats & !held.feats);
                said.push_str(&format!(", or without {without} {}", outside(other)));
            }
        }
        said
    }

    /// `the fastest lap`, `pole and the fastest lap`.
    fn feats(&self, feats: u64) -> String {
        let Some(slot) = self.contest.slots.first() else { return String::new() };
        let names: Vec<String> = slot
            .feats
            .iter()
            .enumerate()
            .filter(|(index, _)| feats >> index & 1 == 1)
            .map(|(_, feat)| match feat.what {
                "pole" => "pole".to_owned(),
                what => format!("the {}", what.replace('-', " ")),
            })
            .collect();
        listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// When it may fall, in a sentence; empty where that is not worked out.
    pub fn when(&self) -> String {
        match (self.answer.earliest, self.answer.latest) {
            (Some(first), Some(last)) if first == last => {
                format!("The title falls at {}.", self.round(first))
            }
            (Some(first), Some(last)) => format!(
                "The title may fall at {} at the earliest, and may stay open until {}.",
                self.round(first),
                self.round(last)
            ),
            (Some(first), None) => format!("The title may fall at {} at the earliest.", self.round(first)),
            _ => String::new(),
        }
    }
}

/// What a rival must do with as many feats as it may have at all.
pub fn possible(rival: &Rival) -> Option<(&Held, u32)> {
    rival.held.iter().find_map(|held| Some((held, held.outside?)))
}

fn places(from: Option<u32>, to: Option<u32>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("in {} place", ordinal(from)),
        (Some(from), Some(to)) if to == from + 1 => format!("in {} or {} place", ordinal(from), ordinal(to)),
        (Some(from), Some(to)) => format!("in {} to {} place", ordinal(from), ordinal(to)),
        (Some(1), None) => "wherever it ends".to_owned(),
        (Some(from), None) => format!("in {} place or worse, or without one,", ordinal(from)),
        (None, _) => "without a place".to_owned(),
    }
}

fn at_worst(place: Option<u32>) -> String {
    match place {
        None => "without a place".to_owned(),
        Some(1) => "with a win".to_owned(),
        Some(place) => format!("in {} place or better", ordinal(place)),
    }
}

/// `A`, `A and B`, `A, B and C`.
pub fn listed(all: &[&str]) -> String {
    match all {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
