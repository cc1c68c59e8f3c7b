//! Published pages: five real documents where they are at hand, and a season of our own making.

use parcferme_formats::pages::crew::Basis;
use parcferme_formats::pages::{self, Lost, Mark, Page, PageKind, RoundMark, StatisticValue};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The real documents as bytes, sorted by name; `None` (said aloud) where they are not there.
pub fn seed_files() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "no documents in {}", folder.display());
        eprintln!("skipped: no documents in {}", folder.display());
        return None;
    };
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    Some(paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect())
}

fn seeds() -> Option<Vec<Page>> {
    let mut read = Vec::new();
    for (name, bytes) in seed_files()? {
        let (page, diagnostics) = pages::read(&name, &bytes);
        assert_eq!(diagnostics, [], "{name}");
        read.push(page);
    }
    pages::crew::split(&mut read);
    pages::parts::split(&mut read);
    Some(read)
}

#[test]
fn three_race_pages_give_every_car() {
    let Some(pages) = seeds() else { return };
    let races: Vec<&Page> = pages.iter().filter(|page| page.kind == PageKind::Race).collect();
    assert_eq!(races.iter().map(|page| page.results.len()).collect::<Vec<_>>(), [36, 37, 36]);
    assert_eq!(races.iter().map(|page| page.lead.round.unwrap().1).collect::<Vec<_>>(), [2, 9, 3]);
    for page in races {
        let (started, absent): (Vec<_>, Vec<_>) =
            page.results.iter().partition(|row| row.mark != Mark::DidNotStart);
        let positions: Vec<u32> = started.iter().filter_map(|row| row.position).collect();
        assert_eq!(positions, (1..=positions.len() as u32).collect::<Vec<_>>());
        assert_eq!((positions.len(), absent.len()), (page.results.len() - 1, 1));
        for row in &page.results {
            assert!(!row.engine.is_empty() && !row.chassis.is_empty() && !row.number.is_empty());
            assert_eq!(row.engine_line, Some(row.line + 1));
            assert!(row.crew.members().count() >= 2, "{}", row.crew.text);
            assert!(row.laps.is_some() != (row.mark == Mark::DidNotStart));
        }
        assert_eq!(page.statistics.len(), 4);
        assert!(!page.statistics.iter().any(|statistic| matches!(statistic.value, StatisticValue::Other(_))));
        assert!(page.lead.date.is_some() && page.lead.circuit.is_some());
        assert_eq!(page.unread, []);
    }
}

#[test]
fn every_crew_is_split_by_proof() {
    let Some(pages) = seeds() else { return };
    let results = pages.iter().flat_map(|page| page.results.iter().map(move |row| (page, &row.crew)));
    let winners =
        pages.iter().flat_map(|page| page.class_winners.iter().map(move |winner| (page, &winner.crew)));
    let mut split = 0;
    for (page, crew) in results.chain(winners) {
        for member in crew.members() {
            assert!(
                matches!(member.basis, Basis::Separated | Basis::Proven | Basis::Remainder),
                "{}:{} {}",
                page.document,
                crew.line,
                crew.text
            );
            assert!(member.basis != Basis::Proven || !member.evidence.is_empty());
            let words = member.name.split(' ').count();
            assert!((2..=4).contains(&words), "{}", member.name);
            split += usize::from(member.basis != Basis::Separated);
        }
    }
    assert!(split > 200, "{split}");
}

