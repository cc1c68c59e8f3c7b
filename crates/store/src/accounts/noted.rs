//! The audit log: who did what to accounts, chained by digests as operations are.

use crate::database::Value;
use crate::statement::{Form, read};
use crate::{Digest, Fault, Record};
use parcferme_core::season::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const SCHEMA: &str = "parcferme.audit/1";

/// Who does something, from where, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The login; none where nobody is signed in.
    pub who: Option<&'a str>,
    /// The address that it came from, or `command`.
    pub from: &'a str,
    pub when: Moment,
}

/// What is written down. Words are kept: they stand in statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    Invited,
    LinkMade,
    PasswordChosen,
    SignedIn,
    SignInRefused,
    SignedOut,
    SessionsEnded,
    Granted,
    Revoked,
    Tied,
    Untied,
    Disabled,
    Enabled,
    TokenMade,
    TokenRevoked,
    WebhookAdded,
    WebhookRemoved,
    WebhookSwitchedOn,
    WebhookSwitchedOff,
    Redacted,
    PasskeyAdded,
    PasskeyRemoved,
    WebhookChanged,
}

impl Deed {
    /// As a sentence has it, after the name of who did it.
    pub const fn words(self) -> &'static str {
        match self {
            Deed::Invited => "invited",
            Deed::LinkMade => "made a one-time link for",
            Deed::PasswordChosen => "chose a password for",
            Deed::SignedIn => "signed in as",
            Deed::SignInRefused => "was refused as",
            Deed::SignedOut => "signed out as",
            Deed::SessionsEnded => "ended the sessions of",
            Deed::Granted => "granted a role to",
            Deed::Revoked => "took a role from",
            Deed::Tied => "tied to a competitor",
            Deed::Untied => "untied from a competitor",
            Deed::Disabled => "disabled",
            Deed::Enabled => "enabled",
            Deed::TokenMade => "made a token for",
            Deed::TokenRevoked => "revoked a token of",
            Deed::WebhookAdded => "added the webhook",
            Deed::WebhookRemoved => "removed the webhook",
            Deed::WebhookChanged => "changed the events of the webhook",
            Deed::WebhookSwitchedOn => "switched on the webhook",
            Deed::WebhookSwitchedOff => "switched off the webhook",
            Deed::Redacted => "made",
            Deed::PasskeyAdded => "added a passkey to",
            Deed::PasskeyRemoved => "removed a passkey of",
        }
    }
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub number: u64,
    pub when: Moment,
    pub who: Option<String>,
    pub from: String,
    pub deed: Deed,
    /// The account that it was done to; none where no account was meant.
    pub account: Option<String>,
    /// What else: a role with its seasons, the name of a token, a webhook.
    pub what: Option<String>,
}

/// The form of the statement: fields are never renamed, moved or taken away.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    schema: String,
    number: u64,
    previous: Option<Digest>,
    when: String,
    who: Option<String>,
    from: String,
    did: Deed,
    account: Option<String>,
    what: Option<String>,
}

impl Form for Statement {
    const SCHEMA: &'static str = SCHEMA;

    fn schema(&self) -> &str {
        &self.schema
    }
}

/// What the audit log says of accounts besides that they are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Role,
    Tie,
    Shut,
}

/// By login, what, and its words.
type Standing = BTreeSet<(String, Of, String)>;

/// Does what a line says.
fn follow(told: &mut Standing, own: Statement) {
    let (of, is) = match own.did {
        Deed::Granted => (Of::Role, true),
        Deed::Revoked => (Of::Role, false),
        Deed::Tied => (Of::Tie, true),
        Deed::Untied => (Of::Tie, false),
        Deed::Disabled => (Of::Shut, true),
        Deed::Enabled => (Of::Shut, false),
        _ => return,
    };
    let what = own.what.filter(|_| of != Of::Shut).unwrap_or_default();
    let entry = (own.account.unwrap_or_default(), of, what);
    if is {
        told.insert(entry);
    } else {
        told.remove(&entry);
    }
}

impl Record {
    /// Writes a line of the audit log; the caller holds the transaction.
    pub(crate) fn note(
        &mut self,
        by: &By<'_>,
        did: Deed,
        account: Option<&str>,
        what: Option<&str>,
    ) -> Result<(), Fault> {
        let mut rows =
            self.database.rows("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", &[])?;
        let last = match rows.first_mut() {
            Some(row) => Some((row.number(0)?, row.digest(1)?)),
            None => None,
        };
        let statement = Statement {
            schema: SCHEMA.to_owned(),
            number: last.map_or(1, |own| own.0 + 1),
            previous: last.and_then(|own| own.1),
            when: by.when.utc().to_string(),
            who: by.who.map(str::to_owned),
            from: by.from.to_owned(),
            did,
            account: account.map(str::to_owned),
            what: what.map(str::to_owned),
        };
        // Strings and numbers always have a form in JSON.
        let text = serde_json::to_string(&statement).unwrap_or_default();
        self.write_noted(statement.number, &text)
    }

