//! What a person types against what things are called: capitals, accents, points and a slip of one letter make no difference.
//!
//! One matcher for pages, the API and the command line. It says how well a name fits and decides nothing: who takes the
//! only thing that fits has to say so, and who finds several has to list them.

mod cells;
mod in_season;

pub use cells::{FoundCell, cells};
pub use in_season::{SeasonNames, round};

use deunicode::deunicode;
use std::collections::BTreeSet;

/// Words of a question that are looked at; a person does not type more.
const MOST_WORDS: usize = 12;
/// Characters of a text that are looked at.
const MOST_CHARS: usize = 200;
/// A shorter piece of a word says nothing of it.
const PIECE: usize = 3;
/// From so many letters on a word is a slip of another where one letter differs, and from [`LONG`] on where two do.
const SLIP: usize = 4;
const LONG: usize = 9;

/// How well a word, or all of a question, fits; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    pub how: How,
    /// By something that it is known by, and not by its own name.
    pub further: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The whole name or id, but for capitals, accents and what stands between the letters.
    Whole,
    /// Words of it.
    Words,
    /// The beginnings of words, or a number but for zeros in front.
    Begins,
    /// A piece of it.
    Within,
    /// A word with a letter wrong.
    Slip,
}

/// A text as letters and digits: in words, and without what stands between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Folded {
    words: Vec<String>,
    letters: String,
}

impl Folded {
    fn new(text: &str) -> Folded {
        let text: String = text.chars().take(MOST_CHARS).collect();
        let plain = deunicode(&text).to_lowercase();
        let mut words = Vec::new();
        let mut word = String::new();
        for letter in plain.chars().chain([' ']) {
            match letter {
                // `P.K.` is one word, and so is `O'Connell`.
                '.' | '\'' | '`' => {}
                letter if letter.is_ascii_alphanumeric() => word.push(letter),
                _ if word.is_empty() => {}
                _ => words.push(std::mem::take(&mut word)),
            }
        }
        let letters = words.concat();
        Folded { words, letters }
    }
}

/// What one thing is called: its name and id, and whatever else people know it by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    own: Vec<Folded>,
    further: Vec<Folded>,
}

impl Names {
    pub fn new<'t>(
        own: impl IntoIterator<Item = &'t str>,
        further: impl IntoIterator<Item = &'t str>,
    ) -> Names {
        let mut seen = BTreeSet::new();
        let mut folded = |text| Some(Folded::new(text)).filter(|own| seen.insert(own.words.clone()));
        let own = own.into_iter().filter_map(&mut folded).collect();
        Names { own, further: further.into_iter().filter_map(folded).collect() }
    }

    /// The letters and digits of a name: what is left when capitals, accents and what stands between are taken away.
    pub fn letters(text: &str) -> String {
        Folded::new(text).letters
    }

    /// The words of a name in lower-case ASCII, joined by `-`.
    pub fn slug(text: &str) -> String {
        Folded::new(text).words.join("-")
    }

    /// Its texts, those of its own first, each with whether it is a further one.
    fn texts(&self) -> impl Iterator<Item = (&Folded, bool)> {
        self.own.iter().map(|own| (own, false)).chain(self.further.iter().map(|own| (own, true)))
    }
}

/// What a person asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    folded: Folded,
    /// Of each word, whether it may be a slip: false once some thing has the word as it stands.
    may_slip: Vec<bool>,
}

impl Asked {
    /// Words beyond the twelfth are ignored.
    pub fn new(text: &str) -> Asked {
        let mut folded = Folded::new(text);
        folded.words.truncate(MOST_WORDS);
        folded.letters = folded.words.concat();
        let may_slip = vec![true; folded.words.len()];
        Asked { folded, may_slip }
    }

    /// A question about these things: a word that one of them has as it stands is not taken for a slip of another's.
    pub fn among<'n>(text: &str, things: impl IntoIterator<Item = &'n Names>) -> Asked {
        let mut asked = Asked::new(text);
        for names in things {
            for (word, may_slip) in asked.folded.words.iter().zip(&mut asked.may_slip) {
                *may_slip = *may_slip && word_in(word, names, false).is_none();
            }
        }
        asked
    }

    pub fn is_empty(&self) -> bool {
        self.folded.words.is_empty()
    }

    /// A bit for each word.
    pub fn all(&self) -> u16 {
        (0..self.folded.words.len()).fold(0, |bits, word| bits | 1 << word)
    }

    /// How the thing fits, where each word does.
    pub fn fit(&self, names: &Names) -> Option<Fit> {
        if self.is_empty() {
            return None;
        }
        let (bits, fit) = self.part(names);
        if bits == self.all() {
            return fit;
        }
        let letters = &self.folded.letters;
        let mut within = names.texts().filter(|(own, _)| own.letters.contains(letters.as_str()));
        let (_, further) = within.next().filter(|_| letters.len() >= PIECE)?;
        Some(Fit { how: How::Within, further })
    }

    /// The words that fit the thing, a bit each, and how well the worst of them does.
    pub fn part(&self, names: &Names) -> (u16, Option<Fit>) {
        if self.is_empty() {
            return (0, None);
        }
        if let Some((_, further)) = names.texts().find(|(own, _)| own.letters == self.folded.letters) {
            return (self.all(), Some(Fit { how: How::Whole, further }));
        }
        let fits = self.words(names);
        let bits = (0..).zip(&fits).filter(|(_, fit)| fit.is_some()).fold(0, |bits, (at, _)| bits | 1 << at);
        (bits, fits.into_iter().flatten().max())
    }

    /// How each word fits the thing.
    fn words(&self, names: &Names) -> Vec<Option<Fit>> {
        let words = self.folded.words.iter().zip(&self.may_slip);
        let fits = words.map(|(word, &may_slip)| word_in(word, names, may_slip)).collect::<Vec<_>>();
        // `Huff R`: one letter is an initial beside a word that fits, and says nothing alone.
        let named =
            self.folded.words.iter().zip(&fits).any(|(word, fit)| fit.is_some() && word.len() >= PIECE);
        let initial =
            |(word, fit): (&String, Option<Fit>)| fit.or_else(|| initial_in(word, names).filter(|_| named));
        self.folded.words.iter().zip(fits).map(initial).collect()
    }
}

