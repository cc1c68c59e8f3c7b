//! A copy of the log, as files anywhere: what is in it, and whether two copies are of one history.

use super::checkpoint::Checkpoint;
use super::merkle::Tree;
use super::note::{Note, Verifier};
use super::tiles::{WIDTH, place};
use crate::Digest;

/// More editions than any record has: what a copy claims beyond is not asked for.
const MOST_ENTRIES: u64 = 1 << 20;

/// A file of entries: 256 of them, or the first `width` where the log ends there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    pub path: String,
    /// Where it stands once the log has grown: it has more entries then.
    pub whole: String,
    pub width: usize,
}

impl Bundle {
    /// The entries of the file's bytes.
    ///
    /// # Errors
    /// They are no entries, or too few.
    pub fn entries(&self, mut bytes: &[u8]) -> Result<Vec<Vec<u8>>, &'static str> {
        let wrong = "not a file of entries, each with its length in two bytes before it";
        let mut entries = Vec::new();
        while entries.len() < self.width {
            let (length, rest) = bytes.split_first_chunk::<2>().ok_or(wrong)?;
            let length = usize::from(u16::from_be_bytes(*length));
            entries.push(rest.get(..length).ok_or(wrong)?.to_vec());
            bytes = &rest[length..];
        }
        Ok(entries)
    }
}

/// A log with its signed head, over all of which the hash is the one that was signed.
#[derive(Clone, Debug)]
pub struct Log {
    pub checkpoint: Checkpoint,
    pub note: Note,
    pub entries: Vec<Vec<u8>>,
    tree: Tree,
}

/// How two copies of a log stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    Same,
    /// One is the beginning of the other.
    Grown,
    /// Two histories. The first entry in which they differ, from 0; none where the entries are the same and a head is not.
    Apart(Option<u64>),
}

impl Log {
    /// The signed head of a copy, and the files that have the entries under it.
    ///
    /// # Errors
    /// It is no signed head.
    pub fn head(text: &str) -> Result<(Note, Checkpoint, Vec<Bundle>), &'static str> {
        let note = Note::read(text)?;
        let checkpoint = Checkpoint::read(&note.text)?;
        let size = usize::try_from(checkpoint.size.min(MOST_ENTRIES)).unwrap_or_default();
        if size as u64 != checkpoint.size {
            return Err("it claims more editions than can be read");
        }
        let bundle = |number: usize| {
            let width = (size - number * WIDTH).min(WIDTH);
            let at = |width| format!("tile/entries/{}", place(number, width));
            Bundle { path: at(width), whole: at(WIDTH), width }
        };
        Ok((note, checkpoint, (0..size.div_ceil(WIDTH)).map(bundle).collect()))
    }

    /// A head with its entries.
    ///
    /// # Errors
    /// The head is of other entries.
    pub fn of(note: Note, checkpoint: Checkpoint, entries: Vec<Vec<u8>>) -> Result<Log, &'static str> {
        let tree = Tree::of(entries.iter().map(Vec::as_slice));
        if entries.len() as u64 != checkpoint.size || tree.root(entries.len()) != Some(checkpoint.root) {
            return Err("the entries are not those of which the head is signed");
        }
        Ok(Log { checkpoint, note, entries, tree })
    }

    /// Whether one of the keys signed the head.
    pub fn is_by(&self, keys: &[Verifier]) -> bool {
        keys.iter().any(|key| self.note.is_by(key))
    }

    /// The hash over its first entries, as many as another head is of; none where it has not as many.
    pub fn root(&self, size: u64) -> Option<Digest> {
        self.tree.root(usize::try_from(size).ok()?)
    }

    /// Whether two copies are of one history: the hash over the first entries of the longer is the one that was signed of
    /// the shorter.
    pub fn against(&self, other: &Log) -> Against {
        let (short, long) =
            if self.checkpoint.size <= other.checkpoint.size { (self, other) } else { (other, self) };
        if long.root(short.checkpoint.size) != Some(short.checkpoint.root) {
            let differ = short.entries.iter().zip(&long.entries).position(|(one, two)| one != two);
            return Against::Apart(differ.map(|own| own as u64));
        }
        if short.checkpoint.size == long.checkpoint.size { Against::Same } else { Against::Grown }
    }
}

#[cfg(test)]
mod tests {
    use super::super::note::Signer;
    use super::super::tiles::tiles;
    use super::*;

    fn log(entries: &[Vec<u8>]) -> Log {
        let signer = Signer::new("club", [3; 32]).unwrap();
        let all: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
        let root = Tree::of(all.iter().copied()).root(all.len()).unwrap();
        let head = Checkpoint { origin: "club".to_owned(), size: all.len() as u64, root };
        let files = tiles(&all).unwrap();
        let (note, checkpoint, bundles) = Log::head(&signer.sign(head.text()).to_string()).unwrap();
        let read = bundles.iter().flat_map(|own| own.entries(&files[&own.path]).unwrap()).collect();
        Log::of(note, checkpoint, read).unwrap()
    }

    #[test]
    fn a_copy_is_the_beginning_of_a_later_one_or_another_history() {
        let entries: Vec<Vec<u8>> = (0..600_u32).map(|own| own.to_be_bytes().to_vec()).collect();
        for (short, long) in [(1, 2), (255, 256), (256, 257), (300, 600), (512, 600)] {
            let (short, long) = (log(&entries[..short]), log(&entries[..long]));
            assert_eq!((short.against(&long), long.against(&short)), (Against::Grown, Against::Grown));
            assert_eq!(short.against(&short), Against::Same);
        }
        let mut other = entries.clone();
        other[299] = b"another".to_vec();
        let (own, other) = (log(&entries[..400]), log(&other));
        assert_eq!(
            (own.against(&other), other.against(&own)),
            (Against::Apart(Some(299)), Against::Apart(Some(299)))
        );
        assert_eq!(log(&entries[..299]).against(&other), Against::Grown, "they part later");
    }

    #[test]
    fn a_copy_that_is_not_what_was_signed_is_refused() {
        let own = log(&[b"one".to_vec(), b"two".to_vec()]);
        let (note, head) = (own.note.clone(), own.checkpoint.clone());
        for entries in [vec![b"one".to_vec()], vec![b"two".to_vec(), b"one".to_vec()]] {
            assert!(Log::of(note.clone(), head.clone(), entries).is_err());
        }
        let bundle = Bundle { path: String::new(), whole: String::new(), width: 2 };
        for bytes in [&b""[..], b"\x00", b"\x00\x03on", b"\x00\x03one"] {
            assert!(bundle.entries(bytes).is_err(), "{bytes:?}");
        }
        let signer = Signer::new("club", [3; 32]).unwrap();
        let huge = Checkpoint { origin: "club".to_owned(), size: MOST_ENTRIES + 1, root: head.root };
        assert!(Log::head(&signer.sign(huge.text()).to_string()).is_err());
    }
}
