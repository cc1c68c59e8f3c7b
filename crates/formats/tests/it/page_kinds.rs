//! What the tables of a page mean: places and points, sections, kinds of tables, rounds; and edits of real pages, which
//! change nothing or are told.

use super::pages::seed_files;
use parcferme_core::season::Status;
use parcferme_formats::folder::{Folder, ResultRecord};
use parcferme_formats::import::{Document, Import, import};

pub fn imported(pages: &[&str]) -> Import {
    let names: Vec<String> = (1..=pages.len()).map(|number| format!("page-{number}.txt")).collect();
    let documents: Vec<Document> =
        pages.iter().zip(&names).map(|(page, name)| Document { name, bytes: page.as_bytes() }).collect();
    import(&documents, &Folder::default())
}

pub fn ids(import: &Import) -> Vec<&'static str> {
    import.diagnostics.iter().map(|diagnostic| diagnostic.id).collect()
}

pub fn folder(import: Import) -> Folder {
    import.folder.unwrap_or_else(|| panic!("{:?}", import.diagnostics))
}

/// Places and statuses of a session, by driver.
pub fn ended(rows: &[ResultRecord]) -> Vec<(String, Option<u32>, Status)> {
    rows.iter().map(|row| (row.crew[0].driver.clone(), row.position, row.status)).collect()
}

pub fn season(body: &str) -> String {
    format!(
        "= 2012 Example Cup =\n\nThe 2012 Example Cup season was the first season of the series.\n\n{body}"
    )
}

pub const CALENDAR: &str = "== Calendar ==\n{|\n! Rnd !! Race !! Circuit !! Date\n|-\n! 1\n| Alpha 300 || Alpha Ring || 5 May\n|-\n! 2\n| Beta 300 || Beta Park || 7 July\n|-\n! 3\n| Gamma 300 || Gamma Circuit || 1 September\n|}\n\n";

pub fn standings(heads: &str, rows: &[&str]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| format!("|-\n| {row}\n")).collect();
    format!("== Drivers' Championship ==\n{{|\n! {heads}\n{}|}}\n", rows.join(""))
}

#[test]
fn places_are_results_and_never_points() {
    let table = standings(
        "Pos !! Driver !! ALP !! BET !! GAM !! Points",
        &[
            "1 || Anton Brand || '''1''' || 2 || 1 || 68",
            "2 || Claude Durand || 2 || 1 || Ret || 43",
            "3 || Elio Ferro || 3 || NC || 2 || 33",
        ],
    );
    let made = imported(&[&season(&format!("{CALENDAR}{table}"))]);
    assert_eq!(made.left_out, 0);
    let folder = folder(made);
    let race = |round| ended(&folder.results[&(round, "race".to_owned())]);
    let name = |name: &str| name.to_owned();
    assert_eq!(
        race(2),
        [
            (name("Claude Durand"), Some(1), Status::Finished),
            (name("Anton Brand"), Some(2), Status::Finished),
            (name("Elio Ferro"), None, Status::Nc)
        ]
    );
    assert_eq!(race(3)[2], (name("Claude Durand"), None, Status::Dnf));
    let table = &folder.published[0];
    assert!(table.lines.iter().all(|line| line.cells.is_empty()));
    assert_eq!(
        table.lines.iter().map(|line| line.total.unwrap().to_string()).collect::<Vec<_>>(),
        ["68", "43", "33"]
    );
}

#[test]
fn heads_that_are_short_for_rounds_find_them_where_one_is_missing() {
    let table = standings(
        "Pos !! Driver !! ALP !! GAM !! Points",
        &[
            "1 || Anton Brand || 1 || 1 || 50",
            "2 || Claude Durand || 2 || Ret || 18",
            "3 || Elio Ferro || 3 || 2 || 33",
        ],
    );
    let folder = folder(imported(&[&season(&format!("{CALENDAR}{table}"))]));
    let rounds: Vec<u32> = folder.results.keys().map(|(round, _)| *round).collect();
    assert_eq!(rounds, [1, 3]);
}

