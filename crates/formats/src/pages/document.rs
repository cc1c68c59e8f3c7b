//! A page of any form: title, sections, paragraphs, list items and tables, each with its line.

use super::table::Table;
use super::table::raw::Piece;

pub(crate) use super::statements::{Fact, Text};

/// A bold line of more words is a sentence, not the title of the table below.
const MAX_LABEL_WORDS: usize = 12;

pub(crate) struct Document {
    pub title: Option<Text>,
    /// Templates that stand by themselves, such as a navigation box: by name.
    pub templates: Vec<Text>,
    /// What a box of facts beside the text states.
    pub facts: Vec<Fact>,
    /// The first is the lead: what stands before any heading.
    pub sections: Vec<Section>,
}

pub(crate) struct Section {
    /// 1 for the lead and the title, 2 for `== X ==`, and so on.
    pub level: usize,
    pub heading: String,
    /// The section that it stands under.
    parent: Option<usize>,
    pub blocks: Vec<Block>,
}

pub(crate) enum Block {
    Prose(Text),
    Item(Text),
    Table(Table),
}

impl Document {
    /// All tables, in the order in which they stand.
    #[cfg(test)]
    pub fn tables(&self) -> Vec<&Table> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks
            .filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            })
            .collect()
    }

    pub fn empty() -> Document {
        Document {
            title: None,
            templates: Vec::new(),
            facts: Vec::new(),
            sections: vec![Section { level: 1, heading: String::new(), parent: None, blocks: Vec::new() }],
        }
    }

    /// The headings that a section stands under, outermost first, its own last.
    pub fn headings(&self, index: usize) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = Some(index);
        while let Some(section) = at.and_then(|at| self.sections.get(at)).filter(|section| section.level > 1)
        {
            found.push(section.heading.as_str());
            at = section.parent;
        }
        found.reverse();
        found
    }
}

/// A document being put together from its pieces.
pub(super) struct Draft {
    pub document: Document,
    /// The last block is a bold line of this text: the title of a table that follows at once.
    label: bool,
}

impl Draft {
    pub fn new() -> Draft {
        Draft { document: Document::empty(), label: false }
    }

    pub fn section(&mut self, level: usize, heading: String) {
        let sections = &mut self.document.sections;
        let mut parent = Some(sections.len() - 1);
        while let Some(above) = parent.and_then(|at| sections.get(at))
            && above.level >= level
        {
            parent = above.parent;
        }
        sections.push(Section { level, heading, parent, blocks: Vec::new() });
        self.label = false;
    }

    pub fn push(&mut self, block: Block) {
        self.label = false;
        if let Some(section) = self.document.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    pub fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Heading(level, text) => self.section(level.max(2), text.text),
            Piece::Paragraph(line, plain) => {
                if !plain.text.is_empty() {
                    let label = plain.label && plain.text.split_whitespace().count() <= MAX_LABEL_WORDS;
                    self.push(Block::Prose(Text { line, text: plain.text.replace('\n', " ") }));
                    self.label = label;
                }
            }
            Piece::Item(line, plain) => {
                if !plain.text.is_empty() {
                    self.push(Block::Item(Text { line, text: plain.text.replace('\n', " ") }));
                }
            }
            Piece::Table(mut table) => {
                if table.caption.is_none()
                    && self.label
                    && let Some(section) = self.document.sections.last_mut()
                    && let Some(Block::Prose(_)) = section.blocks.last()
                    && let Some(Block::Prose(text)) = section.blocks.pop()
                {
                    table.caption = Some(text);
                }
                self.push(Block::Table(table));
            }
        }
    }
}
