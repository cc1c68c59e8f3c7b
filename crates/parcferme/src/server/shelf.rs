//! The seasons that are served. A folder that changes is read again; while it is broken, the last good tables stay up.

use crate::attempt::Waiting;
use crate::library::{self, Loaded, Refused};
use crate::odds;
use crate::otherwise::{Asked, Otherwise};
use crate::record::now;
use crate::server::attempts::Attempts;
use crate::server::keeper::Keeper;
use crate::server::kept::Answers;
use crate::server::previews::Previews;
use crate::server::published::{self, Taken};
use crate::server::turns::Turns;
use crate::server::watcher::{self, Folder};
use crate::smallest::{Bound, MOST_FOR_A_PAGE, Wish};
use crate::sqlite::{self, bulk};
use crate::webhook::Sender;
use axum::http::Uri;
use parcferme_core::career::Ruling;
use parcferme_core::infer::{Inference, Space, infer};
use parcferme_core::scenario::FieldIs;
use parcferme_core::season::Moment;
use parcferme_core::{Audit, Diagnostic, Outcome, audit};
use parcferme_publish::data;
use parcferme_publish::documents::{self, Document};
use parcferme_publish::seasons::{Kept, Seasons};
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::site::choice::Wanted;
use parcferme_publish::site::{self, Page, Subject};
use parcferme_publish::view::gallery::Gallery;
use parcferme_publish::view::smallest::Smallest;
use parcferme_publish::view::{Published, Settings, Stale, View, Worked};
use parcferme_store::{Address, Edition};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};

pub const HTML: &str = "text/html; charset=utf-8";
pub const JSON: &str = "application/json";

/// How the ids of kept seasons begin.
const KEPT_SERIES: &str = "try/";

/// A season in memory with everything computed of it.
pub struct Computed {
    pub loaded: Loaded,
    pub outcome: Outcome,
    pub audit: Audit,
    /// What pages across seasons need of it.
    pub kept: Arc<Kept>,
    settings: Settings,
    issue: Issue,
    /// What its pages share.
    worked: Arc<Worked>,
    /// Odds drawn so far.
    odds: odds::Drawn,
}

/// A file of a season, ready to be sent.
pub struct Made {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl From<Page> for Made {
    fn from(page: Page) -> Made {
        Made { media_type: HTML, bytes: page.html.into_bytes() }
    }
}

/// Rulebooks that a season is computed under for one question: a server is asked by strangers.
const MOST_RULEBOOKS: usize = 24;

/// A season on the shelf.
#[derive(Clone)]
pub struct Served {
    pub computed: Arc<Computed>,
    /// When its folder was read, as this machine's clock has it.
    read: Moment,
    /// Where the folder as it stands now is not what is shown.
    pub stale: Option<Arc<Stale>>,
    /// The edition that it shows, where it does not show a folder.
    published: Option<Arc<Published>>,
    /// Another number whenever anything that is shown of it is another.
    pub state: u64,
    /// Made when first asked, not for each address that somebody tries.
    there: Arc<OnceLock<There>>,
}

/// What a season has, by path.
struct There {
    pages: BTreeMap<String, Subject>,
    data: BTreeMap<String, Subject>,
    documents: BTreeMap<String, Document>,
}

impl Served {
    fn of(computed: Computed, published: Option<Arc<Published>>, state: u64) -> Served {
        Served {
            computed: Arc::new(computed),
            read: now(),
            stale: None,
            published,
            state,
            there: Arc::default(),
        }
    }

    /// The season as its pages see it.
    pub fn view(&self) -> View<'_> {
        let computed = &*self.computed;
        View::of(
            &computed.loaded.season,
            &computed.loaded.rules,
            &computed.outcome,
            &computed.audit,
            &computed.settings,
            computed.worked.clone(),
        )
        .with_laps(&computed.loaded.laps)
        .with_texts(&computed.loaded.texts)
        .with_stale(self.stale.as_deref())
        .with_published(self.published.as_deref())
    }

