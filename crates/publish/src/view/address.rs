//! Where each page stands, and relative links between them: a folder of pages works under any path and from a disk.

use crate::view::View;
use parcferme_core::Ix;
use parcferme_core::career::Career;
use parcferme_core::outcome::StandingsTable;
use parcferme_core::season::{Competitor, Round, Session};
use std::fmt::Write;

/// An id as a file name: letters, digits, `-` and `_`, lower case; every other character by its code.
pub fn file_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' | '_' => name.push(c),
            'A'..='Z' => name.push(c.to_ascii_lowercase()),
            ' ' => name.push('-'),
            c => {
                // `String` never refuses a write.
                let _ = write!(name, "~{:x}", u32::from(c));
            }
        }
    }
    if name.is_empty() || is_a_device(&name) {
        name.push('~');
    }
    name
}

/// Whether Windows takes a file of this name, whatever it ends in, for a device.
fn is_a_device(name: &str) -> bool {
    let numbered = |own: &str| {
        name.strip_prefix(own)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|own| own.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&name) || numbered("com") || numbered("lpt")
}

/// The path of a season's folder, with its slash: `alms/2003/`.
pub fn season_folder(id: &str) -> String {
    let mut parts: Vec<String> = id.split('/').filter(|part| !part.is_empty()).map(file_name).collect();
    if let Some(series) = parts.first_mut().filter(|own| TAKEN.contains(&own.as_str())) {
        series.push('~');
    }
    format!("{}/", parts.join("/"))
}

/// What stands at the site's root beside the series. A test of the server holds that its addresses are among them.
const TAKEN: [&str; 17] = [
    "api", "assets", "career", "compare", "desk", "editions", "events", "healthz", "log", "metrics", "open",
    "readyz", "seasons", "sign-in", "sign-out", "try", "welcome",
];

/// `../` for every folder that a path stands in.
pub fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The page of a career, from the site's root.
pub fn career_path(own: &Career) -> String {
    format!("career/{}/{}.html", own.kind.word(), file_name(&own.id))
}

/// Where the JSON of a page stands, inside the same folder as the page.
pub fn data_path(page: &str) -> String {
    match page {
        "index.html" => "season.json".to_owned(),
        "standings/index.html" => "standings/points.json".to_owned(),
        page => format!("{}.json", page.trim_end_matches(".html")),
    }
}

/// The JSON of a round's page. `round/3.json` is its classification alone, as `round/3.csv` is.
pub fn round_data_path(page: &str) -> String {
    format!("{}-summary.json", page.trim_end_matches(".html"))
}

