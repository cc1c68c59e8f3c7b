//! The seasons that are served. A folder that changes is read again; while it is broken, the last good tables stay up.

use crate::library::{self, Loaded, Refused};
use crate::odds;
use crate::otherwise::{Asked, Otherwise};
use crate::server::attempt::Turns;
use crate::server::attempts::Attempts;
use crate::server::keeper::Keeper;
use crate::smallest::{MOST_FOR_A_PAGE, Wish};
use crate::sqlite::{self, bulk};
use parcferme_core::career::Ruling;
use parcferme_core::infer::{Inference, Space, infer};
use parcferme_core::scenario::FieldIs;
use parcferme_core::{Audit, Diagnostic, Outcome, audit};
use parcferme_publish::documents;
use parcferme_publish::json::{gallery, smallest};
use parcferme_publish::seasons::{Kept, Seasons};
use parcferme_publish::sheet::official::Issue;
use parcferme_publish::site::{self, Settings, Subject, View};
use parcferme_store::Address;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

pub const HTML: &str = "text/html; charset=utf-8";

/// How the ids of kept seasons begin.
const KEPT_SERIES: &str = "try/";

/// How often folders are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A season in memory with everything computed of it.
pub struct Computed {
    pub loaded: Loaded,
    pub outcome: Outcome,
    pub audit: Audit,
    /// What pages across seasons need of it.
    pub kept: Arc<Kept>,
    settings: Settings,
    issue: Issue,
    inference: OnceLock<Result<Inference, Refused>>,
    /// Under the rulebooks of its series.
    gallery: OnceLock<Result<gallery::Document, Refused>>,
    /// Answers to who should have been champion, by the wish.
    smallest: RwLock<BTreeMap<String, Arc<smallest::Document>>>,
    /// Odds drawn so far.
    odds: odds::Drawn,
    /// Files made so far, by path.
    made: RwLock<BTreeMap<String, Arc<Made>>>,
}

/// A file of a season, ready to be sent.
pub struct Made {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Files kept for one season; a season has a few hundred pages of some tens of kilobytes.
const MOST_MADE: usize = 2000;
/// Answers kept for one season.
const MOST_WISHES: usize = 500;
/// Rulebooks that a season is computed under for one question: a server is asked by strangers.
const MOST_RULEBOOKS: usize = 24;

/// A season on the shelf.
#[derive(Clone)]
pub struct Served {
    pub computed: Arc<Computed>,
    /// What is wrong with the folder as it stands now; empty where it is what is shown.
    pub broken: Arc<Refused>,
}

impl Served {
    /// The season as its pages see it.
    pub fn view(&self) -> View<'_> {
        let computed = &*self.computed;
        View::new(
            &computed.loaded.season,
            &computed.loaded.rules,
            &computed.outcome,
            &computed.audit,
            &computed.settings,
        )
        .with_laps(&computed.loaded.laps)
        .with_texts(&computed.loaded.texts)
    }

    /// The same with odds where it says who can still win: what takes longer than most pages may.
    pub fn with_odds<T>(&self, show: impl FnOnce(&View<'_>) -> T) -> T {
        let Computed { loaded, outcome, odds, .. } = &*self.computed;
        let draws = odds::ForPages { loaded, outcome, drawn: odds };
        show(&self.view().with_odds(&draws))
    }

    /// The page or document at a path inside the season's folder: made when first asked for.
    pub fn file(&self, path: &str) -> Option<Arc<Made>> {
        let make = |view: &View<'_>| {
            Some(match site::find(view, path) {
                Some(subject) => {
                    let json = path.ends_with(".json");
                    let media_type = if json { "application/json" } else { HTML };
                    Made { media_type, bytes: subject.render(view).html.into_bytes() }
                }
                None => {
                    let document = documents::find(view, path)?;
                    Made {
                        media_type: document.form.media_type(),
                        bytes: document.render(view, &self.computed.issue).0,
                    }
                }
            })
        };
        self.kept(path, || self.with_odds(make))
    }

