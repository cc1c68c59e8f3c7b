//! Bookmarks: the document, its tables and the classes in them.

use super::plan::{Item, Placed};
use crate::sheet::{Block, Sheet};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

pub(super) fn outline(sheet: &Sheet, plan: &[Vec<Placed>]) -> Outline {
    let mut root = node(&super::name(sheet), 0, 0.0);
    let mut block_node: Option<OutlineNode> = None;
    for (page, placed) in plan.iter().enumerate() {
        for piece in placed {
            match piece.item {
                Item::Title { block, continued: false } => {
                    let title = match sheet.blocks.get(block) {
                        Some(Block::Table(table)) => table.title.as_str(),
                        Some(Block::Notes { title, .. }) => title.as_str(),
                        _ => continue,
                    };
                    if let Some(done) = block_node.replace(node(title, page, piece.y)) {
                        root.push_child(done);
                    }
                }
                Item::GroupHeading { block, group, continued: false } => {
                    let Some(Block::Table(table)) = sheet.blocks.get(block) else { continue };
                    let Some(group) = table.groups.get(group) else { continue };
                    let child = node(&group.heading, page, piece.y);
                    match &mut block_node {
                        Some(parent) if !table.title.is_empty() => parent.push_child(child),
                        _ => root.push_child(child),
                    }
                }
                _ => {}
            }
        }
    }
    if let Some(done) = block_node {
        root.push_child(done);
    }
    let mut outline = Outline::new();
    outline.push_child(root);
    outline
}

fn node(text: &str, page: usize, y: f32) -> OutlineNode {
    OutlineNode::new(super::shortened(text), XyzDestination::new(page, Point::from_xy(0.0, y)))
}
