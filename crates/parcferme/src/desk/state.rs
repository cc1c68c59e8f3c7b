//! How far what was published has come: until when protests are taken, what is pending, and whether it is official by itself.

use super::Stands;
use crate::library::Refused;
use crate::record;
use crate::record::editions::{self, Published, To};
use parcferme_core::rules::protest_window::Starts;
use parcferme_core::season::{Moment, Session};
use parcferme_core::{Diagnostic, Ix};
use parcferme_formats::folder::{NOTICES, NoticeKind, NoticeRecord};
use parcferme_publish::stamp::moment_in_words;
use parcferme_store::{Edition, Record, Standing};

/// The window for protests against a session's classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub session: Ix<Session>,
    /// `3. Petit Le Mans`, with the session where it is not the main one.
    pub name: String,
    pub article: String,
    /// None where what it begins with is not known yet.
    pub begins: Option<Moment>,
    /// On the circuit's clock, as far as a notice shows one.
    pub ends: Option<Moment>,
}

/// How a season's results stand.
pub struct State {
    /// The last edition; none where nothing has been published.
    pub edition: Option<Edition>,
    /// What was entered after the edition changes what it says.
    pub unpublished: bool,
    pub windows: Vec<Window>,
    pub pending: Vec<NoticeRecord>,
    has_rule: bool,
}

impl State {
    /// # Errors
    /// What the database says.
    pub fn of(record: &mut Record, stands: &Stands) -> Result<State, Refused> {
        let all = record.editions(stands.season()).map_err(record::refused)?;
        let windows = windows(stands, &all);
        let edition = all.into_iter().next_back();
        let unpublished = match &edition {
            None => true,
            Some(own) => {
                // Nothing is computed from notices.
                let mut facts = |number: u64| {
                    record.facts(stands.season(), number).map(|mut own| {
                        own.remove(NOTICES);
                        own
                    })
                };
                let published = facts(own.after.0).map_err(record::refused)?;
                facts(stands.operation.number).map_err(record::refused)? != published
                    && !stands.is_said(own)?
            }
        };
        Ok(State {
            edition,
            unpublished,
            windows,
            pending: stands.pending().cloned().collect(),
            has_rule: !stands.loaded.rules.protest_windows.is_empty(),
        })
    }

    /// What the results wait for, a sentence each; nothing where they are official, or would be.
    pub fn waits(&self, now: Moment) -> Vec<String> {
        self.waits_said(now, true)
    }

    /// The same for everybody: what a decision that lacks a signature would say is not told.
    pub fn waits_in_public(&self, now: Moment) -> Vec<String> {
        self.waits_said(now, false)
    }

    fn waits_said(&self, now: Moment, drafts: bool) -> Vec<String> {
        let mut waits = Vec::new();
        if self.edition.is_none() {
            waits.push("Nothing has been published.".to_owned());
            return waits;
        }
        waits.extend(self.open(now, drafts));
        waits
    }

    /// Windows that are open and documents that are pending, a sentence each.
    fn open(&self, now: Moment, drafts: bool) -> Vec<String> {
        let mut waits = Vec::new();
        for own in &self.windows {
            match own.ends {
                None => waits.push(format!(
                    "{}: the window for protests has not begun, for the finish has not been posted.",
                    own.name
                )),
                Some(ends) if ends.utc() > now.utc() => {
                    waits.push(format!("{}: protests are taken until {}.", own.name, moment_in_words(ends)));
                }
                Some(_) => {}
            }
        }
        for own in &self.pending {
            if own.kind == NoticeKind::Proposal && !drafts {
                waits.push("A decision is being prepared.".to_owned());
                continue;
            }
            waits.push(format!("Document {}, {}, is pending: {}.", own.number, own.kind.word(), own.title));
        }
        waits
    }

