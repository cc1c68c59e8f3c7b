//! Tables of any kind, from any form of file that has them: what each is, what its columns are, and what they say.

mod calendar;
mod classes;
mod crews;
mod cut;
pub(super) mod day;
mod entries;
mod foot;
mod full_names;
mod headless;
mod heads;
mod kind;
mod laps;
mod marks;
mod of_rounds;
mod question;
mod results;
mod scores;
pub(super) mod standings;
mod status_flags;
mod titles;
mod totals;
pub(super) mod words;

use super::Wish;
use super::form::File;
use super::said::{Column, Kind as SessionKind, Left, Said};
use crate::folder::{Fate, Folder, MappingRecord, plain_word, says_nothing};
use crate::grid;
use crate::pages::as_grids;
use cut::Cut;
use kind::{Given, Kind, Reading};
use parcferme_core::{Diagnostic, Place};
use titles::Titles;

/// The session that titles name, or else a race; what the person says goes before them.
fn session_of_titles(context: &Context<'_>, titles: &Titles) -> (SessionKind, String) {
    if let Some(stated) = &context.wish.session {
        let kind = words::session_within(&plain_word(stated)).map_or(SessionKind::Race, |(kind, _)| kind);
        return (kind, stated.clone());
    }
    titles.session.clone().unwrap_or((SessionKind::Race, "race".to_owned()))
}

/// Kind and id of the session that a text names.
pub(super) fn session_named(text: &str) -> Option<(SessionKind, String)> {
    words::session_within(&plain_word(text))
}

/// Whom a title of a championship ranks, and in which class; empty texts where it does not say whom.
pub(super) fn title_named(text: &str) -> (String, String) {
    let (whom, class) = scores::named(text, "");
    if whom.is_empty() { (whom, String::new()) } else { (whom, class) }
}

/// Reads one table of which it is known what it has.
pub(super) fn read_as(file: &File<'_>, kind: Kind, grid: grid::Grid) -> Option<(Said, Vec<Diagnostic>)> {
    let wish = Wish { kind: Some(kind), ..file.wish.clone() };
    let grids = grid::Grids { grids: vec![grid], ..grid::Grids::default() };
    read_grids(&File { wish: &wish, ..*file }, grids)
}

/// What reading a table may look at.
struct Context<'f> {
    document: &'f str,
    folder: &'f Folder,
    wish: &'f Wish,
    classes: Vec<String>,
}

/// One table about to be read: what it is cut into, what its titles say, and what its columns are.
struct Table<'c> {
    sheet: &'c str,
    cut: Cut,
    titles: Titles,
    reading: Reading,
    /// Its columns are known by what is in them.
    headless: bool,
    /// The document by whose mapping it is read, where that has other columns beside the common ones.
    followed: Option<String>,
}

/// `None` where the file has no tables.
pub(super) fn read(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    let grids = grid::read(file.name, file.bytes)?;
    read_grids(file, grids)
}

/// The tables of a page that this program wrote.
pub(super) fn read_ours(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    if as_grids::is_ours(file.bytes) { read_page(file) } else { None }
}

/// The tables of a page that is about no season and no race.
pub(super) fn read_page(file: &File<'_>) -> Option<(Said, Vec<Diagnostic>)> {
    read_grids(file, as_grids::grids(file.name, file.bytes)?)
}

