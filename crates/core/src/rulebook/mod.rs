//! A rulebook: the rules of a season as data. Numbers stand here, with the article they come from; what they mean is
//! one module a kind in [`crate::rules`].

use crate::block::{Block, Key, Reader, Shape, Spot};
use crate::diagnostic::Diagnostic;
use crate::rules::bonus::{self, Bonus};
use crate::rules::class_map::{self, ClassMap};
use crate::rules::classified::{self, Classified};
use crate::rules::drive_time::{self, DriveTime};
use crate::rules::eligible::{self, Eligible};
use crate::rules::incidents::{self, IncidentLimit};
use crate::rules::points::{self, PointsScale};
use crate::rules::title::{self, Title};
use crate::table::{Ix, Table};

mod check;

pub const KEYS: &[Key] = &[
    Key { name: "name", shape: Shape::Text, doc: "Name of the rulebook." },
    Key { name: "about", shape: Shape::Text, doc: "What it covers and where it comes from." },
    Key { name: "points", shape: Shape::Tables(points::KEYS), doc: "Points by place." },
    Key { name: "classified", shape: Shape::Table(classified::KEYS), doc: "Which cars are classified." },
    Key { name: "class_map", shape: Shape::Tables(class_map::KEYS), doc: "Classes ranked inside others." },
    Key { name: "bonus", shape: Shape::Tables(bonus::KEYS), doc: "Points for feats." },
    Key { name: "eligible", shape: Shape::Tables(eligible::KEYS), doc: "Which cars count." },
    Key {
        name: "drive_time",
        shape: Shape::Tables(drive_time::KEYS),
        doc: "Times that drivers must, or may at most, drive.",
    },
    Key { name: "incidents", shape: Shape::Tables(incidents::KEYS), doc: "Limits of incident points." },
    Key { name: "title", shape: Shape::Tables(title::KEYS), doc: "The titles." },
];

/// The rules of a season.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// File or bundled name it was read from.
    pub document: String,
    pub name: String,
    pub about: String,
    pub articles: Table<Article>,
    pub points: Vec<PointsScale>,
    pub classified: Option<Classified>,
    pub class_maps: Vec<ClassMap>,
    pub bonuses: Vec<Bonus>,
    pub eligible: Vec<Eligible>,
    pub drive_times: Vec<DriveTime>,
    pub incident_limits: Vec<IncidentLimit>,
    pub titles: Table<Title>,
}

/// The article that a rule comes from, and where the rulebook states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Kind of rule: `points`, `classified`, ...
    pub kind: &'static str,
    /// Id of the block, or its kind where it has none.
    pub id: String,
    /// Article of the regulations, as the rulebook names it.
    pub text: String,
    pub source: String,
    /// Where in the rulebook.
    pub spot: Spot,
}

impl Article {
    /// Reads `article` and `source` of a block; a rule without an article is known by its kind and id.
    pub(crate) fn read(
        block: &mut Block<'_>,
        reader: &mut Reader<'_>,
        articles: &mut Table<Article>,
        kind: &'static str,
        id: &str,
    ) -> Ix<Article> {
        let spot = block.spot(reader);
        let text = block.text(reader, "article").map_or_else(|| format!("{kind} {id}"), |at| at.value);
        let source = block.text(reader, "source").map_or_else(String::new, |at| at.value);
        articles.push(Article { kind, id: id.to_owned(), text, source, spot })
    }
}

impl Rulebook {
    /// Reads a rulebook. With errors among the diagnostics, the rulebook is what could be read of it.
    pub fn parse(document: &str, text: &str) -> (Rulebook, Vec<Diagnostic>) {
        let (mut reader, mut root) = Reader::open(document, text, KEYS);
        let reader = &mut reader;
        let mut book = Rulebook { document: document.to_owned(), ..Rulebook::default() };
        book.name = root.text(reader, "name").map_or_else(|| document.to_owned(), |at| at.value);
        book.about = root.text(reader, "about").map_or_else(String::new, |at| at.value);
        let articles = &mut book.articles;
        for mut block in root.blocks(reader, "points") {
            let scale = PointsScale::read(&mut block, reader, articles, &book.points);
            book.points.push(scale);
            block.finish(reader);
        }
        if let Some(mut block) = root.block(reader, "classified") {
            book.classified = Some(Classified::read(&mut block, reader, articles));
            block.finish(reader);
        }
        each(&mut root, reader, "class_map", |block, reader| {
            book.class_maps.push(ClassMap::read(block, reader, articles))
        });
        each(&mut root, reader, "bonus", |block, reader| {
            book.bonuses.push(Bonus::read(block, reader, articles))
        });
        each(&mut root, reader, "eligible", |block, reader| {
            book.eligible.push(Eligible::read(block, reader, articles))
        });
        each(&mut root, reader, drive_time::KIND, |block, reader| {
            book.drive_times.push(DriveTime::read(block, reader, articles))
        });
        each(&mut root, reader, incidents::KIND, |block, reader| {
            book.incident_limits.push(IncidentLimit::read(block, reader, articles))
        });
        each(&mut root, reader, "title", |block, reader| {
            book.titles.push(Title::read(block, reader, articles));
        });
        root.finish(reader);
        book.check_itself(reader);
        (book, std::mem::take(&mut reader.diagnostics))
    }

    pub fn title(&self, id: &str) -> Option<Ix<Title>> {
        self.titles.iter().find(|(_, title)| title.id == id).map(|(ix, _)| ix)
    }

    /// The rules as sentences, article by article, in the order of the rulebook.
    pub fn prose(&self) -> Vec<(&Article, String)> {
        let mut all: Vec<(Ix<Article>, String)> = Vec::new();
        all.extend(self.points.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.classified.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.class_maps.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.bonuses.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.eligible.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.drive_times.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.incident_limits.iter().map(|rule| (rule.article, rule.prose())));
        all.extend(self.titles.rows().iter().map(|rule| (rule.article, rule.prose())));
        all.sort_by_key(|(article, _)| self.articles[*article].spot);
        all.into_iter().map(|(article, prose)| (&self.articles[article], prose)).collect()
    }
}

fn each(
    root: &mut Block<'_>,
    reader: &mut Reader<'_>,
    name: &str,
    mut read: impl FnMut(&mut Block<'_>, &mut Reader<'_>),
) {
    for mut block in root.blocks(reader, name) {
        read(&mut block, reader);
        block.finish(reader);
    }
}
