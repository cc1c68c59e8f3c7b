//! From lap records to a classification, stints, driver time and pit stops: one kind a module.
