//! One table, after a round or at the end: every round's cell by the field's convention, each number with its reason.

use crate::chart::{self, Chart, Frame, positions, progression};
use crate::documents::About;
use crate::explanation::{adjustment_in_words, decision_in_words, tie_in_words};
use crate::scenario::listed;
use crate::sheet::standings::{is_dropped, kind_name};
use crate::sheet::{Note, capital, coverage};
use crate::site::choice::{Choice, Item, Of, Wanted};
use crate::site::codes::codes;
use crate::site::head::Head;
use crate::site::result_cell::ResultCell;
use crate::site::scenario;
use crate::site::{Page, embed, page};
use crate::view::lead::Stands;
use crate::view::story::{leaders, story};
use crate::view::{View, position};
use askama::Template;
use parcferme_core::Points;
use parcferme_core::number_words::{points_in_words, signed};
use parcferme_core::numbers::Position;
use parcferme_core::outcome::{Basis, StandingsTable};

#[derive(Template)]
#[template(path = "standings.html")]
struct StandingsPage {
    head: Head,
    name: String,
    class: Option<(usize, String)>,
    lede: String,
    /// What the table is not.
    caveat: String,
    story: Option<String>,
    /// Who can still win, with a link.
    still: Option<(String, String)>,
    after: Vec<Jump>,
    siblings: Vec<Jump>,
    /// As sheets of workbooks name the table.
    sheet: String,
    competitor: &'static str,
    columns: Vec<Column>,
    /// Whether totals began anew.
    anew: bool,
    adjusted: bool,
    rows: Vec<Row>,
    notes: Vec<String>,
    /// Of each row that a tie-break put behind another.
    ties: Vec<String>,
    article: String,
    figures: Vec<String>,
    /// Whom the figures may show.
    choice: Choice,
    embed: Embed,
}

/// How the table gets into other people's pages.
enum Embed {
    /// A page of the server makes the line.
    Asked(String),
    /// The line itself, where a site of files knows its address.
    Line(String),
    None,
}

struct Jump {
    name: String,
    href: String,
    current: bool,
}

struct Column {
    /// Three letters, such as `SEB`.
    code: String,
    /// `Round 1, 12 Hours of Sebring`.
    name: String,
    href: String,
}

struct Row {
    position: String,
    by_tie_break: bool,
    name: String,
    href: String,
    why: String,
    /// The part of the explanation that is about the total.
    part: String,
    cells: Vec<ResultCell>,
    begins_with: String,
    adjustment: String,
    total: String,
}

const BEST_OF_SEVERAL: &str =
    "Points of a round of several races are those of all of them; the place is the best of its places.";
/// Competitors in the charts of a table.
const MOST_LINES: usize = 12;
/// Places that the chart of positions has.
const MOST_PLACES: u32 = 24;
/// Of so few competitors nobody has to be chosen.
const MOST_FEW: usize = 3;
/// Competitors to choose from.
const MOST_CHOICES: usize = 40;
/// Rounds beyond which a season is long.
const LONG_SEASON: usize = 14;

