//! Spans, marks, rows and sizes of tables in wikitext.

use super::super::findings::Findings;
use super::grid::MAX_SLOTS;
use super::raw::Piece;
use super::*;
use parcferme_core::Diagnostic;

fn pieces(source: &str) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut findings = Findings::new("page");
    let mut builder = Wikitext::new(1, "{|", false);
    let mut closed = false;
    for (line, number) in source.lines().zip(2..) {
        closed |= builder.line(number, line, &mut findings) == Step::Ended;
    }
    (builder.finish(closed, &mut findings).0, findings.finish())
}

fn tables(source: &str) -> (Vec<Table>, Vec<Diagnostic>) {
    let (pieces, diagnostics) = pieces(source);
    let table = |piece| match piece {
        Piece::Table(table) => Some(table),
        _ => None,
    };
    (pieces.into_iter().filter_map(table).collect(), diagnostics)
}

fn wikitext(source: &str) -> (Table, Vec<Diagnostic>) {
    let (mut tables, diagnostics) = tables(source);
    assert_eq!(tables.len(), 1, "{source}");
    (tables.remove(0), diagnostics)
}

fn texts(table: &Table) -> Vec<Vec<&str>> {
    (0..table.rows.len())
        .map(|row| (0..table.rows[row].slots.len()).map(|column| table.text(row, column)).collect())
        .collect()
}

#[test]
fn spans_are_resolved_into_a_grid() {
    let (table, diagnostics) = wikitext(
        "|-\n! rowspan=2 | Pos !! Chassis !! rowspan=\"2\" | Laps\n|-\n! Engine\n|-\n| rowspan=2 | 1\n| A || rowspan=2 | 99\n|-\n| B\n|-\n| colspan=3 | Source\n|}",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(
        texts(&table),
        [
            ["Pos", "Chassis", "Laps"],
            ["Pos", "Engine", "Laps"],
            ["1", "A", "99"],
            ["1", "B", "99"],
            ["Source"; 3]
        ]
    );
    assert_eq!(table.header_rows(), 2);
    assert!(table.own(3, 0).is_none());
    assert_eq!(table.own(3, 1).unwrap().line, 10);
    assert!(table.own(4, 1).is_none());
}

#[test]
fn marks_and_colours_are_kept() {
    let (table, _) = wikitext(
        "|- style=\"font-weight:bold\"\n| A\n|-\n| align=center style=\"background:#FFFFBF;\" | '''20'''\n| bgcolor=#DFDFDF | ''16''\n|}",
    );
    assert!(table.cell(0, 0).unwrap().bold);
    let (gold, silver) = (table.cell(1, 0).unwrap(), table.cell(1, 1).unwrap());
    assert_eq!((gold.background.as_deref(), gold.bold, gold.text.as_str()), (Some("#ffffbf"), true, "20"));
    assert_eq!((silver.background.as_deref(), silver.italic), (Some("#dfdfdf"), true));
}

#[test]
fn a_template_or_link_keeps_its_bars_and_an_open_one_does_not_swallow_the_row() {
    let (table, diagnostics) =
        wikitext("|-\n| {{flagicon|USA}} [[A|B]] || C\n|-\n| {{flagicon|USA B || C\n|}");
    assert_eq!(texts(&table), [["B", "C"], ["{{flagicon|USA B", "C"]]);
    assert_eq!(diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), ["PF0112"]);
}

#[test]
fn a_short_row_under_a_span_keeps_its_columns() {
    let (table, _) = wikitext("|-\n| A || B || rowspan=3 | C\n|-\n| D\n|-\n| E || F\n|}");
    assert_eq!(texts(&table), [["A", "B", "C"], ["D", "", "C"], ["E", "F", "C"]]);
}

#[test]
fn a_table_that_is_not_closed_is_an_error() {
    let (_, diagnostics) = wikitext("|-\n| A");
    assert_eq!(diagnostics[0].id, "PF0105");
}

#[test]
fn spans_cannot_multiply_without_end() {
    let source = format!("|-\n{}", "| colspan=100 rowspan=200 | x\n|-\n".repeat(20_000));
    let (table, diagnostics) = wikitext(&source);
    assert!(table.rows.iter().map(|row| row.slots.len()).sum::<usize>() <= MAX_SLOTS);
    assert!(diagnostics.iter().any(|d| d.id == "PF0111"));
}
