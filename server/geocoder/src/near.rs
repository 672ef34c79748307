//! A spatial tree over everything that has a point: a packed Hilbert R-tree.
//!
//! The leaves lie in the order of a Hilbert curve, [`FAN`] of them below each box, as many boxes below
//! each box above: nothing points anywhere, and a leaf takes 13 bytes with its part of the boxes
//! (Kamel and Faloutsos, On packing R-trees, 1993).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::compact::{index, position};
use crate::distance::offset_m;
use crate::entry::LonLat;
use crate::place::Place;

/// How many stand below one box.
const FAN: usize = 16;
/// Steps of the curve along each axis.
const STEPS: f32 = 65_535.0;

/// Places by position.
#[derive(Debug)]
pub(crate) struct Tree {
    origin: LonLat,
    /// Metres east and north of the origin; those to the east as long as at the origin's latitude.
    points: Vec<[f32; 2]>,
    places: Vec<Packed>,
    /// The boxes above the leaves, then those above them, up to one.
    levels: Vec<Vec<Envelope>>,
}

/// A place in four bytes: which kind in the two highest bits.
#[derive(Debug, Clone, Copy)]
struct Packed(u32);

impl Packed {
    const BITS: u32 = 30;

    fn new(place: Place) -> Option<Self> {
        let (kind, at) = match place {
            Place::Access(at) => (0, at),
            Place::Street(at) => (1, at),
            Place::Locality(at) => (2, at),
            Place::Between(_) | Place::Municipality(_) => return None,
        };
        (at < 1 << Self::BITS).then_some(Self(kind << Self::BITS | at))
    }

    fn place(self) -> Place {
        let at = self.0 & ((1 << Self::BITS) - 1);
        match self.0 >> Self::BITS {
            0 => Place::Access(at),
            1 => Place::Street(at),
            _ => Place::Locality(at),
        }
    }
}

/// West, south, east and north of what is inside.
#[derive(Debug, Clone, Copy)]
struct Envelope([f32; 4]);

impl Envelope {
    const EMPTY: Self = Self([f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY]);

    fn with_point(self, [x, y]: [f32; 2]) -> Self {
        let [west, south, east, north] = self.0;
        Self([west.min(x), south.min(y), east.max(x), north.max(y)])
    }

    fn with(self, Self([west, south, east, north]): Self) -> Self {
        self.with_point([west, south]).with_point([east, north])
    }

    /// How far a point is from it, on either axis.
    fn apart(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [west, south, east, north] = self.0;
        [(west - x).max(x - east).max(0.0), (south - y).max(y - north).max(0.0)]
    }
}

impl Tree {
    /// Builds around the middle of the places.
    pub(crate) fn build(places: &[(LonLat, Place)]) -> Self {
        Self::build_around(middle(places), places)
    }

    /// Builds with distances reckoned around an origin.
    pub(crate) fn build_around(origin: LonLat, places: &[(LonLat, Place)]) -> Self {
        let leaves =
            places.iter().filter_map(|(at, place)| Some((metres(origin, *at), Packed::new(*place)?)));
        let mut leaves: Vec<([f32; 2], Packed)> = leaves.collect();
        let all = leaves.iter().fold(Envelope::EMPTY, |all, (point, _)| all.with_point(*point));
        leaves.sort_by_cached_key(|(point, _)| step_of_curve(*point, all));
        let points: Vec<[f32; 2]> = leaves.iter().map(|(point, _)| *point).collect();
        let around = |few: &[[f32; 2]]| few.iter().fold(Envelope::EMPTY, |all, point| all.with_point(*point));
        let mut levels: Vec<Vec<Envelope>> = Vec::new();
        let mut level: Vec<Envelope> = points.chunks(FAN).map(around).collect();
        while level.len() > 1 {
            let above = level.chunks(FAN);
            let above =
                above.map(|few| few.iter().fold(Envelope::EMPTY, |all, one| all.with(*one))).collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        levels.push(level);
        Self { origin, points, places: leaves.into_iter().map(|(_, place)| place).collect(), levels }
    }

    /// Returns the origin around which distances are reckoned.
    pub(crate) fn origin(&self) -> LonLat {
        self.origin
    }

    /// Lists the places around a point with the squares of their distances in metres, nearest first,
    /// up to about this distance in metres.
    pub(crate) fn around(&self, point: LonLat, max_distance_m: f64) -> Around<'_> {
        // A degree of longitude is shorter up north: exact where the point is.
        let shrink = narrow((point.lat.to_radians().cos() / self.origin.lat.to_radians().cos()).powi(2));
        let mut around = Around {
            tree: self,
            center: metres(self.origin, point),
            shrink,
            limit: narrow(max_distance_m * 1.01 + 1.0).powi(2),
            heap: BinaryHeap::with_capacity(64),
        };
        let top = self.levels.len() - 1;
        around.push_boxes(top, 0..self.levels[top].len());
        around
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::build(&[])
    }
}

/// What may be next: a leaf (level 0) or a box of a level above.
#[derive(Debug, Clone, Copy)]
struct Next {
    squared: f32,
    level: u32,
    at: u32,
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Next {}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Next {
    /// The nearest is the greatest, since a heap hands out that one first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.squared.total_cmp(&self.squared)
    }
}

/// The places around a point, nearest first.
pub(crate) struct Around<'t> {
    tree: &'t Tree,
    center: [f32; 2],
    /// What squares of distances to the east are multiplied with.
    shrink: f32,
    limit: f32,
    heap: BinaryHeap<Next>,
}

