//! What proves that somebody is the owner of an account: sessions, links that work once, tokens of programs. The record
//! keeps SHA-256 of them: they are long and drawn at random, so that nobody finds one by trying.

use super::account::kept;
use super::{Account, By, Deed, Grant, Role, Scope};
use crate::database::Value;
use crate::{Digest, Fault, Record};
use parcferme_core::season::Moment;

/// A program's token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub name: String,
    /// What it may do; never more than its account may.
    pub grants: Vec<Grant>,
    pub until: Moment,
    /// When it was last used, to the minute or so.
    pub used: Option<Moment>,
}

/// A use is written down again after so many seconds: not each request writes.
const SEEN_EVERY: i64 = 60;

impl Record {
    /// Makes a link by which somebody chooses a new password; earlier ones of theirs no longer work. Without a login: one
    /// that makes the first account.
    ///
    /// # Errors
    /// There is no such account, it is disabled, or there is an administrator already; and what the database says.
    pub fn make_link(
        &mut self,
        by: &By<'_>,
        login: Option<&str>,
        link: (&Digest, Moment),
    ) -> Result<(), Fault> {
        self.write(|record| {
            match login {
                Some(login) if record.expect_account(login)?.disabled => {
                    return Err(Fault::Refused(format!("the account `{login}` is disabled")));
                }
                None if record.has_administrator()? => {
                    return Err(Fault::Refused("there is an administrator, who invites others".to_owned()));
                }
                _ => {}
            }
            record.note(by, Deed::LinkMade, login, None)?;
            record.write_link(login, link)
        })
    }

    pub(super) fn write_link(
        &mut self,
        login: Option<&str>,
        (secret, until): (&Digest, Moment),
    ) -> Result<(), Fault> {
        match login {
            Some(own) => self.database.run("DELETE FROM link WHERE login = $1", &[Value::Text(own)])?,
            None => self.database.run("DELETE FROM link WHERE login IS NULL", &[])?,
        };
        self.database.run(
            "INSERT INTO link (secret, login, until) VALUES ($1, $2, $3)",
            &[secret.into(), login.into(), Value::Text(&until.utc().to_string())],
        )?;
        Ok(())
    }

    /// Whose link it is; `Some(None)` for that of the first account, none where it does not work any more.
    ///
    /// # Errors
    /// What the database says.
    pub fn linked(&mut self, secret: &Digest, now: Moment) -> Result<Option<Option<Account>>, Fault> {
        let mut rows = self.database.rows(
            "SELECT login FROM link WHERE secret = $1 AND until > $2",
            &[secret.into(), Value::Text(&now.utc().to_string())],
        )?;
        let Some(row) = rows.first_mut() else { return Ok(None) };
        match row.text_or_none(0)? {
            Some(login) => Ok(Some(Some(self.expect_account(&login)?))),
            None if self.has_administrator()? => Ok(None),
            None => Ok(Some(None)),
        }
    }

    /// Uses a link: the password is chosen, every session of the account ends. `first` is login and name of the first
    /// account, which gets every role of the whole record.
    ///
    /// # Errors
    /// The link does not work any more, and what the database says.
    pub fn use_link(
        &mut self,
        by: &By<'_>,
        secret: &Digest,
        first: Option<(&str, &str)>,
        password: &str,
    ) -> Result<String, Fault> {
        self.write(|record| {
            let used = || Fault::Refused("the link was used, or is too old".to_owned());
            let login = match (record.linked(secret, by.when)?.ok_or_else(used)?, first) {
                (Some(account), _) => account.login,
                (None, Some((login, name))) => {
                    let by = By { who: Some(login), ..*by };
                    record.make_account(&by, login, name)?;
                    record.note(&by, Deed::Invited, Some(login), Some(name))?;
                    for role in Role::ALL.into_iter().filter(|own| *own != Role::Reader) {
                        record.write_grant(&by, login, &Grant { role, scope: Scope::Everything })?;
                    }
                    login.to_owned()
                }
                (None, None) => return Err(Fault::Refused("a first account needs a login".to_owned())),
            };
            record.database.run("DELETE FROM link WHERE secret = $1", &[secret.into()])?;
            record.write_password(&By { who: Some(&login), ..*by }, &login, password)?;
            Ok(login)
        })
    }

    /// Chooses a password anew; every session of the account ends.
    ///
    /// # Errors
    /// There is no such account, and what the database says.
    pub fn choose_password(&mut self, by: &By<'_>, login: &str, password: &str) -> Result<(), Fault> {
        self.write(|record| record.write_password(by, login, password))
    }