impl View<'_> {
    pub fn round_path(&self, round: Ix<Round>) -> String {
        format!("round/{}.html", self.round_file(round))
    }

    /// Evidence for every car of a round.
    pub fn cars_path(&self, round: Ix<Round>) -> String {
        format!("round/{}-cars.html", self.round_file(round))
    }

    fn round_file(&self, round: Ix<Round>) -> String {
        let round = &self.season.rounds[round];
        // A round without a number whose event is called `3`, or `3-cars`, is not round 3.
        let is_number = |name: &str| name.starts_with(|first: char| first.is_ascii_digit());
        match (round.number, file_name(&round.event)) {
            (Some(number), _) => number.to_string(),
            (None, event) if is_number(&event) => format!("{event}~"),
            (None, event) => event,
        }
    }

    /// What a session's documents are called behind their round: words that others stand for get a tilde.
    pub(crate) fn session_file(&self, session: Ix<Session>) -> String {
        let own = &self.season.sessions[session];
        let name = match file_name(&own.id) {
            taken if ["cars", "summary", "letter"].contains(&taken.as_str()) => format!("{taken}~"),
            name => name,
        };
        // `Race` and `race` would be one file: the later one gets a number.
        let earlier = self.season.sessions_of(own.round).take_while(|other| *other != session);
        let same = |other: &Ix<Session>| file_name(&self.season.sessions[*other].id) == file_name(&own.id);
        match earlier.filter(same).count() {
            0 => name,
            others => format!("{name}~{}", others + 1),
        }
    }

    /// `teams-gts`, or `teams` for a title without classes.
    pub fn table_id(&self, table: &StandingsTable) -> String {
        let id = self.own_table_id(table);
        // Title `teams-gt` and class `GT` of title `teams`; `teams-after-1` is one as it stood.
        let earlier = self.outcome.tables.iter();
        let earlier = earlier.take_while(|own| (own.title, own.class) != (table.title, table.class));
        let same = earlier.filter(|own| self.own_table_id(own) == id).count();
        let as_it_stood = id
            .match_indices("-after-")
            .any(|(at, _)| self.outcome.tables.iter().any(|own| self.own_table_id(own) == id[..at]));
        match same + usize::from(as_it_stood) {
            0 => id,
            others => format!("{id}~{}", others + 1),
        }
    }

    fn own_table_id(&self, table: &StandingsTable) -> String {
        // Beside the tables stand the list of them and all their points.
        let title = match file_name(&self.rules.titles[table.title].id) {
            taken if table.class.is_none() && ["index", "points"].contains(&taken.as_str()) => {
                format!("{taken}~")
            }
            name => name,
        };
        match table.class {
            Some(class) => format!("{title}-{}", file_name(&self.season.classes[class].id)),
            None => title,
        }
    }

    pub fn table_path(&self, table: &StandingsTable, after: Option<Ix<Round>>) -> String {
        let id = self.table_id(table);
        match after {
            Some(round) => format!("standings/{id}-after-{}.html", self.round_file(round)),
            None => format!("standings/{id}.html"),
        }
    }

    /// Who can still win, as it stands now or after a round.
    pub fn scenario_path(&self, after: Option<Ix<Round>>) -> String {
        after.map_or_else(
            || "scenario.html".to_owned(),
            |round| format!("scenario/after-{}.html", self.round_file(round)),
        )
    }

    /// Why a competitor stands where it stands in a table; a round's part is `#r` with the round's number.
    pub fn why_path(&self, table: &StandingsTable, competitor: Ix<Competitor>) -> String {
        format!("why/{}/{}.html", self.table_id(table), file_name(&self.season.competitors[competitor].id))
    }

    /// A competitor's part of an address.
    pub fn competitor_word(&self, competitor: Ix<Competitor>) -> String {
        file_name(&self.season.competitors[competitor].id)
    }

    pub fn competitor_path(&self, competitor: Ix<Competitor>) -> String {
        let own = &self.season.competitors[competitor];
        format!("{}/{}.html", own.kind.word(), file_name(&own.id))
    }

    pub fn circuit_path(&self, circuit: &str) -> String {
        format!("circuit/{}.html", self.circuit_id(circuit))
    }

    /// Two names that differ by case or by a hyphen alone would be one file name: the later one gets a number.
    pub fn circuit_id(&self, circuit: &str) -> String {
        let id = file_name(circuit);
        let earlier = self.circuits().into_iter().take_while(|own| *own != circuit);
        match earlier.filter(|own| file_name(own) == id).count() {
            0 => id,
            others => format!("{id}~{}", others + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_safe_names() {
        assert_eq!(file_name("team-joest"), "team-joest");
        assert_eq!(file_name("LMP900"), "lmp900");
        assert_eq!(file_name("../../etc"), "~2e~2e~2f~2e~2e~2fetc");
        assert_eq!(file_name("Élan"), "~c9lan");
        assert_eq!(file_name(""), "~");
        assert_eq!(
            ["CON", "com1", "com10", "nul", "console"].map(file_name),
            ["con~", "com1~", "com10", "nul~", "console"]
        );
    }

    #[test]
    fn season_folders_and_ways_up() {
        assert_eq!(season_folder("alms/2003"), "alms/2003/");
        assert_eq!(season_folder("../x"), "~2e~2e/x/");
        assert_eq!(season_folder("career/2003"), "career~/2003/");
        assert_eq!(up("alms/2003/round/1.html"), "../../../");
        assert_eq!(up("index.html"), "");
    }
}
