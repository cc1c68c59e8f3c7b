//! Accounts and their roles.

use super::{By, Deed, Grant, Role, Scope};
use crate::database::{Row, Value};
use crate::{Digest, Fault, Record};
use parcferme_core::season::Moment;

const MAX_LOGIN: usize = 40;
const MAX_NAME: usize = 100;

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub login: String,
    /// As the log of operations says it.
    pub name: String,
    /// May not sign in any more.
    pub disabled: bool,
    /// Whether a password was chosen.
    pub has_password: bool,
    pub grants: Vec<Grant>,
    /// Competitors that they belong to, and so do not judge.
    pub ties: Vec<Tie>,
}

/// A competitor that somebody belongs to, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    pub scope: Scope,
    pub competitor: String,
}

impl Account {
    /// The roles for a season; all of those of the whole record where none is named.
    pub fn roles(&self, season: Option<&str>) -> Vec<Role> {
        let covers = |own: &&Grant| match season {
            Some(season) => own.scope.covers(season),
            None => own.scope == Scope::Everything,
        };
        let mut roles: Vec<Role> = self.grants.iter().filter(covers).map(|own| own.role).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    pub fn is_administrator(&self) -> bool {
        self.grants.iter().any(|own| own.role == Role::Administrator)
    }

    /// Whether they belong to a competitor of a season.
    pub fn is_tied_to(&self, season: &str, competitor: &str) -> bool {
        self.ties.iter().any(|own| own.scope.covers(season) && own.competitor == competitor)
    }
}

/// What a login may be: it stands in addresses and on command lines.
fn check_login(login: &str) -> Result<(), Fault> {
    let letters =
        login.chars().all(|own| own.is_ascii_lowercase() || own.is_ascii_digit() || ".-_".contains(own));
    let first = login.chars().next().is_some_and(char::is_alphanumeric);
    if letters && first && login.len() <= MAX_LOGIN {
        return Ok(());
    }
    Err(Fault::Refused(format!(
        "`{}` cannot be a login: small letters, digits, `.`, `-` and `_`, at most {MAX_LOGIN}",
        login.escape_debug()
    )))
}

pub(super) fn check_text(what: &str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() || text.chars().count() > MAX_NAME || text.chars().any(char::is_control) {
        return Err(Fault::Refused(format!("{what} has 1 to {MAX_NAME} characters that can be printed")));
    }
    Ok(())
}

impl Record {
    /// All accounts, by login.
    ///
    /// # Errors
    /// What the database says.
    pub fn accounts(&mut self) -> Result<Vec<Account>, Fault> {
        let rows = self.database.rows("SELECT login FROM account ORDER BY login", &[])?;
        let mut accounts = Vec::new();
        for mut row in rows {
            accounts.extend(self.account(&row.text(0)?)?);
        }
        Ok(accounts)
    }

    /// An account by its login.
    ///
    /// # Errors
    /// What the database says.
    pub fn account(&mut self, login: &str) -> Result<Option<Account>, Fault> {
        let mut rows = self
            .database
            .rows("SELECT name, disabled, password FROM account WHERE login = $1", &[Value::Text(login)])?;
        let Some(row) = rows.first_mut() else { return Ok(None) };
        let (name, disabled, password) = (row.text(0)?, row.number(1)? == 1, row.text_or_none(2)?);
        let grants = self.database.rows(
            "SELECT role, scope FROM office WHERE login = $1 ORDER BY role, scope",
            &[Value::Text(login)],
        )?;
        let ties = self.database.rows(
            "SELECT scope, competitor FROM tie WHERE login = $1 ORDER BY scope, competitor",
            &[Value::Text(login)],
        )?;
        let tie = |mut row: Row| Ok(Tie { scope: kept(&row.text(0)?)?, competitor: row.text(1)? });
        let grant = |mut row: Row| Ok(Grant { role: kept(&row.text(0)?)?, scope: kept(&row.text(1)?)? });
        Ok(Some(Account {
            login: login.to_owned(),
            name,
            disabled,
            has_password: password.is_some(),
            grants: grants.into_iter().map(grant).collect::<Result<_, Fault>>()?,
            ties: ties.into_iter().map(tie).collect::<Result<_, Fault>>()?,
        }))
    }

