//! Who may sign in, and what they may do.
//!
//! An account has roles, each for the whole record, a series or a season ([`Grant`]). Somebody proves to be its owner by a
//! password and then a session, by a passkey, by a link that works once, or by a token of a program; of these secrets the record
//! knows digests alone. The words for it are those of the sport; passwords are hashed by who calls, as is every moment told.
//! Whatever changes here is written to the audit log in the same transaction ([`Noted`]).

pub(crate) mod account;
mod noted;
mod passkey;
mod role;
mod secret;

pub use account::{Account, Tie};
pub use noted::{By, Deed, Noted};
pub use passkey::Passkey;
pub use role::{Grant, Role, Scope};
pub use secret::Token;
