//! A spatial tree over everything that has a point.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::distance::offset_m;
use crate::entry::LonLat;
use crate::hits::Place;

/// Metres east and north of the origin, and what is there.
type Leaf = GeomWithData<[f32; 2], Place>;

/// Places by position.
#[derive(Debug)]
pub(crate) struct Tree {
    origin: LonLat,
    tree: RTree<Leaf>,
}

impl Tree {
    /// Builds around the middle of the places.
    pub(crate) fn build(places: &[(LonLat, Place)]) -> Self {
        Self::build_around(middle(places), places)
    }

    /// Builds with distances reckoned around an origin.
    pub(crate) fn build_around(origin: LonLat, places: &[(LonLat, Place)]) -> Self {
        let leaves = places.iter().map(|(at, place)| Leaf::new(metres(origin, *at), *place)).collect();
        Self { origin, tree: RTree::bulk_load(leaves) }
    }

    /// Returns the origin around which distances are reckoned.
    pub(crate) fn origin(&self) -> LonLat {
        self.origin
    }

    /// Lists the places around a point with the squares of their distances in metres, nearest first,
    /// up to about this distance in metres.
    pub(crate) fn around(
        &self,
        point: LonLat,
        max_distance_m: f64,
    ) -> impl Iterator<Item = (f32, Place)> + '_ {
        let center = metres(self.origin, point);
        let limit = narrow(max_distance_m * 1.1 + 1.0).powi(2);
        let iter = self.tree.nearest_neighbor_iter_with_distance_2(&center);
        iter.take_while(move |(_, squared)| *squared <= limit).map(|(leaf, squared)| (squared, leaf.data))
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::build(&[])
    }
}

/// Positions in metres around one origin fit an `f32` to millimetres within a region.
fn metres(origin: LonLat, at: LonLat) -> [f32; 2] {
    let flat = LonLat { lon: at.lon, lat: origin.lat };
    let (east, _) = offset_m(origin, flat);
    let (_, north) = offset_m(origin, at);
    [narrow(east), narrow(north)]
}

#[expect(clippy::cast_possible_truncation, reason = "millimetres are enough")]
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
