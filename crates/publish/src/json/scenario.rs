//! `parcferme.scenario/1`: who can still win each title, and how.

use crate::json::Named;
use crate::scenario::{Told, possible};
use parcferme_core::scenario::{self as core, Chance, Frontier, Out, Played, Rival, Slot, Whose};
use parcferme_core::season::{Competitor, Round, Season};
use parcferme_core::table::Ix;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.scenario/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Document)]
pub struct Document {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: String,
    /// Number of the last round that counts; null before the first.
    pub after_round: Option<u32>,
    /// `open`: anybody may miss any session. `entered`: every car that started one of the last three rounds is ranked in
    /// every session.
    pub field: &'static str,
    pub titles: Vec<Title>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Title)]
pub struct Title {
    pub title: String,
    pub name: String,
    pub class: Option<String>,
    /// Whether nobody but one can win any more, or nothing is to come.
    pub decided: bool,
    pub to_come: Vec<Session>,
    /// What the answers rest on beside the rules.
    pub assumptions: Vec<String>,
    /// Why something is not known; empty where all is.
    pub unknown: Vec<String>,
    /// All competitors of the table, in its order, and those behind them who can win.
    pub contenders: Vec<Contender>,
    /// The first round after which the title may be decided.
    pub earliest_round: Option<u32>,
    /// The last round until which it may stay open.
    pub latest_round: Option<u32>,
    /// How many ends of the season the odds were drawn from; absent where none were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odds_seasons: Option<u64>,
    /// The same as sentences that can be read out.
    pub text: Vec<String>,
}

/// A session to come.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Session)]
pub struct Session {
    pub round: Option<u32>,
    pub event: String,
    /// Null where the season does not name it: the session that the round is for.
    pub session: Option<String>,
    /// Points for a win.
    pub win: String,
    pub feats: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Contender)]
pub struct Contender {
    pub competitor: Named,
    pub points: String,
    /// What it ends with at its best.
    pub most: String,
    /// Whether it can end first, alone or level with others whom no tie-break parts; null where that is not known.
    pub can_win: Option<bool>,
    /// Whether it is first whatever happens.
    pub champion: bool,
    /// How likely it is, where odds were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odds: Option<Likelihood>,
    /// Why it cannot win.
    pub out: Option<Because>,
    /// An order of finish with which it wins, confirmed by computing the season.
    pub witness: Option<Vec<Order>>,
    /// What suffices whatever others do.
    pub needs: Option<Needs>,
    /// Before the last session: with which places it is champion, and what else has to be. Each line is enough by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub champion_if: Option<Vec<ChampionIf>>,
}

/// Of drawn ends of the season, the share in which a competitor becomes champion: decimals from 0 to 1.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Likelihood)]
pub struct Likelihood {
    #[schema(example = "0.6521")]
    pub share: String,
    /// Standard error, from the number of drawn seasons alone.
    pub error: String,
    /// Of the seasons in which it wins the next race; null where it never did.
    pub if_wins_next: Option<String>,
    /// Of those in which it has no place in the next race.
    pub if_misses_next: Option<String>,
}

fn decimals(share: f64) -> String {
    format!("{share:.4}")
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Because)]
pub struct Because {
    /// Who cannot be caught.
    pub rival: Option<Named>,
    /// What that rival has at least.
    pub least: Option<String>,
    pub by_tie_break: bool,
    pub text: String,
}

/// How a session to come ends.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Order)]
pub struct Order {
    pub round: Option<u32>,
    pub session: Option<String>,
    /// In order; who is not told has no place.
    pub places: Vec<Ranked>,
    /// Feats by what they are for.
    pub feats: BTreeMap<String, Named>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Ranked)]
pub struct Ranked {
    pub place: u32,
    /// Those of the title whom the car stands for; none where it stands for nobody.
    pub competitors: Vec<Named>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Needs)]
pub struct Needs {
    /// With more points than these, that count, it is champion whatever others do; below zero where it already is.
    pub more_than: String,
    /// Whether to win every session to come is enough; null where several cars of one competitor score.
    pub in_own_hands: Option<bool>,
    /// Places in the sessions of the next round with which it is champion there.
    pub next: Option<Vec<Vec<Needed>>>,
    /// Places in all sessions to come that make sure of it; empty where none do.
    pub rest: Option<Vec<Vec<Needed>>>,
    /// In the last round, where it has several sessions: by place in the last of them, the lead before it that makes sure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub margins: Vec<Margin>,
    /// Where several cars of one competitor score and one round is to come: by id of the rival, how many points more than it
    /// have to be exceeded; below zero, fewer than it. At exactly so many the two are level.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub more_than_rival: BTreeMap<String, String>,
    pub text: Vec<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Margin)]
