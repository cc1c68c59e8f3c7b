//! Where a webhook leads: an address that can be one by its letters. Whether what its name stands for may be reached is
//! asked when something is sent.

use http::Uri;
use std::fmt;
use std::str::FromStr;

const MAX_LETTERS: usize = 500;

/// The address of a webhook: `https://host[:port]/path[?query]`, or `http://` to this machine itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    text: String,
    /// Without brackets, where it is an address of version 6.
    pub host: String,
    pub port: u16,
    /// Nobody between can read what is sent.
    pub encrypted: bool,
    /// As the `Host` header has it.
    pub authority: String,
    /// With its query.
    pub path: String,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Target, String> {
        let wrong = |what: &str| Err(format!("`{}` {what}", text.escape_debug()));
        if text.len() > MAX_LETTERS {
            return Err(format!("an address of more than {MAX_LETTERS} letters"));
        }
        if !text.bytes().all(|own| own.is_ascii_graphic()) || text.contains('#') {
            return wrong("is no address: it has letters that no address has");
        }
        let Ok(uri) = text.parse::<Uri>() else { return wrong("is no address") };
        let Some(authority) = uri.authority() else { return wrong("names no host") };
        if authority.as_str().contains('@') {
            return wrong("has a name or a password in it");
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        if host.is_empty() {
            return wrong("names no host");
        }
        let encrypted = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return wrong("is not https://"),
        };
        let port = match authority.as_str().strip_prefix(authority.host()).unwrap_or_default() {
            "" => {
                if encrypted {
                    443
                } else {
                    80
                }
            }
            port => match port.strip_prefix(':').and_then(|own| own.parse().ok()) {
                Some(0) | None => return wrong("has a port that is none"),
                Some(port) => port,
            },
        };
        Ok(Target {
            text: text.to_owned(),
            host,
            port,
            encrypted,
            authority: authority.as_str().to_owned(),
            // A query without a path stands behind the root: `?team=1` alone is no target of a request.
            path: match uri.query() {
                Some(query) => format!("{}?{query}", uri.path()),
                None => uri.path().to_owned(),
            },
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_and_names_a_host_and_nothing_hidden() {
        let target = |text: &str| text.parse::<Target>();
        let own = target("https://Example.ORG:8443/in?team=1").unwrap();
        assert_eq!((own.host.as_str(), own.port, own.encrypted), ("example.org", 8443, true));
        assert_eq!((own.authority.as_str(), own.path.as_str()), ("Example.ORG:8443", "/in?team=1"));
        assert_eq!(own.to_string(), "https://Example.ORG:8443/in?team=1");
        let own = target("http://[::1]").unwrap();
        assert_eq!((own.host.as_str(), own.port, own.encrypted, own.path.as_str()), ("::1", 80, false, "/"));
        let own = target("https://hooks.example.org").unwrap();
        assert_eq!((own.port, own.path.as_str()), (443, "/"));
        let own = target("https://hooks.example.org?team=1").unwrap();
        assert_eq!((own.authority.as_str(), own.path.as_str()), ("hooks.example.org", "/?team=1"));
        assert_eq!(own.to_string(), "https://hooks.example.org?team=1");
        for no in [
            "",
            "/in",
            "example.org",
            "example.org/in",
            "ftp://example.org/",
            "https://",
            "https:///in",
            "https://ann:secret@example.org/",
            "https://example.org@10.0.0.1/",
            "https://example.org/#in",
            "https://example.org/a b",
            "https://example.org/\r\nHost: other",
            "https://ex\u{e4}mple.org/",
            "https://example.org:0/",
            "https://example.org:/",
            "https://example.org:65536/",
            &format!("https://example.org/{}", "x".repeat(500)),
        ] {
            assert!(target(no).is_err(), "{no}: {:?}", target(no));
        }
    }
}
