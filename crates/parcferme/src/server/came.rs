//! Where a request came from.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    pub from: IpAddr,
    /// Whether nobody between could read it.
    pub private: bool,
}

impl Came {
    pub fn of(parts: &Parts) -> Came {
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Came { from: from.map_or(IpAddr::from([127, 0, 0, 1]), |own| own.0.ip()), private: false }
    }
}

impl<S: Sync> FromRequestParts<S> for Came {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Came, Infallible> {
        Ok(Came::of(parts))
    }
}
