//! Points as pages state them in sentences: scales, the share of the winner's distance, whose cars score.

use super::document::{Block, Document};
use super::words;
use super::{MinimumShare, Page, Scale, ShareEffect, Text};
use parcferme_core::{Points, Share};

/// No season has more scales of points.
const MAX_SCALES: usize = 100;
/// No winner has more; a larger number is a year.
const MAX_FIRST: Points = Points::whole(1_000);

/// Scales and the rule of the best car; thresholds are read paragraph by paragraph.
pub(super) fn read(page: &mut Page, document: &Document) {
    for (index, section) in document.sections.iter().enumerate() {
        if document.headings(index).iter().any(|heading| of_sources(heading)) {
            continue;
        }
        let mut intro: Option<&Text> = None;
        for block in &section.blocks {
            match block {
                Block::Prose(text) => {
                    if page.points_rules.scales.len() < MAX_SCALES
                        && let Some(points) = scale_in(&text.text)
                    {
                        let events = events(&text.text);
                        page.points_rules.scales.push(Scale {
                            line: text.line,
                            intro_line: text.line,
                            points,
                            events,
                            rounds: Vec::new(),
                        });
                    }
                    intro = Some(text);
                    best_car(page, text);
                }
                Block::Item(text) => {
                    if page.points_rules.scales.len() < MAX_SCALES
                        && let Some(points) = scale(&text.text).or_else(|| scale_in(&text.text))
                    {
                        let events = intro.map(|intro| events(&intro.text)).unwrap_or_default();
                        let intro_line = intro.map_or(text.line, |intro| intro.line);
                        page.points_rules.scales.push(Scale {
                            line: text.line,
                            intro_line,
                            points,
                            events,
                            rounds: Vec::new(),
                        });
                        if page.points_rules.article.is_none()
                            && let Some(heading) = document.headings(index).last()
                        {
                            page.points_rules.article =
                                Some(Text { line: text.line, text: (*heading).to_owned() });
                        }
                    }
                }
                Block::Table(_) => {}
            }
        }
    }
}

/// A scale among the words of a sentence: `on a 9-6-4-3-2-1 basis`, `1st=20, 2nd=17, 3rd=15`, `1st: 20 points`.
fn scale_in(text: &str) -> Option<Vec<Points>> {
    if is_citation(text) {
        return None;
    }
    let joined = text.split_whitespace().find_map(|word| scale(word.trim_matches([',', ';', ':', '(', ')'])));
    if joined.is_some() {
        return joined;
    }
    // Places that count from the first on, each with its points.
    let mut points = Vec::new();
    for part in text.split([',', ';']) {
        let Some((place, value)) = part.rsplit_once(['=', ':']).or_else(|| part.split_once(" – ")) else {
            continue;
        };
        let place = place.split_whitespace().last().and_then(words::ordinal);
        if place != Some(points.len() as u32 + 1) {
            continue;
        }
        points.push(value.split_whitespace().next()?.trim_end_matches('.').parse().ok()?);
    }
    Some(points).filter(|points| falls(points))
}

/// `20-16-13-10`: at least three numbers around hyphens or dashes.
fn scale(text: &str) -> Option<Vec<Points>> {
    let text = text.trim_end_matches('.');
    let points: Option<Vec<Points>> = text.split(['-', '–']).map(|part| part.trim().parse().ok()).collect();
    // `2003-12-09` and `9-6-03` are days.
    let padded = |part: &str| part.trim().len() > 1 && part.trim().starts_with('0') && !part.contains('.');
    points.filter(|points| falls(points) && !text.split(['-', '–']).any(padded))
}

/// Whether numbers can be a scale: the winner has more than the second, nobody more than who is before him.
fn falls(points: &[Points]) -> bool {
    let [first, second, _, ..] = points else { return false };
    second < first && *first <= MAX_FIRST && points.windows(2).all(|pair| pair[1] <= pair[0])
}

/// A source as pages cite them; its numbers are days, pages and shelf marks.
fn is_citation(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.starts_with('^') || ["retrieved", "archived", "isbn", "issn"].iter().any(|word| lower.contains(word))
}

/// A section that lists sources.
fn of_sources(heading: &str) -> bool {
    const SOURCES: [&str; 12] = [
        "references",
        "reference",
        "citations",
        "sources",
        "footnotes",
        "notes and references",
        "bibliography",
        "external links",
        "further reading",
        "einzelnachweise",
        "weblinks",
        "see also",
    ];
    SOURCES.contains(&crate::folder::words::plain(heading).as_str())
}

