//! A notice board's documents, as pages, sheets and feeds show them.

use crate::sheet::{Block, Head, Run, Sheet};
use crate::stamp::moment_in_words;
use parcferme_core::season::Moment;

/// A document by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    Edition(u64),
    Document(u32),
}

/// A document on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    pub which: Which,
    /// `decision`, `edition`, or a kind of notice.
    pub kind: String,
    pub title: String,
    /// As it says of itself.
    pub at: Option<Moment>,
    /// When it was entered into the record; none where the record began with it.
    pub entered: Option<Moment>,
    /// As written, where it is no moment.
    pub when: String,
    pub author: String,
    /// `pending`, `settled`, `superseded`; empty where there is nothing to say.
    pub stands: String,
    pub article: String,
    pub text: String,
    /// What else it says, each with its name.
    pub lines: Vec<(String, String)>,
    /// Of an edition: its sheets, from the site's root.
    pub links: Vec<String>,
}

impl Posted {
    /// `Document 14, decision`.
    pub fn name(&self) -> String {
        match self.which {
            Which::Document(number) => format!("Document {number}, {}", self.kind),
            Which::Edition(number) => format!("Edition {number}"),
        }
    }

    /// When it was posted, in words; and when it was entered, where that is another time.
    pub fn posted(&self) -> String {
        let said = self.at.map_or_else(|| self.when.clone(), moment_in_words);
        let clock = |entered: Moment| self.at.map_or(entered, |own| entered.on_clock_of(own));
        match self.entered.filter(|own| self.differs(*own)).map(clock) {
            Some(entered) => format!("{said}; entered {}", moment_in_words(entered)),
            None => said,
        }
    }

    /// Whether it says of itself another time than this, by more than a minute.
    fn differs(&self, entered: Moment) -> bool {
        self.at.is_none_or(|at| at.later(60).utc() < entered.utc() || entered.later(60).utc() < at.utc())
    }

    /// Since when it is news: when it was entered, or what it says of itself where nothing more is known.
    pub fn news_since(&self) -> Option<Moment> {
        self.entered.or(self.at)
    }

    /// As a sheet to be hung up.
    pub fn sheet(&self, season: &str, issuer: &str) -> Sheet {
        let line =
            |name: &str, value: &str| vec![Run::bold(format!("{name}: ")), Run::plain(value.to_owned())];
        let mut lines = vec![line("Time", &self.posted())];
        if !self.author.is_empty() {
            lines.push(line("From", &self.author));
        }
        if !self.article.is_empty() {
            lines.push(line("Article", &self.article));
        }
        lines.extend(self.lines.iter().map(|(name, value)| line(name, value)));
        if !self.stands.is_empty() {
            lines.push(line("Stands", &self.stands));
        }
        let mut blocks = vec![Block::Paragraph(vec![Run::bold(self.title.clone())])];
        blocks.extend(
            self.text
                .lines()
                .filter(|own| !own.trim().is_empty())
                .map(|own| Block::Paragraph(vec![Run::plain(own)])),
        );
        blocks.push(Block::Notes { title: String::new(), lines });
        Sheet {
            head: Head {
                event: season.to_owned(),
                document: self.name(),
                issued: self.posted(),
                issued_at: self.at.map(Into::into),
                ..Head::default()
            },
            blocks,
            foot: crate::sheet::Foot { issuer: issuer.to_owned(), ..Default::default() },
            ..Sheet::default()
        }
    }
}
