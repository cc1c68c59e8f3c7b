use super::*;

const KEYS: &[Key] = &[
    Key { name: "text", shape: Shape::Text, doc: "" },
    Key { name: "count", shape: Shape::Count, doc: "" },
    Key { name: "positive", shape: Shape::Positive, doc: "" },
    Key { name: "points", shape: Shape::Points, doc: "" },
    Key { name: "scale", shape: Shape::PointsList, doc: "" },
    Key { name: "share", shape: Shape::Share, doc: "" },
    Key { name: "part", shape: Shape::Part, doc: "" },
    Key { name: "time", shape: Shape::Duration, doc: "" },
    Key { name: "rounds", shape: Shape::Rounds, doc: "" },
    Key { name: "item", shape: Shape::Tables(ITEM), doc: "" },
];
const ITEM: &[Key] = &[Key { name: "id", shape: Shape::Text, doc: "" }];

/// What is read of a document of one key, and what is said of it as `id message | found | expected`.
fn read(text: &str) -> String {
    let (mut reader, mut block) = Reader::open("a.toml", text, KEYS);
    let r = &mut reader;
    let shown = [
        block.count(r, "count").map(|at| at.value.to_string()),
        block.count(r, "positive").map(|at| at.value.to_string()),
        block.points(r, "points").map(|at| at.value.to_string()),
        block.points_list(r, "scale").map(|at| format!("{} places", at.value.len())),
        block.share(r, "share").map(|at| at.value.to_string()),
        block.share(r, "part").map(|at| at.value.to_string()),
        block.duration(r, "time").map(|at| at.value.to_string()),
        block
            .rounds(r, "rounds")
            .map(|at| format!("{:?}", at.value.iter().map(|round| round.0).collect::<Vec<_>>())),
    ];
    block.finish(r);
    let said = reader.diagnostics.iter().map(|own| {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        format!("{} {} | {} | {}", own.id, own.message, part(&own.found), part(&own.expected))
    });
    shown.into_iter().flatten().chain(said).collect::<Vec<_>>().join("; ")
}

#[test]
fn numbers_are_read_in_every_base_and_within_bounds() {
    for (text, shown) in [
        ("count = 0", "0"),
        ("count = 0x10", "16"),
        ("count = 1_000", "1000"),
        ("count = 999999999", "999999999"),
        ("positive = 1", "1"),
        ("points = 0b101", "5"),
        ("points = -999999999", "-999999999"),
        ("points = 4.50", "4.5"),
        ("points = \"8/7\"", "8/7"),
        ("share = \"1000 %\"", "1000 %"),
        ("part = \"0 %\"", "0 %"),
        ("part = \"100 %\"", "100 %"),
        ("time = \"1.265 s\"", "1.265"),
        ("rounds = [1, 0x2]", "[1, 2]"),
    ] {
        assert_eq!(read(text), shown, "{text}");
    }
}

#[test]
fn what_cannot_be_counted_with_says_why() {
    for (text, said) in [
        ("count = -1", "PF0303 `count` has a value of the wrong kind | -1 | a whole number"),
        (
            "count = 1000000000",
            "PF0310 `count` has a number that is too large | 1000000000 | 999999999 at most",
        ),
        (
            "count = 99999999999999999999",
            "PF0310 `count` has a number that is too large | 99999999999999999999 | 999999999 at most",
        ),
        ("positive = 0", "PF0312 `positive` cannot be 0 | 0 | a whole number, one or more"),
        (
            "points = 9223372036854775807",
            "PF0310 `points` has a number that is too large | 9223372036854775807 | 999999999 at most",
        ),
        (
            "scale = [10, 1000000000]",
            "1 places; PF0310 `scale` has a number that is too large | 1000000000 | 999999999 at most",
        ),
        (
            "time = \"100000 h\"",
            "PF0310 `time` has a number that is too large | \"100000 h\" | under 100000 hours",
        ),
        (
            "time = \"0:01.2655\"",
            "PF0311 `time` is finer than a millisecond | \"0:01.2655\" | \
             a whole number of milliseconds, such as \"1.265 s\"",
        ),
        (
            "share = \"66.6666666667 %\"",
            "PF0311 `share` has a number that is too fine | \"66.6666666667 %\" | \
             six decimals at most, or a fraction with a denominator of at most 1000000",
        ),
        (
            "share = \"-1 %\"",
            "PF0312 `share` cannot be -1 % | \"-1 %\" | a share, such as \"70 %\", zero or above",
        ),
        (
            "part = \"100.1 %\"",
            "PF0312 `part` cannot be 100.1 % | \"100.1 %\" | a share from 0 % to 100 %, such as \"70 %\"",
        ),
        (
            "part = \"-1/2\"",
            "PF0312 `part` cannot be -1/2 | \"-1/2\" | a share from 0 % to 100 %, such as \"70 %\"",
        ),
    ] {
        assert_eq!(read(text), said, "{text}");
    }
}

/// Places are exact in lines with and without letters beyond ASCII, and long lines are shortened.
#[test]
fn places_are_found_and_shortened() {
    let long = "x".repeat(300);
    for (text, line, column, shown) in [
        ("text = \"a\"\ncount = \"b\"\n".to_owned(), 2, 9, "count = \"b\"".to_owned()),
        ("text = \"é\"\r\ncount = \"b\"\r\n".to_owned(), 2, 9, "count = \"b\"".to_owned()),
        ("item = [{ id = \"éé\" }, 3]".to_owned(), 1, 24, "item = [{ id = \"éé\" }, 3]".to_owned()),
        (format!("count = \"{long}\""), 1, 9, format!("count = \"{}", &long[..231])),
    ] {
        let (mut reader, mut block) = Reader::open("a.toml", &text, KEYS);
        block.count(&mut reader, "count");
        block.blocks(&mut reader, "item");
        let place = &reader.diagnostics[0].places[0];
        assert_eq!((place.line, place.column, place.text.as_str()), (line, column, shown.as_str()));
    }
}

/// Columns do not depend on the order in which keys are asked for.
#[test]
fn columns_are_the_same_in_whatever_order_they_are_asked_for() {
    let text = "# é\ntext = \"é\"\nitem = [{ é = 1, ü = 2 }, { ö = 3, ä = 4 }, { ß = 5 }]\ncount = \"é\"\n";
    let (reader, _) = Reader::open("a.toml", text, KEYS);
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let plain = |at: usize| {
        let (before, line) = (&text[..at], text[..at].matches('\n').count() + 1);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Spot { text: 0, line: u32::try_from(line).unwrap(), column: u32::try_from(column).unwrap() }
    };
    for step in 1..starts.len() {
        for index in 0..starts.len() {
            let at = starts[index * step % starts.len()];
            assert_eq!(reader.spot(&(at..at)), plain(at), "{at}");
        }
    }
}

/// A line that every mistake stands on is not held once for each of them.
#[test]
fn thousands_of_mistakes_on_one_line_hold_little() {
    let items: Vec<String> = (0..2_000).map(|item| format!("{{ idd = \"{item}\" }}")).collect();
    let text = format!("item = [{}]", items.join(", "));
    let (mut reader, mut block) = Reader::open("a.toml", &text, KEYS);
    for item in block.blocks(&mut reader, "item") {
        item.finish(&mut reader);
    }
    let held: usize = reader.diagnostics.iter().map(|own| own.places[0].text.len()).sum();
    assert_eq!((reader.diagnostics.len(), held), (2_000, 2_000 * 240));
    assert_eq!(reader.diagnostics[1_999].help.as_deref(), Some("did you mean `id`?"));
}
