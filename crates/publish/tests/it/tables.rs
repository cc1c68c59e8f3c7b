//! CSV, XLSX, Markdown and HTML, read back.

use crate::sample;
use calamine::{Data, Reader, Xlsx};
use parcferme_core::{Millis, Points};
use parcferme_publish::sheet::{Block, Cell, Column, Group, Row, Run, Sheet, Table};
use parcferme_publish::{csv, html_fragment, markdown, xlsx};
use std::io::Cursor;

const NASTY: &str = "a,b \"c\" <d> & | *e* _f_ [g](h) `i` ~~j~~ \\k\r\nl";

fn nasty() -> Table {
    Table {
        id: "nasty".to_owned(),
        title: NASTY.to_owned(),
        columns: vec![
            Column::new("text", NASTY),
            Column::new("points", "Pts").right(),
            Column::new("time", "Time").right(),
        ],
        row_head: Some(0),
        groups: vec![Group {
            heading: NASTY.to_owned(),
            class: Some(1),
            rows: vec![
                Row::new(vec![
                    Cell::text(NASTY),
                    Cell::points(Points::fraction(57, 7)).struck(),
                    Cell::time(Millis(90_061_007)),
                ]),
                Row::new(vec![Cell::text("  padded "), Cell::points(Points::fraction(9, 2)).noted(1)]),
            ],
        }],
        notes: vec![NASTY.into()],
        ..Table::default()
    }
}

fn read(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn csv_comes_back_field_by_field() {
    let text = csv::table(&nasty());
    assert_eq!(
        read(&text),
        [
            vec!["group", "text", "points", "time", "dropped", "notes"],
            vec![NASTY, NASTY, "57/7", "25:01:01.007", "points", ""],
            vec![NASTY, "  padded ", "4.5", "", "", &format!("points: {NASTY}")],
        ]
    );
    assert!(text.ends_with("\r\n"));
}

#[test]
fn csv_of_results_has_a_line_a_car_and_nothing_extra() {
    let sheet = sample::results(60);
    let rows = read(&csv::table(sheet.tables().next().unwrap()));
    assert_eq!(rows.len(), 61);
    assert_eq!(rows[0].len(), sample::result_columns().len());
    assert_eq!(rows[4][2], "03");
    assert_eq!(csv::table(&Table::default()), "\r\n");
}

#[test]
fn what_a_spreadsheet_takes_for_a_formula_stays_a_text() {
    let texts = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "+4.488", "-3", "+1 Lap"];
    let rows = texts.iter().map(|text| Row::new(vec![Cell::text(*text)])).collect();
    let table = Table {
        id: "t".to_owned(),
        columns: vec![Column::new("text", "=head")],
        groups: vec![Group { rows, ..Group::default() }],
        ..Table::default()
    };
    let lines = read(&csv::table(&table));
    let cells: Vec<&str> = lines.iter().skip(1).map(|line| line[0].as_str()).collect();
    assert_eq!(cells, ["'=1+1", "'@SUM(A1)", "'+cmd|' /C calc'!A0", "+4.488", "-3", "+1 Lap"]);
    let sheet = Sheet { blocks: vec![Block::Table(table)], ..Sheet::default() };
    let mut book = opened(xlsx::workbook(&sheet).0);
    let range = book.worksheet_range("t").unwrap();
    for (line, text) in (1..).zip(texts) {
        assert_eq!(range.get_value((line, 0)), Some(&Data::String(text.to_owned())));
    }
    assert!(book.worksheet_formula("t").unwrap().is_empty());
}

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

