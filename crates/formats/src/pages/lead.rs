//! The opening sentences: which event or season the page is about, when and where.

use super::document::{Block, Document};
use super::findings::shortened;
use super::table::Table;
use super::{Lead, Page, Text, Unread, date};
use super::{sections, words};

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

/// What the opening calls its subject, for pages without a title: `1989 Example season` of `The 1989 Example season was ...`.
pub(super) fn title(document: &Document) -> Option<Text> {
    opening(document).find_map(|(sentence, line)| {
        let all = words::of(sentence);
        let at = all.iter().enumerate().position(|(index, word)| {
            let named = all.get(index + 1).is_some_and(|next| next.text.starts_with(char::is_uppercase));
            let behind = index.checked_sub(1).and_then(|before| all.get(before)).map(|before| before.text);
            named && date::season(word.text).is_some() && matches!(behind, None | Some("The" | "the"))
        })?;
        const VERBS: [&str; 10] =
            ["was", "is", "began", "consisted", "took", "were", "started", "comprised", "featured", "saw"];
        let mut title: Vec<&str> = Vec::new();
        for word in all.iter().skip(at).take(14) {
            if VERBS.contains(&word.text) || word.text.starts_with('(') {
                break;
            }
            title.push(word.text.trim_end_matches([',', ';', ':']));
            if word.text.ends_with([',', ';', ':']) || word.text.eq_ignore_ascii_case("season") {
                break;
            }
        }
        // A sentence that begins with it is about it; elsewhere only a whole season is meant.
        let about = at <= 1 || title.last().is_some_and(|word| word.eq_ignore_ascii_case("season"));
        (title.len() > 1 && about).then(|| Text { line, text: title.join(" ") })
    })
}

/// Whether the opening is about a season: `The 1989 Example season was ...`.
pub(super) fn is_a_season(document: &Document) -> bool {
    opening(document).filter_map(|(sentence, _)| subject(sentence)).any(|subject| {
        let bare = subject.strip_prefix("The ").unwrap_or(subject);
        let year = bare.split(' ').next().unwrap_or_default();
        date::season(year).is_some() && bare.to_lowercase().ends_with(" season")
    })
}

/// The year of the first day that the opening names, for a page about one race.
pub(super) fn year(document: &Document) -> Option<i32> {
    opening(document).find_map(|(sentence, _)| date::first_in(sentence, None)).map(|date| date.year())
}

/// Sentences of the first paragraphs.
fn opening(document: &Document) -> impl Iterator<Item = (&str, u32)> {
    let blocks = document.sections.first().map_or(&[][..], |section| section.blocks.as_slice());
    let prose = blocks.iter().filter_map(|block| match block {
        Block::Prose(text) => Some(text),
        _ => None,
    });
    // Captions of pictures may stand before the first paragraph.
    prose.take(12).flat_map(|text| {
        let all = words::sentences(&text.text);
        all.into_iter().take(6).map(|sentence| (sentence, text.line))
    })
}

