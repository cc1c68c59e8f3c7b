//! One module a kind of rule: the numbers come from a rulebook, the arithmetic is here.

pub mod distance;