    fn write_password(&mut self, by: &By<'_>, login: &str, password: &str) -> Result<(), Fault> {
        self.expect_account(login)?;
        self.database.run(
            "UPDATE account SET password = $2 WHERE login = $1",
            &[Value::Text(login), Value::Text(password)],
        )?;
        self.database.run("DELETE FROM session WHERE login = $1", &[Value::Text(login)])?;
        self.note(by, Deed::PasswordChosen, Some(login), None)
    }

    /// Writes down that somebody was not let in; `login` where there is such an account.
    ///
    /// # Errors
    /// What the database says.
    pub fn refuse_sign_in(&mut self, by: &By<'_>, login: Option<&str>) -> Result<(), Fault> {
        self.write(|record| record.note(by, Deed::SignInRefused, login, None))
    }

    /// Begins a session; those that have ended are cleared away, and what nobody confirmed.
    ///
    /// # Errors
    /// The account is gone or disabled, and what the database says.
    pub fn begin_session(
        &mut self,
        by: &By<'_>,
        login: &str,
        (secret, until): (&Digest, Moment),
    ) -> Result<(), Fault> {
        self.write(|record| {
            if record.expect_account(login)?.disabled {
                return Err(Fault::Refused(format!("the account `{login}` is disabled")));
            }
            let now = by.when.utc().to_string();
            record.database.run("DELETE FROM session WHERE until <= $1", &[Value::Text(&now)])?;
            record.database.run("DELETE FROM link WHERE until <= $1", &[Value::Text(&now)])?;
            record.clear_shown(by.when)?;
            record.database.run(
                "INSERT INTO session (secret, login, seen, until) VALUES ($1, $2, $3, $4)",
                &[
                    secret.into(),
                    Value::Text(login),
                    Value::Text(&now),
                    Value::Text(&until.utc().to_string()),
                ],
            )?;
            record.note(&By { who: Some(login), ..*by }, Deed::SignedIn, Some(login), None)
        })
    }

