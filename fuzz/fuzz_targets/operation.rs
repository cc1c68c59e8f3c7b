//! What somebody asks to have entered: a line each of season, key, who and why, then files with a line `=== path` before
//! each; one without text goes. An input that begins with `!` is published. What a record takes is found in it again to the
//! byte, by its number, its key and its statement, and the record holds. Statements and signed blocks as they come over the
//! API are read too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parcferme_formats::folder::DecisionRecord;
use parcferme_store::proof::{Checkpoint, Note, Proof, Verifier};
use parcferme_store::{Act, Address, Draft, Edition, Facts, Operation, Publication, Record, Standing};
use std::collections::BTreeMap;

fuzz_target!(|text: &str| {
    read(text);
    let (publishes, text) = match text.strip_prefix('!') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (head, files) = text.split_once("=== ").unwrap_or((text, ""));
    let mut lines = head.split('\n').map(str::to_owned);
    let mut line = || lines.next().unwrap_or_default();
    let (season, key, who, why) = (line(), line(), line(), line());
    let files: BTreeMap<String, Option<Vec<u8>>> = files
        .split("=== ")
        .filter_map(|part| part.split_once('\n'))
        .map(|(path, text)| (path.to_owned(), (!text.is_empty()).then(|| text.as_bytes().to_vec())))
        .collect();
    // In memory, and gone with the input.
    let mut record = Record::open_or_make(&Address::of(":memory:")).expect("memory can be had");
    let draft = |follows, key: &str, act| Draft {
        season: season.clone(),
        follows,
        key: key.to_owned(),
        who: who.clone(),
        why: why.clone(),
        when: "2026-08-03T12:00:00Z".parse().expect("a moment"),
        act,
    };
    let facts = |files| Act::Facts(Facts { files, undoes: None });
    let (follows, act) = if publishes {
        let first = BTreeMap::from([("season.toml".to_owned(), Some(b"1".to_vec()))]);
        if record.enter(&draft(0, "first", facts(first))).is_err() {
            return;
        }
        let documents = files.iter().filter_map(|(name, bytes)| Some((name.clone(), bytes.clone()?.into())));
        let publication = Publication {
            standing: Standing::Provisional,
            rulebook: why.as_bytes().to_vec(),
            engine: who.clone(),
            documents: documents.collect(),
            address: Some(key.clone()),
        };
        (1, Act::Publish(publication))
    } else {
        (0, facts(files.clone()))
    };
    let asked = draft(follows, &key, act);
    let Ok(entered) = record.enter(&asked) else {
        assert_eq!(record.operations(&season, follows).expect("a list").len(), 0, "nothing or all");
        return;
    };
    assert_eq!(Operation::of(entered.operation.statement.clone()).as_ref(), Ok(&entered.operation));
    assert_eq!(record.entered_as(&key).expect("a question"), Some(entered.operation.clone()));
    assert_eq!((&entered.operation.who, &entered.operation.why), (&who, &why));
    match &entered.edition {
        Some(edition) => {
            assert_eq!(Edition::of(edition.statement.clone()).as_ref(), Ok(edition));
            for paper in &edition.papers {
                assert_eq!(Some(record.document(&paper.digest).expect("a document")), files[&paper.name]);
            }
        }
        None => {
            let stands = record.files(&season, 1).expect("files");
            assert_eq!(
                stands.into_iter().map(|(path, bytes)| (path, Some(bytes))).collect::<BTreeMap<_, _>>(),
                files
            );
        }
    }
    assert!(record.enter(&asked).expect("the same again").before);
    assert!(record.walk().expect("a walk").flaws.is_empty());
});

/// Texts that come from elsewhere: read, or refused.
fn read(text: &str) {
    if let Ok(own) = Operation::of(text.to_owned()) {
        assert_eq!(own.statement, text);
    }
    if let Ok(own) = Edition::of(text.to_owned()) {
        assert_eq!(own.statement, text);
    }
    let _ = (Note::read(text), Checkpoint::read(text), Proof::read(text), text.parse::<Verifier>());
    if let Ok(own) = DecisionRecord::of_block("decision", text) {
        let block = own.block();
        let again = DecisionRecord::of_block("decision", &block).expect("what was written can be read");
        assert_eq!(again.block(), block);
    }
}