fn read_sentence(lead: &mut Lead, sentence: &str, line: u32, year: Option<i32>) {
    let keep = |text: &str| Some(Text { line, text: text.trim_matches([' ', ',']).to_owned() });
    if lead.round.is_none()
        && let Some(found) = round(sentence)
    {
        lead.round = Some((line, found.number));
        lead.last_round = found.last;
        lead.series = lead.series.take().or_else(|| found.series.and_then(keep));
        lead.event = lead.event.take().or_else(|| subject(sentence).map(without_year).and_then(keep));
    }
    if let Some(event) = subject(sentence).filter(|_| lead.event.is_none() && is_of_a_race(sentence)) {
        lead.event = keep(without_year(event));
        lead.series = lead.series.take().or_else(|| kind_of_race(sentence).and_then(keep));
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
    const HELD: [&str; 10] = [
        "took place",
        "held",
        "was run",
        "run on",
        "run at",
        "happened",
        "staged",
        "contested",
        " on ",
        " race ",
    ];
    if lead.date.is_none()
        && HELD.iter().any(|words| sentence.contains(words))
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

/// Words for one race of a season.
const RACES: [&str; 9] = ["race", "round", "event", "rally", "rallye", "meeting", "stop", "contest", "lauf"];

/// The round that a sentence names, and the series whose round it is.
struct Round<'a> {
    number: u32,
    last: bool,
    series: Option<&'a str>,
}

/// `the eighth round of the 1990 Example season`, `race 7 of the 2004 season`, `Round 3 of 14`, `the tenth and final race`.
fn round(sentence: &str) -> Option<Round<'_>> {
    let all = words::of(sentence);
    let bare =
        |at: usize| all.get(at).map(|word| word.text.trim_matches([',', '.', '(', ')', ';']).to_lowercase());
    let rest_from = |at: usize| all.get(at).and_then(|word| sentence.get(word.start..)).unwrap_or_default();
    let is_race = |at: usize| bare(at).is_some_and(|word| RACES.contains(&word.as_str()));
    let links = |at: usize| bare(at).is_some_and(|word| matches!(word.as_str(), "of" | "in" | "for"));
    for at in 0..all.len() {
        // `eighth round of`, with words such as `and final`, `championship` between.
        if let Some(number) = all.get(at).and_then(|word| words::ordinal(word.text)) {
            for noun in at + 1..at + 7 {
                if bare(noun).is_none()
                    || bare(noun).is_some_and(|word| {
                        matches!(word.as_str(), "of" | "in" | "for" | "to" | "time" | "season")
                    })
                {
                    break;
                }
                if is_race(noun) && links(noun + 1) && names_a_season(rest_from(noun + 1)) {
                    let between: Vec<String> = (at + 1..noun).filter_map(bare).collect();
                    let last =
                        between.iter().any(|word| matches!(word.as_str(), "final" | "last" | "closing"));
                    return Some(Round { number, last, series: series(rest_from(noun + 1)) });
                }
            }
        }
        // `race 7 of the 2004 Example season`, `Round 3 of 14`.
        if is_race(at)
            && let Some(number) = all
                .get(at + 1)
                .and_then(|word| words::cardinal(word.text))
                .filter(|number| (1..=99).contains(number))
            && links(at + 2)
        {
            let rest = rest_from(at + 2);
            let counted = bare(at + 3)
                .and_then(|word| word.parse::<u32>().ok())
                .is_some_and(|of| of >= number && of < 100);
            if counted || names_a_season(rest) {
                return Some(Round { number, last: false, series: series(rest) });
            }
        }
    }
    None
}

/// Whether what a race is the third of is a season: it has its year or is called so.
fn names_a_season(rest: &str) -> bool {
    let rest = words::before_any(rest, &[", ", "; "]).to_lowercase();
    date::season_in(&rest).is_some()
        || ["season", "championship", "series", "cup", "trophy"]
            .iter()
            .any(|word| rest.split(' ').any(|own| own == *word))
}

/// `of the 2003 Example Series season` names the series.
fn series(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let name = ["of ", "in ", "for "].iter().find_map(|word| rest.strip_prefix(word))?;
    let name = name.strip_prefix("the ").unwrap_or(name);
    // `Round 3 of 14 in the 1990 Example season`.
    let name = match name.split_once(' ') {
        Some((count, rest)) if count.parse::<u32>().is_ok_and(|count| count < 100) => return series(rest),
        _ => name,
    };
    let name = without_year(words::before_any(name, &[" season", " Season", ", ", " and ", ";"]));
    (!name.is_empty() && name != "season" && date::season(name).is_none()).then_some(name)
}

/// What a sentence is about: what stands before its verb, without what is put in brackets or between commas. A pronoun
/// is nothing.
fn subject(sentence: &str) -> Option<&str> {
    let end = [" was ", " is ", " took ", " were "].iter().filter_map(|verb| sentence.find(verb)).min()?;
    let subject = words::before_any(&sentence[..end], &[" (", ", "]);
    let first = subject.split(' ').next().unwrap_or_default();
    let pronoun =
        matches!(first, "It" | "This" | "That" | "He" | "She" | "They" | "These" | "There" | "Following");
    (!pronoun && !subject.is_empty() && subject.split(' ').count() <= 14).then_some(subject)
}

