//! Rulebooks by era, and rulebooks that are like another.

use parcferme_core::Diagnostic;
use parcferme_core::rulebook::{Rulebook, Wording, by_name};
use std::sync::Arc;

const CUP: &str = r#"
seasons = "1950-1953, 1955-1960"
name = "Cup {season}"

[[era]]
seasons = "1950, 1953"
about = "As it was."

[[points]]
id = "main"
article = "Article 1"

[[points.era]]
seasons = "1950-1953"
scale = [8, 6]
article = "five paid"
source = "a"

[[points.era]]
seasons = "1955-"
scale = [9, 6]

[[points]]
id = "lap"
seasons = "1950-1952"
scale = [1]

[[points]]
id = "lap"
seasons = "1953-1958"
scale = [2]

[[title]]
id = "drivers"
competitor = "driver"

[[title.era]]
seasons = "1951-1953"
windows = [{ best = 4 }]
"#;

fn wording(text: &str) -> Wording {
    let (wording, found) = Wording::read("cup.toml", text);
    assert_eq!(found, []);
    wording
}

fn said(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|own| format!("{} {}", own.id, own.message)).collect()
}

fn season(year: u16) -> Rulebook {
    let (rules, found) = Rulebook::of("cup", Arc::new(wording(CUP).of_season(year).unwrap()));
    assert_eq!(found, [], "{year}");
    rules
}

#[test]
fn a_season_has_the_values_that_hold_in_it() {
    assert_eq!(wording(CUP).seasons().unwrap().len(), 10);
    let of = |year| {
        let rules = season(year);
        let scale = |id: &str| {
            let clause = rules.points.iter().find(|own| rules.articles[own.article].id == id)?;
            Some(clause.rule.prose())
        };
        let shown = |id| scale(id).unwrap_or_default();
        (
            rules.name.clone(),
            rules.about.clone(),
            shown("main"),
            shown("lap"),
            rules.titles.rows()[0].windows.len(),
        )
    };
    let (name, about, main, lap, windows) = of(1950);
    assert_eq!((name.as_str(), about.as_str(), windows), ("Cup 1950", "As it was.", 0));
    assert!(main.contains("8") && lap.contains('1'), "{main} {lap}");
    assert_eq!(of(1953).4, 1);
    let (_, about, main, lap, windows) = of(1960);
    assert_eq!((about.as_str(), windows), ("", 0));
    assert!(main.contains('9') && lap.is_empty(), "{main} {lap}");
    // Where it stands is where it is written; the article of the era stands behind the block's own.
    let rules = season(1951);
    let article = &rules.articles[rules.points[0].article];
    assert_eq!((article.text.as_str(), article.source.as_str()), ("Article 1; five paid", "a"));
    assert_eq!(season(1955).articles.rows()[0].text, "Article 1");
    let place = season(1955).place_at(season(1955).articles.rows()[1].spot);
    assert_eq!((place.document.as_str(), place.line), ("cup.toml", 28));
}

#[test]
fn a_season_is_one_of_the_rulebook() {
    for year in [1949, 1954, 1961] {
        let told = wording(CUP).of_season(year).unwrap_err();
        assert_eq!(said(&told), [format!("PF0319 the rulebook has no season {year}")]);
    }
    let (_, found) = Rulebook::of("cup", Arc::new(wording(CUP)));
    assert!(said(&found)[0].starts_with("PF0336"), "{found:?}");
}

