//! Passkeys: what a device proves itself by. The record keeps what it takes to know one again, and never its private half.

use super::account::check_text;
use super::{By, Deed};
use crate::database::{Row, Value};
use crate::{Digest, Fault, Record};
use parcferme_core::season::Moment;

/// More devices nobody carries.
const MOST_OF_ACCOUNT: usize = 20;
/// Questions that wait for an answer: strangers ask for them too.
const MOST_ASKED: u64 = 10_000;

/// A passkey of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: Vec<u8>,
    pub login: String,
    /// As its owner calls it.
    pub name: String,
    /// What whoever verifies it needs, as JSON.
    pub key: String,
    pub made: Moment,
    pub used: Option<Moment>,
}

impl Passkey {
    fn of(mut row: Row) -> Result<Passkey, Fault> {
        Ok(Passkey {
            id: row.bytes(0)?,
            login: row.text(1)?,
            name: row.text(2)?,
            key: row.text(3)?,
            made: row.moment(4)?,
            used: row.moment_or_none(5)?,
        })
    }
}

impl Record {
    /// Adds a passkey to an account.
    ///
    /// # Errors
    /// The account is gone or disabled, it has one of that name or too many, and what the database says.
    pub fn add_passkey(
        &mut self,
        by: &By<'_>,
        (login, name): (&str, &str),
        (id, key): (&[u8], &str),
    ) -> Result<(), Fault> {
        check_text("the name of a passkey", name)?;
        self.write(|record| {
            if record.expect_account(login)?.disabled {
                return Err(Fault::Refused(format!("the account `{login}` is disabled")));
            }
            let known = record.passkeys(login)?;
            if known.iter().any(|own| own.name == name) {
                return Err(Fault::Refused(format!("`{login}` has a passkey `{name}` already")));
            }
            if known.len() >= MOST_OF_ACCOUNT {
                return Err(Fault::Refused(format!("`{login}` has {MOST_OF_ACCOUNT} passkeys already")));
            }
            let made = by.when.utc().to_string();
            let added = record.database.run(
                "INSERT INTO passkey (id, login, name, key, made) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
                &[Value::Bytes(id), Value::Text(login), Value::Text(name), Value::Text(key), Value::Text(&made)],
            )?;
            if added == 0 {
                return Err(Fault::Refused("this passkey is known already".to_owned()));
            }
            record.note(by, Deed::PasskeyAdded, Some(login), Some(name))
        })
    }

    /// The passkeys of an account, by name.
    ///
    /// # Errors
    /// What the database says.
    pub fn passkeys(&mut self, login: &str) -> Result<Vec<Passkey>, Fault> {
        let sql = "SELECT id, login, name, key, made, used FROM passkey WHERE login = $1 ORDER BY name";
        self.database.rows(sql, &[Value::Text(login)])?.into_iter().map(Passkey::of).collect()
    }

    /// A passkey by its id.
    ///
    /// # Errors
    /// What the database says.
    pub fn passkey(&mut self, id: &[u8]) -> Result<Option<Passkey>, Fault> {
        let sql = "SELECT id, login, name, key, made, used FROM passkey WHERE id = $1";
        self.database.rows(sql, &[Value::Bytes(id)])?.into_iter().next().map(Passkey::of).transpose()
    }

    /// Writes down that a passkey was used, with what is to be known of it next time; false where it was used meanwhile, or
    /// is gone.
    ///
    /// # Errors
    /// What the database says.
    pub fn use_passkey(&mut self, before: &Passkey, key: &str, when: Moment) -> Result<bool, Fault> {
        self.write(|record| {
            let used = record.database.run(
                "UPDATE passkey SET key = $3, used = $4 WHERE id = $1 AND key = $2",
                &[
                    Value::Bytes(&before.id),
                    Value::Text(&before.key),
                    Value::Text(key),
                    Value::Text(&when.utc().to_string()),
                ],
            )?;
            Ok(used > 0)
        })
    }

    /// Removes a passkey.
    ///
    /// # Errors
    /// There is no such passkey, and what the database says.
    pub fn remove_passkey(&mut self, by: &By<'_>, login: &str, name: &str) -> Result<(), Fault> {
        self.write(|record| {
            let sql = "DELETE FROM passkey WHERE login = $1 AND name = $2";
            if record.database.run(sql, &[Value::Text(login), Value::Text(name)])? == 0 {
                return Err(Fault::Refused(format!("`{login}` has no passkey `{name}`")));
            }
            record.note(by, Deed::PasskeyRemoved, Some(login), Some(name))
        })
    }

    /// Keeps what a device is asked, by the digest of the secret that its answer comes with, for some seconds. Where too many
    /// wait, the oldest goes.
    ///
    /// # Errors
    /// What the database says.
    pub fn ask_device(
        &mut self,
        id: &Digest,
        about: &str,
        (now, seconds): (Moment, i64),
    ) -> Result<(), Fault> {
        let (from, until) = (now.utc().to_string(), now.later(seconds).utc().to_string());
        self.write(|record| {
            record.database.run("DELETE FROM asked WHERE until <= $1", &[Value::Text(&from)])?;
            record.database.run(
                "DELETE FROM asked WHERE id IN (SELECT id FROM asked ORDER BY until DESC, id LIMIT 1000000 OFFSET $1)",
                &[Value::Int(MOST_ASKED - 1)],
            )?;
            record.database.run(
                "INSERT INTO asked (id, about, until) VALUES ($1, $2, $3)",
                &[id.into(), Value::Text(about), Value::Text(&until)],
            )?;
            Ok(())
        })
    }

    /// What a device was asked that answers now; none where it took too long, or answered before.
    ///
    /// # Errors
    /// What the database says.
    pub fn device_answers(&mut self, id: &Digest, now: Moment) -> Result<Option<String>, Fault> {
        let now = now.utc().to_string();
        self.write(|record| {
            let sql = "SELECT about FROM asked WHERE id = $1 AND until > $2";
            let found = record.database.rows(sql, &[id.into(), Value::Text(&now)])?.into_iter().next();
            let about = found.map(|mut row| row.text(0)).transpose()?;
            record.database.run("DELETE FROM asked WHERE id = $1", &[id.into()])?;
            Ok(about)
        })
    }

    /// Passkeys as rows, for a copy.
    pub(crate) fn copy_passkeys(&mut self, other: &mut Record) -> Result<(), Fault> {
        let sql = "SELECT id, login, name, key, made, used FROM passkey ORDER BY login, name";
        for row in self.database.rows(sql, &[])? {
            let own = Passkey::of(row)?;
            let used = own.used.map(|own| own.to_string());
            other.database.run(
                "INSERT INTO passkey (id, login, name, key, made, used) VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    Value::Bytes(&own.id),
                    Value::Text(&own.login),
                    Value::Text(&own.name),
                    Value::Text(&own.key),
                    Value::Text(&own.made.to_string()),
                    used.as_deref().into(),
                ],
            )?;
        }
        Ok(())
    }
}
