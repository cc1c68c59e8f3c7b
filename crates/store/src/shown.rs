//! What officials gave and were shown, and have not confirmed: files that are kept for the account that gave them, for a day.
//!
//! It is no fact: nothing is computed from it, no chain has it and no copy takes it along. It lies in the record so that a
//! server that is started anew, or another one on the same database, knows it too.

use crate::database::Value;
use crate::{Fault, Record, Where};
use parcferme_core::season::Moment;

/// Seconds for which it is kept.
const KEPT_FOR: i64 = 24 * 3600;
/// How much of one account is kept; what is older goes.
const OF_ACCOUNT: Most = Most { things: 12, bytes: 64 << 20 };
/// The same of all accounts together.
const OF_ALL: Most = Most { things: 1000, bytes: 512 << 20 };

#[derive(Clone, Copy)]
struct Most {
    things: u64,
    bytes: u64,
}

/// Whose something is that was shown, and of which season.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    pub login: &'a str,
    pub season: &'a str,
}

/// Files that somebody gave, and what was said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it is known by, among what its owner was shown of the season.
    pub id: String,
    /// What whoever keeps it wants to know of it again.
    pub about: String,
    /// By name, in the order in which they were given: their bytes, or none where a file goes.
    pub files: Vec<(String, Option<Vec<u8>>)>,
}

impl Shown {
    fn bytes(&self) -> u64 {
        let names = self.files.iter().map(|own| own.0.len() + own.1.as_ref().map_or(0, Vec::len));
        (self.about.len() + names.sum::<usize>()) as u64
    }
}

impl Record {
    /// Keeps something for a day; what is too old goes, and the oldest where there is too much. What was kept last always
    /// stays, and so does the same given again.
    ///
    /// # Errors
    /// There is no such account, and what the database says.
    pub fn keep_shown(&mut self, owner: Owner<'_>, shown: &Shown, now: Moment) -> Result<(), Fault> {
        self.write(|record| {
            record.clear_shown(now)?;
            let (login, season) = (Value::Text(owner.login), Value::Text(owner.season));
            record.database.run(
                "DELETE FROM shown WHERE login = $1 AND season = $2 AND id = $3",
                &[login, season, Value::Text(&shown.id)],
            )?;
            let rows = record.database.rows("SELECT coalesce(max(number), 0) FROM shown", &[])?;
            let number = rows.first().map_or(Ok(0), |row| row.number(0))? + 1;
            record.database.run(
                "INSERT INTO shown (number, login, season, id, about, bytes, until) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &[
                    Value::Int(number),
                    login,
                    season,
                    Value::Text(&shown.id),
                    Value::Text(&shown.about),
                    Value::Int(shown.bytes()),
                    Value::Text(&now.later(KEPT_FOR).utc().to_string()),
                ],
            )?;
            for (position, (name, bytes)) in (0..).zip(&shown.files) {
                record.database.run(
                    "INSERT INTO shown_file (shown, position, name, bytes) VALUES ($1, $2, $3, $4)",
                    &[
                        Value::Int(number),
                        Value::Int(position),
                        Value::Text(name),
                        bytes.as_deref().map_or(Value::Null, Value::Bytes),
                    ],
                )?;
            }
            record.keep_within(owner.login)
        })
    }

    /// Lets go of the oldest where an account, or all of them, have too much.
    fn keep_within(&mut self, login: &str) -> Result<(), Fault> {
        let rows = self.database.rows("SELECT number, login, bytes FROM shown ORDER BY number DESC", &[])?;
        let (mut own, mut all) = (Most { things: 0, bytes: 0 }, Most { things: 0, bytes: 0 });
        for (row, mut cells) in rows.into_iter().enumerate() {
            let (number, is_own, bytes) = (cells.number(0)?, cells.text(1)? == login, cells.number(2)?);
            let mut fits = true;
            for (sum, most) in
                [(&mut own, OF_ACCOUNT), (&mut all, OF_ALL)].into_iter().skip(usize::from(!is_own))
            {
                fits &= sum.things < most.things && sum.bytes.saturating_add(bytes) <= most.bytes;
                *sum = Most { things: sum.things + 1, bytes: sum.bytes.saturating_add(bytes) };
            }
            if !fits && row > 0 {
                self.database.run("DELETE FROM shown WHERE number = $1", &[Value::Int(number)])?;
            }
        }
        Ok(())
    }

    /// Lets go of what is too old; the caller holds the transaction.
    pub(crate) fn clear_shown(&mut self, now: Moment) -> Result<(), Fault> {
        let now = now.utc().to_string();
        self.database.run("DELETE FROM shown WHERE until <= $1", &[Value::Text(&now)])?;
        Ok(())
    }

    /// All that is kept, piece by piece: what is said of it, and its files.
    pub(crate) fn all_shown(&mut self) -> Result<Vec<(Where, Vec<u8>)>, Fault> {
        let rows = self.database.rows(
            "SELECT own.season, own.login, own.about, file.name, file.bytes
                 FROM shown AS own LEFT JOIN shown_file AS file ON file.shown = own.number
                 ORDER BY own.number, file.position",
            &[],
        )?;
        let mut all = Vec::new();
        for mut row in rows {
            let (season, login, about) = (row.text(0)?, row.text(1)?, row.text(2)?.into_bytes());
            let piece = |name: String| Where::Shown { season: season.clone(), login: login.clone(), name };
            let said = (piece("what is said of it".to_owned()), about);
            if !all.contains(&said) {
                all.push(said);
            }
            if let Some(name) = row.text_or_none(3)? {
                all.push((piece(name), row.bytes_or_none(4)?.unwrap_or_default()));
            }
        }
        Ok(all)
    }

    /// What was shown to somebody, by what it is known by; none where it is not kept any more.
    ///
    /// # Errors
    /// What the database says.
    pub fn shown(&mut self, owner: Owner<'_>, id: &str, now: Moment) -> Result<Option<Shown>, Fault> {
        let rows = self.database.rows(
            "SELECT own.about, file.name, file.bytes
                 FROM shown AS own LEFT JOIN shown_file AS file ON file.shown = own.number
                 WHERE own.login = $1 AND own.season = $2 AND own.id = $3 AND own.until > $4 ORDER BY file.position",
            &[
                Value::Text(owner.login),
                Value::Text(owner.season),
                Value::Text(id),
                Value::Text(&now.utc().to_string()),
            ],
        )?;
        let mut shown = None;
        for mut row in rows {
            let about = row.text(0)?;
            let own = shown.get_or_insert_with(|| Shown { id: id.to_owned(), about, files: Vec::new() });
            if let Some(name) = row.text_or_none(1)? {
                own.files.push((name, row.bytes_or_none(2)?));
            }
        }
        Ok(shown)
    }
}
