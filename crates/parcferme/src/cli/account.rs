//! `parcferme account`: who may sign in and what they may do, without a browser.

use super::record_args::DataArgs;
use super::serve::settings::Settings;
use super::{Answer, Failure};
use crate::desk::ties;
use crate::record::accounts::{grant_in_words, noted_in_words};
use crate::record::{self, LINK_SECONDS, now};
use parcferme_core::Diagnostic;
use parcferme_core::find::Names;
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{By, Grant, Role, Scope, Tie};
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme account list --data club.record
  parcferme account invite bea --name \"Bea Brown\" --role steward --for 'hill-cup/*' --data club.record
  parcferme account grant bea --role timekeeper --for hill-cup/2026 --data club.record
  parcferme account tie bea prodrive --for 'hill-cup/*' --data club.record      whom she does not judge
  parcferme account link bea --data club.record                                a link for a new password
  parcferme account disable bea --data club.record
  parcferme account audit --data club.record

Whoever may write the record's file or database may do all of this: the audit log says `command`.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Who has an account, with which roles
    List(ListArgs),
    /// Make an account, and a link by which its owner chooses a password within a day
    Invite(InviteArgs),
    /// Make a link by which somebody chooses another password within a day
    Link(LinkArgs),
    /// Give somebody a role
    Grant(RoleArgs),
    /// Take a role away
    Revoke(RoleArgs),
    /// Tie somebody to a competitor, whom they do not judge then
    Tie(TieArgs),
    /// Untie somebody from a competitor
    Untie(TieArgs),
    /// Shut an account, with its sessions and tokens
    Disable(OneArgs),
    /// Open an account again
    Enable(OneArgs),
    /// What was done to accounts, first to last
    Audit(AuditArgs),
}

#[derive(clap::Args)]
struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct OneArgs {
    login: String,
    #[command(flatten)]
    data: DataArgs,
}

/// Where people reach the server, for the link that is told.
#[derive(clap::Args)]
struct BaseArgs {
    /// Where people reach the server, for the link; where `serve` listens on this machine unless this is given
    #[arg(long, value_name = "URL", env = "PARCFERME_BASE_URL")]
    base_url: Option<String>,
    /// The file with the options of `serve`, which says both
    #[arg(long, value_name = "FILE", env = "PARCFERME_CONFIG")]
    config: Option<PathBuf>,
}

impl BaseArgs {
    /// The address, and what is to be said of it.
    fn address(&self) -> Result<(String, Option<String>), Failure> {
        let settings = Settings::of_machine(self.config.as_deref())?;
        if let Some(own) = self.base_url.clone().or_else(|| settings.base_url.clone()) {
            return Ok((own.trim_end_matches('/').to_owned(), None));
        }
        let own = settings.own_address();
        let said = format!(
            "The address is where `serve` listens on this machine ({own}). Where people reach it by another, give that with --base-url."
        );
        Ok((own, Some(said)))
    }
}

