//! Exchanges of folders that hold more than ours, killed before each step, and two at once.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use super::*;
use std::collections::BTreeMap;

fn files(all: &[(&str, &str)]) -> Files {
    all.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn exchange(folder: &Path, files: &Files) -> Result<Changed, Refused> {
    hold(folder)?.exchange(files, is_fact)
}

/// Everything below a folder, hidden or not: the text of a file, where a link leads.
fn everything(root: &Path) -> BTreeMap<PathBuf, String> {
    let (mut all, mut open) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            let kind = entry.file_type().unwrap();
            let inside = path.strip_prefix(root).unwrap().to_owned();
            if kind.is_symlink() {
                all.insert(inside, format!("-> {}", fs::read_link(path).unwrap().display()));
            } else if kind.is_dir() {
                all.insert(inside, "/".to_owned());
                open.push(path);
            } else {
                all.insert(
                    inside,
                    if kind.is_file() { fs::read_to_string(path).unwrap() } else { "~".to_owned() },
                );
            }
        }
    }
    all
}

fn ids(refused: &Refused) -> Vec<&str> {
    refused.iter().map(|own| own.id).collect()
}

#[test]
fn facts_are_replaced_and_everything_else_stays() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("season");
    let first = files(&[("season.toml", "a"), ("results/01-race.csv", "b"), ("published/x.csv", "c")]);
    assert_eq!(exchange(&folder, &first), Ok(Changed { written: 3, removed: 0, same: 0 }));
    let others = [
        ("laps/01-race.csv", "laps"),
        (".git/HEAD", "ref: refs/heads/main"),
        (".git/objects/ab/cd", "blob"),
        ("results/README.md", "ours are tables"),
        ("results/photo.csv/deep.csv", "a folder of that name"),
        ("notes/entries.csv", "not in this place"),
        ("rulebook.toml", "rules"),
        (".gitignore", "/site"),
    ];
    for (path, text) in others {
        put(&folder, path, text);
    }
    let second = files(&[("season.toml", "a"), ("results/02-race.csv", "d")]);
    assert_eq!(exchange(&folder, &second), Ok(Changed { written: 1, removed: 2, same: 1 }));
    let now = everything(&folder);
    for (path, text) in others {
        assert_eq!(now.get(Path::new(path)).map(String::as_str), Some(text), "{path}");
    }
    assert!(!now.contains_key(Path::new("results/01-race.csv")));
    assert!(!now.contains_key(Path::new("published")), "a folder that held ours alone goes with them");
    assert_eq!(exchange(&folder, &second), Ok(Changed { written: 0, removed: 0, same: 2 }));
    assert_eq!(everything(&folder), now);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing is left beside the folder");
}

