//! How a command or a request ends: the one place that knows exit statuses and HTTP statuses.

use axum::http::StatusCode;

/// The ways to end. Exit status 0: done, nothing wrong; 1: a check or an audit found an error; 2: wrong usage or input
/// that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Done, and nothing wrong.
    Fine,
    /// Done, and what was looked at has an error.
    Wrong,
    /// What was asked or given cannot be read.
    Unreadable,
    /// There is no such thing.
    Unknown,
    /// Only reading is allowed.
    NotAllowed,
    /// Nobody is signed in, and somebody must be.
    NoAccount,
    /// Whoever is signed in may not do that.
    Forbidden,
    /// What it was made for has moved on.
    MovedOn,
    /// It was made for another state than this.
    OtherState,
    /// It was there, and was taken out for good.
    Gone,
    /// Asked more often than one may.
    TooOften,
    /// Another host is asked than this.
    Elsewhere,
    /// The address is longer than any that leads somewhere.
    TooLong,
    /// It would take too long.
    Slow,
    /// A fault of the program or of the machine.
    Broken,
}

impl Ending {
    pub const ALL: [Ending; 15] = [
        Ending::Fine,
        Ending::Wrong,
        Ending::Unreadable,
        Ending::Unknown,
        Ending::NotAllowed,
        Ending::NoAccount,
        Ending::Forbidden,
        Ending::MovedOn,
        Ending::OtherState,
        Ending::Gone,
        Ending::TooOften,
        Ending::Elsewhere,
        Ending::TooLong,
        Ending::Slow,
        Ending::Broken,
    ];

    pub const fn exit_status(self) -> u8 {
        match self {
            Ending::Fine => 0,
            Ending::Wrong => 1,
            _ => 2,
        }
    }

    pub const fn http_status(self) -> StatusCode {
        match self {
            Ending::Fine | Ending::Wrong => StatusCode::OK,
            Ending::Unreadable => StatusCode::BAD_REQUEST,
            Ending::Unknown => StatusCode::NOT_FOUND,
            Ending::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Ending::NoAccount => StatusCode::UNAUTHORIZED,
            Ending::Forbidden => StatusCode::FORBIDDEN,
            Ending::MovedOn => StatusCode::CONFLICT,
            Ending::OtherState => StatusCode::PRECONDITION_FAILED,
            Ending::Gone => StatusCode::GONE,
            Ending::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Ending::Elsewhere => StatusCode::MISDIRECTED_REQUEST,
            Ending::TooLong => StatusCode::URI_TOO_LONG,
            Ending::Slow => StatusCode::SERVICE_UNAVAILABLE,
            Ending::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_and_a_client_are_told_the_same() {
        for ending in Ending::ALL {
            let answered = ending.http_status().is_success();
            assert_eq!(ending.exit_status() < 2, answered, "{ending:?}");
        }
        assert_eq!(Ending::ALL.map(Ending::exit_status), [0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
    }
}