fn word_in(word: &str, names: &Names, may_slip: bool) -> Option<Fit> {
    let fits = names.texts().flat_map(|(own, further)| {
        // `pksport` is a word of `P.K. Sport`.
        let whole = own.words.len() > 1 && own.letters == word;
        let words = own.words.iter().filter_map(move |own| word_fit(word, own, may_slip));
        words.chain(whole.then_some(How::Words)).map(move |how| Fit { how, further })
    });
    fits.min()
}

/// Whether one letter begins a word.
fn initial_in(letter: &str, names: &Names) -> Option<Fit> {
    let begins = |own: &Folded| own.words.iter().any(|own| own.starts_with(letter));
    let one = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits = names.texts().filter(|(own, _)| one && begins(own));
    fits.map(|(_, further)| Fit { how: How::Begins, further }).min()
}

fn word_fit(asked: &str, own: &str, may_slip: bool) -> Option<How> {
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if asked == own {
        return Some(How::Words);
    }
    if number(asked) {
        let bare = |word: &str| word.trim_start_matches('0').to_owned();
        return (number(own) && bare(asked) == bare(own)).then_some(How::Begins);
    }
    if own.starts_with(asked) && asked.len() > 1 {
        return Some(How::Begins);
    }
    if asked.len() >= PIECE && own.contains(asked) {
        return Some(How::Within);
    }
    let letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let most = match asked.len().min(own.len()) {
        short if short < SLIP => return None,
        LONG.. => 2,
        _ => 1,
    };
    let near = || asked.len().abs_diff(own.len()) <= most && strsim::osa_distance(asked, own) <= most;
    (may_slip && letters(asked) && letters(own) && near()).then_some(How::Slip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(asked: &str, names: &[&str]) -> Option<How> {
        Asked::new(asked).fit(&Names::new(names.iter().copied(), [])).map(|own| own.how)
    }

    #[test]
    fn spelling_makes_no_difference() {
        for (asked, name, expected) in [
            ("PK Sport", "P.K. Sport", Some(How::Whole)),
            ("pksport", "P.K. Sport", Some(How::Whole)),
            ("raikkonen", "Kimi Räikkönen", Some(How::Words)),
            ("Räikkönen", "Kimi Raikkonen", Some(How::Words)),
            ("raikonen", "Kimi Räikkönen", Some(How::Slip)),
            ("O Connell", "Johnny O'Connell", Some(How::Within)),
            ("mosprot", "Mosport International Raceway", Some(How::Slip)),
            ("trois rivieres", "Le Grand Prix de Trois-Rivières", Some(How::Words)),
            ("mos", "Mosport", Some(How::Begins)),
            ("port", "Mosport", Some(How::Within)),
            ("m", "Mosport", None),
            ("Huff R", "Rob Huff", Some(How::Begins)),
            ("Huff T", "Rob Huff", None),
            ("8 Ferrari", "Ferrari 812", None),
            ("sport racing", "P.K. Sport", None),
            ("audi", "Saudi Arabia", Some(How::Within)),
            ("", "P.K. Sport", None),
            ("?!", "P.K. Sport", None),
        ] {
            assert_eq!(fit(asked, &[name]), expected, "{asked} and {name}");
        }
    }

    #[test]
    fn a_number_is_itself() {
        assert_eq!(fit("27", &["Scuderia", "No. 27"]), Some(How::Words));
        assert_eq!(fit("#27", &["No. 27"]), Some(How::Words));
        assert_eq!(fit("7", &["No. 27"]), None);
        assert_eq!(fit("3", &["No. 03"]), Some(How::Begins));
        assert_eq!(fit("996", &["Porsche 995"]), None);
    }

    #[test]
    fn what_one_thing_is_called_is_no_slip_of_another() {
        let things = [Names::new(["Kane"], []), Names::new(["Lane"], [])];
        let asked = Asked::among("kane", &things);
        let how = |asked: &Asked, n: usize| asked.fit(&things[n]).map(|own| own.how);
        assert_eq!((how(&asked, 0), how(&asked, 1)), (Some(How::Whole), None));
        let asked = Asked::among("mane", &things);
        assert_eq!((how(&asked, 0), how(&asked, 1)), (Some(How::Slip), Some(How::Slip)));
    }

    #[test]
    fn parts_of_a_question_fit_several_things() {
        let asked = Asked::new("pk racing mosport");
        let words = |further| Some(Fit { how: How::Words, further });
        assert_eq!(asked.part(&Names::new(["P.K. Racing"], ["No. 61"])), (0b011, words(false)));
        assert_eq!(asked.part(&Names::new(["Round 6"], ["Mosport"])), (0b100, words(true)));
    }
}
