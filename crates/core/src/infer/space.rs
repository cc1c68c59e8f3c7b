//! What is open in a rulebook: keys, and the values that each may have. Every combination is a hypothesis.

use crate::block::{Key, Shape};
use crate::change::{Change, key_of};
use crate::diagnostic::{Diagnostic, Place};
use crate::exact::Share;
use crate::rulebook::Rulebook;
use crate::season::{Season, StatedRule};
use std::collections::BTreeSet;

/// Combinations that are looked at in one search at most.
pub const MOST_HYPOTHESES: usize = 50_000;

/// The open keys of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Space {
    pub keys: Vec<OpenKey>,
}

/// A key that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenKey {
    /// As it is written: `classified.min_share`.
    pub address: String,
    pub values: Vec<OpenValue>,
}

/// A value that an open key may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenValue {
    /// As a person writes it: `70 %`.
    pub text: String,
    /// What gives the key that value: one change for each block that has the key.
    pub changes: Vec<Change>,
}

/// One value for each open key, by its number among the key's values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hypothesis(pub Vec<usize>);

type Refused = Vec<Diagnostic>;

impl Space {
    /// What the rulebook leaves open; where it says nothing of that, what published tables most often decide: the minimum share,
    /// of whose laps, its rounding, whether a retired car may score, whether a competitor's other cars keep their places.
    ///
    /// # Errors
    /// What the rulebook leaves open cannot be read.
    pub fn usual(season: &Season, rules: &Rulebook) -> Result<Space, Refused> {
        if !rules.open.is_empty() {
            let open: Vec<String> = rules.open.iter().map(|own| own.value.clone()).collect();
            return Space::of(season, rules, &open);
        }
        const USUAL: [&str; 5] = [
            "classified.min_share",
            "classified.of",
            "classified.rounding = [\"exact\", \"down\", \"nearest\", \"up\"]",
            "classified.*.retired_may_score",
            "title.*.others_keep_position",
        ];
        Space::of(season, rules, &USUAL)
    }

    /// Keys as they are written: an address, and a list of values where not all that the key's kind knows are meant.
    ///
    /// # Errors
    /// One names a key that there is not, or one without end of whose values none are given.
    pub fn of<T: AsRef<str>>(season: &Season, rules: &Rulebook, open: &[T]) -> Result<Space, Refused> {
        let (mut keys, mut found) = (Vec::new(), Vec::new());
        for own in open {
            match OpenKey::parse(season, rules, own.as_ref()) {
                Ok(key) => keys.push(key),
                Err(refused) => found.push(*refused),
            }
        }
        let space = Space { keys };
        if found.is_empty() && space.len() > MOST_HYPOTHESES {
            let sizes: Vec<String> =
                space.keys.iter().map(|own| format!("{} of {}", own.values.len(), own.address)).collect();
            found.push(
                Diagnostic::error("PF0339", "there are too many hypotheses")
                    .found(format!("{}: {}", space.len(), sizes.join(", ")))
                    .expected(format!("{MOST_HYPOTHESES} at most"))
                    .help("leave fewer keys open, or give the values that are meant: classified.min_share = [\"70 %\", \"75 %\"]"),
            );
        }
        if found.is_empty() { Ok(space) } else { Err(found) }
    }

    /// How many combinations there are.
    pub fn len(&self) -> usize {
        self.keys.iter().fold(1, |all, own| all.saturating_mul(own.values.len()))
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Every combination, the last key's values in turn first.
    pub fn hypotheses(&self) -> Vec<Hypothesis> {
        let mut all = vec![Vec::new()];
        for key in &self.keys {
            let more = all.into_iter().flat_map(|own: Vec<usize>| {
                (0..key.values.len()).map(move |value| [own.as_slice(), &[value]].concat())
            });
            all = more.collect();
        }
        all.into_iter().map(Hypothesis).collect()
    }

    /// The keys with their values as a hypothesis has them.
    pub fn values<'s>(&'s self, hypothesis: &'s Hypothesis) -> impl Iterator<Item = (&'s str, &'s str)> {
        let chosen = self.keys.iter().zip(&hypothesis.0);
        chosen.filter_map(|(key, &own)| Some((key.address.as_str(), key.values.get(own)?.text.as_str())))
    }

    /// What makes a rulebook as the hypothesis has it.
    pub fn changes(&self, hypothesis: &Hypothesis) -> Vec<Change> {
        let chosen = self.keys.iter().zip(&hypothesis.0);
        chosen.filter_map(|(key, &own)| key.values.get(own)).flat_map(|own| own.changes.clone()).collect()
    }
}

impl OpenKey {
    fn parse(season: &Season, rules: &Rulebook, open: &str) -> Result<OpenKey, Box<Diagnostic>> {
        let (address, given) = match open.split_once('=') {
            Some((address, values)) => (address.trim(), Some(list(values.trim()))),
            None => (open.trim(), None),
        };
        let key = key_of(address)?;
        let values = match given {
            Some(given) => given,
            None => domain(key, season).ok_or_else(|| {
                Diagnostic::error(
                    "PF0338",
                    format!("`{}` can have any value: which are meant is not said", key.name),
                )
                .at(Place::document("open"))
                .found(address)
                .expected(format!("{address} = [value, value]"))
            })?,
        };
        let values = values
            .into_iter()
            .map(|text| Ok(OpenValue { changes: Change::wherever(&rules.wording, address, &text)?, text }));
        Ok(OpenKey { address: address.to_owned(), values: values.collect::<Result<_, Box<Diagnostic>>>()? })
    }
}

/// A TOML list as its items are written, without the quotes; anything else is one item.
fn list(text: &str) -> Vec<String> {
    let inner = text.strip_prefix('[').and_then(|own| own.strip_suffix(']'));
    let Some(inner) = inner else { return vec![text.to_owned()] };
    let mut items = Vec::new();
    let (mut depth, mut quoted, mut item) = (0_u32, false, String::new());
    for letter in inner.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if letter == ',' && depth == 0 && !quoted {
            items.push(std::mem::take(&mut item));
        } else {
            item.push(letter);
        }
    }
    items.push(item);
    let items = items.iter().map(|own| own.trim());
    let bare =
        |own: &str| own.strip_prefix('"').and_then(|own| own.strip_suffix('"')).unwrap_or(own).to_owned();
    items.filter(|own| !own.is_empty()).map(bare).collect()
}

/// The values that a key can have, where its kind knows them.
fn domain(key: &Key, season: &Season) -> Option<Vec<String>> {
    match key.shape {
        Shape::Yes => Some(["true", "false"].map(str::to_owned).to_vec()),
        Shape::Word(words) => Some(words.iter().map(|own| (*own).to_owned()).collect()),
        Shape::Part => Some(shares(season).iter().map(Share::to_string).collect()),
        _ => None,
    }
}

/// Shares from 65 to 80 %, and those that documents state.
fn shares(season: &Season) -> Vec<Share> {
    let stated = season.stated.iter().filter_map(|stated| match stated.rule {
        StatedRule::MinimumShare { share } => Some(share),
        _ => None,
    });
    let all: BTreeSet<Share> = (65..=80).map(Share::percent).chain(stated).collect();
    all.into_iter().collect()
}
