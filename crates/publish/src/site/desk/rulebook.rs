//! The rulebook at the desk: each clause with its sentence and, beside it, its keys as a form.

use super::stewards::{AtDesk, FieldShape, head};
use crate::sheet::capital;
use crate::site::head::Head;
use crate::site::{Page, page};
use crate::view::Settings;
use askama::Template;
use parcferme_core::block::{Key, Shape};
use parcferme_core::rulebook::Differing;
use parcferme_core::rules::KINDS;
use std::collections::BTreeMap;

/// Rows of a table inside a clause that a form offers beyond those that there are.
const FURTHER_ROWS: usize = 1;

/// A clause, with what stands in its form.
pub struct Clause<'a> {
    pub kind: &'static str,
    pub index: usize,
    pub id: &'a str,
    pub article: &'a str,
    pub sentence: &'a str,
    pub keys: &'static [Key],
    /// By address: `scale`, `windows.0.best`.
    pub says: &'a BTreeMap<String, String>,
}

impl Clause<'_> {
    fn anchor(&self) -> String {
        format!("{}-{}", self.kind, self.index + 1)
    }

    fn heading(&self) -> String {
        let kind = capital(&self.kind.replace('_', " "));
        if self.id == self.kind { kind } else { format!("{kind}: {}", self.id) }
    }

    fn inputs(&self) -> Vec<Input> {
        inputs(&self.anchor(), self.keys, self.says)
    }
}

/// What is filled in for a key.
pub struct Input {
    id: String,
    name: String,
    key: &'static str,
    label: String,
    shape: FieldShape,
    value: String,
    /// Whether it says something.
    said: bool,
}

/// The inputs of a block: what it says first, then what else it could say.
fn inputs(anchor: &str, keys: &[Key], says: &BTreeMap<String, String>) -> Vec<Input> {
    let mut all = Vec::new();
    for key in keys {
        match key.shape {
            Shape::Tables(inner) | Shape::Table(inner) => {
                let prefix = format!("{}.", key.name);
                let row_of =
                    |name: &String| name.strip_prefix(&prefix)?.split_once('.')?.0.parse::<usize>().ok();
                let rows = says.keys().filter_map(row_of).max().map_or(0, |own| own + 1);
                let most = if matches!(key.shape, Shape::Tables(_)) { rows + FURTHER_ROWS } else { 1 };
                for row in 0..most {
                    for own in inner {
                        let label = format!("{} {}: {}", key.name.replace('_', " "), row + 1, own.doc);
                        all.push(input(anchor, &format!("{prefix}{row}.{}", own.name), own, label, says));
                    }
                }
            }
            _ => all.push(input(anchor, key.name, key, key.doc.to_owned(), says)),
        }
    }
    all.sort_by_key(|own| !own.said);
    all
}

fn input(anchor: &str, name: &str, key: &Key, label: String, says: &BTreeMap<String, String>) -> Input {
    let value = says.get(name).cloned().unwrap_or_default();
    let named = |words: &[&str]| words.iter().map(|own| ((*own).to_owned(), (*own).to_owned())).collect();
    let shape = match key.shape {
        Shape::Count | Shape::Positive => FieldShape::Number,
        Shape::Yes => FieldShape::Choice(vec![
            ("true".to_owned(), "yes".to_owned()),
            ("false".to_owned(), "no".to_owned()),
        ]),
        Shape::Word(words) => FieldShape::Choice(named(words)),
        _ => FieldShape::Text,
    };
    let hint = match key.shape {
        Shape::PointsList => " Separated by spaces: 25 18 15.".to_owned(),
        Shape::TextList => " Separated by semicolons.".to_owned(),
        Shape::Words(words) => format!(" Separated by semicolons; one or more of {}.", words.join(", ")),
        Shape::Share | Shape::Part => " Such as 70 % or 1/2.".to_owned(),
        Shape::Rounds => " Such as 1-7, 9.".to_owned(),
        _ => String::new(),
    };
    Input {
        id: format!("{anchor}-{name}"),
        name: format!("k.{name}"),
        key: key.name,
        // Marks of the documentation's text.
        label: capital(&format!("{label}{hint}").replace('`', "")),
        shape,
        said: !value.is_empty(),
        value,
    }
}

/// What the page of a rulebook shows.
pub struct Rulebook<'a> {
    pub name: &'a str,
    /// What the rules are taken from, where the season has none of its own.
    pub copy_of: Option<&'a str>,
    /// The document that the forms were made of.
    pub digest: String,
    pub own_keys: &'static [Key],
    pub says: &'a BTreeMap<String, String>,
    pub clauses: Vec<Clause<'a>>,
    /// A form that was refused: of which clause, by its anchor, and why.
    pub refused: (String, &'a [String]),
}

impl Rulebook<'_> {
    fn inputs(&self) -> Vec<Input> {
        inputs("rulebook", self.own_keys, self.says)
    }
}

#[derive(Template)]
#[template(path = "desk/rulebook.html")]
struct RulebookPage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    own: &'p Rulebook<'p>,
    action: String,
    /// Word, name and documentation of each kind.
    kinds: Vec<(&'static str, String, &'static str)>,
}

/// The rulebook, clause by clause.
pub fn rulebook(settings: &Settings, at: &AtDesk<'_>, own: &Rulebook<'_>) -> Page {
    let head = head(settings, at, "Rulebook");
    let action = head.site(&format!("desk/{}/rulebook", at.id));
    let kinds = KINDS.iter().map(|own| (own.name, capital(&own.name.replace('_', " ")), own.doc)).collect();
    page!(RulebookPage { head, at, own, action, kinds })
}

#[derive(Template)]
#[template(path = "desk/clause.html")]
struct ClausePage<'p> {
    head: Head,
    at: &'p AtDesk<'p>,
    kind: &'static str,
    title: String,
    doc: &'static str,
    digest: &'p str,
    action: String,
    inputs: Vec<Input>,
    refused: &'p [String],
}

/// A clause to be added, of a kind with its keys.
pub fn clause(
    settings: &Settings,
    at: &AtDesk<'_>,
    (kind, doc, keys): (&'static str, &'static str, &'static [Key]),
    (digest, given, refused): (&str, &BTreeMap<String, String>, &[String]),
) -> Page {
    let head = head(settings, at, "A further clause");
    let action = head.site(&format!("desk/{}/rulebook", at.id));
    let title = format!("A further clause: {}", kind.replace('_', " "));
    let mut inputs = inputs("new", keys, given);
    // Nothing is said yet: the keys stand in the order of the documentation.
    inputs.iter_mut().for_each(|own| own.said = true);
    page!(ClausePage { head, at, kind, title, doc, digest, action, inputs, refused })
}

#[derive(Template)]
#[template(path = "desk/sentences.html")]
struct Sentences<'p> {
    all: &'p [Differing],
}

/// The sentences of a rulebook before and after a change, as HTML.
pub fn sentences(all: &[Differing]) -> String {
    Sentences { all }.render().unwrap_or_default()
}
