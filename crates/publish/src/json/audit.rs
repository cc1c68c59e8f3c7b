//! `parcferme.audit/1`: what an audit compared, and what it found.

use crate::view::View;
use parcferme_core::audit::{Audit, Finding};
use parcferme_core::diagnostic::Place;
use parcferme_core::{Rulebook, Season};
use serde::Serialize;
use utoipa::ToSchema;

pub const SCHEMA: &str = "parcferme.audit/1";

/// The document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = audit::Document)]
pub struct Document<'a> {
    #[schema(example = json!(SCHEMA))]
    pub schema: &'static str,
    pub season: &'a str,
    pub rulebook: &'a str,
    pub checks: Vec<Check>,
    pub findings: Vec<Found<'a>>,
}

/// How often a check could compare: `checked` is `agree + differ + waived`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = audit::Check)]
pub struct Check {
    pub check: &'static str,
    pub about: &'static str,
    pub checked: u32,
    pub agree: u32,
    pub differ: u32,
    /// Of those that agree: those that would not, were it not for a decision.
    pub decided: u32,
    /// Differences that a decision waives.
    pub waived: u32,
    pub unverifiable: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = audit::Found)]
pub struct Found<'a> {
    pub id: &'static str,
    pub check: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    pub message: &'a str,
    /// Both places, the asserted one first.
    #[serde(rename = "where")]
    pub places: Vec<Where<'a>>,
    pub asserted: &'a str,
    pub computed: &'a str,
    pub because: &'a [String],
    pub help: Option<&'a str>,
    /// Ids of what it is about, for links.
    pub title: Option<&'a str>,
    pub class: Option<&'a str>,
    pub competitor: Option<&'a str>,
    pub round: Option<u32>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = audit::Where)]
pub struct Where<'a> {
    pub document: &'a str,
    /// From 1; 0 is the document as a whole.
    pub line: u32,
    /// What stands there.
    pub text: &'a str,
}

pub fn audit<'a>(season: &'a Season, rules: &'a Rulebook, audit: &'a Audit) -> Document<'a> {
    let about = |name: &str| {
        let check = parcferme_core::audit::CHECKS.iter().find(|check| check.name == name);
        check.map_or("", |check| check.about)
    };
    Document {
        schema: SCHEMA,
        season: &season.id,
        rulebook: &rules.document,
        checks: audit
            .checks
            .iter()
            .map(|count| Check {
                check: count.check,
                about: about(count.check),
                checked: count.checked,
                agree: count.agree,
                differ: count.differ,
                decided: count.decided,
                waived: count.waived,
                unverifiable: count.unverifiable,
            })
            .collect(),
        findings: audit.findings.iter().map(|finding| found(season, rules, finding)).collect(),
    }
}

/// The same of one check, an index into the audit's.
pub fn of_check<'a>(view: &View<'a>, check: usize) -> Document<'a> {
    let mut document = audit(view.season, view.rules, view.audit);
    let name = view.audit.checks[check].check;
    document.checks.retain(|own| own.check == name);
    document.findings.retain(|own| own.check == name);
    document
}

fn found<'a>(season: &'a Season, rules: &'a Rulebook, finding: &'a Finding) -> Found<'a> {
    Found {
        id: finding.id,
        check: finding.check,
        severity: finding.severity.word(),
        message: &finding.message,
        places: finding.places.iter().map(place).collect(),
        asserted: &finding.asserted,
        computed: &finding.computed,
        because: &finding.because,
        help: finding.help.as_deref(),
        title: finding.title.map(|title| rules.titles[title].id.as_str()),
        class: finding.class.map(|class| season.classes[class].id.as_str()),
        competitor: finding.competitor.map(|own| season.competitors[own].id.as_str()),
        round: finding.round.and_then(|round| season.rounds[round].number).map(u32::from),
    }
}

fn place(place: &Place) -> Where<'_> {
    Where { document: &place.document, line: place.line, text: &place.text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::Points;
    use parcferme_core::compute;
    use parcferme_core::generate::{Draft, DraftCar, DraftRow, DraftTable};
    use parcferme_core::season::Kind;

    #[test]
    fn the_contract_of_a_cell_that_differs() {
        let (rules, _) = Rulebook::parse(
            "made-up.toml",
            "[[points]]\nid = \"s\"\nscale = [10]\narticle = \"Article 1\"\n[[title]]\nid = \"teams\"\ncompetitor = \"team\"\n",
        );
        let car =
            DraftCar { position: Some(1), number: "03".into(), team: "Alpha".into(), ..DraftCar::default() };
        let row = DraftRow {
            competitor: "Alpha".into(),
            cells: vec![Some(Points::whole(9))],
            ..DraftRow::default()
        };
        let draft = Draft {
            rounds: Draft::calendar(1),
            cars: vec![car],
            tables: vec![DraftTable { title: "teams".into(), rows: vec![row], ..DraftTable::default() }],
            ..Draft::default()
        };
        let season = draft.season(|_| Kind::Team);
        let found = parcferme_core::audit(&season, &rules, &compute(&season, &rules));
        let json = serde_json::to_value(audit(&season, &rules, &found)).unwrap();
        assert_eq!(json["schema"], "parcferme.audit/1");
        let cell = &json["checks"][0];
        assert_eq!((&cell["check"], &cell["differ"]), (&"standings-cell".into(), &1.into()));
        let finding = &json["findings"][0];
        assert_eq!(finding["id"], "PF0203");
        assert_eq!(finding["severity"], "error");
        assert_eq!((&finding["asserted"], &finding["computed"]), (&"9".into(), &"10".into()));
        assert_eq!(finding["because"][0], "position 1 gives 10 points (Article 1)");
        assert_eq!(finding["where"][0]["line"], 2);
        assert_eq!(finding["where"][0]["text"], "Alpha, column \"Rd 1\"");
        assert_eq!(finding["competitor"], "Alpha");
    }
}
