//! `cargo xtask fuzz`: libFuzzer on the readers, with the stable compiler and without a sanitizer.
//!
//! The targets in `fuzz/` are laid out for cargo-fuzz, which works on them too. This chore needs neither it nor a
//! nightly compiler: coverage comes from a stable pass of LLVM, and safe Rust has little for a memory sanitizer to find.

use crate::{Done, cargo, root, seeds};
use std::fs;
use std::path::Path;
use std::process::Command;

#[derive(clap::Args)]
pub struct Args {
    /// Only this target; all of them where none is named
    target: Option<String>,
    /// How long to fuzz each target
    #[arg(long, default_value_t = 20)]
    seconds: u32,
}

/// What cargo-fuzz passes, but for the sanitizer.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Longest input that is tried, in bytes: seeds are cut to it.
pub const MAX_BYTES: usize = 64 << 10;

pub fn run(args: &Args) -> Done {
    let targets = targets(args)?;
    let host = host()?;
    let target_dir = root().join("target/fuzz");
    crate::run(
        cargo(&["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &host])
            .env("RUSTFLAGS", COVERAGE)
            .env("CARGO_TARGET_DIR", &target_dir),
    )?;
    for target in &targets {
        println!("fuzz {target}");
        let (seeds, finds) = (target_dir.join("seeds").join(target), target_dir.join("finds").join(target));
        seeds::prepare(target, &seeds)?;
        let crashes = target_dir.join("crashes").join(target).join("");
        make(&finds)?;
        make(&crashes)?;
        let output = Command::new(target_dir.join(&host).join("release").join(target))
            .args([&finds, &seeds])
            .arg(format!("-max_total_time={}", args.seconds))
            .arg(format!("-max_len={MAX_BYTES}"))
            .arg(format!("-artifact_prefix={}", crashes.display()))
            .args(["-seed=1", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0"])
            .output()
            .map_err(|error| format!("cannot start {target}: {error}"))?;
        let told = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            eprintln!("{told}");
            return Err(format!("{target} failed: what provoked it is in {}", crashes.display()));
        }
        for line in told.lines().filter_map(|line| line.strip_prefix("stat::")) {
            println!("  {line}");
        }
    }
    Ok(())
}

fn targets(args: &Args) -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/fuzz_targets");
    let mut targets: Vec<String> = fs::read_dir(&folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| args.target.as_ref().is_none_or(|wanted| wanted == name))
        .collect();
    targets.sort();
    if targets.is_empty() { Err("no such target in fuzz/fuzz_targets".to_owned()) } else { Ok(targets) }
}

fn host() -> Result<String, String> {
    let output =
        Command::new("rustc").arg("-vV").output().map_err(|error| format!("cannot start rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".to_owned())
}

fn make(folder: &Path) -> Done {
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))
}