#[test]
fn points_are_held_against_their_totals() {
    let right = standings(
        "Pos !! Driver !! Rd 1 !! Rd 2 !! Rd 3 !! Wins !! Points",
        &[
            "1 || Anton Brand || 9 || 9 || (6) || 2 || 18 (24)",
            "2 || Claude Durand || 6 || 4 || 9 || 1 || 19",
            "3 || Elio Ferro || 5½ || −2 || || 0 || 3.5",
        ],
    );
    let made = imported(&[&season(&right)]);
    assert_eq!(ids(&made), Vec::<&str>::new());
    let folder = folder(made);
    let lines = &folder.published[0].lines;
    assert_eq!(
        lines.iter().map(|line| line.total.unwrap().to_string()).collect::<Vec<_>>(),
        ["18", "19", "3.5"]
    );
    // The column of wins is no round.
    assert_eq!(lines[0].cells.len(), 3);
    let wrong = right.replace("|| 19", "|| 91");
    let made = imported(&[&season(&wrong)]);
    let told = made.diagnostics.iter().find(|own| own.id == "PF0160").unwrap();
    assert!(told.message.contains("Claude Durand"), "{told:?}");
}

#[test]
fn two_races_of_a_round_are_sessions_of_it() {
    let table = "== Drivers' Championship ==\n{|\n! rowspan=2 | Pos\n! rowspan=2 | Driver\n! colspan=2 | ALP\n! colspan=2 | BET\n! colspan=2 | GAM\n! rowspan=2 | Pts\n|-\n! R1 !! R2 !! R1 !! R2 !! R1 !! R2\n|-\n| 1 || Anton Brand || 1 || 2 || 1 || Ret || 1 || 1 || 120\n|-\n| 2 || Claude Durand || 2 || 1 || 2 || 1 || 2 || Ret || 104\n|-\n| 3 || Elio Ferro || Ret || 3 || 3 || 2 || Ret || 2 || 66\n|}\n";
    let folder = folder(imported(&[&season(&format!("{CALENDAR}{table}"))]));
    assert_eq!(folder.rounds[0].main, ["race-1", "race-2"]);
    let second = ended(&folder.results[&(2, "race-2".to_owned())]);
    assert_eq!(second.iter().map(|(_, place, _)| *place).collect::<Vec<_>>(), [Some(1), Some(2), None]);
}

#[test]
fn a_cell_or_table_that_cannot_be_told_is_left_out_and_counted() {
    let odd = standings(
        "Pos !! Driver !! Rd 1 !! Rd 2 !! Points",
        &[
            "1 || Anton Brand || 25 || 18 || 43",
            "2 || Claude Durand || 18 || about 25 || 43",
            "3 || Elio Ferro || 15 || 15 || 30",
        ],
    );
    let made = imported(&[&season(&odd)]);
    // The place of the row that was left out is missed.
    assert_eq!((ids(&made), made.left_out), (vec!["PF0119", "PF0180"], 1));
    assert_eq!(folder(made).published[0].lines.len(), 2);
    let two = season(
        "== Teams Championship ==\n=== GTS Standings ===\n| Pos | Team | Rd 1 | Rd 2 | Total |\n| 1 | Team One | 20 | 16 | 36 |\n| 2 | Team Two | 16 | 20 | 36 |\n\n| Pos | Team | Rd 1 | Rd 2 | Total |\n| 1 | Team Three | 20 | 20 | 40 |\n| 2 | Team Four | 16 | 16 | 32 |\n",
    );
    let made = imported(&[&two]);
    assert_eq!((ids(&made), made.left_out), (vec!["PF0177"], 1));
}

#[test]
fn a_flattened_table_whose_spans_are_lost_is_left_out() {
    let flat = season(
        "== Drivers' Championship ==\n| Pos | Driver | ALP | BET | Pts |  |  |\n| 1 | Anton Brand | 1 | 2 | 1 | 1 | 93 |\n| 2 | Claude Durand | 2 | 1 | Ret | 3 | 58 |\n| 3 | Elio Ferro | 3 | 3 | 2 | 2 | 66 |\n",
    );
    let made = imported(&[&format!("{flat}\n{CALENDAR}")]);
    assert!(ids(&made).contains(&"PF0161") && made.left_out == 1, "{:?}", made.diagnostics);
    assert!(folder(made).results.is_empty());
}

