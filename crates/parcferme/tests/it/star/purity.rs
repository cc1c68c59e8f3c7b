//! Core does no input or output, looks at no clock, draws no lots, and knows no series by name.

use super::source::{code_below, has_word};

/// What makes an answer depend on more than its facts. `FxHashMap` and the like end in the same words.
const IMPURE: [&str; 16] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "HashMap",
    "HashSet",
    "RandomState",
    "f32",
    "f64",
    "async",
    "await",
    "rand",
    "println",
];

const SERIES: [&str; 4] = ["alms", "f1", "imsa", "wec"];

#[test]
fn core_is_pure() {
    for source in code_below("crates/core/src") {
        for word in IMPURE {
            assert!(!has_word(&source.code, word), "{} uses `{word}`", source.path);
        }
    }
}

#[test]
fn core_names_no_series() {
    for source in code_below("crates/core/src") {
        let code = source.code.to_lowercase();
        for word in SERIES {
            assert!(!has_word(&code, word), "{} names the series `{word}`", source.path);
        }
    }
}

#[test]
fn no_core_type_is_a_wire_format() {
    for source in code_below("crates/core/src") {
        assert!(!has_word(&source.code, "Serialize"), "{} derives Serialize", source.path);
    }
}

/// The readers and the writers turn bytes into values and back, odds are values: files and sockets are the program's.
#[test]
fn the_crates_between_do_no_input_or_output() {
    for folder in ["crates/formats/src", "crates/odds/src", "crates/publish/src"] {
        for source in code_below(folder) {
            for word in ["std::fs", "std::net", "SystemTime", "Instant", "std::process"] {
                assert!(!has_word(&source.code, word), "{} uses `{word}`", source.path);
            }
        }
    }
}

/// What is drawn has to be the same bits on every machine: those of a system's mathematics, and of fused steps, differ.
#[test]
fn odds_use_no_mathematics_of_the_machine() {
    let methods = [
        "exp", "exp2", "ln", "log2", "log10", "ln_1p", "powf", "powi", "sin", "cos", "tanh", "mul_add",
        "cbrt",
    ];
    for source in code_below("crates/odds/src") {
        for method in methods {
            assert!(!source.code.contains(&format!(".{method}(")), "{} calls `{method}`", source.path);
        }
        for word in ["HashMap", "HashSet", "RandomState", "rand"] {
            assert!(!has_word(&source.code, word), "{} uses `{word}`", source.path);
        }
    }
}
