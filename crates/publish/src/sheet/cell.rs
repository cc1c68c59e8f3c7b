//! A cell: a value that a machine can read, and the styled lines that a person reads.

use parcferme_core::number_words::signed;
use parcferme_core::{Millis, Points};

/// A stretch of text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    /// Struck out: a dropped score.
    pub strike: bool,
    /// Index into the sheet's classes: that class' chip stands before the text.
    pub class: Option<usize>,
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), ..Run::default() }
    }

    pub fn bold(text: impl Into<String>) -> Run {
        Run { text: text.into(), bold: true, ..Run::default() }
    }

    pub fn italic(text: impl Into<String>) -> Run {
        Run { text: text.into(), italic: true, ..Run::default() }
    }

    pub fn is_plain(&self) -> bool {
        !(self.bold || self.italic || self.underline || self.strike || self.class.is_some())
    }
}

/// What a cell is for a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    #[default]
    Empty,
    Text,
    Whole(i64),
    Points(Points),
    Time(Millis),
    /// Speed or length in thousandths of the column's unit.
    Thousandths(i64),
}

/// What a result means, for its ground in print and on screen: never the only sign of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    #[default]
    None,
    First,
    Second,
    Third,
    /// In the points.
    Scored,
    /// Classified without points, or not classified at the finish.
    Unscored,
    Retired,
    NotQualified,
    Disqualified,
    NotStarted,
    /// A light tint of the cell's class, instead of its chip.
    OfClass,
    /// A lighter one: slowed by a neutralisation.
    OfClassSlowed,
}

impl Ground {
    /// Whether the cell's class shows by its ground and not by a chip.
    pub const fn is_of_class(self) -> bool {
        matches!(self, Ground::OfClass | Ground::OfClassSlowed)
    }
}

/// One cell. `lines` is what is shown; a machine reads `value`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub value: Value,
    pub lines: Vec<Vec<Run>>,
    /// Index into the sheet's classes: the cell carries that class' chip.
    pub class: Option<usize>,
    pub ground: Ground,
    /// Numbers of the table's notes, from 1.
    pub notes: Vec<usize>,
    /// What the ground says, in words, small below the text on paper: `1st`. Empty where nothing is to be said.
    pub below: String,
}

impl Cell {
    pub fn empty() -> Cell {
        Cell::default()
    }

    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() {
            return Cell::default();
        }
        Cell { value: Value::Text, lines: vec![vec![Run::plain(text)]], ..Cell::default() }
    }

    /// Several lines, each in runs.
    pub fn lines(lines: Vec<Vec<Run>>) -> Cell {
        Cell { value: Value::Text, lines, ..Cell::default() }
    }

    pub fn whole(number: i64) -> Cell {
        Cell::valued(Value::Whole(number), signed(number))
    }

    pub fn points(points: Points) -> Cell {
        Cell::valued(Value::Points(points), signed(points))
    }

    pub fn time(time: Millis) -> Cell {
        Cell::valued(Value::Time(time), signed(time))
    }

    /// Thousandths of the column's unit, shown with three decimals.
    pub fn thousandths(number: i64) -> Cell {
        let sign = if number < 0 { "-" } else { "" };
        let number_abs = number.unsigned_abs();
        let text = format!("{sign}{}.{:03}", number_abs / 1000, number_abs % 1000);
        Cell::valued(Value::Thousandths(number), signed(text))
    }

    /// A value with a text of its own, such as a position shown as `12 †`.
    pub fn valued(value: Value, text: impl Into<String>) -> Cell {
        Cell { value, lines: vec![vec![Run::plain(text)]], ..Cell::default() }
    }

    #[must_use]
    pub fn of_class(mut self, class: usize) -> Cell {
        self.class = Some(class);
        self
    }

    #[must_use]
    pub fn on(mut self, ground: Ground) -> Cell {
        self.ground = ground;
        self
    }

    #[must_use]
    pub fn noted(mut self, note: usize) -> Cell {
        self.notes.push(note);
        self
    }

    #[must_use]
    pub fn bold(mut self) -> Cell {
        self.each_run(|run| run.bold = true);
        self
    }

    #[must_use]
    pub fn with_below(mut self, below: impl Into<String>) -> Cell {
        self.below = below.into();
        self
    }

    /// Struck out, as a dropped score is.
    #[must_use]
    pub fn struck(mut self) -> Cell {
        self.each_run(|run| run.strike = true);
        self
    }

    fn each_run(&mut self, change: impl Fn(&mut Run)) {
        self.lines.iter_mut().flatten().for_each(change);
    }

    /// The class whose chip stands before the text.
    pub fn chip(&self) -> Option<usize> {
        self.class.filter(|_| !self.ground.is_of_class())
    }

    pub fn is_empty(&self) -> bool {
        self.lines.iter().flatten().all(|run| run.text.is_empty())
    }

    /// Whether all of the cell is struck out, as a dropped score is.
    pub fn is_struck(&self) -> bool {
        let mut runs = self.lines.iter().flatten().peekable();
        runs.peek().is_some() && runs.all(|run| run.strike)
    }

    /// The text without styles, lines parted by `parted`.
    pub fn plain(&self, parted: &str) -> String {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push_str(parted);
            }
            line.iter().for_each(|run| text.push_str(&run.text));
        }
        text
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::text(text)
    }
}
