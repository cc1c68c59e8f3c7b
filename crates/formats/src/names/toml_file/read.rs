//! From the text of `names.toml`.

use super::super::{
    Cluster, Kind, Maker, MakerRule, Merge, Names, NearMiss, Open, Question, Rule, Ruling, Rulings, Spelling,
    Verdict, slug,
};
use crate::folder::day_as_written;
use parcferme_core::block::{At, Block, Key, Reader, Shape, Spot};
use parcferme_core::season::Date;
use parcferme_core::{Diagnostic, Place};

/// Header of the part that a person writes; never part of what is kept.
pub(super) const RULINGS_HEADER: &str =
    "# Decisions by hand: [[ruling]] blocks are kept to the letter and overrule everything above.";

const fn text(name: &'static str, doc: &'static str) -> Key {
    Key { name, shape: Shape::Text, doc }
}

const fn texts(name: &'static str, doc: &'static str) -> Key {
    Key { name, shape: Shape::TextList, doc }
}

const SEEN: Key = texts("seen", "Documents and lines, such as `race.txt:12,14`.");

const SPELLING_KEYS: &[Key] = &[text("text", "As printed."), SEEN];

const MERGE_KEYS: &[Key] = &[
    text("a", "One spelling."),
    text("b", "Another spelling of the same."),
    Key { name: "rule", shape: Shape::Word(RULE_WORDS), doc: "How the two differ." },
    text("evidence", "What supports it."),
    SEEN,
];

const RULE_WORDS: &[&str] =
    &["ruling", "same-letters", "same-words", "shortened", "given-name", "slip", "renamed", "one-round"];

const KIND_WORDS: &[&str] = &[
    "team",
    "driver",
    "chassis",
    "engine",
    "circuit",
    "event",
    "tyre",
    "manufacturer",
    "chassis-maker",
    "engine-maker",
    "nation",
    "entry",
];

const CLUSTER_KEYS: &[Key] = &[
    text(
        "id",
        "Lower-case words joined by `-`, unique among those of its kind; from the name where it is missing.",
    ),
    text("name", "Canonical name."),
    text("nation", "Country."),
    texts("categories", "Categories for sub-tables, such as `rookie`."),
    text("born", "Day of birth of a driver, as 1999-10-18."),
    text("maker", "Maker of a chassis or an engine."),
    Key {
        name: "maker-by",
        shape: Shape::Word(&["first-word", "joined-by-and", "before-bracket", "long-name", "ruling"]),
        doc: "How the maker was found.",
    },
    Key { name: "spelling", shape: Shape::Tables(SPELLING_KEYS), doc: "A spelling and where it stands." },
    Key { name: "same", shape: Shape::Tables(MERGE_KEYS), doc: "Why two spellings are one thing." },
];

const NEAR_MISS_KEYS: &[Key] = &[
    Key { name: "kind", shape: Shape::Word(KIND_WORDS), doc: "What both are." },
    text("a", "One name."),
    text("b", "The other."),
    Key { name: "likeness", shape: Shape::Count, doc: "Likeness of the letters, 0 to 1000." },
    text("why-apart", "What shows that they are two things."),
    SEEN,
];

const OPEN_KEYS: &[Key] = &[
    Key { name: "kind", shape: Shape::Word(KIND_WORDS), doc: "What both are." },
    text("a", "One name."),
    text("b", "The other."),
    Key {
        name: "question",
        shape: Shape::Word(&["contradiction", "undecided", "maker"]),
        doc: "What is left open.",
    },
    text("why", "In words."),
    SEEN,
];

const RULING_KEYS: &[Key] = &[
    Key { name: "kind", shape: Shape::Word(KIND_WORDS), doc: "What the spellings are." },
    texts("same", "Spellings of one thing; one alone to rule its name, id or maker."),
    texts("apart", "Spellings of which no two are one thing."),
    text("name", "Canonical name to use."),
    text("id", "Id to use."),
    text("maker", "Maker to use."),
    texts("categories", "Categories for sub-tables, such as `rookie`."),
    text("born", "Day of birth of a driver, as 1999-10-18."),
    text("why", "The reason."),
    text("by", "Who decided."),
    text("date", "When."),
];