#[derive(clap::Args)]
struct LinkArgs {
    login: String,
    #[command(flatten)]
    base: BaseArgs,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct InviteArgs {
    /// Small letters, digits, dots, hyphens
    login: String,
    /// As the log of operations will say it
    #[arg(long)]
    name: String,
    #[command(flatten)]
    grant: GrantArgs,
    #[command(flatten)]
    base: BaseArgs,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct GrantArgs {
    /// administrator, points-keeper, steward, timekeeper, or reader (of what is not published yet)
    #[arg(long)]
    role: Role,
    /// Seasons: `*` for all, `series/*` or `series/season`
    #[arg(long = "for", default_value = "*", value_name = "SEASONS")]
    scope: Scope,
}

impl GrantArgs {
    fn grant(&self) -> Result<Grant, Failure> {
        Grant::new(self.role, self.scope.clone()).map_err(|wrong| {
            Failure::Refused(vec![
                Diagnostic::error("PF1401", wrong)
                    .found(format!("{} for {}", self.role.word(), self.scope))
                    .help("give it with --for '*', or another role"),
            ])
        })
    }
}

#[derive(clap::Args)]
struct RoleArgs {
    login: String,
    #[command(flatten)]
    grant: GrantArgs,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct TieArgs {
    login: String,
    /// The competitor, by id or name, or the number of a car
    competitor: String,
    /// Seasons: `*` for all, `series/*` or `series/season`
    #[arg(long = "for", default_value = "*", value_name = "SEASONS")]
    scope: Scope,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
struct AuditArgs {
    #[command(flatten)]
    data: DataArgs,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let by = By { who: None, from: "command", when: now() };
    let refused = |fault| Failure::from(record::refused(fault));
    match &args.what {
        What::List(own) => {
            for account in own.data.open()?.accounts().map_err(refused)? {
                let roles: Vec<String> = account.grants.iter().map(grant_in_words).collect();
                let ties =
                    account.ties.iter().map(|own| format!("belongs to {} ({})", own.competitor, own.scope));
                let out_of = match (account.disabled, account.has_password) {
                    (true, _) => Some("shut".to_owned()),
                    (false, false) => Some("has not chosen a password".to_owned()),
                    (false, true) => None,
                };
                let all: Vec<String> = roles.into_iter().chain(ties).chain(out_of).collect();
                writeln!(out, "{} ({}): {}", account.login, account.name, all.join("; "))?;
            }
        }
        What::Invite(own) => {
            let (secret, digest) = record::secret()?;
            let link = (&digest, by.when.later(LINK_SECONDS));
            let (grants, address) = ([own.grant.grant()?], own.base.address()?);
            own.data.open()?.invite(&by, (&own.login, &own.name), &grants, link).map_err(refused)?;
            tell_link(&address, &secret, out)?;
        }
        What::Link(own) => {
            let address = own.base.address()?;
            let (secret, digest) = record::secret()?;
            let link = (&digest, by.when.later(LINK_SECONDS));
            own.data.open()?.make_link(&by, Some(&own.login), link).map_err(refused)?;
            tell_link(&address, &secret, out)?;
        }
        What::Grant(own) => {
            own.data.open()?.grant(&by, &own.login, &own.grant.grant()?).map_err(refused)?;
        }
        What::Revoke(own) => {
            own.data.open()?.revoke(&by, &own.login, &own.grant.grant()?).map_err(refused)?;
        }
        What::Tie(own) => own.tie(&by, out)?,
        What::Untie(own) => own.untie(&by)?,
        What::Disable(own) => own.data.open()?.disable(&by, &own.login, true).map_err(refused)?,
        What::Enable(own) => own.data.open()?.disable(&by, &own.login, false).map_err(refused)?,
        What::Audit(own) => {
            let mut lines = own.data.open()?.noted(None, i64::MAX.unsigned_abs()).map_err(refused)?;
            lines.reverse();
            for line in lines {
                let who = line.who.as_deref().unwrap_or("nobody signed in");
                let (when, did) = (moment_in_words(line.when), noted_in_words(&line));
                writeln!(out, "{}  {when}: {who} {did} (from {})", line.number, line.from)?;
            }
        }
    }
    Ok(true)
}

fn tell_link(
    (address, said): &(String, Option<String>),
    secret: &str,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(out, "This link works once, within a day. Give it to its owner alone:")?;
    writeln!(out, "  {address}/welcome/{secret}")?;
    match said {
        Some(said) => writeln!(out, "{said}"),
        None => Ok(()),
    }
}

impl TieArgs {
    fn wanted(&self) -> Tie {
        Tie { scope: self.scope.clone(), competitor: self.competitor.clone() }
    }

    fn tie(&self, by: &By<'_>, out: &mut dyn Write) -> Result<(), Failure> {
        let mut record = self.data.open()?;
        let ties::Meant { tie, is_known } = ties::meant(&mut record, &self.wanted())?;
        record.tie(by, &self.login, &tie, true).map_err(record::refused)?;
        let doubt = match is_known {
            true => "",
            false => " No season there has a competitor yet: look again when one has.",
        };
        writeln!(
            out,
            "{} belongs to {} ({}), and does not judge it.{doubt}",
            self.login, tie.competitor, tie.scope
        )?;
        Ok(())
    }

    fn untie(&self, by: &By<'_>) -> Result<(), Failure> {
        let mut record = self.data.open()?;
        let wanted = self.wanted();
        let letters = Names::letters(&wanted.competitor);
        let accounts = record.accounts().map_err(record::refused)?;
        let ties = accounts.into_iter().filter(|own| own.login == self.login).flat_map(|own| own.ties);
        let known = ties
            .into_iter()
            .find(|own| own.scope == wanted.scope && Names::letters(&own.competitor) == letters);
        Ok(record.tie(by, &self.login, &known.unwrap_or(wanted), false).map_err(record::refused)?)
    }
}
