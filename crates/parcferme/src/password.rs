//! Passwords: what may be one (OWASP ASVS 5.0, 6.2), and its hash (argon2id with 19 MiB, two passes and one lane, as OWASP's
//! password storage cheat sheet asks for at least).

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::OnceLock;

const LEAST: usize = 12;
/// Hashing takes all of it in: nobody makes the server read a book.
const MOST: usize = 128;

/// What people choose who are asked for twelve characters. Shorter ones are refused by length.
const COMMON: &[&str] = &[
    "1234567890ab",
    "administrator",
    "changeme1234",
    "changemeplease",
    "chequeredflag",
    "formulaone123",
    "iloveyou1234",
    "letmein12345",
    "motorsport123",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "pitlane12345",
    "poleposition",
    "qwerty123456",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopas",
    "racecontrol1",
    "racecontrol123",
    "scuderiaferrari",
    "welcome12345",
    "welcome123456",
    "1q2w3e4r5t6y",
    "zaq12wsxcde3",
    "abcdefghijkl",
    "asdfghjklzxc",
];

/// Why a text cannot be the password of an account; none where it can.
pub fn refused(password: &str, login: &str, name: &str) -> Option<String> {
    let length = password.chars().count();
    if length < LEAST {
        return Some(format!(
            "A password has at least {LEAST} characters; this one has {length}. Three or four words do."
        ));
    }
    if length > MOST {
        return Some(format!("A password has at most {MOST} characters; this one has {length}."));
    }
    let lower = password.to_lowercase();
    let letters: Vec<char> = lower.chars().collect();
    let repeats =
        (1..=letters.len() / 2).any(|own| letters.chunks(own).all(|part| letters.starts_with(part)));
    let counts = letters.windows(2).all(|own| u32::from(own[1]).wrapping_sub(u32::from(own[0])) == 1)
        || "12345678901234567890".contains(&lower);
    if repeats || counts || COMMON.contains(&lower.as_str()) {
        return Some(
            "That password is among the first that anybody tries. Three or four words do.".to_owned(),
        );
    }
    let mut rest = lower.clone();
    for own in
        name.split_whitespace().chain([login, "parcferme"]).map(str::to_lowercase).filter(|own| own.len() > 2)
    {
        rest = rest.replace(&own, "");
    }
    (rest.chars().count() < LEAST / 2)
        .then(|| "That password is little more than your name. Three or four words do.".to_owned())
}

/// The hash that is kept, as a PHC string with its salt and parameters.
///
/// # Errors
/// The system has no random numbers.
pub fn hash(password: &str) -> Result<String, String> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| error.to_string())?;
    Ok(hash.to_string())
}

/// Whether a password is the one of a hash. Where there is none, it takes as long and is not.
pub fn is(password: &str, hash: Option<&str>) -> bool {
    static OTHER: OnceLock<String> = OnceLock::new();
    // Without random numbers no session could begin either.
    let other = OTHER.get_or_init(|| self::hash("nobody has this password").unwrap_or_default());
    let long = password.chars().count() > MOST;
    let (password, hash) = if long { ("", None) } else { (password, hash) };
    let Ok(known) = PasswordHash::new(hash.unwrap_or(other)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &known).is_ok() && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_its_own_and_no_other() {
        let kept = hash("correct horse battery").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("correct horse battery").unwrap(), "the salt is drawn anew");
        assert!(is("correct horse battery", Some(&kept)));
        assert!(!is("correct horse batterY", Some(&kept)));
        assert!(!is("nobody has this password", None), "the hash of nobody lets nobody in");
        assert!(!is("correct horse battery", Some("not a hash")));
    }

    #[test]
    fn what_anybody_would_try_is_refused() {
        for no in [
            "short",
            "elevenchars",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "Password1234",
            "abcdefghijklm",
            "123456789012",
            "ann-archer-1",
            "AnnArcher2026",
            &"long ".repeat(30),
        ] {
            assert!(refused(no, "ann-archer", "Ann Archer").is_some(), "{no}");
        }
        for yes in ["correct horse battery", "über den Wolken", "twelve chars", "ann likes hill climbs"] {
            assert_eq!(refused(yes, "ann-archer", "Ann Archer"), None, "{yes}");
        }
    }
}
