//! What is written as wikitext is read back: cell by cell as the pages it came from, and whole as a season.

use crate::original::{computed, original};
use parcferme_core::numbers::{Laps, Position, RoundNumber};
use parcferme_core::season::{
    Kind, ResultRow, Round, RoundStatus, SeasonBuilder, Seat, StatisticKind, Status,
};
use parcferme_core::{Points, Rulebook, Season, compute};
use parcferme_formats::folder::Folder;
use parcferme_formats::import::{Document, import};
use parcferme_formats::pages::{self, Page, PageKind};
use parcferme_publish::wikitext::{self, Spelling};

fn read_back(name: &str, text: &str) -> Page {
    let (page, diagnostics) = pages::read(name, text.as_bytes());
    assert_eq!(diagnostics, [], "{text}");
    // What a table is not is said in prose, which is no fact to read.
    let caveat = |own: &str| own.starts_with("Not verified in full: ") || own.starts_with("This is not the ");
    let unread: Vec<_> = page.unread.iter().filter(|own| !caveat(&own.text)).collect();
    assert!(unread.is_empty(), "{unread:?} in {text}");
    page
}

/// The cells of a race's results, drivers parted.
fn result_cells(page: &Page) -> Vec<Vec<String>> {
    let cells = |row: &pages::ResultRow| {
        let crew: Vec<&str> = row.crew.members().map(|member| member.name).collect();
        [
            row.position_text.as_str(),
            &row.class,
            &row.number,
            &row.team.name,
            &crew.join(" + "),
            &row.chassis,
            &row.engine,
            &row.tyre,
            &row.laps_text,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    page.results.iter().map(cells).collect()
}

fn statistic_cells(page: &Page) -> Vec<(String, pages::StatisticValue)> {
    page.statistics.iter().map(|statistic| (statistic.label.clone(), statistic.value.clone())).collect()
}

/// Position, name, chassis, engine, points by round, total.
type Line = (Option<u32>, String, String, String, Vec<Option<Points>>, Option<Points>);

fn standings_cells(table: &pages::StandingsTable) -> Vec<Line> {
    let line = |row: &pages::StandingsRow| {
        let points = row.cells.iter().map(|cell| cell.points).collect();
        let (chassis, engine) = (row.chassis.parts.join(" / "), row.engine.parts.join(" / "));
        (row.position, row.competitor.name.clone(), chassis, engine, points, row.total)
    };
    table.rows.iter().map(line).collect()
}

#[test]
fn race_pages_come_out_with_the_cells_of_the_originals() {
    let Some(original) = original() else { return };
    let mut compared = 0;
    for page in original.pages.iter().filter(|page| page.kind == PageKind::Race) {
        let round = original.season.round(RoundNumber(page.lead.round.unwrap().1)).unwrap();
        let text = wikitext::race(&original.season, &original.outcome, round, Spelling::AsPrinted);
        let read = read_back(&page.document, &text);
        for (ours, theirs) in result_cells(&read).iter().zip(&result_cells(page)) {
            assert_eq!(ours, theirs);
            compared += 1;
        }
        assert_eq!(read.results.len(), page.results.len());
        assert_eq!(statistic_cells(&read), statistic_cells(page));
        assert_eq!(read.lead.round.map(|round| round.1), page.lead.round.map(|round| round.1));
        assert_eq!(read.lead.date.map(|date| date.1), page.lead.date.map(|date| date.1));
        let shares = |page: &Page| {
            let shares = &page.points_rules.shares;
            shares.iter().map(|share| (share.share, share.effect)).collect::<Vec<_>>()
        };
        assert_eq!(shares(&read), shares(page));
        assert_eq!(read.results.iter().filter(|row| row.bold).count(), 4);
    }
    assert_eq!(compared, 109);
}

#[test]
fn published_tables_come_out_with_the_cells_of_the_originals() {
    let Some(original) = original() else { return };
    let mut compared = 0;
    for page in original.pages.iter().filter(|page| page.kind == PageKind::Season) {
        for table in &page.standings {
            let class = original.season.class(table.class.as_deref().unwrap()).unwrap();
            let own = original.season.published.iter().find(|own| own.class == Some(class)).unwrap();
            let kind =
                original.rules.titles.rows().iter().find(|title| title.id == own.title).unwrap().competitor;
            let text = format!(
                "= 2003 Season =\n==Teams Championship==\n==={} Standings===\n{}",
                table.class.as_deref().unwrap(),
                wikitext::published(&original.season, kind, own)
            );
            let read = read_back("standings", &text);
            assert_eq!(read.standings.len(), 1);
            assert_eq!(standings_cells(&read.standings[0]), standings_cells(table));
            assert_eq!(read.standings[0].rounds, table.rounds);
            assert_eq!(read.standings[0].class, table.class);
            compared += 1;
        }
    }
    assert_eq!(compared, 8);
}

#[test]
fn computed_tables_come_out_as_they_were_computed() {
    let Some(original) = original() else { return };
    let text = wikitext::season(&original.season, &original.rules, &original.outcome, Spelling::Canonical);
    let read = read_back("season", &text);
    let mut tables = read.standings.iter();
    for table in original.outcome.tables.iter().filter(|table| !table.rows.is_empty()) {
        let read = tables.next().unwrap();
        assert_eq!(read.rows.len(), table.rows.len());
        assert_eq!(
            read.class.as_deref(),
            table.class.map(|class| original.season.classes[class].id.as_str())
        );
        for (read, row) in read.rows.iter().zip(&table.rows) {
            assert_eq!(read.competitor.name, original.season.competitors[row.competitor].name);
            assert_eq!((read.position, read.total), (row.position.map(Position::get), Some(row.total)));
            for (read, cell) in read.cells.iter().zip(&row.cells) {
                assert_eq!(read.points.unwrap_or(Points::ZERO), cell.points);
            }
        }
    }
    assert!(tables.next().is_none());
    let rounds: Vec<_> = read.schedule.iter().map(|row| (row.round.clone(), row.date)).collect();
    assert_eq!(rounds.len(), 10);
    assert_eq!(read.class_winners.len(), 36);
}

#[test]
fn a_season_written_and_imported_is_the_same_season() {
    let Some(original) = original() else { return };
    let mut texts = vec![(
        "season.txt".to_owned(),
        wikitext::season(&original.season, &original.rules, &original.outcome, Spelling::AsPrinted),
    )];
    for (round, own) in original.season.rounds.iter() {
        if original.season.known_in_full(round) {
            let text = wikitext::race(&original.season, &original.outcome, round, Spelling::AsPrinted);
            texts.push((format!("{}.txt", own.event), text));
        }
    }
    assert_eq!(texts.len(), 4);
    let documents: Vec<Document> =
        texts.iter().map(|(name, text)| Document { name, bytes: text.as_bytes() }).collect();
    let imported = import(&documents, &Folder::default());
    assert_eq!(imported.diagnostics, []);
    let again = imported.folder.unwrap();
    let first = &original.folder;
    assert_eq!((&again.series, again.year), (&first.series, first.year));
    let classes = |folder: &Folder| folder.classes.iter().map(|class| class.id.clone()).collect::<Vec<_>>();
    assert_eq!(classes(&again), classes(first));
    let rounds = |folder: &Folder| {
        let rounds = folder.rounds.iter();
        rounds.map(|round| (round.number, round.event.clone(), round.date, round.status)).collect::<Vec<_>>()
    };
    assert_eq!(rounds(&again), rounds(first));
    let rows = |folder: &Folder| {
        let rows =
            folder.results.iter().flat_map(|(key, rows)| rows.iter().map(move |row| (key.clone(), row)));
        rows.map(|(key, row)| {
            let crew: Vec<String> = row.crew.iter().map(|seat| seat.driver.clone()).collect();
            let car = (row.position, row.status, row.class.clone(), row.number.clone(), row.team.clone());
            (key, car, crew, row.chassis.clone(), row.engine.clone(), row.laps)
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(rows(&again), rows(first));
    let entries = |folder: &Folder| {
        let lines = folder.entries.iter().filter(|own| !own.driver.is_empty());
        let mut lines: Vec<_> = lines
            .map(|own| {
                let car =
                    [&own.class, &own.team, &own.number, &own.chassis, &own.engine, &own.driver, &own.rounds];
                car.map(String::clone)
            })
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(entries(&again), entries(first));
    let winners = |folder: &Folder| {
        let winners = folder.class_winners.iter();
        winners.map(|own| (own.round, own.class.clone(), own.number.clone())).collect::<Vec<_>>()
    };
    assert_eq!(winners(&again), winners(first));
    let (_, season, _) = computed(&again);
    let kinds = |season: &Season| {
        season.statistics.iter().map(|statistic| statistic.kind.clone()).collect::<Vec<StatisticKind>>()
    };
    assert_eq!(kinds(&season), kinds(&original.season));
}

#[test]
fn names_that_look_like_markup_come_back_as_names() {
    for name in [
        "A|B || C",
        "'''Bold''' ''Racing''",
        "[[Linked]] {{Templated|x=1}} {|",
        "<nowiki>x</nowiki> <ref>y</ref>",
        "R&D &amp; Sons &#124; &lt;",
        "Who!! What ~~~~ __NOTOC__",
        "== Heading ==",
        "'t Hooft'",
        "-} |- |} |+",
        "* # : ;",
    ] {
        let mut builder = SeasonBuilder::new("x/2003", "2003 Example Series", "x", 2003, "x");
        let class = builder.class("GT", "GT");
        let round = builder.round(Round {
            short: String::new(),
            number: Some(RoundNumber(1)),
            event: "nowhere".to_owned(),
            name: "Nowhere".to_owned(),
            circuit: "Nowhere Park".to_owned(),
            date: "2003-06-29".parse().ok(),
            status: RoundStatus::Held,
            length: None,
            announced: false,
            cites: Default::default(),
        });
        let session = builder.session(round, "race", 100);
        let driver = builder.competitor(Kind::Driver, "d", name);
        let seat = Seat {
            driver,
            printed: name.to_owned(),
            nation: None,
            drove: true,
            drive_time: None,
            scores: true,
        };
        builder.result(ResultRow {
            session,
            position: Some(Position::FIRST),
            classified: None,
            status: Status::Finished,
            class: Some(class),
            number: "007".into(),
            stands_for: Default::default(),
            crew: [seat].into_iter().collect(),
            laps: Some(Laps(12)),
            time: None,
            best_lap: None,
            measures: Vec::new(),
            grid: None,
            tags: Default::default(),
            printed_team: name.to_owned(),
            team_nation: None,
            printed_chassis: name.to_owned(),
            printed_engine: name.to_owned(),
            remark: String::new(),
            cites: Default::default(),
        });
        let season = builder.finish();
        let outcome = compute(&season, &Rulebook::default());
        let round = season.round(RoundNumber(1)).unwrap();
        let read = read_back("race", &wikitext::race(&season, &outcome, round, Spelling::AsPrinted));
        let [row] = &read.results[..] else { panic!("{} rows for {name}", read.results.len()) };
        assert_eq!([&row.team.name, &row.chassis, &row.engine, &row.crew.text], [name; 4]);
        assert_eq!((row.position, row.laps, row.number.as_str()), (Some(1), Some(12), "007"));
    }
}

#[test]
fn a_season_without_classes_tells_who_won() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("cup");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_parcferme"))
        .args(["new", folder.to_str().unwrap(), "--example"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let own = parcferme::library::load(folder.to_str().unwrap(), None).unwrap();
    assert!(own.season.classes.is_empty());
    let text = wikitext::season(&own.season, &own.rules, &own.outcome().unwrap(), Spelling::Canonical);
    let won = text.split("==Season results==").nth(1).unwrap().split("\n==").next().unwrap();
    assert!(won.contains("! Winning Team\n|-\n! Winning Drivers\n"), "{won}");
    for winner in ["| #7 North Garage\n|-\n| Ann Archer\n", "| #12 South Works\n|-\n| Eve Ellis\n"] {
        assert!(won.contains(winner), "{winner}: {won}");
    }
    assert!(!won.contains("Overall winner"), "there are no classes to be first of: {won}");
}
