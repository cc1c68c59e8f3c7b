//! `parcferme import DIR --season TO` where DIR is a copy of f1db: one season folder a year, `TO/<year>`.

use super::{Answer, Failure, tell};
use crate::f1db;
use crate::folder_on_disk::{self, Changed, Held};
use parcferme_core::{Diagnostic, Severity};
use parcferme_formats::folder::Folder;
use std::io::Write;
use std::path::Path;

pub fn run(root: &Path, to: &Path, out: &mut dyn Write) -> Answer {
    let (folders, diagnostics) = f1db::read(root)?;
    tell(&diagnostics);
    let seasons = folders.len();
    let (mut cars, mut tables) = (0, 0);
    let mut changed = Changed::default();
    for mut folder in folders {
        let place = to.join(folder.year.to_string());
        let mut held = folder_on_disk::hold(&place)?;
        keep_decisions(&mut folder, &held)?;
        cars += folder.results.values().map(Vec::len).sum::<usize>();
        tables += folder.published.len();
        let one = held.exchange(&folder.write(), folder_on_disk::is_fact)?;
        changed.written += one.written;
        changed.removed += one.removed;
        changed.same += one.same;
    }
    writeln!(
        out,
        "{seasons} seasons, {cars} cars in results, {tables} published tables → {}/<year>  {changed}",
        to.display()
    )?;
    writeln!(out, "Next: parcferme audit {}", super::shell_word(to))?;
    Ok(true)
}

/// Decisions that stand in the folder already and do not ship with the program stay.
fn keep_decisions(folder: &mut Folder, held: &Held) -> Result<(), Failure> {
    let files = held.files()?.unwrap_or_default();
    let Some(text) = files.get("decisions.toml") else { return Ok(()) };
    let mut existing = Folder::default();
    let found: Vec<Diagnostic> = existing.read_decisions("decisions.toml", text);
    if found.iter().any(|own| own.severity == Severity::Error) {
        return Err(Failure::Refused(found));
    }
    let shipped = |id: &str| folder.decisions.iter().any(|own| own.id == id);
    let own: Vec<_> = existing.decisions.into_iter().filter(|decision| !shipped(&decision.id)).collect();
    folder.decisions.extend(own);
    Ok(())
}
