//! Writes sample documents into the folder named, to be looked at: `cargo run --example sample_sheets -- DIR`.

#[path = "../tests/it/sample.rs"]
mod sample;

use parcferme_publish::pdf::{Orientation, Paper, Print, print};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let letter = Print { paper: Paper::Letter, orientation: Orientation::Automatic };
    for (name, sheet, how) in [
        ("results", sample::results(60), Print::default()),
        ("by-class", sample::by_class(40), Print::default()),
        ("points", sample::points(12), Print::default()),
        ("points-letter", sample::points(9), letter),
    ] {
        let (printed, diagnostics) = print(&sheet, how);
        println!("{name}: {} pages, {} bytes {diagnostics:?}", printed.pages, printed.bytes.len());
        std::fs::write(folder.join(format!("{name}.pdf")), printed.bytes)?;
    }
    std::fs::write(folder.join("preview.png"), parcferme_publish::og_image::png(&sample::preview()).0)?;
    std::fs::write(folder.join("points.xlsx"), parcferme_publish::xlsx::workbook(&sample::points(12)).0)?;
    let fragment = parcferme_publish::html_fragment::sheet(&sample::by_class(40), "sheet");
    let style = parcferme_publish::html_fragment::style();
    std::fs::write(folder.join("fragment.html"), format!("<!doctype html><style>{style}</style>{fragment}"))?;
    Ok(())
}
