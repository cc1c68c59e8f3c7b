//! Who can still win as a sheet: how it stands, who is in and who is out, and what each needs.

use crate::scenario::Told;
use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
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

fn title(told: &Told<'_>, blocks: &mut Vec<Block>) {
    let contest = told.contest;
    let sentences = |said: Vec<String>| said.into_iter().map(|own| vec![Run::plain(own)]).collect();
    let mut notes = |title: &str, said: Vec<String>| {
        if !said.is_empty() {
            blocks.push(Block::Notes { title: title.to_owned(), lines: sentences(said) });
        }
    };
    notes(&told.title(), [told.headline(), told.when()].into_iter().filter(|own| !own.is_empty()).collect());
    notes("Not known", told.reasons_unknown());
    let open = |own: &&parcferme_core::scenario::Chance| own.can_win != Some(false);
    let rows = told.answer.chances.iter().filter(|own| open(own) || told.answer.chances.len() <= 40);
    let rows: Vec<Row> = rows
        .map(|chance| Row {
            cells: vec![
                Cell::text(told.name(chance.competitor)),
                Cell::points(chance.points),
                Cell::points(chance.most),
                Cell::text(match (chance.champion, chance.can_win) {
                    (true, _) => "champion",
                    (_, Some(true)) => "can win",
                    (_, Some(false)) => "out",
                    (_, None) => "not known",
                }),
                Cell::text(told.out(chance)),
            ],
            stressed: chance.champion,
            ..Row::default()
        })
        .collect();
    let class = contest.class.map(|class| contest.season.classes[class].id.as_str());
    blocks.push(Block::Table(Table {
        id: class.map_or_else(|| contest.title.id.clone(), |class| format!("{}-{class}", contest.title.id)),
        title: told.title(),
        class: contest.class.map(|class| class.index()),
        columns: vec![
            Column::new("competitor", "Competitor").grow(1),
            Column::new("points", "Points").right(),
            Column::new("most", "At most").right().full("Points at most"),
            Column::new("title", "Title"),
            Column::new("because", "Because").grow(2),
        ],
        row_head: Some(0),
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    }));
    let mut notes = |title: &str, said: Vec<String>| {
        if !said.is_empty() {
            blocks.push(Block::Notes { title: title.to_owned(), lines: sentences(said) });
        }
    };
    let table: Vec<String> = told
        .answer
        .champion_if
        .iter()
        .flat_map(|(competitor, rows)| rows.iter().map(|row| told.champion_if(*competitor, row)))
        .collect();
    let needs = told.answer.needs.iter().flat_map(|(competitor, needs)| told.needs(*competitor, needs));
    match table.is_empty() {
        true => notes("What suffices", needs.collect()),
        false => notes("Champion if", table),
    }
    notes("This rests on", told.assumptions());
}
