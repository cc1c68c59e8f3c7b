//! Paper and the measures of a page, in points of 1/72 inch.

/// Size of the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

/// Which way round the paper lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// Portrait where every table fits without wrapping, else landscape.
    #[default]
    Automatic,
    Portrait,
    Landscape,
}

pub(super) const MARGIN: f32 = 34.0;
/// Height kept free at the bottom for the foot.
pub(super) const FOOT: f32 = 30.0;

/// A page lying as it will be printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Page {
    pub width: f32,
    pub height: f32,
}

impl Page {
    pub fn of(paper: Paper, landscape: bool) -> Page {
        let (short, long) = match paper {
            Paper::A4 => (595.276, 841.89),
            Paper::Letter => (612.0, 792.0),
        };
        if landscape { Page { width: long, height: short } } else { Page { width: short, height: long } }
    }

    pub fn left(self) -> f32 {
        MARGIN
    }

    pub fn right(self) -> f32 {
        self.width - MARGIN
    }

    /// Width between the margins.
    pub fn measure(self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// Where the blocks end.
    pub fn bottom(self) -> f32 {
        self.height - MARGIN - FOOT
    }
}
