//! `parcferme career NAME [SEASON...]`: what somebody did over several seasons.

use super::{Answer, Failure, Format, Output, tell, write_json, write_sheet};
use crate::library;
use crate::lookup::{self, What};
use parcferme_core::career::{Career, Ruling};
use parcferme_core::find::How;
use parcferme_core::season::Kind;
use parcferme_core::{Audit, Diagnostic};
use parcferme_publish::seasons::{KINDS, Kept, Seasons};
use parcferme_publish::view::{Settings, View};
use parcferme_publish::{json, sheet};
use std::io::Write;
use std::sync::Arc;

#[derive(clap::Args)]
#[command(after_help = "\
  parcferme career magnussen                    over the bundled seasons
  parcferme career \"Lewis Hamilton\" f1          over the season folders in the folder f1, or over a copy of f1db
  parcferme career ferrari f1 --kind team
  parcferme career hamilton f1 --format json

Who is one across seasons is decided by name and by what speaks against it; a file careers.toml beside the season folders
overrules it.")]
pub struct Args {
    /// Name of a driver, team, car or maker, in any spelling
    name: String,
    /// Season folders, folders of season folders, or names of bundled seasons; all bundled ones where none is named
    seasons: Vec<String>,
    /// Only this kind, such as driver or team
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args, out: &mut dyn Write) -> Answer {
    let known = || KINDS.into_iter().map(Kind::word);
    let kind = args.kind.as_deref().map(|word| lookup::among(What::Kind, word, known())).transpose()?;
    let kind = kind.map(|at| KINDS[at]);
    let named = match args.seasons.is_empty() {
        true => library::bundled_seasons(),
        false => args.seasons.clone(),
    };
    let seasons = together(&named)?;
    let found = seasons.find(&args.name);
    let best = found.first().map(|own| own.0);
    let fitting = found.into_iter().filter_map(|(fit, hit)| Some((fit, hit.career()?)));
    let fitting = fitting.filter(|(_, own)| kind.is_none_or(|kind| own.kind == kind));
    let fitting: Vec<_> = fitting.collect();
    let first = fitting.first().map(|own| own.0);
    let fitting: Vec<&Career> =
        fitting.into_iter().take_while(|own| Some(own.0) == first).map(|own| own.1).collect();
    let own = match fitting.as_slice() {
        [] => return Err(Failure::Refused(vec![nobody(&args.name)])),
        [only] => {
            if best.is_none_or(|fit| fit.how != How::Whole) {
                lookup::taken(
                    &args.name,
                    &format!("{} ({}, {})", only.name, only.kind.word(), seasons.years(only)),
                );
            }
            *only
        }
        several => return Err(Failure::Refused(several_fit(&seasons, &args.name, several))),
    };
    match args.output.format() {
        Format::Json => write_json(&json::career::career(&seasons, own), out)?,
        format => write_sheet(&sheet::career::career(&seasons, own), format, out)?,
    }
    Ok(true)
}

/// The seasons as one.
fn together(named: &[String]) -> Result<Seasons, Failure> {
    let (names, rulings) = library::named_seasons(named)?;
    let (settings, unaudited) = (Settings::default(), Audit::default());
    let mut kept = Vec::new();
    for name in &names {
        for loaded in library::load_all(name, None)? {
            tell(&loaded.diagnostics);
            let outcome = loaded.outcome()?;
            let view = View::new(&loaded.season, &loaded.rules, &outcome, &unaudited, &settings);
            kept.push(Arc::new(Kept::of(&view)));
        }
    }
    let seasons = Seasons::of(kept, &rulings);
    tell(&about_rulings(&seasons, &rulings));
    Ok(seasons)
}

/// What rulings say that cannot be.
pub fn about_rulings(seasons: &Seasons, rulings: &[Ruling]) -> Vec<Diagnostic> {
    let careers = &seasons.careers;
    let unknown = careers.unknown.iter().map(|(_, season, id)| {
        Diagnostic::warning("PF1146", format!("nobody of the seasons at hand is `{season} {id}`"))
            .expected("a season and an id of it")
            .help("where the season is left out on purpose, nothing has to be done")
    });
    let contradicted = careers.contradicted.iter().map(|&at| {
        let of = rulings
            .get(at)
            .map(|own| own.same.iter().map(|(season, id)| format!("{season} {id}")).collect::<Vec<_>>());
        Diagnostic::warning("PF1147", "a ruling makes one what another holds apart: it is not applied")
            .found(of.unwrap_or_default().join(", "))
            .help("delete one of the two")
    });
    unknown.chain(contradicted).collect()
}

/// Careers that are listed where several fit.
const MOST_LISTED: usize = 12;

fn several_fit(seasons: &Seasons, name: &str, several: &[&Career]) -> Vec<Diagnostic> {
    let one = |own: &&Career| format!("{} ({}, {})", own.name, own.kind.word(), seasons.years(own));
    let mut all: Vec<String> = several.iter().take(MOST_LISTED).map(one).collect();
    if several.len() > MOST_LISTED {
        all.push(format!("and {} more", several.len() - MOST_LISTED));
    }
    vec![
        Diagnostic::error("PF1148", format!("`{name}` fits {} careers", several.len()))
            .found(all.join("; "))
            .expected("words that fit one: a given name, or --kind"),
    ]
}

fn nobody(name: &str) -> Diagnostic {
    Diagnostic::error("PF1149", format!("nobody in these seasons is called `{name}`"))
        .found(name)
        .expected("the name of a driver, team, car or maker")
        .help("try a surname; name the season folders behind it")
}
