//! Passkeys, with a device made of software: added by who knows the password, then signing in; whatever does not hold lets
//! nobody in.

use crate::desk_pages::{club_of, cookie, hidden};
use crate::gate::{Answered, Club, by};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use parcferme::password;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const SITE: &str = "https://results.club.example";
const PASSWORD: &str = "correct horse battery";

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// A device with one key.
struct Device {
    key: SigningKey,
    counter: u32,
    /// Whether it saw a finger.
    verified: bool,
    /// The site that it believes to be on.
    site: &'static str,
}

impl Device {
    fn new() -> Device {
        Device { key: SigningKey::from_bytes(&[7; 32]), counter: 1, verified: true, site: SITE }
    }

    fn said(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({"type": kind, "challenge": options["challenge"], "origin": self.site, "crossOrigin": false});
        serde_json::to_vec(&said).unwrap()
    }

    fn data(&self, further: u8) -> Vec<u8> {
        let flags = 0x01 | further | if self.verified { 0x04 } else { 0 };
        let mut data = sha256(b"results.club.example").to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// A key for the site, as the browser sends it.
    fn created(&self, options: &Value) -> String {
        let mut data = self.data(0x40);
        data.extend([0; 16]);
        data.extend([0, 4]);
        data.extend(b"seat");
        // {1: 1, 3: -8, -1: 6, -2: key}
        data.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend(self.key.verifying_key().as_bytes());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let response = json!({
            "clientDataJSON": encoded(&self.said("webauthn.create", options)),
            "attestationObject": encoded(&object),
            "transports": ["internal"],
        });
        json!({"id": encoded(b"seat"), "rawId": encoded(b"seat"), "type": "public-key", "response": response})
            .to_string()
    }

    /// A signature for who the device belongs to.
    fn signed(&self, options: &Value, login: &str) -> String {
        let (said, data) = (self.said("webauthn.get", options), self.data(0));
        let signature = self.key.sign(&[&data[..], &sha256(&said)].concat());
        let response = json!({
            "clientDataJSON": encoded(&said),
            "authenticatorData": encoded(&data),
            "signature": encoded(&signature.to_bytes()),
            "userHandle": encoded(&sha256(format!("passkey {login}").as_bytes())),
        });
        json!({"id": encoded(b"seat"), "rawId": encoded(b"seat"), "type": "public-key", "response": response})
            .to_string()
    }
}

/// What a page asks the device.
fn options(page: &Answered) -> Value {
    let (_, rest) = page.text.split_once("data-options=\"").unwrap_or_else(|| panic!("{}", page.text));
    let text = rest.split_once('"').unwrap().0;
    serde_json::from_str(&text.replace("&#34;", "\"").replace("&#38;", "&")).unwrap()
}

fn club() -> Club {
    let club = club_of(&[("bea", "steward cup/2026"), ("cid", "steward cup/2026")]).at(SITE);
    for login in ["bea", "cid"] {
        club.record().choose_password(&by(), login, &password::hash(PASSWORD).unwrap()).unwrap();
        let secret = (&parcferme_store::Digest::of(login.as_bytes()), by().when.later(600));
        club.record().begin_session(&by(), login, secret).unwrap();
    }
    club
}

async fn add(club: &Club, login: &str, device: &Device) -> Answered {
    let fields = [("do", "begin"), ("name", "phone"), ("password", PASSWORD)];
    let page = club.send("/desk/passkeys", &cookie(login), &fields).await;
    let (credential, asked) = (device.created(&options(&page)), hidden(&page, "asked"));
    let fields = [("do", "add"), ("asked", asked.as_str()), ("credential", credential.as_str())];
    club.send("/desk/passkeys", &cookie(login), &fields).await
}

async fn sign_in(club: &Club, answer: impl FnOnce(&Value) -> String) -> Answered {
    let page = club.get("/sign-in/passkey?then=/desk/cup/2026", "").await;
    let (credential, asked) = (answer(&options(&page)), hidden(&page, "asked"));
    let fields = [("then", "/desk/cup/2026"), ("asked", asked.as_str()), ("credential", credential.as_str())];
    club.send("/sign-in/passkey", "", &fields).await
}

#[tokio::test]
async fn a_device_is_added_and_signs_in() {
    let club = club();
    let mut device = Device::new();
    let wrong = [("do", "begin"), ("name", "phone"), ("password", "not the password")];
    let refused = club.send("/desk/passkeys", &cookie("bea"), &wrong).await;
    assert!(refused.status == 400 && refused.text.contains("not the password of now"), "{}", refused.text);
    let added = add(&club, "bea", &device).await;
    assert_eq!((added.status.as_u16(), added.location()), (303, "/desk/passkeys"), "{}", added.text);
    let listed = club.get("/desk/passkeys", &cookie("bea")).await;
    assert!(listed.text.contains("<b>phone</b>") && listed.text.contains("never used"), "{}", listed.text);
    assert!(club.get("/sign-in", "").await.text.contains("href=\"sign-in/passkey?then=%2Fdesk\""));

    device.counter = 2;
    let signed_in = sign_in(&club, |options| device.signed(options, "bea")).await;
    assert_eq!(
        (signed_in.status.as_u16(), signed_in.location()),
        (303, "/desk/cup/2026"),
        "{}",
        signed_in.text
    );
    let desk = club.get("/desk", &signed_in.cookie()).await;
    assert!(desk.status == 200 && desk.text.contains("bea"), "{}", desk.text);
    let own = club.record().passkeys("bea").unwrap().remove(0);
    assert!(own.used.is_some() && own.key.contains("\"counter\":2"), "{own:?}");
    let line = club.record().noted(None, 1).unwrap().remove(0);
    assert_eq!((line.deed.words(), line.who.as_deref()), ("signed in as", Some("bea")));

    // The same answer does not come through twice, nor a device that counts backwards: it was copied.
    let page = club.get("/sign-in/passkey", "").await;
    device.counter = 3;
    let (credential, asked) = (device.signed(&options(&page), "bea"), hidden(&page, "asked"));
    let fields = [("asked", asked.as_str()), ("credential", credential.as_str())];
    assert_eq!(club.send("/sign-in/passkey", "", &fields).await.status, 303);
    assert_eq!(club.send("/sign-in/passkey", "", &fields).await.status, 401, "a second time");
    assert_eq!(sign_in(&club, |options| device.signed(options, "bea")).await.status, 401, "the same count");
    device.counter = 9;
    club.record().disable(&by(), "bea", true).unwrap();
    let shut = sign_in(&club, |options| device.signed(options, "bea")).await;
    assert!(shut.status != 303, "{}", shut.text);
}

#[tokio::test]
async fn what_does_not_hold_lets_nobody_in() {
    let club = club();
    assert_eq!(add(&club, "bea", &Device::new()).await.status, 303);
    let later = || Device { counter: 5, ..Device::new() };
    let stranger = Device { key: SigningKey::from_bytes(&[8; 32]), ..later() };
    let elsewhere = Device { site: "https://results.club.example.evil.example", ..later() };
    let unseen = Device { verified: false, ..later() };
    for (what, device, login) in [
        ("another key", &stranger, "bea"),
        ("another site", &elsewhere, "bea"),
        ("nobody was seen", &unseen, "bea"),
        ("somebody else's", &later(), "cid"),
    ] {
        let answered = sign_in(&club, |options| device.signed(options, login)).await;
        assert_eq!(answered.status, 401, "{what}: {}", answered.text);
    }
    let device = later();
    let other = json!({"challenge": encoded(&[1; 32])});
    assert_eq!(sign_in(&club, |_| device.signed(&other, "bea")).await.status, 401, "another challenge");
    assert_eq!(sign_in(&club, |_| "{}".to_owned()).await.status, 401, "no answer");
    // A key that one has is not another's, and one asked of somebody is not given to somebody else.
    let twice = add(&club, "cid", &Device::new()).await;
    assert!(twice.status == 400 && twice.text.contains("known already"), "{}", twice.text);
    let begin = [("do", "begin"), ("name", "key"), ("password", PASSWORD)];
    let page = club.send("/desk/passkeys", &cookie("bea"), &begin).await;
    let (credential, asked) = (stranger.created(&options(&page)), hidden(&page, "asked"));
    let fields = [("do", "add"), ("asked", asked.as_str()), ("credential", credential.as_str())];
    assert_eq!(club.send("/desk/passkeys", &cookie("cid"), &fields).await.status, 400);
    // Too many from one address.
    let mut last = 0;
    for _ in 0..10 {
        last = sign_in(&club, |options| stranger.signed(options, "bea")).await.status.as_u16();
    }
    assert_eq!(last, 429);
    // Removed, it is a stranger's.
    club.send("/desk/passkeys", &cookie("bea"), &[("do", "remove"), ("name", "phone")]).await;
    assert!(club.record().passkeys("bea").unwrap().is_empty());
}

#[tokio::test]
async fn where_browsers_refuse_passkeys_none_are_offered() {
    for site in
        ["http://results.club.example", "https://192.168.1.20", "https://[::1]:8003", "https://paddock"]
    {
        let club = club_of(&[("bea", "steward cup/2026")]).at(site);
        assert_eq!(club.get("/sign-in/passkey", "").await.status, 404, "{site}");
        assert_eq!(club.get("/desk/passkeys", &cookie("bea")).await.status, 404, "{site}");
        assert!(!club.get("/sign-in", "").await.text.contains("passkey"), "{site}");
    }
    let club = club_of(&[("bea", "steward cup/2026")]).at("http://localhost:8003");
    assert_eq!(club.get("/sign-in/passkey", "").await.status, 200);
}

#[tokio::test]
async fn another_server_of_the_record_takes_the_answer_once() {
    let club = club();
    assert_eq!(add(&club, "bea", &Device::new()).await.status, 303);
    let device = Device { counter: 5, ..Device::new() };
    let page = club.get("/sign-in/passkey", "").await;
    let (credential, asked) = (device.signed(&options(&page), "bea"), hidden(&page, "asked"));
    let fields = [("asked", asked.as_str()), ("credential", credential.as_str())];
    let other = Club::of(club.address.clone()).at(SITE);
    assert_eq!(other.send("/sign-in/passkey", "", &fields).await.status, 303);
    assert_eq!(club.send("/sign-in/passkey", "", &fields).await.status, 401, "a second time, of the first");
}

#[tokio::test]
async fn who_asks_for_questions_without_end_gets_no_more_and_may_still_sign_in_otherwise() {
    let club = club();
    let mut answered = Vec::new();
    for _ in 0..61 {
        answered.push(club.get("/sign-in/passkey", "").await.status.as_u16());
    }
    assert!(answered[..60].iter().all(|own| *own == 200) && answered[60] == 429, "{answered:?}");
    let fields = [("login", "bea"), ("password", PASSWORD)];
    assert_eq!(club.send("/sign-in", "", &fields).await.status, 303, "it costs no attempt");
}