const fn clusters(name: &'static str) -> Key {
    Key { name, shape: Shape::Tables(CLUSTER_KEYS), doc: "One thing under all its spellings." }
}

/// The keys of names.toml.
pub const KEYS: &[Key] = &[
    clusters("team"),
    clusters("driver"),
    clusters("chassis"),
    clusters("engine"),
    clusters("circuit"),
    clusters("event"),
    clusters("tyre"),
    clusters("manufacturer"),
    clusters("chassis-maker"),
    clusters("engine-maker"),
    clusters("nation"),
    clusters("entry"),
    Key { name: "near-miss", shape: Shape::Tables(NEAR_MISS_KEYS), doc: "Alike, and held apart." },
    Key { name: "open", shape: Shape::Tables(OPEN_KEYS), doc: "What a person should look at." },
    Key { name: "ruling", shape: Shape::Tables(RULING_KEYS), doc: "A decision by hand." },
];

impl Names {
    /// Reads `names.toml`. `path` is the name to give in places.
    pub fn read_toml(path: &str, source: &str) -> (Names, Vec<Diagnostic>) {
        let (mut reader, mut root) = Reader::open(path, source, KEYS);
        let mut headers = Vec::new();
        let mut found = Vec::new();
        for kind in Kind::ALL {
            for block in root.blocks(&mut reader, kind.word()) {
                headers.push(block.spot(&reader).line);
                let spot = block.spot(&reader);
                found.push((spot, cluster(&mut reader, block, kind, &mut headers)));
            }
        }
        unique_ids(&mut reader, &found);
        let near_misses = root
            .blocks(&mut reader, "near-miss")
            .into_iter()
            .map(|block| near_miss(&mut reader, block, &mut headers))
            .collect();
        let open = root
            .blocks(&mut reader, "open")
            .into_iter()
            .map(|block| open_question(&mut reader, block, &mut headers))
            .collect();
        let mut spots = Vec::new();
        let mut list = Vec::new();
        for block in root.blocks(&mut reader, "ruling") {
            let spot = block.spot(&reader);
            spots.push(spot);
            list.extend(ruling(&mut reader, block, spot));
        }
        root.finish(&mut reader);
        let text = rulings_text(&mut reader, source, &spots, &headers);
        let clusters = found.into_iter().map(|(_, cluster)| cluster).collect();
        (Names::new(clusters, near_misses, open, Rulings { list, text }), reader.diagnostics)
    }
}

fn plain(reader: &mut Reader<'_>, block: &mut Block<'_>, name: &str) -> String {
    block.text(reader, name).unwrap_or_default().value
}

fn plain_list(reader: &mut Reader<'_>, block: &mut Block<'_>, name: &str) -> Vec<String> {
    let list = block.text_list(reader, name).unwrap_or_default();
    list.value.into_iter().map(|item| item.value).collect()
}

fn born(reader: &mut Reader<'_>, block: &mut Block<'_>) -> Option<Date> {
    let at = block.text(reader, "born")?;
    let day = at.value.parse::<Date>();
    day.inspect_err(|why| {
        let message = format!("`{}` is {why}", at.value);
        reader.refuse("PF0411", &at, message, "a day such as 1999-10-18");
    })
    .ok()
}

fn required(reader: &mut Reader<'_>, block: &mut Block<'_>, name: &str) -> String {
    let value = block.text(reader, name);
    block.require(reader, name, value).value
}

