//! The report as `parcferme.classification/1`.

use super::{Options, Report};
use parcferme_core::timing::official::{Comparison, Reason};
use parcferme_formats::names::slug;
use parcferme_publish::json::{classification as wire, timed};
use std::io::{self, Write};

pub fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let whose = timed::Whose {
        season: None,
        round: None,
        session: report.session.clone(),
        id: &|_, _, name| slug(name),
    };
    let mut document = timed::classification(&report.timed, &whose, options.class.as_deref());
    document.against = report.against.as_ref().map(|(document, comparison)| against(document, comparison));
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn against(document: &str, comparison: &Comparison) -> wire::Against {
    let reason = |reason: &Reason| {
        let (ms, laps, by) = match reason {
            Reason::Time(time) => (Some(time.0), None, &[][..]),
            Reason::Laps(laps) => (None, Some(*laps), &[][..]),
            Reason::Displaced { by } => (None, None, by.as_slice()),
            _ => (None, None, &[][..]),
        };
        wire::DifferenceReason { kind: reason.word(), text: reason.sentence(), ms, laps, cars: by.to_vec() }
    };
    let differences = comparison.differences.iter().map(|difference| wire::Difference {
        number: difference.number.to_string(),
        timed_position: difference.timed_position.map(u32::from),
        published_position: difference.published_position.map(u32::from),
        reasons: difference.reasons.iter().map(reason).collect(),
        line: difference.line,
    });
    wire::Against {
        document: document.to_owned(),
        compared: comparison.compared,
        same: comparison.same,
        without_place: comparison.without_place,
        differences: differences.collect(),
    }
}
