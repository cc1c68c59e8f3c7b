//! What a large season costs in a record, on both databases beside each other: 2,000,000 laps entered, and decisions signed
//! with all tables published anew. It prints the rows of docs/evidence/record.md.

use crate::api::{serve, with_officials};
use crate::{Done, root, run};
use parcferme_store::Address;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Args {
    /// The program that is measured; built for release, if the figures are to mean anything
    #[arg(long, value_name = "FILE", default_value = "target/release/parcferme")]
    program: PathBuf,
    /// The database whose server is measured too; `PARCFERME_POSTGRES` where it is not named
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Decisions that are signed
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    decisions: usize,
    /// How often laps are entered; the fastest counts
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    times: usize,
}

const ROUNDS: u32 = 24;
const CARS: u32 = 60;
/// Laps of each car in each round: 2,000,160 in all.
const LAPS: u32 = 1389;

pub fn run_all(args: &Args) -> Done {
    let program = root().join(&args.program);
    let folder = root().join("target/load");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let season = write_season(&folder.join("results"), "load", results)?;
    let timed = write_season(&folder.join("laps"), "laps", laps)?;
    let backup = folder.join("laps.backup");
    let source = folder.join("source.record");
    enter(&program, &timed, &source.to_string_lossy())?;
    run(command(&program, &["backup", "--to"]).arg(&backup).arg("--data").arg(&source))?;

    let url = args.postgres.clone().or_else(|| std::env::var("PARCFERME_POSTGRES").ok());
    let mut places = vec![("SQLite", Place::Folder(folder.clone()))];
    match url {
        Some(url) => places.push(("PostgreSQL", Place::Server(url))),
        None => println!("skipped: the half on PostgreSQL: PARCFERME_POSTGRES is not set"),
    }
    println!(
        "| database | 2,000,160 laps entered | a second | decision previewed, median | signed and published, median | 19 of 20 below |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (name, place) in &places {
        let mut fastest = Duration::MAX;
        for _ in 0..args.times {
            let data = place.empty()?;
            let from = Instant::now();
            run(command(&program, &["restore"]).arg(&backup).args(["--data", &data]).stderr(Stdio::null()))?;
            fastest = fastest.min(from.elapsed());
        }
        let data = place.empty()?;
        let [preview, sign] = signed(&program, &season, &data, args.decisions)?;
        let all = f64::from(ROUNDS * CARS * LAPS);
        println!(
            "| {name} | {:.1} s | {:.0} | {:.0} ms | {:.0} ms | {:.0} ms |",
            fastest.as_secs_f64(),
            all / fastest.as_secs_f64(),
            at(&preview, 0.5),
            at(&sign, 0.5),
            at(&sign, 0.95),
        );
    }
    Ok(())
}

fn command(program: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).stdout(Stdio::null());
    command
}

fn enter(program: &Path, season: &Path, data: &str) -> Done {
    let done = run(command(program, &["push"]).arg(season).args([
        "--data",
        data,
        "--who",
        "Ann Archer",
        "--why",
        "load",
    ]));
    // What ties the folder to this record would keep it out of the next.
    let _ = fs::remove_file(season.join(".parcferme-record"));
    done
}

/// What signs the log of either record.
fn key_file() -> PathBuf {
    root().join("target/load/load.record.key")
}

/// Where records are made.
enum Place {
    Folder(PathBuf),
    Server(String),
}

impl Place {
    /// A record that is not there yet.
    fn empty(&self) -> Result<String, String> {
        let _ = fs::remove_file(key_file());
        match self {
            Place::Folder(folder) => {
                let record = folder.join("load.record");
                for end in ["", "-wal", "-shm"] {
                    let _ = fs::remove_file(format!("{}{end}", record.display()));
                }
                Ok(record.to_string_lossy().into_owned())
            }
            Place::Server(url) => {
                let told = |error: postgres::Error| error.to_string();
                let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(told)?;
                client
                    .batch_execute(
                        "SET client_min_messages = warning;
                         DROP SCHEMA IF EXISTS parcferme_load CASCADE; CREATE SCHEMA parcferme_load; CHECKPOINT;",
                    )
                    .map_err(told)?;
                let separator = if url.contains('?') { '&' } else { '?' };
                Ok(format!("{url}{separator}options=-csearch_path%3Dparcferme_load"))
            }
        }
    }
}

