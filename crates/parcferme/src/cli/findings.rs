//! Findings of `check` and `audit` for tools that show them beside the files: `--format github|sarif|junit`.

use super::Format;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use parcferme_core::audit::{Audit, Finding};
use parcferme_core::{Diagnostic, Place};
use parcferme_publish::findings::{self, Case, Found, Page, Spot, Suite, Tool};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A format for tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ToolFormat {
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// JUnit XML, for test reporters
    Junit,
}

/// How an audit is written: as a sheet, or for a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFormat {
    Sheet(Format),
    Tool(ToolFormat),
}

impl ValueEnum for AuditFormat {
    fn value_variants<'a>() -> &'a [AuditFormat] {
        use AuditFormat::{Sheet, Tool};
        &[
            Sheet(Format::Table),
            Sheet(Format::Json),
            Sheet(Format::Csv),
            Sheet(Format::Markdown),
            Sheet(Format::Wikitext),
            Sheet(Format::Html),
            Sheet(Format::Pdf),
            Sheet(Format::Xlsx),
            Tool(ToolFormat::Github),
            Tool(ToolFormat::Sarif),
            Tool(ToolFormat::Junit),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            AuditFormat::Sheet(format) => format.to_possible_value(),
            AuditFormat::Tool(format) => format.to_possible_value(),
        }
    }
}

#[derive(RustEmbed)]
#[folder = "../../docs/errors"]
struct ErrorPages;

/// The suites in a format.
pub fn written(format: ToolFormat, suites: &[Suite]) -> String {
    match format {
        ToolFormat::Github => findings::github(suites),
        ToolFormat::Junit => findings::junit(suites),
        ToolFormat::Sarif => {
            let repository = env!("CARGO_PKG_REPOSITORY");
            let pages = if repository.is_empty() {
                String::new()
            } else {
                format!("{}/blob/main/docs/errors/", repository.trim_end_matches('/'))
            };
            let version = env!("CARGO_PKG_VERSION");
            findings::sarif(suites, &Tool { name: "Parc Fermé", version, pages: &pages, page: &page })
        }
    }
}

/// The page of an error: its heading without the id, and the whole.
fn page(id: &str) -> Option<Page> {
    let text = String::from_utf8(ErrorPages::get(&format!("{id}.md"))?.data.into_owned()).ok()?;
    let heading = text.lines().next()?.trim_start_matches("# ");
    let title = heading.split_once(": ").map_or(heading, |(_, title)| title).to_owned();
    Some(Page { title, text })
}

/// What is told of the files of a season: a case a file, and one for what is said of the season as a whole.
pub fn of_files<'a>(
    season: &str,
    place: &SeasonPlace,
    files: impl Iterator<Item = &'a String>,
    told: &[Diagnostic],
) -> Suite {
    let mut cases: BTreeMap<&str, Vec<Found>> = files.map(|path| (path.as_str(), Vec::new())).collect();
    for diagnostic in told {
        let file = diagnostic.places.first().map_or("season", |place| place.document.as_str());
        cases.entry(file).or_default().push(place.found(diagnostic));
    }
    let case = |(name, found): (&str, _)| Case { name: name.to_owned(), compared: true, found };
    Suite { name: season.to_owned(), cases: cases.into_iter().map(case).collect() }
}

/// An audit: a case a check, and one for what was told when the season was loaded.
pub fn of_audit(season: &str, place: &SeasonPlace, audit: &Audit, told: &[Diagnostic]) -> Suite {
    let loaded = told.iter().map(|own| place.found(own)).collect();
    let mut cases = vec![Case { name: "well-formed".to_owned(), compared: true, found: loaded }];
    cases.extend(audit.checks.iter().map(|count| {
        let of_check = audit.findings.iter().filter(|own| own.check == count.check);
        Case {
            name: count.check.to_owned(),
            compared: count.checked + count.unverifiable > 0,
            found: of_check.map(|own| place.audited(own)).collect(),
        }
    }));
    Suite { name: season.to_owned(), cases }
}

/// Where a season's files lie, as seen from where the command is given.
pub struct SeasonPlace {
    folder: PathBuf,
    sources: String,
}

impl SeasonPlace {
    pub fn new(season: &str) -> SeasonPlace {
        let folder = PathBuf::from(season);
        let sources = std::fs::read_to_string(folder.join("sources.toml")).unwrap_or_default();
        SeasonPlace { folder, sources }
    }

    fn found(&self, own: &Diagnostic) -> Found {
        let mut details = Vec::new();
        for (word, value) in [("found", &own.found), ("expected", &own.expected), ("help", &own.help)] {
            details.extend(value.iter().map(|value| format!("{word}: {value}")));
        }
        self.placed(own.id, own.severity, &own.message, details, &own.places)
    }

    fn audited(&self, own: &Finding) -> Found {
        let mut details = Vec::new();
        for (word, value) in [("stated", &own.asserted), ("against", &own.computed)] {
            if !value.is_empty() {
                details.push(format!("{word}: {value}"));
            }
        }
        details.extend(own.because.iter().cloned());
        details.extend(own.help.iter().map(|help| format!("help: {help}")));
        self.placed(own.id, own.severity, &own.message, details, &own.places)
    }

    fn placed(
        &self,
        id: &'static str,
        severity: parcferme_core::Severity,
        message: &str,
        mut details: Vec<String>,
        places: &[Place],
    ) -> Found {
        let mut spots: Vec<Spot> = Vec::new();
        for place in places {
            let (spot, is_itself) = match self.file(&place.document) {
                Some(path) => (Some(Spot { path, line: place.line, column: place.column }), true),
                None => (self.source(&place.document), false),
            };
            if !is_itself {
                details.push(format!("in {place}"));
            }
            spots.extend(spot.filter(|spot| !spots.contains(spot)));
        }
        Found { id, severity, message: message.to_owned(), details, places: spots }
    }

    /// The path of a file of the season, or of a file that was named.
    fn file(&self, document: &str) -> Option<String> {
        let inside = self.folder.join(document);
        let path = if inside.is_file() || document == "season.toml" && self.folder.is_dir() {
            inside
        } else {
            Some(PathBuf::from(document)).filter(|path| path.is_file())?
        };
        Some(from_here(&path))
    }

    /// The line of `sources.toml` that names a document which is not in the folder.
    fn source(&self, document: &str) -> Option<Spot> {
        let quoted = toml::Value::String(document.to_owned()).to_string();
        let line = self.sources.lines().position(|line| line.contains(&quoted))?;
        let path = from_here(&self.folder.join("sources.toml"));
        Some(Spot { path, line: u32::try_from(line + 1).unwrap_or(0), column: 0 })
    }
}

/// A path from the working directory, with `/`; an absolute one where it lies elsewhere.
fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir | Component::RootDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            _ => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    let root = if path.has_root() { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_here() {
        let here = std::env::current_dir().unwrap_or_default();
        for (path, seen) in [
            ("./season.toml".to_owned(), "season.toml"),
            ("a/./b/../c.csv".to_owned(), "a/c.csv"),
            ("../a.csv".to_owned(), "../a.csv"),
            ("../../a.csv".to_owned(), "../../a.csv"),
            (here.join("a/b.csv").display().to_string(), "a/b.csv"),
            ("/elsewhere/b.csv".to_owned(), "/elsewhere/b.csv"),
        ] {
            assert_eq!(from_here(Path::new(&path)), seen, "{path}");
        }
    }

    #[test]
    fn every_page_has_a_title() {
        let page = page("PF0203").map(|page| page.title);
        assert_eq!(page.as_deref(), Some("standings cell differs from the published table"));
    }
}
