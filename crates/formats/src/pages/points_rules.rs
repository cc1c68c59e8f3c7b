//! Points as pages state them in sentences: scales, the share of the winner's distance, whose cars score.

use super::document::{Block, Document};
use super::words;
use super::{MinimumShare, Page, Scale, ShareEffect, Text};
use parcferme_core::{Points, Share};

/// No season has more scales of points.
const MAX_SCALES: usize = 100;

/// Scales and the rule of the best car; thresholds are read paragraph by paragraph.
pub(super) fn read(page: &mut Page, document: &Document) {
    for (index, section) in document.sections.iter().enumerate() {
        let mut intro: Option<&Text> = None;
        for block in &section.blocks {
            match block {
                Block::Prose(text) => {
                    if page.points_rules.scales.len() < MAX_SCALES
                        && let Some(points) = text.text.rsplit(' ').next().and_then(scale)
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
                        && let Some(points) = scale(&text.text)
                    {
                        let events = intro.map(|intro| events(&intro.text)).unwrap_or_default();
                        let intro_line = intro.map_or(text.line, |intro| intro.line);
                        page.points_rules.scales.push(Scale { line: text.line, intro_line, points, events, rounds: Vec::new() });
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

/// `20-16-13-10`: at least three numbers around hyphens or dashes.
fn scale(text: &str) -> Option<Vec<Points>> {
    let text = text.trim_end_matches('.');
    let points: Option<Vec<Points>> = text.split(['-', '–']).map(|part| part.trim().parse().ok()).collect();
    points.filter(|points| points.len() >= 3)
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