#[test]
fn sections_and_rows_across_say_how_their_cars_ended() {
    let head = "= 1954 Example 24 Hours =\n\nThe 1954 Example 24 Hours was the fourth race of the 1954 Example Sports Series season. It took place at Alpha Ring on June 12, 1954.\n\n";
    let row = |place: u32, number: u32| {
        format!("| {place} | S | {number} | Team {number} | ITA Anton Brand{number} | Car | 9 |\n")
    };
    let table = |heading: &str, rows: String| {
        format!("== {heading} ==\n| Pos | Class | No | Team | Drivers | Chassis | Laps |\n{rows}\n")
    };
    let page = format!(
        "{head}{}{}{}{}",
        table("Official results", row(1, 4)),
        table("Not Classified", row(2, 5)),
        table("Disqualified", row(3, 6)),
        table("Did Not Finish", row(4, 7))
    );
    let folder_of = |page: &str| folder(imported(&[page])).results.remove(&(4, "race".to_owned())).unwrap();
    let statuses =
        |rows: Vec<ResultRecord>| rows.iter().map(|row| (row.number.clone(), row.status)).collect::<Vec<_>>();
    let expected = [("4", Status::Finished), ("5", Status::Nc), ("7", Status::Dnf), ("6", Status::Dsq)];
    let expected: Vec<(String, Status)> = expected.map(|(number, status)| (number.to_owned(), status)).into();
    assert_eq!(statuses(folder_of(&page)), expected);
    // The same as rows across one table.
    let across = "== Results ==\n{|\n! Pos !! No !! Driver !! Laps\n|-\n| 1 || 4 || Anton Brand || 9\n|-\n| colspan=4 | Not classified\n|-\n| 2 || 5 || Ben Boyd || 8\n|-\n| colspan=4 | Did not finish\n|-\n| 3 || 7 || Cleo Cox || 7\n|-\n| colspan=4 | Disqualified\n|-\n| 4 || 6 || Dan Dale || 9\n|}\n";
    assert_eq!(statuses(folder_of(&format!("{head}{across}"))), expected);
}

#[test]
fn a_race_without_classes_is_a_race_and_words_in_place_of_a_time_are_reasons() {
    let page = "= 2012 Example Grand Prix =\n\nThe 2012 Example Grand Prix was a Formula Example motor race held at Alpha Ring, Italy on 5 May 2012. It was the third round of the 2012 Formula Example season.\n\n== Classification ==\n=== Qualifying ===\n{|\n! Pos !! No !! Driver !! Constructor !! Lap !! Gap\n|-\n! 1\n| 9 || Claude Durand || Team Two || 1:20.001 || -\n|-\n! 2\n| 7 || Anton Brand || Team One || 1:20.500 || +0.499\n|}\n=== Race ===\n{|\n! Pos !! No !! Driver !! Constructor !! Laps !! Time/Retired !! Grid\n|-\n! 1\n| 7 || Anton Brand || Team One || 55 || 1:30:00.123 || 2\n|-\n! 2\n| 9 || Claude Durand || Team Two || 54 || +1 Lap || 1\n|-\n! 3\n| 11 || Elio Ferro || Team Three || 50 || Engine || 5\n|-\n! Ret\n| 12 || Dan Dale || Team Three || 5 || Gearbox || 4\n|}\n";
    let made = imported(&[page]);
    assert_eq!(ids(&made), Vec::<&str>::new());
    let folder = folder(made);
    assert_eq!((folder.name.as_str(), folder.rounds[0].number), ("2012 Formula Example", Some(3)));
    let race: Vec<_> =
        folder.results[&(3, "race".to_owned())].iter().map(|row| (row.position, row.status)).collect();
    assert_eq!(
        race,
        [
            (Some(1), Status::Finished),
            (Some(2), Status::Finished),
            (Some(3), Status::Dnf),
            (None, Status::Dnf)
        ]
    );
    let qualifying = &folder.results[&(3, "qualifying".to_owned())];
    assert_eq!(qualifying[0].best_lap.map(|time| time.to_string()).as_deref(), Some("1:20.001"));
}

