//! Signed heads of the log (<https://c2sp.org/tlog-checkpoint>), and proofs that an entry is in it
//! (<https://c2sp.org/tlog-proof>).

use super::merkle::{Tree, leaf, root_by};
use super::note::{Note, Verifier};
use crate::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// How large the log is, and the hash over all its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    pub size: u64,
    pub root: Digest,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.bytes()))
    }

    /// Reads the text of a note.
    ///
    /// # Errors
    /// It is no checkpoint.
    pub fn read(text: &str) -> Result<Checkpoint, &'static str> {
        let wrong = "not a checkpoint: a name, a size and a hash, each on a line";
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(wrong);
        };
        let number = plain_number(size).ok_or(wrong)?;
        let root = hash(root).ok_or(wrong)?;
        if origin.is_empty() {
            Err(wrong)
        } else {
            Ok(Checkpoint { origin: origin.to_owned(), size: number, root })
        }
    }
}

/// Digits without a zero in front.
fn plain_number(text: &str) -> Option<u64> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|own| own.is_ascii_digit()));
    text.parse().ok().filter(|_| plain)
}

fn hash(text: &str) -> Option<Digest> {
    Some(Digest(STANDARD.decode(text).ok()?.try_into().ok()?))
}

/// That an entry is in the log: its place, the hashes beside its way to the root, and the signed head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub index: u64,
    hashes: Vec<Digest>,
    pub note: Note,
}

impl Proof {
    /// For an entry of a log, in the log as the checkpoint of the note has it.
    pub fn of(tree: &Tree, index: u64, note: Note) -> Option<Proof> {
        let size = Checkpoint::read(&note.text).ok()?.size;
        let hashes = tree.proof(usize::try_from(index).ok()?, usize::try_from(size).ok()?)?;
        Some(Proof { index, hashes, note })
    }

    /// Reads a proof.
    ///
    /// # Errors
    /// It is none.
    pub fn read(text: &str) -> Result<Proof, &'static str> {
        let wrong = "not a proof of the form c2sp.org/tlog-proof@v1";
        let (head, note) = text.split_once("\n\n").ok_or(wrong)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEAD) {
            return Err(wrong);
        }
        lines.next_if(|line| line.starts_with("extra "));
        let index =
            lines.next().and_then(|line| line.strip_prefix("index ")).and_then(plain_number).ok_or(wrong)?;
        let hashes: Option<Vec<Digest>> = lines.map(hash).collect();
        // A tree of as many entries as a number can count is no higher.
        let hashes = hashes.filter(|own| own.len() <= 64).ok_or(wrong)?;
        Ok(Proof { index, hashes, note: Note::read(note)? })
    }

    /// The checkpoint, where the entry is in the log that it is of and one of the keys signed it.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verify(&self, entry: &[u8], keys: &[Verifier]) -> Result<Checkpoint, &'static str> {
        let checkpoint = Checkpoint::read(&self.note.text)?;
        if !keys.iter().any(|key| self.note.is_by(key)) {
            return Err("the head of the log is not signed by the key");
        }
        let root = root_by(leaf(entry), self.index, checkpoint.size, &self.hashes);
        if root != Some(checkpoint.root) {
            return Err("the edition is not in the log at its place");
        }
        Ok(checkpoint)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\nindex {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", STANDARD.encode(hash.bytes()))?;
        }
        write!(f, "\n{}", self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::super::note::Signer;
    use super::*;

    #[test]
    fn a_proof_is_read_back_and_holds_for_its_entry_alone() {
        let signer = Signer::new("results.club.example", [3; 32]).unwrap();
        let entries: Vec<Vec<u8>> = (0..11_u8).map(|own| vec![own]).collect();
        let tree = Tree::of(entries.iter().map(Vec::as_slice));
        let checkpoint =
            Checkpoint { origin: "results.club.example".to_owned(), size: 9, root: tree.root(9).unwrap() };
        let note = signer.sign(checkpoint.text());
        for index in 0..9 {
            let proof = Proof::of(&tree, index, note.clone()).unwrap();
            let read = Proof::read(&proof.to_string()).unwrap();
            assert_eq!(read, proof);
            let keys = [signer.verifier()];
            let own = usize::try_from(index).unwrap();
            assert_eq!(read.verify(&entries[own], &keys), Ok(checkpoint.clone()));
            assert!(read.verify(&entries[own + 1], &keys).is_err());
            assert!(
                read.verify(&entries[own], &[Signer::new("other", [4; 32]).unwrap().verifier()]).is_err()
            );
            assert!(proof.to_string().len() < 2048);
        }
        assert_eq!(Proof::of(&tree, 9, note), None);
    }

    /// The example of c2sp.org/tlog-proof, whose signatures are cut off there.
    #[test]
    fn a_proof_of_others_is_read() {
        let signature = STANDARD.encode([0_u8; 68]);
        let text = format!(
            "c2sp.org/tlog-proof@v1\nextra YWdl\nindex 73894\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\
             B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n\nexample.com/fancylog\n109482\n\
             sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n— example.com/fancylog {signature}\n— witness1.example {signature}\n"
        );
        let proof = Proof::read(&text).unwrap();
        assert_eq!((proof.index, proof.hashes.len()), (73894, 2));
        assert_eq!(Checkpoint::read(&proof.note.text).unwrap().size, 109_482);
        for wrong in
            [text.replace("73894", "073894"), text.replace("@v1", "@v2"), text.replace("109482", "-1")]
        {
            let read = Proof::read(&wrong);
            assert!(read.is_err() || Checkpoint::read(&read.unwrap().note.text).is_err(), "{wrong}");
        }
    }
}
