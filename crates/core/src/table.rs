//! Typed indices into typed tables: an index of one thing cannot be used for another.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The index of a `T` in its [`Table`].
pub struct Ix<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Ix<T> {
    pub fn new(index: usize) -> Ix<T> {
        // Tables are built from documents of limited size: they stay far under 2^32 rows.
        Ix { index: u32::try_from(index).unwrap_or(u32::MAX), of: PhantomData }
    }

    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// Rows of one kind, addressed by [`Ix`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<T> {
    rows: Vec<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { rows: Vec::new() }
    }
}

impl<T> Table<T> {
    pub fn push(&mut self, row: T) -> Ix<T> {
        self.rows.push(row);
        Ix::new(self.rows.len() - 1)
    }

    /// Keeps the first so many rows.
    pub fn truncate(&mut self, len: usize) {
        self.rows.truncate(len);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Ix<T>, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(index, row)| (Ix::new(index), row))
    }

    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    pub fn rows_mut(&mut self) -> &mut [T] {
        &mut self.rows
    }

    pub fn get(&self, ix: Ix<T>) -> Option<&T> {
        self.rows.get(ix.index())
    }

    /// Puts the rows into the order of `compare` and answers where each old row went.
    pub fn sort_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) -> Reordering<T> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by(|&a, &b| compare(&self.rows[a], &self.rows[b]));
        let mut to = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            to[old] = new;
        }
        let mut slots: Vec<Option<T>> = self.rows.drain(..).map(Some).collect();
        self.rows.extend(order.iter().filter_map(|&old| slots[old].take()));
        Reordering { to: Some(to), of: PhantomData }
    }
}

impl<T> Index<Ix<T>> for Table<T> {
    type Output = T;
    fn index(&self, ix: Ix<T>) -> &T {
        &self.rows[ix.index()]
    }
}

impl<T> IndexMut<Ix<T>> for Table<T> {
    fn index_mut(&mut self, ix: Ix<T>) -> &mut T {
        &mut self.rows[ix.index()]
    }
}

/// Where each row of a [`Table`] went when it was sorted; before that, every row is where it was.
pub struct Reordering<T> {
    to: Option<Vec<usize>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Default for Reordering<T> {
    fn default() -> Self {
        Reordering { to: None, of: PhantomData }
    }
}

impl<T> Reordering<T> {
    /// Follows an index taken before the sort to where its row is now.
    pub fn follow(&self, ix: &mut Ix<T>) {
        if let Some(to) = &self.to {
            *ix = Ix::new(to[ix.index()]);
        }
    }
}
