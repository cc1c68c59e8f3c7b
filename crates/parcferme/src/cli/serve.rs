//! `parcferme serve`: the program as a server.

pub mod settings;

use super::{Answer, Failure};
use crate::record::editions::To;
use crate::record::key;
use crate::server::{self, Setup, Shelf};
use crate::webhook::Sender;
use crate::{record, report};
use parcferme_core::{Diagnostic, Place};
use parcferme_publish::view;
use parcferme_store::{Address, By, Record};
use settings::Settings;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme serve hill-cup                        a season folder, beside the bundled seasons
  parcferme serve --data club.record              a record: its editions, the officials' desk, and no other season
  parcferme serve hill-cup --data club.record     both, and the bundled seasons
  parcferme serve --config /etc/parcferme.toml

Listens on this machine only, unless --listen names another address. A season folder that changes is read again; while
it cannot be read, the last good tables stay up. Each option may stand in the file under its name without hyphens before
it (`base-url = \"https://results.club.example\"`, `seasons = [\"hill-cup\"]`); what is given here goes before the
environment, and that before the file.")]
pub struct Args {
    /// A file with these options, as TOML
    #[arg(long, value_name = "FILE", env = "PARCFERME_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// Write the description of the API (OpenAPI 3.1) and end
    #[arg(long)]
    openapi: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    if args.openapi {
        out.write_all(server::openapi().as_bytes())?;
        return Ok(true);
    }
    let own = match &args.config {
        Some(path) => args.settings.clone().or(settings::read(path)?),
        None => args.settings.clone(),
    };
    let listen = own.listen.unwrap_or(settings::LISTEN);
    let shown = view::Settings {
        base_url: own.base_url.clone(),
        feeds: true,
        pictures: true,
        server: true,
        compare: true,
        editions: own.data.is_some(),
    };
    let encryption = server::encryption(own.tls_cert.as_deref(), own.tls_key.as_deref())?;
    let scheme = if encryption.is_some() { "https" } else { "http" };
    let record = own.data.as_deref().map(Address::of);
    // Said now, not to the first reader.
    let mut opened = record.as_ref().map(Record::open_or_make).transpose().map_err(record::refused)?;
    let first = opened.as_mut().map_or(Ok(None), first_account)?;
    let made = match (opened.as_mut(), &record) {
        (Some(opened), Some(address)) => {
            let to = To { record: address, site: own.base_url.as_deref(), key_file: own.key_file.as_deref() };
            // Without a key what is published is signed later.
            key::first(opened, to).unwrap_or_else(|found| {
                report::to_stderr(&found);
                None
            })
        }
        _ => None,
    };
    // A record alone is a club's site: it has no seasons of others beside its own.
    let shelf = match record.is_some() && own.seasons.is_empty() {
        true => Shelf::bare(shown),
        false => Shelf::open(&own.seasons, shown)?,
    };
    let shelf = Arc::new(
        shelf
            .with_record(record)
            .with_key_file(own.key_file.clone())
            .with_sender(Sender::new(own.local_webhooks)),
    );
    if let Some(record) = opened {
        take_published(&shelf, record)?;
    }
    let listener = server::listen(listen).map_err(|error| refused(listen, &error))?;
    let address = listener.local_addr().unwrap_or(listen);
    let served = match shelf.all().len() {
        1 => "1 season".to_owned(),
        n => format!("{n} seasons"),
    };
    writeln!(out, "Serving {served} at {scheme}://{address}/  (Ctrl-C ends it)")?;
    if let Some(secret) = first {
        let base = own.base_url.as_ref().map(|own| own.trim_end_matches('/').to_owned());
        let base = base.unwrap_or_else(|| format!("{scheme}://{address}"));
        writeln!(out, "Nobody can sign in yet. This link makes the first account, once, within a day:")?;
        writeln!(out, "  {base}/welcome/{secret}")?;
    }
    if let Some((path, verifier)) = made {
        let path = path.display();
        writeln!(
            out,
            "The key that signs what is published is {path}: keep a copy of it, and let nobody else read it. Its public half,"
        )?;
        writeln!(out, "for everybody to know, is served at /.well-known/parcferme/keys:\n  {verifier}")?;
    }
    out.flush()?;
    shelf.watch();
    let setup = Setup {
        hosts: Some(own.hosts()),
        proxies: own.trusted_proxy,
        log: own.log.unwrap_or_default(),
        encryption,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime
        .and_then(|runtime| runtime.block_on(server::serve(shelf, setup, listener)))
        .map_err(|error| refused(address, &error))?;
    Ok(true)
}

/// The secret of a link that makes the first account, where there is no administrator.
fn first_account(record: &mut Record) -> Result<Option<String>, Failure> {
    if record.has_administrator().map_err(record::refused)? {
        return Ok(None);
    }
    let (secret, digest) = record::secret()?;
    let by = By { who: None, from: "command", when: record::now() };
    let made = record.make_link(&by, None, (&digest, by.when.later(record::LINK_SECONDS)));
    made.map_err(record::refused)?;
    Ok(Some(secret))
}

/// Shows what the record published, and says which folders are not shown for it.
fn take_published(shelf: &Shelf, mut record: Record) -> Result<(), Failure> {
    shelf.take_published(&mut record)?;
    let hidden = shelf.not_shown().into_iter().map(|(season, folder)| {
        Diagnostic::note(
            "PF0803",
            format!("{season} is shown as the record published it last, not its folder"),
        )
        .at(Place::document(folder.display().to_string()))
        .help(format!("`parcferme push {}` enters what the folder says", folder.display()))
    });
    report::to_stderr(&hidden.collect::<Vec<_>>());
    Ok(())
}

fn refused(address: SocketAddr, error: &std::io::Error) -> Failure {
    Failure::Refused(vec![
        Diagnostic::error("PF0802", format!("cannot listen on {address}: {error}"))
            .help("choose another port with --listen 127.0.0.1:PORT; port 0 takes a free one"),
    ])
}