fn cluster(reader: &mut Reader<'_>, mut block: Block<'_>, kind: Kind, headers: &mut Vec<u32>) -> Cluster {
    let name = required(reader, &mut block, "name");
    let id = block.text(reader, "id").map_or_else(|| slug(&name), |id| id.value);
    let nation = block.text(reader, "nation").map(|nation| nation.value);
    let categories = plain_list(reader, &mut block, "categories");
    let born = born(reader, &mut block);
    let rule = block.word(reader, "maker-by").and_then(|word| MakerRule::from_word(word.value));
    let maker = block.text(reader, "maker").map(|maker| Maker {
        id: slug(&maker.value),
        name: maker.value,
        rule: rule.unwrap_or(MakerRule::Ruling),
    });
    let mut spellings = Vec::new();
    for mut spelling in block.blocks(reader, "spelling") {
        headers.push(spelling.spot(reader).line);
        spellings.push(Spelling {
            text: required(reader, &mut spelling, "text"),
            places: seen(reader, &mut spelling),
        });
        spelling.finish(reader);
    }
    let mut decisions = Vec::new();
    for mut merge in block.blocks(reader, "same") {
        headers.push(merge.spot(reader).line);
        let rule = merge.word(reader, "rule");
        decisions.push(Merge {
            a: required(reader, &mut merge, "a"),
            b: required(reader, &mut merge, "b"),
            rule: rule.and_then(|word| Rule::from_word(word.value)).unwrap_or(Rule::SameLetters),
            evidence: plain(reader, &mut merge, "evidence"),
            places: seen(reader, &mut merge),
        });
        merge.finish(reader);
    }
    block.finish(reader);
    Cluster { kind, id, name, nation, categories, born, maker, spellings, decisions }
}

fn unique_ids(reader: &mut Reader<'_>, found: &[(Spot, Cluster)]) {
    let mut first = std::collections::BTreeMap::new();
    for (spot, cluster) in found {
        if let Some(other) = first.insert((cluster.kind, cluster.id.as_str()), *spot) {
            let places = [*spot, other].map(|spot| reader.place_at(spot));
            let mut diagnostic =
                Diagnostic::error("PF0431", format!("two {}s have one id", cluster.kind.word()))
                    .found(cluster.id.clone())
                    .expected("an id of its own for each")
                    .help("import the documents again, or rule an id with [[ruling]]");
            diagnostic.places.extend(places);
            reader.diagnostics.push(diagnostic);
        }
    }
}

fn near_miss(reader: &mut Reader<'_>, mut block: Block<'_>, headers: &mut Vec<u32>) -> NearMiss {
    headers.push(block.spot(reader).line);
    let likeness = block.count(reader, "likeness").unwrap_or_default().value;
    let near_miss = NearMiss {
        kind: kind(reader, &mut block),
        a: required(reader, &mut block, "a"),
        b: required(reader, &mut block, "b"),
        likeness: u16::try_from(likeness.min(1000)).unwrap_or(1000),
        why_apart: plain(reader, &mut block, "why-apart"),
        places: seen(reader, &mut block),
    };
    block.finish(reader);
    near_miss
}

fn open_question(reader: &mut Reader<'_>, mut block: Block<'_>, headers: &mut Vec<u32>) -> Open {
    headers.push(block.spot(reader).line);
    let question = block.word(reader, "question").and_then(|word| Question::from_word(word.value));
    let open = Open {
        kind: kind(reader, &mut block),
        a: required(reader, &mut block, "a"),
        b: required(reader, &mut block, "b"),
        question: question.unwrap_or(Question::Undecided),
        why: plain(reader, &mut block, "why"),
        places: seen(reader, &mut block),
    };
    block.finish(reader);
    open
}

fn kind(reader: &mut Reader<'_>, block: &mut Block<'_>) -> Kind {
    let missing = !block.has("kind");
    let word = block.word(reader, "kind");
    if missing {
        block.require::<String>(reader, "kind", None);
    }
    word.and_then(|word| Kind::from_word(word.value)).unwrap_or(Kind::Team)
}

