//! The log as static files: <https://c2sp.org/tlog-tiles>.

use super::merkle::{leaf, root};
use crate::Digest;
use std::collections::BTreeMap;

/// Hashes in a tile.
pub(super) const WIDTH: usize = 256;

/// The files of a log by path, without its checkpoint: tiles of hashes, and bundles of entries. None where an entry is longer
/// than a bundle can hold.
pub fn tiles(entries: &[&[u8]]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for (number, bundle) in entries.chunks(WIDTH).enumerate() {
        let mut bytes = Vec::new();
        for entry in bundle {
            bytes.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
            bytes.extend(*entry);
        }
        files.insert(format!("tile/entries/{}", place(number, bundle.len())), bytes);
    }
    let (mut level, mut hashes) = (0, entries.iter().map(|entry| leaf(entry)).collect::<Vec<Digest>>());
    while !hashes.is_empty() {
        for (number, tile) in hashes.chunks(WIDTH).enumerate() {
            let bytes = tile.iter().flat_map(|own| *own.bytes()).collect();
            files.insert(format!("tile/{level}/{}", place(number, tile.len())), bytes);
        }
        // Only whole tiles have a hash in the level above.
        hashes = hashes.chunks_exact(WIDTH).map(root).collect();
        level += 1;
    }
    Some(files)
}

/// `x001/x234/067`, with `.p/12` where only 12 hashes are there.
pub(super) fn place(number: usize, width: usize) -> String {
    let (mut rest, mut parts) = (number / 1000, vec![format!("{:03}", number % 1000)]);
    while rest > 0 {
        parts.insert(0, format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    let partial = if width < WIDTH { format!(".p/{width}") } else { String::new() };
    parts.join("/") + &partial
}

#[cfg(test)]
mod tests {
    use super::super::merkle::Tree;
    use super::*;

    #[test]
    fn tiles_have_the_numbers_and_widths_of_the_specification() {
        assert_eq!(place(1_234_067, 256), "x001/x234/067");
        assert_eq!(place(0, 1), "000.p/1");
        let entries: Vec<[u8; 4]> = (0..70_000_u32).map(u32::to_be_bytes).collect();
        let entries: Vec<&[u8]> = entries.iter().map(|own| &own[..]).collect();
        let files = tiles(&entries).unwrap();
        let count = |level: &str| files.keys().filter(|path| path.starts_with(level)).count();
        // 273 whole tiles and one of 112; one whole and one of 17; one of 1.
        assert_eq!((count("tile/0/"), count("tile/1/"), count("tile/2/"), count("tile/3/")), (274, 2, 1, 0));
        assert_eq!(files["tile/0/273.p/112"].len(), 112 * 32);
        assert_eq!(files["tile/1/001.p/17"].len(), 17 * 32);
        assert_eq!(files["tile/entries/000"].len(), 256 * 6);
        assert_eq!(&files["tile/entries/000"][..12], [0, 4, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1]);
        let tree = Tree::of(entries[..65_536].iter().copied());
        assert_eq!(files["tile/2/000.p/1"], tree.root(65_536).unwrap().bytes());
        assert_eq!(
            tiles(&entries[..256]).unwrap().keys().collect::<Vec<_>>(),
            ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
        );
        assert!(tiles(&[&[0; 65_536]]).is_none());
    }
}
