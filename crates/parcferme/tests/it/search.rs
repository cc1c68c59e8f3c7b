//! What people call things: one matcher for pages, the API and the command line.

use crate::server::{ask, shelf};
use std::process::{Command, Output};

fn explain(words: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_parcferme"));
    program.args(["explain", "alms/2003"]).args(words).output().unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_cell_is_explained_by_what_people_call_it_and_it_is_said_what_was_taken() {
    for (words, taken) in [
        (
            &["PK Sport", "mosport"][..],
            "P.K. Sport, Teams' Championship, GT, round 5, Toronto Grand Prix of Mosport",
        ),
        (
            &["mosprot", "p.k. sport"],
            "P.K. Sport, Teams' Championship, GT, round 5, Toronto Grand Prix of Mosport",
        ),
        (&["magnusen"], "Jan Magnussen, Drivers' Championship, GTS"),
        (&["prodrive gts"], "Prodrive, Teams' Championship, GTS"),
        // The season is that anyway, and a total is asked for where no round is named.
        (&["2003 prodrive"], "Prodrive, Teams' Championship, GTS"),
        (&["team joest total"], "Infineon Team Joest, Teams' Championship, LMP900"),
        (
            &["3", "mosport"],
            "Corvette Racing, Teams' Championship, GTS, round 5, Toronto Grand Prix of Mosport",
        ),
        (&["corvette", "3"], "Corvette Racing, Teams' Championship, GTS, round 3, Grand Prix of Sonoma"),
        (
            &["teams", "GTS", "corvett", "sonoma"],
            "Corvette Racing, Teams' Championship, GTS, round 3, Grand Prix of Sonoma",
        ),
    ] {
        let output = explain(words);
        let (out, told) = said(&output);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {told}");
        assert_eq!(told.trim_end(), format!("note[PF1140]: `{}` was taken for {taken}", words.join(" ")));
        assert!(out.contains(taken.split(',').next().unwrap()), "{out}");
    }
}

#[test]
fn ids_are_taken_without_a_word() {
    let output = explain(&["teams", "GT", "pk-sport", "5"]);
    let (out, told) = said(&output);
    assert_eq!((output.status.code(), told.as_str()), (Some(0), ""));
    assert!(
        out.starts_with(
            "P.K. Sport · Teams' Championship · GT · round 5, Toronto Grand Prix of Mosport: 8 points"
        ),
        "{out}"
    );
}

#[test]
fn nothing_is_guessed_where_several_cells_fit_or_none() {
    let output = explain(&["drivers", "GT", "policastro", "9"]);
    let (out, told) = said(&output);
    assert_eq!((output.status.code(), out.as_str()), (Some(2), ""));
    assert!(told.contains("error[PF1141]: `drivers GT policastro 9` fits 2 cells"), "{told}");
    assert!(told.contains("parcferme explain alms/2003 drivers GT joe-policastro 9\n"), "{told}");
    assert!(told.contains("parcferme explain alms/2003 drivers GT joe-policastro-jr 9\n"), "{told}");
    let (out, told) = said(&explain(&["prodrive", "silverstone"]));
    assert_eq!(out, "");
    assert!(
        told.contains("error[PF1142]: no cell fits `prodrive silverstone`")
            && told.contains("words of it are in: Prodrive"),
        "{told}"
    );
}

#[test]
fn a_round_is_known_by_its_circuit() {
    let standings = |after: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_parcferme"));
        program
            .args(["standings", "alms/2003", "--class", "GTS", "--format", "csv", "--after", after])
            .output()
            .unwrap()
    };
    let (by_name, told) = said(&standings("road america"));
    assert_eq!(told.trim_end(), "note[PF1140]: `road america` was taken for round 6, Road America 500");
    assert_eq!(by_name, said(&standings("6")).0);
    // Road Atlanta saw rounds 2 and 9.
    let (out, told) = said(&standings("road atlanta"));
    assert!(out.is_empty() && told.contains("error[PF0907]: no round `road atlanta`"), "{told}");
}

#[test]
fn the_api_answers_with_things_and_cells_the_best_first() {
    let shelf = shelf(&[]);
    let find = |words: &str| -> serde_json::Value {
        let path = format!("/api/v1/seasons/alms/2003/search?q={}", words.replace(' ', "%20"));
        serde_json::from_slice(ask(&shelf, &path).text.as_bytes()).unwrap()
    };
    let found = find("pk sport");
    assert_eq!(
        (&found["found"][0]["name"], &found["found"][0]["fit"]),
        (&"P.K. Sport".into(), &"whole".into())
    );
    let found = find("PK Sport mosport");
    assert_eq!(found["found"].as_array().map(Vec::len), Some(0));
    assert_eq!(
        (&found["cells"][0]["competitor"]["id"], &found["cells"][0]["round"]),
        (&"pk-sport".into(), &5.into())
    );
    assert_eq!(found["cells"][0]["href"], "why/teams-gt/pk-sport.html#r5");
    let found = find("mosprot");
    let names: Vec<_> =
        found["found"].as_array().unwrap().iter().map(|own| own["kind"].as_str().unwrap()).collect();
    assert_eq!(names, ["Round", "Circuit"]);
    let number = find("88");
    let names: Vec<_> =
        number["found"].as_array().unwrap().iter().map(|own| own["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Prodrive") && names.contains(&"Peter Kox"), "{names:?}");
    assert!(find("2003")["found"].as_array().unwrap().len() >= 10, "all rounds of the year");
    assert_eq!(find("%26%3C")["found"], find("")["found"], "signs alone ask nothing");
}

#[test]
fn the_page_answers_without_scripts() {
    let shelf = shelf(&[]);
    let page = |words: &str| ask(&shelf, &format!("/alms/2003/search.html?q={words}")).text;
    let found = page("PK+Sport+mosport");
    assert!(found.contains("<a href=\"why/teams-gt/pk-sport.html#r5\">P.K. Sport, Teams&#39; Championship, GT, round 5: Toronto Grand Prix of Mosport</a>"), "{found}");
    let found = page("magnusen");
    assert!(
        found.contains("Jan Magnussen</a>")
            && found.contains("a letter differs")
            && !found.contains("Prodrive"),
        "{found}"
    );
    let none = page("%3Cscript%3Ex");
    assert!(
        none.contains("Nothing in this season is called “&#60;script&#62;x”") && !none.contains("<script>x"),
        "{none}"
    );
}

#[test]
fn what_is_called_by_its_name_is_not_a_cell_of_something_else() {
    let text = ask(&shelf(&["alms/2003".to_owned()]), "/alms/2003/search.html?q=round+3").text;
    assert!(text.contains("Grand Prix of Sonoma") && !text.contains("why/"), "{text}");
    let text = ask(&shelf(&["alms/2003".to_owned()]), "/alms/2003/search.html?q=corvette+sonoma").text;
    assert!(text.contains("why/teams-gts/corvette-racing.html"), "{text}");
}
