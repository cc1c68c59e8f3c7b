//! Months, days of the week and small words of dates, in six languages, without accents.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Each month in English, German, French, Italian, Spanish and Portuguese, with usual abbreviations.
const MONTHS: [&str; 12] = [
    "january jan januar janner janvier janv gennaio enero ene janeiro",
    "february feb februar fevrier fevr febbraio febrero fevereiro fev",
    "march mar marz maerz mrz mars marzo marco",
    "april apr avril avr aprile abril abr",
    "may mai maggio mayo maio",
    "june jun juni juin giugno giu junio junho",
    "july jul juli juillet juil luglio lug julio julho",
    "august aug aout agosto",
    "september sep sept septembre settembre septiembre setiembre setembro",
    "october oct oktober okt octobre ottobre ott octubre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre dicembre dic diciembre dezembro",
];
/// Abbreviations that are words of a sentence as well: months in a cell only.
const SHORT_MONTHS: [(&str, u8); 6] =
    [("gen", 1), ("mag", 5), ("ago", 8), ("set", 9), ("out", 10), ("may", 5)];

/// Between the first and the last of several days.
const RANGES: &str = "to and until till und bis au et al a ao e y ate";

/// Words that stand in a date and say nothing.
const FILLING: &str = "the of on de del di du do da dem den der le la il el am vom dei \
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim \
    lunedi martedi mercoledi giovedi venerdi sabato domenica gio sab dom \
    lunes martes miercoles jueves viernes sabado domingo jue vie \
    segunda terca quarta quinta sexta feira";

/// Behind the digits of a day: `1st`, `1er`.
const ORDINALS: &str = "st nd rd th er re e eme o a";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Month(u8),
    Range,
    Filling,
    Ordinal,
    Other,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let each = |list: &'static str, is: Word| list.split_ascii_whitespace().map(move |word| (word, is));
    // A month is one, whatever else the word may be.
    let rest = each(FILLING, Word::Filling).chain(each(RANGES, Word::Range));
    rest.chain((1..).zip(MONTHS).flat_map(|(month, names)| each(names, Word::Month(month)))).collect()
});

/// What a word is in a date. `in_cell` tells that nothing but a date is expected.
pub(super) fn word(text: &str, in_cell: bool, after_digits: bool) -> Word {
    let folded: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    if after_digits && ORDINALS.split_ascii_whitespace().any(|known| known == folded) {
        return Word::Ordinal;
    }
    let short = || SHORT_MONTHS.iter().find(|(name, _)| *name == folded).map(|own| Word::Month(own.1));
    match WORDS.get(folded.as_str()) {
        Some(Word::Month(month)) => Word::Month(*month),
        other => short().filter(|_| in_cell).or(other.copied()).unwrap_or(Word::Other),
    }
}