impl Around<'_> {
    fn squared(&self, [east, north]: [f32; 2]) -> f32 {
        east * east * self.shrink + north * north
    }

    fn push(&mut self, apart: [f32; 2], level: usize, at: usize) {
        let squared = self.squared(apart);
        if squared <= self.limit {
            self.heap.push(Next { squared, level: position(level), at: position(at) });
        }
    }

    fn push_boxes(&mut self, level: usize, range: std::ops::Range<usize>) {
        let tree = self.tree;
        for at in range {
            self.push(tree.levels[level][at].apart(self.center), level + 1, at);
        }
    }

    fn push_leaves(&mut self, range: std::ops::Range<usize>) {
        let (tree, [x, y]) = (self.tree, self.center);
        for at in range {
            let [east, north] = tree.points[at];
            self.push([east - x, north - y], 0, at);
        }
    }
}

impl Iterator for Around<'_> {
    type Item = (f32, Place);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = self.heap.pop()?;
            let at = index(next.at);
            let below = |count: usize| at * FAN..((at + 1) * FAN).min(count);
            match index(next.level) {
                0 => return Some((next.squared, self.tree.places[at].place())),
                1 => self.push_leaves(below(self.tree.points.len())),
                level => self.push_boxes(level - 2, below(self.tree.levels[level - 2].len())),
            }
        }
    }
}

/// Returns where on a Hilbert curve through the box a point lies (Hilbert, 1891; the loop turns each
/// quadrant so that the curve goes on at its corner).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 65,535")]
fn step_of_curve(point: [f32; 2], all: Envelope) -> u32 {
    let [west, south, east, north] = all.0;
    let step = |at: f32, from: f32, to: f32| ((at - from) / (to - from).max(1.0) * STEPS) as u32;
    let (mut x, mut y) = (step(point[0], west, east), step(point[1], south, north));
    let mut along = 0;
    for bit in (0..u16::BITS).rev() {
        let (right, up) = (x >> bit & 1, y >> bit & 1);
        along = along << 2 | (3 * right) ^ up;
        if up == 0 {
            if right == 1 {
                (x, y) = (u32::from(u16::MAX) - x, u32::from(u16::MAX) - y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

/// Positions in metres around one origin fit an `f32` to decimetres within a country.
fn metres(origin: LonLat, at: LonLat) -> [f32; 2] {
    let flat = LonLat { lon: at.lon, lat: origin.lat };
    let (east, _) = offset_m(origin, flat);
    let (_, north) = offset_m(origin, at);
    [narrow(east), narrow(north)]
}

#[expect(clippy::cast_possible_truncation, reason = "decimetres are enough")]
fn narrow(metres: f64) -> f32 {
    metres as f32
}

fn middle(places: &[(LonLat, Place)]) -> LonLat {
    let (mut lon, mut lat, mut count) = (0.0, 0.0, 0.0);
    for (at, _) in places {
        lon += at.lon;
        lat += at.lat;
        count += 1.0;
    }
    if count > 0.0 { LonLat { lon: lon / count, lat: lat / count } } else { LonLat { lon: 9.0, lat: 45.0 } }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::distance::distance;

    fn places(points: &[(f64, f64)]) -> Vec<(LonLat, Place)> {
        let at = points.iter().map(|(lon, lat)| LonLat { lon: *lon, lat: *lat });
        at.zip((0..).map(Place::Access)).collect()
    }

    #[test]
    fn nothing_is_around_in_an_empty_tree() {
        let tree = Tree::default();
        assert_eq!(tree.around(LonLat { lon: 9.0, lat: 45.0 }, 1e6).count(), 0);
    }

    #[test]
    fn the_curve_visits_neighbours_one_after_the_other() {
        let all = Envelope([0.0, 0.0, STEPS, STEPS]);
        let mut steps: Vec<(u32, [u16; 2])> = Vec::new();
        for x in 0_u16..16 {
            for y in 0_u16..16 {
                let corner = [f32::from(x) * 4096.0, f32::from(y) * 4096.0];
                steps.push((step_of_curve(corner, all) >> 24, [x, y]));
            }
        }
        steps.sort_unstable();
        for pair in steps.windows(2) {
            let ([ax, ay], [bx, by]) = (pair[0].1, pair[1].1);
            assert_eq!((pair[1].0 - pair[0].0, ax.abs_diff(bx) + ay.abs_diff(by)), (1, 1), "{pair:?}");
        }
    }

    proptest! {
        #[test]
        fn the_nearest_come_first_and_none_is_left_out(
            points in prop::collection::vec((6.6..18.6_f64, 36.6..47.1_f64), 0..300),
            (lon, lat) in (6.6..18.6_f64, 36.6..47.1_f64),
        ) {
            let places = places(&points);
            let here = LonLat { lon, lat };
            let tree = Tree::build(&places);
            let found: Vec<(f32, Place)> = tree.around(here, 2e7).collect();
            prop_assert_eq!(found.len(), places.len());
            prop_assert!(found.is_sorted_by(|a, b| a.0 <= b.0));
            let near: Vec<(f32, Place)> = tree.around(here, 30_000.0).collect();
            let within = places.iter().filter(|(at, _)| distance(here, *at) <= 30_000.0).count();
            prop_assert!(near.len() >= within, "{} of {within}", near.len());
            for (squared, place) in near {
                let Place::Access(at) = place else { continue };
                let metres = distance(here, places[at as usize].0);
                let apart = (f64::from(squared.sqrt()) - metres).abs();
                prop_assert!(apart <= 1.0 + 0.01 * metres, "{} m, {}", squared.sqrt(), metres);
            }
        }
    }
}
