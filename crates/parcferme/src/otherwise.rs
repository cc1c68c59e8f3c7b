//! A season with something else: other rules, another decision, another result. Each is a value; together they make a season that
//! is computed as any other.

use crate::library::{self, Loaded, Refused};
use parcferme_core::audit;
use parcferme_core::change::Change;
use parcferme_core::season::RoundStatus;
use parcferme_core::whatif::{Comparison, Share, compare};
use parcferme_core::{Diagnostic, Outcome, Rulebook, Season, Severity};
use parcferme_formats::folder::{Folder, ResultChange};
use parcferme_publish::json;
use std::path::PathBuf;

/// One thing that is otherwise.
#[derive(Clone, Debug)]
pub enum Otherwise {
    /// Scored by another rulebook: one that ships, or a file.
    Rulebook(String),
    Rule(Change),
    Result(ResultChange),
    /// A round that was not held, by its number.
    Cancelled(u32),
    /// The decisions of a file join those of the season.
    Decisions(PathBuf),
    /// A decision of the season that was not taken, by its id.
    WithoutDecision(String),
}

/// A season that is otherwise, with what comes of it.
pub struct Made {
    pub season: Season,
    pub rules: Rulebook,
    pub outcome: Outcome,
    /// What is otherwise, each in a few words, in the order in which it was done.
    pub said: Vec<String>,
}

impl Made {
    /// Does all of it to a season, in order; a rulebook takes the place of the rules and of what was changed in them before.
    ///
    /// # Errors
    /// Something does not fit the season, or what comes of it cannot be computed.
    pub fn new<'o>(loaded: &Loaded, all: impl IntoIterator<Item = &'o Otherwise>) -> Result<Made, Refused> {
        let all: Vec<&Otherwise> = all.into_iter().collect();
        let mut rules = loaded.rules.clone();
        let mut said = Vec::new();
        let mut folder = changed_results(loaded, &all)?;
        for own in all {
            match own {
                Otherwise::Rulebook(name) => {
                    rules = library::rulebook(name)?.0;
                    said.push(format!("scored by {}", rules.name));
                }
                Otherwise::Rule(change) => {
                    rules = rules.with(std::slice::from_ref(change))?;
                    said.push(change.to_string());
                }
                Otherwise::Result(change) => said.push(change.to_string()),
                Otherwise::Cancelled(number) => {
                    cancel(&mut folder, *number)?;
                    said.push(format!("round {number} not held"));
                }
                Otherwise::Decisions(path) => {
                    let text = library::read_text(path)?;
                    let known = folder.decisions.len();
                    library::refuse_errors(&mut folder.read_decisions(&path.display().to_string(), &text))?;
                    let more = &folder.decisions[known..];
                    let more = more.iter().map(|own| format!("decision {}: {}", own.id, own.reason));
                    said.push(more.collect::<Vec<_>>().join(", "));
                }
                Otherwise::WithoutDecision(id) => {
                    let known: Vec<String> = folder.decisions.iter().map(|own| own.id.clone()).collect();
                    folder.decisions.retain(|own| own.id != *id);
                    if known.len() == folder.decisions.len() {
                        let words: Vec<&str> = known.iter().map(String::as_str).collect();
                        return Err(vec![
                            Diagnostic::error("PF0343", format!("the season has no decision `{id}`"))
                                .found(id.as_str())
                                .expected(format!("one of {}", known.join(", ")))
                                .did_you_mean(id, &words),
                        ]);
                    }
                    said.push(format!("without decision {id}"));
                }
            }
        }
        let (season, outcome) = library::scored(&folder, &rules)?;
        Ok(Made { season, rules, outcome, said })
    }

    /// What does not fit and fitted before: words of the rules that name nothing in the season, sessions without points.
    fn told(&self, loaded: &Loaded) -> Vec<Diagnostic> {
        let mut told = self.rules.check_against(&self.season);
        told.extend(audit::mistakes(&self.season, &self.rules));
        told.retain(|own| !loaded.diagnostics.iter().any(|known| known.message == own.message));
        for own in &mut told {
            own.severity = own.severity.max(Severity::Warning);
        }
        told
    }

    /// The season as it is against this one.
    pub fn against(&self, loaded: &Loaded, before: &Outcome) -> Comparison {
        compare((&loaded.season, &loaded.rules, before), (&self.season, &self.rules, &self.outcome))
    }
}

/// Characters and changes of one question at most: a server is asked by strangers.
const MOST_CHARACTERS: usize = 4_000;
const MOST_CHANGES: usize = 20;

impl Otherwise {
    /// Reads changes as a page asks for them: the id of a rulebook that ships, and a change a line, of a rule, of a result
    /// (`3 race #71 laps=72`), or `cancel 9` for a round that was not held.
    ///
    /// # Errors
    /// A line is none of these, or there are too many.
    pub fn of_query(rulebook: &str, set: &str) -> Result<Vec<Otherwise>, Refused> {
        let lines: Vec<&str> = set.lines().map(str::trim).filter(|own| !own.is_empty()).collect();
        if set.len() > MOST_CHARACTERS || lines.len() > MOST_CHANGES {
            return Err(vec![
                Diagnostic::error("PF0342", "these are too many changes at once")
                    .found(format!("{} changes", lines.len()))
                    .expected(format!("{MOST_CHANGES} at most, with {MOST_CHARACTERS} characters")),
            ]);
        }
        let (mut all, mut refused) = (Vec::new(), Vec::new());
        if !rulebook.is_empty() {
            all.push(Otherwise::Rulebook(rulebook.to_owned()));
        }
        for line in lines {
            let cancelled = line.strip_prefix("cancel ").and_then(|own| own.trim().parse().ok());
            let read = match cancelled {
                Some(round) => Ok(Otherwise::Cancelled(round)),
                None if line.contains('#') && line.starts_with(|own: char| own.is_ascii_digit()) => {
                    ResultChange::parse(line).map(Otherwise::Result)
                }
                None => Change::parse(line).map(Otherwise::Rule),
            };
            match read {
                Ok(own) => all.push(own),
                Err(own) => refused.push(*own),
            }
        }
        if refused.is_empty() { Ok(all) } else { Err(refused) }
    }

