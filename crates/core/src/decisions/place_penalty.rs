//! Kind `place-penalty`: the car drops a number of places, behind the last car at most.

use crate::block::{Key, Shape};
use crate::car_keys;
use crate::decisions::about::{About, Cars, Words};
use crate::decisions::kind::{Amends, Decided, Kind, Reading};
use crate::outcome::Effect;
use crate::rules::amendment::Run;
use crate::season::follow::follow_fields;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacePenalty {
    pub cars: Cars,
    pub places: u32,
    pub places_in: PlacesIn,
}

/// Among which cars places are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacesIn {
    Overall,
    /// It drops behind so many cars of its class.
    Class,
}

impl Kind for PlacePenalty {
    const NAME: &'static str = "place-penalty";
    const DOC: &'static str = "The car drops a number of places; those that it drops behind move up.";
    const KEYS: &'static [Key] = car_keys![
        Key { name: "places", shape: Shape::Positive, doc: "Places that the car drops." },
        Key {
            name: "places_in",
            shape: Shape::Word(&["overall", "class"]),
            doc: "Whether places are counted among all cars, or among those of its class; `overall` unless said otherwise."
        },
    ];
    const NEEDS: &'static [&'static str] = &["round", "number", "places"];

    fn read(from: &mut Reading<'_>) -> Option<PlacePenalty> {
        let places_in = if from.text("places_in") == "class" { PlacesIn::Class } else { PlacesIn::Overall };
        Some(PlacePenalty { cars: from.car()?, places: from.count("places")?, places_in })
    }
}

follow_fields! { PlacePenalty { cars, places, places_in } }

impl Decided for PlacePenalty {
    fn about(&self) -> About<'_> {
        About { session: Some(self.cars.session), cars: Some(&self.cars), ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        let places = if self.places == 1 { "1 place".to_owned() } else { format!("{} places", self.places) };
        let of = match self.places_in {
            PlacesIn::Overall => "",
            PlacesIn::Class => " in its class",
        };
        format!("A drop of {places}{of} for {}", self.cars.words(words))
    }

    fn amends(&self) -> Option<&dyn Amends> {
        Some(self)
    }
}

impl Amends for PlacePenalty {
    fn cars(&self) -> &Cars {
        &self.cars
    }

    fn amend(&self, _run: &mut Run) -> Option<Effect> {
        Some(Effect::PlacesDropped(self.places))
    }

    fn drops(&self) -> Option<(u32, PlacesIn)> {
        Some((self.places, self.places_in))
    }
}
