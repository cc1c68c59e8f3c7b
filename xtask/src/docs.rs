//! `cargo xtask docs`: the parts of `docs/` that come from the code.
//!
//! A part stands between `<!-- generated: WHAT -->` and `<!-- end -->`. WHAT is `errors`, `kinds` of rules, the `measures`
//! that they look at, or the kinds of `decisions`, a `decision` of a kind, or `keys` with a document and the blocks down to the one wanted: `keys rulebook title windows`.

use crate::{Done, root};
use parcferme_core::block::{Key, Shape};
use parcferme_core::decisions::Ruling;
use parcferme_core::rules::kind::Unit;
use parcferme_core::{rulebook, rules};
use parcferme_formats::{careers, folder, names};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// Change nothing; fail where a generated part is out of date
    #[arg(long)]
    check: bool,
}

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

pub fn run(args: &Args) -> Done {
    let mut stale = Vec::new();
    for path in pages(&root().join("docs")) {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let wanted = rendered(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        if wanted == text {
            continue;
        }
        if !args.check {
            fs::write(&path, wanted).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        stale.push(path.display().to_string());
    }
    match (args.check, stale.is_empty()) {
        (true, false) => Err(format!("out of date, run `cargo xtask docs`: {}", stale.join(", "))),
        _ => {
            stale.iter().for_each(|path| println!("wrote {path}"));
            Ok(())
        }
    }
}

/// The page with its generated parts as the code has them.
fn rendered(text: &str) -> Result<String, String> {
    let mut page = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (what, after) = after.split_once(" -->").ok_or("a mark without an end")?;
        let (_, after) = after.split_once(END).ok_or_else(|| format!("`{what}` has no {END}"))?;
        let _ = write!(page, "{before}{BEGIN}{what} -->\n{}{END}", part(what)?);
        rest = after;
    }
    Ok(page + rest)
}

fn part(what: &str) -> Result<String, String> {
    let mut words = what.split_whitespace();
    match (words.next(), words.next()) {
        (Some("errors"), None) => errors(),
        (Some("kinds"), None) => kinds(),
        (Some("decisions"), None) => Ok(decisions()),
        (Some("decision"), Some(kind)) => {
            let kind = Ruling::kind(kind).ok_or_else(|| format!("no decision of kind `{kind}`"))?;
            let needs: Vec<String> = kind.needs.iter().map(|need| format!("`{need}`")).collect();
            Ok(format!("{}\n\nNeeds {}.\n\n{}", kind.doc, needs.join(", "), table(kind.keys, false)))
        }
        (Some("measures"), None) => Ok(measures()),
        (Some("keys"), Some(document)) => {
            let mut keys = document_keys(document).ok_or_else(|| format!("no document `{document}`"))?;
            let scoped = words.clone().next().is_some();
            for block in words {
                keys = keys
                    .iter()
                    .find_map(|key| match key.shape {
                        Shape::Table(inner) | Shape::Tables(inner) if key.name == block => Some(inner),
                        _ => None,
                    })
                    .ok_or_else(|| format!("`{what}` names no block"))?;
            }
            Ok(table(keys, scoped))
        }
        _ => Err(format!("`{what}` cannot be generated")),
    }
}

fn document_keys(document: &str) -> Option<&'static [Key]> {
    match document {
        "rulebook" => Some(rulebook::KEYS),
        "scope" => Some(rules::scope::KEYS),
        "names.toml" => Some(names::KEYS),
        "careers.toml" => Some(careers::KEYS),
        _ => folder::TOML_FILES.iter().find(|(name, _)| *name == document).map(|(_, keys)| *keys),
    }
}

/// The kinds of decisions, with their pages and what each needs.
fn decisions() -> String {
    let mut text = "| kind | what it does | needs |\n| --- | --- | --- |\n".to_owned();
    for kind in parcferme_core::decisions::KINDS {
        let needs: Vec<String> = kind.needs.iter().map(|need| format!("`{need}`")).collect();
        let _ = writeln!(
            text,
            "| [`{0}`](../decisions/{0}.md) | {1} | {2} |",
            kind.name,
            kind.doc,
            needs.join(", ")
        );
    }
    text
}

/// A table of keys. Where `scoped`, the keys of a scope are one line that leads to their own page.
fn table(keys: &[Key], scoped: bool) -> String {
    let is_of_scope =
        |key: &Key| rules::scope::KEYS.iter().any(|own| own.name == key.name && own.doc == key.doc);
    let mut text = "| key | value | meaning |\n| --- | --- | --- |\n".to_owned();
    for key in keys.iter().filter(|key| !scoped || !is_of_scope(key)) {
        let _ = writeln!(text, "| `{}` | {} | {} |", key.name, value(key), key.doc.replace('|', "\\|"));
    }
    if scoped && keys.iter().any(is_of_scope) {
        let names: Vec<String> = rules::scope::KEYS.iter().map(|key| format!("`{}`", key.name)).collect();
        let _ = writeln!(text, "\nAnd where it applies: {}, see [scope](scope.md).", names.join(", "));
    }
    text
}

