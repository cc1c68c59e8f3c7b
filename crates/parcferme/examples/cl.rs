use parcferme::cli::classify_laps::*;
use parcferme_core::rules::distance::*;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |f: &str| args.iter().any(|a| a == f);
    let options = Options {
        against: args.iter().position(|a| a == "--against").map(|i| args[i + 1].clone().into()),
        distance: Some(MinimumDistance {
            share: parcferme_core::Share::percent(70),
            of: Of::ClassWinner,
            rounding: Rounding::Exact,
        }),
        stints: has("--stints"),
        driver_times: has("--drivers"),
        pit_stops: has("--stops"),
        class: None,
        width: args.iter().position(|a| a == "--width").map(|i| args[i + 1].parse().unwrap()),
        colour: has("--colour"),
    };
    let format = if has("--json") {
        Format::Json
    } else if has("--csv") {
        Format::Csv
    } else if has("--markdown") {
        Format::Markdown
    } else {
        Format::Table
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let d = run(std::path::Path::new(&args[0]), &options, format, &mut out).unwrap();
    drop(out);
    for d in d {
        eprintln!("{} {} {:?} {:?} {:?}", d.id, d.message, d.places, d.found, d.expected);
    }
}
