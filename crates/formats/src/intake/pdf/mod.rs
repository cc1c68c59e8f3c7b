//! Result sheets as PDF, as far as their text is text.

mod columns;
mod encoding;
mod font;
mod lines;
mod stream;
mod table;
mod words;

pub fn dump(bytes: &[u8]) {
    let mut budget = stream::Budget::new();
    assert!(stream::within_limit(bytes));
    let pdf = hayro_syntax::Pdf::new(bytes.to_vec()).unwrap();
    let mut all = Vec::new();
    for (at, page) in pdf.pages().iter().enumerate() {
        let painted = words::read(page, &mut budget);
        eprintln!("page {at}: pieces {} pictures {} unknown {} unseen {} turned {}", painted.pieces.len(), painted.pictures, painted.unknown, painted.unseen, painted.turned);
        all.extend(lines::chunks(at, painted.pieces));
    }
    let (tables, rest) = table::read(all);
    for table in &tables {
        println!("TABLE {:?}", table.heads);
        for line in &table.above { println!("  above: {}", line.text); }
        for row in &table.rows {
            println!("{} {:?} {:?}| {}", row.place.line(), row.status, row.section, row.cells.iter().map(|c| c.text()).collect::<Vec<_>>().join(" | "));
        }
        for (p, t) in &table.across { println!("  across {p:?} {t}"); }
    }
    for line in &rest { println!("  below: {}", line.text); }
}
