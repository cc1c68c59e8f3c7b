//! A record copied whole into an empty one: a backup, its return, or a move from one database to another.

use crate::database::For;
use crate::edition::Edition;
use crate::{Digest, Fault, Record};

/// How much was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    pub operations: u64,
    pub editions: u64,
    pub documents: u64,
}

impl Record {
    /// Copies all of it, as it stands now, into a record that is empty. Others may write meanwhile: what they enter is not in
    /// the copy.
    ///
    /// # Errors
    /// The other is not empty, or what the databases say; nothing was copied then.
    pub fn copy_to(&mut self, other: &mut Record) -> Result<Copied, Fault> {
        other.database.begin(For::Writing)?;
        let copied = self.database.begin(For::Reading).and_then(|()| self.copy_within(other));
        self.database.rollback();
        match copied {
            Ok(copied) => match other.database.commit()? {
                Ok(()) => Ok(copied),
                Err(cause) => Err(Fault::Unreachable(cause)),
            },
            Err(fault) => {
                other.database.rollback();
                Err(fault)
            }
        }
    }

    fn copy_within(&mut self, other: &mut Record) -> Result<Copied, Fault> {
        let mut copied = Copied::default();
        let held = other
            .database
            .rows("SELECT 'document' FROM document UNION ALL SELECT 'account' FROM account LIMIT 1", &[])?;
        if !held.is_empty() {
            return Err(Fault::Refused("the record that is to be written is not empty".to_owned()));
        }
        for digest in self.documents()? {
            match self.document(&digest) {
                Ok(bytes) => other.keep(&bytes)?,
                Err(Fault::Redacted { .. }) => other.keep_as(&digest, &[])?,
                Err(fault) => return Err(fault),
            }
            copied.documents += 1;
        }
        for head in self.heads()? {
            for operation in self.operations(&head.season, 0)? {
                other.write_operation(&operation)?;
                copied.operations += 1;
            }
        }
        let rows = self.database.rows("SELECT operation, statement FROM edition ORDER BY position", &[])?;
        for mut row in rows {
            let (operation, edition) = (row.number(0)?, Edition::of(row.text(1)?).map_err(Fault::Damaged)?);
            other.write_edition(&edition, operation)?;
            copied.editions += 1;
        }
        self.copy_redactions(other)?;
        self.copy_signed(other)?;
        self.copy_accounts(other)?;
        self.copy_tokens(other)?;
        self.copy_passkeys(other)?;
        self.copy_noted(other)?;
        self.copy_webhooks(other)?;
        Ok(copied)
    }

    /// The digests of all documents.
    pub(crate) fn documents(&mut self) -> Result<Vec<Digest>, Fault> {
        let rows = self.database.rows("SELECT digest FROM document ORDER BY digest", &[])?;
        rows.into_iter().filter_map(|mut row| row.digest(0).transpose()).collect()
    }
}