    /// The page at a path with one class picked out; as it is where it has no such class.
    pub fn of_class(&self, path: &str, class: &str) -> Option<Arc<Made>> {
        let classes = self.computed.loaded.season.classes.rows();
        if !classes.iter().any(|own| site::file_name(&own.id) == class) {
            return self.file(path);
        }
        self.kept(&format!("{path}?class={class}"), || {
            let view = self.view();
            let page = site::find(&view, path)?.render_class(&view, class);
            Some(Made { media_type: HTML, bytes: page.html.into_bytes() })
        })
    }

    /// The page at a path that says who can still win, for another field than its own.
    pub fn scenario(&self, path: &str, field: FieldIs) -> Option<Arc<Made>> {
        self.kept(&format!("{path}?{}", field.word()), || {
            let view = self.view();
            match site::find(&view, path)? {
                Subject::Scenario(after) => {
                    let page = site::scenario::page(&view, after, field);
                    Some(Made { media_type: HTML, bytes: page.html.into_bytes() })
                }
                _ => None,
            }
        })
    }

    /// A file by its name, where it was made already.
    pub fn made(&self, name: &str) -> Option<Arc<Made>> {
        self.computed.made.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// A table for other people's pages, by the path of its page.
    pub fn embedded(&self, path: &str, look: site::embed::Look) -> Option<Arc<Made>> {
        self.kept(&format!("{path}{}", look.query()), || {
            let view = self.view();
            match site::find(&view, path)? {
                Subject::Embed { table } => {
                    let page = site::embed::page(&view, table, look);
                    Some(Made { media_type: HTML, bytes: page.html.into_bytes() })
                }
                _ => None,
            }
        })
    }

    /// A file by its name, made when first asked for.
    fn kept(&self, name: &str, make: impl FnOnce() -> Option<Made>) -> Option<Arc<Made>> {
        if let Some(file) = self.made(name) {
            return Some(file);
        }
        let file = Arc::new(make()?);
        let mut made = self.computed.made.write().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= MOST_MADE {
            made.clear();
        }
        made.insert(name.to_owned(), file.clone());
        Some(file)
    }

    /// The season with something else: by a rulebook that ships, with changes a line each.
    pub fn otherwise(&self, rulebook: &str, set: &str) -> Result<Asked, Refused> {
        if !rulebook.is_empty() && !library::is_bundled(rulebook) {
            return Err(library::no_rulebook(rulebook));
        }
        Asked::new(&self.computed.loaded, &self.computed.outcome, &Otherwise::of_query(rulebook, set)?)
    }

    /// The season under rulebooks that ship; under those of its series where none is named, computed when first asked for.
    ///
    /// # Errors
    /// There is no such rulebook, or there are too many.
    pub fn gallery(&self, by: &[&str]) -> Result<gallery::Document, Refused> {
        let loaded = &self.computed.loaded;
        if by.is_empty() {
            let made = self.computed.gallery.get_or_init(|| {
                let own = crate::gallery::rulebooks_of(&loaded.season.series);
                crate::gallery::gallery([loaded], &own, &|_| ())
            });
            return made.clone();
        }
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
        let by: Vec<String> = by.iter().map(|own| (*own).to_owned()).collect();
        crate::gallery::gallery([loaded], &by, &|_| ())
    }

    /// The smallest changes by which a wish comes true: searched when first asked for.
    ///
    /// # Errors
    /// The season as it is cannot be computed.
    pub fn smallest(&self, wish: &Wish) -> Result<Arc<smallest::Document>, Refused> {
        let loaded = &self.computed.loaded;
        let (key, known) = (wish.text(loaded), &self.computed.smallest);
        if let Some(found) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(found.clone());
        }
        let found = crate::smallest::search(loaded, wish, MOST_FOR_A_PAGE)?;
        let found = Arc::new(crate::smallest::document(loaded, wish, &found));
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_WISHES {
            known.clear();
        }
        known.insert(key, found.clone());
        Ok(found)
    }

