//! The frame around every page: title, navigation, link previews, structured data.

use crate::documents::{self, About, Form};
use crate::jsonld::{self, Event, Series};
use crate::qr::Code;
use crate::site::compare;
use crate::view::{Published, Settings, Stale, View, data_path, edition_address, season_folder, up};
use parcferme_core::Ix;
use parcferme_core::season::{Round, RoundStatus};

/// What the base template needs.
#[derive(Clone, Debug, Default)]
pub struct Head {
    pub title: String,
    pub description: String,
    /// Of this page, from the site's root.
    pub path: String,
    /// A server shows it at any address: its links begin at the root.
    anywhere: bool,
    pub sections: Vec<Section>,
    pub trail: Vec<Step>,
    /// Structured data, safe inside a script element; may be empty.
    pub json_ld: String,
    base_url: Option<String>,
    season_root: String,
    feeds: bool,
    pub(super) server: bool,
    /// Whether officials sign in here.
    has_desk: bool,
    /// Whether files with everything stand at the site's root.
    bulk: bool,
    pictures: bool,
    documents: Vec<Papers>,
    /// What the page shows, as JSON.
    json: Option<Step>,
    has_picture: bool,
    /// Seasons that are not shown as they stand now.
    pub stale: Vec<Stale>,
    /// The edition of which the page is.
    pub published: Option<Published>,
}

/// An entry of the season's navigation.
#[derive(Clone, Debug)]
pub struct Section {
    pub name: &'static str,
    pub href: String,
    pub current: bool,
}

/// A step of the way to a page.
#[derive(Clone, Debug)]
pub struct Step {
    pub name: String,
    pub href: String,
}

/// A document in its forms.
#[derive(Clone, Debug)]
pub struct Papers {
    /// Empty where it is the page itself in other forms.
    pub name: String,
    pub links: Vec<Step>,
}

/// A feed or calendar beside the page.
pub struct Feed {
    pub media_type: &'static str,
    pub title: &'static str,
    pub href: String,
}

/// Pages that only a server can make: a season with something else.
const OTHERWISE: [&str; 3] = ["whatif.html", "gallery.html", "champion.html"];

impl Head {
    /// For a page of the site that belongs to no season.
    pub fn of_site(settings: &Settings, path: &str, title: &str, description: &str) -> Head {
        Head {
            title: format!("{title} · Parc Fermé"),
            description: description.to_owned(),
            path: path.to_owned(),
            base_url: settings.base_url.clone(),
            server: settings.server,
            has_desk: settings.has_desk(),
            bulk: settings.feeds,
            ..Head::default()
        }
    }

    /// The same for a page that a server shows at any address.
    #[must_use]
    pub fn anywhere(self) -> Head {
        Head { anywhere: true, ..self }
    }

    /// For a page of a season; `path` is inside the season's folder.
    pub fn of_season(view: &View, path: &str, title: &str, description: &str) -> Head {
        let folder = season_folder(&view.season.id);
        let here = format!("{folder}{path}");
        let season_root = up(path);
        let sections = SECTIONS
            .iter()
            .filter(|(name, ..)| match *name {
                "Audit" => has_audit(view),
                "Who can win" => !view.outcome.tables.is_empty(),
                _ => true,
            })
            .map(|&(name, target, within)| Section {
                name,
                href: format!("{season_root}{target}"),
                current: path == target || (!within.is_empty() && path.starts_with(within)),
            })
            .collect();
        let mut sections: Vec<Section> = sections;
        if view.settings.compare {
            let target = compare::choose_link(view.settings, &view.season.id);
            sections.push(Section {
                name: "Compare",
                href: format!("{}{target}", up(&here)),
                current: false,
            });
        }
        if view.settings.server {
            sections.push(Section {
                name: "What if",
                href: format!("{season_root}whatif.html"),
                current: OTHERWISE.contains(&path),
            });
        }
        let mut trail = vec![Step { name: "Seasons".into(), href: format!("{}index.html", up(&here)) }];
        if path != "index.html" {
            trail.push(Step { name: view.season.name.clone(), href: format!("{season_root}index.html") });
        }
        let json = view.settings.feeds.then(|| Step {
            name: Form::Json.name().to_owned(),
            href: format!("{season_root}{}", data_path(path)),
        });
        let title =
            if path == "index.html" { title.to_owned() } else { format!("{title} · {}", view.season.name) };
        Head {
            sections,
            trail,
            json,
            season_root,
            feeds: view.settings.feeds,
            pictures: view.settings.pictures,
            stale: view.stale.cloned().into_iter().collect(),
            published: view.published.cloned(),
            ..Head::of_site(view.settings, &here, &title, description)
        }
    }

