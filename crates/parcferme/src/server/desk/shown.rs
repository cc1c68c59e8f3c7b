//! What officials gave and were shown, and have not confirmed yet, as the record keeps it.

use crate::attempt::File;
use crate::desk::decision::PreviewId;
use crate::library::Refused;
use crate::record::{now, refused};
use parcferme_store::{Digest, Facts, Owner, Record, Role, Shown as Kept};
use serde::{Deserialize, Serialize};

/// Something shown.
#[derive(Clone)]
pub struct Shown {
    pub id: PreviewId,
    pub facts: Facts,
    pub about: About,
}

/// What it is that is shown.
#[derive(Clone, Serialize, Deserialize)]
pub struct About {
    /// The heading of its page.
    pub title: String,
    /// What the log is to say, where the official says nothing else.
    pub why: String,
    /// The page where it was given, such as `/add`, below that of the season.
    pub back: String,
    /// Who may enter it.
    #[serde(with = "role")]
    pub role: Role,
}

mod role {
    use parcferme_store::Role;
    use serde::{Deserialize, Deserializer, Serializer};

    // By reference, as serde gives it.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    pub fn serialize<S: Serializer>(role: &Role, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(role.word())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Role, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What is kept beside the files.
#[derive(Serialize, Deserialize)]
struct Said {
    undoes: Option<u64>,
    about: About,
}

impl Shown {
    /// # Errors
    /// What the record says.
    pub fn keep(self, record: &mut Record, login: &str, season: &str) -> Result<(), Refused> {
        let said = Said { undoes: self.facts.undoes, about: self.about };
        let kept = Kept {
            id: self.id.to_string(),
            // Texts and numbers always have a form in JSON.
            about: serde_json::to_string(&said).unwrap_or_default(),
            files: self.facts.files.into_iter().collect(),
        };
        record.keep_shown(Owner { login, season }, &kept, now()).map_err(refused)
    }

    /// What an account was shown of a season; none where it is not kept any more.
    ///
    /// # Errors
    /// What the record says.
    pub fn find(
        record: &mut Record,
        login: &str,
        season: &str,
        id: PreviewId,
    ) -> Result<Option<Shown>, Refused> {
        let kept = record.shown(Owner { login, season }, &id.to_string(), now()).map_err(refused)?;
        // What another version of this program kept in another form is not kept any more.
        Ok(kept.and_then(|own| {
            let Said { undoes, about } = serde_json::from_str(&own.about).ok()?;
            Some(Shown { id, facts: Facts { files: own.files.into_iter().collect(), undoes }, about })
        }))
    }
}

/// Files that somebody gave, to be read again as they say.
pub struct Upload {
    pub id: Digest,
    pub files: Vec<File>,
}

impl Upload {
    pub fn of(files: Vec<File>) -> Upload {
        let mut text = String::new();
        for own in &files {
            text += &format!("{}  {}\n", Digest::of(&own.bytes), own.name);
        }
        Upload { id: Digest::of(text.as_bytes()), files }
    }

    /// # Errors
    /// What the record says.
    pub fn keep(&self, record: &mut Record, login: &str, season: &str) -> Result<(), Refused> {
        let files = self.files.iter().map(|own| (own.name.clone(), Some(own.bytes.clone())));
        let kept = Kept { id: self.id.to_string(), about: String::new(), files: files.collect() };
        record.keep_shown(Owner { login, season }, &kept, now()).map_err(refused)
    }

    /// Files that an account gave for a season; none where they are not kept any more.
    ///
    /// # Errors
    /// What the record says.
    pub fn find(
        record: &mut Record,
        login: &str,
        season: &str,
        id: Digest,
    ) -> Result<Option<Upload>, Refused> {
        let kept = record.shown(Owner { login, season }, &id.to_string(), now()).map_err(refused)?;
        let file = |(name, bytes): (String, Option<Vec<u8>>)| Some(File { name, bytes: bytes? });
        Ok(kept.map(|own| Upload { id, files: own.files.into_iter().filter_map(file).collect() }))
    }
}
