//! The maker of a chassis or an engine, from its name.

use super::words::LONG_MAKERS;
use super::{Maker, MakerRule, normal};

/// The maker at the head of a model's name: `Audi` of `Audi R8`, `Riley & Scott` of `Riley & Scott Mk III C`, `MG` of
/// `MG (AER) XP20`. A hyphen joins two makers into one (`MG-Lola`).
pub(super) fn of(model: &str) -> Maker {
    let words: Vec<&str> = model.split_whitespace().collect();
    let (count, rule) = head(&words);
    let name = words[..count].join(" ");
    Maker { id: normal::slug(&name), name, rule }
}

/// How many words at the head name the maker.
fn head(words: &[&str]) -> (usize, MakerRule) {
    if let [_, "&" | "+" | "and", _, ..] = words {
        return (3, MakerRule::Joined);
    }
    let folded: Vec<String> = words.iter().take(3).map(|word| normal::fold(word)).collect();
    if let Some(maker) = LONG_MAKERS
        .iter()
        .find(|maker| folded.len() >= maker.len() && maker.iter().zip(&folded).all(|(a, b)| a == b))
    {
        return (maker.len(), MakerRule::LongName);
    }
    let bracket = words.get(1).is_some_and(|word| word.starts_with('('));
    (words.len().min(1), if bracket { MakerRule::BeforeBracket } else { MakerRule::FirstWord })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_the_name_is_the_maker() {
        for (model, name, rule) in [
            ("Audi R8", "Audi", MakerRule::FirstWord),
            ("Chevrolet Corvette C5-R", "Chevrolet", MakerRule::FirstWord),
            ("Riley & Scott Mk III C", "Riley & Scott", MakerRule::Joined),
            ("MG-Lola EX257", "MG-Lola", MakerRule::FirstWord),
            ("MG (AER) XP20 2.0L Turbo I4", "MG", MakerRule::BeforeBracket),
            ("Aston Martin DBR9", "Aston Martin", MakerRule::LongName),
            ("", "", MakerRule::FirstWord),
        ] {
            let maker = of(model);
            assert_eq!((maker.name.as_str(), maker.rule), (name, rule), "{model}");
        }
    }
}
