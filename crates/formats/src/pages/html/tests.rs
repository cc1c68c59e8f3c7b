//! Pages in HTML: made-up ones, well formed and not.

use super::*;
use crate::pages::document::Block;
use crate::pages::table::{RowKind, Table};

fn read(text: &str) -> (Document, Vec<Diagnostic>) {
    let mut findings = Findings::new("page");
    let document = parse(text, None, &mut findings);
    (document, findings.finish())
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    (0..table.rows.len())
        .map(|row| (0..table.rows[row].slots.len()).map(|column| table.text(row, column)).collect())
        .collect()
}

/// The only table of a page that has no faults.
fn table(text: &str) -> Vec<Vec<String>> {
    let (document, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "{text}");
    let tables = document.tables();
    assert_eq!(tables.len(), 1, "{text}");
    texts(tables[0]).into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_saved_page_has_title_sections_tables_and_lines() {
    let (document, diagnostics) = read(
        "<!DOCTYPE html>\n<html><head><title>2012 Example Cup - Wikipedia</title><style>p { }</style></head><body>\n<h1 id=\"firstHeading\">2012 Example Cup</h1>\n<p>The <b>2012</b> Example Cup\nwas held.</p>\n<h2><span class=\"mw-headline\">Standings</span><span class=\"mw-editsection\">[<a>edit</a>]</span></h2>\n<ul><li>one<ul><li>two</ul>\n<li>three</ul>\n<table class=\"wikitable\">\n<tr><th>Pos</th><th>Driver</th></tr>\n<tr>\n<td>1</td>\n<td>Ann</td></tr>\n</table>\n<script>var x = '<table>';</script>\n</body></html>",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(document.title, Some(super::super::Text { line: 3, text: "2012 Example Cup".into() }));
    assert_eq!(document.sections[1].heading, "Standings");
    let shown: Vec<(u32, &str)> = document
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .map(|block| match block {
            Block::Prose(text) | Block::Item(text) => (text.line, text.text.as_str()),
            Block::Table(table) => (table.line, "table"),
        })
        .collect();
    assert_eq!(
        shown,
        [(4, "The 2012 Example Cup was held."), (7, "one"), (7, "two"), (8, "three"), (9, "table")]
    );
    let table = document.tables()[0];
    assert_eq!((table.rows[1].line, table.own(1, 1).unwrap().line), (12, 13));
    assert_eq!((table.header_rows(), table.rows[1].kind), (1, RowKind::Body));
}

#[test]
fn what_is_not_closed_ends_where_browsers_end_it() {
    let expected = [["Pos", "Driver"], ["1", "Ann"], ["2", "Ben"]].map(|row| row.map(str::to_owned).to_vec());
    for text in [
        "<table><tr><th>Pos<th>Driver<tr><td>1<td>Ann<tr><td>2<td>Ben</table>",
        "<TABLE><thead><TR><TD>Pos<TD>Driver<tbody><tr><td>1<td><p>Ann<tr><td>2<td><b>Ben</table>",
        "<table><tr><th><b>Pos</th><th><i>Driver</b></i></th></tr><td>1</td><td>Ann</td></tr><tr><td>2<td>Ben</table>",
        "<tr><th>Pos<th>Driver<tr><td>1<td>Ann<tr><td>2<td>Ben",
        "<table><tr><th>Pos</td><th>Driver</td><tr><td><div>1</td><td><span>Ann</div></td><tr><td>2<td>Ben</table>",
    ] {
        assert_eq!(table(text), expected, "{text}");
    }
    let (document, _) = read("<table>before<tr><td>1<td>2<tr><td>3<td>4</table>after");
    assert!(matches!(&document.sections[0].blocks[..],
        [Block::Prose(before), Block::Table(_), Block::Prose(after)] if before.text == "before" && after.text == "after"));
}

#[test]
fn spans_and_colours_are_those_of_the_page() {
    let (document, diagnostics) = read(
        "<table><tr bgcolor=#EEE><th rowspan=2>Pos<th colspan=2>Rounds</tr><tr><th>1<th>2</tr>\n<tr style=\"font-weight:bold\"><td>1<td style='background:#FFFFBF'>25<td bgcolor=\"#DFDFDF\"><i>18</i></tr>\n<tr><td colspan=3>Did not finish</td></tr>\n<tr><td>2<td><s>3</s><td colspan=9>Ret</tr><tr><th>Pos<th>1<th>2</table>",
    );
    assert_eq!(diagnostics, []);
    let table = document.tables()[0];
    assert_eq!(
        texts(table),
        [
            ["Pos", "Rounds", "Rounds"],
            ["Pos", "1", "2"],
            ["1", "25", "18"],
            ["Did not finish"; 3],
            ["2", "3", "Ret"],
            ["Pos", "1", "2"]
        ]
    );
    let kinds: Vec<RowKind> = table.rows.iter().map(|row| row.kind).collect();
    use RowKind::{Across, Body, Head, HeadAgain};
    assert_eq!(kinds, [Head, Head, Body, Across, Body, HeadAgain]);
    let cell = |row, column| table.cell(row, column).unwrap();
    assert_eq!(cell(2, 1).background.as_deref(), Some("#ffffbf"));
    assert_eq!(cell(2, 2).background.as_deref(), Some("#dfdfdf"));
    assert!(cell(2, 1).bold && cell(2, 2).italic && cell(4, 1).struck && !cell(4, 0).bold);
    assert_eq!(cell(0, 1).background.as_deref(), Some("#eeeeee"));
}

#[test]
fn superscripts_references_and_hidden_text_join_no_number() {
    for (cell, text, marks) in [
        ("25<sup>1</sup>", "25", vec!["1"]),
        ("25<small>1</small>", "25", vec!["1"]),
        ("25<span style=\"vertical-align:super;font-size:70%\">2</span>", "25", vec!["2"]),
        (
            "25<sup id=x class=\"reference\"><a href=#y><span>[</span>3<span>]</span></a></sup>",
            "25",
            vec!["[3]"],
        ),
        ("17<sup>†</sup>", "17", vec!["†"]),
        ("17†", "17", vec!["†"]),
        ("<span style=\"display:none\">02</span>2", "2", vec![]),
        ("<span class=\"sortkey\">02 !</span>2<span hidden>9</span>", "2", vec![]),
        ("<span style=\"visibility:hidden\">0</span>7", "7", vec![]),
        ("5<sup>1</sup>/<sub>2</sub>", "5.5", vec![]),
        ("<span class=\"frac nowrap\">5<sup>1</sup>&frasl;<sub>2</sub></span>", "5.5", vec![]),
        (
            "<span class=\"frac\">5<span class=\"sr-only\">+</span><span class=\"num\">1</span>⁄<span class=\"den\">2</span></span>",
            "5.5",
            vec![],
        ),
        ("4&frac12;", "4.5", vec![]),
        ("&minus;2", "-2", vec![]),
        ("&nbsp;7&nbsp;", "7", vec![]),
        ("A<br>B<br/>C</br>D", "A\nB\nC\nD", vec![]),
        ("<ul><li>A</li><li>B</li></ul>", "A\nB", vec![]),
        ("<p>A</p><p>B</p>", "A\nB", vec![]),
        ("Fr&eacute;d&eacute;ric &amp; J&ouml;rg", "Frédéric & Jörg", vec![]),
    ] {
        let page = format!("<table><tr><td>x<td>{cell}<td>y<tr><td>a<td>b<td>c</table>");
        let (document, diagnostics) = read(&page);
        assert_eq!(diagnostics, [], "{cell}");
        let read = document.tables()[0].cell(0, 1).unwrap().clone();
        assert_eq!(
            (read.text.as_str(), read.marks),
            (text, marks.iter().map(|m| m.to_string()).collect()),
            "{cell}"
        );
    }
}

#[test]
fn flags_are_nations_beside_the_name() {
    for cell in [
        "<span class=\"flagicon\"><a href=/x title=\"West Germany\"><img alt=\"West Germany\" src=x></a>&nbsp;</span><a title=\"Ann Archer\">Ann Archer</a>",
        "<img class=\"flag\" src=\"flags/de.png\" alt=\"\"> Ann Archer",
        "<span class=\"fi fi-de\"></span> Ann Archer",
        "Ann Archer <img alt=GER>",
    ] {
        let (document, _) = read(&format!("<table><tr><td>{cell}<td>b<td>c<tr><td>a<td>b<td>c</table>"));
        let read = document.tables()[0].cell(0, 0).unwrap().clone();
        assert_eq!((read.text.as_str(), read.coded().as_str()), ("Ann Archer", "GER Ann Archer"), "{cell}");
    }
    let (document, _) =
        read("<table><tr><th>Pos<th><a title='2012 Example 100'>EXA</a><tr><td>1<td>25</table>");
    assert_eq!(document.tables()[0].cell(0, 1).unwrap().stands_for, ["2012 Example 100"]);
}

#[test]
fn a_table_that_lays_out_gives_way_to_what_it_holds() {
    let (document, diagnostics) = read(
        "<table><tr><td><h2>Drivers</h2><p>Some words.</p>\n<table><caption>A</caption><tr><th>Pos<th>Driver<tr><td>1<td>Ann</table></td>\n<td valign=top><table><tr><th>Colour<th>Result<tr><td>Gold<td>Winner</table></td></tr></table>",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(document.sections[1].heading, "Drivers");
    let found: Vec<(u32, Option<&str>, &str)> = document
        .tables()
        .iter()
        .map(|table| (table.line, table.caption.as_ref().map(|text| text.text.as_str()), table.text(1, 1)))
        .collect();
    assert_eq!(found, [(2, Some("A"), "Ann"), (3, None, "Winner")]);
    // A table of data keeps its cells, and a table in one of them follows it.
    let (document, _) = read(
        "<table><tr><th>Pos<th>Driver<tr><td>1<td>Ann<table><tr><td>x<td>y</table><tr><td>2<td>Ben<tr><td>3<td>Cleo</table>",
    );
    assert_eq!(document.tables().iter().map(|table| table.text(1, 1)).collect::<Vec<_>>(), ["Ann", ""]);
    assert_eq!(texts(document.tables()[1]), [["x", "y"]]);
}

#[test]
fn what_stands_beside_the_page_is_left_out_and_boxes_are_facts() {
    let (document, diagnostics) = read(
        "<html><body><nav><ul><li>Home</ul></nav><div id=toc><h2>Contents</h2><ul><li>1</ul></div>\n<table class=\"infobox vevent\"><tr><th colspan=2>Race</th></tr><tr><th>Date</th><td>12 June<br>2004</td></tr></table>\n<p>Text.<sup class=reference>[1]</sup></p><table class=\"navbox\"><tr><td><table><tr><td>1<td>2</table></table>\n<div class=reflist><ol><li>Source</ol></div><footer>About</footer></body></html>",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(document.facts, [Fact { line: 2, name: "Date".into(), value: "12 June 2004".into() }]);
    assert_eq!(document.sections.len(), 1);
    assert!(matches!(&document.sections[0].blocks[..], [Block::Prose(text)] if text.text == "Text."));
}

#[test]
fn headings_of_a_site_are_not_the_title() {
    let (document, _) = read(
        "<title>2012 Example Cup - Results</title><h1>Racing Club</h1><h1>2012 Example Cup</h1><h1>GT</h1><h2>Race 1</h2><p>x",
    );
    assert_eq!(document.title.as_ref().unwrap().text, "2012 Example Cup");
    assert_eq!(document.headings(3), ["GT", "Race 1"]);
}

#[test]
fn a_bold_line_above_a_table_is_its_title() {
    for above in ["<p><b>GT class</b></p>", "<dl><dt>GT class</dt></dl>", "<center><b>GT class</b></center>"]
    {
        let (document, _) = read(&format!("{above}<table><tr><td>1<td>2</table>"));
        assert_eq!(document.tables()[0].caption.as_ref().unwrap().text, "GT class", "{above}");
        assert_eq!(document.sections[0].blocks.len(), 1);
    }
    let (document, _) =
        read("<table><tr><th colspan=3>GT class<tr><th>a<th>b<th>c<tr><td>1<td>2<td>3</table>");
    assert_eq!(document.tables()[0].caption.as_ref().unwrap().text, "GT class");
    assert_eq!(document.tables()[0].header_rows(), 1);
}

#[test]
fn a_page_that_ends_early_is_told() {
    let page = "<!DOCTYPE html><html><body><p>x</p><div><table><tr><td>1<td>2</tr></table><p>y</div><p>z</p></body></html>";
    let told = |text: &str| read(text).1.iter().map(|told| (told.id, told.severity)).collect::<Vec<_>>();
    assert_eq!(told(page), []);
    for (until, id, severity) in [
        ("</tr>", "PF0105", Severity::Error),
        ("</table>", "PF0129", Severity::Error),
        ("<td>1<td", "PF0129", Severity::Error),
        ("z</p>", "PF0129", Severity::Warning),
    ] {
        let cut = page.find(until).unwrap() + until.len();
        assert!(told(&page[..cut]).contains(&(id, severity)), "{until}: {:?}", told(&page[..cut]));
    }
}

#[test]
fn a_header_without_header_cells_is_known_by_its_look() {
    for header in ["<td><b>Pos</b><td><b>Driver</b>", "<td>Pos<td>Driver"] {
        let (document, _) = read(&format!("<table><tr>{header}<tr><td>1<td>Ann<tr><td>2<td>Ben</table>"));
        assert_eq!(document.tables()[0].header_rows(), 1, "{header}");
    }
    let (document, _) = read("<table><tr><td>1<td>Ann<tr><td>2<td>Ben</table>");
    assert_eq!(document.tables()[0].header_rows(), 0);
}

#[test]
fn nesting_and_repeating_are_linear_in_what_they_give() {
    for piece in [
        "<div>",
        "<b>",
        "<table>",
        "<table><tr><td>",
        "<p><font size=1>",
        "<ul><li>",
        "<td>",
        "</p>",
        "<sup>1",
        "<a b c d e f>",
        "<span class=x style='display:none'>",
        "</div>",
        "<h1>x",
        "<caption>",
        "<small>1",
        "<b><p>",
        "</b>",
        "<i></b>",
    ] {
        let text = piece.repeat((1 << 18) / piece.len());
        let (document, diagnostics) = read(&text);
        let cells: usize = document.tables().iter().map(|table| table.cells.len()).sum();
        let blocks: usize = document.sections.iter().map(|section| section.blocks.len()).sum();
        assert!(cells + blocks <= text.len(), "{piece}: {cells} {blocks}");
        assert!(diagnostics.len() < 100, "{piece}");
    }
}