    /// Searched when first asked for: it takes longer than a page may.
    ///
    /// # Errors
    /// Values that the rulebook leaves open make no rulebook.
    pub fn inference(&self) -> &Result<Inference, Refused> {
        self.computed.inference.get_or_init(|| {
            let loaded = &self.computed.loaded;
            let space = Space::usual(&loaded.season, &loaded.rules)?;
            infer(&loaded.season, &loaded.rules, &space, &mut |_| true)
        })
    }
}

/// All seasons by id.
#[derive(Default)]
pub struct Shelf {
    seasons: RwLock<BTreeMap<String, Served>>,
    folders: Vec<(String, PathBuf)>,
    /// Decisions by hand about who is who across seasons.
    rulings: Vec<Ruling>,
    /// All seasons together, put together when first asked for after a season changed.
    together: RwLock<Option<Arc<Seasons>>>,
    pub settings: Settings,
    /// The record whose editions are served, and on which officials work.
    pub(super) record: Option<Arc<Keeper>>,
    /// Seasons that strangers asked to be kept, by id, with the moment of it.
    kept: RwLock<BTreeMap<String, (Served, Instant)>>,
    pub turns: Turns,
    pub(super) attempts: Attempts,
    /// How often a season was put on the shelf.
    state: AtomicU64,
    /// Files of all of it, of the state that they were made of.
    whole: RwLock<BTreeMap<&'static str, Whole>>,
}

/// How long a stranger's season is kept, at the longest.
pub const KEPT_FOR: Duration = Duration::from_secs(7 * 86_400);
/// The state of the shelf, and the file that was made of it.
type Whole = (u64, Arc<Vec<u8>>);

/// Bytes of a file of everything that is kept.
const MOST_WHOLE: usize = 32 << 20;
/// How many are kept; a further one takes the place of the oldest.
const MOST_KEPT: usize = 100;

impl Shelf {
    /// Loads the bundled seasons and the folders named; of a folder of season folders each of them, with its `careers.toml`.
    ///
    /// # Errors
    /// A folder cannot be read as a season: all diagnostics of all folders.
    pub fn open(named: &[String], settings: Settings) -> Result<Shelf, Refused> {
        let (named, rulings) = library::named_seasons(named)?;
        let mut shelf = Shelf { settings, rulings, ..Shelf::default() };
        let mut refused = Vec::new();
        let bundled = library::bundled_seasons();
        let names = bundled.iter().chain(named.iter().filter(|name| !bundled.contains(name)));
        for name in names {
            match load(name, &shelf.settings) {
                Ok(computed) => {
                    let id = computed.loaded.season.id.clone();
                    if Path::new(name).is_dir() {
                        shelf.folders.push((id.clone(), PathBuf::from(name)));
                    }
                    shelf.put(id, computed);
                }
                Err(found) => refused.extend(found),
            }
        }
        if refused.is_empty() { Ok(shelf) } else { Err(refused) }
    }

