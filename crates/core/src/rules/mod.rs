//! One module a kind of rule: the numbers come from a rulebook, the arithmetic is here.

pub mod bonus;
pub mod class_map;
pub mod classified;
pub mod distance;
pub mod drive_time;
pub mod eligible;
pub mod incidents;
pub mod points;
pub mod scope;
pub mod ties;
pub mod title;
pub mod window;