    /// With structured data that is safe inside a script element, as [`jsonld`] writes it.
    #[must_use]
    pub fn with_json_ld(mut self, data: String) -> Head {
        self.json_ld = data;
        self
    }

    /// With the link to the page's JSON leading elsewhere than beside the page, by a path from the site's root.
    #[must_use]
    pub fn with_json(mut self, name: &str, path: &str) -> Head {
        self.json = Some(Step { name: name.to_owned(), href: self.site(path) });
        self
    }

    /// With seasons that are not shown as they stand now.
    #[must_use]
    pub fn with_stale(mut self, stale: &[Stale]) -> Head {
        self.stale = stale.to_vec();
        self
    }

    /// Without a link to its JSON: there is none.
    #[must_use]
    pub fn without_json(mut self) -> Head {
        self.json = None;
        self
    }

    /// With a further step on the way to the page; `path` is inside the season's folder.
    #[must_use]
    pub fn with_step(mut self, name: &str, path: &str) -> Head {
        let href = self.season(path);
        self.trail.push(Step { name: name.to_owned(), href });
        self
    }

    /// With links to the documents that say the same as the page.
    #[must_use]
    pub fn with_documents(mut self, view: &View, about: About) -> Head {
        if view.settings.feeds {
            let own = documents::plan(view).into_iter().filter(|document| document.about == about);
            let mut links = Vec::new();
            for document in own {
                match document.form {
                    Form::Picture => self.has_picture = true,
                    form => {
                        links.push(Step { name: form.name().to_owned(), href: self.season(&document.path) });
                    }
                }
            }
            if !links.is_empty() {
                self.documents.push(Papers { name: about.name(view), links });
            }
        }
        self
    }

    /// Documents to take away, the page itself in other forms first.
    pub fn papers(&self) -> Vec<Papers> {
        let mut papers = self.documents.clone();
        let linked = |step: &Step| papers.iter().flat_map(|own| &own.links).any(|own| own.href == step.href);
        if let Some(json) = self.json.clone().filter(|step| !linked(step)) {
            match papers.iter_mut().find(|own| own.name.is_empty()) {
                Some(page) => page.links.push(json),
                None => papers.insert(0, Papers { name: String::new(), links: vec![json] }),
            }
        }
        papers
    }

    /// The way to the desk of officials; none where no record is served. Pages for everybody know nobody who reads them.
    pub fn desk(&self) -> Option<Step> {
        let name = if self.path.starts_with("desk") { "Desk" } else { "Officials sign in" };
        self.has_desk.then(|| Step { name: name.to_owned(), href: self.site("desk") })
    }

    /// What is at every page's foot: all of it as data.
    pub fn data(&self) -> Vec<Step> {
        let step = |name: &str, path: &str| Step { name: name.to_owned(), href: self.site(path) };
        let mut all = Vec::new();
        if self.server {
            all.push(step("API", crate::site::api::PATH));
            all.push(step("OpenAPI", "api/v1/openapi.json"));
        }
        if self.server || self.bulk {
            all.push(step("SQLite", "seasons.sqlite"));
            all.push(step("CSV", "seasons-csv.zip"));
            all.push(step("JSON", "seasons-tables.json"));
        }
        all
    }

    /// A link from this page to a path from the site's root.
    pub fn site(&self, path: &str) -> String {
        let root = if self.anywhere { "/".to_owned() } else { up(&self.path) };
        format!("{root}{path}")
    }