/// `The 1998 Example Grand Prix was a Formula Example race held at ...`
fn is_of_a_race(sentence: &str) -> bool {
    let Some(subject) = subject(sentence) else { return false };
    let lower = subject.to_lowercase();
    let names_season = lower.split(' ').any(|word| matches!(word, "season" | "series" | "championship"));
    let names_round = lower.ends_with("round") || lower.ends_with("race");
    let Some(rest) = sentence.get(subject.len()..) else { return false };
    let of_races = rest
        .split(|c: char| !c.is_alphanumeric())
        .take(20)
        .any(|word| RACES.contains(&word.to_lowercase().as_str()) && !word.is_empty());
    (!names_season || names_round) && of_races
}

/// `a Formula One motor race held at`: the series whose race it is.
fn kind_of_race(sentence: &str) -> Option<&str> {
    let rest = words::after(sentence, " was an ").or_else(|| words::after(sentence, " was a "))?;
    let kind = words::before_any(rest, &[" motor race", " race", " round", " event", " rally"]);
    let kind = ["non-championship ", "motor ", "automobile "]
        .iter()
        .fold(kind, |kind, word| kind.strip_prefix(word).unwrap_or(kind));
    let named = kind.split(' ').next().is_some_and(|word| word.starts_with(char::is_uppercase));
    (named && kind.split(' ').count() <= 6 && kind.len() < rest.len()).then_some(kind)
}

/// Whether the opening is about one race.
pub(super) fn is_a_race(document: &Document) -> bool {
    let Some(lead) = document.sections.first() else { return false };
    lead.blocks.iter().take(3).any(|block| match block {
        Block::Prose(text) => {
            words::sentences(&text.text).iter().take(2).any(|sentence| is_of_a_race(sentence))
        }
        _ => false,
    })
}

/// `Race 8 of 16 in the 1990 Example season` in a box of facts.
pub(super) fn read_box(lead: &mut Lead, text: &str, line: u32) {
    if lead.round.is_some() {
        return;
    }
    if let Some(found) = round(&text.replace('\n', " ")) {
        lead.round = Some((line, found.number));
        if lead.series.is_none() {
            lead.series = found.series.map(|series| Text { line, text: series.to_owned() });
        }
    }
}

/// What a box of facts says beyond the first sentences: round, day and circuit.
pub(super) fn read_facts(page: &mut Page) {
    let year = page.only_year();
    let lead = &mut page.lead;
    for fact in &page.facts {
        let name = crate::folder::words::plain(&fact.name);
        let value = fact.value.trim();
        read_box(lead, &format!("{} {value}", fact.name), fact.line);
        match name.as_str() {
            "round" | "round no" | "race no" | "race number" | "event no" if lead.round.is_none() => {
                let number = value.split([' ', '/']).next().and_then(|word| word.parse().ok());
                lead.round =
                    number.filter(|number| (1..=99).contains(number)).map(|number| (fact.line, number));
            }
            "date" | "race date" if lead.date.is_none() => {
                lead.date = date::first_in(value, year).map(|date| (fact.line, date));
            }
            "circuit" | "venue" | "track" | "course name" if lead.circuit.is_none() => {
                let circuit = words::before_any(value, &[", "]).to_owned();
                lead.circuit = Some(Text { line: fact.line, text: circuit });
            }
            _ => {}
        }
    }
}