pub struct Margin {
    pub place_from: PlaceOrNone,
    pub place_to: PlaceOrNone,
    /// Points ahead of everybody else; below zero, less behind than that.
    pub more_than: String,
}

/// The worst place in a session that still does.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Needed)]
pub struct Needed {
    pub round: Option<u32>,
    pub session: Option<String>,
    /// Null for no place.
    pub place: Option<u32>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::ChampionIf)]
pub struct ChampionIf {
    pub place_from: PlaceOrNone,
    pub place_to: PlaceOrNone,
    /// Feats that it has to have; other feats may be anybody's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// By id of the rival: outside the first so many, whatever feats it has of those that it may. Who is not named may end anywhere.
    pub and_each_rival_outside_top: BTreeMap<String, u32>,
    /// By id of the rival: feats that it may not have.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub and_each_rival_without: BTreeMap<String, Vec<String>>,
    /// Where a rival without some feats may end farther in front.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub or_without: Vec<Without>,
    /// Rivals that would be level one place farther in front, so that they share the title or the stewards decide.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub level_with: Vec<String>,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = scenario::Without)]
pub struct Without {
    pub rival: String,
    pub feats: Vec<String>,
    pub outside_top: u32,
}

/// A place, or `none`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = scenario::PlaceOrNone)]
pub enum PlaceOrNone {
    Place(u32),
    None(&'static str),
}

impl From<Option<u32>> for PlaceOrNone {
    fn from(place: Option<u32>) -> PlaceOrNone {
        place.map_or(PlaceOrNone::None("none"), PlaceOrNone::Place)
    }
}

fn number(season: &Season, round: Ix<Round>) -> Option<u32> {
    season.rounds[round].number.map(|own| own.0)
}

fn id(slot: &Slot<'_>) -> Option<String> {
    (!slot.session.is_empty()).then(|| slot.session.to_owned())
}

/// The document of several titles of one season.
pub fn scenario(
    season: &Season,
    after: Option<Ix<Round>>,
    field: core::FieldIs,
    titles: &[Told<'_>],
) -> Document {
    Document {
        schema: SCHEMA,
        season: season.id.clone(),
        after_round: after.and_then(|after| number(season, after)),
        field: field.word(),
        titles: titles.iter().map(title).collect(),
    }
}

fn title(told: &Told<'_>) -> Title {
    let contest = told.contest;
    let season = contest.season;
    let round = |ix: Option<Ix<Round>>| ix.and_then(|ix| number(season, ix));
    let mut text = vec![told.headline()];
    let when = told.when();
    text.extend((!when.is_empty()).then_some(when));
    for (competitor, needs) in &told.answer.needs {
        if contest.to_come() > 1 {
            text.extend(told.needs(*competitor, needs));
        }
    }
    for (competitor, rows) in &told.answer.champion_if {
        text.extend(rows.iter().map(|row| told.champion_if(*competitor, row)));
    }
    Title {
        title: contest.title.id.clone(),
        name: contest.title.name.clone(),
        class: contest.class.map(|class| season.classes[class].id.clone()),
        decided: told.decided(),
        to_come: contest
            .slots
            .iter()
            .map(|slot| Session {
                round: number(season, slot.round),
                event: season.rounds[slot.round].event.clone(),
                session: id(slot),
                win: slot.points(1).unwrap_or_default().to_string(),
                feats: slot.feats.iter().map(|feat| feat.what.to_owned()).collect(),
            })
            .collect(),
        assumptions: told.assumptions(),
        unknown: told.reasons_unknown(),
        contenders: told.answer.chances.iter().map(|chance| contender(told, chance)).collect(),
        earliest_round: round(told.answer.earliest),
        latest_round: round(told.answer.latest),
        odds_seasons: told.odds.as_ref().map(|odds| odds.seasons),
        text,
    }
}

fn contender(told: &Told<'_>, chance: &Chance) -> Contender {
    let season = told.contest.season;
    let named = |ix: Ix<Competitor>| Named::of(&season.competitors[ix]);
    let own = chance.competitor;
    let find = |(of, _): &&(Ix<Competitor>, _)| *of == own;
    Contender {
        competitor: named(own),
        points: chance.points.to_string(),
        most: chance.most.to_string(),
        can_win: chance.can_win,
        champion: chance.champion,
        odds: told.likelihood(chance).map(|(own, _)| Likelihood {
            share: decimals(own.share),
            error: decimals(own.error),
            if_wins_next: own.wins_next.map(decimals),
            if_misses_next: own.misses_next.map(decimals),
        }),
        out: chance.out.map(|out| {
            let (rival, least, by_tie_break) = match out {
                Out::Rival { rival, least, by_tie_break } => {
                    (Some(named(rival)), Some(least.to_string()), by_tie_break)
                }
                Out::NotRanked | Out::NoOrder => (None, None, false),
            };
            Because { rival, least, by_tie_break, text: told.out(chance) }
        }),
        witness: chance.witness.as_ref().filter(|own| !own.is_empty()).map(|all| {
            all.iter().zip(&told.contest.slots).map(|(played, slot)| order(told, played, slot)).collect()
        }),
        needs: told.answer.needs.iter().find(|own| own.0 == chance.competitor).map(|(_, needs)| Needs {
            more_than: needs.more_than.to_string(),
            in_own_hands: needs.in_own_hands,
            next: needs.next.as_ref().map(|own| places(told, own)),
            rest: needs.rest.as_ref().map(|own| places(told, own)),
            margins: needs
                .margins
                .iter()
                .map(|margin| Margin {
                    place_from: margin.from.into(),
                    place_to: margin.to.into(),
                    more_than: margin.more_than.to_string(),
                })
                .collect(),
            more_than_rival: needs
                .apart
                .iter()
                .map(|(rival, points)| (season.competitors[*rival].id.clone(), points.to_string()))
                .collect(),
            text: told.needs(own, needs),
        }),
        champion_if: told
            .answer
            .champion_if
            .iter()
            .find(find)
            .map(|(_, rows)| rows.iter().map(|row| champion_if(told, own, row)).collect()),
    }
}

fn order(told: &Told<'_>, played: &Played, slot: &Slot<'_>) -> Order {
    let season = told.contest.season;
    let named = |ix: Ix<Competitor>| Named::of(&season.competitors[ix]);
    Order {
        round: number(season, slot.round),
        session: id(slot),
        places: played
            .places
            .iter()
            .map(|&(place, whose)| Ranked {
                place,
                competitors: match whose {
                    Whose::Competitor(own) => vec![named(own)],
                    Whose::Car(car) => told.contest.competitors_of(car).into_iter().map(named).collect(),
                },
            })
            .collect(),
        feats: played
            .feats
            .iter()
            .map(|&(feat, own)| (slot.feats[feat].what.to_owned(), named(own)))
            .collect(),
    }
}

fn places(told: &Told<'_>, own: &Frontier) -> Vec<Vec<Needed>> {
    let slots = &told.contest.slots[own.slots.clone()];
    let needed = |places: &Vec<Option<u32>>| {
        let needed = places.iter().zip(slots).map(|(&place, slot)| Needed {
            round: number(told.contest.season, slot.round),
            session: id(slot),
            place,
        });
        needed.collect()
    };
    own.places.iter().map(needed).collect()
}

fn champion_if(told: &Told<'_>, competitor: Ix<Competitor>, row: &core::ChampionIf) -> ChampionIf {
    let season = told.contest.season;
    let feats = |mask: u64| -> Vec<String> {
        let slot = told.contest.slots.first();
        let all = slot.into_iter().flat_map(|slot| slot.feats.iter().enumerate());
        all.filter(|(index, _)| mask >> index & 1 == 1).map(|(_, feat)| feat.what.to_owned()).collect()
    };
    let name = |ix: Ix<Competitor>| season.competitors[ix].id.clone();
    let all = |rival: &Rival| rival.held.first().map_or(0, |own| own.feats);
    ChampionIf {
        place_from: row.from.into(),
        place_to: row.to.into(),
        with: feats(row.feats),
        and_each_rival_outside_top: row
            .rivals
            .iter()
            .filter_map(|rival| Some((name(rival.competitor), possible(rival)?.1)))
            .filter(|own| own.1 > 0)
            .collect(),
        and_each_rival_without: row
            .rivals
            .iter()
            .filter_map(|rival| Some((name(rival.competitor), feats(all(rival) & !possible(rival)?.0.feats))))
            .filter(|own| !own.1.is_empty())
            .collect(),
        or_without: row
            .rivals
            .iter()
            .flat_map(|rival| {
                let first = possible(rival);
                let fewer =
                    rival.held.iter().filter(move |own| first.is_some_and(|at| own.feats < at.0.feats));
                fewer
                    .filter_map(move |own| Some((own, own.outside?, first?)))
                    .filter(|own| own.1 != own.2.1)
                    .map(move |(own, outside_top, first)| Without {
                        rival: name(rival.competitor),
                        feats: feats(first.0.feats & !own.feats),
                        outside_top,
                    })
            })
            .collect(),
        level_with: row
            .rivals
            .iter()
            .filter(|rival| possible(rival).is_some_and(|own| own.0.level))
            .map(|rival| name(rival.competitor))
            .collect(),
        text: told.champion_if(competitor, row),
    }
}