/// `Exceptions being for the A and B which award ...` names A and B; without such words all events are meant.
fn events(intro: &str) -> Vec<String> {
    let lower = intro.to_lowercase();
    let Some(at) = ["exceptions being for ", "exception being for ", "except for ", "exceptions are "]
        .iter()
        .find_map(|phrase| lower.find(phrase).map(|at| at + phrase.len()))
    else {
        return Vec::new();
    };
    let Some(rest) = intro.get(at..) else { return Vec::new() };
    let list = words::before_any(rest, &[" which ", " where ", " that ", ", awarding", ":"]);
    list.replace(", and ", ",")
        .replace(" and ", ",")
        .split(',')
        .map(|event| event.trim().trim_start_matches("the ").to_owned())
        .filter(|event| !event.is_empty())
        .collect()
}

fn best_car(page: &mut Page, text: &Text) {
    for sentence in words::sentences(&text.text) {
        let lower = sentence.to_lowercase();
        let highest = lower.contains("highest finishing")
            || lower.contains("highest-finishing")
            || lower.contains("best finishing")
            || lower.contains("best-placed");
        if lower.contains("only score") && highest {
            page.points_rules.best_car_only = Some(Text { line: text.line, text: sentence.to_owned() });
        }
    }
}

/// `Cars failing to complete 70% of the winner's distance are not awarded points.`
pub(super) fn read_threshold(page: &mut Page, text: &Text) -> bool {
    let before = page.points_rules.shares.len();
    for sentence in words::sentences(&text.text) {
        let lower = sentence.to_lowercase();
        let Some((share, of)) = share_of(&lower) else { continue };
        let effect = if lower.contains("not awarded points")
            || lower.contains("no points")
            || lower.contains("not score")
        {
            ShareEffect::NoPoints
        } else if lower.contains("not classified") || lower.contains("(nc)") {
            ShareEffect::NotClassified
        } else {
            ShareEffect::Other
        };
        page.points_rules.shares.push(MinimumShare {
            line: text.line,
            share,
            of,
            effect,
            sentence: sentence.to_owned(),
        });
    }
    page.points_rules.shares.len() > before
}

fn share_of(sentence: &str) -> Option<(Share, String)> {
    let at = sentence.find('%')?;
    let number = sentence[..at].trim_end().rsplit(' ').next()?;
    let share = format!("{number}%").parse().ok()?;
    let of = words::after(&sentence[at..], " of ")?;
    let of = words::before_any(of, &["'s distance", "’s distance", "s' distance", " distance"]);
    let whole = sentence.contains("distance") && sentence.contains("complet");
    whole.then(|| (share, of.trim_start_matches("the ").to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_name_whose_distance_and_what_follows() {
        let mut page = Page::default();
        let sentence = |text: &str| Text { line: 4, text: text.to_owned() };
        assert!(read_threshold(
            &mut page,
            &sentence(
                "Class winners in bold. Cars failing to complete 72.5% of class winner's distance marked as Not Classified (NC)."
            )
        ));
        assert!(read_threshold(
            &mut page,
            &sentence("Cars failing to complete 65 % of the winner's distance are not awarded points.")
        ));
        assert!(!read_threshold(&mut page, &sentence("Nearly 70% of the field was new.")));
        let read: Vec<_> =
            page.points_rules.shares.iter().map(|s| (s.share.to_string(), s.of.as_str(), s.effect)).collect();
        assert_eq!(
            read,
            [
                ("72.5 %".to_owned(), "class winner", ShareEffect::NotClassified),
                ("65 %".to_owned(), "winner", ShareEffect::NoPoints),
            ]
        );
    }

    #[test]
    fn a_scale_may_stand_in_a_sentence() {
        let read = |text| scale_in(text).map(|points| points.len());
        assert_eq!(
            read("Points were awarded on a 9-6-4-3-2-1 basis for the first six places in each race."),
            Some(6)
        );
        assert_eq!(read("The points allocation was: 1st=20, 2nd=17, 3rd=15, 4th=13"), Some(4));
        assert_eq!(read("It began on 1982-04-09 and ended later."), None);
        assert_eq!(read("He won 1-2-3."), None);
    }

    #[test]
    fn a_day_and_a_citation_are_no_scale() {
        for text in ["1997-12-09", "31-12-05", "1997-12-9", "10-10-9", "2000-500-100", "5-4-6"] {
            assert_eq!(scale(text), None, "{text}");
        }
        assert_eq!(scale("1000-900-0").map(|points| points.len()), Some(3));
        assert_eq!(scale_in("Pages 9-6-4. Retrieved 3 May."), None);
        assert!(of_sources("References") && of_sources("External links") && !of_sources("Scoring system"));
    }

    #[test]
    fn a_scale_needs_numbers_only() {
        assert_eq!(scale("9-6-4").map(|points| points.len()), Some(3));
        assert_eq!(scale("1-2"), None);
        assert_eq!(scale("a-b-c"), None);
        assert_eq!(
            events("Exceptions being for the 6 Hours of X and Petit Y which award the top 10:"),
            ["6 Hours of X", "Petit Y"]
        );
        assert_eq!(events("Points are awarded in the following order:"), Vec::<String>::new());
    }
}
