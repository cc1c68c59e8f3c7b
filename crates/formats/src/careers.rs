//! `careers.toml`, beside the folders of several seasons: decisions by hand about who is who across them.

use parcferme_core::Diagnostic;
use parcferme_core::block::{Block, Key, Reader, Shape};
use parcferme_core::career::Ruling;
use parcferme_core::season::Kind;

/// The name of the file.
pub const FILE: &str = "careers.toml";

const KIND_WORDS: &[&str] = &[
    "team",
    "driver",
    "chassis",
    "chassis-maker",
    "engine",
    "engine-maker",
    "tyre",
    "manufacturer",
    "nation",
];

const RULING_KEYS: &[Key] = &[
    Key { name: "kind", shape: Shape::Word(KIND_WORDS), doc: "What they are." },
    Key {
        name: "same",
        shape: Shape::TextList,
        doc: "Competitors who are one, each as season and id, such as `alms/2003 jj-lehto`; one season stands for all of a name.",
    },
    Key { name: "apart", shape: Shape::TextList, doc: "Competitors of whom no two are one." },
    Key { name: "why", shape: Shape::Text, doc: "The reason; pages show it." },
    Key { name: "by", shape: Shape::Text, doc: "Who decided." },
];

/// The keys of careers.toml.
pub const KEYS: &[Key] =
    &[Key { name: "ruling", shape: Shape::Tables(RULING_KEYS), doc: "A decision by hand." }];

/// Reads the file; `path` is the name to give in places.
pub fn read(path: &str, text: &str) -> (Vec<Ruling>, Vec<Diagnostic>) {
    let (mut reader, mut root) = Reader::open(path, text, KEYS);
    let mut rulings = Vec::new();
    for block in root.blocks(&mut reader, "ruling") {
        rulings.extend(ruling(&mut reader, block));
    }
    root.finish(&mut reader);
    (rulings, reader.diagnostics)
}

fn ruling(reader: &mut Reader<'_>, mut block: Block<'_>) -> Option<Ruling> {
    let spot = block.spot(reader);
    let kind = block.word(reader, "kind").and_then(|word| Kind::from_word(word.value));
    let mut list = |reader: &mut Reader<'_>, name: &str| {
        let mut found = Vec::new();
        for item in block.text_list(reader, name).unwrap_or_default().value {
            match item.value.split_once(char::is_whitespace) {
                Some((season, id)) if season.contains('/') && !id.trim().is_empty() => {
                    found.push((season.to_owned(), id.trim().to_owned()));
                }
                _ => {
                    let message = format!("`{}` names no competitor of a season", item.value);
                    reader.refuse(
                        "PF1144",
                        &item,
                        message,
                        "a season and an id, such as `alms/2003 jj-lehto`",
                    );
                }
            }
        }
        found
    };
    let (same, apart) = (list(reader, "same"), list(reader, "apart"));
    let why = block.text(reader, "why").unwrap_or_default().value;
    block.text(reader, "by");
    block.finish(reader);
    if (same.len() < 2) == (apart.len() < 2) {
        let place = reader.place_at(spot);
        reader.diagnostics.push(
            Diagnostic::error(
                "PF1145",
                "a ruling must say of two or more that they are the same, or that they are apart",
            )
            .at(place)
            .expected("same = [\"f1/1994 jj-lehto\", \"alms/2003 jj-lehto\"], or apart"),
        );
        return None;
    }
    Some(Ruling { kind, same, apart, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rulings_name_competitors_by_season_and_id() {
        let text = "[[ruling]]\nkind = \"driver\"\nsame = [\"f1/1994 jj-lehto\", \"alms/2003 jj-lehto\"]\nwhy = \"one man\"\n";
        let (rulings, found) = read(FILE, text);
        assert_eq!(found, []);
        assert_eq!(
            (rulings[0].kind, rulings[0].same.len(), rulings[0].why.as_str()),
            (Some(Kind::Driver), 2, "one man")
        );
        let ids = |text: &str| read(FILE, text).1.iter().map(|own| own.id).collect::<Vec<_>>();
        assert_eq!(ids("[[ruling]]\nsame = [\"f1/1994 a\"]\n"), ["PF1145"]);
        assert_eq!(ids("[[ruling]]\napart = [\"lehto\", \"f1/1994 a\", \"f1/1995 a\"]\n"), ["PF1144"]);
        assert!(!ids("[[rulling]]\n").is_empty());
    }
}
