//! A decision as one line: what a season may be asked for with one decision more.

use super::otherwise::words;
use super::write::{list, quoted};
use super::{DecisionRecord, Folder};
use parcferme_core::block::Shape;
use parcferme_core::decisions::{COMMON_KEYS, KINDS, Ruling, Value};
use parcferme_core::{Diagnostic, Place};
use std::fmt;

/// `disqualify round=3 number=71`: the kind of a decision, and the keys that its block in `decisions.toml` has. `id` and
/// `reason` may be left out.
#[derive(Clone, Debug)]
pub struct AddedDecision {
    record: DecisionRecord,
}

/// What stands as the reason where none is given.
const REASON: &str = "What if";

type Refused = Vec<Diagnostic>;

impl AddedDecision {
    /// Reads `KIND KEY=VALUE ...`; a value with blanks stands in double quotes, the items of a list are parted by semicolons.
    ///
    /// # Errors
    /// It is not written so, there is no such kind, or the kind has no such key or value.
    pub fn parse(text: &str) -> Result<AddedDecision, Refused> {
        let refused = || {
            Diagnostic::error("PF1150", "this is no decision")
                .at(Place::document("change"))
                .found(text)
                .expected("the kind of a decision and its keys: disqualify round=3 number=71")
        };
        let words = words(text).ok_or_else(|| vec![refused()])?;
        let Some((word, keys)) = words.split_first() else { return Err(vec![refused()]) };
        let keys: Option<Vec<(&str, &str)>> = keys.iter().map(|own| own.split_once('=')).collect();
        AddedDecision::of_keys(word, &keys.ok_or_else(|| vec![refused()])?)
    }

    /// The same from the word of a kind, and its keys with their values as a person writes them.
    ///
    /// # Errors
    /// There is no such kind, or the kind has no such key or value.
    pub fn of_keys(word: &str, keys: &[(&str, &str)]) -> Result<AddedDecision, Refused> {
        let Some(kind) = Ruling::kind(word) else {
            let known: Vec<&str> = KINDS.iter().map(|own| own.name).collect();
            let told = Diagnostic::error("PF1150", format!("there is no kind of decision `{word}`"))
                .at(Place::document("change"))
                .found(word)
                .expected(format!("one of {}", known.join(", ")))
                .did_you_mean(word, &known);
            return Err(vec![told]);
        };
        let (mut block, mut reason) = (format!("[[decision]]\nkind = {}\n", quoted(word)), false);
        let mut named = false;
        for &(name, value) in keys {
            if !name.bytes().all(|own| own.is_ascii_lowercase() || own == b'_') || name.is_empty() {
                let told = Diagnostic::error("PF1150", format!("`{name}` is no key of a decision"));
                return Err(vec![told.at(Place::document("change")).found(name)]);
            }
            reason |= name == "reason";
            named |= name == "id";
            let shape = kind.keys.iter().find(|own| own.name == name).map(|own| own.shape);
            let plain = value.parse::<u32>().is_ok() || value.parse::<bool>().is_ok();
            let value = match shape {
                Some(Shape::Count | Shape::Positive | Shape::Yes) if plain => value.to_owned(),
                Some(Shape::TextList) => {
                    let items: Vec<String> = value.split(';').map(|own| own.trim().to_owned()).collect();
                    list(&items)
                }
                // As a person writes it: seconds.
                Some(Shape::Duration) if value.parse::<u32>().is_ok() => quoted(&format!("{value} s")),
                _ => quoted(value),
            };
            block += &format!("{name} = {value}\n");
        }
        if !reason {
            block += &format!("reason = {}\n", quoted(REASON));
        }
        if !named {
            block += "id = \"what-if\"\n";
        }
        let mut folder = Folder::default();
        let mut found = folder.read_decisions("change", &block);
        // Where something stands in the block says nothing: the reader wrote one line.
        found.iter_mut().for_each(|own| *own = own.clone().at(Place::document("change")));
        match folder.decisions.pop() {
            Some(mut record) if found.is_empty() => {
                if !named {
                    record.id.clear();
                }
                Ok(AddedDecision { record })
            }
            _ => Err(found),
        }
    }

    /// A decision that a file states.
    pub fn of(record: DecisionRecord) -> AddedDecision {
        AddedDecision { record }
    }

    /// What its block says.
    pub fn record(&self) -> &DecisionRecord {
        &self.record
    }

