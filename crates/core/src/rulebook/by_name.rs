//! Rulebooks by name: `cup/1982` is the season 1982 of the document `cup`, or a document of that name; one that is `like` another
//! is put on it.

use super::Wording;
use crate::diagnostic::{Diagnostic, Place};
use std::sync::Arc;

/// What a document of a name says; none where there is no such document.
pub type Find<'f> = &'f dyn Fn(&str) -> Option<Result<Arc<Wording>, Vec<Diagnostic>>>;

/// How long a chain of rulebooks that are like each other may be: one that goes round never ends.
const LONGEST: usize = 8;

/// The wording of a name, put on those that it is like. None where there is no such document.
pub fn named(name: &str, find: Find<'_>) -> Option<Result<Wording, Vec<Diagnostic>>> {
    followed(name, find, LONGEST)
}

/// A wording put on those that it is like.
///
/// # Errors
/// There is no such rulebook, or it goes round in a circle, or what is changed is not there.
pub fn complete(wording: Wording, find: Find<'_>) -> Result<Wording, Vec<Diagnostic>> {
    on_base(wording, find, LONGEST)
}

fn followed(name: &str, find: Find<'_>, left: usize) -> Option<Result<Wording, Vec<Diagnostic>>> {
    let whole = find(name).map(|own| own.map(Arc::unwrap_or_clone));
    let found = whole.or_else(|| {
        let (document, season) = name.rsplit_once('/')?;
        let season: u16 = season.get(..4)?.parse().ok()?;
        let by_era = find(document)?;
        Some(by_era.and_then(|own| own.of_season(season)))
    });
    found.map(|own| own.and_then(|own| on_base(own, find, left)))
}

fn on_base(wording: Wording, find: Find<'_>, left: usize) -> Result<Wording, Vec<Diagnostic>> {
    let Some((name, place)) = wording.like() else { return Ok(wording) };
    let refused = |message: String, place: Place| {
        Diagnostic::error("PF0337", message)
            .at(place)
            .found(name.as_str())
            .expected("the name of a rulebook, such as cup/2025, that leads back to none of those before it")
            .help("`parcferme rulebook list` has the names of those that ship")
    };
    if left == 0 {
        return Err(vec![refused("rulebooks are like each other without an end".to_owned(), place)]);
    }
    match followed(&name, find, left - 1) {
        None => {
            Err(vec![refused(format!("there is no rulebook `{name}` that this one could be like"), place)])
        }
        Some(base) => wording.on(&base?),
    }
}
