//! Kind `withhold`: the car keeps its result and scores nothing.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::Places;
use crate::decisions::about::{About, Cars, Words, sentence_case};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::follow::follow_fields;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withhold {
    pub cars: Cars,
    /// Ids; all titles where none is named.
    pub titles: Vec<String>,
    pub places: Places,
}

impl Kind for Withhold {
    const NAME: &'static str = "withhold";
    const DOC: &'static str = "The car keeps its result and scores nothing.";
    const KEYS: &'static [Key] = car_keys![
        Key {
            name: "titles",
            shape: Shape::TextList,
            doc: "Titles for which points are withheld; all where the key is absent."
        },
        Key {
            name: "places",
            shape: Shape::Word(&["move-up", "keep"]),
            doc: "Cars behind move up, or keep their positions."
        },
    ];
    const NEEDS: &'static [&'static str] = &["round", "number"];

    fn read(from: &mut Reading<'_>) -> Option<Withhold> {
        let places = if from.text("places") == "keep" { Places::Keep } else { Places::MoveUp };
        Some(Withhold { cars: from.car()?, titles: from.texts("titles"), places })
    }
}

follow_fields! { Withhold { cars, titles, places } }

impl Decided for Withhold {
    fn about(&self) -> About<'_> {
        let session = Some(self.cars.session);
        About { session, cars: Some(&self.cars), titles: &self.titles, ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let cars = sentence_case(&self.cars.words(words));
        format!("{cars} scores no points{}", words.for_titles(&self.titles))
    }
}
