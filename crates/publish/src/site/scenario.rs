//! Who can still win each title after a round: who is in and who is out, what suffices, and before the last session who is
//! champion if, as tables and as pictures of places against places.

use crate::chart::{self, places};
use crate::scenario::{Told, now, percent};
use crate::sheet::standings::kind_name;
use crate::site::head::Head;
use crate::site::{Page, odds, page};
use crate::view::View;
use crate::view::lead::Stands;
use askama::Template;
use parcferme_core::Ix;
use parcferme_core::number_words::signed;
use parcferme_core::scenario::{Ahead, ChampionIf, Chance, Contest, FieldIs};
use parcferme_core::season::{Competitor, Kind, Round};

#[derive(Template)]
#[template(path = "scenario.html")]
struct ScenarioPage {
    head: Head,
    lede: String,
    after: Vec<Jump>,
    /// Whether anybody may miss a session: only a server has both answers.
    fields: Vec<Jump>,
    /// The page of odds after every round.
    odds: Option<String>,
    titles: Vec<Title>,
    /// Titles of which nothing can be said, as rounds that were run are not known.
    unknown: Vec<Jump>,
    /// What all answers rest on.
    assumptions: Vec<String>,
}

struct Jump {
    name: String,
    href: String,
    current: bool,
}

struct Title {
    id: String,
    name: String,
    class: Option<(usize, String)>,
    standings: String,
    headline: String,
    /// Further sentences: when it may be decided, what is to come.
    said: Vec<String>,
    /// Where it was decided already: the page before.
    before: Option<Jump>,
    unknown: Vec<String>,
    kind: &'static str,
    open: Vec<Row>,
    /// Further contenders, of many.
    more: Vec<Row>,
    out: Vec<Row>,
    /// What the next race is worth, where odds are drawn.
    worth: Vec<Worth>,
    /// Those who can win and hardly ever do.
    unlikely: String,
    odds_note: String,
    needs: Vec<String>,
    tables: Vec<LastTable>,
    sentences: Vec<String>,
    figures: Vec<String>,
    assumptions: Vec<String>,
}

struct Row {
    name: String,
    href: String,
    points: String,
    behind: String,
    most: String,
    tag: &'static str,
    because: String,
}

/// How likely a contender is to win the title: as it stands, with a win in the next race, and with no place in it.
struct Worth {
    name: String,
    now: String,
    wins: String,
    misses: String,
}

/// With which place a contender is champion, and how its rivals have to end.
struct LastTable {
    name: String,
    rivals: Vec<String>,
    rows: Vec<LastRow>,
    /// What comes of all other places.
    otherwise: String,
}

struct LastRow {
    place: String,
    /// One a rival; none where nobody else matters.
    rivals: Vec<String>,
}

/// Shares under this are told as one.
const UNLIKELY: f64 = 0.001;
/// Contenders that stand in view.
const IN_VIEW: usize = 12;
/// Pictures of the leader against one rival each.
const PICTURES: usize = 5;
/// Sessions to come that are told one by one.
const SESSIONS: usize = 3;

/// The rounds after which there is a page beside that of now.
pub fn rounds(view: &View) -> Vec<Ix<Round>> {
    let now = now(&view.outcome.tables);
    let mut rounds: Vec<Ix<Round>> =
        view.outcome.tables.iter().flat_map(|table| &table.rounds).copied().collect();
    rounds.sort_unstable();
    rounds.dedup();
    rounds.retain(|round| Some(*round) < now);
    rounds
}

/// The page on which a round's answers stand: that of now where no round after it counts.
pub fn path(view: &View, after: Option<Ix<Round>>) -> String {
    view.scenario_path(after.filter(|after| Some(*after) < now(&view.outcome.tables)))
}

/// Who can still win the title of a table, in a sentence; None where nothing is to come, or rounds that were run are not
/// known.
pub fn headline(view: &View, table: usize, after: Option<Ix<Round>>) -> Option<String> {
    if !view.leads[table].tells() {
        return None;
    }
    let contest = view.contest(table, after, FieldIs::Open);
    let told = view.told(table, &contest);
    (contest.to_come() > 0 && told.all_known()).then(|| told.headline())
}

/// How a title stands, in a sentence, which says so where the published table is of other rules.
fn under_its_rules(view: &View, table: usize, told: &Told<'_>) -> String {
    let said = told.headline();
    match view.leads[table].stands {
        Stands::OtherRules => format!("By rules other than those of the published table: {said}"),
        _ => said,
    }
}

