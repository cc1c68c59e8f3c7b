//! A document of the notice board, as it is announced.

use super::series_of;
use crate::record;
use parcferme_formats::folder::Folder;
use parcferme_publish::json::announcement;
use parcferme_publish::otherwise;
use parcferme_publish::view::Settings;
use parcferme_store::{Fault, Operation, Posted, Record};

/// A document as it stood after the operation that put it onto the board.
pub struct Document {
    operation: Operation,
    number: u32,
    kind: String,
    title: String,
    date: String,
    author: String,
    article: String,
}

impl Document {
    /// None where the operation has no such document.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(
        record: &mut Record,
        (season, operation): (&str, u64),
        posted: Posted,
    ) -> Result<Option<Document>, Fault> {
        let after = record.operations(season, operation.saturating_sub(1))?;
        let Some(operation) = after.into_iter().next() else { return Ok(None) };
        let files = match record.files(season, operation.number) {
            Err(Fault::Redacted { .. }) => return Ok(None),
            files => files?,
        };
        let text =
            |(path, bytes): (&String, &Vec<u8>)| (path.clone(), String::from_utf8_lossy(bytes).into_owned());
        let (folder, _) = Folder::read(&files.iter().map(text).collect());
        let number = posted.number;
        if !posted.is_decision {
            let own = folder.notices.into_iter().find(|own| own.number == number);
            return Ok(own.map(|own| Document {
                operation,
                number,
                kind: own.kind.word().to_owned(),
                title: own.title,
                date: own.at.to_string(),
                author: own.author,
                article: own.article,
            }));
        }
        let own = folder.decisions.into_iter().find(|own| own.posted.number == Some(number));
        Ok(own.map(|own| Document {
            title: record::load(season, files)
                .map(|all| otherwise::decision(&all.season, &all.rules, &own.id))
                .unwrap_or(own.reason),
            operation,
            number,
            kind: "decision".to_owned(),
            date: own.date,
            author: if own.posted.signed.is_empty() { own.author } else { own.posted.signed.join(", ") },
            article: own.posted.article,
        }))
    }

    pub(super) fn announced(&self, settings: &Settings) -> announcement::Posted {
        let said = |text: &String| Some(text.clone()).filter(|own| !own.is_empty());
        let season = &self.operation.season;
        announcement::Posted {
            series: series_of(season),
            season: season.clone(),
            document: self.number,
            kind: self.kind.clone(),
            title: self.title.clone(),
            date: said(&self.date),
            author: said(&self.author),
            article: said(&self.article),
            operation: self.operation.number,
            address: settings.notice_address(season, self.number),
            digest: self.operation.hash.to_string(),
        }
    }
}
