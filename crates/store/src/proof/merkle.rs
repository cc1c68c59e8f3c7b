//! Trees of hashes as in RFC 6962, section 2.1.

use crate::Digest;
use sha2::{Digest as _, Sha256};

/// The hash of an entry.
pub fn leaf(entry: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

fn node(left: &Digest, right: &Digest) -> Digest {
    Digest(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// A tree over the hashes of its entries.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub leaves: Vec<Digest>,
}

impl Tree {
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Tree {
        Tree { leaves: entries.into_iter().map(leaf).collect() }
    }

    /// The hash over the first entries.
    pub fn root(&self, size: usize) -> Option<Digest> {
        self.leaves.get(..size).map(root)
    }

    /// What leads from an entry to the root over the first `size`: the hashes beside the way, the nearest first.
    pub fn proof(&self, index: usize, size: usize) -> Option<Vec<Digest>> {
        let leaves = self.leaves.get(..size).filter(|_| index < size)?;
        let mut hashes = Vec::new();
        path(leaves, index, &mut hashes);
        Some(hashes)
    }
}

pub(super) fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(b""),
        [own] => *own,
        _ => {
            let (left, right) = leaves.split_at(half(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The largest power of two below a number of leaves.
fn half(count: usize) -> usize {
    count.next_power_of_two() / 2
}

fn path(leaves: &[Digest], index: usize, hashes: &mut Vec<Digest>) {
    if leaves.len() <= 1 {
        return;
    }
    let (left, right) = leaves.split_at(half(leaves.len()));
    if index < left.len() {
        path(left, index, hashes);
        hashes.push(root(right));
    } else {
        path(right, index - left.len(), hashes);
        hashes.push(root(left));
    }
}

/// The root that a proof leads to from an entry's hash; none where the proof has not the length that the place asks for
/// (RFC 9162, section 2.1.3.2).
pub(super) fn root_by(entry: Digest, index: u64, size: u64, proof: &[Digest]) -> Option<Digest> {
    if index >= size {
        return None;
    }
    let (mut own, mut last, mut hash) = (index, size - 1, entry);
    for beside in proof {
        if last == 0 {
            return None;
        }
        if own & 1 == 1 || own == last {
            hash = node(beside, &hash);
            while own & 1 == 0 && own != 0 {
                own >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, beside);
        }
        own >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries and roots by which implementations of RFC 6962 are tested.
    const ENTRIES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_the_standard() {
        let tree = Tree::of(ENTRIES);
        for (size, expected) in ROOTS.iter().enumerate() {
            assert_eq!(tree.root(size).unwrap().to_string(), *expected, "of {size}");
        }
        assert_eq!(tree.root(9), None);
    }

    #[test]
    fn every_proof_leads_to_its_root_and_no_other_does() {
        let tree = Tree::of(ENTRIES);
        for size in 1..=8_usize {
            for index in 0..size {
                let proof = tree.proof(index, size).unwrap();
                let lead = |entry: Digest, index: usize, size: usize, proof: &[Digest]| {
                    root_by(entry, index as u64, size as u64, proof)
                };
                let entry = tree.leaves[index];
                assert_eq!(lead(entry, index, size, &proof), tree.root(size));
                assert_ne!(lead(leaf(b"other"), index, size, &proof), tree.root(size));
                for other in (0..size).filter(|other| *other != index) {
                    assert_ne!(
                        lead(entry, other, size, &proof),
                        tree.root(size),
                        "{index} as {other} of {size}"
                    );
                }
                assert_eq!(lead(entry, index, size, &[&proof[..], &[entry]].concat()), None);
                assert_eq!(lead(entry, size, size, &proof), None);
                if let Some((_, short)) = proof.split_last() {
                    assert_eq!(lead(entry, index, size, short), None);
                }
            }
        }
        assert_eq!(tree.proof(3, 3), None);
    }
}