    /// Why a points-keeper cannot publish as official what is entered now, a sentence each; nothing where he can.
    pub fn hinders_official(&self, now: Moment) -> Vec<String> {
        let mut hinders = self.open(now, true);
        if self.has_rule && self.unpublished {
            hinders.push(
                "The rules have a window for protests, which is of what was published: publish as provisional first."
                    .to_owned(),
            );
        }
        hinders
    }

    /// Whether rules say until when protests are taken, so that results become official by themselves.
    pub fn settles_itself(&self) -> bool {
        self.has_rule
    }

    /// Whether the last edition is official by itself now: it is provisional, rules say until when protests are taken, all
    /// windows have run out, nothing is pending, and it says what the record says.
    pub fn is_due(&self, now: Moment) -> bool {
        let provisional = self.edition.as_ref().is_some_and(|own| own.standing == Standing::Provisional);
        provisional && self.has_rule && !self.unpublished && self.waits(now).is_empty()
    }

    /// How the results stand, in a word or two.
    pub fn word(&self) -> &'static str {
        match &self.edition {
            None => "unpublished",
            Some(own) if own.standing == Standing::Official && !self.pending.is_empty() => "under review",
            Some(own) => own.standing.word(),
        }
    }
}

/// Refuses to publish as official what is not to be: a window is open, or something is pending.
///
/// # Errors
/// [PF1430](../errors/PF1430.md), with what it waits for; or what the database says.
pub fn may_be_official(record: &mut Record, season: &str, key: Option<&str>) -> Result<(), Refused> {
    let known = key.map(|own| record.entered_as(own)).transpose().map_err(record::refused)?.flatten();
    // Asked again because its answer was lost.
    if known.is_some() {
        return Ok(());
    }
    let stands = Stands::now(record, season)?;
    let hinders = State::of(record, &stands)?.hinders_official(record::now());
    if hinders.is_empty() {
        return Ok(());
    }
    Err(vec![
        Diagnostic::error("PF1430", "the results cannot be official yet")
            .at(record::place(season, "operation", stands.operation.number))
            .found(hinders.join(" "))
            .expected("no window for protests that is open, and nothing pending")
            .help("a window ends by itself; stewards decide what is pending, or who lodged it withdraws it; then a points-keeper publishes as official"),
    ])
}

/// Publishes the last edition as official where it is due; none where it is not.
///
/// # Errors
/// The record moved on meanwhile, or what the database says.
pub fn settle<'a>(
    record: &mut Record,
    to: impl Into<To<'a>>,
    season: &str,
) -> Result<Option<Edition>, Refused> {
    let stands = Stands::now(record, season)?;
    if !State::of(record, &stands)?.is_due(record::now()) {
        return Ok(None);
    }
    let why = "the windows for protests have run out, and nothing is pending";
    let by = (crate::ISSUER, why, None);
    match editions::publish(record, to, season, Standing::Official, by)?.0 {
        Published::Edition(own) => Ok(Some(*own)),
        Published::Same(_) => Ok(None),
    }
}

fn windows(stands: &Stands, editions: &[Edition]) -> Vec<Window> {
    let (season, rules) = (&stands.loaded.season, &stands.loaded.rules);
    let mut windows = Vec::new();
    for own in &stands.outcome.classifications {
        let Some(clause) = rules.protest_window(season, own.session) else { continue };
        let name = editions::classification_name(season, own.session);
        let digest =
            |edition: &Edition| edition.papers.iter().find(|own| own.name == name).map(|own| own.digest);
        // What is published anew as it was begins no window anew.
        let Some(latest) = editions.last().and_then(digest) else { continue };
        let same = editions.iter().rev().take_while(|own| digest(own) == Some(latest));
        let published = same.last().map(|own| own.when);
        let about = |notice: &&NoticeRecord| is_about(stands, notice, own.session);
        let finish = stands.notices().iter().rev().filter(about).find(|own| own.kind == NoticeKind::Finish);
        let begins = match clause.rule.starts {
            Starts::Publication => published,
            Starts::Finish => finish.map(|own| own.at),
        };
        // The clock that the round's own notices show.
        let clock = stands.notices().iter().rev().find(|own| own.kind == NoticeKind::Finish || about(own));
        let begins = begins.map(|own| clock.map_or(own, |clock| own.on_clock_of(clock.at)));
        let extended = stands.notices().iter().filter(about).filter(|own| own.kind == NoticeKind::Extension);
        let ends = begins.and_then(|own| clause.rule.ends(own));
        let ends = ends.map(|own| extended.filter_map(|own| own.until).fold(own, later));
        windows.push(Window {
            session: own.session,
            name: session_name(stands, own.session),
            article: rules.articles[clause.article].text.clone(),
            begins,
            ends,
        });
    }
    windows
}