    fn write_noted(&mut self, number: u64, text: &str) -> Result<(), Fault> {
        self.database.run(
            "INSERT INTO audit (number, hash, statement) VALUES ($1, $2, $3)",
            &[Value::Int(number), (&Digest::of(text.as_bytes())).into(), Value::Text(text)],
        )?;
        Ok(())
    }

    /// Lines of the audit log before one, the newest first; from the last where none is named.
    ///
    /// # Errors
    /// What the database says.
    pub fn noted(&mut self, before: Option<u64>, most: u64) -> Result<Vec<Noted>, Fault> {
        let rows = self.database.rows(
            "SELECT statement FROM audit WHERE number < $1 ORDER BY number DESC LIMIT $2",
            &[Value::Int(before.unwrap_or(i64::MAX.unsigned_abs())), Value::Int(most)],
        )?;
        rows.into_iter().map(|mut row| noted_of(&row.text(0)?)).collect()
    }

    /// What does not hold of the audit log: by place, and what. Besides how many lines it has.
    pub(crate) fn walk_noted(&mut self) -> Result<(u64, Vec<(String, String)>), Fault> {
        let mut flaws = Vec::new();
        let mut told = Standing::new();
        let (mut previous, mut last) = (None, 0);
        let mut count = 0;
        for mut row in self.database.rows("SELECT number, hash, statement FROM audit ORDER BY number", &[])? {
            let (number, hash, text) = (row.number(0)?, row.digest(1)?, row.text(2)?);
            count += 1;
            let mut flaw = |what: &str| flaws.push((format!("audit log, line {number}"), what.to_owned()));
            let digest = Digest::of(text.as_bytes());
            if hash != Some(digest) {
                flaw("its digest does not hold");
            }
            match read::<Statement>(&text) {
                Err(error) => flaw(&format!("its statement cannot be read: {error}")),
                Ok(own) => {
                    if own.number != number || own.number != last + 1 {
                        flaw("its number does not follow the one before");
                    }
                    if own.previous != previous {
                        flaw("the digest of the one before does not hold");
                    }
                    follow(&mut told, own);
                }
            }
            (previous, last) = (Some(digest), number);
        }
        // Where lines are gone or changed, what they said of accounts is not known.
        if flaws.is_empty() {
            flaws = self.not_as_told(&told)?;
        }
        Ok((count, flaws))
    }

    /// Where roles, ties and shut accounts are not what the lines of the audit log leave.
    fn not_as_told(&mut self, told: &Standing) -> Result<Vec<(String, String)>, Fault> {
        let mut own = Standing::new();
        for (of, sql) in [
            (Of::Role, "SELECT login, role, scope FROM office"),
            (Of::Tie, "SELECT login, competitor, scope FROM tie"),
        ] {
            for mut row in self.database.rows(sql, &[])? {
                own.insert((row.text(0)?, of, format!("{} {}", row.text(1)?, row.text(2)?)));
            }
        }
        for mut row in self.database.rows("SELECT login FROM account WHERE disabled = 1", &[])? {
            own.insert((row.text(0)?, Of::Shut, String::new()));
        }
        let line = |(login, of, what): &(String, Of, String), words: [&str; 3]| {
            let words = words[*of as usize].replace("{}", what);
            (format!("account {login}"), words)
        };
        let more = own.difference(told).map(|own| {
            line(
                own,
                [
                    "has the role `{}`, which no line of the audit log gives",
                    "is tied to `{}`, which no line of the audit log says",
                    "is shut, which no line of the audit log says",
                ],
            )
        });
        let less = told.difference(&own).map(|own| {
            line(
                own,
                [
                    "has not the role `{}`, which the audit log gives and does not take away",
                    "is not tied to `{}`, as the audit log says",
                    "is open, and shut by the audit log",
                ],
            )
        });
        Ok(more.chain(less).collect())
    }

    /// The audit log as rows, for a copy.
    pub(crate) fn copy_noted(&mut self, other: &mut Record) -> Result<(), Fault> {
        for mut row in self.database.rows("SELECT number, statement FROM audit ORDER BY number", &[])? {
            other.write_noted(row.number(0)?, &row.text(1)?)?;
        }
        Ok(())
    }
}

fn noted_of(text: &str) -> Result<Noted, Fault> {
    let damaged = |error: &str| Fault::Damaged(format!("the audit log cannot be read: {error}"));
    let own: Statement = read(text).map_err(|error| damaged(&error))?;
    Ok(Noted {
        number: own.number,
        when: own.when.parse().map_err(|_| damaged("no moment"))?,
        who: own.who,
        from: own.from,
        deed: own.did,
        account: own.account,
        what: own.what,
    })
}
