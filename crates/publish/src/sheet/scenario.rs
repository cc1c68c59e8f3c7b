//! Who can still win as a sheet: how it stands, who is in and who is out, and what each needs.

use crate::scenario::Told;
use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::outcome::StandingsTable;
use parcferme_core::rulebook::Rulebook;
use parcferme_core::scenario::{Chance, Contest, FieldIs, Question};
use parcferme_core::season::{Round, Season};
use parcferme_core::table::Ix;

/// All titles of a season after a round.
pub fn scenario(season: &Season, after: Option<Ix<Round>>, titles: &[Told<'_>]) -> Sheet {
    let after = after.map_or_else(
        || "before the first round".to_owned(),
        |ix| format!("after round {}", season.rounds[ix].label()),
    );
    let mut blocks = Vec::new();
    for told in titles {
        title(told, &mut blocks);
    }
    Sheet {
        head: Head {
            event: season.name.clone(),
            document: format!("Who can still win, {after}"),
            ..Head::default()
        },
        classes: season.classes.rows().iter().map(|class| class.id.clone()).collect(),
        blocks,
        ..Sheet::default()
    }
}

/// Who can still win, a line a title: of those that are open, and of which all rounds that were run are known. None where
/// there is none.
pub fn headlines<'t>(
    season: &Season,
    rules: &Rulebook,
    tables: impl Iterator<Item = &'t StandingsTable>,
) -> Option<Block> {
    // Where rounds that were run are not known there is nothing to say, and much to look for.
    let lines = tables.filter(|table| table.unknown.is_empty()).filter_map(|table| {
        let question = Question { season, rules, after: table.after, field: FieldIs::Open };
        let contest = Contest::of(question, table);
        let told = (contest.to_come() > 0).then(|| Told::of(&contest)).filter(Told::all_known)?;
        Some(format!("{}: {}", told.title(), told.headline()))
    });
    notes("Who can still win", lines.collect())
}

fn title(told: &Told<'_>, blocks: &mut Vec<Block>) {
    let contest = told.contest;
    blocks.extend(notes(
        &told.title(),
        [told.headline(), told.when()].into_iter().filter(|own| !own.is_empty()).collect(),
    ));
    blocks.extend(notes("Not known", told.reasons_unknown()));
    let open = |own: &&Chance| own.can_win != Some(false);
    let rows = told.answer.chances.iter().filter(|own| open(own) || told.answer.chances.len() <= 40);
    let rows: Vec<Row> = rows
        .map(|chance| Row {
            cells: [
                vec![
                    Cell::text(told.name(chance.competitor)),
                    Cell::points(chance.points),
                    Cell::points(chance.most),
                    Cell::text(match (chance.champion, chance.can_win) {
                        (true, _) => "champion",
                        (_, Some(true)) => "can win",
                        (_, Some(false)) => "out",
                        (_, None) => "not known",
                    }),
                ],
                odds_cells(told, chance),
                vec![Cell::text(told.out(chance))],
            ]
            .concat(),
            stressed: chance.champion,
            ..Row::default()
        })
        .collect();
    let class = contest.class.map(|class| contest.season.classes[class].id.as_str());
    blocks.push(Block::Table(Table {
        id: class.map_or_else(|| contest.title.id.clone(), |class| format!("{}-{class}", contest.title.id)),
        title: told.title(),
        class: contest.class.map(|class| class.index()),
        columns: [
            vec![
                Column::new("competitor", "Competitor").grow(1),
                Column::new("points", "Points").right(),
                Column::new("most", "At most").right().full("Points at most"),
                Column::new("title", "Title"),
            ],
            match told.odds {
                None => Vec::new(),
                Some(_) => vec![
                    Column::new("odds", "Odds").right().full("Share of drawn seasons"),
                    Column::new("if_wins_next", "If 1st next").right().full("If it wins the next race"),
                    Column::new("if_misses_next", "If no place")
                        .right()
                        .full("If it has no place in the next race"),
                ],
            },
            vec![Column::new("because", "Because").grow(2)],
        ]
        .concat(),
        row_head: Some(0),
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    }));
    let table: Vec<String> = told
        .answer
        .champion_if
        .iter()
        .flat_map(|(competitor, rows)| rows.iter().map(|row| told.champion_if(*competitor, row)))
        .collect();
    let needs = told.answer.needs.iter().flat_map(|(competitor, needs)| told.needs(*competitor, needs));
    blocks.extend(match table.is_empty() {
        true => notes("What suffices", needs.collect()),
        false => notes("Champion if", table),
    });
    let mut rests = told.assumptions();
    rests.extend(Some(told.odds_note()).filter(|own| !own.is_empty()));
    blocks.extend(notes("This rests on", rests));
}

/// Sentences under a title, where there are some.
fn notes(title: &str, said: Vec<String>) -> Option<Block> {
    let lines = said.iter().map(|own| vec![Run::plain(own.as_str())]).collect();
    (!said.is_empty()).then(|| Block::Notes { title: title.to_owned(), lines })
}

/// How likely it is, and what the next race is worth.
fn odds_cells(told: &Told<'_>, chance: &Chance) -> Vec<Cell> {
    if told.odds.is_none() {
        return Vec::new();
    }
    let Some((_, words)) = told.likelihood(chance) else {
        // Who has not raced of late is not drawn.
        let out = chance.can_win == Some(false);
        return vec![if out { Cell::text("0") } else { Cell::empty() }, Cell::empty(), Cell::empty()];
    };
    let [wins, misses] = told.next_race(chance);
    vec![Cell::text(words), Cell::text(wins), Cell::text(misses)]
}
