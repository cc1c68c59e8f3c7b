//! What bold, italic and underlined names mean, as the sheet's own legend says: it changes from year to year.

use super::words::Piece;
use crate::folder::plain_words;

/// How a name can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Italic,
    Underlined,
}

impl Style {
    pub fn word(self) -> &'static str {
        match self {
            Style::Bold => "bold",
            Style::Italic => "italic",
            Style::Underlined => "underlined",
        }
    }

    pub fn of(self, piece: &Piece) -> bool {
        match self {
            Style::Bold => piece.bold,
            Style::Italic => piece.italic,
            Style::Underlined => piece.underlined,
        }
    }
}

/// What a style of a driver's name can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Started,
    Qualified,
    FastestLap,
}

impl Meaning {
    pub fn words(self) -> &'static str {
        match self {
            Meaning::Started => "started the race",
            Meaning::Qualified => "qualified the car",
            Meaning::FastestLap => "set the car's fastest lap",
        }
    }
}

const STYLES: &[(Style, &str)] = &[
    (Style::Bold, "bold | gras | fett | fettgedruckt | grassetto | negrita | negrito"),
    (Style::Italic, "italic | italics | italique | kursiv | corsivo | cursiva | italico"),
    (
        Style::Underlined,
        "underlined | underline | underscored | souligne | souligne | unterstrichen | sottolineato | subrayado",
    ),
];

/// Parts of words by which a legend says what it is about.
const MEANINGS: &[(Meaning, &str)] = &[
    (
        Meaning::FastestLap,
        "fastest | best lap | meilleur tour | schnellste | giro veloce | piu veloce | vuelta rapida",
    ),
    (Meaning::Qualified, "qualif | pole | clasific"),
    (Meaning::Started, "start | depart | partenza | salida | began"),
];

/// The legend among lines of text that stand outside the rows, each as the pieces it is set in.
pub(super) fn read<'p>(lines: impl Iterator<Item = &'p [Piece]>) -> Vec<(Style, Meaning)> {
    let mut found: Vec<(Style, Meaning)> = Vec::new();
    for pieces in lines {
        let text = pieces.iter().map(|own| own.text.as_str()).collect::<Vec<_>>().join(" ");
        let named = by_words(&text);
        let own = if named.is_empty() { by_type(pieces) } else { named };
        for (style, meaning) in own {
            if !found.iter().any(|(a, b)| *a == style || *b == meaning) {
                found.push((style, meaning));
            }
        }
    }
    found
}

/// `Bold = started the race, italic = fastest lap`: each style with the meaning that is next to it.
fn by_words(text: &str) -> Vec<(Style, Meaning)> {
    let mut found = Vec::new();
    for part in text.split([',', ';', '|', '/', '·', '.', '-', '–']) {
        let plain = plain_words(part);
        let styles = STYLES
            .iter()
            .filter(|(_, words)| plain.split(' ').any(|own| words.split('|').any(|word| word.trim() == own)));
        let styles: Vec<Style> = styles.map(|(style, _)| *style).collect();
        if let ([style], Some(meaning)) = (styles.as_slice(), meaning(&plain)) {
            found.push((*style, meaning));
        }
    }
    found
}

/// A legend set in the styles that it explains: at least two styles, each with a meaning of its own.
fn by_type(pieces: &[Piece]) -> Vec<(Style, Meaning)> {
    let of = |piece: &Piece| {
        let styles: Vec<Style> =
            STYLES.iter().map(|(style, _)| *style).filter(|style| style.of(piece)).collect();
        match styles.as_slice() {
            [style] => Some((*style, meaning(&plain_words(&piece.text))?)),
            _ => None,
        }
    };
    let found: Vec<(Style, Meaning)> = pieces.iter().filter_map(of).collect();
    let apart = found
        .iter()
        .enumerate()
        .all(|(at, own)| found[..at].iter().all(|other| other.0 != own.0 && other.1 != own.1));
    if found.len() >= 2 && apart { found } else { Vec::new() }
}

fn meaning(plain: &str) -> Option<Meaning> {
    let of = |words: &str| words.split('|').any(|word| plain.contains(word.trim()));
    let mut found = MEANINGS.iter().filter(|(_, words)| of(words)).map(|(meaning, _)| *meaning);
    let first = found.next()?;
    // `fastest qualifier` is one that qualified, whatever else it says.
    match (first, found.next()) {
        (first, None) => Some(first),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, bold: bool, italic: bool, underlined: bool) -> Piece {
        Piece { text: text.to_owned(), bold, italic, underlined, ..Piece::default() }
    }

    #[test]
    fn a_legend_in_words() {
        let line = [piece(
            "Bold = started the race, italic = fastest lap, underlined = qualified",
            false,
            false,
            false,
        )];
        assert_eq!(
            read([line.as_slice()].into_iter()),
            [
                (Style::Bold, Meaning::Started),
                (Style::Italic, Meaning::FastestLap),
                (Style::Underlined, Meaning::Qualified)
            ]
        );
        let turned = [piece("Bold: qualified; italic: start driver", false, false, false)];
        assert_eq!(
            read([turned.as_slice()].into_iter()),
            [(Style::Bold, Meaning::Qualified), (Style::Italic, Meaning::Started)]
        );
    }

    #[test]
    fn a_legend_by_its_own_type() {
        let line = [
            piece("Qualified", true, false, false),
            piece("Started", false, true, false),
            piece("Fastest lap", false, false, true),
        ];
        assert_eq!(
            read([line.as_slice()].into_iter()),
            [
                (Style::Bold, Meaning::Qualified),
                (Style::Italic, Meaning::Started),
                (Style::Underlined, Meaning::FastestLap)
            ]
        );
        // One bold word is a heading.
        assert_eq!(read([[piece("Fastest Lap", true, false, false)].as_slice()].into_iter()), []);
    }
}