    /// Adds it to a folder, and says under which id: its own, or one that is free.
    pub fn apply(&self, folder: &mut Folder) -> String {
        let mut record = self.record.clone();
        if record.id.is_empty() {
            let known = |id: &str| folder.decisions.iter().any(|own| own.id == id);
            let free = (1..).map(|own| format!("what-if-{own}")).find(|own| !known(own));
            record.id = free.unwrap_or_default();
        }
        let id = record.id.clone();
        folder.decisions.push(record);
        id
    }
}

impl fmt::Display for AddedDecision {
    /// As [`AddedDecision::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = &self.record;
        f.write_str(own.kind.name)?;
        for key in own.kind.keys.iter().filter(|key| !COMMON_KEYS.iter().any(|other| other.name == key.name))
        {
            if let Some(at) = own.said.values.get(key.name) {
                write!(f, " {}={}", key.name, in_quotes(&written(&at.value)))?;
            }
        }
        let reason = if own.reason == REASON { "" } else { own.reason.as_str() };
        for (name, value) in [
            ("id", own.id.as_str()),
            ("author", &own.author),
            ("date", &own.date),
            ("reason", reason),
            ("source", &own.source),
            ("article", &own.posted.article),
        ] {
            if !value.is_empty() {
                write!(f, " {name}={}", in_quotes(value))?;
            }
        }
        Ok(())
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Texts(texts) => texts.join("; "),
        Value::Count(count) => count.to_string(),
        Value::Yes(yes) => yes.to_string(),
        Value::Points(points) => points.to_string(),
        Value::Time(time) => match (time.0 / 1000, time.0 % 1000) {
            (seconds, 0) => seconds.to_string(),
            (seconds, rest) => format!("{seconds}.{rest:03} s"),
        },
    }
}

/// A value that may have blanks; a double quote in it, which nothing here could carry, is a single one.
fn in_quotes(value: &str) -> String {
    let value: String = value
        .chars()
        .map(|own| {
            if own == '"' {
                '\''
            } else if own.is_whitespace() {
                ' '
            } else {
                own
            }
        })
        .collect();
    if value.is_empty() || value.contains(' ') { format!("\"{value}\"") } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let read = AddedDecision::parse(text);
        read.map(|own| own.to_string()).map_err(|own| format!("{} {}", own[0].id, own[0].message))
    }

    #[test]
    fn a_line_is_read_and_written() {
        for (line, written) in [
            ("disqualify round=3 number=71", "disqualify round=3 number=71"),
            ("time-penalty number=71 time=5 round=3", "time-penalty round=3 number=71 time=5"),
            (
                "time-penalty round=3 number=71 time=\"1.5 s\"",
                "time-penalty round=3 number=71 time=\"1.500 s\"",
            ),
            (
                "place-penalty round=3 session=sprint number=07 class=GT places=3",
                "place-penalty round=3 session=sprint number=07 class=GT places=3",
            ),
            (
                "adjust title=drivers competitor=\"Ann Archer\" points=-5 reason=\"Not \"\"there\"",
                "adjust title=drivers competitor=\"Ann Archer\" points=-5 reason=\"Not there\"",
            ),
            ("mark round=1 numbers=\"3; 4\" mark=guest", "mark round=1 numbers=\"3; 4\" mark=guest"),
            (
                "disqualify id=d7 round=3 number=71 reason=Ballast",
                "disqualify round=3 number=71 id=d7 reason=Ballast",
            ),
        ] {
            let once = read(line);
            assert_eq!(once.as_deref(), Ok(written), "{line}");
            assert_eq!(read(written).as_deref(), Ok(written), "{line}");
        }
    }

    #[test]
    fn what_is_no_decision_is_told() {
        for (line, told) in [
            ("", "PF1150 this is no decision"),
            ("disqualfy round=3 number=71", "PF1150 there is no kind of decision `disqualfy`"),
            ("disqualify round 3", "PF1150 this is no decision"),
            ("disqualify \"x = 1\nround\"=3", "PF1150 `x ` is no key of a decision"),
            ("place-penalty round=3 number=71 places=many", "PF0303"),
            ("disqualify round=3 number=71 laps=2", "PF030"),
        ] {
            let found = read(line).unwrap_err();
            assert!(found.starts_with(told), "{line}: {found}");
        }
    }

    #[test]
    fn it_takes_an_id_that_is_free() {
        let mut folder = Folder::default();
        let added = AddedDecision::parse("disqualify round=3 number=71").unwrap();
        assert_eq!(
            (added.apply(&mut folder), added.apply(&mut folder)),
            ("what-if-1".to_owned(), "what-if-2".to_owned())
        );
        assert_eq!(folder.decisions[1].id, "what-if-2");
    }
}