#[test]
fn what_lies_in_the_place_and_is_no_season_stays() {
    let place = tempfile::tempdir().unwrap();
    let new = files(&[("season.toml", "a"), ("results/01-race.csv", "b")]);
    put(place.path(), "file", "mine");
    put(place.path(), "work/entries.csv", "mine");
    put(place.path(), "half/results", "a file where a folder is to be");
    put(place.path(), "half/season.toml", "old");
    put(place.path(), "dir/season.toml", "old");
    put(place.path(), "dir/results/01-race.csv/x", "a folder where a file is to be");
    put(place.path(), "odd/season.toml", "old");
    put(place.path(), "odd/.parcferme-new", "a file of that name");
    let before = everything(place.path());
    for (path, id) in [("file", "PF0931"), ("half", "PF0936"), ("dir", "PF0936"), ("odd", "PF0916")] {
        let refused = exchange(&place.path().join(path), &new).unwrap_err();
        assert_eq!(ids(&refused), [id], "{path}");
    }
    let held = hold(&place.path().join("work")).unwrap();
    assert_eq!(ids(&held.files().unwrap_err()), ["PF0932"]);
    drop(held);
    assert_eq!(everything(place.path()), before);
    for free in ["README.md", ".git/HEAD", "laps/01-race.csv", "LICENSE"] {
        let folder = place.path().join("free").join(free.replace('/', "-"));
        put(&folder, free, "mine");
        assert_eq!(hold(&folder).unwrap().files(), Ok(None), "{free}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_or_refused_and_never_replaced() {
    use std::os::unix::fs::symlink;
    let place = tempfile::tempdir().unwrap();
    let at = |path: &str| place.path().join(path);
    let first = files(&[("season.toml", "a"), ("results/01-race.csv", "b")]);
    exchange(&at("real"), &first).unwrap();
    symlink("real", at("link")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    put(place.path(), "file", "mine");
    symlink("file", at("to-file")).unwrap();
    let second = files(&[("season.toml", "c"), ("results/01-race.csv", "d")]);
    exchange(&at("link"), &second).unwrap();
    assert_eq!(fs::read_link(at("link")).unwrap(), Path::new("real"));
    assert_eq!(fs::read_to_string(at("real/season.toml")).unwrap(), "c");
    fs::remove_file(at("real/season.toml")).unwrap();
    symlink("../file", at("real/season.toml")).unwrap();
    put(place.path(), "elsewhere/01-race.csv", "mine");
    exchange(&at("other"), &files(&[("season.toml", "a")])).unwrap();
    symlink("../elsewhere", at("other/results")).unwrap();
    let before = everything(place.path());
    for (path, id) in [("dangling", "PF0931"), ("to-file", "PF0931"), ("real", "PF0936"), ("other", "PF0936")]
    {
        assert_eq!(ids(&exchange(&at(path), &first).unwrap_err()), [id], "{path}");
    }
    assert_eq!(everything(place.path()), before);
}

#[cfg(unix)]
#[test]
fn modes_stay() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("season");
    exchange(&folder, &files(&[("season.toml", "a")])).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o7777;
    fs::set_permissions(folder.join("season.toml"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o2750)).unwrap();
    exchange(&folder, &files(&[("season.toml", "b")])).unwrap();
    assert_eq!((mode(&folder.join("season.toml")), mode(&folder)), (0o640, 0o2750));
}

#[test]
fn killed_before_any_step_the_folder_is_the_old_or_the_new_one() {
    let old = files(&[("season.toml", "a"), ("results/01-race.csv", "b"), ("published/x.csv", "c")]);
    let new = files(&[("season.toml", "d"), ("results/02-race.csv", "e"), ("feats.csv", "f")]);
    let read = |folder: &Path| super::read(folder, library::read_held_folder).unwrap();
    for there in [true, false] {
        let (mut kept_old, mut got_new) = (0, 0);
        for number in 0.. {
            let place = tempfile::tempdir().unwrap();
            let folder = place.path().join("season");
            if there {
                exchange(&folder, &old).unwrap();
                put(&folder, ".git/HEAD", "mine");
            }
            journal::kill_before(number);
            let ended = exchange(&folder, &new);
            journal::kill_before(usize::MAX);
            // A killed command clears nothing up: what `Held` clears when it is dropped is cleared by the next one too.
            let as_new = if folder.exists() { read(&folder) == new } else { false };
            if as_new {
                got_new += 1;
            } else if there {
                assert_eq!(read(&folder), old, "killed before step {number}");
                kept_old += 1;
            } else {
                assert!(!folder.exists(), "killed before step {number}");
                kept_old += 1;
            }
            assert!(!folder.join(journal::STAGE).exists());
            if there {
                assert_eq!(fs::read_to_string(folder.join(".git/HEAD")).unwrap(), "mine");
            }
            if ended.is_ok() {
                break;
            }
            exchange(&folder, &new).unwrap();
            assert_eq!(read(&folder), new);
            assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "killed before step {number}");
        }
        assert!(kept_old > 3 && got_new > 1, "{kept_old} old, {got_new} new");
    }
}

#[test]
fn an_order_that_leads_out_of_the_folder_is_not_followed() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), "mine", "mine");
    put(place.path(), "season/season.toml", "a");
    for (order, gone) in [
        ("{\"write\": [\"../mine\"], \"remove\": []}", false),
        ("{\"write\": [], \"remove\": [\"../mine\"]}", false),
        ("{\"write\": [", false),
    ] {
        put(place.path(), "season/.parcferme-new/order.json", order);
        put(place.path(), "season/.parcferme-new/files/x", "theirs");
        let refused = read(&place.path().join("season"), library::read_held_folder).unwrap_err();
        assert_eq!((ids(&refused), gone), (vec!["PF0934"], false), "{order}");
        assert_eq!(fs::read_to_string(place.path().join("mine")).unwrap(), "mine");
    }
}

#[test]
fn two_at_once_are_one_after_the_other() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("season");
    let held = hold(&folder).unwrap();
    let refused = hold_within(&folder, Duration::ZERO).err().unwrap();
    assert_eq!(ids(&refused), ["PF0933"]);
    drop(held);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "nothing was made, nothing is left");
    let texts: Vec<String> = (0..8).map(|number| number.to_string()).collect();
    std::thread::scope(|scope| {
        for text in &texts {
            let folder = &folder;
            scope.spawn(move || {
                let both = files(&[("season.toml", text), ("entries.csv", text)]);
                exchange(folder, &both).unwrap();
                let read = read(folder, library::read_held_folder).unwrap();
                assert_eq!(read["season.toml"], read["entries.csv"]);
            });
        }
    });
    let held = hold(&folder).unwrap();
    assert_eq!(ids(&hold_within(&folder, Duration::ZERO).err().unwrap()), ["PF0933"]);
    drop(held);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

fn publish(root: &Path, files: &[(&str, &str)]) -> io::Result<Published> {
    let mut site = Site::hold(root).map_err(|_| io::Error::other("killed"))?;
    files.iter().try_for_each(|(path, text)| site.write(path, text.as_bytes()))?;
    site.finish()
}

const OLD: [(&str, &str); 4] =
    [("index.html", "old"), ("a/b/page.html", "b"), ("a/kept.html", "kept"), ("edited.html", "as published")];
