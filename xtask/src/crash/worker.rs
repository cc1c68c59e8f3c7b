//! The program that is killed: it enters one operation after the other, and says on standard output what it asks for and what
//! was acknowledged.

use super::Done;
use parcferme_core::season::Moment;
use parcferme_store::{Act, Address, Draft, Facts, Fault, Publication, Record, Standing};
use std::collections::BTreeMap;
use std::io::Write;

pub const SEASON: &str = "crash/2026";

/// What is entered under a number: the same whenever it is asked for.
pub fn draft(number: u64, follows: u64) -> Result<Draft, String> {
    let text =
        |what: &str| format!("{what} {number}\n").repeat(1 + usize::try_from(number % 97).unwrap_or(0));
    let act = match number % 5 {
        // An import: many files at once, some of them large.
        0 => {
            let files =
                (0..12).map(|at| (format!("results/{at:02}-race.csv"), Some(text("result").into_bytes())));
            Act::Facts(Facts { files: files.collect(), undoes: None })
        }
        3 => {
            let documents = ["standings.json", "standings.pdf", "classifications/01-race.json"];
            Act::Publish(Publication {
                standing: if number.is_multiple_of(2) { Standing::Official } else { Standing::Provisional },
                rulebook: b"name = \"Crash\"\n".to_vec(),
                engine: "crash".to_owned(),
                documents: documents
                    .iter()
                    .map(|name| ((*name).to_owned(), text(name).into_bytes().into()))
                    .collect(),
                address: None,
            })
        }
        _ => {
            let decision = format!("[[decision]]\nid = \"{number}\"\n");
            let files = BTreeMap::from([("decisions.toml".to_owned(), Some(decision.into_bytes()))]);
            Act::Facts(Facts { files, undoes: (number % 5 == 4).then_some(1) })
        }
    };
    Ok(Draft {
        season: SEASON.to_owned(),
        follows,
        key: number.to_string(),
        who: "Ann Archer".to_owned(),
        why: format!("number {number}"),
        when: Moment::of_unix(1_800_000_000).ok_or("no moment")?,
        act,
    })
}

/// Enters what has this number, whatever the season follows; the number of the operation, and whether it was there before.
pub fn enter(record: &mut Record, number: u64) -> Result<(u64, bool), Fault> {
    loop {
        let follows = record.head(SEASON)?.map_or(0, |head| head.number);
        let draft = draft(number, follows).map_err(Fault::Refused)?;
        match record.enter(&draft) {
            Ok(entered) => return Ok((entered.operation.number, entered.before)),
            Err(Fault::MovedOn { .. } | Fault::Busy) => {}
            Err(fault) => return Err(fault),
        }
    }
}

/// Enters from a number on, for ever or up to another.
pub fn run(address: &str, from: &str, to: Option<&str>) -> Done {
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is no number"));
    let (from, to) = (number(from)?, to.map_or(Ok(u64::MAX), number)?);
    let mut record = Record::open_or_make(&Address::of(address)).map_err(|fault| fault.to_string())?;
    for asked in from..to {
        say(&format!("ask {asked}\n"))?;
        // Whatever it ends with: the answer is unknown to who reads this.
        let (entered, _) = enter(&mut record, asked).map_err(|fault| format!("{asked}: {fault}"))?;
        say(&format!("done {asked} {entered}\n"))?;
    }
    Ok(())
}

/// In one call to the system, so that no half of a line is said.
fn say(line: &str) -> Done {
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).map_err(|error| error.to_string())
}