    /// As [`Otherwise::of_query`] reads it; none for what a page cannot be asked.
    fn line(&self) -> Option<String> {
        match self {
            Otherwise::Rule(change) => Some(change.to_string()),
            Otherwise::Result(change) => Some(change.to_string()),
            Otherwise::Cancelled(round) => Some(format!("cancel {round}")),
            Otherwise::Rulebook(_) | Otherwise::Decisions(_) | Otherwise::WithoutDecision(_) => None,
        }
    }
}

/// A question and what comes of it.
pub struct Asked {
    all: Vec<Otherwise>,
    pub made: Made,
    /// What is otherwise, in words.
    pub change: String,
    pub comparison: Comparison,
    /// Of several changes what each does.
    pub shares: Vec<Share>,
    /// What does not fit.
    pub told: Vec<Diagnostic>,
}

impl Asked {
    /// `before` is what comes of the season as it is.
    ///
    /// # Errors
    /// As [`Made::new`].
    pub fn new(loaded: &Loaded, before: &Outcome, all: &[Otherwise]) -> Result<Asked, Refused> {
        let made = Made::new(loaded, all)?;
        let comparison = made.against(loaded, before);
        let mut shares = Vec::new();
        for at in 0..if all.len() > 1 { all.len() } else { 0 } {
            // What a change builds on may be another of them: then it does nothing by itself, and all others nothing without it.
            let alone = Made::new(loaded, [&all[at]]);
            let others = Made::new(loaded, all.iter().enumerate().filter(|own| own.0 != at).map(|own| own.1));
            let last = match &others {
                Ok(others) => compare(
                    (&others.season, &others.rules, &others.outcome),
                    (&made.season, &made.rules, &made.outcome),
                ),
                Err(_) => comparison.clone(),
            };
            let alone =
                alone.map_or_else(|_| Comparison { tables: Vec::new() }, |own| own.against(loaded, before));
            shares.push(Share { said: made.said.get(at).cloned().unwrap_or_default(), alone, last });
        }
        let told = made.told(loaded);
        Ok(Asked { all: all.to_vec(), change: made.said.join("; "), made, comparison, shares, told })
    }

    /// The comparison as the wire has it.
    pub fn document(&self) -> json::whatif::Document {
        let asked = (self.change.as_str(), self.address());
        let warnings = self.told.iter().map(|own| own.message.clone()).collect();
        let document = json::whatif::whatif(&self.made.season, asked, &self.comparison, &self.shares);
        json::whatif::Document { warnings, ..document }
    }

    /// The query by which a page or the API is asked the same; none where it cannot be.
    pub fn address(&self) -> Option<String> {
        let mut rulebook = String::new();
        let mut lines = Vec::new();
        for own in &self.all {
            match own {
                Otherwise::Rulebook(name) if library::is_bundled(name) => rulebook.clone_from(name),
                other => lines.push(other.line()?),
            }
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !rulebook.is_empty() {
            query.append_pair("rulebook", &rulebook);
        }
        if !lines.is_empty() {
            query.append_pair("set", &lines.join("\n"));
        }
        Some(format!("?{}", query.finish()))
    }
}

/// The folder with its results changed: through its files, as a person would.
fn changed_results(loaded: &Loaded, all: &[&Otherwise]) -> Result<Folder, Refused> {
    let changes: Vec<&ResultChange> = all
        .iter()
        .filter_map(|own| if let Otherwise::Result(change) = own { Some(change) } else { None })
        .collect();
    if changes.is_empty() {
        return Ok(loaded.folder.clone());
    }
    let mut files = if loaded.files.is_empty() { loaded.folder.write() } else { loaded.files.clone() };
    for change in changes {
        change.apply(&mut files).map_err(|own| vec![*own])?;
    }
    let (folder, mut found) = Folder::read(&files);
    library::refuse_errors(&mut found)?;
    Ok(folder)
}

/// Takes away what is known of a round.
fn cancel(folder: &mut Folder, number: u32) -> Result<(), Refused> {
    let Some(round) = folder.rounds.iter_mut().find(|own| own.number == Some(number)) else {
        let known: Vec<String> =
            folder.rounds.iter().filter_map(|own| own.number).map(|own| own.to_string()).collect();
        return Err(vec![
            Diagnostic::error("PF0344", format!("the season has no round {number}"))
                .found(number.to_string())
                .expected(format!("one of {}", known.join(", "))),
        ]);
    };
    round.status = RoundStatus::Cancelled;
    folder.results.retain(|(own, _), _| *own != number);
    folder.laps.retain(|(own, _), _| *own != number);
    folder.further.retain(|(own, _), _| *own != number);
    folder.feats.retain(|own| own.round != number);
    folder.statistics.retain(|own| own.round != number);
    folder.class_winners.retain(|own| own.round != number);
    Ok(())
}