#[test]
fn the_season_page_gives_the_same_in_both_forms() {
    let Some(pages) = seeds() else { return };
    let seasons: Vec<&Page> = pages.iter().filter(|page| page.kind == PageKind::Season).collect();
    assert_eq!(seasons.len(), 2);
    for page in &seasons {
        let cells: usize = page.standings.iter().flat_map(|t| &t.rows).map(|row| row.cells.len()).sum();
        let rows: usize = page.standings.iter().map(|table| table.rows.len()).sum();
        assert_eq!((rows, cells, page.class_winners.len()), (34, 306, 36));
        let classes: Vec<_> = page.standings.iter().map(|table| table.class.as_deref().unwrap()).collect();
        assert_eq!(classes, ["LMP900", "LMP675", "GTS", "GT"]);
        assert_eq!(page.points_rules.scales.len(), 2);
        assert_eq!(page.points_rules.scales[1].events, ["12 Hours of Sebring", "Petit Le Mans"]);
        assert_eq!(page.points_rules.shares[0].share.to_string(), "70 %");
        assert!(page.points_rules.best_car_only.is_some());
        assert_eq!(page.lead.races.unwrap().1, 9);
        assert_eq!(page.lead.series.as_ref().unwrap().text, "American Le Mans Series");
    }
    let points = |page: &Page| -> Vec<_> {
        let rows = page.standings.iter().flat_map(|table| &table.rows);
        rows.map(|row| {
            let cells: Vec<_> = row.cells.iter().map(|cell| cell.points).collect();
            (
                row.position,
                row.competitor.name.clone(),
                row.chassis.parts.clone(),
                row.engine.parts.clone(),
                cells,
                row.total,
            )
        })
        .collect()
    };
    assert_eq!(points(seasons[0]), points(seasons[1]));
    let winners = |page: &Page| -> Vec<_> {
        let row = |winner: &pages::ClassWinner| {
            let crew: Vec<String> = winner.crew.members().map(|member| member.name.to_owned()).collect();
            (winner.round, winner.class.clone(), winner.number.clone(), winner.team.clone(), crew)
        };
        page.class_winners.iter().map(row).collect()
    };
    assert_eq!(winners(seasons[0]), winners(seasons[1]));
    let rounds = |page: &Page| {
        let rows = page.schedule.iter().filter(|row| !row.in_prose);
        let cancelled = rows.clone().filter(|row| row.round == RoundMark::Cancelled).count();
        (rows.count(), cancelled)
    };
    assert_eq!((rounds(seasons[0]), rounds(seasons[1])), ((10, 1), (9, 0)));
    assert!(seasons.iter().all(|page| page.schedule.iter().any(|row| row.in_prose)));
}

#[test]
fn every_row_of_the_damaged_entry_list_is_accounted_for() {
    let Some(files) = seed_files() else { return };
    let Some(pages) = seeds() else { return };
    let page = pages.iter().find(|page| !page.entries.is_empty()).unwrap();
    let (_, bytes) = files.iter().find(|(name, _)| *name == page.document).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    let section = text.lines().enumerate().skip_while(|(_, line)| !line.contains("Entry list"));
    let rows = section.skip(1).take_while(|(_, line)| !line.starts_with("==") || line.starts_with("==="));
    let printed: BTreeSet<u32> = rows
        .filter(|(_, line)| line.starts_with('|') && !line.starts_with("| Team |"))
        .map(|(index, _)| index as u32 + 1)
        .collect();
    let teams = page.entries.iter().map(|team| team.line);
    let cars = page.entries.iter().flat_map(|team| &team.cars);
    let drivers = cars.clone().flat_map(|car| &car.drivers);
    let read: BTreeSet<u32> = teams
        .chain(cars.clone().map(|car| car.line))
        .chain(drivers.clone().map(|driver| driver.line))
        .collect();
    assert_eq!(read, printed);
    assert_eq!(printed.len(), 262);
    // Every team row lost its number and first driver; what was kept is never guessed at.
    assert!(cars.clone().filter(|car| car.number.is_none()).all(|car| car.lost.contains(&Lost::FirstDriver)));
    assert!(
        cars.clone()
            .filter(|car| car.number.is_some())
            .all(|car| car.lost.contains(&Lost::FirstDriversRounds))
    );
    assert!(drivers.clone().all(|driver| driver.driver.nation.is_some()));
    let stars: usize =
        drivers.clone().filter_map(|d| d.rounds.as_ref()).map(|rounds| rounds.absent.len()).sum();
    assert_eq!(stars, 7);
    let outside = drivers
        .filter_map(|d| d.rounds.as_ref())
        .filter(|r| r.rounds.contains(&10) || r.absent.contains(&10));
    assert_eq!(outside.count(), 2);
}

