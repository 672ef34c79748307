//! A graph from the lines of streets.

use geo::{Euclidean, Length};
use rayon::prelude::*;

use super::split::{junctions, nodes, split};
use super::{Edge, Network, Street};
use crate::input::is_on_earth;
use crate::nearest::Tree;
use crate::number::place;
use crate::{Error, Points, Positive, Progress};

impl Network {
    /// Builds the graph of streets. Nodes are the ends of lines, and corners that lines share exactly;
    /// ends up to the tolerance apart are one node, and a line that passes a node within the
    /// tolerance is split there. Lines that cross without a common corner do not meet: a bridge.
    ///
    /// The tolerance is in metres; a millimetre for data that fit, a metre for surveyed lines.
    ///
    /// # Errors
    /// There is no line with a length, a coordinate is not finite, the tolerance is too small for the
    /// extent, or the work was cancelled.
    pub fn from_streets(
        streets: &[Street<'_>],
        tolerance: Positive,
        progress: &Progress,
    ) -> Result<Self, Error> {
        let is_bad = |street: &Street<'_>| !street.line.0.iter().all(|corner| is_on_earth(*corner));
        if let Some(index) = streets.iter().position(is_bad) {
            return Err(Error::BadCoordinate { what: "streets", index });
        }
        let usable: Vec<(u32, Street<'_>)> = streets
            .iter()
            .enumerate()
            .filter(|(_, street)| street.line.0.windows(2).any(|pair| pair[0] != pair[1]))
            .map(|(index, street)| (place(index), *street))
            .collect();
        progress.begin(usable.len())?;
        let lines: Vec<Street<'_>> = usable.iter().map(|(_, street)| *street).collect();
        let (nodes, of) = nodes(&junctions(&lines), tolerance)?;
        let tree = Tree::new(Points::new("streets", &nodes)?, progress)?;
        let edges: Result<Vec<Vec<Edge>>, Error> = usable
            .par_iter()
            .enumerate()
            .map(|(number, (street, line))| {
                progress.advance(1)?;
                let ends = (of[2 * number], of[2 * number + 1]);
                let parts = split(line.line, ends, (&nodes, &tree), tolerance.get());
                let edge = |(from, to, part): (u32, u32, geo::LineString)| Edge {
                    from,
                    to,
                    length_m: Euclidean.length(&part),
                    line: part,
                    street: *street,
                    direction: line.direction,
                };
                Ok(parts.into_iter().map(edge).collect())
            })
            .collect();
        let edges: Vec<Edge> = edges?.into_iter().flatten().collect();
        if edges.is_empty() {
            return Err(Error::Empty { what: "streets" });
        }
        Ok(Self::new(nodes, edges))
    }
}