    /// The same with odds where it says who can still win: what takes longer than most pages may.
    pub fn with_odds<T>(&self, show: impl FnOnce(&View<'_>) -> T) -> T {
        let Computed { loaded, outcome, odds, .. } = &*self.computed;
        let draws = odds::ForPages { loaded, outcome, drawn: odds };
        show(&self.view().with_odds(&draws))
    }

    fn there(&self, view: &View<'_>) -> &There {
        self.there.get_or_init(|| There {
            pages: site::plan(view).into_iter().collect(),
            data: data::plan(view).into_iter().collect(),
            documents: documents::plan(view).into_iter().map(|own| (own.path.clone(), own)).collect(),
        })
    }

    fn page<'s>(&'s self, view: &View<'_>, path: &str) -> Option<&'s Subject> {
        self.there(view).pages.get(if path.is_empty() { "index.html" } else { path })
    }

    /// The page or document at a path inside the season's folder.
    pub fn file(&self, path: &str) -> Option<Made> {
        self.with_odds(|view| {
            if let Some(subject) = self.page(view, path) {
                return Some(subject.render(view).into());
            }
            let there = self.there(view);
            if let Some(subject) = there.data.get(path) {
                return Some(Made { media_type: JSON, bytes: data::of_page(view, subject) });
            }
            let document = there.documents.get(path)?;
            Some(Made {
                media_type: document.form.media_type(),
                bytes: document.render(view, &self.computed.issue).0,
            })
        })
    }

    /// The page at a path as somebody wants it; as it is where it has nothing of the kind.
    pub fn wanted(&self, path: &str, wanted: &Wanted) -> Option<Made> {
        if *wanted == Wanted::default() || path.ends_with(".json") {
            return self.file(path);
        }
        let page = self.with_odds(|view| Some(self.page(view, path)?.render_wanted(view, wanted).into()));
        page.or_else(|| self.file(path))
    }

    /// The page at a path that says who can still win, for another field than its own.
    pub fn scenario(&self, path: &str, field: FieldIs) -> Option<Made> {
        self.with_odds(|view| match self.page(view, path)? {
            Subject::Scenario(after) => Some(site::scenario::page(view, *after, field).into()),
            _ => None,
        })
    }

    /// A table for other people's pages, by the path of its page.
    pub fn embedded(&self, path: &str, look: site::embed::Look) -> Option<Made> {
        self.with_odds(|view| match self.page(view, path)? {
            Subject::Embed { table } => Some(site::embed::page(view, *table, look).into()),
            _ => None,
        })
    }

    /// The season with something else: by a rulebook that ships, with changes a line each.
    pub fn otherwise(&self, rulebook: &str, set: &str) -> Result<Asked, Refused> {
        if !rulebook.is_empty() && !library::is_bundled(rulebook) {
            return Err(library::no_rulebook(rulebook));
        }
        Asked::new(&self.computed.loaded, &self.computed.outcome, &Otherwise::of_query(rulebook, set)?)
    }

    /// The season under rulebooks that ship; under those of its series where none is named.
    ///
    /// # Errors
    /// There is no such rulebook, or there are too many.
    pub fn gallery(&self, by: &[&str], waiting: &Waiting) -> Result<Gallery, Refused> {
        let loaded = &self.computed.loaded;
        if by.len() > MOST_RULEBOOKS {
            return Err(vec![
                Diagnostic::error("PF0363", "these are too many rulebooks at once")
                    .found(format!("{} rulebooks", by.len()))
                    .expected(format!("{MOST_RULEBOOKS} at most")),
            ]);
        }
        if let Some(unknown) = by.iter().find(|own| !library::is_bundled(own)) {
            return Err(library::no_rulebook(unknown));
        }
        let by = match by.is_empty() {
            true => crate::gallery::rulebooks_of(&loaded.season.series),
            false => by.iter().map(|own| (*own).to_owned()).collect(),
        };
        crate::gallery::gallery([loaded], &by, &|_| !waiting.is_over())
    }

    /// The smallest changes by which a wish comes true.
    ///
    /// # Errors
    /// The season as it is cannot be computed.
    pub fn smallest(&self, wish: &Wish, waiting: &Waiting) -> Result<Smallest, Refused> {
        let loaded = &self.computed.loaded;
        let bound = Bound { most: MOST_FOR_A_PAGE, goes_on: &|| !waiting.is_over() };
        crate::smallest::search(loaded, wish, bound)
    }

    /// Which rules reproduce the published tables.
    ///
    /// # Errors
    /// Values that the rulebook leaves open make no rulebook.
    pub fn inference(&self, waiting: &Waiting) -> Result<Inference, Refused> {
        let loaded = &self.computed.loaded;
        let space = Space::usual(&loaded.season, &loaded.rules)?;
        infer(&loaded.season, &loaded.rules, &space, &mut |_| !waiting.is_over())
    }
}

/// All seasons by id.
#[derive(Default)]
pub struct Shelf {
    seasons: RwLock<BTreeMap<String, Served>>,
    /// What was taken from the record.
    pub(super) taken: Mutex<Taken>,
    /// Until they are watched.
    folders: Mutex<Vec<Folder>>,
    /// Decisions by hand about who is who across seasons.
    rulings: Vec<Ruling>,
    /// All seasons together, put together when first asked for after a season changed.
    together: RwLock<Option<Arc<Seasons>>>,
    pub settings: Settings,
    /// The record whose editions are served, and on which officials work.
    pub(super) record: Option<Arc<Keeper>>,
    /// The file of the key that signs its log; beside the file of the record where none is named.
    pub(super) key_file: Option<PathBuf>,
    /// The number of the last redaction that was heard of.
    pub(super) redacted: AtomicU64,
    /// What sends to webhooks.
    pub(super) sender: Sender,
    /// Seasons that strangers asked to be kept, by id, with the moment of it.
    kept: RwLock<BTreeMap<String, (Served, Instant)>>,
    pub turns: Turns,
    pub(super) attempts: Attempts,
    /// Previews of decisions that officials were shown last.
    pub(super) previews: Previews,
    /// How often anything on the shelf changed.
    state: AtomicU64,
    pub(super) answers: Answers,
    /// Told whenever something on the shelf changed.
    pub(super) changed: watch::Sender<Change>,
    pub(super) listeners: Listeners,
}

/// What those hear who listen.
#[derive(Clone, Copy, Default)]
pub struct Change {
    /// The server stops.
    pub is_over: bool,
}

/// Places for those who listen.
pub struct Listeners(pub Arc<Semaphore>);

impl Default for Listeners {
    fn default() -> Listeners {
        Listeners(Arc::new(Semaphore::new(MOST_LISTENERS)))
    }
}

/// Each holds a connection and little else.
const MOST_LISTENERS: usize = 1_000;

/// How long a stranger's season is kept, at the longest.
pub const KEPT_FOR: Duration = Duration::from_secs(7 * 86_400);
/// How many are kept; a further one takes the place of the oldest.
const MOST_KEPT: usize = 100;

impl Shelf {
    /// Loads the bundled seasons and the folders named; of a folder of season folders each of them, with its `careers.toml`.
    ///
    /// # Errors
    /// No folder that is named can be read as a season: all diagnostics of all folders. Where some can, the others are told of and
    /// served as soon as they are mended.
    pub fn open(named: &[String], settings: Settings) -> Result<Shelf, Refused> {
        let (named, rulings) = library::named_seasons(named)?;
        let mut shelf = Shelf { settings, rulings, ..Shelf::default() };
        let (mut refused, mut unread) = (Vec::new(), Vec::new());
        let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let bundled = library::bundled_seasons();
        let names = bundled.iter().chain(named.iter().filter(|name| !bundled.contains(name)));
        let mut folders = Vec::new();
        for name in names {
            let seen = watcher::look(Path::new(name));
            match load(name, &shelf.settings) {
                Ok(computed) => {
                    let id = computed.loaded.season.id.clone();
                    if Path::new(name).is_dir() {
                        folders.push(Folder { id: id.clone(), path: PathBuf::from(name), seen });
                        places.entry(id.clone()).or_default().push(name);
                    }
                    shelf.put(id, computed, None);
                }
                Err(found) => {
                    unread.extend(within(found, Path::new(name)));
                    if Path::new(name).is_dir() {
                        folders.push(Folder { id: String::new(), path: PathBuf::from(name), seen });
                    }
                }
            }
        }
        if places.is_empty() {
            refused = unread;
        } else if !unread.is_empty() {
            crate::report::to_stderr(&unread);
            eprintln!("The other seasons are served; what is mended meanwhile is served too.");
        }
        shelf.folders = Mutex::new(folders);
        for (id, places) in places.iter().filter(|own| own.1.len() > 1) {
            refused.push(
                Diagnostic::error("PF1371", format!("{} folders are the season {id}", places.len()))
                    .found(places.join(", "))
                    .expected("one folder a season")
                    .help(
                        "serve one of them, or give the other another `series` or `year` in its season.toml",
                    ),
            );
        }
        if refused.is_empty() { Ok(shelf) } else { Err(refused) }
    }

