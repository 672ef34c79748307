//! Points that lie densely together: DBSCAN.

mod forest;

use geo::{Coord, Rect};
use rayon::prelude::*;

use crate::cells::Cells;
use crate::nearest::square_of_distance;
use crate::{Error, Points, Positive, Progress};
use forest::Forest;

/// The side of the squares over the radius: a little less than √½, so that all points of a square
/// are within the radius of each other, rounding included.
const SIDE_OF_RADIUS: f64 = std::f64::consts::FRAC_1_SQRT_2 * (1.0 - 1e-5);
/// How many squares away the radius reaches.
const REACH: u32 = 2;

/// To which cluster each point belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    /// The number of the cluster of each point from 0; none for noise.
    pub labels: Vec<Option<u32>>,
    /// Which points are cores: dense places, not edges.
    pub is_core: Vec<bool>,
    /// How many clusters there are.
    pub count: u32,
}

/// Finds clusters: points with at least `least` points within the radius, themselves included, are
/// cores; cores within the radius of each other are one cluster, with all points that they reach.
///
/// Ester, Kriegel, Sander, Xu, A Density-Based Algorithm for Discovering Clusters, KDD-96, pages 226
/// to 231, definitions 2 to 6; by squares as in Gunawan, A Faster Algorithm for DBSCAN, 2013.
/// Clusters are numbered by their first core, in the order of the points. A point that is no core and
/// is reached by several clusters belongs to the one with the lowest number: these are the labels of
/// `sklearn.cluster.DBSCAN`, number for number.
///
/// # Errors
/// `least` is nought, the radius is too short for the extent, or the work was cancelled.
pub fn dbscan(
    points: Points<'_>,
    radius: Positive,
    least: usize,
    progress: &Progress,
) -> Result<Clusters, Error> {
    if least == 0 {
        return Err(Error::NotPositive { what: "least-points", value: 0.0 });
    }
    let side = Positive::new("radius", radius.get() * SIDE_OF_RADIUS)?;
    let cells = Cells::new(points, side, "radius")?;
    progress.begin(3 * cells.squares().len())?;
    let search = Search { cells: &cells, radius_m2: radius.get() * radius.get(), progress };
    let is_core = search.cores(least)?;
    let mut forest = Forest::new(cells.squares().len());
    for (one, other) in search.links(&is_core)? {
        forest.join(one, other);
    }
    let (of_square, count) = numbered(&cells, &is_core, &mut forest);
    let labels = search.labels(&is_core, &of_square)?;
    Ok(Clusters {
        labels: as_given(&cells, &labels, None),
        is_core: as_given(&cells, &is_core, false),
        count,
    })
}

/// Puts what belongs to points in the order of the squares into the order in which they were given.
fn as_given<T: Copy>(cells: &Cells, found: &[T], none: T) -> Vec<T> {
    let mut given = vec![none; found.len()];
    for (index, value) in cells.indices().iter().zip(found) {
        given[*index as usize] = *value;
    }
    given
}

/// Numbers clusters by their first core; of squares without a core the number means nothing.
fn numbered(cells: &Cells, is_core: &[bool], forest: &mut Forest) -> (Vec<u32>, u32) {
    // The first core of each cluster, by the square at its root.
    let mut first = vec![u32::MAX; cells.squares().len()];
    for square in 0..cells.squares().len() {
        let root = forest.root(square);
        for point in cells.points_of(square..square + 1).filter(|point| is_core[*point]) {
            first[root] = first[root].min(cells.indices()[point]);
        }
    }
    let mut roots: Vec<usize> = (0..first.len()).filter(|square| first[*square] != u32::MAX).collect();
    roots.sort_unstable_by_key(|root| first[*root]);
    let mut numbers = vec![u32::MAX; first.len()];
    let mut count = 0;
    for root in roots {
        numbers[root] = count;
        count += 1;
    }
    ((0..first.len()).map(|square| numbers[forest.root(square)]).collect(), count)
}

/// What all steps look at; points are known by their place in the order of the squares.
struct Search<'a> {
    cells: &'a Cells,
    radius_m2: f64,
    progress: &'a Progress,
}