#[test]
fn which_round_a_race_was_is_said_in_many_ways() {
    let table = "== Results ==\n| Pos | No | Driver | Laps |\n| 1 | 7 | GBR Anton Brand | 9 |\n| 2 | 8 | GBR Ben Boyd | 9 |\n";
    for (said, round) in [
        ("The 2004 Example 500 was the seventh race for the 2004 Example Series season.", 7),
        (
            "The 2004 Example 500 was the eleventh running of the Example 500 and the tenth round of the 2004 Example Series season.",
            10,
        ),
        (
            "The 2004 Example 500 was a race held at Alpha Ring on 5 May 2004. It was the second round of the 2004 Example Series season.",
            2,
        ),
        ("The 2004 Example 500, race 7 of the 2004 Example Series season, was held on May 5, 2004.", 7),
        ("The 2004 Example 500 was the tenth and final race of the 2004 Example Series.", 10),
        ("Example 500, the third round of the 2004 Example Series season, was held on 5 May 2004.", 3),
    ] {
        let made = imported(&[&format!("= 2004 Example 500 =\n\n{said}\n\n{table}")]);
        let folder = folder(made);
        assert_eq!(folder.rounds.last().and_then(|own| own.number), Some(round), "{said}");
        assert_eq!(folder.name, "2004 Example Series", "{said}");
        assert!(folder.results.contains_key(&(round, "race".to_owned())), "{said}");
    }
}

#[test]
fn calendars_with_winners_and_tables_of_other_kinds_are_no_entry_lists() {
    let winners = season(
        "== Race Calendar ==\n{|\n! Date !! Series !! Circuit !! City !! Winner !! Team !! Car\n|-\n| 23 Feb || Round 1 || Alpha Ring || Alphaville || Anton Brand || Team One || Car A\n|-\n| 8 Mar || Round 2 || Beta Park || Betaville || Claude Durand || Team Two || Car B\n|}\n",
    );
    let folder = folder(imported(&[&winners]));
    assert_eq!(
        folder.rounds.iter().map(|round| (round.number, round.circuit.as_str())).collect::<Vec<_>>(),
        [(Some(1), "Alpha Ring"), (Some(2), "Beta Park")]
    );
    assert!(folder.entries.is_empty() && folder.class_winners.is_empty());
    let cancelled = season(
        "== Calendar ==\n{|\n! Rnd !! Race !! Circuit !! Date\n|-\n! 1\n| Alpha 300 || Alpha Ring || 5 May\n|-\n! 2\n| colspan=3 | ''Race cancelled''\n|}\n",
    );
    let folder = super::page_kinds::folder(imported(&[&cancelled]));
    assert_eq!(
        folder
            .rounds
            .iter()
            .filter(|round| round.status == parcferme_core::season::RoundStatus::Cancelled)
            .count(),
        1
    );
    let results = season(&format!(
        "{CALENDAR}== Races ==\n=== Alpha 300 ===\n{{|\n! Pos !! Car # !! Driver !! Make !! Team\n|-\n| 1 || 21 || Anton Brand || Maker || Team One\n|-\n| 2 || 29 || Claude Durand || Maker || Team Two\n|}}\n"
    ));
    let folder = super::page_kinds::folder(imported(&[&results]));
    assert_eq!(folder.results[&(1, "race".to_owned())].len(), 2);
    assert!(folder.entries.is_empty());
}

#[test]
fn documents_that_disagree_on_a_row_are_both_named() {
    let page = season(
        "== Teams Championship ==\n=== GT Standings ===\n| Pos | Team | Chassis | Rd 1 | Rd 2 | Total |\n| 1 | Team One | Car A | 20 | 16 | 36 |\n| 2 | Team Two | Car B | 16 | 20 | 36 |\n",
    );
    let other = page.replace("Team Two | Car B", "Car B | Team Two");
    let made = imported(&[&page, &other]);
    let conflict = made.report.contradictory.iter().find(|own| own.what.starts_with("position 2")).unwrap();
    assert_eq!(
        conflict
            .statements
            .iter()
            .map(|(name, place)| (name.as_str(), place.document.as_str()))
            .collect::<Vec<_>>(),
        [("Team Two", "page-1.txt"), ("Car B", "page-2.txt")]
    );
}