fn ruling(reader: &mut Reader<'_>, mut block: Block<'_>, spot: Spot) -> Option<Ruling> {
    let kind = kind(reader, &mut block);
    let same = block.text_list(reader, "same");
    let apart = block.text_list(reader, "apart");
    let verdict = match (&same, &apart) {
        (Some(list), None) if !list.value.is_empty() => Some(Verdict::Same),
        (None, Some(list)) if list.value.len() > 1 => Some(Verdict::Apart),
        _ => None,
    };
    let texts = |list: Option<At<Vec<At<String>>>>| -> Vec<String> {
        list.unwrap_or_default().value.into_iter().map(|item| item.value).collect()
    };
    let own = |name: &str, reader: &mut Reader<'_>, block: &mut Block<'_>| {
        block.text(reader, name).map(|text| text.value).filter(|text| !text.is_empty())
    };
    let mut ruling = Ruling {
        kind,
        verdict: verdict.unwrap_or(Verdict::Same),
        spellings: texts(same.or(apart)),
        name: own("name", reader, &mut block),
        id: own("id", reader, &mut block),
        maker: own("maker", reader, &mut block),
        categories: plain_list(reader, &mut block, "categories"),
        born: born(reader, &mut block),
        why: plain(reader, &mut block, "why"),
        by: plain(reader, &mut block, "by"),
        date: day_as_written(&mut block, reader, "the day of the ruling, such as 2003-10-18"),
        at: reader.place_at(spot),
    };
    block.finish(reader);
    ruling.at.column = 0;
    if verdict.is_none() {
        let place = reader.place_at(spot);
        reader.diagnostics.push(
            Diagnostic::error("PF0430", "a ruling must say `same` or `apart`, one of the two")
                .at(place)
                .expected("same = [\"A\"], same = [\"A\", \"B\"] or apart = [\"A\", \"B\"]")
                .help("make two rulings of one that says both"),
        );
        return None;
    }
    Some(ruling)
}

/// `race.txt:12,14` as two places.
fn seen(reader: &mut Reader<'_>, block: &mut Block<'_>) -> Vec<Place> {
    let list = block.text_list(reader, "seen").unwrap_or_default();
    let mut places = Vec::new();
    for At { value, spot } in list.value {
        let (document, lines) = value.rsplit_once(':').unwrap_or((&value, "0"));
        let numbers: Result<Vec<u32>, _> = lines.split(',').map(|line| line.trim().parse()).collect();
        match numbers {
            Ok(lines) => places.extend(lines.into_iter().map(|line| Place::line(document, line, ""))),
            Err(_) => {
                let place = reader.place_at(spot);
                reader.diagnostics.push(
                    Diagnostic::error("PF0432", "a place is not a document and its lines")
                        .at(place)
                        .found(value.clone())
                        .expected("document:line,line, such as \"race.txt:12,14\"")
                        .help("import the documents again: this part of the file is written by the program"),
                );
            }
        }
    }
    places
}

/// The lines of all rulings with the comments above each, as they stand in the file.
fn rulings_text(reader: &mut Reader<'_>, source: &str, spots: &[Spot], headers: &[u32]) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let mut starts: Vec<u32> = headers.to_vec();
    starts.extend(spots.iter().map(|spot| spot.line));
    starts.sort_unstable();
    let mut blocks = Vec::new();
    for spot in spots {
        let Some(header) = (spot.line as usize).checked_sub(1).filter(|at| *at < lines.len()) else {
            continue;
        };
        if !lines[header].trim_start().starts_with("[[") {
            let place = reader.place_at(*spot);
            reader.diagnostics.push(
                Diagnostic::error("PF0435", "rulings in a list on one line cannot be kept")
                    .at(place)
                    .expected("a [[ruling]] block of its own for each")
                    .help("write each ruling as a [[ruling]] block"),
            );
            continue;
        }
        let next = starts.partition_point(|&start| start <= spot.line);
        let end = starts.get(next).map_or(lines.len(), |&line| {
            comments_above(&lines, (line as usize).saturating_sub(1).min(lines.len()), header + 1)
        });
        let start = comments_above(&lines, header, 0);
        let kept = lines[start..end.max(header + 1)].iter().filter(|line| **line != RULINGS_HEADER);
        let text = kept.copied().collect::<Vec<_>>().join("\n");
        blocks.push(text.trim_matches('\n').trim_end().to_owned());
    }
    blocks.retain(|block| !block.is_empty());
    if blocks.is_empty() { String::new() } else { blocks.join("\n\n") + "\n" }
}

/// The first of the comment lines that stand directly above a line, without a blank between.
fn comments_above(lines: &[&str], line: usize, lowest: usize) -> usize {
    let mut first = line;
    while first > lowest && lines[first - 1].trim_start().starts_with('#') {
        first -= 1;
    }
    first
}