const NEW: [(&str, &str); 3] = [("index.html", "new"), ("a/kept.html", "kept"), ("c/page.html", "c")];

#[test]
fn a_published_folder_is_what_was_published_and_what_is_not_ours_stays() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "CNAME", "example.org");
    put(root, "a/notes.txt", "mine");
    publish(root, &OLD).unwrap();
    put(root, "edited.html", "by hand");
    let changed = publish(root, &NEW).unwrap();
    assert_eq!(changed, Published { written: 2, same: 1, removed: 1, unlisted: 0 });
    let mut now = everything(root);
    now.remove(Path::new(".parcferme-site.json")).unwrap();
    now.retain(|_, text| text != "/");
    let now: Vec<(&str, &str)> =
        now.iter().map(|(path, text)| (path.to_str().unwrap(), text.as_str())).collect();
    let wanted = [
        ("CNAME", "example.org"),
        ("a/kept.html", "kept"),
        ("a/notes.txt", "mine"),
        ("c/page.html", "c"),
        ("edited.html", "by hand"),
        ("index.html", "new"),
    ];
    assert_eq!(now, wanted);
    assert!(!root.join("a/b").exists());
    let two = publish(root, &[("Page.html", "1"), ("page.html", "2")]).unwrap_err();
    assert_eq!(two.to_string(), "two files of the site would be page.html");
    assert_eq!(fs::read_to_string(root.join("index.html")).unwrap(), "new");
}

/// What is neither a file nor a folder cannot be taken along: such a folder is written by the journal.
#[cfg(unix)]
#[test]
fn a_publication_killed_before_any_step_leaves_one_site_or_the_other() {
    let mut ends = [0, 0];
    for step in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        publish(root, &OLD).unwrap();
        fs::create_dir(root.join("a/run")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("a/run/socket")).unwrap();
        let old = everything(root);
        journal::kill_before(step);
        let done = publish(root, &NEW).is_ok();
        journal::kill_before(usize::MAX);
        // The next command goes on, or clears up.
        drop(Site::hold(root).unwrap());
        let now = everything(root);
        let new = now.get(Path::new("index.html")).is_some_and(|own| own == "new");
        match new {
            false => assert_eq!(now, old, "killed before step {step}"),
            true => {
                assert!(!now.contains_key(Path::new("a/b/page.html")), "killed before step {step}");
                assert_eq!(now[Path::new("c/page.html")], "c");
            }
        }
        ends[usize::from(new)] += 1;
        if done {
            break;
        }
    }
    assert!(ends[0] > 3 && ends[1] > 3, "{ends:?}");
}

/// Nobody gives another command between: at every instant the folder itself is one site or the other, whole.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn a_publication_killed_before_any_step_shows_one_site_or_the_other_at_once() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    for listed in [true, false] {
        let mut ends = [0, 0];
        for step in 0.. {
            let around = tempfile::tempdir().unwrap();
            let root = &around.path().join("site");
            publish(root, &OLD).unwrap();
            if !listed {
                fs::remove_file(root.join(".parcferme-site.json")).unwrap();
            }
            put(root, ".git/objects/ab/cd", "blob");
            put(root, "a/notes.txt", "mine");
            symlink("a/notes.txt", root.join("link")).unwrap();
            fs::set_permissions(root, fs::Permissions::from_mode(0o750)).unwrap();
            fs::set_permissions(root.join("a/b"), fs::Permissions::from_mode(0o555)).unwrap();
            let ours = |root: &Path| {
                let mut all = everything(root);
                all.retain(|path, _| !path.starts_with(".parcferme-new"));
                all
            };
            let old = ours(root);
            journal::kill_before(step);
            let done = publish(root, &NEW);
            journal::kill_before(usize::MAX);
            let now = ours(root);
            let is_new = now[Path::new("index.html")] == "new";
            if is_new {
                assert_eq!(now[Path::new("c/page.html")], "c", "killed before step {step}");
                assert_eq!(
                    now.contains_key(Path::new("a/b/page.html")),
                    !listed,
                    "killed before step {step}"
                );
                assert_eq!(now[Path::new("link")], "-> a/notes.txt");
                assert_eq!(
                    [".git/objects/ab/cd", "a/notes.txt"].map(|own| now[Path::new(own)].as_str()),
                    ["blob", "mine"]
                );
                assert_eq!(root.metadata().unwrap().permissions().mode() & 0o7777, 0o750);
            } else {
                assert_eq!(now, old, "killed before step {step}");
            }
            ends[usize::from(is_new)] += 1;
            // The next command clears up what is beside.
            drop(Site::hold(root).unwrap());
            assert_eq!(fs::read_dir(around.path()).unwrap().count(), 1, "killed before step {step}");
            if let Ok(published) = done {
                assert_eq!(published.unlisted, if listed { 0 } else { 3 });
                break;
            }
        }
        // Killed behind the exchange, the publication is done: what is left beside is cleared by the next.
        assert!(ends[0] > 5 && ends[1] == 1, "{ends:?}");
    }
}
