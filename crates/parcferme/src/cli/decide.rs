//! `parcferme decide SEASON KIND KEY=VALUE ... --data RECORD`: a decision is previewed, then signed.

use super::record_args::{DataArgs, ToArgs};
use super::{Answer, Format, Output, tell, write_json, write_sheet};
use crate::desk::decision::{self, Preview, PreviewId, Signed};
use crate::desk::{Person, Stands};
use crate::record::editions::{Anew, To};
use crate::record::{self, editions, key};
use crate::report;
use parcferme_core::Diagnostic;
use parcferme_publish::sheet;
use parcferme_store::Record;
use std::io::Write;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme decide hill-cup/2026 disqualify round=1 number=27 'reason=Underweight' article=12.3 --data club.record
                                                         what it does: every table before and after
  parcferme decide hill-cup/2026 ... --data club.record --who 'Bea Brown' --sign 17-9f86d081...
                                                         the same words, with what the preview is known by
  parcferme decide hill-cup/2026 --proposal 14 --data club.record
                                                         a decision that waits for a further signature

KIND and the keys are those of decisions.toml (docs/rules/decisions.md), with document, article, evidence and answers; lists are
parted by semicolons. Number, id and date are filled where they are left out. Signing is refused where the record has moved on
since the preview. Where the rulebook asks for several signatures, the first makes a proposal, which others sign by its number.")]
pub struct Args {
    /// Season of the record, such as hill-cup/2026
    season: String,
    /// The kind of the decision and its keys
    #[arg(value_name = "KIND KEY=VALUE", required_unless_present = "proposal", conflicts_with = "proposal")]
    decision: Vec<String>,
    /// The number of a proposal that waits for a signature
    #[arg(long, value_name = "NUMBER")]
    proposal: Option<u32>,
    #[command(flatten)]
    data: DataArgs,
    /// Sign what this preview shows
    #[arg(long, value_name = "PREVIEW", requires = "who")]
    sign: Option<String>,
    /// Who signs it, as the log will say
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// What to know it by when its answer is lost; given again with the same key it is entered once
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    #[command(flatten)]
    to: ToArgs,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let mut record = args.data.open()?;
    let id: Option<PreviewId> = args.sign.as_deref().map(str::parse).transpose()?;
    let stands = match id {
        // As it was previewed: what was filled in then is filled in again.
        Some(id) => Stands::after(&mut record, &args.season, id.after)?,
        None => Stands::now(&mut record, &args.season)?,
    };
    let own = match (args.proposal, args.decision.split_first()) {
        (Some(number), _) => decision::of_proposal(&stands, number)?,
        (None, Some((kind, keys))) => {
            let mut given = Vec::new();
            for own in keys {
                given.push(own.split_once('=').ok_or_else(|| no_key(own))?);
            }
            decision::filled(&stands, kind, &given, record::now())?
        }
        (None, None) => return Err(no_key("").into()),
    };
    let (Some(id), Some(who)) = (id, &args.who) else {
        return preview(args, &Preview::of(&stands, own)?, out);
    };
    let person = Person { name: who.clone(), belongs_to: Vec::new() };
    let address = args.data.address();
    let by = (&address, &person, args.key.as_deref());
    let signed = decision::sign(&mut record, &args.season, (&own.block(), id), by)?;
    let number = signed.entered().operation.number;
    match &signed {
        Signed::Decided { id, .. } => {
            writeln!(out, "Decision {id} is signed, by operation {number} of {}.", args.season)?;
        }
        Signed::Proposed { number: document, lacks, .. } => {
            let more = if *lacks == 1 { "1 signature".to_owned() } else { format!("{lacks} signatures") };
            writeln!(
                out,
                "Proposed as document {document}, by operation {number} of {}. It needs {more} more: parcferme decide {} --proposal {document} --data {}",
                args.season, args.season, args.data.data
            )?;
        }
    }
    publish_anew(&mut record, args.to.to(&address), (&args.season, who), signed.anew(), out)?;
    Ok(true)
}

/// Publishes anew where what was entered has changed what was published, and says so.
pub fn publish_anew(
    record: &mut Record,
    to: To<'_>,
    (season, who): (&str, &str),
    act: Option<&Anew>,
    out: &mut dyn Write,
) -> Answer {
    let Some(act) = act else { return Ok(true) };
    if let Some(own) = editions::publish_anew(record, to, season, (who, act))? {
        writeln!(out, "Edition {} is published, provisional: the tables have changed.", own.number)?;
        if let key::Signed::Not(warning) = key::sign_log(record, to, None)? {
            report::to_stderr(&[warning]);
        }
    }
    Ok(true)
}

fn no_key(text: &str) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("PF1150", "this is no decision")
            .found(text)
            .expected("the kind of a decision and its keys: disqualify round=3 number=71"),
    ]
}

fn preview(args: &Args, own: &Preview, out: &mut dyn Write) -> Answer {
    tell(&own.loaded.diagnostics);
    tell(own.drafts.warning().as_slice());
    match args.output.format() {
        Format::Json => write_json(&own.document, out)?,
        format => {
            let sheet = sheet::whatif::whatif(&own.loaded.season, &own.sentence, &own.comparison, &[]);
            write_sheet(&sheet, format, out)?;
        }
    }
    if args.output.format() != Format::Table {
        return Ok(true);
    }
    let lacks = match own.lacks() {
        0 | 1 => String::new(),
        more => format!(" It needs {more} signatures."),
    };
    let date = match args.proposal {
        Some(_) => String::new(),
        None => format!(" date={}", own.record.date),
    };
    writeln!(
        out,
        "\nThis is preview {}.{lacks} To sign it, give the command again with{date} --sign {} --who NAME",
        own.id, own.id
    )?;
    Ok(true)
}
