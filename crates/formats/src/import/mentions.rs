//! Every name of the pages with what stands around it, for deciding which spellings are one thing.

use super::Import;
use super::calendar::Season;
use crate::folder::Folder;
use crate::pages::Page;

pub(super) fn resolve(_: &[Page], _: &Season, existing: &Folder, folder: &mut Folder, _: &mut Import) {
    folder.names = existing.names.clone();
}