/// The page as it stood after a round, or as it stands now.
pub fn page(view: &View, after: Option<Ix<Round>>, field: FieldIs) -> Page {
    let last = after.or_else(|| now(&view.outcome.tables));
    let path = view.scenario_path(after);
    let lede = last.map_or_else(
        || "Before the first round".to_owned(),
        |round| {
            format!(
                "After round {}, {}",
                view.season.rounds[round].label(),
                view.season.rounds[round].short_name()
            )
        },
    );
    let name = match after {
        Some(round) => format!("Who can still win after round {}", view.season.rounds[round].label()),
        None => "Who can still win".to_owned(),
    };
    let tables = 0..view.outcome.tables.len();
    let contests: Vec<Contest<'_>> = tables.map(|table| view.contest(table, last, field)).collect();
    let told: Vec<Told<'_>> =
        contests.iter().enumerate().map(|(n, own)| view.told_with_odds(n, own)).collect();
    let (known, unknown): (Vec<usize>, Vec<usize>) =
        (0..told.len()).partition(|&table| told[table].all_known() || told[table].decided());
    // What all that is said rests on is said once.
    let all = known.iter().map(|&table| told[table].assumptions()).filter(|own| !own.is_empty());
    let all: Vec<Vec<String>> = all.collect();
    let common = |said: &String| all.iter().all(|own| own.contains(said));
    let assumptions: Vec<String> =
        all.first().into_iter().flatten().filter(|own| common(own)).cloned().collect();
    let headlines: Vec<String> =
        told.iter().enumerate().take(3).map(|(n, own)| under_its_rules(view, n, own)).collect();
    let head = Head::of_season(view, &path, &name, &format!("{lede}. {}", headlines.join(" ")));
    let head = match field {
        FieldIs::Open => head,
        // Only a server answers for another field.
        FieldIs::Entered => head.with_json("JSON", &api_path(view, after, field)),
    };
    let titles: Vec<Title> =
        known.into_iter().map(|table| title(view, &head, table, &told[table], &assumptions)).collect();
    let said = |n: usize| {
        let table = &view.outcome.tables[n];
        match table.rounds.is_empty() {
            true => view.table_name(table),
            false => format!("{}; {}", view.table_name(table), told[n].unknown_in_words()),
        }
    };
    let unknown = unknown.into_iter().map(|table| Jump {
        name: said(table),
        href: head.season(&view.table_path(&view.outcome.tables[table], None)),
        current: false,
    });
    let unknown: Vec<Jump> = unknown.collect();
    page!(ScenarioPage {
        lede,
        after: jumps(view, &head, after, field),
        fields: fields(view, &head, after, field, &told),
        odds: told.iter().any(|own| own.odds.is_some()).then(|| head.season(odds::PATH)),
        titles,
        unknown,
        assumptions,
        head,
    })
}

fn api_path(view: &View, after: Option<Ix<Round>>, field: FieldIs) -> String {
    let after =
        after.map_or_else(String::new, |round| format!("&after={}", view.season.rounds[round].label()));
    format!("api/v1/seasons/{}/scenario?field={}{after}", view.season.id, field.word())
}

/// What a link carries along of the field.
fn query(field: FieldIs) -> String {
    match field {
        FieldIs::Open => String::new(),
        FieldIs::Entered => format!("?field={}", field.word()),
    }
}

fn jumps(view: &View, head: &Head, after: Option<Ix<Round>>, field: FieldIs) -> Vec<Jump> {
    let rounds = rounds(view).into_iter().map(Some);
    let now = now(&view.outcome.tables);
    let jump = |round: Option<Ix<Round>>| {
        let shown = round.or(now);
        shown.map(|shown| Jump {
            name: view.season.rounds[shown].label(),
            href: format!("{}{}", head.season(&view.scenario_path(round)), query(field)),
            current: round == after,
        })
    };
    rounds.chain([None]).filter_map(jump).collect()
}

