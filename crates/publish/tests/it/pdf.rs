use crate::sample;
use parcferme_publish::pdf::{Orientation, Paper, Print, print};
use parcferme_publish::sheet::{Block, Cell, Column, Group, Row, Run, Sheet, Status, Table};

fn pages_written(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).matches("/Type/Page/").count()
}

fn one_cell(text: &str) -> Sheet {
    Sheet {
        head: sample::head(text, Status::Official),
        blocks: vec![
            Block::Table(Table {
                title: text.to_owned(),
                columns: vec![Column::new("a", text).grow(1), Column::new("b", "B").right()],
                groups: vec![Group {
                    heading: text.to_owned(),
                    rows: vec![Row::new(vec![Cell::text(text), Cell::whole(7)])],
                    ..Group::default()
                }],
                notes: vec![text.into()],
                ..Table::default()
            }),
            Block::Notes { title: text.to_owned(), lines: vec![vec![Run::plain(text)]] },
        ],
        ..Sheet::default()
    }
}

#[test]
fn sixty_cars_take_three_pages_and_the_same_bytes_each_time() {
    let sheet = sample::results(60);
    let (first, diagnostics) = print(&sheet, Print::default());
    assert_eq!(diagnostics, []);
    assert_eq!(first.pages, 3);
    assert_eq!(pages_written(&first.bytes), 3);
    assert!(first.bytes.starts_with(b"%PDF-1.7"));
    let (second, _) = print(&sheet, Print::default());
    assert!(first.bytes == second.bytes);
}

#[test]
fn results_lie_and_standings_stand() {
    let media_box = |sheet: &Sheet, paper| {
        let (printed, _) = print(sheet, Print { paper, orientation: Orientation::Automatic });
        let text = String::from_utf8_lossy(&printed.bytes).into_owned();
        let from = text.find("/MediaBox[").unwrap_or(0);
        text[from..].chars().take(40).take_while(|character| *character != ']').collect::<String>()
    };
    assert_eq!(media_box(&sample::results(5), Paper::A4), "/MediaBox[0 0 841.89 595.276");
    assert_eq!(media_box(&sample::points(5), Paper::A4), "/MediaBox[0 0 595.276 841.89");
    assert_eq!(media_box(&sample::points(5), Paper::Letter), "/MediaBox[0 0 612 792");
}

#[test]
fn an_empty_sheet_is_one_page() {
    let (printed, diagnostics) = print(&Sheet::default(), Print::default());
    assert_eq!((printed.pages, diagnostics), (1, vec![]));
    assert_eq!(pages_written(&printed.bytes), 1);
    let empty = Sheet { blocks: vec![Block::Table(Table::default())], ..Sheet::default() };
    assert_eq!(print(&empty, Print::default()).1, []);
}

#[test]
fn odd_text_is_printed_or_reported_and_never_panics() {
    for text in [
        "\u{0}\u{7}\t\r\n",
        "שלום עולם",
        "محمد بن سليم",
        "山本左近",
        "🏁🏎️",
        "\u{202E}reversed\u{202C}",
        "e\u{301}\u{301}\u{301}",
        "\u{E000}\u{FFFE}\u{FEFF}\u{FFFF}\u{10FFFF}",
        "a\u{AD}b\u{A0}c\u{2028}d",
        "(\\)<>[]{}/%",
        "   ",
    ] {
        let (printed, diagnostics) = print(&one_cell(text), Print::default());
        assert!(!printed.bytes.is_empty(), "{text:?} {diagnostics:?}");
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.id == "PF0701"), "{diagnostics:?}");
    }
    assert_eq!(print(&one_cell("山本左近"), Print::default()).1.len(), 1);
    assert_eq!(print(&one_cell("Ångström Łódź Đặng"), Print::default()).1, []);
}

#[test]
fn a_cell_longer_than_a_page_is_cut_and_says_so() {
    let sheet = one_cell(&"very long ".repeat(20_000));
    let (printed, diagnostics) = print(&sheet, Print::default());
    assert!(!printed.bytes.is_empty(), "{diagnostics:?}");
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.id == "PF0702"), "{diagnostics:?}");
}

#[test]
fn forty_columns_still_fit_the_page() {
    let columns = (0..40).map(|column| Column::new("c", &format!("Column {column}"))).collect();
    let row = Row::new((0..40).map(|column| Cell::text(format!("Wert {column}"))).collect());
    let table =
        Table { columns, groups: vec![Group { rows: vec![row], ..Group::default() }], ..Table::default() };
    let sheet = Sheet { blocks: vec![Block::Table(table)], ..Sheet::default() };
    let (printed, diagnostics) = print(&sheet, Print::default());
    assert_eq!(diagnostics, []);
    assert_eq!(printed.pages, 1);
}

#[test]
fn the_status_changes_the_document() {
    let mut sheet = sample::results(3);
    let provisional = print(&sheet, Print::default()).0.bytes;
    sheet.head.status = Status::Official;
    assert!(provisional != print(&sheet, Print::default()).0.bytes);
    let title = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("Race results (Provisional)");
    assert!(title(&provisional));
}

#[test]
fn a_sheet_of_an_edition_leads_to_it() {
    let address = "https://results.club.example/editions/hill-cup/2026/3";
    let mut sheet = sample::results(60);
    let (without, _) = print(&sheet, Print::default());
    sheet.foot.address = address.to_owned();
    let (with, diagnostics) = print(&sheet, Print::default());
    assert_eq!((with.pages, diagnostics), (without.pages, vec![]));
    let text = String::from_utf8_lossy(&with.bytes);
    assert!(text.contains("/S/Figure") && text.contains(&format!("/Alt(QR code: {address})")));
    assert!(!text.contains("/Subtype/Image"), "its modules are drawn");
    assert!(!String::from_utf8_lossy(&without.bytes).contains("/S/Figure"));
}

#[test]
fn a_place_stands_on_paper_in_words_below_the_points() {
    let of = |cell: Cell| Sheet {
        blocks: vec![Block::Table(Table {
            columns: vec![Column::new("a", "A"), Column::new("r", "1").right().even()],
            groups: vec![Group { rows: vec![Row::new(vec![Cell::text("x"), cell])], ..Group::default() }],
            ..Table::default()
        })],
        ..Sheet::default()
    };
    let text = |sheet: &Sheet| {
        let (printed, diagnostics) = print(sheet, Print::default());
        assert_eq!(diagnostics, []);
        printed.bytes
    };
    let without = text(&of(Cell::whole(7)));
    assert!(text(&of(Cell::whole(7).with_below("3rd"))) != without, "the place is not printed");
}