/// The page of a table, as it stood after its n-th round where `column` is given, with those in its charts that are wanted.
pub fn page(view: &View, table: usize, column: Option<usize>, wanted: &Wanted) -> Page {
    let last = &view.outcome.tables[table];
    let own = column.map_or(last, |column| &view.history[table][column]);
    let shown = column.map_or(last.rounds.len(), |column| column + 1);
    let after = column.map(|column| last.rounds[column]);
    let path = view.table_path(last, after);
    let name = view.table_name(own);
    let title = match after {
        Some(round) => format!("{name} after round {}", view.season.rounds[round].label()),
        None => name.clone(),
    };
    let lede = match coverage::up_to(view.season, own) {
        none if none.is_empty() => "Before the first round".to_owned(),
        some => capital(&some),
    };
    let caveat = view.caveat(own);
    let first: Vec<&str> = own.leaders().map(|row| view.name(row.competitor)).collect();
    let first = own
        .leaders()
        .next()
        .map_or_else(String::new, |row| format!("{}: {}.", listed(&first), points_in_words(row.total)));
    let about = [format!("{lede}."), first, caveat.clone()];
    let about = about.into_iter().filter(|own| !own.is_empty()).collect::<Vec<_>>().join(" ");
    let head = Head::of_season(view, &path, &title, &about);
    let head = if column.is_none() { head.with_documents(view, About::Table(table)) } else { head };
    let rules = &view.rules.titles[last.title];
    let rows: Vec<Row> = own.rows.iter().map(|row| shown_row(view, last, row, column)).collect();
    let codes = codes(view.season);
    let has_figures = column.is_none() && shown > 1;
    let drawn = drawn(view, table, wanted);
    let may_choose = has_figures && head.server && drawn.len() > MOST_FEW;
    page!(StandingsPage {
        class: last.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
        lede,
        caveat: if !view.leads[table].tells() && column.is_none() {
            // The story says it.
            String::new()
        } else {
            caveat
        },
        story: column.is_none().then(|| story(view, table)),
        still: scenario::headline(view, table, after.or(last.after)).map(|said| {
            let id = view.table_id(last);
            (format!("{}#{id}", head.season(&scenario::path(view, after))), said)
        }),
        after: jumps(view, &head, last, column),
        siblings: view
            .outcome
            .tables
            .iter()
            .filter(|sibling| sibling.title == last.title && last.class.is_some())
            .map(|sibling| Jump {
                name: sibling
                    .class
                    .map_or_else(|| "all".to_owned(), |class| view.class_name(class).to_owned()),
                href: head.season(&view.table_path(sibling, None)),
                current: sibling.class == last.class,
            })
            .collect(),
        sheet: crate::sheet::standings::id(view.season, rules, last),
        competitor: kind_name(rules.competitor),
        columns: last.rounds[..shown]
            .iter()
            .map(|&round| Column {
                code: codes[round.index()].clone(),
                name: format!(
                    "Round {}, {}",
                    view.season.rounds[round].label(),
                    view.season.rounds[round].short_name()
                ),
                href: head.season(&view.round_path(round)),
            })
            .collect(),
        adjusted: own.rows.iter().any(|row| !row.adjustments.is_empty()),
        notes: {
            let mut notes = notes(view, own);
            if rows.iter().flat_map(|row| &row.cells).any(|cell| !cell.places.is_empty()) {
                notes.push(BEST_OF_SEVERAL.to_owned());
            }
            notes
        },
        anew: own.rows.iter().any(|row| row.reset.is_some()),
        ties: ties(view, own),
        rows,
        article: view.rules.articles[rules.article].text.clone(),
        figures: if has_figures { figures(view, table, &drawn) } else { Vec::new() },
        choice: Choice {
            of: Of::Competitors,
            items: if may_choose { items(view, table, &drawn) } else { Vec::new() },
        },
        embed: match (column, view.settings.server) {
            (None, true) => Embed::Asked(head.season(&format!("embed.html?table={}", view.table_id(last)))),
            (None, false) => embed::line_of(view, table).map_or(Embed::None, Embed::Line),
            _ => Embed::None,
        },
        name: title,
        head,
    })
}

fn shown_row(
    view: &View,
    table: &StandingsTable,
    row: &parcferme_core::outcome::StandingsRow,
    column: Option<usize>,
) -> Row {
    let shown = column.map_or(table.rounds.len(), |column| column + 1);
    let after = column.and_then(|column| table.rounds.get(column));
    let adjustment: Points = row.adjustments.iter().map(|own| own.1).sum();
    Row {
        position: position(row),
        by_tie_break: row.by_tie_break(),
        name: view.name(row.competitor).to_owned(),
        href: view.competitor_path(row.competitor),
        why: view.why_path(table, row.competitor),
        part: after
            .map_or_else(|| "total".to_owned(), |&round| format!("r{}", view.season.rounds[round].label())),
        cells: row.cells.iter().take(shown).map(|cell| ResultCell::new(view, cell)).collect(),
        begins_with: row.reset.map_or_else(String::new, |own| own.1.to_string()),
        adjustment: if row.adjustments.is_empty() { String::new() } else { signed(adjustment) },
        total: signed(row.total),
    }
}

fn jumps(view: &View, head: &Head, table: &StandingsTable, column: Option<usize>) -> Vec<Jump> {
    let count = table.rounds.len();
    (0..count)
        .map(|n| Jump {
            name: view.season.rounds[table.rounds[n]].label(),
            href: head.season(&view.table_path(table, (n + 1 < count).then_some(table.rounds[n]))),
            current: column.map_or(n + 1 == count, |column| column == n),
        })
        .collect()
}

fn notes(view: &View, table: &StandingsTable) -> Vec<String> {
    let mut notes = Vec::new();
    if table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.basis == Basis::Declared) {
        let Note { mark, text } = coverage::not_verified();
        notes.push(format!("{mark} in italics: {text}."));
    }
    if table.rows.iter().any(|row| row.cells.iter().any(|cell| is_dropped(row, cell))) {
        notes.push("Struck scores are dropped: only the best results count.".to_owned());
    }
    if let Some((round, _)) = table.rows.iter().filter_map(|row| row.reset).max() {
        let round = view.season.rounds[round].label();
        notes.push(format!("Before round {round} totals began anew: struck results before it do not count."));
    }
    for row in table.rows.iter() {
        let name = view.name(row.competitor);
        for (decision, points) in &row.adjustments {
            let own = &view.season.decisions[*decision];
            notes.push(format!("{name}: {}.", adjustment_in_words(own, *points)));
        }
        if let Some(decision) = row.excluded {
            notes.push(format!("{name}: excluded. {}.", decision_in_words(&view.season.decisions[decision])));
        }
        for cell in row.cells.iter().filter(|cell| cell.counted && !cell.dropped.is_zero()) {
            let round = view.season.rounds[cell.round].label();
            notes.push(format!("{name}: of round {round}, {} dropped.", points_in_words(cell.dropped)));
        }
    }
    notes
}