    /// How webhooks are sent to.
    #[must_use]
    pub fn with_sender(self, sender: Sender) -> Shelf {
        Shelf { sender, ..self }
    }

    /// Without any season of its own: those of a record come with its editions.
    pub fn bare(settings: Settings) -> Shelf {
        Shelf { settings, ..Shelf::default() }
    }

    /// With a record, whose editions are served too.
    #[must_use]
    pub fn with_record(self, record: Option<Address>) -> Shelf {
        Shelf { record: record.map(|own| Arc::new(Keeper::new(own))), ..self }
    }

    /// Whose log is signed by the key of a file.
    #[must_use]
    pub fn with_key_file(self, key_file: Option<PathBuf>) -> Shelf {
        Shelf { key_file, ..self }
    }

    pub fn all(&self) -> Vec<Served> {
        self.seasons.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// A season by its id; those that are kept for somebody are found by theirs alone.
    pub fn get(&self, id: &str) -> Option<Served> {
        if id.starts_with(KEPT_SERIES) {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            return kept.get(id).filter(|own| own.1.elapsed() < KEPT_FOR).map(|own| own.0.clone());
        }
        let seasons = self.seasons.read().unwrap_or_else(PoisonError::into_inner);
        // By its folder too, where that is called otherwise: `career~/2003`.
        let of_folder =
            || seasons.values().find(|own| own.computed.kept.folder().trim_end_matches('/') == id);
        seasons.get(id).or_else(of_folder).cloned()
    }

    /// The edition that is shown of a season, if it is one.
    pub fn published(&self, id: &str) -> Option<Arc<Published>> {
        self.seasons.read().unwrap_or_else(PoisonError::into_inner).get(id)?.published.clone()
    }

    /// The folders of which another edition is shown, with the season's id.
    pub fn not_shown(&self) -> Vec<(String, PathBuf)> {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let hidden = folders.iter().filter(|own| self.published(&own.id).is_some());
        hidden.map(|own| (own.id.clone(), own.path.clone())).collect()
    }

    /// All seasons together.
    pub fn together(&self) -> Arc<Seasons> {
        let known = self.together.read().unwrap_or_else(PoisonError::into_inner).clone();
        known.unwrap_or_else(|| {
            // Held while they are put together: requests that come meanwhile wait for it and do not do the same.
            let mut together = self.together.write().unwrap_or_else(PoisonError::into_inner);
            let make = || {
                let kept = self.all().iter().map(|own| own.computed.kept.clone()).collect();
                let seasons = Seasons::of(kept, &self.rulings);
                crate::report::to_stderr(&crate::cli::career::about_rulings(&seasons, &self.rulings));
                Arc::new(seasons)
            };
            together.get_or_insert_with(make).clone()
        })
    }

    /// The state of what an address shows: of its season, or of the whole shelf. None where it shows what may end at any time,
    /// a stranger's season.
    pub fn state_of(&self, address: &Uri) -> Option<u64> {
        let whole = address.path_and_query()?.as_str();
        if percent_encoding::percent_decode_str(whole).decode_utf8_lossy().contains(KEPT_SERIES) {
            return None;
        }
        let path = address.path();
        let inside = path.strip_prefix("/api/v1/seasons/").or_else(|| path.strip_prefix('/'))?;
        let mut parts = inside.splitn(3, '/');
        let id = format!("{}/{}", parts.next()?, parts.next().unwrap_or_default());
        let seasons = self.seasons.read().unwrap_or_else(PoisonError::into_inner);
        Some(seasons.get(&id).map_or_else(|| self.state.load(Ordering::Acquire), |own| own.state))
    }

    /// Everything on the shelf in one file.
    pub fn everything(&self, form: bulk::Form) -> Option<Vec<u8>> {
        let all = self.all();
        let seasons: Vec<sqlite::Computed<'_>> = all
            .iter()
            .map(|own| sqlite::Computed {
                season: &own.computed.loaded.season,
                rules: &own.computed.loaded.rules,
                outcome: &own.computed.outcome,
            })
            .collect();
        bulk::bytes(&seasons, form).ok()
    }

    /// Keeps a stranger's season for a while; says until when at the longest.
    pub fn keep(&self, computed: Computed) -> String {
        let id = computed.loaded.season.id.clone();
        // Found by its id alone, which no other has: its state does not matter.
        let served = Served::of(computed, None, 0);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, own| own.1.elapsed() < KEPT_FOR);
        while kept.len() >= MOST_KEPT {
            let oldest = kept.iter().min_by_key(|own| own.1.1).map(|own| own.0.clone());
            oldest.map(|own| kept.remove(&own));
        }
        kept.insert(id, (served, Instant::now()));
        format!("for {} days at the longest", KEPT_FOR.as_secs() / 86_400)
    }

