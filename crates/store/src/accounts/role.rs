//! What somebody may do, and for which seasons.

use crate::is_season;
use std::fmt;
use std::str::FromStr;

/// What officials are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Invites people, grants roles, reads the audit log. Of the whole record alone.
    Administrator,
    /// Enters results and entries, and publishes.
    PointsKeeper,
    /// Decides.
    Steward,
    /// Corrects laps and passings.
    Timekeeper,
    /// Reads what is not published yet; whoever has another role of a season may too.
    Reader,
}

impl Role {
    pub const ALL: [Role; 5] =
        [Role::Administrator, Role::PointsKeeper, Role::Steward, Role::Timekeeper, Role::Reader];

    pub const fn word(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::PointsKeeper => "points-keeper",
            Role::Steward => "steward",
            Role::Timekeeper => "timekeeper",
            Role::Reader => "reader",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Role, String> {
        let known = Role::ALL.map(Role::word).join(", ");
        let found = Role::ALL.into_iter().find(|own| own.word() == text);
        found.ok_or_else(|| format!("`{text}` is no role; one of {known}"))
    }
}

/// The seasons that a role is for. In text `*`, `alms/*` or `alms/2003`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Everything,
    Series(String),
    Season(String),
}

impl Scope {
    /// Whether a season, as `alms/2003`, is one of them.
    pub fn covers(&self, season: &str) -> bool {
        match self {
            Scope::Everything => true,
            Scope::Series(own) => season.split_once('/').is_some_and(|(series, _)| series == own),
            Scope::Season(own) => own == season,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Everything => f.write_str("*"),
            Scope::Series(own) => write!(f, "{own}/*"),
            Scope::Season(own) => f.write_str(own),
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Scope, String> {
        match text.strip_suffix("/*") {
            _ if text == "*" => Ok(Scope::Everything),
            Some(series) if is_season(&format!("{series}/1")) => Ok(Scope::Series(series.to_owned())),
            None if is_season(text) => Ok(Scope::Season(text.to_owned())),
            _ => Err(format!("`{text}` names no seasons; `*`, `series/*` or `series/season`")),
        }
    }
}

/// A role for some seasons. In text `steward alms/*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    pub role: Role,
    pub scope: Scope,
}

impl Grant {
    /// A role for some seasons; an administrator is one of the whole record.
    ///
    /// # Errors
    /// An administrator of something less.
    pub fn new(role: Role, scope: Scope) -> Result<Grant, String> {
        if role == Role::Administrator && scope != Scope::Everything {
            return Err("an administrator is one of the whole record: `*`".to_owned());
        }
        Ok(Grant { role, scope })
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.role.word(), self.scope)
    }
}

impl FromStr for Grant {
    type Err = String;

    fn from_str(text: &str) -> Result<Grant, String> {
        let (role, scope) =
            text.split_once(' ').ok_or_else(|| format!("`{text}` is no role with its seasons"))?;
        Grant::new(role.parse()?, scope.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_covers_its_own_seasons_and_no_others() {
        let scope = |text: &str| text.parse::<Scope>().unwrap();
        for (text, season, covers) in [
            ("*", "alms/2003", true),
            ("alms/*", "alms/2003", true),
            ("alms/*", "alms-2/2003", false),
            ("alms/2003", "alms/2003", true),
            ("alms/2003", "alms/2004", false),
        ] {
            assert_eq!(scope(text).covers(season), covers, "{text} {season}");
            assert_eq!(scope(text).to_string(), text);
        }
        for no in ["", "/*", "alms", "*/2003", "alms/2003/*", "../*", "alms/**"] {
            assert!(no.parse::<Scope>().is_err(), "{no}");
        }
        assert!("administrator alms/*".parse::<Grant>().is_err());
        assert_eq!("steward alms/*".parse::<Grant>().unwrap().to_string(), "steward alms/*");
    }
}
