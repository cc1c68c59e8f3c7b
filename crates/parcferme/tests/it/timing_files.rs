//! A season from a timing service's files with the program itself: each command that it prints as the next one works.

use std::path::Path;
use std::process::{Command, Output};

fn parcferme(at: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parcferme")).args(arguments).current_dir(at).output().unwrap()
}

const RACE: &str = "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;FL_LAPNUM;FL_TIME;TEAM;CLASS;VEHICLE;DRIVER1_FIRSTNAME;DRIVER1_SECONDNAME\n\
    1;7;Classified;20;40:00.000;-;3;1:59.000;Team Nord;P1;Marque A1;Ann;Archer\n\
    2;8;Classified;20;40:05.000;+5.000;3;1:59.500;Team Syd;P1;Marque B2;Ben;Boyd\n\
    3;21;Classified;18;40:06.000;2 Laps;3;2:09.500;Team Vest;GT;Other C3;Cleo;Cox\n";
const QUALIFYING: &str = "POS,NUMBER,LAP,TIME,GAP_FIRST,GAP_PREVIOUS,KPH, LAPS,TEAM,CLASS,VEHICLE,DRIVER1_FIRSTNAME,DRIVER1_SECONDNAME\n\
    1,8,2,1:58.000,-,-,191,2,Team Syd,P1,Marque B2,Ben,Boyd\n2,7,2,1:58.500,+0.500,+0.500,190,2,Team Nord,P1,Marque A1,Ann,Archer\n3,21,2,2:08.000,+10.000,+9.500,180,2,Team Vest,GT,Other C3,Cleo,Cox\n";

#[test]
fn files_without_a_rulebook_are_offered_one_and_every_next_command_works() {
    let temporary = tempfile::tempdir().unwrap();
    let at = temporary.path();
    let lay = |path: &str, text: &str| {
        let path = at.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    lay("imsa 2024/02_Hill Park/202403161010_Race/03_Results_Official.CSV", RACE);
    lay("imsa 2024/02_Hill Park/202403151010_Qualifying/03_Results_Official.CSV", QUALIFYING);
    lay("s/season.toml", "series = \"\"\nyear = 2024\nname = \"Made up 2024\"\nrulebook = \"no/such\"\n");
    let added = parcferme(at, &["add", "imsa 2024", "--season", "s"]);
    let said = String::from_utf8(added.stdout).unwrap();
    assert!(added.status.success(), "{said}{}", String::from_utf8_lossy(&added.stderr));
    assert!(said.contains("round 1, qualifying: 3 cars"), "{said}");
    let next: Vec<&str> = said
        .lines()
        .skip_while(|line| !line.starts_with("Next: "))
        .map(|line| line.trim_start_matches("Next:").trim())
        .collect();
    assert_eq!(next, ["parcferme rulebook new --season s --from imsa/2024", "parcferme check s"]);
    for command in next.iter().copied().chain(["parcferme standings s"]) {
        let arguments: Vec<&str> = command.split(' ').skip(1).collect();
        let run = parcferme(at, &arguments);
        let out = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success(), "{command}: {out}{}", String::from_utf8_lossy(&run.stderr));
        if command.contains("standings") {
            // 350 and 32, 320 and 35 in P1; 350 and 35 in GT.
            assert!(["382", "355", "385"].iter().all(|total| out.contains(total)), "{out}");
        }
    }
    let season = std::fs::read_to_string(at.join("s/season.toml")).unwrap();
    assert!(season.contains("name = \"Hill Park\"") && season.contains("2024-03-16"), "{season}");
    // Two files of one name in two folders are two documents.
    let sources = std::fs::read_to_string(at.join("s/sources.toml")).unwrap();
    assert!(sources.contains("02_Hill Park/202403161010_Race/03_Results_Official.CSV"), "{sources}");
}
