//! Where a record lies: a file, or a PostgreSQL database.

use std::fmt;
use std::path::PathBuf;

/// Where a record lies.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A SQLite file.
    File(PathBuf),
    /// A database, as `postgres://user@host/name`.
    Postgres(String),
}

impl Address {
    /// What begins with `postgres://` or `postgresql://` is a database, everything else a file.
    pub fn of(text: &str) -> Address {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Address::Postgres(text.to_owned())
        } else {
            Address::File(PathBuf::from(text))
        }
    }
}

/// Without the password of a database.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match self {
            Address::File(path) => return write!(f, "{}", path.display()),
            Address::Postgres(url) => url,
        };
        // Parameters may hold a password too.
        let url = url.split('?').next().unwrap_or(url);
        let Some((scheme, rest)) = url.split_once("://") else { return f.write_str(url) };
        match rest.rsplit_once('@') {
            Some((user, host)) => {
                write!(f, "{scheme}://{}@{host}", user.split(':').next().unwrap_or(""))
            }
            None => write!(f, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_password_is_never_shown() {
        for (text, shown) in [
            ("club.record", "club.record"),
            ("postgres://ann@host:5432/club", "postgres://ann@host:5432/club"),
            ("postgres://ann:s3cret@host/club", "postgres://ann@host/club"),
            ("postgres://ann:s3@cret@host/club?password=s3cret", "postgres://ann@host/club"),
            ("postgresql:///club", "postgresql:///club"),
        ] {
            assert_eq!(Address::of(text).to_string(), shown);
            assert!(!format!("{:?}", Address::of(text)).contains("cret@"));
        }
    }
}
