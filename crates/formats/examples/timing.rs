use parcferme_formats::folder::Folder;
use parcferme_formats::import::{Document, import};
fn main() {
    let files: Vec<(String, Vec<u8>)> = std::env::args()
        .skip(1)
        .map(|p| (p.rsplit('/').next().unwrap().to_owned(), std::fs::read(&p).unwrap()))
        .collect();
    let documents: Vec<Document> = files.iter().map(|(n, b)| Document { name: n, bytes: b }).collect();
    for _ in 0..5 {
        let t = std::time::Instant::now();
        let made = import(&documents, &Folder::default());
        let n = made.folder.map(|f| f.write().len());
        eprintln!("{:?} {:?} {}", t.elapsed(), n, made.diagnostics.len());
    }
}
