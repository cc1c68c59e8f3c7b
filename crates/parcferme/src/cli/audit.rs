//! An audit on a terminal: what each check compared, then every finding with both statements and their places.

use anstyle::{AnsiColor, Style};
use parcferme_core::audit::{Audit, CheckCount, Finding};
use parcferme_core::{Season, Severity};
use std::io::{self, Write};

/// Writes an audit for a person. Colours go out as ANSI codes; the stream strips them where they are not wanted.
pub fn render(season: &Season, audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let bold = Style::new().bold();
    writeln!(
        out,
        "{bold}{}: published against computed, documents against each other{bold:#}\n",
        season.name
    )?;
    counts(&audit.checks, out)?;
    for finding in &audit.findings {
        writeln!(out)?;
        write_finding(finding, out)?;
    }
    writeln!(out, "\n{}", summary(audit))
}

/// Writes the audits of many seasons: a line a season with what its published tables say, the counts of each check, then
/// all findings.
pub fn render_all<'a>(
    audits: impl Iterator<Item = (&'a Season, &'a Audit)> + Clone,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let mut all: Vec<CheckCount> = Vec::new();
    let names = audits.clone().map(|(season, _)| season.name.chars().count());
    let widest = names.max().unwrap_or(0).max("Season".len());
    writeln!(
        out,
        "{bold}{:<widest$}{:>9}{:>9}{:>9}{:>8}{:>8}{:>14}{bold:#}",
        "Season", "Checked", "Agree", "Decided", "Differ", "Waived", "Unverifiable"
    )?;
    for (season, audit) in audits.clone() {
        let mut sum = CheckCount::default();
        for count in &audit.checks {
            if words(count.check).0 == "published" {
                add(&mut sum, count);
            }
            match all.iter_mut().find(|own| own.check == count.check) {
                Some(own) => add(own, count),
                None => all.push(*count),
            }
        }
        let style = if sum.differ > 0 { AnsiColor::Yellow.on_default() } else { Style::new() };
        writeln!(
            out,
            "{style}{:<widest$}{:>9}{:>9}{:>9}{:>8}{:>8}{:>14}{style:#}",
            season.name,
            sum.checked,
            sum.agree,
            shown(sum.decided),
            shown(sum.differ),
            shown(sum.waived),
            shown(sum.unverifiable)
        )?;
    }
    writeln!(out)?;
    counts(&all, out)?;
    for (season, audit) in audits {
        for finding in &audit.findings {
            writeln!(out, "\n{dim}{}{dim:#}", season.name)?;
            write_finding(finding, out)?;
        }
    }
    Ok(())
}

fn add(sum: &mut CheckCount, count: &CheckCount) {
    sum.checked += count.checked;
    sum.agree += count.agree;
    sum.decided += count.decided;
    sum.differ += count.differ;
    sum.waived += count.waived;
    sum.unverifiable += count.unverifiable;
}

fn counts(checks: &[CheckCount], out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let widest = checks.iter().map(|count| count.check.len()).max().unwrap_or(0).max("Check".len());
    let any_decided = checks.iter().any(|count| count.decided > 0);
    let any_waived = checks.iter().any(|count| count.waived > 0);
    let decided = |text: &str| if any_decided { format!("{text:>9}") } else { String::new() };
    let waived = |text: &str| if any_waived { format!("{text:>8}") } else { String::new() };
    writeln!(
        out,
        "{bold}{:<widest$}{:>9}{:>7}{}{:>8}{}{:>14}{bold:#}",
        "Check",
        "Checked",
        "Agree",
        decided("Decided"),
        "Differ",
        waived("Waived"),
        "Unverifiable"
    )?;
    for count in checks.iter().filter(|count| count.checked + count.unverifiable > 0) {
        let style = match (count.differ, count.checked) {
            (0, 0) => dim,
            (0, _) => Style::new(),
            _ => AnsiColor::Yellow.on_default(),
        };
        writeln!(
            out,
            "{style}{:<widest$}{:>9}{:>7}{}{:>8}{}{:>14}{style:#}",
            count.check,
            count.checked,
            count.agree,
            decided(&shown(count.decided)),
            shown(count.differ),
            waived(&shown(count.waived)),
            shown(count.unverifiable)
        )?;
    }
    let silent: Vec<&str> =
        checks.iter().filter(|count| count.checked + count.unverifiable == 0).map(|own| own.check).collect();
    if !silent.is_empty() {
        writeln!(out, "{dim}nothing to compare: {}{dim:#}", silent.join(", "))?;
    }
    Ok(())
}

