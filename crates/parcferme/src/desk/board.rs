//! The notice board: every numbered document of a season, decisions, notices and editions, newest first.

use super::Stands;
use crate::library::Refused;
use crate::record;
use parcferme_core::season::Moment;
use parcferme_formats::folder::NoticeRecord;
use parcferme_publish::board::{Posted, Which};
use parcferme_publish::otherwise;
use parcferme_store::{Record, Standing};

/// All of a season, newest first.
///
/// # Errors
/// What the database says.
pub fn of(record: &mut Record, stands: &Stands) -> Result<Vec<Posted>, Refused> {
    let entered = stands.entered(record)?;
    let mut all: Vec<Posted> = stands.notices().iter().map(|own| notice(stands, own)).collect();
    let (season, rules) = (&stands.loaded.season, &stands.loaded.rules);
    for own in stands.decisions() {
        let Some(number) = own.posted.number else { continue };
        let lifted =
            season.decisions.rows().iter().find(|other| other.id == own.id).and_then(|own| own.lifted_by);
        let at: Option<Moment> = own.date.parse().ok();
        all.push(Posted {
            which: Which::Document(number),
            kind: "decision".to_owned(),
            title: otherwise::decision(season, rules, &own.id),
            at,
            entered: None,
            when: own.date.clone(),
            // Who signed it has decided it; who it was decided by is said where nobody signed, as in a folder.
            author: match own.posted.signed.is_empty() {
                true => own.author.clone(),
                false => own.posted.signed.join(", "),
            },
            stands: lifted.map_or_else(String::new, |ix| format!("lifted: {}", season.decisions[ix].reason)),
            article: own.posted.article.clone(),
            text: own.reason.clone(),
            lines: lines(&[
                ("Evidence", &own.posted.evidence.join("; ")),
                ("Answers", &documents(&own.posted.answers)),
                ("Decided by", if own.posted.signed.is_empty() { "" } else { &own.author }),
                ("Signed by", &own.posted.signed.join(", ")),
                ("Source", &own.source),
            ]),
            links: Vec::new(),
        });
    }
    let editions = record.editions(stands.season()).map_err(record::refused)?;
    let last = editions.last().map(|own| own.number);
    for own in editions {
        let links = own.papers.iter().filter(|paper| paper.name.ends_with(".pdf"));
        all.push(Posted {
            which: Which::Edition(own.number),
            kind: "edition".to_owned(),
            title: match own.standing {
                Standing::Provisional => "Provisional results and standings".to_owned(),
                Standing::Official => "Official results and standings".to_owned(),
            },
            at: Some(own.when),
            entered: Some(own.when),
            when: String::new(),
            author: String::new(),
            stands: if Some(own.number) == last { "the latest".to_owned() } else { "superseded".to_owned() },
            article: String::new(),
            text: String::new(),
            lines: Vec::new(),
            links: links
                .map(|paper| format!("editions/{}/{}/{}", own.season, own.number, paper.name))
                .collect(),
        });
    }
    for own in &mut all {
        if let Which::Document(number) = own.which {
            own.entered = entered.get(&number).copied();
        }
    }
    let news = |own: &Posted| (own.news_since().map(Moment::utc), own.which);
    all.sort_by_key(|own| std::cmp::Reverse(news(own)));
    Ok(all)
}

fn notice(stands: &Stands, own: &NoticeRecord) -> Posted {
    let settled = stands.is_settled(own.number);
    let round = own.round.map_or_else(String::new, |round| match own.session.as_str() {
        "" => format!("round {round}"),
        session => format!("round {round}, {}", session.replace('-', " ")),
    });
    let until = own.until.map_or_else(String::new, parcferme_publish::stamp::moment_in_words);
    Posted {
        which: Which::Document(own.number),
        kind: own.kind.word().to_owned(),
        title: own.title.clone(),
        at: Some(own.at),
        entered: None,
        when: String::new(),
        author: own.author.clone(),
        stands: match (own.kind.is_pending(), settled) {
            (true, false) => "pending".to_owned(),
            (true, true) => "settled".to_owned(),
            _ => String::new(),
        },
        article: own.article.clone(),
        text: own.text.clone(),
        lines: lines(&[
            ("Lodged by", &own.by),
            ("Against", &own.against),
            ("About", &round),
            ("Against decision", &of_decision(stands, &own.decision)),
            ("Until", &until),
            ("Evidence", &own.evidence.join("; ")),
            ("Answers", &documents(&own.answers)),
        ]),
        links: Vec::new(),
    }
}

/// A decision as the board knows it: by its number there, where it has one.
fn of_decision(stands: &Stands, id: &str) -> String {
    let number = stands.decisions().iter().find(|own| own.id == id).and_then(|own| own.posted.number);
    number.map_or_else(|| id.to_owned(), |number| format!("document {number}"))
}

fn documents(numbers: &[u32]) -> String {
    let all: Vec<String> = numbers.iter().map(|own| format!("document {own}")).collect();
    all.join(", ")
}

fn lines(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let said = all.iter().filter(|own| !own.1.is_empty());
    said.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
