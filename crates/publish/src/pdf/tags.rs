//! The tag tree: what a screen reader hears, in order.

use super::canvas::Frame;
use super::head::Heard;
use krilla::geom::Rect;
use krilla::tagging::{BBox, Identifier, Node, TableHeaderScope, Tag, TagGroup, TagTree};
use std::num::{NonZeroU16, NonZeroU32};

#[derive(Default)]
pub(super) struct Tags {
    nodes: Vec<Node>,
    table: Option<Open>,
}

/// A table that rows are still coming to.
struct Open {
    block: usize,
    head: TagGroup,
    body: TagGroup,
}

impl Tags {
    pub fn head(&mut self, heard: Heard) {
        self.nodes.push(heading(1, &heard.title, heard.heading));
        for paragraph in heard.paragraphs {
            self.paragraph(paragraph);
        }
        if let Some((code, Frame { x, y, width, height }, alt)) = heard.code {
            let bbox = Rect::from_xywh(x, y, width, height).map(|rect| BBox { page_idx: 0, rect });
            let figure = Tag::Figure(Some(alt)).with_bbox(bbox);
            self.nodes.push(TagGroup::with_children(figure, vec![code.into()]).into());
        }
    }

    pub fn heading(&mut self, title: &str, heard: Identifier) {
        self.close();
        self.nodes.push(heading(2, title, heard));
    }

    pub fn paragraph(&mut self, heard: Identifier) {
        self.close();
        self.nodes.push(TagGroup::with_children(Tag::P, vec![heard.into()]).into());
    }

    pub fn table_head(&mut self, block: usize, cells: Vec<Identifier>) {
        self.close();
        let cells = cells.into_iter().map(|cell| head_cell(TableHeaderScope::Column, cell)).collect();
        let row = TagGroup::with_children(Tag::TR, cells);
        let head = TagGroup::with_children(Tag::THead, vec![row.into()]);
        self.table = Some(Open { block, head, body: TagGroup::new(Tag::TBody) });
    }

    pub fn group_heading(&mut self, block: usize, heard: Identifier, columns: usize) {
        let span = u32::try_from(columns).ok().and_then(NonZeroU32::new);
        let tag = Tag::TH(TableHeaderScope::Row).with_col_span(span);
        let cell = TagGroup::with_children(tag, vec![heard.into()]);
        self.push_row(block, vec![cell.into()]);
    }

    pub fn row(&mut self, block: usize, cells: Vec<Identifier>, row_head: Option<usize>) {
        let cells = cells
            .into_iter()
            .enumerate()
            .map(|(column, cell)| {
                if row_head == Some(column) {
                    head_cell(TableHeaderScope::Row, cell)
                } else {
                    TagGroup::with_children(Tag::TD, vec![cell.into()]).into()
                }
            })
            .collect();
        self.push_row(block, cells);
    }

    fn push_row(&mut self, block: usize, cells: Vec<Node>) {
        let row = TagGroup::with_children(Tag::TR, cells);
        match &mut self.table {
            Some(open) if open.block == block => open.body.push(row),
            _ => self.nodes.push(row.into()),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.table.take() {
            let mut table = TagGroup::new(Tag::Table);
            table.push(open.head);
            table.push(open.body);
            self.nodes.push(table.into());
        }
    }

    pub fn finish(mut self, language: &str) -> TagTree {
        self.close();
        TagTree::from(self.nodes).with_lang(Some(language.to_owned()))
    }
}

fn heading(level: u16, title: &str, heard: Identifier) -> Node {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    TagGroup::with_children(Tag::Hn(level, Some(title.to_owned())), vec![heard.into()]).into()
}

fn head_cell(scope: TableHeaderScope, heard: Identifier) -> Node {
    TagGroup::with_children(Tag::TH(scope), vec![heard.into()]).into()
}
