//! The program is killed while it enters.

use super::worker::{SEASON, enter};
use super::{Random, Seen};
use parcferme_store::{Address, Record};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What the program said before it was killed.
#[derive(Debug, Default)]
pub struct Heard {
    /// The number of the operation by what was asked for.
    pub done: BTreeMap<u64, u64>,
    pub asked: Option<u64>,
}

impl Heard {
    pub fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["ask", asked] => self.asked = asked.parse().ok(),
            ["done", asked, entered] => {
                if let (Ok(asked), Ok(entered)) = (asked.parse(), entered.parse()) {
                    self.done.insert(asked, entered);
                    self.asked = None;
                }
            }
            _ => {}
        }
    }
}

/// A new record after so many kills, so that the walk through it stays short.
const KILLS_A_RECORD: u64 = 40;

pub fn on_files(random: &mut Random, until: Instant) -> Result<Seen, String> {
    let mut seen = Seen::default();
    while Instant::now() < until {
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let address = place.path().join("crash.record").display().to_string();
        series(&address, random, until, &mut seen)?;
    }
    Ok(seen)
}

pub fn on_postgres(random: &mut Random, until: Instant, url: &str) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let separator = if url.contains('?') { '&' } else { '?' };
    while Instant::now() < until {
        let schema = format!("parcferme_crash_{}_{}", std::process::id(), seen.times);
        let mut client =
            postgres::Client::connect(url, postgres::NoTls).map_err(|error| error.to_string())?;
        client.batch_execute(&format!("CREATE SCHEMA {schema}")).map_err(|error| error.to_string())?;
        let found =
            series(&format!("{url}{separator}options=-csearch_path%3D{schema}"), random, until, &mut seen);
        client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).map_err(|error| error.to_string())?;
        found?;
    }
    Ok(seen)
}

/// One record, killed many times.
fn series(address: &str, random: &mut Random, until: Instant, seen: &mut Seen) -> Result<(), String> {
    let (mut from, mut done) = (0, BTreeMap::new());
    for _ in 0..KILLS_A_RECORD {
        if Instant::now() >= until {
            break;
        }
        let wait = Duration::from_micros(random.below(60_000));
        let heard = killed(address, from, |child| {
            thread::sleep(wait);
            child.kill()
        })?;
        seen.times += 1;
        from = check(address, heard, from, &mut done, seen)?;
    }
    Ok(())
}

/// Runs the program from a number on, and has it killed once it has said its first word.
pub fn killed(
    address: &str,
    from: u64,
    kill: impl FnOnce(&mut std::process::Child) -> std::io::Result<()>,
) -> Result<Heard, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(own);
    command.args(["crash", "--worker", address, &from.to_string()]);
    let spawned = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = spawned.map_err(|error| error.to_string())?;
    let Some(out) = child.stdout.take() else { return Err("no output".to_owned()) };
    let mut lines = BufReader::new(out).lines();
    let mut heard = Heard::default();
    if let Some(Ok(first)) = lines.next() {
        heard.line(&first);
    }
    let reader = thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            heard.line(&line);
        }
        heard
    });
    // It may have ended by itself, as when its server is gone.
    let _ = kill(&mut child);
    let _ = child.wait();
    reader.join().map_err(|_| "the reader of what was said gave up".to_owned())
}

/// Opens the record anew and checks it; the number from which the next run goes on.
pub fn check(
    address: &str,
    heard: Heard,
    from: u64,
    done: &mut BTreeMap<u64, u64>,
    seen: &mut Seen,
) -> Result<u64, String> {
    let fault = |fault: parcferme_store::Fault| format!("{address}: {fault:?}");
    seen.acknowledged += heard.done.len() as u64;
    let last = heard.done.keys().next_back().map_or(from, |last| last + 1);
    done.extend(heard.done);
    let mut record = Record::open_or_make(&Address::of(address)).map_err(fault)?;
    holds(&mut record, done)?;
    let Some(asked) = heard.asked else { return Ok(last) };
    let there = record.entered_as(&asked.to_string()).map_err(fault)?.map(|own| own.number);
    let (number, before) = enter(&mut record, asked).map_err(fault)?;
    if before != there.is_some() || there.is_some_and(|there| there != number) {
        return Err(format!(
            "{asked} was {there:?}, and is {number} when it is asked for again (before: {before})"
        ));
    }
    seen.unknown += 1;
    seen.entered += u64::from(before);
    done.insert(asked, number);
    Ok(asked + 1)
}

/// Every acknowledged operation is there under its number, and everything else holds.
pub fn holds(record: &mut Record, done: &BTreeMap<u64, u64>) -> Result<(), String> {
    let fault = |fault: parcferme_store::Fault| format!("{fault:?}");
    let there: BTreeMap<String, u64> =
        record.operations(SEASON, 0).map_err(fault)?.into_iter().map(|own| (own.key, own.number)).collect();
    for (asked, number) in done {
        let found = there.get(&asked.to_string());
        if found != Some(number) {
            return Err(format!("{asked} was acknowledged as operation {number}, and is {found:?}"));
        }
    }
    let walked = record.walk().map_err(fault)?;
    match walked.flaws.first() {
        Some(flaw) => Err(format!("the record does not hold: {flaw:?}")),
        None => Ok(()),
    }
}
