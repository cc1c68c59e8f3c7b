//! Words that say little about which thing is meant, and given names with their short forms.

use super::Kind;

/// Words that many names of a kind carry: two names that differ in these alone may be one thing.
pub(super) fn is_generic(kind: Kind, word: &str) -> bool {
    let table: &[&str] = match kind {
        Kind::Team => &[
            "and",
            "autosport",
            "co",
            "company",
            "competition",
            "competizione",
            "corse",
            "ecurie",
            "equipe",
            "engineering",
            "gmbh",
            "group",
            "inc",
            "international",
            "limited",
            "llc",
            "ltd",
            "motor",
            "motorsport",
            "motorsports",
            "of",
            "org",
            "race",
            "racing",
            "scuderia",
            "sport",
            "sports",
            "squadra",
            "srl",
            "team",
            "the",
        ],
        Kind::Circuit => &[
            "autodromo",
            "autodrome",
            "circuit",
            "course",
            "de",
            "du",
            "international",
            "motor",
            "motorplex",
            "motorsports",
            "of",
            "park",
            "raceway",
            "racetrack",
            "ring",
            "speedway",
            "sports",
            "car",
            "street",
            "the",
            "track",
        ],
        Kind::Event => &[
            "a",
            "at",
            "by",
            "championship",
            "championships",
            "de",
            "del",
            "der",
            "di",
            "du",
            "grand",
            "gran",
            "grosser",
            "hours",
            "in",
            "km",
            "la",
            "le",
            "miles",
            "of",
            "preis",
            "premio",
            "presented",
            "prix",
            "race",
            "the",
            "von",
        ],
        _ => &[],
    };
    table.contains(&word)
}

/// A mark of generation at the end of a name, in one spelling: two names that differ in it are two people.
pub(super) fn generation(word: &str) -> Option<&'static str> {
    Some(match word {
        "jr" | "junior" | "jnr" => "jr",
        "sr" | "senior" | "snr" => "sr",
        "ii" => "ii",
        "iii" => "iii",
        "iv" => "iv",
        _ => return None,
    })
}

/// Given names, each with its usual short forms. A short form may belong to several.
const GIVEN_NAMES: [&[&str]; 58] = [
    &["albert", "al", "bert", "bertie"],
    &["alexander", "alex", "sascha", "sandy", "xander"],
    &["alexandre", "alex"],
    &["alessandro", "alex", "sandro"],
    &["andrew", "andy", "drew"],
    &["anthony", "antony", "tony"],
    &["antonio", "toni", "tonio"],
    &["benjamin", "ben", "benny"],
    &["bernard", "bernie"],
    &["bradley", "brad"],
    &["cameron", "cam"],
    &["charles", "charlie", "chuck", "chas"],
    &["christopher", "chris", "kit"],
    &["christian", "chris"],
    &["daniel", "dan", "danny"],
    &["david", "dave", "davy"],
    &["dominick", "dom", "nick"],
    &["donald", "don", "donny"],
    &["douglas", "doug"],
    &["edward", "ed", "eddie", "ted"],
    &["emanuele", "manuele"],
    &["francis", "frank"],
    &["franklin", "frank"],
    &["frederick", "fred", "freddie", "freddy"],
    &["geoffrey", "geoff"],
    &["gregory", "greg"],
    &["james", "jim", "jimmy", "jamie"],
    &["jeffrey", "jeff"],
    &["john", "johnny", "jack"],
    &["jonathan", "jon", "jonny"],
    &["joseph", "joe", "joey"],
    &["kenneth", "ken", "kenny"],
    &["lawrence", "larry"],
    &["leonard", "len", "lenny", "leo"],
    &["matthew", "matt"],
    &["michael", "mike", "mick", "micky"],
    &["michel", "mike"],
    &["nicholas", "nick", "nicky"],
    &["nicolas", "nico", "nick"],
    &["oliver", "olly", "ollie"],
    &["patrick", "pat", "paddy"],
    &["peter", "pete"],
    &["philip", "phillip", "phil"],
    &["raymond", "ray"],
    &["reginald", "reg"],
    &["richard", "rick", "ricky", "rich", "dick"],
    &["robert", "rob", "robbie", "bob", "bobby"],
    &["ronald", "ron", "ronnie"],
    &["samuel", "sam", "sammy"],
    &["stephen", "steven", "steve"],
    &["stuart", "stewart", "stu"],
    &["terence", "terry"],
    &["theodore", "ted", "theo"],
    &["thomas", "tom", "tommy"],
    &["timothy", "tim"],
    &["vincent", "vince", "vinny"],
    &["walter", "walt"],
    &["william", "bill", "billy", "will"],
];

/// Whether both are forms of one given name.
pub(super) fn same_given_name(a: &str, b: &str) -> bool {
    a == b || GIVEN_NAMES.iter().any(|forms| forms.contains(&a) && forms.contains(&b))
}

/// The first full name that the form may stand for; the form itself where none is known. Only for gathering
/// candidates.
pub(super) fn full_given_names(form: &str) -> impl Iterator<Item = &str> {
    let known = GIVEN_NAMES.iter().filter(move |forms| forms.contains(&form)).map(|forms| forms[0]);
    std::iter::once(form).chain(known)
}

/// Makers whose name has several words without a sign that joins them.
pub(super) const LONG_MAKERS: [&[&str]; 10] = [
    &["alfa", "romeo"],
    &["aston", "martin"],
    &["de", "tomaso"],
    &["general", "motors"],
    &["graham", "paige"],
    &["land", "rover"],
    &["marcos", "mantis"],
    &["red", "bull"],
    &["rolls", "royce"],
    &["wolf", "racing"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_match_their_full_name_and_each_other() {
        assert!(same_given_name("michael", "mike"));
        assert!(same_given_name("bob", "robbie"));
        assert!(!same_given_name("michael", "mark"));
        assert!(!same_given_name("johnny", "jonny"));
    }
}