/// Milliseconds below which a share of all lies.
fn at(all: &[f64], share: f64) -> f64 {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
    let place = (all.len() as f64 * share) as usize;
    all.get(place.min(all.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Signs decisions one after the other, each of which publishes all tables anew; milliseconds of each preview, and of each
/// signature.
fn signed(program: &Path, season: &Path, data: &str, decisions: usize) -> Result<[Vec<f64>; 2], String> {
    enter(program, season, data)?;
    let by = ["--who", "Ann Archer", "--why", "load"];
    run(command(program, &["edition", "publish", "load/2026", "--data", data])
        .args(by)
        .stderr(Stdio::null()))?;
    with_officials(&Address::of(data))?;
    let key = key_file();
    let mut served = serve(Command::new(program), &["--data", data, "--key-file", &key.to_string_lossy()])?;
    let done = ask(&served.address, decisions);
    // A server that is gone already needs no ending.
    let _ = served.server.kill();
    let _ = served.server.wait();
    done
}

fn ask(address: &str, decisions: usize) -> Result<[Vec<f64>; 2], String> {
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).map_err(|error| error.to_string())?;
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let mut reader = BufReader::new(stream.try_clone().map_err(|error| error.to_string())?);
    let mut took = [Vec::new(), Vec::new()];
    for own in 0..decisions {
        let (round, number) = (1 + own % ROUNDS as usize, 1 + own * 7 % CARS as usize);
        let keys = json!({"round": round.to_string(), "number": number.to_string(), "reason": format!("Underweight {own}")});
        let draft = json!({"kind": "disqualify", "keys": keys});
        let from = Instant::now();
        let preview = post(&mut stream, &mut reader, host, "decisions/previews", &draft)?;
        took[0].push(from.elapsed().as_secs_f64() * 1000.0);
        let signature = json!({"preview": preview["preview"], "decision": preview["decision"]});
        let from = Instant::now();
        let signed = post(&mut stream, &mut reader, host, "decisions", &signature)?;
        took[1].push(from.elapsed().as_secs_f64() * 1000.0);
        if signed["edition"].is_null() {
            return Err(format!("no edition was published: {signed}"));
        }
    }
    Ok(took)
}

fn post(
    stream: &mut TcpStream,
    reader: &mut BufReader<TcpStream>,
    host: &str,
    what: &str,
    body: &Value,
) -> Result<Value, String> {
    let told = |error: std::io::Error| error.to_string();
    let body = body.to_string();
    let request = format!(
        "POST /api/v1/seasons/load/2026/{what} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer token steward\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(told)?;
    let (mut length, mut head) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).map_err(told)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        head += &line;
    }
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).map_err(told)?;
    let answer = String::from_utf8_lossy(&bytes);
    if !head.starts_with("HTTP/1.1 200") {
        return Err(format!("{head}{answer}"));
    }
    serde_json::from_str(&answer).map_err(|error| format!("{error}: {answer}"))
}

