//! `cargo xtask screenshots`: a picture of each kind of page, wide and as a phone shows it, light and dark, to be looked at.
//!
//! Needs Chromium: `chromium` on the path, or `$CHROMIUM`.

use crate::{Done, cargo, root, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(clap::Args)]
pub struct Args {
    /// Folder for the site and the pictures
    #[arg(long, default_value = "target/screenshots")]
    to: PathBuf,
}

/// Page of the site, name of its pictures, height in pixels.
const PAGES: [(&str, &str, u32); 14] = [
    ("index.html", "home", 800),
    ("alms/2003/index.html", "season", 2600),
    ("alms/2003/round/3.html", "round", 1900),
    ("alms/2003/round/3-cars.html", "cars", 1200),
    ("alms/2003/standings/teams-gts.html", "standings", 1500),
    ("alms/2003/standings/teams-gts-after-6.html", "standings-after-6", 800),
    ("alms/2003/scenario/after-8.html", "scenario", 2600),
    ("alms/2003/why/teams-gts/prodrive.html", "why", 1500),
    ("alms/2003/team/corvette-racing.html", "team", 1500),
    ("alms/2003/circuit/road-atlanta.html", "circuit", 800),
    ("alms/2003/audit.html", "audit", 1400),
    ("alms/2003/audit/cells.html", "audit-cells", 1500),
    ("alms/2003/search.html", "search", 1200),
    ("alms/2003/rules.html", "rules", 1200),
];

/// Name, width in pixels.
const WIDTHS: [(&str, u32); 2] = [("wide", 1200), ("phone", 360)];

/// Name, and Chromium's number for it.
const SCHEMES: [(&str, u8); 2] = [("light", 1), ("dark", 0)];

pub fn run_all(args: &Args) -> Done {
    let to = root().join(&args.to);
    let site = to.join("site");
    let mut publish =
        cargo(&["run", "--quiet", "--package", "parcferme", "--", "publish", "alms/2003", "--to"]);
    run(publish.arg(&site))?;
    for (page, name, height) in PAGES {
        if !site.join(page).is_file() {
            return Err(format!("the site has no page {page}"));
        }
        for (device, width) in WIDTHS {
            for (scheme, number) in SCHEMES {
                let picture = to.join(format!("{name}-{device}-{scheme}.png"));
                shoot(&site.join(page), &picture, (width, height), number)?;
            }
        }
    }
    println!("{} pictures in {}", PAGES.len() * WIDTHS.len() * SCHEMES.len(), to.display());
    Ok(())
}

/// Chromium's windows are never as narrow as a phone: the page is shown in a frame of that width.
fn shoot(page: &Path, picture: &Path, (width, height): (u32, u32), scheme: u8) -> Done {
    let frame = picture.with_extension("html");
    let html = format!(
        "<!doctype html><body style=\"margin:0\"><iframe src=\"file://{}\" width=\"{width}\" height=\"{height}\" style=\"border:0\"></iframe>",
        page.display()
    );
    fs::write(&frame, html).map_err(|error| format!("{}: {error}", frame.display()))?;
    let profile = picture.with_extension("profile");
    let chromium = std::env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into());
    let done = run(Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--blink-settings=preferredColorScheme={scheme}"))
        .arg(format!("--window-size={width},{height}"))
        .arg(format!("--screenshot={}", picture.display()))
        .arg(format!("file://{}", frame.display()))
        .stderr(std::process::Stdio::null()));
    // Left behind where it cannot be removed: it is a folder under `target`.
    let _ = fs::remove_dir_all(&profile);
    let _ = fs::remove_file(&frame);
    done
}