    /// A link from this page to a path inside its season.
    pub fn season(&self, path: &str) -> String {
        format!("{}{path}", self.season_root)
    }

    /// The page's absolute address, where the site knows its own.
    pub fn url(&self) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{}/{}", base.trim_end_matches('/'), self.path))
    }

    /// A code for paper, which leads to the edition that the page shows; empty where it shows none, or nobody knows by which
    /// name the site is reached.
    pub fn edition_code(&self) -> String {
        let address = self
            .base_url
            .as_deref()
            .zip(self.published.as_ref())
            .map(|(base, own)| edition_address(base, &own.season, own.number));
        let code = address.as_deref().and_then(Code::of);
        code.zip(address).map_or_else(String::new, |(code, address)| code.svg(&format!("QR code: {address}")))
    }

    /// The picture for link previews: absolute, as previews want it.
    pub fn picture(&self) -> Option<String> {
        let url = self.url().filter(|_| self.pictures && self.has_picture)?;
        Some(format!("{}.png", url.trim_end_matches(".html")))
    }

    pub fn feeds(&self) -> Vec<Feed> {
        if !self.feeds || self.sections.is_empty() {
            return Vec::new();
        }
        vec![
            Feed { media_type: "application/atom+xml", title: "Results", href: self.season("feed.xml") },
            Feed { media_type: "text/calendar", title: "Calendar", href: self.season("calendar.ics") },
        ]
    }
}

/// Whether there is anything to say about published tables.
pub fn has_audit(view: &View) -> bool {
    !view.audit.findings.is_empty() || view.audit.checks.iter().any(|own| own.checked + own.unverifiable > 0)
}

/// Name, path in the season, and the folder whose pages belong to it.
const SECTIONS: [(&str, &str, &str); 7] = [
    ("Season", "index.html", "round/"),
    ("Standings", "standings/index.html", "standings/"),
    ("Who can win", "scenario.html", "scenario/"),
    ("Search", "search.html", ""),
    ("Rules", "rules.html", ""),
    ("Audit", "audit.html", "audit/"),
    ("Sources", "sources.html", "sources/"),
];

/// A season as schema.org sees it.
pub fn season_data(view: &View) -> String {
    jsonld::series(&series(view))
}

/// A round as schema.org sees it.
pub fn round_data(view: &View, round: Ix<Round>) -> String {
    let series = Series { events: Vec::new(), ..series(view) };
    jsonld::event(&event(view, round), Some(&series))
}

fn series(view: &View) -> Series {
    let dates = || view.season.rounds.rows().iter().filter_map(|round| round.date);
    Series {
        url: absolute(view, "index.html"),
        name: view.season.name.clone(),
        start: dates().min(),
        end: dates().max(),
        organizer: String::new(),
        events: view.season.rounds.iter().map(|(ix, _)| event(view, ix)).collect(),
    }
}

fn event(view: &View, ix: Ix<Round>) -> Event {
    let round = &view.season.rounds[ix];
    let races = view.races(ix).into_iter().filter_map(|own| view.outcome.classification(own));
    let mut competitors: Vec<String> = Vec::new();
    for row in races.flat_map(|own| &own.rows) {
        let own = &view.season.results[row.result];
        let who = view.team_or_crew(own);
        let who = if own.number.is_empty() { who } else { format!("{who} #{}", own.number) };
        if !who.is_empty() && !competitors.contains(&who) {
            competitors.push(who);
        }
    }
    Event {
        url: absolute(view, &view.round_path(ix)),
        name: round.name.clone(),
        start: round.date,
        end: round.date,
        cancelled: round.status == RoundStatus::Cancelled,
        circuit: round.circuit.clone(),
        competitors,
        ..Event::default()
    }
}

/// Empty where the site does not know its address.
fn absolute(view: &View, path: &str) -> String {
    let base = view.settings.base_url.as_deref();
    base.map_or_else(String::new, |base| {
        format!("{}/{}{path}", base.trim_end_matches('/'), season_folder(&view.season.id))
    })
}