#[test]
fn a_page_cut_anywhere_is_refused_or_read_to_the_cut() {
    let Some(files) = seed_files() else { return };
    for (name, bytes) in files {
        let text = std::str::from_utf8(&bytes).unwrap();
        let whole = pages::read(&name, &bytes).0;
        for part in 1..40 {
            let mut cut = text.len() * part / 40;
            while !text.is_char_boundary(cut) {
                cut += 1;
            }
            let (page, diagnostics) = pages::read(&name, &text.as_bytes()[..cut]);
            let last = text[..cut].lines().last().unwrap_or_default();
            if last.starts_with('|') && !last.trim_end().ends_with('|')
                || text[..cut].matches("{|").count() > text[..cut].matches("|}").count()
            {
                assert!(
                    diagnostics.iter().any(|d| matches!(d.id, "PF0105" | "PF0106")),
                    "{name} cut at {cut}: {last}"
                );
            }
            assert!(page.results.len() <= whole.results.len());
        }
    }
}

pub const MADE_UP_RACE: &str = "\
= 1987 Long Lake 300 =

The '''1987 Acme Long Lake 300''' was the second race of the [[1987 Made-up Series season]]. It was held at [[Long Lake]], Nowhere on May 3, 1987.

== Results ==
Class winners in '''bold'''.
{| class=\"wikitable\"
|-
! rowspan=2 | Pos
! rowspan=2 | Class
! rowspan=2 | No
! rowspan=2 | Team
! rowspan=2 | Drivers
! Chassis
! rowspan=2 | Tyre
! rowspan=2 | Laps
|-
! Engine
|- style=\"font-weight:bold\"
! rowspan=2 | 1
| rowspan=2 | A
| rowspan=2 | 007
| rowspan=2 | {{flagicon|SUI}} [[Ay Racing]]
| rowspan=2 | {{flagicon|ITA}} [[Ann Bee]]<br />{{flagicon|Germany}} [[Cee van Dee]]
| Ex One
| rowspan=2 | {{Michelin}}
| rowspan=2 | 80
|-
| Wye 2.0L I4
|-
! rowspan=2 | NC
| rowspan=2 | B
| rowspan=2 | 7
| rowspan=2 | Be Racing<ref>{{cite|x}}</ref>
| rowspan=2 | Eff Gee
| Ex Two
| rowspan=2 |
| rowspan=2 | 12
|-
| Zed 3.0L V6
|}
";

#[test]
fn a_made_up_race_reads_without_new_code() {
    let (page, diagnostics) = pages::read("race", MADE_UP_RACE.as_bytes());
    assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(page.kind, PageKind::Race);
    assert_eq!(page.lead.event.as_ref().unwrap().text, "Acme Long Lake 300");
    assert_eq!(page.lead.series.as_ref().unwrap().text, "Made-up Series");
    assert_eq!(page.lead.region.as_ref().unwrap().text, "Nowhere");
    let [first, second] = page.results.as_slice() else { panic!("two cars") };
    assert_eq!((first.position, first.number.as_str(), first.tyre.as_str()), (Some(1), "007", "Michelin"));
    assert_eq!(
        (first.chassis.as_str(), first.engine.as_str(), first.laps, first.bold),
        ("Ex One", "Wye 2.0L I4", Some(80), true)
    );
    let crew: Vec<_> = first.crew.members().map(|m| (m.nation.unwrap().country.iso, m.name)).collect();
    assert_eq!(crew, [("ITA", "Ann Bee"), ("DEU", "Cee van Dee")]);
    assert_eq!(first.team.entrants[0].nation.unwrap().country.iso, "CHE");
    assert_eq!(
        (second.position, second.mark, second.team.name.as_str()),
        (None, Mark::NotClassified, "Be Racing")
    );
    assert_eq!(second.engine, "Zed 3.0L V6");
}