    /// With a record, whose editions are served too.
    #[must_use]
    pub fn with_record(self, record: Option<Address>) -> Shelf {
        Shelf { record: record.map(|own| Arc::new(Keeper::new(own))), ..self }
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
        self.seasons.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
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

    /// Everything on the shelf in one file; kept until a season changes, unless it is large.
    pub fn everything(&self, form: bulk::Form) -> Option<Arc<Vec<u8>>> {
        let state = self.state.load(Ordering::Acquire);
        let whole = self.whole.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bytes)) = whole.get(form.path()).filter(|own| own.0 == state) {
            return Some(bytes.clone());
        }
        drop(whole);
        let all = self.all();
        let seasons: Vec<sqlite::Computed<'_>> = all
            .iter()
            .map(|own| sqlite::Computed {
                season: &own.computed.loaded.season,
                rules: &own.computed.loaded.rules,
                outcome: &own.computed.outcome,
            })
            .collect();
        let bytes = Arc::new(bulk::bytes(&seasons, form).ok()?);
        if bytes.len() <= MOST_WHOLE {
            let mut whole = self.whole.write().unwrap_or_else(PoisonError::into_inner);
            whole.insert(form.path(), (state, bytes.clone()));
        }
        Some(bytes)
    }

    /// Keeps a stranger's season for a while; says until when at the longest.
    pub fn keep(&self, computed: Computed) -> String {
        let id = computed.loaded.season.id.clone();
        let served = Served { computed: Arc::new(computed), broken: Arc::default() };
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
            crate::server::settle::watch(keeper.address.clone(), Arc::downgrade(self));
        }
        if self.folders.is_empty() {
            return;
        }
        let shelf = Arc::downgrade(self);
        let folders = self.folders.clone();
        std::thread::spawn(move || {
            let mut seen: Vec<_> = folders.iter().map(|(_, path)| stamp(path)).collect();
            loop {
                std::thread::sleep(LOOK_EVERY);
                let Some(shelf) = shelf.upgrade() else { return };
                for ((id, path), seen) in folders.iter().zip(&mut seen) {
                    let now = stamp(path);
                    if now != *seen {
                        *seen = now;
                        shelf.reload(id, path);
                    }
                }
            }
        });
    }

    /// Reads a folder again. What cannot be read leaves the last good tables up, with the reason beside them.
    pub fn reload(&self, id: &str, path: &Path) {
        match load(&path.display().to_string(), &self.settings) {
            Ok(computed) => {
                let now = computed.loaded.season.id.clone();
                if now == id {
                    self.put(now, computed);
                } else {
                    let message = format!("the folder now states {now}; restart to serve it");
                    self.mark_broken(id, vec![Diagnostic::error("PF0801", message)]);
                }
            }
            Err(found) => self.mark_broken(id, found),
        }
    }

    fn put(&self, id: String, computed: Computed) {
        self.state.fetch_add(1, Ordering::AcqRel);
        let served = Served { computed: Arc::new(computed), broken: Arc::default() };
        self.seasons.write().unwrap_or_else(PoisonError::into_inner).insert(id, served);
        *self.together.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn mark_broken(&self, id: &str, found: Refused) {
        crate::report::to_stderr(&found);
        if let Some(served) = self.seasons.write().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            served.broken = Arc::new(found);
        }
    }
}

fn load(name: &str, settings: &Settings) -> Result<Computed, Refused> {
    Computed::of(library::load(name, None)?, settings)
}

impl Computed {
    /// Everything that is computed of a season.
    pub fn of(loaded: Loaded, settings: &Settings) -> Result<Computed, Refused> {
        let outcome = loaded.outcome()?;
        let audit = audit(&loaded.season, &loaded.rules, &outcome);
        let issue = loaded.issue();
        let view = View::new(&loaded.season, &loaded.rules, &outcome, &audit, settings);
        let kept = Arc::new(Kept::of(&view));
        drop(view);
        Ok(Computed {
            kept,
            loaded,
            outcome,
            audit,
            settings: settings.clone(),
            issue,
            inference: OnceLock::new(),
            odds: odds::Drawn::default(),
            gallery: OnceLock::new(),
            smallest: RwLock::default(),
            made: RwLock::default(),
        })
    }
}

/// What a folder looks like from outside: path, time and length of each file.
fn stamp(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>, u64)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inside) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&inside) else { continue };
        // Hidden files are none of the season's: `.git`, and files that wait to take their places.
        let seen = |entry: &std::fs::DirEntry| !entry.file_name().as_encoded_bytes().starts_with(b".");
        for entry in entries.flatten().filter(seen) {
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_dir() {
                open.push(entry.path());
            } else {
                files.push((entry.path(), meta.modified().ok(), meta.len()));
            }
        }
    }
    files.sort();
    files
}