/// The same of tables that another reader has found.
pub(super) fn read_grids(file: &File<'_>, grids: grid::Grids) -> Option<(Said, Vec<Diagnostic>)> {
    let context = Context {
        document: file.name,
        folder: file.folder,
        wish: file.wish,
        classes: file.folder.classes.iter().map(|class| class.id.clone()).collect(),
    };
    let mut told = grids.told;
    let broken = grids.grids.is_empty() && !told.is_empty();
    let mut said = Said { document: file.name.to_owned(), ..Said::default() };
    let (mut questions, mut unknown, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    let sheets = grids.grids.iter().filter(|grid| {
        context.wish.sheet.as_ref().is_none_or(|sheet| sheet.eq_ignore_ascii_case(grid.name.trim()))
    });
    let several = grids.grids.iter().filter(|grid| !grid.rows.is_empty()).count() > 1;
    let mut before: Option<Titles> = None;
    let mut asked: Vec<String> = Vec::new();
    for grid in sheets {
        if laps::matrix(&context, grid, &mut said) {
            kinds.push(Kind::Laps);
            continue;
        }
        let given = |plain: &str| is_given(&context, plain);
        let cuts = cut::tables(grid, &given).into_iter();
        let mut cuts: Vec<Cut> = cuts.flat_map(|cut| classes::split(cut, &context.classes)).collect();
        let headings = classes::take_headings(&mut cuts, &context.classes);
        for (mut cut, heading) in cuts.into_iter().zip(headings) {
            told.extend(full_names::join(&context, &mut cut));
            told.extend(crews::join(&context, &mut cut));
            told.extend(status_flags::join(&context, &mut cut));
            let heads = heads_to_ask(&cut);
            match understand(&context, cut, &grid.name) {
                Ok(mut table) => {
                    if table.titles.class.is_empty() {
                        table.titles.class = heading;
                    }
                    told.extend(marks::strip(&context, &mut table));
                    if several && !table.cut.keyed {
                        table.titles.name_by_sheet(&grid.name);
                    }
                    if let Some(before) = before.as_ref().filter(|_| !table.cut.keyed) {
                        table.titles.follow(before);
                    }
                    before = Some(table.titles.clone());
                    kinds.push(table.reading.kind);
                    let before = questions.len();
                    take(&context, table, &mut said, &mut told, &mut questions);
                    if questions.len() > before {
                        asked.extend(heads);
                    }
                }
                Err(Some(question)) => {
                    unknown.push((grid.name.as_str(), *question));
                    asked.extend(heads);
                }
                Err(None) => {}
            }
        }
    }
    classes::join(&mut said.sessions, file.name, &mut told);
    if let Some(sheet) = &context.wish.sheet
        && !grids.grids.iter().any(|grid| sheet.eq_ignore_ascii_case(grid.name.trim()))
    {
        let names: Vec<&str> = grids.grids.iter().map(|grid| grid.name.as_str()).collect();
        told.push(
            Diagnostic::error("PF1048", format!("the file has no sheet `{sheet}`"))
                .at(Place::document(file.name))
                .expected(names.join(", ")),
        );
        return Some((said, told));
    }
    // Of a workbook of this program: what it is, and no table.
    unknown.retain(|(sheet, _)| kinds.is_empty() || *sheet != "About");
    if kinds.is_empty() && unknown.is_empty() && !broken {
        return None;
    }
    if kinds.is_empty() && grids.is_database {
        told.push(
            Diagnostic::error(
                "PF1054",
                "no table of the database is one of results, entries, rounds or points",
            )
            .at(Place::document(file.name))
            .found(grids.grids.iter().map(|grid| grid.name.as_str()).collect::<Vec<_>>().join(", "))
            .help("name the table that is meant: `--sheet NAME --as results`"),
        );
    } else if kinds.is_empty() {
        questions.extend(unknown.into_iter().map(|(_, question)| question));
    } else {
        left_out(unknown, grids.is_database, &mut said, &mut told);
    }
    said.taken_for = taken_for(&kinds, grids.form);
    if said.columns.is_empty() && !questions.is_empty() {
        asked.retain(|head| !head.is_empty());
        said.columns = asked.into_iter().map(|head| Column { head, field: None }).collect();
    }
    told.extend(questions);
    Some((said, told))
}

/// The heads by which a person can say what the columns are; where no word is known, those of the first row, if they may be
/// heads.
fn heads_to_ask(cut: &Cut) -> Vec<String> {
    if let Some((_, heads)) = &cut.head {
        return heads.clone();
    }
    let first: Vec<String> =
        cut.rows.iter().take(1).flat_map(|own| own.1.iter().map(str::to_owned)).collect();
    let is_word = |own: &String| own.starts_with(char::is_alphabetic);
    if first.iter().all(is_word) { first } else { Vec::new() }
}

/// A table that is not understood does not stop the others; where it may be one of results, the ending says so.
fn left_out(
    unknown: Vec<(&str, Diagnostic)>,
    of_database: bool,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
) {
    if of_database {
        let names: Vec<&str> = unknown.iter().map(|(name, _)| *name).collect();
        if !names.is_empty() {
            let what = format!("tables {}", names.join(", "));
            said.left.push(Left {
                what,
                why: "none of results, entries, rounds or points".to_owned(),
                line: 0,
            });
        }
        return;
    }
    told.extend(unknown.into_iter().map(|(_, question)| Diagnostic {
        id: "PF1055",
        message: format!("a table was left out: {}", question.message),
        help: Some("say what it is, and add the file again with `--replace`".to_owned()),
        ..question
    }));
}

fn taken_for(kinds: &[Kind], form: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for kind in Kind::ALL {
        let own = kinds.iter().filter(|own| **own == kind).count();
        let word = match kind {
            Kind::Results => "results",
            Kind::Entries => "an entry list",
            Kind::Calendar => "a calendar",
            Kind::Standings => "standings",
            Kind::Laps => "laps",
        };
        match own {
            0 => {}
            1 => words.push(word.to_owned()),
            _ => words.push(format!("{word} ({own} tables)")),
        }
    }
    if words.is_empty() { form.to_owned() } else { format!("{}: {form}", words.join(", ")) }
}

/// Whether a head is one of those that a mapping or the person names.
fn is_given(context: &Context<'_>, plain: &str) -> bool {
    let stated = context.wish.columns.iter().any(|(head, _)| plain_word(head) == plain);
    let mapped = || {
        let mut heads = context.folder.mappings.iter().flat_map(|own| &own.columns);
        heads.any(|(head, field)| field.is_some() && plain_word(head) == plain)
    };
    !plain.is_empty() && (stated || mapped())
}

/// What a table is; an error asks, or says nothing where it is no table of racing at all.
fn understand<'c>(
    context: &Context<'_>,
    mut cut: Cut,
    sheet: &'c str,
) -> Result<Table<'c>, Option<Box<Diagnostic>>> {
    let of = if cut.keyed { Titles::of_keys } else { Titles::of };
    let mut titles = of(&cut.titles, sheet, &context.classes);
    if let Some(class) = &context.wish.class {
        titles.class.clone_from(class);
    }
    if cut.rows.is_empty() {
        return Err(None);
    }
    // Where cars are ranked, this program calls them so.
    if let (Some(_), Some((_, heads))) = (titles.title, &mut cut.head)
        && heads.get(1).is_some_and(|own| own == "Car")
    {
        "Competitor".clone_into(&mut heads[1]);
    }
    let Some((_, heads)) = &cut.head else {
        let Some(heads) = headless::heads(&cut) else {
            let racing = titles.session.is_some() || titles.kind.is_some() || context.wish.kind.is_some();
            let alone = cut.rows.len() > 1 && cut.rows[0].1.len() > 1;
            return Err((racing || alone).then(|| {
                let asked = "what the columns of this table are is not known";
                Box::new(question::ask(context, &cut, sheet, asked, ANSWERS))
            }));
        };
        cut.head = Some((cut.rows[0].0, heads));
        let reading = Reading::of(&cut, Kind::Results, &Vec::new(), None);
        return Ok(Table { sheet, cut, titles, reading, headless: true, followed: None });
    };
    let shape = MappingRecord::shape(heads.iter().map(String::as_str));
    let exact = context.folder.mappings.iter().find(|own| own.own_shape() == shape);
    let mapping = exact.or_else(|| like(&context.folder.mappings, &shape));
    let given = given(context, heads, mapping);
    let followed = mapping.filter(|_| exact.is_none()).map(|own| own.document.clone());
    let whom = kind::of_whom(&plain_word(&titles.text))
        .or_else(|| plain_word(&titles.text).split(' ').find_map(kind::of_whom));
    // A table that has drivers and their teams ranks drivers.
    let with_drivers = || heads.iter().any(|head| kind::of_whom(&plain_word(head)) == Some("drivers"));
    let whom = whom.or_else(|| with_drivers().then_some("drivers"));
    let stated = context.wish.kind.or(exact.map(|own| own.kind));
    let readings = match stated {
        Some(kind) => vec![Reading::of(&cut, kind, &given, whom)],
        None => kind::candidates(
            &cut,
            &given,
            titles.kind.or(titles.session.as_ref().map(|_| Kind::Results)).or(mapping.map(|own| own.kind)),
            whom,
        ),
    };
    match <[Reading; 1]>::try_from(readings) {
        Ok([reading]) => Ok(Table { sheet, cut, titles, reading, headless: false, followed }),
        Err(readings) if readings.is_empty() => {
            let asked = "what this table has is not known";
            Err(Some(Box::new(question::ask(context, &cut, sheet, asked, ANSWERS))))
        }
        Err(readings) => {
            let ways: Vec<String> = readings.iter().map(|own| format!("--as {}", own.kind.word())).collect();
            let words: Vec<&str> = readings.iter().map(|own| own.kind.word()).collect();
            let asked = format!("this table may have {}", words.join(" or "));
            let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
            Err(Some(Box::new(question::ask(context, &cut, sheet, &asked, &ways))))
        }
    }
}