    /// The password's hash; none where there is no such account, none was chosen, or the account is disabled.
    ///
    /// # Errors
    /// What the database says.
    pub fn password(&mut self, login: &str) -> Result<Option<String>, Fault> {
        let sql = "SELECT password FROM account WHERE login = $1 AND disabled = 0";
        let mut rows = self.database.rows(sql, &[Value::Text(login)])?;
        rows.first_mut().map_or(Ok(None), |row| row.text_or_none(0))
    }

    /// Whether somebody can sign in who may invite others.
    ///
    /// # Errors
    /// What the database says.
    pub fn has_administrator(&mut self) -> Result<bool, Fault> {
        Ok(self.accounts()?.iter().any(|own| own.is_administrator() && own.has_password && !own.disabled))
    }

    /// Makes an account with its roles, and the link by which its owner chooses a password.
    ///
    /// # Errors
    /// The login is taken or cannot be one, and what the database says.
    pub fn invite(
        &mut self,
        by: &By<'_>,
        (login, name): (&str, &str),
        grants: &[Grant],
        link: (&Digest, Moment),
    ) -> Result<(), Fault> {
        self.write(|record| {
            record.make_account(by, login, name)?;
            record.note(by, Deed::Invited, Some(login), Some(name))?;
            for grant in grants {
                record.write_grant(by, login, grant)?;
            }
            record.write_link(Some(login), link)
        })
    }

    pub(super) fn make_account(&mut self, by: &By<'_>, login: &str, name: &str) -> Result<(), Fault> {
        check_login(login)?;
        check_text("a name", name)?;
        let made = self.database.run(
            "INSERT INTO account (login, name, made) VALUES ($1, $2, $3) ON CONFLICT (login) DO NOTHING",
            &[Value::Text(login), Value::Text(name), Value::Text(&by.when.utc().to_string())],
        )?;
        if made == 0 {
            return Err(Fault::Refused(format!("there is an account `{login}` already")));
        }
        Ok(())
    }

    pub(super) fn write_grant(&mut self, by: &By<'_>, login: &str, grant: &Grant) -> Result<(), Fault> {
        self.expect_account(login)?;
        let added = self.database.run(
            "INSERT INTO office (login, role, scope) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[Value::Text(login), Value::Text(grant.role.word()), Value::Text(&grant.scope.to_string())],
        )?;
        if added > 0 {
            self.note(by, Deed::Granted, Some(login), Some(&grant.to_string()))?;
        }
        Ok(())
    }

    pub(super) fn expect_account(&mut self, login: &str) -> Result<Account, Fault> {
        self.account(login)?.ok_or_else(|| Fault::Refused(format!("there is no account `{login}`")))
    }