    /// Looks after the folders in a thread of its own for as long as the shelf is in use.
    pub fn watch(self: &Arc<Self>) {
        if let Some(keeper) = &self.record {
            published::watch(keeper.address.clone(), Arc::downgrade(self));
            crate::server::settle::watch(keeper.address.clone(), Arc::downgrade(self));
        }
        let folders = std::mem::take(&mut *self.folders.lock().unwrap_or_else(PoisonError::into_inner));
        if !folders.is_empty() {
            watcher::watch(Arc::downgrade(self), folders);
        }
    }

    /// Reads a folder again. What cannot be read leaves the last good tables up, with the reason beside them. Says which season
    /// it is, of one that could not be read before.
    pub fn reload(&self, id: &str, path: &Path) -> Option<String> {
        if id.is_empty() {
            return self.read_at_last(path);
        }
        self.read_again(id, path);
        None
    }

    fn read_at_last(&self, path: &Path) -> Option<String> {
        match load(&path.display().to_string(), &self.settings) {
            Ok(computed) => {
                let id = computed.loaded.season.id.clone();
                if self.get(&id).is_some_and(|own| own.published.is_some()) {
                    return None;
                }
                self.put(id.clone(), computed, None);
                Some(id)
            }
            Err(found) => {
                crate::report::to_stderr(&within(found, path));
                None
            }
        }
    }

