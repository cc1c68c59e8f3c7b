//! Two documents that tell of one session: what only one of them says is joined, where they differ it is told.

use crate::folder::{PublishedLine, PublishedRecord, ResultRecord, SeatRecord};
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
    let fits = |own: &ResultRecord| own.number == row.number && same_class(own);
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

/// What two documents print differently of one published table; the first stays as it stands.
pub(super) fn tables(own: &PublishedRecord, other: &PublishedRecord) -> Vec<Diagnostic> {
    let said = |line: &PublishedLine| {
        let cells: Vec<String> = line
            .cells
            .iter()
            .filter_map(|(round, points)| Some(format!("{round}: {}", (*points)?)))
            .chain(line.total.map(|total| format!("total {total}")))
            .collect();
        let position = line.position.map_or_else(String::new, |position| format!("{position} "));
        format!("{position}{} {}", line.competitor, cells.join(", "))
    };
    let lines = own.lines.len().max(other.lines.len());
    let at = |table: &PublishedRecord, index: usize| table.lines.get(index).map(said);
    let differing = (0..lines).filter(|&index| at(own, index) != at(other, index));
    let shown = |text: Option<String>| text.unwrap_or_else(|| "no such line".to_owned());
    let told = differing.map(|index| {
        let mut told = Diagnostic::warning(
            "PF1007",
            format!("two documents print the table {} {} differently", own.title, own.class),
        )
        .found(format!("{}; and {}", shown(at(own, index)), shown(at(other, index))))
        .expected("the same line in both")
        .help("the first stands; `--replace` takes the new table");
        told.places = [own, other]
            .into_iter()
            .filter_map(|table| table.lines.get(index)?.from.first())
            .map(|from| Place::line(from.document.as_str(), from.line, ""))
            .collect();
        told
    });
    told.collect()
}

fn place(row: &ResultRecord) -> Place {
    let from = row.from.first();
    from.map_or_else(Place::default, |from| Place::line(from.document.as_str(), from.line, ""))
}