pub const MADE_UP_SEASON: &str = "\
= 1987 Made-up Series =
The 1987 Made-up Series season was run for cars of 2 classes: A and B.
== Schedule ==
{|
! Round !! Event !! Circuit !! Date
|-
| 1 || Opener || Hill || 12 April
|-
| 2 || [[1987 Long Lake 300|Acme Long Lake 300]] || Long Lake || May 3
|}
== Entry list ==
=== Class A (A) ===
{|
! Team !! Chassis !! Engine !! No !! Drivers !! Rounds
|-
| rowspan=3 | {{flagicon|SUI}} Ay Racing
| rowspan=3 | Ex One
| rowspan=3 | Wye 2.0L I4
| rowspan=2 | 007
| {{flagicon|ITA}} Ann Bee || All
|-
| {{flagicon|GER}} Cee van Dee || 2
|-
| 8 || Aitch Eye<br />Jay Kay || 1<br />1–2
|}
== Drivers' Championship ==
{|
! Pos !! Driver !! Rd 1 !! Rd 2 !! Pts
|-
| rowspan=2 | 1 || Ann Bee || style=\"background:#FFFFBF\" | '''9''' || ''4.5'' || rowspan=2 | 13.5
|-
| Cee van Dee || 9 || 4.5
|-
| 3 || Eff Gee || Ret || 1/3 || 1/3
|}
";

#[test]
fn a_made_up_season_reads_without_new_code() {
    let (page, diagnostics) = pages::read("season", MADE_UP_SEASON.as_bytes());
    assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), [""; 0]);
    let dates: Vec<_> = page.schedule.iter().map(|row| row.date.unwrap().to_string()).collect();
    assert_eq!(dates, ["1987-04-12", "1987-05-03"]);
    let [team] = page.entries.as_slice() else { panic!("one team") };
    assert_eq!((team.class.as_str(), team.cars.len()), ("A", 2));
    let drivers = |car: usize| -> Vec<_> {
        let all = team.cars[car].drivers.iter();
        all.map(|d| (d.driver.name.as_str(), d.rounds.as_ref().unwrap().text.as_str())).collect()
    };
    assert_eq!(team.cars[0].number.as_deref(), Some("007"));
    assert_eq!(drivers(0), [("Ann Bee", "All"), ("Cee van Dee", "2")]);
    assert_eq!(drivers(1), [("Aitch Eye", "1"), ("Jay Kay", "1–2")]);
    let [table] = page.standings.as_slice() else { panic!("one table") };
    assert_eq!((table.title.as_str(), table.class.as_deref()), ("Drivers' Championship", None));
    let totals: Vec<_> =
        table.rows.iter().map(|row| (row.position.unwrap(), row.total.unwrap().to_string())).collect();
    assert_eq!(totals, [(1, "13.5".to_owned()), (1, "13.5".to_owned()), (3, "1/3".to_owned())]);
    let cell = &table.rows[0].cells[0];
    assert_eq!((cell.bold, cell.background.as_deref()), (true, Some("#ffffbf")));
    assert!(table.rows[0].cells[1].italic);
    assert_eq!((table.rows[2].cells[0].points, table.rows[2].cells[0].text.as_str()), (None, "Ret"));
}

