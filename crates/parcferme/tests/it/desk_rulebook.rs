//! The rulebook at the desk: read as sentences, changed by forms.

use crate::desk::{FILES, enter, enter_season};
use crate::desk_pages::hidden;
use crate::gate::{Answered, Club};
use parcferme::desk::Stands;

const ANN: &str = "parcferme=ann";
const RULES: &str = r#"# Ours, as the club voted.
name = "Cup 2026"

[[points]]
id = "race"
scale = [10, 8, 6, 5]   # four places
article = "12.1"

# One table.
[[title]]
id = "drivers"
name = "Drivers' Championship"
competitor = "driver"
ties = ["wins", "countback", "shared"]
article = "13.1"
"#;

fn club() -> Club {
    let club = Club::new();
    let files = FILES.map(|own| match own.0 {
        "rulebook.toml" => (own.0, RULES.to_owned()),
        _ => (own.0, own.1.to_owned()),
    });
    enter(&mut club.record(), &files);
    club.official("ann", &["points-keeper *"]);
    club.official("bea", &["steward *"]);
    club
}

async fn sent(club: &Club, fields: &[(&str, &str)]) -> Answered {
    let of = hidden(&club.get("/desk/cup/2026/rulebook", ANN).await, "of");
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("of", of.as_str())]).collect();
    club.send("/desk/cup/2026/rulebook", ANN, &all).await
}

async fn confirmed(club: &Club, shown: &Answered) -> String {
    let id = hidden(shown, "preview");
    let why = hidden(shown, "why");
    let answer = club.send("/desk/cup/2026/enter", ANN, &[("preview", &id), ("why", &why)]).await;
    assert_eq!(answer.location(), "/desk/cup/2026?done=entered", "{}", answer.text);
    rules(club)
}

fn rules(club: &Club) -> String {
    let mut record = club.record();
    let head = record.head("cup/2026").unwrap().unwrap();
    String::from_utf8(record.files("cup/2026", head.number).unwrap()["rulebook.toml"].clone()).unwrap()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('\'', "&#39;").replace('"', "&#34;")
}

#[tokio::test]
async fn each_clause_stands_as_a_sentence_beside_its_keys() {
    let club = club();
    let page = club.get("/desk/cup/2026/rulebook", ANN).await.text;
    let stands = Stands::now(&mut club.record(), "cup/2026").unwrap();
    let prose = stands.loaded.rules.prose();
    assert_eq!(prose.len(), 2);
    for (_, sentence) in prose {
        assert!(page.contains(&escaped(&sentence)), "{sentence}: {page}");
    }
    assert!(page.contains("name=\"k.scale\" value=\"10 8 6 5\""), "{page}");
    assert!(page.contains("name=\"k.windows.0.best\""), "a window can be added: {page}");
    for kind in parcferme_core::rules::KINDS {
        assert!(
            page.contains(&format!("?add={}", kind.name)) && page.contains(&escaped(kind.doc)),
            "{}",
            kind.name
        );
        let form = club.get(&format!("/desk/cup/2026/rulebook?add={}", kind.name), ANN).await.text;
        for key in kind.keys {
            assert!(
                form.contains(&format!("<code class=\"note\">{}</code>", key.name))
                    || form.contains(&format!("k.{}.", key.name)),
                "{} {}",
                kind.name,
                key.name
            );
        }
    }
    assert_eq!(club.get("/desk/cup/2026/rulebook", "parcferme=bea").await.status.as_u16(), 403);
}

