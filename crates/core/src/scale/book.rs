//! A rulebook in the making: what the search varies, and the text that says it. The text is read as any rulebook is.

use crate::exact::{Points, Share};
use crate::numbers::RoundNumber;
use crate::rules::distance::MinimumDistance;
use crate::season::Kind;
use std::fmt::Write;

/// Everything but the points by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Book {
    pub minimum: Option<MinimumDistance>,
    pub retired: Retired,
    pub marks: Vec<(String, Marked)>,
    pub extras: Vec<Extra>,
    pub titles: Vec<TitleDraft>,
}

/// What becomes of cars that retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retired {
    /// As declared; with a minimum distance, if they meet it.
    AsDeclared,
    Classified,
    /// Classified, and without points.
    Scoreless,
    Out,
}

/// What becomes of cars that bear a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    Score,
    Barred {
        move_up: bool,
    },
    /// Only they score.
    Only {
        move_up: bool,
    },
}

/// A bonus, or points for every so many of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extra {
    pub id: String,
    pub what: ExtraOf,
    /// None for the session that a round is for.
    pub session: Option<String>,
    pub within: Option<u32>,
    pub classified: bool,
    /// By title; all nought where it is not a rule.
    pub points: Vec<Points>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExtraOf {
    Feat { feat: String, shared: &'static str },
    Amount { of: String, every: u32 },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TitleDraft {
    pub id: String,
    pub competitor: Kind,
    pub per_class: bool,
    pub classes: Vec<String>,
    /// None: all.
    pub scoring_cars: Option<u32>,
    pub others_keep_position: bool,
    pub split: bool,
    pub class_places: bool,
    pub windows: Vec<WindowDraft>,
    pub ties: Vec<&'static str>,
    pub ties_over_scoring_places: bool,
    pub ties_count_all_cars: bool,
    pub ties_in_main: Vec<String>,
    pub lists: &'static str,
    pub not_at: Vec<String>,
}

/// The best of the rounds from the first number to the last; of all where there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WindowDraft {
    pub rounds: Option<(RoundNumber, RoundNumber)>,
    pub best: u32,
}

/// A block of points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PointsDraft {
    pub id: String,
    pub scale: ScaleDraft,
    pub sessions: Vec<String>,
    pub titles: Vec<String>,
    pub classes: Vec<String>,
    pub rounds: Vec<RoundNumber>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ScaleDraft {
    Places { scale: Vec<Points>, beyond: Points },
    Like { id: String, factor: Share },
}

/// What a car of each place gets while its coefficient is asked for: one, so that an award is the share of it.
pub(super) fn one_for_every_place(sessions: Vec<String>) -> PointsDraft {
    PointsDraft {
        id: "one".to_owned(),
        scale: ScaleDraft::Places { scale: Vec::new(), beyond: Points::whole(1) },
        sessions,
        titles: Vec::new(),
        classes: Vec::new(),
        rounds: Vec::new(),
    }
}

impl Book {
    /// The same with one point for every extra.
    pub(super) fn with_one_for_every_extra(&self) -> Book {
        let mut book = self.clone();
        for extra in &mut book.extras {
            extra.points = vec![Points::whole(1); self.titles.len()];
        }
        book
    }

    pub(super) fn text(&self, head: &str, points: &[PointsDraft]) -> String {
        let mut text = head.to_owned();
        for block in points {
            block.write(&mut text);
        }
        for extra in &self.extras {
            extra.write(&self.titles, &mut text);
        }
        self.write_classified(&mut text);
        for (mark, marked) in &self.marks {
            let (key, move_up) = match marked {
                Marked::Score => continue,
                Marked::Barred { move_up } => ("except", *move_up),
                Marked::Only { move_up } => ("only", *move_up),
            };
            let places = if move_up { "move-up" } else { "keep" };
            let _ = write!(text, "\n[[eligible]]\n{key} = {}\nplaces = \"{places}\"\n", quoted(mark));
        }
        for title in &self.titles {
            title.write(&mut text);
        }
        text
    }

    fn write_classified(&self, text: &mut String) {
        if self.minimum.is_none() && self.retired == Retired::AsDeclared {
            return;
        }
        text.push_str("\n[classified]\n");
        if let Some(minimum) = &self.minimum {
            let (share, of, rounding) = (minimum.share, minimum.of.word(), minimum.rounding.word());
            let _ = write!(text, "min_share = \"{share}\"\nof = \"{of}\"\nrounding = \"{rounding}\"\n");
        }
        text.push_str(match self.retired {
            Retired::AsDeclared => "",
            Retired::Classified => "retired = true\n",
            Retired::Scoreless => "retired_may_score = false\n",
            Retired::Out => "retired = false\n",
        });
    }
}

impl PointsDraft {
    fn write(&self, text: &mut String) {
        let _ = write!(text, "\n[[points]]\nid = {}\n", quoted(&self.id));
        match &self.scale {
            ScaleDraft::Places { scale, beyond } => {
                let _ =
                    writeln!(text, "scale = [{}]", scale.iter().map(value).collect::<Vec<_>>().join(", "));
                if !beyond.is_zero() {
                    let _ = writeln!(text, "beyond = {}", value(beyond));
                }
            }
            ScaleDraft::Like { id, factor } => {
                let _ = writeln!(text, "like = {}", quoted(id));
                if *factor != Share::ONE {
                    let _ = writeln!(text, "factor = \"{}\"", fraction(*factor));
                }
            }
        }
        list(text, "sessions", &self.sessions);
        list(text, "titles", &self.titles);
        list(text, "classes", &self.classes);
        if !self.rounds.is_empty() {
            let _ = writeln!(text, "rounds = \"{}\"", stretches(&self.rounds));
        }
    }
}

impl Extra {
    fn write(&self, titles: &[TitleDraft], text: &mut String) {
        // A title whose value differs has a block of its own.
        let mut values: Vec<Points> = self.points.iter().copied().filter(|own| !own.is_zero()).collect();
        values.sort_unstable();
        values.dedup();
        for (index, points) in values.iter().enumerate() {
            let id = if index == 0 { self.id.clone() } else { format!("{}-{}", self.id, index + 1) };
            match &self.what {
                ExtraOf::Feat { feat, shared } => {
                    let _ = write!(text, "\n[[bonus]]\nid = {}\nfeat = {}\n", quoted(&id), quoted(feat));
                    if *shared != "split" {
                        let _ = writeln!(text, "shared = \"{shared}\"");
                    }
                }
                ExtraOf::Amount { of, every } => {
                    let _ = write!(text, "\n[[amount]]\nid = {}\nof = \"{of}\"\n", quoted(&id));
                    if *every != 1 {
                        let _ = writeln!(text, "every = {every}");
                    }
                }
            }
            let _ = writeln!(text, "points = {}", value(points));
            if let Some(within) = self.within {
                let _ = writeln!(text, "within = {within}");
            }
            if self.classified {
                text.push_str("classified = true\n");
            }
            list(text, "sessions", self.session.as_slice());
            if self.points.iter().any(|own| own != points) {
                let own = titles.iter().zip(&self.points).filter(|(_, own)| *own == points);
                list(text, "titles", &own.map(|(title, _)| title.id.clone()).collect::<Vec<_>>());
            }
        }
    }
}

impl TitleDraft {
    fn write(&self, text: &mut String) {
        let _ = write!(text, "\n[[title]]\nid = {}\n", quoted(&self.id));
        if self.per_class {
            text.push_str("per = \"class\"\n");
        }
        list(text, "classes", &self.classes);
        let _ = writeln!(text, "competitor = \"{}\"", self.competitor.word());
        if self.class_places {
            text.push_str("places = \"class\"\n");
        }
        match self.scoring_cars {
            None => {}
            Some(1) => text.push_str("scores = \"best-car\"\n"),
            Some(cars) => {
                let _ = writeln!(text, "scores = \"best-{cars}-cars\"");
            }
        }
        if self.scoring_cars.is_some() && self.competitor != Kind::Driver {
            let _ = writeln!(text, "others_keep_position = {}", self.others_keep_position);
        }
        if self.split {
            text.push_str("crew = \"split\"\n");
        }
        if !self.windows.is_empty() {
            let windows: Vec<String> = self.windows.iter().map(WindowDraft::text).collect();
            let _ = writeln!(text, "windows = [{}]", windows.join(", "));
        }
        if !self.ties.is_empty() {
            let _ = writeln!(text, "ties = {:?}", self.ties);
        }
        if self.ties_over_scoring_places {
            text.push_str("ties_over = \"scoring-places\"\n");
        }
        if self.ties_count_all_cars {
            text.push_str("ties_count = \"all-cars\"\n");
        }
        list(text, "ties_in", &self.ties_in_main);
        if self.lists != "scored" {
            let _ = writeln!(text, "lists = \"{}\"", self.lists);
        }
        list(text, "not_at", &self.not_at);
    }
}

impl WindowDraft {
    pub(super) fn text(&self) -> String {
        match self.rounds {
            None => format!("{{ best = {} }}", self.best),
            Some((from, to)) => format!("{{ rounds = \"{from}-{to}\", best = {} }}", self.best),
        }
    }
}

fn list(text: &mut String, key: &str, items: &[String]) {
    if !items.is_empty() {
        let items: Vec<String> = items.iter().map(|own| quoted(own)).collect();
        let _ = writeln!(text, "{key} = [{}]", items.join(", "));
    }
}

/// A text as TOML has it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Points as a rulebook has them: whole as a number, else as a text.
fn value(points: &Points) -> String {
    if points.is_whole() { points.to_string() } else { format!("\"{points}\"") }
}

fn fraction(share: Share) -> String {
    match share.ratio() {
        (whole, 1) => format!("{} %", whole.saturating_mul(100)),
        (part, of) => format!("{part}/{of}"),
    }
}

/// Rounds as stretches: `1-7, 9`.
pub(super) fn stretches(rounds: &[RoundNumber]) -> String {
    let parts = rounds.chunk_by(|a, b| b.0 == a.0 + 1).map(|part| match part {
        [first, .., last] => format!("{first}-{last}"),
        all => all.iter().map(RoundNumber::to_string).collect(),
    });
    parts.collect::<Vec<_>>().join(", ")
}
