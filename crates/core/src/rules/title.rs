//! Kind `title`: a championship title: who competes, which cars count, how results add up, how ties are broken.

use crate::article_keys;
use crate::block::{At, Key, Shape};
use crate::exact::{Points, Share};
use crate::rulebook::{Article, Rulebook};
use crate::rules::category::{self, Category};
use crate::rules::kind::{Clause, Pillar, Rule, RuleBlock};
use crate::rules::reset::{self, Reset};
use crate::rules::scope::same_class;
use crate::rules::ties::{self, TieBreak};
use crate::rules::window::{self, Window, Wins};
use crate::season::Kind;
use crate::table::Ix;

const COMPETITORS: &[&str] = &[
    "team",
    "driver",
    "entry",
    "chassis",
    "chassis-maker",
    "engine",
    "engine-maker",
    "tyre",
    "manufacturer",
    "nation",
];
const SCORES: &[&str] = &["best-car", "best-2-cars", "best-3-cars", "all-cars"];

/// A title and how it is won.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub id: String,
    pub name: String,
    pub per_class: bool,
    /// Classes that have the title; empty means all.
    pub classes: Vec<At<String>>,
    pub competitor: Kind,
    /// How many of a competitor's cars score in a session; None means all.
    pub scoring_cars: Option<u32>,
    pub others_keep_position: bool,
    pub crew: Crew,
    pub windows: Vec<Window>,
    pub resets: Vec<Reset>,
    pub wins: Wins,
    /// Points for a round in which a competitor has no place.
    pub absent: Option<Points>,
    /// Starts that a competitor needs for a place in the table.
    pub min_starts: u32,
    /// Whether a competitor that goes on in another class takes its points along.
    pub takes_points: bool,
    /// Whether one table for all classes goes by places in each class.
    pub class_places: bool,
    pub ties: Vec<TieBreak>,
    pub ties_by: TiePlaces,
    pub ties_over_scoring_places: bool,
    pub ties_count_all_cars: bool,
    /// Sessions that tie-breaks look at; empty means all that score.
    pub ties_in: Vec<At<String>>,
    pub not_at: Vec<At<String>>,
    /// Whom it is for; None means all.
    pub category: Option<Category>,
    /// Whether those of the category are ranked among themselves, race by race.
    pub category_moves_up: bool,
    /// Share of the points for a driver who drove a crew's car alone.
    pub alone: Share,
    pub lists: Lists,
    pub article: Ix<Article>,
}

/// Which places tie-breaks look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TiePlaces {
    /// Those that points are given for: without the cars that were passed over.
    #[default]
    Title,
    /// Those of the classification in the car's class.
    Class,
    /// Those of the classification.
    Overall,
}

/// Who stands in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Who scored.
    Scored,
    /// And who was classified at least once.
    Classified,
    /// And who started at least once.
    Started,
}

/// What a driver gets of the car's points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crew {
    Full,
    Split,
}

