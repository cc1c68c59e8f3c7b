//! A PostgreSQL server of our own, killed with all that belongs to it while the program enters.

use super::kills::{check, killed};
use super::{Random, Seen};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, thread};

const PORT: u16 = 54_339;

pub struct Server {
    place: tempfile::TempDir,
    programs: PathBuf,
}

impl Server {
    /// None where PostgreSQL is not installed.
    pub fn start() -> Result<Option<Server>, String> {
        let Some(programs) = programs() else { return Ok(None) };
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let own = Server { place, programs };
        if is_root() {
            done(Command::new("chown").arg("nobody:nogroup").arg(own.place.path()))?;
        }
        let data = own.data().display().to_string();
        done(&mut own.command(
            "initdb",
            &["--pgdata", &data, "--username", "parcferme", "--auth", "trust", "--encoding", "UTF8"],
        ))?;
        own.up()?;
        Ok(Some(own))
    }

    fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    fn address(&self) -> String {
        format!("postgres://parcferme@127.0.0.1:{PORT}/postgres")
    }

    /// A server refuses to run as root.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "env", "HOME=/"])
                .arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments);
        command
    }

    fn up(&self) -> Result<(), String> {
        let data = self.data().display().to_string();
        let log = self.place.path().join("log").display().to_string();
        let options =
            format!("-c port={PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on");
        // What was killed a moment ago may still hold its port and memory.
        for _ in 0..20 {
            let mut start = self.command(
                "pg_ctl",
                &["--pgdata", &data, "--log", &log, "--wait", "--options", &options, "start"],
            );
            if done(&mut start).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(200));
        }
        Err(format!("the server does not start: {}", fs::read_to_string(&log).unwrap_or_default()))
    }

    /// Kills the first of its processes; the others end with it.
    fn kill(&self) -> Result<(), String> {
        let pid =
            fs::read_to_string(self.data().join("postmaster.pid")).map_err(|error| error.to_string())?;
        let pid = pid.lines().next().unwrap_or("").trim().to_owned();
        done(Command::new("kill").args(["-9", &pid]))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data().display().to_string();
        let _ = done(&mut self.command("pg_ctl", &["--pgdata", &data, "--mode", "immediate", "stop"]));
    }
}

pub fn run(random: &mut Random, until: Instant, server: Server) -> Result<Seen, String> {
    let (mut seen, mut from, mut entered) = (Seen::default(), 0, BTreeMap::new());
    while Instant::now() < until {
        let wait = Duration::from_micros(random.below(400_000));
        let heard = killed(&server.address(), from, |_| {
            thread::sleep(wait);
            server.kill().map_err(std::io::Error::other)
        })?;
        server.up()?;
        seen.times += 1;
        from = check(&server.address(), heard, from, &mut entered, &mut seen)?;
    }
    Ok(seen)
}

/// Where `initdb` lies: on the path, or where Debian puts it.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    debian.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").is_file())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() == 0)
}

fn done(command: &mut Command) -> Result<(), String> {
    // To nowhere: a server that is started would keep a pipe open.
    let status = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{:?} ended with {status}", command.get_program())),
        Err(error) => Err(format!("{:?}: {error}", command.get_program())),
    }
}
