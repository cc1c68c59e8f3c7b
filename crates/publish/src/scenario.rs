//! What is said of who can still win: one place for the command line, pages, sheets and JSON.

use parcferme_core::Points;
use parcferme_core::number_words::{counted, ordinal, points_in_words};
use parcferme_core::outcome::StandingsTable;
use parcferme_core::scenario::{
    Answer, ChampionIf, Chance, Contest, Doubt, FieldIs, Frontier, Held, Needs, Out, Question, Rival, Slot,
};
use parcferme_core::season::{Competitor, Kind, Round};
use parcferme_core::table::Ix;

/// How many leads are said in words: those with the best places.
const MARGINS: usize = 4;
/// Ways to be champion that a sentence lists.
const WAYS: usize = 4;

/// What is asked of some tables of a season: of each its title and class after the round.
pub fn contests<'a, 't>(
    question: Question<'a>,
    tables: impl Iterator<Item = &'t StandingsTable>,
) -> Vec<Contest<'a>> {
    tables.map(|table| Contest::of(question, table)).collect()
}

/// The last round that any table counts: as it stands now.
pub fn now<'t>(tables: impl IntoIterator<Item = &'t StandingsTable>) -> Option<Ix<Round>> {
    tables.into_iter().filter_map(|table| table.after).max()
}

/// Who draws odds. Dice and floats live in the program, not here.
pub trait DrawsOdds: Sync {
    /// How likely each is to become champion. The exact answer is asked for only where the odds are not known yet. None where
    /// nothing is to come, or where they cannot be drawn in the time that a page has.
    fn odds(&self, contest: &Contest<'_>, answer: &dyn Fn() -> Answer) -> Option<Odds>;
}

/// A title and class after a round, and what was found of it.
pub struct Told<'a> {
    pub contest: &'a Contest<'a>,
    pub answer: Answer,
    /// Where they were asked for.
    pub odds: Option<Odds>,
}

/// How often each became champion, when the rest of the season was drawn many times.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    pub seasons: u64,
    /// How many seasons before this one say how strong somebody is.
    pub seasons_before: usize,
    pub of: Vec<Likelihood>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihood {
    pub competitor: Ix<Competitor>,
    /// Of the drawn seasons, from 0 to 1.
    pub share: f64,
    /// Standard error of the share, from the number of drawn seasons alone.
    pub error: f64,
    /// Whether it became champion in no drawn season.
    pub never: bool,
    /// The share where it wins the next race, and where it has no place in it.
    pub wins_next: Option<f64>,
    pub misses_next: Option<f64>,
}

/// How likely each contender was to win a title after every round that its table counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub rounds: Vec<Ix<Round>>,
    /// Those who were ever likely, the likeliest at the end first; of each a share from 0 to 1 a round.
    pub of: Vec<(Ix<Competitor>, Vec<f64>)>,
    /// The rounds after which it was open.
    pub open: usize,
}

/// A share under which nobody is worth a line in a picture.
const LIKELY: f64 = 0.01;

impl Course {
    /// Of the shares after each round. None where it was never open.
    pub fn of(rounds: &[Ix<Round>], shares: &[Shares]) -> Option<Course> {
        let mut all: Vec<Ix<Competitor>> = shares.iter().flat_map(|own| &own.of).map(|own| own.0).collect();
        all.sort_unstable();
        all.dedup();
        let share = |own: &Shares, competitor: Ix<Competitor>| {
            own.of.iter().find(|of| of.0 == competitor).map_or(0.0, |of| of.1)
        };
        let mut of: Vec<(Ix<Competitor>, Vec<f64>)> = all
            .into_iter()
            .map(|competitor| (competitor, shares.iter().map(|own| share(own, competitor)).collect()))
            .filter(|(_, shares): &(_, Vec<f64>)| shares.iter().any(|share| *share >= LIKELY))
            .collect();
        // From the last round back: who ends first stands first.
        of.sort_by(|a, b| {
            let back = a.1.iter().rev().zip(b.1.iter().rev());
            back.map(|(a, b)| b.total_cmp(a)).find(|own| own.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
        });
        let open = shares.iter().filter(|own| own.open).count();
        (open > 0 && !of.is_empty()).then(|| Course { rounds: rounds.to_vec(), of, open })
    }
}

/// How likely each is to win, where the title is open as it was drawn, else as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    pub open: bool,
    pub of: Vec<(Ix<Competitor>, f64)>,
}

