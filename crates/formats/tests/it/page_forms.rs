//! One page in every form that people save: what it states is the same.

use parcferme_formats::pages::{self, Page};

/// A page with one table of standings, its cells as HTML; title and rows as in all forms.
fn html(rows: &[&[&str]]) -> String {
    let row = |(index, cells): (usize, &&[&str])| {
        let tag = if index == 0 { "th" } else { "td" };
        let cells: String = cells.iter().map(|cell| format!("<{tag}>{cell}</{tag}>\n")).collect();
        format!("<tr>\n{cells}</tr>\n")
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>1985 Example Cup</title></head><body>\n<h1>1985 Example Cup</h1>\n\
         <p>The 1985 Example Cup season was the first season of the series.</p>\n<h2>Drivers' Championship</h2>\n\
         <table class=\"wikitable\">\n{rows}</table>\n</body></html>\n"
    )
}

fn wikitext(rows: &[&[&str]]) -> String {
    let row = |(index, cells): (usize, &&[&str])| match index {
        0 => format!("! {}\n", cells.join(" !! ")),
        _ => format!("|-\n| {}\n", cells.join(" || ")),
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!(
        "= 1985 Example Cup =\n\nThe 1985 Example Cup season was the first season of the series.\n\n\
         == Drivers' Championship ==\n{{| class=\"wikitable\"\n{rows}|}}\n"
    )
}

fn pipes(title: &str, heading: &str, rule: &str, rows: &[&[&str]]) -> String {
    let mut rows: Vec<String> = rows.iter().map(|cells| format!("| {} |", cells.join(" | "))).collect();
    if !rule.is_empty() {
        rows.insert(1, rule.to_owned());
    }
    format!(
        "{title}\n\nThe 1985 Example Cup season was the first season of the series.\n\n{heading}\n\n{}\n",
        rows.join("\n")
    )
}

fn markdown(rows: &[&[&str]]) -> String {
    let rule = format!("|{}", ":---:|".repeat(rows[0].len()));
    pipes("# 1985 Example Cup", "## Drivers' Championship", &rule, rows)
}

fn flat(rows: &[&[&str]]) -> String {
    pipes("= 1985 Example Cup =", "== Drivers' Championship ==", "", rows)
}

fn answer(rows: &[&[&str]]) -> String {
    let html = html(rows).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{{\"parse\":{{\"title\":\"1985 Example Cup\",\"pageid\":7,\"text\":{{\"*\":\"{html}\"}}}}}}")
}

fn read(text: &str) -> Page {
    let (page, diagnostics) = pages::read("page", text.as_bytes());
    assert_eq!(diagnostics, [], "{text}");
    page
}

/// Names, points of each round, total; and the title and heading.
fn standings(page: &Page) -> Vec<(String, Vec<String>, String)> {
    assert_eq!(page.title.as_ref().map(|title| title.text.as_str()), Some("1985 Example Cup"));
    assert_eq!(page.year, Some(1985));
    let [table] = page.standings.as_slice() else { panic!("one table") };
    assert_eq!(table.title, "Drivers' Championship");
    let points =
        |points: &Option<parcferme_core::Points>| points.map_or("-".to_owned(), |points| points.to_string());
    let row = |row: &pages::StandingsRow| {
        let cells = row.cells.iter().map(|cell| points(&cell.points)).collect();
        (row.competitor.name.clone(), cells, points(&row.total))
    };
    table.rows.iter().map(row).collect()
}

const HEADER: &[&str] = &["Pos", "Driver", "Rd 1", "Rd 2", "Points"];

#[test]
fn one_table_is_the_same_in_every_form() {
    let rows: &[&[&str]] = &[
        HEADER,
        &["1", "Anton Brand", "25<sup>1</sup>", "18¹", "43"],
        &["2", "Fr&eacute;d&eacute;ric Durand", "4½", "&minus;2", "2&frac12;"],
        &["3", "A &amp; B", "", "5<sup>1</sup>/<sub>3</sub>", "5⅓"],
    ];
    let points = |cells: &[&str]| cells.iter().map(|cell| cell.to_string()).collect::<Vec<_>>();
    let expected = [
        ("Anton Brand".to_owned(), points(&["25", "18"]), "43".to_owned()),
        ("Frédéric Durand".to_owned(), points(&["4.5", "-2"]), "2.5".to_owned()),
        ("A & B".to_owned(), points(&["-", "16/3"]), "16/3".to_owned()),
    ];
    for text in [html(rows), wikitext(rows), markdown(rows), flat(rows), answer(rows)] {
        assert_eq!(standings(&read(&text)), expected, "{text}");
    }
}

#[test]
fn a_row_stands_in_its_line() {
    let rows: &[&[&str]] = &[HEADER, &["1", "Anton Brand", "25", "18", "43"]];
    let line = |text: &str| {
        let page = read(text);
        let row = &page.standings[0].rows[0];
        assert!(page.place(row.line).text.contains("Anton Brand"), "{text}");
        row.line
    };
    assert_eq!(line(&html(rows)), 16);
    assert_eq!(line(&wikitext(rows)), 9);
    assert_eq!(line(&markdown(rows)), 9);
    // Of an answer in JSON, lines are those of the page in it.
    assert_eq!(line(&answer(rows)), 16);
}

#[test]
fn marks_join_no_number() {
    let rows: &[&[&str]] = &[
        HEADER,
        &["1", "Anton Brand", "25<sup>1</sup>", "18<sup>2</sup>", "43"],
        &["2", "Claude Durand", "18{{sup|3}}", "25{{small|1}}", "43"],
        &["3", "Elio Ferro", "10<ref>a</ref>", "5{{frac|1|2}}{{efn|b}}", "15{{frac|1|2}}"],
    ];
    let read = standings(&read(&wikitext(rows)));
    let points: Vec<Vec<String>> = read.into_iter().map(|(_, points, _)| points).collect();
    assert_eq!(points, [["25", "18"], ["18", "25"], ["10", "5.5"]]);
}

#[test]
fn a_list_in_a_cell_is_one_driver_a_line() {
    let text = "= 2013 Example Series =\n\n== Entries ==\n{| class=\"wikitable\"\n\
                ! Class !! Team !! Car !! No. !! Drivers !! Rounds\n|-\n\
                | P || Team One || Audi R18 || 1 || {{Plainlist|\n* {{flagicon|GBR}} Peter Hale\n* {{flagicon|West Germany}} Tom Sale\n}} || All\n|}\n";
    let page = read(text);
    let drivers: Vec<(String, Option<&str>)> = page.entries[0].cars[0]
        .drivers
        .iter()
        .map(|driver| (driver.driver.name.clone(), driver.driver.nation.map(|nation| nation.country.iso)))
        .collect();
    assert_eq!(drivers, [("Peter Hale".to_owned(), Some("GBR")), ("Tom Sale".to_owned(), Some("DEU"))]);
}

#[test]
fn entities_part_no_names() {
    let text = "= 2004 Example 500 =\n\nThe 2004 Example 500 was the first race of the 2004 Example Sports Series season.\n\n\
                == Official results ==\n| Pos | Class | No | Team | Drivers | Chassis | Engine | Laps |\n\
                | 1 | P1 | 38 | Team One | FRA Fr&eacute;d&eacute;ric Dubois CHE J&ouml;rg Egli | Audi R8 | Audi 3.6L V8 | 80 |\n";
    let mut pages = [read(text)];
    pages::crew::split(&mut pages);
    let names: Vec<&str> = pages[0].results[0].crew.members().map(|member| member.name).collect();
    assert_eq!(names, ["Frédéric Dubois", "Jörg Egli"]);
}

#[test]
fn a_flag_is_no_part_of_a_circuit() {
    let text = "= 2026 Example Series =\n\n== Schedule ==\n{| class=\"wikitable\"\n! Rnd !! Race !! Circuit !! Date\n|-\n\
                ! 1\n| Spring 100 || {{flagicon|USA}} [[Hill Park]] || April 12\n|}\n";
    let page = read(text);
    assert_eq!(
        (page.schedule[0].event.as_str(), page.schedule[0].circuit.as_str()),
        ("Spring 100", "Hill Park")
    );
}

#[test]
fn days_over_new_year_have_their_years_and_doubtful_ones_none() {
    let schedule = |days: [&str; 2]| {
        let text = format!(
            "= 2025–26 Example Series =\n\n== Schedule ==\n{{| class=\"wikitable\"\n! Rnd !! Race !! Circuit !! Date\n|-\n\
             ! 1\n| Spring 100 || Hill Park || {}\n|-\n! 2\n| Summer 200 || Lake Road || {}\n|}}\n",
            days[0], days[1]
        );
        let (page, diagnostics) = pages::read("page", text.as_bytes());
        let dates: Vec<String> = page
            .schedule
            .iter()
            .map(|row| row.date.map_or("-".to_owned(), |date| date.to_string()))
            .collect();
        (dates, diagnostics.iter().map(|diagnostic| diagnostic.id).collect::<Vec<_>>())
    };
    let read = |dates: [&str; 2], ids: &[&'static str]| (dates.map(str::to_owned).to_vec(), ids.to_vec());
    let both = ["2025-11-22", "2026-01-10"];
    assert_eq!(schedule(["22 November 2025", "10 January 2026"]), read(both, &[]));
    assert_eq!(schedule(["21–22 November", "{{dts|2026|1|10}}"]), read(both, &[]));
    assert_eq!(schedule(["Sat 22 Nov", "January 10th"]), read(both, &[]));
    assert_eq!(schedule(["22/11/2025", "10/01/2026"]), read(both, &[]));
    assert_eq!(schedule(["10 January", "3 March"]), read(["-", "-"], &["PF0145", "PF0145"]));
    assert_eq!(schedule(["11/10/2025", "01/10/2026"]), read(["-", "-"], &["PF0145", "PF0145"]));
}

#[test]
fn a_table_that_lays_out_gives_its_tables() {
    let inner = "{| class=\"wikitable\"\n! Pos !! Driver !! Rd 1 !! Rd 2 !! Points\n|-\n! 1\n| Anton Brand || 20 || 16 || 36\n|}\n";
    let legend = "{| class=\"wikitable\"\n! Colour !! Result\n|-\n| Gold || Winner\n|}\n";
    for (before, between) in [
        ("== Drivers' Championship ==\n{|\n| valign=\"top\" |\n", "| valign=\"top\" |\n"),
        ("{|\n|\n== Drivers' Championship ==\n", "|-\n|\n"),
    ] {
        let text = format!("= 1985 Example Cup =\n\n{before}{inner}{between}{legend}|}}\n");
        let (page, _) = pages::read("page", text.as_bytes());
        let expected = ("Anton Brand".to_owned(), vec!["20".to_owned(), "16".to_owned()], "36".to_owned());
        assert_eq!(standings(&page), [expected], "{text}");
    }
}

#[test]
fn other_bytes_than_utf8_are_read_and_older_ones_told() {
    let rows: &[&[&str]] = &[HEADER, &["1", "Frédéric Durand", "25", "18", "43"]];
    let text = html(rows);
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, told) in [(latin, &["PF0144"][..]), (utf16, &[])] {
        let (page, diagnostics) = pages::read("page", &bytes);
        assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.id).collect::<Vec<_>>(), told);
        assert_eq!(standings(&page)[0].0, "Frédéric Durand");
    }
}
