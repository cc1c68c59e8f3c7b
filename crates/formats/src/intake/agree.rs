//! Two documents that tell of one session: what only one of them says is joined, where they differ it is told.

use crate::folder::{ResultRecord, SeatRecord};
use parcferme_core::{Diagnostic, Place};

/// Joins the rows of a further document to those that stand. Cars are known by number, and by class where one is shared.
/// Where both say something else, what stands stays, with a warning for each difference.
pub(super) fn join(
    standing: &mut Vec<ResultRecord>,
    further: Vec<ResultRecord>,
    session: &str,
    told: &mut Vec<Diagnostic>,
) {
    for row in further {
        match partner(standing, &row) {
            Some(at) => merge(&mut standing[at], row, session, told),
            None => {
                told.push(
                    Diagnostic::warning(
                        "PF1004",
                        format!("only one of two documents has car {} in {session}", row.number),
                    )
                    .at(place(&row))
                    .found(row.team.clone())
                    .expected("the same cars in both")
                    .help("it was added; take its row out where it is not of this session"),
                );
                standing.push(row);
            }
        }
    }
}

fn partner(standing: &[ResultRecord], row: &ResultRecord) -> Option<usize> {
    let same_class =
        |own: &ResultRecord| own.class.is_empty() || row.class.is_empty() || own.class == row.class;
    let same_car = |own: &ResultRecord| match own.number.is_empty() || row.number.is_empty() {
        false => own.number == row.number,
        // A table without numbers knows cars by who drove them.
        true => own.crew.iter().any(|seat| row.crew.iter().any(|other| other.driver == seat.driver)),
    };
    let fits = |own: &ResultRecord| same_car(own) && same_class(own);
    let mut found = standing.iter().enumerate().filter(|(_, own)| fits(own)).map(|(at, _)| at);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn merge(own: &mut ResultRecord, row: ResultRecord, session: &str, told: &mut Vec<Diagnostic>) {
    let differs = |field: &str, a: String, b: String| {
        Diagnostic::warning(
            "PF1005",
            format!("two documents differ on the {field} of car {} in {session}", own.number),
        )
        .at(place(own))
        .at(place(&row))
        .found(format!("{a}, and {b}"))
        .expected("the same in both")
        .help("the first stands; correct the row, or take out the document that is wrong")
    };
    macro_rules! options {
        ($($field:ident: $word:literal),*) => {
            let found = [$(match (&own.$field, &row.$field) {
                (Some(a), Some(b)) if a != b => Some(differs($word, a.to_string(), b.to_string())),
                _ => None,
            }),*];
            told.extend(found.into_iter().flatten());
            $(own.$field = own.$field.or(row.$field);)*
        };
    }
    let status = (own.status != row.status)
        .then(|| differs("status", own.status.word().to_owned(), row.status.word().to_owned()));
    told.extend(status);
    options!(position: "position", laps: "laps", time: "time", best_lap: "best lap", grid: "grid position");
    for (field, of) in [
        (&mut own.class, row.class),
        (&mut own.team, row.team),
        (&mut own.team_nation, row.team_nation),
        (&mut own.chassis, row.chassis),
        (&mut own.engine, row.engine),
        (&mut own.tyre, row.tyre),
        (&mut own.manufacturer, row.manufacturer),
        (&mut own.remark, row.remark),
    ] {
        if field.is_empty() {
            *field = of;
        }
    }
    own.classified = own.classified.or(row.classified);
    crew(&mut own.crew, row.crew);
    for measure in row.measures {
        if !own.measures.iter().any(|other| other.name == measure.name) {
            own.measures.push(measure);
        }
    }
    own.from.extend(row.from);
    own.from.sort();
    own.from.dedup();
}

/// Fills what the crew leaves open of its own drivers; a crew that stands gets no further driver.
fn crew(own: &mut Vec<SeatRecord>, further: Vec<SeatRecord>) {
    if own.is_empty() {
        *own = further;
        return;
    }
    for seat in own {
        if let Some(other) = further.iter().find(|other| other.driver == seat.driver) {
            seat.drive_time = seat.drive_time.or(other.drive_time);
            if seat.nation.is_empty() {
                seat.nation.clone_from(&other.nation);
            }
            if seat.id.is_empty() {
                seat.id.clone_from(&other.id);
            }
        }
    }
}

fn place(row: &ResultRecord) -> Place {
    let from = row.from.first();
    from.map_or_else(Place::default, |from| Place::line(from.document.as_str(), from.line, ""))
}
