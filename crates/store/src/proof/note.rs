//! Texts with signatures: <https://c2sp.org/signed-note>. Keys have the form of Go's `golang.org/x/mod/sumdb/note`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// Ed25519, as the forms number it.
const ED25519: u8 = 1;
/// More than anybody's witnesses need.
const MOST_SIGNATURES: usize = 100;
const MOST_BYTES: usize = 1 << 20;

/// What verifies: a name and a public key. In text, `results.club.example+c74f20a3+ARpc...`.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    pub name: String,
    key: VerifyingKey,
}

/// What signs. In text, `PRIVATE+KEY+name+...`: for the eyes of its owner.
pub struct Signer {
    name: String,
    key: SigningKey,
}

/// A text with its signatures, by name, number of the key, and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// With its last newline.
    pub text: String,
    signatures: Vec<(String, [u8; 4], Vec<u8>)>,
}

/// Whether a text can name a key: no spaces and no `+`, which would end it.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.contains('+')
        && !text.chars().any(|own| own.is_whitespace() || own.is_control())
}

fn number_of(name: &str, key: &[u8]) -> [u8; 4] {
    let hash: [u8; 32] =
        Sha256::new().chain_update(name).chain_update(b"\n\x01").chain_update(key).finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

fn hexadecimal(number: [u8; 4]) -> String {
    number.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Verifier {
    fn number(&self) -> [u8; 4] {
        number_of(&self.name, self.key.as_bytes())
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519], &self.key.as_bytes()[..]].concat());
        write!(f, "{}+{}+{key}", self.name, hexadecimal(self.number()))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Verifier {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Verifier, &'static str> {
        let wrong = "not a public key such as results.club.example+c74f20a3+ARpc2QcU...";
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(number), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong);
        };
        let key = STANDARD.decode(key).map_err(|_| wrong)?;
        let Some((&ED25519, key)) = key.split_first() else { return Err(wrong) };
        let key: &[u8; 32] = key.try_into().map_err(|_| wrong)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| wrong)?;
        let own = Verifier { name: name.to_owned(), key };
        if !is_name(name) || number != hexadecimal(own.number()) {
            return Err(wrong);
        }
        Ok(own)
    }
}

impl Signer {
    /// A key of 32 bytes drawn by the caller, where the name can name one.
    pub fn new(name: &str, drawn: [u8; 32]) -> Option<Signer> {
        is_name(name).then(|| Signer { name: name.to_owned(), key: SigningKey::from_bytes(&drawn) })
    }

    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The key as its owner keeps it. Not `Display`, so that it is never shown by accident.
    pub fn secret(&self) -> String {
        let key = STANDARD.encode([&[ED25519], &self.key.as_bytes()[..]].concat());
        format!("PRIVATE+KEY+{}+{}+{key}", self.name, hexadecimal(self.verifier().number()))
    }

    /// The key that [`Signer::secret`] wrote.
    ///
    /// # Errors
    /// It is another text.
    pub fn of_secret(text: &str) -> Result<Signer, &'static str> {
        let wrong = "not a private key of the form PRIVATE+KEY+name+...";
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(wrong)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(number), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong);
        };
        let key = STANDARD.decode(key).map_err(|_| wrong)?;
        let Some((&ED25519, key)) = key.split_first() else { return Err(wrong) };
        let own = Signer::new(name, key.try_into().map_err(|_| wrong)?).ok_or(wrong)?;
        if number == hexadecimal(own.verifier().number()) { Ok(own) } else { Err(wrong) }
    }

    /// A text signed; it ends with a newline.
    pub fn sign(&self, text: String) -> Note {
        Note { text, signatures: Vec::new() }.also(self)
    }
}

impl Note {
    /// The same with a further signature.
    #[must_use]
    pub fn also(mut self, signer: &Signer) -> Note {
        let signature = signer.key.sign(self.text.as_bytes()).to_bytes().to_vec();
        self.signatures.push((signer.name.clone(), signer.verifier().number(), signature));
        self
    }