/// `12.3 %`.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// The same of what is drawn: never as certain.
fn drawn_percent(share: f64) -> String {
    match share {
        0.001..=0.999 => percent(share),
        small if small < 0.001 => "under 0.1 %".to_owned(),
        _ => "over 99.9 %".to_owned(),
    }
}

/// The same where certain is told as that: `0 %`, `100 %`.
pub fn exact_percent(share: f64) -> String {
    if share <= 0.0 {
        "0 %".to_owned()
    } else if share >= 1.0 {
        "100 %".to_owned()
    } else {
        drawn_percent(share)
    }
}

/// `0.8 points` of a percentage: two standard errors, never told as none.
fn counted_percent(share: f64) -> String {
    format!("{:.1} points", (share * 100.0).max(0.1))
}

impl<'a> Told<'a> {
    pub fn of(contest: &'a Contest<'a>) -> Told<'a> {
        Told { answer: contest.answer(), contest, odds: None }
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
        let name = if round.name.is_empty() { round.event.as_str() } else { round.short_name() };
        format!("round {} ({name})", round.label())
    }

    pub fn decided(&self) -> bool {
        self.answer.chances.iter().any(|own| own.champion)
    }

    /// Whether all rounds that were run are known.
    pub fn all_known(&self) -> bool {
        !self.contest.doubts.iter().any(|own| matches!(own, Doubt::Unknown(_)))
    }

    /// How likely each is to win; None where the odds of an open title are not drawn, or rounds that were run are not known.
    pub fn shares(&self) -> Option<Shares> {
        if !self.all_known() {
            return None;
        }
        if self.decided() || self.contest.to_come() == 0 {
            // Who is level with others whom nothing parts shares the title.
            let first = |own: &&Chance| own.champion || (!self.decided() && own.can_win == Some(true));
            let first: Vec<Ix<Competitor>> =
                self.answer.chances.iter().filter(first).map(|own| own.competitor).collect();
            let share = 1.0 / first.len().max(1) as f64;
            return Some(Shares { open: false, of: first.into_iter().map(|own| (own, share)).collect() });
        }
        let odds = self.odds.as_ref()?;
        // Who wins in none of the drawn ends, or in all, does not yet do so for certain: half a season is left for that.
        let half = 0.5 / odds.seasons.max(1) as f64;
        let out = |own: &Likelihood| {
            let mut chances = self.answer.chances.iter();
            chances.any(|chance| chance.competitor == own.competitor && chance.can_win == Some(false))
        };
        let share = |own: &Likelihood| if out(own) { 0.0 } else { own.share.clamp(half, 1.0 - half) };
        Some(Shares { open: true, of: odds.of.iter().map(|own| (own.competitor, share(own))).collect() })
    }

    /// The odds of a competitor. Who is out has none, and who can still win never has nought.
    pub fn likelihood(&self, chance: &Chance) -> Option<(&Likelihood, String)> {
        let odds = self.odds.as_ref()?;
        let own = odds.of.iter().find(|own| own.competitor == chance.competitor)?;
        let words = match (chance.champion, chance.can_win, own.never) {
            (true, ..) => "100 %".to_owned(),
            (_, Some(false), _) => "0".to_owned(),
            (_, _, true) => format!("under {}", percent((1.0 / odds.seasons.max(1) as f64).max(0.001))),
            _ => drawn_percent(own.share),
        };
        Some((own, words))
    }

    /// How likely it is with a win in the next race, and with no place in it; empty where that says nothing of it.
    pub fn next_race(&self, chance: &Chance) -> [String; 2] {
        let words = |share: Option<f64>| match share {
            Some(share) if chance.can_win != Some(false) && !chance.champion => {
                if share < 0.001 {
                    "under 0.1 %".to_owned()
                } else {
                    percent(share)
                }
            }
            _ => String::new(),
        };
        let own = self.likelihood(chance).map(|(own, _)| own);
        [words(own.and_then(|own| own.wins_next)), words(own.and_then(|own| own.misses_next))]
    }

    /// What the odds rest on; empty where there are none.
    pub fn odds_note(&self) -> String {
        let Some(odds) = &self.odds else { return String::new() };
        let before = match odds.seasons_before {
            0 => "this season's races alone".to_owned(),
            1 => "the races of this season and the one before".to_owned(),
            more => format!("the races of this season and the {more} before"),
        };
        let error = odds.of.iter().map(|own| own.error).fold(0.0, f64::max);
        format!(
            "The odds count the champions of {} drawn ends of the season, with strengths from {before}. Drawn anew, a share may move by {}. They know nothing of testing, orders or weather.",
            odds.seasons,
            counted_percent(2.0 * error)
        )
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
        let to_come = self.to_come();
        let unknown_rounds = self.unknown_rounds();
        if champions.is_empty() && !unknown_rounds.is_empty() {
            let labels: Vec<&str> = unknown_rounds.iter().map(String::as_str).collect();
            let word = if labels.len() == 1 { "round" } else { "rounds" };
            return format!(
                "Who has won, or can win, is not known: nothing is known of {word} {}.",
                listed(&labels)
            );
        }
        match (champions.as_slice(), open.as_slice()) {
            ([], []) if self.answer.chances.is_empty() => format!("Nobody has scored yet{to_come}."),
            ([], _) if !self.all_known() => {
                format!("Who can still win is not known: {}.", self.unknown_in_words())
            }
            ([], []) => "Who can still win is not known.".to_owned(),
            ([only], _) => format!("{only} is champion{to_come}."),
            (several @ [_, _, ..], _) => format!("{} share the title.", listed(several)),
            ([], [only]) if unknown == 0 => {
                format!(
                    "Of those in the table only {only} can still win{to_come}: the title is open to newcomers."
                )
            }
            ([], open) => {
                let unsure = match unknown {
                    0 => String::new(),
                    1 => "; of one more it is not known".to_owned(),
                    more => format!("; of {more} more it is not known"),
                };
                let who = match open.len() {
                    0..=6 => listed(open),
                    many => format!("{many} {}", plural(self.contest.title.competitor)),
                };
                format!("{who} can still win{to_come}{unsure}.")
            }
        }
    }

    /// `, with 2 rounds to come`; nothing where nothing is.
    fn to_come(&self) -> String {
        let rounds = self.contest.slots.chunk_by(|a, b| a.round == b.round).count();
        let sessions = self.contest.to_come();
        if rounds == 0 {
            return String::new();
        }
        let rounds_in_words =
            if rounds == 1 { "one round".to_owned() } else { counted(rounds as u64, "round") };
        let sessions = if sessions > rounds { format!(" ({sessions} sessions)") } else { String::new() };
        let unknown = if self.unknown_rounds().is_empty() { "" } else { " or not known" };
        format!(", with {rounds_in_words}{sessions} to come{unknown}")
    }

    /// `nothing is known of 3 rounds that were run`.
    pub fn unknown_in_words(&self) -> String {
        match self.unknown_rounds().len() {
            1 => "nothing is known of one round that was run".to_owned(),
            more => format!("nothing is known of {} that were run", counted(more as u64, "round")),
        }
    }

    /// Labels of the rounds that have been run and of which nothing is known.
    fn unknown_rounds(&self) -> Vec<String> {
        let label = |doubt: &Doubt| match doubt {
            Doubt::Unknown(round) => Some(self.contest.season.rounds[*round].label()),
            _ => None,
        };
        self.contest.doubts.iter().filter_map(label).collect()
    }

    /// What the answer rests on beside the rules.
    pub fn assumptions(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.contest.to_come() == 0 && !self.contest.season.calendar_open {
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
            said.push(format!("No {} has more cars than it had in a session so far.", kind.in_words()));
        }
        let unknown = self.unknown_rounds();
        let labels: Vec<&str> = unknown.iter().map(String::as_str).collect();
        match labels.as_slice() {
            [] => {}
            [only] => said.push(format!("Nothing is known of round {only}: it counts as still to come.")),
            all => {
                said.push(format!("Nothing is known of rounds {}: they count as still to come.", listed(all)))
            }
        }
        let others =
            self.contest.doubts.iter().filter(|own| !own.forbids() && !matches!(own, Doubt::Unknown(_)));
        said.extend(others.map(|own| self.doubt(*own)));
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
            Doubt::Calendar => "Nothing says that the season's calendar is whole: further rounds may come.".to_owned(),
            Doubt::Unknown(round) => format!("Nothing is known of {}: it counts as still to come.", self.round(round)),
        }
    }

    /// Why somebody is out, in words.
    pub fn out(&self, chance: &Chance) -> String {
        match chance.out {
            None => String::new(),
            Some(Out::NotRanked) => "has no place in the table".to_owned(),
            Some(Out::NoOrder) => "first in no order of finish".to_owned(),
            Some(Out::Rival { rival, least, by_tie_break }) => {
                let now = self.chance(rival).map(|own| own.points);
                let name = self.name(rival);
                match (by_tie_break, self.contest.to_come()) {
                    (_, 0) => format!("{name} is ahead"),
                    (false, _) if now == Some(least) => {
                        format!("at most {}, and {name} has {least}", points_in_words(chance.most))
                    }
                    (false, _) => format!(
                        "at most {}, and {name} ends with {least} at least",
                        points_in_words(chance.most)
                    ),
                    (true, _) => format!(
                        "at most level with {name} on {}, and {name} wins the tie-break",
                        points_in_words(least)
                    ),
                }
            }
        }
    }

    fn chance(&self, competitor: Ix<Competitor>) -> Option<&Chance> {
        self.answer.chances.iter().find(|own| own.competitor == competitor)
    }

    /// What somebody needs, in sentences.
    pub fn needs(&self, competitor: Ix<Competitor>, needs: &Needs) -> Vec<String> {
        let name = self.name(competitor);
        let mut said = Vec::new();
        if let Some(next) = &needs.next
            && self.contest.to_come() > next.slots.len()
            && !next.places.is_empty()
        {
            let round = self.contest.slots[next.slots.start].round;
            let round = self.contest.season.rounds[round].label();
            let ways = self.frontier(next);
            said.push(format!(
                "{name} is champion after round {round} already, whatever others do, with {ways}."
            ));
        }
        let enough = match &needs.rest {
            Some(rest) => !rest.places.is_empty(),
            None => needs.in_own_hands == Some(true),
        };
        let all = if self.contest.to_come() == 1 { "a win is" } else { "to win every session to come is" };
        match &needs.rest {
            Some(rest) if enough => {
                said.push(format!("{name} is champion, whatever others do, with {}.", self.frontier(rest)));
            }
            None if enough => said.push(format!("The title is in the hands of {name}: {all} enough.")),
            None if needs.in_own_hands.is_none() => {}
            _ => said.push(format!("{name} depends on others: {all} not enough by itself.")),
        }
        said.extend(needs.margins.iter().take(MARGINS).map(|margin| {
            let lead = match margin.more_than {
                behind if behind < Points::ZERO => format!("less than {} behind", points_in_words(-behind)),
                level if level.is_zero() => "ahead of everybody".to_owned(),
                ahead => format!("more than {} ahead", points_in_words(ahead)),
            };
            let place = places(margin.from, margin.to);
            let place = place.trim_end_matches(',');
            format!("In the last session {name} is champion {place} if {lead} before it.")
        }));
        said.extend(self.apart(name, needs));
        if let Some(chance) = self.chance(competitor) {
            let gain = chance.most - chance.points;
            if needs.more_than >= Points::ZERO && needs.more_than < gain {
                said.push(format!(
                    "{name} is champion, whatever others do, with more than {} of the {} still to be had.",
                    needs.more_than,
                    points_in_words(gain)
                ));
            }
        }
        said
    }

    /// `Mercedes is champion if Red Bull takes less than 28 points more than it; with exactly 28 more the two are level.`
    fn apart(&self, name: &str, needs: &Needs) -> Option<String> {
        let (rivals, level): (Vec<String>, Vec<String>) = needs
            .apart
            .iter()
            .map(|(rival, more)| {
                let rival = self.name(*rival);
                match *more {
                    none if none.is_zero() => {
                        (format!("it takes more points than {rival}"), format!("as many as {rival}"))
                    }
                    fewer if fewer < Points::ZERO => (
                        format!("{rival} takes less than {} more than it", points_in_words(-fewer)),
                        format!("exactly {} less than {rival}", -fewer),
                    ),
                    more => (
                        format!("it takes more than {} more than {rival}", points_in_words(more)),
                        format!("exactly {more} more than {rival}"),
                    ),
                }
            })
            .unzip();
        (!rivals.is_empty()).then(|| {
            let level = level.join(" or ");
            format!(
                "{name} is champion if {}; with {level} they are level.",
                listed(&rivals.iter().map(String::as_str).collect::<Vec<_>>())
            )
        })
    }

    fn frontier(&self, own: &Frontier) -> String {
        let slots = &self.contest.slots[own.slots.clone()];
        let several = slots.len() > 1;
        let ways: Vec<String> = own
            .places
            .iter()
            .take(WAYS)
            .map(|places| {
                let part = |(place, slot): (&Option<u32>, &Slot<'_>)| match several {
                    true => format!("{} in {}", at_worst(*place), self.session(slot)),
                    false => at_worst(*place),
                };
                // Where any result will do, there is nothing to say, unless it will everywhere.
                let asked =
                    |own: &(&Option<u32>, &Slot<'_>)| own.0.is_some() || places.iter().all(Option::is_none);
                let parts: Vec<String> = places.iter().zip(slots).filter(asked).map(part).collect();
                listed(&parts.iter().map(String::as_str).collect::<Vec<_>>())
            })
            .collect();
        let more = own.places.len().saturating_sub(ways.len());
        let more = if more > 0 { format!("; or in {more} more ways") } else { String::new() };
        format!("{}{more}", ways.join("; or "))
    }

    /// `round 3`; where it has several sessions to come, `the sprint of round 3`.
    fn session(&self, slot: &Slot<'_>) -> String {
        let round = self.contest.season.rounds[slot.round].label();
        let several = self.contest.slots.iter().filter(|own| own.round == slot.round).count() > 1;
        match (slot.main, slot.session) {
            (true, session) if !several || session.is_empty() => format!("round {round}"),
            (_, session) => format!("the {} of round {round}", session.replace('-', " ")),
        }
    }

    /// A line of the last-race table as a sentence.
    pub fn champion_if(&self, competitor: Ix<Competitor>, row: &ChampionIf) -> String {
        let mut place = places(row.from, row.to);
        let feats = self.feats(row.feats);
        if !feats.is_empty() {
            let and = if place == "with a win" { "and" } else { "with" };
            place.push_str(&format!(" {and} {feats}"));
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
                said.push_str(&format!(" (or {} without {without})", outside(other)));
            }
        }
        said
    }

    /// Where a line of the last-race table has its competitor end, for a cell: `3rd to 5th`.
    pub fn place(&self, row: &ChampionIf) -> String {
        let mut said = match (row.from, row.to) {
            (Some(from), Some(to)) if from == to => ordinal(from),
            (Some(from), Some(to)) if to == from + 1 => format!("{} or {}", ordinal(from), ordinal(to)),
            (Some(from), Some(to)) => format!("{} to {}", ordinal(from), ordinal(to)),
            (Some(1), None) => "anywhere".to_owned(),
            (Some(from), None) => format!("{} or worse", ordinal(from)),
            (None, _) => "without a place".to_owned(),
        };
        if row.feats != 0 {
            said.push_str(&format!(", with {}", self.feats(row.feats)));
        }
        said
    }

    /// Where a rival has to end on a line of the last-race table, for a cell: `outside the first 2`.
    pub fn rival_ends(&self, row: &ChampionIf, rival: Ix<Competitor>) -> String {
        let outside = |count: u32| match count {
            0 => "anywhere".to_owned(),
            1 => "not first".to_owned(),
            count => format!("outside the first {count}"),
        };
        let own = row.rivals.iter().find(|own| own.competitor == rival);
        let Some(((rival, (first, first_outside)), all)) =
            own.and_then(|own| Some(((own, possible(own)?), own.held.first()?.feats)))
        else {
            return outside(0);
        };
        let mut said = outside(first_outside);
        if first.level {
            said.push_str(&format!(" ({} would be level)", ordinal(first_outside)));
        }
        let never = self.feats(all & !first.feats);
        if !never.is_empty() {
            said.push_str(&format!(", without {never}"));
        }
        let fewer = rival.held.iter().filter(|own| own.feats < first.feats);
        for (held, other) in fewer.filter_map(|own| Some((own, own.outside?))) {
            if other != first_outside {
                let without = self.feats(first.feats & !held.feats);
                said.push_str(&format!("; without {without}, {}", outside(other)));
            }
        }
        said
    }

    /// What a session gives, in words.
    pub fn worth(&self, slot: &Slot<'_>) -> String {
        let mut said = self.round(slot.round);
        if !slot.main {
            said.push_str(&format!(", {}", slot.session.replace('-', " ")));
        }
        if let Some(win) = slot.points(1) {
            said.push_str(&format!(", where a win gives {}", points_in_words(win)));
        }
        for feat in &slot.feats {
            said.push_str(&format!(", {} {}", feat_name(feat.what), feat.points));
        }
        said
    }

    /// All feats of the next session, in words.
    pub fn all_feats(&self) -> String {
        self.feats(u64::MAX)
    }

    /// `the fastest lap`, `pole and the fastest lap`.
    fn feats(&self, feats: u64) -> String {
        let Some(slot) = self.contest.slots.first() else { return String::new() };
        let names: Vec<String> = slot
            .feats
            .iter()
            .enumerate()
            .filter(|(index, _)| feats >> index & 1 == 1)
            .map(|(_, feat)| feat_name(feat.what))
            .collect();
        listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// When it may be decided, in a sentence; empty where that is not worked out.
    pub fn when(&self) -> String {
        // A round that has been run is none at which a title is still to be decided.
        if !self.unknown_rounds().is_empty() {
            return String::new();
        }
        match (self.answer.earliest, self.answer.latest) {
            (Some(first), Some(last)) if first == last => {
                format!("The title is decided at {}.", self.round(first))
            }
            (Some(first), Some(last)) => format!(
                "The title can be decided at {} at the earliest, and may stay open until {}.",
                self.round(first),
                self.round(last)
            ),
            (Some(first), None) => {
                format!("The title can be decided at {} at the earliest.", self.round(first))
            }
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
        (Some(1), Some(1)) => "with a win".to_owned(),
        (Some(from), Some(to)) if from == to => format!("in {} place", ordinal(from)),
        (Some(from), Some(to)) if to == from + 1 => format!("in {} or {} place", ordinal(from), ordinal(to)),
        (Some(from), Some(to)) => format!("in {} to {} place", ordinal(from), ordinal(to)),
        (Some(1), None) => "wherever it ends".to_owned(),
        (Some(from), None) => format!("in {} place or worse, or without a place,", ordinal(from)),
        (None, _) => "without a place".to_owned(),
    }
}

fn at_worst(place: Option<u32>) -> String {
    match place {
        None => "any result".to_owned(),
        Some(1) => "a win".to_owned(),
        Some(place) => format!("{} place or better", ordinal(place)),
    }
}

fn feat_name(what: &str) -> String {
    match what {
        "pole" => what.to_owned(),
        what => format!("the {}", what.replace('-', " ")),
    }
}

fn plural(kind: Kind) -> String {
    match kind {
        Kind::Entry => "entries".to_owned(),
        Kind::Chassis => "chassis".to_owned(),
        kind => format!("{}s", kind.in_words()),
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
