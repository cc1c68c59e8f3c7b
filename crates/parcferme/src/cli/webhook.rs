//! `parcferme webhook`: to whom editions and documents of the notice board are announced, without a browser.

use super::Answer;
use super::record_args::DataArgs;
use crate::desk::webhooks as own;
use crate::record::{now, refused};
use crate::webhook::{Sender, kind, next, off_in_words, state};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Announced, By, Delivery, Event, Webhook};
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme webhook add https://hooks.example.org/results --for 'hill-cup/*' --data club.record
  parcferme webhook add https://hooks.example.org/board --event decision.signed --event notice.posted --data club.record
  parcferme webhook list --data club.record
  parcferme webhook events wh_0123456789abcdef --event decision.signed --data club.record
  parcferme webhook test wh_0123456789abcdef --data club.record            a test is sent
  parcferme webhook deliveries wh_0123456789abcdef --data club.record      what became of it
  parcferme webhook remove wh_0123456789abcdef --data club.record

What is announced is sent by `parcferme serve --data`, whenever one runs. What is sent, and how it is signed: docs/API.md.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Those that there are, the oldest first
    List(ListArgs),
    /// Add one, and show the secret that signs what is sent to it, this once
    Add(AddArgs),
    /// Have one told of other events from now on
    Events(EventsArgs),
    /// Remove one, with what was to be sent to it
    Remove(OneArgs),
    /// Have a test sent to one
    Test(OneArgs),
    /// The last deliveries to one, and what came of each
    Deliveries(OneArgs),
    /// Switch one on again: what it has not taken is sent anew
    On(OneArgs),
}

#[derive(clap::Args)]
struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct AddArgs {
    /// https://host[:port]/path
    address: String,
    /// Seasons: `*` for all, `series/*` or `series/season`
    #[arg(long = "for", default_value = "*", value_name = "SEASONS")]
    seasons: String,
    /// What it is told of: edition.published, decision.signed, notice.posted; several by several
    #[arg(long = "event", value_name = "EVENT", default_value = Event::EditionPublished.word())]
    events: Vec<String>,
    /// The address may be this machine itself, by http:// too, as for a server that runs with --local-webhooks
    #[arg(long)]
    local_webhooks: bool,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct EventsArgs {
    /// Id of the webhook
    webhook: String,
    /// What it is told of: edition.published, decision.signed, notice.posted; several by several
    #[arg(long = "event", value_name = "EVENT", required = true)]
    events: Vec<String>,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct OneArgs {
    /// Id of the webhook
    webhook: String,
    #[command(flatten)]
    data: DataArgs,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let by = By { who: None, from: "command", when: now() };
    match &args.what {
        What::List(args) => {
            let all = args.data.open()?.webhooks().map_err(refused)?;
            if all.is_empty() {
                writeln!(out, "There is no webhook.")?;
            }
            for own in &all {
                tell(own, out)?;
            }
        }
        What::Add(args) => {
            let sender = Sender::new(args.local_webhooks);
            let (address, seasons) = (args.address.as_str(), args.seasons.as_str());
            let (added, secret) =
                own::add(&mut args.data.open()?, &by, &sender, (address, seasons), &args.events)?;
            tell(&added, out)?;
            writeln!(out, "What is sent to it is signed with this secret, which is not shown again:")?;
            writeln!(out, "  {secret}")?;
        }
        What::Events(args) => {
            tell(&own::change(&mut args.data.open()?, &by, &args.webhook, &args.events)?, out)?;
        }
        What::Remove(args) => {
            let removed = own::remove(&mut args.data.open()?, &by, &args.webhook)?;
            writeln!(out, "Removed: {} {}", removed.id, removed.target)?;
        }
        What::Test(args) => {
            own::test(&mut args.data.open()?, &args.webhook)?;
            writeln!(
                out,
                "A test is sent as soon as a server runs. What came of it: parcferme webhook deliveries {} --data {}",
                args.webhook, args.data.data
            )?;
        }
        What::Deliveries(args) => {
            let (webhook, all) = own::with_deliveries(&mut args.data.open()?, &args.webhook)?;
            tell(&webhook, out)?;
            for own in &all {
                writeln!(out, "  {}", delivery(&webhook, own))?;
            }
        }
        What::On(args) => tell(&own::switch_on(&mut args.data.open()?, &by, &args.webhook)?, out)?,
    }
    Ok(true)
}

fn tell(own: &Webhook, out: &mut dyn Write) -> std::io::Result<()> {
    let events: Vec<&str> = own.events.iter().map(Event::word).collect();
    let off = own.off.as_ref().map_or_else(String::new, |own| format!("; {}", off_in_words(own)));
    writeln!(out, "{}  {} for {}: {}{off}", own.id, own.target, own.scope, events.join(", "))
}

/// A delivery in a line.
fn delivery(to: &Webhook, own: &Delivery) -> String {
    let about = match &own.about {
        Announced::Test => String::new(),
        Announced::Edition { season, number } => format!(" {season} {number}"),
        Announced::Document { season, posted, .. } => format!(" {season} document {}", posted.number),
    };
    let attempts = match own.attempts {
        0 => String::new(),
        1 => ", 1 attempt".to_owned(),
        many => format!(", {many} attempts"),
    };
    let came = match (&own.fault, own.status) {
        (Some(fault), _) => format!(": {fault}"),
        (None, Some(status)) => format!(": it answered {status}"),
        (None, None) => String::new(),
    };
    let next = next(to, own).filter(|_| own.attempts > 0);
    let next = next.map_or_else(String::new, |own| format!("; next {}", moment_in_words(own)));
    format!("{}: {}{about}, {}{attempts}{came}{next}", moment_in_words(own.made), kind(own), state(to, own))
}
