//! The power is cut: what a run did to its files is known call by call (`strace`), and of what was not flushed any part may
//! be lost, torn at sectors of 512 bytes, or in another order than it was written.

use super::kills::{Heard, holds};
use super::{Random, Seen};
use parcferme_store::{Address, Record};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a run did, call by call.
pub struct Trace {
    calls: Vec<Call>,
}

enum Call {
    /// A file came into being, by its name in the folder.
    Made(String),
    Write(String, u64, Vec<u8>),
    Cut(String, u64),
    Flush(String),
    FlushFolder,
    Removed(String),
    Said(String),
}

/// Kinds of flush, each of which is left out once.
const FLUSHES: [&str; 3] = ["of the log", "of the file", "of the folder"];

/// Operations of the run that is written down.
const OPERATIONS: u64 = 40;

impl Trace {
    /// None where there is no `strace`.
    pub fn record() -> Result<Option<Trace>, String> {
        if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
            return Ok(None);
        }
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let (trace, folder) = (place.path().join("trace"), place.path().join("record"));
        fs::create_dir(&folder).map_err(|error| error.to_string())?;
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let calls = "trace=openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename";
        let address = folder.join("crash.record");
        let status = Command::new("strace")
            .args(["-xx", "-s", "10000000", "-e", calls, "-o"])
            .arg(&trace)
            .arg(own)
            .args(["crash", "--worker"])
            .arg(&address)
            .args(["0", &OPERATIONS.to_string()])
            .stdout(Stdio::null())
            .status()
            .map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("the run that is written down ended with {status}"));
        }
        let text = fs::read_to_string(&trace).map_err(|error| error.to_string())?;
        let own = Trace { calls: read(&text, &folder) };
        let count = |kind: fn(&Call) -> bool| own.calls.iter().filter(|call| kind(call)).count();
        let [writes, flushes, said] = [
            count(|own| matches!(own, Call::Write(..))),
            count(|own| matches!(own, Call::Flush(_))),
            count(|own| matches!(own, Call::Said(line) if line.starts_with("done"))),
        ];
        if said as u64 != OPERATIONS || flushes == 0 || writes == 0 {
            return Err(format!(
                "the run was written down badly: {writes} writes, {flushes} flushes, {said} answers"
            ));
        }
        println!("power cuts: a run of {OPERATIONS} operations with {writes} writes and {flushes} flushes");
        Ok(Some(own))
    }
}

/// Cuts the power at random places until the time is up.
pub fn run(trace: &Trace, random: &mut Random, until: Instant) -> Result<Seen, String> {
    let mut seen = Seen::default();
    while Instant::now() < until {
        cut(trace, random, None, &mut seen)?;
    }
    Ok(seen)
}

/// Leaves each kind of flush out, and cuts the power until that is found.
pub fn leave_out(trace: &Trace, random: &mut Random) -> Result<(), String> {
    const TRIES: u64 = 400;
    for kind in FLUSHES {
        let found = (1..=TRIES).find(|_| cut(trace, random, Some(kind), &mut Seen::default()).is_err());
        match found {
            Some(tries) => println!("power cuts: without the flush {kind}, found after {tries} cuts"),
            None => {
                return Err(format!(
                    "without the flush {kind}, {TRIES} cuts found nothing: the harness sees too little"
                ));
            }
        }
    }
    Ok(())
}

/// Bytes written at a place, or a length that a file is cut to.
type Pending = (u64, Option<Vec<u8>>);

/// Files on a disk: what is sure, and what is not yet.
#[derive(Default)]
struct Disk {
    sure: BTreeMap<String, Vec<u8>>,
    writes: BTreeMap<String, Vec<Pending>>,
    /// Names that came and went since the folder was flushed.
    names: Vec<(String, bool)>,
    /// Names that the folder is sure to have.
    named: BTreeMap<String, ()>,
}

impl Disk {
    fn flush(&mut self, name: &str) {
        let file = self.sure.entry(name.to_owned()).or_default();
        for (at, bytes) in self.writes.remove(name).unwrap_or_default() {
            apply(file, at, bytes.as_deref());
        }
    }

    fn flush_folder(&mut self) {
        for (name, is_there) in std::mem::take(&mut self.names) {
            if is_there {
                self.named.insert(name, ())
            } else {
                self.named.remove(&name)
            };
        }
    }

    /// What is found after the power is back.
    fn after(mut self, random: &mut Random) -> BTreeMap<String, Vec<u8>> {
        // A folder's changes are kept in their order, up to any of them.
        let kept = usize::try_from(random.below(self.names.len() as u64 + 1)).unwrap_or(0);
        self.names.truncate(kept);
        self.flush_folder();
        let luck = random.below(3);
        let mut files = BTreeMap::new();
        for name in self.named.into_keys() {
            let mut file = self.sure.remove(&name).unwrap_or_default();
            for (at, bytes) in self.writes.remove(&name).unwrap_or_default() {
                let lost = match luck {
                    0 => true,
                    1 => random.below(2) == 0,
                    _ => false,
                };
                match bytes {
                    _ if lost => {}
                    Some(bytes) if random.below(4) == 0 => {
                        for (index, sector) in bytes.chunks(512).enumerate() {
                            if random.below(2) == 0 {
                                apply(&mut file, at + index as u64 * 512, Some(sector));
                            }
                        }
                    }
                    bytes => apply(&mut file, at, bytes.as_deref()),
                }
            }
            files.insert(name, file);
        }
        files
    }
}

