//! Careers: a driver, team, car or maker over all seasons, circuits and classes over all seasons, and lists of them.

use crate::seasons::{Circuit, ClassOfSeries, Deed, Hit, InSeason, KINDS, Seasons, StoodIn, Winner, day};
use crate::sheet::standings::kind_name;
use crate::site::against;
use crate::site::head::{Head, Step};
use crate::site::{Page, page};
use crate::view::{Settings, career_path, data_path, file_name};
use askama::Template;
use parcferme_core::career::{Career, Figures};
use parcferme_core::find::How;
use parcferme_core::season::Kind;
use std::collections::BTreeMap;

/// The list of lists.
pub const INDEX_PATH: &str = "career/index.html";
/// Team mates and drivers that a page shows.
const MOST_ROWS: usize = 40;
/// Names on a page of a kind.
const MOST_NAMES: usize = 1200;
/// Of each kind in the table at its head.
const MOST_FIRST: usize = 25;
/// Races that are listed one by one.
const MOST_RACES: usize = 80;
/// Rows of a page of a circuit or a class, the latest.
const MOST_YEARS: usize = 120;
/// Answers to a question.
const MOST_FOUND: usize = 60;

pub fn kind_path(kind: Kind) -> String {
    format!("career/{}/index.html", kind.word())
}

pub fn circuit_path(own: &Circuit) -> String {
    format!("career/circuit/{}.html", file_name(&own.id))
}

pub fn class_path(own: &ClassOfSeries) -> String {
    format!("career/class/{}.html", file_name(&own.id))
}

/// What a page across seasons is about.
#[derive(Clone, Copy)]
pub enum Subject<'s> {
    Index,
    Kind(Kind),
    Career(&'s Career),
    Circuit(&'s Circuit),
    Class(&'s ClassOfSeries),
}

/// Every page across seasons with its path from the site's root.
pub fn plan(seasons: &Seasons) -> Vec<(String, Subject<'_>)> {
    let mut pages = vec![(INDEX_PATH.to_owned(), Subject::Index)];
    let kinds = KINDS.into_iter().filter(|&kind| seasons.careers.of_kind(kind).next().is_some());
    pages.extend(kinds.map(|kind| (kind_path(kind), Subject::Kind(kind))));
    let own = seasons.careers.careers.iter().filter(|own| KINDS.contains(&own.kind));
    pages.extend(own.filter(|own| own.id != "index").map(|own| (career_path(own), Subject::Career(own))));
    pages.extend(seasons.circuits.iter().map(|own| (circuit_path(own), Subject::Circuit(own))));
    pages.extend(seasons.classes.iter().map(|own| (class_path(own), Subject::Class(own))));
    pages
}

/// The subject of a path from the site's root.
pub fn find<'s>(seasons: &'s Seasons, path: &str) -> Option<Subject<'s>> {
    if path == INDEX_PATH {
        return Some(Subject::Index);
    }
    let (kind, file) = path.strip_prefix("career/")?.split_once('/')?;
    match (kind, Kind::from_word(kind), file) {
        (_, Some(kind), "index.html") if seasons.careers.of_kind(kind).next().is_some() => {
            Some(Subject::Kind(kind))
        }
        ("circuit", ..) => {
            seasons.circuits.iter().find(|own| circuit_path(own) == path).map(Subject::Circuit)
        }
        ("class", ..) => seasons.classes.iter().find(|own| class_path(own) == path).map(Subject::Class),
        (_, Some(kind), _) => {
            let id = file.strip_suffix(".html")?;
            // Ids are file names already, but for those that somebody wrote by hand.
            let own = seasons.careers.find(kind, id);
            own.or_else(|| seasons.careers.of_kind(kind).find(|own| file_name(&own.id) == id))
                .map(Subject::Career)
        }
        _ => None,
    }
}

impl Subject<'_> {
    pub fn render(&self, seasons: &Seasons, settings: &Settings) -> Page {
        match self {
            Subject::Index => index(seasons, settings, ""),
            Subject::Kind(kind) => kind_page(seasons, settings, *kind),
            Subject::Career(own) => career(seasons, settings, own),
            Subject::Circuit(own) => circuit(seasons, settings, own),
            Subject::Class(own) => class(seasons, settings, own),
        }
    }
}

