//! What an outsider proves from a site, from a sheet that is alone, and of two copies of the log.

use crate::record::Place;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

struct Site {
    server: Child,
    address: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn served(place: &Place) -> Site {
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Command::new(env!("CARGO_BIN_EXE_parcferme"))
        .args(["serve", "--data", &place.data, "--listen", &listen.to_string()])
        .current_dir(place.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let site = Site { server, address: format!("http://{listen}") };
    for _ in 0..600 {
        if TcpStream::connect(listen).is_ok() {
            return site;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the server does not listen");
}

fn publish(place: &Place, data: &str, more: &[&str]) -> String {
    let all = ["edition", "publish", "hill-cup/2026", "--data", data, "--who", "A", "--why", "x"];
    place.well(&[&all, more].concat())
}

fn published() -> (Place, String) {
    let place = Place::file();
    place.well(&["new", "hill-cup", "--example"]);
    place.push("hill-cup", "Ann", "to begin with");
    let told = publish(&place, "club.record", &["--log-name", "club.example/log"]);
    (place, told.trim().rsplit(' ').next().unwrap().to_owned())
}

#[test]
fn a_document_of_a_site_is_proven_and_a_page_is_told_what_it_is() {
    let (place, key) = published();
    place.well(&["edition", "write", "hill-cup/2026", "--data", "club.record", "--to", "posted"]);
    place.well(&["edition", "tiles", "--data", "club.record", "--to", "first"]);
    publish(&place, "club.record", &["--official"]);
    let site = served(&place);
    let at = |path: &str| format!("{}/{path}", site.address);
    let told = place.well(&["verify", &at("editions/hill-cup/2026/1/standings.pdf"), "--key", &key]);
    for said in [
        "as it was published, to the byte.",
        "hill-cup/2026, edition 1: provisional",
        "Entry 0 of the log club.example/log",
        "It is not the latest: edition 2, official",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(!told.contains("The key is the one beside"), "{told}");
    let page = place.well(&["verify", &at("editions/hill-cup/2026/2")]);
    assert!(page.contains("the page is drawn anew each time") && page.contains("No later edition"), "{page}");
    assert!(page.contains("The key is the one beside the log") && page.contains(&key), "{page}");
    place.well(&["verify", &at("editions/hill-cup/2026/1/classifications/01-race.json")]);
    let refused = place.refused(2, &["verify", &at("hill-cup/2026/index.html")]);
    assert!(
        refused.contains("PF1441")
            && refused.contains("edition 2, official")
            && refused.contains("/editions/hill-cup/2026/2/"),
        "{refused}"
    );
    let absent = place.refused(2, &["verify", &at("editions/hill-cup/2026/9/standings.pdf")]);
    assert!(absent.contains("PF1343") && absent.contains("nothing there"), "{absent}");
    let stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let other =
        place.refused(1, &["verify", &at("editions/hill-cup/2026/1/standings.pdf"), "--key", stranger]);
    assert!(other.contains("PF1344"), "{other}");
    // A sheet that is alone is found by its bytes.
    std::fs::create_dir(place.path("alone")).unwrap();
    std::fs::copy(place.path("posted/standings.pdf"), place.path("alone/a.pdf")).unwrap();
    let alone = place.refused(2, &["verify", "alone/a.pdf"]);
    assert!(alone.contains("PF1343") && alone.contains("--from"), "{alone}");
    for from in [site.address.as_str(), "first", "club.record"] {
        let told = place.well(&["verify", "alone/a.pdf", "--from", from, "--key", &key]);
        assert!(told.contains("hill-cup/2026, edition 1: provisional"), "{told}");
    }
    std::fs::write(place.path("alone/b.pdf"), "%PDF").unwrap();
    let none = place.refused(1, &["verify", "alone/b.pdf", "--from", &site.address]);
    assert!(none.contains("PF1441") && none.contains("edition 2 of hill-cup/2026"), "{none}");
    let grown = place.well(&["verify", "first", "--against", &at("log"), "--key", &key]);
    assert!(grown.contains("One history"), "{grown}");
}

#[test]
fn two_histories_are_told_with_both_heads() {
    let (place, key) = published();
    place.well(&["edition", "tiles", "--data", "club.record", "--to", "first"]);
    place.well(&["pull", "hill-cup/2026", "--data", "club.record", "--to", "again"]);
    let mut forged = place;
    forged.data = "other.record".to_owned();
    std::fs::remove_file(forged.path("again/.parcferme-record")).unwrap();
    forged.push("again", "Mallory", "another beginning");
    std::fs::copy(forged.path("club.record.key"), forged.path("other.record.key")).unwrap();
    publish(&forged, "other.record", &[]);
    publish(&forged, "other.record", &["--official"]);
    let refused = forged.refused(1, &["verify", "first", "--against", "other.record", "--key", &key]);
    assert!(refused.contains("PF1444") && refused.contains("entry 0 is another"), "{refused}");
    // A copy of which the entries were changed is no log.
    let bundle = forged.path("first/tile/entries/000.p/1");
    let text =
        String::from_utf8_lossy(&std::fs::read(&bundle).unwrap()[2..]).replace("provisional", "provisionax");
    let length = u16::try_from(text.len()).unwrap().to_be_bytes();
    std::fs::write(&bundle, [&length[..], text.as_bytes()].concat()).unwrap();
    let damaged = forged.refused(2, &["verify", "first", "--against", "club.record"]);
    assert!(
        damaged.contains("PF1443") && damaged.contains("not those of which the head is signed"),
        "{damaged}"
    );
}

#[test]
fn the_first_start_makes_the_key_and_serves_its_public_half() {
    let place = Place::file();
    let site = served(&place);
    let known = |path: &str| {
        let client = parcferme::fetch::Client::new().unwrap();
        let bytes = client.get(&format!("{}{path}", site.address)).unwrap().unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let keys = known("/.well-known/parcferme/keys");
    assert!(keys.starts_with("parcferme.key/1\n1\nclub+"), "{keys}");
    assert_eq!(known("/log/keys"), keys);
    place.well(&["new", "hill-cup", "--example"]);
    place.push("hill-cup", "Ann", "to begin with");
    let told = publish(&place, "club.record", &["--log-name", "club.example/log"]);
    assert!(told.contains("The log is not called club.example/log"), "{told}");
    let key = told.trim().rsplit(' ').next().unwrap();
    assert!(keys.contains(key), "{key}: {keys}");
    assert_eq!(known("/.well-known/parcferme/keys"), keys, "the same key signs");
}
