//! `parcferme infer SEASON --scale`: the rules that reproduce the published tables, as a rulebook; what is known of it stands
//! in its comments.

use super::{Answer, Failure, Format, SeasonArgs, not_in, write_json};
use parcferme_core::scale::{Bound, Inferred, Known, MOST, Progress, TooLittle, Unexplained, infer_scale};
use parcferme_core::{Diagnostic, Points, Season};
use parcferme_publish::json;
use std::io::{IsTerminal, Write};

/// Pieces of work between two words of progress.
const STEP: usize = 100;

pub(super) fn run(args: &SeasonArgs, format: Format, out: &mut dyn Write) -> Answer {
    if !matches!(format, Format::Table | Format::Json) {
        return Err(not_in(format, "table, which is a rulebook, or json"));
    }
    let season = &args.load()?.season;
    let bound = Bound { most: MOST, tell: &mut tell };
    let inferred = infer_scale(season, bound).map_err(|why| Failure::Refused(vec![too_little(why)]))?;
    if format == Format::Json {
        write_json(&json::scale::scale(season, &inferred), out)?;
        return Ok(true);
    }
    write_remarks(season, &inferred, out)?;
    writeln!(out, "\n{}", inferred.text.trim_end())?;
    Ok(true)
}

fn too_little(why: TooLittle) -> Diagnostic {
    match why {
        TooLittle::NoPoints => super::infer::nothing_published(),
        TooLittle::NoPlace => Diagnostic::error(
            "PF0570",
            "the published tables say of no place what it gives: they have totals of several rounds together",
        )
        .expected("points round by round, or tables after each round")
        .help("a table after one more round, or with the points of each round, says more than the final one"),
        TooLittle::NoAgreement { explained, points } => Diagnostic::error(
            "PF0571",
            format!("the rules that fit best give {explained} of {points} published points"),
        )
        .expected("rules that give half of them at least")
        .help("either the tables say too little of single rounds, or the championship has a rule that is not looked for"),
    }
}

/// Says on a terminal how far the search is.
fn tell(progress: Progress) -> bool {
    let mut err = std::io::stderr();
    if progress.done.is_multiple_of(STEP) && progress.done > 0 && err.is_terminal() {
        // Nobody is there to read it where it cannot be written.
        let _ = writeln!(err, "inferring: {}, {} tried", progress.what, progress.done);
    }
    true
}

fn write_remarks(season: &Season, own: &Inferred, out: &mut dyn Write) -> std::io::Result<()> {
    let ((points, explained), (positions, agreeing)) = (own.points(), own.positions());
    writeln!(out, "# Rules inferred from results and published tables: {}", season.name)?;
    writeln!(
        out,
        "# They give {explained} of {points} published points, and {agreeing} of {positions} places."
    )?;
    if own.stopped {
        writeln!(out, "# The search was ended before its end: other rules may explain more.")?;
    }
    head(out, !own.known.is_empty(), "What cells say: points of each place, and how many cells say so")?;
    for known in &own.known {
        writeln!(out, "#   {}: {}", known.about, places(known))?;
    }
    head(
        out,
        !own.decided.is_empty(),
        "What cells decide, and how many contradictions the next best value brings",
    )?;
    for decided in &own.decided {
        let (about, value, instead) = (&decided.about, &decided.value, &decided.instead);
        writeln!(out, "#   {about}: {value}; instead \"{instead}\": {} more", decided.cells)?;
    }
    head(out, !own.open.is_empty(), "What is open, and the fact that would decide it")?;
    for open in &own.open {
        let (about, value, others) = (&open.about, &open.value, open.others.join("; "));
        writeln!(out, "#   {about}: {value} stands here. As well fits: {others}")?;
        writeln!(out, "#     decided by {}", open.decided_by)?;
    }
    head(out, !own.unexplained.is_empty(), "What these rules do not explain")?;
    for unexplained in &own.unexplained {
        writeln!(out, "#   {}", sentence(season, unexplained))?;
    }
    Ok(())
}

fn head(out: &mut dyn Write, any: bool, text: &str) -> std::io::Result<()> {
    if any { writeln!(out, "#\n# {text}:") } else { Ok(()) }
}

/// Stretches of places with equal points as one: `1: 10 (7), 2: 6 (7), 7-20: 0 (1-7)`.
fn places(known: &Known) -> String {
    let stretches = known.places.chunk_by(|a, b| b.0 == a.0 + 1 && a.1 == b.1);
    let stretch = |own: &[(u32, Points, u32)]| {
        let range =
            |first: u32, last: u32| if first == last { first.to_string() } else { format!("{first}-{last}") };
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return String::new() };
        let least = own.iter().map(|own| own.2).min().unwrap_or(0);
        let most = own.iter().map(|own| own.2).max().unwrap_or(0);
        format!("{}: {} ({})", range(first.0, last.0), first.1, range(least, most))
    };
    stretches.map(stretch).collect::<Vec<_>>().join(", ")
}

fn sentence(season: &Season, own: &Unexplained) -> String {
    let class = own.class.map_or_else(String::new, |class| format!(" {}", season.classes[class].id));
    let name = &season.competitors[own.competitor].name;
    let round =
        own.round.map_or_else(String::new, |round| format!(", round {}", season.rounds[round].label()));
    let or_none = |text: &str| if text == "-" { "no row".to_owned() } else { text.to_owned() };
    format!(
        "{}{class} {name}{round}: published {}, these rules give {}; {}",
        own.title,
        or_none(&own.published),
        or_none(&own.computed),
        own.like
    )
}