#[derive(Template)]
#[template(path = "career.html")]
struct CareerPage {
    head: Head,
    name: String,
    kind: &'static str,
    is_driver: bool,
    lede: String,
    figures: Vec<Figure>,
    titles: Vec<Titled>,
    classes: bool,
    seasons: Vec<Row>,
    total: Figures,
    lists: Vec<RaceList>,
    mates: Vec<MateRow>,
    mates_left: usize,
    drivers: Vec<(String, String, u32, u32)>,
    drivers_left: usize,
    not_known: String,
    why: String,
    doubts: Vec<(String, String, String)>,
    /// Where the name of another driver is sent, to be held against this one.
    against: Option<String>,
}

struct Figure {
    name: &'static str,
    /// None where nothing tells.
    value: Option<u32>,
    href: String,
}

struct Titled {
    table: String,
    /// Label of the season, its table, whether it is shared.
    seasons: Vec<(String, String, bool)>,
}

struct Row {
    label: String,
    name: String,
    season_href: String,
    href: String,
    teams: Vec<(String, String)>,
    figures: Figures,
    standings: Vec<StoodIn>,
}

/// Label of the season; of each race the link, the short name and the name.
type RacesOfSeason = (String, Vec<(String, String, String)>);

struct RaceList {
    id: &'static str,
    name: &'static str,
    note: String,
    seasons: Vec<RacesOfSeason>,
}

struct MateRow {
    name: String,
    href: String,
    races: u32,
    shared: u32,
    ahead: String,
    grid: String,
    /// The two against each other in all races, where a server makes it.
    against: Option<String>,
}

pub(super) fn head(settings: &Settings, path: &str, title: &str, description: &str) -> Head {
    let mut head = Head::of_site(settings, path, title, description);
    head.trail.push(Step { name: "Seasons".into(), href: head.site("index.html") });
    if path != INDEX_PATH {
        head.trail.push(Step { name: "Careers".into(), href: head.site(INDEX_PATH) });
    }
    head
}

/// Starts, wins, podiums, poles, best laps and titles, each a link to where the page lists it.
fn figures(own: &Figures, is_driver: bool) -> Vec<Figure> {
    let perhaps = |name, value, href: &str| Figure { name, value, href: href.to_owned() };
    let figure = |name, value, href: &str| perhaps(name, Some(value), href);
    let mut all = vec![figure("Titles", own.titles, "#titles"), figure("Starts", own.starts, "#seasons")];
    if !is_driver && own.cars != own.starts {
        all.push(figure("Cars started", own.cars, "#seasons"));
    }
    all.push(figure("Wins", own.wins, "#wins"));
    all.push(figure("Podiums", own.podiums, "#seasons"));
    all.push(perhaps("Poles", own.poles_known(), "#poles"));
    all.push(perhaps("Best laps", own.best_laps_known(), "#best-laps"));
    if own.class_podiums > 0 {
        all.push(figure("Class wins", own.class_wins, "#class-wins"));
        all.push(figure("Class podiums", own.class_podiums, "#seasons"));
    }
    if own.listed_wins > 0 {
        all.push(figure("Class wins, only listed", own.listed_wins, "#listed-wins"));
    }
    all
}

