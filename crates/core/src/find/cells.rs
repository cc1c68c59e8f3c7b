//! The cells of a season's tables that a question is about: `PK Sport mosport`, `teams GT corvette 3`, `magnussen`.

use super::{Asked, Fit, Names, SeasonNames};
use crate::alternatives::Question;
use crate::outcome::{Outcome, StandingsRow, StandingsTable};
use crate::season::{Competitor, Round, Season};
use crate::table::Ix;

/// A cell, or a total where no round is named, and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundCell {
    pub question: Question,
    /// Of the word that fits worst.
    pub fit: Fit,
    /// How far all words together are from those that stand there; the less the better.
    pub off: u32,
}

/// The cells that fit best, in the order of the tables: several where the words do not tell them apart. Every word must be of
/// the competitor, of the round, of the title or of the class, and some word must be of the competitor. Empty where nothing
/// fits, and for a question without words.
pub fn cells(season: &Season, outcome: &Outcome, names: &SeasonNames, text: &str) -> Vec<FoundCell> {
    let text = beside_the_season(season, text);
    let asked = Asked::among(&text, names.all());
    if asked.is_empty() {
        return Vec::new();
    }
    let competitors: Vec<Words> = names.competitors.iter().map(|own| asked.words(own)).collect();
    let rounds: Vec<Words> = names.rounds.iter().map(|own| asked.words(own)).collect();
    let mut found = Vec::new();
    for table in &outcome.tables {
        let mut of_table = asked.words(&names.titles[table.title.index()]);
        if let Some(class) = table.class {
            better(&mut of_table, &asked.words(&names.classes[class.index()]));
        }
        let sought = Sought { table, of_table: &of_table, rounds: &rounds };
        for row in &table.rows {
            sought.row(row, &competitors[row.competitor.index()], &mut found);
        }
    }
    let place = |own: &FoundCell| {
        let at = outcome
            .tables
            .iter()
            .position(|table| (table.title, table.class) == (own.question.title, own.question.class));
        (own.fit, own.off, at, season.competitors[own.question.competitor].name.clone(), own.question.round)
    };
    found.sort_by_cached_key(place);
    if let Some(best) = found.first().copied() {
        found.retain(|own| (own.fit, own.off) == (best.fit, best.off));
    }
    found
}

/// The text without the words that only say which season is meant, or that a total is: all its cells are of that season, and who
/// names no round asks for the total. Where nothing else is left the text stays.
fn beside_the_season(season: &Season, text: &str) -> String {
    let only = |word: &&str| {
        let letters = Names::letters(word);
        letters != Names::letters(&season.label) && letters != "total"
    };
    let rest: Vec<&str> = text.split_whitespace().filter(only).collect();
    if rest.is_empty() { text.to_owned() } else { rest.join(" ") }
}

/// How each word of the question fits.
type Words = Vec<Option<Fit>>;

/// Each word by what it fits better.
fn better(words: &mut Words, other: &Words) {
    for (own, other) in words.iter_mut().zip(other) {
        *own = match (*own, *other) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (own, other) => own.or(other),
        };
    }
}

/// How well all words fit, the worst and together; none where one does not.
fn all(words: &Words) -> Option<(Fit, u32)> {
    let fits: Vec<Fit> = words.iter().copied().collect::<Option<_>>()?;
    let off = fits.iter().map(|own| 2 * own.how as u32 + u32::from(own.further)).sum();
    Some((fits.into_iter().max()?, off))
}

struct Sought<'a> {
    table: &'a StandingsTable,
    of_table: &'a Words,
    rounds: &'a [Words],
}

impl Sought<'_> {
    fn row(&self, row: &StandingsRow, competitor: &Words, found: &mut Vec<FoundCell>) {
        if competitor.iter().all(Option::is_none) {
            return;
        }
        let mut without = competitor.clone();
        better(&mut without, self.of_table);
        let mut add = |round: Option<Ix<Round>>, words: &Words| {
            if let Some((fit, off)) = all(words) {
                found.push(FoundCell { question: self.question(row.competitor, round), fit, off });
            }
        };
        add(None, &without);
        for cell in &row.cells {
            let round = &self.rounds[cell.round.index()];
            // A round that no word needs is not asked for.
            let needed = round
                .iter()
                .zip(&without)
                .any(|(own, other)| own.is_some_and(|own| other.is_none_or(|other| own < other)));
            // Of words that name both, the competitor must keep one.
            let kept = competitor
                .iter()
                .zip(round)
                .any(|(own, round)| own.is_some_and(|own| round.is_none_or(|round| own <= round)));
            if needed && kept {
                let mut words = without.clone();
                better(&mut words, round);
                add(Some(cell.round), &words);
            }
        }
    }

    fn question(&self, competitor: Ix<Competitor>, round: Option<Ix<Round>>) -> Question {
        Question { title: self.table.title, class: self.table.class, competitor, round }
    }
}
