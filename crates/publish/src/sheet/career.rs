//! A career as a document: what it is in figures, and season by season.

use crate::seasons::Seasons;
use crate::sheet::standings::kind_name;
use crate::sheet::{Block, Cell, Column, Group, Head, Row, Run, Sheet, Table};
use parcferme_core::career::{Career, Figures};
use parcferme_core::season::Kind;

/// Team mates and drivers that are listed.
const MOST_ROWS: usize = 15;

pub fn career(seasons: &Seasons, own: &Career) -> Sheet {
    let classes = own.figures.class_podiums > 0;
    let figures = |figures: &Figures| {
        let mut all = [figures.starts, figures.wins, figures.podiums].map(Some).to_vec();
        all.extend([figures.poles_known(), figures.best_laps_known()]);
        if classes {
            all.extend([figures.class_wins, figures.class_podiums].map(Some));
        }
        // What nothing tells is not nought.
        let cell = |own: Option<u32>| own.map_or_else(|| Cell::text("–"), |own| Cell::whole(own.into()));
        all.into_iter().map(cell).collect::<Vec<Cell>>()
    };
    let rows = seasons.by_season(own).map(|of| {
        let teams: Vec<&str> = of.teams.iter().map(|team| team.name.as_str()).collect();
        let standings: Vec<String> = of
            .standings
            .iter()
            .map(|own| {
                format!(
                    "{}{} in {}, {}",
                    own.place,
                    if own.won {
                        " (champion)".to_owned()
                    } else if own.caveat.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", own.caveat)
                    },
                    own.name,
                    own.in_words()
                )
            })
            .collect();
        let mut cells = vec![Cell::text(of.season.id.clone()), Cell::text(teams.join(", "))];
        cells.extend(figures(&of.figures));
        cells.push(Cell::text(standings.join("; ")));
        Row::new(cells)
    });
    let mut rows: Vec<Row> = rows.collect();
    let mut all = vec![Cell::text("all").bold(), Cell::empty()];
    all.extend(figures(&own.figures).into_iter().map(Cell::bold));
    all.push(Cell::text(match own.figures.titles {
        1 => "1 title".to_owned(),
        n => format!("{n} titles"),
    }));
    rows.push(Row::new(all));
    let mut columns = vec![Column::new("season", "Season"), Column::new("teams", "Teams").grow(2)];
    let named = [
        ("starts", "Starts"),
        ("wins", "Wins"),
        ("podiums", "Podiums"),
        ("poles", "Poles"),
        ("best_laps", "Best laps"),
    ];
    columns.extend(named.map(|(key, name)| Column::new(key, name).right()));
    if classes {
        let named = [("class_wins", "Class wins"), ("class_podiums", "Class podiums")];
        columns.extend(named.map(|(key, name)| Column::new(key, name).right()));
    }
    columns.push(Column::new("tables", "In the tables").grow(5));
    let by_season = Table {
        id: "seasons".to_owned(),
        title: "Season by season".to_owned(),
        columns,
        row_head: Some(0),
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    };
    let mut blocks = vec![Block::Table(by_season)];
    blocks.extend(others(seasons, own));
    let notes = notes(seasons, own);
    if !notes.is_empty() {
        let lines = notes.into_iter().map(|own| vec![Run::plain(own)]).collect();
        blocks.push(Block::Notes { title: String::new(), lines });
    }
    Sheet {
        head: Head {
            event: own.name.clone(),
            series: format!("{}, {}", kind_name(own.kind), seasons.years(own)),
            document: "Career".to_owned(),
            ..Head::default()
        },
        blocks,
        ..Sheet::default()
    }
}

/// Team mates of a driver, drivers of others.
fn others(seasons: &Seasons, own: &Career) -> Option<Block> {
    let whole = |n: u32| Cell::whole(n.into());
    let (columns, rows): (Vec<Column>, Vec<Row>) = if own.kind == Kind::Driver {
        let columns =
            [("races", "Races"), ("ahead", "Ahead"), ("behind", "Behind"), ("shared", "In one car")];
        let rows = seasons.team_mates(own).into_iter().take(MOST_ROWS).map(|(mate, met)| {
            Row::new(vec![
                Cell::text(mate.name.clone()),
                whole(met.races),
                whole(met.ahead),
                whole(met.behind),
                whole(met.shared),
            ])
        });
        (columns.map(|(key, name)| Column::new(key, name).right()).into(), rows.collect())
    } else {
        let columns = [("starts", "Starts"), ("wins", "Wins")];
        let rows = seasons.drivers_of(own).into_iter().take(MOST_ROWS).map(|(driver, did)| {
            Row::new(vec![Cell::text(driver.name.clone()), whole(did.cars), whole(did.wins)])
        });
        (columns.map(|(key, name)| Column::new(key, name).right()).into(), rows.collect())
    };
    let title = if own.kind == Kind::Driver { "Team mates" } else { "Drivers" };
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            id: title.to_lowercase().replace(' ', "-"),
            title: title.to_owned(),
            columns: [Column::new("driver", "Driver").grow(2)].into_iter().chain(columns).collect(),
            row_head: Some(0),
            groups: vec![Group { rows, ..Group::default() }],
            ..Table::default()
        })
    })
}

fn notes(seasons: &Seasons, own: &Career) -> Vec<String> {
    let mut notes = Vec::new();
    match seasons.not_known(own) {
        0 => {}
        1 => {
            notes.push("Of 1 round of these seasons no results are known: it counts in no figure.".to_owned())
        }
        n => notes
            .push(format!("Of {n} rounds of these seasons no results are known: they count in no figure.")),
    }
    match own.figures.listed_wins {
        0 => {}
        1 => notes.push("1 class win in them is listed by a document.".to_owned()),
        n => notes.push(format!("{n} class wins in them are listed by documents.")),
    }
    if own.kind == Kind::Driver {
        notes.push("Team mates drove for the team that results name: where a source names only the maker of a car, all who drove its cars. Races are those in which both started, each in a car of its own; ahead and behind count those of them in which both have a place.".to_owned());
    }
    if own.seasons.len() > 1 {
        notes.push(format!("The seasons are taken for those of one: {}.", own.why));
    }
    notes.extend(own.doubts.iter().map(|(at, why)| {
        let other = &seasons.careers.careers[*at];
        format!("Kept apart from {} ({}): {why}.", other.name, seasons.years(other))
    }));
    notes
}