#[test]
fn gaps_and_overlaps_are_refused_in_whatever_season() {
    for (from, to, told) in [
        (
            "seasons = \"1953-1958\"",
            "seasons = \"1952-1958\"",
            "PF0334 points `lap` is stated twice for 1952",
        ),
        ("seasons = \"1953-1958\"", "seasons = \"1955-1958\"", "PF0335 points `lap` is not stated for 1953"),
        (
            "seasons = \"1955-\"\nscale",
            "seasons = \"1953-\"\nscale",
            "PF0334 `scale` of points `main` is stated twice for 1953",
        ),
        (
            "seasons = \"1955-\"\nscale",
            "seasons = \"1956-\"\nscale",
            "PF0335 `scale` of points `main` is not stated for 1955",
        ),
        (
            "seasons = \"1955-\"",
            "seasons = \"1954-\"",
            "PF0318 `seasons` is not a list of the rulebook's seasons",
        ),
        (
            "seasons = \"1955-\"",
            "seasons = \"1958-1955\"",
            "PF0318 `seasons` is not a list of the rulebook's seasons",
        ),
        ("seasons = \"1951-1953\"\nwindows", "windows", "PF0305 `seasons` is missing"),
    ] {
        let text = CUP.replace(from, to);
        assert_ne!(text, CUP, "{from}");
        for year in [1950, 1960] {
            let told_now = wording(&text).of_season(year).unwrap_err();
            assert_eq!(said(&told_now), [told], "{year}");
            assert!(told_now[0].places[0].line > 0);
        }
    }
    let outside = CUP.replace(
        "id = \"lap\"\nseasons = \"1950-1952\"\nscale = [1]",
        "id = \"lap\"\nseasons = \"1950-1952\"\nscale = [1]\n[[points.era]]\nseasons = \"1953\"\nfactor = 2",
    );
    let told = wording(&outside).of_season(1950).unwrap_err();
    assert_eq!(said(&told), ["PF0333 points `lap` has an era in 1953, and does not hold then"]);
}

fn find(name: &str) -> Option<Result<Arc<Wording>, Vec<Diagnostic>>> {
    match name {
        "cup" => Some(Ok(Arc::new(wording(CUP)))),
        "round-a" => Some(Ok(Arc::new(wording("like = \"round-b\"")))),
        "round-b" => Some(Ok(Arc::new(wording("like = \"round-a\"")))),
        _ => None,
    }
}

fn like(text: &str) -> Result<Rulebook, Vec<String>> {
    let (own, found) = Wording::read("own.toml", text);
    assert_eq!(found, []);
    let wording = by_name::complete(own, &find).map_err(|own| said(&own))?;
    let (rules, found) = Rulebook::of("own", Arc::new(wording));
    if found.is_empty() { Ok(rules) } else { Err(said(&found)) }
}

#[test]
fn a_rulebook_that_is_like_another_is_that_one_but_for_what_it_says() {
    let rules = like(
        "like = \"cup/1951\"\nname = \"Ours\"\nwithout = [\"points.lap\"]\n[[points]]\nid = \"main\"\nscale = [5, 3]\n\n[[title]]\nid = \"teams\"\ncompetitor = \"team\"\n\n[classified]\nmin_share = \"75 %\"\n",
    )
    .unwrap();
    let titles: Vec<&str> = rules.titles.rows().iter().map(|own| own.id.as_str()).collect();
    assert_eq!((rules.name.as_str(), titles.as_slice()), ("Ours", ["drivers", "teams"].as_slice()));
    assert_eq!(rules.points.len(), 1);
    assert!(rules.points[0].rule.prose().contains('5'));
    assert_eq!(rules.titles.rows()[0].windows.len(), 1, "of the base");
    assert_eq!(rules.minimum_share().unwrap().share.to_string(), "75 %");
    // Each in the document that says it.
    let place = |index: usize| {
        let place = rules.place_at(rules.articles.rows()[index].spot);
        format!("{} {}:{}", rules.articles.rows()[index].kind, place.document, place.line)
    };
    let places: Vec<String> = (0..rules.articles.len()).map(place).collect();
    assert_eq!(
        places,
        ["points cup.toml:9", "classified own.toml:12", "title cup.toml:33", "title own.toml:8"]
    );
    let same = like("like = \"cup/1951\"").unwrap();
    assert_eq!(same.wording.to_toml(), season(1951).wording.to_toml());
}

#[test]
fn what_it_cannot_be_like_is_said() {
    for (text, told) in [
        ("like = \"cup/1949\"", "PF0319 the rulebook has no season 1949"),
        ("like = \"pub\"", "PF0337 there is no rulebook `pub` that this one could be like"),
        ("like = \"round-a\"", "PF0337 rulebooks are like each other without an end"),
        (
            "like = \"cup/1950\"\nwithout = [\"points.pole\"]",
            "PF0316 the rulebook has no `points` called `pole`",
        ),
        ("like = \"cup/1950\"\n[[points]]\nid = \"main\"\nscales = [5]", "PF0302 unknown key `scales`"),
        ("like = \"cup/1950\"\npoint = 3", "PF0302 unknown key `point`"),
    ] {
        assert_eq!(like(text).map(|own| own.name), Err(vec![told.to_owned()]), "{text}");
    }
}