impl Search<'_> {
    /// Does something for each square, in parallel, and puts the answers one after the other.
    fn each_square<T: Send>(
        &self,
        work: impl Fn(usize) -> Result<Vec<T>, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let found: Result<Vec<Vec<T>>, Error> = (0..self.cells.squares().len())
            .into_par_iter()
            .with_min_len(64)
            .map(|square| {
                self.progress.advance(1)?;
                work(square)
            })
            .collect();
        Ok(found?.into_iter().flatten().collect())
    }

    fn is_near(&self, one: usize, other: usize) -> bool {
        let coords = self.cells.coords();
        square_of_distance(coords[one], coords[other]) <= self.radius_m2
    }

    /// The points of the squares that may be within the radius of points of a square.
    fn around(&self, square: usize) -> Vec<std::ops::Range<usize>> {
        let runs = self.cells.around(self.cells.squares()[square], REACH);
        runs.map(|run| self.cells.points_of(run)).collect()
    }

    /// Tells of each point whether it is a core.
    fn cores(&self, least: usize) -> Result<Vec<bool>, Error> {
        self.each_square(|square| {
            let own = self.cells.points_of(square..square + 1);
            if own.len() >= least {
                return Ok(vec![true; own.len()]);
            }
            let around = self.around(square);
            own.map(|point| {
                self.progress.check()?;
                let near = around.iter().flat_map(Clone::clone).filter(|other| self.is_near(point, *other));
                Ok(near.take(least).count() == least)
            })
            .collect()
        })
    }

    /// Finds the squares whose cores reach cores of a later square.
    fn links(&self, is_core: &[bool]) -> Result<Vec<(usize, usize)>, Error> {
        let boxes: Vec<Option<Rect>> =
            (0..self.cells.squares().len()).map(|square| self.box_of(square, is_core)).collect();
        self.each_square(|square| {
            let Some(own) = boxes[square] else { return Ok(Vec::new()) };
            let mut links = Vec::new();
            for other in self.cells.around(self.cells.squares()[square], REACH).flatten() {
                let Some(others) = boxes[other].filter(|_| other > square) else { continue };
                if self.touch((square, own), (other, others), is_core)? {
                    links.push((square, other));
                }
            }
            Ok(links)
        })
    }

    /// The box around the cores of a square.
    fn box_of(&self, square: usize, is_core: &[bool]) -> Option<Rect> {
        let mut cores = self.cells.points_of(square..square + 1).filter(|point| is_core[*point]);
        let first = self.cells.coords()[cores.next()?];
        let (mut low, mut high) = (first, first);
        for core in cores {
            let at = self.cells.coords()[core];
            low = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
            high = Coord { x: high.x.max(at.x), y: high.y.max(at.y) };
        }
        Some(Rect::new(low, high))
    }

    /// Tells whether a core of a square is within the radius of a core of another.
    fn touch(&self, one: (usize, Rect), other: (usize, Rect), is_core: &[bool]) -> Result<bool, Error> {
        // Only cores that are near the box of the others can be near one of them.
        let facing = |square: usize, others: Rect| -> Vec<usize> {
            let own = self.cells.points_of(square..square + 1);
            own.filter(|point| {
                is_core[*point] && square_to_box(self.cells.coords()[*point], others) <= self.radius_m2
            })
            .collect()
        };
        let others = facing(other.0, one.1);
        if others.is_empty() {
            return Ok(false);
        }
        for core in facing(one.0, other.1) {
            self.progress.check()?;
            if others.iter().any(|other| self.is_near(core, *other)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gives each point the number of its cluster.
    fn labels(&self, is_core: &[bool], of_square: &[u32]) -> Result<Vec<Option<u32>>, Error> {
        self.each_square(|square| {
            let own = self.cells.points_of(square..square + 1);
            if own.clone().all(|point| is_core[point]) {
                return Ok(vec![Some(of_square[square]); own.len()]);
            }
            own.map(|point| {
                if is_core[point] {
                    return Ok(Some(of_square[square]));
                }
                self.progress.check()?;
                Ok(self.lowest(point, square, is_core, of_square))
            })
            .collect()
        })
    }

    /// The lowest number of the clusters that have a core within the radius of a point.
    fn lowest(&self, point: usize, square: usize, is_core: &[bool], of_square: &[u32]) -> Option<u32> {
        let squares = self.cells.around(self.cells.squares()[square], REACH).flatten();
        let reaching = squares.filter(|other| {
            self.cells.points_of(*other..*other + 1).any(|other| is_core[other] && self.is_near(point, other))
        });
        reaching.map(|square| of_square[square]).min()
    }
}

/// The square of the distance from a point to a box, nought inside.
fn square_to_box(point: Coord, rect: Rect) -> f64 {
    let x = (rect.min().x - point.x).max(point.x - rect.max().x).max(0.0);
    let y = (rect.min().y - point.y).max(point.y - rect.max().y).max(0.0);
    x * x + y * y
}

#[cfg(test)]
mod tests;