/// What a key's value looks like, for a person.
fn value(key: &Key) -> String {
    let words = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match key.shape {
        Shape::Text => "text: `\"...\"`".to_owned(),
        Shape::Count => "whole number".to_owned(),
        Shape::Positive => "whole number, one or more".to_owned(),
        Shape::Yes => "`true` or `false`".to_owned(),
        Shape::Points => "points: `25`, `\"4.5\"`, `\"8/7\"`".to_owned(),
        Shape::PointsList => "list of points: `[10, 8, 6]`".to_owned(),
        Shape::Share => "share: `\"70 %\"`, `\"1/2\"`".to_owned(),
        Shape::Part => "share from 0 % to 100 %: `\"70 %\"`, `\"1/2\"`".to_owned(),
        Shape::Duration => "duration: `\"2 h\"`, `\"2 h 45 min\"`, `\"1.265 s\"`".to_owned(),
        Shape::TextList => "list of texts: `[\"a\", \"b\"]`".to_owned(),
        Shape::Word(all) => format!("one of {}", words(all)),
        Shape::Words(all) => format!("list of {}", words(all)),
        Shape::Rounds => "rounds: `\"1-7, 9\"`".to_owned(),
        Shape::Table(_) => format!("block `[{}]`", key.name),
        Shape::Tables(_) => format!("blocks `[[{}]]`", key.name),
    }
}

/// All kinds of rules with the headings of their pages.
fn kinds() -> Result<String, String> {
    let mut text = "| block | says | page |\n| --- | --- | --- |\n".to_owned();
    for kind in rules::KINDS {
        let name = kind.name;
        let block = match kind.key().shape {
            Shape::Table(_) => format!("[{name}]"),
            _ => format!("[[{name}]]"),
        };
        let says = heading(&root().join(format!("docs/rules/{name}.md")), name)?;
        let _ = writeln!(text, "| `{block}` | {says} | [{name}]({name}.md) |");
    }
    Ok(text)
}

/// What kinds of rules look at in results.
fn measures() -> String {
    let mut text = "| column | value | meaning | kind of rule |\n| --- | --- | --- | --- |\n".to_owned();
    for kind in rules::KINDS {
        for measure in kind.measures {
            let value = match measure.unit {
                Unit::Count => "whole number",
                Unit::Time => "time",
                Unit::TimeByLap => "laps and times: `53 1:21:40.123; 54 1:23:02.456`",
            };
            let (column, doc, name) = (measure.name, measure.doc, kind.name);
            let _ = writeln!(text, "| `{column}` | {value} | {doc} | [{name}](rules/{name}.md) |");
        }
    }
    text
}

/// The heading of a page, without the word that it is about.
fn heading(page: &Path, about: &str) -> Result<String, String> {
    let text = fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let heading = text.lines().next().unwrap_or_default();
    Ok(heading.strip_prefix(&format!("# {about}: ")).unwrap_or(heading).to_owned())
}

const AREAS: [(&str, &str); 13] = [
    ("PF01", "Reading and importing pages"),
    ("PF02", "Audit"),
    ("PF03", "Rulebook"),
    ("PF04", "Season folder"),
    ("PF05", "Lap and timing files"),
    ("PF06", "f1db"),
    ("PF07", "Publishing"),
    ("PF08", "Server"),
    ("PF09", "Command line"),
    ("PF10", "Adding files"),
    ("PF11", "Adding files: PDF sheets"),
    ("PF13", "The record"),
    ("PF14", "Accounts and the server"),
];

/// All error pages by area, with their headings.
fn errors() -> Result<String, String> {
    let mut text = String::new();
    let pages = pages(&root().join("docs/errors"));
    for (prefix, area) in AREAS {
        let mut list = String::new();
        for path in &pages {
            let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if id.starts_with(prefix) {
                let _ = writeln!(list, "* [{id}]({id}.md) {}", heading(path, id)?);
            }
        }
        if !list.is_empty() {
            let _ = write!(text, "\n## {prefix}: {area}\n\n{list}");
        }
    }
    Ok(text + "\n")
}

/// All Markdown pages below a folder, sorted.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = crate::seeds::files(folder);
    found.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_parts_are_as_the_code_has_them() {
        assert_eq!(run(&Args { check: true }), Ok(()));
    }

    #[test]
    fn a_part_that_cannot_be_generated_is_an_error() {
        assert!(rendered("<!-- generated: keys rulebook nothing -->\n<!-- end -->").is_err());
        assert!(rendered("<!-- generated: errors -->").is_err());
        assert_eq!(rendered("nothing generated"), Ok("nothing generated".to_owned()));
    }

    #[test]
    fn every_column_of_a_season_folder_is_explained() {
        let page = fs::read_to_string(root().join("docs/SEASON-FOLDER.md")).unwrap();
        for (file, columns) in folder::TABLES {
            let section = page.split("\n## ").find(|section| section.starts_with(&format!("`{file}")));
            let section = section.unwrap_or_else(|| panic!("no section of {file}"));
            for column in columns {
                assert!(section.contains(&format!("\n| `{column}` |")), "{file} does not explain `{column}`");
            }
        }
    }
}
