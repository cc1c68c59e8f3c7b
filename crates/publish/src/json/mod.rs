//! The JSON contract: versioned wire formats of their own, one a module. Fields are added, never renamed.

pub mod audit;
pub mod classification;