fn apply(file: &mut Vec<u8>, at: u64, bytes: Option<&[u8]>) {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    match bytes {
        None => file.resize(at, 0),
        Some(bytes) => {
            if file.len() < at + bytes.len() {
                file.resize(at + bytes.len(), 0);
            }
            file[at..at + bytes.len()].copy_from_slice(bytes);
        }
    }
}

/// Cuts the power after a random call, and opens what is left.
fn cut(trace: &Trace, random: &mut Random, without: Option<&str>, seen: &mut Seen) -> Result<(), String> {
    let end = usize::try_from(random.below(trace.calls.len() as u64 + 1)).unwrap_or(0);
    let (mut disk, mut heard) = (Disk::default(), Heard::default());
    for call in &trace.calls[..end] {
        match call {
            Call::Made(name) => disk.names.push((name.clone(), true)),
            Call::Removed(name) => {
                disk.names.push((name.clone(), false));
                // A file of the same name is another one.
                disk.writes.remove(name);
                disk.writes.entry(name.clone()).or_default().push((0, None));
            }
            Call::Write(name, at, bytes) => {
                disk.writes.entry(name.clone()).or_default().push((*at, Some(bytes.clone())));
            }
            Call::Cut(name, length) => disk.writes.entry(name.clone()).or_default().push((*length, None)),
            Call::Flush(name) => {
                let kind = if name.ends_with("-wal") { FLUSHES[0] } else { FLUSHES[1] };
                if without != Some(kind) {
                    disk.flush(name);
                }
            }
            Call::FlushFolder => {
                if without != Some(FLUSHES[2]) {
                    disk.flush_folder();
                }
            }
            Call::Said(line) => line.lines().for_each(|line| heard.line(line)),
        }
    }
    let place = tempfile::tempdir().map_err(|error| error.to_string())?;
    for (name, bytes) in disk.after(random) {
        fs::write(place.path().join(name), bytes).map_err(|error| error.to_string())?;
    }
    let address = Address::File(place.path().join("crash.record"));
    let what =
        |found: String| format!("the power was cut after call {end} of {}: {found}", trace.calls.len());
    let mut record = Record::open_or_make(&address).map_err(|fault| what(format!("{fault:?}")))?;
    holds(&mut record, &heard.done).map_err(what)?;
    seen.times += 1;
    seen.acknowledged += heard.done.len() as u64;
    if let Some(asked) = heard.asked {
        seen.unknown += 1;
        let there = record.entered_as(&asked.to_string()).map_err(|fault| what(format!("{fault:?}")))?;
        seen.entered += u64::from(there.is_some());
    }
    Ok(())
}

/// The calls of a trace that concern the folder, and what was said.
fn read(text: &str, folder: &Path) -> Vec<Call> {
    let folder = folder.display().to_string();
    let mut open: BTreeMap<u64, String> = BTreeMap::new();
    let mut known: BTreeMap<String, ()> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((call, rest)) = line.split_once('(') else { continue };
        // Short calls are padded: `fdatasync(3)      = 0`.
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { continue };
        let Some(arguments) = arguments.trim_end().strip_suffix(')') else { continue };
        let Some(result) = result.split(' ').next().and_then(|own| own.parse::<u64>().ok()) else { continue };
        let arguments: Vec<&str> = arguments.split(", ").collect();
        let file = || {
            arguments.first().and_then(|own| own.parse().ok()).and_then(|own: u64| open.get(&own)).cloned()
        };
        // Shared memory is no file: it is made anew.
        let of_record = |name: &String| !name.ends_with("-shm");
        match call {
            "openat" => {
                let path = String::from_utf8_lossy(&bytes(arguments.get(1).unwrap_or(&""))).into_owned();
                let Some(name) = path.strip_prefix(&folder) else {
                    open.remove(&result);
                    continue;
                };
                let name = name.trim_start_matches('/').to_owned();
                let makes = arguments.get(2).is_some_and(|own| own.contains("O_CREAT"));
                if makes && of_record(&name) && known.insert(name.clone(), ()).is_none() {
                    calls.push(Call::Made(name.clone()));
                }
                open.insert(result, name);
            }
            "close" => {
                let number = arguments.first().and_then(|own| own.parse::<u64>().ok());
                number.map(|own| open.remove(&own));
            }
            "write" if arguments.first() == Some(&"1") => {
                calls.push(Call::Said(String::from_utf8_lossy(&bytes(arguments[1])).into_owned()));
            }
            "pwrite64" => {
                let at = arguments.get(3).and_then(|own| own.parse().ok()).unwrap_or(0);
                calls.extend(file().filter(of_record).map(|name| Call::Write(name, at, bytes(arguments[1]))));
            }
            "ftruncate" => {
                let length = arguments.get(1).and_then(|own| own.parse().ok()).unwrap_or(0);
                calls.extend(file().filter(of_record).map(|name| Call::Cut(name, length)));
            }
            "fsync" | "fdatasync" => calls.extend(file().filter(of_record).map(|name| match name.as_str() {
                "" => Call::FlushFolder,
                _ => Call::Flush(name),
            })),
            "unlink" => {
                let path = String::from_utf8_lossy(&bytes(arguments.first().unwrap_or(&""))).into_owned();
                if let Some(name) = path.strip_prefix(&folder) {
                    let name = name.trim_start_matches('/').to_owned();
                    known.remove(&name);
                    calls.extend(Some(name).filter(of_record).map(Call::Removed));
                }
            }
            _ => {}
        }
    }
    calls
}

/// `"\x68\x69"` as bytes.
fn bytes(text: &str) -> Vec<u8> {
    let text = text.trim_matches('"');
    text.split("\\x").skip(1).filter_map(|own| u8::from_str_radix(own.get(..2)?, 16).ok()).collect()
}
