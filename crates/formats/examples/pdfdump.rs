fn main() { let b = std::fs::read(std::env::args().nth(1).unwrap()).unwrap(); parcferme_formats::intake::pdf::dump(&b); }