fn fields(
    view: &View,
    head: &Head,
    after: Option<Ix<Round>>,
    field: FieldIs,
    told: &[Told<'_>],
) -> Vec<Jump> {
    if !view.settings.server || told.iter().all(|own| own.contest.to_come() == 0) {
        return Vec::new();
    }
    let jump = |own: FieldIs| Jump {
        name: match own {
            FieldIs::Open => "Anybody may miss a session".to_owned(),
            FieldIs::Entered => "All who are entered take part".to_owned(),
        },
        href: format!("{}{}", head.season(&view.scenario_path(after)), query(own)),
        current: own == field,
    };
    FieldIs::ALL.map(jump).into()
}

fn title(view: &View, head: &Head, table: usize, told: &Told<'_>, common: &[String]) -> Title {
    let (own, contest) = (&view.outcome.tables[table], told.contest);
    let id = view.table_id(own);
    let over = contest.to_come() == 0;
    let chances = &told.answer.chances;
    let leader = chances.first().map(|own| own.points);
    let row = |chance: &Chance| Row {
        name: told.name(chance.competitor).to_owned(),
        href: head.season(&view.competitor_path(chance.competitor)),
        points: signed(chance.points),
        behind: leader
            .map(|leader| leader - chance.points)
            .filter(|own| !own.is_zero())
            .map_or_else(String::new, |own| own.to_string()),
        most: chance.most.to_string(),
        tag: match (chance.champion, chance.can_win) {
            (true, _) => "champion",
            (_, None) => "not known",
            _ => "",
        },
        because: told.out(chance),
    };
    let open: Vec<&Chance> = chances.iter().filter(|own| own.can_win != Some(false)).collect();
    let out = chances.iter().filter(|own| own.can_win == Some(false));
    let in_view = open.len().min(IN_VIEW);
    let rows = |all: &[&Chance]| -> Vec<Row> { all.iter().map(|own| row(own)).collect() };
    let tables: Vec<LastTable> =
        told.answer.champion_if.iter().map(|(own, rows)| last_table(told, *own, rows)).collect();
    let sentences = told
        .answer
        .champion_if
        .iter()
        .flat_map(|(own, rows)| rows.iter().map(|row| told.champion_if(*own, row)));
    let likely = if over { Vec::new() } else { likely(told, &open) };
    let worth: Vec<Worth> = likely
        .iter()
        .enumerate()
        .filter(|(n, own)| *n < 2 || own.1 >= UNLIKELY)
        .map(|(_, own)| worth(told, own.0))
        .collect();
    let needs = told.answer.needs.iter().filter(|_| tables.is_empty());
    Title {
        name: view.table_name(own),
        class: own.class.map(|class| (class.index() % 8, view.class_name(class).to_owned())),
        standings: head.season(
            &view.table_path(
                own,
                contest.after.filter(|after| {
                    own.rounds.binary_search(after).is_ok() && own.rounds.last() != Some(after)
                }),
            ),
        ),
        headline: under_its_rules(view, table, told),
        said: said(view, table, told),
        before: if told.decided() { before(view, head, table, contest.after) } else { None },
        unknown: told.reasons_unknown(),
        kind: kind_name(contest.title.competitor),
        open: if over { Vec::new() } else { rows(&open[..in_view]) },
        more: if over { Vec::new() } else { rows(&open[in_view..]) },
        out: if over { Vec::new() } else { out.map(row).collect() },
        unlikely: unlikely(likely.len() - worth.len()),
        worth,
        odds_note: if over { String::new() } else { told.odds_note() },
        needs: needs.flat_map(|(own, needs)| told.needs(*own, needs)).collect(),
        figures: figures(told, &id),
        tables,
        sentences: sentences.collect(),
        assumptions: told.assumptions().into_iter().filter(|own| !common.contains(own)).collect(),
        id,
    }
}

/// Those of whom there are odds with their share, the likeliest first.
fn likely<'c>(told: &Told<'_>, open: &[&'c Chance]) -> Vec<(&'c Chance, f64)> {
    let mut likely: Vec<_> =
        open.iter().filter_map(|own| Some((*own, told.likelihood(own)?.0.share))).collect();
    likely.sort_by(|a, b| b.1.total_cmp(&a.1));
    likely
}

fn worth(told: &Told<'_>, chance: &Chance) -> Worth {
    let [wins, misses] = told.next_race(chance);
    let now = told.likelihood(chance).map_or_else(String::new, |(_, words)| words);
    Worth { name: told.name(chance.competitor).to_owned(), now, wins, misses }
}

fn unlikely(others: usize) -> String {
    let under = percent(UNLIKELY);
    match others {
        0 => String::new(),
        1 => format!("One more who can win: under {under}."),
        more => format!("{more} more who can win: each under {under}."),
    }
}

/// When it may be decided or was, and what the sessions to come give.
fn said(view: &View, table: usize, told: &Told<'_>) -> Vec<String> {
    let to_come = told.contest.to_come();
    let mut said = if to_come > 1 { vec![told.when()] } else { Vec::new() };
    if told.decided()
        && let Some(round) = view.decided[table].after()
        && view.rounds_after(round) > 0
    {
        said.push(format!("The title was decided at {}.", told.round(round)));
    }
    if !told.decided() && (1..=SESSIONS).contains(&to_come) {
        let worth: Vec<String> = told.contest.slots.iter().map(|slot| told.worth(slot)).collect();
        said.push(format!("To come: {}.", worth.join("; ")));
    }
    said.retain(|own| !own.is_empty());
    said
}

/// The page on which a title that is decided was still open.
fn before(view: &View, head: &Head, table: usize, after: Option<Ix<Round>>) -> Option<Jump> {
    let decided = view.decided[table].after().filter(|round| Some(*round) <= after)?;
    let rounds = &view.outcome.tables[table].rounds;
    let column = rounds.binary_search(&decided).ok()?.checked_sub(1)?;
    let round = rounds[column];
    Some(Jump {
        name: format!("after round {}", view.season.rounds[round].label()),
        href: format!(
            "{}#{}",
            head.season(&path(view, Some(round))),
            view.table_id(&view.outcome.tables[table])
        ),
        current: false,
    })
}

fn last_table(told: &Told<'_>, competitor: Ix<Competitor>, rows: &[ChampionIf]) -> LastTable {
    let name = told.name(competitor).to_owned();
    let mut rivals: Vec<Ix<Competitor>> = Vec::new();
    for rival in rows.iter().flat_map(|row| &row.rivals) {
        if !rivals.contains(&rival.competitor) {
            rivals.push(rival.competitor);
        }
    }
    // In the order of the table.
    let place =
        |own: &Ix<Competitor>| told.answer.chances.iter().position(|chance| chance.competitor == *own);
    rivals.sort_by_key(place);
    let mut sorted: Vec<&ChampionIf> = rows.iter().collect();
    sorted.sort_by_key(|row| (row.from.unwrap_or(u32::MAX), row.feats));
    let worst = rows.iter().map(|row| row.to).max_by_key(|to| to.unwrap_or(u32::MAX)).flatten();
    // Who is entered has a place: there is none behind the last.
    let ranked = told.contest.field == FieldIs::Entered;
    let worst = worst.filter(|worst| !(ranked && *worst >= told.contest.last_place()));
    LastTable {
        rows: sorted
            .iter()
            .map(|row| LastRow {
                place: told.place(row),
                rivals: if row.rivals.is_empty() {
                    Vec::new()
                } else {
                    rivals.iter().map(|own| told.rival_ends(row, *own)).collect()
                },
            })
            .collect(),
        otherwise: match worst {
            Some(_) if may_be_level(told, competitor) => {
                format!("In any worse place {name} cannot win alone.")
            }
            Some(_) => format!("In any worse place {name} cannot win."),
            None => String::new(),
        },
        rivals: rivals.into_iter().map(|own| told.name(own).to_owned()).collect(),
        name,
    }
}

/// Whether one may end level with another contender, so that they share the title or the stewards decide.
fn may_be_level(told: &Told<'_>, competitor: Ix<Competitor>) -> bool {
    let others = told.answer.champion_if.iter().map(|own| own.0).filter(|own| *own != competitor);
    let mut duels = others.filter_map(|other| told.contest.duel(competitor, other));
    duels.any(|squares| squares.iter().flatten().any(|square| matches!(square, Ahead::Level | Ahead::Feats)))
}

/// The leader against each other contender, place by place.
fn figures(told: &Told<'_>, id: &str) -> Vec<String> {
    let open: Vec<Ix<Competitor>> = told.answer.champion_if.iter().map(|own| own.0).collect();
    let Some((&first, others)) = open.split_first() else { return Vec::new() };
    let figure = |(n, &second): (usize, &Ix<Competitor>)| {
        let squares = told.contest.duel(first, second)?;
        let squares = squares.into_iter().map(|row| row.into_iter().map(square).collect()).collect();
        let names = [first, second].map(|own| told.name(own).to_owned());
        let [a, b] = &names;
        let input = places::Places {
            title: format!("{a} against {b}"),
            said: match others.len() {
                1 => "Each letter is the champion with these two places.".to_owned(),
                _ => "Each letter is who of the two ends ahead: the champion, if the others stay behind."
                    .to_owned(),
            },
            persons: told.contest.title.competitor == Kind::Driver,
            with_none: told.contest.field == FieldIs::Open,
            feats: told.all_feats(),
            names,
            squares,
        };
        Some(chart::figure_of_one(&format!("{id}-{n}"), |frame| places::draw(&input, frame)))
    };
    others.iter().take(PICTURES).enumerate().filter_map(figure).collect()
}

fn square(ahead: Ahead) -> places::Square {
    match ahead {
        Ahead::First => places::Square::First,
        Ahead::Second => places::Square::Second,
        Ahead::Level => places::Square::Level,
        Ahead::Feats => places::Square::Feats,
        Ahead::Never => places::Square::Never,
    }
}
