//! Kind `withhold-driver`: one driver of a car gets nothing of its points.

use crate::block::{Key, Shape};
use crate::decisions::about::{About, Words};
use crate::decisions::kind::{Decided, Kind, Reading};
use crate::season::follow::follow_fields;
use crate::season::{Competitor, Session};
use crate::session_keys;
use crate::table::Ix;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithholdDriver {
    pub session: Ix<Session>,
    pub driver: Ix<Competitor>,
    /// Ids; all titles where none is named.
    pub titles: Vec<String>,
}

impl Kind for WithholdDriver {
    const NAME: &'static str = "withhold-driver";
    const DOC: &'static str = "One driver of a car gets nothing of its points.";
    const KEYS: &'static [Key] = session_keys![
        Key { name: "competitor", shape: Shape::Text, doc: "The driver, by id or name." },
        Key {
            name: "titles",
            shape: Shape::TextList,
            doc: "Titles for which points are withheld; all where the key is absent."
        },
    ];
    const NEEDS: &'static [&'static str] = &["round", "competitor"];

    fn read(from: &mut Reading<'_>) -> Option<WithholdDriver> {
        let session = from.session()?;
        Some(WithholdDriver { session, driver: from.driver()?, titles: from.texts("titles") })
    }
}

follow_fields! { WithholdDriver { session, driver, titles } }

impl Decided for WithholdDriver {
    fn about(&self) -> About<'_> {
        let (session, competitor) = (Some(self.session), Some(self.driver));
        About { session, competitor, titles: &self.titles, ..About::default() }
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        format!("{} scores no points{}", words.name(self.driver), words.for_titles(&self.titles))
    }
}
