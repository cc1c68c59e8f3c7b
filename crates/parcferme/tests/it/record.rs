//! A season kept in a record by several people, told through the commands: on a file, and on PostgreSQL where one is named.

use crate::server::ask;
use parcferme::server::Shelf;
use parcferme_publish::view::Settings;
use parcferme_store::Address;
use postgres::{Client, NoTls};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// What a command said: its exit status, standard output and standard error.
struct Said(i32, String, String);

fn parcferme(at: &Path, arguments: &[&str]) -> Said {
    let run = Command::new(env!("CARGO_BIN_EXE_parcferme")).args(arguments).current_dir(at).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said(run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

/// A place to work in, with a record's address; a schema of PostgreSQL goes with it.
pub struct Place {
    folder: tempfile::TempDir,
    pub data: String,
    schema: Option<(String, String)>,
}

impl Place {
    pub fn file() -> Place {
        Place { folder: tempfile::tempdir().unwrap(), data: "club.record".to_owned(), schema: None }
    }

    fn postgres(name: &str) -> Option<Place> {
        let Ok(url) = std::env::var("PARCFERME_POSTGRES") else {
            assert!(std::env::var_os("CI").is_none(), "CI needs a PostgreSQL: set PARCFERME_POSTGRES");
            eprintln!("skipped: the half on PostgreSQL: PARCFERME_POSTGRES is not set");
            return None;
        };
        let schema = format!("parcferme_commands_{name}_{}", std::process::id());
        Client::connect(&url, NoTls).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        let separator = if url.contains('?') { '&' } else { '?' };
        let data = format!("{url}{separator}options=-csearch_path%3D{schema}");
        Some(Place { folder: tempfile::tempdir().unwrap(), data, schema: Some((url, schema)) })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The record's address, from wherever the test runs.
    pub fn address(&self) -> Address {
        let file = || self.path(&self.data).display().to_string();
        Address::of(&if self.schema.is_none() { file() } else { self.data.clone() })
    }

    /// A command that must go well; what it says.
    pub fn well(&self, arguments: &[&str]) -> String {
        let Said(status, told, error) = parcferme(self.folder.path(), arguments);
        assert_eq!(status, 0, "{arguments:?}: {told}{error}");
        told
    }

    /// A command that must be refused; what it says.
    pub fn refused(&self, status: i32, arguments: &[&str]) -> String {
        let Said(found, told, error) = parcferme(self.folder.path(), arguments);
        assert_eq!(found, status, "{arguments:?}: {told}{error}");
        error
    }

    pub fn push(&self, season: &str, who: &str, why: &str) -> String {
        self.well(&["push", season, "--data", &self.data, "--who", who, "--why", why])
    }

    fn pull(&self, to: &str) -> String {
        self.well(&["pull", "alms/2003", "--data", &self.data, "--to", to])
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((url, schema)) = &self.schema
            && let Ok(mut client) = Client::connect(url, NoTls)
        {
            let _ = client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

pub fn each(name: &str, test: impl Fn(&Place)) {
    for place in [Some(Place::file()), Place::postgres(name)].into_iter().flatten() {
        test(&place);
    }
}

/// All files of a folder that are not hidden, to the byte.
pub fn everything(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut all, mut open) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if !entry.file_name().to_string_lossy().starts_with('.') {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    all
}

pub fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seasons/alms/2003")
}

fn decision(id: &str, number: &str) -> String {
    format!(
        "\n[[decision]]\nid = \"{id}\"\nkind = \"disqualify\"\nround = 9\nnumber = \"{number}\"\nauthor = \"Stewards\"\nreason = \"underweight\"\n"
    )
}

fn append(path: &Path, text: &str) {
    let before = fs::read_to_string(path).unwrap_or_default();
    fs::write(path, before + text).unwrap();
}

#[test]
fn folder_record_folder_is_the_same_to_the_byte() {
    each("bytes", |place| {
        place.push("alms/2003", "Ann Archer", "to begin with");
        place.pull("ann");
        assert_eq!(everything(&place.path("ann")), everything(&bundled()));
        // What is no text, or no fact, is the season's too.
        let laps = place.path("ann/laps/pages of the club");
        fs::create_dir_all(&laps).unwrap();
        fs::write(laps.join("sheet.pdf"), (0..=255).collect::<Vec<u8>>()).unwrap();
        fs::write(place.path("ann/results/09-race.csv"), b"\xef\xbb\xbfposition;number\r\n1;38\r\n").unwrap();
        fs::remove_file(place.path("ann/statistics.csv")).unwrap();
        place.push("ann", "Ann Archer", "as it came");
        place.pull("bea");
        assert_eq!(everything(&place.path("bea")), everything(&place.path("ann")));
        place.well(&["pull", "alms/2003", "--data", &place.data, "--to", "before", "--at", "1"]);
        assert_eq!(everything(&place.path("before")), everything(&bundled()));
    });
}

#[test]
fn two_officials_decide_at_once_and_nothing_is_lost() {
    each("two", |place| {
        place.push("alms/2003", "Ann Archer", "to begin with");
        place.pull("ann");
        place.pull("bea");
        append(&place.path("ann/decisions.toml"), &decision("one", "38"));
        append(&place.path("bea/decisions.toml"), &decision("two", "10"));
        append(&place.path("bea/notes.md"), "seen\n");
        place.push("ann", "Ann Archer", "decision 1");
        // Told again, as after an answer that was lost: it is there, and is entered once.
        let origin = place.path("ann/.parcferme-record");
        let now = fs::read(&origin).unwrap();
        fs::copy(place.path("bea/.parcferme-record"), &origin).unwrap();
        assert!(place.push("ann", "Ann Archer", "decision 1").contains("nothing to enter"));
        assert_eq!(fs::read(&origin).unwrap(), now);
        let refused =
            place.refused(2, &["push", "bea", "--data", &place.data, "--who", "Bea", "--why", "decision 2"]);
        assert!(refused.contains("error[PF1304]: the record of alms/2003 has moved on"), "{refused}");
        assert!(refused.contains("entered since by Ann Archer: decision 1"), "{refused}");
        let joined = place.pull("bea");
        assert!(joined.contains("decisions.toml: changed here and in the record, and joined."), "{joined}");
        place.push("bea", "Bea Brown", "decision 2");

        // Of one line there is no joining.
        place.pull("ann");
        let result = |folder: &str, laps: &str| {
            let path = place.path(folder).join("results/09-race.csv");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen("V8,394,", &format!("V8,{laps},"), 1)).unwrap();
        };
        result("ann", "393");
        result("bea", "392");
        place.push("ann", "Ann Archer", "a lap was counted twice");
        let before = everything(&place.path("bea"));
        let both = place.refused(2, &["pull", "alms/2003", "--data", &place.data, "--to", "bea"]);
        assert!(both.contains("PF1328") && both.contains("V8,392,") && both.contains("V8,393,"), "{both}");
        assert_eq!(everything(&place.path("bea")), before);
        let path = place.path("bea/results/09-race.csv");
        fs::write(&path, fs::read_to_string(&path).unwrap().replacen("V8,392,", "V8,394,", 1)).unwrap();
        place.pull("bea");

        // From here on the file is there: blocks that both put in both stand.
        place.pull("ann");
        append(&place.path("ann/decisions.toml"), &decision("three", "1"));
        append(&place.path("bea/decisions.toml"), &decision("four", "11"));
        place.push("bea", "Bea Brown", "decision 4");
        let joined = place.pull("ann");
        assert!(joined.contains("decisions.toml: changed here and in the record, and joined."), "{joined}");
        place.push("ann", "Ann Archer", "decision 3");
        let text =
            String::from_utf8(everything(&place.path("ann")).remove("decisions.toml").unwrap()).unwrap();
        for id in ["one", "two", "three", "four"] {
            assert_eq!(text.matches(&format!("id = \"{id}\"")).count(), 1, "{text}");
        }
        assert_eq!(everything(&place.path("ann"))["notes.md"], b"seen\n");

        let undone = place.well(&[
            "undo",
            "alms/2003",
            "2",
            "--data",
            &place.data,
            "--who",
            "Cid",
            "--why",
            "the appeal was upheld",
        ]);
        assert!(undone.contains("decisions.toml: 1 block less."), "{undone}");
        assert!(undone.contains("Operation 2 is undone, by operation 7 of alms/2003."), "{undone}");
        place.pull("ann");
        let text =
            String::from_utf8(everything(&place.path("ann")).remove("decisions.toml").unwrap()).unwrap();
        assert!(!text.contains("id = \"one\"") && text.contains("id = \"four\""), "{text}");

        let log = place.well(&["log", "alms/2003", "--data", &place.data]);
        for line in [
            "Ann Archer",
            "   decision 1\n",
            "   Operation 2 is undone.\n",
            "   decisions.toml: 1 block more.\n",
        ] {
            assert!(log.contains(line), "{log}");
        }
        assert!(place.well(&["verify", "--data", &place.data]).starts_with("7 operations, 0 editions"));
    });
}

#[test]
fn what_was_published_stays_and_is_computed_again() {
    each("editions", |place| {
        let data = place.data.as_str();
        place.push("alms/2003", "Ann Archer", "to begin with");
        let publish = |more: &[&str]| {
            let all = [
                "edition",
                "publish",
                "alms/2003",
                "--data",
                data,
                "--who",
                "Ann Archer",
                "--why",
                "after round 9",
            ];
            place.well(&[&all, more].concat())
        };
        assert!(publish(&[]).starts_with("alms/2003, edition 1: provisional, "));
        assert!(publish(&[]).contains("nothing to publish, edition 1 says the same, provisional."));
        assert!(publish(&["--official"]).contains("edition 2: official, "));
        place.pull("ann");
        append(&place.path("ann/decisions.toml"), &decision("one", "38"));
        place.push("ann", "Ann Archer", "decision 1");
        assert!(publish(&[]).contains("supersedes edition 2"));
        let refused =
            place.refused(2, &["undo", "alms/2003", "2", "--data", data, "--who", "A", "--why", "x"]);
        assert!(refused.contains("PF1331"), "{refused}");

        let list = place.well(&["edition", "list", "alms/2003", "--data", data]);
        let ends: Vec<&str> =
            list.lines().filter_map(|line| line.rsplit_once(", ").map(|own| own.1)).collect();
        let after = |number: u32| format!("as it stood after operation {number}");
        assert_eq!(ends, [after(1), after(2), after(4)]);

        for (number, champion) in [("1", "1"), ("3", "2")] {
            place.well(&["edition", "write", "alms/2003", number, "--data", data, "--to", number]);
            let round: serde_json::Value = serde_json::from_slice(
                &fs::read(place.path(number).join("classifications/09-race.json")).unwrap(),
            )
            .unwrap();
            let won = round["rows"].as_array().unwrap().iter().find(|row| row["position"] == 1).unwrap();
            // The car that won Petit Le Mans, and the one behind it once it is disqualified.
            assert_eq!(won["number"], if champion == "1" { "38" } else { "10" });
        }
        let verified = place.well(&["verify", "--data", data]);
        assert!(verified.ends_with("Both chains hold, and all documents have the bytes they had.\nEvery edition is computed again to the byte.\n"), "{verified}");

        place.well(&["backup", "--data", data, "--to", "copy"]);
        assert!(place.refused(2, &["backup", "--data", data, "--to", "copy"]).contains("PF1333"));
        let restored = place.well(&["restore", "copy", "--data", "again.record"]);
        assert!(restored.starts_with("again.record: 5 operations, 3 editions, "), "{restored}");
        let told = |data: &str| place.well(&["log", "alms/2003", "--data", data, "--statements"]);
        assert_eq!(told("again.record"), told(data));
        assert!(place.refused(2, &["restore", "copy", "--data", data]).contains("is not empty"));
    });
}

#[test]
fn a_table_that_does_not_follow_from_its_facts_is_found() {
    let place = Place::file();
    place.push("alms/2003", "Ann Archer", "to begin with");
    place.well(&["edition", "publish", "alms/2003", "--data", &place.data, "--who", "A", "--why", "x"]);
    let connection = rusqlite::Connection::open(place.path("club.record")).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER document_stays;
             UPDATE document SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"total\": \"', '\"total\": \"1') AS BLOB)
                 WHERE digest = (SELECT digest FROM paper WHERE name = 'standings.json')",
        )
        .unwrap();
    let Said(status, told, error) = parcferme(place.folder.path(), &["verify", "--data", &place.data]);
    assert_eq!(
        (status, told.contains("1 thing does not hold."), told.contains("Both chains hold")),
        (1, true, false)
    );
    assert!(error.contains("error[PF1314]") && error.contains("has other bytes than it had"), "{error}");
}

/// A reader finds every edition at an address that stays.
#[test]
fn editions_are_served_as_they_were_published() {
    each("served", |place| {
        let data = place.data.as_str();
        let address =
            if place.schema.is_none() { place.path(data).display().to_string() } else { data.to_owned() };
        place.push("alms/2003", "Ann Archer", "to begin with");
        let key = place.path("log.key").display().to_string();
        for more in [None, Some("--official")] {
            let all = [
                "edition",
                "publish",
                "alms/2003",
                "--data",
                data,
                "--who",
                "A",
                "--why",
                "x",
                "--key-file",
                &key,
            ];
            place.well(&all.into_iter().chain(more).collect::<Vec<_>>());
        }
        place.well(&["edition", "write", "alms/2003", "1", "--data", data, "--to", "posted"]);
        let open = |record| {
            let settings = Settings { server: true, editions: true, ..Settings::default() };
            Arc::new(Shelf::open(&[], settings).unwrap().with_record(record))
        };
        let shelf = open(Some(Address::of(&address)));
        for (name, bytes) in everything(&place.path("posted")) {
            let answer = ask(&shelf, &format!("/editions/alms/2003/1/{name}"));
            assert_eq!(
                (answer.status.as_u16(), answer.text),
                (200, String::from_utf8_lossy(&bytes).into_owned()),
                "{name}"
            );
            let stays = answer.headers["cache-control"].to_str().unwrap().contains("immutable");
            assert_eq!(stays, !name.ends_with(".tlog-proof"), "{name}");
        }
        let page = ask(&shelf, "/editions.html").text;
        let order = [
            "Edition 2: official",
            "the latest, supersedes edition 1",
            "Edition 1: provisional",
            "superseded by edition 2</a>",
            ">3 classifications</a>",
        ];
        let places: Vec<usize> =
            order.iter().map(|text| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"))).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(page.contains("href=\"editions/alms/2003/1/standings.pdf\">Standings, PDF, "), "{page}");
        assert!(page.contains("<h2>2003 American Le Mans Series</h2>"), "{page}");
        assert!(page.contains(">Round 9, Petit Le Mans: race, JSON, "), "{page}");
        let one = ask(&shelf, "/editions/alms/2003/1").text;
        assert!(one.contains("<h1>2003 American Le Mans Series: edition 1</h1>"), "{one}");
        assert!(
            one.contains("superseded by edition 2")
                && one.contains("/editions/alms/2003/1/classifications/09-race.json\""),
            "{one}"
        );
        // Who led GTS when it was published, from the document and not from the season.
        let printed: serde_json::Value =
            serde_json::from_str(&ask(&shelf, "/editions/alms/2003/1/standings.json").text).unwrap();
        let tables = printed["tables"].as_array().unwrap();
        let drivers = tables.iter().find(|own| own["title"] == "drivers" && own["class"] == "GTS").unwrap();
        let first = &drivers["rows"][0];
        // Drivers of this season are known of some rounds only.
        let heading = drivers["heading"].as_str().unwrap();
        assert!(heading.starts_with("GTS Drivers") && heading.ends_with(" only"), "{heading}");
        let heading = format!("<h2>{}</h2>", heading.replace('\'', "&#39;"));
        let table = one.split(&heading).nth(1).unwrap_or_else(|| panic!("{heading}: {one}"));
        let row = table.split("<tr>").nth(2).unwrap();
        for text in [first["competitor"]["name"].as_str().unwrap(), first["total"].as_str().unwrap()] {
            assert!(row.contains(&format!(">{text}<")), "{text}: {row}");
        }
        // What its caveat says of a mark, numbers of it bear: of teams all, of whom points were carried; of drivers none.
        let teams = one.split("<h2>GTS Teams&#39;").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(teams.contains("(°) are carried") && teams.contains("°</td>"), "{teams}");
        assert!(!table.split("</section>").next().unwrap().contains('°'), "{table}");
        assert!(ask(&shelf, "/").text.contains("href=\"editions.html\""));
        assert!(ask(&shelf, "/log/checkpoint").text.contains("\n2\n"));
        assert_eq!(ask(&shelf, "/log/tile/0/000.p/2").headers["content-type"], "application/octet-stream");
        for gone in [
            "/editions/alms/2003/3",
            "/editions/alms/2003/3/standings.json",
            "/editions/alms/2003/1/../x",
            "/editions/alms/2004/1/standings.json",
            "/log/tile/9/000",
            "/editions/alms/2003/one/x",
        ] {
            assert!(ask(&shelf, gone).status.is_client_error(), "{gone}");
        }
        // Without a record there is nothing of it.
        let without = open(None);
        for path in ["/editions.html", "/log/checkpoint", "/editions/alms/2003/1/standings.json"] {
            assert_eq!(ask(&without, path).status.as_u16(), 404, "{path}");
        }
    });
}

/// An outsider has a folder of documents and the public key, and nothing else.
#[test]
fn an_outsider_proves_that_a_sheet_is_what_was_published() {
    let place = Place::file();
    place.push("alms/2003", "Ann Archer", "to begin with");
    let publish = |more: &[&str]| {
        let all = [
            "edition",
            "publish",
            "alms/2003",
            "--data",
            "club.record",
            "--who",
            "A",
            "--why",
            "after round 9",
        ];
        place.well(&[&all, more].concat())
    };
    let told = publish(&["--log-name", "results.club.example/log"]);
    let key = told.rsplit(' ').next().unwrap().trim().to_owned();
    assert!(
        told.contains("Entry 0 of the log results.club.example/log, signed by results.club.example/log+"),
        "{told}"
    );
    publish(&["--official"]);
    place.well(&["edition", "write", "alms/2003", "1", "--data", "club.record", "--to", "posted"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &str| fs::metadata(place.path(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode("club.record.key"), 0o600);
        assert_eq!(mode("club.record"), 0o600, "it has hashes of passwords");
        place.well(&["backup", "--data", "club.record", "--to", "club.backup"]);
        assert_eq!(mode("club.backup"), 0o600);
        fs::set_permissions(place.path("club.record.key"), fs::Permissions::from_mode(0o644)).unwrap();
        let refused = place.refused(
            2,
            &[
                "edition",
                "publish",
                "alms/2003",
                "--data",
                "club.record",
                "--who",
                "A",
                "--why",
                "x",
                "--official",
            ],
        );
        assert!(refused.contains("PF1338") && refused.contains("mode 644"), "{refused}");
        fs::set_permissions(place.path("club.record.key"), fs::Permissions::from_mode(0o600)).unwrap();
    }
    // Only what was posted goes to the outsider.
    let outside = tempfile::tempdir().unwrap();
    for (name, bytes) in everything(&place.path("posted")) {
        let path = outside.path().join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let verify = |document: &str, key: &str| parcferme(outside.path(), &["verify", document, "--key", key]);
    for document in ["standings.pdf", "standings.json", "classifications/09-race.json", "edition.json"] {
        let Said(status, told, error) = verify(document, &key);
        assert_eq!(status, 0, "{error}");
        assert!(
            told.starts_with(&format!(
                "{document}: as it was published, to the byte.\nalms/2003, edition 1: provisional, "
            )),
            "{told}"
        );
        assert!(
            told.contains(
                "Entry 0 of the log results.club.example/log, signed by the key when it had 2 editions."
            ),
            "{told}"
        );
    }
    let Said(status, _, error) = parcferme(outside.path(), &["verify", "standings.pdf"]);
    assert_eq!((status, error.contains("PF1345")), (2, true));
    let other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let Said(status, _, error) = verify("standings.pdf", other);
    assert_eq!(
        (status, error.contains("the head of the log is not signed by the key")),
        (1, true),
        "{error}"
    );

    // One point more, and the statement made to fit: the log does not have it.
    let path = outside.path().join("standings.json");
    let table = fs::read_to_string(&path).unwrap().replacen("\"total\": \"", "\"total\": \"1", 1);
    fs::write(&path, &table).unwrap();
    let Said(status, _, error) = verify("standings.json", &key);
    assert_eq!(
        (status, error.contains("it is not what was published as `standings.json`: other bytes")),
        (1, true),
        "{error}"
    );
    let statement = outside.path().join("edition.json");
    let text = fs::read_to_string(&statement).unwrap();
    let digest = |text: &str| parcferme_store::Digest::of(text.as_bytes()).to_string();
    let before =
        String::from_utf8(everything(&place.path("posted")).remove("standings.json").unwrap()).unwrap();
    fs::write(&statement, text.replace(&digest(&before), &digest(&table))).unwrap();
    let Said(status, _, error) = verify("standings.json", &key);
    assert_eq!((status, error.contains("the edition is not in the log at its place")), (1, true), "{error}");

    // The log as files, and a key that follows.
    place.well(&["edition", "tiles", "--data", "club.record", "--to", "log"]);
    let rotated =
        place.well(&["edition", "rotate-key", "--data", "club.record", "--new-key-file", "second.key"]);
    assert!(rotated.contains(&format!(", as {key} announced.")), "{rotated}");
    let refused = place.refused(
        2,
        &["edition", "publish", "alms/2003", "--data", "club.record", "--who", "A", "--why", "x"],
    );
    assert!(refused.contains("PF1315"), "{refused}");
    place.well(&[
        "edition",
        "publish",
        "alms/2003",
        "--data",
        "club.record",
        "--who",
        "A",
        "--why",
        "x",
        "--key-file",
        "second.key",
    ]);
    place.well(&["edition", "tiles", "--data", "club.record", "--to", "log"]);
    let keys = fs::read_to_string(place.path("log/keys")).unwrap();
    assert_eq!(keys.lines().filter(|line| line.starts_with("results.club.example/log+")).count(), 2);
    place.well(&["edition", "write", "alms/2003", "3", "--data", "club.record", "--to", "third"]);
    place.well(&["verify", "third/standings.pdf", "--key", "log/keys"]);
    place.well(&["verify", "--data", "club.record"]);
}

#[test]
fn what_is_asked_wrongly_is_told() {
    let place = Place::file();
    assert!(place.refused(2, &["log", "--data", "none.record"]).contains("PF1301"));
    let refused = place.refused(2, &["push", "alms/2003", "--data", &place.data, "--who", "", "--why", "x"]);
    assert!(refused.contains("who is empty") && !place.path("club.record").exists(), "{refused}");
    place.push("alms/2003", "Ann Archer", "to begin with");
    let refused = place.refused(2, &["log", "alms/2004", "--data", &place.data]);
    assert!(refused.contains("PF1321") && refused.contains("did you mean `alms/2003`?"), "{refused}");
    for (at, id) in [("2", "PF1322"), ("yesterday", "PF1434"), ("2003-01-01T00:00Z", "PF1322")] {
        let all = ["pull", "alms/2003", "--data", &place.data, "--to", "x", "--at", at];
        assert!(place.refused(2, &all).contains(id), "{at}");
    }
    fs::create_dir(place.path("other")).unwrap();
    fs::write(place.path("other/notes.md"), "mine\n").unwrap();
    let refused = place.refused(2, &["pull", "alms/2003", "--data", &place.data, "--to", "other"]);
    assert!(refused.contains("PF1323"), "{refused}");
    // A record is not entered into itself.
    place.pull("bad");
    let inside = ["push", "bad", "--data", "bad/club.record", "--who", "A", "--why", "x"];
    assert!(place.refused(2, &inside).contains("PF1347"));
    assert!(!place.path("bad/club.record").exists());
    // A season that cannot be computed is not entered.
    fs::write(place.path("bad/results/09-race.csv"), "position,number\nfirst,38\n").unwrap();
    place.refused(2, &["push", "bad", "--data", &place.data, "--who", "A", "--why", "x"]);
    assert_eq!(place.well(&["log", "--data", &place.data]).lines().count(), 1);
}

#[test]
fn a_link_names_where_the_server_is_reached() {
    let place = Place::file();
    place.push("alms/2003", "Ann Archer", "to begin with");
    let invite = ["account", "invite", "bea", "--name", "Bea", "--role", "steward", "--data", &place.data];
    let told = place.well(&invite);
    assert!(told.contains("\n  http://127.0.0.1:8003/welcome/"), "{told}");
    assert!(told.contains("where `serve` listens on this machine") && told.contains("--base-url"), "{told}");
    let link = ["account", "link", "bea", "--data", &place.data];
    let named = place.well(&[&link[..], &["--base-url", "https://results.club.example/"]].concat());
    assert!(
        named.contains("\n  https://results.club.example/welcome/") && !named.contains("listens"),
        "{named}"
    );
    for (options, told) in [
        ("listen = \"0.0.0.0:9000\"\n", "http://127.0.0.1:9000/welcome/"),
        ("listen = \"[::]:443\"\ntls-cert = \"a.pem\"\n", "https://[::1]:443/welcome/"),
        ("listen = \"0.0.0.0:9000\"\nbase-url = \"https://pits.example\"\n", "https://pits.example/welcome/"),
    ] {
        fs::write(place.path("serve.toml"), options).unwrap();
        let said = place.well(&[&link[..], &["--config", "serve.toml"]].concat());
        assert!(said.contains(&format!("\n  {told}")), "{options}: {said}");
    }
}

/// A sheet names titles in which nobody has a place, and has no empty frame for them.
#[test]
fn tables_without_a_row_are_named_in_a_line() {
    let place = Place::file();
    place.well(&["new", "club", "--like", "examples/club"]);
    let results = "Pos,No,Driver,Laps\n1,3,Cid Cole,20\n2,27,Ann Archer,20\n";
    fs::write(place.path("race.csv"), results).unwrap();
    place.well(&["add", "race.csv", "--season", "club", "--round", "1"]);
    let told = place.well(&["standings", "club"]);
    assert!(told.contains("Club Championship\n") && told.contains("Cid Cole"), "{told}");
    assert!(told.contains("No result yet: Rookies' Cup, Ladies' Cup, Amateurs' Cup."), "{told}");
    assert_eq!(told.matches("Pos ").count(), 1, "{told}");
}
