//! What people install who have no Rust: a stripped binary for this platform with completions, pages for `man`, licences and
//! checksums, and where `dpkg-deb` is at hand a Debian package that runs `serve` as a service.

use crate::{Done, cargo, root, run};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(clap::Args)]
pub struct Args {
    /// Folder to write into
    #[arg(long, value_name = "DIR", default_value = "target/dist")]
    to: PathBuf,
}

/// A shell, how its completions are called in the archive, and where Debian wants them.
const SHELLS: [(&str, &str, &str); 3] = [
    ("bash", "parcferme.bash", "usr/share/bash-completion/completions/parcferme"),
    ("zsh", "_parcferme", "usr/share/zsh/vendor-completions/_parcferme"),
    ("fish", "parcferme.fish", "usr/share/fish/vendor_completions.d/parcferme.fish"),
];

pub fn run_all(args: &Args) -> Done {
    let to = root().join(&args.to);
    run(&mut cargo(&["build", "--release", "--locked", "--package", "parcferme"]))?;
    let host = host()?;
    let name = format!("parcferme-{VERSION}-{host}");
    let stage = to.join(&name);
    emptied(&stage)?;
    let binary = stage.join("parcferme");
    copy(&target_folder()?.join("release/parcferme"), &binary)?;
    run(Command::new("strip").arg(&binary))?;
    for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "packaging/parcferme.service"]
    {
        copy(&root().join(file), &stage.join(file.trim_start_matches("packaging/")))?;
    }
    for (shell, file, _) in SHELLS {
        let completions = output(Command::new(&binary).args(["completions", shell]))?;
        write(&stage.join("completions").join(file), &completions)?;
    }
    run(Command::new(&binary).args(["man", "--to"]).arg(stage.join("man")))?;
    write(&stage.join("THIRD-PARTY.txt"), third_party(&host)?.as_bytes())?;
    let archive = format!("{name}.tar.gz");
    run(Command::new("tar")
        .args(["--create", "--gzip", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"])
        .arg(format!("--mtime=@{}", last_commit()))
        .arg("--file")
        .arg(to.join(&archive))
        .arg("--directory")
        .arg(&to)
        .arg(&name))?;
    let mut made = vec![archive];
    match Command::new("dpkg-deb").arg("--version").output() {
        Ok(_) => made.push(debian(&stage, &to)?),
        Err(_) => println!("no Debian package: dpkg-deb is not on this machine"),
    }
    let sums = made.iter().map(|file| Ok(format!("{}  {file}\n", digest(&to.join(file))?)));
    write(&to.join("SHA256SUMS"), sums.collect::<Result<String, String>>()?.as_bytes())?;
    for file in made.iter().map(String::as_str).chain(["SHA256SUMS"]) {
        println!("{}", to.join(file).display());
    }
    Ok(())
}

/// The package of what the archive has; its file name.
fn debian(stage: &Path, to: &Path) -> Result<String, String> {
    let architecture = text(Command::new("dpkg").arg("--print-architecture"))?;
    let name = format!("parcferme_{VERSION}_{architecture}");
    let tree = to.join(&name);
    emptied(&tree)?;
    let at = |path: &str| tree.join(path);
    copy(&stage.join("parcferme"), &at("usr/bin/parcferme"))?;
    copy(&stage.join("parcferme.service"), &at("usr/lib/systemd/system/parcferme.service"))?;
    for file in ["README.md", "CHANGELOG.md", "THIRD-PARTY.txt"] {
        copy(&stage.join(file), &at("usr/share/doc/parcferme").join(file))?;
    }
    let licences = ["LICENSE-MIT", "LICENSE-APACHE"].map(|file| read(&stage.join(file)));
    let [mit, apache] = licences;
    let copyright = format!(
        "Parc Fermé is licensed under MIT or Apache-2.0, at your choice.\nWhat it is built from: THIRD-PARTY.txt beside this file.\n\n{}\n\n{}",
        mit?, apache?
    );
    write(&at("usr/share/doc/parcferme/copyright"), copyright.as_bytes())?;
    for (_, file, debian) in SHELLS {
        copy(&stage.join("completions").join(file), &at(debian))?;
    }
    for page in files(&stage.join("man"))? {
        let file = at("usr/share/man/man1").join(page.file_name().unwrap_or_default());
        copy(&page, &file)?;
        run(Command::new("gzip").args(["--best", "--no-name"]).arg(&file))?;
    }
    let packaging = root().join("packaging/debian");
    copy(&packaging.join("default"), &at("etc/default/parcferme"))?;
    write(&at("DEBIAN/conffiles"), b"/etc/default/parcferme\n")?;
    for script in ["postinst", "prerm", "postrm"] {
        copy(&packaging.join(script), &at("DEBIAN").join(script))?;
        run(Command::new("chmod").arg("755").arg(at("DEBIAN").join(script)))?;
    }
    let control = format!(
        "Package: parcferme\nVersion: {VERSION}\nArchitecture: {architecture}\nMaintainer: The Parc Fermé maintainers <maintainers@parcferme.invalid>\nSection: utils\nPriority: optional\nDepends: libc6, libgcc-s1\nRecommends: ca-certificates\nInstalled-Size: {}\nDescription: official tables from race results, every number proven\n Takes what was timed, declared and decided in motor racing, and turns it into\n classifications and championship tables with the reason for every number. The\n package runs `parcferme serve` as a service on 127.0.0.1:8003; what it serves\n stands in /etc/default/parcferme.\n",
        size(&tree)? / 1024
    );
    write(&at("DEBIAN/control"), control.as_bytes())?;
    let file = format!("{name}.deb");
    run(Command::new("dpkg-deb").args(["--build", "--root-owner-group"]).arg(&tree).arg(to.join(&file)))?;
    Ok(file)
}

/// Every crate that the program is built from, with its licence and the texts that come with it, each once.
fn third_party(host: &str) -> Result<String, String> {
    let metadata = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
    let metadata: Value = serde_json::from_slice(&output(&mut cargo(&metadata))?)
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|own| (word(&own["id"]), own)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|own| (word(&own["id"]), own)).collect();
    let program = packages.iter().find(|(_, own)| own["name"] == "parcferme").map(|(id, _)| id.clone());
    let mut open: Vec<String> = program.into_iter().collect();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.get(&id).map(|node| list(&node["deps"])).unwrap_or_default() {
            // Neither what only tests need, nor what only builds.
            if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                open.push(word(&dependency["pkg"]));
            }
        }
    }
    let mut crates: Vec<(String, String)> = Vec::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for own in reached.iter().filter_map(|id| packages.get(id)).filter(|own| !own["source"].is_null()) {
        let name = format!("{} {}", word(&own["name"]), word(&own["version"]));
        crates.push((name.clone(), word(&own["license"])));
        let folder = PathBuf::from(word(&own["manifest_path"]));
        let is_licence = |path: &PathBuf| {
            let file = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"]
                .iter()
                .any(|word| file.starts_with(word))
        };
        for licence in files(folder.parent().unwrap_or(&folder))?.into_iter().filter(is_licence) {
            texts.entry(read(&licence)?.trim().to_owned()).or_default().push(name.clone());
        }
    }
    crates.sort();
    let mut out = format!("Parc Fermé {VERSION} is built from these crates.\n\n");
    out.extend(crates.iter().map(|(name, licence)| format!("{name}: {licence}\n")));
    for (text, names) in texts {
        out.push_str(&format!("\n{}\n{}\n\n{text}\n", "=".repeat(78), names.join(", ")));
    }
    Ok(out)
}

