//! SHA-256, as 64 letters.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// SHA-256 of some bytes. In text, 64 letters of lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub(crate) [u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Bytes with their digest, which takes its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    bytes: Vec<u8>,
    digest: Digest,
}

impl From<Vec<u8>> for Document {
    fn from(bytes: Vec<u8>) -> Document {
        Document { digest: Digest::of(&bytes), bytes }
    }
}

impl Document {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Digest, &'static str> {
        let wrong = "not a digest of 64 letters in lower-case hexadecimal";
        let letters: &[u8; 64] = text.as_bytes().try_into().map_err(|_| wrong)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(letters.chunks(2)) {
            let value = |letter: u8| match letter {
                b'0'..=b'9' => Ok(letter - b'0'),
                b'a'..=b'f' => Ok(letter - b'a' + 10),
                _ => Err(wrong),
            };
            *byte = value(pair[0])? * 16 + value(pair[1])?;
        }
        Ok(Digest(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The digest of all files of a season: SHA-256 over one line a file, by path, as `sha256sum` prints them.
pub fn manifest(files: &BTreeMap<String, Digest>) -> Digest {
    let mut hash = Sha256::new();
    for (path, digest) in files {
        hash.update(format!("{digest}  {path}\n"));
    }
    Digest(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), abc);
        assert_eq!(abc.parse(), Ok(Digest::of(b"abc")));
        for wrong in ["", &abc[1..], &abc.to_uppercase(), &format!("{abc}0"), &"ä".repeat(32)] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }
}