/// A season of 24 rounds, with what each round has as a file.
fn write_season(
    folder: &Path,
    series: &str,
    of_round: fn(u32) -> (&'static str, String),
) -> Result<PathBuf, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut text =
        format!("series = \"{series}\"\nyear = 2026\nname = \"Load 2026\"\nrulebook = \"rulebook.toml\"\n");
    for round in 1..=ROUNDS {
        let (month, day) = (round.div_ceil(2), 5 + 14 * ((round + 1) % 2));
        let _ = write!(
            text,
            "\n[[round]]\nnumber = {round}\nevent = \"race-{round}\"\nname = \"Race {round}\"\ncircuit = \"Circuit {round}\"\ndate = \"2026-{month:02}-{day:02}\"\n"
        );
    }
    let scale: Vec<String> = (1..=CARS).rev().map(|own| own.to_string()).collect();
    let rules = format!(
        "name = \"Load 2026\"\n\n[[points]]\nid = \"race\"\nscale = [{}]\narticle = \"Points\"\n\n\
         [[title]]\nid = \"drivers\"\nname = \"Drivers' Championship\"\ncompetitor = \"driver\"\nties = [\"wins\", \"countback\", \"shared\"]\n\n\
         [[title]]\nid = \"teams\"\nname = \"Teams' Championship\"\ncompetitor = \"team\"\nscores = \"best-car\"\nties = [\"wins\", \"countback\", \"shared\"]\n",
        scale.join(", ")
    );
    for round in 1..=ROUNDS {
        let (kind, text) = of_round(round);
        fs::create_dir_all(folder.join(kind)).map_err(told)?;
        fs::write(folder.join(format!("{kind}/{round:02}-race.csv")), text).map_err(told)?;
    }
    fs::write(folder.join("season.toml"), text).map_err(told)?;
    fs::write(folder.join("rulebook.toml"), rules).map_err(told)?;
    Ok(folder.to_owned())
}

/// The same numbers each time, without a pattern that compresses well.
fn drawn(seed: u32, below: u32) -> u32 {
    let mut own = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    own ^= own >> 29;
    own = own.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    own ^= own >> 32;
    u32::try_from(own % u64::from(below)).unwrap_or(0)
}

fn clock(ms: u32) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{hours}:{minutes:02}:{seconds:02}.{:03}", ms % 1000)
}

fn results(round: u32) -> (&'static str, String) {
    let mut cars: Vec<u32> = (1..=CARS).collect();
    cars.sort_by_key(|car| drawn(round * 1000 + car, 1 << 30));
    let (mut text, mut time) = ("position,status,number,team,drivers,laps,time\n".to_owned(), 3_600_000);
    for (place, car) in (1..).zip(cars) {
        time += 100 + drawn(round * 100 + car, 4000);
        let _ = writeln!(
            text,
            "{place},,{car},Team {},First Of{car} Driver; Second Of{car} Driver,50,{}",
            car.div_ceil(2),
            clock(time)
        );
    }
    ("results", text)
}

fn laps(round: u32) -> (&'static str, String) {
    let mut text = "NUMBER;DRIVER_NUMBER;LAP_NUMBER;LAP_TIME;CROSSING_FINISH_LINE_IN_PIT;ELAPSED;HOUR;DRIVER_NAME;CLASS;TEAM;S1;S2;S3;KPH;TOP_SPEED;FLAG_AT_FL\n".to_owned();
    for car in 1..=CARS {
        let mut elapsed = 0;
        for lap in 1..=LAPS {
            let seed = (round * CARS + car) * LAPS + lap;
            let time = 90_000 + drawn(seed, 3000);
            elapsed += time;
            let (first, second) = (time / 3 - drawn(seed + 1, 500), time / 3);
            let sectors =
                [first, second, time - first - second].map(|own| format!("{}.{:03}", own / 1000, own % 1000));
            let _ = writeln!(
                text,
                "{car};{};{lap};{};;{};{};Driver {} Of Car {car};;Team Number {};{};{}.{};{}.{};{}",
                1 + lap / 30 % 3,
                clock(time),
                clock(elapsed),
                clock((13 * 3_600_000 + elapsed) % 86_400_000),
                1 + lap / 30 % 3,
                car / 2,
                sectors.join(";"),
                180 + drawn(seed + 2, 20),
                drawn(seed + 3, 10),
                280 + drawn(seed + 4, 40),
                drawn(seed + 5, 10),
                if lap == LAPS { "FF" } else { "GF" },
            );
        }
    }
    ("laps", text)
}