    fn read_again(&self, id: &str, path: &Path) {
        // What was published of a season is shown, and not its folder.
        if self.published(id).is_some() {
            return;
        }
        match load(&path.display().to_string(), &self.settings) {
            Ok(computed) => {
                let now = computed.loaded.season.id.clone();
                if now == id {
                    self.put(now, computed, None);
                } else {
                    let message = format!("the folder now states {now}; restart to serve it");
                    self.cannot_read(id, path, &[Diagnostic::error("PF0801", message)]);
                }
            }
            Err(found) => self.cannot_read(id, path, &within(found, path)),
        }
    }

    fn cannot_read(&self, id: &str, folder: &Path, found: &[Diagnostic]) {
        crate::report::to_stderr(found);
        let why = found.iter().map(|own| reason(own, folder)).collect();
        self.mark_stale(id, "its folder cannot be read".to_owned(), why);
    }

    /// Shows a season as it was published.
    pub(super) fn put_published(&self, computed: Computed, published: Published) {
        self.put(published.season.clone(), computed, Some(published));
    }

    /// Leaves what is shown of a season, and says why its last edition is not.
    pub(super) fn cannot_show(&self, edition: &Edition, found: &[Diagnostic]) {
        crate::report::to_stderr(found);
        let why = found.iter().map(|own| format!("{}: {}", own.id, own.message)).collect();
        let cannot = format!("edition {} cannot be computed as it was published", edition.number);
        self.mark_stale(&edition.season, cannot, why);
    }

    fn put(&self, id: String, computed: Computed, published: Option<Published>) {
        let served = Served::of(computed, published.map(Arc::new), self.next_state());
        let mut seasons = self.seasons.write().unwrap_or_else(PoisonError::into_inner);
        let before = seasons.insert(id, served);
        drop(seasons);
        let_go(before);
        *self.together.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.tell();
    }

    fn mark_stale(&self, id: &str, cannot: String, mut why: Vec<String>) {
        why.truncate(MOST_REASONS);
        if let Some(served) = self.seasons.write().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            served.stale = Some(Arc::new(Stale {
                season: id.to_owned(),
                name: served.computed.loaded.season.name.clone(),
                shown: served.read,
                since: served.stale.as_ref().map_or_else(now, |own| own.since),
                cannot,
                why,
            }));
            served.state = self.next_state();
        }
        self.tell();
    }