/// The mapping of tables that have most of these heads, where one alone has the most: a week's file may have a column more.
fn like<'m>(mappings: &'m [MappingRecord], shape: &[String]) -> Option<&'m MappingRecord> {
    let common = |own: &MappingRecord| {
        let read = own.columns.iter().filter(|(_, field)| field.is_some());
        let heads: Vec<String> = read.map(|(head, _)| plain_word(head)).collect();
        let common = heads.iter().filter(|head| shape.contains(head)).count();
        (common > 1 && common * 4 >= heads.len() * 3).then_some(common)
    };
    let most = mappings.iter().filter_map(common).max()?;
    let mut best = mappings.iter().filter(|own| common(own) == Some(most));
    let first = best.next()?;
    best.all(|own| own.kind == first.kind).then_some(first)
}

/// The ways to say what a table is.
const ANSWERS: &[&str] = &[
    "--as results|entries|calendar|standings|laps",
    "--map \"HEAD=field\" (position, number, drivers, ...)",
];

/// What a mapping, and before it the person, says of each column.
fn given(context: &Context<'_>, heads: &[String], mapping: Option<&MappingRecord>) -> Given {
    let mut left: Vec<&(String, Option<String>)> = mapping.iter().flat_map(|own| &own.columns).collect();
    heads
        .iter()
        .map(|head| {
            let at = left.iter().position(|(own, _)| kind::is_head(head, own));
            let mapped = at.map(|at| left.remove(at).1.clone());
            let stated = context.wish.columns.iter().find(|(own, _)| kind::is_head(head, own));
            if head.is_empty() { None } else { stated.map(|(_, field)| field.clone()).or(mapped) }
        })
        .collect()
}

