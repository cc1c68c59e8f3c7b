use parcferme_formats::intake;
fn main() {
    for path in std::env::args().skip(1) {
        let b = std::fs::read(&path).unwrap();
        let name = path.rsplit('/').next().unwrap();
        let r = intake::read(&[(name, b.as_slice())]);
        for d in &r.diagnostics { println!("{:?} {} {} @{:?} found {:?} expected {:?}", d.severity, d.id, d.message, d.places.first().map(|p| p.line), d.found.as_deref().map(|s| s.chars().take(150).collect::<String>()), d.expected.as_deref().map(|s| s.chars().take(80).collect::<String>())); }
        for s in &r.said {
            println!("SAID {} | {} | series {} year {:?}", s.taken_for, s.title, s.series, s.year);
            println!("columns {:?}", s.columns.iter().map(|c| format!("{}>{}", c.head, c.field.as_deref().unwrap_or("-"))).collect::<Vec<_>>());
            for l in &s.left { println!("left {} {}: {}", l.line, l.what, l.why); }
            for x in &s.sessions {
                println!("session {} prov {} event {:?} feats {:?}", x.id(), x.provisional, x.event, x.feats);
                for r in &x.rows {
                    println!("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", r.from.first().map_or(0, |f| f.line), r.position.map_or(String::new(), |p| p.to_string()), r.status.word(), r.number, r.class, r.team, r.crew.iter().map(|s| s.driver.clone()).collect::<Vec<_>>().join(" / "), r.chassis, r.tyre, r.laps.map_or(String::new(), |p| p.to_string()), r.time.map_or(String::new(), |p| p.to_string()), r.best_lap.map_or(String::new(), |p| p.to_string()));
                }
            }
            for t in &s.tables { println!("table {} {} {:?}", t.title, t.class, t.lines.len()); for l in &t.lines { println!("  {:?} {} {:?} {:?}", l.position, l.competitor, l.cells, l.total);} }
        }
    }
}
