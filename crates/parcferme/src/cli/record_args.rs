//! Options that commands on the record share, and how they tell what differs.

use super::Failure;
use crate::library::Raw;
use crate::record;
use crate::record::editions::To;
use crate::record::folder::differences;
use parcferme_publish::record::Changed;
use parcferme_store::{Act, Address, Draft, Record};
use std::io::Write;
use std::path::PathBuf;

/// Where the record lies.
#[derive(clap::Args)]
pub struct DataArgs {
    /// The record: a file, or postgres://user@host/database
    #[arg(long, value_name = "FILE|URL")]
    pub data: String,
}

impl DataArgs {
    pub fn address(&self) -> Address {
        Address::of(&self.data)
    }

    pub fn open(&self) -> Result<Record, Failure> {
        Ok(record::open(&self.data)?)
    }
}

/// Who enters something, and why.
#[derive(clap::Args)]
pub struct EnterArgs {
    /// Who enters it, as the log will say
    #[arg(long, value_name = "NAME")]
    pub who: String,
    /// Why, in a sentence: `results of round 5`, `decision 7 of the stewards`
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// What to know it by when its answer is lost; given again with the same key it is entered once
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

impl EnterArgs {
    pub fn draft(&self, season: &str, follows: u64, act: Act) -> Draft {
        Draft {
            season: season.to_owned(),
            follows,
            key: String::new(),
            who: self.who.clone(),
            why: self.why.clone(),
            when: record::now(),
            act,
        }
    }
}

/// In what files differ, as the log tells it.
pub fn changed(before: &Raw, after: &Raw) -> Vec<Changed> {
    differences(before, after).into_iter().map(|own| own.changed).collect()
}

/// Writes in what files differ, piece by piece where `lines` are wanted.
pub fn tell_difference(before: &Raw, after: &Raw, lines: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if !lines {
        for line in parcferme_publish::record::changes(&changed(before, after)) {
            writeln!(out, "  {line}")?;
        }
        return Ok(());
    }
    for own in differences(before, after) {
        for line in parcferme_publish::record::changes(std::slice::from_ref(&own.changed)) {
            writeln!(out, "  {line}")?;
        }
        for (sign, pieces) in [('-', own.gone), ('+', own.come)] {
            for line in pieces.iter().flat_map(|piece| piece.lines()) {
                writeln!(out, "    {sign} {}", parcferme_core::printable::printable(line))?;
            }
        }
    }
    Ok(())
}

/// The site that shows what is published, and the key that signs the log of it.
#[derive(clap::Args)]
pub struct ToArgs {
    /// Where people reach the site: sheets lead there by a code
    #[arg(long, value_name = "URL", env = "PARCFERME_BASE_URL")]
    base_url: Option<String>,
    /// File of the private key; FILE.key beside the file of the record where none is named
    #[arg(long, value_name = "FILE", env = "PARCFERME_KEY_FILE")]
    key_file: Option<PathBuf>,
}

impl ToArgs {
    pub fn to<'a>(&'a self, record: &'a Address) -> To<'a> {
        To { record, site: self.base_url.as_deref(), key_file: self.key_file.as_deref() }
    }
}