/// Takes what a table says, and remembers how it was understood.
fn take(
    context: &Context<'_>,
    table: Table<'_>,
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
    questions: &mut Vec<Diagnostic>,
) {
    if let Some(clash) = misfit(context, &table).or_else(|| clash(context, &table)) {
        questions.push(clash);
        return;
    }
    let heads = table.cut.head.clone().unwrap_or_default().1;
    account(&table, &heads, said, told, context);
    if let Some(document) = &table.followed {
        let of_it = || context.folder.mappings.iter().filter(|own| own.document == *document);
        let known =
            |head: &str| of_it().flat_map(|own| &own.columns).any(|(own, _)| kind::is_head(head, own));
        let new: Vec<&str> =
            heads.iter().map(String::as_str).filter(|own| !own.is_empty() && !known(own)).collect();
        let new = if new.is_empty() { "nothing new".to_owned() } else { format!("new: {}", new.join(", ")) };
        said.because.push(format!("read as {document} was, for it has most of its columns; {new}"));
    }
    if let Some(at) = table.reading.places {
        let head = Some(heads[at].as_str()).filter(|own| !own.is_empty());
        let column = head.map_or_else(|| format!("column {}", at + 1), |head| format!("`{head}`"));
        said.because.push(format!("{column} is the position, by what is in it: 1, 2, 3"));
    }
    if table.titles.named_by_sheet {
        said.because.push(format!("of {}, by the name of the sheet", table.titles.event.name));
    }
    if said.title.is_empty() {
        said.title.clone_from(&table.titles.text);
    }
    if said.series.is_empty() {
        said.series.clone_from(&table.titles.series);
    }
    said.year = said.year.or(table.titles.year);
    let fields = table.reading.fields();
    let kind = table.reading.kind;
    let headless = table.headless;
    if headless {
        told.push(
            Diagnostic::warning(
                "PF1052",
                "the table has no heads, and its columns are known by what is in them",
            )
            .at(Place::line(context.document, table.cut.rows[0].0, heads.join(", ")))
            .help("give it heads where they are wrong"),
        );
    }
    let before = questions.len();
    match kind {
        Kind::Results => results::take(context, table, said, told, questions),
        Kind::Entries => entries::take(context, table, said, told),
        Kind::Calendar => calendar::take(context, table, said, told, questions),
        Kind::Standings => standings::take(context, table, said, told),
        Kind::Laps => laps::take(context, &table, said, told),
    }
    if !headless && questions.len() == before && heads.iter().any(|head| !head.is_empty()) {
        remember(context, kind, &heads, &fields, said);
    }
}

