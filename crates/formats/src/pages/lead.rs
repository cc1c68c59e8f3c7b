//! The opening sentences: which event or season the page is about, when and where.

use super::document::{Block, Document};
use super::findings::shortened;
use super::words;
use super::{Lead, Page, Text, Unread, date};

/// Sentences beyond which an opening is a text of its own.
const MAX_SENTENCES: usize = 200;

pub(super) fn read(page: &mut Page, document: &Document) {
    let Some(lead) = document.sections.first() else { return };
    let mut remarks = Vec::new();
    let mut left = MAX_SENTENCES;
    let only_year = page.only_year();
    for block in &lead.blocks {
        let Block::Prose(text) = block else { continue };
        if left == 0 {
            page.unread.push(Unread { line: text.line, what: "prose", text: shortened(&text.text) });
            continue;
        }
        for sentence in words::sentences(&text.text) {
            let before = page.lead.clone();
            if left > 0 {
                read_sentence(&mut page.lead, sentence, text.line, only_year);
            }
            left = left.saturating_sub(1);
            if page.lead == before {
                remarks.push(Text { line: text.line, text: sentence.to_owned() });
            }
        }
    }
    page.lead.remarks = remarks;
}

/// The season in the first sentence's subject, for pages without a title: `The 2003 X was ...`.
pub(super) fn season(document: &Document) -> Option<(i32, Option<String>)> {
    let blocks = document.sections.first()?.blocks.iter();
    blocks
        .filter_map(|block| match block {
            Block::Prose(text) => text.text.split_once(" was "),
            _ => None,
        })
        .map(|(subject, _)| subject)
        .next()
        .and_then(date::season_in)
}

fn read_sentence(lead: &mut Lead, sentence: &str, line: u32, year: Option<i32>) {
    let keep = |text: &str| Some(Text { line, text: text.trim_matches([' ', ',']).to_owned() });
    if let Some((subject, rest)) = sentence.split_once(" was the ")
        && lead.event.is_none()
        && let Some(number) = rest.split_whitespace().next().and_then(words::ordinal)
    {
        let races = words::before_any(rest, &[" of ", " in "]);
        if ["race", "round", "event"].iter().any(|word| races.ends_with(word)) {
            lead.round = Some((line, number));
            lead.last_round = races.split_whitespace().any(|word| matches!(word, "final" | "last"));
            lead.event = keep(without_year(subject));
            lead.series = rest.get(races.len()..).and_then(series).and_then(keep);
        }
    }
    if lead.series.is_none() && sentence.contains(" season ") {
        lead.series = sentence
            .split_once(" season was ")
            .map(|(subject, _)| without_year(subject))
            .or_else(|| {
                words::after(sentence, "season for the ")
                    .map(|rest| words::before_any(rest, &[", ", " and "]))
            })
            .and_then(keep);
    }
    place(lead, sentence, line);
    if ["took place", "was held", "was run", "were held"].iter().any(|words| sentence.contains(words))
        && let Some(date) = date::first_in(sentence, year)
    {
        lead.date = Some((line, date));
    }
    if let Some(rest) = words::after(sentence, "It began ") {
        let (begins, ends) = rest.split_once(" ended ").unwrap_or((rest, ""));
        lead.begins = date::first_in(begins, year).map(|date| (line, date));
        lead.ends = date::first_in(ends, year).map(|date| (line, date));
    }
    if let Some(rest) = words::after(sentence, " after ")
        && let Some((number, what)) = rest.split_once(' ')
        && ["races", "rounds", "events"].iter().any(|word| what.starts_with(word))
    {
        lead.races = words::cardinal(number).map(|number| (line, number));
    }
    if let Some((_, list)) = sentence.split_once(" classes: ") {
        lead.classes = list
            .replace(", and ", ",")
            .replace(" and ", ",")
            .split(',')
            .filter_map(keep)
            .filter(|class| !class.text.is_empty())
            .collect();
    }
}

/// `of the 2003 Example Series season` names the series.
fn series(rest: &str) -> Option<&str> {
    let name = rest.trim_start().strip_prefix("of ").or_else(|| rest.trim_start().strip_prefix("in "))?;
    let name = name.strip_prefix("the ").unwrap_or(name);
    Some(without_year(words::before_any(name, &[" season", ", ", " and "])))
}

fn place(lead: &mut Lead, sentence: &str, line: u32) {
    let Some(rest) = ["took place at ", "held at ", "run at ", "took place on the "]
        .iter()
        .find_map(|phrase| words::after(sentence, phrase))
    else {
        return;
    };
    let place = words::before_any(rest, &[" on ", " in ", ";"]).trim_start_matches("the ");
    let (circuit, region) = place.split_once(", ").unwrap_or((place, ""));
    lead.circuit = Some(Text { line, text: circuit.trim().to_owned() });
    lead.region = (!region.is_empty()).then(|| Text { line, text: region.trim().to_owned() });
}

fn without_year(subject: &str) -> &str {
    let subject = subject.strip_prefix("The ").or_else(|| subject.strip_prefix("the ")).unwrap_or(subject);
    date::without_season(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(sentences: &[&str]) -> Lead {
        let mut lead = Lead::default();
        for sentence in sentences {
            read_sentence(&mut lead, sentence, 3, Some(1987));
        }
        lead
    }

    #[test]
    fn a_race_says_when_where_and_which_of_its_season() {
        let lead = read_all(&[
            "The 1987 Acme Sprint of Nowhere was the tenth and final race in the 1987 Made-up Series season and was held at Long Lake",
            "It took place on May 3, 1987",
        ]);
        assert_eq!(lead.event.unwrap().text, "Acme Sprint of Nowhere");
        assert_eq!((lead.round, lead.last_round), (Some((3, 10)), true));
        assert_eq!(lead.series.unwrap().text, "Made-up Series");
        assert_eq!(lead.circuit.unwrap().text, "Long Lake");
        assert_eq!(lead.date.unwrap().1.to_string(), "1987-05-03");
    }

    #[test]
    fn a_season_says_its_classes_races_and_days() {
        let lead = read_all(&[
            "The 1987 Made-up Series season was the fifth season for the XYZ Made-up Series, and the 33rd overall season of the Cup",
            "It was for cars divided into 3 classes: A1, B2, and C3",
            "It began March 15, 1987, and ended October 18, 1987, after nine races",
        ]);
        assert_eq!(lead.series.unwrap().text, "Made-up Series");
        assert_eq!(lead.classes.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["A1", "B2", "C3"]);
        assert_eq!(lead.races, Some((3, 9)));
        assert_eq!(lead.begins.map(|(_, date)| date.to_string()).as_deref(), Some("1987-03-15"));
        assert_eq!(lead.ends.map(|(_, date)| date.to_string()).as_deref(), Some("1987-10-18"));
        assert_eq!(lead.round, None);
    }
}
