//! Kind `mark`: cars bore a mark that rules refer to and the results do not show.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Cars, Words, sentence_case};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::follow::follow_fields;
use crate::session_keys;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub cars: Cars,
    pub mark: String,
}

impl Kind for Mark {
    const NAME: &'static str = "mark";
    const DOC: &'static str = "Cars bore a mark that rules refer to.";
    const KEYS: &'static [Key] = session_keys![
        Key { name: "numbers", shape: Shape::TextList, doc: "Numbers of the cars that bore the mark." },
        Key { name: "class", shape: Shape::Text, doc: "Class of the cars, where two cars bear a number." },
        Key { name: "team", shape: Shape::Text, doc: "Team of the cars, where two cars bear a number." },
        Key { name: "mark", shape: Shape::Text, doc: "The mark, such as `formula-2`, as rules refer to it." },
    ];
    const NEEDS: &'static [&'static str] = &["round", "numbers", "mark"];

    fn read(from: &mut Reading<'_>) -> Option<Mark> {
        let cars = from.cars()?;
        Some(Mark { cars, mark: from.text("mark").to_owned() })
    }
}

follow_fields! { Mark { cars, mark } }

impl Decided for Mark {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let verb = if self.cars.numbers.len() == 1 { "counts" } else { "count" };
        format!("{} {verb} as {}", sentence_case(&self.cars.words(words)), self.mark)
    }
}
