//! The keys of a table: a few, so that a sorted list holds less and is quicker than a tree.

use super::value::Entry;
use std::borrow::Cow;

/// The keys of a table, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table<'a>(Vec<(Cow<'a, str>, Entry<'a>)>);

impl<'a> Table<'a> {
    pub(crate) fn new() -> Table<'a> {
        Table(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| own.as_ref().cmp(name))
    }

    pub(crate) fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry<'a>> {
        self.find(name).ok().map(|at| &self.0[at].1)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Entry<'a>> {
        self.find(name).ok().map(|at| &mut self.0[at].1)
    }

    /// Sets a key; the entry that it had, if any.
    pub(crate) fn insert(&mut self, name: impl Into<Cow<'a, str>>, entry: Entry<'a>) -> Option<Entry<'a>> {
        let name = name.into();
        match self.find(&name) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, entry)),
            Err(at) => {
                self.0.insert(at, (name, entry));
                None
            }
        }
    }

    /// The entry of a key, made where it has none.
    pub(crate) fn get_or_insert_with(
        &mut self,
        name: &str,
        make: impl FnOnce() -> Entry<'a>,
    ) -> &mut Entry<'a> {
        let at = self.find(name).unwrap_or_else(|at| {
            self.0.insert(at, (Cow::Owned(name.to_owned()), make()));
            at
        });
        &mut self.0[at].1
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Entry<'a>> {
        self.find(name).ok().map(|at| self.0.remove(at).1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Entry<'a>)> {
        self.0.iter().map(|(name, entry)| (name.as_ref(), entry))
    }
}

/// No key is there twice: they come from a table.
impl<'a> FromIterator<(Cow<'a, str>, Entry<'a>)> for Table<'a> {
    fn from_iter<I: IntoIterator<Item = (Cow<'a, str>, Entry<'a>)>>(entries: I) -> Table<'a> {
        let mut list: Vec<(Cow<'a, str>, Entry<'a>)> = entries.into_iter().collect();
        list.sort_by(|a, b| a.0.cmp(&b.0));
        Table(list)
    }
}

impl<'a> IntoIterator for Table<'a> {
    type Item = (Cow<'a, str>, Entry<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
