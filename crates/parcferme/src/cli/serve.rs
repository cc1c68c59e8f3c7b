//! `parcferme serve`: the program as a server.

use super::{Answer, Failure};
use crate::record;
use crate::server::{self, Shelf};
use parcferme_core::Diagnostic;
use parcferme_publish::site::Settings;
use parcferme_store::{Address, By, Record};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme serve hill-cup                        a season folder, beside the bundled seasons
  parcferme serve hill-cup --data club.record     and what was published of it

Listens on this machine only, unless --listen names another address. A season folder that changes is read again; while
it cannot be read, the last good tables stay up.")]
pub struct Args {
    /// Season folders, or folders of season folders, to serve beside the bundled seasons
    seasons: Vec<String>,
    /// A record whose editions are served too, at editions.html: a file, or postgres://user@host/database
    #[arg(long, value_name = "FILE|URL")]
    data: Option<String>,
    /// Address and port
    #[arg(long, default_value = "127.0.0.1:8003", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// Where people reach the site, for links that must be absolute
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Write the description of the API (OpenAPI 3.1) and end
    #[arg(long)]
    openapi: bool,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    if args.openapi {
        out.write_all(server::openapi().as_bytes())?;
        return Ok(true);
    }
    let settings = Settings {
        base_url: args.base_url.clone(),
        feeds: true,
        pictures: true,
        server: true,
        compare: true,
        editions: args.data.is_some(),
    };
    let record = args.data.as_deref().map(Address::of);
    // Said now, not to the first reader.
    let first = match &record {
        Some(address) => first_account(&mut Record::open(address).map_err(record::refused)?)?,
        None => None,
    };
    let shelf = Arc::new(Shelf::open(&args.seasons, settings)?.with_record(record));
    let listener = server::listen(args.listen).map_err(|error| refused(args.listen, &error))?;
    let address = listener.local_addr().unwrap_or(args.listen);
    let served = match shelf.all().len() {
        1 => "1 season".to_owned(),
        n => format!("{n} seasons"),
    };
    writeln!(out, "Serving {served} at http://{address}/  (Ctrl-C ends it)")?;
    if let Some(secret) = first {
        let base = args.base_url.as_ref().map(|own| own.trim_end_matches('/').to_owned());
        let base = base.unwrap_or_else(|| format!("http://{address}"));
        writeln!(out, "Nobody can sign in yet. This link makes the first account, once, within a day:")?;
        writeln!(out, "  {base}/welcome/{secret}")?;
    }
    out.flush()?;
    shelf.watch();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime
        .and_then(|runtime| runtime.block_on(server::serve(shelf, listener)))
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

fn refused(address: SocketAddr, error: &std::io::Error) -> Failure {
    Failure::Refused(vec![
        Diagnostic::error("PF0802", format!("cannot listen on {address}: {error}"))
            .help("choose another port with --listen 127.0.0.1:PORT; port 0 takes a free one"),
    ])
}