#[test]
fn a_workbook_has_typed_cells_and_a_worksheet_a_class() {
    let (bytes, diagnostics) = xlsx::workbook(&sample::by_class(40));
    assert_eq!(diagnostics, []);
    let mut book = opened(bytes);
    assert_eq!(book.sheet_names(), ["LMP900", "LMP675", "GTS", "GT", "About"]);
    let range = book.worksheet_range("LMP900").unwrap();
    assert_eq!(range.get_value((0, 0)), Some(&Data::String("Pos".to_owned())));
    assert_eq!(range.get_value((1, 0)), Some(&Data::Float(1.0)));
    assert_eq!(range.get_value((3, 2)), Some(&Data::String("03".to_owned())));
    assert_eq!(range.get_value((1, 4)), Some(&Data::String("Tomáš Engel, Emanuele Naspetti".to_owned())));
    let Some(Data::DateTime(total)) = range.get_value((1, 8)) else {
        panic!("{:?}", range.get_value((1, 8)))
    };
    assert!(total.is_duration());
    assert_eq!((total.as_f64() * 86_400_000.0).round() as i64, 9_905_123);
    assert_eq!(range.get_value((1, 12)), Some(&Data::Float(199.553)));
    let about = book.worksheet_range("About").unwrap();
    assert!(about.rows().any(|row| row[0] == *"Status" && row[1] == *"Amended 2"));
}

#[test]
fn a_workbook_is_the_same_each_time_and_takes_anything() {
    let sheet = sample::points(12);
    let (first, _) = xlsx::workbook(&sheet);
    assert!(first == xlsx::workbook(&sheet).0);
    let long = "x".repeat(100_000);
    for sheet in [
        Sheet::default(),
        Sheet { blocks: vec![Block::Table(Table::default())], ..Sheet::default() },
        Sheet { blocks: vec![Block::Table(nasty()), Block::Table(nasty())], ..Sheet::default() },
        Sheet { blocks: vec![Block::Paragraph(vec![Run::plain(long)])], ..Sheet::default() },
    ] {
        let (bytes, diagnostics) = xlsx::workbook(&sheet);
        assert_eq!(diagnostics, []);
        assert!(opened(bytes).sheet_names().contains(&"About".to_owned()));
    }
}

#[test]
fn markdown_keeps_its_columns_whatever_stands_in_them() {
    let text = markdown::table(&nasty());
    let table: Vec<&str> =
        text.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| !line.is_empty()).collect();
    assert_eq!(table.len(), 4, "{text}");
    assert!(text.starts_with("<!-- data-parcferme=\"nasty\" -->\n\n**a,b"), "{text}");
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(table.iter().all(|line| bars(line) == 4), "{text}");
    assert!(text.contains("~~57/7~~"), "{text}");
    assert!(text.contains("\\<d\\> & \\|"), "{text}");
    assert!(text.contains("<sup>1</sup>"), "{text}");
}

#[test]
fn markdown_shows_who_started_and_set_the_fastest_lap() {
    let text = markdown::sheet(&sample::results(1));
    assert!(text.contains("**<u>Tomáš Engel</u>**, *Emanuele Naspetti*"), "{text}");
    assert!(text.starts_with("# Grand Prix of Nowhere\n\n## Race results (Provisional)\n"), "{text}");
}

#[test]
fn several_tables_are_one_csv() {
    let table = |id: &str, keys: &[&str]| Table {
        id: id.to_owned(),
        columns: keys.iter().map(|key| Column::new(key, key)).collect(),
        groups: vec![Group {
            rows: vec![Row::new(keys.iter().map(|key| Cell::text(format!("{id}-{key}"))).collect())],
            ..Group::default()
        }],
        ..Table::default()
    };
    let blocks =
        [table("a", &["position", "round_1", "total"]), table("b", &["position", "round_2", "total"])];
    let sheet = Sheet { blocks: blocks.map(Block::Table).into(), ..Sheet::default() };
    assert_eq!(
        csv::sheet(&sheet),
        "table,position,round_1,round_2,total\r\n\
         a,a-position,a-round_1,,a-total\r\n\
         b,b-position,,b-round_2,b-total\r\n"
    );
}