/// A number; a dash for none.
fn shown(number: u32) -> String {
    if number == 0 { "-".to_owned() } else { number.to_string() }
}

fn write_finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let style = severity_style(finding.severity);
    writeln!(
        out,
        "{style}{}[{}]{style:#}{bold}: {}{bold:#}",
        finding.severity.word(),
        finding.id,
        finding.message
    )?;
    for (index, place) in finding.places.iter().enumerate() {
        let arrow = if index == 0 { "-->" } else { "and" };
        let text = if place.text.is_empty() { String::new() } else { format!(", {}", place.text) };
        writeln!(out, "  {dim}{arrow}{dim:#} {place}{text}")?;
    }
    let (asserts, computes) = words(finding.check);
    let mut because = finding.because.iter();
    if !finding.asserted.is_empty() {
        writeln!(out, "   {dim}{asserts:<10}{dim:#} {}", finding.asserted)?;
    }
    if !finding.computed.is_empty() {
        let short = finding.computed.chars().count() <= 5;
        let beside = if short { because.next() } else { None };
        match beside {
            Some(why) => writeln!(out, "   {dim}{computes:<10}{dim:#} {:<6}{why}", finding.computed)?,
            None => writeln!(out, "   {dim}{computes:<10}{dim:#} {}", finding.computed)?,
        }
    }
    for why in because {
        writeln!(out, "   {:<10} {why}", "")?;
    }
    if let Some(help) = &finding.help {
        writeln!(out, "   {dim}{:<10}{dim:#} {help}", "help")?;
    }
    Ok(())
}

/// What the two sides of a check are: a published table and the computed one, or two documents.
fn words(check: &str) -> (&'static str, &'static str) {
    let against_results = check.starts_with("standings-") || check == "class-winner";
    if against_results { ("published", "computed") } else { ("stated", "against") }
}

fn summary(audit: &Audit) -> String {
    let (checked, unverifiable) =
        audit.checks.iter().fold((0, 0), |sum, count| (sum.0 + count.checked, sum.1 + count.unverifiable));
    let of = |severity: Severity, one: &str| {
        let count = audit.findings.iter().filter(|finding| finding.severity == severity).count();
        format!("{count} {one}{}", if count == 1 { "" } else { "s" })
    };
    format!(
        "{checked} statements checked, {unverifiable} unverifiable: {}, {}, {}",
        of(Severity::Error, "error"),
        of(Severity::Warning, "warning"),
        of(Severity::Note, "note")
    )
}

fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parcferme_core::diagnostic::Place;

    #[test]
    fn a_finding_shows_both_statements_and_where_they_stand() {
        let finding = Finding {
            places: vec![Place::line("published/teams-gts.csv", 5, "column \"Rd 3\"")],
            asserted: "6".to_owned(),
            computed: "0".to_owned(),
            because: vec!["71 laps of 102 are 69.6 %".to_owned()],
            help: Some("see `parcferme infer`".to_owned()),
            check: "standings-cell",
            ..Finding::new("PF0203", Severity::Error, "standings cell differs from the published table")
        };
        let audit = Audit { findings: vec![finding], ..Audit::default() };
        let mut out = Vec::new();
        render(&Season { name: "Made Up 2020".to_owned(), ..Season::default() }, &audit, &mut out).unwrap();
        let text = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
        assert!(
            text.contains(
                "error[PF0203]: standings cell differs from the published table
  --> published/teams-gts.csv:5, column \"Rd 3\"
   published  6
   computed   0     71 laps of 102 are 69.6 %
   help       see `parcferme infer`
"
            ),
            "{text}"
        );
        assert!(
            text.ends_with("0 statements checked, 0 unverifiable: 1 error, 0 warnings, 0 notes\n"),
            "{text}"
        );
    }
}