fn ties(view: &View, table: &StandingsTable) -> Vec<String> {
    let title = &view.rules.titles[table.title];
    let broken = table.rows.iter().filter(|row| row.by_tie_break());
    broken
        .filter_map(|row| {
            let tie = tie_in_words(view.season, title, row.tie.as_ref()?);
            Some(format!("{}: {tie}.", view.name(row.competitor)))
        })
        .collect()
}

/// Which rows of a table are drawn, in its order.
fn drawn(view: &View, table: usize, wanted: &Wanted) -> Vec<bool> {
    let rows = view.outcome.tables[table].rows.iter();
    let ids: Vec<String> = rows.map(|row| view.competitor_word(row.competitor)).collect();
    wanted.shown(&ids, MOST_LINES)
}

fn items(view: &View, table: usize, drawn: &[bool]) -> Vec<Item> {
    let rows = view.outcome.tables[table].rows.iter().zip(drawn).take(MOST_CHOICES);
    let item = |competitor, shown| Item {
        colour: None,
        value: view.competitor_word(competitor),
        name: view.name(competitor).to_owned(),
        more: String::new(),
        shown,
    };
    rows.map(|(row, &shown)| item(row.competitor, shown)).collect()
}

fn figures(view: &View, table: usize, drawn: &[bool]) -> Vec<String> {
    let own = &view.outcome.tables[table];
    let up = "../";
    let mut points = progression(view, table, own.rows.len(), up);
    for (line, &drawn) in points.lines.iter_mut().zip(drawn) {
        line.left_out = !drawn;
    }
    let rounds = points.rounds.clone();
    let name = view.table_name(own);
    let lines = own.rows.iter().zip(drawn).map(|(row, &drawn)| positions::Line {
        left_out: !drawn,
        name: view.name(row.competitor).to_owned(),
        href: Some(format!("{up}{}", view.competitor_path(row.competitor))),
        positions: view.history[table]
            .iter()
            .map(|then| {
                then.row(row.competitor).filter(|row| row.total != Points::ZERO).and_then(|row| row.position)
            })
            .map(|position| position.map(Position::get).filter(|&position| position <= MOST_PLACES))
            .collect(),
    });
    let leaders = leaders(&view.history[table]);
    let places = positions::Positions {
        title: format!("{name}: positions"),
        rounds,
        lines: lines.collect(),
        leaders: leaders.into_iter().map(|own| view.name(own).to_owned()).collect(),
    };
    // Two pictures of a long season would make the page heavy: one that scrolls serves every width.
    let figure = |id: &str, draw: &dyn Fn(&Frame) -> Chart| match own.rounds.len() > LONG_SEASON {
        true => chart::figure_scrolling(id, draw),
        false => chart::figure(id, draw),
    };
    let mut figures = vec![figure("points", &|frame| progression::draw(&points, frame))];
    // Who was where between the rounds that are known, nobody knows.
    if view.leads[table].stands != Stands::NotKnown {
        figures.push(figure("positions", &|frame| positions::draw(&places, frame)));
    }
    figures
}

/// The points of a table's first competitors round by round; links start with `up`.
pub fn progression(view: &View, table: usize, most: usize, up: &str) -> progression::Progression {
    let own = &view.outcome.tables[table];
    let lines = own.rows.iter().take(most).map(|row| progression::Line {
        left_out: false,
        name: view.name(row.competitor).to_owned(),
        href: Some(format!("{up}{}", view.competitor_path(row.competitor))),
        total: signed(row.total),
        points: view.history[table]
            .iter()
            .zip(&row.cells)
            .map(|(then, cell)| progression::Sum {
                total: thousandths(then.row(row.competitor).map_or(Points::ZERO, |row| row.total)),
                gained: (cell.basis != Basis::Nothing).then(|| thousandths(cell.points)),
            })
            .collect(),
    });
    progression::Progression {
        title: view.table_name(own),
        rounds: own.rounds.iter().map(|&round| view.season.rounds[round].label()).collect(),
        lines: lines.collect(),
        verb: view.leads[table].verb(),
        first: view.leads[table].first.len(),
        to_come: view.leads[table].to_come,
        decided_after: view.leads[table]
            .decided
            .filter(|&round| view.rounds_after(round) > 0)
            .and_then(|round| own.rounds.binary_search(&round).ok()),
    }
}

/// For drawing only; what is written stays exact.
fn thousandths(points: Points) -> i64 {
    let Some((numerator, denominator)) = points.ratio() else { return 0 };
    i64::try_from(i128::from(numerator) * 1000 / i128::from(denominator)).unwrap_or(i64::MAX)
}
