//! A season with something else: other rules, another decision, another result. Each is a value; together they make a season that
//! is computed as any other.

use crate::library::{self, Loaded, Refused};
use parcferme_core::audit;
use parcferme_core::change::Change;
use parcferme_core::season::RoundStatus;
use parcferme_core::whatif::{Comparison, Share, compare};
use parcferme_core::{Diagnostic, Outcome, Rulebook, Season, Severity};
use parcferme_formats::folder::{AddedDecision, Folder, ResultChange, results_path};
use parcferme_publish::{json, otherwise as words};
use std::path::Path;

/// One thing that is otherwise.
#[derive(Clone, Debug)]
pub enum Otherwise {
    /// Scored by another rulebook: one that ships, or a file.
    Rulebook(String),
    Rule(Change),
    Result(ResultChange),
    /// A round that was not held, by its number.
    Cancelled(u32),
    /// A decision more.
    Decision(AddedDecision),
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
        let mut folder = changed_results(loaded, &all)?;
        let mut added = Vec::new();
        for own in &all {
            match own {
                Otherwise::Rulebook(name) => rules = library::rulebook(name)?.0,
                Otherwise::Rule(change) => rules = rules.with(std::slice::from_ref(change))?,
                Otherwise::Result(_) => {}
                Otherwise::Cancelled(number) => cancel(&mut folder, *number)?,
                Otherwise::Decision(own) => added.push(own.apply(&mut folder)),
                Otherwise::WithoutDecision(id) => without(&mut folder, id)?,
            }
        }
        let (season, outcome) = library::scored(&folder, &rules)?;
        let mut added = added.iter();
        let said = all.into_iter().map(|own| match own {
            Otherwise::Rulebook(name) => {
                // It was read above.
                library::rulebook(name).map_or_else(|_| name.clone(), |own| words::scored_by(&own.0))
            }
            Otherwise::Rule(change) => words::rule(&rules, change),
            Otherwise::Result(change) => words::result(&season, &of_result(change)),
            Otherwise::Cancelled(number) => words::cancelled(&season, *number),
            Otherwise::Decision(_) => {
                added.next().map_or_else(String::new, |id| words::decision(&season, &rules, id))
            }
            Otherwise::WithoutDecision(id) => {
                format!("Without decision {id}: {}", words::decision(&loaded.season, &loaded.rules, id))
            }
        });
        let said = said.collect();
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
    /// (`3 race #71 laps=72`), `cancel 9` for a round that was not held, `decision disqualify round=3 number=71` for a
    /// decision more, `without d1` for one less.
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
            match Otherwise::of_line(line) {
                Ok(own) => all.push(own),
                Err(own) => refused.extend(own),
            }
        }
        if refused.is_empty() { Ok(all) } else { Err(refused) }
    }

    fn of_line(line: &str) -> Result<Otherwise, Refused> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            // A rule is `kind.key = value`: none of these words stands before its `=`.
            "cancel" if rest.parse::<u32>().is_ok() => Ok(Otherwise::Cancelled(rest.parse().unwrap_or(0))),
            "decision" => AddedDecision::parse(rest).map(Otherwise::Decision),
            "without" if !rest.is_empty() => Ok(Otherwise::WithoutDecision(rest.to_owned())),
            _ if line.contains('#') && line.starts_with(|own: char| own.is_ascii_digit()) => {
                ResultChange::parse(line).map(Otherwise::Result).map_err(|own| vec![*own])
            }
            _ => Change::parse(line).map(Otherwise::Rule).map_err(|own| vec![*own]),
        }
    }

    /// The decisions of a file in the form of `decisions.toml`, or the one that a line states.
    ///
    /// # Errors
    /// There is no such file, or it is not written so; a line that is none.
    pub fn decisions(text: &str) -> Result<Vec<Otherwise>, Refused> {
        let path = Path::new(text);
        if !path.exists() && text.contains(' ') {
            return Ok(vec![Otherwise::Decision(AddedDecision::parse(text)?)]);
        }
        let mut folder = Folder::default();
        let mut found = folder.read_decisions(text, &library::read_text(path)?);
        library::refuse_errors(&mut found)?;
        Ok(folder.decisions.into_iter().map(AddedDecision::of).map(Otherwise::Decision).collect())
    }

    /// As [`Otherwise::of_query`] reads it; none for what a page cannot be asked.
    fn line(&self) -> Option<String> {
        match self {
            Otherwise::Rule(change) => Some(change.to_string()),
            Otherwise::Result(change) => Some(change.to_string()),
            Otherwise::Cancelled(round) => Some(format!("cancel {round}")),
            Otherwise::Decision(own) => Some(format!("decision {own}")),
            Otherwise::WithoutDecision(id) => Some(format!("without {id}")),
            Otherwise::Rulebook(_) => None,
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
        address(&self.all)
    }

    /// Each change in words, with the query that asks for all others; an empty one where there are none.
    pub fn each(&self) -> Vec<(String, Option<String>)> {
        let each = self.made.said.iter().enumerate().map(|(at, said)| {
            let others = self.all.iter().enumerate().filter(|own| own.0 != at).map(|own| own.1);
            (said.clone(), address(others))
        });
        each.collect()
    }
}

fn address<'o>(all: impl IntoIterator<Item = &'o Otherwise>) -> Option<String> {
    let mut rulebook = String::new();
    let mut lines = Vec::new();
    for own in all {
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
    let query = query.finish();
    Some(if query.is_empty() { query } else { format!("?{query}") })
}

fn of_result(change: &ResultChange) -> words::Result<'_> {
    words::Result {
        session: change.session(),
        car: change.car(),
        columns: change.columns(),
        swap: change.swap(),
    }
}

/// Takes a decision away.
fn without(folder: &mut Folder, id: &str) -> Result<(), Refused> {
    let known: Vec<String> = folder.decisions.iter().map(|own| own.id.clone()).collect();
    folder.decisions.retain(|own| own.id != *id);
    if known.len() == folder.decisions.len() {
        let words: Vec<&str> = known.iter().map(String::as_str).collect();
        let told = Diagnostic::error("PF0343", format!("the season has no decision `{id}`")).found(id);
        let told = match known.is_empty() {
            true => told.help("no decision is recorded for this season"),
            false => told.expected(format!("one of {}", known.join(", "))).did_you_mean(id, &words),
        };
        return Err(vec![told]);
    }
    Ok(())
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
    let written = loaded.folder.write();
    let mut files = if loaded.files.is_empty() { written.clone() } else { loaded.files.clone() };
    for change in changes {
        // A file by hand may call its columns by other words.
        let (round, session) = change.session();
        let path = results_path(round, session);
        if let Some(text) = written.get(&path)
            && files.get(&path) == loaded.files.get(&path)
        {
            files.insert(path, text.clone());
        }
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
