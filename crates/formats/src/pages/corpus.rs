//! Real pages in their forms: where a form has a table, every cell of it is the same.

use super::document::Document;
use super::findings::Findings;
use super::table::{Cell, Table};
use super::{encoding, form};
use std::path::PathBuf;

/// A page's name, its HTML and its wikitext.
type Forms = (String, Vec<u8>, Vec<u8>);

/// The pages; `None` (said aloud) where they are not there.
fn pages() -> Option<Vec<Forms>> {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let folder = std::env::var_os("PARCFERME_CORPUS").map_or(workspace, PathBuf::from).join("pages");
    let Ok(files) = std::fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "no pages in {}", folder.display());
        eprintln!("skipped: no pages in {}", folder.display());
        return None;
    };
    let mut names: Vec<String> = files
        .filter_map(|file| file.ok()?.file_name().to_str()?.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    let read = |name: &str, form: &str| std::fs::read(folder.join(format!("{name}.{form}"))).unwrap();
    Some(names.into_iter().map(|name| (name.clone(), read(&name, "html"), read(&name, "wiki.txt"))).collect())
}

fn document(name: &str, bytes: &[u8]) -> (Document, Vec<parcferme_core::Diagnostic>) {
    let mut findings = Findings::new(name);
    let text = encoding::decode(bytes, &mut findings).unwrap();
    let read = form::read(text, &mut findings).unwrap();
    (read.document, findings.finish())
}

fn texts(table: &Table) -> Vec<Vec<String>> {
    (0..table.rows.len())
        .map(|row| {
            (0..table.rows[row].slots.len()).map(|column| table.text(row, column).to_owned()).collect()
        })
        .collect()
}

/// Cells that begin somewhere, not the places that they cover.
fn cells(table: &Table) -> usize {
    table.cells.len()
}

#[test]
fn html_and_wikitext_of_real_pages_give_the_same_cells() {
    let Some(pages) = pages() else { return };
    let (mut in_both, mut same_cells, mut marks) = (0, 0, 0);
    let (mut in_html, mut all_cells, mut flags, mut unknown_flags) = (0, 0, 0, 0);
    let mut differences = Vec::new();
    assert_eq!(pages.len(), 35);
    for (name, html, wiki) in &pages {
        let (html, html_faults) = document(name, html);
        let (wiki, wiki_faults) = document(name, wiki);
        assert!(
            html_faults
                .iter()
                .chain(&wiki_faults)
                .all(|fault| fault.severity != parcferme_core::Severity::Error),
            "{name}"
        );
        let (of_html, of_wiki) = (html.tables(), wiki.tables());
        in_html += of_html.len();
        flags += of_html.iter().flat_map(|table| &table.cells).map(|cell| cell.flags.len()).sum::<usize>();
        unknown_flags += html_faults.iter().filter(|fault| fault.id == "PF0140").count();
        all_cells += of_html.iter().map(|table| table.cells.len()).sum::<usize>();
        // The wikitext was made from the HTML, and lacks the tables that lay out others.
        let mut rest = of_html.iter();
        for table in of_wiki {
            let wanted = texts(table);
            let size = |table: &Table| (table.rows.len(), table.header_text());
            let Some(other) = rest.find(|other| size(other) == size(table)) else {
                differences.push(format!("{name}: no {}", table.header_text()));
                continue;
            };
            let differ = texts(other).iter().zip(&wanted).filter(|(a, b)| a != b).count();
            if differ > 0 || cells(other) != cells(table) {
                differences.push(format!("{name}: {differ} rows of {}", table.header_text()));
            }
            for (a, b) in other.cells.iter().zip(&table.cells) {
                let nations =
                    |cell: &Cell| cell.flags.iter().map(|flag| flag.country.iso).collect::<Vec<_>>();
                // Wikitext does not number its references.
                let same_mark = |(a, b): (&String, &String)| a == b || b == "*";
                let same_marks =
                    a.marks.len() == b.marks.len() && a.marks.iter().zip(&b.marks).all(same_mark);
                // The conversion lost colours of rows.
                let same_colour = b.background.is_none() || a.background == b.background;
                let same_look = same_colour && (a.bold, a.italic) == (b.bold, b.italic);
                if nations(a) != nations(b) || !same_marks || !same_look {
                    differences.push(format!(
                        "{name}:{} {:?} {:?} {:?} {:?}",
                        a.line,
                        nations(a),
                        a.marks,
                        nations(b),
                        b.marks
                    ));
                }
                marks += a.marks.len();
            }
            in_both += 1;
            same_cells += cells(other);
        }
    }
    // One cell ends in a stray quotation mark, which in wikitext is a mark of bold.
    assert_eq!(differences.len(), 1, "{differences:?}");
    // Counted by another program, which knows HTML only: 188 tables of 32,364 cells, of which one holds the page's
    // list of contents and nothing else; 4,430 flags.
    assert_eq!((in_html, all_cells, flags + unknown_flags), (187, 32_363, 4_430));
    assert_eq!((in_both, same_cells, marks), (180, 31_929, 242));
}