    /// Reads a note. Whether a signature holds is not looked at.
    ///
    /// # Errors
    /// It is no note.
    pub fn read(text: &str) -> Result<Note, &'static str> {
        if text.len() > MOST_BYTES || text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err("not a signed note: too long, or with characters that it cannot have");
        }
        let wrong = "not a signed note: a text, an empty line, then lines of signatures";
        let (body, signatures) = text.rsplit_once("\n\n").ok_or(wrong)?;
        let signatures = signatures.strip_suffix('\n').ok_or(wrong)?;
        let read = |line: &str| {
            let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = STANDARD.decode(encoded).ok().filter(|_| is_name(name))?;
            let (number, signature) = bytes.split_first_chunk::<4>()?;
            (!signature.is_empty()).then(|| (name.to_owned(), *number, signature.to_vec()))
        };
        let signatures: Option<Vec<_>> = signatures.split('\n').map(read).collect();
        let signatures = signatures.filter(|own| own.len() <= MOST_SIGNATURES).ok_or(wrong)?;
        Ok(Note { text: format!("{body}\n"), signatures })
    }

    /// Whether one of its signatures is by a key, and none that claims to be is false.
    pub fn is_by(&self, verifier: &Verifier) -> bool {
        let own = self.signatures.iter().filter(|own| own.0 == verifier.name && own.1 == verifier.number());
        let mut found = false;
        for (_, _, bytes) in own {
            let Ok(signature) = Signature::from_slice(bytes) else { return false };
            if verifier.key.verify_strict(self.text.as_bytes(), &signature).is_err() {
                return false;
            }
            found = true;
        }
        found
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for (name, number, signature) in &self.signatures {
            writeln!(f, "— {name} {}", STANDARD.encode([&number[..], signature].concat()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of golang.org/x/mod/sumdb/note, from which the form comes.
    const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const SIGNED: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn a_note_is_signed_as_others_sign_it() {
        let signer = Signer::of_secret(SECRET).unwrap();
        assert_eq!((signer.secret(), signer.verifier().to_string()), (SECRET.to_owned(), PUBLIC.to_owned()));
        let text = SIGNED.split("\n\n").next().unwrap().to_owned() + "\n";
        assert_eq!(signer.sign(text).to_string(), SIGNED);
    }

    #[test]
    fn a_note_is_verified_and_one_letter_breaks_it() {
        let verifier: Verifier = PUBLIC.parse().unwrap();
        let note = Note::read(SIGNED).unwrap();
        assert!(note.is_by(&verifier));
        assert!(!Note::read(&SIGNED.replace("answer", "Answer")).unwrap().is_by(&verifier));
        let other = Signer::new("PeterNeumann", [7; 32]).unwrap();
        assert!(!note.is_by(&other.verifier()), "the same name with another key");
        // A second signature that claims to be by the key, and is not, spoils the note.
        let twice = SIGNED.to_owned() + &SIGNED.lines().last().unwrap().replace("BS9UG", "BS9UH") + "\n";
        assert!(!Note::read(&twice).unwrap().is_by(&verifier));
        let witnessed = Note::read(SIGNED).unwrap().also(&other);
        assert!(witnessed.is_by(&verifier) && witnessed.is_by(&other.verifier()));
        assert_eq!(Note::read(&witnessed.to_string()), Ok(witnessed));
    }

    #[test]
    fn what_is_no_note_and_no_key_is_refused() {
        for text in [
            "",
            "text\n",
            "text\n\n",
            "text\n\n— name\n",
            "text\n\n— name AAAA\n",
            "te\txt\n\n— n AAAAAAA=\n",
        ] {
            assert!(Note::read(text).is_err(), "{text:?}");
        }
        for text in ["", "name", &PUBLIC.replace("c74f", "c74e"), &PUBLIC.replace('P', "+"), SECRET] {
            assert!(text.parse::<Verifier>().is_err(), "{text}");
        }
        assert!(Signer::of_secret(PUBLIC).is_err());
        assert!(Signer::new("a b", [0; 32]).is_none());
    }
}