/// `Round 4 - Hill Park - 9 June 2024`: what a title says that begins with the round, or has it behind a dash.
pub(super) fn read_title(page: &mut Page) {
    let Some(title) = page.title.clone() else { return };
    let mut parts = vec![title.text.as_str()];
    for between in [" - ", " – ", " — ", " | ", ": "] {
        parts = parts.into_iter().flat_map(|part| part.split(between)).collect();
    }
    let round = |part: &&str| {
        let begun: Vec<&str> = part.split_whitespace().take(2).collect();
        let number = sections::said(&[&begun.join(" ")]).round?;
        (!part.to_lowercase().contains("standing")).then_some(number)
    };
    let Some((at, number)) = parts.iter().enumerate().find_map(|(at, part)| Some((at, round(part)?))) else {
        return;
    };
    let lead = &mut page.lead;
    lead.round = lead.round.or(Some((title.line, number)));
    lead.date = lead.date.or_else(|| Some((title.line, date::first_in(&title.text, None)?)));
    // The event stands behind the number, or in the next part.
    let behind = parts[at].split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
    let is_event =
        |text: &&str| date::first_in(text, Some(2000)).is_none() && !sections::said(&[text]).rest.is_empty();
    let event = [behind.as_str(), parts.get(at + 1).copied().unwrap_or_default()].into_iter().find(is_event);
    if let Some(event) = event.filter(|_| lead.event.is_none()) {
        lead.event = Some(Text { line: title.line, text: event.trim().to_owned() });
    }
}

/// The series between the links to the races before and after: `Example World Championship 1990 season`.
pub(super) fn series_of_links(table: &Table) -> Option<Text> {
    table.cells.iter().take(12).find_map(|cell| {
        let text = cell.text.replace('\n', " ");
        let name = text.strip_suffix(" season").or_else(|| text.strip_suffix(" Season"))?;
        let (name, year) = name.rsplit_once(' ')?;
        date::season(year)?;
        let name = name.trim().trim_end_matches(" races").trim_end_matches(" Non-Championship");
        (!name.is_empty() && name.split(' ').count() <= 8)
            .then(|| Text { line: cell.line, text: name.to_owned() })
    })
}

fn place(lead: &mut Lead, sentence: &str, line: u32) {
    if lead.circuit.is_some() {
        return;
    }
    const AT: [&str; 9] = [
        "took place at ",
        "held at ",
        "run at ",
        "happened at ",
        "staged at ",
        "contested at ",
        "race at ",
        "took place on the ",
        "held on the ",
    ];
    let Some(rest) = AT.iter().find_map(|phrase| words::after(sentence, phrase)) else { return };
    let place = words::before_any(rest, &[" on ", " in ", ";", ". "]).trim_start_matches("the ");
    let (circuit, region) = place.split_once(", ").unwrap_or((place, ""));
    if circuit.is_empty() || circuit.split(' ').count() > 8 || date::first_in(circuit, Some(2000)).is_some() {
        return;
    }
    lead.circuit = Some(Text { line, text: circuit.trim().trim_end_matches(',').to_owned() });
    lead.region = (!region.is_empty()).then(|| Text { line, text: region.trim().to_owned() });
}

fn without_year(subject: &str) -> &str {
    let subject = subject.strip_prefix("The ").or_else(|| subject.strip_prefix("the ")).unwrap_or(subject);
    let subject = date::without_season(subject);
    match subject.rsplit_once(' ') {
        Some((name, last)) if date::season(last).is_some() && last.len() >= 4 => name,
        _ => subject,
    }
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
    fn a_title_says_the_round() {
        for (title, round, event, day) in [
            ("Round 4 - Hill Park - 9 June 2024", Some(4), Some("Hill Park"), Some("2024-06-09")),
            ("2024 Example Cup - Round 3 Results", Some(3), None, None),
            ("Lauf 2 Hill Park", Some(2), Some("Hill Park"), None),
            ("2024 Example Cup - Round 3 Standings", None, None, None),
            ("Example Cup standings after round 3", None, None, None),
        ] {
            let text = Text { line: 1, text: title.to_owned() };
            let mut page = Page { title: Some(text), ..Page::default() };
            read_title(&mut page);
            assert_eq!(page.lead.round.map(|own| own.1), round, "{title}");
            assert_eq!(page.lead.event.as_ref().map(|own| own.text.as_str()), event, "{title}");
            assert_eq!(page.lead.date.map(|own| own.1.to_string()).as_deref(), day, "{title}");
        }
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