/// The platform that is built for, such as `x86_64-unknown-linux-gnu`.
fn host() -> Result<String, String> {
    let told = text(Command::new("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".to_owned())
}

fn target_folder() -> Result<PathBuf, String> {
    let metadata = output(&mut cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let metadata: Value =
        serde_json::from_slice(&metadata).map_err(|error| format!("cargo metadata: {error}"))?;
    Ok(PathBuf::from(metadata["target_directory"].as_str().unwrap_or("target")))
}

/// Seconds of the last commit: the same sources give the same archive.
fn last_commit() -> String {
    text(Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(root()))
        .unwrap_or_else(|_| "0".to_owned())
}

fn digest(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| told(path, &error))?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

fn size(folder: &Path) -> Result<u64, String> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(|error| told(folder, &error))? {
        let path = entry.map_err(|error| told(folder, &error))?.path();
        sum += match path.is_dir() {
            true => size(&path)?,
            false => fs::metadata(&path).map_err(|error| told(&path, &error))?.len(),
        };
    }
    Ok(sum)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| told(folder, &error))?;
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|own| own.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn emptied(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| told(folder, &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| told(folder, &error))
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| told(path, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn write(path: &Path, bytes: &[u8]) -> Done {
    make_folder_of(path)?;
    fs::write(path, bytes).map_err(|error| told(path, &error))
}

fn copy(from: &Path, to: &Path) -> Done {
    make_folder_of(to)?;
    fs::copy(from, to).map(|_| ()).map_err(|error| told(from, &error))
}

fn make_folder_of(path: &Path) -> Done {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| told(folder, &error))
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn text(command: &mut Command) -> Result<String, String> {
    Ok(String::from_utf8_lossy(&output(command)?).trim().to_owned())
}

/// What a command writes; an error where it fails.
fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.output().map_err(|error| format!("{name}: {error}"))?;
    match done.status.success() {
        true => Ok(done.stdout),
        false => Err(format!("{name}: {}", String::from_utf8_lossy(&done.stderr).trim())),
    }
}
