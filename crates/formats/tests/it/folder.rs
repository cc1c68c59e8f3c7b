//! What people get wrong in a season folder, and what they are told.

use parcferme_core::{Diagnostic, Rulebook};
use parcferme_formats::folder::{Files, Folder};

const SEASON: &str = r#"
series = "club"
year = 2020
name = "Club 2020"

[[class]]
id = "TCR"

[[round]]
number = 1
event = "one"
"#;
const RESULTS: &str = "position,class,number,team,drivers,laps,time\n1,TCR,08,Alpha,Ann Alpha,10,10:00\n2,TCR,2,Beta,Bo Beta,10,\n";

fn told(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let mut all = Files::from([("season.toml".to_owned(), SEASON.to_owned())]);
    all.extend(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())));
    let (folder, mut diagnostics) = Folder::read(&all);
    diagnostics.extend(folder.season(&Rulebook::default()).1);
    diagnostics
}

fn ids(files: &[(&str, &str)]) -> Vec<&'static str> {
    told(files).iter().map(|own| own.id).collect()
}

fn decided(text: &str) -> Vec<Diagnostic> {
    let decision = format!(
        "[[decision]]\nid = \"d\"\nround = 1\nauthor = \"Stewards\"\ndate = \"2020-03-01\"\nreason = \"r\"\n{text}\n"
    );
    told(&[("results/01-race.csv", RESULTS), ("decisions.toml", &decision)])
}

#[test]
fn tables_as_spreadsheets_write_them() {
    let with = |text: &str| ids(&[("results/01-race.csv", text)]);
    assert_eq!(with(RESULTS), Vec::<&str>::new());
    assert_eq!(with(&format!("\u{feff}{RESULTS},,,,,,\n,,,,,,\n")), Vec::<&str>::new());
    assert_eq!(with("position;class;number\n1;TCR;8\n"), ["PF0437"]);
    assert_eq!(with("position\tclass\tnumber\n1\tTCR\t8\n"), ["PF0437"]);
    assert_eq!(with("position,class,team\n1,TCR,Alpha\n"), ["PF0438"]);
    assert_eq!(ids(&[("results/01-race.txt", RESULTS)]), ["PF0403"]);
}

#[test]
fn decisions_about_what_the_season_does_not_have() {
    let id = |text: &str| decided(text).first().map(|own| own.id);
    assert_eq!(id("kind = \"disqualify\"\nnumber = \"08\""), None);
    assert_eq!(id("kind = \"disqualify\"\nnumber = \"8\""), Some("PF0441"));
    assert_eq!(id("kind = \"disqualify\"\nnumber = \"08\"\nsession = \"sprint\""), Some("PF0440"));
    assert_eq!(id("kind = \"time-penalty\"\nnumber = \"2\"\ntime = \"0:30.000\""), Some("PF0442"));
    assert_eq!(id("kind = \"time-penalty\"\nnumber = \"08\"\ntime = \"0:30.000\""), None);
    let unknown = &decided("kind = \"withhold-driver\"\ncompetitor = \"Ann Alpa\"")[0];
    assert_eq!((unknown.id, unknown.help.as_deref()), ("PF0439", Some("did you mean `Ann Alpha`?")));
    assert_eq!(id("kind = \"withhold-driver\"\ncompetitor = \"Ann Alpha\""), None);
}