    /// The seasons that are not shown as their folders stand now.
    pub fn stale(&self) -> Vec<Stale> {
        self.all().iter().filter_map(|own| own.stale.as_deref().cloned()).collect()
    }

    /// Nobody is told anything any more: streams end.
    pub fn close(&self) {
        self.changed.send_replace(Change { is_over: true });
    }

    /// Whoever listens hears that something changed.
    fn tell(&self) {
        self.changed.send_replace(Change { is_over: false });
    }

    fn next_state(&self) -> u64 {
        self.state.fetch_add(1, Ordering::AcqRel) + 1
    }
}

/// Lets go of something large, a season with all its tables, while nobody waits until its memory is given back.
pub fn let_go<T: Send + 'static>(own: T) {
    std::thread::spawn(move || drop(own));
}

/// Diagnostics of a season's folder whose places name the folder too: several are served.
fn within(mut found: Vec<Diagnostic>, folder: &Path) -> Vec<Diagnostic> {
    for place in found.iter_mut().flat_map(|own| &mut own.places) {
        let inside = folder.join(&place.document);
        if !Path::new(&place.document).starts_with(folder) && inside.exists() {
            place.document = inside.display().to_string();
        }
    }
    found
}

/// Reasons that a page gives.
const MOST_REASONS: usize = 5;

/// `PF0123, season.toml:3: what is wrong`, without the place of the folder on this machine.
fn reason(own: &Diagnostic, folder: &Path) -> String {
    let place = own.places.first().map_or_else(String::new, |place| format!(", {place}"));
    let said = format!("{}{place}: {}", own.id, own.message);
    let folder = folder.display().to_string();
    said.replace(&format!("{}/", folder.trim_end_matches('/')), "").replace(&folder, "the folder")
}

fn load(name: &str, settings: &Settings) -> Result<Computed, Refused> {
    Computed::of(library::load(name, None)?, settings)
}

impl Computed {
    /// Whose documents say something else of themselves.
    #[must_use]
    pub fn with_issue(self, issue: Issue) -> Computed {
        Computed { issue, ..self }
    }

    /// Everything that is computed of a season.
    pub fn of(loaded: Loaded, settings: &Settings) -> Result<Computed, Refused> {
        let outcome = loaded.outcome()?;
        Ok(WorkedOut::of(&loaded, &outcome, settings).with(loaded, outcome, settings))
    }

    /// The same of what is computed already, while a further thread does something beside.
    ///
    /// # Errors
    /// What `beside` says.
    pub fn made_beside<T: Send>(
        loaded: Loaded,
        outcome: Outcome,
        settings: &Settings,
        beside: impl FnOnce(&Loaded, &Outcome) -> Result<T, Refused> + Send,
    ) -> Result<(Computed, T), Refused> {
        let (made, done) = std::thread::scope(|threads| {
            let done = threads.spawn(|| beside(&loaded, &outcome));
            let made = WorkedOut::of(&loaded, &outcome, settings);
            (made, done.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        done.map(|done| (made.with(loaded, outcome, settings), done))
    }
}

/// What is worked out of a season and its outcome.
struct WorkedOut {
    audit: Audit,
    kept: Arc<Kept>,
    worked: Arc<Worked>,
    issue: Issue,
}

impl WorkedOut {
    fn of(loaded: &Loaded, outcome: &Outcome, settings: &Settings) -> WorkedOut {
        let audit = audit(&loaded.season, &loaded.rules, outcome);
        let view = View::new(&loaded.season, &loaded.rules, outcome, &audit, settings);
        let (kept, worked) = (Arc::new(Kept::of(&view)), view.worked.clone());
        drop(view);
        WorkedOut { audit, kept, worked, issue: loaded.issue() }
    }

    fn with(self, loaded: Loaded, outcome: Outcome, settings: &Settings) -> Computed {
        let WorkedOut { audit, kept, worked, issue } = self;
        let (settings, odds) = (settings.clone(), odds::Drawn::default());
        Computed { kept, loaded, outcome, audit, settings, issue, worked, odds }
    }
}