/// The race as an encyclopaedia's source has it: no title, a box of facts, comments, one cell a line or several.
#[test]
fn the_source_of_an_article_reads_the_same() {
    let (_, body) = MADE_UP_RACE.split_once("\n\n").unwrap();
    let source = format!(
        "{{{{Infobox race\n| name = Acme\n| date = {{{{start date|1987|5|3}}}}\n}}}}\n{{{{Use dmy dates}}}}\n<!-- a note\n of two lines -->{body}\n\
         == Statistics ==\n* Pole position – #007 Ay Racing – 1:02.003\n* Distance – {{{{convert|300.5|km|mi|abbr=on}}}}\n\n{{{{reflist}}}}\n[[Category:Long races of a long series]]\n"
    );
    let (page, diagnostics) = pages::read("source", source.as_bytes());
    assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), [""; 0]);
    let (titled, _) = pages::read("source", MADE_UP_RACE.as_bytes());
    assert_eq!(page.year, titled.year);
    assert_eq!(page.lead.round.map(|(_, round)| round), titled.lead.round.map(|(_, round)| round));
    let cars = |page: &Page| -> Vec<_> {
        page.results.iter().map(|row| (row.number.clone(), row.engine.clone(), row.laps, row.bold)).collect()
    };
    assert_eq!(cars(&page), cars(&titled));
    assert_eq!(page.statistics.len(), 2);
    assert!(page.statistics.iter().all(|statistic| !matches!(statistic.value, StatisticValue::Other(_))));
    let names: Vec<&str> = page.unread.iter().map(|unread| unread.text.as_str()).collect();
    assert_eq!(names, ["Infobox race", "Use dmy dates", "reflist"]);
    let facts: Vec<_> = page.facts.iter().map(|fact| (fact.name.as_str(), fact.value.as_str())).collect();
    assert_eq!(facts, [("name", "Acme"), ("date", "1987-05-03")]);
}

#[test]
fn what_is_no_page_is_refused_with_the_next_step() {
    for (bytes, id) in [
        (b"just some text\n".to_vec(), "PF0107"),
        (b"".to_vec(), "PF0107"),
        (b"\x00\x01\x02\x03".to_vec(), "PF0104"),
        (b"= T =\na\x81\x8d\x9db".to_vec(), "PF0103"),
        (b"= T =\n{|\n! Pos !! No !! Laps\n|-\n| 1 || 2 || 3\n".to_vec(), "PF0105"),
        (b"= T =\n| Pos | No | Laps |\n| 1 | 2 ".to_vec(), "PF0106"),
        (b"= T =\n| Pos | No | Laps |\n| 1 | 2 | 3 |\n== Statistics ==\n- Distance - 52".to_vec(), "PF0129"),
        (b"= T =\n| Pos | No | Laps |\n| Audi | 2 | many |\n".to_vec(), "PF0116"),
    ] {
        let (_, diagnostics) = pages::read("page", &bytes);
        let found = diagnostics.iter().find(|diagnostic| diagnostic.id == id);
        let found = found.unwrap_or_else(|| panic!("{id}: {diagnostics:?}"));
        assert!(found.help.is_some() && found.expected.is_some() && !found.places.is_empty());
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            pages::read("page", &bytes);
        }

        /// Lines made of the pieces that the readers look for, in any order.
        #[test]
        fn arbitrary_markup_never_panics(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..120)) {
            let text = pieces.concat();
            let (page, _) = pages::read("page", text.as_bytes());
            let mut pages = [page];
            pages::crew::split(&mut pages);
            pages::parts::split(&mut pages);
        }
    }

    const PIECES: [&str; 48] = [
        "\n",
        "\n",
        "\n",
        "\n",
        "|",
        "| ",
        "||",
        "!",
        "!!",
        "{|",
        "|}",
        "|-",
        "|-\n",
        "{{",
        "}}",
        "[[",
        "]]",
        "<ref>",
        "</ref>",
        "<br />",
        "'''",
        "''",
        "== ",
        " ==",
        "= ",
        " =",
        "- ",
        "* ",
        " | ",
        "Pos",
        "Team",
        "Chassis",
        "Laps",
        "No",
        "Total",
        "Rd 1",
        "Rnd",
        "Date",
        "A Winning Team",
        "A Winning Drivers",
        "rowspan=2 | ",
        "colspan=\"3\" | ",
        "USA ",
        "é Bee",
        "1–2, 9*",
        "29 DNF",
        "#3 ",
        "<!--",
    ];
}