#[test]
fn people_read_a_minus_and_programs_a_hyphen() {
    let table = Table {
        columns: vec![Column::new("points", "Pts").right(), Column::new("note", "Note")],
        groups: vec![Group {
            rows: vec![Row::new(vec![Cell::points(Points::whole(-3)), Cell::text("\u{2212}1 of 5")])],
            ..Group::default()
        }],
        ..Table::default()
    };
    assert_eq!(csv::table(&table), "points,note\r\n-3,\u{2212}1 of 5\r\n");
    let sheet = Sheet { blocks: vec![Block::Table(table)], ..Sheet::default() };
    assert!(markdown::sheet(&sheet).contains(" \u{2212}3 |"), "{}", markdown::sheet(&sheet));
    assert!(html_fragment::sheet(&sheet, "x").contains(">\u{2212}3<"));
}

#[test]
fn html_is_escaped_balanced_and_says_what_heads_what() {
    let sheet = Sheet {
        blocks: vec![Block::Table(nasty())],
        head: sample::head(NASTY, Default::default()),
        ..Sheet::default()
    };
    let html = html_fragment::sheet(&sheet, "x");
    assert!(!html.contains("<d>"), "{html}");
    assert!(html.contains("a,b &quot;c&quot; &lt;d&gt; &amp; |"));
    assert_eq!(html.matches("<th scope=\"col\"").count(), 3);
    assert_eq!(html.matches("<th scope=\"row\"").count(), 2);
    assert_eq!(html.matches("<th scope=\"rowgroup\" colspan=\"3\"").count(), 1);
    assert!(html.contains("data-ms=\"90061007\""));
    assert!(
        html.contains("<a href=\"#x-1-note-1\">") && html.contains("<li id=\"x-1-note-1\"><sup>1</sup> ")
    );
    assert!(!html.contains("style=") && !html.contains("<script"));
    for element in
        ["section", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "s", "sup", "a", "span"]
    {
        let opened =
            html.matches(&format!("<{element}>")).count() + html.matches(&format!("<{element} ")).count();
        assert_eq!(opened, html.matches(&format!("</{element}>")).count(), "{element}");
    }
}

#[test]
fn an_amended_sheet_says_what_changed_in_every_form() {
    let sheet = sample::by_class(20);
    let changed = "car 08 lost one lap by decision 3; cars 3 and 16 move up.";
    assert!(markdown::sheet(&sheet).contains(&format!("What changed: {changed}")));
    assert!(html_fragment::sheet(&sheet, "x").contains(&format!("<p>What changed: {changed}</p>")));
    let (bytes, _) = xlsx::workbook(&sheet);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let about = workbook.worksheet_range("About").unwrap();
    assert!(about.rows().any(|row| row[1] == *changed), "{about:?}");
}

#[test]
fn markdown_has_a_table_below_each_heading() {
    let text = markdown::sheet(&sample::by_class(20));
    let heads = text.lines().filter(|line| line.starts_with("| Pos |") || line.starts_with("|  Pos |"));
    assert_eq!(heads.count(), 4);
    assert!(text.contains("\n\n**LMP900**\n\n|"), "{text}");
}

#[test]
fn blocks_of_cars_are_a_worksheet_a_class() {
    let group = |heading: &str, class| Group {
        heading: heading.to_owned(),
        class: Some(class),
        rows: vec![Row::new(vec![Cell::text(heading)])],
    };
    let table = Table {
        columns: vec![Column::new("number", "No.")],
        groups: vec![group("3 Alpha", 0), group("8 Beta", 1), group("9 Gamma", 0)],
        ..Table::default()
    };
    let sheet = Sheet {
        classes: vec!["GTS".to_owned(), "GT".to_owned()],
        blocks: vec![Block::Table(table)],
        ..Sheet::default()
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(xlsx::workbook(&sheet).0)).unwrap();
    assert_eq!(workbook.sheet_names(), ["GTS", "GT", "About"]);
    assert_eq!(workbook.worksheet_range("GTS").unwrap().height(), 3);
}
