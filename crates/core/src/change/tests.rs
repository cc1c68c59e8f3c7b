use super::*;
use crate::rulebook::Rulebook;

const BOOK: &str = "name = \"Club\" # of 2026\n\n[[points]]\nid = \"main\"\nscale = [3, 2, 1] # three\n\n[[points]]\nid = \"long\"\nlike = \"main\"\nfactor = \"2\"\n\n[[title]]\nid = \"drivers\"\nname = \"Drivers\"\ncompetitor = \"driver\"\n";

fn book() -> Wording {
    let (wording, found) = Wording::read("book.toml", BOOK);
    assert_eq!(found, []);
    wording
}

fn changes(all: &[&str]) -> Vec<Change> {
    all.iter().map(|own| Change::parse(own).unwrap()).collect()
}

fn done(all: &[&str]) -> String {
    book().with(&changes(all)).unwrap().to_toml()
}

fn refused(change: &str) -> (String, String) {
    let told = Change::parse(change).and_then(|own| book().with(&[own])).unwrap_err();
    (format!("{} {}", told.id, told.message), told.expected.unwrap_or_default())
}

#[test]
fn the_place_itself_changes_and_nothing_else() {
    let plain = done(&[]);
    assert_eq!(plain, BOOK.replace(" # of 2026", "").replace(" # three", ""));
    let main = done(&["points.main.scale = [9, 6]"]);
    assert_eq!(main, plain.replace("[3, 2, 1]", "[9, 6]"));
    assert_eq!(done(&["points.1.scale=[9, 6]"]), main, "by its number");
    assert_eq!(done(&["name = Cup"]), plain.replace("\"Club\"", "\"Cup\""));
    assert_eq!(done(&["points.long.factor = "]), plain.replace("factor = \"2\"\n", ""));
    // The last of two that name one place stands.
    assert_eq!(done(&["points.main.scale = [1]", "points.main.scale = [9, 6]"]), main);
}

#[test]
fn blocks_as_a_whole() {
    let plain = done(&[]);
    let without = done(&["points.long = "]);
    assert_eq!(without, plain.replace("\n[[points]]\nid = \"long\"\nlike = \"main\"\nfactor = \"2\"\n", ""));
    assert_eq!(done(&["points.2 = "]), without);
    let more = done(&["points.half = { like = \"main\", factor = \"1/2\" }"]);
    assert!(more.contains("\n[[points]]\nid = \"half\"\nlike = \"main\"\nfactor = \"1/2\"\n"), "{more}");
    let other = done(&["points.long = { scale = [5] }"]);
    assert!(other.contains("\n[[points]]\nid = \"long\"\nscale = [5]\n"), "{other}");
    assert_eq!(done(&["points = "]).matches("points").count(), 0);
}

#[test]
fn every_block_of_a_kind_and_a_block_that_there_was_not() {
    assert_eq!(done(&["points.*.rounding = up"]).matches("rounding = \"up\"").count(), 2);
    let (rules, _) = Rulebook::parse("x", BOOK);
    let rules = rules.with(&changes(&["classified.min_share = 75 %"])).unwrap();
    assert_eq!(rules.minimum_share().unwrap().share.to_string(), "75 %");
    let rules = rules.with(&changes(&["classified.min_share = 0.8"])).unwrap();
    assert_eq!(rules.minimum_share().unwrap().share.to_string(), "80 %");
    // What a change says wrongly is said at the change.
    let told = rules.with(&changes(&["classified.min_share = 750 %"])).unwrap_err();
    assert_eq!(told[0].id, "PF0312");
    assert_eq!((told[0].places[0].document.as_str(), told[0].places[0].column), ("change", 24));
}

#[test]
fn what_cannot_be_is_said_with_what_can() {
    for (change, told, expected) in [
        ("points.main.scale", "PF0316 a change has no `=`", "`kind.key"),
        ("points..scale = 1", "PF0316 the address of a change has an empty part", "`kind.key"),
        ("point.main.scale = [1]", "PF0317 unknown kind of rule `point`", "one of name"),
        ("points.main.scales = [1]", "PF0317 unknown key `scales`", "one of id"),
        ("points.scale = [1]", "PF0316 the rulebook has 2 blocks `points`", "one of them: main, long"),
        ("points.mein.scale = [1]", "PF0316 the rulebook has no `points` called `mein`", "one of main, long"),
        ("points.mein = ", "PF0316 the rulebook has no `points` called `mein`", "one of main, long"),
        ("classified.*.min_share = 75 %", "PF0316 the rulebook has no `classified`", ""),
    ] {
        let (own, wanted) = refused(change);
        assert_eq!(own, told);
        assert!(wanted.starts_with(expected), "{change}: {wanted}");
    }
}

#[test]
fn a_change_is_written_as_it_is_read() {
    for text in [
        "points.main.scale = [9, 6]",
        "title.*.ties = [\"shared\"]",
        "name = \"Cup\"",
        "points.long.factor = ",
        "points.half = { factor = \"1/2\", like = \"main\" }",
    ] {
        let change = Change::parse(text).unwrap();
        assert_eq!(change.to_string().trim_end(), text.trim_end());
        assert_eq!(Change::parse(&change.to_string()).unwrap(), change);
    }
}

const SOME: &[&str] = &[
    "name = Cup",
    "about = A cup",
    "points.main.scale = [9, 6]",
    "points.1.scale = [7]",
    "points.main.factor = 3",
    "points.long.factor = ",
    "points.*.rounding = up",
    "points.half = { like = \"main\", factor = \"1/2\" }",
    "points.long = ",
    "points = [{ id = \"only\", scale = [2, 1] }]",
    "classified.min_share = 75 %",
    "title.drivers.ties = [\"shared\"]",
    "title = ",
];

#[test]
fn a_change_and_its_inverse_give_the_same_bytes() {
    let before = book();
    for text in SOME {
        let change = Change::parse(text).unwrap();
        let back = change.inverse(&before).unwrap();
        let after = before.with(std::slice::from_ref(&change)).unwrap();
        assert_ne!(after.to_toml(), before.to_toml(), "{text}");
        assert_eq!(after.with(&back).unwrap().to_toml(), before.to_toml(), "{text}");
    }
}

#[test]
fn two_changes_commute_or_say_why_not() {
    let (mut clashing, mut free) = (0, 0);
    for (at, a) in changes(SOME).iter().enumerate() {
        for b in &changes(SOME)[at + 1..] {
            let there =
                book().with(&[a.clone(), b.clone()]).map(|own| own.to_toml()).map_err(|own| own.message);
            let back =
                book().with(&[b.clone(), a.clone()]).map(|own| own.to_toml()).map_err(|own| own.message);
            assert_eq!(a.clash(b).is_some(), b.clash(a).is_some(), "{a} and {b}");
            match a.clash(b) {
                None => {
                    assert_eq!(there, back, "{a} and {b}");
                    free += 1;
                }
                Some(_) => clashing += usize::from(there != back),
            }
        }
    }
    assert!(clashing > 5 && free > 40, "{clashing} {free}");
}