fn career(seasons: &Seasons, settings: &Settings, own: &Career) -> Page {
    let is_driver = own.kind == Kind::Driver;
    let (kind, years) = (kind_name(own.kind), seasons.years(own));
    let count = match seasons.raced(own).count() {
        0 => "no start".to_owned(),
        1 => "1 season".to_owned(),
        n => format!("{n} seasons"),
    };
    let lede = format!("{kind}, {years}, {count}");
    let description = format!("{}: {lede}, {}", own.name, in_short(&own.figures));
    let head = head(settings, &career_path(own), &own.name, &description);
    let head = head.with_json("JSON", &data_path(&career_path(own)));
    let by_season: Vec<InSeason> = seasons.by_season(own).collect();
    let mut titles: Vec<Titled> = Vec::new();
    for of in &by_season {
        for stood in of.standings.iter().filter(|stood| stood.won) {
            let one = (of.season.label.clone(), head.site(&stood.href), stood.shared);
            let table = format!("{}, {}", of.season.series.to_uppercase(), stood.name);
            match titles.iter_mut().find(|own| own.table == table) {
                Some(own) => own.seasons.push(one),
                None => titles.push(Titled { table, seasons: vec![one] }),
            }
        }
    }
    let mut lists = vec![
        races(seasons, &head, own, ("wins", "Wins"), |own| own.wins > 0),
        races(seasons, &head, own, ("poles", "Poles"), |own| own.poles > 0),
        races(seasons, &head, own, ("best-laps", "Best laps of a race"), |own| own.best_laps > 0),
    ];
    if own.figures.class_wins != own.figures.wins || own.figures.class_podiums > 0 {
        lists.push(races(seasons, &head, own, ("class-wins", "Wins in class"), |own| own.class_wins > 0));
    }
    lists.push(listed(seasons, &head, own));
    lists.retain(|list| !list.seasons.is_empty());
    let mates = if is_driver { seasons.team_mates(own) } else { Vec::new() };
    let drivers = if is_driver { Vec::new() } else { seasons.drivers_of(own) };
    let doubts = own.doubts.iter().map(|(at, why)| {
        let other = &seasons.careers.careers[*at];
        (head.site(&career_path(other)), format!("{} ({})", other.name, seasons.years(other)), why.clone())
    });
    let not_known = match seasons.not_known(own) {
        0 => String::new(),
        1 => "Of 1 round of these seasons no results are known here: it counts in no figure.".to_owned(),
        n => format!(
            "Of {n} rounds of these seasons no results are known here: they count in no figure but those that say so."
        ),
    };
    page!(CareerPage {
        name: own.name.clone(),
        kind,
        is_driver,
        lede,
        figures: figures(&own.figures, is_driver),
        titles,
        classes: own.figures.class_podiums > 0,
        total: own.figures,
        mates_left: mates.len().saturating_sub(MOST_ROWS),
        mates: mates
            .into_iter()
            .take(MOST_ROWS)
            .map(|(mate, met)| MateRow {
                name: mate.name.clone(),
                href: head.site(&career_path(mate)),
                races: met.races,
                shared: met.shared,
                ahead: duel(met.ahead, met.behind),
                grid: duel(met.grid_ahead, met.grid_behind),
                against: settings.server.then(|| head.site(&against::path(own, mate))),
            })
            .collect(),
        drivers_left: drivers.len().saturating_sub(MOST_ROWS),
        drivers: drivers
            .into_iter()
            .take(MOST_ROWS)
            .map(|(driver, did)| (head.site(&career_path(driver)), driver.name.clone(), did.cars, did.wins))
            .collect(),
        seasons: by_season.into_iter().rev().map(|of| row(&head, of)).collect(),
        not_known,
        why: if own.seasons.len() > 1 { own.why.clone() } else { String::new() },
        doubts: doubts.collect(),
        lists,
        against: (settings.server && is_driver).then(|| head.site(&against::choose_path(own))),
        head,
    })
}

/// `12–9`; of no race in which both have a place nothing is told.
fn duel(ahead: u32, behind: u32) -> String {
    if ahead + behind == 0 { "–".to_owned() } else { format!("{ahead}–{behind}") }
}