fn later(a: Moment, b: Moment) -> Moment {
    if b.utc() > a.utc() { b } else { a }
}

fn is_about(stands: &Stands, notice: &NoticeRecord, session: Ix<Session>) -> bool {
    let season = &stands.loaded.season;
    let own = &season.sessions[session];
    let round = season.rounds[own.round].number.map(u32::from);
    let named = notice.session == own.id
        || (notice.session.is_empty() && season.main_session(own.round) == Some(session));
    round.is_some() && notice.round == round && named
}

fn session_name(stands: &Stands, session: Ix<Session>) -> String {
    let season = &stands.loaded.season;
    let own = &season.sessions[session];
    let round = &season.rounds[own.round];
    let of = match season.main_session(own.round) == Some(session) {
        true => String::new(),
        false => format!(", {}", own.id.replace('-', " ")),
    };
    format!("{}. {}{of}", round.label(), round.short_name())
}

/// What is said of a protest that comes, or is entered, when its window has run out: the stewards decide whether it is taken.
pub(super) fn late(
    record: &mut Record,
    stands: &Stands,
    protest: &NoticeRecord,
    now: Moment,
) -> Result<Option<Diagnostic>, Refused> {
    let state = State::of(record, stands)?;
    let season = &stands.loaded.season;
    let of = |own: &&Window| {
        is_about(stands, protest, own.session) || {
            let round = season.rounds[season.sessions[own.session].round].number.map(u32::from);
            protest.round.is_none() || (protest.round == round && protest.session.is_empty())
        }
    };
    let ends = state.windows.iter().filter(of).filter_map(|own| own.ends).max_by_key(|own| own.utc());
    let Some(ends) = ends else { return Ok(None) };
    let told = |id, message, found| {
        Diagnostic::warning(id, message)
            .found(moment_in_words(found))
            .expected(format!("until {}", moment_in_words(ends)))
    };
    if ends.utc() < protest.at.utc() {
        let late = told("PF1362", "the protest was lodged after its window had run out", protest.at);
        return Ok(Some(late.help("it is on the board; the stewards decide whether it is taken")));
    }
    let message =
        "the protest was entered after its window had run out, and counts by the time that it states";
    Ok((ends.utc() < now.utc()).then(|| {
        told("PF1437", message, now.on_clock_of(protest.at)).help(
            "the board says both times; the stewards decide whether it was lodged then, and whether it is taken",
        )
    }))
}

/// Refuses an extension where no rule lets anybody extend.
///
/// # Errors
/// The rules say of no window of that session that it may end later.
pub fn may_extend(stands: &Stands, extension: &NoticeRecord) -> Result<(), Refused> {
    let (season, rules) = (&stands.loaded.season, &stands.loaded.rules);
    let session = season.sessions.iter().find(|own| is_about(stands, extension, own.0)).map(|own| own.0);
    let clause = session.and_then(|own| rules.protest_window(season, own));
    if clause.is_some_and(|own| !own.rule.extended_by.is_empty()) {
        return Ok(());
    }
    Err(vec![
        Diagnostic::error("PF1363", "the rules let nobody extend that window for protests")
            .found(extension.title.as_str())
            .expected("a protest_window of the rulebook for that session, with `extended_by`"),
    ])
}
