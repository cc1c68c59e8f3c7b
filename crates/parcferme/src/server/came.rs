//! Where a request came from, by the connection or by the word of a proxy that is trusted.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// On requests of a connection that this server encrypts itself.
#[derive(Clone, Copy, Debug)]
pub struct Encrypted;

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    pub from: IpAddr,
    /// Whether nobody between could read it.
    pub private: bool,
}

impl Came {
    /// As the front of the server found it.
    pub fn of(parts: &Parts) -> Came {
        parts.extensions.get::<Came>().copied().unwrap_or_else(|| {
            let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
            Came { from: from.map_or(IpAddr::from([127, 0, 0, 1]), |own| own.0.ip()), private: false }
        })
    }

    /// By the connection; where that is of a trusted proxy, by what the proxy says: the last address in `X-Forwarded-For` that
    /// is none of a proxy, and `X-Forwarded-Proto`. Everybody else's word is nothing.
    pub fn through(connected: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> Came {
        let trusted = |own: IpAddr| proxies.iter().any(|proxy| proxy.has(own));
        if !trusted(connected) {
            return Came { from: connected, private: false };
        }
        let said = |name: &str| {
            headers.get_all(name).iter().filter_map(|own| own.to_str().ok()).collect::<Vec<_>>().join(",")
        };
        let mut from = connected;
        for hop in said("x-forwarded-for").rsplit(',') {
            let Ok(hop) = hop.trim().parse() else { break };
            from = hop;
            if !trusted(hop) {
                break;
            }
        }
        let scheme = said("x-forwarded-proto");
        let scheme = scheme.rsplit(',').next().unwrap_or_default().trim();
        Came { from, private: scheme.eq_ignore_ascii_case("https") }
    }
}

impl<S: Sync> FromRequestParts<S> for Came {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Came, Infallible> {
        Ok(Came::of(parts))
    }
}

/// An address, or all that begin alike: `127.0.0.1`, `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether an address is one of them.
    pub fn has(self, other: IpAddr) -> bool {
        let begins = |own: u128, other: u128, all: u32| {
            let rest = all - u32::from(self.bits);
            own.checked_shr(rest).unwrap_or(0) == other.checked_shr(rest).unwrap_or(0)
        };
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => begins(own.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => begins(own.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let wrong = || format!("`{text}` is no address or network, such as `127.0.0.1` or `10.0.0.0/8`");
        let (address, bits) = text.split_once('/').map_or((text, None), |own| (own.0, Some(own.1)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |own| own.parse().ok().filter(|own| *own <= most));
        Ok(Network { address, bits: bits.ok_or_else(wrong)? })
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Network, String> {
        text.parse()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies: Vec<Network> = ["10.0.0.0/8", "::1"].iter().map(|own| own.parse().unwrap()).collect();
        let came = |connected: &str, chain: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static("x-forwarded-for"), chain.parse().unwrap());
            headers.insert(HeaderName::from_static("x-forwarded-proto"), "https".parse().unwrap());
            let came = Came::through(connected.parse().unwrap(), &headers, &proxies);
            (came.from.to_string(), came.private)
        };
        let is = |from: &str, private| (from.to_owned(), private);
        assert_eq!(came("192.0.2.9", "198.51.100.1"), is("192.0.2.9", false), "anybody can send a header");
        assert_eq!(came("10.1.2.3", "198.51.100.1"), is("198.51.100.1", true));
        // What the reader wrote himself stands before what the proxies saw.
        assert_eq!(came("10.1.2.3", "203.0.113.7, 198.51.100.1, 10.9.9.9"), is("198.51.100.1", true));
        assert_eq!(came("::1", "nonsense"), is("::1", true));
        assert_eq!(came("::ffff:10.1.2.3", "198.51.100.1"), is("198.51.100.1", true));
        for no in ["", "10.0.0.0/33", "10.0.0/8", "a", "::1/129", "10.0.0.0/-1"] {
            assert!(no.parse::<Network>().is_err(), "{no}");
        }
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.has(IpAddr::from([1, 2, 3, 4])));
    }
}