    /// Whose session it is, where it has not ended and was used within `idle` seconds.
    ///
    /// # Errors
    /// What the database says.
    pub fn session(&mut self, secret: &Digest, now: Moment, idle: u32) -> Result<Option<Account>, Fault> {
        let mut rows = self.database.rows(
            "SELECT own.login, own.seen FROM session AS own JOIN account ON account.login = own.login
                 WHERE own.secret = $1 AND own.until > $2 AND own.seen > $3 AND account.disabled = 0",
            &[
                secret.into(),
                Value::Text(&now.utc().to_string()),
                Value::Text(&now.later(-i64::from(idle)).to_string()),
            ],
        )?;
        let Some(row) = rows.first_mut() else { return Ok(None) };
        let (login, seen) = (row.text(0)?, row.text(1)?);
        if seen < now.later(-SEEN_EVERY).to_string() {
            // One statement, whole by itself. Not written is used a little less.
            let _ = self.database.run(
                "UPDATE session SET seen = $2 WHERE secret = $1",
                &[secret.into(), Value::Text(&now.utc().to_string())],
            );
        }
        self.account(&login)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    pub fn end_session(&mut self, by: &By<'_>, login: &str, secret: &Digest) -> Result<(), Fault> {
        self.write(|record| {
            let sql = "DELETE FROM session WHERE secret = $1 AND login = $2";
            if record.database.run(sql, &[secret.into(), Value::Text(login)])? > 0 {
                record.note(by, Deed::SignedOut, Some(login), None)?;
            }
            Ok(())
        })
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// What the database says.
    pub fn end_sessions(&mut self, by: &By<'_>, login: &str) -> Result<(), Fault> {
        self.write(|record| {
            record.database.run("DELETE FROM session WHERE login = $1", &[Value::Text(login)])?;
            record.note(by, Deed::SessionsEnded, Some(login), None)
        })
    }

    /// Makes a token.
    ///
    /// # Errors
    /// Its name is taken, it would be an administrator's or could do more than the account, and what the database says.
    pub fn make_token(
        &mut self,
        by: &By<'_>,
        login: &str,
        (name, grants): (&str, &[Grant]),
        (secret, until): (&Digest, Moment),
    ) -> Result<(), Fault> {
        super::account::check_text("the name of a token", name)?;
        self.write(|record| {
            let account = record.expect_account(login)?;
            if grants.is_empty() {
                return Err(Fault::Refused("a token without a role could do nothing".to_owned()));
            }
            if let Some(own) = grants.iter().find(|own| !account.may_give(own)) {
                return Err(Fault::Refused(format!("`{login}` cannot give a token what it has not: {own}")));
            }
            let lines: Vec<String> = grants.iter().map(ToString::to_string).collect();
            let made = record.database.run(
                "INSERT INTO token (secret, login, name, grants, until) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT DO NOTHING",
                &[
                    secret.into(),
                    Value::Text(login),
                    Value::Text(name),
                    Value::Text(&lines.join("\n")),
                    Value::Text(&until.utc().to_string()),
                ],
            )?;
            if made == 0 {
                return Err(Fault::Refused(format!("there is a token `{name}` already")));
            }
            record.note(by, Deed::TokenMade, Some(login), Some(&format!("{name}: {}", lines.join(", "))))
        })
    }

    /// The tokens of an account, by name.
    ///
    /// # Errors
    /// What the database says.
    pub fn tokens(&mut self, login: &str) -> Result<Vec<Token>, Fault> {
        let rows = self.database.rows(
            "SELECT name, grants, until, used FROM token WHERE login = $1 ORDER BY name",
            &[Value::Text(login)],
        )?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Token {
                    name: row.text(0)?,
                    grants: lines(&row.text(1)?)?,
                    until: row.moment(2)?,
                    used: row.moment_or_none(3)?,
                })
            })
            .collect()
    }

    /// Whose token it is, with the roles that it has left: those of the token which the account still has.
    ///
    /// # Errors
    /// What the database says.
    pub fn token(&mut self, secret: &Digest, now: Moment) -> Result<Option<Account>, Fault> {
        let mut rows = self.database.rows(
            "SELECT own.login, own.grants, own.used FROM token AS own JOIN account ON account.login = own.login
                 WHERE own.secret = $1 AND own.until > $2 AND account.disabled = 0",
            &[secret.into(), Value::Text(&now.utc().to_string())],
        )?;
        let Some(row) = rows.first_mut() else { return Ok(None) };
        let (login, grants, used) = (row.text(0)?, lines(&row.text(1)?)?, row.text_or_none(2)?);
        if used.is_none_or(|used| used < now.later(-SEEN_EVERY).to_string()) {
            let _ = self.database.run(
                "UPDATE token SET used = $2 WHERE secret = $1",
                &[secret.into(), Value::Text(&now.utc().to_string())],
            );
        }
        let account = self.expect_account(&login)?;
        let grants = grants.into_iter().filter(|own| account.may_give(own)).collect();
        Ok(Some(Account { grants, ..account }))
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// There is no such token, and what the database says.
    pub fn revoke_token(&mut self, by: &By<'_>, login: &str, name: &str) -> Result<(), Fault> {
        self.write(|record| {
            let sql = "DELETE FROM token WHERE login = $1 AND name = $2";
            if record.database.run(sql, &[Value::Text(login), Value::Text(name)])? == 0 {
                return Err(Fault::Refused(format!("`{login}` has no token `{name}`")));
            }
            record.note(by, Deed::TokenRevoked, Some(login), Some(name))
        })
    }

    /// Tokens as rows, for a copy.
    pub(crate) fn copy_tokens(&mut self, other: &mut Record) -> Result<(), Fault> {
        let rows = self
            .database
            .rows("SELECT secret, login, name, grants, until, used FROM token ORDER BY login, name", &[])?;
        for mut row in rows {
            let (secret, used) = (row.digest(0)?, row.text_or_none(5)?);
            other.database.run(
                "INSERT INTO token (secret, login, name, grants, until, used) VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    secret.as_ref().into(),
                    Value::Text(&row.text(1)?),
                    Value::Text(&row.text(2)?),
                    Value::Text(&row.text(3)?),
                    Value::Text(&row.text(4)?),
                    used.as_deref().into(),
                ],
            )?;
        }
        Ok(())
    }
}

fn lines(text: &str) -> Result<Vec<Grant>, Fault> {
    text.lines().map(kept).collect()
}

impl Account {
    /// Whether a token of the account may have a role: one that the account has for all of those seasons.
    pub fn may_give(&self, grant: &Grant) -> bool {
        let covers = |own: &Grant| match &grant.scope {
            Scope::Everything => own.scope == Scope::Everything,
            Scope::Series(series) => {
                own.scope == Scope::Everything || own.scope == Scope::Series(series.clone())
            }
            Scope::Season(season) => own.scope.covers(season),
        };
        let reads = |own: &Grant| grant.role == Role::Reader && own.role != Role::Administrator;
        self.grants.iter().any(|own| covers(own) && (own.role == grant.role || reads(own)))
    }
}