#[tokio::test]
async fn a_change_is_shown_and_leaves_everything_else_to_the_byte() {
    let club = club();
    let scale = [
        ("do", "change"),
        ("kind", "points"),
        ("index", "0"),
        ("k.scale", "12 8 6.5, 5"),
        ("k.article", "12.1"),
    ];
    let shown = sent(&club, &scale).await;
    for told in ["The rules before and after", "<dt>Before</dt>", "rules: points race changed", "gains"] {
        assert!(shown.text.contains(told), "{told}: {}", shown.text);
    }
    assert_eq!(rules(&club), RULES, "nothing yet");
    let now = confirmed(&club, &shown).await;
    assert_eq!(now, RULES.replace("[10, 8, 6, 5]", "[12, 8, \"6.5\", 5]"));
    // A key more, a table inside a clause, a key less.
    let title = [
        ("do", "change"),
        ("kind", "title"),
        ("index", "0"),
        ("k.windows.0.best", "1"),
        ("k.windows.1.best", ""),
        ("k.article", ""),
    ];
    let shown = sent(&club, &title).await;
    let now = confirmed(&club, &shown).await;
    assert!(
        now.contains("windows = [{ best = 1 }]")
            && !now.contains("13.1")
            && now.contains("# One table.\n[[title]]"),
        "{now}"
    );
    // A clause more, and the same less.
    let bonus = [("do", "add"), ("kind", "bonus"), ("k.id", "pole"), ("k.feat", "pole"), ("k.points", "1")];
    let before = rules(&club);
    let shown = sent(&club, &bonus).await;
    let with = confirmed(&club, &shown).await;
    assert_eq!(with, format!("{before}\n[[bonus]]\nid = \"pole\"\npoints = 1\nfeat = \"pole\"\n"));
    let shown = sent(&club, &[("do", "remove"), ("kind", "bonus"), ("index", "0")]).await;
    assert!(shown.text.contains("<dt>After</dt><dd>nothing</dd>"), "{}", shown.text);
    assert_eq!(confirmed(&club, &shown).await, before);
    let shown = sent(&club, &[("do", "itself"), ("k.name", "Cup of 2026"), ("k.about", "")]).await;
    assert_eq!(confirmed(&club, &shown).await, before.replace("\"Cup 2026\"", "\"Cup of 2026\""));
}

#[tokio::test]
async fn what_cannot_be_comes_back_with_what_was_filled_in() {
    let club = club();
    for (field, value, told) in
        [("k.scale", "ten eight", "ten"), ("k.factor", "half", "half"), ("k.id", "", "id")]
    {
        let refused =
            sent(&club, &[("do", "change"), ("kind", "points"), ("index", "0"), (field, value)]).await;
        assert_eq!(refused.status.as_u16(), 400, "{field}: {}", refused.text);
        assert!(
            refused.text.contains("Nothing was changed.") && refused.text.contains(told),
            "{}",
            refused.text
        );
        assert!(
            refused.text.contains(&format!("name=\"{field}\" value=\"{value}\"")),
            "{field}: {}",
            refused.text
        );
    }
    let refused =
        sent(&club, &[("do", "change"), ("kind", "title"), ("index", "0"), ("k.windows.0.best", "many")])
            .await;
    assert!(refused.text.contains("“many” is not what “best” takes"), "{}", refused.text);
    let gone = sent(&club, &[("do", "remove"), ("kind", "bonus"), ("index", "3")]).await;
    assert!(gone.status.as_u16() == 400 && gone.text.contains("has no such block"), "{}", gone.text);
    let same =
        sent(&club, &[("do", "change"), ("kind", "points"), ("index", "0"), ("k.scale", "10 8 6 5")]).await;
    assert!(same.status.as_u16() == 400 && same.text.contains("There is nothing to enter"), "{}", same.text);
    // Somebody else was faster.
    let form =
        [("do", "change"), ("kind", "points"), ("index", "0"), ("k.scale", "9 8"), ("of", "of before")];
    let late = club.send("/desk/cup/2026/rulebook", ANN, &form).await;
    assert_eq!(late.status.as_u16(), 409);
    assert!(
        late.text.contains("Somebody has changed the rulebook since") && late.text.contains("value=\"9 8\""),
        "{}",
        late.text
    );
}

#[tokio::test]
async fn rules_that_ship_become_the_season_s_own_with_the_first_change() {
    let club = Club::new();
    club.official("ann", &["points-keeper *"]);
    let season = "# The cup.\nseries = \"cup\"\nyear = 2026\nname = \"Cup 2026\"\nrulebook = \"examples/one-make\" # of the program\n\n[[round]]\nnumber = 1\nevent = \"season-opener\"\n";
    let files = [("season.toml".to_owned(), season.as_bytes().to_vec())].into();
    enter_season(&mut club.record(), "cup/2026", files);
    let page = club.get("/desk/cup/2026/rulebook", ANN).await.text;
    assert!(page.contains("The rules are those of examples/one-make."), "{page}");
    let shown =
        sent(&club, &[("do", "change"), ("kind", "points"), ("index", "0"), ("k.scale", "9 8")]).await;
    let now = confirmed(&club, &shown).await;
    assert!(now.contains("scale = [9, 8]") && now.contains("\"Nations' Cup\""), "{now}");
    let mut record = club.record();
    let own = record.files("cup/2026", 2).unwrap();
    let expected = season.replace("\"examples/one-make\"", "\"rulebook.toml\"");
    assert_eq!(String::from_utf8_lossy(&own["season.toml"]), expected);
}