impl Rule for Title {
    const NAME: &'static str = "title";
    const DOC: &'static str = "The titles.";
    const KEYS: &'static [Key] = article_keys![
        Key {
            name: "id",
            shape: Shape::Text,
            doc: "Name of the title on the command line, unique in the rulebook: `teams`, `drivers`.",
        },
        Key { name: "name", shape: Shape::Text, doc: "Full name of the title." },
        Key {
            name: "per",
            shape: Shape::Word(&["class", "overall"]),
            doc: "One table a class, or one for all."
        },
        Key { name: "classes", shape: Shape::TextList, doc: "Only these classes have the title." },
        Key { name: "competitor", shape: Shape::Word(COMPETITORS), doc: "Who is ranked." },
        Key {
            name: "scores",
            shape: Shape::Word(SCORES),
            doc: "Which of a competitor's cars score in a session.",
        },
        Key {
            name: "others_keep_position",
            shape: Shape::Yes,
            doc: "Whether a competitor's cars that do not score still hold their positions against others.",
        },
        Key {
            name: "crew",
            shape: Shape::Word(&["full", "split"]),
            doc: "Each driver of a car gets its points in full, or they divide them.",
        },
        Key {
            name: "windows",
            shape: Shape::Tables(window::KEYS),
            doc: "Of stretches of rounds only the best results count.",
        },
        Key {
            name: "resets",
            shape: Shape::Tables(reset::KEYS),
            doc: "Rounds before which totals begin anew.",
        },
        Key {
            name: "class_change",
            shape: Shape::Word(&["leaves-points", "takes-points"]),
            doc: "Whether a competitor that goes on in another class leaves its points in the old class's table, or takes them along.",
        },
        Key {
            name: "wins",
            shape: Shape::Word(&["most", "fewest"]),
            doc: "Whether most or fewest points win.",
        },
        Key {
            name: "absent",
            shape: Shape::Points,
            doc: "Points for a round in which a competitor has no place, where fewest points win.",
        },
        Key {
            name: "min_starts",
            shape: Shape::Count,
            doc: "Rounds that a competitor must have started for a place in the table.",
        },
        Key {
            name: "places",
            shape: Shape::Word(&["overall", "class"]),
            doc: "One table for all classes goes by places among all cars, or by those in each class.",
        },
        Key {
            name: "ties",
            shape: Shape::Words(&ties::ALL_WORDS),
            doc: "How ties are broken, in this order."
        },
        Key {
            name: "ties_by",
            shape: Shape::Word(&["title-places", "class-places", "overall-places"]),
            doc: "Tie-breaks look at the places that points are given for, at those of the classification in class, or overall.",
        },
        Key {
            name: "ties_over",
            shape: Shape::Word(&["all-places", "scoring-places"]),
            doc: "Tie-breaks look at every position, or only at those that the scale pays.",
        },
        Key {
            name: "ties_count",
            shape: Shape::Word(&["scoring-cars", "all-cars"]),
            doc: "Tie-breaks look at the cars that score, or also at a competitor's other cars.",
        },
        Key {
            name: "ties_in",
            shape: Shape::TextList,
            doc: "Tie-breaks look at these sessions only; at all that score where the key is absent.",
        },
        Key { name: "not_at", shape: Shape::TextList, doc: "Events that do not count for the title." },
        Key {
            name: "category",
            shape: Shape::Text,
            doc: "Only competitors of this category, such as `rookie`, are listed.",
        },
        Key {
            name: "nations",
            shape: Shape::TextList,
            doc: "Only competitors of these nations are listed; codes as `GBR`, or names.",
        },
        Key { name: "age_from", shape: Shape::Count, doc: "Only drivers of this age or older are listed." },
        Key { name: "age_under", shape: Shape::Positive, doc: "Only drivers under this age are listed." },
        Key {
            name: "age_on",
            shape: Shape::Word(category::AGE_ON),
            doc: "The day on which the age is looked at: the first or the last of the season's year, or that of the first race.",
        },
        Key {
            name: "lists",
            shape: Shape::Word(&["scored", "classified", "started"]),
            doc: "The table lists those who scored, all who were classified, or all who started.",
        },
        Key {
            name: "category_places",
            shape: Shape::Word(&["own", "overall"]),
            doc: "Points by places among those alone whom the title is for, or by those in the whole class.",
        },
        Key {
            name: "alone",
            shape: Shape::Part,
            doc: "Share of the car's points for a driver who drove alone where a crew of two or more was entered.",
        },
    ];

    fn read(block: &mut RuleBlock<'_, '_>) -> Title {
        let competitor = block.word("competitor");
        let competitor = block.require("competitor", competitor);
        let kind = Kind::from_word(competitor.value).unwrap_or(Kind::Team);
        let per_class = block.word("per").is_some_and(|at| at.value == "class");
        let class_places = block.word("places").filter(|at| at.value == "class");
        if let Some(at) = class_places.as_ref().filter(|_| per_class) {
            let message =
                "`places` says how one table for all classes goes, but there is one a class".to_owned();
            block.refuse("PF0331", at, message, "per = \"overall\", or no `places`");
        }
        let wins = match block.word("wins").map(|at| at.value) {
            Some("fewest") => Wins::Fewest,
            _ => Wins::Most,
        };
        let mut resets = block.each("resets", Reset::read);
        resets.sort_by_key(|reset| reset.before);
        let absent = block.points_at("absent");
        if let Some(at) = absent.as_ref().filter(|_| wins == Wins::Most) {
            let message = "`absent` gives points to those without a place, but most points win".to_owned();
            block.refuse("PF0332", at, message, "wins = \"fewest\", or no `absent`");
        }
        let category = Category::read(block, kind);
        let places_of_category = block.word("category_places");
        if let Some(at) = places_of_category.as_ref().filter(|_| category.is_none()) {
            let message =
                "`category_places` says how places among some count, but the title is for all".to_owned();
            block.refuse("PF0353", at, message, "`category`, `nations` or an age, or no `category_places`");
        }
        let windows = block.each("windows", Window::read);
        if let Some(round) = Window::covered_twice(&windows) {
            let covered = round.map_or_else(|| "all rounds".to_owned(), |round| format!("round {round}"));
            let message = format!("two windows cover {covered}: which of them counts is not said");
            block.refuse("PF0482", &block.here(), message, "each round in one window at most");
        }
        Title {
            name: block.text("name").map_or_else(|| block.id.to_owned(), |at| at.value),
            per_class,
            classes: block.text_list("classes"),
            competitor: kind,
            scoring_cars: match block.word("scores").map(|at| at.value) {
                Some("best-car") => Some(1),
                Some("best-2-cars") => Some(2),
                Some("best-3-cars") => Some(3),
                _ => None,
            },
            others_keep_position: block.yes("others_keep_position").unwrap_or(true),
            crew: match block.word("crew").map(|at| at.value) {
                Some("split") => Crew::Split,
                _ => Crew::Full,
            },
            windows,
            resets,
            takes_points: block.word("class_change").is_some_and(|at| at.value == "takes-points"),
            wins,
            absent: absent.map(|at| at.value),
            min_starts: block.count("min_starts").unwrap_or(0),
            class_places: class_places.is_some(),
            ties_by: match block.word("ties_by").map(|at| at.value) {
                Some("class-places") => TiePlaces::Class,
                Some("overall-places") => TiePlaces::Overall,
                _ => TiePlaces::Title,
            },
            ties: block.words("ties").into_iter().filter_map(TieBreak::from_word).collect(),
            ties_over_scoring_places: block.word("ties_over").is_some_and(|at| at.value == "scoring-places"),
            ties_count_all_cars: block.word("ties_count").is_some_and(|at| at.value == "all-cars"),
            ties_in: block.text_list("ties_in"),
            not_at: block.text_list("not_at"),
            category,
            category_moves_up: places_of_category.is_some_and(|at| at.value == "own"),
            alone: block.share("alone").unwrap_or(Share::ONE),
            lists: match block.word("lists").map(|at| at.value) {
                Some("started") => Lists::Started,
                Some("classified") => Lists::Classified,
                _ => Lists::Scored,
            },
            article: block.article,
            id: block.id.to_owned(),
        }
    }
}