/// A field of the person's that such a table does not have.
fn misfit(context: &Context<'_>, table: &Table<'_>) -> Option<Diagnostic> {
    let heads = &table.cut.head.as_ref()?.1;
    let kind = table.reading.kind;
    let stated = |head: &str| context.wish.columns.iter().any(|(own, _)| kind::is_head(head, own));
    let (head, field) = heads.iter().zip(&table.reading.fates).find_map(|(head, fate)| match fate {
        Fate::Is(field, _) if !kind.has(field) && stated(head) => Some((head, field)),
        _ => None,
    })?;
    let asked = format!("{} have no field `{field}` for the column `{head}`", kind.word());
    let ways: Vec<String> = kind.fields().iter().map(|field| format!("--map \"{head}={field}\"")).collect();
    let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
    Some(question::ask(context, &table.cut, table.sheet, &asked, &ways))
}

/// Two columns that mean one thing and differ: which is meant is asked.
fn clash(context: &Context<'_>, table: &Table<'_>) -> Option<Diagnostic> {
    let heads = &table.cut.head.as_ref()?.1;
    let (at, first, field) = table.reading.fates.iter().enumerate().find_map(|(at, fate)| match fate {
        Fate::Clash(first, field) if !same(&table.cut, *first, at) => Some((at, *first, field)),
        _ => None,
    })?;
    let asked = format!(
        "columns {} (`{}`) and {} (`{}`) both mean `{field}`, and differ",
        first + 1,
        heads[first],
        at + 1,
        heads[at]
    );
    let answer =
        |own: usize, other: usize| format!("--map \"{}={field}\" --map \"{}=\"", heads[own], heads[other]);
    let (one, other) = (answer(first, at), answer(at, first));
    Some(question::ask(context, &table.cut, table.sheet, &asked, &[&one, &other]))
}

fn same(cut: &Cut, a: usize, b: usize) -> bool {
    cut.rows.iter().all(|(_, cells)| {
        let cell = |at: usize| cells.get(at).unwrap_or_default().trim();
        says_nothing(cell(b)) || cell(a) == cell(b)
    })
}

/// Where each column went, and what the rest was.
fn account(
    table: &Table<'_>,
    heads: &[String],
    said: &mut Said,
    told: &mut Vec<Diagnostic>,
    context: &Context<'_>,
) {
    for (at, head) in heads.iter().enumerate() {
        let shown = if head.is_empty() { format!("column {}", at + 1) } else { head.clone() };
        let field = match &table.reading.fates[at] {
            Fate::Nothing => continue,
            Fate::Is(field, _) => Some(field.clone()),
            _ => None,
        };
        if field.is_none() && head.is_empty() && table.cut.column(at).all(str::is_empty) {
            continue;
        }
        let column = Column { head: shown, field };
        if !said.columns.contains(&column) {
            said.columns.push(column);
        }
    }
    for (line, found) in &table.titles.doubtful_days {
        told.push(
            Diagnostic::warning("PF1049", "a day cannot be read for certain and is left out")
                .at(Place::line(context.document, *line, found.as_str()))
                .expected("a day such as 2025-05-03"),
        );
    }
    for (_, line) in &table.cut.sections {
        let text = line.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        if results::section(&text, &context.classes).is_none() {
            said.left.push(Left {
                what: format!("`{text}`"),
                why: "a line among the rows that is none".to_owned(),
                line: line.number,
            });
        }
    }
}

fn remember(context: &Context<'_>, kind: Kind, heads: &[String], fields: &[Option<String>], said: &mut Said) {
    let columns: Vec<(String, Option<String>)> =
        heads.iter().cloned().zip(fields.iter().cloned()).filter(|(head, _)| !head.is_empty()).collect();
    // A table in the folder's own words needs none.
    if columns.iter().all(|(head, field)| field.as_deref() == Some(head)) {
        return;
    }
    let record = MappingRecord { kind, document: context.document.to_owned(), columns };
    let shape = record.own_shape();
    if !said.mappings.iter().any(|own| own.own_shape() == shape) {
        said.mappings.push(record);
    }
}