/// `105 wins, 104 poles, 7 titles`.
fn in_short(own: &Figures) -> String {
    let some =
        |n: u32, one: &str, many: &str| (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }));
    let all = [
        some(own.starts, "start", "starts"),
        some(own.wins, "win", "wins"),
        some(own.class_wins, "class win", "class wins"),
        some(own.poles, "pole", "poles"),
        some(own.titles, "title", "titles"),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn row(head: &Head, of: InSeason) -> Row {
    let mut standings = of.standings;
    for own in &mut standings {
        own.href = head.site(&own.href);
    }
    Row {
        label: of.season.label.clone(),
        name: of.season.name.clone(),
        season_href: head.site(&crate::view::season_folder(&of.season.id)) + "index.html",
        href: head.site(&of.href),
        teams: of.teams.iter().map(|team| (head.site(&career_path(team)), team.name.clone())).collect(),
        figures: of.figures,
        standings,
    }
}

fn races(
    seasons: &Seasons,
    head: &Head,
    own: &Career,
    (id, name): (&'static str, &'static str),
    did: impl Fn(&Figures) -> bool,
) -> RaceList {
    let mut deeds = seasons.deeds(own, did);
    let left = deeds.len().saturating_sub(MOST_RACES);
    deeds.drain(..left);
    let mut by_season: Vec<RacesOfSeason> = Vec::new();
    for Deed { season, race, href } in deeds {
        let part = if race.part.is_empty() { String::new() } else { format!(", {}", race.part) };
        let one = (head.site(&href), format!("{}{part}", race.short_name), race.name.clone());
        match by_season.last_mut() {
            Some((label, list)) if *label == season.label => list.push(one),
            _ => by_season.push((season.label.clone(), vec![one])),
        }
    }
    by_season.reverse();
    let note = match left {
        0 => String::new(),
        n => format!("The latest {MOST_RACES}; {n} more are on the pages of the seasons."),
    };
    RaceList { id, name, note, seasons: by_season }
}

/// Class wins that are only listed.
fn listed(seasons: &Seasons, head: &Head, own: &Career) -> RaceList {
    let mut by_season: Vec<RacesOfSeason> = Vec::new();
    for (season, round, href) in seasons.listed_wins(own) {
        let one = (head.site(&href), round.short_name.clone(), round.name.clone());
        match by_season.last_mut() {
            Some((label, list)) if *label == season.label => list.push(one),
            _ => by_season.push((season.label.clone(), vec![one])),
        }
    }
    RaceList {
        id: "listed-wins",
        name: "Class wins that a document lists",
        note: "The results of these rounds are not known: these wins are in no other figure.".to_owned(),
        seasons: by_season,
    }
}

#[derive(Template)]
#[template(path = "career_kind.html")]
struct KindPage {
    head: Head,
    kind: &'static str,
    count: usize,
    is_driver: bool,
    first: Vec<First>,
    names: Vec<(String, String)>,
    left: usize,
    search: bool,
}

struct First {
    name: String,
    href: String,
    years: String,
    figures: Figures,
}

/// Most titles and wins first.
fn kind_page(seasons: &Seasons, settings: &Settings, kind: Kind) -> Page {
    let name = plural(kind);
    let mut all: Vec<&Career> = seasons.careers.of_kind(kind).collect();
    let count = all.len();
    let description = format!("{name} over all seasons: {count}, with starts, wins, poles and titles");
    let head = head(settings, &kind_path(kind), name, &description);
    let rank = |own: &&Career| {
        let figures = &own.figures;
        std::cmp::Reverse((
            figures.titles,
            figures.wins + figures.class_wins,
            figures.podiums + figures.class_podiums,
            figures.starts,
        ))
    };
    all.sort_by_key(|own| (rank(own), &own.id));
    let first = all.iter().take(MOST_FIRST).map(|own| First {
        name: own.name.clone(),
        href: head.site(&career_path(own)),
        years: seasons.years(own),
        figures: own.figures,
    });
    let first = first.collect();
    let left = count.saturating_sub(MOST_NAMES);
    all.truncate(MOST_NAMES);
    let sort_name = |own: &&Career| match kind {
        Kind::Driver => own.name.split_whitespace().next_back().unwrap_or_default().to_lowercase(),
        _ => own.name.to_lowercase(),
    };
    all.sort_by_cached_key(|own| (sort_name(own), own.id.clone()));
    let names = all.into_iter().map(|own| (file_name(&own.id), own.name.clone())).collect();
    page!(KindPage {
        kind: name,
        count,
        is_driver: kind == Kind::Driver,
        first,
        names,
        left,
        search: settings.server,
        head
    })
}

pub fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Team => "Teams",
        Kind::Driver => "Drivers",
        Kind::Entry => "Entries",
        Kind::Chassis => "Cars",
        Kind::ChassisMaker => "Chassis makers",
        Kind::Engine => "Engines",
        Kind::EngineMaker => "Engine makers",
        Kind::Tyre => "Tyres",
        Kind::Manufacturer => "Manufacturers",
        Kind::Nation => "Nations",
    }
}

