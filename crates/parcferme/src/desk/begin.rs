//! A new championship, from a template or from the season before.

use super::cut;
use super::{Stands, has_moved_on};
use crate::library::{self, Loaded, Raw, Refused};
use crate::new_season::{Asked, Before, Rules, own_rules};
use crate::record;
use parcferme_core::Diagnostic;
use parcferme_store::{
    Account, Act, Address, By, Digest, Draft, Entered, Facts, Fault, Grant, Record, Role, Scope, manifest,
};
use std::collections::BTreeMap;

/// Seasons of the record that an official may begin another from.
///
/// # Errors
/// What the database says.
pub fn before(record: &mut Record, account: &Account) -> Result<Vec<String>, Refused> {
    let heads = record.heads().map_err(record::refused)?.into_iter();
    Ok(heads.map(|own| own.season).filter(|own| begins(account, own)).collect())
}

/// Whether somebody may begin a season.
fn begins(account: &Account, season: &str) -> bool {
    account.is_administrator() || account.roles(Some(season)).contains(&Role::PointsKeeper)
}

/// A season that may begin, with the files that it has then.
pub struct Plan {
    pub season: String,
    pub files: Raw,
    /// The season that they make.
    pub loaded: Loaded,
    /// What the log is to say.
    pub why: String,
    /// Names all of it.
    pub digest: Digest,
}

/// A season that was begun.
pub struct Begun {
    pub season: String,
    pub entered: Entered,
    /// The administrator had no role of the season, and has the points-keeper's now.
    pub granted: bool,
}

/// A season like another: `own`, `rulebook ID`, or `season ID`.
///
/// # Errors
/// It is not theirs to begin, or cannot be read; or what the database says.
fn plan(record: &mut Record, account: &Account, asked: &Asked, like: &str) -> Result<Plan, Refused> {
    let season = asked.id()?;
    if !begins(account, &season) {
        return Err(vec![
            Diagnostic::error("PF1373", format!("you are no points-keeper of {season}"))
                .found(season.as_str())
                .expected("a season that one of your roles is for")
                .help("an administrator grants roles, at /desk/people: points-keeper for the series, such as hill-cup/*"),
        ]);
    }
    let (files, loaded) = files(record, account, asked, like)?;
    let why = format!("the season begins{}", like_in_words(like));
    let paths: BTreeMap<String, Digest> =
        files.iter().map(|(path, bytes)| (path.clone(), Digest::of(bytes))).collect();
    let digest = Digest::of(format!("{season} {}", manifest(&paths)).as_bytes());
    Ok(Plan { season, files, loaded, why, digest })
}

/// What beginning a season would enter.
///
/// # Errors
/// As [`begin`].
pub fn preview(record: &mut Record, account: &Account, asked: &Asked, like: &str) -> Result<Plan, Refused> {
    let plan = plan(record, account, asked, like)?;
    match record.head(&plan.season).map_err(record::refused)? {
        Some(_) => Err(is_there(&plan.season)),
        None => Ok(plan),
    }
}

/// Begins a season like another: `own`, `rulebook ID`, or `season ID`; as it was shown, where `shown` says by which digest.
/// `key` is by which it is asked for again.
///
/// # Errors
/// It is not theirs to begin, cannot be read, is there already, or is not what was shown; or what the database says.
pub fn begin(
    record: &mut Record,
    address: &Address,
    (account, by): (&Account, &By<'_>),
    (asked, like): (&Asked, &str),
    (shown, key): (Option<&str>, Option<&str>),
) -> Result<Begun, Refused> {
    let Plan { season, files, why, digest, .. } = plan(record, account, asked, like)?;
    if let Some(shown) = shown.filter(|own| *own != digest.to_string()) {
        return Err(vec![
            Diagnostic::error("PF1365", "what is to be entered is not what was shown")
                .found(shown)
                .expected(digest.to_string())
                .help("look at it anew and confirm that; nothing was entered"),
        ]);
    }
    let entered = enter(record, address, (&season, &account.name, &why), (files, key))?;
    let granted = !account.roles(Some(&season)).contains(&Role::PointsKeeper);
    if granted {
        let scope: Scope = season.parse().map_err(|own| record::refused(Fault::Refused(own)))?;
        let grant =
            Grant::new(Role::PointsKeeper, scope).map_err(|own| record::refused(Fault::Refused(own)))?;
        record.grant(by, &account.login, &grant).map_err(record::refused)?;
    }
    Ok(Begun { season, entered, granted })
}

/// What the log says of where it was taken from.
fn like_in_words(like: &str) -> String {
    match like.split_once(' ') {
        Some(("season", id)) => format!(", with entries, calendar and rules of {id}"),
        Some(("rulebook", id)) => format!(", by the rules of {id}"),
        _ => String::new(),
    }
}

/// The files of the season, which load and can be computed.
fn files(
    record: &mut Record,
    account: &Account,
    asked: &Asked,
    like: &str,
) -> Result<(Raw, Loaded), Refused> {
    let plan = match like.split_once(' ') {
        Some(("season", id)) => {
            if !before(record, account)?.iter().any(|own| own == id) {
                return Err(no_like(id));
            }
            let stands = Stands::now(record, id)?;
            let text = match stands.files.get("rulebook.toml") {
                Some(own) => String::from_utf8_lossy(own).into_owned(),
                None => stands.loaded.rules.wording.to_toml(),
            };
            let names = stands.files.get("names.toml").map(|own| String::from_utf8_lossy(own).into_owned());
            let before = Before { folder: &stands.loaded.folder, names };
            asked.plan(|name| Rules::Copied { text: own_rules(&text, name) }, Some(&before))?
        }
        Some(("rulebook", id)) => {
            let rules = library::bundled_rulebook(id).ok_or_else(|| no_like(id))?;
            let text = rules.wording.to_toml();
            asked.plan(|name| Rules::Copied { text: own_rules(&text, name) }, None)?
        }
        _ if like.is_empty() || like == "own" => asked.plan(|_| Rules::Own, None)?,
        _ => return Err(no_like(like)),
    };
    let files: Raw = plan.files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    // As whatever is entered: a season that cannot be computed is refused.
    let loaded = record::load(&asked.id()?, files.clone())?;
    loaded.outcome()?;
    Ok((files, loaded))
}

fn no_like(found: &str) -> Refused {
    vec![
        Diagnostic::error("PF1372", "there is no such season or rulebook to begin from")
            .found(found)
            .expected("one of those that the form lists"),
    ]
}

fn enter(
    record: &mut Record,
    address: &Address,
    (season, who, why): (&str, &str, &str),
    (files, key): (Raw, Option<&str>),
) -> Result<Entered, Refused> {
    let files = files.into_iter().map(|(path, bytes)| (path, Some(bytes))).collect();
    let draft = Draft {
        season: season.to_owned(),
        follows: 0,
        key: String::new(),
        who: who.to_owned(),
        why: cut(why),
        when: record::now(),
        act: Act::Facts(Facts { files, undoes: None }),
    };
    match record::enter(record, address, draft, key) {
        Err(found) if has_moved_on(&found) => Err(is_there(season)),
        other => other,
    }
}

fn is_there(season: &str) -> Refused {
    vec![
        Diagnostic::error("PF1374", format!("the record has a season {season} already"))
            .found(season)
            .expected("a season that is not there yet")
            .help(format!("its desk is at /desk/{season}; another season needs another year or id")),
    ]
}
