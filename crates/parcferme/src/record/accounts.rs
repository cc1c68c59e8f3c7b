//! Accounts in words, for pages and commands.

use parcferme_store::{Grant, Noted, Scope};

/// A role with its seasons, as a sentence has it.
pub fn grant_in_words(grant: &Grant) -> String {
    let role = grant.role.word();
    match &grant.scope {
        Scope::Everything => role.to_owned(),
        Scope::Series(own) => format!("{role} of every season of {own}"),
        Scope::Season(own) => format!("{role} of {own}"),
    }
}

/// What a line of the audit log says was done, after the name of who did it.
pub fn noted_in_words(own: &Noted) -> String {
    let did = own.deed.words();
    match (&own.account, &own.what) {
        (Some(account), Some(what)) => format!("{did} {account}: {what}"),
        (Some(one), None) | (None, Some(one)) => format!("{did} {one}"),
        (None, None) => format!("{did} no account"),
    }
}