impl Pillar for Title {
    fn enter(clause: Clause<Title>, book: &mut Rulebook) {
        book.titles.push(clause.rule);
    }
}

impl Title {
    /// Whether a class has the title; a title for all has none of its own.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.is_empty() || self.classes.iter().any(|at| same_class(&at.value, class))
    }

    pub fn counts_at(&self, event: &str) -> bool {
        !self.not_at.iter().any(|at| at.value == event)
    }

    /// Whether tie-breaks look at a session.
    pub fn breaks_ties_in(&self, session: &str) -> bool {
        self.ties_in.is_empty() || self.ties_in.iter().any(|at| at.value == session)
    }

    pub fn prose(&self) -> String {
        let mut text = format!(
            "{}: one table {}, for each {}. ",
            self.name,
            match (self.per_class, self.class_places) {
                (true, _) => "a class",
                (false, false) => "for all classes",
                (false, true) => "for all classes, by places in each class",
            },
            self.competitor.in_words()
        );
        text.push_str(&match self.scoring_cars {
            None => "Every car scores.".to_owned(),
            Some(1) => "Only the best car scores".to_owned(),
            Some(cars) => format!("The best {cars} cars score"),
        });
        if self.scoring_cars.is_some() {
            text.push_str(if self.others_keep_position {
                "; the others keep their positions."
            } else {
                "; the others give up their positions."
            });
        }
        if self.competitor == Kind::Driver {
            text.push_str(match self.crew {
                Crew::Full => " Each driver of a car gets its points in full.",
                Crew::Split => " The drivers of a car divide its points.",
            });
        }
        if self.wins == Wins::Fewest {
            text.push_str(" Fewest points win");
            text.push_str(&match self.absent {
                Some(points) => format!("; a round without a place gives {}.", points_words(points)),
                None => "; those who miss a place in fewer rounds are ahead.".to_owned(),
            });
        }
        match self.min_starts {
            0 => {}
            1 => text.push_str(" Only those have a place in the table who started in a round."),
            starts => text.push_str(&format!(
                " Only those have a place in the table who started in {starts} rounds, or still can."
            )),
        }
        for window in &self.windows {
            text.push_str(&format!(" Of the season, {}.", window.prose()));
        }
        for reset in &self.resets {
            text.push_str(&format!(" {}.", reset.prose()));
        }
        if self.takes_points {
            text.push_str(" Who goes on in another class takes the points along.");
        }
        if !self.not_at.is_empty() {
            let events: Vec<&str> = self.not_at.iter().map(|at| at.value.as_str()).collect();
            text.push_str(&format!(" Does not count at {}.", events.join(", ")));
        }
        if let Some(category) = &self.category {
            let places = if self.category_moves_up { ", by places among them alone" } else { "" };
            text.push_str(&format!(" Only those {} are listed{places}.", category.prose()));
        }
        if self.alone != Share::ONE {
            text.push_str(&format!(
                " A driver who drives a crew's car alone gets {} of its points.",
                self.alone
            ));
        }
        if !self.ties.is_empty() {
            let steps: Vec<&str> = self.ties.iter().map(|step| step.word()).collect();
            text.push_str(&format!(" Ties: {}", steps.join(", then ")));
            text.push_str(match self.ties_by {
                TiePlaces::Title => "",
                TiePlaces::Class => ", by places of the classification in class",
                TiePlaces::Overall => ", by places of the classification",
            });
            if self.ties_over_scoring_places {
                text.push_str(", over places that score");
            }
            if self.ties_count_all_cars {
                text.push_str(", counting also the cars that do not score");
            }
            if !self.ties_in.is_empty() {
                let sessions: Vec<&str> = self.ties_in.iter().map(|at| at.value.as_str()).collect();
                text.push_str(&format!(", in {} only", sessions.join(", ")));
            }
            text.push('.');
        }
        text.push_str(match self.lists {
            Lists::Scored => "",
            Lists::Classified => " The table lists all who were classified at least once.",
            Lists::Started => " The table lists all who started.",
        });
        text
    }
}

fn points_words(points: Points) -> String {
    if points == Points::whole(1) { "1 point".to_owned() } else { format!("{points} points") }
}
