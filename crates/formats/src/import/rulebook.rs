//! A rulebook from what documents state in prose, for a season whose rulebook nobody has written yet.

use crate::folder::{Folder, StatedRecord};
use std::collections::BTreeSet;

/// The rulebook's text; None where the documents state no points scale. What they leave open is said in comments and
/// is for a person, or for an inference from the published tables, to settle.
pub fn rulebook(folder: &Folder) -> Option<String> {
    let season = |stated: &&StatedRecord| stated.round.is_none();
    let scales: Vec<&StatedRecord> =
        folder.stated.iter().filter(season).filter(|own| own.rule == "scale").collect();
    if scales.is_empty() {
        return None;
    }
    let mut text = format!(
        "name = {}\nabout = \"From what the season's documents state. Whose distance counts, and what becomes of a team's other cars, they leave open: `parcferme infer` tells.\"\n",
        quoted(&folder.name)
    );
    let mut standard = false;
    for (number, scale) in scales.iter().enumerate() {
        let first = scale.events.is_empty() && !standard;
        standard |= first;
        let id = if first { "standard".to_owned() } else { format!("scale-{}", number + 1) };
        text += &format!("\n[[points]]\nid = {}\n", quoted(&id));
        let events: Vec<String> = scale.events.iter().flat_map(|name| event_ids(folder, name)).collect();
        if !events.is_empty() {
            let events: Vec<String> = events.iter().map(|event| quoted(event)).collect();
            text += &format!("events = [{}]\n", events.join(", "));
        }
        let points: Vec<String> = scale
            .scale
            .iter()
            .map(|own| if own.is_whole() { own.to_string() } else { quoted(&own.to_string()) })
            .collect();
        text += &format!("scale = [{}]\n", points.join(", "));
    }
    let share = folder.stated.iter().filter(season).find_map(|own| own.share);
    if let Some(share) = share {
        text +=
            &format!("\n[classified]\nmin_share = {}\nof = \"class-winner\"\n", quoted(&share.to_string()));
    }
    let best_car = folder.stated.iter().any(|own| own.rule == "best-car-only");
    let titles: BTreeSet<&str> = folder.published.iter().map(|table| table.title.as_str()).collect();
    for title in if titles.is_empty() { BTreeSet::from(["teams"]) } else { titles } {
        let competitor = match title {
            "drivers" => "driver",
            "manufacturers" => "manufacturer",
            "chassis" => "chassis",
            "engines" => "engine",
            "engine-makers" => "engine-maker",
            "nations" => "nation",
            _ => "team",
        };
        let per = if per_class(folder, title) { "class" } else { "overall" };
        text += &format!(
            "\n[[title]]\nid = {}\nname = {}\nper = \"{per}\"\ncompetitor = \"{competitor}\"\nscores = \"{}\"\nothers_keep_position = true\nties = [\"wins\", \"countback\", \"shared\"]\n",
            quoted(title),
            quoted(&name(title)),
            if best_car { "best-car" } else { "all-cars" },
        );
    }
    Some(text)
}

/// Whether a title is one of classes: results have some, and not all tables published of it are of none.
fn per_class(folder: &Folder, title: &str) -> bool {
    let classed = folder.results.values().flatten().any(|row| !row.class.is_empty());
    let own = || folder.published.iter().filter(|table| table.title == title);
    classed
        && !folder.classes.is_empty()
        && (own().next().is_none() || own().any(|table| !table.class.is_empty()))
}

/// What a title is called where the documents' own caption is not kept: `Drivers' Championship`, `Engine makers`.
fn name(title: &str) -> String {
    let words = title.replace('-', " ");
    let mut letters = words.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    match title {
        "drivers" | "teams" | "manufacturers" => format!("{name}' Championship"),
        _ => name,
    }
}

/// Events of the season whose name holds the printed one.
fn event_ids(folder: &Folder, printed: &str) -> Vec<String> {
    let printed = printed.to_lowercase();
    let named = folder.rounds.iter().filter(|round| round.name.to_lowercase().contains(&printed));
    named.map(|round| round.event.clone()).collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::{name, per_class};
    use crate::folder::{ClassRecord, Folder, PublishedRecord, ResultRecord};

    #[test]
    fn a_title_is_of_classes_where_results_have_some() {
        let row = |class: &str| ResultRecord { class: class.to_owned(), ..ResultRecord::default() };
        let table = |class: &str| PublishedRecord {
            title: "drivers".to_owned(),
            class: class.to_owned(),
            ..PublishedRecord::default()
        };
        let of = |row: ResultRecord, tables: Vec<PublishedRecord>| {
            let class = ClassRecord { id: "GT".to_owned(), name: "GT".to_owned() };
            let mut folder = Folder { classes: vec![class], published: tables, ..Folder::default() };
            folder.results.insert((1, "race".to_owned()), vec![row]);
            per_class(&folder, "drivers")
        };
        assert!(of(row("GT"), vec![]));
        assert!(of(row("GT"), vec![table("GT"), table("")]));
        assert!(!of(row("GT"), vec![table("")]));
        assert!(!of(row(""), vec![table("GT"), table("")]));
        assert_eq!(["drivers", "engine-makers"].map(name), ["Drivers' Championship", "Engine makers"]);
    }
}