    /// Gives somebody a role; one that they have already is not given twice.
    ///
    /// # Errors
    /// There is no such account, and what the database says.
    pub fn grant(&mut self, by: &By<'_>, login: &str, grant: &Grant) -> Result<(), Fault> {
        self.write(|record| record.write_grant(by, login, grant))
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// They do not have it, nobody would be left who may invite, and what the database says.
    pub fn revoke(&mut self, by: &By<'_>, login: &str, grant: &Grant) -> Result<(), Fault> {
        self.write(|record| {
            record.expect_account(login)?;
            let gone = record.database.run(
                "DELETE FROM office WHERE login = $1 AND role = $2 AND scope = $3",
                &[Value::Text(login), Value::Text(grant.role.word()), Value::Text(&grant.scope.to_string())],
            )?;
            if gone == 0 {
                return Err(Fault::Refused(format!("`{login}` is not {grant}")));
            }
            record.note(by, Deed::Revoked, Some(login), Some(&grant.to_string()))?;
            record.keep_an_administrator(grant.role == Role::Administrator)
        })
    }

    fn keep_an_administrator(&mut self, touched: bool) -> Result<(), Fault> {
        if touched && !self.has_administrator()? {
            return Err(Fault::Refused("nobody would be left who may invite others".to_owned()));
        }
        Ok(())
    }

    /// Ties somebody to a competitor, whom they do not judge then; or unties them.
    ///
    /// # Errors
    /// There is no such account, and what the database says.
    pub fn tie(&mut self, by: &By<'_>, login: &str, tie: &Tie, tied: bool) -> Result<(), Fault> {
        check_text("a competitor", &tie.competitor)?;
        self.write(|record| {
            record.expect_account(login)?;
            let scope = tie.scope.to_string();
            let values = [Value::Text(login), Value::Text(&scope), Value::Text(&tie.competitor)];
            let (sql, deed) = if tied {
                let sql =
                    "INSERT INTO tie (login, scope, competitor) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
                (sql, Deed::Tied)
            } else {
                ("DELETE FROM tie WHERE login = $1 AND scope = $2 AND competitor = $3", Deed::Untied)
            };
            if record.database.run(sql, &values)? > 0 {
                record.note(by, deed, Some(login), Some(&format!("{} {scope}", tie.competitor)))?;
            }
            Ok(())
        })
    }

    /// Shuts an account, with its sessions, links, tokens and what it has not confirmed; or opens it again.
    ///
    /// # Errors
    /// There is no such account, nobody would be left who may invite, and what the database says.
    pub fn disable(&mut self, by: &By<'_>, login: &str, disabled: bool) -> Result<(), Fault> {
        self.write(|record| {
            let account = record.expect_account(login)?;
            if account.disabled == disabled {
                return Ok(());
            }
            record.database.run(
                "UPDATE account SET disabled = $2 WHERE login = $1",
                &[Value::Text(login), Value::Int(u64::from(disabled))],
            )?;
            if disabled {
                for sql in [
                    "DELETE FROM session WHERE login = $1",
                    "DELETE FROM link WHERE login = $1",
                    "DELETE FROM token WHERE login = $1",
                    "DELETE FROM shown WHERE login = $1",
                ] {
                    record.database.run(sql, &[Value::Text(login)])?;
                }
            }
            let deed = if disabled { Deed::Disabled } else { Deed::Enabled };
            record.note(by, deed, Some(login), None)?;
            record.keep_an_administrator(disabled && account.is_administrator())
        })
    }

    /// Accounts, roles and ties as rows, for a copy. Sessions, links and what is not
    /// confirmed stay where they are.
    pub(crate) fn copy_accounts(&mut self, other: &mut Record) -> Result<(), Fault> {
        let rows = self
            .database
            .rows("SELECT login, name, password, disabled, made FROM account ORDER BY login", &[])?;
        for mut row in rows {
            let password = row.text_or_none(2)?;
            other.database.run(
                "INSERT INTO account (login, name, password, disabled, made) VALUES ($1, $2, $3, $4, $5)",
                &[
                    Value::Text(&row.text(0)?),
                    Value::Text(&row.text(1)?),
                    password.as_deref().into(),
                    Value::Int(row.number(3)?),
                    Value::Text(&row.text(4)?),
                ],
            )?;
        }
        for (asked, written) in [
            (
                "SELECT login, role, scope FROM office ORDER BY login, role, scope",
                "INSERT INTO office (login, role, scope) VALUES ($1, $2, $3)",
            ),
            (
                "SELECT login, scope, competitor FROM tie ORDER BY login, scope, competitor",
                "INSERT INTO tie (login, scope, competitor) VALUES ($1, $2, $3)",
            ),
        ] {
            for mut row in self.database.rows(asked, &[])? {
                let texts = [row.text(0)?, row.text(1)?, row.text(2)?];
                other.database.run(written, &texts.each_ref().map(|own| Value::Text(own)))?;
            }
        }
        Ok(())
    }
}

/// What this program wrote into a column, read back.
pub(crate) fn kept<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(Fault::Damaged)
}
