//! Which areas may meet: those whose boxes do.

use geo::Rect;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::Areas;
use crate::{Error, Limits};

/// The boxes of areas as a tree.
pub(super) struct Boxes(RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>);

fn envelope(rect: Rect) -> AABB<[f64; 2]> {
    AABB::from_corners(rect.min().into(), rect.max().into())
}

impl Boxes {
    pub(super) fn new(areas: Areas<'_>) -> Self {
        let boxes = areas.boxes().into_iter();
        Self(RTree::bulk_load(
            boxes
                .map(|(place, rect)| GeomWithData::new(Rectangle::from_aabb(envelope(rect)), place))
                .collect(),
        ))
    }

    /// Finds the areas whose boxes meet a box, in ascending order.
    pub(super) fn meeting(&self, rect: Rect) -> Vec<u32> {
        let boxes = self.0.locate_in_envelope_intersecting(&envelope(rect));
        let mut found: Vec<u32> = boxes.map(|area| area.data).collect();
        found.sort_unstable();
        found
    }
}

/// Pairs of areas whose boxes meet, by the first and then the second.
///
/// # Errors
/// There are more than the limit.
pub(super) fn candidates(
    left: Areas<'_>,
    right: Areas<'_>,
    limits: Limits,
) -> Result<Vec<(u32, Vec<u32>)>, Error> {
    let boxes = Boxes::new(right);
    let mut pairs = Vec::new();
    let mut found = 0_u64;
    for (place, rect) in left.boxes() {
        let others = boxes.meeting(rect);
        found += others.len() as u64;
        if found > limits.pairs {
            return Err(Error::TooMany { what: "pairs", found, limit: limits.pairs });
        }
        pairs.push((place, others));
    }
    Ok(pairs)
}