#[derive(Template)]
#[template(path = "careers.html")]
struct IndexPage {
    head: Head,
    search: bool,
    query: String,
    found: Vec<Answer>,
    found_left: usize,
    kinds: Vec<(String, &'static str, usize)>,
    circuits: Vec<(String, String, usize)>,
    classes: Vec<(String, String)>,
}

struct Answer {
    href: String,
    name: String,
    kind: &'static str,
    also: String,
    slip: bool,
}

/// All lists, or what fits a question.
pub fn index(seasons: &Seasons, settings: &Settings, query: &str) -> Page {
    let head =
        head(settings, INDEX_PATH, "Careers", "Drivers, teams, cars, circuits and classes over all seasons");
    let of_kind = |kind| seasons.careers.of_kind(kind).count();
    let kinds = KINDS.into_iter().map(|kind| (head.site(&kind_path(kind)), plural(kind), of_kind(kind)));
    let mut found = seasons.find(query);
    let found_left = found.len().saturating_sub(MOST_FOUND);
    found.truncate(MOST_FOUND);
    let found = found.into_iter().map(|(fit, hit)| answer(seasons, &head, fit.how == How::Slip, hit));
    page!(IndexPage {
        search: settings.server,
        query: query.to_owned(),
        found: found.collect(),
        found_left,
        kinds: kinds.filter(|own| own.2 > 0).collect(),
        circuits: seasons
            .circuits
            .iter()
            .map(|own| (head.site(&circuit_path(own)), own.name.clone(), own.races.len() + own.unknown.len()))
            .collect(),
        classes: seasons
            .classes
            .iter()
            .map(|own| (head.site(&class_path(own)), format!("{} {}", own.series.to_uppercase(), own.name)))
            .collect(),
        head,
    })
}

fn answer(seasons: &Seasons, head: &Head, slip: bool, hit: Hit<'_>) -> Answer {
    match hit {
        Hit::Career(own) => Answer {
            href: head.site(&career_path(own)),
            name: own.name.clone(),
            kind: kind_name(own.kind),
            also: [seasons.years(own), in_short(&own.figures)].join(" · "),
            slip,
        },
        Hit::Circuit(own) => Answer {
            href: head.site(&circuit_path(own)),
            name: own.name.clone(),
            kind: "Circuit",
            also: match own.races.len() + own.unknown.len() {
                1 => "1 race".to_owned(),
                n => format!("{n} races"),
            },
            slip,
        },
        Hit::Season(own) => Answer {
            href: head.site(&own.folder()) + "index.html",
            name: own.record.name.clone(),
            kind: "Season",
            also: String::new(),
            slip,
        },
        Hit::Known(season, own) => Answer {
            href: head.site(&season.folder()) + &own.href,
            name: own.name.clone(),
            kind: own.kind,
            also: own.also.clone(),
            slip,
        },
    }
}

#[derive(Template)]
#[template(path = "career_circuit.html")]
struct CircuitPage {
    head: Head,
    name: String,
    lede: String,
    rows: Vec<RaceRow>,
    left: usize,
    most: Vec<(String, String, u32)>,
    most_teams: Vec<(String, String, u32)>,
}

struct RaceRow {
    day: String,
    name: String,
    href: String,
    circuit_href: String,
    /// Class where the season has some, number, team, drivers; each with a link.
    winners: Vec<Won>,
    /// Said where no results are known.
    not_known: bool,
}

struct Won {
    class: String,
    number: String,
    team: Option<(String, String)>,
    drivers: Vec<(String, String)>,
}

impl Won {
    fn of(head: &Head, class: &str, own: &Winner<'_>) -> Won {
        let link = |own: &Career| (head.site(&career_path(own)), own.name.clone());
        Won {
            class: class.to_owned(),
            number: own.number.to_owned(),
            team: own.team.map(link),
            drivers: own.drivers.iter().map(|own| link(own)).collect(),
        }
    }
}

/// Who has won most, drivers and teams.
#[derive(Default)]
struct Most<'s>(BTreeMap<(bool, &'s str), (&'s Career, u32)>);

impl<'s> Most<'s> {
    fn add(&mut self, own: &Winner<'s>) {
        let all = own.drivers.iter().map(|&own| (false, own)).chain(own.team.map(|own| (true, own)));
        for (is_team, career) in all {
            self.0.entry((is_team, career.id.as_str())).or_insert((career, 0)).1 += 1;
        }
    }

    /// Those with two wins and more.
    fn list(&self, head: &Head, team: bool) -> Vec<(String, String, u32)> {
        let mut all: Vec<_> =
            self.0.iter().filter(|(key, own)| key.0 == team && own.1 > 1).map(|(_, own)| *own).collect();
        all.sort_by_key(|(own, count)| (std::cmp::Reverse(*count), &own.id));
        all.into_iter()
            .take(10)
            .map(|(own, count)| (head.site(&career_path(own)), own.name.clone(), count))
            .collect()
    }
}

fn circuit(seasons: &Seasons, settings: &Settings, own: &Circuit) -> Page {
    let held = own.races.len() + own.unknown.len();
    let races = if held == 1 { "1 race".to_owned() } else { format!("{held} races") };
    let head = head(
        settings,
        &circuit_path(own),
        &own.name,
        &format!("{}: {races} over all seasons, with their winners", own.name),
    );
    let mut most = Most::default();
    let mut rows: Vec<RaceRow> = Vec::new();
    for &(season, at) in &own.races {
        let record = &seasons.kept[season].record;
        let race = &record.races[at as usize];
        let mut winners: Vec<Won> = Vec::new();
        for winner in seasons.winners(season, at, None) {
            most.add(&winner);
            winners.push(Won::of(&head, "", &winner));
        }
        for (class, name) in (0u32..).zip(&record.classes) {
            let of_class = seasons.winners(season, at, Some(class));
            winners.extend(of_class.iter().map(|own| Won::of(&head, name, own)));
        }
        let overall = winners.iter().take_while(|own| own.class.is_empty()).count();
        if overall < winners.len() {
            // The winner overall is one of a class.
            winners.drain(..overall);
        }
        let circuit_href = seasons.circuit_href(season, &race.circuit).unwrap_or_default();
        rows.push(RaceRow {
            day: day(race.date, record),
            name: if race.part.is_empty() {
                race.name.clone()
            } else {
                format!("{}, {}", race.name, race.part)
            },
            href: head.site(&seasons.race_href(season, at)),
            circuit_href: head.site(&circuit_href),
            winners,
            not_known: false,
        });
    }
    for &(season, at) in &own.unknown {
        let record = &seasons.kept[season].record;
        let round = &record.unknown[at as usize];
        let circuit_href = seasons.circuit_href(season, &round.circuit).unwrap_or_default();
        rows.push(RaceRow {
            day: day(round.date, record),
            name: round.short_name.clone(),
            href: head.site(&seasons.unknown_href(season, at)),
            circuit_href: head.site(&circuit_href),
            winners: Vec::new(),
            not_known: true,
        });
    }
    rows.sort_by(|a, b| (&b.day, &b.href).cmp(&(&a.day, &a.href)));
    let left = rows.len().saturating_sub(MOST_YEARS);
    rows.truncate(MOST_YEARS);
    page!(CircuitPage {
        name: own.name.clone(),
        lede: races,
        most: most.list(&head, false),
        most_teams: most.list(&head, true),
        rows,
        left,
        head,
    })
}

#[derive(Template)]
#[template(path = "career_class.html")]
struct ClassPage {
    head: Head,
    name: String,
    lede: String,
    rows: Vec<ClassRow>,
    most: Vec<(String, String, u32)>,
    most_teams: Vec<(String, String, u32)>,
}

struct ClassRow {
    name: String,
    href: String,
    races: usize,
    not_known: usize,
    cars: usize,
    tables: Vec<TableOfClass>,
}

struct TableOfClass {
    name: String,
    href: String,
    /// Who has won or is ahead, each with a link.
    who: Vec<(String, String)>,
    won: bool,
}

fn class(seasons: &Seasons, settings: &Settings, own: &ClassOfSeries) -> Page {
    let title = format!("{} {}", own.series.to_uppercase(), own.name);
    let count = match own.seasons.len() {
        1 => "1 season".to_owned(),
        n => format!("{n} seasons"),
    };
    let head = head(settings, &class_path(own), &title, &format!("{title}: {count}, champions and winners"));
    let mut most = Most::default();
    let mut rows = Vec::new();
    for &(season, class) in own.seasons.iter().rev() {
        let record = &*seasons.kept[season].record;
        let (mut races, mut cars) = (0, 0);
        for (at, race) in (0u32..).zip(&record.races) {
            let field = &record.cars[race.cars.start as usize..race.cars.end as usize];
            let of_class = field.iter().filter(|car| car.class == Some(class) && car.started).count();
            races += usize::from(of_class > 0);
            cars += of_class;
            for winner in seasons.winners(season, at, Some(class)) {
                most.add(&winner);
            }
        }
        let of_class = (0u32..)
            .zip(&record.tables)
            .filter(|(_, table)| table.class.as_deref() == Some(own.name.as_str()));
        let tables = of_class.map(|(at, table)| {
            let names = if table.won.is_empty() { &table.first } else { &table.won };
            let link = |&member: &u32| {
                let career = seasons.careers.of_member((season, member))?;
                Some((head.site(&career_path(career)), career.name.clone()))
            };
            TableOfClass {
                name: table.name.clone(),
                href: head.site(&seasons.table_href(season, at)),
                who: names.iter().filter_map(link).collect(),
                won: !table.won.is_empty(),
            }
        });
        rows.push(ClassRow {
            name: record.name.clone(),
            href: head.site(&seasons.kept[season].folder()) + "index.html",
            races,
            not_known: record.unknown.len(),
            cars,
            tables: tables.collect(),
        });
    }
    page!(ClassPage {
        name: title,
        lede: count,
        most: most.list(&head, false),
        most_teams: most.list(&head, true),
        rows,
        head,
    })
}