/// A small generator of numbers from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// One edit of a page: a digit changed or taken out, a bar taken out, a line taken out or doubled.
fn edited(text: &str, random: &mut Random) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let rows: Vec<usize> =
        (0..lines.len()).filter(|&at| lines[at].starts_with('|') && lines[at].len() > 4).collect();
    let at = rows[random.below(rows.len())];
    let line = lines[at];
    let digits: Vec<usize> =
        line.char_indices().filter(|(_, own)| own.is_ascii_digit()).map(|(at, _)| at).collect();
    let new = match random.below(5) {
        0 if !digits.is_empty() => {
            let digit = digits[random.below(digits.len())];
            let old = line.as_bytes()[digit];
            let other = b'0' + (old - b'0' + 1 + u8::try_from(random.below(9)).unwrap()) % 10;
            Some(format!("{}{}{}", &line[..digit], char::from(other), &line[digit + 1..]))
        }
        1 if !digits.is_empty() => {
            let digit = digits[random.below(digits.len())];
            Some(format!("{}{}", &line[..digit], &line[digit + 1..]))
        }
        2 => {
            let bars: Vec<usize> = line.match_indices('|').map(|(at, _)| at).skip(1).collect();
            match bars.as_slice() {
                [] => Some(line.to_owned()),
                bars => {
                    let bar = bars[random.below(bars.len())];
                    Some(format!("{}{}", &line[..bar], &line[bar + 1..]))
                }
            }
        }
        3 => None,
        _ => Some(format!("{line}\n{line}")),
    };
    let mut all: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    match new {
        Some(new) => all[at] = new,
        None => {
            all.remove(at);
        }
    }
    all.join("\n") + "\n"
}

/// Facts of a season that tables are made of, without where they stand.
fn facts(folder: &Folder) -> Vec<String> {
    let results = folder.results.iter().map(|((round, session), rows)| {
        let rows: Vec<_> =
            rows.iter().map(|row| (row.position, row.status, &row.class, &row.number, row.laps)).collect();
        format!("{round} {session} {rows:?}")
    });
    let tables = folder.published.iter().map(|table| {
        let lines: Vec<_> = table
            .lines
            .iter()
            .map(|line| (line.position, &line.competitor, &line.cells, line.total))
            .collect();
        format!("{} {} {lines:?}", table.title, table.class)
    });
    let rounds =
        folder.rounds.iter().map(|round| format!("{:?} {} {:?}", round.number, round.name, round.date));
    results.chain(tables).chain(rounds).collect()
}

/// Edits of the five real documents; `PARCFERME_EDITS=225` makes as many. What changes results or tables is told.
#[test]
fn edits_of_real_pages_change_nothing_or_are_told() {
    let Some(files) = seed_files() else { return };
    let read = |files: &[(String, Vec<u8>)]| {
        let documents: Vec<Document> = files.iter().map(|(name, bytes)| Document { name, bytes }).collect();
        import(&documents, &Folder::default())
    };
    let before = read(&files);
    let (known, report) = (facts(before.folder.as_ref().unwrap()), &before.report);
    let mut random = Random(2026);
    let mut silent = Vec::new();
    let edits = std::env::var("PARCFERME_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(45);
    for number in 0..edits {
        let mut edited_files = files.clone();
        let at = number % files.len();
        let text = String::from_utf8(files[at].1.clone()).unwrap();
        let new = edited(&text, &mut random);
        edited_files[at].1 = new.clone().into_bytes();
        let after = read(&edited_files);
        let Some(folder) = &after.folder else { continue };
        let differs = facts(folder) != known;
        let counts =
            |report: &parcferme_formats::import::Report| (report.contradictory.len(), report.open.len());
        let told = !after.diagnostics.is_empty() || counts(&after.report) != counts(report);
        if differs && !told {
            let lines = text.lines().zip(new.lines()).find(|(old, new)| old != new);
            silent.push(format!("{number}: {lines:?}"));
        }
    }
    assert!(silent.is_empty(), "{} silent\n{}", silent.len(), silent.join("\n"));
}
